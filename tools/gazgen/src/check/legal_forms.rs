//! Checks of the legal forms of companies.

use crate::data::{Data, DataError};
use crate::legal_forms::{FORM, LINK};

/// Checks that each row is one word as words of names are compared with it, in order.
pub(super) fn check(data: &Data, errors: &mut Vec<DataError>) {
    let table = &data.legal_forms;
    let mut last = "";
    for row in table.rows() {
        let word = table.get(row, "word");
        let is_compared = !word.is_empty()
            && !word.contains(char::is_whitespace)
            && word.to_lowercase() == word
            && word.trim_matches(['.', ',', '(', ')']) == word;
        if !is_compared {
            let message = "expected one word in lower case, without points around it";
            errors.push(table.error(row, "word", message));
        }
        if word <= last {
            errors.push(table.error(row, "word", "expected the rows sorted, each word once"));
        }
        last = word;
        if ![FORM, LINK].contains(&table.get(row, "kind")) {
            errors.push(table.error(row, "kind", format!("expected {FORM} or {LINK}")));
        }
    }
}
