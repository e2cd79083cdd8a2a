//! Judgement by the words near a candidate and by its document.

use super::acronym;
use super::candidate::Candidate;
use super::document::{Definition, Document};
use super::near::View;
use super::policy::Policy;
use super::reason::Ground;
use super::weights::{LIMIT, Near, READINGS, Weights};
use crate::entity::{EntityIndex, Kind, Role, Uses};
use crate::gazetteer::{CuePlace, CuedName, Cues, SurfaceRecord, Tables};
use crate::span::Span;

/// A candidate with the readings for which cues are weighed.
pub(crate) struct Trial<'g> {
    tables: &'g Tables<'g>,
    candidate: Candidate,
    cues: &'g Cues<'g>,
    name: Option<CuedName<'g>>,
    readings: [Option<(usize, SurfaceRecord)>; READINGS],
    weights: Weights,
}

impl<'g> Trial<'g> {
    pub(crate) fn new(
        tables: &'g Tables<'g>,
        cues: &'g Cues<'g>,
        policy: &Policy,
        candidate: &Candidate,
    ) -> Self {
        // The readings that `Candidate::wanted` returns, in linear time.
        let (mut readings, mut entities, mut len) = ([None; READINGS], [None; READINGS], 0);
        for (index, record) in candidate.fitting(tables) {
            let entity = record.entity();
            if len < READINGS && !entities[..len].contains(&entity) && policy.wants(tables, &record)
            {
                (readings[len], entities[len]) = (Some((index, record)), entity);
                len += 1;
            }
        }
        let weights = Weights { entities, sums: [0; READINGS], uses: 0 };
        Self {
            tables,
            candidate: *candidate,
            cues,
            name: cues.of_name(candidate.name),
            readings,
            weights,
        }
    }

    /// The entity of the likeliest reading by the priors.
    pub(crate) const fn first(&self) -> Option<EntityIndex> {
        self.weights.entities[0]
    }

    /// Weighs the cues near the candidate, and reads what it is defined as there, if it is an
    /// acronym. `means` is as in [`acronym::definition`]. `note` is called with each cue: its kind,
    /// its weight, the entity that it is about (`None`: every reading) and where it is.
    pub(crate) fn near(
        &self,
        view: &View<'_>,
        uses: Uses,
        means: impl Fn(usize, &[Option<EntityIndex>; READINGS]) -> Option<(u8, usize)>,
        mut note: impl FnMut(Ground, i8, Option<EntityIndex>, Option<Span>),
    ) -> (Near, Definition) {
        let mut weights = self.weights;
        if let Some(name) = &self.name {
            view.weigh(self.cues, name, uses, &mut weights, |cue, span| {
                note(Ground::Cue(cue.place), cue.weight, cue.entity(), Some(span))
            });
        }
        let is_acronym =
            self.readings.iter().flatten().any(|(_, record)| record.traits.role == Role::Acronym);
        let defined = if is_acronym {
            acronym::definition(view, |start| means(start, &self.weights.entities))
        } else {
            Definition::None
        };
        let limited = |sum: i16| sum.clamp(-LIMIT, LIMIT) as i8;
        (Near { readings: weights.sums.map(limited), uses: limited(weights.uses).min(0) }, defined)
    }

    /// Judges by the weights near the candidate and by the document: the index of the likeliest
    /// reading, its record and its confidence. `highest` is
    /// [`case::highest_confidence`](super::case::highest_confidence); `note` is as in
    /// [`near`](Self::near).
    pub(crate) fn judge(
        &self,
        near: &Near,
        document: &Document,
        highest: impl Fn(usize, &SurfaceRecord) -> u8,
        mut note: impl FnMut(Ground, i8, Option<EntityIndex>, Option<Span>),
    ) -> Option<(usize, SurfaceRecord, u8)> {
        let mut weights = self.weights;
        for cue in self.name.iter().flat_map(CuedName::of_documents) {
            if let CuePlace::Document(times) = cue.place
                && document.count(cue.class) >= times
            {
                weights.add(&cue);
                note(Ground::Cue(cue.place), cue.weight, cue.entity(), None);
            }
        }
        // The words next to a name are stronger evidence than the document: Michael Jordan in
        // Amman.
        weights.sums = weights.sums.map(|sum| sum.clamp(-DOCUMENT, near.limit(DOCUMENT)));
        for (reading, weight) in near.readings.iter().enumerate() {
            weights.add_to(reading, i16::from(*weight) + i16::from(near.uses));
        }
        let (all, defined) = document
            .sense_of(self.candidate.name, self.first())
            .unwrap_or((near.readings.map(i16::from), Definition::None));
        for (reading, entity) in self.weights.entities.iter().enumerate() {
            let Some(entity) = *entity else { break };
            let elsewhere = all[reading]
                .saturating_sub(i16::from(near.readings[reading]))
                .clamp(-ELSEWHERE, near.limit(ELSEWHERE));
            // A word may be a verb here and a metal there.
            let elsewhere = if self.tables.kind_of(entity) == Kind::Mineral.to_u8() {
                elsewhere.max(0)
            } else {
                elsewhere
            };
            let defined = match defined {
                Definition::None => 0,
                Definition::Reading(meant) if usize::from(meant) == reading => LIMIT,
                Definition::Reading(_) | Definition::Other => -LIMIT,
            };
            for (ground, weight) in [(Ground::Sense, elsewhere), (Ground::Definition, defined)]
                .into_iter()
                .filter(|&(_, weight)| weight != 0)
            {
                weights.add_to(reading, weight);
                note(ground, weight as i8, Some(entity), None);
            }
        }
        self.verdict(&weights, highest)
    }

    /// The likeliest reading and its confidence.
    fn verdict(
        &self,
        weights: &Weights,
        highest: impl Fn(usize, &SurfaceRecord) -> u8,
    ) -> Option<(usize, SurfaceRecord, u8)> {
        let (_, first) = self.readings[0]?;
        let mut priors = [0; READINGS];
        for (prior, (index, record)) in priors.iter_mut().zip(self.readings.iter().flatten()) {
            *prior = u64::from(record.traits.prior.min(highest(*index, record)));
        }
        let all: u64 = priors.iter().sum();
        // The odds that no reading is meant: what the priors leave, and at least 1 if there is
        // evidence against a reading.
        let mut sum =
            (100_u64.saturating_sub(all).max(u64::from(weights.sums.iter().any(|&sum| sum < 0))))
                << ZERO;
        let mut best = (0, first, 0);
        for (((index, record), prior), weight) in
            self.readings.iter().flatten().zip(priors).zip(weights.sums)
        {
            let odds = prior << (ZERO + weight.clamp(-ZERO, ZERO));
            sum += odds;
            if odds > best.2 {
                best = (*index, *record, odds);
            }
        }
        Some((best.0, best.1, (best.2 * 100 / sum.max(1)) as u8))
    }
}

/// The largest weight of the cues in the document, for and against a reading.
const DOCUMENT: i16 = 6;
/// The largest weight of the other occurrences of the same name, for and against a reading.
const ELSEWHERE: i16 = 4;
/// The fixed point of the odds: a weight of 0 multiplies the prior by 2 to the power of this.
const ZERO: i16 = 24;
