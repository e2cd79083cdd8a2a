//! Images whose bytes change after they were checked, such as those of a mapped file that somebody
//! overwrites. The mentions can be wrong, but every call returns, none panics, and no list is
//! longer than the image.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod calls;
#[path = "../sections/mod.rs"]
mod sections;

use std::ops::Range;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use gaztag::{CuePlace, Format, Gazetteer, GazetteerBuilder, Use};
use sections::{Section, section, sections};

const NAMES: &str = include_str!("../reference/names.tsv");

/// Many times what a test takes: one that takes longer has a call that does not return.
const DEADLINE: Duration = Duration::from_secs(600);

/// An image whose sections all have records.
fn image() -> Vec<u8> {
    // A layer that takes something away.
    let mut lower = GazetteerBuilder::new();
    lower.add_entity("thing/old", "Old").unwrap();
    let mut builder = GazetteerBuilder::above(&lower.build().unwrap());
    assert!(builder.remove_entity("thing/old"));
    builder.set_preference(gaztag::Preference::Own);
    builder.read(Format::Tsv, "names.tsv", NAMES.as_bytes()).unwrap();
    builder.set_data_version("2026.11");
    builder
        .add_member("bloc/aes", "country/MLI", gaztag::Spell::new("member").with_joined("2023"))
        .unwrap();
    builder.set_attribute("country/MLI", "continent", "Africa").unwrap();
    builder.retire_key("country/SDN-FR", "country/MLI").unwrap();
    builder.add_function_words(gaztag::Language::ENGLISH, ["the", "of"]).unwrap();
    let near = builder.add_word_class(["South Sudan", "empire", "<number>"]).unwrap();
    let seen = builder.add_word_class(["country/MLI", "gold"]).unwrap();
    builder.add_cue("AES", Some("bloc/aes"), CuePlace::Near(5), near, 3).unwrap();
    builder.add_cue("AES", None, CuePlace::Document(2), seen, -2).unwrap();
    builder.add_use_cue("Mali", Use::Team, CuePlace::Left(3), near, -4).unwrap();
    // More cues together than one name can have.
    for (form, weight) in forms().zip((-12..=12).filter(|&weight| weight != 0).cycle()) {
        for place in (1..=12).map(CuePlace::Left) {
            builder.add_cue(form, None, place, near, weight).unwrap();
        }
    }
    let image = builder.build().unwrap().to_image().to_vec();
    assert!(sections(&image).iter().all(|section| !section.range.is_empty()), "an empty section");
    image
}

fn forms() -> impl Iterator<Item = &'static str> {
    NAMES.lines().skip(1).filter_map(|row| row.split('\t').nth(1))
}

fn texts() -> [String; 3] {
    let all: Vec<&str> = forms().collect();
    [
        all.join(", ") + "; " + &all.join("\u{301}-\n").to_lowercase(),
        "empire Mali. In 1999 the AES (Alliance of Sahel States) and 3 teams met: the Mali empire, _Mali \
         `Mali &Mali #Mali <b>Mali</b> !Mali? Trinidad &amp; Tobago, U.S.A., 🇲🇱🇲🇱 ومالي ושמאלי 말리에서. \
         AES (Mali) \u{AD}"
            .into(),
        " .:;,!?\t\r\n[]{}()<>&_`'\"~@#$%^*+=|\\/-0".repeat(8) + &"a ".repeat(100),
    ]
}

/// Pseudo-random numbers, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        ((self.0 >> 33) % end.max(1) as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }
}

/// The image after this many changes.
fn changed(image: &[u8], changes: usize, random: &mut Random) -> Vec<u8> {
    let mut changed = image.to_vec();
    let sections: Vec<_> = sections(image).into_iter().map(|section| section.range).collect();
    (0..changes).for_each(|_| change(&mut changed, &sections, random));
    changed
}

