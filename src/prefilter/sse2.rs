//! Masks of a block with SSE2, which every x86-64 has.

use core::arch::x86_64::{
    __m128i, _mm_add_epi8, _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_movemask_epi8, _mm_or_si128,
    _mm_set_epi64x, _mm_set1_epi8,
};

use super::blocks::{Blocks, Leads, Masks};
use super::special::LISTED;
use super::state::BLOCK;
use super::tokens;
use super::wide::Groups;

/// The backend, with the list of special ASCII bytes.
pub(super) struct Sse2(pub(super) [u8; LISTED]);

impl Blocks for Sse2 {
    #[inline(always)]
    fn masks(&self, block: &[u8; BLOCK]) -> Masks {
        masks(block, &self.0)
    }

    #[inline(always)]
    fn leads(&self, block: &[u8; BLOCK]) -> Leads {
        leads(block)
    }

    #[inline(always)]
    fn within(&self, block: &[u8; BLOCK], first: u8, last: u8) -> u64 {
        #[allow(
            unsafe_code,
            reason = "only the call of a function that names the instructions it is compiled to"
        )]
        // SAFETY: as for `masks`.
        unsafe {
            within_block(block, first, last)
        }
    }

    #[inline(always)]
    fn cut(&self, head: u64, len: usize) -> u64 {
        tokens::cut(head, len)
    }
}

/// The masks of a block. `special` lists the special ASCII bytes.
#[inline]
fn masks(block: &[u8; BLOCK], special: &[u8; LISTED]) -> Masks {
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
        let mut is_special = _mm_cmpeq_epi8(bytes, splat(b'&'));
        for &byte in special {
            is_special = _mm_or_si128(is_special, _mm_cmpeq_epi8(bytes, splat(byte)));
        }
        let letter = within(_mm_or_si128(bytes, splat(0x20)), b'a', b'z');
        let word = _mm_or_si128(letter, within(bytes, b'0', b'9'));
        masks.word |= u64::from(_mm_movemask_epi8(word) as u16) << (16 * index);
        masks.special |= u64::from(_mm_movemask_epi8(is_special) as u16) << (16 * index);
        masks.high |= u64::from(_mm_movemask_epi8(bytes) as u16) << (16 * index);
    }
    masks
}

/// The leads of a block.
#[inline]
fn leads(block: &[u8; BLOCK]) -> Leads {
    #[allow(
        unsafe_code,
        reason = "only the call of a function that names the instructions it is compiled to"
    )]
    // SAFETY: as for `masks`.
    unsafe {
        leads_sse2(block)
    }
}

#[inline]
#[target_feature(enable = "sse2")]
fn leads_sse2(block: &[u8; BLOCK]) -> Leads {
    let mut leads = Leads::default();
    let (quarters, _) = block.as_chunks::<16>();
    let (mut rare_hangul, mut above) = (0, 0);
    for (index, quarter) in quarters.iter().enumerate() {
        let bytes = load(quarter);
        let mask = |first, last| {
            u64::from(_mm_movemask_epi8(within(bytes, first, last)) as u16) << (16 * index)
        };
        leads.latin |= mask(0xC3, 0xC9);
        leads.narrow |= mask(0xC2, 0xC2) | mask(0xCA, 0xDF);
        leads.letters |= mask(0xD0, 0xD1) | mask(0xD3, 0xD3);
        let Groups(groups) = &mut leads.wide;
        groups[0] |= mask(0xE0, 0xE0);
        groups[1] |= mask(0xE3, 0xE9);
        groups[2] |= mask(0xEA, 0xED);
        leads.rare |= mask(0xE1, 0xE2) | mask(0xEE, 0xF4);
        rare_hangul |= mask(0xEA, 0xEA);
        above |= mask(0xB0, 0xBF);
    }
    leads.rare |= rare_hangul & !(above >> 1);
    leads
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

#[inline]
#[target_feature(enable = "sse2")]
fn within_block(block: &[u8; BLOCK], first: u8, last: u8) -> u64 {
    let quarters = block.as_chunks::<16>().0.iter().enumerate();
    quarters.fold(0, |bits, (index, quarter)| {
        let found = _mm_movemask_epi8(within(load(quarter), first, last));
        bits | u64::from(found as u16) << (16 * index)
    })
}

/// Which bytes are from `first` to `last`. SSE2 compares signed bytes only, so the range is moved
/// to the lowest signed numbers.
#[inline]
#[target_feature(enable = "sse2")]
fn within(bytes: __m128i, first: u8, last: u8) -> __m128i {
    let moved = _mm_add_epi8(bytes, splat(0x80_u8.wrapping_sub(first)));
    _mm_cmplt_epi8(moved, splat(0x80 + (last - first) + 1))
}
