//! Typed views of the sections of cues: the words that are evidence for or against the readings of
//! a name.

use super::records::DECOY;
use super::sections::Section;
use crate::bytes::{SPREADING, first_not_before, offset_of, u16_at, u32_at, u64_at};
use crate::cue::{CuePlace, REACH, TIMES};
use crate::entity::{EntityIndex, Use, Uses};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// Bytes of a name that has cues.
pub(crate) const CUED_NAME: usize = Section::CuedNames.width();
/// Bytes of a list of cues.
pub(super) const CUE_LIST: usize = Section::CueLists.width();
/// Bytes of a cue.
pub(super) const CUE: usize = Section::Cues.width();
/// Bytes of a word: the upper six bytes of its hash, and in the lower two the index of its set.
pub(super) const CUE_WORD: usize = Section::CueWords.width();
/// Bytes of an item of a set.
pub(super) const CUE_SET: usize = Section::CueSets.width();
/// Bytes of a set before its classes: how many there are, and their filter in four items.
pub(crate) const SET_HEAD: usize = 5 * CUE_SET;

/// The most cues of one name.
pub(crate) const MOST_CUES: usize = 128;
/// The most classes of one word.
pub(crate) const MOST_CLASSES: usize = 255;
/// How many records of a hash table are read one after the other, from a key's bucket on, before
/// the others are searched by halves. Nearly all keys are found before. A table has at least this
/// many records more than buckets.
pub(crate) const PROBES: usize = 64;
/// How many words of a hash table are compared at once.
pub(crate) const STEP: usize = 4;
/// The most classes of a set that are all read: a search by halves for each class would cost more.
const SHORT_SET: usize = 16;
/// The same for each class that is looked for.
const SHORT_SET_OF_CLASS: usize = 8;
/// The most words of a phrase.
pub(crate) const PHRASE: usize = 4;
/// The most classes that cues look for in the document; they have the lowest numbers.
pub(crate) const EVIDENCE_CLASSES: usize = 640;

/// A bit of a class in a set: the word is not of the class, but longer phrases of the class begin
/// with it.
pub(crate) const GOES_ON: u16 = 1 << 15;

/// The first byte of [`CuePlace::Document`] in a record.
pub(super) const DOCUMENT: u8 = 7;

/// A place as records have it: its number, and how many words or occurrences.
#[cfg(feature = "alloc")]
const fn place_bytes(place: CuePlace) -> [u8; 2] {
    match place {
        CuePlace::Before => [0, 1],
        CuePlace::After => [1, 1],
        CuePlace::BeforeComma => [2, 1],
        CuePlace::AfterComma => [3, 1],
        CuePlace::Left(words) => [4, words],
        CuePlace::Right(words) => [5, words],
        CuePlace::Near(words) => [6, words],
        CuePlace::Document(times) => [DOCUMENT, times],
    }
}

/// The place with these bytes; `None` if there is none.
const fn place_of_bytes([place, number]: [u8; 2]) -> Option<CuePlace> {
    let near = number >= 1 && number <= REACH;
    match place {
        0 if number == 1 => Some(CuePlace::Before),
        1 if number == 1 => Some(CuePlace::After),
        2 if number == 1 => Some(CuePlace::BeforeComma),
        3 if number == 1 => Some(CuePlace::AfterComma),
        4 if near => Some(CuePlace::Left(number)),
        5 if near => Some(CuePlace::Right(number)),
        6 if near => Some(CuePlace::Near(number)),
        DOCUMENT if number >= 1 && number <= TIMES => Some(CuePlace::Document(number)),
        _ => None,
    }
}

/// The words that must be read on the left and on the right of a name for a cue at this place.
/// `shape` says whether its words are shapes.
#[cfg(feature = "alloc")]
pub(crate) const fn reach_of(place: CuePlace, shape: bool) -> [Reach; 2] {
    let (left, right) = match place {
        CuePlace::Before | CuePlace::BeforeComma => (1, 0),
        CuePlace::After | CuePlace::AfterComma => (0, 1),
        CuePlace::Left(words) => (words, 0),
        CuePlace::Right(words) => (0, words),
        CuePlace::Near(words) => (words, words),
        CuePlace::Document(_) => (0, 0),
    };
    [
        Reach { words: left, shape: shape && left > 0 },
        Reach { words: right, shape: shape && right > 0 },
    ]
}

