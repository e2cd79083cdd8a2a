//! Cues near a name: the words around it in its sentence.

use crate::entity::Uses;
use crate::fold::{Class, MAX_SPAN, Reader, html};
use crate::gazetteer::{Classes, Cue, CuePlace, CuedName, Cues, PHRASE, REACH};
use crate::span::Span;
use crate::words::{Direction, Hash, Shape, character, character_before, word_end};

use super::{Weights, case};

/// How many bytes of text on each side are looked at. A stream keeps as many.
pub(crate) const VIEW: usize = 192;

/// What stands between a word and the next one towards the name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gap {
    /// Blanks or a hyphen.
    Close,
    Comma,
    Other,
}

/// A word near a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) gap: Gap,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// What stands around a name, as far as it is looked at.
#[derive(Clone, Copy)]
pub(crate) struct View<'t> {
    pub(super) text: &'t [u8],
    pub(super) span: Span,
    /// The first and the last byte that are looked at.
    from: usize,
    to: usize,
    /// Whether the text goes on there.
    cut: (bool, bool),
    html: bool,
}

impl<'t> View<'t> {
    /// Around a span of a window of a text that begins at the byte `base`.
    pub(crate) fn new(reader: &Reader<'t>, base: usize, span: Span) -> Self {
        let from = span.start.saturating_sub(VIEW);
        let to = reader.text.len().min(span.end.saturating_add(VIEW));
        Self { text: reader.text, span, from, to, cut: (from + base > 0, to < reader.text.len()), html: reader.html }
    }

    /// The same text with nothing behind what is looked at: names that end before that are the same.
    pub(crate) fn cut_text(&self) -> (&'t [u8], usize) {
        (&self.text[..self.to], if self.cut.1 { self.to.saturating_sub(1) } else { self.to })
    }

