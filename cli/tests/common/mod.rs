//! Shared by the tests of the command line: runs it, and writes files for it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    dead_code,
    unreachable_pub,
    reason = "tests, each of which uses a part"
)]

use std::fs;

use tempfile::TempDir;

/// Returns `gaztag` with some arguments.
pub fn gaztag(arguments: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("gaztag").unwrap();
    command.args(arguments);
    command
}

/// The result of a run.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub errors: String,
}

/// Runs `gaztag tag` on bytes on standard input.
pub fn tag(arguments: &[&str], input: impl Into<Vec<u8>>) -> Run {
    let output = gaztag(&["tag"]).args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: text(output.stdout),
        errors: text(output.stderr),
    }
}

/// Writes a file in a folder and returns its path.
pub fn file(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    path.display().to_string()
}
