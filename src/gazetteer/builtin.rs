//! The built-in gazetteer: an image that `cargo run -p gazgen` makes of `data/`.

use super::compiled::Gazetteer;
use crate::image::{HEADER, Header, Section};

/// A test checks it; nothing has to be checked at run time. A static array and not a reference to
/// the bytes, since the compiler copies what a constant refers to into every unit that uses it.
static IMAGE: [u8; include_bytes!("builtin.gaz").len()] = *include_bytes!("builtin.gaz");

const GAZETTEER: Gazetteer<'static> = Gazetteer::of_static(&IMAGE);

impl Gazetteer<'static> {
    /// The built-in gazetteer of countries, blocs and minerals, a static of the library. Costs no
    /// work and no memory. The folder `data` of the project documents the data and its sources.
    ///
    /// ```
    /// assert!(gaztag::Gazetteer::builtin().find("country/MLI").is_some());
    /// ```
    pub const fn builtin() -> Self {
        GAZETTEER
    }

    /// The version of the built-in gazetteer's data, such as `2026.11`: its year and month.
    pub const BUILTIN_VERSION: &'static str = VERSION;
}

/// The first section, without the zero at its end. A copy of the bytes, since clippy 1.95 fails on
/// constant texts that refer to a static.
const VERSION: &str = {
    const LEN: usize = Header::read(&IMAGE).len(Section::DataVersion) - 1;
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
