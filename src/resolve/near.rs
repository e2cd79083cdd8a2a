//! Cues near a name: the words around it in its sentence.
//!
//! Both sides are read word by word from the name outwards, up to the end of the sentence and at
//! most [`VIEW`] bytes. Each word, and each phrase that begins with it, is looked up among the cues
//! by its hash. Two passes make that cheap: the first looks up all words and asks a filter which of
//! them can concern this name at their distance, the second reads the classes of those only. Most
//! words are plain ASCII and are found in masks of [`BLOCK`] bytes; all others are read character
//! by character.

use crate::entity::Uses;
use crate::fold::{Class, MAX_SPAN, html, lowered};
use crate::gazetteer::{
    ClassFilter, Classes, Cue, CuePlace, CuedName, Cues, Filters, GOES_ON, PHRASE, REACH, Reach,
};
use crate::span::Span;
use crate::words::{Direction, Hash, Shape, capitals_hash, character, character_before, word_end};

use super::case;
use super::inverted::{self, Inverted};
use super::shape;
use super::view::{Gap, VIEW, View, Word};
use super::weights::Weights;

const _: () = assert!(case::VIEW <= VIEW);

/// Where a word or phrase is, relative to the name.
#[derive(Clone, Copy)]
struct Position {
    /// Whether it is on the left.
    left: bool,
    /// How many words away, from 1 on.
    distance: usize,
    gap: Gap,
}

/// The sum of the cues of a name.
struct Tally<'w, 'g, N> {
    name: &'w CuedName<'g>,
    /// Cues of these uses do not count: the uses are mentions.
    uses: Uses,
    filters: Filters,
    /// The classes of its cues, as a finer filter.
    classes: ClassFilter,
    weights: &'w mut Weights,
    /// The name's cues that were counted, by bit: each counts once.
    counted: u128,
    /// The text, and the name in it: a name does not count as evidence for itself, in capitals
    /// either.
    text: &'w [u8],
    own: &'w [u8],
    /// Whether only cues count that speak against a reading.
    against: bool,
    /// Whether the name is in a title, once that was asked.
    in_title: Option<bool>,
    note: N,
}

