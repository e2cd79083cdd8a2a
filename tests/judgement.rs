//! A second, simple implementation of judgement, compared with the library on texts of few words;
//! and properties of judgement for any cues.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(feature = "alloc")]

use std::collections::BTreeSet;

use gaztag::{CuePlace, Gazetteer, GazetteerBuilder, Surface, Tagger, Use, Uses};
use proptest::prelude::*;

/// Readings of `Alpha`, the likeliest first, with their priors.
const READINGS: [(&str, i32); 2] = [("country/A", 50), ("country/B", 30)];
/// Names without cues, and their entities.
const RELATIVES: [(&str, &str); 2] = [("Beta", "country/A"), ("Gamma", "country/B")];
const WORDS: [&str; 9] =
    ["Alpha", "Beta", "Gamma", "one", "two", "three", "four", "seven", "Delta"];

/// A cue: the reading that it is about (`None`: both), its place, its words, its weight.
type Row = (Option<usize>, CuePlace, Vec<&'static str>, i8);

/// A cue of a use: its place, its words, its weight.
type UseRow = (Use, CuePlace, Vec<&'static str>, i8);

/// A word and the separator after it.
type Token = (&'static str, &'static str);

fn gazetteer(rows: &[Row]) -> Gazetteer<'static> {
    with_uses(rows, &[])
}

fn with_uses(rows: &[Row], of_uses: &[UseRow]) -> Gazetteer<'static> {
    let mut builder = GazetteerBuilder::new();
    for (key, prior) in READINGS {
        builder.add_entity(key, key).unwrap();
        builder.add_surface(key, Surface::new("Alpha").with_prior(prior as u8)).unwrap();
    }
    for (form, key) in RELATIVES {
        builder.add_surface(key, Surface::new(form)).unwrap();
    }
    for (reading, place, words, weight) in rows {
        let class = builder.add_word_class(words.iter().copied()).unwrap();
        builder
            .add_cue("Alpha", reading.map(|reading| READINGS[reading].0), *place, class, *weight)
            .unwrap();
    }
    for (of, place, words, weight) in of_uses {
        let class = builder.add_word_class(words.iter().copied()).unwrap();
        builder.add_use_cue("Alpha", *of, *place, class, *weight).unwrap();
    }
    builder.build().unwrap()
}

fn text(tokens: &[Token]) -> String {
    tokens.iter().flat_map(|(word, sign)| [*word, *sign]).collect()
}

/// The mentions of `Alpha`: where, which entity, which confidence.
fn judged(gazetteer: &Gazetteer<'_>, text: &str) -> Vec<(usize, String, u8)> {
    judged_with(gazetteer, text, Uses::default())
}

fn judged_with(gazetteer: &Gazetteer<'_>, text: &str, uses: Uses) -> Vec<(usize, String, u8)> {
    let tagger = Tagger::builder()
        .gazetteer(gazetteer.clone())
        .min_confidence(0)
        .uses(uses)
        .build()
        .unwrap();
    tagger
        .tag(text)
        .iter()
        .filter(|m| &text[m.span().range()] == "Alpha")
        .map(|m| (m.start(), tagger.key(m).to_string(), m.confidence()))
        .collect()
}

/// Whether a phrase is at a place relative to the token `at`.
fn is_at(tokens: &[Token], at: usize, place: CuePlace, phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    let same_sentence =
        |from: usize, to: usize| tokens[from..to].iter().all(|(_, sign)| *sign != ". ");
    let is_phrase = |first: usize| {
        first + phrase.len() <= tokens.len()
            && (0..phrase.len()).all(|step| tokens[first + step].0 == phrase[step])
    };
    // On each side, the distance and the separator between.
    let left = (0..at).filter(|&last| {
        last + 1 >= phrase.len()
            && is_phrase(last + 1 - phrase.len())
            && same_sentence(last + 1 - phrase.len(), at)
    });
    let left: Vec<(usize, &str)> = left.map(|last| (at - last, tokens[last].1)).collect();
    let right = (at + 1..tokens.len())
        .filter(|&first| is_phrase(first) && same_sentence(at, first + phrase.len() - 1));
    let right: Vec<(usize, &str)> = right.map(|first| (first - at, tokens[at].1)).collect();
    let next_to = |side: &[(usize, &str)], signs: [&str; 2]| {
        side.iter().any(|(distance, sign)| *distance == 1 && signs.contains(sign))
    };
    let within = |side: &[(usize, &str)], words: u8| {
        side.iter().any(|(distance, _)| *distance <= usize::from(words))
    };
    match place {
        CuePlace::Before => next_to(&left, [" ", "-"]),
        CuePlace::After => next_to(&right, [" ", "-"]),
        CuePlace::BeforeComma => next_to(&left, [", ", ", "]),
        CuePlace::AfterComma => next_to(&right, [", ", ", "]),
        CuePlace::Left(words) => within(&left, words),
        CuePlace::Right(words) => within(&right, words),
        CuePlace::Near(words) => within(&left, words) || within(&right, words),
        _ => false,
    }
}

