//! The race on one text, and what the project wants of the ratios.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use gaztag::{Input, Language, Tagger};
use gaztag_samples::{Any, Names};

use crate::engine::{Calls, Engine, Measured, Rounds, Standing, measure};
use crate::spellings::Spellings;
use crate::{limit, peers, taggers};

/// A short text is repeated to so many bytes, which flatters caches and branch predictors.
const SHORTEST: usize = 1 << 20;

/// The bytes of a file, repeated if they are few.
pub(crate) fn text(file: &Path) -> Result<Vec<u8>, Any> {
    let text = gaztag_samples::read_bytes(file)?;
    let times = if text.len() < SHORTEST { SHORTEST / text.len().max(1) } else { 1 };
    Ok(text.repeat(times.max(1)))
}

pub(crate) fn race(file: &Path, names: Option<&Path>, rounds: usize) -> Result<(), Any> {
    let text = text(file)?;
    let names = match names {
        Some(file) => Names::read(file)?,
        None => Names::of_language(Language::ENGLISH),
    };
    let spellings = Spellings::new(&names, std::iter::once(text.as_slice()))?;
    println!(
        "{} names, {} more spellings in the text, {} bytes of {}, {rounds} rounds",
        names.as_slice().len(),
        spellings.of_texts,
        text.len(),
        file.display(),
    );
    let mut engines = taggers::engines(&names, Input::Text)?;
    engines.extend(peers::engines(&spellings, true)?);
    engines.push(limit::engine(&names));
    let whole = Calls::whole(&text);
    let rounds = Rounds { count: rounds, seconds: f64::INFINITY };
    let results = measure(&mut engines, &whole, rounds);
    let measured: Vec<(&Engine, Measured)> = engines
        .iter()
        .zip(results)
        .filter_map(|(engine, measured)| Some((engine, measured?)))
        .collect();
    print(&measured, text.len());
    peers::MISSING.iter().for_each(|missing| println!("missing: {missing}"));
    check(&measured)?;
    goals(&measured, two_threads(&text));
    Ok(())
}

fn matching<'m>(measured: &'m [(&Engine, Measured)]) -> Option<&'m Measured> {
    let (_, matching) =
        measured.iter().find(|(engine, _)| engine.standing == Standing::Matching)?;
    Some(matching)
}

fn print(measured: &[(&Engine, Measured)], bytes: usize) {
    let gaztag = matching(measured).map_or(f64::NAN, Measured::minimum);
    println!(
        "{:<16} {:>8} {:>8} {:>14} {:>9}",
        "engine", "MB/s", "median", "gaztag's time", "found"
    );
    for (engine, measured) in measured {
        let speed = |seconds| bytes as f64 / seconds / 1e6;
        println!(
            "{:<16} {:>8.0} {:>8.0} {:>14.2} {:>9}  {}",
            engine.name,
            speed(measured.minimum()),
            speed(measured.median()),
            measured.minimum() / gaztag,
            measured.found,
            note(engine.standing),
        );
    }
}

fn note(standing: Standing) -> &'static str {
    match standing {
        Standing::Matching => "matching alone, the peers' names",
        Standing::Gaztag => "the whole built-in gazetteer",
        Standing::Peer => "",
        Standing::OwnRules => "its own rules for words",
        Standing::Limit => "every word looked up in 16 KiB",
    }
}

/// Peers must find what gaztag finds.
fn check(measured: &[(&Engine, Measured)]) -> Result<(), Any> {
    let gaztag = matching(measured).map_or(0, |measured| measured.found);
    for (engine, measured) in measured {
        if engine.standing == Standing::Peer && measured.found != gaztag {
            let (name, found) = (engine.name, measured.found);
            return Err(format!("gaztag found {gaztag} mentions, {name} {found}").into());
        }
    }
    Ok(())
}

/// What the project wants, and whether this run had it.
fn goals(measured: &[(&Engine, Measured)], threads: f64) {
    let time = |name: &str| {
        let found = measured.iter().find(|(engine, _)| engine.name == name);
        found.map_or(f64::NAN, |(_, measured)| measured.minimum())
    };
    let of_matching = |name: &str| time(name) / time("matching");
    let rows = [
        ("regex / matching", of_matching("regex"), 2.0),
        ("vectorscan / matching", of_matching("vectorscan"), 2.0),
        ("ac-nfa / matching", of_matching("ac-nfa"), 4.0),
        ("ac-dfa / matching", of_matching("ac-dfa"), 4.0),
        ("daachorse / matching", of_matching("daachorse"), 4.0),
        ("limit / no-context", time("limit") / time("no-context"), 0.36),
        ("limit / complete", time("limit") / time("complete"), 0.30),
        ("no-context / complete", time("no-context") / time("complete"), 0.83),
        ("two threads / one", threads, 1.9),
    ];
    for (what, got, wanted) in rows.into_iter().filter(|(_, got, _)| !got.is_nan()) {
        println!(
            "goal: {what:<22} {got:>6.2}, wanted {wanted:>5.2}: {}",
            if got >= wanted { "met" } else { "not met" }
        );
    }
}

/// How much faster two threads tag the text twice than one does.
fn two_threads(text: &[u8]) -> f64 {
    let tagger = Tagger::builtin();
    let threads = twice(|| tagger.count(black_box(text)));
    // What two threads can be on this machine: two that share a core are not twice one.
    let limit = twice(|| {
        black_box(text)
            .iter()
            .fold(0, |hash: usize, &byte| (hash ^ usize::from(byte)).wrapping_mul(0x0100_0193))
    });
    println!("two threads: {threads:.2} times one; {limit:.2} for a chain of multiplications");
    threads
}

/// The time of two runs after each other by that of two at once: the median of five.
fn twice(run: impl Fn() -> usize + Sync) -> f64 {
    let run = || black_box(run());
    let mut ratios: Vec<f64> = (0..5)
        .map(|_| {
            let begin = Instant::now();
            run();
            run();
            let one = begin.elapsed();
            let begin = Instant::now();
            std::thread::scope(|scope| {
                scope.spawn(run);
                run();
            });
            one.as_secs_f64() / begin.elapsed().as_secs_f64()
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}
