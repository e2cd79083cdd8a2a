//! The content of gazetteers, and building, loading and writing them.

use std::ffi::{CString, c_char};
use std::ptr::null;

use gaztag::{
    AttributeType, CaseRule, CuePlace, Entity, Format, Gazetteer, GazetteerBuilder, Membership,
    Role, Spell, Surface, Tagger, Use,
};

use super::abi::*;
use super::cases::share;
use super::equality::case_number;
use super::wrapper::{
    CBuilder, CGazetteer, CTagger, Failed, array, c, call, default_options, expected, form_of,
    given, no_spell, string,
};

/// A list, read in pages of a capacity; `None` for GAZTAG_NONE.
pub(super) fn list<T: Copy>(
    capacity: usize,
    page: impl Fn(*mut usize, *mut T, usize, *mut usize, *mut gaztag_error) -> i32,
) -> Option<Vec<T>> {
    let (mut resume, mut all) = (0, Vec::new());
    loop {
        let (status, some) = array::<T>(capacity, |out, len| {
            call(|error| page(&mut resume, out, capacity, len, error)).unwrap()
        });
        all.extend_from_slice(&some);
        assert!(resume == all.len() || status == GAZTAG_NONE);
        match status {
            GAZTAG_OK => return Some(all),
            GAZTAG_NONE => {
                assert!(all.is_empty());
                return None;
            }
            _ => assert_eq!((status, some.len()), (GAZTAG_MORE, capacity)),
        }
    }
}

fn surface_of(surface: &gaztag_surface) -> (&str, u64, u32, u8, u8, u8, u8) {
    assert_eq!((u32::from(surface.bounds), surface.reserved), (GAZTAG_BOUNDS_WORD, [0; 6]));
    (
        string(surface.form).unwrap(),
        surface.entity,
        surface.languages,
        surface.role,
        surface.case_rule,
        surface.prior,
        surface.word,
    )
}

fn expected_surface<'a>(
    entity: Option<&Entity<'_>>,
    surface: &Surface<'a>,
) -> (&'a str, u64, u32, u8, u8, u8, u8) {
    let entity = entity.map_or(GAZTAG_NO_ENTITY, |entity| entity.id().to_u64());
    let case = case_number(surface.case()) as u8;
    (
        surface.form(),
        entity,
        surface.languages().len() as u32,
        surface.role() as u8,
        case,
        surface.prior(),
        surface.is_word().into(),
    )
}

fn languages(gazetteer: &CGazetteer, entity: u64, form: &str) -> Option<String> {
    let (form, form_len) = c(form.as_bytes());
    let (mut needed, mut none) = (7, 0);
    // SAFETY: a live handle, and texts that live during the call, with their lengths.
    let status = call(|error| unsafe {
        gaztag_surface_languages(
            gazetteer.0,
            entity,
            form,
            form_len,
            &mut none,
            0,
            &mut needed,
            error,
        )
    })
    .unwrap();
    if status == GAZTAG_NONE {
        assert_eq!(needed, 0);
        return None;
    }
    assert_eq!(status, GAZTAG_MORE, "the NUL needs array too");
    let mut text = vec![0x55_u8; needed + 2];
    // SAFETY: a live handle, and texts that live during the call, with their lengths.
    let status = call(|error| unsafe {
        gaztag_surface_languages(
            gazetteer.0,
            entity,
            form,
            form_len,
            text.as_mut_ptr().cast(),
            needed,
            &mut needed,
            error,
        )
    });
    assert_eq!((status, text[0]), (Ok(GAZTAG_MORE), 0x55));
    // SAFETY: a live handle, and texts that live during the call, with their lengths.
    let status = call(|error| unsafe {
        gaztag_surface_languages(
            gazetteer.0,
            entity,
            form,
            form_len,
            text.as_mut_ptr().cast(),
            needed + 1,
            &mut needed,
            error,
        )
    });
    assert_eq!((status, &text[needed..]), (Ok(GAZTAG_OK), &[0, 0x55][..]));
    text.truncate(needed);
    Some(String::from_utf8(text).unwrap())
}

#[test]
fn formats_are_guessed() {
    let guess = |file: &[u8], text: &str| {
        let ((file, file_len), (text, text_len)) = (c(file), c(text.as_bytes()));
        // SAFETY: texts that live during the call, with their lengths.
        unsafe { gaztag_format_guess(file, file_len, text, text_len) }
    };
    for text in ["", "{}", "{\"key\": \"a/b\"}", "\n{\"label\": \"A\", \"pattern\": \"b\"}"] {
        for file in ["", "a", "a.tsv", "a.json", "A.JSONL", "a.ndjson"] {
            let number = match Format::guess(file, text.as_bytes()) {
                Format::Tsv => GAZTAG_FORMAT_TSV,
                Format::JsonLines => GAZTAG_FORMAT_JSON_LINES,
                Format::Flashtext => GAZTAG_FORMAT_FLASHTEXT,
                Format::Spacy => GAZTAG_FORMAT_SPACY,
                _ => panic!("a format without number"),
            };
            assert_eq!(guess(file.as_bytes(), text), number, "{file} {text}");
        }
    }
    assert_eq!(guess(b"\xFF.jsonl", "{\"pattern\": 1, \"label\": 2}"), GAZTAG_FORMAT_SPACY);
    // SAFETY: NULL with a length is an invalid argument that the function checks.
    assert_eq!(unsafe { gaztag_format_guess(c"a.json".as_ptr(), 6, null(), 5) }, GAZTAG_FORMAT_TSV);
    // SAFETY: as above.
    assert_eq!(unsafe { gaztag_format_guess(null(), 6, null(), 0) }, GAZTAG_FORMAT_TSV);
}

