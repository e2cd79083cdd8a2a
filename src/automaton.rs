//! The anchored walk over folded bytes. The only file that names `aho_corasick`.

use alloc::string::ToString;

use aho_corasick::automaton::Automaton as _;
use aho_corasick::nfa::contiguous::{Builder, NFA};
use aho_corasick::{Anchored, MatchKind};

use crate::boundary;
use crate::error::{Error, ErrorKind};
use crate::fold::{Cases, Class, MAX_SPAN, Reader, Step};

/// All folded forms as one automaton.
pub(crate) struct Automaton {
    nfa: NFA,
}

/// A name that begins where the walk began and ends at a word boundary.
#[derive(Clone, Copy)]
pub(crate) struct Hit {
    /// Which of the folded forms the automaton was built from.
    pub(crate) form: u32,
    /// Offset behind it in the raw text.
    pub(crate) end: usize,
    pub(crate) cases: Cases,
    /// The class of its last character.
    pub(crate) last: Class,
}

impl Automaton {
    /// Builds the automaton of these folded forms; each is different from all others and not empty.
    pub(crate) fn new<'k>(forms: impl Iterator<Item = &'k [u8]>) -> Result<Self, Error> {
        // Leftmost-longest, so that a name keeps the transitions of the longer ones that it begins. The crate's own prefilters look for bytes, not for words.
        let nfa = Builder::new().match_kind(MatchKind::LeftmostLongest).prefilter(false).build(forms);
        nfa.map(|nfa| Self { nfa }).map_err(|error| ErrorKind::Automaton(error.to_string()).into())
    }

    /// Calls `found` for every name that begins at `start` and ends at a word boundary, the shortest first. Allocates nothing; linear in the length of the longest name.
    #[inline]
    pub(crate) fn walk(&self, reader: &Reader<'_>, start: usize, mut found: impl FnMut(Hit)) {
        let reader = reader.window(start);
        let Ok(mut state) = self.nfa.start_state(Anchored::Yes) else { return };
        let (mut at, mut depth, mut cases) = (start, 0, Cases::default());
        loop {
            let unit = match reader.step(at) {
                Step::Unit(unit) => unit,
                Step::Skip(next) => {
                    at = next;
                    continue;
                }
                Step::Stop => return,
            };
            for &byte in unit.bytes() {
                state = self.nfa.next_state(Anchored::Yes, state, byte);
                depth += 1;
            }
            if self.nfa.is_dead(state) {
                return;
            }
            cases.push(&unit);
            at = unit.next;
            if at > start + MAX_SPAN {
                return;
            }
            if self.nfa.is_match(state)
                && let Some(form) = self.form(state, depth)
                && boundary::ends(&reader, at, unit.class)
            {
                found(Hit { form, end: at, cases, last: unit.class });
            }
        }
    }

    /// The form that is spelled by the whole way to a matching state; forms that end there but begin later have another length.
    fn form(&self, state: aho_corasick::automaton::StateID, depth: usize) -> Option<u32> {
        (0..self.nfa.match_len(state)).map(|index| self.nfa.match_pattern(state, index)).find(|&form| self.nfa.pattern_len(form) == depth).map(|form| form.as_u32())
    }

    /// The heap that it takes, in bytes.
    pub(crate) fn memory_usage(&self) -> usize {
        self.nfa.memory_usage()
    }
}
