//! Each pointer of each call is NULL, then misaligned; and invalid values. The calls return the
//! right status, and their outputs are NULL or 0 or unchanged.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

use super::abi::*;
use super::calls::{Arguments, COUNTRY, How, POISON, TEXT, calls, fixture, replaced};
use super::wrapper::{
    CGazetteer, CTagger, call, default_options, form_of, given, no_spell, poisoned, string,
    text_options,
};

#[test]
fn every_pointer() {
    let fixture = fixture();
    for (name, nulls, run) in calls() {
        if matches!(name, "gaztag_builder_add_cue" | "gaztag_builder_add_use_cue") {
            let mut class = 7;
            call(|error| unsafe {
                gaztag_builder_add_word_class(
                    fixture.builder.0,
                    c"mine".as_ptr(),
                    4,
                    &mut class,
                    error,
                )
            })
            .unwrap();
        }
        let mut arguments = Arguments::new(usize::MAX, How::Null);
        assert_eq!(
            call(|error| unsafe { run(&mut arguments, &fixture, error) }),
            Ok(GAZTAG_OK),
            "{name}"
        );
        assert_eq!(arguments.pointers, nulls.len(), "{name}: pointers");
        for (which, &expected) in nulls.iter().enumerate() {
            let mut arguments = Arguments::new(which, How::Null);
            let status = call(|error| unsafe { run(&mut arguments, &fixture, error) });
            assert!(arguments.spoilt);
            match status {
                Ok(status) => assert_eq!(status, expected, "{name}: pointer {which} NULL"),
                Err(failed) => {
                    assert_eq!(
                        failed.status, expected,
                        "{name}: pointer {which} NULL: {}",
                        failed.message
                    );
                    arguments.check(name);
                    // The same with a NULL and with a misaligned error, which is not written.
                    let mut error = [poisoned::<gaztag_error>(), poisoned()];
                    for place in
                        [null_mut(), error.as_mut_ptr().cast::<gaztag_error>().wrapping_byte_add(1)]
                    {
                        assert_eq!(
                            unsafe { run(&mut Arguments::new(which, How::Null), &fixture, place) },
                            expected
                        );
                    }
                    assert!(error.iter().all(|error| {
                        super::wrapper::bytes_of(error).iter().all(|&byte| byte == POISON as u8)
                    }));
                }
            }
            let mut arguments = Arguments::new(which, How::Misaligned);
            let status = call(|error| unsafe { run(&mut arguments, &fixture, error) });
            if arguments.spoilt {
                assert_eq!(
                    status.map_err(|failed| failed.status),
                    Err(GAZTAG_ERR_ARG),
                    "{name}: pointer {which} misaligned"
                );
                arguments.check(name);
            }
        }
    }
    // The handles are still usable.
    assert_eq!(fixture.tagger.tag(b"Mali", 1).len(), 1);
    fixture.builder.build().unwrap();
}

#[test]
fn calls_that_return_values() {
    for misaligned in [false, true] {
        let bad =
            if misaligned { std::ptr::without_provenance_mut::<c_void>(1) } else { null_mut() };
        unsafe {
            assert_eq!(gaztag_gazetteer_len(bad.cast()), 0);
            assert_eq!(gaztag_gazetteer_layer_count(bad.cast()), 0);
            assert_eq!(gaztag_tagger_backend(bad.cast()), 0);
            assert_eq!(gaztag_tagger_memory_usage(bad.cast()), 0);
            assert_eq!(gaztag_explanation_len(bad.cast()), 0);
            assert_eq!(gaztag_screener_len(bad.cast()), 0);
            assert_eq!(gaztag_incremental_settled(bad.cast()), 0);
            gaztag_incremental_reset(bad.cast());
            gaztag_cursor_reset(bad.cast());
            assert_eq!(gaztag_entity_at(bad.cast(), 0), GAZTAG_NO_ENTITY);
            assert_eq!(gaztag_entity_position(bad.cast(), 0), 0);
            assert_eq!(gaztag_entity_roll_up(bad.cast(), 0), GAZTAG_NO_ENTITY);
            gaztag_options_init(bad.cast(), size_of::<gaztag_options>());
            for text in [
                gaztag_gazetteer_data_version(bad.cast()),
                gaztag_kind_name(bad.cast(), 0),
                gaztag_entity_key(bad.cast(), 0),
                gaztag_entity_name(bad.cast(), 0),
                gaztag_entity_attribute(bad.cast(), 0, c"alpha2".as_ptr(), 6),
            ] {
                assert!(string(text).is_none());
            }
        }
    }
    let (gazetteer, tagger) =
        (CGazetteer::builtin(), CTagger::new(None, &default_options()).unwrap());
    unsafe {
        assert!(string(gaztag_entity_attribute(gazetteer.0, 3, null(), 6)).is_none());
        assert_eq!(gaztag_count_units(null(), 5, GAZTAG_UNIT_UTF16), 0);
        assert_eq!(gaztag_count_units(null(), 0, GAZTAG_UNIT_UTF16), 0);
        assert_eq!(gaztag_count_units(TEXT.0, TEXT.1, 3), 0);
        assert_eq!(gaztag_count_units(TEXT.0, usize::MAX, GAZTAG_UNIT_BYTES), 0);
        assert!(gaztag_tagger_memory_usage(tagger.0) > gazetteer.image().len());
        assert_eq!(
            gaztag_features() & !u64::from(GAZTAG_FEATURE_ARROW),
            u64::from(GAZTAG_FEATURE_BUILTIN)
        );
        assert_eq!(gaztag_abi_version(), 2);
        let version = std::ffi::CStr::from_ptr(gaztag_version_string()).to_str().unwrap();
        let number =
            version.split('.').fold(0, |number, part| number * 1000 + part.parse::<u32>().unwrap());
        assert_eq!(gaztag_version(), number);
    }
}

