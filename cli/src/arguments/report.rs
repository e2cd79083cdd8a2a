//! `gaztag report`.

use std::path::PathBuf;

use clap::Args;

use super::choice::ChoiceArguments;
use super::gazetteers::GazetteerArguments;
use super::input::InputArguments;
use crate::limits::{TEXT_LIMIT, mebibytes};

fn report_help() -> String {
    format!(
        "\
The page shows how often each entity is named, when, where and together with what; each number leads to its texts. It has the texts \
in it and loads nothing. Its tables are readable without JavaScript, the texts are not.

Examples:
  gaztag report notes -o page.html                 all texts of a directory
  gaztag report --text-column body news.csv -o page.html --title 'News of 2024'

Inputs are read as by gaztag tag, and directories without -r too. A text of more than {} MiB is an error. A date is the field `date` or that of --date-field: \
2024-06-01, 2024-06 or 2024, with or without a time. A text without one is not in the counts over time.

The exit status is 0 if there were mentions, 1 if there were none, 2 after an error.",
        mebibytes(TEXT_LIMIT)
    )
}

#[derive(Args)]
#[command(after_help = report_help())]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    /// The page; it appears when it is complete
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The title of the page
    #[arg(long, value_name = "TEXT", default_value = "What the texts name")]
    pub(crate) title: String,
    /// In what the texts are about, capitals and entities of your own with an attribute `country`,
    /// such as cities and divisions, count for their countries, where a text is about no country by
    /// its names
    #[arg(long)]
    pub(crate) places: bool,
    /// In what the texts are about, minerals count as what they are traded as or a kind of
    /// (spodumene as lithium), and organs as their blocs
    #[arg(long)]
    pub(crate) roll_up: bool,
    /// The field or column with a document's date
    #[arg(long, value_name = "NAME", default_value = "date")]
    pub(crate) date_field: String,
    #[command(flatten)]
    pub(crate) choice: ChoiceArguments,
    /// The number of threads, 0 for one per core; the page does not depend on it
    #[arg(short = 'j', long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}
