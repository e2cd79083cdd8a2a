//! Reads the files of `data/`.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::mem;
use std::path::Path;

/// An error in a data file.
#[derive(Debug, thiserror::Error)]
#[error("{file}: line {line}, column {column}{}, byte {byte}: {message}", name.map(|name| format!(" ({name})")).unwrap_or_default())]
pub(crate) struct DataError {
    file: String,
    line: usize,
    column: usize,
    name: Option<&'static str>,
    byte: usize,
    message: String,
}

impl DataError {
    /// A file or folder that cannot be read.
    fn of_file(name: &str, error: &io::Error) -> Self {
        let (file, message) = (format!("data/{name}"), error.to_string());
        Self { file, line: 1, column: 1, name: None, byte: 0, message }
    }
}

/// A tab-separated file with the columns that it must have.
pub(crate) struct Table {
    file: String,
    columns: &'static [&'static str],
    /// Whether its first line is a comment.
    has_introduction: bool,
    rows: Vec<Row>,
}

/// A row, with its place in the file.
pub(crate) struct Row {
    line: usize,
    byte: usize,
    fields: Vec<String>,
}

impl Table {
    fn read(
        folder: &Path,
        name: &str,
        columns: &'static [&'static str],
    ) -> Result<Self, Vec<DataError>> {
        let mut table = Self {
            file: format!("data/{name}"),
            columns,
            has_introduction: false,
            rows: Vec::new(),
        };
        let bytes = fs::read(folder.join(name))
            .map_err(|error| vec![table.error_at(1, 1, 0, error.to_string())])?;
        let text = String::from_utf8(bytes).map_err(|error| {
            vec![table.error_at(1, 1, error.utf8_error().valid_up_to(), "not UTF-8".into())]
        })?;
        table.has_introduction = text.starts_with('#');
        let (mut errors, mut byte, mut header) = (Vec::new(), 0, false);
        for (number, line) in text.split('\n').enumerate() {
            if !line.is_empty() && !line.starts_with('#') {
                let fields: Vec<String> = line.split('\t').map(String::from).collect();
                if fields.len() != columns.len() {
                    errors.push(table.error_at(
                        number + 1,
                        fields.len().min(columns.len()),
                        byte,
                        format!("expected {} fields, found {}", columns.len(), fields.len()),
                    ));
                } else if !header {
                    header = true;
                    if fields != columns {
                        errors.push(table.error_at(
                            number + 1,
                            1,
                            byte,
                            format!("expected the header {columns:?}, found {fields:?}"),
                        ));
                    }
                } else {
                    table.rows.push(Row { line: number + 1, byte, fields });
                }
            }
            byte += line.len() + 1;
        }
        if !text.ends_with('\n') {
            errors.push(table.error_at(
                text.lines().count(),
                1,
                text.len(),
                "expected a line feed at the end of the file".into(),
            ));
        }
        if errors.is_empty() { Ok(table) } else { Err(errors) }
    }

    /// Whether its first line is a comment, which says what the file is for.
    pub(crate) fn has_introduction(&self) -> bool {
        self.has_introduction
    }

    /// The path of the file in the project.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Adds rows that follow from others: after which one, and its fields. They have its place in
    /// the file, and come in the order of the rows that they follow from.
    pub(crate) fn add(&mut self, derived: Vec<(usize, Vec<String>)>) {
        let mut derived = derived.into_iter().peekable();
        for (at, row) in mem::take(&mut self.rows).into_iter().enumerate() {
            let (line, byte) = (row.line, row.byte);
            self.rows.push(row);
            while let Some((_, fields)) = derived.next_if(|(after, _)| *after == at) {
                self.rows.push(Row { line, byte, fields });
            }
        }
    }

    pub(crate) fn columns(&self) -> &'static [&'static str] {
        self.columns
    }

    /// The field of a row by its column's name.
    pub(crate) fn get<'r>(&self, row: &'r Row, column: &str) -> &'r str {
        self.columns.iter().position(|&name| name == column).map_or("", |index| &row.fields[index])
    }

    /// An error that concerns the file as a whole; its place is the first line.
    pub(crate) fn file_error(&self, message: impl Into<String>) -> DataError {
        self.error_at(1, 1, 0, message.into())
    }

    /// An error in a field.
    pub(crate) fn error(&self, row: &Row, column: &str, message: impl Into<String>) -> DataError {
        let index = self.columns.iter().position(|&name| name == column).unwrap_or(0);
        let byte =
            row.byte + row.fields.iter().take(index).map(|field| field.len() + 1).sum::<usize>();
        self.error_at(row.line, index + 1, byte, message.into())
    }

    fn error_at(&self, line: usize, column: usize, byte: usize, message: String) -> DataError {
        DataError {
            file: self.file.clone(),
            line,
            column,
            name: self.columns.get(column - 1).copied(),
            byte,
            message,
        }
    }
}

