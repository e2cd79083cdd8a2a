//! Properties: the tagger finds what the reference tagger finds, a stream finds the same however it
//! is split, options only leave mentions out.
//!
//! Texts are made of names, fragments of names, names in other ways of writing, separators, letters
//! of many scripts, and bytes. `PROPTEST_CASES` is the number of texts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod reference;
#[path = "cases/share.rs"]
mod share;

use std::sync::{LazyLock, Mutex, PoisonError};

use gaztag::{
    Backend, Folding, FoldingPart, Format, Gazetteer, GazetteerBuilder, IncrementalTagger, Input,
    Kind, Mention, OffsetUnit, Overlap, Role, Tagger, Use, Uses, Verdict,
};
use proptest::prelude::*;
use proptest::sample::select;
use reference::{Found, Reference, cued, texts};

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut builder = GazetteerBuilder::new();
    builder.read(Format::Tsv, "names", texts::NAMES.as_bytes()).unwrap();
    builder.build().unwrap()
});

static CUED: LazyLock<Gazetteer> = LazyLock::new(cued::gazetteer);
static CUED_REFERENCE: LazyLock<Mutex<Reference>> =
    LazyLock::new(|| Mutex::new(Reference::with_cues()));

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| Reference::new(&GAZETTEER));

fn tagger(overlap: Overlap, input: Input, unit: OffsetUnit) -> Tagger<'static> {
    Tagger::builder()
        .gazetteer(GAZETTEER.clone())
        .overlap(overlap)
        .input(input)
        .offset_unit(unit)
        .build()
        .unwrap()
}

static LONGEST: LazyLock<Tagger> =
    LazyLock::new(|| tagger(Overlap::Longest, Input::Text, OffsetUnit::Bytes));
static ALL: LazyLock<Tagger> =
    LazyLock::new(|| tagger(Overlap::All, Input::Text, OffsetUnit::Bytes));
/// All names without context, as the reference tagger has them.
static ALL_WITHOUT_CONTEXT: LazyLock<Tagger> = LazyLock::new(|| {
    let builder = Tagger::builder().gazetteer(GAZETTEER.clone()).overlap(Overlap::All);
    builder.context(false).build().unwrap()
});
static HTML: LazyLock<Tagger> =
    LazyLock::new(|| tagger(Overlap::Longest, Input::Html, OffsetUnit::Bytes));

/// A tagger of each available backend.
static BACKENDS: LazyLock<Vec<Tagger>> = LazyLock::new(|| taggers(true));

/// The same without context: the reference tagger does not judge by the words near a name, which
/// may show that it is a part of a longer one.
static WITHOUT_CONTEXT: LazyLock<Vec<Tagger>> = LazyLock::new(|| taggers(false));

fn taggers(context: bool) -> Vec<Tagger<'static>> {
    let builder = || Tagger::builder().gazetteer(GAZETTEER.clone()).context(context);
    let taggers: Vec<Tagger> =
        Backend::available().map(|backend| builder().backend(backend).build().unwrap()).collect();
    println!("backends: {:?}", taggers.iter().map(Tagger::backend).collect::<Vec<_>>());
    taggers
}

fn found(tagger: &Tagger, mentions: impl IntoIterator<Item = Mention>) -> Vec<Found> {
    mentions
        .into_iter()
        .map(|m| (m.start(), m.end(), tagger.key(&m).to_string(), m.confidence().into()))
        .collect()
}

/// A name as somebody may write it.
fn written() -> impl Strategy<Value = String> {
    (select(texts::forms()), 0..texts::WAYS).prop_map(|(form, way)| texts::written(form, way))
}

