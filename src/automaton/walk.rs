//! The walk: from a name start through the automaton, over folded text.

use super::heads::{HEAD_LEN, head_of, plain_head};
use super::rest::Rest;
use super::state::State;
use super::trie::Automaton;
use crate::boundary::{self, between};
use crate::fold::{Class, Line, MAX_SPAN, Reader, Step, Unit, certain_letter};
use crate::prefilter::NameStart;

/// A name that begins where the walk began and ends at a word boundary.
#[derive(Clone, Copy)]
pub(crate) struct Hit {
    /// The number that the name has in the automaton.
    pub(crate) name: u32,
    /// Offset of its end in the raw text.
    pub(crate) end: usize,
    /// The class of its last character.
    pub(crate) last: Class,
    /// Whether white space in it has a line break.
    pub(crate) is_broken: bool,
    /// Whether words of it are divided at the ends of lines.
    pub(crate) is_divided: bool,
}

impl Automaton<'_> {
    /// Calls `found` for every name that begins at `start` and ends at a word boundary, the
    /// shortest first; then for those of which words are divided at line ends. `form` returns a
    /// written form of the name with a number. Allocates nothing; linear in the length of the
    /// longest name.
    #[inline]
    pub(crate) fn walk<'n>(
        &self,
        form: impl Fn(u32) -> &'n [u8],
        reader: &Reader<'_>,
        start: NameStart,
        mut found: impl FnMut(Hit),
    ) {
        let NameStart { at: start, word_len, .. } = start;
        let reader = reader.window(start);
        if let Some(head) = reader.text.get(start..).and_then(|rest| rest.first_chunk())
            && word_len > 0
        {
            // A word of known length, with a boundary after it.
            let len = word_len.min(HEAD_LEN);
            let key =
                (u64::from_le_bytes(*head) | 0x2020_2020_2020_2020) & u64::MAX >> (64 - 8 * len);
            let Some(state) = self.head(key) else { return };
            match (state.is_leaf(), state.ends()) {
                // Most walks end here.
                (true, true) if len == word_len => {
                    found(Hit {
                        name: state.name(),
                        end: start + len,
                        last: Class::Word,
                        is_broken: false,
                        is_divided: false,
                    });
                }
                (true, true) => {}
                _ => {
                    let mut walk = Walk::new(self, &form, &mut found, reader, start);
                    walk.at = start + len;
                    walk.continue_from(state, len);
                    if let Some(hyphen) = walk.hyphen {
                        self.walk_divided(&form, &reader, start, hyphen, &mut found);
                    }
                }
            }
            return;
        }
        let mut walk = Walk::new(self, &form, &mut found, reader, start);
        match plain_head(&reader, start) {
            Some((key, len)) => {
                walk.at = start + len;
                // The word may be divided: then another head may have all of it.
                walk.hyphen = Some(walk.at).filter(|&at| reader.may_continue_after(at));
                if let Some(state) = self.head(key) {
                    walk.continue_from(state, len);
                }
            }
            None => walk.start_anywhere(),
        }
        // No name begins with a hyphen that folds to nothing.
        if let Some(hyphen) = walk.hyphen
            && hyphen > start
        {
            self.walk_divided(&form, &reader, start, hyphen, &mut found);
        }
    }

    /// Calls `found` for the names at `start` that end after `hyphen`, the first hyphen at the end
    /// of a line, with the words joined that such hyphens divide.
    #[cold]
    #[inline(never)]
    fn walk_divided<'n>(
        &self,
        form: &impl Fn(u32) -> &'n [u8],
        reader: &Reader<'_>,
        start: usize,
        hyphen: usize,
        found: &mut dyn FnMut(Hit),
    ) {
        let mut found_joined: &mut dyn FnMut(Hit) = &mut |hit| {
            if hit.end > hyphen {
                found(Hit { is_divided: true, ..hit });
            }
        };
        Walk::new(self, form, &mut found_joined, reader.joining(), start).start_anywhere();
    }
}

/// A walk in progress.
struct Walk<'a, 'i, 't, F, H> {
    automaton: &'a Automaton<'i>,
    form: &'a F,
    found: &'a mut H,
    reader: Reader<'t>,
    start: usize,
    /// Where the last character that counts ends.
    at: usize,
    /// The class of that character.
    last: Class,
    /// Whether white space had a line break.
    is_broken: bool,
    /// The first hyphen at the end of a line.
    hyphen: Option<usize>,
}

impl<'a, 'i, 't, 'n, F: Fn(u32) -> &'n [u8], H: FnMut(Hit)> Walk<'a, 'i, 't, F, H> {
    #[inline(always)]
    fn new(
        automaton: &'a Automaton<'i>,
        form: &'a F,
        found: &'a mut H,
        reader: Reader<'t>,
        start: usize,
    ) -> Self {
        let (at, last) = (start, Class::Word);
        Self { automaton, form, found, reader, start, at, last, is_broken: false, hyphen: None }
    }

