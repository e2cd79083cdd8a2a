//! The anchored walk over folded bytes: a trie as one flat table.
//!
//! Names begin only where the prefilter says, so that no failure links are needed: what is left of an Aho-Corasick automaton is its trie. It is laid out as a double array (J. Aoe, "An
//! Efficient Digital Search Algorithm by Using a Double-Array Structure", 1989) in blocks of 256 slots, in which a child stands at its parent's base, exclusive or its byte. A state under
//! which there is one name only has no children: the rest of the walk compares with the name itself.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::boundary;
use crate::error::{Error, ErrorKind};
use crate::fold::{Cases, Class, MAX_SPAN, Reader, Step};

/// Slots of a block: a base and its children are in the same one.
const BLOCK: usize = 256;

/// How many blocks are searched for a place for the children of a state.
const OPEN: usize = 16;

/// All folded forms as one automaton.
pub(crate) struct Automaton {
    slots: Box<[Slot]>,
    root: Slot,
}

/// A state: bits 0-8 the byte that leads to it ([`Slot::FREE`]: none), bit 9 whether it is a leaf, bit 10 whether a name ends here; from bit 32 on the base of its children or, in a leaf,
/// the form.
#[derive(Clone, Copy)]
struct Slot(u64);

impl Slot {
    const LABEL: u64 = 0x1FF;
    const FREE: Slot = Slot(Self::LABEL);
    const LEAF: u64 = 1 << 9;
    const ENDS: u64 = 1 << 10;

    const fn value(self) -> u32 {
        (self.0 >> 32) as u32
    }

    const fn set(&mut self, flags: u64, value: u32) {
        self.0 = self.0 & Self::LABEL | flags | (value as u64) << 32;
    }
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

/// Where a walk stands.
#[derive(Clone, Copy)]
enum Place<'n> {
    State(Slot),
    /// Inside the last part of a name: the form, and what must follow.
    Rest(u32, &'n [u8]),
}

impl Automaton {
    /// Builds the automaton of these folded forms: sorted, each different from all others, not empty and without the byte 0. Linear in their bytes.
    pub(crate) fn new(forms: &[&[u8]]) -> Result<Self, Error> {
        Layout::default().lay_out(forms)
    }

    /// Calls `found` for every name that begins at `start` and ends at a word boundary, the shortest first; `folded` gives the forms by number. Allocates nothing; linear in the length of
    /// the longest name.
    #[inline]
    pub(crate) fn walk<'n>(&self, folded: impl Fn(u32) -> &'n [u8], reader: &Reader<'_>, start: usize, mut found: impl FnMut(Hit)) {
        let reader = reader.window(start);
        let (mut place, mut depth, mut at, mut cases) = (Place::State(self.root), 0, start, Cases::default());
        loop {
            let unit = match reader.step(at) {
                Step::Unit(unit) => unit,
                Step::Skip(next) => {
                    at = next;
                    continue;
                }
                Step::Stop => return,
            };
            let Some(next) = self.follow(place, unit.bytes(), &mut depth, &folded) else { return };
            place = next;
            cases.push(&unit);
            at = unit.next;
            if at > start + MAX_SPAN {
                return;
            }
            if let Some(form) = self.form(place)
                && boundary::ends(&reader, at, unit.class)
            {
                found(Hit { form, end: at, cases, last: unit.class });
            }
        }
    }

    /// Where these bytes lead to; none if no name goes on so.
    #[inline]
    fn follow<'n>(&self, mut place: Place<'n>, bytes: &[u8], depth: &mut usize, folded: &impl Fn(u32) -> &'n [u8]) -> Option<Place<'n>> {
        for &byte in bytes {
            *depth += 1;
            place = match place {
                Place::State(state) => {
                    let slot = self.child(state, byte)?;
                    match slot.0 & Slot::LEAF {
                        0 => Place::State(slot),
                        _ => Place::Rest(slot.value(), folded(slot.value()).get(*depth..)?),
                    }
                }
                Place::Rest(form, rest) => match rest.split_first() {
                    Some((&first, rest)) if first == byte => Place::Rest(form, rest),
                    _ => return None,
                },
            };
        }
        Some(place)
    }

