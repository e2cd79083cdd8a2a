//! The view of remainders: names that are the beginning or the end of the name of another country,
//! with the words that make them longer.

use super::records::TextRange;
use super::sections::Section;
use super::tables::Tables;
use crate::bytes::{first_not_before, u32_at};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// Bytes of a record: the number of a name, the words of a qualifier (a text), flags, the first and
/// the last byte of the word next to the name.
const QUALIFIER: usize = Section::Remainders.width();

/// What makes a name the name of another country: `South` for *Sudan*.
#[derive(Clone, Copy)]
pub(crate) struct Qualifier<'g> {
    texts: &'g [u8],
    words: TextRange,
    flags: u8,
    /// The first and the last byte of the word next to the name, without [`SMALL`](Self::SMALL):
    /// most qualifiers need no other comparison.
    pub(crate) ends: [u8; 2],
}

impl<'g> Qualifier<'g> {
    /// It is on the left of the name, otherwise on the right.
    pub(crate) const LEFT: u8 = 1;
    /// The longer name is a decoy.
    pub(crate) const DECOY: u8 = 2;
    /// It is a name itself, and no demonym: `Kosovo` Albanian.
    pub(crate) const NAME: u8 = 4;
    /// A hyphen joins it to the name (Guinea-`Bissau`), so that blanks do not.
    pub(crate) const HYPHEN: u8 = 8;
    /// A comma or a bracket is between the name and it: Korea, `Republic of`.
    pub(crate) const LOOSE: u8 = 16;
    /// Before a word that is in lower case in the form: `of`, `the`.
    pub(crate) const SMALL: u8 = b'-';
    /// All flags.
    const ALL: u8 = 31;

    /// Whether it has one of these flags.
    pub(crate) const fn has(&self, flags: u8) -> bool {
        self.flags & flags != 0
    }

    /// Its folded words, separated by blanks. Those that the form has in lower case begin with
    /// [`SMALL`](Self::SMALL).
    pub(crate) fn words(&self) -> &'g [u8] {
        self.words.of(self.texts).unwrap_or(&[])
    }

    /// Its word next to the name, without [`SMALL`](Self::SMALL).
    pub(crate) fn nearest(&self) -> &'g [u8] {
        nearest(self.words(), self.flags)
    }
}

/// The qualifiers of a name.
#[derive(Clone, Copy)]
pub(crate) struct Qualifiers<'g> {
    texts: &'g [u8],
    rows: &'g [[u8; QUALIFIER]],
}

impl<'g> Qualifiers<'g> {
    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Qualifier<'g>> + use<'g> {
        let texts = self.texts;
        self.rows.iter().map(move |row| {
            let (words, flags, ends) = qualifier_record(row);
            Qualifier { texts, words, flags, ends }
        })
    }

    /// Whether the word next to the name of any begins with the first of these bytes or ends with
    /// the second one: those of the words on the right and on the left of a name in a text.
    #[inline]
    pub(crate) fn have_ends(&self, beside: [[u8; 2]; 2]) -> bool {
        self.rows.iter().any(|row| {
            let (_, flags, own) = qualifier_record(row);
            let [first, last] = beside[usize::from(flags & Qualifier::LEFT)];
            (own[0] == first) | (own[1] == last)
        })
    }
}

/// The word next to the name of a qualifier with these words and flags.
#[inline]
fn nearest(words: &[u8], flags: u8) -> &[u8] {
    let is_blank = |byte: &u8| *byte == b' ';
    let word = match flags & Qualifier::LEFT {
        0 => words.split(is_blank).next(),
        _ => words.rsplit(is_blank).next(),
    };
    let word = word.unwrap_or(&[]);
    word.strip_prefix(&[Qualifier::SMALL]).unwrap_or(word)
}

/// The first and the last byte of a word; zeros if it has none.
fn ends(word: &[u8]) -> [u8; 2] {
    [word.first(), word.last()].map(|byte| byte.copied().unwrap_or(0))
}

/// Writes a record.
#[cfg(feature = "alloc")]
pub(crate) fn write_qualifier(
    out: &mut Vec<u8>,
    name: u32,
    (words, text): (TextRange, &str),
    flags: u8,
) {
    out.extend(name.to_le_bytes());
    words.write(out);
    out.push(flags);
    out.extend(ends(nearest(text.as_bytes(), flags)));
}

/// The words, the flags and the ends in a record.
#[inline]
fn qualifier_record(row: &[u8; QUALIFIER]) -> (TextRange, u8, [u8; 2]) {
    (TextRange::read(row, 4), row[10], [row[11], row[12]])
}

impl<'g> Tables<'g> {
    /// The qualifiers of the name with this number; none if it is not a remainder. Logarithmic in
    /// the number of all.
    pub(crate) fn qualifiers(&self, name: u32) -> Qualifiers<'g> {
        let rows = self.section(Section::Remainders).as_chunks::<QUALIFIER>().0;
        let first = first_not_before(0, rows.len(), |index| {
            rows.get(index).is_some_and(|row| u32_at(row, 0) < name)
        });
        let rows = rows.get(first..).unwrap_or(&[]);
        let len = rows.iter().take_while(|row| u32_at(*row, 0) == name).count();
        Qualifiers { texts: self.texts, rows: rows.get(..len).unwrap_or(&[]) }
    }

    /// What is wrong with the record of a qualifier, if anything is: the words, the order, the
    /// flags.
    pub(super) fn wrong_qualifier(&self) -> Option<(usize, &'static str)> {
        let rows = self.section(Section::Remainders);
        let mut last = 0;
        for (index, row) in rows.as_chunks::<QUALIFIER>().0.iter().enumerate() {
            let (words, flags, letters) = qualifier_record(row);
            let name = u32_at(row, 0);
            if name < last {
                return Some((index, "names out of order"));
            }
            last = name;
            if self.readings(name).next().is_none() {
                return Some((index, "name out of range"));
            }
            let Some(text) = self.text_of(words).filter(|_| self.ends_with_zero(words)) else {
                return Some((index, "text out of range or not UTF-8"));
            };
            if flags & !Qualifier::ALL != 0 {
                return Some((index, "unknown value"));
            }
            if letters != ends(nearest(text.as_bytes(), flags)) {
                return Some((index, "other letters than those of its word"));
            }
        }
        None
    }
}
