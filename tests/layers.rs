//! Several gazetteers as layers of one: a tagger finds what it finds with all of them built into
//! one, through every call.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

use std::ops::ControlFlow;
use std::sync::LazyLock;

use gaztag::{
    Batch, Entity, EntityId, ErrorKind, Format, Gazetteer, GazetteerBuilder, IncrementalTagger,
    Input, Kind, Membership, Mention, OffsetUnit, Overlap, Preference, Reason, Tagger,
    TaggerBuilder, Verdict, limits,
};
use proptest::prelude::*;
use proptest::sample::select;

/// Own names. None has a word of the built-in data alone, and none equals a built-in name.
const COMPANIES: &str = "key\tform\trole\tprior\tbounds\n\
    company/zarkovel\tZarkovel\t\t\t\n\
    company/zarkovel\tZarkovel Mining\t\t\t\n\
    company/zarkovel\tZKVL\tacronym\t\t\n\
    company/mali-zarko\tMali Zarko\t\t\t\n\
    company/quodri\tQuodri of Niger Delta\t\t\t\n\
    company/doubt\tWimora\t\t30\t\n\
    -\tZarkovel Street\t\t\t\n\
    -\tGhana Wimora\t\t\t\n";
const CITIES: &str = "key\tform\trole\tprior\tbounds\n\
    city/fenlex\tFenlex\t\t\t\n\
    city/fenlex\tFenlex Mining Town\t\t\t\n\
    city/new\tMining Town of Chad\t\t\t\n\
    part/ugo\tfenugo\t\t\tanywhere\n\
    country/MLI\tMaliba\talias\t\t\n";

fn own(rows: &str) -> Gazetteer<'static> {
    let mut builder = GazetteerBuilder::new();
    builder.read(Format::Tsv, "own.tsv", rows.as_bytes()).unwrap();
    builder.build().unwrap()
}

static LAYERED: LazyLock<Gazetteer> = LazyLock::new(|| {
    let builtin = Gazetteer::builtin().with_layer(&own(COMPANIES), Preference::Builtin).unwrap();
    builtin.with_layer(&own(CITIES), Preference::Builtin).unwrap()
});

static MERGED: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    builder.read(Format::Tsv, "own.tsv", COMPANIES.as_bytes()).unwrap();
    builder.read(Format::Tsv, "own.tsv", CITIES.as_bytes()).unwrap();
    builder.build().unwrap()
});

/// A mention as everybody has it.
type Found = (usize, usize, String, String, String, u8);

fn found(tagger: &Tagger<'_>, mention: &Mention) -> Found {
    let entity = tagger.entity(mention).unwrap();
    assert_eq!(entity.kind(), mention.kind());
    assert_eq!(entity.id(), mention.entity());
    assert!(
        tagger
            .candidates(mention)
            .any(|(id, role)| { (id, role) == (mention.entity(), mention.role()) })
    );
    let kind = tagger.gazetteer().kind_name(mention.kind());
    let (key, role) = (entity.key(), mention.role().to_string());
    (mention.start(), mention.end(), key.into(), kind.into(), role, mention.confidence())
}

fn all(tagger: &Tagger<'_>, text: &str) -> Vec<Found> {
    tagger.tag(text).iter().map(|mention| found(tagger, mention)).collect()
}

