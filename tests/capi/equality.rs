//! Every call of the C ABI returns the same for a text as the Rust library.

use std::ffi::CStr;

use gaztag::{
    Bounds, CaseRule, CuePlace, Ground, IncrementalTagger, Mention, OffsetUnit, Reason, Tagger,
    Verdict,
};

use super::abi::*;
use super::wrapper::{CExplanation, CTagger, Fields, call, expected, fields, string};

/// Tags a text by every call but streams, in pages of every capacity up to one more than the number
/// of mentions.
#[allow(dead_code, reason = "fuzzing checks one part for each input")]
pub(crate) fn check_text(rust: &Tagger<'static>, tagger: &CTagger, text: &[u8], most: usize) {
    (0..PARTS).for_each(|part| check_part(part, rust, tagger, text, most));
}

/// How many parts [`check_part`] has.
pub(crate) const PARTS: u8 = 6;

/// One part of [`check_text`].
pub(crate) fn check_part(
    part: u8,
    rust: &Tagger<'static>,
    tagger: &CTagger,
    text: &[u8],
    most: usize,
) {
    let shown = String::from_utf8_lossy(&text[..text.len().min(2000)]).into_owned();
    let mentions = rust.tag(text);
    let all = expected(&mentions);
    match part {
        0 => check_pages(tagger, text, &all, most, &shown),
        1 => check_others(rust, tagger, text, &all, &shown),
        2 => check_batch(tagger, text, &all, &shown),
        3 => check_replace(rust, tagger, text, &mentions, &shown),
        4 => check_candidates(rust, tagger, &mentions, text, &shown),
        _ => check_explanation(rust, &tagger.explain(text).unwrap(), text, &shown),
    }
}

/// The mentions in arrays of every capacity up to `most`.
fn check_pages(tagger: &CTagger, text: &[u8], all: &[Fields], most: usize, shown: &str) {
    for capacity in (1..=(all.len() + 1).min(most)).chain([64]) {
        assert_eq!(tagger.tag(text, capacity), all, "array for {capacity}: {shown:?}");
    }
    let more = |capacity| if all.len() > capacity { GAZTAG_MORE } else { GAZTAG_OK };
    for capacity in [0, 1, all.len().saturating_sub(1), all.len()] {
        let first = all[..all.len().min(capacity)].to_vec();
        assert_eq!(
            tagger.tag_once(text, capacity).unwrap(),
            (more(capacity), first),
            "one call, array for {capacity}: {shown:?}"
        );
    }
    assert_eq!(
        tagger.tag_once(text, text.len().max(1)).unwrap(),
        (GAZTAG_OK, all.to_vec()),
        "one mention a byte is array for all: {shown:?}"
    );
}

/// The mentions by callback, and their counts.
fn check_others(
    rust: &Tagger<'static>,
    tagger: &CTagger,
    text: &[u8],
    all: &[Fields],
    shown: &str,
) {
    assert_eq!(tagger.tag_each(text, usize::MAX), all, "by callback: {shown:?}");
    let first = tagger.tag_each(text, 1);
    assert_eq!(first, all[..first.len()], "stopped: {shown:?}");
    assert_eq!(first.is_empty(), all.is_empty());
    assert_eq!(tagger.is_match(text), !all.is_empty(), "whether any: {shown:?}");
    let mut counts = vec![1; rust.gazetteer().len()];
    assert_eq!(tagger.count(text, &mut counts), all.len() as u64, "count: {shown:?}");
    let gazetteer = tagger.gazetteer();
    all.iter().for_each(|mention| counts[gazetteer.position(mention.3)] -= 1);
    assert!(counts.iter().all(|&count| count == 1), "counts of entities: {shown:?}");
    assert_eq!(tagger.count(text, &mut []), all.len() as u64);
}

