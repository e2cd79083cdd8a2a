//! From offsets to mentions: the loop behind every call.

use super::draft::{Draft, State};
use super::options::{Input, Options, Overlap};
use crate::automaton::{Automaton, Hit};
use crate::entity::EntityIndex;
use crate::fold::{Class, Reader};
use crate::gazetteer::{Cues, SurfaceRecord, Tables};
use crate::mention::Mention;
use crate::offsets::{Counter, OffsetUnit};
use crate::prefilter::{Place, Prefilter, Scan};
use crate::resolve::{
    Candidate, Document, Look, Near, READINGS, Trial, View, case, confidence, readings,
};
use crate::span::Span;

/// How far a text was read, and what must be known of it to go on. Offsets are those of the window
/// at hand.
#[derive(Clone)]
pub(crate) struct Progress {
    pub(crate) scan: Scan,
    /// With [`Overlap::All`], the place whose names are being given, and how many of them were.
    given: Option<(Place, usize)>,
    /// Where the decoys seen so far end.
    hidden_until: usize,
    pub(crate) counter: Counter,
    pub(crate) document: Document,
}

impl Progress {
    pub(crate) const fn new(options: &Options<'_>, unit: OffsetUnit) -> Self {
        let scan = if options.policy.lower_case { Scan::in_any_case() } else { Scan::new() };
        Self {
            scan,
            given: None,
            hidden_until: 0,
            counter: Counter::new(unit),
            document: Document::new(),
        }
    }

    /// The same after the first `bytes` bytes of the window were dropped.
    #[cfg(feature = "alloc")]
    pub(crate) fn shift(&mut self, bytes: usize) {
        self.scan.shift(bytes);
        self.hidden_until = self.hidden_until.saturating_sub(bytes);
    }
}

/// What is known of a candidate without the rest of the document.
enum Found {
    /// What it is, with its confidence.
    Plain(SurfaceRecord, u8),
    /// It has cues.
    Cued,
}

/// How many names at one place wait to be looked at.
const HITS: usize = 4;

