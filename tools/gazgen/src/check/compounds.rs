//! Checks of the parts of closed compounds.

use std::collections::BTreeSet;

use crate::compounds::{FIRST, LAST};
use crate::data::{Data, DataError, KINDS};

/// Checks that the first parts name entities and the last ones kinds of them, and that no form of a
/// part is empty or listed twice for what it is of.
pub(super) fn compounds(data: &Data, keys: &BTreeSet<&str>, errors: &mut Vec<DataError>) {
    for (_, table) in &data.compounds {
        let mut seen = BTreeSet::new();
        for row in table.rows() {
            let (part, of) = (table.get(row, "part"), table.get(row, "of"));
            for item in of.split('|') {
                let (is_known, expected) = match part {
                    FIRST => (keys.contains(item), "the key of an entity"),
                    LAST => (KINDS.contains(&item), "kinds of entities"),
                    _ => {
                        let message = format!("unknown part {part:?}; expected first or last");
                        errors.push(table.error(row, "part", message));
                        break;
                    }
                };
                if !is_known {
                    let message = format!("{item:?} is not {expected}");
                    errors.push(table.error(row, "of", message));
                }
                for form in table.get(row, "forms").split('|') {
                    if form.is_empty() || !seen.insert((part, item, form)) {
                        let message = format!("{form:?} is empty or listed twice for {item}");
                        errors.push(table.error(row, "forms", message));
                    }
                }
            }
        }
    }
}
