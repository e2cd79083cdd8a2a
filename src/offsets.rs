//! Offsets in units other than bytes.

use crate::error::{Error, ErrorKind};
use crate::span::Span;

/// The unit in which the offsets of mentions count.
///
/// ```
/// use gaztag::{OffsetUnit, Tagger};
///
/// let tagger = Tagger::builder().offset_unit(OffsetUnit::Utf16).build()?;
/// assert_eq!(tagger.tag("🙂 Mali")[0].start(), 3);
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum OffsetUnit {
    /// Bytes of the text as given: as in slices of `&str` and `&[u8]`.
    #[default]
    Bytes,
    /// UTF-16 code units: offsets of strings in JavaScript, Java and C#.
    Utf16,
    /// Unicode code points: offsets of strings in Python.
    CodePoints,
}

impl OffsetUnit {
    /// How many units a text has; linear in its length. A maximal ill-formed part of it counts as
    /// one unit, as if it were decoded by `String::from_utf8_lossy`.
    ///
    /// ```
    /// use gaztag::OffsetUnit;
    ///
    /// assert_eq!(OffsetUnit::Bytes.count("é🙂"), 6);
    /// assert_eq!(OffsetUnit::Utf16.count("é🙂"), 3);
    /// assert_eq!(OffsetUnit::CodePoints.count("é🙂"), 2);
    /// ```
    pub fn count(self, text: impl AsRef<[u8]>) -> usize {
        let text = text.as_ref();
        let of = |valid: &str| match self {
            Self::Bytes => valid.len(),
            Self::Utf16 => valid.chars().map(char::len_utf16).sum(),
            Self::CodePoints => valid.chars().count(),
        };
        if self == Self::Bytes || text.is_ascii() {
            return text.len();
        }
        // Counting a well-formed text as a whole is many times as fast as counting chunks.
        match core::str::from_utf8(text) {
            Ok(valid) => of(valid),
            Err(_) => text
                .utf8_chunks()
                .map(|chunk| of(chunk.valid()) + usize::from(!chunk.invalid().is_empty()))
                .sum(),
        }
    }
}

impl OffsetUnit {
    /// Converts offsets from this unit to another one, in place and in one pass over the text. They
    /// must ascend and not be after the end of the text. An offset inside a character becomes the
    /// start of the character.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadOffset`](crate::ErrorKind::BadOffset), with the index of the first offset
    /// that does not ascend or is after the end; those before it are converted.
    ///
    /// ```
    /// use gaztag::OffsetUnit;
    ///
    /// let mut offsets = [0, 3, 4];
    /// OffsetUnit::Utf16.convert(OffsetUnit::Bytes, "a🙂!", &mut offsets)?;
    /// assert_eq!(offsets, [0, 5, 6]);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn convert(
        self,
        to: Self,
        text: impl AsRef<[u8]>,
        offsets: &mut [usize],
    ) -> Result<(), Error> {
        let mut characters =
            Characters { text: text.as_ref(), unit: self, to, at: 0, from_count: 0, to_count: 0 };
        let mut last = 0;
        for (index, offset) in offsets.iter_mut().enumerate() {
            let converted = if *offset < last { None } else { characters.reach(*offset) };
            last = *offset;
            *offset = converted.ok_or(ErrorKind::BadOffset { index, offset: *offset })?;
        }
        Ok(())
    }
}

/// A text read character by character, in two units at once.
struct Characters<'t> {
    text: &'t [u8],
    unit: OffsetUnit,
    to: OffsetUnit,
    /// Bytes read.
    at: usize,
    from_count: usize,
    to_count: usize,
}

impl Characters<'_> {
    /// Moves to the last character that starts at this offset or before it, and returns its offset
    /// in the other unit; `None` after the end.
    fn reach(&mut self, offset: usize) -> Option<usize> {
        while self.from_count < offset {
            // Every byte is one unit, whatever the unit.
            let ascii = self.text[self.at..]
                .iter()
                .take(offset - self.from_count)
                .take_while(|byte| byte.is_ascii())
                .count();
            if ascii > 0 {
                self.at += ascii;
                self.from_count += ascii;
                self.to_count += ascii;
                continue;
            }
            let len = character_len(&self.text[self.at..]).filter(|&len| len > 0)?;
            let character = &self.text[self.at..self.at + len];
            let from = self.unit.count(character);
            if self.from_count + from > offset {
                break;
            }
            self.from_count += from;
            self.to_count += self.to.count(character);
            self.at += len;
        }
        Some(self.to_count)
    }
}

