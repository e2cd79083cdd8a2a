//! Mentions.

use crate::entity::{EntityId, EntityIndex, Kind, Role};
use crate::span::Span;

/// A span of text that names one entity.
///
/// It has 32 bytes, is `Copy`, and belongs to the gazetteer of its tagger, which has the
/// [entity](crate::Gazetteer::entity). [`Tagger::candidates`](crate::Tagger::candidates) returns
/// the other entities that the name could mean.
///
/// ```
/// use gaztag::{Kind, Role, Tagger};
/// let tagger = Tagger::builtin();
/// let mention = tagger.tag("the Malian government")[0];
/// assert_eq!((mention.start(), mention.end()), (4, 10));
/// assert_eq!((mention.kind(), mention.role()), (Kind::Country, Role::Demonym));
/// assert_eq!(tagger.key(&mention), "country/MLI");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Mention {
    pub(crate) span: Span,
    pub(crate) entity: EntityIndex,
    /// The number of the name in the gazetteer.
    pub(crate) name: u32,
    /// Which of the name's surface forms the text matches: a bit for each.
    pub(crate) readings: u32,
    pub(crate) kind: u8,
    pub(crate) role: Role,
    pub(crate) confidence: u8,
    /// The layer of the entity.
    pub(crate) layer: u8,
}

const _: () = assert!(core::mem::size_of::<Mention>() <= 32);

impl Mention {
    /// Where the name is, in the unit of the tagger: bytes, unless it was built with another.
    /// Without a leading article and without a possessive.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The offset of its first unit.
    pub const fn start(&self) -> usize {
        self.span.start
    }

    /// The offset after its last unit.
    pub const fn end(&self) -> usize {
        self.span.end
    }

    /// The text of the name in the text that was tagged; `None` if the span is not a part of it,
    /// because the text is another one or the tagger counts in another unit than bytes.
    ///
    /// ```
    /// let text = "the Malian government";
    /// let mention = gaztag::Tagger::builtin().tag(text)[0];
    /// assert_eq!(mention.text(text), Some("Malian"));
    /// ```
    pub fn text<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.span.range())
    }

    /// The entity that it means.
    pub const fn entity(&self) -> EntityId {
        EntityId::new(self.layer, self.entity.0)
    }

    /// The kind of its entity.
    pub const fn kind(&self) -> Kind {
        Kind::of_number(self.kind)
    }

    /// What the surface form is to the entity.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The name and which of its surface forms the text matches, as one number for
    /// [`Tagger::candidates_of`](crate::Tagger::candidates_of), for callers that keep only numbers.
    /// Valid together with [`entity`](Self::entity), for one gazetteer.
    pub const fn readings(&self) -> u64 {
        (self.name as u64) << 32 | self.readings as u64
    }

    /// How sure it is, from 0 to 100: of 100 mentions with this confidence, about this many should
    /// be right.
    pub const fn confidence(&self) -> u8 {
        self.confidence
    }
}

/// A mention in words: what `gaztag tag --json` prints of it.
/// [`Tagger::record`](crate::Tagger::record) makes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct MentionRecord<'a> {
    /// The offset of the first byte of the name.
    pub start: usize,
    /// The offset after its last byte.
    pub end: usize,
    /// The text of the name.
    pub text: &'a str,
    /// The kind of the entity, such as `country`.
    pub kind: &'a str,
    /// The key of the entity, such as `country/MLI`.
    pub id: &'a str,
    /// The name of the entity, such as `Mali`.
    pub name: &'a str,
    /// What the surface form is to the entity.
    pub role: Role,
    /// How sure it is, from 0 to 100.
    pub confidence: u8,
}