fn attribute_number(of: AttributeType) -> u32 {
    match of {
        AttributeType::Text => GAZTAG_ATTRIBUTE_TEXT,
        AttributeType::Number => GAZTAG_ATTRIBUTE_NUMBER,
        AttributeType::Date => GAZTAG_ATTRIBUTE_DATE,
        AttributeType::List => GAZTAG_ATTRIBUTE_LIST,
        AttributeType::Entity => GAZTAG_ATTRIBUTE_ENTITY,
        AttributeType::Entities => GAZTAG_ATTRIBUTE_ENTITIES,
        _ => panic!("{of:?} has no number"),
    }
}

fn attribute_of(attribute: &gaztag_attribute) -> (&str, u32, &str) {
    assert_eq!(attribute.reserved, 0);
    (string(attribute.name).unwrap(), attribute.value_type, string(attribute.value).unwrap())
}

pub(super) type Spelled<'a> = ([Option<&'a str>; 5], u64, u64);

pub(super) fn membership_of(m: &gaztag_membership) -> Spelled<'_> {
    ([m.status, m.joined, m.left, m.source, m.as_of].map(string), m.bloc, m.member)
}

pub(super) fn expected_membership<'a>(m: &Membership<'a>) -> Spelled<'a> {
    ([Some(m.status), m.joined, m.left, m.source, m.as_of], m.bloc.to_u64(), m.member.to_u64())
}

/// Of a large gazetteer, tests compare one of so many entities: [`share`].
pub(super) fn one_of(gazetteer: &Gazetteer<'_>) -> usize {
    if gazetteer.len() > 100 { share::one_of() } else { 1 }
}

/// Compares the whole content of a gazetteer with the Rust library.
fn check_gazetteer(rust: &Gazetteer<'static>, gazetteer: &CGazetteer) {
    let handle = gazetteer.0;
    assert!(rust.to_image() == gazetteer.image());
    // SAFETY of all blocks: a live handle, and outputs that live during the call.
    assert_eq!(unsafe { gaztag_gazetteer_len(handle) } as usize, rust.len());
    assert_eq!(string(unsafe { gaztag_gazetteer_data_version(handle) }), Some(rust.data_version()));
    let mut counts = (7, 7);
    call(|error| unsafe {
        gaztag_gazetteer_form_counts(handle, &mut counts.0, &mut counts.1, error)
    })
    .unwrap();
    assert_eq!(counts, rust.form_counts());
    for entity in rust.entities().step_by(one_of(rust)) {
        let id = entity.id().to_u64();
        let mut kind = 7;
        assert_eq!(gazetteer.find(entity.key()), Some(id));
        assert_eq!(gazetteer.key(id), Some(entity.key()));
        assert_eq!(string(unsafe { gaztag_entity_name(handle, id) }), Some(entity.name()));
        call(|error| unsafe { gaztag_entity_kind(handle, id, &mut kind, error) }).unwrap();
        assert_eq!(kind, u32::from(super::wrapper::kind_number(entity.kind())));
        assert_eq!(string(unsafe { gaztag_kind_name(handle, kind) }), Some(entity.kind_name()));
        assert_eq!(gazetteer.kind(entity.kind_name()), Some(kind));
        let attributes: Vec<_> = entity
            .attributes()
            .map(|attribute| {
                (attribute.name, attribute_number(attribute.value_type), attribute.value)
            })
            .collect();
        for capacity in [1, 3, 100] {
            let some =
                list::<gaztag_attribute>(capacity, |resume, out, capacity, len, error| unsafe {
                    gaztag_entity_attributes(handle, id, resume, out, capacity, len, error)
                });
            assert!(some.unwrap().iter().map(attribute_of).eq(attributes.iter().copied()));
            let some =
                list::<gaztag_surface>(capacity, |resume, out, capacity, len, error| unsafe {
                    gaztag_entity_surfaces(handle, id, resume, out, capacity, len, error)
                });
            assert!(
                some.unwrap()
                    .iter()
                    .map(surface_of)
                    .eq(entity.surfaces().map(|surface| expected_surface(Some(&entity), &surface)))
            );
        }
        for (name, _, value) in attributes {
            let (name, name_len) = c(name.as_bytes());
            assert_eq!(
                string(unsafe { gaztag_entity_attribute(handle, id, name, name_len) }),
                Some(value)
            );
        }
        let some = list::<gaztag_membership>(16, |resume, out, capacity, len, error| unsafe {
            gaztag_entity_memberships(handle, id, resume, out, capacity, len, error)
        });
        assert!(
            some.unwrap()
                .iter()
                .map(membership_of)
                .eq(entity.memberships().map(|membership| expected_membership(&membership)))
        );
    }
    super::facts::check(rust, gazetteer);
    let decoys = list::<gaztag_surface>(100, |resume, out, capacity, len, error| unsafe {
        gaztag_gazetteer_decoys(handle, resume, out, capacity, len, error)
    })
    .unwrap();
    assert!(
        decoys
            .iter()
            .map(surface_of)
            .eq(rust.decoys().map(|surface| expected_surface(None, &surface)))
    );
    for capacity in [1, 100] {
        let retired =
            list::<gaztag_retired_key>(capacity, |resume, out, capacity, len, error| unsafe {
                gaztag_gazetteer_retired_keys(handle, resume, out, capacity, len, error)
            });
        let retired = retired.unwrap();
        assert!(
            retired
                .iter()
                .map(|retired| (string(retired.key).unwrap(), retired.successor))
                .eq(rust.retired_keys().map(|(key, successor)| (key, successor.to_u64())))
        );
        for retired in retired {
            assert_eq!(gazetteer.find(string(retired.key).unwrap()), Some(retired.successor));
        }
    }
}

