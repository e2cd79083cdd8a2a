//! The filter: offsets of a plain text where a name of the automaton may begin.
//!
//! ```text
//! for each offset:
//!     pass if the first set has (the next `key` bytes, the byte after them)
//!     and the second set has the next twelve bytes, or fewer of a shorter name
//! ```
//!
//! Letters are compared in lower case and without folding: each byte is taken with the bit 0x20
//! set, in names as in texts. An offset also passes if one of the bytes that are looked at is
//! *odd*: if it may fold to something else than itself, or vanish. A line feed, an underscore and a
//! hyphen are taken as a blank.
//!
//! The sets are Bloom filters with one bit for each entry. In the first one a hash of the key
//! chooses the word of 64 bits, and with the byte after the key the bit. It is asked for every
//! offset, without a branch. The second one is asked for what the first passes: with many names
//! that is every word which some name begins with.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::bytes::{SPREADING, array_at, padded, u32_at, u64_at};

/// Offsets that are tested together.
pub(super) const BLOCK: usize = 64;

/// The most bytes of a key.
const MOST: usize = 4;

/// Bytes of a block, and those after it that its last offsets need.
const BYTES: usize = BLOCK + 16;

/// The bit in which a lower-case letter and its capital differ.
const LOWER: u8 = 0x20;

/// Bytes that the second set looks at; of names with fewer, eight, or as many as the first one.
const HEAD: usize = 12;
const EIGHT: usize = 8;

/// Bytes of a head while it is put together.
const HEAD_BYTES: usize = 16;

/// The sets: a view of an image. Their section begins with a record of eight bytes: the bytes of a
/// key, the powers of two of the words of both sets, 0, the bytes of the longest folded name (2),
/// zeros.
#[derive(Clone, Copy)]
pub(super) struct Filter<'i> {
    first: &'i [[u8; 8]],
    second: &'i [[u8; 8]],
    key: u8,
    pub(super) longest: u16,
}

#[inline(always)]
const fn hash(eight: u64, key: usize) -> u64 {
    (eight << (64 - 8 * key)).wrapping_mul(SPREADING)
}

/// The hash of the first twelve bytes of a name.
#[inline(always)]
const fn hash_of_head(eight: u64, four: u32) -> u64 {
    (eight.wrapping_mul(SPREADING).rotate_left(32) ^ four as u64).wrapping_mul(SPREADING)
}

/// The bit of a set, of which a hash chooses the word.
#[inline(always)]
fn has(set: &[[u8; 8]], hash: u64, bit: u64) -> bool {
    let shift = 64 - (set.len() | 1).ilog2();
    let word = set.get((hash >> (shift & 63)) as usize);
    word.is_some_and(|word| u64::from_le_bytes(*word) >> (bit & 63) & 1 != 0)
}

/// The bit of a beginning with this hash, by bits that do not choose the word. For a key it depends
/// on the byte after it too: most are letters, which alone would leave half of the bits unused.
#[inline(always)]
const fn bit_of(hash: u64, next: u8) -> u64 {
    hash >> 24 ^ next as u64
}

impl<'i> Filter<'i> {
    #[inline]
    pub(super) fn new(section: &'i [u8]) -> Self {
        let (head, words) = section.split_at_checked(8).unwrap_or((section, &[]));
        let [key, first, second, _, a, b] = array_at(head, 0);
        let len = 1 << first.min(POWERS);
        let (first, rest) = words.as_chunks().0.split_at_checked(len).unwrap_or((&[], &[]));
        let second = rest.get(..1 << second.min(POWERS)).unwrap_or(&[]);
        Self { first, second, key, longest: u16::from_le_bytes([a, b]) }
    }

    /// The bytes of a key.
    #[inline]
    pub(super) const fn key(&self) -> usize {
        self.key as usize
    }

    /// Whether the sets are there, with sizes and a key as [`lay_out`] writes them, and nothing
    /// else is in their section, which has `len` bytes. For the check of images.
    pub(super) fn is_complete(&self, len: usize) -> bool {
        (1..=MOST).contains(&self.key())
            && self.first.len() > 1
            && self.second.len() > 1
            && len == 8 * (1 + self.first.len() + self.second.len())
    }

    /// Whether an offset with a beginning of this folded name, plainly written, would not pass. For
    /// the check of images.
    pub(super) fn misses(&self, folded: &[u8]) -> bool {
        let mut misses = folded.len() < self.key();
        each_entry(folded, self.key(), &mut |in_second, hash, bit| {
            misses |= !has(if in_second { self.second } else { self.first }, hash, bit);
        });
        misses
    }

