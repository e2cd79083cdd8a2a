//! Ranges of a text.

use core::fmt;
use core::ops::Range;

/// A half-open range `start..end` of offsets into a text, in the unit of the tagger: bytes, unless
/// it was built with another.
///
/// ```
/// use gaztag::Span;
/// let text = "in Mali";
/// assert_eq!(&text[Span::new(3, 7).range()], "Mali");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The offset of the first unit.
    pub start: usize,
    /// The offset after the last unit; not less than `start`.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The range of the standard library. Byte offsets slice a text: `&text[span.range()]`.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// How many units it has.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it has no unit. A mention has a span of one unit at least.
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
