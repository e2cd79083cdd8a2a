//! A file by which a name gets more readings than it can have is refused, with the location of the
//! row; and files are read without a copy of the builder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

use gaztag::{
    CaseRule, CuePlace, ErrorKind, Format, Gazetteer, GazetteerBuilder, Role, Surface, Tagger, Use,
    limits,
};

const MOST: usize = limits::READINGS;

/// A builder with this many entities that have the form.
fn with(form: &str, count: usize) -> GazetteerBuilder {
    let mut builder = GazetteerBuilder::new();
    for n in 0..count {
        let key = format!("old/e{n}");
        builder.add_entity(&key, "name").unwrap().add_surface(&key, Surface::new(form)).unwrap();
    }
    builder
}

fn image(builder: &GazetteerBuilder) -> Vec<u8> {
    builder.build().unwrap().to_image().to_vec()
}

/// This many rows, each of a new entity with the form.
fn rows(form: &str, count: usize) -> String {
    (0..count).map(|n| format!("new/{}{n}\t{form}\n", form.len())).collect()
}

fn tsv(rows: &str) -> String {
    format!("key\tform\trole\n{}", rows.replace('\n', "\t\n"))
}

/// A word with the letters of these bits in upper case.
fn cased(bits: usize) -> String {
    let letter =
        |(at, c): (usize, char)| if bits >> at & 1 == 1 { c.to_ascii_uppercase() } else { c };
    "kiribati".chars().enumerate().map(letter).collect()
}

#[test]
fn the_first_row_that_is_too_many_is_reported() {
    let (none, full) = (GazetteerBuilder::new, |form| with(form, MOST));
    let mut as_name = full("U.S.");
    as_name.add_entity("c/d", "US").unwrap().add_surface("c/d", Surface::new("US")).unwrap();
    let line = |n| format!("{{\"key\":\"a/{n}\",\"forms\":[\"x{n}\",\"Same\"]}}\n");
    let lines: String = (0..MOST).map(line).collect();
    let entry = |n| format!("\"a{n}\": [\"same\"],\n");
    let entries: String = (0..MOST).map(entry).collect();
    let pattern = |n| format!("{{\"label\":\"X\",\"id\":\"{n}\",\"pattern\":\"Same\"}}\n");
    let patterns: String = (0..MOST).map(pattern).collect();
    let forms: String = (0..MOST).map(|bits| format!("\"{}\",", cased(bits))).collect();
    let last = cased(MOST);
    // The expected location is marked with §.
    let cases = [
        (none(), Format::Tsv, tsv(&format!("{}-\t§SAME\n-\tOther\n", rows("Same", MOST))), "SAME"),
        (
            none(),
            Format::JsonLines,
            format!("{{\"key\":\"a/é\",\"forms\":[{forms}§\"{last}\"]}}"),
            &*last,
        ),
        (none(), Format::JsonLines, format!("{lines}{{\"decoy\":§\"same\"}}\n"), "same"),
        (
            none(),
            Format::JsonLines,
            format!("{lines}{{\"key\":\"a/b\",\"forms\":[\"B\", §{{\"form\":\"SAME\"}}]}}"),
            "SAME",
        ),
        (none(), Format::Flashtext, format!("{{{entries}\"b\": [\"x\", §\"SAME\"]}}"), "SAME"),
        (
            none(),
            Format::Spacy,
            format!("{patterns}{{\"label\":\"X\",\"pattern\":§\"SAME\"}}"),
            "SAME",
        ),
        (with("Same", MOST - 1), Format::Tsv, tsv("-\tsame\nc/d\t§saMe\n"), "saMe"),
        (
            full("Cote d'Ivoire"),
            Format::Tsv,
            tsv("c/d\t§Co\u{302}te d’Ivoire\n"),
            "Co\u{302}te d’Ivoire",
        ),
        // Forms that follow from others by rule count as well.
        (full("U.S."), Format::Tsv, tsv("c/d\t§US\n").replace("US\t", "US\tacronym"), "U.S."),
        (full("St. Lucia"), Format::Tsv, tsv("c/d\t§Saint Lucia\n"), "St. Lucia"),
        // A form that the builder has already does not count again, but new forms that follow from
        // it do.
        (full("Same"), Format::Tsv, tsv("old/e1\tSame\nnew/a\t§Same\nold/e0\tSame\n"), "Same"),
        (as_name, Format::Tsv, tsv("c/d\t§US\n").replace("US\t", "US\tacronym"), "U.S."),
    ];
    for (mut builder, format, marked, form) in cases {
        let before = image(&builder);
        let (start, rest) = marked.split_once('§').unwrap();
        let text = format!("{start}{rest}");
        let error = builder.read(format, "file", text.as_bytes()).expect_err(&text);
        let column = match format {
            Format::Tsv => 2,
            _ => 1 + start.rsplit('\n').next().unwrap().chars().count(),
        };
        let found = error
            .location()
            .map(|at| (&*at.file, at.line, at.column, at.field.as_deref(), at.byte));
        let line = 1 + start.matches('\n').count() as u64;
        let field = (format == Format::Tsv).then_some("form");
        assert_eq!(
            found,
            Some(("file", line, column as u64, field, start.len() as u64)),
            "{error}"
        );
        assert_eq!(*error.kind(), ErrorKind::TooManyReadings { form: form.into() }, "{error}");
        assert_eq!(builder.check(format, "file", text.as_bytes()), [error]);
        assert_eq!(image(&builder), before, "the builder changed");
    }
}

