//! Traces of a longer name next to a name that is a part of it.
//!
//! *Sudan* is also the end of *South Sudan*. In `Sth. Sudan`, `outh Sudan` or `South-Sudan` the
//! longer name does not match, and *Sudan* alone would be another country. So the words next to
//! such a name are compared with what makes it longer, its qualifiers. A word is a trace of a
//! qualifier:
//!
//! - if it is the beginning of a word of it: `Dem.`, `S.`; or, capitalised, three to five letters
//!   of it: `Equat Guinea`;
//! - if it is the end of a word of it, in lower case or in capitals, as after a line break that
//!   lost its hyphen: `cratic Republic of the Congo`;
//! - if it is the whole qualifier, joined by a hyphen or a slash, parted by an empty line, or with
//!   marks between that no name has: `South *Sudan*`, `Korea [North]`, `South&nbsp;Sudan`;
//! - if it is an initial of a direction: `E. Guinea`, `W. Sudan`.
//!
//! The words between it and the name must be those of the qualifier. Words that the qualifier has
//! in lower case must be there in full. *southern Sudan*, *north of
//! Korea* and *U.S. Sudan policy* have no trace.

use super::reason::Reason;
use super::view::View;
use crate::fold::{Class, Reader, Step, html};
use crate::gazetteer::{Qualifier, Qualifiers};
use crate::span::Span;
use crate::words::{character, character_before, word_end};

/// The most words of a qualifier that are compared.
const WORDS: usize = 6;
/// The most bytes of a folded word. A longer word is not a trace.
const LETTERS: usize = 32;
/// The most letters of a short form that may have a full stop although it is a whole word.
const LONGEST_SHORT: usize = 5;
/// The most signs and pieces of markup between two words.
const SIGNS: usize = 12;

/// A trace of one of these qualifiers next to the name of a view: where it is.
#[inline(never)]
pub(crate) fn trace(view: &View<'_>, qualifiers: Qualifiers<'_>) -> Option<Span> {
    let (before, after) = (PlainWord::before(view), PlainWord::after(view));
    if let (Some(before), Some(after)) = (before, after)
        && !qualifiers.have_ends([after.ends, before.ends])
    {
        return None;
    }
    let may_fit = |qualifier: &Qualifier<'_>| {
        let beside = if qualifier.has(Qualifier::LEFT) { before } else { after };
        beside.is_none_or(|word| word.may_fit(qualifier))
    };
    if before.is_some() && !qualifiers.iter().any(|qualifier| may_fit(&qualifier)) {
        return None;
    }
    trace_of_any(view, &mut qualifiers.iter().filter(may_fit))
}

