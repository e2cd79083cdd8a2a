//! The names of a screener, by their words.

use alloc::string::String;
use alloc::vec::Vec;
use std::collections::HashMap;

use super::word::{Alike, EDITED_LETTERS, Likeness, Script, Word, tokens};
use crate::entity::EntityId;

/// The fewest sounds of a name that is found by them.
const SOUNDS: usize = 4;

/// The most words of a name.
const WORDS: usize = 8;

/// The most characters of a Chinese name, and the most words of its transliteration.
const CHARACTERS: usize = 4;

#[derive(Clone)]
struct Name {
    entity: EntityId,
    /// The numbers of its words, without particles.
    words: Vec<u32>,
    /// Whether it is written in Chinese characters.
    of_characters: bool,
    /// A bit for each word before which there is a comma.
    commas: u8,
}

#[derive(Clone, Default)]
pub(super) struct Index {
    names: Vec<Name>,
    words: Vec<Word>,
    /// For each word the names with it, and its place in them.
    places: Vec<Vec<(u32, u8)>>,
    by_letters: HashMap<String, Vec<u32>>,
    by_sound: HashMap<String, Vec<u32>>,
    by_bare: HashMap<String, Vec<u32>>,
    /// Words by their first and by their last letters: a wrong letter is not in both.
    by_end: HashMap<(bool, [u8; EDITED_LETTERS / 2]), Vec<u32>>,
    /// Names by the letters of all their words. Chinese characters are found so, and names that are
    /// written in them.
    by_all_letters: HashMap<String, Vec<u32>>,
    has_characters: bool,
    /// Whether it has words of scripts without vowels.
    pub(super) has_consonants: bool,
}

impl Index {
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Adds a form of an entity, unless it has no words or too many.
    pub(super) fn add(&mut self, entity: EntityId, form: &str) {
        let tokens = tokens(form, true);
        let words = tokens.iter().filter_map(|token| Word::new(form, token, true));
        let mut words: Vec<Word> = words.collect();
        if words.iter().filter(|word| !word.is_particle()).count() > 1 {
            words.retain(|word| !word.is_particle());
        }
        if words.is_empty() || words.len() > WORDS {
            return;
        }
        let number = self.names.len() as u32;
        if words.len() <= CHARACTERS {
            let all: String = words.iter().map(|word| &*word.letters).collect();
            self.by_all_letters.entry(all).or_default().push(number);
        }
        let of_characters = words.iter().any(|word| word.script == Script::Characters);
        self.has_characters |= of_characters;
        self.has_consonants |= words.iter().any(|word| word.script == Script::Consonants);
        let before = words
            .windows(2)
            .zip(1..)
            .filter(|(two, _)| has_comma(form, two[0].span.end, two[1].span.start));
        let commas = before.fold(0, |commas, (_, place)| commas | 1 << place);
        let numbers: Vec<u32> = words.into_iter().map(|word| self.word(word)).collect();
        if !of_characters {
            for (&word, place) in numbers.iter().zip(0..) {
                self.places[word as usize].push((number, place));
            }
        }
        self.names.push(Name { entity, words: numbers, of_characters, commas });
    }

    /// The number of a word, which is added if it is new.
    fn word(&mut self, word: Word) -> u32 {
        let known = self.by_letters.entry(word.letters.clone()).or_default();
        let is_same = |&&number: &&u32| self.words[number as usize].script == word.script;
        if let Some(&number) = known.iter().find(is_same) {
            return number;
        }
        let number = self.words.len() as u32;
        known.push(number);
        for sound in &word.sounds {
            self.by_sound.entry(sound.clone()).or_default().push(number);
        }
        for sound in &word.bare {
            self.by_bare.entry(sound.clone()).or_default().push(number);
        }
        for end in ends(&word.letters).into_iter().flatten() {
            self.by_end.entry(end).or_default().push(number);
        }
        self.words.push(word);
        self.places.push(Vec::new());
        number
    }

    /// Calls `found` with each name that the words of a text from one of them on begin: how many of
    /// the words it has, its entity, and how the words are like it.
    pub(super) fn names_at(
        &self,
        text: &str,
        (all, start): (&[Word], usize),
        found: &mut impl FnMut(usize, EntityId, Likeness),
    ) {
        let (before, words) = all.split_at(start.min(all.len()));
        let Some(first) = words.first().filter(|first| first.is_proper) else { return };
        let before = before.last().filter(|before| before.is_proper);
        let follows =
            before.is_some_and(|before| !has_comma(text, before.span.end, first.span.start));
        if first.script == Script::Characters || self.has_characters {
            self.names_of_characters(text, words, found);
        }
        if first.script == Script::Characters || first.is_particle() {
            return;
        }
        for word in self.words_like(first) {
            let Some(begins) = first.alike(&self.words[word as usize]) else { continue };
            for &(name, place) in &self.places[word as usize] {
                let name = &self.names[name as usize];
                let likeness = self.likeness(name, (place.into(), begins), text, (words, follows));
                if let Some((count, likeness)) = likeness {
                    found(count, name.entity, likeness);
                }
            }
        }
    }

