//! Definitions of acronyms in the text: `Alliance of Sahel States (AES)`, `AES (Advanced Encryption
//! Standard)`, `the Advanced Encryption Standard, or AES,`.

use super::document::Definition;
use super::list::Meant;
use super::near::NearWords;
use super::view::View;
use crate::fold::{Reader, Step};
use crate::span::Span;

/// The most letters of an acronym whose definition is searched for.
const LETTERS: usize = 8;

/// What the text next to an acronym defines it as. `means` takes the start of a phrase and returns
/// which reading of the acronym the longest name there means, and where that name ends; `None` if
/// it means none of them.
pub(super) fn definition(view: &View<'_>, means: impl Fn(usize) -> Option<Meant>) -> Definition {
    let Some(letters) = Letters::of(view) else { return Definition::None };
    if let Some(end) = phrase_end(view) {
        let mut words = view.words_before(end);
        // A name of the gazetteer counts whatever its initials are: Economic Community of West
        // African States (CEDEAO).
        for word in (0..).map_while(|index| words.get(index)) {
            if let Some(Meant { reading, end: found, .. }) = means(word.start)
                && found == end
            {
                return Definition::Reading(reading);
            }
        }
        if spelled(letters.all().iter().rev(), &mut words, view.text).is_some() {
            return Definition::Other;
        }
    }
    if let Some(start) = phrase_start(view) {
        if let Some(Meant { reading, .. }) = means(start) {
            return Definition::Reading(reading);
        }
        if spelled(letters.all().iter(), &mut view.words_from(start), view.text).is_some() {
            return Definition::Other;
        }
    }
    Definition::None
}

/// As [`definition`], of an acronym that nearly always means its entity: it is something else only
/// if the words that spell it are not a name of the entity, nor much like one. `likeness` takes
/// the beginning of each of these words and returns how many of them the most similar name of the
/// entity has.
#[cold]
#[inline(never)]
pub(super) fn definition_of_sure(
    view: &View<'_>,
    is_country: bool,
    means: &dyn Fn(usize) -> Option<Meant>,
    likeness: &dyn Fn(&[Beginning]) -> usize,
) -> Definition {
    let Some(letters) = Letters::of(view) else { return Definition::None };
    let judge = |phrase: Phrase, start: usize, end: Option<usize>| {
        if let Some(Meant { reading, end: found, .. }) = means(start)
            && end.is_none_or(|end| found == end)
        {
            return Definition::Reading(reading);
        }
        let beginnings = phrase.beginnings(view.text);
        let words = beginnings.get(..phrase.len).unwrap_or(&[]);
        if phrase.may_be_chance(letters.len, is_country) || 2 * likeness(words) > words.len() {
            return Definition::None;
        }
        Definition::Other
    };
    if let Some(end) = phrase_end(view).filter(|_| is_before_bracket(view)) {
        let mut words = view.words_before(end);
        if words.get(0).is_some_and(|word| is_compound(&view.text[word.start..word.end], &letters))
        {
            return Definition::Other;
        }
        let spelled = spelled(letters.all().iter().rev(), &mut words, view.text);
        if let Some(phrase) = spelled
            && let Some(first) = words.get(phrase.count.saturating_sub(1))
        {
            return judge(phrase, first.start, Some(end));
        }
    }
    if let Some(start) = phrase_start(view) {
        let mut words = view.words_from(start);
        let spelled = spelled(letters.all().iter(), &mut words, view.text);
        if let Some(phrase) = spelled
            && let Some(last) = words.get(phrase.count.saturating_sub(1))
            && view.text.get(last.end) == Some(&b')')
        {
            return judge(phrase, start, None);
        }
    }
    Definition::None
}

/// Whether brackets or quotation marks are beside an acronym, so that it may be defined there. In
/// HTML they may be beyond a tag.
#[inline]
pub(crate) fn may_be_defined(view: &View<'_>) -> bool {
    let (text, span) = (view.text, view.span);
    match text.get(..span.start) {
        Some([.., b'(' | b'"' | b'\''] | [.., 0xE2, 0x80, 0x98 | 0x9C]) => return true,
        Some([.., b'(', b't', b'h', b'e', b' ']) => return true,
        Some([.., b'>']) if view.html => return true,
        _ => {}
    }
    match text.get(span.end..) {
        Some([b'(', ..] | [b' ', b'(', ..] | [b'"' | b'\'', b' ', b'(', ..]) => true,
        Some([0xE2, 0x80, 0x99 | 0x9D, b' ', b'(', ..]) => true,
        Some([b'<', ..] | [b' ', b'<', ..]) => view.html,
        _ => false,
    }
}