impl<N: FnMut(&Cue, Span)> Tally<'_, '_, N> {
    /// Adds the weights of the words on one side, as far as the name's cues reach.
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
        let mut words = NearWords::<LEFT>::new(view, at);
        // Three short loops without branches that depend on the words cost less than one.
        let (mut hashes, mut sets) = ([Hash::new(); REACH as usize], [0; REACH as usize]);
        for hash in hashes.iter_mut().take(usize::from(reach.words)) {
            let Some(near) = words.find() else { break };
            *hash = near.hash(Hash::new(), view.text, direction);
        }
        let count = words.len.min(hashes.len());
        for (set, hash) in sets[..count].iter_mut().zip(&hashes) {
            *set = cues.set_of(hash.finish());
        }
        let [first, others] = if LEFT { self.filters.left } else { self.filters.right };
        let may_concern = |set: u16, filter: u64| u32::from(cues.filter_of_set(set) & filter != 0);
        let mut concerning = (0..).zip(&sets[..count]).fold(0, |concerning, (nearest, set)| {
            concerning | may_concern(*set, others) << nearest
        });
        concerning |= may_concern(sets[0], first);
        // The words with which longer phrases may begin, by bit; and which words were looked at, by
        // the lowest bits of their hashes.
        let (mut goes_on, mut seen) = (0_u32, 0_u64);
        while concerning != 0 {
            let nearest = concerning.trailing_zeros() as usize;
            concerning &= concerning - 1;
            let (Some(near), Some(&(mut hash)), Some(set)) =
                (words.found(nearest), hashes.get(nearest), sets.get(nearest))
            else {
                break;
            };
            let position = Position { left: LEFT, distance: nearest + 1, gap: near.gap };
            let span = Span::new(near.start, near.end);
            let filter = if nearest == 0 { first } else { others };
            // The same word nearer to the name has shown all that it can.
            let is_same = |before: &usize| {
                hashes[*before] == hash
                    && words.found(*before).is_some_and(|known| {
                        view.text.get(known.start..known.end) == view.text.get(span.range())
                    })
            };
            let bit = hash.bit();
            let known = if seen & bit == 0 { None } else { (0..nearest).find(is_same) };
            let mut may_continue = match known {
                Some(before) => goes_on >> before & 1 == 1,
                None => self.add(cues.set(*set), filter, position, span),
            };
            goes_on |= u32::from(may_continue) << nearest;
            seen |= bit;
            for step in 1..PHRASE {
                let Some(word) =
                    Some(nearest + step).filter(|_| may_continue).and_then(|next| words.get(next))
                else {
                    break;
                };
                hash = word.hash(hash, view.text, direction);
                let span = Span::new(near.start.min(word.start), near.end.max(word.end));
                may_continue = self.add(cues.of_word(hash.finish()), filter, position, span);
            }
        }
        if !reach.shape {
            return;
        }
        let neighbour = words.found(0);
        if let Some(Word { start, end, gap, .. }) =
            neighbour.filter(|word| view.is_in_capitals(word))
        {
            let position = Position { left: LEFT, distance: 1, gap };
            let classes = cues.of_word(capitals_hash(view.text, start, end));
            self.add(classes, first, position, Span::new(start, end));
        }
        let shape = match &neighbour {
            Some(word) => shape::of_word(view, word),
            None if words.end == Some(End::Sentence) => Some(Shape::Edge),
            None => None,
        };
        // Most names have cues of one or two shapes.
        let concerns =
            |shape: &Shape| cues.filter_of_set(cues.set_of(shape.hash().finish())) & first != 0;
        let shapes = shape::beside::<LEFT>(view, neighbour.as_ref(), concerns);
        let none = Word { start: at, end: at, gap: Gap::Close, letters: [0; 2] };
        let Word { start, end, gap, .. } = neighbour.unwrap_or(none);
        for shape in shape.filter(concerns).into_iter().chain(shapes.into_iter().flatten()) {
            // In a title every word is capitalised.
            if matches!(shape, Shape::Capitalised | Shape::Title) && self.is_in_title(view) {
                continue;
            }
            // An age counts as the next word, whatever is between.
            let gap = if shape == Shape::Age { Gap::Close } else { gap };
            let position = Position { left: LEFT, distance: 1, gap };
            let classes = cues.of_word(shape.hash().finish());
            self.add(classes, first, position, Span::new(start, end));
        }
    }

    fn is_in_title(&mut self, view: &View<'_>) -> bool {
        *self.in_title.get_or_insert_with(|| case::in_title(view))
    }

    /// Adds the weights of the other name of a person in an index, as if it were where it is in the
    /// usual order: `Poland, Merle` is Merle Poland. Only what speaks against a reading counts:
    /// in `Mali, Niger` each name is evidence beside the other already.
    #[cold]
    fn add_inverted(&mut self, cues: &Cues<'_>, inverted: Inverted) {
        let (word, left) = match inverted {
            Inverted::Given(word) => (word, true),
            Inverted::Family(word) => (word, false),
        };
        // The first word of a phrase has no direction.
        let hash = Hash::new().word(self.text, word.start, word.end, Direction::Forwards);
        let [filter, _] = if left { self.filters.left } else { self.filters.right };
        let position = Position { left, distance: 1, gap: Gap::Close };
        self.against = true;
        self.add(cues.of_word(hash.finish()), filter, position, word);
        if word.len() == 1 {
            let initial = capitals_hash(self.text, word.start, word.end);
            self.add(cues.of_word(initial), filter, position, word);
        }
    }

    /// Adds the weight of a word or phrase of these classes, and returns whether a longer phrase
    /// may be a cue.
    #[inline]
    fn add(
        &mut self,
        classes: Option<Classes<'_>>,
        filter: u64,
        position: Position,
        span: Span,
    ) -> bool {
        let mut may_continue = false;
        if let Some(classes) = classes {
            classes.for_each_of(filter, |class| match class & GOES_ON {
                _ if !self.classes.may_have(class) => {}
                0 => self.add_class(position, class, span),
                _ => may_continue = true,
            });
        }
        may_continue
    }

    fn add_class(&mut self, position: Position, class: u16, span: Span) {
        let name = self.name;
        name.for_each_of_class(class, |index, cue| {
            if is_at(cue.place, position)
                && self.counted >> index & 1 == 0
                && !(self.against && cue.weight >= 0)
                && !cue.of.is_some_and(|of| self.uses.has(of))
                && !self
                    .text
                    .get(span.range())
                    .is_some_and(|word| word.eq_ignore_ascii_case(self.own))
            {
                self.counted |= 1 << index;
                self.weights.add(cue);
                (self.note)(cue, span);
            }
        });
    }
}

