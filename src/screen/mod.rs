//! Names that are written otherwise than in a gazetteer, for screening against lists of persons,
//! companies and vessels.
//!
//! A tagger finds what a form folds to, and nothing else. A [`Screener`] finds names that are
//! likely to be meant: in another script or transliteration, with the parts of the name in another
//! order, or with one letter wrong. It is a search of its own: it reads the words of a text
//! ([`word`]), looks them up by what they sound like, and compares them with the words of the names
//! ([`index`]).

mod index;
mod word;

use alloc::vec::Vec;
use core::fmt;
use core::ops::ControlFlow;

use self::index::{Index, is_gap};
use self::word::{Likeness, Token, Word, tokens};
use crate::entity::{EntityId, Kind, Role};
use crate::gazetteer::Gazetteer;
use crate::span::Span;

/// Finds names of a gazetteer that are written otherwise than there.
///
/// The names are those forms of the chosen kinds that mean no acronym, code, symbol or demonym. Of
/// a name of several words
/// - the words may have another order, as in *SURNAME, Given*: [`LikelyName::is_reordered`];
/// - words may be transliterated otherwise, or written in another script, from or to Cyrillic,
///   Arabic, Chinese characters, Greek, Hangul or Hebrew: [`LikelyName::is_transliterated`];
/// - one word of eight letters or more may have one letter too many, too few, another one, or two
///   exchanged: [`LikelyName::is_edited`].
///
/// A name of one word is found only in another script, or with one letter wrong. What is written as
/// in the gazetteer is not found here, but by a [`Tagger`](crate::Tagger). Words must begin with a
/// capital where their script has capitals. Nothing is judged by its context.
///
/// Immutable, `Send` and `Sync`. Building and screening allocate. Screening takes time linear in
/// the text, times the number of names that share a word with it.
///
/// ```
/// use gaztag::{GazetteerBuilder, Kind, Screener, Surface};
/// let mut builder = GazetteerBuilder::new();
/// builder.add_entity("listed/q-17", "Darya Qorbani")?;
/// builder.add_surface("listed/q-17", Surface::new("Darya Qorbani"))?;
/// let screener = Screener::new(&builder.build()?, &[]);
/// let text = "QURBANI, Daria and Дарья Курбани and Darya Quorum";
/// let found: Vec<&str> = screener.screen(text).iter().map(|name| &text[name.range()]).collect();
/// assert_eq!(found, ["QURBANI, Daria", "Дарья Курбани"]);
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone)]
pub struct Screener {
    index: Index,
}

/// A part of a text that is likely to be a name of a gazetteer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LikelyName {
    span: Span,
    entity: EntityId,
    likeness: Likeness,
}

impl LikelyName {
    /// The span in the text, in bytes.
    pub fn range(&self) -> core::ops::Range<usize> {
        self.span.range()
    }

    /// The entity of the gazetteer.
    pub const fn entity(&self) -> EntityId {
        self.entity
    }

    /// Whether its words have another order than in the gazetteer.
    pub const fn is_reordered(&self) -> bool {
        self.likeness.reordered
    }

    /// Whether a word is transliterated otherwise, or written in another script.
    pub const fn is_transliterated(&self) -> bool {
        self.likeness.transliterated > 0
    }

    /// Whether a word has one letter wrong.
    pub const fn is_edited(&self) -> bool {
        self.likeness.edited > 0
    }

    /// How likely the entity is meant, from 1 to 99: by how many of its words are written
    /// otherwise, and in which way. An order for people who look at what was found, not a
    /// probability.
    pub const fn confidence(&self) -> u8 {
        self.likeness.confidence()
    }
}

