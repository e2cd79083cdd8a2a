//! The names that all engines look for, and the spellings that peers need to find what gaztag
//! finds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use gaztag::{CaseRule, Gazetteer, GazetteerBuilder, Language, Surface, Tagger};

use crate::random::Random;
use crate::{Any, boundary};

/// Names as they are written, each once in any case, sorted.
pub(crate) struct Names(Vec<String>);

impl Names {
    /// Keeps names of letters, digits and blanks. Punctuation folds in gaztag alone, so peers would
    /// need every way to write it.
    fn new(forms: impl IntoIterator<Item = String>) -> Self {
        let is_plain = |form: &String| {
            form.chars().count() > 1
                && form.chars().all(|c| c == ' ' || boundary::is_letter(c))
                && form.trim() == form
                && !form.contains("  ")
        };
        let names = forms.into_iter().filter(is_plain).map(|form| (form.to_lowercase(), form));
        Self(names.collect::<BTreeMap<_, _>>().into_values().collect())
    }

    /// The first fields of a file's lines.
    pub(crate) fn read(file: &Path) -> Result<Self, Any> {
        let text = crate::read_text(file)?;
        Ok(Self::new(text.lines().filter_map(|line| line.split('\t').next()).map(str::to_string)))
    }

    /// The forms of the built-in gazetteer that are of a language.
    pub(crate) fn of_language(language: Language) -> Self {
        let is_wanted = |surface: &Surface<'_>| surface.languages().any(|of| of == language);
        let gazetteer = Gazetteer::builtin();
        let mut forms = Vec::new();
        for entity in gazetteer.entities() {
            let surfaces = entity.surfaces().filter(is_wanted);
            forms.extend(surfaces.map(|surface| surface.form().to_string()));
        }
        Self::new(forms)
    }

    /// Names of two to four made-up words, the same each time.
    pub(crate) fn made_up(count: usize) -> Self {
        let mut random = Random::new();
        Self::new((0..count).map(|_| {
            let words = 2 + random.below(3);
            let words: Vec<String> = (0..words)
                .map(|_| {
                    let letters = 2 + random.below(7);
                    (0..letters).map(|_| char::from(b'a' + random.below(26) as u8)).collect()
                })
                .collect();
            words.join(" ")
        }))
    }

    /// The first words of the names.
    pub(crate) fn first_words(&self) -> Self {
        Self::new(self.0.iter().filter_map(|name| name.split(' ').next()).map(str::to_string))
    }

    pub(crate) fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// gaztag with these names in any case: matching alone, nothing to judge.
    pub(crate) fn gazetteer(&self) -> Result<Gazetteer<'static>, Any> {
        let mut builder = GazetteerBuilder::new();
        builder.add_entity("name/name", "name")?;
        for name in &self.0 {
            builder.add_surface("name/name", Surface::new(name).with_case(CaseRule::Any))?;
        }
        Ok(builder.build()?)
    }

    /// What the peers are given.
    ///
    /// gaztag folds case, accents, width and white space, peers fold case at most. So they also get
    /// each spelling in which gaztag finds a name in one of the texts.
    pub(crate) fn spellings<'t>(
        &self,
        texts: impl Iterator<Item = &'t [u8]>,
    ) -> Result<Spellings, Any> {
        let tagger = Tagger::builder().gazetteer(self.gazetteer()?).build()?;
        let mut forms: BTreeSet<String> = self.0.iter().flat_map(|name| cased(name)).collect();
        let mut caseless: BTreeSet<String> =
            self.0.iter().map(|name| name.to_lowercase()).collect();
        let given = caseless.len();
        for text in texts {
            tagger.tag_each(text, |_, found| {
                if let Ok(found) = std::str::from_utf8(found)
                    && !forms.contains(found)
                {
                    caseless.insert(found.to_lowercase());
                    forms.insert(found.to_string());
                }
            });
        }
        let ascii_caseless: BTreeSet<String> =
            forms.iter().map(|form| form.to_ascii_lowercase()).collect();
        let longest = forms.iter().chain(&caseless).map(String::len).max().unwrap_or(0);
        Ok(Spellings {
            of_texts: caseless.len() - given,
            forms: forms.into_iter().collect(),
            ascii_caseless: ascii_caseless.into_iter().collect(),
            caseless: caseless.into_iter().collect(),
            longest,
        })
    }
}

/// A name as it is written, lower, UPPER, Title and with a capital first letter.
fn cased(name: &str) -> [String; 5] {
    let lower = name.to_lowercase();
    let title: Vec<String> = lower.split(' ').map(capitalised).collect();
    [name.to_string(), name.to_uppercase(), title.join(" "), capitalised(&lower), lower]
}

fn capitalised(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().map_or(String::new(), |c| c.to_uppercase().chain(rest).collect())
}

/// The names as peers need them.
pub(crate) struct Spellings {
    /// For engines that compare bytes.
    pub(crate) forms: Vec<String>,
    /// For engines to which only ASCII letters are the same in both cases. In ASCII lower case.
    pub(crate) ascii_caseless: Vec<String>,
    /// For engines to which all letters are the same in both cases. In lower case.
    pub(crate) caseless: Vec<String>,
    /// Bytes of the longest one.
    pub(crate) longest: usize,
    /// How many were added because a text has them.
    pub(crate) of_texts: usize,
}