fn both(set: impl Fn(TaggerBuilder<'static>) -> TaggerBuilder<'static>) -> [Tagger<'static>; 2] {
    [&*LAYERED, &*MERGED]
        .map(|gazetteer| set(Tagger::builder().gazetteer(gazetteer.clone())).build().unwrap())
}

static TAGGERS: LazyLock<Vec<[Tagger; 2]>> = LazyLock::new(|| {
    let inputs = [Input::Text, Input::Html];
    let units = [OffsetUnit::Bytes, OffsetUnit::CodePoints];
    let overlaps = [Overlap::Longest, Overlap::All];
    let options = inputs.into_iter().flat_map(|input| {
        units.into_iter().flat_map(move |unit| overlaps.map(|overlap| (input, unit, overlap)))
    });
    let plain = options.map(|(input, unit, overlap)| {
        both(|builder| builder.input(input).offset_unit(unit).overlap(overlap))
    });
    let others: [fn(TaggerBuilder<'static>) -> TaggerBuilder<'static>; 4] = [
        |builder| builder.lower_case(true),
        |builder| builder.context(false).min_confidence(0),
        |builder| builder.links(true).backend(gaztag::Backend::Scalar),
        |builder| builder.text_language(gaztag::Language::ENGLISH),
    ];
    plain.chain(others.map(both)).collect()
});

/// Pieces of texts: own names, built-in names with and without cues, evidence, markup.
const PIECES: &[&str] = &[
    "Zarkovel",
    "Zarkovel Mining",
    "ZKVL",
    "Mali Zarko",
    "Mali",
    "Zarko",
    "Quodri of Niger Delta",
    "Niger Delta",
    "Niger",
    "Wimora",
    "Zarkovel Street",
    "Ghana Wimora",
    "Ghana",
    "Fenlex",
    "Fenlex Mining Town",
    "Mining Town of Chad",
    "Chad",
    "xfenugos",
    "Fenugo",
    "Maliba",
    "Malian",
    "Georgia",
    "Tbilisi",
    "Atlanta",
    "Georgia Tech",
    "Guinea",
    "Papua New Guinea",
    "Republic of Korea",
    "ECOWAS",
    "AES",
    "the AES (Alliance of Sahel States)",
    "Jordan",
    "Amman",
    "Michael Jordan",
    "gold",
    "lithium",
    "Lead",
    "lead",
    "US",
    "us",
    "U.S.",
    "the EU",
    "Turkey",
    "turkey",
    "said",
    "president",
    "University of",
    "shares in",
    "#MaliZarko",
    "#Mali",
    "https://example.org/Zarkovel",
    "<b>Zar",
    "&amp;",
    "C&ocirc;te d’Ivoire",
    "<a href='Mali'>",
    "Demo-\ncratic Republic of the Congo",
    "Mali Federation",
    "of",
    "the",
    "zarkovel",
    "中国",
    "Россия",
    "马里",
    "é",
];

fn text() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        8 => Just(" "), 1 => Just(", "), 1 => Just(". "), 1 => Just("-"), 1 => Just("\n"),
        1 => Just(""), 1 => Just("\n\n"), 1 => Just("; "), 1 => Just(" ("),
    ];
    proptest::collection::vec((select(PIECES), sign), 0..40)
        .prop_map(|parts| parts.iter().flat_map(|(piece, sign)| [*piece, *sign]).collect())
}

proptest! {
    // Each text is read by many taggers and calls.
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: ProptestConfig::default().cases / 8,
        ..ProptestConfig::default()
    })]

    #[test]
    fn layers_find_what_one_gazetteer_finds(text in text()) {
        for [layered, merged] in &*TAGGERS {
            prop_assert_eq!(all(layered, &text), all(merged, &text), "{:?}", layered);
            let one_by_one = |tagger: &Tagger<'_>| -> Vec<Found> {
                tagger.mentions_incremental(&text).map(|mention| found(tagger, &mention)).collect()
            };
            prop_assert_eq!(one_by_one(layered), one_by_one(merged), "{:?}", layered);
        }
    }

    #[test]
    fn every_call_finds_the_same(text in text(), repeated in 1..12_usize, at in 0..1000_usize) {
        let text = text.repeat(repeated);
        for [tagger, _] in &*TAGGERS {
            let tagged = tagger.tag(&text);
            prop_assert_eq!(tagger.count(&text), tagged.len());
            prop_assert_eq!(tagger.is_match(&text), !tagged.is_empty());
            let mut each = Vec::new();
            tagger.tag_each(&text, |mention, _| each.push(*mention));
            prop_assert_eq!(&each, &tagged);
            let (mut memory, mut each) = (Vec::new(), Vec::new());
            tagger.tag_each_in(&text, &mut memory, |mention, _| each.push(*mention));
            prop_assert_eq!(&each, &tagged);
            let batch: Batch = tagger.tag_batch([&text, &text]);
            let ids: Vec<EntityId> = tagged.iter().chain(&tagged).map(Mention::entity).collect();
            prop_assert_eq!(batch.entities(), ids);
            let mut drafts = tagger.drafts(&text);
            let few: Vec<_> = drafts.by_ref().take(at % 7).collect();
            let mut rest = tagger.resume_drafts(drafts.read_to_end().pause(), &text).unwrap();
            let mut settled: Vec<Mention> =
                few.iter().filter_map(|draft| drafts.settle(draft)).map(|(mention, _)| mention).collect();
            if tagger.offset_unit() == OffsetUnit::Bytes {
                while let Some((mention, _)) = rest.next_mention() {
                    settled.push(mention);
                }
                prop_assert_eq!(&settled, &tagged);
            }
            let first = tagger.try_tag_each(&text, |_, _| ControlFlow::Break(()));
            prop_assert_eq!(first.is_break(), !tagged.is_empty());
            let mut stream = IncrementalTagger::new(tagger.clone());
            let mut streamed = Vec::new();
            let (one, two) = text.as_bytes().split_at(at.min(text.len()));
            for chunk in [one, two] {
                stream.feed(chunk, |mention, _| streamed.push(*mention));
            }
            stream.finish(|mention, _| streamed.push(*mention));
            let expected: Vec<Mention> = tagger.mentions_incremental(&text).collect();
            prop_assert_eq!(streamed, expected);
        }
    }

    #[test]
    fn explain_keeps_what_is_tagged(text in text()) {
        let [layered, merged] = both(|builder| builder);
        let kept = |tagger: &Tagger<'_>| -> Vec<(usize, usize, String, u8)> {
            let findings = tagger.explain(&text);
            findings.iter().filter_map(|finding| match finding.verdict {
                Verdict::Kept(confidence) => {
                    let key = tagger.gazetteer().entity(finding.entity?)?.key().to_string();
                    Some((finding.span.start, finding.span.end, key, confidence))
                }
                Verdict::Dropped(_) => None,
            }).collect()
        };
        let tagged: Vec<_> = all(&layered, &text)
            .into_iter()
            .map(|(start, end, key, _, _, confidence)| (start, end, key, confidence))
            .collect();
        prop_assert_eq!(kept(&layered), tagged);
        let dropped = |tagger: &Tagger<'_>| -> Vec<(usize, usize, String, Verdict)> {
            let findings = tagger.explain(&text);
            let mut all: Vec<_> = findings.iter().map(|finding| {
                (finding.span.start, finding.span.end, finding.surface.form().to_string(), finding.verdict)
            }).collect();
            all.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
            all
        };
        prop_assert_eq!(dropped(&layered), dropped(&merged));
    }
}

