//! Names inside hashtags and handles: `#BurkinaFaso`, `@MaliGov`, `#prayforukraine`.
//!
//! A hashtag is a run of ASCII letters and digits after `#` or `@`. Its words are written together:
//!
//! ```text
//! capitals show the words    Pray|For|Ukraine  DR|Congo    a name is some of them
//! one case throughout        prayforukraine    SOUTHSUDAN  all of it is names and words
//! ```
//!
//! In one case, nothing shows where words begin. A name counts only if everything else is made of
//! [common words](words::is_word), so that `#woman` is not Oman.

mod words;

use crate::span::Span;

/// The longest hashtag that is read, in bytes. Longer ones are rarely words.
const LONGEST: usize = 64;

/// The longest hashtag in one case that is read, in bytes: every beginning in it is tried.
const LONGEST_IN_ONE_CASE: usize = 32;

/// The letters and digits after the `#` or `@` at `sign`, if several words may be joined there. Not
/// after a letter or digit (`info@mali.ml`), nor in a character reference (`&#233;`).
pub(crate) fn after_sign(text: &[u8], sign: usize) -> Option<Span> {
    let before = sign.checked_sub(1).and_then(|before| text.get(before));
    if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'&') {
        return None;
    }
    run(text, sign + 1, sign + 1)
}

/// The letters and digits from `start` on, of which `at` is any one.
fn run(text: &[u8], start: usize, at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let len = rest.iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let end = at + len;
    // A letter with an accent may be a part of the word.
    let is_cut = text.get(end).is_some_and(|&byte| byte >= 0x80);
    (len > 0 && end - start <= LONGEST && !is_cut).then(|| Span::new(start, end))
}

/// The hashtag in which `at` is.
pub(crate) fn around(text: &[u8], at: usize) -> Option<Span> {
    let before = text.get(at.saturating_sub(LONGEST)..at)?;
    let letters = before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    run(text, at - letters, at)
}