impl<'t> View<'t> {
    /// Adds up the cues near the name, without those of uses that are mentions. `note` is called
    /// with each cue and where it is.
    pub(crate) fn weigh(
        &self,
        cues: &Cues<'_>,
        name: &CuedName<'_>,
        uses: Uses,
        weights: &mut Weights,
        note: impl FnMut(&Cue, Span),
    ) {
        let [left, right] = name.reach(uses);
        let mut tally = Tally {
            name,
            uses,
            filters: name.filters(uses),
            classes: name.class_filter(),
            weights,
            counted: 0,
            text: self.text,
            own: &self.text[self.span.range()],
            against: false,
            in_title: None,
            note,
        };
        tally.add_side::<true>(self, cues, left);
        tally.add_side::<false>(self, cues, right);
        let (text, cut) = (&self.text[..self.to], (self.cut.0 && self.from == 0, self.cut.1));
        if let Some(inverted) = inverted::of(text, self.span, cut) {
            tally.add_inverted(cues, inverted);
        }
    }

    /// The words before an offset, the nearest first.
    pub(super) fn words_before(&self, at: usize) -> NearWords<'_, 't, true> {
        NearWords::new(self, at)
    }

    /// Whether the name begins a sentence or a line, or follows a sign after which one may begin.
    pub(super) fn begins_sentence(&self) -> bool {
        const OPENING: [&str; 8] = [":", "\"", "“", "‘", "«", "(", "*", "•"];
        let line = self.with_limits(self.fields, true);
        let mut words = line.words_before(self.span.start);
        let before = &self.text[self.from..self.before_tags(self.span.start)];
        let before = before.trim_ascii_end();
        (words.get(0).is_none() && words.end == Some(End::Sentence))
            || OPENING.iter().any(|sign| before.ends_with(sign.as_bytes()))
    }

    /// The words from an offset on.
    pub(super) fn words_from(&self, at: usize) -> NearWords<'_, 't, false> {
        NearWords::new(self, at)
    }
}

/// Why there are no more words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    /// The sentence begins or ends.
    Sentence,
    /// The view ends, or the words that are read.
    View,
}

/// The words on one side of a name, the nearest first, read on demand.
pub(super) struct NearWords<'v, 't, const LEFT: bool> {
    view: &'v View<'t>,
    /// The end of the name from which on words are read.
    name: usize,
    at: usize,
    block: Block,
    list: [CompactWord; WORDS],
    len: usize,
    end: Option<End>,
}

/// A word by its offsets in the view.
#[derive(Clone, Copy)]
struct CompactWord {
    start: u16,
    end: u16,
    gap: Gap,
}

// A view is a name and the text on both sides.
const _: () = assert!(2 * VIEW + MAX_SPAN < u16::MAX as usize);

/// How many words are read: a phrase may continue after the last word that a cue reaches.
const WORDS: usize = REACH as usize + PHRASE - 1;

