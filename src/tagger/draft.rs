//! A candidate that waits for the end of its text.
//!
//! A name with cues is judged with the whole text, which is known at its end. Until then, the
//! weights of the cues near it are kept in a [`Draft`].

use crate::entity::{EntityIndex, Role};
use crate::mention::Mention;
use crate::resolve::Near;
use crate::span::Span;

/// A span of a text that is or may be a mention, before the text has ended: the item of
/// [`Drafts`](crate::Drafts). It has at most 32 bytes, and is valid only with the drafts that returned
/// it, or with others of the same text and tagger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Draft {
    /// In bytes.
    pub(crate) span: Span,
    /// The number of the name in the gazetteer.
    pub(super) name: u32,
    /// Which of the name's surface forms the text fits, by bit.
    pub(super) readings: u32,
    pub(super) state: State,
}

/// What is known of a candidate before the text has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    /// It is a mention, whatever the rest of the text is.
    Judged { entity: EntityIndex, kind: u8, role: Role, confidence: u8 },
    /// The rest of the document decides, together with these weights.
    Open(Near),
}

const _: () = assert!(size_of::<Draft>() == size_of::<Span>() + 16);

impl Draft {
    pub(super) fn of(mention: &Mention, span: Span) -> Self {
        let Mention { entity, name, readings, kind, role, confidence, .. } = *mention;
        Self { span, name, readings, state: State::Judged { entity, kind, role, confidence } }
    }

    /// Whether it is a mention, whatever the rest of the text is.
    pub(crate) const fn is_judged(&self) -> bool {
        matches!(self.state, State::Judged { .. })
    }
}
