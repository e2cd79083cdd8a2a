//! The sets of first words: Bloom filters. They may answer yes for a word that was not added, and
//! never no for one that was.
//!
//! The bits of one entry lie in one machine word, so that a query reads one cache line: see F.
//! Putze, P. Sanders, J. Singler, "Cache-, Hash- and Space-Efficient Bloom Filters" (2007), on
//! blocked filters. The *key* of a word is made of its first eight bytes, the first two as they are
//! written and the others in lower case, and of its length. Long words that begin alike and have
//! the same length share a key.
//!
//! The case of the first two letters is in the key because most names must be capitalised: a name
//! is added once for each casing that it may have.
//!
//! Many first words begin a name only together with a second one (`United Nations`). So there is a
//! second set, of first words together with what [follows](following) them, for the words that are
//! in the first set. It also has whole words beyond ASCII, and the first three letters of all
//! words, for those that are read letter by letter.

#[cfg(any(feature = "alloc", test))]
use alloc::vec::Vec;

use crate::bytes::SPREADING;
use crate::fold::{Reader, leading_word};

/// The least bits of the first set for each entry; rounded up to a power of two. Every word of a
/// text is looked up in it, so it should be small: the built-in gazetteer has a set of 64 KiB, of
/// which the frequent words of a text touch little.
#[cfg(any(feature = "alloc", test))]
const FIRST_BITS: usize = 12;

/// Bits of the second set for each entry. Only words that pass the first set are looked up in it.
#[cfg(any(feature = "alloc", test))]
const SECOND_BITS: usize = 12;

/// The two sets: views of an image.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'i> {
    /// First words. A power of two of machine words.
    first: &'i [[u8; 8]],
    /// By how many bits a hash is shifted to be an index into `first`.
    shift: u32,
    /// First words with what follows them, and beginnings in other scripts. Any number of machine
    /// words.
    second: &'i [[u8; 8]],
}

/// The ways in which the first two letters of a name may be cased: a bit for each of `ab`, `Ab`,
/// `aB` and `AB`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Casings(u8);

impl Casings {
    pub(crate) const ANY: Self = Self(0b1111);
    pub(crate) const CAPITALISED: Self = Self(0b1010);
    pub(crate) const CAPITALS: Self = Self(0b1000);

    /// One casing only. Bits of `upper` say which letters are capitals, the lowest bit for the
    /// first letter.
    pub(crate) const fn exact(upper: u64) -> Self {
        Self(1 << (upper & 3))
    }

    /// Whether the first letter may be in lower case.
    pub(super) const fn may_be_lower(self) -> bool {
        self.0 & 0b0101 != 0
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The keys of a folded word in these casings, and its key for text in any case.
    pub(super) fn keys(self, token: &[u8]) -> impl Iterator<Item = u64> {
        (0..=BOTH)
            .filter(move |case| case == &BOTH || self.0 >> case & 1 == 1)
            .map(|case| key_in_capitals(token, case))
    }
}

/// The first eight bytes of a word, the first one lowest; zeros after the end of a shorter word.
fn head_of(word: &[u8]) -> u64 {
    word.iter().take(8).rev().fold(0, |head, &byte| head << 8 | u64::from(byte))
}

/// The head of a word, with a capital for its first letter if bit 0 of `case` is set, and for its
/// second if bit 1 is.
#[inline]
fn in_capitals(head: u64, case: u64) -> u64 {
    if case == 0 {
        return head;
    }
    let mut bytes = head.to_le_bytes();
    for (bit, byte) in bytes.iter_mut().take(2).enumerate() {
        if case >> bit & 1 == 1 {
            byte.make_ascii_uppercase();
        }
    }
    u64::from_le_bytes(bytes)
}

/// The beginning of a name: its first word of ASCII letters and digits, and what follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Beginning<'n> {
    pub(super) token: &'n [u8],
    /// What follows it, as [`following`] returns it.
    pub(super) following: u64,
}

