//! Links in the documentation of the code lead somewhere on docs.rs, which shows only that
//! documentation and not the files of the repository.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

#[path = "imports/files.rs"]
mod files;

use std::fs;
use std::path::Path;

use files::files;

/// The address of the repository, as in Cargo.toml.
const REPOSITORY: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/");

/// The documentation comments of a file, without the blocks of code in them, and the files that it
/// includes as documentation.
fn documentation(code: &str) -> (String, Vec<&str>) {
    let (mut text, mut fenced) = (String::new(), false);
    for line in code.lines() {
        let line = line.trim_start();
        let Some(comment) = line.strip_prefix("///").or(line.strip_prefix("//!")) else { continue };
        fenced ^= comment.trim_start().starts_with("```");
        if !fenced {
            text.push_str(comment);
            text.push('\n');
        }
    }
    let included = code.split("include_str!(\"").skip(1).filter_map(|rest| rest.split('"').next());
    (text, included.filter(|name| name.ends_with(".md")).collect())
}

/// The targets of links, inline and by reference.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let inline = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let by_reference = text
        .lines()
        .filter(|line| line.trim_start().starts_with('['))
        .filter_map(|line| line.split_once("]: "))
        .map(|(_, target)| target.trim())
        // Text after a link at the start of a line is not a target.
        .filter(|target| !target.contains(' '));
    inline.chain(by_reference)
}

/// Whether a target is a file of the repository by its name. Paths of items have no slash and no
/// dot.
fn is_file(target: &str) -> bool {
    !target.contains("://") && target.contains(['/', '.'])
}

#[test]
fn links_lead_somewhere_on_docs_rs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files(&root.join("src"), &mut paths);
    let (mut wrong, mut count) = (Vec::new(), 0);
    for path in &paths {
        let code = fs::read_to_string(path).unwrap();
        let (text, included) = documentation(&code);
        // The README is documentation for its tests only: see `Readme` in src/lib.rs.
        wrong.extend(
            included.iter().filter(|name| **name != "../README.md").map(|name| name.to_string()),
        );
        for target in targets(&text) {
            count += 1;
            let missing = target
                .strip_prefix(REPOSITORY)
                .is_some_and(|file| !root.join(file.split('#').next().unwrap()).exists());
            if is_file(target) || missing {
                wrong.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(count > 50, "only {count} links were read");
    assert!(wrong.is_empty(), "these links are dead on docs.rs:\n{}", wrong.join("\n"));
}

#[test]
fn dead_links_would_be_seen() {
    let code = "/// [a](docs/a.md) [b](Self::b)\n/// ```\n/// [c](d.md)\n/// ```\n//! [e]: f.md\n/// [`E`]: no f.md.\n\
                fn g() {} // [h](i.md)\n#[doc = include_str!(\"j.md\")]";
    let (text, included) = documentation(code);
    let found: Vec<&str> = targets(&text).filter(|target| is_file(target)).collect();
    assert_eq!((found, included), (vec!["docs/a.md", "f.md"], vec!["j.md"]));
    assert!(!is_file("https://example.org/a.md") && !is_file("crate::Tagger"));
}
