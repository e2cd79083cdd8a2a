//! Lists become gazetteers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::fs;

use common::{Run, file, gaztag, tag};
use tempfile::TempDir;

/// Imports a list with the kind `company`. Returns the run and the file that it wrote.
fn import(name: &str, list: impl AsRef<[u8]>, arguments: &[&str]) -> (Run, String) {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, name, list);
    let output = folder.path().join("own.tsv").display().to_string();
    let result = gaztag(&["import", &list, "--kind", "company", "-o", &output])
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        text.replace(&format!("{}/", folder.path().display()), "")
    };
    let run = Run {
        code: result.status.code().unwrap(),
        out: text(result.stdout),
        errors: text(result.stderr),
    };
    (run, fs::read_to_string(output).unwrap_or_default())
}

/// The rows of a file without its header and without empty fields at the end.
fn rows(file: &str) -> Vec<&str> {
    file.lines().skip(1).map(str::trim_end).collect()
}

#[test]
fn every_format_gives_the_same_entities() {
    let utf16 = |text: &str| {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let table = "name\tticker\nAcme, Inc.\tACM\nZyx \"Z\"\t\n";
    let form = ["--form", "name", "--form", "ticker:acronym"].as_slice();
    for (name, list, arguments) in [
        ("a.csv", b"\xEF\xBB\xBFname,ticker\r\n\"Acme, Inc.\",ACM\r\n\"Zyx \"\"Z\"\"\",\r\n".to_vec(), form),
        ("a.csv", b"ticker;name\nACM;Acme, Inc.\n;\"Zyx \"\"Z\"\"\"\n".to_vec(), form),
        ("a.tsv", table.into(), form),
        ("a.txt", table.into(), form),
        ("a.txt", utf16("name\tticker\r\n\"Acme, Inc.\"\tACM\r\n\"Zyx \"\"Z\"\"\"\t\r\n"), form),
        (
            "a.json",
            br#"[{"name": "Acme, Inc.", "ticker": "ACM"},
                {"name": "Zyx \"Z\"", "ticker": null}]"#.to_vec(),
            form,
        ),
        (
            "a.json",
            br#"{"count": 2, "rows": [{"name": "Acme, Inc.", "ticker": ["ACM"]}, {"name": "Zyx \"Z\""}]}"#
                .to_vec(),
            form,
        ),
        (
            "a.json",
            br#"{"0": {"name": "Acme, Inc.", "ticker": "ACM"}, "1": {"name": "Zyx \"Z\""}}"#.to_vec(),
            form,
        ),
        (
            "a.jsonl",
            b"{\"name\": \"Acme, Inc.\", \"ticker\": \"ACM\"}\n\n{\"name\": \"Zyx \\\"Z\\\"\"}\n".to_vec(),
            form,
        ),
        (
            "a.json",
            br#"{"Acme, Inc.": ["ACM"], "Zyx \"Z\"": []}"#.to_vec(),
            &["--form", "key", "--form", "value:acronym"],
        ),
    ] {
        let (run, own) = import(name, &list, arguments);
        let shown = String::from_utf8_lossy(&list);
        assert_eq!((run.code, &*run.errors), (0, ""), "{name} {shown}");
        assert_eq!(run.out, "own.tsv: 2 entities, 3 forms of 2 records\n", "{name} {shown}");
        assert_eq!(
            rows(&own),
            [
                "company/acme-inc\tAcme, Inc.",
                "company/acme-inc\tACM\tacronym\texact",
                "company/zyx-z\tZyx \"Z\""
            ],
            "{name} {shown}"
        );
    }
}

