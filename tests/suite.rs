//! Runs the conformance suite of `tests/suite`: each text as a whole, in a stream split at every
//! offset, in a batch, and against the reference tagger.
//!
//! The first test reads each text once, with the fastest backend: what is wrong with judgement
//! shows in seconds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

mod cases;
mod reference;

use std::collections::HashMap;

use cases::Case;
use gaztag::{Backend, Gazetteer, IncrementalTagger, Mention, Tagger, Verdict};
use reference::Reference;

type Found = (usize, usize, String);

fn found(tagger: &Tagger, mentions: &[Mention]) -> Vec<Found> {
    mentions.iter().map(|m| (m.start(), m.end(), tagger.key(m).to_string())).collect()
}

/// What is wrong with a case.
struct Wrong<'a> {
    case: &'a Case,
    backend: Backend,
    found: Vec<String>,
}

impl Wrong<'_> {
    fn expect(&mut self, what: &str, ok: bool, got: String) {
        if !ok {
            self.found.push(format!(
                "{} ({:?}): {what}: expected {:?}, got {got}",
                self.case.name, self.backend, self.case.mentions
            ));
        }
    }
}

/// The text at once, and its names one by one. Returns the latter.
fn check_whole(
    wrong: &mut Wrong<'_>,
    gazetteer: &Gazetteer<'_>,
    tagger: &Tagger<'_>,
    text: &[u8],
) -> Vec<Mention> {
    let case = wrong.case;
    let mut expect = |what: &str, ok: bool, got: String| wrong.expect(what, ok, got);
    let mentions = tagger.tag(text);
    let whole = found(tagger, &mentions);
    expect("mentions", whole == case.mentions, format!("{whole:?}"));
    // One by one and in a stream, a name is judged with the text up to it.
    let one_by_one: Vec<Mention> = tagger.mentions_incremental(text).collect();
    let so_far = found(tagger, &one_by_one);
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
    if case.overlap != "all" && case.offsets.is_empty() {
        let kept = tagger.explain(text).into_iter().filter_map(|finding| match finding.verdict {
            Verdict::Kept(confidence) => Some((finding.span, finding.entity.unwrap(), confidence)),
            Verdict::Dropped(_) => None,
        });
        let kept: Vec<_> = kept.collect();
        let tagged = mentions.iter().map(|of| (of.span(), of.entity(), of.confidence()));
        expect("explanation", tagged.eq(kept.iter().copied()), format!("{kept:?}"));
    }
    if let Some(candidates) = &case.candidates {
        let key = |id| gazetteer.entity(id).unwrap().key().to_string();
        let got: Vec<Vec<String>> = mentions
            .iter()
            .map(|m| tagger.candidates(m).map(|(id, _)| key(id)).collect())
            .collect();
        expect("candidates", &got == candidates, format!("{got:?}"));
    }
    one_by_one
}

fn check(
    case: &Case,
    gazetteer: &Gazetteer<'static>,
    built: &mut HashMap<String, Tagger<'static>>,
    reference: &Reference,
    backend: Backend,
) -> Vec<String> {
    let (text, tagger) = (case.bytes(), case.tagger(gazetteer, built, backend));
    let mut wrong = Wrong { case, backend, found: Vec::new() };
    let one_by_one = check_whole(&mut wrong, gazetteer, &tagger, &text);
    let mut expect = |what: &str, ok: bool, got: String| wrong.expect(what, ok, got);
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
        // The reference tagger knows matching and priors, but not judgement by context.
        let by_reference: Vec<Found> = reference
            .tag(&text)
            .into_iter()
            .map(|(start, end, key, _)| (start, end, key))
            .collect();
        let without =
            Tagger::builder().gazetteer(gazetteer.clone()).context(false).build().unwrap();
        let without = found(&without, &without.tag(&text));
        expect(
            "reference tagger",
            by_reference == without,
            format!("{by_reference:?} and without context {without:?}"),
        );
    }
    wrong.found
}

#[test]
fn each_text_at_once() {
    let builtin = Gazetteer::builtin();
    let Some(backend) = Backend::available().last() else { panic!("no backend") };
    let mut wrong = Vec::new();
    let mut built = HashMap::new();
    for (name, theme, own) in cases::themes() {
        let mut own_built = HashMap::new();
        for case in &theme.case {
            let (gazetteer, built) =
                own.as_ref().map_or((&builtin, &mut built), |own| (own, &mut own_built));
            let (text, tagger) = (case.bytes(), case.tagger(gazetteer, built, backend));
            let mut of_case = Wrong { case, backend, found: Vec::new() };
            check_whole(&mut of_case, gazetteer, &tagger, &text);
            wrong.extend(of_case.found.into_iter().map(|error| format!("{name}: {error}")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
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
