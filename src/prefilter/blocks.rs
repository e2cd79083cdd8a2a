//! The filter over runs of text, many at a time, for any backend that makes the masks of a block.
//!
//! A *run* is what stands between two bytes that are no part of words and have not to be looked at:
//! most runs are one word of ASCII letters and digits. Four blocks of 64 bytes are read together,
//! up to the last run that ends in them:
//!
//! ```text
//! masks     of the bytes of words and of bytes that have to be looked at, one bit a byte
//! starts    the first bytes of runs; stops: for each of them the first byte that is no ASCII letter or digit. A start added to the mask of words carries on to the stop of its word
//! words     of a block one after the other: the key of each in the set of first words; what passes stays in the list, without a branch, since whether one passes cannot be foretold
//! behind    what stayed of all four blocks is looked at once more, with what stands behind the word
//! ```
//!
//! A run with a byte that has to be looked at always stays: it is read character by character when
//! its turn comes.
//!
//! Tried, and not faster: the list of words of a block by a table of eight places a byte; the words
//! eight at a time by AVX-512 (compress, permute, gather).

use super::tokens::{self, Tokens};
use super::{Masks, Prefilter, Scan};
use crate::bytes::u64_at;

pub(super) const BLOCK: usize = 64;

/// Blocks that are read together. A text that is shorter than one is read alone.
const BLOCKS: usize = 4;

/// Bytes that are looked at for a group: the first eight of a word, and of what stands behind it,
/// may reach beyond it.
const SEEN: usize = BLOCK * BLOCKS + 8;

/// The same for one block.
const SEEN_ALONE: usize = BLOCK + 8;

/// The most runs of a group.
pub(super) const RUNS: usize = BLOCK * BLOCKS / 2;

/// Words that stop in one block, a bit for each.
struct Words<'t> {
    /// The bytes of the group, and of what stands behind it.
    seen: &'t [u8],
    /// Where the block begins.
    from: usize,
    /// Where the first word starts, in this block or before it.
    first: usize,
    /// Where the others start.
    starts: u64,
    /// Where they stop; not empty.
    stops: u64,
    /// Which of these bytes have to be looked at.
    looks: u64,
}

/// Runs that were found: where each starts in its group, and in the upper byte where its word
/// stops.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    runs: [u16; RUNS],
    pub(super) count: usize,
}

impl Found {
    pub(super) const NONE: Self = Self { runs: [0; RUNS], count: 0 };

    /// Adds a run, if it is one to be found.
    #[inline(always)]
    fn push(&mut self, start: u8, stop: u8, found: bool) {
        self.runs[self.count % RUNS] = u16::from_le_bytes([start, stop]);
        self.count += usize::from(found);
    }

    #[inline(always)]
    pub(super) fn get(&self, index: usize) -> (u8, u8) {
        let [start, stop] = self.runs[index % RUNS].to_le_bytes();
        (start, stop)
    }
}

impl Words<'_> {
    /// Adds those to `found` that are known, or stop where something has to be looked at. Without a
    /// branch a word: whether one is found cannot be foretold.
    #[inline(always)]
    fn find(&self, tokens: &Tokens<'_>, found: &mut Found, cut: &impl Fn(u64, usize) -> u64) {
        if self.looks & self.stops == 0 {
            self.find_among::<false>(tokens, found, cut);
        } else {
            self.find_among::<true>(tokens, found, cut);
        }
    }

    #[inline(always)]
    fn find_among<const LOOKS: bool>(
        &self,
        tokens: &Tokens<'_>,
        found: &mut Found,
        cut: &impl Fn(u64, usize) -> u64,
    ) {
        let &Self { seen, from, first: mut next, mut starts, mut stops, looks } = self;
        while stops != 0 {
            let start = next as u8;
            let place = take_lowest(&mut stops);
            let stop = (from + place) as u8;
            next = from + take_lowest(&mut starts);
            let key = tokens::key(
                u64_at(seen, usize::from(start)),
                usize::from(stop.wrapping_sub(start)),
                cut,
            );
            found.push(start, stop, tokens.may_begin(key) | (LOOKS && looks >> place & 1 == 1));
        }
    }
}

