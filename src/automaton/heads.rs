//! The table of heads: a hash table with linear probing.
//!
//! It is sorted by bucket and within each bucket by head, and continues after the last bucket, so
//! that every head is in its bucket or directly after the head before it. The last record is empty.

use super::state::State;
use crate::bytes::{SPREADING, first_not_before, u32_at, u64_at};
use crate::fold::{Reader, leading_word};

/// Bytes of a record: the head, padded with zeros, and its state.
pub(crate) const HEAD: usize = 12;

/// The most bytes of a head.
pub(super) const HEAD_LEN: usize = 8;

/// How many records a lookup reads one after the other. Most heads are nearer to their bucket.
const NEAR: usize = 32;

/// The head of a folded name as a key of the table, and its length; `None` if the name is empty.
pub(super) fn head_of(folded: &[u8]) -> Option<(u64, usize)> {
    let len = match *folded.first()? {
        byte if byte.is_ascii_alphanumeric() => {
            folded.iter().take(HEAD_LEN).take_while(|byte| byte.is_ascii_alphanumeric()).count()
        }
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let len = len.min(folded.len());
    let mut key = [0; HEAD_LEN];
    key[..len].copy_from_slice(&folded[..len]);
    Some((u64::from_le_bytes(key), len))
}

/// The key and the length of the head at `start` in a text, if it is ASCII and nothing that follows
/// it can change what it folds to.
#[inline]
pub(super) fn plain_head(reader: &Reader<'_>, start: usize) -> Option<(u64, usize)> {
    let rest = reader.text.get(start..)?;
    let head = match rest.first_chunk() {
        Some(head) => u64::from_le_bytes(*head),
        None => rest.iter().rev().fold(0, |head, &byte| head << 8 | u64::from(byte)),
    };
    let (lowered, len) = leading_word(head);
    if len == 0 || matches!(rest.get(len), Some(b'&' | b'<' | 0x80..)) {
        return None;
    }
    Some((lowered & u64::MAX >> (64 - 8 * len), len))
}

/// The state after a head. `probe` returns the record of the table with an index below `len`, its
/// length.
#[inline]
pub(super) fn find_head<'i>(
    key: u64,
    buckets: u32,
    len: usize,
    mut probe: impl FnMut(usize) -> Option<&'i [u8; HEAD]>,
) -> Option<State> {
    let mut index = bucket(key, buckets);
    let far = index.saturating_add(NEAR);
    loop {
        let head = probe(index)?;
        match u64_at(head, 0) {
            found if found == key => return Some(State(u32_at(head, 8))),
            0 => return None,
            _ if index == far => return find_far_head(key, buckets, len, probe),
            _ => index += 1,
        }
    }
}

/// As [`find_head`], for a head that is more than [`NEAR`] records after its bucket: by binary
/// search, since records are sorted by bucket and then by head. So a lookup takes a number of
/// probes logarithmic in the table, even if somebody chose heads that share a few buckets.
#[cold]
fn find_far_head<'i>(
    key: u64,
    buckets: u32,
    len: usize,
    mut probe: impl FnMut(usize) -> Option<&'i [u8; HEAD]>,
) -> Option<State> {
    let home = bucket(key, buckets);
    let index = first_not_before(home.saturating_add(NEAR), len, |index| {
        let found = probe(index).map_or(0, |head| u64_at(head, 0));
        found != 0 && (bucket(found, buckets), found) < (home, key)
    });
    probe(index).filter(|head| u64_at(*head, 0) == key).map(|head| State(u32_at(head, 8)))
}

/// The index of the first record that a head may have.
#[inline]
pub(super) fn bucket(key: u64, buckets: u32) -> usize {
    let hash = (key ^ key >> 32).wrapping_mul(SPREADING);
    (((hash >> 32) * u64::from(buckets)) >> 32) as usize
}

/// Whether the records are as [`lay_out`](super::layout::lay_out) arranges them: at most four
/// fifths of the buckets used, sorted, and each head in its bucket or directly after the head
/// before it. A head at another index would not be found.
pub(super) fn are_in_place(heads: &[[u8; HEAD]], buckets: u32) -> bool {
    let (mut count, mut free, mut last) = (0, 0, (0, 0));
    for (index, head) in heads.iter().enumerate() {
        let key = u64_at(head, 0);
        if key == 0 {
            continue;
        }
        let order = (bucket(key, buckets), key);
        if index != order.0.max(free) || order <= last {
            return false;
        }
        (count, free, last) = (count + 1, index + 1, order);
    }
    buckets as usize > count + count / 4
}
