//! The state of a walk, in 32 bits.

/// A state of the automaton, one of three:
///
/// | bit 31 | bit 29 | the state is | the other bits |
/// |---|---|---|---|
/// | 1 | | a leaf: one name is left | the number of the name; bit 28 says whether it is plain |
/// | 0 | 1 | in a chain: all names continue with the same byte | its offset in the chains |
/// | 0 | 0 | a branch | the base of its children |
///
/// Bit 30 says whether a name ends in the state.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct State(pub(super) u32);

impl State {
    pub(super) const LEAF: u32 = 1 << 31;
    pub(super) const ENDS: u32 = 1 << 30;
    pub(super) const CHAIN: u32 = 1 << 29;
    /// The largest base, or offset in the chains.
    pub(super) const MAX_BASE: u32 = Self::CHAIN - 1;
    /// Of a leaf: the name is written as it folds, apart from capitals.
    pub(super) const PLAIN: u32 = 1 << 28;

    pub(super) const fn is_leaf(self) -> bool {
        self.0 & Self::LEAF != 0
    }

    pub(super) const fn ends(self) -> bool {
        self.0 & Self::ENDS != 0
    }

    pub(super) const fn is_plain(self) -> bool {
        self.0 & Self::PLAIN != 0
    }

    pub(super) const fn is_chain(self) -> bool {
        self.0 & (Self::LEAF | Self::CHAIN) == Self::CHAIN
    }

    pub(super) const fn base(self) -> usize {
        (self.0 & Self::MAX_BASE) as usize
    }

    pub(super) const fn name(self) -> u32 {
        self.0 & !(Self::LEAF | Self::ENDS | Self::PLAIN)
    }
}
