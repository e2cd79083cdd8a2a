//! Runs the conformance suite of `tests/suite`: each text as a whole, in a stream split at every
//! offset, in a batch, and against the naive tagger.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

mod cases;
mod reference;

use std::collections::HashMap;

use cases::Case;
use gaztag::{Backend, Gazetteer, IncrementalTagger, Mention, Tagger};
use reference::Reference;

type Found = (usize, usize, String);

fn found(tagger: &Tagger, mentions: &[Mention]) -> Vec<Found> {
    mentions.iter().map(|m| (m.start(), m.end(), tagger.key(m).to_string())).collect()
}

/// What is wrong with a case.
fn check(
    case: &Case,
    gazetteer: &Gazetteer<'static>,
    built: &mut HashMap<String, Tagger<'static>>,
    reference: &Reference,
    backend: Backend,
) -> Vec<String> {
    let (text, tagger) = (case.bytes(), case.tagger(gazetteer, built, backend));
    let mut wrong = Vec::new();
    let mut expect = |what: &str, ok: bool, got: String| {
        if !ok {
            wrong.push(format!(
                "{} ({backend:?}): {what}: expected {:?}, got {got}",
                case.name, case.mentions
            ));
        }
    };
    let mentions = tagger.tag(&text);
    let whole = found(&tagger, &mentions);
    expect("mentions", whole == case.mentions, format!("{whole:?}"));
    // One by one and in a stream, a name is judged with the text up to it.
    let one_by_one: Vec<Mention> = tagger.mentions_incremental(&text).collect();
    let so_far = found(&tagger, &one_by_one);
    expect(
        "mentions one by one",
        &so_far == case.so_far.as_ref().unwrap_or(&case.mentions),
        format!("{so_far:?}"),
    );
    if let Some(confidence) = &case.confidence {
        let got: Vec<u8> = mentions.iter().map(Mention::confidence).collect();
        expect("confidence", &got == confidence, format!("{got:?}"));
    }
    if let Some(roles) = &case.role {
        let got: Vec<&str> = mentions.iter().map(|m| m.role().as_str()).collect();
        expect("role", &got == roles, format!("{got:?}"));
    }
    if let Some(candidates) = &case.candidates {
        let key = |id| gazetteer.entity(id).unwrap().key().to_string();
        let got: Vec<Vec<String>> = mentions
            .iter()
            .map(|m| tagger.candidates(m).map(|(id, _)| key(id)).collect())
            .collect();
        expect("candidates", &got == candidates, format!("{got:?}"));
    }
    for cut in 0..=text.len() {
        let mut stream = IncrementalTagger::new(tagger.clone());
        let mut streamed = Vec::new();
        stream.feed(&text[..cut], |mention, _| streamed.push(*mention));
        stream.feed(&text[cut..], |mention, _| streamed.push(*mention));
        stream.finish(|mention, _| streamed.push(*mention));
        expect(
            &format!("stream cut at {cut}"),
            streamed == one_by_one,
            format!("{:?}", found(&tagger, &streamed)),
        );
    }
    let batch = tagger.tag_batch([&text]);
    let starts: Vec<usize> = case.mentions.iter().map(|m| m.0).collect();
    expect("batch", batch.starts() == starts, format!("{:?}", batch.starts()));
    if case.has_default_options() {
        // The naive tagger knows matching and priors, but not judgement by context.
        let naive: Vec<Found> = reference
            .tag(&text)
            .into_iter()
            .map(|(start, end, key, _)| (start, end, key))
            .collect();
        let without =
            Tagger::builder().gazetteer(gazetteer.clone()).context(false).build().unwrap();
        let without = found(&without, &without.tag(&text));
        expect(
            "reference implementation (tests/reference)",
            naive == without,
            format!("{naive:?} and without context {without:?}"),
        );
    }
    wrong
}

#[test]
fn suite() {
    let builtin = Gazetteer::builtin();
    let builtin_reference = Reference::new(&builtin);
    let (mut wrong, mut total, mut built) = (Vec::new(), 0, HashMap::new());
    for (name, theme, own) in cases::themes() {
        let own_reference = own.as_ref().map(Reference::new);
        let mut own_built = HashMap::new();
        for case in &theme.case {
            let (gazetteer, built) = if own.is_some() {
                (own.as_ref().unwrap_or(&builtin), &mut own_built)
            } else {
                (&builtin, &mut built)
            };
            for backend in Backend::available() {
                let errors = check(
                    case,
                    gazetteer,
                    built,
                    own_reference.as_ref().unwrap_or(&builtin_reference),
                    backend,
                );
                wrong.extend(errors.into_iter().take(3).map(|error| format!("{name}: {error}")));
            }
        }
        println!("{name:<24} {:>4} cases", theme.case.len());
        total += theme.case.len();
    }
    println!(
        "{:<24} {total:>4} cases, on each of {:?}",
        "together",
        Backend::available().collect::<Vec<_>>()
    );
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
