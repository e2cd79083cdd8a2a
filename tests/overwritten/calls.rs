//! Every call that reads an image, and images whose bytes change after they were checked. The fuzz
//! target `image` uses this file too.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use gaztag::{
    Backend, CuePlace, EntityId, Folding, Format, Gazetteer, GazetteerBuilder, Preference,
};
use gaztag::{
    IncrementalTagger, Input, Kind, Language, OffsetUnit, Overlap, Role, Surface, Tagger,
};
use gaztag::{TaggerBuilder, Uses};

/// The bytes of an image, which change: first the image, later another version each time.
#[derive(Clone)]
struct Bytes {
    image: Arc<[u8]>,
    versions: Arc<[Vec<u8>]>,
    /// How many versions are in use; 0 while the image is.
    count: Arc<AtomicUsize>,
    /// How many times a version was returned.
    returned: Arc<AtomicUsize>,
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self.count.load(Relaxed) {
            0 => &self.image,
            count => &self.versions[self.returned.fetch_add(1, Relaxed) % count],
        }
    }
}

/// A gazetteer of an image that was valid when it was checked.
pub(crate) fn overwritten(image: &[u8], versions: &[Vec<u8>]) -> Gazetteer<'static> {
    let bytes = Bytes {
        image: image.into(),
        versions: versions.into(),
        count: Arc::default(),
        returned: Arc::default(),
    };
    let gazetteer = Gazetteer::from_image_owned(bytes.clone()).unwrap();
    bytes.count.store(versions.len(), Relaxed);
    gazetteer
}

/// Makes every call that reads an image, and tags with one of the taggers below: the one with the
/// number `tagger`, modulo their count. The results can be wrong, but no list is longer than
/// `most`.
#[allow(dead_code, reason = "fuzzing makes a part of the calls for each input")]
pub(crate) fn call_all(
    gazetteer: &Gazetteer<'static>,
    texts: &[String],
    tagger: usize,
    most: usize,
) {
    read(gazetteer, most);
    build(gazetteer);
    let taggers = taggers(gazetteer);
    texts.iter().for_each(|text| tag(&taggers[tagger % taggers.len()], text));
}

/// Makes a part of the calls of [`call_all`], by the highest bits of a byte: building takes longer
/// than all others together. Its other bits are the number of the tagger.
#[allow(dead_code, reason = "for fuzzing")]
pub(crate) fn call_some(gazetteer: &Gazetteer<'static>, text: &str, choice: u8, most: usize) {
    match choice >> 5 {
        0 => read(gazetteer, most),
        1 => build(gazetteer),
        _ => {
            let taggers = taggers(gazetteer);
            tag(&taggers[usize::from(choice & 0x1F) % taggers.len()], text);
        }
    }
}

fn read(gazetteer: &Gazetteer<'static>, most: usize) {
    let all = |list: &mut dyn Iterator<Item = ()>| {
        assert!(list.take(most + 1).count() <= most, "a list that is longer than the image")
    };
    let _ = (
        gazetteer.len(),
        gazetteer.data_version(),
        gazetteer.form_counts(),
        format!("{gazetteer:?}"),
    );
    all(&mut gazetteer.entities().map(|entity| {
        let _ = (entity.key(), entity.name(), entity.kind_name(), format!("{entity:?}"));
        all(&mut entity.attributes().map(drop));
        all(&mut entity.memberships().map(drop));
        all(&mut entity.surfaces().map(|surface| {
            let _ = (surface.form(), surface.role(), surface.case(), surface.prior());
            all(&mut surface.languages().map(|language| drop(language.to_string())));
        }));
    }));
    for index in [0, 1, 7, u32::MAX] {
        let entity = gazetteer.entity(EntityId::from_index(index));
        let _ = entity
            .map(|entity| (entity.attribute("continent").is_some(), entity.surfaces().count()));
    }
    all(&mut gazetteer.retired_keys().map(|(key, successor)| drop((key.to_string(), successor))));
    for key in ["", "country/MLI", "country/SDN-FR", "zzz", "\u{FFFF}"] {
        let _ = (gazetteer.find(key).is_some(), gazetteer.kind(key));
    }
    (0..=255)
        .filter_map(Kind::from_u8)
        .for_each(|kind| drop(gazetteer.kind_name(kind).to_string()));
    for form in ["", "Mali", "U.S.", "South Sudan and", "金", "St. Lucia", "aaaaaaaa", "a b c d"] {
        all(&mut gazetteer.look_up(form).map(drop));
    }
    all(&mut gazetteer.decoys().map(drop));
    let layers = gazetteer.with_layer(gazetteer, Preference::Own);
    let _ = layers.map(|both| (both.len(), both.entities().count(), both.decoys().count()));
}

/// Builds from the gazetteer: that succeeds or returns an error.
fn build(gazetteer: &Gazetteer<'static>) {
    const ROWS: &[u8] = b"key\tform\nthing/new\tMali\n";
    let mut builder = GazetteerBuilder::from(gazetteer);
    let _ = builder.build().map(|built| built.form_counts());
    let _ = (
        builder.check(Format::Tsv, "file", ROWS).len(),
        builder.read(Format::Tsv, "file", ROWS).is_ok(),
    );
    let _ = (builder.remove_entity("country/MLI"), builder.add_decoy(Surface::new("Mali")).is_ok());
    if let Ok(class) = builder.add_word_class(["gold"]) {
        let _ = builder.add_cue("Mali", None, CuePlace::Before, class, 1).is_ok();
    }
    let _ = builder.build().is_ok();
}

fn taggers(gazetteer: &Gazetteer<'static>) -> Vec<Tagger<'static>> {
    let plain =
        || Tagger::builder().gazetteer(gazetteer.clone()).min_confidence(0).roles(Role::ALL);
    let others = [
        plain().overlap(Overlap::All),
        plain().input(Input::Html).offset_unit(OffsetUnit::CodePoints),
        plain().lower_case(true).uses(Uses::NONE).languages(&[Language::ENGLISH]),
        plain().folding(Folding::NONE).kinds(&[Kind::Country, Kind::Other(0)]),
        plain().context(false).min_confidence(60),
    ];
    let backends = Backend::available().map(|backend| plain().backend(backend));
    backends.chain(others).map(TaggerBuilder::build).collect::<Result<_, _>>().unwrap()
}

fn tag(tagger: &Tagger<'static>, text: &str) {
    for mention in tagger.tag(text) {
        assert!(mention.start() < mention.end() && mention.end() <= text.len(), "{mention:?}");
        let _ = (tagger.key(&mention), tagger.name(&mention), tagger.candidates(&mention).count());
    }
    let _ = (
        tagger.mentions_incremental(text).count(),
        tagger.is_match(text),
        tagger.count(text),
        tagger.drafts(text).read_to_end().count(),
        tagger.replace(text, |_, _| "x").len(),
    );
    assert!(tagger.explain(text).iter().all(|finding| finding.span.end <= text.len()));
    let mut stream = IncrementalTagger::new(tagger.clone());
    text.as_bytes().chunks(100).for_each(|chunk| stream.feed(chunk, |_, _| ()));
    stream.finish(|_, _| ());
    for readings in [0, u64::MAX, 1 << 61 | 0xFFFF] {
        assert!(tagger.candidates_of(EntityId::from_index(0), readings).count() <= 32);
    }
}
