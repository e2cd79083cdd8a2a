//! `gaztag import`: makes a gazetteer of lists.

mod json;
mod list;
mod notes;
mod record;
mod table;

use std::collections::HashMap;

use gaztag::{AttributeType, Error, Format, Gazetteer, GazetteerBuilder, Records, Role};

use crate::arguments::import::{FormColumn, ImportArguments};
use crate::error::CliError;
use crate::gazetteer;
use crate::outcome::Outcome;
use crate::output_file::OutputFile;
use crate::plural::plural;
use crate::report::report;
use crate::standard_output;
use list::{List, Plain};
use notes::{Kind, Notes, Place};
use record::{Columns, Record, Shape};

pub(crate) fn run(arguments: &ImportArguments) -> Result<Outcome, CliError> {
    let output = OutputFile::open(&arguments.output, &arguments.files)?;
    let mut notes = Notes::default();
    let lists = arguments.files.iter().map(|file| {
        let list = List::open(file, arguments.format, arguments.encoding)?;
        Read::of(&list, arguments, &mut notes)
    });
    let lists: Vec<Read> = lists.collect::<Result<_, CliError>>()?;
    let mut records = fields(arguments, &lists);
    lists.iter().for_each(|list| list.add(&mut records, &mut notes));
    let mut builder = gazetteer::start(arguments.no_builtin);
    let name = arguments.output.display().to_string();
    let text = read_into(&mut builder, &mut records, &name, &mut notes)?;
    if !arguments.no_builtin {
        note_known(&arguments.kind, &text, &name, &mut notes);
    }
    notes.messages().for_each(|message| report(&message));
    if arguments.strict && !notes.is_empty() {
        return Err(CliError::Strict);
    }
    let to_standard_output = output.is_standard();
    if is_image(arguments) {
        output.write(gazetteer::build(builder)?.to_image())?;
    } else {
        output.write(text.as_bytes())?;
    }
    let mut keys: Vec<&str> =
        text.lines().skip(1).map(|row| row.split('\t').next().unwrap_or("")).collect();
    let forms = keys.len();
    keys.dedup();
    let summary = format!(
        "{name}: {}, {} of {}",
        plural(keys.len(), "entity", "entities"),
        plural(forms, "form", "forms"),
        plural(records.count(), "record", "records")
    );
    standard_output::summary(&summary, to_standard_output)?;
    Ok(Outcome { found: forms > 0, failed: false })
}

/// Notes the entities of a gazetteer file that are second ones of a built-in kind: they have a name
/// of a built-in entity, and another key.
fn note_known(kind: &str, text: &str, output: &str, notes: &mut Notes) {
    let builtin = Gazetteer::builtin();
    let Some(kind) = builtin.kind(kind) else { return };
    let mut known = HashMap::new();
    for entity in builtin.entities().filter(|entity| entity.kind() == kind) {
        let names = entity.surfaces().filter(|surface| surface.role() != Role::Demonym);
        for surface in names {
            known.entry(surface.form().to_lowercase()).or_insert(entity.key());
        }
    }
    let mut last = "";
    for (row, line) in text.lines().zip(1..).skip(1) {
        let mut fields = row.split('\t');
        let (Some(key), Some(form)) = (fields.next(), fields.next()) else { continue };
        if key != last
            && builtin.find(key).is_none()
            && let Some(of) = known.get(&form.to_lowercase())
        {
            notes.add(Kind::Known, Place { file: output, line }, &format!("{form}: {of}"));
            last = key;
        }
    }
}

fn is_image(arguments: &ImportArguments) -> bool {
    arguments.output.extension().is_some_and(|end| end.eq_ignore_ascii_case("gaz"))
}

/// A list that was read.
struct Read {
    name: String,
    columns: Columns,
    records: Vec<Record>,
    forms: Vec<FormColumn>,
}

