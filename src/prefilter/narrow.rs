//! Words of characters of two bytes, folded by small tables: most words of Greek, Cyrillic, Arabic
//! and Hebrew, and words of Latin letters with accents.

use super::tokens::{WORD_HEAD, WordHash};
use crate::fold::narrow::{self, ACCENT, CODE, END, END_OF_LATIN, LOWER};

/// The most bytes of a word that are read, which bounds the work at one offset: an even number. Any
/// longer word may begin a name.
pub(super) const LONGEST_WORD: usize = 256;

/// For each character of two bytes: what it folds to (with [`LOWER`]) where that is one letter of a
/// script that separates words by blanks; else [`ACCENT`], [`END`] or [`LOOK`].
static OTHER: [u16; 2048] = narrow::other();

/// For each character below U+0280: the ASCII letter that it folds to, a capital for a capital;
/// else [`END_OF_LATIN`] or 0.
static LATIN: [u8; 0x280] = narrow::latin();

/// The entry of a character of two bytes; `None` for bytes of other characters.
#[inline(always)]
pub(super) fn narrow_at(bytes: [u8; 2]) -> Option<u16> {
    let bytes = usize::from(u16::from_le_bytes(bytes));
    (bytes & 0xC0E0 == 0x80C0).then(|| OTHER[(bytes & 0x1F) * 64 + (bytes >> 8 & 0x3F)])
}

/// The ASCII letter that the character with these two bytes folds to, a capital for a capital;
/// [`END_OF_LATIN`] if a word ends before it; 0 if that is not known.
#[inline(always)]
pub(super) fn latin_at(first: u8, second: u8) -> u8 {
    LATIN.get(usize::from(first & 0x1F) * 64 + usize::from(second & 0x3F)).copied().unwrap_or(0)
}

/// A word that was read as far as needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Seen<W> {
    /// No name begins with its first [`WORD_HEAD`] letters.
    Rejected,
    Word(W),
}

/// The entry of the first letter of a word and the hash of the first [`WORD_HEAD`], if it begins
/// with so many characters of two bytes that are letters in [`OTHER`].
#[inline(always)]
fn narrow_head(word: &[u8]) -> Option<(u16, WordHash)> {
    let bytes = u64::from_le_bytes(*word.first_chunk()?);
    let pairs: [u64; WORD_HEAD] = core::array::from_fn(|index| bytes >> (16 * index));
    let letters =
        pairs.map(|pair| OTHER[(pair & 0x1F) as usize * 64 + (pair >> 8 & 0x3F) as usize]);
    let are_letters =
        bytes & 0xC0E0_C0E0_C0E0 == 0x80C0_80C0_80C0 && letters.iter().all(|&letter| letter > END);
    are_letters.then(|| {
        let mut hash = WordHash::new();
        letters.iter().for_each(|letter| hash.push(u32::from(letter & CODE)));
        (letters[0], hash)
    })
}

/// The hash of the word at `at`, which has no letters of ASCII, and whether its first letter is in
/// lower case. `may_begin` says whether a name may begin with [`WORD_HEAD`] letters, by their hash.
/// `None` if the word has characters that the table does not know before it is rejected, or if a
/// hyphen may divide it.
#[inline(always)]
pub(super) fn narrow_word(
    text: &[u8],
    at: usize,
    may_begin: impl Fn(u64) -> bool,
) -> Option<Seen<(u64, bool)>> {
    let word = text.get(at..)?;
    let word = &word[..word.len().min(LONGEST_WORD)];
    let pairs = word.as_chunks::<2>().0;
    let (first, mut hash, mut letters) = match narrow_head(word) {
        Some((_, hash)) if !may_begin(hash.finish()) => return Some(Seen::Rejected),
        Some((first, hash)) => (first, hash, WORD_HEAD),
        None => {
            let first = narrow_at(*pairs.first()?).filter(|&letter| letter > END)?;
            (first, WordHash::new(), 0)
        }
    };
    let mut read = 2 * letters;
    for &pair in pairs.get(letters..)? {
        match narrow_at(pair) {
            Some(letter) if letter > END => {
                hash.push(u32::from(letter & CODE));
                letters += 1;
                if letters == WORD_HEAD && !may_begin(hash.finish()) {
                    return Some(Seen::Rejected);
                }
            }
            Some(ACCENT) => {}
            Some(END) => return Some(Seen::Word((hash.finish(), first & LOWER != 0))),
            Some(_) => return None,
            None => break,
        }
        read += 2;
    }
    let ends = match word.get(read..).unwrap_or(&[]) {
        [b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'&' | b'<' | 0x80.., ..] => false,
        // The word may be divided at the end of a line.
        [b'-', b'\n' | b'\r' | b'<' | b'&', ..] => false,
        _ => read < LONGEST_WORD,
    };
    ends.then_some(Seen::Word((hash.finish(), first & LOWER != 0)))
}

