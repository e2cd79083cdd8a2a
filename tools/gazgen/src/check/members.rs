//! Checks of memberships: spells and their sources, which blocs have members, and how many.

use std::collections::{BTreeMap, BTreeSet};

use gaztag::AttributeType;

use super::entities::closed;
use crate::data::{Data, DataError, Row, Table};
use crate::relations::items;

const STATUS: &[&str] = &["member", "observer", "associate", "candidate", "suspended", "former"];
/// The statuses of full members. A suspended one is still a member.
const FULL: &[&str] = &["member", "suspended", "former"];
/// What `membership` of a bloc says. Blocs with `states` have members in the data.
const MEMBERSHIP: &[&str] = &["states", "parent", "other", "none", "changing", "unlisted"];
/// The source code of the World Factbook. It says who is a member, but not since when.
const FACTBOOK: &str = "cia";
/// The source code of a row whose facts were read on the page of `source_url`.
const PAGE: &str = "page";
/// A review of the members of a bloc is valid for as many months.
const REVIEWED_MONTHS: i32 = 12;

/// Checks the memberships, the counts, and the columns of blocs that concern them.
pub(super) fn members(data: &Data, errors: &mut Vec<DataError>) {
    let (blocs, table) = (&data.blocs, &data.members);
    let rows: BTreeMap<&str, &Row> =
        blocs.rows().iter().map(|row| (blocs.get(row, "key"), row)).collect();
    for row in table.rows() {
        let bloc = rows.get(table.get(row, "bloc"));
        spell(table, row, errors);
        if bloc.is_some_and(|bloc| blocs.get(bloc, "status") == "former")
            && table.get(row, "left").is_empty()
        {
            let message = "the bloc is dissolved; expected the date on which this membership ended";
            errors.push(table.error(row, "left", message));
        }
    }
    for pair in table.rows().windows(2) {
        neighbours(table, &pair[0], &pair[1], errors);
    }
    if let Some(last) = table.rows().last() {
        ended(table, last, None, errors);
    }
    closed(table, "status", STATUS, errors);
    closed(blocs, "membership", MEMBERSHIP, errors);
    for table in [table, blocs, &data.counts] {
        pages(table, errors);
    }
    let mut spells: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in table.rows() {
        spells.entry(table.get(row, "bloc")).or_default().push(row);
    }
    for row in blocs.rows() {
        let of_bloc = spells.get(blocs.get(row, "key")).map_or(&[][..], Vec::as_slice);
        bloc(blocs, row, !of_bloc.is_empty(), errors);
        circles(blocs, row, &rows, errors);
        reviewed(data, row, of_bloc, errors);
    }
    counts(data, &spells, errors);
}

/// Returns what is probably missing: the dates on which former blocs were dissolved.
pub(super) fn missing(data: &Data) -> Vec<DataError> {
    let table = &data.blocs;
    let is_missing =
        |row: &&Row| table.get(row, "status") == "former" && table.get(row, "dissolved").is_empty();
    let message = "a former bloc without the date on which it was dissolved";
    let rows = table.rows().iter().filter(is_missing);
    rows.map(|row| table.error(row, "dissolved", message)).collect()
}

/// Checks one spell: its dates and their source.
fn spell(table: &Table, row: &Row, errors: &mut Vec<DataError>) {
    let field = |column| table.get(row, column);
    let (status, joined, left) = (field("status"), field("joined"), field("left"));
    if !left.is_empty() && joined >= left {
        let message = format!("{left:?} is not after {joined:?}, the date of joining");
        errors.push(table.error(row, "left", message));
    }
    if status == "former" && left.is_empty() {
        errors.push(table.error(row, "left", "expected the date on which the member left"));
    }
    if field("source") == FACTBOOK && !(joined.is_empty() && left.is_empty()) {
        let message = "the World Factbook has no dates of membership; add the source of the dates";
        errors.push(table.error(row, "source", message));
    }
}

/// Checks a spell and the one in the next row: their order, and that those of one member do not
/// overlap.
fn neighbours(table: &Table, row: &Row, next: &Row, errors: &mut Vec<DataError>) {
    let key = |row| [table.get(row, "bloc"), table.get(row, "member"), table.get(row, "joined")];
    if key(row) > key(next) {
        let message = "expected rows in the order of bloc, member and date of joining";
        errors.push(table.error(next, "bloc", message));
    }
    let same = key(row)[..2] == key(next)[..2];
    if same && (table.get(row, "left").is_empty() || table.get(row, "left") > key(next)[2]) {
        let message = "this spell begins before the one in the row above ends";
        errors.push(table.error(next, "joined", message));
    }
    ended(table, row, same.then_some(next), errors);
}

/// Checks that a spell of a member that ended without leaving goes on with another status.
fn ended(table: &Table, row: &Row, next: Option<&Row>, errors: &mut Vec<DataError>) {
    let left = table.get(row, "left");
    if table.get(row, "status") == "member"
        && !left.is_empty()
        && next.is_none_or(|next| table.get(next, "joined") != left)
    {
        let message = "no spell follows from the date of leaving; expected the status former";
        errors.push(table.error(row, "status", message));
    }
}

