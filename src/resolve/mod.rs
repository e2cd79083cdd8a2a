//! Choosing or dropping a candidate: pure functions over the candidate and a small, fixed-size view of what stands around it.
//!
//! The order is: decoy, case, prior. Each step leaves a reason that `explain` shows.

pub(crate) mod case;

use crate::entity::{CaseRule, EntityId, Language};
use crate::fold::switches::Folding;
use crate::gazetteer::{Derivation, SurfaceRecord, Tables};
use crate::limits;
use crate::span::Span;

/// Confidence of an exact form that is a word too, inside a run of capitals: below every sensible least confidence, as nothing but the letters speaks for it.
const IN_CAPITALS: u8 = 30;

/// A span with the readings that it could have, before judgement.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    /// In bytes.
    pub(crate) span: Span,
    /// The number of the name.
    pub(crate) name: u32,
    /// Which of the surface forms under it fit the text, by bit; not empty.
    pub(crate) readings: u32,
}

/// What a tagger was asked for: the rest is matched but not reported.
#[derive(Clone)]
pub(crate) struct Policy {
    /// By number, a bit each.
    pub(crate) kinds: Option<[u64; 4]>,
    /// By number, a bit each; none: all that need not be asked for.
    pub(crate) roles: Option<u16>,
    pub(crate) languages: Option<Languages>,
    pub(crate) folding: Folding,
    pub(crate) min_confidence: u8,
}

/// A choice of languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Languages {
    list: [Language; limits::LANGUAGES],
    len: usize,
}

impl Languages {
    /// None if there are more than [`limits::LANGUAGES`].
    pub(crate) fn new(languages: &[Language]) -> Option<Self> {
        let mut list = [Language::ENGLISH; limits::LANGUAGES];
        list.get_mut(..languages.len())?.copy_from_slice(languages);
        Some(Self { list, len: languages.len() })
    }

    fn has(&self, code: [u8; 3]) -> bool {
        self.list.iter().take(self.len).any(|language| language.code() == code)
    }
}

impl Policy {
    /// Whether a surface form was asked for. Decoys never are.
    pub(crate) fn wants(&self, tables: &Tables<'_>, record: &SurfaceRecord) -> bool {
        let Some(entity) = record.entity() else { return false };
        let by_role = self.roles.map_or(!record.traits.on_request, |roles| roles >> record.traits.role as u16 & 1 == 1);
        let by_kind = self.kinds.is_none_or(|kinds| {
            let kind = tables.kind_of(entity);
            kinds[usize::from(kind / 64)] >> (kind % 64) & 1 == 1
        });
        let by_language = self.languages.as_ref().is_none_or(|languages| {
            let codes = tables.languages_of(record);
            codes.is_empty() || codes.iter().any(|&code| languages.has(code))
        });
        by_role && by_kind && by_language
    }
}

/// Why a reading was dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Reason {
    /// The text is not cased as the surface form demands.
    Case,
    /// A part of folding that the text needs is switched off.
    Folding,
    /// It is a decoy, or a decoy stands at the same place.
    Decoy,
    /// Its kind, role or language was not asked for.
    NotAskedFor,
    /// It lies inside a longer name or decoy, at this span (in bytes).
    Inside(Span),
    /// Another reading of the same name is likelier.
    LessLikely,
    /// Its confidence is below the least one.
    Confidence(u8),
}

/// Whether a raw text that folds to a surface form may be it.
#[inline]
pub(crate) fn fits(tables: &Tables<'_>, policy: &Policy, record: &SurfaceRecord, text: &[u8], html: bool) -> Result<(), Reason> {
    let folding = &policy.folding;
    if !tables.admits(record, text, html) || !(folding.case || tables.is_cased_as(record, text, html)) {
        return Err(Reason::Case);
    }
    let derived = match record.traits.derivation {
        Derivation::Given => true,
        Derivation::Dotted => folding.dotted,
        Derivation::Saint => folding.saint,
    };
    if !derived || (*folding != Folding::FULL && !folding.is_same(tables.written_surface(record).form(), text, html)) {
        return Err(Reason::Folding);
    }
    Ok(())
}

