//! What the case of its letters proves about a name.
//!
//! In `US TO LEAD GOLD TALKS` the capitals prove nothing about `US`; in `the US said` they prove
//! that it is a name. A name is in a run of capitals if the words next to it have no lower-case
//! letter. In text without capitals (`talks in mali`, if the tagger accepts it) the case proves as
//! little about a name that is a common word too.

use super::policy::Policy;
use super::reading::Reading;
use super::view::{self, View};
use crate::entity::CaseRule;
use crate::fold::{self, Cases};
use crate::gazetteer::{Derivation, Tables};
use crate::span::Span;

/// The highest confidence of a form that is also a common word, where its case proves nothing:
/// below every sensible least confidence.
const UNPROVEN: u8 = 30;

/// The highest confidence of any other form that should have capitals and has none.
const LOWER: u8 = 80;

/// The least prior of an acronym that likely means the same in lower case. Others are words of some
/// language (uno, eso).
const SURE: u8 = 95;

/// Up to this many letters, an acronym in lower case is likely a word of some language, whatever
/// its prior: un, eu.
const SHORT: usize = 2;

/// The least prior of an acronym that means the same at the start of a heading in capitals: `US
/// STOCKS FALL`. The pronoun does not begin one.
const HEADING: u8 = 90;

/// How many bytes of text are read on each side.
pub(crate) const VIEW: usize = 128;

/// How many words are read on each side.
const WORDS: usize = 3;

/// Whether a text has letters, and no capitals among them.
#[cold]
pub(super) fn in_lower_case(text: &[u8], html: bool) -> bool {
    let cases = Cases::of(text, html);
    cases.first_is_lower && cases.upper == 0
}

/// The highest confidence that a reading of the name at a span can have in the case in which it is
/// written. One of a user's own that is a common word has [`highest_of_word`].
#[inline]
pub(crate) fn highest_confidence(
    tables: &Tables<'_>,
    policy: &Policy,
    name: u32,
    span: Span,
    reading: &Reading,
    reader: &fold::Reader<'_>,
) -> u8 {
    let Span { start, end } = span;
    if reading.exact_word
        && in_run_of_capitals(reader.text, start, end)
        && !(reading.prior >= HEADING && begins_line(reader.text, start))
    {
        return UNPROVEN;
    }
    if policy.lower_case {
        let index = usize::from(reading.index);
        highest_in_lower_case(tables, name, index, &reader.text[start..end], reader.html)
    } else {
        100
    }
}

/// The same for a reading of a user's own that is a common word, whatever its case rule.
#[cold]
#[inline(never)]
pub(crate) fn highest_of_word(
    tables: &Tables<'_>,
    policy: &Policy,
    name: u32,
    view: &View<'_>,
    reading: &Reading,
    reader: &fold::Reader<'_>,
) -> u8 {
    if is_proven(tables, policy, (name, reading), view, reader) {
        highest_confidence(tables, policy, name, view.span, reading, reader)
    } else {
        UNPROVEN
    }
}

/// Whether its case shows that a common word of a user's own is a name here: it has a capital that
/// a word has in no other place. Letters without case show as much as capitals.
fn is_proven(
    tables: &Tables<'_>,
    policy: &Policy,
    (name, reading): (u32, &Reading),
    view: &View<'_>,
    reader: &fold::Reader<'_>,
) -> bool {
    let Span { start, end } = view.span;
    let text = &reader.text[start..end];
    let cases = Cases::of(text, reader.html);
    let in_capitals = |cases: &Cases| {
        cases.letters > 1 && cases.upper.count_ones() == cases.letters.min(u64::BITS)
    };
    let is_written_so = || {
        let mut readings = tables.readings(name);
        let form = readings.nth(usize::from(reading.index));
        form.is_some_and(|(_, form)| {
            in_capitals(&Cases::of(tables.text(form.text).as_bytes(), false))
        })
    };
    if cases.first_is_lower
        || (in_capitals(&cases) && !is_written_so())
        || in_run_of_capitals(reader.text, start, end)
    {
        return false;
    }
    // Capitals of an acronym, and those of a later word, are not those of a sentence's beginning.
    let has_more = cases.upper & !1 != 0;
    cases.upper == 0
        || !policy.context
        || !(in_title(view) || (view.begins_sentence() && !has_more))
}

/// The highest confidence of a reading in text without capitals.
#[cold]
#[inline(never)]
fn highest_in_lower_case(
    tables: &Tables<'_>,
    name: u32,
    reading: usize,
    text: &[u8],
    html: bool,
) -> u8 {
    let Some((_, record)) = tables.readings(name).nth(reading) else { return 0 };
    let (case, word) = (record.traits.case, record.traits.word);
    if case == CaseRule::Any || tables.admits(&record, text, html) || !in_lower_case(text, html) {
        return 100;
    }
    // Dots prove as much as capitals do.
    let acronym = case == CaseRule::Exact && record.traits.derivation != Derivation::Dotted;
    let likely_word = (word && record.traits.derivation != Derivation::Dotted)
        || (acronym && (record.traits.prior < SURE || tables.len_of(&record) <= SHORT));
    if likely_word { UNPROVEN } else { LOWER }
}

/// Whether the words next to `start..end`, in the same line, are written in capitals: up to three
/// on each side, two at least, none with a lower-case letter.
pub(super) fn in_run_of_capitals(text: &[u8], start: usize, end: usize) -> bool {
    let before = &text[start.saturating_sub(VIEW)..start];
    let after = &text[end..text.len().min(end + VIEW)];
    let Some(left) = capitals(before.iter().rev()) else { return false };
    let Some(right) = capitals(after.iter()) else { return false };
    left + right >= 2
}

