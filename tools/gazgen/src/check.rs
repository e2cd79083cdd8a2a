//! Checks the data beyond the layout of its files.

mod compounds;
mod countries;
mod cues;
#[cfg(test)]
mod dates;
mod entities;
mod function_words;
mod legal_forms;
mod lists;
mod members;
mod shared;
mod surfaces;
#[cfg(test)]
pub(crate) mod tests;
mod word_lists;

use unicode_normalization::is_nfc;

use crate::data::{Data, DataError, Row, Table};

/// The codes of sources; `data/README.md` describes them.
const SOURCES: &[&str] = &[
    "iso",
    "cldr48",
    "cia",
    "i18n",
    "mendeleev",
    "census",
    "coder",
    "bblocks",
    "wcg",
    "page",
    "elf",
    GENERAL,
];
/// The source code of a fact without a source that can be named.
const GENERAL: &str = "general";

/// Returns all errors of the data.
pub(crate) fn check(data: &Data) -> Vec<DataError> {
    let mut errors = Vec::new();
    for table in data.tables() {
        for row in table.rows() {
            fields(table, row, &mut errors);
        }
    }
    let keys = entities::keys(data, &mut errors);
    entities::references(data, &keys, &mut errors);
    entities::retired(data, &keys, &mut errors);
    countries::attributes(data, &mut errors);
    members::members(data, &mut errors);
    lists::relations(data, &mut errors);
    lists::lists(data, &mut errors);
    surfaces::surfaces(data, &keys, &mut errors);
    compounds::compounds(data, &keys, &mut errors);
    surfaces::decoys(data, &mut errors);
    surfaces::abbreviations(data, &mut errors);
    cues::classes(data, &mut errors);
    function_words::function_words(data, &mut errors);
    cues::cues(data, &keys, &mut errors);
    legal_forms::check(data, &mut errors);
    word_lists::word_lists(data, &mut errors);
    errors
}

/// Returns what is probably wrong with the data, but allowed.
pub(crate) fn warnings(data: &Data) -> Vec<DataError> {
    members::missing(data).into_iter().chain(shared::shared(data)).collect()
}

/// Checks every field of a row: Unicode, blanks, sources.
fn fields(table: &Table, row: &Row, errors: &mut Vec<DataError>) {
    for &column in table.columns() {
        let field = table.get(row, column);
        if field.trim() != field || field.contains("  ") {
            errors.push(table.error(
                row,
                column,
                format!("{field:?} begins or ends with a blank, or has two blanks in a row"),
            ));
        }
        if !is_nfc(field) {
            errors.push(table.error(
                row,
                column,
                format!("{field:?} is not in normalization form C"),
            ));
        }
        if field.chars().any(char::is_control) {
            errors.push(table.error(
                row,
                column,
                format!("{field:?} contains a control character"),
            ));
        }
    }
    let source = table.get(row, "source");
    if let Some(unknown) = source.split('|').find(|code| !SOURCES.contains(code)) {
        errors.push(table.error(
            row,
            "source",
            format!("unknown source {unknown:?}; data/README.md lists them"),
        ));
    }
}
