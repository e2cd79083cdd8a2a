//! Masks of a block with SSE2, which every x86-64 has.

use core::arch::x86_64::{
    __m128i, _mm_add_epi8, _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_movemask_epi8, _mm_or_si128,
    _mm_set_epi64x, _mm_set1_epi8,
};

use super::blocks::Masks;
use super::special::LISTED;
use super::state::BLOCK;

/// The masks of a block. `special` lists the special ASCII bytes.
#[inline]
pub(super) fn masks(block: &[u8; BLOCK], special: &[u8; LISTED]) -> Masks {
    #[allow(
        unsafe_code,
        reason = "only the call of a function that names the instructions it is compiled to"
    )]
    // SAFETY: the function requires SSE2, which is a part of x86-64. `mod.rs` compiles this file
    // for that architecture only.
    unsafe {
        masks_sse2(block, special)
    }
}

#[inline]
#[target_feature(enable = "sse2")]
fn masks_sse2(block: &[u8; BLOCK], special: &[u8; LISTED]) -> Masks {
    let mut masks = Masks::default();
    let (quarters, _) = block.as_chunks::<16>();
    for (index, quarter) in quarters.iter().enumerate() {
        let bytes = load(quarter);
        // Bytes of 0x80 and above are special; their highest bit is the one that the mask takes.
        let mut is_special = bytes;
        for &byte in special {
            is_special = _mm_or_si128(is_special, _mm_cmpeq_epi8(bytes, splat(byte)));
        }
        let letter = within(_mm_or_si128(bytes, splat(0x20)), b'a', b'z');
        let word = _mm_or_si128(letter, within(bytes, b'0', b'9'));
        masks.word |= u64::from(_mm_movemask_epi8(word) as u16) << (16 * index);
        masks.special |= u64::from(_mm_movemask_epi8(is_special) as u16) << (16 * index);
    }
    masks
}

#[inline]
#[target_feature(enable = "sse2")]
fn load(bytes: &[u8; 16]) -> __m128i {
    let whole = u128::from_le_bytes(*bytes);
    _mm_set_epi64x((whole >> 64) as i64, whole as i64)
}

#[inline]
#[target_feature(enable = "sse2")]
fn splat(byte: u8) -> __m128i {
    _mm_set1_epi8(byte as i8)
}

/// Which bytes are from `first` to `last`. SSE2 compares signed bytes only, so the range is moved
/// to the lowest signed numbers.
#[inline]
#[target_feature(enable = "sse2")]
fn within(bytes: __m128i, first: u8, last: u8) -> __m128i {
    let moved = _mm_add_epi8(bytes, splat(0x80_u8.wrapping_sub(first)));
    _mm_cmplt_epi8(moved, splat(0x80 + (last - first) + 1))
}
