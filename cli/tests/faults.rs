//! What the machine may do to the program: few file descriptors, little memory, a kill.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(target_os = "linux")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Instant;

use common::{file, gaztag};
use tempfile::TempDir;

/// Runs a shell script with `$GAZTAG` in a folder.
fn shell(script: &str, folder: &TempDir) -> Output {
    Command::new("sh")
        .args(["-c", script])
        .env("GAZTAG", assert_cmd::cargo::cargo_bin("gaztag"))
        .current_dir(folder.path())
        .output()
        .unwrap()
}

/// How many files are read at once.
const FILES: usize = 10_000;

#[test]
fn many_files_need_few_descriptors() {
    let folder = TempDir::new().unwrap();
    for at in 0..FILES {
        file(&folder, &format!("{at}.txt"), "Mali");
    }
    for options in ["-r .", "-j 2 -r .", "-j 2 *.txt"] {
        let run = shell(&format!("ulimit -n 16; exec \"$GAZTAG\" tag -c {options}"), &folder);
        assert_eq!(run.status.code(), Some(0), "{options}: {run:?}");
        let counts = String::from_utf8(run.stdout).unwrap();
        assert_eq!(
            counts.split_whitespace().collect::<Vec<_>>()[..3],
            [&FILES.to_string(), "country", "country/MLI"]
        );
    }
}

#[test]
fn a_text_that_memory_is_too_small_for_is_an_error() {
    let folder = TempDir::new().unwrap();
    file(&folder, "large.txt", "Mali and Chad are there.\n".repeat(2_400_000));
    let run = shell("ulimit -v 60000; exec \"$GAZTAG\" tag -c -j 2 large.txt large.txt", &folder);
    assert_eq!(
        (run.status.code(), String::from_utf8(run.stdout).unwrap()),
        (Some(2), String::new())
    );
    let errors = String::from_utf8(run.stderr).unwrap();
    assert_eq!(errors, "gaztag: large.txt: out of memory\n".repeat(2));
}

#[test]
fn closed_descriptors_are_like_empty_ones() {
    let folder = TempDir::new().unwrap();
    let run = shell("exec \"$GAZTAG\" tag <&-", &folder);
    assert_eq!((run.status.code(), run.stderr.len()), (Some(1), 0), "{run:?}");
    let run = shell("echo Mali | \"$GAZTAG\" tag --no-builtin --gazetteer none.tsv 2>&-", &folder);
    assert_eq!((run.status.code(), run.stdout.len()), (Some(2), 0), "{run:?}");
}

/// A file may only grow by some blocks: the write that goes beyond fails, as on a full disk, or
/// kills the program. Both for every number of blocks that the image has.
#[test]
fn every_write_of_a_build_may_fail_or_kill() {
    let folder = TempDir::new().unwrap();
    file(&folder, "own.tsv", "key\tform\nthing/zyx\tZyx Corp\n");
    let build = |blocks: usize, trap: &str| {
        fs::write(folder.path().join("x.gaz"), "old").unwrap();
        let script = format!(
            "{trap} ulimit -c 0; ulimit -f {blocks}; exec \"$GAZTAG\" build --no-builtin own.tsv \
             -o x.gaz"
        );
        let status = shell(&script, &folder).status;
        (status, fs::read(folder.path().join("x.gaz")).unwrap())
    };
    let (status, image) = build(1 << 20, "");
    assert!(status.success());
    // A block has 512 bytes, in some shells 1024.
    let (mut failed, mut killed, mut written) = (0, 0, 0);
    for blocks in 0..=image.len().div_ceil(512) {
        for trap in ["trap '' XFSZ;", ""] {
            let (status, content) = build(blocks, trap);
            match (status.code(), &content[..]) {
                (Some(0), content) if content == image => written += 1,
                (Some(2), b"old") => failed += 1,
                (None, b"old") => killed += 1,
                other => panic!("{blocks} blocks, {trap:?}: {:?}", other.0),
            }
        }
    }
    assert!(failed > 1 && failed == killed && written > 1, "{failed} {killed} {written}");
}

/// Whenever `build` is killed, the file has the old content or all of the new one.
#[test]
fn a_killed_build_leaves_no_part_of_a_file() {
    let folder = TempDir::new().unwrap();
    let mut rows = String::from("key\tform\n");
    for at in 0..20_000 {
        writeln!(rows, "thing/{at}\tZyx {}", at * 7919 % 20_011).unwrap();
    }
    let rows = file(&folder, "own.tsv", rows);
    let image = folder.path().join("x.gaz");
    let image = image.to_str().unwrap();
    let arguments = ["build", "--no-builtin", &rows, "-o", image];
    let began = Instant::now();
    gaztag(&arguments).assert().success();
    let whole = began.elapsed();
    let expected = fs::read(image).unwrap();
    let (mut old, mut new) = (0, 0);
    // Half of the steps are in the last tenth of the time, where the file is written.
    let late = (0..20).map(|step| whole * (180 + step * 2) / 200);
    for after in (0..20).map(|step| whole * step / 20).chain(late).chain([whole * 5]) {
        fs::write(image, b"old").unwrap();
        let mut run = Command::new(assert_cmd::cargo::cargo_bin("gaztag"))
            .args(arguments)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        sleep(after);
        // It may have ended.
        run.kill().unwrap();
        run.wait().unwrap();
        match fs::read(image).unwrap() {
            content if content == b"old" => old += 1,
            content if content == expected => new += 1,
            content => panic!("{} bytes after {after:?}", content.len()),
        }
    }
    assert!(old > 0 && new > 0, "{old} old, {new} new");
}
