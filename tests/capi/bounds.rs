//! Forms that may begin or end inside a word: of calls and of files, and their mentions.

use std::ptr::null_mut;

use super::abi::*;
use super::wrapper::{
    CBuilder, CGazetteer, CTagger, Fields, c, call, default_options, form_of, string,
};

/// Key, form, case rule and bounds.
const FORMS: [(&str, &str, u32, u32); 4] = [
    ("x/mali", "M\u{e1}li", GAZTAG_CASE_ANY, GAZTAG_BOUNDS_ANYWHERE),
    ("x/somalia", "Somalia", GAZTAG_CASE_DEFAULT, GAZTAG_BOUNDS_WORD),
    ("x/berg", "berg", GAZTAG_CASE_DEFAULT, GAZTAG_BOUNDS_END),
    ("x/gold", "gold", GAZTAG_CASE_DEFAULT, GAZTAG_BOUNDS_START),
];
const FILE: &str = "key\tname\tform\tcase\tbounds
x/mali\tx\tM\u{e1}li\tany\tanywhere
x/somalia\tx\tSomalia\t\t
x/berg\tx\tberg\t\tend
x/gold\tx\tgold\t\tstart
";
/// Case and accents are folded. The word Somalia is longer than the name inside it, and a name
/// inside a word is found where no whole word is.
const TEXT: &str = "Somalia\u{2019}s MALIAN golden marigold, Heidelberg: Bergama, som\u{e1}liland, xM\u{41}\u{301}LIx";
const FOUND: [(u64, u64, &str); 6] = [
    (0, 7, "x/somalia"),
    (12, 16, "x/mali"),
    (19, 23, "x/gold"),
    (42, 46, "x/berg"),
    (59, 64, "x/mali"),
    (71, 77, "x/mali"),
];

/// The mentions of a text, in a unit of offsets.
fn found(gazetteer: &CGazetteer, unit: u32, text: &str) -> Vec<(u64, u64, String)> {
    let options = gaztag_options { offset_unit: unit, ..default_options() };
    let tagger = CTagger::new(Some(gazetteer), &options).unwrap();
    let of = |m: &Fields| (m.0, m.1, gazetteer.key(m.3).unwrap().to_string());
    tagger.tag(text.as_bytes(), 16).iter().map(of).collect()
}

fn expected(found: &[(u64, u64, &str)]) -> Vec<(u64, u64, String)> {
    found.iter().map(|&(start, end, key)| (start, end, key.to_string())).collect()
}

fn add(builder: &CBuilder, key: &str, form: &gaztag_form) {
    let (key, key_len) = c(key.as_bytes());
    let added =
        call(|error| unsafe { gaztag_builder_add_surface(builder.0, key, key_len, form, error) });
    assert_eq!(added, Ok(GAZTAG_OK));
}

#[test]
fn of_calls_and_of_files() {
    let (calls, file) = (CBuilder::new(), CBuilder::new());
    for (key, form, case_rule, bounds) in FORMS {
        let ((key_pointer, key_len), (name, name_len)) = (c(key.as_bytes()), c(b"x"));
        let add_entity = |error| unsafe {
            gaztag_builder_add_entity(calls.0, key_pointer, key_len, name, name_len, error)
        };
        call(add_entity).unwrap();
        add(&calls, key, &gaztag_form { case_rule, bounds, ..form_of(form) });
    }
    assert_eq!(file.read(GAZTAG_FORMAT_TSV, "forms", FILE.as_bytes()), Ok(4));
    let gazetteer = calls.build().unwrap();
    assert!(gazetteer.image() == file.build().unwrap().image());
    assert_eq!(found(&gazetteer, GAZTAG_UNIT_BYTES, TEXT), expected(&FOUND));
    // The apostrophe has two bytes more than units, each accent one.
    let units = [(0, 7), (10, 14), (17, 21), (40, 44), (57, 61), (68, 73)];
    for unit in [GAZTAG_UNIT_UTF16, GAZTAG_UNIT_CODE_POINTS] {
        let spans: Vec<_> =
            found(&gazetteer, unit, TEXT).iter().map(|found| (found.0, found.1)).collect();
        assert_eq!(spans, units);
    }
    for (key, form, _, bounds) in FORMS {
        let mut surfaces = [gaztag_surface { bounds: 9, ..no_surface() }; 2];
        let mut len = 0;
        let entity = gazetteer.find(key).unwrap();
        let list = |error| unsafe {
            let out = surfaces.as_mut_ptr();
            gaztag_entity_surfaces(gazetteer.0, entity, null_mut(), out, 2, &mut len, error)
        };
        assert_eq!(call(list), Ok(GAZTAG_OK));
        assert_eq!((len, string(surfaces[0].form)), (1, Some(form)));
        assert_eq!(u32::from(surfaces[0].bounds), bounds);
    }
}

fn no_surface() -> gaztag_surface {
    gaztag_surface {
        form: gaztag_str { ptr: std::ptr::null(), len: 0 },
        entity: 0,
        languages: 0,
        role: 0,
        case_rule: 0,
        prior: 0,
        word: 0,
        bounds: 0,
        accents: 0,
        reserved: [0; 6],
    }
}

/// The bounds of a file are those of forms and decoys without their own, from then on, and are not
/// those of calls.
#[test]
fn default_of_files() {
    let builder = CBuilder::new();
    for number in [4, 5, 255, u32::MAX] {
        assert_eq!(builder.set_file_bounds(number).unwrap_err().status, GAZTAG_ERR_ARG);
    }
    let read = |text: &str| builder.read(GAZTAG_FORMAT_TSV, "forms", text.as_bytes()).unwrap();
    read("key\tform\nx/word\tmali\n");
    builder.set_file_bounds(GAZTAG_BOUNDS_ANYWHERE).unwrap();
    read("key\tform\tbounds\nx/inside\tgold\t\n-\tmarigold\t\nx/own\ttin\tword\n");
    let json = br#"{"key": "x/json", "forms": ["zinc", {"form": "iron", "bounds": "start"}]}"#;
    builder.read(GAZTAG_FORMAT_JSON_LINES, "forms", json).unwrap();
    add(&builder, "x/own", &form_of("lead"));
    builder.set_file_bounds(GAZTAG_BOUNDS_WORD).unwrap();
    read("key\tform\nx/word\tnickel\n");
    let gazetteer = builder.build().unwrap();
    let text = "somali agolda marigolds atina azinca airon irony leads nickels";
    let there = [(8, 12, "x/inside"), (31, 35, "x/json"), (43, 47, "x/json")];
    assert_eq!(found(&gazetteer, GAZTAG_UNIT_BYTES, text), expected(&there));

    builder.set_file_bounds(GAZTAG_BOUNDS_END).unwrap();
    let long = "o".repeat(513);
    for (rows, column) in [
        ("key\tform\tbounds\nx/word\tmali\tinside\n".to_string(), 3),
        (format!("key\tform\nx/word\t{long}\n"), 2),
    ] {
        let errors = builder.check(GAZTAG_FORMAT_TSV, "forms", rows.as_bytes(), false);
        let [error] = &errors[..] else { panic!("{errors:?}") };
        assert_eq!((error.status, error.line, error.column), (GAZTAG_ERR_PARSE, 2, column));
    }
}
