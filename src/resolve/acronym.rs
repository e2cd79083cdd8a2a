//! Acronyms by their own definition: `Alliance of Sahel States (AES)`, `AES (Advanced Encryption
//! Standard)`, `the Advanced Encryption Standard, or AES,`.

use super::document::Definition;
use super::near::{View, Words};

/// The most letters of an acronym that is looked at.
const LETTERS: usize = 8;

/// What the text next to an acronym defines it as. `means` tells for the start of a phrase which
/// reading of the acronym the longest name there means, if any, and where that name ends.
pub(super) fn definition(
    view: &View<'_>,
    means: impl Fn(usize) -> Option<(u8, usize)>,
) -> Definition {
    let mut letters = [0; LETTERS];
    let mut len = 0;
    for &byte in &view.text[view.span.range()] {
        match byte {
            b'A'..=b'Z' if len < LETTERS => {
                letters[len] = byte;
                len += 1;
            }
            b'.' | b'0'..=b'9' => {}
            _ => return Definition::None,
        }
    }
    let letters = &letters[..len];
    if len < 2 {
        return Definition::None;
    }
    if let Some(end) = phrase_end(view) {
        let mut words = view.words_before(end);
        // Names are known by more than their letters: Economic Community of West African States
        // (CEDEAO).
        for word in (0..).map_while(|index| words.get(index)) {
            if let Some((reading, name_end)) = means(word.start)
                && name_end == end
            {
                return Definition::Reading(reading);
            }
        }
        if spells(letters.iter().rev(), words, view.text) {
            return Definition::Other;
        }
    }
    if let Some(start) = phrase_start(view) {
        if let Some((reading, _)) = means(start) {
            return Definition::Reading(reading);
        }
        if spells(letters.iter(), view.words_from(start), view.text) {
            return Definition::Other;
        }
    }
    Definition::None
}

/// Where the phrase before an acronym ends that the acronym stands for, if the signs say so.
fn phrase_end(view: &View<'_>) -> Option<usize> {
    let cut = |end: usize, signs: &[&str]| {
        let end = view.without_tags(end);
        signs
            .iter()
            .find_map(|sign| view.text[..end].strip_suffix(sign.as_bytes()))
            .map(|left| left.len())
    };
    let acronym = cut(view.span.start, &["“", "\"", "‘", "'"]).unwrap_or(view.span.start);
    let end = cut(acronym, &[" (", "(", "\n(", ", or ", " (the "])?;
    // A line break may stand before the bracket.
    let end = view.text[..view.without_tags(end)].trim_ascii_end().len();
    let end = cut(end, &["”", "\"", "’s", "'s", "’", "'"]).unwrap_or(end);
    Some(view.without_tags(end))
}

/// Where the phrase behind an acronym begins that the acronym stands for, if the signs say so.
fn phrase_start(view: &View<'_>) -> Option<usize> {
    let cut = |at: usize, signs: &[&str]| {
        let at = view.behind_tags(at);
        signs
            .iter()
            .find(|sign| view.text.get(at..).is_some_and(|rest| rest.starts_with(sign.as_bytes())))
            .map(|sign| at + sign.len())
    };
    let end = cut(view.span.end, &["”", "\"", "’", "'"]).unwrap_or(view.span.end);
    let start = cut(end, &[" (", "("])?;
    Some(view.behind_tags(cut(start, &["the ", "“", "\""]).unwrap_or(start)))
}

/// Whether letters are the first ones of words, both in the order of reading; small words may be
/// left out.
fn spells<'l, const LEFT: bool>(
    letters: impl Iterator<Item = &'l u8>,
    mut words: Words<'_, '_, LEFT>,
    text: &[u8],
) -> bool {
    let mut words =
        (0..).map_while(|index| words.get(index)).map(|word| &text[word.start..word.end]);
    for letter in letters {
        loop {
            match words.next() {
                Some(word)
                    if word.first().is_some_and(|first| first.to_ascii_uppercase() == *letter) =>
                {
                    break;
                }
                Some(word) if is_small(word) => {}
                _ => return false,
            }
        }
    }
    true
}

/// Whether acronyms leave a word out.
fn is_small(word: &[u8]) -> bool {
    [
        &b"of"[..],
        b"the",
        b"and",
        b"for",
        b"in",
        b"on",
        b"to",
        b"a",
        b"de",
        b"la",
        b"des",
        b"du",
        b"et",
        b"y",
    ]
    .iter()
    .any(|small| word.eq_ignore_ascii_case(small))
}
