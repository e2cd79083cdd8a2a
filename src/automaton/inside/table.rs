//! The automaton as a view of an image: from state to state.

use super::filter::Filter;
use crate::bytes::{array_at, u16_at, u32_at};
use crate::entity::BoundsSet;

/// Bytes of a slot: base, failure link, output (4 each), depth (2), label, 0.
pub(crate) const INSIDE_SLOT: usize = 16;

/// Bytes of an output: the number of a name (4), the bytes of the folded name (2), the bounds of
/// its surface forms by bit, 0, the next output (4).
pub(crate) const INSIDE_OUTPUT: usize = 12;

/// The slot of the root. Its block has no other slot in use: the base of states without children.
pub(super) const ROOT: u32 = 0;

/// The names that may begin or end inside words as one automaton: a view of an image.
///
/// A state is the number of its slot. The slot of a child is the base of its parent XOR the byte
/// that leads to it, which is its label. No two states with children have one base, so that the
/// label says whose child a slot is. A free slot has the label 0, and no name has the byte 0.
#[derive(Clone, Copy)]
pub(crate) struct Inside<'i> {
    slots: &'i [[u8; INSIDE_SLOT]],
    outputs: &'i [[u8; INSIDE_OUTPUT]],
    pub(super) filter: Filter<'i>,
}

/// A state, read from its slot.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub(super) base: u32,
    /// The state of the longest proper suffix that is the beginning of a name.
    pub(super) fail: u32,
    /// The number of the longest name that ends here, plus 1; 0 if none does.
    pub(super) output: u32,
    /// How many folded bytes lead here from the root.
    pub(super) depth: u16,
    pub(super) label: u8,
}

/// A name that ends in a state.
#[derive(Clone, Copy)]
pub(super) struct Output {
    pub(super) name: u32,
    /// Bytes of the folded name.
    pub(super) len: u16,
    /// The bounds of its surface forms.
    pub(super) bounds: BoundsSet,
    /// The next longest name that ends here, as in [`Slot::output`].
    pub(super) next: u32,
}

impl<'i> Inside<'i> {
    /// A view of these sections of an image.
    #[inline]
    pub(crate) fn new(slots: &'i [u8], outputs: &'i [u8], filter: &'i [u8]) -> Self {
        Self {
            slots: slots.as_chunks().0,
            outputs: outputs.as_chunks().0,
            filter: Filter::new(filter),
        }
    }

    /// How many slots there are.
    pub(super) const fn len(&self) -> usize {
        self.slots.len()
    }

    /// How many names there are.
    pub(crate) const fn names(&self) -> usize {
        self.outputs.len()
    }

    #[inline(always)]
    pub(super) fn slot(&self, state: u32) -> Slot {
        let row = self.slots.get(state as usize).copied().unwrap_or([0; INSIDE_SLOT]);
        Slot {
            base: u32_at(&row, 0),
            fail: u32_at(&row, 4),
            output: u32_at(&row, 8),
            depth: u16_at(&row, 12),
            label: row[14],
        }
    }

    /// The root. Its depth is 0 even in an image that was modified, so that every walk ends.
    #[inline(always)]
    pub(super) fn root(&self) -> Slot {
        Slot { depth: 0, ..self.slot(ROOT) }
    }

    /// The output with a number as in [`Slot::output`]; `None` for 0.
    #[inline]
    pub(super) fn output(&self, number: u32) -> Option<Output> {
        let row = self.outputs.get((number as usize).wrapping_sub(1))?;
        let [bounds] = array_at(row, 6);
        Some(Output {
            name: u32_at(row, 0),
            len: u16_at(row, 4),
            bounds: BoundsSet(bounds),
            next: u32_at(row, 8),
        })
    }

    /// The state after one more byte, without failure links.
    #[inline(always)]
    pub(super) fn child(&self, slot: &Slot, byte: u8) -> Option<Slot> {
        let child = self.slot(slot.base ^ u32::from(byte));
        (child.label == byte && byte != 0).then_some(child)
    }

    /// The state after one more byte, by failure links where need be. Linear in the bytes of a
    /// walk: a link leads to a smaller depth, and a byte adds one to it.
    #[inline(always)]
    pub(super) fn step(&self, mut slot: Slot, byte: u8) -> Slot {
        loop {
            if let Some(child) = self.child(&slot, byte) {
                return child;
            }
            if slot.depth == 0 {
                return slot;
            }
            slot = self.shorter(&slot);
        }
    }

    /// The state that the failure link of another leads to; the root if it does not lead upwards,
    /// as in an image that was modified.
    #[inline(always)]
    pub(super) fn shorter(&self, slot: &Slot) -> Slot {
        let next = self.slot(slot.fail);
        if next.depth < slot.depth { next } else { self.root() }
    }

    /// The output of the name with this folded text.
    pub(super) fn find(&self, folded: &[u8]) -> Option<Output> {
        let mut slot = self.root();
        for &byte in folded {
            slot = self.child(&slot, byte)?;
        }
        self.output(slot.output).filter(|output| usize::from(output.len) == folded.len())
    }
}
