//! Tagging into an array and by callback, and counting. Nothing here allocates.

use core::ffi::{c_char, c_void};
use core::mem::MaybeUninit;
use core::ops::ControlFlow;

use super::cursor::gaztag_cursor;
use super::gazetteer::{Page, id_of};
use super::mention::{fill_first, gaztag_mention};
use super::pointers::{array_mut, buffer, optional_out, out, reference};
use super::status::{Failure, MORE, OK, STOPPED, code, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use super::text::{GivenText, gaztag_text_options};

/// An entity that a name can mean.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_candidate {
    /// The id of the entity.
    pub entity: u64,
    /// A gaztag_role: what the matched surface form is to this entity.
    pub role: u32,
    /// Always 0.
    pub reserved: u32,
}

/// Called by gaztag_tag_each with 1 to 64 mentions in the order of the text, which are valid until
/// it returns. It returns 0 to continue, another value to stop. It may call gaztag, but must not
/// free the tagger of the call, throw a C++ exception or leave by longjmp.
pub type gaztag_mention_fn = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        mentions: *const gaztag_mention,
        mentions_len: usize,
    ) -> i32,
>;

/// Writes the mentions of a text to an array, in the order of the text. Every name is judged with
/// the whole text. Allocates nothing; takes time linear in the text.
///
/// text, text_len: any bytes. options: what is known about the text, or NULL. cursor: NULL, or a
/// cursor of gaztag_cursor_new. With a cursor, the next call with the same tagger, text and cursor
/// after GAZTAG_MORE continues after the mentions of this call; the text must stay unchanged at its
/// address until then. All calls together read the text three times at most. out, capacity: the
/// array; the call may write to all of it. out_len: the number of mentions. Returns GAZTAG_OK, or
/// GAZTAG_MORE if the array is full and the text has more mentions. Errors: GAZTAG_ERR_NULL;
/// GAZTAG_ERR_ARG and GAZTAG_ERR_UTF8 for an invalid language; GAZTAG_ERR_UNSUPPORTED for options
/// of a newer header that are not 0; GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 for a text that the
/// tagger's options refuse; GAZTAG_ERR_STATE if the cursor is in use or in the middle of another
/// text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tag(
    tagger: *const gaztag_tagger,
    text: *const c_char,
    text_len: usize,
    options: *const gaztag_text_options,
    cursor: *mut gaztag_cursor,
    out: *mut gaztag_mention,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_len` and `out` are outputs, `tagger` is a handle, `text` and `options` are
        // inputs: contract of calls.
        let (len, buffer, (tagger, text)) = unsafe {
            (
                self::out(out_len, 0, "out_len")?,
                buffer(out, capacity, "out")?,
                GivenText { text, len: text_len, options }.read_unchecked(tagger)?,
            )
        };
        let filled = if cursor.is_null() {
            fill_first(tagger, text, buffer)?
        } else {
            // SAFETY: `cursor` is a handle: contract of calls.
            unsafe { gaztag_cursor::fill(cursor, tagger, text, buffer)? }
        };
        *len = filled.len;
        Ok(if filled.rest.is_some() { MORE } else { OK })
    })
}

/// Calls a function with the mentions of a text, up to 64 at a time: the same mentions as
/// gaztag_tag, without an array to size. Allocates nothing. The part of the text after its 512th
/// name is read twice.
///
/// text, text_len, options: as for gaztag_tag. user: passed on to the callback. Returns GAZTAG_OK,
/// or GAZTAG_STOPPED if the callback stopped. Errors: as gaztag_tag; GAZTAG_ERR_NULL also for a
/// NULL callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tag_each(
    tagger: *const gaztag_tagger,
    text: *const c_char,
    text_len: usize,
    options: *const gaztag_text_options,
    found: gaztag_mention_fn,
    user: *mut c_void,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `tagger` is a handle, `text` and `options` are inputs: contract of calls.
        let (tagger, text) = unsafe { GivenText { text, len: text_len, options }.read(tagger)? };
        let found = found.ok_or_else(|| Failure::new(code::GAZTAG_ERR_NULL, "found is NULL"))?;
        let mut batch = [const { MaybeUninit::<gaztag_mention>::uninit() }; 64];
        let mut len = 0;
        // SAFETY: `found` is a callback: contract of calls. The mentions live until it returns, and
        // all of them were written: `call` is given the first `len`, or all after `len` writes.
        let call = |batch: &[MaybeUninit<gaztag_mention>]| match unsafe {
            found(user, batch.as_ptr().cast(), batch.len())
        } {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        };
        let mut flow = tagger.try_tag_each(text, |mention, _| {
            batch[len].write(gaztag_mention::of(mention));
            len += 1;
            if len < batch.len() {
                return ControlFlow::Continue(());
            }
            len = 0;
            call(&batch)
        });
        if flow.is_continue() && len > 0 {
            flow = call(&batch[..len]);
        }
        Ok(if flow.is_break() { STOPPED } else { OK })
    })
}

/// Finds out whether a text has any mention, as gaztag_tag would return it. Stops reading at the
/// first mention that the rest of the text cannot change. Allocates nothing.
///
/// text, text_len, options: as for gaztag_tag. out_found: 1 if there is a mention, otherwise 0.
/// Errors: as gaztag_tag.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_is_match(
    tagger: *const gaztag_tagger,
    text: *const c_char,
    text_len: usize,
    options: *const gaztag_text_options,
    out_found: *mut i32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_found` is an output, `tagger` a handle, `text` and `options` are inputs:
        // contract of calls.
        let (found, (tagger, text)) = unsafe {
            (
                out(out_found, 0, "out_found")?,
                GivenText { text, len: text_len, options }.read(tagger)?,
            )
        };
        *found = tagger.is_match(text).into();
        Ok(OK)
    })
}

