//! Reads the cases of `tests/suite`, for the tests of all interfaces.

#![allow(dead_code, reason = "each test uses a part")]

pub(crate) mod share;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use gaztag::{
    Backend, Folding, Format, Gazetteer, GazetteerBuilder, Input, OffsetUnit, Overlap, Role,
    Tagger, Uses,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Theme {
    pub(crate) gazetteer: Option<String>,
    pub(crate) case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) text: Option<String>,
    pub(crate) hex: Option<String>,
    pub(crate) mentions: Vec<(usize, usize, String)>,
    pub(crate) so_far: Option<Vec<(usize, usize, String)>>,
    #[serde(default = "yes")]
    pub(crate) context: bool,
    #[serde(default)]
    pub(crate) input: String,
    #[serde(default)]
    pub(crate) overlap: String,
    #[serde(default)]
    pub(crate) offsets: String,
    pub(crate) kinds: Option<Vec<String>>,
    pub(crate) roles: Option<Vec<String>>,
    pub(crate) languages: Option<Vec<String>>,
    pub(crate) min_confidence: Option<u8>,
    pub(crate) uses: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) lower_case: bool,
    #[serde(default)]
    pub(crate) links: bool,
    #[serde(default)]
    pub(crate) off: Vec<String>,
    pub(crate) confidence: Option<Vec<u8>>,
    pub(crate) role: Option<Vec<String>>,
    pub(crate) candidates: Option<Vec<Vec<String>>>,
}

fn yes() -> bool {
    true
}

impl Case {
    /// A case with default options and no expected mentions.
    pub(crate) fn of_text(text: String) -> Self {
        toml::from_str(&format!("name = ''\ntext = {}\nmentions = []", toml::Value::String(text)))
            .unwrap()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        match (&self.text, &self.hex) {
            (Some(text), None) => text.clone().into_bytes(),
            (None, Some(hex)) => {
                let digits: Vec<u8> = hex.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
                digits
                    .chunks(2)
                    .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
                    .collect()
            }
            _ => panic!("{}: either text or hex", self.name),
        }
    }

    /// The tagger with the case's options. Few taggers are built: most cases have the same options.
    pub(crate) fn tagger(
        &self,
        gazetteer: &Gazetteer<'static>,
        built: &mut HashMap<String, Tagger<'static>>,
        backend: Backend,
    ) -> Tagger<'static> {
        let options = format!(
            "{backend:?} {:?}",
            (
                &self.input,
                &self.overlap,
                &self.offsets,
                &self.kinds,
                &self.roles,
                &self.languages,
                self.min_confidence,
                &self.uses,
                (self.lower_case, self.links),
                &self.off,
                self.context
            )
        );
        built.entry(options).or_insert_with(|| self.build(gazetteer, backend)).clone()
    }

    fn build(&self, gazetteer: &Gazetteer<'static>, backend: Backend) -> Tagger<'static> {
        let off = self
            .off
            .iter()
            .map(|name| name.parse().unwrap_or_else(|error| panic!("{}: {error}", self.name)));
        let folding = off.fold(Folding::FULL, Folding::without);
        let mut builder = Tagger::builder().gazetteer(gazetteer.clone()).folding(folding).input(
            one_of(&self.input, &[("", Input::Text), ("text", Input::Text), ("html", Input::Html)]),
        );
        builder = builder.overlap(one_of(
            &self.overlap,
            &[("", Overlap::Longest), ("longest", Overlap::Longest), ("all", Overlap::All)],
        ));
        builder = builder.offset_unit(one_of(
            &self.offsets,
            &[
                ("", OffsetUnit::Bytes),
                ("bytes", OffsetUnit::Bytes),
                ("utf16", OffsetUnit::Utf16),
                ("chars", OffsetUnit::CodePoints),
            ],
        ));
        if let Some(kinds) = &self.kinds {
            builder = builder
                .kinds(&kinds.iter().map(|name| gazetteer.kind(name).unwrap()).collect::<Vec<_>>());
        }
        if let Some(roles) = &self.roles {
            builder = builder
                .roles(&roles.iter().map(|name| name.parse::<Role>().unwrap()).collect::<Vec<_>>());
        }
        if let Some(languages) = &self.languages {
            builder = builder
                .languages(&languages.iter().map(|name| name.parse().unwrap()).collect::<Vec<_>>());
        }
        if let Some(confidence) = self.min_confidence {
            builder = builder.min_confidence(confidence);
        }
        if let Some(uses) = &self.uses {
            let counted = uses
                .iter()
                .map(|name| name.parse().unwrap_or_else(|error| panic!("{}: {error}", self.name)));
            builder = builder.uses(counted.fold(Uses::NONE, Uses::with));
        }
        builder = builder.lower_case(self.lower_case).links(self.links).context(self.context);
        builder.backend(backend).build().unwrap()
    }

    pub(crate) fn has_default_options(&self) -> bool {
        self.input.is_empty()
            && self.overlap.is_empty()
            && self.offsets.is_empty()
            && self.kinds.is_none()
            && self.roles.is_none()
            && self.languages.is_none()
            && self.min_confidence.is_none()
            && self.uses.is_none()
            && !self.lower_case
            && !self.links
            && self.off.is_empty()
            && self.context
    }
}

pub(crate) fn one_of<T: Copy>(name: &str, values: &[(&str, T)]) -> T {
    values.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("option {name}")).1
}

/// All themes with their names, and with their gazetteer if they have one of their own. With
/// `GAZTAG_TEST_SHARE` only some cases of each.
pub(crate) fn themes() -> Vec<(String, Theme, Option<Gazetteer<'static>>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    let read = |file: &Path| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let theme: Theme = toml::from_str(&fs::read_to_string(file).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut names = HashSet::new();
        for case in &theme.case {
            assert!(names.insert(&case.name), "{name}: two cases {:?}", case.name);
        }
        let own = theme.gazetteer.as_ref().map(|rows| {
            let mut builder = GazetteerBuilder::new();
            builder.read(Format::Tsv, &name, rows.as_bytes()).unwrap();
            builder.build().unwrap()
        });
        (name, theme, own)
    };
    let mut themes: Vec<_> = files.iter().map(|file| read(file)).collect();
    let total: usize = themes.iter().map(|(_, theme, _)| theme.case.len()).sum();
    assert!(total >= 1000, "the suite has shrunk to {total} cases");
    let (one_of, mut number) = (share::one_of(), 0);
    for (_, theme, _) in &mut themes {
        theme.case.retain(|_| {
            number += 1;
            number % one_of == 0
        });
    }
    themes
}
