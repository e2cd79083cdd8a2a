//! Tagging a text in chunks: a stream.

use alloc::vec::Vec;
use core::ffi::{c_char, c_void};
use core::mem::MaybeUninit;

use super::exclusive::Exclusive;
use super::mention::gaztag_mention;
use super::pointers::{buffer, bytes, free, give, out, out_handle, reference};
use super::status::{
    Failure, MORE, OK, Outcome, STOPPED, code, gaztag_error, gaztag_status, guard,
};
use super::tagger::{Limits, gaztag_tagger};
use super::text::{gaztag_text_options, language_of_options};
use crate::{IncrementalTagger, Mention};

/// A stream: tags a text in chunks of any size. A name is judged with the text before it and some
/// words after it, so some mentions differ from those of gaztag_tag, which uses the whole text. How
/// the text is split has no effect. For one thread at a time. It keeps its tagger.
///
/// It needs less than 256 KiB of memory, and memory for pending mentions: those that were found and
/// not yet returned. A call returns GAZTAG_ERR_STATE while another thread, or a callback of the
/// stream, uses the stream.
pub struct gaztag_incremental(Exclusive<Inner>);

struct Inner {
    stream: IncrementalTagger<'static>,
    limits: Limits,
    /// The number of bytes of the text that were fed so far.
    fed: usize,
    /// Mentions that were found; those from `taken` on are pending.
    found: Vec<gaztag_mention>,
    taken: usize,
    /// Whether the text has ended, while its last mentions are pending.
    ended: bool,
    tail: Tail,
}

/// The bytes of an incomplete character at the end of a chunk, if texts must be UTF-8.
#[derive(Default)]
struct Tail {
    bytes: [u8; 4],
    len: usize,
}

/// The most bytes that are fed at once, so that few mentions are pending.
const PIECE: usize = 1 << 16;

impl Tail {
    /// Checks the next piece of the text, which has `fed` bytes before it.
    fn check(&mut self, piece: &[u8], fed: usize) -> Result<(), Failure> {
        let wrong = |at: usize| {
            Failure::new(
                code::GAZTAG_ERR_UTF8,
                alloc::format!("text is not UTF-8 at byte {at}; reset the stream"),
            )
            .at(at)
        };
        let mut rest = piece;
        while self.len > 0 {
            let Some((&byte, after)) = rest.split_first() else { return Ok(()) };
            let started = (fed + piece.len() - rest.len()).saturating_sub(self.len);
            let Some(slot) = self.bytes.get_mut(self.len) else { return Err(wrong(started)) };
            *slot = byte;
            match core::str::from_utf8(&self.bytes[..=self.len]) {
                Ok(_) => self.len = 0,
                Err(error) => match error.error_len() {
                    None => self.len += 1,
                    Some(_) => return Err(wrong(started)),
                },
            }
            rest = after;
        }
        if let Err(error) = core::str::from_utf8(rest) {
            let cut = &rest[error.valid_up_to()..];
            if error.error_len().is_some() {
                return Err(wrong(fed + piece.len() - cut.len()));
            }
            self.bytes[..cut.len()].copy_from_slice(cut);
            self.len = cut.len();
        }
        Ok(())
    }
}

impl Inner {
    /// Writes pending mentions to the buffer; returns whether all of them fit.
    fn give(&mut self, buffer: &mut [MaybeUninit<gaztag_mention>], len: &mut usize) -> bool {
        let waiting = &self.found[self.taken..];
        for (slot, mention) in buffer[*len..].iter_mut().zip(waiting) {
            slot.write(*mention);
            *len += 1;
            self.taken += 1;
        }
        let all = self.taken == self.found.len();
        if all {
            self.found.clear();
            self.taken = 0;
        }
        all
    }

    fn check(&mut self, piece: &[u8]) -> Result<(), Failure> {
        self.limits.check_len(self.fed.saturating_add(piece.len()))?;
        if self.limits.strict { self.tail.check(piece, self.fed) } else { Ok(()) }
    }

