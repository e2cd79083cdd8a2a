//! The form of the output.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use gaztag::Date;

/// The form of the output. The default is coloured text with counts on a terminal, else one mention
/// in each line.
#[derive(Args)]
pub(crate) struct FormArguments {
    /// One JSON object for each mention, or for each count
    #[arg(long, conflicts_with_all = ["tsv", "csv", "only", "html"])]
    pub(crate) json: bool,
    /// Tab-separated values with a header; tabs and line breaks in mentions become blanks
    #[arg(long, conflicts_with_all = ["csv", "only", "html", "explain"])]
    pub(crate) tsv: bool,
    /// Comma-separated values with a header
    #[arg(long, conflicts_with_all = ["only", "html", "explain"])]
    pub(crate) csv: bool,
    /// Only the text of the mentions
    #[arg(short = 'o', long = "only-matching", id = "only", conflicts_with_all = ["explain", "html"])]
    pub(crate) only: bool,
    /// Every candidate, kept or dropped, with the reason; each text is read as a whole
    #[arg(long, conflicts_with = "html")]
    pub(crate) explain: bool,
    /// What each text is about: the entities that it names in its title or lead or again and again,
    /// with the reasons; as lines or --json
    #[arg(long, conflicts_with_all = ["explain", "tsv", "csv", "only", "html", "counts", "pairs"])]
    pub(crate) about: bool,
    /// With --about, capitals and entities of your own with an attribute `country`, such as cities
    /// and divisions, count for their countries, in a text that is about no country by its names
    #[arg(long, requires = "about")]
    pub(crate) places: bool,
    /// Write a page with the texts and their mentions highlighted; it appears when it is complete
    #[arg(long, value_name = "FILE", id = "html")]
    pub(crate) html: Option<PathBuf>,
    /// Write a Parquet file with one row for each mention; it appears when it is complete. Needs
    /// the feature `parquet`
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["json", "tsv", "csv", "only", "html", "explain", "about", "counts", "pairs"]
    )]
    pub(crate) parquet: Option<PathBuf>,
    /// With --json, --tsv, --csv or --parquet, fields of the documents that each mention is printed
    /// with; the column of one with the name of another column is `fields.NAME`
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    pub(crate) keep: Vec<String>,
}

/// How entities are named.
#[derive(Args)]
pub(crate) struct IdArguments {
    /// Print codes of ISO 3166 in place of keys; an entity without such a code keeps its key
    #[arg(long, value_name = "FORMAT", default_value = "key")]
    pub(crate) id_format: IdFormat,
    /// The day for --with members, such as 2024-06-01 [default: the date of each document, see
    /// --date-field]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) on: Option<Date>,
    /// With --json, add the members that blocs had on the day of --on or of the document; with
    /// --json, --tsv, --csv or --parquet, the attributes of entities, such as those of your own
    /// gazetteer, as an object of JSON
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(crate) with: Vec<With>,
}

impl IdArguments {
    /// Whether something is added to mentions.
    pub(crate) fn adds(&self, what: With) -> bool {
        self.with.contains(&what)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IdFormat {
    Key,
    Alpha2,
    Alpha3,
    Numeric,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum With {
    Members,
    Attributes,
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|error: gaztag::DateError| error.to_string())
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unit {
    Bytes,
    Utf16,
    Chars,
}

impl From<Unit> for gaztag::OffsetUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Bytes => Self::Bytes,
            Unit::Utf16 => Self::Utf16,
            Unit::Chars => Self::CodePoints,
        }
    }
}
