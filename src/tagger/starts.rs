//! The offsets where names begin, of both kinds in one order: names at the starts of words, which
//! the prefilter returns, and names inside words.

use crate::automaton::{Inside, InsideHit, InsideProgress, Longest};
use crate::fold::{Class, Reader};
use crate::prefilter::{NameStart, Prefilter, Scan};

/// An offset where a name begins.
#[derive(Clone, Copy)]
pub(crate) struct Start {
    pub(crate) at: usize,
    /// Set if the prefilter returned it as the start of a word.
    pub(crate) word: Option<NameStart>,
    /// Set if the prefilter returned it as a place in a hashtag, where names are joined.
    pub(super) joined: Option<NameStart>,
    /// The longest name that may begin inside a word.
    pub(super) inside: Option<Longest>,
}

impl Start {
    /// An offset that the prefilter returned.
    #[cfg(feature = "alloc")]
    pub(super) const fn of(start: NameStart) -> Self {
        let (word, joined) = if start.joined { (None, Some(start)) } else { (Some(start), None) };
        Self { at: start.at, word, joined, inside: None }
    }
}

/// How far a text was read for names of the two kinds, beside the scan of the prefilter.
#[derive(Clone)]
pub(crate) struct Starts {
    inside: InsideProgress,
    /// An offset that the prefilter returned and that has not been reached yet.
    word: Option<NameStart>,
}

impl Starts {
    /// At the start of a text.
    pub(crate) const fn new() -> Self {
        Self { inside: InsideProgress::new(), word: None }
    }

    /// The next offset before `until` where a name begins, or may begin if it is that of a word.
    /// `judge` says which readings of a name inside words are valid, by bit.
    pub(super) fn next(
        &mut self,
        (prefilter, inside): (&Prefilter<'_>, Option<&Inside<'_>>),
        reader: &Reader<'_>,
        scan: &mut Scan,
        until: usize,
        judge: &mut dyn FnMut(&InsideHit) -> u32,
    ) -> Option<Start> {
        let inside = inside.and_then(|inside| inside.next(reader, &mut self.inside, until, judge));
        if self.word.is_none() && !prefilter.is_empty() {
            self.word = prefilter.next(reader, scan, until);
        }
        let word_at = self.word.map_or(usize::MAX, |word| word.at);
        let at = inside.map_or(usize::MAX, |longest| longest.start).min(word_at);
        if at == usize::MAX {
            return None;
        }
        let inside = inside.filter(|longest| longest.start == at);
        if inside.is_some() {
            self.inside.take();
        }
        let joined = self.word.take_if(|word| word.at == at && word.joined);
        if joined.is_some() {
            // A word may begin there too; it comes next.
            self.word = prefilter.next(reader, scan, until);
        }
        let word = self.word.take_if(|word| word.at == at);
        Some(Start { at, word, joined, inside })
    }

    /// Continues after a name that ends at `end` with a character of the class `last`.
    pub(super) fn jump(
        &mut self,
        prefilter: &Prefilter<'_>,
        scan: &mut Scan,
        html: bool,
        (end, last): (usize, Class),
    ) {
        self.inside.skip_to(end);
        self.word.take_if(|word| word.at < end);
        // In HTML, a scan that is after the name has read what is there.
        if !(html && scan.has_passed(end)) {
            prefilter.jump(scan, end, last);
        }
    }

    /// The offset before which no further name begins.
    #[cfg(feature = "alloc")]
    pub(super) fn done_until(&self, html: bool) -> usize {
        let at = self.inside.done_until(html);
        self.word.map_or(at, |word| word.at.min(at))
    }

    /// Takes `bytes` off all offsets, after the caller dropped as many bytes of the text.
    #[cfg(feature = "alloc")]
    pub(super) fn shift(&mut self, bytes: usize) {
        self.inside.shift(bytes);
        if let Some(word) = &mut self.word {
            word.at = word.at.saturating_sub(bytes);
        }
    }
}
