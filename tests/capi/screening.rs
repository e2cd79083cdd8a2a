//! Screeners: the same names as in Rust, in every unit, by array and by callback.

use gaztag::{Format, GazetteerBuilder, OffsetUnit, Screener};
use proptest::prelude::*;

use super::abi::*;
use super::wrapper::{CBuilder, CGazetteer, CScreener, Likely, call, string};

const NAMES: &str = include_str!("../screening/names.tsv");
const TEXTS: &str = include_str!("../screening/texts.txt");
const EXPECTED: &str = include_str!("../screening/expected.tsv");
const UNITS: [(u32, OffsetUnit); 3] = [
    (GAZTAG_UNIT_BYTES, OffsetUnit::Bytes),
    (GAZTAG_UNIT_UTF16, OffsetUnit::Utf16),
    (GAZTAG_UNIT_CODE_POINTS, OffsetUnit::CodePoints),
];

fn listed() -> (CGazetteer, CScreener) {
    let builder = CBuilder::new();
    builder.read(GAZTAG_FORMAT_TSV, "names.tsv", NAMES.as_bytes()).unwrap();
    let gazetteer = builder.build().unwrap();
    let screener = CScreener::new(&gazetteer, &[]).unwrap();
    (gazetteer, screener)
}

#[test]
fn recorded_names() {
    let (gazetteer, screener) = listed();
    assert_eq!(unsafe { gaztag_screener_len(screener.0) }, NAMES.lines().count() - 1);
    for (at, (unit, _)) in UNITS.into_iter().enumerate() {
        let mut rows = Vec::new();
        for (text, number) in TEXTS.lines().zip(1..) {
            let names = screener.screen(text.as_bytes(), unit, 2);
            assert_eq!(names, screener.screen(text.as_bytes(), unit, 64));
            for most in 1..4 {
                let first = &names[..names.len().min(most)];
                assert_eq!(screener.screen_each(text.as_bytes(), unit, most), first);
            }
            rows.extend(names.into_iter().map(|(start, end, entity, differences, confidence)| {
                let ways = [
                    (GAZTAG_DIFFERENCE_ORDER, "order"),
                    (GAZTAG_DIFFERENCE_TRANSLITERATION, "transliteration"),
                    (GAZTAG_DIFFERENCE_LETTER, "letter"),
                ];
                let ways: Vec<&str> =
                    ways.iter().filter(|of| differences & of.0 != 0).map(|of| of.1).collect();
                let id = gazetteer.key(entity).unwrap();
                format!("{number}\t{start}-{end}\t{id}\t{}\t{confidence}", ways.join("|"))
            }));
        }
        let expected = EXPECTED.lines().skip(1).map(|row| {
            let fields: Vec<&str> = row.split('\t').collect();
            [fields[0], fields[1 + at], fields[4], fields[5], fields[6]].join("\t")
        });
        assert_eq!(rows, expected.collect::<Vec<_>>());
    }
}

/// Its strings stay valid as long as a gazetteer of the screener, and unknown kinds are refused.
#[test]
fn a_screener_keeps_its_gazetteer() {
    let (gazetteer, screener) = listed();
    let text = "QORBANI, Darya".as_bytes();
    drop(gazetteer);
    let [(0, 14, entity, GAZTAG_DIFFERENCE_ORDER, 85)] = screener.screen(text, 0, 8)[..] else {
        panic!("{:?}", screener.screen(text, 0, 8))
    };
    let of =
        CGazetteer::made(|out, error| unsafe { gaztag_screener_gazetteer(screener.0, out, error) })
            .unwrap();
    drop(screener);
    let name = unsafe { gaztag_entity_name(of.0, entity) };
    assert_eq!(string(name), Some("Darya Qorbani"));
    let builtin = CGazetteer::builtin();
    assert_eq!(CScreener::new(&builtin, &[64]).err().unwrap().status, GAZTAG_ERR_ARG);
    let countries = CScreener::new(&builtin, &[GAZTAG_KIND_COUNTRY as u8]).unwrap();
    assert!(unsafe { gaztag_screener_len(countries.0) } > 1000);
    let none = CScreener::new(&builtin, &[]).unwrap();
    assert!(none.screen(text, 0, 1).is_empty());
    for unit in [3, u32::MAX] {
        let failed = call(|error| unsafe {
            let (text, len) = (text.as_ptr().cast(), text.len());
            let mut found = 0;
            let out = std::ptr::null_mut();
            gaztag_screen(none.0, text, len, unit, out, std::ptr::null_mut(), 0, &mut found, error)
        });
        assert_eq!(failed.unwrap_err().status, GAZTAG_ERR_ARG);
    }
}

proptest! {
    /// Any bytes: the names that the library finds.
    #[test]
    fn any_text(parts in prop::collection::vec(prop_oneof![
        prop::sample::select(TEXTS.split([' ', '\n']).map(str::as_bytes).map(Vec::from).collect::<Vec<_>>()),
        prop::sample::select(vec![b" ".to_vec(), b", ".to_vec(), b"\xFF".to_vec(), b"\xE2\x80".to_vec(), "🙂".into()]),
    ], 0..40)) {
        let text = parts.join(&b" "[..]);
        let mut builder = GazetteerBuilder::new();
        builder.read(Format::Tsv, "names.tsv", NAMES.as_bytes()).unwrap();
        let rust = Screener::new(&builder.build().unwrap(), &[]).screen(&text);
        let (_, screener) = listed();
        for (unit, to) in UNITS {
            let expected: Vec<Likely> = rust.iter().map(|name| {
                let mut offsets = [name.range().start, name.range().end];
                OffsetUnit::Bytes.convert(to, &text, &mut offsets).unwrap();
                let bits = [name.is_reordered(), name.is_transliterated(), name.is_edited()];
                let bits = bits.iter().zip(0..).map(|(&bit, at)| u32::from(bit) << at).sum();
                (offsets[0] as u64, offsets[1] as u64, name.entity().to_u64(), bits, name.confidence())
            }).collect();
            prop_assert_eq!(screener.screen(&text, unit, 3), expected.clone());
            prop_assert_eq!(screener.screen_each(&text, unit, usize::MAX), expected);
        }
    }
}
