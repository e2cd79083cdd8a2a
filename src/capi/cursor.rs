//! The position where tagging into an array stopped.

use core::mem::MaybeUninit;

use super::exclusive::Exclusive;
use super::mention::{Filled, fill_first, fill_from, gaztag_mention};
use super::pointers::{free, give, out_handle, reference};
use super::status::{Failure, OK, Outcome, code, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use crate::{PausedDrafts, Tagger, Text};

/// The position where gaztag_tag stopped because the array was full. The next call continues there.
/// For one thread at a time, and for one text after another. It keeps neither the tagger nor the
/// text: in the middle of a text, call gaztag_cursor_reset or gaztag_cursor_free before you free
/// either.
pub struct gaztag_cursor(Exclusive<Inner>);

/// The identity of a text, by its address and length, and of a tagger, by the addresses of the
/// images of its gazetteer.
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
            image: match tagger.gazetteer().to_image() {
                [] => tagger.gazetteer().layers().fold(0, |all: usize, layer| {
                    all.rotate_left(9) ^ layer.to_image().as_ptr() as usize
                }),
                image => image.as_ptr() as usize,
            },
        }
    }
}

#[derive(Default)]
struct Inner {
    /// `None` between texts.
    paused: Option<(Source, PausedDrafts)>,
}

impl gaztag_cursor {
    /// Fills an array with the next mentions of a text.
    ///
    /// # Safety
    /// `cursor` is a handle by the contract of calls.
    pub(super) unsafe fn fill<'t>(
        cursor: *const Self,
        tagger: &'t gaztag_tagger,
        text: Text<'t>,
        buffer: &mut [MaybeUninit<gaztag_mention>],
    ) -> Result<Filled<'t>, Failure> {
        let source = Source::of(&tagger.tagger, text);
        let fill = |inner: &mut Inner| {
            let drafts = match &inner.paused {
                None => None,
                Some((paused, _)) if *paused != source => {
                    return Err(Failure::new(
                        code::GAZTAG_ERR_STATE,
                        "the cursor is in the middle of another text; tag its rest, or call gaztag_cursor_reset",
                    ));
                }
                Some(_) => inner
                    .paused
                    .take()
                    .and_then(|(_, paused)| tagger.tagger.resume_drafts(paused, text)),
            };
            let filled = match drafts {
                None => fill_first(tagger, text, buffer)?,
                rest => fill_from(rest, buffer),
            };
            inner.paused = filled.rest.clone().map(|rest| (source, rest.pause()));
            Ok(filled)
        };
        // SAFETY: this function has the contract of `with`.
        unsafe { Self::with(cursor, fill) }
    }

    /// Runs `body` with the state of a cursor that no other call uses.
    ///
    /// # Safety
    /// `cursor` is a handle by the contract of calls.
    unsafe fn with<T>(
        cursor: *const Self,
        body: impl FnOnce(&mut Inner) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // SAFETY: `cursor` is a handle: this function's contract. Other calls that use it meanwhile
        // share it too, as an `Exclusive`.
        let cursor = unsafe { reference(cursor, "cursor")? };
        cursor.0.with("the cursor is in use by another thread", body)
    }
}

/// Makes a cursor for gaztag_tag.
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
        // SAFETY: `out` is an output: contract of calls.
        let out = unsafe { out_handle(out)? };
        give(gaztag_cursor(Exclusive::new(Inner::default())), out)?;
        Ok(OK)
    })
}

/// Makes a cursor forget the text that it is in the middle of, so that the next call starts a text.
/// Not needed after gaztag_tag has returned GAZTAG_OK. Does nothing for NULL, and while the cursor
/// is in use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_cursor_reset(cursor: *mut gaztag_cursor) {
    guard(core::ptr::null_mut(), || -> Outcome {
        let reset = |inner: &mut Inner| {
            inner.paused = None;
            Ok(OK)
        };
        // SAFETY: `cursor` is a handle: contract of calls.
        unsafe { gaztag_cursor::with(cursor, reset) }
    });
}

/// Frees a cursor. Does nothing for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_cursor_free(cursor: *mut gaztag_cursor) {
    // SAFETY: `cursor` is a handle, and its caller does not use it again: contract of calls.
    unsafe { free(cursor) };
}
