//! Real texts, tagged in every way: one call, every backend, streams, batches, threads, columns of
//! Arrow, other units of offsets, and the calls of C. All find the same.
//!
//! `GAZTAG_TEXTS` names a file of texts that end with a NUL byte; without it they are the
//! paragraphs of the project's own documents. `GAZTAG_MENTIONS` names a file for what was found:
//! scripts/interfaces compares it with Python and the command line.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use gaztag::{Backend, IncrementalTagger, Mention, OffsetUnit, Tagger};

use super::arrow;
use super::wrapper::{CTagger, default_options, expected};

/// How many documents are in a batch or column.
const BATCH: usize = 256;

fn texts() -> Vec<String> {
    if let Some(file) = std::env::var_os("GAZTAG_TEXTS") {
        let texts = fs::read_to_string(file).unwrap();
        return texts.split_terminator('\0').map(String::from).collect();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for file in ["README.md", "CHANGELOG.md", "docs/accuracy.md", "examples/article.txt"] {
        let text = fs::read_to_string(root.join(file)).unwrap();
        texts.extend(text.split("\n\n").map(String::from));
    }
    texts
}

fn streamed(tagger: &Tagger<'static>, chunks: [&[u8]; 2]) -> Vec<Mention> {
    let (mut stream, mut found) = (IncrementalTagger::new(tagger.clone()), Vec::new());
    for chunk in chunks {
        stream.feed(chunk, |mention, _| found.push(*mention));
    }
    stream.finish(|mention, _| found.push(*mention));
    found
}

#[test]
fn every_interface_finds_the_same_in_documents() {
    let tagger = Tagger::builtin();
    let backends: Vec<Tagger> = Backend::available()
        .map(|backend| Tagger::builder().backend(backend).build().unwrap())
        .collect();
    let units = [OffsetUnit::Utf16, OffsetUnit::CodePoints]
        .map(|unit| (unit, Tagger::builder().offset_unit(unit).build().unwrap()));
    let of_c = CTagger::new(None, &default_options()).unwrap();
    let (texts, mut lines, mut count) = (texts(), String::new(), 0);
    for (number, text) in texts.iter().enumerate() {
        let whole = tagger.tag(text);
        for other in &backends {
            assert_eq!(other.tag(text), whole, "{:?}, document {number}", other.backend());
        }
        for (unit, other) in &units {
            let width = |c: char| if *unit == OffsetUnit::Utf16 { c.len_utf16() } else { 1 };
            let before = |to: usize| text[..to].chars().map(width).sum::<usize>();
            let offsets: Vec<_> =
                whole.iter().map(|m| (before(m.start()), before(m.end()))).collect();
            let found = other.tag(text);
            let found: Vec<_> = found.iter().map(|m| (m.start(), m.end())).collect();
            assert_eq!(found, offsets, "{unit:?}, document {number}");
        }
        let so_far: Vec<Mention> = tagger.mentions_incremental(text).collect();
        for cut in [0, text.len() / 3, text.len() - text.len().min(7)] {
            let (head, tail) = text.as_bytes().split_at(cut);
            assert_eq!(streamed(&tagger, [head, tail]), so_far, "cut at {cut}, document {number}");
        }
        let mut each = Vec::new();
        tagger.tag_each(text, |mention, _| each.push(*mention));
        assert_eq!(each, whole, "tag_each, document {number}");
        assert_eq!(tagger.count(text), whole.len(), "count, document {number}");
        let fields = expected(&whole);
        assert_eq!(of_c.tag(text.as_bytes(), 7), fields, "C, document {number}");
        assert_eq!(of_c.tag_each(text.as_bytes(), usize::MAX), fields, "C, document {number}");
        for mention in &whole {
            let (key, confidence) = (tagger.key(mention), mention.confidence());
            let (start, end) = (mention.start(), mention.end());
            writeln!(lines, "{number}\t{start}\t{end}\t{key}\t{confidence}").unwrap();
        }
        count += whole.len();
    }
    for (batch, documents) in texts.chunks(BATCH).enumerate() {
        let whole: Vec<Vec<Mention>> = documents.iter().map(|text| tagger.tag(text)).collect();
        let starts = |found: &[Vec<Mention>]| {
            found.iter().flatten().map(|m| (m.start(), m.entity())).collect::<Vec<_>>()
        };
        let rows = |found: gaztag::Batch| {
            let starts = found.starts().iter().copied();
            starts.zip(found.entities().iter().copied()).collect::<Vec<_>>()
        };
        assert_eq!(rows(tagger.tag_batch(documents)), starts(&whole), "batch {batch}");
        #[cfg(feature = "rayon")]
        assert_eq!(rows(tagger.tag_batch_parallel(documents)), starts(&whole), "batch {batch}");
        let data = documents.concat();
        let mut offsets = vec![0_i64];
        for text in documents {
            offsets.push(offsets[offsets.len() - 1] + text.len() as i64);
        }
        let most = whole.iter().map(Vec::len).max().unwrap().max(100);
        let by_c = of_c.batch(data.as_bytes(), &offsets, most).unwrap();
        let fields: Vec<_> = whole.iter().map(|found| expected(found)).collect();
        assert_eq!(by_c, fields, "batch {batch} in C");
        let documents: Vec<Option<&str>> = documents.iter().map(|text| Some(&**text)).collect();
        assert!(arrow::is_same(&of_c, &documents), "column {batch}");
    }
    println!("{} documents, {count} mentions", texts.len());
    assert!(texts.len() > 100 && count > 100);
    if let Some(file) = std::env::var_os("GAZTAG_MENTIONS") {
        fs::write(file, lines).unwrap();
    }
}
