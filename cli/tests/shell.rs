//! Completions, pages of the manual, default options, Ctrl-C, and what a terminal shows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::fs;

use common::gaztag;
use tempfile::TempDir;

fn printed(arguments: &[&str]) -> String {
    let output = gaztag(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn completions_and_pages_of_the_manual_name_the_options() {
    for (shell, start) in [("bash", "_gaztag()"), ("zsh", "#compdef gaztag"), ("fish", "")] {
        let script = printed(&["completions", shell]);
        assert!(script.starts_with(start), "{shell}");
        for word in ["min-confidence", "replace", "completions"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    assert!(printed(&["man"]).contains(".TH gaztag 1"));
    let page = printed(&["man", "tag"]);
    assert!(page.contains("gaztag\\-tag") && page.contains("\\-\\-pairs"), "{page}");
    let folder = TempDir::new().unwrap();
    let to = folder.path().to_str().unwrap();
    assert_eq!(printed(&["man", "--to", to]), "");
    let mut pages: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    pages.sort_unstable();
    assert!(pages.len() > 12 && pages[0] == "gaztag-blocs.1", "{pages:?}");
    for page in pages {
        // No command is without a page, and each page is that which is printed.
        let written = fs::read_to_string(folder.path().join(&page)).unwrap();
        let name = page.strip_suffix(".1").unwrap();
        let command: Vec<&str> = name.split('-').skip(1).collect();
        assert_eq!(printed(&[&["man"], &*command].concat()), written, "{page}");
        assert!(written.contains(&format!(".TH {name} 1")), "{page}");
    }
    assert_eq!(
        gaztag(&["man", "--to", "/no/such/folder"]).output().unwrap().status.code(),
        Some(2)
    );
    assert_eq!(gaztag(&["man", "nope"]).output().unwrap().status.code(), Some(2));
    assert_eq!(gaztag(&["completions", "nope"]).output().unwrap().status.code(), Some(2));
}

#[test]
fn default_options_come_from_the_environment() {
    let run = |options: &str, arguments: &[&str]| {
        let output = gaztag(arguments)
            .env("GAZTAG_OPTS", options)
            .write_stdin("gold in Mali")
            .output()
            .unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(run("-o --kind 'country'", &["tag"]), (0, "Mali\n".into()));
    assert_eq!(
        run("--min-confidence 100", &["tag", "--min-confidence", "0", "-o"]),
        (0, "gold\nMali\n".into())
    );
    assert_eq!(run("", &["tag", "-o"]), (0, "gold\nMali\n".into()));
    // They are options of `tag`.
    assert_eq!(run("-o", &["replace"]), (0, "mineral/gold in country/MLI".into()));
    assert_eq!(run("'-o", &["tag"]).0, 2);
    assert_eq!(run("--nope", &["tag"]).0, 2);
}

#[test]
fn errors_by_default_options_name_them() {
    let errors = |options: &str, arguments: &[&str]| {
        let output =
            gaztag(arguments).env("GAZTAG_OPTS", options).write_stdin("").output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{options} {arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    for (options, arguments) in [
        ("--json", &["tag", "--tsv"][..]),
        ("--nope", &["tag"]),
        ("-o", &["tag", "--id-format", "alpha3"]),
        ("-jc 'x'", &["tag"]),
        ("--keep=day", &["tag"]),
        ("--kind 'rivers'", &["tag"]),
        ("--gazetteer no/such.tsv", &["tag", "-o"]),
    ] {
        let errors = errors(options, arguments);
        let end = format!("gaztag: GAZTAG_OPTS adds to these arguments: {options}\n");
        assert!(errors.ends_with(&end), "{errors}");
    }
    // They have nothing to do with other errors.
    for (options, arguments) in [
        ("--json", &["tag", "--nope"][..]),
        ("--json", &["tag", "--kind", "rivers"]),
        ("--json", &["members", "nope"]),
        ("", &["tag", "--nope"]),
    ] {
        assert!(!errors(options, arguments).contains("GAZTAG_OPTS"), "{options} {arguments:?}");
    }
}

#[test]
fn the_version_is_that_of_the_program() {
    let version = printed(&["--version"]);
    assert!(version.starts_with("gaztag ") && version.contains("(data "), "{version}");
    for arguments in [["tag", "--version"], ["replace", "-V"], ["man", "--version"]] {
        assert_eq!(printed(&arguments), version);
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use super::*;
    use std::io::{Read, Write};
    use std::process::{Command, Stdio};

    /// Starts the program with a pipe that stays open as its input, and interrupts it after its
    /// first output.
    fn interrupted(arguments: &[&str], input: &[u8]) -> (Option<i32>, String, String) {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("gaztag"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        pipe.write_all(input).unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut text = vec![0; 1];
        out.read_exact(&mut text).unwrap();
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        out.read_to_end(&mut text).unwrap();
        let output = child.wait_with_output().unwrap();
        drop(pipe);
        let [text, errors] = [text, output.stderr].map(|text| String::from_utf8(text).unwrap());
        (output.status.code(), text, errors)
    }

    #[test]
    fn an_interrupt_ends_a_read_that_blocks() {
        let (code, out, errors) =
            interrupted(&["tag", "-o", "--input", "jsonl"], b"{\"text\":\"Mali\"}\n");
        assert_eq!((code, out.as_str()), (Some(130), "Mali\n"));
        assert_eq!(errors, "gaztag: interrupted; bytes read: 16, mentions: 1\n");
    }

    #[test]
    fn an_interrupt_ends_the_judging_of_a_text() {
        let folder = TempDir::new().unwrap();
        let names = 400_000;
        let text = "Mali\n".repeat(names);
        let path = super::common::file(&folder, "a.txt", &text);
        let lines = super::common::file(
            &folder,
            "a.jsonl",
            format!("{}\n", serde_json::json!({ "text": text })),
        );
        for arguments in [
            ["tag", "-o", &path],
            ["tag", "--json", &path],
            ["replace", "--with={text}", &path],
            ["tag", "--json", &lines],
        ] {
            let (code, out, errors) = interrupted(&arguments, b"");
            assert_eq!(code, Some(130), "{arguments:?} {errors}");
            // What is printed is whole; a text with replacements ends with one.
            let printed = out.lines().count();
            let is_whole =
                out.ends_with('\n') || arguments[0] == "replace" && out.ends_with("Mali");
            assert!((1..names).contains(&printed) && is_whole, "{arguments:?} {printed}");
            assert!(errors.starts_with("gaztag: interrupted; bytes read: "), "{errors}");
        }
    }

    #[test]
    fn an_interrupt_ends_a_call_that_cannot_be_stopped() {
        let folder = TempDir::new().unwrap();
        let first = super::common::file(&folder, "a.txt", "Mali\n");
        let second = super::common::file(&folder, "b.txt", "Mali\n".repeat(1_000_000));
        for form in ["--explain", "--about"] {
            let (code, out, errors) = interrupted(&["tag", form, &first, &second], b"");
            assert_eq!(code, Some(130), "{form} {errors}");
            assert_eq!(out.lines().count(), 1, "{form} {out}");
        }
    }

    #[test]
    fn an_interrupt_leaves_no_half_page() {
        let folder = TempDir::new().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let page = folder.path().join("page.html");
        fs::write(&page, "old").unwrap();
        let child = Command::new(assert_cmd::cargo::cargo_bin("gaztag"))
            .args(["tag", "--html", page.to_str().unwrap(), pipe.to_str().unwrap()])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = fs::OpenOptions::new().write(true).open(&pipe).unwrap();
        input.write_all(b"Mali").unwrap();
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        assert_eq!(fs::read_to_string(&page).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        drop(input);
    }
}

/// What cannot be written is an error, also of what clap prints.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_of_help_too() {
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["tag", "-V"],
        &["tag", "-h"],
        &["help", "tag"],
        &["man"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("gaztag"));
        let output = command.args(arguments).stdout(full).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(errors.starts_with("gaztag: standard output: No space left"), "{errors}");
    }
    // A reader that closes the output early is not.
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("gaztag"));
    let mut child = command.arg("--help").stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
