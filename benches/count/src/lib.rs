//! The smallest useful shared library with the built-in gazetteer: one function that counts
//! mentions.

/// How many mentions a text has.
///
/// # Safety
///
/// `text` must point to `len` bytes that can be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn count_mentions(text: *const u8, len: usize) -> usize {
    // SAFETY: the caller must pass a pointer to `len` readable bytes, as the documentation of this
    // function says.
    let text = unsafe { std::slice::from_raw_parts(text, len) };
    gaztag::Tagger::builtin().count(text)
}