/// A word of Latin letters and digits without accents: its first eight bytes in their case, the
/// first the lowest; its length; where it ends.
#[derive(Clone, Copy)]
pub(super) struct LatinWord {
    pub(super) head: u64,
    pub(super) len: usize,
    pub(super) end: usize,
}

/// For each byte: itself if it is an ASCII letter or digit; 0 if it must be read with what is after
/// it; [`END_OF_LATIN`] in all other cases, also for bytes that begin no character.
static LATIN_BYTES: [u8; 256] = {
    let mut out = [0; 256];
    let mut byte = 0;
    while byte < out.len() {
        out[byte] = match byte as u8 {
            letter if letter.is_ascii_alphanumeric() => letter,
            b'&' | b'<' | 0xC2..=0xF4 => 0,
            _ => END_OF_LATIN,
        };
        byte += 1;
    }
    out
};

/// The word at `at`. `may_begin` says whether a name may begin with [`WORD_HEAD`] letters. `None`
/// if no word begins there, or if it has characters that do not fold to one ASCII letter before it
/// is rejected.
#[inline(always)]
pub(super) fn latin_word(
    text: &[u8],
    mut at: usize,
    may_begin: impl Fn(u64) -> bool,
) -> Option<Seen<LatinWord>> {
    let mut head = [0; 8];
    for len in 0..64 {
        let byte = text.get(at).copied().unwrap_or(b' ');
        let mut letter = LATIN_BYTES[usize::from(byte)];
        if letter == 0 {
            letter = match (byte, text.get(at + 1..).unwrap_or(&[])) {
                // A byte that begins no character.
                (0x80.., [..0x80 | 0xC0.., ..]) => END_OF_LATIN,
                (0xC2..=0xC9, &[second, ..]) => latin_at(byte, second),
                // Apostrophes, quotation marks and ellipses.
                (0xE2, [0x80, 0x98 | 0x99 | 0x9C | 0x9D | 0xA6, ..]) => END_OF_LATIN,
                _ => return None,
            };
            // All letters that are folded here have two bytes.
            at += usize::from(letter > END_OF_LATIN);
        }
        match letter {
            0 => return None,
            END_OF_LATIN => {
                let word = LatinWord { head: u64::from_le_bytes(head), len, end: at };
                return (len > 0).then_some(Seen::Word(word));
            }
            _ => {}
        }
        if let Some(free) = head.get_mut(len) {
            *free = letter;
        }
        if len + 1 == WORD_HEAD && !may_begin(u64::from_le_bytes(head)) {
            return Some(Seen::Rejected);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::narrow::LOOK;
    use crate::fold::{Class, Reader};

    #[test]
    fn tables_are_what_characters_fold_to() {
        for code in 0x80..0x800_u32 {
            let c = char::from_u32(code).unwrap();
            let mut bytes = [0; 2];
            let text = c.encode_utf8(&mut bytes).as_bytes();
            let seen = Reader::new(text, false).char(0).unwrap();
            let entry = narrow_at([text[0], text[1]]).unwrap();
            if let Some(folded) = seen.folded_letter()
                && seen.class.is_spaced()
                && entry != LOOK
            {
                assert_eq!(u32::from(entry & CODE), folded as u32, "{c}");
                assert_eq!(entry & LOWER != 0, seen.is_lower(), "{c}");
            } else if entry == ACCENT {
                assert!(seen.class == Class::Accent && seen.first_folded().is_none(), "{c}");
            } else if entry == END {
                assert!(!seen.class.is_spaced(), "{c}");
                assert!(!matches!(seen.class, Class::Invisible | Class::Accent), "{c}");
            }
            let latin = latin_at(text[0], text[1]);
            if latin == END_OF_LATIN {
                let first = seen.first_folded().unwrap();
                assert!(!first.is_ascii_alphanumeric() && first != b'-', "{c}");
                assert!(!matches!(seen.class, Class::Invisible | Class::Accent), "{c}");
            } else if latin != 0 {
                assert_eq!(seen.first_folded(), Some(latin.to_ascii_lowercase()), "{c}");
                assert_eq!(seen.class, Class::Word, "{c}");
                assert_eq!(seen.is_upper(), latin.is_ascii_uppercase(), "{c}");
            }
        }
        assert_eq!((latin_at(0xC3, 0xA9), latin_at(0xC3, 0x89)), (b'e', b'E'));
        assert_eq!((latin_at(0xC3, 0x9F), latin_at(0xC2, 0xAD)), (0, 0));
        assert_eq!((latin_at(0xC2, 0xA0), latin_at(0xC2, 0xBB)), (END_OF_LATIN, END_OF_LATIN));
        let word = |text: &str, passes| narrow_word(text.as_bytes(), 0, |_| passes);
        assert!(matches!(word("Мали,", true), Some(Seen::Word((_, false)))));
        assert_eq!(word("Мали,", false), Some(Seen::Rejected));
        assert_eq!(word("Ма,", false), word("Ма", true));
    }
}
