//! Problems of the records of a list, grouped by their kind.

use std::collections::BTreeMap;

use crate::error::CliError;

/// How many places of a kind of problem are named.
const NAMED: usize = 3;

/// A kind of problem, in the order of the summary. The text says what was found and what became of
/// it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("blanks, underscores or commas around a form removed")]
    Trimmed,
    #[error("line break, tab, control character or several blanks in a text made one blank")]
    Blanks,
    #[error("form repeated for its entity: merged")]
    Repeated,
    #[error(
        "record with the key of an earlier record of another name: merged; --key COLUMN keeps \
         them apart"
    )]
    EqualKey,
    #[error("key longer than 128 bytes shortened")]
    LongKey,
    #[error("value of an attribute other than the entity's first one left out")]
    OtherValue,
    #[error("value of an attribute that is not of its type left out")]
    BadValue,
    #[error("value of an attribute longer than 1024 bytes left out")]
    LongValue,
    #[error("row with fewer fields than the header: the missing ones are empty")]
    FewFields,
    #[error(
        "row with more fields than the header left out; a field with the separator needs quotes"
    )]
    ManyFields,
    #[error("record without a form left out")]
    NoForm,
    #[error("record without a letter or digit for a key left out; give --key COLUMN")]
    NoKey,
    #[error("form longer than 1024 bytes left out")]
    LongForm,
    #[error("form without a letter or digit left out")]
    NoLetter,
    #[error("JSON value that is not an object or a string left out")]
    Shape,
    #[error("line that is not JSON left out")]
    NotJson,
    #[error("row that a gazetteer cannot have left out")]
    Refused,
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