/// Lengths that exceed any memory.
#[test]
fn lengths() {
    let f = fixture();
    let (text, _) = TEXT;
    for len in [isize::MAX as usize + 1, usize::MAX] {
        let (mut size, mut array) = (7, poisoned::<gaztag_mention>());
        let mut check = |name: &str,
                         status: &mut dyn FnMut(
            *mut gaztag_error,
            &mut usize,
            *mut gaztag_mention,
        ) -> i32| {
            size = 7;
            let failed = call(|error| status(error, &mut size, array.as_mut_ptr())).unwrap_err();
            assert_eq!((failed.status, size), (GAZTAG_ERR_TOO_LARGE, 0), "{name}");
            assert!(super::wrapper::bytes_of(&array).iter().all(|&byte| byte == POISON as u8));
        };
        check("text", &mut |error, size, array| unsafe {
            gaztag_tag(f.tagger.0, text, len, null(), null_mut(), array, 1, size, error)
        });
        check("capacity", &mut |error, size, array| unsafe {
            gaztag_tag(f.tagger.0, text, 13, null(), f.cursor.0, array, len / 40 + 1, size, error)
        });
        check("capacity", &mut |error, size, array| unsafe {
            gaztag_candidates(f.tagger.0, 0, 0, null_mut(), array.cast(), len / 16 + 1, size, error)
        });
        check("about", &mut |error, size, array| unsafe {
            gaztag_about(f.tagger.0, text, len, null(), 0, null_mut(), array.cast(), 1, size, error)
        });
        check("screened", &mut |error, size, array| unsafe {
            let (screener, array) = (f.screener.0, array.cast());
            gaztag_screen(screener, text, len, 0, null_mut(), array, 1, size, error)
        });
        check("chunk", &mut |error, size, array| unsafe {
            gaztag_incremental_feed(f.stream.0, text, len, &mut 0, array, 1, size, error)
        });
        check("capacity", &mut |error, size, array| unsafe {
            gaztag_incremental_finish(f.stream.0, array, len / 40 + 1, size, error)
        });
        check("replaced", &mut |error, size, array| unsafe {
            gaztag_replace(
                f.tagger.0,
                text,
                len,
                null(),
                Some(replaced),
                null_mut(),
                array.cast(),
                1,
                size,
                error,
            )
        });
        check("language", &mut |error, size, array| unsafe {
            gaztag_tag(
                f.tagger.0,
                text,
                13,
                &gaztag_text_options { language_len: len, ..text_options(b"en") },
                null_mut(),
                array,
                1,
                size,
                error,
            )
        });
        check("retired keys", &mut |error, size, array| unsafe {
            gaztag_gazetteer_retired_keys(
                f.gazetteer.0,
                null_mut(),
                array.cast(),
                len / size_of::<gaztag_retired_key>() + 1,
                size,
                error,
            )
        });
        check("file", &mut |error, size, _| unsafe {
            gaztag_builder_read(f.builder.0, 0, null(), 0, text, len, size, error)
        });
        check("documents", &mut |error, size, array| unsafe {
            gaztag_tag_batch(
                f.tagger.0,
                text,
                13,
                [0_i64, 13].as_ptr(),
                len / 8,
                null(),
                &mut 0,
                array,
                1,
                size,
                &mut 0,
                error,
            )
        });
        let mut options =
            gaztag_options { kinds: &raw const COUNTRY, kinds_len: len, ..default_options() };
        assert_eq!(CTagger::new(None, &options).err().unwrap().status, GAZTAG_ERR_TOO_LARGE);
        options =
            gaztag_options { languages: c"en".as_ptr(), languages_len: len, ..default_options() };
        assert_eq!(CTagger::new(None, &options).err().unwrap().status, GAZTAG_ERR_TOO_LARGE);
        let mut options = poisoned::<gaztag_options>();
        unsafe { gaztag_options_init(options.as_mut_ptr(), len) };
        assert!(super::wrapper::bytes_of(&options).iter().all(|&byte| byte == POISON as u8));
        let image = CGazetteer::made(|out, error| unsafe {
            gaztag_gazetteer_borrow_image(text.cast(), len, out, error)
        });
        assert_eq!(image.err().unwrap().status, GAZTAG_ERR_TOO_LARGE);
    }
    for len in [isize::MAX as usize + 1, usize::MAX] {
        let refused = |what: &str, status: Result<i32, super::wrapper::Failed>| {
            assert_eq!(status.unwrap_err().status, GAZTAG_ERR_TOO_LARGE, "{what}")
        };
        let (builder, key) = (f.builder.0, c"country/MLI".as_ptr());
        let (form, long) = (form_of("Mali"), gaztag_str { len, ..given("member") });
        for form in [
            gaztag_form { form_len: len, ..form },
            gaztag_form { languages: text, languages_len: len, ..form },
        ] {
            refused(
                "form",
                call(|error| unsafe { gaztag_builder_add_surface(builder, key, 11, &form, error) }),
            );
            refused(
                "form",
                call(|error| unsafe { gaztag_builder_add_decoy(builder, &form, error) }),
            );
        }
        let spell = no_spell();
        let texts = [
            gaztag_spell { status: long, ..spell },
            gaztag_spell { joined: long, ..spell },
            gaztag_spell { left: long, ..spell },
        ];
        for spell in texts
            .into_iter()
            .chain([gaztag_spell { source: long, ..spell }, gaztag_spell { as_of: long, ..spell }])
        {
            refused(
                "spell",
                call(|error| unsafe {
                    gaztag_builder_add_member(
                        builder,
                        c"bloc/aes".as_ptr(),
                        8,
                        key,
                        11,
                        &spell,
                        error,
                    )
                }),
            );
        }
        refused(
            "key",
            call(|error| unsafe { gaztag_builder_retire_key(builder, text, len, key, 11, error) }),
        );
        refused(
            "successor",
            call(|error| unsafe { gaztag_builder_retire_key(builder, text, 13, key, len, error) }),
        );
        refused(
            "value",
            call(|error| unsafe {
                gaztag_builder_set_attribute(
                    builder,
                    key,
                    11,
                    text,
                    13,
                    GAZTAG_ATTRIBUTE_TEXT,
                    text,
                    len,
                    error,
                )
            }),
        );
    }
    // More documents than memory can hold.
    let status = call(|error| unsafe {
        gaztag_tag_batch(
            f.tagger.0,
            text,
            13,
            [0_i64, 13].as_ptr(),
            usize::MAX,
            null(),
            &mut 0,
            null_mut(),
            0,
            &mut 0,
            null_mut(),
            error,
        )
    });
    assert!([GAZTAG_ERR_ARG, GAZTAG_ERR_TOO_LARGE].contains(&status.unwrap_err().status));
}

