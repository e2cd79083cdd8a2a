//! A filter for names that begin with characters of three bytes: Han, kana, Hangul, Thai,
//! Devanagari and others. It is asked for every such character of a text, so it works on raw bytes.
//!
//! Three groups of scripts have tables of their own, so that names in one do not slow down text in
//! another:
//!
//! - *First characters*, for Han, kana and Hangul: the first character chooses a 64-bit word of a
//!   table by a hash, the second one a bit in it. A name of one character, or that goes on with a
//!   character of another length, sets all bits. It rejects eleven of twelve characters of Chinese
//!   text. In Thai most letters begin some name, so it is not asked there.
//! - *Pairs*: the first two characters choose a word of a table by a hash. The last byte of the
//!   third character chooses a bit in it. For a name of two characters, the last byte of the second
//!   one does in scripts with many such names; in others the name sets all bits.
//! - *Single characters*: a bitmap of names of one character, and of those that go on with a
//!   character of another length. Not of frequent characters that are countries beside another one
//!   only: the other tables have them together with what follows.
//! - *Beginnings*, for Thai, Devanagari and their neighbours, where many names begin alike: a Bloom
//!   filter of the first six characters of each name. It is asked last, for single offsets.
//!
//! Raw bytes can be compared with folded ones because nearly all of these characters fold to
//! themselves. Where the second or third character is one that does not ([`is_odd`]), any name may
//! begin.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use super::state::{BLOCK, MORE, filter};
use super::tokens::{self, WordHash};
use crate::boundary::each_following;
use crate::bytes::{SPREADING, padded, u32_at, u64_at};
use crate::fold::Reader;

/// 64-bit words of an exact bitmap of the characters below U+10000. A smaller one, for few
/// characters, leaves out upper bits of their codes: it rejects less.
#[cfg(feature = "alloc")]
const EXACT: usize = 0x1_0000 / 64;

/// The bytes of a character of the groups.
const CHARACTER: usize = 3;

/// The most 64-bit words of a table of first characters.
const MOST_FIRSTS: usize = 0x1000;

/// Of more first characters than these, the table has the most words.
#[cfg(feature = "alloc")]
const FEW_FIRSTS: usize = 100;

/// Words of a bitmap, or of the table of first characters, for each character in it.
#[cfg(feature = "alloc")]
const WORDS_A_CHARACTER: usize = 4;

/// Beginnings for each word of their filter: one in 70 others passes by chance.
#[cfg(feature = "alloc")]
const BEGINNINGS_A_WORD: usize = 4;

/// Characters of a beginning.
const BEGINNING: usize = 6;

/// Words of a table for each way in which names of its group begin, rounded up to a power of two.
/// One or two bits of a word are tested, so at most one offset in 100 passes by chance. Few offsets
/// in Han and kana come so far; in Thai many names begin alike, and few letters are frequent.
#[cfg(feature = "alloc")]
const WORDS_A_HEAD: [usize; GROUPS] = [8, 2, 4];

/// The groups of scripts.
const GROUPS: usize = 3;
const SOUTH: usize = 0;
const HAN: usize = 1;
const HANGUL: usize = 2;

/// The tables of the section: that of first characters, the filter of beginnings, then for each
/// group the bitmap of single characters and the table of pairs.
pub(super) const TABLES: usize = 2 + 2 * GROUPS;

/// For each table the power of two of its words, plus one; 0 for an empty table.
pub(super) type Sizes = [u8; TABLES];

/// A view of the tables of an image.
#[derive(Clone, Copy)]
pub(super) struct Wide<'i> {
    /// Characters that names begin with, in Han, kana and Hangul.
    firsts: &'i [[u8; 8]],
    /// The first six characters of names, in the scripts of [`SOUTH`].
    beginnings: &'i [[u8; 8]],
    groups: [Group<'i>; GROUPS],
    /// Whether the section has the length that the sizes say.
    is_complete: bool,
}

