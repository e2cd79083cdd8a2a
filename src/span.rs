//! Byte ranges.

use core::fmt;
use core::ops::Range;

/// A half-open range `start..end` of offsets into a text, in the unit that the tagger was built
/// with (bytes unless asked otherwise).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first unit of the range.
    pub start: usize,
    /// Offset just behind the last unit of the range; never less than `start`.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same as a standard range, to slice a text with: `&text[span.range()]` (with byte offsets
    /// only).
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// How many units the range holds.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the range holds nothing. No mention has an empty span.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.range()
    }
}
