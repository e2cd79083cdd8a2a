//! Why a reading was dropped, and what spoke for and against it.

use crate::gazetteer::CuePlace;
use crate::span::Span;

/// Why a reading was dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Reason {
    /// The text is not cased as the surface form demands.
    Case,
    /// A part of folding that the text needs is switched off.
    Folding,
    /// It is a decoy, or a decoy stands at the same place.
    Decoy,
    /// Its kind, role or language was not asked for.
    NotAskedFor,
    /// It lies inside a longer name or decoy, at this span (in bytes).
    Inside(Span),
    /// Another reading of the same name is likelier.
    LessLikely,
    /// Its confidence is below the least one.
    Confidence(u8),
}

/// What speaks for or against a reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Ground {
    /// A cue at this place.
    Cue(CuePlace),
    /// The same name elsewhere in the document.
    Sense,
    /// A definition of the acronym.
    Definition,
}

impl core::fmt::Display for Ground {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Ground::Cue(place) => place.fmt(f),
            Ground::Sense => f.write_str("elsewhere in the document"),
            Ground::Definition => f.write_str("a definition"),
        }
    }
}
