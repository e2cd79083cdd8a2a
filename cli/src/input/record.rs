//! Reads documents of JSON Lines or of the rows of a table or of columns.

use std::io;

use encoding_rs::Encoding;

#[cfg(feature = "parquet")]
use super::columns;
use super::decode::Decoded;
use super::document::{self, Document, Fields};
use super::files::InputFile;
use super::lines::{Line, Lines};
use super::table::{Columns, Row, Table};
use super::utf8::IllFormed;
use crate::arguments::input::InputName;
use crate::error::CliError;

/// The records of an input.
pub(crate) enum Records {
    Lines(Lines<Decoded>),
    Table(Table<Decoded>),
    #[cfg(feature = "parquet")]
    Columns(columns::Rows),
}

/// One record.
pub(crate) enum Record {
    Line(Line),
    Row(Row),
    #[cfg(feature = "parquet")]
    Columns(columns::Row),
}

/// Where the fields of a document are in a record.
pub(crate) enum Schema<'f> {
    Object(&'f Fields<'f>),
    Columns(Columns),
    /// They are documents already.
    #[cfg(feature = "parquet")]
    Documents,
}

impl Records {
    /// Opens a file and finds the columns of a table. `size` is the size of a batch in bytes.
    pub(crate) fn open<'f>(
        file: &InputFile,
        encoding: Option<&'static Encoding>,
        fields: &'f Fields<'f>,
        size: usize,
    ) -> Result<(Self, Schema<'f>), CliError> {
        #[cfg(feature = "parquet")]
        if file.format == InputName::Parquet {
            let rows = columns::Rows::open(&file.path, fields, size)?;
            return Ok((Self::Columns(rows), Schema::Documents));
        }
        let name = super::name(&file.path);
        let input = super::open(&file.path, encoding)?;
        if !matches!(file.format, InputName::Csv | InputName::Tsv) {
            return Ok((Self::Lines(Lines::new(input, size)), Schema::Object(fields)));
        }
        let table = Table::new(input, file.format == InputName::Csv, size)
            .map_err(CliError::file(&*name))?;
        let columns = table.columns(&name, fields)?;
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
            #[cfg(feature = "parquet")]
            Self::Columns(columns) => {
                let (rows, end) = columns.batch();
                (rows.into_iter().map(Record::Columns).collect(), end)
            }
        }
    }

    /// The encoding that the input is decoded from and the ill-formed sequences so far.
    pub(crate) fn replaced(&self) -> Option<(&'static Encoding, IllFormed)> {
        match self {
            Self::Lines(lines) => lines.input().replaced(),
            Self::Table(table) => table.input().replaced(),
            #[cfg(feature = "parquet")]
            Self::Columns(_) => None,
        }
    }
}

impl Record {
    /// The number of its first line, or of its row of columns, from 1.
    pub(crate) fn line(&self) -> u64 {
        match self {
            Self::Line(line) => line.number,
            Self::Row(row) => row.line,
            #[cfg(feature = "parquet")]
            Self::Columns(row) => row.number,
        }
    }
}

impl Schema<'_> {
    /// Calls `read` with the document of a record, or with what is wrong with it.
    pub(crate) fn document<T>(
        &self,
        record: &Record,
        read: impl FnOnce(Result<&Document<'_>, String>) -> T,
    ) -> T {
        match (record, self) {
            (Record::Line(line), Self::Object(fields)) => match &line.text {
                Ok(text) => {
                    let (text, ill_formed) = document::decode(text);
                    let document = document::parse(&text, fields).map(|document| Document {
                        replaced: document.replaced + ill_formed,
                        ..document
                    });
                    read(document.as_ref().map_err(String::clone))
                }
                Err(too_long) => read(Err(too_long.to_string())),
            },
            (Record::Row(row), Self::Columns(columns)) => {
                read(row.document(columns).as_ref().map_err(String::clone))
            }
            #[cfg(feature = "parquet")]
            (Record::Columns(row), Self::Documents) => read(Ok(&row.document)),
            _ => read(Err("not a record of this input".into())),
        }
    }
}