impl<'n> Beginning<'n> {
    /// The entries of the first letters of its word, if it has so many, in these casings.
    pub(super) fn letters(self, casings: Casings) -> impl Iterator<Item = u64> + use<'n> {
        let letters = self.token.get(..WORD_HEAD);
        letters.into_iter().flat_map(move |letters| casings.keys(letters)).map(entry_of_letters)
    }

    /// Of a folded name; `None` if it does not begin with an ASCII letter or digit.
    pub(super) fn new(name: &'n [u8]) -> Option<Self> {
        let len = name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
        (len > 0).then_some(Self { token: &name[..len], following: following(name, len) })
    }
}

/// Letters of a word after which it may be rejected, where letters are read one by one.
pub(super) const WORD_HEAD: usize = 3;

/// The first word of a folded name that begins with a letter beyond ASCII, of a script that
/// separates words by blanks.
#[derive(Clone, Copy)]
pub(super) struct OtherWord {
    hash: u64,
    /// The hash of its first [`WORD_HEAD`] letters, if it begins with a letter of two bytes and has
    /// so many.
    head: Option<u64>,
}

impl OtherWord {
    /// Of a folded name; `None` if it begins with another word.
    pub(super) fn new(name: &[u8]) -> Option<Self> {
        let reader = Reader::new(name, false);
        let (mut word, mut at, mut letters, mut head) = (WordHash::new(), 0, 0, None);
        // A mark does not begin a word, but what folds to a mark may: half-width voicing marks.
        reader.char(0).filter(|c| name[0] >= 0x80 && c.class.is_spaced())?;
        while let Some(c) = reader.char(at)
            && c.class.is_spaced()
        {
            word.push(u32::from(c.code()));
            (at, letters) = (c.next, letters + 1);
            if letters == WORD_HEAD && name[0] < 0xE0 {
                head = Some(word.finish());
            }
        }
        Some(Self { hash: word.finish(), head })
    }

    /// Its entries in the second set.
    pub(super) fn entries(self, casings: Casings) -> impl Iterator<Item = u64> {
        let lower = casings.may_be_lower().then(|| key_of_word(self.hash, true));
        let head = self.head.map(entry_of_letters);
        [Some(key_of_word(self.hash, false)), lower, head].into_iter().flatten()
    }
}

/// The hash of a folded word in letters beyond ASCII, made character by character.
#[derive(Clone, Copy)]
pub(super) struct WordHash(u64);

impl WordHash {
    pub(super) const fn new() -> Self {
        Self(0)
    }

    #[inline(always)]
    pub(super) const fn push(&mut self, letter: u32) {
        self.0 = (self.0.rotate_left(5) ^ letter as u64).wrapping_mul(SPREADING);
    }

    #[inline(always)]
    pub(super) const fn finish(self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

/// What a byte after a word is.
mod after_word {
    /// Punctuation that folds to itself, and to which no other ASCII byte folds; bytes that begin
    /// no character.
    pub(super) const PUNCTUATION: u8 = 1;
    /// The word before it may continue after it, when it is folded.
    pub(super) const MAY_CONTINUE: u8 = 2;
    /// It begins a character if the bytes after it are as they have to be.
    pub(super) const LEAD: u8 = 4;

    pub(super) static TABLE: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = match byte as u8 {
                b'!'..=b'%' | b'\''..=b',' | b'.' | b'/' | b':' | b';' | b'='..=b'@' => PUNCTUATION,
                b'['..=b'^' | b'{'..=b'~' | 1..=8 | 0x0E..=0x1B | 0x7F => PUNCTUATION,
                0x80..=0xC1 | 0xF5.. => PUNCTUATION,
                b'-' | b'&' | b'<' => MAY_CONTINUE,
                0xC2..=0xF4 => MAY_CONTINUE | LEAD,
                _ => 0,
            };
            byte += 1;
        }
        table
    };
}

/// What follows the word that ends at `end`, as far as that is known without folding: one byte of
/// punctuation; or one blank or hyphen and the letters and digits after it, in lower case and at
/// most four; else 0, for unknown. A hyphen counts as a blank. Without branches that could not be
/// predicted.
#[inline(always)]
pub(super) fn following(text: &[u8], end: usize) -> u64 {
    following_with(text, end, after_word::PUNCTUATION)
}

