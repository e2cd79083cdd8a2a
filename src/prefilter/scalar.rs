//! The filter one character at a time: the law that faster ones have to keep.

use super::tokens::{key_of, second};
use super::{Backend, Prefilter, Scan};
use crate::boundary::{Prefix, between};
use crate::fold::{Char, Class, Reader, html};

/// What a byte is by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ascii {
    /// A letter or digit.
    Word,
    /// Folds to itself and is no part of words.
    Sign,
    /// Has to be looked at: part of a longer character, folds to something else, begins markup or a reference.
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
    /// The next offset before `until` where a name could begin; `scan` goes on behind that character. None when `scan` has reached `until` (or the end).
    ///
    /// Linear in the bytes passed over. `until` must leave the characters before it whole in `reader`.
    pub(crate) fn next(&self, reader: &Reader<'_>, scan: &mut Scan, until: usize) -> Option<usize> {
        loop {
            if scan.found != 0 {
                let start = scan.settled();
                if start >= until {
                    return None;
                }
                scan.found &= scan.found - 1;
                return Some(start);
            }
            if scan.at >= until {
                return None;
            }
            if scan.open.is_some() {
                pass_markup(reader, scan);
                continue;
            }
            match self.backend {
                // Blocks are for plain ASCII; other scripts come character by character.
                _ if reader.byte(scan.at).is_some_and(|byte| byte >= 0x80) => {}
                #[cfg(target_arch = "x86_64")]
                Backend::Avx2 if !reader.html => super::avx2::read_blocks(self, reader, scan, until),
                #[cfg(target_arch = "x86_64")]
                Backend::Sse2 if !reader.html => self.read_blocks(reader, scan, until, |block| super::sse2::masks(block, &self.signs)),
                _ => {
                    if let Some(start) = self.next_in_ascii(reader, scan, until) {
                        return Some(start);
                    }
                }
            }
            if scan.found != 0 || scan.at >= until {
                continue;
            }
            let at = scan.at;
            if reader.html && open_markup(reader, scan) {
                continue;
            }
            let c = reader.char(at)?;
            if self.other(reader, scan, &c) {
                return Some(at);
            }
        }
    }

    /// The same within plain ASCII: stops, without a result, at the first byte that has to be looked at.
    fn next_in_ascii(&self, reader: &Reader<'_>, scan: &mut Scan, until: usize) -> Option<usize> {
        let text = reader.text;
        let (mut at, mut before) = (scan.at, scan.before);
        let mut found = None;
        while at < until {
            let byte = text[at];
            match ASCII[usize::from(byte)] {
                Ascii::Word => {
                    let start = at;
                    if reader.html && !before.is_word() {
                        let address = html::address(text, at);
                        if address > 0 {
                            (at, before) = (at + address, Class::Other);
                            continue;
                        }
                    }
                    at = word_end(text, at + 1);
                    let starts = between(before, Class::Word);
                    before = Class::Word;
                    if starts && self.begins(text, start, at, scan.any_case) {
                        found = Some(start);
                        break;
                    }
                }
                Ascii::Sign if !self.may_begin_with(byte) => {
                    at += 1;
                    before = Class::Other;
                }
                _ => break,
            }
        }
        if at > scan.at {
            (scan.at, scan.before, scan.prefix, scan.half_flag) = (at, before, Prefix::None, false);
        }
        found
    }

    /// Whether a name may begin with the ASCII word from `start` to `end`.
    #[inline]
    pub(super) fn begins(&self, text: &[u8], start: usize, end: usize, any_case: bool) -> bool {
        match text.get(end) {
            // Letters that fold, invisible characters, references, markup: the word may go on, so that its first byte is all that is known.
            Some(b'&' | b'<' | 0x80..) => self.may_begin_with(text[start].to_ascii_lowercase()),
            _ => self.tokens.may_have(key_of(&text[start..end], any_case), second(text, end)),
        }
    }

    /// Moves behind `c`, which is no ASCII letter or digit, and tells whether a name could begin with it.
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
        starts && c.first_folded().is_some_and(|first| self.may_begin_with(first)) && self.may_go_on(reader, c)
    }

    /// Whether a name may begin with `c` and the letter behind it, if both fold to one character each; else it may.
    fn may_go_on(&self, reader: &Reader<'_>, c: &Char) -> bool {
        let Some(first) = c.folded_letter() else { return true };
        let Some(second) = reader.char(c.next).and_then(|next| next.folded_letter()) else { return true };
        self.tokens.may_begin_with_letters(first, second)
    }
}

/// The end of the ASCII word that goes on, or ends, at `at`.
pub(super) fn word_end(text: &[u8], mut at: usize) -> usize {
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
