//! The tables of the race on every kind of text.

use crate::cut::Cut;
use crate::engine::{Measured, Standing};
use crate::peers;

/// What one engine did with one text.
pub(crate) struct Cell {
    pub(crate) engine: &'static str,
    pub(crate) standing: Standing,
    /// None if the engine cannot read the text.
    pub(crate) measured: Option<Measured>,
}

/// One kind of text, given in one way.
pub(crate) struct Row {
    pub(crate) kind: &'static str,
    pub(crate) calls: usize,
    pub(crate) bytes: usize,
    pub(crate) cells: Vec<Cell>,
    /// Whether it counts for the worst ratio.
    pub(crate) counted: bool,
}

impl Row {
    /// gaztag's matching alone.
    pub(crate) fn matching(&self) -> Option<&Measured> {
        self.cells.iter().find(|cell| cell.standing == Standing::Matching)?.measured.as_ref()
    }

    /// The fastest of the peers that find the same mentions, and its name.
    pub(crate) fn fastest_peer(&self) -> Option<(&'static str, &Measured)> {
        let peers = self.cells.iter().filter(|cell| cell.standing.is_peer());
        peers
            .filter_map(|cell| Some((cell.engine, self.same_mentions(cell.engine)?)))
            .min_by(|(_, a), (_, b)| a.minimum().total_cmp(&b.minimum()))
    }

    pub(crate) fn engine(&self, name: &str) -> Option<&Measured> {
        self.cells.iter().find(|cell| cell.engine == name)?.measured.as_ref()
    }

    /// An engine if it finds the same mentions. That a peer does without rules of its own has been
    /// checked.
    pub(crate) fn same_mentions(&self, engine: &str) -> Option<&Measured> {
        let cell = self.cells.iter().find(|cell| cell.engine == engine)?;
        let (same, measured) = (self.matching()?.found, cell.measured.as_ref()?);
        (cell.standing == Standing::Peer || measured.found == same).then_some(measured)
    }

    /// The time of the fastest peer by that of matching alone, by their minima.
    pub(crate) fn ratio(&self) -> Option<f64> {
        let (_, peer) = self.fastest_peer()?;
        Some(peer.minimum() / self.matching()?.minimum())
    }

    pub(crate) fn megabytes_per_second(&self, measured: &Measured) -> f64 {
        self.bytes as f64 / measured.minimum() / 1e6
    }
}

/// One table for each way to give texts, then notes, what is missing, and the worst ratio.
pub(crate) fn print(tables: &[(Cut, Vec<Row>)], notes: &[String]) {
    println!(
        "MB/s, by the minimum of interleaved rounds. gaztag three times: matching alone with the \
         peers' names, the built-in gazetteer without context, complete. ratio, median: the time of \
         the fastest peer with the same mentions by that of matching alone, by minimum and by \
         median. *: finds other mentions, by rules of its own. -: reads only UTF-8. limit: every \
         word looked up in 16 KiB."
    );
    for (cut, rows) in tables {
        println!("\n{}", cut.title());
        print_head(rows);
        rows.iter().for_each(print_row);
    }
    println!();
    notes.iter().for_each(|note| println!("{note}"));
    peers::MISSING.iter().for_each(|missing| println!("missing: {missing}"));
    if let Some((ratio, kind, peer)) = worst(tables) {
        println!("worst: {ratio:.3} {kind} {peer}");
    }
}

fn print_head(rows: &[Row]) {
    print!("{:<14} {:>7} {:>9}", "kind", "calls", "mentions");
    for cell in rows.first().map_or(&[][..], |row| &row.cells) {
        print!(" {:>width$}", cell.engine, width = width(cell));
    }
    println!(" {:>6} {:>6}  fastest peer", "ratio", "median");
}

fn width(cell: &Cell) -> usize {
    cell.engine.len().max(6)
}

fn print_row(row: &Row) {
    let found = row.matching().map_or(0, |measured| measured.found);
    print!("{:<14} {:>7} {found:>9}", row.kind, row.calls);
    for cell in &row.cells {
        let figure = cell.measured.as_ref().map_or(String::from("-"), |measured| {
            let other = cell.standing == Standing::OwnRules && measured.found != found;
            let mark = if other { "*" } else { "" };
            format!("{:.0}{mark}", row.megabytes_per_second(measured))
        });
        print!(" {figure:>width$}", width = width(cell));
    }
    match (row.matching(), row.fastest_peer()) {
        (Some(gaztag), Some((name, peer))) => println!(
            " {:>6.2} {:>6.2}  {name}",
            peer.minimum() / gaztag.minimum(),
            peer.median() / gaztag.median()
        ),
        _ => println!(),
    }
}

/// The lowest ratio of whole texts, its kind and the peer.
fn worst(tables: &[(Cut, Vec<Row>)]) -> Option<(f64, &'static str, &'static str)> {
    let whole = tables.iter().filter(|(cut, _)| matches!(cut, Cut::Whole));
    let rows = whole.flat_map(|(_, rows)| rows).filter(|row| row.counted);
    rows.filter_map(|row| {
        let (name, _) = row.fastest_peer()?;
        Some((row.ratio()?, row.kind, name))
    })
    .min_by(|(a, ..), (b, ..)| a.total_cmp(b))
}
