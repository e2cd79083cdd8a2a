//! Why a span of a text is a mention, or why it is not.
//!
//! `explain` takes the steps of tagging once more, in two passes. The first reads the whole text,
//! for the evidence of the document. The second finds the winner at each offset (the longest name
//! that fits), judges it, and reports it with every other name inside it.

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
use crate::tagger::{Progress, Scanner, Start, Starts, Tagger};
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
        let scanner = Scanner::new(&self.options, text);
        let mut progress = Progress::new(&self.options, OffsetUnit::Bytes);
        let mut open: Vec<usize> = Vec::new();
        while let Some(draft) = scanner.next_draft(&mut progress) {
            if !draft.is_judged() {
                open.push(draft.span.start);
            }
        }
        let mut findings = Vec::new();
        let (mut scan, mut starts, mut look) = (Scan::in_any_case(), Starts::new(), Look::NONE);
        // In whatever case: why a name does not count is reported too.
        let next = |scanner: &Scanner<'_>, starts: &mut Starts, scan: &mut Scan| {
            scanner.next_start(starts, scan, &mut |_| 1)
        };
        loop {
            let before = (scan.clone(), starts.clone());
            let Some(start) = next(&scanner, &mut starts, &mut scan) else { break };
            let mut longest: Option<(Candidate, Class)> = None;
            scanner.each_fitting_at(&start, |candidate, last| {
                if longest.is_none_or(|(known, _)| candidate.span.end > known.span.end) {
                    longest = Some((candidate, last));
                }
            });
            match longest {
                None => self.add_findings(&scanner, &start, None, &mut findings),
                Some((candidate, last)) => {
                    look.of(&scanner.tables, &self.options.policy, &candidate);
                    let cued = open.binary_search(&candidate.span.start).is_ok();
                    let winner = self.winner(&scanner, candidate, &look, cued, &progress.document);
                    // All name starts inside the winner, its own among them.
                    let (mut scan_inside, mut starts_inside) = before;
                    let inner = scanner.until(candidate.span.end);
                    while let Some(start) = next(&inner, &mut starts_inside, &mut scan_inside)
                        && start.at < candidate.span.end
                    {
                        self.add_findings(&inner, &start, Some(&winner), &mut findings);
                    }
                    scanner.jump(&mut starts, &mut scan, &candidate, last);
                }
            }
        }
        findings
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
        if look.is_remainder(&self.options.policy)
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
                look.judge(&scanner.tables, &self.options.policy, &candidate, highest)
            } else {
                let judged = scanner.verdict_without_cues(&candidate, look).judge_language(
                    foreign,
                    highest,
                    |ground, weight, entity, span| {
                        weighed.push((entity, Weighed { ground, weight, span }))
                    },
                );
                self.checked(judged)
            };
            return Winner { candidate, judged, weighed, cued: !foreign.is_none() };
        };
        let trial = Trial::new(cues, &candidate, look);
        let means = |start, entities: &_| scanner.means(start, candidate.span, entities);
        let (near, _) = trial.near(
            &scanner.view_of(&candidate, &trial),
            self.options.policy.uses,
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
        Winner { candidate, judged: self.checked(judged), weighed, cued: true }
    }

    /// The reading and its confidence, if that is not below the least one.
    fn checked(&self, judged: Option<Judged>) -> Result<(Reading, u8), Reason> {
        judged.ok_or(Reason::NotAskedFor)?.checked(&self.options.policy)
    }

    /// Adds the findings of the names that begin at `start`. `winner` is the longest of them, or
    /// the candidate that covers them.
    fn add_findings<'s>(
        &'s self,
        scanner: &Scanner<'_>,
        start: &Start,
        winner: Option<&Winner>,
        findings: &mut Vec<Finding<'s>>,
    ) {
        let (tables, policy, reader) =
            (self.options.gazetteer.tables(), &self.options.policy, scanner.reader);
        let mut hits = Vec::new();
        scanner.each_joined_at(start, |hit| hits.push((hit, true)));
        scanner.each_at(start, |hit| hits.push((hit, false)));
        hits.sort_by_key(|(hit, _)| hit.end);
        // A name of several kinds was found several times.
        hits.dedup_by_key(|(hit, _)| hit.end);
        for (hit, is_joined) in hits {
            let span = Span::new(hit.start, hit.end);
            let won = winner.filter(|winner| winner.candidate.span == span);
            for (index, (_, record)) in tables.readings(hit.name).enumerate() {
                if (record.entity().is_none() && !record.is_decoy())
                    || !hit.allowed.has(record.traits.bounds())
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
                    span,
                    entity: entity.map(EntityIndex::id),
                    surface: tables.written_surface(&record),
                    verdict,
                    before,
                    weighed,
                });
            }
        }
    }
}