impl<'v, 't, const LEFT: bool> NearWords<'v, 't, LEFT> {
    fn new(view: &'v View<'t>, name: usize) -> Self {
        let mut at = if LEFT { name } else { view.after_tags(name) };
        let rest = view.text.get(..view.to).and_then(|text| text.get(at..)).unwrap_or(&[]);
        if !LEFT && matches!(rest, [b'\'' | b'&' | 0x80.., ..]) {
            // The possessive is not a word.
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
            name,
            at,
            block: Block::NONE,
            list: [CompactWord { start: 0, end: 0, gap: Gap::Close }; WORDS],
            len: 0,
            end: None,
        }
    }

    /// The word with this index, from 0 on; `None` if there are fewer.
    pub(super) fn get(&mut self, index: usize) -> Option<Word> {
        while self.len <= index && self.end.is_none() {
            self.find();
        }
        self.found(index)
    }

    /// The word with this index, if it was read already.
    #[inline]
    fn found(&self, index: usize) -> Option<Word> {
        self.list.get(index).filter(|_| index < self.len).map(|word| self.word(word))
    }

    /// Reads the next word, if there is one.
    #[inline(always)]
    fn find(&mut self) -> Option<Word> {
        if self.end.is_some() {
            return None;
        }
        let plain = if LEFT { self.plain_before() } else { self.plain_after() };
        let mut found = plain.unwrap_or_else(|| if LEFT { self.before() } else { self.after() });
        if self.len == 0
            && let Ok(word) = &mut found
        {
            if self.is_apart(word) {
                word.gap = Gap::Other;
            } else if LEFT && self.is_elided(word) {
                word.gap = Gap::Close;
            }
        }
        match (found, self.list.get_mut(self.len)) {
            (Ok(word), Some(free)) => {
                self.at = if LEFT { word.start } else { word.end };
                *free = CompactWord {
                    start: (word.start - self.view.from) as u16,
                    end: (word.end - self.view.from) as u16,
                    gap: word.gap,
                };
                self.len += 1;
                return Some(word);
            }
            (Ok(_), None) => self.end = Some(End::View),
            (Err(end), _) => self.end = Some(end),
        }
        None
    }

    /// Whether a capitalised word is not the rest of a longer name because a possessive or a dash
    /// parts it from the name: *Jamaica's Thompson*, *KINGSTON, Jamaica - Robinson said*.
    #[inline]
    fn is_apart(&self, word: &Word) -> bool {
        let text = self.view.text;
        let between = if LEFT { word.end..self.name } else { self.name..word.start };
        let between = text.get(between).unwrap_or(&[]);
        between.len() > 1
            && text.get(word.start).is_some_and(u8::is_ascii_uppercase)
            && between.contains(&b' ')
            && between.iter().any(|byte| matches!(byte, b'-' | b'\'' | b'&' | 0x80..))
            && (!self.view.html || self.is_apart_in_html(word))
    }

    /// The same without what is in markup: *Michael <span class="last-name">Jordan</span>*.
    #[cold]
    fn is_apart_in_html(&self, word: &Word) -> bool {
        let between = || if LEFT { word.end..self.name } else { self.name..word.start };
        let signs = || self.view.characters(between());
        signs().any(|c| c == ' ') && signs().any(|c| matches!(c, '-' | '\'' | '&' | '\u{80}'..))
    }

    /// Whether a word before the name is an elided article or preposition: *rue d'Italie*.
    #[inline]
    fn is_elided(&self, word: &Word) -> bool {
        word.end - word.start == 1
            && match self.view.text.get(word.end..self.name) {
                Some(b"'" | b"\xE2\x80\x99") => true,
                _ => self.view.html && self.is_elided_in_html(word),
            }
    }

    /// The same with markup and references: *rue d&rsquo;Italie*.
    #[cold]
    fn is_elided_in_html(&self, word: &Word) -> bool {
        let mut signs = self.view.characters(word.end..self.name);
        matches!((signs.next(), signs.next()), (Some('\'' | '’'), None))
    }

    #[inline]
    fn word(&self, word: &CompactWord) -> Word {
        Word {
            start: self.view.from + usize::from(word.start),
            end: self.view.from + usize::from(word.end),
            gap: word.gap,
            letters: [0; 2],
        }
    }

