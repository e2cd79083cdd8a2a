//! Words beside which the name of a country is that of a street or a person, in languages whose
//! letters are not those of English, or that have such words in lower case: *ulica Francuska*,
//! *вулиця Польська*, *Иван Немец*. The words are those of `data/beside.tsv`, their cues those of
//! `data/cues.tsv`.
//!
//! A guarded name beside one of them is judged by its cues. The words for streets of Romance
//! languages are not here: they have articles and prepositions after them.

use super::beside_words::{AFTER, GIVEN, STREETS};
use crate::fold::Reader;
use crate::span::Span;

/// The most bytes of a word.
const WORD: usize = 32;

/// By the last byte of a word before the name, a bit for the length of each such word.
static LENGTHS: [u64; 256] = {
    let mut set = [0; 256];
    let lists = [STREETS, GIVEN];
    let (mut list, mut index) = (0, 0);
    while list < lists.len() {
        if index == lists[list].len() {
            (list, index) = (list + 1, 0);
            continue;
        }
        let word = lists[list][index].as_bytes();
        set[word[word.len() - 1] as usize] |= 1 << word.len();
        index += 1;
    }
    set
};

/// Whether a word of a cue is one of those beside which names are judged.
#[cfg(feature = "alloc")]
pub(crate) fn is_beside_names(word: &str) -> bool {
    [STREETS, GIVEN, AFTER].iter().any(|words| words.contains(&word))
}

/// Whether one of these words is beside the name at a span. The name begins with a capital if its
/// script has any. Inlined, it would slow down the places that are not beside such a word.
#[inline(never)]
pub(crate) fn beside_word(text: &[u8], span: Span) -> bool {
    let before = text.get(..span.start).unwrap_or(&[]);
    let after = text.get(span.end..).unwrap_or(&[]);
    (is_after(before) || is_before(after))
        && Reader::new(text, false).char(span.start).is_some_and(|first| !first.is_lower())
}

/// Whether a text ends with one of the words and a blank.
#[inline]
fn is_after(text: &[u8]) -> bool {
    let [rest @ .., b' '] = text else { return false };
    let rest = rest.strip_suffix(b".").unwrap_or(rest);
    let Some(lengths) = rest.last().map(|&last| LENGTHS[usize::from(last)]) else { return false };
    if lengths == 0 {
        return false;
    }
    let is_letter = |byte: &&u8| byte.is_ascii_alphabetic() || **byte >= 0x80;
    let len = rest.iter().rev().take(WORD).take_while(is_letter).count();
    let word = &rest[rest.len() - len..];
    lengths >> len & 1 == 1 && (is_one(STREETS, word) || is_one(GIVEN, word))
}

/// Whether a text begins with a blank and a word for a street.
#[inline]
fn is_before(text: &[u8]) -> bool {
    // The words begin with в or у.
    let [b' ', rest @ ..] = text else { return false };
    if !matches!(rest, [0xD0, 0xB2, ..] | [0xD1, 0x83, ..]) {
        return false;
    }
    let len = rest.iter().take(WORD).take_while(|byte| **byte >= 0x80).count();
    is_one(AFTER, &rest[..len])
}

/// Whether a word is one of these.
#[cold]
fn is_one(words: &[&str], word: &[u8]) -> bool {
    words.iter().any(|of| of.as_bytes() == word)
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;

    #[test]
    fn words_beside_a_name_are_seen() {
        for (text, name, expected) in [
            ("ulica Francuska", "Francuska", true),
            ("ul. Czeska", "Czeska", true),
            ("na ulicy czeskiej", "czeskiej", false),
            ("на вулиці Грецькій", "Грецькій", true),
            ("вулиці українських міст", "українських", false),
            ("на Польській вулицю", "Польській", true),
            ("польську вулицю", "польську", false),
            ("قال محمد المصري", "المصري", true),
            ("Ο Γιώργος Γερμανός", "Γερμανός", true),
            ("Иван Немец", "Немец", true),
            ("Иван немец", "немец", false),
            ("на Болгарской улице", "Болгарской", true),
            ("in Italia", "Italia", false),
            ("Italia", "Italia", false),
        ] {
            let start = text.find(name).unwrap();
            let span = Span::new(start, start + name.len());
            assert_eq!(beside_word(text.as_bytes(), span), expected, "{text}");
        }
    }

    #[test]
    fn words_are_short_and_have_cues() {
        let words = [STREETS, GIVEN, AFTER].into_iter().flatten();
        let cues = include_str!("../../data/cues.tsv");
        let rows = cues.lines().filter_map(|row| row.split('\t').nth(3));
        let known: alloc::collections::BTreeSet<_> =
            rows.flat_map(|words| words.split('|')).map(str::to_lowercase).collect();
        for word in words {
            assert!(word.len() <= WORD, "{word}");
            assert!(known.contains(&word.to_lowercase()), "no cue has {word}");
        }
        assert!(AFTER.iter().all(|word| word.starts_with(['в', 'у'])));
    }
}
