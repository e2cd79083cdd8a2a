//! Reads documents of JSON Lines or of the rows of a table.

use std::io;

use encoding_rs::Encoding;

use super::decode::Decoded;
use super::document::{self, Document, Fields};
use super::lines::{Line, Lines};
use super::table::{Columns, Row, Table};
use super::utf8::IllFormed;
use crate::arguments::input::InputName;
use crate::error::CliError;

/// The records of an input.
pub(crate) enum Records {
    Lines(Lines<Decoded>),
    Table(Table<Decoded>),
}

/// One record.
pub(crate) enum Record {
    Line(Line),
    Row(Row),
}

/// Where the fields of a document are in a record.
pub(crate) enum Schema<'f> {
    Object(&'f Fields<'f>),
    Columns(Columns),
}

impl Records {
    /// Reads the header of a table. `size` is the size of a batch in bytes.
    pub(crate) fn new<'f>(
        file: &str,
        input: Decoded,
        format: InputName,
        fields: &'f Fields<'f>,
        size: usize,
    ) -> Result<(Self, Schema<'f>), CliError> {
        if !matches!(format, InputName::Csv | InputName::Tsv) {
            return Ok((Self::Lines(Lines::new(input, size)), Schema::Object(fields)));
        }
        let table =
            Table::new(input, format == InputName::Csv, size).map_err(CliError::file(file))?;
        let columns = table.columns(file, fields)?;
        Ok((Self::Table(table), Schema::Columns(columns)))
    }

    /// Returns the next records, and at the end of the input `Ok` or the error that ended it.
    pub(crate) fn batch(&mut self) -> (Vec<Record>, Option<io::Result<()>>) {
        match self {
            Self::Lines(lines) => {
                let (lines, end) = lines.batch();
                (lines.into_iter().map(Record::Line).collect(), end)
            }
            Self::Table(table) => {
                let (rows, end) = table.batch();
                (rows.into_iter().map(Record::Row).collect(), end)
            }
        }
    }

    /// The encoding that the input is decoded from and the ill-formed sequences so far.
    pub(crate) fn replaced(&self) -> Option<(&'static Encoding, IllFormed)> {
        match self {
            Self::Lines(lines) => lines.input().replaced(),
            Self::Table(table) => table.input().replaced(),
        }
    }
}

impl Record {
    /// The number of its first line, from 1.
    pub(crate) fn line(&self) -> u64 {
        match self {
            Self::Line(line) => line.number,
            Self::Row(row) => row.line,
        }
    }
}

impl Schema<'_> {
    /// Calls `read` with the document of a record, or with what is wrong with it.
    pub(crate) fn document<T>(
        &self,
        record: &Record,
        read: impl FnOnce(Result<Document<'_>, String>) -> T,
    ) -> T {
        match (record, self) {
            (Record::Line(line), Self::Object(fields)) => match &line.text {
                Ok(text) => {
                    let (text, ill_formed) = document::decode(text);
                    read(document::parse(&text, fields).map(|document| Document {
                        replaced: document.replaced + ill_formed,
                        ..document
                    }))
                }
                Err(too_long) => read(Err(too_long.to_string())),
            },
            (Record::Row(row), Self::Columns(columns)) => read(row.document(columns)),
            _ => read(Err("not a record of this input".into())),
        }
    }
}
