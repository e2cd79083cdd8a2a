//! Where a scan is in its text, and what it knows of the text before that.

use crate::boundary::Prefix;
use crate::fold::{Class, html};

/// An offset where a name could begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NameStart {
    pub(crate) at: usize,
    /// The length of the word of ASCII letters and digits at that offset, if a word boundary and
    /// no special byte follows it; 0 if that is not known.
    pub(crate) word_len: usize,
    /// Whether it is in a hashtag, where the words of names are [joined](crate::hashtag).
    pub(crate) joined: bool,
}

impl NameStart {
    /// An offset where a word begins.
    #[inline(always)]
    pub(crate) const fn of_word(at: usize, word_len: usize) -> Self {
        Self { at, word_len, joined: false }
    }
}

/// Where a scan is in the hashtags of its text.
#[derive(Clone, Debug)]
pub(super) struct Hashtags {
    /// In a hashtag: the next offset where a name may begin. Else the next sign that begins one, or
    /// how far signs were searched for.
    pub(super) at: usize,
    /// The start of the hashtag.
    pub(super) start: usize,
    /// The end of the hashtag; at most `at` if the scan is in none.
    pub(super) end: usize,
}

impl Hashtags {
    const START: Self = Self { at: 0, start: 0, end: 0 };

    pub(super) const fn is_inside(&self) -> bool {
        self.at < self.end
    }

    /// Continues at `end`, and returns where words continue: after the hashtag, if `end` is in it.
    #[inline]
    fn skip_to(&mut self, end: usize) -> usize {
        let words = if self.is_inside() && end > self.start { self.end.max(end) } else { end };
        self.at = self.at.max(end);
        words
    }
}

/// Bytes of a block: as many as a mask has bits.
pub(super) const BLOCK: usize = 64;

/// Blocks that are read together, as a group. A text that is shorter than a block is read alone.
pub(super) const BLOCKS: usize = 4;

/// Bytes that are read after blocks: the key of a word (eight bytes from its start), the text after
/// a word and three characters may extend beyond them.
pub(super) const MORE: usize = 16;

/// The most words of a group: between two words there is at least one byte.
pub(super) const MAX_WORDS: usize = BLOCK * BLOCKS / 2;

/// Removes the lowest bit and returns its index; 64 if no bit is set.
#[inline(always)]
pub(super) fn take_lowest(bits: &mut u64) -> usize {
    let index = bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    index
}

/// The bits for which `keep` returns true.
#[inline(always)]
pub(super) fn filter(mut bits: u64, mut keep: impl FnMut(usize) -> bool) -> u64 {
    let mut kept = 0;
    while bits != 0 {
        let bit = take_lowest(&mut bits);
        kept |= u64::from(keep(bit)) << bit;
    }
    kept
}

/// Words of a group that a name could begin with: for each, in one number, where it starts and
/// where it stops, counted from the start of the group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    words: [u16; MAX_WORDS],
    pub(super) count: usize,
}

impl Words {
    pub(super) const NONE: Self = Self { words: [0; MAX_WORDS], count: 0 };

    /// Adds a word if `keep`, whose offsets fit in a byte. It writes in any case, so that no branch
    /// depends on `keep`.
    #[inline(always)]
    pub(super) fn push(&mut self, start: usize, stop: usize, keep: bool) {
        self.words[self.count % MAX_WORDS] = (stop << 8 | start) as u16;
        self.count += usize::from(keep);
    }

    #[inline(always)]
    pub(super) fn get(&self, index: usize) -> (u8, u8) {
        let [start, stop] = self.words[index % MAX_WORDS].to_le_bytes();
        (start, stop)
    }
}

/// Where a scan is in its text, and what it must know of the text before that.
///
/// Plain text needs nothing: whether a word begins somewhere is read from the text before it
/// ([`super::word_start`]).
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    /// Offset of the next byte to read.
    pub(super) at: usize,
    /// Whether names count in any case: in text without capitals, and to explain why a name does
    /// not count.
    pub(super) any_case: bool,
    /// Words of the last group that a name could begin with, of which `returned` were returned.
    pub(super) words: Words,
    pub(super) returned: usize,
    /// Where that group starts, and where the next one does.
    pub(super) group: usize,
    pub(super) next_group: usize,
    /// Whether a word of the group may stop at a special byte or begin after one.
    pub(super) has_special: bool,
    /// Other offsets of the group where a name could begin, one bit per byte.
    pub(super) others: [u64; BLOCKS],
    /// Whether the group had any.
    pub(super) has_others: bool,
    /// What precedes `at`, in HTML.
    pub(super) html: HtmlState,
    pub(super) hashtags: Hashtags,
}