/// The candidates of each mention, and what the text is about.
fn check_candidates(
    rust: &Tagger<'static>,
    tagger: &CTagger,
    mentions: &[Mention],
    text: &[u8],
    shown: &str,
) {
    for mention in mentions {
        let candidates: Vec<_> =
            rust.candidates(mention).map(|(entity, role)| (entity.to_u64(), role as u32)).collect();
        for capacity in [1, 2, 32] {
            assert_eq!(
                tagger.candidates(mention.entity().to_u64(), mention.readings(), capacity),
                candidates,
                "candidates: {shown:?}"
            );
        }
    }
    let gazetteer = rust.gazetteer();
    let places = gazetteer.countries_of_places();
    for count_as in 0..4 {
        let counted_as = |id| match places.get(&id) {
            Some(&country) if count_as & GAZTAG_ABOUT_PLACES != 0 => country,
            _ if count_as & GAZTAG_ABOUT_ROLL_UP != 0 => {
                gazetteer.entity(id).unwrap().roll_up().id()
            }
            _ => id,
        };
        let about: Vec<_> = rust
            .about_as(text, counted_as)
            .into_iter()
            .map(|topic| {
                let named = [topic.in_title, topic.in_lead].map(u8::from);
                (topic.entity.to_u64(), topic.mentions as u64, topic.weight, named)
            })
            .collect();
        for capacity in [1, 3, 64] {
            assert_eq!(tagger.about(text, count_as, capacity), about, "about: {shown:?}");
        }
    }
}

fn check_batch(tagger: &CTagger, text: &[u8], all: &[Fields], shown: &str) {
    let data = [b"--", text, text, text].concat();
    let len = text.len() as i64;
    let offsets = [2, 2 + len, 2 + len, 2 + 2 * len, 2 + 3 * len];
    let documents = [all.to_vec(), Vec::new(), all.to_vec(), all.to_vec()];
    let enough = 3 * text.len() + 1;
    assert_eq!(
        tagger.batch(&data, &offsets, enough).as_deref(),
        Some(&documents[..]),
        "batch: {shown:?}"
    );
    for capacity in
        [all.len().saturating_sub(1), all.len(), all.len() + 1, 2 * all.len(), text.len()]
    {
        let found = tagger.batch(&data, &offsets, capacity);
        assert_eq!(
            found.as_deref(),
            (capacity >= all.len()).then_some(&documents[..]),
            "batch, capacity {capacity}: {shown:?}"
        );
    }
    assert_eq!(tagger.batch(&data, &[0], 0), Some(Vec::new()), "no documents");
}

fn check_replace(
    rust: &Tagger<'static>,
    tagger: &CTagger,
    text: &[u8],
    mentions: &[Mention],
    shown: &str,
) {
    let new = |mention: &Fields, text: &[u8]| {
        [b"[", format!("{mention:?}").as_bytes(), b":", text, b"]"].concat()
    };
    let replaced = tagger.replace(text, &mut |mention, text| new(&fields(mention), text));
    let removed = tagger.replace(text, &mut |_, _| Vec::new());
    if let Ok(text) = std::str::from_utf8(text) {
        let by_rust = rust.replace(text, |mention, text| {
            String::from_utf8(new(&expected(&[*mention])[0], text.as_bytes())).unwrap()
        });
        assert_eq!(String::from_utf8(replaced).unwrap(), by_rust, "replace: {shown:?}");
        assert_eq!(
            removed,
            rust.replace(text, |_, _| "").into_bytes(),
            "replace by nothing: {shown:?}"
        );
    } else if rust.offset_unit() == OffsetUnit::Bytes {
        let (mut at, mut by_hand) = (0, Vec::new());
        for mention in mentions
            .iter()
            .filter(|mention| mention.start() >= at || mention.start() == 0)
            .copied()
            .collect::<Vec<_>>()
        {
            if mention.start() >= at {
                by_hand.extend_from_slice(&text[at..mention.start()]);
                by_hand.extend(new(&expected(&[mention])[0], &text[mention.span().range()]));
                at = mention.end();
            }
        }
        by_hand.extend_from_slice(&text[at..]);
        assert_eq!(replaced, by_hand, "replace: {shown:?}");
    }
}

