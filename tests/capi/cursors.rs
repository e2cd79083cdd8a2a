//! `gaztag_tag` with a cursor: the pages of a text have the mentions of a single call, there are no
//! more pages than needed, and a cursor belongs to one text at a time.

use std::collections::HashMap;
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicBool, Ordering};

use super::abi::*;
use super::cases;
use super::wrapper::{
    CBuilder, CCursor, CGazetteer, CTagger, Failed, Fields, c, call, default_options,
};

const TEXT: &[u8] =
    "Mali’s lithium, the AES and Côte d’Ivoire; Georgia by Tbilisi, gold medal.".as_bytes();

/// The pages of a text with these capacities, by a cursor that is between texts before and after.
fn pages(
    tagger: &CTagger,
    cursor: &CCursor,
    text: &[u8],
    capacities: &[usize],
) -> Vec<Vec<Fields>> {
    let mut pages = Vec::new();
    for &capacity in capacities.iter().cycle() {
        let (status, page) = tagger.page(text, cursor, capacity).unwrap();
        pages.push(page);
        assert!(pages.len() <= (text.len() + 1) * capacities.len(), "pages without end");
        if status == GAZTAG_OK {
            return pages;
        }
    }
    pages
}

/// Compares the pages of every capacity with a single call, and their number with the least
/// possible. Returns the number of mentions.
fn check_pages(
    what: &str,
    tagger: &CTagger,
    cursor: &CCursor,
    text: &[u8],
    capacities: &[usize],
) -> usize {
    let (status, all) = tagger.tag_once(text, text.len().max(1)).unwrap();
    assert_eq!(status, GAZTAG_OK, "{what}: one mention a byte is array for all");
    for &capacity in capacities {
        let pages = pages(tagger, cursor, text, &[capacity]);
        assert_eq!(pages.len(), all.len().div_ceil(capacity).max(1), "{what}: pages of {capacity}");
        assert!(pages.concat() == all, "{what}: pages of {capacity}");
    }
    // With a capacity of 0 no mention is skipped.
    let pages = pages(tagger, cursor, text, &[0, 3, 0, 0, 64]);
    assert!(pages.concat() == all, "{what}: pages of 0 and others");
    all.len()
}

/// Taggers of a gazetteer with every unit, overlap and backend, and a description of each.
fn taggers(gazetteer: &CGazetteer, input: u32) -> Vec<(String, CTagger)> {
    let mut taggers = Vec::new();
    for backend in GAZTAG_BACKEND_SCALAR..=GAZTAG_BACKEND_NEON {
        for offset_unit in [GAZTAG_UNIT_BYTES, GAZTAG_UNIT_UTF16, GAZTAG_UNIT_CODE_POINTS] {
            for overlap in [GAZTAG_OVERLAP_LONGEST, GAZTAG_OVERLAP_ALL] {
                let options =
                    gaztag_options { backend, offset_unit, overlap, input, ..default_options() };
                match CTagger::new(Some(gazetteer), &options) {
                    Ok(tagger) => taggers.push((
                        format!("backend {backend}, unit {offset_unit}, overlap {overlap}"),
                        tagger,
                    )),
                    Err(failed) => assert_eq!(
                        (failed.status, backend != GAZTAG_BACKEND_SCALAR),
                        (GAZTAG_ERR_UNSUPPORTED, true)
                    ),
                }
            }
        }
    }
    taggers
}

/// The taggers for plain text and for HTML.
fn taggers_of_inputs(gazetteer: &CGazetteer) -> [Vec<(String, CTagger)>; 2] {
    [GAZTAG_INPUT_TEXT, GAZTAG_INPUT_HTML].map(|input| taggers(gazetteer, input))
}

#[test]
fn pages_of_the_suite() {
    let builtin = taggers_of_inputs(&CGazetteer::builtin());
    let cursor = CCursor::new();
    let mut found = 0;
    for (name, theme, own) in cases::themes() {
        let own =
            own.map(|own| taggers_of_inputs(&CGazetteer::from_image(own.to_image()).unwrap()));
        for case in &theme.case {
            let text = case.bytes();
            let [text_taggers, html_taggers] = own.as_ref().unwrap_or(&builtin);
            for (options, tagger) in if case.input == "html" { html_taggers } else { text_taggers }
            {
                found += check_pages(
                    &format!("{name}: {}, {options}", case.name),
                    tagger,
                    &cursor,
                    &text,
                    &[1, 2, 3, 7, 64, 256],
                );
            }
        }
    }
    assert!(found * cases::share::one_of() > 10_000);
}

