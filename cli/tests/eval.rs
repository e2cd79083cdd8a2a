//! `gaztag eval`: every figure is computed by hand for invented texts and an invented gazetteer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::fs;
use std::path::PathBuf;

use predicates::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

const GAZETTEER: &str = r#"{"key": "country/ARL", "name": "Arland", "forms": ["Arland", {"form": "Arlish", "role": "demonym"}], "attributes": {"alpha2": "AR", "alpha3": "ARL"}}
{"key": "country/BOR", "name": "Borland", "forms": ["Borland", {"form": "Twinland", "prior": 60}], "attributes": {"alpha2": "BO", "alpha3": "BOR"}}
{"key": "country/TWI", "name": "Twinland", "forms": [{"form": "Twinland", "prior": 30}]}
{"key": "bloc/north-pact", "name": "North Pact", "forms": ["North Pact"]}
{"key": "bloc/north-council", "name": "North Council", "forms": ["North Council"]}
{"key": "mineral/redstone", "name": "redstone", "forms": ["redstone"]}
{"key": "mineral/bluestone", "name": "bluestone", "forms": ["bluestone"]}
{"key": "company/Acme_Co", "name": "Acme", "forms": ["Acme"]}
"#;

const ALIASES: &str = r#"{"_doc": ["invented"], "country": {"to_alpha2": {"XX": "AR"}}, "bloc": {"pact": ["north-pact", "NP+"]}, "bloc_parent": {"north-council": "pact"}, "bloc_inventory": ["pact"],
  "doc_level": {"mineral": {"bluestone": "stone"}}, "inventory": {"wire": {"mineral": ["redstone"], "bloc": []}}}"#;

fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// Runs `gaztag eval` with the invented gazetteer and aliases.
fn eval(folder: &TempDir, arguments: &[&str]) -> assert_cmd::assert::Assert {
    let (gazetteer, aliases) =
        (file(folder, "gazetteer.json-lines", GAZETTEER), file(folder, "aliases.json", ALIASES));
    let mut command = assert_cmd::Command::cargo_bin("gaztag").unwrap();
    command
        .args([
            "eval",
            "--no-builtin",
            "--format",
            "jsonl",
            "--gazetteer",
            &gazetteer,
            "--aliases",
            &aliases,
        ])
        .args(arguments)
        .assert()
}

/// Returns all figures of some texts.
fn figures(texts: &[Value], arguments: &[&str]) -> Value {
    let folder = TempDir::new().unwrap();
    let texts: String = texts.iter().map(|text| format!("{text}\n")).collect();
    let path = file(&folder, "wire.dev.jsonl", &texts);
    serde_json::from_slice(
        &eval(&folder, &[&["--json", &path], arguments].concat()).get_output().stdout,
    )
    .unwrap()
}

/// Returns the figures of the mentions of one text.
fn mentions(text: &str, annotations: &[Value], arguments: &[&str]) -> Value {
    figures(&[json!({"text": text, "mentions": annotations})], arguments)["corpora"][0]["mentions"]
        .take()
}

/// An annotation of the part of a text that is `surface`.
fn annotation(text: &str, surface: &str, kind: &str, id: &str) -> Value {
    let start = text.find(surface).unwrap();
    json!({"start": start, "end": start + surface.len(), "type": kind, "id": id})
}

/// An annotation with more fields.
fn with(mut annotation: Value, fields: Value) -> Value {
    annotation.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    annotation
}

/// Asserts some members of an object.
#[track_caller]
fn assert_has(object: &Value, members: Value) {
    for (name, value) in members.as_object().unwrap() {
        assert_eq!(&object[name], value, "{name} in {object}");
    }
}

#[test]
fn span_and_id_have_to_be_right() {
    let text = "Arland and Borland met Twinland and Arlish men.";
    let all = [
        annotation(text, "Arland", "country", "AR"),
        annotation(text, "Borland", "country", "AR"),
        annotation(text, "men", "country", "BO"),
        annotation(text, "Arlish men", "country", "AR"),
    ];
    // Right: Arland. False: Borland (id), Twinland (nothing is annotated), Arlish (other offsets).
    // Missed: Borland, men, Arlish men.
    let scores = mentions(text, &all, &[]);
    assert_has(
        &scores["country"],
        json!({"annotated": 4, "right": 1, "false": 3, "missed": 3, "wrong_id": 1, "unannotated": 1, "elsewhere": 1, "nested": 0, "dont_care": 0, "documents": 1}),
    );
    assert_has(
        &scores["country"],
        json!({"precision": 0.25, "recall": 0.25, "f1": 0.25, "touching": 1.0 / 3.0}),
    );
}

