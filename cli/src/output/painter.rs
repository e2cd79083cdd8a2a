//! Prints a text with its mentions in colours, highlighted in HTML, or replaced.

use std::borrow::Cow;
use std::ops::Range;

use gaztag::Mention;

use super::ids::Ids;
use super::wrap::Wrapper;
use super::{ENOUGH, Sink, html, pass_on};
use crate::arguments::template::{Part, Template};
use crate::colours;
use crate::error::CliError;
use crate::escape::{self, Notation};

/// What is made of a text and its mentions.
pub(crate) enum Style<'t> {
    /// For a terminal: control characters are escaped.
    Shown { colour: bool, wrapper: Option<Wrapper> },
    /// For a page: no text is markup.
    Html(Ids<'t>),
    /// Unchanged but for the mentions, in text or in HTML.
    Replaced { template: &'t Template, ids: Ids<'t>, is_html: bool },
}

/// Prints a text while its mentions are found.
pub(crate) struct Painter<'t> {
    style: Style<'t>,
    /// The text; of a stream only the part that has not been printed yet.
    text: Cow<'t, [u8]>,
    /// How much of it has been printed.
    printed: usize,
    /// The offset of its first byte in the whole input.
    base: usize,
}

impl<'t> Painter<'t> {
    pub(crate) fn new(style: Style<'t>, text: &'t [u8]) -> Self {
        Self { style, text: Cow::Borrowed(text), printed: 0, base: 0 }
    }

    /// Adds text of a stream.
    pub(crate) fn text(&mut self, text: &[u8]) {
        let pending = self.text.to_mut();
        pending.drain(..self.printed);
        self.base += self.printed;
        self.printed = 0;
        pending.extend_from_slice(text);
    }

    /// Prints the text up to a mention and the mention. A mention that overlaps printed text is
    /// skipped.
    pub(crate) fn mention(
        &mut self,
        mention: &Mention,
        out: &mut Vec<u8>,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        if mention.start() < self.base + self.printed {
            return Ok(());
        }
        self.print(mention.start() - self.base, out, sink)?;
        let end = mention.end() - self.base;
        if let Style::Replaced { template, ids, is_html } = self.style {
            let found = self.text.get(self.printed..end).unwrap_or(&[]);
            if is_html {
                fill_html(template, ids, mention, found, out);
            } else {
                fill(template, ids, mention, found, out);
            }
            self.printed = end;
            return Ok(());
        }
        self.style.begin(mention, out);
        self.print(end, out, sink)?;
        self.style.end(out);
        Ok(())
    }

    /// Prints up to an offset before which there are no further mentions.
    pub(crate) fn settled(
        &mut self,
        to: usize,
        out: &mut Vec<u8>,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let to = whole(&self.text, to.saturating_sub(self.base));
        self.print(to, out, sink)
    }

    /// Prints the rest of the text.
    pub(crate) fn finish(
        &mut self,
        out: &mut Vec<u8>,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        self.print(self.text.len(), out, sink)?;
        if let Style::Shown { wrapper: Some(wrapper), .. } = &mut self.style {
            wrapper.finish(out);
        }
        Ok(())
    }

    /// Prints up to a position in the text, in parts.
    fn print(&mut self, to: usize, out: &mut Vec<u8>, sink: &mut Sink<'_>) -> Result<(), CliError> {
        while self.printed < to.min(self.text.len()) {
            let end = match self.printed + ENOUGH {
                part if part < to => whole(&self.text, part),
                _ => to,
            };
            let part = self.text.get(self.printed..end).unwrap_or(&[]);
            self.style.text(part, out);
            self.printed = end;
            pass_on(out, sink)?;
        }
        Ok(())
    }
}

impl Style<'_> {
    fn text(&mut self, part: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Shown { wrapper: None, .. } => escape::write(part, Notation::Text, out),
            Self::Shown { wrapper: Some(wrapper), .. } => {
                let mut shown = Vec::with_capacity(part.len());
                escape::write(part, Notation::Text, &mut shown);
                wrapper.write(&String::from_utf8_lossy(&shown), out);
            }
            Self::Html(_) => html::escape(part, out),
            Self::Replaced { .. } => out.extend_from_slice(part),
        }
    }

    fn begin(&mut self, mention: &Mention, out: &mut Vec<u8>) {
        match self {
            Self::Shown { colour: true, .. } => self.raw(colours::of_kind(mention.kind()), out),
            Self::Html(ids) => html::mark(*ids, mention, out),
            Self::Shown { .. } | Self::Replaced { .. } => {}
        }
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        match self {
            Self::Shown { colour: true, .. } => self.raw(colours::END, out),
            Self::Html(_) => out.extend_from_slice(b"</mark>"),
            Self::Shown { .. } | Self::Replaced { .. } => {}
        }
    }

    /// Writes a sequence of colours.
    fn raw(&mut self, sequence: &str, out: &mut Vec<u8>) {
        match self {
            Self::Shown { wrapper: Some(wrapper), .. } => wrapper.write(sequence, out),
            _ => out.extend_from_slice(sequence.as_bytes()),
        }
    }
}

