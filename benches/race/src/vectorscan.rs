//! Vectorscan through its C library: caseless literals, block mode. The declarations are those of
//! its manual (`hs_compile.h`, `hs_runtime.h`, version 5.4).

use std::ffi::{CString, c_char, c_int, c_uint, c_ulonglong, c_void};
use std::ptr::null_mut;

const CASELESS: c_uint = 1;
const MODE_BLOCK: c_uint = 1;

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
}

/// The compiled names, with what a scan needs.
pub(crate) struct Database {
    database: *mut c_void,
    scratch: *mut c_void,
}

impl Database {
    pub(crate) fn new(names: &[String]) -> Result<Self, String> {
        let texts: Vec<CString> = names
            .iter()
            .map(|name| CString::new(name.as_str()))
            .collect::<Result<_, _>>()
            .map_err(|error| error.to_string())?;
        let pointers: Vec<*const c_char> = texts.iter().map(|text| text.as_ptr()).collect();
        let (flags, ids): (Vec<c_uint>, Vec<c_uint>) =
            (vec![CASELESS; names.len()], (0..names.len() as c_uint).collect());
        let lens: Vec<usize> = names.iter().map(String::len).collect();
        let mut this = Self { database: null_mut(), scratch: null_mut() };
        let mut error = null_mut();
        // SAFETY: four arrays of as many elements as are said, which live until the call returns;
        // the results go into variables of this frame.
        let code = unsafe {
            hs_compile_lit_multi(
                pointers.as_ptr(),
                flags.as_ptr(),
                ids.as_ptr(),
                lens.as_ptr(),
                names.len() as c_uint,
                MODE_BLOCK,
                null_mut(),
                &raw mut this.database,
                &raw mut error,
            )
        };
        if code != 0 {
            return Err(format!("Vectorscan does not compile the names: code {code}"));
        }
        // SAFETY: the database that was compiled above.
        match unsafe { hs_alloc_scratch(this.database, &raw mut this.scratch) } {
            0 => Ok(this),
            code => Err(format!("Vectorscan has no memory: code {code}")),
        }
    }

    /// Calls `found` with the index of a name and the offset behind it, for every hit.
    pub(crate) fn scan<F: FnMut(usize, usize)>(&self, text: &[u8], mut found: F) {
        unsafe extern "C" fn on_match<F: FnMut(usize, usize)>(
            id: c_uint,
            _: c_ulonglong,
            to: c_ulonglong,
            _: c_uint,
            context: *mut c_void,
        ) -> c_int {
            // SAFETY: `scan` passes its `found`, which nothing else uses until the scan returns.
            let found = unsafe { &mut *context.cast::<F>() };
            found(id as usize, to as usize);
            0
        }
        // SAFETY: database and scratch are of `new`; the text and `found` live until the call
        // returns.
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
        // SAFETY: what `new` made, freed once; both take null.
        unsafe {
            hs_free_scratch(self.scratch);
            hs_free_database(self.database);
        }
    }
}
