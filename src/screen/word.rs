//! Words of texts and names, in Latin letters and by what they sound like.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use any_ascii::any_ascii_char;

use crate::span::Span;

/// A word of a text or of a name.
#[derive(Clone)]
pub(super) struct Word {
    /// In bytes.
    pub(super) span: Span,
    /// Its Latin letters in lower case.
    pub(super) letters: String,
    /// What it sounds like: a letter for each consonant, without repetitions. Sounds that
    /// transliterations write in several ways have one letter. Two, if `ch` can be a `k`.
    pub(super) sounds: Vec<String>,
    /// The same without v, w and y, which some scripts write for vowels.
    pub(super) bare: Vec<String>,
    pub(super) script: Script,
    /// Whether it begins as a word of a name does: with a capital, or in a script without them.
    pub(super) is_proper: bool,
}

/// How a word's letters are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Script {
    Latin,
    /// With letters for all vowels.
    Alphabet,
    /// Without letters for most vowels: Arabic, Hebrew.
    Consonants,
    /// Chinese characters: each is a word here, as blanks do not part them.
    Characters,
}

/// How a part of a text is like a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Likeness {
    pub(super) reordered: bool,
    /// How many words are transliterated otherwise.
    pub(super) transliterated: u8,
    /// How many words have one letter wrong: 1 at most.
    pub(super) edited: u8,
    /// How many letters are others.
    pub(super) distance: u16,
}

impl Likeness {
    /// From 1 to 99.
    pub(super) const fn confidence(self) -> u8 {
        let mut confidence: u8 = 95;
        if self.reordered {
            confidence -= 10;
        }
        if self.transliterated > 0 {
            confidence -= 15 + if self.transliterated > 4 { 20 } else { 5 * self.transliterated };
        }
        if self.edited > 0 {
            confidence -= 20;
        }
        confidence
    }

    /// Adds a word; `None` if it is the second one with a letter wrong.
    pub(super) fn add(&mut self, (alike, distance): (Alike, u8)) -> Option<()> {
        match alike {
            Alike::Equal => {}
            Alike::Sound => self.transliterated += 1,
            Alike::Edit if self.edited == 0 => self.edited = 1,
            Alike::Edit => return None,
        }
        self.distance += u16::from(distance);
        Some(())
    }

    pub(super) const fn is_exact(self) -> bool {
        !self.reordered && self.transliterated == 0 && self.edited == 0
    }
}

/// How a word is like one of a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Alike {
    Equal,
    Sound,
    Edit,
}

/// The fewest letters of a word that may have one of them wrong.
pub(super) const EDITED_LETTERS: usize = 8;

/// The most letters of a particle.
const PARTICLE_LETTERS: usize = 4;

/// Words that names have or leave out, and that say nothing of who is meant.
const PARTICLES: [&str; 16] = [
    "al", "el", "ul", "ibn", "bin", "ben", "bint", "abu", "van", "von", "der", "den", "de", "la",
    "da", "di",
];

impl Word {
    pub(super) fn is_particle(&self) -> bool {
        PARTICLES.contains(&&*self.letters)
    }

    /// How it is like a word of a name, and how many letters are others; `None` if it is not.
    pub(super) fn alike(&self, other: &Word) -> Option<(Alike, u8)> {
        if self.letters == other.letters {
            let is_same = self.script == other.script;
            return Some((if is_same { Alike::Equal } else { Alike::Sound }, 0));
        }
        let (own, others) = (self.letters.as_bytes(), other.letters.as_bytes());
        let is_long = own.len().min(others.len()) >= EDITED_LETTERS;
        let share = |a: &[String], b: &[String]| a.iter().any(|sound| b.contains(sound));
        if [self.script, other.script].contains(&Script::Consonants) {
            return (share(&self.bare, &other.bare) && !self.bare.iter().any(String::is_empty))
                .then(|| (Alike::Sound, distance(own, others)));
        }
        if share(&self.sounds, &other.sounds) {
            let distance = distance(own, others);
            // Two of five letters, and of a short word one.
            if usize::from(distance) <= own.len().max(others.len()) * 2 / 5 {
                // Nobody hears another order of letters in a transliteration.
                let is_slip = is_long
                    && self.script == other.script
                    && exchanged(own, others).is_some_and(|two| !two.iter().all(is_vowel));
                return Some((if is_slip { Alike::Edit } else { Alike::Sound }, distance));
            }
        }
        (is_long && is_one_edit(own, others)).then_some((Alike::Edit, 1))
    }
}

