//! The filter over plain ASCII 64 bytes at a time, for any backend that makes the masks of a block.

use super::{Masks, Prefilter, SIGNS, Scan};
use crate::boundary::{Prefix, between};
use crate::fold::{Class, Reader};

const BLOCK: usize = 64;

impl Prefilter<'_> {
    /// The same as the scalar filter within plain ASCII: the next word before `until` with which a name could begin; none, when a byte has to be looked at or `until` is reached.
    pub(super) fn next_in_blocks(&self, reader: &Reader<'_>, scan: &mut Scan, until: usize, masks: impl Fn(&[u8; BLOCK], &[u8; SIGNS]) -> Masks) -> Option<usize> {
        let text = reader.text;
        let (mut at, mut before) = (scan.at, scan.before);
        if text.get(at).is_some_and(|&byte| byte >= 0x80) {
            return None;
        }
        let mut found = None;
        'blocks: while at < until {
            let (first, block) = match scan.block {
                Some((first, block)) if first <= at && at < first + BLOCK => (first, block),
                _ => {
                    let block = masks(&block_at(text, at), &self.signs);
                    scan.block = Some((at, block));
                    (at, block)
                }
            };
            let skipped = at - first;
            let (words, stops) = (block.words >> skipped, block.stops >> skipped);
            // How many bytes from `at` on are plain, and of this block, and before `until`.
            let plain = (BLOCK - skipped).min(until - at).min(stops.trailing_zeros() as usize);
            if plain == 0 {
                break;
            }
            let inside = u64::MAX >> (BLOCK - plain);
            let starts_here = between(before, Class::Word);
            let mut starts = words & !(words << 1 | u64::from(!starts_here)) & inside;
            while starts != 0 {
                let offset = starts.trailing_zeros() as usize;
                starts &= starts - 1;
                let start = at + offset;
                let len = (!(words >> offset)).trailing_zeros() as usize;
                let mut end = start + len;
                let runs_over = end >= first + BLOCK;
                if runs_over {
                    end = word_end(text, end);
                }
                if self.begins(text, start, end, scan.any_case) {
                    (at, before, found) = (end, Class::Word, Some(start));
                    break 'blocks;
                }
                if runs_over {
                    (at, before) = (end, Class::Word);
                    continue 'blocks;
                }
            }
            before = if words >> (plain - 1) & 1 == 1 { Class::Word } else { Class::Other };
            at += plain;
        }
        if at > scan.at {
            (scan.at, scan.before, scan.prefix, scan.half_flag) = (at, before, Prefix::None, false);
        }
        found
    }
}

/// The bytes from `at` on; blanks behind the end of the text.
#[inline]
fn block_at(text: &[u8], at: usize) -> [u8; BLOCK] {
    let rest = text.get(at..).unwrap_or(&[]);
    match rest.first_chunk::<BLOCK>() {
        Some(block) => *block,
        None => {
            let mut block = [b' '; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            block
        }
    }
}

/// The end of the ASCII word that goes on at `at`.
#[cold]
fn word_end(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        at += 1;
    }
    at
}

#[cfg(all(test, feature = "alloc", target_arch = "x86_64"))]
mod tests {
    use super::super::{Backend, Parts, lay_out};
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    fn tables() -> Parts {
        let names: [(&[u8], bool); 7] = [(b"mali", false), (b"oil", true), (b"u", false), (b"g20", false), (b"burkina faso", true), ("مالي".as_bytes(), true), (b"#tag", true)];
        lay_out(names.into_iter())
    }

    /// All places up to the end, with a stop at `until` on the way.
    fn places(backend: Backend, text: &[u8], until: usize) -> Vec<usize> {
        let tables = tables();
        let filter = Prefilter::new(&tables.beginnings, &tables.every, &tables.lower, backend);
        assert_eq!(filter.backend, backend);
        let (reader, mut scan, mut places) = (Reader::new(text, false), Scan::new(), Vec::new());
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
            parts in proptest::collection::vec(prop_oneof!["[ .,a-zA-Z0-9]{1,3}", "Mali|oil|U|G20|Burkina|#tag|مالي|é|_|&amp;|<|-| {60,70}|[a-z]{60,70}"], 0..60),
            until in 0_usize..200,
        ) {
            let text: String = parts.concat();
            let until = (0..=until.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            prop_assert_eq!(places(Backend::Sse2, text.as_bytes(), until), places(Backend::Scalar, text.as_bytes(), until));
        }
    }
}
