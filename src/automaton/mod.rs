//! Finds the names that begin at a given offset of a text.
//!
//! # The algorithm
//!
//! The names are folded and put into a trie. At each offset that the [prefilter](crate::prefilter)
//! returns, the text is folded byte by byte and the trie followed:
//!
//! ```text
//! state = root
//! for each folded byte of the text from the offset on:
//!     if a name ends in `state` and a word boundary is here: report it
//!     state = child(state, byte), or stop if there is none
//! ```
//!
//! An Aho-Corasick automaton is such a trie with failure links, which let it read a text once from
//! its start to its end. The links are not needed here: these names begin at word boundaries only,
//! the prefilter rejects most of these, and the walk at one offset ends after the longest name.
//! What is left are few and short walks, and no state per byte of the text. Names that may begin or
//! end [inside words](inside) have an automaton with failure links.
//!
//! # What makes it fast and small
//!
//! 1. **Heads.** The first levels of the trie, which most walks do not leave, are one lookup in a
//!    hash table. The *head* of a name is its leading ASCII letters and digits, at most eight; or
//!    its first character, if that is another one. See [`heads`].
//! 2. **A double array** for the branches after the heads: the child of a state by a byte is in the
//!    slot `base XOR byte`, of which the label must be that byte (J. Aoe, "An Efficient Digital
//!    Search Algorithm by Using a Double-Array Structure", 1989). Slots are in blocks of 256, so
//!    that a base and its children are near each other, and five bytes each: a label and a state.
//! 3. **Chains.** Where all names continue with the same two bytes or more, these are stored one
//!    after the other, followed by the next state.
//! 4. **Leaves.** A state with one name below it has no children. The walk compares the rest of the
//!    text with the written form of that name, byte by byte if both are plain ASCII.
//!
//! # Trade-offs
//!
//! - Walks that begin at many offsets of one long name read it again each time. A name spans at
//!   most [`MAX_SPAN`](crate::fold::MAX_SPAN) bytes, so the time stays linear in the text.
//! - A million random names cost 2.7 times the time of 3,351 (README, Speed): heads are spread over
//!   a table that does not fit into the caches.
//! - Heads that somebody chose to collide cost a binary search in place of a long probe: at most 64
//!   probes for 80,000 of them (a test).
//! - Building takes a linear number of steps. The double array stays more than four fifths full (a
//!   test), with at most 16 blocks searched for free slots.
//!
//! # Files
//!
//! [`state`] is a state in 32 bits, [`heads`] the hash table, [`trie`] the view of an image,
//! [`walk`] the walk, [`joined`] that of names in hashtags, [`rest`] the folded bytes of a leaf's
//! name, [`layout`] the builder, [`free_slots`] what builders of double arrays share.

#[cfg(feature = "alloc")]
mod free_slots;
mod heads;
mod inside;
mod joined;
#[cfg(feature = "alloc")]
mod layout;
mod rest;
mod state;
#[cfg(all(test, feature = "alloc"))]
mod tests;
mod trie;
mod walk;

pub(crate) use heads::HEAD;
pub(crate) use inside::{INSIDE_OUTPUT, INSIDE_SLOT, Inside, InsideHit, InsideProgress, Longest};
#[cfg(feature = "alloc")]
pub(crate) use inside::{InsideName, InsideTables, lay_out as lay_out_inside};
#[cfg(feature = "alloc")]
pub(crate) use layout::{Name, lay_out};
pub(crate) use trie::{Automaton, SLOT};
pub(crate) use walk::Hit;
