//! What a document has said so far: of fixed size, so that nothing is allocated.

use crate::entity::EntityIndex;
use crate::gazetteer::{Classes, TIMES, WITNESSES};

use super::weights::{Near, READINGS};

/// How many different names with cues a document can have a sense of; later ones have none.
const SENSES: usize = 24;

/// What one name with cues is, by all its places.
#[derive(Clone, Copy)]
struct Sense {
    name: u32,
    /// The entity of its first reading: AU and Au are one name and share none.
    first: Option<EntityIndex>,
    /// For each reading what its places weigh together.
    near: [i16; READINGS],
    defined: Definition,
}

/// What a definition in the text says of an acronym.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Definition {
    /// There is none.
    None,
    /// It stands for something else.
    Other,
    /// It stands for the entity of this reading.
    Reading(u8),
}

/// What a document has said so far.
#[derive(Clone)]
pub(crate) struct Document {
    /// How often each class was seen; [`TIMES`] stands for any number above it.
    seen: [u8; WITNESSES],
    senses: [Sense; SENSES],
    len: usize,
    /// A bit for each name that has a sense, by the last six bits of its number.
    known: u64,
    /// Whether all of it was read: then what is read again tells it nothing.
    is_complete: bool,
}

impl Document {
    pub(crate) const fn new() -> Self {
        Self {
            seen: [0; WITNESSES],
            senses: [Sense { name: 0, first: None, near: [0; READINGS], defined: Definition::None };
                SENSES],
            len: 0,
            known: 0,
            is_complete: false,
        }
    }

    /// Says that all of it was read.
    pub(crate) fn complete(&mut self) {
        self.is_complete = true;
    }

    pub(crate) const fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Notes that something of these classes was seen.
    pub(crate) fn witness(&mut self, classes: Option<Classes<'_>>) {
        if self.is_complete {
            return;
        }
        for class in classes.iter().flat_map(Classes::all) {
            if let Some(count) = self.seen.get_mut(usize::from(class)) {
                *count = TIMES.min(*count + 1);
            }
        }
    }

    /// How often a class was seen, up to [`TIMES`].
    #[inline]
    pub(crate) fn count(&self, class: u16) -> u8 {
        self.seen.get(usize::from(class)).copied().unwrap_or(0)
    }

    /// Notes what one place of a name weighs, and what it is defined as there.
    pub(crate) fn sense(
        &mut self,
        name: u32,
        first: Option<EntityIndex>,
        near: &Near,
        defined: Definition,
    ) {
        if self.is_complete {
            return;
        }
        let Some(sense) = self
            .place_of(name, first)
            .or_else(|| self.room_for(name, first))
            .and_then(|place| self.senses.get_mut(place))
        else {
            return;
        };
        for (all, one) in sense.near.iter_mut().zip(&near.readings) {
            *all = all.saturating_add(i16::from(*one));
        }
        if defined != Definition::None {
            sense.defined = defined;
        }
    }

    fn room_for(&mut self, name: u32, first: Option<EntityIndex>) -> Option<usize> {
        let place = self.len;
        *self.senses.get_mut(place)? =
            Sense { name, first, near: [0; READINGS], defined: Definition::None };
        self.len += 1;
        self.known |= 1 << (name & 63);
        Some(place)
    }

    fn place_of(&self, name: u32, first: Option<EntityIndex>) -> Option<usize> {
        if self.known >> (name & 63) & 1 == 0 {
            return None;
        }
        self.senses[..self.len].iter().position(|sense| sense.name == name && sense.first == first)
    }

    /// What all places of a name weigh together, and what it is defined as; none if there was no
    /// room for the name.
    pub(crate) fn sense_of(
        &self,
        name: u32,
        first: Option<EntityIndex>,
    ) -> Option<([i16; READINGS], Definition)> {
        self.senses.get(self.place_of(name, first)?).map(|sense| (sense.near, sense.defined))
    }
}
