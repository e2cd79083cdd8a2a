//! A set of words that may answer yes for words that are not in it: a Bloom filter whose bits for one word lie in one machine word.
//!
//! See F. Putze, P. Sanders, J. Singler, "Cache-, Hash- and Space-Efficient Bloom Filters" (2007), for blocked filters. What a word is hashed by is its first eight bytes, its length and
//! whether it begins with a lower-case letter, so that long words with the same beginning are one to it.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::records::u64_at;

/// The set, a view of an image.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'i> {
    /// Machine words, a power of two of them.
    words: &'i [u8],
    /// From a hash to the offset of a machine word.
    mask: usize,
}

/// The set of these words of ASCII letters and digits, each with whether it may begin with a lower-case letter: about 16 bits a word and case.
#[cfg(feature = "alloc")]
pub(super) fn lay_out<'n>(tokens: impl Iterator<Item = (&'n [u8], bool)> + Clone) -> Vec<u8> {
    // Names come sorted, so that most equal words stand together.
    let mut last: &[u8] = &[];
    let count = tokens.clone().filter(|&(token, _)| core::mem::replace(&mut last, token) != token).count();
    let words = count.div_ceil(4).next_power_of_two().max(64);
    let mut set = alloc::vec![0; words * 8];
    for (token, lower) in tokens {
        for any_case in [true, !lower] {
            let (at, bits) = place(key_of(token, any_case), (words - 1) * 8);
            let word = u64_at(&set, at) | bits;
            set[at..][..8].copy_from_slice(&word.to_le_bytes());
        }
    }
    set
}

impl<'i> Tokens<'i> {
    /// A view of a set.
    pub(super) fn new(words: &'i [u8]) -> Self {
        Self { words, mask: words.len().saturating_sub(8) }
    }

    /// Whether the word with this key may be in the set.
    #[inline(always)]
    pub(super) fn may_have(&self, key: u64) -> bool {
        let (at, bits) = place(key, self.mask);
        u64_at(self.words, at) & bits == bits
    }
}

/// The key of a word by its first eight bytes (what stands behind a shorter one is left out) and its length, one at least. With `any_case`, or if it does not begin with a lower-case letter,
/// the key is one for names in any case.
#[inline(always)]
pub(super) const fn key(head: u64, len: usize, any_case: bool) -> u64 {
    const LOW: u64 = 0x2020_2020_2020_2020;
    let used = if len < 8 { 8 * len } else { 64 };
    // Bits 5 and 6 of the first byte: a lower-case letter.
    let lower = head >> 5 & head >> 6 & 1 & !(any_case as u64);
    // Setting bit 5 of a byte lowers letters; digits have it.
    ((head | LOW) & u64::MAX >> (64 - used)) ^ (len as u64) << 56 ^ lower << 7
}

/// The key of a word as it stands.
#[inline]
pub(super) fn key_of(word: &[u8], any_case: bool) -> u64 {
    let head = word.iter().take(8).rev().fold(0, |head, &byte| head << 8 | u64::from(byte));
    key(head, word.len().max(1), any_case)
}

/// The offset of a machine word of the set, and the bits in it. Multiplication by an odd constant near 2^64 / golden ratio spreads the bits upwards (Knuth, TAOCP 3, 6.4).
#[inline(always)]
const fn place(key: u64, mask: usize) -> (usize, u64) {
    let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let hash = hash ^ hash >> 32;
    ((hash >> 9) as usize & mask, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::String;

    fn has(set: &[u8], word: &str) -> bool {
        Tokens::new(set).may_have(key_of(word.as_bytes(), false))
    }

    #[test]
    fn words_are_found_in_any_case_they_may_have() {
        let words = ["mali", "u", "burkina", "g20", "internationalisation"];
        let any = lay_out(words.iter().map(|word| (word.as_bytes(), true)));
        let capitalised = lay_out(words.iter().map(|word| (word.as_bytes(), false)));
        for word in words {
            assert!(has(&any, word) && has(&any, &word.to_uppercase()));
            assert!(has(&capitalised, &word.to_uppercase()) && !has(&capitalised, word));
        }
    }

    #[test]
    fn what_stands_behind_a_word_is_left_out() {
        assert_eq!(key(u64::from_le_bytes(*b"Mali, an"), 4, false), key_of(b"mali", true));
        assert_eq!(key(u64::from_le_bytes(*b"lithium "), 7, false), key_of(b"lithium", false));
    }

    #[test]
    fn most_other_words_are_not() {
        let words: Vec<String> = (0..1000).map(|n| alloc::format!("name{n}")).collect();
        let set = lay_out(words.iter().map(|word| (word.as_bytes(), true)));
        let found = (0..10_000).filter(|n| has(&set, &alloc::format!("word{n}"))).count();
        assert!(found < 1000, "{found}");
    }
}
