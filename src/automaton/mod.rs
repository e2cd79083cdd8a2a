//! The anchored walk over folded bytes: a table of the heads of all names, and behind them a trie
//! as one flat table.
//!
//! Names begin only where the prefilter says, so that no failure links are needed: what is left of
//! an Aho-Corasick automaton is its trie. Its first levels, which most walks do not leave, are one
//! look into a hash table: the *head* of a name is its leading ASCII letters and digits, at most
//! eight, or else its first character. Behind the heads the trie is laid out as a double array (J.
//! Aoe, "An Efficient Digital Search Algorithm by Using a Double-Array Structure", 1989) in blocks
//! of 256 slots, in which a child stands at its parent's base, exclusive or its byte. Where names
//! go on alike for two bytes or more, these bytes stand in a *chain*. A state under which there is
//! one name only has no children: the rest of the walk compares with the name itself.

#[cfg(feature = "alloc")]
mod layout;

use crate::boundary::{self, between};
use crate::bytes::{first_not_before, u32_at, u64_at};
use crate::fold::{Class, MAX_SPAN, Reader, Step, Unit, leading_word};
use crate::prefilter::Place;

#[cfg(feature = "alloc")]
pub(crate) use layout::lay_out;

/// Bytes of a head in the table: the head itself, padded with zeros, and its state.
pub(crate) const HEAD: usize = 12;

/// Bytes of a slot: the byte that leads to it, and its state. A free slot is all zeros, which no
/// child is: behind the byte 0 there are leaves only.
pub(crate) const SLOT: usize = 5;

/// The most bytes of a head.
const HEAD_LEN: usize = 8;

/// How many places of the table of heads are looked at one after the other: most heads stand nearer
/// to their bucket.
const NEAR: usize = 32;

/// Where a walk can stand: bit 31 says whether one name only is left, bit 30 whether a name ends
/// here. The rest is the number of that one name; or else, by bit 29, where the bytes stand that
/// all names go on with, or the base of the children.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct State(u32);

impl State {
    const LEAF: u32 = 1 << 31;
    const ENDS: u32 = 1 << 30;
    const CHAIN: u32 = 1 << 29;
    /// The largest base, or place in the chains.
    const MAX_BASE: u32 = Self::CHAIN - 1;
    /// Of a leaf: the name is written as it folds, but for capitals.
    const PLAIN: u32 = 1 << 28;

    const fn is_leaf(self) -> bool {
        self.0 & Self::LEAF != 0
    }

    const fn ends(self) -> bool {
        self.0 & Self::ENDS != 0
    }

    const fn is_plain(self) -> bool {
        self.0 & Self::PLAIN != 0
    }

    const fn is_chain(self) -> bool {
        self.0 & (Self::LEAF | Self::CHAIN) == Self::CHAIN
    }

    const fn base(self) -> usize {
        (self.0 & Self::MAX_BASE) as usize
    }

    const fn name(self) -> u32 {
        self.0 & !(Self::LEAF | Self::ENDS | Self::PLAIN)
    }
}

/// A folded name, before the automaton is laid out.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy)]
pub(crate) struct Name<'n> {
    pub(crate) folded: &'n [u8],
    /// Without bits 28, 30 and 31.
    pub(crate) number: u32,
    /// Whether it is written as it folds, but for capitals.
    pub(crate) is_plain: bool,
}

/// All folded names as one automaton, a view of an image.
#[derive(Clone, Copy)]
pub(crate) struct Automaton<'i> {
    /// A hash table with linear probing, in the order of the buckets and within each of the heads,
    /// that goes on behind `buckets` and ends with an empty one.
    pub(crate) heads: &'i [[u8; HEAD]],
    /// Over how many heads the hash is spread.
    pub(crate) buckets: u32,
    pub(crate) slots: &'i [[u8; SLOT]],
    /// For each chain its bytes, 0, and the state behind them.
    pub(crate) chains: &'i [u8],
}

