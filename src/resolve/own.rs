//! Names that mean users' own entities only: several cities or companies may have one name.
//!
//! A list of a user's own has no cues, so that the priors say little about which of three cities
//! named London is meant, or whether *Net* is a company here. What says more is in the text:
//! another name of the entity elsewhere in the document, and the country beside the name.
//!
//! The least confidence applies to the name meaning any of its readings. The likeliest of them is
//! the mention, and its confidence is its share.

use super::document::Document;
use super::policy::Policy;
use super::reading::Reading;
use super::reason::Reason;
use super::view::{Gap, View};
use crate::entity::{EntityIndex, Kind, Role};
use crate::gazetteer::{Section, Tables};
use crate::span::Span;

/// What a name is judged to be.
#[derive(Clone, Copy)]
pub(crate) struct Judged {
    pub(crate) reading: Reading,
    /// The confidence in the reading.
    pub(crate) confidence: u8,
    /// The confidence that the name means any of its readings, if all are of users; otherwise the
    /// confidence in the reading. The least confidence applies to it.
    pub(crate) of_name: u8,
}

impl Judged {
    /// The reading and its confidence, if the least confidence allows it.
    pub(crate) fn checked(self, policy: &Policy) -> Result<(Reading, u8), Reason> {
        if self.of_name < policy.min_confidence {
            return Err(Reason::Confidence(self.of_name));
        }
        Ok((self.reading, self.confidence))
    }
}

/// The attribute that has the country of an entity: a key, the end of a key, a name or a code.
const COUNTRY: &str = "country";

/// The weight of another name of the entity in the document.
const NAMED: i16 = 12;
/// The weight of its country right after the name.
const BESIDE: i16 = 18;
/// The weight of its country elsewhere in the sentence, if no other country is nearer.
const NEAR: i16 = 3;
/// The fixed point of the odds.
const ZERO: i16 = 24;

/// The country that is nearest to a name.
#[derive(Clone, Copy)]
pub(crate) struct NearCountry {
    /// The country, or an entity of another kind than the name's that is in it.
    pub(crate) entity: EntityIndex,
    /// Whether it follows the name after a comma or an opening bracket.
    pub(crate) is_beside: bool,
    pub(crate) span: Span,
}

impl NearCountry {
    /// Whether the entity of a reading is in it.
    pub(crate) fn has(&self, tables: &Tables<'_>, reading: &Reading) -> bool {
        is_in(tables, reading.entity, self.entity)
    }
}

/// Where evidence for a reading is from.
pub(crate) enum OwnGround {
    /// Another name of the entity.
    Named,
    Country(Span),
}

/// The evidence for the readings of a name in a document.
#[derive(Clone, Copy)]
pub(crate) struct OwnEvidence<'s> {
    pub(crate) tables: Tables<'s>,
    pub(crate) document: &'s Document,
    pub(crate) country: Option<NearCountry>,
}

impl OwnEvidence<'_> {
    /// The evidence for a reading, with its weights.
    pub(crate) fn of(&self, reading: &Reading) -> impl Iterator<Item = (OwnGround, i16)> {
        let named = self.document.names_own(reading.entity).then_some((OwnGround::Named, NAMED));
        let country =
            self.country.filter(|country| country.has(&self.tables, reading)).map(|country| {
                let weight = if country.is_beside { BESIDE } else { NEAR };
                (OwnGround::Country(country.span), weight)
            });
        named.into_iter().chain(country)
    }
}

impl View<'_> {
    /// The country that is nearest to the name in its sentence. `country` takes where a phrase
    /// begins and whether the name and the phrase are beside each other, and returns the country
    /// that the phrase means and where it is.
    pub(crate) fn nearest_country(
        &self,
        mut country: impl FnMut(usize, bool) -> Option<(EntityIndex, Span)>,
    ) -> Option<NearCountry> {
        let (mut right, mut left) =
            (self.words_from(self.span.end), self.words_before(self.span.start));
        let mut is_beside = self.opens_bracket();
        for index in 0.. {
            let (after, before) = (right.get(index), left.get(index));
            if after.is_none() && before.is_none() {
                break;
            }
            // London, Ontario, Canada
            is_beside = after.is_some_and(|word| {
                (index == 0 && is_beside)
                    || (index < 2 && word.gap == Gap::Comma && (index == 0 || is_beside))
            });
            for (word, is_beside) in [(after, is_beside), (before, false)] {
                if let Some((entity, span)) = word.and_then(|word| country(word.start, is_beside)) {
                    return Some(NearCountry { entity, is_beside, span });
                }
            }
        }
        None
    }

    /// Whether an opening bracket follows the name.
    fn opens_bracket(&self) -> bool {
        let rest = self.text.get(self.after_tags(self.span.end)..).unwrap_or(&[]);
        rest.trim_ascii_start().starts_with(b"(")
    }
}

/// The value of the attribute of an entity that has its country.
pub(crate) fn country_of<'g>(tables: &Tables<'g>, entity: EntityIndex) -> Option<&'g str> {
    let record = tables.entity(entity.0)?;
    let mut attributes = tables
        .existing(Section::Attributes, record.attributes)
        .map(|index| tables.attribute(index as usize));
    let country = attributes.find(|attribute| tables.text(attribute.name) == COUNTRY)?;
    Some(tables.text(country.value))
}

/// Whether an entity is in a country, or in the same country as another entity.
fn is_in(tables: &Tables<'_>, entity: EntityIndex, other: EntityIndex) -> bool {
    let Some(value) = country_of(tables, entity) else { return false };
    let Some(record) = tables.entity(other.0) else { return false };
    if record.kind != Kind::Country.to_u8() {
        return country_of(tables, other) == Some(value);
    }
    let key = tables.text(record.key);
    let is_named = || {
        let mut forms = tables
            .existing(Section::Surfaces, record.surfaces.clone())
            .filter_map(|index| tables.surface(index));
        forms.any(|form| {
            matches!(form.traits.role, Role::Name | Role::Code | Role::Acronym)
                && tables.text(form.text) == value
        })
    };
    key == value
        || key.strip_suffix(value).is_some_and(|kind| kind.ends_with('/'))
        || tables.text(record.name) == value
        || is_named()
}

/// Judges a name by its readings, each with the highest confidence that it can have and the weight
/// of the evidence for it.
///
/// Their priors share what the name has in all, which is at most the highest of the confidences.
pub(super) fn judge<I: Iterator<Item = (Reading, u8, i16)>>(
    readings: impl Fn() -> I,
) -> Option<Judged> {
    let prior = |(reading, highest, _): (Reading, u8, i16)| u64::from(reading.prior.min(highest));
    let total: u64 = readings().map(prior).sum();
    let most = readings().map(|(_, highest, _)| u64::from(highest)).max()?;
    let (mut best, mut named, mut against) = (None, 0, false);
    for of in readings() {
        let (reading, _, weight) = of;
        against |= weight < 0;
        let odds = (prior(of) << ZERO) * most / total.max(most).max(1);
        let odds = match weight.clamp(-ZERO, ZERO) {
            weight @ 0.. => odds << weight,
            weight => odds >> -weight,
        };
        named += odds;
        if best.is_none_or(|(_, known)| odds > known) {
            best = Some((reading, odds));
        }
    }
    let rest = 100_u64.saturating_sub(total.min(most)).max(u64::from(against)) << ZERO;
    let sum = (named + rest).max(1);
    let (reading, odds) = best?;
    let of_name = 100 - (rest * 100).div_ceil(sum).min(100) as u8;
    Some(Judged { reading, confidence: (odds * 100 / sum) as u8, of_name })
}
