//! The filter over runs of text in blocks, for any backend that makes the masks of a block.
//!
//! A *run* is a maximal sequence of ASCII letters, digits and [special bytes](super::special). Most
//! runs are one word of ASCII letters and digits. A group of four blocks of 64 bytes is read at
//! once, up to the last run that ends in it:
//!
//! ```text
//! masks of each block   word: ASCII letters and digits; special: special bytes; a bit per byte
//! runs   = word | special
//! starts = runs & !(runs << 1)              the first byte of each run
//! stops  = (word + starts) & !word          for each start, the first byte that is not in `word`:
//!                                           the addition carries through the bits of the word
//! for each (start, stop) of the block:
//!     keep it if the first set may have its key, or if the byte at the stop is special
//! for each kept (start, stop) of the group:
//!     keep it if the second set may have its key with the text after it, or if its stop is special
//! ```
//!
//! Both loops write each entry and then advance the count by 0 or 1. No branch depends on whether a
//! word is kept, since that cannot be predicted.
//!
//! A run with a special byte is always kept: the reference implementation reads it when its turn
//! comes.
//!
//! Tried without gain: listing the words of a block by a table with eight entries for each byte;
//! eight words at a time with AVX-512 (compress, permute, gather).

use super::state::{BLOCK, BLOCKS, MAX_RUNS, Runs, Scan};
use super::tables::Prefilter;
use super::tokens::{self, Tokens};
use crate::bytes::u64_at;

/// What is known of the 64 bytes of a block, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Masks {
    /// ASCII letters and digits.
    pub(super) word: u64,
    /// Special bytes.
    pub(super) special: u64,
}

/// Bytes that are read for a group. The key of a word (eight bytes from its start) and the text
/// after a word may extend beyond the blocks.
const GROUP: usize = BLOCK * BLOCKS + 8;

/// Bytes that are read for a block alone.
const SINGLE: usize = BLOCK + 8;

/// Words that stop in one block.
struct BlockWords<'t> {
    /// The bytes of the group, and some after it.
    bytes: &'t [u8],
    /// Where the block begins in the group.
    from: usize,
    /// Where the first word starts, in this block or in one before it.
    first: usize,
    /// Where the other words start, by bit.
    starts: u64,
    /// Where all of them stop, by bit; not empty.
    stops: u64,
    /// The special bytes of the block.
    special: u64,
}

impl BlockWords<'_> {
    /// Adds to `runs` the words that the first set may have, and those that stop at a special byte.
    #[inline(always)]
    fn keep(&self, tokens: &Tokens<'_>, runs: &mut Runs, cut: &impl Fn(u64, usize) -> u64) {
        if self.special & self.stops == 0 {
            self.keep_by_set::<false>(tokens, runs, cut);
        } else {
            self.keep_by_set::<true>(tokens, runs, cut);
        }
    }

    #[inline(always)]
    fn keep_by_set<const SPECIAL: bool>(
        &self,
        tokens: &Tokens<'_>,
        runs: &mut Runs,
        cut: &impl Fn(u64, usize) -> u64,
    ) {
        let &Self { bytes, from, first: mut next, mut starts, mut stops, special } = self;
        while stops != 0 {
            let start = next as u8;
            let bit = take_lowest(&mut stops);
            let stop = (from + bit) as u8;
            next = from + take_lowest(&mut starts);
            let key = tokens::key(
                u64_at(bytes, usize::from(start)),
                usize::from(stop.wrapping_sub(start)),
                cut,
            );
            runs.push(start, stop, tokens.may_begin(key) | (SPECIAL && special >> bit & 1 == 1));
        }
    }
}

