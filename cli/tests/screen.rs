//! `gaztag screen`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::fs;

use common::{file, gaztag};
use serde_json::Value;
use tempfile::TempDir;

const LIST: &str = "key\tform\nlisted/1\tDarya Qorbani\nlisted/2\tMustafa Zarqani\n";

#[test]
fn names_with_their_places_in_the_file() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "list.tsv", LIST);
    // Offsets count ill-formed bytes too.
    let text = file(&folder, "a.txt", b"\xFF Qorbani Darya\n\n\xE9 Zarqani,\nMustafa.");
    let other = file(&folder, "b.txt", "Darya Qorbani met nobody");
    let screen = ["screen", "--gazetteer", &list];
    let output = gaztag(&[&screen[..], &[&text]].concat()).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let expected = "2-15\tlisted/1\tQorbani Darya\torder\t85\n\
                    19-35\tlisted/2\tZarqani, Mustafa\torder\t85\n";
    assert_eq!((&*printed, output.status.code()), (expected, Some(0)));
    let none = gaztag(&[&screen[..], &[&other]].concat()).output().unwrap();
    assert_eq!((none.stdout.len(), none.status.code()), (0, Some(1)));

    let with_file = ["--json", "--with-filename"];
    let both = gaztag(&[&screen[..], &[&other, &text], &with_file].concat()).output().unwrap();
    let printed = String::from_utf8(both.stdout).unwrap();
    let objects: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 2, "{printed}");
    assert_eq!(objects[1]["text"], "Zarqani,\nMustafa");
    assert_eq!(objects[1]["name"], "Mustafa Zarqani");
    assert_eq!((&objects[1]["start"], &objects[1]["end"]), (&19.into(), &35.into()));
    assert!(objects[1]["file"].as_str().unwrap().ends_with("a.txt"));
    assert_eq!(objects[0]["differs"], serde_json::json!(["order"]));
}

/// The rows that the other interfaces find in these texts too.
#[test]
fn recorded_names() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/screening");
    let [names, texts, expected] =
        ["names.tsv", "texts.txt", "expected.tsv"].map(|name| format!("{folder}/{name}"));
    let texts = fs::read_to_string(texts).unwrap();
    let documents = TempDir::new().unwrap();
    let lines = texts.lines().zip(1..).map(|(text, number)| {
        format!("{}\n", serde_json::json!({ "text": text, "id": number, "day": "today" }))
    });
    let documents = file(&documents, "texts.jsonl", lines.collect::<String>());
    let expected = fs::read_to_string(expected).unwrap();
    for (column, unit) in [(1, "bytes"), (2, "utf16"), (3, "chars")] {
        for threads in ["1", "3"] {
            let arguments = ["screen", "--no-builtin", "--gazetteer", &names, "--tsv"];
            let more = ["--offsets", unit, "-j", threads, "--keep", "day", &documents];
            let output = gaztag(&[&arguments[..], &more].concat()).output().unwrap();
            let printed = String::from_utf8(output.stdout).unwrap();
            let mut rows = printed.lines().map(|row| row.split('\t').collect::<Vec<_>>());
            assert_eq!(
                rows.next().unwrap(),
                "doc start end text kind id name differs confidence day"
                    .split(' ')
                    .collect::<Vec<_>>()
            );
            let rows = rows.map(|row| {
                assert_eq!((row[4], row[9]), ("listed", "today"));
                [row[0], &format!("{}-{}", row[1], row[2]), row[5], row[7], row[8]].join("\t")
            });
            let expected = expected.lines().skip(1).map(|row| {
                let row: Vec<&str> = row.split('\t').collect();
                [row[0], row[column], row[4], row[5], row[6]].join("\t")
            });
            assert_eq!(rows.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        }
    }
}

