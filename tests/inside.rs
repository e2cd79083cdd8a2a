//! Names that may begin or end inside words: the tagger finds what the reference tagger finds, a
//! stream finds the same however it is split, and the search is linear.
//!
//! The gazetteers are random, of a small alphabet, so that names are inside each other and overlap.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(feature = "std")]

mod reference;

use aho_corasick::{AhoCorasick, MatchKind};
use gaztag::{
    Backend, Bounds, CaseRule, Gazetteer, GazetteerBuilder, IncrementalTagger, Input, Mention,
    Overlap, Surface, Tagger, Verdict,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use reference::{Found, Reference};

/// What names are made of.
const LETTERS: &[&str] = &[
    "a",
    "a",
    "b",
    "b",
    "ab",
    "c",
    "A",
    "B",
    "ba",
    "\u{e9}",
    "\u{df}",
    " ",
    "-",
    "&",
    "'",
    "1",
    "_",
    "\u{4e2d}",
    "\u{56fd}",
    "\u{30ac}",
    "\u{30ea}",
    "\u{b9d0}",
    "\u{c778}",
    "\u{645}",
    "\u{648}",
    "\u{5d5}",
    "\u{5d1}",
    "\u{431}",
    "\u{411}",
    "\u{e31}",
    "\u{e01}",
    "\u{1F1F2}",
];

/// What else texts are made of.
const OTHERS: &[&str] = &[
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "- \n",
    "\t",
    "\u{AD}",
    "\u{200B}",
    "\u{301}",
    "\u{ff21}",
    "\u{ff42}",
    "&amp;",
    "&amp",
    "e\u{301}",
    "\u{c1}",
    "ss",
    "SS",
    "and",
    "\u{b294}",
    "\u{c5d0}\u{c11c}",
    ".",
    ",",
    "\u{ff76}\u{ff9e}",
    "\u{3099}",
    "x",
    "\u{1F1F1}",
    "<",
    ">",
    "`",
    "\u{2019}",
    "\u{2011}",
    "\u{A0}",
];

fn forms() -> impl Strategy<Value = Vec<(String, Bounds, CaseRule, bool)>> {
    let form = vec(select(LETTERS), 1..6).prop_map(|parts| parts.concat());
    let bounds = select(vec![
        Bounds::Anywhere,
        Bounds::Anywhere,
        Bounds::Anywhere,
        Bounds::End,
        Bounds::Start,
        Bounds::Word,
    ]);
    let case = select(vec![CaseRule::Any, CaseRule::Any, CaseRule::Capitalised, CaseRule::Exact]);
    vec((form, bounds, case, prop::bool::weighted(0.1)), 1..14)
}

fn gazetteer(forms: &[(String, Bounds, CaseRule, bool)]) -> Gazetteer<'static> {
    let mut builder = GazetteerBuilder::new();
    for (index, (form, bounds, case, decoy)) in forms.iter().enumerate() {
        // These fold to more letters than they have, which exact case does not count.
        let case = if form.contains(['\u{df}', '&']) { CaseRule::Any } else { *case };
        let surface = Surface::new(form.trim()).with_bounds(*bounds).with_case(case);
        // A form may fold to nothing.
        let _ = if *decoy {
            builder.add_decoy(surface).map(|_| ())
        } else {
            let key = format!("x/{index}");
            builder.add_entity(&key, &key).unwrap();
            builder.add_surface(&key, surface.with_prior(60 + index as u8)).map(|_| ())
        };
    }
    builder.build().unwrap()
}

fn tagger(gazetteer: &Gazetteer<'static>, overlap: Overlap, input: Input) -> Tagger<'static> {
    Tagger::builder()
        .gazetteer(gazetteer.clone())
        .overlap(overlap)
        .input(input)
        .min_confidence(0)
        .build()
        .unwrap()
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => select(LETTERS).prop_map(|text| text.as_bytes().to_vec()),
        4 => select(OTHERS).prop_map(|text| text.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 1..3),
    ];
    prop_oneof![
        4 => vec(piece, 0..40),
        // Longer than a block.
        1 => vec(select(vec!["a", "b", "ab", "c", " ", "A", "x", "-", "\n"]).prop_map(|text| text.as_bytes().to_vec()), 50..400),
    ]
    .prop_map(|pieces| pieces.concat())
}