/// Invalid cues of both kinds.
#[test]
fn cues() {
    let f = fixture();
    let mut class = 7;
    call(|error| unsafe {
        gaztag_builder_add_word_class(f.builder.0, c"mine".as_ptr(), 4, &mut class, error)
    })
    .unwrap();
    let add = |place: &str, class: u32, weight: i32| {
        let (place, len) = (place.as_ptr().cast(), place.len());
        let status = |added: Result<i32, super::wrapper::Failed>| {
            added.unwrap_or_else(|failed| failed.status)
        };
        (
            status(call(|error| unsafe {
                gaztag_builder_add_cue(
                    f.builder.0,
                    c"Mali".as_ptr(),
                    4,
                    null(),
                    0,
                    place,
                    len,
                    class,
                    weight,
                    error,
                )
            })),
            status(call(|error| unsafe {
                gaztag_builder_add_use_cue(
                    f.builder.0,
                    c"Mali".as_ptr(),
                    4,
                    GAZTAG_USE_TEAM,
                    place,
                    len,
                    class,
                    weight,
                    error,
                )
            })),
        )
    };
    for weight in [-12, -1, 1, 12] {
        assert_eq!(add("left 12", class, weight), (GAZTAG_OK, GAZTAG_OK));
    }
    for weight in [0, 13, -13, 127, 128, -129, 257, i32::MAX, i32::MIN] {
        assert_eq!(add("before", class, weight), (GAZTAG_ERR_ARG, GAZTAG_ERR_ARG), "{weight}");
    }
    assert_eq!(add("before", class + 1, 1), (GAZTAG_ERR_ARG, GAZTAG_ERR_ARG));
    for place in ["", "left", "left 0", "left 13", "right -1", "document 10", "behind"] {
        assert_eq!(add(place, class, 1), (GAZTAG_ERR_PARSE, GAZTAG_ERR_PARSE), "{place}");
    }
    assert_eq!(add("document", class, 1), (GAZTAG_OK, GAZTAG_ERR_PARSE));
    for of in [0, 3, 5, 128, u32::MAX] {
        let status = call(|error| unsafe {
            gaztag_builder_add_use_cue(
                f.builder.0,
                c"Mali".as_ptr(),
                4,
                of,
                c"before".as_ptr(),
                6,
                class,
                1,
                error,
            )
        });
        assert_eq!(status.unwrap_err().status, GAZTAG_ERR_ARG, "{of}");
    }
}

