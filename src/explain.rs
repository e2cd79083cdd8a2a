//! Why a span of a text is a mention, or why it is not.
//!
//! `explain` takes the steps of tagging once more, in two passes. The first reads the whole text,
//! for the evidence of the document. The second finds the winner at each offset (the longest name
//! that fits, of any layer), judges it, and reports it with every other name inside it.

use alloc::vec::Vec;

use crate::entity::{EntityId, EntityIndex};
use crate::fold::Class;
use crate::gazetteer::Surface;
use crate::offsets::OffsetUnit;
use crate::prefilter::Scan;
use crate::resolve::{
    Candidate, Document, Foreign, Ground, Judged, Look, Near, Reading, Reason, Trial, by_priors,
    fits, has_its_place,
};
use crate::span::Span;
use crate::tagger::{Options, Progress, Scanner, Standing, Start, Starts, Tagger};
use crate::text::Text;

/// A surface form that occurs in a text where its bounds allow it, and the verdict on it: what
/// [`Tagger::explain`] returns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding<'t> {
    /// Where it is, in bytes.
    pub span: Span,
    /// The entity that it would be a mention of; `None` for a decoy.
    pub entity: Option<EntityId>,
    /// The surface form.
    pub surface: Surface<'t>,
    /// Whether it is a mention, and why not.
    pub verdict: Verdict,
    /// Its confidence by the priors alone, if it was judged by context.
    pub before: Option<u8>,
    /// The evidence for and against it, in the order in which it was weighed; empty if it was not
    /// judged by context.
    pub weighed: Vec<Weighed>,
}

/// A piece of evidence for or against a reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Weighed {
    /// The kind of evidence.
    pub ground: Ground,
    /// How many times it doubles the odds of the reading; below 0, how many times it halves them.
    pub weight: i8,
    /// Where it is, in bytes; `None` for evidence from the rest of the document.
    pub span: Option<Span>,
}

/// The candidate that covers an offset, and its judgement.
struct Winner {
    candidate: Candidate,
    judged: Result<(Reading, u8), Reason>,
    /// The evidence, each with the entity that it is about; `None`: every reading.
    weighed: Vec<(Option<EntityIndex>, Weighed)>,
    /// Whether it was judged by context.
    cued: bool,
}

/// A layer of the gazetteer whose text was read once.
struct LayerRead<'t> {
    number: u8,
    scanner: Scanner<'t>,
    document: Document,
    /// Where the candidates start that the document decides, sorted.
    open: Vec<usize>,
    /// How far it was read again, and where it was before the next offset.
    now: (Scan, Starts),
    before: (Scan, Starts),
    /// The next offset where a name may begin.
    start: Option<Start>,
}

impl<'t> LayerRead<'t> {
    /// `open` has the layers and the starts of all candidates that documents decide.
    fn new(
        number: u8,
        options: &'t Options<'t>,
        text: Text<'t>,
        document: Document,
        open: &[(u8, usize)],
    ) -> Self {
        let open = open.iter().filter(|(layer, _)| *layer == number).map(|&(_, at)| at).collect();
        let scanner = Scanner::new(options, text);
        let now = (Scan::in_any_case(), Starts::new());
        Self { number, scanner, document, open, before: now.clone(), now, start: None }
    }

    /// Finds the next offset, unless that is known.
    fn find(&mut self) {
        if self.start.is_none() {
            self.before = self.now.clone();
            let (scan, starts) = &mut self.now;
            self.start = next_in_any_case(&self.scanner, starts, scan);
        }
    }

    /// The longest name that fits and begins at an offset, and the class of its last character.
    fn longest_at(&self, at: usize) -> Option<(Candidate, Class)> {
        let start = self.start.filter(|start| start.at == at)?;
        // Of two names of one length, that of divided words counts: `EURO-\nGROUP`.
        let mut look = Look::NONE;
        let mut longest = start.word.and_then(|word| self.scanner.longest(word, &mut look));
        self.scanner.each_fitting_at(&start, |candidate, last| {
            if longest.is_none_or(|(known, _)| candidate.span.end > known.span.end) {
                longest = Some((candidate, last));
            }
        });
        longest.map(|(candidate, last)| (self.scanner.without_article(candidate), last))
    }

    /// Continues after a name that ends at `end`.
    fn pass(&mut self, end: usize, last: Class) {
        if self.start.is_none_or(|start| start.at < end) {
            let (scan, starts) = &mut self.now;
            self.scanner.jump(starts, scan, end, last);
            self.start = None;
        }
    }
}

/// The next offset where a name may begin in whatever case: why a name does not count is reported
/// too.
fn next_in_any_case(scanner: &Scanner<'_>, starts: &mut Starts, scan: &mut Scan) -> Option<Start> {
    scanner.next_start(starts, scan, &mut |_| 1)
}

