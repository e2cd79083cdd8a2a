//! The driver: from name start to name start, by the backend that was chosen.

use memchr::memchr2;

use super::backend::Backend;
use super::blocks::word_end;
#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
use super::neon;
use super::special::{ByteKind, may_begin_long, may_end_long};
use super::state::{NameStart, Scan};
use super::tables::Prefilter;
use super::tokens;
use super::word_start::starts_word;
#[cfg(target_arch = "x86_64")]
use super::{avx2, sse2};
use crate::boundary::Prefix;
use crate::fold::{Class, Reader};
use crate::hashtag;

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
        if scan.hashtags.at >= until {
            return self.next_word(reader, scan, until, until);
        }
        self.next_of_both_kinds(reader, scan, until)
    }

    /// As [`next`](Self::next), where a hashtag may come first.
    #[inline(never)]
    fn next_of_both_kinds(
        &self,
        reader: &Reader<'_>,
        scan: &mut Scan,
        until: usize,
    ) -> Option<NameStart> {
        let text = reader.text;
        loop {
            while scan.hashtags.is_inside() {
                let at = scan.hashtags.at;
                if at >= until {
                    return self.next_word(reader, scan, until, until);
                }
                // Words that begin before come first, but not from inside a character.
                let is_character = text.get(at).is_some_and(|byte| byte & 0xC0 != 0x80);
                if is_character && let Some(start) = self.next_word(reader, scan, at, until) {
                    return Some(start);
                }
                scan.hashtags.at += 1;
                let begins = |word: &[u8]| self.tokens.may_begin(tokens::key_of(word, true));
                let tag = hashtag::around(text, at);
                if tag.is_some_and(|tag| hashtag::may_begin(text, tag, at, begins)) {
                    return Some(NameStart { at, word_len: 0, joined: true });
                }
            }
            let from = scan.hashtags.at;
            let unread = text.get(from..until.min(text.len())).unwrap_or(&[]);
            let Some(sign) = memchr2(b'#', b'@', unread).map(|found| from + found) else {
                scan.hashtags.at = from.max(until);
                return self.next_word(reader, scan, until, until);
            };
            scan.hashtags.at = sign;
            if let Some(start) = self.next_word(reader, scan, sign, until) {
                return Some(start);
            }
            scan.hashtags.at = sign + 1;
            if let Some(tag) = hashtag::after_sign(text, sign)
                && !(reader.html && scan.has_skipped(sign))
            {
                (scan.hashtags.start, scan.hashtags.end) = (tag.start, tag.end);
            }
        }
    }

    /// As [`next`](Self::next), without hashtags. May read up to `limit`, so that a group of blocks
    /// does not end at each sign of a hashtag.
    #[inline]
    fn next_word(
        &self,
        reader: &Reader<'_>,
        scan: &mut Scan,
        until: usize,
        limit: usize,
    ) -> Option<NameStart> {
        if !self.reads_blocks(reader, scan) {
            let at = if reader.html {
                self.next_in_html(reader, scan, until)
            } else {
                self.next_in_text(reader, scan, until)
            };
            return at.map(|at| NameStart::of_word(at, 0));
        }
        loop {
            let word = scan.next_word();
            if scan.has_others
                && let Some((at, block)) = scan.next_other()
                && word.is_none_or(|(start, _)| at < start)
            {
                if at >= until {
                    return None;
                }
                scan.take_other(block);
                match self.other_start(reader, at) {
                    Some(start) => return Some(start),
                    None => continue,
                }
            }
            if let Some((start, stop)) = word {
                if start >= until {
                    return None;
                }
                scan.returned += 1;
                if !scan.has_special {
                    return Some(NameStart::of_word(start, stop - start));
                }
                match self.word_start(reader, start, stop) {
                    Some(start) => return Some(start),
                    None => continue,
                }
            }
            (scan.at, scan.returned, scan.words.count) = (scan.at.max(scan.next_group), 0, 0);
            scan.has_others = false;
            if scan.at >= until {
                return None;
            }
            self.read_on(reader, scan, limit);
        }
    }

    /// The start of a name with the word of ASCII letters and digits from `start` to `stop`, which
    /// is in both sets or stops at a special byte; `None` if no word begins there or if the word
    /// continues after `stop` as none of a name.
    #[inline]
    fn word_start(&self, reader: &Reader<'_>, start: usize, stop: usize) -> Option<NameStart> {
        let text = reader.text;
        let (is_special, may_continue) = match reader.byte(stop) {
            Some(0x80..) => {
                let begins_long = may_begin_long(text, stop);
                (begins_long, begins_long)
            }
            // Only in HTML it may be markup.
            Some(b'<') => (true, false),
            Some(b'-') if reader.may_continue_after(stop) => (true, true),
            Some(byte) => (self.is_special(byte), self.is_special(byte)),
            None => (false, false),
        };
        if is_special && !self.begins(reader, start, stop, false) {
            return None;
        }
        let begins = !may_end_long(text, start)
            || reader.char(start).is_some_and(|c| starts_word(reader, start, &c));
        let word_len = if may_continue { 0 } else { stop - start };
        begins.then_some(NameStart::of_word(start, word_len))
    }

    /// The start of a name at an offset that is not that of a word of the group.
    #[inline]
    fn other_start(&self, reader: &Reader<'_>, at: usize) -> Option<NameStart> {
        // Most are rejected here, before anything is folded.
        if self.wide.may_begin(reader, at) == Some(false) {
            return None;
        }
        let c = reader.char(at)?;
        if ByteKind::of(reader.byte(at)?) == ByteKind::Word {
            // A word that is longer than a group.
            let stop = word_end(reader.text, at);
            return self
                .begins(reader, at, stop, false)
                .then(|| self.word_start(reader, at, stop))
                .flatten();
        }
        let may_begin = || c.first_folded().is_some_and(|first| self.may_begin_with(first));
        let begins =
            may_begin() && starts_word(reader, at, &c) && self.may_begin_at(reader, at, &c, false);
        begins.then_some(NameStart::of_word(at, 0))
    }

    /// Reads groups of blocks until one has offsets where a name could begin.
    #[inline(never)]
    fn read_on(&self, reader: &Reader<'_>, scan: &mut Scan, until: usize) {
        match self.backend.backend() {
            #[cfg(target_arch = "x86_64")]
            Backend::Avx2 => avx2::read_groups(self, reader, scan, until),
            #[cfg(target_arch = "x86_64")]
            Backend::Sse2 => self.read_groups(reader, scan, until, &sse2::Sse2(self.special.list)),
            #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
            Backend::Neon => {
                self.read_groups(reader, scan, until, &neon::Neon(self.special.table));
            }
            _ => {}
        }
    }

    /// Continues after a name that ends at `end` with a character of the class `last`.
    #[inline]
    pub(crate) fn jump(&self, scan: &mut Scan, end: usize, last: Class) {
        let html = &mut scan.html;
        (html.before, html.prefix, html.half_flag, html.open) = (last, Prefix::None, false, None);
        scan.skip_to(end);
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
        let names: [(&[u8], Casings); 20] = [
            (b"mali", capitalised),
            (b"south africa", any),
            (b"oil", any),
            (b"u", capitalised),
            (b"g20", Casings::exact(1)),
            (b"burkina faso", any),
            ("مالي".as_bytes(), any),
            (b"#tag", any),
            ("中国".as_bytes(), any),
            ("中".as_bytes(), any),
            ("日本国".as_bytes(), any),
            ("ไทย".as_bytes(), any),
            ("대한민국".as_bytes(), any),
            ("ガーナ".as_bytes(), any),
            ("भारत".as_bytes(), any),
            ("мали".as_bytes(), capitalised),
            ("יפן".as_bytes(), any),
            ("ελλαδα".as_bytes(), capitalised),
            (b"etat", any),
            ("\u{1F1F2}\u{1F1F1}".as_bytes(), any),
        ];
        lay_out(names.into_iter().map(|(name, casings)| (name, casings, false)))
    }

    /// All name starts up to the end, with a stop at `until` on the way.
    fn starts(backend: Chosen, text: &[u8], until: usize, any_case: bool) -> Vec<usize> {
        let tables = tables();
        let filter = Prefilter::new(&tables.beginnings, &tables.tokens, &tables.wide, backend);
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

    /// Pieces of a text, also ill-formed ones.
    fn parts() -> impl Strategy<Value = Vec<u8>> {
        let parts = prop_oneof![
            "[ .,a-zA-Z0-9]{1,3}",
            "Mali|oil|U|G20|South|south africa|South A|Burkina|burkina|#tag|مالي|é|_|&amp;|<|-|-\n|-\r\n|\u{AD}\n| {60,70}|[a-z]{60,140}",
            "中国|中|日本国|日|本|ไทย|대한|민국|ガー|ガ|ナ|भारत|Мали|мали|и|יפן|וב|ו|ש|ב|Ελλ|άδα|État|état|É|\u{1F1F2}|\u{1F1F1}|و|ف|ل|«|»|،|“|”|—|\u{200B}|\u{301}|\u{AD}|\u{64E}|，|Ａ|ｶﾞ|\u{FE0F}|[а-я]{1,3}|[一-龥]{1,4}|[가-힣]{1,3}|[ก-ฮ]{1,9}|[ΐ-ώ]{1,3}|[À-ɏ]|\\PC"
        ];
        prop_oneof![
            8 => parts.prop_map(String::into_bytes),
            1 => proptest::collection::vec(0x80_u8.., 1..4),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn backends_agree(
            parts in proptest::collection::vec(parts(), 0..60),
            until in 0_usize..200,
            any_case: bool,
        ) {
            let text = parts.concat();
            let is_inside = |at: usize| text.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
            let until = (0..=until.min(text.len())).rev().find(|&at| !is_inside(at)).unwrap_or(0);
            let expected = starts(Chosen::SCALAR, &text, until, any_case);
            for backend in Backend::available().filter_map(Backend::chosen) {
                prop_assert_eq!(&starts(backend, &text, until, any_case), &expected, "{:?}", backend);
            }
        }
    }
}
