//! Tagging: into the caller's array, by callback, counts. Nothing here allocates.

use core::ffi::{c_char, c_void};
use core::mem::MaybeUninit;
use core::ops::ControlFlow;

use super::cursor::gaztag_cursor;
use super::gazetteer::{Page, id_of};
use super::mention::{fill_first, gaztag_mention};
use super::pointers::{array, optional_out, out, reference, room};
use super::status::{Failure, MORE, OK, STOPPED, code, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use super::text::{GivenText, gaztag_text_options};

/// An entity that a name could mean.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_candidate {
    /// Its id.
    pub entity: u64,
    /// A gaztag_role: what the surface form is to it.
    pub role: u32,
    /// 0.
    pub reserved: u32,
}

/// What a callback is given: some mentions in the order of the text, valid during the call only.
/// Returns 0 to go on, else to stop. It may call gaztag, but not free the tagger that it was called
/// with; it must not unwind or jump out.
pub type gaztag_mention_fn = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        mentions: *const gaztag_mention,
        mentions_len: usize,
    ) -> i32,
>;

/// The mentions of a text, judged with the whole text. Allocates nothing; time is linear in the
/// text.
///
/// text, text_len: any bytes; NULL is the empty text if the length is 0. options: what is known of
/// the text; NULL: nothing. cursor: NULL, or a cursor (gaztag_cursor_new): when the call returns
/// GAZTAG_MORE, the next one with the same tagger, text and cursor goes on after the mentions that
/// this one returned. The text stays where it is and as it is until then. All calls together read
/// it three times at most. out, capacity: an array for so many mentions, which the call may
/// overwrite all; out_len: how many there are. Returns GAZTAG_OK, or GAZTAG_MORE if there are more.
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG; GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 if the tagger
/// was built so; GAZTAG_ERR_UTF8 also for a bad language, GAZTAG_ERR_UNSUPPORTED for options of a
/// newer header that are not 0; GAZTAG_ERR_STATE if the cursor is in the middle of another text, or
/// in use.
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
        // SAFETY: as the header says.
        let (len, room) =
            unsafe { (self::out(out_len, 0, "out_len")?, room(out, capacity, "out")?) };
        // SAFETY: as the header says.
        let (tagger, text) =
            unsafe { GivenText { text, len: text_len, options }.read_unchecked(tagger)? };
        let filled = if cursor.is_null() {
            fill_first(tagger, text, room)?
        } else {
            // SAFETY: as the header says.
            unsafe { gaztag_cursor::fill(cursor, tagger, text, room)? }
        };
        *len = filled.len;
        Ok(if filled.rest.is_some() { MORE } else { OK })
    })
}

/// Calls a function with the mentions of a text, some at a time, judged with the whole text.
/// Allocates nothing; a text with more than 512 names is read twice after these.
///
/// text, text_len, options: as gaztag_tag. Returns GAZTAG_OK, or GAZTAG_STOPPED if the callback
/// returned something else than 0. Errors: as gaztag_tag.
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
        // SAFETY: as the header says.
        let (tagger, text) = unsafe { GivenText { text, len: text_len, options }.read(tagger)? };
        let found = found.ok_or_else(|| Failure::new(code::GAZTAG_ERR_NULL, "found is NULL"))?;
        let mut batch = [const { MaybeUninit::<gaztag_mention>::uninit() }; 64];
        let mut len = 0;
        // SAFETY: the first `len` of the batch were written.
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

/// Whether a text has a mention, judged with the whole text: 1 just where gaztag_tag returns any.
/// Stops at the first that nothing can change. Allocates nothing.
///
/// text, text_len, options: as gaztag_tag. out_found: 1 or 0. Errors: as gaztag_tag.
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
        // SAFETY: as the header says.
        let found = unsafe { out(out_found, 0, "out_found")? };
        // SAFETY: as the header says.
        let (tagger, text) = unsafe { GivenText { text, len: text_len, options }.read(tagger)? };
        *found = tagger.is_match(text).into();
        Ok(OK)
    })
}

/// Counts the mentions of a text, judged with the whole text: as many as gaztag_tag returns.
/// Allocates nothing; a text with more than 512 names is read twice after these.
///
/// text, text_len, options: as gaztag_tag. counts, counts_len: NULL and 0, or a number for each
/// entity of the tagger's gazetteer (gaztag_gazetteer_len), in the order of gaztag_entity_at, which
/// each mention of the entity adds 1 to: one array can count over many texts. out_total: the
/// mentions of this text, or NULL. Errors: as gaztag_tag; GAZTAG_ERR_ARG if there are fewer counts
/// than entities.
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
        // SAFETY: as the header says.
        let total = unsafe { optional_out(out_total, 0, "out_total")? };
        // SAFETY: as the header says.
        let (tagger, text) = unsafe { GivenText { text, len: text_len, options }.read(tagger)? };
        // SAFETY: checks the pointer; the numbers are initialised, as the header says.
        unsafe { array::<u64>(counts, counts_len, "counts")? };
        if !(counts.is_null() && counts_len == 0) && counts_len < tagger.gazetteer().len() {
            return Err(Failure::argument(alloc::format!(
                "counts_len is {counts_len}; the gazetteer has {} entities",
                tagger.gazetteer().len()
            )));
        }
        let mut sum = 0;
        let _ = tagger.try_tag_each(text, |mention, _| {
            sum += 1;
            // The only layer is 0.
            let index = mention.entity().index() as usize;
            if index < counts_len {
                // SAFETY: one of the caller's counts, and nothing else uses them meanwhile.
                unsafe { *counts.add(index) = (*counts.add(index)).wrapping_add(1) };
            }
            ControlFlow::Continue(())
        });
        total.into_iter().for_each(|total| *total = sum);
        Ok(OK)
    })
}

/// All entities that a mention's name could mean, the likeliest first; the one that it was judged
/// to mean is among them.
///
/// entity, readings: of a mention of this tagger, or of one with the same gazetteer. resume, out,
/// capacity, out_len: as gaztag_entity_attributes. There are at most 32. Returns GAZTAG_OK or
/// GAZTAG_MORE. Errors: GAZTAG_ERR_NULL.
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
            // SAFETY: as the header says.
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
        // SAFETY: as the header says.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}
