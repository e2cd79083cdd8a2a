//! Whether the text near a name is of a language that has the form.
//!
//! *CEE* is a name of the European Economic Community in French, and a number of other things in
//! English. Function words (*the*, *les*) near the name show which language a text is in. A word
//! counts for all languages that have it. Let *form* be the languages of the form, and *text* the
//! other language that has the most of the words, English if others have as many:
//!
//! ```text
//! stated language    foreign, unless the form has it, or a word that only languages of the form
//!                    have is near
//! near               the same sentence, 12 words on each side
//!     at home        a word that only languages of the form have
//!     foreign        two words of the text that the form does not have, or of an acronym, demonym
//!                    or mineral one word that only English has; and none of the form that the text
//!                    does not have
//! wide               192 bytes on each side, across sentences, if the near words show nothing
//!     foreign        three words of the text that the form does not have, and three times as many
//!                    as of the form
//! ```
//!
//! Full names of countries are judged beside a capitalised word alone, of which they may be a part
//! (*Kenie Rowe*), and in English texts alone: languages that the gazetteer does not have share
//! names with others, and function words too. One word that only English has is enough.

use super::case::in_run_of_capitals;
use super::near::NearWords;
use super::reading::Reading;
use super::view::View;
use super::weights::{Foreign, READINGS};
use crate::entity::{Kind, Language, Role};
use crate::gazetteer::{FunctionWords, Tables};
use crate::words::{character, character_before, function_word_hash, word_end};

/// How many words are read on each side in the sentence.
const NEAR: usize = 12;
/// No word before a name that may be a part of a longer one is longer.
const LONGEST: usize = 64;
/// How many function words are kept: enough for both sides of a view.
const KEPT: usize = 64;

/// What a reading needs to be judged by the language of the text.
#[derive(Clone, Copy, Default)]
struct Form {
    /// The languages that have it, by bit; 0: it is not judged.
    languages: u32,
    foreign: ForeignBy,
}

/// What near words show that a form is foreign.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum ForeignBy {
    /// Two words of the text.
    #[default]
    TwoWords,
    /// One that only English has, too: acronyms, demonyms and minerals.
    OneWord,
    /// One that only English has, and nothing else: full names of countries.
    English,
}

/// The function words near a name: the languages of each, by bit.
struct Found {
    languages: [u32; KEPT],
    len: usize,
}

impl Found {
    const fn new() -> Self {
        Self { languages: [0; KEPT], len: 0 }
    }

    fn list(&self) -> &[u32] {
        self.languages.get(..self.len).unwrap_or(&self.languages)
    }

    fn add(&mut self, languages: u32) {
        if let Some(free) = self.languages.get_mut(self.len).filter(|_| languages != 0) {
            *free = languages;
            self.len += 1;
        }
    }
}

/// The words near a name, and the language that a caller states for the text.
pub(crate) struct Nearby<'v, 't> {
    /// Without markup.
    pub(crate) view: &'v View<'t>,
    pub(crate) words: FunctionWords<'t>,
    /// The bit of the stated language; 0: none.
    pub(crate) stated: u32,
}

impl Nearby<'_, '_> {
    /// Which readings of the name with a number are of another language than the text.
    pub(crate) fn foreign(
        &self,
        tables: &Tables<'_>,
        name: u32,
        readings: &[Option<Reading>; READINGS],
    ) -> Foreign {
        let forms = readings.map(|reading| {
            let (reading, records) = (reading?, tables.readings(name));
            let record = records.map(|(_, record)| record).nth(reading.index.into())?;
            let is_mineral = tables.kind_of(reading.entity) == Kind::Mineral.to_u8();
            let is_short = matches!(reading.role, Role::Acronym | Role::Demonym);
            let foreign = match (is_mineral || is_short, record.traits.word) {
                (true, _) => ForeignBy::OneWord,
                (false, true) => ForeignBy::TwoWords,
                (false, false) => ForeignBy::English,
            };
            let languages = record.traits.languages;
            let is_judged =
                languages != 0 && (foreign != ForeignBy::English || self.is_beside_capital());
            Some(Form { languages: if is_judged { languages } else { 0 }, foreign })
        });
        let forms = forms.map(Option::unwrap_or_default);
        let judged = || forms.iter().filter(|form| form.languages != 0);
        if judged().next().is_none() {
            return Foreign::NONE;
        }
        // A word of these languages alone shows that all of the forms are at home.
        let common = judged().fold(u32::MAX, |common, form| common & form.languages);
        let mut near = Found::new();
        if self.add_near(common, &mut near) && self.stated == 0 {
            return Foreign::NONE;
        }
        let english = self.words.bit_of(Language::ENGLISH);
        let mut wide: Option<Found> = None;
        let mut is_foreign = |form: &Form| {
            if form.languages == 0 || form.languages & self.stated != 0 {
                return false;
            }
            let is_at_home = near.list().iter().any(|word| word & !form.languages == 0);
            let in_any_language = form.foreign != ForeignBy::English;
            if is_at_home || self.stated != 0 {
                return !is_at_home && (in_any_language || self.stated == english);
            }
            // Common, and decided as the score would.
            let is_of_form = |word: &u32| word & form.languages != 0;
            if form.foreign == ForeignBy::OneWord
                && near.list().contains(&english)
                && !near.list().iter().any(is_of_form)
            {
                return true;
            }
            let score = Score::new(near.list(), form.languages, english);
            if score.of_form > 0 {
                return false;
            }
            let is_shown = match form.foreign {
                ForeignBy::TwoWords => score.of_text >= 2,
                ForeignBy::OneWord => score.of_text >= 2 || score.of_english,
                ForeignBy::English => score.of_english,
            };
            if is_shown {
                return true;
            }
            let wide = wide.get_or_insert_with(|| self.wide());
            let score = Score::new(wide.list(), form.languages, english);
            score.of_text >= 3
                && score.of_text >= 3 * score.of_form
                && (in_any_language || score.of_english)
        };
        let foreign = forms.iter().map(&mut is_foreign).zip(0..);
        foreign.fold(
            Foreign::NONE,
            |all, (is_foreign, reading)| {
                if is_foreign { all.with(reading) } else { all }
            },
        )
    }

