//! Choosing or dropping a candidate: pure functions over the candidate and a small, fixed-size view of what stands around it.
//!
//! The order is: decoy, case, prior. Each step leaves a reason that `explain` shows.

pub(crate) mod case;

use crate::entity::CaseRule;
use crate::fold::Cases;
use crate::fold::switches::Folding;
use crate::gazetteer::{Derivation, Gazetteer, SurfaceRecord};
use crate::span::Span;

/// Confidence of an exact form that is a word too, inside a run of capitals: below every sensible least confidence, as nothing but the letters speaks for it.
const IN_CAPITALS: u8 = 30;

/// A span with the readings that it could have, before judgement.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    /// In bytes.
    pub(crate) span: Span,
    /// Index of the folded form.
    pub(crate) form: u32,
    /// Which of the surface forms under it fit the text, by bit; not empty.
    pub(crate) readings: u32,
}

/// What a tagger was asked for.
pub(crate) struct Policy {
    /// Which surface forms count, one bit each; the others are matched but not reported.
    pub(crate) wanted: alloc::vec::Vec<u64>,
    pub(crate) folding: Folding,
    pub(crate) min_confidence: u8,
}

impl Policy {
    pub(crate) fn wants(&self, surface: usize) -> bool {
        self.wanted.get(surface / 64).is_some_and(|bits| bits >> (surface % 64) & 1 == 1)
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

/// Whether a text with these cases may be this surface form; `text` is the raw text of the span.
pub(crate) fn fits(gazetteer: &Gazetteer, policy: &Policy, record: &SurfaceRecord, cases: &Cases, text: &[u8], html: bool) -> Result<(), Reason> {
    let folding = &policy.folding;
    if !record.admits(cases) || !(folding.case || record.is_cased_as(cases)) {
        return Err(Reason::Case);
    }
    let derived = match record.derivation {
        Derivation::Given => true,
        Derivation::Dotted => folding.dotted,
        Derivation::Saint => folding.saint,
    };
    if !derived || (*folding != Folding::FULL && !folding.is_same(gazetteer.surface(record).form(), text, html)) {
        return Err(Reason::Folding);
    }
    Ok(())
}

/// Which surface forms under a folded form fit, by bit.
pub(crate) fn readings(gazetteer: &Gazetteer, policy: &Policy, form: u32, cases: &Cases, text: &[u8], html: bool) -> u32 {
    let records = gazetteer.surfaces_of_form(form);
    (0..).zip(records).fold(0, |readings, (bit, record)| readings | u32::from(fits(gazetteer, policy, record, cases, text, html).is_ok()) << bit)
}

impl Candidate {
    /// The readings that fit: their indices under the form, the likeliest first.
    pub(crate) fn fitting<'g>(&self, gazetteer: &'g Gazetteer) -> impl Iterator<Item = (usize, &'g SurfaceRecord)> + use<'g> {
        let readings = self.readings;
        gazetteer.surfaces_of_form(self.form).iter().enumerate().filter(move |(index, _)| readings >> index & 1 == 1)
    }

    /// Whether a decoy is among them.
    pub(crate) fn is_decoy(&self, gazetteer: &Gazetteer) -> bool {
        self.fitting(gazetteer).any(|(_, record)| record.entity().is_none())
    }

    /// The readings that were asked for, one an entity, the likeliest first.
    pub(crate) fn wanted<'g>(&self, gazetteer: &'g Gazetteer, policy: &'g Policy) -> impl Iterator<Item = (usize, &'g SurfaceRecord)> + use<'g> {
        let (first, fitting) = (gazetteer.surface_range(self.form).start, *self);
        let wanted = move |&(index, record): &(usize, &SurfaceRecord)| record.entity().is_some() && policy.wants(first + index);
        self.fitting(gazetteer).filter(wanted).filter(move |(index, record)| {
            let mut before = fitting.fitting(gazetteer).take_while(|(earlier, _)| earlier < index).filter(wanted);
            !before.any(|(_, earlier)| earlier.entity() == record.entity())
        })
    }
}

/// The confidence of one of the wanted readings. Priors that add up to more than 100 share it.
pub(crate) fn confidence(gazetteer: &Gazetteer, policy: &Policy, candidate: &Candidate, record: &SurfaceRecord, in_capitals: impl FnOnce() -> bool) -> u8 {
    let sum: u32 = candidate.wanted(gazetteer, policy).map(|(_, record)| u32::from(record.prior)).sum();
    let share = u32::from(record.prior) * 100 / sum.max(100);
    let share = share.min(100) as u8;
    if record.case == CaseRule::Exact && record.word && in_capitals() {
        return share.min(IN_CAPITALS);
    }
    share
}

/// Judges a candidate: the index of the reading that it is taken for and the confidence, or why there is none.
pub(crate) fn judge(gazetteer: &Gazetteer, policy: &Policy, candidate: &Candidate, in_capitals: impl FnOnce() -> bool) -> Result<(usize, u8), Reason> {
    if candidate.is_decoy(gazetteer) {
        return Err(Reason::Decoy);
    }
    let Some((index, record)) = candidate.wanted(gazetteer, policy).next() else { return Err(Reason::NotAskedFor) };
    match confidence(gazetteer, policy, candidate, record, in_capitals) {
        confidence if confidence < policy.min_confidence => Err(Reason::Confidence(confidence)),
        confidence => Ok((index, confidence)),
    }
}