/// As [`trace`], with the qualifiers of which a word next to the name may be one.
#[cold]
#[inline(never)]
fn trace_of_any<'g>(
    view: &View<'_>,
    fitting: &mut dyn Iterator<Item = Qualifier<'g>>,
) -> Option<Span> {
    // Plain text may be the source of a page: South&nbsp;Sudan, South <b>Sudan</b>.
    let page = &View { html: true, ..*view };
    let (mut left, mut right) =
        (Side::<true>::new(page, view.html), Side::<false>::new(page, view.html));
    if let Some(word) = left.get(0).filter(|word| word.is_direction(view.text)) {
        return Some(word.span);
    }
    for qualifier in fitting {
        let found = if qualifier.has(Qualifier::LEFT) {
            left.trace(&qualifier, qualifier.words().rsplit(|&byte| byte == b' '))
        } else {
            right.trace(&qualifier, qualifier.words().split(|&byte| byte == b' '))
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The most blanks and signs between a name and a plain word.
const PLAIN_SIGNS: usize = 3;
const _: () = assert!(PLAIN_SIGNS < SIGNS);

/// Whether a sign is neither markup nor part of an acronym nor a hyphen: no direction is before it.
fn is_plain_sign(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b'(' | b')' | b'"' | b':' | b'!' | b'?')
}

/// A word next to a name, of ASCII letters and digits, without a hyphen on either side.
#[derive(Clone, Copy)]
struct PlainWord<'t> {
    /// Empty if there is none.
    text: &'t [u8],
    /// In lower case, the first byte and the last one, each only if the word may be the beginning
    /// or the end of a longer word, as [`Neighbour::fit`] has it; otherwise a byte of no text.
    ends: [u8; 2],
}

impl<'t> PlainWord<'t> {
    /// `None` if the word, or what is between it and the name, may have to be read character by
    /// character. `beyond` is the byte on its other side. `may` says whether it may be the
    /// beginning and the end of a longer word.
    fn new(text: &'t [u8], signs: usize, beyond: Option<&u8>, may: [bool; 2]) -> Option<Self> {
        let is_plain = signs <= PLAIN_SIGNS
            && text.len() <= LETTERS
            && (!text.is_empty() || beyond.is_none())
            && beyond.is_none_or(|byte| byte.is_ascii() && *byte != b'-');
        let end = |byte: Option<&u8>, may: bool| match byte.filter(|_| may) {
            Some(byte) => byte.to_ascii_lowercase(),
            None => 0xFF,
        };
        let ends = [end(text.first(), may[0]), end(text.last(), may[1])];
        is_plain.then_some(Self { text, ends })
    }

    /// The word before the name of a view.
    fn before(view: &View<'t>) -> Option<Self> {
        let before = view.text.get(view.range().start..view.span.start)?;
        let signs = before.iter().rev().take_while(|byte| is_plain_sign(**byte)).count();
        let rest = &before[..before.len() - signs];
        let len = rest.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (rest, word) = rest.split_at(rest.len() - len);
        if ends_broken(rest) {
            return None;
        }
        let is_capitalised = word.first().is_some_and(u8::is_ascii_uppercase);
        Self::new(word, signs, rest.last(), [is_capitalised, true])
    }

    /// The word after the name of a view. Two letters may only be all of a word, or its beginning.
    fn after(view: &View<'t>) -> Option<Self> {
        let after = view.text.get(view.span.end..view.range().end)?;
        let signs = after.iter().take_while(|byte| is_plain_sign(**byte) || **byte == b'.').count();
        let rest = &after[signs..];
        let len = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (word, rest) = rest.split_at(len);
        Self::new(word, signs, rest.first(), [true, len > 2])
    }

    /// Whether it may fit the word of a qualifier next to the name.
    fn may_fit(&self, qualifier: &Qualifier<'_>) -> bool {
        let [first, last] = qualifier.ends;
        (first == self.ends[0] || last == self.ends[1]) && is_part(self.text, qualifier.nearest())
    }
}

/// Whether a word next to a name is, in any case, the beginning or the end of a word of a
/// qualifier.
#[inline(never)]
fn is_part(near: &[u8], word: &[u8]) -> bool {
    let lost = word.len().wrapping_sub(near.len());
    let is_near = |part: &[u8]| part.eq_ignore_ascii_case(near);
    !near.is_empty()
        && (word.get(..near.len()).is_some_and(is_near) || word.get(lost..).is_some_and(is_near))
}

/// What is between a word and the one next to it on the side of the name.
#[derive(Clone, Copy, Default)]
struct Gap {
    /// A hyphen, or a slash.
    hyphen: bool,
    /// A slash or a square bracket, which no name has.
    unusual: bool,
    /// A mark of emphasis of Markdown.
    emphasis: bool,
    comma: bool,
    bracket: bool,
    stop: bool,
    /// Line breaks.
    breaks: u8,
    /// Any other sign.
    other: bool,
}

impl Gap {
    fn add(&mut self, sign: &[u8]) {
        match *sign {
            // Blanks, the soft hyphen, apostrophes, quotes, the end of a bracket.
            [b' ' | b'\t' | b'\r' | b'\'' | b'"' | b')' | b']' | b'_'] => {}
            [b'*' | b'`' | b'~'] => self.emphasis = true,
            [0xC2, 0xA0 | 0xAD] | [0xE2, 0x80, 0x98..=0x9D] => {}
            [b'.'] => self.stop = true,
            [b'\n'] => self.breaks = self.breaks.saturating_add(1),
            // Hyphens, dashes, the minus sign.
            [b'-'] | [0xE2, 0x80, 0x90..=0x95] | [0xE2, 0x88, 0x92] => self.hyphen = true,
            [b'/'] => (self.hyphen, self.unusual) = (true, true),
            [b','] => self.comma = true,
            [b'('] => self.bracket = true,
            [b'['] => (self.bracket, self.unusual) = (true, true),
            _ => self.other = true,
        }
    }

    fn add_markup(&mut self, class: Class) {
        match class {
            Class::LineBreak => self.breaks = self.breaks.saturating_add(1),
            // Another paragraph or cell.
            Class::Stop => self.other = true,
            _ => {}
        }
    }

    /// Whether only blanks, a line break and hyphens are in it.
    const fn is_close(&self) -> bool {
        !(self.comma || self.bracket || self.other) && self.breaks < 2
    }
}

/// A word next to a name, or next to another word.
#[derive(Clone, Copy)]
struct Neighbour {
    span: Span,
    gap: Gap,
    /// Whether a full stop follows.
    dotted: bool,
    /// Whether it is a part of an acronym with points (the `S` of `U.S.`), or of a possessive.
    in_acronym: bool,
    /// Whether a hyphen at the end of a line parts it from the rest of its word, on the side away
    /// from the name.
    broken: bool,
    letters: [u8; LETTERS],
    len: usize,
}

/// Words that begin or end a word of a qualifier and are not a trace of it: *countries like Korea*
/// has nothing of *Republike*. `tests/remainders.rs` fails if one of `data/words_en.txt` is
/// missing.
const COMMON: &[&[u8]] = &[
    b"ally", b"and", b"art", b"ate", b"bar", b"bean", b"can", b"car", b"coin", b"con", b"date",
    b"dies", b"eat", b"echo", b"edit", b"err", b"far", b"folk", b"gun", b"guy", b"hall", b"has",
    b"her", b"how", b"hung", b"ion", b"jam", b"kid", b"king", b"kit", b"land", b"lands", b"lean",
    b"like", b"list", b"lit", b"lying", b"man", b"mean", b"men", b"mine", b"moan", b"net", b"nor",
    b"now", b"out", b"over", b"per", b"pit", b"plea", b"pop", b"port", b"pro", b"rate", b"riot",
    b"root", b"sand", b"shall", b"sir", b"sole", b"solo", b"span", b"spy", b"tell", b"tin", b"top",
    b"unit", b"vice", b"vile", b"vision", b"wall", b"yeti",
];

/// How a word compares with one of a qualifier.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Whole,
    Piece,
    None,
}