    /// What [`before`](Self::before) returns, where the word and the separators are plain ASCII;
    /// `None` where they are not.
    #[inline(always)]
    fn plain_before(&mut self) -> Option<Result<Word, End>> {
        let (gap, len) = match self.block.last(self.at) {
            Some(found) => found,
            None => {
                self.block = Block::before(self.view, self.at);
                self.block.last(self.at)?
            }
        };
        let text = self.view.text;
        let end = self.at - gap;
        let start = end - len;
        if len > PLAIN || (len == 1 && text.get(start.wrapping_sub(1)) == Some(&b'\'')) {
            return None;
        }
        let separators = text.get(end..self.at)?;
        let gap = match *separators {
            [] | [b' '] => Ok(Gap::Close),
            _ => {
                let mut seen = Separators::new();
                for &byte in separators.iter().rev() {
                    seen.add_kind(Separators::kind(byte), true);
                }
                seen.gap(text.get(start..end)?, self.view)
            }
        };
        Some(gap.map(|gap| Word { start, end, gap, letters: plain_letters(text, start, len) }))
    }

    /// What [`after`](Self::after) returns, where the word and the separators are plain ASCII;
    /// `None` where they are not.
    #[inline(always)]
    fn plain_after(&mut self) -> Option<Result<Word, End>> {
        let (gap, len) = match self.block.first(self.at) {
            Some(found) => found,
            None => {
                self.block = Block::after(self.view, self.at);
                self.block.first(self.at)?
            }
        };
        let text = self.view.text;
        let start = self.at + gap;
        let end = start + len;
        if len > PLAIN {
            return None;
        }
        let separators = text.get(self.at..start)?;
        let gap = match *separators {
            [] | [b' '] => Ok(Gap::Close),
            _ => {
                let mut seen = Separators::new();
                for &byte in separators {
                    seen.add_kind(Separators::kind(byte), false);
                }
                seen.gap(self.last(), self.view)
            }
        };
        Some(gap.map(|gap| Word { start, end, gap, letters: plain_letters(text, start, len) }))
    }

    /// The text of the last word that was read; empty if there is none.
    fn last(&self) -> &'t [u8] {
        let last = self
            .len
            .checked_sub(1)
            .and_then(|last| self.list.get(last))
            .map(|last| self.word(last));
        last.map_or(&[], |last| &self.view.text[last.start..last.end])
    }

    /// The next word to the left.
    fn before(&self) -> Result<Word, End> {
        let View { text, from, html, .. } = *self.view;
        let mut at = self.at;
        loop {
            let mut separators = Separators::new();
            while at > from {
                let (is_word, before) = character_before(text, at);
                if is_word {
                    break;
                }
                if html && let Some((class, open)) = self.view.markup_before(at) {
                    separators.add_markup(class, true);
                    at = open;
                } else if html && let Some((c, amp)) = self.view.reference_before(at) {
                    separators.add(c.encode_utf8(&mut [0; 4]).as_bytes(), true);
                    at = amp;
                } else {
                    separators.add(&text[before..at], true);
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
                return Err(End::View);
            }
            let word = &text[at..end];
            if word.is_empty() {
                return Err(End::Sentence);
            }
            let gap = separators.gap(word, self.view)?;
            // The possessive is not a word.
            if word != b"s" || !self.is_after_apostrophe(at) {
                return Ok(Word { start: at, end, gap, letters: [0; 2] });
            }
        }
    }

    fn is_after_apostrophe(&self, at: usize) -> bool {
        ["'", "’"].iter().any(|mark| self.view.text[..at].ends_with(mark.as_bytes()))
            || self.view.reference_before(at).is_some_and(|(mark, _)| matches!(mark, '\'' | '’'))
    }

    /// The next word to the right.
    fn after(&self) -> Result<Word, End> {
        let View { text, to, html, .. } = *self.view;
        let mut separators = Separators::new();
        let mut at = self.at;
        while at < to
            && let (false, len) = character(text, at)
        {
            if html
                && text[at] == b'<'
                && let Some(markup) = html::markup(&text[..to], at)
            {
                separators.add_markup(markup.class, false);
                at = markup.end;
            } else if html && let Some((c, end)) = self.view.reference(at) {
                separators.add(c.encode_utf8(&mut [0; 4]).as_bytes(), false);
                at = end;
            } else {
                separators.add(&text[at..to.min(at + len)], false);
                at += len;
            }
        }
        let start = at.min(to);
        let end = word_end(&text[..to], start);
        if end >= to && self.view.cut.1 {
            return Err(End::View);
        }
        if end == start {
            return Err(End::Sentence);
        }
        Ok(Word { start, end, gap: separators.gap(self.last(), self.view)?, letters: [0; 2] })
    }
}

