//! What must hold for the data beyond its form.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gaztag::{AttributeType, CaseRule, Language, Role};
use unicode_normalization::is_nfc;

use crate::data::{Data, DataError, Row, Table, case_of};
use crate::fold_table;

const SOURCES: &[&str] = &["iso", "cldr48", "cia", "i18n", "mendeleev", "census", "general"];
const COUNTRY_STATUS: &[&str] = &["independent", "territory", "disputed", "former"];
const BLOC_CLASSES: &[&str] = &[
    "global",
    "un-organ",
    "un-agency",
    "regional",
    "trade",
    "finance",
    "energy",
    "commodity",
    "security",
    "political",
    "court",
    "science",
    "other",
];
const MINERAL_CLASSES: &[&str] =
    &["element", "mineral", "ore", "rock", "fuel", "gemstone", "group", "compound", "product"];
const MEMBER_STATUS: &[&str] =
    &["member", "observer", "associate", "candidate", "suspended", "former"];

/// All errors of the data.
pub(crate) fn check(data: &Data) -> Vec<DataError> {
    let mut errors = Vec::new();
    for table in data.tables() {
        for row in table.rows() {
            fields(table, row, &mut errors);
        }
    }
    let keys = entities(data, &mut errors);
    references(data, &keys, &mut errors);
    retired_keys(data, &keys, &mut errors);
    surfaces(data, &keys, &mut errors);
    decoys(data, &mut errors);
    classes(data, &mut errors);
    cues(data, &keys, &mut errors);
    errors
}

/// The most words of a phrase near a name.
const PHRASE: usize = 4;
/// Words that stand for any word of a shape.
const SHAPES: &[&str] = &["<capitalised>", "<lower>", "<number>", "<initial>", "<edge>"];

/// Classes of words: their names, that cues speak of them, each word once.
fn classes(data: &Data, errors: &mut Vec<DataError>) {
    let fields = data
        .cues
        .rows()
        .iter()
        .flat_map(|row| [data.cues.get(row, "form"), data.cues.get(row, "words")]);
    let used: BTreeSet<&str> = fields
        .flat_map(|field| field.split('|'))
        .filter_map(|word| word.strip_prefix('@'))
        .collect();
    for (class, table) in &data.classes {
        if !used.contains(class.as_str()) {
            errors.extend(table.rows().first().map(|row| {
                table.error(row, "word", format!("no cue speaks of the class {class:?}"))
            }));
        }
        let mut seen = BTreeSet::new();
        if !class.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            errors.extend(table.rows().first().map(|row| table.error(row, "word", format!("{class:?} is no name of a class; expected lower-case letters, digits and hyphens"))));
        }
        for row in table.rows() {
            let word = table.get(row, "word");
            if let Some(message) = bad_word(word) {
                errors.push(table.error(row, "word", message));
            }
            if !seen.insert(fold_table::fold_text(word)) {
                errors.push(table.error(
                    row,
                    "word",
                    format!("{word:?} stands twice (but for case and accents)"),
                ));
            }
        }
    }
}

/// What is wrong with a word or phrase.
fn bad_word(word: &str) -> Option<String> {
    let parts = word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).count();
    (parts == 0 || parts > PHRASE)
        .then(|| format!("{word:?} has {parts} words; expected one to {PHRASE}"))
}

