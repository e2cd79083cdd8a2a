//! Checks of cues and of the classes of forms and words that they name.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{ACCENTED_FORMS, Data, DataError, FOREIGN_WORDS, Row, Table, UnknownClass};
use crate::fold_table;

/// The most words of a phrase near a name.
const PHRASE: usize = 4;
/// Words that mean any word of a shape.
const SHAPES: &[&str] = &[
    "<capitalised>",
    "<lower>",
    "<number>",
    "<initial>",
    "<edge>",
    "<percent>",
    "<title>",
    "<symbol>",
    "<cell>",
    "<age>",
    "<signature>",
];
/// What keys of entities begin with.
const KEYS: &[&str] = &["country/", "bloc/", "mineral/"];

/// Checks the classes of `data/forms`, which the first column of cues names, and those of
/// `data/words`, which the column of words names.
pub(super) fn classes(data: &Data, errors: &mut Vec<DataError>) {
    for (column, classes) in [("form", &data.form_classes), ("words", &data.classes)] {
        let fields = data.cues.rows().iter().map(|row| data.cues.get(row, column));
        let used: BTreeSet<&str> = fields
            .flat_map(|field| field.split('|'))
            .filter_map(|word| word.strip_prefix('@'))
            .collect();
        for (name, table) in classes {
            let is_used =
                used.contains(name.as_str()) || [FOREIGN_WORDS, ACCENTED_FORMS].contains(&&**name);
            if !is_used {
                errors.push(table.file_error(format!(
                    "unused class {name:?}; no row of data/cues.tsv has @{name} in its column {column}"
                )));
            }
            class(name, table, errors);
        }
    }
    for (name, table) in &data.form_classes {
        if data.classes.iter().any(|(other, _)| other == name) {
            errors.push(table.file_error(format!(
                "class {name:?} is in data/words too; give one of them another name"
            )));
        }
    }
}

/// Checks one class: its name, its introduction, no word twice.
fn class(name: &str, table: &Table, errors: &mut Vec<DataError>) {
    if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        errors.push(table.file_error(format!(
            "bad class name {name:?}; expected lower-case letters, digits and hyphens"
        )));
    }
    if !table.has_introduction() {
        errors.push(table.file_error(
            "expected a comment in the first line: what belongs here, what does not, and on what evidence",
        ));
    }
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let word = table.get(row, "word");
        if let Some(message) = bad_word(word) {
            errors.push(table.error(row, "word", message));
        }
        if !seen.insert(fold_table::fold_text(word)) {
            errors.push(table.error(
                row,
                "word",
                format!("{word:?} is listed twice (case and accents do not count)"),
            ));
        }
    }
}

/// Returns what is wrong with a word or phrase.
fn bad_word(word: &str) -> Option<String> {
    let parts = word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).count();
    (parts == 0 || parts > PHRASE)
        .then(|| format!("{word:?} has {parts} words; expected one to {PHRASE}"))
}

/// The entities of each folded surface form.
type Forms<'d> = BTreeMap<String, BTreeSet<&'d str>>;

/// Checks each cue: its form, entity, place, words, use and weight, and that it is listed once.
pub(super) fn cues(data: &Data, keys: &BTreeSet<&str>, errors: &mut Vec<DataError>) {
    let table = &data.cues;
    let mut forms = Forms::new();
    for (_, surfaces) in &data.surfaces {
        for row in surfaces.rows() {
            let folded = fold_table::fold_text(surfaces.get(row, "form"));
            forms.entry(folded).or_default().insert(surfaces.get(row, "key"));
        }
    }
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let mut refuse = |column: &str, message: String| {
            errors.push(table.error(row, column, message));
        };
        let field = |name| table.get(row, name);
        let (form, entity, words) = (field("form"), field("entity"), field("words"));
        if !entity.is_empty() && !keys.contains(entity) {
            refuse("entity", format!("unknown key {entity:?}"));
        }
        if let Some(message) = bad_form(data, &forms, form, entity) {
            refuse("form", message);
        }
        if field("where").parse::<gaztag::CuePlace>().is_err() {
            refuse("where", gaztag::ErrorKind::BadCuePlace(field("where").into()).to_string());
        }
        let in_document = field("where").starts_with("document");
        match data.words_of(words) {
            Err(class) => refuse("words", unknown_class(data, &class, "words")),
            Ok(list) if list.is_empty() => refuse("words", "expected words".into()),
            Ok(list) => list
                .into_iter()
                .filter_map(|word| bad_cue_word(word, keys, in_document))
                .for_each(|message| refuse("words", message)),
        }
        if let Some((column, message)) = bad_use(table, row) {
            refuse(column, message);
        }
        let weight = field("weight").parse::<i8>();
        if !weight.is_ok_and(|weight| weight != 0 && (-12..=12).contains(&weight)) {
            refuse("weight", gaztag::ErrorKind::BadWeight(field("weight").into()).to_string());
        }
        if !seen.insert((form, entity, field("where"), words)) {
            refuse("form", "this cue is listed twice".into());
        }
    }
}