#[test]
fn built_in_gazetteer() {
    let (rust, gazetteer) = (Gazetteer::builtin(), CGazetteer::builtin());
    check_gazetteer(&rust, &gazetteer);
    // SAFETY: the function takes no pointer.
    assert_eq!(string(unsafe { gaztag_data_version() }), Some(rust.data_version()));
    assert_eq!(Gazetteer::BUILTIN_VERSION, rust.data_version());
    for form in ["Mali", "US", "U.S.", "Congo", "Georgia Tech", "nothing at all", ""] {
        let (text, len) = c(form.as_bytes());
        // SAFETY: a live handle, and texts that live during the call, with their lengths.
        let some = list::<gaztag_surface>(2, |resume, out, capacity, out_len, error| unsafe {
            gaztag_gazetteer_look_up(gazetteer.0, text, len, resume, out, capacity, out_len, error)
        });
        assert!(
            some.unwrap().iter().map(surface_of).eq(rust
                .look_up(form)
                .map(|(entity, surface)| expected_surface(entity.as_ref(), &surface))),
            "{form}"
        );
    }
    for entity in rust.entities().step_by(7 * share::one_of()) {
        for surface in entity.surfaces() {
            let joined = surface
                .languages()
                .map(|language| language.to_string())
                .collect::<Vec<_>>()
                .join("|");
            assert_eq!(languages(&gazetteer, entity.id().to_u64(), surface.form()), Some(joined));
        }
    }
    assert_eq!(
        languages(&gazetteer, GAZTAG_NO_ENTITY, "Georgia Tech").as_deref(),
        rust.decoys().any(|decoy| decoy.form() == "Georgia Tech").then_some("")
    );
    assert_eq!(languages(&gazetteer, 0, "no form of that"), None);
}

/// Unknown entities, kinds, names and numbers.
#[test]
fn unknown_entities_kinds_and_numbers() {
    let gazetteer = CGazetteer::builtin();
    let handle = gazetteer.0;
    assert!(
        string(unsafe { gaztag_entity_attribute(handle, 0, c"nothing".as_ptr(), 7) }).is_none()
    );
    for kind in [63, GAZTAG_KIND_OTHER, 200, 255, 256, 256 + GAZTAG_KIND_OTHER, u32::MAX] {
        assert_eq!(string(unsafe { gaztag_kind_name(handle, kind) }), Some("?"), "kind {kind}");
    }
    assert_eq!(gazetteer.kind("planet"), None);
    let mut entity = 7;
    assert_eq!(
        call(|error| unsafe {
            gaztag_entity_find(handle, c"country/".as_ptr(), 8, &mut entity, error)
        }),
        Ok(GAZTAG_NONE)
    );
    assert_eq!(entity, GAZTAG_NO_ENTITY);
    let text =
        |pointer: *const c_char| unsafe { std::ffi::CStr::from_ptr(pointer) }.to_str().unwrap();
    for number in [12, 13, u32::MAX] {
        assert_eq!(
            (
                text(unsafe { gaztag_role_name(number) }),
                text(unsafe { gaztag_reason_text(number) })
            ),
            ("?", "?")
        );
    }
    for (number, role) in Role::ALL.iter().enumerate() {
        assert_eq!(text(unsafe { gaztag_role_name(number as u32) }), role.as_str());
    }
    for (status, name) in [
        (GAZTAG_OK, "GAZTAG_OK"),
        (GAZTAG_STOPPED, "GAZTAG_STOPPED"),
        (GAZTAG_MORE, "GAZTAG_MORE"),
        (GAZTAG_NONE, "GAZTAG_NONE"),
        (-12, "GAZTAG_ERR_AMBIGUOUS"),
        (-13, "GAZTAG_ERR_UNKNOWN"),
        (-14, "?"),
        (4, "?"),
        (i32::MIN, "?"),
    ] {
        assert_eq!(text(unsafe { gaztag_status_name(status) }), name);
    }
}

/// Numbers that are not the readings of any mention.
#[test]
fn unknown_readings() {
    let tagger = CTagger::new(None, &default_options()).unwrap();
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    for round in 0..20_000 / share::one_of() as u64 {
        random = random.rotate_left(23).wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ round;
        for readings in [
            random,
            random >> 32 << 32 | u64::from(u32::MAX),
            (random % 20_000) << 32 | (round & 0xFF),
            u64::MAX,
        ] {
            assert!(tagger.candidates(0, readings, 32).len() <= 32);
        }
    }
}

fn in_c(text: &str) -> (*const c_char, usize) {
    c(text.as_bytes())
}

/// A spell: status, joined, left, source, as_of.
const SPELLS: [[&str; 5]; 3] = [
    ["member", "2023-09", "", "", ""],
    ["former", "1975-05-28", "2025-01-29", "https://example.org/treaty", "2026-11-28"],
    ["observer", "", "", "a letter", ""],
];

