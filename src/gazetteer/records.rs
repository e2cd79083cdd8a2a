//! The records of an image.

use core::ops::Range;

use super::cues::Cues;
use super::image::{Layout, Section};
use super::surface::Surface;
#[cfg(feature = "alloc")]
use crate::entity::Bounds;
use crate::entity::{CaseRule, EntityIndex, Role};
use crate::fold::{Cases, Folded};
use crate::limits;
use crate::prefilter::Casings;
use crate::records::{array_at, first_not_before, offset_of, u16_at, u32_at};

/// Bytes of an entity: key, name, kind, a zero, then the first and the number of its attributes and
/// of its surface forms.
pub(super) const ENTITY: usize = 30;
/// Bytes of an attribute: name and value, the type of the value, a zero.
pub(super) const ATTRIBUTE: usize = 2 * Text::LEN + 2;
/// Bytes of a retired key: the key, and the entity that took its place.
pub(super) const RETIRED_KEY: usize = Text::LEN + 4;
/// Bytes of a membership: bloc, member, status, since when, until when, source, as of when.
pub(super) const MEMBER: usize = 8 + 5 * Text::LEN;
/// Bytes of a surface form: where its text starts, the length less one (ten bits) and the index of
/// its traits, the entity (two bytes).
pub(super) const SURFACE: usize = 10;
/// The same where there are too many entities for two bytes.
pub(super) const WIDE_SURFACE: usize = 12;
/// Bytes of traits: role, case rule, prior, flags, bounds, a zero, set of languages.
pub(super) const TRAITS: usize = 8;
/// Bytes of a set of languages: the first, and how many.
pub(super) const LANGUAGE_SET: usize = 8;
/// Bytes of a language: its code, ended by a zero if it has two letters.
pub(super) const LANGUAGE: usize = 3;
/// Bytes of the number of a surface form.
pub(super) const NAME: usize = 4;

/// The entity of decoys.
pub(super) const DECOY: u32 = u32::MAX;

/// The same in two bytes.
const NARROW_DECOY: u16 = u16::MAX;

/// In the number of a name: it has several surface forms, and the rest is where their list stands.
pub(super) const LISTED: u32 = 1 << 29;

/// What numbers of names are below, but for that bit.
#[cfg(feature = "alloc")]
pub(super) const NUMBERS: u32 = 1 << 28;

/// Bits of a surface form's length.
const LEN_BITS: u32 = 10;

/// A range of the texts.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) start: u32,
    pub(super) len: u16,
}

impl Text {
    pub(super) const LEN: usize = 6;

    fn read(bytes: &[u8], at: usize) -> Self {
        Self { start: u32_at(bytes, at), len: u16_at(bytes, at + 4) }
    }

    #[cfg(feature = "alloc")]
    pub(super) fn bytes(self) -> [u8; Self::LEN] {
        let ([a, b, c, d], [e, f]) = (self.start.to_le_bytes(), self.len.to_le_bytes());
        [a, b, c, d, e, f]
    }
}

#[derive(Clone)]
pub(super) struct EntityRecord {
    pub(super) key: Text,
    pub(super) name: Text,
    pub(super) kind: u8,
    pub(super) attributes: Range<u32>,
    pub(super) surfaces: Range<u32>,
}

pub(super) struct AttributeRecord {
    pub(super) name: Text,
    pub(super) value: Text,
    pub(super) value_type: u8,
    pub(super) reserved: u8,
}

pub(super) struct RetiredKeyRecord {
    pub(super) key: Text,
    pub(super) successor: u32,
}

pub(super) struct MemberRecord {
    pub(super) bloc: u32,
    pub(super) member: u32,
    pub(super) status: Text,
    pub(super) joined: Text,
    pub(super) left: Text,
    pub(super) source: Text,
    pub(super) as_of: Text,
}

impl MemberRecord {
    pub(super) fn texts(&self) -> [Text; 5] {
        [self.status, self.joined, self.left, self.source, self.as_of]
    }
}

/// The rule by which a surface form was derived from one of the data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Derivation {
    Given,
    /// `U.S.` from `US`.
    Dotted,
    /// `St. Lucia` from `Saint Lucia`.
    Saint,
}

/// What surface forms have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Traits {
    pub(crate) role: Role,
    pub(crate) case: CaseRule,
    pub(crate) prior: u8,
    pub(crate) derivation: Derivation,
    /// Whether it is a common word too.
    pub(crate) word: bool,
    /// Whether it counts only when its role is asked for.
    pub(crate) on_request: bool,
    /// Whether its name has cues.
    pub(crate) cued: bool,
    /// Whether its name has cues of uses that count by default, and no others.
    pub(crate) cued_for_uses: bool,
    /// Of a form without entity: whether it hides the names inside it.
    pub(crate) hides: bool,
    /// Of a form without entity: whether documents are asked for it.
    pub(crate) witness: bool,
    pub(super) language_set: u16,
}

