//! Tagging a text that comes in chunks, with what was read so far.

use alloc::vec::Vec;

use crate::fold::WINDOW;
use crate::mention::Mention;
use crate::resolve::VIEW;
use crate::tagger::{Progress, Scanner, Tagger};

/// Bytes that must follow the start of a name before it can be judged.
const AHEAD: usize = WINDOW + VIEW + 1;

/// Bytes that are taken into the window at once.
const PIECE: usize = 1 << 16;

/// Tags a text that comes in chunks of any size: a stream. Every name is judged with what the text
/// has said up to it, so some mentions differ from those of [`Tagger::tag`], which knows the rest;
/// they are those of [`Tagger::mentions_incremental`], however the text is split.
///
/// Mentions come as soon as the next words cannot change them: some 4 KiB after them. Memory stays
/// below 256 KiB whatever is fed. A chunk may end inside a name, a character or a tag.
///
/// ```
/// use gaztag::{IncrementalTagger, Tagger};
/// let mut stream = IncrementalTagger::new(Tagger::builtin());
/// let mut found = Vec::new();
/// for chunk in ["Burkina Fa", "so left ECO", "WAS"] {
///     stream.feed(chunk, |mention, text| found.push((mention.start(), text.to_vec())));
/// }
/// stream.finish(|mention, text| found.push((mention.start(), text.to_vec())));
/// assert_eq!(found, [(0, b"Burkina Faso".to_vec()), (18, b"ECOWAS".to_vec())]);
/// ```
#[derive(Clone)]
pub struct IncrementalTagger<'i> {
    tagger: Tagger<'i>,
    window: Vec<u8>,
    /// Offset of the window in the text.
    base: usize,
    progress: Progress,
}

impl<'i> IncrementalTagger<'i> {
    /// At the start of a text.
    pub fn new(tagger: Tagger<'i>) -> Self {
        let progress = Progress::new(&tagger.options, tagger.offset_unit());
        Self { tagger, window: Vec::new(), base: 0, progress }
    }

    /// Its tagger.
    pub fn tagger(&self) -> &Tagger<'i> {
        &self.tagger
    }

    /// How many bytes were fed since the start of the text.
    pub fn fed(&self) -> usize {
        self.base + self.window.len()
    }

    /// The byte offset before which no mention that is yet to come starts: text before it can be
    /// printed or dropped.
    pub fn settled(&self) -> usize {
        self.base + self.progress.scan.done_until().min(self.window.len())
    }

    /// Goes on with a chunk. Calls `found` for every mention that is sure now, with its text;
    /// offsets are those of the whole text.
    pub fn feed(&mut self, chunk: impl AsRef<[u8]>, mut found: impl FnMut(&Mention, &[u8])) {
        for piece in chunk.as_ref().chunks(PIECE) {
            self.window.extend_from_slice(piece);
            self.scan(self.window.len().saturating_sub(AHEAD), &mut found);
            self.forget();
        }
    }

    /// Ends the text: calls `found` for the mentions that are left, and is ready for another text.
    pub fn finish(&mut self, mut found: impl FnMut(&Mention, &[u8])) {
        self.scan(self.window.len(), &mut found);
        self.reset();
    }

    /// Forgets the text fed so far, and is ready for another.
    pub fn reset(&mut self) {
        self.window.clear();
        self.base = 0;
        self.progress = Progress::new(&self.tagger.options, self.tagger.offset_unit());
    }

    fn scan(&mut self, until: usize, found: &mut impl FnMut(&Mention, &[u8])) {
        let scanner = Scanner::window(&self.tagger.options, &self.window, self.base, until);
        while let Some((mention, span)) = scanner.next(&mut self.progress) {
            found(&mention, &self.window[span.range()]);
        }
    }

    /// Drops what no mention can need any more.
    fn forget(&mut self) {
        let mut done = self.progress.scan.done_until().saturating_sub(VIEW);
        // Between two characters, so that units can be counted up to there: continuation bytes that
        // belong to a character are three at most.
        for _ in 0..3 {
            done -= usize::from(
                done > 0 && self.window.get(done).is_some_and(|byte| byte & 0xC0 == 0x80),
            );
        }
        if done >= PIECE / 2 {
            self.progress.counter.advance(&self.window, self.base, done);
            self.progress.shift(done);
            self.window.drain(..done);
            self.base += done;
        }
    }
}

impl core::fmt::Debug for IncrementalTagger<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("IncrementalTagger").field("fed", &self.fed()).finish_non_exhaustive()
    }
}
