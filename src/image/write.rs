//! Puts an image together.

use alloc::vec::Vec;

use super::header::{CHECKSUM_AT, HEADER, MAGIC, VERSION, checksum};
use super::sections::Section;
use crate::error::{Error, ErrorKind};
use crate::fold;

/// The sections of an image while they are written. Those that nothing was written to are empty.
pub(crate) struct Writer {
    sections: [Vec<u8>; Section::COUNT],
}

impl Default for Writer {
    fn default() -> Self {
        Self { sections: core::array::from_fn(|_| Vec::new()) }
    }
}

impl Writer {
    /// The bytes of a section, to add to them.
    pub(crate) fn section(&mut self, section: Section) -> &mut Vec<u8> {
        &mut self.sections[section as usize]
    }

    /// How many records were written to a section.
    pub(crate) fn count(&self, section: Section) -> usize {
        self.sections[section as usize].len() / section.width()
    }

    /// The image: header and sections. `surface_width` is what
    /// [`surface_width`](super::surface_width) returns, `buckets` are those of the heads.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TooLarge`] for an image of 4 GiB or more.
    pub(crate) fn finish(self, surface_width: usize, buckets: u32) -> Result<Vec<u8>, Error> {
        let len = HEADER + self.sections.iter().map(Vec::len).sum::<usize>();
        if u32::try_from(len).is_err() {
            return Err(ErrorKind::TooLarge.into());
        }
        let mut image = Vec::with_capacity(len);
        image.extend_from_slice(&MAGIC);
        // The checksum is known at the end.
        for number in [VERSION, 0] {
            image.extend_from_slice(&number.to_le_bytes());
        }
        image.extend_from_slice(&(len as u64).to_le_bytes());
        for number in [fold::FINGERPRINT, surface_width as u32, buckets] {
            image.extend_from_slice(&number.to_le_bytes());
        }
        let mut offset = HEADER;
        for section in &self.sections {
            image.extend_from_slice(&(offset as u32).to_le_bytes());
            image.extend_from_slice(&(section.len() as u32).to_le_bytes());
            offset += section.len();
        }
        // Each section is freed before the next one takes its place in memory.
        self.sections.into_iter().for_each(|section| image.extend_from_slice(&section));
        let checksum = checksum(&image);
        image[CHECKSUM_AT..CHECKSUM_AT + 4].copy_from_slice(&checksum.to_le_bytes());
        Ok(image)
    }
}
