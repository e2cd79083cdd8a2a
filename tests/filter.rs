//! The prefilter rejects no offset where a name begins: a tagger finds the same mentions with a
//! filter that rejects nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

mod reference;
mod sections;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use gaztag::{
    Backend, CaseRule, Format, Gazetteer, GazetteerBuilder, Input, Overlap, Surface, Tagger,
};
use proptest::prelude::*;
use reference::{Found, Reference};
use sections::section;

const NAMES: &str = include_str!("reference/names.tsv");

fn builder() -> GazetteerBuilder {
    let mut builder = GazetteerBuilder::new();
    builder.read(Format::Tsv, "names.tsv", NAMES.as_bytes()).unwrap();
    builder
}

/// The gazetteer with a filter that rejects nothing: all first bytes and all first words are in its
/// sets.
fn open(gazetteer: &Gazetteer<'_>) -> Gazetteer<'static> {
    let mut image = gazetteer.to_image().to_vec();
    let [beginnings, tokens] = ["beginnings", "tokens"].map(|name| section(&image, name).range);
    image[tokens].fill(0xFF);
    // Only the first bytes of words and of characters beyond ASCII: the special bytes follow from
    // the others, so these must not change.
    for byte in (b'0'..=b'9').chain(b'a'..=b'z').chain(0x80..=0xFF) {
        image[beginnings.start + usize::from(byte / 8)] |= 1 << (byte % 8);
    }
    let checksum = crc32fast::hash(&image[16..]);
    image[12..16].copy_from_slice(&checksum.to_le_bytes());
    Gazetteer::from_image_owned(image).unwrap()
}

/// Taggers of a gazetteer with all backends, overlaps and inputs, each with one whose filter
/// rejects nothing.
fn pairs(gazetteer: &Gazetteer<'static>) -> Vec<(Tagger<'static>, Tagger<'static>)> {
    let opened = open(gazetteer);
    let mut pairs = Vec::new();
    for (overlap, input) in [
        (Overlap::Longest, Input::Text),
        (Overlap::All, Input::Text),
        (Overlap::Longest, Input::Html),
    ] {
        for backend in Backend::available() {
            let tagger = |gazetteer: &Gazetteer<'static>| {
                Tagger::builder()
                    .gazetteer(gazetteer.clone())
                    .overlap(overlap)
                    .input(input)
                    .min_confidence(0)
                    .backend(backend)
                    .build()
                    .unwrap()
            };
            pairs.push((tagger(gazetteer), tagger(&opened)));
        }
    }
    println!("backends: {:?}", Backend::available().collect::<Vec<_>>());
    pairs
}

static SMALL: LazyLock<Vec<(Tagger, Tagger)>> =
    LazyLock::new(|| pairs(&builder().build().unwrap()));
static BUILTIN: LazyLock<Vec<(Tagger, Tagger)>> = LazyLock::new(|| pairs(&Gazetteer::builtin()));

fn article() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/article.txt")).unwrap()
}

/// A text in several ways of writing: in capitals, in lower case, decomposed, full-width, with soft
/// hyphens, with line breaks for blanks.
fn ways(text: &str) -> [String; 7] {
    let wide = |c: char| {
        if c.is_ascii_alphanumeric() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c }
    };
    [
        text.to_string(),
        text.to_uppercase(),
        text.to_lowercase(),
        unicode_normalization::UnicodeNormalization::nfd(text).collect(),
        text.chars().map(wide).collect(),
        text.chars().flat_map(|c| [c, '\u{AD}']).collect(),
        text.replace(' ', "\r\n"),
    ]
}

#[test]
fn an_open_filter_finds_the_same_in_real_text() {
    let mut count = 0;
    for (text, (tagger, opened)) in
        ways(&article()).iter().flat_map(|text| BUILTIN.iter().map(move |pair| (text, pair)))
    {
        let mentions = tagger.tag(text);
        assert_eq!(mentions, opened.tag(text), "{:?}", tagger.backend());
        count += mentions.len();
    }
    assert!(count > 100, "{count}");
}

