//! Closed compounds (German `Goldmine`, Dutch `goudmijn`): the name of an entity as the first part,
//! and a listed noun as the last one.
//!
//! Each first part is joined with each last part for its kind of entity. Matching a name inside any
//! longer word would find it in *Goldberg* and *Chinakohl* too, so that both parts are data.

use std::collections::HashSet;

use gaztag::CaseRule;

use crate::data::{Data, Row, Table};
use crate::fold_table::fold_text;
use crate::relations::items;
use crate::variant::Variant;

/// The part that names the entity.
pub(crate) const FIRST: &str = "first";
/// The noun that ends the compound.
pub(crate) const LAST: &str = "last";

/// All compounds of the data, apart from those of an English name and an English word
/// (*Lithium*, *boom*): in hashtags they would take the place of the name.
pub(crate) fn compounds(data: &Data) -> Vec<Variant<'_>> {
    let forms = data.surfaces_english_first().take(1).flat_map(|(_, table)| {
        table.rows().iter().map(move |row| fold_text(table.get(row, "form")))
    });
    let english: HashSet<String> = forms.collect();
    let mut all = Vec::new();
    for (language, table) in &data.compounds {
        for first in part(table, FIRST) {
            let key = table.get(first, "of");
            let kind = key.split('/').next().unwrap_or_default();
            let fits = |last: &&Row| items(table.get(last, "of")).any(|of| of == kind);
            let ends =
                part(table, LAST).filter(fits).flat_map(|last| items(table.get(last, "forms")));
            for end in ends {
                let is_apart = |first: &&str| {
                    !(english.contains(&fold_text(first)) && data.words.contains(end))
                };
                let firsts = items(table.get(first, "forms")).filter(is_apart).flat_map(cased);
                all.extend(firsts.map(|first| Variant {
                    key: Some(key),
                    form: format!("{first}{end}"),
                    case: CaseRule::Exact,
                    role: "compound",
                    // The library has a default for this role.
                    prior: "",
                    language,
                }));
            }
        }
    }
    all
}

/// A first part as it is written, and with a capital as at the start of a sentence.
fn cased(first: &str) -> impl Iterator<Item = String> {
    let mut letters = first.chars();
    let capitalised: String =
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let other = Some(capitalised).filter(|capitalised| capitalised != first);
    other.into_iter().chain([first.to_string()])
}

/// The rows of the first or the last parts.
fn part<'d>(table: &'d Table, part: &'static str) -> impl Iterator<Item = &'d Row> {
    table.rows().iter().filter(move |row| table.get(row, "part") == part)
}