/// Cues: forms, entities and classes that exist, places, weights, each once.
fn cues(data: &Data, keys: &BTreeSet<&str>, errors: &mut Vec<DataError>) {
    let table = &data.cues;
    let mut forms: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (_, surfaces) in &data.surfaces {
        for row in surfaces.rows() {
            forms
                .entry(fold_table::fold_text(surfaces.get(row, "form")))
                .or_default()
                .insert(surfaces.get(row, "key"));
        }
    }
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let field = |name| table.get(row, name);
        let (entity, words) = (field("entity"), field("words"));
        if !entity.is_empty() && !keys.contains(entity) {
            errors.push(table.error(row, "entity", format!("unknown key {entity:?}")));
        }
        match data.forms_of(field("form")) {
            Err(class) => {
                errors.push(table.error(row, "form", format!("no class {class:?} in data/words")))
            }
            Ok(named) if named.is_empty() => errors.push(table.error(row, "form", "no form")),
            Ok(named) => {
                // Of a class only those that are surface forms are judged.
                let unknown =
                    named.iter().filter(|_| !field("form").starts_with('@')).find(|form| {
                        forms
                            .get(&fold_table::fold_text(form))
                            .is_none_or(|of| !entity.is_empty() && !of.contains(entity))
                    });
                errors.extend(unknown.map(|form| {
                    table.error(
                        row,
                        "form",
                        format!(
                            "{form:?} is no surface form of {}",
                            if entity.is_empty() { "any entity" } else { entity }
                        ),
                    )
                }));
            }
        }
        if field("where").parse::<gaztag::CuePlace>().is_err() {
            errors.push(table.error(
                row,
                "where",
                gaztag::ErrorKind::BadCuePlace(field("where").into()).to_string(),
            ));
        }
        match data.words_of(words) {
            Err(class) => {
                errors.push(table.error(row, "words", format!("no class {class:?} in data/words")))
            }
            Ok(list) if list.is_empty() => errors.push(table.error(row, "words", "no words")),
            Ok(list) => {
                for word in list {
                    let message = match ["country/", "bloc/", "mineral/"]
                        .iter()
                        .any(|kind| word.starts_with(kind))
                    {
                        true if keys.contains(word) && field("where").starts_with("document") => {
                            None
                        }
                        true if keys.contains(word) => {
                            Some(format!("{word:?} can stand in a document only"))
                        }
                        true => Some(format!("unknown key {word:?}")),
                        false
                            if word.starts_with('<') && field("where").starts_with("document") =>
                        {
                            Some(format!("{word:?} can stand near a name only"))
                        }
                        false if word.starts_with('<') => (!SHAPES.contains(&word)).then(|| {
                            format!("unknown shape {word:?}; expected one of {}", SHAPES.join(", "))
                        }),
                        false => bad_word(word),
                    };
                    errors.extend(message.map(|message| table.error(row, "words", message)));
                }
            }
        }
        match field("use").parse::<gaztag::Use>() {
            Err(error) if !field("use").is_empty() => {
                errors.push(table.error(row, "use", error.to_string()))
            }
            Ok(_) if !entity.is_empty() => errors.push(table.error(
                row,
                "entity",
                "a use is told of every reading; expected no entity",
            )),
            Ok(_) if field("where").starts_with("document") => {
                errors.push(table.error(row, "where", gaztag::ErrorKind::UseOfDocument.to_string()))
            }
            _ => {}
        }
        if !field("weight")
            .parse::<i8>()
            .is_ok_and(|weight| weight != 0 && (-12..=12).contains(&weight))
        {
            errors.push(table.error(
                row,
                "weight",
                gaztag::ErrorKind::BadWeight(field("weight").into()).to_string(),
            ));
        }
        if !seen.insert((field("form"), entity, field("where"), words)) {
            errors.push(table.error(row, "form", "the same cue stands twice"));
        }
    }
}

/// Every field: Unicode, blanks, sources.
fn fields(table: &Table, row: &Row, errors: &mut Vec<DataError>) {
    for &column in table.columns() {
        let field = table.get(row, column);
        if field.trim() != field || field.contains("  ") {
            errors.push(table.error(
                row,
                column,
                format!("{field:?} has a blank at its start or end, or two together"),
            ));
        }
        if !is_nfc(field) {
            errors.push(table.error(
                row,
                column,
                format!("{field:?} is not in normalization form C"),
            ));
        }
        if field.chars().any(char::is_control) {
            errors.push(table.error(row, column, format!("{field:?} has a control character")));
        }
    }
    let source = table.get(row, "source");
    if let Some(unknown) = source.split('|').find(|code| !SOURCES.contains(code)) {
        errors.push(table.error(
            row,
            "source",
            format!("unknown source {unknown:?}; data/README.md lists them"),
        ));
    }
}