    /// Walks to the end of the longest name, from a state that `depth` folded bytes lead to.
    #[inline]
    fn continue_from(&mut self, mut state: State, mut depth: usize) {
        loop {
            if state.is_leaf() {
                return self.compare(state, depth, &[]);
            }
            self.report_at(state);
            // Most text is plain.
            while let Some(byte) = self.reader.plain_pair(self.at) {
                let Some(child) = self.automaton.child(state, byte) else { return };
                if !self.pass(self.at + 1, class_of_plain(byte)) {
                    return;
                }
                (state, depth) = (child, depth + 1);
                if state.is_leaf() {
                    return self.compare(state, depth, &[]);
                }
                self.report_at(state);
            }
            let Some(unit) = self.next() else { return };
            let Some((child, below, left)) = self.automaton.follow(state, depth, unit.bytes())
            else {
                return;
            };
            if !self.pass(unit.next, unit.class) {
                return;
            }
            if !left.is_empty() {
                return self.compare(child, below, left);
            }
            (state, depth) = (child, below);
        }
    }

    /// Compares the text with the name of a leaf after its first `depth` folded bytes. `before` are
    /// folded bytes of the last character that were not compared yet.
    #[inline]
    fn compare(&mut self, leaf: State, depth: usize, before: &[u8]) {
        let name = leaf.name();
        let form = (self.form)(name);
        if leaf.is_plain()
            && before.is_empty()
            && let Some(left) = form.get(depth..)
            && let Some(is_same) = self.compare_plain(left)
        {
            if is_same {
                self.report(name);
            }
            return;
        }
        let Some(mut rest) = self.rest_of(form, depth, before) else { return };
        if before.is_empty() && self.differs(&rest) {
            return;
        }
        if before.iter().any(|&byte| rest.next() != Some(byte)) {
            return;
        }
        self.skip_common(&mut rest);
        while !rest.is_empty() {
            if let Some((byte, class)) = self.reader.plain(self.at) {
                if rest.next() != Some(byte) || !self.pass(self.at + 1, class) {
                    return;
                }
                continue;
            }
            let Some(unit) = self.next() else { return };
            if unit.bytes().iter().any(|&byte| rest.next() != Some(byte))
                || !self.pass(unit.next, unit.class)
            {
                return;
            }
        }
        self.report(name);
    }

