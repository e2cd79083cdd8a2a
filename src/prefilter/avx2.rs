//! Masks of a block with AVX2, and runs with BMI: instructions that x86-64 has since 2013.

use core::arch::x86_64::{
    __m256i, _bzhi_u64, _mm_set_epi64x, _mm256_add_epi8, _mm256_and_si256,
    _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_loadu_si256,
    _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setzero_si256,
    _mm256_shuffle_epi8, _mm256_srli_epi16,
};

use super::blocks::Masks;
use super::state::{BLOCK, Scan};
use super::tables::Prefilter;
use crate::bytes::array_at;

/// [`Prefilter::read_groups`], compiled for these instructions as a whole.
pub(super) fn read_groups(filter: &Prefilter<'_>, text: &[u8], scan: &mut Scan, until: usize) {
    #[allow(
        unsafe_code,
        reason = "only the call of a function that names the instructions it is compiled to"
    )]
    // SAFETY: the function requires AVX2, BMI1, BMI2, LZCNT and POPCNT. `Prefilter::read_on`, the
    // only caller, comes here for a `Chosen` of `Backend::Avx2`. Only `Backend::chosen` makes that
    // value, after `Backend::is_available` has found all five on this machine.
    unsafe {
        read_groups_avx2(filter, text, scan, until);
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn read_groups_avx2(filter: &Prefilter<'_>, text: &[u8], scan: &mut Scan, until: usize) {
    let by_low = _mm256_broadcastsi128_si256(_mm_set_epi64x(
        i64::from_le_bytes(array_at(&filter.special.table, 8)),
        i64::from_le_bytes(array_at(&filter.special.table, 0)),
    ));
    filter.read_groups(
        text,
        scan,
        until,
        |block| masks(block, by_low),
        |head, len| _bzhi_u64(head, 8 * len as u32),
    );
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn masks(block: &[u8; BLOCK], by_low: __m256i) -> Masks {
    let [low, high] = block.as_chunks::<32>().0 else { return Masks::default() };
    let ((word, special), (more_word, more_special)) = (half(low, by_low), half(high, by_low));
    Masks {
        word: u64::from(word) | u64::from(more_word) << 32,
        special: u64::from(special) | u64::from(more_special) << 32,
    }
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn half(bytes: &[u8; 32], by_low: __m256i) -> (u32, u32) {
    #[allow(unsafe_code, reason = "the only way to load a vector that compilers do not take apart")]
    // SAFETY: the pointer is that of `bytes`, a reference to an array of 32 bytes: as many as the
    // instruction reads, at any alignment.
    let bytes = unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) };
    let letter = within(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), b'a', b'z');
    let word = _mm256_or_si256(letter, within(bytes, b'0', b'9'));
    // Two lookups: an ASCII byte is special if the bit of its high half is set in the entry of its
    // low half. For bytes of 0x80 and above the first lookup gives 0; their highest bit is taken.
    let by_high = _mm256_broadcastsi128_si256(_mm_set_epi64x(
        0,
        i64::from_le_bytes([1, 2, 4, 8, 16, 32, 64, -128_i8 as u8]),
    ));
    let high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
    let both =
        _mm256_and_si256(_mm256_shuffle_epi8(by_low, bytes), _mm256_shuffle_epi8(by_high, high));
    let plain = _mm256_cmpeq_epi8(both, _mm256_setzero_si256());
    let special = _mm256_movemask_epi8(bytes) as u32 | !(_mm256_movemask_epi8(plain) as u32);
    (_mm256_movemask_epi8(word) as u32, special)
}

/// Which bytes are from `first` to `last`. AVX2 compares signed bytes only, so the range is moved
/// to the greatest signed numbers.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn within(bytes: __m256i, first: u8, last: u8) -> __m256i {
    let moved = _mm256_add_epi8(bytes, _mm256_set1_epi8((0x7F - last) as i8));
    _mm256_cmpgt_epi8(moved, _mm256_set1_epi8((0x7F - last + first - 1) as i8))
}
