//! Choosing or dropping a candidate: pure functions over the candidate and a small, fixed-size view of what stands around it.
//!
//! The order is: decoy, case, cue, document, prior. Each step leaves a reason that `explain` shows. Only names that have cues are looked at together with what stands around them.

mod acronym;
pub(crate) mod case;
mod document;
mod near;

pub(crate) use document::{Definition, Document};
pub(crate) use near::{VIEW, View};

use crate::entity::{EntityIndex, Kind, Language, Role, Uses};
use crate::fold::switches::{Folding, FoldingPart};
use crate::gazetteer::{Cue, CuePlace, CuedName, Cues, Derivation, SurfaceRecord, Tables};
use crate::limits;
use crate::span::Span;
use crate::words::phrase;

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
    /// Whether forms that should have capitals count in lower case too.
    pub(crate) lower_case: bool,
    /// Which uses of a name are mentions.
    pub(crate) uses: Uses,
    /// Whether cues and documents are looked at.
    pub(crate) context: bool,
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
    let is_cased = tables.admits(record, text, html) || (policy.lower_case && case::in_lower_case(text, html));
    if !is_cased || !(folding.has(FoldingPart::Case) || tables.is_cased_as(record, text, html)) {
        return Err(Reason::Case);
    }
    let derived = match record.traits.derivation {
        Derivation::Given => true,
        Derivation::Dotted => folding.has(FoldingPart::Dotted),
        Derivation::Saint => folding.has(FoldingPart::Saint),
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
        self.fitting(tables).any(|(_, record)| record.is_decoy())
    }

    /// The readings that were asked for, one an entity, the likeliest first.
    #[inline]
    pub(crate) fn wanted<'g>(&self, tables: &Tables<'g>, policy: &'g Policy) -> impl Iterator<Item = (usize, SurfaceRecord)> + use<'g> {
        let (candidate, tables) = (*self, *tables);
        candidate.fitting(&tables).filter(move |&(index, ref record)| policy.wants(&tables, record) && !candidate.wanted_before(&tables, policy, index, record.entity()))
    }

    /// Whether a reading before this one was asked for and means the same entity.
    fn wanted_before(&self, tables: &Tables<'_>, policy: &Policy, index: usize, entity: Option<EntityIndex>) -> bool {
        self.fitting(tables).take_while(|&(earlier, _)| earlier < index).any(|(_, earlier)| earlier.entity() == entity && policy.wants(tables, &earlier))
    }
}

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
        let mut look = Self { taken: None, sum: 0, decoy: false, cued: false, cued_for_uses: false, witness: false, sure: None };
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
            if policy.wants(tables, &record) && !(look.taken.is_some() && candidate.wanted_before(tables, policy, index, record.entity())) {
                look.sum += u32::from(record.traits.prior);
                look.taken = look.taken.or(Some((index, record)));
            }
        }
        look
    }

    /// The reading that was asked for, or why there is none.
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
    pub(crate) fn judge(&self, policy: &Policy, most: impl Fn(usize, &SurfaceRecord) -> u8) -> Result<(usize, SurfaceRecord, u8), Reason> {
        let (index, record) = self.taken()?;
        match confidence_of(&record, self.sum, |record| most(index, record)) {
            confidence if confidence < policy.min_confidence => Err(Reason::Confidence(confidence)),
            confidence => Ok((index, record, confidence)),
        }
    }
}

/// The confidence of one of the wanted readings, whose priors are `sum` together: if that is more than 100, they share it. `most` is as [`case::most`] has it.
fn confidence_of(record: &SurfaceRecord, sum: u32, most: impl FnOnce(&SurfaceRecord) -> u8) -> u8 {
    let prior = u32::from(record.traits.prior);
    let share = if sum <= 100 { prior.min(100) } else { prior * 100 / sum } as u8;
    share.min(most(record))
}

