//! A filter for names that begin with characters of three bytes: Han, kana, Hangul, Thai,
//! Devanagari and others. It is asked for every such character of a text, so it works on raw bytes.
//!
//! The first two characters of a name choose a 64-bit word by a hash, and the last byte of the
//! third one chooses a bit in it. Three groups of scripts have tables of their own, since a common
//! one would let through much more: a name of two Han characters sets all 64 bits of its word.
//! Names of one character are in a bitmap. For Han and kana a bitmap of first characters is asked
//! before: it alone refuses nine characters of ten, while in Thai most letters begin some name.
//!
//! Raw bytes can be compared with folded ones because nearly all of these characters fold to
//! themselves. Where the second or third character is one that does not ([`is_odd`]), any name may
//! begin.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::fold::Reader;

/// 64-bit words of a bitmap of the characters below U+10000.
const BITMAP: usize = 0x1_0000 / 64;

/// The groups of scripts.
pub(super) const GROUPS: usize = 3;
const SOUTH: usize = 0;
const HAN: usize = 1;
const HANGUL: usize = 2;

/// The power of two of the words of a group's table, and in bit 7 whether it has names of one
/// character; 0 for a group without names.
pub(super) type Sizes = [u8; GROUPS];

/// Set for a group that has names of one character.
const SINGLES: u8 = 0x80;

/// A view of the tables of an image.
#[derive(Clone, Copy)]
pub(super) struct Wide<'i> {
    /// Characters that names begin with.
    firsts: &'i [[u8; 8]],
    /// Characters that are names, or after which anything may follow.
    singles: &'i [[u8; 8]],
    tables: [Table<'i>; GROUPS],
    /// Whether the section has the length that the sizes say.
    is_complete: bool,
}

#[derive(Clone, Copy)]
struct Table<'i> {
    words: &'i [[u8; 8]],
    shift: u32,
    singles: bool,
}

/// How a name begins.
#[derive(Clone, Copy)]
pub(super) struct Head {
    /// The raw bytes of the first two characters, the first byte the lowest.
    bytes: u64,
    /// Whether there is a second one of three bytes.
    pair: bool,
    /// The last byte of the third one, if that has three bytes.
    third: Option<u8>,
}

impl Head {
    /// Of a folded name; none if it does not begin with a character of the groups.
    pub(super) fn new(name: &[u8]) -> Option<Self> {
        group_of(*name.first()?, name.get(1).copied().unwrap_or(0))?;
        let is_wide = |at: usize| name.get(at).is_some_and(|&byte| is_wide(byte));
        let pair = is_wide(3);
        let len = if pair { 6 } else { 3 };
        let bytes = name.iter().take(len).rev().fold(0, |bytes, &b| bytes << 8 | u64::from(b));
        let third = if pair && is_wide(6) { name.get(8).copied() } else { None };
        Some(Self { bytes, pair, third })
    }

    fn group(&self) -> usize {
        group_of(self.bytes as u8, (self.bytes >> 8) as u8).unwrap_or(HAN)
    }
}

/// The group of the character with these first two bytes; none for scripts without one: those with
/// characters that fold to others.
#[inline]
const fn group_of(first: u8, second: u8) -> Option<usize> {
    match first {
        0xE0 => Some(SOUTH),
        0xE3..=0xE9 => Some(HAN),
        0xEA if second < 0xB0 => None,
        0xEA..=0xED => Some(HANGUL),
        _ => None,
    }
}