/// As [`following`], where [no character of several bytes](super::special::may_begin_long) begins
/// at `end`: a byte that would begin one counts as punctuation.
#[inline(always)]
pub(super) fn following_in_ascii(text: &[u8], end: usize) -> u64 {
    following_with(text, end, after_word::PUNCTUATION | after_word::LEAD)
}

#[inline(always)]
fn following_with(text: &[u8], end: usize, punctuation: u8) -> u64 {
    let rest = text.get(end..).unwrap_or(&[]);
    let bytes = match rest.first_chunk::<8>() {
        Some(bytes) => *bytes,
        None => {
            let mut bytes = [b' '; 8];
            bytes[..rest.len()].copy_from_slice(rest);
            bytes
        }
    };
    let all = u64::from_le_bytes(bytes);
    let first = if all & 0xFF == u64::from(b'-') { u64::from(b' ') } else { all & 0xFF };
    let (lowered, len) = leading_word(all >> 8);
    let len = len.min(4);
    let next = (all >> (8 * (len + 1))) as u8;
    let is_whole =
        (len == 4) | (after_word::TABLE[usize::from(next)] & after_word::MAY_CONTINUE == 0);
    let is_word = (first == u64::from(b' ')) & (len > 0) & is_whole;
    let is_punctuation = after_word::TABLE[usize::from(first as u8)] & punctuation != 0;
    let letters = lowered & !(u64::MAX << (8 * len));
    ((letters << 8 | first) * u64::from(is_word)) | (first * u64::from(is_punctuation))
}

/// The two sets for these beginnings, each with the ways in which it may be cased. Returns the
/// bytes of both sets one after the other, and the number of bytes of the first as a power of two.
///
/// In the second set a first word that is a name by itself, or that may be followed by something
/// unknown, has one entry, for anything after it. Every other first word has an entry for each text
/// that may follow it, and one for text whose continuation is unknown.
#[cfg(any(feature = "alloc", test))]
pub(super) fn lay_out<'n>(
    beginnings: impl Iterator<Item = (Beginning<'n>, Casings)>,
    words: impl Iterator<Item = (OtherWord, Casings)>,
) -> (Vec<u8>, u8) {
    let (mut keys, mut whole, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut letters, mut last) = (Vec::new(), None);
    for (beginning, casings) in beginnings {
        // Names are sorted, so that many follow one that begins alike.
        let before = last.replace((beginning, casings));
        if before == Some((beginning, casings)) {
            continue;
        }
        // Of what has the same first word, only that after it is new.
        let is_same =
            before.is_some_and(|(of, cased)| (of.token, cased) == (beginning.token, casings));
        let is_part = is_same && before.is_some_and(|(of, _)| of.following != 0);
        if !is_same {
            letters.extend(beginning.letters(casings));
            keys.extend(casings.keys(beginning.token));
        }
        for key in casings.keys(beginning.token) {
            match beginning.following {
                0 => whole.push(key),
                following => {
                    parts.push((key, following));
                    parts.extend((!is_part).then_some((key, UNKNOWN)));
                }
            }
        }
    }
    keys.sort_unstable();
    keys.dedup();
    whole.sort_unstable();
    whole.dedup();
    // Names with the same first word follow each other.
    let mut known = [None; 64];
    parts.retain(|&(key, _)| {
        let slot = &mut known[hash(key) as usize % 64];
        match *slot {
            Some((of, is_kept)) if of == key => is_kept,
            _ => slot.insert((key, whole.binary_search(&key).is_err())).1,
        }
    });
    let mut entries: Vec<u64> = whole.into_iter().map(|key| paired(key, ANYTHING)).collect();
    entries.extend(parts.into_iter().map(|(key, following)| paired(key, following)));
    entries.append(&mut letters);
    entries.extend(words.flat_map(|(word, casings)| word.entries(casings)));
    entries.sort_unstable();
    entries.dedup();
    let mut first =
        alloc::vec![0_u64; (keys.len() * FIRST_BITS / 64 + 1).next_power_of_two().max(2)];
    let mut second = alloc::vec![0_u64; entries.len() * SECOND_BITS / 64 + 1];
    let shift = shift_of(first.len());
    keys.into_iter().map(hash).for_each(|hash| first[(hash >> shift) as usize] |= bits(hash));
    let words = second.len();
    entries.into_iter().map(hash).for_each(|hash| second[index_below(words, hash)] |= bits(hash));
    let power = (first.len() * 8).trailing_zeros() as u8;
    (first.into_iter().chain(second).flat_map(u64::to_le_bytes).collect(), power)
}