/// Counts the mentions that gaztag_tag returns for a text, in total and for each entity. Allocates
/// nothing. The part of the text after its 512th name is read twice.
///
/// text, text_len, options: as for gaztag_tag. counts, counts_len: NULL and 0, or an initialised
/// array with a number for each of the gaztag_gazetteer_len entities of the tagger's gazetteer, by
/// position (gaztag_entity_position). Each mention adds 1 to the number of its entity, so one array
/// can count over many texts. out_total: the number of mentions of this text, or NULL. Errors: as
/// gaztag_tag; GAZTAG_ERR_ARG if there are fewer counts than entities.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_count(
    tagger: *const gaztag_tagger,
    text: *const c_char,
    text_len: usize,
    options: *const gaztag_text_options,
    counts: *mut u64,
    counts_len: usize,
    out_total: *mut u64,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let is_by_entity = !counts.is_null() || counts_len > 0;
        // SAFETY: `out_total` and `counts` are outputs, the latter initialised, `tagger` is a
        // handle, `text` and `options` are inputs: contract of calls.
        let (total, (tagger, text), counts) = unsafe {
            (
                optional_out(out_total, 0, "out_total")?,
                GivenText { text, len: text_len, options }.read(tagger)?,
                array_mut(counts, counts_len, "counts")?,
            )
        };
        if is_by_entity && counts_len < tagger.gazetteer().len() {
            return Err(Failure::argument(alloc::format!(
                "counts_len is {counts_len}; the gazetteer has {} entities",
                tagger.gazetteer().len()
            )));
        }
        let mut sum = 0;
        let _ = tagger.try_tag_each(text, |mention, _| {
            sum += 1;
            let position = tagger.gazetteer().position(mention.entity());
            if let Some(count) = position.and_then(|position| counts.get_mut(position)) {
                *count = count.wrapping_add(1);
            }
            ControlFlow::Continue(())
        });
        total.into_iter().for_each(|total| *total = sum);
        Ok(OK)
    })
}

/// Lists all entities that the name of a mention can mean, the most likely first. The entity of the
/// mention is one of them. There are at most 32.
///
/// entity, readings: the fields of a mention that this tagger, or another one with the same
/// gazetteer, returned. resume, out, capacity, out_len: as for gaztag_entity_attributes. Returns
/// GAZTAG_OK or GAZTAG_MORE. Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_candidates(
    tagger: *const gaztag_tagger,
    entity: u64,
    readings: u64,
    resume: *mut usize,
    out: *mut gaztag_candidate,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let list = || {
            // SAFETY: `tagger` is a handle: contract of calls.
            let tagger = unsafe { reference(tagger, "tagger")? };
            let candidates = id_of(entity)
                .map(|entity| tagger.tagger.candidates_of(entity, readings))
                .into_iter()
                .flatten();
            Ok(Some(candidates.map(|(entity, role)| gaztag_candidate {
                entity: entity.to_u64(),
                role: role as u32,
                reserved: 0,
            })))
        };
        // SAFETY: `resume`, `out` and `out_len` are outputs, the first one initialised: contract of
        // calls.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}
