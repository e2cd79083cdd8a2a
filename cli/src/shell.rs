//! `gaztag completions` and `gaztag man`, and the options in `GAZTAG_OPTS`.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::{CommandFactory, Parser};

use crate::arguments::Arguments;
use crate::arguments::shell::{CompletionsArguments, ManArguments};
use crate::error::{CliError, Warning};
use crate::outcome::Outcome;
use crate::report::report;

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

/// The arguments of the program.
pub(crate) struct Words {
    pub(crate) all: Vec<OsString>,
    /// What `GAZTAG_OPTS` is, and the options in it, which come first after `tag`.
    variable: String,
    options: Vec<String>,
}

impl Words {
    pub(crate) fn read() -> Result<Self, CliError> {
        let mut words = Self {
            all: std::env::args_os().collect(),
            variable: String::new(),
            options: Vec::new(),
        };
        let Some(variable) = std::env::var_os(OPTIONS) else { return Ok(words) };
        if words.all.get(1).is_some_and(|command| command == "tag") {
            words.options = variable.to_str().and_then(shlex::split).ok_or(CliError::Usage(
                "GAZTAG_OPTS is not a list of words as in a shell: a quote is not closed",
            ))?;
            words.variable = variable.to_string_lossy().into_owned();
            words.all.splice(2..2, words.options.iter().map(OsString::from));
        }
        Ok(words)
    }

    /// Says what `GAZTAG_OPTS` is if the arguments are only wrong with it.
    pub(crate) fn name_wrong_options(&self) {
        let (program, own) = self.all.split_at(self.all.len().min(2));
        let own = program.iter().chain(own.iter().skip(self.options.len()));
        if !self.options.is_empty() && Arguments::try_parse_from(own).is_ok() {
            self.name_options();
        }
    }

    /// The same if an error names one of its options or their values.
    pub(crate) fn name_options_of(&self, error: &CliError) {
        let error = error.to_string();
        let mut command = Arguments::command();
        let tag = command.find_subcommand_mut("tag");
        let known: Vec<_> = tag.iter().flat_map(|tag| tag.get_arguments()).collect();
        // The long name of an option of one letter.
        let long = |letter: char| {
            let option = known.iter().find(|option| option.get_short() == Some(letter))?;
            Some(format!("--{}", option.get_long()?))
        };
        let names = self.options.iter().flat_map(|word| match word.strip_prefix('-') {
            Some(letters) if !letters.starts_with('-') => {
                letters.chars().map_while(long).collect::<Vec<_>>()
            }
            _ => word.split(['=', ',']).map(String::from).collect(),
        });
        if names.into_iter().any(|name| name.len() > 2 && error.contains(&name)) {
            self.name_options();
        }
    }

    fn name_options(&self) {
        report(&Warning::Variable { options: self.variable.clone() });
    }
}
