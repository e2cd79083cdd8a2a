//! Words of ASCII text 64 bytes at a time, by instructions that every x86-64 has.

use core::arch::x86_64::{
    __m128i, _mm_add_epi8, _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_movemask_epi8, _mm_or_si128,
    _mm_set_epi64x, _mm_set1_epi8,
};

use super::{Masks, SIGNS};

/// The masks of a block. `signs` are the bytes that have to be looked at, beside those of 0x80 and
/// above.
#[inline]
pub(super) fn masks(block: &[u8; 64], signs: &[u8; SIGNS]) -> Masks {
    #[allow(
        unsafe_code,
        reason = "only the call of a function that names the instructions it is compiled to"
    )]
    // SAFETY: SSE2 is a part of x86-64, the only architecture that this file is compiled for.
    unsafe {
        masks_sse2(block, signs)
    }
}

#[inline]
#[target_feature(enable = "sse2")]
fn masks_sse2(block: &[u8; 64], signs: &[u8; SIGNS]) -> Masks {
    let (mut words, mut looks) = (0, 0);
    let (quarters, _) = block.as_chunks::<16>();
    for (index, quarter) in quarters.iter().enumerate() {
        let bytes = load(quarter);
        let mut look = bytes;
        for &sign in signs {
            look = _mm_or_si128(look, _mm_cmpeq_epi8(bytes, splat(sign)));
        }
        let letter = within(_mm_or_si128(bytes, splat(0x20)), b'a', b'z');
        let word = _mm_or_si128(letter, within(bytes, b'0', b'9'));
        words |= u64::from(_mm_movemask_epi8(word) as u16) << (16 * index);
        looks |= u64::from(_mm_movemask_epi8(look) as u16) << (16 * index);
    }
    Masks { words, looks }
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

/// Which bytes are from `first` to `last`. Comparisons are signed, so that the range is moved to
/// the lowest numbers.
#[inline]
#[target_feature(enable = "sse2")]
fn within(bytes: __m128i, first: u8, last: u8) -> __m128i {
    let moved = _mm_add_epi8(bytes, splat(0x80_u8.wrapping_sub(first)));
    _mm_cmplt_epi8(moved, splat(0x80 + (last - first) + 1))
}
