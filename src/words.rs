//! Words as cues have them: runs of letters and digits, folded and hashed.
//!
//! A word is a run of ASCII letters and digits and of other characters that are not punctuation. A
//! phrase is a few words. The signs between them do not matter: `St. Louis` is the phrase
//! `st louis`. Words are compared by their hashes of 64 bits.

mod beside;
#[rustfmt::skip]
mod beside_words;

use crate::bytes::{SPREADING, array_at};
use crate::fold::{Reader, Step, leading_word};
use crate::span::Span;

pub(crate) use beside::beside_word;
#[cfg(feature = "alloc")]
pub(crate) use beside::is_beside_names;

/// The hash of a word, a phrase or a name, while it is computed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hash(u64);

impl Hash {
    /// The hash of no word.
    pub(crate) const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    /// Adds eight bytes.
    #[inline]
    const fn take(self, bytes: u64) -> Self {
        let mixed = (self.0 ^ bytes).wrapping_mul(SPREADING);
        Self(mixed ^ mixed >> 32)
    }

    /// Adds the word `text[start..end]`, and before it a sign if it is not the first word.
    #[inline]
    pub(crate) fn word(self, text: &[u8], start: usize, end: usize, sign: Direction) -> Self {
        let first = self.0 == Self::new().0;
        let before = if first { self } else { self.take(sign as u64) };
        let (mut hash, mut at, mut signs) = (before, start, 0);
        while at < end {
            let left = end - at;
            // Letters in lower case, digits as they are.
            let bytes = match text.get(at..at + 8) {
                Some(_) if left >= 8 => u64::from_le_bytes(array_at(text, at)),
                Some(_) => u64::from_le_bytes(array_at(text, at)) & ((1 << (left * 8)) - 1),
                None => (at..end).rev().fold(0, |bytes, at| bytes << 8 | u64::from(text[at])),
            };
            signs |= bytes;
            hash =
                hash.take(bytes | (0x2020_2020_2020_2020 & (u64::MAX >> (64 - left.min(8) * 8))));
            at += 8;
        }
        if signs & 0x8080_8080_8080_8080 == 0 {
            hash
        } else {
            before.folded(&text[start..end], false)
        }
    }

    /// Adds a word of ASCII letters and digits in lower case, as its first eight bytes and its next
    /// eight. The first byte is the lowest one of a number.
    #[inline]
    pub(crate) const fn plain_word(self, [first, others]: [u64; 2], sign: Direction) -> Self {
        let before = if self.0 == Self::new().0 { self } else { self.take(sign as u64) };
        let short = before.take(first);
        let long = short.take(others);
        if others == 0 { short } else { long }
    }

    /// Adds the folded text.
    fn folded(self, text: &[u8], html: bool) -> Self {
        let reader = Reader::new(text, html);
        let (mut hash, mut bytes, mut len, mut at) = (self, 0, 0, 0);
        loop {
            match reader.step(at) {
                Step::Unit(unit) => {
                    for &byte in unit.bytes() {
                        bytes |= u64::from(byte) << (len * 8);
                        len += 1;
                        if len == 8 {
                            (hash, bytes, len) = (hash.take(bytes), 0, 0);
                        }
                    }
                    at = unit.next;
                }
                Step::Skip(next) => at = next,
                Step::Stop => return if len > 0 { hash.take(bytes) } else { hash },
            }
        }
    }

    /// One of 64 bits, by the lowest bits of the hash.
    #[inline]
    pub(crate) const fn bit(self) -> u64 {
        1 << (self.0 & 63)
    }

    /// The hash, mixed so that its upper bits depend on all others.
    #[inline]
    pub(crate) const fn finish(self) -> u64 {
        let mixed = self.0.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        mixed ^ mixed >> 29
    }
}

/// The hash of a word in capitals that is compared with its case: `OH`, not `oh`.
pub(crate) fn capitals_hash(text: &[u8], start: usize, end: usize) -> u64 {
    Shape::Capitals.hash().word(text, start, end, Direction::Forwards).finish()
}

/// The direction in which the words of a phrase are read. Its number is hashed between words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Forwards = 1,
    Backwards = 2,
}

/// The hash of a form: that of its folded text.
#[cfg(any(feature = "alloc", test))]
pub(crate) fn name_hash(text: &[u8], html: bool) -> u64 {
    Hash::new().folded(text, html).finish()
}

