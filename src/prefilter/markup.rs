//! HTML, one character at a time: markup and addresses are skipped, and a name may contain markup.

use super::blocks::word_end;
use super::special::ByteKind;
use super::state::{HtmlState, Scan};
use super::tables::Prefilter;
use super::tokens;
use crate::boundary::{Prefix, between};
use crate::fold::{Char, Class, Reader, html, leading_word};

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
                pass_markup(reader, &mut scan.at, &mut scan.html);
                continue;
            }
            let at = scan.at;
            let byte = reader.byte(at)?;
            match ByteKind::of(byte) {
                ByteKind::Word => {
                    let end = word_end(reader.text, at + 1);
                    if !scan.html.before.is_word() {
                        let address = html::address(reader.text, at, end);
                        if address > 0 {
                            scan.at = at + address;
                            scan.html.forget_word(Class::Other);
                            continue;
                        }
                    }
                    scan.at = end;
                    let starts = between(scan.html.before, Class::Word);
                    scan.html.forget_word(Class::Word);
                    if starts && self.begins(reader, at, scan.at, scan.any_case) {
                        return Some(at);
                    }
                }
                ByteKind::Separator if !self.may_begin_with(byte) => {
                    scan.at = at + 1;
                    scan.html.forget_word(Class::Other);
                    self.pass_plain_words(reader.text, scan, until);
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
                    if open_markup(reader, &mut scan.at, &mut scan.html) {
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

    /// Passes blanks, and words with which no name begins as far as blanks follow them: most text
    /// of HTML. No word is open before them.
    #[inline(always)]
    fn pass_plain_words(&self, text: &[u8], scan: &mut Scan, until: usize) {
        let capitals = if scan.any_case { tokens::BOTH } else { 0 };
        while scan.at < until
            && let Some(head) = text.get(scan.at..).and_then(<[u8]>::first_chunk)
        {
            let head = u64::from_le_bytes(*head);
            let len = match leading_word(head).1 {
                8 => word_end(text, scan.at + 8) - scan.at,
                len => len,
            };
            if text.get(scan.at + len) != Some(&b' ')
                || (len > 0 && self.tokens.may_begin(tokens::key_of_head(head, len, capitals)))
            {
                return;
            }
            scan.at += len + 1;
        }
    }

    /// Moves after `c`, which is not an ASCII letter or digit, and returns whether a name could
    /// begin with it.
    fn other(&self, reader: &Reader<'_>, scan: &mut Scan, c: &Char) -> bool {
        let at = scan.at;
        scan.at = c.next;
        pass_char(c, &mut scan.html) && self.may_begin_at(reader, at, c, scan.any_case)
    }
}

/// Notes the character `c`, which is not an ASCII letter or digit, and returns whether a word may
/// begin with it.
fn pass_char(c: &Char, html: &mut HtmlState) -> bool {
    // An accent belongs to the letter before it.
    if c.class == Class::Invisible || (c.class == Class::Accent && html.before.is_word()) {
        return false;
    }
    let boundary = between(html.before, c.class);
    let starts = match c.class {
        Class::Space | Class::LineBreak | Class::Accent | Class::Mark | Class::Stop => false,
        Class::Regional => !html.half_flag,
        // A prefix is written in the same script as the name.
        _ => boundary || (html.prefix != Prefix::None && html.before == c.class),
    };
    html.prefix = html.prefix.after(c, boundary);
    html.half_flag = c.class == Class::Regional && !html.half_flag;
    html.before = c.class;
    starts
}

/// A scan of HTML that returns each character outside of markup and addresses.
#[derive(Clone)]
pub(crate) struct HtmlChars {
    /// Offset of the next byte to read.
    pub(crate) at: usize,
    state: HtmlState,
}

impl HtmlChars {
    /// At the start of a text.
    pub(crate) const fn new() -> Self {
        Self { at: 0, state: HtmlState::START }
    }

    /// The offset of the next character before `until`, and whether a word may begin with it.
    pub(crate) fn next(&mut self, reader: &Reader<'_>, until: usize) -> Option<(usize, bool)> {
        while self.at < until {
            if self.state.open.is_some() {
                pass_markup(reader, &mut self.at, &mut self.state);
                continue;
            }
            let at = self.at;
            if reader.byte(at)?.is_ascii_alphanumeric() {
                if !self.state.before.is_word() {
                    let address = html::address(reader.text, at, word_end(reader.text, at));
                    if address > 0 {
                        self.at = at + address;
                        self.state.forget_word(Class::Other);
                        continue;
                    }
                }
                self.at = at + 1;
                let starts = between(self.state.before, Class::Word);
                self.state.forget_word(Class::Word);
                return Some((at, starts));
            }
            if open_markup(reader, &mut self.at, &mut self.state) {
                continue;
            }
            let c = reader.char(at)?;
            self.at = c.next;
            return Some((at, pass_char(&c, &mut self.state)));
        }
        None
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

/// Enters the markup that begins at `at`; false if the text there is not markup.
fn open_markup(reader: &Reader<'_>, at: &mut usize, state: &mut HtmlState) -> bool {
    if reader.byte(*at) != Some(b'<') {
        return false;
    }
    let Some((class, open, from)) = html::opening(reader.text, *at) else { return false };
    (state.open, *at) = (Some(open), from);
    if class != Class::Invisible {
        state.forget_word(class);
    }
    true
}

/// Skips open markup from `at` on, to its end or to the end of the text.
fn pass_markup(reader: &Reader<'_>, at: &mut usize, state: &mut HtmlState) {
    if let Some(open) = &mut state.open {
        match html::resume(reader.text, *at, open) {
            Ok(end) => (state.open, *at) = (None, end),
            // A stream resumes from here when it has more text.
            Err(from) => *at = from.max(*at + 1),
        }
    }
}
