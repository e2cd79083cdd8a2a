//! Images that were modified on purpose and have a valid checksum. Each is either refused, or a
//! gazetteer on which every method works.
//!
//! An input is a list of changes to a valid image, eight bytes each. Two first bytes have another
//! meaning:
//!
//! - 0xFF: the rest of the input replaces everything from byte 36 of the image on.
//! - 0xFE: the changes are made after the image was checked, as to a mapped file that another
//!   program overwrites. Every call must still return.

use std::sync::LazyLock;

use gaztag::{
    Backend, CuePlace, ErrorKind, Gazetteer, GazetteerBuilder, ImageError, IncrementalTagger,
    Input, OffsetUnit, Overlap, Role, Tagger,
};

use super::reference::texts::{WAYS, forms, written};
use super::{calls, check_same, names_in, take};

/// The offset of the table of sections in the header (docs/image.md).
const TABLE: usize = 36;
/// The number of sections.
const SECTIONS: usize = 33;
/// The length of the header in bytes.
const HEADER: usize = TABLE + SECTIONS * 8;

/// A valid image. It has cues, so that no section is empty.
static IMAGE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    // A layer that takes something away.
    let mut lower = GazetteerBuilder::new();
    lower.add_entity("thing/old", "Old").unwrap();
    let mut builder = GazetteerBuilder::above(&lower.build().unwrap());
    // All forms rank alike.
    builder.set_preference(gaztag::Preference::Own);
    assert!(builder.remove_entity("thing/old"));
    let mut builder = names_in(builder);
    builder.add_function_words(gaztag::Language::ENGLISH, ["the", "of"]).unwrap();
    let near = builder.add_word_class(["South Sudan", "empire", "<number>"]).unwrap();
    let seen = builder.add_word_class(["country/MLI", "gold"]).unwrap();
    builder.add_cue("AES", Some("bloc/aes"), CuePlace::Near(5), near, 3).unwrap();
    builder.add_cue("Mali", None, CuePlace::After, near, -2).unwrap();
    builder.add_cue("AES", None, CuePlace::Document(2), seen, -2).unwrap();
    let image = builder.build().unwrap().to_image().to_vec();
    assert_eq!(number(&image, TABLE), HEADER, "the number of sections is not SECTIONS");
    assert!(
        (0..SECTIONS).all(|section| number(&image, TABLE + section * 8 + 4) > 0),
        "a section is empty, and cannot be changed"
    );
    image
});

/// Every form of the gazetteer, some of them in other ways of writing, and texts that almost match.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let ways = (0..WAYS).chain([WAYS; WAYS as usize]).cycle();
    let written: Vec<String> =
        forms().iter().zip(ways).map(|(form, way)| written(form, way)).collect();
    written.join(", ")
        + " _Mali `Mali &Mali #Mali <b>Mali</b> Trinidad & Tobago, St. Lucia, U.S., the U.S.A., 🇲🇱🇲🇱 🇱🇷 ومالي ושמאלי 말리에서 South South South Sudan aaaaaaaaaaaaaaaa a a a a \u{AD}"
});

fn number(image: &[u8], at: usize) -> usize {
    u32::from_le_bytes(image[at..at + 4].try_into().unwrap()) as usize
}

fn put(image: &mut [u8], at: usize, number: usize) {
    image[at..at + 4].copy_from_slice(&(number as u32).to_le_bytes());
}

/// The image with its length and checksum written into the header.
pub(super) fn sealed(mut image: Vec<u8>) -> Vec<u8> {
    let len = image.len() as u64;
    image[16..24].copy_from_slice(&len.to_le_bytes());
    let checksum = crc32fast::hash(&image[16..]);
    image[12..16].copy_from_slice(&checksum.to_le_bytes());
    image
}

/// Makes one change: the input gives the section, the kind of change, the place and a value.
fn change(image: &mut Vec<u8>, input: &mut &[u8]) {
    let [what, how, at_low, at_high, a, b, c, d] = take(input);
    let section = usize::from(what) % (SECTIONS + 1);
    // Sections follow each other without gaps, also after changes of their lengths.
    let (start, len) = match section {
        SECTIONS => (24, HEADER - 24),
        _ => (number(image, TABLE + section * 8), number(image, TABLE + section * 8 + 4)),
    };
    // Earlier changes of the header may have moved the section out of the image.
    if len == 0 || start.checked_add(len).is_none_or(|end| end > image.len()) || start < 24 {
        return;
    }
    let at = start + usize::from(u16::from_le_bytes([at_low, at_high])) % len;
    let value = u32::from_le_bytes([a, b, c, d]);
    let end = start + len;
    let old = number(&[&image[at..end.min(at + 4)], &[0; 4]].concat(), 0) as u32;
    let new = match how & 7 {
        0 => old ^ 1 << (value & 31),
        1 => value,
        2 => old.wrapping_add(value & 0xFF),
        3 => old.wrapping_sub(value & 0xFF),
        4 => old & 0xFFFF_FF00 | value & 0xFF,
        5 => return resize(image, section, at, value as usize & 0xFF, how & 0x80 == 0),
        6 => {
            // Copies a part of the section over another.
            let from = start + value as usize % len;
            let count = (value as usize >> 24).min(end - at).min(end - from);
            return image.copy_within(from..from + count, at);
        }
        _ => old.swap_bytes(),
    };
    let width = end.min(at + 4) - at;
    image[at..at + width].copy_from_slice(&new.to_le_bytes()[..width]);
}

