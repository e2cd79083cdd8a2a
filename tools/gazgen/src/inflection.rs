//! The other cases of the names of countries, by the rules of `data/inflection`: Polish *Malty* and
//! *Malcie* of *Malta*.
//!
//! The rules add rows to the tables of surface forms, so that everything that holds for rows holds
//! for these too. A case that means something else is an error: the Finnish partitive of *Niger* is
//! *Nigeria*.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use crate::data::{Data, DataError, Row, Table};
use crate::fold_table::fold_text;
use crate::relations::items;

/// The lowest prior of a name whose cases follow from rules. The cases of others have rows of their
/// own, with priors.
const SURE: u8 = 80;

/// Reads the data, with the cases of names.
pub(crate) fn read(folder: &Path) -> Result<Data, Vec<DataError>> {
    let mut data = Data::read(folder)?;
    let errors = expand(&mut data);
    if errors.is_empty() { Ok(data) } else { Err(errors) }
}

/// Adds the cases of all languages to their surface forms. Returns what is wrong with the rules.
fn expand(data: &mut Data) -> Vec<DataError> {
    let (mut errors, mut added) = (Vec::new(), Vec::new());
    let meanings = meanings(data);
    for (language, rules) in &data.inflection {
        match data.surfaces.iter().position(|(of, _)| of == language) {
            Some(at) => {
                let taken = Taken::new(data, &meanings, language);
                added.push((at, cases(&data.surfaces[at].1, rules, &taken, &mut errors)));
            }
            None => errors.push(rules.file_error(format!("data/surfaces has no {language}.tsv"))),
        }
    }
    for (at, rows) in added {
        data.surfaces[at].1.add(rows);
    }
    errors
}

/// The cases of the names of a table, as the place of the name and the fields of a row.
fn cases(
    names: &Table,
    rules: &Table,
    taken: &Taken<'_>,
    errors: &mut Vec<DataError>,
) -> Vec<(usize, Vec<String>)> {
    let mut endings: HashMap<&str, &Row> = HashMap::new();
    for row in rules.rows() {
        let ending = rules.get(row, "ending");
        if endings.insert(ending, row).is_some() {
            errors.push(rules.error(row, "ending", format!("{ending:?} is listed twice")));
        }
    }
    let field = |row, column| names.get(row, column).to_string();
    let mut own: HashSet<(String, String)> =
        names.rows().iter().map(|row| (field(row, "key"), field(row, "form"))).collect();
    let mut added = Vec::new();
    for (at, row) in names.rows().iter().enumerate().filter(|(_, row)| is_regular(names, row)) {
        let (key, name) = (names.get(row, "key"), names.get(row, "form"));
        let Some((ending, rule)) = longest(&endings, name) else { continue };
        for suffix in items(rules.get(rule, "suffixes")) {
            let form = format!("{}{suffix}", name.strip_suffix(ending).unwrap_or(name));
            if !own.insert((key.to_string(), form.clone())) {
                continue;
            }
            if let Some(other) = taken.by(key, &form) {
                let message = format!(
                    "{form:?}, a case of {name:?}, is also {other}; add a row with the ending \
                     {name:?} and the other cases, or a row of this form to data/surfaces"
                );
                errors.push(rules.error(rule, "suffixes", message));
                continue;
            }
            let [prior, source] = ["prior", "source"].map(|column| rules.get(rule, column));
            added.push((at, [key, &form, "alias", "", prior, source].map(String::from).to_vec()));
        }
    }
    added
}

/// Whether a row is a name of a country, of one word, that rarely means anything else.
fn is_regular(table: &Table, row: &Row) -> bool {
    let field = |column| table.get(row, column);
    field("key").starts_with("country/")
        && field("role") == "name"
        && field("case").is_empty()
        && field("form").chars().all(char::is_alphabetic)
        && (field("prior").is_empty()
            || field("prior").parse().is_ok_and(|prior: u8| prior >= SURE))
}

/// The rule with the longest ending that a name has.
fn longest<'r>(endings: &HashMap<&'r str, &'r Row>, name: &str) -> Option<(&'r str, &'r Row)> {
    let mut endings_of_name = name.char_indices().map(|(at, _)| &name[at..]);
    endings_of_name
        .find_map(|ending| endings.get_key_value(ending).map(|(&ending, &rule)| (ending, rule)))
}

/// The entities of names and words, by the folded form; decoys are *a decoy*.
type Meanings<'d> = HashMap<String, BTreeSet<&'d str>>;

/// What the forms of all languages mean.
fn meanings(data: &Data) -> Meanings<'_> {
    let mut meanings = Meanings::new();
    for (_, table) in &data.surfaces {
        for row in table.rows() {
            // These count as they are written only, in capitals.
            if !matches!(table.get(row, "role"), "acronym" | "code" | "symbol") {
                let form = fold_text(table.get(row, "form"));
                meanings.entry(form).or_default().insert(table.get(row, "key"));
            }
        }
    }
    for row in data.decoys.rows() {
        meanings.entry(fold_text(data.decoys.get(row, "form"))).or_default().insert("a decoy");
    }
    meanings
}

/// What folded forms mean already.
struct Taken<'d> {
    meanings: &'d Meanings<'d>,
    /// Common English words.
    words: &'d BTreeSet<String>,
    /// The frequent words of the language.
    function_words: HashSet<String>,
}

impl<'d> Taken<'d> {
    fn new(data: &'d Data, meanings: &'d Meanings<'d>, language: &str) -> Self {
        let tables = data.function_words.iter().filter(|(of, _)| of == language);
        let function_words = tables
            .flat_map(|(_, table)| table.rows().iter().map(|row| fold_text(table.get(row, "word"))))
            .collect();
        Self { meanings, words: &data.words, function_words }
    }

    /// What a form means besides an entity, if it does.
    fn by(&self, key: &str, form: &str) -> Option<&str> {
        let folded = fold_text(form);
        let other = self.meanings.get(&folded).into_iter().flatten().find(|other| **other != key);
        let word = || self.words.contains(&folded).then_some("a common English word");
        let frequent =
            || self.function_words.contains(&folded).then_some("a frequent word of the language");
        other.copied().or_else(word).or_else(frequent)
    }
}