impl Neighbour {
    fn new(text: &[u8], span: Span, gap: Gap) -> Self {
        let is = |at: usize, sign: u8| text.get(at) == Some(&sign);
        let dotted = is(span.end, b'.');
        let after = text.get(span.end + 1).is_some_and(u8::is_ascii_alphabetic);
        let in_acronym = span.len() == 1
            && ((dotted && after && is(span.end + 2, b'.'))
                || (is(span.start.wrapping_sub(1), b'.')
                    && span.start.checked_sub(2).is_some_and(|at| text[at].is_ascii_alphabetic()))
                || text.get(..span.start).is_some_and(|before| {
                    before.ends_with(b"'") || before.ends_with("’".as_bytes())
                }));
        let (mut letters, mut len) = ([0; LETTERS], 0);
        let raw = text.get(span.range()).unwrap_or(&[]);
        let mut at = span.start;
        if let Some(free) = letters.get_mut(..raw.len()).filter(|_| raw.is_ascii()) {
            free.copy_from_slice(raw);
            free.make_ascii_lowercase();
            (len, at) = (raw.len(), span.end);
        }
        let reader = Reader::new(text.get(..span.end).unwrap_or(&[]), false);
        while at < span.end {
            match reader.step(at) {
                Step::Unit(unit) => {
                    for &byte in unit.bytes() {
                        if let Some(free) = letters.get_mut(len) {
                            *free = byte;
                        }
                        len += 1;
                    }
                    at = unit.next;
                }
                Step::Skip(next) => at = next,
                Step::Stop => break,
            }
        }
        let len = if len > LETTERS { 0 } else { len };
        Self { span, gap, dotted, in_acronym, broken: false, letters, len }
    }

    fn folded(&self) -> &[u8] {
        self.letters.get(..self.len).unwrap_or(&[])
    }

