//! Mistakes in gazetteer files: the first of each kind are reported, the rest are counted.

use std::mem;

use gaztag::{Error, ErrorKind};

use crate::error::{CliError, Warning};
use crate::report::report;

/// How many mistakes of a kind are reported.
const REPORTED: usize = 10;
/// How many lines of mended mistakes are named.
const NAMED: usize = 3;

/// Reports mistakes for which a file is not read.
pub(crate) fn report_errors(file: &str, errors: &[&Error]) {
    for group in groups(errors.iter().copied()) {
        group.iter().take(REPORTED).for_each(report);
        if let Some(more @ 1..) = group.len().checked_sub(REPORTED) {
            let last = group.last().map_or(0, |error| line(error));
            report(&CliError::MoreMistakes { file: file.into(), more, last });
        }
    }
}

/// Reports mistakes that were mended.
pub(crate) fn report_mended(file: &str, mended: &[Error]) {
    for group in groups(mended.iter()) {
        let lines: Vec<String> =
            group.iter().take(NAMED).map(|error| line(error).to_string()).collect();
        let what = match group.first().map(|error| error.kind()) {
            Some(ErrorKind::DuplicateForm { .. }) => "repeated forms merged",
            Some(ErrorKind::ControlCharacters(_)) => {
                "forms or names with control characters, each replaced by a blank"
            }
            _ => "fields or forms with blanks, underscores or commas around them trimmed",
        };
        report(&Warning::Mended {
            file: file.into(),
            count: group.len(),
            what,
            first: lines.join(", "),
            more: group.len() > NAMED,
        });
    }
}

fn line(error: &Error) -> u64 {
    error.location().map_or(0, |location| location.line)
}

/// The errors by their kind, in the order of the first of each.
fn groups<'e>(errors: impl Iterator<Item = &'e Error>) -> Vec<Vec<&'e Error>> {
    let mut groups: Vec<Vec<&Error>> = Vec::new();
    for error in errors {
        let kind = mem::discriminant(error.kind());
        let is_same = |group: &&mut Vec<&Error>| {
            group.first().is_some_and(|first| mem::discriminant(first.kind()) == kind)
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(error),
            None => groups.push(vec![error]),
        }
    }
    groups
}