/// What a scan of HTML must know of the text before it.
#[derive(Clone, Debug)]
pub(super) struct HtmlState {
    /// The class of the last visible character.
    pub(super) before: Class,
    pub(super) prefix: Prefix,
    /// Whether an odd number of halves of flags comes before.
    pub(super) half_flag: bool,
    /// The markup that the scan is in.
    pub(super) open: Option<html::Open>,
}

impl HtmlState {
    pub(super) const START: Self =
        Self { before: Class::Other, prefix: Prefix::None, half_flag: false, open: None };

    /// Notes that no word is open: what follows does not depend on the text before it.
    pub(super) fn forget_word(&mut self, before: Class) {
        (self.before, self.prefix, self.half_flag) = (before, Prefix::None, false);
    }
}

impl Scan {
    /// At the start of a text.
    pub(crate) const fn new() -> Self {
        Self {
            at: 0,
            any_case: false,
            words: Words::NONE,
            returned: 0,
            group: 0,
            next_group: 0,
            has_special: false,
            others: [0; BLOCKS],
            has_others: false,
            html: HtmlState::START,
            hashtags: Hashtags::START,
        }
    }

    /// At the start of a text in which names count in any case.
    pub(crate) const fn in_any_case() -> Self {
        Self { any_case: true, ..Self::new() }
    }

    /// Whether the text was read up to `end`, or further.
    pub(crate) const fn has_passed(&self, end: usize) -> bool {
        self.at >= end
    }

    /// Whether a scan of HTML that was continued to `at` skips what is there: it is after `at`, or
    /// in markup that begins right before.
    pub(super) const fn has_skipped(&self, at: usize) -> bool {
        self.at > at || self.html.open.is_some()
    }

    /// The offset before which no further name start will be returned.
    #[cfg(feature = "alloc")]
    pub(crate) fn done_until(&self) -> usize {
        let word = self.next_word().map(|(start, _)| start);
        let other = self.next_other().map(|(at, _)| at);
        word.into_iter().chain(other).min().unwrap_or(self.at).min(self.hashtags.at)
    }

    /// Where the next word of the group starts, and where it stops.
    #[inline(always)]
    pub(super) fn next_word(&self) -> Option<(usize, usize)> {
        (self.returned < self.words.count).then(|| {
            let (start, stop) = self.words.get(self.returned);
            // `shift` may have dropped the first bytes of the group, so that `group` is below 0.
            (
                self.group.wrapping_add(usize::from(start)),
                self.group.wrapping_add(usize::from(stop)),
            )
        })
    }

    /// The next of the other offsets of the group, and its block.
    #[inline(always)]
    pub(super) fn next_other(&self) -> Option<(usize, usize)> {
        let block = self.others.iter().position(|&bits| bits != 0)?;
        let bit = self.others[block].trailing_zeros() as usize;
        Some((self.group.wrapping_add(block * BLOCK + bit), block))
    }

    /// Removes the next of the other offsets, which is in this block.
    #[inline(always)]
    pub(super) fn take_other(&mut self, block: usize) {
        take_lowest(&mut self.others[block]);
    }

    /// Continues at `end`.
    #[inline]
    pub(super) fn skip_to(&mut self, end: usize) {
        let end = self.hashtags.skip_to(end);
        while self.next_word().is_some_and(|(start, _)| start < end) {
            self.returned += 1;
        }
        while self.has_others
            && let Some((at, block)) = self.next_other()
            && at < end
        {
            self.take_other(block);
        }
        self.at = self.at.max(end);
    }

    /// Takes `bytes` off all offsets, after the caller dropped as many bytes of the text.
    #[cfg(feature = "alloc")]
    pub(crate) fn shift(&mut self, bytes: usize) {
        self.at = self.at.saturating_sub(bytes);
        self.hashtags.at = self.hashtags.at.saturating_sub(bytes);
        self.hashtags.start = self.hashtags.start.saturating_sub(bytes);
        self.hashtags.end = self.hashtags.end.saturating_sub(bytes);
        self.group = self.group.wrapping_sub(bytes);
        self.next_group = self.next_group.saturating_sub(bytes);
    }
}
