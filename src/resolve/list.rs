//! Names next to each other in a list: `DRC | 120; Congo | 14`, `DRC: 120, Congo: 14`.
//!
//! A list does not name one country twice. So a name of several countries is likely not the one
//! that its neighbour certainly means: *Congo* beside *DRC* is the other Congo.

use super::view::View;
use crate::span::Span;
use crate::words::{character, word_end, words};

/// What the longest name at an offset means.
pub(crate) struct Meant {
    /// Which reading of the name that is judged.
    pub(crate) reading: u8,
    /// Whether it means no other reading of it.
    pub(crate) only: bool,
    /// Where it ends.
    pub(crate) end: usize,
}

/// The most bytes between two names of a list, and in HTML, where tags are between them.
const BETWEEN: usize = 40;
const BETWEEN_TAGS: usize = 120;
/// The most words of a neighbour.
const WORDS: usize = 8;

/// The reading that a neighbour in a list certainly means, and where the neighbour is. `means`
/// takes the start of a phrase and returns what the longest name there means.
pub(super) fn neighbour(
    view: &View<'_>,
    means: impl Fn(usize) -> Option<Meant>,
) -> Option<(u8, Span)> {
    let text = view.text.get(..view.range().end)?;
    if let Some(start) = next(text, view.span.end, view.html)
        && let Some(Meant { reading, only: true, end }) = means(start)
    {
        // Congo, DRC may be a name and its acronym.
        let name = view.text.get(start..end)?;
        let is_acronym = name.iter().all(u8::is_ascii_uppercase);
        let signs = view.text.get(view.span.end..start)?;
        if !is_acronym || signs.iter().any(|byte| !b", ".contains(byte)) {
            return Some((reading, Span::new(start, end)));
        }
    }
    let end = previous(text, view.range().start, view.span.start, view.html)?;
    let mut words = view.words_before(end);
    // The longest name counts: Democratic Republic of the Congo, not Republic of the Congo.
    let named = (0..WORDS).map_while(|index| words.get(index)).filter_map(|word| {
        // The name may end with a word that may be between two names: Congo, Dem. Rep. of the.
        let ends_here = |meant: &Meant| (end..=view.span.start).contains(&meant.end);
        means(word.start).filter(ends_here).map(|meant| (word.start, meant))
    });
    let (start, Meant { reading, only, end }) = named.last()?;
    only.then_some((reading, Span::new(start, end)))
}

/// How tags begin that part items of a list.
const PARTING: [&[u8]; 5] = [b"td", b"th", b"tr", b"li", b"br"];

/// Where the next name of a list begins after an offset.
fn next(text: &[u8], from: usize, html: bool) -> Option<usize> {
    let between = if html { BETWEEN_TAGS } else { BETWEEN };
    let (mut at, limit) = (from, text.len().min(from + between));
    while at < limit {
        let end = word_end(text, at);
        if html && text.get(at) == Some(&b'<') {
            at += 1 + text.get(at..)?.iter().position(|byte| *byte == b'>')?;
        } else if end > at {
            if !is_filler(text.get(at..end)?) {
                return separates(text.get(from..at)?, html).then_some(at);
            }
            at = end;
        } else {
            at += character(text, at).1;
        }
    }
    None
}

/// Where the previous name of a list ends before an offset.
fn previous(text: &[u8], from: usize, until: usize, html: bool) -> Option<usize> {
    let between = if html { BETWEEN_TAGS } else { BETWEEN };
    let mut at = until;
    while at > from.max(until.saturating_sub(between)) {
        let rest = text.get(from..at)?;
        let word = rest.iter().rev().take_while(|byte| is_of_word(**byte)).count();
        if html && rest.last() == Some(&b'>') {
            at = from + rest.iter().rposition(|byte| *byte == b'<')?;
        } else if word > 0 {
            if !is_filler(text.get(at - word..at)?) {
                return separates(text.get(at..until)?, html).then_some(at);
            }
            at -= word;
        } else {
            at -= 1;
        }
    }
    None
}

/// Whether a byte is of a word.
fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Whether a word may be between two names of a list: a number, a conjunction, an article.
fn is_filler(word: &[u8]) -> bool {
    word.iter().all(u8::is_ascii_digit) || word == b"the" || is_conjunction(word)
}

/// Whether a word is *and* or *or*, in one of the languages with the most texts, or *versus*.
fn is_conjunction(word: &[u8]) -> bool {
    [
        &b"and"[..],
        b"or",
        b"et",
        b"ou",
        b"und",
        b"oder",
        b"y",
        b"e",
        b"o",
        "и".as_bytes(),
        b"v",
        b"vs",
        b"versus",
    ]
    .contains(&word)
}

/// Whether what is between two names parts items of a list. In HTML the tags of cells, rows, items
/// and lines do.
fn separates(text: &[u8], html: bool) -> bool {
    let number = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
    let (mut parts, mut breaks, mut in_tag) = (false, 0, false);
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            b'<' if html => {
                let tag = text.get(at + 1..).unwrap_or(&[]);
                let tag = tag.strip_prefix(b"/").unwrap_or(tag);
                parts |= PARTING.iter().any(|name| tag.starts_with(name));
                in_tag = true;
            }
            b'>' if in_tag => in_tag = false,
            _ if in_tag => {}
            b',' if number(at.checked_sub(1)) && number(Some(at + 1)) => {}
            b',' | b';' | b'|' | b'\t' | b'&' => parts = true,
            b'\n' => (parts, breaks) = (true, breaks + 1),
            b'.' if number(Some(at + 1)) => {}
            // The end of an abbreviation: Congo, Dem. Rep.; Congo
            b'.' if at == 0 && matches!(text.get(1), Some(b',' | b';' | b'|' | b'\t' | b'\n')) => {}
            b' ' | b'\r' | b'%' | b'-' | b':' | b'(' | b')' | b'$' => {}
            _ if is_of_word(byte) => {}
            _ => return false,
        }
    }
    breaks < 2 && (parts || words(text).any(is_conjunction))
}
