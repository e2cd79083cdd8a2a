//! What counts where a form of a user's own equals one of the built-in gazetteer, and what a file
//! takes away.

#![allow(clippy::unwrap_used, reason = "tests")]

use gaztag::{
    AttributeType, ErrorKind, Format, Gazetteer, GazetteerBuilder, Overlap, Preference, Reason,
    Tagger, Verdict,
};

fn builder(rows: &str, preference: Preference) -> GazetteerBuilder {
    let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    builder.set_preference(preference);
    builder.read(Format::Tsv, "own.tsv", rows.as_bytes()).unwrap();
    builder
}

fn tagger(builder: &GazetteerBuilder) -> Tagger<'static> {
    Tagger::builder().gazetteer(builder.build().unwrap()).build().unwrap()
}

fn keys(tagger: &Tagger<'_>, text: &str) -> Vec<String> {
    tagger.tag(text).iter().map(|mention| tagger.key(mention).to_string()).collect()
}

const MOROCCO: &str = "key\tform\nship/morocco\tMorocco\n";

#[test]
fn an_own_form_without_a_prior_ranks_below_the_built_in_one() {
    let own = tagger(&builder(MOROCCO, Preference::Builtin));
    let mention = own.tag("talks in Morocco")[0];
    let builtin = Tagger::builtin();
    assert_eq!(own.key(&mention), "country/MAR");
    assert_eq!(mention.confidence(), builtin.tag("talks in Morocco")[0].confidence());
    let ticker = "key\tform\trole\nticker/us\tUS\tacronym\n";
    let own = tagger(&builder(ticker, Preference::Builtin));
    assert_eq!(keys(&own, "the U.S. and the US said"), ["country/USA", "country/USA"]);
}

#[test]
fn an_own_form_ranks_above_if_preferred_and_beside_if_its_prior_is_given() {
    let own = tagger(&builder(MOROCCO, Preference::Own));
    assert_eq!(keys(&own, "talks in Morocco"), ["ship/morocco"]);
    let rows = "key\tform\tprior\nship/morocco\tMorocco\t90\n";
    let own = tagger(&builder(rows, Preference::Builtin));
    let all = Tagger::builder().gazetteer(own.gazetteer().clone()).min_confidence(0);
    let mention = all.build().unwrap().tag("talks in Morocco")[0];
    assert_eq!(own.candidates(&mention).count(), 2);
}

/// Words next to a built-in name that show that it is cut wrongly hold for an equal form too, and a
/// user's name does not divide a built-in one at the end of a line.
#[test]
fn an_own_form_does_not_take_what_a_built_in_one_leaves() {
    for (form, text) in [
        ("Sudan, South", "Egypt, Sudan, South Sudan"),
        ("Kenya, Republic of", "Kenya, Republic of Korea and Japan"),
        ("South", "South\nSudan"),
        ("New", "New\nMexico"),
    ] {
        let own = tagger(&builder(&format!("key\tform\nx/y\t{form}\n"), Preference::Builtin));
        assert_eq!(keys(&own, text), keys(&Tagger::builtin(), text), "{form}");
    }
}

#[test]
fn ranks_stay_in_an_image() {
    let first = builder(MOROCCO, Preference::Builtin).build().unwrap();
    let again = GazetteerBuilder::from(&first).build().unwrap();
    assert_eq!(first.to_image(), again.to_image());
}

#[test]
fn an_own_name_that_equals_a_built_in_decoy_is_found() {
    let own = builder("key\tform\nstate/nm\tNew Mexico\n", Preference::Builtin);
    let text = "from New Mexico to Mexico";
    assert_eq!(keys(&Tagger::builtin(), text), ["country/MEX"]);
    assert_eq!(keys(&tagger(&own), text), ["state/nm", "country/MEX"]);
    let all = Tagger::builder().gazetteer(own.build().unwrap()).overlap(Overlap::All);
    assert_eq!(keys(&all.build().unwrap(), text), ["state/nm", "country/MEX"]);
    for form in ["iron-on", "Iron-on", "iron on"] {
        let rows = format!("key\tform\nproduct/patch\t{form}\n");
        let own = tagger(&builder(&rows, Preference::Builtin));
        for text in ["Iron-On patches", "IRON-ON"] {
            assert_eq!(keys(&own, text), ["product/patch"], "{form}: {text}");
        }
        assert_eq!(keys(&own, "iron ore").len(), 1, "{form}");
    }
}

