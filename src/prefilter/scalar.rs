//! The filter one character at a time: the law that faster ones have to keep.

use super::tokens::{self, WordHash, behind, key_of};
use super::{Backend, Place, Prefilter, Scan};
use crate::boundary::{Prefix, between};
use crate::fold::{Char, Class, Reader, Step, html};

/// What a byte is by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ascii {
    /// A letter or digit.
    Word,
    /// Folds to itself and is no part of words.
    Sign,
    /// Has to be looked at: part of a longer character, folds to something else, begins markup or a
    /// reference.
    Else,
}

static ASCII: [Ascii; 256] = {
    let mut table = [Ascii::Else; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        if b.is_ascii_alphanumeric() {
            table[byte] = Ascii::Word;
        } else if !matches!(b, b'_' | b'&' | b'<' | b'`') {
            // White space too: no name begins with a blank.
            table[byte] = Ascii::Sign;
        }
        byte += 1;
    }
    table
};

impl Prefilter<'_> {
    /// The next place before `until` where a name could begin. None when `scan` has reached `until`
    /// (or the end).
    ///
    /// Linear in the bytes passed over. `until` must leave the characters before it whole in
    /// `reader`.
    #[inline]
    pub(crate) fn next(&self, reader: &Reader<'_>, scan: &mut Scan, until: usize) -> Option<Place> {
        loop {
            if scan.inside {
                if let Some(start) = self.next_inside(reader, scan, until) {
                    return Some(Place { start, len: 0 });
                }
                if scan.inside {
                    return None;
                }
            }
            if scan.given < scan.found.count {
                let (start, stop) = scan.run(scan.given);
                if start >= until {
                    return None;
                }
                scan.given += 1;
                if scan.looks && reader.byte(stop).is_some_and(|byte| self.looks_at(byte)) {
                    (scan.at, scan.inside) = (start, true);
                    continue;
                }
                return Some(Place { start, len: stop - start });
            }
            (scan.at, scan.given, scan.found.count) = (scan.at.max(scan.read), 0, 0);
            if scan.at >= until {
                return None;
            }
            self.read_on(reader, scan, until);
        }
    }

    /// Reads runs up to some that a name could begin with, or enters the next one.
    #[inline(never)]
    #[cfg_attr(
        not(target_arch = "x86_64"),
        allow(unused_variables, reason = "every machine but x86-64 enters the next run")
    )]
    fn read_on(&self, reader: &Reader<'_>, scan: &mut Scan, until: usize) {
        let runs = self.reads_runs(reader, scan);
        match self.backend {
            #[cfg(target_arch = "x86_64")]
            Backend::Avx2 if runs => super::avx2::read_groups(self, reader.text, scan, until),
            #[cfg(target_arch = "x86_64")]
            Backend::Sse2 if runs => self.read_groups(
                reader.text,
                scan,
                until,
                |block| super::sse2::masks(block, &self.signs),
                tokens::cut,
            ),
            _ => scan.inside = true,
        }
    }

    /// Goes on behind a name that ends at `end` with a character of the class `last`.
    #[inline]
    pub(crate) fn jump(&self, reader: &Reader<'_>, scan: &mut Scan, end: usize, last: Class) {
        (scan.at, scan.inside, scan.before, scan.prefix, scan.half_flag, scan.open) =
            (end, true, last, Prefix::None, false, None);
        if self.reads_runs(reader, scan)
            && reader.byte(end).is_some_and(|byte| {
                byte < 0x80 && !byte.is_ascii_alphanumeric() && !self.looks_at(byte)
            })
        {
            scan.leave();
        }
    }

    /// Whether runs are read many at a time: in plain text, for names as they have to be cased.
    fn reads_runs(&self, reader: &Reader<'_>, scan: &Scan) -> bool {
        self.backend != Backend::Scalar && !reader.html && !scan.any_case
    }

    /// Whether a byte has to be looked at.
    fn looks_at(&self, byte: u8) -> bool {
        match ASCII[usize::from(byte)] {
            Ascii::Word => false,
            Ascii::Sign => self.may_begin_with(byte),
            Ascii::Else => true,
        }
    }

    /// The same inside a run, one character at a time. Leaves the run at the first byte that is no
    /// part of it, if runs can be read together; else only `until` ends it.
    fn next_inside(&self, reader: &Reader<'_>, scan: &mut Scan, until: usize) -> Option<usize> {
        let runs = self.reads_runs(reader, scan);
        while scan.at < until {
            if scan.open.is_some() {
                pass_markup(reader, scan);
                continue;
            }
            let at = scan.at;
            let byte = reader.byte(at)?;
            match ASCII[usize::from(byte)] {
                Ascii::Word => {
                    if reader.html && !scan.before.is_word() {
                        let address = html::address(reader.text, at);
                        if address > 0 {
                            (scan.at, scan.before, scan.prefix, scan.half_flag) =
                                (at + address, Class::Other, Prefix::None, false);
                            continue;
                        }
                    }
                    scan.at = word_end(reader.text, at + 1);
                    let starts = between(scan.before, Class::Word);
                    (scan.before, scan.prefix, scan.half_flag) = (Class::Word, Prefix::None, false);
                    if starts && self.begins(reader, at, scan.at, scan.any_case) {
                        return Some(at);
                    }
                }
                Ascii::Sign if !self.may_begin_with(byte) => {
                    (scan.at, scan.before, scan.prefix, scan.half_flag) =
                        (at + 1, Class::Other, Prefix::None, false);
                    if runs {
                        // Behind the sign, so that the scan goes on where an image was changed
                        // and its signs are others.
                        scan.leave();
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
            // Letters that fold, invisible characters, references, markup: the word may go on.
            Some(b'&' | b'<' | 0x80..) => {
                self.may_begin_with(text[start].to_ascii_lowercase())
                    && self.begins_folded(reader, start, any_case)
            }
            _ => self.tokens.may_have(key_of(&text[start..end], any_case), behind(text, end)),
        }
    }

    /// The same for a word that has to be folded.
    fn begins_folded(&self, reader: &Reader<'_>, start: usize, any_case: bool) -> bool {
        /// A longer word is not followed to its end.
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
                            // A sign that stands for letters: the word may end before it or go on.
                            _ if unit.class != Class::Word => return true,
                            Some(room) => *room = byte,
                            None => return true,
                        }
                        len += 1;
                    }
                    if units < 2 {
                        // One that folds to several may be a capital for each.
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

    /// Moves behind `c`, which is no ASCII letter or digit, and tells whether a name could begin
    /// with it.
    fn other(&self, reader: &Reader<'_>, scan: &mut Scan, c: &Char) -> bool {
        let at = scan.at;
        scan.at = c.next;
        // An accent is part of the letter before it.
        if c.class == Class::Invisible || (c.class == Class::Accent && scan.before.is_word()) {
            return false;
        }
        let boundary = between(scan.before, c.class);
        let starts = match c.class {
            Class::Space | Class::LineBreak | Class::Accent | Class::Mark | Class::Stop => false,
            Class::Regional => !scan.half_flag,
            // A prefix is written in the script of the name.
            _ => boundary || (scan.prefix != Prefix::None && scan.before == c.class),
        };
        scan.prefix = scan.prefix.after(reader, at, c, boundary);
        scan.half_flag = c.class == Class::Regional && !scan.half_flag;
        scan.before = c.class;
        starts && self.may_go_on(reader, c, scan.any_case)
    }

    /// Whether a name may begin with `c` and what stands behind it.
    #[inline]
    fn may_go_on(&self, reader: &Reader<'_>, c: &Char, any_case: bool) -> bool {
        let Some(first) = c.folded_letter() else {
            return c.first_folded().is_some_and(|first| self.may_begin_with(first));
        };
        if c.class.is_parted() {
            return self.may_be_word(reader, c, first, any_case);
        }
        let Some(next) = reader.char(c.next) else { return true };
        let Some(second) = next.folded_letter() else { return true };
        self.tokens.may_begin_with_letters(first, second, || {
            reader.char(next.next).and_then(|third| third.folded_letter())
        })
    }

    /// The same where `c` begins a word that blanks part from others.
    fn may_be_word(&self, reader: &Reader<'_>, c: &Char, first: char, any_case: bool) -> bool {
        let mut hash = WordHash::new();
        hash.push(first);
        let mut at = c.next;
        loop {
            if let Some(letter) = reader.letter(at)
                && let Some(folded) = letter.folded_letter()
                && letter.class.is_parted()
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
                    match (unit.class.is_parted(), folds_to_letters) {
                        (true, true) => core::str::from_utf8(unit.bytes())
                            .unwrap_or("")
                            .chars()
                            .for_each(|c| hash.push(c)),
                        (false, false) => break,
                        // Other letters begin; or a sign stands for letters, or a letter for a
                        // sign: the word may end before it or go on.
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

/// Bytes of a word that are looked at; a longer one may be anything. It bounds the work at one
/// place.
const LONGEST_WORD: usize = 256;

/// The end of the letters that go on, or end, at `at` inside a word, where they are of scripts that
/// part words by blanks.
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

/// The end of the ASCII word that goes on, or ends, at `at`.
fn word_end(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(|&byte| ASCII[usize::from(byte)] == Ascii::Word) {
        at += 1;
    }
    at
}

/// Enters the markup that begins at the scan, if one does.
fn open_markup(reader: &Reader<'_>, scan: &mut Scan) -> bool {
    if reader.byte(scan.at) != Some(b'<') {
        return false;
    }
    let Some((class, open, from)) = html::opening(reader.text, scan.at) else { return false };
    (scan.open, scan.at) = (Some(open), from);
    if class != Class::Invisible {
        (scan.before, scan.prefix, scan.half_flag) = (class, Prefix::None, false);
    }
    true
}

/// Passes over the markup that the scan is in, as far as the text goes.
fn pass_markup(reader: &Reader<'_>, scan: &mut Scan) {
    if let Some(open) = &mut scan.open {
        match html::resume(reader.text, scan.at, open) {
            Ok(end) => (scan.open, scan.at) = (None, end),
            // What ends in the middle of its last bytes is looked at again when there are more.
            Err(from) => scan.at = from.max(scan.at + 1),
        }
    }
}
