//! Words of ASCII text 64 bytes at a time, and eight words at once, by instructions that x86-64 servers have since 2019 (Ice Lake) and 2022 (Zen 4).
//!
//! The words of a block as lists of their starts and stops (one *compress* each), then eight of them in eight lanes: their first bytes out of the block and the one before it (one *permute*),
//! cut, hashed, and looked up in the set of first words (one *gather*). It is [`Words::find`], word by word.

use core::arch::x86_64::{
    __m128i, __m512i, _mm_cvtsi64_si128, _mm_cvtsi32_si128, _mm_maskz_compress_epi16, _mm_storeu_si128, _mm512_add_epi8, _mm512_add_epi64, _mm512_and_si512, _mm512_andnot_si512, _mm512_cmple_epu8_mask,
    _mm512_cvtepi64_epi16, _mm512_cvtepu8_epi64, _mm512_loadu_si512, _mm512_mask_set1_epi8, _mm512_maskz_compress_epi8, _mm512_movepi8_mask, _mm512_mullo_epi64, _mm512_or_si512,
    _mm512_permutex2var_epi8, _mm512_permutexvar_epi8, _mm512_rorv_epi64, _mm512_set1_epi8, _mm512_set1_epi64, _mm512_set_epi64, _mm512_shuffle_epi8, _mm512_slli_epi64, _mm512_sllv_epi64,
    _mm512_srl_epi64, _mm512_srli_epi16, _mm512_srli_epi64, _mm512_storeu_si512, _mm512_sub_epi8, _mm512_sub_epi64, _mm512_test_epi8_mask, _mm512_test_epi64_mask, _mm512_xor_si512,
};

use super::blocks::{AT_ONCE, BLOCK, Found, RUNS, Words};
use super::{Masks, Prefilter, Scan, tokens};
use crate::records::u64_at;

