//! The imports between the files of a crate, read from its sources: for the tests of its structure.
//!
//! The paths that begin with `crate`, `super`, `self` or a child module are read. Whoever imports
//! an item that a module only exports again, as by `pub use child::Item`, imports the file that
//! the item comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

mod files;

use files::files;

/// A source file: its name below `src`, and its text without unit tests.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        // Unit tests are at the end.
        let text = text.split("\nmod tests {").next().unwrap();
        Self { name: name.into(), text: text.into() }
    }

    /// The path of its module: `prefilter::tokens`; empty for the root, `lib.rs` or `main.rs`.
    fn module(&self) -> String {
        let name = self.name.trim_end_matches(".rs").trim_end_matches("/mod");
        if ["lib", "main"].contains(&name) { String::new() } else { name.replace('/', "::") }
    }
}

/// The files of a crate below its folder `src`, without those that hold only tests.
pub(crate) fn sources(src: &Path) -> Vec<Source> {
    let mut paths = Vec::new();
    files(src, &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(src).unwrap().to_string_lossy().replace('\\', "/");
            Source::new(&name, &fs::read_to_string(&path).unwrap())
        })
        .filter(|source| !source.name.ends_with("/tests.rs"))
        .collect()
}

/// The words and signs of Rust code, without comments, texts and characters.
pub(crate) fn tokens(code: &str) -> Vec<&str> {
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

/// All paths of a file that may lead to modules of its crate, without names that a `use` brought
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
pub(crate) struct Graph {
    /// Whether the root is a `lib.rs`: what that exports counts as its own, and it is in no circle.
    is_library: bool,
    /// For each module the items that it exports again, with their full paths.
    exports: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// For each module the modules that it imports, each with a path that does.
    pub(crate) edges: BTreeMap<String, BTreeMap<String, String>>,
}

impl Graph {
    pub(crate) fn new(sources: &[Source]) -> Self {
        let modules: BTreeSet<String> = sources.iter().map(Source::module).collect();
        let children = |module: &str| -> BTreeSet<String> {
            let prefix = if module.is_empty() { String::new() } else { format!("{module}::") };
            let below = modules.iter().filter_map(|known| known.strip_prefix(&prefix));
            below.filter(|name| !name.is_empty() && !name.contains("::")).map(Into::into).collect()
        };
        let empty = modules.iter().map(|module| (module.clone(), BTreeMap::new())).collect();
        let is_library = sources.iter().any(|source| source.name == "lib.rs");
        let mut graph = Self { is_library, exports: empty, edges: BTreeMap::new() };
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
                Some(origin) if !(self.is_library && module.is_empty()) => {
                    path = [origin, &path[len + 1..]].concat();
                }
                _ => return module,
            }
        }
    }

    /// The circles: lists of files that import each other, directly or not.
    pub(crate) fn circles(&self) -> Vec<String> {
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            self.edges.keys().map(|module| (&**module, self.reached(module))).collect();
        let mut circles = BTreeSet::new();
        for (module, below) in &reached {
            if below.contains(module) {
                let circle: Vec<&str> = below
                    .iter()
                    .filter(|other| reached[*other].contains(module))
                    .map(|other| if other.is_empty() { "main" } else { other })
                    .collect();
                circles.insert(circle.join(", "));
            }
        }
        circles.into_iter().collect()
    }

    /// What a module imports, directly or not.
    fn reached(&self, module: &str) -> BTreeSet<&str> {
        let (mut reached, mut open) = (BTreeSet::new(), vec![module]);
        while let Some(module) = open.pop() {
            for target in
                self.edges[module].keys().filter(|target| !(self.is_library && target.is_empty()))
            {
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