impl Prefilter<'_> {
    /// Reads groups until one has runs before `until` that a name could begin with, and leaves
    /// these in `scan`, which must be before a run and have no runs left. Ends at `until` too, and
    /// where a run begins that is longer than a group: that one must be read character by
    /// character.
    ///
    /// `cut` is [`tokens::cut`] or an equivalent.
    #[inline(always)]
    pub(super) fn read_groups(
        &self,
        text: &[u8],
        scan: &mut Scan,
        until: usize,
        masks: impl Fn(&[u8; BLOCK]) -> Masks,
        cut: impl Fn(u64, usize) -> u64,
    ) {
        while scan.at < until && scan.runs.count == 0 && !scan.inside {
            let rest = text.get(scan.at..).unwrap_or(&[]);
            let left = until - scan.at;
            let read = if left > BLOCK {
                match rest.first_chunk::<GROUP>() {
                    Some(bytes) => self.read_group::<BLOCKS>(bytes, left, scan, &masks, &cut),
                    None => {
                        self.read_group::<BLOCKS>(&padded::<GROUP>(rest), left, scan, &masks, &cut)
                    }
                }
            } else {
                self.read_group::<1>(&padded::<SINGLE>(rest), left, scan, &masks, &cut)
            };
            scan.group = scan.at;
            scan.at += read;
            scan.inside = read == 0;
        }
        scan.next_group = scan.at;
    }

    /// Leaves in `scan` the runs of `N` blocks that start before `until` and that a name could
    /// begin with. Returns how many bytes were read: 0 if the blocks are one run that continues
    /// after them.
    #[inline(always)]
    fn read_group<const N: usize>(
        &self,
        bytes: &[u8],
        until: usize,
        scan: &mut Scan,
        masks: &impl Fn(&[u8; BLOCK]) -> Masks,
        cut: &impl Fn(u64, usize) -> u64,
    ) -> usize {
        let mut blocks = [Masks::default(); N];
        for (of_block, block) in blocks.iter_mut().zip(bytes.as_chunks().0) {
            *of_block = masks(block);
        }
        // The last run may continue after the blocks: it is read with the next group.
        let mut limit = N * BLOCK;
        for &Masks { word, special } in blocks.iter().rev() {
            let open = (word | special).leading_ones() as usize;
            limit -= open;
            if open < BLOCK {
                break;
            }
        }
        let limit = limit.min(until);
        let (mut before, mut carry, mut open, mut read) = (0, 0, None, limit);
        scan.has_special = false;
        for (from, &Masks { word, special }) in (0..).step_by(BLOCK).zip(&blocks) {
            // A damaged image may call letters special.
            let (runs, plain) = (word | special, word & !special);
            let mut starts = runs & !(runs << 1 | before);
            before = runs >> 63;
            if limit < from + BLOCK {
                starts &= !u64::MAX.checked_shl(limit.saturating_sub(from) as u32).unwrap_or(0);
            }
            let (sum, over) = plain.overflowing_add(starts);
            let (sum, over_again) = sum.overflowing_add(carry);
            carry = u64::from(over | over_again);
            let stops = sum & !plain;
            let count = starts.count_ones() + u32::from(open.is_some());
            let last = starts.checked_ilog2().map(|bit| from + bit as usize).or(open);
            if stops != 0 {
                let (first, others) = match open {
                    Some(start) => (start, starts),
                    None => {
                        (from + starts.trailing_zeros() as usize, starts & starts.wrapping_sub(1))
                    }
                };
                BlockWords { bytes, from, first, starts: others, stops, special }.keep(
                    &self.tokens,
                    &mut scan.runs,
                    cut,
                );
                read = read.max(from + stops.ilog2() as usize);
                scan.has_special |= stops & special != 0;
            }
            open = last.filter(|_| count > stops.count_ones());
        }
        let kept = scan.runs.count;
        scan.runs.count = 0;
        for index in 0..kept.min(MAX_RUNS) {
            let (start, stop) = scan.runs.get(index);
            let key = tokens::key(
                u64_at(bytes, usize::from(start)),
                usize::from(stop.wrapping_sub(start)),
                cut,
            );
            let stops_at_special = scan.has_special
                && blocks[usize::from(stop) / BLOCK % N].special >> (stop % 64) & 1 == 1;
            let following = tokens::following(bytes, usize::from(stop));
            scan.runs.push(
                start,
                stop,
                stops_at_special | self.tokens.may_be_followed(key, following),
            );
        }
        scan.returned = 0;
        read
    }
}

/// Removes the lowest bit and returns its index; 64 if there is none.
#[inline(always)]
fn take_lowest(bits: &mut u64) -> usize {
    let index = bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    index
}

/// The first of these bytes, filled up with blanks after the end of the text.
#[inline(always)]
fn padded<const LEN: usize>(rest: &[u8]) -> [u8; LEN] {
    let mut bytes = [b' '; LEN];
    let len = rest.len().min(LEN);
    bytes[..len].copy_from_slice(&rest[..len]);
    bytes
}