    #[inline]
    fn child(&self, state: Slot, byte: u8) -> Option<Slot> {
        let slot = *self.slots.get(state.value() as usize ^ usize::from(byte))?;
        (slot.0 & Slot::LABEL == u64::from(byte)).then_some(slot)
    }

    /// The form that ends here.
    #[inline]
    fn form(&self, place: Place<'_>) -> Option<u32> {
        match place {
            Place::State(state) if state.0 & Slot::ENDS == 0 => None,
            Place::State(state) => self.child(state, 0).map(Slot::value),
            Place::Rest(form, rest) => rest.is_empty().then_some(form),
        }
    }

    /// The heap that it takes, in bytes.
    pub(crate) fn memory_usage(&self) -> usize {
        size_of_val(&*self.slots)
    }
}

/// One bit for each slot of a block.
type Bits = [u64; BLOCK / 64];

/// A block that still has room.
struct Open {
    /// Its first slot.
    first: usize,
    free: Bits,
    /// Slots that are no state's base yet. Two states with one base would share their children.
    bases: Bits,
}

/// The table while it is laid out.
#[derive(Default)]
struct Layout {
    slots: Vec<Slot>,
    open: Vec<Open>,
}

/// A state whose children have no place yet: its slot (none: the root), the forms below it and how many bytes of them lead to it.
struct Task {
    slot: Option<usize>,
    forms: core::ops::Range<usize>,
    depth: usize,
}

impl Layout {
    fn lay_out(mut self, forms: &[&[u8]]) -> Result<Automaton, Error> {
        let mut root = Slot(0);
        let mut tasks = alloc::vec![Task { slot: None, forms: 0..forms.len(), depth: 0 }];
        let mut children: Vec<(u8, core::ops::Range<usize>)> = Vec::new();
        while let Some(Task { slot, forms: below, depth }) = tasks.pop() {
            // The byte 0 stands for the end of a form, which sorts before all that goes on.
            let byte = |form: usize| forms.get(form).and_then(|form| form.get(depth)).copied().unwrap_or(0);
            children.clear();
            for form in below {
                match children.last_mut() {
                    Some((label, range)) if *label == byte(form) => range.end = form + 1,
                    _ => children.push((byte(form), form..form + 1)),
                }
            }
            let base = self.place(&children)?;
            let ends = if children.first().is_some_and(|&(label, _)| label == 0) { Slot::ENDS } else { 0 };
            match slot {
                Some(slot) => self.slots[slot].set(ends, base as u32),
                None => root.set(0, base as u32),
            }
            for (label, below) in children.drain(..).rev() {
                let slot = base ^ usize::from(label);
                self.slots[slot] = Slot(u64::from(label));
                match below.len() {
                    1 => self.slots[slot].set(Slot::LEAF, below.start as u32),
                    _ => tasks.push(Task { slot: Some(slot), forms: below, depth: depth + 1 }),
                }
            }
        }
        Ok(Automaton { slots: self.slots.into(), root })
    }

    /// Takes a base whose slots for these children are free, and the slots.
    fn place<T>(&mut self, children: &[(u8, T)]) -> Result<usize, Error> {
        let base = match self.open.iter().enumerate().find_map(|(index, open)| open.base_for(children).map(|base| (index, base))) {
            Some(found) => found,
            None => {
                let first = self.slots.len();
                if u32::try_from(first + BLOCK).is_err() {
                    return Err(ErrorKind::TooLarge.into());
                }
                self.slots.resize(first + BLOCK, Slot::FREE);
                if self.open.len() == OPEN {
                    self.open.remove(0);
                }
                self.open.push(Open { first, free: [u64::MAX; 4], bases: [u64::MAX; 4] });
                (self.open.len() - 1, 0)
            }
        };
        let (index, base) = base;
        let open = &mut self.open[index];
        open.bases[base / 64] &= !(1 << (base % 64));
        for &(label, _) in children {
            let at = base ^ usize::from(label);
            open.free[at / 64] &= !(1 << (at % 64));
        }
        let first = open.first;
        if open.free == [0; 4] {
            self.open.remove(index);
        }
        Ok(first + base)
    }
}

