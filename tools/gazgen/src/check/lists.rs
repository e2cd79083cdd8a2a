//! Checks of lists of minerals and countries, and of the relations between minerals.

use std::collections::{BTreeMap, BTreeSet};

use super::entities::{closed, date};
use super::members::pages;
use crate::data::{Data, DataError, Row, Table};
use crate::relations::{Wider, items};

/// The classes of minerals that must say what they are traded as, contain or are a kind of.
const RELATED: &[&str] = &["ore", "product", "compound"];

/// Checks the columns of minerals that refer to others: known keys, no circle, and at least one of
/// them for the classes that are made of something else.
pub(super) fn relations(data: &Data, errors: &mut Vec<DataError>) {
    let table = &data.minerals;
    let keys: BTreeSet<&str> = table.rows().iter().map(|row| table.get(row, "key")).collect();
    let wider = Wider::of(data);
    let mut substances = BTreeMap::new();
    for row in table.rows() {
        let key = table.get(row, "key");
        for column in ["commodity", "contains", "kind_of", "ore_of"] {
            for unknown in items(table.get(row, column)).filter(|key| !keys.contains(key)) {
                let message = format!("unknown key {unknown:?}; expected that of a mineral");
                errors.push(table.error(row, column, message));
            }
        }
        for column in ["commodity", "kind_of"] {
            if table.get(row, column).contains('|') {
                errors.push(table.error(row, column, "expected one key"));
            }
        }
        if wider.is_circular(key) {
            let message = "a circle: following commodity and kind_of leads back to this mineral";
            errors.push(table.error(row, "commodity", message));
        }
        let related = ["commodity", "contains", "kind_of", "formula"];
        if RELATED.contains(&table.get(row, "class"))
            && related.iter().all(|column| table.get(row, column).is_empty())
        {
            let message = "expected a commodity, what it contains, or what it is a kind of";
            errors.push(table.error(row, "commodity", message));
        }
        identifiers(table, row, errors);
        let cas = table.get(row, "cas");
        if let Some(other) = substances.insert(cas, key).filter(|_| !cas.is_empty()) {
            errors.push(table.error(
                row,
                "cas",
                format!("{cas} is also the CAS number of {other}"),
            ));
        }
    }
}

/// Checks the identifiers that a mineral has elsewhere.
fn identifiers(table: &Table, row: &Row, errors: &mut Vec<DataError>) {
    let cas = table.get(row, "cas");
    if !cas.is_empty() && !is_cas_number(cas) {
        let message = format!("bad CAS number {cas:?}: its form or its check digit");
        errors.push(table.error(row, "cas", message));
    }
    // Chapters are 01 to 97, of which 77 is reserved.
    let is_heading = |code: &str| {
        let (heading, subheading) = code.split_once('.').unwrap_or((code, "00"));
        let digits =
            |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        digits(heading, 4)
            && digits(subheading, 2)
            && ("01".."98").contains(&&heading[..2])
            && &heading[..2] != "77"
    };
    for code in items(table.get(row, "hs")).filter(|code| !is_heading(code)) {
        let message = format!("bad HS code {code:?}; expected 2603 or 2836.91");
        errors.push(table.error(row, "hs", message));
    }
    wikidata(table, row, errors);
}

/// Checks the id of the item in Wikidata.
pub(super) fn wikidata(table: &Table, row: &Row, errors: &mut Vec<DataError>) {
    let id = table.get(row, "wikidata");
    if !id.is_empty() && id.strip_prefix('Q').is_none_or(|number| number.parse::<u32>().is_err()) {
        errors.push(table.error(row, "wikidata", format!("bad Wikidata id {id:?}; expected Q568")));
    }
}

/// Whether a text is a CAS number: digits in three groups, the last of which is a check digit.
fn is_cas_number(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, second, check] = parts[..] else { return false };
    let lens = (2..=7).contains(&first.len()) && second.len() == 2 && check.len() == 1;
    let digits: Option<Vec<u32>> =
        first.chars().chain(second.chars()).map(|c| c.to_digit(10)).collect();
    let sum = digits.map(|digits| {
        digits.iter().rev().zip(1..).map(|(digit, weight)| digit * weight).sum::<u32>()
    });
    lens && sum.map(|sum| (sum % 10).to_string()).as_deref() == Some(check)
}

/// Checks the table of lists: each once, sorted, with a date; and that as many minerals or
/// countries are on a list as its row says.
pub(super) fn lists(data: &Data, errors: &mut Vec<DataError>) {
    let table = &data.lists;
    closed(table, "kind", &["country", "mineral"], errors);
    pages(table, errors);
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    for row in table.rows() {
        let (code, kind) = (table.get(row, "code"), table.get(row, "kind"));
        if kinds.last_key_value().is_some_and(|(last, _)| *last >= code) {
            let message =
                format!("{code:?} is listed twice or not in order; sort the rows by code");
            errors.push(table.error(row, "code", message));
        }
        date(table, row, "date", errors);
        kinds.insert(code, kind);
    }
    let mut marked: BTreeMap<&str, usize> = BTreeMap::new();
    for row in data.minerals.rows() {
        for code in items(data.minerals.get(row, "lists")) {
            *marked.entry(code).or_default() += 1;
            if kinds.get(code) != Some(&"mineral") {
                let message =
                    format!("unknown list {code:?}; data/lists.tsv has those of minerals");
                errors.push(data.minerals.error(row, "lists", message));
            }
        }
    }
    country_lists(data, &kinds, &mut marked, errors);
    for row in table.rows() {
        let marked = marked.get(table.get(row, "code")).copied().unwrap_or_default();
        if table.get(row, "count") != marked.to_string() {
            let message =
                format!("{marked} entries are in the data, not {}", table.get(row, "count"));
            errors.push(table.error(row, "count", message));
        }
    }
}

