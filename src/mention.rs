//! A span of text that names an entity.

use crate::entity::{EntityId, EntityIndex, Kind, Role};
use crate::span::Span;

/// A span of text judged to name one entity.
///
/// 32 bytes, `Copy`, and tied to the gazetteer of its tagger:
/// [`Tagger::gazetteer`](crate::Tagger::gazetteer) tells what the entity is,
/// [`Tagger::candidates`](crate::Tagger::candidates) which other entities the name could mean.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Mention {
    pub(crate) span: Span,
    pub(crate) entity: EntityIndex,
    /// The number of the name in the gazetteer.
    pub(crate) name: u32,
    /// Which of the name's surface forms the text fits, by bit.
    pub(crate) readings: u32,
    pub(crate) kind: u8,
    pub(crate) role: Role,
    pub(crate) confidence: u8,
}

const _: () = assert!(core::mem::size_of::<Mention>() <= 32);

impl Mention {
    /// Where the name stands. Without a leading article and without possessive.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Offset of the first byte (or UTF-16 unit, or code point: as the tagger was built).
    pub const fn start(&self) -> usize {
        self.span.start
    }

    /// Offset just behind the last byte (or UTF-16 unit, or code point).
    pub const fn end(&self) -> usize {
        self.span.end
    }

    /// The entity that is meant.
    pub const fn entity(&self) -> EntityId {
        self.entity.id()
    }

    /// The entity's kind.
    pub const fn kind(&self) -> Kind {
        Kind::of_number(self.kind)
    }

    /// What the surface form is to the entity.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The name and its surface forms that fit the text, as one number for
    /// [`Tagger::candidates_of`](crate::Tagger::candidates_of): for callers who keep numbers only.
    /// Valid together with [`entity`](Self::entity), for one gazetteer.
    pub const fn readings(&self) -> u64 {
        (self.name as u64) << 32 | self.readings as u64
    }

    /// How sure the reading is: of 100 mentions with this confidence about as many are meant to be
    /// right. From 0 to 100.
    pub const fn confidence(&self) -> u8 {
        self.confidence
    }
}