fn change(image: &mut Vec<u8>, sections: &[Range<usize>], random: &mut Random) {
    let len = image.len();
    let existing = |section: &Range<usize>| section.start.min(len)..section.end.min(len);
    let mut some = existing(&sections[random.below(sections.len())]);
    if random.below(2) == 0 {
        some.start += random.below(some.len());
        some.end = some.start + random.below(some.len());
    }
    match random.below(10) {
        0 => image.fill([0, 0xFF, 0x80, 0x40, 1][random.below(5)]),
        1 => image.fill_with(|| random.byte()),
        2 => image.truncate(random.below(len)),
        3 => image[some].fill(0),
        4 => image[some].fill(0xFF),
        5 => image[some].fill_with(|| random.byte()),
        6 => {
            let by = random.below(some.len() + 1);
            image[some].rotate_left(by);
        }
        7 => {
            // Each section becomes a part of another.
            for section in sections.iter().map(existing) {
                let from = random.below(len - section.len());
                image.copy_within(from..from + section.len(), section.start);
            }
        }
        8 => {
            for _ in 0..random.below(64).min(len) {
                let at = random.below(len);
                image[at] = random.byte();
            }
        }
        _ => {
            // The largest numbers.
            for number in image[some].chunks_mut(4).filter(|_| random.below(4) == 0) {
                number.fill(0xFF);
            }
        }
    }
}

/// Makes every call with an image whose bytes change to these versions.
fn call_all(image: &[u8], versions: &[Vec<u8>], round: usize) {
    calls::call_all(&calls::overwritten(image, versions), &texts(), round, image.len());
}

/// Runs a test on its own thread, so that one that does not end fails.
fn ends(test: impl FnOnce() + Send + 'static) {
    let (sender, receiver) = channel::<()>();
    let thread = thread::spawn(move || {
        let _sender = sender;
        test();
    });
    // The sender is dropped when the test ends, also with a panic.
    assert_eq!(
        receiver.recv_timeout(DEADLINE),
        Err(RecvTimeoutError::Disconnected),
        "a call does not return"
    );
    thread.join().unwrap();
}

#[test]
fn calls_return_however_an_image_changes() {
    ends(|| {
        let (image, mut random) = (image(), Random(1));
        for round in 0..200 {
            let versions = (0..1 + round % 3).map(|_| changed(&image, 1 + round % 4, &mut random));
            call_all(&image, &versions.collect::<Vec<_>>(), round);
        }
    });
}

#[test]
fn calls_return_for_images_that_are_not_checked() {
    ends(|| {
        let (image, mut random) = (image(), Random(2));
        let header = sections(&image).iter().map(|section| section.range.start).min().unwrap();
        for round in 0..60 {
            let mut changed = changed(&image, 1 + round % 4, &mut random);
            changed.resize(image.len(), 0);
            changed[..header].copy_from_slice(&image[..header]);
            let gazetteer = Gazetteer::from_trusted_image_owned(changed).unwrap();
            calls::call_all(&gazetteer, &texts(), round, image.len());
        }
    });
}

#[test]
fn calls_return_whatever_a_field_is() {
    ends(|| {
        let image = image();
        for Section { width, range, .. } in sections(&image) {
            for (field, value) in
                (0..width).flat_map(|field| [0, 0x80, 0xFF].map(|value| (field, value)))
            {
                // The same byte of every record.
                let mut changed = image.clone();
                changed[range.clone()]
                    .iter_mut()
                    .skip(field)
                    .step_by(width)
                    .for_each(|byte| *byte = value);
                call_all(&image, &[changed], field + usize::from(value));
            }
        }
    });
}

#[test]
fn calls_return_for_a_name_with_too_many_cues() {
    ends(|| {
        let image = image();
        let mut changed = image.clone();
        let (lists, cues) = (section(&image, "lists of cues"), section(&image, "cues"));
        for list in changed[lists.range].chunks_exact_mut(lists.width) {
            // The first 200 cues, none of them in the document.
            list[..6].copy_from_slice(&[0, 0, 0, 0, 200, 0]);
        }
        let class: [u8; 2] = changed[cues.range.end - cues.width..][..2].try_into().unwrap();
        changed[cues.range]
            .chunks_exact_mut(cues.width)
            .for_each(|cue| cue[..2].copy_from_slice(&class));
        call_all(&image, &[changed], 0);
    });
}
