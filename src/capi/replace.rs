//! Texts with their mentions replaced.

use core::ffi::{c_char, c_void};
use core::mem::MaybeUninit;
use core::ops::ControlFlow;

use super::mention::gaztag_mention;
use super::pointers::{bytes, out, put, room};
use super::status::{Failure, MORE, OK, STOPPED, code, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use super::text::{GivenText, gaztag_text_options};

/// Gives the replacement of a mention: sets *replacement and *replacement_len to bytes that stay
/// until it is called again or the call ends. text is the text of the mention's span. What it does
/// not set is NULL and 0: nothing. Returns 0 to go on, else to stop. It may call gaztag, but not
/// free the tagger that it was called with; it must not unwind or jump out.
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

/// Where a text is written as far as there is room.
struct Writer<'a> {
    room: &'a mut [MaybeUninit<u8>],
    len: usize,
}

impl Writer<'_> {
    fn write(&mut self, bytes: &[u8]) {
        let end = self.len.saturating_add(bytes.len());
        if let Some(place) = self.room.get_mut(self.len..end) {
            put(place, bytes);
        }
        self.len = end;
    }
}

/// The text with every mention replaced by what a callback gives for it, judged with the whole
/// text. Allocates nothing; a text with more than 512 names is read twice after these. Of mentions
/// that overlap, the first is replaced.
///
/// text, text_len, options: as gaztag_tag. out, capacity: room for the result, which is not ended
/// by NUL. out_len: its bytes, also if there is no room for them. Returns GAZTAG_OK; GAZTAG_MORE if
/// there is no room for all: nothing of out is of use then, call again with out_len bytes;
/// GAZTAG_STOPPED if the callback stopped: likewise, and out_len is 0. Errors: as gaztag_tag.
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
        // SAFETY: as the header says.
        let (len, room) = unsafe {
            (self::out(out_len, 0, "out_len")?, room(out.cast::<u8>(), capacity, "out")?)
        };
        // SAFETY: as the header says.
        let (tagger, given) = unsafe { GivenText { text, len: text_len, options }.read(tagger)? };
        let text = given.bytes();
        let replacement = replacement
            .ok_or_else(|| Failure::new(code::GAZTAG_ERR_NULL, "replacement is NULL"))?;
        let mut writer = Writer { room, len: 0 };
        let (mut at, mut failure) = (0, None);
        let flow = tagger.try_tag_each(given, |mention, span| {
            let (Some(before), Some(matched)) = (text.get(at..span.start), text.get(span.range()))
            else {
                return ControlFlow::Continue(());
            };
            let (mut new, mut new_len) = (core::ptr::null(), 0);
            // SAFETY: the callback is the caller's; what it is given lives during the call.
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
            // SAFETY: the header says that what the callback gives stays.
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
        Ok(if writer.len > writer.room.len() { MORE } else { OK })
    })
}
