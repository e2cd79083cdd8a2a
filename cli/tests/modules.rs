//! The files of the command line import each other without a circle.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// For each module, such as `input::lines`, the modules that its file names.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The modules in a folder and below, each with its code without tests.
fn modules(folder: &Path, parent: &str, out: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let module = if parent.is_empty() { name.into() } else { format!("{parent}::{name}") };
        if path.is_dir() {
            modules(&path, &module, out);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            out.insert(module, lines.collect::<Vec<_>>().join("\n"));
        }
    }
}

/// The paths in some code, such as `crate::input::lines::Lines`. Groups in braces are resolved.
fn paths(code: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut paths = Vec::new();
    let children = code.split("mod ").skip(1).filter_map(|rest| rest.split_once(';'));
    let children = children.map(|(name, _)| format!("{name}::"));
    for start in ["crate::", "super::", "self::"].map(String::from).into_iter().chain(children) {
        for (at, _) in code.match_indices(&start) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(is_part) {
                continue;
            }
            let rest = &code[at..];
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            let (path, after) = rest.split_at(end);
            match after.strip_prefix('{').and_then(|group| group.split_once('}')) {
                Some((group, _)) => {
                    paths.extend(group.split(',').map(|part| format!("{path}{}", part.trim())));
                }
                None => paths.push(path.into()),
            }
        }
    }
    paths
}

/// The module that a path in the file of another module leads to, if it is one of ours.
fn target(path: &str, from: &str, known: &BTreeSet<&str>) -> Option<String> {
    let parent = from.rsplit_once("::").map_or("", |(parent, _)| parent);
    let (first, rest) = path.split_once("::").unwrap_or((path, ""));
    let mut full = match first {
        "crate" => rest.to_string(),
        "super" => format!("{parent}::{rest}"),
        "self" => format!("{from}::{rest}"),
        // A child, or in main.rs any module at the top.
        _ if from == "main" => path.to_string(),
        _ => format!("{from}::{path}"),
    };
    full = full.trim_start_matches(':').into();
    loop {
        if known.contains(&*full) {
            return Some(full);
        }
        match full.rsplit_once("::") {
            Some((shorter, _)) => full = shorter.into(),
            // `crate::Name` is an item of main.rs.
            None => return matches!(first, "crate" | "super").then(|| "main".into()),
        }
    }
}

/// Follows the imports of a module and returns the way back to a module on the way, if there is
/// one.
fn circle(module: &str, imports: &Imports, way: &mut Vec<String>) -> Option<Vec<String>> {
    if let Some(start) = way.iter().position(|passed| passed == module) {
        return Some(way[start..].to_vec());
    }
    way.push(module.into());
    let found =
        imports.get(module).into_iter().flatten().find_map(|next| circle(next, imports, way));
    way.pop();
    found
}

fn imports(modules: &BTreeMap<String, String>) -> Imports {
    let known: BTreeSet<&str> = modules.keys().map(String::as_str).collect();
    let of = |(module, code): (&String, &String)| {
        let targets = paths(code).into_iter().filter_map(|path| target(&path, module, &known));
        (module.clone(), targets.filter(|target| target != module).collect())
    };
    modules.iter().map(of).collect()
}

#[test]
fn files_import_each_other_without_a_circle() {
    let mut found = BTreeMap::new();
    modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    let imports = imports(&found);
    let count: usize = imports.values().map(BTreeSet::len).sum();
    assert!(imports.len() > 25 && count > 60, "only {count} imports were read");
    for module in imports.keys() {
        assert_eq!(circle(module, &imports, &mut Vec::new()), None);
    }
}

#[test]
fn circles_are_found() {
    let circle_of = |files: &[(&str, &str)]| {
        let modules = files.iter().map(|&(name, code)| (name.into(), code.into())).collect();
        let imports = imports(&modules);
        imports.keys().find_map(|module| circle(module, &imports, &mut Vec::new()))
    };
    let error = ("error", "use crate::eval::Mistake;");
    assert_eq!(circle_of(&[error, ("eval", "use crate::arguments;")]), None);
    for eval in ["use crate::error::E;", "use crate::{error, tag};", "fn f() -> crate::error::E {}"]
    {
        assert_eq!(circle_of(&[error, ("eval", eval)]).unwrap(), ["error", "eval"], "{eval}");
    }
    // A parent that uses its child, and a function of main.rs.
    let child = ("eval::print", "use super::Score;");
    assert_eq!(circle_of(&[("eval", "mod print;"), child]), None);
    let parent = ("eval", "mod print;\nfn f() { print::text() }");
    assert_eq!(circle_of(&[parent, child]).unwrap(), ["eval", "eval::print"]);
    let main = [("main", "mod tag;\nuse tag::run;"), ("tag", "use crate::report;")];
    assert_eq!(circle_of(&main).unwrap(), ["main", "tag"]);
}