/// A cue as the tagger sees it.
#[derive(Clone, Copy)]
pub(crate) struct Cue {
    #[cfg(feature = "alloc")]
    pub(crate) class: u16,
    pub(crate) place: CuePlace,
    pub(crate) weight: i8,
    /// The use of the name that it is evidence for. A cue of a use is of no entity.
    pub(crate) of: Option<Use>,
    /// The index of the entity that it is evidence for, or [`DECOY`] for every reading.
    pub(super) entity: u32,
}

/// A use as records have it.
fn use_number(of: Option<Use>) -> u8 {
    of.map_or(0, |of| of as u8 + 1)
}

impl Cue {
    /// Reads a record: class, place, weight, use, entity. `None` for a place or use that does not
    /// exist.
    pub(super) fn read(row: &[u8]) -> Option<Self> {
        let place = place_of_bytes([*row.get(2)?, *row.get(3)?])?;
        let of = match row.get(5)?.checked_sub(1) {
            None => None,
            Some(number) => Some(*Use::ALL.get(usize::from(number))?),
        };
        Some(Self {
            #[cfg(feature = "alloc")]
            class: u16_at(row, 0),
            place,
            weight: (*row.get(4)?).cast_signed(),
            of,
            entity: u32_at(row, 6),
        })
    }

    /// Its entity; `None` if it is of every reading.
    pub(crate) fn entity(&self) -> Option<EntityIndex> {
        (self.entity != DECOY).then_some(EntityIndex(self.entity))
    }

    /// Whether it is evidence for or against this entity.
    #[inline]
    pub(crate) fn is_of(&self, entity: EntityIndex) -> bool {
        self.entity == entity.0 || self.entity == DECOY
    }
}

#[cfg(feature = "alloc")]
impl Cue {
    /// A cue of this entity's index, or of [`DECOY`].
    pub(crate) const fn new(
        class: u16,
        place: CuePlace,
        weight: i8,
        of: Option<Use>,
        entity: u32,
    ) -> Self {
        Self { class, place, weight, of, entity }
    }

    /// The index of its entity, or [`DECOY`].
    pub(crate) const fn entity_number(&self) -> u32 {
        self.entity
    }

    /// Writes the record.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.class.to_le_bytes());
        out.extend(place_bytes(self.place));
        out.extend([self.weight.cast_unsigned(), use_number(self.of)]);
        out.extend(self.entity.to_le_bytes());
    }
}

/// A name that has cues.
#[derive(Clone, Copy)]
pub(crate) struct CuedName<'g> {
    /// Its cues in the document.
    pub(super) documents: &'g [u8],
    /// Its cues near the name, sorted by class.
    pub(super) near: &'g [u8],
    /// The words on the left and on the right that cues weighed by default need.
    pub(super) by_default: [Reach; 2],
    /// The words on the left and on the right that any of its cues needs.
    pub(super) all: [Reach; 2],
    /// The filters of the cues weighed by default.
    pub(super) filters: Filters,
}

/// The record of the name with a number, of which `list` is the index of its cues. The number is
/// one higher, since an empty record of the hash table is all zeros.
#[cfg(feature = "alloc")]
pub(crate) fn cued_name_record(name: u32, list: u32) -> [u8; CUED_NAME] {
    let mut record = [0; CUED_NAME];
    record[..4].copy_from_slice(&(name + 1).to_le_bytes());
    record[4..].copy_from_slice(&list.to_le_bytes());
    record
}

/// The hash of the name that a record is of.
#[cfg(feature = "alloc")]
pub(crate) fn hash_of_cued_name(record: &[u8; CUED_NAME]) -> u64 {
    hash_of_name(u32_at(record, 0).wrapping_sub(1))
}

/// What the record of a list of cues is made of.
#[cfg(feature = "alloc")]
pub(crate) struct CueListRecord<'c> {
    /// The index of its first cue.
    pub(crate) first: u32,
    /// The records of its cues.
    pub(crate) cues: &'c [u8],
    /// The words on the left and on the right that cues weighed by default need.
    pub(crate) by_default: [Reach; 2],
    /// The words on the left and on the right that any of its cues needs.
    pub(crate) all: [Reach; 2],
}

