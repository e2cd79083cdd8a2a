//! Where a name may start and end, for the engines that have no boundaries of their own.
//!
//! The rules are those that gaztag documents, written a second time but for the lists of Korean
//! words: words between blanks and punctuation, scripts without spaces, Korean particles after a
//! name, Arabic and Hebrew prefixes before one. All peers share these functions, so every engine of
//! the race counts the same mentions.

#[path = "../../../src/boundary/korean.rs"]
mod korean;

use gaztag_samples::{Class, class};
use korean::{PARTICLES, TAILS};

/// The character at `at` and where the next one starts. An ill-formed byte is not a letter.
fn after(text: &[u8], at: usize) -> Option<(char, usize)> {
    let first = *text.get(at)?;
    let length = match first {
        0..0x80 => return Some((char::from(first), at + 1)),
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let decoded = text.get(at..at + length).and_then(|bytes| std::str::from_utf8(bytes).ok());
    match decoded.and_then(|text| text.chars().next()) {
        Some(c) => Some((c, at + length)),
        None => Some((char::REPLACEMENT_CHARACTER, at + 1)),
    }
}

/// The character that ends at `at` and where it starts.
fn before(text: &[u8], at: usize) -> Option<(char, usize)> {
    let last = at.checked_sub(1)?;
    let lowest = at.saturating_sub(4);
    let start = (lowest..at).rev().find(|&start| text[start] & 0xC0 != 0x80).unwrap_or(last);
    match after(text, start) {
        Some((c, next)) if next == at => Some((c, start)),
        _ => Some((char::REPLACEMENT_CHARACTER, last)),
    }
}

/// The last character before `at` that is visible, its class and where it starts.
fn visible_before(text: &[u8], mut at: usize) -> Option<(char, Class, usize)> {
    loop {
        let (c, start) = before(text, at)?;
        match class(c) {
            Class::Invisible => at = start,
            class => return Some((c, class, start)),
        }
    }
}

/// The class of the next character that is visible; [`Class::Other`] at the end.
fn visible_after(text: &[u8], mut at: usize) -> Class {
    while let Some((c, next)) = after(text, at) {
        match class(c) {
            Class::Invisible => at = next,
            class => return class,
        }
    }
    Class::Other
}

/// Whether there is a boundary between two characters of these classes.
fn between(before: Class, after: Class) -> bool {
    match (before, after) {
        (_, Class::Mark | Class::Accent) => !before.is_word(),
        _ if !before.is_word() || !after.is_word() => true,
        (Class::Spaceless, _) | (_, Class::Spaceless) => true,
        (Class::Katakana, Class::Katakana) | (Class::Hangul, Class::Hangul) => false,
        (Class::Katakana | Class::Hangul, _) | (_, Class::Katakana | Class::Hangul) => true,
        _ => false,
    }
}

fn is_ascii_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a name may start at `at`, where its first character is.
#[inline]
pub(crate) fn starts(text: &[u8], at: usize) -> bool {
    match (at.checked_sub(1).map(|last| text[last]), text.get(at)) {
        (None, _) | (_, None) => true,
        (Some(last @ 0..0x80), _) if !is_ascii_word(last) => true,
        // A spelling may begin or end with a sign: `&` is one of `and`.
        (_, Some(&first @ 0..0x80)) if !is_ascii_word(first) => true,
        (Some(0..0x80), Some(0..0x80)) => false,
        _ => starts_beyond_ascii(text, at),
    }
}

fn starts_beyond_ascii(text: &[u8], at: usize) -> bool {
    let (Some((first, _)), Some((previous, class_before, start))) =
        (after(text, at), visible_before(text, at))
    else {
        return true;
    };
    let class_after = class(first);
    between(class_before, class_after)
        || matches!(class_after, Class::Arabic | Class::Hebrew)
            && ends_prefix(text, previous, class_before, start)
}

/// Arabic wa- and fa-, Hebrew ve- and she-: another prefix may follow them.
const FIRST_PREFIXES: [char; 4] = ['و', 'ف', 'ו', 'ש'];
/// Arabic bi-, ka- and li-, Hebrew ha-, be-, ke-, le- and mi-.
const LAST_PREFIXES: [char; 8] = ['ب', 'ك', 'ل', 'ה', 'ב', 'כ', 'ל', 'מ'];

/// Whether the letter that starts at `start` ends one or two one-letter prefixes of a word.
fn ends_prefix(text: &[u8], letter: char, of: Class, start: usize) -> bool {
    let (first, last) = (FIRST_PREFIXES.contains(&letter), LAST_PREFIXES.contains(&letter));
    let word_starts =
        |at: usize, class| visible_before(text, at).is_none_or(|(_, b, _)| between(b, class));
    if !matches!(of, Class::Arabic | Class::Hebrew) || !(first || last) {
        return false;
    }
    word_starts(start, of)
        || last
            && visible_before(text, start).is_some_and(|(previous, class, start)| {
                FIRST_PREFIXES.contains(&previous) && word_starts(start, class)
            })
}

/// Whether a name may end at `end`, where its last character ends.
#[inline]
pub(crate) fn ends(text: &[u8], end: usize) -> bool {
    match (end.checked_sub(1).map(|last| text[last]), text.get(end)) {
        (None, _) | (_, None) => true,
        (_, Some(&next @ 0..0x80)) if !is_ascii_word(next) => true,
        (Some(last @ 0..0x80), _) if !is_ascii_word(last) => true,
        (Some(0..0x80), Some(0..0x80)) => false,
        _ => ends_beyond_ascii(text, end),
    }
}

fn ends_beyond_ascii(text: &[u8], end: usize) -> bool {
    let mut at = end;
    let last = loop {
        match visible_before(text, at) {
            Some((_, Class::Accent, start)) => at = start,
            Some((_, class, _)) => break class,
            None => return true,
        }
    };
    between(last, visible_after(text, end))
        || last == Class::Hangul && (is_particle(text, end) || is_tail(text, end))
}

/// Whether there is a particle at `at` that no Hangul follows.
fn is_particle(text: &[u8], at: usize) -> bool {
    PARTICLES.iter().any(|particle| {
        text[at..].starts_with(particle.as_bytes())
            && visible_after(text, at + particle.len()) != Class::Hangul
    })
}

/// Whether there is a tail at `at`, and after it no Hangul or a particle.
fn is_tail(text: &[u8], at: usize) -> bool {
    TAILS.iter().any(|tail| {
        let after = at + tail.len();
        text[at..].starts_with(tail.as_bytes())
            && (visible_after(text, after) != Class::Hangul || is_particle(text, after))
    })
}
