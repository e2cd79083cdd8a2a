//! A text has the same mentions as a file, through a pipe and as a line of JSON Lines: it is judged
//! as a whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use common::{Run, file, tag};
use tempfile::TempDir;

/// Texts in which the text after a name decides, with options and expected mentions.
const LATER_DECIDES: [(&str, &[&str], &str); 2] = [
    (
        "The AES met on Monday. Officials from Mali, Niger and Burkina Faso signed.",
        &["--kind", "bloc"],
        "4-7\tbloc/alliance-of-sahel-states\tAES\n",
    ),
    ("Georgia was quiet. Police in Atlanta said so.", &[], ""),
];

/// Returns the mentions of a text, which must be the same from a file, a pipe and a document.
fn found(text: &str, choice: &[&str]) -> String {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "text.txt", text);
    let line = serde_json::json!({ "id": 1, "text": text }).to_string();
    let by_file = tag(&[choice, &[&path]].concat(), "").out;
    let by_pipe = tag(choice, text).out;
    let by_document = tag(&[choice, &["--input", "jsonl"]].concat(), line).out;
    assert_eq!(by_pipe, by_file);
    assert_eq!(by_document.replace("1:", ""), by_file);
    by_file
}

#[test]
fn the_text_after_a_name_decides_for_every_kind_of_input() {
    for (text, choice, mentions) in LATER_DECIDES {
        assert_eq!(found(text, choice), mentions, "{text}");
        // The words that decide are 1.5 MB after the name.
        let (start, end) = text.split_once(". ").unwrap();
        let long = format!("{start}. {}{end}", "Nothing was said. ".repeat(90_000));
        assert_eq!(found(&long, choice), mentions, "{text}, long");
    }
}

#[test]
fn a_stream_is_judged_with_the_text_so_far_with_one_warning() {
    let (georgia, _, _) = LATER_DECIDES[1];
    let run = tag(&["--stream"], georgia);
    assert_eq!((run.code, run.out.as_str()), (0, "0-7\tcountry/GEO\tGeorgia\n"));
    assert_eq!(
        run.errors,
        "gaztag: warning: --stream: names are judged without the text that follows them\n"
    );
    let folder = TempDir::new().unwrap();
    let files: Vec<String> = (0..3).map(|n| file(&folder, &format!("{n}.txt"), georgia)).collect();
    let names: Vec<&str> = files.iter().map(String::as_str).collect();
    for threads in ["1", "2"] {
        let run = tag(&[&["--stream", "-j", threads, "-o"], &names[..]].concat(), "");
        assert_eq!(
            (run.out.as_str(), run.errors.lines().count()),
            ("Georgia\nGeorgia\nGeorgia\n", 1)
        );
    }
}

#[test]
fn a_stream_prints_mentions_before_its_end() {
    let program = assert_cmd::cargo::cargo_bin("gaztag");
    let mut child = Command::new(program)
        .args(["tag", "-o", "--stream"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout) =
        (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for name in ["Mali", "Ghana"] {
        stdin.write_all(format!("{name}. {}", "Nothing more. ".repeat(1_000)).as_bytes()).unwrap();
        let mut answer = String::new();
        stdout.read_line(&mut answer).unwrap();
        assert_eq!(answer.trim_end(), name);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_text_above_the_limit_is_judged_as_a_stream_with_one_warning() {
    let folder = TempDir::new().unwrap();
    let filler = "nothing was said of it and so on\n";
    let text = format!(
        "Georgia was quiet. {} Police in Atlanta said so.",
        filler.repeat((64 << 20) / filler.len())
    );
    assert!(text.len() > 64 << 20);
    let path = file(&folder, "long.txt", &text);
    let Run { code, out, errors } = tag(&["-o", &path], "");
    assert_eq!((code, out.as_str()), (0, "Georgia\n"));
    assert_eq!(
        errors,
        format!(
            "gaztag: warning: {path}: longer than 64 MiB: judged as a stream, each name without the text that follows it\n"
        )
    );
    let run = tag(&["-o", &path, "-", &path], text.as_str());
    assert_eq!(run.out, "Georgia\nGeorgia\nGeorgia\n");
    assert_eq!(
        run.errors,
        format!(
            "{errors}gaztag: warning: 2 more inputs were longer than 64 MiB and judged as streams\n"
        )
    );
    let run = tag(&["--explain", &path], "");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.errors,
        format!(
            "gaztag: {path}: longer than 64 MiB, but --explain reads a text as a whole; split the file\n"
        )
    );
    // A text of exactly the limit is judged as a whole.
    let run = tag(&["-o"], &text[..64 << 20]);
    assert_eq!((run.out.as_str(), run.errors.as_str()), ("Georgia\n", ""));
    let run = tag(&["-o"], format!("{}{}", &text[..(64 << 20) - 20], " Police in Atlanta ."));
    assert_eq!((run.code, run.out.as_str(), run.errors.as_str()), (1, "", ""));
}

#[test]
fn options_that_exclude_each_other_are_refused() {
    for (arguments, why) in [
        (["--stream", "--input", "jsonl"].as_slice(), "line by line"),
        (&["--stream", "--explain"], "whole"),
    ] {
        let run = tag(arguments, "Mali");
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.errors.contains("--stream") && run.errors.contains(why), "{}", run.errors);
    }
}

#[test]
fn the_limit_is_in_the_help() {
    let run = tag(&["--help"], "");
    assert!(run.out.contains("64 MiB") && run.out.contains("512 MiB"), "{}", run.out);
}
