//! `gaztag build -o`: a file is written completely or not changed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(unix)]

mod common;

use std::fs::{self, File, Permissions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};

use common::{file, gaztag};
use predicates::prelude::*;
use tempfile::TempDir;

const ROWS: &str = "key\tform\nthing/zyx\tZyx Corp\n";

fn build(rows: &str, output: &Path) -> assert_cmd::assert::Assert {
    gaztag(&["build", "--no-builtin", rows, "-o", output.to_str().unwrap()]).assert()
}

fn is_image(bytes: &[u8]) -> bool {
    gaztag::Gazetteer::from_image(bytes).is_ok()
}

/// The names in a folder, to check that no temporary file is left.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

/// Runs a shell script with `$GAZTAG`, `$ROWS` and `$OUT`.
fn shell(script: &str, rows: &str, output: &Path) -> Output {
    let program = assert_cmd::cargo::cargo_bin("gaztag");
    Command::new("sh")
        .args(["-c", script])
        .env("GAZTAG", program)
        .env("ROWS", rows)
        .env("OUT", output)
        .output()
        .unwrap()
}

#[test]
fn programs_that_have_the_old_file_open_keep_its_content() {
    let folder = TempDir::new().unwrap();
    let rows = file(&folder, "own.tsv", ROWS);
    let image = folder.path().join("x.gaz");
    fs::write(&image, b"what was there before").unwrap();
    let mut old = File::open(&image).unwrap();
    build(&rows, &image).success();
    let mut text = String::new();
    old.read_to_string(&mut text).unwrap();
    assert_eq!(text, "what was there before");
    assert!(is_image(&fs::read(&image).unwrap()));
    assert_eq!(names(folder.path()), ["own.tsv", "x.gaz"]);
}

#[test]
fn a_write_that_fails_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let rows = file(&folder, "own.tsv", ROWS);
    let image = folder.path().join("x.gaz");
    fs::write(&image, b"good").unwrap();
    // A file may not grow beyond a block of 512 bytes, as on a disk that is full.
    let run = shell(
        "trap '' XFSZ; ulimit -f 1; exec \"$GAZTAG\" build \"$ROWS\" -o \"$OUT\"",
        &rows,
        &image,
    );
    assert_eq!(run.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&run.stderr).contains(&format!("gaztag: {}: ", image.display())),
        "{run:?}"
    );
    assert_eq!(
        (fs::read(&image).unwrap(), names(folder.path())),
        (b"good".to_vec(), vec!["own.tsv".to_owned(), "x.gaz".to_owned()])
    );
    build(&rows, Path::new("/dev/full"))
        .code(2)
        .stdout("")
        .stderr(predicate::str::starts_with("gaztag: /dev/full: "));
    build(&rows, &folder.path().join("no/such/x.gaz"))
        .code(2)
        .stderr(predicate::str::contains("no/such/x.gaz: "));
    build(&rows, folder.path()).code(2).stderr(predicate::str::contains("a directory"));
}

