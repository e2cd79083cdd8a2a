//! What speaks for and against the readings of names: the sections of an image that tell it.

use super::image::Section;
use super::records::{DECOY, Tables};
use crate::entity::{EntityIndex, Use, Uses};
use crate::error::ImageError;
use crate::records::{first_not_before, offset_of, u16_at, u32_at, u64_at};

/// Bytes of a name that has cues: its number and one, first cue, how many, how many of these are
/// asked of documents, and by [`Reach::byte`] what is looked at to the left and to the right: by
/// default, and where a use does not count that does by default.
pub(super) const CUED_NAME: usize = 14;
/// Bytes of a cue: class of words, place, its number, weight, use, entity.
pub(super) const CUE: usize = 10;
/// Bytes of a word: a number whose upper six bytes are those of the word's hash and whose lower two
/// say where its set stands.
pub(super) const CUE_WORD: usize = 8;
/// Bytes of a part of a set: how many classes, four for the filter of the classes, or a class.
pub(super) const CUE_SET: usize = 2;
/// Bytes of a set before its classes.
pub(super) const SET_HEAD: usize = 5 * CUE_SET;

/// The most cues of one name: one bit each.
pub(super) const MOST_CUES: usize = 128;
/// The most classes of one word.
pub(super) const MOST_CLASSES: usize = 255;
/// How many places of a hash table are looked at one after the other before it is searched by
/// halves: nearly all records stand nearer to their place. A table has at least so many places more
/// than a power of two.
pub(super) const NEAR: usize = 64;
/// How many words of the table are looked at together: most words stand nearer to their place.
pub(super) const STEP: usize = 4;
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

/// In a class of a set: longer phrases of the class begin with the word.
pub(crate) const GOES_ON: u16 = 1 << 15;

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

    /// What must be looked at to the left and to the right for words that are shapes or not.
    #[cfg(feature = "alloc")]
    pub(super) const fn reach(self, shape: bool) -> [Reach; 2] {
        let (left, right) = match self {
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
        Some(Self {
            class: u16_at(row, 0),
            place,
            weight: (*row.get(4)?).cast_signed(),
            of,
            entity: u32_at(row, 6),
        })
    }

    /// The index of the entity that it speaks of, or [`DECOY`] for every reading.
    #[cfg(feature = "alloc")]
    pub(super) const fn entity_index(&self) -> u32 {
        self.entity
    }

    /// The entity that it speaks of; none: of every reading.
    pub(crate) fn entity(&self) -> Option<EntityIndex> {
        (self.entity != DECOY).then_some(EntityIndex(self.entity))
    }

    /// Whether it speaks of this entity.
    #[inline]
    pub(crate) fn is_of(&self, entity: EntityIndex) -> bool {
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
    /// What is looked at to the left and to the right by default.
    by_default: [Reach; 2],
    /// The same for all its cues.
    all: [Reach; 2],
}

/// A bit for each class that words next to a name can be of, by its number's last six bits: the
/// first word on the left, further ones there, the same on the right.
#[derive(Clone, Copy, Default)]
pub(crate) struct Filters([u64; 4]);

impl Filters {
    /// Those that a cue at a place belongs to, by the place's code.
    const MASKS: [[u64; 4]; 8] = {
        const ALL: u64 = u64::MAX;
        [
            [ALL, 0, 0, 0],
            [0, 0, ALL, 0],
            [ALL, 0, 0, 0],
            [0, 0, ALL, 0],
            [ALL, ALL, 0, 0],
            [0, 0, ALL, ALL],
            [ALL; 4],
            [0; 4],
        ]
    };

    /// That of a word on one side, so many words from the name.
    #[inline]
    pub(crate) const fn of(&self, left: bool, distance: usize) -> u64 {
        self.0[2 * (!left) as usize + (distance > 1) as usize]
    }
}

/// What is looked at on one side of a name.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reach {
    /// So many words.
    pub(crate) words: u8,
    /// Whether the shape of the first word is.
    pub(crate) shape: bool,
}

impl Reach {
    const SHAPE: u8 = 1 << 7;

    const fn read(byte: u8) -> Self {
        Self { words: byte & !Self::SHAPE, shape: byte & Self::SHAPE != 0 }
    }

