//! Vectorscan through its C library: caseless literals, block mode. The declarations follow
//! `hs_compile.h` and `hs_runtime.h` of version 5.4.

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
        // SAFETY: the four arrays have `names.len()` elements each, and they and the strings that
        // `pointers` points to outlive the call; the results are written to local variables.
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
            return Err(format!("Vectorscan cannot compile the names: code {code}"));
        }
        // SAFETY: the database was compiled above, without an error.
        match unsafe { hs_alloc_scratch(this.database, &raw mut this.scratch) } {
            0 => Ok(this),
            code => Err(format!("Vectorscan cannot allocate its scratch memory: code {code}")),
        }
    }

    /// Calls `found` for every hit, with the index of its name and the offset of its end.
    pub(crate) fn scan<F: FnMut(usize, usize)>(&self, text: &[u8], mut found: F) {
        unsafe extern "C" fn on_match<F: FnMut(usize, usize)>(
            id: c_uint,
            _: c_ulonglong,
            to: c_ulonglong,
            _: c_uint,
            context: *mut c_void,
        ) -> c_int {
            // SAFETY: `context` is the pointer to `found` that `scan` passes below; nothing else
            // uses `found` until `hs_scan` returns.
            let found = unsafe { &mut *context.cast::<F>() };
            found(id as usize, to as usize);
            0
        }
        // SAFETY: `new` returns only with a valid database and scratch memory; the text and `found`
        // outlive the call.
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
        // SAFETY: both pointers are from `new` and freed once; both functions accept null.
        unsafe {
            hs_free_scratch(self.scratch);
            hs_free_database(self.database);
        }
    }
}