#[cfg(feature = "alloc")]
impl CueListRecord<'_> {
    /// The record.
    pub(crate) fn bytes(&self) -> [u8; CUE_LIST] {
        let rows = self.cues.as_chunks::<CUE>().0;
        let documents = rows.iter().take_while(|row| row[2] == DOCUMENT).count();
        let near = self.cues.get(documents * CUE..).unwrap_or(&[]);
        let mut record = [0; CUE_LIST];
        record[..4].copy_from_slice(&self.first.to_le_bytes());
        record[4..6].copy_from_slice(&[rows.len() as u8, documents as u8]);
        record[6..8].copy_from_slice(&self.by_default.map(Reach::byte));
        record[8..10].copy_from_slice(&self.all.map(Reach::byte));
        let filters = Filters::of(near, Uses::DEFAULT);
        let filters = [filters.left, filters.right].concat();
        for (filter, out) in filters.iter().zip(record[10..].chunks_exact_mut(8)) {
            out.copy_from_slice(&filter.to_le_bytes());
        }
        record
    }
}

/// The classes of a name's cues near it on both sides, one bit for each by the last six bits of its
/// number: those for the first word, and those for the other words. A filter may have classes that
/// the name has no cues of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Filters {
    pub(crate) left: [u64; 2],
    pub(crate) right: [u64; 2],
}

impl Filters {
    /// The filters of the cues of a name near it, without those of uses that count.
    pub(super) fn of(near: &[u8], uses: Uses) -> Self {
        // A bit for each use by its number in records.
        let weighed = Use::ALL
            .iter()
            .filter(|of| !uses.has(**of))
            .fold(1_u64, |weighed, of| weighed | 1 << use_number(Some(*of)));
        let mut places = [0; 8];
        for row in near.as_chunks::<CUE>().0 {
            places[usize::from(row[2] & 7)] |=
                (weighed >> (row[5] & 63) & 1) << (u16_at(row, 0) & 63);
        }
        let [before, after, before_comma, after_comma, left, right, near, _] = places;
        Self {
            left: [before | before_comma | left | near, left | near],
            right: [after | after_comma | right | near, right | near],
        }
    }

    /// Those in the record of a list.
    #[inline]
    fn read(record: &[u8]) -> Self {
        let filter = |index: usize| u64_at(record, 10 + 8 * index);
        Self { left: [filter(0), filter(1)], right: [filter(2), filter(3)] }
    }
}

/// The classes of a name's cues near it, by the last nine bits of their numbers.
pub(crate) struct ClassFilter([u64; 8]);

impl ClassFilter {
    /// Whether the name may have cues of a class. [`GOES_ON`] does not matter.
    #[inline(always)]
    pub(crate) const fn may_have(&self, class: u16) -> bool {
        self.0[(class >> 6 & 7) as usize] & bit_of(class) != 0
    }
}

/// The words that cues need on one side of a name.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reach {
    /// How many words.
    pub(crate) words: u8,
    /// Whether they need the shape of the first word.
    pub(crate) shape: bool,
}

impl Reach {
    const SHAPE: u8 = 1 << 7;

    pub(super) const fn read(byte: u8) -> Self {
        Self { words: byte & !Self::SHAPE, shape: byte & Self::SHAPE != 0 }
    }

    #[cfg(feature = "alloc")]
    const fn byte(self) -> u8 {
        self.words | if self.shape { Self::SHAPE } else { 0 }
    }

    /// The words that at least one of both needs.
    #[cfg(feature = "alloc")]
    pub(crate) fn union(self, other: Self) -> Self {
        Self { words: self.words.max(other.words), shape: self.shape || other.shape }
    }

    /// Whether `all` has all words that it needs.
    pub(super) const fn is_part_of(self, all: Self) -> bool {
        self.words <= all.words && self.shape <= all.shape
    }
}

impl<'g> CuedName<'g> {
    /// The words that its cues need on the left and on the right.
    #[inline]
    pub(crate) const fn reach(&self, uses: Uses) -> [Reach; 2] {
        if uses.are_fewer() { self.all } else { self.by_default }
    }

