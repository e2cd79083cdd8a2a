//! Cues near a name: the words around it in its sentence.

use crate::entity::Uses;
use crate::fold::{Class, MAX_SPAN, Reader, html, leading_word, trailing_word};
use crate::gazetteer::{Cue, CuePlace, CuedName, Cues, Filters, GOES_ON, PHRASE, REACH, Reach};
use crate::span::Span;
use crate::words::{Direction, Hash, Shape, character, character_before, word_end};

use super::case;
use super::weights::Weights;

/// How many bytes of text on each side are looked at. A stream keeps as many.
pub(crate) const VIEW: usize = 192;

const _: () = assert!(case::VIEW <= VIEW);

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
    /// If it is known to be plain, at most 15 ASCII letters and digits: they in lower case, eight
    /// and then the others, the first one the lowest byte of each; else 0.
    letters: [u64; 2],
}

impl Word {
    /// The hash that goes on with it.
    #[inline]
    fn hash(&self, hash: Hash, text: &[u8], direction: Direction) -> Hash {
        match self.letters {
            [0, _] => hash.word(text, self.start, self.end, direction),
            letters => hash.plain_word(letters, direction),
        }
    }
}

/// Where a word or phrase stands, seen from the name.
#[derive(Clone, Copy)]
struct Standing {
    /// On the left.
    left: bool,
    /// In words.
    distance: usize,
    gap: Gap,
}

/// What is added up for a name.
struct Tally<'w, 'g, N> {
    name: &'w CuedName<'g>,
    /// What tells of these does not count.
    uses: Uses,
    filters: Filters,
    weights: &'w mut Weights,
    /// Its cues that were counted, by bit: each counts once.
    counted: u128,
    note: N,
}

impl<N: FnMut(&Cue, Span)> Tally<'_, '_, N> {
    /// Adds what the words on one side weigh, up to so many.
    #[inline]
    fn add_side<const LEFT: bool>(&mut self, view: &View<'_>, cues: &Cues<'_>, reach: Reach) {
        if reach.words == 0 {
            return;
        }
        let (at, direction) = if LEFT {
            (view.span.start, Direction::Backwards)
        } else {
            (view.span.end, Direction::Forwards)
        };
        let mut words = Words::<LEFT>::new(view, at);
        let (mut hashes, mut concerning) = ([Hash::new(); REACH as usize], 0_u32);
        for (nearest, hash) in hashes.iter_mut().take(usize::from(reach.words)).enumerate() {
            let Some(near) = words.find() else { break };
            *hash = near.hash(Hash::new(), view.text, direction);
            concerning |=
                u32::from(cues.may_concern(hash.finish(), self.filters.of(LEFT, nearest + 1)))
                    << nearest;
        }
        while concerning != 0 {
            let nearest = concerning.trailing_zeros() as usize;
            concerning &= concerning - 1;
            let (Some(near), Some(&(mut hash))) = (words.found(nearest), hashes.get(nearest))
            else {
                break;
            };
            let standing = Standing { left: LEFT, distance: nearest + 1, gap: near.gap };
            let mut goes_on = self.add(cues, hash, standing, Span::new(near.start, near.end));
            for step in 1..PHRASE {
                let Some(word) =
                    Some(nearest + step).filter(|_| goes_on).and_then(|next| words.get(next))
                else {
                    break;
                };
                hash = word.hash(hash, view.text, direction);
                goes_on = self.add(
                    cues,
                    hash,
                    standing,
                    Span::new(near.start.min(word.start), near.end.max(word.end)),
                );
            }
        }
        if !reach.shape {
            return;
        }
        let shape = match words.found(0) {
            Some(word) => view.shape(&word).map(|shape| (shape, word)),
            None if words.over == Some(Over::Sentence) => {
                Some((Shape::Edge, Word { start: at, end: at, gap: Gap::Close, letters: [0; 2] }))
            }
            None => None,
        };
        // In a title every word has a capital.
        let says_nothing = |shape: Shape| {
            shape == Shape::Capitalised
                && cues.may_concern(shape.hash().finish(), self.filters.of(LEFT, 1))
                && case::in_title(view.text, view.span.start, view.span.end)
        };
        if let Some((shape, Word { start, end, gap, .. })) =
            shape.filter(|&(shape, _)| !says_nothing(shape))
        {
            self.add(
                cues,
                shape.hash(),
                Standing { left: LEFT, distance: 1, gap },
                Span::new(start, end),
            );
        }
    }

