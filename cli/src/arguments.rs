//! The commands and options.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use encoding_rs::Encoding;
use gaztag::{Bounds, Date, Language, Role, Use, Uses};

use crate::limits::{LINE_LIMIT, TEXT_LIMIT, mebibytes};

/// Find the names of countries, blocs and minerals in text, and the entity that each one means
#[derive(Parser)]
#[command(name = "gaztag", version = version(), propagate_version = true, arg_required_else_help = true)]
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
    /// Tag texts
    Tag(TagArguments),
    /// Show everything known about an entity
    Show(ShowArguments),
    /// List the entities
    List(ListArguments),
    /// List the members of blocs on a day
    Members(MembersArguments),
    /// List the blocs that countries were in on a day
    Blocs(MembersArguments),
    /// Check gazetteer files and report every mistake with its line and column
    Check(CheckArguments),
    /// Score the tagger on annotated texts
    Eval(EvalArguments),
    /// Build an image from gazetteer files, which --gazetteer and programs load without parsing
    Build(BuildArguments),
}

/// The choice of the gazetteer.
#[derive(Args)]
pub(crate) struct GazetteerArguments {
    /// A gazetteer file to add to the built-in gazetteer, or an image to use in its place; may be
    /// repeated
    #[arg(long = "gazetteer", value_name = "FILE")]
    pub(crate) gazetteers: Vec<PathBuf>,
    /// The format of the gazetteer files [default: guessed from their names and content]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatName>,
    /// Do not use the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
    #[command(flatten)]
    pub(crate) bounds: BoundsArgument,
}

/// The bounds of forms of gazetteer files.
#[derive(Args, Clone, Copy)]
pub(crate) struct BoundsArgument {
    /// Where forms of the gazetteer files that give no bounds may begin and end: `word` (a whole
    /// word), `start` (begin with a word), `end` (end with a word), `anywhere` [default: word]
    #[arg(long = "bounds", id = "bounds", value_name = "BOUNDS", value_parser = bounds)]
    pub(crate) of_files: Option<Bounds>,
}

fn bounds(text: &str) -> Result<Bounds, String> {
    text.parse().map_err(|error: gaztag::ErrorKind| error.to_string())
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

/// The choice of mentions.
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
    /// The language of the texts, such as en, as evidence and not as a filter [default: unknown]
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub(crate) text_lang: Option<Language>,
    /// Only mentions with at least this confidence, 0 to 100
    #[arg(long, value_name = "N", default_value_t = gaztag::TaggerBuilder::MIN_CONFIDENCE, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) min_confidence: u8,
    /// Also accept names in lower case (talks in mali), with a lower confidence
    #[arg(long)]
    pub(crate) lower_case: bool,
    /// Also names inside web addresses, mail addresses and paths of files
    #[arg(long)]
    pub(crate) links: bool,
    /// Uses of a name that count as mentions: nested (Bank of Japan), team (Brazil beat Chile),
    /// language (speaks French), firm (Tata Steel), adjective (limonitic), or `none`
    #[arg(long, value_name = "USE", value_delimiter = ',', default_value = "nested,team", value_parser = uses)]
    pub(crate) uses: Vec<Option<Use>>,
    /// Judge names by how often they mean the entity, without the text around them
    #[arg(long)]
    pub(crate) no_context: bool,
    /// Every name and every reading, including nested and overlapping ones
    #[arg(long)]
    pub(crate) all: bool,
}

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

fn date(text: &str) -> Result<Date, String> {
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
        .ok_or_else(|| "unknown encoding; expected a label of the Encoding Standard such as utf-8, utf-16le, windows-1252, shift_jis or gb18030".into())
}

/// A use, or none of them.
fn uses(text: &str) -> Result<Option<Use>, String> {
    match text {
        "none" => Ok(None),
        _ => text.parse().map(Some).map_err(|error: gaztag::ErrorKind| error.to_string()),
    }
}

impl ChoiceArguments {
    /// The uses that count as mentions.
    pub(crate) fn uses(&self) -> Uses {
        self.uses.iter().flatten().fold(Uses::NONE, |uses, &of| uses.with(of))
    }
}

fn language(text: &str) -> Result<Language, String> {
    text.parse().map_err(|error: gaztag::ErrorKind| error.to_string())
}

#[derive(Args)]
pub(crate) struct ShowArguments {
    /// Keys, names or codes, such as country/MLI, Mali, ML, MLI or 466
    #[arg(required = true, value_name = "KEY-OR-NAME")]
    pub(crate) names: Vec<String>,
    /// One JSON object for each entity
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
    /// Only entities with this value of an attribute, or with this item in its list; may be
    /// repeated. `list=us2025` asks for the lists that an entity is on
    #[arg(long = "where", value_name = "NAME=VALUE", value_parser = condition)]
    pub(crate) conditions: Vec<(String, String)>,
    /// With --where list=CODE, also entities that are on the list by what they are traded as or a
    /// kind of
    #[arg(long, requires = "conditions")]
    pub(crate) inherited: bool,
    /// One JSON object for each entity, with all attributes
    #[arg(long, conflicts_with = "tsv")]
    pub(crate) json: bool,
    /// Tab-separated values with a header and a column for each attribute
    #[arg(long)]
    pub(crate) tsv: bool,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}