    /// Whether the name may be a part of a longer one: a blank is between it and a word of two
    /// letters or more that begins with a capital, and that is not the first one of a sentence.
    fn is_beside_capital(&self) -> bool {
        let (text, span) = (self.view.text, self.view.span);
        if let Some([b' ', b'A'..=b'Z', b'A'..=b'Z' | b'a'..=b'z', ..]) = text.get(span.end..) {
            return true;
        }
        let Some([before @ .., b' ']) = text.get(..span.start) else { return false };
        let letters =
            before.iter().rev().take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic());
        let len = letters.count();
        let start = before.len() - len;
        len < LONGEST
            && matches!(before.get(start..), Some([b'A'..=b'Z', _, ..]))
            && !begins_sentence(&before[..start])
            && function_word_hash(&before[start..])
                .is_none_or(|hash| self.words.languages_of(hash) == 0)
    }

    /// Adds the function words in the sentence. Stops and returns true at a word that only these
    /// languages have.
    fn add_near(&self, own: u32, found: &mut Found) -> bool {
        let span = self.view.span;
        self.add_side(&mut self.view.words_before(span.start), own, found)
            || self.add_side(&mut self.view.words_from(span.end), own, found)
    }

    fn add_side<const LEFT: bool>(
        &self,
        words: &mut NearWords<'_, '_, LEFT>,
        own: u32,
        found: &mut Found,
    ) -> bool {
        for word in (0..NEAR).map_while(|index| words.get(index)) {
            let languages = self.languages_of(word.start, word.end);
            found.add(languages);
            if languages != 0 && languages & !own == 0 {
                return true;
            }
        }
        false
    }

    /// The function words in the view, across sentences.
    fn wide(&self) -> Found {
        let View { span, from, to, cut, .. } = *self.view;
        let mut found = Found::new();
        self.add_words((from, span.start), (cut.0, false), &mut found);
        self.add_words((span.end, to), (false, cut.1), &mut found);
        found
    }

    /// Adds the function words of a part of the text. At a `cut` side, a word may be a part of a
    /// longer one.
    fn add_words(&self, (start, end): (usize, usize), cut: (bool, bool), found: &mut Found) {
        let Some(text) = self.view.text.get(..end) else { return };
        // A side that is cut may begin inside a character.
        let start = (start..end).find(|&at| text[at] & 0xC0 != 0x80).unwrap_or(end);
        let mut at = start;
        while at < end {
            match character(text, at) {
                (true, _) => {
                    let word = at;
                    at = word_end(text, at);
                    if !(cut.0 && word == start || cut.1 && at == end) {
                        found.add(self.languages_of(word, at));
                    }
                }
                (false, len) => at += len,
            }
        }
    }

    /// The languages that have the word at these offsets as a function word, by bit. 0 for other
    /// words, and for those that are written like a part of a name.
    fn languages_of(&self, start: usize, end: usize) -> u32 {
        let text = self.view.text;
        let Some(word) = text.get(start..end) else { return 0 };
        let name = text.get(self.view.span.range()).unwrap_or(&[]);
        if script(word) != script(name) {
            return 0;
        }
        let languages = function_word_hash(word).map_or(0, |hash| self.words.languages_of(hash));
        if languages != 0 && is_evidence(text, start, end) { languages } else { 0 }
    }
}

