//! The anchored walk over folded bytes: a table of the heads of all names, and behind them a trie as one flat table.
//!
//! Names begin only where the prefilter says, so that no failure links are needed: what is left of an Aho-Corasick automaton is its trie. Its first levels, which most walks do not leave, are
//! one look into a hash table: the *head* of a name is its leading ASCII letters and digits, at most eight, or else its first character. Behind the heads the trie is laid out as a double array
//! (J. Aoe, "An Efficient Digital Search Algorithm by Using a Double-Array Structure", 1989) in blocks of 256 slots, in which a child stands at its parent's base, exclusive or its byte. A
//! state under which there is one name only has no children: the rest of the walk compares with the name itself.

#[cfg(feature = "alloc")]
mod layout;

use crate::boundary::{self, between};
use crate::fold::{Class, MAX_SPAN, Reader, Step, Unit};
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
    /// The class of its last character.
    pub(crate) last: Class,
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

    /// What is left as it is written, if it begins with a character.
    #[inline]
    fn left(&self) -> Option<&'n [u8]> {
        if self.pending == 0 { self.name.text.get(self.at..) } else { None }
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
    pub(crate) fn walk<'n>(&self, form: impl Fn(u32) -> &'n [u8], reader: &Reader<'_>, start: usize, found: impl FnMut(Hit)) {
        let reader = reader.window(start);
        let mut walk = Walk { automaton: self, form, found, reader, start, at: start, last: Class::Word };
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

    /// Where these bytes lead from a state that `depth` bytes lead to, its depth, and the bytes that are left behind a leaf; none if no name goes on so.
    #[inline]
    fn follow<'b>(&self, mut state: State, mut depth: usize, mut bytes: &'b [u8]) -> Option<(State, usize, &'b [u8])> {
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
        if state.ends() { self.child(state, 0).map(State::value) } else { None }
    }

    /// Whether the heads are as `lay_out` puts them: at most four fifths full, each in its bucket or behind the one before. Crowded elsewhere, all would have to be passed for one that is not
    /// there.
    pub(crate) fn heads_are_in_place(&self) -> bool {
        let (mut count, mut free) = (0, 0);
        for (place, head) in self.heads.chunks_exact(HEAD).enumerate() {
            let key = u64_at(head, 0);
            if key == 0 {
                continue;
            }
            if place != bucket(key, self.buckets).max(free) {
                return false;
            }
            (count, free) = (count + 1, place + 1);
        }
        self.buckets as usize > count + count / 4
    }

    /// The numbers of all names in the table.
    pub(crate) fn names(&self) -> impl Iterator<Item = u32> + use<'i> {
        let heads = self.heads.chunks_exact(HEAD).filter(|head| u64_at(head, 0) != 0).map(|head| State(u32_at(head, 8)));
        let slots = self.slots.chunks_exact(SLOT).map(|slot| State(u32_at(slot, 1)));
        heads.chain(slots).filter(|state| state.is_leaf()).map(State::value)
    }

    /// The name with this folded text, for looking up and for checking; `form` as in [`walk`](Self::walk).
    pub(crate) fn find<'n>(&self, folded: &[u8], form: impl Fn(u32) -> &'n [u8]) -> Option<u32> {
        let (key, depth) = head_of(folded)?;
        let (state, depth, left) = self.follow(self.head(key)?, depth, folded.get(depth..)?)?;
        if !state.is_leaf() {
            return self.ending(state);
        }
        let mut rest = Rest::new(form(state.value()), depth)?;
        let is_same = left.iter().all(|&byte| rest.next() == Some(byte));
        (is_same && rest.is_empty()).then_some(state.value())
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
                return self.compare(state.value(), depth, &[]);
            }
            self.report_at(state);
            if let Some((byte, class)) = self.reader.plain(self.at) {
                let Some(child) = self.automaton.child(state, byte) else { return };
                if !self.pass(self.at + 1, class) {
                    return;
                }
                (state, depth) = (child, depth + 1);
                continue;
            }
            let Some(unit) = self.next() else { return };
            let Some((child, below, left)) = self.automaton.follow(state, depth, unit.bytes()) else { return };
            if !self.pass(unit.next, unit.class) {
                return;
            }
            if !left.is_empty() {
                return self.compare(child.value(), below, left);
            }
            (state, depth) = (child, below);
        }
    }

    /// Compares with what is left of a name behind its first `depth` folded bytes; `before` are folded bytes of the last character that have not been compared yet.
    #[inline]
    fn compare(&mut self, name: u32, depth: usize, before: &[u8]) {
        let Some(mut rest) = Rest::new((self.form)(name), depth) else { return };
        if before.is_empty() && self.passes_plainly(&rest) {
            return self.report(name);
        }
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
            if unit.bytes().iter().any(|&byte| rest.next() != Some(byte)) || !self.pass(unit.next, unit.class) {
                return;
            }
        }
        self.report(name);
    }

    /// Passes over the rest of a name if the text has it letter by letter, in any case, with plain ASCII at its end: most do.
    #[inline]
    fn passes_plainly(&mut self, rest: &Rest<'_>) -> bool {
        let Some(left) = rest.left() else { return false };
        let Some(&end) = left.last() else { return true };
        let text = self.reader.text.get(self.at..).unwrap_or(&[]);
        let (Some(same), Some(&next)) = (text.get(..left.len()), text.get(left.len())) else { return false };
        if next >= 0x80 || !end.is_ascii_alphanumeric() || self.reader.html || !same.eq_ignore_ascii_case(left) {
            return false;
        }
        (self.at, self.last) = (self.at + left.len(), Class::Word);
        true
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
    #[inline]
    fn report_at(&mut self, state: State) {
        if let Some(name) = self.automaton.ending(state) {
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
            if len > 0 && (!goes_on || unit.as_ref().is_some_and(|unit| between(self.last, unit.class))) {
                // The head may end here.
                match head_of(&head[..len]).and_then(|(key, _)| self.automaton.head(key)) {
                    Some(state) if !goes_on => return self.go_on(state, len),
                    Some(state) if state.is_leaf() => match Rest::new((self.form)(state.value()), len) {
                        Some(rest) if rest.is_empty() => self.report(state.value()),
                        _ => {}
                    },
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
                    Some((leaf, depth, left)) => self.compare(leaf.value(), depth, left),
                    None => {}
                };
            }
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

/// The key and the length of the head at `start`, if it is plain ASCII and so is what stands behind it.
#[inline]
fn plain_head(reader: &Reader<'_>, start: usize) -> Option<(u64, usize)> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let rest = reader.text.get(start..)?;
    let head = match rest.first_chunk() {
        Some(head) => u64::from_le_bytes(*head),
        None => rest.iter().rev().fold(0, |head, &byte| head << 8 | u64::from(byte)),
    };
    // Bytes between two bounds have the high bit of the first sum and not that of the second; setting bit 5 lowers letters, and digits have it.
    let (low, lowered) = (head & !HIGH, (head | (0x20 * ONES)) & !HIGH);
    let letters = (lowered + ONES * (0x80 - b'a' as u64)) & !(lowered + ONES * (0x7F - b'z' as u64));
    let digits = (low + ONES * (0x80 - b'0' as u64)) & !(low + ONES * (0x7F - b'9' as u64));
    let others = !((letters | digits) & !head) & HIGH;
    let len = others.trailing_zeros() as usize / 8;
    if len == 0 || matches!(rest.get(len), Some(b'&' | b'<' | 0x80..)) {
        return None;
    }
    Some((lowered & u64::MAX >> (64 - 8 * len), len))
}

/// The first place of the table where a head can be. Multiplication by an odd constant near 2^64 / golden ratio spreads the bits upwards (Knuth, TAOCP 3, 6.4).
#[inline]
fn bucket(key: u64, buckets: u32) -> usize {
    let hash = (key ^ key >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (((hash >> 32) * u64::from(buckets)) >> 32) as usize
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