#[test]
fn a_file_or_folder_without_permission_is_not_changed() {
    let folder = TempDir::new().unwrap();
    let rows = file(&folder, "own.tsv", ROWS);
    let program = folder.path().join("gaztag");
    fs::copy(assert_cmd::cargo::cargo_bin("gaztag"), &program).unwrap();
    let (open, closed) = (folder.path().join("open"), folder.path().join("closed"));
    fs::create_dir(&open).unwrap();
    fs::create_dir(&closed).unwrap();
    for (folder, permissions) in [(&open, 0o777), (&closed, 0o555)] {
        let image = folder.join("x.gaz");
        fs::write(&image, b"good").unwrap();
        fs::set_permissions(&image, Permissions::from_mode(0o444)).unwrap();
        fs::set_permissions(folder, Permissions::from_mode(permissions)).unwrap();
    }
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    // Root may write anything, so another user tries.
    let root = fs::metadata(&rows).unwrap().uid() == 0;
    for image in [open.join("x.gaz"), closed.join("x.gaz"), closed.join("new.gaz")] {
        let mut command = Command::new(&program);
        command.args(["build", "--no-builtin", &rows, "-o"]).arg(&image);
        if root {
            command.uid(65534).gid(65534);
        }
        let run = command.output().unwrap();
        let errors = String::from_utf8_lossy(&run.stderr);
        assert!(
            run.status.code() == Some(2)
                && errors.contains(&format!("gaztag: {}: Permission denied", image.display())),
            "{errors}"
        );
    }
    for folder in [&open, &closed] {
        assert_eq!(
            (fs::read(folder.join("x.gaz")).unwrap(), names(folder)),
            (b"good".to_vec(), vec!["x.gaz".to_owned()])
        );
    }
    // So that the folder can be removed.
    fs::set_permissions(&closed, Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn an_output_that_is_an_input_is_refused() {
    let folder = TempDir::new().unwrap();
    let rows = file(&folder, "same.tsv", ROWS);
    let (soft, hard) = (folder.path().join("soft"), folder.path().join("hard"));
    symlink(&rows, &soft).unwrap();
    fs::hard_link(&rows, &hard).unwrap();
    for output in [
        Path::new(&rows),
        &soft,
        &hard,
        &folder.path().join("../").join(folder.path().file_name().unwrap()).join("same.tsv"),
    ] {
        build(&rows, output)
            .code(2)
            .stdout("")
            .stderr(predicate::str::contains("same.tsv").and(predicate::str::contains("an input")));
    }
    assert_eq!(fs::read_to_string(&rows).unwrap(), ROWS);
}

#[test]
fn permissions_are_those_of_a_new_file_or_of_the_old_one() {
    let folder = TempDir::new().unwrap();
    let rows = file(&folder, "own.tsv", ROWS);
    for (mask, expected) in [("022", 0o644), ("027", 0o640), ("000", 0o666)] {
        let image = folder.path().join(format!("{mask}.gaz"));
        assert!(
            shell(
                &format!("umask {mask}; exec \"$GAZTAG\" build \"$ROWS\" -o \"$OUT\""),
                &rows,
                &image
            )
            .status
            .success()
        );
        assert_eq!(mode(&image), expected, "umask {mask}");
    }
    let image = folder.path().join("old.gaz");
    for expected in [0o600, 0o664, 0o755] {
        fs::write(&image, "old").unwrap();
        fs::set_permissions(&image, Permissions::from_mode(expected)).unwrap();
        build(&rows, &image).success();
        assert_eq!(mode(&image), expected);
        assert!(is_image(&fs::read(&image).unwrap()));
    }
}

#[test]
fn the_target_of_a_link_is_replaced_and_not_the_link() {
    let folder = TempDir::new().unwrap();
    let rows = file(&folder, "own.tsv", ROWS);
    fs::create_dir(folder.path().join("far")).unwrap();
    let (target, near, link) = (
        folder.path().join("far/target.gaz"),
        folder.path().join("far/near"),
        folder.path().join("link.gaz"),
    );
    symlink("target.gaz", &near).unwrap();
    symlink("far/near", &link).unwrap();
    // The first time the link dangles.
    for _ in 0..2 {
        build(&rows, &link).success();
        assert!(link.is_symlink() && near.is_symlink() && !target.is_symlink());
        assert!(is_image(&fs::read(&target).unwrap()));
        fs::write(&target, "old").unwrap();
    }
    assert_eq!(names(&folder.path().join("far")), ["near", "target.gaz"]);
    let circle = folder.path().join("circle");
    symlink("circle", &circle).unwrap();
    build(&rows, &circle).code(2).stderr(predicate::str::contains("circle"));
    assert!(circle.is_symlink());
}

#[test]
fn pipes_and_devices_are_written_to() {
    let folder = TempDir::new().unwrap();
    let rows = file(&folder, "own.tsv", ROWS);
    build(&rows, Path::new("/dev/null")).success();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    // Standard output has the image alone, whether it is a pipe or a file; the summary goes to
    // standard error.
    let run = build(&rows, Path::new("/dev/stdout"))
        .success()
        .stderr(predicate::str::contains("1 entity, 1 form"));
    assert!(is_image(&run.get_output().stdout));
    let image = folder.path().join("x.gaz");
    assert!(
        shell("\"$GAZTAG\" build --no-builtin \"$ROWS\" -o /dev/stdout > \"$OUT\"", &rows, &image)
            .status
            .success()
    );
    assert!(is_image(&fs::read(&image).unwrap()));
    // A named pipe is not replaced.
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::read(pipe).unwrap())
    };
    build(&rows, &pipe).success();
    assert!(is_image(&reader.join().unwrap()));
    assert!(!fs::symlink_metadata(&pipe).unwrap().is_file());
}
