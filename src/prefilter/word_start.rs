//! Whether a word may begin at an offset, by the characters before it.
//!
//! Blocks are read without a state from character to character, so these are read backwards. UTF-8
//! makes this exact: a lead byte is never part of another character.

use crate::boundary::{Prefix, between};
use crate::fold::{Char, Class, Reader};

/// The most bytes that are read before an offset. If all of them are invisible characters, accents
/// or halves of flags, the offset counts as the start of the text. A stream keeps as many.
const REACH: usize = 128;

/// The last character before `at` that counts, its offset, and its class: an accent counts only
/// where it is not on a letter.
fn shown_before(reader: &Reader<'_>, at: usize) -> (usize, Class) {
    let floor = at.saturating_sub(REACH);
    let (mut end, mut accent) = (at, None);
    while end > floor {
        let Some((start, c)) = reader.char_before(end) else { break };
        match c.class {
            Class::Invisible => {}
            Class::Accent => accent = accent.or(Some(start)),
            class if accent.is_none() || class.is_word() => return (start, class),
            _ => break,
        }
        end = start;
    }
    accent.map_or((at, Class::Other), |start| (start, Class::Accent))
}

/// Whether a name that begins with the character `c` at `at` would begin at the start of a word, or
/// after letters that are written before words without a blank.
pub(crate) fn starts_word(reader: &Reader<'_>, at: usize, c: &Char) -> bool {
    let (before_at, before) = shown_before(reader, at);
    match c.class {
        Class::Space
        | Class::LineBreak
        | Class::Accent
        | Class::Mark
        | Class::Stop
        | Class::Invisible => false,
        Class::Regional => !is_half_flag(reader, at),
        class if between(before, class) => true,
        // A prefix is written in the script of the name.
        class => before == class && prefix_after(reader, before_at) != Prefix::None,
    }
}

/// Whether the letter at `at`, and letters before it, may be prefixes of a name.
fn prefix_after(reader: &Reader<'_>, at: usize) -> Prefix {
    let Some(letter) = reader.letter(at) else { return Prefix::None };
    let (first_at, first) = shown_before(reader, at);
    if between(first, letter.class) {
        return Prefix::None.after(&letter, true);
    }
    // A second letter counts only after a first one that begins the word.
    let Some(before) = reader.letter(first_at) else { return Prefix::None };
    if !matches!(before.class, Class::Arabic | Class::Hebrew)
        || !between(shown_before(reader, first_at).1, before.class)
    {
        return Prefix::None;
    }
    Prefix::None.after(&before, true).after(&letter, false)
}

/// Whether an odd number of halves of flags is before `at`.
fn is_half_flag(reader: &Reader<'_>, at: usize) -> bool {
    let floor = at.saturating_sub(REACH);
    let (mut end, mut half) = (at, false);
    while end > floor {
        match reader.char_before(end) {
            Some((start, c)) if c.class == Class::Regional => (end, half) = (start, !half),
            Some((start, c)) if c.class == Class::Invisible => end = start,
            _ => break,
        }
    }
    half
}