const TYPED: [(&str, AttributeType, u32, &str); 6] = [
    ("motto", AttributeType::Text, GAZTAG_ATTRIBUTE_TEXT, "more | 12"),
    ("staff", AttributeType::Number, GAZTAG_ATTRIBUTE_NUMBER, "-6.02e23"),
    ("founded", AttributeType::Date, GAZTAG_ATTRIBUTE_DATE, "1950-05-31"),
    ("tickers", AttributeType::List, GAZTAG_ATTRIBUTE_LIST, "ACM|ACME"),
    ("parent", AttributeType::Entity, GAZTAG_ATTRIBUTE_ENTITY, "company/holding"),
    ("staff", AttributeType::Number, GAZTAG_ATTRIBUTE_NUMBER, "12"),
];

/// Retired keys: a new one, one of an entity, and one whose successor is retired too.
const RETIRED: [(&str, &str); 3] = [
    ("company/acme-corp", "company/acme"),
    ("company/old", "company/acme-corp"),
    ("place/mali", "country/MLI"),
];

/// Rust and C build equal gazetteers.
#[test]
fn builders() {
    let (builder, mut rust) = (CBuilder::new(), GazetteerBuilder::new());
    let handle = builder.0;
    let ok = |status: Result<i32, Failed>| assert_eq!(status, Ok(GAZTAG_OK));
    let ((version, version_len), no_text) = (in_c("2026.7"), (null::<c_char>(), 0));
    ok(call(|error| unsafe {
        gaztag_builder_set_data_version(handle, version, version_len, error)
    }));
    rust.set_data_version("2026.7");
    for (key, name) in [
        ("country/MLI", "Mali"),
        ("country/XXA", "Exland"),
        ("bloc/aes", "Alliance"),
        ("company/acme", "Acme"),
        ("company/old", "Old Acme"),
        ("mineral/gold", "gold"),
    ] {
        let ((key_pointer, key_len), (name_pointer, name_len)) = (in_c(key), in_c(name));
        ok(call(|error| unsafe {
            gaztag_builder_add_entity(handle, key_pointer, key_len, name_pointer, name_len, error)
        }));
        rust.add_entity(key, name).unwrap();
    }
    let ((mali, mali_len), (aes, aes_len), (acme, acme_len)) =
        (in_c("country/MLI"), in_c("bloc/aes"), in_c("company/acme"));
    let ((name, name_len), (value, value_len)) = (in_c("alpha2"), in_c("ML"));
    ok(call(|error| unsafe {
        gaztag_builder_set_attribute(
            handle,
            mali,
            mali_len,
            name,
            name_len,
            GAZTAG_ATTRIBUTE_TEXT,
            value,
            value_len,
            error,
        )
    }));
    rust.set_attribute("country/MLI", "alpha2", "ML").unwrap();
    for spell in SPELLS {
        let c_spell = gaztag_spell {
            status: given(spell[0]),
            joined: given(spell[1]),
            left: given(spell[2]),
            source: given(spell[3]),
            as_of: given(spell[4]),
            ..no_spell()
        };
        ok(call(|error| unsafe {
            gaztag_builder_add_member(handle, aes, aes_len, mali, mali_len, &c_spell, error)
        }));
        rust.add_member(
            "bloc/aes",
            "country/MLI",
            Spell::new(spell[0])
                .with_joined(spell[1])
                .with_left(spell[2])
                .with_source(spell[3])
                .with_as_of(spell[4]),
        )
        .unwrap();
    }
    for (name, value_type, number, value) in TYPED {
        let ((name_pointer, name_len), (value_pointer, value_len)) = (in_c(name), in_c(value));
        ok(call(|error| unsafe {
            gaztag_builder_set_attribute(
                handle,
                acme,
                acme_len,
                name_pointer,
                name_len,
                number,
                value_pointer,
                value_len,
                error,
            )
        }));
        rust.set_typed_attribute("company/acme", name, value_type, value).unwrap();
    }
    for (key, successor) in RETIRED {
        ok(call(|error| unsafe {
            gaztag_builder_retire_key(
                handle,
                in_c(key).0,
                key.len(),
                in_c(successor).0,
                successor.len(),
                error,
            )
        }));
        rust.retire_key(key, successor).unwrap();
    }
    for role in 0..10_u32 {
        for case in 0..4_u32 {
            let text = format!("Form {role} of {case}");
            let (languages, languages_len) = if role % 2 == 0 { in_c("en|fr") } else { no_text };
            let (prior, word) = (if role == 9 { 0 } else { role * 10 + case + 1 }, case % 2);
            let given = gaztag_form {
                languages,
                languages_len,
                role,
                case_rule: case,
                prior,
                word,
                ..form_of(&text)
            };
            ok(call(|error| unsafe {
                gaztag_builder_add_surface(handle, acme, acme_len, &given, error)
            }));
            let mut surface =
                Surface::new(&text).with_role(Role::ALL[role as usize]).with_word(word == 1);
            let languages = ["en".parse().unwrap(), "fr".parse().unwrap()];
            if role % 2 == 0 {
                surface = surface.with_languages(&languages);
            }
            if prior > 0 {
                surface = surface.with_prior(prior as u8);
            }
            if case > 0 {
                surface = surface.with_case(
                    [CaseRule::Any, CaseRule::Capitalised, CaseRule::Exact][case as usize - 1],
                );
            }
            rust.add_surface("company/acme", surface).unwrap();
        }
    }
    for text in ["Acme Bakery", "Acme Street"] {
        ok(call(|error| unsafe { gaztag_builder_add_decoy(handle, &form_of(text), error) }));
        rust.add_decoy(Surface::new(text)).unwrap();
    }
    let rows = "key\tform\ncountry/MLI\tMali\nmineral/gold\tgold\ncountry/XXA\tExland\ncompany/acme-corp\tAcme Corp\n";
    assert_eq!(builder.read(GAZTAG_FORMAT_TSV, "rows.tsv", rows.as_bytes()), Ok(4));
    rust.read(Format::Tsv, "rows.tsv", rows.as_bytes()).unwrap();
    let (mut class, (words, words_len)) = (7, in_c("mine\ngold rush\n\ncountry/MLI\n"));
    ok(call(|error| unsafe {
        gaztag_builder_add_word_class(handle, words, words_len, &mut class, error)
    }));
    assert_eq!(class, 0);
    ok(call(|error| unsafe {
        gaztag_builder_add_word_class(handle, in_c("medal").0, 5, &mut class, error)
    }));
    assert_eq!(class, 1);
    let classes = [
        rust.add_word_class(["mine", "gold rush", "country/MLI"]).unwrap(),
        rust.add_word_class(["medal"]).unwrap(),
    ];
    let gold = in_c("gold");
    for (place, key, class, weight) in [
        ("left 3", Some("mineral/gold"), 0_u32, 2),
        ("after", None, 1, -12),
        ("document 2", None, 0, 12),
    ] {
        let ((place_pointer, place_len), (key_pointer, key_len)) =
            (in_c(place), key.map_or(no_text, in_c));
        ok(call(|error| unsafe {
            gaztag_builder_add_cue(
                handle,
                gold.0,
                gold.1,
                key_pointer,
                key_len,
                place_pointer,
                place_len,
                class,
                weight,
                error,
            )
        }));
        rust.add_cue(
            "gold",
            key,
            place.parse::<CuePlace>().unwrap(),
            classes[class as usize],
            weight as i8,
        )
        .unwrap();
    }
    for (of, known) in [
        (GAZTAG_USE_NESTED, Use::Nested),
        (GAZTAG_USE_TEAM, Use::Team),
        (GAZTAG_USE_LANGUAGE, Use::Language),
        (GAZTAG_USE_FIRM, Use::Firm),
        (GAZTAG_USE_ADJECTIVE, Use::Adjective),
        (GAZTAG_USE_PLACE, Use::Place),
        (GAZTAG_USE_COMPOUND, Use::Compound),
    ] {
        let place = in_c("after");
        ok(call(|error| unsafe {
            gaztag_builder_add_use_cue(handle, gold.0, gold.1, of, place.0, place.1, 1, -3, error)
        }));
        rust.add_use_cue("gold", known, CuePlace::After, classes[1], -3).unwrap();
    }
    let gazetteer = builder.build().unwrap();
    check_gazetteer(&rust.build().unwrap(), &gazetteer);
    assert!(
        RETIRED.iter().all(|(key, successor)| gazetteer.find(key) == gazetteer.find(successor)
            && gazetteer.find(key).is_some())
    );
    let (acme_id, found) = (
        gazetteer.find("company/acme"),
        CTagger::new(Some(&gazetteer), &default_options()).unwrap().tag(b"Acme Corp", 8),
    );
    assert_eq!(
        found.iter().map(|mention| Some(mention.3)).collect::<Vec<_>>(),
        [acme_id],
        "a row with a retired key is of its successor"
    );
    for (expected, key) in [(GAZTAG_OK, "country/XXA"), (GAZTAG_NONE, "country/XXA")] {
        assert_eq!(
            call(|error| unsafe {
                gaztag_builder_remove_entity(handle, in_c(key).0, key.len(), error)
            }),
            Ok(expected)
        );
    }
    let form = "Form 1 of 1";
    for expected in [GAZTAG_OK, GAZTAG_NONE] {
        assert_eq!(
            call(|error| unsafe {
                gaztag_builder_remove_surface(
                    handle,
                    acme,
                    acme_len,
                    in_c(form).0,
                    form.len(),
                    error,
                )
            }),
            Ok(expected)
        );
        assert_eq!(
            call(|error| unsafe {
                gaztag_builder_remove_decoy(handle, in_c("Acme Street").0, 11, error)
            }),
            Ok(expected)
        );
    }
    assert!(
        rust.remove_entity("country/XXA")
            && rust.remove_surface("company/acme", form)
            && rust.remove_decoy("Acme Street")
    );
    let (rust, gazetteer) = (rust.build().unwrap(), builder.build().unwrap());
    check_gazetteer(&rust, &gazetteer);
    // A builder with the content of a gazetteer.
    assert!(CBuilder::from(&gazetteer).build().unwrap().image() == rust.to_image());
    // A kind of its own can be selected.
    let kinds = [gazetteer.kind("company").unwrap() as u8];
    assert_eq!(u32::from(kinds[0]), GAZTAG_KIND_OTHER);
    let options = gaztag_options { kinds: kinds.as_ptr(), kinds_len: 1, ..default_options() };
    let tagger = CTagger::new(Some(&gazetteer), &options).unwrap();
    let rust = Tagger::builder()
        .gazetteer(rust.clone())
        .kinds(&[rust.kind("company").unwrap()])
        .build()
        .unwrap();
    let text = "Mali gold and Form 9 of 1 by Acme Bakery";
    assert_eq!(tagger.tag(text.as_bytes(), 4), expected(&rust.tag(text)));
    assert_eq!(rust.tag(text).len(), 1);
    assert_eq!(
        CTagger::new(None, &options).err().unwrap().status,
        GAZTAG_ERR_ARG,
        "the built-in gazetteer has no such kind"
    );
}

