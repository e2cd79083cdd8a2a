//! The demonyms of all independent states in one sentence of each language: `tests/demonyms`.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gaztag::Tagger;

/// The least share of states whose usual demonym is found, in hundredths.
const STATES: usize = 95;
/// The least share of forms. The others are family names and words, or ask for more than a frame.
const FORMS: usize = 90;

fn rows(path: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.skip(1).map(|line| line.split('\t').map(String::from).collect()).collect()
}

/// The keys of the independent states.
fn states() -> BTreeSet<String> {
    let rows = rows("data/countries.tsv").into_iter();
    rows.filter(|row| row[5] == "independent").map(|row| row[0].clone()).collect()
}

/// Whether the form in the place of `{}` is read as the state, perhaps with letters that belong to
/// it (`マリ人`).
fn is_found(tagger: &Tagger<'_>, frame: &str, form: &str, key: &str) -> bool {
    let start = frame.find("{}").unwrap();
    let text = frame.replace("{}", form);
    tagger.tag(&text).iter().any(|mention| {
        let range = mention.span().range();
        range.start < start + form.len() && start < range.end && tagger.key(mention) == key
    })
}

#[test]
fn demonyms_of_all_states_are_found_in_a_sentence() {
    let (tagger, states) = (Tagger::builtin(), states());
    for frame in rows("tests/demonyms/frames.tsv") {
        let [lang, role, frame] = &frame[..] else { panic!("{frame:?}") };
        let (mut forms, mut found) = (0, 0);
        let mut usual = BTreeSet::new();
        let mut missed = Vec::new();
        for row in rows(&format!("data/surfaces/{lang}.tsv")) {
            let (key, form) = (&row[0], &row[1]);
            if !states.contains(key) || row[2] != *role {
                continue;
            }
            let first = usual.insert(key.clone());
            forms += 1;
            if is_found(&tagger, frame, form, key) {
                found += 1;
            } else if first {
                missed.push(form.clone());
            }
        }
        let right = usual.len() - missed.len();
        assert!(
            100 * right >= STATES * states.len(),
            "{lang}: {right} of {} states; not found: {missed:?}",
            states.len()
        );
        assert!(100 * found >= FORMS * forms, "{lang}: {found} of {forms} forms");
    }
}

#[test]
fn every_language_has_a_frame() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/surfaces");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().into())
        .collect();
    let frames: BTreeSet<String> =
        rows("tests/demonyms/frames.tsv").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(files, frames);
}
