//! Builds the automaton: the table of heads, the double array and the chains.

use alloc::vec::Vec;

use super::free_slots::FreeSlots;
use super::heads::{HEAD, bucket, head_of};
use super::state::State;
use super::trie::SLOT;
use crate::error::{Error, ErrorKind};

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
        free: FreeSlots::after(0),
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

/// The double array and the chains while they are built.
struct TrieBuilder<'n> {
    /// Sorted within each head.
    names: &'n [Name<'n>],
    slots: Vec<u8>,
    chains: Vec<u8>,
    free: FreeSlots,
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
        let base = self.free.reserve(children.iter().map(|&(label, _)| label));
        if self.free.len > State::MAX_BASE as usize {
            return Err(ErrorKind::TooLarge.into());
        }
        self.slots.resize(self.free.len * SLOT, 0);
        Ok(base)
    }
}
