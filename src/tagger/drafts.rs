//! Places that may be mentions, and what they are when the whole text is known.
//!
//! A name with cues is judged with the whole text, which is known only at its end. Until then what
//! stands near the name is kept as a [`Draft`].

use core::fmt;
use core::ops::ControlFlow;

use super::{Overlap, Progress, Scanner, Tagger};
use crate::entity::{EntityIndex, Role};
use crate::mention::Mention;
use crate::offsets::{Counter, OffsetUnit};
use crate::resolve::{Document, Near};
use crate::span::Span;
use crate::text::Text;

/// A place of a text that may be a mention, or is one: what [`Drafts`] return. 32 bytes. Of use only
/// to the drafts that returned it, or to others of the same text and tagger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Draft {
    /// In bytes.
    pub(super) span: Span,
    /// The number of the name in the gazetteer.
    pub(super) name: u32,
    /// Which of the name's surface forms the text fits, by bit.
    pub(super) readings: u32,
    pub(super) state: State,
}

/// What is known of a place before the text has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    /// It is a mention, whatever follows.
    Judged { entity: EntityIndex, kind: u8, role: Role, confidence: u8 },
    /// The rest of the document decides, with this near it.
    Open(Near),
}

const _: () = assert!(size_of::<Draft>() == 32);

impl Draft {
    /// In place of a draft, where memory has to be initialised.
    const NONE: Self = Self { span: Span::new(0, 0), name: 0, readings: 0, state: State::Judged { entity: EntityIndex(0), kind: 0, role: Role::Name, confidence: 0 } };

    pub(super) fn of(mention: &Mention, span: Span) -> Self {
        let Mention { entity, name, readings, kind, role, confidence, .. } = *mention;
        Self { span, name, readings, state: State::Judged { entity, kind, role, confidence } }
    }

    /// Whether it is a mention whatever the rest of the text says.
    const fn is_judged(&self) -> bool {
        matches!(self.state, State::Judged { .. })
    }
}

/// The places of a text that may be mentions, in its order: what [`Tagger::drafts`] returns.
/// Allocates nothing.
#[derive(Clone)]
pub struct Drafts<'t> {
    scanner: Scanner<'t>,
    rest: PausedDrafts,
}

/// Where [`Drafts`] were paused, without the text: to go on later by [`Tagger::resume_drafts`].
#[derive(Clone)]
pub struct PausedDrafts {
    progress: Progress,
    counter: Counter,
    /// All of the document, once the text was read to its end.
    document: Option<Document>,
    /// Bytes of the text.
    len: usize,
}

impl<'t> Drafts<'t> {
    pub(super) fn new(tagger: &'t Tagger<'t>, text: &'t [u8]) -> Self {
        let progress = Progress::new(tagger, OffsetUnit::Bytes);
        let counter = Counter::new(tagger.unit);
        let rest = PausedDrafts { progress, counter, document: None, len: text.len() };
        Self { scanner: Scanner::new(tagger, text), rest }
    }

    /// What a draft was judged to be, and its span in bytes whatever the unit of offsets: with the
    /// whole text when it was read to its end, before that with what was read.
    ///
    /// With an offset unit other than bytes, drafts must be settled in the order of the text.
    #[inline]
    pub fn settle(&mut self, draft: &Draft) -> Option<(Mention, Span)> {
        let PausedDrafts { progress, counter, document, .. } = &mut self.rest;
        let text = self.scanner.reader.text.get(..draft.span.end)?;
        let document = document.as_ref().unwrap_or(&progress.document);
        let mention = self.scanner.settle(draft, document)?;
        Some((Mention { span: counter.convert(text, 0, draft.span), ..mention }, draft.span))
    }

    /// Reads the text to its end, so that drafts are settled with all of it. Returns drafts that go
    /// on where these were, and are settled with all of it as well.
    #[must_use]
    pub fn read_to_end(&mut self) -> Self {
        let mut rest = self.clone();
        if rest.rest.document.is_none() {
            self.by_ref().for_each(drop);
            rest.rest.document = Some(self.rest.progress.document.clone());
        }
        rest
    }

    /// Lets go of the text; [`Tagger::resume_drafts`] goes on.
    pub fn pause(self) -> PausedDrafts {
        self.rest
    }