/// Writes what takes the place of a mention.
fn fill(template: &Template, ids: Ids<'_>, mention: &Mention, found: &[u8], out: &mut Vec<u8>) {
    for part in &template.0 {
        match part {
            Part::Text(text) => out.extend_from_slice(text.as_bytes()),
            Part::Found => out.extend_from_slice(found),
            part => out.extend_from_slice(value(part, ids, mention).as_bytes()),
        }
    }
}

/// The same in HTML. Markup inside the name follows the template, so that what it opens or closes
/// is still closed and opened. Values become text, and the template may have markup.
fn fill_html(
    template: &Template,
    ids: Ids<'_>,
    mention: &Mention,
    found: &[u8],
    out: &mut Vec<u8>,
) {
    let markup: Vec<Range<usize>> = gaztag::markup_of(found).collect();
    let (starts, ends) = (markup.iter().map(|of| of.start), markup.iter().map(|of| of.end));
    let texts = [0].into_iter().chain(ends).zip(starts.chain([found.len()]));
    for part in &template.0 {
        match part {
            Part::Text(text) => out.extend_from_slice(text.as_bytes()),
            Part::Found => {
                let texts = texts.clone().filter_map(|(start, end)| found.get(start..end));
                texts.for_each(|text| out.extend_from_slice(text));
            }
            part => html::escape(value(part, ids, mention).as_bytes(), out),
        }
    }
    markup.iter().for_each(|of| out.extend_from_slice(&found[of.clone()]));
}

/// The value of a field that is not of the text.
fn value<'t>(part: &Part, ids: Ids<'t>, mention: &Mention) -> Cow<'t, str> {
    match part {
        Part::Text(_) | Part::Found => "".into(),
        Part::Id => ids.of_id(mention.entity()).into(),
        Part::Name => ids.tagger.name(mention).into(),
        Part::Kind => ids.tagger.gazetteer().kind_name(mention.kind()).into(),
        Part::Role => mention.role().as_str().into(),
        Part::Confidence => mention.confidence().to_string().into(),
    }
}

/// The last position at or before `to` that splits neither a character nor `\r\n`, whose halves
/// would be printed as escapes.
fn whole(text: &[u8], to: usize) -> usize {
    // The last character of the text so far may be incomplete.
    let mut to = to.min(text.len().saturating_sub(1));
    for _ in 0..3 {
        to -= usize::from(to > 0 && text.get(to).is_some_and(|byte| byte & 0xC0 == 0x80));
    }
    to - usize::from(to > 0 && text.get(to - 1) == Some(&b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_does_not_depend_on_the_parts() {
        let text = "Caf\u{E9} \u{1F642} in\r\nMali, \u{1b} Burkina\tFaso\r\n\r \u{2067}".repeat(3);
        let tagger = gaztag::Tagger::builtin();
        let mentions = tagger.tag(&text);
        let style = || Style::Shown { colour: true, wrapper: None };
        let painted = |size: usize| {
            let (mut out, mut painter) = (Vec::new(), Painter::new(style(), &[]));
            let mut kept = Vec::new();
            let mut sink = |part: &mut Vec<u8>| {
                kept.append(part);
                Ok(())
            };
            let (mut at, mut left) = (0, mentions.iter().peekable());
            for chunk in text.as_bytes().chunks(size) {
                painter.text(chunk);
                at += chunk.len();
                while let Some(mention) = left.next_if(|mention| mention.end() <= at) {
                    painter.mention(mention, &mut out, &mut sink).unwrap();
                }
                let settled = left.peek().map_or(at, |mention| mention.start()).min(at);
                painter.settled(settled, &mut out, &mut sink).unwrap();
            }
            painter.finish(&mut out, &mut sink).unwrap();
            kept.append(&mut out);
            String::from_utf8(kept).unwrap()
        };
        let all = painted(text.len());
        let start = "Café 🙂 in\r\n\x1b[1;32mMali\x1b[0m, \\x1b \x1b[1;32mBurkina\tFaso\x1b[0m\r\n\\x0d \\u{2067}Café";
        assert!(all.starts_with(start), "{all:?}");
        for size in 1..30 {
            assert_eq!(painted(size), all, "in parts of {size}");
        }
        let (mut out, mut painter) = (Vec::new(), Painter::new(style(), text.as_bytes()));
        let mut sink = |_: &mut Vec<u8>| Ok(());
        mentions.iter().for_each(|mention| painter.mention(mention, &mut out, &mut sink).unwrap());
        painter.finish(&mut out, &mut sink).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), all);
    }
}
