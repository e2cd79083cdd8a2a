//! Problems in the lines of an input: the first of each kind are reported, the rest are counted.

use crate::error::{CliError, Warning};
use crate::report::report;

/// How many problems of a kind are reported.
const REPORTED: u64 = 10;

/// A problem in one line.
pub(crate) enum Problem {
    /// The line is skipped.
    Mistake(CliError),
    /// The line is tagged, but a part of it was not text.
    Replaced(Warning),
}

/// Problems in the order of their lines.
#[derive(Default)]
pub(crate) struct Problems {
    first: Vec<Problem>,
    mistakes: u64,
    replaced: u64,
}

impl Problems {
    pub(crate) fn add(&mut self, problem: Problem) {
        let count = self.count(&problem);
        *count += 1;
        if *count <= REPORTED {
            self.first.push(problem);
        }
    }

    fn count(&mut self, problem: &Problem) -> &mut u64 {
        match problem {
            Problem::Mistake(_) => &mut self.mistakes,
            Problem::Replaced(_) => &mut self.replaced,
        }
    }

    /// Adds the problems of later lines, and reports those that are among the first of their kind.
    pub(crate) fn report(&mut self, others: Self) {
        let (mistakes, replaced) =
            (self.mistakes + others.mistakes, self.replaced + others.replaced);
        for problem in others.first {
            let count = self.count(&problem);
            *count += 1;
            if *count <= REPORTED {
                match problem {
                    Problem::Mistake(error) => report(&error),
                    Problem::Replaced(warning) => report(&warning),
                }
            }
        }
        (self.mistakes, self.replaced) = (mistakes, replaced);
    }

    /// Reports at the end of the input how many more problems there were. Returns whether any line
    /// was skipped.
    pub(crate) fn sum(&self, file: &str) -> bool {
        if let Some(more @ 1..) = self.mistakes.checked_sub(REPORTED) {
            report(&CliError::MoreLines { file: file.into(), more });
        }
        if let Some(more @ 1..) = self.replaced.checked_sub(REPORTED) {
            report(&Warning::MoreReplaced { file: file.into(), more });
        }
        self.mistakes > 0
    }
}
