//! The form of the output.

use clap::{Args, ValueEnum};
use gaztag::Date;

/// The form of the output. The default is coloured text with counts on a terminal, else one mention
/// in each line.
#[derive(Args)]
pub(crate) struct FormArguments {
    /// One JSON object for each mention
    #[arg(long, conflicts_with_all = ["tsv", "only", "counts"])]
    pub(crate) json: bool,
    /// Tab-separated values with a header; tabs and line breaks in mentions become blanks
    #[arg(long, conflicts_with_all = ["only", "counts", "explain"])]
    pub(crate) tsv: bool,
    /// Only the text of the mentions
    #[arg(short = 'o', long = "only-matching", id = "only", conflicts_with_all = ["counts", "explain"])]
    pub(crate) only: bool,
    /// Only the number of mentions of each entity in all inputs
    #[arg(short = 'c', long = "count", id = "counts", conflicts_with = "explain")]
    pub(crate) counts: bool,
    /// Every candidate, kept or dropped, with the reason; each text is read as a whole
    #[arg(long)]
    pub(crate) explain: bool,
}

/// How entities are named and counted.
#[derive(Args)]
pub(crate) struct IdArguments {
    /// Print codes of ISO 3166 in place of keys; an entity without such a code keeps its key
    #[arg(long, value_name = "FORMAT", default_value = "key")]
    pub(crate) id_format: IdFormat,
    /// With --count, count minerals as what they are traded as or a kind of (spodumene as lithium),
    /// and organs as their blocs
    #[arg(long, requires = "counts")]
    pub(crate) roll_up: bool,
    /// The day for --with, such as 2024-06-01; alone it has no effect
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) on: Option<Date>,
    /// With --json and --on, add the members that blocs had on that day
    #[arg(long, value_name = "WHAT", requires_all = ["on", "json"])]
    pub(crate) with: Option<With>,
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
