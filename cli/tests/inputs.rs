//! Where texts come from: directories, names of files, JSON Lines with nested fields, tables.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::fs;
use std::io::Write;

use common::{Run, file, tag};
use tempfile::TempDir;

const LINES: &str = "{\"id\":\"a\",\"text\":\"Mali\"}\n{\"text\":\"Niger\"}\n";
const CSV: &str = "id,text\na,\"Mali, so\"\n,Niger\n";

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn ok(out: &str) -> Run {
    Run { code: 0, out: out.into(), errors: String::new() }
}

#[test]
fn names_show_formats() {
    let folder = TempDir::new().unwrap();
    let page = "<i title='Mali'>Niger</i>";
    for (name, content, out) in [
        ("a.txt", page, "Mali\nNiger\n"),
        ("a.md", page, "Mali\nNiger\n"),
        ("a.html", page, "Niger\n"),
        ("a.HTM", page, "Niger\n"),
        ("a.jsonl", LINES, "Mali\nNiger\n"),
        ("a.ndjson", LINES, "Mali\nNiger\n"),
        ("a.csv", CSV, "Mali\nNiger\n"),
        ("a.tsv", "id\ttext\n1\t\"Mali\n2\tNiger\n", "Mali\nNiger\n"),
    ] {
        let path = file(&folder, name, content);
        assert_eq!(tag(&["-o", &path], ""), ok(out), "{name}");
        let path = file(&folder, &format!("{name}.gz"), gzip(content));
        assert_eq!(tag(&["-o", &path], ""), ok(out), "{name}.gz");
        let path =
            file(&folder, &format!("{name}.zst"), zstd::encode_all(content.as_bytes(), 1).unwrap());
        assert_eq!(tag(&["-o", &path], ""), ok(out), "{name}.zst");
    }
    // A format that is stated takes precedence.
    let path = file(&folder, "b.csv", page);
    assert_eq!(tag(&["-o", "--input", "html", &path], ""), ok("Niger\n"));
    // Several formats at once, in order, whatever the number of threads.
    let names = ["a.txt", "a.html", "a.csv", "a.md", "a.jsonl", "a.txt"];
    let paths = names.map(|name| folder.path().join(name).display().to_string());
    let mut arguments: Vec<&str> = vec!["--tsv"];
    arguments.extend(paths.iter().map(String::as_str));
    let run = tag(&arguments, "");
    let docs: Vec<&str> =
        run.out.lines().skip(1).map(|row| row.split('\t').next().unwrap()).collect();
    let [text, html, _, md, ..] = paths.each_ref().map(String::as_str);
    assert_eq!(docs, [text, text, html, "a", "3", md, md, "a", "2", text, text]);
    for threads in ["2", "5"] {
        assert_eq!(tag(&[&["-j", threads], arguments.as_slice()].concat(), ""), run, "{threads}");
    }
}