    /// Adds up what stands near, without what tells of uses that count. `note` is told of each cue and where it stands.
    pub(crate) fn weigh(&self, cues: &Cues<'_>, name: &CuedName<'_>, uses: Uses, weights: &mut Weights, mut note: impl FnMut(&Cue, Span)) {
        let mut counted = 0_u128;
        let mut add = |side: Side, distance: usize, gap: Gap, classes: Classes<'_>, span: Span| {
            for class in classes.iter().filter(|&class| name.may_have(class)) {
                for (index, cue) in name.of_class(class) {
                    if is_at(cue.place, side, distance, gap) && counted >> index & 1 == 0 && !cue.of.is_some_and(|of| uses.count(of)) {
                        counted |= 1 << index;
                        weights.add(&cue);
                        note(&cue, span);
                    }
                }
            }
        };
        let (left, right) = name.reach(uses);
        for (side, reach) in [(Side::Left, left), (Side::Right, right)].into_iter().filter(|&(_, reach)| reach > 0) {
            let at = if side == Side::Left { self.span.start } else { self.span.end };
            let mut words = Words::new(self, side, at);
            let direction = if side == Side::Left { Direction::Backwards } else { Direction::Forwards };
            for nearest in 0..usize::from(reach) {
                let Some(near) = words.get(nearest) else { break };
                let (mut hash, mut span) = (Hash::new(), Span::new(near.start, near.end));
                for step in 0..PHRASE {
                    let Some(word) = words.get(nearest + step) else { break };
                    hash = hash.word(self.text, word.start, word.end, direction);
                    let Some(classes) = cues.of_word(hash.finish()) else { break };
                    span = Span::new(span.start.min(word.start), span.end.max(word.end));
                    add(side, nearest + 1, near.gap, classes, span);
                    if !classes.goes_on {
                        break;
                    }
                }
            }
            let shape = match words.get(0) {
                Some(word) => self.shape(&word).map(|shape| (shape, word)),
                None if words.over == Some(Over::Sentence) => Some((Shape::Edge, Word { start: at, end: at, gap: Gap::Close })),
                None => None,
            };
            // In a title every word has a capital.
            if let Some((shape, word)) = shape
                && let Some(classes) = cues.of_word(shape.hash())
                && !(shape == Shape::Capitalised && classes.iter().any(|class| name.has(class)) && case::in_title(self.text, self.span.start, self.span.end))
            {
                add(side, 1, word.gap, classes, Span::new(word.start, word.end));
            }
        }
    }

    /// The shape of a word, if it has one.
    fn shape(&self, word: &Word) -> Option<Shape> {
        let text = &self.text[word.start..word.end];
        match text[0] {
            b'0'..=b'9' => Some(Shape::Number),
            b'a'..=b'z' => Some(Shape::Lower),
            b'A'..=b'Z' if text.len() == 1 => Some(Shape::Initial),
            // A word in capitals tells nothing.
            b'A'..=b'Z' => text.iter().any(u8::is_ascii_lowercase).then_some(Shape::Capitalised),
            _ => match Reader::new(text, false).char(0)? {
                first if first.is_lower() => Some(Shape::Lower),
                first if first.is_upper() => Some(Shape::Capitalised),
                _ => None,
            },
        }
    }

    /// The character reference at `at`, and where it ends.
    fn reference(&self, at: usize) -> Option<(char, usize)> {
        if self.html && self.text.get(at) == Some(&b'&') { html::reference(&self.text[..self.to.max(at)], at) } else { None }
    }

    /// The character reference that ends at `end`, and where it begins.
    fn reference_before(&self, end: usize) -> Option<(char, usize)> {
        let before = self.text[..end].strip_suffix(b";").filter(|_| self.html)?;
        let at = before.iter().rposition(|&byte| !byte.is_ascii_alphanumeric() && byte != b'#').filter(|&at| at >= self.from)?;
        self.reference(at).filter(|&(_, behind)| behind == end).map(|(sign, _)| (sign, at))
    }

    /// What the markup that ends at `end` does to the line, and where it begins.
    fn markup_before(&self, end: usize) -> Option<(Class, usize)> {
        let before = self.text.get(self.from..end)?.strip_suffix(b">").filter(|_| self.html)?;
        let at = self.from + before.iter().rposition(|&byte| byte == b'<')?;
        html::opening(self.text, at).map(|(class, _, _)| (class, at))
    }

    /// `end` without the tags within a line that stand before it.
    pub(super) fn without_tags(&self, mut end: usize) -> usize {
        while let Some((Class::Invisible, at)) = self.markup_before(end) {
            end = at;
        }
        end
    }

    /// `at` behind the tags within a line that stand there.
    pub(super) fn behind_tags(&self, mut at: usize) -> usize {
        while self.html
            && let Some(html::Markup { class: Class::Invisible, end }) = self.text.get(..self.to).and_then(|text| html::markup(text, at))
        {
            at = end;
        }
        at
    }

    /// The words before an offset, the nearest first.
    pub(super) fn words_before(&self, at: usize) -> Words<'_, 't> {
        Words::new(self, Side::Left, at)
    }

    /// The words from an offset on.
    pub(super) fn words_from(&self, at: usize) -> Words<'_, 't> {
        Words::new(self, Side::Right, at)
    }
}

/// Why there are no more words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    /// The sentence begins or ends.
    Sentence,
    /// More is not looked at.
    View,
}

/// The words on one side of a name, the nearest first, found as they are asked for.
pub(super) struct Words<'v, 't> {
    view: &'v View<'t>,
    side: Side,
    at: usize,
    list: [Place; WORDS],
    len: usize,
    over: Option<Over>,
}

/// A word by its offsets from the first byte that is looked at.
#[derive(Clone, Copy)]
struct Place {
    start: u16,
    end: u16,
    gap: Gap,
}

// A view is a name with what stands on both sides.
const _: () = assert!(2 * VIEW + MAX_SPAN < u16::MAX as usize);

/// Whether a byte is an ASCII letter or digit.
static ALNUM: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// How many words are looked at: phrases may go on behind the last that a cue reaches.
const WORDS: usize = REACH as usize + PHRASE - 1;

impl<'v, 't> Words<'v, 't> {
    fn new(view: &'v View<'t>, side: Side, mut at: usize) -> Self {
        if side == Side::Right {
            // The possessive is no word.
            let rest = view.text.get(..view.to).and_then(|text| text.get(at..)).unwrap_or(&[]);
            let mark = ["'", "’"].into_iter().find(|mark| rest.starts_with(mark.as_bytes())).map(|mark| at + mark.len());
            let mark = mark.or_else(|| view.reference(at).filter(|(mark, _)| ['\'', '’'].contains(mark)).map(|(_, end)| end));
            if let Some(mark) = mark
                && mark < view.to
                && view.text[mark] == b's'
                && !character(view.text, mark + 1).0
            {
                at = mark + 1;
            }
        }
        Self { view, side, at, list: [Place { start: 0, end: 0, gap: Gap::Other }; WORDS], len: 0, over: None }
    }

