//! HTML, one character at a time: markup and addresses are skipped, and a name may contain markup.

use super::blocks::word_end;
use super::special::ByteKind;
use super::state::Scan;
use super::tables::Prefilter;
use crate::boundary::{Prefix, between};
use crate::fold::{Char, Class, Reader, html};

impl Prefilter<'_> {
    /// The next offset before `until` where a name could begin, in HTML.
    pub(super) fn next_in_html(
        &self,
        reader: &Reader<'_>,
        scan: &mut Scan,
        until: usize,
    ) -> Option<usize> {
        while scan.at < until {
            if scan.html.open.is_some() {
                pass_markup(reader, scan);
                continue;
            }
            let at = scan.at;
            let byte = reader.byte(at)?;
            match ByteKind::of(byte) {
                ByteKind::Word => {
                    if !scan.html.before.is_word() {
                        let address = html::address(reader.text, at);
                        if address > 0 {
                            scan.at = at + address;
                            scan.html.forget_word(Class::Other);
                            continue;
                        }
                    }
                    scan.at = word_end(reader.text, at + 1);
                    let starts = between(scan.html.before, Class::Word);
                    scan.html.forget_word(Class::Word);
                    if starts && self.begins(reader, at, scan.at, scan.any_case) {
                        return Some(at);
                    }
                }
                ByteKind::Separator if !self.may_begin_with(byte) => {
                    scan.at = at + 1;
                    scan.html.forget_word(Class::Other);
                }
                _ => {
                    if scan.html.prefix == Prefix::None
                        && matches!(scan.html.before, Class::Word | Class::Arabic | Class::Hebrew)
                    {
                        scan.at = letters_end(reader, at, until);
                        if scan.at > at {
                            scan.html.before = Class::Word;
                            continue;
                        }
                    }
                    if open_markup(reader, scan) {
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

    /// Moves after `c`, which is not an ASCII letter or digit, and returns whether a name could
    /// begin with it.
    fn other(&self, reader: &Reader<'_>, scan: &mut Scan, c: &Char) -> bool {
        let at = scan.at;
        scan.at = c.next;
        // An accent belongs to the letter before it.
        if c.class == Class::Invisible || (c.class == Class::Accent && scan.html.before.is_word()) {
            return false;
        }
        let boundary = between(scan.html.before, c.class);
        let starts = match c.class {
            Class::Space | Class::LineBreak | Class::Accent | Class::Mark | Class::Stop => false,
            Class::Regional => !scan.html.half_flag,
            // A prefix is written in the same script as the name.
            _ => boundary || (scan.html.prefix != Prefix::None && scan.html.before == c.class),
        };
        scan.html.prefix = scan.html.prefix.after(reader, at, c, boundary);
        scan.html.half_flag = c.class == Class::Regional && !scan.html.half_flag;
        scan.html.before = c.class;
        starts && self.may_begin_at(reader, at, c, scan.any_case)
    }
}

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

/// Enters the markup that begins where the scan is; false if there is none.
fn open_markup(reader: &Reader<'_>, scan: &mut Scan) -> bool {
    if reader.byte(scan.at) != Some(b'<') {
        return false;
    }
    let Some((class, open, from)) = html::opening(reader.text, scan.at) else { return false };
    (scan.html.open, scan.at) = (Some(open), from);
    if class != Class::Invisible {
        scan.html.forget_word(class);
    }
    true
}

/// Skips the markup that the scan is in, to its end or to the end of the text.
fn pass_markup(reader: &Reader<'_>, scan: &mut Scan) {
    if let Some(open) = &mut scan.html.open {
        match html::resume(reader.text, scan.at, open) {
            Ok(end) => (scan.html.open, scan.at) = (None, end),
            // A stream resumes from here when it has more text.
            Err(from) => scan.at = from.max(scan.at + 1),
        }
    }
}