/// Checks the addresses of sources.
pub(super) fn pages(table: &Table, errors: &mut Vec<DataError>) {
    for row in table.rows() {
        let url = table.get(row, "source_url");
        let is_page = items(table.get(row, "source")).any(|code| code == PAGE);
        if is_page == url.is_empty() {
            let message = format!("expected an address if, and only if, {PAGE:?} is a source");
            errors.push(table.error(row, "source_url", message));
        }
        if !(url.is_empty() || url.starts_with("https://") || url.starts_with("http://"))
            || url.contains(' ')
        {
            errors.push(table.error(row, "source_url", format!("bad address {url:?}")));
        }
    }
}

/// Checks the columns of a bloc that say whether it exists and whether it has members.
fn bloc(table: &Table, row: &Row, listed: bool, errors: &mut Vec<DataError>) {
    let membership = table.get(row, "membership");
    if MEMBERSHIP.contains(&membership) && listed != (membership == "states") {
        let message = "expected \"states\" if, and only if, data/members.tsv has members of it";
        errors.push(table.error(row, "membership", message));
    }
    if membership == "parent" && table.get(row, "parent").is_empty() {
        errors.push(table.error(row, "parent", "expected the bloc whose members it has"));
    }
    if table.get(row, "status") != "former" && !table.get(row, "dissolved").is_empty() {
        errors.push(table.error(row, "status", "expected \"former\" for a dissolved bloc"));
    }
}

/// Checks that a bloc is neither an organ of itself nor its own successor.
fn circles(table: &Table, row: &Row, rows: &BTreeMap<&str, &Row>, errors: &mut Vec<DataError>) {
    for column in ["parent", "successor"] {
        let mut seen = BTreeSet::new();
        let mut at = Some(row);
        while let Some(bloc) = at {
            if !seen.insert(table.get(bloc, "key")) {
                errors.push(table.error(row, column, "this leads back to a bloc before it"));
                break;
            }
            at = rows.get(table.get(bloc, column)).copied();
        }
    }
}

/// Checks that the members of a bloc with dates were reviewed in the year before the version of the
/// data. Those of a dissolved bloc do not change.
fn reviewed(data: &Data, row: &Row, spells: &[&Row], errors: &mut Vec<DataError>) {
    let blocs = &data.blocs;
    if blocs.get(row, "status") == "former"
        || spells.iter().all(|spell| data.members.get(spell, "joined").is_empty())
    {
        return;
    }
    let as_of = blocs.get(row, "as_of");
    let age = months(&data.version.replace('.', "-")).zip(months(as_of)).map(|(now, at)| now - at);
    if age.is_none_or(|age| age > REVIEWED_MONTHS) {
        let message = format!(
            "expected a review of the members at most {REVIEWED_MONTHS} months before version {} of the data",
            data.version
        );
        errors.push(blocs.error(row, "as_of", message));
    }
}

/// The number of a month, of a date that begins with `YYYY-MM`.
fn months(date: &str) -> Option<i32> {
    let (year, month) = date.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.get(..2).unwrap_or(month).parse::<i32>().ok()?)
}

/// Checks the published numbers of members against the memberships.
fn counts(data: &Data, spells: &BTreeMap<&str, Vec<&Row>>, errors: &mut Vec<DataError>) {
    let table = &data.counts;
    let mut last = ("", "");
    for row in table.rows() {
        let (bloc, date) = (table.get(row, "bloc"), table.get(row, "date"));
        let spells = spells.get(bloc).map_or(&[][..], Vec::as_slice);
        let on = members_on(&data.members, spells, date);
        if date.len() != "YYYY-MM-DD".len() || !AttributeType::Date.allows(date) {
            errors.push(table.error(row, "date", "expected a day: YYYY-MM-DD"));
        } else if table.get(row, "count") != on.len().to_string() {
            let names: Vec<&str> =
                on.iter().map(|key| key.rsplit('/').next().unwrap_or(key)).collect();
            let message =
                format!("data/members.tsv has {} on {date}: {}", on.len(), names.join(" "));
            errors.push(table.error(row, "count", message));
        }
        if (bloc, date) <= last {
            let message = "expected rows in the order of bloc and date, without repetition";
            errors.push(table.error(row, "bloc", message));
        }
        last = (bloc, date);
    }
}

/// The full members on a day, of the spells of a bloc. A spell includes the day of joining but not
/// that of leaving. A date without day or month means the first of the month or year, so dates are
/// compared as texts. A spell without a date of joining begins with the bloc, which had published
/// figures on later days only.
fn members_on<'d>(table: &'d Table, spells: &[&'d Row], day: &str) -> BTreeSet<&'d str> {
    let counts = |row: &&&Row| {
        let (joined, left) = (table.get(row, "joined"), table.get(row, "left"));
        FULL.contains(&table.get(row, "status")) && joined <= day && (left.is_empty() || day < left)
    };
    spells.iter().filter(counts).map(|row| table.get(row, "member")).collect()
}
