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
//! begins with *united airl*. See [`tokens`]. Words of other scripts are folded and hashed, first
//! their first three letters and then the whole: see [`narrow`]. In scripts with three bytes a
//! character, the first two to six characters are looked up: see [`wide`].
//!
//! # What makes it fast
//!
//! 1. Plain text is read in groups of four blocks of 64 bytes. SIMD instructions make two masks per
//!    block, one bit per byte: letters and digits, and [special bytes](special). Shifts and one
//!    addition turn them into the starts and stops of words. See [`blocks`].
//! 2. The loop over words has no branch that depends on whether a word is in the set.
//! 3. The second set is asked once for each group, for the words that passed the first.
//! 4. In blocks with bytes beyond ASCII, SIMD instructions find the first byte of each character
//!    and sort these by script. Each script has the cheapest test that rejects most of its
//!    characters: one bit of a word that the character chooses for Han, of one that two characters
//!    choose for Thai, the hash of the word for Cyrillic. See [`others`].
//! 5. A byte that begins no character, by the byte after it, counts as punctuation. So of random
//!    bytes few are read one by one.
//! 6. Only what passes is tested as the [reference implementation](scalar) tests it: folded, with
//!    the boundaries of all scripts. Whether a word may begin at a place is read from the text
//!    before it, see [`word_start`]. So no state is carried through the text that is rejected.
//!
//! The [reference implementation](scalar) alone defines what is returned. The other backends must
//! return the same offsets: a property test in [`scan`] compares them, and so does fuzzing.
//!
//! # Trade-offs
//!
//! - Tagging an article with a name every 48 bytes takes 125 instructions a byte with the reference
//!   implementation, 101 with SSE2 and 96 with AVX2 (callgrind, `benches/count`). The fewer names
//!   a text has, the larger the difference.
//! - On 64-bit ARM, newswire without context takes 125 instructions a byte with the reference
//!   implementation and 43 with NEON. They were counted in an emulator, which cannot measure time.
//! - HTML, and text in which names count in lower case, are never read in blocks. In HTML, words
//!   between blanks are read eight bytes at a time.
//! - Of the words of newswire, 12 % pass the first set of the built-in gazetteer and 6 % the
//!   second; at 4.5 % a name begins. Larger sets would pass fewer, but every word is looked up in
//!   the first: it has 12 to 24 bits for each entry, of which two are set, and 64 KiB in all.
//! - Words with accents are read letter by letter, wherever they may begin a name. In French text
//!   each takes 200 instructions (callgrind).
//! - The filter for characters of three bytes needs memory: 181 KB of the built-in image. Tables
//!   for two names have a few hundred bytes, and without such names they are empty.
//!
//! # Files
//!
//! [`scan`] drives: it returns the name starts one by one. [`blocks`] reads words of ASCII and
//! [`others`] all other characters, both with the masks of `avx2`, `sse2` or `neon`; [`scalar`]
//! reads plain text character by character, [`markup`] HTML. [`state`] is where a scan is.
//! [`tables`] builds the tables and is the view of them: [`tokens`] has the sets of words,
//! [`narrow`] folds characters of two bytes, [`wide`] has the tables for those of three,
//! [`special`] the classification of bytes. [`word_start`] reads the text before an offset,
//! [`backend`] chooses the instructions.

#![cfg_attr(
    not(any(
        target_arch = "x86_64",
        all(target_arch = "aarch64", target_feature = "neon", target_endian = "little")
    )),
    allow(dead_code, unused_variables, reason = "no backend of this machine reads blocks")
)]

#[cfg(target_arch = "x86_64")]
mod avx2;
mod backend;
mod blocks;
mod markup;
mod narrow;
#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
mod neon;
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
