//! What ranks above what, where forms of several entities fold to the same text.
//!
//! A form that is added to a gazetteer ranks below an equal form of it, unless its prior is
//! written: then the priors decide. With [`Preference::Own`] it ranks above. A decoy of the
//! gazetteer gives way to an equal form that is added.

use crate::entity::{Bounds, CaseRule, Preference};
use crate::gazetteer::surface::Surface;
use crate::image::{DECOY, Rank};

/// What applies to forms that are added: those of files that give nothing of their own, and the
/// rank of all of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Defaults {
    pub(super) bounds: Bounds,
    /// `None`: as [`Surface::case`] says.
    pub(super) case: Option<CaseRule>,
    pub(super) preference: Preference,
    /// Whether the builder started from a gazetteer.
    pub(super) has_base: bool,
}

impl Defaults {
    /// The rank of a form that is added.
    pub(super) fn rank_of(&self, surface: &Surface<'_>) -> Rank {
        match (self.has_base, self.preference, surface.has_prior()) {
            (false, ..) => Rank::Base,
            (_, Preference::Own, _) => Rank::Preferred,
            (.., true) => Rank::Written,
            (.., false) => Rank::Added,
        }
    }
}

/// A form of a name, as far as ranks need it.
#[derive(Clone, Copy)]
pub(super) struct Ranked {
    /// The index of its entity, or [`DECOY`].
    pub(super) entity: u32,
    pub(super) rank: Rank,
    /// Whether it counts without being asked for.
    pub(super) by_default: bool,
    /// Of a form without an entity: whether it hides the names inside it.
    pub(super) hides: bool,
}

/// Whether a form gives way to another form of its name where that fits.
#[derive(Clone, Copy, Default)]
pub(super) struct Yields {
    /// To any form.
    pub(super) any: bool,
    /// To a form that counts without being asked for.
    pub(super) by_default: bool,
}

/// Whether `of` gives way to another of `all` forms of its name.
pub(super) fn yields(of: &Ranked, all: impl Iterator<Item = Ranked> + Clone) -> Yields {
    let mut named = all.filter(|form| form.entity != DECOY);
    if of.entity == DECOY {
        let is_base = |form: Ranked| form.rank == Rank::Base;
        let any = of.hides
            && of.rank == Rank::Base
            && named.clone().next().is_some()
            && !named.any(is_base);
        return Yields { any, by_default: any };
    }
    let is_above = |form: &Ranked| form.entity != of.entity && form.rank.level() > of.rank.level();
    let mut above = named.filter(is_above);
    Yields { any: above.clone().next().is_some(), by_default: above.any(|form| form.by_default) }
}