/// The tables of these heads and their sizes. Without heads there are no tables.
#[cfg(feature = "alloc")]
pub(super) fn lay_out(heads: impl Iterator<Item = Head> + Clone) -> (Vec<u8>, Sizes) {
    let mut sizes = [0; GROUPS];
    let mut count = [0_usize; GROUPS];
    heads.clone().for_each(|head| count[head.group()] += 1);
    if count == [0; GROUPS] {
        return (Vec::new(), sizes);
    }
    let mut words = alloc::vec![0_u64; 2 * BITMAP];
    for (group, &names) in count.iter().enumerate().filter(|(_, names)| **names > 0) {
        let power = (names * 4).next_power_of_two().ilog2().clamp(6, 24);
        let start = words.len();
        words.resize(start + (1 << power), 0);
        sizes[group] = power as u8;
        for head in heads.clone().filter(|head| head.group() == group) {
            let (word, bit) = place_in_bitmap(head.bytes);
            words[word] |= 1 << bit;
            if head.pair {
                let word = start + (hash(head.bytes) >> (64 - power)) as usize;
                words[word] |= head.third.map_or(u64::MAX, |byte| 1 << (byte & 63));
            } else {
                words[BITMAP + word] |= 1 << bit;
                sizes[group] |= SINGLES;
            }
        }
    }
    (words.into_iter().flat_map(u64::to_le_bytes).collect(), sizes)
}

