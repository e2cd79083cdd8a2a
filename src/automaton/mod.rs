//! The anchored walk over folded bytes: a table of the heads of all names, and behind them a trie as one flat table.
//!
//! Names begin only where the prefilter says, so that no failure links are needed: what is left of an Aho-Corasick automaton is its trie. Its first levels, which most walks do not leave, are
//! one look into a hash table: the *head* of a name is its leading ASCII letters and digits, at most eight, or else its first character. Behind the heads the trie is laid out as a double array
//! (J. Aoe, "An Efficient Digital Search Algorithm by Using a Double-Array Structure", 1989) in blocks of 256 slots, in which a child stands at its parent's base, exclusive or its byte. A
//! state under which there is one name only has no children: the rest of the walk compares with the name itself.

#[cfg(feature = "alloc")]
mod layout;

use crate::boundary::{self, between};
use crate::fold::{Cases, Class, MAX_SPAN, Reader, Step};
use crate::records::{array_at, u32_at, u64_at};

#[cfg(feature = "alloc")]
pub(crate) use layout::lay_out;

/// Bytes of a head in the table: the head itself, padded with zeros, and its state.
pub(crate) const HEAD: usize = 12;

/// Bytes of a slot: the byte that leads to it, and its state. A free slot is all zeros, which no child is: behind the byte 0 there are leaves only.
pub(crate) const SLOT: usize = 5;

/// The most bytes of a head.
const HEAD_LEN: usize = 8;

/// Where a walk can stand: bit 31 says whether it is a leaf, bit 30 whether a name ends here (and others go on); the rest is the name of a leaf, or else the base of the children.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct State(u32);

impl State {
    const LEAF: u32 = 1 << 31;
    const ENDS: u32 = 1 << 30;
    /// The largest name or base.
    pub(crate) const MAX: u32 = Self::ENDS - 1;

    const fn is_leaf(self) -> bool {
        self.0 & Self::LEAF != 0
    }

    const fn ends(self) -> bool {
        self.0 & Self::ENDS != 0
    }

    const fn value(self) -> u32 {
        self.0 & Self::MAX
    }
}

/// All folded names as one automaton, a view of an image.
#[derive(Clone, Copy)]
pub(crate) struct Automaton<'i> {
    /// [`HEAD`] bytes each: a hash table with linear probing that goes on behind `buckets` and ends with an empty one.
    pub(crate) heads: &'i [u8],
    /// Over how many heads the hash is spread.
    pub(crate) buckets: u32,
    /// [`SLOT`] bytes each.
    pub(crate) slots: &'i [u8],
}

/// A name that begins where the walk began and ends at a word boundary.
#[derive(Clone, Copy)]
pub(crate) struct Hit {
    /// The number that the name was given when the automaton was laid out.
    pub(crate) name: u32,
    /// Offset behind it in the raw text.
    pub(crate) end: usize,
    pub(crate) cases: Cases,
    /// The class of its last character.
    pub(crate) last: Class,
}

/// Where a walk stands.
#[derive(Clone, Copy)]
enum Place<'n> {
    State(State),
    /// Inside the last part of a name: the name, and what must follow.
    Rest(u32, Rest<'n>),
}

