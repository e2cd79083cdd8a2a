//! The files of `data/`, read.

use std::collections::BTreeSet;
use std::fs;
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

/// A tab-separated file with the columns that it must have.
pub(crate) struct Table {
    file: String,
    columns: &'static [&'static str],
    rows: Vec<Row>,
}

/// A row, with the place where it stands.
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
        let mut table = Self { file: format!("data/{name}"), columns, rows: Vec::new() };
        let bytes = fs::read(folder.join(name))
            .map_err(|error| vec![table.error_at(1, 1, 0, error.to_string())])?;
        let text = String::from_utf8(bytes).map_err(|error| {
            vec![table.error_at(1, 1, error.utf8_error().valid_up_to(), "not UTF-8".into())]
        })?;
        let (mut errors, mut byte, mut header) = (Vec::new(), 0, false);
        for (number, line) in text.split('\n').enumerate() {
            if !line.is_empty() && !line.starts_with('#') {
                let fields: Vec<String> = line.split('\t').map(String::from).collect();
                if fields.len() != columns.len() {
                    errors.push(table.error_at(
                        number + 1,
                        fields.len().min(columns.len()),
                        byte,
                        format!("{} fields; expected {}", fields.len(), columns.len()),
                    ));
                } else if !header {
                    header = true;
                    if fields != columns {
                        errors.push(table.error_at(
                            number + 1,
                            1,
                            byte,
                            format!("header {fields:?}; expected {columns:?}"),
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
                "no line feed at the end of the file".into(),
            ));
        }
        if errors.is_empty() { Ok(table) } else { Err(errors) }
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(crate) fn columns(&self) -> &'static [&'static str] {
        self.columns
    }

    /// The field of a row by its column's name.
    pub(crate) fn get<'r>(&self, row: &'r Row, column: &str) -> &'r str {
        self.columns.iter().position(|&name| name == column).map_or("", |index| &row.fields[index])
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

/// Everything.
pub(crate) struct Data {
    pub(crate) version: String,
    pub(crate) countries: Table,
    pub(crate) blocs: Table,
    pub(crate) minerals: Table,
    pub(crate) members: Table,
    /// Keys that were retired.
    pub(crate) retired: Table,
    /// All keys that were ever given out, sorted.
    pub(crate) keys: Table,
    pub(crate) decoys: Table,
    pub(crate) cues: Table,
    /// By class.
    pub(crate) classes: Vec<(String, Table)>,
    /// By language.
    pub(crate) surfaces: Vec<(String, Table)>,
    /// Common English words in lower case.
    pub(crate) words: BTreeSet<String>,
}

impl Data {
    pub(crate) fn read(folder: &Path) -> Result<Self, Vec<DataError>> {
        let plain = |name: &str| {
            fs::read_to_string(folder.join(name)).map_err(|error| {
                vec![DataError {
                    file: format!("data/{name}"),
                    line: 1,
                    column: 1,
                    name: None,
                    byte: 0,
                    message: error.to_string(),
                }]
            })
        };
        let mut surfaces = Vec::new();
        for language in names(&folder.join("surfaces")) {
            let table = Table::read(
                folder,
                &format!("surfaces/{language}.tsv"),
                &["key", "form", "role", "case", "prior", "source"],
            )?;
            surfaces.push((language.split('.').next().unwrap_or_default().to_string(), table));
        }
        let mut classes = Vec::new();
        for class in names(&folder.join("words")) {
            let table = Table::read(folder, &format!("words/{class}.tsv"), &["word", "source"])?;
            classes.push((class, table));
        }
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
                    "source",
                ],
            )?,
            minerals: Table::read(
                folder,
                "minerals.tsv",
                &["key", "name", "class", "symbol", "formula", "lists", "source"],
            )?,
            members: Table::read(
                folder,
                "members.tsv",
                &["bloc", "member", "status", "joined", "left", "source"],
            )?,
            retired: Table::read(
                folder,
                "retired.tsv",
                &["key", "replaced_by", "since", "source"],
            )?,
            keys: Table::read(folder, "keys.tsv", &["key"])?,
            decoys: Table::read(folder, "decoys.tsv", &["form", "case", "source"])?,
            cues: Table::read(
                folder,
                "cues.tsv",
                &["form", "entity", "where", "words", "weight", "use", "source"],
            )?,
            classes,
            surfaces,
            words: plain("words_en.txt")?
                .lines()
                .filter(|line| !line.starts_with('#') && !line.is_empty())
                .map(String::from)
                .collect(),
        })
    }

    /// The list of keys that were ever given out, with those of today.
    pub(crate) fn render_keys(&self) -> String {
        let today = self
            .entities()
            .into_iter()
            .flat_map(|table| table.rows().iter().map(|row| table.get(row, "key")));
        let keys: BTreeSet<&str> =
            self.keys.rows().iter().map(|row| self.keys.get(row, "key")).chain(today).collect();
        let introduction = "# All keys that were ever given out. Written by `cargo run -p gazgen`, which only adds to it.\nkey\n";
        keys.into_iter().fold(introduction.into(), |text: String, key| text + key + "\n")
    }

    /// The tables of entities.
    pub(crate) fn entities(&self) -> [&Table; 3] {
        [&self.blocs, &self.countries, &self.minerals]
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
            .chain([&self.members, &self.retired, &self.decoys, &self.cues])
            .chain(self.surfaces.iter().chain(&self.classes).map(|(_, table)| table))
    }

    /// The words of a class; none if there is no such class.
    pub(crate) fn class(&self, name: &str) -> Option<impl Iterator<Item = &str>> {
        let (_, table) = self.classes.iter().find(|(class, _)| class == name)?;
        Some(table.rows().iter().map(|row| table.get(row, "word")))
    }

    /// What the field of a cue's forms says: as words, and `@KIND/ROLE` for the English forms of a
    /// kind of entity with a role.
    pub(crate) fn forms_of<'d>(&'d self, field: &'d str) -> Result<Vec<&'d str>, &'d str> {
        let Some((kind, role)) = field.strip_prefix('@').and_then(|class| class.split_once('/'))
        else {
            return self.words_of(field);
        };
        let (_, table) = self.surfaces_english_first().next().ok_or(field)?;
        let is_of = |row: &&Row| {
            table.get(row, "role") == role
                && table.get(row, "key").split_once('/').is_some_and(|(of, _)| of == kind)
        };
        let forms: Vec<&str> =
            table.rows().iter().filter(is_of).map(|row| table.get(row, "form")).collect();
        if forms.is_empty() { Err(&field[1..]) } else { Ok(forms) }
    }

    /// What a field of words says, classes as their words; the name of a class that does not exist.
    pub(crate) fn words_of<'d>(&'d self, field: &'d str) -> Result<Vec<&'d str>, &'d str> {
        let mut words = Vec::new();
        for word in field.split('|').filter(|word| !word.is_empty()) {
            match word.strip_prefix('@') {
                Some(class) => words.extend(self.class(class).ok_or(class)?),
                None => words.push(word),
            }
        }
        Ok(words)
    }
}

/// The names of the tables in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .map(|entries| {
            entries
                .filter_map(|entry| {
                    entry.ok()?.file_name().to_str()?.strip_suffix(".tsv").map(String::from)
                })
                .collect()
        })
        .unwrap_or_default();
    names.sort();
    names
}

/// The case rule of a row of surface forms or decoys: what it says, or the library's default for
/// its form and role.
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
