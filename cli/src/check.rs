//! `gaztag check`: checks gazetteer files.

use std::io::Write;

use gaztag::Error;

use crate::arguments::gazetteers::CheckArguments;
use crate::error::CliError;
use crate::escape::Notation;
use crate::gazetteer;
use crate::mistakes;
use crate::outcome::Outcome;
use crate::plural::plural;
use crate::report::report;
use crate::standard_output::StandardOutput;

pub(crate) fn run(arguments: &CheckArguments) -> Result<Outcome, CliError> {
    let mut builder = gazetteer::start(arguments.no_builtin);
    gazetteer::set(&mut builder, arguments.reading);
    let mut outcome = Outcome { found: true, failed: false };
    let mut out = StandardOutput::new(Notation::Text);
    for file in &arguments.files {
        let name = file.display().to_string();
        let (format, text) = match gazetteer::read(file, arguments.reading.format) {
            Ok(read) => read,
            Err(error) => {
                report(&error);
                outcome.failed = true;
                continue;
            }
        };
        let is_strict = arguments.reading.strict;
        let errors = builder.check(format, &name, &text);
        let errors: Vec<&Error> =
            errors.iter().filter(|error| is_strict || !error.kind().is_harmless()).collect();
        if errors.is_empty() {
            let forms = gazetteer::add(&mut builder, (format, &name, &text), is_strict)?;
            writeln!(out, "{name}: ok, {}", plural(forms, "form", "forms"))
                .map_err(CliError::Output)?;
        }
        outcome.failed |= !errors.is_empty();
        mistakes::report_errors(&name, &errors);
    }
    if !outcome.failed {
        let gazetteer = builder.build()?;
        let (forms, _) = gazetteer.form_counts();
        writeln!(
            out,
            "together{}: {}, {} with the derived ones, {}",
            if arguments.no_builtin { "" } else { " with the built-in gazetteer" },
            plural(gazetteer.len(), "entity", "entities"),
            plural(forms, "form", "forms"),
            plural(gazetteer.decoys().count(), "decoy", "decoys")
        )
        .map_err(CliError::Output)?;
    }
    Ok(outcome)
}