/// The kinds of entities, in the order of [`Data::entities`]. `CONTRIBUTING.md` lists what else a
/// new one touches.
pub(crate) const KINDS: [&str; 3] = ["bloc", "country", "mineral"];

/// The class of full names that are judged by the language of the text.
pub(crate) const FOREIGN_WORDS: &str = "foreign-word";
/// The class of forms whose accents a text must have.
pub(crate) const ACCENTED_FORMS: &str = "accented-form";

/// All files of `data/`.
pub(crate) struct Data {
    pub(crate) version: String,
    pub(crate) countries: Table,
    pub(crate) blocs: Table,
    pub(crate) minerals: Table,
    pub(crate) members: Table,
    /// How many members blocs had, as published.
    pub(crate) counts: Table,
    /// The lists that minerals and countries may be on.
    pub(crate) lists: Table,
    /// Which country is or was on which list.
    pub(crate) country_lists: Table,
    /// Facts about countries.
    pub(crate) country_attributes: Table,
    /// Keys that were retired.
    pub(crate) retired: Table,
    /// All keys that any version has had, sorted.
    pub(crate) keys: Table,
    /// The short forms of words in names of countries.
    pub(crate) abbreviations: Table,
    /// The words of legal forms of companies.
    pub(crate) legal_forms: Table,
    pub(crate) decoys: Table,
    pub(crate) cues: Table,
    /// Classes of forms that cues judge, by name.
    pub(crate) form_classes: Vec<(String, Table)>,
    /// Classes of words that are evidence, by name.
    pub(crate) classes: Vec<(String, Table)>,
    /// By language.
    pub(crate) surfaces: Vec<(String, Table)>,
    /// What shows that Han characters are countries, by list.
    pub(crate) han: Table,
    /// Words beside names, by list.
    pub(crate) beside: Table,
    /// The parts of closed compounds, by language.
    pub(crate) compounds: Vec<(String, Table)>,
    /// How names of countries change by case, by language.
    pub(crate) inflection: Vec<(String, Table)>,
    /// The function words of languages, by language.
    pub(crate) function_words: Vec<(String, Table)>,
    /// Common English words in lower case.
    pub(crate) words: BTreeSet<String>,
}

