//! Checks of the function words of languages.

use std::collections::BTreeSet;

use crate::data::{Data, DataError};

/// Checks each file of `data/function-words`: that its language has surface forms, its
/// introduction, and that each row is one word in lower case, listed once. Accents count: Italian
/// has *e* and *è*.
pub(super) fn function_words(data: &Data, errors: &mut Vec<DataError>) {
    for (language, table) in &data.function_words {
        if !data.surfaces.iter().any(|(known, _)| known == language) {
            errors.push(table.file_error(format!(
                "{language:?} has no surface forms; name the file after a language of data/surfaces"
            )));
        }
        if !table.has_introduction() {
            errors.push(table.file_error("expected a comment in the first line"));
        }
        let mut seen = BTreeSet::new();
        for row in table.rows() {
            let word = table.get(row, "word");
            if word.is_empty() || word.chars().any(|c| c.is_uppercase() || c.is_whitespace()) {
                errors.push(table.error(row, "word", "expected one word in lower case"));
            }
            if !seen.insert(word) {
                errors.push(table.error(row, "word", format!("{word:?} is listed twice")));
            }
        }
    }
}
