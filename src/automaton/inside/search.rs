//! The search: from the filter's offsets through the automaton, to the longest name at each offset.
//!
//! ```text
//! for each offset that the filter passes:
//!     state = root
//!     for each folded byte from the offset on:
//!         note in the ring where its character begins in the text
//!         state = child of state, or of the states that failure links lead to
//!         for each name that ends here and is valid:
//!             the longest name at its start = this one
//!         what begins before all names under way is final
//!         stop if what is under way is shorter than the filter's key, and continue with the filter
//!             where that begins
//! ```
//!
//! A walk continues by failure links, so that names which begin at later offsets are under way
//! already and no part of the text is walked again, but for fewer bytes than the key. An automaton
//! knows where a name ends and how many folded bytes it has; where it begins in the text is read
//! from the ring, which has an entry for each of the last folded bytes.
//!
//! Names are found by their ends and wanted by their starts. A start is final as soon as nothing
//! that is under way begins at it or before it: at `position - depth` of the state.
//!
//! The ring is on the stack, and only the names that are final are kept between two calls. If they
//! fill their space, the next call begins a walk where the names begin that are not final yet.

use super::super::walk::class_of_plain;
use super::filter::BLOCK;
use super::table::{Inside, Output, Slot};
use crate::boundary;
use crate::entity::BoundsSet;
use crate::fold::{Class, MAX_SPAN, Reader, Step};
use crate::prefilter::{HtmlChars, starts_word};

/// How many final names are kept between two calls. Each call may walk the longest name again, so
/// that fewer would be slow where long names are under way all the time.
const KEPT: usize = 64;

/// The entries of the ring, for automata whose names are all short, and for all others.
const SMALL: usize = 128;
const LARGE: usize = 1024;

/// An offset of the ring that more bytes than any name has are between.
const _: () = assert!(LARGE > crate::limits::INSIDE_LEN + 4);

/// A name in a text, before it is known to be valid.
#[derive(Clone, Copy)]
pub(crate) struct InsideHit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The number of the name.
    pub(crate) name: u32,
    /// The bounds that allow it here.
    pub(crate) allowed: BoundsSet,
    /// The class of its last character.
    pub(crate) last: Class,
}

/// The longest valid name at an offset.
#[derive(Clone, Copy)]
pub(crate) struct Longest {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) name: u32,
    /// Which of its readings are valid, by bit; not 0.
    pub(crate) readings: u32,
    pub(crate) last: Class,
    begins: Begins,
}

impl Longest {
    /// Whether a word begins where it does.
    pub(crate) fn begins_word(&self, reader: &Reader<'_>) -> bool {
        begins_word(self.begins, reader, self.start)
    }
}

/// The same, in less space.
#[derive(Clone, Copy)]
struct Packed {
    /// Counted from `base` of the progress.
    start: u32,
    name: u32,
    readings: u32,
    len: u16,
    last: Class,
    begins: Begins,
}

/// How far a text was searched.
#[derive(Clone)]
pub(crate) struct InsideProgress {
    /// No name that begins before this offset is still to be found.
    at: usize,
    /// In HTML, the scan at `at` or before it.
    html: HtmlChars,
    base: usize,
    /// Final names, of which `taken` were dropped.
    kept: [Packed; KEPT],
    count: u8,
    taken: u8,
}

impl InsideProgress {
    /// At the start of a text.
    pub(crate) const fn new() -> Self {
        const NONE: Packed = Packed {
            start: 0,
            name: 0,
            readings: 0,
            len: 0,
            last: Class::Other,
            begins: Begins::Nothing,
        };
        let (html, kept) = (HtmlChars::new(), [NONE; KEPT]);
        Self { at: 0, html, base: 0, kept, count: 0, taken: 0 }
    }