/// Whether a word of a hashtag may begin or end at `at`, as its capitals show: at both ends, before
/// a capital after a small letter or digit, before the last of several capitals that a small letter
/// follows, and before a digit after a letter.
fn is_cut(text: &[u8], tag: Span, at: usize) -> bool {
    if at == tag.start || at == tag.end {
        return true;
    }
    let byte = |index: usize| text.get(index).copied().filter(|_| index < tag.end).unwrap_or(b' ');
    let (before, here, after) = (byte(at - 1), byte(at), byte(at + 1));
    match here {
        b'A'..=b'Z' => !before.is_ascii_uppercase() || after.is_ascii_lowercase(),
        b'0'..=b'9' => before.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Whether the capitals of a hashtag show words in it.
fn shows_words(text: &[u8], tag: Span) -> bool {
    (tag.start + 1..tag.end).any(|at| is_cut(text, tag, at))
}

/// Whether a name may begin at `at` in a hashtag. `begins` says whether one may begin with a word.
pub(crate) fn may_begin(text: &[u8], tag: Span, at: usize, begins: impl Fn(&[u8]) -> bool) -> bool {
    if shows_words(text, tag) {
        return is_cut(text, tag, at);
    }
    tag.len() <= LONGEST_IN_ONE_CASE
        && (at + 2..=tag.end).any(|end| text.get(at..end).is_some_and(&begins))
}

/// The names that begin at `at` in a hashtag: calls `found` with what `names` found and where it
/// ends. `names` calls its second argument for each name whose words, if they are joined, are the
/// beginning of its first; with the number of the name and its length in bytes. `is_sure` says
/// whether a name counts where nothing shows that it is a word.
pub(crate) fn names_at(
    text: &[u8],
    tag: Span,
    at: usize,
    names: impl Fn(&[u8], &mut dyn FnMut(u32, usize)),
    is_sure: impl Fn(u32, Span) -> bool,
    mut found: impl FnMut(u32, usize),
) {
    let rest = |from: usize| text.get(from..tag.end).unwrap_or(&[]);
    if shows_words(text, tag) {
        return names(rest(at), &mut |name, len| {
            if is_cut(text, tag, at) && is_cut(text, tag, at + len) {
                found(name, at + len);
            }
        });
    }
    let len = tag.len();
    if len > LONGEST_IN_ONE_CASE {
        return;
    }
    // For each offset, by bit: where the names and the words that begin there end.
    let (mut named, mut known) = ([0_u64; LONGEST_IN_ONE_CASE], [0_u64; LONGEST_IN_ONE_CASE]);
    let mut reached = 1_u64;
    for from in 0..len {
        if reached >> from & 1 == 0 {
            continue;
        }
        let start = tag.start + from;
        names(rest(start), &mut |name, len| {
            if is_sure(name, Span::new(start, start + len)) {
                named[from] |= 1 << (from + len);
            }
        });
        let word = rest(start);
        let words = (2..=word.len()).filter(|&len| words::is_word(&word[..len]));
        known[from] = words.fold(0, |ends, len| ends | 1 << (from + len));
        reached |= named[from] | known[from];
    }
    // Words alone are not a name: food|to|go.
    let (_, in_words) = path(len, |from| known[from]);
    let (all, in_both) = path(len, |from| named[from] | known[from]);
    if in_words || !in_both {
        return;
    }
    // The longest first.
    let mut from = 0;
    while from < len && tag.start + from <= at {
        let ends = (named[from] | known[from]) & all;
        let Some(end) = ends.checked_ilog2().map(|end| end as usize) else { return };
        if tag.start + from == at && named[from] >> end & 1 == 1 {
            names(rest(at), &mut |name, len| {
                if from + len == end && is_sure(name, Span::new(at, at + len)) {
                    found(name, at + len);
                }
            });
        }
        from = end;
    }
}

/// From which offsets, by bit, the end at `len` can be reached in steps from `from` to one of
/// `ends(from)`; and whether it can be from 0.
fn path(len: usize, ends: impl Fn(usize) -> u64) -> (u64, bool) {
    let all =
        (0..len).rev().fold(1 << len, |all, from| all | u64::from(ends(from) & all != 0) << from);
    (all, all & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    /// The names of a hashtag among these, which are all sure.
    fn names_in(text: &str) -> Vec<String> {
        let all = ["ukraine", "southsudan", "oman", "mali", "togo", "guineabissau", "eu"];
        let text = text.as_bytes();
        let Some(tag) = after_sign(text, text.iter().position(|&b| b == b'#').unwrap()) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        for at in tag.range() {
            let names = |word: &[u8], found: &mut dyn FnMut(u32, usize)| {
                for (number, name) in (0..).zip(&all) {
                    if word.to_ascii_lowercase().starts_with(name.as_bytes()) {
                        found(number, name.len());
                    }
                }
            };
            names_at(
                text,
                tag,
                at,
                names,
                |_, _| true,
                |_, end| {
                    assert!(may_begin(text, tag, at, |_| true));
                    out.push(String::from_utf8_lossy(&text[at..end]).to_string());
                },
            );
        }
        out
    }

    #[test]
    fn names_in_hashtags_are_words() {
        for (text, expected) in [
            ("#StandWithUkraine", &["Ukraine"][..]),
            ("#standwithukraine", &["ukraine"]),
            ("#STANDWITHUKRAINE", &["UKRAINE"]),
            ("#Standwithukraine", &["ukraine"]),
            ("#SouthSudan", &["SouthSudan"]),
            ("#GuineaBissauVotes", &["GuineaBissau"]),
            ("#freemali", &["mali"]),
            ("#maliukraine", &["mali", "ukraine"]),
            ("#woman", &[]),
            ("#WOMAN", &[]),
            ("#romanian", &[]),
            ("#malibu", &[]),
            ("#readytogo", &[]),
            ("#EU2024", &["EU"]),
            ("#EUMali", &["EU", "Mali"]),
            ("#Malian", &[]),
            ("a#Mali", &[]),
            ("&#Mali", &[]),
            ("#Mali\u{E9}", &[]),
            ("#", &[]),
        ] {
            assert_eq!(names_in(text), expected, "{text}");
        }
    }
}