    fn is_capitalised(&self, text: &[u8]) -> bool {
        Reader::new(text, false).char(self.span.start).is_some_and(|first| first.is_upper())
    }

    /// Whether it has no capital, or nothing but capitals.
    fn is_of_one_case(&self, text: &[u8]) -> bool {
        let text = text.get(self.span.range()).unwrap_or(&[]);
        !text.iter().any(u8::is_ascii_uppercase) || !text.iter().any(u8::is_ascii_lowercase)
    }

    /// Whether it is the initial of a direction directly next to the name: `E. Guinea`. A direction
    /// in full with a hyphen is one too.
    fn is_direction(&self, text: &[u8]) -> bool {
        if !self.gap.is_close() || self.in_acronym {
            return false;
        }
        match text.get(self.span.range()).unwrap_or(&[]) {
            b"N" | b"S" | b"E" | b"W" => self.dotted,
            b"North" | b"South" | b"East" | b"West" => self.gap.hyphen,
            _ => false,
        }
    }

    /// Whether it is the word for a direction: `South`.
    fn is_direction_word(&self, text: &[u8]) -> bool {
        let word = text.get(self.span.range()).unwrap_or(&[]);
        matches!(word, b"North" | b"South" | b"East" | b"West")
    }

    /// Whether it is the initial of a direction without a full stop, in the same line: `S Sudan`.
    fn is_initial_of_direction(&self, text: &[u8]) -> bool {
        self.gap.breaks == 0 && matches!(text.get(self.span.start), Some(b'N' | b'S' | b'E' | b'W'))
    }

    /// Compares it with a word of a qualifier. `first` says whether it is the word next to the
    /// name.
    fn fit(&self, text: &[u8], word: &[u8], qualifier: &Qualifier<'_>, first: bool) -> Fit {
        let folded = self.folded();
        if let Some(small) = word.strip_prefix(&[Qualifier::SMALL]) {
            return if folded == small { Fit::Whole } else { Fit::None };
        }
        if folded == word {
            // Short words can be anything: So Sudan said, no Ireland deal, the U.S. Sudan envoy.
            let is_parted = self.gap.hyphen || self.gap.breaks > 1;
            let is_word = letters(word) > 3
                || (letters(word) == 3 && is_parted)
                || (self.dotted && !self.in_acronym)
                || !first;
            return if is_word { Fit::Whole } else { Fit::None };
        }
        let (count, whole) = (letters(folded), letters(word));
        if count == 0 || count >= whole || self.gap.breaks > 1 {
            return Fit::None;
        }
        if !self.dotted && !self.broken && COMMON.contains(&folded) {
            return Fit::None;
        }
        let lost = whole - count;
        let is_end = word.ends_with(folded)
            && (self.broken
                || (self.is_of_one_case(text) && (count > 3 || (count == 3 && lost <= 2))));
        let is_decoy = qualifier.has(Qualifier::DECOY);
        let is_beginning = word.starts_with(folded)
            && match count {
                _ if self.broken => true,
                // The letters of a list (A. Samoa) are rare next to these names. Next to the names
                // that only decoys make longer (A. India) they are not.
                1 => {
                    self.is_capitalised(text)
                        && !self.in_acronym
                        && !(is_decoy && first)
                        && (self.dotted
                            || (first && self.is_initial_of_direction(text))
                            || (self.gap.bracket && text.get(self.span.end) == Some(&b')')))
                }
                2 => self.dotted && self.gap.breaks == 0,
                // French Canadian is not a beginning of French Canadians, nor National of
                // Nationalist.
                3..=5 if lost > 1 => {
                    self.dotted || (!is_decoy && (self.is_capitalised(text) || self.gap.hyphen))
                }
                _ => self.dotted || (lost > 1 && self.gap.hyphen),
            };
        if is_end || is_beginning { Fit::Piece } else { Fit::None }
    }
}

/// Whether a line with a word and a hyphen ends a text.
fn ends_broken(text: &[u8]) -> bool {
    let line = text.trim_ascii_end();
    let is_end = text.get(line.len()..).is_some_and(|blanks| blanks.contains(&b'\n'));
    is_end && matches!(line, [.., letter, b'-'] if letter.is_ascii_alphabetic() || *letter >= 0x80)
}

