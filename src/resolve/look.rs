//! Judgement by priors alone, in one pass over the readings of a candidate.

use super::candidate::{Candidate, confidence_of};
use super::document::Document;
use super::policy::Policy;
use super::reason::Reason;
use crate::entity::EntityIndex;
use crate::gazetteer::{Cues, SurfaceRecord, Tables};
use crate::span::Span;
use crate::words::phrase;

/// What one pass over the readings of a candidate shows.
pub(crate) struct Look {
    /// The likeliest wanted reading: its index and its record.
    taken: Option<(usize, SurfaceRecord)>,
    /// The sum of the priors of all wanted readings.
    sum: u32,
    decoy: bool,
    /// Whether the name has cues.
    cued: bool,
    /// Whether it has cues of uses that count by default, and no other cues.
    cued_for_uses: bool,
    /// Whether the form itself is evidence in a document.
    evidence: bool,
    /// The entity that the name almost certainly means, wanted or not.
    sure: Option<EntityIndex>,
}

/// The least prior of a name that is evidence of what its document is about.
const SURE: u8 = 70;

impl Look {
    #[inline(always)]
    pub(crate) fn at(tables: &Tables<'_>, policy: &Policy, candidate: &Candidate) -> Self {
        let mut look = Self {
            taken: None,
            sum: 0,
            decoy: false,
            cued: false,
            cued_for_uses: false,
            evidence: false,
            sure: None,
        };
        for (index, record) in candidate.fitting(tables) {
            look.cued |= record.traits.cued;
            look.cued_for_uses |= record.traits.cued_for_uses;
            let Some(entity) = record.entity() else {
                look.decoy |= record.traits.hides;
                look.evidence |= record.traits.evidence;
                continue;
            };
            if look.sure.is_none() && record.traits.prior >= SURE {
                look.sure = Some(entity);
            }
            if policy.wants(tables, &record)
                && !(look.taken.is_some()
                    && candidate.wanted_before(tables, policy, index, record.entity()))
            {
                look.sum += u32::from(record.traits.prior);
                look.taken = look.taken.or(Some((index, record)));
            }
        }
        look
    }

    /// The likeliest wanted reading, or why there is none.
    #[inline]
    pub(crate) fn taken(&self) -> Result<(usize, SurfaceRecord), Reason> {
        if self.decoy {
            return Err(Reason::Decoy);
        }
        self.taken.ok_or(Reason::NotAskedFor)
    }

    /// Whether the name has cues that must be weighed.
    pub(crate) const fn is_cued(&self, policy: &Policy) -> bool {
        self.cued || (self.cued_for_uses && policy.uses.are_fewer())
    }

    /// Notes in the document what the candidate is evidence of.
    #[inline(always)]
    pub(crate) fn note_in(
        &self,
        document: &mut Document,
        cues: &Cues<'_>,
        text: &[u8],
        span: Span,
    ) {
        if self.evidence {
            document.add_evidence(cues.of_word(phrase(text, span)));
        }
        // Ankara is evidence for Turkey as a form, and for Turks as a name of the same entity.
        if !(self.cued | self.decoy)
            && let Some(entity) = self.sure
        {
            document.add_evidence(cues.of_entity(entity));
        }
    }

    /// Judges the candidate by its priors alone: the reading's index, record and confidence.
    /// `highest` is [`case::highest_confidence`](super::case::highest_confidence).
    #[inline]
    pub(crate) fn judge(
        &self,
        policy: &Policy,
        highest: impl Fn(usize, &SurfaceRecord) -> u8,
    ) -> Result<(usize, SurfaceRecord, u8), Reason> {
        let (index, record) = self.taken()?;
        match confidence_of(&record, self.sum, |record| highest(index, record)) {
            confidence if confidence < policy.min_confidence => Err(Reason::Confidence(confidence)),
            confidence => Ok((index, record, confidence)),
        }
    }
}