/// The letters of an acronym, in capitals.
struct Letters {
    list: [u8; LETTERS],
    len: usize,
}

impl Letters {
    /// Those of the name of a view, without points and digits; `None` if it has other characters,
    /// fewer than two letters or too many.
    fn of(view: &View<'_>) -> Option<Self> {
        let mut letters = Self { list: [0; LETTERS], len: 0 };
        for &byte in &view.text[view.span.range()] {
            match byte {
                b'A'..=b'Z' => {
                    *letters.list.get_mut(letters.len)? = byte;
                    letters.len += 1;
                }
                b'.' | b'0'..=b'9' => {}
                _ => return None,
            }
        }
        (letters.len > 1).then_some(letters)
    }

    fn all(&self) -> &[u8] {
        self.list.get(..self.len).unwrap_or(&[])
    }
}

/// Whether the dotted acronym at a span is a part of a longer one, as in `U.S.C.`, `A.U.S.` and
/// `U. S. C.`: another single capital with a stop is next to it. Or whether it is a legal citation
/// between a volume and a page: `531 U.S. 98`.
pub(super) fn is_part(text: &[u8], span: Span) -> bool {
    let own = text.get(span.range()).unwrap_or(&[]);
    let (before, after) = (&text[..span.start], text.get(span.end..).unwrap_or(&[]));
    let blank = if own.contains(&b' ') { &b" "[..] } else { b"" };
    let stop = if own.ends_with(b".") { &b""[..] } else { b"." };
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    let is_followed = match after.strip_prefix(stop).and_then(|after| after.strip_prefix(blank)) {
        // The last stop may be missing where no blank is between the letters.
        Some([b'A'..=b'Z', next, ..]) if blank.is_empty() => !is_letter(next),
        Some([b'A'..=b'Z', next, ..]) => *next == b'.',
        Some([b'A'..=b'Z']) => blank.is_empty(),
        _ => false,
    };
    let is_preceded = match before.strip_suffix(blank) {
        Some([rest @ .., b'A'..=b'Z', b'.']) => !rest.last().is_some_and(is_letter),
        _ => false,
    };
    let is_report = || after.strip_prefix(stop).is_some_and(|after| is_report(before, after));
    is_followed || is_preceded || is_report()
}

/// The most digits of a volume and of a page.
const VOLUME: usize = 3;
const PAGE: usize = 5;

/// Whether the numbers before and after an acronym are a volume and a page (`347 U.S. 483 (1954)`,
/// `541 U.S. at 12`), and not those of a table or a price: one on each side, and punctuation or a
/// year after the page.
fn is_report(before: &[u8], after: &[u8]) -> bool {
    let Some(volume) = before.strip_suffix(b" ") else { return false };
    let Some(page) = after.strip_prefix(b" ") else { return false };
    let page = page.strip_prefix(b"at ").unwrap_or(page);
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let digits = volume.iter().rev().take(VOLUME + 1).take_while(is_digit).count();
    let end = page.iter().take(PAGE + 1).take_while(is_digit).count();
    let is_number =
        |text: &[u8]| matches!(text, [.., b'0'..=b'9', b' ' | b'.' | b','] | [.., b'$' | b'-']);
    (1..=VOLUME).contains(&digits)
        && (1..=PAGE).contains(&end)
        && !is_number(&volume[..volume.len() - digits])
        && matches!(
            page[end..],
            [] | [b';' | b')' | b'\n', ..]
                | [b',' | b'.', b' ' | b'\n', ..]
                | [b' ', b'(', b'1' | b'2', ..]
        )
}

/// Where the phrase before an acronym ends that may define it, if the punctuation between them is
/// that of a definition.
fn phrase_end(view: &View<'_>) -> Option<usize> {
    let cut = |end: usize, marks: &[&str]| {
        let end = view.before_tags(end);
        marks
            .iter()
            .find_map(|mark| view.text[..end].strip_suffix(mark.as_bytes()))
            .map(|left| left.len())
    };
    let acronym = cut(view.span.start, &["“", "\"", "‘", "'"]).unwrap_or(view.span.start);
    let end = cut(acronym, &[" (", "(", "\n(", ", or ", " (the "])?;
    // A line break may come before the bracket.
    let end = view.text[..view.before_tags(end)].trim_ascii_end().len();
    let end = cut(end, &["”", "\"", "’s", "'s", "’", "'"]).unwrap_or(end);
    Some(view.before_tags(end))
}