    /// Calls `found` for every mention of a text with its span in bytes, judged with the whole text,
    /// until it breaks.
    pub(super) fn try_each(mut self, mut found: impl FnMut(&Mention, Span) -> ControlFlow<()>) -> ControlFlow<()> {
        // Most texts are short, and memory has to be initialised.
        let mut few = [Draft::NONE; FEW];
        let mut rest = match self.fill(&mut few, 0) {
            Ok(len) => return self.settle_each(&few[..len], &mut found),
            Err(()) => self.try_each_of_many(&few, &mut found)?,
        };
        while let Some(draft) = rest.next() {
            if let Some((mention, span)) = rest.settle(&draft) {
                found(&mention, span)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// The same for the first drafts of a text with more than a few; returns those that are left.
    #[inline(never)]
    fn try_each_of_many(&mut self, few: &[Draft; FEW], found: &mut impl FnMut(&Mention, Span) -> ControlFlow<()>) -> ControlFlow<(), Self> {
        let mut many = [Draft::NONE; MANY];
        many[..FEW].copy_from_slice(few);
        let len = self.fill(&mut many, FEW).unwrap_or(MANY);
        let rest = self.read_to_end();
        match self.settle_each(&many[..len], found) {
            ControlFlow::Continue(()) => ControlFlow::Continue(rest),
            ControlFlow::Break(()) => ControlFlow::Break(()),
        }
    }

    /// Writes drafts from an index on. Returns how many there are then if no draft is left; fails
    /// if there may be more.
    fn fill(&mut self, drafts: &mut [Draft], from: usize) -> Result<usize, ()> {
        for (index, place) in drafts.iter_mut().enumerate().skip(from) {
            match self.next() {
                Some(draft) => *place = draft,
                None => return Ok(index),
            }
        }
        Err(())
    }

    fn settle_each(&mut self, drafts: &[Draft], found: &mut impl FnMut(&Mention, Span) -> ControlFlow<()>) -> ControlFlow<()> {
        drafts.iter().try_for_each(|draft| match self.settle(draft) {
            Some((mention, span)) => found(&mention, span),
            None => ControlFlow::Continue(()),
        })
    }

    /// Whether there is a mention, judged with the whole text.
    pub(super) fn any(mut self) -> bool {
        let (mut open, mut len, mut more) = ([Draft::NONE; FEW], 0, None);
        loop {
            let before = (len == FEW && more.is_none()).then(|| self.clone());
            let Some(draft) = self.next() else { break };
            match open.get_mut(len) {
                _ if draft.is_judged() => return true,
                Some(place) => {
                    *place = draft;
                    len += 1;
                }
                None => more = more.or(before),
            }
        }
        if open[..len].iter().any(|draft| self.settle(draft).is_some()) {
            return true;
        }
        let Some(mut more) = more else { return false };
        more.rest.document = Some(self.rest.progress.document);
        while let Some(draft) = more.next() {
            if more.settle(&draft).is_some() {
                return true;
            }
        }
        false
    }
}

/// Drafts that are kept on the stack at first, and those of a text with more. A text with still more
/// is read twice from there on.
const FEW: usize = 16;
const MANY: usize = 512;

impl Iterator for Drafts<'_> {
    type Item = Draft;

    #[inline]
    fn next(&mut self) -> Option<Draft> {
        let progress = &mut self.rest.progress;
        match self.scanner.tagger.overlap {
            Overlap::Longest => self.scanner.next_draft(progress),
            // Judged by priors alone.
            Overlap::All => self.scanner.next(progress).map(|(mention, span)| Draft::of(&mention, span)),
        }
    }
}

impl core::iter::FusedIterator for Drafts<'_> {}

impl fmt::Debug for Drafts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drafts").finish_non_exhaustive()
    }
}

impl fmt::Debug for PausedDrafts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PausedDrafts").field("len", &self.len).finish_non_exhaustive()
    }
}

impl<'i> Tagger<'i> {
    /// The places of a text that may be mentions, to be kept wherever there is memory and judged
    /// when the text has ended: what [`tag`](Self::tag) does with a vector, for callers who have
    /// none.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let (text, mut memory) = ("Georgia Tech in Georgia: Tbilisi", [None; 8]);
    /// let mut drafts = tagger.drafts(text);
    /// memory.iter_mut().zip(&mut drafts).for_each(|(place, draft)| *place = Some(draft));
    /// let rest = drafts.read_to_end();
    /// assert_eq!(rest.count(), 0, "there was memory for all");
    /// let mentions = memory.iter().flatten().filter_map(|draft| drafts.settle(draft));
    /// assert!(mentions.map(|(mention, _)| mention).eq(tagger.tag(text)));
    /// ```
    pub fn drafts<'t>(&'t self, text: impl Into<Text<'t>>) -> Drafts<'t> {
        Drafts::new(self, text.into().bytes())
    }

    /// Goes on with drafts of the same text that were paused, by the same tagger or a clone of it.
    /// None if the text has another length.
    pub fn resume_drafts<'t>(&'t self, paused: PausedDrafts, text: impl Into<Text<'t>>) -> Option<Drafts<'t>> {
        let text = text.into().bytes();
        (paused.len == text.len()).then(|| Drafts { scanner: Scanner::new(self, text), rest: paused })
    }
}
