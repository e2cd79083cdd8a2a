//! Judgement by the words near a candidate and by its document.

use super::acronym::{self, Beginning};
use super::candidate::Candidate;
use super::document::{Definition, Document};
use super::list::{self, Meant};
use super::look::Look;
use super::own::{self, Judged, OwnEvidence, OwnGround};
use super::policy::Policy;
use super::reading::Reading;
use super::reason::Ground;
use super::view::View;
use super::weights::{Foreign, LIMIT, Near, READINGS, Weights};
use crate::entity::{EntityIndex, Kind, Role, Uses};
use crate::gazetteer::{Classes, Cues, Section, Tables};
use crate::span::Span;

/// The entities of the readings for which cues are weighed.
type Entities = [Option<EntityIndex>; READINGS];

/// A candidate whose name has cues, and the entities of the readings for which they are weighed.
pub(crate) struct Trial<'g> {
    candidate: Candidate,
    cues: &'g Cues<'g>,
    readings: [Option<Reading>; READINGS],
    /// Whether the cues are weighed beside a capital only.
    pub(crate) is_guarded: bool,
    /// Whether it is an acronym that nearly always means its entity.
    pub(crate) is_sure_acronym: bool,
    /// Whether all readings are of users' own kinds.
    is_own: bool,
}

impl<'g> Trial<'g> {
    pub(crate) fn new(cues: &'g Cues<'g>, candidate: &Candidate, look: &Look) -> Self {
        let is_guarded = look.is_guarded();
        let is_own = look.is_own();
        let is_sure_acronym = is_guarded && look.acronym().is_some();
        let readings = look.readings;
        Self { candidate: *candidate, cues, readings, is_guarded, is_sure_acronym, is_own }
    }

    /// The entity of the likeliest reading by the priors.
    pub(crate) fn first(&self) -> Option<EntityIndex> {
        self.readings[0].map(|reading| reading.entity)
    }

    /// Weighs the cues near the candidate, and reads what it is defined as there, if it is an
    /// acronym. `means` is as in [`acronym::definition`]. `note` is called with each cue: its kind,
    /// its weight, the entity that it is about (`None`: every reading) and where it is.
    pub(crate) fn near(
        &self,
        view: &View<'_>,
        uses: Uses,
        means: impl Fn(usize, &Entities) -> Option<Meant>,
        mut note: impl FnMut(Ground, i8, Option<EntityIndex>, Option<Span>),
    ) -> (Near, Definition) {
        let mut weights = Weights::new(&self.readings);
        if let Some(name) = self.cues.of_name(self.candidate.name) {
            view.weigh(self.cues, &name, uses, &mut weights, |cue, span| {
                note(Ground::Cue(cue.place), cue.weight, cue.entity(), Some(span))
            });
        }
        let neighbour = if self.is_name_of_several() {
            list::neighbour(view, |start| means(start, &weights.entities))
        } else {
            None
        };
        let mut listed = 0;
        if let Some((reading, span)) = neighbour.filter(|(reading, _)| self.has_as_likely(*reading))
        {
            listed = reading + 1;
            let entity = weights.entities.get(usize::from(reading)).copied().flatten();
            note(Ground::List, -LISTED as i8, entity, Some(span));
        }
        let mut readings = self.readings.iter().flatten();
        let is_acronym = readings.any(|reading| reading.role == Role::Acronym);
        let defined = match is_acronym && !self.is_guarded {
            true => acronym::definition(view, |start| means(start, &weights.entities)),
            false => Definition::None,
        };
        let limited = |sum: i16| sum.clamp(-LIMIT, LIMIT) as i8;
        let (readings, uses) = (weights.sums.map(limited), limited(weights.uses).min(0));
        (Near { readings, uses, listed, foreign: Foreign::NONE }, defined)
    }

    /// What an acronym that nearly always means its entity is defined as there. `means` is as in
    /// [`acronym::definition`].
    #[cold]
    #[inline(never)]
    pub(crate) fn defined(
        &self,
        tables: &Tables<'_>,
        view: &View<'_>,
        means: &dyn Fn(usize, &Entities) -> Option<Meant>,
    ) -> Definition {
        let Some(entity) = self.first() else { return Definition::None };
        let entities = Weights::new(&self.readings).entities;
        let is_country = tables.kind_of(entity) == Kind::Country.to_u8();
        acronym::definition_of_sure(view, is_country, &|start| means(start, &entities), &|words| {
            likeness(tables, entity, words)
        })
    }
}