    /// The first of the final names.
    #[inline]
    fn first(&self) -> Option<Longest> {
        if self.taken >= self.count {
            return None;
        }
        let Packed { start, name, readings, len, last, begins } =
            *self.kept.get(usize::from(self.taken))?;
        let start = self.base.wrapping_add(start as usize);
        let end = start.wrapping_add(len.into());
        Some(Longest { start, end, name, readings, last, begins })
    }

    /// Drops the first of the final names.
    pub(crate) fn take(&mut self) {
        self.taken = self.count.min(self.taken + 1);
    }

    /// Keeps a name; false if there is no space.
    fn keep(&mut self, start: usize, entry: &Entry) -> bool {
        if self.taken == self.count {
            (self.taken, self.count, self.base) = (0, 0, start);
        }
        let Some(free) = self.kept.get_mut(usize::from(self.count)) else { return false };
        let Ok(distance) = u32::try_from(start.wrapping_sub(self.base)) else { return false };
        let Entry { name, readings, len, last, begins, .. } = *entry;
        *free = Packed { start: distance, name, readings, len, last, begins };
        self.count += 1;
        true
    }

    /// Drops names that begin before `end`.
    pub(crate) fn skip_to(&mut self, end: usize) {
        while self.first().is_some_and(|longest| longest.start < end) {
            self.taken += 1;
        }
        self.at = self.at.max(end);
    }

    /// The offset before which no further name begins.
    #[cfg(feature = "alloc")]
    pub(crate) fn done_until(&self, html: bool) -> usize {
        let at = if html { self.html.at.min(self.at) } else { self.at };
        self.first().map_or(at, |longest| longest.start.min(at))
    }

    /// Takes `bytes` off all offsets, after the caller dropped as many bytes of the text.
    #[cfg(feature = "alloc")]
    pub(crate) fn shift(&mut self, bytes: usize) {
        self.at = self.at.saturating_sub(bytes);
        self.html.at = self.html.at.saturating_sub(bytes);
        self.base = self.base.wrapping_sub(bytes);
    }
}

/// Which readings of a name are valid, by bit.
pub(crate) type Judge<'a> = dyn FnMut(&InsideHit) -> u32 + 'a;

impl Inside<'_> {
    /// The longest valid name at the next offset before `until` that has one. It is returned again
    /// until it is dropped. Linear in the bytes that the search passes.
    #[inline]
    pub(crate) fn next(
        &self,
        reader: &Reader<'_>,
        progress: &mut InsideProgress,
        until: usize,
        judge: &mut Judge<'_>,
    ) -> Option<Longest> {
        if progress.taken == progress.count && progress.at < until {
            let is_small = usize::from(self.filter.longest) + 4 < SMALL;
            match (is_small, reader.html) {
                (true, false) => self.search::<SMALL, false>(reader, progress, until, judge),
                (false, false) => self.search::<LARGE, false>(reader, progress, until, judge),
                (_, true) => self.search::<LARGE, true>(reader, progress, until, judge),
            }
        }
        progress.first()
    }

    /// Searches on until the space for final names is full, or `until` is reached.
    #[inline(never)]
    fn search<const N: usize, const HTML: bool>(
        &self,
        reader: &Reader<'_>,
        progress: &mut InsideProgress,
        until: usize,
        judge: &mut Judge<'_>,
    ) {
        let ring = [Entry::NONE; N];
        let mut search = Search::<N, HTML> {
            inside: self,
            reader,
            until,
            judge,
            chars: progress.html.clone(),
            newer: progress.html.clone(),
            progress,
            ring,
            position: 0,
            first: 0,
            settled: 0,
            pending: 0,
        };
        if HTML { search.all_of_html() } else { search.all_of_text() }
    }

    /// Calls `found` for each name at `start` that ends at `end` or before it, the shortest first,
    /// by the transitions alone. `begins_word` says whether a word begins at `start`.
    pub(crate) fn names_at(
        &self,
        reader: &Reader<'_>,
        (start, end): (usize, usize),
        begins_word: bool,
        mut found: impl FnMut(InsideHit),
    ) {
        let reader = reader.window(start);
        let (mut slot, mut at, mut depth) = (self.root(), start, 0);
        while at < end {
            let unit = match reader.step(at) {
                Step::Stop => return,
                Step::Skip(next) => {
                    at = next;
                    continue;
                }
                Step::Unit(unit) => unit,
            };
            for &byte in unit.bytes() {
                match self.child(&slot, byte) {
                    Some(child) => slot = child,
                    None => return,
                }
                depth += 1;
            }
            at = unit.next;
            let output = self.output(slot.output).filter(|output| usize::from(output.len) == depth);
            if let Some(Output { name, bounds, .. }) = output
                && let name_end = reader.end_of_name(start, at, unit.class)
                && name_end <= end
            {
                let ends_word = boundary::ends(&reader, at, unit.class);
                let allowed = BoundsSet::allowed(begins_word, ends_word);
                if bounds.meets(allowed) {
                    found(InsideHit { start, end: name_end, name, allowed, last: unit.class });
                }
            }
        }
    }
}

