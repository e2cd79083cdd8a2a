//! Gazetteer files of arbitrary bytes. Each gives either an error with a location, or a gazetteer
//! that is equal after a round trip and finds its own forms as the reference tagger does.
//!
//! An input is a byte of options, then the file.

use gaztag::{Backend, Error, Format, Gazetteer, GazetteerBuilder, Overlap, Role, Tagger};

use super::reference::{Found, Reference};
use super::{check_same, names, take};

const FORMATS: [Format; 4] = [Format::Tsv, Format::JsonLines, Format::Flashtext, Format::Spacy];

/// Runs one input; its format is described at the top of this file.
pub fn gazetteer(mut input: &[u8]) {
    let [options] = take(&mut input);
    let (format, text) = (FORMATS[usize::from(options & 3)], input);
    // A builder with names is slow, and rare.
    let mut builder = if options & 0x1C != 4 { GazetteerBuilder::new() } else { names() };
    let before = builder.build().unwrap().to_image().to_vec();
    let errors = builder.check(format, "file", text);
    match builder.read(format, "file", text) {
        Err(error) => {
            assert_eq!(Some(&error), errors.first(), "read fails with the first error of check");
            errors.iter().for_each(|error| check_place(error, text));
            assert_eq!(
                builder.build().unwrap().to_image(),
                before,
                "a failed read changed the builder"
            );
        }
        Ok(_) => match builder.build() {
            Err(error) => assert_eq!(errors, [error]),
            Ok(gazetteer) => {
                assert_eq!(errors, []);
                check_gazetteer(&gazetteer, usize::from(options >> 5));
                // Reading it again changes nothing. It may fail, since entities have names by then.
                if options & 0x20 != 0 && builder.read(format, "file", text).is_ok() {
                    assert_eq!(
                        builder.build().unwrap().to_image(),
                        gazetteer.to_image(),
                        "read twice"
                    );
                }
            }
        },
    }
}

/// The location of an error is inside the file.
fn check_place(error: &Error, text: &[u8]) {
    assert!(!error.to_string().is_empty());
    // An error that concerns all rows together has no location.
    let Some(place) = error.location() else { return };
    let lines = 1 + text.iter().filter(|&&byte| byte == b'\n').count() as u64;
    assert!(
        place.file == "file"
            && place.byte <= text.len() as u64
            && (1..=lines).contains(&place.line)
            && place.column >= 1,
        "{error}"
    );
}

fn check_gazetteer(gazetteer: &Gazetteer<'_>, backend: usize) {
    let image = gazetteer.to_image();
    let read = Gazetteer::from_image(image).unwrap();
    assert_eq!(read.to_image(), image);
    assert_eq!(
        GazetteerBuilder::from(&read).build().unwrap().to_image(),
        image,
        "built from the image"
    );
    let mut text = String::new();
    for entity in read.entities() {
        for surface in entity.surfaces() {
            let found = read.look_up(surface.form()).any(|(owner, found)| {
                owner.is_some_and(|owner| owner.id() == entity.id())
                    && found.form() == surface.form()
            });
            assert!(found, "{surface:?} is not looked up");
            text += surface.form();
            text += "; ";
        }
    }
    for decoy in read.decoys() {
        assert!(read.look_up(decoy.form()).any(|(owner, _)| owner.is_none()), "{decoy:?}");
        text += decoy.form();
        text += ", ";
    }
    let end = (0..=text.len().min(1200)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    check_tagging(&read, &text[..end], backend);
}

/// A text of all forms is tagged by a backend as the reference tagger does it. Names of users'
/// entities are judged by other names too, which the reference tagger does not know: without
/// context they are not.
fn check_tagging(gazetteer: &Gazetteer<'_>, text: &str, backend: usize) {
    let backends: Vec<Backend> = Backend::available().collect();
    let backend = backends[backend % backends.len()];
    let mut reference = Reference::new(gazetteer);
    reference.min_confidence = 0;
    reference.roles = Some(Role::ALL.to_vec());
    for overlap in [Overlap::Longest, Overlap::All] {
        reference.all = overlap == Overlap::All;
        let expected = reference.tag(text.as_bytes());
        let builder = Tagger::builder()
            .gazetteer(gazetteer.clone())
            .overlap(overlap)
            .min_confidence(0)
            .roles(Role::ALL)
            .context(false);
        let tagger = builder.backend(backend).build().unwrap();
        let found: Vec<Found> = tagger
            .tag(text)
            .into_iter()
            .map(|m| (m.start(), m.end(), tagger.key(&m).to_string(), m.confidence().into()))
            .collect();
        check_same(&found, &expected, (backend, overlap), text.as_bytes());
    }
}
