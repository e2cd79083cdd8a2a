//! Forms that mean one of several entities, of which none is likely enough to be reported.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{Data, DataError, Row, Table};

/// Mentions with a lower confidence are not reported by default.
const REPORTED: u32 = 50;
/// A form whose priors add up to less mostly means something else.
const A_NAME: u32 = 60;
/// Forms that name several entities at once, or that only the document can decide. With a lower
/// minimum they are reported, with all their candidates.
const KNOWN: &[&str] = &[
    "Austria-Hungary",
    "Austro-Hungarian",
    "Austro-Hungarian Empire",
    "Austro-Hungarians",
    "COI",
    "Channel Islander",
    "Channel Islanders",
    "Channel Islands",
    "EAEC",
    "Konga",
    "Mandate Palestine",
    "Mandatory Palestine",
    "PMA",
    "Saint Martin",
    "Senegambia",
    "Trust Territory of the Pacific Islands",
    "berylem",
    "berylu",
    "Άγιος Μαρτίνος",
    "κάρβουνα",
];

/// Returns a warning for each other such form, unless it has cues.
pub(super) fn shared(data: &Data) -> Vec<DataError> {
    let (cues, decided) = (&data.cues, KNOWN.iter().map(|form| form.to_lowercase()));
    let decided: BTreeSet<String> =
        cues.rows().iter().map(|row| cues.get(row, "form").to_lowercase()).chain(decided).collect();
    let is_open = |form: &str| !decided.contains(&form.to_lowercase());
    data.surfaces.iter().flat_map(|(_, table)| never_reported(table, is_open)).collect()
}

/// The forms of one language.
fn never_reported(table: &Table, is_open: impl Fn(&str) -> bool) -> Vec<DataError> {
    let mut forms: BTreeMap<&str, Vec<(&Row, u32)>> = BTreeMap::new();
    for row in table.rows() {
        // An empty prior is one of those that are high enough.
        let prior = table.get(row, "prior").parse().unwrap_or(100);
        forms.entry(table.get(row, "form")).or_default().push((row, prior));
    }
    let message = |form: &str| {
        format!(
            "{form:?} names several entities, and none of them would ever be reported; add cues, \
             or add it to the known forms of tools/gazgen/src/check/shared.rs"
        )
    };
    let is_lost = |rows: &[(&Row, u32)]| {
        rows.len() > 1
            && rows.iter().all(|&(_, prior)| prior < REPORTED)
            && rows.iter().map(|&(_, prior)| prior).sum::<u32>() >= A_NAME
    };
    forms
        .into_iter()
        .filter(|(form, rows)| is_lost(rows) && is_open(form))
        .map(|(form, rows)| table.error(rows[0].0, "prior", message(form)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{folder, project_data};
    use super::*;

    #[test]
    fn a_form_without_a_likely_reading_is_a_warning() {
        let (old, new) = (
            "country/NER\tNiger\tname\t\t88",
            "country/MLI\tSudan\talias\t\t40\tgeneral\ncountry/NER\tNiger\tname\t\t88\tiso\ncountry/NER\tSudan\talias\t\t30",
        );
        let data = Data::read(&folder("shared", "surfaces/en.tsv", old, new)).unwrap();
        let warnings: Vec<String> = shared(&data).iter().map(ToString::to_string).collect();
        assert!(warnings.len() == 1 && warnings[0].contains("\"Sudan\" names several"));
    }

    #[test]
    fn the_data_has_only_known_ones() {
        let warnings: Vec<String> =
            shared(&project_data()).iter().map(ToString::to_string).collect();
        assert_eq!(warnings, [""; 0]);
    }
}
