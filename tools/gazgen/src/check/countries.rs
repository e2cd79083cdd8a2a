//! Checks of the facts about countries.

use std::collections::{BTreeMap, BTreeSet};

use super::entities::date;
use super::lists::wikidata;
use crate::data::{Data, DataError, Row, Table};
use crate::relations::items;

/// The regions of the UN's standard M49, and Antarctica, which it puts in none.
const REGIONS: &[&str] = &["Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania"];
/// What every country with an ISO code has, or says why not.
const EXPECTED: &[&str] = &["region", "capital", "currency", "domain"];

/// Checks the table of facts about countries: a row for each country, and the form of each field.
pub(super) fn attributes(data: &Data, errors: &mut Vec<DataError>) {
    let (countries, table) = (&data.countries, &data.country_attributes);
    let rows: BTreeMap<&str, &Row> =
        countries.rows().iter().map(|row| (countries.get(row, "key"), row)).collect();
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let key = table.get(row, "key");
        let Some(country) = rows.get(key) else {
            errors.push(table.error(row, "key", format!("unknown key {key:?} of a country")));
            continue;
        };
        if seen.last().is_some_and(|last| *last >= key) {
            errors.push(table.error(
                row,
                "key",
                format!("{key:?} is listed twice or not in order"),
            ));
        }
        seen.insert(key);
        let is_former = countries.get(country, "status") == "former";
        if is_former && table.get(row, "dissolved").is_empty() {
            errors.push(table.error(row, "dissolved", "expected the end of the former state"));
        }
        forms(table, row, errors);
        if !countries.get(country, "numeric").is_empty() {
            complete(table, row, errors);
        }
    }
    for (key, row) in rows {
        if !seen.contains(key) {
            let message = format!("no row of {key:?} in data/country-attributes.tsv");
            errors.push(countries.error(row, "key", message));
        }
    }
}

/// Checks that a country has what every country has, or says why not, and not both.
fn complete(table: &Table, row: &Row, errors: &mut Vec<DataError>) {
    let reasons: BTreeMap<&str, &str> =
        items(table.get(row, "absent")).filter_map(|item| item.split_once(": ")).collect();
    if reasons.len() != items(table.get(row, "absent")).count() {
        errors.push(table.error(row, "absent", "expected \"COLUMN: reason\""));
    }
    for column in EXPECTED {
        if table.get(row, column).is_empty() != reasons.contains_key(column) {
            let message = format!("expected a {column}, or the reason in the column \"absent\"");
            errors.push(table.error(row, column, message));
        }
    }
}

/// Checks the form of each field that has one.
fn forms(table: &Table, row: &Row, errors: &mut Vec<DataError>) {
    let field = |column| table.get(row, column);
    let mut refuse = |column, expected: &str| {
        let message = format!("bad {column} {:?}; expected {expected}", table.get(row, column));
        errors.push(table.error(row, column, message));
    };
    let letters =
        |text: &str, len| text.len() == len && text.bytes().all(|b| b.is_ascii_uppercase());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !field("region").is_empty() && !REGIONS.contains(&field("region")) {
        refuse("region", "a region of M49");
    }
    if !items(field("currency")).all(|code| letters(code, 3)) {
        refuse("currency", "codes of ISO 4217");
    }
    let domain = field("domain");
    if !domain.is_empty()
        && domain
            .strip_prefix('.')
            .is_none_or(|name| name.len() != 2 || !name.bytes().all(|b| b.is_ascii_lowercase()))
    {
        refuse("domain", "a dot and two letters");
    }
    if !items(field("calling_code")).all(|code| code.split('-').all(digits)) {
        refuse("calling_code", "digits, such as 223 or 1-264");
    }
    for (column, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        let value = field(column);
        if !value.is_empty() && value.parse().is_ok_and(|value: f64| value.abs() <= most) {
            continue;
        }
        if !value.is_empty() || field("latitude").is_empty() != field("longitude").is_empty() {
            refuse(column, "degrees, and both numbers of a point");
        }
    }
    if !items(field("former_codes")).all(|code| {
        (2..=4).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    }) {
        refuse("former_codes", "codes of ISO 3166-3, or former ones of ISO 3166-1");
    }
    wikidata(table, row, errors);
    for column in ["founded", "dissolved"] {
        if !field(column).is_empty() {
            date(table, row, column, errors);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::errors;

    #[test]
    fn mistakes_are_reported_with_their_place() {
        let cases = [
            ("key", "country/MLI\tAfrica", "country/MLX\tAfrica", "column 1 (key)", "unknown key"),
            (
                "twice",
                "country/NER\tAfrica",
                "country/MLI\tAfrica",
                "column 1 (key)",
                "listed twice",
            ),
            ("region", "Africa", "Afrika", "column 2 (region)", "a region of M49"),
            ("no-region", "Africa", "", "column 2 (region)", "expected a region"),
            ("no-capital", "Bamako", "", "column 4 (capital)", "expected a capital, or the reason"),
            ("both", "\t\tiso", "\tcapital: none\tiso", "column 4 (capital)", "expected a capital"),
            ("reason", "\t\tiso", "\tno capital\tiso", "column 14 (absent)", "COLUMN: reason"),
            ("currency-form", "XOF", "francs", "column 5 (currency)", "ISO 4217"),
            ("domain", ".ml", "ml", "column 6 (domain)", "a dot and two letters"),
            ("calling-code", "\t223\t", "\t+223\t", "column 7 (calling_code)", "digits"),
            ("latitude", "\t17\t", "\t170\t", "column 8 (latitude)", "degrees"),
            ("longitude", "\t-4\t", "\t\t", "column 9 (longitude)", "degrees"),
            ("wikidata", "Q912", "912", "column 10 (wikidata)", "expected Q568"),
            ("former-codes", "SU|SUN", "su", "column 11 (former_codes)", "ISO 3166-3"),
            ("founded", "1960-09-22", "1960-09-31", "column 12 (founded)", "expected a date"),
        ];
        for (name, old, new, place, message) in cases {
            let file = "country-attributes.tsv";
            let errors = errors(&format!("country-{name}"), file, old, new);
            let found = errors.iter().any(|error| {
                error.contains(file) && error.contains(place) && error.contains(message)
            });
            assert!(found, "{name}: {errors:?}");
        }
        let missing = errors("country-row", "country-attributes.tsv", "country/NER", "country/XXX");
        assert!(missing.iter().any(|error| error.contains("no row of \"country/NER\"")));
    }
}
