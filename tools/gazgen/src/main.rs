//! Writes the tables that gaztag is built from: the gazetteer of `data/`, the folding table of
//! Unicode, the header of the C ABI, and the list of all keys that any version has had.
//!
//! `cargo run -p gazgen` writes them, `cargo run -p gazgen -- --check` fails if one is out of date.
//! `--languages en,fr --image FILE` writes instead an image with the names of some languages, which
//! is smaller. `diff FILE` compares the countries with a list that someone else keeps. All check
//! the data first and print every error with file, line, column and byte.

mod check;
mod compounds;
mod data;
mod diff;
mod fold_table;
mod gazetteer;
mod header;
mod inflection;
mod legal_forms;
mod relations;
mod variant;
mod variants;
mod word_lists;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use gaztag::Gazetteer;

use crate::data::Data;

#[derive(Parser)]
#[command(about = "Write the tables that gaztag is built from")]
struct Arguments {
    /// Write nothing, and fail if a table is out of date
    #[arg(long)]
    check: bool,
    /// Write only an image with the names of these languages, ISO 639-1 codes; English is always
    /// among them, because cues rely on its names
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',', requires = "image")]
    languages: Vec<String>,
    /// The file of the image with the names of some languages
    #[arg(long, value_name = "FILE", requires = "languages", conflicts_with = "check")]
    image: Option<PathBuf>,
    /// The root of the project
    #[arg(long, global = true, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))]
    root: PathBuf,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Compare the names and codes of countries with other lists, and fail if they differ
    Diff {
        /// iso3166-1.json of iso-codes or pycountry, territories.json of CLDR, a langs/LANG.json of
        /// i18n-iso-countries, or the United Nations' table M49 as CSV
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(messages) => {
            for message in messages {
                eprintln!("gazgen: {message}");
            }
            ExitCode::FAILURE
        }
    }
}

/// The folding table. It is compiled into this program too, and an image holds its fingerprint.
const FOLD_TABLE: &str = "src/fold/table.rs";

fn run(arguments: &Arguments) -> Result<(), Vec<String>> {
    let mut data = inflection::read(&arguments.root.join("data")).map_err(lines)?;
    let errors = check::check(&data);
    if !errors.is_empty() {
        return Err(lines(errors));
    }
    for warning in lines(check::warnings(&data)) {
        eprintln!("gazgen: warning: {warning}");
    }
    if let Some(Command::Diff { files }) = &arguments.command {
        let gazetteer = gazetteer::build(&data).map_err(|error| vec![error.to_string()])?;
        return differences(&data, &gazetteer, files);
    }
    if let Some(file) = &arguments.image {
        data.retain_languages(&arguments.languages)?;
        let image = gazetteer::build(&data).map_err(|error| vec![error.to_string()])?;
        return fs::write(file, image.to_image())
            .map_err(|error| vec![format!("{}: {error}", file.display())]);
    }
    // First, because this program would build an image for the old tables.
    let sources = [(FOLD_TABLE, fold_table::render().into_bytes())];
    for (path, content) in sources.into_iter().chain(word_lists::files(&data)) {
        if update(arguments, path, &content).map_err(|error| vec![error])? {
            let message = format!("{path} changed, the image is not written; run gazgen again");
            return Err(vec![message]);
        }
    }
    let gazetteer = gazetteer::build(&data).map_err(|error| vec![error.to_string()])?;
    let header = header::render(&arguments.root).map_err(|error| vec![error])?;
    let tables = [
        ("src/gazetteer/builtin.gaz", gazetteer.to_image().to_vec()),
        ("include/gaztag.h", header),
        ("data/keys.tsv", data.render_keys().into_bytes()),
        ("src/gazetteer/legal_forms.rs", legal_forms::render(&data).into_bytes()),
    ];
    let failed: Vec<String> = tables
        .iter()
        .filter_map(|(path, content)| update(arguments, path, content).err())
        .collect();
    if failed.is_empty() { Ok(()) } else { Err(failed) }
}

/// Fails with all differences between the data and other lists.
fn differences(data: &Data, gazetteer: &Gazetteer, files: &[PathBuf]) -> Result<(), Vec<String>> {
    let of_file =
        |file| diff::diff(data, gazetteer, file).unwrap_or_else(|error| vec![error.to_string()]);
    let found: Vec<String> = files.iter().flat_map(|file| of_file(file)).collect();
    if found.is_empty() {
        println!("gazgen: no difference");
        return Ok(());
    }
    Err(found)
}

fn lines(errors: Vec<data::DataError>) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

/// Writes a table if it changed, and returns whether it did; with `--check` fails instead.
fn update(arguments: &Arguments, path: &str, content: &[u8]) -> Result<bool, String> {
    let file = arguments.root.join(path);
    if fs::read(&file).is_ok_and(|old| old == content) {
        return Ok(false);
    }
    if arguments.check {
        return Err(format!(
            "{path} is out of date; run `cargo run -p gazgen` and commit the result"
        ));
    }
    fs::write(&file, content).map_err(|error| format!("{path}: {error}"))?;
    Ok(true)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn no_image_is_written_for_an_old_folding_table() {
        let root = std::env::temp_dir().join(format!("gazgen-root-{}", std::process::id()));
        fs::create_dir_all(root.join("src/fold")).unwrap();
        fs::create_dir_all(root.join("src/gazetteer")).unwrap();
        let project = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
        std::os::unix::fs::symlink(project.join("data"), root.join("data")).unwrap();
        fs::write(root.join(FOLD_TABLE), "old").unwrap();
        let errors = run(&Arguments {
            check: false,
            languages: Vec::new(),
            image: None,
            root: root.clone(),
            command: None,
        })
        .unwrap_err();
        assert!(errors.len() == 1 && errors[0].contains("run gazgen again"), "{errors:?}");
        assert!(!root.join("src/gazetteer/builtin.gaz").exists());
        let written = fs::read_to_string(root.join(FOLD_TABLE)).unwrap();
        assert_eq!(written, fold_table::render());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn an_image_of_some_languages_has_their_names_only() {
        let mut data = check::tests::project_data();
        assert!(
            data.retain_languages(&["xx".into()]).unwrap_err()[0].starts_with("no names in xx")
        );
        data.retain_languages(&["fr".into()]).unwrap();
        let gazetteer = gazetteer::build(&data).unwrap();
        let has = |form: &str| gazetteer.look_up(form).next().is_some();
        assert_eq!(["Germany", "Allemagne", "Duitsland"].map(has), [true, true, false]);
    }
}
