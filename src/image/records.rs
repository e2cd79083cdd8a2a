//! The records of an image: how each is read and written.

use core::ops::Range;

use super::sections::Section;
#[cfg(feature = "alloc")]
use super::sections::WIDE_SURFACE;
use crate::bytes::{u16_at, u32_at};
use crate::entity::{Bounds, CaseRule, EntityIndex, Role};
use crate::fold::Folded;
use crate::prefilter::Casings;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// Bytes of a record of traits.
pub(crate) const TRAITS: usize = Section::Traits.width();
/// Bytes of a language: its code, with a zero after one of two letters.
pub(crate) const LANGUAGE: usize = Section::Languages.width();

/// The number of the entity of decoys, and of cues of every reading.
pub(crate) const DECOY: u32 = u32::MAX;
/// The same in two bytes.
pub(super) const NARROW_DECOY: u16 = u16::MAX;

/// A bit in the number of a name: the name has several surface forms, and the other bits are the
/// index of their list in the readings. Without it the number is the index of the surface form.
pub(crate) const LISTED: u32 = 1 << 29;

/// Numbers of names are below this, apart from [`LISTED`].
#[cfg(feature = "alloc")]
pub(crate) const NUMBERS: u32 = 1 << 28;

/// Bits of a surface form's length, in a record.
pub(super) const LEN_BITS: u32 = 10;

/// A range of the texts, in bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TextRange {
    pub(crate) start: u32,
    pub(crate) len: u16,
}

impl TextRange {
    pub(super) const WIDTH: usize = 6;

    pub(super) fn read(bytes: &[u8], at: usize) -> Self {
        Self { start: u32_at(bytes, at), len: u16_at(bytes, at + 4) }
    }

    /// Its bytes in the texts of an image; `None` if they are not all there.
    #[inline]
    pub(super) fn of(self, texts: &[u8]) -> Option<&[u8]> {
        texts.get(self.start as usize..)?.get(..usize::from(self.len))
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        out.extend(self.start.to_le_bytes());
        out.extend(self.len.to_le_bytes());
    }
}

/// An entity: key, name, kind, a zero, then the first and the number of its attributes and of its
/// surface forms.
#[derive(Clone, Default)]
pub(crate) struct EntityRecord {
    pub(crate) key: TextRange,
    pub(crate) name: TextRange,
    pub(crate) kind: u8,
    pub(crate) attributes: Range<u32>,
    pub(crate) surfaces: Range<u32>,
}

impl EntityRecord {
    pub(super) const WIDTH: usize = Section::Entities.width();
    /// The offset of the kind.
    pub(super) const KIND_AT: usize = 12;

    pub(super) fn read(row: &[u8; Self::WIDTH]) -> Self {
        let range = |at| u32_at(row, at)..u32_at(row, at).saturating_add(u32_at(row, at + 4));
        Self {
            key: TextRange::read(row, 0),
            name: TextRange::read(row, 6),
            kind: row[Self::KIND_AT],
            attributes: range(14),
            surfaces: range(22),
        }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.key.write(out);
        self.name.write(out);
        out.extend([self.kind, 0]);
        for range in [&self.attributes, &self.surfaces] {
            out.extend(range.start.to_le_bytes());
            out.extend((range.end - range.start).to_le_bytes());
        }
    }
}

/// An attribute: name, value, the type of the value, a zero.
pub(crate) struct AttributeRecord {
    pub(crate) name: TextRange,
    pub(crate) value: TextRange,
    pub(crate) value_type: u8,
    pub(super) reserved: u8,
}

impl AttributeRecord {
    pub(super) const WIDTH: usize = Section::Attributes.width();

    #[cfg(feature = "alloc")]
    pub(crate) fn new(name: TextRange, value: TextRange, value_type: u8) -> Self {
        Self { name, value, value_type, reserved: 0 }
    }

    pub(super) fn read(row: &[u8; Self::WIDTH]) -> Self {
        let [.., value_type, reserved] = *row;
        Self {
            name: TextRange::read(row, 0),
            value: TextRange::read(row, TextRange::WIDTH),
            value_type,
            reserved,
        }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.name.write(out);
        self.value.write(out);
        out.extend([self.value_type, self.reserved]);
    }
}

/// A retired key: the key, and the index of the entity that took its place.
pub(crate) struct RetiredKeyRecord {
    pub(crate) key: TextRange,
    pub(crate) successor: u32,
}

impl RetiredKeyRecord {
    pub(super) const WIDTH: usize = Section::RetiredKeys.width();

    pub(super) fn read(row: &[u8; Self::WIDTH]) -> Self {
        Self { key: TextRange::read(row, 0), successor: u32_at(row, TextRange::WIDTH) }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.key.write(out);
        out.extend(self.successor.to_le_bytes());
    }
}