/// Which surface forms of a name fit, by bit.
#[inline]
pub(crate) fn readings(tables: &Tables<'_>, policy: &Policy, name: u32, text: &[u8], html: bool) -> u32 {
    (0..).zip(tables.readings(name)).fold(0, |readings, (bit, (_, record))| readings | u32::from(fits(tables, policy, &record, text, html).is_ok()) << bit)
}

impl Candidate {
    /// The readings that fit: their places among those of the name, the likeliest first.
    #[inline]
    pub(crate) fn fitting<'g>(&self, tables: &Tables<'g>) -> impl Iterator<Item = (usize, SurfaceRecord)> + use<'g> {
        let readings = self.readings;
        tables.readings(self.name).enumerate().filter(move |(index, _)| readings >> index & 1 == 1).map(|(index, (_, record))| (index, record))
    }

    /// Whether a decoy is among them.
    pub(crate) fn is_decoy(&self, tables: &Tables<'_>) -> bool {
        self.fitting(tables).any(|(_, record)| record.entity().is_none())
    }

    /// The readings that were asked for, one an entity, the likeliest first.
    #[inline]
    pub(crate) fn wanted<'g>(&self, tables: &Tables<'g>, policy: &'g Policy) -> impl Iterator<Item = (usize, SurfaceRecord)> + use<'g> {
        let (candidate, tables) = (*self, *tables);
        candidate.fitting(&tables).filter(move |&(index, ref record)| policy.wants(&tables, record) && !candidate.wanted_before(&tables, policy, index, record.entity()))
    }

    /// Whether a reading before this one was asked for and means the same entity.
    fn wanted_before(&self, tables: &Tables<'_>, policy: &Policy, index: usize, entity: Option<EntityId>) -> bool {
        self.fitting(tables).take_while(|&(earlier, _)| earlier < index).any(|(_, earlier)| earlier.entity() == entity && policy.wants(tables, &earlier))
    }
}

/// The confidence of one of the wanted readings, whose priors are `sum` together: if that is more than 100, they share it.
fn confidence_of(record: &SurfaceRecord, sum: u32, in_capitals: impl FnOnce() -> bool) -> u8 {
    let prior = u32::from(record.traits.prior);
    let share = if sum <= 100 { prior.min(100) } else { prior * 100 / sum } as u8;
    if record.traits.case == CaseRule::Exact && record.traits.word && in_capitals() {
        return share.min(IN_CAPITALS);
    }
    share
}

/// The confidence of one of the wanted readings.
pub(crate) fn confidence(tables: &Tables<'_>, policy: &Policy, candidate: &Candidate, record: &SurfaceRecord, in_capitals: impl FnOnce() -> bool) -> u8 {
    let sum = candidate.wanted(tables, policy).map(|(_, record)| u32::from(record.traits.prior)).sum();
    confidence_of(record, sum, in_capitals)
}

/// Judges a candidate: the place and the record of the reading that it is taken for and the confidence, or why there is none.
#[inline]
pub(crate) fn judge(tables: &Tables<'_>, policy: &Policy, candidate: &Candidate, in_capitals: impl FnOnce() -> bool) -> Result<(usize, SurfaceRecord, u8), Reason> {
    let (mut taken, mut sum) = (None, 0);
    for (index, record) in candidate.fitting(tables) {
        if record.entity().is_none() {
            return Err(Reason::Decoy);
        }
        if policy.wants(tables, &record) && !(taken.is_some() && candidate.wanted_before(tables, policy, index, record.entity())) {
            sum += u32::from(record.traits.prior);
            taken = taken.or(Some((index, record)));
        }
    }
    let Some((index, record)) = taken else { return Err(Reason::NotAskedFor) };
    match confidence_of(&record, sum, in_capitals) {
        confidence if confidence < policy.min_confidence => Err(Reason::Confidence(confidence)),
        confidence => Ok((index, record, confidence)),
    }
}
