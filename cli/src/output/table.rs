//! Prints a table of counts: for readers, as JSON Lines, TSV or CSV.

use std::io::{self, Write};

use gaztag::Kind;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::tsv;
use crate::{colours, escape};

/// How a table is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Aligned columns. Names are wrapped at words for a width, if there is one.
    Text {
        colour: bool,
        width: Option<usize>,
    },
    Json,
    Tsv,
    Csv,
}

/// One cell.
pub(crate) enum Cell {
    Count(u64),
    Text(String),
    /// The name of a kind, in its colour.
    Kind(Kind, String),
}

/// A table with names of its columns.
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// The most columns of a terminal that one column of text takes before others move.
const MOST: usize = 32;

impl Cell {
    fn text(&self) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Text(text) | Self::Kind(_, text) => text.clone(),
        }
    }

    /// As it is shown to readers: counts end in one column.
    fn shown(&self) -> String {
        match self {
            Self::Count(count) => format!("{count:>7}"),
            Self::Text(text) | Self::Kind(_, text) if text.is_empty() => "-".into(),
            Self::Text(text) | Self::Kind(_, text) => escape::line(text),
        }
    }
}

impl Table {
    /// The kinds in the table, with their names.
    pub(crate) fn kinds(&self) -> Vec<(Kind, &str)> {
        let cells = self.rows.iter().flatten().filter_map(|cell| match cell {
            Cell::Kind(kind, name) => Some((*kind, name.as_str())),
            _ => None,
        });
        let mut kinds: Vec<_> = cells.collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    pub(crate) fn print(&self, layout: Layout, out: &mut impl Write) -> io::Result<()> {
        match layout {
            Layout::Text { colour, width } => self.text(colour, width, out),
            Layout::Json => self.json(out),
            Layout::Tsv => self.tsv(out),
            Layout::Csv => self.csv(out),
        }
    }

    fn json(&self, out: &mut impl Write) -> io::Result<()> {
        for row in &self.rows {
            for (index, (name, cell)) in self.columns.iter().zip(row).enumerate() {
                write!(
                    out,
                    "{}{}:",
                    if index == 0 { '{' } else { ',' },
                    Value::from(name.as_str())
                )?;
                match cell {
                    Cell::Count(count) => write!(out, "{count}")?,
                    Cell::Text(text) | Cell::Kind(_, text) => {
                        write!(out, "{}", Value::from(text.as_str()))?;
                    }
                }
            }
            writeln!(out, "}}")?;
        }
        Ok(())
    }

    fn tsv(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{}", self.columns.join("\t"))?;
        for row in &self.rows {
            let mut line = Vec::new();
            tsv(row.iter().map(Cell::text), &mut line);
            out.write_all(&line)?;
        }
        Ok(())
    }

    fn csv(&self, out: &mut impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Cell::text))?;
        }
        writer.flush()
    }

    fn text(&self, colour: bool, width: Option<usize>, out: &mut impl Write) -> io::Result<()> {
        let rows: Vec<Vec<String>> =
            self.rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect();
        let starts = starts(&rows, self.columns.len(), width);
        for (row, cells) in rows.iter().zip(&self.rows) {
            let mut line = Line::new(&starts, width);
            for (index, (text, cell)) in row.iter().zip(cells).enumerate() {
                let colours = match cell {
                    Cell::Kind(kind, _) if colour => (colours::of_kind(*kind), colours::END),
                    _ => ("", ""),
                };
                line.cell(index, text, colours);
            }
            writeln!(out, "{}", line.text)?;
        }
        Ok(())
    }
}

/// The columns of the terminal where the columns of a table begin.
fn starts(rows: &[Vec<String>], columns: usize, width: Option<usize>) -> Vec<usize> {
    let most = if width.is_some() { MOST } else { usize::MAX };
    let mut starts = vec![0];
    for column in 1..columns {
        let cells = rows.iter().filter_map(|row| row.get(column - 1));
        let widest = cells.map(|text| text.width()).filter(|&width| width <= most).max();
        starts.push(starts[column - 1] + widest.unwrap_or(0) + 2);
    }
    starts
}

/// A row that is being laid out.
struct Line<'s> {
    starts: &'s [usize],
    width: usize,
    /// Where further lines of the row begin.
    indent: usize,
    text: String,
    /// The next column of the terminal.
    at: usize,
}

