//! What speaks for and against the readings of names: the sections of an image that tell it.

use super::image::{ImageError, Section};
use super::records::{DECOY, Tables};
use crate::entity::{EntityId, Use, Uses};
use crate::records::{u16_at, u32_at, u64_at};

/// Bytes of a name that has cues: its number and one, first cue, how many, how many of these are asked of documents, words to the left and to the right that are looked at (the
/// upper four bits: where a use does not count that does by default), filter of classes.
pub(super) const CUED_NAME: usize = 20;
/// Bytes of a cue: class of words, place, its number, weight, use, entity.
pub(super) const CUE: usize = 10;
/// Bytes of a word: a number whose upper six bytes are those of the word's hash and whose lower two say where its set stands.
pub(super) const CUE_WORD: usize = 8;
/// Bytes of a part of a set: how many classes (and in the highest bit whether longer phrases begin so), or a class.
pub(super) const CUE_SET: usize = 2;

/// The most cues of one name: one bit each.
pub(super) const MOST_CUES: usize = 128;
/// The most classes of one word.
pub(super) const MOST_CLASSES: usize = 255;
/// How far from its place a word can stand in the table.
pub(super) const PROBES: usize = 64;
/// The most words between a name and what is near it.
pub(crate) const REACH: u8 = 12;
/// The most words of a phrase.
pub(crate) const PHRASE: usize = 4;
/// Classes that a document can be asked for; they have the lowest numbers.
pub(crate) const WITNESSES: usize = 512;
/// The most times that a document is asked for something.
pub(crate) const TIMES: u8 = 9;
/// The largest weight.
pub(crate) const WEIGHT: i8 = 12;

/// In the head of a set: longer phrases begin with the word.
pub(super) const GOES_ON: u16 = 1 << 15;

/// Where a cue stands, seen from the name that it speaks of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum CuePlace {
    /// The word before, with nothing but blanks or a hyphen between.
    Before,
    /// The word behind.
    After,
    /// The word before, with a comma between.
    BeforeComma,
    /// The word behind, with a comma between.
    AfterComma,
    /// At most so many words to the left, in the same sentence.
    Left(u8),
    /// At most so many words to the right, in the same sentence.
    Right(u8),
    /// At most so many words to either side, in the same sentence.
    Near(u8),
    /// Anywhere in the document, at least so many times (1 to 9).
    Document(u8),
}

impl CuePlace {
    pub(super) const fn code(self) -> [u8; 2] {
        match self {
            CuePlace::Before => [0, 1],
            CuePlace::After => [1, 1],
            CuePlace::BeforeComma => [2, 1],
            CuePlace::AfterComma => [3, 1],
            CuePlace::Left(words) => [4, words],
            CuePlace::Right(words) => [5, words],
            CuePlace::Near(words) => [6, words],
            CuePlace::Document(times) => [7, times],
        }
    }

    /// None of numbers that do not exist.
    pub(super) const fn of_code([place, number]: [u8; 2]) -> Option<Self> {
        let near = number >= 1 && number <= REACH;
        match place {
            0 if number == 1 => Some(CuePlace::Before),
            1 if number == 1 => Some(CuePlace::After),
            2 if number == 1 => Some(CuePlace::BeforeComma),
            3 if number == 1 => Some(CuePlace::AfterComma),
            4 if near => Some(CuePlace::Left(number)),
            5 if near => Some(CuePlace::Right(number)),
            6 if near => Some(CuePlace::Near(number)),
            7 if number >= 1 && number <= TIMES => Some(CuePlace::Document(number)),
            _ => None,
        }
    }

    /// How many words to the left and to the right must be looked at.
    #[cfg(feature = "alloc")]
    pub(super) const fn reach(self) -> (u8, u8) {
        match self {
            CuePlace::Before | CuePlace::BeforeComma => (1, 0),
            CuePlace::After | CuePlace::AfterComma => (0, 1),
            CuePlace::Left(words) => (words, 0),
            CuePlace::Right(words) => (0, words),
            CuePlace::Near(words) => (words, words),
            CuePlace::Document(_) => (0, 0),
        }
    }
}

impl core::fmt::Display for CuePlace {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            CuePlace::Before => f.write_str("before"),
            CuePlace::After => f.write_str("after"),
            CuePlace::BeforeComma => f.write_str("before-comma"),
            CuePlace::AfterComma => f.write_str("after-comma"),
            CuePlace::Left(words) => write!(f, "left {words}"),
            CuePlace::Right(words) => write!(f, "right {words}"),
            CuePlace::Near(words) => write!(f, "near {words}"),
            CuePlace::Document(1) => f.write_str("document"),
            CuePlace::Document(times) => write!(f, "document {times}"),
        }
    }
}