/// The reading and its confidence, if that is not below the least one.
fn checked(scanner: &Scanner<'_>, judged: Option<Judged>) -> Result<(Reading, u8), Reason> {
    judged.ok_or(Reason::NotAskedFor)?.checked(&scanner.options.policy)
}

/// Whether a surface form that occurs in a text is a mention.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is a mention with this confidence.
    Kept(u8),
    /// It is not a mention, for this reason.
    Dropped(Reason),
}

impl Tagger<'_> {
    /// Every surface form that occurs in a text where its bounds allow it, kept or dropped, with
    /// the reason; ordered by start, then by end, then the likeliest first.
    ///
    /// It explains [`tag`](Self::tag) with [`Overlap::Longest`](crate::Overlap::Longest), whatever
    /// the overlap of this tagger is. Spans are in bytes, whatever its unit. Reads the text more
    /// than once, in linear time, and allocates the findings: it is made for people, not for speed.
    ///
    /// ```
    /// use gaztag::{Tagger, Verdict};
    ///
    /// let tagger = Tagger::builtin();
    /// let findings = tagger.explain("Tbilisi, Georgia");
    /// // The cue Tbilisi counts for the country, not for the U.S. state.
    /// let georgia = findings.iter().find(|finding| finding.span.start == 9).ok_or("not found")?;
    /// assert!(matches!(georgia.verdict, Verdict::Kept(_)));
    /// assert!(georgia.weighed.iter().any(|weighed| weighed.weight > 0));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn explain<'t>(&self, text: impl Into<Text<'t>>) -> Vec<Finding<'_>> {
        let text = text.into();
        let mut layers = self.read_layers(text);
        let mut findings = Vec::new();
        loop {
            layers.iter_mut().for_each(LayerRead::find);
            let starts = layers.iter().filter_map(|layer| layer.start);
            let Some(at) = starts.map(|start| start.at).min() else { break };
            let longest = layers.iter().filter_map(|layer| layer.longest_at(at));
            let Some(span) = longest.map(|(of, _)| of.span).max_by_key(|span| span.end) else {
                for layer in &layers {
                    if let Some(start) = layer.start.filter(|start| start.at == at) {
                        self.add_findings(layer, &layer.scanner, &start, None, &mut findings);
                    }
                }
                layers.iter_mut().for_each(|layer| _ = layer.start.take_if(|of| of.at == at));
                continue;
            };
            let (winners, last) = self.winners(&layers, at, span);
            for (layer, winner) in layers.iter_mut().zip(&winners) {
                // All name starts inside the winner, its own among them.
                let inner = layer.scanner.until(span.end);
                let (mut scan, mut starts) = layer.before.clone();
                while let Some(start) = next_in_any_case(&inner, &mut starts, &mut scan)
                    && start.at < span.end
                {
                    self.add_findings(layer, &inner, &start, Some((at, winner)), &mut findings);
                }
                layer.pass(span.end, last);
            }
        }
        if layers.len() > 1 {
            findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
        }
        findings
    }

    /// Reads the text for the evidence of the document.
    fn read_layers<'t>(&'t self, text: Text<'t>) -> Vec<LayerRead<'t>> {
        let mut open: Vec<(u8, usize)> = Vec::new();
        if self.layers().is_empty() {
            let scanner = Scanner::new(&self.options, text);
            let mut progress = Progress::new(&self.options, OffsetUnit::Bytes);
            while let Some(draft) = scanner.next_draft(&mut progress) {
                if !draft.is_judged() {
                    open.push((0, draft.span.start));
                }
            }
            return alloc::vec![LayerRead::new(0, &self.options, text, progress.document, &open)];
        }
        let documents = self.read_documents(text, |layer, draft| {
            if !draft.is_judged() {
                open.push((layer, draft.span.start));
            }
        });
        (0..)
            .zip(self.layers())
            .zip(documents)
            .map(|((number, options), document)| {
                LayerRead::new(number, options, text, document, &open)
            })
            .collect()
    }

    /// What each layer has at the span of the longest name at an offset, and the class of the last
    /// character: the candidate that counts with its judgement, and those that it outranks.
    fn winners(&self, layers: &[LayerRead<'_>], at: usize, span: Span) -> (Vec<Winner>, Class) {
        let gazetteer = &self.options.gazetteer;
        let mut equal: Vec<(&LayerRead<'_>, Standing)> = Vec::new();
        let mut class = Class::Other;
        for layer in layers {
            if let Some((candidate, last)) = layer.longest_at(at).filter(|(of, _)| of.span == span)
            {
                let of = Standing::of(gazetteer, layer.number, &layer.scanner, candidate);
                equal.push((layer, of));
                class = last;
            }
        }
        let first = equal.iter().copied().reduce(
            |first, of| {
                if of.1.is_above(&first.1) { of } else { first }
            },
        );
        let mut judged: Vec<(u8, Winner)> = Vec::new();
        if let Some((layer, first)) = first {
            let seconds = equal.iter().rev().copied().filter(|(_, of)| of.is_second_to(&first));
            for (layer, of) in [(layer, first)].into_iter().chain(seconds) {
                let mut look = Look::NONE;
                look.of(&layer.scanner.tables, &layer.scanner.options.policy, &of.candidate);
                let cued = layer.open.binary_search(&of.candidate.span.start).is_ok();
                let winner =
                    self.winner(&layer.scanner, of.candidate, &look, cued, &layer.document);
                let is_mention = winner.judged.is_ok();
                judged.push((layer.number, winner));
                if is_mention {
                    break;
                }
            }
        }
        let mut of_layer = |layer: &LayerRead<'_>| {
            if let Some(at) = judged.iter().position(|(number, _)| *number == layer.number) {
                return judged.swap_remove(at).1;
            }
            let of = equal.iter().find(|(of, _)| of.number == layer.number);
            let candidate =
                of.map_or(Candidate { span, name: 0, readings: 0 }, |(_, of)| of.candidate);
            let is_decoy = first.is_some_and(|(_, first)| first.is_decoy());
            let reason = if is_decoy { Reason::Decoy } else { Reason::Outranked };
            Winner { candidate, judged: Err(reason), weighed: Vec::new(), cued: false }
        };
        (layers.iter().map(&mut of_layer).collect(), class)
    }

    /// Judges a candidate as tagging does, and keeps the evidence.
    fn winner(
        &self,
        scanner: &Scanner<'_>,
        candidate: Candidate,
        look: &Look,
        cued: bool,
        document: &Document,
    ) -> Winner {
        if look.taken().is_ok() && scanner.is_in_link(candidate.span) {
            let judged = Err(Reason::Link);
            return Winner { candidate, judged, weighed: Vec::new(), cued: false };
        }
        let highest = |reading: &Reading| scanner.highest_confidence(&candidate, reading);
        if look.is_remainder(&scanner.options.policy)
            && let Some(span) = scanner.trace(&candidate)
        {
            let judged = Err(Reason::Remainder(span));
            return Winner { candidate, judged, weighed: Vec::new(), cued: false };
        }
        let foreign = if look.is_judged_by_language() {
            scanner.foreign(&candidate, look)
        } else {
            Foreign::NONE
        };
        let mut weighed = Vec::new();
        let Some(cues) = scanner.cues.as_ref().filter(|_| cued) else {
            let judged = if foreign.is_none() {
                look.judge(&scanner.tables, &scanner.options.policy, &candidate, highest)
            } else {
                let judged = scanner.verdict_without_cues(&candidate, look).judge_language(
                    foreign,
                    highest,
                    |ground, weight, entity, span| {
                        weighed.push((entity, Weighed { ground, weight, span }))
                    },
                );
                checked(scanner, judged)
            };
            return Winner { candidate, judged, weighed, cued: !foreign.is_none() };
        };
        let trial = Trial::new(cues, &candidate, look);
        let means = |start, entities: &_| scanner.means(start, candidate.span, entities);
        let (near, _) = trial.near(
            &scanner.view_of(&candidate, &trial),
            scanner.options.policy.uses,
            means,
            |ground, weight, entity, span| weighed.push((entity, Weighed { ground, weight, span })),
        );
        let judged = scanner.verdict(cues, &candidate, look, document).judge(
            cues,
            &Near { foreign, ..near },
            document,
            highest,
            |ground, weight, entity, span| weighed.push((entity, Weighed { ground, weight, span })),
        );
        Winner { candidate, judged: checked(scanner, judged), weighed, cued: true }
    }

    /// Adds the findings of the names that begin at `start`. `covering` is the longest of them, or
    /// the candidate that covers them, and where its form begins: a mention may begin after the
    /// article of its form.
    fn add_findings<'s>(
        &'s self,
        layer: &LayerRead<'_>,
        scanner: &Scanner<'_>,
        start: &Start,
        covering: Option<(usize, &Winner)>,
        findings: &mut Vec<Finding<'s>>,
    ) {
        let gazetteer = &self.options.gazetteer;
        let (tables, reader) = (gazetteer.tables_of(layer.number), scanner.reader);
        let policy = &scanner.options.policy;
        let winner = covering.map(|(_, winner)| winner);
        let mut hits = Vec::new();
        scanner.each_joined_at(start, |hit| hits.push((hit, true)));
        scanner.each_at(start, |hit| hits.push((hit, false)));
        let is_winner = |name| winner.is_some_and(|winner| winner.candidate.name == name);
        hits.sort_by_key(|(hit, _)| (hit.end, !is_winner(hit.name), hit.name));
        // A name of several kinds was found several times.
        hits.dedup_by_key(|(hit, _)| (hit.end, hit.name));
        for (hit, is_joined) in hits {
            let span = Span::new(hit.start, hit.end);
            let readings = scanner.readings_of(&hit);
            let candidate = Candidate { span, name: hit.name, readings };
            // The span of a mention; the form has an article.
            let shown = scanner.without_article(candidate).span;
            let is_same_span = |(from, winner): &(usize, &Winner)| {
                (*from, winner.candidate.span.end) == (span.start, span.end)
            };
            let rival = covering.filter(is_same_span).map(|(_, winner)| winner);
            let won = rival.filter(|winner| winner.candidate.name == hit.name);
            for (index, (number, record)) in tables.readings(hit.name).enumerate() {
                if (record.entity().is_none() && !record.is_decoy())
                    || !hit.allowed.has(record.traits.bounds())
                    || gazetteer.takes_away(layer.number, number, &record)
                {
                    continue;
                }
                let wanted = || {
                    won.and_then(|winner| {
                        winner
                            .candidate
                            .wanted(&tables, policy)
                            .find(|wanted| usize::from(wanted.index) == index)
                    })
                };
                let before = || {
                    won.zip(wanted()).map(|(winner, reading)| {
                        by_priors(&tables, policy, &winner.candidate, &reading, |reading| {
                            scanner.highest_confidence(&winner.candidate, reading)
                        })
                        .confidence
                    })
                };
                let is_joined =
                    is_joined && scanner.joined_readings(hit.name, span) >> index & 1 == 1;
                let verdict = match (
                    if is_joined {
                        Ok(())
                    } else {
                        fits(&tables, policy, (hit.name, index), &record, &reader, span)
                            .and_then(|()| has_its_place(&tables, &reader, span, &record))
                    },
                    won,
                    winner,
                ) {
                    (Err(reason), _, _) => Verdict::Dropped(reason),
                    (Ok(()), Some(Winner { judged: Ok((taken, confidence)), .. }), _)
                        if usize::from(taken.index) == index =>
                    {
                        Verdict::Kept(*confidence)
                    }
                    (Ok(()), Some(Winner { judged: Err(Reason::Decoy), .. }), _) => {
                        Verdict::Dropped(Reason::Decoy)
                    }
                    (Ok(()), Some(Winner { judged: Err(Reason::Outranked), .. }), _) => {
                        Verdict::Dropped(Reason::Outranked)
                    }
                    (Ok(()), Some(winner), _)
                        if record.traits.yields
                            && (record.is_decoy()
                                || winner.candidate.is_outranked(
                                    &tables,
                                    policy,
                                    (index, record.traits.rank),
                                )) =>
                    {
                        Verdict::Dropped(Reason::Outranked)
                    }
                    (Ok(()), Some(winner), _) => {
                        Verdict::Dropped(match (wanted(), winner.judged) {
                            // Another form of an entity that has a wanted reading already.
                            (None, _) if policy.wants(&tables, (hit.name, index), &record) => {
                                Reason::LessLikely
                            }
                            (None, _) => Reason::NotAskedFor,
                            (Some(_), Err(Reason::Confidence(_))) if !winner.cued => {
                                Reason::Confidence(before().unwrap_or(0))
                            }
                            (Some(_), Err(reason)) => reason,
                            _ => Reason::LessLikely,
                        })
                    }
                    (Ok(()), None, Some(_)) if rival.is_some() => {
                        Verdict::Dropped(Reason::LessLikely)
                    }
                    (Ok(()), None, Some(winner)) => {
                        Verdict::Dropped(Reason::Inside(winner.candidate.span))
                    }
                    // Without a winner nothing fits.
                    (Ok(()), None, None) => Verdict::Dropped(Reason::Case),
                };
                let entity = record.entity();
                let judged = won.filter(|winner| winner.cued && wanted().is_some());
                let weighed = judged
                    .into_iter()
                    .flat_map(|winner| &winner.weighed)
                    .filter(|(of, _)| of.is_none() || *of == entity)
                    .map(|(_, weighed)| *weighed)
                    .collect();
                let before = judged.and_then(|_| before());
                findings.push(Finding {
                    span: shown,
                    entity: entity.map(|of| gazetteer.in_lowest(EntityId::new(layer.number, of.0))),
                    surface: tables.written_surface(&record),
                    verdict,
                    before,
                    weighed,
                });
            }
        }
    }
}
