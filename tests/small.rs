//! Every backend, streams cut everywhere, threads that share a tagger: on so few names and texts
//! that Miri and ThreadSanitizer run them in minutes (`scripts/test miri`, `scripts/test threads`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(feature = "std")]

use std::thread;

use gaztag::{
    Backend, Format, Gazetteer, GazetteerBuilder, IncrementalTagger, Input, Mention, OffsetUnit,
    Tagger,
};

const NAMES: &str = "\
key\tform\trole\tcase\tprior\tbounds
country/MLI\tMali\t\t\t\t
country/CIV\tCôte d'Ivoire\t\t\t\t
country/SSD\tSouth Sudan\t\t\t\t
country/SDN\tSudan\t\t\t\t
country/USA\tUS\tacronym\t\t\t
country/MLI\t马里\t\t\t\t
thing/land\tland\t\tany\t\tend
-\tSudan grass\t\t\t\t
";

/// Its beginning is at every offset of a block of the filter.
const TEXT: &str =
    "In Mali, Cote d’Ivoire and South\nSudan (U.S.); Sudan grass, 马里, dryland <b>Ma</b>li";

fn gazetteer() -> Gazetteer<'static> {
    let mut builder = GazetteerBuilder::new();
    builder.read(Format::Tsv, "names", NAMES.as_bytes()).unwrap();
    builder.build().unwrap()
}

fn tagger(backend: Backend, input: Input) -> Tagger<'static> {
    let builder = Tagger::builder().gazetteer(gazetteer()).backend(backend).input(input);
    builder.offset_unit(OffsetUnit::CodePoints).build().unwrap()
}

fn keys(tagger: &Tagger<'_>, mentions: &[Mention]) -> Vec<String> {
    mentions.iter().map(|mention| tagger.key(mention).into()).collect()
}

#[test]
fn every_backend_at_every_offset() {
    let names = ["country/MLI", "country/CIV", "country/SSD", "country/USA", "country/MLI"];
    for backend in Backend::available() {
        for (input, more) in
            [(Input::Text, &["thing/land"][..]), (Input::Html, &["thing/land", "country/MLI"])]
        {
            let tagger = tagger(backend, input);
            for blanks in (0..8).step_by(if cfg!(miri) { 5 } else { 1 }) {
                // An allocation that ends with the text: nothing is read after it.
                let text: Box<str> = format!("{}{TEXT}", " ".repeat(blanks)).into();
                let found = keys(&tagger, &tagger.tag(&*text));
                assert_eq!(found, [&names, more].concat(), "{backend:?}, {blanks} blanks");
            }
        }
    }
}

#[test]
fn streams_cut_everywhere() {
    for backend in Backend::available() {
        let tagger = tagger(backend, Input::Html);
        let expected: Vec<Mention> = tagger.mentions_incremental(TEXT).collect();
        for cut in (0..=TEXT.len()).step_by(if cfg!(miri) { 13 } else { 1 }) {
            let (mut stream, mut found) = (IncrementalTagger::new(tagger.clone()), Vec::new());
            let (head, tail) = TEXT.as_bytes().split_at(cut);
            for chunk in [head, tail] {
                let chunk: Box<[u8]> = chunk.into();
                stream.feed(&chunk, |mention, _| found.push(*mention));
            }
            stream.finish(|mention, _| found.push(*mention));
            assert_eq!(found, expected, "{backend:?}, cut at {cut}");
        }
    }
}

#[test]
fn threads_share_a_tagger() {
    for backend in Backend::available() {
        let tagger = tagger(backend, Input::Text);
        // Each thread has another text, so that what one of them keeps is wrong for the others.
        let texts: Vec<&str> = [0, 8, 24, 50].iter().map(|&from| &TEXT[from..]).collect();
        let expected: Vec<Vec<Mention>> = texts.iter().map(|text| tagger.tag(*text)).collect();
        assert!(expected.windows(2).all(|pair| pair[0].len() > pair[1].len()));
        let tagger = &tagger;
        thread::scope(|scope| {
            for (text, expected) in texts.iter().zip(&expected) {
                scope.spawn(move || {
                    for _ in 0..if cfg!(miri) { 1 } else { 16 } {
                        assert_eq!(&tagger.tag(*text), expected);
                    }
                    assert_eq!(tagger.explain(*text).len(), tagger.clone().explain(*text).len());
                });
            }
        });
    }
}