#[test]
fn ids_are_compared_in_one_spelling() {
    let text = "Arland";
    for id in ["AR", "ar", "ARL", "country/ARL", " arl ", "XX"] {
        assert_has(
            &mentions(text, &[annotation(text, "Arland", "country", id)], &[])["country"],
            json!({"right": 1, "false": 0, "missed": 0}),
        );
    }
    let text = "North Pact";
    for id in ["north-pact", "North Pact", "bloc/north-pact", "pact", "NP+", "np plus"] {
        assert_has(
            &mentions(text, &[annotation(text, text, "bloc", id)], &[])["bloc"],
            json!({"right": 1, "false": 0, "missed": 0}),
        );
    }
    // A country without alpha-2 code, and a kind of a user's own, whose ids stay as they are.
    let text = "Twinland Acme";
    let all = [
        annotation(text, "Twinland", "country", "twi"),
        annotation(text, "Acme", "company", "Acme_Co"),
    ];
    let scores = mentions(text, &all, &["--all", "--min-confidence", "1"]);
    assert_has(&scores["company"], json!({"right": 1, "false": 0}));
    // All readings: one is right, the other has the wrong id.
    assert_has(&scores["country"], json!({"right": 1, "false": 1, "wrong_id": 1, "missed": 0}));
    assert_has(
        &mentions("Acme", &[annotation("Acme", "Acme", "company", "acme-co")], &[])["company"],
        json!({"right": 0, "wrong_id": 1, "missed": 1}),
    );
    // An annotation without an id is never right.
    assert_has(
        &mentions("Arland", &[json!({"start": 0, "end": 6, "type": "country", "id": null})], &[])["country"],
        json!({"right": 0, "wrong_id": 1, "missed": 1}),
    );
}

#[test]
fn names_inside_longer_annotations_are_nested() {
    let text = "the Bank of Arland";
    let scores = mentions(text, &[annotation(text, "Bank of Arland", "org", "Q1")], &[]);
    assert_has(
        &scores["country"],
        json!({"annotated": 0, "false": 1, "nested": 1, "precision": null, "recall": null, "f1": null, "touching": null}),
    );
    // As long, and of another kind: not nested.
    assert_has(
        &mentions("Arland", &[annotation("Arland", "Arland", "person", "")], &[])["country"],
        json!({"nested": 0, "elsewhere": 1}),
    );
}

#[test]
fn alternatives_are_neither_right_nor_false() {
    let text = "Arlish men with the North Council";
    let alternative = |surface, kind: &str, id: &str| {
        with(annotation(text, surface, "org", ""), json!({"alt_type": kind, "alt_id": id}))
    };
    for (id, dont_care) in [("*", 1), ("AR", 1), ("arl", 1), ("BO", 0)] {
        assert_has(
            &mentions(text, &[alternative("Arlish men", "country", id)], &[])["country"],
            json!({"right": 0, "dont_care": dont_care, "false": 1 - dont_care, "missed": 0}),
        );
    }
    // Any annotation that shares a byte counts, those of the kind itself too; other kinds do not.
    assert_has(
        &mentions(text, &[alternative("ish men", "country", "*")], &[])["country"],
        json!({"dont_care": 1}),
    );
    assert_has(
        &mentions(text, &[alternative("Arlish", "bloc", "*")], &[])["country"],
        json!({"dont_care": 0, "false": 1}),
    );
    let own = with(
        annotation(text, "Arlish men", "country", "AR"),
        json!({"alt_type": "country", "alt_id": "AR"}),
    );
    assert_has(
        &mentions(text, &[own], &[])["country"],
        json!({"dont_care": 1, "false": 0, "missed": 1}),
    );
    // An organ fits its bloc, also by another id of that, and no other bloc.
    for (id, dont_care) in [("pact", 1), ("NP+", 1), ("north-council", 1), ("other", 0)] {
        assert_has(
            &mentions(text, &[alternative("North Council", "bloc", id)], &[])["bloc"],
            json!({"dont_care": dont_care, "false": 1 - dont_care}),
        );
    }
    // But it is not right where the bloc is annotated, and the annotators do not use its id.
    let scores = mentions(text, &[annotation(text, "North Council", "bloc", "pact")], &[]);
    assert_has(
        &scores["bloc"],
        json!({"right": 0, "wrong_id": 1, "missed": 1, "outside_inventory": 1}),
    );
}