/// A piece of text.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let separators = select(texts::SEPARATORS.to_vec());
    prop_oneof![
        6 => written().prop_map(String::into_bytes),
        6 => separators.prop_map(|text| text.as_bytes().to_vec()),
        1 => (written(), any::<proptest::sample::Index>()).prop_map(|(text, at)| text.into_bytes().into_iter().take(at.index(8)).collect()),
        1 => any::<char>().prop_map(|c| c.to_string().into_bytes()),
        1 => proptest::collection::vec(any::<u8>(), 1..4),
    ]
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

/// A text of names with cues, words of cues, and what may be between them.
fn cued_text() -> impl Strategy<Value = String> {
    let separators = vec![
        " ",
        " ",
        " ",
        " ",
        ", ",
        ",",
        ". ",
        "; ",
        "\n",
        "\n\n",
        "\t",
        "-",
        " - ",
        "'s ",
        "’s ",
        ": ",
        "—",
        "! ",
        "\u{a0}",
        " (",
        ") ",
        "/",
        " 7 ",
        " J. ",
        " Mr. ",
        " s ",
        " Тбилиси ",
        "",
        "",
        "",
        " é",
        "x ",
    ];
    let name = (select(cued::pieces()), 0..texts::WAYS).prop_map(|(form, way)| match way {
        0 => form.to_uppercase(),
        1 => form.to_lowercase(),
        2..5 => texts::written(form, way),
        _ => form.to_string(),
    });
    let word = select(texts::WORDS.to_vec()).prop_map(String::from);
    let piece = prop_oneof![6 => name, 1 => word];
    let pieces = (piece, select(separators)).prop_map(|(piece, separator)| piece + separator);
    // In short texts more names are beside their ends: cells, signatures.
    let len = prop_oneof![0..6usize, 6..40usize];
    len.prop_flat_map(move |len| proptest::collection::vec(pieces.clone(), len))
        .prop_map(|pieces| pieces.concat())
}

