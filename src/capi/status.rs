//! What every call returns, and the one door through which all calls go.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::ffi::{CStr, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{Error, ErrorKind, ImageError};

/// What a call did: GAZTAG_OK (0), an error (below 0) or something that is no error (above 0). A
/// number of gaztag_status_code; numbers are never used anew.
pub type gaztag_status = i32;

/// The values of gaztag_status.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum gaztag_status_code {
    /// Done.
    GAZTAG_OK = 0,
    /// A callback returned something else than 0 and the call ended there.
    GAZTAG_STOPPED = 1,
    /// There is more than there was room for; the call's comment says how to go on.
    GAZTAG_MORE = 2,
    /// What was asked for does not exist: an unknown key, an index behind the last one.
    GAZTAG_NONE = 3,
    /// A pointer is NULL that must not be.
    GAZTAG_ERR_NULL = -1,
    /// An argument has a value that it cannot have: an unknown number, an unknown bit, a field that
    /// must be 0, a misaligned pointer.
    GAZTAG_ERR_ARG = -2,
    /// A text is not UTF-8 where it must be.
    GAZTAG_ERR_UTF8 = -3,
    /// Something is larger than it may be.
    GAZTAG_ERR_TOO_LARGE = -4,
    /// There is not enough memory.
    GAZTAG_ERR_NOMEM = -5,
    /// A gazetteer file, or what is added to a builder, breaks a rule of the format.
    GAZTAG_ERR_PARSE = -6,
    /// An image is of another version of the format, or was folded by another version of Unicode.
    GAZTAG_ERR_VERSION = -7,
    /// An image is none, was cut or was changed.
    GAZTAG_ERR_CORRUPT = -8,
    /// The handle is being used (a stream inside its own callback, a cursor by another thread), or
    /// a cursor is in the middle of another text.
    GAZTAG_ERR_STATE = -9,
    /// This build or this machine does not have it.
    GAZTAG_ERR_UNSUPPORTED = -10,
    /// A file cannot be read.
    GAZTAG_ERR_IO = -11,
    /// A defect of gaztag. Nothing that the call gave is of use; the handles can be used on.
    GAZTAG_ERR_INTERNAL = -99,
}

pub(super) use gaztag_status_code as code;

pub(super) const OK: gaztag_status = code::GAZTAG_OK as i32;
pub(super) const STOPPED: gaztag_status = code::GAZTAG_STOPPED as i32;
pub(super) const MORE: gaztag_status = code::GAZTAG_MORE as i32;
pub(super) const NONE: gaztag_status = code::GAZTAG_NONE as i32;

/// What went wrong, and where. The caller owns it, need not initialise it and has nothing to free;
/// every call takes NULL instead. Written only when a call fails.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_error {
    /// The status that the call returned.
    pub code: i32,
    /// The line in a gazetteer file, counted from 1; 0 if there is none.
    pub line: u32,
    /// The byte offset in the file, image or text that was read; 0 if there is none.
    pub offset: u64,
    /// In tab-separated files the number of the field in its row, in JSON the number of the
    /// character in its line; counted from 1; 0 if there is none.
    pub column: u32,
    /// 0.
    pub reserved: u32,
    /// One line of UTF-8 that says what is wrong and what to do, ended by NUL. What is too long for
    /// it is left out, "..." in its place: the start of a file's name, or else the middle of the
    /// message.
    pub message: [c_char; 232],
}

const _: () =
    assert!(size_of::<gaztag_error>() == 256 && align_of::<gaztag_error>() == align_of::<u64>());

/// Bytes of a message, without the NUL.
const MESSAGE: usize = 231;

/// Bytes that the name of a file has at least, however long the rest of the message is.
const SHORTEST_NAME: usize = 32;

/// A text in at most `room` bytes: of one that is too long the first `head` bytes and its end, and
/// `...` between them.
fn shortened(text: &str, mut head: usize, room: usize) -> Cow<'_, str> {
    if text.len() <= room {
        return text.into();
    }
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let mut tail = text.len() - room + head + "...".len();
    while !text.is_char_boundary(tail) {
        tail += 1;
    }
    alloc::format!("{}...{}", &text[..head], &text[tail..]).into()
}

/// A message that begins with the name of a file: a long name loses its start before the message
/// loses anything.
fn named(file: &str, rest: &str) -> String {
    let room = MESSAGE.saturating_sub(rest.len()).max(SHORTEST_NAME);
    shortened(file, 0, room).into_owned() + rest
}

/// Why a call failed.
pub(super) struct Failure {
    code: code,
    line: u32,
    column: u32,
    offset: u64,
    message: Cow<'static, str>,
}

/// What a call gives: a status that is no error, or why it failed.
pub(super) type Outcome = Result<gaztag_status, Failure>;

