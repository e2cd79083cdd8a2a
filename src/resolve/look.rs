//! A look at the readings of a name in a text: which of them fit, and judgement by priors alone.

use super::candidate::{
    Candidate, confidence_of, fits, is_cut_number, is_whole_name, own_by_priors,
};
use super::document::Document;
use super::own::Judged;
use super::policy::Policy;
use super::reading::Reading;
use super::reason::Reason;
use super::weights::READINGS;
use crate::entity::{EntityIndex, Role};
use crate::fold::Reader;
use crate::gazetteer::{Classes, Cues, SurfaceRecord, Tables};
use crate::span::Span;
use crate::words::phrase;

/// What one pass over the readings of a name shows: each record is read once.
pub(crate) struct Look {
    /// The wanted readings for which cues are weighed, the likeliest first.
    pub(super) readings: [Option<Reading>; READINGS],
    /// How many entities are wanted.
    wanted: usize,
    /// The sum of the priors of all wanted readings.
    sum: u32,
    /// Whether all wanted readings are of users' own kinds.
    own: bool,
    decoy: bool,
    /// Whether a decoy fits that gives way to other readings, and whether it has cues.
    given_way: (bool, bool),
    /// Whether the name has cues.
    cued: bool,
    /// Whether it has cues of uses that count by default, and no other cues. With `cued`: whether
    /// all its cues ask for neighbours that begin with a capital.
    cued_for_uses: bool,
    /// Whether a wanted reading is judged by the language of the text.
    judged_by_language: bool,
    /// Whether the form itself is evidence in a document.
    evidence: bool,
    /// Whether the name is a part of the name of another country.
    remainder: bool,
    /// The entity that the name almost certainly means, wanted or not.
    sure: Option<EntityIndex>,
    /// Whether that is of a user's own kind.
    sure_own: bool,
}

/// The least prior of a name that is evidence of what its document is about.
const SURE: u8 = 70;

impl Look {
    /// Before a look at any name.
    pub(crate) const NONE: Self = Self {
        readings: [None; READINGS],
        wanted: 0,
        sum: 0,
        own: true,
        decoy: false,
        given_way: (false, false),
        cued: false,
        cued_for_uses: false,
        judged_by_language: false,
        evidence: false,
        remainder: false,
        sure: None,
        sure_own: false,
    };

    /// Looks at the name with a number at a span of a text, and returns the candidate; `None` if no
    /// reading fits the text. What an earlier look showed is forgotten.
    #[inline(always)]
    pub(crate) fn at(
        &mut self,
        tables: &Tables<'_>,
        policy: &Policy,
        reader: &Reader<'_>,
        span: Span,
        name: u32,
    ) -> Option<Candidate> {
        let mut candidate = Candidate { span, name, readings: 0 };
        *self = Self::NONE;
        if is_cut_number(reader, span) {
            return None;
        }
        for (index, (_, record)) in tables.readings(name).enumerate() {
            if fits(tables, policy, (name, index), &record, reader, span).is_ok()
                && is_whole_name(tables, reader, span, &record)
            {
                candidate.readings |= 1 << index;
                self.add(tables, policy, &candidate, index, record);
            }
        }
        (candidate.readings != 0).then_some(candidate)
    }

    /// As [`at`](Self::at), for a candidate whose readings are known to fit.
    pub(crate) fn of(&mut self, tables: &Tables<'_>, policy: &Policy, candidate: &Candidate) {
        *self = Self::NONE;
        for (index, record) in candidate.fitting(tables) {
            self.add(tables, policy, candidate, index, record);
        }
    }

    /// Adds a reading that fits. `candidate` has it and those before it.
    #[inline(always)]
    fn add(
        &mut self,
        tables: &Tables<'_>,
        policy: &Policy,
        candidate: &Candidate,
        index: usize,
        record: SurfaceRecord,
    ) {
        self.remainder |= record.traits.remainder;
        // Few forms give way to others. No function that is called for them takes the record:
        // all of it would have to be read for every form.
        if record.traits.yields && record.entity().is_none() {
            // It hides the names inside it only.
            self.given_way = (true, self.given_way.1 | record.traits.cued);
            self.evidence |= record.traits.evidence;
            return;
        }
        if record.traits.yields
            && candidate.is_outranked(tables, policy, (index, record.traits.rank))
        {
            return;
        }
        self.cued |= record.traits.cued;
        self.cued_for_uses |= record.traits.cued_for_uses;
        let Some(reading) = Reading::new(index, &record) else {
            self.decoy |= record.traits.hides;
            self.evidence |= record.traits.evidence;
            return;
        };
        let entity = reading.entity;
        if self.sure.is_none() && reading.prior >= SURE {
            self.sure = Some(entity);
            self.sure_own = reading.own;
        }
        let is_known = || {
            self.readings.iter().flatten().any(|known| known.entity == entity)
                || (self.wanted > READINGS
                    && candidate.wanted_before(tables, policy, index, entity))
        };
        if !policy.wants(tables, (candidate.name, index), &record)
            || (self.wanted > 0 && is_known())
        {
            return;
        }
        self.judged_by_language |= record.traits.languages != 0;
        self.sum += u32::from(reading.prior);
        self.own &= reading.own;
        if let Some(free) = self.readings.get_mut(self.wanted) {
            *free = Some(reading);
        }
        self.wanted += 1;
    }

