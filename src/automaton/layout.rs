//! Builds the automaton: the table of heads, the double array and the chains.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::heads::{HEAD, bucket, head_of};
use super::state::State;
use super::trie::SLOT;
use crate::error::{Error, ErrorKind};

/// Slots of a block. A base and its children are in the same block.
const BLOCK: usize = 256;

/// How many blocks with free slots are kept to search for the children of a state. The oldest is
/// dropped, full or not, so that building is linear in the names.
const OPEN_BLOCKS: usize = 16;

/// A folded name, as the automaton is built from it.
#[derive(Clone, Copy)]
pub(crate) struct Name<'n> {
    pub(crate) folded: &'n [u8],
    /// Below 2^28: the other bits of a [`State`] have meanings of their own.
    pub(crate) number: u32,
    /// Whether it is written as it folds, apart from capitals.
    pub(crate) is_plain: bool,
}

/// The tables of an automaton as bytes of an image: see [`Automaton`](super::Automaton).
pub(crate) struct AutomatonTables {
    pub(crate) heads: Vec<u8>,
    pub(crate) buckets: u32,
    pub(crate) slots: Vec<u8>,
    pub(crate) chains: Vec<u8>,
}

/// The fewest bytes that are stored as a chain.
const CHAIN: usize = 2;

/// Builds the automaton of these folded names, which must be sorted, distinct, not empty and
/// without the byte 0. Linear in their bytes, apart from sorting.
///
/// Fails with [`ErrorKind::TooLarge`] if a table has more entries than a state can address.
pub(crate) fn lay_out(names: &[Name<'_>]) -> Result<AutomatonTables, Error> {
    // Bytes between `9` and `a` part names that share a head, so they are sorted again by head.
    let mut heads: Vec<(u64, usize, usize)> = names
        .iter()
        .enumerate()
        .filter_map(|(index, name)| head_of(name.folded).map(|(key, len)| (key, len, index)))
        .collect();
    heads.sort_by_key(|&(key, _, index)| (key, index));
    let names: Vec<Name<'_>> = heads.iter().map(|&(_, _, index)| names[index]).collect();
    let mut builder = TrieBuilder {
        names: &names,
        slots: Vec::new(),
        chains: Vec::new(),
        open: VecDeque::new(),
        tasks: Vec::new(),
    };
    let mut states: Vec<(u64, State)> = Vec::new();
    let mut first = 0;
    for group in heads.chunk_by(|a, b| a.0 == b.0) {
        let &(key, depth, _) = group.first().unwrap_or(&(0, 0, 0));
        states.push((key, builder.add_head(first..first + group.len(), depth)?));
        first += group.len();
    }
    let (heads, buckets) = hash_table(states);
    Ok(AutomatonTables { heads, buckets, slots: builder.slots, chains: builder.chains })
}

/// The table of heads, four fifths full and sorted by bucket, so that a head whose bucket is taken
/// comes after it; and its number of buckets.
fn hash_table(mut states: Vec<(u64, State)>) -> (Vec<u8>, u32) {
    let buckets = (states.len() + states.len() / 4 + 1) as u32;
    states.sort_by_key(|&(key, _)| (bucket(key, buckets), key));
    let mut table = Vec::new();
    for (key, state) in states {
        let at = (bucket(key, buckets) * HEAD).max(table.len());
        table.resize(at, 0);
        table.extend_from_slice(&key.to_le_bytes());
        table.extend_from_slice(&state.0.to_le_bytes());
    }
    table.resize(table.len().max(buckets as usize * HEAD) + HEAD, 0);
    (table, buckets)
}

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

/// The double array and the chains while they are built.
struct TrieBuilder<'n> {
    /// Sorted within each head.
    names: &'n [Name<'n>],
    slots: Vec<u8>,
    chains: Vec<u8>,
    open: VecDeque<OpenBlock>,
    tasks: Vec<Task>,
}

/// Where a state is written.
#[derive(Clone, Copy)]
enum Target {
    Slot(usize),
    /// An offset in the chains.
    Chain(usize),
}

/// A state that is not built yet: where it will be written, the names below it and how many of
/// their bytes lead to it.
struct Task {
    target: Target,
    names: core::ops::Range<usize>,
    depth: usize,
}