#[test]
fn lists_of_names_need_no_column() {
    for (name, list) in [
        ("a.txt", "Acme Corp\r\nZyx\r\n"),
        ("a.csv", "company\nAcme Corp\nZyx\n"),
        ("a.json", "[\"Acme Corp\", \"Zyx\"]"),
        ("a.jsonl", "\"Acme Corp\"\n\"Zyx\"\n"),
    ] {
        let (run, own) = import(name, list, &[]);
        assert_eq!((run.code, &*run.errors), (0, ""), "{name}");
        assert_eq!(rows(&own), ["company/acme-corp\tAcme Corp", "company/zyx\tZyx"], "{name}");
    }
    let (run, own) = import("a.json", r#"{"C++": ["cpp"], "C#": ["csharp"], "C": []}"#, &[]);
    assert_eq!(run.errors, "");
    assert_eq!(
        rows(&own),
        [
            "company/c++\tC++\t\texact",
            "company/c++\tcpp",
            "company/c-sharp\tC#\t\texact",
            "company/c-sharp\tcsharp",
            "company/c\tC\t\texact"
        ]
    );
}

#[test]
fn line_breaks_in_cells_are_blanks_and_lines_are_counted() {
    let list = "name,city\n\"Acme\nCorp\",Bamako\nZyx,Kati,Mali\nQrs\n";
    let (run, own) = import("a.csv", list, &["--form", "name", "--attr", "city"]);
    assert_eq!(
        own,
        "key\tform\trole\tcase\tattr:city\ncompany/acme-corp\tAcme Corp\t\t\tBamako\n\
         company/qrs\tQrs\t\t\t\n"
    );
    assert_eq!(
        run.errors,
        "gaztag: 1 time line break, tab, control character or several blanks in a text: made \
         one blank: a.csv line 2 \"Acme\\nCorp\"\n\
         gaztag: 1 time row with fewer fields than the header: the missing ones are empty: a.csv \
         line 5 \"Qrs\"\n\
         gaztag: 1 time row with more fields than the header: left out; a field with the separator \
         needs quotes: a.csv line 4 \"Zyx Kati Mali\"\n"
    );
}

#[test]
fn problems_are_grouped_and_strict_refuses_them() {
    let list = "Acme \nAcme\nacme\n!!!\nZyx\n; Zyx,\nACME\n";
    let (run, own) = import("a.txt", list, &[]);
    assert_eq!(run.code, 0);
    assert_eq!(run.out, "own.tsv: 2 entities, 4 forms of 7 records\n");
    assert_eq!(
        run.errors,
        "gaztag: 2 times blanks, underscores or commas around a form: removed: a.txt line 1 \
         \"Acme \", a.txt line 6 \"; Zyx,\"\n\
         gaztag: 2 times form repeated for its entity: merged: a.txt line 2 \"Acme\", a.txt line 6 \
         \"Zyx\"\n\
         gaztag: 2 times record with the key of an earlier record of another name: merged; --key \
         COLUMN keeps them apart: a.txt line 3 \"acme\", a.txt line 7 \"ACME\"\n\
         gaztag: 1 time record without a form: left out: a.txt line 4 \"!!!\"\n\
         gaztag: 1 time form without a letter or digit: left out: a.txt line 4 \"!!!\"\n"
    );
    assert_eq!(own.lines().count(), 5);
    let (run, own) = import("a.txt", list, &["--strict"]);
    assert_eq!((run.code, &*own), (2, ""));
    assert!(run.errors.ends_with("nothing was written; mend what is reported above\n"));
    let (run, _) = import("a.txt", "Acme\nZyx\n", &["--strict"]);
    assert_eq!((run.code, &*run.errors), (0, ""));
}

#[test]
fn second_entities_of_a_built_in_kind_are_named() {
    let list = "code,name\nGHA,Ghana\nXNW,Nowhereland\nBFA,burkina faso\n";
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "a.csv", list);
    let output = folder.path().join("own.tsv").display().to_string();
    let errors = |arguments: &[&str], code| {
        let all = [&["import", &list, "--form", "name", "-o", &output], arguments].concat();
        let result = gaztag(&all).output().unwrap();
        let errors = String::from_utf8(result.stderr).unwrap();
        assert_eq!(result.status.code(), Some(code), "{errors}");
        errors
    };
    let country = ["--kind", "country"];
    let message = errors(&country, 0);
    assert_eq!(message.lines().count(), 1, "{message}");
    for part in [
        "2 times name of a built-in entity of this kind",
        "--key COLUMN",
        "own.tsv line 2 \"Ghana: country/GHA\"",
        "line 4 \"burkina faso: country/BFA\"",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    errors(&[&country[..], &["--strict"]].concat(), 2);
    // They are meant, or there are no others.
    assert_eq!(errors(&[&country[..], &["--key", "code"]].concat(), 0), "");
    assert_eq!(errors(&[&country[..], &["--no-builtin"]].concat(), 0), "");
    assert_eq!(errors(&["--kind", "state"], 0), "");
}

#[test]
fn a_long_list_of_problems_is_short() {
    let list: String = (0..5000).map(|n| format!("Name{n} \n")).collect();
    let (run, _) = import("a.txt", list, &[]);
    assert_eq!(run.errors.lines().count(), 1);
    assert!(run.errors.starts_with("gaztag: 5000 times blanks"), "{}", run.errors);
}

#[test]
fn keys_forms_and_attributes_come_from_columns() {
    let list = r#"[
        {"id": 7, "name": "Acme", "other": "Acme Works; ACM ;", "size": 1.5, "tags": ["a", "b"]},
        {"id": 7, "name": "Acme Holding", "size": 2, "tags": ["b", "c"], "at": {"city": "Kati"}},
        {"id": "x y", "name": "Zyx", "size": null}
    ]"#;
    let arguments = ["--key", "id", "--form", "name", "--form", "other:alias", "--split", ";"];
    let attributes = ["--attr", "size,tags", "--attr", "at.city"];
    let (run, own) = import("a.json", list, &[&arguments[..], &attributes].concat());
    assert_eq!(
        own,
        "key\tform\trole\tcase\tattr:size:number\tattr:tags:list\tattr:at.city\n\
         company/7\tAcme\t\t\t1.5\ta|b|c\tKati\n\
         company/7\tAcme Works\talias\t\t\t\t\n\
         company/7\tACM\talias\texact\t\t\t\n\
         company/7\tAcme Holding\t\t\t\t\t\n\
         company/x-y\tZyx\t\t\t\t\t\n"
    );
    assert!(run.errors.contains("first one: left out: a.json line 3 \"2\""), "{}", run.errors);
    let list = "name;iso2;turnover\nAcme;ML;1.5\nZyx;;2\n";
    let renamed = ["--form", "name", "--attr", "country=iso2,size=turnover:number"];
    let (run, own) = import("a.csv", list, &renamed);
    assert_eq!(
        (&*run.errors, &*own),
        (
            "",
            "key\tform\trole\tcase\tattr:country\tattr:size:number\n\
             company/acme\tAcme\t\t\tML\t1.5\ncompany/zyx\tZyx\t\t\t\t2\n"
        )
    );
    let unknown = ["--form", "name", "--attr", "country=iso3"];
    let (run, own) = import("a.csv", list, &unknown);
    assert_eq!((run.code, &*own), (2, ""));
    assert!(run.errors.contains("iso3") && run.errors.contains("iso2"), "{}", run.errors);
    let (run, own) =
        import("a.csv", "n,size\nAcme,12\nZyx,big\n", &["--form", "n", "--attr", "size:number"]);
    assert!(own.contains("attr:size:number\ncompany/acme\tAcme\t\t\t12\n"), "{own}");
    assert!(
        run.errors.contains("not of its type: left out: a.csv line 3 \"big\""),
        "{}",
        run.errors
    );
}

