//! What is checked of the automaton before an image is used.

use super::table::{Inside, ROOT};
use crate::entity::BoundsSet;
use crate::limits;

impl Inside<'_> {
    /// What is wrong with a slot, and its index: a base, link or output that does not exist, or a
    /// link that does not lead to a smaller depth.
    pub(crate) fn wrong_slot(&self) -> Option<(usize, &'static str)> {
        let root = self.slot(ROOT);
        if root.label != 0 || root.depth != 0 || root.output != 0 || root.fail != ROOT {
            return Some((0, "root with a label, a depth, a link or an output"));
        }
        let exists = |state: u32| (state as usize | 0xFF) < self.len();
        if !exists(root.base) {
            return Some((0, "base out of range"));
        }
        for index in 1..self.len() {
            let slot = self.slot(index as u32);
            let fail = self.slot(slot.fail);
            let output = match slot.output {
                0 => Some(0),
                number => self.output(number).map(|output| output.len),
            };
            if slot.label == 0 {
                continue;
            }
            if index < 0x100 || !exists(slot.base) {
                return Some((index, "base out of range, or a state in the block of the root"));
            }
            if slot.depth == 0
                || slot.depth > self.filter.longest
                || fail.depth >= slot.depth
                || (fail.depth == 0 && slot.fail != ROOT)
            {
                return Some((index, "failure link that does not lead to a smaller depth"));
            }
            if output.is_none_or(|len| len > slot.depth) {
                return Some((index, "output out of range"));
            }
        }
        None
    }

    /// The index of an output whose length or next output is wrong.
    pub(crate) fn wrong_output(&self) -> Option<usize> {
        (1..=self.names() as u32).position(|number| {
            self.output(number).is_none_or(|output| {
                let next = self.output(output.next);
                output.len == 0
                    || (output.next != 0 && next.is_none_or(|next| next.len >= output.len))
            })
        })
    }

    /// Whether the filter, of `len` bytes, has the sizes that its first record says, and the
    /// longest name is not too long.
    pub(crate) fn has_its_filter(&self, len: usize) -> bool {
        self.filter.is_complete(len) && usize::from(self.filter.longest) <= limits::INSIDE_LEN
    }

    /// Whether the name with this number, folded text and bounds is found, and the filter passes
    /// it.
    pub(crate) fn has(&self, number: u32, folded: &[u8], bounds: BoundsSet) -> bool {
        let is_same =
            |output: super::table::Output| output.name == number && output.bounds == bounds;
        self.find(folded).is_some_and(is_same) && !self.filter.misses(folded)
    }
}