/// The most letters of a plain word.
const PLAIN: usize = 15;

/// The letters of a plain word in lower case: the first eight, and the others.
#[inline(always)]
fn plain_letters(text: &[u8], start: usize, len: usize) -> [u64; 2] {
    // The bit that makes letters lower case is set in digits.
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let eight = |start: usize, len: usize| {
        let rest = text.get(start..).unwrap_or(&[]);
        let bytes = match rest.first_chunk() {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => rest.iter().rev().fold(0, |bytes, &byte| bytes << 8 | u64::from(byte)),
        };
        (bytes | LOWER) & u64::MAX >> (64 - 8 * len)
    };
    if len <= 8 { [eight(start, len), 0] } else { [eight(start, 8), eight(start + 8, len - 8)] }
}

/// Some bytes of a view, as masks: the first byte is the lowest bit.
#[derive(Clone, Copy)]
struct Block {
    /// The offset of the first byte. It may be less than 0, and wraps around then.
    start: usize,
    /// ASCII letters and digits.
    words: u64,
    /// Bytes that are not of the view, those beyond ASCII, and those of markup.
    special: u64,
}

/// The bytes of a block: five words or so.
const BLOCK: usize = 32;

impl Block {
    /// A block without bytes of the view.
    const NONE: Self = Self { start: 0, words: 0, special: u64::MAX };

    /// The block that begins at an offset.
    #[inline]
    fn after(view: &View<'_>, at: usize) -> Self {
        let rest = view.text.get(at..view.to).unwrap_or(&[]);
        match rest.first_chunk() {
            Some(bytes) => Self::new(bytes, at, view.html),
            None => {
                let mut bytes = [0; BLOCK];
                bytes[..rest.len()].copy_from_slice(rest);
                let mut block = Self::new(&bytes, at, view.html);
                block.special |= u64::MAX << rest.len();
                block
            }
        }
    }

    /// The block that ends at an offset.
    #[inline]
    fn before(view: &View<'_>, at: usize) -> Self {
        let rest = view.text.get(view.from..at).unwrap_or(&[]);
        let start = at.wrapping_sub(BLOCK);
        match rest.last_chunk() {
            Some(bytes) => Self::new(bytes, start, view.html),
            None => {
                let mut bytes = [0; BLOCK];
                bytes[BLOCK - rest.len()..].copy_from_slice(rest);
                let mut block = Self::new(&bytes, start, view.html);
                block.special |= (1 << (BLOCK - rest.len())) - 1;
                block
            }
        }
    }

    #[inline]
    fn new(bytes: &[u8; BLOCK], start: usize, html: bool) -> Self {
        // Eight bytes at once: the compiler does not always make vectors of a loop over bytes. The
        // product moves the lowest bit of each byte to the highest byte.
        const LOWEST: u64 = 0x0101_0101_0101_0101;
        let (mut words, mut special) = (0, u64::MAX << BLOCK);
        for (index, eight) in (0..).zip(bytes.as_chunks().0) {
            let eight = u64::from_le_bytes(*eight);
            let bits = |of: u64| {
                ((of >> 7 & LOWEST).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * index)
            };
            words |= bits(!lowered(eight).1);
            special |= bits(eight);
        }
        if html {
            let is_markup = |byte: &u8| matches!(byte, b'<' | b'>' | b'&' | b';');
            for (index, _) in bytes.iter().enumerate().filter(|(_, byte)| is_markup(byte)) {
                special |= 1 << index;
            }
        }
        Self { start, words, special }
    }