impl Open {
    /// The first base in the block that has free slots for all children.
    fn base_for<T>(&self, children: &[(u8, T)]) -> Option<usize> {
        let mut bases = self.bases;
        for &(label, _) in children {
            for (word, bits) in bases.iter_mut().enumerate() {
                *bits &= exchanged(self.free[word ^ usize::from(label / 64)], label % 64);
            }
            if bases == [0; 4] {
                return None;
            }
        }
        bases.iter().position(|&bits| bits != 0).map(|word| word * 64 + bases[word].trailing_zeros() as usize)
    }
}

/// The bits with each moved to its place exclusive or `by`, which is below 64.
const fn exchanged(mut bits: u64, by: u8) -> u64 {
    const LOW: [u64; 6] = [0x5555_5555_5555_5555, 0x3333_3333_3333_3333, 0x0F0F_0F0F_0F0F_0F0F, 0x00FF_00FF_00FF_00FF, 0x0000_FFFF_0000_FFFF, 0x0000_0000_FFFF_FFFF];
    let mut power = 0;
    while power < 6 {
        if by >> power & 1 == 1 {
            bits = (bits & LOW[power]) << (1 << power) | bits >> (1 << power) & LOW[power];
        }
        power += 1;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    fn found(forms: &[&str], text: &str) -> Vec<(u32, usize)> {
        let forms: Vec<&[u8]> = forms.iter().map(|form| form.as_bytes()).collect();
        let mut found = Vec::new();
        Automaton::new(&forms).unwrap().walk(|form| forms[form as usize], &Reader::new(text.as_bytes(), false), 0, |hit| found.push((hit.form, hit.end)));
        found
    }

    #[test]
    fn every_name_at_a_place_is_found() {
        let forms = ["a", "a b", "a b c", "ab", "burkina faso", "é"];
        for (text, expected) in [
            ("A b cd", &[(0, 1), (1, 3)][..]),
            ("a b c", &[(0, 1), (1, 3), (2, 5)]),
            ("AB", &[(3, 2)]),
            ("Burkina\n Faso.", &[(4, 13)]),
            ("Burkina Fas", &[]),
            ("Burkina Faso2", &[]),
            ("x", &[]),
            ("", &[]),
        ] {
            assert_eq!(found(&forms, text), expected, "{text}");
        }
    }

    #[test]
    fn none_and_one() {
        assert_eq!(found(&[], "a"), []);
        assert_eq!(found(&["mali"], "Mali"), [(0, 4)]);
        assert_eq!(found(&["mali"], "Malia"), []);
    }

    #[test]
    fn each_of_many_is_found_and_the_table_is_full() {
        // Every byte that UTF-8 has, shared beginnings, and ends inside of others.
        let mut forms: Vec<String> = (0..20_000_u32).map(|n| alloc::format!("{:x} {}", n.wrapping_mul(0x9E37_79B9) >> 12, n % 7)).collect();
        forms.extend((0x4E00..0x5E00).filter_map(char::from_u32).map(String::from));
        forms.extend(["1".into(), "1 ".into(), "12".into()]);
        forms.sort();
        forms.dedup();
        let bytes: Vec<&[u8]> = forms.iter().map(|form| form.as_bytes()).collect();
        let automaton = Automaton::new(&bytes).unwrap();
        for (index, form) in forms.iter().enumerate() {
            let mut place = Place::State(automaton.root);
            place = automaton.follow(place, form.as_bytes(), &mut 0, &|form| bytes[form as usize]).unwrap();
            assert_eq!(automaton.form(place), Some(index as u32), "{form}");
        }
        let used = automaton.slots.iter().filter(|slot| slot.0 != Slot::FREE.0).count();
        assert!(used * 10 > automaton.slots.len() * 8, "{used} of {}", automaton.slots.len());
    }

    #[test]
    fn bits_are_exchanged() {
        for by in 0..64 {
            for bit in 0..64 {
                assert_eq!(exchanged(1 << bit, by), 1 << (bit ^ u32::from(by)));
            }
        }
    }
}
