//! The race on every kind of text, given in every way.

use std::path::Path;

use gaztag::{Input, Language};

use crate::engine::{Calls, Engine, Measured, Rounds, Standing, measure};
use crate::names::Names;
use crate::report::{self, Cell, Row};
use crate::texts::{Content, Cut, KINDS, Kind, Source, is_latin};
use crate::{Any, limit, peers, taggers};

/// Why peers may find some other mentions in a kind of text, and how many of a thousand.
fn known_difference(kind: &Kind) -> Option<(&'static str, usize)> {
    match (kind.input, kind.content) {
        (Input::Html, _) => Some(("to peers, tags and references are text", 50)),
        (_, Content::RandomBytes) => {
            Some(("their boundaries do not know the marks of every script", 1))
        }
        _ => None,
    }
}

pub(crate) fn race(
    folder: Option<&Path>,
    latin_names: Option<&Path>,
    rounds: Option<usize>,
) -> Result<(), Any> {
    let size = if folder.is_some() { 2_000_000 } else { 100_000 };
    let source = Source { folder, size };
    let mut tables: Vec<(Cut, Vec<Row>)> = Cut::ALL.map(|cut| (cut, Vec::new())).into();
    let (mut notes, mut failures) = (Vec::new(), Vec::new());
    for kinds in KINDS.chunk_by(|a, b| a.language == b.language) {
        let language = kinds[0].language;
        let names = match latin_names.filter(|_| is_latin(language)) {
            Some(file) => Names::read(file)?,
            None => Names::of_language(Language::new(language).ok_or("unknown language")?),
        };
        let texts: Vec<Vec<u8>> =
            kinds.iter().map(|kind| source.text(kind, &names)).collect::<Result<_, _>>()?;
        let spellings = names.spellings(texts.iter().flat_map(|text| all_calls(text)))?;
        eprintln!(
            "{language}: {} names, {} more spellings in its texts",
            names.as_slice().len(),
            spellings.of_texts
        );
        let mut engines = peers::engines(&spellings, is_latin(language))?;
        engines.push(limit::engine(&names));
        for (kind, text) in kinds.iter().zip(&texts) {
            let mut all = taggers::engines(&names, kind.input)?;
            let count = all.len();
            all.append(&mut engines);
            for (cut, rows) in &mut tables {
                let row = row(kind, *cut, text, &mut all, rounds);
                match check(kind, *cut, &row) {
                    Ok(note) => notes.extend(note),
                    Err(failure) => failures.push(failure),
                }
                rows.push(row);
            }
            engines = all.split_off(count);
        }
    }
    report::print(&tables, &notes);
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
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
    let seconds = if matches!(cut, Cut::Whole) { 0.4 } else { 0.15 };
    let rounds = Rounds { count: rounds.unwrap_or(15), seconds };
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

/// Peers must find what gaztag finds. Returns what is to be said of a difference that is known, or
/// fails with what is wrong.
fn check(kind: &Kind, cut: Cut, row: &Row) -> Result<Option<String>, String> {
    let gaztag = row.matching().map_or(0, |measured| measured.found);
    // A cut may make a name of a part of a word.
    if kind.content == Content::NoNames && matches!(cut, Cut::Whole) && gaztag > 0 {
        return Err(format!("{}: gaztag found {gaztag} names where there are none", kind.name));
    }
    let peers = row.cells.iter().filter(|cell| cell.standing == Standing::Peer);
    let found = peers.filter_map(|cell| Some((cell.engine, cell.measured.as_ref()?.found)));
    let different: Vec<(&str, usize)> = found.filter(|(_, found)| *found != gaztag).collect();
    if different.is_empty() {
        return Ok(None);
    }
    let peers: Vec<String> =
        different.iter().map(|(name, found)| format!("{name} {found}")).collect();
    let said = format!(
        "{}, {}: gaztag found {gaztag} mentions, {}",
        kind.name,
        cut.title(),
        peers.join(", ")
    );
    match known_difference(kind) {
        Some((why, most))
            if different
                .iter()
                .all(|(_, found)| found.abs_diff(gaztag) * 1000 <= gaztag * most) =>
        {
            Ok(Some(format!("{said}: {why}")))
        }
        _ => Err(format!("{said}; they must find the same")),
    }
}
