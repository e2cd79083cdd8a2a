//! Finds names that may begin or end inside words: in one pass over the text, by an Aho-Corasick
//! automaton.
//!
//! The anchored [walk](super::walk) begins only where words begin. A name that may begin anywhere
//! would need a walk at every byte, and on a text such as `aaaa` each would read a long name again.
//! The automaton of A. Aho and M. Corasick ("Efficient String Matching", 1975) reads each byte
//! once: where no name continues, a *failure link* leads to the longest beginning of a name that
//! the text before the byte ends with.
//!
//! The `aho-corasick` crate builds the automaton with a gazetteer, and its states, failure links
//! and outputs become tables of the image. So nothing is built when a program starts. Its own
//! search is not used: it knows neither folding nor boundaries, and after a match it starts again,
//! so that it may read a text many times.
//!
//! # What makes it fast
//!
//! 1. A [filter](filter) of the first bytes of names passes few offsets, at about one nanosecond a
//!    byte. Between them the automaton is not asked.
//! 2. A walk ends where what is under way is shorter than what the filter looks at.
//!
//! # Files
//!
//! [`table`] is the view of an image, [`filter`] the filter, [`search`] the search, [`layout`] the
//! builder, [`check`] what is checked of an image.

mod check;
mod filter;
#[cfg(feature = "alloc")]
mod layout;
mod search;
mod table;

#[cfg(feature = "alloc")]
pub(crate) use layout::{InsideName, InsideTables, lay_out};
pub(crate) use search::{InsideHit, InsideProgress, Longest};
pub(crate) use table::{INSIDE_OUTPUT, INSIDE_SLOT, Inside};
