//! Typed views of the sections of an image.

use core::ops::Range;

use super::cues::Cues;
use super::function_words::FunctionWords;
use super::header::Header;
use super::records::{
    AttributeRecord, DECOY, EntityRecord, FactsRecord, LANGUAGE, LEN_BITS, LISTED, MemberRecord,
    NARROW_DECOY, RemovalRecord, RetiredKeyRecord, SurfaceRecord, TRAITS, TextRange, Traits,
};
use super::sections::{Section, WIDE_SURFACE};
use crate::automaton::{Automaton, Inside};
use crate::bytes::{array_at, first_not_before, offset_of, u16_at, u32_at};
use crate::entity::{BoundsSet, CaseRule, EntityIndex};
use crate::fold::{Cases, Reader};
use crate::limits;
use crate::prefilter::{Chosen, Prefilter};

/// Bytes of a set of languages: the first, and how many.
const LANGUAGE_SET: usize = Section::LanguageSets.width();
/// Bytes of the number of a surface form.
const NUMBER: usize = Section::Readings.width();

/// A view of all sections of an image. Those that tagging reads most are kept as slices.
///
/// Nothing here relies on what was checked: the bytes of an image can change after that. An index
/// that leads to no record gives `None`, an empty text or zeros.
#[derive(Clone, Copy)]
pub(crate) struct Tables<'g> {
    image: &'g [u8],
    header: &'g Header,
    pub(super) texts: &'g [u8],
    entities: &'g [u8],
    surfaces: Surfaces<'g>,
    readings: &'g [u8],
}

/// Surface forms and what they have in common.
#[derive(Clone, Copy)]
struct Surfaces<'g> {
    records: &'g [u8],
    /// Bytes of a record.
    width: usize,
    traits: &'g [[u8; TRAITS]],
}

impl Surfaces<'_> {
    #[inline]
    fn row(&self, index: u32) -> Option<&[u8]> {
        self.records.get(offset_of(index, self.width)..)?.get(..self.width)
    }

    #[inline(always)]
    fn get(&self, index: u32) -> Option<SurfaceRecord> {
        let rest = self.records.get(offset_of(index, self.width)..)?;
        let row: &[u8; Section::Surfaces.width()] = rest.first_chunk()?;
        let traits = self.traits.get((u32_at(row, 4) >> LEN_BITS) as usize);
        let entity = match self.width {
            WIDE_SURFACE => u32::from_le_bytes(*rest.get(8..)?.first_chunk()?),
            _ => match u16_at(row, 8) {
                NARROW_DECOY => DECOY,
                entity => u32::from(entity),
            },
        };
        let traits = Traits::read(traits.copied().unwrap_or_default());
        Some(SurfaceRecord { text: Self::text(row), traits, entity })
    }

    #[inline]
    fn text(row: &[u8]) -> TextRange {
        TextRange {
            start: u32_at(row, 0),
            len: (u32_at(row, 4) & ((1 << LEN_BITS) - 1)) as u16 + 1,
        }
    }
}

impl<'g> Tables<'g> {
    // Callers need few of the sections.
    #[inline(always)]
    pub(crate) fn new(image: &'g [u8], header: &'g Header) -> Self {
        let section = |section| header.section(image, section);
        let surfaces = Surfaces {
            records: section(Section::Surfaces),
            width: header.width(Section::Surfaces),
            traits: section(Section::Traits).as_chunks().0,
        };
        Self {
            image,
            header,
            texts: section(Section::Texts),
            entities: section(Section::Entities),
            surfaces,
            readings: section(Section::Readings),
        }
    }

