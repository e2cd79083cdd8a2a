//! Reduces overlapping hits to those between word boundaries that are leftmost and longest.

use std::cmp::Reverse;

/// Counts the leftmost-longest hits. Hits arrive in the order of their ends, so a longer hit with
/// an earlier start may arrive later. Hits are kept until no such hit can arrive.
pub(crate) struct Chooser {
    longest_name: usize,
    pending: Vec<(usize, Reverse<usize>)>,
    count: usize,
    end: usize,
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

impl Chooser {
    pub(crate) fn new(longest_name: usize) -> Self {
        Self { longest_name, pending: Vec::with_capacity(1024), count: 0, end: 0 }
    }

    pub(crate) fn push(&mut self, text: &[u8], start: usize, end: usize) {
        if (start == 0 || !is_word(text[start - 1])) && text.get(end).is_none_or(|&b| !is_word(b)) {
            self.pending.push((start, Reverse(end)));
            if self.pending.len() == 1024 {
                self.choose_before(end.saturating_sub(self.longest_name));
            }
        }
    }

    /// Chooses among the hits that begin before `horizon`.
    fn choose_before(&mut self, horizon: usize) {
        self.pending.sort_unstable();
        let ready = self.pending.partition_point(|&(start, _)| start < horizon);
        for (start, Reverse(end)) in self.pending.drain(..ready) {
            if start >= self.end {
                (self.count, self.end) = (self.count + 1, end);
            }
        }
    }

    pub(crate) fn finish(mut self) -> usize {
        self.choose_before(usize::MAX);
        self.count
    }
}
