//! Vectorscan through its C library, in block mode: literals, then boundaries. The declarations are
//! those of its manual (`hs_compile.h`, `hs_runtime.h`, version 5.4).
//!
//! Its literals know the case of ASCII letters only, so it has the cased spellings of other
//! letters. Expressions with Unicode case are not used: they take ten times as long to compile,
//! are slower in Russian and Greek, and a tenth faster at most in Chinese and Korean.

use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_ulonglong, c_void};
use std::ptr::{null, null_mut};

use gaztag_samples::Any;

use crate::chooser::Chooser;
use crate::engine::{Engine, Standing};
use crate::spellings::Spellings;

const CASELESS: c_uint = 1;
const MODE_BLOCK: c_uint = 1;

pub(crate) fn engine(spellings: &Spellings) -> Result<Engine, Any> {
    let database = Database::new(&spellings.ascii_caseless)?;
    let lengths: Vec<usize> = spellings.ascii_caseless.iter().map(String::len).collect();
    let mut chooser = Chooser::new(spellings.longest);
    Ok(Engine::new("vectorscan", Standing::Peer, move |text| {
        database.scan(text, |name, end| chooser.push(text, end - lengths[name], end));
        chooser.finish()
    }))
}

#[repr(C)]
struct CompileError {
    message: *mut c_char,
    expression: c_int,
}

type OnMatch = unsafe extern "C" fn(
    id: c_uint,
    from: c_ulonglong,
    to: c_ulonglong,
    flags: c_uint,
    context: *mut c_void,
) -> c_int;

#[link(name = "hs")]
unsafe extern "C" {
    fn hs_compile_lit_multi(
        expressions: *const *const c_char,
        flags: *const c_uint,
        ids: *const c_uint,
        lens: *const usize,
        elements: c_uint,
        mode: c_uint,
        platform: *const c_void,
        database: *mut *mut c_void,
        error: *mut *mut CompileError,
    ) -> c_int;
    fn hs_alloc_scratch(database: *const c_void, scratch: *mut *mut c_void) -> c_int;
    fn hs_scan(
        database: *const c_void,
        data: *const c_char,
        length: c_uint,
        flags: c_uint,
        scratch: *mut c_void,
        on_event: OnMatch,
        context: *mut c_void,
    ) -> c_int;
    fn hs_free_scratch(scratch: *mut c_void) -> c_int;
    fn hs_free_database(database: *mut c_void) -> c_int;
    fn hs_free_compile_error(error: *mut CompileError) -> c_int;
}

/// A caseless literal costs more, also if it has no letter that Vectorscan knows the case of.
fn flags(name: &str) -> c_uint {
    if name.bytes().any(|byte| byte.is_ascii_alphabetic()) { CASELESS } else { 0 }
}

/// The compiled names, with what a scan needs.
struct Database {
    database: *mut c_void,
    scratch: *mut c_void,
}

impl Database {
    /// Names to which ASCII letters are the same in both cases.
    fn new(names: &[String]) -> Result<Self, Any> {
        let texts: Vec<CString> =
            names.iter().map(|name| CString::new(name.as_str())).collect::<Result<_, _>>()?;
        let pointers: Vec<*const c_char> = texts.iter().map(|text| text.as_ptr()).collect();
        let lens: Vec<usize> = names.iter().map(String::len).collect();
        let count = c_uint::try_from(names.len())?;
        let ids: Vec<c_uint> = (0..count).collect();
        let flags: Vec<c_uint> = names.iter().map(|name| flags(name)).collect();
        let mut this = Self { database: null_mut(), scratch: null_mut() };
        let mut error = null_mut();
        // SAFETY: four arrays of `count` elements each, which live until the call returns, as the
        // strings that `pointers` lead to do; the results go into variables of this function.
        let code = unsafe {
            hs_compile_lit_multi(
                pointers.as_ptr(),
                flags.as_ptr(),
                ids.as_ptr(),
                lens.as_ptr(),
                count,
                MODE_BLOCK,
                null(),
                &raw mut this.database,
                &raw mut error,
            )
        };
        if code != 0 {
            return Err(format!("Vectorscan does not compile the names: {}", message(error)).into());
        }
        // SAFETY: the compilation returned 0, so the database is valid.
        match unsafe { hs_alloc_scratch(this.database, &raw mut this.scratch) } {
            0 => Ok(this),
            code => Err(format!("Vectorscan has no memory: code {code}").into()),
        }
    }

    /// Calls `found` with the index of a name and the offset where it ends, for every match.
    fn scan<F: FnMut(usize, usize)>(&self, text: &[u8], mut found: F) {
        unsafe extern "C" fn on_match<F: FnMut(usize, usize)>(
            id: c_uint,
            _: c_ulonglong,
            to: c_ulonglong,
            _: c_uint,
            context: *mut c_void,
        ) -> c_int {
            // SAFETY: `scan` passes its `found`, which nothing else uses until `hs_scan` returns.
            let found = unsafe { &mut *context.cast::<F>() };
            found(id as usize, to as usize);
            0
        }
        // SAFETY: `new` made database and scratch; the text and `found` live until the call
        // returns; texts of the race are shorter than 4 GiB.
        let code = unsafe {
            hs_scan(
                self.database,
                text.as_ptr().cast(),
                text.len() as c_uint,
                0,
                self.scratch,
                on_match::<F>,
                (&raw mut found).cast(),
            )
        };
        assert_eq!(code, 0, "Vectorscan's scan failed");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // SAFETY: `new` made them or left null, which both functions accept; freed once, here.
        unsafe {
            hs_free_scratch(self.scratch);
            hs_free_database(self.database);
        }
    }
}

/// The message of an error, which is freed.
fn message(error: *mut CompileError) -> String {
    if error.is_null() {
        return String::from("no reason given");
    }
    // SAFETY: not null, so the failed compilation has set it; its message is a C string that lives
    // until the error is freed, here and once.
    unsafe {
        let message = CStr::from_ptr((*error).message).to_string_lossy().into_owned();
        hs_free_compile_error(error);
        message
    }
}
