//! The driver: from name start to name start, by the backend that was chosen.

use super::backend::Backend;
use super::special::ByteKind;
use super::state::{NameStart, Scan};
use super::tables::Prefilter;
#[cfg(target_arch = "x86_64")]
use super::{avx2, sse2, tokens};
use crate::fold::{Class, Reader};

impl Prefilter<'_> {
    /// The next offset before `until` where a name could begin; `None` when `scan` has reached
    /// `until` or the end of the text.
    ///
    /// Linear in the bytes that the scan passes. `until` must not be inside a character.
    #[inline]
    pub(crate) fn next(
        &self,
        reader: &Reader<'_>,
        scan: &mut Scan,
        until: usize,
    ) -> Option<NameStart> {
        loop {
            if scan.inside {
                let runs = self.reads_blocks(reader, scan);
                if let Some(at) = self.next_inside(reader, scan, until, runs) {
                    return Some(NameStart { at, word_len: 0 });
                }
                if scan.inside {
                    return None;
                }
            }
            if scan.returned < scan.runs.count {
                let (start, stop) = scan.run(scan.returned);
                if start >= until {
                    return None;
                }
                scan.returned += 1;
                if scan.has_special && reader.byte(stop).is_some_and(|byte| self.is_special(byte)) {
                    (scan.at, scan.inside) = (start, true);
                    continue;
                }
                return Some(NameStart { at: start, word_len: stop - start });
            }
            (scan.at, scan.returned, scan.runs.count) = (scan.at.max(scan.next_group), 0, 0);
            if scan.at >= until {
                return None;
            }
            self.read_on(reader, scan, until);
        }
    }

    /// Reads groups of blocks until one has runs that a name could begin with; without a backend
    /// that reads blocks, enters the next run.
    #[inline(never)]
    #[cfg_attr(
        not(target_arch = "x86_64"),
        allow(unused_variables, reason = "only x86-64 has backends that read blocks")
    )]
    fn read_on(&self, reader: &Reader<'_>, scan: &mut Scan, until: usize) {
        let blocks = self.reads_blocks(reader, scan);
        match self.backend.backend() {
            #[cfg(target_arch = "x86_64")]
            Backend::Avx2 if blocks => avx2::read_groups(self, reader.text, scan, until),
            #[cfg(target_arch = "x86_64")]
            Backend::Sse2 if blocks => self.read_groups(
                reader.text,
                scan,
                until,
                |block| sse2::masks(block, &self.special.list),
                tokens::cut,
            ),
            _ => scan.inside = true,
        }
    }

    /// Continues after a name that ends at `end` with a character of the class `last`.
    #[inline]
    pub(crate) fn jump(&self, reader: &Reader<'_>, scan: &mut Scan, end: usize, last: Class) {
        (scan.at, scan.inside, scan.open) = (end, true, None);
        scan.forget_word(last);
        let ends_run = |byte| ByteKind::of(byte) == ByteKind::Separator && !self.is_special(byte);
        if self.reads_blocks(reader, scan) && reader.byte(end).is_some_and(ends_run) {
            scan.leave_run();
        }
    }

    /// Whether text is read in blocks: plain text, for names as they have to be cased.
    #[inline(always)]
    fn reads_blocks(&self, reader: &Reader<'_>, scan: &Scan) -> bool {
        self.backend.backend() != Backend::Scalar && !reader.html && !scan.any_case
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::super::backend::Chosen;
    use super::super::tables::{PrefilterTables, lay_out};
    use super::super::tokens::Casings;
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    fn tables() -> PrefilterTables {
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

    /// All name starts up to the end, with a stop at `until` on the way.
    fn starts(backend: Chosen, text: &[u8], until: usize, any_case: bool) -> Vec<usize> {
        let tables = tables();
        let filter = Prefilter::new(&tables.beginnings, &tables.tokens, backend);
        let scan = if any_case { Scan::in_any_case() } else { Scan::new() };
        let (reader, mut scan, mut starts) = (Reader::new(text, false), scan, Vec::new());
        for until in [until, text.len()] {
            while let Some(start) = filter.next(&reader, &mut scan, until) {
                starts.push(start.at);
            }
            assert!(scan.done_until() >= until);
        }
        starts
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
            let expected = starts(Chosen::SCALAR, text.as_bytes(), until, any_case);
            for backend in Backend::available().filter_map(Backend::chosen) {
                prop_assert_eq!(&starts(backend, text.as_bytes(), until, any_case), &expected, "{:?}", backend);
            }
        }
    }
}