#[test]
fn explain_says_that_a_form_is_outranked() {
    let own = tagger(&builder(MOROCCO, Preference::Builtin));
    let verdicts: Vec<_> =
        own.explain("talks in Morocco").iter().map(|finding| finding.verdict).collect();
    assert!(verdicts.contains(&Verdict::Dropped(Reason::Outranked)), "{verdicts:?}");
}

const CITIES: &str = r#"{"key": "city/windsor", "forms": ["Windsor"], "weight": 8900000, "attributes": {"country": "GB"}}
{"key": "city/windsor-on", "forms": ["Windsor"], "weight": 420000, "attributes": {"country": "CA"}}
{"key": "city/windsor-oh", "forms": ["Windsor"], "weight": 10000, "attributes": {"country": "US"}}
{"key": "state/ontario", "forms": ["Ontario"], "attributes": {"country": "CA"}}
"#;

#[test]
fn the_country_beside_a_name_speaks_for_its_entity() {
    let mut cities = GazetteerBuilder::from(&Gazetteer::builtin());
    cities.read(Format::JsonLines, "cities.jsonl", CITIES.as_bytes()).unwrap();
    let tagger = tagger(&cities);
    for (text, expected) in [
        ("The mayor of Windsor said", &["city/windsor"][..]),
        ("The mayor of Windsor, Ontario said", &["city/windsor-on", "state/ontario"]),
        ("He lives in Windsor (Canada).", &["city/windsor-on", "country/CAN"]),
        ("He left Canada for Windsor.", &["country/CAN", "city/windsor"]),
        (
            "Windsor, Canada. The mayor of Windsor said",
            &["city/windsor-on", "country/CAN", "city/windsor-on"],
        ),
    ] {
        assert_eq!(keys(&tagger, text), expected, "{text}");
    }
    let weighed: Vec<_> = tagger
        .explain("Windsor, Canada")
        .into_iter()
        .flat_map(|finding| finding.weighed)
        .map(|weighed| weighed.ground)
        .collect();
    assert!(weighed.contains(&gaztag::Ground::Country), "{weighed:?}");
}

#[test]
fn a_weight_is_a_number_of_at_least_0() {
    let mut own = GazetteerBuilder::new();
    own.add_entity("city/windsor", "Windsor").unwrap();
    for (value_type, value, is_right) in [
        (AttributeType::Number, "8900000", true),
        (AttributeType::Number, "0.5", true),
        (AttributeType::Number, "-1", false),
        (AttributeType::Number, "large", false),
        (AttributeType::Text, "8900000", false),
    ] {
        let set = own.set_typed_attribute("city/windsor", "weight", value_type, value);
        assert_eq!(set.is_ok(), is_right, "{value:?}");
    }
    let file = "key\tform\tattr:weight\ncity/windsor\tWindsor\t-1\n";
    assert!(own.read(Format::Tsv, "cities.tsv", file.as_bytes()).is_err());
}

#[test]
fn shares_by_weight_stay_in_an_image() {
    let mut cities = GazetteerBuilder::new();
    cities.read(Format::JsonLines, "cities.jsonl", CITIES.as_bytes()).unwrap();
    let first = cities.build().unwrap();
    let again = GazetteerBuilder::from(&first).build().unwrap();
    assert_eq!(first.to_image(), again.to_image());
    let priors: Vec<u8> = first.look_up("Windsor").map(|(_, surface)| surface.prior()).collect();
    assert_eq!(priors, [91, 4, 1]);
}

const REMOVALS: &str = "key\tform\tremove\n-\tNew Mexico\tyes\ncountry/MLI\tMalian\tyes\n\
                        mineral/lead\t\tyes\ncountry/MLI\tMalians of old\tno\n";

