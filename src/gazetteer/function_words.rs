//! The call of a builder that adds function words.

use super::builder::GazetteerBuilder;
use super::text_languages::languages_of_words;
use crate::entity::Language;
use crate::error::{Error, ErrorKind};
use crate::image::STORED;
use crate::limits::TEXT_LANGUAGES;
use crate::words::{character, function_word_hash, word_end};

impl GazetteerBuilder {
    /// Adds function words of a language: frequent words that show which language a text is in,
    /// such as *the* and *of*. Forms whose languages do not have the words near them are judged by
    /// that; `docs/accuracy.md` in the project has the rule. A word can be of several languages.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::BadFunctionWord`]: a text that is not one word in lower case, or in a script
    ///   that is written without blanks.
    /// - [`ErrorKind::TooManyTextLanguages`]: the builder has function words of more languages than
    ///   [`limits::TEXT_LANGUAGES`](crate::limits::TEXT_LANGUAGES), with English.
    ///
    /// ```
    /// use gaztag::{GazetteerBuilder, Language, Role, Surface, Tagger};
    /// let french = Language::new("fr").ok_or("not a code")?;
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("bloc/un", "United Nations")?;
    /// let onu = Surface::new("ONU").with_role(Role::Acronym);
    /// builder.add_surface("bloc/un", onu.with_languages(&[french]))?;
    /// let cue = builder.add_word_class(["siège"])?;
    /// builder.add_cue("ONU", None, gaztag::CuePlace::Near(3), cue, 1)?;
    /// builder.add_function_words(french, ["le", "la", "de"])?;
    /// builder.add_function_words(Language::ENGLISH, ["the", "of"])?;
    /// let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
    /// assert!(tagger.is_match("le rôle de l’ONU") && !tagger.is_match("the logo of ONU"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_function_words<'w>(
        &mut self,
        language: Language,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Result<&mut Self, Error> {
        for word in words {
            let is_word = character(word.as_bytes(), 0).0
                && word_end(word.as_bytes(), 0) == word.len()
                && !word.chars().any(char::is_uppercase);
            let hash = function_word_hash(word.as_bytes()).filter(|_| is_word);
            let hash = hash.ok_or_else(|| ErrorKind::BadFunctionWord(word.into()))? & STORED;
            self.drafts.function_words.entry(hash).or_default().insert(language);
        }
        if languages_of_words(&self.drafts).count() > TEXT_LANGUAGES {
            return Err(ErrorKind::TooManyTextLanguages.into());
        }
        Ok(self)
    }
}