impl Traits {
    fn read(row: [u8; TRAITS]) -> Self {
        let [role, case, prior, flags, ..] = row;
        let derivation = match flags & 3 {
            0 => Derivation::Given,
            1 => Derivation::Dotted,
            _ => Derivation::Saint,
        };
        Self {
            role: Role::ALL.get(usize::from(role)).copied().unwrap_or(Role::Name),
            case: CaseRule::ALL.get(usize::from(case)).copied().unwrap_or(CaseRule::Exact),
            prior,
            derivation,
            word: flags & 4 != 0,
            on_request: flags & 8 != 0,
            cued: flags & 16 != 0,
            cued_for_uses: flags & 128 != 0,
            hides: flags & 32 == 0,
            witness: flags & 64 != 0,
            language_set: u16_at(&row, 6),
        }
    }

    #[cfg(feature = "alloc")]
    pub(super) fn bytes(&self) -> [u8; TRAITS] {
        let bits =
            [self.word, self.on_request, self.cued, !self.hides, self.witness, self.cued_for_uses];
        let flags = bits
            .into_iter()
            .zip(2..)
            .fold(self.derivation as u8, |flags, (bit, shift)| flags | u8::from(bit) << shift);
        let [a, b] = self.language_set.to_le_bytes();
        [self.role as u8, self.case as u8, self.prior, flags, Bounds::Word as u8, 0, a, b]
    }
}

/// One surface form as the tagger sees it.
#[derive(Clone, Copy)]
pub(crate) struct SurfaceRecord {
    pub(super) text: Text,
    pub(crate) traits: Traits,
    entity: u32,
}

impl SurfaceRecord {
    pub(crate) fn entity(&self) -> Option<EntityIndex> {
        (self.entity != DECOY).then_some(EntityIndex(self.entity))
    }

    /// Whether it is a decoy.
    pub(crate) fn is_decoy(&self) -> bool {
        self.entity == DECOY && self.traits.hides
    }
}

/// How the first two letters of a text may be cased that is a form with this case rule.
pub(super) fn casings(case: CaseRule, form: &str, folded: &Folded) -> Casings {
    match case {
        CaseRule::Capitalised => Casings::CAPITALISED,
        CaseRule::Exact if folded.bytes().eq_ignore_ascii_case(form.as_bytes()) => {
            Casings::exact(folded.cases.upper)
        }
        // Letters that fold to several are not told apart.
        CaseRule::Any | CaseRule::Exact => Casings::ANY,
    }
}

/// Bytes of a surface form if there are so many entities.
#[cfg(feature = "alloc")]
pub(super) const fn surface_len(entities: usize) -> usize {
    if entities < NARROW_DECOY as usize { SURFACE } else { WIDE_SURFACE }
}

/// Adds the bytes of a surface form, so many; tells if its text is not empty and not too long, and
/// there are not too many traits.
#[cfg(feature = "alloc")]
pub(super) fn push_surface(
    records: &mut alloc::vec::Vec<u8>,
    width: usize,
    text: Text,
    traits: u32,
    entity: u32,
) -> bool {
    let len = u32::from(text.len.wrapping_sub(1));
    records.extend(text.start.to_le_bytes());
    records.extend((traits << LEN_BITS | len).to_le_bytes());
    match width {
        SURFACE => records.extend((entity as u16).to_le_bytes()),
        _ => records.extend(entity.to_le_bytes()),
    }
    len >> LEN_BITS == 0 && traits >> (32 - LEN_BITS) == 0
}

/// A gazetteer's image with its layout: what every record is read from. The sections that tagging
/// reads are at hand.
#[derive(Clone, Copy)]
pub(crate) struct Tables<'g> {
    image: &'g [u8],
    layout: &'g Layout,
    texts: &'g [u8],
    entities: &'g [u8],
    surfaces: Surfaces<'g>,
    readings: &'g [u8],
}

/// Surface forms and what they have in common.
#[derive(Clone, Copy)]
struct Surfaces<'g> {
    records: &'g [u8],
    /// [`SURFACE`] or [`WIDE_SURFACE`].
    width: usize,
    traits: &'g [u8],
}

impl Surfaces<'_> {
    #[inline]
    fn row(&self, index: u32) -> Option<&[u8]> {
        self.records.get(offset_of(index, self.width)..)?.get(..self.width)
    }

    #[inline]
    fn get(&self, index: u32) -> Option<SurfaceRecord> {
        let row = self.row(index)?;
        let traits =
            Traits::read(array_at(self.traits, offset_of(u32_at(row, 4) >> LEN_BITS, TRAITS)));
        let entity = match row.len() {
            WIDE_SURFACE => u32_at(row, 8),
            _ => match u16_at(row, 8) {
                NARROW_DECOY => DECOY,
                entity => u32::from(entity),
            },
        };
        Some(SurfaceRecord { text: Self::text(row), traits, entity })
    }

    #[inline]
    fn text(row: &[u8]) -> Text {
        Text { start: u32_at(row, 0), len: (u32_at(row, 4) & ((1 << LEN_BITS) - 1)) as u16 + 1 }
    }
}

