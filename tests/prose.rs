//! How the project is written: plain words, short sentences, lines of at most 100 columns, and
//! links that lead somewhere.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

/// Words that a reader of the field would not know in this sense, and what to write instead.
const WORDS: [(&str, &str); 26] = [
    ("room", "module, space, capacity"),
    ("rooms", "modules"),
    ("door", "interface, entry point"),
    ("doors", "interfaces"),
    ("kin", "name them"),
    ("mouth", "interface"),
    ("mouths", "interfaces"),
    ("house", "project"),
    ("the law", "the rule, the invariant"),
    ("behind", "after"),
    ("stands", "is; means"),
    ("stand", "are"),
    ("tells", "says, reports, returns"),
    ("told", "reported"),
    ("anew", "again"),
    ("foretold", "predicted"),
    ("let go", "released"),
    ("lets go", "releases"),
    ("is none", "there is none; does not exist; fails"),
    ("are none", "there are none"),
    ("is no", "is not a"),
    ("are no", "are not"),
    ("was no", "was not a"),
    ("as the header says", "the fact that makes it sound, and where it was established"),
    ("the same over", "of linear cost"),
    ("of the others", "name them"),
];

/// Where a word of the list is standard English.
const ALLOWED: [&str; 13] = [
    "there is no",
    "there are no",
    "there was no",
    "there is none",
    "there are none",
    "is no longer",
    "are no longer",
    "is no more",
    "are no more",
    "stands for",
    "stand for",
    "white house",
    "is no std",
];

/// The longest sentence of a document, in words.
const SENTENCE: usize = 30;
/// The longest line of a comment or document, in columns.
const COLUMNS: usize = 100;

/// Rust files of data, whose code is not read: tables of folding, and words of English.
const DATA: [&str; 4] = [
    "src/boundary/pair_words.rs",
    "src/fold/table.rs",
    "src/hashtag/words.rs",
    "src/words/beside_words.rs",
];

/// Folders of other people's files, of results, and of what git does not keep.
const SKIPPED: [&str; 7] =
    ["target", "build", "dist", "node_modules", "proptest-regressions", "corpus", "artifacts"];

struct Source {
    name: String,
    text: String,
}

impl Source {
    fn is(&self, extension: &str) -> bool {
        Path::new(&self.name).extension().is_some_and(|found| found == extension)
    }

    /// Whether messages to users are written here, so that its code is read as well as its
    /// comments.
    fn has_messages(&self) -> bool {
        ["src/", "cli/src/", "tools/", "include/", "bindings/cpp/", "bindings/python/src/"]
            .iter()
            .chain(&["bindings/python/c/", "scripts/"])
            .any(|folder| self.name.starts_with(folder))
            && !DATA.contains(&&*self.name)
    }

    /// Its comments, or the lines of a document outside of code; with numbers from 1. Files with
    /// messages are read whole.
    fn prose(&self) -> Vec<(usize, String)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        let mut fenced = false;
        let mut prose = Vec::new();
        for (number, line) in lines {
            if self.is("md") {
                fenced ^= line.trim_start().starts_with("```");
                if !fenced {
                    prose.push((number, line.to_string()));
                }
            } else if self.has_messages() {
                // Code of Python and Rust, not phrases.
                prose.push((number, line.replace(" is None", "").replace("is_none", "")));
            } else if let Some(comment) = self.comment(line) {
                prose.push((number, comment.to_string()));
            }
        }
        prose
    }

    /// The comment of a line of code.
    fn comment<'l>(&self, line: &'l str) -> Option<&'l str> {
        let slashes = ["rs", "c", "h", "hpp", "cpp", "go", "java", "mjs"];
        let trimmed = line.trim_start();
        if slashes.iter().any(|extension| self.is(extension)) {
            if trimmed.starts_with("//") || trimmed.starts_with("* ") || trimmed.starts_with("/*") {
                return Some(trimmed);
            }
            [" // ", " /* "].iter().find_map(|mark| line.find(mark)).map(|at| &line[at..])
        } else if trimmed.starts_with('#') && !trimmed.starts_with("#!") {
            Some(trimmed)
        } else {
            line.find(" # ").map(|at| &line[at..])
        }
    }
}

/// The files of the project that people write or read: code, scripts, documents, data.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    walk(root, &mut paths);
    let mut sources = Vec::new();
    for path in paths {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let kinds = ["rs", "c", "h", "hpp", "cpp", "go", "java", "mjs", "py", "pyi", "md", "toml"];
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_string());
        let known = match &extension {
            Some(extension) => {
                kinds.contains(&&**extension) || ["tsv", "yml"].contains(&&**extension)
            }
            None => name.starts_with("scripts/") || name == "Makefile" || name == ".ci/run",
        };
        if known {
            sources.push(Source { name, text: fs::read_to_string(&path).unwrap() });
        }
    }
    assert!(sources.len() > 250, "only {} files were read", sources.len());
    sources
}

fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().to_string();
        let hidden = name.starts_with('.') && ![".ci", ".github"].contains(&&*name);
        if path.is_symlink() || hidden || SKIPPED.contains(&&*name) || name.ends_with(".egg-info") {
            continue;
        }
        if path.is_dir() {
            walk(&path, out);
        } else {
            out.push(path);
        }
    }
}

/// The words of a text in lower case, each between blanks.
fn words(text: &str) -> String {
    // `Option::is_none` is not a phrase.
    let text = text.replace("is_none", "");
    let mut words = String::from(" ");
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|w| !w.is_empty())
    {
        words.push_str(&word.to_lowercase());
        words.push(' ');
    }
    words
}

