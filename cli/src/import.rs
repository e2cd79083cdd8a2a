//! `gaztag import`: makes a gazetteer of lists.

mod clean;
mod entities;
mod json;
mod list;
mod notes;
mod record;
pub(crate) mod suffixes;
mod table;
mod write;

use gaztag::{Format, Role};

use crate::arguments::import::{FormColumn, ImportArguments};
use crate::error::CliError;
use crate::gazetteer;
use crate::outcome::Outcome;
use crate::output_file::OutputFile;
use crate::report::report;
use crate::standard_output;
use entities::{Entities, Wanted};
use list::{List, Plain};
use notes::Notes;
use record::{Columns, Record};

pub(crate) fn run(arguments: &ImportArguments) -> Result<Outcome, CliError> {
    let output = OutputFile::open(&arguments.output, &arguments.files)?;
    let (mut entities, mut notes) = (Entities::new(arguments), Notes::default());
    for file in &arguments.files {
        let list = List::open(file, arguments.format, arguments.encoding)?;
        add(&list, arguments, &mut entities, &mut notes)?;
    }
    let mut builder = gazetteer::start(arguments.no_builtin);
    let name = arguments.output.display().to_string();
    let text = write::checked(&mut entities, &builder, &name, &mut notes)?;
    notes.messages().for_each(|message| report(&message));
    if arguments.strict && !notes.is_empty() {
        return Err(CliError::Strict);
    }
    let (records, to_standard_output) = (entities.records, output.is_standard());
    let count = entities.all.iter().filter(|entity| !entity.forms.is_empty()).count();
    let forms: usize = entities.all.iter().map(|entity| entity.forms.len()).sum();
    if is_image(arguments) {
        builder.read(Format::Tsv, &name, text.as_bytes())?;
        output.write(builder.build()?.to_image())?;
    } else {
        output.write(text.as_bytes())?;
    }
    let summary = format!("{name}: {count} entities, {forms} forms of {records} records");
    standard_output::summary(&summary, to_standard_output)?;
    Ok(Outcome { found: forms > 0, failed: false })
}

fn is_image(arguments: &ImportArguments) -> bool {
    arguments.output.extension().is_some_and(|end| end.eq_ignore_ascii_case("gaz"))
}

/// Adds the records of a list.
fn add(
    list: &List,
    arguments: &ImportArguments,
    entities: &mut Entities<'_>,
    notes: &mut Notes,
) -> Result<(), CliError> {
    let mut columns = Columns::default();
    let mut records: Vec<Record> = Vec::new();
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
    let values = arguments.values();
    let wanted = wanted.chain(&arguments.key).chain(values.iter().map(|of| &of.column));
    for name in wanted {
        if columns.find(name).is_none() && !columns.names().is_empty() {
            let column = name.clone();
            return Err(CliError::UnknownColumn { file: list.name.clone(), column, known });
        }
    }
    let wanted = Wanted::new(&mut columns, &forms, arguments.key.as_deref(), &values);
    for record in &records {
        entities.add(&list.name, record, &wanted, notes);
    }
    Ok(())
}
