//! Writes entities as a gazetteer file of tab-separated values.

use std::fmt::Write;

use gaztag::{AttributeType, Error, Format, GazetteerBuilder, Role};

use super::clean;
use super::entities::Entities;
use super::notes::{Kind, Notes, Place};

/// The file, and which form each of its lines has.
struct Rows {
    text: String,
    /// The numbers of the entity and of its form.
    lines: Vec<(usize, usize)>,
}

/// The text of the file. Forms that the builder refuses are removed from the entities and noted.
pub(crate) fn checked(
    entities: &mut Entities<'_>,
    builder: &GazetteerBuilder,
    output: &str,
    notes: &mut Notes,
) -> Result<String, Error> {
    loop {
        let rows = rows(entities);
        let errors = builder.check(Format::Tsv, output, rows.text.as_bytes());
        let Some(last) = errors.last() else { return Ok(rows.text) };
        // The first line is the header. Without a row to leave out the list cannot be built.
        let refused: Vec<(usize, usize, &Error)> = errors
            .iter()
            .filter_map(|error| {
                let line = error.location()?.line as usize;
                let &(entity, form) = rows.lines.get(line.checked_sub(2)?)?;
                Some((entity, form, error))
            })
            .collect();
        if refused.is_empty() {
            return Err(last.clone());
        }
        // From the end, so that the numbers of the forms before stay right.
        for (entity, form, error) in refused.into_iter().rev() {
            let entity = &mut entities.all[entity];
            if form < entity.forms.len() {
                entity.forms.remove(form);
                let place = Place { file: output, line: error.location().map_or(0, |at| at.line) };
                notes.add(Kind::Refused, place, &error.kind().to_string());
            }
        }
    }
}

fn rows(entities: &Entities<'_>) -> Rows {
    let mut text = String::from("key\tform\trole\tcase");
    for (number, name) in entities.columns().enumerate() {
        if entities.is_weight(number) {
            text.push_str("\tweight");
            continue;
        }
        let _ = write!(text, "\tattr:{name}");
        match entities.type_of(number) {
            // A colon in the name would be read as the beginning of a type.
            AttributeType::Text if !name.contains(':') => {}
            value_type => {
                let _ = write!(text, ":{}", value_type.as_str());
            }
        }
    }
    text.push('\n');
    let mut lines = Vec::new();
    for (index, entity) in entities.all.iter().enumerate() {
        for (number, form) in entity.forms.iter().enumerate() {
            lines.push((index, number));
            let role = if form.role == Role::Name { "" } else { form.role.as_str() };
            let case = if clean::is_short_in_capitals(&form.text) { "exact" } else { "" };
            let _ = write!(text, "{}\t{}\t{role}\t{case}", entity.key, form.text);
            for values in &entity.values {
                text.push('\t');
                if number == 0 {
                    text.push_str(&values.join("|"));
                }
            }
            text.push('\n');
        }
    }
    Rows { text, lines }
}
