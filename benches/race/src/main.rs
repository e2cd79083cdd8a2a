//! Compares gaztag with other engines: in one process, with the same names, the same text and the
//! same rules (between word boundaries, caseless, leftmost-longest). `scripts/race` runs it.
//!
//! Checking boundaries after a leftmost-longest search would be wrong: a longer hit that fails the
//! check hides a shorter one that passes. So engines that know no boundaries report overlapping
//! hits, and `chooser` reduces them. The number of hits of each engine is printed; it is an error
//! if gaztag finds another number than aho-corasick with `chooser`.

mod chooser;
#[cfg(feature = "vectorscan")]
mod vectorscan;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use chooser::Chooser;
use daachorse::DoubleArrayAhoCorasick;
use flashtext2::case_insensitive::KeywordProcessor;
use gaztag::{CaseRule, Gazetteer, GazetteerBuilder, Surface, Tagger};

type Any = Box<dyn std::error::Error>;

struct Arguments {
    text: PathBuf,
    names: Vec<PathBuf>,
    rounds: usize,
    random: Option<usize>,
    growth: bool,
}

fn arguments() -> Result<Arguments, Any> {
    let mut arguments = Arguments {
        text: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/article.txt"),
        names: Vec::new(),
        rounds: 5,
        random: None,
        growth: false,
    };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--text" => arguments.text = value()?.into(),
            "--names" => arguments.names.push(value()?.into()),
            "--rounds" => arguments.rounds = value()?.parse()?,
            "--random" => arguments.random = Some(value()?.parse()?),
            "growth" => arguments.growth = true,
            other => return Err(format!("{other}: unknown; expected growth, --text FILE, --names FILE, --rounds N or --random N").into()),
        }
    }
    if arguments.rounds == 0 { Err("--rounds: at least 1".into()) } else { Ok(arguments) }
}

