//! The evidence that a document has given so far: of fixed size, so that nothing is allocated.

use crate::entity::EntityIndex;
use crate::gazetteer::{Classes, EVIDENCE_CLASSES, LISTED, TIMES};

use super::weights::{Near, READINGS};

/// For how many different names with cues a document keeps a sense. Later names have none.
const SENSES: usize = 24;

/// How many numbers have the bits of the names that were counted. Names that share a bit count
/// once; with fifty of them in a document that happens to one in forty names.
const COUNTED: usize = 32;

/// For how many bytes a person or a town is recalled that has the name of a country without other
/// cues. A text of many stories may name the country in the next one.
const RECALLED: usize = 4096;

/// The most bytes between a name and its acronym: a blank and a bracket, a possessive.
const BRACKET: usize = 4;

/// For how many entities of users' own a document knows that one of their names occurred. An entity
/// whose number has the same last bits takes the place of an earlier one.
const OWN: usize = 64;

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

/// What the text up to one place gives: which names are weighed there depends on it alone, so that
/// a text that is read again has the same candidates.
#[derive(Clone)]
struct SoFar {
    /// The names that were counted, a bit for each by the last bits of its number: a name that is
    /// repeated is one piece of evidence.
    counted: [u64; COUNTED],
    /// A bit for each name that has a sense here, by the last six bits of its number.
    known: u64,
    /// For each sense, the offset of its last occurrence with cues, [`NEVER`] without one.
    last: [usize; SENSES],
    /// The entity of the last sure name, and where that ended.
    named: (EntityIndex, usize),
}

/// The offset of an occurrence that is not known: no name is after it.
const NEVER: usize = usize::MAX;

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
    /// How many different names of each class of evidence occurred, at most [`TIMES`].
    seen: [u8; EVIDENCE_CLASSES],
    so_far: SoFar,
    /// The entities of users' own that were named, by the last bits of their numbers; the numbers
    /// are higher by 1.
    own: [u32; OWN],
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
            so_far: SoFar {
                counted: [0; COUNTED],
                known: 0,
                last: [NEVER; SENSES],
                named: (EntityIndex(0), NEVER),
            },
            own: [0; OWN],
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

    /// The same evidence, for a text that is read again from where `other` is.
    pub(crate) fn read_from(&self, other: &Self) -> Self {
        Self { so_far: other.so_far.clone(), ..self.clone() }
    }

    /// Whether the name with a number was counted before, which it is from now on. Nothing is
    /// counted once all of the document was read.
    #[inline]
    pub(crate) fn was_counted(&mut self, name: u32) -> bool {
        let (index, bit) = counted_at(name);
        let Some(bits) = self.so_far.counted.get_mut(index) else { return true };
        let before = *bits;
        *bits |= bit;
        self.is_complete || before & bit != 0
    }

    /// Notes that a sure name of an entity of a user's own occurred.
    pub(crate) fn add_own(&mut self, entity: EntityIndex) {
        if let Some(place) = self.own.get_mut(entity.0 as usize % OWN).filter(|_| !self.is_complete)
        {
            *place = entity.0.wrapping_add(1);
        }
    }

    /// Whether a sure name of an entity of a user's own occurred.
    pub(crate) fn names_own(&self, entity: EntityIndex) -> bool {
        self.own.get(entity.0 as usize % OWN) == Some(&entity.0.wrapping_add(1))
    }

    /// Notes that a name of these classes of evidence occurred.
    pub(crate) fn add_evidence(&mut self, classes: Option<Classes<'_>>) {
        for class in classes.iter().flat_map(Classes::all) {
            if let Some(count) = self.seen.get_mut(usize::from(class)) {
                *count = TIMES.min(*count + 1);
                self.has_evidence = true;
            }
        }
    }

    /// Notes that a sure name of an entity ended at an offset of the text.
    #[inline]
    pub(crate) const fn set_named(&mut self, entity: EntityIndex, end: usize) {
        self.so_far.named = (entity, end);
    }

    /// Whether a sure name of an entity ended right before an offset, but for a bracket.
    #[inline]
    pub(crate) fn has_just_named(&self, entity: EntityIndex, at: usize) -> bool {
        let (named, end) = self.so_far.named;
        named == entity && at.checked_sub(end).is_some_and(|between| between <= BRACKET)
    }

    /// Whether any form of a class of evidence occurred.
    #[inline]
    pub(crate) const fn has_evidence(&self) -> bool {
        self.has_evidence
    }

    /// How many different names of a class occurred, at most [`TIMES`].
    #[inline]
    pub(crate) fn count(&self, class: u16) -> u8 {
        self.seen.get(usize::from(class)).copied().unwrap_or(0)
    }

    /// Adds the weights near one occurrence of a name, at an offset of the text, to its sense, and
    /// what it is defined as there.
    pub(crate) fn add_occurrence(
        &mut self,
        name: u32,
        first: Option<EntityIndex>,
        at: usize,
        near: &Near,
        defined: Definition,
    ) {
        // Without evidence the occurrence needs none of the few places.
        if near.readings == [0; READINGS] && defined == Definition::None {
            return;
        }
        let Some(index) = self.index_of(name, first).or_else(|| self.add_sense(name, first)) else {
            return;
        };
        self.so_far.known |= 1 << (name & 63);
        if let Some(last) = self.so_far.last.get_mut(index) {
            *last = at;
        }
        let Some(sense) = self.senses.get_mut(index).filter(|_| !self.is_complete) else { return };
        for (all, one) in sense.near.iter_mut().zip(&near.readings) {
            *all = all.saturating_add(i16::from(*one));
        }
        if defined != Definition::None {
            sense.defined = defined;
        }
    }

    /// Whether the name with a number was counted.
    pub(crate) fn has_counted(&self, name: u32) -> bool {
        let (index, bit) = counted_at(name);
        self.so_far.counted.get(index).is_some_and(|bits| bits & bit != 0)
    }

    /// Whether cues were weighed not far before an offset at a name.
    pub(crate) fn recalls(&self, name: u32, first: Option<EntityIndex>, at: usize) -> bool {
        let last = self.index_of(name, first).and_then(|index| self.so_far.last.get(index));
        last.and_then(|&last| at.checked_sub(last)).is_some_and(|distance| distance <= RECALLED)
    }

    /// Whether the text so far may have given a name a sense.
    #[inline]
    pub(crate) const fn may_know(&self, name: u32) -> bool {
        self.so_far.known >> (name & 63) & 1 == 1
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

/// Where the bit of a name is, and the bit. The numbers of names with one surface form and those of
/// names with several count from 0 on: in small gazetteers these have different bits.
const fn counted_at(name: u32) -> (usize, u64) {
    let several = (name & LISTED != 0) as usize;
    ((name as usize / 64 + several * COUNTED / 2) % COUNTED, 1 << (name % 64))
}
