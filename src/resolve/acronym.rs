//! Definitions of acronyms in the text: `Alliance of Sahel States (AES)`, `AES (Advanced Encryption
//! Standard)`, `the Advanced Encryption Standard, or AES,`.

use super::document::Definition;
use super::list::Meant;
use super::near::NearWords;
use super::view::View;
use crate::span::Span;

/// The most letters of an acronym whose definition is searched for.
const LETTERS: usize = 8;

/// What the text next to an acronym defines it as. `means` takes the start of a phrase and returns
/// which reading of the acronym the longest name there means, and where that name ends; `None` if
/// it means none of them.
pub(super) fn definition(view: &View<'_>, means: impl Fn(usize) -> Option<Meant>) -> Definition {
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
        // A name of the gazetteer counts whatever its initials are: Economic Community of West
        // African States (CEDEAO).
        for word in (0..).map_while(|index| words.get(index)) {
            if let Some(Meant { reading, end: found, .. }) = means(word.start)
                && found == end
            {
                return Definition::Reading(reading);
            }
        }
        if spells(letters.iter().rev(), words, view.text) {
            return Definition::Other;
        }
    }
    if let Some(start) = phrase_start(view) {
        if let Some(Meant { reading, .. }) = means(start) {
            return Definition::Reading(reading);
        }
        if spells(letters.iter(), view.words_from(start), view.text) {
            return Definition::Other;
        }
    }
    Definition::None
}

/// Whether the dotted acronym at a span is a part of a longer one, as in `U.S.C.`, `A.U.S.` and
/// `U. S. C.`: another single capital with a stop is next to it. Or whether it is a legal citation
/// between a volume and a page: `531 U.S. 98`.
pub(super) fn is_part(text: &[u8], span: Span) -> bool {
    let own = text.get(span.range()).unwrap_or(&[]);
    let (before, after) = (&text[..span.start], text.get(span.end..).unwrap_or(&[]));
    let blank = if own.contains(&b' ') { &b" "[..] } else { b"" };
    let stop = if own.ends_with(b".") { &b""[..] } else { b"." };
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    let is_followed = match after.strip_prefix(stop).and_then(|after| after.strip_prefix(blank)) {
        // The last stop may be missing where no blank is between the letters.
        Some([b'A'..=b'Z', next, ..]) if blank.is_empty() => !is_letter(next),
        Some([b'A'..=b'Z', next, ..]) => *next == b'.',
        Some([b'A'..=b'Z']) => blank.is_empty(),
        _ => false,
    };
    let is_preceded = match before.strip_suffix(blank) {
        Some([rest @ .., b'A'..=b'Z', b'.']) => !rest.last().is_some_and(is_letter),
        _ => false,
    };
    let is_report = || after.strip_prefix(stop).is_some_and(|after| is_report(before, after));
    is_followed || is_preceded || is_report()
}

/// The most digits of a volume and of a page.
const VOLUME: usize = 3;
const PAGE: usize = 5;

/// Whether the numbers before and after an acronym are a volume and a page (`347 U.S. 483 (1954)`,
/// `541 U.S. at 12`), and not those of a table or a price: one on each side, and punctuation or a
/// year after the page.
fn is_report(before: &[u8], after: &[u8]) -> bool {
    let Some(volume) = before.strip_suffix(b" ") else { return false };
    let Some(page) = after.strip_prefix(b" ") else { return false };
    let page = page.strip_prefix(b"at ").unwrap_or(page);
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let digits = volume.iter().rev().take(VOLUME + 1).take_while(is_digit).count();
    let end = page.iter().take(PAGE + 1).take_while(is_digit).count();
    let is_number =
        |text: &[u8]| matches!(text, [.., b'0'..=b'9', b' ' | b'.' | b','] | [.., b'$' | b'-']);
    (1..=VOLUME).contains(&digits)
        && (1..=PAGE).contains(&end)
        && !is_number(&volume[..volume.len() - digits])
        && matches!(
            page[end..],
            [] | [b';' | b')' | b'\n', ..]
                | [b',' | b'.', b' ' | b'\n', ..]
                | [b' ', b'(', b'1' | b'2', ..]
        )
}

/// Where the phrase before an acronym ends that may define it, if the punctuation between them is
/// that of a definition.
fn phrase_end(view: &View<'_>) -> Option<usize> {
    let cut = |end: usize, marks: &[&str]| {
        let end = view.before_tags(end);
        marks
            .iter()
            .find_map(|mark| view.text[..end].strip_suffix(mark.as_bytes()))
            .map(|left| left.len())
    };
    let acronym = cut(view.span.start, &["“", "\"", "‘", "'"]).unwrap_or(view.span.start);
    let end = cut(acronym, &[" (", "(", "\n(", ", or ", " (the "])?;
    // A line break may come before the bracket.
    let end = view.text[..view.before_tags(end)].trim_ascii_end().len();
    let end = cut(end, &["”", "\"", "’s", "'s", "’", "'"]).unwrap_or(end);
    Some(view.before_tags(end))
}

/// Where the phrase after an acronym begins that may define it, if the punctuation between them is
/// that of a definition.
fn phrase_start(view: &View<'_>) -> Option<usize> {
    let cut = |at: usize, marks: &[&str]| {
        let at = view.after_tags(at);
        marks
            .iter()
            .find(|mark| view.text.get(at..).is_some_and(|rest| rest.starts_with(mark.as_bytes())))
            .map(|mark| at + mark.len())
    };
    let end = cut(view.span.end, &["”", "\"", "’", "'"]).unwrap_or(view.span.end);
    let start = cut(end, &[" (", "("])?;
    Some(view.after_tags(cut(start, &["the ", "“", "\""]).unwrap_or(start)))
}

/// Whether letters are the initials of words, both in the order in which they are read. Small words
/// may be left out.
fn spells<'l, const LEFT: bool>(
    letters: impl Iterator<Item = &'l u8>,
    mut words: NearWords<'_, '_, LEFT>,
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

/// Whether acronyms may leave a word out.
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
