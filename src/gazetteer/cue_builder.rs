//! The calls of a builder that add cues.

use super::builder::GazetteerBuilder;
use super::drafts::{ClassDraft, CueDraft};
use crate::cue::CuePlace;
use crate::entity::Use;
use crate::error::{Error, ErrorKind};
use crate::image::DECOY;

/// A class of words and entities of one builder, for its cues. Returned by
/// [`GazetteerBuilder::add_word_class`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WordClass(u32);

impl GazetteerBuilder {
    /// Adds a class of words and of phrases of at most four words, for cues.
    ///
    /// Two kinds of texts are special. The key of an entity means the entity: in the document, any
    /// unambiguous name of it. `<capitalised>`, `<lower>`, `<number>`, `<initial>`, `<edge>`,
    /// `<percent>`, `<title>`, `<symbol>`, `<cell>`, `<age>` and `<signature>` mean any neighbour
    /// of that shape: `<edge>` is the start or the end of the text, `<percent>` a number with a per
    /// cent sign, `<title>` a capitalised word beside a capitalised name, `<symbol>` a word of two
    /// letters with one capital, `<cell>` a name that fills a cell of a table or the text, `<age>`
    /// that of a person after the name (`Poland, 45, of Akron`), `<signature>` a name alone under a
    /// letter. `<OH>` means the word in capitals, and only next to the name; `<J>` an initial of a
    /// person in an index (`Jordan, J.`), as if it were before the name.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::BadCueWord`]: no text at all, a text without a word, or a phrase of more than
    ///   four words.
    /// - [`ErrorKind::UnknownEntity`]: there is no entity with the key.
    ///
    /// ```
    /// use gaztag::{CuePlace, GazetteerBuilder, Surface, Tagger};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("company/acme", "Acme")?;
    /// builder.add_surface("company/acme", Surface::new("Acme"))?;
    /// let places = builder.add_word_class(["the town of", "street"])?;
    /// builder.add_cue("Acme", Some("company/acme"), CuePlace::Before, places, -9)?;
    /// let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
    /// assert!(tagger.is_match("Acme rose") && !tagger.is_match("the town of Acme"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn add_word_class<'w>(
        &mut self,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Result<WordClass, Error> {
        let drafts = &self.drafts;
        let entity = |key: &str| drafts.by_key.get(key).copied();
        let class = ClassDraft::new(words, entity, |kind| drafts.has_kind(kind))?;
        Ok(WordClass(self.drafts.put_class(class)))
    }

    /// Adds a cue: words of a class at a place are evidence for a reading of a form, that of
    /// `entity`; without an entity for all readings. With a negative weight they are evidence
    /// against it.
    ///
    /// A form with a high prior, of which all cues ask for a neighbour and all their words begin
    /// with a capital, is judged only next to such a word: the cue *Mr* of *France* does not match
    /// in *mr France*. So cues for many frequent forms cost little.
    ///
    /// A weight is from -12 to 12 and not 0; each step doubles or halves the odds. `data/README.md`
    /// in the project describes the cues of the built-in gazetteer.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::UnknownEntity`]: there is no entity with the key.
    /// - [`ErrorKind::BadWeight`], [`ErrorKind::BadCuePlace`]: a value out of range.
    /// - With [`CuePlace::Document`], those of [`add_surface`](Self::add_surface) for a word of the
    ///   class: in the document, words are found as forms are.
    ///
    /// ```
    /// use gaztag::{CuePlace, GazetteerBuilder, Surface};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("company/acme", "Acme")?;
    /// builder.add_surface("company/acme", Surface::new("Acme"))?;
    /// let shares = builder.add_word_class(["shares", "the board"])?;
    /// builder.add_cue("Acme", Some("company/acme"), CuePlace::Near(5), shares, 3)?;
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn add_cue(
        &mut self,
        form: &str,
        entity: Option<&str>,
        place: CuePlace,
        words: WordClass,
        weight: i8,
    ) -> Result<&mut Self, Error> {
        let entity = match entity {
            Some(key) => {
                let known = self.drafts.by_key.get(key).copied();
                known.ok_or_else(|| ErrorKind::UnknownEntity(key.into()))?
            }
            None => DECOY,
        };
        self.put_cue(form, CueDraft { class: words.0, place, weight, of: None, entity })
    }

    /// Adds a cue of a use: words of a class at a place are evidence that a name is used for
    /// something else than its entity, such as a team. The cue is weighed for every reading, unless
    /// the use counts ([`TaggerBuilder::uses`](crate::TaggerBuilder::uses)).
    ///
    /// It is evidence about this occurrence of the name only. Where all cues of uses together weigh
    /// less than 0, the rest of the document is not evidence for the name. Where they weigh more
    /// than 0, they count as 0.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::BadWeight`], [`ErrorKind::BadCuePlace`]: a value out of range.
    /// - [`ErrorKind::UseOfDocument`]: the place is [`CuePlace::Document`].
    ///
    /// ```
    /// use gaztag::{CuePlace, Gazetteer, GazetteerBuilder, Use};
    /// let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    /// let goals = builder.add_word_class(["goalkeeper", "<number>"])?;
    /// builder.add_use_cue("Mali", Use::Team, CuePlace::After, goals, -4)?;
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn add_use_cue(
        &mut self,
        form: &str,
        of: Use,
        place: CuePlace,
        words: WordClass,
        weight: i8,
    ) -> Result<&mut Self, Error> {
        self.put_cue(form, CueDraft { class: words.0, place, weight, of: Some(of), entity: DECOY })
    }

    fn put_cue(&mut self, form: &str, draft: CueDraft) -> Result<&mut Self, Error> {
        let class = self.drafts.cues.classes.get(draft.class as usize);
        draft.check(class)?;
        self.drafts.put_cue(form, draft);
        Ok(self)
    }
}