    /// The word with this number, from 0 on; none if there are fewer.
    #[inline]
    pub(super) fn get(&mut self, index: usize) -> Option<Word> {
        while self.len <= index && self.over.is_none() {
            let found = match self.side {
                Side::Left => self.before(),
                Side::Right => self.behind(),
            };
            match (found, self.list.get_mut(self.len)) {
                (Ok(Word { start, end, gap }), Some(free)) => {
                    *free = Place { start: (start - self.view.from) as u16, end: (end - self.view.from) as u16, gap };
                    self.len += 1;
                }
                (Ok(_), None) => self.over = Some(Over::View),
                (Err(over), _) => self.over = Some(over),
            }
        }
        self.list[..self.len].get(index).map(|place| self.word(place))
    }

    #[inline]
    fn word(&self, place: &Place) -> Word {
        Word { start: self.view.from + usize::from(place.start), end: self.view.from + usize::from(place.end), gap: place.gap }
    }

    /// The next word to the left.
    fn before(&mut self) -> Result<Word, Over> {
        let View { text, from, html, .. } = *self.view;
        let mut at = self.at;
        // A plain word behind one blank, as most are.
        if at > from + 2 && text[at - 1] == b' ' {
            let end = at - 1;
            let start = from + text[from..end].iter().rposition(|&byte| !ALNUM[usize::from(byte)]).map_or(0, |sign| sign + 1);
            let signs = start > from && text[start - 1] < 0x80;
            if start < end && signs && !(end - start == 1 && text[start - 1] == b'\'') && !(html && text[start - 1] == b'>') {
                self.at = start;
                return Ok(Word { start, end, gap: Gap::Close });
            }
        }
        loop {
            let mut gap = Signs::new();
            while at > from {
                let (is_word, before) = character_before(text, at);
                if is_word {
                    break;
                }
                if html && let Some((class, open)) = self.view.markup_before(at) {
                    gap.see_markup(class, true);
                    at = open;
                } else if html && let Some((sign, amp)) = self.view.reference_before(at) {
                    gap.see(sign.encode_utf8(&mut [0; 4]).as_bytes(), true);
                    at = amp;
                } else {
                    gap.see(&text[before..at], true);
                    at = before;
                }
            }
            let end = at;
            while at > from
                && let (true, before) = character_before(text, at)
            {
                at = before;
            }
            if at <= from && self.view.cut.0 {
                return Err(Over::View);
            }
            let word = &text[at..end];
            if word.is_empty() || gap.breaks > 1 || (gap.stop && gap.blank && !is_short(word)) {
                return Err(Over::Sentence);
            }
            // The possessive is no word.
            if word != b"s" || !["'", "’"].iter().any(|mark| text[..at].ends_with(mark.as_bytes())) {
                self.at = at;
                return Ok(Word { start: at, end, gap: gap.kind() });
            }
        }
    }

    /// The next word to the right.
    fn behind(&mut self) -> Result<Word, Over> {
        let View { text, to, html, .. } = *self.view;
        let mut gap = Signs::new();
        let mut at = self.at;
        // A plain word behind one blank, as most are.
        if at + 2 < to && text[at] == b' ' {
            let start = at + 1;
            let len = text[start..to].iter().position(|&byte| !ALNUM[usize::from(byte)]).unwrap_or(to - start);
            if len > 0 && text.get(start + len).is_some_and(|&sign| sign < 0x80) && start + len < to {
                self.at = start + len;
                return Ok(Word { start, end: start + len, gap: Gap::Close });
            }
        }
        while at < to
            && let (false, len) = character(text, at)
        {
            if html
                && text[at] == b'<'
                && let Some(markup) = html::markup(&text[..to], at)
            {
                gap.see_markup(markup.class, false);
                at = markup.end;
            } else if html && let Some((sign, end)) = self.view.reference(at) {
                gap.see(sign.encode_utf8(&mut [0; 4]).as_bytes(), false);
                at = end;
            } else {
                gap.see(&text[at..to.min(at + len)], false);
                at += len;
            }
        }
        let start = at.min(to);
        let end = word_end(&text[..to], start);
        if end >= to && self.view.cut.1 {
            return Err(Over::View);
        }
        let last = self.len.checked_sub(1).and_then(|last| self.list.get(last)).map(|last| self.word(last)).map_or(&[][..], |last| &text[last.start..last.end]);
        if end == start || gap.breaks > 1 || (gap.stop && gap.blank && !is_short(last)) {
            return Err(Over::Sentence);
        }
        self.at = end;
        Ok(Word { start, end, gap: gap.kind() })
    }
}

