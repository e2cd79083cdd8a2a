//! The public interface: what types guarantee, what builders reject, and where their errors say the
//! mistake is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

use gaztag::{
    AttributeType, Batch, Bounds, CaseRule, CuePlace, Draft, Entity, EntityId, Error, ErrorKind,
    Finding, Format, Gazetteer, GazetteerBuilder, Ground, IncrementalTagger, Kind, Language,
    Mention, OffsetUnit, Overlap, Reason, Role, Span, Spell, Surface, Tagger, Text, Use, Uses,
    Value, Verdict, Weighed, limits,
};

fn keys(tagger: &Tagger, text: &str) -> Vec<String> {
    tagger.tag(text).into_iter().map(|mention| tagger.key(&mention).to_string()).collect()
}

fn from_tsv(rows: &str) -> Result<Gazetteer<'static>, Error> {
    let mut builder = GazetteerBuilder::new();
    builder.read(Format::Tsv, "my.tsv", rows.as_bytes())?;
    builder.build()
}

#[test]
fn types_may_be_shared_and_sent() {
    fn check<T: Send + Sync>() {}
    check::<Tagger>();
    check::<IncrementalTagger>();
    check::<Gazetteer>();
    check::<GazetteerBuilder>();
    check::<Batch>();
    check::<Mention>();
    check::<Error>();
    check::<Entity<'_>>();
    check::<Finding<'_>>();
    assert!(size_of::<Mention>() <= 32);
}

#[test]
fn every_built_in_form_finds_itself() {
    let every: Vec<Role> = Role::ALL.to_vec();
    let tagger =
        Tagger::builder().roles(&every).min_confidence(0).overlap(Overlap::All).build().unwrap();
    let gazetteer = tagger.gazetteer().clone();
    let mut forms = 0;
    for entity in gazetteer.entities() {
        for surface in entity.surfaces() {
            let form = surface.form();
            // A country by one Han character is a name only beside another.
            if entity.kind() == Kind::Country && form.chars().count() == 1 {
                continue;
            }
            // The elided article before the name of a mineral is not a part of the mention.
            let has_article = form.starts_with("d'") || form.starts_with("l'");
            let start = if entity.kind() == Kind::Mineral && has_article { 2 } else { 0 };
            let found = tagger.tag(form).into_iter().any(|mention| {
                let candidates: Vec<EntityId> =
                    tagger.candidates(&mention).map(|(id, _)| id).collect();
                mention.span() == Span::new(start, form.len()) && candidates.contains(&entity.id())
            });
            assert!(found, "{form:?} of {}", entity.key());
            forms += 1;
        }
    }
    assert!(forms > 15_000, "{forms}");
}

#[test]
fn every_built_in_decoy_hides_itself() {
    let tagger = Tagger::builtin();
    let mut decoys = 0;
    for decoy in tagger.gazetteer().decoys() {
        assert_eq!(keys(&tagger, decoy.form()), [""; 0], "{}", decoy.form());
        decoys += 1;
    }
    assert!(decoys >= 1000, "{decoys}");
}

#[test]
fn built_in_gazetteer_is_complete() {
    let gazetteer = Gazetteer::builtin();
    assert_eq!(gazetteer.data_version(), Gazetteer::BUILTIN_VERSION);
    let of = |kind| gazetteer.entities().filter(|entity| entity.kind() == kind).count();
    assert!(of(Kind::Country) >= 249 + 10);
    assert!(of(Kind::Bloc) >= 250);
    assert!(of(Kind::Mineral) >= 450);
    let is_own = |kind| matches!(kind, Kind::Other(_));
    assert!(!gazetteer.entities().any(|entity| is_own(entity.kind())), "a kind not in `Kind`");
    let codes: Vec<&str> =
        gazetteer.entities().filter_map(|entity| entity.attribute("numeric")).collect();
    assert_eq!(codes.len(), 249, "ISO 3166-1 has 249 entries, each with a number");
    for key in [
        "country/XKX",
        "country/TWN",
        "country/PSE",
        "country/ESH",
        "country/SUN",
        "country/YUG",
        "country/CSK",
        "country/DDR",
    ] {
        assert!(gazetteer.find(key).is_some(), "{key}");
    }
    for entity in gazetteer.entities() {
        assert_eq!(gazetteer.find(entity.key()).map(|found| found.id()), Some(entity.id()));
        assert_eq!(gazetteer.entity(entity.id()).map(|found| found.key()), Some(entity.key()));
        assert!(
            // Acronyms that hold everywhere have no language.
            entity.surfaces().any(|surface| {
                let languages: Vec<Language> = surface.languages().collect();
                languages.contains(&Language::ENGLISH)
                    || (languages.is_empty() && surface.role() == Role::Acronym)
            }),
            "{}",
            entity.key()
        );
    }
    assert!(gazetteer.entity(EntityId::from_index(u32::MAX)).is_none());
}