/// Keys: their form, their order, each once. Words of closed lists.
fn entities<'d>(data: &'d Data, errors: &mut Vec<DataError>) -> BTreeSet<&'d str> {
    let mut keys = BTreeSet::new();
    for (table, kind) in data.entities().into_iter().zip(["bloc", "country", "mineral"]) {
        let mut last = "";
        for row in table.rows() {
            let key = table.get(row, "key");
            if key.split_once('/').is_none_or(|(prefix, name)| prefix != kind || name.is_empty()) {
                errors.push(table.error(
                    row,
                    "key",
                    format!("bad key {key:?}; expected {kind}/..."),
                ));
            }
            if !keys.insert(key) {
                errors.push(table.error(row, "key", format!("key {key:?} stands twice")));
            } else if key < last {
                errors.push(table.error(
                    row,
                    "key",
                    format!("{key:?} stands behind {last:?}; sort by key"),
                ));
            }
            if table.get(row, "name").is_empty() {
                errors.push(table.error(row, "name", "no name"));
            }
            last = key;
        }
    }
    let mut closed = |table: &Table, column: &str, words: &[&str]| {
        for row in table.rows() {
            let word = table.get(row, column);
            if !words.contains(&word) {
                errors.push(table.error(
                    row,
                    column,
                    format!("unknown {column} {word:?}; expected one of {}", words.join(", ")),
                ));
            }
        }
    };
    closed(&data.countries, "status", COUNTRY_STATUS);
    closed(&data.blocs, "class", BLOC_CLASSES);
    closed(&data.blocs, "status", &["active", "former"]);
    closed(&data.minerals, "class", MINERAL_CLASSES);
    closed(&data.members, "status", MEMBER_STATUS);
    keys
}

/// Keys that rows refer to.
fn references(data: &Data, keys: &BTreeSet<&str>, errors: &mut Vec<DataError>) {
    let columns: [(&Table, &[&str]); 3] = [
        (&data.countries, &["part_of"]),
        (&data.blocs, &["parent", "successor"]),
        (&data.members, &["bloc", "member"]),
    ];
    for (table, columns) in columns {
        for row in table.rows() {
            for column in columns {
                for key in table
                    .get(row, column)
                    .split('|')
                    .filter(|key| !key.is_empty() && !keys.contains(key))
                {
                    errors.push(table.error(row, column, format!("unknown key {key:?}")));
                }
            }
        }
    }
    let dates: [(&Table, &[&str]); 2] =
        [(&data.blocs, &["founded", "dissolved"]), (&data.members, &["joined", "left"])];
    for (table, columns) in dates {
        for row in table.rows() {
            for column in columns.iter().filter(|column| {
                !table.get(row, column).is_empty()
                    && !AttributeType::Date.allows(table.get(row, column))
            }) {
                errors.push(table.error(
                    row,
                    column,
                    "expected a date: YYYY, YYYY-MM or YYYY-MM-DD",
                ));
            }
        }
    }
    let mut seen = BTreeSet::new();
    for row in data.members.rows() {
        if !seen.insert((
            data.members.get(row, "bloc"),
            data.members.get(row, "member"),
            data.members.get(row, "joined"),
        )) {
            errors.push(data.members.error(row, "member", "the same membership stands twice"));
        }
    }
}

/// Keys are for ever: what was given out once exists, or has a successor.
fn retired_keys(data: &Data, keys: &BTreeSet<&str>, errors: &mut Vec<DataError>) {
    let table = &data.retired;
    let mut retired = BTreeSet::new();
    for row in table.rows() {
        let (key, successor) = (table.get(row, "key"), table.get(row, "replaced_by"));
        if keys.contains(key) {
            errors.push(table.error(
                row,
                "key",
                format!("{key:?} is the key of an entity; take one of the two out"),
            ));
        }
        if !keys.contains(successor) {
            errors.push(table.error(
                row,
                "replaced_by",
                format!(
                    "unknown key {successor:?}; name the entity of today, not another retired key"
                ),
            ));
        }
        if !AttributeType::Date.allows(table.get(row, "since")) {
            errors.push(table.error(
                row,
                "since",
                "expected the month of the data that retired it, YYYY-MM",
            ));
        }
        if !retired.insert(key) {
            errors.push(table.error(row, "key", format!("{key:?} stands twice")));
        }
    }
    let given_out = &data.keys;
    for row in given_out.rows() {
        let key = given_out.get(row, "key");
        if !keys.contains(key) && !retired.contains(key) {
            errors.push(given_out.error(row, "key", format!("{key:?} was given out and is gone; keys are for ever: name its successor in data/retired.tsv")));
        }
    }
}

