//! Why a place is a mention, or why not.

use alloc::vec::Vec;

use crate::entity::{EntityId, EntityIndex};
use crate::gazetteer::{Surface, SurfaceRecord};
use crate::offsets::OffsetUnit;
use crate::prefilter::{Place, Scan};
use crate::resolve::{Candidate, Document, Ground, Look, Reason, confidence, fits};
use crate::span::Span;
use crate::tagger::{Progress, Scanner, Tagger};
use crate::text::Text;

/// One surface form that stands in a text between word boundaries, and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding<'t> {
    /// Where it stands, in bytes.
    pub span: Span,
    /// The entity that it would be a mention of; none for a decoy.
    pub entity: Option<EntityId>,
    /// The surface form.
    pub surface: Surface<'t>,
    /// What became of it.
    pub verdict: Verdict,
    /// Its confidence by the priors alone, if it was judged by what stands around it.
    pub before: Option<u8>,
    /// What spoke for and against it, in the order in which it was weighed.
    pub weighed: Vec<Weighed>,
}

/// Something that spoke for or against a reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Weighed {
    /// What it is.
    pub ground: Ground,
    /// Steps by which the odds were doubled, or halved if below 0.
    pub weight: i8,
    /// Where it stands, in bytes, if near the name.
    pub span: Option<Span>,
}

/// A candidate that covers a place, and what it was judged to be.
struct Winner {
    candidate: Candidate,
    judged: Result<(usize, SurfaceRecord, u8), Reason>,
    /// With the entity spoken of; none: every reading.
    weighed: Vec<(Option<EntityIndex>, Weighed)>,
    /// Whether it was judged by what stands around it.
    cued: bool,
}

/// What became of a surface form that stands in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is a mention with this confidence.
    Kept(u8),
    /// It is none.
    Dropped(Reason),
}

impl Tagger<'_> {
    /// Every surface form that stands in a text between word boundaries, kept or dropped, with the
    /// reason; by start, then by end, then the likeliest first.
    ///
    /// It explains tagging with [`Overlap::Longest`](crate::Overlap::Longest), whatever this
    /// tagger's overlap is: what is kept is what that gives.
    pub fn explain<'t>(&self, text: impl Into<Text<'t>>) -> Vec<Finding<'_>> {
        let text = text.into().bytes();
        let scanner = Scanner::new(&self.options, text);
        let mut progress = Progress::new(&self.options, OffsetUnit::Bytes);
        while scanner.next_draft(&mut progress).is_some() {}
        let mut findings = Vec::new();
        let mut scan = Scan::in_any_case();
        loop {
            let before = scan.clone();
            let Some(place) = scanner.prefilter.next(&scanner.reader, &mut scan, scanner.until)
            else {
                break;
            };
            match scanner.longest(place) {
                None => self.place(&scanner, place, None, &mut findings),
                Some((candidate, last)) => {
                    let winner = self.winner(&scanner, candidate, &progress.document);
                    // All places inside the winner, its own among them.
                    let mut inner = before;
                    while let Some(place) =
                        scanner.prefilter.next(&scanner.reader, &mut inner, candidate.span.end)
                    {
                        self.place(&scanner, place, Some(&winner), &mut findings);
                    }
                    scanner.prefilter.jump(&scanner.reader, &mut scan, candidate.span.end, last);
                }
            }
        }
        findings
    }

    /// Judges a candidate as tagging does, and keeps what was weighed.
    fn winner(&self, scanner: &Scanner<'_>, candidate: Candidate, document: &Document) -> Winner {
        let look = Look::at(&scanner.tables, &self.options.policy, &candidate);
        let most =
            |reading: usize, record: &SurfaceRecord| scanner.most(&candidate, reading, record);
        let Some(cues) = scanner
            .cues
            .as_ref()
            .filter(|_| look.is_cued(&self.options.policy) && look.taken().is_ok())
        else {
            return Winner {
                candidate,
                judged: look.judge(&self.options.policy, most),
                weighed: Vec::new(),
                cued: false,
            };
        };
        let mut weighed = Vec::new();
        let trial = scanner.trial(cues, &candidate);
        let means = |start, entities: &_| scanner.means(start, candidate.span, entities);
        let (near, _) = trial.near(
            &scanner.view(candidate.span),
            self.options.policy.uses,
            means,
            |ground, weight, entity, span| weighed.push((entity, Weighed { ground, weight, span })),
        );
        let judged = trial.settle(&near, document, most, |ground, weight, entity, span| {
            weighed.push((entity, Weighed { ground, weight, span }))
        });
        let judged = match judged {
            Some((_, _, confidence)) if confidence < self.options.policy.min_confidence => {
                Err(Reason::Confidence(confidence))
            }
            Some(judged) => Ok(judged),
            None => Err(Reason::NotAskedFor),
        };
        Winner { candidate, judged, weighed, cued: true }
    }

    /// The findings of the names that begin at a place, where `winner` is the longest one or covers
    /// it.
    fn place<'s>(
        &'s self,
        scanner: &Scanner<'_>,
        place: Place,
        winner: Option<&Winner>,
        findings: &mut Vec<Finding<'s>>,
    ) {
        let (tables, policy, reader) =
            (self.options.gazetteer.tables(), &self.options.policy, scanner.reader);
        scanner.walk(place, |hit| {
            let span = Span::new(place.start, hit.end);
            let won = winner.filter(|winner| winner.candidate.span == span);
            for (index, (_, record)) in tables.readings(hit.name).enumerate() {
                if record.entity().is_none() && !record.is_decoy() {
                    continue;
                }
                let wanted = || {
                    won.and_then(|winner| {
                        winner
                            .candidate
                            .wanted(&tables, policy)
                            .find(|(wanted, _)| *wanted == index)
                    })
                };
                let before = || {
                    won.zip(wanted()).map(|(winner, (_, record))| {
                        confidence(&tables, policy, &winner.candidate, &record, |record| {
                            scanner.most(&winner.candidate, index, record)
                        })
                    })
                };
                let verdict = match (
                    fits(&tables, policy, &record, &reader.text[span.range()], reader.html),
                    won,
                    winner,
                ) {
                    (Err(reason), _, _) => Verdict::Dropped(reason),
                    (Ok(()), Some(Winner { judged: Ok((taken, _, confidence)), .. }), _)
                        if *taken == index =>
                    {
                        Verdict::Kept(*confidence)
                    }
                    (Ok(()), Some(Winner { judged: Err(Reason::Decoy), .. }), _) => {
                        Verdict::Dropped(Reason::Decoy)
                    }
                    (Ok(()), Some(winner), _) => {
                        Verdict::Dropped(match (wanted(), winner.judged) {
                            // Another form of an entity that is wanted already.
                            (None, _) if policy.wants(&tables, &record) => Reason::LessLikely,
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
        });
    }
}
