//! Texts to be tagged.

use crate::entity::Language;

/// A text to be tagged, and its language if that is known. Every call that tags takes one, or a
/// reference to anything that has bytes: `&str`, `&String`, `&[u8]`, `&Vec<u8>`.
///
/// ```
/// use gaztag::{Language, Tagger, Text};
/// let tagger = Tagger::builtin();
/// assert_eq!(tagger.count("Mali left ECOWAS"), 2);
/// assert_eq!(tagger.count(Text::new("Mali left ECOWAS").with_language(Language::ENGLISH)), 2);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Text<'t> {
    bytes: &'t [u8],
    language: Option<Language>,
}

impl<'t> Text<'t> {
    /// A text of an unknown language. It can be any bytes; those that are not UTF-8 are not part of
    /// words.
    pub fn new<T: AsRef<[u8]> + ?Sized>(text: &'t T) -> Self {
        Self { bytes: text.as_ref(), language: None }
    }

    /// Sets the language of the text.
    ///
    /// It is evidence for judging names as [`TaggerBuilder::text_language`] describes it, not a
    /// filter; [`TaggerBuilder::languages`] is the filter. A language that the gazetteer does not
    /// have is as an unknown one: tagging cannot fail.
    /// [`Gazetteer::check_text_language`](crate::Gazetteer::check_text_language) checks it.
    ///
    /// [`TaggerBuilder::languages`]: crate::TaggerBuilder::languages
    /// [`TaggerBuilder::text_language`]: crate::TaggerBuilder::text_language
    #[must_use]
    pub const fn with_language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// The bytes of the text.
    pub const fn bytes(&self) -> &'t [u8] {
        self.bytes
    }

    /// The language of the text, if it was set.
    pub const fn language(&self) -> Option<Language> {
        self.language
    }
}

impl<'t, T: AsRef<[u8]> + ?Sized> From<&'t T> for Text<'t> {
    fn from(text: &'t T) -> Self {
        Self::new(text)
    }
}