/// A folded byte of the text, and the longest valid name that begins with it.
#[derive(Clone, Copy)]
struct Entry {
    /// Where its character begins in the text: the lower half of the offset.
    start: u32,
    name: u32,
    /// 0: no name begins here.
    readings: u32,
    /// Bytes of the name in the text.
    len: u16,
    /// The class of the name's last character.
    last: Class,
    begins: Begins,
}

/// What may begin at a folded byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// Nothing: it is not the first of its character, or inside an address.
    Nothing,
    /// A name; whether a word begins here is read from the text before it.
    Name,
    /// A name, inside a word.
    NameInside,
    /// A name and a word.
    Word,
}

impl Entry {
    const NONE: Self = Self {
        start: 0,
        name: 0,
        readings: 0,
        len: 0,
        last: Class::Other,
        begins: Begins::Nothing,
    };
}

/// A search in progress.
struct Search<'a, 'i, 't, 'p, 'j, const N: usize, const HTML: bool> {
    inside: &'a Inside<'i>,
    reader: &'a Reader<'t>,
    until: usize,
    progress: &'p mut InsideProgress,
    judge: &'p mut Judge<'j>,
    /// In HTML, a scan of the characters that were read.
    chars: HtmlChars,
    /// An earlier state of `chars`. It becomes the scan of the progress as soon as no name that is
    /// still possible begins before it.
    newer: HtmlChars,
    /// The last folded bytes.
    ring: [Entry; N],
    /// How many folded bytes were read.
    position: usize,
    /// How many were when the walk began.
    first: usize,
    /// Names that begin before this position are final.
    settled: usize,
    /// How many positions after that have a name.
    pending: usize,
}