#[cfg(feature = "alloc")]
impl core::str::FromStr for CuePlace {
    type Err = crate::error::ErrorKind;

    /// Reads a place as data files have it: `before`, `near 5`, `document`, `document 2`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (word, number) = match text.split_once(' ') {
            Some((word, number)) => (word, number.parse().ok()),
            None => (text, None),
        };
        let code = match (word, number) {
            ("before", None) => [0, 1],
            ("after", None) => [1, 1],
            ("before-comma", None) => [2, 1],
            ("after-comma", None) => [3, 1],
            ("left", Some(words)) => [4, words],
            ("right", Some(words)) => [5, words],
            ("near", Some(words)) => [6, words],
            ("document", Some(times)) => [7, times],
            ("document", None) if text == "document" => [7, 1],
            _ => [u8::MAX; 2],
        };
        Self::of_code(code).ok_or_else(|| crate::error::ErrorKind::BadCuePlace(text.into()))
    }
}

/// A cue as the tagger sees it.
#[derive(Clone, Copy)]
pub(crate) struct Cue {
    pub(crate) class: u16,
    pub(crate) place: CuePlace,
    pub(crate) weight: i8,
    /// The use of the name that it tells; it is of no entity then.
    pub(crate) of: Option<Use>,
    entity: u32,
}

/// How an image has a use.
#[cfg(feature = "alloc")]
pub(super) fn use_code(of: Option<Use>) -> u8 {
    of.map_or(0, |of| of as u8 + 1)
}

impl Cue {
    fn read(row: &[u8]) -> Option<Self> {
        let place = CuePlace::of_code([*row.get(2)?, *row.get(3)?])?;
        let of = match row.get(5)?.checked_sub(1) {
            None => None,
            Some(number) => Some(*Use::ALL.get(usize::from(number))?),
        };
        Some(Self { class: u16_at(row, 0), place, weight: (*row.get(4)?).cast_signed(), of, entity: u32_at(row, 6) })
    }

    /// The index of the entity that it speaks of, or [`DECOY`] for every reading.
    #[cfg(feature = "alloc")]
    pub(super) const fn entity_index(&self) -> u32 {
        self.entity
    }

    /// The entity that it speaks of; none: of every reading.
    pub(crate) fn entity(&self) -> Option<EntityId> {
        (self.entity != DECOY).then_some(EntityId(self.entity))
    }

    /// Whether it speaks of this entity.
    #[inline]
    pub(crate) fn is_of(&self, entity: EntityId) -> bool {
        self.entity == entity.0 || self.entity == DECOY
    }
}

/// A name that has cues.
#[derive(Clone, Copy)]
pub(crate) struct CuedName<'g> {
    /// Those that are asked of documents.
    documents: &'g [u8],
    /// The others, sorted by class.
    near: &'g [u8],
    /// A bit for each class of the others, by its number's last six bits.
    filter: u64,
    /// Words to the left that are looked at: see [`Reach`].
    left: Reach,
    /// Words to the right.
    right: Reach,
}

/// How many words are looked at: four bits for what is weighed by default, and above them four for all cues.
#[derive(Clone, Copy)]
pub(super) struct Reach(pub(super) u8);

impl Reach {
    #[cfg(feature = "alloc")]
    pub(super) const fn new(by_default: u8, all: u8) -> Self {
        Self(all << 4 | by_default)
    }

    #[inline]
    const fn words(self, uses: Uses) -> u8 {
        if uses.are_fewer() { self.0 >> 4 } else { self.0 & 15 }
    }

    const fn is_valid(self) -> bool {
        self.0 >> 4 <= REACH && self.0 & 15 <= self.0 >> 4
    }
}

impl<'g> CuedName<'g> {
    /// How many words to the left and to the right are looked at.
    #[inline]
    pub(crate) const fn reach(&self, uses: Uses) -> (u8, u8) {
        (self.left.words(uses), self.right.words(uses))
    }