/// How many letters folded bytes have.
fn letters(folded: &[u8]) -> usize {
    folded.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// The words on one side of a name, read on demand.
struct Side<'v, 't, const LEFT: bool> {
    view: &'v View<'t>,
    at: usize,
    words: [Option<Neighbour>; WORDS],
    len: usize,
    ended: bool,
    /// Whether the text is HTML, so that names are found across character references.
    html: bool,
}

impl<'v, 't, const LEFT: bool> Side<'v, 't, LEFT> {
    fn new(view: &'v View<'t>, html: bool) -> Self {
        let at = if LEFT { view.span.start } else { view.span.end };
        Self { view, at, words: [None; WORDS], len: 0, ended: false, html }
    }

    /// The word with this index, the nearest first.
    fn get(&mut self, index: usize) -> Option<Neighbour> {
        while self.len <= index && !self.ended && self.len < WORDS {
            let found = if LEFT { self.before() } else { self.after() };
            match (found, self.words.get_mut(self.len)) {
                (Some(word), Some(free)) => {
                    *free = Some(word);
                    self.at = if LEFT { word.span.start } else { word.span.end };
                    self.len += 1;
                }
                _ => self.ended = true,
            }
        }
        self.words.get(index).copied().flatten()
    }

    fn before(&self) -> Option<Neighbour> {
        let (view, mut gap, mut at) = (self.view, Gap::default(), self.at);
        let from = view.range().start;
        for _ in 0..SIGNS {
            if at <= from {
                return None;
            }
            if let Some((class, open)) = view.markup_before(at) {
                gap.add_markup(class);
                at = open;
                continue;
            }
            if let Some((sign, amp)) = view.reference_before(at) {
                gap.add(sign.encode_utf8(&mut [0; 4]).as_bytes());
                gap.hyphen |= !self.html;
                at = amp;
                continue;
            }
            let (is_word, before) = character_before(view.text, at);
            if is_word {
                let end = at;
                while at > from
                    && let (true, before) = character_before(view.text, at)
                {
                    at = before;
                }
                let mut word = Neighbour::new(view.text, Span::new(at, end), gap);
                word.broken = ends_broken(view.text.get(from..at)?);
                return Some(word);
            }
            gap.add(view.text.get(before..at)?);
            at = before;
        }
        None
    }

    fn after(&self) -> Option<Neighbour> {
        let (view, mut gap, mut at) = (self.view, Gap::default(), self.at);
        let text = view.text.get(..view.range().end)?;
        for _ in 0..SIGNS {
            if at >= text.len() {
                return None;
            }
            if let Some((sign, end)) = view.reference(at) {
                gap.add(sign.encode_utf8(&mut [0; 4]).as_bytes());
                gap.hyphen |= !self.html;
                at = end;
                continue;
            }
            if view.html()
                && text.get(at) == Some(&b'<')
                && let Some(markup) = html::markup(text, at)
            {
                gap.add_markup(markup.class);
                at = markup.end;
                continue;
            }
            let (is_word, len) = character(text, at);
            if is_word {
                let end = word_end(text, at);
                let mut word = Neighbour::new(view.text, Span::new(at, end), gap);
                word.broken = text.get(end..)?.starts_with(b"-\n");
                return Some(word);
            }
            gap.add(text.get(at..(at + len).min(text.len()))?);
            at += len;
        }
        None
    }

    /// A trace of a qualifier, whose words come in the order in which they are read.
    fn trace<'q>(
        &mut self,
        qualifier: &Qualifier<'_>,
        words: impl Iterator<Item = &'q [u8]>,
    ) -> Option<Span> {
        let text = self.view.text;
        self.get(0).filter(|near| is_part(near.folded(), qualifier.nearest()))?;
        let (mut last, mut is_piece, mut is_joined, mut is_parted): (Option<Neighbour>, _, _, _) =
            (None, false, false, false);
        let (mut is_whole, mut comma, mut is_unusual) = (true, false, false);
        for (index, of) in words.enumerate() {
            let Some(word) = self.get(index) else {
                is_whole = false;
                break;
            };
            let is_loose = index == 0 && !LEFT && qualifier.has(Qualifier::LOOSE);
            let gap = word.gap;
            // A full stop right after the name ends the sentence. After a line break a direction
            // begins the next name of a list.
            let is_next = gap.breaks == 1 && !gap.hyphen && word.is_direction_word(text);
            let ended = !LEFT && index == 0 && (gap.stop || is_next);
            if gap.other || ended || ((gap.comma || gap.bracket) && !is_loose) {
                is_whole = false;
                break;
            }
            let fit = word.fit(text, of, qualifier, index == 0);
            // In Brazzaville. Congo said: no short form, so the full stop ends a sentence.
            let ends_sentence =
                LEFT && index == 0 && gap.stop && fit == Fit::Whole && letters(of) > LONGEST_SHORT;
            if fit == Fit::None || ends_sentence {
                is_whole = false;
                break;
            }
            is_piece |= fit == Fit::Piece;
            is_joined |= gap.hyphen || (gap.emphasis && gap.breaks == 0);
            is_parted |= gap.breaks > 1;
            comma |= gap.comma;
            is_unusual |= gap.unusual;
            last = Some(word);
        }
        let last = last?;
        let found = if is_piece {
            // Visited Korea, Rep. Smith said; Sudan/South Sudan.
            !(comma || is_unusual) || !self.is_followed_by_capital(&last)
        } else if !is_whole || qualifier.has(Qualifier::NAME) {
            false
        } else if LEFT {
            let hyphened = qualifier.has(Qualifier::HYPHEN);
            last.is_capitalised(text)
                && (is_joined || is_parted || hyphened || self.is_one_line(&last))
        } else if is_unusual && self.is_followed_by_capital(&last) {
            // Sudan/South Africa has two names.
            false
        } else if qualifier.has(Qualifier::LOOSE) {
            is_unusual
        } else {
            is_joined || is_parted || qualifier.has(Qualifier::HYPHEN)
        };
        let first = self.get(0)?.span;
        found.then(|| Span::new(first.start.min(last.span.start), first.end.max(last.span.end)))
    }

    /// Whether only blanks are between a word and the name.
    fn is_one_line(&self, last: &Neighbour) -> bool {
        self.words.iter().flatten().take_while(|word| word.span.start >= last.span.start).all(
            |word| {
                let Gap { hyphen, breaks, .. } = word.gap;
                !hyphen && breaks == 0
            },
        )
    }

    fn is_followed_by_capital(&self, word: &Neighbour) -> bool {
        let text = self.view.text;
        let at = word.span.end + usize::from(word.dotted);
        text.get(at) == Some(&b' ')
            && Reader::new(text, false).char(at + 1).is_some_and(|next| next.is_upper())
    }
}

