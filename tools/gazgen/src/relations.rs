//! What follows from the relations between minerals: what they contain, and which lists they
//! inherit. And which lists a country is on.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::Data;

/// For each mineral the keys of the minerals that have it as a part of their meaning: those that it
/// is traded as, those that it is a kind of, and the groups that contain it.
pub(crate) struct Wider<'d>(BTreeMap<&'d str, Vec<&'d str>>);

impl<'d> Wider<'d> {
    pub(crate) fn of(data: &'d Data) -> Self {
        let table = &data.minerals;
        let mut wider: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in table.rows() {
            let key = table.get(row, "key");
            for column in ["commodity", "kind_of"] {
                let field = table.get(row, column);
                wider.entry(key).or_default().extend(Some(field).filter(|to| !to.is_empty()));
            }
            if table.get(row, "class") == "group" {
                for member in items(table.get(row, "contains")) {
                    wider.entry(member).or_default().push(key);
                }
            }
        }
        Self(wider)
    }

    /// All wider minerals of one, directly or through others, without itself.
    pub(crate) fn all(&self, key: &'d str) -> BTreeSet<&'d str> {
        let mut seen = BTreeSet::new();
        let mut left = vec![key];
        while let Some(next) = left.pop() {
            let wider = self.0.get(next).map(Vec::as_slice).unwrap_or_default();
            left.extend(wider.iter().copied().filter(|key| seen.insert(*key)));
        }
        seen.remove(key);
        seen
    }

    /// Whether a mineral is wider than itself, through others or not.
    pub(crate) fn is_circular(&self, key: &'d str) -> bool {
        let direct = self.0.get(key).map(Vec::as_slice).unwrap_or_default();
        direct.iter().any(|&wider| wider == key || self.all(wider).contains(key))
    }
}

/// For each mineral the lists that name a wider mineral and not itself.
pub(crate) fn inherited_lists(data: &Data) -> BTreeMap<&str, Vec<&str>> {
    let table = &data.minerals;
    let field =
        |name| table.rows().iter().map(move |row| (table.get(row, "key"), table.get(row, name)));
    let lists: BTreeMap<&str, &str> = field("lists").collect();
    let wider = Wider::of(data);
    let inherited = |key, own: &str| -> Vec<&str> {
        let all = wider.all(key);
        let of_wider: BTreeSet<&str> =
            all.iter().filter_map(|key| lists.get(key)).flat_map(|field| items(field)).collect();
        of_wider.into_iter().filter(|list| items(own).all(|own| own != *list)).collect()
    };
    field("lists")
        .map(|(key, own)| (key, inherited(key, own)))
        .filter(|(_, lists)| !lists.is_empty())
        .collect()
}

/// For each mineral what it contains: the field of its row, or else the elements of its formula
/// other than oxygen and hydrogen.
pub(crate) fn contents(data: &Data) -> BTreeMap<&str, Vec<&str>> {
    let table = &data.minerals;
    let elements: BTreeMap<&str, &str> = table
        .rows()
        .iter()
        .filter(|row| table.get(row, "class") == "element")
        .map(|row| (table.get(row, "symbol"), table.get(row, "key")))
        .collect();
    let contents = |row| match table.get(row, "contains") {
        "" if table.get(row, "class") == "element" => Vec::new(),
        "" => symbols(table.get(row, "formula"))
            .into_iter()
            .filter(|symbol| !matches!(*symbol, "O" | "H"))
            .filter_map(|symbol| elements.get(symbol).copied())
            .collect(),
        stated => items(stated).collect(),
    };
    let rows = table.rows().iter().map(|row| (table.get(row, "key"), contents(row)));
    rows.filter(|(_, contents)| !contents.is_empty()).collect()
}

/// The chemical symbols of a formula, each once, in their order.
fn symbols(formula: &str) -> Vec<&str> {
    let mut symbols = Vec::new();
    for (start, capital) in formula.char_indices().filter(|(_, c)| c.is_ascii_uppercase()) {
        let rest = &formula[start + capital.len_utf8()..];
        let second = rest.chars().next().filter(char::is_ascii_lowercase).map_or(0, char::len_utf8);
        let symbol = &formula[start..start + capital.len_utf8() + second];
        if !symbols.contains(&symbol) {
            symbols.push(symbol);
        }
    }
    symbols
}

/// For each country the lists that it is on.
pub(crate) fn lists_of_countries(data: &Data) -> BTreeMap<&str, Vec<&str>> {
    let table = &data.country_lists;
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in table.rows().iter().filter(|row| table.get(row, "until").is_empty()) {
        lists.entry(table.get(row, "country")).or_default().push(table.get(row, "list"));
    }
    lists
}

/// For each former state the states that took its place.
pub(crate) fn successors(data: &Data) -> BTreeMap<&str, Vec<&str>> {
    let table = &data.countries;
    let former = table.rows().iter().filter(|row| table.get(row, "status") == "former");
    former.map(|row| (table.get(row, "key"), items(table.get(row, "part_of")).collect())).collect()
}

/// The items of a field that separates them by `|`.
pub(crate) fn items(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_of_formulas() {
        assert_eq!(symbols("Fe1-xS"), ["Fe", "S"]);
        assert_eq!(symbols("(Cu,Al)2H2Si2O5(OH)4·nH2O"), ["Cu", "Al", "H", "Si", "O"]);
        assert_eq!(symbols("Co(OH)2"), ["Co", "O", "H"]);
        assert_eq!(symbols(""), [""; 0]);
    }
}
