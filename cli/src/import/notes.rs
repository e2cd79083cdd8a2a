//! Problems of the records of a list, grouped by their kind.

use std::collections::BTreeMap;

use gaztag::RecordProblem;

use crate::error::CliError;

/// How many places of a kind of problem are named.
const NAMED: usize = 3;

/// A kind of problem, in the order of the summary. The text says what was found and what became of
/// it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("{_0}{end}", end = hint(*_0))]
    Record(RecordProblem),
    #[error("row with fewer fields than the header: the missing ones are empty")]
    FewFields,
    #[error(
        "row with more fields than the header: left out; a field with the separator needs quotes"
    )]
    ManyFields,
    #[error("JSON value that is not an object or a string: left out")]
    Shape,
    #[error("line that is not JSON: left out")]
    NotJson,
    #[error("row that a gazetteer cannot have: left out")]
    Refused,
    #[error(
        "name of a built-in entity of this kind, which has two now; --key COLUMN with the second part of their keys (GHA of country/GHA) adds to the built-in ones"
    )]
    Known,
}

/// The end of a message: what to do.
const fn hint(problem: RecordProblem) -> &'static str {
    match problem {
        RecordProblem::EqualKey => "; --key COLUMN keeps them apart",
        RecordProblem::NoKey => "; give --key COLUMN",
        _ => "",
    }
}

/// The problems of all lists.
#[derive(Default)]
pub(crate) struct Notes {
    groups: BTreeMap<Kind, Group>,
}

#[derive(Default)]
struct Group {
    count: u64,
    /// The first places with a text that shows the problem.
    first: Vec<String>,
}

impl Notes {
    /// Counts a problem. `place` is a file and a line, `what` shows the problem.
    pub(crate) fn add(&mut self, kind: Kind, place: Place<'_>, what: &str) {
        let group = self.groups.entry(kind).or_default();
        group.count += 1;
        if group.first.len() < NAMED {
            let what: String = what.chars().take(60).collect();
            group.first.push(format!("{} line {} {what:?}", place.file, place.line));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// One message for each kind.
    pub(crate) fn messages(&self) -> impl Iterator<Item = CliError> {
        self.groups.iter().map(|(kind, group)| CliError::Note {
            kind: kind.to_string(),
            count: group.count,
            first: group.first.join(", "),
            more: if group.count as usize > group.first.len() { " ..." } else { "" },
        })
    }
}

/// Where a record is.
#[derive(Clone, Copy)]
pub(crate) struct Place<'f> {
    pub(crate) file: &'f str,
    pub(crate) line: u64,
}
