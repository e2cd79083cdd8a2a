//! Reads a list in any format.

use std::io::Read;
use std::path::Path;

use encoding_rs::Encoding;

use super::json;
use super::notes::Notes;
use super::record::{Columns, Record};
use super::table::{self, Layout};
use crate::arguments::import::ListFormat;
use crate::error::CliError;
use crate::input::{self, format};

/// A list as text.
pub(crate) struct List {
    /// Its name in messages.
    pub(crate) name: String,
    text: String,
    format: ListFormat,
    /// Whether it was UTF-16, as Excel's "Unicode text" is, which has quotes.
    is_excel: bool,
}

/// What is known about the records of a list without asking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Plain {
    /// The columns must be named.
    No,
    /// Every record is one name, or a JSON object's name and values.
    Yes,
}

impl List {
    /// Reads a file, and determines its format unless that is given.
    pub(crate) fn open(
        file: &Path,
        format: Option<ListFormat>,
        encoding: Option<&'static Encoding>,
    ) -> Result<Self, CliError> {
        let name = input::name(file);
        let mut decoded = input::open(file, encoding)?;
        let mut bytes = Vec::new();
        decoded.read_to_end(&mut bytes).map_err(CliError::file(&*name))?;
        let is_excel = decoded
            .replaced()
            .is_some_and(|(of, _)| of == encoding_rs::UTF_16LE || of == encoding_rs::UTF_16BE);
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let byte = error.utf8_error().valid_up_to();
                return Err(CliError::NotUtf8 { file: name, byte });
            }
        };
        let text = match text.strip_prefix('\u{FEFF}') {
            Some(rest) => rest.into(),
            None => text,
        };
        let format = format.unwrap_or_else(|| guess(&name, &text));
        Ok(Self { name, text, format, is_excel })
    }

    /// Calls `with` for each record.
    pub(crate) fn read(
        &self,
        columns: &mut Columns,
        notes: &mut Notes,
        with: &mut impl FnMut(&mut Notes, Record),
    ) -> Result<Plain, CliError> {
        let Self { name, text, .. } = self;
        let error = |message: String| CliError::List {
            file: name.clone(),
            format: self.format.name(),
            message,
        };
        let plain = match self.format {
            ListFormat::Csv => {
                let layout = Layout::of_csv(text);
                table::read(name, text, layout, columns, notes, with).map_err(error)?;
                false
            }
            ListFormat::Tsv => {
                let layout = Layout { separator: b'\t', quotes: self.is_excel };
                table::read(name, text, layout, columns, notes, with).map_err(error)?;
                false
            }
            ListFormat::Json => json::read(name, text, columns, notes, with).map_err(error)?,
            ListFormat::Jsonl => {
                json::read_lines(name, text, columns, notes, with);
                false
            }
            ListFormat::Names => {
                let column = columns.number(NAME);
                let lines = text.lines().enumerate();
                for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
                    with(notes, Record::of_text(number as u64 + 1, column, line));
                }
                false
            }
        };
        let is_plain = plain || columns.names().len() == 1;
        Ok(if is_plain { Plain::Yes } else { Plain::No })
    }
}

/// The only column of a list of names.
const NAME: &str = "name";

impl ListFormat {
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Tsv => "tab-separated values",
            Self::Json => "JSON",
            Self::Jsonl => "JSON Lines",
            Self::Names => "one name a line",
        }
    }
}

/// The format that the name and the content of a list show.
fn guess(name: &str, text: &str) -> ListFormat {
    let first = text.trim_start().lines().next().unwrap_or("");
    match format::end(name).as_deref() {
        Some("csv") => return ListFormat::Csv,
        Some("tsv" | "tab") => return ListFormat::Tsv,
        Some("jsonl" | "ndjson") => return ListFormat::Jsonl,
        _ => {}
    }
    match first.as_bytes().first() {
        // An object that ends in its line, and another one in the next line.
        Some(b'{') if serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok() => {
            let is_one = text.trim().lines().nth(1).is_none();
            if is_one { ListFormat::Json } else { ListFormat::Jsonl }
        }
        Some(b'{' | b'[') => ListFormat::Json,
        _ if first.contains('\t') => ListFormat::Tsv,
        _ => ListFormat::Names,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_content_show_the_format() {
        for (name, text, expected) in [
            ("a.csv", "a;b\n", ListFormat::Csv),
            ("A.CSV.gz", "a,b\n", ListFormat::Csv),
            ("a.tsv", "a\n", ListFormat::Tsv),
            ("a.txt", "a\tb\n", ListFormat::Tsv),
            ("a.txt", "Acme, Inc.\n", ListFormat::Names),
            ("a.json", "\n[\n1]", ListFormat::Json),
            ("a.json", "{\"a\": 1}\n", ListFormat::Json),
            ("a.json", "{\"a\": 1}\n{\"a\": 2}\n", ListFormat::Jsonl),
            ("a.json", "{\n\"a\": 1}", ListFormat::Json),
            ("a.ndjson", "{}", ListFormat::Jsonl),
            ("-", "Acme", ListFormat::Names),
        ] {
            assert_eq!(guess(name, text), expected, "{name} {text:?}");
        }
    }
}
