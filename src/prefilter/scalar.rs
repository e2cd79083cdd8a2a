//! The reference implementation: one character at a time. The backends that read blocks return the
//! same offsets, and leave to it the runs that have a special byte.

use super::special::ByteKind;
use super::state::Scan;
use super::tables::Prefilter;
use super::tokens::{self, WordHash, following, key_of};
use crate::boundary::{Prefix, between};
use crate::fold::{Char, Class, Reader, Step, html};

impl Prefilter<'_> {
    /// The next offset before `until` where a name could begin. `None` at `until`, at the end of
    /// the text and, if `leave_at_separator`, after the first separator: from there on, the text
    /// can be read in blocks.
    pub(super) fn next_inside(
        &self,
        reader: &Reader<'_>,
        scan: &mut Scan,
        until: usize,
        leave_at_separator: bool,
    ) -> Option<usize> {
        while scan.at < until {
            if scan.open.is_some() {
                pass_markup(reader, scan);
                continue;
            }
            let at = scan.at;
            let byte = reader.byte(at)?;
            match ByteKind::of(byte) {
                ByteKind::Word => {
                    if reader.html && !scan.before.is_word() {
                        let address = html::address(reader.text, at);
                        if address > 0 {
                            scan.at = at + address;
                            scan.forget_word(Class::Other);
                            continue;
                        }
                    }
                    scan.at = word_end(reader.text, at + 1);
                    let starts = between(scan.before, Class::Word);
                    scan.forget_word(Class::Word);
                    if starts && self.begins(reader, at, scan.at, scan.any_case) {
                        return Some(at);
                    }
                }
                ByteKind::Separator if !self.may_begin_with(byte) => {
                    scan.at = at + 1;
                    scan.forget_word(Class::Other);
                    if leave_at_separator {
                        // After the separator, not before it: so the scan advances even if the
                        // image was modified and its special bytes are wrong.
                        scan.leave_run();
                        return None;
                    }
                }
                _ => {
                    if scan.prefix == Prefix::None
                        && matches!(scan.before, Class::Word | Class::Arabic | Class::Hebrew)
                    {
                        scan.at = letters_end(reader, at, until);
                        if scan.at > at {
                            scan.before = Class::Word;
                            continue;
                        }
                    }
                    if reader.html && open_markup(reader, scan) {
                        continue;
                    }
                    let c = reader.char(at)?;
                    if self.other(reader, scan, &c) {
                        return Some(at);
                    }
                }
            }
        }
        None
    }

    /// Whether a name may begin with the ASCII word from `start` to `end`.
    #[inline]
    fn begins(&self, reader: &Reader<'_>, start: usize, end: usize, any_case: bool) -> bool {
        let text = reader.text;
        match text.get(end) {
            // A letter that folds, an invisible character, a reference or markup follows: the word
            // may continue after it.
            Some(b'&' | b'<' | 0x80..) => {
                self.may_begin_with(text[start].to_ascii_lowercase())
                    && self.begins_folded(reader, start, any_case)
            }
            _ => self.tokens.may_have(key_of(&text[start..end], any_case), following(text, end)),
        }
    }

    /// As [`begins`](Self::begins), for a word that must be folded first.
    fn begins_folded(&self, reader: &Reader<'_>, start: usize, any_case: bool) -> bool {
        /// A longer word is not folded to its end: a name may begin with it.
        const MOST: usize = 64;
        let (mut word, mut len, mut at) = ([0; MOST], 0, start);
        let (mut units, mut capitals) = (0, if any_case { tokens::BOTH } else { 0 });
        'word: loop {
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
        self.tokens.may_have(tokens::key_in_capitals(&word[..len], capitals), 0)
    }

    /// Moves after `c`, which is not an ASCII letter or digit, and returns whether a name could
    /// begin with it.
    fn other(&self, reader: &Reader<'_>, scan: &mut Scan, c: &Char) -> bool {
        let at = scan.at;
        scan.at = c.next;
        // An accent belongs to the letter before it.
        if c.class == Class::Invisible || (c.class == Class::Accent && scan.before.is_word()) {
            return false;
        }
        let boundary = between(scan.before, c.class);
        let starts = match c.class {
            Class::Space | Class::LineBreak | Class::Accent | Class::Mark | Class::Stop => false,
            Class::Regional => !scan.half_flag,
            // A prefix is written in the same script as the name.
            _ => boundary || (scan.prefix != Prefix::None && scan.before == c.class),
        };
        scan.prefix = scan.prefix.after(reader, at, c, boundary);
        scan.half_flag = c.class == Class::Regional && !scan.half_flag;
        scan.before = c.class;
        starts && self.may_begin_at(reader, c, scan.any_case)
    }

    /// Whether a name may begin with `c` and the characters after it.
    #[inline]
    fn may_begin_at(&self, reader: &Reader<'_>, c: &Char, any_case: bool) -> bool {
        let Some(first) = c.folded_letter() else {
            return c.first_folded().is_some_and(|first| self.may_begin_with(first));
        };
        if c.class.is_spaced() {
            return self.may_be_word(reader, c, first, any_case);
        }
        let Some(next) = reader.char(c.next) else { return true };
        let Some(second) = next.folded_letter() else { return true };
        self.tokens.may_begin_with_letters(first, second, || {
            reader.char(next.next).and_then(|third| third.folded_letter())
        })
    }

    /// As [`may_begin_at`](Self::may_begin_at), where `c` begins a word of a script that separates
    /// words by blanks.
    fn may_be_word(&self, reader: &Reader<'_>, c: &Char, first: char, any_case: bool) -> bool {
        let mut hash = WordHash::new();
        hash.push(first);
        let mut at = c.next;
        loop {
            if let Some(letter) = reader.letter(at)
                && let Some(folded) = letter.folded_letter()
                && letter.class.is_spaced()
            {
                hash.push(folded);
                at = letter.next;
                if at > c.next + LONGEST_WORD {
                    return true;
                }
                continue;
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
                            .for_each(|c| hash.push(c)),
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

/// The most bytes of a word that are read; a name may begin with any longer one. It bounds the work
/// at one offset.
const LONGEST_WORD: usize = 256;

/// The end of the letters at `at`, as far as they belong to scripts that separate words by blanks.
#[inline]
fn letters_end(reader: &Reader<'_>, mut at: usize, until: usize) -> usize {
    while at < until
        && let Some(c) = reader.letter(at)
        && matches!(c.class, Class::Word | Class::Arabic | Class::Hebrew)
    {
        at = c.next;
    }
    at
}

/// The end of the ASCII letters and digits at `at`.
fn word_end(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(|&byte| ByteKind::of(byte) == ByteKind::Word) {
        at += 1;
    }
    at
}

/// Enters the markup that begins where the scan is; false if there is none.
fn open_markup(reader: &Reader<'_>, scan: &mut Scan) -> bool {
    if reader.byte(scan.at) != Some(b'<') {
        return false;
    }
    let Some((class, open, from)) = html::opening(reader.text, scan.at) else { return false };
    (scan.open, scan.at) = (Some(open), from);
    if class != Class::Invisible {
        scan.forget_word(class);
    }
    true
}

/// Skips the markup that the scan is in, to its end or to the end of the text.
fn pass_markup(reader: &Reader<'_>, scan: &mut Scan) {
    if let Some(open) = &mut scan.open {
        match html::resume(reader.text, scan.at, open) {
            Ok(end) => (scan.open, scan.at) = (None, end),
            // A stream resumes from here when it has more text.
            Err(from) => scan.at = from.max(scan.at + 1),
        }
    }
}