    /// Its cues in the document of which the class occurred often enough. `is_met` takes the class
    /// and how often it must occur.
    #[inline]
    pub(crate) fn of_document(
        &self,
        is_met: impl Fn(u16, u8) -> bool,
    ) -> impl Iterator<Item = Cue> {
        let rows = self.documents.as_chunks::<CUE>().0.iter();
        rows.filter(move |row| row[2] == DOCUMENT && is_met(u16_at(*row, 0), row[3]))
            .filter_map(|row| Cue::read(row))
    }

    /// All its cues.
    #[cfg(feature = "alloc")]
    pub(crate) fn all(&self) -> impl Iterator<Item = Cue> + use<'g> {
        self.documents.chunks_exact(CUE).chain(self.near.chunks_exact(CUE)).filter_map(Cue::read)
    }

    /// The classes of its cues near it, without those of uses that count.
    #[inline]
    pub(crate) fn filters(&self, uses: Uses) -> Filters {
        if uses == Uses::DEFAULT { self.filters } else { Filters::of(self.near, uses) }
    }

    /// The classes of its cues near it.
    #[inline]
    pub(crate) fn class_filter(&self) -> ClassFilter {
        let mut filter = [0; 8];
        for row in self.near.as_chunks::<CUE>().0 {
            let class = u16_at(row, 0);
            filter[usize::from(class >> 6 & 7)] |= bit_of(class);
        }
        ClassFilter(filter)
    }

    /// Calls `found` for each of its cues of a class near it, with the index among all its cues
    /// near it.
    #[inline]
    pub(crate) fn for_each_of_class(&self, class: u16, mut found: impl FnMut(usize, &Cue)) {
        let rows = self.near.as_chunks::<CUE>().0;
        let mut index = rows.partition_point(|row| u16_at(row, 0) < class);
        while let Some(row) = rows.get(index).filter(|row| u16_at(*row, 0) == class) {
            if let Some(cue) = Cue::read(row) {
                found(index, &cue);
            }
            index += 1;
        }
    }
}

/// The view of all sections of cues.
#[derive(Clone, Copy)]
pub(crate) struct Cues<'g> {
    /// A hash table with linear probing, sorted by the hash.
    pub(super) names: &'g [u8],
    pub(super) name_buckets: Option<usize>,
    pub(super) lists: &'g [u8],
    /// Those of a list together.
    pub(super) rows: &'g [u8],
    /// A hash table with linear probing, sorted by the hash.
    pub(super) words: &'g [u8],
    pub(super) word_buckets: Option<usize>,
    pub(super) sets: &'g [u8],
    /// The indices of the sets of all entities, or nothing.
    pub(super) entities: &'g [u8],
}

/// The classes of a word or an entity.
#[derive(Clone, Copy)]
pub(crate) struct Classes<'g> {
    /// Sorted by the last six bits.
    list: &'g [u8],
    filter: u64,
}

impl<'g> Classes<'g> {
    /// The classes that the word is of.
    #[cfg(feature = "alloc")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = u16> + use<'g> {
        self.all().filter(|class| class & GOES_ON == 0)
    }

    /// Calls `found` for each class that a filter may have.
    #[inline]
    pub(crate) fn for_each_of(&self, filter: u64, mut found: impl FnMut(u16)) {
        let list = self.list.as_chunks::<CUE_SET>().0;
        let mut bits = self.filter & filter;
        let short = SHORT_SET.max(SHORT_SET_OF_CLASS * bits.count_ones() as usize);
        if bits != 0 && list.len() <= short {
            let wanted = list.iter().filter(|class| bits >> (class[0] & 63) & 1 == 1);
            return wanted.for_each(|class| found(u16::from_le_bytes(*class)));
        }
        while bits != 0 {
            let wanted = bits.trailing_zeros() as u8;
            bits &= bits - 1;
            let first = list.partition_point(|class| class[0] & 63 < wanted);
            for class in list.get(first..).unwrap_or(&[]) {
                if class[0] & 63 != wanted {
                    break;
                }
                found(u16::from_le_bytes(*class));
            }
        }
    }

    /// The classes that the word is of, and with [`GOES_ON`] those of longer phrases.
    #[inline]
    pub(crate) fn all(&self) -> impl Iterator<Item = u16> + use<'g> {
        self.list.chunks_exact(CUE_SET).map(|class| u16_at(class, 0))
    }
}