fn check_explanation(rust: &Tagger<'static>, explanation: &CExplanation, text: &[u8], shown: &str) {
    let findings = rust.explain(text);
    // SAFETY: a live handle, which its owner in this test frees later.
    assert_eq!(
        unsafe { gaztag_explanation_len(explanation.0) },
        findings.len(),
        "findings: {shown:?}"
    );
    for (index, expected) in findings.iter().enumerate() {
        let mut finding = std::mem::MaybeUninit::<gaztag_finding>::uninit();
        // SAFETY: a live handle, and an output for one value.
        let status = call(|error| unsafe {
            gaztag_explanation_finding(explanation.0, index, finding.as_mut_ptr(), error)
        });
        assert_eq!(status, Ok(GAZTAG_OK));
        // SAFETY: the call succeeded, so it wrote its output.
        let finding = unsafe { finding.assume_init() };
        assert_eq!(
            (finding.start, finding.end, finding.reserved),
            (expected.span.start as u64, expected.span.end as u64, [0; 5]),
            "{shown:?}"
        );
        assert_eq!(string(finding.form), Some(expected.surface.form()), "{shown:?}");
        assert_eq!(
            finding.entity,
            expected.entity.map_or(GAZTAG_NO_ENTITY, |entity| entity.to_u64())
        );
        assert_eq!(
            (finding.role, finding.prior),
            (expected.surface.role() as u8, expected.surface.prior())
        );
        assert_eq!(u32::from(finding.case_rule), case_number(expected.surface.case()));
        assert_eq!(u32::from(finding.bounds), bounds_number(expected.surface.bounds()));
        let none = GAZTAG_NO_CONFIDENCE as u8;
        let (reason, said, confidence, inside) = match expected.verdict {
            Verdict::Kept(confidence) => (GAZTAG_REASON_KEPT, "kept", confidence, (0, 0)),
            Verdict::Dropped(Reason::Case) => {
                (GAZTAG_REASON_CASE, "not cased as the form demands", none, (0, 0))
            }
            Verdict::Dropped(Reason::Folding) => {
                (GAZTAG_REASON_FOLDING, "needs folding that is off", none, (0, 0))
            }
            Verdict::Dropped(Reason::Decoy) => (GAZTAG_REASON_DECOY, "a decoy", none, (0, 0)),
            Verdict::Dropped(Reason::NotAskedFor) => {
                (GAZTAG_REASON_NOT_ASKED_FOR, "not asked for", none, (0, 0))
            }
            Verdict::Dropped(Reason::Inside(span)) => (
                GAZTAG_REASON_INSIDE,
                "inside a longer name",
                none,
                (span.start as u64, span.end as u64),
            ),
            Verdict::Dropped(Reason::Remainder(span)) => (
                GAZTAG_REASON_REMAINDER,
                "a part of a longer name",
                none,
                (span.start as u64, span.end as u64),
            ),
            Verdict::Dropped(Reason::Unpaired) => {
                (GAZTAG_REASON_UNPAIRED, "one character that is not beside another", none, (0, 0))
            }
            Verdict::Dropped(Reason::Outranked) => {
                (GAZTAG_REASON_OUTRANKED, "an equal form ranks above it", none, (0, 0))
            }
            Verdict::Dropped(Reason::LessLikely) => {
                (GAZTAG_REASON_LESS_LIKELY, "another reading is likelier", none, (0, 0))
            }
            Verdict::Dropped(Reason::Confidence(confidence)) => {
                (GAZTAG_REASON_CONFIDENCE, "below the least confidence", confidence, (0, 0))
            }
            Verdict::Dropped(Reason::Link) => (GAZTAG_REASON_LINK, "inside a link", none, (0, 0)),
            Verdict::Dropped(reason) => panic!("{reason:?} has no number"),
        };
        assert_eq!(
            (
                u32::from(finding.reason),
                finding.confidence,
                (finding.inside_start, finding.inside_end)
            ),
            (reason, confidence, inside),
            "{shown:?}"
        );
        // SAFETY: the function returns a static string that ends with NUL.
        assert_eq!(unsafe { CStr::from_ptr(gaztag_reason_text(reason)) }.to_str(), Ok(said));
        assert_eq!(finding.before, expected.before.unwrap_or(none));
        assert_eq!(finding.weighed as usize, expected.weighed.len());
        for (at, expected) in expected.weighed.iter().enumerate() {
            let mut weighed = std::mem::MaybeUninit::<gaztag_weighed>::uninit();
            // SAFETY: a live handle, and an output for one value.
            assert_eq!(
                call(|error| unsafe {
                    gaztag_explanation_weighed(
                        explanation.0,
                        index,
                        at,
                        weighed.as_mut_ptr(),
                        error,
                    )
                }),
                Ok(GAZTAG_OK)
            );
            // SAFETY: the call succeeded, so it wrote its output.
            let weighed = unsafe { weighed.assume_init() };
            let span = expected.span.map_or((0, 0), |span| (span.start as u64, span.end as u64));
            assert_eq!(
                (weighed.start, weighed.end, weighed.weight, weighed.reserved),
                (span.0, span.1, expected.weight.into(), 0),
                "{shown:?}"
            );
            let (ground, place, number) = match expected.ground {
                Ground::Sense => (GAZTAG_GROUND_SENSE, GAZTAG_PLACE_NONE, 0),
                Ground::List => (GAZTAG_GROUND_LIST, GAZTAG_PLACE_NONE, 0),
                Ground::Definition => (GAZTAG_GROUND_DEFINITION, GAZTAG_PLACE_NONE, 0),
                Ground::Language => (GAZTAG_GROUND_LANGUAGE, GAZTAG_PLACE_NONE, 0),
                Ground::Named => (GAZTAG_GROUND_NAMED, GAZTAG_PLACE_NONE, 0),
                Ground::Country => (GAZTAG_GROUND_COUNTRY, GAZTAG_PLACE_NONE, 0),
                Ground::Cue(CuePlace::Before) => (GAZTAG_GROUND_CUE, GAZTAG_PLACE_BEFORE, 1),
                Ground::Cue(CuePlace::After) => (GAZTAG_GROUND_CUE, GAZTAG_PLACE_AFTER, 1),
                Ground::Cue(CuePlace::BeforeComma) => {
                    (GAZTAG_GROUND_CUE, GAZTAG_PLACE_BEFORE_COMMA, 1)
                }
                Ground::Cue(CuePlace::AfterComma) => {
                    (GAZTAG_GROUND_CUE, GAZTAG_PLACE_AFTER_COMMA, 1)
                }
                Ground::Cue(CuePlace::Left(words)) => (GAZTAG_GROUND_CUE, GAZTAG_PLACE_LEFT, words),
                Ground::Cue(CuePlace::Right(words)) => {
                    (GAZTAG_GROUND_CUE, GAZTAG_PLACE_RIGHT, words)
                }
                Ground::Cue(CuePlace::Near(words)) => (GAZTAG_GROUND_CUE, GAZTAG_PLACE_NEAR, words),
                Ground::Cue(CuePlace::Document(times)) => {
                    (GAZTAG_GROUND_CUE, GAZTAG_PLACE_DOCUMENT, times)
                }
                _ => panic!("{:?} has no number", expected.ground),
            };
            assert_eq!(
                (u32::from(weighed.ground), u32::from(weighed.place), weighed.number),
                (ground, place, number)
            );
        }
    }
}