/// Names without text between them, and names whose meaning the end of the text decides.
#[test]
fn pages_of_dense_texts() {
    let [text_taggers, html_taggers] = taggers_of_inputs(&CGazetteer::builtin());
    let cursor = CCursor::new();
    let mut found = HashMap::new();
    for (what, piece, times, end) in [
        ("cued names", "Jordan ", 2000, ""),
        ("decided by the end", "Georgia was quiet. ", 300, "Police in Atlanta said so."),
        (
            "decided by the end the other way",
            "Georgia was quiet. ",
            300,
            "Police in Tbilisi said so.",
        ),
        ("many units", "Côte d’Ivoire 🙂 ", 300, "\u{FFFD}"),
        ("nested names", "<b>South&nbsp;Sudan</b> ", 300, ""),
    ] {
        let text = [piece.repeat(times).as_bytes(), end.as_bytes()].concat();
        for (options, tagger) in if piece.starts_with('<') { &html_taggers } else { &text_taggers }
        {
            let count = check_pages(
                &format!("{what}, {options}"),
                tagger,
                &cursor,
                &text,
                &[1, 2, 3, 7, 64, 256, 10_000],
            );
            *found.entry(what).or_insert(0) += count;
        }
    }
    assert!(found.values().all(|&count| count > 0), "{found:?}");
    assert_ne!(
        found["decided by the end"], found["decided by the end the other way"],
        "the end decides"
    );
}

fn state(outcome: Result<(i32, Vec<Fields>), Failed>, message: &str) {
    let failed = outcome.expect_err(message);
    assert_eq!(failed.status, GAZTAG_ERR_STATE);
    assert!(failed.message.contains(message), "{}", failed.message);
}

/// In the middle of a text, a cursor refuses other texts, and continues afterwards.
#[test]
fn one_text_at_a_time() {
    let gazetteer = CGazetteer::from_image(CGazetteer::builtin().image()).unwrap();
    let tagger = CTagger::new(Some(&gazetteer), &default_options()).unwrap();
    let builtin = CTagger::new(None, &default_options()).unwrap();
    let all = tagger.tag_once(TEXT, 16).unwrap().1;
    assert!(all.len() >= 5);
    let (cursor, other_text) = (CCursor::new(), TEXT.to_vec());
    let another = "in the middle of another text";
    assert_eq!(tagger.page(TEXT, &cursor, 2).unwrap(), (GAZTAG_MORE, all[..2].to_vec()));
    state(tagger.page(&other_text, &cursor, 2), another);
    state(tagger.page(&TEXT[..TEXT.len() - 1], &cursor, 2), another);
    state(tagger.page(&TEXT[1..], &cursor, 2), another);
    state(tagger.page(b"", &cursor, 2), another);
    state(builtin.page(TEXT, &cursor, 2), another);
    // An invalid argument does not move it either.
    let mut len = 7;
    let (text, text_len) = c(TEXT);
    let failed = call(|error| unsafe {
        gaztag_tag(tagger.0, text, text_len, null(), cursor.0, null_mut(), 2, &mut len, error)
    })
    .unwrap_err();
    assert_eq!((failed.status, len), (GAZTAG_ERR_NULL, 0));
    // Nor does a call without a cursor, or with another one.
    assert_eq!(tagger.tag_once(TEXT, 16).unwrap().1, all);
    assert_eq!(tagger.tag(TEXT, 1), all);
    // Another handle of the same tagger continues.
    let clone =
        CTagger::made(|out, error| unsafe { gaztag_tagger_clone(tagger.0, out, error) }).unwrap();
    assert_eq!(clone.page(TEXT, &cursor, 2).unwrap(), (GAZTAG_MORE, all[2..4].to_vec()));
    assert_eq!(tagger.page(TEXT, &cursor, 16).unwrap(), (GAZTAG_OK, all[4..].to_vec()));
    // Then it is between texts, and accepts any text.
    assert_eq!(builtin.page(TEXT, &cursor, 2).unwrap(), (GAZTAG_MORE, all[..2].to_vec()));
    cursor.reset();
    assert_eq!(tagger.page(&other_text, &cursor, 3).unwrap(), (GAZTAG_MORE, all[..3].to_vec()));
    cursor.reset();
    cursor.reset();
    assert_eq!(tagger.page(b"nothing", &cursor, 0).unwrap(), (GAZTAG_OK, vec![]));
    assert_eq!(tagger.page(TEXT, &cursor, 0).unwrap(), (GAZTAG_MORE, vec![]));
    assert_eq!(
        tagger.page(TEXT, &cursor, all.len()).unwrap(),
        (GAZTAG_OK, all.clone()),
        "array for just as many"
    );
}

