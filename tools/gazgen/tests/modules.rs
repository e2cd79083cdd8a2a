//! The files of gazgen import each other without a circle.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

#[path = "../../../tests/imports/mod.rs"]
mod imports;

use std::collections::BTreeMap;
use std::path::Path;

use imports::Graph;

#[test]
fn files_import_each_other_without_a_circle() {
    let sources = imports::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let graph = Graph::new(&sources);
    let count: usize = graph.edges.values().map(BTreeMap::len).sum();
    assert!(graph.edges.len() > 15 && count > 40, "only {count} imports were read");
    let circles = graph.circles();
    assert!(circles.is_empty(), "{circles:#?}");
}
