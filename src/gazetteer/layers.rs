//! What one layer of a gazetteer with several is to the others.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::entity::{EntityId, Kind, Preference};
use crate::image::SurfaceRecord;

/// What the layers above one take away from it.
#[derive(Default)]
pub(crate) struct Removed {
    /// The indices of entities, sorted.
    pub(super) entities: Vec<u32>,
    /// The numbers of surface forms, sorted.
    pub(super) surfaces: Vec<u32>,
}

impl Removed {
    /// Sorts what was added.
    pub(super) fn sort(&mut self) {
        for all in [&mut self.entities, &mut self.surfaces] {
            all.sort_unstable();
            all.dedup();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entities.is_empty() && self.surfaces.is_empty()
    }

    /// Whether the surface form with a number and a record is taken away.
    pub(crate) fn has(&self, number: u32, record: &SurfaceRecord) -> bool {
        self.surfaces.binary_search(&number).is_ok()
            || record.entity().is_some_and(|entity| self.has_entity(entity.0))
    }

    pub(super) fn has_entity(&self, index: u32) -> bool {
        self.entities.binary_search(&index).is_ok()
    }
}

/// A layer's place among the others.
#[derive(Clone)]
pub(crate) struct Place {
    /// Which form counts where one of it equals one of a lower layer.
    pub(crate) preference: Preference,
    /// How many entities the layers below it have.
    pub(super) first: usize,
    /// The indices of its records that do not count as entities of it, sorted: those of entities
    /// that a lower layer has, and those that were removed.
    pub(super) hidden: Vec<u32>,
    /// Its entities that a lower layer has, sorted, each with the id there.
    pub(super) same: Vec<(u32, EntityId)>,
    /// The same by the id in the lower layer.
    pub(super) by_lower: Vec<(EntityId, u32)>,
    /// The numbers, among those of all layers, of its kinds of users.
    pub(super) kinds: Vec<u8>,
    /// What the layers above it take away.
    pub(crate) removed: Option<Arc<Removed>>,
}

impl Place {
    /// The number of one of its kinds among those of all layers.
    pub(crate) fn kind(&self, number: u8) -> u8 {
        match Kind::of_number(number) {
            Kind::Other(n) => {
                self.kinds.get(usize::from(n)).map_or(number, |&n| Kind::Other(n).to_u8())
            }
            _ => number,
        }
    }

    /// The id of one of its entities in the lowest layer that has it, if that is a lower one.
    pub(super) fn in_lower(&self, index: u32) -> Option<EntityId> {
        let at = self.same.binary_search_by_key(&index, |&(index, _)| index).ok()?;
        self.same.get(at).map(|&(_, id)| id)
    }

    /// Its index of an entity of a lower layer.
    pub(super) fn index_of(&self, id: EntityId) -> Option<u32> {
        let at = self.by_lower.binary_search_by_key(&id, |&(id, _)| id).ok()?;
        self.by_lower.get(at).map(|&(_, index)| index)
    }

    /// The index of its entity at a position among those that are its own.
    pub(super) fn index_at(&self, position: usize) -> u32 {
        // How many hidden ones are before it grows with the position.
        let (mut low, mut high) = (0, self.hidden.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.hidden.get(middle) {
                Some(&index) if (index as usize).saturating_sub(middle) <= position => {
                    low = middle + 1;
                }
                _ => high = middle,
            }
        }
        (position + low) as u32
    }

    /// The position of an entity among those that are its own.
    pub(super) fn position_of(&self, index: u32) -> usize {
        index as usize - self.hidden.partition_point(|&hidden| hidden < index)
    }

    /// Whether a form of it that was taken away has this number and record.
    pub(super) fn takes_away(&self, number: u32, record: &SurfaceRecord) -> bool {
        self.removed.as_ref().is_some_and(|removed| removed.has(number, record))
    }
}