#[test]
fn as_many_readings_as_a_name_can_have_are_read() {
    let read = |mut builder: GazetteerBuilder, text: &str| {
        assert_eq!(builder.check(Format::Tsv, "file", text.as_bytes()), [], "{text}");
        builder.read(Format::Tsv, "file", text.as_bytes()).unwrap();
        let gazetteer = builder.build().unwrap();
        assert_eq!(gazetteer.look_up("same").count(), MOST, "{text}");
    };
    let one_more = tsv("new/a\tSAME\n");
    read(GazetteerBuilder::new(), &tsv(&rows("Same", MOST)));
    read(with("Same", MOST - 1), &one_more);
    read(GazetteerBuilder::from(&with("Same", MOST - 1).build().unwrap()), &one_more);
    // A form that the builder has already does not count again.
    read(with("Same", MOST), &tsv("old/e0\tSame\n"));
    // Forms that were removed do not count.
    let mut builder = with("Same", MOST);
    assert!(builder.remove_surface("old/e3", "Same"));
    read(builder, &one_more);
    let mut builder = with("Same", MOST);
    assert!(builder.remove_entity("old/e3"));
    read(builder, &one_more);
    let mut builder = with("Same", MOST - 1);
    builder.add_decoy(Surface::new("same")).unwrap();
    assert!(builder.remove_decoy("same"));
    read(builder, &one_more);
    // Neither do those that no longer follow from another.
    let mut builder = GazetteerBuilder::new();
    builder
        .add_entity("a/b", "b")
        .unwrap()
        .add_surface("a/b", Surface::new("SA").with_role(Role::Acronym))
        .unwrap();
    builder.add_surface("a/b", Surface::new("SA")).unwrap();
    let rows = tsv(&rows("S.A.", MOST));
    assert_eq!(builder.check(Format::Tsv, "file", rows.as_bytes()), []);
}

#[test]
fn forms_of_an_image_count() {
    let mut builder =
        GazetteerBuilder::from(&Gazetteer::from_image(&image(&with("Same", MOST))).unwrap());
    let error = builder.read(Format::Tsv, "file", tsv("new/a\tsame\n").as_bytes()).unwrap_err();
    assert_eq!(error.location().map(|place| place.line), Some(2), "{error}");
}

#[test]
fn each_name_is_reported_once_and_in_the_order_of_the_file() {
    let text = tsv(&format!(
        "{}no-key\tX\n{}{}",
        rows("Same", MOST + 5),
        rows("Other", MOST + 5),
        rows("SAME", 3)
    ));
    let errors = GazetteerBuilder::new().check(Format::Tsv, "file", text.as_bytes());
    let lines: Vec<u64> = errors.iter().map(|error| error.location().unwrap().line).collect();
    let next = (MOST + 6) as u64;
    assert_eq!(lines, [2 + MOST as u64, 1 + next, 2 + next + MOST as u64], "{errors:?}");
    assert_eq!(
        GazetteerBuilder::new().read(Format::Tsv, "file", text.as_bytes()),
        Err(errors[0].clone())
    );
}

#[test]
fn forms_added_by_calls_are_refused_when_they_are_built() {
    let mut builder = with("Same", MOST + 1);
    let error = builder.build().unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::TooManyReadings { .. }) && error.location().is_none(),
        "{error}"
    );
    assert_eq!(builder.read(Format::Tsv, "file", tsv("a/b\tAnother\n").as_bytes()), Ok(1));
    assert_eq!(builder.check(Format::Tsv, "file", tsv("a/b\tAnother\n").as_bytes()), [error]);
}

