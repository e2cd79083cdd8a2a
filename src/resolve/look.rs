//! What is seen of a candidate at once, and its judgement by priors alone.

use super::candidate::{Candidate, confidence_of};
use super::document::Document;
use super::policy::Policy;
use super::reason::Reason;
use crate::entity::EntityIndex;
use crate::gazetteer::{Cues, SurfaceRecord, Tables};
use crate::span::Span;
use crate::words::phrase;

/// What is seen of a candidate at once.
pub(crate) struct Look {
    /// The likeliest reading that was asked for: its place and its record.
    taken: Option<(usize, SurfaceRecord)>,
    /// The priors of all that were asked for.
    sum: u32,
    decoy: bool,
    /// Whether the name has cues.
    cued: bool,
    /// Whether it has cues of uses that count by default, and no others.
    cued_for_uses: bool,
    /// Whether documents are asked for the form itself.
    witness: bool,
    /// The entity that the name surely means, asked for or not.
    sure: Option<EntityIndex>,
}

/// The least prior of a name that tells a document what it is about.
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
            witness: false,
            sure: None,
        };
        for (index, record) in candidate.fitting(tables) {
            look.cued |= record.traits.cued;
            look.cued_for_uses |= record.traits.cued_for_uses;
            let Some(entity) = record.entity() else {
                look.decoy |= record.traits.hides;
                look.witness |= record.traits.witness;
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

    /// The reading that was asked for, or why no reading was taken.
    #[inline]
    pub(crate) fn taken(&self) -> Result<(usize, SurfaceRecord), Reason> {
        if self.decoy {
            return Err(Reason::Decoy);
        }
        self.taken.ok_or(Reason::NotAskedFor)
    }

    /// Whether the name has cues that are looked at.
    pub(crate) const fn is_cued(&self, policy: &Policy) -> bool {
        self.cued || (self.cued_for_uses && policy.uses.are_fewer())
    }

    /// Tells a document what it may know from the candidate.
    #[inline(always)]
    pub(crate) fn tell(&self, cues: &Cues<'_>, text: &[u8], span: Span, document: &mut Document) {
        if self.witness {
            document.witness(cues.of_word(phrase(text, span)));
        }
        // Ankara speaks for Turkey by its letters, and for Turks as a name of the same entity.
        if !(self.cued | self.decoy)
            && let Some(entity) = self.sure
        {
            document.witness(cues.of_entity(entity));
        }
    }

    /// Judges a candidate by its prior alone.
    #[inline]
    pub(crate) fn judge(
        &self,
        policy: &Policy,
        most: impl Fn(usize, &SurfaceRecord) -> u8,
    ) -> Result<(usize, SurfaceRecord, u8), Reason> {
        let (index, record) = self.taken()?;
        match confidence_of(&record, self.sum, |record| most(index, record)) {
            confidence if confidence < policy.min_confidence => Err(Reason::Confidence(confidence)),
            confidence => Ok((index, record, confidence)),
        }
    }
}
