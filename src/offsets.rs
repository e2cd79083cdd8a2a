//! Offsets in other units than bytes.

use crate::span::Span;

/// The unit of a mention's offsets.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum OffsetUnit {
    /// Bytes of the text as given: what slices of `&str` and `&[u8]` take.
    #[default]
    Bytes,
    /// UTF-16 code units: offsets of strings in JavaScript, Java and C#.
    Utf16,
    /// Unicode code points: offsets of strings in Python.
    CodePoints,
}

/// Counts units from the start of a text on, once over every byte. What is no UTF-8 counts as decoders with replacement do: one unit for each maximal ill-formed part.
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

    /// The span in units for a span in bytes, and goes on counting from its start. `text` begins at the byte `base` of the whole text; spans come in the order of their starts.
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

    /// Counts up to `to`, an offset into `text` that parts no character.
    pub(crate) fn advance(&mut self, text: &[u8], base: usize, to: usize) {
        let part = text.get(self.at.saturating_sub(base)..to).unwrap_or(&[]);
        self.at = self.at.max(base + to);
        if self.unit == OffsetUnit::Bytes {
            return;
        }
        for chunk in part.utf8_chunks() {
            self.count += match self.unit {
                OffsetUnit::Utf16 => chunk.valid().chars().map(char::len_utf16).sum(),
                _ => chunk.valid().chars().count(),
            };
            self.count += usize::from(!chunk.invalid().is_empty());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_counted() {
        let text = "a\u{301}é🙂".as_bytes();
        for (unit, expected) in [(OffsetUnit::Bytes, (5, 9)), (OffsetUnit::Utf16, (3, 5)), (OffsetUnit::CodePoints, (3, 4))] {
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
}
