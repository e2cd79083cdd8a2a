//! Finds the places where a name could begin. It may report too many, never too few.
//!
//! This room knows boundaries and the first words of the names, nothing of automata or entities.

mod blocks;
mod scalar;
#[cfg(target_arch = "x86_64")]
mod sse2;
mod tokens;

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::boundary::Prefix;
use crate::fold::{Class, html};
use crate::records::{array_at, u64_at};
use tokens::Tokens;

/// What is known of how the names begin, a view of an image.
#[derive(Clone, Copy)]
pub(crate) struct Prefilter<'i> {
    /// Whether some name begins with the folded byte, by bit.
    first: [u64; 4],
    /// First words of all names, as far as they are ASCII letters and digits.
    every: Tokens<'i>,
    /// The same of the names that may begin with a lower-case letter.
    lower: Tokens<'i>,
    /// How plain ASCII is read.
    backend: Backend,
    /// ASCII signs that have to be looked at; the last is repeated.
    signs: [u8; SIGNS],
}

/// How many signs the faster backends look for: `_`, `&`, `<`, `` ` `` and those that names begin with.
const SIGNS: usize = 8;

/// Bytes of the table of beginnings: first bytes by bit, then the signs (zeros if there are too many for the faster backends).
pub(crate) const BEGINNINGS: usize = 32 + SIGNS;

/// How plain ASCII is read: what all give is the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Backend {
    /// Byte by byte: the law.
    Scalar,
    /// 64 bytes at a time.
    #[cfg(target_arch = "x86_64")]
    Sse2,
}

impl Backend {
    /// The fastest that this machine has.
    pub(crate) const fn fastest() -> Self {
        #[cfg(target_arch = "x86_64")]
        return Self::Sse2;
        #[cfg(not(target_arch = "x86_64"))]
        Self::Scalar
    }
}

/// What is known of the 64 bytes of a block, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Masks {
    /// ASCII letters and digits.
    words: u64,
    /// Bytes that have to be looked at.
    stops: u64,
}

/// The tables of a prefilter, as [`Prefilter`] sees them.
#[cfg(feature = "alloc")]
pub(crate) struct Parts {
    pub(crate) beginnings: [u8; BEGINNINGS],
    pub(crate) every: Vec<u8>,
    pub(crate) lower: Vec<u8>,
}

/// The tables for these folded names, each with whether it may begin with a lower-case letter.
#[cfg(feature = "alloc")]
pub(crate) fn lay_out<'n>(names: impl Iterator<Item = (&'n [u8], bool)> + Clone) -> Parts {
    let tokens = || names.clone().map(|(name, lower)| (first_token(name), lower)).filter(|(token, _)| !token.is_empty());
    let mut first = [0; 4];
    for byte in names.clone().filter_map(|(name, _)| name.first()) {
        first[usize::from(byte / 64)] |= 1_u64 << (byte % 64);
    }
    let mut beginnings = [0; BEGINNINGS];
    for (bytes, bits) in beginnings.chunks_exact_mut(8).zip(first) {
        bytes.copy_from_slice(&bits.to_le_bytes());
    }
    let begins = |&byte: &u8| !byte.is_ascii_alphanumeric() && has(&first, byte);
    let signs: Vec<u8> = b"_&<`".iter().copied().chain((0..0x80).filter(begins)).collect();
    if signs.len() <= SIGNS {
        beginnings[32..].fill(b'_');
        beginnings[32..32 + signs.len()].copy_from_slice(&signs);
    }
    Parts { beginnings, every: tokens::lay_out(tokens().map(|(token, _)| token)), lower: tokens::lay_out(tokens().filter(|&(_, lower)| lower).map(|(token, _)| token)) }
}

impl<'i> Prefilter<'i> {
    /// A view of these tables.
    pub(crate) fn new(beginnings: &[u8], every: &'i [u8], lower: &'i [u8], backend: Backend) -> Self {
        let first = core::array::from_fn(|index| u64_at(beginnings, index * 8));
        let signs: [u8; SIGNS] = array_at(beginnings, 32);
        let backend = if signs[0] == 0 { Backend::Scalar } else { backend };
        Self { first, every: Tokens::new(every), lower: Tokens::new(lower), backend, signs }
    }

    /// Whether a name may begin with this folded byte.
    #[inline]
    fn may_begin_with(&self, byte: u8) -> bool {
        has(&self.first, byte)
    }

    /// Whether a name with this folded text could be missed: what images are checked for.
    pub(crate) fn misses(&self, name: &[u8], lower: bool) -> bool {
        let token = first_token(name);
        let known = |tokens: &Tokens<'_>| token.is_empty() || tokens.may_have(token, 0, token.len());
        name.first().is_none_or(|&byte| !self.may_begin_with(byte)) || !known(&self.every) || (lower && !known(&self.lower))
    }
}

fn has(bits: &[u64; 4], byte: u8) -> bool {
    bits[usize::from(byte / 64)] >> (byte % 64) & 1 == 1
}

/// The ASCII letters and digits that a name begins with.
fn first_token(name: &[u8]) -> &[u8] {
    &name[..name.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(name.len())]
}

/// Where a scan stands, and what it must know of the text before that.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    /// Offset of the next character to look at.
    pub(crate) at: usize,
    /// The class of the last character before it that shows.
    before: Class,
    prefix: Prefix,
    /// Whether an odd number of halves of flags stands before it.
    half_flag: bool,
    /// The markup that the scan is in.
    open: Option<html::Open>,
    /// Whether names count in any case: to explain why they are none.
    any_case: bool,
    /// The block that was read last, by the offset of its first byte, and its masks.
    block: Option<(usize, Masks)>,
}

impl Scan {
    /// At the start of a text.
    pub(crate) const fn new() -> Self {
        Self { at: 0, before: Class::Other, prefix: Prefix::None, half_flag: false, open: None, any_case: false, block: None }
    }

    /// The same, with names in any case.
    pub(crate) const fn in_any_case() -> Self {
        Self { any_case: true, ..Self::new() }
    }

    /// Goes on behind a name that ends at `end` with a character of the class `last`.
    pub(crate) fn jump(&mut self, end: usize, last: Class) {
        *self = Self { at: end, before: last, any_case: self.any_case, block: self.block, ..Self::new() };
    }

    /// Offsets count from `bytes` bytes later on.
    pub(crate) fn shift(&mut self, bytes: usize) {
        self.at -= bytes;
        self.grow();
    }

    /// The text goes on where it ended before.
    pub(crate) fn grow(&mut self) {
        self.block = None;
    }
}