/// The calls of a builder refuse invalid values, and do not change the builder then.
#[test]
fn builders_refuse_invalid_values() {
    let builder = CBuilder::new();
    builder
        .read(GAZTAG_FORMAT_TSV, "rows", b"key\tform\ncountry/MLI\tMali\nbloc/aes\tAES\n")
        .unwrap();
    let handle = builder.0;
    let before = builder.build().unwrap().image().to_vec();
    let status = |what: &str, status: Result<i32, Failed>, expected: i32| {
        let failed = status.err().unwrap_or_else(|| panic!("{what} was taken"));
        assert_eq!(failed.status, expected, "{what}: {}", failed.message);
    };
    let (bad, long) = ("\u{7}", "x".repeat(2000));
    let set = |key: &str, name: &str, value_type: u32, value: &str| {
        let ((key, key_len), (name, name_len), (value, value_len)) =
            (in_c(key), in_c(name), in_c(value));
        call(|error| unsafe {
            gaztag_builder_set_attribute(
                handle, key, key_len, name, name_len, value_type, value, value_len, error,
            )
        })
    };
    for number in [6, 7, 255, 256, u32::MAX] {
        status("an unknown type", set("country/MLI", "a", number, "1"), GAZTAG_ERR_ARG);
    }
    for (number, value) in [
        (GAZTAG_ATTRIBUTE_NUMBER, ""),
        (GAZTAG_ATTRIBUTE_NUMBER, "many"),
        (GAZTAG_ATTRIBUTE_NUMBER, "1,5"),
        (GAZTAG_ATTRIBUTE_NUMBER, "inf"),
        (GAZTAG_ATTRIBUTE_DATE, "26-11-28"),
        (GAZTAG_ATTRIBUTE_DATE, "2026-13"),
        (GAZTAG_ATTRIBUTE_LIST, "a||b"),
        (GAZTAG_ATTRIBUTE_ENTITY, "Mali"),
        (GAZTAG_ATTRIBUTE_TEXT, bad),
        (GAZTAG_ATTRIBUTE_TEXT, &long),
    ] {
        status(value, set("country/MLI", "a", number, value), GAZTAG_ERR_PARSE);
    }
    status(
        "an unknown entity",
        set("country/XXX", "a", GAZTAG_ATTRIBUTE_TEXT, "b"),
        GAZTAG_ERR_PARSE,
    );
    status("a bad name", set("country/MLI", bad, GAZTAG_ATTRIBUTE_TEXT, "b"), GAZTAG_ERR_PARSE);
    let retire = |key: &str, successor: &str| {
        let ((key, key_len), (successor, successor_len)) = (in_c(key), in_c(successor));
        call(|error| unsafe {
            gaztag_builder_retire_key(handle, key, key_len, successor, successor_len, error)
        })
    };
    for (key, successor) in [
        ("no key", "country/MLI"),
        ("country/XXX", "country/YYY"),
        ("country/XXX", "country/XXX"),
        ("country/MLI", "country/MLI"),
        ("country/MLI", ""),
    ] {
        status(key, retire(key, successor), GAZTAG_ERR_PARSE);
    }
    let member = |bloc: &str, member: &str, spell: &gaztag_spell| {
        let ((bloc, bloc_len), (member, member_len)) = (in_c(bloc), in_c(member));
        call(|error| unsafe {
            gaztag_builder_add_member(handle, bloc, bloc_len, member, member_len, spell, error)
        })
    };
    let spell = gaztag_spell { status: given("member"), ..no_spell() };
    status("an unknown bloc", member("bloc/xxx", "country/MLI", &spell), GAZTAG_ERR_PARSE);
    status("an unknown member", member("bloc/aes", "country/XXX", &spell), GAZTAG_ERR_PARSE);
    for text in [bad, &long] {
        status(
            "a bad text",
            member("bloc/aes", "country/MLI", &gaztag_spell { source: given(text), ..spell }),
            GAZTAG_ERR_PARSE,
        );
    }
    assert!(builder.build().unwrap().image() == before, "what was refused changed the builder");
}