/// What is left of a name.
#[derive(Clone, Copy)]
struct Rest<'n> {
    name: Reader<'n>,
    at: usize,
    /// Folded bytes of the character before `at` that are still to come, the first the lowest; zeros behind them.
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
    /// Calls `found` for every name that begins at `start` and ends at a word boundary, the shortest first; `form` gives a written form of a name by its number. Allocates nothing; linear in
    /// the length of the longest name.
    #[inline]
    pub(crate) fn walk<'n>(&self, form: impl Fn(u32) -> &'n [u8], reader: &Reader<'_>, start: usize, mut found: impl FnMut(Hit)) {
        let reader = reader.window(start);
        let Some((head, len)) = plain_head(&reader, start) else { return self.walk_from_any_head(form, &reader, start, found) };
        // Setting bit 5 of a byte lowers letters; digits have it.
        let Some(state) = self.head((head | 0x2020_2020_2020_2020) & ones(len)) else { return };
        let cases = Cases::of_word(head, len);
        let mut walk = Walk { automaton: self, place: Place::State(state), depth: len, at: start + len, cases };
        walk.enter(&form);
        walk.report(&reader, Class::Word, &mut found);
        walk.go_on(&form, &reader, start, &mut found);
    }

    /// The same where the head is not plain ASCII up to its end.
    #[cold]
    fn walk_from_any_head<'n>(&self, form: impl Fn(u32) -> &'n [u8], reader: &Reader<'_>, start: usize, mut found: impl FnMut(Hit)) {
        let (mut head, mut len, mut whole) = ([0; HEAD_LEN + 4], 0, 0);
        // The offset of the next character, and the one behind the last that counts.
        let (mut at, mut end) = (start, start);
        let (mut cases, mut last) = (Cases::default(), Class::Other);
        while whole == 0 {
            let (unit, next) = match reader.step(at) {
                Step::Unit(unit) => (Some(unit), unit.next),
                Step::Skip(next) => {
                    at = next;
                    continue;
                }
                Step::Stop => (None, at),
            };
            if unit.as_ref().is_some_and(|unit| unit.bytes().is_empty()) {
                at = next;
                continue;
            }
            let bytes = unit.as_ref().map_or(&[][..], |unit| unit.bytes());
            let goes_on = bytes.first().is_some_and(u8::is_ascii_alphanumeric);
            if len > 0 && (!goes_on || unit.as_ref().is_some_and(|unit| between(last, unit.class))) {
                // The head may end here.
                let state = head_of(&head[..len]).and_then(|(key, known)| self.head(key).filter(|_| known == len));
                if let Some(state) = state {
                    let mut walk = Walk { automaton: self, place: Place::State(state), depth: len, at: end, cases };
                    walk.enter(&form);
                    walk.report(reader, last, &mut found);
                    if !goes_on {
                        return walk.go_on(&form, reader, start, &mut found);
                    }
                } else if !goes_on {
                    return;
                }
            }
            let Some(unit) = unit else { return };
            head[len..len + bytes.len()].copy_from_slice(bytes);
            len += bytes.len();
            (at, end, last) = (next, next, unit.class);
            cases.push(&unit);
            if at > start + MAX_SPAN {
                return;
            }
            // A head of another script is one character; one of eight letters has no more.
            whole = match head_of(&head[..len]) {
                Some((_, known)) if known == HEAD_LEN || known < len || !goes_on => known,
                _ => 0,
            };
        }
        let Some((key, known)) = head_of(&head[..len]) else { return };
        let Some(state) = self.head(key) else { return };
        let mut walk = Walk { automaton: self, place: Place::State(state), depth: known, at: end, cases };
        walk.enter(&form);
        if walk.follow(&head[known..len], &form).is_none() {
            return;
        }
        walk.report(reader, last, &mut found);
        walk.go_on(&form, reader, start, &mut found);
    }

    /// The state behind a head.
    #[inline]
    pub(crate) fn head(&self, key: u64) -> Option<State> {
        let mut at = bucket(key, self.buckets) * HEAD;
        loop {
            match u64_at(self.heads, at) {
                found if found == key => return Some(State(u32_at(self.heads, at + 8))),
                // Empty, or behind the table.
                0 => return None,
                _ => at += HEAD,
            }
        }
    }

    #[inline]
    fn child(&self, state: State, byte: u8) -> Option<State> {
        let slot: [u8; SLOT] = array_at(self.slots, (state.value() as usize ^ usize::from(byte)) * SLOT);
        let child = State(u32::from_le_bytes([slot[1], slot[2], slot[3], slot[4]]));
        (slot[0] == byte && (byte != 0 || child.is_leaf())).then_some(child)
    }

    /// The numbers of all names in the table.
    pub(crate) fn names(&self) -> impl Iterator<Item = u32> + use<'i> {
        let heads = self.heads.chunks_exact(HEAD).filter(|head| u64_at(head, 0) != 0).map(|head| State(u32_at(head, 8)));
        let slots = self.slots.chunks_exact(SLOT).map(|slot| State(u32_at(slot, 1)));
        heads.chain(slots).filter(|state| state.is_leaf()).map(State::value)
    }

    /// The name with this folded text, for looking up and for checking; `form` as in [`walk`](Self::walk).
    pub(crate) fn find<'n>(&self, folded: &[u8], form: impl Fn(u32) -> &'n [u8]) -> Option<u32> {
        let (key, len) = head_of(folded)?;
        let mut walk = Walk { automaton: self, place: Place::State(self.head(key)?), depth: len, at: 0, cases: Cases::default() };
        walk.enter(&form);
        walk.follow(&folded[len..], &form)?;
        walk.name()
    }
}

