//! Speed by the number of names.

use std::path::{Path, PathBuf};
use std::time::Instant;

use gaztag::{Gazetteer, Tagger};
use gaztag_samples::{Any, Names};

use crate::engine::{Calls, Engine, Rounds, Standing, measure};
use crate::plain;

/// gaztag alone, with the names of each file and with made-up ones.
pub(crate) fn race(
    file: &Path,
    files: &[PathBuf],
    made_up: Option<usize>,
    rounds: usize,
) -> Result<(), Any> {
    let text = plain::text(file)?;
    let mut sets: Vec<(String, Names)> = Vec::new();
    for file in files {
        sets.push((file.display().to_string(), Names::read(file)?));
    }
    if let Some(count) = made_up {
        sets.push((format!("{count} random names"), Names::made_up(count)));
    }
    let (mut engines, mut built) = (Vec::new(), Vec::new());
    for (_, names) in &sets {
        let begin = Instant::now();
        let tagger = Tagger::builder().links(true).gazetteer(names.gazetteer()?).build()?;
        built.push((begin.elapsed().as_secs_f64(), tagger.gazetteer().to_image().to_vec()));
        engines.push(Engine::new("gaztag", Standing::Gaztag, move |text| tagger.count(text)));
    }
    let whole = Calls::whole(&text);
    let rounds = Rounds { count: rounds, seconds: f64::INFINITY };
    let measured: Vec<_> = measure(&mut engines, &whole, rounds).into_iter().flatten().collect();
    println!(
        "{:>9} {:>8} {:>8} {:>10} {:>12} {:>12}  names",
        "names", "MB/s", "times", "found", "build s", "check ns"
    );
    for ((result, (title, names)), (seconds, image)) in measured.iter().zip(&sets).zip(built) {
        let names = names.as_slice().len();
        let begin = Instant::now();
        Gazetteer::from_image(&image)?;
        let check = begin.elapsed().as_secs_f64() * 1e9 / names as f64;
        println!(
            "{names:>9} {:>8.0} {:>8.2} {:>10} {seconds:>12.2} {check:>12.0}  {title}",
            text.len() as f64 / result.median() / 1e6,
            result.median() / measured[0].median(),
            result.found
        );
    }
    Ok(())
}