#[test]
fn common_words_are_no_mentions_in_lower_case() {
    // All others are minerals that news writes in lower case; each has a stated prior.
    let tagger = Tagger::builder().kinds(&[Kind::Country, Kind::Bloc]).build().unwrap();
    let words = include_str!("../data/words_en.txt").lines().filter(|line| !line.starts_with('#'));
    let found: Vec<&str> = words.filter(|word| tagger.is_match(word)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn any_size_is_read() {
    let tagger = Tagger::builtin();
    assert!(tagger.tag("").is_empty());
    assert!(tagger.tag(&vec![0; 1 << 20]).is_empty());
    assert!(tagger.tag(&vec![0xFF; 1 << 20]).is_empty());
    assert!(tagger.tag(&" ".repeat(1 << 20)).is_empty());
    let long = " ".repeat(1 << 20) + "Mali";
    assert_eq!(tagger.tag(&long)[0].start(), 1 << 20);
}

#[test]
fn names_span_no_more_than_4096_bytes() {
    let tagger = Tagger::builtin();
    let ends = |blanks: usize| {
        tagger
            .tag(&format!("Sierra{}Leone", " ".repeat(blanks)))
            .iter()
            .map(|m| m.end())
            .collect::<Vec<_>>()
    };
    assert_eq!(ends(4096 - 11), [4096]);
    assert_eq!(ends(4096 - 10), [0; 0]);
    // Likewise where the end is compared letter by letter.
    let mut builder = GazetteerBuilder::new();
    builder
        .add_entity("country/SLE", "Sierra Leone")
        .unwrap()
        .add_surface("country/SLE", Surface::new("Sierra Leone"))
        .unwrap();
    let tagger = Tagger::builder().gazetteer(builder.build().unwrap()).build().unwrap();
    let ends = |hyphens: usize| {
        tagger
            .tag(&format!("Sierr{}a Leone.....", "\u{AD}".repeat(hyphens)))
            .iter()
            .map(|m| m.end())
            .collect::<Vec<_>>()
    };
    assert_eq!(ends((4096 - 12) / 2), [4096]);
    for more in 1..4 {
        assert_eq!(ends((4096 - 12) / 2 + more), [0; 0], "{more}");
    }
}

#[test]
fn mistakes_have_a_location() {
    let cases: &[(&str, u64, u64, &str)] = &[
        ("company/a\tA\n", 1, 1, "no column \"key\""),
        ("# names\nAcme Corp\n", 2, 1, "no header"),
        ("gaztag\u{1A}\n", 1, 1, "an image, not a gazetteer file"),
        ("key\trole\na/b\tname\n", 1, 1, "no column \"form\""),
        ("key\tform\tcolour\n", 1, 3, "unknown column \"colour\""),
        ("key\tform\tform\n", 1, 3, "duplicate column"),
        ("key\tform\na/b\n", 2, 2, "row of 1 fields; the header names 2"),
        ("key\tform\na/b\tB\tC\n", 2, 3, "row of 3 fields"),
        ("key\tform\n\tB\n", 2, 1, "empty field"),
        ("key\tform\na/b\t\n", 2, 2, "empty field"),
        ("key\tform\nno-kind\tB\n", 2, 1, "bad key \"no-kind\""),
        ("key\tform\na/b/c\tB\n", 2, 1, "bad key"),
        ("key\tform\n/b\tB\n", 2, 1, "bad key"),
        ("key\tform\na/b\t B\n", 2, 2, "begins or ends with a blank"),
        ("key\tform\na/b\t\u{200B} B\n", 2, 2, "begins or ends with a blank"),
        ("key\tform\na/b\tB \u{AD}\n", 2, 2, "begins or ends with a blank"),
        ("key\tform\na/b\tB_\u{31E}\n", 2, 2, "begins or ends with a blank"),
        ("key\tform\na/b\t\u{31E}_B\n", 2, 2, "begins or ends with a blank"),
        ("key\tform\na/b\t\u{200B}\u{AD}\n", 2, 2, "no visible character"),
        ("key\tform\trole\na/b\tB\tnmae\n", 2, 3, "unknown role \"nmae\"; expected name, official"),
        ("key\tform\tcase\na/b\tB\tCaps\n", 2, 3, "unknown case rule \"Caps\"; expected any"),
        ("key\tform\tlang\na/b\tB\tEnglish\n", 2, 3, "ISO 639"),
        ("key\tform\tprior\na/b\tB\t101\n", 2, 3, "1 to 100"),
        ("key\tform\tprior\na/b\tB\t0\n", 2, 3, "1 to 100"),
        ("key\tform\tword\na/b\tB\tmaybe\n", 2, 3, "yes, no"),
        ("key\tform\tname\na/b\tB\tX\na/b\tC\tY\n", 3, 3, "exists already with the name \"X\""),
        (
            "key\tform\na/b\tB\n# note\n\na/b\tB\n",
            5,
            2,
            "duplicate form \"B\" of a/b; first in line 2",
        ),
        ("key\tform\n-\tB\n-\tB\n", 3, 2, "duplicate form \"B\" of a decoy"),
        ("key\tform\tattr:\n", 1, 3, "the name of an attribute"),
        ("key\tform\tattr:x:numbr\n", 1, 3, "unknown type of attribute \"numbr\""),
        ("key\tform\tattr:x\tattr:x:date\n", 1, 4, "duplicate column"),
        ("key\tform\tattr:x:number\na/b\tB\tmany\n", 2, 3, "a decimal number"),
        ("key\tform\tattr:x\n-\tB\ty\n", 2, 3, "unknown entity \"-\""),
    ];
    for &(rows, line, column, message) in cases {
        let error = from_tsv(rows).unwrap_err();
        let location = error.location().unwrap_or_else(|| panic!("{rows:?}: {error}"));
        assert_eq!(
            (location.file.as_str(), location.line, location.column),
            ("my.tsv", line, column),
            "{rows:?}: {error}"
        );
        assert!(error.to_string().contains(message), "{rows:?}: {error}");
        assert!((location.byte as usize) <= rows.len());
    }
    let bad = from_tsv("key\tform\na/b\tB\nc/d\tD\t\n").unwrap_err();
    assert_eq!(bad.location().unwrap().byte, 21, "{bad}");
    let mut builder = GazetteerBuilder::new();
    let error = builder.read(Format::Tsv, "x", b"key\tform\na/b\tB\xFF\n").unwrap_err();
    assert_eq!((error.kind(), error.location().unwrap().byte), (&ErrorKind::NotUtf8, 14));
}

#[test]
fn files_have_attributes_with_types() {
    let rows = "key\tform\tattr:seat\tattr:size:number\tattr:tags:list\n\
                x/a\tA\tKati\t1.5\tp|q\nx/a\tAA\t\t2\t\nx/b\tB\t\t\t\n";
    let lines = "{\"key\": \"x/a\", \"forms\": [\"A\", \"AA\"], \"attributes\": \
                 {\"seat\": \"Kati\", \"size\": 2, \"tags\": [\"p\", \"q\"]}}\n\
                 {\"key\": \"x/b\", \"forms\": [\"B\"]}\n";
    let built = |format, text: &str| {
        let mut builder = GazetteerBuilder::new();
        builder.read(format, "own", text.as_bytes()).unwrap();
        builder.build().unwrap()
    };
    let gazetteer = built(Format::Tsv, rows);
    assert_eq!(gazetteer.to_image(), built(Format::JsonLines, lines).to_image());
    let own = gazetteer.find("x/a").unwrap();
    assert_eq!(own.attribute("seat"), Some("Kati"));
    assert!(matches!(own.value("size"), Some(Value::Number(2.0))));
    assert!(own.items("tags").eq(["p", "q"]));
    assert_eq!(gazetteer.find("x/b").unwrap().attributes().count(), 0);
}

#[test]
fn mistakes_in_json_have_a_location() {
    let cases: &[(Format, &str, u64, u64, &str)] = &[
        (
            Format::JsonLines,
            "{\"key\":\"a/b\",\"forms\":[\"B\"]}\n{\"key\":\"a/c\",}\n",
            2,
            14,
            "bad JSON",
        ),
        (Format::JsonLines, "[1]\n", 1, 1, "expected an object"),
        (Format::JsonLines, "{\"name\":\"x\"}\n", 1, 1, "\"key\""),
        (Format::JsonLines, "{\"key\":5}\n", 1, 8, "expected a string, found 5"),
        (
            Format::JsonLines,
            "{\"key\":\"a/b\",\"forms\":[\"B\",{\"form\":\"C\",\"role\":\"é\"}]}\n",
            1,
            46,
            "unknown role \"é\"",
        ),
        (
            Format::JsonLines,
            "{\"key\":\"a/b\",\"form\":\"B\"}\n",
            1,
            21,
            "unknown member \"form\"; expected key, name, forms",
        ),
        (
            Format::JsonLines,
            "{\"key\":\"a/b\",\"forms\":[{\"form\":\"C\",\"prior\":\"9\"}]}\n",
            1,
            43,
            "bad prior",
        ),
        (
            Format::JsonLines,
            "{\"key\":\"a/b\",\"attributes\":{\"x\":true}}\n",
            1,
            32,
            "expected a string, a number or an array of strings, found true",
        ),
        (Format::JsonLines, "\n\n{\"decoy\":7}\n", 3, 10, "a form: a string, or an object"),
        (Format::Flashtext, "{\n \"a\": [\"x\"],\n \"b\": \"y\"\n}", 3, 7, "expected an array"),
        (Format::Flashtext, "{\"a b\": [\"x\"],\n \"a-b\": [\"y\"]}", 2, 9, "exists already"),
        (Format::Flashtext, "{\"a\": [\"x\",\n \"x\"]}", 2, 2, "duplicate form"),
        (Format::Flashtext, "{\"a\": [\"x\"]", 1, 11, "bad JSON"),
        (
            Format::Spacy,
            "{\"label\":\"A\",\"pattern\":[{\"LEMMA\":\"x\"}]}\n",
            1,
            25,
            "token pattern",
        ),
        (Format::Spacy, "{\"label\":\"A\"}\n", 1, 1, "\"pattern\""),
    ];
    for &(format, text, line, column, message) in cases {
        let error = GazetteerBuilder::new().read(format, "f", text.as_bytes()).unwrap_err();
        let location = error.location().unwrap_or_else(|| panic!("{text:?}: {error}"));
        assert!(error.to_string().contains(message), "{text:?}: {error}");
        assert_eq!((location.line, location.column), (line, column), "{text:?}: {error}");
    }
}

#[test]
fn nothing_is_loaded_by_halves() {
    let mut builder = GazetteerBuilder::new();
    builder.read(Format::Tsv, "good", b"key\tform\na/b\tGood\n").unwrap();
    let before = builder.build().unwrap();
    assert!(
        builder.read(Format::Tsv, "bad", b"key\tform\na/c\tAlso good\na/d\tBad\trow\n").is_err()
    );
    assert_eq!(builder.check(Format::Tsv, "bad", b"key\tform\nx\ty\na/c\tz\tz\na/e\t\n").len(), 3);
    // Mistakes in several rows of one entity are reported for each row; consequences of a mistake
    // are not reported.
    assert_eq!(
        builder
            .check(Format::Tsv, "bad", b"key\tform\trole\na/f\tF\tx\na/f\tG\ty\na/f\tH \tname\n")
            .len(),
        3
    );
    assert_eq!(
        builder
            .check(Format::Tsv, "bad", "key\tform\na/f\t\u{AD}\na/f\t\u{200B}\n".as_bytes())
            .len(),
        2
    );
    let after = builder.build().unwrap();
    assert_eq!((before.len(), before.form_counts()), (after.len(), after.form_counts()));
}

#[test]
fn limits_are_kept() {
    let long = "x".repeat(limits::FORM_LEN + 1);
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("a/b", "B").unwrap();
    assert!(matches!(
        builder.add_surface("a/b", Surface::new(&long)).err().unwrap().kind(),
        ErrorKind::FormTooLong { len: 1025 }
    ));
    assert!(builder.add_surface("a/b", Surface::new(&long[1..])).is_ok());
    assert!(matches!(
        builder
            .add_entity(&format!("a/{}", "k".repeat(limits::KEY_LEN)), "B")
            .err()
            .unwrap()
            .kind(),
        ErrorKind::BadKey(_)
    ));
    assert!(matches!(
        builder.add_surface("a/c", Surface::new("C")).err().unwrap().kind(),
        ErrorKind::UnknownEntity(_)
    ));
    assert!(matches!(
        builder.add_surface("a/b", Surface::new("C").with_prior(0)).err().unwrap().kind(),
        ErrorKind::BadPrior(_)
    ));
    let exact = "x".repeat(65);
    assert!(matches!(
        builder
            .add_surface("a/b", Surface::new(&exact).with_case(CaseRule::Exact))
            .err()
            .unwrap()
            .kind(),
        ErrorKind::ExactTooLong(_)
    ));
    let rows: String = (0..33).map(|n| format!("a/b{n}\tSame\n")).collect();
    assert!(matches!(
        from_tsv(&format!("key\tform\n{rows}")).unwrap_err().kind(),
        ErrorKind::TooManyReadings { .. }
    ));
    let kinds: String = (0..254).map(|n| format!("kind{n}/a\tName {n}\n")).collect();
    assert!(matches!(
        from_tsv(&format!("key\tform\n{kinds}")).unwrap_err().kind(),
        ErrorKind::TooManyKinds(_)
    ));
    let row = format!("key\tform\na/b\t{}\n", "x".repeat(limits::ROW_LEN));
    assert!(matches!(from_tsv(&row).unwrap_err().kind(), ErrorKind::RowTooLong { .. }));
    assert!(matches!(
        Tagger::builder().min_confidence(101).build().unwrap_err().kind(),
        ErrorKind::BadConfidence(101)
    ));
}

#[test]
fn formats_are_guessed() {
    let guess = |name: &str, text: &str| Format::guess(name, text.as_bytes());
    assert_eq!(guess("a.tsv", "{}"), Format::Tsv);
    assert_eq!(guess("a.JSONL", "{\"key\":\"a/b\"}"), Format::JsonLines);
    assert_eq!(guess("a.jsonl", "\n{\"label\":\"A\",\"pattern\":\"b\"}"), Format::Spacy);
    assert_eq!(guess("a.json", "{}"), Format::Flashtext);
}

#[test]
fn order_of_adding_changes_nothing() {
    let rows = [
        "b/x\tCongo\t55",
        "a/y\tCongo\t55",
        "b/x\tKongo\t90",
        "-\tCongo River\t",
        "c/z\tRiver\t10",
        "a/y\tRiver\t20",
    ];
    let text = "Congo, Kongo, Congo River, River";
    let found = |rows: &[&str]| {
        let gazetteer = from_tsv(&format!("key\tform\tprior\n{}\n", rows.join("\n"))).unwrap();
        let tagger = Tagger::builder().gazetteer(gazetteer).min_confidence(0).build().unwrap();
        tagger
            .tag(text)
            .into_iter()
            .map(|m| {
                (
                    m.span(),
                    tagger.key(&m).to_string(),
                    m.confidence(),
                    tagger.candidates(&m).count(),
                )
            })
            .collect::<Vec<_>>()
    };
    let expected = found(&rows);
    assert_eq!(expected.len(), 3);
    let mut turned = rows;
    for _ in 0..rows.len() {
        turned.rotate_left(1);
        assert_eq!(found(&turned), expected);
        let mut back = turned;
        back.reverse();
        assert_eq!(found(&back), expected);
    }
}

#[test]
fn builders_start_from_a_gazetteer() {
    let builtin = Gazetteer::builtin();
    let again = GazetteerBuilder::from(&builtin).build().unwrap();
    assert_eq!(
        (again.len(), again.form_counts(), again.data_version()),
        (builtin.len(), builtin.form_counts(), builtin.data_version())
    );
    assert!(again.to_image() == builtin.to_image(), "the same gazetteer in other bytes");
    for (one, other) in builtin.entities().zip(again.entities()) {
        assert_eq!(
            (one.key(), one.name(), one.attributes().collect::<Vec<_>>()),
            (other.key(), other.name(), other.attributes().collect::<Vec<_>>())
        );
        assert_eq!(one.surfaces().collect::<Vec<_>>(), other.surfaces().collect::<Vec<_>>());
        assert_eq!(one.memberships().collect::<Vec<_>>(), other.memberships().collect::<Vec<_>>());
    }
    let mut builder = GazetteerBuilder::from(&builtin);
    assert!(builder.remove_entity("country/MLI") && !builder.remove_entity("country/MLI"));
    assert!(
        builder.remove_surface("country/NER", "Niger")
            && !builder.remove_surface("country/NER", "niger")
    );
    assert!(builder.remove_decoy("Georgia Tech"));
    builder.add_decoy(Surface::new("Ghana")).unwrap();
    builder
        .add_entity("company/acme", "Acme")
        .unwrap()
        .add_surface("company/acme", Surface::new("Acme"))
        .unwrap();
    let tagger =
        Tagger::builder().gazetteer(builder.build().unwrap()).context(false).build().unwrap();
    assert_eq!(
        keys(&tagger, "Mali, Ghana, Acme, Chad, Georgia Tech"),
        ["company/acme", "country/TCD", "country/GEO"]
    );
    let company = tagger.gazetteer().kind("company").unwrap();
    assert_eq!((company, tagger.gazetteer().kind_name(company)), (Kind::Other(0), "company"));
}

#[test]
fn memberships_are_known_from_both_sides() {
    let gazetteer = Gazetteer::builtin();
    let (mali, ecowas) =
        (gazetteer.find("country/MLI").unwrap(), gazetteer.find("bloc/ecowas").unwrap());
    let spells: Vec<gaztag::Membership<'_>> =
        mali.memberships().filter(|membership| membership.bloc == ecowas.id()).collect();
    assert_eq!((spells[0].status, spells[0].joined), ("member", Some("1975-05-28")));
    let left = spells.last().unwrap();
    assert_eq!((left.status, left.left), ("suspended", Some("2025-01-29")));
    assert!(spells.iter().all(|spell| ecowas.memberships().any(|other| other == *spell)));
    assert!(spells.windows(2).all(|pair| pair[0].left == pair[1].joined));
}

#[test]
fn explanations_name_the_step_that_decided() {
    let tagger = Tagger::builtin();
    let verdicts = |text: &str, key: &str| -> Vec<Verdict> {
        let id = tagger.gazetteer().find(key).map(|entity| entity.id());
        tagger
            .explain(text)
            .into_iter()
            .filter(|finding| finding.entity == id)
            .map(|finding| finding.verdict)
            .collect()
    };
    let niger = verdicts("Niger", "country/NER");
    assert_eq!(niger[0], Verdict::Kept(88));
    assert!(
        niger.len() > 1
            && niger[1..].iter().all(|verdict| *verdict == Verdict::Dropped(Reason::LessLikely)),
        "{niger:?}"
    );
    assert_eq!(verdicts("Congo", "country/COG"), [Verdict::Dropped(Reason::LessLikely)]);
    assert_eq!(verdicts("Bamako", "country/MLI")[0], Verdict::Dropped(Reason::NotAskedFor));
    assert_eq!(
        verdicts("Lake Chad", "country/TCD")[0],
        Verdict::Dropped(Reason::Inside(Span::new(0, 9)))
    );
    assert_eq!(verdicts("burkina faso", "country/BFA")[0], Verdict::Dropped(Reason::Case));
    assert!(matches!(
        verdicts("lead", "mineral/lead")[0],
        Verdict::Dropped(Reason::Confidence(40))
    ));
    assert!(
        tagger.explain("Lake Chad").iter().any(|finding| finding.entity.is_none()
            && finding.verdict == Verdict::Dropped(Reason::Decoy))
    );
}

#[test]
fn names_are_looked_up_in_any_case() {
    let gazetteer = Gazetteer::builtin();
    let keys: Vec<&str> = gazetteer
        .look_up("cote D’IVOIRE")
        .filter_map(|(entity, _)| entity)
        .map(|entity| entity.key())
        .collect();
    assert!(!keys.is_empty() && keys.iter().all(|key| *key == "country/CIV"));
    assert!(gazetteer.look_up("georgia tech").all(|(entity, _)| entity.is_none()));
    assert_eq!(gazetteer.look_up("no such name").count(), 0);
}

#[test]
fn replacements_keep_the_rest() {
    let tagger = Tagger::builtin();
    assert_eq!(
        tagger.replace("“Mali’s” – Côte d’Ivoire!", |_, text| "x"
            .repeat(text.chars().count())),
        "“xxxx’s” – xxxxxxxxxxxxx!"
    );
    assert_eq!(tagger.replace("", |_, _| ""), "");
}

#[cfg(feature = "rayon")]
#[test]
fn parallel_batches_are_the_same() {
    let documents: Vec<String> = (0..1000)
        .map(|n| format!("{} Mali and {} Niger", " x".repeat(n % 7), "Ghana ".repeat(n % 3)))
        .collect();
    let tagger = Tagger::builtin();
    assert_eq!(tagger.tag_batch_parallel(&documents), tagger.tag_batch(&documents));
    assert_eq!(tagger.tag_batch_parallel::<String>(&[]), Batch::new());
}

#[test]
fn gazetteers_of_users_can_have_cues() {
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("company/shell", "Shell").unwrap();
    builder.add_surface("company/shell", Surface::new("Shell").with_prior(40)).unwrap();
    let oil = builder.add_word_class(["oil", "petrol station", "company/shell"]).unwrap();
    let sea = builder.add_word_class(["sea", "beach"]).unwrap();
    builder.add_cue("Shell", Some("company/shell"), CuePlace::Near(6), oil, 3).unwrap();
    builder.add_cue("Shell", None, CuePlace::Near(6), sea, -3).unwrap();
    let gazetteer = builder.build().unwrap();
    let tagger = Tagger::builder().gazetteer(gazetteer.clone()).build().unwrap();
    for (text, found) in [
        ("Shell raised its oil output", 1),
        ("The petrol station of Shell", 1),
        ("Shell on the beach", 0),
        ("Shell", 0),
        ("Shell. The oil", 0),
    ] {
        assert_eq!(tagger.tag(text).len(), found, "{text}");
    }
    let findings = tagger.explain("Shell raised its oil output");
    assert_eq!((findings[0].before, findings[0].verdict), (Some(40), Verdict::Kept(84)));
    assert_eq!(
        weighed(&findings[0].weighed),
        [(Ground::Cue(CuePlace::Near(6)), 3, Some(Span::new(17, 20)))]
    );
    // A gazetteer that is built from this one keeps them.
    let mut more = GazetteerBuilder::from(&gazetteer);
    more.add_entity("company/a", "A")
        .unwrap()
        .add_surface("company/a", Surface::new("Acme"))
        .unwrap();
    let tagger = Tagger::builder().gazetteer(more.build().unwrap()).build().unwrap();
    assert_eq!(keys(&tagger, "Acme and Shell raised oil output"), ["company/a", "company/shell"]);
    for bad in [CuePlace::Near(0), CuePlace::Left(13), CuePlace::Document(10)] {
        assert!(matches!(
            builder.add_cue("Shell", None, bad, oil, 1).err().unwrap().kind(),
            ErrorKind::BadCuePlace(_)
        ));
    }
    assert!(matches!(
        builder.add_cue("Shell", None, CuePlace::After, oil, 0).err().unwrap().kind(),
        ErrorKind::BadWeight(_)
    ));
    assert!(matches!(
        builder
            .add_cue("Shell", Some("company/none"), CuePlace::After, oil, 1)
            .err()
            .unwrap()
            .kind(),
        ErrorKind::UnknownEntity(_)
    ));
    assert!(matches!(
        builder
            .add_use_cue("Shell", Use::Nested, CuePlace::Document(1), oil, -1)
            .err()
            .unwrap()
            .kind(),
        ErrorKind::UseOfDocument
    ));
    assert!(matches!(
        builder.add_use_cue("Shell", Use::Nested, CuePlace::After, oil, 13).err().unwrap().kind(),
        ErrorKind::BadWeight(_)
    ));
    assert!(matches!(
        builder.add_word_class(["one two three four five"]).unwrap_err().kind(),
        ErrorKind::BadCueWord(_)
    ));
    assert!(matches!(
        builder.add_word_class(["company/none"]).unwrap_err().kind(),
        ErrorKind::UnknownEntity(_)
    ));
}

/// The evidence of the findings, as values that can be compared.
fn weighed(found: &[Weighed]) -> Vec<(Ground, i8, Option<Span>)> {
    found.iter().map(|weighed| (weighed.ground, weighed.weight, weighed.span)).collect()
}

#[test]
fn documents_are_judged_whole_or_as_they_come() {
    let tagger = Tagger::builtin();
    let text = "Congo voted. Police in Brazzaville said so.";
    let key = |mentions: Vec<gaztag::Mention>| {
        mentions.iter().map(|m| tagger.key(m).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(key(tagger.tag(text)), ["country/COG"]);
    assert_eq!(key(tagger.mentions_incremental(text).collect()), ["country/COD"]);
    assert_eq!(
        tagger.replace(text, |mention, _| tagger.key(mention).to_string()),
        "country/COG voted. Police in Brazzaville said so."
    );
    let mut each = Vec::new();
    let tagger = Tagger::builder().offset_unit(gaztag::OffsetUnit::Utf16).build().unwrap();
    tagger.tag_each("🙂 Congo voted. Brazzaville agreed.", |mention, text| {
        each.push((mention.start(), text.to_vec()))
    });
    assert_eq!(each, [(3, b"Congo".to_vec())]);
    let without = Tagger::builder().context(false).build().unwrap();
    assert_eq!(keys(&without, text), ["country/COD"]);
    let batch = tagger.tag_batch([text, "Congo voted."]);
    assert_eq!(batch.offsets(), [0, 1, 2]);
    assert_ne!(batch.entities()[0], batch.entities()[1]);
}

#[test]
fn every_call_judges_whole_texts_alike() {
    let blocs = Tagger::builder().kinds(&[Kind::Bloc]).build().unwrap();
    let builtin = Tagger::builtin();
    // The second sentence decides what the names of the first one mean.
    let cases = [
        (
            &blocs,
            "The AES met on Monday. Officials from Mali, Niger and Burkina Faso signed.",
            &["bloc/alliance-of-sahel-states"][..],
        ),
        (&builtin, "Georgia was quiet. Police in Atlanta said so.", &[]),
        (&builtin, "nothing is named here", &[]),
        (&builtin, "Mali", &["country/MLI"]),
    ];
    for (tagger, text, expected) in cases {
        assert_eq!(keys(tagger, text), expected, "{text}");
        assert_eq!(tagger.is_match(text), !expected.is_empty(), "{text}");
        assert_eq!(tagger.count(text), expected.len(), "{text}");
        let mut each = Vec::new();
        tagger.tag_each(text, |mention, _| each.push(tagger.key(mention).to_string()));
        assert_eq!(each, expected, "{text}");
        assert_eq!(
            tagger.replace(text, |_, _| "").len() < text.len(),
            !expected.is_empty(),
            "{text}"
        );
        assert_eq!(tagger.tag_batch([text]).len(), expected.len(), "{text}");
    }
}

#[test]
fn every_call_judges_texts_with_many_names_alike() {
    // Numbers of names near the numbers of drafts that are kept on the stack. The last sentence
    // decides all of them.
    for count in [0, 1, 15, 16, 17, 18, 511, 512, 513, 514, 1200] {
        for (end, is_country) in [("Tbilisi agreed.", true), ("Police in Atlanta said so.", false)]
        {
            let text = "Georgia was quiet. ".repeat(count) + "nothing more. " + end;
            let tagger = Tagger::builtin();
            let expected = if is_country { count } else { 0 };
            let mentions = tagger.tag(&text);
            assert_eq!(mentions.len(), expected, "{count} {end}");
            let mut into = Vec::new();
            tagger.tag_into(&text, &mut into);
            assert_eq!(into, mentions);
            let mut each = Vec::new();
            tagger.tag_each_in(&text, &mut Vec::new(), |mention, _| each.push(*mention));
            assert_eq!(each, mentions);
            assert_eq!(tagger.count(&text), expected);
            assert_eq!(tagger.is_match(&text), expected > 0, "{count} {end}");
            let mut stopped = 0;
            let flow = tagger.try_tag_each(&text, |_, _| {
                stopped += 1;
                if stopped == 514 {
                    std::ops::ControlFlow::Break(())
                } else {
                    std::ops::ControlFlow::Continue(())
                }
            });
            assert_eq!((stopped, flow.is_break()), (expected.min(514), expected >= 514));
        }
    }
}

#[test]
fn paused_drafts_go_on_where_they_stopped() {
    let text = "Georgia was quiet. ".repeat(100) + "Tbilisi agreed with Mali.";
    for unit in [OffsetUnit::Bytes, OffsetUnit::CodePoints] {
        let tagger = Tagger::builder().offset_unit(unit).build().unwrap();
        let expected = tagger.tag(&text);
        for size in [1, 7, 100, 1000] {
            let mut drafts = tagger.drafts(&text);
            let first: Vec<Draft> = drafts.by_ref().take(size).collect();
            let mut rest = drafts.read_to_end();
            let mut found: Vec<Mention> = first
                .iter()
                .filter_map(|draft| drafts.settle(draft))
                .map(|(mention, _)| mention)
                .collect();
            loop {
                let mut resumed = tagger.resume_drafts(rest.pause(), &text).unwrap();
                let part: Vec<Draft> = resumed.by_ref().take(size).collect();
                found.extend(
                    part.iter()
                        .filter_map(|draft| resumed.settle(draft))
                        .map(|(mention, _)| mention),
                );
                if part.len() < size {
                    break;
                }
                rest = resumed;
            }
            assert_eq!(found, expected, "{size}");
        }
        assert!(tagger.resume_drafts(tagger.drafts(&text).pause(), "another text").is_none());
    }
}

#[test]
fn text_says_its_language() {
    let (tagger, french) = (Tagger::builtin(), "fr".parse().unwrap());
    let text = Text::new("Le Mali a de l’or").with_language(french);
    assert_eq!(text.language(), Some(french));
    assert_eq!(tagger.tag(text), tagger.tag("Le Mali a de l’or"));
}

#[test]
fn a_stated_language_is_evidence() {
    let language = |code: &str| code.parse::<Language>().unwrap();
    let count = |text: &str, code| {
        let stated = Text::new(text).with_language(language(code));
        let tagger = Tagger::builder().text_language(language(code)).build().unwrap();
        let count = Tagger::builtin().count(stated);
        assert_eq!(tagger.count(text), count, "{text} {code}");
        let mut stream = IncrementalTagger::new(tagger);
        let mut fed = 0;
        stream.feed(text, |_, _| fed += 1);
        stream.finish(|_, _| fed += 1);
        assert_eq!(fed, count, "{text} {code}");
        count
    };
    // The acronym of the United Nations in French and Spanish.
    assert_eq!(["fr", "es", "en", "de"].map(|code| count("ONU", code)), [1, 1, 0, 0]);
    // English has the acronym too, and a full name counts in every language.
    assert_eq!(["fr", "en", "ja"].map(|code| count("NATO, Allemagne", code)), [2, 2, 2]);
    // But not beside a capitalised word of English text.
    assert_eq!(["fr", "en", "ja"].map(|code| count("Egypte Johnson", code)), [1, 0, 1]);
    // A word of its own language outweighs what is stated.
    assert_eq!(count("le siège de l’ONU", "en"), 1);
    // The words near a name show a language that is not stated.
    assert_eq!(Tagger::builtin().count("the logo of ONU is on the wall"), 0);
    // Without context nothing is evidence.
    let plain = Tagger::builder().text_language(Language::ENGLISH).context(false).build().unwrap();
    assert_eq!(plain.count("ONU"), 1);
}

#[test]
fn forms_with_a_blank_around_them_are_refused() {
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("thing/a", "A").unwrap();
    for form in [" B", "\u{31E} B", "\u{200B}_B", "B_\u{AD}"] {
        let error = builder.add_surface("thing/a", Surface::new(form)).map(|_| ()).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::BadText(form.into()), "{form:?}");
    }
}

#[test]
fn an_unknown_language_of_texts_is_refused() {
    let klingon = Language::new("tlh").unwrap();
    let error = Tagger::builder().text_language(klingon).build().unwrap_err();
    let ErrorKind::UnknownTextLanguage { language, known } = error.kind() else {
        panic!("{error}")
    };
    assert_eq!(*language, klingon);
    assert!(known.starts_with("ar de el en es ") && error.to_string().contains(known), "{error}");
    // A text states what it likes.
    let text = Text::new("ONU").with_language(klingon);
    assert_eq!(Tagger::builtin().count(text), 1);
}

#[test]
fn function_words_are_single_words_of_few_languages() {
    let mut builder = GazetteerBuilder::new();
    for bad in ["", "two words", "The", "l’", " the", "และ", "的"] {
        let error = builder.add_function_words(Language::ENGLISH, [bad]).err().unwrap();
        assert_eq!(*error.kind(), ErrorKind::BadFunctionWord(bad.into()));
    }
    let mut error = None;
    for letter in 'a'..='z' {
        for other in ['a', 'b'] {
            let language = Language::new(&format!("{letter}{other}")).unwrap();
            error = error.or(builder.add_function_words(language, ["word"]).err());
        }
    }
    assert_eq!(*error.unwrap().kind(), ErrorKind::TooManyTextLanguages);
}

#[test]
fn function_words_survive_an_image() {
    let onu = |gazetteer: Gazetteer<'_>| {
        let tagger = Tagger::builder().gazetteer(gazetteer).build().unwrap();
        ["the logo of ONU", "le rôle de l’ONU", "ONU"].map(|text| tagger.count(text))
    };
    let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    builder.add_entity("thing/a", "a").unwrap();
    // The extended gazetteer has the languages and the function words of the first one.
    assert_eq!(onu(builder.build().unwrap()), onu(Gazetteer::builtin()));
    assert_eq!(onu(Gazetteer::builtin()), [0, 1, 1]);
}

#[test]
fn retired_keys_mean_their_successors() {
    let mut builder = GazetteerBuilder::new();
    builder
        .add_entity("company/acme", "Acme")
        .unwrap()
        .add_surface("company/acme", Surface::new("Acme"))
        .unwrap();
    builder
        .add_entity("company/old", "Old")
        .unwrap()
        .add_surface("company/old", Surface::new("Old Acme"))
        .unwrap();
    builder.retire_key("company/ancient", "company/old").unwrap();
    builder.retire_key("company/old", "company/acme").unwrap();
    // Files that still have the old key are read as well.
    builder.read(Format::Tsv, "old.tsv", b"key\tform\ncompany/old\tAcme of old\n").unwrap();
    let gazetteer = builder.build().unwrap();
    let read_back = GazetteerBuilder::from(&gazetteer).build().unwrap();
    for gazetteer in [&gazetteer, &read_back] {
        assert_eq!(gazetteer.len(), 1);
        for key in ["company/acme", "company/old", "company/ancient"] {
            assert_eq!(
                gazetteer.find(key).map(|entity| entity.key()),
                Some("company/acme"),
                "{key}"
            );
        }
        assert!(gazetteer.find("company/new").is_none());
        assert_eq!(
            gazetteer.retired_keys().map(|(key, _)| key).collect::<Vec<_>>(),
            ["company/ancient", "company/old"]
        );
        let tagger = Tagger::builder().gazetteer(gazetteer.clone()).build().unwrap();
        assert_eq!(keys(&tagger, "Old Acme, Acme of old"), ["company/acme", "company/acme"]);
    }
    assert!(builder.retire_key("company/acme", "company/acme").is_err());
    assert!(
        builder.retire_key("company/acme", "company/old").is_err(),
        "an entity cannot replace itself"
    );
    assert!(matches!(
        builder.retire_key("acme", "company/acme").err().unwrap().kind(),
        ErrorKind::BadKey(_)
    ));
    assert!(matches!(
        builder.retire_key("company/x", "company/none").err().unwrap().kind(),
        ErrorKind::UnknownEntity(_)
    ));
    assert!(
        builder.add_entity("company/old", "Another").is_err(),
        "a key that was retired is in use"
    );
    assert!(builder.remove_entity("company/acme"));
    assert!(builder.build().unwrap().find("company/old").is_none());
}

#[test]
fn spells_of_membership_are_kept_in_the_order_of_their_dates() {
    let mut builder = GazetteerBuilder::new();
    for key in ["bloc/au", "bloc/g20", "country/MLI"] {
        builder.add_entity(key, key).unwrap();
    }
    builder
        .add_member(
            "bloc/au",
            "country/MLI",
            Spell::new("member")
                .with_joined("2024")
                .with_source("general")
                .with_as_of("2026-11-28"),
        )
        .unwrap();
    builder
        .add_member(
            "bloc/au",
            "country/MLI",
            Spell::new("member").with_joined("1963-05-25").with_left("2020-08-19"),
        )
        .unwrap();
    builder.add_member("bloc/g20", "bloc/au", Spell::new("member").with_joined("2023")).unwrap();
    for bad in [
        Spell::new("member").with_joined("May 1963"),
        Spell::new("member").with_left("1963-13"),
        Spell::new("member").with_as_of("today"),
    ] {
        assert!(
            matches!(
                builder.add_member("bloc/g20", "bloc/au", bad).err().unwrap().kind(),
                ErrorKind::BadDate(_)
            ),
            "{bad:?}"
        );
    }
    let gazetteer = builder.build().unwrap();
    let spells = |key: &str| {
        let entity = gazetteer.find(key).unwrap();
        entity
            .memberships()
            .map(|m| {
                (gazetteer.entity(m.member).unwrap().key(), m.joined, m.left, m.source, m.as_of)
            })
            .collect::<Vec<_>>()
    };
    let mali = [
        ("country/MLI", Some("1963-05-25"), Some("2020-08-19"), None, None),
        ("country/MLI", Some("2024"), None, Some("general"), Some("2026-11-28")),
    ];
    assert_eq!(spells("country/MLI"), mali);
    assert_eq!(spells("bloc/g20"), [("bloc/au", Some("2023"), None, None, None)]);
    assert_eq!(spells("bloc/au").len(), 3, "its members, and that it is one");
}

#[test]
fn attributes_have_types() {
    let cases = [
        (AttributeType::Text, &["", "anything | at all"][..], &[][..]),
        (
            AttributeType::Number,
            &["0", "-12.5", "6.02e23"],
            &["", "many", "inf", "NaN", "+1", "0x10", "1e999"],
        ),
        (
            AttributeType::Date,
            &["1960", "1960-09", "1960-09-22"],
            &["", "22 September 1960", "1960-13", "1960-09-31", "1960-9", "60", "1960-09-22T00:00"],
        ),
        (AttributeType::List, &["a", "a|b c"], &["", "a|", "a||b", "a| b"]),
        (AttributeType::Entity, &["country/MLI"], &["", "Mali", "country/"]),
        (AttributeType::Entities, &["country/MLI", "a/b|c/d"], &["", "a/b|", "a/b|c"]),
    ];
    for (value_type, good, bad) in cases {
        let mut builder = GazetteerBuilder::new();
        builder.add_entity("thing/a", "A").unwrap();
        for value in bad {
            let error =
                builder.set_typed_attribute("thing/a", "x", value_type, value).err().unwrap();
            assert!(
                matches!(error.kind(), ErrorKind::BadAttribute { .. }),
                "{value_type} {value:?}: {error}"
            );
        }
        for value in good {
            builder.set_typed_attribute("thing/a", "x", value_type, value).unwrap();
            let gazetteer = GazetteerBuilder::from(&builder.build().unwrap()).build().unwrap();
            let attribute = gazetteer.find("thing/a").unwrap().attributes().next().unwrap();
            assert_eq!(
                (attribute.name, attribute.value, attribute.value_type),
                ("x", *value, value_type)
            );
        }
    }
    let gazetteer = Gazetteer::builtin();
    let type_of = |key: &str, name: &str| {
        gazetteer
            .find(key)
            .unwrap()
            .attributes()
            .find(|attribute| attribute.name == name)
            .map(|attribute| attribute.value_type)
    };
    assert_eq!(type_of("bloc/european-commission", "parent"), Some(AttributeType::Entity));
    assert_eq!(type_of("bloc/ecowas", "founded"), Some(AttributeType::Date));
    assert_eq!(type_of("country/CSK", "part_of"), Some(AttributeType::Entities));
    assert_eq!(type_of("country/MLI", "numeric"), Some(AttributeType::Text));
}

#[test]
fn bounds_are_kept() {
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("thing/a", "A").unwrap();
    for &bounds in Bounds::ALL {
        builder.add_surface("thing/a", Surface::new(bounds.as_str()).with_bounds(bounds)).unwrap();
    }
    let rows = b"key\tform\tbounds\nthing/a\tFile\t\nthing/a\tOwn\tword\n-\tDecoy\t\n";
    builder.set_file_bounds(Bounds::End).read(Format::Tsv, "a.tsv", rows).unwrap();
    let lines = br#"{"key": "thing/a", "forms": ["Line", {"form": "Of it", "bounds": "start"}]}"#;
    builder.read(Format::JsonLines, "a.jsonl", lines).unwrap();
    let built = builder.build().unwrap();
    let copied = GazetteerBuilder::from(&built).build().unwrap();
    let expected = [
        ("anywhere", Bounds::Anywhere),
        ("end", Bounds::End),
        ("File", Bounds::End),
        ("Line", Bounds::End),
        ("Of it", Bounds::Start),
        ("Own", Bounds::Word),
        ("start", Bounds::Start),
        ("word", Bounds::Word),
    ];
    for gazetteer in [&built, &copied] {
        let surfaces = gazetteer.find("thing/a").unwrap().surfaces();
        let found: Vec<_> = surfaces.map(|surface| (surface.form(), surface.bounds())).collect();
        assert_eq!(found, expected);
        assert_eq!(gazetteer.decoys().next().unwrap().bounds(), Bounds::End);
    }
    let error = builder.read(Format::Tsv, "a.tsv", b"key\tform\tbounds\nthing/a\tB\tinner\n");
    assert_eq!(*error.unwrap_err().kind(), ErrorKind::UnknownBounds("inner".into()));
    let long = "x".repeat(limits::INSIDE_LEN + 1);
    let long = Surface::new(&long);
    let refused = builder.add_surface("thing/a", long.with_bounds(Bounds::Anywhere)).map(|_| ());
    assert_eq!(*refused.unwrap_err().kind(), ErrorKind::InsideTooLong(long.form().into()));
    builder.add_surface("thing/a", long).unwrap();
}

#[test]
fn there_is_one_layer_and_kinds_of_users_begin_at_64() {
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("thing/a", "A").unwrap();
    assert!(Gazetteer::builtin().entity(EntityId::new(1, 0)).is_none(), "there is only one layer");
    let own = builder.build().unwrap();
    let kind = own.find("thing/a").unwrap().kind();
    assert_eq!((kind, kind.to_u8(), own.kind_name(kind)), (Kind::Other(0), 64, "thing"));
}

#[test]
fn uses_choose_and_explain_tells_why() {
    let text = "the Bank of Japan";
    let strict = Tagger::builder().uses(Uses::default().without(Use::Nested)).build().unwrap();
    assert_eq!(keys(Tagger::builder().build().as_ref().unwrap(), text), ["country/JPN"]);
    assert_eq!(keys(&strict, text), [""; 0]);
    let japan = |tagger: &Tagger| {
        tagger
            .explain(text)
            .into_iter()
            .find(|finding| finding.surface.form() == "Japan")
            .map(|finding| (finding.verdict, finding.weighed))
            .unwrap()
    };
    let (verdict, found) = japan(&strict);
    assert!(
        matches!(verdict, Verdict::Dropped(Reason::Confidence(confidence)) if confidence < 10),
        "{verdict:?}"
    );
    assert_eq!(weighed(&found), [(Ground::Cue(CuePlace::Before), -10, Some(Span::new(4, 11)))]);
    assert_eq!(japan(&Tagger::builtin()).1, []);
}

#[test]
fn organs_of_blocs_name_their_parent() {
    let gazetteer = Gazetteer::builtin();
    let parent = |key: &str| {
        gazetteer.find(key).and_then(|entity| entity.attribute("parent")).map(str::to_string)
    };
    assert_eq!(parent("bloc/european-commission").as_deref(), Some("bloc/european-union"));
    assert_eq!(parent("bloc/un-security-council").as_deref(), Some("bloc/united-nations"));
    assert_eq!(parent("bloc/european-union"), None);
}
