//! The filter over characters that are not ASCII letters or digits, in blocks.
//!
//! For each block one bit per byte is collected where a name could begin. The first test depends on
//! how many bytes the character has, which its first byte, the lead, says:
//!
//! - Latin letters with accents: everywhere but after ASCII letters and digits.
//! - Other characters of two bytes: the hash of the whole word is looked up, at the starts of words
//!   only. Arabic and Hebrew words are looked up after letters that may be prefixes, too.
//! - Characters of three bytes: the raw bytes of the first two or three characters are looked up in
//!   [`wide`](super::wide), at each character.
//! - All others, which are rare, are folded by the large table.
//!
//! What passes is tested exactly by [`Prefilter::next`] when its turn comes.

use super::blocks::{Blocks, Leads, Masks, take_lowest};
use super::narrow::{other_at, word_hash};
use super::state::{BLOCK, BLOCKS, Scan};
use super::tables::Prefilter;
use super::wide::{is_odd, is_wide};
use crate::boundary::Prefix;
use crate::fold::narrow::{CODE, END};
use crate::fold::{Class, Reader};

impl Prefilter<'_> {
    /// Leaves in `scan` the offsets of a group before `limit` where a name could begin with another
    /// character than an ASCII letter or digit.
    #[inline(always)]
    pub(super) fn find_others<const N: usize>(
        &self,
        reader: &Reader<'_>,
        bytes: &[u8],
        limit: usize,
        blocks: &[Masks; N],
        scan: &mut Scan,
        backend: &impl Blocks,
    ) {
        // What was found; characters of three bytes, and those that are followed by odd ones.
        let (mut found, mut wide, mut forced) = ([0_u64; BLOCKS], [0_u64; BLOCKS], [0; BLOCKS]);
        for (found, masks) in found.iter_mut().zip(blocks) {
            *found = masks.special;
        }
        if blocks.iter().any(|masks| masks.high != 0) {
            let (mut words, mut letters) = (0, 0);
            // Of the characters with the lead 0xC3 two are signs.
            let latin_letters = if self.may_begin_with(0xC3) { 0 } else { u64::MAX };
            for (index, (block, masks)) in
                bytes.as_chunks::<BLOCK>().0.iter().zip(blocks).enumerate()
            {
                let after_word = masks.word << 1 | words;
                words = masks.word >> 63;
                if masks.high == 0 {
                    letters = 0;
                    continue;
                }
                let leads = backend.leads(block);
                // Letters of words that blanks part begin no word after others.
                let inside = after_word | leads.letters << 2 | letters;
                letters = leads.letters >> 62;
                let base = scan.at + index * BLOCK;
                found[index] |= leads.latin & !(after_word & latin_letters);
                found[index] |=
                    self.find_words(reader, base, leads.narrow & !(leads.letters & inside));
                if !self.wide.is_empty() {
                    let rest = bytes.get(index * BLOCK..).unwrap_or(&[]);
                    found[index] |= self.wide.find(rest, &leads.wide);
                }
                wide[index] = leads.wide.0.iter().fold(0, |all, group| all | group);
                found[index] |= self.find_rare(reader, base, &leads, wide[index], |place| {
                    force(&mut forced, bytes, index * BLOCK + place);
                });
            }
        }
        // What is odd after the group.
        let mut last = wide[N - 1] >> 58 << 58;
        while last != 0 {
            let place = (N - 1) * BLOCK + take_lowest(&mut last);
            let at = scan.at + place;
            if is_odd(reader, at + 3)
                || (reader.byte(at + 3).is_some_and(is_wide) && is_odd(reader, at + 6))
            {
                forced[N - 1] |= 1 << (place % BLOCK);
            }
        }
        for ((found, forced), wide) in found.iter_mut().zip(forced).zip(wide) {
            *found |= forced & wide;
        }
        let mut any = 0;
        for (index, (found, other)) in found.iter_mut().zip(&mut scan.others).enumerate() {
            let kept = limit.saturating_sub(index * BLOCK);
            if kept < BLOCK {
                *found &= !(u64::MAX << kept);
            }
            *other = *found;
            any |= *found;
        }
        scan.has_others = any != 0;
    }

    /// Which of these characters of two bytes begin words of other letters that may be names.
    #[inline(always)]
    fn find_words(&self, reader: &Reader<'_>, base: usize, mut leads: u64) -> u64 {
        let (mut found, text) = (0, reader.text);
        while leads != 0 {
            let place = take_lowest(&mut leads);
            let at = base + place;
            let may_begin = match pair_at(text, at) {
                // A letter inside a word.
                Some(entry) if entry > END && is_inside(text, at) => false,
                Some(entry) if entry > END => word_hash(text, at)
                    .is_none_or(|(hash, lower)| self.tokens.may_begin_with_word(hash, lower)),
                Some(_) => reader
                    .char(at)
                    .and_then(|c| c.first_folded())
                    .is_some_and(|byte| self.may_begin_with(byte)),
                None => self.may_begin_with(0xFF),
            };
            found |= u64::from(may_begin) << place;
        }
        found
    }

    /// Which characters that have to be looked at one by one may begin a name. Calls `odd` for each
    /// odd one that may be after one of three bytes.
    #[inline(always)]
    fn find_rare(
        &self,
        reader: &Reader<'_>,
        base: usize,
        leads: &Leads,
        wide: u64,
        mut odd: impl FnMut(usize),
    ) -> u64 {
        let (mut found, mut rare) = (0, leads.rare);
        while rare != 0 {
            let place = take_lowest(&mut rare);
            let Some(c) = reader.char(base + place) else { continue };
            if c.is_odd() {
                odd(place);
            }
            let begins = !matches!(
                c.class,
                Class::Space | Class::LineBreak | Class::Invisible | Class::Accent | Class::Mark
            ) && c.first_folded().is_some_and(|byte| self.may_begin_with(byte));
            found |= u64::from(begins) << place;
        }
        // Accents and invisible characters of two bytes.
        let mut narrow = (leads.latin | leads.narrow) & ((wide | leads.rare) << 3 | 0b111);
        while narrow != 0 {
            let place = take_lowest(&mut narrow);
            if is_odd(reader, base + place) {
                odd(place);
            }
        }
        found
    }
}

/// Marks the places of the two characters before `place`, as far as they have three bytes.
fn force(forced: &mut [u64; BLOCKS], bytes: &[u8], place: usize) {
    let mut place = place;
    for _ in 0..2 {
        match place.checked_sub(3) {
            Some(before) if bytes.get(before).is_some_and(|&byte| is_wide(byte)) => place = before,
            _ => return,
        }
        if let Some(forced) = forced.get_mut(place / BLOCK) {
            *forced |= 1 << (place % BLOCK);
        }
    }
}

/// The entry of the character of two bytes at `at`; none if there is none.
#[inline(always)]
fn pair_at(text: &[u8], at: usize) -> Option<u16> {
    let &[first, second] = text.get(at..)?.first_chunk::<2>()?;
    let is_pair = (0xC2..=0xDF).contains(&first) && second & 0xC0 == 0x80;
    is_pair.then(|| other_at(u64::from(second) << 8 | u64::from(first)))
}

/// Whether a letter at `at` is surely after another one of its word, and not after a prefix.
#[inline(always)]
fn is_inside(text: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| text.get(before)) else { return false };
    if *before < 0x80 {
        return before.is_ascii_alphanumeric() || *before == b'_';
    }
    let before = at.checked_sub(2).and_then(|from| pair_at(text, from));
    before.is_some_and(|entry| {
        entry > END && !char::from_u32(u32::from(entry & CODE)).is_some_and(Prefix::may_be)
    })
}