/// A walk under way.
struct Walk<'a, 'i, 'n> {
    automaton: &'a Automaton<'i>,
    place: Place<'n>,
    /// How many folded bytes lead to the place.
    depth: usize,
    /// Offset in the text.
    at: usize,
    cases: Cases,
}

impl<'n> Walk<'_, '_, 'n> {
    /// Goes from a leaf into its name.
    #[inline]
    fn enter(&mut self, form: &impl Fn(u32) -> &'n [u8]) {
        if let Place::State(state) = self.place
            && state.is_leaf()
            && let Some(rest) = Rest::new(form(state.value()), self.depth)
        {
            self.place = Place::Rest(state.value(), rest);
        }
    }

    /// Follows these bytes; none if no name goes on so.
    #[inline]
    fn follow(&mut self, bytes: &[u8], form: &impl Fn(u32) -> &'n [u8]) -> Option<()> {
        for &byte in bytes {
            match &mut self.place {
                Place::State(state) => {
                    self.place = Place::State(self.automaton.child(*state, byte)?);
                    self.depth += 1;
                    self.enter(form);
                }
                Place::Rest(_, rest) => {
                    if rest.next() != Some(byte) {
                        return None;
                    }
                }
            }
        }
        Some(())
    }

    /// The name that ends here.
    #[inline]
    fn name(&self) -> Option<u32> {
        match self.place {
            Place::State(state) if state.ends() => self.automaton.child(state, 0).map(State::value),
            Place::State(_) => None,
            Place::Rest(name, rest) => rest.is_empty().then_some(name),
        }
    }

    /// Reports the name that ends here, if one does and there is a boundary behind a character of the class `last`.
    #[inline]
    fn report(&self, reader: &Reader<'_>, last: Class, found: &mut impl FnMut(Hit)) {
        if let Some(name) = self.name()
            && boundary::ends(reader, self.at, last)
        {
            found(Hit { name, end: self.at, cases: self.cases, last });
        }
    }

    /// Goes on to the end of the longest name.
    #[inline]
    fn go_on(&mut self, form: &impl Fn(u32) -> &'n [u8], reader: &Reader<'_>, start: usize, found: &mut impl FnMut(Hit)) {
        loop {
            let unit = match reader.step(self.at) {
                Step::Unit(unit) => unit,
                Step::Skip(next) => {
                    self.at = next;
                    continue;
                }
                Step::Stop => return,
            };
            if self.follow(unit.bytes(), form).is_none() {
                return;
            }
            self.cases.push(&unit);
            self.at = unit.next;
            if self.at > start + MAX_SPAN {
                return;
            }
            self.report(reader, unit.class, found);
        }
    }
}

/// The head of a folded name as a key of the table, and its length; none of nothing.
pub(crate) fn head_of(folded: &[u8]) -> Option<(u64, usize)> {
    let len = match *folded.first()? {
        byte if byte.is_ascii_alphanumeric() => folded.iter().take(HEAD_LEN).take_while(|byte| byte.is_ascii_alphanumeric()).count(),
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

/// The raw bytes and the length of the head at `start`, if it is plain ASCII and so is what stands behind it.
#[inline]
fn plain_head(reader: &Reader<'_>, start: usize) -> Option<(u64, usize)> {
    let rest = reader.text.get(start..)?;
    let len = rest.iter().take(HEAD_LEN).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if len == 0 || matches!(rest.get(len), Some(b'&' | b'<' | 0x80..)) {
        return None;
    }
    let head = match rest.first_chunk() {
        Some(head) => u64::from_le_bytes(*head) & ones(len),
        None => rest[..len].iter().rev().fold(0, |head, &byte| head << 8 | u64::from(byte)),
    };
    Some((head, len))
}

/// Ones in the lowest bytes, one at least.
#[inline]
const fn ones(bytes: usize) -> u64 {
    u64::MAX >> (64 - 8 * bytes)
}

/// The first place of the table where a head can be. Multiplication by an odd constant near 2^64 / golden ratio spreads the bits upwards (Knuth, TAOCP 3, 6.4).
#[inline]
fn bucket(key: u64, buckets: u32) -> usize {
    let hash = (key ^ key >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((hash >> 32) * u64::from(buckets) >> 32) as usize
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
