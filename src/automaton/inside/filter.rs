//! The filter: places of a plain text where a name of the automaton may begin.
//!
//! ```text
//! for each place: pass if the set has (the next `key` bytes, the byte after them)
//! ```
//!
//! Letters are compared in lower case and without folding: each byte is taken with the bit 0x20 set,
//! in names as in texts. A place also passes if one of the bytes that are looked at is *odd*: if it
//! may fold to something else than itself, or vanish. A blank may be a line feed in the text, so the
//! set has both.
//!
//! The set is a Bloom filter with one bit for each name: a hash of the key chooses the word of 64
//! bits, the byte after the key the bit.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::bytes::{array_at, u64_at};

/// Places that are looked at together.
pub(super) const BLOCK: usize = 64;

/// The most bytes of a key.
const MOST: usize = 4;

/// Bytes of a block, and those after it that its last places need.
const BYTES: usize = BLOCK + 8;

/// The bit that tells a lower-case letter from a capital.
const LOWER: u8 = 0x20;

/// The set: a view of an image. Its section begins with a record of eight bytes: the bytes of a
/// key, the power of two of the words, the bytes of the longest folded name (2), zeros.
#[derive(Clone, Copy)]
pub(super) struct Filter<'i> {
    words: &'i [[u8; 8]],
    key: u8,
    power: u8,
    pub(super) longest: u16,
}

/// Odd numbers near 2^64 / golden ratio spread the bits upwards (Knuth, TAOCP 3, 6.4).
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

#[inline(always)]
const fn hash(eight: u64, key: usize, power: u32) -> usize {
    ((eight << (64 - 8 * key)).wrapping_mul(FACTOR) >> (64 - power)) as usize
}

/// The beginning of a text: its bytes and zeros after it.
#[inline(always)]
fn padded<const N: usize>(text: &[u8]) -> [u8; N] {
    let mut bytes = [0; N];
    let len = text.len().min(N);
    bytes[..len].copy_from_slice(&text[..len]);
    bytes
}

impl<'i> Filter<'i> {
    #[inline]
    pub(super) fn new(section: &'i [u8]) -> Self {
        let (head, words) = section.split_at_checked(8).unwrap_or((section, &[]));
        let [key, power, a, b] = array_at(head, 0);
        let longest = u16::from_le_bytes([a, b]);
        Self { words: words.as_chunks().0, key, power, longest }
    }

    /// The bytes of a key.
    #[inline]
    pub(super) const fn key(&self) -> usize {
        self.key as usize
    }

    /// Whether the sizes are those that [`lay_out`] writes. For the check of images.
    pub(super) fn is_complete(&self) -> bool {
        (1..=MOST).contains(&self.key())
            && (1..=POWERS).contains(&self.power)
            && self.words.len() == 1 << self.power
    }

    /// Whether a place with a beginning of this folded name, plainly written, would not pass. For
    /// the check of images.
    pub(super) fn misses(&self, folded: &[u8]) -> bool {
        let mut misses = folded.len() < self.key();
        each_entry(folded, self.key(), &mut |head, bit| {
            let word = self.words.get(hash(head, self.key(), self.power.into()));
            misses |= word.is_none_or(|word| u64::from_le_bytes(*word) >> bit & 1 == 0);
        });
        misses
    }

