//! The language of the text near a name: a second implementation, by lists of words.

use std::collections::{BTreeMap, BTreeSet};

use gaztag::{Kind, Role};

use super::context::{Limits, READINGS, VIEW, is_of_word, left, right};
use super::{Name, in_capitals};

/// The words on each side in the sentence.
const NEAR: usize = 12;
/// The most function words of a view.
const KEPT: usize = 64;

/// No word before a name is longer.
const LONGEST: usize = 64;

type Codes = BTreeSet<String>;

/// The languages of each function word.
pub(super) struct FunctionWords(BTreeMap<String, Codes>);

/// What is known of the language near a name.
pub(super) struct Nearby<'a> {
    pub(super) words: &'a FunctionWords,
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The language that is stated for the text.
    pub(super) stated: Option<&'a str>,
}

impl FunctionWords {
    pub(super) fn new(rows: &[(&str, &[&str])]) -> Self {
        let mut words: BTreeMap<String, Codes> = BTreeMap::new();
        for (language, of_language) in rows {
            for word in *of_language {
                words.entry((*word).into()).or_default().insert((*language).into());
            }
        }
        Self(words)
    }
}

/// The languages by which a reading is judged; none if it is not. `all` are the readings of its
/// name.
pub(super) fn languages(name: &Name, all: &[Name]) -> Codes {
    let Some((key, kind)) = &name.entity else { return Codes::new() };
    let is_judged = match name.role {
        Role::Code | Role::Symbol | Role::Capital => false,
        Role::Acronym | Role::Demonym => true,
        _ => {
            name.word
                || *kind == Kind::Mineral
                || (*kind == Kind::Country && script(&name.form) == script("a"))
        }
    };
    let of_entity = all.iter().filter(|other| other.entity.as_ref().is_some_and(|of| of.0 == *key));
    let mut codes = Codes::new();
    for other in of_entity {
        match other.languages.is_empty() {
            true => codes.extend(["en".into()]),
            false => codes.extend(other.languages.iter().cloned()),
        }
    }
    if is_judged && !codes.contains("en") { codes } else { Codes::new() }
}