#[test]
fn documents_and_forms_of_output() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "list.tsv", "key\tform\tattr:list\nlisted/1\tDarya Qorbani\tx\n");
    let table = "id,text,from\na,Qorbani Darya paid,Kativo\nb,nobody,\nc,\"Daria Qurbani, QORBANI Darya\",\n";
    let table = file(&folder, "payments.csv", table);
    let printed = |arguments: &[&str]| {
        let arguments = [&["screen", "--gazetteer", &list, &table], arguments].concat();
        String::from_utf8(gaztag(&arguments).output().unwrap().stdout).unwrap()
    };
    assert_eq!(
        printed(&[]),
        "\"a\":0-13\tlisted/1\tQorbani Darya\torder\t85\n\
         \"c\":0-13\tlisted/1\tDaria Qurbani\ttransliteration\t70\n\
         \"c\":15-28\tlisted/1\tQORBANI Darya\torder\t85\n"
    );
    assert_eq!(printed(&["-o"]), "Qorbani Darya\nDaria Qurbani\nQORBANI Darya\n");
    let csv = printed(&["--csv", "--with", "attributes", "--keep", "from"]);
    assert!(csv.contains("differs,confidence,attributes,from\n"), "{csv}");
    assert!(csv.contains(",order,85,\"{\"\"list\"\":\"\"x\"\"}\",Kativo\n"), "{csv}");
    assert_eq!(printed(&["-c", "--csv"]), "count,kind,id,name\n3,listed,listed/1,Darya Qorbani\n");
    let json = printed(&["--json", "--keep", "from", "--with", "attributes"]);
    let first: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    let expected = serde_json::json!({
        "doc": "a", "start": 0, "end": 13, "text": "Qorbani Darya", "kind": "listed",
        "id": "listed/1", "name": "Darya Qorbani", "differs": ["order"], "confidence": 85,
        "attributes": { "list": "x" }, "fields": { "from": "Kativo" },
    });
    assert_eq!(first, expected);
}

/// A text of more than the limit is read in parts that end with a line.
#[test]
fn a_long_text() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "list.tsv", LIST);
    let line = "nobody said \u{e9} to anybody.\n";
    let count = (70 << 20) / line.len();
    let text = line.repeat(count) + "Qorbani Darya\n" + &line.repeat(10) + "Zarqani, Mustafa";
    let file = file(&folder, "long.txt", &text);
    for (unit, starts) in [
        ("bytes", [count * line.len(), (count + 10) * line.len() + 14]),
        ("chars", [count * (line.len() - 1), (count + 10) * (line.len() - 1) + 14]),
    ] {
        let arguments = ["screen", "--gazetteer", &list, "--csv", "--offsets", unit, &file];
        let printed = gaztag(&arguments).output().unwrap().stdout;
        let printed = String::from_utf8(printed).unwrap();
        let found: Vec<usize> = printed
            .lines()
            .skip(1)
            .map(|row| row.split(',').nth(1).unwrap().parse().unwrap())
            .collect();
        assert_eq!(found, starts, "{unit}");
    }
}

#[test]
fn standard_input_and_the_least_confidence() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "list.tsv", LIST);
    for (least, count) in [("0", 2), ("80", 1), ("99", 0)] {
        let arguments = ["screen", "--gazetteer", &list, "--min-confidence", least];
        let output =
            gaztag(&arguments).write_stdin("Qorbani Darya, Moustapha Zarkani").output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), count, "{least}");
    }
}

#[test]
fn mistakes_are_named() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "list.tsv", LIST);
    for (arguments, message) in [
        (&["screen"][..], "no names to look for"),
        (&["screen", "--gazetteer", &list, "--kind", "ship"], "unknown kind"),
        (&["screen", "--gazetteer", &list, "nothing.txt"], "nothing.txt"),
        (&["screen", "--gazetteer", &list, "--input", "html"], "does not read HTML"),
        (&["screen", "--gazetteer", &list, "--keep", "a"], "--keep and --with need"),
        (&["screen", "--gazetteer", &list, "--json", "--with", "members"], "attributes"),
    ] {
        let output = gaztag(arguments).write_stdin("").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(message) && output.status.code() == Some(2), "{said}");
    }
}