    /// Its cues that are asked of documents.
    #[inline]
    pub(crate) fn of_documents(&self) -> impl Iterator<Item = Cue> + use<'g> {
        self.documents.chunks_exact(CUE).filter_map(Cue::read)
    }

    /// All its cues.
    #[cfg(feature = "alloc")]
    pub(super) fn all(&self) -> impl Iterator<Item = Cue> + use<'g> {
        self.of_documents().chain(self.near.chunks_exact(CUE).filter_map(Cue::read))
    }

    /// Whether it may have cues of a class near it.
    #[inline]
    pub(crate) const fn may_have(&self, class: u16) -> bool {
        self.filter >> (class & 63) & 1 == 1
    }

    /// Whether it has cues of a class near it.
    pub(crate) fn has(&self, class: u16) -> bool {
        self.may_have(class) && self.of_class(class).next().is_some()
    }

    /// Its cues of a class near it, with their places among those near it.
    #[inline]
    pub(crate) fn of_class(&self, class: u16) -> impl Iterator<Item = (usize, Cue)> + use<'g> {
        let rows = self.near.chunks_exact(CUE).enumerate().filter(move |(_, row)| u16_at(row, 0) == class);
        rows.filter_map(|(index, row)| Some((index, Cue::read(row)?)))
    }
}

/// What an image knows of cues.
#[derive(Clone, Copy)]
pub(crate) struct Cues<'g> {
    /// A hash table with linear probing.
    names: &'g [u8],
    /// Over how many places it spreads its hashes.
    name_buckets: Option<usize>,
    /// Those of a name together.
    rows: &'g [u8],
    /// A hash table with linear probing.
    words: &'g [u8],
    word_buckets: Option<usize>,
    sets: &'g [u8],
    /// The sets of entities; nothing, or one for each.
    entities: &'g [u8],
}

/// The classes of a word.
#[derive(Clone, Copy)]
pub(crate) struct Classes<'g> {
    list: &'g [u8],
    /// Whether longer phrases begin with the word.
    pub(crate) goes_on: bool,
}

impl<'g> Classes<'g> {
    /// The classes.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = u16> + use<'g> {
        self.all().take_while(|class| class & GOES_ON == 0)
    }

    /// The classes, and behind them with the highest bit those that longer phrases belong to.
    #[inline]
    pub(super) fn all(&self) -> impl Iterator<Item = u16> + use<'g> {
        self.list.chunks_exact(CUE_SET).map(|class| u16_at(class, 0))
    }
}

impl<'g> Cues<'g> {
    pub(super) fn new(tables: &Tables<'g>) -> Self {
        let (names, words) = (tables.section(Section::CuedNames), tables.section(Section::CueWords));
        Self {
            names,
            name_buckets: buckets(names.len() / CUED_NAME),
            rows: tables.section(Section::Cues),
            words,
            word_buckets: buckets(words.len() / CUE_WORD),
            sets: tables.section(Section::CueSets),
            entities: tables.section(Section::CueEntities),
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The cues of a name by its number.
    #[inline]
    pub(crate) fn of_name(&self, name: u32) -> Option<CuedName<'g>> {
        let home = place_of(hash_of_name(name), self.name_buckets?);
        for slot in home..home + PROBES {
            match u32_at(self.names, slot * CUED_NAME) {
                0 => return None,
                found if found == name + 1 => return self.name(slot),
                _ => {}
            }
        }
        None
    }

    fn name(&self, index: usize) -> Option<CuedName<'g>> {
        let record = self.names.get(index * CUED_NAME..)?.get(..CUED_NAME)?;
        let (first, count) = (u32_at(record, 4) as usize, usize::from(record[8]));
        let rows = self.rows.get(first * CUE..)?.get(..count * CUE)?;
        let (documents, near) = rows.split_at_checked(usize::from(record[9]) * CUE)?;
        Some(CuedName { documents, near, filter: u64_at(record, 12), left: Reach(record[10]), right: Reach(record[11]) })
    }

