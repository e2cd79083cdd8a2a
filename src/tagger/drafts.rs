//! Drafts: candidates of a text, to be judged when the whole text is known.
//!
//! The iterator reads the text and gathers the evidence of the document on the way; a draft is
//! judged by `settle` afterwards.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::fmt;

use super::draft::Draft;
#[cfg(feature = "alloc")]
use super::layers::{Layer, Layers, PausedLayers, on_heap};
use super::options::{Options, Overlap};
use super::scanner::{Progress, Scanner};
use super::source::Source;
use crate::mention::Mention;
use crate::offsets::{Counter, OffsetUnit};
use crate::span::Span;
use crate::text::Text;

/// The drafts of a text with a gazetteer of one layer.
#[derive(Clone)]
pub(super) struct OneLayer<'t> {
    scanner: Scanner<'t>,
    rest: PausedLayer,
}

/// Where those were paused.
#[derive(Clone)]
struct PausedLayer {
    progress: Progress,
    counter: Counter,
    /// Bytes of the text.
    len: usize,
}

impl<'t> OneLayer<'t> {
    #[inline(always)]
    pub(super) fn new(options: &'t Options<'t>, text: Text<'t>) -> Self {
        Self {
            scanner: Scanner::new(options, text),
            rest: PausedLayer {
                progress: Progress::new(options, OffsetUnit::Bytes),
                counter: Counter::new(options.unit),
                len: text.bytes().len(),
            },
        }
    }
}

impl Source for OneLayer<'_> {
    #[inline]
    fn next_draft(&mut self) -> Option<Draft> {
        let progress = &mut self.rest.progress;
        match self.scanner.options.overlap {
            Overlap::Longest => self.scanner.next_draft(progress),
            // These are judged by their priors alone.
            Overlap::All => {
                self.scanner.next(progress).map(|(mention, span)| Draft::of(&mention, span))
            }
        }
    }

    #[inline]
    fn settle(&mut self, draft: &Draft) -> Option<(Mention, Span)> {
        let PausedLayer { progress, counter, .. } = &mut self.rest;
        let text = self.scanner.reader.text.get(..draft.span.end)?;
        let mention = self.scanner.judge_draft(draft, &progress.document)?;
        Some((Mention { span: counter.convert(text, 0, draft.span), ..mention }, draft.span))
    }

    fn is_complete(&self) -> bool {
        self.rest.progress.document.is_complete()
    }

    fn complete(&mut self, rest: &mut Self) {
        let document = &mut self.rest.progress.document;
        document.complete();
        rest.rest.progress.document = document.read_from(&rest.rest.progress.document);
    }

    #[inline]
    fn is_judged_at_once(&self) -> bool {
        self.scanner.cues.is_none()
    }
}

/// The drafts of a text, in the order of their starts: the iterator of
/// [`Tagger::drafts`](crate::Tagger::drafts), which has an example. Allocates nothing, unless the
/// gazetteer has several layers.
#[derive(Clone)]
pub struct Drafts<'t> {
    of: Of<'t>,
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
    of: PausedOf,
}

#[derive(Clone)]
#[allow(clippy::large_enum_variant, reason = "the large one is the usual one")]
enum Of<'t> {
    One(OneLayer<'t>),
    #[cfg(feature = "alloc")]
    Several(Layers<'t, Vec<Layer<'t>>>, usize),
}

#[derive(Clone)]
#[allow(clippy::large_enum_variant, reason = "the large one is the usual one")]
enum PausedOf {
    One(PausedLayer),
    /// With the bytes of the text.
    #[cfg(feature = "alloc")]
    Several(PausedLayers, usize),
}

impl<'t> Drafts<'t> {
    pub(super) fn of_one(one: OneLayer<'t>) -> Self {
        Self { of: Of::One(one) }
    }

    #[cfg(feature = "alloc")]
    pub(super) fn of_several(
        options: &'t Options<'t>,
        layers: &'t [Options<'t>],
        text: Text<'t>,
    ) -> Self {
        Self { of: Of::Several(on_heap(options, layers, text), text.bytes().len()) }
    }

    /// `None` if the text has another length than the one that was paused, or the gazetteer another
    /// number of layers.
    pub(super) fn resume(
        options: &'t Options<'t>,
        #[cfg(feature = "alloc")] layers: &'t [Options<'t>],
        paused: PausedDrafts,
        text: Text<'t>,
    ) -> Option<Self> {
        let bytes = text.bytes();
        let of = match paused.of {
            #[cfg(feature = "alloc")]
            PausedOf::One(_) if !layers.is_empty() => return None,
            PausedOf::One(rest) if rest.len == bytes.len() => {
                Of::One(OneLayer { scanner: Scanner::new(options, text), rest })
            }
            #[cfg(feature = "alloc")]
            PausedOf::Several(rest, len)
                if len == bytes.len() && rest.layers.len() == layers.len() =>
            {
                let window = (bytes, text.language());
                Of::Several(rest.over(options, layers, window, (0, len)), len)
            }
            _ => return None,
        };
        Some(Self { of })
    }

    /// Judges a draft: returns the mention that it is, and its span in bytes, whatever the unit of
    /// offsets; `None` if it is not a mention. It is judged with as much of the text as was read:
    /// with all of it after the iterator has ended, or after [`read_to_end`](Self::read_to_end).
    ///
    /// With an offset unit other than bytes, drafts must be settled in the order of the text, since
    /// units are counted from one to the next.
    #[inline]
    pub fn settle(&mut self, draft: &Draft) -> Option<(Mention, Span)> {
        match &mut self.of {
            Of::One(one) => one.settle(draft),
            #[cfg(feature = "alloc")]
            Of::Several(layers, _) => layers.settle(draft),
        }
    }

    /// Reads the text to its end, so that drafts are settled with all of it. Returns an iterator
    /// over the drafts that were not returned yet, which settles with the whole text too.
    #[must_use]
    pub fn read_to_end(&mut self) -> Self {
        let of = match &mut self.of {
            Of::One(one) => Of::One(one.read_to_end()),
            #[cfg(feature = "alloc")]
            Of::Several(layers, len) => Of::Several(layers.read_to_end(), *len),
        };
        Self { of }
    }

    /// The next mention: the next draft that is one when it is settled at once, with its span in
    /// bytes. Of use for the drafts that [`read_to_end`](Self::read_to_end) returned; others are
    /// settled with the text so far.
    pub fn next_mention(&mut self) -> Option<(Mention, Span)> {
        match &mut self.of {
            Of::One(one) => one.next_mention(),
            #[cfg(feature = "alloc")]
            Of::Several(layers, _) => layers.next_mention(),
        }
    }

    /// Releases the text. [`Tagger::resume_drafts`](crate::Tagger::resume_drafts) continues.
    pub fn pause(self) -> PausedDrafts {
        let of = match self.of {
            Of::One(one) => PausedOf::One(one.rest),
            #[cfg(feature = "alloc")]
            Of::Several(layers, len) => PausedOf::Several(layers.pause(), len),
        };
        PausedDrafts { of }
    }
}

impl Iterator for Drafts<'_> {
    type Item = Draft;

    #[inline]
    fn next(&mut self) -> Option<Draft> {
        match &mut self.of {
            Of::One(one) => one.next_draft(),
            #[cfg(feature = "alloc")]
            Of::Several(layers, _) => layers.next_draft(),
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
        f.debug_struct("PausedDrafts").finish_non_exhaustive()
    }
}
