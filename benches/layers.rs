//! What layers cost: the same names in one gazetteer and in several layers.
//!
//! Every bench asserts its count of mentions first.

#![allow(missing_docs, clippy::panic, clippy::expect_used, reason = "a bench")]

mod texts;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gaztag::{Draft, Format, Gazetteer, GazetteerBuilder, Preference, Tagger};

/// How many names of a user's own there are.
const NAMES: usize = 20_000;

/// Names without a word of a language.
fn name(number: usize) -> String {
    const PARTS: [&str; 20] = [
        "zar", "vel", "quo", "dri", "mok", "fen", "lex", "bru", "tal", "wim", "ora", "pex", "nub",
        "kul", "sha", "gri", "yol", "haf", "jud", "cer",
    ];
    let [a, b, c] = [number, number / 20, number / 400].map(|at| PARTS[at % 20]);
    format!("{}{}{b}{c} {number}th", a[..1].to_uppercase(), &a[1..])
}

/// The rows of every `step`th name from `first` on.
fn rows(first: usize, step: usize) -> String {
    let names = (first..NAMES).step_by(step);
    let row = |number| format!("company/{number}\t{}\n", name(number));
    names.fold("key\tform\n".into(), |rows, number| rows + &row(number))
}

fn built(mut builder: GazetteerBuilder, rows: &str) -> Gazetteer<'static> {
    builder.read(Format::Tsv, "bench", rows.as_bytes()).expect("valid");
    builder.build().expect("valid")
}

/// The built-in names with every own one, in 1 + `upper` layers.
fn layered(upper: usize) -> Gazetteer<'static> {
    (0..upper).fold(Gazetteer::builtin(), |lower, first| {
        let own = built(GazetteerBuilder::new(), &rows(first, upper));
        lower.with_layer(&own, Preference::Builtin).expect("few layers")
    })
}

/// News with an own name after each paragraph.
fn text() -> (String, usize) {
    let (news, _) = texts::news();
    let mut own = 0;
    let parts = news.split_inclusive("\n\n").map(|part| {
        own += 1;
        format!("{}\n\nIt was said by {} on Monday.\n\n", part.trim_end(), name(own * 37 % NAMES))
    });
    (parts.collect::<String>(), own)
}

fn count(tagger: &Tagger, text: &str, memory: &mut Vec<Draft>) -> (usize, usize) {
    let (mut all, mut own) = (0, 0);
    tagger.tag_each_in(text, memory, |mention, _| {
        all += 1;
        own += usize::from(matches!(mention.kind(), gaztag::Kind::Other(_)));
    });
    (all, own)
}

fn layers(c: &mut Criterion) {
    let (text, own) = text();
    let memory = &mut Vec::new();
    let all = built(GazetteerBuilder::from(&Gazetteer::builtin()), &rows(0, 1));
    let tagger = |gazetteer| Tagger::builder().gazetteer(gazetteer).build().expect("valid");
    let one = tagger(all);
    let expected = count(&one, &text, memory);
    assert_eq!(expected.1, own);
    assert!(expected.0 > own);
    let mut group = c.benchmark_group("layers");
    group.throughput(Throughput::Bytes(text.len() as u64));
    for (name, tagger) in [("1", one), ("2", tagger(layered(1))), ("4", tagger(layered(3)))] {
        assert_eq!(count(&tagger, &text, memory), expected, "{name}");
        group.bench_function(name, |b| {
            b.iter(|| assert_eq!(count(&tagger, black_box(&text), memory), expected))
        });
    }
    group.finish();
    let mut group = c.benchmark_group("with-layer");
    let lower = layered(1);
    let few = built(GazetteerBuilder::new(), "key\tform\nship/acme\tAcme Star\n");
    group.bench_function("one-name", |b| {
        b.iter(|| {
            let both = lower.with_layer(&few, Preference::Builtin).expect("few layers");
            assert_eq!(both.len(), lower.len() + 1);
        })
    });
    group.finish();
}

criterion_group!(benches, layers);
criterion_main!(benches);
