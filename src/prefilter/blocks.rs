//! The filter over runs of text, many at a time, for any backend that makes the masks of a block.
//!
//! A *run* is what stands between two bytes that are no part of words and have not to be looked at: most runs are one word of ASCII letters and digits. Four blocks of 64 bytes are read
//! together, up to the last run that ends in them:
//!
//! ```text
//! masks     of word bytes and of bytes that have to be looked at, one bit a byte
//! starts    the first bytes of runs; stops: for each of them the first byte that is no ASCII letter or digit. A start added to the mask of words carries on to the stop of its word
//! places    of both as lists, eight at a time by a table
//! filter    the key of each word in the set of first words; what passes stays in the list, without a branch, since whether one passes cannot be foretold
//! behind    what stayed is looked at once more, with what stands behind the word
//! ```
//!
//! A run with a byte that has to be looked at always stays: it is read character by character when its turn comes.

use super::tokens::{self, Tokens};
use super::{Masks, Prefilter, Scan};
use crate::records::u64_at;

pub(super) const BLOCK: usize = 64;

/// Blocks that are read together where there are so many; else they are read one by one.
const BLOCKS: usize = 4;

/// Bytes that are looked at for a group: the first eight of a word, and of what stands behind it, may reach beyond it.
const SEEN: usize = BLOCK * BLOCKS + 8;

/// The same for one block.
const SEEN_ALONE: usize = BLOCK + 8;

/// The most runs of a group.
pub(super) const RUNS: usize = BLOCK * BLOCKS / 2;

impl Prefilter<'_> {
    /// Reads groups until one has runs before `until` with which a name could begin; these are left in `scan`, which stands before a run and has none left. Ends at `until`, or where a run
    /// begins that is too long for a group and has to be read character by character.
    #[inline(always)]
    pub(super) fn read_groups(&self, text: &[u8], scan: &mut Scan, until: usize, masks: impl Fn(&[u8; BLOCK]) -> Masks, cut: impl Fn(u64, usize) -> u64) {
        while scan.at < until && scan.count == 0 && !scan.inside {
            let rest = text.get(scan.at..).unwrap_or(&[]);
            let left = until - scan.at;
            let read = match rest.first_chunk::<SEEN>() {
                Some(seen) if left > SEEN => self.read_group::<BLOCKS>(seen, left, scan, &masks, &cut),
                _ => match rest.first_chunk::<SEEN_ALONE>() {
                    Some(seen) => self.read_group::<1>(seen, left, scan, &masks, &cut),
                    None => self.read_group::<1>(&last_bytes(rest), left, scan, &masks, &cut),
                },
            };
            scan.first = scan.at;
            scan.at += read;
            scan.inside = read == 0;
        }
        scan.read = scan.at;
    }

    /// Leaves the runs of so many blocks that start before `until` and with which a name could begin in `scan`; gives the bytes read, none if the blocks are one run that goes on behind them.
    #[inline(always)]
    fn read_group<const N: usize>(&self, seen: &[u8], until: usize, scan: &mut Scan, masks: &impl Fn(&[u8; BLOCK]) -> Masks, cut: &impl Fn(u64, usize) -> u64) -> usize {
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
        let mut runs = Runs { limit: limit.min(until), tokens: self.tokens, seen, before: 0, carry: 0, open: None, last: 0, passed: 0 };
        let mut looks = false;
        for (from, masks) in (0..).step_by(BLOCK).zip(&blocks) {
            if masks.looks == 0 {
                runs.read_block::<false>(from, masks, scan, cut);
            } else {
                looks = true;
                runs.read_block::<true>(from, masks, scan, cut);
            }
        }
        (scan.given, scan.count, scan.looks) = (0, 0, looks);
        for index in 0..runs.passed.min(RUNS) {
            let (start, stop) = (scan.starts[index], scan.stops[index]);
            let key = tokens::key(u64_at(seen, usize::from(start)), usize::from(stop.wrapping_sub(start)), cut);
            let look = looks && blocks[usize::from(stop) / BLOCK % N].looks >> (stop % 64) & 1 == 1;
            scan.starts[scan.count % RUNS] = start;
            scan.stops[scan.count % RUNS] = stop;
            scan.count += usize::from(look || self.tokens.may_go_on(key, || tokens::behind(seen, usize::from(stop))));
        }
        runs.last.max(runs.limit)
    }
}

/// The runs of a group while they are read.
struct Runs<'a> {
    /// Runs count that start before it.
    limit: usize,
    tokens: Tokens<'a>,
    seen: &'a [u8],
    /// 1 if the byte before the next block is a part of a run.
    before: u64,
    /// 1 if a start carries on into the next block.
    carry: u64,
    /// The start of the run that was not stopped yet.
    open: Option<usize>,
    /// Where the last one stopped.
    last: usize,
    /// How many have a first word that is known.
    passed: usize,
}

impl Runs<'_> {
    /// Leaves those whose first word stops in a block and is known in `scan`.
    #[inline(always)]
    fn read_block<const LOOKS: bool>(&mut self, from: usize, &Masks { words, looks }: &Masks, scan: &mut Scan, cut: &impl Fn(u64, usize) -> u64) {
        let (runs, plain) = if LOOKS { (words | looks, words & !looks) } else { (words, words) };
        let mut starts = runs & !(runs << 1 | self.before);
        self.before = runs >> 63;
        if self.limit < from + BLOCK {
            starts &= !u64::MAX.checked_shl(self.limit.saturating_sub(from) as u32).unwrap_or(0);
        }
        let (sum, over) = plain.overflowing_add(starts);
        let (sum, over_again) = sum.overflowing_add(self.carry);
        self.carry = u64::from(over | over_again);
        let mut stops = sum & !plain;
        let count = stops.count_ones();
        let goes_on = starts.count_ones() + u32::from(self.open.is_some()) > count;
        let mut next = match self.open {
            Some(start) => start,
            None => from + take_lowest(&mut starts),
        };
        let mut passed = self.passed;
        for _ in 0..count {
            let start = next;
            let place = take_lowest(&mut stops);
            let stop = from + place;
            next = from + take_lowest(&mut starts);
            let (start, stop) = (start as u8, stop as u8);
            let key = tokens::key(u64_at(self.seen, usize::from(start)), usize::from(stop.wrapping_sub(start)), cut);
            scan.starts[passed % RUNS] = start;
            scan.stops[passed % RUNS] = stop;
            passed += usize::from(self.tokens.may_begin(key) | (LOOKS && looks >> place & 1 == 1));
            self.last = usize::from(stop);
        }
        self.passed = passed;
        self.open = goes_on.then_some(next);
    }
}

/// The place of the lowest bit, which is taken away; 64 if there is none.
#[inline(always)]
fn take_lowest(bits: &mut u64) -> usize {
    let place = bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    place
}

/// These bytes, and blanks behind the end of the text.
fn last_bytes(rest: &[u8]) -> [u8; SEEN_ALONE] {
    let mut bytes = [b' '; SEEN_ALONE];
    let len = rest.len().min(SEEN_ALONE);
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