#[test]
fn legal_forms_are_removed_on_request() {
    let list = "Acme Corp.\nThe Zyx Company, Ltd\nQrs\n";
    let (run, own) = import("a.txt", list, &["--strip-suffixes", "--strict"]);
    assert_eq!((run.code, &*run.errors), (0, ""));
    assert_eq!(
        rows(&own),
        [
            "company/acme-corp\tAcme Corp.",
            "company/acme-corp\tAcme\talias",
            "company/the-zyx-company-ltd\tThe Zyx Company, Ltd",
            "company/the-zyx-company-ltd\tZyx\talias",
            "company/qrs\tQrs"
        ]
    );
}

#[test]
fn a_case_is_that_of_all_forms() {
    let (run, own) = import("a.txt", "Acme\nUS\n", &["--case", "any", "--strict"]);
    assert_eq!((run.code, &*run.errors), (0, ""));
    assert_eq!(rows(&own), ["company/acme\tAcme\t\tany", "company/us\tUS\t\tany"]);
}

#[test]
fn several_lists_are_one() {
    let folder = TempDir::new().unwrap();
    let names = file(&folder, "a.txt", "Acme\n");
    let more = file(&folder, "b.json", r#"{"Zyx": ["Zed"], "Acme": ["ACM"]}"#);
    let output = folder.path().join("own.tsv").display().to_string();
    gaztag(&["import", &names, &more, "--kind", "x", "-o", &output]).assert().success();
    assert_eq!(
        rows(&fs::read_to_string(output).unwrap()),
        ["x/acme\tAcme", "x/acme\tACM\t\texact", "x/zyx\tZyx", "x/zyx\tZed"]
    );
}

#[test]
fn rows_that_a_gazetteer_refuses_are_left_out() {
    let list: String = (0..40).map(|n| format!("{n},Same\n")).collect();
    let (run, own) =
        import("a.csv", format!("id,name\n{list}"), &["--key", "id", "--form", "name"]);
    assert_eq!(rows(&own).len(), 32);
    assert!(run.errors.contains("more than 32 readings"), "{}", run.errors);
}

#[test]
fn messages_say_what_was_found_and_expected() {
    for (name, list, arguments, expected) in [
        (
            "a.csv",
            "name,city\nA,B\n",
            &[][..],
            "which column has the forms? Give it with --form; the columns are name, city",
        ),
        (
            "a.csv",
            "name,city\nA,B\n",
            &["--form", "nmae"],
            "the list has no column \"nmae\"; its columns are name, city",
        ),
        ("a.csv", "name,city\nA,B\n", &["--form", "name:acronim"], "no column \"name:acronim\""),
        ("a.json", "[1", &[], "not JSON: EOF while parsing a list at line 1 column 2"),
        ("a.json", "12", &["--format", "json"], "expected an array or an object, found 12"),
    ] {
        let (run, own) = import(name, list, arguments);
        assert_eq!((run.code, &*own), (2, ""), "{list}");
        assert!(run.errors.contains(expected), "{}", run.errors);
    }
    let (run, _) = import("a.csv", b"name\nCaf\xE9\n", &[]);
    assert!(
        run.errors.contains("not UTF-8 (byte 8); give the encoding, such as"),
        "{}",
        run.errors
    );
    let (run, own) = import("a.csv", b"name\nCaf\xE9\n", &["--encoding", "windows-1252"]);
    assert_eq!((&*run.errors, rows(&own)), ("", vec!["company/café\tCafé"]));
}

#[test]
fn an_image_has_the_builtin_gazetteer_and_the_list() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "a.txt", "Acme Corp\nUS\n");
    let image = folder.path().join("own.gaz").display().to_string();
    gaztag(&["import", &list, "--kind", "company", "-o", &image]).assert().success();
    let run = tag(&["--gazetteer", &image, "-o"], "Acme Corp left Mali. US forces; let us go.");
    assert_eq!(run.out, "Acme Corp\nMali\nUS\n");
    // The list itself is not written over.
    gaztag(&["import", &list, "--kind", "company", "-o", &list]).assert().code(2);
}

