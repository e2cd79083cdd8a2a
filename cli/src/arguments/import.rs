//! `gaztag import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use encoding_rs::Encoding;
use gaztag::{AttributeType, CaseRule, Role};

use super::input::encoding;

const HELP: &str = "\
A list is a table (CSV, TSV, or Excel's \"Unicode text\") whose first row names the columns, JSON (an array, an object, or an object in \
each line), or has one name a line. Fields of objects inside objects are written as outer.inner. Members of a JSON object become the \
columns `key` and `value`, or `key` and the fields of their objects. UTF-8, UTF-16 with a byte order mark, or --encoding; gzip and zstd \
are decompressed.

Without --key the key is the kind and the first form: \"Acme Corp.\" becomes company/acme-corp. Records with equal keys are one entity. \
Forms in capitals of up to five letters match letter by letter, unless --case says otherwise. Of a kind that is built in, records with \
the keys of built-in entities (GHA, lithium) add to these; other records with their names are second entities, and a message says so.

Examples:
  gaztag import names.txt --kind company -o companies.tsv
  gaztag import listed.csv --kind company --form name --form ticker:acronym --attr sector,country -o companies.tsv
  gaztag import cities.json --kind city --key id --form name --form names:alias --weight population -o cities.gaz

The exit status is 0 if there were forms, 1 if there were none, 2 after an error.";

#[derive(Args)]
#[command(after_help = HELP)]
pub(crate) struct ImportArguments {
    /// Lists; standard input for -
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Where to write: a gazetteer file (TSV), or an image with the built-in gazetteer if the name
    /// ends with .gaz
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The kind of the entities, such as company
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub(crate) kind: String,
    /// A column with forms, and their role unless it is `name`; may be repeated. The first one has
    /// the name of the entity [default: the only column, or of a JSON object its members]
    #[arg(long = "form", value_name = "COLUMN[:ROLE]", value_parser = form)]
    pub(crate) forms: Vec<FormColumn>,
    /// The column with the identifier of the entity [default: made from the name]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) key: Option<String>,
    /// What separates several forms in one cell, such as `;`
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) split: Option<String>,
    /// Columns that become attributes, with another name if one is given (country=countrycode), and
    /// with their type (text, number, date, list, entity, entities) [default of the type: text; of
    /// JSON that of the values]
    #[arg(
        long = "attr",
        value_name = "[NAME=]COLUMN[:TYPE]",
        value_delimiter = ',',
        value_parser = attribute
    )]
    pub(crate) attributes: Vec<AttributeColumn>,
    /// The column with a number from 0 on that says how large an entity is among those with the
    /// same name, such as its people or turnover
    #[arg(long, value_name = "COLUMN")]
    pub(crate) weight: Option<String>,
    /// Add each name of a company without its legal form too (Inc., Ltd, GmbH, S.A.) as an alias
    #[arg(long)]
    pub(crate) strip_suffixes: bool,
    /// How texts may be cased to match the forms: `any`, `capitalised` (with a capital first),
    /// `exact` (letter by letter) [default: `exact` for acronyms and short forms in capitals, else
    /// as the form begins]
    #[arg(long, value_name = "CASE")]
    pub(crate) case: Option<CaseRule>,
    /// Rows with a problem are errors, and nothing is written; otherwise they are mended or left
    /// out, and counted
    #[arg(long)]
    pub(crate) strict: bool,
    /// The format of the lists [default: from their names and content]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<ListFormat>,
    /// The encoding of the lists, a label of the Encoding Standard such as windows-1252; a byte
    /// order mark takes precedence [default: utf-8]
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    pub(crate) encoding: Option<&'static Encoding>,
    /// An image without the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
}

/// The formats of lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ListFormat {
    /// Values separated by commas, semicolons or |, with quotes
    Csv,
    /// Values separated by tabs
    Tsv,
    /// One JSON value
    Json,
    /// One JSON object or string a line
    Jsonl,
    /// One name a line
    Names,
}

/// A column with forms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FormColumn {
    pub(crate) name: String,
    pub(crate) role: Role,
}

/// A column that becomes an attribute. Without a type it has that of its values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct AttributeColumn {
    /// The name of the attribute.
    pub(crate) name: String,
    pub(crate) column: String,
    pub(crate) value_type: Option<AttributeType>,
}

/// The longest kind in bytes, which leaves half of a key to the name.
const KIND_LEN: usize = gaztag::limits::KEY_LEN / 2;

fn kind(text: &str) -> Result<String, String> {
    let is_kind = (1..=KIND_LEN).contains(&text.len())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'));
    let message = "expected a word of up to 64 letters, digits and . _ - + such as company";
    if is_kind { Ok(text.into()) } else { Err(message.into()) }
}

/// A column and its role. A colon that no role follows belongs to the name of the column.
fn form(text: &str) -> Result<FormColumn, String> {
    let (name, role) = match text.rsplit_once(':').map(|(name, role)| (name, role.parse())) {
        Some((name, Ok(role))) => (name, role),
        _ => (text, Role::Name),
    };
    Ok(FormColumn { name: name.into(), role })
}

/// An attribute, its column and its type. A colon that no type follows belongs to the name of the
/// column.
fn attribute(text: &str) -> Result<AttributeColumn, String> {
    let (text, value_type) = match text.rsplit_once(':').map(|(text, of)| (text, of.parse())) {
        Some((text, Ok(value_type))) => (text, Some(value_type)),
        _ => (text, None),
    };
    let (name, column) = text.split_once('=').unwrap_or((text, text));
    if name.is_empty() || column.is_empty() {
        return Err("expected a column, or NAME=COLUMN".into());
    }
    Ok(AttributeColumn { name: name.into(), column: column.into(), value_type })
}