/// An attribute and the value that it must have.
fn condition(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.into(), value.into())),
        _ => Err("expected NAME=VALUE, such as list=us2025".into()),
    }
}

const MEMBERS_HELP: &str = "\
Members are those with the status `member` or `suspended` on the day: a suspended member is still a member. Observers, associates and \
candidates are printed only with --status. A member joined on the day `joined` and was not a member any more on the day `left`. A date \
without day or month means the first day of the month or year, in the data and for --on.

Each line has a key and a name, and the status unless it is `member`.

Examples:
  gaztag members ecowas --on 2024-06-01            its members on that day
  gaztag members nato eu --tsv                     both of today, with statuses, dates and sources
  gaztag members osce --status all                 also partners, observers and candidates
  gaztag blocs MLI --on 2024-06-01                 the blocs that Mali was in

The exit status is 0 if there was something to print, 1 if not, 2 after an error.";

#[derive(Args)]
#[command(after_help = MEMBERS_HELP)]
pub(crate) struct MembersArguments {
    /// Keys, names or codes, such as bloc/ecowas, ECOWAS, Mali, ML, MLI or 466
    #[arg(required = true, value_name = "KEY-OR-NAME")]
    pub(crate) names: Vec<String>,
    /// The day: YYYY-MM-DD, YYYY-MM or YYYY [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) on: Option<Date>,
    /// Only these statuses, or `all` [default: member,suspended]
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(crate) status: Vec<StatusChoice>,
    /// One JSON object for each membership
    #[arg(long, conflicts_with = "tsv")]
    pub(crate) json: bool,
    /// Tab-separated values with a header: keys, names, status, dates, source
    #[arg(long)]
    pub(crate) tsv: bool,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}

/// One status, or all of them.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusChoice {
    Member,
    Suspended,
    Associate,
    Observer,
    Candidate,
    All,
}

impl StatusChoice {
    /// The status in the data.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Suspended => "suspended",
            Self::Associate => "associate",
            Self::Observer => "observer",
            Self::Candidate => "candidate",
            Self::All => "all",
        }
    }
}

#[derive(Args)]
pub(crate) struct CheckArguments {
    /// Gazetteer files
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The format of the files [default: guessed from their names and content]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatName>,
    /// Check the files alone, not as additions to the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
    #[command(flatten)]
    pub(crate) bounds: BoundsArgument,
}

#[derive(Args)]
pub(crate) struct BuildArguments {
    /// Gazetteer files to add to the built-in gazetteer, or to an image among the files
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Where to write the image
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The format of the gazetteer files [default: guessed from their names and content]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatName>,
    /// Do not use the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
    #[command(flatten)]
    pub(crate) bounds: BoundsArgument,
}

const EVAL_EXAMPLES: &str = "\
An annotated text is one line of JSON. Offsets count bytes of UTF-8, half-open. Ids are keys, ISO codes or slugs:
  {\"id\": \"a1\", \"text\": \"Mali left ECOWAS\", \"mentions\": [{\"start\": 0, \"end\": 4, \"type\": \"country\", \"id\": \"ML\"}, ...]}
docs/eval.md describes the format and defines every figure.

Examples:
  gaztag eval texts.jsonl                          precision, recall and F1 by kind
  gaztag eval --errors 30 --kind country texts/    the most frequent errors, with context
  gaztag eval --calibration --min-confidence 0 .   the share of right mentions by confidence

The exit status is 0 if there was something to score, 1 if there was nothing, 2 after an error.";

#[derive(Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub(crate) struct EvalArguments {
    /// Files of annotated texts (JSON Lines), or directories of .jsonl files
    #[arg(required = true, value_name = "GOLD.jsonl|DIRECTORY")]
    pub(crate) paths: Vec<PathBuf>,
    /// One JSON object with all figures
    #[arg(long)]
    pub(crate) json: bool,
    /// The N most frequent false and missed mentions, each with a line of context
    #[arg(long, value_name = "N")]
    pub(crate) errors: Option<usize>,
    /// The number and share of right mentions by confidence
    #[arg(long)]
    pub(crate) calibration: bool,
    /// A JSON file of ids that mean the same; docs/eval.md describes it
    #[arg(long, value_name = "FILE")]
    pub(crate) aliases: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choice: ChoiceArguments,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}
