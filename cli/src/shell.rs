//! `gaztag completions` and `gaztag man`, and the options in `GAZTAG_OPTS`.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::CommandFactory;

use crate::arguments::Arguments;
use crate::arguments::shell::{CompletionsArguments, ManArguments};
use crate::error::CliError;
use crate::outcome::Outcome;

const OPTIONS: &str = "GAZTAG_OPTS";

/// Prints the completions for a shell.
pub(crate) fn completions(arguments: &CompletionsArguments) -> Result<Outcome, CliError> {
    let mut out = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "gaztag", &mut out);
    print(&out)
}

/// Prints the page of the program or of a command as roff, or writes all pages.
pub(crate) fn man(arguments: &ManArguments) -> Result<Outcome, CliError> {
    if let Some(folder) = &arguments.to {
        clap_mangen::generate_to(Arguments::command(), folder).map_err(CliError::file(folder))?;
        return Ok(Outcome { found: true, failed: false });
    }
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let command = match &arguments.command {
        None => &program,
        Some(name) => program
            .find_subcommand(name)
            .ok_or(CliError::Usage("no such command; gaztag help lists them"))?,
    };
    let mut out = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut out).map_err(CliError::Output)?;
    print(&out)
}

fn print(text: &[u8]) -> Result<Outcome, CliError> {
    let mut out = io::stdout().lock();
    out.write_all(text).and_then(|()| out.flush()).map_err(CliError::Output)?;
    Ok(Outcome { found: true, failed: false })
}

/// The arguments of the program; after `tag` the options in `GAZTAG_OPTS` come first.
pub(crate) fn arguments() -> Result<Vec<OsString>, CliError> {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    let Some(options) = std::env::var_os(OPTIONS) else { return Ok(arguments) };
    if arguments.get(1).is_some_and(|command| command == "tag") {
        let options = options.to_str().and_then(shlex::split).ok_or(CliError::Usage(
            "GAZTAG_OPTS is not a list of words as in a shell: a quote is not closed",
        ))?;
        arguments.splice(2..2, options.into_iter().map(OsString::from));
    }
    Ok(arguments)
}