#[test]
fn optional_mentions_do_not_count() {
    let text = "Arland and Borland";
    let optional =
        |surface, id| with(annotation(text, surface, "country", id), json!({"optional": true}));
    assert_has(
        &mentions(
            text,
            &[
                optional("Arland", "AR"),
                optional("and", "AR"),
                annotation(text, "Borland", "country", "BO"),
            ],
            &[],
        )["country"],
        json!({
        "annotated": 3, "right": 1, "false": 0, "missed": 0, "precision": 1.0, "recall": 1.0}),
    );
}

#[test]
fn one_annotation_makes_one_mention_right() {
    let twice = [
        annotation("Arland", "Arland", "country", "AR"),
        annotation("Arland", "Arland", "country", "ARL"),
    ];
    let report = figures(&[json!({"text": "Arland", "mentions": twice})], &["--errors", "1"]);
    assert_has(
        &report["all"]["mentions"]["country"],
        json!({"annotated": 2, "right": 1, "false": 0, "missed": 1}),
    );
    assert_has(&report["errors"][0], json!({"missed": true, "cause": "not_found"}));
}

#[test]
fn options_choose_what_is_scored() {
    let text = "Arlish redstone, Arland, Twinland";
    let all = [
        annotation(text, "Arlish", "country", "AR"),
        annotation(text, "redstone", "mineral", "redstone"),
        annotation(text, "Arland", "country", "AR"),
        annotation(text, "Twinland", "country", "BO"),
    ];
    let scores = mentions(text, &all, &["--kind", "country"]);
    assert_eq!(scores.as_object().unwrap().keys().collect::<Vec<_>>(), ["country"]);
    assert_has(&scores["country"], json!({"right": 3, "missed": 0}));
    assert_has(
        &mentions(text, &all, &["--role", "demonym"])["country"],
        json!({"right": 1, "missed": 2}),
    );
    assert_has(
        &mentions(text, &all, &["--min-confidence", "80"])["country"],
        json!({"right": 2, "missed": 1}),
    );
}

#[test]
fn labels_of_texts_are_compared_as_sets() {
    let text = "Arland, Arland, Borland, redstone, bluestone";
    // Country: AR right, US missed, Borland false. Mineral: redstone right; stone, the label of
    // bluestone, is not in the inventory. Bloc: no label is in the inventory.
    let labels =
        json!({"countries": ["ARL", "US"], "minerals": ["redstone", "sand"], "blocs": ["np+"]});
    let texts = [
        json!({"text": text, "doc_labels": labels}),
        // Blocs and minerals are not judged here.
        json!({"text": "Borland redstone", "mentions": [], "doc_labels": {"countries": []}}),
    ];
    let report = figures(&texts, &[]);
    let labels = &report["corpora"][0]["labels"];
    assert_eq!(report["corpora"][0]["mentions"], json!({}));
    assert_eq!(labels.as_object().unwrap().len(), 3);
    assert_has(
        &labels["country"],
        json!({"documents": 2, "annotated": 2, "right": 1, "false": 2, "missed": 1, "recall": 0.5}),
    );
    assert_has(
        &labels["mineral"],
        json!({"documents": 1, "annotated": 1, "right": 1, "false": 0, "missed": 0, "dont_care": 1}),
    );
    assert_has(&labels["bloc"], json!({"documents": 1, "annotated": 0, "false": 0, "missed": 0}));
}

