//! The filter one character at a time: the law that faster ones have to keep.

use super::{Prefilter, Scan};
use crate::boundary::{Prefix, between};
use crate::fold::{Char, Class, Reader, Step, html};

impl Prefilter {
    /// The next offset before `until` where a name could begin; `scan` goes on behind that character. None when `scan` has reached `until` (or the end).
    ///
    /// Linear in the bytes passed over. `until` must leave the characters before it whole in `reader`.
    pub(crate) fn next(&self, reader: &Reader<'_>, scan: &mut Scan, until: usize) -> Option<usize> {
        while scan.at < until {
            if reader.html && !self.markup(reader, scan) {
                continue;
            }
            let at = scan.at;
            let byte = reader.byte(at)?;
            if byte.is_ascii_alphanumeric() {
                let starts = between(scan.before, Class::Word);
                self.pass_word(reader, scan);
                let second = reader.byte(at + 1).unwrap_or(b' ');
                if starts && self.begins(byte.to_ascii_lowercase(), second) {
                    return Some(at);
                }
                continue;
            }
            let c = reader.char(at)?;
            if self.other(reader, scan, &c) {
                return Some(at);
            }
        }
        None
    }

    /// Whether a name may begin with this folded byte and this raw one behind it.
    fn begins(&self, first: u8, second: u8) -> bool {
        let second = match second {
            b'A'..=b'Z' => second | 0x20,
            b'\t'..=b'\r' => b' ',
            b'`' => b'\'',
            // References, markup, letters that fold, invisible characters: the walk knows.
            b'&' | b'<' | 0x80.. => return self.first[usize::from(first)],
            _ => second,
        };
        self.has(first, second)
    }

    /// Moves behind the ASCII letters and digits at the scan.
    fn pass_word(&self, reader: &Reader<'_>, scan: &mut Scan) {
        let rest = &reader.text[scan.at..];
        scan.at += rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
        (scan.before, scan.prefix, scan.half_flag) = (Class::Word, Prefix::None, false);
    }

    /// Moves behind `c`, which is no ASCII letter or digit, and tells whether a name could begin with it.
    fn other(&self, reader: &Reader<'_>, scan: &mut Scan, c: &Char) -> bool {
        let at = scan.at;
        scan.at = c.next;
        if c.class == Class::Invisible {
            return false;
        }
        let boundary = between(scan.before, c.class);
        let starts = match c.class {
            Class::Space | Class::LineBreak | Class::Accent | Class::Mark | Class::Stop => false,
            Class::Regional => !scan.half_flag,
            _ => boundary || scan.prefix != Prefix::None,
        };
        scan.prefix = scan.prefix.after(reader, at, c, boundary);
        scan.half_flag = c.class == Class::Regional && !scan.half_flag;
        scan.before = c.class;
        starts && matches!(reader.step(at), Step::Unit(unit) if unit.bytes().first().is_some_and(|&first| self.first[usize::from(first)]))
    }

    /// Passes over markup and addresses at the scan, and over markup that it is in. Whether text stands at the scan now.
    fn markup(&self, reader: &Reader<'_>, scan: &mut Scan) -> bool {
        let text = reader.text;
        if scan.open.is_none() {
            match text.get(scan.at) {
                Some(b'<') => {
                    let Some((class, open, from)) = html::opening(text, scan.at) else { return true };
                    scan.open = Some(open);
                    scan.at = from;
                    if class != Class::Invisible {
                        (scan.before, scan.prefix, scan.half_flag) = (class, Prefix::None, false);
                    }
                }
                Some(byte) if byte.is_ascii_alphanumeric() && !scan.before.is_word() => {
                    let len = html::address(text, scan.at);
                    scan.at += len;
                    return len == 0;
                }
                _ => return true,
            }
        }
        if let Some(open) = &mut scan.open {
            match html::resume(text, scan.at, open) {
                Ok(end) => {
                    scan.open = None;
                    scan.at = end;
                }
                Err(from) => scan.at = from.max(scan.at),
            }
        }
        false
    }
}
