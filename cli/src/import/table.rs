//! Tables: CSV, TSV, Excel's "Unicode text".

use super::notes::{Kind, Notes, Place};
use super::record::{Cell, Columns, Record, Shape};
use crate::input::table::separator;

/// How fields are divided.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) separator: u8,
    /// Whether quotes enclose fields; otherwise they are text.
    pub(crate) quotes: bool,
}

impl Layout {
    /// The layout of a CSV file: the separator that its first line has most of.
    pub(crate) fn of_csv(text: &str) -> Self {
        let line = text.lines().next().unwrap_or("");
        Self { separator: separator(line.as_bytes()), quotes: true }
    }
}

/// Calls `with` for each row after the header.
pub(crate) fn read(
    file: &str,
    text: &str,
    layout: Layout,
    columns: &mut Columns,
    notes: &mut Notes,
    mut with: impl FnMut(&mut Notes, Record),
) -> Result<(), String> {
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(layout.separator)
        .quoting(layout.quotes)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut row = csv::StringRecord::new();
    let mut header: Vec<usize> = Vec::new();
    while rows.read_record(&mut row).map_err(|error| error.to_string())? {
        let line = row.position().map_or(0, csv::Position::line);
        if header.is_empty() {
            header = row.iter().map(|name| columns.number(name.trim())).collect();
            continue;
        }
        let place = Place { file, line };
        if row.len() > header.len() {
            notes.add(Kind::ManyFields, place, &row.iter().collect::<Vec<_>>().join(" "));
            continue;
        }
        if row.len() < header.len() {
            notes.add(Kind::FewFields, place, row.get(0).unwrap_or(""));
        }
        let cells = header.iter().zip(&row).filter(|(_, value)| !value.trim().is_empty());
        let cells = cells
            .map(|(&column, value)| Cell { column, value: value.into(), shape: Shape::Text })
            .collect();
        with(notes, Record { line, cells });
    }
    Ok(())
}
