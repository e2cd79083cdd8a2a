//! The folded bytes of a name, one by one.

use crate::fold::{Reader, Step};

/// The rest of a name: its folded bytes from some depth on, made from its written form.
#[derive(Clone, Copy)]
pub(super) struct Rest<'n> {
    name: Reader<'n>,
    at: usize,
    /// Folded bytes of the character before `at` that were not returned yet, the next one lowest;
    /// zeros after them.
    pending: u32,
}

impl<'n> Rest<'n> {
    /// The rest after the first `depth` folded bytes; `None` if the name has fewer.
    #[inline]
    pub(super) fn new(name: &'n [u8], depth: usize) -> Option<Self> {
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

    /// The rest after the first bytes of the written name, where a character begins.
    #[inline]
    pub(super) const fn after(name: &'n [u8], written: usize) -> Self {
        Self { name: Reader::new(name, false), at: written, pending: 0 }
    }

    /// The rest as it is written; `None` within a character.
    #[inline]
    pub(super) fn written(&self) -> Option<&'n [u8]> {
        self.name.text.get(self.at..).filter(|_| self.pending == 0)
    }

    /// Moves on by bytes of the written rest, to the start of a character.
    #[inline]
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// The next folded byte.
    #[inline]
    pub(super) fn next(&mut self) -> Option<u8> {
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
    pub(super) fn is_empty(mut self) -> bool {
        self.next().is_none()
    }
}
