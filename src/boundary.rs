//! Where a name may start and end: at word boundaries.
//!
//! ```text
//! boundary between a and b:
//!     b is a combining mark or accent        no, if a is a part of words
//!     a or b is not a part of words          yes
//!     a or b is of a script without spaces   yes (Chinese, Thai ...)
//!     both are Katakana, or both Hangul      no
//!     one of them is Katakana or Hangul      yes (the script changes)
//!     otherwise                              no
//! ```
//!
//! A name may also end before a Korean particle or one of a few suffixes and nouns, and start after
//! the one-letter prefixes of Arabic and Hebrew. All these are written together with it. The rules
//! are coarser than those of Unicode (UAX #29): they need no dictionary and the class of two
//! characters only.

mod korean;
#[rustfmt::skip]
mod pair_words;
mod pairs;

use crate::fold::{Char, Class, Reader};
use korean::{PARTICLES, TAILS};
#[cfg(feature = "alloc")]
pub(crate) use pairs::is_of_pair;
pub(crate) use pairs::{each_following, is_frequent_of_pair, is_paired};

/// Whether there is a boundary between two characters of these classes.
pub(crate) const fn between(before: Class, after: Class) -> bool {
    match (before, after) {
        (_, Class::Mark | Class::Accent) => !before.is_word(),
        _ if !before.is_word() || !after.is_word() => true,
        (Class::Spaceless, _) | (_, Class::Spaceless) => true,
        (Class::Katakana, Class::Katakana) | (Class::Hangul, Class::Hangul) => false,
        (Class::Katakana | Class::Hangul, _) | (_, Class::Katakana | Class::Hangul) => true,
        _ => false,
    }
}

/// Whether a name that ends at `end` with a character of the class `last` ends at a word boundary.
#[inline]
pub(crate) fn ends(reader: &Reader<'_>, end: usize, last: Class) -> bool {
    match reader.byte(end) {
        Some(b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') => between(last, Class::Word),
        Some(b' ' | b'.' | b',' | b'\'') => true,
        _ => ends_before_other(reader, end, last),
    }
}

fn ends_before_other(reader: &Reader<'_>, end: usize, last: Class) -> bool {
    let next = reader.visible_class(end);
    between(last, next) || (last == Class::Hangul && (particle(reader, end) || tail(reader, end)))
}

/// Whether there is a particle at `at` that no Hangul follows.
fn particle(reader: &Reader<'_>, at: usize) -> bool {
    ends_after(reader, at, PARTICLES, |_| false)
}

/// Whether there is a tail at `at`, and after it no Hangul or a particle.
fn tail(reader: &Reader<'_>, at: usize) -> bool {
    ends_after(reader, at, TAILS, |after| particle(reader, after))
}

/// By the last two bytes of a syllable, a bit that is set if a particle or a tail begins with it.
static FIRST_SYLLABLES: [u64; 64] = {
    let mut set = [0; 64];
    let lists = [PARTICLES, TAILS];
    let (mut list, mut index) = (0, 0);
    while list < lists.len() {
        if index == lists[list].len() {
            (list, index) = (list + 1, 0);
            continue;
        }
        if let [_, second, third, ..] = *lists[list][index].as_bytes() {
            set[(second & 63) as usize] |= 1 << (third & 63);
        }
        index += 1;
    }
    set
};

/// Whether one of `words` is at `at`, and after it no Hangul, or what `or` accepts.
fn ends_after(reader: &Reader<'_>, at: usize, words: &[&str], or: impl Fn(usize) -> bool) -> bool {
    let rest = &reader.text[at.min(reader.text.len())..];
    let Some(first) = rest.first_chunk::<3>() else { return false };
    if FIRST_SYLLABLES[usize::from(first[1] & 63)] >> (first[2] & 63) & 1 == 0 {
        return false;
    }
    words.iter().map(|word| word.as_bytes()).any(|word| {
        let after = at + word.len();
        // Most words differ in the first syllable, which needs no call to compare.
        word.first_chunk() == Some(first)
            && rest.starts_with(word)
            && (reader.visible_class(after) != Class::Hangul || or(after))
    })
}

/// Whether the letters from the start of a word on may be one-letter prefixes (proclitics) of a
/// name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Prefix {
    /// They may not.
    #[default]
    None,
    /// They may, and another prefix may follow.
    First,
    /// They may, and no other prefix may follow.
    Last,
}

impl Prefix {
    /// The state after the character `c`, which starts a word if `starts`.
    ///
    /// Arabic: the conjunctions wa- and fa-, then the prepositions bi-, ka- and li-. Hebrew: ve-,
    /// she- and ke-, then ha-, be-, ke-, le- and mi-.
    pub(crate) const fn after(self, c: &Char, starts: bool) -> Self {
        if !matches!(c.class, Class::Arabic | Class::Hebrew)
            || !(starts || matches!(self, Prefix::First))
        {
            return Prefix::None;
        }
        match c.code() {
            'و' | 'ف' | 'ו' | 'ש' if starts => Prefix::First,
            'ب' | 'ك' | 'ل' | 'ה' | 'ב' | 'כ' | 'ל' | 'מ' => Prefix::Last,
            _ => Prefix::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_between_classes() {
        let cases = [
            ("ab", false),
            ("a1", false),
            ("a_", true),
            ("a'", true),
            ("-a", true),
            ("a ", true),
            ("aж", false),
            ("中国", true),
            ("中a", true),
            ("a中", true),
            ("マリ", false),
            ("リの", true),
            ("말리", false),
            ("U는", true),
            ("a\u{301}", false),
            ("ก\u{E31}", false),
            ("กา", true),
            ("a²", true),
            ("a٣", false),
            ("🙂a", true),
        ];
        for (text, expected) in cases {
            let reader = Reader::new(text.as_bytes(), false);
            let first = reader.char(0).unwrap();
            assert_eq!(
                between(first.class, reader.char(first.next).unwrap().class),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn names_end_before_particles() {
        for (text, expected) in [
            ("말리는 x", true),
            ("말리", true),
            ("말리에서", true),
            ("말리인은", true),
            ("말리인도네시아", false),
            ("말리.", true),
        ] {
            assert_eq!(
                ends(&Reader::new(text.as_bytes(), false), "말리".len(), Class::Hangul),
                expected,
                "{text}"
            );
        }
    }
}