impl<'g> Tables<'g> {
    pub(super) fn new(image: &'g [u8], layout: &'g Layout) -> Self {
        let section = |section| layout.section(image, section);
        let surfaces = Surfaces {
            records: section(Section::Surfaces),
            width: layout.record(Section::Surfaces),
            traits: section(Section::Traits),
        };
        Self {
            image,
            layout,
            texts: section(Section::Texts),
            entities: section(Section::Entities),
            surfaces,
            readings: section(Section::Readings),
        }
    }

    #[inline]
    pub(super) fn section(&self, section: Section) -> &'g [u8] {
        self.layout.section(self.image, section)
    }

    /// What speaks for and against readings.
    pub(crate) fn cues(&self) -> Cues<'g> {
        Cues::new(self)
    }

    /// Those of these records that a section has: the bytes that a range was read from may have
    /// changed since they were checked.
    pub(super) fn existing(&self, section: Section, range: Range<u32>) -> Range<u32> {
        range.start..range.end.min(self.count(section) as u32)
    }

    /// How many records a section has.
    pub(super) fn count(&self, section: Section) -> usize {
        self.section(section).len() / self.layout.record(section)
    }

    /// A text; none if there is no such one.
    pub(super) fn text_of(&self, text: Text) -> Option<&'g str> {
        core::str::from_utf8(self.bytes_of(text)?).ok()
    }

    /// Whether a zero stands behind a text, for languages whose strings end so.
    pub(super) fn ends(&self, text: Text) -> bool {
        self.texts.get((text.start as usize).saturating_add(text.len.into())) == Some(&0)
    }

    pub(super) fn text(&self, text: Text) -> &'g str {
        self.text_of(text).unwrap_or("")
    }

    #[inline]
    fn bytes_of(&self, text: Text) -> Option<&'g [u8]> {
        self.texts.get(text.start as usize..)?.get(..usize::from(text.len))
    }

    pub(super) fn kind_text(&self, index: usize) -> Text {
        Text::read(self.section(Section::Kinds), index * Text::LEN)
    }

    pub(super) fn entity_count(&self) -> usize {
        self.count(Section::Entities)
    }

    pub(super) fn surface_count(&self) -> usize {
        self.count(Section::Surfaces)
    }

    pub(super) fn entity(&self, index: u32) -> Option<EntityRecord> {
        let row: [u8; ENTITY] = *self.entities.get(offset_of(index, ENTITY)..)?.first_chunk()?;
        let range = |at| u32_at(&row, at)..u32_at(&row, at).saturating_add(u32_at(&row, at + 4));
        Some(EntityRecord {
            key: Text::read(&row, 0),
            name: Text::read(&row, 6),
            kind: row[12],
            attributes: range(14),
            surfaces: range(22),
        })
    }

    #[inline]
    pub(crate) fn kind_of(&self, entity: EntityIndex) -> u8 {
        self.entities.get(offset_of(entity.0, ENTITY).saturating_add(12)).copied().unwrap_or(0)
    }

    pub(super) fn attribute(&self, index: usize) -> AttributeRecord {
        let row: [u8; ATTRIBUTE] = array_at(self.section(Section::Attributes), index * ATTRIBUTE);
        let [.., value_type, reserved] = row;
        AttributeRecord {
            name: Text::read(&row, 0),
            value: Text::read(&row, Text::LEN),
            value_type,
            reserved,
        }
    }

    pub(super) fn retired_key(&self, index: usize) -> RetiredKeyRecord {
        let row: [u8; RETIRED_KEY] =
            array_at(self.section(Section::RetiredKeys), index * RETIRED_KEY);
        RetiredKeyRecord { key: Text::read(&row, 0), successor: u32_at(&row, Text::LEN) }
    }

    pub(super) fn member(&self, index: usize) -> MemberRecord {
        let row: [u8; MEMBER] = array_at(self.section(Section::Members), index * MEMBER);
        let text = |number: usize| Text::read(&row, 8 + number * Text::LEN);
        MemberRecord {
            bloc: u32_at(&row, 0),
            member: u32_at(&row, 4),
            status: text(0),
            joined: text(1),
            left: text(2),
            source: text(3),
            as_of: text(4),
        }
    }

    /// The entity with this key. Logarithmic in the number of entities.
    pub(super) fn find(&self, key: &str) -> Option<u32> {
        self.search(self.entity_count(), key, |index| {
            self.entity(index as u32).map_or("", |entity| self.text(entity.key))
        })
        .map(|index| index as u32)
    }

    /// The entity that took the place of this key. Logarithmic in the number of retired keys.
    pub(super) fn find_retired(&self, key: &str) -> Option<u32> {
        let index = self.search(self.count(Section::RetiredKeys), key, |index| {
            self.text(self.retired_key(index).key)
        })?;
        Some(self.retired_key(index).successor)
    }

    /// Where a key stands among so many that are sorted.
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
    pub(super) fn surface(&self, index: u32) -> Option<SurfaceRecord> {
        self.surfaces.get(index)
    }

    /// Whether the traits of a surface form are in the image.
    pub(super) fn traits_exist(&self, index: u32) -> bool {
        self.surfaces.row(index).is_some_and(|row| {
            ((u32_at(row, 4) >> LEN_BITS) as usize) < self.count(Section::Traits)
        })
    }

    /// The index of the first decoy.
    pub(super) fn decoys_from(&self) -> u32 {
        self.entity_count()
            .checked_sub(1)
            .and_then(|last| self.entity(last as u32))
            .map_or(0, |entity| entity.surfaces.end)
    }

    /// The surface forms of a name with their indices, the likeliest first: no more than a name can
    /// have, even if a number of a changed image leads into the middle of a list.
    #[inline]
    pub(crate) fn readings(&self, name: u32) -> Readings<'g> {
        let list = name & !LISTED;
        match name & LISTED {
            0 => Readings { surfaces: self.surfaces, list: &[], at: name, left: 1 },
            _ => Readings {
                surfaces: self.surfaces,
                list: self.readings,
                at: list + 1,
                left: (u32_at(self.readings, offset_of(list, NAME)) as usize).min(limits::READINGS),
            },
        }
    }

    /// A form of the name with this number, as it is written: all of them fold to the same.
    #[inline]
    pub(crate) fn form(&self, name: u32) -> &'g [u8] {
        let first = match name & LISTED {
            0 => name,
            _ => u32_at(self.readings, offset_of((name & !LISTED) + 1, NAME)),
        };
        self.surfaces.row(first).and_then(|row| self.bytes_of(Surfaces::text(row))).unwrap_or(&[])
    }

    /// The languages of a surface form, as codes.
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

    /// Whether a text that folds to a surface form keeps its case rule.
    #[inline]
    pub(crate) fn admits(&self, record: &SurfaceRecord, text: &[u8], html: bool) -> bool {
        match record.traits.case {
            CaseRule::Any => true,
            CaseRule::Capitalised => match text.first() {
                Some(first) if first.is_ascii_alphanumeric() => !first.is_ascii_lowercase(),
                _ => !Cases::of(text, html).first_is_lower,
            },
            CaseRule::Exact => self.is_cased_as(record, text, html),
        }
    }

    /// Whether a text that folds to a surface form is cased letter by letter like it.
    pub(crate) fn is_cased_as(&self, record: &SurfaceRecord, text: &[u8], html: bool) -> bool {
        let form = self.bytes_of(record.text).unwrap_or(&[]);
        form == text
            || (!form.eq_ignore_ascii_case(text)
                && Cases::of(form, false).upper == Cases::of(text, html).upper)
    }

    /// The bytes of a surface form's text.
    pub(crate) fn len_of(&self, record: &SurfaceRecord) -> usize {
        usize::from(record.text.len)
    }

    /// A surface form as users see it.
    pub(crate) fn written_surface(&self, record: &SurfaceRecord) -> Surface<'g> {
        Surface::of_record(self.text(record.text), &record.traits, self.languages_of(record))
    }

    /// Those of these surface forms that were not derived and are wanted.
    pub(super) fn given_surfaces<W: Fn(&SurfaceRecord) -> bool>(
        self,
        range: Range<u32>,
        wanted: W,
    ) -> impl Iterator<Item = Surface<'g>> + use<'g, W> {
        let given = self
            .existing(Section::Surfaces, range)
            .filter_map(move |index| self.surface(index))
            .filter(move |record| record.traits.derivation == Derivation::Given && wanted(record));
        given.map(move |record| self.written_surface(&record))
    }
}

/// The surface forms of a name.
#[derive(Clone)]
pub(crate) struct Readings<'g> {
    surfaces: Surfaces<'g>,
    /// Numbers of surface forms; without it there is one.
    list: &'g [u8],
    at: u32,
    left: usize,
}

impl Iterator for Readings<'_> {
    type Item = (u32, SurfaceRecord);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let index = if self.list.is_empty() {
            self.at
        } else {
            u32_at(self.list, offset_of(self.at, NAME))
        };
        self.at += 1;
        Some((index, self.surfaces.get(index)?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Readings<'_> {}