/// Surface forms: known keys, each form once an entity, priors that add up, words that are
/// protected, names for everybody.
fn surfaces(data: &Data, keys: &BTreeSet<&str>, errors: &mut Vec<DataError>) {
    let mut seen = BTreeSet::new();
    let mut priors = Priors::new();
    let mut named = BTreeSet::new();
    for (language, table) in &data.surfaces {
        if language.parse::<Language>().is_err() {
            errors.extend(
                table.rows().first().map(|row| {
                    table.error(row, "key", format!("{language:?} is no language code"))
                }),
            );
        }
        let mut last = "";
        for row in table.rows() {
            let (key, form) = (table.get(row, "key"), table.get(row, "form"));
            if !keys.contains(key) {
                errors.push(table.error(row, "key", format!("unknown key {key:?}")));
            }
            if key < last {
                errors.push(table.error(
                    row,
                    "key",
                    format!("{key:?} stands behind {last:?}; sort by key"),
                ));
            }
            last = key;
            if !seen.insert((language, key, form)) {
                errors.push(table.error(row, "form", format!("{form:?} stands twice for {key}")));
            }
            if let Err(error) = surface(data, table, row, language, &mut priors) {
                errors.push(error);
            }
            if language == "en" && matches!(table.get(row, "role"), "name" | "official" | "acronym")
            {
                named.insert(key);
            }
        }
    }
    for table in data.entities() {
        for row in table.rows().iter().filter(|row| !named.contains(table.get(row, "key"))) {
            errors.push(table.error(
                row,
                "key",
                "no English surface form with the role name, official or acronym",
            ));
        }
    }
    for ((folded, _), entities) in &priors {
        let sum: u32 = entities.values().map(|(prior, _, _)| prior).sum();
        if let Some((_, table, row)) =
            entities.values().next_back().filter(|_| sum > 100 && entities.len() > 1)
        {
            let parts: Vec<String> =
                entities.iter().map(|(key, (prior, _, _))| format!("{key} {prior}")).collect();
            errors.push(table.error(
                row,
                "prior",
                format!(
                    "the priors of {folded:?} add up to {sum}, more than 100: {}",
                    parts.join(", ")
                ),
            ));
        }
    }
}

/// For each folded form (exact ones: as written) and case rule, the highest prior of each entity
/// and where it stands.
type Priors<'d> = BTreeMap<(String, CaseRule), BTreeMap<&'d str, (u32, &'d Table, &'d Row)>>;

fn surface<'d>(
    data: &'d Data,
    table: &'d Table,
    row: &'d Row,
    language: &str,
    priors: &mut Priors<'d>,
) -> Result<(), DataError> {
    let (key, form, stated) =
        (table.get(row, "key"), table.get(row, "form"), table.get(row, "prior"));
    let role: Role = table
        .get(row, "role")
        .parse()
        .map_err(|kind: gaztag::ErrorKind| table.error(row, "role", kind.to_string()))?;
    let case = case_of(table.get(row, "case"), form, role)
        .map_err(|kind| table.error(row, "case", kind.to_string()))?;
    let prior: u32 = match stated {
        "" => gaztag::Surface::new(form).with_role(role).prior().into(),
        _ => stated.parse().ok().filter(|prior| (1..=100).contains(prior)).ok_or_else(|| {
            table.error(
                row,
                "prior",
                format!("bad prior {stated:?}; expected 1 to 100, or nothing"),
            )
        })?,
    };
    let lower = form.chars().next().is_some_and(char::is_lowercase);
    if case == CaseRule::Capitalised && lower {
        return Err(table.error(row, "case", format!("{form:?} begins with a lower-case letter; capitalised would never find it as it is written")));
    }
    let folded = fold_table::fold_text(form);
    if folded.is_empty() {
        return Err(table.error(row, "form", "nothing is left of the form after folding"));
    }
    if case == CaseRule::Any && data.words.contains(&folded) && stated.is_empty() {
        return Err(table.error(row, "prior", format!("{form:?} is a common English word and may come in any case; state its prior (language {language})")));
    }
    // Exact forms that are cased differently never meet.
    let text = if case == CaseRule::Exact { form.to_string() } else { folded };
    let entities = priors.entry((text, case)).or_default();
    let highest = entities.entry(key).or_insert((prior, table, row));
    if prior > highest.0 {
        *highest = (prior, table, row);
    }
    Ok(())
}

