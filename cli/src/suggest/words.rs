//! Words that are often something else than the name of a list: common words of English, names of
//! persons, names of towns. `words.txt` is made of the lists in the project's `data` folder.

use std::collections::HashMap;
use std::sync::OnceLock;

/// A list of words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum List {
    Common,
    Person,
    Place,
}

/// Names of days and months, and a word of one letter, which the lists of the data do not have.
const CALENDAR: [&str; 20] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "i",
];

/// Whether a list has a form, in any case.
pub(crate) fn has(list: List, form: &str) -> bool {
    static WORDS: OnceLock<HashMap<String, Vec<List>>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let common = CALENDAR.iter().map(|&word| (word.to_string(), vec![List::Common]));
        let mut words: HashMap<String, Vec<List>> = common.collect();
        for line in include_str!("words.txt").lines() {
            let Some((word, of)) = line.split_once('\t') else { continue };
            let list = match of {
                "common" => List::Common,
                "person" => List::Person,
                _ => List::Place,
            };
            words.entry(word.to_lowercase()).or_default().push(list);
        }
        words
    });
    words.get(&form.to_lowercase()).is_some_and(|lists| lists.contains(&list))
}
