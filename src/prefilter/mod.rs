//! Finds the places where a name could begin. It may report too many, never too few.
//!
//! This room knows boundaries and the first words of the names, nothing of automata or entities.

mod blocks;
mod scalar;
#[cfg(target_arch = "x86_64")]
mod sse2;
mod tokens;

use crate::boundary::Prefix;
use crate::fold::{Class, html};
use tokens::Tokens;

/// What is known of how the names begin.
pub(crate) struct Prefilter {
    /// Whether some name begins with the folded byte.
    first: [bool; 256],
    /// First words of all names, as far as they are ASCII letters and digits.
    every: Tokens,
    /// The same of the names that may begin with a lower-case letter.
    lower: Tokens,
    /// How plain ASCII is read.
    backend: Backend,
    /// ASCII signs that have to be looked at; the last is repeated.
    signs: [u8; SIGNS],
}

/// How many signs the faster backends look for: `_`, `&`, `<`, `` ` `` and those that names begin with.
const SIGNS: usize = 8;

/// How plain ASCII is read: what all give is the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Backend {
    /// Byte by byte: the law.
    Scalar,
    /// 64 bytes at a time.
    #[cfg(target_arch = "x86_64")]
    Sse2,
}

/// What is known of the 64 bytes of a block, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Masks {
    /// ASCII letters and digits.
    words: u64,
    /// Bytes that have to be looked at.
    stops: u64,
}

impl Prefilter {
    /// The filter of these folded names, each with whether it may begin with a lower-case letter.
    pub(crate) fn new<'k>(names: impl Iterator<Item = (&'k [u8], bool)> + Clone) -> Self {
        let tokens = names.clone().map(|(name, lower)| (first_token(name), lower));
        let count = |tokens: &mut dyn Iterator<Item = &'k [u8]>| {
            let (mut count, mut last) = (0, &[][..]);
            for token in tokens {
                count += usize::from(token != last);
                last = token;
            }
            count
        };
        let every = Tokens::new(count(&mut tokens.clone().map(|(token, _)| token)));
        let lower = Tokens::new(count(&mut tokens.filter(|&(_, lower)| lower).map(|(token, _)| token)));
        let mut filter = Self { first: [false; 256], every, lower, backend: Backend::Scalar, signs: [b'_'; SIGNS] };
        for (name, lower) in names {
            let Some(&first) = name.first() else { continue };
            filter.first[usize::from(first)] = true;
            let token = first_token(name);
            if !token.is_empty() {
                filter.every.insert(token);
                if lower {
                    filter.lower.insert(token);
                }
            }
        }
        filter.choose_backend();
        filter
    }

    /// The fastest backend that can look for all signs that names begin with.
    fn choose_backend(&mut self) {
        let begins = |&byte: &u8| !byte.is_ascii_alphanumeric() && self.first[usize::from(byte)];
        let mut signs = [b'_', b'&', b'<', b'`'].into_iter().chain((0..0x80).filter(begins));
        let mut last = b'_';
        let chosen = core::array::from_fn(|_| {
            last = signs.next().unwrap_or(last);
            last
        });
        #[cfg(target_arch = "x86_64")]
        if signs.next().is_none() {
            self.backend = Backend::Sse2;
        }
        drop(signs);
        self.signs = chosen;
    }
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

    /// Offsets count from `bytes` bytes later on, or the text has become longer.
    pub(crate) fn shift(&mut self, bytes: usize) {
        self.at -= bytes;
        self.block = None;
    }
}