fn keys(tagger: &Tagger<'_>, text: &str) -> Vec<String> {
    tagger.tag(text).iter().map(|mention| tagger.key(mention).to_string()).collect()
}

fn with(rows: &str, preference: Preference) -> Tagger<'static> {
    let gazetteer = Gazetteer::builtin().with_layer(&own(rows), preference).unwrap();
    Tagger::builder().gazetteer(gazetteer).build().unwrap()
}

const MOROCCO: &str = "key\tform\tprior\nship/morocco\tMorocco\t\n";

#[test]
fn of_equal_names_the_order_of_priority_decides() {
    for (rows, preference, expected) in [
        (MOROCCO, Preference::Builtin, "country/MAR"),
        (MOROCCO, Preference::Own, "ship/morocco"),
        ("key\tform\tprior\nship/morocco\tMorocco\t99\n", Preference::Builtin, "ship/morocco"),
        ("key\tform\tprior\nship/morocco\tMorocco\t60\n", Preference::Builtin, "country/MAR"),
        // Another form of a built-in entity.
        ("key\tform\ncountry/MAR\tMorocco\n", Preference::Builtin, "country/MAR"),
    ] {
        let tagger = with(rows, preference);
        assert_eq!(keys(&tagger, "talks in Morocco"), [expected], "{rows:?} {preference:?}");
    }
    // A name that equals a decoy below is found, and a decoy above hides.
    let text = "He left New Mexico for Mali.";
    assert_eq!(
        keys(&with("key\tform\nstate/nm\tNew Mexico\n", Preference::Builtin), text),
        ["state/nm", "country/MLI"]
    );
    assert_eq!(keys(&with("key\tform\n-\tMali\n", Preference::Builtin), text), [""; 0]);
    // What another layer has counts where the first does not.
    let rows = "key\tform\tprior\nship/georgia\tGeorgia\t95\n";
    let asked = Tagger::builder()
        .gazetteer(with(rows, Preference::Builtin).gazetteer().clone())
        .kinds(&[Kind::Country]);
    assert_eq!(keys(&asked.build().unwrap(), "Tbilisi, Georgia"), ["country/GEO"]);
}