impl Failure {
    pub(super) fn new(code: code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, line: 0, column: 0, offset: 0, message: message.into() }
    }

    pub(super) fn at(self, offset: usize) -> Self {
        Self { offset: offset as u64, ..self }
    }

    pub(super) fn of_document(self, document: usize) -> Self {
        Self { message: alloc::format!("document {document}: {}", self.message).into(), ..self }
    }

    /// What is wrong with a file, by its name. Not where memory has run out: the message would need
    /// some.
    pub(super) fn of_file(self, file: &str) -> Self {
        match self.code {
            code::GAZTAG_ERR_NOMEM => self,
            _ => {
                Self { message: named(file, &alloc::format!(": {}", self.message)).into(), ..self }
            }
        }
    }

    pub(super) fn argument(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(code::GAZTAG_ERR_ARG, message)
    }

    /// Its message is a static: there is no memory for another.
    pub(super) fn no_memory(message: &'static str) -> Self {
        Self::new(code::GAZTAG_ERR_NOMEM, message)
    }

    /// As callers see it.
    pub(super) fn to_error(&self) -> gaztag_error {
        let mut error = gaztag_error {
            code: self.status(),
            line: self.line,
            offset: self.offset,
            column: self.column,
            reserved: 0,
            message: [0; 232],
        };
        let mut places = error.message.iter_mut();
        for character in shortened(&self.message, MESSAGE / 2, MESSAGE).chars() {
            // A NUL inside would end the message, a line break would make two lines of it, others
            // steer terminals.
            let shown = if character.is_control() { ' ' } else { character };
            for (byte, place) in shown.encode_utf8(&mut [0; 4]).bytes().zip(&mut places) {
                *place = byte as c_char;
            }
        }
        error
    }

    fn status(&self) -> gaztag_status {
        self.code as i32
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = match error.kind() {
            ErrorKind::Image(ImageError::Version { .. } | ImageError::Folding { .. }) => {
                code::GAZTAG_ERR_VERSION
            }
            ErrorKind::Image(_) => code::GAZTAG_ERR_CORRUPT,
            ErrorKind::NotUtf8 => code::GAZTAG_ERR_UTF8,
            ErrorKind::TooLarge | ErrorKind::TooManySurfaces => code::GAZTAG_ERR_TOO_LARGE,
            ErrorKind::NoSuchBackend(_)
            | ErrorKind::NoGazetteer
            | ErrorKind::UnsupportedBounds(_) => code::GAZTAG_ERR_UNSUPPORTED,
            ErrorKind::BadConfidence(_)
            | ErrorKind::TooManyLanguages
            | ErrorKind::BadOffset { .. } => code::GAZTAG_ERR_ARG,
            _ => code::GAZTAG_ERR_PARSE,
        };
        let byte = match error.kind() {
            ErrorKind::Image(ImageError::Content { byte, .. }) => *byte,
            _ => 0,
        };
        let (line, column, offset) =
            error.location().map_or((0, 0, byte), |place| (place.line, place.column, place.byte));
        let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let message = error.to_string();
        let file = error.location().map_or("", |place| &place.file);
        let message =
            message.strip_prefix(file).map_or_else(|| message.clone(), |rest| named(file, rest));
        Self { code, line: number(line), column: number(column), offset, message: message.into() }
    }
}

impl From<ErrorKind> for Failure {
    fn from(kind: ErrorKind) -> Self {
        Error::from(kind).into()
    }
}

/// Runs the body of a call: nothing unwinds out of it, and what fails is told to the caller.
#[inline]
pub(super) fn guard(error: *mut gaztag_error, body: impl FnOnce() -> Outcome) -> gaztag_status {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "capi-panics")]
        panics::maybe();
        body()
    }));
    let failure = match outcome {
        Ok(Ok(status)) => return status,
        Ok(Err(failure)) => failure,
        Err(payload) => {
            let said = payload
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
                .unwrap_or("no message")
                .to_string();
            // A payload that panics while it is dropped would unwind into the caller.
            core::mem::forget(payload);
            Failure::new(
                code::GAZTAG_ERR_INTERNAL,
                alloc::format!("a defect of gaztag, please report it: {said}"),
            )
        }
    };
    if !error.is_null() && error.is_aligned() {
        // SAFETY: the caller gives NULL or a place for an error; it is aligned.
        unsafe { error.write(failure.to_error()) };
    }
    failure.status()
}

/// The same for calls that give a value and cannot fail: `otherwise` if they do.
#[inline]
pub(super) fn guard_value<T>(otherwise: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "capi-panics")]
        panics::maybe();
        body()
    }))
    .unwrap_or_else(|payload| {
        core::mem::forget(payload);
        otherwise
    })
}

/// The name of a status, such as "GAZTAG_ERR_UTF8"; "?" for a number that is none. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn gaztag_status_name(status: gaztag_status) -> *const c_char {
    name(status).as_ptr()
}

fn name(status: gaztag_status) -> &'static CStr {
    match status {
        0 => c"GAZTAG_OK",
        1 => c"GAZTAG_STOPPED",
        2 => c"GAZTAG_MORE",
        3 => c"GAZTAG_NONE",
        -1 => c"GAZTAG_ERR_NULL",
        -2 => c"GAZTAG_ERR_ARG",
        -3 => c"GAZTAG_ERR_UTF8",
        -4 => c"GAZTAG_ERR_TOO_LARGE",
        -5 => c"GAZTAG_ERR_NOMEM",
        -6 => c"GAZTAG_ERR_PARSE",
        -7 => c"GAZTAG_ERR_VERSION",
        -8 => c"GAZTAG_ERR_CORRUPT",
        -9 => c"GAZTAG_ERR_STATE",
        -10 => c"GAZTAG_ERR_UNSUPPORTED",
        -11 => c"GAZTAG_ERR_IO",
        -99 => c"GAZTAG_ERR_INTERNAL",
        _ => c"?",
    }
}

/// Panics on demand, to prove that they stop at the door. Not in the header, and in no build but
/// that of the tests.
#[cfg(feature = "capi-panics")]
mod panics {
    use std::sync::atomic::{AtomicBool, Ordering};

    static NEXT: AtomicBool = AtomicBool::new(false);

    pub(super) fn maybe() {
        if NEXT.swap(false, Ordering::Relaxed) {
            #[allow(clippy::panic, reason = "that is what it is for")]
            {
                panic!("injected");
            }
        }
    }

    /// The next call panics behind its door.
    #[unsafe(no_mangle)]
    pub extern "C" fn gaztag_panic_next() {
        NEXT.store(true, Ordering::Relaxed);
    }
}