/// As [`Prefilter::read_groups`].
pub(super) fn read_groups(filter: &Prefilter<'_>, text: &[u8], scan: &mut Scan, until: usize) {
    #[allow(unsafe_code, reason = "only the call of a function that names the instructions it is compiled to")]
    // SAFETY: the machine has them all: `Backend::chosen`, the only maker of the value that leads here, asked it.
    unsafe {
        read_groups_avx512(filter, text, scan, until);
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
fn read_groups_avx512(filter: &Prefilter<'_>, text: &[u8], scan: &mut Scan, until: usize) {
    let mut signs = [0; BLOCK];
    signs.chunks_exact_mut(16).for_each(|part| part.copy_from_slice(&filter.sign_table));
    let by_low = load(&signs);
    filter.read_groups(text, scan, until, |block| masks(load(block), by_low), |words, found| find(words, filter, found));
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(bytes: &[u8; BLOCK]) -> __m512i {
    #[allow(unsafe_code, reason = "vectors are loaded from pointers")]
    // SAFETY: an array of 64 bytes, which this instruction reads at any alignment.
    unsafe {
        _mm512_loadu_si512(bytes.as_ptr().cast())
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn store(vector: __m512i) -> [u8; BLOCK] {
    let mut bytes = [0; BLOCK];
    #[allow(unsafe_code, reason = "vectors are stored by pointers")]
    // SAFETY: an array of 64 bytes, which this instruction writes at any alignment.
    unsafe {
        _mm512_storeu_si512(bytes.as_mut_ptr().cast(), vector);
    }
    bytes
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn masks(bytes: __m512i, by_low: __m512i) -> Masks {
    let lower = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
    let letters = _mm512_cmple_epu8_mask(_mm512_sub_epi8(lower, _mm512_set1_epi8(b'a' as i8)), _mm512_set1_epi8((b'z' - b'a') as i8));
    let digits = _mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8(b'0' as i8)), _mm512_set1_epi8((b'9' - b'0') as i8));
    // A sign has to be looked at if the bit of its high half is set in what its low half leads to. Bytes of 0x80 and above lead to nothing, and are taken as they are.
    let by_high = _mm512_set1_epi64(i64::from_le_bytes([1, 2, 4, 8, 16, 32, 64, -128_i8 as u8]));
    let high = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), _mm512_set1_epi8(0x07));
    let signs = _mm512_test_epi8_mask(_mm512_shuffle_epi8(by_low, bytes), _mm512_shuffle_epi8(by_high, high));
    Masks { words: letters | digits, looks: signs | _mm512_movepi8_mask(bytes) }
}

/// As [`Words::find`].
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
fn find(words: &Words<'_>, filter: &Prefilter<'_>, found: &mut Found) {
    let &Words { seen, from, first, starts, stops, looks } = words;
    let window = seen.get(from..).and_then(|block| block.first_chunk()).zip(seen.get(from.saturating_sub(BLOCK)..).and_then(|block| block.first_chunk()));
    let (set, shift) = filter.tokens.first_set();
    // Rare: a word as long as a block, or one to be looked at.
    let is_usual = first + BLOCK >= from && looks & stops == 0;
    let (Some((block, before)), true) = (window, is_usual) else {
        return words.find(&filter.tokens, found, tokens::cut);
    };
    let (block, before) = (load(block), load(before));
    // Places count from the block before.
    let places = _mm512_add_epi8(load(&PLACES), _mm512_set1_epi8(BLOCK as i8));
    let starts = _mm512_permutexvar_epi8(_mm512_sub_epi8(load(&PLACES), _mm512_set1_epi8(1)), _mm512_maskz_compress_epi8(starts, places));
    let starts = store(_mm512_mask_set1_epi8(starts, 1, (first + BLOCK - from) as i8));
    let count = stops.count_ones();
    let stops = store(_mm512_maskz_compress_epi8(stops, places));
    for at in (0..count as usize).step_by(8) {
        let (start, stop) = (lanes(&starts, at), lanes(&stops, at));
        let len = _mm512_sub_epi64(stop, start);
        let each = _mm512_shuffle_epi8(start, load(&SPREAD));
        let heads = _mm512_permutex2var_epi8(before, _mm512_add_epi8(each, load(&EIGHT)), block);
        let lowered = _mm512_or_si512(heads, _mm512_set1_epi64(tokens::LOWER as i64));
        let unused = _mm512_sllv_epi64(_mm512_set1_epi64(-1), _mm512_and_si512(_mm512_slli_epi64(len, 3), _mm512_set1_epi64(0xFF)));
        let key = _mm512_xor_si512(_mm512_andnot_si512(unused, lowered), len);
        let hash = _mm512_mullo_epi64(key, _mm512_set1_epi64(tokens::SPREADING as i64));
        let index = _mm512_srl_epi64(hash, _mm_cvtsi32_si128(shift as i32));
        // A gather takes longer than eight loads one by one.
        let index = store(index);
        let word = |lane: usize| set.get(u64_at(&index, 8 * lane) as usize).map_or(0, |word| i64::from_le_bytes(*word));
        let word = _mm512_set_epi64(word(7), word(6), word(5), word(4), word(3), word(2), word(1), word(0));
        let (one, other) = (_mm512_rorv_epi64(word, _mm512_srli_epi64::<{ tokens::ONE_BIT }>(hash)), _mm512_rorv_epi64(word, _mm512_srli_epi64::<{ tokens::OTHER_BIT }>(hash)));
        let known = _mm512_test_epi64_mask(_mm512_and_si512(one, other), _mm512_set1_epi64(1));
        let known = known & (0xFF_u32 >> 8_u32.saturating_sub(count - at as u32)) as u8;
        let runs = _mm512_add_epi64(_mm512_or_si512(start, _mm512_slli_epi64(stop, 8)), _mm512_set1_epi64((from as i64 - BLOCK as i64) * 0x101));
        append(found, _mm_maskz_compress_epi16(known, _mm512_cvtepi64_epi16(runs)), known.count_ones() as usize);
    }
}

/// Eight bytes of a list from one on, one a lane.
#[inline]
#[target_feature(enable = "avx512f")]
fn lanes(list: &[u8; BLOCK], at: usize) -> __m512i {
    _mm512_cvtepu8_epi64(_mm_cvtsi64_si128(u64_at(list, at) as i64))
}

/// Adds the first `count` of eight runs.
#[inline]
#[target_feature(enable = "avx512f")]
fn append(found: &mut Found, runs: __m128i, count: usize) {
    let room: &mut [u16; AT_ONCE] = match found.runs.get_mut(found.count % RUNS..).and_then(|rest| rest.first_chunk_mut()) {
        Some(room) => room,
        None => return,
    };
    #[allow(unsafe_code, reason = "vectors are stored by pointers")]
    // SAFETY: an array of 16 bytes, which this instruction writes at any alignment.
    unsafe {
        _mm_storeu_si128(room.as_mut_ptr().cast(), runs);
    }
    found.count += count;
}

/// The place of each byte.
static PLACES: [u8; BLOCK] = {
    let mut places = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        places[at] = at as u8;
        at += 1;
    }
    places
};

/// The first byte of each lane for all bytes of the lane.
static SPREAD: [u8; BLOCK] = {
    let mut places = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        places[at] = (at & 8) as u8;
        at += 1;
    }
    places
};

/// The place of each byte in its lane.
static EIGHT: [u8; BLOCK] = {
    let mut places = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        places[at] = (at & 7) as u8;
        at += 1;
    }
    places
};