    fn reset(&mut self) {
        self.stream.reset();
        self.found.clear();
        (self.fed, self.taken, self.ended, self.tail) = (0, 0, false, Tail::default());
    }

    fn begin_end(&mut self) -> Result<(), Failure> {
        if self.limits.strict && self.tail.len > 0 {
            let at = self.fed - self.tail.len;
            return Err(Failure::new(
                code::GAZTAG_ERR_UTF8,
                alloc::format!("text ends inside the character at byte {at}; reset the stream"),
            )
            .at(at));
        }
        Ok(())
    }
}

/// Runs `body` with the state of a stream that no other call uses.
///
/// # Safety
/// `stream` is a handle by the contract of calls.
unsafe fn with(
    stream: *const gaztag_incremental,
    body: impl FnOnce(&mut Inner) -> Outcome,
) -> Outcome {
    // SAFETY: `stream` is a handle: this function's contract. Other calls that use it meanwhile
    // share it too, as an `Exclusive`.
    let stream = unsafe { reference(stream, "stream")? };
    stream.0.with("the stream is in use, by another thread or by its own callback", body)
}

/// Makes a stream at the start of a text.
///
/// options: what is known about the texts, or NULL. out: the stream, to be freed by
/// gaztag_incremental_free; NULL if the call fails. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM;
/// GAZTAG_ERR_ARG, GAZTAG_ERR_UTF8 and GAZTAG_ERR_UNSUPPORTED for the options, as gaztag_tag.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_incremental_new(
    tagger: *const gaztag_tagger,
    options: *const gaztag_text_options,
    out: *mut *mut gaztag_incremental,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output and `tagger` a handle: contract of calls.
        let (out, tagger) = unsafe { (out_handle(out)?, reference(tagger, "tagger")?) };
        // SAFETY: `options` is an input: contract of calls.
        let language = unsafe { language_of_options(options)? };
        let stream = IncrementalTagger::new(tagger.tagger.with_text_language(language));
        let inner = Inner {
            stream,
            limits: tagger.limits,
            fed: 0,
            found: Vec::new(),
            taken: 0,
            ended: false,
            tail: Tail::default(),
        };
        give(gaztag_incremental(Exclusive::new(inner)), out)?;
        Ok(OK)
    })
}

/// Feeds the next chunk of the text, which may end inside a name, a character or a tag. Writes the
/// mentions that the following text cannot change to an array: all but those of about the last 4
/// KiB. Offsets are offsets into the whole text.
///
/// consumed: the number of bytes of the chunk that were read. out, capacity, out_len: the array,
/// and the number of mentions. Returns GAZTAG_OK when the whole chunk was read. Returns GAZTAG_MORE
/// when the array is full: process the mentions, then call again with the rest of the chunk, even
/// if it is empty. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG; GAZTAG_ERR_STATE if the stream is in
/// use, or if mentions of the previous text are pending: call gaztag_incremental_finish;
/// GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8, with the offset into the whole text, for a text that
/// the tagger's options refuse: reset the stream. Mentions that were returned before are valid in
/// any case.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_feed(
    stream: *mut gaztag_incremental,
    chunk: *const c_char,
    chunk_len: usize,
    consumed: *mut usize,
    out: *mut gaztag_mention,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `consumed`, `out_len` and `out` are outputs, `chunk` is an input: contract of
        // calls.
        let (consumed, len, buffer, chunk) = unsafe {
            (
                self::out(consumed, 0, "consumed"),
                self::out(out_len, 0, "out_len"),
                buffer(out, capacity, "out"),
                bytes(chunk, chunk_len, "chunk"),
            )
        };
        let (consumed, len, buffer, chunk) = (consumed?, len?, buffer?, chunk?);
        let feed = |inner: &mut Inner| {
            still_open(inner)?;
            loop {
                if !inner.give(buffer, len) {
                    return Ok(MORE);
                }
                let rest = &chunk[*consumed..];
                if rest.is_empty() {
                    return Ok(OK);
                }
                let piece = &rest[..rest.len().min(PIECE)];
                inner.check(piece)?;
                let found = &mut inner.found;
                inner.stream.feed(piece, |mention, _| found.push(gaztag_mention::of(mention)));
                inner.fed += piece.len();
                *consumed += piece.len();
            }
        };
        // SAFETY: `stream` is a handle: contract of calls.
        unsafe { with(stream, feed) }
    })
}