    fn set(&self, index: u16) -> Option<Classes<'g>> {
        let at = usize::from(index) * CUE_SET;
        let head = u16_at(self.sets.get(at..)?.get(..CUE_SET)?, 0);
        let list = self.sets.get(at + CUE_SET..)?.get(..usize::from(head & !GOES_ON) * CUE_SET)?;
        Some(Classes { list, goes_on: head & GOES_ON != 0 })
    }

    /// The classes of a word or phrase.
    #[inline]
    pub(crate) fn of_word(&self, hash: u64) -> Option<Classes<'g>> {
        let home = place_of(hash, self.word_buckets?);
        for slot in home..home + PROBES {
            match u64_at(self.words, slot * CUE_WORD) {
                0 => return None,
                found if found >> 16 == hash >> 16 => return self.set(found as u16),
                _ => {}
            }
        }
        None
    }

    /// The classes that an entity is in.
    #[inline]
    pub(crate) fn of_entity(&self, entity: EntityId) -> Option<Classes<'g>> {
        match u16_at(self.entities, entity.0 as usize * CUE_SET) {
            0 => None,
            set => self.set(set),
        }
    }

    /// All names that have cues, by their numbers.
    #[cfg(feature = "alloc")]
    pub(super) fn all_names(&self) -> impl Iterator<Item = (u32, CuedName<'g>)> + use<'g> {
        let cues = *self;
        (0..self.names.len() / CUED_NAME).filter_map(move |index| Some((u32_at(cues.names, index * CUED_NAME).checked_sub(1)?, cues.name(index)?)))
    }

    /// All words, by what the table has of their hashes.
    #[cfg(feature = "alloc")]
    pub(super) fn all_words(&self) -> impl Iterator<Item = (u64, Classes<'g>)> + use<'g> {
        let cues = *self;
        self.words.chunks_exact(CUE_WORD).map(|word| u64_at(word, 0)).filter_map(move |word| Some((word & !0xFFFF, cues.set(word as u16).filter(|_| word != 0)?)))
    }

    /// What is wrong: the section, the record, and why.
    pub(super) fn check(&self, entities: usize, wrong: impl Fn(Section, usize, &'static str) -> Result<(), ImageError>) -> Result<(), ImageError> {
        for (index, row) in self.rows.chunks_exact(CUE).enumerate() {
            let right = Cue::read(row).is_some_and(|cue| {
                let of = cue.entity == DECOY || ((cue.entity as usize) < entities && cue.of.is_none());
                cue.weight != 0 && cue.weight.unsigned_abs() <= WEIGHT.unsigned_abs() && of && !(cue.of.is_some() && matches!(cue.place, CuePlace::Document(_)))
            });
            if !right {
                return wrong(Section::Cues, index, "a place, weight, use or entity that does not exist");
            }
        }
        if !self.names.is_empty() && self.name_buckets.is_none() {
            return wrong(Section::CuedNames, 0, "no power of two of names");
        }
        for index in 0..self.names.len() / CUED_NAME {
            let Some(number) = u32_at(self.names, index * CUED_NAME).checked_sub(1) else { continue };
            let name = self.of_name(number).filter(|name| name.left.is_valid() && name.right.is_valid() && (name.documents.len() + name.near.len()) <= MOST_CUES * CUE);
            let parted = |name: &CuedName<'_>| {
                let is_of_document = |row: &[u8]| row[2] == CuePlace::Document(1).code()[0];
                name.documents.chunks_exact(CUE).all(is_of_document) && !name.near.chunks_exact(CUE).any(is_of_document)
            };
            if !name.is_some_and(|name| parted(&name)) {
                return wrong(Section::CuedNames, index, "a name that is not found, or with cues that do not exist");
            }
        }
        let is_set = |index: u16| index != 0 && self.set(index).is_some_and(|set| set.list.len() <= MOST_CLASSES * CUE_SET);
        if !self.words.is_empty() && self.word_buckets.is_none() {
            return wrong(Section::CueWords, 0, "no power of two of words");
        }
        for (index, word) in self.words.chunks_exact(CUE_WORD).enumerate() {
            let word = u64_at(word, 0);
            if word != 0 && !(self.of_word(word).is_some() && is_set(word as u16)) {
                return wrong(Section::CueWords, index, "a word that is not found, or of classes that do not exist");
            }
        }
        if !self.entities.is_empty() && self.entities.len() != entities * CUE_SET {
            return wrong(Section::CueEntities, 0, "not one record an entity");
        }
        match self.entities.chunks_exact(CUE_SET).map(|set| u16_at(set, 0)).position(|set| set != 0 && !is_set(set)) {
            Some(index) => wrong(Section::CueEntities, index, "classes that do not exist"),
            None => Ok(()),
        }
    }
}

/// Over how many places a table of so many spreads its hashes; none if it is no table.
#[inline]
fn buckets(len: usize) -> Option<usize> {
    len.checked_sub(PROBES).filter(|buckets| buckets.is_power_of_two())
}

/// The hash of a name's number.
#[inline]
pub(super) const fn hash_of_name(name: u32) -> u64 {
    (name as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Where a word with this hash belongs among so many places, a power of two.
#[inline]
pub(super) const fn place_of(hash: u64, buckets: usize) -> usize {
    // The lower bits are not kept.
    (hash >> 16 >> 48_u32.saturating_sub(buckets.trailing_zeros())) as usize
}
