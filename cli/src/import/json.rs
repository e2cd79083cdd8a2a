//! Lists of JSON: one value, or one in each line.

use serde_json::Value;
use serde_json::value::RawValue;

use super::notes::{Kind, Notes, Place};
use super::record::{Cell, Columns, Record, Shape};

/// The column with the name of a member of an object.
pub(crate) const KEY: &str = "key";
/// The column with a value that is not an object.
pub(crate) const VALUE: &str = "value";

/// Calls `with` for each record of a file with one value. Returns whether the records are members
/// of an object that are not objects themselves.
pub(crate) fn read(
    file: &str,
    text: &str,
    columns: &mut Columns,
    notes: &mut Notes,
    mut with: impl FnMut(&mut Notes, Record),
) -> Result<bool, String> {
    let whole: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut lines = Lines { text, at: 0, line: 1 };
    if whole.get().starts_with('[') {
        for part in parts(whole)? {
            one(Place { file, line: lines.of(part.get()) }, part, columns, notes, &mut with);
        }
        return Ok(false);
    }
    let Ok(Members(members)) = serde_json::from_str(whole.get()) else {
        return Err(format!("expected an array or an object, found {}", start(whole.get())));
    };
    // An array of objects among the members is the list, and the other members are about it.
    let mut lists = members.iter().filter(|(_, value)| is_list_of_objects(value));
    if let (Some((_, list)), None) = (lists.next(), lists.next()) {
        for part in parts(list)? {
            one(Place { file, line: lines.of(part.get()) }, part, columns, notes, &mut with);
        }
        return Ok(false);
    }
    let mut plain = false;
    let key = columns.number(KEY);
    for (name, value) in &members {
        let line = lines.of(value.get());
        let mut cells = Vec::new();
        match parsed(value)? {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, value)| flatten(name, value, columns, &mut cells));
            }
            other => {
                plain = true;
                flatten(VALUE, &other, columns, &mut cells);
            }
        }
        if !cells.iter().any(|cell| cell.column == key) {
            cells.insert(0, Cell { column: key, value: name.clone(), shape: Shape::Text });
        }
        with(notes, Record { line, cells });
    }
    Ok(plain)
}

/// Calls `with` for each line of a file.
pub(crate) fn read_lines(
    file: &str,
    text: &str,
    columns: &mut Columns,
    notes: &mut Notes,
    mut with: impl FnMut(&mut Notes, Record),
) {
    for (number, line) in text.lines().enumerate() {
        let place = Place { file, line: number as u64 + 1 };
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<&RawValue>(line) {
            Ok(value) => one(place, value, columns, notes, &mut with),
            Err(_) => notes.add(Kind::NotJson, place, line),
        }
    }
}

/// Calls `with` for the record of an object or a string.
fn one(
    place: Place<'_>,
    part: &RawValue,
    columns: &mut Columns,
    notes: &mut Notes,
    with: &mut impl FnMut(&mut Notes, Record),
) {
    let mut cells = Vec::new();
    match parsed(part) {
        Ok(Value::Object(fields)) => {
            fields.iter().for_each(|(name, value)| flatten(name, value, columns, &mut cells));
        }
        Ok(value @ Value::String(_)) => flatten(VALUE, &value, columns, &mut cells),
        _ => return notes.add(Kind::Shape, place, part.get()),
    }
    with(notes, Record { line: place.line, cells });
}

/// The cells of a value: those of an object have the names `name.member`.
fn flatten(name: &str, value: &Value, columns: &mut Columns, cells: &mut Vec<Cell>) {
    let mut add = |value: String, shape| {
        cells.push(Cell { column: columns.number(name), value, shape });
    };
    match value {
        // The column is there, without a value.
        Value::Null => {
            columns.number(name);
        }
        Value::Bool(value) => add(value.to_string(), Shape::Text),
        Value::Number(value) => add(value.to_string(), Shape::Number),
        Value::String(value) => add(value.clone(), Shape::Text),
        Value::Array(items) => {
            columns.number(name);
            for item in items {
                let first = cells.len();
                flatten(name, item, columns, cells);
                cells.iter_mut().skip(first).for_each(|cell| cell.shape = Shape::Item);
            }
        }
        Value::Object(fields) => {
            for (inner, value) in fields {
                flatten(&format!("{name}.{inner}"), value, columns, cells);
            }
        }
    }
}

fn parts(list: &RawValue) -> Result<Vec<&RawValue>, String> {
    serde_json::from_str(list.get()).map_err(|error| error.to_string())
}

fn parsed(value: &RawValue) -> Result<Value, String> {
    serde_json::from_str(value.get()).map_err(|error| error.to_string())
}

fn is_list_of_objects(value: &RawValue) -> bool {
    value.get().strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'))
}

fn start(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The members of an object in their order. A name can be there twice.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'de: 't, 't> serde::Deserialize<'de> for Members<'t> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect<'t>(std::marker::PhantomData<&'t ()>);
        impl<'de: 't, 't> serde::de::Visitor<'de> for Collect<'t> {
            type Value = Members<'t>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Members<'t>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect(std::marker::PhantomData))
    }
}

/// The lines of parts of a text, which are asked for in their order.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, part: &str) -> u64 {
        let at = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let between = self.text.as_bytes().get(self.at..at).unwrap_or(&[]);
        self.line += between.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.at = at.max(self.at);
        self.line
    }
}