impl Nearby<'_> {
    /// Which readings are of another language than the text.
    pub(super) fn foreign(&self, readings: &[&Name], all: &[Name]) -> [bool; READINGS] {
        let mut foreign = [false; READINGS];
        for (foreign, name) in foreign.iter_mut().zip(readings) {
            let codes = languages(name, all);
            let is_mineral = name.entity.as_ref().is_some_and(|(_, kind)| *kind == Kind::Mineral);
            let is_easy = is_mineral || matches!(name.role, Role::Acronym | Role::Demonym);
            *foreign = !codes.is_empty()
                && match is_easy || name.word {
                    true => self.is_foreign(&codes, is_easy),
                    false => self.is_foreign_in_english(&codes),
                };
        }
        foreign
    }

    fn is_foreign(&self, form: &Codes, is_easy: bool) -> bool {
        if self.stated.is_some_and(|stated| form.contains(stated)) {
            return false;
        }
        let near = self.near();
        if near.iter().any(|word| word.is_subset(form)) {
            return false;
        }
        if self.stated.is_some() {
            return true;
        }
        let is_english = near.iter().any(|word| word.len() == 1 && word.contains("en"));
        if is_easy && is_english && near.iter().all(|of| of.is_disjoint(form)) {
            return true;
        }
        let score = Score::new(&near, form);
        if score.of_form > 0 {
            return false;
        }
        if score.of_text >= 2 || (is_easy && score.of_english && is_english) {
            return true;
        }
        let wide = Score::new(&self.wide(), form);
        wide.of_text >= 3 && wide.of_text >= 3 * wide.of_form
    }

    /// Whether the word before or after the name begins with a capital, as in a longer name.
    fn is_beside_capital(&self) -> bool {
        let is_capitalised = |word: &str| {
            word.len() > 1
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && word[1..].starts_with(|c: char| c.is_ascii_alphabetic())
        };
        let (before, after) = (&self.text[..self.start], &self.text[self.end..]);
        if after.strip_prefix(' ').is_some_and(is_capitalised) {
            return true;
        }
        let Some(before) = before.strip_suffix(' ') else { return false };
        let rest = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let word = &before[rest.len()..];
        word.len() < LONGEST
            && is_capitalised(word)
            && !begins_sentence(rest)
            && !self.words.0.contains_key(&word.to_lowercase())
    }

    /// As [`is_foreign`](Self::is_foreign) for full names of countries beside a capitalised word,
    /// which count in all other languages.
    fn is_foreign_in_english(&self, form: &Codes) -> bool {
        if !self.is_beside_capital() {
            return false;
        }
        let near = self.near();
        if near.iter().any(|word| word.is_subset(form)) {
            return false;
        }
        if let Some(stated) = self.stated {
            return stated == "en" && !form.contains(stated);
        }
        let is_english = |words: &[Codes]| {
            let has_english = words.iter().any(|word| word.len() == 1 && word.contains("en"));
            has_english && Score::new(words, form).of_english
        };
        let wide = self.wide();
        let (score, of_wide) = (Score::new(&near, form), Score::new(&wide, form));
        score.of_form == 0
            && (is_english(&near)
                || (is_english(&wide)
                    && of_wide.of_text >= 3
                    && of_wide.of_text >= 3 * of_wide.of_form))
    }

    /// The languages of the function words in the sentence.
    fn near(&self) -> Vec<Codes> {
        let limits = Limits::default();
        let sides = [left(self.text, self.start, limits), right(self.text, self.end, limits)];
        let words = sides.iter().flat_map(|side| side.words.iter().take(NEAR));
        words.filter_map(|word| self.languages_of(word.start, word.end)).collect()
    }

    /// The same in the view, across sentences.
    fn wide(&self) -> Vec<Codes> {
        let from = self.start.saturating_sub(VIEW);
        // A character that is cut may be a part of the word after it.
        let from = (from..).find(|&at| self.text.is_char_boundary(at)).unwrap();
        let to = self.text.len().min(self.end + VIEW);
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.text.len() {
            let rest = &self.text[at..];
            let len = rest.len() - rest.trim_start_matches(is_of_word).len();
            if len == 0 {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            // Words that the ends of the view cut do not count.
            let (start, end) = (at, at + len);
            let is_left = end <= self.start && (start > from || from == 0);
            let is_right = start >= self.end && (end < to || to == self.text.len());
            if is_left || is_right {
                found.extend(self.languages_of(start, end));
            }
            at = end;
        }
        found.truncate(KEPT);
        found
    }

    /// The languages of a function word; `None` for other words and parts of names.
    fn languages_of(&self, start: usize, end: usize) -> Option<Codes> {
        let word = &self.text[start..end];
        let languages = self.words.0.get(&word.to_lowercase())?;
        let is_of_script = script(word) == script(&self.text[self.start..self.end]);
        (is_of_script && self.is_evidence(start, end)).then(|| languages.clone())
    }

    /// Whether a word is not written like a part of a name.
    fn is_evidence(&self, start: usize, end: usize) -> bool {
        let (before, word) = (&self.text[..start], &self.text[start..end]);
        if before.strip_suffix(['\'', '’']).is_some_and(|before| before.ends_with(is_of_word)) {
            return false;
        }
        let is_letter = word.chars().count() == 1;
        if !word.starts_with(char::is_uppercase) {
            return !(is_letter && self.text[end..].starts_with('.'));
        }
        if is_letter {
            return false;
        }
        if !word.contains(char::is_lowercase) {
            return in_capitals(self.text.as_bytes(), start, end);
        }
        begins_sentence(before)
    }
}

/// Whether a text ends where a sentence begins.
fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '"', '\'', '(']);
    before.is_empty() || before.ends_with(|c| "“«‘–—¿¡.!?:-\n>".contains(c))
}

/// The script of a word, as far as languages share it.
fn script(word: &str) -> u8 {
    match word.chars().next() {
        Some('\0'..='\u{7F}' | 'À'..='\u{2BF}' | '\u{1E00}'..='\u{1EFF}') => 0,
        Some('\u{340}'..='\u{3FF}') => 1,
        Some('\u{400}'..='\u{53F}') => 2,
        Some('\u{600}'..='\u{6FF}') => 3,
        _ => 4,
    }
}

/// What function words say about a form of some languages.
struct Score {
    of_text: usize,
    of_form: usize,
    of_english: bool,
}

impl Score {
    fn new(words: &[Codes], form: &Codes) -> Self {
        let count = |wanted: &dyn Fn(&Codes) -> bool| words.iter().filter(|of| wanted(of)).count();
        let others: Codes =
            words.iter().flatten().filter(|of| !form.contains(*of)).cloned().collect();
        let most = |of: &&String| (count(&|word| word.contains(*of)), *of == "en");
        let text = others.iter().max_by_key(most).map_or("", String::as_str);
        let of_form = |own: &String| count(&|word| word.contains(own) && !word.contains(text));
        Self {
            of_text: count(&|word| word.contains(text) && word.is_disjoint(form)),
            of_form: form.iter().map(of_form).max().unwrap_or(0),
            of_english: text == "en",
        }
    }
}
