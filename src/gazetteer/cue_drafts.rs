//! Classes of words and cues, as the calls of a builder and files add them to its drafts.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::drafts::{ClassDraft, CueDraft, Drafts, SurfaceDraft, stored_hash};
use super::surface::Surface;
use crate::cue::WEIGHT;
use crate::entity::Kind;
use crate::error::{Error, ErrorKind};
use crate::image::{DECOY, PHRASE, Rank};
use crate::words::{
    Direction, Hash, Shape, capitals_hash, is_beside_names, name_hash, words as words_of,
};

impl ClassDraft {
    /// The class of these words. `entity` returns the number of the entity with a key, `has_kind`
    /// whether there is a kind with a name.
    ///
    /// # Errors
    ///
    /// Those of [`add_word_class`](super::GazetteerBuilder::add_word_class).
    pub(super) fn new<'w>(
        words: impl IntoIterator<Item = &'w str>,
        entity: impl Fn(&str) -> Option<u32>,
        has_kind: impl Fn(&str) -> bool,
    ) -> Result<Self, Error> {
        let mut class = Self { capitals: true, beside: true, ..Self::default() };
        for word in words {
            let capital = begins_with_capital(word);
            class.capitals &= capital;
            class.beside &= capital || is_beside_names(word);
            if let Some(entity) = entity(word) {
                class.entities.insert(entity);
            } else if word.split_once('/').is_some_and(|(kind, _)| has_kind(kind)) {
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
        Ok(class)
    }

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

impl CueDraft {
    /// Checks that it can be in a gazetteer, with its class.
    ///
    /// # Errors
    ///
    /// Those of [`add_cue`](super::GazetteerBuilder::add_cue) and
    /// [`add_use_cue`](super::GazetteerBuilder::add_use_cue).
    pub(super) fn check(&self, class: Option<&ClassDraft>) -> Result<(), Error> {
        let Self { place, weight, .. } = *self;
        if self.of.is_some() && self.is_of_document() {
            return Err(ErrorKind::UseOfDocument.into());
        }
        if weight == 0 || weight.unsigned_abs() > WEIGHT.unsigned_abs() {
            return Err(ErrorKind::BadWeight(weight.to_string()).into());
        }
        if !place.is_valid() {
            return Err(ErrorKind::BadCuePlace(place.to_string()).into());
        }
        // In the document, words are found as forms are.
        let forms = class.into_iter().filter(|_| self.is_of_document()).flat_map(|of| &of.forms);
        forms.into_iter().try_for_each(|form| Surface::new(form).check().map_err(Error::from))
    }
}

impl Drafts {
    /// Whether there is a kind with this name.
    pub(super) fn has_kind(&self, name: &str) -> bool {
        Kind::library_kind(name).is_some() || self.kinds.iter().any(|known| known == name)
    }

    /// Adds a class of words. Returns its number.
    pub(super) fn put_class(&mut self, class: ClassDraft) -> u32 {
        self.cues.classes.push(class);
        self.cues.classes.len() as u32 - 1
    }

    /// Adds a cue of a form, which was checked.
    pub(super) fn put_cue(&mut self, form: &str, draft: CueDraft) {
        if draft.is_of_document()
            && let Some(class) = self.cues.classes.get(draft.class as usize)
        {
            let forms: Vec<String> = class.forms.iter().cloned().collect();
            forms.iter().for_each(|form| self.put_evidence(form));
        }
        self.cues.names.entry(name_hash(form.as_bytes(), false)).or_default().insert(draft);
    }

    /// Adds a form that is found only because cues look for it in the document.
    fn put_evidence(&mut self, form: &str) {
        match self.by_form.get(&(DECOY, form.into())) {
            Some(&index) => self.surfaces[index as usize].evidence = true,
            None => {
                self.put_surface(SurfaceDraft {
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

/// Whether a word of a class is found only where the guard looks at names of anyone: where a word
/// begins with a capital, before *et al* and before an age.
fn begins_with_capital(word: &str) -> bool {
    ["<capitalised>", "et al", "<age>"].contains(&word)
        || capitals_of(word).is_some()
        || word.chars().next().is_some_and(char::is_uppercase)
}
