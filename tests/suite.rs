//! Runs the conformance suite of `tests/suite`: as a whole, in a stream split at every place, in a batch, and against the naive tagger.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

mod reference;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use gaztag::{Backend, Folding, Format, Gazetteer, GazetteerBuilder, Input, Mention, OffsetUnit, Overlap, Role, StreamTagger, Tagger, Uses};
use reference::Reference;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Theme {
    gazetteer: Option<String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: Option<String>,
    hex: Option<String>,
    mentions: Vec<(usize, usize, String)>,
    so_far: Option<Vec<(usize, usize, String)>>,
    #[serde(default = "yes")]
    context: bool,
    #[serde(default)]
    input: String,
    #[serde(default)]
    overlap: String,
    #[serde(default)]
    offsets: String,
    kinds: Option<Vec<String>>,
    roles: Option<Vec<String>>,
    languages: Option<Vec<String>>,
    min_confidence: Option<u8>,
    uses: Option<Vec<String>>,
    #[serde(default)]
    lower_case: bool,
    #[serde(default)]
    off: Vec<String>,
    confidence: Option<Vec<u8>>,
    role: Option<Vec<String>>,
    candidates: Option<Vec<Vec<String>>>,
}

fn yes() -> bool {
    true
}

impl Case {
    fn bytes(&self) -> Vec<u8> {
        match (&self.text, &self.hex) {
            (Some(text), None) => text.clone().into_bytes(),
            (None, Some(hex)) => {
                let digits: Vec<u8> = hex.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
                digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
            }
            _ => panic!("{}: either text or hex", self.name),
        }
    }

    /// The tagger with the case's options; most cases share few.
    fn tagger(&self, gazetteer: &Gazetteer<'static>, built: &mut HashMap<String, Tagger<'static>>, backend: Backend) -> Tagger<'static> {
        let options = format!(
            "{backend:?} {:?}",
            (&self.input, &self.overlap, &self.offsets, &self.kinds, &self.roles, &self.languages, self.min_confidence, &self.uses, self.lower_case, &self.off, self.context)
        );
        built.entry(options).or_insert_with(|| self.build(gazetteer, backend)).clone()
    }

    fn build(&self, gazetteer: &Gazetteer<'static>, backend: Backend) -> Tagger<'static> {
        let mut folding = Folding::FULL;
        for part in &self.off {
            *match part.as_str() {
                "case" => &mut folding.case,
                "accents" => &mut folding.accents,
                "punctuation" => &mut folding.punctuation,
                "width" => &mut folding.width,
                "blanks" => &mut folding.blanks,
                "invisible" => &mut folding.invisible,
                "ampersand" => &mut folding.ampersand,
                "dotted" => &mut folding.dotted,
                "saint" => &mut folding.saint,
                other => panic!("{}: part {other}", self.name),
            } = false;
        }
        let mut builder =
            Tagger::builder().gazetteer(gazetteer.clone()).folding(folding).input(one_of(&self.input, &[("", Input::Text), ("text", Input::Text), ("html", Input::Html)]));
        builder = builder.overlap(one_of(&self.overlap, &[("", Overlap::Longest), ("longest", Overlap::Longest), ("all", Overlap::All)]));
        builder =
            builder.offset_unit(one_of(&self.offsets, &[("", OffsetUnit::Bytes), ("bytes", OffsetUnit::Bytes), ("utf16", OffsetUnit::Utf16), ("chars", OffsetUnit::CodePoints)]));
        if let Some(kinds) = &self.kinds {
            builder = builder.kinds(&kinds.iter().map(|name| gazetteer.kind(name).unwrap()).collect::<Vec<_>>());
        }
        if let Some(roles) = &self.roles {
            builder = builder.roles(&roles.iter().map(|name| name.parse::<Role>().unwrap()).collect::<Vec<_>>());
        }
        if let Some(languages) = &self.languages {
            builder = builder.languages(&languages.iter().map(|name| name.parse().unwrap()).collect::<Vec<_>>());
        }
        if let Some(confidence) = self.min_confidence {
            builder = builder.min_confidence(confidence);
        }
        if let Some(uses) = &self.uses {
            let known = ["nested", "team", "language"];
            assert!(uses.iter().all(|name| known.contains(&name.as_str())), "{}: uses {uses:?}", self.name);
            let [nested, teams, languages] = known.map(|name| uses.iter().any(|known| known == name));
            builder = builder.uses(Uses { nested, teams, languages });
        }
        builder.lower_case(self.lower_case).context(self.context).backend(backend).build().unwrap()
    }

    fn has_default_options(&self) -> bool {
        self.input.is_empty()
            && self.overlap.is_empty()
            && self.offsets.is_empty()
            && self.kinds.is_none()
            && self.roles.is_none()
            && self.languages.is_none()
            && self.min_confidence.is_none()
            && self.uses.is_none()
            && !self.lower_case
            && self.off.is_empty()
            && self.context
    }
}