impl TrieBuilder<'_> {
    /// Builds the trie of these names, which have their first `depth` bytes in common.
    fn add_head(&mut self, names: core::ops::Range<usize>, depth: usize) -> Result<State, Error> {
        let state = self.state(names, depth)?;
        while let Some(Task { target, names, depth }) = self.tasks.pop() {
            let state = self.state(names, depth)?;
            self.write(target, state);
        }
        Ok(state)
    }

    /// The state that leads to these names. Its children get slots; their states become tasks.
    fn state(&mut self, below: core::ops::Range<usize>, depth: usize) -> Result<State, Error> {
        if below.len() == 1 {
            let Name { folded, number, is_plain } = self.names[below.start];
            let ends = if folded.len() == depth { State::ENDS } else { 0 };
            let plain = if is_plain { State::PLAIN } else { 0 };
            return Ok(State(State::LEAF | ends | plain | number));
        }
        let common = self.common_len(&below, depth);
        if common >= CHAIN {
            return self.chain(below, depth, common);
        }
        // The byte 0 stands for the end of a name, which sorts before every continuation.
        let byte = |name: usize| self.names[name].folded.get(depth).copied().unwrap_or(0);
        let mut children: Vec<(u8, core::ops::Range<usize>)> = Vec::new();
        for name in below {
            match children.last_mut() {
                Some((label, range)) if *label == byte(name) => range.end = name + 1,
                _ => children.push((byte(name), name..name + 1)),
            }
        }
        let ends =
            if children.first().is_some_and(|&(label, _)| label == 0) { State::ENDS } else { 0 };
        let base = self.reserve(&children)?;
        for (label, names) in children.into_iter().rev() {
            let slot = base ^ usize::from(label);
            self.slots[slot * SLOT] = label;
            if names.len() == 1 {
                let leaf = self.state(names, depth + 1)?;
                self.write(Target::Slot(slot), leaf);
            } else {
                self.tasks.push(Task { target: Target::Slot(slot), names, depth: depth + 1 });
            }
        }
        Ok(State(ends | base as u32))
    }

    /// How many bytes after the first `depth` these sorted names have in common.
    fn common_len(&self, names: &core::ops::Range<usize>, depth: usize) -> usize {
        let rest = |name: usize| self.names[name].folded.get(depth..).unwrap_or(&[]);
        rest(names.start).iter().zip(rest(names.end - 1)).take_while(|(a, b)| a == b).count()
    }

    /// The state whose names all continue with the same `len` bytes.
    fn chain(
        &mut self,
        names: core::ops::Range<usize>,
        depth: usize,
        len: usize,
    ) -> Result<State, Error> {
        let at = self.chains.len();
        if at + len + 5 > State::MAX_BASE as usize {
            return Err(ErrorKind::TooLarge.into());
        }
        self.chains.extend_from_slice(&self.names[names.start].folded[depth..depth + len]);
        self.chains.extend_from_slice(&[0; 5]);
        self.tasks.push(Task { target: Target::Chain(at + len + 1), names, depth: depth + len });
        Ok(State(State::CHAIN | at as u32))
    }

    fn write(&mut self, target: Target, state: State) {
        let bytes = match target {
            Target::Slot(slot) => &mut self.slots[slot * SLOT + 1..],
            Target::Chain(at) => &mut self.chains[at..],
        };
        bytes[..4].copy_from_slice(&state.0.to_le_bytes());
    }

    /// Reserves a base and the slots of these children.
    fn reserve<T>(&mut self, children: &[(u8, T)]) -> Result<usize, Error> {
        let known = self
            .open
            .iter()
            .enumerate()
            .find_map(|(index, open)| open.base_for(children).map(|base| (index, base)));
        let (index, base) = match known {
            Some(found) => found,
            None => {
                let first = self.slots.len() / SLOT;
                if first + BLOCK > State::MAX_BASE as usize {
                    return Err(ErrorKind::TooLarge.into());
                }
                self.slots.resize((first + BLOCK) * SLOT, 0);
                if self.open.len() == OPEN_BLOCKS {
                    self.open.pop_front();
                }
                self.open.push_back(OpenBlock { first, free: [u64::MAX; 4], bases: [u64::MAX; 4] });
                (self.open.len() - 1, 0)
            }
        };
        let open = &mut self.open[index];
        open.bases[base / 64] &= !(1 << (base % 64));
        for &(label, _) in children {
            let at = base ^ usize::from(label);
            open.free[at / 64] &= !(1 << (at % 64));
        }
        let first = open.first;
        if open.free == [0; 4] {
            self.open.remove(index);
        }
        Ok(first + base)
    }
}

impl OpenBlock {
    /// The first base in the block with free slots for all children.
    fn base_for<T>(&self, children: &[(u8, T)]) -> Option<usize> {
        let mut bases = self.bases;
        for &(label, _) in children {
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
