//! Modules import downwards only, files do not import each other in a circle, and unsafe code is
//! only where it may be.
//!
//! The test reads the paths of the library's sources that begin with `crate`, `super`, `self`, a
//! child module, or a name that a `use` brought in. Whoever imports an item that a module only
//! exports again, as by `pub use child::Item`, imports the file that the item comes from.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of each layer, the lowest first.
const LAYERS: [&[&str]; 8] = [
    &["span", "entity", "cue", "mention", "text", "error", "limits", "bytes"],
    &["fold", "boundary", "words", "prefilter"],
    &["automaton"],
    &["image"],
    &["gazetteer"],
    &["resolve"],
    &["tagger", "incremental", "batch", "offsets", "explain"],
    &["capi"],
];

/// The files that may have unsafe code, beside those of `capi`.
const UNSAFE: [&str; 2] = ["prefilter/sse2.rs", "prefilter/avx2.rs"];

/// A source file: its name below `src`, and its text without unit tests.
struct Source {
    name: String,
    text: String,
}

impl Source {
    fn new(name: &str, text: &str) -> Self {
        // Unit tests are at the end.
        let text = text.split("\nmod tests {").next().unwrap();
        Self { name: name.into(), text: text.into() }
    }

    /// The path of its module: `prefilter::tokens`; empty for `lib.rs`.
    fn module(&self) -> String {
        let name = self.name.trim_end_matches(".rs").trim_end_matches("/mod");
        if name == "lib" { String::new() } else { name.replace('/', "::") }
    }
}

/// The files of the library, without those that hold only tests.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let sources: Vec<Source> = paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            Source::new(&name, &fs::read_to_string(&path).unwrap())
        })
        .filter(|source| !source.name.ends_with("/tests.rs"))
        .collect();
    assert!(sources.len() > 60, "only {} files were read", sources.len());
    sources
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

/// The words and signs of Rust code, without comments, texts and characters.
fn tokens(code: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let mut rest = code;
    // The bytes up to the end of what begins with `open`, which ends with `close`.
    let through = |text: &str, open: usize, close: &str| {
        text[open..].find(close).map_or(text.len(), |at| open + at + close.len())
    };
    while let Some(first) = rest.chars().next() {
        let mut chars = rest.chars().skip(1);
        let len = match (first, chars.next(), chars.next()) {
            ('/', Some('/'), _) => through(rest, 2, "\n"),
            ('/', Some('*'), _) => through(rest, 2, "*/"),
            ('"', ..) => text_len(rest),
            ('\'', Some('\\'), _) => through(rest, 3, "'"),
            ('\'', Some(c), Some('\'')) => 2 + c.len_utf8(),
            (':', Some(':'), _) => {
                tokens.push(&rest[..2]);
                2
            }
            _ if is_word(first) => {
                let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                let signs = rest[len..].bytes().take_while(|&byte| byte == b'#').count();
                if ["r", "br", "cr"].contains(&&rest[..len]) && rest[len + signs..].starts_with('"')
                {
                    let close = format!("\"{}", "#".repeat(signs));
                    through(rest, len + signs + 1, &close)
                } else {
                    tokens.push(&rest[..len]);
                    len
                }
            }
            _ => {
                if !first.is_whitespace() {
                    tokens.push(&rest[..first.len_utf8()]);
                }
                first.len_utf8()
            }
        };
        rest = &rest[len..];
    }
    tokens
}

/// The bytes of the text literal at the start.
fn text_len(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    rest.len()
}

/// A path in a file.
#[derive(Debug, PartialEq)]
struct Import {
    path: Vec<String>,
    /// Under which name it is exported again, if it is.
    exported: Option<String>,
}

/// All paths of a file that may lead to modules of the library, without names that a `use` brought
/// in. `children` are the file's child modules.
fn imports(code: &str, children: &BTreeSet<String>) -> Vec<Import> {
    let tokens = tokens(code);
    let (mut imports, mut at, mut public) = (Vec::new(), 0, false);
    // What each name stands for that a `use` brought in.
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    while at < tokens.len() {
        let is_name = names.contains_key(tokens[at]) || children.contains(tokens[at]);
        let begins = ["crate", "super", "self"].contains(&tokens[at])
            || (is_name && (at == 0 || tokens[at - 1] != "::"));
        match tokens[at] {
            "pub" => {
                public = true;
                // A visibility is not an import.
                if tokens.get(at + 1) == Some(&"(") {
                    at += tokens[at..].iter().position(|&token| token == ")").unwrap();
                }
            }
            "use" => {
                let mut leaves = Vec::new();
                at = tree(&tokens, at + 1, &[], &mut leaves);
                for (path, name) in leaves {
                    let path = resolved(&path, &names);
                    names.insert(name.clone(), path.clone());
                    imports.push(Import { path, exported: public.then_some(name) });
                }
                public = false;
            }
            _ if begins && tokens.get(at + 1) == Some(&"::") => {
                let mut path = vec![tokens[at].to_string()];
                while tokens.get(at + 1) == Some(&"::") && tokens[at + 2] != "<" {
                    path.push(tokens[at + 2].into());
                    at += 2;
                }
                imports.push(Import { path: resolved(&path, &names), exported: None });
            }
            _ => public = false,
        }
        at += 1;
    }
    imports
}

/// A path whose first part is replaced by what it is a name for.
fn resolved(path: &[String], names: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    match names.get(&path[0]) {
        Some(origin) => [origin, &path[1..]].concat(),
        None => path.to_vec(),
    }
}