    /// The bytes of separators from an offset on, and of the word after them; `None` unless these
    /// and the byte after them are in the block, and plain.
    #[inline(always)]
    fn first(&self, at: usize) -> Option<(usize, usize)> {
        let from = at.wrapping_sub(self.start);
        if from >= BLOCK {
            return None;
        }
        let words = self.words >> from;
        let gap = words.trailing_zeros() as usize;
        // A block has fewer bits than a number.
        let len = (!(words >> (gap & 63))).trailing_zeros() as usize;
        let is_plain = (self.special >> from).trailing_zeros() as usize > gap + len;
        (is_plain && len > 0).then_some((gap, len))
    }

    /// The bytes of separators up to an offset, and of the word before them; `None` unless these
    /// and the byte before them are in the block, and plain.
    #[inline(always)]
    fn last(&self, at: usize) -> Option<(usize, usize)> {
        let until = at.wrapping_sub(self.start);
        if !(1..=BLOCK).contains(&until) {
            return None;
        }
        let words = self.words << (64 - until);
        let gap = words.leading_zeros() as usize;
        let len = (!(words << (gap & 63))).leading_zeros() as usize;
        let bytes_of_block = self.special << (64 - until);
        let is_plain = bytes_of_block.leading_zeros() as usize > gap + len && gap + len < until;
        (is_plain && len > 0).then_some((gap, len))
    }
}

/// The separators between two words: punctuation, white space and markup.
struct Separators {
    /// Their kinds, by bit.
    seen: u8,
    /// Whether a blank follows a full stop.
    ended: bool,
    breaks: u8,
}

impl Separators {
    /// A full stop, exclamation or question mark.
    const STOP: u8 = 1;
    const BLANK: u8 = 2;
    /// A line break, which is a blank too.
    const BREAK: u8 = 4;
    const COMMA: u8 = 8;
    const OTHER: u8 = 16;
    /// Not a separator: letters, digits and bytes beyond ASCII.
    const NONE: u8 = 32;
    const SEMICOLON: u8 = 64;
    /// A blank that parts cells of a table, outside HTML.
    const TAB: u8 = 128;

    const fn new() -> Self {
        Self { seen: 0, ended: false, breaks: 0 }
    }

    /// The kind of a byte. Hyphens and underscores have no bit: they separate words, and say
    /// nothing more.
    #[inline(always)]
    fn kind(byte: u8) -> u8 {
        static KINDS: [u8; 256] = {
            let mut kinds = [Separators::NONE; 256];
            let mut byte = 0;
            while byte < 128 {
                kinds[byte as usize] = match byte {
                    b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Separators::NONE,
                    b'.' | b'!' | b'?' => Separators::STOP,
                    b' ' | b'\r' => Separators::BLANK,
                    b'\t' => Separators::BLANK | Separators::TAB,
                    b'\n' => Separators::BLANK | Separators::BREAK,
                    b',' => Separators::COMMA,
                    b'-' | b'_' => 0,
                    b';' => Separators::OTHER | Separators::SEMICOLON,
                    _ => Separators::OTHER,
                };
                byte += 1;
            }
            kinds
        };
        KINDS[usize::from(byte)]
    }

    /// Adds a separator, in the order of the text or, if `backwards`, in the opposite order.
    fn add(&mut self, separator: &[u8], backwards: bool) {
        let kind = match *separator {
            [byte] if byte.is_ascii() => Self::kind(byte),
            [0xC2, 0xA0] => Self::BLANK,
            _ => Self::OTHER,
        };
        self.add_kind(kind, backwards);
    }