#[test]
fn directories_are_read_in_the_order_of_names() {
    let folder = TempDir::new().unwrap();
    for name in ["b/deep", "a", ".hidden", "out"] {
        fs::create_dir_all(folder.path().join(name)).unwrap();
    }
    for (name, text) in [
        ("b/deep/x.txt", "Mali"),
        ("b/y.md", "Chad"),
        ("a/z.html", "Niger"),
        ("a/z.log", "Ghana"),
        (".hidden/h.txt", "Togo"),
        ("out/o.txt", "Benin"),
        ("ignored.txt", "Kenya"),
        (".gitignore", "ignored.txt\n/out/\n"),
    ] {
        file(&folder, name, text);
    }
    let root = folder.path().display().to_string();
    let run = tag(&["-r", &root], "");
    assert_eq!(
        run.out,
        format!(
            "{root}/a/z.html:0-5\tcountry/NER\tNiger\n{root}/b/deep/x.txt:0-4\tcountry/MLI\tMali\n{root}/b/y.md:0-4\tcountry/TCD\tChad\n"
        )
    );
    assert_eq!(
        run.errors,
        format!(
            "gaztag: warning: {root}: 1 file of other formats, by their names, was not read; --glob '*' or --input reads them as well\n"
        )
    );
    assert_eq!(run.code, 0);
    for (globs, out) in [
        (&["*.log"][..], "Ghana\n"),
        (&["*"], "Niger\nGhana\nMali\nChad\n"),
        (&["!*.md", "!*.log"], "Niger\nMali\n"),
        (&["b/**"], "Mali\nChad\n"),
        (&["*.{md,log}", "!a/"], "Chad\n"),
    ] {
        let mut arguments = vec!["-r", "-o", &root];
        globs.iter().for_each(|glob| arguments.extend(["--glob", glob]));
        assert_eq!(tag(&arguments, ""), ok(out), "{globs:?}");
    }
    assert_eq!(tag(&["-r", "-o", "--input", "text", &root], "").out, "Niger\nGhana\nMali\nChad\n");
    let run = tag(&["-r", "--glob", "a{", &root], "");
    assert!(run.code == 2 && run.errors.contains("--glob \"a{\": "), "{}", run.errors);
    let run = tag(&[&root], "");
    assert!(run.code == 2 && run.errors.contains("-r reads the files in it"), "{}", run.errors);
    assert_eq!(tag(&["--glob", "*"], "Mali").code, 2);
    // Without a path, the current directory.
    let out = common::gaztag(&["tag", "-r", "-o", "--glob", "*.md"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(out.stdout).unwrap(), "Chad\n");
}

#[test]
fn rows_of_tables_are_documents() {
    let folder = TempDir::new().unwrap();
    let lines = "\u{FEFF}nr,body,id\r\n\r\n1,\"Mali\nleft \"\"ECOWAS\"\"\",x\r\n2,Chad,b\r\n\r\n3,\"In\n\nNiger\",\r\n4,,e\r\n";
    let path = file(&folder, "news.csv", lines);
    let run = tag(&["--tsv", "--text-column", "body", &path], "");
    let rows: Vec<Vec<&str>> =
        run.out.lines().skip(1).map(|row| row.split('\t').take(4).collect()).collect();
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    assert_eq!(
        rows,
        [
            ["x", "0", "4", "Mali"],
            ["x", "11", "17", "ECOWAS"],
            ["b", "0", "4", "Chad"],
            // The line where the row begins.
            ["7", "4", "9", "Niger"],
        ]
    );
    let run = tag(&["-o", "--input", "csv", "--text-column", "body"], lines);
    assert_eq!(run, ok("Mali\nECOWAS\nChad\nNiger\n"));
    // The id of a number is text in JSON too.
    let run = tag(&["--json", "--text-field", "body", "--id-field", "nr", &path], "");
    assert!(run.out.starts_with("{\"doc\":\"1\",\"start\":0,"), "{}", run.out);
    assert_eq!(tag(&["-o", &file(&folder, "empty.csv", "")], "").code, 1);
    assert_eq!(tag(&["-o", &file(&folder, "header.csv", "text\n")], "").code, 1);
    let run = tag(&["-o", &file(&folder, "old.csv", "text,id\rMali,1\rChad,2\r")], "");
    assert!(run.code == 2 && run.errors.contains("carriage returns alone"), "{}", run.errors);
}

#[test]
fn mistakes_in_tables_have_a_place() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "bad.csv", "id,body\n1,Mali\n");
    assert_eq!(
        tag(&["-o", &path, &file(&folder, "good.txt", "Chad")], ""),
        Run {
            code: 2,
            out: "Chad\n".into(),
            errors: format!(
                "gaztag: {path}: no column \"text\"; the columns are id, body; --text-column names another\n"
            ),
        }
    );
    let path = file(
        &folder,
        "rows.csv",
        "id,text\n1,Mali\n2,Chad,more\n\n3\n4,Niger\n5,\"Ghana\n6,Togo\n",
    );
    for threads in ["1", "2"] {
        let run = tag(&["-o", "-j", threads, &path], "");
        let expected = "as in the header, found";
        assert_eq!((run.code, run.out.as_str()), (2, "Mali\nNiger\n"), "{}", run.errors);
        let errors: Vec<&str> = run.errors.lines().collect();
        assert!(
            errors[0]
                .starts_with(&format!("gaztag: {path}: line 3: expected 2 columns {expected} 3;")),
            "{errors:?}"
        );
        assert!(
            errors[1]
                .starts_with(&format!("gaztag: {path}: line 5: expected 2 columns {expected} 1;")),
            "{errors:?}"
        );
        assert_eq!(
            errors[2..],
            [format!("gaztag: {path}: line 7: a quote in this row is not closed")]
        );
    }
    let path = file(&folder, "bytes.csv", b"text\nMali \xFF\n");
    let run = tag(&["-o", &path], "");
    assert_eq!((run.code, run.out.as_str()), (0, "Mali\n"));
    assert!(
        run.errors.contains(": line 2: 1 lone surrogate or ill-formed sequence replaced"),
        "{}",
        run.errors
    );
    for arguments in [["--stream", &path], ["--binary", &path]] {
        assert_eq!(tag(&arguments, "").code, 2, "{arguments:?}");
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn columns_need_a_feature() {
    let folder = TempDir::new().unwrap();
    let advice = "Parquet and Arrow IPC need a gaztag with the feature parquet: cargo install gaztag-cli --features parquet\n";
    let [first, ..] = ["a.parquet", "b.feather", "c.arrow"].map(|name| file(&folder, name, "PAR1"));
    file(&folder, "d.txt", "Mali");
    let run = tag(&["-o", &first], "");
    assert_eq!((run.code, run.errors), (2, format!("gaztag: {first}: {advice}")));
    let run = tag(&["-r", "-o", &folder.path().display().to_string()], "");
    assert_eq!((run.code, run.out.as_str()), (2, "Mali\n"));
    assert_eq!(run.errors, format!("gaztag: {first} and 2 more files: {advice}"));
    assert_eq!(tag(&["--input", "parquet"], "").errors, format!("gaztag: -: {advice}"));
    let run = tag(&["--parquet", &first], "Mali");
    assert!(run.code == 2 && run.errors.contains("--features parquet"), "{}", run.errors);
    assert_eq!(fs::read(&first).unwrap(), b"PAR1");
}

#[test]
fn fields_inside_objects_are_read() {
    let lines = "{\"doc\":{\"id\":9,\"body\":{\"text\":\"Mali\"}}}\n{\"doc\":{\"body\":{\"text\":\"Chad\"}}}\n{\"doc\":{\"body\":\"Togo\"}}\n";
    let run =
        tag(&["--input", "jsonl", "--text-field", "doc.body.text", "--id-field", "doc.id"], lines);
    assert_eq!(
        (run.code, run.out.as_str()),
        (2, "9:0-4\tcountry/MLI\tMali\n2:0-4\tcountry/TCD\tChad\n")
    );
    assert!(
        run.errors.contains("line 3: no field \"doc.body.text\"; --text-field names another"),
        "{}",
        run.errors
    );
}
