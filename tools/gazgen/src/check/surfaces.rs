//! Checks of surface forms and decoys.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gaztag::{CaseRule, Language, Role};

use super::cues::{FREQUENT_BEGINNING, frequent_beginning};
use crate::data::{Data, DataError, Row, Table, case_of};
use crate::fold_table;

/// The highest prior of each entity and its row, for each folded form (exact ones: as written) and
/// case rule.
type Priors<'d> = BTreeMap<(String, CaseRule), BTreeMap<&'d str, (u32, &'d Table, &'d Row)>>;

/// Checks surface forms: keys that exist, no form twice for one entity, priors that add up, priors
/// of common words, and an English name for every entity.
pub(super) fn surfaces(data: &Data, keys: &BTreeSet<&str>, errors: &mut Vec<DataError>) {
    let mut seen = BTreeSet::new();
    let mut priors = Priors::new();
    let mut named = BTreeSet::new();
    for (language, table) in &data.surfaces {
        if language.parse::<Language>().is_err() {
            errors.extend(table.rows().first().map(|row| {
                table.error(row, "key", format!("{language:?} is not a language code"))
            }));
        }
        let mut last = "";
        for row in table.rows() {
            let (key, form) = (table.get(row, "key"), table.get(row, "form"));
            if !keys.contains(key) {
                errors.push(table.error(row, "key", format!("unknown key {key:?}")));
            }
            if key < last {
                errors.push(table.error(
                    row,
                    "key",
                    format!("{key:?} comes after {last:?}; sort the rows by key"),
                ));
            }
            last = key;
            if !seen.insert((language, key, form)) {
                errors.push(table.error(
                    row,
                    "form",
                    format!("{form:?} is listed twice for {key}"),
                ));
            }
            if let Err(error) = surface(data, table, row, language, &mut priors) {
                errors.push(error);
            }
            if language == "en" && matches!(table.get(row, "role"), "name" | "official" | "acronym")
            {
                named.insert(key);
            }
        }
    }
    for table in data.entities() {
        for row in table.rows().iter().filter(|row| !named.contains(table.get(row, "key"))) {
            errors.push(table.error(
                row,
                "key",
                "expected an English surface form with the role name, official or acronym",
            ));
        }
    }
    for ((folded, _), entities) in &priors {
        let sum: u32 = entities.values().map(|(prior, _, _)| prior).sum();
        if let Some((_, table, row)) =
            entities.values().next_back().filter(|_| sum > 100 && entities.len() > 1)
        {
            let parts: Vec<String> =
                entities.iter().map(|(key, (prior, _, _))| format!("{key} {prior}")).collect();
            errors.push(table.error(
                row,
                "prior",
                format!(
                    "the priors of {folded:?} add up to {sum}, more than 100: {}",
                    parts.join(", ")
                ),
            ));
        }
    }
}

/// Checks one row, and adds its prior to those of its form.
fn surface<'d>(
    data: &'d Data,
    table: &'d Table,
    row: &'d Row,
    language: &str,
    priors: &mut Priors<'d>,
) -> Result<(), DataError> {
    let (key, form, stated) =
        (table.get(row, "key"), table.get(row, "form"), table.get(row, "prior"));
    let role: Role = table
        .get(row, "role")
        .parse()
        .map_err(|kind: gaztag::ErrorKind| table.error(row, "role", kind.to_string()))?;
    let case = case_of(table.get(row, "case"), form, role)
        .map_err(|kind| table.error(row, "case", kind.to_string()))?;
    let prior: u32 = match stated {
        "" => gaztag::Surface::new(form).with_role(role).prior().into(),
        _ => stated.parse().ok().filter(|prior| (1..=100).contains(prior)).ok_or_else(|| {
            table.error(
                row,
                "prior",
                format!("bad prior {stated:?}; expected 1 to 100 or an empty field"),
            )
        })?,
    };
    let lower = form.chars().next().is_some_and(char::is_lowercase);
    if case == CaseRule::Capitalised && lower {
        return Err(table.error(row, "case", format!("{form:?} begins with a lower-case letter, so the rule capitalised would never match it")));
    }
    let folded = fold_table::fold_text(form);
    if folded.is_empty() {
        return Err(table.error(row, "form", "the form is empty after folding"));
    }
    if case == CaseRule::Any && data.words.contains(&folded) && stated.is_empty() {
        return Err(table.error(row, "prior", format!("{form:?} is a common English word that matches in any case; state its prior (language {language})")));
    }
    // Exact forms that differ in case never match the same text.
    let text = if case == CaseRule::Exact { form.to_string() } else { folded };
    let entities = priors.entry((text, case)).or_default();
    let highest = entities.entry(key).or_insert((prior, table, row));
    if prior > highest.0 {
        *highest = (prior, table, row);
    }
    Ok(())
}

/// Checks decoys: sorted, no decoy twice, no decoy that is a surface form.
pub(super) fn decoys(data: &Data, errors: &mut Vec<DataError>) {
    let table = &data.decoys;
    let mut names: HashMap<String, &str> = HashMap::new();
    for (_, surfaces) in &data.surfaces {
        for row in surfaces.rows() {
            names
                .insert(fold_table::fold_text(surfaces.get(row, "form")), surfaces.get(row, "key"));
        }
    }
    let mut seen = BTreeSet::new();
    let mut last = "";
    for row in table.rows() {
        let form = table.get(row, "form");
        if form < last {
            errors.push(table.error(
                row,
                "form",
                format!("{form:?} comes after {last:?}; sort the rows by form, byte by byte"),
            ));
        }
        last = form;
        let folded = fold_table::fold_text(form);
        if let Some(key) = names.get(&folded) {
            errors.push(table.error(
                row,
                "form",
                format!("{form:?} is a surface form of {key}, so it cannot be a decoy"),
            ));
        }
        if folded.is_empty() {
            errors.push(table.error(row, "form", "the decoy is empty after folding"));
        } else if !seen.insert(folded) {
            errors.push(table.error(
                row,
                "form",
                format!("{form:?} is listed twice (case and accents do not count)"),
            ));
        }
        if let Some(first) = frequent_beginning(form) {
            errors.push(table.error(
                row,
                "form",
                format!("{form:?} begins with {first:?}, {FREQUENT_BEGINNING}; a cue can say it"),
            ));
        }
        if let Err(kind) = case_of(table.get(row, "case"), form, Role::Name) {
            errors.push(table.error(row, "case", kind.to_string()));
        }
    }
}

/// Checks the short forms of words: sorted, no word twice, none empty.
pub(super) fn abbreviations(data: &Data, errors: &mut Vec<DataError>) {
    let table = &data.abbreviations;
    let mut last = "";
    for row in table.rows() {
        let (word, short) = (table.get(row, "word"), table.get(row, "short"));
        if word <= last {
            errors.push(table.error(
                row,
                "word",
                format!("{word:?} comes after {last:?}; sort the rows by word, each word once"),
            ));
        }
        last = word;
        if short.split('|').any(str::is_empty) {
            errors.push(table.error(row, "short", "an empty short form"));
        }
    }
}
