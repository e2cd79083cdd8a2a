//! What is counted.

use std::convert::Infallible;
use std::str::FromStr;

use clap::{Args, ValueEnum};

/// What is counted, in place of printing mentions.
#[derive(Args)]
pub(crate) struct CountArguments {
    /// Only the number of mentions of each entity in all inputs
    #[arg(
        short = 'c',
        long = "count",
        alias = "counts",
        id = "counts",
        conflicts_with_all = ["explain", "html", "pairs", "only"]
    )]
    pub(crate) counts: bool,
    /// With --count, the counts of each `day`, of each `file`, or of each value of a field
    #[arg(long, value_name = "day|file|FIELD", requires = "counts")]
    pub(crate) by: Option<By>,
    /// With --by day or --with members, the field with a document's date, such as 2024-06-01 or
    /// 2024-06-01T12:00:00Z
    #[arg(long, value_name = "NAME", default_value = "date")]
    pub(crate) date_field: String,
    /// Only the pairs of entities of two kinds that are named together, such as country:mineral,
    /// with the number of places where they are
    #[arg(long, value_name = "KIND:KIND", value_parser = kinds, conflicts_with_all = ["explain", "html", "only"])]
    pub(crate) pairs: Option<(String, String)>,
    /// With --pairs, what is a place where two entities are named together
    #[arg(long, value_name = "PLACE", default_value = "sentence", requires = "pairs")]
    pub(crate) within: Within,
    /// With --count, --pairs or --about, count minerals as what they are traded as or a kind of
    /// (spodumene as lithium), and organs as their blocs
    #[arg(long)]
    pub(crate) roll_up: bool,
}

/// What mentions are grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Day,
    File,
    Field(String),
}

impl FromStr for By {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text {
            "day" => Self::Day,
            "file" => Self::File,
            field => Self::Field(field.into()),
        })
    }
}

impl By {
    /// The name of the column of the groups.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Day => "day",
            Self::File => "file",
            Self::Field(field) => field,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Within {
    Sentence,
    Paragraph,
    Document,
}

fn kinds(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((first, second)) if !first.is_empty() && !second.is_empty() => {
            Ok((first.into(), second.into()))
        }
        _ => Err("expected KIND:KIND, such as country:mineral".into()),
    }
}