/// Spreads the bits of the first two characters upwards: multiplication by an odd constant near
/// 2^64 / golden ratio (Knuth, TAOCP 3, 6.4).
#[inline(always)]
const fn hash(bytes: u64) -> u64 {
    (bytes << 16).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Word and bit in a bitmap of the character of three bytes that these begin with.
#[inline(always)]
const fn place_in_bitmap(bytes: u64) -> (usize, u32) {
    ((bytes as usize & 15) << 6 | (bytes as usize >> 8 & 63), (bytes >> 16) as u32 & 63)
}

#[inline(always)]
fn bit(words: &[[u8; 8]], (word, bit): (usize, u32)) -> bool {
    words.get(word).is_some_and(|word| u64::from_le_bytes(*word) >> bit & 1 == 1)
}

impl<'i> Wide<'i> {
    /// A view of the tables in `section`.
    pub(super) fn new(section: &'i [u8], sizes: Sizes) -> Self {
        let words: &[[u8; 8]] = section.as_chunks().0;
        let (firsts, rest) = words.split_at_checked(BITMAP).unwrap_or((&[], &[]));
        let (singles, mut rest) = rest.split_at_checked(BITMAP).unwrap_or((&[], &[]));
        let tables = sizes.map(|size| {
            let power = u32::from(size & !SINGLES).min(63);
            let (words, others) = match power {
                0 => (&[][..], rest),
                _ => rest.split_at_checked(1 << power).unwrap_or((&[], rest)),
            };
            rest = others;
            Table { words, shift: 64 - power.max(1), singles: size & SINGLES != 0 }
        });
        let has_size = |(table, size): (&Table<'_>, u8)| match size & !SINGLES {
            0 => table.words.is_empty(),
            power => Some(table.words.len()) == 1_usize.checked_shl(power.into()),
        };
        let is_complete = rest.is_empty() && tables.iter().zip(sizes).all(has_size);
        Self { firsts, singles, tables, is_complete }
    }

    /// Whether the section has the length that the sizes say. For the check of images.
    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Whether no name begins with such a character.
    pub(super) fn is_empty(&self) -> bool {
        self.firsts.is_empty()
    }

    /// Whether a name may begin with the character at the start of `bytes`: the first eight bytes,
    /// the first the lowest, and the ninth. The characters after it must not be odd.
    #[inline(always)]
    fn may_begin_in(&self, group: usize, bytes: u64, ninth: u8) -> bool {
        let table = &self.tables[group];
        let word = table.words.get((hash(bytes & 0xFFFF_FFFF_FFFF) >> table.shift) as usize);
        word.is_some_and(|word| u64::from_le_bytes(*word) >> (ninth & 63) & 1 == 1)
            | (table.singles && bit(self.singles, place_in_bitmap(bytes)))
    }

    /// Whether a name may begin with the character at `at`, which has three bytes. None if that is
    /// not one of the groups.
    pub(super) fn may_begin(&self, reader: &Reader<'_>, at: usize) -> Option<bool> {
        let mut bytes = [b' '; 9];
        let rest = reader.text.get(at..).unwrap_or(&[]);
        let len = rest.len().min(9);
        bytes[..len].copy_from_slice(&rest[..len]);
        let group = group_of(bytes[0], bytes[1])?;
        let eight = u64::from_le_bytes([
            bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
        ]);
        if !bit(self.firsts, place_in_bitmap(eight)) {
            return Some(false);
        }
        Some(
            self.may_begin_in(group, eight, bytes[8])
                || is_odd(reader, at + 3)
                || (is_wide(bytes[3]) && is_odd(reader, at + 6)),
        )
    }

    /// Which of the characters of three bytes that begin at `leads` in a block may begin a name;
    /// `block` goes on for at least eight bytes. Characters after them must not be odd.
    #[inline(always)]
    pub(super) fn find(&self, block: &[u8], leads: &Groups) -> u64 {
        let mut found = 0;
        if leads.0[SOUTH] != 0 {
            found |= self.find_in(SOUTH, block, leads.0[SOUTH]);
        }
        if leads.0[HANGUL] != 0 {
            found |= self.find_in(HANGUL, block, leads.0[HANGUL]);
        }
        if leads.0[HAN] != 0 {
            found |= self.find_in(HAN, block, self.find_firsts(block, leads.0[HAN]));
        }
        found
    }

    /// Which of these begin with a character that names begin with.
    #[inline(always)]
    fn find_firsts(&self, block: &[u8], mut leads: u64) -> u64 {
        let mut found = 0;
        while leads != 0 {
            let at = leads.trailing_zeros() as usize;
            leads &= leads - 1;
            let first = block.get(at..).and_then(|rest| rest.first_chunk::<4>()).copied();
            let first = u64::from(u32::from_le_bytes(first.unwrap_or_default()));
            found |= u64::from(bit(self.firsts, place_in_bitmap(first))) << at;
        }
        found
    }

    #[inline(always)]
    fn find_in(&self, group: usize, block: &[u8], mut leads: u64) -> u64 {
        let mut found = 0;
        while leads != 0 {
            let at = leads.trailing_zeros() as usize;
            leads &= leads - 1;
            let Some(bytes) = block.get(at..).and_then(|rest| rest.first_chunk::<9>()) else {
                return found;
            };
            let [eight @ .., ninth] = *bytes;
            found |= u64::from(self.may_begin_in(group, u64::from_le_bytes(eight), ninth)) << at;
        }
        found
    }

    /// Whether a name with this head would be missed.
    pub(super) fn misses(&self, head: &Head) -> bool {
        let place = place_in_bitmap(head.bytes);
        let singles = self.tables[head.group()].singles && bit(self.singles, place);
        let found = match (head.pair, head.third) {
            (false, _) => singles,
            (true, Some(third)) => self.may_begin_in(head.group(), head.bytes, third),
            (true, None) => (0..64).all(|bit| self.may_begin_in(head.group(), head.bytes, bit)),
        };
        !(found && bit(self.firsts, place))
    }
}

/// The places in a block where characters of each group begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Groups(pub(super) [u64; GROUPS]);

/// Whether a character of three bytes begins with this byte.
#[inline(always)]
pub(super) const fn is_wide(byte: u8) -> bool {
    byte & 0xF0 == 0xE0
}

/// Whether the character at `at` stands for others than itself: it folds to nothing, or to another
/// character of three bytes or more.
pub(super) fn is_odd(reader: &Reader<'_>, at: usize) -> bool {
    // No character of the groups is, and no ASCII.
    match (reader.byte(at), reader.byte(at + 1)) {
        (Some(0..0x80), _) | (None, _) => return false,
        (Some(first), second) if group_of(first, second.unwrap_or(0)).is_some() => return false,
        _ => {}
    }
    reader.letter(at).is_some_and(|c| c.is_odd())
}
