//! Problems of the lines of an input: the first of each kind are told, the rest are counted.

use crate::error::{CliError, Warning};
use crate::report::report;

/// How many of a kind are told.
const TOLD: u64 = 10;

/// Something about one line.
pub(crate) enum Problem {
    /// The line is left out.
    Mistake(CliError),
    /// It is not, but not all of it was text.
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
        if *count <= TOLD {
            self.first.push(problem);
        }
    }

    fn count(&mut self, problem: &Problem) -> &mut u64 {
        match problem {
            Problem::Mistake(_) => &mut self.mistakes,
            Problem::Replaced(_) => &mut self.replaced,
        }
    }

    /// Tells those of some lines that follow, as far as they are among the first of all.
    pub(crate) fn tell(&mut self, others: Self) {
        let (mistakes, replaced) =
            (self.mistakes + others.mistakes, self.replaced + others.replaced);
        for problem in others.first {
            let count = self.count(&problem);
            *count += 1;
            if *count <= TOLD {
                match problem {
                    Problem::Mistake(error) => report(&error),
                    Problem::Replaced(warning) => report(&warning),
                }
            }
        }
        (self.mistakes, self.replaced) = (mistakes, replaced);
    }

    /// Tells how many there were beyond the first of them, at the end of the input. Whether any
    /// line was left out.
    pub(crate) fn sum(&self, file: &str) -> bool {
        if let Some(more @ 1..) = self.mistakes.checked_sub(TOLD) {
            report(&CliError::MoreLines { file: file.into(), more });
        }
        if let Some(more @ 1..) = self.replaced.checked_sub(TOLD) {
            report(&Warning::MoreReplaced { file: file.into(), more });
        }
        self.mistakes > 0
    }
}