/// The confidence of one of the wanted readings, by the priors alone.
pub(crate) fn confidence(tables: &Tables<'_>, policy: &Policy, candidate: &Candidate, record: &SurfaceRecord, most: impl FnOnce(&SurfaceRecord) -> u8) -> u8 {
    let sum = candidate.wanted(tables, policy).map(|(_, record)| u32::from(record.traits.prior)).sum();
    confidence_of(record, sum, most)
}

/// How many readings of one name cues are weighed for: the likeliest.
pub(crate) const READINGS: usize = 4;

/// What cues weigh for each reading.
#[derive(Clone, Copy)]
pub(crate) struct Weights {
    entities: [Option<EntityIndex>; READINGS],
    sums: [i16; READINGS],
    /// What tells of uses, for every reading.
    uses: i16,
}

impl Weights {
    fn add(&mut self, cue: &Cue) {
        if cue.of.is_some() {
            self.uses = self.uses.saturating_add(i16::from(cue.weight));
            return;
        }
        for (entity, sum) in self.entities.iter().zip(&mut self.sums) {
            if entity.is_some_and(|entity| cue.is_of(entity)) {
                *sum = sum.saturating_add(i16::from(cue.weight));
            }
        }
    }

    fn add_to(&mut self, reading: usize, weight: i16) {
        if let Some(sum) = self.sums.get_mut(reading) {
            *sum = sum.saturating_add(weight);
        }
    }
}

/// What stands near one place of a name weighs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Near {
    /// For each reading: what it means, here and elsewhere in the document.
    pub(crate) readings: [i8; READINGS],
    /// For every reading: what the name is used for here; never above 0.
    pub(crate) uses: i8,
}

/// A candidate with the readings that cues are weighed for.
pub(crate) struct Trial<'g> {
    tables: &'g Tables<'g>,
    candidate: Candidate,
    cues: &'g Cues<'g>,
    name: Option<CuedName<'g>>,
    readings: [Option<(usize, SurfaceRecord)>; READINGS],
    weights: Weights,
}

/// What speaks for or against a reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Ground {
    /// A cue at this place.
    Cue(CuePlace),
    /// The same name elsewhere in the document.
    Sense,
    /// A definition of the acronym.
    Definition,
}

impl core::fmt::Display for Ground {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Ground::Cue(place) => place.fmt(f),
            Ground::Sense => f.write_str("elsewhere in the document"),
            Ground::Definition => f.write_str("a definition"),
        }
    }
}

impl<'g> Trial<'g> {
    pub(crate) fn new(tables: &'g Tables<'g>, cues: &'g Cues<'g>, policy: &Policy, candidate: &Candidate) -> Self {
        // Those that `wanted` gives, without asking each for all before it.
        let (mut readings, mut entities, mut len) = ([None; READINGS], [None; READINGS], 0);
        for (index, record) in candidate.fitting(tables) {
            let entity = record.entity();
            if len < READINGS && !entities[..len].contains(&entity) && policy.wants(tables, &record) {
                (readings[len], entities[len]) = (Some((index, record)), entity);
                len += 1;
            }
        }
        let weights = Weights { entities, sums: [0; READINGS], uses: 0 };
        Self { tables, candidate: *candidate, cues, name: cues.of_name(candidate.name), readings, weights }
    }

    /// The entity of the likeliest reading by the priors.
    pub(crate) const fn first(&self) -> Option<EntityIndex> {
        self.weights.entities[0]
    }

    /// Weighs what stands near, and what the acronym is defined as there. `means` is as `acronym::definition` has it.
    pub(crate) fn near(
        &self,
        view: &View<'_>,
        uses: Uses,
        means: impl Fn(usize, &[Option<EntityIndex>; READINGS]) -> Option<(u8, usize)>,
        mut note: impl FnMut(Ground, i8, Option<EntityIndex>, Option<Span>),
    ) -> (Near, Definition) {
        let mut weights = self.weights;
        if let Some(name) = &self.name {
            view.weigh(self.cues, name, uses, &mut weights, |cue, span| note(Ground::Cue(cue.place), cue.weight, cue.entity(), Some(span)));
        }
        let is_acronym = self.readings.iter().flatten().any(|(_, record)| record.traits.role == Role::Acronym);
        let defined = if is_acronym { acronym::definition(view, |start| means(start, &self.weights.entities)) } else { Definition::None };
        let limited = |sum: i16| sum.clamp(-LIMIT, LIMIT) as i8;
        (Near { readings: weights.sums.map(limited), uses: limited(weights.uses).min(0) }, defined)
    }

