//! `gaztag screen`.

use clap::Args;

use super::gazetteers::GazetteerArguments;
use super::input::InputArguments;
use super::output::Unit;

const SCREEN_HELP: &str = "\
Prints the place, the key, the text, in which ways it is written otherwise, and the confidence of each name. The ways are `order`; \
`transliteration`, for words that sound alike, also by another vowel; and `letter`, for one letter wrong. What is written as in the list is found by gaztag tag.

Examples:
  gaztag screen --gazetteer listed.tsv text.txt
  gaztag screen --gazetteer listed.tsv --json --text-field body -j 0 news.jsonl
  gaztag screen --gazetteer listed.gaz --kind person --min-confidence 70 --csv payments.csv

Inputs are read as by gaztag tag, but for HTML, whose tags would be words. A text of any length is read in parts.

The exit status is 0 if there were names, 1 if there were none, 2 after an error.";

#[derive(Args)]
#[command(after_help = SCREEN_HELP)]
pub(crate) struct ScreenArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    /// The kinds of the names, such as `person`; may be repeated [default: all but countries, blocs
    /// and minerals]
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',')]
    pub(crate) kinds: Vec<String>,
    /// The least confidence, 0 to 99
    #[arg(long, value_name = "PERCENT", default_value_t = 0)]
    pub(crate) min_confidence: u8,
    /// One JSON object for each name, or for each count
    #[arg(long, conflicts_with_all = ["tsv", "csv", "only"])]
    pub(crate) json: bool,
    /// Tab-separated values with a header; tabs and line breaks in names become blanks
    #[arg(long, conflicts_with_all = ["csv", "only"])]
    pub(crate) tsv: bool,
    /// Comma-separated values with a header
    #[arg(long, conflicts_with = "only")]
    pub(crate) csv: bool,
    /// Only the text of the names
    #[arg(short = 'o', long = "only-matching", id = "only")]
    pub(crate) only: bool,
    /// Only the number of names of each entity in all inputs
    #[arg(short = 'c', long = "count", conflicts_with_all = ["only", "keep", "with"])]
    pub(crate) counts: bool,
    /// With --json, --tsv or --csv, fields of the documents that each name is printed with; the
    /// column of one with the name of another column is `fields.NAME`
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    pub(crate) keep: Vec<String>,
    /// With --json, --tsv or --csv, add the attributes of entities, as an object of JSON
    #[arg(long, value_name = "WHAT", value_parser = ["attributes"])]
    pub(crate) with: Option<String>,
    /// Print the file's name before each name, even for a single file; with --json, --tsv or --csv
    /// as a field
    #[arg(short = 'H', long)]
    pub(crate) with_filename: bool,
    /// The unit of offsets
    #[arg(long, value_name = "UNIT", default_value = "bytes")]
    pub(crate) offsets: Unit,
    /// The number of threads, 0 for one per core; the output keeps the order of the input
    #[arg(short = 'j', long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}