/// The entity of the unambiguous name that a comma parts from the token `at`, the next one first.
fn listed_beside(tokens: &[Token], at: usize) -> Option<&'static str> {
    let entity = |at: usize| {
        let of = RELATIVES.iter().find(|(form, _)| tokens.get(at).is_some_and(|t| t.0 == *form));
        of.map(|(_, key)| *key)
    };
    let after = Some(at + 1).filter(|_| tokens[at].1 == ", ").and_then(entity);
    let before = at.checked_sub(1).filter(|&before| tokens[before].1 == ", ");
    after.or_else(|| before.and_then(entity))
}

/// What [`judged_with`] should return. `against` are the cues of uses that do not count.
fn expected(rows: &[Row], against: &[UseRow], tokens: &[Token]) -> Vec<(usize, String, u8)> {
    let against: BTreeSet<(Use, CuePlace, BTreeSet<&str>, i8)> = against
        .iter()
        .map(|(of, place, words, weight)| (*of, *place, words.iter().copied().collect(), *weight))
        .collect();
    let rows: BTreeSet<(Option<usize>, CuePlace, BTreeSet<&str>, i8)> = rows
        .iter()
        .map(|(reading, place, words, weight)| {
            (*reading, *place, words.iter().copied().collect(), *weight)
        })
        .collect();
    let count = |word: &str| tokens.iter().filter(|(known, _)| *known == word).count();
    let alphas: Vec<usize> = (0..tokens.len()).filter(|&at| tokens[at].0 == "Alpha").collect();
    let near = |at: usize, reading: usize| -> i32 {
        let rows = rows.iter().filter(|(of, place, words, _)| {
            of.is_none_or(|of| of == reading)
                && words.iter().any(|phrase| is_at(tokens, at, *place, phrase))
        });
        rows.map(|(_, _, _, weight)| i32::from(*weight)).sum::<i32>().clamp(-12, 12)
    };
    let document = |reading: usize| -> i32 {
        let asked = rows.iter().filter(|(of, place, words, _)| {
            // A name counts once however often it is repeated.
            let times = words.iter().filter(|word| count(word) > 0).count();
            of.is_none_or(|of| of == reading)
                && matches!(place, CuePlace::Document(least) if times >= usize::from(*least))
        });
        let relatives =
            RELATIVES.iter().any(|(form, key)| *key == READINGS[reading].0 && count(form) > 0);
        (asked.map(|(_, _, _, weight)| i32::from(*weight)).sum::<i32>()
            + if relatives { 4 } else { 0 })
        .clamp(-6, 6)
    };
    let uses = |at: usize| -> i32 {
        let here = against.iter().filter(|(_, place, words, _)| {
            words.iter().any(|phrase| is_at(tokens, at, *place, phrase))
        });
        here.map(|(_, _, _, weight)| i32::from(*weight)).sum::<i32>().clamp(-12, 0)
    };
    let judge = |at: usize| {
        let weights = [0, 1].map(|reading| {
            let elsewhere: i32 = alphas
                .iter()
                .filter(|&&other| other != at)
                .map(|&other| near(other, reading))
                .sum();
            // Where the words here speak clearly against it, other places do not speak for it.
            let most = if near(at, reading) <= -6 { 0 } else { 4 };
            let (document, elsewhere) = (document(reading), elsewhere.clamp(-6, most));
            let listed = listed_beside(tokens, at) == Some(READINGS[reading].0);
            // Where a cue indicates a use, the document is not evidence for the name.
            near(at, reading)
                + uses(at)
                + if listed { -8 } else { 0 }
                + if uses(at) < 0 {
                    document.min(0) + elsewhere.min(0)
                } else {
                    document + elsewhere
                }
        });
        // Odds have so many bits: readings far below the least are the likeliest by their priors.
        let weights = weights.map(|weight| weight.clamp(-24, 24));
        let odds = [0, 1]
            .map(|reading| f64::from(READINGS[reading].1) * f64::from(weights[reading]).exp2());
        let sum = odds[0] + odds[1] + 20.0;
        let best = usize::from(odds[1] > odds[0]);
        let start = tokens[..at].iter().map(|(word, sign)| word.len() + sign.len()).sum();
        (start, READINGS[best].0.to_string(), (odds[best] * 100.0 / sum).floor() as u8)
    };
    alphas.iter().map(|&at| judge(at)).collect()
}

