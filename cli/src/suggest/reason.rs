//! Why a form will be found in error.

use gaztag::{Gazetteer, Role, Surface};

use super::corpus::Counts;
use super::words;

/// A reason, in the order in which they are tried and printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Reason {
    Name,
    Short,
    Common,
    Person,
    Place,
    Lower,
    Part,
    Readings,
}

impl Reason {
    /// What one form and what several forms are or do.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Name => (
                "form equals a name of the built-in gazetteer",
                "forms equal names of the built-in gazetteer",
            ),
            Self::Short => (
                "form has one or two letters, or only digits",
                "forms have one or two letters, or only digits",
            ),
            Self::Common => ("form is a common word", "forms are common words"),
            Self::Person => {
                ("form is a surname or given name", "forms are surnames or given names")
            }
            Self::Place => ("form is a town or another place", "forms are towns or other places"),
            Self::Lower => ("form occurs as a common word", "forms occur as common words"),
            Self::Part => (
                "form occurs mostly as a part of other names",
                "forms occur mostly as parts of other names",
            ),
            Self::Readings => {
                ("form means more than two entities", "forms mean more than two entities")
            }
        }
    }

    /// What is suggested, as text for people.
    pub(crate) fn suggestion(self) -> &'static str {
        match self {
            Self::Name => "left out",
            Self::Short => "exact, prior 40",
            Self::Common | Self::Lower => "common word, prior 40",
            Self::Person | Self::Place | Self::Part | Self::Readings => "prior 40",
        }
    }
}

/// The share of occurrences in lower case from which on a form is a common word, in percent.
const LOWER: u64 = 10;

/// The share of occurrences beside another capitalised word from which on a form is a part of other
/// names, in percent: of one word, and of several words.
const PART: [u64; 2] = [50, 80];

/// The first reason that applies to a form of the entity with a key. None applies to a form whose
/// prior its author chose.
pub(crate) fn of(
    key: &str,
    surface: &Surface<'_>,
    counts: Counts,
    own: &Gazetteer<'_>,
    base: &Gazetteer<'_>,
) -> Option<Reason> {
    let form = surface.form();
    let is_one_word = !form.contains(char::is_whitespace);
    // Of a contraction or a possessive, the word.
    let word = form.split(['\'', '’']).next().unwrap_or(form);
    let has = |list: words::List| is_one_word && words::has(list, word);
    let letters = form.chars().filter(|c| c.is_alphanumeric()).count();
    let is_short = letters <= 2 && form.is_ascii() || !form.contains(char::is_alphabetic);
    if surface.prior() != Surface::new(form).with_role(surface.role()).prior() {
        return None;
    }
    let others = base
        .look_up(form)
        .filter(|(entity, _)| entity.as_ref().is_some_and(|entity| entity.key() != key));
    let mut names = others.map(|(_, surface)| surface);
    let mut is_capital = false;
    let is_name = names.any(|name| {
        is_capital |= name.role() == Role::Capital;
        !matches!(name.role(), Role::Capital | Role::Code)
    });
    let limit = PART[usize::from(!is_one_word)];
    Some(match () {
        () if is_name => Reason::Name,
        () if is_short => Reason::Short,
        () if has(words::List::Common) => Reason::Common,
        () if has(words::List::Person) => Reason::Person,
        () if is_capital || words::has(words::List::Place, form) => Reason::Place,
        () if counts.lower > 1 && counts.lower * 100 > counts.capital * LOWER => Reason::Lower,
        () if counts.part > 0 && counts.part * 100 > counts.capital * limit => Reason::Part,
        () if readings(own, form) > 2 => Reason::Readings,
        () => return None,
    })
}

/// How many entities a form means.
fn readings(own: &Gazetteer<'_>, form: &str) -> usize {
    let mut ids: Vec<_> = own.look_up(form).filter_map(|(entity, _)| Some(entity?.id())).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len()
}