impl<'g> Cues<'g> {
    /// The view; `section` returns the bytes of a section.
    pub(super) fn new(section: impl Fn(Section) -> &'g [u8]) -> Self {
        let (names, words) = (section(Section::CuedNames), section(Section::CueWords));
        Self {
            names,
            name_buckets: buckets(names.len() / CUED_NAME),
            lists: section(Section::CueLists),
            rows: section(Section::Cues),
            words,
            word_buckets: buckets(words.len() / CUE_WORD),
            sets: section(Section::CueSets),
            entities: section(Section::CueEntities),
        }
    }

    /// Whether no name has cues.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The cues of a name by its number.
    #[inline]
    pub(crate) fn of_name(&self, name: u32) -> Option<CuedName<'g>> {
        let home = bucket_of(hash_of_name(name), self.name_buckets?);
        let number = |slot: usize| u32_at(self.names, slot * CUED_NAME);
        for slot in home..home + PROBES {
            match number(slot) {
                0 => return None,
                found if found == name.wrapping_add(1) => return self.name(slot),
                _ => {}
            }
        }
        let is_before = |slot| {
            number(slot)
                .checked_sub(1)
                .is_some_and(|found| hash_of_name(found) < hash_of_name(name))
        };
        let slot = first_not_before(home + PROBES, self.names.len() / CUED_NAME, is_before);
        if number(slot) == name.wrapping_add(1) { self.name(slot) } else { None }
    }

    /// The name in this record; `None` if it has more cues than a name can have, or cues outside
    /// of their section.
    fn name(&self, index: usize) -> Option<CuedName<'g>> {
        let list = u32_at(self.names, index * CUED_NAME + 4);
        let record: &[u8; CUE_LIST] = self.lists.get(offset_of(list, CUE_LIST)..)?.first_chunk()?;
        let count = Some(usize::from(record[4])).filter(|&count| count <= MOST_CUES)?;
        let rows = self.rows.get(offset_of(u32_at(record, 0), CUE)..)?.get(..count * CUE)?;
        let (documents, near) = rows.split_at_checked(usize::from(record[5]) * CUE)?;
        let reach = |at: usize| [Reach::read(record[at]), Reach::read(record[at + 1])];
        let filters = Filters::read(record);
        Some(CuedName { documents, near, by_default: reach(6), all: reach(8), filters })
    }

    /// The set at this index; `None` if it has more classes than a word can have, or classes
    /// outside of its section.
    pub(crate) fn set(&self, index: u16) -> Option<Classes<'g>> {
        let at = usize::from(index) * CUE_SET;
        let count =
            Some(usize::from(u16_at(self.sets, at))).filter(|&count| count <= MOST_CLASSES)?;
        let list = self.sets.get(at + SET_HEAD..)?.get(..count * CUE_SET)?;
        Some(Classes { list, filter: self.filter_of_set(index) })
    }

    /// The filter of the classes in the set at an index: a bit for each, by the last six bits of
    /// its number.
    #[inline(always)]
    pub(crate) fn filter_of_set(&self, set: u16) -> u64 {
        u64_at(self.sets, usize::from(set) * CUE_SET + CUE_SET)
    }

    /// How many of the next [`STEP`] words of the table sort before a word, and the word after
    /// these.
    #[inline(always)]
    fn words_from(&self, slot: usize, hash: u64) -> (usize, u64) {
        let Some(words) = self
            .words
            .get(slot * CUE_WORD..)
            .and_then(|rest| rest.first_chunk::<{ STEP * CUE_WORD }>())
        else {
            return (0, 0);
        };
        // The table is sorted by the hash; an empty record counts as after all.
        let before = (0..STEP).fold(0, |before, slot| {
            before + usize::from(u64_at(words, slot * CUE_WORD).wrapping_sub(1) < hash & !0xFFFF)
        });
        (before, u64_at(words, before % STEP * CUE_WORD))
    }

    /// The index of the set of the word or phrase with this hash; that of the empty set, 0, if it
    /// has no classes. Most often there is no branch that depends on the word, so that calls for
    /// many words overlap.
    #[inline(always)]
    pub(crate) fn set_of(&self, hash: u64) -> u16 {
        let Some(buckets) = self.word_buckets else { return 0 };
        let home = bucket_of(hash, buckets);
        let (before, mut found) = self.words_from(home, hash);
        if before == STEP {
            found = self.word_after(home + STEP, hash);
        }
        (found & u64::from(found >> 16 == hash >> 16).wrapping_neg()) as u16
    }

    /// The first word of the table from a slot on that does not sort before a word.
    #[cold]
    #[inline(never)]
    fn word_after(&self, from: usize, hash: u64) -> u64 {
        let until = from + PROBES - STEP;
        let mut steps = (from..until).step_by(STEP).map(|slot| self.words_from(slot, hash));
        match steps.find(|&(before, _)| before < STEP) {
            Some((_, found)) => found,
            None => {
                let word = |slot: usize| u64_at(self.words, slot * CUE_WORD);
                word(first_not_before(until, self.words.len() / CUE_WORD, |slot| {
                    word(slot) != 0 && word(slot) >> 16 < hash >> 16
                }))
            }
        }
    }

    /// The classes of the word or phrase with this hash.
    #[inline]
    pub(crate) fn of_word(&self, hash: u64) -> Option<Classes<'g>> {
        match self.set_of(hash) {
            0 => None,
            set => self.set(set),
        }
    }

    /// The classes that an entity is of.
    #[inline]
    pub(crate) fn of_entity(&self, entity: EntityIndex) -> Option<Classes<'g>> {
        match u16_at(self.entities, offset_of(entity.0, CUE_SET)) {
            0 => None,
            set => self.set(set),
        }
    }

    /// All names that have cues, with their numbers.
    #[cfg(feature = "alloc")]
    pub(crate) fn all_names(&self) -> impl Iterator<Item = (u32, CuedName<'g>)> + use<'g> {
        let cues = *self;
        (0..self.names.len() / CUED_NAME).filter_map(move |index| {
            Some((u32_at(cues.names, index * CUED_NAME).checked_sub(1)?, cues.name(index)?))
        })
    }

    /// All words, with the upper six bytes of their hashes.
    #[cfg(feature = "alloc")]
    pub(crate) fn all_words(&self) -> impl Iterator<Item = (u64, Classes<'g>)> + use<'g> {
        let cues = *self;
        self.words.chunks_exact(CUE_WORD).map(|word| u64_at(word, 0)).filter_map(move |word| {
            Some((word & !0xFFFF, cues.set(word as u16).filter(|_| word != 0)?))
        })
    }
}

/// The filter of some classes: a bit for each, by the last six bits of its number.
pub(crate) fn filter_of(classes: impl Iterator<Item = u16>) -> u64 {
    classes.fold(0, |filter, class| filter | bit_of(class))
}

/// The key by which the classes of a set are sorted: the last six bits, then the others.
pub(crate) const fn order_in_set(class: u16) -> u16 {
    class.rotate_right(6)
}

#[inline]
const fn bit_of(class: u16) -> u64 {
    1 << (class & 63)
}

/// How many buckets a hash table of `len` records has: a power of two; `None` if it has too few
/// records to be one. Records that find their buckets taken come after them.
#[inline]
pub(super) fn buckets(len: usize) -> Option<usize> {
    len.checked_sub(PROBES)?.checked_ilog2().map(|power| 1 << power)
}

/// The hash of a name's number.
#[inline]
pub(crate) const fn hash_of_name(name: u32) -> u64 {
    (name as u64 + 1).wrapping_mul(SPREADING)
}

/// The bucket of a hash, where there are `buckets` of them: a power of two.
#[inline]
pub(crate) const fn bucket_of(hash: u64, buckets: usize) -> usize {
    // An image has only the upper six bytes of the hash of a word.
    (hash >> 16 >> 48_u32.saturating_sub(buckets.trailing_zeros())) as usize
}
