//! From offsets to mentions: the loop behind every call.

use super::{Input, Overlap, Tagger};
use crate::automaton::{Automaton, Hit};
use crate::fold::{Class, Reader};
use crate::gazetteer::{SurfaceRecord, Tables};
use crate::mention::Mention;
use crate::offsets::{Counter, OffsetUnit};
use crate::prefilter::{Place, Prefilter, Scan};
use crate::resolve::case::in_run_of_capitals;
use crate::resolve::{Candidate, confidence, judge, readings};
use crate::span::Span;

/// How far a text was read, and what must be known of it to go on. Offsets are those of the window at hand.
#[derive(Clone)]
pub(crate) struct Progress {
    pub(crate) scan: Scan,
    /// With [`Overlap::All`], the place whose names are being given, and how many of them were.
    given: Option<(Place, usize)>,
    /// Where the decoys seen so far end.
    hidden_until: usize,
    pub(crate) counter: Counter,
}

impl Progress {
    pub(crate) const fn new(unit: OffsetUnit) -> Self {
        Self { scan: Scan::new(), given: None, hidden_until: 0, counter: Counter::new(unit) }
    }

    /// The same after the first `bytes` bytes of the window were dropped.
    #[cfg(feature = "alloc")]
    pub(crate) fn shift(&mut self, bytes: usize) {
        self.scan.shift(bytes);
        self.hidden_until = self.hidden_until.saturating_sub(bytes);
    }
}

/// One window of a text.
#[derive(Clone, Copy)]
pub(crate) struct Scanner<'t> {
    pub(crate) tagger: &'t Tagger<'t>,
    pub(crate) tables: Tables<'t>,
    pub(crate) prefilter: Prefilter<'t>,
    automaton: Automaton<'t>,
    pub(crate) reader: Reader<'t>,
    /// Offset of the window in the text.
    pub(crate) base: usize,
    /// Names may begin before this offset of the window.
    pub(crate) until: usize,
}

impl<'t> Scanner<'t> {
    /// Over a whole text.
    pub(crate) fn new(tagger: &'t Tagger<'t>, text: &'t [u8]) -> Self {
        Self::window(tagger, text, 0, text.len())
    }

    /// Over a part of a text, for names that begin before `until`.
    pub(crate) fn window(tagger: &'t Tagger<'t>, text: &'t [u8], base: usize, until: usize) -> Self {
        let gazetteer = &tagger.gazetteer;
        let reader = Reader::new(text, tagger.input == Input::Html);
        Self { tagger, tables: gazetteer.tables(), prefilter: gazetteer.prefilter(tagger.backend), automaton: gazetteer.automaton(), reader, base, until }
    }

    /// The next mention, and its span in bytes of the window.
    pub(crate) fn next(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        match self.tagger.overlap {
            Overlap::Longest => self.next_longest(progress),
            Overlap::All => self.next_of_all(progress),
        }
    }

    fn next_longest(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        loop {
            let place = self.prefilter.next(&self.reader, &mut progress.scan, self.until)?;
            let Some((candidate, last)) = self.longest(place) else { continue };
            self.prefilter.jump(&self.reader, &mut progress.scan, candidate.span.end, last);
            if let Ok((_, record, confidence)) = judge(&self.tables, &self.tagger.policy, &candidate, || self.in_capitals(candidate.span)) {
                return self.mention(progress, &candidate, &record, confidence);
            }
        }
    }

    /// The longest name that begins at a place with a reading that fits, and the class of its last character.
    pub(crate) fn longest(&self, place: Place) -> Option<(Candidate, Class)> {
        let mut longest = None;
        self.each(place, |candidate, last| longest = Some((candidate, last)));
        longest
    }

    /// Calls `found` for every name that begins at a place with a reading that fits, the shortest first.
    fn each(&self, place: Place, mut found: impl FnMut(Candidate, Class)) {
        self.walk(place, |hit| {
            let span = Span::new(place.start, hit.end);
            let readings = readings(&self.tables, &self.tagger.policy, hit.name, &self.reader.text[span.range()], self.reader.html);
            if readings != 0 {
                found(Candidate { span, name: hit.name, readings }, hit.last);
            }
        });
    }

    /// Calls `found` for every name that begins at a place and ends at a word boundary, the shortest first.
    pub(crate) fn walk(&self, place: Place, found: impl FnMut(Hit)) {
        self.automaton.walk(|name| self.tables.form(name), &self.reader, place, found);
    }

    fn next_of_all(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        let (tables, policy) = (&self.tables, &self.tagger.policy);
        loop {
            let (place, given) = match progress.given.take() {
                Some(place) => place,
                None => {
                    let place = self.prefilter.next(&self.reader, &mut progress.scan, self.until)?;
                    self.each(place, |candidate, _| {
                        if candidate.is_decoy(tables) {
                            progress.hidden_until = progress.hidden_until.max(candidate.span.end);
                        }
                    });
                    (place, 0)
                }
            };
            // Names at one place are few; walking again for each needs no memory to keep them in.
            let mut count = 0;
            let mut next = None;
            self.each(place, |candidate, _| {
                if candidate.span.end <= progress.hidden_until {
                    return;
                }
                for (_, record) in candidate.wanted(tables, policy) {
                    let confidence = confidence(tables, policy, &candidate, &record, || self.in_capitals(candidate.span));
                    if confidence >= policy.min_confidence {
                        if count == given {
                            next = Some((candidate, record, confidence));
                        }
                        count += 1;
                    }
                }
            });
            if let Some((candidate, record, confidence)) = next {
                progress.given = Some((place, given + 1));
                return self.mention(progress, &candidate, &record, confidence);
            }
        }
    }

    pub(crate) fn in_capitals(&self, span: Span) -> bool {
        in_run_of_capitals(self.reader.text, span.start, span.end)
    }

    fn mention(&self, progress: &mut Progress, candidate: &Candidate, record: &SurfaceRecord, confidence: u8) -> Option<(Mention, Span)> {
        let entity = record.entity()?;
        let mention = Mention {
            span: progress.counter.convert(self.reader.text, self.base, candidate.span),
            entity,
            name: candidate.name,
            readings: candidate.readings,
            kind: self.tables.kind_of(entity),
            role: record.traits.role,
            confidence,
        };
        Some((mention, candidate.span))
    }
}

/// The candidate that a mention was.
pub(super) fn candidate_of(mention: &Mention) -> Candidate {
    Candidate { span: mention.span, name: mention.name, readings: mention.readings }
}