/// Harmless mistakes in gazetteer files are mended, or errors with `--strict`; of many mistakes the
/// first are reported.
#[test]
fn mistakes_in_gazetteer_files_are_grouped() {
    let folder = TempDir::new().unwrap();
    let rows: String =
        (0..500).map(|n| format!("x/a\tName\nx/b{n}\tOther {n}{}\n", [" ", ","][n % 2])).collect();
    let own = file(&folder, "own.tsv", format!("key\tform\n{rows}"));
    let run = |arguments: &[&str]| {
        let output = gaztag(arguments).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), errors.replace(&own, "own.tsv"))
    };
    let mended = "gaztag: warning: own.tsv: 500 fields or forms with blanks, underscores or commas \
                  around them trimmed: line 3, 5, 7 ...\n\
                  gaztag: warning: own.tsv: 499 repeated forms merged: line 4, 6, 8 ...\n";
    assert_eq!(run(&["check", &own]), (0, mended.into()));
    let image = folder.path().join("own.gaz").display().to_string();
    assert_eq!(run(&["build", &own, "-o", &image]), (0, mended.into()));
    let (code, errors) = run(&["check", "--strict", &own]);
    assert_eq!((code, errors.lines().count()), (2, 22), "{errors}");
    assert!(
        errors.contains("own.tsv: 490 more mistakes of this kind, up to line 1001\n"),
        "{errors}"
    );
    let (code, errors) = run(&["build", "--strict", &own, "-o", &image]);
    assert_eq!((code, errors.lines().count()), (2, 1), "{errors}");
    let list = file(&folder, "list.tsv", "name,city\nA,B\n");
    assert!(run(&["check", &list]).1.contains("no tabs but commas"));
}