pub(crate) fn case_number(case: CaseRule) -> u32 {
    match case {
        CaseRule::Any => GAZTAG_CASE_ANY,
        CaseRule::Capitalised => GAZTAG_CASE_CAPITALISED,
        CaseRule::Exact => GAZTAG_CASE_EXACT,
        _ => panic!("{case:?} has no number"),
    }
}

fn bounds_number(bounds: Bounds) -> u32 {
    match bounds {
        Bounds::Word => GAZTAG_BOUNDS_WORD,
        Bounds::Start => GAZTAG_BOUNDS_START,
        Bounds::End => GAZTAG_BOUNDS_END,
        Bounds::Anywhere => GAZTAG_BOUNDS_ANYWHERE,
        _ => panic!("{bounds:?} has no number"),
    }
}

/// Streams a text in chunks that end at `cuts`, into an array and to a callback.
pub(crate) fn check_stream(
    rust: &Tagger<'static>,
    tagger: &CTagger,
    text: &[u8],
    cuts: impl IntoIterator<Item = Vec<usize>>,
) {
    let mut one_by_one = Vec::new();
    let mut whole = IncrementalTagger::new(rust.clone());
    let mut found =
        |mention: &Mention, text: &[u8]| one_by_one.push((expected(&[*mention])[0], text.to_vec()));
    whole.feed(text, &mut found);
    whole.finish(found);
    assert!(
        one_by_one
            .iter()
            .map(|(mention, _)| *mention)
            .eq(rust.mentions_incremental(text).map(|mention| expected(&[mention])[0]))
    );
    let mentions: Vec<Fields> = one_by_one.iter().map(|(mention, _)| *mention).collect();
    let (filled, called) = (tagger.stream(), tagger.stream());
    for (round, cuts) in cuts.into_iter().enumerate() {
        let what = || {
            format!("cut at {cuts:?}: {:?}", String::from_utf8_lossy(&text[..text.len().min(2000)]))
        };
        let mut by_rust = IncrementalTagger::new(rust.clone());
        let (mut found, mut given, mut start) = (Vec::new(), Vec::new(), 0);
        for &end in cuts.iter().chain([&text.len()]) {
            let chunk = &text[start..end.max(start)];
            by_rust.feed(chunk, |_, _| {});
            filled.feed(chunk, 1 + round % 3, &mut found).unwrap();
            assert_eq!(
                called.feed_each(chunk, usize::MAX, &mut given),
                Ok((GAZTAG_OK, chunk.len()))
            );
            assert_eq!(
                (filled.settled(), called.settled()),
                (by_rust.settled() as u64, by_rust.settled() as u64),
                "settled, {}",
                what()
            );
            start = end.max(start);
        }
        // Another text in the same stream, after the end of the first or in its middle.
        if round % 2 == 0 {
            filled.finish(1 + round % 3, &mut found).unwrap();
            assert_eq!(called.finish_each(usize::MAX, &mut given), Ok(GAZTAG_OK));
            assert_eq!(found, mentions, "filled, {}", what());
            assert_eq!(given, one_by_one, "called, {}", what());
        } else {
            // Stopped after the first mention; the others are pending.
            filled.reset();
            match called.finish_each(given.len() + 1, &mut given).unwrap() {
                GAZTAG_STOPPED => {
                    let mut all: Vec<Fields> = given.iter().map(|(mention, _)| *mention).collect();
                    assert_eq!(
                        called.settled(),
                        text.len() as u64,
                        "no mention of the text is yet to come"
                    );
                    assert_eq!(
                        called.finish_each(usize::MAX, &mut given).unwrap_err().status,
                        GAZTAG_ERR_STATE
                    );
                    called.finish(1, &mut all).unwrap();
                    assert_eq!(all, mentions, "stopped, {}", what());
                }
                status => assert_eq!((status, given.len()), (GAZTAG_OK, mentions.len())),
            }
        }
    }
}

