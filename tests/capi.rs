//! Calls the library as C does, through the declarations of `include/gaztag.h`. Every call returns
//! the same as the Rust library. Invalid arguments are refused. Handles can be freed in any order
//! and shared. Numbers are the recorded ones. `scripts/capi` checks the header, the libraries and C
//! programs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unsafe_code,
    missing_docs,
    unreachable_pub,
    reason = "tests"
)]
#![allow(
    clippy::undocumented_unsafe_blocks,
    reason = "calls of C: the pointers are of values that live during the call, with their lengths, or are wrong where that is what is tested"
)]
#![cfg(all(feature = "builtin", feature = "capi"))]

#[path = "capi/abi.rs"]
mod abi;
#[cfg(feature = "arrow")]
#[path = "capi/arrow.rs"]
mod arrow;
#[path = "capi/bad_arguments.rs"]
mod bad_arguments;
#[path = "capi/bounds.rs"]
mod bounds;
#[path = "capi/calls.rs"]
mod calls;
mod cases;
#[path = "capi/cursors.rs"]
mod cursors;
#[cfg(feature = "arrow")]
#[path = "capi/documents.rs"]
mod documents;
#[path = "capi/equality.rs"]
mod equality;
#[path = "capi/facts.rs"]
mod facts;
#[path = "capi/files.rs"]
mod files;
#[path = "capi/gazetteers.rs"]
mod gazetteers;
#[path = "capi/handles.rs"]
mod handles;
#[path = "capi/ids.rs"]
mod ids;
#[path = "capi/numbers.rs"]
mod numbers;
#[path = "capi/screening.rs"]
mod screening;
#[path = "capi/structs.rs"]
mod structs;
#[path = "capi/text_options.rs"]
mod text_options;
#[path = "capi/wrapper.rs"]
mod wrapper;

use std::collections::HashMap;
use std::ffi::CStr;

use abi::*;
use cases::{Case, one_of};
use equality::{check_offsets, check_stream, check_text};
use gaztag::{Backend, Gazetteer, Tagger};
use proptest::prelude::*;
use wrapper::{CBuilder, CGazetteer, CTagger, default_options};

const FOLDING: [(&str, u32); 10] = [
    ("case", GAZTAG_FOLDING_CASE),
    ("accents", GAZTAG_FOLDING_ACCENTS),
    ("punctuation", GAZTAG_FOLDING_PUNCTUATION),
    ("width", GAZTAG_FOLDING_WIDTH),
    ("blanks", GAZTAG_FOLDING_BLANKS),
    ("invisible", GAZTAG_FOLDING_INVISIBLE),
    ("ampersand", GAZTAG_FOLDING_AMPERSAND),
    ("dotted", GAZTAG_FOLDING_DOTTED),
    ("saint", GAZTAG_FOLDING_SAINT),
    ("hyphens", GAZTAG_FOLDING_HYPHENS),
];

fn backend_number(backend: Backend) -> u32 {
    match backend {
        Backend::Scalar => GAZTAG_BACKEND_SCALAR,
        Backend::Sse2 => GAZTAG_BACKEND_SSE2,
        Backend::Avx2 => GAZTAG_BACKEND_AVX2,
        Backend::Neon => GAZTAG_BACKEND_NEON,
        _ => panic!("a backend without number"),
    }
}