/// A name that begins where the walk began and ends at a word boundary.
#[derive(Clone, Copy)]
pub(crate) struct Hit {
    /// The number that the name was given when the automaton was laid out.
    pub(crate) name: u32,
    /// Offset behind it in the raw text.
    pub(crate) end: usize,
    /// The class of its last character.
    pub(crate) last: Class,
}

/// What is left of a name.
#[derive(Clone, Copy)]
struct Rest<'n> {
    name: Reader<'n>,
    at: usize,
    /// Folded bytes of the character before `at` that are still to come, the first the lowest;
    /// zeros behind them.
    pending: u32,
}

impl<'n> Rest<'n> {
    /// Behind the first `depth` folded bytes of a name.
    #[inline]
    fn new(name: &'n [u8], depth: usize) -> Option<Self> {
        let mut rest = Self { name: Reader::new(name, false), at: 0, pending: 0 };
        if name.get(..depth).is_some_and(|head| head.iter().all(u8::is_ascii_alphanumeric)) {
            rest.at = depth;
            return Some(rest);
        }
        for _ in 0..depth {
            rest.next()?;
        }
        Some(rest)
    }

    /// The next folded byte.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        while self.pending == 0 {
            if let Some((byte, _)) = self.name.plain(self.at) {
                self.at += 1;
                return Some(byte);
            }
            if self.at >= self.name.text.len() {
                return None;
            }
            match self.name.step(self.at) {
                Step::Unit(unit) => (self.at, self.pending) = (unit.next, unit.packed()),
                Step::Skip(next) => self.at = next,
                Step::Stop => return None,
            }
        }
        let byte = self.pending as u8;
        self.pending >>= 8;
        Some(byte)
    }

    #[inline]
    fn is_empty(mut self) -> bool {
        self.next().is_none()
    }
}

