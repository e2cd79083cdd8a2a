//! What is timed, and how.

use std::hint::black_box;
use std::ops::Range;
use std::time::Instant;

/// Counts the mentions of a text.
type Count<T> = dyn FnMut(&T) -> usize;

/// How an engine takes a text.
enum Run {
    Bytes(Box<Count<[u8]>>),
    /// Only well-formed UTF-8, which is checked outside of the time.
    Utf8(Box<Count<str>>),
}

/// What the race does with an engine's count and time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// gaztag with the peers' names: what the peers are compared with.
    Matching,
    /// gaztag with its own gazetteer.
    Gaztag,
    /// A peer that must find the same mentions.
    Peer,
    /// A peer with rules of its own: it counts where it happens to find the same.
    OwnRules,
    /// Not an engine.
    Limit,
}

impl Standing {
    pub(crate) fn is_peer(self) -> bool {
        matches!(self, Self::Peer | Self::OwnRules)
    }
}

/// A function that counts the mentions of a text.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    pub(crate) standing: Standing,
    run: Run,
}

impl Engine {
    pub(crate) fn new(
        name: &'static str,
        standing: Standing,
        run: impl FnMut(&[u8]) -> usize + 'static,
    ) -> Self {
        Self { name, standing, run: Run::Bytes(Box::new(run)) }
    }

    pub(crate) fn of_utf8(
        name: &'static str,
        standing: Standing,
        run: impl FnMut(&str) -> usize + 'static,
    ) -> Self {
        Self { name, standing, run: Run::Utf8(Box::new(run)) }
    }

    /// The sum over the calls; none if the engine cannot read the text.
    pub(crate) fn run(&mut self, text: &Calls<'_>) -> Option<usize> {
        let calls = text.calls.iter().cloned();
        Some(match &mut self.run {
            Run::Bytes(run) => calls.map(|call| run(black_box(&text.bytes[call]))).sum(),
            Run::Utf8(run) => {
                let utf8 = text.utf8?;
                calls.map(|call| run(black_box(&utf8[call]))).sum()
            }
        })
    }
}

/// A text and the parts of it that are tagged by a call each.
pub(crate) struct Calls<'t> {
    bytes: &'t [u8],
    utf8: Option<&'t str>,
    calls: Vec<Range<usize>>,
}

impl<'t> Calls<'t> {
    /// The calls must begin and end at characters if the text is UTF-8.
    pub(crate) fn new(bytes: &'t [u8], calls: Vec<Range<usize>>) -> Self {
        Self { bytes, utf8: std::str::from_utf8(bytes).ok(), calls }
    }

    /// One call with the whole text.
    pub(crate) fn whole(bytes: &'t [u8]) -> Self {
        Self::new(bytes, std::iter::once(0..bytes.len()).collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.calls.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.calls.iter().map(Range::len).sum()
    }
}

/// How often engines run.
#[derive(Clone, Copy)]
pub(crate) struct Rounds {
    /// At most.
    pub(crate) count: usize,
    /// After two rounds, an engine that has used as many seconds takes part in no further one. One
    /// whose first run takes five times as long takes part in none: that run is its time.
    pub(crate) seconds: f64,
}

/// How many times the seconds of [`Rounds`] the first run of an engine may take.
const SLOW: f64 = 5.0;

/// What one engine found in one text, and its times in seconds, sorted.
pub(crate) struct Measured {
    pub(crate) found: usize,
    times: Vec<f64>,
    /// Whether the first run took so long that it is the only one.
    is_slow: bool,
}

impl Measured {
    pub(crate) fn minimum(&self) -> f64 {
        self.times.first().copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn median(&self) -> f64 {
        self.times.get(self.times.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

/// What an engine finds in a text, and the seconds that it takes.
fn timed(engine: &mut Engine, text: &Calls<'_>) -> (Option<usize>, f64) {
    let begin = Instant::now();
    let found = black_box(engine.run(text));
    (found, begin.elapsed().as_secs_f64())
}

/// Interleaved rounds, so that a machine that slows down slows down every engine. There is none for
/// an engine that cannot read the text.
pub(crate) fn measure(
    engines: &mut [Engine],
    text: &Calls<'_>,
    rounds: Rounds,
) -> Vec<Option<Measured>> {
    // The first run fills caches.
    let mut results: Vec<Option<Measured>> = engines
        .iter_mut()
        .map(|engine| {
            let (found, seconds) = timed(engine, text);
            let is_slow = seconds > SLOW * rounds.seconds;
            let times = if is_slow { vec![seconds] } else { Vec::new() };
            found.map(|found| Measured { found, times, is_slow })
        })
        .collect();
    for round in 0..rounds.count {
        for (engine, result) in engines.iter_mut().zip(&mut results) {
            let Some(result) = result.as_mut().filter(|result| !result.is_slow) else { continue };
            if round < 2 || result.times.iter().sum::<f64>() < rounds.seconds {
                result.times.push(timed(engine, text).1);
            }
        }
    }
    for result in results.iter_mut().flatten() {
        result.times.sort_by(f64::total_cmp);
    }
    results
}