impl<'i> Tokens<'i> {
    /// A view of the sets, with `power` as [`lay_out`] returned it.
    pub(super) fn new(sets: &'i [u8], power: u8) -> Self {
        let (first, second) = sets
            .split_at_checked(1_usize.checked_shl(power.into()).unwrap_or(0))
            .unwrap_or((sets, &[]));
        let first = first.as_chunks().0;
        Self { first, shift: shift_of(first.len()), second: second.as_chunks().0 }
    }

    /// Whether a name may begin with the word with this key.
    #[inline(always)]
    pub(super) fn may_begin(&self, key: u64) -> bool {
        let hash = hash(key);
        has(self.first.get((hash >> self.shift) as usize), hash)
    }

    /// Whether a name may begin with the word with this key where this [follows](following) it.
    #[inline(always)]
    pub(super) fn may_be_followed(&self, key: u64, following: u64) -> bool {
        let following = if following == 0 { UNKNOWN } else { following };
        self.second_may_have(paired(key, ANYTHING)) | self.second_may_have(paired(key, following))
    }

    /// Whether a name may begin with the word beyond ASCII with this hash; `lower` if its first
    /// letter is in lower case.
    #[inline]
    pub(super) fn may_begin_with_word(&self, hash: u64, lower: bool) -> bool {
        self.second_may_have(key_of_word(hash, lower))
    }

    /// Whether a name may begin with the [`WORD_HEAD`] letters with this key, or with this hash if
    /// they are beyond ASCII.
    #[inline]
    pub(super) fn may_begin_with_letters(&self, letters: u64) -> bool {
        self.second_may_have(entry_of_letters(letters))
    }

    /// Whether all these entries are in the second set. For the check of images.
    pub(super) fn have_all(&self, mut entries: impl Iterator<Item = u64>) -> bool {
        entries.all(|entry| self.second_may_have(entry))
    }

    #[inline(always)]
    fn second_may_have(&self, entry: u64) -> bool {
        let hash = hash(entry);
        has(self.second.get(index_below(self.second.len(), hash)), hash)
    }

    /// Whether both sets may have the word with this key. `following` returns what [`following`]
    /// or [`following_in_ascii`] does where the word ends; few words need it.
    #[inline(always)]
    pub(super) fn may_have(&self, key: u64, following: impl FnOnce() -> u64) -> bool {
        self.may_begin(key) && self.may_have_before(key, following)
    }

    #[inline(never)]
    fn may_have_before(&self, key: u64, following: impl FnOnce() -> u64) -> bool {
        self.may_be_followed(key, following())
    }
}

/// In an entry: anything may follow the word.
const ANYTHING: u64 = 1;

/// In an entry: what follows the word is unknown.
const UNKNOWN: u64 = 2;

/// In an entry: the letters begin a word.
const LETTERS: u64 = 3;

/// The entry of a word together with what follows it.
#[inline(always)]
const fn paired(key: u64, following: u64) -> u64 {
    // An odd constant without structure (the fractional part of the square root of 3).
    key.wrapping_add(following.wrapping_mul(0xBB67_AE85_84CA_A73B))
}

/// Lowers the letters after the first two of eight.
const LOWER: u64 = 0x2020_2020_2020_0000;