#[test]
fn labels_without_an_inventory_are_all_judged() {
    let labels = json!({"minerals": ["redstone"], "company": ["Acme_Co"], "blocs": ["np+"]});
    let text = json!({"text": "redstone, bluestone, Acme", "doc_labels": labels});
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "other.jsonl", &format!("{text}\n"));
    let report: Value =
        serde_json::from_slice(&eval(&folder, &["--json", &path]).get_output().stdout).unwrap();
    let labels = &report["corpora"][0]["labels"];
    assert_has(&labels["mineral"], json!({"right": 1, "false": 1, "missed": 0, "dont_care": 0}));
    assert_has(&labels["company"], json!({"right": 1, "false": 0, "missed": 0}));
    assert_has(&labels["bloc"], json!({"right": 0, "missed": 1}));
    assert!(labels.get("country").is_none(), "{labels}");
}

#[test]
fn confidence_is_counted_by_tens() {
    let text = "Arland, Borland, Twinland, Twinland, redstone";
    let first = annotation(text, "Twinland", "country", "TWI");
    let report = figures(
        &[json!({"text": text, "mentions": [annotation(text, "Arland", "country", "AR"), first]})],
        &["--calibration", "--all", "--min-confidence", "0"],
    );
    let bins = &report["calibration"];
    // Confidence 95: Arland right, Borland not. 60: both Twinlands are not Borland. 30: one is
    // Twinland. Minerals are not annotated, so redstone is neither.
    assert_eq!(bins[9], json!({"from": 90, "to": 100, "mentions": 2, "right": 1, "share": 0.5}));
    assert_eq!(bins[6], json!({"from": 60, "to": 69, "mentions": 2, "right": 0, "share": 0.0}));
    assert_eq!(bins[3], json!({"from": 30, "to": 39, "mentions": 2, "right": 1, "share": 0.5}));
    assert_eq!(bins[0], json!({"from": 0, "to": 9, "mentions": 0, "right": 0, "share": null}));
}

#[test]
fn errors_and_confused_ids_come_by_frequency() {
    let folder = TempDir::new().unwrap();
    let text = "Borland and Borland,\nbut not Arlish men or redstone";
    let second = json!({"start": 12, "end": 19, "type": "country", "id": "AR"});
    let all = [
        annotation(text, "Borland", "country", "AR"),
        second,
        annotation(text, "Arlish men", "country", "AR"),
        annotation(text, "but", "country", "UN"),
    ];
    let path = file(
        &folder,
        "wire.jsonl",
        &format!("{}\n", json!({"id": "t1", "text": text, "mentions": all})),
    );
    let printed = eval(&folder, &["--errors", "3", "--calibration", &path])
        .code(0)
        .get_output()
        .stdout
        .clone();
    let expected = "\
mentions  kind     annotated   right   false  missed  precision  recall     F1  touching
wire      country          4       0       3       4      0.000   0.000  0.000     0.000

count  annotated                         tagged
    2  country/ARL                       country/BOR

count  error   id                                form, cause, first place (3 of 5 forms; 7 errors)
    2  false   country/BOR                       Borland (wrong_id)
       wire:t1: [Borland] and Borland, but not Arlish men or reds
    2  missed  country/ARL                       Borland (wrong_id)
       wire:t1: [Borland] and Borland, but not Arlish men or reds
    1  false   country/ARL                       Arlish (elsewhere)
       wire:t1: Borland and Borland, but not [Arlish] men or redstone

confidence  mentions    right  share
";
    let printed = String::from_utf8(printed).unwrap();
    assert!(printed.starts_with(expected), "{printed}");
    assert!(printed.ends_with("\n90-100             3        0    0 %\n"), "{printed}");
    let report: Value = serde_json::from_slice(
        &eval(&folder, &["--json", "--errors", "9", &path]).get_output().stdout,
    )
    .unwrap();
    assert_eq!(
        report["confusion"],
        json!([{"annotated": "country/ARL", "tagged": "country/BOR", "count": 2}])
    );
    assert_eq!(report["errors"].as_array().unwrap().len(), 5);
    assert_eq!(
        report["errors"][3],
        json!({"missed": true, "id": "country/ARL", "form": "Arlish men", "count": 1, "cause": "wrong_span", "document": "wire:t1",
        "before": "Borland and Borland, but not ", "after": " or redstone"})
    );
    assert_has(
        &report["errors"][4],
        json!({"missed": true, "id": "country/UN", "form": "but", "cause": "not_found"}),
    );
}