fn still_open(inner: &Inner) -> Result<(), Failure> {
    if inner.ended {
        return Err(Failure::new(
            code::GAZTAG_ERR_STATE,
            "the text has ended and has pending mentions; call gaztag_incremental_finish until it returns GAZTAG_OK, or gaztag_incremental_reset",
        ));
    }
    Ok(())
}

/// Ends the text and writes its last mentions to an array.
///
/// out, capacity, out_len: as for gaztag_incremental_feed. Returns GAZTAG_OK, after which the
/// stream is at the start of another text; or GAZTAG_MORE when the array is full: process the
/// mentions, then call again. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG, GAZTAG_ERR_STATE;
/// GAZTAG_ERR_UTF8 if the text ends inside a character and the tagger requires UTF-8: reset the
/// stream.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_finish(
    stream: *mut gaztag_incremental,
    out: *mut gaztag_mention,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_len` and `out` are outputs: contract of calls.
        let (len, buffer) =
            unsafe { (self::out(out_len, 0, "out_len")?, buffer(out, capacity, "out")?) };
        let finish = |inner: &mut Inner| {
            if !inner.ended {
                inner.begin_end()?;
                inner.ended = true;
                let found = &mut inner.found;
                inner.stream.finish(|mention, _| found.push(gaztag_mention::of(mention)));
            }
            if !inner.give(buffer, len) {
                return Ok(MORE);
            }
            inner.reset();
            Ok(OK)
        };
        // SAFETY: `stream` is a handle: contract of calls.
        unsafe { with(stream, finish) }
    })
}

/// Called by a stream with a mention and the text of its span, which are valid until it returns. It
/// returns 0 to continue, another value to stop. It may call gaztag, but not with the same stream.
/// It must not throw a C++ exception or leave by longjmp.
pub type gaztag_incremental_fn = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        mention: *const gaztag_mention,
        text: *const c_char,
        text_len: usize,
    ) -> i32,
>;

/// Calls the callback until it stops; later mentions are pending.
struct Caller<'a> {
    callback: unsafe extern "C" fn(*mut c_void, *const gaztag_mention, *const c_char, usize) -> i32,
    user: *mut c_void,
    stopped: bool,
    found: &'a mut Vec<gaztag_mention>,
}

impl Caller<'_> {
    fn call(&mut self, mention: &Mention, text: &[u8]) {
        let mention = gaztag_mention::of(mention);
        if self.stopped {
            self.found.push(mention);
            return;
        }
        // SAFETY: `callback` is a callback: contract of calls. Its arguments live until it returns.
        self.stopped =
            unsafe { (self.callback)(self.user, &mention, text.as_ptr().cast(), text.len()) } != 0;
    }
}

fn none_waiting(inner: &Inner) -> Result<(), Failure> {
    still_open(inner)?;
    if !inner.found.is_empty() {
        return Err(Failure::new(
            code::GAZTAG_ERR_STATE,
            "the stream has pending mentions; call gaztag_incremental_feed or gaztag_incremental_finish",
        ));
    }
    Ok(())
}

/// Feeds the next chunk of the text, as gaztag_incremental_feed, but calls a function with every
/// mention and the text of its span, which may lie in an earlier chunk.
///
/// consumed: the number of bytes of the chunk that were read: all of them, unless the callback
/// stopped. user: passed on to the callback. Returns GAZTAG_OK, or GAZTAG_STOPPED if the callback
/// stopped: later mentions are pending for gaztag_incremental_feed and gaztag_incremental_finish.
/// Errors: as gaztag_incremental_feed; GAZTAG_ERR_STATE also if mentions are pending.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_feed_each(
    stream: *mut gaztag_incremental,
    chunk: *const c_char,
    chunk_len: usize,
    consumed: *mut usize,
    found: gaztag_incremental_fn,
    user: *mut c_void,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `consumed` is an output, `chunk` an input: contract of calls.
        let (consumed, chunk) =
            unsafe { (out(consumed, 0, "consumed")?, bytes(chunk, chunk_len, "chunk")?) };
        let callback = found.ok_or_else(|| Failure::new(code::GAZTAG_ERR_NULL, "found is NULL"))?;
        let feed = |inner: &mut Inner| {
            none_waiting(inner)?;
            for piece in chunk.chunks(PIECE) {
                inner.check(piece)?;
                let mut caller = Caller { callback, user, stopped: false, found: &mut inner.found };
                inner.stream.feed(piece, |mention, text| caller.call(mention, text));
                let stopped = caller.stopped;
                inner.fed += piece.len();
                *consumed += piece.len();
                if stopped {
                    return Ok(STOPPED);
                }
            }
            Ok(OK)
        };
        // SAFETY: `stream` is a handle: contract of calls.
        unsafe { with(stream, feed) }
    })
}

/// Ends the text, as gaztag_incremental_finish, but calls a function with every mention and the
/// text of its span.
///
/// Returns GAZTAG_OK, after which the stream is at the start of another text; or GAZTAG_STOPPED if
/// the callback stopped: later mentions are pending for gaztag_incremental_finish. Errors: as
/// gaztag_incremental_finish; GAZTAG_ERR_STATE also if mentions are pending.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_finish_each(
    stream: *mut gaztag_incremental,
    found: gaztag_incremental_fn,
    user: *mut c_void,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let callback = found.ok_or_else(|| Failure::new(code::GAZTAG_ERR_NULL, "found is NULL"))?;
        let finish = |inner: &mut Inner| {
            none_waiting(inner)?;
            inner.begin_end()?;
            inner.ended = true;
            let mut caller = Caller { callback, user, stopped: false, found: &mut inner.found };
            inner.stream.finish(|mention, text| caller.call(mention, text));
            if caller.stopped {
                return Ok(STOPPED);
            }
            inner.reset();
            Ok(OK)
        };
        // SAFETY: `stream` is a handle: contract of calls.
        unsafe { with(stream, finish) }
    })
}

/// Returns a byte offset into the whole text before which no later mention will start, so that the
/// text before it can be printed or dropped. Pending mentions may start before it: while the last
/// mentions of a text are pending, it is the length of the text. 0 for NULL and while the stream is
/// in use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_settled(stream: *const gaztag_incremental) -> u64 {
    let mut settled = 0;
    guard(core::ptr::null_mut(), || {
        // SAFETY: `stream` is a handle: contract of calls.
        unsafe {
            with(stream, |inner| {
                // While the last mentions are pending, `inner.stream` is at the next text already.
                settled = if inner.ended { inner.fed } else { inner.stream.settled() } as u64;
                Ok(OK)
            })
        }
    });
    settled
}

/// Drops the text that was fed so far and pending mentions; the stream is at the start of another
/// text. Does nothing for NULL, and while the stream is in use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_reset(stream: *mut gaztag_incremental) {
    guard(core::ptr::null_mut(), || {
        // SAFETY: `stream` is a handle: contract of calls.
        unsafe {
            with(stream, |inner| {
                inner.reset();
                Ok(OK)
            })
        }
    });
}

/// Frees a stream. Does nothing for NULL. A callback of the stream must not call it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_free(stream: *mut gaztag_incremental) {
    // SAFETY: `stream` is a handle, and its caller does not use it again: contract of calls.
    unsafe { free(stream) };
}