    /// The words of names that a word of a text may be meant for.
    fn words_like(&self, word: &Word) -> Vec<u32> {
        let of_consonants = word.script == Script::Consonants;
        let (index, sounds) = match of_consonants {
            true => (&self.by_bare, &word.bare),
            false => (&self.by_sound, &word.sounds),
        };
        let by_sound = sounds.iter().filter_map(|sound| index.get(sound));
        // Words of scripts without vowels are few among the names.
        let by_bare = word.bare.iter().filter_map(|sound| self.by_bare.get(sound)).flatten();
        let by_bare = by_bare.filter(|&&number| {
            !of_consonants && self.words[number as usize].script == Script::Consonants
        });
        let by_end =
            ends(&word.letters).into_iter().flatten().filter_map(|end| self.by_end.get(&end));
        let lists = self.by_letters.get(&word.letters).into_iter().chain(by_sound);
        let mut all: Vec<u32> = lists.chain(by_end).flatten().chain(by_bare).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// How many of some words of a text a name has, and how they are like it. The first of them is
    /// like the word at `place` of the name, as `begins` says; `follows` is whether it follows
    /// another word that may be a part of its name.
    ///
    /// A comma is between a surname and the given names after it, or where the name has one. In
    /// *Ali Zarqani, Mustafa Gold* it parts two names.
    fn likeness(
        &self,
        name: &Name,
        (place, begins): (usize, (Alike, u8)),
        text: &str,
        (words, follows): (&[Word], bool),
    ) -> Option<(usize, Likeness)> {
        let mut has_inverted = false;
        let mut likeness = Likeness { reordered: place > 0, ..Likeness::default() };
        likeness.add(begins)?;
        let (mut at, mut end) = (1, words.first()?.span.end);
        for offset in 1..name.words.len() {
            // Particles may be there or not.
            while let Some(particle) = words.get(at).filter(|word| word.is_particle()) {
                if !is_gap(text, end, particle.span.start) {
                    return None;
                }
                (at, end) = (at + 1, particle.span.end);
            }
            let word = words.get(at).filter(|word| word.is_proper)?;
            let next = (place + offset) % name.words.len();
            let number = name.words[next];
            if !is_gap(text, end, word.span.start) {
                return None;
            }
            if has_comma(text, end, word.span.start) {
                let inverts = next == 0 && name.commas == 0;
                if !inverts && name.commas & 1 << next == 0 {
                    return None;
                }
                has_inverted |= inverts;
            }
            likeness.add(word.alike(&self.words[number as usize])?)?;
            (at, end) = (at + 1, word.span.end);
        }
        if likeness.is_exact() {
            return None;
        }
        let goes_on = |next: &Word| {
            next.is_proper
                && is_gap(text, end, next.span.start)
                && !has_comma(text, end, next.span.start)
        };
        if has_inverted && follows && words.get(at).is_some_and(goes_on) {
            return None;
        }
        if likeness.transliterated > 0 {
            let own = || name.words.iter().map(|&number| &self.words[number as usize]);
            let sounds: usize = own().map(|word| word.sounds[0].len()).sum();
            let is_in_another_script = own().next()?.script != words.first()?.script;
            if sounds < SOUNDS || (name.words.len() == 1 && !is_in_another_script) {
                return None;
            }
        }
        Some((at, likeness))
    }

    /// The same for names in Chinese characters, or in a text in them: what both have in common is
    /// the letters of all words together.
    fn names_of_characters(
        &self,
        text: &str,
        words: &[Word],
        found: &mut impl FnMut(usize, EntityId, Likeness),
    ) {
        let is_character = |word: &Word| word.script == Script::Characters;
        let in_characters = words.first().is_some_and(is_character);
        let (mut all, mut end) = (String::new(), None);
        for (word, count) in words.iter().zip(1..=CHARACTERS) {
            let follows = end.is_none_or(|end| match in_characters {
                true => end == word.span.start,
                false => is_gap(text, end, word.span.start),
            });
            if !word.is_proper || !follows || is_character(word) != in_characters {
                return;
            }
            all.push_str(&word.letters);
            end = Some(word.span.end);
            let names = self.by_all_letters.get(&all).into_iter().flatten();
            let names = names.map(|&name| &self.names[name as usize]);
            for name in names.filter(|name| name.of_characters != in_characters) {
                if count > 1 || name.words.len() > 1 {
                    let transliterated = name.words.len() as u8;
                    let likeness = Likeness { transliterated, ..Likeness::default() };
                    found(count, name.entity, likeness);
                }
            }
        }
    }
}

/// The first and the last letters of a word that may have one of them wrong.
fn ends(letters: &str) -> [Option<(bool, [u8; EDITED_LETTERS / 2])>; 2] {
    let bytes = Some(letters.as_bytes()).filter(|bytes| bytes.len() >= EDITED_LETTERS);
    [
        bytes.and_then(|bytes| bytes.first_chunk()).map(|first| (false, *first)),
        bytes.and_then(|bytes| bytes.last_chunk()).map(|last| (true, *last)),
    ]
}

/// Whether there is a comma between two words.
fn has_comma(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).is_some_and(|gap| gap.contains(','))
}

/// Whether what is between two words may be inside a name: blanks with a comma or a hyphen.
pub(super) fn is_gap(text: &str, start: usize, end: usize) -> bool {
    /// The bytes of a character.
    const MOST_BYTES: usize = 4;
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '\u{2010}' | '·');
    text.get(start..end).filter(|gap| gap.len() <= 3 * MOST_BYTES).is_some_and(|gap| {
        gap.chars().count() <= 3
            && gap.chars().all(is_between)
            && gap.chars().filter(|&c| c == '\n').count() < 2
    })
}
