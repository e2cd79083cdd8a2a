//! gaztag on the command line.
//!
//! The exit status is that of grep: 0 if something was found, 1 if not, 2 after an error.

mod arguments;
mod build;
mod check;
mod choice;
mod colours;
mod error;
mod escape;
mod eval;
mod gazetteer;
mod import;
mod input;
mod languages;
mod limits;
mod members;
mod mistakes;
mod nearest;
mod outcome;
mod output;
mod output_file;
mod page;
mod plural;
mod problems;
mod progress;
mod report;
mod shell;
mod show;
mod standard_output;
mod suggest;
mod tag;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ErrorKind};

use arguments::{Arguments, Command};
use error::CliError;
use report::report;
use shell::Words;

fn main() -> ExitCode {
    let words = match Words::read() {
        Ok(words) => words,
        Err(error) => {
            report(&error);
            return ExitCode::from(2);
        }
    };
    let arguments = match Arguments::try_parse_from(&words.all) {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = usage(&error);
            if error.use_stderr() {
                words.name_wrong_options();
            }
            return code;
        }
    };
    let result = match &arguments.command {
        Command::Tag(tag) => tag::run(tag),
        Command::Replace(replace) => tag::replace::run(replace),
        Command::Report(report) => tag::report::run(report),
        Command::Show(show) => show::show(show),
        Command::List(list) => show::list(list),
        Command::Members(arguments) => members::members(arguments),
        Command::Blocs(arguments) => members::blocs(arguments),
        Command::Check(check) if check.suggest => suggest::run(check),
        Command::Check(check) => check::run(check),
        Command::Eval(eval) => eval::run(eval),
        Command::Build(build) => build::run(build),
        Command::Completions(arguments) => shell::completions(arguments),
        Command::Man(arguments) => shell::man(arguments),
        Command::Import(import) => import::run(import),
        Command::Screen(screen) => tag::screen::run(screen),
    };
    match result {
        Ok(outcome) => outcome.exit_code(),
        // The reader of the output closed it, as `head` does.
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            report(&error);
            words.name_options_of(&error);
            ExitCode::from(2)
        }
    }
}

/// Prints help, the version or an error of the arguments. Arguments may contain control
/// characters, for example in names of files that a shell inserted.
fn usage(error: &clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::DisplayVersion {
        // With a command before it, clap would name that with its version.
        return printed(writeln!(io::stdout(), "gaztag {}", arguments::version()));
    }
    let mut text = error.render().to_string();
    let unknown = error.get(ContextKind::InvalidSubcommand);
    let file = unknown.map(ToString::to_string).filter(|name| Path::new(name).exists());
    if let Some(file) = &file {
        text += &format!("\n  tip: to tag the file, use 'gaztag tag {file}'\n");
    }
    let harmless = escape::text(&text);
    if file.is_some() || text != harmless {
        let _ = io::stderr().lock().write_all(harmless.as_bytes());
        return ExitCode::from(2);
    }
    match error.print() {
        _ if error.use_stderr() => ExitCode::from(2),
        result => printed(result),
    }
}

/// The status after a text that was asked for was printed.
fn printed(result: io::Result<()>) -> ExitCode {
    match result.and_then(|()| io::stdout().flush()) {
        Err(failed) if failed.kind() != io::ErrorKind::BrokenPipe => {
            report(&CliError::Output(failed));
            ExitCode::from(2)
        }
        _ => ExitCode::SUCCESS,
    }
}