/// The key of a word: eight bytes from its start on, the letters after the first two in lower case
/// (setting bit 5 lowers letters, and digits have it set), without the bytes after the word, which
/// `cut` removes; combined with its length.
#[inline(always)]
pub(super) fn key(head: u64, len: usize, cut: impl Fn(u64, usize) -> u64) -> u64 {
    cut(head | LOWER, len) ^ len as u64
}

/// The first `len` bytes of eight, the first one lowest; all of them if `len` is at least eight. A
/// length of 32 or more counts modulo 32, as in the instruction BZHI.
#[inline(always)]
pub(super) const fn cut(head: u64, len: usize) -> u64 {
    match (8 * len as u32) & 0xFF {
        bits @ 0..64 => head & !(u64::MAX << bits),
        _ => head,
    }
}

/// The entry of a word beyond ASCII.
#[inline]
const fn key_of_word(hash: u64, lower: bool) -> u64 {
    paired(hash, if lower { ANYTHING } else { UNKNOWN })
}

/// The entry of the first letters of a word.
#[inline]
const fn entry_of_letters(letters: u64) -> u64 {
    paired(letters, LETTERS)
}

/// The key of a word as it is written; with `any_case` the key for text in any case, which is that
/// of the word with two capitals.
#[inline]
pub(super) fn key_of(word: &[u8], any_case: bool) -> u64 {
    key_in_capitals(word, if any_case { BOTH } else { 0 })
}

/// Capitals for both of the first two letters.
pub(super) const BOTH: u64 = 3;

/// The key of a word with its first two letters made capitals where these bits are set.
#[inline]
pub(super) fn key_in_capitals(word: &[u8], capitals: u64) -> u64 {
    key(in_capitals(head_of(word), capitals), word.len(), cut)
}

/// [`key_of`] the word from `start` to `end`. Most words are read at once with the text after them.
#[inline]
pub(super) fn key_at(text: &[u8], start: usize, end: usize, any_case: bool) -> u64 {
    match text.get(start..).and_then(<[u8]>::first_chunk) {
        Some(head) => key_of_head(
            u64::from_le_bytes(*head),
            end.wrapping_sub(start),
            if any_case { BOTH } else { 0 },
        ),
        None => key_of(text.get(start..end).unwrap_or(&[]), any_case),
    }
}

/// The key of a word by eight bytes from its start on, of which bytes after the word do not count,
/// with capitals where these bits say so.
#[inline]
pub(super) fn key_of_head(head: u64, len: usize, capitals: u64) -> u64 {
    key(in_capitals(head, capitals), len, cut)
}

/// How far a hash is shifted for the number of each of the two bits of an entry.
const ONE_BIT: u32 = 34;
const OTHER_BIT: u32 = 28;

#[inline(always)]
pub(super) const fn hash(entry: u64) -> u64 {
    entry.wrapping_mul(SPREADING)
}

/// The bits of an entry in its machine word.
#[inline(always)]
pub(super) const fn bits(hash: u64) -> u64 {
    1 << (hash >> ONE_BIT & 63) | 1 << (hash >> OTHER_BIT & 63)
}

#[inline(always)]
fn has(word: Option<&[u8; 8]>, hash: u64) -> bool {
    word.is_some_and(|word| {
        let word = u64::from_le_bytes(*word);
        (word >> (hash >> ONE_BIT & 63)) & (word >> (hash >> OTHER_BIT & 63)) & 1 == 1
    })
}

/// By how many bits a hash is shifted to be an index below `words`, a power of two.
fn shift_of(words: usize) -> u32 {
    (64 - words.trailing_zeros().min(32)).min(63)
}