/// The length in bytes of the first character of a text, or of the ill-formed part in its place;
/// `None` at the end.
fn character_len(text: &[u8]) -> Option<usize> {
    // A character or an ill-formed part has at most four bytes.
    let chunk = text.get(..4).unwrap_or(text).utf8_chunks().next()?;
    Some(chunk.valid().chars().next().map_or(chunk.invalid().len(), char::len_utf8))
}

/// Counts units from the start of a text on, and reads every byte once.
#[derive(Clone, Debug)]
pub(crate) struct Counter {
    unit: OffsetUnit,
    /// Bytes counted.
    at: usize,
    /// Units in them.
    count: usize,
}

impl Counter {
    pub(crate) const fn new(unit: OffsetUnit) -> Self {
        Self { unit, at: 0, count: 0 }
    }

    /// Converts a span in bytes to one in units. `text` is a window that starts at the byte `base`
    /// of the whole text. Spans must come in the order of their starts.
    pub(crate) fn convert(&mut self, text: &[u8], base: usize, span: Span) -> Span {
        if self.unit == OffsetUnit::Bytes {
            return Span::new(span.start + base, span.end + base);
        }
        self.advance(text, base, span.start);
        let start = self.count;
        let mut end = self.clone();
        end.advance(text, base, span.end);
        Span::new(start, end.count)
    }

    /// Counts up to `to`, an offset in `text` that is not inside a character.
    pub(crate) fn advance(&mut self, text: &[u8], base: usize, to: usize) {
        let part = text.get(self.at.saturating_sub(base)..to).unwrap_or(&[]);
        self.at = self.at.max(base + to);
        self.count += self.unit.count(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_counted() {
        let text = "a\u{301}é🙂".as_bytes();
        for (unit, expected) in [
            (OffsetUnit::Bytes, (5, 9)),
            (OffsetUnit::Utf16, (3, 5)),
            (OffsetUnit::CodePoints, (3, 4)),
        ] {
            let span = Counter::new(unit).convert(text, 0, Span::new(5, 9));
            assert_eq!((span.start, span.end), expected, "{unit:?}");
        }
    }

    #[test]
    fn ill_formed_parts_count_as_replacements() {
        let text = b"\xF0\x9F\x99 \xFF\xFEa";
        let lossy = alloc::string::String::from_utf8_lossy(text).chars().count();
        let mut counter = Counter::new(OffsetUnit::CodePoints);
        assert_eq!(counter.convert(text, 0, Span::new(text.len() - 1, text.len())).end, lossy);
    }

    #[test]
    fn offsets_are_converted_between_all_units() {
        let units = [OffsetUnit::Bytes, OffsetUnit::Utf16, OffsetUnit::CodePoints];
        for text in [
            "".as_bytes(),
            "a\u{301}é🙂 b".as_bytes(),
            b"\xF0\x9F\x99 \xFF\xFEa\xC3",
            b"\xED\xA0\x80\xE2\x82",
            b"\xF0\x9F",
        ] {
            // Where characters and ill-formed parts start, and the end.
            let mut starts = alloc::vec![0];
            while let Some(len) = character_len(&text[starts[starts.len() - 1]..]) {
                starts.push(starts[starts.len() - 1] + len);
            }
            assert_eq!(starts.last(), Some(&text.len()));
            let in_unit = |unit: OffsetUnit| {
                starts
                    .iter()
                    .map(|&start| unit.count(&text[..start]))
                    .collect::<alloc::vec::Vec<_>>()
            };
            for from in units {
                for to in units {
                    let mut offsets = in_unit(from);
                    assert_eq!(
                        from.convert(to, text, &mut offsets),
                        Ok(()),
                        "{from:?} {to:?} {text:?}"
                    );
                    assert_eq!(offsets, in_unit(to), "{from:?} {to:?} {text:?}");
                }
                let outside = from.count(text) + 1;
                assert_eq!(
                    from.convert(OffsetUnit::Bytes, text, &mut [0, outside]),
                    Err(ErrorKind::BadOffset { offset: outside, index: 1 }.into())
                );
            }
        }
    }

    #[test]
    fn offsets_inside_characters_become_their_start() {
        let mut offsets = [0, 1, 2, 3, 4, 5, 5];
        assert_eq!(OffsetUnit::Bytes.convert(OffsetUnit::CodePoints, "🙂a", &mut offsets), Ok(()));
        assert_eq!(offsets, [0, 0, 0, 0, 1, 2, 2]);
        assert_eq!(
            OffsetUnit::Bytes.convert(OffsetUnit::Utf16, "ab", &mut [1, 0]),
            Err(ErrorKind::BadOffset { offset: 0, index: 1 }.into())
        );
    }
}
