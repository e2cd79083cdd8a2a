//! From offsets to mentions: the loop behind every call.

use super::{Inner, Input, Overlap};
use crate::fold::{Class, Reader};
use crate::mention::Mention;
use crate::offsets::{Counter, OffsetUnit};
use crate::prefilter::Scan;
use crate::resolve::case::in_run_of_capitals;
use crate::resolve::{Candidate, confidence, judge, readings};
use crate::span::Span;

/// How far a text was read, and what must be known of it to go on. Offsets are those of the window at hand.
#[derive(Clone)]
pub(crate) struct Progress {
    pub(crate) scan: Scan,
    /// With [`Overlap::All`], the place whose names are being given, and how many of them were.
    given: Option<(usize, usize)>,
    /// Where the decoys seen so far end.
    hidden_until: usize,
    pub(crate) counter: Counter,
}

impl Progress {
    pub(crate) const fn new(unit: OffsetUnit) -> Self {
        Self { scan: Scan::new(), given: None, hidden_until: 0, counter: Counter::new(unit) }
    }

    /// The same after the first `bytes` bytes of the window were dropped.
    pub(crate) fn shift(&mut self, bytes: usize) {
        self.scan.shift(bytes);
        self.hidden_until = self.hidden_until.saturating_sub(bytes);
    }
}

/// One window of a text.
#[derive(Clone, Copy)]
pub(crate) struct Scanner<'t> {
    pub(crate) tagger: &'t Inner,
    pub(crate) reader: Reader<'t>,
    /// Offset of the window in the text.
    pub(crate) base: usize,
    /// Names may begin before this offset of the window.
    pub(crate) until: usize,
}

impl<'t> Scanner<'t> {
    /// Over a whole text.
    pub(crate) fn new(tagger: &'t Inner, text: &'t [u8]) -> Self {
        Self::window(tagger, text, 0, text.len())
    }

    /// Over a part of a text, for names that begin before `until`.
    pub(crate) fn window(tagger: &'t Inner, text: &'t [u8], base: usize, until: usize) -> Self {
        Self { tagger, reader: Reader::new(text, tagger.input == Input::Html), base, until }
    }

    /// The next mention, and its span in bytes of the window.
    pub(crate) fn next(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        match self.tagger.overlap {
            Overlap::Longest => self.next_longest(progress),
            Overlap::All => self.next_of_all(progress),
        }
    }

    fn next_longest(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        let tagger = self.tagger;
        loop {
            let start = tagger.prefilter.next(&self.reader, &mut progress.scan, self.until)?;
            let Some((candidate, last)) = self.longest(start) else { continue };
            progress.scan.jump(candidate.span.end, last);
            if let Ok((index, confidence)) = judge(&tagger.gazetteer, &tagger.policy, &candidate, || self.in_capitals(candidate.span)) {
                return self.mention(progress, &candidate, index, confidence);
            }
        }
    }

    /// The longest name that begins at `start` with a reading that fits, and the class of its last character.
    pub(crate) fn longest(&self, start: usize) -> Option<(Candidate, Class)> {
        let mut longest = None;
        self.each(start, |candidate, last| longest = Some((candidate, last)));
        longest
    }

    /// Calls `found` for every name that begins at `start` with a reading that fits, the shortest first.
    fn each(&self, start: usize, mut found: impl FnMut(Candidate, Class)) {
        let tagger = self.tagger;
        tagger.automaton.walk(
            |form| tagger.gazetteer.folded_form(form),
            &self.reader,
            start,
            |hit| {
                let span = Span::new(start, hit.end);
                let readings = readings(&tagger.gazetteer, &tagger.policy, hit.form, &hit.cases, &self.reader.text[span.range()], self.reader.html);
                if readings != 0 {
                    found(Candidate { span, form: hit.form, readings }, hit.last);
                }
            },
        );
    }

    fn next_of_all(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        let tagger = self.tagger;
        loop {
            let (start, given) = match progress.given.take() {
                Some(place) => place,
                None => {
                    let start = tagger.prefilter.next(&self.reader, &mut progress.scan, self.until)?;
                    self.each(start, |candidate, _| {
                        if candidate.is_decoy(&tagger.gazetteer) {
                            progress.hidden_until = progress.hidden_until.max(candidate.span.end);
                        }
                    });
                    (start, 0)
                }
            };
            // Names at one place are few; walking again for each needs no memory to keep them in.
            let mut count = 0;
            let mut next = None;
            self.each(start, |candidate, _| {
                if candidate.span.end <= progress.hidden_until {
                    return;
                }
                for (index, record) in candidate.wanted(&tagger.gazetteer, &tagger.policy) {
                    let confidence = confidence(&tagger.gazetteer, &tagger.policy, &candidate, record, || self.in_capitals(candidate.span));
                    if confidence >= tagger.policy.min_confidence {
                        if count == given {
                            next = Some((candidate, index, confidence));
                        }
                        count += 1;
                    }
                }
            });
            if let Some((candidate, index, confidence)) = next {
                progress.given = Some((start, given + 1));
                return self.mention(progress, &candidate, index, confidence);
            }
        }
    }

    pub(crate) fn in_capitals(&self, span: Span) -> bool {
        in_run_of_capitals(self.reader.text, span.start, span.end)
    }

    fn mention(&self, progress: &mut Progress, candidate: &Candidate, index: usize, confidence: u8) -> Option<(Mention, Span)> {
        let gazetteer = &self.tagger.gazetteer;
        let record = gazetteer.surfaces_of_form(candidate.form).get(index)?;
        let entity = record.entity()?;
        let mention = Mention {
            span: progress.counter.convert(self.reader.text, self.base, candidate.span),
            entity,
            form: candidate.form,
            readings: candidate.readings,
            kind: gazetteer.kind_of(entity),
            role: record.role,
            confidence,
        };
        Some((mention, candidate.span))
    }
}

/// The candidate that a mention was.
pub(super) fn candidate_of(mention: &Mention) -> Candidate {
    Candidate { span: mention.span, form: mention.form, readings: mention.readings }
}
