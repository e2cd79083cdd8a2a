//! A set of words that may answer yes for words that are not in it: a Bloom filter whose bits for one word lie in one machine word.
//!
//! See F. Putze, P. Sanders, J. Singler, "Cache-, Hash- and Space-Efficient Bloom Filters" (2007), for blocked filters. What a word is hashed by is its first eight bytes and its length, so
//! long words with the same beginning are one to it.

use alloc::boxed::Box;

/// The set.
pub(super) struct Tokens {
    /// A power of two of them.
    words: Box<[u64]>,
}

impl Tokens {
    /// An empty set for about `count` words: 32 bits a word.
    pub(super) fn new(count: usize) -> Self {
        let words = count.div_ceil(2).next_power_of_two().max(64);
        Self { words: alloc::vec![0; words].into() }
    }

    /// Adds a word of ASCII letters and digits in lower case.
    pub(super) fn insert(&mut self, token: &[u8]) {
        let (index, bits) = self.place(token, 0, token.len());
        self.words[index] |= bits;
    }

    /// Whether the word from `start` to `end`, in any case, may be in the set.
    #[inline]
    pub(super) fn may_have(&self, text: &[u8], start: usize, end: usize) -> bool {
        let (index, bits) = self.place(text, start, end);
        self.words.get(index).is_some_and(|word| word & bits == bits)
    }

    /// The word of the set and the bits in it. Setting bit 5 of a byte lowers letters; digits have it.
    #[inline]
    fn place(&self, text: &[u8], start: usize, end: usize) -> (usize, u64) {
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
        let index = (hash >> 12) as usize & (self.words.len() - 1);
        (index, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(tokens: &Tokens, word: &str) -> bool {
        let text = alloc::format!("{word} and more");
        let end = word.len();
        assert_eq!(tokens.may_have(word.as_bytes(), 0, end), tokens.may_have(text.as_bytes(), 0, end));
        tokens.may_have(text.as_bytes(), 0, end)
    }

    #[test]
    fn words_are_found_in_any_case() {
        let mut tokens = Tokens::new(4);
        for word in ["mali", "u", "burkina", "g20", "internationalisation"] {
            tokens.insert(word.as_bytes());
            assert!(has(&tokens, word));
            assert!(has(&tokens, &word.to_uppercase()));
        }
    }

    #[test]
    fn most_other_words_are_not() {
        let mut tokens = Tokens::new(1000);
        (0..1000).for_each(|n| tokens.insert(alloc::format!("name{n}").as_bytes()));
        let found = (0..10_000).filter(|n| has(&tokens, &alloc::format!("word{n}"))).count();
        assert!(found < 500, "{found}");
    }
}
