//! Tagging a text that comes in chunks.
//!
//! ```text
//! feed(chunk):
//!     append the chunk to the window                         (in pieces of 64 KiB)
//!     tag names that start before the last AHEAD bytes       (the rest may still change them)
//!     drop the start of the window, up to BEFORE bytes before the next name start
//! finish():
//!     tag the rest
//! ```
//!
//! A name spans at most 4,096 bytes and is judged by at most 192 bytes after it, so [`AHEAD`] bytes
//! after its start decide it. The window holds everything that the judgement reads, so that no
//! result depends on how the text is split.

use alloc::vec::Vec;

use crate::fold::WINDOW;
use crate::link;
use crate::mention::Mention;
use crate::resolve::VIEW;
use crate::span::Span;
use crate::tagger::{PausedLayers, Progress, Scanner, Tagger};

/// Bytes that must follow the start of a name before it can be judged.
const AHEAD: usize = WINDOW + VIEW + 1;

/// Bytes before the current offset that are kept: what judgement reads before a name.
const BEFORE: usize = if VIEW > link::BEFORE { VIEW } else { link::BEFORE };

/// The most bytes that are appended to the window at once.
const PIECE: usize = 1 << 16;

/// Tags a text that comes in chunks of any size: a stream.
///
/// Every name is judged with the text up to it and the words right after it. The mentions are those
/// of [`Tagger::mentions_incremental`], however the text is split. Some differ from those of
/// [`Tagger::tag`], which knows the rest of the text.
///
/// A mention is reported as soon as the text after it cannot change it, some 4 KiB after its start.
/// Memory stays below 256 KiB, whatever is fed. A chunk may end inside a name, a character or a
/// tag. One stream is for one thread at a time; it is `Send`.
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
    /// Instead of it, with a gazetteer of several layers.
    layers: Option<PausedLayers>,
}

impl<'i> IncrementalTagger<'i> {
    /// A stream at the start of a text.
    pub fn new(tagger: Tagger<'i>) -> Self {
        let (progress, layers) = start(&tagger);
        Self { tagger, window: Vec::new(), base: 0, progress, layers }
    }

    /// The tagger of the stream.
    pub fn tagger(&self) -> &Tagger<'i> {
        &self.tagger
    }

    /// How many bytes of the text were fed.
    pub fn fed(&self) -> usize {
        self.base + self.window.len()
    }

    /// The byte offset before which no later mention starts: the text before it can be printed or
    /// dropped. Never above [`fed`](Self::fed).
    ///
    /// ```
    /// use gaztag::{IncrementalTagger, Tagger};
    ///
    /// let mut stream = IncrementalTagger::new(Tagger::builtin());
    /// stream.feed("Mali ".repeat(2000), |_, _| {});
    /// assert!(stream.settled() > 5000 && stream.settled() <= stream.fed());
    /// ```
    pub fn settled(&self) -> usize {
        self.base + self.done_until().min(self.window.len())
    }

    /// Reads the next chunk. Calls `found` for every mention that is certain now, with its text.
    /// Offsets count from the start of the whole text, in the unit of the tagger. Linear in the
    /// chunk.
    pub fn feed(&mut self, chunk: impl AsRef<[u8]>, mut found: impl FnMut(&Mention, &[u8])) {
        for piece in chunk.as_ref().chunks(PIECE) {
            self.window.extend_from_slice(piece);
            self.scan(self.window.len().saturating_sub(AHEAD), &mut found);
            self.forget();
        }
    }

    /// Ends the text: calls `found` for the mentions that are left. The stream is then at the start
    /// of another text.
    pub fn finish(&mut self, mut found: impl FnMut(&Mention, &[u8])) {
        self.scan(self.window.len(), &mut found);
        self.reset();
    }

    /// Drops the text fed so far. The stream is then at the start of another text.
    pub fn reset(&mut self) {
        self.window.clear();
        self.base = 0;
        (self.progress, self.layers) = start(&self.tagger);
    }

    fn scan(&mut self, until: usize, found: &mut impl FnMut(&Mention, &[u8])) {
        let window = (&*self.window, None);
        if let Some(layers) = self.layers.take() {
            let found = &mut |mention: &Mention, span: Span| {
                found(mention, &self.window[span.range()]);
            };
            let at = (self.base, until);
            self.layers = Some(self.tagger.scan_layers(layers, window, at, found));
            return;
        }
        let scanner = Scanner::window(&self.tagger.options, window, self.base, until);
        while let Some((mention, span)) = scanner.next(&mut self.progress) {
            found(&mention, &self.window[span.range()]);
        }
    }

    /// The offset of the window before which no later name begins.
    fn done_until(&self) -> usize {
        match &self.layers {
            Some(layers) => layers.done_until(self.tagger.layers()),
            None => self.progress.done_until(&self.tagger.options),
        }
    }

    /// Drops the start of the window, which no later mention needs.
    fn forget(&mut self) {
        let mut done = self.done_until().saturating_sub(BEFORE);
        // The cut must be between two characters, so that units can be counted up to it. A
        // character has at most three continuation bytes.
        for _ in 0..3 {
            done -= usize::from(
                done > 0 && self.window.get(done).is_some_and(|byte| byte & 0xC0 == 0x80),
            );
        }
        if done >= PIECE / 2 {
            match &mut self.layers {
                Some(layers) => {
                    layers.shared.counter.advance(&self.window, self.base, done);
                    layers.shift(done);
                }
                None => {
                    self.progress.counter.advance(&self.window, self.base, done);
                    self.progress.shift(done);
                }
            }
            self.window.drain(..done);
            self.base += done;
        }
    }
}

/// How far a stream has read at the start of a text.
fn start(tagger: &Tagger<'_>) -> (Progress, Option<PausedLayers>) {
    let (unit, layers) = (tagger.offset_unit(), tagger.layers());
    let progress = Progress::new(&tagger.options, unit);
    (progress, (!layers.is_empty()).then(|| PausedLayers::new(unit, layers)))
}

impl core::fmt::Debug for IncrementalTagger<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("IncrementalTagger").field("fed", &self.fed()).finish_non_exhaustive()
    }
}