/// Whether a name is not made of parts of its neighbours. In *Kenya, Republic of Korea* the words
/// after the comma belong to the next name, in *China's Sudan policy* the `s` to the one before. A
/// full stop at the end of a name shows that it ends there, unless *of* follows: *Congo, Dem. Rep.
/// of the Congo*.
#[cold]
pub(super) fn is_apart(reader: &Reader<'_>, span: Span) -> Result<(), Reason> {
    let text = reader.text;
    let before = text.get(..span.start).unwrap_or(&[]);
    let is_initial = !text.get(span.start + 1).is_some_and(u8::is_ascii_alphabetic);
    if is_initial
        && (before.ends_with(b"'")
            || before.ends_with("’".as_bytes())
            || matches!(before, [.., letter, b'.'] if letter.is_ascii_alphabetic())
            || ends_broken(before))
    {
        return Err(Reason::Remainder(Span::new(span.start - 1, span.start + 1)));
    }
    let mut at = span.end;
    for word in [&b" of"[..], b" the"] {
        if text.get(at..).is_some_and(|rest| rest.starts_with(word)) {
            at += word.len();
        }
    }
    let next = at + 1;
    let is_capital = text.get(at) == Some(&b' ') && reader.char(next).is_some_and(|c| c.is_upper());
    let name = text.get(span.range()).unwrap_or(&[]);
    if is_capital && name.contains(&b',') && (at > span.end || !name.ends_with(b".")) {
        return Err(Reason::Remainder(Span::new(next, word_end(text, next))));
    }
    Ok(())
}
