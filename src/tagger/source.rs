//! What gives the drafts of a text, and what is done with them.
//!
//! Calls without memory of the caller keep the first drafts on the stack. If there are more, they
//! read the text to its end for the evidence, and then read the rest again.

use core::ops::ControlFlow;

use super::draft::Draft;
use crate::mention::Mention;
use crate::span::Span;

/// Where drafts of a text come from.
pub(super) trait Source: Clone {
    /// The next draft.
    fn next_draft(&mut self) -> Option<Draft>;

    /// Judges a draft with as much of the text as was read.
    fn settle(&mut self, draft: &Draft) -> Option<(Mention, Span)>;

    /// Whether the text was read to its end.
    fn is_complete(&self) -> bool;

    /// Marks the document as complete, and copies its evidence to `rest`.
    fn complete(&mut self, rest: &mut Self);

    /// Whether no name depends on the rest of the text.
    fn is_judged_at_once(&self) -> bool;

    /// The next draft that is a mention when it is settled at once.
    fn next_mention(&mut self) -> Option<(Mention, Span)> {
        loop {
            let draft = self.next_draft()?;
            if let Some(found) = self.settle(&draft) {
                return Some(found);
            }
        }
    }

    /// Reads the text to its end. Returns what was not read yet.
    fn read_to_end(&mut self) -> Self {
        let mut rest = self.clone();
        if !self.is_complete() {
            while self.next_draft().is_some() {}
            self.complete(&mut rest);
        }
        rest
    }

    /// Calls `found` for every mention of a text with its span in bytes, judged with the whole
    /// text, until it breaks.
    fn try_each(
        &mut self,
        mut found: impl FnMut(&Mention, Span) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.is_judged_at_once() {
            while let Some((mention, span)) = self.next_mention() {
                found(&mention, span)?;
            }
            return ControlFlow::Continue(());
        }
        // Most texts are short or have no name, and memory has to be initialised.
        let Some(first) = self.next_draft() else { return ControlFlow::Continue(()) };
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
            match self.next_draft() {
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
    fn has_mention(&mut self) -> bool {
        match self.next_draft() {
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
            match self.next_draft() {
                None => return self.has_mention_among(&open[..len]),
                Some(draft) if draft.is_judged() => return true,
                Some(draft) => open[len] = draft,
            }
        }
        let mut rest = self.clone();
        while let Some(draft) = self.next_draft() {
            if draft.is_judged() {
                return true;
            }
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
