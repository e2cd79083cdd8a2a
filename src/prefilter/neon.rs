//! Masks of a block with NEON, which every 64-bit ARM processor has.
//!
//! NEON has no instruction that makes a bit mask of a vector. The bytes of a block are loaded so
//! that each of four vectors has every fourth one. Four insertions of shifted bits then put the
//! highest bits of four neighbours side by side, and one narrowing shift joins them.

use core::arch::aarch64::{
    uint8x16_t, uint8x16x4_t, vaddq_u8, vandq_u8, vcgeq_u8, vdupq_n_u8, vget_lane_u64, vld1q_u8,
    vld4q_u8, vqtbl1q_u8, vqtbl4q_u8, vreinterpret_u64_u8, vreinterpretq_u16_u8, vshlq_n_u8,
    vshrn_n_u16, vshrq_n_u8, vsriq_n_u8, vsubq_u8, vtstq_u8,
};

use super::blocks::{Blocks, Leads, Masks};
use super::state::BLOCK;
use super::tokens;
use super::wide::Groups;

/// The backend, with the table of special ASCII bytes.
pub(super) struct Neon(pub(super) [u8; 16]);

#[allow(
    unsafe_code,
    reason = "only calls of functions that name the instructions they are compiled to"
)]
impl Blocks for Neon {
    #[inline(always)]
    fn masks(&self, block: &[u8; BLOCK]) -> Masks {
        // SAFETY: the function requires NEON. `mod.rs` compiles this file only for targets that
        // have it.
        unsafe { masks(block, &self.0) }
    }

    #[inline(always)]
    fn leads(&self, block: &[u8; BLOCK]) -> Leads {
        // SAFETY: as for `masks`.
        unsafe { leads(block) }
    }

    #[inline(always)]
    fn within(&self, block: &[u8; BLOCK], first: u8, last: u8) -> u64 {
        // SAFETY: as for `masks`.
        unsafe { within(block, first, last) }
    }

    #[inline(always)]
    fn cut(&self, head: u64, len: usize) -> u64 {
        tokens::cut(head, len)
    }
}

/// For each low half of a byte, by bit the high halves with which it is an ASCII letter or digit.
static WORD: [u8; 16] = {
    let mut table = [0; 16];
    let mut byte = 0;
    while byte < 0x80_u8 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize & 15] |= 1 << (byte >> 4);
        }
        byte += 1;
    }
    table
};

/// For each high half of a byte its bit; none for bytes of 0x80 and above.
static HIGH_HALVES: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];

/// Every fourth byte of a block: the first vector begins with the first one.
type Quarters = [uint8x16_t; 4];

#[inline]
#[target_feature(enable = "neon")]
fn masks(block: &[u8; BLOCK], special: &[u8; 16]) -> Masks {
    let (word, special, by_high) = (load(&WORD), load(special), load(&HIGH_HALVES));
    let bytes = load_quarters(block);
    let halves = bytes.map(|bytes| {
        let low = vandq_u8(bytes, vdupq_n_u8(0x0F));
        (low, vqtbl1q_u8(by_high, vshrq_n_u8::<4>(bytes)))
    });
    let listed_in = |table| mask(halves.map(|(low, high)| vtstq_u8(vqtbl1q_u8(table, low), high)));
    Masks { word: listed_in(word), special: listed_in(special), high: mask(bytes) }
}

/// What a byte of 0xC0 and above begins, one bit for each mask of [`Leads`].
static LEADS: [u8; 64] = {
    let mut table = [0; 64];
    let mut byte = 0xC0_u8;
    loop {
        table[byte as usize & 63] = match byte {
            0xC2 | 0xCA..=0xCF | 0xD2 | 0xD4..=0xDF => NARROW,
            0xC3..=0xC9 => LATIN,
            0xD0 | 0xD1 | 0xD3 => NARROW | LETTERS,
            0xE0 => SOUTH,
            0xE3..=0xE9 => HAN,
            0xEA => HANGUL | FIRST_HANGUL,
            0xEB..=0xED => HANGUL,
            0xE1 | 0xE2 | 0xEE..=0xF4 => RARE,
            _ => 0,
        };
        if byte == 0xFF {
            break;
        }
        byte += 1;
    }
    table
};

const LATIN: u8 = 1 << 7;
const NARROW: u8 = 1 << 6;
const LETTERS: u8 = 1 << 5;
const SOUTH: u8 = 1 << 4;
const HAN: u8 = 1 << 3;
const HANGUL: u8 = 1 << 2;
const RARE: u8 = 1 << 1;
const FIRST_HANGUL: u8 = 1;

