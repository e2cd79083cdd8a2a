//! The status and the error that calls return, and the function that every call runs in.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::ffi::{CStr, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{Error, ErrorKind, ImageError};

/// The result of a call, a number of gaztag_status_code: GAZTAG_OK is 0, errors are below 0, and
/// results that are neither are above 0. A number never gets another meaning.
pub type gaztag_status = i32;

/// The values of gaztag_status.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum gaztag_status_code {
    /// Success.
    GAZTAG_OK = 0,
    /// A callback returned a value other than 0, and the call ended there.
    GAZTAG_STOPPED = 1,
    /// The output array is full and there is more. The comment of the function says how to
    /// continue.
    GAZTAG_MORE = 2,
    /// No such thing: an unknown key or id, or an index past the last one.
    GAZTAG_NONE = 3,
    /// A pointer that must not be NULL is NULL.
    GAZTAG_ERR_NULL = -1,
    /// An invalid argument: an unknown number or bit, a reserved field that is not 0, or a
    /// misaligned pointer.
    GAZTAG_ERR_ARG = -2,
    /// A text that must be UTF-8 is not.
    GAZTAG_ERR_UTF8 = -3,
    /// A text, file or result is larger than its limit.
    GAZTAG_ERR_TOO_LARGE = -4,
    /// There is not enough memory.
    GAZTAG_ERR_NOMEM = -5,
    /// A gazetteer file, or a value that is added to a builder, breaks a rule of the format.
    GAZTAG_ERR_PARSE = -6,
    /// An image has another version of the format, or was folded with another version of Unicode.
    GAZTAG_ERR_VERSION = -7,
    /// Not an image, or truncated or modified.
    GAZTAG_ERR_CORRUPT = -8,
    /// The handle is in use (a stream by its own callback, a cursor by another thread), or a cursor
    /// is in the middle of another text.
    GAZTAG_ERR_STATE = -9,
    /// This build, this version or this machine does not support it.
    GAZTAG_ERR_UNSUPPORTED = -10,
    /// A file cannot be read.
    GAZTAG_ERR_IO = -11,
    /// A name or code means several entities.
    GAZTAG_ERR_AMBIGUOUS = -12,
    /// A text is neither a key nor a name nor a code of an entity.
    GAZTAG_ERR_UNKNOWN = -13,
    /// A defect of gaztag. Ignore the outputs of the call. The handles remain usable.
    GAZTAG_ERR_INTERNAL = -99,
}

pub(super) use gaztag_status_code as code;

pub(super) const OK: gaztag_status = code::GAZTAG_OK as i32;
pub(super) const STOPPED: gaztag_status = code::GAZTAG_STOPPED as i32;
pub(super) const MORE: gaztag_status = code::GAZTAG_MORE as i32;
pub(super) const NONE: gaztag_status = code::GAZTAG_NONE as i32;

/// The reason why a call failed. The caller owns the struct. It need not be initialised, there is
/// nothing to free, and a call writes it only when it fails. NULL in its place is allowed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_error {
    /// The status that the call returned.
    pub code: i32,
    /// The line in a gazetteer file, counted from 1; 0 if not applicable.
    pub line: u32,
    /// The byte offset in the file, image or text that was read; 0 if not applicable.
    pub offset: u64,
    /// In a tab-separated file the field of the row, in JSON the character of the line, counted
    /// from 1; 0 if not applicable.
    pub column: u32,
    /// Always 0.
    pub reserved: u32,
    /// One line of UTF-8, ended by NUL: what is wrong and what to do. A message that is too long is
    /// shortened with "...": at the start of a file name if there is one, otherwise in the middle.
    pub message: [c_char; 232],
}

const _: () =
    assert!(size_of::<gaztag_error>() == 256 && align_of::<gaztag_error>() == align_of::<u64>());

/// The most bytes of a message, without the NUL.
const MESSAGE: usize = 231;

/// The least bytes that a file name keeps, however long the rest of the message is.
const SHORTEST_NAME: usize = 32;

/// Shortens a text to at most `most` bytes: its first `head` bytes, `...`, and its end.
fn shortened(text: &str, mut head: usize, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return text.into();
    }
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let mut tail = text.len() - most + head + "...".len();
    while !text.is_char_boundary(tail) {
        tail += 1;
    }
    alloc::format!("{}...{}", &text[..head], &text[tail..]).into()
}

