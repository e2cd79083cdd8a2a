//! The languages that have a bit, and the function words, as sections of an image.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::cue_assembly::hash_table;
use super::drafts::{Drafts, SurfaceDraft};
use crate::entity::{Kind, Language, Role};
use crate::image::{Section, Writer};
use crate::limits::TEXT_LANGUAGES;

/// English, and the languages that have function words; in order.
pub(super) fn languages_of_words(drafts: &Drafts) -> impl Iterator<Item = Language> {
    let mut languages: BTreeSet<Language> =
        drafts.function_words.values().flatten().copied().collect();
    languages.insert(Language::ENGLISH);
    languages.into_iter()
}

/// The languages that have a bit, in the order of their bits.
pub(super) struct TextLanguages(Vec<Language>);

impl TextLanguages {
    /// Those of function words, then those of surface forms, as many as there are bits.
    pub(super) fn of(drafts: &Drafts) -> Self {
        let of_forms: BTreeSet<Language> =
            drafts.kept_surfaces().flat_map(|surface| surface.languages.iter().copied()).collect();
        if of_forms.is_empty() && drafts.function_words.is_empty() {
            return Self(Vec::new());
        }
        let mut languages: Vec<Language> = languages_of_words(drafts).collect();
        let others = of_forms.into_iter().filter(|of| languages.binary_search(of).is_err());
        let others: Vec<Language> = others.collect();
        languages.extend(others);
        languages.truncate(TEXT_LANGUAGES);
        Self(languages)
    }

    /// Whether no form has a language, and there are no function words.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The languages of the forms of one entity under one name, by bit, if the name is judged by
    /// the language of the text. 0 for names that English has or that no language has, and for
    /// those with a language without a bit.
    pub(super) fn bits(&self, languages: &BTreeSet<Language>) -> u32 {
        if languages.contains(&Language::ENGLISH) {
            return 0;
        }
        let bit = |language: &Language| self.0.iter().position(|known| known == language);
        languages.iter().try_fold(0, |bits, language| Some(bits | 1 << bit(language)?)).unwrap_or(0)
    }

    /// Writes the languages and the function words.
    pub(super) fn write(&self, words: &BTreeMap<u64, BTreeSet<Language>>, writer: &mut Writer) {
        let codes = self.0.iter().flat_map(|language| language.code());
        writer.section(Section::TextLanguages).extend(codes);
        let records = words.iter().map(|(&hash, languages)| {
            let bits = (0..).zip(&self.0).filter(|(_, language)| languages.contains(language));
            (hash | bits.fold(0, |bits, (index, _)| bits | 1 << index)).to_le_bytes()
        });
        let table = hash_table(records.collect(), |record| u64::from_le_bytes(*record));
        *writer.section(Section::FunctionWords) = table;
    }
}

/// Whether a form is judged by the language of the text, if English does not have it. Full names
/// of blocs are not, except those that are also a word: they are often left as they are. Those of
/// countries are, beside a capitalised word, if they are of the script of English: that is the
/// language that they are compared with.
pub(super) fn is_judged(surface: &SurfaceDraft, kind: u8) -> bool {
    match surface.role {
        Role::Code | Role::Symbol | Role::Capital => false,
        Role::Acronym | Role::Demonym => true,
        _ => {
            surface.word
                || kind == Kind::Mineral.to_u8()
                || (kind == Kind::Country.to_u8() && is_latin(&surface.form))
        }
    }
}

/// Whether a text begins with a Latin letter.
fn is_latin(text: &str) -> bool {
    let is_latin =
        |c| matches!(c, 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{2BF}' | '\u{1E00}'..='\u{1EFF}');
    text.starts_with(is_latin)
}
