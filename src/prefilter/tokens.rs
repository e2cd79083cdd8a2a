//! A set of first words that may answer yes for words that are not in it: a Bloom filter whose bits for one word lie in one machine word.
//!
//! See F. Putze, P. Sanders, J. Singler, "Cache-, Hash- and Space-Efficient Bloom Filters" (2007), for blocked filters. What a word is hashed by is its first eight bytes, its length and
//! whether it begins with a lower-case letter, so that long words with the same beginning are one to it.
//!
//! Many first words are names only together with a second one (`United Nations`). These are in the set together with the first letter of the second word, and once more for texts that do
//! not show that letter at once (`United\nNations`).

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

/// How a name begins: its first word of ASCII letters and digits, and what stands behind.
#[derive(Clone, Copy)]
pub(super) struct Beginning<'n> {
    token: &'n [u8],
    /// The first letter or digit of the second word, if one blank is all that parts them; else 0.
    second: u8,
    /// Whether the name is more than its first word and `second` is known.
    goes_on: bool,
}

impl<'n> Beginning<'n> {
    /// Of a folded name; none if it does not begin with an ASCII letter or digit.
    pub(super) fn new(name: &'n [u8]) -> Option<Self> {
        let len = name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
        let second = second(name, len);
        (len > 0).then_some(Self { token: &name[..len], second, goes_on: second != 0 })
    }
}

/// The first letter or digit of the word behind the one that ends at `end`, in lower case, if one blank parts them; else 0.
#[inline(always)]
pub(super) fn second(text: &[u8], end: usize) -> u8 {
    match text.get(end..).and_then(|rest| rest.first_chunk::<2>()) {
        Some(&[blank, next]) => u8::from(blank == b' ') * u8::from(next.is_ascii_alphanumeric()) * (next | 0x20),
        None => 0,
    }
}

/// The set of these beginnings, each with whether it may be in lower case: about 20 bits an entry.
#[cfg(feature = "alloc")]
pub(super) fn lay_out<'n>(beginnings: impl Iterator<Item = (Beginning<'n>, bool)>) -> Vec<u8> {
    let (mut whole, mut parts) = (Vec::new(), Vec::new());
    for (beginning, lower) in beginnings {
        for any_case in if lower { &[true, false][..] } else { &[true] } {
            let key = key_of(beginning.token, *any_case);
            if beginning.goes_on {
                parts.extend([paired(key, beginning.second), paired(key, 0)].map(|entry| (key, entry)));
            } else {
                whole.push(key);
            }
        }
    }
    whole.sort_unstable();
    whole.dedup();
    parts.retain(|(key, _)| whole.binary_search(key).is_err());
    let mut entries: Vec<u64> = whole.into_iter().chain(parts.into_iter().map(|(_, entry)| entry)).collect();
    entries.sort_unstable();
    entries.dedup();
    let words = (entries.len() * 5 / 16).next_power_of_two().max(64);
    let mut set = alloc::vec![0; words * 8];
    for entry in entries {
        let (at, bits) = place(entry, (words - 1) * 8);
        let word = u64_at(&set, at) | bits;
        set[at..][..8].copy_from_slice(&word.to_le_bytes());
    }
    set
}

impl<'i> Tokens<'i> {
    /// A view of a set.
    pub(super) fn new(words: &'i [u8]) -> Self {
        Self { words, mask: words.len().saturating_sub(8) }
    }

    /// Whether a name may begin with the word with this key, and go on with this letter (0: with anything).
    #[inline(always)]
    pub(super) fn may_have(&self, key: u64, second: u8) -> bool {
        let has = |entry: u64| {
            let (at, bits) = place(entry, self.mask);
            u64_at(self.words, at) & bits == bits
        };
        has(key) | has(paired(key, second))
    }

    /// Whether the beginning of a name is not in the set as it should be.
    pub(super) fn misses(&self, beginning: &Beginning<'_>, any_case: bool) -> bool {
        let key = key_of(beginning.token, any_case);
        !self.may_have(key, beginning.second) || !self.may_have(key, 0)
    }
}

/// The entry of a word together with the letter behind it.
#[inline(always)]
const fn paired(key: u64, second: u8) -> u64 {
    // An odd constant without structure (the fractional part of the square root of 3).
    key.wrapping_add((second as u64 + 1).wrapping_mul(0xBB67_AE85_84CA_A73B))
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
    ((hash >> 14) as usize & mask, 1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63))
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::String;

    fn set(names: &[&str], lower: bool) -> Vec<u8> {
        lay_out(names.iter().filter_map(|name| Beginning::new(name.as_bytes())).map(|beginning| (beginning, lower)))
    }

    /// As the text begins.
    fn has(set: &[u8], text: &str) -> bool {
        let text = text.as_bytes();
        let end = text.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
        Tokens::new(set).may_have(key_of(&text[..end], false), second(text, end))
    }

    #[test]
    fn words_are_found_in_any_case_they_may_have() {
        let words = ["mali", "u", "burkina", "g20", "internationalisation"];
        let (any, capitalised) = (set(&words, true), set(&words, false));
        for word in words {
            assert!(has(&any, word) && has(&any, &word.to_uppercase()));
            assert!(has(&capitalised, &word.to_uppercase()) && !has(&capitalised, word));
        }
    }

    #[test]
    fn second_words_are_looked_at_where_they_show() {
        let set = set(&["united nations", "united states", "saudi-arabia", "new"], true);
        for (text, expected) in [
            ("United Nations", true),
            ("united states", true),
            ("United Airlines", false),
            ("United\nAirlines", true),
            ("United  Nations", true),
            ("united", true),
            ("Saudi x", true),
            ("new x", true),
        ] {
            assert_eq!(has(&set, text), expected, "{text}");
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
        let set = set(&words.iter().map(String::as_str).collect::<Vec<_>>(), true);
        let found = (0..10_000).filter(|n| has(&set, &alloc::format!("word{n}"))).count();
        assert!(found < 400, "{found}");
    }
}
