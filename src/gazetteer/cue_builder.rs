//! The calls of a builder that add cues.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::builder::GazetteerBuilder;
use super::drafts::{ClassDraft, CueDraft, SurfaceDraft, stored_hash};
use super::surface::Surface;
use crate::cue::{CuePlace, WEIGHT};
use crate::entity::{Kind, Use};
use crate::error::{Error, ErrorKind};
use crate::image::{DECOY, PHRASE, Rank};
use crate::words::{Direction, Hash, Shape, capitals_hash, name_hash, words as words_of};

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
        let mut class = ClassDraft { capitals: true, ..ClassDraft::default() };
        for word in words {
            class.capitals &= begins_with_capital(word);
            if let Some(&entity) = self.drafts.by_key.get(word) {
                class.entities.insert(entity);
            } else if self.is_like_key(word) {
                return Err(ErrorKind::UnknownEntity(word.into()).into());
            } else if let Some(shape) = Shape::named(word) {
                class.words.insert(stored_hash(shape.hash().finish()));
            } else if let Some(code) = capitals_of(word) {
                class.words.insert(stored_hash(capitals_hash(code, 0, code.len())));
                class.words.insert(stored_hash(Shape::Capitals.hash().finish()));
            } else {
                class.add_phrase(word)?;
            }
        }
        if class.words.is_empty() && class.entities.is_empty() {
            return Err(ErrorKind::BadCueWord(String::new()).into());
        }
        let classes = &mut self.drafts.cues.classes;
        classes.push(class);
        Ok(WordClass(classes.len() as u32 - 1))
    }

    /// Whether a text begins like a key of this builder: with a kind and a slash.
    fn is_like_key(&self, text: &str) -> bool {
        text.split_once('/').is_some_and(|(kind, _)| {
            Kind::library_kind(kind).is_some()
                || self.drafts.kinds.iter().any(|known| known == kind)
        })
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
        if let CuePlace::Document(_) = place {
            return Err(ErrorKind::UseOfDocument.into());
        }
        self.put_cue(form, CueDraft { class: words.0, place, weight, of: Some(of), entity: DECOY })
    }

    fn put_cue(&mut self, form: &str, draft: CueDraft) -> Result<&mut Self, Error> {
        let CueDraft { class, place, weight, .. } = draft;
        if weight == 0 || weight.unsigned_abs() > WEIGHT.unsigned_abs() {
            return Err(ErrorKind::BadWeight(weight.to_string()).into());
        }
        if !place.is_valid() {
            return Err(ErrorKind::BadCuePlace(place.to_string()).into());
        }
        if draft.is_of_document() {
            let classes = &self.drafts.cues.classes;
            let forms: Vec<String> = classes
                .get(class as usize)
                .map(|class| class.forms.iter().cloned().collect())
                .unwrap_or_default();
            forms.iter().try_for_each(|form| Surface::new(form).check())?;
            forms.iter().for_each(|form| self.put_evidence(form));
        }
        let names = &mut self.drafts.cues.names;
        names.entry(name_hash(form.as_bytes(), false)).or_default().insert(draft);
        Ok(self)
    }

    /// Adds a form that is found only because cues look for it in the document.
    fn put_evidence(&mut self, form: &str) {
        match self.drafts.by_form.get(&(DECOY, form.into())) {
            Some(&index) => self.drafts.surfaces[index as usize].evidence = true,
            None => {
                self.drafts.put_surface(SurfaceDraft {
                    evidence: true,
                    hides: false,
                    ..SurfaceDraft::new(DECOY, &Surface::new(form), Rank::Base)
                });
            }
        }
    }
}

/// The word in capitals that a word of a class such as `<OH>` means.
fn capitals_of(word: &str) -> Option<&[u8]> {
    let code = word.strip_prefix('<')?.strip_suffix('>')?.as_bytes();
    (!code.is_empty() && code.iter().all(u8::is_ascii_uppercase)).then_some(code)
}

/// Whether a word of a class is found only where the guard looks: where a word begins with a
/// capital, before *et al*, and before an age.
fn begins_with_capital(word: &str) -> bool {
    ["<capitalised>", "et al", "<age>"].contains(&word)
        || capitals_of(word).is_some()
        || word.chars().next().is_some_and(char::is_uppercase)
}

impl ClassDraft {
    /// Adds a word or a phrase, read forwards and backwards: phrases before a name are read from
    /// their end.
    fn add_phrase(&mut self, phrase: &str) -> Result<(), ErrorKind> {
        for direction in [Direction::Forwards, Direction::Backwards] {
            let mut words: Vec<&[u8]> = words_of(phrase.as_bytes()).collect();
            if direction == Direction::Backwards {
                words.reverse();
            }
            let mut hash = Hash::new();
            let hash_up_to = |word: &&[u8]| {
                hash = hash.word(word, 0, word.len(), direction);
                stored_hash(hash.finish())
            };
            let hashes: Vec<u64> = words.iter().map(hash_up_to).collect();
            match hashes.split_last() {
                Some((&whole, beginnings)) if hashes.len() <= PHRASE => {
                    self.words.insert(whole);
                    self.beginnings.extend(beginnings);
                }
                _ => return Err(ErrorKind::BadCueWord(phrase.into())),
            }
        }
        self.forms.insert(phrase.into());
        Ok(())
    }
}