/// Reads the tree of a `use` from a token on: each path with the name that it gets. Returns the
/// index of the token after it.
fn tree(
    tokens: &[&str],
    mut at: usize,
    prefix: &[String],
    out: &mut Vec<(Vec<String>, String)>,
) -> usize {
    let mut path = prefix.to_vec();
    loop {
        match tokens[at] {
            "{" => {
                at += 1;
                while tokens[at] != "}" {
                    at = tree(tokens, at, &path, out);
                    at += usize::from(tokens[at] == ",");
                }
                return at + 1;
            }
            "::" => at += 1,
            word => {
                path.push(word.into());
                at += 1;
                if tokens[at] == "::" {
                    continue;
                }
                if path.len() > 1 && path.last().unwrap() == "self" {
                    path.pop();
                }
                let mut name = path.last().unwrap().clone();
                if tokens[at] == "as" {
                    name = tokens[at + 1].into();
                    at += 2;
                }
                out.push((path, name));
                return at;
            }
        }
    }
}

/// The imports of each file by its module, and the files that it imports.
struct Graph {
    /// For each module the items that it exports again, with their full paths.
    exports: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// For each module the modules that it imports, each with a path that does.
    edges: BTreeMap<String, BTreeMap<String, String>>,
}

impl Graph {
    fn new(sources: &[Source]) -> Self {
        let modules: BTreeSet<String> = sources.iter().map(Source::module).collect();
        let children = |module: &str| -> BTreeSet<String> {
            let prefix = if module.is_empty() { String::new() } else { format!("{module}::") };
            let below = modules.iter().filter_map(|known| known.strip_prefix(&prefix));
            below.filter(|name| !name.is_empty() && !name.contains("::")).map(Into::into).collect()
        };
        let empty = modules.iter().map(|module| (module.clone(), BTreeMap::new())).collect();
        let mut graph = Self { exports: empty, edges: BTreeMap::new() };
        let mut found = Vec::new();
        for source in sources {
            let module = source.module();
            let children = children(&module);
            for Import { path, exported } in imports(&source.text, &children) {
                let Some(full) = full(&module, &path, &children) else { continue };
                if let Some(name) = exported {
                    graph.exports.get_mut(&module).unwrap().insert(name, full.clone());
                }
                found.push((module.clone(), full, path.join("::")));
            }
            graph.edges.insert(module, BTreeMap::new());
        }
        for (module, full, path) in found {
            let target = graph.target(&full);
            if target != module {
                graph.edges.get_mut(&module).unwrap().insert(target, path);
            }
        }
        graph
    }

    /// The module that an item comes from.
    fn target(&self, full: &[String]) -> String {
        let mut path = full.to_vec();
        loop {
            let len = (0..=path.len())
                .rev()
                .find(|&len| self.exports.contains_key(&path[..len].join("::")))
                .unwrap();
            let module = path[..len].join("::");
            match path.get(len).and_then(|item| self.exports[&module].get(item)) {
                // What `lib.rs` exports counts as its own: only `capi` may import it.
                Some(origin) if !module.is_empty() => {
                    path = [origin, &path[len + 1..]].concat();
                }
                _ => return module,
            }
        }
    }

    /// Imports of modules in higher layers, and of what `lib.rs` exports.
    fn upward(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (module, edges) in self.edges.iter().filter(|(module, _)| !module.is_empty()) {
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

    /// The circles: lists of files that import each other, directly or not.
    fn circles(&self) -> Vec<String> {
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            self.edges.keys().map(|module| (&**module, self.reached(module))).collect();
        let mut circles = BTreeSet::new();
        for (module, below) in &reached {
            if below.contains(module) {
                let circle: Vec<&str> =
                    below.iter().copied().filter(|other| reached[other].contains(module)).collect();
                circles.insert(circle.join(", "));
            }
        }
        circles.into_iter().collect()
    }

    /// What a module imports, directly or not.
    fn reached(&self, module: &str) -> BTreeSet<&str> {
        let (mut reached, mut open) = (BTreeSet::new(), vec![module]);
        while let Some(module) = open.pop() {
            for target in self.edges[module].keys().filter(|target| !target.is_empty()) {
                if reached.insert(&**target) {
                    open.push(target);
                }
            }
        }
        reached
    }
}

/// The path from the root of the crate of a path in a module; `None` for a path of another crate.
fn full(module: &str, path: &[String], children: &BTreeSet<String>) -> Option<Vec<String>> {
    let mut base: Vec<String> =
        module.split("::").filter(|part| !part.is_empty()).map(Into::into).collect();
    let mut rest = path;
    match &*path[0] {
        "crate" => (base, rest) = (Vec::new(), &rest[1..]),
        "self" | "super" => {
            rest = &rest[usize::from(rest[0] == "self")..];
            while rest.first().is_some_and(|part| part == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        child if children.contains(child) => {}
        _ => return None,
    }
    Some([&base, rest].concat())
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
    assert_eq!(graph.upward(), [""; 0]);
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
        assert_eq!(graph.upward().len(), 1, "{code}");
    }
    for code in [
        "// use crate::tagger::Tagger;",
        "/* use crate::tagger::Tagger; */",
        "const A: &str = \"use crate::tagger::Tagger;\"; const B: &str = r#\"crate::tagger::T\"#;",
        "use crate::limits::SIZE; pub(in crate::tagger) fn f<'a>(_: &'a u8) {}",
        "#[cfg(test)]\nmod tests { use crate::tagger::Tagger; }",
    ] {
        let graph = graph(&[lib, tagger, scanner, ("fold.rs", code), ("limits.rs", "")]);
        assert_eq!(graph.upward(), [""; 0], "{code}");
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