#[test]
fn mistakes_are_reported_with_their_line() {
    let folder = TempDir::new().unwrap();
    let lines = "{\"text\": \"Arland\", \"mentions\": [{\"start\": 0, \"end\": 6, \"type\": \"country\", \"id\": \"AR\"}]}\n\nno json\n{\"text\": \"x\"}\n\
        {\"text\": \"x\", \"mentions\": [{\"start\": 0, \"end\": 2, \"type\": \"country\", \"id\": \"AR\"}]}\n\
        {\"text\": \"x\", \"mentions\": [{\"start\": 1, \"end\": 1, \"type\": \"country\", \"id\": \"AR\"}]}\n\
        {\"text\": \"é Arland\", \"mentions\": [{\"start\": 1, \"end\": 8, \"type\": \"country\", \"id\": \"AR\"}]}\n\
        {\"text\": \"é Arland\", \"mentions\": [{\"start\": 3, \"end\": 9, \"type\": \"o\"}, {\"start\": 2, \"end\": 8, \"surface\": \"Arland\", \"type\": \"country\", \"id\": \"AR\"}]}\n\
        {\"text\": \"x\", \"mentions\": [{\"start\": -1, \"end\": 1, \"type\": \"country\"}]}\n";
    let path = file(&folder, "bad.jsonl", lines);
    let run = eval(&folder, &[&path])
        .code(2)
        .stdout(predicate::str::contains("bad       country          1       1       0       0"));
    let errors = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    let expected = [
        ("line 3: column 2: ", "expected an annotated text such as"),
        ("line 4: ", "no field \"mentions\" or \"doc_labels\"; write \"mentions\": []"),
        (
            "line 5: ",
            "mention 1: bad span 0 to 2 in a text of 1 bytes; expected half-open offsets in bytes of UTF-8",
        ),
        ("line 6: ", "mention 1: bad span 1 to 1"),
        ("line 7: ", "mention 1: bad span 1 to 8"),
        (
            "line 8: ",
            "mention 2: the text from 2 to 8 is \" Arlan\", not \"Arland\"; expected offsets in bytes of UTF-8",
        ),
        ("line 9: column ", "invalid value: integer `-1`, expected usize"),
    ];
    assert_eq!(errors.lines().count(), expected.len(), "{errors}");
    for (line, (start, part)) in errors.lines().zip(expected) {
        assert!(
            line.starts_with(&format!("gaztag: {path}: {start}")) && line.contains(part),
            "{start}{part} in {line}"
        );
    }
    for (aliases, problem) in [
        ("{\"blocs\": {}}", "unknown field `blocs`"),
        ("{\"bloc\": {\"a\": [\"c\"], \"b\": [\"C\"]}}", "\"C\" means both \"a\" and \"b\""),
    ] {
        let aliases = file(&folder, "bad.json", aliases);
        let mut command = assert_cmd::Command::cargo_bin("gaztag").unwrap();
        command
            .args(["eval", "--aliases", &aliases, &path])
            .assert()
            .code(2)
            .stdout("")
            .stderr(predicate::str::contains(problem).and(predicate::str::contains("bad.json: ")));
    }
}

