//! The image that is checked in: what this version of the format looks like, byte by byte.
//!
//! Until the first release the folder `tests/golden` holds one image, of the newest version of the
//! format. It was made of the gazetteer below. A change of the format that forgets its version is
//! seen here: the image of the old layout does not load any more, finds something else, or is not
//! what the builder writes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(feature = "std")]

use std::fs;
use std::path::{Path, PathBuf};

use gaztag::{
    AttributeType, CuePlace, Error, ErrorKind, Format, Gazetteer, GazetteerBuilder, ImageError,
    Language, Overlap, Role, Spell, Surface, Tagger, Use,
};

/// Something of everything that an image can hold.
fn builder() -> GazetteerBuilder {
    // A layer that takes something away.
    let mut lower = GazetteerBuilder::new();
    lower.add_entity("company/old", "Old").unwrap();
    lower.add_surface("company/old", Surface::new("Old")).unwrap();
    lower.add_decoy(Surface::new("Old Bakery")).unwrap();
    let mut builder = GazetteerBuilder::above(&lower.build().unwrap());
    // All forms rank alike.
    builder.set_preference(gaztag::Preference::Own);
    assert!(builder.remove_surface("company/old", "Old") && builder.remove_decoy("Old Bakery"));
    builder.set_data_version("2000.1");
    builder.read(Format::Tsv, "names.tsv", include_bytes!("reference/names.tsv")).unwrap();
    builder
        .add_entity("bloc/au", "African Union")
        .unwrap()
        .add_entity("company/acme", "Acme")
        .unwrap();
    let languages = ["en", "fr"].map(|code| Language::new(code).unwrap());
    let acme = Surface::new("Acme").with_languages(&languages).with_prior(60).with_word(true);
    builder.add_surface("company/acme", acme).unwrap();
    builder.add_surface("company/acme", Surface::new("ACM").with_role(Role::Acronym)).unwrap();
    builder.add_decoy(Surface::new("Acme Bakery")).unwrap();
    builder.set_typed_attribute("company/acme", "founded", AttributeType::Date, "1950-05").unwrap();
    builder
        .set_typed_attribute("company/acme", "parent", AttributeType::Entity, "country/MLI")
        .unwrap();
    builder.set_attribute("country/MLI", "alpha2", "ML").unwrap();
    builder
        .set_typed_attribute("bloc/au", "seats", AttributeType::Entities, "country/ETH|country/MLI")
        .unwrap();
    builder
        .add_member(
            "bloc/au",
            "country/MLI",
            Spell::new("member").with_joined("1963").with_left("2020"),
        )
        .unwrap();
    builder
        .add_member(
            "bloc/au",
            "country/MLI",
            Spell::new("suspended")
                .with_joined("2020")
                .with_source("general")
                .with_as_of("2026-11-28"),
        )
        .unwrap();
    builder.retire_key("company/acme-corp", "company/acme").unwrap();
    let near = builder.add_word_class(["shares", "the board", "<number>"]).unwrap();
    let seen = builder.add_word_class(["country/MLI", "bakery"]).unwrap();
    builder.add_cue("Acme", Some("company/acme"), CuePlace::Near(5), near, 3).unwrap();
    builder.add_cue("Acme", None, CuePlace::Document(2), seen, -2).unwrap();
    builder.add_use_cue("Mali", Use::Team, CuePlace::After, near, -4).unwrap();
    builder.add_function_words(Language::ENGLISH, ["the", "of"]).unwrap();
    builder.add_function_words(languages[1], ["les", "de", "à"]).unwrap();
    builder
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The version of the format, as an image has it.
fn version(image: &[u8]) -> u32 {
    u32::from_le_bytes(image[8..12].try_into().unwrap())
}

/// The image of the folder. Its version is that of the format, as a test checks.
fn golden() -> Vec<u8> {
    let files = fs::read_dir(folder()).unwrap();
    let files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    let [file] = &files[..] else { panic!("{} images. {HINT}", files.len()) };
    fs::read(file).unwrap()
}

fn path_of(version: u32) -> PathBuf {
    folder().join(format!("image-{version}.gaz"))
}

const HINT: &str = "If the format changed, raise VERSION in src/image/header.rs and describe the change in docs/image.md. \
                    Then, or if only what the builder writes changed, run `cargo test --test golden -- --ignored`, which writes the image of tests/golden";

#[test]
fn the_builder_writes_the_golden_image() {
    let image = builder().build().unwrap().to_image().to_vec();
    let files: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(
        files,
        [path_of(version(&image))],
        "one image is kept, of the newest version. {HINT}"
    );
    assert!(fs::read(&files[0]).unwrap() == image, "the image is another. {HINT}");
}

#[test]
fn the_golden_image_finds_what_it_found() {
    let image = golden();
    let gazetteer = Gazetteer::from_image(&image).unwrap_or_else(|error| panic!("{error}. {HINT}"));
    let text = "Acme shares rose; Acme Bakery, ACM and A.C.M. in Mali, St. Lucia and Niger. Mali 3, Greenland";
    let found = |overlap: Overlap| {
        let tagger = Tagger::builder()
            .gazetteer(gazetteer.clone())
            .overlap(overlap)
            .min_confidence(0)
            .build()
            .unwrap();
        let mentions = tagger.tag(text);
        mentions
            .iter()
            .map(|m| format!("{:?} {} {} {}", m.span(), tagger.key(m), m.role(), m.confidence()))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(Overlap::Longest), LONGEST);
    assert_eq!(found(Overlap::All).len(), 11);
    let acme = gazetteer.find("company/acme-corp").unwrap();
    assert_eq!(
        (acme.key(), acme.attribute("founded"), gazetteer.data_version()),
        ("company/acme", Some("1950-05"), "2000.1")
    );
    let spells: Vec<_> = gazetteer
        .find("bloc/au")
        .unwrap()
        .memberships()
        .map(|m| (m.status, m.joined, m.left, m.as_of))
        .collect();
    assert_eq!(
        spells,
        [
            ("member", Some("1963"), Some("2020"), None),
            ("suspended", Some("2020"), None, Some("2026-11-28"))
        ]
    );
    let mali = gazetteer.find("country/MLI").unwrap();
    let on = |day: &str| mali.blocs_on(day.parse().unwrap()).map(|m| m.status).next();
    assert_eq!(
        [on("1962-12-31"), on("1963"), on("2020-01-01")],
        [None, Some("member"), Some("suspended")]
    );
}

const LONGEST: [&str; 8] = [
    "0..4 company/acme name 99",
    "31..34 company/acme acronym 95",
    "39..45 company/acme acronym 95",
    "49..53 country/MLI name 93",
    "55..64 country/LCA name 95",
    "69..74 country/NER name 88",
    "76..80 country/MLI name 93",
    "89..93 thing/land name 60",
];

#[test]
fn other_versions_are_refused_as_such() {
    let image = golden();
    let refused = |image: &[u8]| match Gazetteer::from_image(image)
        .map(|_| ())
        .map_err(|error: Error| error.kind().clone())
    {
        Err(ErrorKind::Image(error)) => error,
        other => panic!("{other:?}"),
    };
    // Whatever follows the version: the header of another version may be shorter or longer.
    let expected = version(&image);
    for found in [0, 1, expected - 1, expected + 1, u32::MAX] {
        let mut other = image.clone();
        other[8..12].copy_from_slice(&found.to_le_bytes());
        for len in [12, 16, 36, 100, image.len()] {
            assert_eq!(refused(&other[..len]), ImageError::Version { found, expected });
        }
    }
}

#[test]
#[ignore = "writes the golden image"]
fn write_the_golden_image() {
    fs::remove_dir_all(folder()).unwrap();
    fs::create_dir(folder()).unwrap();
    let image = builder().build().unwrap().to_image().to_vec();
    fs::write(path_of(version(&image)), image).unwrap();
}
