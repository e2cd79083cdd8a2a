//! The version and the features of the library.

use core::ffi::{CStr, c_char};

use super::pointers::gaztag_str;

/// Returns the version of the library at run time: major * 1000000 + minor * 1000 + patch. The
/// header has its own version, GAZTAG_VERSION_NUMBER, to compare with.
#[unsafe(no_mangle)]
pub extern "C" fn gaztag_version() -> u32 {
    const fn number(text: &str) -> u32 {
        let (bytes, mut value, mut at) = (text.as_bytes(), 0, 0);
        while at < bytes.len() {
            value = value * 10 + (bytes[at] - b'0') as u32;
            at += 1;
        }
        value
    }
    const {
        number(env!("CARGO_PKG_VERSION_MAJOR")) * 1_000_000
            + number(env!("CARGO_PKG_VERSION_MINOR")) * 1000
            + number(env!("CARGO_PKG_VERSION_PATCH"))
    }
}

/// Returns the version of the library at run time as text, such as "0.1.0", for messages. A static
/// string that ends with NUL.
#[unsafe(no_mangle)]
pub extern "C" fn gaztag_version_string() -> *const c_char {
    const TEXT: &CStr =
        match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
            Ok(text) => text,
            Err(_) => c"",
        };
    TEXT.as_ptr()
}

/// Returns the version of the library's ABI. It increases when programs that were compiled with an
/// older header may break. A program that loads the library itself compares it with
/// GAZTAG_ABI_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn gaztag_abi_version() -> u32 {
    ABI_VERSION
}

/// `GAZTAG_ABI_VERSION` of the header, which gazgen writes.
const ABI_VERSION: u32 = 2;

/// Returns the version of the built-in gazetteer's data, such as "2026.11", as a static string.
/// Empty if the library has no built-in gazetteer.
#[unsafe(no_mangle)]
pub extern "C" fn gaztag_data_version() -> gaztag_str {
    #[cfg(feature = "builtin")]
    {
        // A static, so that strings borrowed from it stay valid.
        static BUILTIN: crate::Gazetteer<'static> = crate::Gazetteer::builtin();
        super::gazetteer::borrowed(&BUILTIN, BUILTIN.data_version())
    }
    #[cfg(not(feature = "builtin"))]
    gaztag_str::of(c"")
}

/// Optional parts of the library, one bit each.
#[repr(C)]
pub enum gaztag_feature {
    /// The built-in gazetteer.
    GAZTAG_FEATURE_BUILTIN = 1,
    /// The function gaztag_tag_arrow.
    GAZTAG_FEATURE_ARROW = 2,
}

/// Returns the parts that the library was built with: bits of gaztag_feature.
#[unsafe(no_mangle)]
pub extern "C" fn gaztag_features() -> u64 {
    let bit = |is_on: bool, feature: gaztag_feature| if is_on { feature as u64 } else { 0 };
    bit(cfg!(feature = "builtin"), gaztag_feature::GAZTAG_FEATURE_BUILTIN)
        | bit(cfg!(feature = "arrow"), gaztag_feature::GAZTAG_FEATURE_ARROW)
}
