//! Reads rows of columns: Parquet, and files and streams of Arrow IPC. The first bytes show which.
//!
//! Of a file only the columns that are used are decoded; `a.b` is the field b in the objects of the
//! column a. Files need random access: what is compressed or comes from a pipe is written to a
//! temporary file first. A stream is read as it arrives.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_json::writer::{EncoderOptions, NullableEncoder, make_encoder};
use arrow_schema::{ArrowError, DataType, FieldRef, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::document::{Document, Fields, Object};
use super::head::{Source, head};
use super::table::Columns;
use crate::error::CliError;
use crate::progress::{self, Watched};

const PARQUET: &[u8] = b"PAR1";
const ARROW_FILE: &[u8] = b"ARROW1";

/// How many rows of Parquet are decoded at once.
const ROWS: usize = 1024;

/// Data in another format, or damaged.
#[derive(Debug, thiserror::Error)]
#[error("cannot be read as Parquet or Arrow IPC: {0}")]
struct Unreadable(ArrowError);

impl From<ArrowError> for Unreadable {
    fn from(error: ArrowError) -> Self {
        Self(error)
    }
}

impl From<Unreadable> for io::Error {
    fn from(error: Unreadable) -> Self {
        Self::other(error)
    }
}

/// One row.
pub(crate) struct Row {
    /// Its number, from 1.
    pub(crate) number: u64,
    pub(crate) document: Document<'static>,
}

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>;

/// The rows of an input.
pub(crate) struct Rows {
    batches: Batches,
    /// Where all fields are in the columns that are decoded, and which of them are read.
    places: Vec<Place>,
    columns: Columns,
    /// How many rows were returned.
    number: u64,
    /// The bytes and the rows of Parquet that is read in place, for progress.
    whole: Option<(u64, u64)>,
    /// The size of a batch in bytes.
    size: usize,
}

impl Rows {
    /// Opens a file, or standard input for `-`, and finds the columns. `size` is the size of a
    /// batch in bytes.
    pub(crate) fn open(path: &Path, fields: &Fields<'_>, size: usize) -> Result<Self, CliError> {
        let name = super::name(path);
        let unreadable = |error: ArrowError| CliError::file(&*name)(Unreadable(error).into());
        let mut source = super::source(path)?;
        let mark = head(&mut source, &[PARQUET.to_vec(), ARROW_FILE.to_vec()])
            .map_err(CliError::file(&*name))?;
        let (is_parquet, is_file) = (mark == PARQUET, mark == ARROW_FILE);
        let source: Source = Box::new(Cursor::new(mark).chain(source));
        if !is_parquet && !is_file {
            let reader = StreamReader::try_new_buffered(source, None).map_err(unreadable)?;
            let (places, columns) = find(&name, &reader.schema(), fields)?;
            let batches = Box::new(reader);
            return Ok(Self { batches, places, columns, number: 0, whole: None, size });
        }
        let (file, in_place) = file(path, source).map_err(CliError::file(&*name))?;
        if is_parquet {
            let bytes = file.metadata().map_or(0, |metadata| metadata.len());
            let builder = ParquetRecordBatchReaderBuilder::try_new(file)
                .map_err(|error| unreadable(error.into()))?;
            let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
            let (used, places, columns) = projection(&name, builder.schema(), fields)?;
            let mask = ProjectionMask::roots(builder.parquet_schema(), used);
            let reader = builder.with_projection(mask).with_batch_size(ROWS).build();
            let batches = Box::new(reader.map_err(|error| unreadable(error.into()))?);
            // The bytes of a copy were counted when it was made.
            let whole = in_place.then_some((bytes, rows));
            return Ok(Self { batches, places, columns, number: 0, whole, size });
        }
        let reader = |used| -> Result<_, CliError> {
            let file = file.try_clone().map_err(CliError::file(&*name))?;
            FileReader::try_new_buffered(Watched(file), used).map_err(unreadable)
        };
        let (used, places, columns) = projection(&name, &reader(None)?.schema(), fields)?;
        let batches = Box::new(reader(Some(used))?);
        Ok(Self { batches, places, columns, number: 0, whole: None, size })
    }

    /// Returns the next rows, and at the end of the input `Ok` or the error that ended it.
    pub(crate) fn batch(&mut self) -> (Vec<Row>, Option<io::Result<()>>) {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        while bytes < self.size {
            let added = match self.batches.next() {
                _ if progress::stopped() => Err(io::Error::other("interrupted")),
                None => return (rows, Some(Ok(()))),
                Some(batch) => self.add(batch, &mut rows),
            };
            match added {
                Ok(added) => bytes += added,
                Err(error) => return (rows, Some(Err(error))),
            }
        }
        (rows, None)
    }

    /// Adds the rows of a batch, and returns the bytes of their texts.
    fn add(
        &mut self,
        batch: Result<RecordBatch, ArrowError>,
        rows: &mut Vec<Row>,
    ) -> io::Result<usize> {
        let batch = batch.map_err(Unreadable)?;
        let options = EncoderOptions::default();
        let mut cells = Cells::new(&batch, &self.places, &self.columns, &options)?;
        let mut bytes = 0;
        for row in 0..batch.num_rows() {
            self.number += 1;
            let document = cells.document(row);
            bytes += document.text.len();
            rows.push(Row { number: self.number, document });
        }
        if let Some((all, rows)) = self.whole {
            let part = u128::from(all) * batch.num_rows() as u128 / u128::from(rows.max(1));
            progress::read(u64::try_from(part).unwrap_or(0));
        }
        // Blank texts take memory too.
        Ok(bytes + batch.num_rows())
    }
}

/// The file at a path if it begins as its decompressed content does, else a temporary copy of that;
/// and whether it is the file.
fn file(path: &Path, mut content: Source) -> io::Result<(File, bool)> {
    if !super::is_standard(path) && path.metadata()?.is_file() {
        let mut file = File::open(path)?;
        let mut start = [0; PARQUET.len()];
        let is_as_it_is = file.read_exact(&mut start).is_ok()
            && (start == PARQUET || ARROW_FILE.starts_with(&start));
        file.rewind()?;
        if is_as_it_is {
            return Ok((file, true));
        }
    }
    let mut copy = tempfile::tempfile()?;
    io::copy(&mut content, &mut copy)?;
    copy.rewind()?;
    Ok((copy, false))
}

/// Where the values of a field are: in a column, or in the objects of one.
struct Place {
    /// The name of the column, and of the fields that lead from it.
    name: String,
    column: usize,
    inside: Vec<usize>,
    field: FieldRef,
}

impl Place {
    /// The values in a batch, and the objects that they are in, which may be null.
    fn values<'b>(
        &self,
        batch: &'b RecordBatch,
    ) -> Result<(&'b ArrayRef, Vec<&'b ArrayRef>), ArrowError> {
        let (mut values, mut objects) = (batch.column(self.column), Vec::new());
        for &index in &self.inside {
            objects.push(values);
            values = values
                .as_struct_opt()
                .and_then(|fields| fields.columns().get(index))
                .ok_or_else(|| ArrowError::SchemaError(format!("no field {:?}", self.name)))?;
        }
        Ok((values, objects))
    }
}

