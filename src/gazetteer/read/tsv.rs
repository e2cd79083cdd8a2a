//! Gazetteer files of tab-separated values.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::rows::{Content, Position, Row, lines};
use crate::entity::{AttributeType, Bounds, CaseRule, Language, Role};
use crate::error::{Error, ErrorKind, Location};
use crate::gazetteer::drafts::WEIGHT;
use crate::limits;

/// The known columns. The code below refers to them by their index here.
const COLUMNS: [&str; 14] = [
    "key", "form", "name", "role", "case", "lang", "prior", "word", "bounds", "accents", "source",
    "note", "weight", "remove",
];

/// The header of a file.
struct Columns {
    /// The index of the field of each of [`COLUMNS`].
    fields: [Option<usize>; COLUMNS.len()],
    /// The attributes: the index of the field, the name, the type.
    attributes: Vec<(usize, String, AttributeType)>,
    /// How many fields a row has.
    count: usize,
}

/// A line of a file: its file, its number, and the offset of its start.
#[derive(Clone, Copy)]
struct Line<'f> {
    file: &'f str,
    number: u64,
    byte: u64,
}

impl Line<'_> {
    /// The location of its field with this number, at this offset in the file.
    fn location(&self, column: u64, byte: u64) -> Location {
        Location { file: self.file.into(), line: self.number, column, field: None, byte }
    }
}

/// The rows of a line: an entity, its form and its attributes, or nothing.
#[derive(Default)]
struct LineRows<'t> {
    entity: Option<Row<'t>>,
    form: Option<Row<'t>>,
    attributes: Vec<Row<'t>>,
    /// The error about blanks around a field.
    blanks: Option<Error>,
}

/// What the name of a column of an attribute begins with.
const ATTRIBUTE: &str = "attr:";

/// The rows of a file, one after the other. A bad row is an error, and the next row is read. A bad
/// header is the only error of its file. With `is_lenient`, blanks around a field do no harm: they
/// are removed, and an error before the row says so.
pub(super) fn read<'t>(
    file: &'t str,
    text: &'t [u8],
    is_lenient: bool,
) -> impl Iterator<Item = Result<Row<'t>, Error>> + 't {
    let (mut columns, mut broken) = (None, false);
    // To validate a whole text is faster than to validate its lines.
    let valid = core::str::from_utf8(text).ok();
    lines(text).flat_map(move |(number, byte, line)| {
        let here = Line { file, number, byte: byte as u64 };
        let valid = valid.and_then(|text| text.get(byte..byte + line.len()));
        let read = match broken {
            true => Ok(LineRows::default()),
            false => read_line((line, valid), &mut columns, &here),
        };
        // Without a header the rows cannot be understood.
        broken |= read.is_err() && columns.is_none();
        let (rows, error) = match read {
            Ok(LineRows { blanks: Some(error), .. }) if !is_lenient => {
                (LineRows::default(), Some(error))
            }
            Ok(mut rows) => {
                let blanks = rows.blanks.take();
                (rows, blanks)
            }
            Err(error) => (LineRows::default(), Some(error)),
        };
        let rows = rows.entity.into_iter().chain(rows.form).chain(rows.attributes);
        error.map(Err).into_iter().chain(rows.map(Ok))
    })
}

/// The rows of a line, which comes with its text if it is known to be UTF-8. The first line that is
/// neither empty nor a comment is the header.
fn read_line<'t>(
    (line, valid): (&'t [u8], Option<&'t str>),
    columns: &mut Option<Columns>,
    here: &Line<'_>,
) -> Result<LineRows<'t>, Error> {
    if line.len() > limits::ROW_LEN {
        let location = here.location(1, here.byte);
        return Err(Error::at(ErrorKind::RowTooLong { len: line.len() }, location));
    }
    let line = valid.map_or_else(|| core::str::from_utf8(line), Ok).map_err(|error| {
        let valid = error.valid_up_to();
        let column = line[..valid].iter().filter(|&&b| b == b'\t').count() as u64 + 1;
        Error::at(ErrorKind::NotUtf8, here.location(column, here.byte + valid as u64))
    })?;
    if line.trim().is_empty() || line.starts_with('#') {
        return Ok(LineRows::default());
    }
    match columns {
        None => {
            *columns = Some(header(line, here)?);
            Ok(LineRows::default())
        }
        Some(columns) => row(line, columns, here),
    }
}