/// The number of units before each byte of a text, counted by the standard library.
fn units_before(text: &[u8], unit: OffsetUnit) -> Vec<u64> {
    let (mut before, mut count) = (Vec::new(), 0);
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            before.extend(std::iter::repeat_n(count, character.len_utf8()));
            count += match unit {
                OffsetUnit::Utf16 => character.len_utf16() as u64,
                _ => 1,
            };
        }
        if !chunk.invalid().is_empty() {
            before.extend(std::iter::repeat_n(count, chunk.invalid().len()));
            count += 1;
        }
    }
    before.push(count);
    before
}

/// Converts every offset of a text from bytes and back, and compares with counting by the standard
/// library.
pub(crate) fn check_offsets(text: &[u8]) {
    let (pointer, len) = super::wrapper::c(text);
    let convert = |from, to, mut offsets: Vec<u64>| {
        // SAFETY: a text and an array, with their lengths, that live during the call.
        let status = call(|error| unsafe {
            gaztag_convert_offsets(
                pointer,
                len,
                from,
                to,
                offsets.as_mut_ptr(),
                offsets.len(),
                error,
            )
        });
        status.map(|_| offsets)
    };
    // SAFETY: a text that lives during the call, with its length.
    let count = |unit| unsafe { gaztag_count_units(pointer, len, unit) };
    let bytes: Vec<u64> = (0..=len as u64).collect();
    for (number, unit) in
        [(GAZTAG_UNIT_UTF16, OffsetUnit::Utf16), (GAZTAG_UNIT_CODE_POINTS, OffsetUnit::CodePoints)]
    {
        let before = units_before(text, unit);
        assert_eq!(count(number), before[len], "{text:?}");
        assert_eq!(
            convert(GAZTAG_UNIT_BYTES, number, bytes.clone()).as_ref(),
            Ok(&before),
            "{text:?}"
        );
        // Back, to the start of the character.
        let starts: Vec<u64> = before
            .iter()
            .map(|units| before.iter().position(|other| other == units).unwrap() as u64)
            .collect();
        assert_eq!(convert(number, GAZTAG_UNIT_BYTES, before.clone()), Ok(starts), "{text:?}");
        let behind = convert(number, GAZTAG_UNIT_BYTES, vec![before[len] + 1]).unwrap_err();
        assert_eq!(behind.status, GAZTAG_ERR_ARG);
    }
    assert_eq!(count(GAZTAG_UNIT_BYTES), len as u64);
    assert_eq!(
        convert(GAZTAG_UNIT_BYTES, GAZTAG_UNIT_BYTES, vec![0, len as u64]),
        Ok(vec![0, len as u64])
    );
}