/// Makes a section longer or shorter, and moves the sections after it.
fn resize(image: &mut Vec<u8>, section: usize, at: usize, count: usize, longer: bool) {
    if section == SECTIONS {
        return;
    }
    let (start, len) = (number(image, TABLE + section * 8), number(image, TABLE + section * 8 + 4));
    let count = if longer { count } else { count.min(start + len - at) };
    let by = |number: usize| {
        if longer { number.wrapping_add(count) } else { number.wrapping_sub(count) }
    };
    put(image, TABLE + section * 8 + 4, by(len));
    for later in section + 1..SECTIONS {
        let start = number(image, TABLE + later * 8);
        put(image, TABLE + later * 8, by(start));
    }
    if longer {
        image.splice(at..at, std::iter::repeat_n(0, count));
    } else if at >= HEADER {
        image.drain(at..at + count);
    }
}

/// Runs one input; its format is described at the top of this file.
pub fn image(mut input: &[u8]) {
    let input = &mut input;
    let mut image = IMAGE.clone();
    if input.first() == Some(&0xFE) {
        let [_, tagger] = take(input);
        while !input.is_empty() {
            change(&mut image, input);
        }
        let gazetteer = calls::overwritten(&IMAGE, &[image]);
        return calls::call_some(&gazetteer, &TEXT, tagger, IMAGE.len());
    }
    if input.first() == Some(&0xFF) {
        image.truncate(36);
        image.extend_from_slice(&input[1..]);
    } else {
        while !input.is_empty() {
            change(&mut image, input);
        }
    }
    let image = sealed(image);
    match Gazetteer::from_image(&image) {
        // A byte of the checksum chooses: no input needs a byte for it.
        Ok(gazetteer) => ask(&gazetteer, &image, image[12]),
        Err(error) => {
            let ErrorKind::Image(kind) = error.kind() else { panic!("{error}") };
            assert!(
                !matches!(
                    kind,
                    ImageError::NotAnImage
                        | ImageError::Version { .. }
                        | ImageError::Checksum { .. }
                ),
                "{error}"
            );
            assert!(!error.to_string().is_empty());
        }
    }
}

/// Calls every method of a gazetteer, and tags with it in one of several ways.
fn ask(gazetteer: &Gazetteer<'_>, image: &[u8], way: u8) {
    assert_eq!(gazetteer.to_image(), image);
    assert!(!format!("{gazetteer:?}").is_empty());
    for entity in gazetteer.entities() {
        assert_eq!(
            gazetteer.find(entity.key()).map(|found| found.id()),
            Some(entity.id()),
            "{}",
            entity.key()
        );
        let _ = (
            entity.name(),
            entity.kind_name(),
            entity.attributes().count(),
            entity.attribute("symbol"),
        );
        for membership in entity.memberships() {
            let _ = format!("{membership:?}");
        }
        for surface in entity.surfaces() {
            let _ = (surface.languages().count(), surface.role(), surface.case());
            assert!(
                gazetteer
                    .look_up(surface.form())
                    .any(|(owner, found)| owner.is_some_and(|owner| owner.id() == entity.id())
                        && found.form() == surface.form()),
                "{surface:?}"
            );
        }
    }
    for decoy in gazetteer.decoys() {
        assert!(gazetteer.look_up(decoy.form()).any(|(owner, _)| owner.is_none()), "{decoy:?}");
    }
    for form in ["", "Mali", "MALI", "x", "\u{AD}", "U.S.", "South Sudan and", "金", "St. Lucia"] {
        gazetteer.look_up(form).for_each(drop);
    }
    let tagger = |overlap, input, backend| {
        let builder = Tagger::builder()
            .gazetteer(gazetteer.clone())
            .overlap(overlap)
            .input(input)
            .min_confidence(0)
            .roles(Role::ALL);
        builder.offset_unit(OffsetUnit::CodePoints).backend(backend).build().unwrap()
    };
    let scalar = tagger(Overlap::Longest, Input::Text, Backend::Scalar);
    match way % 6 {
        0 => named(gazetteer, &tagger(Overlap::All, Input::Text, Backend::Scalar)),
        1 => named(gazetteer, &tagger(Overlap::Longest, Input::Html, Backend::Scalar)),
        2 => {
            for backend in Backend::available() {
                let found = tagger(Overlap::Longest, Input::Text, backend).tag(&*TEXT);
                check_same(&found, &scalar.tag(&*TEXT), backend, TEXT.as_bytes());
            }
        }
        3 => scalar.explain(&*TEXT).iter().for_each(|of| assert!(of.span.end <= TEXT.len())),
        4 => check_stream(scalar),
        _ => {
            // An image can contain what the builder refuses, which is an error here.
            if let Ok(built) = GazetteerBuilder::from(gazetteer).build() {
                assert_eq!(
                    Gazetteer::from_image(built.to_image()).unwrap().form_counts(),
                    built.form_counts()
                );
            }
        }
    }
}

/// The entity of each mention has a key and a name, and is one of the candidates.
fn named(gazetteer: &Gazetteer<'_>, tagger: &Tagger<'_>) {
    for mention in &tagger.tag(&*TEXT) {
        let _ = (tagger.key(mention), tagger.name(mention), gazetteer.kind_name(mention.kind()));
        assert!(tagger.candidates(mention).any(|(entity, _)| entity == mention.entity()));
    }
}

/// A stream judges a name by the text up to it, as the iterator does.
fn check_stream(tagger: Tagger<'_>) {
    let mut streamed = Vec::new();
    let expected: Vec<_> = tagger.mentions_incremental(&*TEXT).collect();
    let mut stream = IncrementalTagger::new(tagger);
    TEXT.as_bytes()
        .chunks(500)
        .for_each(|chunk| stream.feed(chunk, |mention, _| streamed.push(*mention)));
    stream.finish(|mention, _| streamed.push(*mention));
    check_same(&streamed, &expected, "stream", TEXT.as_bytes());
}