#[test]
fn the_case_of_files_can_be_given() {
    let folder = TempDir::new().unwrap();
    let rows = "key\tform\tcase\nterm/a\tHeart Attack\t\nterm/b\tStroke\texact\n";
    let own = file(&folder, "own.tsv", rows);
    let found = |arguments: &[&str]| {
        let arguments = [&["--no-builtin", "--gazetteer", &own, "-o"], arguments].concat();
        tag(&arguments, "A heart attack, a Heart attack, a Heart Attack, a stroke.").out
    };
    assert_eq!(found(&[]), "Heart attack\nHeart Attack\n");
    assert_eq!(found(&["--case", "any"]), "heart attack\nHeart attack\nHeart Attack\n");
    assert_eq!(found(&["--case", "exact"]), "Heart Attack\n");
    let image = folder.path().join("own.gaz").display().to_string();
    gaztag(&["build", &own, "--case", "any", "-o", &image]).assert().success();
    assert_eq!(tag(&["--gazetteer", &image, "-o"], "heart attack").out, "heart attack\n");
    gaztag(&["check", "--case", "lower", &own]).assert().code(2);
    gaztag(&["list", "--case", "any"]).assert().code(2);
}

#[test]
fn a_weight_chooses_among_entities_with_one_name() {
    let list = "id,name,people,country\n\
        1,Parisburg,1000,US\n2,Parisburg,2000000,FR\n3,Romeville,-5,IT\n4,Romeville,many,IT\n";
    let options = ["--key", "id", "--form", "name", "--attr", "country", "--weight", "people"];
    let (run, file) = import("a.csv", list, &options);
    assert_eq!(run.code, 0, "{}", run.errors);
    assert!(file.starts_with("key\tform\trole\tcase\tattr:country\tweight\n"), "{file}");
    assert_eq!(
        rows(&file),
        [
            "company/1\tParisburg\t\t\tUS\t1000",
            "company/2\tParisburg\t\t\tFR\t2000000",
            "company/3\tRomeville\t\t\tIT",
            "company/4\tRomeville\t\t\tIT",
        ]
    );
    assert!(run.errors.contains("-5") && run.errors.contains("2 "), "{}", run.errors);
    let folder = TempDir::new().unwrap();
    let own = common::file(&folder, "own.tsv", &file);
    let run = tag(&["--gazetteer", &own, "--no-builtin"], "He left Parisburg.");
    assert_eq!(run.out, "8-17\tcompany/2\tParisburg\n");
    // A number that no row has is an unknown column.
    let (run, _) = import("a.csv", list, &["--form", "name", "--weight", "size"]);
    assert!(run.code == 2 && run.errors.contains("size"), "{}", run.errors);
}