impl<'i> Automaton<'i> {
    /// Calls `found` for every name that begins at a place and ends at a word boundary, the
    /// shortest first; `form` gives a written form of a name by its number. Allocates nothing;
    /// linear in the length of the longest name.
    #[inline]
    pub(crate) fn walk<'n>(
        &self,
        form: impl Fn(u32) -> &'n [u8],
        reader: &Reader<'_>,
        place: Place,
        found: impl FnMut(Hit),
    ) {
        let start = place.start;
        let reader = reader.window(start);
        let mut walk =
            Walk { automaton: self, form, found, reader, start, at: start, last: Class::Word };
        if let Some(head) = reader.text.get(start..).and_then(|rest| rest.first_chunk())
            && place.len > 0
        {
            // A word of known length, with a boundary behind it.
            let len = place.len.min(HEAD_LEN);
            let key =
                (u64::from_le_bytes(*head) | 0x2020_2020_2020_2020) & u64::MAX >> (64 - 8 * len);
            let Some(state) = self.head(key) else { return };
            walk.at += len;
            match (state.is_leaf(), state.ends()) {
                // Most walks end here.
                (true, true) if len == place.len => {
                    (walk.found)(Hit { name: state.name(), end: walk.at, last: Class::Word })
                }
                (true, true) => {}
                _ => walk.go_on(state, len),
            }
            return;
        }
        match plain_head(&reader, start) {
            Some((key, len)) => {
                if let Some(state) = self.head(key) {
                    walk.at += len;
                    walk.go_on(state, len);
                }
            }
            None => walk.go_from_any_head(),
        }
    }

    /// The state behind a head.
    #[inline]
    pub(crate) fn head(&self, key: u64) -> Option<State> {
        find_head(key, self.buckets, self.heads.len(), |place| self.heads.get(place))
    }

    #[inline(always)]
    fn child(&self, state: State, byte: u8) -> Option<State> {
        if state.is_chain() {
            return self.next_in_chain(state, byte);
        }
        let &[label, a, b, c, d] = self.slots.get(state.base() ^ usize::from(byte))?;
        let child = State(u32::from_le_bytes([a, b, c, d]));
        (label == byte && (byte != 0 || child.is_leaf())).then_some(child)
    }

    #[inline]
    fn next_in_chain(&self, state: State, byte: u8) -> Option<State> {
        let &[here, next] = self.chains.get(state.base()..)?.first_chunk()?;
        (here == byte).then(|| {
            if next == 0 {
                State(u32_at(self.chains, state.base() + 2))
            } else {
                State(state.0 + 1)
            }
        })
    }

    /// Where these bytes lead from a state that `depth` bytes lead to, its depth, and the bytes
    /// that are left behind a leaf; none if no name goes on so.
    #[inline]
    fn follow<'b>(
        &self,
        mut state: State,
        mut depth: usize,
        mut bytes: &'b [u8],
    ) -> Option<(State, usize, &'b [u8])> {
        while let [byte, rest @ ..] = bytes
            && !state.is_leaf()
        {
            (state, depth, bytes) = (self.child(state, *byte)?, depth + 1, rest);
        }
        Some((state, depth, bytes))
    }

    /// The name that ends in a state that is no leaf.
    #[inline]
    fn ending(&self, state: State) -> Option<u32> {
        if state.ends() { self.child(state, 0).map(State::name) } else { None }
    }

    /// Whether the heads are as `lay_out` puts them: at most four fifths full, in order, and each
    /// in its bucket or behind the one before. In other places they would not be found.
    pub(crate) fn heads_are_in_place(&self) -> bool {
        let (mut count, mut free, mut last) = (0, 0, (0, 0));
        for (place, head) in self.heads.iter().enumerate() {
            let key = u64_at(head, 0);
            if key == 0 {
                continue;
            }
            let order = (bucket(key, self.buckets), key);
            if place != order.0.max(free) || order <= last {
                return false;
            }
            (count, free, last) = (count + 1, place + 1, order);
        }
        self.buckets as usize > count + count / 4
    }

    /// The numbers of all names in the table.
    pub(crate) fn names(&self) -> impl Iterator<Item = u32> + use<'i> {
        let heads = self
            .heads
            .iter()
            .filter(|head| u64_at(&head[..], 0) != 0)
            .map(|head| State(u32_at(&head[..], 8)));
        let slots = self.slots.iter().map(|slot| State(u32_at(&slot[..], 1)));
        let mut rest = self.chains;
        let chains = core::iter::from_fn(move || {
            let end = rest.iter().position(|&byte| byte == 0)?;
            let state = State(u32_at(rest, end + 1));
            rest = rest.get(end + 5..)?;
            Some(state)
        });
        heads.chain(slots).chain(chains).filter(|state| state.is_leaf()).map(State::name)
    }

    /// The name with this folded text, for looking up and for checking; `form` as in
    /// [`walk`](Self::walk).
    pub(crate) fn find<'n>(&self, folded: &[u8], form: impl Fn(u32) -> &'n [u8]) -> Option<u32> {
        let (key, depth) = head_of(folded)?;
        let (state, depth, left) = self.follow(self.head(key)?, depth, folded.get(depth..)?)?;
        if !state.is_leaf() {
            return self.ending(state);
        }
        let mut rest = Rest::new(form(state.name()), depth)?;
        let is_same = left.iter().all(|&byte| rest.next() == Some(byte));
        (is_same && rest.is_empty()).then_some(state.name())
    }
}

/// A walk under way.
struct Walk<'a, 'i, 't, F, H> {
    automaton: &'a Automaton<'i>,
    form: F,
    found: H,
    reader: Reader<'t>,
    start: usize,
    /// Offset behind the last character that counts.
    at: usize,
    /// The class of that character.
    last: Class,
}

