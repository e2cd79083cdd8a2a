//! Drafts: candidates of a text, to be judged when the whole text is known.
//!
//! The iterator reads the text and gathers the evidence of the document on the way; a draft is
//! judged by `settle` afterwards. Calls without memory of the caller keep the first drafts on the
//! stack. If there are more, they read the text to its end for the evidence, and then read the rest
//! again.

use core::fmt;
use core::ops::ControlFlow;

use super::draft::Draft;
use super::options::{Options, Overlap};
use super::scanner::{Progress, Scanner};
use crate::mention::Mention;
use crate::offsets::{Counter, OffsetUnit};
use crate::span::Span;
use crate::text::Text;

/// The drafts of a text, in the order of their starts: the iterator of
/// [`Tagger::drafts`](crate::Tagger::drafts), which has an example. Allocates nothing.
#[derive(Clone)]
pub struct Drafts<'t> {
    scanner: Scanner<'t>,
    rest: PausedDrafts,
}

/// Where [`Drafts`] were paused, without the text: to continue later by
/// [`Tagger::resume_drafts`](crate::Tagger::resume_drafts).
///
/// ```
/// let tagger = gaztag::Tagger::builtin();
/// let text = String::from("Mali and Niger");
/// let mut drafts = tagger.drafts(&text);
/// assert!(drafts.next().is_some());
/// let paused = drafts.pause();
/// let rest = tagger.resume_drafts(paused, &text).ok_or("another text")?;
/// assert_eq!(rest.count(), 1);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone)]
pub struct PausedDrafts {
    progress: Progress,
    counter: Counter,
    /// Bytes of the text.
    len: usize,
}

impl<'t> Drafts<'t> {
    #[inline(always)]
    pub(super) fn new(options: &'t Options<'t>, text: Text<'t>) -> Self {
        Self {
            scanner: Scanner::new(options, text),
            rest: PausedDrafts {
                progress: Progress::new(options, OffsetUnit::Bytes),
                counter: Counter::new(options.unit),
                len: text.bytes().len(),
            },
        }
    }

    /// `None` if the text has another length than the one that was paused.
    pub(super) fn resume(
        options: &'t Options<'t>,
        paused: PausedDrafts,
        text: Text<'t>,
    ) -> Option<Self> {
        (paused.len == text.bytes().len())
            .then(|| Self { scanner: Scanner::new(options, text), rest: paused })
    }

    /// Judges a draft: returns the mention that it is, and its span in bytes, whatever the unit of
    /// offsets; `None` if it is not a mention. It is judged with as much of the text as was read:
    /// with all of it after the iterator has ended, or after [`read_to_end`](Self::read_to_end).
    ///
    /// With an offset unit other than bytes, drafts must be settled in the order of the text, since
    /// units are counted from one to the next.
    #[inline]
    pub fn settle(&mut self, draft: &Draft) -> Option<(Mention, Span)> {
        let PausedDrafts { progress, counter, .. } = &mut self.rest;
        let text = self.scanner.reader.text.get(..draft.span.end)?;
        let mention = self.scanner.judge_draft(draft, &progress.document)?;
        Some((Mention { span: counter.convert(text, 0, draft.span), ..mention }, draft.span))
    }

    /// Reads the text to its end, so that drafts are settled with all of it. Returns an iterator
    /// over the drafts that were not returned yet, which settles with the whole text too.
    #[must_use]
    pub fn read_to_end(&mut self) -> Self {
        let mut rest = self.clone();
        if !self.rest.progress.document.is_complete() {
            self.by_ref().for_each(drop);
            self.complete(&mut rest);
        }
        rest
    }

    /// Marks the document as complete, and copies its evidence to `rest`.
    fn complete(&mut self, rest: &mut Self) {
        let document = &mut self.rest.progress.document;
        document.complete();
        rest.rest.progress.document = document.read_from(&rest.rest.progress.document);
    }

    /// The next mention: the next draft that is one when it is settled at once, with its span in
    /// bytes. Of use for the drafts that [`read_to_end`](Self::read_to_end) returned; others are
    /// settled with the text so far.
    pub fn next_mention(&mut self) -> Option<(Mention, Span)> {
        loop {
            let draft = self.next()?;
            if let Some(found) = self.settle(&draft) {
                return Some(found);
            }
        }
    }

