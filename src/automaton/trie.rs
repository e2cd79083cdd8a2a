//! The automaton as a view of an image: from state to state.

use super::heads::{self, HEAD, find_head, head_of};
use super::rest::Rest;
use super::state::State;
use crate::bytes::{u32_at, u64_at};

/// Bytes of a slot: the byte that leads to it, and its state. A free slot is all zeros. That is not
/// the slot of a child, since the byte 0 leads to leaves only.
pub(crate) const SLOT: usize = 5;

/// All folded names as one automaton: a view of an image.
#[derive(Clone, Copy)]
pub(crate) struct Automaton<'i> {
    /// The table of heads.
    pub(crate) heads: &'i [[u8; HEAD]],
    /// How many buckets the table of heads has.
    pub(crate) buckets: u32,
    /// The double array.
    pub(crate) slots: &'i [[u8; SLOT]],
    /// For each chain its bytes, 0, and the state after them.
    pub(crate) chains: &'i [u8],
}

impl<'i> Automaton<'i> {
    /// The state after a head.
    #[inline]
    pub(super) fn head(&self, key: u64) -> Option<State> {
        find_head(key, self.buckets, self.heads.len(), |index| self.heads.get(index))
    }

    /// The state after one more folded byte; the byte 0 leads to the name that ends in `state`.
    #[inline(always)]
    pub(super) fn child(&self, state: State, byte: u8) -> Option<State> {
        if state.is_chain() {
            return self.next_in_chain(state, byte);
        }
        let &[label, a, b, c, d] = self.slots.get(state.base() ^ usize::from(byte))?;
        let child = State(u32::from_le_bytes([a, b, c, d]));
        (label == byte && (byte != 0 || child.is_leaf())).then_some(child)
    }

    #[inline]
    fn next_in_chain(&self, state: State, byte: u8) -> Option<State> {
        let &[here, next] = self.chains.get(state.base()..)?.first_chunk()?;
        (here == byte).then(|| {
            if next == 0 {
                State(u32_at(self.chains, state.base() + 2))
            } else {
                State(state.0 + 1)
            }
        })
    }

    /// Follows bytes from a state at a depth to a leaf, or to their end. Returns the state, its
    /// depth and the bytes that are left; `None` if no name continues so.
    #[inline]
    pub(super) fn follow<'b>(
        &self,
        mut state: State,
        mut depth: usize,
        mut bytes: &'b [u8],
    ) -> Option<(State, usize, &'b [u8])> {
        while let [byte, rest @ ..] = bytes
            && !state.is_leaf()
        {
            (state, depth, bytes) = (self.child(state, *byte)?, depth + 1, rest);
        }
        Some((state, depth, bytes))
    }

    /// The name that ends in a state that is not a leaf.
    #[inline]
    pub(super) fn ending(&self, state: State) -> Option<u32> {
        if state.ends() { self.child(state, 0).map(State::name) } else { None }
    }

    /// Whether every head is where a lookup finds it. For the check of images.
    pub(crate) fn heads_are_in_place(&self) -> bool {
        heads::are_in_place(self.heads, self.buckets)
    }

    /// The numbers of all names, in no particular order. For the check of images.
    pub(crate) fn names(&self) -> impl Iterator<Item = u32> + use<'i> {
        let heads = self
            .heads
            .iter()
            .filter(|head| u64_at(&head[..], 0) != 0)
            .map(|head| State(u32_at(&head[..], 8)));
        let slots = self.slots.iter().map(|slot| State(u32_at(&slot[..], 1)));
        let mut rest = self.chains;
        let chains = core::iter::from_fn(move || {
            let end = rest.iter().position(|&byte| byte == 0)?;
            let state = State(u32_at(rest, end + 1));
            rest = rest.get(end + 5..)?;
            Some(state)
        });
        heads.chain(slots).chain(chains).filter(|state| state.is_leaf()).map(State::name)
    }

    /// The number of the name with this folded text; `form` as in [`walk`](Self::walk).
    pub(crate) fn find<'n>(&self, folded: &[u8], form: impl Fn(u32) -> &'n [u8]) -> Option<u32> {
        let (key, depth) = head_of(folded)?;
        let (state, depth, left) = self.follow(self.head(key)?, depth, folded.get(depth..)?)?;
        if !state.is_leaf() {
            return self.ending(state);
        }
        let mut rest = Rest::new(form(state.name()), depth)?;
        let is_same = left.iter().all(|&byte| rest.next() == Some(byte));
        (is_same && rest.is_empty()).then_some(state.name())
    }
}
