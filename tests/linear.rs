//! Texts that a naive scanner reads in quadratic time. No time is asserted: in quadratic time these
//! tests would take hours.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

use gaztag::{
    Backend, CaseRule, Gazetteer, GazetteerBuilder, IncrementalTagger, Input, OffsetUnit, Overlap,
    Surface, Tagger,
};

const SIZE: usize = if cfg!(debug_assertions) { 1 << 19 } else { 1 << 22 };

#[test]
fn hostile_texts_are_read_in_linear_time() {
    let pieces = [
        "<",
        "&",
        "-",
        "a ",
        "- \n",
        "\u{301}",
        "\u{200B}",
        "\n",
        " ",
        "\u{1F1F2}",
        "@",
        "a@",
        "a.",
        "<a ",
        "<!--",
        "<script>",
        "</",
        "<a href='",
        "&#",
        "&#x0;",
        "_",
        "\u{E31}",
        "و",
        "中",
        "South ",
        "Democratic Republic of ",
        "Economic Community of West African State ",
        "U.",
        "U.S",
        "Saint ",
        "Republic of the ",
        "\u{FFFD}",
        "\0",
        "A",
        "http://",
        "\u{AD}a",
    ];
    for backend in Backend::available() {
        let tagger = Tagger::builder().backend(backend).build().unwrap();
        pieces.iter().for_each(|piece| {
            assert!(
                tagger.mentions_incremental(&piece.repeat(SIZE / 4 / piece.len())).count() < SIZE
            )
        });
    }
    for input in [Input::Text, Input::Html] {
        for overlap in [Overlap::Longest, Overlap::All] {
            let tagger = Tagger::builder()
                .input(input)
                .overlap(overlap)
                .offset_unit(OffsetUnit::CodePoints)
                .build()
                .unwrap();
            for piece in pieces {
                let text = piece.repeat(SIZE / 4 / piece.len());
                let whole = tagger.mentions_incremental(&text).count();
                let mut streamed = 0;
                let mut stream = IncrementalTagger::new(tagger.clone());
                text.as_bytes()
                    .chunks(1 << 16)
                    .for_each(|chunk| stream.feed(chunk, |_, _| streamed += 1));
                stream.finish(|_, _| streamed += 1);
                assert_eq!(whole, streamed, "{piece:?}");
            }
        }
    }
}

#[test]
fn names_cut_before_their_end_are_read_in_linear_time() {
    let tagger = Tagger::builtin();
    let gazetteer = tagger.gazetteer().clone();
    let mut text = String::new();
    for entity in gazetteer.entities() {
        for surface in entity.surfaces() {
            let mut form = surface.form().to_string();
            form.pop();
            text.push_str(&form);
            text.push(' ');
        }
    }
    let text = text.repeat(SIZE.div_ceil(text.len()));
    assert!(tagger.mentions_incremental(&text).count() < text.len());
}

/// Names with common beginnings as long as names may be, and a name of one letter.
fn alike() -> Gazetteer<'static> {
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("thing/a", "a").unwrap();
    let mut add = |form: &str| {
        builder.add_surface("thing/a", Surface::new(form).with_case(CaseRule::Any)).unwrap();
    };
    for (word, count) in
        [("a ", 500), ("ab", 500), ("Ä", 500), ("中", 300), ("a-", 500), ("Saint ", 150)]
    {
        for end in ["x", "y", "xx"] {
            add(&(word.repeat(count) + end));
        }
    }
    add("a");
    builder.build().unwrap()
}

#[test]
fn names_that_begin_alike_are_read_in_linear_time() {
    // At every word a walk begins that fails at the end of the longest name.
    let gazetteer = alike();
    for piece in ["a ", "ab", "Ä", "ä", "中", "a-", "Saint ", "St. ", "a\u{AD} ", "A\n"] {
        let text = piece.repeat(SIZE / 256 / piece.len());
        for overlap in [Overlap::Longest, Overlap::All] {
            let counts: Vec<usize> = Backend::available()
                .map(|backend| {
                    let tagger = Tagger::builder()
                        .gazetteer(gazetteer.clone())
                        .overlap(overlap)
                        .backend(backend)
                        .build()
                        .unwrap();
                    let whole = tagger.mentions_incremental(&text).count();
                    let mut streamed = 0;
                    let mut stream = IncrementalTagger::new(tagger);
                    text.as_bytes()
                        .chunks(1 << 12)
                        .for_each(|chunk| stream.feed(chunk, |_, _| streamed += 1));
                    stream.finish(|_, _| streamed += 1);
                    assert_eq!(whole, streamed, "{piece:?}");
                    whole
                })
                .collect();
            assert!(counts.iter().all(|&count| count == counts[0]), "{piece:?}: {counts:?}");
        }
    }
}

#[test]
fn explaining_is_linear() {
    let text = "Economic Community of West African States and the US dollar; ".repeat(SIZE / 512);
    assert!(Tagger::builtin().explain(&text).len() > SIZE / 512);
}