/// Whether a line begins at an offset, or the part of a line after a colon or a dash.
#[cold]
fn begins_line(text: &[u8], start: usize) -> bool {
    let before = &text[start.saturating_sub(VIEW)..start];
    match before.iter().rev().find(|byte| **byte != b' ') {
        Some(byte) => matches!(byte, b'\n' | b':' | b'-' | b'>'),
        None => start < VIEW,
    }
}

/// How many of the next words are in capitals; `None` if one of them has a lower-case letter. Words
/// are runs of ASCII letters and bytes beyond ASCII. Only ASCII letters count as capitals or lower
/// case, and words of one letter do not count.
fn capitals<'t>(bytes: impl Iterator<Item = &'t u8>) -> Option<usize> {
    let (mut words, mut letters) = (0, 0);
    for &byte in bytes {
        match byte {
            b'a'..=b'z' => return None,
            b'\n' | b'\r' => break,
            b'A'..=b'Z' => letters += 1,
            0x80.. => {}
            _ => {
                words += usize::from(letters > 1);
                letters = 0;
                if words == WORDS {
                    return Some(words);
                }
            }
        }
    }
    Some(words + usize::from(letters > 1))
}

/// How many words of a title are read on each side of a name.
const TITLE: usize = 5;
/// How many of them must be capitalised, on both sides together.
const CAPITALISED: usize = 3;

/// Whether a name is in a title: all words of four letters or more next to it, in the same line and
/// up to a separating punctuation mark, are capitalised, and at least three of them. In
/// *Chad Wins Gold At Games* the capital of *Wins* does not make *Chad* a given name.
#[cold]
pub(super) fn in_title(view: &View<'_>) -> bool {
    let mut plain = [0; view::READ];
    let View { text, span, .. } = view.without_markup(&mut plain);
    let before = &text[span.start.saturating_sub(VIEW)..span.start];
    let after = &text[span.end..text.len().min(span.end + VIEW)];
    let left = || capitalised(before.iter().rev(), true);
    let right = || capitalised(after.iter(), false);
    // Most often a word in lower case follows.
    right().is_some_and(|right| left().is_some_and(|left| left + right >= CAPITALISED))
}

/// How many of the next words of four letters or more are capitalised, in the same line and up to a
/// separating punctuation mark; `None` if one of them begins in lower case.
fn capitalised<'t>(bytes: impl Iterator<Item = &'t u8>, backwards: bool) -> Option<usize> {
    let (mut words, mut capitalised) = (0, 0);
    let (mut len, mut first, mut has_lower) = (0, 0, false);
    // The view ends as a line does.
    for &byte in bytes.chain(b"\n") {
        if byte.is_ascii_alphabetic() || byte >= 0x80 {
            if backwards || len == 0 {
                first = byte;
            }
            len += 1;
            has_lower |= byte.is_ascii_lowercase();
            continue;
        }
        if len > 3 {
            if first.is_ascii_lowercase() {
                return None;
            }
            words += 1;
            capitalised += usize::from(first.is_ascii_uppercase() && has_lower);
        }
        let separates =
            matches!(byte, b'\n' | b'\r' | b',' | b'.' | b';' | b':' | b'(' | b')' | b'<' | b'>');
        if separates || words == TITLE {
            break;
        }
        (len, has_lower) = (0, false);
    }
    Some(capitalised)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The view of a name of four letters.
    fn view(text: &str, start: usize, html: bool) -> View<'_> {
        let reader = fold::Reader::new(text.as_bytes(), html);
        View::new(&reader, 0, Span::new(start, start + 4))
    }

    #[test]
    fn titles_are_seen() {
        for (text, expected) in [
            ("Chad Wins Gold At Games", true),
            ("Talks With Chad On Iron Deal Stall", true),
            ("Chad Curtis said on Monday", false),
            ("Chad Curtis", false),
            ("Chad Curtis, John Miller, Peter Brown", false),
            ("the president of Chad Idriss Deby Itno", false),
            ("CHAD WINS GOLD: Chad", false),
        ] {
            let start = text.rfind("Chad").unwrap();
            assert_eq!(in_title(&view(text, start, false)), expected, "{text}");
        }
    }

    #[test]
    fn titles_with_markup_are_seen() {
        for (text, expected) in [
            ("Chad <b>Wins</b> Gold At Games", true),
            ("Chad Wins <i class='late news'>Gold At</i> Games", true),
            ("Chad&rsquo;s Wins Gold At Games", true),
            ("Gold Match<!-- of lower case --> Brings <b>Chad</b>", true),
            ("Chad Wins<p>Gold At Games", false),
            ("Chad <b>wins</b> Gold At Games", false),
        ] {
            let start = text.rfind("Chad").unwrap();
            assert_eq!(in_title(&view(text, start, true)), expected, "{text}");
        }
    }

    #[test]
    fn runs_of_capitals_are_seen() {
        for (text, expected) in [
            ("US TO LEAD GOLD TALKS", true),
            ("WHO IS IT FOR US", true),
            ("the US said", false),
            ("US NATO envoy", false),
            ("US, EU and UN", false),
            ("A US B", false),
            ("the talks\nUS TO LEAD\nthe end", true),
            ("US", false),
            ("GIVE IT TO US\nall of it", true),
        ] {
            let start = text.find("US").unwrap();
            assert_eq!(in_run_of_capitals(text.as_bytes(), start, start + 2), expected, "{text}");
        }
    }
}
