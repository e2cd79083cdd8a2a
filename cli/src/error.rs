//! The errors and warnings of the command line.

use std::io;
use std::path::PathBuf;

use gaztag::Language;

use crate::limits::{TEXT_LIMIT, mebibytes};
use crate::nearest::{Near, question};

/// An error, with the input that it concerns.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error("{}: {error}", file.display())]
    File { file: PathBuf, error: io::Error },
    #[error(
        "{}: no such file; a text itself is read from standard input: echo 'TEXT' | gaztag tag",
        file.display()
    )]
    NoFile { file: PathBuf },
    #[error("{}: not written, because no input could be read", file.display())]
    NothingRead { file: PathBuf },
    #[error("{}: is a directory, not a file", file.display())]
    Directory { file: PathBuf },
    #[error("{}: is a directory, not a file; -r reads the files in it", file.display())]
    InputDirectory { file: PathBuf },
    #[error("{0}")]
    Walk(ignore::Error),
    #[error("--glob {glob:?}: {error}")]
    Glob { glob: String, error: ignore::Error },
    #[error("{file}: no column {column:?}; the columns are {known}; {option} names another")]
    NoColumn { file: String, column: String, option: &'static str, known: String },
    #[cfg(feature = "parquet")]
    #[error(
        "{file}: column {column:?} has values of type {found}, not text; \
         --text-column names another"
    )]
    NotText { file: String, column: String, found: String },
    #[error(
        "{}{}: Parquet and Arrow IPC need a gaztag with the feature parquet: \
         cargo install gaztag-cli --features parquet",
        file.display(),
        others(*more)
    )]
    NoParquet { file: PathBuf, more: usize },
    #[error("{}: is a terminal; write to a file or a pipe", file.display())]
    ToTerminal { file: PathBuf },
    #[error("{}: the same file as {}, which is an input; write to another file", output.display(), input.display())]
    OutputIsInput { output: PathBuf, input: PathBuf },
    #[error(
        "{file}: longer than {} MiB, but {option} reads a text as a whole; split the file",
        mebibytes(TEXT_LIMIT)
    )]
    TooLong { file: String, option: &'static str },
    #[error("{0}")]
    Usage(&'static str),
    #[error("--keep: the field {field:?} is given twice")]
    KeptTwice { field: String },
    #[error("{0}")]
    Gazetteer(#[from] gaztag::Error),
    #[error("no entity with the key, name or code {name:?}{}", question(nearest))]
    UnknownName { name: String, nearest: Vec<Near> },
    #[error("a name of several words needs quotes: {words:?}")]
    SeveralWords { words: String },
    #[error("no entity has {name}={value}{}", question(nearest))]
    UnknownValue { name: String, value: String, nearest: Vec<Near> },
    #[error("{}: {error}", file.display())]
    Image { file: PathBuf, error: gaztag::Error },
    #[error("{count} {} {kind}: {first}{more}", if *count == 1 { "time" } else { "times" })]
    Note { kind: String, count: u64, first: String, more: &'static str },
    #[error("{file}: {more} more {} of this kind, up to line {last}", if *more == 1 { "mistake" } else { "mistakes" })]
    MoreMistakes { file: String, more: usize, last: u64 },
    #[error("--strict: nothing was written; mend what is reported above")]
    Strict,
    #[error("{file}: not UTF-8 (byte {byte}); give the encoding, such as --encoding windows-1252")]
    NotUtf8 { file: String, byte: usize },
    #[error("{file}: not {format}: {message}; another format can be given with --format")]
    List { file: String, format: &'static str, message: String },
    #[error("{file}: which column has the forms? Give it with --form; the columns are {known}")]
    NoFormColumn { file: String, known: String },
    #[error("{file}: the list has no column {column:?}; its columns are {known}")]
    UnknownColumn { file: String, column: String, known: String },
    #[error("{file}: line {line}: {message}")]
    Line { file: String, line: u64, message: String },
    #[error("{file}: row {row}: {message}")]
    Row { file: String, row: u64, message: String },
    #[error("{file}: {more} more {} with mistakes", lines(*more))]
    MoreLines { file: String, more: u64 },
    #[error("{}: {message}; expected aliases such as {{\"bloc\": {{\"ecowas\": [\"cedeao\"]}}}}, see docs/eval.md", file.display())]
    Aliases { file: PathBuf, message: String },
    #[error("{}: no file in this directory has a name that ends with .jsonl", directory.display())]
    NoTexts { directory: PathBuf },
    #[error("unknown kind {name:?}; expected one of {known}")]
    UnknownKind { name: String, known: String },
    #[error("{key}: {what} on {date}{hint}")]
    NoSpells { key: String, what: &'static str, date: gaztag::Date, hint: String },
    #[error(
        "{key}: since when is not known for {unknown} of {all}; they count from the foundation of the bloc on"
    )]
    UnknownBeginnings { key: String, unknown: usize, all: usize },
    #[error("{key} is not {expected}")]
    OtherKind { key: String, expected: &'static str },
    #[error("the clock of this machine is wrong; give the day with --on")]
    NoClock,
    #[error("no entity has an attribute {name:?}; expected one of {known}")]
    UnknownAttribute { name: String, known: String },
    #[error("--no-builtin leaves nothing to look for; give a gazetteer with --gazetteer FILE")]
    NoGazetteer,
    #[error(
        "{option} is for forms of gazetteer files, and none was given; an image keeps what it was \
         built with"
    )]
    ReadingWithoutFile { option: &'static str },
    /// Ctrl-C was pressed; what was done is reported at the end.
    #[error("interrupted")]
    Interrupted,
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

/// A warning: everything was tagged, but perhaps not as the user expects.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Warning {
    #[error("GAZTAG_OPTS adds to these arguments: {options}")]
    Variable { options: String },
    #[error("reading text from the terminal; {} ends it", if cfg!(windows) { "Ctrl-Z and Enter" } else { "Ctrl-D on an empty line" })]
    Waiting,
    #[error("warning: {file}: {count} {what}: line {first}{}", if *more { " ..." } else { "" })]
    Mended { file: String, count: usize, what: &'static str, first: String, more: bool },
    #[error("warning: no document has a field {field:?}")]
    NoField { field: String },
    #[error(
        "warning: no name has the language {language}; gaztag list --languages lists those of the built-in gazetteer"
    )]
    NoLanguage { language: Language },
    #[error(
        "warning: {file}: read as text, but it looks like JSON; --input jsonl reads an object in each line, and jq -c '.[]' makes these of an array"
    )]
    LooksLikeJson { file: String },
    #[error("warning: --stream: names are judged without the text that follows them")]
    Stream,
    #[error(
        "warning: {file}: longer than {} MiB: judged as a stream, each name without the text that follows it",
        mebibytes(TEXT_LIMIT)
    )]
    Streamed { file: String },
    #[error("warning: {more} more {} longer than {} MiB and judged as {}", if *more == 1 { "input was" } else { "inputs were" }, mebibytes(TEXT_LIMIT), if *more == 1 { "a stream" } else { "streams" })]
    MoreStreamed { more: u64 },
    #[error("warning: {file}: {count} ill-formed {} of {encoding}, the first at byte {first}; use --encoding if it has another encoding", if *count == 1 { "sequence" } else { "sequences" })]
    IllFormed { file: String, encoding: &'static str, count: u64, first: u64 },
    #[error(
        "warning: {}: {count} {} of other formats, by their names, {} not read; --glob '*' or --input reads them as well",
        directory.display(), if *count == 1 { "file" } else { "files" }, if *count == 1 { "was" } else { "were" }
    )]
    LeftOut { directory: PathBuf, count: u64 },
    #[error("warning: {file}: line {line}: {count} lone {} replaced by U+FFFD; use --encoding if the file is not in UTF-8", if *count == 1 { "surrogate or ill-formed sequence" } else { "surrogates or ill-formed sequences" })]
    Replaced { file: String, line: u64, count: u64 },
    #[error("warning: {file}: {more} more {} with lone surrogates or ill-formed sequences", lines(*more))]
    MoreReplaced { file: String, more: u64 },
}

fn others(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => " and 1 more file".into(),
        _ => format!(" and {more} more files"),
    }
}

fn lines(count: u64) -> &'static str {
    if count == 1 { "line" } else { "lines" }
}