impl Data {
    pub(crate) fn read(folder: &Path) -> Result<Self, Vec<DataError>> {
        let plain = |name: &str| {
            fs::read_to_string(folder.join(name))
                .map_err(|error| vec![DataError::of_file(name, &error)])
        };
        let classes = |name| tables(folder, name, &["word", "source"]);
        Ok(Self {
            version: plain("VERSION")?.trim().into(),
            countries: Table::read(
                folder,
                "countries.tsv",
                &["key", "name", "alpha2", "alpha3", "numeric", "status", "part_of", "source"],
            )?,
            blocs: Table::read(
                folder,
                "blocs.tsv",
                &[
                    "key",
                    "name",
                    "class",
                    "founded",
                    "dissolved",
                    "status",
                    "parent",
                    "successor",
                    "membership",
                    "source_url",
                    "as_of",
                    "source",
                ],
            )?,
            minerals: Table::read(
                folder,
                "minerals.tsv",
                &[
                    "key",
                    "name",
                    "class",
                    "symbol",
                    "formula",
                    "cas",
                    "hs",
                    "wikidata",
                    "commodity",
                    "contains",
                    "kind_of",
                    "ore_of",
                    "lists",
                    "source",
                ],
            )?,
            members: Table::read(
                folder,
                "members.tsv",
                &["bloc", "member", "status", "joined", "left", "source_url", "as_of", "source"],
            )?,
            counts: Table::read(
                folder,
                "counts.tsv",
                &["bloc", "date", "count", "source_url", "as_of", "source"],
            )?,
            lists: Table::read(
                folder,
                "lists.tsv",
                &["code", "kind", "title", "issuer", "date", "source_url", "count", "source"],
            )?,
            country_lists: Table::read(
                folder,
                "country-lists.tsv",
                &["list", "country", "since", "until", "source"],
            )?,
            country_attributes: Table::read(
                folder,
                "country-attributes.tsv",
                &[
                    "key",
                    "region",
                    "subregion",
                    "capital",
                    "currency",
                    "domain",
                    "calling_code",
                    "latitude",
                    "longitude",
                    "wikidata",
                    "former_codes",
                    "founded",
                    "dissolved",
                    "absent",
                    "source",
                ],
            )?,
            retired: Table::read(
                folder,
                "retired.tsv",
                &["key", "replaced_by", "since", "source"],
            )?,
            keys: Table::read(folder, "keys.tsv", &["key"])?,
            abbreviations: Table::read(folder, "abbreviations.tsv", &["word", "short", "source"])?,
            legal_forms: Table::read(folder, "legal-forms.tsv", &["word", "kind", "source"])?,
            decoys: Table::read(folder, "decoys.tsv", &["form", "case", "source"])?,
            cues: Table::read(
                folder,
                "cues.tsv",
                &["form", "entity", "where", "words", "weight", "use", "source"],
            )?,
            han: Table::read(folder, "han.tsv", &["list", "word", "source"])?,
            beside: Table::read(folder, "beside.tsv", &["list", "word", "source"])?,
            form_classes: classes("forms")?,
            classes: classes("words")?,
            function_words: classes("function-words")?,
            compounds: tables(folder, "compounds", &["part", "forms", "of", "source"])?,
            inflection: tables(folder, "inflection", &["ending", "suffixes", "prior", "source"])?,
            surfaces: tables(
                folder,
                "surfaces",
                &["key", "form", "role", "case", "prior", "source"],
            )?,
            words: plain("words_en.txt")?
                .lines()
                .filter(|line| !line.starts_with('#') && !line.is_empty())
                .map(String::from)
                .collect(),
        })
    }

    /// The list of all keys that any version has had, with the present ones.
    pub(crate) fn render_keys(&self) -> String {
        let present = self
            .entities()
            .into_iter()
            .flat_map(|table| table.rows().iter().map(|row| table.get(row, "key")));
        let keys: BTreeSet<&str> =
            self.keys.rows().iter().map(|row| self.keys.get(row, "key")).chain(present).collect();
        let introduction = "# All keys that any version has had. Written by `cargo run -p gazgen`, which only adds to it.\nkey\n";
        keys.into_iter().fold(introduction.into(), |text: String, key| text + key + "\n")
    }

    /// The tables of entities, one for each of [`KINDS`].
    pub(crate) fn entities(&self) -> [&Table; KINDS.len()] {
        [&self.blocs, &self.countries, &self.minerals]
    }

    /// Drops the names of other languages than these and English, and the words that show these
    /// languages. Fails with the languages that have no names.
    pub(crate) fn retain_languages(&mut self, kept: &[String]) -> Result<(), Vec<String>> {
        let is_known = |wanted: &&String| self.surfaces.iter().any(|(known, _)| known == *wanted);
        let unknown: Vec<&str> =
            kept.iter().filter(|wanted| !is_known(wanted)).map(String::as_str).collect();
        if !unknown.is_empty() {
            let known: Vec<&str> = self.surfaces.iter().map(|(known, _)| known.as_str()).collect();
            return Err(vec![format!(
                "no names in {}; data/surfaces has {}",
                unknown.join(", "),
                known.join(", ")
            )]);
        }
        let is_kept = |language: &str| language == "en" || kept.iter().any(|of| of == language);
        for tables in [&mut self.surfaces, &mut self.function_words, &mut self.compounds] {
            tables.retain(|(language, _)| is_kept(language));
        }
        Ok(())
    }

    /// The surface forms by language, English first.
    pub(crate) fn surfaces_english_first(&self) -> impl Iterator<Item = (&str, &Table)> {
        let of = |english: bool| {
            self.surfaces.iter().filter(move |(language, _)| (language == "en") == english)
        };
        of(true).chain(of(false)).map(|(language, table)| (language.as_str(), table))
    }

