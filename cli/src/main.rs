//! gaztag on the command line.
//!
//! Ends like grep: 0 when there were mentions, 1 when there were none, 2 after an error.

mod arguments;
mod colours;
mod error;
mod escape;
mod eval;
mod gazetteer;
mod input;
mod output;
mod output_file;
mod problems;
mod screen;
mod show;
mod tag;

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use error::CliError;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let result = match &arguments.command {
        Command::Tag(tag) => tag::run(tag),
        Command::Show(show) => show::show(show),
        Command::List(list) => show::list(list),
        Command::Check(check) => gazetteer::check(check),
        Command::Eval(eval) => eval::run(eval),
        Command::Build(build) => gazetteer::build(build),
    };
    match result {
        Ok(outcome) => outcome.exit_code(),
        // Whoever read the output has seen enough.
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            report(&error);
            ExitCode::from(2)
        }
    }
}

/// What a command found.
#[derive(Clone, Copy, Default)]
struct Outcome {
    /// Whether there was anything.
    found: bool,
    /// Whether an input failed; it was reported.
    failed: bool,
}

impl Outcome {
    fn exit_code(self) -> ExitCode {
        match self {
            Self { failed: true, .. } => ExitCode::from(2),
            Self { found: true, .. } => ExitCode::SUCCESS,
            Self { .. } => ExitCode::from(1),
        }
    }
}

/// Tells of an error or a warning on standard error, in one line. If that is closed there is nobody
/// to tell.
fn report(message: &impl fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "gaztag: {}", escape::line(&message.to_string()));
}

/// Tells what is wrong with the arguments, or helps. Arguments can hold anything, such as names of
/// files that a shell put there.
fn usage(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    let harmless = escape::text(&text);
    if text == harmless {
        error.exit();
    }
    let _ = io::stderr().lock().write_all(harmless.as_bytes());
    ExitCode::from(2)
}