/// One window of a text.
#[derive(Clone, Copy)]
pub(crate) struct Scanner<'t> {
    pub(crate) options: &'t Options<'t>,
    pub(crate) tables: Tables<'t>,
    /// None if they are not to be looked at.
    pub(crate) cues: Option<Cues<'t>>,
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
    pub(crate) fn new(options: &'t Options<'t>, text: &'t [u8]) -> Self {
        Self::window(options, text, 0, text.len())
    }

    /// Over a part of a text, for names that begin before `until`.
    pub(crate) fn window(
        options: &'t Options<'t>,
        text: &'t [u8],
        base: usize,
        until: usize,
    ) -> Self {
        let gazetteer = &options.gazetteer;
        let reader = Reader::new(text, options.input == Input::Html);
        let tables = gazetteer.tables();
        let cues = options.policy.context.then(|| tables.cues()).filter(|cues| !cues.is_empty());
        Self {
            options,
            tables,
            cues,
            prefilter: gazetteer.prefilter(options.backend),
            automaton: gazetteer.automaton(),
            reader,
            base,
            until,
        }
    }

    /// The next mention, and its span in bytes of the window.
    pub(crate) fn next(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        match self.options.overlap {
            Overlap::Longest => self.next_longest(progress),
            Overlap::All => self.next_of_all(progress),
        }
    }

    fn next_longest(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        loop {
            let (candidate, found) = self.next_found(progress)?;
            let judged = match found {
                Found::Plain(record, confidence) => Some((record, confidence)),
                Found::Cued => self.cues.as_ref().and_then(|cues| {
                    let trial = self.trial(cues, &candidate);
                    let near = self.weigh(&trial, &candidate, &mut progress.document);
                    self.settle_trial(&trial, &candidate, &near, &progress.document)
                }),
            };
            if let Some((record, confidence)) = judged {
                return self.mention(progress, &candidate, &record, confidence);
            }
        }
    }

    /// The next place of a name that is a mention or, if it has cues, may be one. Tells the
    /// document of names without cues.
    #[inline(always)]
    fn next_found(&self, progress: &mut Progress) -> Option<(Candidate, Found)> {
        let policy = &self.options.policy;
        loop {
            let place = self.prefilter.next(&self.reader, &mut progress.scan, self.until)?;
            let Some((candidate, last)) = self.longest(place) else { continue };
            self.prefilter.jump(&self.reader, &mut progress.scan, candidate.span.end, last);
            let look = Look::at(&self.tables, policy, &candidate);
            if let Some(cues) = &self.cues {
                look.tell(cues, self.reader.text, candidate.span, &mut progress.document);
                match look.is_cued(policy) {
                    true if look.taken().is_ok() => return Some((candidate, Found::Cued)),
                    true => continue,
                    false => {}
                }
            }
            if let Ok((_, record, confidence)) =
                look.judge(policy, |reading, record| self.most(&candidate, reading, record))
            {
                return Some((candidate, Found::Plain(record, confidence)));
            }
        }
    }

    /// What stands near a candidate with cues weighs for each reading; the document is told.
    fn weigh(&self, trial: &Trial<'_>, candidate: &Candidate, document: &mut Document) -> Near {
        let means = |start, entities: &_| self.means(start, candidate.span, entities);
        let (near, defined) = trial.near(
            &self.view(candidate.span),
            self.options.policy.uses,
            means,
            |_, _, _, _| {},
        );
        document.sense(candidate.name, trial.first(), &near, defined);
        near
    }

    /// The next place that may be a mention, judged without the rest of the document.
    pub(crate) fn next_draft(&self, progress: &mut Progress) -> Option<Draft> {
        loop {
            let (candidate, found) = self.next_found(progress)?;
            match (found, &self.cues) {
                (Found::Plain(record, confidence), _) => {
                    match self.mention_at(candidate.span, &candidate, &record, confidence) {
                        Some(mention) => return Some(Draft::of(&mention, candidate.span)),
                        None => continue,
                    }
                }
                (Found::Cued, Some(cues)) => {
                    let near = self.weigh(
                        &self.trial(cues, &candidate),
                        &candidate,
                        &mut progress.document,
                    );
                    let Candidate { span, name, readings } = candidate;
                    return Some(Draft { span, name, readings, state: State::Open(near) });
                }
                (Found::Cued, None) => {}
            }
        }
    }

    pub(crate) fn view(&self, span: Span) -> View<'t> {
        View::new(&self.reader, self.base, span)
    }

    pub(crate) fn trial<'s>(&'s self, cues: &'s Cues<'t>, candidate: &Candidate) -> Trial<'s> {
        Trial::new(&self.tables, cues, &self.options.policy, candidate)
    }

    /// What a candidate with cues is, by what stands near and by what the document has said; none
    /// if that is less sure than asked for.
    fn settle_trial(
        &self,
        trial: &Trial<'_>,
        candidate: &Candidate,
        near: &Near,
        document: &Document,
    ) -> Option<(SurfaceRecord, u8)> {
        let (_, record, confidence) = trial.settle(
            near,
            document,
            |reading, record| self.most(candidate, reading, record),
            |_, _, _, _| {},
        )?;
        (confidence >= self.options.policy.min_confidence).then_some((record, confidence))
    }

    /// Which of these entities the longest name means that begins at `start`, near a name at
    /// `span`, and where that name ends.
    pub(crate) fn means(
        &self,
        start: usize,
        span: Span,
        entities: &[Option<EntityIndex>; READINGS],
    ) -> Option<(u8, usize)> {
        let (text, end) = self.view(span).cut_text();
        let reader = Reader::new(text, self.reader.html);
        let mut longest = None;
        self.automaton.walk(
            |name| self.tables.form(name),
            &reader,
            Place { start, len: 0 },
            |hit| {
                if hit.end <= end {
                    longest = Some(hit);
                }
            },
        );
        let hit = longest?;
        let meant = (0..).zip(entities).find(|(_, entity)| {
            entity.is_some()
                && self.tables.readings(hit.name).any(|(_, record)| record.entity() == **entity)
        });
        meant.map(|(reading, _)| (reading, hit.end))
    }

    /// The longest name that begins at a place with a reading that fits, and the class of its last
    /// character.
    #[inline]
    pub(crate) fn longest(&self, place: Place) -> Option<(Candidate, Class)> {
        // Shorter names are looked at only where no longer one fits; of many the shortest are
        // looked at before they are forgotten.
        let none = Hit { name: 0, end: place.start, last: Class::Other };
        let (mut hits, mut count, mut shorter) = ([none; HITS], 0, None);
        self.walk(place, |hit| {
            if count == HITS {
                shorter = self.candidate(place, &hits[0]).or(shorter);
                hits.rotate_left(1);
                count -= 1;
            }
            hits[count % HITS] = hit;
            count += 1;
        });
        hits[..count].iter().rev().find_map(|hit| self.candidate(place, hit)).or(shorter)
    }

    /// What a name may be, if a reading of it fits, and the class of its last character.
    #[inline]
    fn candidate(&self, place: Place, hit: &Hit) -> Option<(Candidate, Class)> {
        let span = Span::new(place.start, hit.end);
        let readings = readings(
            &self.tables,
            &self.options.policy,
            hit.name,
            &self.reader.text[span.range()],
            self.reader.html,
        );
        (readings != 0).then_some((Candidate { span, name: hit.name, readings }, hit.last))
    }

    /// Calls `found` for every name that begins at a place with a reading that fits, the shortest
    /// first.
    fn each(&self, place: Place, mut found: impl FnMut(Candidate)) {
        self.walk(place, |hit| {
            if let Some((candidate, _)) = self.candidate(place, &hit) {
                found(candidate);
            }
        });
    }

    /// Calls `found` for every name that begins at a place and ends at a word boundary, the
    /// shortest first.
    pub(crate) fn walk(&self, place: Place, found: impl FnMut(Hit)) {
        self.automaton.walk(|name| self.tables.form(name), &self.reader, place, found);
    }

    fn next_of_all(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        let (tables, policy) = (&self.tables, &self.options.policy);
        loop {
            let (place, given) = match progress.given.take() {
                Some(place) => place,
                None => {
                    let place =
                        self.prefilter.next(&self.reader, &mut progress.scan, self.until)?;
                    self.each(place, |candidate| {
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
            self.each(place, |candidate| {
                if candidate.span.end <= progress.hidden_until {
                    return;
                }
                for (reading, record) in candidate.wanted(tables, policy) {
                    let confidence = confidence(tables, policy, &candidate, &record, |record| {
                        self.most(&candidate, reading, record)
                    });
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

    /// How sure a reading of a candidate can be at most by the case in which it stands.
    #[inline]
    pub(crate) fn most(&self, candidate: &Candidate, reading: usize, record: &SurfaceRecord) -> u8 {
        case::most(
            &self.tables,
            &self.options.policy,
            candidate.name,
            candidate.span,
            reading,
            record,
            &self.reader,
        )
    }

    fn mention(
        &self,
        progress: &mut Progress,
        candidate: &Candidate,
        record: &SurfaceRecord,
        confidence: u8,
    ) -> Option<(Mention, Span)> {
        let mention = self.mention_at(candidate.span, candidate, record, confidence)?;
        Some((
            Mention {
                span: progress.counter.convert(self.reader.text, self.base, candidate.span),
                ..mention
            },
            candidate.span,
        ))
    }

    fn mention_at(
        &self,
        span: Span,
        candidate: &Candidate,
        record: &SurfaceRecord,
        confidence: u8,
    ) -> Option<Mention> {
        let entity = record.entity()?;
        let (kind, role) = (self.tables.kind_of(entity), record.traits.role);
        Some(Mention {
            span,
            entity,
            name: candidate.name,
            readings: candidate.readings,
            kind,
            role,
            confidence,
        })
    }

    /// What a draft is by what is known of the document; its span stays in bytes.
    pub(super) fn settle(&self, draft: &Draft, document: &Document) -> Option<Mention> {
        let Draft { span, name, readings, state } = *draft;
        let near = match state {
            State::Judged { entity, kind, role, confidence } => {
                return Some(Mention { span, entity, name, readings, kind, role, confidence });
            }
            State::Open(near) => near,
        };
        let candidate = Candidate { span, name, readings };
        let trial = self.trial(self.cues.as_ref()?, &candidate);
        let (record, confidence) = self.settle_trial(&trial, &candidate, &near, document)?;
        self.mention_at(span, &candidate, &record, confidence)
    }
}