/// The hash of a function word: that of its letters in lower case, with their accents. `None` for a
/// word that is not UTF-8, and for letters of a script that is written without blanks: there a run
/// of letters is not one word.
#[inline]
pub(crate) fn function_word_hash(word: &[u8]) -> Option<u64> {
    // Thai and Lao; Chinese characters and Kana.
    if let [0xE0, 0xB8..=0xBB, ..] | [0xE3..=0xE9, ..] = word {
        return None;
    }
    if !word.is_ascii() {
        return other_function_word(word).map(Hash::finish);
    }
    let hash = word.chunks(8).fold(Hash::new(), |hash, letters| hash.take(lowered(letters)));
    Some(hash.finish())
}

/// One to eight ASCII letters in lower case, the first one lowest; digits as they are.
#[inline(always)]
fn lowered(letters: &[u8]) -> u64 {
    let all = match (letters.first_chunk(), letters.last_chunk()) {
        // Both overlap where they have the same letters.
        (Some(first), Some(last)) => {
            let last = u64::from(u32::from_le_bytes(*last)) << (8 * (letters.len() - 4));
            u64::from(u32::from_le_bytes(*first)) | last
        }
        _ => letters.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte)),
    };
    (all | 0x2020_2020_2020_2020) & u64::MAX >> (64 - 8 * letters.len())
}

/// The hash of a function word of any letters, eight bytes at a time.
fn other_function_word(word: &[u8]) -> Option<Hash> {
    let (mut hash, mut letters, mut len) = (Hash::new(), 0, 0);
    for letter in core::str::from_utf8(word).ok()?.chars().flat_map(char::to_lowercase) {
        for &byte in letter.encode_utf8(&mut [0; 4]).as_bytes() {
            letters |= u64::from(byte) << (8 * len);
            len += 1;
            if len == 8 {
                (hash, letters, len) = (hash.take(letters), 0, 0);
            }
        }
    }
    Some(if len > 0 { hash.take(letters) } else { hash })
}

/// The shapes of words that cues can require.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    Capitalised,
    Lower,
    Number,
    Initial,
    Edge,
    /// A word of this kind that is compared with its case: see [`capitals_hash`].
    Capitals,
    /// A number with a per cent sign.
    Percent,
    /// A capitalised word beside a name that is capitalised too.
    Title,
    /// A word of two letters, the first of them a capital: Pb.
    Symbol,
    /// Not a word: the name fills a cell of a table, or the whole text.
    Cell,
    /// Not a word: a person's age follows the name, or the name and a family name.
    Age,
    /// Not a word: the name is alone under a letter or a message, as that of its writer.
    Signature,
}

impl Shape {
    /// All shapes that a class can have.
    #[cfg(feature = "alloc")]
    pub(crate) const OF_CLASSES: [Self; 12] = [
        Self::Capitalised,
        Self::Lower,
        Self::Number,
        Self::Initial,
        Self::Edge,
        Self::Percent,
        Self::Title,
        Self::Symbol,
        Self::Cell,
        Self::Age,
        Self::Signature,
        Self::Capitals,
    ];

    /// The shape with a name that data files use.
    #[cfg(feature = "alloc")]
    pub(crate) fn named(name: &str) -> Option<Self> {
        let shapes = [
            ("<capitalised>", Self::Capitalised),
            ("<lower>", Self::Lower),
            ("<number>", Self::Number),
            ("<initial>", Self::Initial),
            ("<edge>", Self::Edge),
            ("<percent>", Self::Percent),
            ("<title>", Self::Title),
            ("<symbol>", Self::Symbol),
            ("<cell>", Self::Cell),
            ("<age>", Self::Age),
            ("<signature>", Self::Signature),
        ];
        shapes.into_iter().find(|(known, _)| *known == name).map(|(_, shape)| shape)
    }

    /// A hash for the shape, which differs from those of words with high probability.
    pub(crate) const fn hash(self) -> Hash {
        Hash::new().take(u64::MAX - self as u64)
    }
}

/// Whether the character at `at` belongs to words, and its length in bytes.
#[inline]
pub(crate) fn character(text: &[u8], at: usize) -> (bool, usize) {
    match text.get(at) {
        Some(first) if first.is_ascii() => (first.is_ascii_alphanumeric(), 1),
        _ => other_character(text, at),
    }
}

fn other_character(text: &[u8], at: usize) -> (bool, usize) {
    let byte = |ahead: usize| text.get(at + ahead).copied().unwrap_or(0);
    match byte(0) {
        // Signs of Latin-1; punctuation and symbols, also of Chinese and Japanese; emoji.
        0xC2 => (false, 2),
        0xE2 if byte(1) < 0xB0 => (false, 3),
        0xE3 if byte(1) == 0x80 => (false, 3),
        0xF0 if byte(1) == 0x9F => (false, 4),
        0xC3..=0xDF => (true, 2),
        0xE0..=0xEF => (true, 3),
        0xF0..=0xF4 => (true, 4),
        _ => (false, 1),
    }
}

