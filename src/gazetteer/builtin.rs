//! The built-in gazetteer: an image that `cargo run -p gazgen` makes of `data/`.

use super::Gazetteer;
use super::image::{HEADER, Layout, Section, Source};

/// A test checks it; nothing has to be done at run time. A static of bytes, not a reference to
/// them: what a constant refers to is laid into every unit of code that uses it.
static IMAGE: [u8; include_bytes!("builtin.gaz").len()] = *include_bytes!("builtin.gaz");

/// The built-in gazetteer.
pub(super) const GAZETTEER: Gazetteer<'static> =
    Gazetteer { source: Source::Borrowed(&IMAGE), layout: Layout::read(&IMAGE) };

/// The version of the data: the first section, without the zero behind it. A copy, since clippy
/// 1.95 breaks on constant texts that lie in a static.
pub(super) const VERSION: &str = {
    const LEN: usize = GAZETTEER.layout.len(Section::DataVersion) - 1;
    const BYTES: [u8; LEN] = {
        let mut bytes = [0; LEN];
        bytes.copy_from_slice(IMAGE.split_at(HEADER).1.split_at(LEN).0);
        bytes
    };
    match core::str::from_utf8(&BYTES) {
        Ok(version) => version,
        Err(_) => "",
    }
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn image_is_valid() {
        assert_eq!(
            Gazetteer::from_image(&IMAGE)
                .map(|gazetteer| gazetteer.data_version() == VERSION && !VERSION.is_empty()),
            Ok(true)
        );
    }
}
