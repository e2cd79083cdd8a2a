//! Where a scan is in its text, and what it knows of the text before that.

use crate::boundary::Prefix;
use crate::fold::{Class, html};

/// An offset where a name could begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NameStart {
    pub(crate) at: usize,
    /// The length of the word of ASCII letters and digits at that offset, if a word boundary and
    /// no special byte follows it; 0 if that is not known.
    pub(crate) word_len: usize,
}

/// Bytes of a block: as many as a mask has bits.
pub(super) const BLOCK: usize = 64;

/// Blocks that are read together, as a group. A text that is shorter than a block is read alone.
pub(super) const BLOCKS: usize = 4;

/// The most runs of a group: between two runs there is at least one byte.
pub(super) const MAX_RUNS: usize = BLOCK * BLOCKS / 2;

/// Runs of a group that a name could begin with: for each, in one number, where it starts and where
/// its word stops, counted from the start of the group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Runs {
    runs: [u16; MAX_RUNS],
    pub(super) count: usize,
}

impl Runs {
    pub(super) const NONE: Self = Self { runs: [0; MAX_RUNS], count: 0 };

    /// Adds a run if `keep`. It writes in any case, so that no branch depends on `keep`.
    #[inline(always)]
    pub(super) fn push(&mut self, start: u8, stop: u8, keep: bool) {
        self.runs[self.count % MAX_RUNS] = u16::from_le_bytes([start, stop]);
        self.count += usize::from(keep);
    }

    #[inline(always)]
    pub(super) fn get(&self, index: usize) -> (u8, u8) {
        let [start, stop] = self.runs[index % MAX_RUNS].to_le_bytes();
        (start, stop)
    }
}

/// Where a scan is in its text, and what it must know of the text before that.
///
/// It is in one of two states. *Outside* a run (`inside` is false), what follows can be read in
/// blocks, and nothing needs to be known of the text before it. *Inside* a run, the text is read
/// character by character, and the fields from `before` to `open` describe what was read.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    /// Offset of the next byte to read.
    pub(super) at: usize,
    /// Whether the scan may be inside a run, or before a special byte.
    pub(super) inside: bool,
    /// The class of the last visible character before it.
    pub(super) before: Class,
    pub(super) prefix: Prefix,
    /// Whether an odd number of halves of flags comes before it.
    pub(super) half_flag: bool,
    /// The markup that the scan is in.
    pub(super) open: Option<html::Open>,
    /// Whether names count in any case: in text without capitals, and to explain why a name does
    /// not count.
    pub(super) any_case: bool,
    /// Runs of the last group that a name could begin with, of which `returned` were returned.
    pub(super) runs: Runs,
    pub(super) returned: usize,
    /// Where that group starts, and where the next one does.
    pub(super) group: usize,
    pub(super) next_group: usize,
    /// Whether a run of the group stops at a special byte.
    pub(super) has_special: bool,
}

impl Scan {
    /// At the start of a text.
    pub(crate) const fn new() -> Self {
        Self {
            at: 0,
            inside: false,
            before: Class::Other,
            prefix: Prefix::None,
            half_flag: false,
            open: None,
            any_case: false,
            runs: Runs::NONE,
            returned: 0,
            group: 0,
            next_group: 0,
            has_special: false,
        }
    }

    /// At the start of a text in which names count in any case.
    pub(crate) const fn in_any_case() -> Self {
        Self { any_case: true, ..Self::new() }
    }

    /// The offset before which no further name start will be returned.
    #[cfg(feature = "alloc")]
    pub(crate) fn done_until(&self) -> usize {
        if self.returned < self.runs.count && !self.inside {
            self.run(self.returned).0
        } else {
            self.at
        }
    }

    /// Where a run starts, and where its word stops.
    #[inline(always)]
    pub(super) fn run(&self, index: usize) -> (usize, usize) {
        let (start, stop) = self.runs.get(index);
        // `shift` may have dropped the first bytes of the group, so that `group` is below 0.
        (self.group.wrapping_add(usize::from(start)), self.group.wrapping_add(usize::from(stop)))
    }

    /// Notes that no word is open: what follows does not depend on the text before it.
    #[inline(always)]
    pub(super) fn forget_word(&mut self, before: Class) {
        (self.before, self.prefix, self.half_flag) = (before, Prefix::None, false);
    }

    /// Leaves the run that the scan was inside of.
    #[inline(always)]
    pub(super) fn leave_run(&mut self) {
        self.inside = false;
        self.forget_word(Class::Other);
        self.skip_passed_runs();
    }

    /// Skips the runs before `at`.
    #[inline(always)]
    fn skip_passed_runs(&mut self) {
        while self.returned < self.runs.count && self.run(self.returned).0 < self.at {
            self.returned += 1;
        }
    }

    /// Takes `bytes` off all offsets, after the caller dropped as many bytes of the text.
    #[cfg(feature = "alloc")]
    pub(crate) fn shift(&mut self, bytes: usize) {
        if self.inside {
            self.skip_passed_runs();
        }
        self.at -= bytes;
        self.group = self.group.wrapping_sub(bytes);
        self.next_group = self.next_group.saturating_sub(bytes);
    }
}