fn place() -> impl Strategy<Value = CuePlace> {
    prop_oneof![
        Just(CuePlace::Before),
        Just(CuePlace::After),
        Just(CuePlace::BeforeComma),
        Just(CuePlace::AfterComma),
        (1..=12_u8).prop_map(CuePlace::Left),
        (1..=12_u8).prop_map(CuePlace::Right),
        (1..=12_u8).prop_map(CuePlace::Near),
        (1..=4_u8).prop_map(CuePlace::Document),
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let near = proptest::sample::subsequence(
        vec!["one", "two", "three four", "seven", "one two three", "four"],
        1..4,
    );
    let seen = proptest::sample::subsequence(vec!["one", "two", "three", "seven", "Delta"], 1..4);
    (proptest::option::of(0..2_usize), place(), near, seen, prop_oneof![-12..=-1_i8, 1..=12_i8])
        .prop_map(|(reading, place, near, seen, weight)| {
            (
                reading,
                place,
                if matches!(place, CuePlace::Document(_)) { seen } else { near },
                weight,
            )
        })
}

fn use_row() -> impl Strategy<Value = UseRow> {
    let near = prop_oneof![
        Just(CuePlace::Before),
        Just(CuePlace::AfterComma),
        (1..=12_u8).prop_map(CuePlace::Right),
        (1..=12_u8).prop_map(CuePlace::Near)
    ];
    (proptest::sample::select(Use::ALL.to_vec()), near, row())
        .prop_map(|(of, place, (_, _, words, weight))| (of, place, words, weight))
}

fn uses() -> impl Strategy<Value = Uses> {
    proptest::sample::subsequence(Use::ALL.to_vec(), 0..=Use::ALL.len())
        .prop_map(|uses| uses.into_iter().fold(Uses::NONE, Uses::with))
}

fn tokens() -> impl Strategy<Value = Vec<Token>> {
    let sign = prop_oneof![8 => Just(" "), 1 => Just(", "), 1 => Just(". "), 1 => Just("-")];
    proptest::collection::vec(
        (prop_oneof![2 => Just("Alpha"), 5 => proptest::sample::select(WORDS.to_vec())], sign),
        1..18,
    )
}

/// Names with one surface form and words of cues, which have several, all count in a document:
/// their numbers both begin with 0.
#[test]
fn names_with_equal_numbers_are_counted_apart() {
    const COUNT: usize = 20;
    let words: Vec<String> = (0..COUNT).map(|number| format!("Word{number}")).collect();
    let keys: Vec<String> = (0..COUNT).map(|number| format!("country/N{number}")).collect();
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("country/A", "Alpha").unwrap();
    builder.add_surface("country/A", Surface::new("Alpha").with_prior(50)).unwrap();
    builder.add_entity("country/W", "Word").unwrap();
    for (word, key) in words.iter().zip(&keys) {
        builder.add_surface("country/W", Surface::new(word).with_prior(50)).unwrap();
        builder.add_entity(key, &key[8..]).unwrap();
        builder.add_surface(key, Surface::new(&key[8..])).unwrap();
    }
    let class = builder.add_word_class(words.iter().chain(&keys).map(String::as_str)).unwrap();
    builder.add_cue("Alpha", Some("country/A"), CuePlace::Document(2), class, 6).unwrap();
    let tagger = Tagger::builder().gazetteer(builder.build().unwrap()).build().unwrap();
    for (word, key) in words.iter().flat_map(|word| keys.iter().map(move |key| (word, key))) {
        let text = format!("{word}, {}, Alpha", &key[8..]);
        let alpha = tagger.tag(&text).pop().unwrap();
        assert!(alpha.confidence() > 90, "{text}: {alpha:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn judgement_is_what_the_rules_say(rows in proptest::collection::vec(row(), 1..8), tokens in tokens()) {
        prop_assert_eq!(judged(&gazetteer(&rows), &text(&tokens)), expected(&rows, &[], &tokens), "{:?} {:?}", rows, text(&tokens));
    }

    #[test]
    fn uses_are_weighed_where_they_do_not_count(rows in proptest::collection::vec(row(), 0..5), of_uses in proptest::collection::vec(use_row(), 1..5), uses in uses(), tokens in tokens()) {
        let gazetteer = with_uses(&rows, &of_uses);
        let against: Vec<UseRow> = of_uses.iter().filter(|row| !uses.has(row.0)).cloned().collect();
        prop_assert_eq!(judged_with(&gazetteer, &text(&tokens), uses), expected(&rows, &against, &tokens), "{:?} {:?} {:?}", rows, against, text(&tokens));
        prop_assert!(GazetteerBuilder::from(&gazetteer).build().unwrap().to_image() == gazetteer.to_image());
    }

    #[test]
    fn the_order_of_cues_changes_nothing(rows in proptest::collection::vec(row(), 1..8)) {
        let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
        let built = gazetteer(&rows);
        prop_assert!(built.to_image() == gazetteer(&backwards).to_image());
        let again = GazetteerBuilder::from(&built).build().unwrap();
        prop_assert!(again.to_image() == built.to_image());
    }

    #[test]
    fn evidence_for_a_reading_never_lowers_its_confidence(rows in proptest::collection::vec(row(), 1..6), tokens in tokens(), more in row()) {
        let (_, place, words, weight) = more;
        let more: Row = (Some(0), place, words, weight.abs());
        let with: Vec<Row> = rows.iter().cloned().chain([more]).collect();
        let confidence = |rows: &[Row]| -> Vec<u32> {
            // The confidence of the first reading, or the most that is left for it.
            judged(&gazetteer(rows), &text(&tokens)).iter().map(|(_, key, confidence)| if key == "country/A" { 100 + u32::from(*confidence) } else { 100 - u32::from(*confidence) }).collect()
        };
        for (before, after) in confidence(&rows).iter().zip(confidence(&with)) {
            prop_assert!(after >= *before, "{before} {after} {:?} {:?}", with, text(&tokens));
        }
    }

    #[test]
    fn text_far_away_without_names_or_cues_changes_nothing(rows in proptest::collection::vec(row(), 1..8), tokens in tokens(), far in "[xyz]{1,8}( [xyz]{1,8}){0,40}") {
        let (gazetteer, text) = (gazetteer(&rows), text(&tokens));
        let before = judged(&gazetteer, &text);
        prop_assert_eq!(&judged(&gazetteer, &format!("{}\n\n{far}", text.trim_end())), &before);
        let behind: Vec<_> = judged(&gazetteer, &format!("{far}\n\n{text}")).into_iter().map(|(start, key, confidence)| (start - far.len() - 2, key, confidence)).collect();
        prop_assert_eq!(behind, before);
    }
}

/// Pieces of texts with names that have cues.
#[cfg(feature = "builtin")]
const PIECES: [&str; 44] = [
    "Georgia",
    "Jordan",
    "lead",
    "AES",
    "AU",
    " (",
    ")",
    ", or ",
    ",",
    ". ",
    "\n",
    "\n\n",
    "'s",
    "’s",
    "-",
    "<b>",
    "</b>",
    ">",
    "<",
    "&amp;",
    "Atlanta",
    "Tbilisi",
    "zinc",
    "Kevin",
    "é",
    "e\u{301}",
    "中国",
    "Advanced Encryption Standard",
    "African Union",
    "oil",
    "gas",
    "s",
    "Mr",
    ".",
    "!",
    "🇲🇱",
    "U.S.",
    "Congo",
    "Kinshasa",
    "gold medal",
    "georgia",
    "kevin jordan",
    "us",
    "u.s.",
];

#[cfg(all(feature = "builtin", feature = "std"))]
proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn explain_keeps_the_mentions_of_tagging(pieces in proptest::collection::vec((proptest::sample::select(PIECES.to_vec()), "[ ]{0,1}"), 0..60), html in any::<bool>(), lower_case in any::<bool>(), uses in uses(), cut in 0.0..1.0_f64) {
        let text: String = pieces.iter().flat_map(|(piece, blank)| [*piece, blank]).collect();
        let tagger = Tagger::builder().min_confidence(0).lower_case(lower_case).uses(uses).input(if html { gaztag::Input::Html } else { gaztag::Input::Text }).build().unwrap();
        let kept: Vec<_> = tagger.explain(&text).into_iter().filter_map(|finding| match finding.verdict {
            gaztag::Verdict::Kept(confidence) => Some((finding.span, finding.entity.unwrap(), confidence)),
            gaztag::Verdict::Dropped(_) => None,
        }).collect();
        let tagged: Vec<_> = tagger.tag(&text).iter().map(|m| (m.span(), m.entity(), m.confidence())).collect();
        prop_assert_eq!(kept, tagged, "{:?}", text);
        let (mut stream, mut streamed) = (gaztag::IncrementalTagger::new(tagger.clone()), Vec::new());
        let (first, second) = text.as_bytes().split_at((text.len() as f64 * cut) as usize);
        stream.feed(first, |mention, _| streamed.push(*mention));
        stream.feed(second, |mention, _| streamed.push(*mention));
        stream.finish(|mention, _| streamed.push(*mention));
        prop_assert_eq!(streamed, tagger.mentions_incremental(&text).collect::<Vec<_>>());
    }

    #[test]
    fn every_call_judges_with_the_whole_text(pieces in proptest::collection::vec((proptest::sample::select(PIECES.to_vec()), "[ ]{0,1}"), 0..90), repeat in 1..9_usize, kind in proptest::option::of(proptest::sample::select(vec![gaztag::Kind::Country, gaztag::Kind::Bloc, gaztag::Kind::Mineral])), all in any::<bool>()) {
        let text: String = pieces.iter().flat_map(|(piece, blank)| [*piece, blank]).collect::<String>().repeat(repeat);
        let mut builder = Tagger::builder().overlap(if all { gaztag::Overlap::All } else { gaztag::Overlap::Longest });
        if let Some(kind) = kind {
            builder = builder.kinds(&[kind]);
        }
        let tagger = builder.build().unwrap();
        let whole = tagger.tag(&text);
        prop_assert_eq!(tagger.is_match(&text), !whole.is_empty(), "{:?}", text);
        prop_assert_eq!(tagger.count(&text), whole.len(), "{:?}", text);
        let (mut into, mut each, mut each_in) = (Vec::new(), Vec::new(), Vec::new());
        tagger.tag_into(&text, &mut into);
        tagger.tag_each(&text, |mention, _| each.push(*mention));
        tagger.tag_each_in(&text, &mut Vec::new(), |mention, _| each_in.push(*mention));
        prop_assert_eq!(&into, &whole);
        prop_assert_eq!(&each, &whole);
        prop_assert_eq!(&each_in, &whole);
        let batch = tagger.tag_batch([&text]);
        prop_assert_eq!(batch.entities(), whole.iter().map(gaztag::Mention::entity).collect::<Vec<_>>());
    }
}

/// A name that is weighed only after something spoke against it: the rest of a text with many names
/// is read twice, and its names are weighed in the same places.
#[test]
fn texts_with_many_names_are_weighed_in_the_same_places() {
    let tagger = Tagger::builtin();
    for names in [10, 510, 511, 512, 513, 600] {
        for (end, countries) in [
            ("Talks in France. Anatole France wrote. ", 1),
            ("Talks in France. Anatole France wrote. France is here. ", 1),
            ("France won. Anatole France wrote. France won. ", 1),
            ("Anatole France wrote. Talks in France. ", 0),
        ] {
            let text = "Mali is here. ".repeat(names) + end;
            let whole = tagger.tag(&text);
            assert_eq!(whole.len(), names + countries, "{names} {end}");
            let mut each = Vec::new();
            tagger.tag_each(&text, |mention, _| each.push(*mention));
            assert!(each == whole, "{names} {end}");
            let is_kept = |verdict| matches!(verdict, gaztag::Verdict::Kept(_));
            let kept = tagger.explain(&text).iter().filter(|of| is_kept(of.verdict)).count();
            assert_eq!(kept, whole.len(), "{names} {end}");
        }
    }
}

/// Evidence for a name never lowers its confidence, whatever its prior.
#[test]
fn support_does_not_lower_the_highest_prior() {
    for (weight, expected) in [(1, 100..=100), (12, 100..=100), (-1, 90..=99), (-12, 0..=10)] {
        let mut builder = GazetteerBuilder::new();
        builder.add_entity("country/A", "A").unwrap();
        builder.add_surface("country/A", Surface::new("Alpha").with_prior(100)).unwrap();
        let class = builder.add_word_class(["one"]).unwrap();
        builder.add_cue("Alpha", None, CuePlace::Near(3), class, weight).unwrap();
        let found = judged(&builder.build().unwrap(), "Alpha two. Alpha one");
        assert_eq!(found.len(), 2);
        assert!(expected.contains(&found[1].2), "{weight}: {found:?}");
    }
}
