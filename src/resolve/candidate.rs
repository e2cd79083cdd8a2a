//! A name in a text, with the readings that fit it.

use super::case;
use super::policy::Policy;
use super::reading::Reading;
use super::reason::Reason;
use super::remainder;
use crate::entity::{BoundsSet, EntityIndex};
use crate::fold::Reader;
use crate::fold::switches::{Folding, FoldingPart};
use crate::gazetteer::{Derivation, SurfaceRecord, Tables};
use crate::span::Span;

/// A span that folds to a name, with the readings that fit it, before judgement.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    /// In bytes.
    pub(crate) span: Span,
    /// The number of the name.
    pub(crate) name: u32,
    /// Which of the name's surface forms fit the text, by bit; not empty.
    pub(crate) readings: u32,
}

/// Whether the text at a span, which folds to the name with a number, fits one of its surface
/// forms, that with this index and record: by its case rule, by the parts of folding
/// that are on, and by what is next to it if its traits say so.
#[inline(always)]
pub(crate) fn fits(
    tables: &Tables<'_>,
    policy: &Policy,
    (name, index): (u32, usize),
    record: &SurfaceRecord,
    reader: &Reader<'_>,
    span: Span,
) -> Result<(), Reason> {
    let text = reader.text.get(span.range()).unwrap_or(&[]);
    if policy.lower_case || policy.folding != Folding::FULL {
        fits_by_options(tables, policy, (name, index), text, reader.html)?;
    } else if !tables.admits(record, text, reader.html) {
        return Err(Reason::Case);
    }
    if record.traits.adjoining && policy.context {
        return remainder::stands_alone(reader, span);
    }
    Ok(())
}

/// As [`fits`], with options other than the defaults. It reads the record again: passing it on
/// would make every call of [`fits`] read all of it.
#[cold]
#[inline(never)]
fn fits_by_options(
    tables: &Tables<'_>,
    policy: &Policy,
    (name, index): (u32, usize),
    text: &[u8],
    html: bool,
) -> Result<(), Reason> {
    let Some((_, record)) = tables.readings(name).nth(index) else { return Err(Reason::Case) };
    let record = &record;
    let folding = &policy.folding;
    let is_cased =
        tables.admits(record, text, html) || (policy.lower_case && case::in_lower_case(text, html));
    if !is_cased || !(folding.has(FoldingPart::Case) || tables.is_cased_as(record.text, text, html))
    {
        return Err(Reason::Case);
    }
    let derived = match record.traits.derivation {
        Derivation::Given => true,
        Derivation::Dotted => folding.has(FoldingPart::Dotted),
        Derivation::Saint => folding.has(FoldingPart::Saint),
    };
    if !derived
        || (*folding != Folding::FULL
            && !folding.is_same(tables.written_surface(record).form(), text, html))
    {
        return Err(Reason::Folding);
    }
    Ok(())
}

/// Which surface forms of a name with bounds of a set fit the text at a span, by bit.
pub(crate) fn readings_within(
    tables: &Tables<'_>,
    policy: &Policy,
    name: u32,
    bounds: BoundsSet,
    reader: &Reader<'_>,
    span: Span,
) -> u32 {
    tables.readings(name).enumerate().fold(0, |readings, (index, (_, record))| {
        let fits = bounds.has(record.traits.bounds())
            && fits(tables, policy, (name, index), &record, reader, span).is_ok();
        readings | u32::from(fits) << index
    })
}

impl Candidate {
    /// The readings that fit, with their indices among those of the name, the likeliest first.
    #[inline]
    pub(crate) fn fitting<'g>(
        &self,
        tables: &Tables<'g>,
    ) -> impl Iterator<Item = (usize, SurfaceRecord)> + use<'g> {
        let readings = self.readings;
        tables
            .readings(self.name)
            .enumerate()
            .filter(move |(index, _)| readings >> index & 1 == 1)
            .map(|(index, (_, record))| (index, record))
    }

    /// Whether a decoy is among the readings that fit.
    pub(crate) fn is_decoy(&self, tables: &Tables<'_>) -> bool {
        self.fitting(tables).any(|(_, record)| record.is_decoy())
    }

    /// The readings that fit and that the tagger reports, one for each entity, the likeliest first.
    #[inline]
    pub(crate) fn wanted<'g>(
        &self,
        tables: &Tables<'g>,
        policy: &'g Policy,
    ) -> impl Iterator<Item = Reading> + use<'g> {
        let (candidate, tables) = (*self, *tables);
        candidate.fitting(&tables).filter_map(move |(index, record)| {
            let reading = Reading::new(index, &record)?;
            let is_first = || !candidate.wanted_before(&tables, policy, index, reading.entity);
            (policy.wants(&tables, (candidate.name, index), &record) && is_first())
                .then_some(reading)
        })
    }

    /// Whether a wanted reading before this one means the same entity.
    pub(super) fn wanted_before(
        &self,
        tables: &Tables<'_>,
        policy: &Policy,
        index: usize,
        entity: EntityIndex,
    ) -> bool {
        self.fitting(tables).take_while(|&(earlier, _)| earlier < index).any(|(earlier, record)| {
            record.entity() == Some(entity) && policy.wants(tables, (self.name, earlier), &record)
        })
    }
}

/// The confidence of one of the wanted readings, the sum of whose priors is `sum`: its prior, or
/// its share of 100 if the sum is larger. `highest` is [`case::highest_confidence`].
#[inline]
pub(super) fn confidence_of(
    reading: &Reading,
    sum: u32,
    highest: impl FnOnce(&Reading) -> u8,
) -> u8 {
    let prior = u32::from(reading.prior);
    let share = if sum <= 100 { prior.min(100) } else { prior * 100 / sum } as u8;
    share.min(highest(reading))
}

/// The confidence of one of the wanted readings by the priors alone. `highest` is
/// [`case::highest_confidence`].
pub(crate) fn confidence(
    tables: &Tables<'_>,
    policy: &Policy,
    candidate: &Candidate,
    reading: &Reading,
    highest: impl FnOnce(&Reading) -> u8,
) -> u8 {
    let sum = candidate.wanted(tables, policy).map(|reading| u32::from(reading.prior)).sum();
    confidence_of(reading, sum, highest)
}