#[test]
fn directories_are_read_by_name_and_summed() {
    let folder = TempDir::new().unwrap();
    let (texts, empty) = (folder.path().join("texts"), folder.path().join("empty"));
    fs::create_dir_all(texts.join("deeper.jsonl")).unwrap();
    fs::create_dir(&empty).unwrap();
    let line = |text: &str, all: &[Value]| format!("{}\n", json!({"text": text, "mentions": all}));
    fs::write(
        texts.join("b.jsonl"),
        line("Arland redstone", &[annotation("Arland", "Arland", "country", "AR")]),
    )
    .unwrap();
    fs::write(
        texts.join("a.jsonl"),
        line(
            "Arland redstone",
            &[annotation("Arland redstone", "redstone", "mineral", "redstone")],
        ),
    )
    .unwrap();
    fs::write(texts.join("none.jsonl"), "").unwrap();
    fs::write(texts.join("notes.txt"), "no texts").unwrap();
    // Kinds that a file does not annotate are neither printed nor summed.
    eval(&folder, &[&texts.display().to_string()]).code(0).stdout(
        "mentions  kind     annotated   right   false  missed  precision  recall     F1  touching\n\
         a         mineral          1       1       0       0      1.000   1.000  1.000     1.000\n\
         b         country          1       1       0       0      1.000   1.000  1.000     1.000\n\
         all       country          1       1       0       0      1.000   1.000  1.000     1.000\n\
         all       mineral          1       1       0       0      1.000   1.000  1.000     1.000\n",
    );
    eval(&folder, &[&texts.join("none.jsonl").display().to_string()])
        .code(1)
        .stdout("no annotations to score in 0 texts\n");
    eval(&folder, &[&empty.display().to_string()])
        .code(2)
        .stderr(predicate::str::contains("a name that ends with .jsonl"));
    // The other files are still scored.
    eval(&folder, &["/no/such/file", &texts.display().to_string()])
        .code(2)
        .stdout(predicate::str::contains("all       country"))
        .stderr(predicate::str::contains("/no/such/file"));
    eval(&folder, &[]).code(2);
}

#[test]
fn eval_scores_the_mentions_that_tag_finds() {
    let folder = TempDir::new().unwrap();
    let text = fs::read_to_string(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/article.txt"),
    )
    .unwrap();
    let gaztag = |arguments: &[&str]| {
        assert_cmd::Command::cargo_bin("gaztag")
            .unwrap()
            .args(arguments)
            .assert()
            .code(0)
            .get_output()
            .stdout
            .clone()
    };
    let plain = file(&folder, "plain.jsonl", &json!({"id": 1, "text": text}).to_string());
    let tagged = String::from_utf8(gaztag(&["tag", "--json", "--input", "jsonl", &plain])).unwrap();
    let mentions = tagged.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let annotations: Vec<Value> = mentions
        .map(|mention| {
            with(mention.clone(), json!({"type": mention["kind"], "surface": mention["text"]}))
        })
        .collect();
    assert!(annotations.len() > 5);
    let gold =
        file(&folder, "gold.jsonl", &json!({"text": text, "mentions": annotations}).to_string());
    let report: Value = serde_json::from_slice(&gaztag(&["eval", "--json", &gold])).unwrap();
    let sum = |name: &str| {
        report["all"]["mentions"]
            .as_object()
            .unwrap()
            .values()
            .map(|score| score[name].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!((sum("right"), sum("false"), sum("missed")), (annotations.len() as u64, 0, 0));
}

#[test]
fn example_of_the_documentation_is_printed() {
    let folder = TempDir::new().unwrap();
    let page =
        fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/eval.md"))
            .unwrap();
    let block = |language: &str| {
        page.split_once(&format!("```{language}\n"))
            .unwrap()
            .1
            .split_once("```")
            .unwrap()
            .0
            .to_owned()
    };
    let (texts, aliases) =
        (file(&folder, "a.jsonl", &block("jsonl")), file(&folder, "same.json", &block("json")));
    for arguments in [vec!["eval", &texts], vec!["eval", &texts, "--aliases", &aliases]] {
        assert_cmd::Command::cargo_bin("gaztag")
            .unwrap()
            .args(arguments)
            .assert()
            .code(0)
            .stdout(block("text"));
    }
}

#[test]
fn repeated_mistakes_are_capped_and_files_are_decompressed() {
    let folder = TempDir::new().unwrap();
    let good =
        json!({"text": "Arland", "mentions": [annotation("Arland", "Arland", "country", "AR")]});
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, format!("{good}\n{}", "{\n".repeat(12)).as_bytes())
        .unwrap();
    let path = folder.path().join("texts.gz");
    fs::write(&path, encoder.finish().unwrap()).unwrap();
    let path = path.display().to_string();
    let run = eval(&folder, &[&path]).code(2).stdout(predicate::str::contains("1.000"));
    let errors = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert_eq!(
        (errors.lines().count(), errors.lines().last().unwrap()),
        (11, format!("gaztag: {path}: 2 more lines with mistakes").as_str())
    );
}