impl<'n, F: Fn(u32) -> &'n [u8], H: FnMut(Hit)> Walk<'_, '_, '_, F, H> {
    /// Goes on to the end of the longest name, from a state that this many folded bytes lead to.
    #[inline]
    fn go_on(&mut self, mut state: State, mut depth: usize) {
        loop {
            if state.is_leaf() {
                return self.compare(state, depth, &[]);
            }
            self.report_at(state);
            // Most text by far is plain.
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

    /// Compares with what is left of the name of a leaf behind its first `depth` folded bytes;
    /// `before` are folded bytes of the last character that have not been compared yet.
    #[inline]
    fn compare(&mut self, leaf: State, depth: usize, before: &[u8]) {
        let name = leaf.name();
        let form = (self.form)(name);
        if leaf.is_plain()
            && before.is_empty()
            && let Some(left) = form.get(depth..)
            && let Some(passed) = self.passes_plainly(left)
        {
            if passed {
                self.report(name);
            }
            return;
        }
        let Some(mut rest) = Rest::new(form, depth) else { return };
        if before.iter().any(|&byte| rest.next() != Some(byte)) {
            return;
        }
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

    /// Passes over the rest of a plain name if the text has it letter by letter, in any case, and
    /// nothing behind it changes that: most do. Tells if the text has something else; none if it
    /// has to be looked at character by character.
    #[inline]
    fn passes_plainly(&mut self, left: &[u8]) -> Option<bool> {
        if left.is_empty() {
            return Some(true);
        }
        let text = self.reader.text.get(self.at..)?;
        if let Some(at) =
            text.iter().zip(left).position(|(byte, left)| !byte.eq_ignore_ascii_case(left))
        {
            // A letter or digit folds to itself, whatever follows.
            return if text[at].is_ascii_alphanumeric() { Some(false) } else { None };
        }
        // The window ends behind the furthest byte that a name may reach.
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
                Step::Unit(unit) => return Some(unit),
                Step::Skip(next) => at = next,
                Step::Stop => return None,
            }
        }
    }

    /// Goes behind a character; false if no name reaches so far.
    #[inline]
    fn pass(&mut self, next: usize, class: Class) -> bool {
        (self.at, self.last) = (next, class);
        next <= self.start + MAX_SPAN
    }

    /// Reports the name that ends in a state, if one does.
    #[inline(always)]
    fn report_at(&mut self, state: State) {
        if state.ends()
            && let Some(name) = self.automaton.ending(state)
        {
            self.report(name);
        }
    }

    /// Reports a name, if there is a boundary behind it.
    #[inline]
    fn report(&mut self, name: u32) {
        if boundary::ends(&self.reader, self.at, self.last) {
            (self.found)(Hit { name, end: self.at, last: self.last });
        }
    }

    /// From the start, where the head is not plain ASCII up to its end.
    fn go_from_any_head(&mut self) {
        let (mut head, mut len) = ([0; HEAD_LEN + 4], 0);
        loop {
            let unit = self.next();
            let bytes = unit.as_ref().map_or(&[][..], |unit| unit.bytes());
            let goes_on = bytes.first().map_or(unit.is_some(), u8::is_ascii_alphanumeric);
            if len > 0
                && (!goes_on || unit.as_ref().is_some_and(|unit| between(self.last, unit.class)))
            {
                // The head may end here.
                match head_of(&head[..len]).and_then(|(key, _)| self.automaton.head(key)) {
                    Some(state) if !goes_on => return self.go_on(state, len),
                    Some(state) if state.is_leaf() => {
                        match Rest::new((self.form)(state.name()), len) {
                            Some(rest) if rest.is_empty() => self.report(state.name()),
                            _ => {}
                        }
                    }
                    Some(state) => self.report_at(state),
                    None if !goes_on => return,
                    None => {}
                }
            }
            let Some(unit) = unit else { return };
            head[len..len + unit.bytes().len()].copy_from_slice(unit.bytes());
            len += unit.bytes().len();
            if !self.pass(unit.next, unit.class) {
                return;
            }
            // A head of another script is one character; one of eight letters has no more.
            if let Some((key, known)) = head_of(&head[..len])
                && (known == HEAD_LEN || known < len || !head[0].is_ascii_alphanumeric())
            {
                let Some(state) = self.automaton.head(key) else { return };
                return match self.automaton.follow(state, known, &head[known..len]) {
                    Some((state, depth, [])) => self.go_on(state, depth),
                    Some((leaf, depth, left)) => self.compare(leaf, depth, left),
                    None => {}
                };
            }
        }
    }
}

