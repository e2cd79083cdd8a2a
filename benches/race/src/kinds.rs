//! The race on every kind of text, given in every way.

use std::path::Path;

use gaztag::Language;
use gaztag_samples::{Any, Content, KINDS, Kind, Names, Source, is_latin};

use crate::cut::Cut;
use crate::engine::{Calls, Engine, Measured, Rounds, Standing, measure};
use crate::report::{self, Cell, Row};
use crate::spellings::Spellings;
use crate::{check, limit, markdown, peers, taggers};

pub(crate) fn race(
    folder: Option<&Path>,
    latin_names: Option<&Path>,
    rounds: Option<usize>,
    markdown: bool,
) -> Result<(), Any> {
    let size = if folder.is_some() { 2_000_000 } else { 100_000 };
    let source = Source { folder, size };
    let mut results = Results {
        tables: Cut::ALL.map(|cut| (cut, Vec::new())).into(),
        notes: Vec::new(),
        failures: Vec::new(),
    };
    for kinds in KINDS.chunk_by(|a, b| a.language == b.language) {
        let language = kinds[0].language;
        let names = match latin_names.filter(|_| is_latin(language)) {
            Some(file) => Names::read(file)?,
            None => Names::of_language(Language::new(language).ok_or("unknown language")?),
        };
        race_of_language(kinds, &source, &names, rounds, &mut results)?;
    }
    if markdown {
        markdown::print(&results.tables);
    } else {
        report::print(&results.tables, &results.notes);
    }
    if results.failures.is_empty() { Ok(()) } else { Err(results.failures.join("\n").into()) }
}

/// What the race has measured, what is to be said of it, and what was wrong.
struct Results {
    tables: Vec<(Cut, Vec<Row>)>,
    notes: Vec<String>,
    failures: Vec<String>,
}

/// The kinds of text of one language, which share the names and thus the peers' engines.
fn race_of_language(
    kinds: &'static [Kind],
    source: &Source<'_>,
    names: &Names,
    rounds: Option<usize>,
    results: &mut Results,
) -> Result<(), Any> {
    let language = kinds[0].language;
    let texts: Vec<Vec<u8>> =
        kinds.iter().map(|kind| source.text(kind, names)).collect::<Result<_, _>>()?;
    let spellings = Spellings::new(names, texts.iter().flat_map(|text| all_calls(text)))?;
    let (count, more) = (names.as_slice().len(), spellings.of_texts);
    eprintln!("{language}: {count} names, {more} more spellings in its texts");
    let mut peers = peers::engines(&spellings, is_latin(language))?;
    peers.push(limit::engine(names));
    for (kind, text) in kinds.iter().zip(&texts) {
        let mut engines = taggers::engines(names, kind.input)?;
        let taggers = engines.len();
        engines.append(&mut peers);
        for (cut, rows) in &mut results.tables {
            let row = row(kind, *cut, text, &mut engines, rounds);
            match check::check(kind, *cut, &row, text, names) {
                Ok(note) => results.notes.extend(note),
                Err(failure) => {
                    let line = String::from_utf8_lossy(differing(&mut engines, text));
                    results.failures.push(format!("{failure}: {}", line.trim()));
                }
            }
            rows.push(row);
        }
        peers = engines.split_off(taggers);
    }
    Ok(())
}

/// A line of a text in which a peer finds less or more than gaztag, found by halves; some other
/// line if they differ nowhere.
fn differing<'t>(engines: &mut [Engine], text: &'t [u8]) -> &'t [u8] {
    let mut differs = |part: &[u8]| {
        let calls = Calls::whole(part);
        let mut counts = engines.iter_mut().map(|engine| (engine.standing, engine.run(&calls)));
        let gaztag = counts.find(|(standing, _)| *standing == Standing::Matching);
        counts.any(|(standing, count)| {
            standing == Standing::Peer && count.is_some() && Some(count) != gaztag.map(|of| of.1)
        })
    };
    let mut lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    while lines.len() > 1 {
        let second = lines.split_off(lines.len() / 2);
        if !differs(&lines.concat()) {
            lines = second;
        }
    }
    lines.first().copied().unwrap_or_default()
}

/// A text as it is given in every way. A cut may leave a name that the whole text does not have.
fn all_calls(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    Cut::ALL.into_iter().flat_map(|cut| cut.calls(text)).map(|call| &text[call])
}

fn row(
    kind: &'static Kind,
    cut: Cut,
    text: &[u8],
    engines: &mut [Engine],
    rounds: Option<usize>,
) -> Row {
    let calls = Calls::new(text, cut.calls(text));
    let seconds = if matches!(cut, Cut::Whole) { 0.5 } else { 0.2 };
    let rounds = Rounds { count: rounds.unwrap_or(25), seconds };
    let results = measure(engines, &calls, rounds);
    Row {
        kind: kind.name,
        calls: calls.len(),
        bytes: calls.bytes(),
        cells: engines.iter().zip(results).map(|(engine, result)| cell(engine, result)).collect(),
        counted: kind.content != Content::RandomBytes,
    }
}

fn cell(engine: &Engine, measured: Option<Measured>) -> Cell {
    Cell { engine: engine.name, standing: engine.standing, measured }
}