#[test]
fn of_equal_names_of_one_entity_the_order_of_priority_decides() {
    let base = own("key\tform\tprior\ncity/last\tAlpha\t40\n");
    for (base, rows, text) in [
        // The prior of the lower layer: none is given above it.
        (&Gazetteer::builtin(), "key\tform\ncountry/MAR\tMorocco\n", "talks in Morocco"),
        // The first of two equal readings is another entity than that of the lower layer.
        (&base, "key\tform\tprior\ncity/b\tAlpha\t45\ncity/last\tAlpha\t45\n", "in Alpha"),
    ] {
        let layered = base.with_layer(&own(rows), Preference::Builtin).unwrap();
        let mut merged = GazetteerBuilder::from(base);
        merged.read(Format::Tsv, "own.tsv", rows.as_bytes()).unwrap();
        let [layered, merged] = [layered, merged.build().unwrap()].map(|gazetteer| {
            let tagger = Tagger::builder().gazetteer(gazetteer).min_confidence(0).build().unwrap();
            let mentions = tagger.tag(text);
            let of = |mention: &Mention| (tagger.key(mention).to_string(), mention.confidence());
            mentions.iter().map(of).collect::<Vec<_>>()
        });
        assert!(layered.len() == 1 && layered == merged, "{rows:?}: {layered:?}, {merged:?}");
    }
}

#[test]
fn explain_says_what_is_outranked() {
    let tagger = with(MOROCCO, Preference::Own);
    let findings = tagger.explain("talks in Morocco");
    let verdicts: Vec<(&str, Verdict)> = findings
        .iter()
        .filter_map(|finding| {
            let entity = tagger.gazetteer().entity(finding.entity?)?.key();
            let key = if entity == "ship/morocco" { "ship/morocco" } else { "country/MAR" };
            Some((key, finding.verdict))
        })
        .collect();
    let outranked = Verdict::Dropped(Reason::Outranked);
    assert_eq!(verdicts.last(), Some(&("ship/morocco", Verdict::Kept(95))));
    assert!(verdicts.contains(&("country/MAR", outranked)));
}

#[test]
fn a_gazetteer_with_layers_answers_for_all_of_them() {
    let (gazetteer, builtin) = (&*LAYERED, Gazetteer::builtin());
    assert_eq!(gazetteer.layers().len(), 3);
    // Mali is in two layers.
    assert_eq!(gazetteer.len(), builtin.len() + 4 + 3);
    let mali = gazetteer.find("country/MLI").unwrap();
    assert_eq!((mali.name(), mali.id().layer()), ("Mali", 0));
    assert!(mali.surfaces().any(|surface| surface.form() == "Maliba"));
    assert_eq!(
        mali.memberships().count(),
        builtin.find("country/MLI").unwrap().memberships().count()
    );
    let kinds = ["country", "company", "city", "part"].map(|kind| gazetteer.kind(kind).unwrap());
    assert_eq!(kinds[1..], [Kind::Other(0), Kind::Other(1), Kind::Other(2)]);
    assert_eq!(kinds.map(|kind| gazetteer.kind_name(kind)), ["country", "company", "city", "part"]);
    assert!(gazetteer.kind("ship").is_none() && gazetteer.kind_name(Kind::Other(3)) == "?");
    let fenlex = gazetteer.find("city/fenlex").unwrap();
    assert_eq!((fenlex.id().layer(), fenlex.kind_name()), (2, "city"));
    for (position, entity) in gazetteer.entities().enumerate() {
        assert_eq!(gazetteer.position(entity.id()), Some(position));
        assert_eq!(gazetteer.find(entity.key()).unwrap().id(), entity.id());
        assert_eq!(gazetteer.entity(entity.id()).unwrap().key(), entity.key());
    }
    assert!(gazetteer.position(EntityId::new(3, 0)).is_none());
    assert!(gazetteer.entity(EntityId::new(3, 0)).is_none());
    assert_eq!(gazetteer.look_up("fenlex").count(), 1);
    assert_eq!(gazetteer.resolve("Fenlex").unwrap().id(), fenlex.id());
    assert_eq!(gazetteer.decoys().count(), builtin.decoys().count() + 2);
    assert_eq!(gazetteer.retired_keys().count(), builtin.retired_keys().count());
    assert!(gazetteer.to_image().is_empty(), "each layer has an image");
    let memory: usize = gazetteer.layers().map(|layer| layer.memory_usage()).sum();
    assert_eq!(gazetteer.memory_usage(), memory);
}

#[test]
fn there_are_at_most_eight_layers() {
    let layer = own(MOROCCO);
    let mut all = layer.clone();
    for count in 2..=limits::LAYERS {
        all = all.with_layer(&layer, Preference::Builtin).unwrap();
        assert_eq!((all.layers().len(), all.len()), (count, 1));
        let tagger = Tagger::builder().gazetteer(all.clone()).build().unwrap();
        assert_eq!(keys(&tagger, "Morocco, Morocco"), ["ship/morocco"; 2]);
    }
    let error = all.with_layer(&layer, Preference::Builtin).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::TooManyLayers);
}