    /// All tables.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &Table> {
        self.entities()
            .into_iter()
            .chain([&self.members, &self.counts, &self.lists, &self.country_lists])
            .chain([&self.country_attributes, &self.retired, &self.abbreviations])
            .chain([&self.legal_forms, &self.decoys, &self.cues, &self.han, &self.beside])
            .chain(self.surfaces.iter().map(|(_, table)| table))
            .chain(self.form_classes.iter().chain(&self.classes).map(|(_, table)| table))
            .chain(self.function_words.iter().chain(&self.compounds).map(|(_, table)| table))
            .chain(self.inflection.iter().map(|(_, table)| table))
    }

    /// The forms that a cue judges: those that its field lists, with `@CLASS` for the forms of a
    /// class, `@KIND/ROLE` for the English forms of a kind of entity with a role, and
    /// `@KIND/ROLE/LANG` for those of another language.
    pub(crate) fn forms_of<'d>(&'d self, field: &'d str) -> Result<Vec<&'d str>, UnknownClass<'d>> {
        match field.strip_prefix('@').and_then(|class| class.split_once('/')) {
            Some((kind, rest)) => {
                let (role, language) = rest.split_once('/').unwrap_or((rest, "en"));
                self.forms_in(language, kind, role).ok_or(UnknownClass(&field[1..]))
            }
            None => listed(&self.form_classes, field),
        }
    }

    /// The words that a cue asks for: those that its field lists, with `@CLASS` for the words of a
    /// class.
    pub(crate) fn words_of<'d>(&'d self, field: &'d str) -> Result<Vec<&'d str>, UnknownClass<'d>> {
        listed(&self.classes, field)
    }

    /// The forms of one of the classes that are used without cues.
    pub(crate) fn forms_of_class(&self, class: &str) -> impl Iterator<Item = &str> {
        let tables = self.form_classes.iter().filter(move |(name, _)| name == class);
        tables.flat_map(|(_, table)| table.rows().iter().map(|row| table.get(row, "word")))
    }

    /// The forms in a language of a kind of entity with a role, if there are any.
    fn forms_in(&self, language: &str, kind: &str, role: &str) -> Option<Vec<&str>> {
        let (_, table) = self.surfaces.iter().find(|(known, _)| known == language)?;
        let is_of = |row: &&Row| {
            table.get(row, "role") == role
                && table.get(row, "key").split_once('/').is_some_and(|(of, _)| of == kind)
        };
        let forms: Vec<&str> =
            table.rows().iter().filter(is_of).map(|row| table.get(row, "form")).collect();
        if forms.is_empty() { None } else { Some(forms) }
    }
}

/// A field names a class that does not exist.
#[derive(Debug)]
pub(crate) struct UnknownClass<'d>(pub(crate) &'d str);

/// The words of a field that separates them by `|`, with those of the classes that it names.
fn listed<'d>(
    classes: &'d [(String, Table)],
    field: &'d str,
) -> Result<Vec<&'d str>, UnknownClass<'d>> {
    let mut words = Vec::new();
    for word in field.split('|').filter(|word| !word.is_empty()) {
        let Some(class) = word.strip_prefix('@') else {
            words.push(word);
            continue;
        };
        let (_, table) =
            classes.iter().find(|(name, _)| name == class).ok_or(UnknownClass(class))?;
        words.extend(table.rows().iter().map(|row| table.get(row, "word")));
    }
    Ok(words)
}

/// The tables in a folder, by name.
fn tables(
    folder: &Path,
    name: &str,
    columns: &'static [&'static str],
) -> Result<Vec<(String, Table)>, Vec<DataError>> {
    let read = |file: String| {
        let table = Table::read(folder, &format!("{name}/{file}.tsv"), columns)?;
        Ok((file, table))
    };
    names(folder, name)?.into_iter().map(read).collect()
}

/// The names of the tables in a folder, sorted.
fn names(folder: &Path, name: &str) -> Result<Vec<String>, Vec<DataError>> {
    let entries = fs::read_dir(folder.join(name)).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(|error| vec![DataError::of_file(name, &error)])?;
    let mut names: Vec<String> = entries
        .iter()
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".tsv").map(String::from))
        .collect();
    names.sort();
    Ok(names)
}

/// The case rule of a row of surface forms or decoys: the one that it states, or the library's
/// default for its form and role.
pub(crate) fn case_of(
    stated: &str,
    form: &str,
    role: gaztag::Role,
) -> Result<gaztag::CaseRule, gaztag::ErrorKind> {
    if stated.is_empty() {
        Ok(gaztag::Surface::new(form).with_role(role).case())
    } else {
        stated.parse()
    }
}
