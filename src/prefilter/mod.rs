//! Finds the places where a name could begin. It may report too many, never too few.
//!
//! This room knows boundaries and the first words of the names, nothing of automata or entities.

mod scalar;
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
}

impl Prefilter {
    /// The filter of these folded names, each with whether it may begin with a lower-case letter.
    pub(crate) fn new<'k>(names: impl Iterator<Item = (&'k [u8], bool)> + Clone) -> Self {
        let count = names.clone().count();
        let mut filter = Self { first: [false; 256], every: Tokens::new(count), lower: Tokens::new(count) };
        for (name, lower) in names {
            let Some(&first) = name.first() else { continue };
            filter.first[usize::from(first)] = true;
            let token = &name[..name.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(name.len())];
            if !token.is_empty() {
                filter.every.insert(token);
                if lower {
                    filter.lower.insert(token);
                }
            }
        }
        filter
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
    /// Whether names count in any case: to explain why they are none.
    any_case: bool,
}

impl Scan {
    /// At the start of a text.
    pub(crate) const fn new() -> Self {
        Self { at: 0, before: Class::Other, prefix: Prefix::None, half_flag: false, open: None, any_case: false }
    }

    /// The same, with names in any case.
    pub(crate) const fn in_any_case() -> Self {
        Self { any_case: true, ..Self::new() }
    }

    /// Goes on behind a name that ends at `end` with a character of the class `last`.
    pub(crate) fn jump(&mut self, end: usize, last: Class) {
        *self = Self { at: end, before: last, any_case: self.any_case, ..Self::new() };
    }
}