    /// The bytes of a section.
    #[inline]
    pub(crate) fn section(&self, section: Section) -> &'g [u8] {
        self.header.section(self.image, section)
    }

    /// The view of the sections of cues.
    pub(crate) fn cues(&self) -> Cues<'g> {
        Cues::new(|section| self.section(section))
    }

    /// The view of the sections of languages and their function words.
    pub(crate) fn function_words(&self) -> FunctionWords<'g> {
        FunctionWords::new(|section| self.section(section))
    }

    /// The view of the sections of the automaton.
    pub(crate) fn automaton(&self) -> Automaton<'g> {
        Automaton {
            heads: self.section(Section::Heads).as_chunks().0,
            buckets: self.header.buckets,
            slots: self.section(Section::Slots).as_chunks().0,
            chains: self.section(Section::Chains),
        }
    }

    /// The view of the sections of names inside words; `None` if there are none.
    #[inline]
    pub(crate) fn inside(&self) -> Option<Inside<'g>> {
        if self.header.len(Section::InsideSlots) == 0 {
            return None;
        }
        Some(Inside::new(
            self.section(Section::InsideSlots),
            self.section(Section::InsideOutputs),
            self.section(Section::InsideFilter),
        ))
    }

    /// The bounds of the surface forms of the name with this number.
    pub(crate) fn bounds_of(&self, name: u32) -> BoundsSet {
        self.readings(name)
            .fold(BoundsSet::default(), |set, (_, record)| set.with(record.traits.bounds()))
    }

    /// The view of the sections of the prefilter.
    pub(crate) fn prefilter(&self, backend: Chosen) -> Prefilter<'g> {
        Prefilter::new(
            self.section(Section::Beginnings),
            self.section(Section::Tokens),
            self.section(Section::Wide),
            backend,
        )
    }

    /// The part of a range of records that a section has.
    pub(crate) fn existing(&self, section: Section, range: Range<u32>) -> Range<u32> {
        range.start..range.end.min(self.count(section) as u32)
    }

    /// How many records a section has.
    pub(crate) fn count(&self, section: Section) -> usize {
        self.section(section).len() / self.header.width(section)
    }

    /// A text; `None` if it is not in the image or not UTF-8.
    pub(super) fn text_of(&self, text: TextRange) -> Option<&'g str> {
        core::str::from_utf8(self.bytes_of(text)?).ok()
    }

    /// Whether a zero follows a text, for languages whose strings end with one.
    pub(super) fn ends_with_zero(&self, text: TextRange) -> bool {
        self.texts.get((text.start as usize).saturating_add(text.len.into())) == Some(&0)
    }

    /// A text; an empty one if it is not in the image or not UTF-8.
    pub(crate) fn text(&self, text: TextRange) -> &'g str {
        self.text_of(text).unwrap_or("")
    }

    #[inline]
    pub(super) fn bytes_of(&self, text: TextRange) -> Option<&'g [u8]> {
        text.of(self.texts)
    }

    /// The name of a kind, by its index among those of the section.
    pub(crate) fn kind_name(&self, index: usize) -> TextRange {
        TextRange::read(self.section(Section::Kinds), index * Section::Kinds.width())
    }

    /// How many entities there are.
    pub(crate) fn entity_count(&self) -> usize {
        self.count(Section::Entities)
    }

    /// How many surface forms there are, with the derived ones and the decoys.
    pub(crate) fn surface_count(&self) -> usize {
        self.count(Section::Surfaces)
    }

    /// The entity with this index.
    pub(crate) fn entity(&self, index: u32) -> Option<EntityRecord> {
        let rest = self.entities.get(offset_of(index, EntityRecord::WIDTH)..)?;
        Some(EntityRecord::read(rest.first_chunk()?))
    }

    /// The number of an entity's kind; 0 if there is no such entity.
    #[inline]
    pub(crate) fn kind_of(&self, entity: EntityIndex) -> u8 {
        let at = offset_of(entity.0, EntityRecord::WIDTH).saturating_add(EntityRecord::KIND_AT);
        self.entities.get(at).copied().unwrap_or(0)
    }

    /// The attribute with this index; zeros if there is none.
    pub(crate) fn attribute(&self, index: usize) -> AttributeRecord {
        let section = self.section(Section::Attributes);
        AttributeRecord::read(&array_at(section, index * AttributeRecord::WIDTH))
    }

    /// The retired key with this index; zeros if there is none.
    pub(crate) fn retired_key(&self, index: usize) -> RetiredKeyRecord {
        let section = self.section(Section::RetiredKeys);
        RetiredKeyRecord::read(&array_at(section, index * RetiredKeyRecord::WIDTH))
    }

    /// What a layer takes away from those below it, by its index; all zeros beyond the last.
    pub(crate) fn removal(&self, index: usize) -> RemovalRecord {
        let section = self.section(Section::Removals);
        RemovalRecord::read(&array_at(section, index * RemovalRecord::WIDTH))
    }

    /// The spell of membership with this index; zeros if there is none.
    pub(crate) fn member(&self, index: usize) -> MemberRecord {
        let section = self.section(Section::Members);
        MemberRecord::read(&array_at(section, index * MemberRecord::WIDTH))
    }

    /// The facts with this index; zeros if there are none.
    pub(crate) fn facts(&self, index: u32) -> FactsRecord {
        let section = self.section(Section::SpellFacts);
        FactsRecord::read(&array_at(section, offset_of(index, FactsRecord::WIDTH)))
    }

    /// The index of the spell at a position of the order by member; `u32::MAX` if there is none.
    pub(crate) fn spell_by_member(&self, position: usize) -> u32 {
        let width = Section::SpellsByMember.width();
        let row = self.section(Section::SpellsByMember).get(position * width..);
        row.and_then(<[u8]>::first_chunk).map_or(u32::MAX, |row| u32::from_le_bytes(*row))
    }

    /// The spells of a bloc, as indices of members. Logarithmic in their number.
    pub(crate) fn spells_of_bloc(&self, bloc: u32) -> Range<usize> {
        self.equal_range(Section::Members, bloc, |index| self.member(index).bloc)
    }

    /// The spells of a member, as positions of the order by member. Logarithmic in their number.
    pub(crate) fn spells_of_member(&self, member: u32) -> Range<usize> {
        self.equal_range(Section::SpellsByMember, member, |position| {
            self.member(self.spell_by_member(position) as usize).member
        })
    }

    /// The records of a section whose number is `wanted`, of records that are sorted by it.
    fn equal_range(
        &self,
        section: Section,
        wanted: u32,
        number: impl Fn(usize) -> u32,
    ) -> Range<usize> {
        let count = self.count(section);
        let start = first_not_before(0, count, |index| number(index) < wanted);
        start..first_not_before(start, count, |index| number(index) <= wanted)
    }

    /// The entity with this key. Logarithmic in the number of entities.
    pub(crate) fn find(&self, key: &str) -> Option<u32> {
        self.search(self.entity_count(), key, |index| {
            self.entity(index as u32).map_or("", |entity| self.text(entity.key))
        })
        .map(|index| index as u32)
    }

    /// The entity that took the place of this key. Logarithmic in the number of retired keys.
    pub(crate) fn find_retired(&self, key: &str) -> Option<u32> {
        let index = self.search(self.count(Section::RetiredKeys), key, |index| {
            self.text(self.retired_key(index).key)
        })?;
        Some(self.retired_key(index).successor)
    }

    /// The index of a key among `len` sorted ones.
    fn search<'k>(
        &self,
        len: usize,
        key: &str,
        key_of: impl Fn(usize) -> &'k str,
    ) -> Option<usize> {
        let at = first_not_before(0, len, |index| key_of(index) < key);
        (at < len && key_of(at) == key).then_some(at)
    }

    /// The surface form with this index.
    #[inline]
    pub(crate) fn surface(&self, index: u32) -> Option<SurfaceRecord> {
        self.surfaces.get(index)
    }

    /// Whether the traits of the surface form with this index are in the image.
    pub(super) fn traits_exist(&self, index: u32) -> bool {
        self.surfaces.row(index).is_some_and(|row| {
            ((u32_at(row, 4) >> LEN_BITS) as usize) < self.count(Section::Traits)
        })
    }

    /// The index of the first decoy.
    pub(crate) fn decoys_from(&self) -> u32 {
        self.entity_count()
            .checked_sub(1)
            .and_then(|last| self.entity(last as u32))
            .map_or(0, |entity| entity.surfaces.end)
    }

    /// The surface forms of the name with this number, with their indices, the likeliest first. At
    /// most as many as a name can have, even if a modified number leads into the middle of a list.
    #[inline]
    pub(crate) fn readings(&self, name: u32) -> Readings<'g> {
        let list = name & !LISTED;
        match name & LISTED {
            0 => Readings { surfaces: self.surfaces, list: &[], at: name, left: 1 },
            _ => Readings {
                surfaces: self.surfaces,
                list: self.readings,
                at: list + 1,
                left: (u32_at(self.readings, offset_of(list, NUMBER)) as usize)
                    .min(limits::READINGS),
            },
        }
    }

    /// The first surface form of the name with this number, as it is written. All surface forms of
    /// a name fold to the same text.
    #[inline]
    pub(crate) fn form(&self, name: u32) -> &'g [u8] {
        let first = match name & LISTED {
            0 => name,
            _ => u32_at(self.readings, offset_of((name & !LISTED) + 1, NUMBER)),
        };
        self.surfaces.row(first).and_then(|row| self.bytes_of(Surfaces::text(row))).unwrap_or(&[])
    }

    /// The codes of a surface form's languages.
    pub(crate) fn languages_of(&self, record: &SurfaceRecord) -> &'g [[u8; LANGUAGE]] {
        let set: [u8; LANGUAGE_SET] = array_at(
            self.section(Section::LanguageSets),
            usize::from(record.traits.language_set) * LANGUAGE_SET,
        );
        let (first, len) =
            (offset_of(u32_at(&set, 0), LANGUAGE), offset_of(u32_at(&set, 4), LANGUAGE));
        let codes = self
            .section(Section::Languages)
            .get(first..)
            .and_then(|rest| rest.get(..len))
            .unwrap_or(&[]);
        codes.as_chunks::<LANGUAGE>().0
    }

    /// Whether a text that folds to a surface form satisfies its case rule.
    #[inline(always)]
    pub(crate) fn admits(&self, record: &SurfaceRecord, text: &[u8], html: bool) -> bool {
        match record.traits.case {
            CaseRule::Any => true,
            CaseRule::Capitalised => match text.first() {
                Some(first) if first.is_ascii_alphanumeric() => !first.is_ascii_lowercase(),
                _ => !Cases::of(text, html).first_is_lower,
            },
            CaseRule::Exact => {
                self.cased_as(record.text, text, html) == Some(true)
                    || (record.is_decoy() && self.is_in_capitals(record.text, text, html))
            }
        }
    }

    /// Whether a text that folds to a form of several words has each of them in the form's case or
    /// in capitals: `AMERICAN AIRLINES`, `AMERICAN Airlines`. A form of one word may differ from
    /// another name by its case alone: Us, US.
    #[cold]
    fn is_in_capitals(&self, form: TextRange, text: &[u8], html: bool) -> bool {
        let form = self.bytes_of(form).unwrap_or(&[]);
        let (written, listed) = (Cases::of(text, html), Cases::of(form, false));
        let (mut words, mut all) = (0, true);
        let mut add = |word: u64| {
            words += u32::from(word != 0);
            let upper = written.upper & word;
            all &= upper == word || upper == listed.upper & word;
        };
        let (mut word, mut letter) = (0, 1_u64);
        for unit in Reader::new(form, false).units() {
            if unit.class.is_word() {
                word |= letter;
                letter <<= 1;
            } else {
                add(word);
                word = 0;
            }
        }
        add(word);
        all && words > 1 && written.letters == listed.letters
    }

    /// Whether a text that folds to a form has its capitals.
    pub(crate) fn is_cased_as(&self, form: TextRange, text: &[u8], html: bool) -> bool {
        self.cased_as(form, text, html).is_some()
    }

    /// `None` if a text that folds to a form has other capitals; otherwise whether it has as many
    /// letters. A character that folds to two letters is one: Æ Island is not AE island.
    fn cased_as(&self, form: TextRange, text: &[u8], html: bool) -> Option<bool> {
        let form = self.bytes_of(form).unwrap_or(&[]);
        // Without letters beyond ASCII most texts show at once that they are cased otherwise.
        let has_capitals = |text: &[u8]| text.iter().any(u8::is_ascii_uppercase);
        let is_small = || {
            let is_short = !html && form.len() <= u64::BITS as usize;
            is_short && text.is_ascii() && !has_capitals(text) && has_capitals(form)
        };
        if form == text {
            return Some(true);
        }
        if form.eq_ignore_ascii_case(text) || is_small() {
            return None;
        }
        let (listed, written) = (Cases::of(form, false), Cases::of(text, html));
        (listed.upper == written.upper).then_some(listed.letters == written.letters)
    }

    /// The length of a surface form's text in bytes.
    pub(crate) fn len_of(&self, record: &SurfaceRecord) -> usize {
        usize::from(record.text.len)
    }
}

/// The surface forms of a name.
#[derive(Clone)]
pub(crate) struct Readings<'g> {
    surfaces: Surfaces<'g>,
    /// The numbers of all surface forms of names. Empty for a name with one surface form.
    list: &'g [u8],
    /// The index in the list of the next one, or the number of the only one.
    at: u32,
    left: usize,
}

impl Iterator for Readings<'_> {
    type Item = (u32, SurfaceRecord);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let index = if self.list.is_empty() {
            self.at
        } else {
            u32_at(self.list, offset_of(self.at, NUMBER))
        };
        self.at += 1;
        Some((index, self.surfaces.get(index)?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Readings<'_> {}