/// Errors of files have a line, column and offset; a file with an error does not change the
/// builder; and all errors of a file can be listed.
#[test]
fn files_with_errors() {
    let files: [(u32, Format, &[u8]); 6] = [
        (GAZTAG_FORMAT_TSV, Format::Tsv, b"key\tform\ncountry/A\tA\nno key\tB\ncountry/C\t \n"),
        (GAZTAG_FORMAT_TSV, Format::Tsv, b"key\tform\ncountry/A\t\xFF\n"),
        (
            GAZTAG_FORMAT_JSON_LINES,
            Format::JsonLines,
            b"{\"key\": \"country/A\", \"forms\": [\"A\"]}\n{\"key\": 7}\n{",
        ),
        (GAZTAG_FORMAT_FLASHTEXT, Format::Flashtext, b"{\"A\": 3}"),
        (GAZTAG_FORMAT_SPACY, Format::Spacy, b"{\"label\": \"X\"}\n"),
        (GAZTAG_FORMAT_TSV, Format::Tsv, b"key\tform\ncountry/A\tA\n"),
    ];
    for (number, format, text) in files {
        let (builder, mut rust) = (CBuilder::new(), GazetteerBuilder::new());
        let before = builder.build().unwrap().image().to_vec();
        let errors = rust.check(format, "a \n\u{1F642}file", text);
        let shown = builder.check(number, "a \n\u{1F642}file", text, false);
        assert_eq!(builder.check(number, "", text, true).len(), errors.len().min(1));
        assert_eq!(shown.len(), errors.len());
        for (shown, error) in shown.iter().zip(&errors) {
            let place = error.location().unwrap();
            assert_eq!(
                (u64::from(shown.line), u64::from(shown.column), shown.offset),
                (place.line, place.column, place.byte)
            );
            let message = error.to_string().replace('\n', " ");
            assert_eq!(shown.message, message);
            assert_eq!(
                shown.status,
                if matches!(error.kind(), gaztag::ErrorKind::NotUtf8) {
                    GAZTAG_ERR_UTF8
                } else {
                    GAZTAG_ERR_PARSE
                }
            );
        }
        match builder.read(number, "a \n\u{1F642}file", text) {
            Ok(forms) => {
                assert_eq!((forms, errors.len()), (rust.read(format, "file", text).unwrap(), 0))
            }
            Err(error) => {
                assert_eq!(Some(&error), shown.first());
                assert!(builder.build().unwrap().image() == before, "nothing is taken by halves");
            }
        }
    }
}