/// How many letters have to be put in, left out or replaced to make one word of the other; 255 for
/// words of more letters than names have.
fn distance(a: &[u8], b: &[u8]) -> u8 {
    let mut row = [0_u8; LETTERS + 1];
    if a.len() > LETTERS || b.len() > LETTERS {
        return u8::MAX;
    }
    row.iter_mut().zip(0..).for_each(|(entry, index)| *entry = index);
    for (a, line) in a.iter().zip(1..) {
        let mut before = core::mem::replace(&mut row[0], line);
        for (index, b) in b.iter().enumerate() {
            let replaced = before + u8::from(a != b);
            before = row[index + 1];
            row[index + 1] = replaced.min(before + 1).min(row[index] + 1);
        }
    }
    row[b.len()]
}

/// The most letters of a word that is compared with another.
const LETTERS: usize = 40;

/// The neighbours whose order is all by which two words differ.
fn exchanged(a: &[u8], b: &[u8]) -> Option<[u8; 2]> {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    match (&a[same..], &b[same..]) {
        ([a, x, after @ ..], [b, y, others @ ..]) => {
            (a == y && b == x && after == others).then_some([*a, *x])
        }
        _ => None,
    }
}

/// Whether a letter is a vowel: two of them may have either order in a transliteration.
fn is_vowel(letter: &u8) -> bool {
    b"aeiouy".contains(letter)
}

/// Whether two words differ by one letter, or by two neighbours that are exchanged.
fn is_one_edit(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    match a.len().cmp(&b.len()) {
        Ordering::Equal => !a.is_empty() && (a[1..] == b[1..] || exchanged(a, b).is_some()),
        Ordering::Less => b.len() == a.len() + 1 && a == &b[1..],
        Ordering::Greater => a.len() == b.len() + 1 && b == &a[1..],
    }
}

/// A word of a text before it is compared.
#[derive(Clone, Copy)]
pub(super) struct Token {
    pub(super) span: Span,
    script: Script,
    is_proper: bool,
}

impl Token {
    /// Whether it may be a name of one word: a long one with a letter wrong, or one in another
    /// script.
    pub(super) fn may_be_alone(&self) -> bool {
        self.script != Script::Latin || self.span.end - self.span.start >= EDITED_LETTERS - 1
    }
}

/// The words of a text that may be words of a name: those with a capital, and particles. With
/// `all`, those without a capital too.
pub(super) fn tokens(text: &str, all: bool) -> Vec<Token> {
    let (bytes, mut tokens, mut at) = (text.as_bytes(), Vec::new(), 0);
    while let Some(&first) = bytes.get(at) {
        if first.is_ascii() {
            let len = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            // Most words are of lower-case letters, and no words of names.
            let is_lower = first.is_ascii_lowercase() && !all && len > PARTICLE_LETTERS;
            if len == 0 || (is_lower && bytes.get(at + len).is_none_or(u8::is_ascii)) {
                at += len.max(1);
                continue;
            }
        }
        let end = word_end(text, at);
        tokens.extend(token(text, (at, end), all));
        at = end;
    }
    tokens
}

/// Where the word at an offset ends; after the character, if that begins none.
fn word_end(text: &str, at: usize) -> usize {
    let mut chars = text[at..].char_indices();
    let first = chars.next().map_or(' ', |(_, c)| c);
    let is_word = first.is_alphabetic() && !is_character(first);
    let goes_on = |c: char| {
        (c.is_alphabetic() && !is_character(c)) || is_mark(c) || matches!(c, '\'' | '’' | '`')
    };
    match chars.find(|&(_, c)| !is_word || !goes_on(c)) {
        Some((len, _)) => at + len,
        None => text.len(),
    }
}

