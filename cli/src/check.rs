//! `gaztag check`: checks gazetteer files.

use std::io::Write;

use crate::arguments::gazetteers::CheckArguments;
use crate::error::CliError;
use crate::escape::Notation;
use crate::gazetteer;
use crate::outcome::Outcome;
use crate::report::report;
use crate::standard_output::StandardOutput;

pub(crate) fn run(arguments: &CheckArguments) -> Result<Outcome, CliError> {
    let mut builder = gazetteer::start(arguments.no_builtin);
    builder.set_file_bounds(arguments.bounds.of_files.unwrap_or_default());
    let mut outcome = Outcome { found: true, failed: false };
    let mut out = StandardOutput::new(Notation::Text);
    for file in &arguments.files {
        let name = file.display().to_string();
        let (format, text) = match gazetteer::read(file, arguments.format) {
            Ok(read) => read,
            Err(error) => {
                report(&error);
                outcome.failed = true;
                continue;
            }
        };
        let errors = builder.check(format, &name, &text);
        if errors.is_empty() {
            let forms = builder.read(format, &name, &text)?;
            writeln!(out, "{name}: ok, {forms} {}", if forms == 1 { "form" } else { "forms" })
                .map_err(CliError::Output)?;
        }
        outcome.failed |= !errors.is_empty();
        errors.iter().for_each(report);
    }
    if !outcome.failed {
        let gazetteer = builder.build()?;
        let (forms, _) = gazetteer.form_counts();
        writeln!(
            out,
            "together{}: {} entities, {forms} forms with the derived ones, {} decoys",
            if arguments.no_builtin { "" } else { " with the built-in gazetteer" },
            gazetteer.len(),
            gazetteer.decoys().count()
        )
        .map_err(CliError::Output)?;
    }
    Ok(outcome)
}
