//! Lines that are not valid JSON or not valid Unicode.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use common::tag;

const OPTIONS: [&str; 2] = ["--input", "jsonl"];

#[test]
fn lone_surrogates_and_ill_formed_bytes_lose_no_document() {
    for (line, out, what) in [
        (
            br#"{"id":1,"text":"\ud800 Mali"}"#.to_vec(),
            "1:4-8\tcountry/MLI\tMali\n",
            "1 lone surrogate or ill-formed sequence",
        ),
        (
            br#"{"id":1,"text":"\uDFFFMali \ud83d\ud83d\ude42 Niger \udc00"}"#.to_vec(),
            "1:3-7\tcountry/MLI\tMali\n1:16-21\tcountry/NER\tNiger\n",
            "3 lone surrogates or ill-formed sequences",
        ),
        (
            b"{\"id\":1,\"text\":\"\xFFMali \xE2\x80 Niger\"}".to_vec(),
            "1:3-7\tcountry/MLI\tMali\n1:12-17\tcountry/NER\tNiger\n",
            "2 lone",
        ),
        // Surrogates as bytes are three ill-formed sequences, as the WHATWG decoder counts them.
        (
            b"{\"id\":1,\"text\":\"\xED\xA0\x80Mali\"}".to_vec(),
            "1:9-13\tcountry/MLI\tMali\n",
            "3 lone",
        ),
        (
            br#"{"id":"\ud800a","text":"Mali"}"#.to_vec(),
            "\"\u{FFFD}a\":0-4\tcountry/MLI\tMali\n",
            "1 lone",
        ),
        (
            b"{\"id\":\"a\xFF\",\"text\":\"Mali\"}".to_vec(),
            "\"a\u{FFFD}\":0-4\tcountry/MLI\tMali\n",
            "1 lone",
        ),
        (
            b"{\"id\":1,\"o\xFF\":\"\xFF\",\"text\":\"Mali\"}".to_vec(),
            "1:0-4\tcountry/MLI\tMali\n",
            "2 lone",
        ),
    ] {
        let run = tag(&OPTIONS, [b"\n".as_slice(), &line].concat());
        assert_eq!((run.code, run.out.as_str()), (0, out), "{}", String::from_utf8_lossy(&line));
        assert!(
            run.errors.starts_with(&format!("gaztag: warning: standard input: line 2: {what}"))
                && run.errors.contains("U+FFFD"),
            "{}",
            run.errors
        );
        assert_eq!(run.errors.lines().count(), 1);
    }
    // A surrogate in a field that is not read is ignored, and a pair is a character.
    let run = tag(&OPTIONS, r#"{"\ud800":"\ud800","id":1,"text":"\ud83d\ude42 Mali"}"#);
    assert_eq!((run.out.as_str(), run.errors.as_str()), ("1:5-9\tcountry/MLI\tMali\n", ""));
    for line in ["{\"text\":\"Mali \\ud8\"}", "{\"text\":\"Mali\n\"}"] {
        assert_eq!(tag(&OPTIONS, line).code, 2, "{line}");
    }
}

/// As for nulls of columns.
#[test]
fn a_text_that_is_null_has_no_mentions() {
    let lines = r#"{"text":null,"n":1}
{"text":"Mali"}
{"text":"","n":1}
"#;
    let run = tag(&OPTIONS, lines);
    assert_eq!(
        (run.code, run.out.as_str(), run.errors.as_str()),
        (0, "2:0-4\tcountry/MLI\tMali\n", "")
    );
    assert_eq!(tag(&OPTIONS, "{\"text\":null}").code, 1);
    // What is inside null is null too.
    let inside = [&OPTIONS[..], &["--text-field", "body.text"]].concat();
    let run = tag(&inside, "{\"body\":null}\n{\"body\":{\"text\":null}}\n");
    assert_eq!((run.code, run.errors.as_str()), (1, ""));
    for line in ["{\"body\":{}}", "{\"body\":1}", "{\"text\":null}"] {
        let run = tag(&inside, line);
        assert!(run.code == 2 && run.errors.contains("no field \"body.text\""), "{}", run.errors);
    }
    let run = tag(&OPTIONS, "{\"text\":true}");
    assert!(run.errors.contains("field \"text\" is not a string or null"), "{}", run.errors);
    // Other forms take it as an empty text.
    for form in ["--json", "--explain", "--about", "-c", "--tsv"] {
        let [null, empty] = ["null", "\"\""]
            .map(|text| tag(&[&OPTIONS[..], &[form]].concat(), format!("{{\"text\":{text}}}")));
        assert_eq!(null, empty, "{form}");
    }
}

#[test]
fn offsets_are_those_of_the_decoded_text() {
    let line = r#"{"id":1,"text":"\ud800\u0430 Mali"}"#;
    for (unit, span) in [("bytes", "1:6-10"), ("utf16", "1:3-7"), ("chars", "1:3-7")] {
        assert!(
            tag(&[&OPTIONS[..], &["--offsets", unit]].concat(), line).out.starts_with(span),
            "{unit}"
        );
    }
}

#[test]
fn repeated_mistakes_are_capped_and_summed() {
    let lines: String = (1..=3_000)
        .map(|n| match n % 3 {
            0 => format!("{{\"id\":{n},\"text\":\"Mali\"}}\n"),
            1 => "{\n".into(),
            _ => format!("{{\"id\":{n},\"text\":\"\\ud800 Niger\"}}\n"),
        })
        .collect();
    for threads in ["1", "2"] {
        let run = tag(&[&OPTIONS[..], &["-o", "-j", threads]].concat(), lines.as_str());
        assert_eq!((run.code, run.out.lines().count()), (2, 2_000));
        let errors: Vec<&str> = run.errors.lines().collect();
        assert_eq!(errors.len(), 22, "{}", run.errors);
        let numbered = |start: &str| errors.iter().filter(|line| line.starts_with(start)).count();
        assert_eq!(
            (
                numbered("gaztag: standard input: line "),
                numbered("gaztag: warning: standard input: line ")
            ),
            (10, 10)
        );
        assert!(
            errors[0].starts_with("gaztag: standard input: line 1: ")
                && errors[1].starts_with("gaztag: warning: standard input: line 2: "),
            "{}",
            run.errors
        );
        assert_eq!(
            errors[20..],
            [
                "gaztag: standard input: 990 more lines with mistakes",
                "gaztag: warning: standard input: 990 more lines with lone surrogates or ill-formed sequences"
            ]
        );
    }
    // Ten are reported for each input.
    let folder = tempfile::TempDir::new().unwrap();
    let path = common::file(&folder, "a.jsonl", "{\n".repeat(11));
    let run = tag(&[&OPTIONS[..], &[&path, &path]].concat(), "");
    assert_eq!(run.errors.lines().count(), 22);
    assert_eq!(
        run.errors
            .lines()
            .filter(|line| *line == format!("gaztag: {path}: 1 more line with mistakes"))
            .count(),
        2
    );
}

#[test]
fn a_line_with_nul_bytes_loses_no_other() {
    let run = tag(
        &[&OPTIONS[..], &["-o"]].concat(),
        "{\"text\":\"Mali\"}\n\0\0\0{\"text\":\"Chad\"}\n{\"text\":\"Niger\"}\n",
    );
    assert_eq!((run.code, run.out.as_str(), run.errors.lines().count()), (2, "Mali\nNiger\n", 1));
    assert!(run.errors.contains("line 2"), "{}", run.errors);
    // An escaped one is text.
    let run = tag(&[&OPTIONS[..], &["-o"]].concat(), "{\"text\":\"\\u0000 Mali\"}");
    assert_eq!((run.code, run.out.as_str(), run.errors.as_str()), (0, "Mali\n", ""));
    let run = tag(&[&OPTIONS[..], &["--binary"]].concat(), "{\"text\":\"Mali\"}");
    assert!(run.code == 2 && run.errors.contains("--binary"), "{}", run.errors);
}