impl Read {
    fn of(list: &List, arguments: &ImportArguments, notes: &mut Notes) -> Result<Self, CliError> {
        let (mut columns, mut records) = (Columns::default(), Vec::new());
        let plain = list.read(&mut columns, notes, &mut |_, record| records.push(record))?;
        let known = columns.names().join(", ");
        let forms = match &arguments.forms[..] {
            [] if plain == Plain::Yes => {
                let form = |name: &String| FormColumn { name: name.clone(), role: Role::Name };
                columns.names().iter().map(form).collect()
            }
            [] if columns.names().is_empty() => Vec::new(),
            [] => return Err(CliError::NoFormColumn { file: list.name.clone(), known }),
            forms => forms.to_vec(),
        };
        let wanted = forms.iter().map(|form| &form.name);
        let wanted = wanted.chain(&arguments.key).chain(&arguments.weight);
        for name in wanted.chain(arguments.attributes.iter().map(|of| &of.column)) {
            if columns.find(name).is_none() && !columns.names().is_empty() {
                let column = name.clone();
                return Err(CliError::UnknownColumn { file: list.name.clone(), column, known });
            }
        }
        Ok(Self { name: list.name.clone(), columns, records, forms })
    }

    fn add(&self, to: &mut Records, notes: &mut Notes) {
        let names = self.columns.names();
        for record in &self.records {
            let place = Place { file: &self.name, line: record.line };
            let cells = record.cells.iter();
            let cells: Vec<(&str, &str)> =
                cells.map(|cell| (&*names[cell.column], &*cell.value)).collect();
            to.add(&cells, |problem, what| notes.add(Kind::Record(problem), place, what));
        }
    }

    /// What the values of a column are.
    fn shapes(&self, column: &str) -> impl Iterator<Item = Shape> {
        let number = self.columns.find(column);
        let cells = self.records.iter().flat_map(|record| &record.cells);
        cells.filter(move |cell| Some(cell.column) == number).map(|cell| cell.shape)
    }
}

/// What is read of the lists.
fn fields(arguments: &ImportArguments, lists: &[Read]) -> Records {
    let mut fields = Records::new(&arguments.kind).without_legal_forms(arguments.strip_suffixes);
    let mut forms: Vec<&FormColumn> = Vec::new();
    for form in lists.iter().flat_map(|list| &list.forms) {
        if !forms.contains(&form) {
            forms.push(form);
            fields = fields.with_form(&form.name, form.role);
        }
    }
    for attribute in &arguments.attributes {
        let shapes: Vec<Shape> =
            lists.iter().flat_map(|list| list.shapes(&attribute.column)).collect();
        let value_type = attribute.value_type.unwrap_or(if shapes.contains(&Shape::Item) {
            AttributeType::List
        } else if shapes.contains(&Shape::Text) {
            AttributeType::Text
        } else {
            AttributeType::Number
        });
        fields = fields.with_attribute(&attribute.name, &attribute.column, value_type);
    }
    fields = arguments.key.iter().fold(fields, |fields, key| fields.with_key(key));
    fields = arguments.split.iter().fold(fields, |fields, text| fields.with_separator(text));
    fields = arguments.case.iter().fold(fields, |fields, &case| fields.with_case(case));
    arguments.weight.iter().fold(fields, |fields, weight| fields.with_weight(weight))
}

/// Reads the records into a builder, and returns the gazetteer file. Forms that the builder refuses
/// are removed from the records and noted.
fn read_into(
    builder: &mut GazetteerBuilder,
    records: &mut Records,
    output: &str,
    notes: &mut Notes,
) -> Result<String, Error> {
    loop {
        let text = records.to_tsv();
        let Err(first) = builder.read(Format::Tsv, output, text.as_bytes()) else {
            return Ok(text);
        };
        let errors = builder.check(Format::Tsv, output, text.as_bytes());
        let lines: Vec<u64> =
            errors.iter().filter_map(|error| Some(error.location()?.line)).collect();
        // Without a row to leave out the list cannot be built.
        if records.remove_lines(&lines) == 0 {
            return Err(first);
        }
        for (error, &line) in errors.iter().zip(&lines) {
            notes.add(Kind::Refused, Place { file: output, line }, &error.kind().to_string());
        }
    }
}