/// What a layer takes away from those below it: the key of an entity, or an empty text for decoys,
/// and a form, or an empty text for all of them.
pub(crate) struct RemovalRecord {
    pub(crate) key: TextRange,
    pub(crate) form: TextRange,
}

impl RemovalRecord {
    pub(super) const WIDTH: usize = Section::Removals.width();

    pub(super) fn read(row: &[u8; Self::WIDTH]) -> Self {
        Self { key: TextRange::read(row, 0), form: TextRange::read(row, TextRange::WIDTH) }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.key.write(out);
        self.form.write(out);
    }
}

/// A spell of membership: the indices of bloc and member, and of the facts about it.
pub(crate) struct MemberRecord {
    pub(crate) bloc: u32,
    pub(crate) member: u32,
    pub(crate) facts: u32,
}

impl MemberRecord {
    pub(super) const WIDTH: usize = Section::Members.width();

    pub(super) fn read(row: &[u8; Self::WIDTH]) -> Self {
        Self { bloc: u32_at(row, 0), member: u32_at(row, 4), facts: u32_at(row, 8) }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        [self.bloc, self.member, self.facts].iter().for_each(|part| out.extend(part.to_le_bytes()));
    }
}

/// What is known of spells of membership: status, from when, until when, source, as of when.
pub(crate) struct FactsRecord(pub(crate) [TextRange; 5]);

impl FactsRecord {
    pub(super) const WIDTH: usize = Section::SpellFacts.width();

    pub(super) fn read(row: &[u8; Self::WIDTH]) -> Self {
        Self(core::array::from_fn(|number| TextRange::read(row, number * TextRange::WIDTH)))
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.0.iter().for_each(|text| text.write(out));
    }
}

/// The rule by which a surface form was derived from one of the data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Derivation {
    /// It was not derived.
    Given,
    /// `U.S.` and `U. S.` from `US`.
    Dotted,
    /// `St. Lucia` from `Saint Lucia`.
    Saint,
    /// `Guinea - Bissau` from `Guinea-Bissau`.
    Dashed,
}

/// The rank of a surface form among equal forms of other entities. The numbers are those of
/// images.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
pub(crate) enum Rank {
    /// It is of the gazetteer that a builder started from, or of a builder that started empty.
    #[default]
    Base,
    /// It was added, and nothing says how likely it is.
    Added,
    /// It was added with a prior.
    Written,
    /// It was added, and is preferred to forms of the base.
    Preferred,
}

impl Rank {
    /// The rank with a number in two bits.
    #[inline(always)]
    const fn of(number: u8) -> Self {
        match number & 3 {
            0 => Self::Base,
            1 => Self::Added,
            2 => Self::Written,
            _ => Self::Preferred,
        }
    }

    /// Of two forms of one name, the one with the higher level counts.
    pub(crate) const fn level(self) -> u8 {
        match self {
            Self::Added => 0,
            Self::Base | Self::Written => 1,
            Self::Preferred => 2,
        }
    }
}

/// What surface forms have in common: role, case rule, prior, flags, bounds, more flags, the set of
/// languages, and the languages that it is judged by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Traits {
    pub(crate) role: Role,
    pub(crate) case: CaseRule,
    pub(crate) prior: u8,
    pub(crate) derivation: Derivation,
    /// Whether it is a common word too.
    pub(crate) word: bool,
    /// The number of its bounds, which most judgement does not need.
    pub(crate) bounds: u8,
    /// Whether a text must have its accents.
    pub(crate) accents: bool,
    /// Whether it counts only when its role is asked for.
    pub(crate) on_request: bool,
    /// Whether its name has cues. Of a decoy: whether a name inside it has cues against it.
    pub(crate) cued: bool,
    /// Whether its name has only cues of uses that count by default. If `cued` is set too, its
    /// cues are weighed beside a capital only.
    pub(crate) cued_for_uses: bool,
    /// Of a form without an entity: whether it hides the names inside it.
    pub(crate) hides: bool,
    /// Of a form without an entity: whether cues look for it in the document.
    pub(crate) evidence: bool,
    /// Whether its name is a part of the name of another country: it has qualifiers.
    pub(crate) remainder: bool,
    /// Whether it counts only if the words next to it allow it: `Korea, Republic of`, `S. Sudan`.
    pub(crate) adjoining: bool,
    /// Whether it does not count where another form of its name fits that ranks above it. Of a
    /// decoy: whether it does not count where any other form of its name fits.
    pub(crate) yields: bool,
    pub(crate) rank: Rank,
    /// Whether its entity is of a kind of users.
    pub(crate) own: bool,
    /// Of such a form: whether no prior is given for it, so that the weights of entities share it.
    pub(crate) shared: bool,
    pub(crate) language_set: u16,
    /// The languages that have the form, by bit, if it is judged by the language of the text;
    /// otherwise 0.
    pub(crate) languages: u32,
}