fn main() -> ExitCode {
    match arguments()
        .and_then(|arguments| if arguments.growth { growth(&arguments) } else { race(&arguments) })
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("race: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The names of a file (the first field of each line) or, without one, the forms of the built-in
/// gazetteer: those of plain ASCII, in lower case, each once.
fn names(file: Option<&Path>) -> Result<Vec<String>, Any> {
    let forms: Vec<String> = match file {
        Some(file) => fs::read_to_string(file)?
            .lines()
            .filter_map(|line| line.split('\t').next())
            .map(str::to_lowercase)
            .collect(),
        None => Gazetteer::builtin()
            .entities()
            .flat_map(|entity| {
                entity.surfaces().map(|surface| surface.form().to_lowercase()).collect::<Vec<_>>()
            })
            .collect(),
    };
    // gaztag folds punctuation, accents and the case of all letters; the others fold ASCII only.
    let is_plain = |form: &String| {
        form.len() > 1
            && form.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ')
            && form.trim() == form
    };
    let mut names: Vec<String> = forms.into_iter().filter(is_plain).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// A text of ASCII only, with one space for each run of white space, so that all engines match it
/// by the same rules. A short text is repeated, which flatters caches and branch predictors.
fn plain_text(file: &Path) -> Result<Vec<u8>, Any> {
    let mut text = Vec::new();
    for byte in fs::read(file)? {
        let byte =
            if byte >= 0x80 || byte.is_ascii_whitespace() || byte == b'&' { b' ' } else { byte };
        if byte != b' ' || text.last() != Some(&b' ') {
            text.push(byte);
        }
    }
    Ok(if text.len() < 1 << 20 { text.repeat((1 << 20) / text.len().max(1)) } else { text })
}

/// gaztag with these names in any case, so that there is nothing to judge.
fn tagger(names: &[String]) -> Result<Tagger<'static>, Any> {
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("name/name", "name")?;
    for name in names {
        builder.add_surface("name/name", Surface::new(name).with_case(CaseRule::Any))?;
    }
    Ok(Tagger::builder().gazetteer(builder.build()?).build()?)
}

struct Engine<'e> {
    name: &'static str,
    note: &'static str,
    run: Box<dyn Fn(&[u8]) -> usize + 'e>,
    times: Vec<f64>,
    found: usize,
}

impl<'e> Engine<'e> {
    fn new(name: &'static str, note: &'static str, run: impl Fn(&[u8]) -> usize + 'e) -> Self {
        Self { name, note, run: Box::new(run), times: Vec::new(), found: 0 }
    }

    /// The median of its rounds, in seconds.
    fn median(&self) -> f64 {
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

/// Runs the engines in turn, so that changes of the machine's speed affect all of them.
fn run(engines: &mut [Engine<'_>], text: &[u8], rounds: usize) {
    for round in 0..=rounds {
        for engine in &mut *engines {
            let begin = Instant::now();
            engine.found = (engine.run)(black_box(text));
            // The first round warms caches.
            if round > 0 {
                engine.times.push(begin.elapsed().as_secs_f64());
            }
        }
    }
}

fn race(arguments: &Arguments) -> Result<(), Any> {
    let (text, names) =
        (plain_text(&arguments.text)?, names(arguments.names.first().map(PathBuf::as_path))?);
    let longest = names.iter().map(String::len).max().unwrap_or(0);
    println!(
        "{} names, {} bytes of {}, {} rounds",
        names.len(),
        text.len(),
        arguments.text.display(),
        arguments.rounds
    );
    let (alone, complete, without_context) =
        (tagger(&names)?, Tagger::builtin(), Tagger::builder().context(false).build()?);
    let automaton = |kind| {
        AhoCorasick::builder()
            .kind(Some(kind))
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(&names)
    };
    let (nfa, dfa) = (automaton(AhoCorasickKind::ContiguousNFA)?, automaton(AhoCorasickKind::DFA)?);
    let double_array: DoubleArrayAhoCorasick<u32> =
        DoubleArrayAhoCorasick::new(&names).map_err(|error| error.to_string())?;
    let mut flashtext = KeywordProcessor::new();
    flashtext.add_keywords_from_iter(names.iter());
    let mut by_length = names.clone();
    by_length.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let pattern = format!(r"(?i-u)\b(?:{})\b", by_length.join("|"));
    let regex = regex::bytes::RegexBuilder::new(&pattern)
        .size_limit(1 << 30)
        .dfa_size_limit(1 << 28)
        .build()?;
    #[cfg(feature = "vectorscan")]
    let database = vectorscan::Database::new(&names)?;
    let choose = |text: &[u8], hits: &mut dyn Iterator<Item = (usize, usize)>| {
        let mut chooser = Chooser::new(longest);
        hits.for_each(|(start, end)| chooser.push(text, start, end));
        chooser.finish()
    };
    let mut engines = vec![
        Engine::new("gaztag, automaton", "", |text| alone.tag(text).len()),
        Engine::new(
            "gaztag, complete",
            "other names: all of the built-in gazetteer, with case rules, decoys and judgement",
            |text| complete.tag(text).len(),
        ),
        Engine::new(
            "gaztag, no context",
            "the same, but judged without the words around a name",
            |text| without_context.tag(text).len(),
        ),
        Engine::new("aho-corasick NFA", "overlapping hits, then boundaries", |text| {
            choose(text, &mut nfa.find_overlapping_iter(text).map(|hit| (hit.start(), hit.end())))
        }),
        Engine::new("aho-corasick DFA", "overlapping hits, then boundaries", |text| {
            choose(text, &mut dfa.find_overlapping_iter(text).map(|hit| (hit.start(), hit.end())))
        }),
        Engine::new(
            "daachorse",
            "includes the conversion to lower case; overlapping hits, then boundaries",
            |text| {
                let lower = text.to_ascii_lowercase();
                choose(
                    text,
                    &mut double_array
                        .find_overlapping_iter(&lower)
                        .map(|hit| (hit.start(), hit.end())),
                )
            },
        ),
        Engine::new("regex", "one alternation, the longest first, with \\b", |text| {
            regex.find_iter(text).count()
        }),
        Engine::new(
            "flashtext2",
            "finds others: its words include signs, as in U.S. and 3.5",
            |text| {
                flashtext
                    .extract_keywords_with_span(std::str::from_utf8(text).unwrap_or(""))
                    .count()
            },
        ),
        Engine::new("summing the bytes", "the limit", |text| {
            black_box(text.iter().map(|&byte| u64::from(byte)).sum::<u64>()) as usize
        }),
    ];
    #[cfg(feature = "vectorscan")]
    engines.insert(
        6,
        Engine::new("Vectorscan", "caseless literals, then boundaries", |text| {
            let mut chooser = Chooser::new(longest);
            database.scan(text, |name, end| chooser.push(text, end - names[name].len(), end));
            chooser.finish()
        }),
    );
    run(&mut engines, &text, arguments.rounds);
    let right = engines[3].found;
    let gaztag = engines[0].median();
    println!("{:<20} {:>8} {:>14} {:>10}", "engine", "MB/s", "gaztag's time", "found");
    for engine in &engines {
        let found = if engine.name.starts_with("summing") {
            String::new()
        } else {
            engine.found.to_string()
        };
        println!(
            "{:<20} {:>8.0} {:>14.2} {:>10}  {}",
            engine.name,
            text.len() as f64 / engine.median() / 1e6,
            engine.median() / gaztag,
            found,
            engine.note
        );
    }
    if engines[0].found != right {
        return Err(format!(
            "gaztag found {} mentions, aho-corasick with boundaries {right}",
            engines[0].found
        )
        .into());
    }
    let threads = two_threads(|| complete.tag(black_box(&text)).len());
    // The limit of this machine: two threads that share a core are less than twice as fast as one.
    let limit = two_threads(|| {
        black_box(&text)
            .iter()
            .fold(0, |hash: usize, &byte| (hash ^ usize::from(byte)).wrapping_mul(0x0100_0193))
    });
    println!("two threads: {threads:.2} times one thread; limit of the machine {limit:.2}");
    goals(&engines, threads);
    Ok(())
}

/// Prints the goals of the project, and whether this run met them.
fn goals(engines: &[Engine<'_>], threads: f64) {
    let time = |name: &str| {
        engines.iter().find(|engine| engine.name == name).map_or(f64::NAN, Engine::median)
    };
    let ratio = |name: &str| time(name) / time("gaztag, automaton");
    let rows = [
        ("aho-corasick NFA / gaztag's automaton", ratio("aho-corasick NFA"), 10.0),
        ("aho-corasick DFA / gaztag's automaton", ratio("aho-corasick DFA"), 10.0),
        ("daachorse / gaztag's automaton", ratio("daachorse"), 10.0),
        ("Vectorscan / gaztag's automaton", ratio("Vectorscan"), 5.0),
        ("summing / gaztag complete", time("summing the bytes") / time("gaztag, complete"), 0.1),
        ("no context / complete", time("gaztag, no context") / time("gaztag, complete"), 0.85),
        ("two threads / one", threads, 1.9),
    ];
    for (what, got, wanted) in rows.into_iter().filter(|(_, got, _)| !got.is_nan()) {
        println!(
            "goal: {what:<38} {got:>6.3}, at least {wanted:>5.2}: {}",
            if got >= wanted { "met" } else { "not met" }
        );
    }
}

/// The ratio of the times that one thread and two threads take for two runs.
fn two_threads(run: impl Fn() -> usize + Sync) -> f64 {
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

/// Prints the speed for several numbers of names.
fn growth(arguments: &Arguments) -> Result<(), Any> {
    let text = plain_text(&arguments.text)?;
    let mut sets: Vec<(String, Vec<String>)> = Vec::new();
    for file in &arguments.names {
        sets.push((file.display().to_string(), names(Some(file))?));
    }
    if let Some(count) = arguments.random {
        sets.push((format!("{count} random names"), random_names(count)));
    }
    let mut taggers = Vec::new();
    for (_, names) in &sets {
        let begin = Instant::now();
        taggers.push((tagger(names)?, begin.elapsed().as_secs_f64()));
    }
    let mut engines: Vec<Engine<'_>> = taggers
        .iter()
        .map(|(tagger, _)| Engine::new("gaztag", "", |text: &[u8]| tagger.count(text)))
        .collect();
    run(&mut engines, &text, arguments.rounds);
    println!(
        "{:>9} {:>8} {:>8} {:>10} {:>12} {:>12}  names",
        "names", "MB/s", "times", "found", "build s", "check ns"
    );
    for ((engine, (name, names)), (tagger, seconds)) in engines.iter().zip(&sets).zip(&taggers) {
        let image = tagger.gazetteer().to_image();
        let begin = Instant::now();
        Gazetteer::from_image(image)?;
        let check = begin.elapsed().as_secs_f64() * 1e9 / names.len() as f64;
        let times = engine.median() / engines[0].median();
        println!(
            "{:>9} {:>8.0} {times:>8.2} {:>10} {seconds:>12.2} {check:>12.0}  {name}",
            names.len(),
            text.len() as f64 / engine.median() / 1e6,
            engine.found
        );
    }
    Ok(())
}

/// Names of two to four random words, the same in each run.
fn random_names(count: usize) -> Vec<String> {
    let mut state = 1_u64;
    let mut next = |below: u64| {
        // Knuth's linear congruential generator for MMIX.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut names: Vec<String> = (0..count)
        .map(|_| {
            let words = 2 + next(3);
            let words: Vec<String> = (0..words)
                .map(|_| (0..2 + next(7)).map(|_| char::from(b'a' + next(26) as u8)).collect())
                .collect();
            words.join(" ")
        })
        .collect();
    names.sort();
    names.dedup();
    names
}
