//! The inputs and how they are read.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use encoding_rs::Encoding;

/// The inputs and how they are read.
#[derive(Args)]
pub(crate) struct InputArguments {
    /// Files to read, with -r also directories; standard input if there are none or for -
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Read the files in directories whose names show a known format, except hidden ones and those
    /// that .gitignore leaves out
    #[arg(short, long)]
    pub(crate) recursive: bool,
    /// With -r, only files whose names match, such as '*.log', of any format; with ! before it, no
    /// files that match; may be repeated
    #[arg(long = "glob", value_name = "GLOB")]
    pub(crate) globs: Vec<String>,
    /// The format of the input: plain text, HTML, JSON Lines, a table with a header, or Parquet and
    /// Arrow IPC; one document in each line or row [default: guessed from the names of files, else
    /// text]
    #[arg(long = "input", id = "input", value_name = "FORMAT")]
    pub(crate) format: Option<InputName>,
    /// The field or column with a document's text; `a.b` is field b of the object in field a
    #[arg(long, value_name = "NAME", default_value = "text", visible_alias = "text-column")]
    pub(crate) text_field: String,
    /// The field or column with a document's id; the number of its line or row is the id if it is
    /// missing
    #[arg(long, value_name = "NAME", default_value = "id", visible_alias = "id-column")]
    pub(crate) id_field: String,
    /// The encoding of the input, a label of the Encoding Standard such as windows-1252; a byte
    /// order mark takes precedence [default: utf-8]
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    pub(crate) encoding: Option<&'static Encoding>,
    /// Accept texts with NUL bytes
    #[arg(long)]
    pub(crate) binary: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum InputName {
    Text,
    Html,
    Jsonl,
    Csv,
    Tsv,
    /// Also Arrow IPC. Needs the feature `parquet`.
    #[value(alias = "arrow")]
    Parquet,
}

impl InputName {
    /// Whether an input is one text, and not many documents.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Html)
    }
}

pub(super) fn encoding(label: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label_no_replacement(label.as_bytes())
        .ok_or_else(|| "unknown encoding; expected a label of the Encoding Standard such as utf-8, utf-16le, windows-1252, shift_jis or gb18030".into())
}
