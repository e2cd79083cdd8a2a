//! Loads gazetteers, and finds kinds and entities in them.

use std::fs;
use std::path::{Path, PathBuf};

use gaztag::{Entity, ErrorKind, Format, Gazetteer, GazetteerBuilder, Kind, Preference};
use serde_json::Value;

use crate::arguments::gazetteers::{FileArguments, FormatName, GazetteerArguments};
use crate::error::CliError;
use crate::mistakes;
use crate::nearest::{Near, nearest};
use crate::report::report;

/// An image of more bytes is not built again for the files that are added to it: they become a
/// layer above it. Building takes a second for each 20 MB.
const LARGE: usize = 16 << 20;

/// Loads the gazetteer that the arguments name. Images after the first one are layers above it, and
/// so are files if it is large.
pub(crate) fn load(arguments: &GazetteerArguments) -> Result<Gazetteer<'static>, CliError> {
    let reading = arguments.reading;
    let (images, files) = match inputs(arguments)? {
        Some(inputs) => inputs,
        None => return Ok(Gazetteer::builtin()),
    };
    // An image already contains the built-in gazetteer if it was built with it.
    let lower = layered(images, reading)?;
    match lower {
        Some(lower) if files.is_empty() => Ok(lower),
        Some(lower) if lower.memory_usage() > LARGE || lower.layers().len() > 1 => {
            let upper = with_files(GazetteerBuilder::above(&lower), files, reading)?.build()?;
            Ok(lower.with_layer(&upper, Preference::Builtin)?)
        }
        Some(lower) => Ok(with_files(GazetteerBuilder::from(&lower), files, reading)?.build()?),
        None => Ok(with_files(start(arguments.no_builtin), files, reading)?.build()?),
    }
}

/// The same in one layer, as one image, for a program that ends when it has that.
pub(crate) fn load_in_one(arguments: &GazetteerArguments) -> Result<Gazetteer<'static>, CliError> {
    let reading = arguments.reading;
    let Some((images, files)) = inputs(arguments)? else { return Ok(Gazetteer::builtin()) };
    match layered(images, reading)? {
        Some(lower) if files.is_empty() && lower.layers().len() == 1 => Ok(lower),
        Some(lower) => build(with_files(GazetteerBuilder::from(&lower), files, reading)?),
        None => build(with_files(start(arguments.no_builtin), files, reading)?),
    }
}

/// Builds a gazetteer. What a builder of a million names has takes as long to free one by one as
/// to write the image, and the end of the program frees it at once.
pub(crate) fn build(builder: GazetteerBuilder) -> Result<Gazetteer<'static>, CliError> {
    let gazetteer = builder.build();
    std::mem::forget(builder);
    Ok(gazetteer?)
}

/// A gazetteer file that was read.
type File<'f> = (&'f PathBuf, Format, Vec<u8>);

/// The images and the other files that the arguments name; `None` for the built-in gazetteer alone.
#[allow(clippy::type_complexity, reason = "two lists")]
fn inputs(
    arguments: &GazetteerArguments,
) -> Result<Option<(Vec<Gazetteer<'static>>, Vec<File<'_>>)>, CliError> {
    let reading = arguments.reading;
    let of_files = [
        ("--bounds", reading.bounds.is_some()),
        ("--case", reading.case.is_some()),
        ("--prefer", reading.prefer.is_some()),
    ];
    let of_files = of_files.iter().find(|(_, is_given)| *is_given).map(|(option, _)| *option);
    if arguments.gazetteers.is_empty() && !arguments.no_builtin && of_files.is_none() {
        return Ok(None);
    }
    let (mut images, mut files) = (Vec::new(), Vec::new());
    for file in &arguments.gazetteers {
        let (format, text) = read(file, reading.format)?;
        if text.starts_with(&Gazetteer::IMAGE_MAGIC) {
            images.push(Gazetteer::from_image_owned(text).map_err(CliError::image(file))?);
        } else {
            files.push((file, format, text));
        }
    }
    match of_files.filter(|option| files.is_empty() && !(images.len() > 1 && *option == "--prefer"))
    {
        Some(option) => Err(CliError::ReadingWithoutFile { option }),
        None => Ok(Some((images, files))),
    }
}

/// One gazetteer of images, each a layer above those before it; `None` without any.
fn layered(
    images: Vec<Gazetteer<'static>>,
    reading: FileArguments,
) -> Result<Option<Gazetteer<'static>>, CliError> {
    let preference = reading.prefer.unwrap_or_default();
    let mut images = images.into_iter();
    let Some(lowest) = images.next() else { return Ok(None) };
    Ok(Some(images.try_fold(lowest, |lower, upper| lower.with_layer(&upper, preference))?))
}

