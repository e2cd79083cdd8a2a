//! Checks of the lists of words that become source files.

use std::collections::BTreeSet;

use crate::data::{Data, DataError};
use crate::word_lists;

/// Checks that every list is known and not empty, that no word is listed twice, and that pairs are
/// two characters of three bytes.
pub(super) fn word_lists(data: &Data, errors: &mut Vec<DataError>) {
    for (table, lists) in word_lists::lists(data) {
        let mut seen = BTreeSet::new();
        for row in table.rows() {
            let (list, word) = (table.get(row, "list"), table.get(row, "word"));
            if !lists.contains(&list) {
                let message = format!("unknown list {list:?}; expected one of {lists:?}");
                errors.push(table.error(row, "list", message));
            }
            if word.is_empty() || !seen.insert((list, word)) {
                errors.push(table.error(row, "word", format!("{word:?} is empty or listed twice")));
            }
            let is_pair = matches!(list, "pair" | "doubtful-pair" | "no-clause");
            let is_wide = |word: &str, count: usize| {
                word.chars().count() == count && word.chars().all(|c| c.len_utf8() == 3)
            };
            if (is_pair && !is_wide(word, 2)) || (list == "rare" && !is_wide(word, 1)) {
                let message = format!("{word:?} does not consist of Han characters of a pair");
                errors.push(table.error(row, "word", message));
            }
        }
        for list in lists {
            if !seen.iter().any(|(known, _)| *known == list) {
                errors.push(table.file_error(format!("no word of the list {list:?}")));
            }
        }
    }
}
