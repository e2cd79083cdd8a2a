//! Why a reading was dropped, and the evidence for and against it.

use crate::gazetteer::CuePlace;
use crate::span::Span;

/// Why a reading is not a mention.
///
/// ```
/// use gaztag::{Reason, Tagger, Verdict};
///
/// let tagger = Tagger::builtin();
/// let findings = tagger.explain("Georgia Tech");
/// let dropped = findings.iter().find(|finding| finding.surface.form() == "Georgia Tech");
/// assert_eq!(dropped.map(|finding| finding.verdict), Some(Verdict::Dropped(Reason::Decoy)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Reason {
    /// The case of the text does not fit the case rule of the surface form.
    Case,
    /// The text equals the surface form only by a part of folding that is switched off.
    Folding,
    /// It is a decoy, or has the same span as one.
    Decoy,
    /// The tagger was not built for its kind, role or language, or without the use of compounds.
    NotAskedFor,
    /// It is inside a longer name or decoy, at this span in bytes.
    Inside(Span),
    /// The word next to it, at this span in bytes, shows that it is cut wrongly: it is a part of
    /// the name of another country (`Sth. Sudan`), or its last words belong to the next name
    /// (`Kenya, Republic of Korea`).
    Remainder(Span),
    /// It is one Han character, which is a country only beside another one (俄乌战争) or in a few
    /// words.
    Unpaired,
    /// A form of another entity that equals it ranks above it: see
    /// [`GazetteerBuilder::set_preference`](crate::GazetteerBuilder::set_preference). Or it is a
    /// decoy, and a form that was added equals it.
    Outranked,
    /// Another reading of the same name is likelier.
    LessLikely,
    /// Its confidence, which is this, is below the least one.
    Confidence(u8),
    /// It is inside a web address, a mail address or a path.
    Link,
}

/// A kind of evidence for or against a reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Ground {
    /// A cue, at this place relative to the name.
    Cue(CuePlace),
    /// The cues near the same name elsewhere in the document.
    Sense,
    /// A definition of the acronym.
    Definition,
    /// The name next to it in a list, which means the same entity.
    List,
    /// The language of the text, which does not have the form.
    Language,
    /// Another name of the entity, of a user's own kind, in the document.
    Named,
    /// The country near it, in which its entity is.
    Country,
}

impl core::fmt::Display for Ground {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Ground::Cue(place) => place.fmt(f),
            Ground::Sense => f.write_str("elsewhere in the document"),
            Ground::Definition => f.write_str("a definition"),
            Ground::List => f.write_str("next to it in a list"),
            Ground::Language => f.write_str("the language of the text"),
            Ground::Named => f.write_str("another name in the document"),
            Ground::Country => f.write_str("its country"),
        }
    }
}