/// Decoys: in order, each once, none a name.
fn decoys(data: &Data, errors: &mut Vec<DataError>) {
    let table = &data.decoys;
    let mut names: HashMap<String, &str> = HashMap::new();
    for (_, surfaces) in &data.surfaces {
        for row in surfaces.rows() {
            names
                .insert(fold_table::fold_text(surfaces.get(row, "form")), surfaces.get(row, "key"));
        }
    }
    let mut seen = BTreeSet::new();
    let mut last = "";
    for row in table.rows() {
        let form = table.get(row, "form");
        if form < last {
            errors.push(table.error(
                row,
                "form",
                format!(
                    "{form:?} stands behind {last:?}; sort by form, capitals before small letters"
                ),
            ));
        }
        last = form;
        let folded = fold_table::fold_text(form);
        if let Some(key) = names.get(&folded) {
            errors.push(table.error(row, "form", format!("decoy {form:?} is a name of {key}")));
        }
        if folded.is_empty() || !seen.insert(folded) {
            errors.push(table.error(
                row,
                "form",
                format!("decoy {form:?} is empty or stands twice (but for case and accents)"),
            ));
        }
        if let Err(kind) = case_of(table.get(row, "case"), form, Role::Name) {
            errors.push(table.error(row, "case", kind.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A small folder of data without mistakes.
    const FILES: [(&str, &str); 12] = [
        ("VERSION", "2000.1\n"),
        ("words_en.txt", "# words\nlead\nus\n"),
        (
            "countries.tsv",
            "key\tname\talpha2\talpha3\tnumeric\tstatus\tpart_of\tsource\ncountry/MLI\tMali\tML\tMLI\t466\tindependent\t\tiso\ncountry/NER\tNiger\tNE\tNER\t562\tindependent\t\tiso\n",
        ),
        (
            "blocs.tsv",
            "key\tname\tclass\tfounded\tdissolved\tstatus\tparent\tsuccessor\tsource\nbloc/au\tAfrican Union\tregional\t2002\t\tactive\t\t\tgeneral\n",
        ),
        (
            "minerals.tsv",
            "key\tname\tclass\tsymbol\tformula\tlists\tsource\nmineral/lead\tlead\telement\tPb\t\t\tmendeleev\n",
        ),
        (
            "members.tsv",
            "bloc\tmember\tstatus\tjoined\tleft\tsource\nbloc/au\tcountry/MLI\tmember\t2002\t\tcia\n",
        ),
        (
            "retired.tsv",
            "key\treplaced_by\tsince\tsource\ncountry/NIG\tcountry/NER\t2000-01\tgeneral\n",
        ),
        ("keys.tsv", "key\nbloc/au\ncountry/MLI\ncountry/NIG\n"),
        ("words/metal.tsv", "word\tsource\nzinc\tgeneral\n"),
        (
            "cues.tsv",
            "form\tentity\twhere\twords\tweight\tuse\tsource\nlead\tmineral/lead\tnear 4\t@metal|mine\t4\t\tgeneral\nNiger\t\tdocument\tNiamey|country/MLI\t2\t\tgeneral\n@country/name\t\tbefore\tBank of\t-8\tnested\tgeneral\n",
        ),
        ("decoys.tsv", "form\tcase\tsource\nNiger River\t\tgeneral\nwill lead\t\tgeneral\n"),
        (
            "surfaces/en.tsv",
            "key\tform\trole\tcase\tprior\tsource\nbloc/au\tAfrican Union\tname\t\t\tgeneral\ncountry/MLI\tMali\tname\t\t\tiso\ncountry/NER\tNiger\tname\t\t88\tiso\nmineral/lead\tlead\tname\t\t25\tgeneral\n",
        ),
    ];

    /// What is said of the data when `old` is replaced by `new` in a file.
    fn errors(name: &str, file: &str, old: &str, new: &str) -> Vec<String> {
        let folder = std::env::temp_dir().join(format!("gazgen-{}", std::process::id())).join(name);
        fs::create_dir_all(folder.join("surfaces")).unwrap();
        fs::create_dir_all(folder.join("words")).unwrap();
        for (path, text) in FILES {
            let text = if path == file { text.replacen(old, new, 1) } else { text.into() };
            fs::write(folder.join(path), text).unwrap();
        }
        let errors = match Data::read(&folder) {
            Ok(data) => check(&data),
            Err(errors) => errors,
        };
        errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn good_data_has_no_errors() {
        assert_eq!(errors("good", "VERSION", "", ""), [""; 0]);
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let cases = [
            (
                "lost-key",
                "keys.tsv",
                "country/NIG",
                "country/UPV",
                "keys.tsv: line 4, column 1 (key)",
                "keys are for ever",
            ),
            (
                "key-in-use",
                "retired.tsv",
                "country/NIG",
                "country/MLI",
                "retired.tsv: line 2, column 1 (key)",
                "is the key of an entity",
            ),
            (
                "no-successor",
                "retired.tsv",
                "country/NER",
                "country/NEX",
                "retired.tsv: line 2, column 2 (replaced_by)",
                "unknown key",
            ),
            (
                "bad-date",
                "members.tsv",
                "2002",
                "May 2002",
                "members.tsv: line 2, column 4 (joined)",
                "expected a date",
            ),
            (
                "duplicate-key",
                "countries.tsv",
                "country/NER\t",
                "country/MLI\t",
                "countries.tsv: line 3, column 1 (key)",
                "stands twice",
            ),
            (
                "unsorted",
                "countries.tsv",
                "country/MLI",
                "country/ZZZ",
                "line 3, column 1 (key)",
                "sort by key",
            ),
            (
                "unknown-key",
                "surfaces/en.tsv",
                "country/NER",
                "country/NEX",
                "surfaces/en.tsv: line 4, column 1 (key)",
                "unknown key \"country/NEX\"",
            ),
            (
                "claimed-twice",
                "surfaces/en.tsv",
                "country/NER\tNiger\tname\t\t88",
                "country/MLI\tMali\tname\t\t88",
                "line 4, column 2 (form)",
                "stands twice for country/MLI",
            ),
            (
                "decoy-is-name",
                "decoys.tsv",
                "Niger River",
                "NIGER",
                "decoys.tsv: line 2, column 1 (form)",
                "is a name of country/NER",
            ),
            (
                "decoy-twice",
                "decoys.tsv",
                "will lead",
                "niger river",
                "decoys.tsv: line 3, column 1 (form)",
                "stands twice",
            ),
            (
                "decoys-unsorted",
                "decoys.tsv",
                "Niger River",
                "zinc it",
                "decoys.tsv: line 3, column 1 (form)",
                "\"will lead\" stands behind \"zinc it\"",
            ),
            (
                "bad-role",
                "surfaces/en.tsv",
                "Mali\tname",
                "Mali\tnmae",
                "line 3, column 3 (role)",
                "unknown role",
            ),
            (
                "bad-case",
                "surfaces/en.tsv",
                "Mali\tname\t\t",
                "Mali\tname\tCaps\t",
                "line 3, column 4 (case)",
                "unknown case rule",
            ),
            (
                "wrong-case",
                "surfaces/en.tsv",
                "lead\tname\t\t",
                "lead\tname\tcapitalised\t",
                "line 5, column 4 (case)",
                "would never find it",
            ),
            (
                "word",
                "surfaces/en.tsv",
                "lead\tname\t\t25",
                "lead\tname\t\t",
                "line 5, column 5 (prior)",
                "common English word",
            ),
            (
                "bad-prior",
                "surfaces/en.tsv",
                "\t88\t",
                "\t101\t",
                "line 4, column 5 (prior)",
                "bad prior",
            ),
            (
                "prior-sum",
                "surfaces/en.tsv",
                "country/NER\tNiger\tname\t\t88",
                "country/NER\tMali\tname\t\t88",
                "(prior)",
                "add up to 183",
            ),
            (
                "not-composed",
                "surfaces/en.tsv",
                "Mali\t",
                "Ma\u{301}li\t",
                "line 3, column 2 (form)",
                "normalization form C",
            ),
            (
                "trailing-blank",
                "minerals.tsv",
                "lead\telement",
                "lead \telement",
                "minerals.tsv: line 2, column 2 (name)",
                "has a blank",
            ),
            (
                "unknown-source",
                "members.tsv",
                "cia",
                "rumour",
                "members.tsv: line 2, column 6 (source)",
                "unknown source",
            ),
            (
                "unknown-class",
                "blocs.tsv",
                "regional",
                "club",
                "blocs.tsv: line 2, column 3 (class)",
                "unknown class",
            ),
            (
                "unknown-member",
                "members.tsv",
                "country/MLI",
                "country/ML",
                "members.tsv: line 2, column 2 (member)",
                "unknown key",
            ),
            ("fields", "blocs.tsv", "\tregional", "", "blocs.tsv: line 2", "8 fields; expected 9"),
            ("header", "decoys.tsv", "form\tcase", "form\tkase", "decoys.tsv: line 1", "header"),
            (
                "last-line",
                "decoys.tsv",
                "will lead\t\tgeneral\n",
                "will lead\t\tgeneral",
                "decoys.tsv",
                "no line feed",
            ),
            (
                "word-twice",
                "words/metal.tsv",
                "zinc\tgeneral\n",
                "zinc\tgeneral\nZinc\tgeneral\n",
                "words/metal.tsv: line 3, column 1 (word)",
                "stands twice",
            ),
            (
                "long-phrase",
                "words/metal.tsv",
                "zinc",
                "a b c d e",
                "words/metal.tsv: line 2, column 1 (word)",
                "has 5 words",
            ),
            (
                "unused-class",
                "cues.tsv",
                "@metal|mine",
                "mine",
                "words/metal.tsv: line 2, column 1 (word)",
                "no cue speaks of the class \"metal\"",
            ),
            (
                "cue-form",
                "cues.tsv",
                "lead\tmineral",
                "leed\tmineral",
                "cues.tsv: line 2, column 1 (form)",
                "is no surface form of mineral/lead",
            ),
            (
                "cue-entity",
                "cues.tsv",
                "mineral/lead",
                "mineral/laed",
                "cues.tsv: line 2, column 2 (entity)",
                "unknown key",
            ),
            (
                "cue-place",
                "cues.tsv",
                "near 4",
                "near 40",
                "cues.tsv: line 2, column 3 (where)",
                "bad place",
            ),
            (
                "cue-class",
                "cues.tsv",
                "@metal|",
                "@metal|@mettle|",
                "cues.tsv: line 2, column 4 (words)",
                "no class \"mettle\"",
            ),
            (
                "cue-key",
                "cues.tsv",
                "country/MLI",
                "country/ML",
                "cues.tsv: line 3, column 4 (words)",
                "unknown key \"country/ML\"",
            ),
            (
                "cue-shape",
                "cues.tsv",
                "|mine",
                "|<upper>",
                "cues.tsv: line 2, column 4 (words)",
                "unknown shape",
            ),
            (
                "cue-shape-in-document",
                "cues.tsv",
                "country/MLI",
                "<number>",
                "cues.tsv: line 3, column 4 (words)",
                "near a name only",
            ),
            (
                "cue-weight",
                "cues.tsv",
                "\t4\t\tgeneral",
                "\t40\t\tgeneral",
                "cues.tsv: line 2, column 5 (weight)",
                "bad weight",
            ),
            (
                "cue-forms",
                "cues.tsv",
                "@country/name",
                "@country/former",
                "cues.tsv: line 4, column 1 (form)",
                "no class \"country/former\"",
            ),
            (
                "cue-use",
                "cues.tsv",
                "nested",
                "nest",
                "cues.tsv: line 4, column 6 (use)",
                "unknown use \"nest\"",
            ),
            (
                "cue-use-of-one",
                "cues.tsv",
                "@country/name\t",
                "@country/name\tcountry/MLI",
                "cues.tsv: line 4, column 2 (entity)",
                "of every reading",
            ),
            (
                "cue-use-in-document",
                "cues.tsv",
                "before\tBank of",
                "document\tBank of",
                "cues.tsv: line 4, column 3 (where)",
                "not by the document",
            ),
            (
                "nameless",
                "surfaces/en.tsv",
                "African Union\tname",
                "African Union\talias",
                "blocs.tsv: line 2, column 1 (key)",
                "no English surface form",
            ),
        ];
        for (name, file, old, new, place, message) in cases {
            let errors = errors(name, file, old, new);
            assert!(
                errors.iter().any(|error| error.contains(place) && error.contains(message)),
                "{name}: {errors:?}"
            );
        }
    }
}
