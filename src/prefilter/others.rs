//! The filter over characters that are not ASCII letters or digits, in blocks.
//!
//! For each block one bit per byte is collected where a name could begin. The first test depends on
//! how many bytes the character has, which its first byte, the lead, says:
//!
//! - Latin letters with accents: the word without accents is looked up, everywhere but after ASCII
//!   letters and digits.
//! - Other characters of two bytes: the hash of the word is looked up, at the starts of words only.
//!   Arabic and Hebrew words are looked up after letters that may be prefixes, too.
//! - Characters of three bytes: the raw bytes of the first two or three characters are looked up in
//!   [`wide`](super::wide), at each character.
//! - All others, which are rare, are folded by the large table.
//!
//! What passes is tested exactly by [`Prefilter::next`] when its turn comes.

use super::blocks::{Blocks, Leads, Masks};
use super::narrow::narrow_at;
use super::state::{BLOCK, BLOCKS, Scan, filter, take_lowest};
use super::tables::Prefilter;
use super::wide::{Groups, is_odd, is_wide};
use crate::fold::narrow::END;
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
            let (mut words, mut before) = (0, Inside::default());
            // Two characters with the lead 0xC3 are symbols.
            let latin_letters = if self.may_begin_with(0xC3) { 0 } else { u64::MAX };
            for (index, (block, masks)) in
                bytes.as_chunks::<BLOCK>().0.iter().zip(blocks).enumerate()
            {
                let after_word = masks.word << 1 | words;
                words = masks.word >> 63;
                if masks.high == 0 {
                    before = Inside::default();
                    continue;
                }
                let leads = backend.leads(block).within(masks.high);
                let base = scan.at + index * BLOCK;
                found[index] |= filter(leads.latin & !(after_word & latin_letters), |bit| {
                    self.may_begin_latin(bytes, index * BLOCK + bit)
                });
                let starts =
                    before.starts(&leads, after_word, &Letters::of(block, &leads, backend));
                found[index] |= self.find_words(reader, base, starts);
                let Groups(groups) = leads.wide;
                wide[index] = groups.iter().fold(0, |all, group| all | group);
                if wide[index] != 0
                    && !self.wide.is_empty()
                    && let Some(block) = bytes.get(index * BLOCK..).and_then(<[u8]>::first_chunk)
                {
                    found[index] |= self.wide.find(block, &leads.wide);
                }
                let mut odd = |bit| force(&mut forced, bytes, index * BLOCK + bit);
                found[index] |= self.find_rare(reader, base, leads.rare, &mut odd);
                // Accents and invisible characters of two bytes.
                let mut narrow =
                    (leads.latin | leads.narrow) & ((wide[index] | leads.rare) << 3 | 0b111);
                while narrow != 0 {
                    let bit = take_lowest(&mut narrow);
                    if is_odd(reader, base + bit) {
                        odd(bit);
                    }
                }
            }
        }
        // Odd characters after the group.
        let mut last = wide[N - 1] >> 58 << 58;
        while last != 0 {
            let in_group = (N - 1) * BLOCK + take_lowest(&mut last);
            let at = scan.at + in_group;
            if is_odd(reader, at + 3)
                || (reader.byte(at + 3).is_some_and(is_wide) && is_odd(reader, at + 6))
            {
                forced[N - 1] |= 1 << (in_group % BLOCK);
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

    /// Which of these characters of two bytes begin words that may begin a name, by bit.
    #[inline(always)]
    fn find_words(&self, reader: &Reader<'_>, base: usize, leads: u64) -> u64 {
        let text = reader.text;
        filter(leads, |bit| {
            let at = base + bit;
            self.may_be_narrow_word(text, at, false).unwrap_or_else(|| match pair_at(text, at) {
                Some(entry) if entry > END => true,
                Some(_) => reader
                    .char(at)
                    .and_then(|c| c.first_folded())
                    .is_some_and(|byte| self.may_begin_with(byte)),
                None => self.may_begin_with(0xFF),
            })
        })
    }

    /// Which of the rare characters may begin a name, by bit. Calls `odd` for each odd character
    /// that may follow one of three bytes.
    #[inline(always)]
    fn find_rare(
        &self,
        reader: &Reader<'_>,
        base: usize,
        rare: u64,
        odd: &mut impl FnMut(usize),
    ) -> u64 {
        filter(rare, |bit| {
            let at = base + bit;
            if let Some(byte) = reader.text.get(at..).and_then(punctuation) {
                return self.may_begin_with(byte);
            }
            let Some(c) = reader.char(at) else { return false };
            if c.is_odd() {
                odd(bit);
            }
            !matches!(
                c.class,
                Class::Space | Class::LineBreak | Class::Invisible | Class::Accent | Class::Mark
            ) && c.first_folded().is_some_and(|byte| self.may_begin_with(byte))
        })
    }
}

/// What the character of three bytes at the start of `bytes` folds to, or its first byte if that is
/// itself, for the most frequent ones: ASCII of full width, quotation marks and dashes.
#[inline(always)]
fn punctuation(bytes: &[u8]) -> Option<u8> {
    match bytes {
        [0xEF, 0xBC, third @ (0x81..=0x85 | 0x87..=0xBE), ..] => {
            Some((third - 0x60).to_ascii_lowercase())
        }
        [0xE2, 0x80, 0x93 | 0x94, ..] => Some(b'-'),
        [0xE2, 0x80, 0x98 | 0x99, ..] => Some(b'\''),
        [0xE2, 0x80, 0x9C | 0x9D, ..] => Some(0xE2),
        _ => None,
    }
}

/// Letters of two bytes, of scripts that separate words by blanks: a bit for the lead of each. Of
/// some scripts the last byte of a block is never one, since the byte after it is not known.
struct Letters {
    all: u64,
    /// Those that may be [prefixes](crate::boundary::Prefix).
    prefixes: u64,
}

impl Letters {
    #[inline(always)]
    fn of(block: &[u8; BLOCK], leads: &Leads, backend: &impl Blocks) -> Self {
        if leads.narrow == 0 {
            return Self { all: 0, prefixes: 0 };
        }
        let mut letters = Self { all: leads.letters, prefixes: 0 };
        if leads.narrow & !leads.letters == 0 {
            return letters;
        }
        let lead = |first, last| backend.within(block, first, last);
        let second = |first, last| backend.within(block, first, last) >> 1;
        letters.all |= lead(0xCE, 0xCE) & (second(0x8E, 0xA1) | second(0xA3, 0xBF))
            | lead(0xCF, 0xCF) & second(0x80, 0xB5);
        let hebrew = lead(0xD7, 0xD7);
        if hebrew != 0 {
            letters.all |= hebrew & second(0x90, 0xAA);
            letters.prefixes = hebrew
                & (second(0x91, 0x91)
                    | second(0x94, 0x95)
                    | second(0x9B, 0x9C)
                    | second(0x9E, 0x9E)
                    | second(0xA9, 0xA9));
        }
        let [arabic, more] = [lead(0xD8, 0xD8), lead(0xD9, 0xD9)];
        if arabic | more != 0 {
            letters.all |= arabic & second(0xA0, 0xBF)
                | more & second(0x81, 0x8A)
                | lead(0xDA, 0xDA) & second(0x80, 0xBF)
                | lead(0xDB, 0xDB) & second(0x80, 0x93);
            letters.prefixes |= arabic & second(0xA8, 0xA8)
                | more & (second(0x81, 0x81) | second(0x83, 0x84) | second(0x88, 0x88));
        }
        letters
    }
}

/// What is known of the end of the block before, by the bits of the first two bytes of a block.
#[derive(Default)]
struct Inside {
    /// A letter is before them.
    letters: u64,
    /// A prefix that may begin a word is before them; or one that may follow such a prefix.
    first: u64,
    prefixes: u64,
}

impl Inside {
    /// The characters of two bytes that may begin a word, or a name after prefixes. A letter that
    /// follows another begins no word, and is after prefixes only if these may begin the word.
    #[inline(always)]
    fn starts(&mut self, leads: &Leads, after_word: u64, letters: &Letters) -> u64 {
        let inside = after_word | letters.all << 2 | self.letters;
        let starts = leads.narrow & !(letters.all & inside);
        let first = letters.prefixes & starts;
        let prefixes = first | letters.prefixes & (first << 2 | self.first);
        let after_prefixes = prefixes << 2 | self.prefixes;
        *self = Self { letters: letters.all >> 62, first: first >> 62, prefixes: prefixes >> 62 };
        starts | leads.narrow & after_prefixes
    }
}

/// Marks the two characters before the offset `at` of a group, as far as they have three bytes:
/// each of them is tested exactly.
fn force(forced: &mut [u64; BLOCKS], bytes: &[u8], mut at: usize) {
    for _ in 0..2 {
        match at.checked_sub(3) {
            Some(before) if bytes.get(before).is_some_and(|&byte| is_wide(byte)) => at = before,
            _ => return,
        }
        if let Some(forced) = forced.get_mut(at / BLOCK) {
            *forced |= 1 << (at % BLOCK);
        }
    }
}

/// The entry of the character of two bytes at `at`; `None` if there is no such character.
#[inline(always)]
fn pair_at(text: &[u8], at: usize) -> Option<u16> {
    narrow_at(*text.get(at..)?.first_chunk()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::Prefix;

    #[test]
    fn punctuation_folds_as_its_characters_do() {
        let mut known = 0;
        for c in '\u{800}'..='\u{FFFF}' {
            let mut bytes = [0; 4];
            let text = c.encode_utf8(&mut bytes).as_bytes();
            if let Some(byte) = punctuation(text) {
                let seen = Reader::new(text, false).char(0).unwrap();
                assert!(seen.first_folded() == Some(byte) && !seen.is_odd(), "{c}");
                assert!(matches!(seen.class, Class::Other | Class::Word), "{c}");
                known += 1;
            }
        }
        assert_eq!(known, 61 + 6);
    }

    /// A backend of which only the masks of two bytes are needed, byte by byte.
    struct Plain;

    impl Blocks for Plain {
        fn masks(&self, _: &[u8; BLOCK]) -> Masks {
            Masks::default()
        }

        fn leads(&self, block: &[u8; BLOCK]) -> Leads {
            let narrow = self.within(block, 0xC2, 0xC2) | self.within(block, 0xCA, 0xDF);
            let letters = self.within(block, 0xD0, 0xD1) | self.within(block, 0xD3, 0xD3);
            Leads { narrow, letters, ..Leads::default() }
        }

        fn cut(&self, head: u64, _: usize) -> u64 {
            head
        }

        fn within(&self, block: &[u8; BLOCK], first: u8, last: u8) -> u64 {
            block
                .iter()
                .rev()
                .fold(0, |bits, byte| bits << 1 | u64::from((first..=last).contains(byte)))
        }
    }

    #[test]
    fn letters_are_of_scripts_with_blanks_and_prefixes_are_found() {
        for code in 0x80..0x800_u32 {
            let c = char::from_u32(code).unwrap();
            let mut block = [b' '; BLOCK];
            c.encode_utf8(&mut block[10..]);
            let letters = Letters::of(&block, &Plain.leads(&block), &Plain);
            let seen = Reader::new(&block, false).char(10).unwrap();
            let may_be_prefix = Prefix::None.after(&seen, true) != Prefix::None;
            assert!(letters.all & !(1 << 10) == 0 && letters.prefixes & !letters.all == 0, "{c}");
            if letters.all != 0 {
                assert!(seen.class.is_spaced() && seen.class != Class::Mark, "{c}");
                assert_eq!(letters.prefixes != 0, may_be_prefix, "{c}");
            } else {
                assert!(!may_be_prefix, "{c}");
            }
        }
    }
}