/// Unknown options, and sizes of the struct.
#[test]
fn options() {
    let refused = |what: &str, options: gaztag_options, expected: i32| {
        let status =
            CTagger::new(None, &options).err().unwrap_or_else(|| panic!("{what} was taken")).status;
        assert_eq!(status, expected, "{what}");
    };
    let zero = default_options();
    let tagger = CTagger::new(None, &zero).unwrap();
    assert_eq!(zero.struct_size, size_of::<gaztag_options>());
    assert!(zero.kinds.is_null() && zero.languages.is_null());
    let numbers = [
        zero.roles,
        zero.folding_off,
        zero.flags,
        zero.overlap,
        zero.input,
        zero.offset_unit,
        zero.backend,
        zero.uses_counted,
        zero.uses_dropped,
    ];
    assert_eq!(
        (numbers, zero.kinds_len, zero.languages_len, zero.max_text_len, zero.min_confidence),
        ([0; 9], 0, 0, 0, 0)
    );
    for number in [2, 3, 255, 256, u32::MAX] {
        refused("overlap", gaztag_options { overlap: number, ..zero }, GAZTAG_ERR_ARG);
        refused("input", gaztag_options { input: number, ..zero }, GAZTAG_ERR_ARG);
        refused(
            "offset_unit",
            gaztag_options { offset_unit: number.max(3), ..zero },
            GAZTAG_ERR_ARG,
        );
        refused(
            "backend",
            gaztag_options { backend: number.saturating_add(3), ..zero },
            GAZTAG_ERR_ARG,
        );
    }
    for bit in 0..32 {
        let one = 1_u32 << bit;
        if bit >= 11 {
            refused("roles", gaztag_options { roles: one | 1, ..zero }, GAZTAG_ERR_ARG);
        }
        if bit >= 10 {
            refused("folding_off", gaztag_options { folding_off: one, ..zero }, GAZTAG_ERR_ARG);
        }
        if bit >= 2 {
            let failed = call(|error| unsafe {
                let (none, mut len_out) = (null_mut(), 0);
                gaztag_about(
                    tagger.0,
                    TEXT.0,
                    TEXT.1,
                    null(),
                    one,
                    none,
                    null_mut(),
                    0,
                    &mut len_out,
                    error,
                )
            });
            assert_eq!(failed.unwrap_err().status, GAZTAG_ERR_ARG, "count_as {one:#x}");
        }
        if bit >= 4 {
            refused("flags", gaztag_options { flags: one | 15, ..zero }, GAZTAG_ERR_ARG);
        }
        if bit >= 7 {
            refused("uses_counted", gaztag_options { uses_counted: one, ..zero }, GAZTAG_ERR_ARG);
            refused(
                "uses_dropped",
                gaztag_options { uses_dropped: one | 1, ..zero },
                GAZTAG_ERR_ARG,
            );
        } else {
            refused(
                "uses",
                gaztag_options { uses_counted: one, uses_dropped: one, ..zero },
                GAZTAG_ERR_ARG,
            );
        }
    }
    for confidence in [101, 255, 256, i32::MAX, -2, i32::MIN] {
        refused(
            "min_confidence",
            gaztag_options { min_confidence: confidence, ..zero },
            GAZTAG_ERR_ARG,
        );
    }
    CTagger::new(None, &gaztag_options { min_confidence: 100, ..zero }).unwrap();
    for languages in [c"english", c"en|", c"|", c"EN", c"en,fr", c"e"] {
        refused(
            "languages",
            gaztag_options {
                languages: languages.as_ptr(),
                languages_len: languages.count_bytes(),
                ..zero
            },
            GAZTAG_ERR_ARG,
        );
    }
    refused(
        "languages",
        gaztag_options { languages: c"\xFF".as_ptr(), languages_len: 1, ..zero },
        GAZTAG_ERR_UTF8,
    );
    refused(
        "languages",
        gaztag_options { languages: null(), languages_len: 1, ..zero },
        GAZTAG_ERR_NULL,
    );
    let many: String = (b'a'..=b'z')
        .flat_map(|a| (b'a'..=b'c').map(move |b| format!("{}{}", a as char, b as char)))
        .collect::<Vec<_>>()
        .join("|");
    refused(
        "languages",
        gaztag_options { languages: many.as_ptr().cast(), languages_len: many.len(), ..zero },
        GAZTAG_ERR_ARG,
    );
    refused("kinds", gaztag_options { kinds: null(), kinds_len: 1, ..zero }, GAZTAG_ERR_NULL);
    for kind in [3_u8, 63, 64, 255] {
        refused(
            "kinds",
            gaztag_options { kinds: &raw const kind, kinds_len: 1, ..zero },
            GAZTAG_ERR_ARG,
        );
    }
    // An uninitialised struct: the memory after it is not read.
    for larger in [4097, 0x7FFE_1234_5678_u64 as usize, isize::MAX as usize, usize::MAX] {
        refused("struct_size", gaztag_options { struct_size: larger, ..zero }, GAZTAG_ERR_ARG);
    }
    // Empty lists that are not NULL: no kind, and only forms of no particular language.
    for (options, found) in [
        (zero, 1),
        (gaztag_options { kinds: &raw const COUNTRY, ..zero }, 0),
        (gaztag_options { languages: c"".as_ptr(), ..zero }, 0),
    ] {
        assert_eq!(CTagger::new(None, &options).unwrap().tag(b"Alemania", 8).len(), found);
    }
    // Smaller than in any version; larger with zeros; larger with a field of a newer header.
    let size = size_of::<gaztag_options>();
    for smaller in [0, 1, 8, size - 8, size - 4, size - 1] {
        refused("struct_size", gaztag_options { struct_size: smaller, ..zero }, GAZTAG_ERR_ARG);
        let mut untouched = poisoned::<gaztag_options>();
        unsafe { gaztag_options_init(untouched.as_mut_ptr(), smaller) };
        assert!(super::wrapper::bytes_of(&untouched).iter().all(|&byte| byte == POISON as u8));
    }
    #[repr(C)]
    struct Newer {
        options: gaztag_options,
        more: [u8; 40],
    }
    for more in 0..=40 {
        let mut newer: MaybeUninit<Newer> = poisoned();
        let newer = unsafe {
            gaztag_options_init(newer.as_mut_ptr().cast(), size + more);
            newer.assume_init_mut()
        };
        assert_eq!(newer.options.struct_size, size + more);
        assert!(
            newer.more[..more].iter().all(|&byte| byte == 0)
                && newer.more[more..].iter().all(|&byte| byte == POISON as u8),
            "{more}"
        );
        (newer.options.overlap, newer.options.min_confidence) = (GAZTAG_OVERLAP_ALL, -1);
        let newer: *mut Newer = newer;
        let tagger = CTagger::made(|out, error| unsafe {
            gaztag_tagger_new(null(), newer.cast(), out, error)
        })
        .unwrap();
        assert_eq!(tagger.tag(b"Congo", 8).len(), 2, "{more} bytes more");
        if more > 0 {
            unsafe { (*newer).more[more - 1] = 1 };
            let failed = CTagger::made(|out, error| unsafe {
                gaztag_tagger_new(null(), newer.cast(), out, error)
            })
            .err()
            .unwrap();
            assert_eq!(failed.status, GAZTAG_ERR_UNSUPPORTED);
        }
    }
}
