//! From all hits to those that are between word boundaries, leftmost and longest.

use std::cmp::Reverse;

use crate::boundary;

/// Counts them. Hits come by their ends, so a longer one that begins earlier may come later: they
/// wait until none can.
pub(crate) struct Chooser {
    longest_name: usize,
    waiting: Vec<(usize, Reverse<usize>)>,
    count: usize,
    end: usize,
}

impl Chooser {
    const WAITING: usize = 1024;

    /// `longest_name` is in bytes.
    pub(crate) fn new(longest_name: usize) -> Self {
        Self { longest_name, waiting: Vec::with_capacity(Self::WAITING), count: 0, end: 0 }
    }

    #[inline]
    pub(crate) fn push(&mut self, text: &[u8], start: usize, end: usize) {
        if boundary::starts(text, start) && boundary::ends(text, end) {
            self.waiting.push((start, Reverse(end)));
            if self.waiting.len() == Self::WAITING {
                self.settle(end.saturating_sub(self.longest_name));
            }
        }
    }

    /// Chooses among the hits that begin before `horizon`.
    fn settle(&mut self, horizon: usize) {
        self.waiting.sort_unstable();
        let ready = self.waiting.partition_point(|&(start, _)| start < horizon);
        for (start, Reverse(end)) in self.waiting.drain(..ready) {
            if start >= self.end {
                (self.count, self.end) = (self.count + 1, end);
            }
        }
    }

    /// The count of a text that has ended. The next text may follow.
    pub(crate) fn finish(&mut self) -> usize {
        self.settle(usize::MAX);
        self.end = 0;
        std::mem::take(&mut self.count)
    }

    /// The count of a text of which these are all hits, by their ends.
    #[inline]
    pub(crate) fn count(
        &mut self,
        text: &[u8],
        hits: impl Iterator<Item = (usize, usize)>,
    ) -> usize {
        hits.for_each(|(start, end)| self.push(text, start, end));
        self.finish()
    }
}