    /// The rest of a name after its first `depth` folded bytes. The text up to `at` folds to these,
    /// and to the bytes `before`. Where both are written alike, the name need not be folded.
    #[inline]
    fn rest_of<'f>(&self, form: &'f [u8], depth: usize, before: &[u8]) -> Option<Rest<'f>> {
        let read = self.reader.text.get(self.start..self.at)?;
        let is_alike = !self.reader.html
            && before.is_empty()
            && self.last.is_word()
            && read.len() >= depth
            && form.starts_with(read);
        if is_alike { Some(Rest::after(form, read.len())) } else { Rest::new(form, depth) }
    }

    /// Whether the text certainly differs from the rest of a name: after what both have in common
    /// as they are written, they have letters that fold to others.
    #[inline]
    fn differs(&self, rest: &Rest<'_>) -> bool {
        let (Some(left), Some(text)) = (rest.written(), self.reader.text.get(self.at..)) else {
            return false;
        };
        // What follows `&` may be a reference, which folds to one character.
        let is_same = |(byte, of): &(&u8, &u8)| byte == of && **byte != b'&';
        let common = text.iter().zip(left).take_while(is_same).count();
        // The start of the first character that differs.
        let is_start = |at: &usize| left.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
        let start = (0..=common).rev().find(is_start).unwrap_or(common);
        let letter = |text: &[u8]| certain_letter(text.get(start..)?);
        matches!((letter(left), letter(text)), (Some(a), Some(b)) if a != b)
    }

    /// Moves to the last letter of what the text and the rest of a name have in common as they are
    /// written: what is before it folds to the same. Only letters and digits are moved over.
    #[inline]
    fn skip_common(&mut self, rest: &mut Rest<'_>) {
        let (Some(left), Some(text)) = (rest.written(), self.reader.text.get(self.at..)) else {
            return;
        };
        let common =
            text.iter().zip(left).take_while(|(byte, of)| byte == of && is_of_letter(**byte));
        let common = left.get(..common.count()).unwrap_or(&[]);
        let mut starts = common.iter().enumerate().rev().filter(|(_, byte)| **byte & 0xC0 != 0x80);
        // The last character may have other bytes.
        if !common.last().is_some_and(u8::is_ascii) {
            starts.next();
        }
        if let Some((len, _)) = starts.next()
            && let Some(c) = self.reader.char(self.at + len)
            && c.class.is_word()
            && !matches!(c.class, Class::Accent | Class::Mark)
            && self.pass(self.at + len, self.last)
        {
            rest.skip(len);
        }
    }

    /// Compares the text with the rest of a plain name byte by byte, in any case, and moves after
    /// it if they are equal. `None` if the text must be compared character by character, which is
    /// rare: a difference or what follows may vanish in folding.
    #[inline]
    fn compare_plain(&mut self, left: &[u8]) -> Option<bool> {
        if left.is_empty() {
            return Some(true);
        }
        let text = self.reader.text.get(self.at..)?;
        if let Some(at) =
            text.iter().zip(left).position(|(byte, left)| !byte.eq_ignore_ascii_case(left))
        {
            // A letter or digit folds to itself, whatever follows it.
            return if text[at].is_ascii_alphanumeric() { Some(false) } else { None };
        }
        // An accent may follow, and a name spans at most `MAX_SPAN` bytes.
        if self.reader.html
            || *text.get(left.len())? >= 0x80
            || self.at + left.len() > self.start + MAX_SPAN
        {
            return None;
        }
        let last = if left.last()?.is_ascii_alphanumeric() { Class::Word } else { return None };
        (self.at, self.last) = (self.at + left.len(), last);
        Some(true)
    }

    /// The next character that counts.
    #[inline]
    fn next(&mut self) -> Option<Unit> {
        let mut at = self.at;
        loop {
            match self.reader.step(at) {
                Step::Unit(unit) => {
                    match unit.line {
                        Line::Same => {}
                        Line::Next => self.is_broken = true,
                        Line::Hyphen => self.hyphen = self.hyphen.or(Some(at)),
                    }
                    return Some(unit);
                }
                Step::Skip(next) => at = next,
                Step::Stop => return None,
            }
        }
    }

    /// Moves after a character; false if no name may be so long.
    #[inline]
    fn pass(&mut self, next: usize, class: Class) -> bool {
        (self.at, self.last) = (next, class);
        next <= self.start + MAX_SPAN
    }

    /// Reports the name that ends in a state, if there is one.
    #[inline(always)]
    fn report_at(&mut self, state: State) {
        if state.ends()
            && let Some(name) = self.automaton.ending(state)
        {
            self.report(name);
        }
    }

    /// Reports a name, if a word boundary follows it.
    #[inline]
    fn report(&mut self, name: u32) {
        if boundary::ends(&self.reader, self.at, self.last) {
            let end = self.reader.end_of_name(self.start, self.at, self.last);
            let (last, is_broken) = (self.last, self.is_broken);
            (self.found)(Hit { name, end, last, is_broken, is_divided: false });
        }
    }

    /// Walks from the start, where the head must be folded.
    fn start_anywhere(&mut self) {
        let (mut head, mut len) = ([0; HEAD_LEN + 4], 0);
        loop {
            let unit = self.next();
            let bytes = unit.as_ref().map_or(&[][..], |unit| unit.bytes());
            let continues = bytes.first().map_or(unit.is_some(), u8::is_ascii_alphanumeric);
            if len > 0
                && (!continues
                    || self.reader.may_continue_after(self.at)
                    || unit.as_ref().is_some_and(|unit| between(self.last, unit.class)))
            {
                // The head may end here.
                match head_of(&head[..len]).and_then(|(key, _)| self.automaton.head(key)) {
                    Some(state) if !continues => return self.continue_from(state, len),
                    Some(state) if state.is_leaf() => {
                        match Rest::new((self.form)(state.name()), len) {
                            Some(rest) if rest.is_empty() => self.report(state.name()),
                            _ => {}
                        }
                    }
                    Some(state) => self.report_at(state),
                    None if !continues => return,
                    None => {}
                }
            }
            let Some(unit) = unit else { return };
            head[len..len + unit.bytes().len()].copy_from_slice(unit.bytes());
            len += unit.bytes().len();
            if !self.pass(unit.next, unit.class) {
                return;
            }
            // A head of another script is one character, and no head is longer than eight bytes.
            if let Some((key, known)) = head_of(&head[..len])
                && (known == HEAD_LEN || known < len || !head[0].is_ascii_alphanumeric())
            {
                let Some(state) = self.automaton.head(key) else { return };
                return match self.automaton.follow(state, known, &head[known..len]) {
                    Some((state, depth, [])) => self.continue_from(state, depth),
                    Some((leaf, depth, left)) => self.compare(leaf, depth, left),
                    None => {}
                };
            }
        }
    }
}

/// Whether a byte is an ASCII letter or digit, or of a character that may be a letter of another
/// script, but no accent by itself.
const fn is_of_letter(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80..=0xBF | 0xC3..=0xCB
        | 0xCE..=0xE1 | 0xE3..=0xED)
}

/// The class of a plain byte.
#[inline(always)]
pub(super) const fn class_of_plain(byte: u8) -> Class {
    match byte {
        b' ' => Class::Space,
        b'0'..=b'9' | b'a'..=b'z' => Class::Word,
        _ => Class::Other,
    }
}
