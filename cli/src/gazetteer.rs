//! Loading and checking gazetteers.

use std::fs;
use std::io::Write;
use std::path::Path;

use gaztag::{Format, Gazetteer, GazetteerBuilder, Kind};

use crate::arguments::{BuildArguments, CheckArguments, FormatName, GazetteerArguments};
use crate::error::CliError;
use crate::escape::Notation;
use crate::output_file::OutputFile;
use crate::screen::Screen;
use crate::{Outcome, report};

/// The gazetteer that the arguments ask for.
pub(crate) fn load(arguments: &GazetteerArguments) -> Result<Gazetteer<'static>, CliError> {
    if arguments.gazetteers.is_empty() && !arguments.no_builtin {
        return Ok(Gazetteer::builtin());
    }
    let mut files = Vec::new();
    let mut image = None;
    for file in &arguments.gazetteers {
        let (format, text) = read(file, arguments.format)?;
        if !text.starts_with(&Gazetteer::IMAGE_MAGIC) {
            files.push((file, format, text));
        } else if image
            .replace(Gazetteer::from_image_owned(text).map_err(CliError::image(file))?)
            .is_some()
        {
            return Err(CliError::TwoImages { file: file.clone() });
        }
    }
    // An image has what it was built from, the built-in gazetteer or not.
    let mut builder = match image {
        Some(image) if files.is_empty() => return Ok(image),
        Some(image) => GazetteerBuilder::from(&image),
        None => start(arguments.no_builtin),
    };
    for (file, format, text) in files {
        builder.read(format, &file.display().to_string(), &text)?;
    }
    Ok(builder.build()?)
}

/// `gaztag build`.
pub(crate) fn build(arguments: &BuildArguments) -> Result<Outcome, CliError> {
    let output = OutputFile::open(&arguments.output, &arguments.files)?;
    let gazetteer = load(&GazetteerArguments {
        gazetteers: arguments.files.clone(),
        format: arguments.format,
        no_builtin: arguments.no_builtin,
    })?;
    let image = gazetteer.to_image();
    let to_standard_output = output.is_standard();
    output.write(image)?;
    let (forms, _) = gazetteer.form_counts();
    let summary = format!(
        "{}: {} entities, {forms} forms, {} bytes",
        arguments.output.display(),
        gazetteer.len(),
        image.len()
    );
    if to_standard_output {
        report(&summary);
    } else {
        writeln!(Screen::new(Notation::Text), "{summary}").map_err(CliError::Output)?;
    }
    Ok(Outcome { found: true, failed: false })
}

/// The kinds with these names.
pub(crate) fn kinds(gazetteer: &Gazetteer, names: &[String]) -> Result<Vec<Kind>, CliError> {
    let kind = |name: &String| {
        gazetteer.kind(name).ok_or_else(|| CliError::UnknownKind {
            name: name.clone(),
            known: known_kinds(gazetteer),
        })
    };
    names.iter().map(kind).collect()
}

fn known_kinds(gazetteer: &Gazetteer) -> String {
    let mut names: Vec<&str> = gazetteer.entities().map(|entity| entity.kind_name()).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// `gaztag check`.
pub(crate) fn check(arguments: &CheckArguments) -> Result<Outcome, CliError> {
    let mut builder = start(arguments.no_builtin);
    let mut outcome = Outcome { found: true, failed: false };
    let mut out = Screen::new(Notation::Text);
    for file in &arguments.files {
        let name = file.display().to_string();
        let (format, text) = match read(file, arguments.format) {
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
            writeln!(out, "{name}: right; {forms} {}", if forms == 1 { "form" } else { "forms" })
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

fn start(no_builtin: bool) -> GazetteerBuilder {
    if no_builtin { GazetteerBuilder::new() } else { GazetteerBuilder::from(&Gazetteer::builtin()) }
}

fn read(file: &Path, format: Option<FormatName>) -> Result<(Format, Vec<u8>), CliError> {
    let text = fs::read(file).map_err(CliError::file(file))?;
    let format =
        format.map_or_else(|| Format::guess(&file.display().to_string(), &text), Format::from);
    Ok((format, text))
}
