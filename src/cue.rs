//! Where a cue may be, relative to the name that it is evidence for.

/// The most words between a name and a cue in the same sentence.
pub(crate) const REACH: u8 = 12;
/// The most occurrences that a cue in the document can require.
pub(crate) const TIMES: u8 = 9;
/// The largest absolute value of a weight.
pub(crate) const WEIGHT: i8 = 12;

/// Where the words of a cue must be, relative to the name that the cue is evidence for.
///
/// ```
/// use gaztag::CuePlace;
/// assert_eq!("near 5".parse(), Ok(CuePlace::Near(5)));
/// assert_eq!(CuePlace::BeforeComma.to_string(), "before-comma");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum CuePlace {
    /// The word before the name, with only blanks or a hyphen between.
    Before,
    /// The word after the name, with only blanks or a hyphen between.
    After,
    /// The word before the name, with a comma between.
    BeforeComma,
    /// The word after the name, with a comma between.
    AfterComma,
    /// At most this many words before the name (1 to 12), in the same sentence.
    Left(u8),
    /// At most this many words after the name (1 to 12), in the same sentence.
    Right(u8),
    /// At most this many words before or after the name (1 to 12), in the same sentence.
    Near(u8),
    /// Anywhere in the document, at least this many times (1 to 9).
    Document(u8),
}

impl CuePlace {
    /// Whether its number of words or of occurrences is one that it can have.
    #[cfg(feature = "alloc")]
    pub(crate) fn is_valid(self) -> bool {
        match self {
            Self::Before | Self::After | Self::BeforeComma | Self::AfterComma => true,
            Self::Left(words) | Self::Right(words) | Self::Near(words) => {
                (1..=REACH).contains(&words)
            }
            Self::Document(times) => (1..=TIMES).contains(&times),
        }
    }
}

impl core::fmt::Display for CuePlace {
    /// Writes the place as data files have it: `before`, `near 5`, `document`, `document 2`.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Before => f.write_str("before"),
            Self::After => f.write_str("after"),
            Self::BeforeComma => f.write_str("before-comma"),
            Self::AfterComma => f.write_str("after-comma"),
            Self::Left(words) => write!(f, "left {words}"),
            Self::Right(words) => write!(f, "right {words}"),
            Self::Near(words) => write!(f, "near {words}"),
            Self::Document(1) => f.write_str("document"),
            Self::Document(times) => write!(f, "document {times}"),
        }
    }
}

#[cfg(feature = "alloc")]
impl core::str::FromStr for CuePlace {
    type Err = crate::error::ErrorKind;

    /// Reads a place as `Display` writes it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |number: &str| number.parse().ok();
        let place = match text.split_once(' ') {
            None => match text {
                "before" => Some(Self::Before),
                "after" => Some(Self::After),
                "before-comma" => Some(Self::BeforeComma),
                "after-comma" => Some(Self::AfterComma),
                "document" => Some(Self::Document(1)),
                _ => None,
            },
            Some(("left", words)) => number(words).map(Self::Left),
            Some(("right", words)) => number(words).map(Self::Right),
            Some(("near", words)) => number(words).map(Self::Near),
            Some(("document", times)) => number(times).map(Self::Document),
            Some(_) => None,
        };
        place
            .filter(|place| place.is_valid())
            .ok_or_else(|| crate::error::ErrorKind::BadCuePlace(text.into()))
    }
}
