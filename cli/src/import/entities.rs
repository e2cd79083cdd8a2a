//! Makes entities of records.

use std::collections::{HashMap, HashSet};

use gaztag::{AttributeType, Role, limits};

use super::clean::{self, Form};
use super::notes::{Kind, Notes, Place};
use super::record::{Columns, Record, Shape};
use super::suffixes;
use crate::arguments::import::{AttributeColumn, FormColumn, ImportArguments};

/// The entities of all lists.
pub(crate) struct Entities<'a> {
    arguments: &'a ImportArguments,
    /// The columns with values: the attributes, then the weight.
    columns: Vec<AttributeColumn>,
    pub(crate) all: Vec<Entity>,
    by_key: HashMap<String, usize>,
    forms: HashSet<(usize, String)>,
    /// What the values of the columns are.
    types: Vec<Types>,
    pub(crate) records: u64,
}

pub(crate) struct Entity {
    pub(crate) key: String,
    pub(crate) forms: Vec<OwnForm>,
    /// The values of each attribute, then the weight.
    pub(crate) values: Vec<Vec<String>>,
}

pub(crate) struct OwnForm {
    pub(crate) text: String,
    pub(crate) role: Role,
}

#[derive(Clone, Copy, Default)]
struct Types {
    text: bool,
    list: bool,
}

/// The columns that are read, by their numbers in a list.
pub(crate) struct Wanted {
    forms: Vec<(usize, Role)>,
    key: Option<usize>,
    values: Vec<usize>,
}

impl Wanted {
    pub(crate) fn new(
        columns: &mut Columns,
        forms: &[FormColumn],
        key: Option<&str>,
        values: &[AttributeColumn],
    ) -> Self {
        Self {
            forms: forms.iter().map(|form| (columns.number(&form.name), form.role)).collect(),
            key: key.map(|key| columns.number(key)),
            values: values.iter().map(|of| columns.number(&of.column)).collect(),
        }
    }
}

impl<'a> Entities<'a> {
    pub(crate) fn new(arguments: &'a ImportArguments) -> Self {
        let columns = arguments.values();
        Self {
            arguments,
            types: vec![Types::default(); columns.len()],
            columns,
            all: Vec::new(),
            by_key: HashMap::new(),
            forms: HashSet::new(),
            records: 0,
        }
    }

    /// Adds a record.
    pub(crate) fn add(&mut self, file: &str, record: &Record, wanted: &Wanted, notes: &mut Notes) {
        self.records += 1;
        let place = Place { file, line: record.line };
        let forms = self.forms_of(record, wanted, place, notes);
        let Some(first) = forms.first() else {
            let what = record.cells.first().map_or("", |cell| &cell.value);
            return notes.add(Kind::NoForm, place, what);
        };
        let id = wanted.key.and_then(|key| record.values(key).next());
        let name = match id {
            Some(id) => clean::identifier(&id.value),
            None => gaztag::slug(&first.text),
        };
        let Some(key) = self.key(&name, place, notes) else {
            return notes.add(Kind::NoKey, place, &first.text);
        };
        let index = match self.by_key.get(&key) {
            Some(&index) => {
                if id.is_none() && self.all[index].forms[0].text != first.text {
                    notes.add(Kind::EqualKey, place, &first.text);
                }
                index
            }
            None => {
                let values = vec![Vec::new(); self.columns.len()];
                self.all.push(Entity { key: key.clone(), forms: Vec::new(), values });
                self.by_key.insert(key, self.all.len() - 1);
                self.all.len() - 1
            }
        };
        for Form { text, role, derived } in forms {
            if self.forms.insert((index, text.clone())) {
                self.all[index].forms.push(OwnForm { text, role });
            } else if !derived {
                notes.add(Kind::Repeated, place, &text);
            }
        }
        for (number, &column) in wanted.values.iter().enumerate() {
            self.add_values(index, number, (record, column), place, notes);
        }
    }

    /// The forms of a record, clean.
    fn forms_of(
        &self,
        record: &Record,
        wanted: &Wanted,
        place: Place<'_>,
        notes: &mut Notes,
    ) -> Vec<Form> {
        let mut forms = Vec::new();
        for &(column, role) in &wanted.forms {
            for cell in record.values(column) {
                for part in self.split(&cell.value) {
                    let Some(text) = clean::form(part, place, notes) else { continue };
                    let is_code = matches!(role, Role::Acronym | Role::Code | Role::Symbol);
                    let short = self.arguments.strip_suffixes && !is_code;
                    let short = suffixes::stripped(&text).filter(|_| short).map(String::from);
                    forms.push(Form { text, role, derived: false });
                    forms.extend(short.map(|text| Form { text, role: Role::Alias, derived: true }));
                }
            }
        }
        forms
    }

    /// The key of a name without its kind; `None` for an empty name.
    fn key(&self, name: &str, place: Place<'_>, notes: &mut Notes) -> Option<String> {
        if name.is_empty() {
            return None;
        }
        let kind = &self.arguments.kind;
        let (name, is_cut) = clean::cut(name, limits::KEY_LEN - kind.len() - 1);
        if is_cut {
            notes.add(Kind::LongKey, place, &name);
        }
        Some(format!("{kind}/{name}"))
    }

    fn add_values(
        &mut self,
        index: usize,
        number: usize,
        (record, column): (&Record, usize),
        place: Place<'_>,
        notes: &mut Notes,
    ) {
        let Some(&AttributeColumn { value_type, .. }) = self.columns.get(number) else { return };
        let is_weight = self.is_weight(number);
        for cell in record.values(column) {
            let is_list = !is_weight
                && (cell.shape == Shape::Item || value_type == Some(AttributeType::List));
            self.types[number].list |= is_list;
            self.types[number].text |= cell.shape == Shape::Text;
            let parts = if is_list { self.split(&cell.value) } else { vec![&*cell.value] };
            for part in parts {
                let Some(value) = clean::value(part, place, notes) else { continue };
                let allowed = match value_type {
                    _ if is_weight => {
                        value.parse().is_ok_and(|of: f64| of.is_finite() && of >= 0.0)
                    }
                    _ if is_list => !value.contains('|'),
                    Some(of) => of.allows(&value),
                    None => true,
                };
                let known = &mut self.all[index].values[number];
                if !allowed {
                    notes.add(Kind::BadValue, place, &value);
                } else if is_list || known.is_empty() {
                    if !known.contains(&value) {
                        known.push(value);
                    }
                } else if known[0] != value {
                    notes.add(Kind::OtherValue, place, &value);
                }
            }
        }
    }

    fn split<'v>(&self, value: &'v str) -> Vec<&'v str> {
        match &self.arguments.split {
            Some(separator) => value.split(&**separator).map(str::trim).collect(),
            None => vec![value],
        }
    }

    /// The names of the columns with values.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|of| &*of.name)
    }

    /// Whether a column with values is that of the weight.
    pub(crate) fn is_weight(&self, number: usize) -> bool {
        number == self.arguments.attributes.len()
    }

    /// The type of an attribute: as it is asked for, or that of its values.
    pub(crate) fn type_of(&self, number: usize) -> AttributeType {
        let known = self.columns.get(number).and_then(|of| of.value_type);
        known.unwrap_or(match self.types.get(number) {
            Some(Types { list: true, .. }) => AttributeType::List,
            Some(Types { text: false, .. }) => AttributeType::Number,
            _ => AttributeType::Text,
        })
    }
}
