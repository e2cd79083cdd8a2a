//! Masks of a block with AVX2, and runs with BMI: instructions that x86-64 has since 2013.

use core::arch::x86_64::{
    __m256i, _bzhi_u64, _mm_set_epi64x, _mm256_add_epi8, _mm256_and_si256,
    _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_loadu_si256,
    _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setzero_si256,
    _mm256_shuffle_epi8, _mm256_srli_epi16,
};

use super::blocks::{Blocks, Leads, Masks};
use super::state::{BLOCK, Scan};
use super::tables::Prefilter;
use super::wide::Groups;
use crate::bytes::array_at;
use crate::fold::Reader;

/// [`Prefilter::read_groups`], compiled for these instructions as a whole.
pub(super) fn read_groups(
    filter: &Prefilter<'_>,
    reader: &Reader<'_>,
    scan: &mut Scan,
    until: usize,
) {
    #[allow(
        unsafe_code,
        reason = "only the call of a function that names the instructions it is compiled to"
    )]
    // SAFETY: the function requires AVX2, BMI1, BMI2, LZCNT and POPCNT. `Prefilter::read_on`, the
    // only caller, comes here for a `Chosen` of `Backend::Avx2`. Only `Backend::chosen` makes that
    // value, after `Backend::is_available` has found all five on this machine.
    unsafe {
        read_groups_avx2(filter, reader, scan, until);
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn read_groups_avx2(filter: &Prefilter<'_>, reader: &Reader<'_>, scan: &mut Scan, until: usize) {
    let special = [
        i64::from_le_bytes(array_at(&filter.special.table, 8)),
        i64::from_le_bytes(array_at(&filter.special.table, 0)),
    ];
    filter.read_groups(reader, scan, until, &Avx2 { special });
}

/// The backend, with the table of special ASCII bytes. Only [`read_groups_avx2`] makes it.
struct Avx2 {
    special: [i64; 2],
}

#[allow(
    unsafe_code,
    reason = "only calls of functions that name the instructions they are compiled to"
)]
impl Blocks for Avx2 {
    #[inline(always)]
    fn masks(&self, block: &[u8; BLOCK]) -> Masks {
        // SAFETY: the function requires the instructions that `read_groups_avx2`, the only maker of
        // `self`, requires: this machine has them.
        unsafe { masks(block, self.special) }
    }

    #[inline(always)]
    fn leads(&self, block: &[u8; BLOCK]) -> Leads {
        // SAFETY: as for `masks`.
        unsafe { leads(block) }
    }

    #[inline(always)]
    fn within(&self, block: &[u8; BLOCK], first: u8, last: u8) -> u64 {
        // SAFETY: as for `masks`.
        unsafe { within_block(block, first, last) }
    }

    #[inline(always)]
    fn cut(&self, head: u64, len: usize) -> u64 {
        // SAFETY: as for `masks`.
        unsafe { cut(head, len) }
    }
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn cut(head: u64, len: usize) -> u64 {
    _bzhi_u64(head, 8 * len as u32)
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn masks(block: &[u8; BLOCK], special: [i64; 2]) -> Masks {
    let by_low = _mm256_broadcastsi128_si256(_mm_set_epi64x(special[0], special[1]));
    let [low, high] = block.as_chunks::<32>().0 else { return Masks::default() };
    let (low, high) = (half(low, by_low), half(high, by_low));
    let both = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
    Masks { word: both(low.0, high.0), special: both(low.1, high.1), high: both(low.2, high.2) }
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn load(bytes: &[u8; 32]) -> __m256i {
    #[allow(unsafe_code, reason = "the only way to load a vector that compilers do not take apart")]
    // SAFETY: the pointer is that of `bytes`, a reference to an array of 32 bytes: as many as the
    // instruction reads, at any alignment.
    unsafe {
        _mm256_loadu_si256(bytes.as_ptr().cast())
    }
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn half(bytes: &[u8; 32], by_low: __m256i) -> (u32, u32, u32) {
    let bytes = load(bytes);
    let letter = within(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), b'a', b'z');
    let word = _mm256_or_si256(letter, within(bytes, b'0', b'9'));
    // Two lookups: an ASCII byte is special if the bit of its high half is set in the entry of its
    // low half. For bytes of 0x80 and above the first lookup gives 0: they are not special here.
    let by_high = _mm256_broadcastsi128_si256(_mm_set_epi64x(
        0,
        i64::from_le_bytes([1, 2, 4, 8, 16, 32, 64, -128_i8 as u8]),
    ));
    let high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
    let both =
        _mm256_and_si256(_mm256_shuffle_epi8(by_low, bytes), _mm256_shuffle_epi8(by_high, high));
    let plain = _mm256_cmpeq_epi8(both, _mm256_setzero_si256());
    (
        _mm256_movemask_epi8(word) as u32,
        !(_mm256_movemask_epi8(plain) as u32),
        _mm256_movemask_epi8(bytes) as u32,
    )
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn leads(block: &[u8; BLOCK]) -> Leads {
    let [low, high] = block.as_chunks::<32>().0 else { return Leads::default() };
    let (low, high) = (load(low), load(high));
    let mask = |first: u8, last: u8| {
        let (low, high) = (within(low, first, last), within(high, first, last));
        u64::from(_mm256_movemask_epi8(low) as u32)
            | u64::from(_mm256_movemask_epi8(high) as u32) << 32
    };
    // Most blocks have either characters of two bytes or longer ones.
    let mut leads = Leads::default();
    let narrow = mask(0xC2, 0xDF);
    if narrow != 0 {
        leads.latin = mask(0xC3, 0xC9);
        leads.narrow = narrow & !leads.latin;
        leads.letters = mask(0xD0, 0xD1) | mask(0xD3, 0xD3);
    }
    if mask(0xE0, 0xF4) != 0 {
        let hangul = mask(0xEA, 0xED);
        leads.wide = Groups([mask(0xE0, 0xE0), mask(0xE3, 0xE9), hangul]);
        leads.rare = mask(0xE1, 0xE2) | mask(0xEE, 0xF4);
        if hangul != 0 {
            // Characters of the first lead of Hangul with a second byte below 0xB0 are rare
            // letters. After the last byte of the block the second one is not known: that one is
            // rare, too.
            leads.rare |= mask(0xEA, 0xEA) & !(mask(0xB0, 0xBF) >> 1);
        }
    }
    leads
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn within_block(block: &[u8; BLOCK], first: u8, last: u8) -> u64 {
    let [low, high] = block.as_chunks::<32>().0 else { return 0 };
    let (low, high) = (within(load(low), first, last), within(load(high), first, last));
    u64::from(_mm256_movemask_epi8(low) as u32) | u64::from(_mm256_movemask_epi8(high) as u32) << 32
}

/// Which bytes are from `first` to `last`. AVX2 compares signed bytes only, so the range is moved
/// to the greatest signed numbers.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn within(bytes: __m256i, first: u8, last: u8) -> __m256i {
    let moved = _mm256_add_epi8(bytes, _mm256_set1_epi8(0x7F_u8.wrapping_sub(last) as i8));
    _mm256_cmpgt_epi8(moved, _mm256_set1_epi8((0x7E - (last - first)) as i8))
}