#[test]
fn an_open_filter_finds_the_same_forms() {
    // Every form of the built-in gazetteer, one after the other.
    let gazetteer = Gazetteer::builtin();
    let mut text = String::new();
    for form in gazetteer.entities().flat_map(|entity| {
        entity.surfaces().map(|surface| surface.form().to_string()).collect::<Vec<_>>()
    }) {
        text += &form;
        text += if text.len().is_multiple_of(3) { " and " } else { "; " };
    }
    for (tagger, opened) in BUILTIN.iter() {
        assert_eq!(tagger.tag(&text), opened.tag(&text), "{:?}", tagger.backend());
    }
}

#[test]
fn real_text_equals_the_reference_tagger() {
    let reference = Reference::new(&Gazetteer::builtin());
    for line in article().lines().flat_map(ways) {
        let expected = reference.tag(line.as_bytes());
        for backend in Backend::available() {
            let tagger = Tagger::builder().backend(backend).context(false).build().unwrap();
            let found: Vec<Found> = tagger
                .tag(&line)
                .into_iter()
                .map(|m| (m.start(), m.end(), tagger.key(&m).to_string(), m.confidence().into()))
                .collect();
            assert_eq!(found, expected, "{backend:?} on {line:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_open_filter_finds_the_same(parts in proptest::collection::vec(prop_oneof![
        4 => proptest::sample::select(NAMES.lines().skip(1).map(|row| row.split('\t').nth(1).unwrap().to_string()).collect::<Vec<_>>()).prop_map(String::into_bytes),
        3 => "[ .,;'_&<>`#+-]{1,3}".prop_map(String::into_bytes),
        2 => "[a-zA-Z0-9]{1,12}".prop_map(String::into_bytes),
        1 => any::<char>().prop_map(|c| c.to_string().into_bytes()),
        1 => proptest::collection::vec(any::<u8>(), 1..4),
    ], 0..60)) {
        let text = parts.concat();
        for (tagger, opened) in SMALL.iter() {
            prop_assert_eq!(tagger.tag(&text), opened.tag(&text), "{:?}", tagger.backend());
        }
    }
}

/// Names of one character, and names with it at their beginning, inside and at their end. The class
/// of a character and that of what it folds to could differ.
#[test]
fn names_with_any_character_are_found() {
    // Always characters that fold to a mark or an underscore, or that Unicode decomposes to a blank
    // with an accent. All other characters in release builds; some of them in debug builds, and
    // where PROPTEST_CASES asks for few texts, as in an emulator.
    let is_short = ProptestConfig::default().cases < 256;
    let every = if cfg!(debug_assertions) || is_short { 97 } else { 1 };
    let odd = ['\u{FF9E}', '\u{FF9F}', '\u{FF3F}', '\u{FFE3}', '\u{374}', '_', 'ß', 'ﬁ', 'Ａ', 'ｶ'];
    for c in odd.into_iter().chain(('!'..'\u{3_0000}').step_by(every)) {
        for name in [
            format!("{c}"),
            format!("{c}ж"),
            format!("ж{c}"),
            format!("ж{c}ж"),
            format!("a{c}b"),
            format!("Ab{c}"),
            format!("{c}b"),
            format!("Xy {c}b"),
            format!("中{c}"),
            format!("م{c}م"),
        ] {
            let mut builder = GazetteerBuilder::new();
            builder.add_entity("thing/x", "x").unwrap();
            if builder.add_surface("thing/x", Surface::new(&name).with_case(CaseRule::Any)).is_err()
            {
                continue;
            }
            let gazetteer = builder.build().unwrap();
            assert!(Gazetteer::from_image(gazetteer.to_image()).is_ok(), "{name:?}");
            // No word begins with a mark. Numbers that Unicode reserves for marks count as marks.
            let is_mark = unicode_properties::UnicodeGeneralCategory::general_category_group(c)
                == unicode_properties::GeneralCategoryGroup::Mark;
            if name.starts_with(c)
                && (is_mark
                    || matches!(c, '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20F0}' | '\u{FE20}'..='\u{FE2F}'))
            {
                continue;
            }
            for backend in Backend::available() {
                let tagger = Tagger::builder()
                    .gazetteer(gazetteer.clone())
                    .backend(backend)
                    .build()
                    .unwrap();
                assert!(tagger.is_match(&format!("{name}; x")), "{name:?} with {backend:?}");
            }
        }
    }
}
