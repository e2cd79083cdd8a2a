//! From all hits to those that stand between word boundaries and are leftmost and longest.

use std::cmp::Reverse;

/// Counts them. Hits come by their ends, so a longer one that begins earlier may come later: they
/// wait until none can.
pub(crate) struct Chooser {
    longest_name: usize,
    waiting: Vec<(usize, Reverse<usize>)>,
    count: usize,
    end: usize,
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

impl Chooser {
    pub(crate) fn new(longest_name: usize) -> Self {
        Self { longest_name, waiting: Vec::with_capacity(1024), count: 0, end: 0 }
    }

    pub(crate) fn push(&mut self, text: &[u8], start: usize, end: usize) {
        if (start == 0 || !is_word(text[start - 1])) && text.get(end).is_none_or(|&b| !is_word(b)) {
            self.waiting.push((start, Reverse(end)));
            if self.waiting.len() == 1024 {
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

    pub(crate) fn finish(mut self) -> usize {
        self.settle(usize::MAX);
        self.count
    }
}