/// A tagger with the options of a case, made by C.
fn c_tagger(case: &Case, gazetteer: &CGazetteer, backend: Backend) -> CTagger {
    let mut options = default_options();
    let kinds: Vec<u8> =
        case.kinds.iter().flatten().map(|name| gazetteer.kind(name).unwrap() as u8).collect();
    let languages = case.languages.iter().flatten().cloned().collect::<Vec<_>>().join("|");
    if case.kinds.is_some() {
        (options.kinds, options.kinds_len) = (kinds.as_ptr(), kinds.len());
    }
    if case.languages.is_some() {
        (options.languages, options.languages_len) = (languages.as_ptr().cast(), languages.len());
    }
    for role in case.roles.iter().flatten() {
        // SAFETY: `gaztag_role_name` returns static strings that end with NUL.
        let number = (0..11).find(|&number| {
            unsafe { CStr::from_ptr(gaztag_role_name(number)) }.to_str() == Ok(role)
        });
        options.roles |= 1 << number.unwrap();
    }
    options.folding_off = case.off.iter().map(|part| one_of(part, &FOLDING)).sum();
    options.flags = if case.context { 0 } else { GAZTAG_FLAG_NO_CONTEXT }
        | if case.lower_case { GAZTAG_FLAG_LOWER_CASE } else { 0 }
        | if case.links { GAZTAG_FLAG_LINKS } else { 0 };
    if let Some(uses) = &case.uses {
        let bits: u32 = uses
            .iter()
            .map(|name| {
                one_of(
                    name,
                    &[
                        ("nested", GAZTAG_USE_NESTED),
                        ("team", GAZTAG_USE_TEAM),
                        ("language", GAZTAG_USE_LANGUAGE),
                        ("firm", GAZTAG_USE_FIRM),
                        ("adjective", GAZTAG_USE_ADJECTIVE),
                        ("place", GAZTAG_USE_PLACE),
                        ("compound", GAZTAG_USE_COMPOUND),
                    ],
                )
            })
            .sum();
        (options.uses_counted, options.uses_dropped) = (bits, 127 & !bits);
    }
    options.min_confidence = case
        .min_confidence
        .map_or(0, |confidence| if confidence == 0 { -1 } else { confidence.into() });
    options.overlap = one_of(
        &case.overlap,
        &[
            ("", GAZTAG_OVERLAP_LONGEST),
            ("longest", GAZTAG_OVERLAP_LONGEST),
            ("all", GAZTAG_OVERLAP_ALL),
        ],
    );
    options.input = one_of(
        &case.input,
        &[("", GAZTAG_INPUT_TEXT), ("text", GAZTAG_INPUT_TEXT), ("html", GAZTAG_INPUT_HTML)],
    );
    options.offset_unit = one_of(
        &case.offsets,
        &[
            ("", GAZTAG_UNIT_BYTES),
            ("bytes", GAZTAG_UNIT_BYTES),
            ("utf16", GAZTAG_UNIT_UTF16),
            ("chars", GAZTAG_UNIT_CODE_POINTS),
        ],
    );
    options.backend = backend_number(backend);
    let tagger = CTagger::new(Some(gazetteer), &options).unwrap();
    // SAFETY: `tagger.0` is a live handle, which `tagger` owns.
    assert_eq!(unsafe { gaztag_tagger_backend(tagger.0) }, options.backend);
    tagger
}

#[test]
fn suite() {
    let (builtin, c_builtin) = (Gazetteer::builtin(), CGazetteer::builtin());
    let mut built = HashMap::new();
    for (name, theme, own) in cases::themes() {
        let c_own = theme.gazetteer.as_ref().map(|rows| {
            let builder = CBuilder::new();
            builder.read(GAZTAG_FORMAT_TSV, &name, rows.as_bytes()).unwrap();
            builder.build().unwrap()
        });
        assert!(
            own.as_ref().map(Gazetteer::to_image) == c_own.as_ref().map(CGazetteer::image),
            "{name}: the gazetteer"
        );
        let mut own_built = HashMap::new();
        for case in &theme.case {
            let (gazetteer, c_gazetteer, built) = match (&own, &c_own) {
                (Some(own), Some(c_own)) => (own, c_own, &mut own_built),
                _ => (&builtin, &c_builtin, &mut built),
            };
            let text = case.bytes().into_boxed_slice();
            for backend in Backend::available() {
                let rust = case.tagger(gazetteer, built, backend);
                let tagger = c_tagger(case, c_gazetteer, backend);
                let key = |fields: &wrapper::Fields| {
                    (
                        fields.0 as usize,
                        fields.1 as usize,
                        c_gazetteer.key(fields.3).unwrap().to_string(),
                    )
                };
                let found: Vec<_> = tagger.tag(&text, 16).iter().map(key).collect();
                assert_eq!(found, case.mentions, "{name}: {} ({backend:?})", case.name);
                check_text(&rust, &tagger, &text, usize::MAX);
                if backend == rust_fastest() {
                    check_stream(&rust, &tagger, &text, (0..=text.len()).map(|cut| vec![cut]));
                }
            }
            check_offsets(&text);
        }
    }
}

