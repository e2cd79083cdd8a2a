//! The filter over plain ASCII 64 bytes at a time, for any backend that makes the masks of a block.

use super::scalar::word_end;
use super::tokens::{self, Tokens};
use super::{Masks, Prefilter, Scan};
use crate::boundary::{Prefix, between};
use crate::fold::{Class, Reader};
use crate::records::u64_at;

pub(super) const BLOCK: usize = 64;

/// Bytes that are looked at for one block: the first eight of a word may reach beyond it.
const SEEN: usize = BLOCK + 8;

impl Prefilter<'_> {
    /// The same as the scalar filter within plain ASCII: reads blocks until one has words before `until` with which a name could begin; these are left in `scan`. Stops when a byte has to
    /// be looked at or `until` is reached.
    #[inline(always)]
    pub(super) fn read_blocks(&self, reader: &Reader<'_>, scan: &mut Scan, until: usize, masks: impl Fn(&[u8; BLOCK]) -> Masks) {
        let text = reader.text;
        let (mut at, mut before) = (scan.at, scan.before);
        let begin = at;
        while at < until {
            let padded;
            let seen: &[u8; SEEN] = match text.get(at..).and_then(|rest| rest.first_chunk()) {
                Some(seen) => seen,
                None => {
                    padded = last_bytes(text, at);
                    &padded
                }
            };
            let Some(block) = seen.first_chunk::<BLOCK>() else { break };
            let Masks { words, stops } = masks(block);
            let stop = stops.trailing_zeros() as usize;
            // A word that ends with the block, or goes on behind it, is read with the next one, unless it is all of this one.
            let open = words.leading_ones() as usize;
            let whole = if open < BLOCK { BLOCK - open } else { BLOCK };
            let plain = whole.min(stop).min(until - at);
            if plain == 0 {
                break;
            }
            let inside = u64::MAX >> (BLOCK - plain);
            let starts_here = between(before, Class::Word);
            let starts = words & !(words << 1 | u64::from(!starts_here));
            // What ends at a byte that has to be looked at may go on behind it.
            let touching = match (words << (BLOCK - stop.max(1))).leading_ones() as usize {
                run if stop < BLOCK && stop > 0 && run > 0 => starts & 1 << (stop - run) & inside,
                _ => 0,
            };
            let mut found = 0;
            if open < BLOCK {
                found = self.known_words(seen, starts & inside & !touching, words, scan.any_case);
                if touching != 0 && self.begins(text, at + touching.trailing_zeros() as usize, at + stop, scan.any_case) {
                    found |= touching;
                }
            } else if starts & 1 == 1 && self.begins(text, at, word_end(text, at), scan.any_case) {
                found = 1;
            }
            before = if words >> (plain - 1) & 1 == 1 { Class::Word } else { Class::Other };
            let first = at;
            at += plain;
            if found != 0 {
                (scan.first, scan.found) = (first, found);
                break;
            }
        }
        if at > begin {
            (scan.at, scan.before, scan.prefix, scan.half_flag) = (at, before, Prefix::None, false);
        }
    }

    /// Which of the words that start at `starts` a name could begin with. Without a branch a word: whether one is found cannot be foretold.
    #[inline(always)]
    fn known_words(&self, seen: &[u8; SEEN], mut starts: u64, words: u64, any_case: bool) -> u64 {
        let tokens: Tokens<'_> = self.tokens;
        let key = |start: usize| {
            let len = (!(words >> start)).trailing_zeros() as usize;
            (tokens::key(u64_at(seen, start), len, any_case), start + len)
        };
        let mut begin = 0;
        while starts != 0 {
            let start = starts.trailing_zeros() as usize;
            starts &= starts - 1;
            begin |= u64::from(tokens.may_begin(key(start).0)) << start;
        }
        let mut found = 0;
        while begin != 0 {
            let start = begin.trailing_zeros() as usize;
            begin &= begin - 1;
            let (key, end) = key(start);
            found |= u64::from(tokens.may_go_on(key, tokens::second(seen, end))) << start;
        }
        found
    }
}

/// The bytes from `at` on, and blanks behind the end of the text.
#[cold]
fn last_bytes(text: &[u8], at: usize) -> [u8; SEEN] {
    let mut bytes = [b' '; SEEN];
    let rest = text.get(at..).unwrap_or(&[]);
    let len = rest.len().min(SEEN);
    bytes[..len].copy_from_slice(&rest[..len]);
    bytes
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::super::{Backend, Chosen, Parts, lay_out};
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    fn tables() -> Parts {
        let names: [(&[u8], bool); 8] =
            [(b"mali", false), (b"south africa", true), (b"oil", true), (b"u", false), (b"g20", false), (b"burkina faso", true), ("مالي".as_bytes(), true), (b"#tag", true)];
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
                places.push(place);
            }
            assert!(scan.at >= until);
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
