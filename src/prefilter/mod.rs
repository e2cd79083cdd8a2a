//! Finds the places where a name could begin. It may report too many, never too few.
//!
//! This room knows boundaries and the first words of the names, nothing of automata or entities.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "only x86-64 has backends that make the masks of a block")
)]
mod blocks;
mod scalar;
#[cfg(target_arch = "x86_64")]
mod sse2;
mod tokens;

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::boundary::Prefix;
use crate::bytes::{array_at, u64_at};
use crate::fold::{Class, html};
use blocks::Found;
pub(crate) use tokens::Casings;
use tokens::{Beginning, Letters, Tokens};

/// What is known of how the names begin, a view of an image.
#[derive(Clone, Copy)]
pub(crate) struct Prefilter<'i> {
    /// Whether some name begins with the folded byte, by bit.
    first: [u64; 4],
    /// First words of the names, as far as they are ASCII letters and digits.
    tokens: Tokens<'i>,
    /// How plain ASCII is read.
    backend: Backend,
    /// ASCII signs that have to be looked at, for backends that compare with each; the last is
    /// repeated.
    signs: [u8; SIGNS],
    /// The same for backends that look them up: for each low half of a byte the high halves, by
    /// bit.
    sign_table: [u8; 16],
}

/// How many signs the SSE2 backend looks for: `_`, `&`, `<`, `` ` `` and those that names begin
/// with.
const SIGNS: usize = 8;

/// Bytes of the table of beginnings: first bytes by bit, the signs (zeros if there are too many for
/// a list), the table of signs, and the power of two of the bytes of the set of first words.
pub(crate) const BEGINNINGS: usize = 32 + SIGNS + 16 + 1;

/// How plain ASCII text is read. All backends find the same; which of them are there depends on the
/// machine.
///
/// The fastest is taken unless [`TaggerBuilder::backend`](crate::TaggerBuilder::backend) says
/// otherwise: for tests, and to compare.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Backend {
    /// Byte by byte, on every machine.
    Scalar,
    /// 64 bytes at a time, by the instructions of every x86-64. With names that begin with more
    /// than four different signs it is [`Scalar`](Self::Scalar).
    Sse2,
    /// 64 bytes at a time, by AVX2 and BMI: x86-64 since 2013. Without the feature `std` only in
    /// programs that are compiled for such machines.
    Avx2,
}

impl Backend {
    /// All backends, the fastest last.
    pub const ALL: &'static [Self] = &[Self::Scalar, Self::Sse2, Self::Avx2];

    /// Whether this machine has it. Cheap: the processor is asked once.
    pub fn is_available(self) -> bool {
        match self {
            Self::Scalar => true,
            Self::Sse2 => cfg!(target_arch = "x86_64"),
            #[cfg(all(target_arch = "x86_64", feature = "std"))]
            Self::Avx2 => {
                use std::arch::is_x86_feature_detected as has;
                has!("avx2") && has!("bmi1") && has!("bmi2") && has!("lzcnt") && has!("popcnt")
            }
            #[cfg(not(all(target_arch = "x86_64", feature = "std")))]
            Self::Avx2 => {
                cfg!(all(
                    target_arch = "x86_64",
                    target_feature = "avx2",
                    target_feature = "bmi1",
                    target_feature = "bmi2",
                    target_feature = "lzcnt",
                    target_feature = "popcnt"
                ))
            }
        }
    }

    /// Those that this machine has, the fastest last.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|backend| backend.is_available())
    }

    /// The name: `scalar`, `sse2`, `avx2`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Sse2 => "sse2",
            Self::Avx2 => "avx2",
        }
    }

    /// The proof that this machine has it.
    pub(crate) fn chosen(self) -> Option<Chosen> {
        self.is_available().then_some(Chosen(self))
    }
}

/// A backend that this machine has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Chosen(Backend);

impl Chosen {
    /// The law.
    pub(crate) const SCALAR: Self = Self(Backend::Scalar);