#[test]
fn rows_of_a_file_remove_decoys_forms_and_entities() {
    let text = "Malian zinc and lead from mines in New Mexico and Mali; Malians of old";
    let builtin = ["country/MLI", "mineral/zinc", "mineral/lead", "country/MLI"];
    let [malian, zinc, _, mali] = builtin;
    assert_eq!(keys(&Tagger::builtin(), text), [&builtin[..], &[malian]].concat());
    let own = builder(REMOVALS, Preference::Builtin);
    let expected = [zinc, "country/MEX", mali, malian];
    assert_eq!(keys(&tagger(&own), text), expected);
    let mut lines = GazetteerBuilder::from(&Gazetteer::builtin());
    let json = r#"{"remove": "-", "forms": ["New Mexico"], "note": "a state"}
{"remove": "country/MLI", "forms": ["Malian"]}
{"remove": "mineral/lead"}
{"key": "country/MLI", "forms": ["Malians of old"]}
"#;
    assert_eq!(lines.read(Format::JsonLines, "own.jsonl", json.as_bytes()).unwrap(), 1);
    let (own, lines) = (own.build().unwrap(), lines.build().unwrap());
    assert_eq!(own.to_image(), lines.to_image());
    assert!(own.find("mineral/lead").is_none());
    let again = GazetteerBuilder::from(&own).build().unwrap();
    assert_eq!(own.to_image(), again.to_image());
}

#[test]
fn what_is_removed_can_be_added_anew_in_the_same_file() {
    let rows = "key\tform\tname\trole\tremove\nmineral/lead\t\t\t\tyes\n\
                country/MLI\tMalian\t\t\tyes\n\
                mineral/lead\tplumbum\tPlumbum\t\t\ncountry/MLI\tMalian\t\talias\t\n";
    let own = builder(rows, Preference::Builtin).build().unwrap();
    let lead = own.find("mineral/lead").unwrap();
    let forms: Vec<String> = lead.surfaces().map(|surface| surface.form().to_string()).collect();
    assert_eq!((lead.name(), forms), ("Plumbum", vec!["plumbum".to_string()]));
    let roles: Vec<_> = own.look_up("Malian").map(|(_, surface)| surface.role()).collect();
    assert_eq!(roles, [gaztag::Role::Alias]);
}

#[test]
fn a_wrong_removal_is_an_error_and_removes_nothing() {
    let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    let before = builder.build().unwrap();
    let mali = "country/MLI\tMali\tyes\n";
    for (rows, line, found) in [
        ("country/XYZ\t\tyes\n", 3, "entity \"country/XYZ\""),
        ("country/MLI\tMaliland\tyes\n", 3, "form \"Maliland\" of \"country/MLI\""),
        ("-\tNew Maliland\tyes\n", 3, "decoy \"New Maliland\""),
        (mali, 3, "form \"Mali\" of \"country/MLI\""),
        ("-\tOld Mali\t\ncountry/MLI\tMalian\tyes\n", 4, "come first"),
        ("-\t\tyes\n", 3, "surface form"),
        ("country/MLI\tMalian\tmaybe\n", 3, "bad flag \"maybe\""),
    ] {
        let text = ["key\tform\tremove\n", mali, rows].concat();
        let error = builder.read(Format::Tsv, "own.tsv", text.as_bytes()).unwrap_err();
        assert_eq!(error.location().unwrap().line, line, "{rows:?}: {error}");
        assert!(error.to_string().contains(found), "{rows:?}: {error}");
    }
    for (line, found) in [
        (r#"{"remove": "-"}"#, "forms"),
        (r#"{"remove": "country/MLI", "forms": "Mali"}"#, "an array"),
        (r#"{"remove": "country/MLI", "name": "Mali"}"#, "name"),
    ] {
        let error = builder.read(Format::JsonLines, "own.jsonl", line.as_bytes()).unwrap_err();
        assert!(error.to_string().contains(found), "{line}: {error}");
    }
    let late = "key\tform\tremove\n-\tOld Mali\t\ncountry/MLI\tMalian\tyes\n";
    let error = builder.read(Format::Tsv, "own.tsv", late.as_bytes()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::LateRemoval));
    assert_eq!(builder.build().unwrap().to_image(), before.to_image());
}
