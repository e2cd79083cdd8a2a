//! What can go wrong on the command line.

use std::io;
use std::path::PathBuf;

use crate::eval::AnnotationError;

/// An error, with the input that it is about.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error("{}: {error}", file.display())]
    File { file: PathBuf, error: io::Error },
    #[error("{}: a directory, not a file", file.display())]
    Directory { file: PathBuf },
    #[error("{}: a terminal; an image is for files and programs", file.display())]
    ToTerminal { file: PathBuf },
    #[error("{}: the same file as {}, which is an input; write to another file", output.display(), input.display())]
    OutputIsInput { output: PathBuf, input: PathBuf },
    #[error("{0}")]
    Gazetteer(#[from] gaztag::Error),
    #[error("{}: {error}", file.display())]
    Image { file: PathBuf, error: gaztag::Error },
    #[error("{}: a second image; give one image at most, and other gazetteer files to add to it", file.display())]
    TwoImages { file: PathBuf },
    #[error("{file}: line {line}: {message}")]
    Line { file: String, line: u64, message: String },
    #[error("{}: line {line}: {error}", file.display())]
    Annotation { file: PathBuf, line: u64, error: AnnotationError },
    #[error("{}: {message}; expected ids that mean the same, such as {{\"bloc\": {{\"ecowas\": [\"cedeao\"]}}}} (docs/eval.md)", file.display())]
    Aliases { file: PathBuf, message: String },
    #[error("{}: no file of annotated texts; their names end with .jsonl", directory.display())]
    NoTexts { directory: PathBuf },
    #[error("unknown kind {name:?}; expected one of {known}")]
    UnknownKind { name: String, known: String },
    #[error("{0}: no entity with this key or name{1}")]
    NotFound(String, String),
    #[error("--no-builtin leaves nothing to look for; give a gazetteer with --gazetteer FILE")]
    NoGazetteer,
    #[error("standard output: {0}")]
    Output(#[source] io::Error),
}

impl CliError {
    pub(crate) fn file(file: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let file = file.into();
        |error| Self::File { file, error }
    }

    pub(crate) fn image(file: impl Into<PathBuf>) -> impl FnOnce(gaztag::Error) -> Self {
        let file = file.into();
        |error| Self::Image { file, error }
    }
}