fn header(line: &str, here: &Line<'_>) -> Result<Columns, Error> {
    let mut columns = Columns { fields: [None; COLUMNS.len()], attributes: Vec::new(), count: 0 };
    let mut byte = here.byte;
    for (field, name) in line.split('\t').enumerate() {
        let start = byte;
        let there = || here.location(field as u64 + 1, start);
        byte += name.len() as u64 + 1;
        columns.count += 1;
        if let Some(name) = name.strip_prefix(ATTRIBUTE) {
            let (name, value_type) = attribute(name).map_err(|kind| Error::at(kind, there()))?;
            if columns.attributes.iter().any(|(_, known, _)| known == name) {
                return Err(Error::at(ErrorKind::DuplicateColumn(name.into()), there()));
            }
            columns.attributes.push((field, name.into(), value_type));
            continue;
        }
        let Some(known) = COLUMNS.iter().position(|&known| known == name) else {
            // Without any known column the first row is probably not a header.
            let kind = if line.split('\t').any(|name| COLUMNS.contains(&name)) {
                ErrorKind::UnknownColumn(name.into())
            } else if !line.contains('\t') && line.contains([',', ';']) {
                ErrorKind::NotTabs
            } else if !line.contains('\t') {
                ErrorKind::NoHeader
            } else {
                ErrorKind::MissingColumn("key")
            };
            return Err(Error::at(kind, there()));
        };
        if columns.fields[known].replace(field).is_some() {
            return Err(Error::at(ErrorKind::DuplicateColumn(name.into()), there()));
        }
    }
    for (field, name) in columns.fields.iter().zip(COLUMNS).take(2) {
        if field.is_none() {
            let location = here.location(1, here.byte);
            return Err(Error::at(ErrorKind::MissingColumn(name), location));
        }
    }
    Ok(columns)
}

/// The name and the type of an attribute, `NAME` or `NAME:TYPE`.
fn attribute(text: &str) -> Result<(&str, AttributeType), ErrorKind> {
    let (name, value_type) = match text.rsplit_once(':') {
        Some((name, of)) => (name, of.parse()?),
        None => (text, AttributeType::Text),
    };
    match name {
        "" => Err(ErrorKind::EmptyField("expected the name of an attribute after attr:")),
        name => Ok((name, value_type)),
    }
}