/// The class of a plain byte.
#[inline(always)]
const fn class_of_plain(byte: u8) -> Class {
    match byte {
        b' ' => Class::Space,
        b'0'..=b'9' | b'a'..=b'z' => Class::Word,
        _ => Class::Other,
    }
}

/// The head of a folded name as a key of the table, and its length; none of nothing.
pub(crate) fn head_of(folded: &[u8]) -> Option<(u64, usize)> {
    let len = match *folded.first()? {
        byte if byte.is_ascii_alphanumeric() => {
            folded.iter().take(HEAD_LEN).take_while(|byte| byte.is_ascii_alphanumeric()).count()
        }
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let len = len.min(folded.len());
    let mut key = [0; HEAD_LEN];
    key[..len].copy_from_slice(&folded[..len]);
    Some((u64::from_le_bytes(key), len))
}

/// The key and the length of the head at `start`, if it is plain ASCII and so is what stands behind
/// it.
#[inline]
fn plain_head(reader: &Reader<'_>, start: usize) -> Option<(u64, usize)> {
    let rest = reader.text.get(start..)?;
    let head = match rest.first_chunk() {
        Some(head) => u64::from_le_bytes(*head),
        None => rest.iter().rev().fold(0, |head, &byte| head << 8 | u64::from(byte)),
    };
    let (lowered, len) = leading_word(head);
    if len == 0 || matches!(rest.get(len), Some(b'&' | b'<' | 0x80..)) {
        return None;
    }
    Some((lowered & u64::MAX >> (64 - 8 * len), len))
}

/// The state behind a head; `probe` gives what stands at a place of the table, which has so many.
#[inline]
fn find_head<'i>(
    key: u64,
    buckets: u32,
    len: usize,
    mut probe: impl FnMut(usize) -> Option<&'i [u8; HEAD]>,
) -> Option<State> {
    let mut place = bucket(key, buckets);
    let far = place.saturating_add(NEAR);
    loop {
        let head = probe(place)?;
        match u64_at(head, 0) {
            found if found == key => return Some(State(u32_at(head, 8))),
            0 => return None,
            _ if place == far => return find_far_head(key, buckets, len, probe),
            _ => place += 1,
        }
    }
}

/// The same for a head that stands more than [`NEAR`] places from its bucket. Where many heads
/// share a few buckets, by chance or because somebody chose them so, they stand one behind the
/// other in their order, so that no more than the logarithm of the table is looked at.
#[cold]
fn find_far_head<'i>(
    key: u64,
    buckets: u32,
    len: usize,
    mut probe: impl FnMut(usize) -> Option<&'i [u8; HEAD]>,
) -> Option<State> {
    let home = bucket(key, buckets);
    let place = first_not_before(home.saturating_add(NEAR), len, |place| {
        let found = probe(place).map_or(0, |head| u64_at(head, 0));
        found != 0 && (bucket(found, buckets), found) < (home, key)
    });
    probe(place).filter(|head| u64_at(*head, 0) == key).map(|head| State(u32_at(head, 8)))
}

/// The first place of the table where a head can be. Multiplication by an odd constant near 2^64 /
/// golden ratio spreads the bits upwards (Knuth, TAOCP 3, 6.4).
#[inline]
fn bucket(key: u64, buckets: u32) -> usize {
    let hash = (key ^ key >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (((hash >> 32) * u64::from(buckets)) >> 32) as usize
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
