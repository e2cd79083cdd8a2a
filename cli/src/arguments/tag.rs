//! `gaztag tag`.

use clap::Args;

use super::choice::ChoiceArguments;
use super::counts::CountArguments;
use super::gazetteers::GazetteerArguments;
use super::input::InputArguments;
use super::output::{FormArguments, IdArguments, IdFormat, Unit, When};
use super::template::Template;
use crate::limits::{LINE_LIMIT, TEXT_LIMIT, mebibytes};

/// The end of the help of `gaztag tag`.
fn tag_help() -> String {
    let [text, line] = [TEXT_LIMIT, LINE_LIMIT].map(mebibytes);
    format!(
        "\
Examples:
  gaztag tag news.txt                              coloured text and counts, on a terminal
  curl -s URL | gaztag tag --input html --json     one JSON object for each mention
  gaztag tag --json -j 2 news.jsonl                one document in each line, two threads
  gaztag tag --json --text-column body news.csv    one document in each row
  gaztag tag -c -r --kind mineral reports          the number of mentions of each mineral
  gaztag tag -c --roll-up --kind mineral news.txt  spodumene counts as lithium
  tail -f news.log | gaztag tag --stream           mentions as the text arrives
  gaztag tag --explain news.txt                    which names were kept and dropped, and why

The names of files show their formats: .txt, .md and others are text, .html and .htm are HTML, .jsonl and .ndjson are JSON Lines, \
.csv and .tsv are tables with a header, .parquet, .arrow, .arrows and .feather columns; each also with .gz or .zst after it. A quote in TSV is a character like others. A line or row \
with a mistake is reported and skipped. A text that is null has no mentions, as an empty one.

Text is UTF-8, UTF-16 with a byte order mark, or in the encoding given by --encoding. Files in gzip and zstd are decompressed. \
Offsets count in the decoded UTF-8; in a UTF-8 file they count its bytes, including a byte order mark. A warning gives the number \
of ill-formed sequences. NUL bytes are an error. In JSON Lines and tables, ill-formed sequences and lone surrogates become U+FFFD.

A text of up to {text} MiB is judged as a whole, a line or row up to {line} MiB. A longer text is judged as a stream, each \
name without the text that follows it, with a warning. A longer line is an error. With -j N up to N texts are in memory at once; \
--explain needs many times as much memory.

On a terminal, control characters in texts and names are shown as \\x1b or \\u{{9b}}, in JSON as \\u001b.

The options in the environment variable GAZTAG_OPTS come before those given; an error that they cause names them.

The exit status is 0 if there were mentions, 1 if there were none, 2 after an error, 130 after Ctrl-C."
    )
}

#[derive(Args)]
#[command(after_help = tag_help(), args_override_self = true)]
pub(crate) struct TagArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    #[command(flatten)]
    pub(crate) form: FormArguments,
    #[command(flatten)]
    pub(crate) count: CountArguments,
    /// Print the file's name before each mention, even for a single file; with --json, --tsv or
    /// --csv as a field
    #[arg(short = 'H', long)]
    pub(crate) with_filename: bool,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    #[command(flatten)]
    pub(crate) choice: ChoiceArguments,
    #[command(flatten)]
    pub(crate) ids: IdArguments,
    /// The unit of offsets
    #[arg(long, value_name = "UNIT", default_value = "bytes")]
    pub(crate) offsets: Unit,
    /// Print mentions while the text arrives, for live pipes; names are judged without the text
    /// that follows them
    #[arg(long)]
    pub(crate) stream: bool,
    /// The number of threads, 0 for one per core; the output keeps the order of the input
    #[arg(short = 'j', long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}

const REPLACE_HELP: &str = "\
The fields of the text that takes the place of a mention: {id}, {name}, {kind}, {text}, {role}, {confidence}; {{ and }} are braces.
Of JSON Lines and tables each document becomes one JSON object, with its other fields as they were. In HTML tags inside a name follow \
what takes its place, {text} is without them, and other fields are escaped.

Examples:
  gaztag replace --with '{id}' news.txt            country/MLI left bloc/ecowas
  gaztag replace --with '<{kind}>' < news.txt      <country> left <bloc>
  gaztag replace --with '[{text}|{id}]' --id-format alpha3 news.jsonl

The exit status is 0 if there were mentions, 1 if there were none, 2 after an error.";

#[derive(Args)]
#[command(after_help = REPLACE_HELP)]
pub(crate) struct ReplaceArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    /// The text that takes the place of each mention
    #[arg(long, value_name = "TEXT", default_value = "{id}")]
    pub(crate) with: Template,
    #[command(flatten)]
    pub(crate) choice: ChoiceArguments,
    /// Codes of ISO 3166 in place of keys; an entity without such a code keeps its key
    #[arg(long, value_name = "FORMAT", default_value = "key")]
    pub(crate) id_format: IdFormat,
    /// The number of threads, 0 for one per core; the output keeps the order of the input
    #[arg(short = 'j', long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}
