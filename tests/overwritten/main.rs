//! Images whose bytes change after they were checked, as those of a mapped file do that somebody
//! writes over. What is found then is anything, but every call ends, none panics, and no list is
//! longer than the image.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod calls;

use std::ops::Range;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use gaztag::{CuePlace, Format, GazetteerBuilder, Use};

const NAMES: &str = include_str!("../reference/names.tsv");

/// Many times what a test takes: one that takes longer has a call that does not end.
const DEADLINE: Duration = Duration::from_secs(600);

/// The bytes of the records of each section, and where the sections are told: docs/image.md.
const RECORDS: [usize; 22] =
    [1, 1, 6, 8, 3, 30, 14, 38, 10, 8, 4, 12, 5, 1, 57, 8, 14, 10, 8, 2, 2, 10];
const TABLE: usize = 36;
const CUED_NAMES: usize = 16;
const CUES: usize = 17;

fn sections(image: &[u8]) -> Vec<Range<usize>> {
    let number = |at: usize| u32::from_le_bytes(image[at..at + 4].try_into().unwrap()) as usize;
    assert_eq!(number(TABLE), TABLE + 8 * RECORDS.len(), "sections that this file does not know");
    let places = (0..RECORDS.len()).map(|section| TABLE + section * 8);
    places.map(|at| number(at)..number(at) + number(at + 4)).collect()
}

/// Names of everything that an image can hold.
fn image() -> Vec<u8> {
    let mut builder = GazetteerBuilder::new();
    builder.read(Format::Tsv, "names.tsv", NAMES.as_bytes()).unwrap();
    builder.set_data_version("2026.11");
    builder
        .add_member("bloc/aes", "country/MLI", gaztag::Spell::new("member").with_joined("2023"))
        .unwrap();
    builder.set_attribute("country/MLI", "continent", "Africa").unwrap();
    builder.retire_key("country/SDN-FR", "country/MLI").unwrap();
    let near = builder.add_word_class(["South Sudan", "empire", "<number>"]).unwrap();
    let seen = builder.add_word_class(["country/MLI", "gold"]).unwrap();
    builder.add_cue("AES", Some("bloc/aes"), CuePlace::Near(5), near, 3).unwrap();
    builder.add_cue("AES", None, CuePlace::Document(2), seen, -2).unwrap();
    builder.add_use_cue("Mali", Use::Team, CuePlace::Left(3), near, -4).unwrap();
    // All together more than one name can have.
    for (form, weight) in forms().zip((-12..=12).filter(|&weight| weight != 0).cycle()) {
        for place in (1..=12).map(CuePlace::Left) {
            builder.add_cue(form, None, place, near, weight).unwrap();
        }
    }
    let image = builder.build().unwrap().to_image().to_vec();
    assert!(sections(&image).iter().all(|section| !section.is_empty()), "nothing to change");
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

/// Numbers that look random and are the same each time.
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

/// The image after so many changes.
fn changed(image: &[u8], changes: usize, random: &mut Random) -> Vec<u8> {
    let (mut changed, sections) = (image.to_vec(), sections(image));
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
            // In the place of each section a part of another.
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
            // Numbers as large as they can be.
            for number in image[some].chunks_mut(4).filter(|_| random.below(4) == 0) {
                number.fill(0xFF);
            }
        }
    }
}

/// Makes every call with an image that becomes these versions.
fn call_all(image: &[u8], versions: &[Vec<u8>], round: usize) {
    calls::call_all(&calls::overwritten(image, versions), &texts(), round, image.len());
}

/// Runs a test on a thread of its own, so that one that does not end is one that fails.
fn ends(test: impl FnOnce() + Send + 'static) {
    let (sender, receiver) = channel::<()>();
    let thread = thread::spawn(move || {
        let _sender = sender;
        test();
    });
    // The sender is dropped when the test has ended, by a panic too.
    assert_eq!(
        receiver.recv_timeout(DEADLINE),
        Err(RecvTimeoutError::Disconnected),
        "a call does not end"
    );
    thread.join().unwrap();
}

#[test]
fn calls_end_whatever_becomes_of_an_image() {
    ends(|| {
        let (image, mut random) = (image(), Random(1));
        for round in 0..200 {
            let versions = (0..1 + round % 3).map(|_| changed(&image, 1 + round % 4, &mut random));
            call_all(&image, &versions.collect::<Vec<_>>(), round);
        }
    });
}

#[test]
fn calls_end_whatever_a_field_becomes() {
    ends(|| {
        let image = image();
        for (section, record) in sections(&image).into_iter().zip(RECORDS) {
            for (field, value) in
                (0..record).flat_map(|field| [0, 0x80, 0xFF].map(|value| (field, value)))
            {
                // The same byte of all records.
                let mut changed = image.clone();
                changed[section.clone()]
                    .iter_mut()
                    .skip(field)
                    .step_by(record)
                    .for_each(|byte| *byte = value);
                call_all(&image, &[changed], field + usize::from(value));
            }
        }
    });
}

#[test]
fn calls_end_where_a_name_gets_more_cues_than_it_can_have() {
    ends(|| {
        let image = image();
        let (mut changed, sections) = (image.clone(), sections(&image));
        for name in changed[sections[CUED_NAMES].clone()].chunks_exact_mut(RECORDS[CUED_NAMES]) {
            // From the first on so many, none of them asked of documents.
            name[4..10].copy_from_slice(&[0, 0, 0, 0, 200, 0]);
        }
        let cues = sections[CUES].clone();
        let class: [u8; 2] = changed[cues.end - RECORDS[CUES]..][..2].try_into().unwrap();
        changed[cues]
            .chunks_exact_mut(RECORDS[CUES])
            .for_each(|cue| cue[..2].copy_from_slice(&class));
        call_all(&image, &[changed], 0);
    });
}
