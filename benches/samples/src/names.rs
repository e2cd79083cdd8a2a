//! The names that texts are made of and that engines look for.

use std::collections::BTreeMap;
use std::path::Path;

use gaztag::{CaseRule, Gazetteer, GazetteerBuilder, Language, Surface};

use crate::random::Random;
use crate::{Any, letters};

/// Names as they are written, each once in any case, sorted.
pub struct Names(Vec<String>);

impl Names {
    /// Keeps names of letters, digits and blanks. Punctuation folds in gaztag alone, so peers would
    /// need every way to write it.
    fn new(forms: impl IntoIterator<Item = String>) -> Self {
        let is_plain = |form: &String| {
            form.chars().count() > 1
                && form.chars().all(|c| c == ' ' || letters::is_letter(c))
                && form.trim() == form
                && !form.contains("  ")
        };
        let names = forms.into_iter().filter(is_plain).map(|form| (form.to_lowercase(), form));
        Self(names.collect::<BTreeMap<_, _>>().into_values().collect())
    }

    /// The first fields of a file's lines.
    pub fn read(file: &Path) -> Result<Self, Any> {
        let text = crate::read_text(file)?;
        Ok(Self::new(text.lines().filter_map(|line| line.split('\t').next()).map(str::to_string)))
    }

    /// The forms of the built-in gazetteer that are of a language.
    pub fn of_language(language: Language) -> Self {
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
    pub fn made_up(count: usize) -> Self {
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
    pub fn first_words(&self) -> Self {
        Self::new(self.0.iter().filter_map(|name| name.split(' ').next()).map(str::to_string))
    }

    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// gaztag with these names in any case: matching alone, nothing to judge.
    pub fn gazetteer(&self) -> Result<Gazetteer<'static>, Any> {
        let mut builder = GazetteerBuilder::new();
        builder.add_entity("name/name", "name")?;
        for name in &self.0 {
            builder.add_surface("name/name", Surface::new(name).with_case(CaseRule::Any))?;
        }
        Ok(builder.build()?)
    }
}
