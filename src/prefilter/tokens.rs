//! A set of words that may answer yes for words that are not in it: a Bloom filter whose bits for one word lie in one machine word.
//!
//! See F. Putze, P. Sanders, J. Singler, "Cache-, Hash- and Space-Efficient Bloom Filters" (2007), for blocked filters. What a word is hashed by is its first eight bytes and its length, so
//! long words with the same beginning are one to it.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::records::u64_at;

/// The set, a view of an image.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'i> {
    /// Machine words, a power of two of them.
    words: &'i [u8],
    mask: usize,
}

/// The set of these words of ASCII letters and digits in lower case: 32 bits a word.
#[cfg(feature = "alloc")]
pub(super) fn lay_out<'n>(tokens: impl Iterator<Item = &'n [u8]> + Clone) -> Vec<u8> {
    // Names come sorted, so that most equal words stand together.
    let mut last: &[u8] = &[];
    let count = tokens.clone().filter(|&token| core::mem::replace(&mut last, token) != token).count();
    let words = count.div_ceil(2).next_power_of_two().max(64);
    let mut set = alloc::vec![0; words * 8];
    for token in tokens {
        let (index, bits) = place(token, 0, token.len(), words - 1);
        let word = u64_at(&set, index * 8) | bits;
        set[index * 8..][..8].copy_from_slice(&word.to_le_bytes());
    }
    set
}

impl<'i> Tokens<'i> {
    /// A view of a set.
    pub(super) fn new(words: &'i [u8]) -> Self {
        Self { words, mask: (words.len() / 8).saturating_sub(1) }
    }

    /// Whether the word from `start` to `end`, in any case, may be in the set.
    #[inline]
    pub(super) fn may_have(&self, text: &[u8], start: usize, end: usize) -> bool {
        let (index, bits) = place(text, start, end, self.mask);
        u64_at(self.words, index * 8) & bits == bits
    }
}

/// The word of the set and the bits in it. Setting bit 5 of a byte lowers letters; digits have it.
#[inline]
fn place(text: &[u8], start: usize, end: usize, mask: usize) -> (usize, u64) {
    let len = end - start;
    let head = match text.get(start..).and_then(|rest| rest.first_chunk::<8>()) {
        Some(head) => u64::from_le_bytes(*head) | 0x2020_2020_2020_2020,
        None => text[start..end].iter().rev().fold(0, |head, &byte| head << 8 | u64::from(byte | 0x20)),
    };
    let head = if len < 8 { head & ((1 << (8 * len)) - 1) } else { head };
    let lowered = head ^ (len as u64) << 56;
    // Multiplication by an odd constant near 2^64 / golden ratio spreads the bits upwards (Knuth, TAOCP 3, 6.4).
    let hash = lowered.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let hash = hash ^ hash >> 32;
    ((hash >> 12) as usize & mask, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::String;

    fn has(tokens: &Tokens<'_>, word: &str) -> bool {
        let text = alloc::format!("{word} and more");
        let end = word.len();
        assert_eq!(tokens.may_have(word.as_bytes(), 0, end), tokens.may_have(text.as_bytes(), 0, end));
        tokens.may_have(text.as_bytes(), 0, end)
    }

    #[test]
    fn words_are_found_in_any_case() {
        let words = ["mali", "u", "burkina", "g20", "internationalisation"];
        let set = lay_out(words.iter().map(|word| word.as_bytes()));
        for word in words {
            assert!(has(&Tokens::new(&set), word));
            assert!(has(&Tokens::new(&set), &word.to_uppercase()));
        }
    }

    #[test]
    fn most_other_words_are_not() {
        let words: Vec<String> = (0..1000).map(|n| alloc::format!("name{n}")).collect();
        let set = lay_out(words.iter().map(|word| word.as_bytes()));
        let found = (0..10_000).filter(|n| has(&Tokens::new(&set), &alloc::format!("word{n}"))).count();
        assert!(found < 500, "{found}");
    }
}