    /// The likeliest wanted reading, or why there is none.
    #[inline]
    pub(crate) fn taken(&self) -> Result<Reading, Reason> {
        if self.decoy {
            return Err(Reason::Decoy);
        }
        self.readings[0].ok_or(if self.given_way.0 { Reason::Decoy } else { Reason::NotAskedFor })
    }

    /// Whether the name has cues that must be weighed wherever it is.
    pub(crate) const fn is_cued(&self, policy: &Policy) -> bool {
        (self.cued & !self.cued_for_uses) || (self.cued_for_uses && policy.uses.are_fewer())
    }

    /// Whether the name has cues that must be weighed beside a capital only.
    #[inline]
    pub(crate) const fn is_guarded(&self) -> bool {
        self.cued & self.cued_for_uses
    }

    /// The likeliest reading, if it is an acronym.
    #[inline]
    pub(crate) fn acronym(&self) -> Option<EntityIndex> {
        self.readings[0].filter(|reading| reading.role == Role::Acronym).map(|of| of.entity)
    }

    /// Whether the words next to the name may show that it is a part of a longer one.
    #[inline(always)]
    pub(crate) const fn is_remainder(&self, policy: &Policy) -> bool {
        self.remainder && !self.decoy && policy.context
    }

    /// Whether a wanted reading is judged by the language of the text.
    #[inline]
    pub(crate) const fn is_judged_by_language(&self) -> bool {
        self.judged_by_language
    }

    /// Whether it means users' own entities only.
    pub(crate) const fn is_own(&self) -> bool {
        self.own && self.wanted > 0
    }

    /// The wanted readings for which evidence is weighed, the likeliest first.
    pub(crate) const fn readings(&self) -> &[Option<Reading>; READINGS] {
        &self.readings
    }

    /// Whether it almost certainly means an entity, so that it is evidence.
    #[cfg(feature = "alloc")]
    pub(crate) const fn is_sure(&self) -> bool {
        self.sure.is_some() && !((self.cued & !self.cued_for_uses) | self.decoy)
    }

    /// Notes in the document what the candidate is evidence of, if its name is new there. The text
    /// is a window that starts at `base`.
    #[inline(always)]
    pub(crate) fn note_in(
        &self,
        document: &mut Document,
        cues: &Cues<'_>,
        text: &[u8],
        candidate: &Candidate,
        base: usize,
    ) {
        let is_judged = self.cued & !self.cued_for_uses;
        let entity = self.sure.filter(|_| !(is_judged | self.decoy));
        if let Some(entity) = entity {
            document.set_named(entity, base + candidate.span.end);
        }
        if let Some(entity) = entity.filter(|_| self.sure_own) {
            document.add_own(entity);
            if !self.evidence && cues.of_entity(entity).is_none() {
                return;
            }
        }
        if !(self.evidence | entity.is_some()) || document.was_counted(candidate.name) {
            return;
        }
        document.add_evidence(self.classes(cues, text, candidate.span));
        // Ankara is evidence for Turkey as a form, and for Turks as a name of the same entity.
        document.add_evidence(entity.and_then(|entity| cues.of_entity(entity)));
    }

    /// The classes of evidence that the form at a span is of.
    #[inline]
    pub(crate) fn classes<'g>(
        &self,
        cues: &Cues<'g>,
        text: &[u8],
        span: Span,
    ) -> Option<Classes<'g>> {
        if self.evidence { cues.of_word(phrase(text, span)) } else { None }
    }

    /// Whether the candidate is a decoy with a name inside that has cues.
    #[inline]
    pub(crate) const fn hides_cued(&self) -> bool {
        (self.decoy & self.cued) | self.given_way.1
    }

    /// Judges the candidate by its priors alone: the reading and its confidence. `highest` is
    /// [`case::highest_confidence`](super::case::highest_confidence).
    #[inline]
    pub(crate) fn judge(
        &self,
        tables: &Tables<'_>,
        policy: &Policy,
        candidate: &Candidate,
        highest: impl Fn(&Reading) -> u8,
    ) -> Result<(Reading, u8), Reason> {
        let reading = self.taken()?;
        if self.own && self.wanted > 1 {
            return own_by_priors(tables, policy, candidate, &highest)
                .ok_or(Reason::NotAskedFor)
                .and_then(|judged| judged.checked(policy));
        }
        let confidence = confidence_of(&reading, self.sum, highest);
        Judged { reading, confidence, of_name: confidence }.checked(policy)
    }
}