#[test]
fn a_wrong_file_changes_nothing() {
    let mut builder = with("Same", 3);
    builder.read(Format::Tsv, "file", tsv("a/b\tSame\n").as_bytes()).unwrap();
    let before = image(&builder);
    // All of it is right but for the end.
    let right = "{\"key\":\"old/e0\",\"forms\":[\"New\",\"Same\"],\"attributes\":{\"seat\":\"X\"}}\n\
                 {\"key\":\"kind/new\",\"name\":\"New\",\"forms\":[\"Same\"]}\n{\"decoy\":\"Same again\"}\n";
    for wrong in ["{", "{\"key\":\"bad\"}", "{\"key\":\"old/e1\",\"name\":\"other\"}"] {
        let text = format!("{right}{wrong}\n");
        builder.read(Format::JsonLines, "file", text.as_bytes()).unwrap_err();
        assert_eq!(image(&builder), before, "{wrong}");
        assert!(!builder.remove_decoy("Same again") && !builder.remove_entity("kind/new"));
    }
    assert_eq!(builder.read(Format::JsonLines, "file", right.as_bytes()), Ok(4));
    let gazetteer = builder.build().unwrap();
    assert_eq!(gazetteer.find("old/e0").unwrap().attribute("seat"), Some("X"));
    assert_eq!(gazetteer.look_up("same").count(), 5);
}

/// No time is asserted: reading in quadratic time would take longer than anybody waits.
#[test]
fn many_files_are_read_in_linear_time() {
    let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    for n in 0..20_000 {
        let text = tsv(&format!("company/c{n}\tCompany number {n}\n"));
        assert_eq!(builder.read(Format::Tsv, "file", text.as_bytes()), Ok(1));
    }
    assert!(builder.remove_entity("company/c19999"));
}

