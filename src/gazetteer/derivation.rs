//! Surface forms that follow from others by rule.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::drafts::SurfaceDraft;
use crate::entity::Role;
use crate::image::Derivation;

/// Calls `add` for each form that follows from one of the data: `U.S.` and `U.S` from `US`,
/// `St. Lucia` and `St Lucia` from `Saint Lucia`.
pub(super) fn derived_forms(draft: &SurfaceDraft, add: &mut impl FnMut(String, Derivation)) {
    let form = &draft.form;
    // The second stop is missing at the end of a sentence, where one stop serves for both.
    if draft.role == Role::Acronym
        && (2..=8).contains(&form.len())
        && form.bytes().all(|b| b.is_ascii_uppercase())
    {
        let dotted: String = form.chars().flat_map(|c| [c, '.']).collect();
        add(dotted[..dotted.len() - 1].into(), Derivation::Dotted);
        add(dotted, Derivation::Dotted);
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
}
