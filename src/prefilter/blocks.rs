//! The filter over words of ASCII letters and digits in blocks, for any backend that makes the
//! masks of a block.
//!
//! A group of four blocks of 64 bytes is read at once, up to the last word that ends in it:
//!
//! ```text
//! masks of each block   word: ASCII letters and digits; special: special bytes; a bit per byte
//! starts = word & !(word << 1)              the first byte of each word
//! stops  = (word + starts) & !word          for each start, the first byte that is not in `word`:
//!                                           the addition carries through the bits of the word
//! for each (start, stop) of the block:
//!     keep it if the first set may have its key, or if the byte at the stop is special
//! for each kept (start, stop) of the group:
//!     keep it if the second set may have its key with the text after it, or if its stop is special
//!     (if that is beyond ASCII: if both sets may have the word without its accents)
//! ```
//!
//! Both loops write each entry and then advance the count by 0 or 1. No branch depends on whether a
//! word is kept, since that cannot be predicted.
//!
//! Names that begin with other characters are found by [`others`](super::others).
//!
//! Tried without gain: listing the words of a block by a table with eight entries for each byte;
//! eight words at a time with AVX-512 (compress, permute, gather).

use memchr::memchr_iter;

use super::narrow::LatinWord;
use super::special::ByteKind;
use super::state::{BLOCK, BLOCKS, MAX_WORDS, MORE, Scan, Words, take_lowest};
use super::tables::Prefilter;
use super::tokens::{self, Tokens};
use super::wide::Groups;
use crate::bytes::{padded, u64_at};
use crate::fold::Reader;

/// What is known of the 64 bytes of a block, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Masks {
    /// ASCII letters and digits.
    pub(super) word: u64,
    /// Special bytes of ASCII, and hyphens at the ends of lines.
    pub(super) special: u64,
    /// Bytes of 0x80 and above. In a group, only those that may begin a character: those of 0xC0
    /// and above before one of 0x80 to 0xBF.
    pub(super) high: u64,
}

/// Where the characters beyond ASCII of a block begin, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Leads {
    /// Of two bytes, U+00C0 to U+027F: Latin letters, and two symbols.
    pub(super) latin: u64,
    /// Other ones of two bytes.
    pub(super) narrow: u64,
    /// Those of `narrow` of which all characters are letters of scripts that separate words by
    /// blanks.
    pub(super) letters: u64,
    /// Of three bytes, by script: see [`super::wide`].
    pub(super) wide: Groups,
    /// All others: each is read by itself.
    pub(super) rare: u64,
}

impl Leads {
    /// Those of these bytes.
    #[inline(always)]
    pub(super) fn within(self, bytes: u64) -> Self {
        let Groups(groups) = self.wide;
        Self {
            latin: self.latin & bytes,
            narrow: self.narrow & bytes,
            letters: self.letters & bytes,
            wide: Groups(groups.map(|group| group & bytes)),
            rare: self.rare & bytes,
        }
    }
}

/// What a backend does for this module.
pub(super) trait Blocks {
    /// The masks of a block.
    fn masks(&self, block: &[u8; BLOCK]) -> Masks;

    /// The leads of a block with bytes of 0x80 and above.
    fn leads(&self, block: &[u8; BLOCK]) -> Leads;

    /// Which bytes of a block are from `first` to `last`, one bit each.
    fn within(&self, block: &[u8; BLOCK], first: u8, last: u8) -> u64;

    /// [`tokens::cut`] or an equivalent.
    fn cut(&self, head: u64, len: usize) -> u64;
}

/// Bytes that are read for a group.
const GROUP: usize = BLOCK * BLOCKS + MORE;

/// Bytes that are read for a block alone, and for two: the end of a text, or a sentence.
const SINGLE: usize = BLOCK + MORE;
const DOUBLE: usize = 2 * BLOCK + MORE;

/// Words that stop in one block.
struct BlockWords<'t> {
    /// The bytes of the group, and some after it.
    bytes: &'t [u8],
    /// Where the block begins in the group.
    from: usize,
    /// Where the first word starts, in this block or in one before it.
    first: usize,
    /// Where the other words start, by bit.
    starts: u64,
    /// Where all of them stop, by bit; not empty.
    stops: u64,
    /// The special bytes of the block, and those of 0x80 and above.
    special: u64,
}