    #[cfg(feature = "alloc")]
    pub(super) const fn byte(self) -> u8 {
        self.words | if self.shape { Self::SHAPE } else { 0 }
    }

    /// The smallest reach that includes both.
    #[cfg(feature = "alloc")]
    pub(super) fn union(self, other: Self) -> Self {
        Self { words: self.words.max(other.words), shape: self.shape || other.shape }
    }

    /// Whether all of it is looked at where `all` is.
    const fn is_part_of(self, all: Self) -> bool {
        self.words <= all.words && self.shape <= all.shape
    }
}

impl<'g> CuedName<'g> {
    /// What is looked at to the left and to the right.
    #[inline]
    pub(crate) const fn reach(&self, uses: Uses) -> [Reach; 2] {
        if uses.are_fewer() { self.all } else { self.by_default }
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

    /// Of which classes it may have cues near it, without those that tell of uses that count.
    #[inline]
    pub(crate) fn filters(&self, uses: Uses) -> Filters {
        // A bit for each use by its code.
        let weighed = Use::ALL
            .iter()
            .filter(|of| !uses.has(**of))
            .fold(1_u64, |weighed, of| weighed | 1 << use_code(Some(*of)));
        self.near.as_chunks::<CUE>().0.iter().fold(Filters::default(), |Filters(all), row| {
            let bit = (weighed >> (row[5] & 63) & 1) * bit_of(u16_at(row, 0));
            let masks = Filters::MASKS[usize::from(row[2] & 7)];
            Filters(core::array::from_fn(|part| all[part] | bit & masks[part]))
        })
    }

    /// Its cues of a class near it, with their places among those near it.
    #[inline]
    pub(crate) fn of_class(&self, class: u16) -> impl Iterator<Item = (usize, Cue)> + use<'g> {
        // They are in the order of their classes, and few: all are counted without a guess.
        let rows = self.near.as_chunks::<CUE>().0;
        let first = rows.iter().fold(0, |first, row| first + usize::from(u16_at(row, 0) < class));
        let those = (first..)
            .zip(rows.iter().skip(first))
            .take_while(move |(_, row)| u16_at(*row, 0) == class);
        those.filter_map(|(index, row)| Some((index, Cue::read(row)?)))
    }
}

/// What an image knows of cues.
#[derive(Clone, Copy)]
pub(crate) struct Cues<'g> {
    /// A hash table with linear probing, in the order of the hashes.
    names: &'g [u8],
    /// Over how many places it spreads its hashes.
    name_buckets: Option<usize>,
    /// Those of a name together.
    rows: &'g [u8],
    /// Another hash table of the kind.
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
}

impl<'g> Classes<'g> {
    /// The classes.
    #[cfg(feature = "alloc")]
    pub(super) fn iter(&self) -> impl Iterator<Item = u16> + use<'g> {
        self.all().take_while(|class| class & GOES_ON == 0)
    }

    /// Calls `found` for those that a filter lets pass.
    #[inline]
    pub(crate) fn for_each_of(&self, filter: u64, mut found: impl FnMut(u16)) {
        for part in self.list.chunks(64 * CUE_SET) {
            // All are asked for before something is done with one.
            let class = |index: usize| u16_at(part, index * CUE_SET);
            let mut bits = (0..part.len() / CUE_SET)
                .fold(0, |bits, index| bits | (filter >> (class(index) & 63) & 1) << index);
            while bits != 0 {
                found(class(bits.trailing_zeros() as usize));
                bits &= bits - 1;
            }
        }
    }

    /// The classes, and behind them with [`GOES_ON`] those that longer phrases belong to.
    #[inline]
    pub(crate) fn all(&self) -> impl Iterator<Item = u16> + use<'g> {
        self.list.chunks_exact(CUE_SET).map(|class| u16_at(class, 0))
    }
}

