//! Replacing the mentions of a text.

use core::ffi::{c_char, c_void};
use core::mem::MaybeUninit;
use core::ops::ControlFlow;

use super::mention::gaztag_mention;
use super::pointers::{buffer, bytes, out, put};
use super::status::{Failure, MORE, OK, STOPPED, code, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use super::text::{GivenText, gaztag_text_options};

/// Called by gaztag_replace with each mention and the text of its span. It sets *replacement and
/// *replacement_len to the bytes that replace the name, which stay valid until it is called again
/// or the call ends. They are NULL and 0 before: an empty replacement. It returns 0 to continue,
/// another value to stop. It may call gaztag, but must not free the tagger of the call, throw a C++
/// exception or leave by longjmp.
pub type gaztag_replacement_fn = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        mention: *const gaztag_mention,
        text: *const c_char,
        text_len: usize,
        replacement: *mut *const c_char,
        replacement_len: *mut usize,
    ) -> i32,
>;

/// Writes pieces of a text to a buffer while they fit, and counts all their bytes.
struct Writer<'a> {
    buffer: &'a mut [MaybeUninit<u8>],
    len: usize,
}

impl Writer<'_> {
    fn write(&mut self, bytes: &[u8]) {
        let end = self.len.saturating_add(bytes.len());
        if let Some(slots) = self.buffer.get_mut(self.len..end) {
            put(slots, bytes);
        }
        self.len = end;
    }
}

/// Copies a text and replaces every mention by what a callback returns for it. The mentions are
/// those of gaztag_tag; of mentions that overlap, the first is replaced. Allocates nothing. The
/// part of the text after its 512th name is read twice.
///
/// text, text_len, options: as for gaztag_tag. out, capacity: an array for the result, which does
/// not end with NUL. out_len: the length of the result, also if it does not fit. Returns GAZTAG_OK;
/// GAZTAG_MORE if the result does not fit: ignore out and call again with out_len bytes; or
/// GAZTAG_STOPPED if the callback stopped: ignore out, out_len is 0. Errors: as gaztag_tag, and as
/// every call for a replacement that is NULL with a length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_replace(
    tagger: *const gaztag_tagger,
    text: *const c_char,
    text_len: usize,
    options: *const gaztag_text_options,
    replacement: gaztag_replacement_fn,
    user: *mut c_void,
    out: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_len` and `out` are outputs, `tagger` is a handle, `text` and `options` are
        // inputs: contract of calls.
        let (len, buffer, (tagger, given)) = unsafe {
            (
                self::out(out_len, 0, "out_len")?,
                buffer(out.cast::<u8>(), capacity, "out")?,
                GivenText { text, len: text_len, options }.read(tagger)?,
            )
        };
        let text = given.bytes();
        let replacement = replacement
            .ok_or_else(|| Failure::new(code::GAZTAG_ERR_NULL, "replacement is NULL"))?;
        let mut writer = Writer { buffer, len: 0 };
        let (mut at, mut failure) = (0, None);
        let flow = tagger.try_tag_each(given, |mention, span| {
            let (Some(before), Some(matched)) = (text.get(at..span.start), text.get(span.range()))
            else {
                return ControlFlow::Continue(());
            };
            let (mut new, mut new_len) = (core::ptr::null(), 0);
            // SAFETY: `replacement` is a callback: contract of calls. Its arguments live until it
            // returns.
            if unsafe {
                replacement(
                    user,
                    &gaztag_mention::of(mention),
                    matched.as_ptr().cast(),
                    matched.len(),
                    &mut new,
                    &mut new_len,
                )
            } != 0
            {
                return ControlFlow::Break(());
            }
            // SAFETY: what a callback returns is an input: contract of calls.
            match unsafe { bytes(new, new_len, "replacement") } {
                Ok(new) => {
                    writer.write(before);
                    writer.write(new);
                    at = span.end;
                    ControlFlow::Continue(())
                }
                Err(wrong) => {
                    failure = Some(wrong);
                    ControlFlow::Break(())
                }
            }
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        if flow.is_break() {
            return Ok(STOPPED);
        }
        writer.write(text.get(at..).unwrap_or(&[]));
        *len = writer.len;
        Ok(if writer.len > writer.buffer.len() { MORE } else { OK })
    })
}