/// A message has at most 231 bytes. It shows the end of a long file name, and the whole reason.
#[test]
fn long_file_names_are_shortened() {
    let kept = |shown: &str, name: &str| {
        let end = shown.strip_prefix("...").unwrap_or_else(|| panic!("{shown}"));
        assert!(name.ends_with(end) && end.len() >= 100, "{shown}");
    };
    // Shortened between two characters.
    for len in 180..300 {
        for name in [
            "🙂".repeat(len / 4) + &"x".repeat(len % 4),
            "a".repeat(len % 4) + &"🙂".repeat(len / 4),
            "x".repeat(len),
        ] {
            let read = CBuilder::new()
                .read(GAZTAG_FORMAT_TSV, &name, b"key\tform\trole\na/b\tc\tnmae\n")
                .unwrap_err();
            let expected = GazetteerBuilder::new()
                .read(Format::Tsv, &name, b"key\tform\trole\na/b\tc\tnmae\n")
                .unwrap_err()
                .to_string();
            let (shown, rest) =
                read.message.split_once(": line 2, column 3 (role), byte 20: ").unwrap();
            assert_eq!(
                rest,
                "unknown role \"nmae\"; expected name, official, alias, former, demonym, acronym, code, symbol, capital, misspelling or compound"
            );
            if expected.len() <= 231 {
                assert_eq!(read.message, expected);
            } else {
                assert!((228..=231).contains(&read.message.len()), "{}", read.message);
                assert!(name.ends_with(shown.strip_prefix("...").unwrap()), "{shown}");
            }
        }
    }
    // A long file name, and one in many folders.
    for name in ["x".repeat(300), "folder/".repeat(100) + "my.gaz"] {
        for (what, open) in IMAGE_FILES {
            let failed = open(std::path::Path::new(&name)).err().unwrap();
            let (shown, reason) = failed.message.split_once(": ").unwrap();
            assert_eq!(failed.status, GAZTAG_ERR_IO, "{what}");
            assert!(reason.contains("os error"), "{what}: {failed:?}");
            kept(shown, &name);
        }
    }
    // A long text in the reason: what is wrong and what to do remain.
    let role = "n".repeat(1000);
    for name in ["my.tsv", &"x".repeat(1000)] {
        let failed = CBuilder::new()
            .read(GAZTAG_FORMAT_TSV, name, format!("key\tform\trole\na/b\tc\t{role}\n").as_bytes())
            .unwrap_err();
        assert!(
            failed.message.contains(": line 2, column 3 (role), byte 20: unknown role \"nn"),
            "{}",
            failed.message
        );
        assert!(failed.message.contains("n...n"), "{}", failed.message);
        assert!(failed.message.ends_with("\"; expected name, official, alias, former, demonym, acronym, code, symbol, capital, misspelling or compound"), "{}", failed.message);
    }
    // No control character reaches a terminal, not even one of two bytes.
    let failed =
        CBuilder::new().read(GAZTAG_FORMAT_TSV, "a\u{9B}2J\u{1B}[31m\nb", b"nothing").unwrap_err();
    assert!(failed.message.starts_with("a 2J [31m b: line 1"), "{}", failed.message);
}