impl Traits {
    /// Where in a word the form may begin and end.
    #[inline]
    pub(crate) fn bounds(&self) -> Bounds {
        Bounds::ALL.get(usize::from(self.bounds)).copied().unwrap_or_default()
    }

    #[inline(always)]
    pub(super) fn read(row: [u8; TRAITS]) -> Self {
        let [role, case, prior, flags, bounds, more, ..] = row;
        let derivation = match flags & 3 {
            0 => Derivation::Given,
            1 => Derivation::Dotted,
            2 => Derivation::Saint,
            _ => Derivation::Dashed,
        };
        Self {
            role: Role::ALL.get(usize::from(role)).copied().unwrap_or(Role::Name),
            case: CaseRule::ALL.get(usize::from(case)).copied().unwrap_or(CaseRule::Exact),
            prior,
            derivation,
            word: flags & 4 != 0,
            bounds,
            accents: more & 1 != 0,
            on_request: flags & 8 != 0,
            cued: flags & 16 != 0,
            cued_for_uses: flags & 128 != 0,
            hides: flags & 32 == 0,
            evidence: flags & 64 != 0,
            remainder: more & 2 != 0,
            adjoining: more & 4 != 0,
            yields: more & 8 != 0,
            rank: Rank::of(more >> 4),
            own: more & 64 != 0,
            shared: more & 128 != 0,
            language_set: u16_at(&row, 6),
            languages: u32_at(&row, 8),
        }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn bytes(&self) -> [u8; TRAITS] {
        let bits =
            [self.word, self.on_request, self.cued, !self.hides, self.evidence, self.cued_for_uses];
        let flags = bits
            .into_iter()
            .zip(2..)
            .fold(self.derivation as u8, |flags, (bit, shift)| flags | u8::from(bit) << shift);
        let rank = self.rank as u8;
        let more = [
            self.accents,
            self.remainder,
            self.adjoining,
            self.yields,
            rank & 1 != 0,
            rank & 2 != 0,
            self.own,
            self.shared,
        ];
        let more = more.into_iter().rev().fold(0, |more, bit| more << 1 | u8::from(bit));
        let [a, b] = self.language_set.to_le_bytes();
        let [c, d, e, f] = self.languages.to_le_bytes();
        [self.role as u8, self.case as u8, self.prior, flags, self.bounds, more, a, b, c, d, e, f]
    }
}

/// One surface form as the tagger sees it.
#[derive(Clone, Copy)]
pub(crate) struct SurfaceRecord {
    pub(crate) text: TextRange,
    pub(crate) traits: Traits,
    /// The index of its entity, or [`DECOY`].
    pub(super) entity: u32,
}

impl SurfaceRecord {
    /// Its entity; `None` for a form without one.
    pub(crate) fn entity(&self) -> Option<EntityIndex> {
        (self.entity != DECOY).then_some(EntityIndex(self.entity))
    }

    /// Whether it is a decoy.
    pub(crate) fn is_decoy(&self) -> bool {
        self.entity == DECOY && self.traits.hides
    }
}

/// How the first two letters of a text may be cased if it matches a form with this case rule.
/// Decoys of exact case match in capitals too.
pub(crate) fn casings_of(case: CaseRule, decoy: bool, form: &str, folded: &Folded) -> Casings {
    match case {
        CaseRule::Capitalised => Casings::CAPITALISED,
        CaseRule::Exact if folded.bytes().eq_ignore_ascii_case(form.as_bytes()) => {
            let exact = Casings::exact(folded.cases.upper);
            if decoy { exact.or(Casings::CAPITALS) } else { exact }
        }
        // The case of letters that fold to several is not known.
        CaseRule::Any | CaseRule::Exact => Casings::ANY,
    }
}

/// The bytes of a surface form's record in an image with this many entities.
#[cfg(feature = "alloc")]
pub(crate) const fn surface_width(entities: usize) -> usize {
    if entities < NARROW_DECOY as usize { Section::Surfaces.width() } else { WIDE_SURFACE }
}

/// Writes the record of a surface form, in `width` bytes: the start of its text, the length less
/// one and the index of its traits in four bytes, and the entity in the others. Returns false if
/// the text is empty or too long, or the index too large for their bits.
#[cfg(feature = "alloc")]
pub(crate) fn write_surface(
    out: &mut Vec<u8>,
    width: usize,
    text: TextRange,
    traits: u32,
    entity: u32,
) -> bool {
    let len = u32::from(text.len.wrapping_sub(1));
    out.extend(text.start.to_le_bytes());
    out.extend((traits << LEN_BITS | len).to_le_bytes());
    match width {
        WIDE_SURFACE => out.extend(entity.to_le_bytes()),
        _ => out.extend((entity as u16).to_le_bytes()),
    }
    len >> LEN_BITS == 0 && traits >> (32 - LEN_BITS) == 0
}