    /// Releases the text. [`Tagger::resume_drafts`](crate::Tagger::resume_drafts) continues.
    pub fn pause(self) -> PausedDrafts {
        self.rest
    }

    /// Calls `found` for every mention of a text with its span in bytes, judged with the whole
    /// text, until it breaks.
    pub(super) fn try_each(
        &mut self,
        mut found: impl FnMut(&Mention, Span) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.scanner.cues.is_none() {
            // No name depends on the rest of the text.
            while let Some((mention, span)) = self.next_mention() {
                found(&mention, span)?;
            }
            return ControlFlow::Continue(());
        }
        // Most texts are short or have no name, and memory has to be initialised.
        let Some(first) = self.next() else { return ControlFlow::Continue(()) };
        let mut few = [first; FEW];
        let mut rest = match self.fill(&mut few, 1) {
            Ok(len) => return self.judge_each(&few[..len], &mut found),
            Err(()) => self.try_each_of_many(&few, &mut found)?,
        };
        while let Some((mention, span)) = rest.next_mention() {
            found(&mention, span)?;
        }
        ControlFlow::Continue(())
    }

    /// As [`try_each`](Self::try_each), for the first drafts of a text with more than a few.
    /// Returns the drafts that are left.
    #[inline(never)]
    fn try_each_of_many(
        &mut self,
        few: &[Draft; FEW],
        found: &mut impl FnMut(&Mention, Span) -> ControlFlow<()>,
    ) -> ControlFlow<(), Self> {
        let mut many = [few[0]; MANY];
        many[..FEW].copy_from_slice(few);
        let len = self.fill(&mut many, FEW).unwrap_or(MANY);
        let rest = self.read_to_end();
        match self.judge_each(&many[..len], found) {
            ControlFlow::Continue(()) => ControlFlow::Continue(rest),
            ControlFlow::Break(()) => ControlFlow::Break(()),
        }
    }

    /// Writes drafts from an index on. Returns how many entries are filled if no draft is left;
    /// fails if there may be more.
    fn fill(&mut self, drafts: &mut [Draft], from: usize) -> Result<usize, ()> {
        for (index, entry) in drafts.iter_mut().enumerate().skip(from) {
            match self.next() {
                Some(draft) => *entry = draft,
                None => return Ok(index),
            }
        }
        Err(())
    }

    fn judge_each(
        &mut self,
        drafts: &[Draft],
        found: &mut impl FnMut(&Mention, Span) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        drafts.iter().try_for_each(|draft| match self.settle(draft) {
            Some((mention, span)) => found(&mention, span),
            None => ControlFlow::Continue(()),
        })
    }

    /// Whether there is a mention, judged with the whole text.
    pub(super) fn has_mention(&mut self) -> bool {
        match self.next() {
            None => false,
            Some(draft) => draft.is_judged() || self.any_after(draft),
        }
    }

    /// As [`has_mention`](Self::has_mention), after a first draft that the rest of the text
    /// decides.
    #[inline(never)]
    fn any_after(&mut self, first: Draft) -> bool {
        let mut open = [first; FEW];
        for len in 1..FEW {
            match self.next() {
                None => return self.has_mention_among(&open[..len]),
                Some(draft) if draft.is_judged() => return true,
                Some(draft) => open[len] = draft,
            }
        }
        let mut rest = self.clone();
        if self.by_ref().any(|draft| draft.is_judged()) {
            return true;
        }
        self.complete(&mut rest);
        self.has_mention_among(&open) || rest.next_mention().is_some()
    }

    /// Whether one of these drafts is a mention.
    fn has_mention_among(&mut self, drafts: &[Draft]) -> bool {
        drafts.iter().any(|draft| self.settle(draft).is_some())
    }
}

/// How many drafts are kept on the stack at first: enough for most texts.
const FEW: usize = 16;
/// How many are kept if there are more. The rest of a text with still more is read twice.
const MANY: usize = 512;

impl Iterator for Drafts<'_> {
    type Item = Draft;

    #[inline]
    fn next(&mut self) -> Option<Draft> {
        let progress = &mut self.rest.progress;
        match self.scanner.options.overlap {
            Overlap::Longest => self.scanner.next_draft(progress),
            // These are judged by their priors alone.
            Overlap::All => {
                self.scanner.next(progress).map(|(mention, span)| Draft::of(&mention, span))
            }
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
