//! The tables of `kinds` as README has them.

use crate::cut::Cut;
use crate::engine::Measured;
use crate::report::Row;

/// Whole texts; other calls in which a peer is faster; each peer's best and worst kind.
pub(crate) fn print(tables: &[(Cut, Vec<Row>)]) {
    let (whole, calls): (Vec<_>, Vec<_>) =
        tables.iter().partition(|(cut, _)| matches!(cut, Cut::Whole));
    let whole: Vec<&Row> = whole.into_iter().flat_map(|(_, rows)| rows).collect();
    println!(
        "MB/s. *alone*: gaztag with the names of the peers. *ratio*: the time of the fastest peer \
         by that of\ngaztag alone; in bold where the peer is faster. *limit*: every word looked up \
         in 16 KiB.\n"
    );
    print_whole(&whole);
    print_slower_calls(&calls);
    print_peers(&whole);
}

fn print_whole(rows: &[&Row]) {
    println!("| text | alone | without context | complete | fastest peer | MB/s | ratio | limit |");
    println!("|---|---|---|---|---|---|---|---|");
    for row in rows {
        let Some((peer, measured)) = row.fastest_peer() else { continue };
        println!(
            "| {} | {} | {} | {} | {peer} | {} | {} | {} |",
            row.kind,
            speed(row, row.matching()),
            speed(row, row.engine("no-context")),
            speed(row, row.engine("complete")),
            speed(row, Some(measured)),
            ratio(row.ratio()),
            speed(row, row.engine("limit")),
        );
    }
}

/// Texts in parts, where a peer is faster.
fn print_slower_calls(tables: &[&(Cut, Vec<Row>)]) {
    println!("\nWhere a peer is faster when a text is given in parts:\n");
    println!("| parts | text | alone | fastest peer | MB/s | ratio |");
    println!("|---|---|---|---|---|---|");
    for (cut, rows) in tables {
        for row in rows.iter().filter(|row| row.ratio().is_some_and(|ratio| ratio < 1.0)) {
            let Some((peer, measured)) = row.fastest_peer() else { continue };
            println!(
                "| {} | {} | {} | {peer} | {} | {} |",
                cut.title(),
                row.kind,
                speed(row, row.matching()),
                speed(row, Some(measured)),
                ratio(row.ratio()),
            );
        }
    }
}

/// The time of each peer by that of gaztag alone: news, the highest and the lowest of the kinds in
/// which both find the same.
fn print_peers(rows: &[&Row]) {
    println!("\nThe time of each peer by that of gaztag alone:\n");
    println!("| peer | news | highest | | lowest | |");
    println!("|---|---|---|---|---|---|");
    let cells = rows.first().map_or(&[][..], |row| &row.cells);
    for peer in cells.iter().filter(|cell| cell.standing.is_peer()) {
        let mut ratios: Vec<(f64, &str)> = rows
            .iter()
            .filter_map(|row| {
                let (gaztag, peer) = (row.matching()?, row.same_mentions(peer.engine)?);
                Some((peer.minimum() / gaztag.minimum(), row.kind))
            })
            .collect();
        let news = ratios.iter().find(|(_, kind)| *kind == "news").map(|(ratio, _)| *ratio);
        ratios.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let (Some((lowest, worst)), Some((highest, best))) = (ratios.first(), ratios.last()) else {
            continue;
        };
        println!(
            "| {} | {} | {} | {best} | {} | {worst} |",
            peer.engine,
            ratio(news),
            ratio(Some(*highest)),
            ratio(Some(*lowest)),
        );
    }
}

fn speed(row: &Row, measured: Option<&Measured>) -> String {
    measured.map_or("-".into(), |measured| format!("{:.0}", row.megabytes_per_second(measured)))
}

fn ratio(ratio: Option<f64>) -> String {
    match ratio {
        Some(ratio) if ratio < 1.0 => format!("**{ratio:.2}**"),
        Some(ratio) => format!("{ratio:.2}"),
        None => "-".into(),
    }
}
