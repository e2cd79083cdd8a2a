//! Mentions as a file of Parquet.

use std::io;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch, StringArray, UInt8Array, UInt64Array};
use arrow_schema::{DataType, Field, Schema};
use csv::ByteRecord;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::{Printing, mention};
use crate::output_file::Writer;

/// How many rows are collected before they are encoded, and how many a row group has.
const ROWS: usize = 1 << 13;
const GROUP: usize = 1 << 18;

/// The rows of a file that is being written. They arrive as CSV, as the threads print them.
pub(crate) struct Rows {
    writer: ArrowWriter<Writer>,
    schema: Arc<Schema>,
    rows: Vec<ByteRecord>,
}

impl Rows {
    /// Begins a file with the columns of mentions and the fields that they are printed with.
    pub(crate) fn new(to: Writer, printing: Printing<'_>) -> Result<Self, ParquetError> {
        let of_mentions = mention::columns(printing).map(|name| {
            let of = match name {
                "start" | "end" => DataType::UInt64,
                "confidence" => DataType::UInt8,
                "candidates" => DataType::new_list(DataType::Utf8, true),
                _ => DataType::Utf8,
            };
            Field::new(name, of, false)
        });
        let kept = mention::kept_columns(printing);
        let kept = kept.map(|name| Field::new(name, DataType::Utf8, true));
        let schema = Arc::new(Schema::new(of_mentions.chain(kept).collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP))
            .build();
        let writer = ArrowWriter::try_new(to, Arc::clone(&schema), Some(properties))?;
        Ok(Self { writer, schema, rows: Vec::new() })
    }

    /// Adds whole lines of CSV.
    pub(crate) fn add(&mut self, lines: &[u8]) -> io::Result<()> {
        let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(lines);
        for row in reader.into_byte_records() {
            self.rows.push(row?);
            if self.rows.len() == ROWS {
                self.encode()?;
            }
        }
        Ok(())
    }

    fn encode(&mut self) -> io::Result<()> {
        let columns = (0..).zip(self.schema.fields());
        let columns = columns.map(|(index, field)| column(&self.rows, index, field)).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns);
        self.rows.clear();
        let batch = batch.map_err(io::Error::other)?;
        self.writer.write(&batch).map_err(io::Error::other)
    }

    /// Ends the content. Returns what gives the file its name.
    pub(crate) fn finish(mut self) -> io::Result<Writer> {
        self.encode()?;
        self.writer.into_inner().map_err(io::Error::other)
    }
}

/// The values of a column.
fn column(rows: &[ByteRecord], index: usize, field: &Field) -> ArrayRef {
    let texts = rows.iter().map(|row| String::from_utf8_lossy(row.get(index).unwrap_or(&[])));
    match field.data_type() {
        DataType::UInt64 => Arc::new(texts.map(|text| text.parse().ok()).collect::<UInt64Array>()),
        DataType::UInt8 => Arc::new(texts.map(|text| text.parse().ok()).collect::<UInt8Array>()),
        DataType::List(_) => {
            let mut lists = ListBuilder::new(StringBuilder::new());
            for text in texts {
                text.split('|').filter(|part| !part.is_empty()).for_each(|part| {
                    lists.values().append_value(part);
                });
                lists.append(true);
            }
            Arc::new(lists.finish())
        }
        _ if field.is_nullable() => {
            Arc::new(texts.map(|text| (!text.is_empty()).then_some(text)).collect::<StringArray>())
        }
        _ => Arc::new(texts.map(Some).collect::<StringArray>()),
    }
}
