//! Images: what is written is read back, and a modified image is refused or harmless.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod sections;

use std::collections::BTreeSet;
use std::sync::Arc;

use gaztag::{
    CuePlace, Error, ErrorKind, Format, Gazetteer, GazetteerBuilder, ImageError, Overlap, Spell,
    Surface, Tagger,
};
use proptest::prelude::*;
use sections::Section;

const ROWS: &str = "key\tform\tname\trole\tcase\tlang\tprior\tbounds
country/MLI\tMali\tMali\t\t\ten|fr\t\t
country/MLI\tMalian\t\tdemonym\t\ten\t\t
country/CIV\tCôte d'Ivoire\tIvory Coast\t\t\tfr\t\t
country/LCA\tSaint Lucia\tSaint Lucia\t\t\ten\t\t
bloc/eu\tEU\tEuropean Union\tacronym\t\t\t60\t
mineral/eu\tEu\teuropium\tsymbol\t\t\t40\t
thing/mali\tMali\tMali, Inc\t\t\ten\t3\t
mineral/gold\t金\tgold\t\t\tzh\t\t
thing/ali\tAli\tAli\t\tany\t\t\tanywhere
thing/lia\tlia\tlia\t\t\t\t\tend
-\tMali Empire\t\t\t\t\t\t
";

const TEXT: &str =
    "Mali, the Mali Empire, a Malian in Cote d’Ivoire, St. Lucia and the EU (E.U.); 金山.";

fn gazetteer() -> Gazetteer<'static> {
    // A layer that takes something away.
    let mut lower = GazetteerBuilder::new();
    lower.add_entity("thing/old", "Old").unwrap();
    lower.add_decoy(Surface::new("Old Bakery")).unwrap();
    let mut builder = GazetteerBuilder::above(&lower.build().unwrap());
    // All forms rank alike.
    builder.set_preference(gaztag::Preference::Own);
    assert!(builder.remove_entity("thing/old") && builder.remove_decoy("Old Bakery"));
    builder.read(Format::Tsv, "rows", ROWS.as_bytes()).unwrap();
    builder
        .add_member("bloc/eu", "country/CIV", Spell::new("observer").with_joined("1999"))
        .unwrap();
    let near = builder.add_word_class(["the gold", "europium", "<number>"]).unwrap();
    let seen = builder.add_word_class(["country/CIV", "empire"]).unwrap();
    builder.add_cue("EU", Some("bloc/eu"), CuePlace::Near(5), near, 3).unwrap();
    builder.add_cue("EU", None, CuePlace::Document(2), seen, -2).unwrap();
    builder.add_cue("Mali", Some("country/MLI"), CuePlace::After, near, -9).unwrap();
    builder.build().unwrap()
}

fn mentions(gazetteer: &Gazetteer<'_>) -> Vec<String> {
    let tagger = Tagger::builder()
        .gazetteer(gazetteer.clone())
        .overlap(Overlap::All)
        .min_confidence(0)
        .build()
        .unwrap();
    let whole = Tagger::builder().gazetteer(gazetteer.clone()).min_confidence(0).build().unwrap();
    let whole = whole
        .tag(TEXT)
        .into_iter()
        .chain(whole.explain(TEXT).is_empty().then(|| panic!("nothing to explain")));
    tagger
        .mentions_incremental(TEXT)
        .chain(whole)
        .map(|m| format!("{:?} {} {} {}", m.span(), tagger.key(&m), m.role(), m.confidence()))
        .collect()
}

/// The results of all calls that read a gazetteer, so that a bad image is noticed.
fn ask(gazetteer: &Gazetteer<'_>) -> String {
    let mut all = format!("{gazetteer:?} {:?} {:?}", gazetteer.form_counts(), mentions(gazetteer));
    for entity in gazetteer.entities() {
        all += &format!(
            "{entity:?} {} {:?} {:?} {:?}\n",
            entity.kind_name(),
            entity.attributes().collect::<Vec<_>>(),
            entity
                .surfaces()
                .map(|s| (s.form(), s.languages().collect::<Vec<_>>(), s))
                .collect::<Vec<_>>(),
            entity.memberships().collect::<Vec<_>>()
        );
    }
    all += &format!(
        "{:?} {:?}",
        gazetteer.decoys().collect::<Vec<_>>(),
        gazetteer.look_up("MALI").collect::<Vec<_>>()
    );
    all
}