#[test]
fn images() {
    let builtin = CGazetteer::builtin();
    let image = builtin.image().to_vec();
    check_gazetteer(&Gazetteer::builtin(), &CGazetteer::from_image(&image).unwrap());
    // Borrowed, at every alignment.
    let calls = [gaztag_gazetteer_borrow_image, gaztag_gazetteer_borrow_trusted_image];
    for (shift, call) in (0..4).flat_map(|shift| calls.map(|call| (shift, call))) {
        let shifted = [&[0; 4][..shift], &image[..]].concat();
        let gazetteer = CGazetteer::made(|out, error| unsafe {
            call(shifted[shift..].as_ptr(), image.len(), out, error)
        })
        .unwrap();
        assert_eq!(gazetteer.image().as_ptr(), shifted[shift..].as_ptr());
        let tagger = CTagger::new(Some(&gazetteer), &default_options()).unwrap();
        drop(gazetteer);
        assert_eq!(tagger.tag(b"Mali", 1).len(), 1);
    }
    for (what, changed) in [
        ("cut", image[..image.len() - 1].to_vec()),
        ("empty", vec![]),
        ("text", b"key\tform\n".repeat(40)),
        ("flipped", {
            let mut changed = image.clone();
            changed[image.len() / 2] ^= 1;
            changed
        }),
    ] {
        assert_eq!(
            CGazetteer::from_image(&changed).err().unwrap().status,
            GAZTAG_ERR_CORRUPT,
            "{what}"
        );
    }
    // Trusted: the length is checked, and what comes after the header is not.
    let trusted = |image: &[u8]| {
        CGazetteer::made(|out, error| unsafe {
            gaztag_gazetteer_borrow_trusted_image(image.as_ptr(), image.len(), out, error)
        })
    };
    let mut changed = image.clone();
    changed[image.len() / 2] ^= 1;
    assert!(trusted(&changed).is_ok());
    for refused in [&image[..image.len() - 1], b"key\tform\n".repeat(40).as_slice()] {
        assert_eq!(trusted(refused).err().unwrap().status, GAZTAG_ERR_CORRUPT);
    }
    // A change of each byte of the header is refused with a message.
    for at in 0..64 {
        let mut changed = image.clone();
        changed[at] ^= 0x10;
        let failed = CGazetteer::from_image(&changed)
            .err()
            .unwrap_or_else(|| panic!("byte {at} of the header"));
        assert!([GAZTAG_ERR_CORRUPT, GAZTAG_ERR_VERSION].contains(&failed.status), "{failed:?}");
    }
}

type OpenFile = fn(&std::path::Path) -> Result<CGazetteer, Failed>;

/// A function that loads the image in a file.
const IMAGE_FILES: [(&str, OpenFile); 3] = [
    ("open", |path| of_file(path, gaztag_gazetteer_open)),
    ("open_trusted", |path| of_file(path, gaztag_gazetteer_open_trusted)),
    ("load", |path| of_file(path, gaztag_gazetteer_load)),
];

type FileCall =
    unsafe extern "C" fn(*const c_char, *mut *mut gaztag_gazetteer, *mut gaztag_error) -> i32;

fn of_file(path: &std::path::Path, call: FileCall) -> Result<CGazetteer, Failed> {
    let path = CString::new(path.to_str().unwrap()).unwrap();
    CGazetteer::made(|out, error| unsafe { call(path.as_ptr(), out, error) })
}

#[test]
fn image_files() {
    let image = CGazetteer::builtin().image().to_vec();
    let folder = std::env::temp_dir().join(format!("gaztag capi {}", std::process::id()));
    std::fs::create_dir_all(folder.join("folder")).unwrap();
    for (name, content) in [
        ("builtin", &image[..]),
        ("empty", b""),
        ("cut", &image[..1000]),
        ("longer", &[&image[..], b"\n"].concat()),
        ("text", &b"key\tform\n".repeat(40)),
    ] {
        std::fs::write(folder.join(name), content).unwrap();
    }
    for (what, open) in IMAGE_FILES {
        check_gazetteer(&Gazetteer::builtin(), &open(&folder.join("builtin")).unwrap());
        for (name, status, reason) in [
            ("empty", GAZTAG_ERR_CORRUPT, "empty"),
            ("cut", GAZTAG_ERR_CORRUPT, "it was truncated"),
            ("longer", GAZTAG_ERR_CORRUPT, "something was added"),
            ("text", GAZTAG_ERR_CORRUPT, "not a gaztag image"),
            ("folder", GAZTAG_ERR_IO, "not a regular file, but a folder"),
            ("missing", GAZTAG_ERR_IO, "(os error "),
            ("builtin/inside", GAZTAG_ERR_IO, "(os error "),
        ] {
            let (path, failed) = (folder.join(name), open(&folder.join(name)).err().unwrap());
            assert_eq!(failed.status, status, "{what} {name}: {failed:?}");
            let (shown, said) = failed.message.split_once(": ").unwrap();
            assert!(
                shown == path.to_str().unwrap() && said.contains(reason),
                "{what} {name}: {failed:?}"
            );
        }
        assert_eq!(open("".as_ref()).err().unwrap().status, GAZTAG_ERR_IO, "{what}");
    }
    // A gazetteer that was read does not depend on the file.
    let path = folder.join("builtin");
    let loaded = of_file(&path, gaztag_gazetteer_load).unwrap();
    std::fs::write(&path, b"nothing").unwrap();
    check_gazetteer(&Gazetteer::builtin(), &loaded);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Nobody writes to the pipe, so a call that opened it would wait for ever.
#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_at_once() {
    let folder = std::env::temp_dir().join(format!("gaztag capi pipe {}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let pipe = folder.join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (what, open) in IMAGE_FILES {
        for path in [pipe.as_path(), "/dev/null".as_ref(), "/dev/zero".as_ref()] {
            let (sender, receiver) = std::sync::mpsc::channel();
            let given = path.to_owned();
            std::thread::spawn(move || sender.send(open(&given).err()));
            let failed = receiver
                .recv_timeout(std::time::Duration::from_secs(60))
                .unwrap_or_else(|_| panic!("{what} waits for {}", path.display()))
                .unwrap();
            assert_eq!(
                (failed.status, failed.message),
                (
                    GAZTAG_ERR_IO,
                    format!("{}: not a regular file, but a pipe or a device", path.display())
                ),
                "{what}"
            );
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}
