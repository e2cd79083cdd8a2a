//! The weights of cues, added up for each reading.

use super::reading::Reading;
use crate::entity::EntityIndex;
use crate::gazetteer::Cue;

/// For how many readings of one name cues are weighed: the likeliest.
pub(crate) const READINGS: usize = 4;

/// The sum of the weights for each reading.
#[derive(Clone, Copy)]
pub(crate) struct Weights {
    pub(super) entities: [Option<EntityIndex>; READINGS],
    pub(super) sums: [i16; READINGS],
    /// The weight of cues of uses, which count for every reading.
    pub(super) uses: i16,
}

impl Weights {
    /// No weight for any of these readings.
    #[inline]
    pub(super) fn new(readings: &[Option<Reading>; READINGS]) -> Self {
        let entities = readings.map(|reading| reading.map(|reading| reading.entity));
        Self { entities, sums: [0; READINGS], uses: 0 }
    }

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

/// The weights of the cues near one occurrence of a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Near {
    /// For each reading: evidence of what the name means, here and elsewhere in the document.
    pub(crate) readings: [i8; READINGS],
    /// For every reading: evidence of what the name is used for here. Never above 0.
    pub(crate) uses: i8,
    /// The number of the reading that a neighbour in a list means, plus 1; 0 without one. Evidence
    /// for this place only.
    pub(crate) listed: u8,
    /// The readings that are of another language than the text here.
    pub(crate) foreign: Foreign,
}

/// Which readings of a name are of another language than the text, by bit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Foreign(u8);

impl Foreign {
    pub(crate) const NONE: Self = Self(0);

    /// The weight of the language of the text against a reading of another language.
    pub(super) const WEIGHT: i8 = -8;

    /// The set with a reading added.
    #[must_use]
    pub(super) const fn with(self, reading: u8) -> Self {
        Self(self.0 | 1 << reading)
    }

    pub(super) const fn has(self, reading: usize) -> bool {
        self.0 >> reading & 1 == 1
    }

    #[inline]
    pub(crate) const fn is_none(self) -> bool {
        self.0 == 0
    }
}

const _: () = assert!(READINGS <= u8::BITS as usize);

impl Near {
    /// Only what is against a reading.
    pub(crate) fn against(self) -> Self {
        Self {
            readings: self.readings.map(|weight| weight.min(0)),
            uses: 0,
            listed: 0,
            foreign: self.foreign,
        }
    }

    /// The most that other occurrences of the name may add to a reading: `limit`, or 0 where the
    /// words here speak clearly against it. In *Amman, Jordan; Jordan Smith* one is a person.
    pub(super) const fn limit_elsewhere(&self, reading: usize, limit: i16) -> i16 {
        if self.readings[reading] <= CLEAR { 0 } else { self.limit(limit) }
    }

    /// The most that the document may add to a reading: `limit`, or 0 where a cue says that the
    /// name is used for something else, as in *she speaks French* in a text about France.
    pub(super) const fn limit(&self, limit: i16) -> i16 {
        if self.uses < 0 { 0 } else { limit }
    }
}

/// A weight near an occurrence that speaks clearly against a reading.
const CLEAR: i8 = -6;

/// The largest weight of the cues near one occurrence, for and against a reading.
pub(super) const LIMIT: i16 = 12;
