//! Names whose words are written together, as in `#BurkinaFaso`.
//!
//! The walk reads letters and digits only. Where the names below a state continue with a blank, a
//! hyphen or an apostrophe, it also goes on after that sign without reading anything. It visits
//! each state at most once: what leads to a state says how much of the text was read. A limit of
//! steps ends it in an image whose bytes were changed, where states may form a circle.

use super::heads::HEAD_LEN;
use super::rest::Rest;
use super::state::State;
use super::trie::Automaton;

/// The signs between the words of a name that writers leave out when they join them.
const SIGNS: [u8; 3] = [b' ', b'-', b'\''];

/// The most states that one walk visits.
const STEPS: u32 = 512;

impl Automaton<'_> {
    /// Calls `found` with the number of every name that `word` begins with, if the words of the
    /// name are joined, and with the length of that beginning; in no order. `word` consists of
    /// ASCII letters and digits. `form` is as in [`walk`](Self::walk).
    pub(crate) fn walk_joined<'n>(
        &self,
        form: impl Fn(u32) -> &'n [u8],
        word: &[u8],
        mut found: impl FnMut(u32, usize),
    ) {
        let mut walk =
            Joined { automaton: self, form: &form, word, found: &mut found, left: STEPS };
        let mut key = 0;
        for (index, byte) in word.iter().take(HEAD_LEN).enumerate() {
            key |= u64::from(byte.to_ascii_lowercase()) << (8 * index);
            if let Some(state) = self.head(key) {
                walk.go_on(state, index + 1, index + 1);
            }
        }
    }
}

/// A walk in progress.
struct Joined<'a, 'i, F, H> {
    automaton: &'a Automaton<'i>,
    form: &'a F,
    word: &'a [u8],
    found: &'a mut H,
    /// How many more states may be visited.
    left: u32,
}

impl<'n, F: Fn(u32) -> &'n [u8], H: FnMut(u32, usize)> Joined<'_, '_, F, H> {
    /// Continues from a state that `depth` folded bytes of a name lead to, after `read` bytes of
    /// the word. It calls itself at most once for each byte of a name, and names are short.
    fn go_on(&mut self, state: State, depth: usize, read: usize) {
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        if state.is_leaf() {
            return self.compare(state.name(), depth, read);
        }
        if let Some(name) = self.automaton.ending(state) {
            (self.found)(name, read);
        }
        let next = self.word.get(read).map(u8::to_ascii_lowercase);
        if let Some(child) = next.and_then(|byte| self.automaton.child(state, byte)) {
            self.go_on(child, depth + 1, read + 1);
        }
        if next.is_some() {
            for child in SIGNS.into_iter().filter_map(|sign| self.automaton.child(state, sign)) {
                self.go_on(child, depth + 1, read);
            }
        }
    }

    /// Compares the word with the rest of the only name that is left.
    fn compare(&mut self, name: u32, depth: usize, mut read: usize) {
        let Some(mut rest) = Rest::new((self.form)(name), depth) else { return };
        while let Some(byte) = rest.next() {
            match self.word.get(read) {
                Some(letter) if letter.to_ascii_lowercase() == byte => read += 1,
                Some(_) if SIGNS.contains(&byte) => {}
                _ => return,
            }
        }
        (self.found)(name, read);
    }
}