impl<const N: usize, const HTML: bool> Search<'_, '_, '_, '_, '_, N, HTML> {
    fn all_of_text(&mut self) {
        let text = self.reader.text;
        let filter = &self.inside.filter;
        let mut block = self.progress.at;
        let mut passed = filter.block(text, block);
        loop {
            while passed == 0 {
                block += BLOCK;
                if block >= self.until {
                    self.progress.at = self.until;
                    return;
                }
                passed = filter.block(text, block);
            }
            let place = block + passed.trailing_zeros() as usize;
            if place >= self.until {
                self.progress.at = self.until;
                return;
            }
            let mut after = place + 1;
            if !is_in_ampersand(text, place) {
                let is_full = self.walk(place, Begins::Name);
                after = self.progress.at;
                if is_full || after >= self.until {
                    return;
                }
            }
            match after - block {
                bits @ 0..BLOCK => passed &= u64::MAX << bits,
                _ => {
                    block = after;
                    passed = filter.block(text, block);
                }
            }
        }
    }

    fn all_of_html(&mut self) {
        loop {
            let before = self.chars.clone();
            let Some((at, begins_word)) = self.chars.next(self.reader, self.until) else { break };
            if at < self.progress.at {
                continue;
            }
            (self.progress.html, self.newer) = (before.clone(), before);
            if self.walk(at, Begins::in_html(begins_word)) || self.progress.at >= self.until {
                return;
            }
            self.chars = self.progress.html.clone();
        }
        (self.progress.at, self.progress.html) = (self.until, self.chars.clone());
    }

    /// Walks from an offset on, and moves the progress to where the filter has to continue. Returns
    /// whether the space for final names is full.
    fn walk(&mut self, place: usize, mut begins: Begins) -> bool {
        (self.first, self.settled, self.pending) = (self.position, self.position, 0);
        let key = self.inside.filter.key().max(1);
        let (mut slot, mut at) = (self.inside.root(), place);
        loop {
            let (next, class) = if let Some(byte) = self.reader.plain_pair(at) {
                slot = self.push(slot, at, byte, begins);
                (at + 1, class_of_plain(byte))
            } else {
                match self.reader.step(at) {
                    Step::Stop => return self.end(at),
                    Step::Skip(next) => {
                        (slot, at) = (self.within_span(slot, next), next);
                        begins = self.begins_at(at);
                        continue;
                    }
                    Step::Unit(unit) => {
                        for &byte in unit.bytes() {
                            slot = self.push(slot, at, byte, begins);
                            begins = Begins::Nothing;
                        }
                        (unit.next, unit.class)
                    }
                }
            };
            if slot.output != 0 {
                self.offer(slot.output, next, class);
            }
            if next - at > 1 {
                slot = self.within_span(slot, next);
            }
            at = next;
            let live = self.live(&slot);
            if !self.settle(live, at) {
                return true;
            }
            if (live > self.first && usize::from(slot.depth) < key)
                || (at >= self.until && self.start_of(live, at) >= self.until)
            {
                self.continue_at(self.start_of(self.next_beginning(live), at));
                return false;
            }
            begins = self.begins_at(at);
        }
    }

    /// Adds a folded byte of the character at `at`; returns the state after it.
    #[inline(always)]
    fn push(&mut self, slot: Slot, at: usize, byte: u8, begins: Begins) -> Slot {
        self.ring[self.position % N] = Entry { start: at as u32, begins, ..Entry::NONE };
        self.position += 1;
        self.inside.step(slot, byte)
    }

    /// What may begin with the character at `at`.
    #[inline(always)]
    fn begins_at(&mut self, at: usize) -> Begins {
        if HTML { begins_in_html(&mut self.chars, self.reader, at) } else { Begins::Name }
    }

    /// The first position of what is under way.
    #[inline(always)]
    fn live(&self, slot: &Slot) -> usize {
        self.position.saturating_sub(slot.depth.into()).max(self.settled)
    }

    /// Where the character of a position begins in the text, which was read up to `at`.
    #[inline(always)]
    fn start_of(&self, position: usize, at: usize) -> usize {
        if position == self.position {
            return at;
        }
        let start = self.ring[position % N].start;
        at.wrapping_sub((at as u32).wrapping_sub(start) as usize)
    }

    /// The first position from `position` on where a name may begin. Where it may not, a character
    /// folds to several bytes, and the walk must not begin again with that character.
    fn next_beginning(&self, position: usize) -> usize {
        let begins = |position: &usize| self.ring[position % N].begins != Begins::Nothing;
        (position..self.position).find(begins).unwrap_or(self.position)
    }

    /// The state without beginnings of names that are so far before `at` that no name has both in
    /// its span.
    #[inline]
    fn within_span(&self, mut slot: Slot, at: usize) -> Slot {
        while slot.depth > 0 && at - self.start_of(self.live(&slot), at) > MAX_SPAN {
            slot = self.inside.shorter(&slot);
        }
        slot
    }

    /// Notes the names that end at `end` and are valid, each at its start.
    #[inline]
    fn offer(&mut self, mut number: u32, end: usize, last: Class) {
        let mut longer = u16::MAX;
        while let Some(Output { name, len, bounds, next }) = self.inside.output(number)
            && len < longer
        {
            (number, longer) = (next, len);
            let position = self.position.wrapping_sub(len.into());
            if position < self.settled || position >= self.position {
                continue;
            }
            let entry = self.ring[position % N];
            let start = self.start_of(position, end);
            if entry.begins == Begins::Nothing || end - start > MAX_SPAN {
                continue;
            }
            let allowed = match bounds {
                BoundsSet::ANYWHERE => bounds,
                _ => self.allowed(start, end, entry.begins, last),
            };
            if !bounds.meets(allowed) {
                continue;
            }
            let end = self.reader.end_of_name(start, end, last);
            let readings = (self.judge)(&InsideHit { start, end, name, allowed, last });
            if readings != 0 {
                self.pending += usize::from(entry.readings == 0);
                let len = (end - start) as u16;
                self.ring[position % N] = Entry { name, readings, len, last, ..entry };
            }
        }
    }

    /// The bounds that allow a name from `start` to `end`.
    fn allowed(&self, start: usize, end: usize, begins: Begins, last: Class) -> BoundsSet {
        let begins_word = begins_word(begins, self.reader, start);
        BoundsSet::allowed(begins_word, boundary::ends(&self.reader.window(start), end, last))
    }

    /// Keeps the names that begin before `live` and before the end of the search; the text was read
    /// up to `at`. Returns false, with the progress at the first that is not kept, if the space for
    /// them is full.
    #[inline(always)]
    fn settle(&mut self, live: usize, at: usize) -> bool {
        if self.pending > 0 && !self.keep_until(live, at) {
            return false;
        }
        self.settled = live;
        if HTML && self.start_of(live, at) >= self.newer.at {
            self.progress.html = core::mem::replace(&mut self.newer, self.chars.clone());
        }
        true
    }

    fn keep_until(&mut self, live: usize, at: usize) -> bool {
        for position in self.settled..live {
            let entry = self.ring[position % N];
            if entry.readings == 0 {
                continue;
            }
            let start = self.start_of(position, at);
            self.pending = self.pending.saturating_sub(1);
            if start < self.until && !self.progress.keep(start, &entry) {
                self.continue_at(start);
                return false;
            }
        }
        true
    }

    /// Ends a walk at a stop or at the end of the text: all names are final. Returns whether the
    /// space for them is full.
    fn end(&mut self, at: usize) -> bool {
        if !self.settle(self.position, at) {
            return true;
        }
        self.continue_at(at + 1);
        false
    }

    /// Moves the progress to `at`, or to the end of the search.
    fn continue_at(&mut self, at: usize) {
        self.progress.at = at.min(self.until);
    }
}

impl Begins {
    const fn in_html(begins_word: bool) -> Self {
        if begins_word { Self::Word } else { Self::NameInside }
    }
}

/// Whether a word begins where a name does.
fn begins_word(begins: Begins, reader: &Reader<'_>, start: usize) -> bool {
    match begins {
        Begins::Name => reader.char(start).is_some_and(|c| starts_word(reader, start, &c)),
        begins => begins == Begins::Word,
    }
}

/// What may begin with the character at `at` in HTML.
fn begins_in_html(chars: &mut HtmlChars, reader: &Reader<'_>, at: usize) -> Begins {
    while chars.at <= at {
        match chars.next(reader, at + 1) {
            Some((found, begins_word)) if found == at => return Begins::in_html(begins_word),
            Some(_) => {}
            None => break,
        }
    }
    Begins::Nothing
}

/// Whether an offset in plain text is inside `&amp;`, which is one character.
#[inline]
fn is_in_ampersand(text: &[u8], place: usize) -> bool {
    matches!(text.get(place), Some(b'a' | b'm' | b'p' | b';'))
        && (1..5).any(|before| {
            place
                .checked_sub(before)
                .and_then(|start| text.get(start..))
                .is_some_and(|rest| rest.starts_with(b"&amp;"))
        })
}