    /// The places among the 64 from `at` on that pass, one bit each.
    #[inline]
    pub(super) fn block(&self, text: &[u8], at: usize) -> u64 {
        let rest = text.get(at..).unwrap_or(&[]);
        let bytes = match rest.first_chunk::<BYTES>() {
            Some(bytes) => *bytes,
            None => padded::<BYTES>(rest),
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
        lower.iter_mut().for_each(|byte| *byte |= LOWER);
        let power = u32::from(self.power) & 63;
        let mut passed = 0;
        for place in 0..BLOCK {
            let index = hash(u64_at(&lower, place), KEY, power);
            let word = self.words.get(index).map_or(0, |word| u64::from_le_bytes(*word));
            passed |= (word >> (lower[place + KEY] & 63) & 1) << place;
        }
        let odd = odd_bytes(bytes);
        if odd.iter().any(|odd| *odd != 0) { passed | near::<KEY>(bytes, &odd) } else { passed }
    }
}

/// For each byte of a block and some after it: not 0 if it may fold to something else than itself,
/// in another case. Nothing is known of the byte before the first.
#[inline(always)]
fn odd_bytes(bytes: &[u8; BYTES]) -> [u8; BYTES] {
    let mut odd = [0; BYTES];
    let is_blank = |byte: u8| byte == b' ' || byte == b'\n';
    for (odd, &byte) in odd.iter_mut().zip(bytes) {
        *odd = u8::from(
            byte >= 0x80 || (byte < b' ' && byte != b'\n') || byte == b'&' || byte == b'`',
        );
    }
    // A run of blanks is one, and a hyphen may absorb them.
    for ((odd, &byte), &before) in odd[1..].iter_mut().zip(&bytes[1..]).zip(bytes) {
        *odd |= u8::from(is_blank(byte) & (is_blank(before) | (before == b'-')));
    }
    odd
}

/// The places of a block from which an odd byte is looked at. A name begins neither with a blank nor
/// inside a character.
#[cold]
fn near<const KEY: usize>(bytes: &[u8; BYTES], odd: &[u8; BYTES]) -> u64 {
    let mut near = 0;
    for place in 0..BLOCK {
        let is_near = odd[place..=place + KEY].iter().fold(0, |near, odd| near | odd) != 0;
        let may_begin = !matches!(bytes[place], b' ' | b'\n' | 0x80..=0xBF);
        near |= u64::from(is_near && may_begin) << place;
    }
    near
}

/// The most words of a set are two to this power.
const POWERS: u8 = 15;

/// Calls `add` for what the set has of a folded name of at least `key` bytes: these bytes and maybe
/// others after them, the first one lowest, and a bit.
fn each_entry(folded: &[u8], key: usize, add: &mut impl FnMut(u64, u8)) {
    let known = folded.len().min(key + 1);
    let mut head: [u8; 8] = padded(&folded[..known]);
    head.iter_mut().take(known).for_each(|byte| *byte |= LOWER);
    each_spelling(&mut head, 0, known, &mut |head| each_ending(head, known, key, add));
}

/// Calls `add` for a head as it may be written: with a blank or a line feed for each blank.
fn each_spelling(head: &mut [u8; 8], at: usize, len: usize, add: &mut impl FnMut(&[u8; 8])) {
    match head[..len].iter().skip(at).position(|&byte| byte == b' ') {
        Some(next) => {
            each_spelling(head, at + next + 1, len, add);
            head[at + next] = b'\n' | LOWER;
            each_spelling(head, at + next + 1, len, add);
            head[at + next] = b' ';
        }
        None => add(head),
    }
}

/// Calls `add` for a head of `len` known bytes, with each byte that may follow the key.
fn each_ending(head: &[u8; 8], len: usize, key: usize, add: &mut impl FnMut(u64, u8)) {
    let eight = u64_at(head, 0);
    match len > key {
        true => add(eight, head[key] & 63),
        false => (0..64).for_each(|bit| add(eight, bit)),
    }
}

/// The section of the filter of these folded names, of which there is at least one.
#[cfg(feature = "alloc")]
pub(super) fn lay_out<'n>(names: impl Iterator<Item = &'n [u8]> + Clone) -> Vec<u8> {
    let shortest = names.clone().map(<[u8]>::len).min().unwrap_or(1);
    let longest = names.clone().map(<[u8]>::len).max().unwrap_or(0);
    // One bit of about 60, more for many names: 64 KiB for 3,000, 1 MiB for 100,000.
    let count = names.clone().count();
    let power = (count.next_power_of_two().ilog2() + 1).clamp(8, POWERS.into());
    let key = shortest.clamp(1, MOST);
    let mut words = alloc::vec![0_u64; 1 << power];
    for name in names {
        each_entry(name, key, &mut |head, bit| words[hash(head, key, power)] |= 1 << bit);
    }
    let [a, b] = (longest as u16).to_le_bytes();
    let mut section = alloc::vec![key as u8, power as u8, a, b, 0, 0, 0, 0];
    section.extend(words.into_iter().flat_map(u64::to_le_bytes));
    section
}