impl<'s> Line<'s> {
    fn new(starts: &'s [usize], width: Option<usize>) -> Self {
        let width = width.unwrap_or(usize::MAX);
        let last = starts.last().copied().unwrap_or(0);
        let second = starts.get(1).copied().unwrap_or(0);
        let indent = if last.saturating_add(16) <= width { last } else { second };
        Self { starts, width, indent, text: String::new(), at: 0 }
    }

    /// Adds a cell at its column, or two blanks after the last one. The words of the last cell are
    /// divided among lines.
    fn cell(&mut self, index: usize, text: &str, (begin, end): (&str, &str)) {
        if let Some(&start) = self.starts.get(index)
            && index > 0
        {
            self.pad(start.max(self.at + 2));
        }
        self.text += begin;
        let is_last = index + 1 == self.starts.len();
        for (number, word) in text.split(' ').enumerate() {
            if number > 0 {
                self.text.push(' ');
                self.at += 1;
            }
            let rest = if is_last || number > 0 { word } else { text };
            if number == 0 || is_last {
                self.fit(rest.width());
            }
            self.text += word;
            self.at += word.width();
        }
        self.text += end;
    }

    fn pad(&mut self, to: usize) {
        let blanks = to.saturating_sub(self.at);
        self.text.extend(std::iter::repeat_n(' ', blanks));
        self.at += blanks;
    }

    /// Begins another line if a word does not fit.
    fn fit(&mut self, width: usize) {
        if self.at + width > self.width && self.at > self.indent {
            self.text.truncate(self.text.trim_end_matches(' ').len());
            self.text.push('\n');
            self.at = 0;
            self.pad(self.indent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(names: &[(&str, &str)]) -> Table {
        let row = |&(key, name): &(&str, &str)| {
            vec![
                Cell::Count(2),
                Cell::Kind(Kind::Bloc, "bloc".into()),
                Cell::Text(key.into()),
                Cell::Text(name.into()),
            ]
        };
        Table {
            columns: ["count", "kind", "id", "name"].map(String::from).to_vec(),
            rows: names.iter().map(row).collect(),
        }
    }

    fn printed(table: &Table, layout: Layout) -> String {
        let mut out = Vec::new();
        table.print(layout, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn long_names_are_wrapped_at_words() {
        let long =
            "Organisation for Economic Co-operation and Development and of a Name Without End";
        let table = table(&[
            ("bloc/oecd", long),
            ("bloc/a-very-long-key-that-takes-more-than-its-column", "Short Name of It"),
            ("", "\u{4e2d}\u{56fd}\u{1b}"),
        ]);
        assert_eq!(
            printed(&table, Layout::Text { colour: false, width: Some(60) }),
            "      2  bloc  bloc/oecd  Organisation for Economic\n                          Co-operation and Development and\n                          of a Name Without End\n      2  bloc  bloc/a-very-long-key-that-takes-more-than-its-column\n                          Short Name of It\n      2  bloc  -          \u{4e2d}\u{56fd}\\x1b\n"
        );
        for width in 1..200 {
            let text = printed(&table, Layout::Text { colour: false, width: Some(width) });
            let words = |text: &str| text.split_whitespace().map(String::from).collect::<Vec<_>>();
            let all = printed(&table, Layout::Text { colour: false, width: None });
            assert_eq!(words(&text), words(&all), "{width}");
            assert!(text.lines().all(|line| line.width() <= width.max(80)), "{width}: {text}");
        }
    }

    #[test]
    fn machines_read_every_layout() {
        let table = table(&[("bloc/x\ty", "A, \"B\"\nC")]);
        assert_eq!(
            printed(&table, Layout::Json),
            "{\"count\":2,\"kind\":\"bloc\",\"id\":\"bloc/x\\ty\",\"name\":\"A, \\\"B\\\"\\nC\"}\n"
        );
        assert_eq!(
            printed(&table, Layout::Tsv),
            "count\tkind\tid\tname\n2\tbloc\tbloc/x y\tA, \"B\" C\n"
        );
        assert_eq!(
            printed(&table, Layout::Csv),
            "count,kind,id,name\n2,bloc,bloc/x\ty,\"A, \"\"B\"\"\nC\"\n"
        );
    }
}