fn one_of<T: Copy>(name: &str, values: &[(&str, T)]) -> T {
    values.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("option {name}")).1
}

type Found = (usize, usize, String);

fn found(tagger: &Tagger, mentions: &[Mention]) -> Vec<Found> {
    mentions.iter().map(|m| (m.start(), m.end(), tagger.key(m).to_string())).collect()
}

/// What is wrong with a case.
fn check(case: &Case, gazetteer: &Gazetteer<'static>, built: &mut HashMap<String, Tagger<'static>>, reference: &Reference, backend: Backend) -> Vec<String> {
    let (text, tagger) = (case.bytes(), case.tagger(gazetteer, built, backend));
    let mut wrong = Vec::new();
    let mut expect = |what: &str, ok: bool, got: String| {
        if !ok {
            wrong.push(format!("{} ({backend:?}): {what}: expected {:?}, got {got}", case.name, case.mentions));
        }
    };
    let mentions = tagger.tag(&text);
    let whole = found(&tagger, &mentions);
    expect("mentions", whole == case.mentions, format!("{whole:?}"));
    // One by one and in a stream a name is judged with what the text has said up to it.
    let one_by_one: Vec<Mention> = tagger.mentions(&text).collect();
    let so_far = found(&tagger, &one_by_one);
    expect("mentions one by one", &so_far == case.so_far.as_ref().unwrap_or(&case.mentions), format!("{so_far:?}"));
    if let Some(confidence) = &case.confidence {
        let got: Vec<u8> = mentions.iter().map(Mention::confidence).collect();
        expect("confidence", &got == confidence, format!("{got:?}"));
    }
    if let Some(roles) = &case.role {
        let got: Vec<&str> = mentions.iter().map(|m| m.role().as_str()).collect();
        expect("role", &got == roles, format!("{got:?}"));
    }
    if let Some(candidates) = &case.candidates {
        let key = |id| gazetteer.entity(id).unwrap().key().to_string();
        let got: Vec<Vec<String>> = mentions.iter().map(|m| tagger.candidates(m).map(|(id, _)| key(id)).collect()).collect();
        expect("candidates", &got == candidates, format!("{got:?}"));
    }
    for cut in 0..=text.len() {
        let mut stream = StreamTagger::new(tagger.clone());
        let mut streamed = Vec::new();
        stream.feed(&text[..cut], |mention, _| streamed.push(*mention));
        stream.feed(&text[cut..], |mention, _| streamed.push(*mention));
        stream.finish(|mention, _| streamed.push(*mention));
        expect(&format!("stream cut at {cut}"), streamed == one_by_one, format!("{:?}", found(&tagger, &streamed)));
    }
    let batch = tagger.tag_batch([&text]);
    let starts: Vec<usize> = case.mentions.iter().map(|m| m.0).collect();
    expect("batch", batch.starts() == starts, format!("{:?}", batch.starts()));
    if case.has_default_options() {
        // The naive tagger knows matching and priors, not judgement by what stands around.
        let naive: Vec<Found> = reference.tag(&text).into_iter().map(|(start, end, key, _)| (start, end, key)).collect();
        let without = Tagger::builder().gazetteer(gazetteer.clone()).context(false).build().unwrap();
        let without = found(&without, &without.tag(&text));
        expect("naive tagger", naive == without, format!("{naive:?} and without context {without:?}"));
    }
    wrong
}

#[test]
fn suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    let builtin = Gazetteer::builtin();
    let builtin_reference = Reference::new(&builtin);
    let (mut wrong, mut total, mut built) = (Vec::new(), 0, HashMap::new());
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let theme: Theme = toml::from_str(&fs::read_to_string(&file).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let own = theme.gazetteer.as_ref().map(|rows| {
            let mut builder = GazetteerBuilder::new();
            builder.read(Format::Tsv, &name, rows.as_bytes()).unwrap();
            builder.build().unwrap()
        });
        let own_reference = own.as_ref().map(Reference::new);
        let mut names = HashSet::new();
        let mut own_built = HashMap::new();
        for case in &theme.case {
            assert!(names.insert(&case.name), "{name}: two cases {:?}", case.name);
            let (gazetteer, built) = if own.is_some() { (own.as_ref().unwrap_or(&builtin), &mut own_built) } else { (&builtin, &mut built) };
            for backend in Backend::available() {
                let errors = check(case, gazetteer, built, own_reference.as_ref().unwrap_or(&builtin_reference), backend);
                wrong.extend(errors.into_iter().take(3).map(|error| format!("{name}: {error}")));
            }
        }
        println!("{name:<24} {:>4} cases", theme.case.len());
        total += theme.case.len();
    }
    println!("{:<24} {total:>4} cases, on each of {:?}", "together", Backend::available().collect::<Vec<_>>());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(total >= 1000, "the suite has shrunk to {total} cases");
}
