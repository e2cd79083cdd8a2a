//! Modules import downwards only, files do not import each other in a circle, and unsafe code is
//! only where it may be.
//!
//! The test reads the paths of the library's sources that begin with `crate`, `super`, `self`, a
//! child module, or a name that a `use` brought in. Whoever imports an item that a module only
//! exports again, as by `pub use child::Item`, imports the file that the item comes from.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod imports;

use std::collections::BTreeMap;
use std::path::Path;

use imports::{Graph, Source, tokens};

/// The modules of each layer, the lowest first.
const LAYERS: [&[&str]; 8] = [
    &["span", "date", "entity", "cue", "mention", "text", "error", "limits", "bytes"],
    &["fold", "boundary", "words", "hashtag", "link", "prefilter"],
    &["automaton"],
    &["image"],
    &["gazetteer"],
    &["resolve"],
    &["tagger", "incremental", "batch", "offsets", "explain", "serialize", "about", "screen"],
    &["capi"],
];

/// The files that may have unsafe code, beside those of `capi`.
const UNSAFE: [&str; 3] = ["prefilter/sse2.rs", "prefilter/avx2.rs", "prefilter/neon.rs"];

/// The files of the library.
fn sources() -> Vec<Source> {
    let sources = imports::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 60, "only {} files were read", sources.len());
    sources
}

/// Imports of modules in higher layers, and of what `lib.rs` exports.
fn upward(graph: &Graph) -> Vec<String> {
    let mut found = Vec::new();
    for (module, edges) in graph.edges.iter().filter(|(module, _)| !module.is_empty()) {
        for (target, path) in edges {
            let is_wrong = if target.is_empty() {
                layer(module) != layer("capi")
            } else {
                layer(target) > layer(module)
            };
            if is_wrong {
                found.push(format!("{module} imports {path}, which is above it"));
            }
        }
    }
    found
}

/// The number of a module's layer.
fn layer(module: &str) -> usize {
    let first = module.split("::").next().unwrap();
    LAYERS
        .iter()
        .position(|modules| modules.contains(&first))
        .unwrap_or_else(|| panic!("module {first} is in no layer; add it to tests/layering.rs"))
}

#[test]
fn imports_point_downwards() {
    let graph = Graph::new(&sources());
    let count: usize = graph.edges.values().map(BTreeMap::len).sum();
    assert!(count > 200, "only {count} imports were read");
    assert_eq!(upward(&graph), [""; 0]);
}

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    let circles = Graph::new(&sources()).circles();
    assert!(circles.is_empty(), "{circles:#?}");
}

/// The C ABI could be written by a user of the crate.
#[test]
fn the_c_abi_uses_only_what_is_exported() {
    let graph = Graph::new(&sources());
    let mut count = 0;
    for (module, edges) in graph.edges.iter().filter(|(module, _)| module.starts_with("capi")) {
        for (target, path) in edges {
            let is_own = target.starts_with("capi");
            assert!(
                is_own || target.is_empty(),
                "{module} imports {path}, which lib.rs does not export"
            );
            count += usize::from(!is_own);
        }
    }
    assert!(count > 8, "only {count} imports were read");
}

#[test]
fn only_some_files_have_unsafe_code() {
    for Source { name, text } in sources() {
        if !name.starts_with("capi/") && !UNSAFE.contains(&&*name) {
            assert!(!tokens(&text).contains(&"unsafe"), "{name} has unsafe code");
        }
    }
}

fn graph(sources: &[(&str, &str)]) -> Graph {
    let sources: Vec<Source> = sources.iter().map(|(name, text)| Source::new(name, text)).collect();
    Graph::new(&sources)
}

#[test]
fn upward_imports_are_found() {
    let lib = ("lib.rs", "pub use tagger::Tagger; mod fold; mod tagger;");
    let tagger = ("tagger/mod.rs", "pub(crate) use self::scanner::Scanner; mod scanner;");
    let scanner = ("tagger/scanner.rs", "pub(in crate::tagger) struct Scanner;");
    for code in [
        "use crate::tagger::Tagger;",
        "use crate::{\n    limits,\n    tagger::{\n        self as t, Tagger,\n    },\n};",
        "fn f() -> Option<super::tagger::scanner::Scanner> { None }",
        "fn f() { let x = \"//\"; crate::tagger::scanner::scan::<u8>(x, '\"') }",
        "use crate::Tagger;",
        "pub(crate) use self::super::tagger::{Tagger as T};",
    ] {
        let graph = graph(&[lib, tagger, scanner, ("fold.rs", code), ("limits.rs", "")]);
        assert_eq!(upward(&graph).len(), 1, "{code}");
    }
    for code in [
        "// use crate::tagger::Tagger;",
        "/* use crate::tagger::Tagger; */",
        "const A: &str = \"use crate::tagger::Tagger;\"; const B: &str = r#\"crate::tagger::T\"#;",
        "use crate::limits::SIZE; pub(in crate::tagger) fn f<'a>(_: &'a u8) {}",
        "#[cfg(test)]\nmod tests { use crate::tagger::Tagger; }",
    ] {
        let graph = graph(&[lib, tagger, scanner, ("fold.rs", code), ("limits.rs", "")]);
        assert_eq!(upward(&graph), [""; 0], "{code}");
    }
}

#[test]
fn circles_are_found() {
    let lib = ("lib.rs", "mod fold;");
    // A child that imports what its parent declares, where the parent calls the child.
    let parent = "mod table; pub struct Class; fn f() { table::find() }";
    let child = "use super::Class; pub fn find() {}";
    let found = graph(&[lib, ("fold/mod.rs", parent), ("fold/table.rs", child)]).circles();
    assert_eq!(found, ["fold, fold::table"]);
    // Two files that import each other by way of their parent's re-exports.
    let parent = "mod a; mod b; pub use a::A; pub(crate) use b::{B as Second};";
    let (a, b) = ("use crate::fold::Second; pub struct A;", "use super::A; pub struct B;");
    let found = graph(&[lib, ("fold/mod.rs", parent), ("fold/a.rs", a), ("fold/b.rs", b)]);
    assert_eq!(found.circles(), ["fold::a, fold::b"]);
    // A path that begins with the name of a module that was imported.
    let (a, b) = ("use crate::fold as f; fn g() { f::b::g() }", "use super::a::g; pub fn g() {}");
    let parent = "mod a; mod b;";
    let found = graph(&[lib, ("fold/mod.rs", parent), ("fold/a.rs", a), ("fold/b.rs", b)]);
    assert_eq!(found.circles(), ["fold::a, fold::b"]);
    // A re-export alone makes no circle.
    let parent = "mod a; mod b; pub use a::A; pub use b::B;";
    let (a, b) = ("pub struct A;", "use super::A; pub struct B;");
    let found = graph(&[lib, ("fold/mod.rs", parent), ("fold/a.rs", a), ("fold/b.rs", b)]);
    assert_eq!(found.circles(), [""; 0]);
}
