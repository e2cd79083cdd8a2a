//! The view of the languages of a gazetteer, and of their function words.

use super::cues::{bucket_of, buckets};
use super::records::LANGUAGE;
use super::sections::Section;
use crate::entity::Language;
use crate::limits;

/// Bytes of a function word: the languages by bit, and the upper half of the hash.
pub(super) const FUNCTION_WORD: usize = Section::FunctionWords.width();

/// The part of a word's hash that an image has.
#[cfg(feature = "alloc")]
pub(crate) const STORED: u64 = 0xFFFF_FFFF << 32;

/// The languages of a gazetteer's forms, by their bits, and the words by which a text shows its
/// language.
#[derive(Clone, Copy)]
pub(crate) struct FunctionWords<'g> {
    languages: &'g [[u8; LANGUAGE]],
    /// A hash table with linear probing, sorted by the hash.
    pub(super) words: &'g [u8],
    pub(super) buckets: Option<usize>,
}

impl<'g> FunctionWords<'g> {
    /// The view; `section` returns the bytes of a section.
    #[inline]
    pub(super) fn new(section: impl Fn(Section) -> &'g [u8]) -> Self {
        let words = section(Section::FunctionWords);
        Self {
            languages: section(Section::TextLanguages).as_chunks().0,
            words,
            buckets: buckets(words.len() / FUNCTION_WORD),
        }
    }

    /// Whether no form has a language.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.languages.is_empty()
    }

    /// The languages, in the order of their bits.
    pub(crate) fn languages(&self) -> impl Iterator<Item = Language> + use<'g> {
        self.languages.iter().take(limits::TEXT_LANGUAGES).map(|&code| Language::from_code(code))
    }

    /// The bit of a language; 0 if the gazetteer does not have it.
    pub(crate) fn bit_of(&self, language: Language) -> u32 {
        self.languages()
            .zip(0..)
            .find(|&(known, _)| known == language)
            .map_or(0, |(_, index)| 1 << index)
    }

    /// The bits of all languages.
    pub(crate) fn all(&self) -> u32 {
        self.languages().fold(0, |bits, _| bits << 1 | 1)
    }

    /// The languages that have the word with this hash, by bit; 0 if no language has it as a
    /// function word.
    #[inline]
    pub(crate) fn languages_of(&self, hash: u64) -> u32 {
        let Some(buckets) = self.buckets else { return 0 };
        let rest = self.words.get(bucket_of(hash, buckets) * FUNCTION_WORD..).unwrap_or(&[]);
        // The table is sorted, so that the first record that is not before the word decides.
        let mut records =
            rest.as_chunks::<FUNCTION_WORD>().0.iter().map(|record| u64::from_le_bytes(*record));
        match records.find(|&record| record == 0 || record >> 32 >= hash >> 32) {
            Some(record) if record >> 32 == hash >> 32 => record as u32,
            _ => 0,
        }
    }

    /// All words, with the upper half of their hashes and their languages by bit.
    #[cfg(feature = "alloc")]
    pub(crate) fn all_words(&self) -> impl Iterator<Item = (u64, u32)> + use<'g> {
        let records = self.words.as_chunks::<FUNCTION_WORD>().0.iter();
        records
            .map(|record| u64::from_le_bytes(*record))
            .filter(|&record| record != 0)
            .map(|record| (record & STORED, record as u32))
    }
}
