//! The options of a text: every call with a text takes them, refuses invalid ones, and judges with
//! them.

use std::ffi::{c_char, c_void};
use std::ptr::{null, null_mut};

use super::abi::*;
use super::wrapper::{
    CExplanation, CStream, CTagger, Failed, array, c, call, default_options, fields, given,
    poisoned, text_options,
};

const TEXT: &[u8] =
    "Georgia was quiet, Mali’s gold was not. Police in Atlanta said so; Congo, Chad.".as_bytes();

unsafe extern "C" fn none_found(_: *mut c_void, _: *const gaztag_mention, _: usize) -> i32 {
    0
}

unsafe extern "C" fn replaced(
    _: *mut c_void,
    _: *const gaztag_mention,
    _: *const c_char,
    _: usize,
    _: *mut *const c_char,
    _: *mut usize,
) -> i32 {
    0
}

type Call = fn(&CTagger, *const gaztag_text_options) -> Result<(), Failed>;

/// Every call that takes the options of a text.
const CALLS: [(&str, Call); 8] = [
    ("gaztag_tag", |tagger, options| {
        let ((text, len), mut found) = (c(TEXT), 7);
        let (mut status, mut array) = (Ok(0), [poisoned::<gaztag_mention>(); 16]);
        for cursor in [null_mut(), super::wrapper::CCursor::new().0] {
            status = call(|error| unsafe {
                gaztag_tag(
                    tagger.0,
                    text,
                    len,
                    options,
                    cursor,
                    array.as_mut_ptr().cast(),
                    16,
                    &mut found,
                    error,
                )
            });
            assert!(status.is_ok() || found == 0);
        }
        status.map(drop)
    }),
    ("gaztag_tag_each", |tagger, options| {
        let (text, len) = c(TEXT);
        call(|error| unsafe {
            gaztag_tag_each(tagger.0, text, len, options, Some(none_found), null_mut(), error)
        })
        .map(drop)
    }),
    ("gaztag_is_match", |tagger, options| {
        let ((text, len), mut found) = (c(TEXT), 7);
        let status = call(|error| unsafe {
            gaztag_is_match(tagger.0, text, len, options, &mut found, error)
        });
        assert_eq!(found, i32::from(status.is_ok()));
        status.map(drop)
    }),
    ("gaztag_count", |tagger, options| {
        let ((text, len), mut total) = (c(TEXT), 7);
        let status = call(|error| unsafe {
            gaztag_count(tagger.0, text, len, options, null_mut(), 0, &mut total, error)
        });
        assert!(status.is_ok() == (total > 0));
        status.map(drop)
    }),
    ("gaztag_replace", |tagger, options| {
        let ((text, len), mut out_len, mut out) = (c(TEXT), 7, [0; 256]);
        let status = call(|error| unsafe {
            gaztag_replace(
                tagger.0,
                text,
                len,
                options,
                Some(replaced),
                null_mut(),
                out.as_mut_ptr(),
                256,
                &mut out_len,
                error,
            )
        });
        assert!(status.is_ok() == (out_len > 0));
        status.map(drop)
    }),
    ("gaztag_explain", |tagger, options| {
        let (text, len) = c(TEXT);
        CExplanation::made(|out, error| unsafe {
            gaztag_explain(tagger.0, text, len, options, out, error)
        })
        .map(drop)
    }),
    ("gaztag_about", |tagger, options| {
        let ((text, len), mut out_len) = (c(TEXT), 7);
        call(|error| unsafe {
            gaztag_about(
                tagger.0,
                text,
                len,
                options,
                0,
                null_mut(),
                null_mut(),
                0,
                &mut out_len,
                error,
            )
        })
        .map(|_| assert_eq!(out_len, 0))
    }),
    ("gaztag_incremental_new", |tagger, options| {
        CStream::made(|out, error| unsafe { gaztag_incremental_new(tagger.0, options, out, error) })
            .map(drop)
    }),
];

/// Languages, and the status for each.
const LANGUAGES: [(&[u8], i32); 15] = [
    (b"en", GAZTAG_OK),
    (b"fr", GAZTAG_OK),
    (b"pt", GAZTAG_OK),
    // No form of the gazetteer has them.
    (b"yue", GAZTAG_OK),
    (b"zz", GAZTAG_OK),
    (b"e", GAZTAG_ERR_ARG),
    (b"EN", GAZTAG_ERR_ARG),
    (b"engl", GAZTAG_ERR_ARG),
    (b"english", GAZTAG_ERR_ARG),
    (b"en|fr", GAZTAG_ERR_ARG),
    (b"en-GB", GAZTAG_ERR_ARG),
    (b"e1", GAZTAG_ERR_ARG),
    (b"en\0", GAZTAG_ERR_ARG),
    ("é".as_bytes(), GAZTAG_ERR_ARG),
    (b"e\xFF", GAZTAG_ERR_UTF8),
];

fn status(outcome: Result<(), Failed>) -> i32 {
    outcome.map_or_else(|failed| failed.status, |()| GAZTAG_OK)
}

