//! Texts, ids and names of files cannot control a terminal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(target_os = "linux")]

mod common;

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

use common::{file, gaztag, tag};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use tempfile::TempDir;

/// Returns what `gaztag` writes to a terminal, without the carriage returns that the terminal adds.
fn shown(arguments: &[&str]) -> String {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&controller).unwrap();
    unlockpt(&controller).unwrap();
    let name = ptsname(&controller, Vec::new()).unwrap();
    let terminal = OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("gaztag"));
    command
        .args(arguments)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .stdout(terminal.try_clone().unwrap())
        .stderr(terminal);
    let mut child = command.spawn().unwrap();
    drop(command);
    let mut out = Vec::new();
    // A terminal ends with an error.
    let _ = File::from(controller).read_to_end(&mut out);
    child.wait().unwrap();
    String::from_utf8(out).unwrap().replace("\r\n", "\n")
}

/// Whether a text contains a character that could control a terminal.
fn controls(text: &str) -> bool {
    text.chars().any(|c| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    })
}

const NASTY: &str = "\u{1b}]0;title\u{7} Burkina\n\tFaso \u{9b}31m \u{7f} Mali\r\u{202e} \u{8}";

#[test]
fn painted_text_shows_controls_and_keeps_line_breaks_and_tabs() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "a.txt", NASTY);
    let out = shown(&["tag", &path]);
    let expected = "\\x1b]0;title\\x07 \x1b[1;32mBurkina\n\tFaso\x1b[0m \\u{9b}31m \\x7f \x1b[1;32mMali\x1b[0m\\x0d\\u{202e} \\x08\n";
    assert!(out.starts_with(expected), "{out:?}");
    assert_eq!(tag(&["--color", "always", &path], "").out.lines().next(), expected.lines().next());
    // Line ends of Windows are kept.
    assert!(
        shown(&["tag", "--color", "never", &file(&folder, "b.txt", "In Mali.\r\nIn Chad.\r\n")])
            .starts_with("In Mali.\r\nIn Chad.\r\n")
    );
}

#[test]
fn every_form_is_safe_on_a_terminal() {
    let folder = TempDir::new().unwrap();
    // A tag of HTML inside a name may contain any character.
    let page = "Burkina <b title=\"\u{1b}[31m\u{9b}1m\">\n Faso\u{202e}";
    let path = file(&folder, "x\u{1b}[2J.html", page);
    let own = file(&folder, "own.tsv", "key\tform\ncompany/acme\tAcme Corp\n");
    for form in ["-H", "-o", "--tsv", "--json", "-c", "--explain"] {
        let out = shown(&[
            "tag",
            "--input",
            "html",
            "--color",
            "never",
            "--gazetteer",
            &own,
            form,
            &path,
        ]);
        assert!(!controls(&out) && !out.is_empty(), "{form}: {out:?}");
        if form == "--json" {
            let value: serde_json::Value = serde_json::from_str(out.trim_end()).unwrap();
            assert_eq!(
                (value["doc"].as_str().unwrap(), value["text"].as_str().unwrap()),
                (path.as_str(), page.trim_end_matches('\u{202e}'))
            );
        }
    }
    let line = "{\"id\":\"\u{7f}\u{9b}\\u001b\",\"text\":\"Mali\"}\n";
    let lines = file(&folder, "a.jsonl", line);
    for form in ["-H", "-o", "--tsv", "--json", "--explain"] {
        let out = shown(&["tag", "--input", "jsonl", form, &lines]);
        assert!(!controls(&out) && !out.is_empty(), "{form}: {out:?}");
    }
}

#[test]
fn messages_are_safe() {
    let folder = TempDir::new().unwrap();
    let name = folder.path().join("no\u{1b}[31m\nsuch\u{9b}");
    let name = name.to_str().unwrap();
    for run in [
        tag(&[name], ""),
        tag(&["--gazetteer", name], "Mali"),
        tag(&["--kind", name], "Mali"),
        tag(&[&format!("--{name}")], ""),
        tag(&["--lang", name], ""),
    ] {
        assert_eq!(run.code, 2);
        assert!(!controls(&run.errors) && run.errors.contains("such\\u{9b}"), "{:?}", run.errors);
    }
    assert_eq!(tag(&[name], "").errors.lines().count(), 1);
    let bad = file(&folder, "bad\u{1b}.tsv", "key\tform\trole\ncompany/a\tA\tn\u{1b}[31m\n");
    let run = gaztag(&["check", &bad]).output().unwrap();
    assert!(!controls(&String::from_utf8(run.stderr).unwrap()));
    let run = tag(&["--input", "jsonl", "--text-field", "\u{1b}[31m"], "{}");
    assert!(!controls(&run.errors), "{:?}", run.errors);
    // An error in the arguments keeps its lines.
    assert!(tag(&["--no-such"], "").errors.lines().count() > 1);
}

#[test]
fn text_in_a_pipe_is_not_escaped_and_a_mention_is_one_line() {
    let page = "Burkina <b title=\"\u{1b}[31m\">\r\n Faso and Burkina\n\tFaso";
    let run = tag(&["--input", "html", "-o"], page);
    assert_eq!(run.out, "Burkina <b title=\"\u{1b}[31m\">   Faso\nBurkina  Faso\n");
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "two\nlines.txt", "Mali");
    assert_eq!(tag(&["-H", &path], "").out.lines().count(), 1);
}

#[test]
fn names_that_are_not_unicode_leave_json_valid() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(OsStr::from_bytes(b"a\xFF\"\n.txt"));
    fs::write(&path, "Mali").unwrap();
    let run = gaztag(&["tag", "--json"]).arg(&path).output().unwrap();
    let value: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert!(value["doc"].as_str().unwrap().ends_with("a\u{FFFD}\"\n.txt"), "{value}");
}
