//! The text around a name, and words in it.

use core::ops::Range;

use memchr::memchr2;

use crate::fold::{Class, Reader, html};
use crate::span::Span;
use crate::words::{Direction, Hash};

/// How many bytes of text are read on each side of a name. A stream keeps as many before the
/// current offset.
pub(crate) const VIEW: usize = 192;

/// How many bytes the text that is read may have, with those of a name that count.
pub(crate) const READ: usize = 2 * VIEW + 64;

/// The most letters of a word that is compared with its case.
const CODE: usize = 4;

/// What is between a word and the next one towards the name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gap {
    /// Blanks or a hyphen.
    Close,
    Comma,
    Other,
}

/// A word near a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) gap: Gap,
    /// For a word that is known to be plain (at most 15 ASCII letters and digits): the first eight
    /// and then the others, in lower case, the first one lowest in each. Otherwise zeros.
    pub(super) letters: [u64; 2],
}

impl Word {
    /// `hash`, continued with this word.
    #[inline]
    pub(super) fn hash(&self, hash: Hash, text: &[u8], direction: Direction) -> Hash {
        match self.letters {
            [0, _] => hash.word(text, self.start, self.end, direction),
            letters => hash.plain_word(letters, direction),
        }
    }
}

/// The text around a name, as far as it is read.
#[derive(Clone, Copy)]
pub(crate) struct View<'t> {
    pub(super) text: &'t [u8],
    pub(super) span: Span,
    /// The range of the text that is read.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether the text continues before `from` and after `to`.
    pub(super) cut: (bool, bool),
    pub(super) html: bool,
    /// Whether a semicolon ends the sentence, as in lists of addresses.
    pub(super) fields: bool,
    /// Whether words of another line do not count, as in lists of names.
    pub(super) lines: bool,
}

impl<'t> View<'t> {
    /// The view around a span. `reader` reads a window of the text that starts at `base`.
    pub(crate) fn new(reader: &Reader<'t>, base: usize, span: Span) -> Self {
        let from = span.start.saturating_sub(VIEW);
        let to = reader.text.len().min(span.end.saturating_add(VIEW));
        Self {
            text: reader.text,
            span,
            from,
            to,
            cut: (from + base > 0, to < reader.text.len()),
            html: reader.html,
            fields: false,
            lines: false,
        }
    }

    /// The same, where a semicolon ends the sentence if `fields` says so, and words of another line
    /// do not count if `lines` says so.
    pub(crate) const fn with_limits(self, fields: bool, lines: bool) -> Self {
        Self { fields, lines, ..self }
    }

    /// The range of the text that is read.
    pub(super) fn range(&self) -> Range<usize> {
        self.from..self.to
    }

    /// Whether markup is read as such.
    pub(super) const fn html(&self) -> bool {
        self.html
    }

    /// The text up to the end of the view, and the offset up to which a name may end in it: if the
    /// text continues, its last byte might not be the end of a word.
    pub(crate) fn cut_text(&self) -> (&'t [u8], usize) {
        (&self.text[..self.to], if self.cut.1 { self.to.saturating_sub(1) } else { self.to })
    }

    /// Whether the name may end its line, without blanks after it.
    #[inline]
    pub(crate) fn may_end_line(&self) -> bool {
        match self.text.get(self.span.end) {
            Some(b'\n' | b'\r') => true,
            Some(b'<') => self.html,
            _ => false,
        }
    }

    /// The next line without its indent, if the name is alone in its line. In HTML it ends with the
    /// next piece of markup.
    pub(crate) fn line_below(&self) -> Option<Range<usize>> {
        let is_indent = |byte: &u8| matches!(byte, b' ' | b'\t');
        let skip = |at: usize| {
            let rest = self.text.get(at..self.to).unwrap_or(&[]);
            at + rest.iter().take_while(|byte| is_indent(byte)).count()
        };
        let before = &self.text[self.from..self.before_tags(self.span.start)];
        match before.iter().rev().find(|byte| !is_indent(byte)) {
            None if self.cut.0 => return None,
            None | Some(b'\n' | b'\r') => {}
            Some(b'>') if self.html => {}
            Some(_) => return None,
        }
        let text = self.text.get(..self.to)?;
        let mut at = self.after_tags(self.span.end);
        let mut is_below = false;
        if let Some(html::Markup { class: Class::LineBreak, end }) =
            html::markup(text, at).filter(|_| self.html)
        {
            (at, is_below) = (end, true);
        }
        if text.get(at) == Some(&b'\r') {
            at += 1;
        }
        if text.get(at) == Some(&b'\n') {
            (at, is_below) = (at + 1, true);
        }
        let start = self.after_tags(skip(at));
        let rest = text.get(start..).filter(|_| is_below)?;
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r') || (self.html && *byte == b'<');
        let line = match rest.iter().position(is_end) {
            Some(len) => &rest[..len],
            None if self.cut.1 => return None,
            None => rest,
        };
        Some(start..start + line.trim_ascii_end().len())
    }