impl Screener {
    /// A screener for the names of a gazetteer of these kinds; without any, of the kinds of users
    /// ([`Kind::Other`]). Time and memory linear in their forms.
    pub fn new(gazetteer: &Gazetteer<'_>, kinds: &[Kind]) -> Self {
        let is_wanted = |kind: Kind| match kinds {
            [] => matches!(kind, Kind::Other(_)),
            _ => kinds.contains(&kind),
        };
        let is_name =
            |role: Role| matches!(role, Role::Name | Role::Official | Role::Alias | Role::Former);
        let mut index = Index::default();
        for entity in gazetteer.entities().filter(|entity| is_wanted(entity.kind())) {
            for surface in entity.surfaces().filter(|surface| is_name(surface.role())) {
                index.add(entity.id(), surface.form());
            }
        }
        Self { index }
    }

    /// How many names it looks for.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether it has no name.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The likely names of a text, in the order of their starts. Of those that overlap the one with
    /// the most words counts, then the likeliest, then the first. The text may have any bytes; a
    /// name has no ill-formed ones.
    pub fn screen(&self, text: impl AsRef<[u8]>) -> Vec<LikelyName> {
        let mut all = Vec::new();
        let _ = self.try_screen_each(text, |name| {
            all.push(name);
            ControlFlow::<()>::Continue(())
        });
        all
    }

    /// Calls `found` with the names of [`screen`](Self::screen), in their order, until it breaks.
    /// Takes memory for the words of the text, not for what is found.
    ///
    /// ```
    /// # use gaztag::{GazetteerBuilder, Screener, Surface};
    /// # use std::ops::ControlFlow;
    /// # let mut builder = GazetteerBuilder::new();
    /// # builder.add_entity("listed/q-17", "Darya Qorbani")?;
    /// # builder.add_surface("listed/q-17", Surface::new("Darya Qorbani"))?;
    /// # let screener = Screener::new(&builder.build()?, &[]);
    /// let first = screener.try_screen_each("Daria Qurbani, QORBANI Darya", ControlFlow::Break);
    /// assert_eq!(first.break_value().map(|name| name.range()), Some(0..13));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn try_screen_each<B>(
        &self,
        text: impl AsRef<[u8]>,
        mut found: impl FnMut(LikelyName) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let mut at = 0;
        for chunk in text.as_ref().utf8_chunks() {
            self.part(chunk.valid(), at, &mut found)?;
            at += chunk.valid().len() + chunk.invalid().len();
        }
        ControlFlow::Continue(())
    }

    /// Calls `found` with the names of a part of a text that begins at an offset.
    fn part<B>(
        &self,
        text: &str,
        base: usize,
        found: &mut impl FnMut(LikelyName) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let tokens = tokens(text, false);
        let follows = |a: &Token, b: &Token| is_gap(text, a.span.end, b.span.start);
        // No name goes on after a run of words.
        for run in tokens.chunk_by(follows) {
            if let [token] = run
                && !token.may_be_alone()
            {
                continue;
            }
            let bare = self.index.has_consonants;
            let words = run.iter().filter_map(|token| Word::new(text, token, bare));
            let words: Vec<Word> = words.collect();
            let mut all = Vec::new();
            for start in 0..words.len() {
                self.index.names_at(text, (&words, start), &mut |count, entity, likeness| {
                    let end = base + words[start + count - 1].span.end;
                    let span = Span::new(base + words[start].span.start, end);
                    all.push((count, LikelyName { span, entity, likeness }));
                });
            }
            chosen(all).into_iter().try_for_each(&mut *found)?;
        }
        ControlFlow::Continue(())
    }
}

impl fmt::Debug for Screener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Screener").field("names", &self.len()).finish_non_exhaustive()
    }
}

/// Names that do not overlap, sorted by their starts.
fn chosen(mut found: Vec<(usize, LikelyName)>) -> Vec<LikelyName> {
    found.sort_by_key(|&(count, name)| {
        let LikelyName { span, entity, likeness } = name;
        let likely = core::cmp::Reverse((count, likeness.confidence()));
        (likely, likeness.distance, span.start, entity)
    });
    let mut taken = alloc::collections::BTreeMap::new();
    for (_, name) in found {
        let before = taken.range(..name.span.end).next_back();
        if before.is_none_or(|(_, other): (_, &LikelyName)| other.span.end <= name.span.start) {
            taken.insert(name.span.start, name);
        }
    }
    taken.into_values().collect()
}