/// An index below `words`, any number, evenly spread over the hashes.
#[inline(always)]
const fn index_below(words: usize, hash: u64) -> usize {
    ((hash >> 32).wrapping_mul(words as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    fn set(names: &[&str], casings: Casings) -> (Vec<u8>, u8) {
        lay_out(
            names
                .iter()
                .filter_map(|name| Beginning::new(name.as_bytes()))
                .map(|beginning| (beginning, casings)),
            core::iter::empty(),
        )
    }

    /// Whether the sets may have the beginning of the text.
    fn found(set: &(Vec<u8>, u8), text: &str) -> bool {
        let text = text.as_bytes();
        let end = text.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
        Tokens::new(&set.0, set.1).may_have(key_of(&text[..end], false), || following(text, end))
    }

    #[test]
    fn words_are_found_in_any_case_they_may_have() {
        let words = ["mali", "u", "burkina", "g20", "internationalisation"];
        for (casings, expected) in [
            (Casings::ANY, [true; 4]),
            (Casings::CAPITALISED, [false, true, false, true]),
            (Casings::exact(0), [true, false, false, true]),
        ] {
            let set = set(&words, casings);
            for word in ["mali", "burkina", "internationalisation"] {
                let (first, rest) = word.split_at(1);
                let (second, rest) = rest.split_at(1);
                let (first_upper, second_upper) = (first.to_uppercase(), second.to_uppercase());
                let written = [
                    (first, second),
                    (&first_upper, second),
                    (first, &second_upper),
                    (&first_upper, &second_upper),
                ];
                for ((first, second), expected) in written.into_iter().zip(expected) {
                    assert_eq!(
                        found(&set, &[first, second, rest].concat()),
                        expected,
                        "{first}{second}{rest}"
                    );
                }
            }
            assert!(found(&set, "U") && found(&set, "G20"));
        }
    }

    #[test]
    fn only_punctuation_folds_to_itself_alone() {
        let is_punctuation =
            |byte: u8| after_word::TABLE[usize::from(byte)] & after_word::PUNCTUATION != 0;
        for byte in (0..0x80_u8).filter(|byte| !byte.is_ascii_alphanumeric()) {
            let folded = crate::fold::Reader::new(&[b'a', byte, b'a'], false)
                .char(1)
                .and_then(|c| c.first_folded());
            match folded {
                Some(folded @ ..0x80) if is_punctuation(folded) => {
                    assert!(folded == byte || byte == b'`', "{byte:x}")
                }
                _ => assert!(!is_punctuation(byte), "{byte:x}"),
            }
        }
        for byte in 0x80..=0xFF_u8 {
            let text = [b'a', byte, 0x80, 0x80, 0x80];
            let reader = crate::fold::Reader::new(&text, false);
            let is_lead = (0xC2..=0xF4).contains(&byte);
            assert_eq!(is_punctuation(byte), !is_lead, "{byte:x}");
            assert!(is_lead || reader.letter(1).is_none(), "{byte:x}");
        }
    }

    #[test]
    fn the_text_after_a_word_counts_where_it_is_known() {
        let set = set(
            &["united nations", "united states", "saudi-arabia", "new", "pet (dog)"],
            Casings::ANY,
        );
        for (text, expected) in [
            ("United Nations", true),
            ("united states", true),
            ("United Airlines", false),
            ("United\nAirlines", true),
            ("United  Nations", true),
            ("united", true),
            ("United Nat", false),
            ("United Nati", true),
            ("United Nat\u{E9}", true),
            ("United Nat&", true),
            ("United N.", false),
            ("Saudi-Arabia", true),
            ("Saudi\u{2010}Arabia", true),
            ("Saudi x", false),
            ("Saudi.", false),
            ("Pet (dog)", true),
            ("Pet dog", true),
            ("new x", true),
        ] {
            assert_eq!(found(&set, text), expected, "{text}");
        }
    }

    #[test]
    fn the_text_after_a_word_is_not_in_its_key() {
        assert_eq!(key(u64::from_le_bytes(*b"Mali, an"), 4, cut), key_of(b"Mali", false));
        assert_eq!(key(u64::from_le_bytes(*b"lithium "), 7, cut), key_of(b"lithium", false));
    }

    #[test]
    fn most_other_words_are_not() {
        let words: Vec<String> = (0..1000).map(|n| alloc::format!("name{n}")).collect();
        let set = set(&words.iter().map(String::as_str).collect::<Vec<_>>(), Casings::ANY);
        let found = (0..10_000).filter(|n| found(&set, &alloc::format!("word{n}"))).count();
        assert!(found < 400, "{found}");
    }
}