    /// Whether a word is short and in capitals, as the codes of states are.
    pub(super) fn is_in_capitals(&self, word: &Word) -> bool {
        (2..=CODE).contains(&(word.end - word.start))
            && self.text[word.start..word.end].iter().all(u8::is_ascii_uppercase)
    }

    /// The character reference at `at`, and where it ends.
    pub(super) fn reference(&self, at: usize) -> Option<(char, usize)> {
        if self.html && self.text.get(at) == Some(&b'&') {
            html::reference(&self.text[..self.to.max(at)], at)
        } else {
            None
        }
    }

    /// The character reference that ends at `end`, and where it begins.
    pub(super) fn reference_before(&self, end: usize) -> Option<(char, usize)> {
        let before = self.text[..end].strip_suffix(b";").filter(|_| self.html)?;
        let at = before
            .iter()
            .rposition(|&byte| !byte.is_ascii_alphanumeric() && byte != b'#')
            .filter(|&at| at >= self.from)?;
        self.reference(at).filter(|&(_, found)| found == end).map(|(c, _)| (c, at))
    }

    /// The class of the markup that ends at `end`, and where it begins.
    pub(super) fn markup_before(&self, end: usize) -> Option<(Class, usize)> {
        let before = self.text.get(self.from..end)?.strip_suffix(b">").filter(|_| self.html)?;
        let at = self.from + before.iter().rposition(|&byte| byte == b'<')?;
        html::opening(self.text, at).map(|(class, _, _)| (class, at))
    }

    /// The characters of a range of HTML, without its markup.
    pub(super) fn characters(&self, range: Range<usize>) -> impl Iterator<Item = char> {
        let reader = Reader::new(self.text.get(..range.end).unwrap_or(&[]), true);
        let mut at = range.start;
        let characters = core::iter::from_fn(move || {
            let c = reader.char(at)?;
            at = c.next;
            Some(c.code())
        });
        characters.filter(|&c| c != '\0')
    }

    /// The same text without markup, in `plain`, as [`put_plain`](Self::put_plain) returns it.
    pub(crate) fn without_markup<'p>(&self, plain: &'p mut [u8; READ]) -> View<'p>
    where
        't: 'p,
    {
        let text = self.text.get(self.range()).unwrap_or(&[]);
        if self.html && memchr2(b'<', b'&', text).is_some() {
            self.put_plain(plain)
        } else {
            View { html: false, ..*self }
        }
    }

    /// The text that is read in its plainest form: each run of blanks is one, and in HTML inline
    /// tags are left out, others are line breaks or empty lines, and references are their
    /// characters. Of a long name the end is left out.
    pub(super) fn put_plain<'p>(&self, plain: &'p mut [u8; READ]) -> View<'p> {
        let Span { start, end } = self.span;
        // A side that is cut may begin inside a tag.
        let before = self.text.get(self.from..start).unwrap_or(&[]);
        let from = match before.iter().position(|byte| matches!(byte, b'<' | b'>')) {
            Some(at) if self.html && self.cut.0 && before[at] == b'>' => self.from + at + 1,
            _ => self.from,
        };
        let mut len = 0;
        let mut put = |range: Range<usize>, limit: usize| {
            let reader = Reader::new(self.text.get(..range.end).unwrap_or(&[]), self.html);
            let mut at = range.start;
            while let Some(c) = reader.char(at) {
                let mut bytes = [0; 4];
                let put: &[u8] = match (reader.text[at], c.class) {
                    (_, Class::Space) if len > 0 && plain[len - 1] == b' ' => &[],
                    // Cells of a table in HTML are not parted by tabs.
                    (b'\t', _) if !self.html => b"\t",
                    (_, Class::Space) => b" ",
                    (b'<', Class::Invisible) if c.code() == '\0' => &[],
                    (b'<', Class::LineBreak) => b"\n",
                    (b'<', _) if c.code() == '\0' => b"\n\n",
                    (b'&', _) => c.code().encode_utf8(&mut bytes).as_bytes(),
                    _ => &reader.text[at..c.next],
                };
                let end = limit.min(len + put.len());
                plain[len..end].copy_from_slice(&put[..end - len]);
                (at, len) = (c.next, end);
            }
            len
        };
        let span = Span::new(put(from..start, VIEW), put(start..end, READ - VIEW));
        let to = put(end..self.to, READ);
        View { text: &plain[..to], span, from: 0, to, html: false, ..*self }
    }

    /// The offset before the inline tags that end at `end`.
    pub(super) fn before_tags(&self, mut end: usize) -> usize {
        while let Some((Class::Invisible, at)) = self.markup_before(end) {
            end = at;
        }
        end
    }

    /// The offset after the inline tags that begin at `at`.
    pub(super) fn after_tags(&self, mut at: usize) -> usize {
        while self.html
            && let Some(html::Markup { class: Class::Invisible, end }) =
                self.text.get(..self.to).and_then(|text| html::markup(text, at))
        {
            at = end;
        }
        at
    }
}
