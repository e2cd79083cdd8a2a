//! The one table of the sections of an image. `CONTRIBUTING.md` lists what else a change touches.

use crate::automaton::{HEAD, INSIDE_OUTPUT, INSIDE_SLOT, SLOT};
use crate::prefilter::BEGINNINGS;

/// Declares the sections of an image in their order. Each row has the name in Rust, the name in
/// messages and in `docs/image.md`, and the bytes of a record.
macro_rules! sections {
    ($($(#[$doc:meta])* $section:ident: $name:literal, $width:expr;)+) => {
        /// A section of an image, in their order.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Section { $($(#[$doc])* $section,)+ }

        impl Section {
            /// All sections, in their order.
            pub(super) const ALL: &'static [Section] = &[$(Section::$section,)+];

            /// Its name in messages and in `docs/image.md`.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Section::$section => $name,)+ }
            }

            /// The bytes of one of its records. Those of [`Section::Surfaces`] can be wider:
            /// [`Header::width`](super::header::Header::width).
            pub(crate) const fn width(self) -> usize {
                match self { $(Section::$section => $width,)+ }
            }
        }
    };
}

sections! {
    /// The version of the data, in UTF-8, with a zero after it.
    DataVersion: "data version", 1;
    /// All texts, in UTF-8, each with a zero after it.
    Texts: "texts", 1;
    /// The names of the kinds other than country, bloc and mineral.
    Kinds: "kinds", 6;
    /// Ranges of the languages.
    LanguageSets: "language sets", 8;
    /// Codes of languages, with a zero after those of two letters.
    Languages: "languages", 3;
    /// Sorted by key.
    Entities: "entities", 30;
    /// Those of one entity together, in the order of the entities.
    Attributes: "attributes", 14;
    /// One for each spell of membership, sorted by bloc, by member, then by date.
    Members: "members", 12;
    /// The indices of the spells, sorted by member.
    SpellsByMember: "spells by member", 4;
    /// Status, dates and source of spells; those of equal spells once.
    SpellFacts: "facts of spells", 30;
    /// Those of one entity together, in the order of the entities; then the decoys.
    Surfaces: "surfaces", 10;
    /// What surface forms have in common.
    Traits: "traits", 12;
    /// The lists of surface forms of the names that have several.
    Readings: "readings", 4;
    /// The automaton: the first characters of names, in a hash table.
    Heads: "heads", HEAD;
    /// The automaton: the double array.
    Slots: "slots", SLOT;
    /// The automaton: bytes that all names of a state have in common.
    Chains: "chains", 1;
    /// The prefilter: what it knows of the first bytes of names. One record.
    Beginnings: "beginnings", BEGINNINGS;
    /// The prefilter: its Bloom filters.
    Tokens: "tokens", 8;
    /// The prefilter: first characters of three bytes.
    Wide: "wide characters", 8;
    /// Names inside words: the states of their automaton.
    InsideSlots: "states inside words", INSIDE_SLOT;
    /// Names inside words: what each is.
    InsideOutputs: "names inside words", INSIDE_OUTPUT;
    /// Names inside words: the filter of their first bytes.
    InsideFilter: "filter inside words", 8;
    /// A hash table with linear probing, sorted by the hash of the name's number.
    CuedNames: "cued names", 8;
    /// Those of one name together. Names with the same cues share them.
    CueLists: "lists of cues", 42;
    /// Those of one list together.
    Cues: "cues", 10;
    /// A hash table with linear probing, sorted by the hash of the word.
    CueWords: "words of cues", 8;
    /// Sets of classes, for words and for entities.
    CueSets: "classes of words", 2;
    /// Empty, or one record for each entity.
    CueEntities: "classes of entities", 2;
    /// Of names that are a part of the name of another country: what makes them longer. Sorted by
    /// the number of the name.
    Remainders: "remainders", 13;
    /// Sorted by key.
    RetiredKeys: "retired keys", 10;
    /// Codes of the languages that have bits.
    TextLanguages: "languages of texts", 3;
    /// A hash table with linear probing, sorted by the hash of the word.
    FunctionWords: "function words", 8;
    /// What a layer takes away from those below it. Sorted by the key, then by the form.
    Removals: "removals", 12;
}

impl Section {
    /// How many sections an image has.
    pub(super) const COUNT: usize = Self::ALL.len();
}

/// The bytes of a record of [`Section::Surfaces`] in an image with more entities than two bytes can
/// number.
pub(super) const WIDE_SURFACE: usize = 12;