/// A builder with files added.
fn with_files(
    mut builder: GazetteerBuilder,
    files: Vec<File<'_>>,
    reading: FileArguments,
) -> Result<GazetteerBuilder, CliError> {
    set(&mut builder, reading);
    for (file, format, text) in files {
        add(&mut builder, (format, &file.display().to_string(), &text), reading.strict)?;
    }
    Ok(builder)
}

/// Sets what applies to forms of files.
pub(crate) fn set(builder: &mut GazetteerBuilder, reading: FileArguments) {
    builder.set_file_bounds(reading.bounds.unwrap_or_default());
    builder.set_file_case(reading.case);
    builder.set_preference(reading.prefer.unwrap_or_default());
}

/// Adds a file to a builder. Harmless mistakes are reported and mended unless `is_strict`. Returns
/// how many forms it has.
pub(crate) fn add(
    builder: &mut GazetteerBuilder,
    (format, name, text): (Format, &str, &[u8]),
    is_strict: bool,
) -> Result<usize, CliError> {
    if is_strict {
        return Ok(builder.read(format, name, text)?);
    }
    let (forms, mended) = builder.read_lenient(format, name, text)?;
    mistakes::report_mended(name, &mended);
    Ok(forms)
}

/// Finds kinds by their names.
pub(crate) fn kinds(gazetteer: &Gazetteer, names: &[String]) -> Result<Vec<Kind>, CliError> {
    names.iter().map(|name| kind(gazetteer, name)).collect()
}

/// Finds a kind by its name.
pub(crate) fn kind(gazetteer: &Gazetteer, name: &str) -> Result<Kind, CliError> {
    gazetteer
        .kind(name)
        .ok_or_else(|| CliError::UnknownKind { name: name.into(), known: known_kinds(gazetteer) })
}

fn known_kinds(gazetteer: &Gazetteer) -> String {
    let mut names: Vec<&str> = gazetteer.entities().map(|entity| entity.kind_name()).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// The one entity that a key, a name or a code means. The error of an unknown one has the names
/// that are spelled nearly alike, in any language.
pub(crate) fn resolve<'g>(gazetteer: &'g Gazetteer, text: &'g str) -> Result<Entity<'g>, CliError> {
    gazetteer.resolve(text).map_err(|error| {
        if !matches!(error.kind(), ErrorKind::UnknownName { .. }) {
            return error.into();
        }
        let entities: Vec<Entity<'_>> = gazetteer.entities().collect();
        let forms = entities.iter().flat_map(|entity| {
            let key = entity.key();
            let short = key.split_once('/').map_or(key, |(_, short)| short);
            let keys = [key, short, entity.name()].map(str::to_owned);
            let forms = entity.surfaces().map(|surface| surface.form().to_owned());
            keys.into_iter().chain(forms).map(move |form| Near { key: key.into(), form })
        });
        let nearest = nearest(text, forms);
        if nearest.is_empty() {
            error.into()
        } else {
            CliError::UnknownName { name: text.into(), nearest }
        }
    })
}

/// Reports that a name of the arguments means nothing, or a name of several words without quotes
/// once.
pub(crate) fn report_name(error: CliError, gazetteer: &Gazetteer, names: &[String], at: usize) {
    let ends = move |start| (at + 1..=names.len()).rev().map(move |end| (start, end));
    let runs = (0..=at).flat_map(ends).filter(|(start, end)| end - start > 1);
    let mut words = runs.filter_map(|(start, end)| {
        let words = names.get(start..end)?.join(" ");
        let is_name = gazetteer.named(&words).next().is_some();
        is_name.then_some((start, words))
    });
    match words.next() {
        Some((start, words)) if start == at => report(&CliError::SeveralWords { words }),
        // It was reported with the words before.
        Some(_) if gazetteer.named(&names[at - 1]).next().is_none() => {}
        Some((_, words)) => report(&CliError::SeveralWords { words }),
        None => report(&error),
    }
}

/// The attributes of an entity in their types: numbers as numbers, lists as arrays.
pub(crate) fn attributes(entity: &Entity<'_>) -> Value {
    serde_json::to_value(entity)
        .ok()
        .and_then(|mut entity| entity.get_mut("attributes").map(Value::take))
        .unwrap_or_default()
}

/// The builder that files are added to: empty, or with the built-in gazetteer.
pub(crate) fn start(no_builtin: bool) -> GazetteerBuilder {
    if no_builtin { GazetteerBuilder::new() } else { GazetteerBuilder::from(&Gazetteer::builtin()) }
}

/// Reads a file, and determines its format unless that is given.
pub(crate) fn read(file: &Path, format: Option<FormatName>) -> Result<(Format, Vec<u8>), CliError> {
    let text = fs::read(file).map_err(CliError::file(file))?;
    let format =
        format.map_or_else(|| Format::guess(&file.display().to_string(), &text), Format::from);
    Ok((format, text))
}