#[test]
fn every_call_checks_the_options() {
    let tagger = CTagger::new(None, &default_options()).unwrap();
    let known = text_options(b"en");
    let empty = gaztag_text_options { language: c"".as_ptr(), language_len: 0, ..known };
    for (name, run) in CALLS {
        assert_eq!(status(run(&tagger, null())), GAZTAG_OK, "{name}");
        assert_eq!(
            status(run(&tagger, &text_options(b""))),
            GAZTAG_OK,
            "{name}: NULL is an unknown language"
        );
        for (language, expected) in LANGUAGES {
            assert_eq!(
                status(run(&tagger, &text_options(language))),
                expected,
                "{name}: {language:?}"
            );
        }
        assert_eq!(status(run(&tagger, &empty)), GAZTAG_ERR_ARG, "{name}: an empty code");
        assert_eq!(
            status(run(&tagger, &gaztag_text_options { language: null(), ..known })),
            GAZTAG_ERR_NULL,
            "{name}: NULL with a length"
        );
        assert_eq!(
            status(run(&tagger, (&raw const known).wrapping_byte_add(1))),
            GAZTAG_ERR_ARG,
            "{name}: misaligned"
        );
    }
    let failed = CALLS[0].1(&tagger, &text_options(b"english")).unwrap_err();
    assert_eq!(
        failed.message,
        "\"english\" is not a language; expected an ISO 639 code of two or three lower-case letters"
    );
}

/// A language does not change the mentions of names that English has.
#[test]
fn names_of_english_are_at_home_in_every_language() {
    let tagger = CTagger::new(None, &default_options()).unwrap();
    let expected = tagger.tag_once(TEXT, 16).unwrap().1;
    assert!(expected.len() >= 4);
    let (text, len) = c(TEXT);
    for language in ["en", "fr", "zh"] {
        let options = text_options(language.as_bytes());
        let (_, mentions) = array::<gaztag_mention>(16, |out, out_len| {
            call(|error| unsafe {
                gaztag_tag(tagger.0, text, len, &options, null_mut(), out, 16, out_len, error)
            })
            .unwrap()
        });
        assert_eq!(mentions.iter().map(fields).collect::<Vec<_>>(), expected, "{language}");
    }
}

/// The acronym of the United Nations in French and Spanish.
#[test]
fn forms_of_other_languages_are_foreign() {
    let tagger = CTagger::new(None, &default_options()).unwrap();
    let (text, len) = c(b"ONU");
    for (language, expected) in [("fr", 1), ("es", 1), ("en", 0), ("", 1)] {
        let (options, mut total) = (text_options(language.as_bytes()), 7);
        let status = call(|error| unsafe {
            gaztag_count(tagger.0, text, len, &options, null_mut(), 0, &mut total, error)
        });
        assert_eq!((status.unwrap(), total), (GAZTAG_OK, expected), "{language:?}");
    }
}

/// Tags three documents with a language for each. Returns the status, the number of documents that
/// were tagged, and the number of mentions.
fn batch(tagger: &CTagger, languages: *const gaztag_str) -> (Result<i32, Failed>, usize, usize) {
    let offsets = [0, 4_i64, 8, 12];
    let (mut next, mut ends) = (0, [7; 3]);
    let mut outcome = Ok(0);
    let (_, mentions) = array::<gaztag_mention>(8, |out, len| {
        outcome = call(|error| unsafe {
            gaztag_tag_batch(
                tagger.0,
                c"MaliMaliMali".as_ptr(),
                12,
                offsets.as_ptr(),
                3,
                languages,
                &mut next,
                out,
                8,
                len,
                ends.as_mut_ptr(),
                error,
            )
        });
        0
    });
    assert!(ends[..next].iter().copied().eq(1..=next) && ends[next..].iter().all(|&end| end == 7));
    (outcome, next, mentions.len())
}

#[test]
fn languages_of_a_batch() {
    let tagger = CTagger::new(None, &default_options()).unwrap();
    assert_eq!(batch(&tagger, null()), (Ok(GAZTAG_OK), 3, 3));
    let unknown = given("");
    for (language, expected) in LANGUAGES {
        let (ptr, len) = c(language);
        let (outcome, tagged, found) =
            batch(&tagger, [unknown, gaztag_str { ptr, len }, unknown].as_ptr());
        match outcome {
            Ok(status) => assert_eq!((status, tagged, found), (expected, 3, 3), "{language:?}"),
            Err(failed) => {
                // The mentions of the documents before it are returned.
                assert_eq!((failed.status, tagged, found), (expected, 1, 1), "{language:?}");
                assert!(failed.message.starts_with("document 1: "), "{}", failed.message);
            }
        }
    }
    let empty = gaztag_str { ptr: c"".as_ptr(), len: 0 };
    assert_eq!(
        batch(&tagger, [empty, unknown, unknown].as_ptr()).0.unwrap_err().status,
        GAZTAG_ERR_ARG,
        "an empty code"
    );
    let null_with_length = gaztag_str { ptr: null(), len: 2 };
    assert_eq!(
        batch(&tagger, [unknown, unknown, null_with_length].as_ptr()).0.unwrap_err().status,
        GAZTAG_ERR_NULL
    );
}