    /// The offsets among the 64 from `at` on that pass, one bit each.
    #[inline]
    pub(super) fn block(&self, text: &[u8], at: usize) -> u64 {
        let rest = text.get(at..).unwrap_or(&[]);
        let bytes = match rest.first_chunk::<BYTES>() {
            Some(bytes) => *bytes,
            None => padded::<BYTES>(rest, 0),
        };
        let passed = match self.key {
            1 => self.passed::<1>(&bytes),
            2 => self.passed::<2>(&bytes),
            3 => self.passed::<3>(&bytes),
            _ => self.passed::<MOST>(&bytes),
        };
        match rest.len() {
            len @ 0..BLOCK => passed & ((1 << len) - 1),
            _ => passed,
        }
    }

    #[inline(always)]
    fn passed<const KEY: usize>(&self, bytes: &[u8; BYTES]) -> u64 {
        let mut lower = *bytes;
        for byte in &mut lower {
            *byte = lowered(*byte);
        }
        let shift = 64 - (self.first.len() | 1).ilog2();
        let mut first = 0;
        for place in 0..BLOCK {
            let hash = hash(u64_at(&lower, place), KEY);
            let index = (hash >> (shift & 63)) as usize;
            let word = self.first.get(index).map_or(0, |word| u64::from_le_bytes(*word));
            first |= (word >> (bit_of(hash, lower[place + KEY]) & 63) & 1) << place;
        }
        let odd = odd_bytes(bytes);
        let any_odd = odd.iter().fold(0, |any, odd| any | odd) != 0;
        let (in_key, in_head) = if any_odd { near::<KEY>(bytes, &odd) } else { (0, 0) };
        let (mut left, mut passed) = (first & !in_head, in_key | (first & in_head));
        while left != 0 {
            let place = left.trailing_zeros() as usize;
            left &= left - 1;
            passed |= u64::from(self.second_has::<KEY>(&lower, place)) << place;
        }
        passed
    }

    /// Whether the second set has the beginning of a name at a place of a block.
    #[inline(always)]
    fn second_has<const KEY: usize>(&self, lower: &[u8; BYTES], place: usize) -> bool {
        let eight = u64_at(lower, place);
        let (eight_only, short) = (hash(eight, EIGHT), hash(eight, KEY));
        let long = hash_of_head(eight, u32_at(lower, place + EIGHT));
        let next = lower.get(place + KEY).copied().unwrap_or(0);
        // Without a branch, which could not be predicted.
        has(self.second, long, bit_of(long, 0))
            | has(self.second, eight_only, bit_of(eight_only, 0))
            | has(self.second, short, bit_of(short, next))
    }
}

/// The byte as the sets have it.
#[inline(always)]
const fn lowered(byte: u8) -> u8 {
    if byte == b'\n' || byte == b'_' || byte == b'-' { b' ' } else { byte | LOWER }
}

/// For each byte of a block and some after it: not 0 if it may fold to something else than itself,
/// in another case. Nothing is known of the byte before the first.
#[inline(always)]
fn odd_bytes(bytes: &[u8; BYTES]) -> [u8; BYTES] {
    let mut odd = [0; BYTES];
    let is_blank = |byte: u8| byte == b' ' || byte == b'\n' || byte == b'_';
    for (odd, &byte) in odd.iter_mut().zip(bytes) {
        *odd = u8::from(
            byte >= 0x80 || (byte < b' ' && byte != b'\n') || byte == b'&' || byte == b'`',
        );
    }
    // A run of blanks is one, and blanks beside a dash or an apostrophe vanish.
    let is_mark = |byte: u8| byte == b'-' || byte == b'\'';
    for ((odd, &byte), &before) in odd[1..].iter_mut().zip(&bytes[1..]).zip(bytes) {
        *odd |= u8::from(is_blank(byte) & (is_blank(before) | is_mark(before)));
    }
    for ((odd, &byte), &after) in odd.iter_mut().zip(bytes).zip(&bytes[1..]) {
        *odd |= u8::from(is_blank(byte) & is_mark(after));
    }
    odd
}

/// The offsets of a block with an odd byte among the `KEY + 1` from there on, and those with one
/// among the [`HEAD`]. A name begins neither with a blank nor inside a character.
#[cold]
fn near<const KEY: usize>(bytes: &[u8; BYTES], odd: &[u8; BYTES]) -> (u64, u64) {
    let (mut key, mut head, mut next) = (0, 0, BYTES + HEAD);
    for place in (0..BYTES).rev() {
        if odd[place] != 0 {
            next = place;
        }
        if place < BLOCK && !matches!(bytes[place], b' ' | b'\n' | b'_' | 0x80..=0xBF) {
            key |= u64::from(next <= place + KEY) << place;
            head |= u64::from(next < place + HEAD) << place;
        }
    }
    (key, head)
}

/// The most words of a set are two to this power.
const POWERS: u8 = 16;