/// Returns what is wrong with the form of a cue. A class may have names that are not surface forms.
fn bad_form(data: &Data, forms: &Forms<'_>, form: &str, entity: &str) -> Option<String> {
    let named = match data.forms_of(form) {
        Err(class) => return Some(unknown_class(data, &class, "forms")),
        Ok(named) if named.is_empty() => return Some("expected a form".into()),
        Ok(_) if form.starts_with('@') => return None,
        Ok(named) => named,
    };
    let unknown = named.into_iter().find(|form| {
        forms
            .get(&fold_table::fold_text(form))
            .is_none_or(|of| !entity.is_empty() && !of.contains(entity))
    })?;
    let of = if entity.is_empty() { "any entity" } else { entity };
    Some(format!("{unknown:?} is not a surface form of {of}"))
}

/// The message for a class that is not in a folder of the data, or only in the other one.
fn unknown_class(data: &Data, &UnknownClass(class): &UnknownClass<'_>, folder: &str) -> String {
    let (others, advice) = match folder {
        "forms" => (&data.classes, "a class of words cannot be judged"),
        _ => (&data.form_classes, "a class of forms is not evidence"),
    };
    let other = if others.iter().any(|(name, _)| name == class) {
        format!("; {advice}")
    } else {
        String::new()
    };
    format!("no class {class:?} in data/{folder}{other}")
}

/// Returns what is wrong with a word, a shape or a key among the words of a cue.
fn bad_cue_word(word: &str, keys: &BTreeSet<&str>, in_document: bool) -> Option<String> {
    if KEYS.iter().any(|kind| word.starts_with(kind)) {
        match keys.contains(word) {
            true if in_document => None,
            true => Some(format!("{word:?} is a key, which is allowed with document only")),
            false => Some(format!("unknown key {word:?}")),
        }
    } else if word.starts_with('<') {
        if in_document {
            Some(format!("{word:?} is a shape, which is allowed near a name only"))
        } else if SHAPES.contains(&word) || is_in_capitals(word) {
            None
        } else {
            Some(format!(
                "unknown shape {word:?}; expected <CAPITALS> or one of {}",
                SHAPES.join(", ")
            ))
        }
    } else if let Some(first) = frequent_beginning(word).filter(|_| in_document) {
        Some(format!("{word:?} begins with {first:?}, {FREQUENT_BEGINNING}; leave it out"))
    } else {
        bad_word(word)
    }
}

/// The most frequent English words. What is looked for in the whole text does not begin with one in
/// lower case: each of these words would be read as the beginning of a name.
const FREQUENT: &[&str] =
    &["a", "and", "at", "by", "for", "from", "in", "is", "of", "on", "that", "the", "to", "with"];

/// What is wrong with such a beginning.
pub(super) const FREQUENT_BEGINNING: &str = "which is so frequent that all texts would cost more";

/// The first word of a form of several words in lower case, if it is one of [`FREQUENT`].
pub(super) fn frequent_beginning(form: &str) -> Option<&'static str> {
    let folded = fold_table::fold_text(form);
    let (first, _) = folded.split_once(|c: char| !c.is_alphanumeric())?;
    let word = FREQUENT.iter().find(|word| **word == first)?;
    form.starts_with(char::is_lowercase).then_some(word)
}

/// Whether a word such as `<OH>` is compared with its case: up to four capitals. One alone is an
/// initial in an index.
fn is_in_capitals(word: &str) -> bool {
    let letters = word.trim_start_matches('<').trim_end_matches('>');
    (1..=4).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Returns the column and the mistake of a cue with a use.
fn bad_use(table: &Table, row: &Row) -> Option<(&'static str, String)> {
    let field = |name| table.get(row, name);
    match field("use").parse::<gaztag::Use>() {
        Err(_) if field("use").is_empty() => None,
        Err(error) => Some(("use", error.to_string())),
        Ok(_) if !field("entity").is_empty() => {
            Some(("entity", "a cue with a use applies to every reading; expected no entity".into()))
        }
        Ok(_) if field("where").starts_with("document") => {
            Some(("where", gaztag::ErrorKind::UseOfDocument.to_string()))
        }
        Ok(_) => None,
    }
}