/// The signs between two words.
struct Signs {
    /// A full stop, exclamation or question mark.
    stop: bool,
    /// A blank behind it.
    blank: bool,
    comma: bool,
    other: bool,
    /// Line breaks one behind the other.
    breaks: u32,
    blank_seen: bool,
}

impl Signs {
    const fn new() -> Self {
        Self { stop: false, blank: false, comma: false, other: false, breaks: 0, blank_seen: false }
    }

    /// Takes a sign, in the order of the text or, if `backwards`, from its end.
    fn see(&mut self, sign: &[u8], backwards: bool) {
        match sign {
            b"." | b"!" | b"?" => {
                self.stop = true;
                self.blank |= backwards && self.blank_seen;
            }
            b" " | b"\t" | b"\r" | b"\n" | b"\xC2\xA0" => {
                self.blank_seen = true;
                self.blank |= !backwards && self.stop;
                self.breaks += u32::from(sign == b"\n");
            }
            b"-" => {}
            b"," => self.comma = true,
            _ => self.other = true,
        }
    }

    /// Takes a piece of markup: what starts a new block ends a sentence as a blank line does.
    fn see_markup(&mut self, class: Class, backwards: bool) {
        match class {
            Class::LineBreak => self.see(b"\n", backwards),
            Class::Stop => self.breaks += 2,
            _ => {}
        }
    }

    fn kind(&self) -> Gap {
        match (self.other, self.comma) {
            (true, _) => Gap::Other,
            (false, true) => Gap::Comma,
            // The stop of a short word parts nothing: Mr. Jordan.
            (false, false) if !self.stop || self.blank => Gap::Close,
            (false, false) => Gap::Other,
        }
    }
}

/// Whether a stop behind a word may be that of an abbreviation: Mr., Ga., J.
fn is_short(word: &[u8]) -> bool {
    (word.len() <= 3 && word.first().is_some_and(u8::is_ascii_uppercase)) || word.len() == 1 || [b"Prof", b"Capt", b"Corp"].iter().any(|short| *short == word)
}

/// Whether a cue may stand so.
fn is_at(place: CuePlace, side: Side, distance: usize, gap: Gap) -> bool {
    match place {
        CuePlace::Before => side == Side::Left && distance == 1 && gap == Gap::Close,
        CuePlace::After => side == Side::Right && distance == 1 && gap == Gap::Close,
        CuePlace::BeforeComma => side == Side::Left && distance == 1 && gap == Gap::Comma,
        CuePlace::AfterComma => side == Side::Right && distance == 1 && gap == Gap::Comma,
        CuePlace::Left(words) => side == Side::Left && distance <= usize::from(words),
        CuePlace::Right(words) => side == Side::Right && distance <= usize::from(words),
        CuePlace::Near(words) => distance <= usize::from(words),
        CuePlace::Document(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn around(text: &'static str, name: &str) -> (Vec<&'static str>, Vec<&'static str>) {
        let start = text.find(name).unwrap();
        let view = View::new(&Reader::new(text.as_bytes(), false), 0, Span::new(start, start + name.len()));
        let all = |mut words: Words<'_, '_>| (0..WORDS).map_while(|index| words.get(index)).map(|word| &text[word.start..word.end]).collect();
        (all(view.words_before(view.span.start)), all(view.words_from(view.span.end)))
    }

    #[test]
    fn words_of_the_sentence_are_seen() {
        assert_eq!(around("It rained. Mr. Jordan said so. The end", "Jordan"), (["Mr"].into(), ["said", "so"].into()));
        assert_eq!(around("in Atlanta, Georgia's capital", "Georgia"), (["Atlanta", "in"].into(), ["capital"].into()));
        assert_eq!(around("one\n\nJordan\n\ntwo", "Jordan"), ([].into(), [].into()));
        assert_eq!(around("the U.S. state of Georgia (Ga.) is", "Georgia"), (["of", "state", "S", "U", "the"].into(), ["Ga", "is"].into()));
        assert_eq!(around("Mali’s lead and zinc", "lead"), (["Mali"].into(), ["and", "zinc"].into()));
    }
}