fn image_error(error: &Error) -> ImageError {
    match error.kind() {
        ErrorKind::Image(error) => *error,
        other => panic!("{other}"),
    }
}

/// The image with the right checksum.
fn sealed(mut image: Vec<u8>) -> Vec<u8> {
    let checksum = crc32fast::hash(&image[16..]);
    image[12..16].copy_from_slice(&checksum.to_le_bytes());
    image
}

#[test]
fn images_are_read_back() {
    let gazetteer = gazetteer();
    let image = gazetteer.to_image().to_vec();
    let borrowed = Gazetteer::from_image(&image).unwrap();
    let shared: Arc<[u8]> = image.clone().into();
    let owned = Gazetteer::from_image_owned(shared).unwrap();
    assert_eq!(mentions(&gazetteer).len(), 18);
    for read in [&borrowed, &owned] {
        assert_eq!(ask(read), ask(&gazetteer));
        assert_eq!(read.to_image(), image);
        assert_eq!(GazetteerBuilder::from(read).build().unwrap().to_image(), image);
    }
}

#[test]
fn trusted_images_are_not_checked() {
    let first = gazetteer();
    let image = first.to_image();
    let trusted = Gazetteer::from_trusted_image(image).unwrap();
    assert_eq!(ask(&first), ask(&trusted));
    let mut changed = image.to_vec();
    *changed.last_mut().unwrap() ^= 1;
    assert!(Gazetteer::from_image(&changed).is_err());
    assert!(Gazetteer::from_trusted_image(&changed).is_ok());
    for len in 0..image.len() {
        assert!(Gazetteer::from_trusted_image(&image[..len]).is_err(), "{len}");
    }
    // The fields that are checked: all of the header but the checksum and the buckets.
    for at in (0..284).filter(|at| !(12..16).contains(at) && !(32..36).contains(at)) {
        let mut changed = image.to_vec();
        changed[at] ^= 0x10;
        let error = Gazetteer::from_trusted_image(&changed).err();
        assert!(error.is_some(), "byte {at} of the header");
        image_error(&error.unwrap());
    }
}

#[test]
fn an_image_needs_no_alignment() {
    let gazetteer = gazetteer();
    for offset in 0..8 {
        let moved = [vec![0; offset], gazetteer.to_image().to_vec()].concat();
        assert_eq!(
            mentions(&Gazetteer::from_image(&moved[offset..]).unwrap()),
            mentions(&gazetteer)
        );
    }
}

#[test]
fn the_built_in_image_is_valid_and_lean() {
    let builtin = Gazetteer::builtin();
    let image = builtin.to_image();
    assert!(Gazetteer::from_image(image).is_ok());
    let text: usize = builtin
        .entities()
        .flat_map(|entity| {
            entity.surfaces().map(|surface| surface.form().len()).collect::<Vec<_>>()
        })
        .sum();
    // Members and attributes are not forms. A spell of membership is a record of 38 bytes, an
    // attribute one of 14, and each different value of attributes is stored once.
    let attributes: Vec<&str> = builtin
        .entities()
        .flat_map(|entity| entity.attributes().map(|attribute| attribute.value).collect::<Vec<_>>())
        .collect();
    let values: BTreeSet<&str> = attributes.iter().copied().collect();
    let of_attributes =
        attributes.len() * 14 + values.iter().map(|value| value.len()).sum::<usize>();
    // Each is returned for the bloc and for the member.
    let spells = builtin.entities().map(|entity| entity.memberships().count()).sum::<usize>() / 2;
    let of_members = 38 * spells;
    let (forms, _) = builtin.form_counts();
    let beyond = (image.len() - text - of_attributes - of_members) / forms;
    println!("{} bytes, {forms} forms, {beyond} bytes a form beyond its text", image.len());
    println!("{of_attributes} bytes of attributes, {of_members} of members");
    assert!(beyond <= 38);
}

#[test]
fn truncated_images_are_refused() {
    let image = gazetteer().to_image().to_vec();
    for len in 0..image.len() {
        let error = image_error(&Gazetteer::from_image(&image[..len]).unwrap_err());
        match len {
            0..8 => assert_eq!(error, ImageError::NotAnImage),
            8..12 => assert!(
                matches!(error, ImageError::Length { .. } | ImageError::Version { .. }),
                "{error}"
            ),
            _ => assert!(matches!(error, ImageError::Length { .. }), "{len}: {error}"),
        }
    }
    let longer = [&image[..], b"\0"].concat();
    assert_eq!(
        image_error(&Gazetteer::from_image(&longer).unwrap_err()),
        ImageError::Length { found: longer.len() as u64, expected: image.len() as u64 }
    );
}