fn token(text: &str, (start, end): (usize, usize), all: bool) -> Option<Token> {
    // A possessive is not a part of the name.
    let written = text[start..end].trim_end_matches(['\'', '’', '`']);
    let possessive = ["'s", "’s"].iter().find_map(|suffix| written.strip_suffix(suffix));
    let written = possessive.unwrap_or(written);
    let first = written.chars().next().filter(|first| first.is_alphabetic())?;
    let script = script_of(first);
    let is_proper = first.is_uppercase() || (!first.is_lowercase() && script != Script::Latin);
    let span = Span::new(start, start + written.len());
    (is_proper || all || PARTICLES.contains(&written)).then_some(Token { span, script, is_proper })
}

impl Word {
    /// The word of a token; `None` if it has no letters. `bare` says whether what it sounds like
    /// without v, w and y is needed.
    pub(super) fn new(text: &str, token: &Token, bare: bool) -> Option<Self> {
        let Token { span, script, is_proper } = *token;
        let written = &text[span.range()];
        let is_letter = |c: &char| c.is_ascii_alphabetic();
        let letters: String = match written.is_ascii() {
            true => written.chars().filter(is_letter).map(|c| c.to_ascii_lowercase()).collect(),
            false => {
                let latin = written.chars().flat_map(|c| any_ascii_char(c).chars());
                latin.filter(is_letter).map(|c| c.to_ascii_lowercase()).collect()
            }
        };
        // The article is written with the noun.
        let letters = match letters.strip_prefix('l') {
            Some(noun) if written.starts_with("ال") && noun.len() > 2 => noun.into(),
            _ => letters,
        };
        let bare = match bare || script == Script::Consonants {
            true => sounds_of(&letters, b"vwy"),
            false => Vec::new(),
        };
        let sounds = sounds_of(&letters, &[]);
        (!letters.is_empty()).then_some(Self { span, sounds, bare, letters, script, is_proper })
    }
}

/// A Chinese character.
fn is_character(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// A mark that is written with the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

fn script_of(c: char) -> Script {
    match c {
        '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{590}'..='\u{8FF}' => Script::Consonants,
        c if is_character(c) => Script::Characters,
        _ => Script::Alphabet,
    }
}

/// What a word sounds like without some letters. `ch` is a sibilant, or as in German a `k`.
fn sounds_of(letters: &str, without: &[u8]) -> Vec<String> {
    if letters.contains('x') {
        return sounds_of(&letters.replace('x', "ks"), without);
    }
    let mut sounds = alloc::vec![sound_of(letters, without)];
    if letters.contains("ch") {
        sounds.push(sound_of(&letters.replace("ch", "k"), without));
        sounds.dedup();
    }
    sounds
}

fn sound_of(letters: &str, without: &[u8]) -> String {
    let mut rest = letters.as_bytes();
    let mut sound = String::new();
    while let Some(first) = rest.first() {
        let (len, class) = sound_at(rest);
        if class != SILENT && !sound.ends_with(class) && !without.contains(first) {
            sound.push(class);
        }
        rest = rest.get(len..).unwrap_or(&[]);
    }
    sound
}

/// The class of what has no sound here.
const SILENT: char = '-';

/// How many letters the next sound has, and its class.
fn sound_at(rest: &[u8]) -> (usize, char) {
    match rest {
        [b't', b'c', b'h', ..] | [b'd', b'z', b'h', ..] => return (3, 'S'),
        [b'c', b'h', ..] | [b'd', b'j', ..] | [b't', b's' | b'z', ..] => return (2, 'S'),
        [b'd', b'h', ..] => return (2, 'D'),
        [b't', b'h', ..] => return (2, 'T'),
        [b'p' | b'w', b'h', ..] => return (2, 'F'),
        // The vowel is left out as others are.
        [b'c', b'e' | b'i', ..] => return (2, 'S'),
        _ => {}
    }
    let class = match rest.first() {
        None | Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h') => SILENT,
        Some(b'b' | b'p') => 'B',
        Some(b'c' | b'g' | b'k' | b'q') => 'K',
        Some(b'd') => 'D',
        Some(b'f' | b'v' | b'w') => 'F',
        Some(b'l') => 'L',
        Some(b'm') => 'M',
        Some(b'n') => 'N',
        Some(b'r') => 'R',
        Some(b'j' | b's' | b'z') => 'S',
        Some(_) => 'T',
    };
    (1, class)
}
