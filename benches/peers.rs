//! gaztag beside the crates that people would use instead, in one process, on the same text, with the same names and the same rules: word-bounded, caseless, leftmost-longest.
//!
//! The names are the forms of the built-in gazetteer that are plain ASCII, without decoys, priors and case rules: pure matching. A boundary check behind a leftmost-longest search is not
//! right (a longer hit that fails hides a shorter one that would pass), so the peers report overlapping hits and the same few lines choose among them. Every engine must find the same
//! number. The last lines printed are ratios.

#![allow(missing_docs, clippy::panic, clippy::expect_used, reason = "a bench")]

mod texts;

use std::hint::black_box;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use daachorse::DoubleArrayAhoCorasick;
use gaztag::{CaseRule, Gazetteer, GazetteerBuilder, Surface, Tagger};

/// The names, in lower case, each once.
fn names() -> Vec<String> {
    let gazetteer = Gazetteer::builtin();
    let forms = gazetteer.entities().flat_map(|entity| entity.surfaces().map(|surface| surface.form().to_lowercase()).collect::<Vec<_>>());
    let is_plain = |form: &String| form.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ') && form.len() > 1;
    let mut names: Vec<String> = forms.filter(is_plain).collect();
    names.sort();
    names.dedup();
    names
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Counts the leftmost-longest of the hits that stand between word boundaries. Hits come by their ends, so a longer one that begins earlier may come later: they wait until none can.
struct Chooser {
    longest_name: usize,
    waiting: Vec<(usize, std::cmp::Reverse<usize>)>,
    count: usize,
    end: usize,
}

impl Chooser {
    fn new(longest_name: usize) -> Self {
        Self { longest_name, waiting: Vec::with_capacity(1024), count: 0, end: 0 }
    }

    fn push(&mut self, text: &[u8], start: usize, end: usize) {
        if (start == 0 || !is_word(text[start - 1])) && text.get(end).is_none_or(|&b| !is_word(b)) {
            self.waiting.push((start, std::cmp::Reverse(end)));
            if self.waiting.len() == 1024 {
                self.settle(end.saturating_sub(self.longest_name));
            }
        }
    }

    /// Chooses among the hits that begin before `horizon`.
    fn settle(&mut self, horizon: usize) {
        self.waiting.sort_unstable();
        let ready = self.waiting.partition_point(|&(start, _)| start < horizon);
        for (start, std::cmp::Reverse(end)) in self.waiting.drain(..ready) {
            if start >= self.end {
                (self.count, self.end) = (self.count + 1, end);
            }
        }
    }

    fn finish(mut self) -> usize {
        self.settle(usize::MAX);
        self.count
    }
}

fn count_aho_corasick(automaton: &AhoCorasick, text: &[u8]) -> usize {
    let mut chooser = Chooser::new(automaton.max_pattern_len());
    automaton.find_overlapping_iter(text).for_each(|hit| chooser.push(text, hit.start(), hit.end()));
    chooser.finish()
}

fn count_daachorse(automaton: &DoubleArrayAhoCorasick<u32>, longest_name: usize, text: &[u8]) -> usize {
    let lower = text.to_ascii_lowercase();
    let mut chooser = Chooser::new(longest_name);
    automaton.find_overlapping_iter(&lower).for_each(|hit| chooser.push(text, hit.start(), hit.end()));
    chooser.finish()
}

fn peers(c: &mut Criterion) {
    // ASCII only: the peers know no other letters.
    let (news, name) = texts::news();
    let text: Vec<u8> = news.bytes().map(|byte| if byte < 0x80 { byte } else { b' ' }).collect();
    // Hyphens and such count alike, but a line break inside a name is a blank to gaztag only.
    let text: Vec<u8> = text.iter().map(|&byte| if byte.is_ascii_whitespace() || byte == b'&' { b' ' } else { byte }).collect();
    let mut squeezed: Vec<u8> = Vec::with_capacity(text.len());
    text.iter().for_each(|&byte| {
        if byte != b' ' || squeezed.last() != Some(&b' ') {
            squeezed.push(byte);
        }
    });
    let text = squeezed;
    let names = names();
    eprintln!("peers: {} names, {} bytes of {name}", names.len(), text.len());

    let mut builder = GazetteerBuilder::new();
    for (n, name) in names.iter().enumerate() {
        let key = format!("name/{n}");
        builder.add_entity(&key, name).and_then(|builder| builder.add_surface(&key, Surface::new(name).with_case(CaseRule::Any))).expect("valid");
    }
    let tagger = Tagger::builder().gazetteer(builder.build().expect("valid")).build().expect("valid");
    let ac = |kind| AhoCorasick::builder().kind(Some(kind)).match_kind(MatchKind::Standard).ascii_case_insensitive(true).build(&names).expect("valid");
    let nfa = ac(AhoCorasickKind::ContiguousNFA);
    let dfa = ac(AhoCorasickKind::DFA);
    let double_array: DoubleArrayAhoCorasick<u32> = DoubleArrayAhoCorasick::new(&names).expect("valid");

    type Engine<'e> = (&'static str, Box<dyn Fn(&[u8]) -> usize + 'e>);
    let engines: [Engine<'_>; 4] = [
        ("gaztag", Box::new(|text| tagger.mentions(text).count())),
        ("aho-corasick-nfa", Box::new(|text| count_aho_corasick(&nfa, text))),
        ("aho-corasick-dfa", Box::new(|text| count_aho_corasick(&dfa, text))),
        ("daachorse", Box::new(|text| count_daachorse(&double_array, nfa.max_pattern_len(), text))),
    ];
    let expected = count_aho_corasick(&nfa, &text);
    assert!(expected > 0);
    let mut group = c.benchmark_group("peers");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(text.len() as u64));
    for (name, engine) in &engines {
        assert_eq!(engine(&text), expected, "{name}");
        group.bench_function(*name, |b| b.iter(|| engine(black_box(&text))));
    }
    group.finish();

    // Ratios from interleaved rounds, so that a machine that slows down slows down everybody.
    let mut times: Vec<Vec<Duration>> = engines.iter().map(|_| Vec::new()).collect();
    for _ in 0..5 {
        for ((_, engine), times) in engines.iter().zip(&mut times) {
            let begin = Instant::now();
            assert_eq!(engine(black_box(&text)), expected);
            times.push(begin.elapsed());
        }
    }
    let medians: Vec<f64> = times
        .iter_mut()
        .map(|times| {
            times.sort();
            times[times.len() / 2].as_secs_f64()
        })
        .collect();
    for ((name, _), median) in engines.iter().zip(&medians) {
        let speed = text.len() as f64 / median / 1e6;
        eprintln!("{name:<18} {speed:>8.0} MB/s   {:>6.2} times gaztag's time   {expected} mentions", median / medians[0]);
    }
}

criterion_group!(benches, peers);
criterion_main!(benches);