/// A layer above keeps its own numbers of kinds.
#[test]
fn kinds_are_those_of_all_layers() {
    let gazetteer = &*LAYERED;
    let city = gazetteer.kind("city").unwrap();
    let cities = Tagger::builder().gazetteer(gazetteer.clone()).kinds(&[city]).build().unwrap();
    assert_eq!(keys(&cities, "Zarkovel of Fenlex in Mali"), ["city/fenlex"]);
}

/// A layer that was built above the built-in gazetteer.
fn above(rows: &str) -> Result<Gazetteer<'static>, gaztag::Error> {
    let builtin = Gazetteer::builtin();
    let mut builder = GazetteerBuilder::above(&builtin);
    builder.read(Format::Tsv, "own.tsv", rows.as_bytes())?;
    builtin.with_layer(&builder.build()?, Preference::Builtin)
}

/// The same rows in a builder that starts from the built-in gazetteer.
fn merged(rows: &str) -> Gazetteer<'static> {
    let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    builder.read(Format::Tsv, "own.tsv", rows.as_bytes()).unwrap();
    builder.build().unwrap()
}

const REMOVALS: &str = "key\tform\tprior\tremove\n\
    -\tNew Mexico\t\tyes\n\
    country/MLI\tMalian\t\tyes\n\
    country/USA\tUS\t\tyes\n\
    mineral/lead\t\t\tyes\n\
    country/GEO\t\t\tyes\n\
    country/MLI\tMaliba\t\t\n\
    ship/morocco\tMorocco\t\t\n\
    country/GEO\tGruzinia\t\t\n";

#[test]
fn rows_take_away_what_lower_layers_have() {
    let (layered, merged) = (above(REMOVALS).unwrap(), merged(REMOVALS));
    let [layered, merged] =
        [layered, merged].map(|gazetteer| Tagger::builder().gazetteer(gazetteer).build().unwrap());
    for text in [
        "the Malian army of Mali, said Malians in Maliba",
        "New Mexico and Mexico",
        "US troops, U.S. troops, the U. S. and the USA; United States",
        "a lead mine, lead and zinc, LEAD, Lead",
        "Georgia, Atlanta. Tbilisi, Georgia; Gruzinia",
        "Morocco, #Malian #Mali",
        "<b>Malian</b> gold",
    ] {
        assert_eq!(all(&layered, text), all(&merged, text), "{text}");
        let kept = |tagger: &Tagger<'_>| {
            let findings = tagger.explain(text);
            findings.iter().filter(|of| matches!(of.verdict, Verdict::Kept(_))).count()
        };
        assert_eq!(
            (kept(&layered), kept(&merged)),
            (all(&layered, text).len(), all(&merged, text).len())
        );
    }
    let gazetteer = layered.gazetteer();
    assert!(gazetteer.find("mineral/lead").is_none());
    assert!(gazetteer.entities().all(|entity| entity.key() != "mineral/lead"));
    let mali = gazetteer.find("country/MLI").unwrap();
    let forms: Vec<&str> = mali.surfaces().map(|surface| surface.form()).collect();
    assert!(forms.contains(&"Maliba") && !forms.contains(&"Malian"));
    assert!(gazetteer.look_up("Malian").next().is_none());
    assert!(gazetteer.decoys().all(|decoy| decoy.form() != "New Mexico"));
    // An entity that was removed can be added again.
    let georgia = gazetteer.find("country/GEO").unwrap();
    assert_eq!((georgia.name(), georgia.id().layer()), ("Gruzinia", 1));
    assert_eq!(gazetteer.len(), merged.gazetteer().len());
    for entity in gazetteer.entities() {
        assert_eq!(gazetteer.find(entity.key()).unwrap().id(), entity.id());
    }
}