    /// Adds what a word or phrase weighs, and tells whether a longer phrase may weigh something.
    #[inline]
    fn add(&mut self, cues: &Cues<'_>, hash: Hash, standing: Standing, span: Span) -> bool {
        let mut goes_on = false;
        if let Some(classes) = cues.of_word(hash.finish()) {
            classes.for_each_of(self.filters.of(standing.left, standing.distance), |class| {
                match class & GOES_ON {
                    0 => self.add_class(standing, class, span),
                    _ => goes_on = true,
                }
            });
        }
        goes_on
    }

    fn add_class(&mut self, standing: Standing, class: u16, span: Span) {
        for (index, cue) in self.name.of_class(class) {
            if is_at(cue.place, standing)
                && self.counted >> index & 1 == 0
                && !cue.of.is_some_and(|of| self.uses.has(of))
            {
                self.counted |= 1 << index;
                self.weights.add(&cue);
                (self.note)(&cue, span);
            }
        }
    }
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
        Self {
            text: reader.text,
            span,
            from,
            to,
            cut: (from + base > 0, to < reader.text.len()),
            html: reader.html,
        }
    }

    /// The same text with nothing behind what is looked at: names that end before that are the
    /// same.
    pub(crate) fn cut_text(&self) -> (&'t [u8], usize) {
        (&self.text[..self.to], if self.cut.1 { self.to.saturating_sub(1) } else { self.to })
    }

    /// Adds up what stands near, without what tells of uses that count. `note` is told of each cue
    /// and where it stands.
    pub(crate) fn weigh(
        &self,
        cues: &Cues<'_>,
        name: &CuedName<'_>,
        uses: Uses,
        weights: &mut Weights,
        note: impl FnMut(&Cue, Span),
    ) {
        let [left, right] = name.reach(uses);
        let mut tally =
            Tally { name, uses, filters: name.filters(uses), weights, counted: 0, note };
        tally.add_side::<true>(self, cues, left);
        tally.add_side::<false>(self, cues, right);
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
        if self.html && self.text.get(at) == Some(&b'&') {
            html::reference(&self.text[..self.to.max(at)], at)
        } else {
            None
        }
    }

    /// The character reference that ends at `end`, and where it begins.
    fn reference_before(&self, end: usize) -> Option<(char, usize)> {
        let before = self.text[..end].strip_suffix(b";").filter(|_| self.html)?;
        let at = before
            .iter()
            .rposition(|&byte| !byte.is_ascii_alphanumeric() && byte != b'#')
            .filter(|&at| at >= self.from)?;
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
            && let Some(html::Markup { class: Class::Invisible, end }) =
                self.text.get(..self.to).and_then(|text| html::markup(text, at))
        {
            at = end;
        }
        at
    }

    /// The words before an offset, the nearest first.
    pub(super) fn words_before(&self, at: usize) -> Words<'_, 't, true> {
        Words::new(self, at)
    }

    /// The words from an offset on.
    pub(super) fn words_from(&self, at: usize) -> Words<'_, 't, false> {
        Words::new(self, at)
    }
}

/// Why there are no more words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Over {
    /// The sentence begins or ends.
    Sentence,
    /// More is not looked at.
    View,
}