/// Where the phrase after an acronym begins that may define it, if the punctuation between them is
/// that of a definition.
fn phrase_start(view: &View<'_>) -> Option<usize> {
    let cut = |at: usize, marks: &[&str]| {
        let at = view.after_tags(at);
        marks
            .iter()
            .find(|mark| view.text.get(at..).is_some_and(|rest| rest.starts_with(mark.as_bytes())))
            .map(|mark| at + mark.len())
    };
    let end = cut(view.span.end, &["”", "\"", "’", "'"]).unwrap_or(view.span.end);
    let start = cut(end, &[" (", "("])?;
    Some(view.after_tags(cut(start, &["the ", "“", "\""]).unwrap_or(start)))
}

/// Whether a bracket closes right after an acronym.
fn is_before_bracket(view: &View<'_>) -> bool {
    let at = view.after_tags(view.span.end);
    let rest = view.text.get(at..view.to).unwrap_or(&[]);
    let rest = ["”", "\"", "’", "'"]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark.as_bytes()))
        .unwrap_or(rest);
    rest.starts_with(b")")
}

/// Combining forms of words whose two parts an acronym may have one letter of each.
const COMBINING: [&[u8]; 4] = [b"ultra", b"electro", b"hydro", b"hyper"];

/// Whether two letters are those of the parts of a word: *ultrasound (US)*.
fn is_compound(word: &[u8], letters: &Letters) -> bool {
    let &[first, second] = letters.all() else { return false };
    COMBINING.iter().any(|form| {
        let rest = word.get(form.len()).map(u8::to_ascii_uppercase);
        form.first().map(u8::to_ascii_uppercase) == Some(first)
            && rest == Some(second)
            && word.get(..form.len()).is_some_and(|start| start.eq_ignore_ascii_case(form))
    })
}

/// The first letters of a word, folded; zeros after a shorter one.
pub(super) type Beginning = [u8; 4];

pub(super) fn beginning(word: &[u8]) -> Beginning {
    let (mut letters, mut len, mut at) = ([0; 4], 0, 0);
    let reader = Reader::new(word, false);
    while len < letters.len() && at < word.len() {
        match reader.step(at) {
            Step::Unit(unit) => {
                for (free, &byte) in letters[len..].iter_mut().zip(unit.bytes()) {
                    *free = byte;
                }
                len += unit.bytes().len();
                at = unit.next;
            }
            Step::Skip(next) => at = next,
            Step::Stop => break,
        }
    }
    letters
}

/// Words whose initials spell an acronym.
struct Phrase {
    /// The words that are not small, in the order in which they were read.
    words: [Span; LETTERS],
    len: usize,
    /// How many of these begin with a capital.
    capitals: usize,
    /// How many words it has, with small ones.
    count: usize,
}

impl Phrase {
    /// The beginnings of the words.
    fn beginnings(&self, text: &[u8]) -> [Beginning; LETTERS] {
        self.words.map(|word| beginning(text.get(word.range()).unwrap_or(&[])))
    }

    /// Whether two letters may be the initials of words by chance: of a person after whom a country
    /// is (*Ursula Smith (US)*), or of words of which only some have capitals, as names in other
    /// languages have too (*Evropská unie (EU)*).
    fn may_be_chance(&self, letters: usize, is_country: bool) -> bool {
        let has_small = self.count > self.len;
        let is_mixed = self.capitals != 0 && self.capitals != self.len;
        let is_person = is_country && self.capitals == self.len && !has_small;
        letters == 2 && (is_mixed || is_person)
    }
}

/// The phrase of words of which letters are the initials, both in the order in which they are read;
/// `None` if they are not. Small words may be left out.
fn spelled<'l, const LEFT: bool>(
    letters: impl Iterator<Item = &'l u8>,
    words: &mut NearWords<'_, '_, LEFT>,
    text: &[u8],
) -> Option<Phrase> {
    let mut phrase = Phrase { words: [Span::new(0, 0); LETTERS], len: 0, capitals: 0, count: 0 };
    for letter in letters {
        loop {
            let span = words.get(phrase.count).map(|word| Span::new(word.start, word.end))?;
            let word = &text[span.range()];
            phrase.count += 1;
            let first = *word.first()?;
            if first.to_ascii_uppercase() == *letter {
                if let Some(free) = phrase.words.get_mut(phrase.len) {
                    *free = span;
                }
                phrase.len += 1;
                phrase.capitals += usize::from(first.is_ascii_uppercase());
                break;
            }
            if !is_small(word) {
                return None;
            }
        }
    }
    Some(phrase)
}

/// Whether acronyms may leave a word out.
fn is_small(word: &[u8]) -> bool {
    [
        &b"of"[..],
        b"the",
        b"and",
        b"for",
        b"in",
        b"on",
        b"to",
        b"a",
        b"de",
        b"la",
        b"des",
        b"du",
        b"et",
        b"y",
    ]
    .iter()
    .any(|small| word.eq_ignore_ascii_case(small))
}