impl BlockWords<'_> {
    /// Adds to `words` the words that the first set may have, and those that stop at a special
    /// byte.
    #[inline(always)]
    fn keep(&self, tokens: &Tokens<'_>, words: &mut Words, cut: &impl Fn(u64, usize) -> u64) {
        if self.special & self.stops == 0 {
            self.keep_by_set::<false>(tokens, words, cut);
        } else {
            self.keep_by_set::<true>(tokens, words, cut);
        }
    }

    #[inline(always)]
    fn keep_by_set<const SPECIAL: bool>(
        &self,
        tokens: &Tokens<'_>,
        words: &mut Words,
        cut: &impl Fn(u64, usize) -> u64,
    ) {
        let &Self { bytes, from, first: mut next, mut starts, mut stops, special } = self;
        while stops != 0 {
            // A group has no more bytes than one byte counts: no need to test that.
            let start = usize::from(next as u8);
            let bit = take_lowest(&mut stops);
            let stop = from + bit;
            next = from + take_lowest(&mut starts);
            let key = tokens::key(u64_at(bytes, start), stop.wrapping_sub(start), cut);
            words.push(start, stop, tokens.may_begin(key) | (SPECIAL && special >> bit & 1 == 1));
        }
    }
}

impl Prefilter<'_> {
    /// Reads groups until one has offsets before `until` where a name could begin, and leaves these
    /// in `scan`, which must have none left. Ends at `until` too.
    #[inline(always)]
    pub(super) fn read_groups(
        &self,
        reader: &Reader<'_>,
        scan: &mut Scan,
        until: usize,
        backend: &impl Blocks,
    ) {
        while scan.at < until && scan.words.count == 0 && !scan.has_others {
            let rest = reader.text.get(scan.at..).unwrap_or(&[]);
            let left = until - scan.at;
            let read = if left > 2 * BLOCK {
                match rest.first_chunk::<GROUP>() {
                    Some(bytes) => self.read_group::<BLOCKS>(reader, bytes, left, scan, backend),
                    None => {
                        let bytes = padded::<GROUP>(rest, b' ');
                        self.read_group::<BLOCKS>(reader, &bytes, left, scan, backend)
                    }
                }
            } else if left > BLOCK {
                self.read_group::<2>(reader, &padded::<DOUBLE>(rest, b' '), left, scan, backend)
            } else {
                self.read_group::<1>(reader, &padded::<SINGLE>(rest, b' '), left, scan, backend)
            };
            scan.group = scan.at;
            scan.at += read;
            if read == 0 {
                skip_long_word(reader, scan);
            }
        }
        scan.next_group = scan.at;
    }

    /// Leaves in `scan` the offsets of `N` blocks before `until` where a name could begin. Returns
    /// how many bytes were read: 0 if the blocks are one word that continues after them.
    #[inline(always)]
    fn read_group<const N: usize>(
        &self,
        reader: &Reader<'_>,
        bytes: &[u8],
        until: usize,
        scan: &mut Scan,
        backend: &impl Blocks,
    ) -> usize {
        let cut = &|head, len| backend.cut(head, len);
        let mut blocks = [Masks::default(); N];
        for (of_block, block) in blocks.iter_mut().zip(bytes.as_chunks().0) {
            *of_block = backend.masks(block);
        }
        if blocks.iter().any(|masks| masks.high != 0) {
            keep_first_bytes(bytes, &mut blocks, backend);
        }
        mark_divided_words(bytes, &mut blocks);
        // The last word may continue after the blocks: it is read with the next group.
        let mut limit = N * BLOCK;
        for &Masks { word, .. } in blocks.iter().rev() {
            let open = word.leading_ones() as usize;
            limit -= open;
            if open < BLOCK {
                break;
            }
        }
        let limit = limit.min(until);
        let (mut before, mut carry, mut open, mut read) = (0, 0, None, limit);
        let (mut any_high, mut any_special) = (0, 0);
        for (from, &Masks { word, special, high }) in (0..).step_by(BLOCK).zip(&blocks) {
            any_high |= high;
            any_special |= special;
            if word | before | carry == 0 {
                // No word is in the block, and none was open.
                continue;
            }
            let mut starts = word & !(word << 1 | before);
            before = word >> 63;
            if limit < from + BLOCK {
                starts &= !u64::MAX.checked_shl(limit.saturating_sub(from) as u32).unwrap_or(0);
            }
            let (sum, over) = word.overflowing_add(starts);
            let (sum, over_again) = sum.overflowing_add(carry);
            carry = u64::from(over | over_again);
            let stops = sum & !word;
            let count = starts.count_ones() + u32::from(open.is_some());
            let last = starts.checked_ilog2().map(|bit| from + bit as usize).or(open);
            if stops != 0 {
                let (first, others) = match open {
                    Some(start) => (start, starts),
                    None => {
                        (from + starts.trailing_zeros() as usize, starts & starts.wrapping_sub(1))
                    }
                };
                let special = special | high;
                BlockWords { bytes, from, first, starts: others, stops, special }.keep(
                    &self.tokens,
                    &mut scan.words,
                    cut,
                );
                read = read.max(from + stops.ilog2() as usize);
            }
            open = last.filter(|_| count > stops.count_ones());
        }
        let preceding = scan.at.checked_sub(1).and_then(|before| reader.byte(before));
        scan.has_special =
            any_high | any_special != 0 || preceding.is_some_and(|byte| byte >= 0x80);
        self.keep_by_second_set(bytes, &blocks, scan, cut);
        scan.returned = 0;
        scan.has_others = false;
        if any_high | any_special != 0 {
            self.find_others(reader, bytes, limit, &blocks, scan, backend);
        }
        read
    }

    /// Keeps those words of a group that the second set may have, and those that stop at a special
    /// byte.
    #[inline(always)]
    fn keep_by_second_set<const N: usize>(
        &self,
        bytes: &[u8],
        blocks: &[Masks; N],
        scan: &mut Scan,
        cut: &impl Fn(u64, usize) -> u64,
    ) {
        let kept = scan.words.count;
        scan.words.count = 0;
        for index in 0..kept.min(MAX_WORDS) {
            let (start, stop) = scan.words.get(index);
            let (start, stop) = (usize::from(start), usize::from(stop));
            let masks = &blocks[stop / BLOCK % N];
            let stops_at = |mask: u64| mask >> (stop % BLOCK) & 1 == 1;
            let keep = if stops_at(masks.high) {
                self.may_begin_latin(bytes, start)
            } else {
                let key = tokens::key(u64_at(bytes, start), stop.wrapping_sub(start), cut);
                let following = tokens::following_in_ascii(bytes, stop);
                stops_at(masks.special) | self.tokens.may_be_followed(key, following)
            };
            scan.words.push(start, stop, keep);
        }
    }

    /// Whether a name may begin with the Latin word that starts at an offset of a group, as far as
    /// the bytes of the group say.
    #[inline]
    pub(super) fn may_begin_latin(&self, bytes: &[u8], start: usize) -> bool {
        // A hyphen may divide the word.
        let is_whole = |word: &LatinWord| word.end + MORE <= bytes.len() && bytes[word.end] != b'-';
        self.may_be_latin_word(bytes, start, false, is_whole).unwrap_or(true)
    }
}

