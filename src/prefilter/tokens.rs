//! A set of first words that may answer yes for words that are not in it: a Bloom filter whose bits for one word lie in one machine word.
//!
//! See F. Putze, P. Sanders, J. Singler, "Cache-, Hash- and Space-Efficient Bloom Filters" (2007), for blocked filters. What a word is hashed by is its first eight bytes, the first of them as
//! it stands and the others in lower case, and its length, so that long words with the same beginning are one to it.
//!
//! Many first words are names only together with a second one (`United Nations`). Where a text shows the letter that the second word begins with, that is looked at too.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::records::array_at;

/// The set, a view of an image.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'i> {
    /// Machine words, a power of two of them.
    words: &'i [[u8; 8]],
    /// How far a hash is moved to be the index of one.
    shift: u32,
}

/// How a name begins: its first word of ASCII letters and digits, and what stands behind.
#[derive(Clone, Copy)]
pub(super) struct Beginning<'n> {
    pub(super) token: &'n [u8],
    /// The letter behind it: see [`second`].
    pub(super) second: u8,
}

impl<'n> Beginning<'n> {
    /// Of a folded name; none if it does not begin with an ASCII letter or digit.
    pub(super) fn new(name: &'n [u8]) -> Option<Self> {
        let len = name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
        (len > 0).then_some(Self { token: &name[..len], second: second(name, len) })
    }
}

/// The first two characters of a folded name that begins with no ASCII; 0 for a second one that it does not have.
pub(super) fn letters(name: &[u8]) -> Option<(char, char)> {
    let mut chars = core::str::from_utf8(name).ok()?.chars();
    let first = chars.next().filter(|first| !first.is_ascii())?;
    Some((first, chars.next().unwrap_or('\0')))
}

/// The first letter or digit of the word behind the one that ends at `end`, in lower case, if one blank parts them; else 0.
#[inline(always)]
pub(super) fn second(text: &[u8], end: usize) -> u8 {
    let [blank, next] = array_at(text, end);
    u8::from(blank == b' ') * u8::from(next.is_ascii_alphanumeric()) * (next | 0x20)
}

