//! How long it takes to build gazetteers and taggers.

#![allow(missing_docs, clippy::panic, clippy::expect_used, reason = "a bench")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gaztag::{Format, Gazetteer, GazetteerBuilder, Tagger};

fn build(c: &mut Criterion) {
    let builtin = Gazetteer::builtin();
    let mut group = c.benchmark_group("build");
    group.sample_size(20);
    group.bench_function("builtin-gazetteer", |b| {
        b.iter(|| {
            let gazetteer = GazetteerBuilder::from(&builtin).build().expect("valid");
            assert_eq!(gazetteer.form_counts(), builtin.form_counts());
        })
    });
    group.bench_function("builtin-tagger", |b| {
        b.iter(|| assert!(Tagger::builder().build().expect("valid").is_match("Mali")))
    });

    let mut rows = String::from("key\tform\n");
    (0..100_000).for_each(|n| rows.push_str(&format!("place/p{n}\tPlace {} of {}\n", n % 1000, n)));
    group.bench_function("tsv-100000", |b| {
        b.iter(|| {
            let mut builder = GazetteerBuilder::new();
            assert_eq!(
                builder.read(Format::Tsv, "bench", rows.as_bytes()).expect("valid"),
                100_000
            );
            assert_eq!(builder.build().expect("valid").len(), 100_000);
        })
    });

    // Files of one row: the time for each must not grow with their number.
    let files: Vec<String> =
        (0..10_000).map(|n| format!("key\tform\nplace/p{n}\tPlace {n}\n")).collect();
    for count in [1_000, 10_000] {
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(format!("files-{count}"), |b| {
            b.iter(|| {
                let mut builder = GazetteerBuilder::new();
                for text in &files[..count] {
                    builder.read(Format::Tsv, "bench", text.as_bytes()).expect("valid");
                }
                builder
            })
        });
    }
    group.finish();
}

criterion_group!(benches, build);
criterion_main!(benches);