/// Leaves of the bytes of 0x80 and above those that may begin a character.
#[inline(always)]
fn keep_first_bytes<const N: usize>(bytes: &[u8], blocks: &mut [Masks; N], backend: &impl Blocks) {
    for (index, (block, masks)) in bytes.as_chunks().0.iter().zip(blocks).enumerate() {
        if masks.high != 0 {
            let tails = backend.within(block, 0x80, 0xBF);
            let after = bytes.get((index + 1) * BLOCK).is_some_and(|byte| byte & 0xC0 == 0x80);
            masks.high &= !tails & (tails >> 1 | u64::from(after) << 63);
        }
    }
}

/// Makes the hyphens at the ends of lines special bytes: a word may continue after them.
#[inline(always)]
fn mark_divided_words<const N: usize>(bytes: &[u8], blocks: &mut [Masks; N]) {
    let bytes = bytes.get(..N * BLOCK + 2).unwrap_or(bytes);
    // Nearly all groups have none. Without branches this is compiled to vector instructions.
    let is_hyphen = |byte: u8| u8::from(byte == b'-');
    let is_break = |byte: u8| u8::from(byte == b'\n') | u8::from(byte == b'\r');
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or(&[]));
    if pairs.fold(0, |any, (&byte, &next)| any | is_hyphen(byte) & is_break(next)) != 0 {
        mark_divided_words_of(bytes, blocks);
    }
}

#[cold]
#[inline(never)]
fn mark_divided_words_of(bytes: &[u8], blocks: &mut [Masks]) {
    for line_feed in memchr_iter(b'\n', bytes) {
        let hyphen = match bytes[..line_feed] {
            [.., b'-'] => line_feed - 1,
            [.., b'-', b'\r'] => line_feed - 2,
            _ => continue,
        };
        if let Some(block) = blocks.get_mut(hyphen / BLOCK) {
            block.special |= 1 << (hyphen % BLOCK);
        }
    }
}

/// Skips a word that is longer than a group. A name may begin with it: it is read by itself when
/// its turn comes.
#[cold]
fn skip_long_word(reader: &Reader<'_>, scan: &mut Scan) {
    scan.others[0] = 1;
    scan.has_others = true;
    scan.at = word_end(reader.text, scan.at);
}

/// The end of the ASCII letters and digits at `at`.
pub(super) fn word_end(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(|&byte| ByteKind::of(byte) == ByteKind::Word) {
        at += 1;
    }
    at
}