#[test]
fn memberships_of_entities_that_were_taken_away() {
    let rows = "key\tform\tremove\ncountry/GEO\t\tyes\nbloc/european-union\t\tyes\n\
                country/GEO\tGruzinia\t\n";
    let (layered, merged) = (above(rows).unwrap(), merged(rows));
    let spells = |gazetteer: &Gazetteer<'_>, spells: &mut dyn Iterator<Item = Membership<'_>>| {
        let key = |id| gazetteer.entity(id).unwrap().key().to_owned();
        let mut all: Vec<String> = spells
            .map(|spell| {
                let (bloc, member) = (key(spell.bloc), key(spell.member));
                format!("{bloc} {member} {} {:?} {:?}", spell.status, spell.joined, spell.left)
            })
            .collect();
        all.sort();
        all
    };
    let (mut count, day) = (0, "2024-06-01".parse().unwrap());
    for entity in layered.entities() {
        let other = merged.find(entity.key()).unwrap();
        let all = |of: &Entity<'_>, gazetteer: &Gazetteer<'_>| {
            [
                spells(gazetteer, &mut of.memberships()),
                spells(gazetteer, &mut of.members()),
                spells(gazetteer, &mut of.blocs()),
                spells(gazetteer, &mut of.all_members_on(day)),
                spells(gazetteer, &mut of.all_blocs_on(day)),
            ]
        };
        assert_eq!(all(&entity, &layered), all(&other, &merged), "{entity:?}");
        count += entity.memberships().count();
    }
    assert!(count > 1000, "{count}");
    assert_eq!(layered.find("country/GEO").unwrap().memberships().count(), 0);
}

#[test]
fn one_gazetteer_is_built_of_the_layers() {
    for rows in [REMOVALS, COMPANIES, CITIES, MOROCCO] {
        let built = GazetteerBuilder::from(&above(rows).unwrap()).build().unwrap();
        assert!(built.to_image() == merged(rows).to_image(), "{rows}");
    }
    // Layers with the same names.
    let builtin = Gazetteer::builtin();
    let twice = builtin.with_layer(&builtin, Preference::Builtin).unwrap();
    let built = GazetteerBuilder::from(&twice).build().unwrap();
    assert_eq!((built.len(), built.form_counts()), (builtin.len(), builtin.form_counts()));
}

#[test]
fn what_a_layer_takes_away_is_in_its_image() {
    let gazetteer = above(REMOVALS).unwrap();
    let images: Vec<Vec<u8>> = gazetteer.layers().map(|layer| layer.to_image().to_vec()).collect();
    let mut layers = images.iter().map(|image| Gazetteer::from_image(image).unwrap());
    let (lower, upper) = (layers.next().unwrap(), layers.next().unwrap());
    let again = lower.with_layer(&upper, Preference::Builtin).unwrap();
    let tagger = Tagger::builder().gazetteer(again).build().unwrap();
    assert_eq!(keys(&tagger, "a Malian lead mine in Mali"), ["country/MLI"]);
    let unpacked = GazetteerBuilder::from(&upper).build().unwrap();
    assert!(unpacked.to_image() == upper.to_image());
}

#[test]
fn a_layer_changes_only_the_forms_of_lower_entities() {
    let builtin = Gazetteer::builtin();
    let mut builder = GazetteerBuilder::above(&builtin);
    let kind = |error: gaztag::Error| error.kind().clone();
    let mali = || ErrorKind::OfLowerLayer("country/MLI".into());
    assert_eq!(kind(builder.set_attribute("country/MLI", "a", "b").err().unwrap()), mali());
    builder.add_surface("country/MLI", gaztag::Surface::new("Maliba")).unwrap();
    assert_eq!(kind(builder.set_attribute("country/MLI", "a", "b").err().unwrap()), mali());
    assert_eq!(kind(builder.retire_key("country/X", "country/MLI").err().unwrap()), mali());
    let error = builder.add_entity("country/MLI", "Maliba").err().unwrap();
    assert!(matches!(error.kind(), ErrorKind::DuplicateEntity { .. }));
    builder.add_entity("country/MLI", "Mali").unwrap();
    let rows = "key\tform\tattr:a\ncountry/NER\tNigerland\tb\n";
    assert!(matches!(above(rows).unwrap_err().kind(), ErrorKind::OfLowerLayer(_)));
    for rows in [
        "-\tMali Bakery",
        "country/MLI\tMalia",
        "country/XXX\t",
        "country/MLI\tMali\tyes\ncountry/MLI\tMali",
    ] {
        let rows = format!("key\tform\tremove\n{rows}\tyes\n");
        let error = above(&rows).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NothingToRemove(_)), "{rows}: {error}");
    }
    assert!(!builder.remove_entity("country/XXX") && !builder.remove_decoy("Mali Bakery"));
    assert!(builder.remove_entity("country/MLI") && !builder.remove_entity("country/MLI"));
    assert!(builder.build().unwrap().find("country/MLI").is_none());
}
