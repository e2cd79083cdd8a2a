//! How fast texts of several kinds are tagged with the built-in gazetteer.
//!
//! Every bench asserts its count of mentions first, by different calls.

#![allow(missing_docs, clippy::panic, clippy::expect_used, reason = "a bench")]

mod texts;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gaztag::{Draft, IncrementalTagger, Input, OffsetUnit, Tagger};

/// The number of mentions, judged with the whole text, in memory that is reused.
fn count(tagger: &Tagger, text: &str, memory: &mut Vec<Draft>) -> usize {
    let mut count = 0;
    tagger.tag_each_in(text, memory, |_, _| count += 1);
    count
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
    let memory = &mut Vec::new();
    let mut group = c.benchmark_group("tag");
    for (name, text, names) in [
        ("news", &news, true),
        ("no-names", &texts::no_names(), false),
        ("dense", &texts::dense(), true),
        ("multilingual", &texts::multilingual(), true),
    ] {
        let expected = count(&tagger, text, memory);
        assert_eq!(expected > 0, names, "{name}");
        assert_eq!((tagger.count(text), tagger.is_match(text)), (expected, names), "{name}");
        assert_eq!(by_stream(&tagger, text), tagger.mentions_incremental(text).count(), "{name}");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| assert_eq!(count(&tagger, black_box(text), memory), expected))
        });
    }
    let expected = count(&tagger, &news, memory);
    group.throughput(Throughput::Bytes(news.len() as u64));
    let streamed = tagger.mentions_incremental(&news).count();
    group.bench_function("incremental", |b| {
        b.iter(|| assert_eq!(by_stream(&tagger, black_box(&news)), streamed))
    });
    // Without memory of the caller: a text with many names is read twice.
    group.bench_function("count", |b| {
        b.iter(|| assert_eq!(tagger.count(black_box(&news)), expected))
    });
    let points =
        Tagger::builder().offset_unit(OffsetUnit::CodePoints).build().expect("default options");
    group.bench_function("code-points", |b| {
        b.iter(|| assert_eq!(count(&points, black_box(&news), memory), expected))
    });
    let html = Tagger::builder().input(Input::Html).build().expect("default options");
    let marked = news.replace("\n\n", "</p>\n<p class=\"body\">");
    let in_html = count(&html, &marked, memory);
    assert!(in_html > 0);
    group.throughput(Throughput::Bytes(marked.len() as u64));
    group.bench_function("html", |b| {
        b.iter(|| assert_eq!(count(&html, black_box(&marked), memory), in_html))
    });

    let sentence = "Mali's new mining code has been criticised by ECOWAS and by companies that dig for gold and lithium.";
    assert_eq!(sentence.len(), 100);
    assert_eq!(count(&tagger, sentence, memory), 4);
    group.throughput(Throughput::Bytes(sentence.len() as u64));
    group.bench_function("short", |b| {
        b.iter(|| assert_eq!(count(&tagger, black_box(sentence), memory), 4))
    });
    group.finish();
    is_match(c, &tagger);
}

/// `is_match`: a text without a name should take as long as the prefilter needs to read it.
fn is_match(c: &mut Criterion, tagger: &Tagger) {
    let mut group = c.benchmark_group("is-match");
    let memory = &mut Vec::new();
    for (name, text) in [
        ("no-names", texts::no_names()),
        ("no-names-short", texts::no_names()[..100].to_string()),
        ("multilingual", texts::multilingual()),
    ] {
        let expected = count(tagger, &text, memory) > 0;
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| assert_eq!(tagger.is_match(black_box(&text)), expected))
        });
    }
    group.finish();
}

criterion_group!(benches, tag);
criterion_main!(benches);
