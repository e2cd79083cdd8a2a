//! Records of lists, whatever their format.

use std::collections::HashMap;

/// The names of the columns that a list has, numbered as they come.
#[derive(Default)]
pub(crate) struct Columns {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Columns {
    /// The number of the column with this name, which is added if it is new.
    pub(crate) fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        self.names.push(name.into());
        self.numbers.insert(name.into(), self.names.len() - 1);
        self.names.len() - 1
    }

    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

/// One record: a row, a JSON value, a line.
#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Record {
    /// The line that it begins in, from 1.
    pub(crate) line: u64,
    /// Its values by the numbers of their columns. A column with a list is there several times.
    pub(crate) cells: Vec<Cell>,
}

#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Cell {
    pub(crate) column: usize,
    pub(crate) value: String,
    pub(crate) shape: Shape,
}

/// What a value was in JSON. Tables have texts only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    Text,
    Number,
    Item,
}

impl Record {
    /// A record of one text.
    pub(crate) fn of_text(line: u64, column: usize, text: &str) -> Self {
        Self { line, cells: vec![Cell { column, value: text.into(), shape: Shape::Text }] }
    }
}
