//! Finds the offsets of a text where a name could begin. It may return too many, never too few.
//!
//! Most words of a text begin no name. The prefilter rejects them without folding them and without
//! a walk of the [automaton](crate::automaton), which then runs only at the offsets that are left.
//!
//! # The algorithm
//!
//! ```text
//! first  = set of the first words of all names                        (a Bloom filter)
//! second = set of (first word, what follows it) of all names          (another one)
//!
//! for each word of the text:
//!     if no word boundary is before it: continue
//!     if its key is not in `first`: continue
//!     if (its key, what follows it) is not in `second`: continue
//!     return its offset
//! ```
//!
//! A *key* is the first eight bytes of a word and its length. The first two bytes keep their case:
//! *Mali* must be capitalised, so *mali* is not in the set. What *follows* is one byte of
//! punctuation, or up to four letters after one blank: *United Airlines* is rejected, since no name
//! begins with *united airl*. Words of other scripts are folded and hashed whole; scripts without
//! blanks between words are looked up by their first two or three characters. See [`tokens`].
//!
//! # What makes it fast
//!
//! 1. Plain text is read in groups of four blocks of 64 bytes. SIMD instructions make two masks per
//!    block, one bit per byte: letters and digits, and [special bytes](special). Shifts and one
//!    addition turn them into the starts and stops of words. See [`blocks`].
//! 2. The loop over words has no branch that depends on whether a word is in the set.
//! 3. The second set is asked once for each group, for the words that passed the first.
//! 4. A run with a special byte (a letter beyond ASCII, `&`, `<` ...) is left to the [reference
//!    implementation](scalar), which reads character by character and knows folding, character
//!    references, markup and the boundaries of all scripts.
//!
//! The [reference implementation](scalar) alone defines what is returned. The other backends must
//! return the same offsets: a property test in [`scan`] compares them, and so does fuzzing.
//!
//! # Trade-offs
//!
//! - Tagging an article with a name every 48 bytes takes 125 instructions a byte with the reference
//!   implementation, 101 with SSE2 and 96 with AVX2 (callgrind, `benches/count`). The fewer names
//!   a text has, the larger the difference.
//! - HTML, and text in which names count in lower case, are always read character by character.
//! - Of the words of newswire, 12 % pass the first set of the built-in gazetteer and 6 % the
//!   second; at 4.5 % a name begins. Larger sets would pass fewer, but every word is looked up in
//!   the first: it has 12 to 24 bits for each entry, of which two are set, and 64 KiB in all.
//! - Text in Latin letters with accents is read at 250 MB/s and text in other scripts at 45 to 100,
//!   where plain newswire is read at 351 (README, Speed): their words are runs with special bytes.
//!
//! # Files
//!
//! [`scan`] drives: it returns the name starts one by one and calls [`avx2`] or [`sse2`] by way of
//! [`blocks`], or [`scalar`]. [`state`] is where a scan is. [`tables`] builds the tables and is the
//! view of them; [`tokens`] has the sets, [`special`] the classification of bytes, [`backend`] the
//! choice of instructions.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod backend;
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "only x86-64 has backends that make the masks of a block")
)]
mod blocks;
mod markup;
mod narrow;
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "only x86-64 has backends that make the masks of a block")
)]
mod others;
mod scalar;
mod scan;
mod special;
#[cfg(target_arch = "x86_64")]
mod sse2;
mod state;
mod tables;
mod tokens;
mod wide;
mod word_start;

pub use backend::Backend;
pub(crate) use backend::Chosen;
pub(crate) use markup::HtmlChars;
pub(crate) use state::{NameStart, Scan};
#[cfg(feature = "alloc")]
pub(crate) use tables::lay_out;
pub(crate) use tables::{BEGINNINGS, Prefilter};
pub(crate) use tokens::Casings;
pub(crate) use word_start::starts_word;
