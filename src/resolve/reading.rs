//! A reading of a name, as small as judgement needs it.

use crate::entity::{CaseRule, EntityIndex, Role};
use crate::gazetteer::{Derivation, SurfaceRecord};
use crate::limits;

/// A reading that means an entity: what judgement needs of its record.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) entity: EntityIndex,
    /// Its index among the surface forms of the name.
    pub(crate) index: u8,
    pub(crate) role: Role,
    pub(crate) prior: u8,
    /// Whether it is a common word too that only capitals tell from the name: its case rule is
    /// [`CaseRule::Exact`] and it has no stops.
    pub(super) exact_word: bool,
    /// Whether it is of a user's own kind.
    pub(crate) own: bool,
    /// Whether it is of a user's own kind and a common word too, so that something else than its
    /// letters must show that it is a name.
    pub(crate) own_word: bool,
}

const _: () = assert!(limits::READINGS <= u8::MAX as usize);

impl Reading {
    /// The reading with a record at an index; `None` if it means no entity.
    #[inline(always)]
    pub(crate) fn new(index: usize, record: &SurfaceRecord) -> Option<Self> {
        Some(Self {
            entity: record.entity()?,
            index: index as u8,
            role: record.traits.role,
            prior: record.traits.prior,
            exact_word: record.traits.word
                && record.traits.case == CaseRule::Exact
                && record.traits.derivation != Derivation::Dotted,
            own: record.traits.own,
            own_word: record.traits.own
                && record.traits.word
                && record.traits.derivation != Derivation::Dotted,
        })
    }
}
