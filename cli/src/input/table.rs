//! Reads rows of a table with a header: CSV with quotes as in RFC 4180, or TSV, where quotes are
//! text.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use csv::ByteRecord;
use serde_json::Value;

use super::document::{Document, Fields, Object, decode};
use super::head::head;
use crate::error::CliError;
use crate::limits::{LINE_LIMIT, mebibytes};

/// A row after the end of the input. It is a part of the last row if a quote there is not closed.
const END: &[u8] = b"\0end of the table\0";

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How much of a header shows the separator, in bytes.
const HEADER_LIMIT: usize = 1 << 16;

/// The separators of CSV. Where the comma is that of numbers, spreadsheets write semicolons.
const SEPARATORS: [u8; 4] = [b',', b';', b'|', b'\t'];

/// The separator that the header of a CSV file has most of.
pub(crate) fn separator(header: &[u8]) -> u8 {
    let mut counts = [0; SEPARATORS.len()];
    let mut quoted = false;
    for &byte in header {
        quoted ^= byte == b'"';
        if let Some(at) = SEPARATORS.iter().position(|&known| known == byte && !quoted) {
            counts[at] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let at = counts.iter().position(|&count| count == most).unwrap_or(0);
    SEPARATORS[at]
}

/// The error for a row that is longer than [`LINE_LIMIT`].
#[derive(Debug, thiserror::Error)]
#[error(
    "a row from line {line} on is longer than {} MiB; split the document, or close its quote",
    mebibytes(LINE_LIMIT)
)]
struct TooLong {
    line: u64,
}

/// One row.
pub(crate) struct Row {
    /// The number of its first line, from 1.
    pub(crate) line: u64,
    /// The fields, or what is wrong with them.
    pub(crate) fields: Result<ByteRecord, String>,
}

/// The columns that are read, by their index.
#[derive(Default)]
pub(crate) struct Columns {
    pub(super) text: usize,
    pub(super) id: Option<usize>,
    pub(super) date: Option<usize>,
    pub(super) kept: Vec<usize>,
    /// The names of all columns, if documents are read with all their fields.
    pub(super) names: Vec<String>,
}

impl Columns {
    /// Finds the columns of fields among those with some names.
    pub(super) fn find<'n>(
        file: &str,
        names: impl Iterator<Item = &'n [u8]> + Clone,
        fields: &Fields<'_>,
    ) -> Result<Self, CliError> {
        let index = |name: &str| names.clone().position(|column| column == name.as_bytes());
        let known = |name: &str, option| {
            index(name).ok_or_else(|| CliError::NoColumn {
                file: file.into(),
                column: name.into(),
                option,
                known: names.clone().map(String::from_utf8_lossy).collect::<Vec<_>>().join(", "),
            })
        };
        let date = match fields.date {
            Some(date) if date.is_needed => Some(known(date.name, "--date-field")?),
            date => date.and_then(|date| index(date.name)),
        };
        let kept = fields.kept.iter().map(|name| known(name, "--keep or --by"));
        let all = names.clone().filter(|_| fields.whole);
        Ok(Self {
            text: known(fields.text, "--text-column")?,
            id: index(fields.id),
            date,
            kept: kept.collect::<Result<_, _>>()?,
            names: all.map(|name| decode(name).0.into_owned()).collect(),
        })
    }

    /// The indices of all that are read one by one.
    #[cfg(feature = "parquet")]
    pub(super) fn all(&self) -> impl Iterator<Item = usize> {
        [self.text].into_iter().chain(self.id).chain(self.date).chain(self.kept.iter().copied())
    }
}

/// The rows of a table.
pub(crate) struct Table<R> {
    rows: csv::Reader<Limited<BufReader<R>>>,
    header: ByteRecord,
    /// The size of a batch in bytes.
    size: usize,
    ended: bool,
}