/// A text that the tagger's options refuse is refused at its start, and the cursor does not move.
#[test]
fn refused_texts() {
    let limited = gaztag_options {
        flags: GAZTAG_FLAG_STRICT_UTF8,
        max_text_len: TEXT.len() as u64,
        ..default_options()
    };
    let tagger = CTagger::new(None, &limited).unwrap();
    let all = tagger.tag_once(TEXT, 16).unwrap().1;
    let (cursor, long) = (CCursor::new(), [TEXT, b"."].concat());
    for middle in [false, true] {
        if middle {
            assert_eq!(tagger.page(TEXT, &cursor, 1).unwrap().0, GAZTAG_MORE);
        }
        let wrong =
            if middle { [GAZTAG_ERR_STATE; 2] } else { [GAZTAG_ERR_UTF8, GAZTAG_ERR_TOO_LARGE] };
        assert_eq!(tagger.page(b"Mali \xFF", &cursor, 4).unwrap_err().status, wrong[0]);
        assert_eq!(tagger.page(&long, &cursor, 4).unwrap_err().status, wrong[1]);
    }
    assert_eq!(tagger.page(TEXT, &cursor, 16).unwrap(), (GAZTAG_OK, all[1..].to_vec()));
}

/// A call fails while another thread uses the cursor.
#[test]
fn one_thread_at_a_time() {
    let tagger = CTagger::new(None, &default_options()).unwrap();
    // Without a mention, so that a successful call leaves the cursor between texts.
    let (text, cursor, seen) =
        ("Georgia Tech, ".repeat(1 << 14), CCursor::new(), AtomicBool::new(false));
    assert_eq!(tagger.tag_once(text.as_bytes(), 0).unwrap().0, GAZTAG_OK);
    let in_use = |outcome: Result<(i32, Vec<Fields>), Failed>| match outcome {
        Ok(_) => false,
        Err(failed) => {
            assert_eq!(
                (failed.status, failed.message.as_str()),
                (GAZTAG_ERR_STATE, "the cursor is in use by another thread")
            );
            true
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..200 {
                    if in_use(tagger.page(text.as_bytes(), &cursor, 0)) {
                        seen.store(true, Ordering::Relaxed);
                    }
                    if seen.load(Ordering::Relaxed) {
                        break;
                    }
                }
            });
        }
    });
    assert!(seen.into_inner(), "two threads were in one cursor");
    assert_eq!(tagger.page(TEXT, &cursor, 1).unwrap().0, GAZTAG_MORE, "it can be used on");
}

/// A text must not change while a cursor is in its middle. If it does, the mentions are wrong, but
/// nothing else happens.
#[test]
fn a_text_that_changes() {
    let all_options = gaztag_options {
        overlap: GAZTAG_OVERLAP_ALL,
        offset_unit: GAZTAG_UNIT_UTF16,
        ..default_options()
    };
    let cursor = CCursor::new();
    for options in [
        default_options(),
        all_options,
        gaztag_options { input: GAZTAG_INPUT_HTML, ..default_options() },
    ] {
        let tagger = CTagger::new(None, &options).unwrap();
        let others: [&[u8]; 8] = [
            b"\0",
            b"\xFF",
            b"M",
            b"<",
            "Côte d’Ivoire ".as_bytes(),
            "🙂".as_bytes(),
            b"Georgia ",
            b"US ",
        ];
        for other in others {
            let mut text = TEXT.repeat(3);
            assert_eq!(tagger.page(&text, &cursor, 2).unwrap().0, GAZTAG_MORE);
            let len = text.len();
            text.iter_mut().zip(other.iter().cycle()).for_each(|(byte, other)| *byte = *other);
            let mut pages = 0..len;
            while let (GAZTAG_MORE, page) = tagger.page(&text, &cursor, 2).unwrap() {
                assert!(pages.next().is_some(), "pages without end");
                assert!(page.iter().all(|mention| mention.1 <= len as u64));
            }
        }
    }
}

/// A tagger with a gazetteer of its own, which is freed while the cursor is in the middle of a
/// text.
#[test]
fn a_cursor_outlives_its_tagger() {
    let cursor = CCursor::new();
    let builder = CBuilder::new();
    builder
        .read(GAZTAG_FORMAT_TSV, "rows", b"key\tform\ncountry/MLI\tMali\nmineral/gold\tgold\n")
        .unwrap();
    let tagger = CTagger::new(Some(&builder.build().unwrap()), &default_options()).unwrap();
    assert_eq!(tagger.page(b"Mali, Mali", &cursor, 1).unwrap().0, GAZTAG_MORE);
    drop(tagger);
    cursor.reset();
    let tagger = CTagger::new(Some(&builder.build().unwrap()), &default_options()).unwrap();
    assert_eq!(tagger.page(b"gold", &cursor, 1).unwrap().0, GAZTAG_OK);
}