/// The entity that a row names, its form and its attributes. A decoy has no entity.
fn row<'t>(line: &'t str, columns: &Columns, here: &Line<'_>) -> Result<LineRows<'t>, Error> {
    let fields: Vec<&'t str> = line.split('\t').collect();
    let written = |column: usize| {
        columns.fields[column].and_then(|index| fields.get(index).copied()).unwrap_or("")
    };
    let field = |column: usize| -> &'t str { written(column).trim() };
    let position_of = |index: usize, name: &'static str| {
        let byte = here.byte as usize
            + fields.iter().take(index).map(|field| field.len() + 1).sum::<usize>();
        Position { byte, cell: Some((here.number, index as u64 + 1, name)) }
    };
    let position =
        |column: usize| position_of(columns.fields[column].unwrap_or(0), COLUMNS[column]);
    let at = |column: usize| position(column).location(here.file, &[]);
    if fields.len() != columns.count {
        let column = fields.len().min(columns.count) as u64 + 1;
        let kind = ErrorKind::FieldCount { expected: columns.count, found: fields.len() };
        return Err(Error::at(kind, here.location(column, here.byte + line.len() as u64)));
    }
    // The source and the note are not read.
    let mut read = (0..COLUMNS.len()).filter(|column| !matches!(column, 10 | 11));
    let blanks = read.find(|&column| field(column).len() != written(column).len());
    let blanks =
        blanks.map(|column| Error::at(ErrorKind::BlanksAround(written(column).into()), at(column)));
    let parsed = |column: usize, kind: ErrorKind| Error::at(kind, at(column));
    let optional = |column: usize| Some(field(column)).filter(|text| !text.is_empty());
    let flag = |column: usize| match field(column) {
        "" | "no" => Ok(false),
        "yes" => Ok(true),
        other => Err(parsed(column, ErrorKind::BadFlag(other.into()))),
    };
    let (removes, is_decoy) = (flag(13)?, field(0) == "-");
    for (column, hint) in
        [(0, "expected the entity's key, or - for a decoy"), (1, "expected a surface form")]
    {
        // Without a form a whole entity is removed.
        if field(column).is_empty() && (column == 0 || !removes || is_decoy) {
            return Err(Error::at(ErrorKind::EmptyField(hint), at(column)));
        }
    }
    let key = Some(field(0)).filter(|_| !is_decoy).map(Cow::Borrowed);
    if removes {
        let content = Content::Removal { key, form: optional(1).map(Cow::Borrowed) };
        let form = Some(Row { position: position(usize::from(optional(1).is_some())), content });
        return Ok(LineRows { form, blanks, ..LineRows::default() });
    }
    let role =
        optional(3).map_or(Ok(Role::Name), |text| text.parse().map_err(|kind| parsed(3, kind)))?;
    let case = optional(4)
        .map(|text| text.parse::<CaseRule>().map_err(|kind| parsed(4, kind)))
        .transpose()?;
    let languages = optional(5)
        .map_or(Ok(Vec::new()), |text| Language::list(text).map_err(|kind| parsed(5, kind)))?;
    let prior = optional(6).map(|text| prior(text).map_err(|kind| parsed(6, kind))).transpose()?;
    let word = flag(7)?;
    let bounds = optional(8)
        .map(|text| text.parse::<Bounds>().map_err(|kind| parsed(8, kind)))
        .transpose()?;
    let accents = flag(9)?;
    let form = Content::Form {
        key: key.clone(),
        form: field(1).into(),
        role,
        case,
        languages,
        prior,
        word,
        accents,
        bounds,
    };
    let attributes = columns.attributes.iter().filter_map(|(index, name, value_type)| {
        let value = fields.get(*index).map(|value| value.trim());
        let value = value.filter(|value| !value.is_empty())?;
        let content = Content::Attribute {
            key: field(0).into(),
            name: name.clone().into(),
            value: value.into(),
            value_type: *value_type,
        };
        Some(Row { position: position_of(*index, "attr"), content })
    });
    let weight = optional(12).map(|value| Row {
        position: position(12),
        content: Content::Attribute {
            key: field(0).into(),
            name: WEIGHT.into(),
            value: value.into(),
            value_type: AttributeType::Number,
        },
    });
    let attributes = weight.into_iter().chain(attributes).collect();
    let entity = key.map(|key| {
        let name = optional(2).map(Cow::Borrowed);
        Row {
            position: position(if name.is_some() { 2 } else { 0 }),
            content: Content::Entity {
                key,
                named_at: position(if name.is_some() { 2 } else { 1 }),
                name,
                fallback: field(1).into(),
            },
        }
    });
    let form = Some(Row { position: position(1), content: form });
    Ok(LineRows { entity, form, attributes, blanks })
}

/// A prior: a whole number from 1 to 100.
fn prior(text: &str) -> Result<u8, ErrorKind> {
    text.parse()
        .ok()
        .filter(|prior| (1..=100).contains(prior))
        .ok_or_else(|| ErrorKind::BadPrior(text.to_string()))
}