/// All columns, then the fields in their objects, then those in the objects of these.
fn places(schema: &Schema) -> Vec<Place> {
    let columns = schema.fields().iter().enumerate().map(|(column, field)| Place {
        name: field.name().clone(),
        column,
        inside: Vec::new(),
        field: FieldRef::clone(field),
    });
    let mut places: Vec<Place> = columns.collect();
    let mut next = 0;
    while let Some(place) = places.get(next) {
        next += 1;
        let DataType::Struct(fields) = place.field.data_type() else { continue };
        let inside = fields.iter().enumerate().map(|(index, field)| Place {
            name: format!("{}.{}", place.name, field.name()),
            column: place.column,
            inside: place.inside.iter().copied().chain([index]).collect(),
            field: FieldRef::clone(field),
        });
        let inside: Vec<Place> = inside.collect();
        places.extend(inside);
    }
    places
}

/// The columns that are used, in the order of the schema, and where the fields are in these.
fn projection(
    file: &str,
    schema: &Schema,
    fields: &Fields<'_>,
) -> Result<(Vec<usize>, Vec<Place>, Columns), CliError> {
    let (mut places, columns) = find(file, schema, fields)?;
    let mut used: Vec<usize> = if fields.whole {
        (0..schema.fields().len()).collect()
    } else {
        columns.all().filter_map(|index| places.get(index)).map(|place| place.column).collect()
    };
    used.sort_unstable();
    used.dedup();
    for place in &mut places {
        place.column = used.binary_search(&place.column).unwrap_or(0);
    }
    Ok((used, places, columns))
}

