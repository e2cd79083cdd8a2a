//! What cues weigh, added up for each reading.

use crate::entity::EntityIndex;
use crate::gazetteer::Cue;

/// How many readings of one name cues are weighed for: the likeliest.
pub(crate) const READINGS: usize = 4;

/// What cues weigh for each reading.
#[derive(Clone, Copy)]
pub(crate) struct Weights {
    pub(super) entities: [Option<EntityIndex>; READINGS],
    pub(super) sums: [i16; READINGS],
    /// What tells of uses, for every reading.
    pub(super) uses: i16,
}

impl Weights {
    pub(super) fn add(&mut self, cue: &Cue) {
        if cue.of.is_some() {
            self.uses = self.uses.saturating_add(i16::from(cue.weight));
            return;
        }
        for (entity, sum) in self.entities.iter().zip(&mut self.sums) {
            if entity.is_some_and(|entity| cue.is_of(entity)) {
                *sum = sum.saturating_add(i16::from(cue.weight));
            }
        }
    }

    pub(super) fn add_to(&mut self, reading: usize, weight: i16) {
        if let Some(sum) = self.sums.get_mut(reading) {
            *sum = sum.saturating_add(weight);
        }
    }
}

/// What stands near one place of a name weighs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Near {
    /// For each reading: what it means, here and elsewhere in the document.
    pub(crate) readings: [i8; READINGS],
    /// For every reading: what the name is used for here; never above 0.
    pub(crate) uses: i8,
}

impl Near {
    /// The most that the document speaks for a reading, of `most`: nothing where something tells
    /// another use, as *she speaks French* in a text on France.
    pub(super) const fn most(&self, most: i16) -> i16 {
        if self.uses < 0 { 0 } else { most }
    }
}

/// The most that what stands near one place weighs.
pub(super) const LIMIT: i16 = 12;
