//! The command line's words.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use encoding_rs::Encoding;
use gaztag::{Language, Role, Use, Uses};

use crate::limits::{LINE_LIMIT, TEXT_LIMIT, mebibytes};

/// Finds the names of countries, blocs and minerals in text and says which one each name means.
#[derive(Parser)]
#[command(name = "gaztag", version = version(), about, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

fn version() -> &'static str {
    static VERSION: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    VERSION.get_or_init(|| {
        format!("{} (data {})", env!("CARGO_PKG_VERSION"), gaztag::Gazetteer::BUILTIN_VERSION)
    })
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Tags texts
    Tag(TagArguments),
    /// Tells everything known about an entity
    Show(ShowArguments),
    /// Lists the entities
    List(ListArguments),
    /// Checks gazetteer files and tells every mistake with its line and column
    Check(CheckArguments),
    /// Scores the tagger on annotated texts
    Eval(EvalArguments),
    /// Builds an image of gazetteer files, to be loaded in no time by --gazetteer or by a program
    Build(BuildArguments),
}

/// Which gazetteer.
#[derive(Args)]
pub(crate) struct GazetteerArguments {
    /// A gazetteer file to add to the built-in gazetteer, or an image to use in its place; may be
    /// repeated
    #[arg(long = "gazetteer", value_name = "FILE")]
    pub(crate) gazetteers: Vec<PathBuf>,
    /// The format of the gazetteer files [default: by their names]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatName>,
    /// Leave the built-in gazetteer out
    #[arg(long)]
    pub(crate) no_builtin: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FormatName {
    Tsv,
    Jsonl,
    Flashtext,
    Spacy,
}

impl From<FormatName> for gaztag::Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Tsv => Self::Tsv,
            FormatName::Jsonl => Self::JsonLines,
            FormatName::Flashtext => Self::Flashtext,
            FormatName::Spacy => Self::Spacy,
        }
    }
}

