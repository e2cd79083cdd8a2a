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

/// The length of a document in bytes. In one that is much longer, names in the same gazetteer can
/// take each other's place in what the document remembers, and counts differ a little.
const DOCUMENT: usize = 3000;

/// News as documents, each with an own name at its end.
fn documents() -> Vec<String> {
    let (news, _) = texts::news();
    let mut documents = vec![String::new()];
    for line in news.split_inclusive('\n') {
        match documents.last_mut() {
            Some(last) if last.len() < DOCUMENT => last.push_str(line),
            _ => documents.push(line.into()),
        }
    }
    for (number, document) in documents.iter_mut().enumerate() {
        document
            .push_str(&format!("\n\nIt was said by {} on Monday.\n", name(number * 37 % NAMES)));
    }
    documents
}

/// The number of mentions, and that of own names.
fn count(tagger: &Tagger, documents: &[String], memory: &mut Vec<Draft>) -> (usize, usize) {
    let (mut all, mut own) = (0, 0);
    for document in documents {
        tagger.tag_each_in(document, memory, |mention, _| {
            all += 1;
            own += usize::from(matches!(mention.kind(), gaztag::Kind::Other(_)));
        });
    }
    (all, own)
}

fn layers(c: &mut Criterion) {
    let documents = documents();
    let memory = &mut Vec::new();
    let all = built(GazetteerBuilder::from(&Gazetteer::builtin()), &rows(0, 1));
    let tagger = |gazetteer| Tagger::builder().gazetteer(gazetteer).build().expect("valid");
    let one = tagger(all);
    let expected = count(&one, &documents, memory);
    assert_eq!(expected.1, documents.len());
    assert!(expected.0 > documents.len());
    let mut group = c.benchmark_group("layers");
    let size: usize = documents.iter().map(String::len).sum();
    group.throughput(Throughput::Bytes(size as u64));
    for (name, tagger) in [("1", one), ("2", tagger(layered(1))), ("4", tagger(layered(3)))] {
        assert_eq!(count(&tagger, &documents, memory), expected, "{name}");
        group.bench_function(name, |b| {
            b.iter(|| assert_eq!(count(&tagger, black_box(&documents), memory), expected))
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