impl Trial<'_> {
    /// Whether it is a name of several entities, and no acronym: `Central African Republic, CAR` is
    /// not a list. Nor are *Apple* and *Apple Inc.* of a user's own.
    fn is_name_of_several(&self) -> bool {
        self.readings[1].is_some()
            && !self.is_own
            && self.readings.iter().flatten().all(|reading| reading.role == Role::Name)
    }

    /// Whether a reading other than this one has at least half of its prior. Nobody means North
    /// Korea in `South Korea, Korea`.
    fn has_as_likely(&self, reading: u8) -> bool {
        let mut all = (0_u8..).zip(self.readings.iter().flatten());
        let prior = |index: u8| self.readings.get(usize::from(index)).copied().flatten();
        prior(reading).is_some_and(|of| {
            all.any(|(index, other)| index != reading && other.prior >= of.prior / 2)
        })
    }
}

/// How many of these words, by their beginnings, the most similar name of an entity has.
#[cold]
fn likeness(tables: &Tables<'_>, entity: EntityIndex, words: &[Beginning]) -> usize {
    let Some(record) = tables.entity(entity.0) else { return 0 };
    let forms = tables.existing(Section::Surfaces, record.surfaces);
    let names = forms.filter_map(|index| tables.surface(index)).filter(|form| {
        matches!(form.traits.role, Role::Name | Role::Official | Role::Alias | Role::Former)
    });
    let shared = names.map(|form| {
        let text = tables.text(form.text).as_bytes();
        let is_in = |word: &&Beginning| {
            crate::words::words(text).any(|other| acronym::beginning(other) == **word)
        };
        words.iter().filter(is_in).count()
    });
    shared.max().unwrap_or(0)
}

/// A candidate whose name has cues, when its document is known.
pub(crate) struct Verdict<'g> {
    tables: &'g Tables<'g>,
    candidate: Candidate,
    /// The readings for which cues are weighed.
    readings: [Option<Reading>; READINGS],
    weights: Weights,
    /// The evidence for readings of users' own kinds, if all are.
    evidence: Option<(&'g Policy, OwnEvidence<'g>)>,
    /// The classes of evidence that the name itself is of: it does not support itself.
    own: Option<Classes<'g>>,
}

impl<'g> Verdict<'g> {
    #[inline]
    pub(crate) fn new(
        tables: &'g Tables<'g>,
        candidate: &Candidate,
        look: &Look,
        own: Option<Classes<'g>>,
    ) -> Self {
        let (readings, weights) = (look.readings, Weights::new(&look.readings));
        Self { tables, candidate: *candidate, readings, weights, evidence: None, own }
    }

    /// The same with the evidence for readings of users' own kinds, which all are.
    pub(crate) fn with_own(mut self, policy: &'g Policy, evidence: OwnEvidence<'g>) -> Self {
        self.evidence = Some((policy, evidence));
        self
    }

    /// Judges by the weights near the candidate and by the document: the likeliest reading and its
    /// confidence. `highest` is
    /// [`case::highest_confidence`](super::case::highest_confidence); `note` is as in
    /// [`Trial::near`].
    pub(crate) fn judge(
        &mut self,
        cues: &Cues<'_>,
        near: &Near,
        document: &Document,
        highest: impl Fn(&Reading) -> u8,
        mut note: impl FnMut(Ground, i8, Option<EntityIndex>, Option<Span>),
    ) -> Option<Judged> {
        let weights = &mut self.weights;
        if document.has_evidence()
            && let Some(name) = cues.of_name(self.candidate.name)
        {
            let own = self.own;
            let others = |class| {
                let is_own = own.is_some_and(|own| own.all().any(|of| of == class));
                document.count(class).saturating_sub(u8::from(is_own))
            };
            for cue in name.of_document(|class, times| others(class) >= times) {
                weights.add(&cue);
                note(Ground::Cue(cue.place), cue.weight, cue.entity(), None);
            }
        }
        // The words next to a name are stronger evidence than the document: Michael Jordan in
        // Amman.
        for (reading, sum) in weights.sums.iter_mut().enumerate() {
            let most = if is_symbol(&self.readings, reading) { 0 } else { near.limit(DOCUMENT) };
            *sum = (*sum).clamp(-DOCUMENT, most);
        }
        for (reading, weight) in near.readings.iter().enumerate() {
            weights.add_to(reading, i16::from(*weight) + i16::from(near.uses));
        }
        if let Some(listed) = near.listed.checked_sub(1) {
            weights.add_to(usize::from(listed), -LISTED);
        }
        if let Some((all, defined)) = document.sense_of(self.candidate.name, weights.entities[0]) {
            self.add_sense(near, &all, defined, &mut note);
        }
        self.judge_language(near.foreign, highest, note)
    }