/// A message that begins with a file name. A long name is shortened before the rest is.
fn named(file: &str, rest: &str) -> String {
    let most = MESSAGE.saturating_sub(rest.len()).max(SHORTEST_NAME);
    shortened(file, 0, most).into_owned() + rest
}

/// Why a call failed.
pub(super) struct Failure {
    code: code,
    line: u32,
    column: u32,
    offset: u64,
    message: Cow<'static, str>,
}

/// The result of a call's body: a status that is not an error, or why it failed.
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

    /// The same failure with the name of the file in front. Unchanged when memory has run out, as a
    /// longer message needs some.
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

    /// The message is static, as there is no memory for another.
    pub(super) fn no_memory(message: &'static str) -> Self {
        Self::new(code::GAZTAG_ERR_NOMEM, message)
    }

    /// The struct that callers read.
    pub(super) fn to_error(&self) -> gaztag_error {
        let mut error = gaztag_error {
            code: self.status(),
            line: self.line,
            offset: self.offset,
            column: self.column,
            reserved: 0,
            message: [0; 232],
        };
        let mut slots = error.message.iter_mut();
        for character in shortened(&self.message, MESSAGE / 2, MESSAGE).chars() {
            // A NUL would end the message, a line break would split it, and other control
            // characters have effects in terminals.
            let shown = if character.is_control() { ' ' } else { character };
            for (byte, slot) in shown.encode_utf8(&mut [0; 4]).bytes().zip(&mut slots) {
                *slot = byte as c_char;
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
            ErrorKind::NoSuchBackend(_) | ErrorKind::NoGazetteer => code::GAZTAG_ERR_UNSUPPORTED,
            ErrorKind::BadConfidence(_)
            | ErrorKind::TooManyLanguages
            | ErrorKind::TooManyLayers
            | ErrorKind::UnknownTextLanguage { .. }
            | ErrorKind::BadOffset { .. } => code::GAZTAG_ERR_ARG,
            ErrorKind::AmbiguousName { .. } => code::GAZTAG_ERR_AMBIGUOUS,
            ErrorKind::UnknownName { .. } => code::GAZTAG_ERR_UNKNOWN,
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

/// Runs the body of a call. A panic does not unwind out of it, and a failure is written to `error`,
/// which is the argument of this name of a C function.
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
            let message = payload
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
                .unwrap_or("no message")
                .to_string();
            // Leaked, as a payload that panics in its destructor would unwind into the caller.
            core::mem::forget(payload);
            Failure::new(
                code::GAZTAG_ERR_INTERNAL,
                alloc::format!("a defect of gaztag, please report it: {message}"),
            )
        }
    };
    if !error.is_null() && error.is_aligned() {
        // SAFETY: `error` is an output by the contract of calls (`# Safety` of `capi`), as all
        // callers pass the argument on unchanged; NULL and misaligned pointers were excluded above.
        unsafe { error.write(failure.to_error()) };
    }
    failure.status()
}

/// [`guard`] for calls that return a value: `otherwise` after a panic.
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

/// Returns the name of a status, such as "GAZTAG_ERR_UTF8", as a static string that ends with NUL;
/// "?" for an unknown number.
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
        -12 => c"GAZTAG_ERR_AMBIGUOUS",
        -13 => c"GAZTAG_ERR_UNKNOWN",
        -99 => c"GAZTAG_ERR_INTERNAL",
        _ => c"?",
    }
}

/// Panics on demand, which prove that no panic leaves a call. Only in builds for tests, and not in
/// the header.
#[cfg(feature = "capi-panics")]
mod panics {
    use std::sync::atomic::{AtomicBool, Ordering};

    static NEXT: AtomicBool = AtomicBool::new(false);

    pub(super) fn maybe() {
        if NEXT.swap(false, Ordering::Relaxed) {
            #[allow(clippy::panic, reason = "a test asked for it")]
            {
                panic!("injected");
            }
        }
    }

    /// Makes the next call panic.
    #[unsafe(no_mangle)]
    pub extern "C" fn gaztag_panic_next() {
        NEXT.store(true, Ordering::Relaxed);
    }
}
