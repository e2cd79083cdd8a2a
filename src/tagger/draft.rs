//! A name in a text before the text has ended.
//!
//! A name with cues is judged with the whole text, which is known only at its end. Until then what
//! stands near the name is kept as a [`Draft`].

use crate::entity::{EntityIndex, Role};
use crate::mention::Mention;
use crate::resolve::Near;
use crate::span::Span;

/// A place of a text that may be a mention, or is one: what
/// [`Drafts`](super::Drafts) return. 32 bytes. Of use only
/// to the drafts that returned it, or to others of the same text and tagger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Draft {
    /// In bytes.
    pub(super) span: Span,
    /// The number of the name in the gazetteer.
    pub(super) name: u32,
    /// Which of the name's surface forms the text fits, by bit.
    pub(super) readings: u32,
    pub(super) state: State,
}

/// What is known of a place before the text has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    /// It is a mention, whatever follows.
    Judged { entity: EntityIndex, kind: u8, role: Role, confidence: u8 },
    /// The rest of the document decides, with this near it.
    Open(Near),
}

const _: () = assert!(size_of::<Draft>() == 32);

impl Draft {
    pub(super) fn of(mention: &Mention, span: Span) -> Self {
        let Mention { entity, name, readings, kind, role, confidence, .. } = *mention;
        Self { span, name, readings, state: State::Judged { entity, kind, role, confidence } }
    }

    /// Whether it is a mention whatever the rest of the text says.
    pub(super) const fn is_judged(&self) -> bool {
        matches!(self.state, State::Judged { .. })
    }
}