#[test]
fn modified_images_are_refused() {
    let image = gazetteer().to_image().to_vec();
    for at in 0..image.len() {
        for bit in 0..8 {
            let mut changed = image.clone();
            changed[at] ^= 1 << bit;
            assert!(Gazetteer::from_image(&changed).is_err(), "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn other_versions_are_refused() {
    let image = gazetteer().to_image().to_vec();
    let with = |at: usize, value: u32| {
        let mut image = image.clone();
        image[at..at + 4].copy_from_slice(&value.to_le_bytes());
        image_error(&Gazetteer::from_image(&sealed(image)).unwrap_err())
    };
    assert!(matches!(with(8, 0), ImageError::Version { found: 0, .. }));
    assert!(matches!(with(8, 1), ImageError::Version { found: 1, .. }));
    assert!(matches!(with(24, 7), ImageError::Folding { found: 7, .. }));
    assert_eq!(
        image_error(&Gazetteer::from_image(b"key\tform\n").unwrap_err()),
        ImageError::NotAnImage
    );
    assert_eq!(image_error(&Gazetteer::from_image(b"").unwrap_err()), ImageError::NotAnImage);
}

#[test]
fn a_truncated_record_is_reported_with_its_section() {
    let image = gazetteer().to_image().to_vec();
    for Section { name, width, range, .. } in sections::sections(&image) {
        assert_eq!(range.len() % width, 0, "{name}");
        if width == 1 {
            continue;
        }
        let mut truncated = image.clone();
        sections::extend(&mut truncated, &name, &[0]);
        match image_error(&Gazetteer::from_image(&sealed(truncated)).unwrap_err()) {
            error @ ImageError::Content { section, what: "truncated record", byte } => {
                assert_eq!((section, byte), (&*name, range.start as u64));
                let message =
                    format!("bad image: truncated record in section {name:?}, byte {byte}");
                assert_eq!(error.to_string(), message);
            }
            other => panic!("{name}: {other}"),
        }
    }
}

#[test]
fn heads_outside_of_their_buckets_are_refused() {
    // All heads are at the front of their table, which has no buckets. Every name is found, but a
    // search for another text would read all of them.
    let mut image = gazetteer().to_image().to_vec();
    let Section { range, width, .. } = sections::section(&image, "heads");
    let heads = image[range.clone()].chunks_exact(width);
    let mut crowded: Vec<u8> =
        heads.filter(|head| head[..8] != [0; 8]).flatten().copied().collect();
    crowded.resize(range.len(), 0);
    image[range].copy_from_slice(&crowded);
    image[32..36].fill(0);
    assert!(matches!(
        image_error(&Gazetteer::from_image(&sealed(image)).unwrap_err()),
        ImageError::Content { section: "heads", .. }
    ));
}

#[test]
fn states_inside_another_state_are_harmless() {
    // A state can lead into the middle of the state after a chain, and so to a state that was not
    // checked. Here that is a name whose list of readings begins with an index, which is larger
    // than the length that a list can have.
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("thing/a", "a").unwrap().add_entity("thing/b", "b").unwrap();
    for form in (10..60)
        .map(|n| format!("Filler {n}"))
        .chain(["Mali", "Mali Empire", "zzzzzzx y"].map(String::from))
    {
        builder.add_surface("thing/a", Surface::new(&form)).unwrap();
    }
    builder.add_surface("thing/b", Surface::new("zzzzzzx y")).unwrap();
    let mut image = builder.build().unwrap().to_image().to_vec();
    let number = sections::number;
    let [readings, heads, slots, chains] =
        ["readings", "heads", "slots", "chains"].map(|name| sections::section(&image, name).range);
    assert_eq!(number(&image, readings.start), 2);
    assert!(number(&image, readings.start + 4) > 32);
    // The state after `mali` gets a child: a chain that begins with `q`, 0.
    let head =
        image[heads.clone()].chunks_exact(12).position(|head| head.starts_with(b"mali\0")).unwrap();
    let base = number(&image, heads.start + head * 12 + 8) & ((1 << 29) - 1);
    let slot = |sign: u8| slots.start + (base ^ usize::from(sign)) * 5;
    let sign = (b'!'..b'0').find(|&sign| image[slot(sign)..][..5] == [0; 5]).unwrap();
    let (slot, text) = (slot(sign), format!("Mali{}qx y", char::from(sign)));
    image[slot] = sign;
    image[slot + 1..slot + 5].copy_from_slice(&(1 << 29 | (chains.len() as u32 + 2)).to_le_bytes());
    let added = [b'a', 0, b'q', 0, 1, 0, 0, 0xA0, 0, 0, 0];
    sections::extend(&mut image, "chains", &added);
    if let Ok(gazetteer) = Gazetteer::from_image(&sealed(image)) {
        ask(&gazetteer);
        for overlap in [Overlap::Longest, Overlap::All] {
            let tagger = Tagger::builder()
                .gazetteer(gazetteer.clone())
                .overlap(overlap)
                .min_confidence(0)
                .build()
                .unwrap();
            tagger.tag(&text).iter().for_each(|mention| assert!(!tagger.key(mention).is_empty()));
            tagger.explain(&text);
        }
    }
}

#[test]
fn surface_forms_are_wider_with_many_entities() {
    // A surface form has two bytes for its entity with up to 65,534 entities, and four with more.
    for count in [65_534, 65_535] {
        let mut builder = GazetteerBuilder::new();
        for n in 0..count {
            let key = format!("thing/{n:05}");
            builder
                .add_entity(&key, "a name")
                .unwrap()
                .add_surface(&key, Surface::new(&format!("Name {n:05}x")))
                .unwrap();
        }
        builder.add_decoy(Surface::new("Name 00000x Tech")).unwrap();
        let image = builder.build().unwrap().to_image().to_vec();
        assert_eq!(image[28], if count < 65_535 { 10 } else { 12 }, "{count}");
        let tagger =
            Tagger::builder().gazetteer(Gazetteer::from_image(&image).unwrap()).build().unwrap();
        let text = format!(
            "Name 00000x, Name 00000x Tech, Name 65533x, Name {:05}x, Name {count:05}x",
            count - 1
        );
        let found: Vec<String> =
            tagger.tag(&text).into_iter().map(|mention| tagger.key(&mention).to_string()).collect();
        assert_eq!(
            found,
            ["thing/00000", "thing/65533", &*format!("thing/{:05}", count - 1)],
            "{count}"
        );
    }
}

#[test]
fn every_byte_is_checked_or_harmless() {
    // With the right checksum, a modified image is an error or another gazetteer, of which every
    // call returns.
    let image = gazetteer().to_image().to_vec();
    let (mut refused, mut taken) = (0, 0);
    for at in 16..image.len() {
        for value in [0, 1, 0x7F, 0xFF, image[at].wrapping_add(1), image[at] ^ 0x80] {
            let mut changed = image.clone();
            changed[at] = value;
            match Gazetteer::from_image(&sealed(changed)) {
                Ok(gazetteer) => {
                    ask(&gazetteer);
                    taken += 1;
                }
                Err(error) => {
                    let _ = image_error(&error).to_string();
                    refused += 1;
                }
            }
        }
    }
    println!("{refused} refused, {taken} taken");
    assert!(refused > 5000);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn modified_images_are_harmless(changes in proptest::collection::vec((0..10_000usize, any::<u8>()), 1..12), cut in proptest::option::of(0..10_000usize)) {
        let mut image = gazetteer().to_image().to_vec();
        for (at, value) in changes {
            let len = image.len();
            image[16 + at % (len - 16)] = value;
        }
        if let Some(cut) = cut {
            image.truncate(cut.max(24) % image.len() + 24);
            let len = image.len() as u64;
            image[16..24].copy_from_slice(&len.to_le_bytes());
        }
        if let Ok(gazetteer) = Gazetteer::from_image(&sealed(image)) {
            ask(&gazetteer);
        }
    }

    #[test]
    fn random_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let gazetteer = Gazetteer::builtin();
        let version = &gazetteer.to_image()[8..12];
        let image = [&Gazetteer::IMAGE_MAGIC[..], version, &[0; 4], &(24 + bytes.len() as u64).to_le_bytes(), &bytes].concat();
        prop_assert!(Gazetteer::from_image(&sealed(image)).is_err());
    }
}