fn rust_fastest() -> Backend {
    Tagger::builtin().backend()
}

/// A long text: it has more names than a call keeps on its stack, and streams return mentions
/// before its end.
#[test]
fn long_text() {
    let article = include_str!("../examples/article.txt");
    let text =
        [article.as_bytes(), b"\xFF Mali\xF0\x9F Georgia Tech, Georgia. "].concat().repeat(12);
    for (unit, overlap) in [
        (GAZTAG_UNIT_BYTES, 0),
        (GAZTAG_UNIT_UTF16, 0),
        (GAZTAG_UNIT_CODE_POINTS, 0),
        (GAZTAG_UNIT_UTF16, GAZTAG_OVERLAP_ALL),
    ] {
        let case = Case {
            offsets: ["bytes", "utf16", "chars"][unit as usize].into(),
            overlap: if overlap == GAZTAG_OVERLAP_ALL { "all".into() } else { String::new() },
            ..Case::of_text(String::new())
        };
        let rust = case.tagger(&Gazetteer::builtin(), &mut HashMap::new(), rust_fastest());
        let tagger = c_tagger(&case, &CGazetteer::builtin(), rust_fastest());
        assert!(rust.tag(&text).len() > 300);
        check_text(&rust, &tagger, &text, 0);
        let cuts = [
            vec![],
            vec![1, 1, 2, 7000, 7001],
            (0..text.len()).step_by(997).collect(),
            (0..text.len()).step_by(4096).collect(),
        ];
        check_stream(&rust, &tagger, &text, cuts);
    }
}

/// Texts of names, of text between names, and of arbitrary bytes.
fn texts() -> impl Strategy<Value = Vec<u8>> {
    let names = include_str!("reference/names.tsv")
        .lines()
        .skip(1)
        .filter_map(|row| row.split('\t').nth(1))
        .map(|form| form.as_bytes().to_vec())
        .collect::<Vec<_>>();
    let between: Vec<Vec<u8>> = [
        " ", ", ", ". ", "-", "’s ", "\n\n", "\u{301}", "\u{ad}", "é🙂", " to ", " of ", "(", ")",
        "<b>", "&amp;",
    ]
    .iter()
    .map(|s| s.as_bytes().to_vec())
    .collect();
    let piece = prop_oneof![
        4 => prop::sample::select(names),
        6 => prop::sample::select(between),
        1 => prop::collection::vec(any::<u8>(), 1..4),
        1 => ".{1,3}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.min(64).max(ProptestConfig::default().cases / 4), ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in texts(), own in any::<bool>(), html in any::<bool>(), all in any::<bool>(), unit in 0..3_usize, context in any::<bool>(), cuts in prop::collection::vec(0..64_usize, 0..4)) {
        let (gazetteer, c_gazetteer) = if own {
            let builder = CBuilder::new();
            builder.read(GAZTAG_FORMAT_TSV, "names.tsv", include_bytes!("reference/names.tsv")).unwrap();
            let c_gazetteer = builder.build().unwrap();
            (Gazetteer::from_image_owned(c_gazetteer.image().to_vec()).unwrap(), c_gazetteer)
        } else {
            (Gazetteer::builtin(), CGazetteer::builtin())
        };
        let case = Case {
            input: if html { "html".into() } else { String::new() },
            overlap: if all { "all".into() } else { String::new() },
            offsets: ["bytes", "utf16", "chars"][unit].into(),
            context,
            ..Case::of_text(String::new())
        };
        let rust = case.tagger(&gazetteer, &mut HashMap::new(), rust_fastest());
        let tagger = c_tagger(&case, &c_gazetteer, rust_fastest());
        check_text(&rust, &tagger, &text, 4);
        let mut cuts: Vec<usize> = cuts.iter().map(|&cut| cut.min(text.len())).collect();
        cuts.sort();
        check_stream(&rust, &tagger, &text, [cuts.clone(), cuts]);
        check_offsets(&text);
    }
}
