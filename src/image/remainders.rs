//! The view of remainders: names that are the beginning or the end of the name of another country,
//! with the words that make them longer.

use super::records::TextRange;
use super::sections::Section;
use super::tables::Tables;
use crate::bytes::{first_not_before, u32_at};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// Bytes of a record: the number of a name, the words of a qualifier (a text), flags, a zero.
const QUALIFIER: usize = Section::Remainders.width();

/// What makes a name the name of another country: `South` for *Sudan*.
#[derive(Clone, Copy)]
pub(crate) struct Qualifier<'g> {
    /// Its folded words, separated by blanks. Those that the form has in lower case begin with
    /// [`SMALL`](Self::SMALL).
    pub(crate) words: &'g [u8],
    flags: u8,
}

impl Qualifier<'_> {
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
}

/// Writes a record.
#[cfg(feature = "alloc")]
pub(crate) fn write_qualifier(out: &mut Vec<u8>, name: u32, words: TextRange, flags: u8) {
    out.extend(name.to_le_bytes());
    words.write(out);
    out.extend([flags, 0]);
}

/// The words and the flags in a record.
#[inline]
fn qualifier_record(row: &[u8; QUALIFIER]) -> (TextRange, u8) {
    (TextRange::read(row, 4), row[10])
}

impl<'g> Tables<'g> {
    /// The qualifiers of the name with this number; none if it is not a remainder. Logarithmic in
    /// the number of all.
    pub(crate) fn qualifiers(
        &self,
        name: u32,
    ) -> impl Iterator<Item = Qualifier<'g>> + Clone + use<'g> {
        let tables = *self;
        let rows = self.section(Section::Remainders).as_chunks::<QUALIFIER>().0;
        let first = first_not_before(0, rows.len(), |index| {
            rows.get(index).is_some_and(|row| u32_at(row, 0) < name)
        });
        let rows = rows.get(first..).unwrap_or(&[]).iter();
        rows.take_while(move |row| u32_at(*row, 0) == name).map(move |row| {
            let (words, flags) = qualifier_record(row);
            Qualifier { words: tables.bytes_of(words).unwrap_or(&[]), flags }
        })
    }

    /// What is wrong with the record of a qualifier, if anything is: the words, the order, the
    /// flags.
    pub(super) fn wrong_qualifier(&self) -> Option<(usize, &'static str)> {
        let rows = self.section(Section::Remainders);
        let mut last = 0;
        for (index, row) in rows.as_chunks::<QUALIFIER>().0.iter().enumerate() {
            let (words, flags) = qualifier_record(row);
            let name = u32_at(row, 0);
            if name < last {
                return Some((index, "names out of order"));
            }
            last = name;
            if self.readings(name).next().is_none() {
                return Some((index, "name out of range"));
            }
            if self.text_of(words).is_none() || !self.ends_with_zero(words) {
                return Some((index, "text out of range or not UTF-8"));
            }
            if flags & !Qualifier::ALL != 0 || row.last() != Some(&0) {
                return Some((index, "unknown value"));
            }
        }
        None
    }
}