fn html() -> impl Strategy<Value = Vec<u8>> {
    let markup = select(vec![
        "<b>",
        "</b>",
        "<p>",
        "<br>",
        "<a title='ab'>",
        "<!-- ab -->",
        "<!--",
        "-->",
        "<script>a</script>",
        "&nbsp;",
        "&eacute;",
        "&#97;",
        "&lt;",
        "https://ab.ba/a ",
        "ab@ba.ab ",
        "www.ab.ba<",
        "<",
        "=\"",
        "'",
    ]);
    let piece = prop_oneof![2 => markup.prop_map(|text| text.as_bytes().to_vec()), 1 => text()];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn found(tagger: &Tagger<'_>, mentions: impl IntoIterator<Item = Mention>) -> Vec<Found> {
    mentions
        .into_iter()
        .map(|m| (m.start(), m.end(), tagger.key(&m).to_string(), m.confidence().into()))
        .collect()
}

fn stream(tagger: &Tagger<'static>, text: &[u8], cuts: &[usize]) -> Vec<Found> {
    let mut stream = IncrementalTagger::new(tagger.clone());
    let mut out = Vec::new();
    let mut at = 0;
    let mut take = |mention: &Mention, _: &[u8]| out.push(*mention);
    for &cut in cuts {
        let cut = cut.max(at).min(text.len());
        stream.feed(&text[at..cut], &mut take);
        at = cut;
    }
    stream.feed(&text[at..], &mut take);
    stream.finish(&mut take);
    found(tagger, out)
}

fn reference(gazetteer: &Gazetteer<'_>, overlap: Overlap) -> Reference {
    let mut reference = Reference::new(gazetteer);
    reference.all = overlap == Overlap::All;
    reference.min_confidence = 0;
    reference
}

/// Names and texts that fold to themselves in lower case.
fn plain(len: core::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec(select(vec!["a", "b", "ab", "c", "A", "B", " x", ".", "aaa"]), len)
        .prop_map(|parts| parts.concat().trim().to_string())
}

/// Start, end and key of the mentions of a text.
fn spans(tagger: &Tagger<'_>, text: &str) -> Vec<(usize, usize, String)> {
    let mentions = tagger.tag(text).into_iter();
    mentions.map(|m| (m.start(), m.end(), tagger.key(&m).to_string())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tagger_equals_reference(forms in forms(), texts in vec(text(), 1..6)) {
        let gazetteer = gazetteer(&forms);
        for overlap in [Overlap::Longest, Overlap::All] {
            let (tagger, reference) = (tagger(&gazetteer, overlap, Input::Text), reference(&gazetteer, overlap));
            for text in &texts {
                prop_assert_eq!(found(&tagger, tagger.tag(text)), reference.tag(text), "{:?} {:?}", overlap, String::from_utf8_lossy(text));
            }
        }
    }

    #[test]
    fn the_aho_corasick_crate_finds_the_same(names in proptest::collection::btree_set(plain(1..7), 1..20), text in plain(0..200)) {
        let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect::<std::collections::BTreeSet<_>>().into_iter().filter(|name| !name.is_empty()).collect();
        prop_assume!(!names.is_empty());
        let mut builder = GazetteerBuilder::new();
        for (index, name) in names.iter().enumerate() {
            let key = format!("x/{index}");
            builder.add_entity(&key, &key).unwrap();
            builder.add_surface(&key, Surface::new(name).with_bounds(Bounds::Anywhere)).unwrap();
        }
        let gazetteer = builder.build().unwrap();
        let lower = text.to_lowercase();
        let found = |m: aho_corasick::Match| (m.start(), m.end(), format!("x/{}", m.pattern().as_usize()));
        let crate_of = |kind| AhoCorasick::builder().match_kind(kind).build(&names).unwrap();
        let longest: Vec<_> = crate_of(MatchKind::LeftmostLongest).find_iter(&lower).map(found).collect();
        prop_assert_eq!(spans(&tagger(&gazetteer, Overlap::Longest, Input::Text), &text), longest);
        let mut all: Vec<_> = crate_of(MatchKind::Standard).find_overlapping_iter(&lower).map(found).collect();
        all.sort();
        prop_assert_eq!(spans(&tagger(&gazetteer, Overlap::All, Input::Text), &text), all);
    }

    #[test]
    fn backends_and_splits_agree(forms in forms(), text in text()) {
        let gazetteer = gazetteer(&forms);
        for overlap in [Overlap::Longest, Overlap::All] {
            let tagger = tagger(&gazetteer, overlap, Input::Text);
            let whole = found(&tagger, tagger.tag(&text));
            for cut in 0..=text.len() {
                prop_assert_eq!(&stream(&tagger, &text, &[cut]), &whole, "cut at {}", cut);
            }
            prop_assert_eq!(&stream(&tagger, &text, &(0..text.len()).collect::<Vec<_>>()), &whole);
        }
        let whole = tagger(&gazetteer, Overlap::Longest, Input::Text).tag(&text);
        for backend in Backend::available() {
            let tagger = Tagger::builder().gazetteer(gazetteer.clone()).backend(backend).min_confidence(0).build().unwrap();
            prop_assert_eq!(&tagger.tag(&text), &whole, "{:?}", backend);
        }
    }

    #[test]
    fn html_splits_agree(forms in forms(), text in html()) {
        let tagger = tagger(&gazetteer(&forms), Overlap::Longest, Input::Html);
        let whole = found(&tagger, tagger.tag(&text));
        for cut in 0..=text.len() {
            prop_assert_eq!(&stream(&tagger, &text, &[cut]), &whole, "cut at {}", cut);
        }
    }

    #[test]
    fn html_without_markup_is_text(forms in forms(), text in text()) {
        let gazetteer = gazetteer(&forms);
        let plain: Vec<u8> = text.into_iter().filter(|b| !b"<&@".contains(b)).collect();
        for overlap in [Overlap::Longest, Overlap::All] {
            let [html, text] = [Input::Html, Input::Text].map(|input| tagger(&gazetteer, overlap, input));
            prop_assert_eq!(html.tag(&plain), text.tag(&plain));
        }
    }

    #[test]
    fn all_calls_find_the_same(forms in forms(), text in text()) {
        let gazetteer = gazetteer(&forms);
        let tagger = tagger(&gazetteer, Overlap::Longest, Input::Text);
        let whole = tagger.tag(&text);
        prop_assert_eq!(&tagger.mentions_incremental(&text).collect::<Vec<_>>(), &whole);
        prop_assert_eq!(tagger.is_match(&text), !whole.is_empty());
        let kept: Vec<Found> = tagger.explain(&text).iter().filter_map(|finding| match finding.verdict {
            Verdict::Kept(confidence) => Some((finding.span.start, finding.span.end, gazetteer.entity(finding.entity?)?.key().to_string(), confidence.into())),
            Verdict::Dropped(_) => None,
        }).collect();
        prop_assert_eq!(kept, found(&tagger, whole));
        let copied = Gazetteer::from_image_owned(gazetteer.to_image().to_vec()).unwrap();
        prop_assert_eq!(copied.to_image(), gazetteer.to_image());
    }
}

/// What may begin after a name does not depend on whether the name is found: after the first half
/// of a flag comes the second one, and after a prefix a name.
#[test]
fn names_after_names_that_end_inside_a_word() {
    for form in ["\u{1F1F2}", "\u{648}", "\u{5d1}", "\u{5d5}"] {
        let gazetteer = gazetteer(&[(form.into(), Bounds::Start, CaseRule::Any, false)]);
        let (tagger, reference) = (
            tagger(&gazetteer, Overlap::Longest, Input::Text),
            reference(&gazetteer, Overlap::Longest),
        );
        for times in 1..5 {
            let text = form.repeat(times);
            let expected = reference.tag(text.as_bytes());
            assert_eq!(found(&tagger, tagger.tag(&text)), expected, "{text}");
        }
    }
}

/// Runs of a text in which long names are under way all the time.
#[test]
fn long_runs_are_read_in_linear_time() {
    let long = format!("{}b", "a".repeat(500));
    const LEN: usize = if cfg!(debug_assertions) { 9_000 } else { 900_000 };
    let run = "a".repeat(LEN);
    let names = [
        vec![(&*long, Bounds::Anywhere)],
        vec![(&*long, Bounds::Anywhere), ("aaac", Bounds::Anywhere)],
        vec![(&*long, Bounds::Anywhere), ("aaa", Bounds::Anywhere)],
        vec![(&*long, Bounds::Anywhere), ("a", Bounds::Anywhere)],
        vec![(&*long, Bounds::Anywhere), ("aa", Bounds::End)],
        vec![(&long[..500], Bounds::End), ("ab", Bounds::Start)],
        vec![(&long[..500], Bounds::Start), ("a", Bounds::Word)],
    ];
    // How many of the runs alone, and with the end of the long name.
    let (third, all) = (LEN / 3, LEN);
    let expected = [(0, 1), (0, 1), (third, third), (all, all - 499), (1, 1), (1, 0), (1, 1)];
    for (names, (alone, with_end)) in names.iter().zip(expected) {
        let mut builder = GazetteerBuilder::new();
        builder.add_entity("x/a", "a").unwrap();
        for (form, bounds) in names {
            builder.add_surface("x/a", Surface::new(form).with_bounds(*bounds)).unwrap();
        }
        let gazetteer = builder.build().unwrap();
        for overlap in [Overlap::Longest, Overlap::All] {
            for input in [Input::Text, Input::Html] {
                let tagger = tagger(&gazetteer, overlap, input);
                for (text, count) in [(run.clone(), alone), (format!("{run}b"), with_end)] {
                    let what = format!("{names:?} {overlap:?} {input:?}");
                    let whole = tagger.count(&text);
                    if overlap == Overlap::Longest {
                        assert_eq!(whole, count, "{what}");
                    }
                    let streamed = stream(&tagger, text.as_bytes(), &[1, LEN / 10, LEN / 2]).len();
                    assert_eq!(streamed, whole, "{what}");
                }
            }
        }
    }
}
