//! Texts that come in chunks, judged with what was read of them.

use alloc::vec::Vec;
use core::ffi::{c_char, c_void};
use core::mem::MaybeUninit;

use super::exclusive::Exclusive;
use super::mention::gaztag_mention;
use super::pointers::{bytes, free, give, out, reference, room};
use super::status::{
    Failure, MORE, OK, Outcome, STOPPED, code, gaztag_error, gaztag_status, guard,
};
use super::tagger::{Limits, gaztag_tagger};
use super::text::{gaztag_text_options, language_of_options};
use crate::{IncrementalTagger, Mention};

/// Tags a text that comes in chunks of any size: a stream. Names are judged with what the text has
/// said up to them, so some mentions differ from those of gaztag_tag, which knows the rest; they
/// are the same whatever the split. One thread at a time; it keeps its tagger.
///
/// Memory stays below 256 KiB beside the mentions that wait to be taken. A call that finds the
/// stream in use, by another thread or by its own callback, returns GAZTAG_ERR_STATE.
pub struct gaztag_incremental(Exclusive<Inner>);

struct Inner {
    stream: IncrementalTagger<'static>,
    limits: Limits,
    /// Bytes fed since the start of the text.
    fed: usize,
    /// Mentions found and not yet taken, from `taken` on.
    found: Vec<gaztag_mention>,
    taken: usize,
    /// Whether the text has ended and its last mentions wait.
    ended: bool,
    tail: Tail,
}

/// The bytes of a character whose end is yet to come, where texts must be UTF-8.
#[derive(Default)]
struct Tail {
    bytes: [u8; 4],
    len: usize,
}

/// Bytes that are fed at once, so that what waits stays small.
const PIECE: usize = 1 << 16;

impl Tail {
    /// Goes on with a piece; `fed` are the bytes before it.
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
            let Some((&byte, behind)) = rest.split_first() else { return Ok(()) };
            let started = (fed + piece.len() - rest.len()).saturating_sub(self.len);
            let Some(place) = self.bytes.get_mut(self.len) else { return Err(wrong(started)) };
            *place = byte;
            match core::str::from_utf8(&self.bytes[..=self.len]) {
                Ok(_) => self.len = 0,
                Err(error) if error.error_len().is_none() => self.len += 1,
                Err(_) => return Err(wrong(started)),
            }
            rest = behind;
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
    /// Gives what waits; whether all of it could be given.
    fn give(&mut self, room: &mut [MaybeUninit<gaztag_mention>], len: &mut usize) -> bool {
        let waiting = &self.found[self.taken..];
        for (place, mention) in room[*len..].iter_mut().zip(waiting) {
            place.write(*mention);
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

/// Runs a call on a stream that nothing else uses.
///
/// # Safety
/// `stream` is NULL or a handle that lives as long as the call.
unsafe fn with(
    stream: *const gaztag_incremental,
    body: impl FnOnce(&mut Inner) -> Outcome,
) -> Outcome {
    // SAFETY: the same contract.
    let stream = unsafe { reference(stream, "stream")? };
    stream.0.with("the stream is in use, by another thread or by its own callback", body)
}

/// At the start of a text.
///
/// options: what is known of the texts that will come; NULL: nothing. out: the stream, to be freed
/// by gaztag_incremental_free; NULL if the call fails. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG,
/// GAZTAG_ERR_NOMEM; GAZTAG_ERR_UTF8 and GAZTAG_ERR_UNSUPPORTED for the options, as gaztag_tag.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_incremental_new(
    tagger: *const gaztag_tagger,
    options: *const gaztag_text_options,
    out: *mut *mut gaztag_incremental,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (out, tagger) = unsafe {
            (self::out(out, core::ptr::null_mut(), "out")?, reference(tagger, "tagger")?)
        };
        // SAFETY: as the header says. The language is checked; judgement does not use it yet.
        unsafe { language_of_options(options)? };
        let stream = IncrementalTagger::new(tagger.tagger.clone());
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

/// Goes on with a chunk, which may end inside a name, a character or a tag. Gives the mentions that
/// are sure now: some 4 KiB behind, the end of what was fed cannot change them any more. Offsets
/// are those of the whole text.
///
/// consumed: how many bytes of the chunk were taken. out, capacity, out_len: room for mentions, and
/// how many there are. Returns GAZTAG_OK when all of the chunk was taken; GAZTAG_MORE when mentions
/// wait: take these out, and call again with what is left of the chunk, even if that is nothing.
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG; GAZTAG_ERR_STATE if the stream is in use, or if the
/// last mentions of the text before wait to be taken by gaztag_incremental_finish;
/// GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 (with the offset in the whole text) if the tagger was
/// built so: reset the stream then. Mentions that were given are right in any case.
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
        // SAFETY: as the header says.
        let (consumed, len, room) = unsafe {
            (
                self::out(consumed, 0, "consumed"),
                self::out(out_len, 0, "out_len"),
                room(out, capacity, "out"),
            )
        };
        let (consumed, len, room) = (consumed?, len?, room?);
        // SAFETY: as the header says.
        let chunk = unsafe { bytes(chunk, chunk_len, "chunk")? };
        let feed = |inner: &mut Inner| {
            still_open(inner)?;
            loop {
                if !inner.give(room, len) {
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
        // SAFETY: as the header says.
        unsafe { with(stream, feed) }
    })
}

fn still_open(inner: &Inner) -> Result<(), Failure> {
    if inner.ended {
        return Err(Failure::new(
            code::GAZTAG_ERR_STATE,
            "the text has ended and mentions of it wait: call gaztag_incremental_finish until it returns GAZTAG_OK, or gaztag_incremental_reset",
        ));
    }
    Ok(())
}

/// Ends the text: gives the mentions that are left. After GAZTAG_OK the stream is ready for another
/// text.
///
/// out, capacity, out_len: as gaztag_incremental_feed. Returns GAZTAG_OK, or GAZTAG_MORE when
/// mentions wait: take these out and call again. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG,
/// GAZTAG_ERR_STATE; GAZTAG_ERR_UTF8 if the text ends inside a character and the tagger is strict:
/// reset the stream then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_finish(
    stream: *mut gaztag_incremental,
    out: *mut gaztag_mention,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (len, room) =
            unsafe { (self::out(out_len, 0, "out_len")?, room(out, capacity, "out")?) };
        let finish = |inner: &mut Inner| {
            if !inner.ended {
                inner.begin_end()?;
                inner.ended = true;
                let found = &mut inner.found;
                inner.stream.finish(|mention, _| found.push(gaztag_mention::of(mention)));
            }
            if !inner.give(room, len) {
                return Ok(MORE);
            }
            inner.reset();
            Ok(OK)
        };
        // SAFETY: as the header says.
        unsafe { with(stream, finish) }
    })
}

