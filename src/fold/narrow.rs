//! Small tables of what characters of two bytes fold to, made from the large one when the library
//! is compiled.

use super::{Class, Entry};

/// Must be folded by the large table.
pub(crate) const LOOK: u16 = 0;
/// An accent: it counts for nothing in a word.
pub(crate) const ACCENT: u16 = 1;
/// Ends a word. What is above is a letter.
pub(crate) const END: u16 = 2;
/// Set for a lower-case letter.
pub(crate) const LOWER: u16 = 1 << 15;
/// The bits of the folded character.
pub(crate) const CODE: u16 = 0x7FF;

/// For each character below U+0800 what it folds to, with [`LOWER`], where that is one letter of a
/// script that separates words by blanks, and not ASCII; else [`ACCENT`], [`END`] or [`LOOK`].
pub(crate) const fn other() -> [u16; 2048] {
    let mut out = [LOOK; 2048];
    let mut code = 0x80;
    while code < out.len() {
        let entry = Entry::below_u1000(code);
        out[code] = match entry.one_folded(code as u32) {
            Some(folded)
                if entry.class().is_spaced() && folded >= 0x80 && folded <= CODE as u32 =>
            {
                folded as u16 | if entry.is_lower() { LOWER } else { 0 }
            }
            None if matches!(entry.class(), Class::Accent) => ACCENT,
            Some(0x30..=0x39 | 0x41..=0x5A | 0x61..=0x7A) => LOOK,
            // Punctuation, symbols, white space.
            Some(_) if matches!(entry.class(), Class::Other | Class::Space | Class::LineBreak) => {
                END
            }
            _ => LOOK,
        };
        code += 1;
    }
    out
}

/// Ends a word of Latin letters.
pub(crate) const END_OF_LATIN: u8 = 1;

/// For each character below U+0280 that is not ASCII the ASCII letter that it folds to, a capital
/// for a capital; [`END_OF_LATIN`] where it folds to one character other than letters, digits and
/// hyphens of ASCII; else 0.
pub(crate) const fn latin() -> [u8; 0x280] {
    let mut out = [0; 0x280];
    let mut code = 0x80;
    while code < out.len() {
        let entry = Entry::below_u1000(code);
        out[code] = match (entry.one_folded(code as u32), entry.class()) {
            (Some(folded @ 0x61..=0x7A), Class::Word) if entry.is_upper() => folded as u8 - 32,
            (Some(folded @ 0x61..=0x7A), Class::Word) => folded as u8,
            (Some(0x80..), Class::Word) | (Some(0x20 | 0x80..), Class::Other | Class::Space) => {
                END_OF_LATIN
            }
            _ => 0,
        };
        code += 1;
    }
    out
}
