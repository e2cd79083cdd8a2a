//! How fast texts of several kinds are tagged with the built-in gazetteer.
//!
//! Every bench asserts its count of mentions first: by stream and by whole text, and by what one copy of a repeated text has.

#![allow(missing_docs, clippy::panic, clippy::expect_used, reason = "a bench")]

mod texts;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gaztag::{IncrementalTagger, Input, OffsetUnit, Tagger};

fn count(tagger: &Tagger, text: &str) -> usize {
    tagger.count(text)
}

fn by_stream(tagger: &Tagger, text: &str) -> usize {
    let mut stream = IncrementalTagger::new(tagger.clone());
    let mut count = 0;
    text.as_bytes().chunks(10_000).for_each(|chunk| stream.feed(chunk, |_, _| count += 1));
    stream.finish(|_, _| count += 1);
    count
}

fn tag(c: &mut Criterion) {
    let tagger = Tagger::builtin();
    let (news, name) = texts::news();
    eprintln!("news: {name}");
    let mut group = c.benchmark_group("tag");
    for (name, text, names) in [("news", &news, true), ("no-names", &texts::no_names(), false), ("dense", &texts::dense(), true), ("multilingual", &texts::multilingual(), true)] {
        let expected = count(&tagger, text);
        assert_eq!(expected > 0, names, "{name}");
        assert_eq!(by_stream(&tagger, text), expected, "{name}");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| assert_eq!(count(&tagger, black_box(text)), expected)));
    }
    let expected = count(&tagger, &news);
    group.throughput(Throughput::Bytes(news.len() as u64));
    group.bench_function("stream", |b| b.iter(|| assert_eq!(by_stream(&tagger, black_box(&news)), expected)));
    let points = Tagger::builder().offset_unit(OffsetUnit::CodePoints).build().expect("default options");
    group.bench_function("code-points", |b| b.iter(|| assert_eq!(count(&points, black_box(&news)), expected)));
    let html = Tagger::builder().input(Input::Html).build().expect("default options");
    let marked = news.replace("\n\n", "</p>\n<p class=\"body\">");
    let in_html = count(&html, &marked);
    assert!(in_html > 0);
    group.throughput(Throughput::Bytes(marked.len() as u64));
    group.bench_function("html", |b| b.iter(|| assert_eq!(count(&html, black_box(&marked)), in_html)));

    let sentence = "Mali's new mining code has been criticised by ECOWAS and by companies that dig for gold and lithium.";
    assert_eq!(sentence.len(), 100);
    assert_eq!(count(&tagger, sentence), 4);
    group.throughput(Throughput::Bytes(sentence.len() as u64));
    group.bench_function("short", |b| b.iter(|| assert_eq!(count(&tagger, black_box(sentence)), 4)));
    group.finish();
}

criterion_group!(benches, tag);
criterion_main!(benches);