/// What a stream's callback is given: a mention and the text of its span, valid during the call
/// only. Returns 0 to go on, else to stop. It may call gaztag, but not with the same stream; it
/// must not unwind or jump out.
pub type gaztag_incremental_fn = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        mention: *const gaztag_mention,
        text: *const c_char,
        text_len: usize,
    ) -> i32,
>;

/// Calls the callback until it stops; what is found behind that waits.
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
        // SAFETY: the callback is the caller's; what it is given lives during the call.
        self.stopped =
            unsafe { (self.callback)(self.user, &mention, text.as_ptr().cast(), text.len()) } != 0;
    }
}

fn none_waiting(inner: &Inner) -> Result<(), Failure> {
    still_open(inner)?;
    if !inner.found.is_empty() {
        return Err(Failure::new(
            code::GAZTAG_ERR_STATE,
            "mentions wait: take them by gaztag_incremental_feed or gaztag_incremental_finish",
        ));
    }
    Ok(())
}

/// As gaztag_incremental_feed, and calls a function with every mention and its text, which the
/// stream still has.
///
/// consumed: how many bytes of the chunk were taken; all of them if the callback did not stop.
/// Returns GAZTAG_OK, or GAZTAG_STOPPED if the callback returned something else than 0: what was
/// found behind that mention waits for gaztag_incremental_feed or gaztag_incremental_finish.
/// Errors: as gaztag_incremental_feed; GAZTAG_ERR_STATE also while mentions wait.
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
        // SAFETY: as the header says.
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
        // SAFETY: as the header says.
        unsafe { with(stream, feed) }
    })
}

/// As gaztag_incremental_finish, and calls a function with every mention and its text.
///
/// Returns GAZTAG_OK, then the stream is ready for another text; or GAZTAG_STOPPED if the callback
/// returned something else than 0: what is left waits for gaztag_incremental_finish. Errors: as
/// gaztag_incremental_finish; GAZTAG_ERR_STATE also while mentions wait.
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
        // SAFETY: as the header says.
        unsafe { with(stream, finish) }
    })
}

/// The byte offset before which no mention that is yet to come starts: text before it can be
/// printed or dropped. Mentions that wait are not counted, so while the last ones of a text wait it
/// is the end of the text. 0 for NULL and while the stream is in use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_settled(stream: *const gaztag_incremental) -> u64 {
    let mut settled = 0;
    guard(core::ptr::null_mut(), || {
        // SAFETY: as the header says.
        unsafe {
            with(stream, |inner| {
                // The stream below is at the start of the next text already while the last mentions
                // of this one wait.
                settled = if inner.ended { inner.fed } else { inner.stream.settled() } as u64;
                Ok(OK)
            })
        }
    });
    settled
}

/// Forgets the text fed so far, and is ready for another. Does nothing for NULL and while the
/// stream is in use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_reset(stream: *mut gaztag_incremental) {
    guard(core::ptr::null_mut(), || {
        // SAFETY: as the header says.
        unsafe {
            with(stream, |inner| {
                inner.reset();
                Ok(OK)
            })
        }
    });
}

/// Frees a stream; NULL is let pass. Not from its own callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_incremental_free(stream: *mut gaztag_incremental) {
    // SAFETY: as the header says.
    unsafe { free(stream) };
}