    /// The fastest that this machine has.
    pub(crate) fn fastest() -> Self {
        Backend::ALL.iter().rev().copied().find_map(Backend::chosen).unwrap_or(Self::SCALAR)
    }

    pub(crate) const fn backend(self) -> Backend {
        self.0
    }
}

/// What is known of the 64 bytes of a block, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Masks {
    /// ASCII letters and digits.
    words: u64,
    /// Bytes that have to be looked at.
    looks: u64,
}

/// The tables of a prefilter, as [`Prefilter`] sees them.
#[cfg(feature = "alloc")]
pub(crate) struct Parts {
    pub(crate) beginnings: [u8; BEGINNINGS],
    pub(crate) tokens: Vec<u8>,
}

/// The tables for these folded names, each with how it may be cased.
#[cfg(feature = "alloc")]
pub(crate) fn lay_out<'n>(names: impl Iterator<Item = (&'n [u8], Casings)> + Clone) -> Parts {
    let tokens = names.clone().filter_map(|(name, casings)| Some((Beginning::new(name)?, casings)));
    let letters = names.clone().filter_map(|(name, casings)| Some((Letters::new(name)?, casings)));
    let mut first = [0; 4];
    for byte in names.clone().filter_map(|(name, _)| name.first()) {
        first[usize::from(byte / 64)] |= 1_u64 << (byte % 64);
    }
    let mut beginnings = [0; BEGINNINGS];
    for (bytes, bits) in beginnings.chunks_exact_mut(8).zip(first) {
        bytes.copy_from_slice(&bits.to_le_bytes());
    }
    let (signs, sign_table) = signs(&first);
    beginnings[32..32 + SIGNS].copy_from_slice(&signs);
    beginnings[32 + SIGNS..32 + SIGNS + 16].copy_from_slice(&sign_table);
    let (tokens, power) = tokens::lay_out(tokens, letters);
    beginnings[BEGINNINGS - 1] = power;
    Parts { beginnings, tokens }
}

/// The signs that have to be looked at where names begin with these bytes: as a list (zeros if they
/// are too many for one) and as a table.
fn signs(first: &[u64; 4]) -> ([u8; SIGNS], [u8; 16]) {
    let (mut list, mut table, mut count) = ([b'_'; SIGNS], [0; 16], 0);
    let begins = |&byte: &u8| !byte.is_ascii_alphanumeric() && has(first, byte);
    for sign in b"_&<`".iter().copied().chain((0..0x80).filter(begins)) {
        table[usize::from(sign & 15)] |= 1 << (sign >> 4);
        if let Some(place) = list.get_mut(count) {
            *place = sign;
        }
        count += 1;
    }
    (if count <= SIGNS { list } else { [0; SIGNS] }, table)
}

impl<'i> Prefilter<'i> {
    /// A view of these tables.
    #[inline]
    pub(crate) fn new(beginnings: &[u8], tokens: &'i [u8], Chosen(backend): Chosen) -> Self {
        let first = core::array::from_fn(|index| u64_at(beginnings, index * 8));
        let signs: [u8; SIGNS] = array_at(beginnings, 32);
        let backend =
            if backend == Backend::Sse2 && signs[0] == 0 { Backend::Scalar } else { backend };
        Self {
            first,
            tokens: Tokens::new(tokens, beginnings.get(BEGINNINGS - 1).copied().unwrap_or(0)),
            backend,
            signs,
            sign_table: array_at(beginnings, 32 + SIGNS),
        }
    }

    /// Whether a name may begin with this folded byte.
    #[inline]
    fn may_begin_with(&self, byte: u8) -> bool {
        has(&self.first, byte)
    }

