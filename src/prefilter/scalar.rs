//! The reference implementation for plain text: one character at a time. The backends that read
//! blocks return the same offsets. It also has the exact tests of what a name may begin with.

use super::blocks::word_end;
use super::narrow::{LONGEST_WORD, LatinWord, Seen, latin_word, narrow_word};
use super::special::{ByteKind, may_begin_long};
use super::state::Scan;
use super::tables::Prefilter;
use super::tokens::{self, WordHash};
use super::wide;
use super::word_start::starts_word;
use crate::fold::{Char, Class, Reader, Step};

impl Prefilter<'_> {
    /// The next offset before `until` where a name could begin, in plain text.
    pub(super) fn next_in_text(
        &self,
        reader: &Reader<'_>,
        scan: &mut Scan,
        until: usize,
    ) -> Option<usize> {
        while scan.at < until {
            let at = scan.at;
            let byte = reader.byte(at)?;
            let c = reader.char(at)?;
            match ByteKind::of(byte) {
                ByteKind::Word => {
                    scan.at = word_end(reader.text, at + 1);
                    if self.begins(reader, at, scan.at, scan.any_case)
                        && starts_word(reader, at, &c)
                    {
                        return Some(at);
                    }
                }
                ByteKind::Separator if !self.may_begin_with(byte) => scan.at = at + 1,
                _ => {
                    scan.at = c.next;
                    if starts_word(reader, at, &c)
                        && self.may_begin_at(reader, at, &c, scan.any_case)
                    {
                        return Some(at);
                    }
                }
            }
        }
        None
    }

    /// Whether a name may begin with the ASCII word from `start` to `end`.
    #[inline(always)]
    pub(super) fn begins(
        &self,
        reader: &Reader<'_>,
        start: usize,
        end: usize,
        any_case: bool,
    ) -> bool {
        let text = reader.text;
        match text.get(end) {
            // A letter that folds, an invisible character, a reference or markup follows: the word
            // may continue after it.
            Some(&byte)
                if byte == b'&' || (byte == b'<' && reader.html) || may_begin_long(text, end) =>
            {
                self.may_begin_with(text[start].to_ascii_lowercase())
                    && self.begins_folded(reader, start, any_case)
            }
            // It may be divided at the end of a line.
            Some(b'-') if reader.may_continue_after(end) => true,
            _ => {
                let key = tokens::key_at(text, start, end, any_case);
                self.tokens.may_have(key, || tokens::following_in_ascii(text, end))
            }
        }
    }

    /// Whether a name may begin with the Latin word at `start`; `None` if it must be read character
    /// by character. `is_whole` says whether the end of the word is certain.
    #[inline(always)]
    pub(super) fn may_be_latin_word(
        &self,
        text: &[u8],
        start: usize,
        any_case: bool,
        is_whole: impl Fn(&LatinWord) -> bool,
    ) -> Option<bool> {
        let capitals = if any_case { tokens::BOTH } else { 0 };
        let key = |head, len| tokens::key_of_head(head, len, capitals);
        let may_begin = |head| self.tokens.may_begin_with_letters(key(head, tokens::WORD_HEAD));
        Some(match latin_word(text, start, may_begin)? {
            Seen::Rejected => false,
            Seen::Word(word) => {
                let key = key(word.head, word.len);
                !is_whole(&word) || self.tokens.may_have(key, || tokens::following(text, word.end))
            }
        })
    }

    /// As [`begins`](Self::begins), for a word that must be folded first.
    fn begins_folded(&self, reader: &Reader<'_>, start: usize, any_case: bool) -> bool {
        // As the walk does: what is after the longest name does not count.
        let reader = &reader.window(start);
        let is_whole = |word: &LatinWord| !reader.may_continue_after(word.end);
        if let Some(may_begin) = self.may_be_latin_word(reader.text, start, any_case, is_whole) {
            return may_begin;
        }
        /// A longer word is not folded to its end: a name may begin with it.
        const MOST: usize = 64;
        let (mut word, mut len, mut at) = ([0; MOST], 0, start);
        let (mut units, mut capitals) = (0, if any_case { tokens::BOTH } else { 0 });
        'word: loop {
            if reader.may_continue_after(at) {
                return true;
            }
            match reader.step(at) {
                Step::Skip(next) => at = next,
                Step::Stop => break,
                Step::Unit(unit) => {
                    for &byte in unit.bytes() {
                        match word.get_mut(len) {
                            _ if !byte.is_ascii_alphanumeric() => break 'word,
                            // A symbol that folds to letters: the word may end before it.
                            _ if unit.class != Class::Word => return true,
                            Some(free) => *free = byte,
                            None => return true,
                        }
                        len += 1;
                    }
                    if units < 2 {
                        // A character that folds to several may be a capital for each.
                        capitals |= if unit.bytes().len() == 1 {
                            u64::from(unit.upper) << units
                        } else {
                            tokens::BOTH
                        };
                    }
                    (units, at) = (units + 1, unit.next);
                }
            }
        }
        let key = tokens::key_in_capitals(&word[..len], capitals);
        self.tokens.may_begin(key) && self.tokens.may_be_followed(key, 0)
    }

    /// Whether a name may begin with `c`, which is at `at`, and the characters after it.
    #[inline]
    pub(super) fn may_begin_at(
        &self,
        reader: &Reader<'_>,
        at: usize,
        c: &Char,
        any_case: bool,
    ) -> bool {
        if !c.first_folded().is_some_and(|first| self.may_begin_with(first)) {
            return false;
        }
        if matches!(reader.byte(at), Some(0xE0..=0xED))
            && let Some(may_begin) = self.wide.may_begin(reader, at)
        {
            return may_begin;
        }
        if let Some(first) = c.folded_letter()
            && c.class.is_spaced()
        {
            // A reference to a character of which the raw bytes would have been looked up.
            if wide::has_group(first.encode_utf8(&mut [0; 4]).as_bytes()) {
                return true;
            }
            return self.may_be_word(reader, at, c, first, any_case);
        }
        if c.class == Class::Word && matches!(reader.byte(at), Some(0xC2..=0xC9)) {
            return self.begins_folded(reader, at, any_case);
        }
        true
    }

    /// Whether a name may begin with the word at `at`, of letters of two bytes; `None` if it must
    /// be read character by character.
    #[inline(always)]
    pub(super) fn may_be_narrow_word(
        &self,
        text: &[u8],
        at: usize,
        any_case: bool,
    ) -> Option<bool> {
        let word = narrow_word(text, at, |head| self.tokens.may_begin_with_letters(head))?;
        Some(match word {
            Seen::Rejected => false,
            Seen::Word((hash, lower)) => self.tokens.may_begin_with_word(hash, lower && !any_case),
        })
    }

    /// As [`may_begin_at`](Self::may_begin_at), where `c` begins a word of a script that separates
    /// words by blanks.
    fn may_be_word(
        &self,
        reader: &Reader<'_>,
        at: usize,
        c: &Char,
        first: char,
        any_case: bool,
    ) -> bool {
        if let Some(may_begin) = self.may_be_narrow_word(reader.text, at, any_case) {
            return may_begin;
        }
        let reader = &reader.window(at);
        let mut hash = WordHash::new();
        hash.push(u32::from(first));
        let mut at = c.next;
        loop {
            if let Some(letter) = reader.letter(at)
                && let Some(folded) = letter.folded_letter()
                && letter.class.is_spaced()
            {
                hash.push(u32::from(folded));
                at = letter.next;
                if at > c.next + LONGEST_WORD {
                    return true;
                }
                continue;
            }
            if reader.may_continue_after(at) {
                return true;
            }
            match reader.step(at) {
                Step::Skip(next) => at = next,
                Step::Unit(unit) => {
                    let folds_to_letters = unit
                        .bytes()
                        .first()
                        .is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
                    match (unit.class.is_spaced(), folds_to_letters) {
                        (true, true) => core::str::from_utf8(unit.bytes())
                            .unwrap_or("")
                            .chars()
                            .for_each(|c| hash.push(u32::from(c))),
                        (false, false) => break,
                        // Letters of another script begin, which end the word. In all other cases
                        // a symbol folds to letters or a letter to a symbol: the word may end
                        // before it or continue.
                        (false, true) if !unit.bytes()[0].is_ascii() => break,
                        _ => return true,
                    }
                    at = unit.next;
                }
                Step::Stop => break,
            }
            if at > c.next + LONGEST_WORD {
                return true;
            }
        }
        self.tokens.may_begin_with_word(hash.finish(), c.is_lower() && !any_case)
    }
}
