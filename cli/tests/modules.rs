//! The files of the command line import each other without a circle.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

#[path = "../../tests/imports/mod.rs"]
mod imports;

use std::collections::BTreeMap;
use std::path::Path;

use imports::{Graph, Source};

#[test]
fn files_import_each_other_without_a_circle() {
    let sources = imports::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let graph = Graph::new(&sources);
    let count: usize = graph.edges.values().map(BTreeMap::len).sum();
    assert!(graph.edges.len() > 25 && count > 60, "only {count} imports were read");
    let circles = graph.circles();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn circles_are_found() {
    let circles_of = |files: &[(&str, &str)]| {
        let mut sources: Vec<Source> =
            files.iter().map(|(name, code)| Source::new(name, code)).collect();
        if !files.iter().any(|(name, _)| *name == "main.rs") {
            sources.push(Source::new("main.rs", ""));
        }
        Graph::new(&sources).circles()
    };
    let error = ("error.rs", "use crate::eval::Mistake;");
    assert_eq!(circles_of(&[error, ("eval.rs", "use crate::arguments;")]), [""; 0]);
    for eval in ["use crate::error::E;", "use crate::{error, tag};", "fn f() -> crate::error::E {}"]
    {
        assert_eq!(circles_of(&[error, ("eval.rs", eval)]), ["error, eval"], "{eval}");
    }
    // A parent that uses its child, and a function of main.rs.
    let child = ("eval/print.rs", "use super::Score;");
    assert_eq!(circles_of(&[("eval.rs", "mod print;"), child]), [""; 0]);
    let parent = ("eval.rs", "mod print;\nfn f() { print::text() }");
    assert_eq!(circles_of(&[parent, child]), ["eval, eval::print"]);
    let main = [("main.rs", "mod tag;\nuse tag::run;"), ("tag.rs", "use crate::report;")];
    assert_eq!(circles_of(&main), ["main, tag"]);
}