/// Cues of a file are those of the calls, and a file with a mistake adds none.
#[test]
fn cues_of_files() {
    const NAMES: &str = "{\"key\": \"company/net\", \"forms\": [{\"form\": \"Net\", \"prior\": 30}, \"NetCo\"]}\n{\"key\": \"ship/net\", \"forms\": [{\"form\": \"Net\", \"prior\": 30}]}\n";
    const CUES: [&str; 4] = [
        r#"{"cue": "Net", "key": "company/net", "place": "near 5", "words": ["shares", "the board"], "weight": 5}"#,
        r#"{"cue": "Net", "place": "after", "words": ["profit", "<number>"], "weight": -6, "note": "x"}"#,
        r#"{"cue": "Net", "key": "ship/net", "place": "document", "words": ["harbour", "ship/net"], "weight": 4}"#,
        r#"{"cue": "NetCo", "use": "language", "place": "before", "words": ["coach of"], "weight": -9}"#,
    ];
    let mut calls = GazetteerBuilder::new();
    calls.read(Format::JsonLines, "names.jsonl", NAMES.as_bytes()).unwrap();
    let mut class = |words: &[&str]| calls.add_word_class(words.iter().copied()).unwrap();
    let classes = [
        class(&["shares", "the board"]),
        class(&["profit", "<number>"]),
        class(&["harbour", "ship/net"]),
        class(&["coach of"]),
    ];
    calls.add_cue("Net", Some("company/net"), CuePlace::Near(5), classes[0], 5).unwrap();
    calls.add_cue("Net", None, CuePlace::After, classes[1], -6).unwrap();
    calls.add_cue("Net", Some("ship/net"), CuePlace::Document(1), classes[2], 4).unwrap();
    calls.add_use_cue("NetCo", Use::Language, CuePlace::Before, classes[3], -9).unwrap();
    let mut file = GazetteerBuilder::new();
    let text = format!("{NAMES}{}\n", CUES.join("\n"));
    assert_eq!(file.read(Format::JsonLines, "all.jsonl", text.as_bytes()).unwrap(), 3);
    let built = file.build().unwrap();
    assert!(built.to_image() == calls.build().unwrap().to_image());
    // Classes with the same words are one in the image.
    let twice = CUES[1].replace("after", "before-comma").replace("-6", "2");
    file.read(Format::JsonLines, "more.jsonl", twice.as_bytes()).unwrap();
    let twice = file.build().unwrap();
    let again = GazetteerBuilder::from(&twice).build().unwrap();
    assert!(again.to_image() == twice.to_image());
    let tagger = Tagger::builder().gazetteer(built).build().unwrap();
    let keys = |text: &str| -> Vec<String> {
        let gazetteer = tagger.gazetteer();
        let key = |id| gazetteer.entity(id).unwrap().key().to_owned();
        tagger.tag(text).iter().map(|mention| key(mention.entity())).collect()
    };
    assert_eq!(keys("the shares of Net rose"), ["company/net"]);
    assert!(keys("Net profit").is_empty());
    assert_eq!(keys("the board of Net met"), ["company/net"]);
    assert_eq!(keys("In the harbour lay Net"), ["ship/net"]);
    assert!(keys("the coach of NetCo").is_empty());
    for (cue, expected) in [
        (r#"{"cue": "Net", "place": "after", "words": ["a"]}"#, "a cue with"),
        (r#"{"cue": "Net", "place": "beside", "words": ["a"], "weight": 1}"#, "bad place"),
        (r#"{"cue": "Net", "place": "near 13", "words": ["a"], "weight": 1}"#, "bad place"),
        (r#"{"cue": "Net", "place": "after", "words": [], "weight": 1}"#, "word"),
        (r#"{"cue": "Net", "place": "after", "words": ["a b c d e"], "weight": 1}"#, "a b c d e"),
        (r#"{"cue": "Net", "place": "after", "words": "a", "weight": 1}"#, "an array"),
        (r#"{"cue": "Net", "place": "after", "words": ["a"], "weight": 0}"#, "weight"),
        (r#"{"cue": "Net", "place": "after", "words": ["a"], "weight": 300}"#, "weight"),
        (r#"{"cue": "Net", "place": "after", "words": ["a"], "weight": "1"}"#, "weight"),
        (
            r#"{"cue": "Net", "key": "ship/x", "place": "after", "words": ["a"], "weight": 1}"#,
            "ship/x",
        ),
        (r#"{"cue": "Net", "place": "after", "words": ["ship/x"], "weight": 1}"#, "ship/x"),
        (r#"{"cue": "Net", "use": "x", "place": "after", "words": ["a"], "weight": 1}"#, "use"),
        (
            r#"{"cue": "Net", "use": "team", "place": "document", "words": ["a"], "weight": 1}"#,
            "near",
        ),
        (
            r#"{"cue": "Net", "use": "team", "key": "ship/net", "place": "after", "words": ["a"], "weight": 1}"#,
            "either",
        ),
        (r#"{"cue": "Net", "forms": [], "place": "after", "words": ["a"], "weight": 1}"#, "forms"),
    ] {
        let mut builder = GazetteerBuilder::new();
        let text = format!("{NAMES}{}\n{cue}\n", CUES[0]);
        let error = builder.read(Format::JsonLines, "x.jsonl", text.as_bytes()).unwrap_err();
        let message = error.to_string();
        assert!(message.contains("line 4") && message.contains(expected), "{cue}: {message}");
        assert!(builder.build().unwrap().is_empty());
    }
}

/// Cues of users' names count beside any word, also one beside which the names of the library are
/// judged (`plac`): wherever the word is and however the name is cased.
#[test]
fn cues_of_users_count_beside_every_word() {
    let mut builder = GazetteerBuilder::new();
    for word in ["plac", "kiosk", "محمد"] {
        let (key, form) = (format!("company/{word}"), format!("acme{}", word.len()));
        builder.add_entity(&key, &form).unwrap();
        builder.add_surface(&key, Surface::new(&form).with_case(CaseRule::Any)).unwrap();
        let class = builder.add_word_class([word]).unwrap();
        builder.add_cue(&form, None, CuePlace::Before, class, -12).unwrap();
        builder.add_cue(&form, None, CuePlace::After, class, -12).unwrap();
    }
    let tagger = Tagger::builder().gazetteer(builder.build().unwrap()).build().unwrap();
    for word in ["plac", "kiosk", "محمد"] {
        let form = format!("acme{}", word.len());
        for text in [
            format!("the {word} {form} was"),
            format!("the {word}  {} was", form.to_uppercase()),
            format!("the {form} {word} was"),
        ] {
            assert!(!tagger.is_match(&*text), "{text}");
        }
        assert!(tagger.is_match(&*format!("the {form} was")), "{form}");
    }
}
