//! Writes the tables that gaztag is built from: the gazetteer of `data/`, the folding table of
//! Unicode, the header of the C ABI, and the list of keys that were ever given out.
//!
//! `cargo run -p gazgen` writes them, `cargo run -p gazgen -- --check` fails when one is stale.
//! Either way the data is validated first, and every error is printed with file, line, column and
//! byte.

mod check;
mod data;
mod fold_table;
mod gazetteer;
mod header;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(
    about = "Writes the tables that gaztag is built from: the gazetteer of data/, the folding table of Unicode, and the header of the C ABI"
)]
struct Arguments {
    /// Write nothing; fail when a table is stale.
    #[arg(long)]
    check: bool,
    /// The root of the project.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))]
    root: PathBuf,
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

fn run(arguments: &Arguments) -> Result<(), Vec<String>> {
    let data = data::Data::read(&arguments.root.join("data")).map_err(lines)?;
    let errors = check::check(&data);
    if !errors.is_empty() {
        return Err(lines(errors));
    }
    let gazetteer = gazetteer::build(&data).map_err(|error| vec![error.to_string()])?;
    let header = header::render(&arguments.root).map_err(|error| vec![error])?;
    let tables = [
        ("src/fold/table.rs", fold_table::render().into_bytes()),
        ("src/gazetteer/builtin.gaz", gazetteer.to_image().to_vec()),
        ("include/gaztag.h", header),
        ("data/keys.tsv", data.render_keys().into_bytes()),
    ];
    let stale: Vec<String> = tables
        .iter()
        .filter_map(|(path, content)| {
            update(&arguments.root.join(path), path, content, arguments.check).err()
        })
        .collect();
    if stale.is_empty() { Ok(()) } else { Err(stale) }
}

fn lines(errors: Vec<data::DataError>) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

/// Writes a table, or tells that it is stale.
fn update(file: &Path, path: &str, content: &[u8], check: bool) -> Result<(), String> {
    if fs::read(file).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if check {
        return Err(format!("{path} is stale; run `cargo run -p gazgen` and commit the result"));
    }
    fs::write(file, content).map_err(|error| format!("{path}: {error}"))
}