/// Checks the rows of countries on lists, and counts those that are on a list now.
fn country_lists<'d>(
    data: &'d Data,
    kinds: &BTreeMap<&str, &str>,
    marked: &mut BTreeMap<&'d str, usize>,
    errors: &mut Vec<DataError>,
) {
    let (table, countries) = (&data.country_lists, &data.countries);
    let keys: BTreeSet<&str> =
        countries.rows().iter().map(|row| countries.get(row, "key")).collect();
    let mut last = ("", "", "");
    for row in table.rows() {
        let (code, key) = (table.get(row, "list"), table.get(row, "country"));
        if kinds.get(code) != Some(&"country") {
            let message = format!("unknown list {code:?}; data/lists.tsv has those of countries");
            errors.push(table.error(row, "list", message));
        }
        if !keys.contains(key) {
            errors.push(table.error(row, "country", format!("unknown key {key:?}")));
        }
        let place = (code, key, table.get(row, "since"));
        if place <= last {
            let message = "this entry is listed twice or not in order; sort the rows by list, country and date";
            errors.push(table.error(row, "list", message));
        }
        last = place;
        if table.get(row, "until").is_empty() {
            *marked.entry(code).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::errors;

    #[test]
    fn mistakes_are_reported_with_their_place() {
        let ore = "\tmineral/lead\t\t\tmineral/lead\t";
        let cases = [
            (
                "unknown-commodity",
                "minerals.tsv",
                ore,
                "\tmineral/leed\t\t\t\t",
                "line 3, column 9 (commodity)",
                "unknown key",
            ),
            (
                "unknown-ore",
                "minerals.tsv",
                ore,
                "\t\tmineral/lead\t\tcountry/MLI\t",
                "line 3, column 12 (ore_of)",
                "that of a mineral",
            ),
            (
                "own-kind",
                "minerals.tsv",
                ore,
                "\t\t\tmineral/lead-ore\t\t",
                "line 3, column 9 (commodity)",
                "a circle",
            ),
            (
                "circle",
                "minerals.tsv",
                "Q708\t\t\t",
                "Q708\t\t\tmineral/lead-ore",
                "line 2, column 9 (commodity)",
                "a circle",
            ),
            (
                "unrelated",
                "minerals.tsv",
                ore,
                "\t\t\t\tmineral/lead\t",
                "line 3, column 9 (commodity)",
                "expected a commodity",
            ),
            (
                "cas",
                "minerals.tsv",
                "7439-92-1",
                "7439-92-2",
                "line 2, column 6 (cas)",
                "check digit",
            ),
            (
                "cas-twice",
                "minerals.tsv",
                "ore\tore\t\t\t",
                "ore\tore\t\t\t7439-92-1",
                "line 3, column 6 (cas)",
                "also the CAS number of mineral/lead",
            ),
            ("hs", "minerals.tsv", "7801", "780", "line 2, column 7 (hs)", "expected 2603"),
            ("chapter", "minerals.tsv", "7801", "7701", "line 2, column 7 (hs)", "expected 2603"),
            (
                "wikidata",
                "minerals.tsv",
                "Q708",
                "708",
                "line 2, column 8 (wikidata)",
                "expected Q568",
            ),
            (
                "unknown-list",
                "minerals.tsv",
                "us2000",
                "us2001",
                "line 2, column 13 (lists)",
                "unknown list",
            ),
            (
                "country-list",
                "minerals.tsv",
                "us2000",
                "ldc",
                "line 2, column 13 (lists)",
                "unknown list",
            ),
            (
                "count",
                "lists.tsv",
                "2000\t\t1\tgeneral\nus",
                "2000\t\t2\tgeneral\nus",
                "line 2, column 7 (count)",
                "1 entries are in the data, not 2",
            ),
            (
                "list-date",
                "lists.tsv",
                "USGS\t2000",
                "USGS\tMay",
                "line 3, column 5 (date)",
                "expected a date",
            ),
            (
                "list-kind",
                "lists.tsv",
                "ldc\tcountry",
                "ldc\tstate",
                "line 2, column 2 (kind)",
                "unknown kind",
            ),
            (
                "page",
                "lists.tsv",
                "2000\t\t1\tgeneral\nus",
                "2000\t\t1\tpage\nus",
                "line 2, column 6 (source_url)",
                "expected an address if, and only if",
            ),
            (
                "lists-unsorted",
                "lists.tsv",
                "us2000",
                "au2000",
                "line 3, column 1 (code)",
                "sort the rows",
            ),
            (
                "listed-country",
                "country-lists.tsv",
                "country/MLI",
                "country/ML",
                "line 2, column 2 (country)",
                "unknown key",
            ),
            (
                "list-of-country",
                "country-lists.tsv",
                "ldc\tcountry/MLI",
                "eiti\tcountry/MLI",
                "line 2, column 1 (list)",
                "unknown list",
            ),
            (
                "until",
                "country-lists.tsv",
                "1999",
                "May",
                "line 3, column 4 (until)",
                "expected a date",
            ),
            (
                "entry-twice",
                "country-lists.tsv",
                "country/NER",
                "country/MLI",
                "line 3, column 1 (list)",
                "is listed twice",
            ),
        ];
        for (name, file, old, new, place, message) in cases {
            let errors = errors(&format!("lists-{name}"), file, old, new);
            let found = errors.iter().any(|error| {
                error.contains(file) && error.contains(place) && error.contains(message)
            });
            assert!(found, "{name}: {errors:?}");
        }
    }
}