/// What function words say about a form.
struct Score {
    /// How many are of the language of the text and not of the form.
    of_text: usize,
    /// How many are of a language of the form and not of that of the text.
    of_form: usize,
    /// Whether the text is English by a word that no other language has.
    of_english: bool,
}

impl Score {
    /// By words and the languages of a form.
    fn new(words: &[u32], form: u32, english: u32) -> Self {
        let count = |is_counted: &dyn Fn(u32) -> bool| {
            words.iter().filter(|&&word| is_counted(word)).count()
        };
        let others = bits(words.iter().fold(0, |all, word| all | word) & !form);
        // Of several languages with as many words it is English.
        let text = others
            .max_by_key(|&other| (count(&|word| word & other != 0), other == english))
            .unwrap_or(0);
        Self {
            of_text: count(&|word| word & text != 0 && word & form == 0),
            of_form: bits(form)
                .map(|own| count(&|word| word & own != 0 && word & text == 0))
                .max()
                .unwrap_or(0),
            of_english: text == english && words.contains(&english),
        }
    }
}

/// The bits of a number, one by one.
fn bits(mut all: u32) -> impl Iterator<Item = u32> {
    core::iter::from_fn(move || {
        let bit = all & all.wrapping_neg();
        all ^= bit;
        (bit != 0).then_some(bit)
    })
}

/// The script that a text begins with: one number for each that several languages share. A Latin
/// name in a Russian text may be of any language.
fn script(text: &[u8]) -> u8 {
    match text {
        [0..=0x7F | 0xC3..=0xCA, ..] | [0xE1, 0xB8..=0xBB, ..] => 0,
        [0xCD..=0xCF, ..] => 1,
        [0xD0..=0xD4, ..] => 2,
        [0xD8..=0xDB, ..] => 3,
        _ => 4,
    }
}

/// Whether a function word is written as one, and not like a part of a name: *Las* in *Las Vegas*,
/// *in* in *Çin'in*, the acronym *OR*, the initial *E.*.
fn is_evidence(text: &[u8], start: usize, end: usize) -> bool {
    let (before, word) = (&text[..start], &text[start..end]);
    let apostrophe = before.strip_suffix(b"'").or_else(|| before.strip_suffix("’".as_bytes()));
    if apostrophe.is_some_and(|name| !name.is_empty() && character_before(name, name.len()).0) {
        return false;
    }
    if let [b'a'..=b'z', _, ..] = word {
        return true;
    }
    let word = core::str::from_utf8(word).unwrap_or("");
    let is_letter = word.chars().nth(1).is_none();
    if !word.starts_with(char::is_uppercase) {
        return !(is_letter && text.get(end) == Some(&b'.'));
    }
    if is_letter {
        return false;
    }
    if word.chars().any(char::is_lowercase) {
        begins_sentence(before)
    } else {
        in_run_of_capitals(text, start, end)
    }
}

/// Whether a text ends where a sentence begins.
fn begins_sentence(before: &[u8]) -> bool {
    let is_opening = |byte: &u8| matches!(byte, b' ' | b'"' | b'\'' | b'(');
    let end = before.iter().rposition(|byte| !is_opening(byte)).map_or(0, |last| last + 1);
    let before = &before[..end];
    ["“", "«", "‘"].iter().any(|sign| before.ends_with(sign.as_bytes()))
        || ["–", "—", "¿", "¡"].iter().any(|sign| before.ends_with(sign.as_bytes()))
        || matches!(before.last(), None | Some(b'.' | b'!' | b'?' | b':' | b'-' | b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_for_the_language_that_has_most() {
        const EN: u32 = 1;
        const FR: u32 = 2;
        const ES: u32 = 4;
        let score = |words: &[u32], form: u32| {
            let score = Score::new(words, form, EN);
            (score.of_text, score.of_form, score.of_english)
        };
        assert_eq!(score(&[EN, EN, FR | ES], FR), (2, 1, true));
        // Of English and Spanish with a word each it is English.
        assert_eq!(score(&[EN | FR, ES], FR), (0, 0, false));
        assert_eq!(score(&[EN | FR, ES, ES], FR), (2, 1, false));
        assert_eq!(score(&[FR | ES, FR | ES], FR), (0, 0, false));
        assert_eq!(score(&[], FR), (0, 0, false));
    }

    #[test]
    fn parts_of_names_show_no_language() {
        for (text, word, expected) in [
            ("the end", "the", true),
            ("The end", "The", true),
            ("to Las Vegas", "Las", false),
            ("he said: The end", "The", true),
            ("IS IT FOR US OR THEM", "OR", true),
            ("in the OR of a hospital", "OR", false),
            ("Çin'in ekonomisi", "in", false),
            ("e. coli", "e", false),
            ("rock 'n roll", "n", true),
        ] {
            let start = text.rfind(word).unwrap();
            assert_eq!(is_evidence(text.as_bytes(), start, start + word.len()), expected, "{text}");
        }
    }
}