/// The words on one side of a name, the nearest first, found as they are asked for.
pub(super) struct Words<'v, 't, const LEFT: bool> {
    view: &'v View<'t>,
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

/// How many words are looked at: phrases may go on behind the last that a cue reaches.
const WORDS: usize = REACH as usize + PHRASE - 1;

impl<'v, 't, const LEFT: bool> Words<'v, 't, LEFT> {
    fn new(view: &'v View<'t>, mut at: usize) -> Self {
        let rest = view.text.get(..view.to).and_then(|text| text.get(at..)).unwrap_or(&[]);
        if !LEFT && matches!(rest, [b'\'' | b'&' | 0x80.., ..]) {
            // The possessive is no word.
            let mark = ["'", "’"]
                .into_iter()
                .find(|mark| rest.starts_with(mark.as_bytes()))
                .map(|mark| at + mark.len());
            let mark = mark.or_else(|| {
                view.reference(at)
                    .filter(|(mark, _)| ['\'', '’'].contains(mark))
                    .map(|(_, end)| end)
            });
            if let Some(mark) = mark
                && mark < view.to
                && view.text[mark] == b's'
                && !character(view.text, mark + 1).0
            {
                at = mark + 1;
            }
        }
        Self {
            view,
            at,
            list: [Place { start: 0, end: 0, gap: Gap::Close }; WORDS],
            len: 0,
            over: None,
        }
    }

    /// The word with this number, from 0 on; none if there are fewer.
    pub(super) fn get(&mut self, index: usize) -> Option<Word> {
        while self.len <= index && self.over.is_none() {
            self.find();
        }
        self.found(index)
    }

    /// The word with this number if it was found.
    #[inline]
    fn found(&self, index: usize) -> Option<Word> {
        self.list.get(index).filter(|_| index < self.len).map(|place| self.word(place))
    }

    /// Finds the next word, if there is one.
    #[inline(always)]
    fn find(&mut self) -> Option<Word> {
        if self.over.is_some() {
            return None;
        }
        let plain = if LEFT { self.plain_before() } else { self.plain_behind() };
        let found = plain.unwrap_or_else(|| if LEFT { self.before() } else { self.behind() });
        match (found, self.list.get_mut(self.len)) {
            (Ok(word), Some(free)) => {
                self.at = if LEFT { word.start } else { word.end };
                *free = Place {
                    start: (word.start - self.view.from) as u16,
                    end: (word.end - self.view.from) as u16,
                    gap: word.gap,
                };
                self.len += 1;
                return Some(word);
            }
            (Ok(_), None) => self.over = Some(Over::View),
            (Err(over), _) => self.over = Some(over),
        }
        None
    }

    #[inline]
    fn word(&self, place: &Place) -> Word {
        Word {
            start: self.view.from + usize::from(place.start),
            end: self.view.from + usize::from(place.end),
            gap: place.gap,
            letters: [0; 2],
        }
    }

    /// What [`before`](Self::before) gives where signs and letters are plain ASCII, as they mostly
    /// are; none where they are not.
    #[inline(always)]
    fn plain_before(&self) -> Option<Result<Word, Over>> {
        let View { text, from, html, .. } = *self.view;
        let eight =
            |end: usize| text.get(..end)?.last_chunk().map(|bytes| u64::from_le_bytes(*bytes));
        let (mut signs, mut end) = (Signs::new(), self.at);
        while end > from
            && let byte = *text.get(end - 1)?
            && let kind = Signs::kind(byte)
            && kind & Signs::NONE == 0
        {
            if html && matches!(byte, b'>' | b';') {
                return None;
            }
            signs.see_kind(kind, true);
            end -= 1;
        }
        let (mut letters, mut len) = trailing_word(eight(end)?);
        let mut others = 0;
        if len == 8 {
            let (_, more) = trailing_word(eight(end - 8)?);
            (letters, others) = if more == 0 {
                (letters, 0)
            } else {
                (eight(end - more)? | LOWER, letters >> (64 - 8 * more))
            };
            len += more;
        } else {
            letters = letters.checked_shr(64 - 8 * len as u32)?;
        }
        let start = end - len;
        // The possessive is no word, what stands at the edge may go on, and other letters are not
        // plain.
        let before = if start > from { text[start - 1] } else { return None };
        if len > 15 || before >= 0x80 || (len == 1 && before == b'\'') || (html && before == b'>') {
            return None;
        }
        Some(signs.parts(&text[start..end]).map(|gap| Word {
            start,
            end,
            gap,
            letters: [letters, others],
        }))
    }