impl Prefilter<'_> {
    /// Reads groups until one has runs before `until` with which a name could begin; these are left
    /// in `scan`, which stands before a run and has none left. Ends at `until`, or where a run
    /// begins that is too long for a group and has to be read character by character.
    ///
    /// `cut` is [`tokens::cut`] or the same by other means.
    #[inline(always)]
    pub(super) fn read_groups(
        &self,
        text: &[u8],
        scan: &mut Scan,
        until: usize,
        masks: impl Fn(&[u8; BLOCK]) -> Masks,
        cut: impl Fn(u64, usize) -> u64,
    ) {
        while scan.at < until && scan.found.count == 0 && !scan.inside {
            let rest = text.get(scan.at..).unwrap_or(&[]);
            let left = until - scan.at;
            let read = if left > BLOCK {
                match rest.first_chunk::<SEEN>() {
                    Some(seen) => self.read_group::<BLOCKS>(seen, left, scan, &masks, &cut),
                    None => self.read_group::<BLOCKS>(
                        &last_bytes::<SEEN>(rest),
                        left,
                        scan,
                        &masks,
                        &cut,
                    ),
                }
            } else {
                self.read_group::<1>(&last_bytes::<SEEN_ALONE>(rest), left, scan, &masks, &cut)
            };
            scan.first = scan.at;
            scan.at += read;
            scan.inside = read == 0;
        }
        scan.read = scan.at;
    }

    /// Leaves the runs of so many blocks that start before `until` and with which a name could
    /// begin in `scan`; gives the bytes read, none if the blocks are one run that goes on behind
    /// them.
    #[inline(always)]
    fn read_group<const N: usize>(
        &self,
        seen: &[u8],
        until: usize,
        scan: &mut Scan,
        masks: &impl Fn(&[u8; BLOCK]) -> Masks,
        cut: &impl Fn(u64, usize) -> u64,
    ) -> usize {
        let mut blocks = [Masks::default(); N];
        for (seen, block) in blocks.iter_mut().zip(seen.as_chunks().0) {
            *seen = masks(block);
        }
        // The last run may go on behind the blocks: it is read with the next ones.
        let mut limit = N * BLOCK;
        for &Masks { words, looks } in blocks.iter().rev() {
            let open = (words | looks).leading_ones() as usize;
            limit -= open;
            if open < BLOCK {
                break;
            }
        }
        let limit = limit.min(until);
        let (mut before, mut carry, mut open, mut read) = (0, 0, None, limit);
        scan.looks = false;
        for (from, &Masks { words, looks }) in (0..).step_by(BLOCK).zip(&blocks) {
            let (runs, plain) = (words | looks, words & !looks);
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
            let last = starts.checked_ilog2().map(|place| from + place as usize).or(open);
            if stops != 0 {
                let (first, others) = match open {
                    Some(start) => (start, starts),
                    None => {
                        (from + starts.trailing_zeros() as usize, starts & starts.wrapping_sub(1))
                    }
                };
                Words { seen, from, first, starts: others, stops, looks }.find(
                    &self.tokens,
                    &mut scan.found,
                    cut,
                );
                read = read.max(from + stops.ilog2() as usize);
                scan.looks |= stops & looks != 0;
            }
            open = last.filter(|_| count > stops.count_ones());
        }
        let found = scan.found.count;
        scan.found.count = 0;
        for index in 0..found.min(RUNS) {
            let (start, stop) = scan.found.get(index);
            let key = tokens::key(
                u64_at(seen, usize::from(start)),
                usize::from(stop.wrapping_sub(start)),
                cut,
            );
            let look =
                scan.looks && blocks[usize::from(stop) / BLOCK % N].looks >> (stop % 64) & 1 == 1;
            scan.found.push(
                start,
                stop,
                look | self.tokens.may_go_on(key, tokens::behind(seen, usize::from(stop))),
            );
        }
        scan.given = 0;
        read
    }
}

/// The place of the lowest bit, which is taken away; 64 if there is none.
#[inline(always)]
fn take_lowest(bits: &mut u64) -> usize {
    let place = bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    place
}

/// The first of these bytes, and blanks behind the end of the text.
#[inline(always)]
fn last_bytes<const LEN: usize>(rest: &[u8]) -> [u8; LEN] {
    let mut bytes = [b' '; LEN];
    let len = rest.len().min(LEN);
    bytes[..len].copy_from_slice(&rest[..len]);
    bytes
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::super::{Backend, Casings, Chosen, Parts, lay_out};
    use super::*;
    use crate::fold::Reader;
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    fn tables() -> Parts {
        let (any, capitalised) = (Casings::ANY, Casings::CAPITALISED);
        let names: [(&[u8], Casings); 8] = [
            (b"mali", capitalised),
            (b"south africa", any),
            (b"oil", any),
            (b"u", capitalised),
            (b"g20", Casings::exact(1)),
            (b"burkina faso", any),
            ("مالي".as_bytes(), any),
            (b"#tag", any),
        ];
        lay_out(names.into_iter())
    }

    /// All places up to the end, with a stop at `until` on the way.
    fn places(backend: Chosen, text: &[u8], until: usize, any_case: bool) -> Vec<usize> {
        let tables = tables();
        let filter = Prefilter::new(&tables.beginnings, &tables.tokens, backend);
        let scan = if any_case { Scan::in_any_case() } else { Scan::new() };
        let (reader, mut scan, mut places) = (Reader::new(text, false), scan, Vec::new());
        for until in [until, text.len()] {
            while let Some(place) = filter.next(&reader, &mut scan, until) {
                places.push(place.start);
            }
            assert!(scan.settled() >= until);
        }
        places
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn backends_agree(
            parts in proptest::collection::vec(prop_oneof!["[ .,a-zA-Z0-9]{1,3}", "Mali|oil|U|G20|South|south africa|South A|Burkina|burkina|#tag|مالي|é|_|&amp;|<|-| {60,70}|[a-z]{60,140}"], 0..60),
            until in 0_usize..200,
            any_case: bool,
        ) {
            let text: String = parts.concat();
            let until = (0..=until.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            let expected = places(Chosen::SCALAR, text.as_bytes(), until, any_case);
            for backend in Backend::available().filter_map(Backend::chosen) {
                prop_assert_eq!(&places(backend, text.as_bytes(), until, any_case), &expected, "{:?}", backend);
            }
        }
    }
}
