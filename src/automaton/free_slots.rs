//! The free slots of a double array while it is built.

use alloc::collections::VecDeque;

/// Slots of a block. A base and its children are in the same block.
pub(super) const BLOCK: usize = 256;

/// How many blocks with free slots are kept to search for the children of a state. The oldest is
/// dropped, full or not, so that building is linear in the names.
const OPEN_BLOCKS: usize = 16;

/// One bit for each slot of a block.
type Bits = [u64; BLOCK / 64];

/// A block with free slots.
struct OpenBlock {
    /// Its first slot.
    first: usize,
    free: Bits,
    /// Slots that are not the base of a state yet. Two states with one base would share their
    /// children.
    bases: Bits,
}

/// Where the children of states can be put.
pub(super) struct FreeSlots {
    open: VecDeque<OpenBlock>,
    /// How many slots there are, free or not: a multiple of [`BLOCK`].
    pub(super) len: usize,
}

impl FreeSlots {
    /// With `len` slots that are not free, a multiple of [`BLOCK`].
    pub(super) const fn after(len: usize) -> Self {
        Self { open: VecDeque::new(), len }
    }

    /// Reserves a base and the slots of the children with these labels. Adds a block if no open one
    /// has space for all.
    pub(super) fn reserve(&mut self, labels: impl Iterator<Item = u8> + Clone) -> usize {
        let known = self
            .open
            .iter()
            .enumerate()
            .find_map(|(index, open)| open.base_for(labels.clone()).map(|base| (index, base)));
        let (index, base) = known.unwrap_or_else(|| {
            if self.open.len() == OPEN_BLOCKS {
                self.open.pop_front();
            }
            let (free, bases) = ([u64::MAX; 4], [u64::MAX; 4]);
            self.open.push_back(OpenBlock { first: self.len, free, bases });
            self.len += BLOCK;
            (self.open.len() - 1, 0)
        });
        let open = &mut self.open[index];
        open.bases[base / 64] &= !(1 << (base % 64));
        for label in labels {
            let at = base ^ usize::from(label);
            open.free[at / 64] &= !(1 << (at % 64));
        }
        let first = open.first;
        if open.free == [0; 4] {
            self.open.remove(index);
        }
        first + base
    }
}

impl OpenBlock {
    /// The first base in the block with free slots for all children.
    fn base_for(&self, labels: impl Iterator<Item = u8>) -> Option<usize> {
        let mut bases = self.bases;
        for label in labels {
            for (word, bits) in bases.iter_mut().enumerate() {
                *bits &= xor_indices(self.free[word ^ usize::from(label / 64)], label % 64);
            }
            if bases == [0; 4] {
                return None;
            }
        }
        bases
            .iter()
            .position(|&bits| bits != 0)
            .map(|word| word * 64 + bases[word].trailing_zeros() as usize)
    }
}

/// The bits, each moved from its index to that index XOR `by`, which is below 64.
const fn xor_indices(mut bits: u64, by: u8) -> u64 {
    const LOW: [u64; 6] = [
        0x5555_5555_5555_5555,
        0x3333_3333_3333_3333,
        0x0F0F_0F0F_0F0F_0F0F,
        0x00FF_00FF_00FF_00FF,
        0x0000_FFFF_0000_FFFF,
        0x0000_0000_FFFF_FFFF,
    ];
    let mut power = 0;
    while power < 6 {
        if by >> power & 1 == 1 {
            bits = (bits & LOW[power]) << (1 << power) | bits >> (1 << power) & LOW[power];
        }
        power += 1;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::xor_indices;

    #[test]
    fn bits_move_to_their_index_xor_a_number() {
        for by in 0..64 {
            for bit in 0..64 {
                assert_eq!(xor_indices(1 << bit, by), 1 << (bit ^ u32::from(by)));
            }
        }
    }
}