/// The set of these beginnings, each with whether it may be in lower case, and of these first letters: about 14 bits an entry.
///
/// Entries of words are all first words, those that are a name without a second word of known letter, and those of the others with the letters of their second words.
#[cfg(feature = "alloc")]
pub(super) fn lay_out<'n>(beginnings: impl Iterator<Item = (Beginning<'n>, bool)>, letters: impl Iterator<Item = (char, char)>) -> Vec<u8> {
    let (mut keys, mut whole, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for (beginning, lower) in beginnings {
        let any = key_of(beginning.token, true);
        let as_written = (lower || beginning.token.first().is_some_and(u8::is_ascii_digit)).then(|| key_of(beginning.token, false));
        for key in as_written.into_iter().chain([any]) {
            keys.push(key);
            match beginning.second {
                0 => whole.push(key),
                second => parts.push((key, second)),
            }
        }
    }
    whole.sort_unstable();
    parts.retain(|(key, _)| whole.binary_search(key).is_err());
    let mut entries = keys;
    entries.extend(whole.into_iter().map(|key| paired(key, 0)));
    entries.extend(parts.into_iter().map(|(key, second)| paired(key, second)));
    entries.extend(letters.map(|(first, second)| key_of_letters(first, second)));
    entries.sort_unstable();
    entries.dedup();
    let words = (entries.len() * 7 / 32).next_power_of_two().max(64);
    let mut set = alloc::vec![0_u64; words];
    for entry in entries {
        let (hash, bits) = place(entry);
        set[(hash >> shift_of(words)) as usize] |= bits;
    }
    set.into_iter().flat_map(u64::to_le_bytes).collect()
}

impl<'i> Tokens<'i> {
    /// A view of a set.
    pub(super) fn new(words: &'i [u8]) -> Self {
        let words = words.as_chunks().0;
        Self { words, shift: shift_of(words.len()) }
    }

    /// Whether a name may begin with the word with this key.
    #[inline(always)]
    pub(super) fn may_begin(&self, key: u64) -> bool {
        let (hash, bits) = place(key);
        self.words.get((hash >> self.shift) as usize).is_some_and(|word| !u64::from_le_bytes(*word) & bits == 0)
    }

    /// Whether a name that begins with the word with this key may go on with this letter; 0 if it is not known.
    #[inline(always)]
    pub(super) fn may_go_on(&self, key: u64, second: u8) -> bool {
        (second == 0) | self.may_begin(paired(key, 0)) | self.may_begin(paired(key, second))
    }

    /// Whether a name may begin with these letters.
    #[inline]
    pub(super) fn may_begin_with_letters(&self, first: char, second: char) -> bool {
        self.may_begin(key_of_letters(first, second)) || self.may_begin(key_of_letters(first, '\0'))
    }

    /// Whether a name may begin with the word with this key, and go on with this letter (0 if it is not known).
    pub(super) fn may_have(&self, key: u64, second: u8) -> bool {
        self.may_begin(key) && self.may_go_on(key, second)
    }
}

/// The entry of a word together with the letter behind it.
#[inline(always)]
const fn paired(key: u64, second: u8) -> u64 {
    // An odd constant without structure (the fractional part of the square root of 3).
    key.wrapping_add((second as u64 + 1).wrapping_mul(0xBB67_AE85_84CA_A73B))
}

/// The key of a word by the bytes from its start on and its length: letters behind the first one in lower case (setting bit 5 lowers them; digits have it), what stands behind the word
/// left out by `cut`.
#[inline(always)]
pub(super) fn key(head: u64, len: usize, cut: impl Fn(u64, usize) -> u64) -> u64 {
    cut(head | 0x2020_2020_2020_2000, len) ^ len as u64
}

/// The first `len` bytes of eight, the first the lowest: all of them from eight on. That of 32 and more counts modulo 32 is as the instruction BZHI has it.
#[inline(always)]
pub(super) const fn cut(head: u64, len: usize) -> u64 {
    match 8 * len as u32 & 0xFF {
        bits @ 0..64 => head & !(u64::MAX << bits),
        _ => head,
    }
}

/// The entry of the first letters of a name.
#[inline]
const fn key_of_letters(first: char, second: char) -> u64 {
    paired((first as u64) << 32 | second as u64, 1)
}

/// The key of a word as it stands; with `any_case` the one that all words have which differ in case only, that of a capitalised word.
#[inline]
pub(super) fn key_of(word: &[u8], any_case: bool) -> u64 {
    let head = word.iter().take(8).rev().fold(0, |head, &byte| head << 8 | u64::from(byte));
    key(if any_case { head & !0x20 } else { head }, word.len(), cut)
}

/// The hash of an entry, whose highest bits are the index of its machine word, and its bits in that word. Multiplication by an odd constant near 2^64 / golden ratio spreads the bits upwards
/// (Knuth, TAOCP 3, 6.4).
#[inline(always)]
const fn place(entry: u64) -> (u64, u64) {
    let hash = entry.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hash, 1 << (hash >> 34 & 63) | 1 << (hash >> 28 & 63))
}

/// How far a hash is moved to be an index below a power of two.
fn shift_of(words: usize) -> u32 {
    (64 - words.trailing_zeros().min(32)).min(63)
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::String;

    fn set(names: &[&str], lower: bool) -> Vec<u8> {
        lay_out(names.iter().filter_map(|name| Beginning::new(name.as_bytes())).map(|beginning| (beginning, lower)), core::iter::empty())
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
        assert_eq!(key(u64::from_le_bytes(*b"Mali, an"), 4, cut), key_of(b"mali", true));
        assert_eq!(key(u64::from_le_bytes(*b"lithium "), 7, cut), key_of(b"lithium", false));
    }

    #[test]
    fn most_other_words_are_not() {
        let words: Vec<String> = (0..1000).map(|n| alloc::format!("name{n}")).collect();
        let set = set(&words.iter().map(String::as_str).collect::<Vec<_>>(), true);
        let found = (0..10_000).filter(|n| has(&set, &alloc::format!("word{n}"))).count();
        assert!(found < 400, "{found}");
    }
}