#[inline]
#[target_feature(enable = "neon")]
fn leads(block: &[u8; BLOCK]) -> Leads {
    let table = LEADS.as_chunks::<16>().0;
    let table = uint8x16x4_t(load(&table[0]), load(&table[1]), load(&table[2]), load(&table[3]));
    let bytes = load_quarters(block);
    // Other bytes than leads are outside the table, and so have no bit.
    let kinds = bytes.map(|bytes| vqtbl4q_u8(table, vsubq_u8(bytes, vdupq_n_u8(0xC0))));
    let above = mask(bytes.map(|bytes| {
        let moved = vaddq_u8(bytes, vdupq_n_u8(0x40));
        vcgeq_u8(moved, vdupq_n_u8(0xF0))
    }));
    let first_hangul = mask(kinds.map(|kinds| vshlq_n_u8::<7>(kinds)));
    Leads {
        latin: mask(kinds),
        narrow: mask(kinds.map(|kinds| vshlq_n_u8::<1>(kinds))),
        letters: mask(kinds.map(|kinds| vshlq_n_u8::<2>(kinds))),
        wide: Groups([
            mask(kinds.map(|kinds| vshlq_n_u8::<3>(kinds))),
            mask(kinds.map(|kinds| vshlq_n_u8::<4>(kinds))),
            mask(kinds.map(|kinds| vshlq_n_u8::<5>(kinds))),
        ]),
        rare: mask(kinds.map(|kinds| vshlq_n_u8::<6>(kinds))) | (first_hangul & !(above >> 1)),
    }
}

#[inline]
#[target_feature(enable = "neon")]
fn within(block: &[u8; BLOCK], first: u8, last: u8) -> u64 {
    let moved = load_quarters(block).map(|bytes| vsubq_u8(bytes, vdupq_n_u8(first)));
    mask(moved.map(|bytes| vcgeq_u8(vdupq_n_u8(last - first), bytes)))
}

/// The highest bit of each byte of a block.
#[inline]
#[target_feature(enable = "neon")]
fn mask(quarters: Quarters) -> u64 {
    let [first, second, third, fourth] = quarters;
    let (low, high) = (vsriq_n_u8::<1>(second, first), vsriq_n_u8::<1>(fourth, third));
    let four = vsriq_n_u8::<2>(high, low);
    // Both halves of each byte: the four bits of four neighbours.
    let twice = vsriq_n_u8::<4>(four, four);
    vget_lane_u64::<0>(vreinterpret_u64_u8(vshrn_n_u16::<4>(vreinterpretq_u16_u8(twice))))
}

#[inline]
#[target_feature(enable = "neon")]
fn load(bytes: &[u8; 16]) -> uint8x16_t {
    #[allow(unsafe_code, reason = "vectors are loaded by way of pointers")]
    // SAFETY: the pointer is that of `bytes`, a reference to an array of 16 bytes: as many as the
    // instruction reads, at any alignment.
    unsafe {
        vld1q_u8(bytes.as_ptr())
    }
}

#[inline]
#[target_feature(enable = "neon")]
fn load_quarters(block: &[u8; BLOCK]) -> Quarters {
    #[allow(unsafe_code, reason = "as for `load`")]
    // SAFETY: the pointer is that of `block`, a reference to an array of 64 bytes: as many as the
    // instruction reads, at any alignment.
    let uint8x16x4_t(first, second, third, fourth) = unsafe { vld4q_u8(block.as_ptr()) };
    [first, second, third, fourth]
}

#[cfg(test)]
mod tests {
    use super::super::backend::{Backend, Chosen};
    use super::super::special::{FirstBytes, SpecialBytes};
    use super::*;

    /// One bit for each byte of a block that has a property.
    fn bits(block: &[u8; BLOCK], has: impl Fn(u8) -> bool) -> u64 {
        block.iter().rev().fold(0, |bits, &byte| bits << 1 | u64::from(has(byte)))
    }

    #[test]
    fn it_is_the_fastest_of_these_machines() {
        assert_eq!(Chosen::fastest().backend(), Backend::Neon);
    }

    #[test]
    fn masks_and_leads_are_those_of_each_byte() {
        let first = FirstBytes([1 << b'#' | 1 << b'$' | 1 << b'\'', 1 << (b'~' - 64), 0, 0]);
        let neon = Neon(SpecialBytes::new(&first).table);
        // Every pair of neighbours at one place, and every byte at every place.
        for pair in 0..=u16::MAX {
            let [one, other] = pair.to_le_bytes();
            let block = core::array::from_fn(|at| match at {
                30 => one,
                31 => other,
                _ => one.wrapping_add((at as u8).wrapping_mul(other | 1)),
            });
            let masks = Masks {
                word: bits(&block, |byte| byte.is_ascii_alphanumeric()),
                special: bits(&block, |byte| b"&<`#$'~".contains(&byte)),
                high: bits(&block, |byte| byte >= 0x80),
            };
            assert_eq!(neon.masks(&block), masks, "{block:x?}");
            let of = |first, last| bits(&block, |byte| (first..=last).contains(&byte));
            let rare_hangul = of(0xEA, 0xEA) & !(of(0xB0, 0xBF) >> 1);
            let leads = Leads {
                latin: of(0xC3, 0xC9),
                narrow: of(0xC2, 0xC2) | of(0xCA, 0xDF),
                letters: of(0xD0, 0xD1) | of(0xD3, 0xD3),
                wide: Groups([of(0xE0, 0xE0), of(0xE3, 0xE9), of(0xEA, 0xED)]),
                rare: of(0xE1, 0xE2) | of(0xEE, 0xF4) | rare_hangul,
            };
            assert_eq!(neon.leads(&block), leads, "{block:x?}");
            for (first, last) in [(0x81, 0x8A), (0xD7, 0xDB), (one, one | 0x0F)] {
                assert_eq!(neon.within(&block, first, last), of(first, last), "{block:x?}");
            }
        }
    }
}