    /// Judges by the language of the text, after all other evidence. `highest` and `note` are as in
    /// [`judge`](Self::judge).
    pub(crate) fn judge_language(
        &mut self,
        foreign: Foreign,
        highest: impl Fn(&Reading) -> u8,
        mut note: impl FnMut(Ground, i8, Option<EntityIndex>, Option<Span>),
    ) -> Option<Judged> {
        for (reading, entity) in self.weights.entities.into_iter().enumerate() {
            if foreign.has(reading) {
                self.weights.add_to(reading, Foreign::WEIGHT.into());
                note(Ground::Language, Foreign::WEIGHT, entity, None);
            }
        }
        match &self.evidence {
            Some((policy, evidence)) => self.likeliest_own(policy, evidence, highest, note),
            None => self.likeliest(highest),
        }
    }

    /// The likeliest reading of a name of users' own entities.
    #[cold]
    fn likeliest_own(
        &self,
        policy: &Policy,
        evidence: &OwnEvidence<'_>,
        highest: impl Fn(&Reading) -> u8,
        mut note: impl FnMut(Ground, i8, Option<EntityIndex>, Option<Span>),
    ) -> Option<Judged> {
        let readings = || self.candidate.wanted(self.tables, policy);
        for reading in readings() {
            for (ground, weight) in evidence.of(&reading) {
                let (ground, span) = match ground {
                    OwnGround::Named => (Ground::Named, None),
                    OwnGround::Country(span) => (Ground::Country, Some(span)),
                };
                note(ground, weight as i8, Some(reading.entity), span);
            }
        }
        own::judge(|| {
            readings().enumerate().map(|(index, reading)| {
                let near = self.weights.sums.get(index).copied().unwrap_or(0);
                let own: i16 = evidence.of(&reading).map(|(_, weight)| weight).sum();
                (reading, highest(&reading), near.saturating_add(own))
            })
        })
    }

    /// Adds what all occurrences of the name show: the sums of the weights near them, and what it
    /// is defined as.
    fn add_sense(
        &mut self,
        near: &Near,
        all: &[i16; READINGS],
        defined: Definition,
        mut note: impl FnMut(Ground, i8, Option<EntityIndex>, Option<Span>),
    ) {
        for (reading, entity) in self.weights.entities.into_iter().enumerate() {
            let Some(entity) = entity else { break };
            let most = match is_symbol(&self.readings, reading) {
                true => 0,
                false => near.limit_elsewhere(reading, ELSEWHERE),
            };
            let elsewhere = all[reading]
                .saturating_sub(i16::from(near.readings[reading]))
                .clamp(-ELSEWHERE_AGAINST, most);
            // A word may be a verb here and a metal there.
            let elsewhere = if elsewhere < 0 && self.tables.kind_of(entity) == Kind::Mineral.to_u8()
            {
                0
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
                self.weights.add_to(reading, weight);
                note(ground, weight as i8, Some(entity), None);
            }
        }
    }

    /// The likeliest reading and its confidence.
    fn likeliest(&self, highest: impl Fn(&Reading) -> u8) -> Option<Judged> {
        let mut best = (self.readings[0]?, 0);
        let (mut all, mut sum) = (0, 0);
        for (reading, weight) in self.readings.iter().flatten().zip(self.weights.sums) {
            let prior = u64::from(reading.prior.min(highest(reading)));
            let odds = prior << (ZERO + weight.clamp(-ZERO, ZERO));
            (all, sum) = (all + prior, sum + odds);
            if odds > best.1 {
                best = (*reading, odds);
            }
        }
        // The odds that no reading is meant: what the priors leave, and at least 1 if there is
        // evidence against a reading.
        let against = self.weights.sums.iter().any(|&sum| sum < 0);
        sum += 100_u64.saturating_sub(all).max(u64::from(against)) << ZERO;
        let confidence = (best.1 * 100 / sum.max(1)) as u8;
        Some(Judged { reading: best.0, confidence, of_name: confidence })
    }
}

/// Whether a reading is a chemical symbol, which needs evidence beside it: nothing else in the
/// document speaks for it. In a text on cobalt, Co is also the end of companies' names.
fn is_symbol(readings: &[Option<Reading>; READINGS], reading: usize) -> bool {
    readings[reading].is_some_and(|reading| reading.role == Role::Symbol)
}

/// The weight against the reading that a neighbour in a list means.
const LISTED: i16 = 8;
/// The largest weight of the cues in the document, for and against a reading.
const DOCUMENT: i16 = 6;
/// The largest weight of the other occurrences of the same name for a reading.
const ELSEWHERE: i16 = 4;
/// The same against a reading: a person whose full name is in the text is meant by the short name,
/// and a town that is named with its state once.
const ELSEWHERE_AGAINST: i16 = 6;
/// The fixed point of the odds: a weight of 0 multiplies the prior by 2 to the power of this.
const ZERO: i16 = 24;
