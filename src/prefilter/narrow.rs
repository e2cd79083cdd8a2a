//! Words of characters of two bytes, folded by small tables: most words of Greek, Cyrillic, Arabic
//! and Hebrew, and words of Latin letters with accents.

use super::tokens::WordHash;
use crate::fold::narrow::{self, CODE, END, LOOK, LOWER};

/// The most bytes of a word that are read, which bounds the work at one offset. Any longer word may
/// begin a name.
pub(super) const LONGEST_WORD: usize = 256;

/// For each character of two bytes: what it folds to (with [`LOWER`]) where that is one letter of a
/// script that separates words by blanks; else [`END`] or [`LOOK`].
static OTHER: [u16; 2048] = narrow::other();

/// For each character below U+0250: the ASCII letter that it folds to, a capital for a capital;
/// else 0.
static LATIN: [u8; 0x250] = narrow::latin();

/// The entry of the character of two bytes that these begin with; the first byte is the lowest.
#[inline(always)]
pub(super) fn other_at(bytes: u64) -> u16 {
    OTHER[(bytes & 0x1F) as usize * 64 + (bytes >> 8 & 0x3F) as usize]
}

/// The ASCII letter that the character of two bytes folds to with these bytes, a capital for a
/// capital; 0 if it folds to something else.
#[inline(always)]
pub(super) fn latin_at(first: u8, second: u8) -> u8 {
    if second & 0xC0 != 0x80 {
        return 0;
    }
    LATIN.get(usize::from(first & 0x1F) * 64 + usize::from(second & 0x3F)).copied().unwrap_or(0)
}

/// The hash of the word at `at`, which has no letters of ASCII, and whether its first letter is in
/// lower case. `None` if it has characters that the table does not know, or if a hyphen may divide
/// it.
#[inline(always)]
pub(super) fn word_hash(text: &[u8], mut at: usize) -> Option<(u64, bool)> {
    let mut hash = WordHash::new();
    let end = at + LONGEST_WORD;
    let mut lower = None;
    while at <= end {
        let Some(&first) = text.get(at) else { return Some((hash.finish(), lower?)) };
        match first {
            0xC2..=0xDF => {
                let second = *text.get(at + 1)?;
                if second & 0xC0 != 0x80 {
                    return None;
                }
                match other_at(u64::from(second) << 8 | u64::from(first)) {
                    LOOK => return None,
                    END => return Some((hash.finish(), lower?)),
                    entry => {
                        lower = lower.or(Some(entry & LOWER != 0));
                        hash.push(char::from_u32(u32::from(entry & CODE))?);
                        at += 2;
                    }
                }
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'&' | b'<' | 0x80.. => return None,
            // The word may be divided at the end of a line.
            b'-' if matches!(text.get(at + 1), Some(b'\n' | b'\r' | b'<' | b'&')) => return None,
            _ => return Some((hash.finish(), lower?)),
        }
    }
    None
}

/// A word of Latin letters and digits, folded: its first eight bytes, the first the lowest; its
/// length; which of the first two letters are capitals; where it ends.
#[derive(Clone, Copy)]
pub(super) struct LatinWord {
    pub(super) head: u64,
    pub(super) len: usize,
    pub(super) capitals: u64,
    pub(super) end: usize,
}

/// The word at `at`; `None` if it has characters that do not fold to one ASCII letter.
#[inline(always)]
pub(super) fn latin_word(text: &[u8], mut at: usize) -> Option<LatinWord> {
    let mut word = LatinWord { head: 0, len: 0, capitals: 0, end: at };
    while word.len < 64 {
        let byte = text.get(at).copied().unwrap_or(b' ');
        let letter = match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                at += 1;
                byte
            }
            0xC2..=0xC9 => {
                let letter = latin_at(byte, text.get(at + 1).copied().unwrap_or(0));
                if letter == 0 {
                    return None;
                }
                at += 2;
                letter
            }
            b'&' | b'<' | 0x80.. => return None,
            _ => {
                word.end = at;
                return Some(word);
            }
        };
        if word.len < 8 {
            word.head |= u64::from(letter | 0x20) << (8 * word.len);
        }
        if word.len < 2 {
            word.capitals |= u64::from(letter.is_ascii_uppercase()) << word.len;
        }
        word.len += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::{Class, Reader};

    #[test]
    fn tables_are_what_characters_fold_to() {
        for code in 0x80..0x800_u32 {
            let c = char::from_u32(code).unwrap();
            let mut bytes = [0; 2];
            let text = c.encode_utf8(&mut bytes).as_bytes();
            let seen = Reader::new(text, false).char(0).unwrap();
            let entry = other_at(u64::from(text[1]) << 8 | u64::from(text[0]));
            if let Some(folded) = seen.folded_letter()
                && seen.class.is_spaced()
                && entry != LOOK
            {
                assert_eq!(u32::from(entry & CODE), folded as u32, "{c}");
                assert_eq!(entry & LOWER != 0, seen.is_lower(), "{c}");
            } else if entry == END {
                assert!(!seen.class.is_spaced(), "{c}");
                assert!(!matches!(seen.class, Class::Invisible | Class::Accent), "{c}");
            }
            let latin = latin_at(text[0], text[1]);
            if latin != 0 {
                assert_eq!(seen.first_folded(), Some(latin.to_ascii_lowercase()), "{c}");
                assert_eq!(seen.class, Class::Word, "{c}");
                assert_eq!(seen.is_upper(), latin.is_ascii_uppercase(), "{c}");
            }
        }
        assert_eq!((latin_at(0xC3, 0xA9), latin_at(0xC3, 0x89)), (b'e', b'E'));
        assert_eq!((latin_at(0xC3, 0x97), latin_at(0xC3, 0x9F)), (0, 0));
        assert!(word_hash("Мали,".as_bytes(), 0).is_some_and(|(_, lower)| !lower));
    }
}