/// A piece of HTML.
fn html() -> impl Strategy<Value = Vec<u8>> {
    let markup = select(texts::MARKUP.to_vec());
    let pieces = prop_oneof![2 => markup.prop_map(|text| text.as_bytes().to_vec()), 3 => piece()];
    proptest::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

fn stream(tagger: &Tagger, text: &[u8], cuts: &[usize]) -> Vec<Found> {
    let mut stream = IncrementalTagger::new(tagger.clone());
    let mut out = Vec::new();
    let mut at = 0;
    let mut take = |mention: &Mention, _: &[u8]| out.push(*mention);
    for &cut in cuts {
        stream.feed(&text[at..cut.max(at).min(text.len())], &mut take);
        at = cut.max(at).min(text.len());
    }
    stream.feed(&text[at..], &mut take);
    stream.finish(&mut take);
    found(tagger, out)
}

/// A mail address of which a name covers the beginning does not count as one, but names inside
/// words are not looked for in it.
#[test]
fn addresses_that_a_name_covers_equal_reference() {
    let mut reference = Reference::new(&GAZETTEER);
    reference.html = true;
    let builder = Tagger::builder().gazetteer(GAZETTEER.clone()).context(false);
    let tagger = builder.input(Input::Html).build().unwrap();
    for (text, count) in [("Ni-\nger@Maliمالي", 1), ("Ni-\nger@Mali", 2), ("x ger@Mali", 1)] {
        let expected = reference.tag(text.as_bytes());
        assert_eq!(found(&tagger, tagger.tag(text)), expected, "{text}");
        assert_eq!(expected.len(), count, "{text}");
    }
}

/// Names that continue after a tag longer than any name may span: every call takes the end of the
/// window for the end of the text.
#[test]
fn names_before_tags_longer_than_a_window() {
    let tag = format!("<b title='{}'>", "y".repeat(9000));
    for text in [
        format!("in N\u{AD}iger{tag}NIGER and Mali"),
        format!("in Bur{tag}kina Faso and Mali"),
        format!("Ma{tag}li, \u{41C}\u{430}{tag}\u{43B}\u{438}"),
    ] {
        let expected = found(&HTML, HTML.tag(&text));
        for chunk in [1, 1000, 4096, 10_000] {
            let cuts: Vec<usize> = (0..text.len()).step_by(chunk).collect();
            assert_eq!(stream(&HTML, text.as_bytes(), &cuts), expected, "{chunk}");
        }
    }
}

proptest! {
    // Failing texts go into the suite or into a test, by hand.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tagger_equals_reference(text in text()) {
        let expected = REFERENCE.tag(&text);
        for tagger in WITHOUT_CONTEXT.iter() {
            prop_assert_eq!(&found(tagger, tagger.tag(&text)), &expected, "{:?}", tagger.backend());
        }
    }

    #[test]
    fn html_equals_reference(text in html(), all in any::<bool>()) {
        let mut reference = Reference::new(&GAZETTEER);
        (reference.html, reference.all) = (true, all);
        let expected = reference.tag(&text);
        let overlap = if all { Overlap::All } else { Overlap::Longest };
        for backend in Backend::available() {
            let builder = Tagger::builder().gazetteer(GAZETTEER.clone()).input(Input::Html);
            let tagger = builder.context(false).overlap(overlap).backend(backend).build().unwrap();
            prop_assert_eq!(&found(&tagger, tagger.tag(&text)), &expected, "{:?} {}", backend, String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn folding_equals_reference(text in prop_oneof![text(), html()], off in proptest::sample::subsequence(FoldingPart::ALL.to_vec(), 1..5), html in any::<bool>(), lower_case in any::<bool>()) {
        let folding = off.iter().fold(Folding::FULL, |folding, &part| folding.without(part));
        let mut reference = Reference::new(&GAZETTEER);
        (reference.folding, reference.html, reference.lower_case) = (folding, html, lower_case);
        let builder = Tagger::builder().gazetteer(GAZETTEER.clone()).context(false).folding(folding).lower_case(lower_case);
        let tagger = builder.input(if html { Input::Html } else { Input::Text }).build().unwrap();
        prop_assert_eq!(found(&tagger, tagger.tag(&text)), reference.tag(&text), "{:?} {}", off, String::from_utf8_lossy(&text));
    }

    #[test]
    fn judgement_by_cues_equals_reference(text in cued_text(), lower_case in any::<bool>(), language in proptest::option::weighted(0.2, select(vec!["en", "es", "fr", "pt", "tr"])), min_confidence in select(vec![0u8, 50]),
                                          of in proptest::sample::subsequence(Use::ALL.to_vec(), 0..3), all_roles in any::<bool>()) {
        let uses = of.iter().fold(Uses::DEFAULT, |all, &of| if all.has(of) { all.without(of) } else { all.with(of) });
        let mut reference = CUED_REFERENCE.lock().unwrap_or_else(PoisonError::into_inner);
        reference.set_uses(uses);
        reference.set_text_language(language);
        (reference.lower_case, reference.min_confidence) = (lower_case, min_confidence.into());
        reference.roles = all_roles.then(|| Role::ALL.to_vec());
        let builder = Tagger::builder().gazetteer(CUED.clone()).lower_case(lower_case).uses(uses).min_confidence(min_confidence);
        let builder = match language { Some(language) => builder.text_language(language.parse().unwrap()), None => builder };
        let tagger = if all_roles { builder.roles(Role::ALL) } else { builder }.build().unwrap();
        let expected = reference.tag(text.as_bytes());
        prop_assert_eq!(found(&tagger, tagger.tag(&text)), expected, "{}", text);
    }

    #[test]
    fn all_readings_equal_reference(text in text()) {
        let mut reference = Reference::new(&GAZETTEER);
        reference.all = true;
        let tagger = &*ALL_WITHOUT_CONTEXT;
        prop_assert_eq!(found(tagger, tagger.tag(&text)), reference.tag(&text));
    }

    #[test]
    fn options_equal_reference(text in text(), kinds in proptest::option::of(proptest::sample::subsequence(vec![Kind::Country, Kind::Bloc, Kind::Mineral], 0..3)),
                               roles in proptest::option::of(proptest::sample::subsequence(Role::ALL.to_vec(), 0..6)), language in proptest::option::of(select(vec!["en", "es", "zh"])),
                               min_confidence in select(vec![0u8, 35, 50, 90])) {
        let mut reference = Reference::new(&GAZETTEER);
        let mut builder = Tagger::builder().gazetteer(GAZETTEER.clone()).min_confidence(min_confidence).context(false);
        reference.min_confidence = min_confidence.into();
        if let Some(kinds) = kinds {
            builder = builder.kinds(&kinds);
            reference.kinds = Some(kinds);
        }
        if let Some(roles) = roles {
            builder = builder.roles(&roles);
            reference.roles = Some(roles);
        }
        if let Some(language) = language {
            builder = builder.languages(&[language.parse().unwrap()]);
            reference.languages = Some(vec![language.into()]);
        }
        let tagger = builder.build().unwrap();
        prop_assert_eq!(found(&tagger, tagger.tag(&text)), reference.tag(&text));
    }

    #[test]
    fn every_split_of_a_stream_is_the_whole(text in text()) {
        for tagger in [&*LONGEST, &*ALL] {
            let whole = found(tagger, tagger.tag(&text));
            for cut in 0..=text.len() {
                prop_assert_eq!(&stream(tagger, &text, &[cut]), &whole, "cut at {}", cut);
            }
            prop_assert_eq!(&stream(tagger, &text, &(0..text.len()).collect::<Vec<_>>()), &whole);
        }
    }

    #[test]
    fn every_split_on_every_backend_is_the_whole(text in text()) {
        for tagger in BACKENDS.iter() {
            let whole = found(tagger, tagger.tag(&text));
            for cut in 0..=text.len() {
                prop_assert_eq!(&stream(tagger, &text, &[cut]), &whole, "{:?}, cut at {}", tagger.backend(), cut);
            }
        }
    }

    #[test]
    fn names_at_every_offset_of_plain_text_are_found(parts in proptest::collection::vec(prop_oneof![written(), "[a-zA-Z0-9 .,]{0,90}"], 1..40), blanks in 0..70usize) {
        // Long plain text with names at every offset of a block, which is rare in short texts.
        let text = " ".repeat(blanks) + &parts.join(" ");
        let expected = REFERENCE.tag(text.as_bytes());
        for tagger in WITHOUT_CONTEXT.iter() {
            prop_assert_eq!(&found(tagger, tagger.tag(&text)), &expected, "{:?}", tagger.backend());
        }
    }

    #[test]
    fn every_split_of_html_is_the_whole(text in html()) {
        let whole = found(&HTML, HTML.tag(&text));
        for cut in 0..=text.len() {
            prop_assert_eq!(&stream(&HTML, &text, &[cut]), &whole, "cut at {}", cut);
        }
    }

    #[test]
    fn mentions_are_in_order_and_whole(text in html()) {
        for tagger in [&*LONGEST, &*HTML] {
            let mut end = 0;
            for mention in tagger.tag(&text) {
                prop_assert!(end <= mention.start() && mention.start() < mention.end() && mention.end() <= text.len());
                prop_assert!(mention.confidence() >= 50 && mention.confidence() <= 100);
                prop_assert!(tagger.candidates(&mention).any(|(entity, role)| entity == mention.entity() && role == mention.role()));
                end = mention.end();
            }
        }
    }

    #[test]
    fn offsets_in_other_units_are_those_of_the_same_spans(text in text()) {
        let bytes = LONGEST.tag(&text);
        for (unit, width) in [(OffsetUnit::CodePoints, (|c: char| { let _ = c; 1 }) as fn(char) -> usize), (OffsetUnit::Utf16, char::len_utf16)] {
            let tagger = tagger(Overlap::Longest, Input::Text, unit);
            let count = |to: usize| String::from_utf8_lossy(&text[..to]).chars().map(width).sum::<usize>();
            let expected: Vec<(usize, usize)> = bytes.iter().map(|m| (count(m.start()), count(m.end()))).collect();
            prop_assert_eq!(tagger.tag(&text).into_iter().map(|m| (m.start(), m.end())).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn all_calls_find_the_same(text in text()) {
        let whole = LONGEST.tag(&text);
        let mut into = Vec::new();
        LONGEST.tag_into(&text, &mut into);
        prop_assert_eq!(&into, &whole);
        prop_assert_eq!(LONGEST.is_match(&text), !whole.is_empty());
        let mut each = Vec::new();
        LONGEST.tag_each(&text, |mention, matched| { assert_eq!(matched, &text[mention.span().range()]); each.push(*mention) });
        prop_assert_eq!(&each, &whole);
        let batch = LONGEST.tag_batch([&text[..], b"", &text]);
        prop_assert_eq!(batch.offsets(), [0, whole.len(), whole.len(), 2 * whole.len()]);
        prop_assert_eq!(&batch.starts()[batch.rows(2)], &whole.iter().map(Mention::start).collect::<Vec<_>>()[..]);
        prop_assert_eq!(&batch.entities()[batch.rows(0)], &whole.iter().map(Mention::entity).collect::<Vec<_>>()[..]);
        let kept: Vec<Found> = LONGEST.explain(&text).iter().filter_map(|finding| match finding.verdict {
            Verdict::Kept(confidence) => Some((finding.span.start, finding.span.end, GAZETTEER.entity(finding.entity?)?.key().to_string(), confidence.into())),
            Verdict::Dropped(_) => None,
        }).collect();
        prop_assert_eq!(kept, found(&LONGEST, whole));
        let text = String::from_utf8_lossy(&text);
        prop_assert_eq!(LONGEST.replace(&text, |_, matched| matched.to_string()), text.to_string());
    }

    #[test]
    fn html_without_markup_is_text(text in text()) {
        let plain: Vec<u8> = text.into_iter().filter(|b| !b"<&@".contains(b)).collect();
        prop_assume!(!plain.windows(4).any(|w| w.eq_ignore_ascii_case(b"www.") || w == b"://"));
        prop_assert_eq!(HTML.tag(&plain), LONGEST.tag(&plain));
    }
}

proptest! {
    // A quarter of the cases: each text has about 200 KB, less in an emulator.
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: ProptestConfig::default().cases / 4,
        ..ProptestConfig::default()
    })]

    #[test]
    fn long_streams_are_the_whole(pieces in proptest::collection::vec(prop_oneof![4 => text(), 1 => (0..9000usize).prop_map(|n| b" ".repeat(n)), 1 => (0..9000usize).prop_map(|n| b"x".repeat(n)),
                                  1 => (0..5000usize).prop_map(|n| [&b"<a title='"[..], &b"y".repeat(n), b"'>Mali<!-- "].concat()), 1 => (0..3000usize).prop_map(|n| "Sou\u{AD}th\u{200B}".as_bytes().repeat(n))], 30 / share::one_of()..60 / share::one_of()),
                                  cuts in proptest::collection::vec(0..300_000 / share::one_of(), 0..20)) {
        let text = pieces.concat();
        let mut cuts = cuts;
        cuts.sort_unstable();
        for unit in [OffsetUnit::Bytes, OffsetUnit::Utf16, OffsetUnit::CodePoints] {
            for (overlap, input) in [(Overlap::Longest, Input::Text), (Overlap::All, Input::Text), (Overlap::Longest, Input::Html)] {
                let tagger = tagger(overlap, input, unit);
                prop_assert_eq!(stream(&tagger, &text, &cuts), found(&tagger, tagger.tag(&text)));
            }
        }
    }
}
