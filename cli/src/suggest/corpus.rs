//! How often forms occur in texts of the user, and how they are written there.

use std::collections::HashMap;
use std::io::Read;
use std::path::PathBuf;

use gaztag::{CaseRule, Gazetteer, GazetteerBuilder, Role, Surface, Tagger, without_legal_form};

use crate::error::CliError;
use crate::input;

/// The occurrences of all forms.
#[derive(Default)]
pub(crate) struct Corpus {
    counts: HashMap<String, Counts>,
}

/// The occurrences of a form.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Counts {
    /// In lower case.
    pub(crate) lower: u64,
    /// With a capital, inside a sentence.
    pub(crate) capital: u64,
    /// Of those with a capital: beside another capitalised word.
    pub(crate) part: u64,
    /// Where capitals prove nothing: at the beginning of a sentence, in a run of capitals.
    pub(crate) unknown: u64,
}

impl Counts {
    pub(crate) fn found(self) -> u64 {
        self.lower + self.capital + self.unknown
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.lower += other.lower;
        self.capital += other.capital;
        self.part += other.part;
        self.unknown += other.unknown;
    }
}

impl Corpus {
    /// Counts the forms of a gazetteer, in any case, in files of text.
    pub(crate) fn count(own: &Gazetteer<'_>, files: &[PathBuf]) -> Result<Self, CliError> {
        let mut corpus = Self::default();
        if files.is_empty() {
            return Ok(corpus);
        }
        let mut forms: Vec<&str> = own
            .entities()
            .flat_map(|entity| entity.surfaces().map(|surface| surface.form()).collect::<Vec<_>>())
            .collect();
        forms.sort_unstable();
        forms.dedup_by_key(|form| form.to_lowercase());
        let mut builder = GazetteerBuilder::new();
        for (number, form) in forms.iter().enumerate() {
            let key = format!("form/{number}");
            builder.add_entity(&key, form)?;
            builder.add_surface(&key, Surface::new(form).with_case(CaseRule::Any))?;
        }
        let tagger = Tagger::builder()
            .gazetteer(builder.build()?)
            .roles(&[Role::Name])
            .min_confidence(0)
            .context(false)
            .build()?;
        for file in files {
            let mut bytes = Vec::new();
            let mut source = input::open(file, None)?;
            source.read_to_end(&mut bytes).map_err(CliError::file(input::name(file)))?;
            let text = String::from_utf8_lossy(&bytes);
            tagger.tag_each(&*text, |mention, _| {
                let span = mention.span();
                let counts = corpus.counts.entry(tagger.name(mention).to_lowercase()).or_default();
                counts.add(occurrence(&text, span.start, span.end));
            });
        }
        Ok(corpus)
    }

    pub(crate) fn counts(&self, form: &str) -> Counts {
        self.counts.get(&form.to_lowercase()).copied().unwrap_or_default()
    }
}

/// One occurrence, counted.
fn occurrence(text: &str, start: usize, end: usize) -> Counts {
    let (before, form, after) = (&text[..start], &text[start..end], &text[end..]);
    let mut counts = Counts::default();
    if form.starts_with(|c: char| c.is_lowercase()) {
        counts.lower = 1;
        return counts;
    }
    let next = word_after(after);
    let previous = word_before(before);
    let is_in_capitals = |word: &str| {
        !word.contains(char::is_lowercase) && word.chars().filter(|c| c.is_uppercase()).count() > 1
    };
    let is_in_run =
        is_in_capitals(form) && [next, previous].iter().any(|word| is_in_capitals(word));
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let part = is_capital(next) && !is_legal_form(next)
        || is_capital(previous) && !begins_sentence(&before[..before.len() - previous.len() - 1]);
    if is_in_run || !part && begins_sentence(before) {
        counts.unknown = 1;
    } else {
        counts.capital = 1;
        counts.part = u64::from(part);
    }
    counts
}

/// Whether a word after a name is its legal form.
fn is_legal_form(word: &str) -> bool {
    without_legal_form(&format!("Acme {word}")).is_some()
}

/// The word after a form, with a blank or a hyphen between them.
fn word_after(after: &str) -> &str {
    let Some(rest) = after.strip_prefix([' ', '-', '\n']) else { return "" };
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    &rest[..end]
}

/// The word before a form, with a blank or a hyphen between them.
fn word_before(before: &str) -> &str {
    let Some(rest) = before.strip_suffix([' ', '-', '\n']) else { return "" };
    let start = rest.rfind(|c: char| !c.is_alphanumeric());
    start.map_or(rest, |at| &rest[at + rest[at..].chars().next().map_or(0, char::len_utf8)..])
}

/// Whether a text ends where a sentence begins.
fn begins_sentence(before: &str) -> bool {
    let is_open =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | '[' | '“' | '‘' | '«');
    before.trim_end_matches(is_open).chars().next_back().is_none_or(|c| ".!?:;".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_are_counted_by_their_case() {
        let counts = |lower, capital, part, unknown| Counts { lower, capital, part, unknown };
        for (text, expected) in [
            ("the *net* rose", counts(1, 0, 0, 0)),
            ("he left *Acme* today", counts(0, 1, 0, 0)),
            ("he left *Acme* Corp. today", counts(0, 1, 0, 0)),
            ("he left *Acme* Bakery", counts(0, 1, 1, 0)),
            ("at Old *Acme* now", counts(0, 1, 1, 0)),
            ("Sold. The *Acme* now", counts(0, 1, 0, 0)),
            ("Sold. *Net* profit", counts(0, 0, 0, 1)),
            ("*Net*", counts(0, 0, 0, 1)),
            ("“*Net* profit”", counts(0, 0, 0, 1)),
            ("ON *NET* PROFIT", counts(0, 0, 0, 1)),
            ("on *NET* profit", counts(0, 1, 0, 0)),
            ("à *Zürich* Élan", counts(0, 1, 1, 0)),
        ] {
            let start = text.find('*').unwrap();
            let plain = text.replacen('*', "", 1);
            let end = plain.find('*').unwrap();
            let plain = plain.replacen('*', "", 1);
            assert_eq!(occurrence(&plain, start, end), expected, "{text}");
        }
    }
}