/// What of the list is in a text, without what is allowed.
fn unplain(text: &str) -> Vec<&'static str> {
    let mut text = words(text);
    for allowed in ALLOWED {
        text = text.replace(&format!(" {allowed} "), " . ");
    }
    let found = WORDS.iter().filter(|(word, _)| text.contains(&format!(" {word} ")));
    found.map(|(word, _)| *word).collect()
}

/// Fails with all findings, sorted by file.
fn assert_none(mut findings: Vec<String>, advice: &str) {
    findings.sort();
    assert!(findings.is_empty(), "{advice}\n{}\n{} findings", findings.join("\n"), findings.len());
}

#[test]
fn words_are_plain() {
    let mut findings = Vec::new();
    // This file has the words to quote them.
    for source in sources().into_iter().filter(|source| source.name != "tests/prose.rs") {
        // A phrase may go on in the next line.
        let lines = source.prose();
        for (index, (number, line)) in lines.iter().enumerate() {
            let next = lines.get(index + 1).filter(|(next, _)| next - number == 1);
            let both = format!("{line}\n{}", next.map_or("", |(_, line)| line));
            let below = next.map_or(Vec::new(), |(_, line)| unplain(line));
            for word in unplain(&both).into_iter().filter(|word| !below.contains(word)) {
                findings.push(format!("{}:{number}: {word}", source.name));
            }
        }
    }
    assert_none(findings, "Write plain technical English; see WORDS in tests/prose.rs.");
}

#[test]
fn lines_are_short() {
    let mut findings = Vec::new();
    for source in sources() {
        for (index, line) in source.text.lines().enumerate() {
            let table = source.is("md") && line.trim_start().starts_with('|');
            let prose = source.is("md") || source.comment(line).is_some();
            // A link at the start of a line cannot be moved to the next one.
            let mut begin = line.split_whitespace().take(2);
            let link = begin.any(|word| word.contains("](") || word.contains("://"));
            if prose && !table && !link && line.chars().count() > COLUMNS {
                findings.push(format!("{}:{}", source.name, index + 1));
            }
        }
    }
    assert_none(findings, "Comments and documents have at most 100 columns.");
}

/// The sentences of a document's paragraphs, each with the line of its paragraph.
fn sentences(source: &Source) -> Vec<(usize, String)> {
    let mut paragraphs: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (number, line) in source.prose() {
        let trimmed = line.trim();
        let item = trimmed.starts_with("- ") || trimmed.starts_with("* ");
        let ordered = trimmed.split_once(". ").is_some_and(|(n, _)| n.parse::<u32>().is_ok());
        let apart = trimmed.is_empty() || ["|", "#", "```"].iter().any(|m| trimmed.starts_with(m));
        match paragraphs.last_mut() {
            _ if apart => {}
            Some((_, paragraph)) if open && !item && !ordered => {
                paragraph.push(' ');
                paragraph.push_str(trimmed);
            }
            _ => paragraphs.push((number, trimmed.to_string())),
        }
        open = !apart;
    }
    let mut sentences = Vec::new();
    for (number, paragraph) in paragraphs {
        let mut sentence = String::new();
        for word in paragraph.split_whitespace() {
            sentence.push_str(word);
            sentence.push(' ');
            let end = word.trim_end_matches(['*', '`', ')', '"', '_']);
            if end.ends_with(['.', '!', '?']) && !["e.g.", "i.e."].contains(&end) {
                sentences.push((number, core::mem::take(&mut sentence)));
            }
        }
        sentences.push((number, sentence));
    }
    sentences.retain(|(_, sentence)| !sentence.is_empty());
    sentences
}

#[test]
fn sentences_are_short() {
    let mut findings = Vec::new();
    for source in sources().into_iter().filter(|source| source.is("md")) {
        for (number, sentence) in sentences(&source) {
            let count = sentence.split_whitespace().count();
            if count > SENTENCE {
                let name = &source.name;
                findings.push(format!("{name}:{number}: {count} words: {}", sentence.trim()));
            }
        }
    }
    assert_none(findings, "Sentences of documents have at most 30 words.");
}

/// The targets of links in Markdown that are paths.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()).filter(|target| {
        !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:")
    })
}

#[test]
fn links_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut findings = Vec::new();
    let mut count = 0;
    for source in sources().into_iter().filter(|source| source.is("md")) {
        for (number, line) in source.prose() {
            for target in links(&line) {
                count += 1;
                let folder = root.join(&source.name);
                if !folder.parent().unwrap().join(target).exists() {
                    findings.push(format!("{}:{number}: {target}", source.name));
                }
            }
        }
    }
    assert!(count > 30, "only {count} links were read");
    assert_none(findings, "These links lead to no file.");
}

#[test]
fn what_is_refused_would_be_seen() {
    assert_eq!(unplain("the Room behind it is no longer there, there is none"), ["room", "behind"]);
    assert_eq!(unplain("fn doors_open() // what is no UTF-8"), ["doors", "is no"]);
    let source = Source {
        name: "x.md".into(),
        text: format!("# Title\n\n- {}\n  {}\n\nShort. One.\n", "a ".repeat(20), "b ".repeat(11)),
    };
    let counts: Vec<usize> =
        sentences(&source).iter().map(|(_, s)| s.split_whitespace().count()).collect();
    assert_eq!(counts, [32, 1, 1]);
    assert_eq!(links("[a](b.md#c) [d](https://e) [f](g)").collect::<Vec<_>>(), ["b.md", "g"]);
}