/// The tables of a group of scripts.
#[derive(Clone, Copy)]
struct Group<'i> {
    /// Characters that are names, or after which anything may follow.
    singles: &'i [[u8; 8]],
    /// Longer names, by their first two characters.
    pairs: &'i [[u8; 8]],
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
    /// The hash of its first characters, in the scripts of [`SOUTH`].
    beginning: Option<u64>,
}

/// The characters of the groups that do not fold to themselves, apart from the blank: to a hyphen.
const HYPHENS: [&str; 3] = ["\u{301C}", "\u{3030}", "\u{30A0}"];

impl Head {
    /// Those of a folded name, for each way to write its first character.
    fn all(name: &[u8]) -> impl Iterator<Item = Self> {
        let hyphens = if name.first() == Some(&b'-') { &HYPHENS[..] } else { &[] };
        let hyphens = hyphens.iter().filter_map(|hyphen| Self::new(hyphen.as_bytes()));
        Self::new(name).into_iter().chain(hyphens)
    }

    /// Calls a function with those of a folded name. `paired`: it counts only where
    /// [`each_following`] says.
    pub(super) fn each(name: &[u8], paired: bool, mut of: impl FnMut(Self)) {
        match core::str::from_utf8(name) {
            Ok(form) if paired => each_following(form, |[first, second]| {
                let mut bytes = [0; 3 * CHARACTER];
                let rest = name.iter().chain(first.as_bytes()).chain(second.as_bytes());
                bytes.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                Self::new(&bytes).into_iter().for_each(&mut of);
            }),
            _ => Self::all(name).for_each(of),
        }
    }

    /// Of a folded name; none if it does not begin with a character of the groups.
    fn new(name: &[u8]) -> Option<Self> {
        has_group(name).then_some(())?;
        let is_wide = |at: usize| name.get(at).is_some_and(|&byte| is_wide(byte));
        let pair = is_wide(3);
        let len = if pair { 6 } else { 3 };
        let bytes = name.iter().take(len).rev().fold(0, |bytes, &b| bytes << 8 | u64::from(b));
        let third = if pair && is_wide(6) { name.get(8).copied() } else { None };
        let beginning = beginnings(name).last();
        Some(Self { bytes, pair, third, beginning })
    }

    /// What it sets in the word that its first character chooses.
    fn bits_of_first(&self) -> u64 {
        if self.pair { 1 << (self.bytes >> LAST_OF_SECOND & 63) } else { u64::MAX }
    }

    fn group(&self) -> usize {
        group_of(self.bytes as u8, (self.bytes >> 8) as u8).unwrap_or(HAN)
    }