impl<'g> Cues<'g> {
    pub(super) fn new(tables: &Tables<'g>) -> Self {
        let (names, words) =
            (tables.section(Section::CuedNames), tables.section(Section::CueWords));
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
        let number = |slot: usize| u32_at(self.names, slot * CUED_NAME);
        for slot in home..home + NEAR {
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
        let slot = first_not_before(home + NEAR, self.names.len() / CUED_NAME, is_before);
        if number(slot) == name.wrapping_add(1) { self.name(slot) } else { None }
    }

    /// None of a name with more cues than one can have, which no bytes make it.
    fn name(&self, index: usize) -> Option<CuedName<'g>> {
        let record = self.names.get(index * CUED_NAME..)?.get(..CUED_NAME)?;
        let count = Some(usize::from(record[8])).filter(|&count| count <= MOST_CUES)?;
        let rows = self.rows.get(offset_of(u32_at(record, 4), CUE)..)?.get(..count * CUE)?;
        let (documents, near) = rows.split_at_checked(usize::from(record[9]) * CUE)?;
        let reach = |at: usize| [Reach::read(record[at]), Reach::read(record[at + 1])];
        Some(CuedName { documents, near, by_default: reach(10), all: reach(12) })
    }

    /// None of a set with more classes than one can have.
    fn set(&self, index: u16) -> Option<Classes<'g>> {
        let at = usize::from(index) * CUE_SET;
        let count =
            Some(usize::from(u16_at(self.sets, at))).filter(|&count| count <= MOST_CLASSES)?;
        let list = self.sets.get(at + SET_HEAD..)?.get(..count * CUE_SET)?;
        Some(Classes { list })
    }

    /// Whether a filter lets a class of a word or phrase pass. There is nothing to guess on the
    /// way, so that many words can be asked for at once.
    #[inline(always)]
    pub(crate) fn may_concern(&self, hash: u64, filter: u64) -> bool {
        let Some(buckets) = self.word_buckets else { return false };
        let (before, found) = self.words_from(place_of(hash, buckets), hash);
        // The set at 0 is empty.
        let set = found & 0xFFFF & u64::from(found >> 16 == hash >> 16).wrapping_neg();
        let both = u64_at(self.sets, set as usize * CUE_SET + CUE_SET) & filter;
        both | (before / STEP) as u64 != 0
    }

    /// How many of the next words in the table stand before a word, and the first of the others, if
    /// there is one.
    #[inline(always)]
    fn words_from(&self, slot: usize, hash: u64) -> (usize, u64) {
        let Some(words) = self
            .words
            .get(slot * CUE_WORD..)
            .and_then(|rest| rest.first_chunk::<{ STEP * CUE_WORD }>())
        else {
            return (0, 0);
        };
        // The table is in the order of hashes; an empty place counts as behind all.
        let before = (0..STEP).fold(0, |before, slot| {
            before + usize::from(u64_at(words, slot * CUE_WORD).wrapping_sub(1) >> 16 < hash >> 16)
        });
        (before, u64_at(words, before % STEP * CUE_WORD))
    }

    /// The classes of a word or phrase.
    #[inline]
    pub(crate) fn of_word(&self, hash: u64) -> Option<Classes<'g>> {
        let home = place_of(hash, self.word_buckets?);
        let mut steps = (home..home + NEAR).step_by(STEP).map(|slot| self.words_from(slot, hash));
        let found = match steps.find(|&(before, _)| before < STEP) {
            Some((_, found)) => found,
            None => {
                let word = |slot: usize| u64_at(self.words, slot * CUE_WORD);
                word(first_not_before(home + NEAR, self.words.len() / CUE_WORD, |slot| {
                    word(slot) != 0 && word(slot) >> 16 < hash >> 16
                }))
            }
        };
        if found >> 16 == hash >> 16 && found != 0 { self.set(found as u16) } else { None }
    }

    /// The classes that an entity is in.
    #[inline]
    pub(crate) fn of_entity(&self, entity: EntityIndex) -> Option<Classes<'g>> {
        match u16_at(self.entities, offset_of(entity.0, CUE_SET)) {
            0 => None,
            set => self.set(set),
        }
    }

    /// All names that have cues, by their numbers.
    #[cfg(feature = "alloc")]
    pub(super) fn all_names(&self) -> impl Iterator<Item = (u32, CuedName<'g>)> + use<'g> {
        let cues = *self;
        (0..self.names.len() / CUED_NAME).filter_map(move |index| {
            Some((u32_at(cues.names, index * CUED_NAME).checked_sub(1)?, cues.name(index)?))
        })
    }

    /// All words, by what the table has of their hashes.
    #[cfg(feature = "alloc")]
    pub(super) fn all_words(&self) -> impl Iterator<Item = (u64, Classes<'g>)> + use<'g> {
        let cues = *self;
        self.words.chunks_exact(CUE_WORD).map(|word| u64_at(word, 0)).filter_map(move |word| {
            Some((word & !0xFFFF, cues.set(word as u16).filter(|_| word != 0)?))
        })
    }

    /// What is wrong: the section, the record, and why.
    pub(super) fn check(
        &self,
        entities: usize,
        wrong: impl Fn(Section, usize, &'static str) -> Result<(), ImageError>,
    ) -> Result<(), ImageError> {
        for (index, row) in self.rows.chunks_exact(CUE).enumerate() {
            let right = Cue::read(row).is_some_and(|cue| {
                let of =
                    cue.entity == DECOY || ((cue.entity as usize) < entities && cue.of.is_none());
                cue.weight != 0
                    && cue.weight.unsigned_abs() <= WEIGHT.unsigned_abs()
                    && of
                    && !(cue.of.is_some() && matches!(cue.place, CuePlace::Document(_)))
            });
            if !right {
                return wrong(
                    Section::Cues,
                    index,
                    "a place, weight, use or entity that does not exist",
                );
            }
        }
        if !self.names.is_empty() && self.name_buckets.is_none() {
            return wrong(Section::CuedNames, 0, "too few places");
        }
        for index in 0..self.names.len() / CUED_NAME {
            let Some(number) = u32_at(self.names, index * CUED_NAME).checked_sub(1) else {
                continue;
            };
            let reaches = |name: &CuedName<'_>| {
                name.by_default
                    .iter()
                    .zip(&name.all)
                    .all(|(by_default, all)| by_default.is_part_of(*all) && all.words <= REACH)
            };
            let name = self.of_name(number).filter(reaches);
            let parted = |name: &CuedName<'_>| {
                let is_of_document = |row: &[u8]| row[2] == CuePlace::Document(1).code()[0];
                name.documents.chunks_exact(CUE).all(is_of_document)
                    && !name.near.chunks_exact(CUE).any(is_of_document)
            };
            if !name.is_some_and(|name| parted(&name)) {
                return wrong(
                    Section::CuedNames,
                    index,
                    "a name that is not found, or with cues that do not exist",
                );
            }
        }
        let is_set = |index: u16| {
            let filter = u64_at(self.sets, usize::from(index) * CUE_SET + CUE_SET);
            index != 0 && self.set(index).is_some_and(|set| filter_of(set.all()) == filter)
        };
        if !self.words.is_empty() && self.word_buckets.is_none() {
            return wrong(Section::CueWords, 0, "too few places");
        }
        for (index, word) in self.words.chunks_exact(CUE_WORD).enumerate() {
            let word = u64_at(word, 0);
            if word != 0 && !(self.of_word(word).is_some() && is_set(word as u16)) {
                return wrong(
                    Section::CueWords,
                    index,
                    "a word that is not found, or of classes that do not exist",
                );
            }
        }
        if !self.entities.is_empty() && self.entities.len() != entities * CUE_SET {
            return wrong(Section::CueEntities, 0, "not one record an entity");
        }
        match self
            .entities
            .chunks_exact(CUE_SET)
            .map(|set| u16_at(set, 0))
            .position(|set| set != 0 && !is_set(set))
        {
            Some(index) => wrong(Section::CueEntities, index, "classes that do not exist"),
            None => Ok(()),
        }
    }
}

/// A bit for each class, by its number's last six bits.
pub(super) fn filter_of(classes: impl Iterator<Item = u16>) -> u64 {
    classes.fold(0, |filter, class| filter | bit_of(class))
}

#[inline]
const fn bit_of(class: u16) -> u64 {
    1 << (class & 63)
}

/// Over how many places a table of so many spreads its hashes: a power of two; none if it is no
/// table. What has no room in these stands behind them.
#[inline]
fn buckets(len: usize) -> Option<usize> {
    len.checked_sub(NEAR)?.checked_ilog2().map(|power| 1 << power)
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
