//! The header of an image.

use super::sections::{Section, WIDE_SURFACE};
use crate::bytes::u32_at;

/// The first bytes of every image.
pub(crate) const MAGIC: [u8; 8] = *b"gaztag\x1A\n";

/// The version of the format. It grows with every change of the header, of the sections, of their
/// records or of what these mean. `tests/golden.rs` fails if it was forgotten.
pub(super) const VERSION: u32 = 10;

/// The bytes of the header.
pub(crate) const HEADER: usize = SECTIONS_AT + Section::COUNT * 8;

/// Offsets of the header's fields. Those of four bytes unless the name says otherwise.
pub(super) const VERSION_AT: usize = 8;
pub(super) const CHECKSUM_AT: usize = 12;
/// Eight bytes; the checksum covers everything from here on.
pub(super) const LENGTH_AT: usize = 16;
pub(super) const FOLDING_AT: usize = 24;
const SURFACE_WIDTH_AT: usize = 28;
const BUCKETS_AT: usize = 32;
/// For each section its offset and its length, of four bytes each.
const SECTIONS_AT: usize = 36;

/// What the views of an image need of its header.
#[derive(Clone)]
pub(crate) struct Header {
    /// The offset and the length of each section, in bytes.
    sections: [(u32, u32); Section::COUNT],
    /// The bytes of a record of [`Section::Surfaces`].
    pub(super) surface_width: u32,
    /// The buckets of [`Section::Heads`].
    pub(super) buckets: u32,
}

impl Header {
    /// Reads the header of an image, which must be long enough to have one. Checks nothing.
    pub(crate) const fn read(image: &[u8]) -> Self {
        let mut sections = [(0, 0); Section::COUNT];
        let mut index = 0;
        while index < Section::COUNT {
            let at = SECTIONS_AT + index * 8;
            sections[index] = (u32_at(image, at), u32_at(image, at + 4));
            index += 1;
        }
        Self {
            sections,
            surface_width: u32_at(image, SURFACE_WIDTH_AT),
            buckets: u32_at(image, BUCKETS_AT),
        }
    }

    /// The bytes of a record of a section.
    pub(crate) const fn width(&self, section: Section) -> usize {
        match section {
            Section::Surfaces if self.surface_width as usize == WIDE_SURFACE => WIDE_SURFACE,
            _ => section.width(),
        }
    }

    /// The bytes of a section; none if they are not all in the image.
    #[inline]
    pub(crate) fn section<'b>(&self, image: &'b [u8], section: Section) -> &'b [u8] {
        let (start, len) = self.sections[section as usize];
        image.get(start as usize..).and_then(|rest| rest.get(..len as usize)).unwrap_or(&[])
    }

    /// The length of a section in bytes.
    pub(crate) const fn len(&self, section: Section) -> usize {
        self.sections[section as usize].1 as usize
    }

    /// The offset of a section in bytes.
    pub(super) const fn offset(&self, section: Section) -> usize {
        self.sections[section as usize].0 as usize
    }
}

/// The checksum that the header of an image should have: the CRC-32 of everything after it.
pub(super) fn checksum(image: &[u8]) -> u32 {
    crc32fast::hash(image.get(LENGTH_AT..).unwrap_or(&[]))
}
