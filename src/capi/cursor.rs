//! Where tagging into an array stopped.

use core::mem::MaybeUninit;

use super::exclusive::Exclusive;
use super::mention::{Filled, fill_first, fill_from, gaztag_mention};
use super::pointers::{free, give, out, reference};
use super::status::{Failure, OK, Outcome, code, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use crate::{PausedDrafts, Tagger, Text};

/// Where gaztag_tag stopped because the array was full, so that the next call goes on there. One
/// thread at a time; it can be used for one text after another. It keeps neither the tagger nor the
/// text: who leaves a text before its end calls gaztag_cursor_reset, or frees it, before either
/// goes.
pub struct gaztag_cursor(Exclusive<Inner>);

/// The text that is being tagged, by its address and length, and the tagger, by the address of its
/// image.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Source {
    text: (usize, usize),
    image: usize,
}

impl Source {
    fn of(tagger: &Tagger<'_>, text: Text<'_>) -> Self {
        let bytes = text.bytes();
        Self {
            text: (bytes.as_ptr() as usize, bytes.len()),
            image: tagger.gazetteer().to_image().as_ptr() as usize,
        }
    }
}

#[derive(Default)]
struct Inner {
    /// None between texts.
    paused: Option<(Source, PausedDrafts)>,
}

impl gaztag_cursor {
    /// Fills an array with the next mentions of a text.
    ///
    /// # Safety
    /// As [`reference`].
    pub(super) unsafe fn fill<'t>(
        cursor: *const Self,
        tagger: &'t gaztag_tagger,
        text: Text<'t>,
        room: &mut [MaybeUninit<gaztag_mention>],
    ) -> Result<Filled<'t>, Failure> {
        let source = Source::of(&tagger.tagger, text);
        let fill = |inner: &mut Inner| {
            let drafts = match &inner.paused {
                None => None,
                Some((paused, _)) if *paused != source => {
                    return Err(Failure::new(
                        code::GAZTAG_ERR_STATE,
                        "the cursor is in the middle of another text; finish it, or call gaztag_cursor_reset",
                    ));
                }
                Some(_) => inner
                    .paused
                    .take()
                    .and_then(|(_, paused)| tagger.tagger.resume_drafts(paused, text)),
            };
            let filled = match drafts {
                None => fill_first(tagger, text, room)?,
                rest => fill_from(rest, room),
            };
            inner.paused = filled.rest.clone().map(|rest| (source, rest.pause()));
            Ok(filled)
        };
        // SAFETY: the same contract.
        unsafe { Self::with(cursor, fill) }
    }

    /// # Safety
    /// As [`reference`].
    unsafe fn with<T>(
        cursor: *const Self,
        body: impl FnOnce(&mut Inner) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // SAFETY: the same contract.
        let cursor = unsafe { reference(cursor, "cursor")? };
        cursor.0.with("the cursor is in use by another thread", body)
    }
}

/// A cursor at the start of a text: see gaztag_tag.
///
/// out: the cursor, to be freed by gaztag_cursor_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_cursor_new(
    out: *mut *mut gaztag_cursor,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let out = unsafe { self::out(out, core::ptr::null_mut(), "out")? };
        give(gaztag_cursor(Exclusive::new(Inner::default())), out)?;
        Ok(OK)
    })
}

/// Forgets the text that the cursor is in the middle of: the next call begins a text. After
/// GAZTAG_OK of gaztag_tag this is not needed. Does nothing for NULL and while the cursor is in
/// use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_cursor_reset(cursor: *mut gaztag_cursor) {
    guard(core::ptr::null_mut(), || -> Outcome {
        let reset = |inner: &mut Inner| {
            inner.paused = None;
            Ok(OK)
        };
        // SAFETY: as the header says.
        unsafe { gaztag_cursor::with(cursor, reset) }
    });
}

/// Frees a cursor; NULL is let pass.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_cursor_free(cursor: *mut gaztag_cursor) {
    // SAFETY: as the header says.
    unsafe { free(cursor) };
}
