//! Why a place is a mention, or why not.

use alloc::vec::Vec;

use crate::entity::EntityId;
use crate::gazetteer::Surface;
use crate::prefilter::{Place, Scan};
use crate::resolve::{Candidate, Reason, confidence, fits, judge};
use crate::span::Span;
use crate::tagger::{Scanner, Tagger};

/// One surface form that stands in a text between word boundaries, and what became of it.
#[derive(Clone, Debug)]
pub struct Finding<'t> {
    /// Where it stands, in bytes.
    pub span: Span,
    /// The entity that it would be a mention of; none for a decoy.
    pub entity: Option<EntityId>,
    /// The surface form.
    pub surface: Surface<'t>,
    /// What became of it.
    pub verdict: Verdict,
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
    /// Every surface form that stands in a text between word boundaries, kept or dropped, with the reason; by start, then by end, then the likeliest first.
    ///
    /// It explains tagging with [`Overlap::Longest`](crate::Overlap::Longest), whatever this tagger's overlap is: what is kept is what that gives.
    pub fn explain(&self, text: impl AsRef<[u8]>) -> Vec<Finding<'_>> {
        let text = text.as_ref();
        let scanner = Scanner::new(self, text);
        let mut findings = Vec::new();
        let mut scan = Scan::in_any_case();
        loop {
            let before = scan.clone();
            let Some(place) = scanner.prefilter.next(&scanner.reader, &mut scan, scanner.until) else { break };
            match scanner.longest(place) {
                None => self.place(&scanner, place, None, &mut findings),
                Some((winner, last)) => {
                    // All places inside the winner, its own among them.
                    let mut inner = before;
                    while let Some(place) = scanner.prefilter.next(&scanner.reader, &mut inner, winner.span.end) {
                        self.place(&scanner, place, Some(&winner), &mut findings);
                    }
                    scanner.prefilter.jump(&scanner.reader, &mut scan, winner.span.end, last);
                }
            }
        }
        findings
    }

    /// The findings of the names that begin at a place, where `winner` is the longest one or covers it.
    fn place<'s>(&'s self, scanner: &Scanner<'_>, place: Place, winner: Option<&Candidate>, findings: &mut Vec<Finding<'s>>) {
        let (tables, policy, reader) = (self.gazetteer.tables(), &self.policy, scanner.reader);
        scanner.walk(place, |hit| {
            let span = Span::new(place.start, hit.end);
            let won = winner.filter(|winner| winner.span == span);
            let judged = won.map(|winner| (winner, judge(&tables, policy, winner, || scanner.in_capitals(span))));
            for (index, (_, record)) in tables.readings(hit.name).enumerate() {
                let verdict = match (fits(&tables, policy, &record, &reader.text[span.range()], reader.html), &judged, winner) {
                    (Err(reason), _, _) => Verdict::Dropped(reason),
                    (Ok(()), Some((_, Ok((taken, _, confidence)))), _) if *taken == index => Verdict::Kept(*confidence),
                    (Ok(()), Some((_, Err(Reason::Decoy))), _) => Verdict::Dropped(Reason::Decoy),
                    (Ok(()), Some((winner, judgement)), _) => Verdict::Dropped(match winner.wanted(&tables, policy).find(|(wanted, _)| *wanted == index) {
                        // Another form of an entity that is wanted already.
                        None if policy.wants(&tables, &record) => Reason::LessLikely,
                        None => Reason::NotAskedFor,
                        Some((_, record)) => match judgement {
                            Err(Reason::Confidence(_)) => Reason::Confidence(confidence(&tables, policy, winner, &record, || scanner.in_capitals(span))),
                            _ => Reason::LessLikely,
                        },
                    }),
                    (Ok(()), None, Some(winner)) => Verdict::Dropped(Reason::Inside(winner.span)),
                    // Without a winner nothing fits.
                    (Ok(()), None, None) => Verdict::Dropped(Reason::Case),
                };
                findings.push(Finding { span, entity: record.entity(), surface: tables.written_surface(&record), verdict });
            }
        });
    }
}