    /// Judges by what stands near and by what the document has said.
    pub(crate) fn settle(
        &self,
        near: &Near,
        document: &Document,
        most: impl Fn(usize, &SurfaceRecord) -> u8,
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
        // What stands next to a name tells more than all of the document: Michael Jordan in Amman.
        weights.sums = weights.sums.map(|sum| sum.clamp(-DOCUMENT, near.most(DOCUMENT)));
        for (reading, weight) in near.readings.iter().enumerate() {
            weights.add_to(reading, i16::from(*weight) + i16::from(near.uses));
        }
        let (all, defined) = document.sense_of(self.candidate.name, self.first()).unwrap_or((near.readings.map(i16::from), Definition::None));
        for (reading, entity) in self.weights.entities.iter().enumerate() {
            let Some(entity) = *entity else { break };
            let elsewhere = all[reading].saturating_sub(i16::from(near.readings[reading])).clamp(-ELSEWHERE, near.most(ELSEWHERE));
            // A word may be a verb here and a metal there.
            let elsewhere = if self.tables.kind_of(entity) == Kind::Mineral.to_u8() { elsewhere.max(0) } else { elsewhere };
            let defined = match defined {
                Definition::None => 0,
                Definition::Reading(meant) if usize::from(meant) == reading => LIMIT,
                Definition::Reading(_) | Definition::Other => -LIMIT,
            };
            for (ground, weight) in [(Ground::Sense, elsewhere), (Ground::Definition, defined)].into_iter().filter(|&(_, weight)| weight != 0) {
                weights.add_to(reading, weight);
                note(ground, weight as i8, Some(entity), None);
            }
        }
        self.verdict(&weights, most)
    }

    /// The likeliest reading and its confidence.
    fn verdict(&self, weights: &Weights, most: impl Fn(usize, &SurfaceRecord) -> u8) -> Option<(usize, SurfaceRecord, u8)> {
        let (_, first) = self.readings[0]?;
        let mut priors = [0; READINGS];
        for (prior, (index, record)) in priors.iter_mut().zip(self.readings.iter().flatten()) {
            *prior = u64::from(record.traits.prior.min(most(*index, record)));
        }
        let all: u64 = priors.iter().sum();
        // Where something speaks against a reading, it may be none.
        let mut sum = (100_u64.saturating_sub(all).max(u64::from(weights.sums.iter().any(|&sum| sum < 0)))) << ZERO;
        let mut best = (0, first, 0);
        for (((index, record), prior), weight) in self.readings.iter().flatten().zip(priors).zip(weights.sums) {
            let odds = prior << (ZERO + weight.clamp(-ZERO, ZERO));
            sum += odds;
            if odds > best.2 {
                best = (*index, *record, odds);
            }
        }
        Some((best.0, best.1, (best.2 * 100 / sum.max(1)) as u8))
    }
}

impl Near {
    /// The most that the document speaks for a reading, of `most`: nothing where something tells another use, as *she speaks French* in a text on France.
    const fn most(&self, most: i16) -> i16 {
        if self.uses < 0 { 0 } else { most }
    }
}

/// The most that what stands near one place weighs.
const LIMIT: i16 = 12;
/// The most that what is asked of the document weighs.
const DOCUMENT: i16 = 6;
/// The most that the other places of the same name weigh.
const ELSEWHERE: i16 = 4;
/// The odds of a weight of 0 are 2 to the power of this.
const ZERO: i16 = 24;
