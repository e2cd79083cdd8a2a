//! Finds the files to read, in directories too.

use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder};

use super::format;
use crate::arguments::input::{InputArguments, InputName};
use crate::error::{CliError, Warning};
use crate::report::report;

/// A file to read.
pub(crate) struct InputFile {
    pub(crate) path: PathBuf,
    pub(crate) format: InputName,
}

/// The files that were found.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) files: Vec<InputFile>,
    /// Whether a directory or a file could not be read. The error has been reported.
    pub(crate) failed: bool,
    /// Those that this program cannot read.
    unknown: Vec<PathBuf>,
}

impl Files {
    /// Finds the files that the arguments name: those of a directory in the order of their names,
    /// if `recursive`. Fails for a glob that is not one.
    pub(crate) fn find(arguments: &InputArguments, recursive: bool) -> Result<Self, CliError> {
        if !recursive && !arguments.globs.is_empty() {
            return Err(CliError::Usage("--glob needs -r, which reads the files in directories"));
        }
        let mut found = Self::default();
        let default = [PathBuf::from(if arguments.recursive { "." } else { "-" })];
        let paths: &[PathBuf] =
            if arguments.files.is_empty() { &default } else { &arguments.files };
        for path in paths {
            if path.is_dir() && recursive {
                found.walk(path, arguments)?;
            } else if path.is_dir() {
                found.fail(&CliError::InputDirectory { file: path.clone() });
            } else {
                let format = arguments.format.or_else(|| format::of_name(path));
                found.add(path.clone(), format.unwrap_or(InputName::Text));
            }
        }
        if let [first, rest @ ..] = &*found.unknown {
            let file = first.clone();
            let more = rest.len();
            found.fail(&CliError::NoParquet { file, more });
        }
        Ok(found)
    }

    fn add(&mut self, path: PathBuf, format: InputName) {
        if format == InputName::Parquet && !cfg!(feature = "parquet") {
            self.unknown.push(path);
        } else {
            self.files.push(InputFile { path, format });
        }
    }

    fn fail(&mut self, error: &CliError) {
        report(error);
        self.failed = true;
    }

    fn walk(&mut self, directory: &Path, arguments: &InputArguments) -> Result<(), CliError> {
        let globs = globs(directory, &arguments.globs)?;
        // A glob that files must match chooses them whatever their format.
        let any = globs.num_whitelists() > 0;
        let is_dir = |entry: &DirEntry| entry.file_type().is_some_and(|of| of.is_dir());
        let walk = WalkBuilder::new(directory)
            .require_git(false)
            .sort_by_file_path(Path::cmp)
            // As overrides of the walk, they would also choose what is hidden or ignored.
            .filter_entry(move |entry| !globs.matched(entry.path(), is_dir(entry)).is_ignore())
            .build();
        let mut left_out = 0;
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.fail(&CliError::Walk(error));
                    continue;
                }
            };
            if let Some(error) = entry.error() {
                report(&CliError::Walk(error.clone()));
                self.failed = true;
            }
            if !entry.file_type().is_some_and(|of| of.is_file()) {
                continue;
            }
            let path = entry.into_path();
            let format = arguments.format.or_else(|| format::of_name(&path));
            match format.or(any.then_some(InputName::Text)) {
                Some(format) => self.add(path, format),
                None => left_out += 1,
            }
        }
        if left_out > 0 {
            report(&Warning::LeftOut { directory: directory.into(), count: left_out });
        }
        Ok(())
    }
}

fn globs(directory: &Path, globs: &[String]) -> Result<Override, CliError> {
    let mut builder = OverrideBuilder::new(directory);
    for glob in globs {
        builder.add(glob).map_err(|error| CliError::Glob { glob: glob.clone(), error })?;
    }
    builder.build().map_err(|error| CliError::Glob { glob: globs.join(" "), error })
}
