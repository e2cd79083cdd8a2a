//! Texts put together from names, words, separators and markup, as instructions in an input say:
//! changes of single bytes of an input change whole pieces of its text.

use std::sync::LazyLock;

use gaztag::Gazetteer;

use super::reference::cued;
use super::reference::texts::{MARKUP, SEPARATORS, WAYS, WORDS, forms, written};
use super::take;

/// The longest text in bytes: so long that names are in other blocks of the filter.
const LONGEST: usize = 1024;

/// The forms of the built-in gazetteer.
static BUILTIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let gazetteer = Gazetteer::builtin();
    let of_entities = gazetteer.entities().flat_map(|entity| {
        entity.surfaces().map(|surface| surface.form().to_string()).collect::<Vec<_>>()
    });
    of_entities.chain(gazetteer.decoys().map(|decoy| decoy.form().to_string())).collect()
});

static SMALL: LazyLock<Vec<String>> =
    LazyLock::new(|| forms().into_iter().map(String::from).collect());

static CUED: LazyLock<Vec<String>> =
    LazyLock::new(|| cued::pieces().into_iter().map(String::from).collect());

/// The gazetteer of a text.
#[derive(Clone, Copy)]
pub(super) enum Forms {
    Small,
    Builtin,
    Cued,
}

/// The text of instructions of four bytes: what follows, which one (two bytes), and how it is
/// written.
pub(super) fn composed(mut input: &[u8], forms: Forms) -> Vec<u8> {
    let forms = match forms {
        Forms::Small => &*SMALL,
        Forms::Builtin => &*BUILTIN,
        Forms::Cued => &*CUED,
    };
    let mut text = Vec::new();
    while !input.is_empty() && text.len() < LONGEST {
        let [what, high, low, how] = take(&mut input);
        let which = usize::from(u16::from_be_bytes([high, low]));
        match what % 8 {
            0..=2 => text.extend(written(&forms[which % forms.len()], how % WAYS).into_bytes()),
            3 | 4 => text.extend_from_slice(SEPARATORS[which % SEPARATORS.len()].as_bytes()),
            5 => text.extend_from_slice(WORDS[which % WORDS.len()].as_bytes()),
            6 => text.extend_from_slice(MARKUP[which % MARKUP.len()].as_bytes()),
            _ if how & 1 == 0 => {
                // A part of what there is already, which may begin and end inside a character.
                let start = which % (text.len() + 1);
                let end = text.len().min(start + usize::from(how));
                text.extend_from_within(start..end);
            }
            _ => text.extend_from_slice(&[high, low][..1 + usize::from(how >> 1 & 1)]),
        }
        // Most pieces are words.
        if what & 0x80 == 0 {
            text.push(b' ');
        }
    }
    text.truncate(LONGEST);
    text
}
