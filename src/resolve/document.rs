//! The evidence that a document has given so far: of fixed size, so that nothing is allocated.

use crate::entity::EntityIndex;
use crate::gazetteer::{Classes, EVIDENCE_CLASSES, TIMES};

use super::weights::{Near, READINGS};

/// For how many different names with cues a document keeps a sense. Later names have none.
const SENSES: usize = 24;

/// What one name with cues means, by all its occurrences.
#[derive(Clone, Copy)]
struct Sense {
    name: u32,
    /// The entity of its first reading: AU and Au fold to one name, but do not share a sense.
    first: Option<EntityIndex>,
    /// For each reading, the sum of the weights near its occurrences.
    near: [i16; READINGS],
    defined: Definition,
}

/// What the text defines an acronym as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Definition {
    /// It does not define it.
    None,
    /// Something that is not one of its readings.
    Other,
    /// The entity of this reading.
    Reading(u8),
}

/// The evidence that a document has given so far.
#[derive(Clone)]
pub(crate) struct Document {
    /// How often a form of each class of evidence occurred, at most [`TIMES`].
    seen: [u8; EVIDENCE_CLASSES],
    senses: [Sense; SENSES],
    len: usize,
    /// Whether any form of a class of evidence occurred.
    has_evidence: bool,
    /// A bit for each name with a sense, by the last six bits of its number: most names have none.
    known: u64,
    /// Whether all of the document was read. If it is read again, nothing is counted twice.
    is_complete: bool,
}

impl Document {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self {
            seen: [0; EVIDENCE_CLASSES],
            senses: [Sense { name: 0, first: None, near: [0; READINGS], defined: Definition::None };
                SENSES],
            len: 0,
            has_evidence: false,
            known: 0,
            is_complete: false,
        }
    }

    /// Notes that all of the document was read.
    pub(crate) fn complete(&mut self) {
        self.is_complete = true;
    }

    pub(crate) const fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Notes that a form of these classes of evidence occurred.
    pub(crate) fn add_evidence(&mut self, classes: Option<Classes<'_>>) {
        if self.is_complete {
            return;
        }
        for class in classes.iter().flat_map(Classes::all) {
            if let Some(count) = self.seen.get_mut(usize::from(class)) {
                *count = TIMES.min(*count + 1);
                self.has_evidence = true;
            }
        }
    }

    /// Whether any form of a class of evidence occurred.
    #[inline]
    pub(crate) const fn has_evidence(&self) -> bool {
        self.has_evidence
    }

    /// How often a form of a class occurred, at most [`TIMES`].
    #[inline]
    pub(crate) fn count(&self, class: u16) -> u8 {
        self.seen.get(usize::from(class)).copied().unwrap_or(0)
    }

    /// Adds the weights near one occurrence of a name to its sense, and what it is defined as
    /// there.
    pub(crate) fn add_occurrence(
        &mut self,
        name: u32,
        first: Option<EntityIndex>,
        near: &Near,
        defined: Definition,
    ) {
        // Without evidence the occurrence needs none of the few places.
        if self.is_complete || (near.readings == [0; READINGS] && defined == Definition::None) {
            return;
        }
        let Some(sense) = self
            .index_of(name, first)
            .or_else(|| self.add_sense(name, first))
            .and_then(|index| self.senses.get_mut(index))
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

    /// Adds an empty sense and returns its index; `None` if there is no space for it.
    fn add_sense(&mut self, name: u32, first: Option<EntityIndex>) -> Option<usize> {
        let index = self.len;
        *self.senses.get_mut(index)? =
            Sense { name, first, near: [0; READINGS], defined: Definition::None };
        self.len += 1;
        self.known |= 1 << (name & 63);
        Some(index)
    }

    fn index_of(&self, name: u32, first: Option<EntityIndex>) -> Option<usize> {
        if self.known >> (name & 63) & 1 == 0 {
            return None;
        }
        self.senses[..self.len].iter().position(|sense| sense.name == name && sense.first == first)
    }

    /// The sum of the weights near all occurrences of a name, and what it is defined as; `None` if
    /// the name has no sense.
    pub(crate) fn sense_of(
        &self,
        name: u32,
        first: Option<EntityIndex>,
    ) -> Option<([i16; READINGS], Definition)> {
        self.senses.get(self.index_of(name, first)?).map(|sense| (sense.near, sense.defined))
    }
}
