//! Replays the inputs that fuzzing found: every file of `fuzz/cases`, by the code of the fuzz
//! targets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "tests"
)]
#![allow(unsafe_code, clippy::undocumented_unsafe_blocks, reason = "calls of C")]
#![cfg(all(feature = "builtin", feature = "std"))]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;

fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/cases").join(name);
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "no cases of {name}");
    for file in files {
        // If a case fails, it is the last one that is printed.
        println!("{}", file.display());
        target(&fs::read(&file).unwrap());
    }
}

#[test]
fn image() {
    replay("image", targets::image);
}

#[test]
fn tag() {
    replay("tag", |input| targets::tag(input, true));
}

#[test]
fn gazetteer() {
    replay("gazetteer", targets::gazetteer);
}

#[cfg(feature = "capi")]
#[test]
fn capi() {
    replay("capi", targets::capi);
}