    /// What it sets in the word that its first two characters choose.
    fn bits(&self) -> u64 {
        match self.third {
            Some(third) => 1 << (third & 63),
            None if has_pairs(self.group()) => 1 << (self.bytes >> LAST_OF_SECOND & 63),
            None => u64::MAX,
        }
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

/// Whether a text begins with a character of one of the groups.
pub(super) fn has_group(text: &[u8]) -> bool {
    matches!(*text, [first, second, ..] if group_of(first, second).is_some())
}

/// Whether names of two characters are frequent in the scripts of a group.
#[inline(always)]
const fn has_pairs(group: usize) -> bool {
    group != SOUTH
}

/// The tables of these heads and their sizes. A table without heads is empty.
#[cfg(feature = "alloc")]
pub(super) fn lay_out(heads: &[Head]) -> (Vec<u8>, Sizes) {
    let (mut section, mut sizes) = (Vec::new(), [0; TABLES]);
    let of_group = |group| heads.iter().copied().filter(move |head| head.group() == group);
    let firsts = heads.iter().filter(|head| head.beginning.is_none());
    let firsts = firsts.map(|head| (hash_of_first(head.bytes), head.bits_of_first())).collect();
    let beginnings = heads.iter().filter_map(|head| head.beginning).map(tokens::hash);
    let beginnings = beginnings.map(|hash| (hash, tokens::bits(hash))).collect();
    let groups = (0..GROUPS).flat_map(|group| {
        let singles = of_group(group).filter(|head| !head.pair).map(|head| head.bytes & 0xFF_FFFF);
        let pairs = of_group(group).filter(|head| head.pair);
        let pairs = pairs.map(|head| (hash_of_pair(head.bytes), head.bits())).collect();
        [bitmap(singles.collect()), table(pairs, |count| count * WORDS_A_HEAD[group])]
    });
    let tables = [
        table(
            firsts,
            |count| if count > FEW_FIRSTS { MOST_FIRSTS } else { count * WORDS_A_CHARACTER },
        ),
        table(beginnings, |count| count / BEGINNINGS_A_WORD),
    ];
    for (words, size) in tables.into_iter().chain(groups).zip(&mut sizes) {
        *size = words.len().checked_ilog2().map_or(0, |power| power as u8 + 1);
        section.extend(words.into_iter().flat_map(u64::to_le_bytes));
    }
    (section, sizes)
}

/// A bitmap of characters of three bytes.
#[cfg(feature = "alloc")]
fn bitmap(mut characters: Vec<u64>) -> Vec<u64> {
    characters.sort_unstable();
    characters.dedup();
    let len = (characters.len() * WORDS_A_CHARACTER).next_power_of_two().min(EXACT);
    let mut words = alloc::vec![0_u64; if characters.is_empty() { 0 } else { len }];
    for (word, bit) in characters.into_iter().map(place_in_bitmap) {
        words[word & (len - 1)] |= 1 << bit;
    }
    words
}

/// A table with these bits in the words that the hashes choose. `len` returns how many words it has
/// for so many hashes; it is rounded up to a power of two.
#[cfg(feature = "alloc")]
fn table(mut entries: Vec<(u64, u64)>, len: impl Fn(usize) -> usize) -> Vec<u64> {
    entries.sort_unstable();
    let hashes = entries.chunk_by(|a, b| a.0 == b.0).count();
    let len = len(hashes).next_power_of_two().max(2);
    let mut words = alloc::vec![0_u64; if entries.is_empty() { 0 } else { len }];
    for (hash, bits) in entries {
        words[place_of(hash, len)] |= bits;
    }
    words
}

/// By how many bits the last byte of the second character is shifted in the bytes of two.
const LAST_OF_SECOND: u32 = 40;

/// The hash of the first of these characters.
#[inline(always)]
const fn hash_of_first(bytes: u64) -> u64 {
    (bytes << 40).wrapping_mul(SPREADING)
}

/// The hash of the first two of these characters.
#[inline(always)]
const fn hash_of_pair(bytes: u64) -> u64 {
    (bytes << 16).wrapping_mul(SPREADING)
}

/// The index of the word that a hash chooses in a table of `len` words, a power of two above 1.
#[inline(always)]
const fn place_of(hash: u64, len: usize) -> usize {
    hash.wrapping_shr((len as u64).leading_zeros() + 1) as usize
}

/// The word of a table that a hash chooses; 0 if the table is empty.
#[inline(always)]
fn word_of(table: &[[u8; 8]], hash: u64) -> u64 {
    table.get(place_of(hash, table.len())).map_or(0, |word| u64::from_le_bytes(*word))
}

/// The hashes of the first one, two and so on to six characters, up to the first one that is not of
/// [`SOUTH`].
#[inline(always)]
fn beginnings(text: &[u8]) -> impl Iterator<Item = u64> {
    let chars = text.as_chunks::<3>().0.iter().take(BEGINNING);
    let chars = chars.take_while(|[first, second, _]| group_of(*first, *second) == Some(SOUTH));
    chars.scan(WordHash::new(), |hash, &[first, second, third]| {
        hash.push(u32::from_le_bytes([first, second, third, 0]));
        Some(hash.finish())
    })
}

/// Whether the table of a group may have the characters that these eight bytes and the ninth begin
/// with.
#[inline(always)]
fn has_pair(table: &[[u8; 8]], group: usize, bytes: u64, ninth: u8) -> bool {
    let word = word_of(table, hash_of_pair(bytes));
    let mut bits = word >> (ninth & 63);
    if has_pairs(group) {
        bits |= word >> (bytes >> LAST_OF_SECOND & 63);
    }
    bits & 1 == 1
}

/// Whether a name of Han, kana or Hangul may begin with the first two of these characters.
#[inline(always)]
fn has_first(table: &[[u8; 8]], bytes: u64) -> bool {
    word_of(table, hash_of_first(bytes)) >> (bytes >> LAST_OF_SECOND & 63) & 1 == 1
}

/// Word and bit in an exact bitmap of the character of three bytes that these begin with.
#[inline(always)]
const fn place_in_bitmap(bytes: u64) -> (usize, u32) {
    // Four bits of the first byte above six of the second one.
    let word = (bytes as u32 & 0x3F0F).wrapping_mul(1 << 28 | 1 << 14) >> 22;
    (word as usize, (bytes >> 16) as u32 & 63)
}

/// Whether a bitmap has the character of three bytes that these begin with.
#[inline(always)]
fn has(bitmap: &[[u8; 8]], bytes: u64) -> bool {
    let (word, bit) = place_in_bitmap(bytes);
    let word = bitmap.get(word & bitmap.len().wrapping_sub(1));
    word.is_some_and(|word| u64::from_le_bytes(*word) >> bit & 1 == 1)
}

impl<'i> Wide<'i> {
    /// A view of the tables in `section`.
    pub(super) fn new(section: &'i [u8], sizes: Sizes) -> Self {
        let (mut rest, odd) = section.as_chunks();
        let mut is_complete = odd.is_empty();
        let mut tables = sizes.into_iter().map(|size| {
            let Some(power) = u32::from(size).checked_sub(1) else { return &[][..] };
            let table = 1_usize.checked_shl(power).and_then(|len| rest.split_at_checked(len));
            is_complete &= table.is_some();
            let (words, others) = table.unwrap_or((&[], rest));
            rest = others;
            words
        });
        let mut table = || tables.next().unwrap_or(&[]);
        let (firsts, beginnings) = (table(), table());
        let groups = core::array::from_fn(|_| Group { singles: table(), pairs: table() });
        drop(tables);
        Self { firsts, beginnings, groups, is_complete: is_complete && rest.is_empty() }
    }

    /// Whether the section has the length that the sizes say. For the check of images.
    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Whether no name begins with such a character.
    pub(super) fn is_empty(&self) -> bool {
        self.firsts.is_empty() && self.beginnings.is_empty()
    }

    /// Whether a name may begin with the character at the start of `bytes`: the first eight bytes,
    /// the first the lowest, and the ninth. The characters after it must not be odd.
    #[inline(always)]
    fn may_begin_in(&self, group: usize, bytes: u64, ninth: u8) -> bool {
        let Group { singles, pairs } = self.groups[group];
        has_pair(pairs, group, bytes, ninth) || (!singles.is_empty() && has(singles, bytes))
    }

    /// Whether a name may begin with the character at `at`, which has three bytes. None if that is
    /// not one of the groups.
    pub(super) fn may_begin(&self, reader: &Reader<'_>, at: usize) -> Option<bool> {
        let bytes: [u8; 9] = padded(reader.text.get(at..).unwrap_or(&[]), b' ');
        let group = group_of(bytes[0], bytes[1])?;
        let eight = u64_at(&bytes, 0);
        let begins = self.may_begin_in(group, eight, bytes[8])
            && if group == SOUTH {
                self.has_beginning(reader, at)
            } else {
                has_first(self.firsts, eight)
            };
        Some(begins || is_odd(reader, at + 3) || (is_wide(bytes[3]) && is_odd(reader, at + 6)))
    }

    /// Whether a name may begin with the characters of [`SOUTH`] at `at`, as far as their first six
    /// say.
    fn has_beginning(&self, reader: &Reader<'_>, at: usize) -> bool {
        let mut end = at;
        for beginning in beginnings(reader.text.get(at..).unwrap_or(&[])) {
            let hash = tokens::hash(beginning);
            if word_of(self.beginnings, hash) & tokens::bits(hash) == tokens::bits(hash) {
                return true;
            }
            end += 3;
        }
        end < at + 3 * BEGINNING && is_odd(reader, end)
    }

    /// Which of the characters of three bytes that begin at `leads` in a block may begin a name.
    /// Characters after them must not be odd.
    #[inline(always)]
    pub(super) fn find(&self, block: &[u8; BLOCK + MORE], leads: &Groups) -> u64 {
        let mut found = 0;
        if leads.0[SOUTH] != 0 {
            found |= self.find_in(SOUTH, block, leads.0[SOUTH]);
        }
        if leads.0[HANGUL] != 0 {
            found |= self.find_in(HANGUL, block, self.find_firsts(block, leads.0[HANGUL]));
        }
        if leads.0[HAN] != 0 {
            found |= self.find_in(HAN, block, self.find_firsts(block, leads.0[HAN]));
        }
        found
    }

    /// For which of these the table of first characters has them and what follows.
    #[inline(always)]
    fn find_firsts(&self, block: &[u8; BLOCK + MORE], leads: u64) -> u64 {
        match <&[_; MOST_FIRSTS]>::try_from(self.firsts) {
            // Most gazetteers have a table of this size. Where it is known, no index is tested.
            Ok(firsts) => filter(leads, |at| has_first(firsts, u64_at(block, at))),
            Err(_) => filter(leads, |at| has_first(self.firsts, u64_at(block, at))),
        }
    }

    /// Which of these begin names of the group, as [`may_begin_in`](Self::may_begin_in) says.
    #[inline(always)]
    fn find_in(&self, group: usize, block: &[u8; BLOCK + MORE], leads: u64) -> u64 {
        let Group { singles, pairs } = self.groups[group];
        let found = filter(leads, |at| {
            has_pair(pairs, group, u64_at(block, at), block[(at + 8) % block.len()])
        });
        if singles.is_empty() {
            return found;
        }
        found | filter(leads & !found, |at| has(singles, u64::from(u32_at(block, at))))
    }

    /// Whether a name with this head would be missed.
    pub(super) fn misses(&self, head: &Head) -> bool {
        let Group { singles, pairs } = self.groups[head.group()];
        let has_all = |table, hash, bits| word_of(table, hash) & bits == bits;
        let found = if head.pair {
            has_all(pairs, hash_of_pair(head.bytes), head.bits())
        } else {
            has(singles, head.bytes)
        };
        let begins = match head.beginning.map(tokens::hash) {
            Some(hash) => has_all(self.beginnings, hash, tokens::bits(hash)),
            None => has_all(self.firsts, hash_of_first(head.bytes), head.bits_of_first()),
        };
        !(found && begins)
    }
}

/// The offsets in a block where characters of each group begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Groups(pub(super) [u64; GROUPS]);

/// Whether a character of three bytes begins with this byte.
#[inline(always)]
pub(super) const fn is_wide(byte: u8) -> bool {
    byte & 0xF0 == 0xE0
}

/// Whether the character at `at` counts for others than itself: it folds to nothing, or to another
/// character of three bytes or more, or it begins a tag or a reference of HTML.
pub(super) fn is_odd(reader: &Reader<'_>, at: usize) -> bool {
    // No character of the groups is, and no other ASCII.
    match (reader.byte(at), reader.byte(at + 1)) {
        // In HTML a tag or a reference may be inside a word.
        (Some(b'<' | b'&'), _) => return reader.html,
        (Some(0..0x80), _) | (None, _) => return false,
        (Some(first), second) if group_of(first, second.unwrap_or(0)).is_some() => return false,
        _ => {}
    }
    reader.letter(at).is_some_and(|c| c.is_odd())
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;

    fn tables(names: &[&str]) -> (Vec<u8>, Sizes) {
        let heads = names.iter().flat_map(|name| Head::all(name.as_bytes()));
        lay_out(&heads.collect::<Vec<_>>())
    }

    /// Whether a name may begin at the start of a text.
    fn begins((section, sizes): &(Vec<u8>, Sizes), text: &str) -> Option<bool> {
        let wide = Wide::new(section, *sizes);
        assert!(wide.is_complete());
        wide.may_begin(&Reader::new(text.as_bytes(), false), 0)
    }

    #[test]
    fn characters_of_the_groups_fold_to_themselves() {
        let (mut hyphens, mut blanks) = (Vec::new(), 0);
        for c in '\u{800}'..'\u{E000}' {
            let mut bytes = [0; 4];
            let text = c.encode_utf8(&mut bytes);
            if group_of(text.as_bytes()[0], text.as_bytes()[1]).is_none() {
                continue;
            }
            let seen = Reader::new(text.as_bytes(), false).char(0).unwrap();
            match seen.first_folded() {
                Some(b' ') => blanks += 1,
                Some(b'-') => hyphens.push(alloc::string::String::from(&*text)),
                first => assert!(!seen.is_odd() && first == Some(text.as_bytes()[0]), "{c}"),
            }
        }
        assert_eq!((&hyphens[..], blanks), (&HYPHENS.map(alloc::string::String::from)[..], 1));
        assert_eq!(begins(&tables(&["-x"]), "\u{301C}x"), Some(true));
    }

    #[test]
    fn tables_without_such_names_are_empty() {
        assert_eq!(tables(&["mali", "мали", "مالي", "\u{10330}"]), (Vec::new(), [0; TABLES]));
    }

    #[test]
    fn tables_for_few_names_are_small() {
        let names = ["中国", "中", "日本国", "ไทย", "भारत", "대한민국"];
        let tables = tables(&names);
        assert!(tables.0.len() <= 512, "{}", tables.0.len());
        for name in names {
            assert_eq!(begins(&tables, name), Some(true), "{name}");
            assert!(!Wide::new(&tables.0, tables.1).misses(&Head::new(name.as_bytes()).unwrap()));
        }
        for other in ["国", "日本", "ไทม", "भा", "대한", "民国"] {
            assert_eq!(begins(&tables, other), Some(false), "{other}");
        }
        assert_eq!(begins(&tables, "中x"), Some(true));
        assert_eq!(begins(&tables, "mali"), None);
        // The second character is not known before it is folded.
        assert_eq!(begins(&tables, "日\u{FE0F}x"), Some(true));
    }

    #[test]
    fn names_that_begin_alike_differ_in_their_first_six_characters() {
        let tables = tables(&["ประเทศไทย", "ไทย", "भारतीय"]);
        for (text, expected) in [
            ("ประเทศลาว", true),
            ("ไทยแลนด์", true),
            ("ไทม์", false),
            ("भारती", false),
            ("भारतीय", true),
            ("भारती\u{200D}", true),
            ("भारती<b>य", false),
        ] {
            assert_eq!(begins(&tables, text), Some(expected), "{text}");
        }
        let wide = Wide::new(&tables.0, tables.1);
        for (html, expected) in [(true, Some(true)), (false, Some(false))] {
            let reader = Reader::new("भारती<b>य</b>".as_bytes(), html);
            assert_eq!(wide.may_begin(&reader, 0), expected);
        }
    }

    #[test]
    fn every_name_of_a_large_set_is_found() {
        let names: Vec<_> = (0x4E00..0x9000_u32)
            .step_by(7)
            .filter_map(char::from_u32)
            .zip(['国', 'の', '人'].into_iter().cycle())
            .map(|(first, second)| alloc::format!("{first}{second}"))
            .collect();
        let tables = tables(&names.iter().map(|name| &**name).collect::<Vec<_>>());
        let wide = Wide::new(&tables.0, tables.1);
        assert!(names.iter().all(|name| !wide.misses(&Head::new(name.as_bytes()).unwrap())));
        let found =
            names.iter().filter(|name| begins(&tables, &name.replace('国', "水")) == Some(true));
        assert!(found.count() < names.len() * 3 / 4);
    }
}