    /// The same to the right.
    #[inline(always)]
    fn plain_behind(&self) -> Option<Result<Word, Over>> {
        let View { text, to, html, .. } = *self.view;
        let eight =
            |start: usize| text.get(start..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
        let (mut signs, mut start) = (Signs::new(), self.at);
        while start < to
            && let byte = *text.get(start)?
            && let kind = Signs::kind(byte)
            && kind & Signs::NONE == 0
        {
            if html && matches!(byte, b'<' | b'&') {
                return None;
            }
            signs.see_kind(kind, false);
            start += 1;
        }
        let (mut letters, mut len) = leading_word(eight(start)?);
        let mut others = 0;
        if len == 8 {
            let (more, more_len) = leading_word(eight(start + 8)?);
            others = more & !(u64::MAX << (8 * more_len % 64));
            len += more_len;
        } else {
            letters &= !(u64::MAX << (8 * len));
        }
        let end = start + len;
        if len == 0 || len > 15 || end >= to || text[end] >= 0x80 {
            return None;
        }
        Some(signs.parts(self.last()).map(|gap| Word {
            start,
            end,
            gap,
            letters: [letters, others],
        }))
    }

    /// The word that was found last, or nothing.
    fn last(&self) -> &'t [u8] {
        let last = self
            .len
            .checked_sub(1)
            .and_then(|last| self.list.get(last))
            .map(|last| self.word(last));
        last.map_or(&[], |last| &self.view.text[last.start..last.end])
    }