impl<R: Read> Table<R> {
    /// Reads the header.
    pub(crate) fn new(input: R, is_csv: bool, size: usize) -> io::Result<Self> {
        let mut input = BufReader::new(input);
        // A byte order mark does not belong to the first column.
        let mut start = head(&mut input, &[BYTE_ORDER_MARK.to_vec()])?;
        if start == BYTE_ORDER_MARK {
            start.clear();
        }
        let mut delimiter = b'\t';
        if is_csv {
            if !start.ends_with(b"\n") {
                let rest = HEADER_LIMIT - start.len();
                input.by_ref().take(rest as u64).read_until(b'\n', &mut start)?;
            }
            delimiter = separator(&start);
        }
        let rows = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .quoting(is_csv)
            .has_headers(false)
            // With a carriage return before it, which is a part of the last field.
            .terminator(csv::Terminator::Any(b'\n'))
            .flexible(true)
            .from_reader(Limited::new(start, input));
        let mut table = Self { rows, header: ByteRecord::new(), size, ended: false };
        if let Some(Row { fields, .. }) = table.row()? {
            table.header = fields.map_err(io::Error::other)?;
            if table.header.iter().any(has_lone_return) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, LONE_RETURNS));
            }
        }
        Ok(table)
    }

    /// The input.
    pub(crate) fn input(&self) -> &R {
        self.rows.get_ref().input.get_ref()
    }

    /// Finds the columns of fields. A table without a header has none, and no rows.
    pub(crate) fn columns(&self, file: &str, fields: &Fields<'_>) -> Result<Columns, CliError> {
        if self.header.is_empty() {
            return Ok(Columns::default());
        }
        Columns::find(file, self.header.iter(), fields)
    }

    /// Returns the next rows, and at the end of the input `Ok` or the error that ended it.
    pub(crate) fn batch(&mut self) -> (Vec<Row>, Option<io::Result<()>>) {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        while bytes < self.size {
            match self.row() {
                Ok(Some(row)) => {
                    bytes += row.fields.as_ref().map_or(0, |fields| fields.as_slice().len());
                    rows.push(row);
                }
                Ok(None) => return (rows, Some(Ok(()))),
                Err(error) => return (rows, Some(Err(error))),
            }
        }
        (rows, None)
    }

    fn error(&self, error: csv::Error) -> io::Error {
        match error.into_kind() {
            _ if self.rows.get_ref().left == 0 => io::Error::new(
                io::ErrorKind::InvalidData,
                TooLong { line: self.rows.position().line() },
            ),
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        }
    }

    fn row(&mut self) -> io::Result<Option<Row>> {
        let mut fields = ByteRecord::new();
        loop {
            self.rows.get_mut().left = LINE_LIMIT;
            if self.ended
                || !self.rows.read_byte_record(&mut fields).map_err(|error| self.error(error))?
            {
                return Ok(None);
            }
            if fields.len() != 1 || !fields.iter().all(|field| field == b"\r") {
                break;
            }
        }
        let last = fields.iter().next_back().unwrap_or(&[]);
        self.ended = last.ends_with(END);
        if self.ended && last.len() == END.len() && fields.len() == 1 {
            return Ok(None);
        }
        // The reader counts the line breaks up to the end of the row; empty lines are before it.
        let breaks = fields.as_slice().iter().filter(|&&byte| byte == b'\n').count() as u64;
        let line = self.rows.position().line().saturating_sub(breaks + u64::from(!self.ended));
        if last.ends_with(b"\r") {
            fields = without_last_byte(&fields);
        }
        let (found, expected) = (fields.len(), self.header.len());
        let fields = match () {
            () if self.ended => Err("a quote in this row is not closed".into()),
            () if expected > 0 && found != expected => Err(format!(
                "expected {expected} columns as in the header, found {found}; a field with a separator or a line break needs quotes"
            )),
            () => Ok(fields),
        };
        Ok(Some(Row { line, fields }))
    }
}

const LONE_RETURNS: &str =
    "the lines end with carriage returns alone; save the file with line feeds (LF or CRLF)";

fn has_lone_return(field: &[u8]) -> bool {
    field.ends_with(b"\r") || field.windows(2).any(|pair| pair[0] == b'\r' && pair[1] != b'\n')
}

/// The fields of a row without the carriage return at its end.
fn without_last_byte(fields: &ByteRecord) -> ByteRecord {
    let last = fields.len().saturating_sub(1);
    let cut = |(index, field): (usize, &'_ [u8])| {
        let len = field.len() - usize::from(index == last);
        field.get(..len).unwrap_or(&[]).to_vec()
    };
    fields.iter().enumerate().map(cut).collect()
}

impl Row {
    /// Returns the document of the row, with its id and the fields that are kept as JSON.
    pub(crate) fn document(&self, columns: &Columns) -> Result<Document<'_>, String> {
        let fields = self.fields.as_ref().map_err(String::clone)?;
        let mut replaced = 0;
        let mut field = |index| {
            let (text, count) = decode(fields.get(index).unwrap_or(&[]));
            replaced += count;
            text
        };
        let text = field(columns.text);
        let mut json = |index| {
            serde_json::to_string(&field(index)).map(Cow::Owned).map_err(|error| error.to_string())
        };
        let id = columns.id.map(&mut json).transpose()?.filter(|id| id != "\"\"");
        let date = columns.date.map(&mut json).transpose()?.filter(|date| date != "\"\"");
        let kept =
            columns.kept.iter().map(|&index| json(index).map(Some)).collect::<Result<_, _>>()?;
        let object = if columns.names.is_empty() {
            None
        } else {
            replaced = 0;
            let values = columns.names.iter().zip(fields).map(|(name, field)| {
                let (value, count) = decode(field);
                replaced += count;
                (&**name, Value::from(value).to_string().into())
            });
            Some(Object::of(values, columns.text, ""))
        };
        Ok(Document { id, text, date, kept, object, replaced })
    }
}

/// An input between its first bytes and the row after its end, of which at most `left` more bytes
/// are read.
struct Limited<R> {
    start: Cursor<Vec<u8>>,
    input: R,
    end: Cursor<Vec<u8>>,
    left: usize,
}

impl<R> Limited<R> {
    fn new(start: Vec<u8>, input: R) -> Self {
        let end = Cursor::new([b"\n", END].concat());
        Self { start: Cursor::new(start), input, end, left: LINE_LIMIT }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut read = self.start.read(to)?;
        if read == 0 {
            read = self.input.read(to)?;
        }
        if read == 0 {
            read = self.end.read(to)?;
        }
        self.left = self.left.saturating_sub(read);
        Ok(read)
    }
}