/// The start of the character that ends at `end`, and whether it belongs to words.
#[inline]
pub(crate) fn character_before(text: &[u8], end: usize) -> (bool, usize) {
    match text.get(end.wrapping_sub(1)) {
        Some(last) if last.is_ascii() => (last.is_ascii_alphanumeric(), end - 1),
        _ => other_character_before(text, end),
    }
}

fn other_character_before(text: &[u8], end: usize) -> (bool, usize) {
    let mut at = end - 1;
    while at > 0 && end - at < 4 && text[at] & 0xC0 == 0x80 {
        at -= 1;
    }
    match character(text, at) {
        (is_word, len) if at + len == end => (is_word, at),
        _ => (false, end - 1),
    }
}

/// The end of the word that continues at `at`.
#[inline]
pub(crate) fn word_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len()
        && let (true, len) = character(text, at)
    {
        at += len;
    }
    at.min(text.len())
}

/// The words of a text.
pub(crate) fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    core::iter::from_fn(move || {
        while at < text.len()
            && let (false, len) = character(text, at)
        {
            at += len;
        }
        let start = at.min(text.len());
        at = word_end(text, start);
        (at > start).then(|| &text[start..at])
    })
}

/// The hash of the phrase at `span` in a text.
#[inline]
pub(crate) fn phrase(text: &[u8], span: Span) -> u64 {
    // Most are one short word.
    if let Some(bytes) = text.get(span.start..).and_then(|rest| rest.first_chunk())
        && let (letters, len) = leading_word(u64::from_le_bytes(*bytes))
        && len == span.len()
        && len < bytes.len()
    {
        return Hash::new()
            .plain_word([letters & !(u64::MAX << (8 * len)), 0], Direction::Forwards)
            .finish();
    }
    let text = text.get(span.range()).unwrap_or(&[]);
    words(text)
        .fold(Hash::new(), |hash, word| hash.word(word, 0, word.len(), Direction::Forwards))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn words_are_separated_by_signs() {
        let separated = |text: &'static str| {
            words(text.as_bytes())
                .map(|word| core::str::from_utf8(word).unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            separated("St. Louis’s U.S.-led “Öl”…"),
            ["St", "Louis", "s", "U", "S", "led", "Öl"]
        );
        assert_eq!(separated("  "), [""; 0]);
        for end in ["Louis’s".len(), "Ö".len()] {
            assert!(character_before("Louis’s".as_bytes(), end.min(8)).1 < end);
        }
    }

    #[test]
    fn function_words_are_hashed_with_their_accents() {
        let hash = |word: &str| function_word_hash(word.as_bytes());
        for word in ["de", "a", "notamment", "Between", "BETWEEN2", "À", "Через", "olduğu"] {
            assert_eq!(hash(word), hash(&word.to_lowercase()), "{word}");
            let any = other_function_word(word.as_bytes()).map(Hash::finish);
            assert_eq!(hash(word), any, "{word}");
        }
        assert_ne!(hash("à"), hash("a"));
        assert_eq!(function_word_hash(b"\xFF"), None);
        assert_eq!((hash("และ"), hash("的")), (None, None));
    }

    #[test]
    fn words_are_hashed_as_they_fold() {
        let hash = |text: &str| phrase(text.as_bytes(), Span::new(0, text.len()));
        for (text, start, end) in [
            ("the Intergovernmental Authority", 4, 21),
            ("in Öland2", 3, 9),
            ("a b", 0, 1),
            ("abcdefgh", 0, 8),
        ] {
            let in_text =
                Hash::new().word(text.as_bytes(), start, end, Direction::Forwards).finish();
            assert_eq!(in_text, hash(&text[start..end].to_uppercase()), "{text}");
            assert_eq!(in_text, phrase(text.as_bytes(), Span::new(start, end)), "{text}");
        }
        assert_eq!(hash("St. LOUIS"), hash("st louis"));
        assert_eq!(hash("Öl"), hash("ol"));
        assert_ne!(hash("st louis"), hash("stlouis"));
        assert_eq!(
            name_hash("Côte d’Ivoire".as_bytes(), false),
            name_hash(b"COTE D'IVOIRE", false)
        );
    }
}