/// What the help of `gaztag tag` ends with.
fn tag_help() -> String {
    let [text, line] = [TEXT_LIMIT, LINE_LIMIT].map(mebibytes);
    format!(
        "\
Examples:
  gaztag tag news.txt                              coloured text and a table of counts, on a terminal
  curl -s URL | gaztag tag --input html --json     one JSON object a mention
  gaztag tag --json --input jsonl -j 2 news.jsonl  one document a line, on two threads
  gaztag tag -c --kind mineral reports/*.txt.gz    how often each mineral is spoken of
  tail -f news.log | gaztag tag --stream           answers as text comes
  gaztag tag --explain news.txt                    what was kept and what was dropped, and why

Text is UTF-8, or UTF-16 with a byte order mark, or in the encoding that --encoding names; gzip and zstd are decompressed. Offsets \
count in the UTF-8 that was decoded; of a UTF-8 file they count its bytes, with its byte order mark. Ill-formed sequences are \
counted in a warning; NUL bytes are refused. In JSON Lines, ill-formed sequences and lone surrogates become U+FFFD.

A text is read and judged whole up to {text} MiB, a line of JSON Lines up to {line} MiB. A longer text is judged as a stream, \
each name without the text that follows it, which is told on standard error; a longer line is an error. With -j N up to N texts \
are in memory at once, with --explain many times as much.

A terminal is sent no control characters of texts and names: they are shown as \\x1b, \\u{{9b}}, in JSON as \\u001b.

Ends with 0 if there were mentions, 1 if there were none, 2 after an error."
    )
}

#[derive(Args)]
#[command(after_help = tag_help())]
pub(crate) struct TagArguments {
    /// Files to tag; - or none: standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) form: FormArguments,
    /// Print the file's name before each mention, also for a single file
    #[arg(short = 'H', long)]
    pub(crate) with_filename: bool,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    #[command(flatten)]
    pub(crate) choice: ChoiceArguments,
    /// What offsets count
    #[arg(long, value_name = "UNIT", default_value = "bytes")]
    pub(crate) offsets: Unit,
    /// What the input is: plain text, HTML, or JSON Lines with one document a line
    #[arg(long, value_name = "INPUT", default_value = "text")]
    pub(crate) input: InputName,
    /// With --input jsonl, the field that holds a document's id; without it the line's number is
    /// the id
    #[arg(long, value_name = "NAME", default_value = "id")]
    pub(crate) id_field: String,
    /// With --input jsonl, the field that holds a document's text
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_field: String,
    /// Judge each text as a stream and answer as it comes, for live pipes: a name is judged without
    /// the text that follows it
    #[arg(long)]
    pub(crate) stream: bool,
    /// The encoding of the input, a label of the WHATWG such as windows-1252 or utf-16le; a byte
    /// order mark says more [default: UTF-8]
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    pub(crate) encoding: Option<&'static Encoding>,
    /// Take texts with NUL bytes too
    #[arg(long)]
    pub(crate) binary: bool,
    /// Threads; 0: one for each core. The output keeps the order of the input
    #[arg(short = 'j', long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}

/// Which mentions are reported.
#[derive(Args)]
pub(crate) struct ChoiceArguments {
    /// Only mentions of these kinds
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',')]
    pub(crate) kinds: Vec<String>,
    /// Only mentions by forms of these roles, or `all` [default: all but capital and code]
    #[arg(long = "role", value_name = "ROLE", value_delimiter = ',', value_parser = roles)]
    pub(crate) roles: Vec<RoleChoice>,
    /// Only mentions by forms of these languages, such as en [default: all]
    #[arg(long = "lang", value_name = "LANG", value_delimiter = ',', value_parser = language)]
    pub(crate) languages: Vec<Language>,
    /// Only mentions with at least this confidence, 0 to 100
    #[arg(long, value_name = "N", default_value_t = gaztag::TaggerBuilder::MIN_CONFIDENCE, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) min_confidence: u8,
    /// Names that should have capitals count in lower case too (talks in mali), and are less sure
    #[arg(long)]
    pub(crate) lower_case: bool,
    /// Uses of a country's name that are mentions of it: nested (Bank of Japan), team (Brazil beat
    /// Chile), language (speaks French), or `none`
    #[arg(long, value_name = "USE", value_delimiter = ',', default_value = "nested,team", value_parser = uses)]
    pub(crate) uses: Vec<Option<Use>>,
    /// Judge names by how often they mean the entity, whatever stands around them
    #[arg(long)]
    pub(crate) no_context: bool,
    /// Every name and every reading, nested and overlapping ones too
    #[arg(long)]
    pub(crate) all: bool,
}

/// What is printed. Without any: coloured text and counts on a terminal, else one mention a line.
#[derive(Args)]
pub(crate) struct FormArguments {
    /// One JSON object a mention
    #[arg(long, conflicts_with_all = ["tsv", "only", "counts"])]
    pub(crate) json: bool,
    /// Tab-separated values with a header; tabs and line breaks in a text become blanks
    #[arg(long, conflicts_with_all = ["only", "counts", "explain"])]
    pub(crate) tsv: bool,
    /// Only the text of the mentions
    #[arg(short = 'o', long = "only-matching", id = "only", conflicts_with_all = ["counts", "explain"])]
    pub(crate) only: bool,
    /// Only how often each entity is mentioned, over all inputs
    #[arg(short = 'c', long = "count", id = "counts", conflicts_with = "explain")]
    pub(crate) counts: bool,
    /// Every candidate, kept or dropped, with the reason; reads each text whole
    #[arg(long)]
    pub(crate) explain: bool,
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputName {
    Text,
    Html,
    Jsonl,
}

/// One role, or all of them.
#[derive(Clone, Copy)]
pub(crate) enum RoleChoice {
    One(Role),
    All,
}

fn roles(text: &str) -> Result<RoleChoice, String> {
    match text {
        "all" => Ok(RoleChoice::All),
        _ => {
            text.parse().map(RoleChoice::One).map_err(|error: gaztag::ErrorKind| error.to_string())
        }
    }
}

fn encoding(label: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label_no_replacement(label.as_bytes())
        .ok_or_else(|| "unknown encoding; expected a label of the Encoding Standard, such as utf-8, utf-16le, windows-1252, shift_jis or gb18030".into())
}

/// A use, or none of them.
fn uses(text: &str) -> Result<Option<Use>, String> {
    match text {
        "none" => Ok(None),
        _ => text.parse().map(Some).map_err(|error: gaztag::ErrorKind| error.to_string()),
    }
}

impl ChoiceArguments {
    /// The uses that count.
    pub(crate) fn uses(&self) -> Uses {
        self.uses.iter().flatten().fold(Uses::NONE, |uses, &of| uses.with(of))
    }
}

fn language(text: &str) -> Result<Language, String> {
    text.parse().map_err(|error: gaztag::ErrorKind| error.to_string())
}

#[derive(Args)]
pub(crate) struct ShowArguments {
    /// A key such as country/MLI, or any name such as Mali
    #[arg(required = true, value_name = "KEY-OR-NAME")]
    pub(crate) names: Vec<String>,
    /// One JSON object an entity
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}

#[derive(Args)]
pub(crate) struct ListArguments {
    /// Only entities of these kinds
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',')]
    pub(crate) kinds: Vec<String>,
    /// One JSON object an entity
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}

#[derive(Args)]
pub(crate) struct CheckArguments {
    /// Gazetteer files
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The format of the files [default: by their names]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatName>,
    /// Check them by themselves, not as additions to the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
}

#[derive(Args)]
pub(crate) struct BuildArguments {
    /// Gazetteer files to add to the built-in gazetteer, or to an image among them
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Where to write the image
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The format of the gazetteer files [default: by their names]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatName>,
    /// Leave the built-in gazetteer out
    #[arg(long)]
    pub(crate) no_builtin: bool,
}

const EVAL_EXAMPLES: &str = "\
An annotated text is one line of JSON; offsets are UTF-8 bytes, half-open; ids are keys, ISO codes or slugs:
  {\"id\": \"a1\", \"text\": \"Mali left ECOWAS\", \"mentions\": [{\"start\": 0, \"end\": 4, \"type\": \"country\", \"id\": \"ML\"}, ...]}
docs/eval.md tells the whole format and defines every figure.

Examples:
  gaztag eval texts.jsonl                          precision, recall and F1 by kind
  gaztag eval --errors 30 --kind country texts/    what goes wrong most often, with a line of context each
  gaztag eval --calibration --min-confidence 0 .   how often mentions are right, by their confidence

Ends with 0 if there was something to score, 1 if there was nothing, 2 after an error.";

#[derive(Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub(crate) struct EvalArguments {
    /// Files of annotated texts (JSON Lines), or directories of .jsonl files
    #[arg(required = true, value_name = "GOLD.jsonl|DIRECTORY")]
    pub(crate) paths: Vec<PathBuf>,
    /// One JSON object with all figures
    #[arg(long)]
    pub(crate) json: bool,
    /// The N most frequent errors, false and missed ones, each with a line of context
    #[arg(long, value_name = "N")]
    pub(crate) errors: Option<usize>,
    /// How many mentions are right, by their confidence
    #[arg(long)]
    pub(crate) calibration: bool,
    /// A file of ids that mean the same (JSON; docs/eval.md)
    #[arg(long, value_name = "FILE")]
    pub(crate) aliases: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choice: ChoiceArguments,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}
