//! Finds the places where a name could begin. It may report too many, never too few.
//!
//! This room knows boundaries and the first bytes of the names, nothing of automata or entities.

mod scalar;

use alloc::boxed::Box;

use crate::boundary::Prefix;
use crate::fold::{Class, html};

/// What is known of the names' first two folded bytes.
pub(crate) struct Prefilter {
    /// Whether some name begins with the byte.
    first: [bool; 256],
    /// Whether some name begins with the two bytes, one bit a pair; a name of one byte sets the bits of all its pairs.
    pairs: Box<[u64; 1024]>,
}

impl Prefilter {
    /// The filter of these folded names.
    pub(crate) fn new<'k>(names: impl Iterator<Item = &'k [u8]>) -> Self {
        let mut filter = Self { first: [false; 256], pairs: Box::new([0; 1024]) };
        for name in names {
            match *name {
                [] => {}
                [first] => {
                    filter.first[usize::from(first)] = true;
                    (0..=255).for_each(|second| filter.set(first, second));
                }
                [first, second, ..] => {
                    filter.first[usize::from(first)] = true;
                    filter.set(first, second);
                }
            }
        }
        filter
    }

    fn set(&mut self, first: u8, second: u8) {
        let pair = usize::from(first) << 8 | usize::from(second);
        self.pairs[pair >> 6] |= 1 << (pair & 63);
    }

    fn has(&self, first: u8, second: u8) -> bool {
        let pair = usize::from(first) << 8 | usize::from(second);
        self.pairs[pair >> 6] >> (pair & 63) & 1 == 1
    }
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
}

impl Scan {
    /// At the start of a text.
    pub(crate) const fn new() -> Self {
        Self { at: 0, before: Class::Other, prefix: Prefix::None, half_flag: false, open: None }
    }

    /// Goes on behind a name that ends at `end` with a character of the class `last`.
    pub(crate) fn jump(&mut self, end: usize, last: Class) {
        *self = Self { at: end, before: last, prefix: Prefix::None, half_flag: false, open: None };
    }
}
