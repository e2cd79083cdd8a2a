//! Surface forms that follow from others by rule.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::drafts::SurfaceDraft;
use crate::entity::Role;
use crate::image::{DECOY, Derivation};

/// The least priors of acronyms that may be written as initials are, `U. S.`: of those with two
/// letters, and of longer ones.
const SPACED: [u8; 2] = [90, 80];

/// Calls `add` for each form that follows from one of the data: `U.S.`, `U.S` and `U. S.` from
/// `US`; `St. Lucia` and `St Lucia` from `Saint Lucia`; `Guinea - Bissau` from `Guinea-Bissau`.
pub(super) fn derived_forms(draft: &SurfaceDraft, add: &mut impl FnMut(String, Derivation)) {
    let form = &draft.form;
    // The second stop is missing at the end of a sentence, where one stop serves for both.
    if draft.role == Role::Acronym
        && (2..=8).contains(&form.len())
        && form.bytes().all(|b| b.is_ascii_uppercase())
    {
        let dotted: String = form.chars().flat_map(|c| [c, '.']).collect();
        let least = SPACED[usize::from(form.len() > 2)];
        if draft.prior >= least {
            add(spaced(&dotted), Derivation::Dotted);
        }
        add(dotted[..dotted.len() - 1].into(), Derivation::Dotted);
        add(dotted, Derivation::Dotted);
    } else if let Some(len) = dotted_beginning(form) {
        let (dotted, rest) = form.split_at(len);
        add(spaced(dotted) + rest, Derivation::Dotted);
    }
    for (word, short) in [("Saint", "St"), ("Sainte", "Ste")] {
        if form.contains(word) && form.split(' ').any(|part| part == word) {
            for short in [short.to_string(), alloc::format!("{short}.")] {
                let parts: Vec<&str> =
                    form.split(' ').map(|part| if part == word { &*short } else { part }).collect();
                add(parts.join(" "), Derivation::Saint);
            }
        }
    }
    if draft.entity != DECOY && joins_proper_names(form) {
        add(form.replace('-', " - "), Derivation::Dashed);
    }
}

/// A dotted acronym with a blank after each stop but the last.
fn spaced(dotted: &str) -> String {
    let spaced = dotted.replace('.', ". ");
    spaced.trim_end().into()
}

/// The length of the dotted acronym of two letters or more that a form begins with, if the form
/// goes on after a blank.
fn dotted_beginning(form: &str) -> Option<usize> {
    let letters = form
        .as_bytes()
        .chunks_exact(2)
        .take_while(|pair| pair[0].is_ascii_uppercase() && pair[1] == b'.')
        .count();
    (letters > 1 && form[2 * letters..].starts_with(' ')).then_some(2 * letters)
}

/// Whether all words that a form joins by hyphens begin with capitals.
fn joins_proper_names(form: &str) -> bool {
    form.contains('-')
        && form.split('-').all(|part| part.chars().next().is_some_and(char::is_uppercase))
}