    /// The next word to the left.
    fn before(&self) -> Result<Word, Over> {
        let View { text, from, html, .. } = *self.view;
        let mut at = self.at;
        loop {
            let mut signs = Signs::new();
            while at > from {
                let (is_word, before) = character_before(text, at);
                if is_word {
                    break;
                }
                if html && let Some((class, open)) = self.view.markup_before(at) {
                    signs.see_markup(class, true);
                    at = open;
                } else if html && let Some((sign, amp)) = self.view.reference_before(at) {
                    signs.see(sign.encode_utf8(&mut [0; 4]).as_bytes(), true);
                    at = amp;
                } else {
                    signs.see(&text[before..at], true);
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
            if word.is_empty() {
                return Err(Over::Sentence);
            }
            let gap = signs.parts(word)?;
            // The possessive is no word.
            if word != b"s" || !["'", "’"].iter().any(|mark| text[..at].ends_with(mark.as_bytes()))
            {
                return Ok(Word { start: at, end, gap, letters: [0; 2] });
            }
        }
    }

    /// The next word to the right.
    fn behind(&self) -> Result<Word, Over> {
        let View { text, to, html, .. } = *self.view;
        let mut signs = Signs::new();
        let mut at = self.at;
        while at < to
            && let (false, len) = character(text, at)
        {
            if html
                && text[at] == b'<'
                && let Some(markup) = html::markup(&text[..to], at)
            {
                signs.see_markup(markup.class, false);
                at = markup.end;
            } else if html && let Some((sign, end)) = self.view.reference(at) {
                signs.see(sign.encode_utf8(&mut [0; 4]).as_bytes(), false);
                at = end;
            } else {
                signs.see(&text[at..to.min(at + len)], false);
                at += len;
            }
        }
        let start = at.min(to);
        let end = word_end(&text[..to], start);
        if end >= to && self.view.cut.1 {
            return Err(Over::View);
        }
        if end == start {
            return Err(Over::Sentence);
        }
        Ok(Word { start, end, gap: signs.parts(self.last())?, letters: [0; 2] })
    }
}

/// The bit that letters in lower case have.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// The signs between two words.
struct Signs {
    /// What they are, by bit.
    seen: u8,
    /// Whether a blank stands behind a stop.
    ended: bool,
    breaks: u8,
}

impl Signs {
    /// A full stop, exclamation or question mark.
    const STOP: u8 = 1;
    const BLANK: u8 = 2;
    /// A line break, which is a blank too.
    const BREAK: u8 = 4;
    const COMMA: u8 = 8;
    const OTHER: u8 = 16;
    /// Of bytes: letters, digits and what is not ASCII.
    const NONE: u8 = 32;
    const fn new() -> Self {
        Self { seen: 0, ended: false, breaks: 0 }
    }

    /// What a byte is. A hyphen is nothing.
    #[inline(always)]
    fn kind(byte: u8) -> u8 {
        static KINDS: [u8; 256] = {
            let mut kinds = [Signs::NONE; 256];
            let mut byte = 0;
            while byte < 128 {
                kinds[byte as usize] = match byte {
                    b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Signs::NONE,
                    b'.' | b'!' | b'?' => Signs::STOP,
                    b' ' | b'\t' | b'\r' => Signs::BLANK,
                    b'\n' => Signs::BLANK | Signs::BREAK,
                    b',' => Signs::COMMA,
                    b'-' => 0,
                    _ => Signs::OTHER,
                };
                byte += 1;
            }
            kinds
        };
        KINDS[usize::from(byte)]
    }

    /// Takes a sign, in the order of the text or, if `backwards`, from its end.
    fn see(&mut self, sign: &[u8], backwards: bool) {
        let kind = match *sign {
            [byte] if byte.is_ascii() => Self::kind(byte),
            [0xC2, 0xA0] => Self::BLANK,
            _ => Self::OTHER,
        };
        self.see_kind(kind, backwards);
    }

    /// The same of what it is.
    #[inline(always)]
    fn see_kind(&mut self, kind: u8, backwards: bool) {
        let (stop, blank) = if backwards { (kind, self.seen) } else { (self.seen, kind) };
        self.ended |= (stop & Self::STOP != 0) & (blank & Self::BLANK != 0);
        self.breaks = self.breaks.saturating_add(u8::from(kind & Self::BREAK != 0));
        self.seen |= kind;
    }

    /// Takes a piece of markup: what starts a new block ends a sentence as a blank line does.
    fn see_markup(&mut self, class: Class, backwards: bool) {
        match class {
            Class::LineBreak => self.see_kind(Self::BLANK | Self::BREAK, backwards),
            Class::Stop => self.breaks = 2,
            _ => {}
        }
    }

    /// What they are between two words of which `word` is the first, or that a sentence ends there.
    #[inline]
    fn parts(&self, word: &[u8]) -> Result<Gap, Over> {
        if self.breaks > 1 || (self.ended && !is_short(word)) {
            return Err(Over::Sentence);
        }
        Ok(match self.seen & (Self::OTHER | Self::COMMA | Self::STOP) {
            0 => Gap::Close,
            Self::COMMA => Gap::Comma,
            kinds if kinds & Self::OTHER != 0 => Gap::Other,
            kinds if kinds & Self::COMMA != 0 => Gap::Comma,
            // The stop of a short word parts nothing: Mr. Jordan.
            _ if self.ended => Gap::Close,
            _ => Gap::Other,
        })
    }
}

/// Whether a stop behind a word may be that of an abbreviation: Mr., Ga., J.
fn is_short(word: &[u8]) -> bool {
    (word.len() <= 3 && word.first().is_some_and(u8::is_ascii_uppercase))
        || word.len() == 1
        || [b"Prof", b"Capt", b"Corp"].iter().any(|short| *short == word)
}

/// Whether a cue may stand so.
fn is_at(place: CuePlace, Standing { left, distance, gap }: Standing) -> bool {
    match place {
        CuePlace::Before => left && distance == 1 && gap == Gap::Close,
        CuePlace::After => !left && distance == 1 && gap == Gap::Close,
        CuePlace::BeforeComma => left && distance == 1 && gap == Gap::Comma,
        CuePlace::AfterComma => !left && distance == 1 && gap == Gap::Comma,
        CuePlace::Left(words) => left && distance <= usize::from(words),
        CuePlace::Right(words) => !left && distance <= usize::from(words),
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
        let view = View::new(
            &Reader::new(text.as_bytes(), false),
            0,
            Span::new(start, start + name.len()),
        );
        let text_of = |word: Word| &text[word.start..word.end];
        let (mut before, mut behind) =
            (view.words_before(view.span.start), view.words_from(view.span.end));
        (
            (0..WORDS).map_while(|index| before.get(index)).map(text_of).collect(),
            (0..WORDS).map_while(|index| behind.get(index)).map(text_of).collect(),
        )
    }

    #[test]
    fn words_of_the_sentence_are_seen() {
        assert_eq!(
            around("It rained. Mr. Jordan said so. The end", "Jordan"),
            (["Mr"].into(), ["said", "so"].into())
        );
        assert_eq!(
            around("in Atlanta, Georgia's capital", "Georgia"),
            (["Atlanta", "in"].into(), ["capital"].into())
        );
        assert_eq!(around("one\n\nJordan\n\ntwo", "Jordan"), ([].into(), [].into()));
        assert_eq!(
            around("the U.S. state of Georgia (Ga.) is", "Georgia"),
            (["of", "state", "S", "U", "the"].into(), ["Ga", "is"].into())
        );
        assert_eq!(
            around("Mali’s lead and zinc", "lead"),
            (["Mali"].into(), ["and", "zinc"].into())
        );
    }

    fn plain_is_right<const LEFT: bool>(view: &View<'_>) -> usize {
        let mut words =
            Words::<LEFT>::new(view, if LEFT { view.span.start } else { view.span.end });
        let mut plain = 0;
        loop {
            let (quickly, surely) = if LEFT {
                (words.plain_before(), words.before())
            } else {
                (words.plain_behind(), words.behind())
            };
            let place = |word: &Word| (word.start, word.end, word.gap);
            if let Some(quickly) = quickly {
                assert!(
                    quickly.as_ref().map(place) == surely.as_ref().map(place),
                    "{:?} {quickly:?} {surely:?}",
                    view.span
                );
                plain += 1;
            }
            let Some(word) = words.find() else { return plain };
            let direction = if LEFT { Direction::Backwards } else { Direction::Forwards };
            for hash in [Hash::new(), Hash::new().word(b"a", 0, 1, direction)] {
                assert_eq!(
                    word.hash(hash, view.text, direction).finish(),
                    hash.word(view.text, word.start, word.end, direction).finish()
                );
            }
        }
    }

    #[test]
    fn plain_words_are_those_of_any_text() {
        let text = "It rained. Mr. Jordan said so, \"the U.S.-led end\" (a 1.5% of 2,000)!\nNext\r\n\nA's b’s, Constantinople intercontinentally öl—xyz &amp; a &lt;b <b>bold</b>, -.- l'eau. \
                    Antidisestablishmentarianism, internationalism abcdefgh? No.\u{a0}Yes\tand so on; the end of all that was to be said here";
        for html in [false, true] {
            for start in (0..text.len()).filter(|&start| text.is_char_boundary(start)) {
                let view =
                    View::new(&Reader::new(text.as_bytes(), html), 0, Span::new(start, start));
                let plain = plain_is_right::<true>(&view) + plain_is_right::<false>(&view);
                assert!(plain > 0, "{start}");
            }
        }
    }
}
