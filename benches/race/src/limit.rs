//! The limit of any matcher that looks at every word: find the words, hash the first eight bytes of
//! each, look the hash up in 16 KiB.

use gaztag_samples::Names;

use crate::engine::{Engine, Standing};

/// A Bloom filter of the first words of names: two bits in one of 2,048 numbers.
struct FirstWords(Vec<u64>);

impl FirstWords {
    fn new(names: &Names) -> Self {
        let mut filter = Self(vec![0; 2048]);
        for name in names.as_slice() {
            let word = name.as_bytes().split(|&byte| byte == b' ').next().unwrap_or(&[]);
            let length = word.len().min(8);
            let mut key = [0; 8];
            key[..length].copy_from_slice(&word[..length]);
            let (index, bits) = Self::place(u64::from_le_bytes(key), length as u32);
            filter.0[index] |= bits;
        }
        filter
    }

    /// Where a word of `length` bytes is, 8 at most, of which `key` begins with.
    #[inline(always)]
    fn place(key: u64, length: u32) -> (usize, u64) {
        let word = (key | 0x2020_2020_2020_2020) & (u64::MAX >> (64 - 8 * length.max(1)));
        let hash = (word ^ u64::from(length)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((hash >> 53) as usize, 1 << (hash >> 34 & 63) | 1 << (hash >> 28 & 63))
    }

    #[inline(always)]
    fn may_have(&self, key: u64, length: u32) -> bool {
        let (index, bits) = Self::place(key, length);
        self.0[index & 2047] & bits == bits
    }

    /// How many words of the text may begin a name.
    fn count(&self, text: &[u8]) -> usize {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") {
            // SAFETY: the machine has AVX2 and BMI1, as the line above has found.
            return unsafe { self.count_avx2(text) };
        }
        self.count_with(text, masks)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,bmi1")]
    fn count_avx2(&self, text: &[u8]) -> usize {
        self.count_with(text, |block| masks_avx2(block))
    }

    /// `masks`: the bytes of a block that are parts of words, one bit each.
    #[inline(always)]
    fn count_with(&self, text: &[u8], masks: impl Fn(&[u8; 64]) -> u64) -> usize {
        let (mut count, mut at, mut carry) = (0, 0, 0);
        // A word is read from its start on, past the end of its block.
        while let Some(block) = text.get(at..at + 72).and_then(|block| block.first_chunk::<72>()) {
            let words = block.first_chunk::<64>().map_or(0, &masks);
            let mut starts = words & !(words << 1 | carry);
            carry = words >> 63;
            while starts != 0 {
                let start = starts.trailing_zeros() as usize;
                starts &= starts - 1;
                let mut key = [0; 8];
                key.copy_from_slice(&block[start..start + 8]);
                let length = (!words >> start | 1 << (63 - start)).trailing_zeros().min(8);
                count += usize::from(self.may_have(u64::from_le_bytes(key), length));
            }
            at += 64;
        }
        count
    }
}

fn masks(block: &[u8; 64]) -> u64 {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
    block.iter().rev().fold(0, |mask, &byte| mask << 1 | u64::from(is_word(byte)))
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn masks_avx2(block: &[u8; 64]) -> u64 {
    use std::arch::x86_64::*;
    // Signed comparison: bytes from `low` to `high` are moved to the top of the range.
    let within = |bytes, low: u8, high: u8| {
        let moved = _mm256_add_epi8(bytes, _mm256_set1_epi8((0x7F - high) as i8));
        _mm256_cmpgt_epi8(moved, _mm256_set1_epi8((0x7E - high + low) as i8))
    };
    let mask = |half: usize| {
        // SAFETY: 32 bytes from the start of a half of 64.
        let bytes = unsafe { _mm256_loadu_si256(block.as_ptr().add(half).cast()) };
        let lower = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
        let words = _mm256_or_si256(within(lower, b'a', b'z'), within(bytes, b'0', b'9'));
        u64::from(_mm256_movemask_epi8(_mm256_or_si256(words, bytes)) as u32)
    };
    mask(0) | mask(32) << 32
}

/// The limit for a text with these names.
pub(crate) fn engine(names: &Names) -> Engine {
    let filter = FirstWords::new(names);
    Engine::new("limit", Standing::Limit, move |text| filter.count(text))
}