/// Calls `add` for what the sets have of a folded name of at least `key` bytes: whether it is for
/// the second set, a hash that chooses the word, and the bit.
fn each_entry(folded: &[u8], key: usize, add: &mut impl FnMut(bool, u64, u64)) {
    let known = folded.len().min(HEAD);
    let mut head: [u8; HEAD_BYTES] = padded(&folded[..known], 0);
    head.iter_mut().take(known).for_each(|byte| *byte = lowered(*byte));
    let eight = u64_at(&head, 0);
    let short = hash(eight, key);
    let long = match known {
        HEAD => Some(hash_of_head(eight, u32_at(&head, EIGHT))),
        EIGHT.. => Some(hash(eight, EIGHT)),
        _ => None,
    };
    if let Some(long) = long {
        add(true, long, bit_of(long, 0));
    }
    // Of a name that ends with the key, any byte may follow.
    let next = if known > key { head[key]..=head[key] } else { 0..=63 };
    for bit in next.map(|next| bit_of(short, next)) {
        add(false, short, bit);
        if long.is_none() {
            add(true, short, bit);
        }
    }
}

/// The section of the filter of these folded names, of which there is at least one.
#[cfg(feature = "alloc")]
pub(super) fn lay_out<'n>(names: impl Iterator<Item = &'n [u8]> + Clone) -> Vec<u8> {
    let shortest = names.clone().map(<[u8]>::len).min().unwrap_or(1);
    let longest = names.clone().map(<[u8]>::len).max().unwrap_or(0) as u16;
    // The first set has more than 60 bits for a name, up to 256 KiB, the second 16.
    let count = names.clone().count().next_power_of_two().ilog2() as u8;
    let powers = [(count + 1).clamp(8, POWERS - 1), count.saturating_sub(1).clamp(6, POWERS)];
    let key = shortest.clamp(1, MOST);
    let [mut first, mut second] = powers.map(|power| alloc::vec![0_u64; 1 << power]);
    for name in names {
        each_entry(name, key, &mut |in_second, hash, bit| {
            let (set, power) =
                if in_second { (&mut second, powers[1]) } else { (&mut first, powers[0]) };
            set[(hash >> (64 - power)) as usize] |= 1 << (bit & 63);
        });
    }
    let [a, b] = longest.to_le_bytes();
    let mut section = alloc::vec![key as u8, powers[0], powers[1], 0, a, b, 0, 0];
    section.extend(first.into_iter().chain(second).flat_map(u64::to_le_bytes));
    section
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::fold::{Folded, Reader, Step};

    /// What a text folds to, up to a stop.
    fn folded(text: &[u8]) -> Vec<u8> {
        let (reader, mut at, mut folded) = (Reader::new(text, false), 0, Vec::new());
        loop {
            match reader.step(at) {
                Step::Unit(unit) => {
                    folded.extend_from_slice(unit.bytes());
                    at = unit.next;
                }
                Step::Skip(next) => at = next,
                Step::Stop => return folded,
            }
        }
    }

    #[test]
    fn bytes_that_are_not_odd_fold_to_themselves() {
        for (a, b) in (0..=u8::MAX).flat_map(|a| (0..=u8::MAX).map(move |b| (a, b))) {
            let text = [b'x', a, b, b'y'];
            let odd = odd_bytes(&padded(&text, 0));
            if odd[1] == 0 && odd[2] == 0 {
                let expected = text.map(|byte| match byte {
                    b'\n' | b'_' => b' ',
                    byte => byte.to_ascii_lowercase(),
                });
                // The sets have a blank for a hyphen, whatever it folds to.
                let in_sets = |byte: u8| if byte == b'-' { b' ' } else { byte };
                assert!(
                    folded(&text).into_iter().map(in_sets).eq(expected.map(in_sets)),
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn every_beginning_of_a_name_passes() {
        for (name, texts) in [
            ("abc", ["xabcx", "ABC", "x aBc\n", "\u{e1}bc", "a\u{301}bc"]),
            ("a b c-d", ["a b c-d", "A\nB\nC-D", "a  b c-d", "a\t\nb c-d", "a b\u{a0}c-\nd"]),
            ("a b c d", ["a_b_c_d", "A__B_c\nd", "a \n_b c d", "a_ _b_c d", "_a_b c__d"]),
            ("strasse", ["stra\u{df}e", "STRASSE", "xstrasse.", "ｓtrasse", "str\u{ad}asse"]),
        ] {
            let folded = Folded::new(name);
            let section = lay_out([folded.bytes()].into_iter());
            let filter = Filter::new(&section);
            assert!(filter.is_complete(section.len()) && !filter.misses(folded.bytes()));
            for (text, before) in texts.iter().flat_map(|text| (0..70).map(move |n| (text, n))) {
                let at = text.find(['a', 'A', 's', 'S', '\u{e1}', 'ｓ']).unwrap_or(0);
                let place = before + at;
                let whole = [&b"-".repeat(before)[..], text.as_bytes()].concat();
                let passed = filter.block(&whole, place / BLOCK * BLOCK);
                assert_eq!(passed >> (place % BLOCK) & 1, 1, "{text:?} after {before}");
            }
        }
    }
}
