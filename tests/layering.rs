//! Files import downwards only, and unsafe code stands where it may.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of each layer, the lowest first.
const LAYERS: [&[&str]; 7] = [
    &["span", "entity", "mention", "text", "error", "limits", "records"],
    &["fold", "boundary", "words", "prefilter"],
    &["automaton"],
    &["gazetteer"],
    &["resolve"],
    &["tagger", "incremental", "batch", "offsets", "explain"],
    &["capi"],
];

fn layer(room: &str) -> usize {
    LAYERS
        .iter()
        .position(|rooms| rooms.contains(&room))
        .unwrap_or_else(|| panic!("room {room} is in no layer; put it into tests/layering.rs"))
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// The files of the library: their room, their name, their text without tests.
fn sources() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let room = name.split('/').next().unwrap().trim_end_matches(".rs").to_string();
        let text = fs::read_to_string(&path).unwrap();
        (room, name, text.split("#[cfg(test)]\nmod tests").next().unwrap().to_string())
    };
    paths.into_iter().map(read).filter(|(room, _, _)| room != "lib").collect()
}

/// The paths behind `crate::` in a text.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1)).map(|rest| {
        rest.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).next().unwrap()
    })
}

#[test]
fn imports_point_downwards() {
    let mut count = 0;
    for (room, name, text) in sources() {
        for path in imports(&text) {
            let target = path.split("::").next().unwrap();
            if target.is_empty() || target.starts_with(char::is_uppercase) {
                // What lib.rs exports.
                assert_eq!(room, "capi", "{name} imports crate::{path} by way of lib.rs");
                continue;
            }
            assert!(
                layer(target) <= layer(&room),
                "{name} imports crate::{path}, which is above it"
            );
            count += 1;
        }
    }
    assert!(count > 40, "only {count} imports were read");
}

/// The doors of other languages: what a user of the crate could not write does not belong there.
#[test]
fn doors_see_only_what_is_exported() {
    let mut count = 0;
    for (_, name, text) in sources().into_iter().filter(|(room, _, _)| room == "capi") {
        for line in text
            .lines()
            .filter(|line| line.contains("crate::") && !line.trim_start().starts_with("//"))
        {
            let list =
                line.split_once("crate::{").map_or("", |(_, list)| list.split('}').next().unwrap());
            for path in imports(line).chain(list.split(", ")).filter(|path| !path.is_empty()) {
                assert!(
                    path.starts_with(char::is_uppercase),
                    "{name} imports crate::{path}, which lib.rs does not export"
                );
                count += 1;
            }
        }
    }
    assert!(count > 8, "only {count} imports were read");
}

#[test]
fn upward_imports_would_be_seen() {
    let found: Vec<&str> = imports(
        "use crate::tagger::Tagger;\n// use crate::nothing;\nfn f() -> crate::fold::Class {}",
    )
    .collect();
    assert_eq!(found, ["tagger::Tagger", "fold::Class"]);
    assert!(layer("tagger") > layer("fold"));
}

#[test]
fn nothing_else_is_unsafe() {
    for (_, name, text) in sources().into_iter().filter(|(room, name, _)| {
        room != "capi" && !matches!(&**name, "prefilter/sse2.rs" | "prefilter/avx2.rs")
    }) {
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        assert!(!code.contains("unsafe"), "{name} has unsafe code");
    }
}
