//! What a tagger is made of.

use crate::gazetteer::Gazetteer;
use crate::offsets::OffsetUnit;
use crate::prefilter::Chosen;
use crate::resolve::Policy;

/// What a tagger is made of: everything that a scan needs.
#[derive(Clone)]
pub(crate) struct Options<'i> {
    pub(crate) gazetteer: Gazetteer<'i>,
    pub(crate) backend: Chosen,
    pub(crate) policy: Policy,
    pub(crate) overlap: Overlap,
    pub(crate) input: Input,
    pub(crate) unit: OffsetUnit,
}

/// Which of several names at one place are mentions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Overlap {
    /// The leftmost, and of these the longest: mentions do not overlap.
    #[default]
    Longest,
    /// Every name, nested and overlapping ones too, and every entity that an ambiguous name could
    /// mean, each as a mention of its own; by start, then by end, then the likeliest first. Names
    /// inside a decoy stay out.
    All,
}

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Input {
    /// Plain text: markup is text like any other.
    #[default]
    Text,
    /// HTML: tags, comments, scripts, styles, attributes, web and mail addresses are passed over,
    /// character references are read. Offsets stay those of the raw text.
    Html,
}
