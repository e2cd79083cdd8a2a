//! The race of names inside words: every place of the text where a name is, leftmost-longest, as
//! users of Aho-Corasick libraries know it.
//!
//! Names and text are in lower case, so that no engine has to fold case. gaztag folds accents and
//! width all the same.

use std::collections::BTreeSet;
use std::path::Path;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use daachorse::{DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder};
use gaztag::{Bounds, CaseRule, Gazetteer, GazetteerBuilder, Language, Surface, Tagger};
use gaztag_samples::{Any, KINDS, Names, Random, Source};

use crate::engine::{Calls, Engine, Measured, Rounds, Standing, measure};
use crate::{plain, spellings};

const COUNTS: [usize; 2] = [3_000, 100_000];
/// Bytes of the shortest name. Shorter ones would be at every other place of a text.
const SHORTEST: usize = 4;

pub(crate) fn race(text: Option<&Path>, names: Option<&Path>, rounds: usize) -> Result<(), Any> {
    let known = match names {
        Some(file) => Names::read(file)?,
        None => Names::of_language(Language::ENGLISH),
    };
    let text = match text {
        Some(file) => plain::text(file)?,
        None => Source { folder: None, size: 2_000_000 }.text(&KINDS[0], &known)?,
    };
    let text = String::from_utf8_lossy(&text).to_lowercase();
    let mut failures = Vec::new();
    for count in COUNTS {
        let names = names_of(&known, count);
        let tagger = Tagger::builder().links(true).gazetteer(gazetteer(&names)?).build()?;
        let measured = measured(tagger, names, text.as_bytes(), rounds)?;
        println!("\n{count} names, {} bytes", text.len());
        failures.extend(print(&measured, text.len()));
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
}

/// So many names in lower case: every n-th of those that are known or, where they do not suffice,
/// all of them, and pairs of their words.
fn names_of(known: &Names, count: usize) -> BTreeSet<String> {
    let known: BTreeSet<String> = known
        .as_slice()
        .iter()
        .map(|name| name.to_lowercase())
        .filter(|name| name.len() >= SHORTEST)
        .collect();
    let step = (known.len() / count).max(1);
    let mut names: BTreeSet<String> = known.iter().step_by(step).take(count).cloned().collect();
    let words: Vec<&str> = known.iter().flat_map(|name| name.split(' ')).collect();
    let mut random = Random::new();
    // Few words have few pairs.
    for _ in 0..4 * count {
        if names.len() >= count || words.is_empty() {
            break;
        }
        names.insert(format!("{} {}", random.choose(&words), random.choose(&words)));
    }
    names
}

/// The names in any case, anywhere in a word.
fn gazetteer(names: &BTreeSet<String>) -> Result<Gazetteer<'static>, Any> {
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("name/name", "name")?;
    for name in names {
        let surface = Surface::new(name).with_case(CaseRule::Any).with_bounds(Bounds::Anywhere);
        builder.add_surface("name/name", surface)?;
    }
    Ok(builder.build()?)
}

fn measured(
    tagger: Tagger<'static>,
    mut names: BTreeSet<String>,
    text: &[u8],
    rounds: usize,
) -> Result<Vec<(&'static str, Measured)>, Any> {
    names.extend(spellings::found(&tagger, std::iter::once(text)));
    let mut engines = peers(&names)?;
    let mut memory = Vec::new();
    engines.push(Engine::new("gaztag", Standing::Matching, move |text| {
        let mut count = 0;
        tagger.tag_each_in(text, &mut memory, |_, _| count += 1);
        count
    }));
    let calls = Calls::whole(text);
    let rounds = Rounds { count: rounds, seconds: f64::INFINITY };
    let results = measure(&mut engines, &calls, rounds);
    let named = engines.iter().map(|engine| engine.name).zip(results);
    Ok(named.filter_map(|(name, measured)| Some((name, measured?))).collect())
}

/// Their own leftmost-longest search: without boundaries no longer name hides a shorter one that
/// would be valid.
fn peers(names: &BTreeSet<String>) -> Result<Vec<Engine>, Any> {
    let aho_corasick = |name, kind| -> Result<Engine, Any> {
        let automaton = AhoCorasick::builder()
            .kind(Some(kind))
            .match_kind(MatchKind::LeftmostLongest)
            .build(names)?;
        Ok(Engine::new(name, Standing::Peer, move |text| automaton.find_iter(text).count()))
    };
    let daachorse: DoubleArrayAhoCorasick<u32> = DoubleArrayAhoCorasickBuilder::new()
        .match_kind(daachorse::MatchKind::LeftmostLongest)
        .build(names)
        .map_err(|error| error.to_string())?;
    Ok(vec![
        aho_corasick("ac-nfa", AhoCorasickKind::ContiguousNFA)?,
        aho_corasick("ac-dfa", AhoCorasickKind::DFA)?,
        Engine::new("daachorse", Standing::Peer, move |text| {
            daachorse.leftmost_find_iter(text).count()
        }),
    ])
}

/// Returns the peers that found other mentions than gaztag.
fn print(measured: &[(&str, Measured)], bytes: usize) -> Vec<String> {
    /// What the time of a peer by that of gaztag should be at least.
    const GOALS: [(&str, f64); 2] = [("ac-nfa", 1.5), ("ac-dfa", 1.0)];
    let Some((_, gaztag)) = measured.iter().find(|(name, _)| *name == "gaztag") else {
        return Vec::new();
    };
    println!("{:<12} {:>8} {:>8} {:>8} {:>9}", "engine", "MB/s", "ratio", "median", "found");
    let mut failures = Vec::new();
    for (name, peer) in measured {
        let ratio = peer.minimum() / gaztag.minimum();
        let median = peer.median() / gaztag.median();
        let goal = GOALS.iter().find(|(of, _)| of == name).map_or(String::new(), |(_, goal)| {
            format!("  goal {goal}: {}", if ratio >= *goal { "met" } else { "not met" })
        });
        let speed = bytes as f64 / peer.minimum() / 1e6;
        println!("{name:<12} {speed:>8.0} {ratio:>8.2} {median:>8.2} {:>9}{goal}", peer.found);
        if peer.found != gaztag.found {
            let (found, expected) = (peer.found, gaztag.found);
            failures.push(format!("gaztag found {expected} names inside words, {name} {found}"));
        }
    }
    failures
}