    /// As [`add`](Self::add), for a separator of a known kind.
    #[inline(always)]
    fn add_kind(&mut self, kind: u8, backwards: bool) {
        let (stop, blank) = if backwards { (kind, self.seen) } else { (self.seen, kind) };
        self.ended |= (stop & Self::STOP != 0) & (blank & Self::BLANK != 0);
        self.breaks = self.breaks.saturating_add(u8::from(kind & Self::BREAK != 0));
        self.seen |= kind;
    }

    /// Adds a piece of markup. The start of a new block ends a sentence, as a blank line does.
    fn add_markup(&mut self, class: Class, backwards: bool) {
        match class {
            Class::LineBreak => self.add_kind(Self::BLANK | Self::BREAK, backwards),
            Class::Space => self.add_kind(Self::BLANK, backwards),
            Class::Stop => self.breaks = 2,
            _ => {}
        }
    }

    /// The gap that they are between two words, of which `word` is the first in the text; fails if
    /// a sentence of the view ends there.
    #[inline]
    fn gap(&self, word: &[u8], view: &View<'_>) -> Result<Gap, End> {
        if self.breaks > 1
            || (self.ended && !is_short(word))
            || (view.fields && self.seen & Self::SEMICOLON != 0)
        {
            return Err(End::Sentence);
        }
        Ok(match self.seen & (Self::OTHER | Self::COMMA | Self::STOP) {
            _ if view.lines && self.breaks > 0 => Gap::Other,
            _ if self.seen & Self::TAB != 0 && self.breaks == 0 && !view.html => Gap::Other,
            0 => Gap::Close,
            Self::COMMA => Gap::Comma,
            kinds if kinds & Self::OTHER != 0 => Gap::Other,
            kinds if kinds & Self::COMMA != 0 => Gap::Comma,
            // The full stop of a short word does not separate: Mr. Jordan.
            _ if self.ended => Gap::Close,
            _ => Gap::Other,
        })
    }
}

/// Whether a full stop after a word may be that of an abbreviation: Mr., Ga., J., Polish ul.
/// and Ukrainian вул. for a street.
fn is_short(word: &[u8]) -> bool {
    (word.len() <= 3 && word.first().is_some_and(u8::is_ascii_uppercase))
        || word.len() == 1
        || ["Prof", "Capt", "Corp", "Univ", "Inst", "Dept", "ul", "вул"]
            .iter()
            .any(|short| short.as_bytes() == word)
}

/// Whether a cue for `place` counts at a position.
fn is_at(place: CuePlace, Position { left, distance, gap }: Position) -> bool {
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
    use crate::fold::Reader;
    use alloc::vec::Vec;

    fn around(text: &'static str, name: &str) -> (Vec<&'static str>, Vec<&'static str>) {
        let start = text.find(name).unwrap();
        let view = View::new(
            &Reader::new(text.as_bytes(), false),
            0,
            Span::new(start, start + name.len()),
        );
        let text_of = |word: Word| &text[word.start..word.end];
        let (mut before, mut after) =
            (view.words_before(view.span.start), view.words_from(view.span.end));
        (
            (0..WORDS).map_while(|index| before.get(index)).map(text_of).collect(),
            (0..WORDS).map_while(|index| after.get(index)).map(text_of).collect(),
        )
    }

    #[test]
    fn words_of_the_sentence_are_read() {
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

    fn check_plain_words<const LEFT: bool>(view: &View<'_>) -> usize {
        let mut words =
            NearWords::<LEFT>::new(view, if LEFT { view.span.start } else { view.span.end });
        let mut plain = 0;
        loop {
            let (quickly, surely) = if LEFT {
                (words.plain_before(), words.before())
            } else {
                (words.plain_after(), words.after())
            };
            let position = |word: &Word| (word.start, word.end, word.gap);
            if let Some(quickly) = quickly {
                assert!(
                    quickly.as_ref().map(position) == surely.as_ref().map(position),
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
                let plain = check_plain_words::<true>(&view) + check_plain_words::<false>(&view);
                assert!(plain > 0, "{start}");
            }
        }
    }
}
