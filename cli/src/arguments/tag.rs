//! `gaztag tag`.

use std::path::PathBuf;

use clap::Args;
use encoding_rs::Encoding;

use super::choice::ChoiceArguments;
use super::gazetteers::GazetteerArguments;
use super::input::{InputName, encoding};
use super::output::{FormArguments, IdArguments, Unit, When};
use crate::limits::{LINE_LIMIT, TEXT_LIMIT, mebibytes};

/// The end of the help of `gaztag tag`.
fn tag_help() -> String {
    let [text, line] = [TEXT_LIMIT, LINE_LIMIT].map(mebibytes);
    format!(
        "\
Examples:
  gaztag tag news.txt                              coloured text and counts, on a terminal
  curl -s URL | gaztag tag --input html --json     one JSON object for each mention
  gaztag tag --json --input jsonl -j 2 news.jsonl  one document in each line, two threads
  gaztag tag -c --kind mineral reports/*.txt.gz    the number of mentions of each mineral
  gaztag tag -c --roll-up --kind mineral news.txt  spodumene counts as lithium
  tail -f news.log | gaztag tag --stream           mentions as the text arrives
  gaztag tag --explain news.txt                    which names were kept and dropped, and why

Text is UTF-8, UTF-16 with a byte order mark, or in the encoding given by --encoding. Files in gzip and zstd are decompressed. \
Offsets count in the decoded UTF-8; in a UTF-8 file they count its bytes, including a byte order mark. A warning gives the number \
of ill-formed sequences. NUL bytes are an error. In JSON Lines, ill-formed sequences and lone surrogates become U+FFFD.

A text of up to {text} MiB is judged as a whole, a line of JSON Lines up to {line} MiB. A longer text is judged as a stream, each \
name without the text that follows it, with a warning. A longer line is an error. With -j N up to N texts are in memory at once; \
--explain needs many times as much memory.

On a terminal, control characters in texts and names are shown as \\x1b or \\u{{9b}}, in JSON as \\u001b.

The exit status is 0 if there were mentions, 1 if there were none, 2 after an error."
    )
}

#[derive(Args)]
#[command(after_help = tag_help())]
pub(crate) struct TagArguments {
    /// Files to tag; standard input if there are none or for -
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) form: FormArguments,
    /// Print the file's name before each mention, even for a single file
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
    /// The format of the input: plain text, HTML, or JSON Lines with one document in each line
    #[arg(long, value_name = "INPUT", default_value = "text")]
    pub(crate) input: InputName,
    /// With --input jsonl, the field with a document's id; the line number is the id if it is
    /// missing
    #[arg(long, value_name = "NAME", default_value = "id")]
    pub(crate) id_field: String,
    /// With --input jsonl, the field with a document's text
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_field: String,
    /// Print mentions while the text arrives, for live pipes; names are judged without the text
    /// that follows them
    #[arg(long)]
    pub(crate) stream: bool,
    /// The encoding of the input, a label of the Encoding Standard such as windows-1252; a byte
    /// order mark takes precedence [default: utf-8]
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    pub(crate) encoding: Option<&'static Encoding>,
    /// Accept texts with NUL bytes
    #[arg(long)]
    pub(crate) binary: bool,
    /// The number of threads, 0 for one per core; the output keeps the order of the input
    #[arg(short = 'j', long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}