    /// Whether a name with this folded text could be missed: what images are checked for.
    pub(crate) fn misses(&self, name: &[u8], casings: Casings) -> bool {
        let Some(&first) = name.first() else { return true };
        let word_is_missed = Beginning::new(name).is_some_and(|Beginning { token, behind }| {
            casings
                .keys(token)
                .any(|key| !self.tokens.may_have(key, behind) || !self.tokens.may_have(key, 0))
        });
        let letters_are_missed = match Letters::new(name) {
            Some(Letters::Word(hash)) => {
                !self.tokens.may_begin_with_word(hash, false)
                    || (casings.may_be_lower() && !self.tokens.may_begin_with_word(hash, true))
            }
            Some(Letters::Three([first, second, third])) => {
                !self.tokens.may_begin_with_letters(first, second, || Some(third))
            }
            None => false,
        };
        !self.may_begin_with(first) || word_is_missed || letters_are_missed
    }

    /// Whether the signs are those of the bytes that names begin with: with others, backends would
    /// differ.
    pub(crate) fn has_its_signs(&self) -> bool {
        (self.signs, self.sign_table) == signs(&self.first)
    }
}

fn has(bits: &[u64; 4], byte: u8) -> bool {
    bits[usize::from(byte / 64)] >> (byte % 64) & 1 == 1
}

/// A place where a name could begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) start: usize,
    /// How many ASCII letters and digits stand there, with no other part of a word and nothing that
    /// has to be looked at behind them; 0 if that is not known.
    pub(crate) len: usize,
}

/// Where a scan stands, and what it must know of the text before that.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    /// Offset of the next byte to look at.
    at: usize,
    /// Whether it may stand inside a run of word characters, or before a byte that has to be looked
    /// at. Else all that stands behind it begins anew there.
    inside: bool,
    /// The class of the last character before it that shows.
    before: Class,
    prefix: Prefix,
    /// Whether an odd number of halves of flags stands before it.
    half_flag: bool,
    /// The markup that the scan is in.
    open: Option<html::Open>,
    /// Whether names count in any case: in text without capitals, and to explain why they are none.
    any_case: bool,
    /// Runs that were found, from `first` on, up to `read`. So many of them were given.
    found: Found,
    given: usize,
    first: usize,
    read: usize,
    /// Whether some of them stop at a byte that has to be looked at.
    looks: bool,
}

impl Scan {
    /// At the start of a text.
    pub(crate) const fn new() -> Self {
        Self {
            at: 0,
            inside: false,
            before: Class::Other,
            prefix: Prefix::None,
            half_flag: false,
            open: None,
            any_case: false,
            found: Found::NONE,
            given: 0,
            first: 0,
            read: 0,
            looks: false,
        }
    }

    /// The same, with names in any case.
    pub(crate) const fn in_any_case() -> Self {
        Self { any_case: true, ..Self::new() }
    }

    /// The place before which nothing is left to be given.
    #[cfg(feature = "alloc")]
    pub(crate) fn settled(&self) -> usize {
        if self.given < self.found.count && !self.inside { self.run(self.given).0 } else { self.at }
    }

    /// Where a run starts, and where its word stops.
    #[inline]
    fn run(&self, index: usize) -> (usize, usize) {
        let (start, stop) = self.found.get(index);
        // The first byte of a group may have been dropped.
        (self.first.wrapping_add(usize::from(start)), self.first.wrapping_add(usize::from(stop)))
    }

    /// Leaves the run that it was inside of: what follows begins anew.
    #[inline]
    fn leave(&mut self) {
        (self.inside, self.before, self.prefix, self.half_flag) =
            (false, Class::Other, Prefix::None, false);
        self.pass_runs();
    }

    /// Passes over the runs before `at`.
    #[inline]
    fn pass_runs(&mut self) {
        while self.given < self.found.count && self.run(self.given).0 < self.at {
            self.given += 1;
        }
    }

    /// Offsets count from `bytes` bytes later on.
    #[cfg(feature = "alloc")]
    pub(crate) fn shift(&mut self, bytes: usize) {
        if self.inside {
            self.pass_runs();
        }
        self.at -= bytes;
        self.first = self.first.wrapping_sub(bytes);
        self.read = self.read.saturating_sub(bytes);
    }
}