/// Finds the places of fields. Fails if that of the texts has none.
fn find(
    file: &str,
    schema: &Schema,
    fields: &Fields<'_>,
) -> Result<(Vec<Place>, Columns), CliError> {
    let places = places(schema);
    let columns = Columns::find(file, places.iter().map(|place| place.name.as_bytes()), fields)?;
    let of = places.get(columns.text).map(|place| place.field.data_type().clone());
    match of {
        Some(of) if !is_text(&of) => {
            let (file, column) = (file.into(), fields.text.into());
            Err(CliError::NotText { file, column, found: of.to_string() })
        }
        _ => Ok((places, columns)),
    }
}

fn is_text(of: &DataType) -> bool {
    match of {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// The values of the fields of some rows.
struct Cells<'b> {
    text: Cell<'b, LargeStringArray>,
    id: Option<Cell<'b, NullableEncoder<'b>>>,
    date: Option<Cell<'b, NullableEncoder<'b>>>,
    kept: Vec<Cell<'b, NullableEncoder<'b>>>,
    /// All columns with their names, if documents are read with all their fields; and where the
    /// text is among them.
    all: Vec<(&'b str, Cell<'b, NullableEncoder<'b>>)>,
    text_column: usize,
    text_inside: &'b str,
}

/// The values of a field, and the objects that they are in.
struct Cell<'b, V> {
    values: V,
    objects: Vec<&'b ArrayRef>,
}

impl<'b> Cells<'b> {
    fn new(
        batch: &'b RecordBatch,
        places: &'b [Place],
        columns: &Columns,
        options: &'b EncoderOptions,
    ) -> Result<Self, Unreadable> {
        let place = |index: usize| {
            let missing = || ArrowError::SchemaError("no such column".into());
            places.get(index).ok_or_else(missing)
        };
        let encoder = |index: usize| -> Result<_, ArrowError> {
            let place = place(index)?;
            let (values, objects) = place.values(batch)?;
            Ok(Cell { values: make_encoder(&place.field, values, options)?, objects })
        };
        let of_text = place(columns.text)?;
        let (text, objects) = of_text.values(batch)?;
        let text = arrow_cast::cast(text, &DataType::LargeUtf8)?.as_string().clone();
        // All columns are decoded then, so that their places are the first.
        let all = columns.names.iter().take(batch.num_columns()).enumerate();
        let all = all.map(|(index, _)| Ok((&*place(index)?.name, encoder(index)?)));
        let text_inside = match place(of_text.column) {
            Ok(column) if !of_text.inside.is_empty() => {
                of_text.name.strip_prefix(&column.name).unwrap_or("").trim_start_matches('.')
            }
            _ => "",
        };
        Ok(Self {
            text: Cell { values: text, objects },
            id: columns.id.map(encoder).transpose()?,
            date: columns.date.map(encoder).transpose()?,
            kept: columns.kept.iter().map(|&index| encoder(index)).collect::<Result<_, _>>()?,
            all: all.collect::<Result<_, ArrowError>>()?,
            text_column: of_text.column,
            text_inside,
        })
    }

    /// The document of a row. A text that is null has no mentions, as an empty one.
    fn document(&mut self, row: usize) -> Document<'static> {
        let is_null = self.text.is_inside_null(row) || self.text.values.is_null(row);
        let text = if is_null { "" } else { self.text.values.value(row) }.to_string();
        Document {
            id: self.id.as_mut().and_then(|cell| cell.json(row)),
            text: text.into(),
            date: self.date.as_mut().and_then(|cell| cell.json(row)),
            kept: self.kept.iter_mut().map(|cell| cell.json(row)).collect(),
            object: (!self.all.is_empty()).then(|| {
                let values = self
                    .all
                    .iter_mut()
                    .map(|(name, cell)| (*name, cell.json(row).unwrap_or(Cow::Borrowed("null"))));
                Object::of(values, self.text_column, self.text_inside)
            }),
            replaced: 0,
        }
    }
}

impl<V> Cell<'_, V> {
    /// Whether an object is null. The values in it are then anything.
    fn is_inside_null(&self, row: usize) -> bool {
        self.objects.iter().any(|objects| objects.is_null(row))
    }
}

impl Cell<'_, NullableEncoder<'_>> {
    /// A value as JSON; `None` for null.
    fn json(&mut self, row: usize) -> Option<Cow<'static, str>> {
        if self.is_inside_null(row) || self.values.is_null(row) {
            return None;
        }
        let mut json = Vec::new();
        self.values.encode(row, &mut json);
        Some(String::from_utf8_lossy(&json).into_owned().into())
    }
}
