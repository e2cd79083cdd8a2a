//! Checks of entities, their keys and what refers to them.

use std::collections::BTreeSet;

use gaztag::AttributeType;

use crate::data::{Data, DataError, KINDS, Row, Table};
use crate::relations::items;

const COUNTRY_STATUS: &[&str] = &["independent", "territory", "disputed", "former"];
const BLOC_CLASSES: &[&str] = &[
    "global",
    "un-organ",
    "un-agency",
    "regional",
    "trade",
    "finance",
    "energy",
    "commodity",
    "security",
    "political",
    "court",
    "science",
    "other",
];
const MINERAL_CLASSES: &[&str] =
    &["element", "mineral", "ore", "rock", "fuel", "gemstone", "group", "compound", "product"];

/// Checks the keys of entities, and the columns that allow a few words only. Returns the keys.
pub(super) fn keys<'d>(data: &'d Data, errors: &mut Vec<DataError>) -> BTreeSet<&'d str> {
    let mut keys = BTreeSet::new();
    for (table, kind) in data.entities().into_iter().zip(KINDS) {
        let mut last = "";
        for row in table.rows() {
            let key = table.get(row, "key");
            if key.split_once('/').is_none_or(|(prefix, name)| prefix != kind || name.is_empty()) {
                errors.push(table.error(
                    row,
                    "key",
                    format!("bad key {key:?}; expected {kind}/NAME"),
                ));
            }
            if !keys.insert(key) {
                errors.push(table.error(row, "key", format!("{key:?} is listed twice")));
            } else if key < last {
                errors.push(table.error(
                    row,
                    "key",
                    format!("{key:?} comes after {last:?}; sort the rows by key"),
                ));
            }
            if table.get(row, "name").is_empty() {
                errors.push(table.error(row, "name", "expected a name"));
            }
            last = key;
        }
    }
    closed(&data.countries, "status", COUNTRY_STATUS, errors);
    closed(&data.blocs, "class", BLOC_CLASSES, errors);
    closed(&data.blocs, "status", &["active", "former"], errors);
    closed(&data.minerals, "class", MINERAL_CLASSES, errors);
    keys
}

/// Checks a column that allows a few words only.
pub(super) fn closed(table: &Table, column: &str, words: &[&str], errors: &mut Vec<DataError>) {
    for row in table.rows() {
        let word = table.get(row, column);
        if !words.contains(&word) {
            let known = words.join(", ");
            let message = format!("unknown {column} {word:?}; expected one of {known}");
            errors.push(table.error(row, column, message));
        }
    }
}

/// Checks that a field is a date.
pub(super) fn date(table: &Table, row: &Row, column: &str, errors: &mut Vec<DataError>) {
    if !AttributeType::Date.allows(table.get(row, column)) {
        errors.push(table.error(row, column, "expected a date: YYYY, YYYY-MM or YYYY-MM-DD"));
    }
}

/// Checks keys that other rows refer to, and dates that may be unknown.
pub(super) fn references(data: &Data, keys: &BTreeSet<&str>, errors: &mut Vec<DataError>) {
    let columns: [(&Table, &[&str]); 4] = [
        (&data.countries, &["part_of"]),
        (&data.blocs, &["parent", "successor"]),
        (&data.members, &["bloc", "member"]),
        (&data.counts, &["bloc"]),
    ];
    for (table, columns) in columns {
        for row in table.rows() {
            for column in columns {
                for key in items(table.get(row, column)).filter(|key| !keys.contains(key)) {
                    errors.push(table.error(row, column, format!("unknown key {key:?}")));
                }
            }
        }
    }
    let dates: [(&Table, &[&str]); 4] = [
        (&data.blocs, &["founded", "dissolved", "as_of"]),
        (&data.members, &["joined", "left", "as_of"]),
        (&data.counts, &["as_of"]),
        (&data.country_lists, &["since", "until"]),
    ];
    for (table, columns) in dates {
        for row in table.rows() {
            for column in columns.iter().filter(|column| !table.get(row, column).is_empty()) {
                date(table, row, column, errors);
            }
        }
    }
}

/// Checks that keys are permanent: a key of any earlier version exists or has a successor.
pub(super) fn retired(data: &Data, keys: &BTreeSet<&str>, errors: &mut Vec<DataError>) {
    let table = &data.retired;
    let mut retired = BTreeSet::new();
    for row in table.rows() {
        let (key, successor) = (table.get(row, "key"), table.get(row, "replaced_by"));
        if keys.contains(key) {
            errors.push(table.error(
                row,
                "key",
                format!("{key:?} is still the key of an entity; remove the entity or this row"),
            ));
        }
        if !keys.contains(successor) {
            errors.push(table.error(
                row,
                "replaced_by",
                format!(
                    "unknown key {successor:?}; expected the key of an entity, not a retired key"
                ),
            ));
        }
        if !AttributeType::Date.allows(table.get(row, "since")) {
            errors.push(table.error(
                row,
                "since",
                "expected the version of the data that retired the key, YYYY-MM",
            ));
        }
        if !retired.insert(key) {
            errors.push(table.error(row, "key", format!("{key:?} is listed twice")));
        }
    }
    let known = &data.keys;
    for row in known.rows() {
        let key = known.get(row, "key");
        if !keys.contains(key) && !retired.contains(key) {
            errors.push(known.error(row, "key", format!("{key:?} no longer exists; keys are permanent, so name its successor in data/retired.tsv")));
        }
    }
}
