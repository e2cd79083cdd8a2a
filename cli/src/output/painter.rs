//! Prints a text with its mentions in colours and its control characters escaped.

use std::borrow::Cow;

use gaztag::Mention;

use super::{ENOUGH, Sink, pass_on};
use crate::colours;
use crate::error::CliError;
use crate::escape::{self, Notation};

/// Prints a text while its mentions are found.
pub(crate) struct Painter<'t> {
    colour: bool,
    /// The text; of a stream only the part that has not been printed yet.
    text: Cow<'t, [u8]>,
    /// How much of it has been printed.
    printed: usize,
    /// The offset of its first byte in the whole input.
    base: usize,
}

impl<'t> Painter<'t> {
    pub(crate) fn new(colour: bool, text: &'t [u8]) -> Self {
        Self { colour, text: Cow::Borrowed(text), printed: 0, base: 0 }
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
        if self.colour {
            out.extend_from_slice(colours::of_kind(mention.kind()).as_bytes());
        }
        self.print(mention.end() - self.base, out, sink)?;
        if self.colour {
            out.extend_from_slice(colours::END.as_bytes());
        }
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
        self.print(self.text.len(), out, sink)
    }

    /// Prints up to a position in the text, in parts.
    fn print(&mut self, to: usize, out: &mut Vec<u8>, sink: &mut Sink<'_>) -> Result<(), CliError> {
        while self.printed < to.min(self.text.len()) {
            let end = match self.printed + ENOUGH {
                part if part < to => whole(&self.text, part),
                _ => to,
            };
            let part = self.text.get(self.printed..end).unwrap_or(&[]);
            escape::write(part, Notation::Text, out);
            self.printed = end;
            pass_on(out, sink)?;
        }
        Ok(())
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
        let painted = |size: usize| {
            let (mut out, mut painter) = (Vec::new(), Painter::new(true, &[]));
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
        let (mut out, mut painter) = (Vec::new(), Painter::new(true, text.as_bytes()));
        let mut sink = |_: &mut Vec<u8>| Ok(());
        mentions.iter().for_each(|mention| painter.mention(mention, &mut out, &mut sink).unwrap());
        painter.finish(&mut out, &mut sink).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), all);
    }
}
