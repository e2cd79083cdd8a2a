//! Pointers from C, checked before they are used.

use core::ffi::{CStr, c_char};
use core::mem::MaybeUninit;
use std::alloc::{Layout, alloc};

use super::status::{Failure, code};

/// A string that the library owns: not to be freed, valid as long as a handle of the gazetteer that
/// it is of (a tagger keeps its gazetteer). UTF-8, ended by NUL behind its length. NULL and 0 where
/// there is none.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_str {
    /// Its first byte.
    pub ptr: *const c_char,
    /// Its bytes, without the NUL.
    pub len: usize,
}

impl gaztag_str {
    pub(super) const NONE: Self = Self { ptr: core::ptr::null(), len: 0 };

    pub(super) const fn of(text: &'static CStr) -> Self {
        Self { ptr: text.as_ptr(), len: text.count_bytes() }
    }
}

fn null(what: &str) -> Failure {
    Failure::new(code::GAZTAG_ERR_NULL, alloc::format!("{what} is NULL"))
}

fn check<T>(pointer: *const T, what: &str) -> Result<(), Failure> {
    if pointer.is_null() {
        return Err(null(what));
    }
    if !pointer.is_aligned() {
        return Err(Failure::argument(alloc::format!(
            "{what} is not aligned to {} bytes",
            align_of::<T>()
        )));
    }
    Ok(())
}

/// What a handle points to.
///
/// # Safety
/// `pointer` is NULL or points to a `T` that lives as long as the call.
pub(super) unsafe fn reference<'a, T>(pointer: *const T, what: &str) -> Result<&'a T, Failure> {
    check(pointer, what)?;
    // SAFETY: neither NULL nor misaligned, and the caller's contract is that it lives.
    Ok(unsafe { &*pointer })
}

/// The same for handles that are changed.
///
/// # Safety
/// As [`reference`], and nothing else uses the `T` meanwhile.
pub(super) unsafe fn exclusive<'a, T>(pointer: *mut T, what: &str) -> Result<&'a mut T, Failure> {
    check(pointer, what)?;
    // SAFETY: as above, and the contract of such handles is one thread at a time.
    Ok(unsafe { &mut *pointer })
}

/// The same, which may be left out.
///
/// # Safety
/// As [`exclusive`].
pub(super) unsafe fn optional<'a, T>(
    pointer: *mut T,
    what: &str,
) -> Result<Option<&'a mut T>, Failure> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: the same contract.
    unsafe { exclusive(pointer, what).map(Some) }
}

/// A text that NUL ends. Not by way of [`reference`]: through a reference to its first byte no
/// other may be read.
///
/// # Safety
/// `pointer` is NULL or points to bytes up to a NUL that live and do not change as long as the
/// call.
pub(super) unsafe fn c_string<'a>(pointer: *const c_char, what: &str) -> Result<&'a CStr, Failure> {
    if pointer.is_null() {
        return Err(null(what));
    }
    // SAFETY: not NULL, and the caller's contract is that a NUL ends it.
    Ok(unsafe { CStr::from_ptr(pointer) })
}

/// Bytes of a text; NULL is the empty text if the length is 0.
///
/// # Safety
/// `pointer` is NULL or points to `len` bytes that live and do not change as long as the call.
pub(super) unsafe fn bytes<'a>(
    pointer: *const c_char,
    len: usize,
    what: &str,
) -> Result<&'a [u8], Failure> {
    // SAFETY: the same contract.
    unsafe { array(pointer.cast::<u8>(), len, what) }
}

/// The same, which must be UTF-8.
///
/// # Safety
/// As [`bytes`].
pub(super) unsafe fn utf8<'a>(
    pointer: *const c_char,
    len: usize,
    what: &str,
) -> Result<&'a str, Failure> {
    // SAFETY: the same contract.
    let bytes = unsafe { bytes(pointer, len, what)? };
    checked_utf8(bytes, what)
}

pub(super) fn checked_utf8<'a>(bytes: &'a [u8], what: &str) -> Result<&'a str, Failure> {
    core::str::from_utf8(bytes).map_err(|error| {
        Failure::new(
            code::GAZTAG_ERR_UTF8,
            alloc::format!("{what} is not UTF-8 at byte {}", error.valid_up_to()),
        )
        .at(error.valid_up_to())
    })
}

/// An array; NULL is an empty one if the length is 0.
///
/// # Safety
/// `pointer` is NULL or points to `len` values that live and do not change as long as the call.
pub(super) unsafe fn array<'a, T>(
    pointer: *const T,
    len: usize,
    what: &str,
) -> Result<&'a [T], Failure> {
    if len == 0 {
        return Ok(&[]);
    }
    check(pointer, what)?;
    check_len::<T>(len, what)?;
    // SAFETY: neither NULL nor misaligned, no longer than a slice can be, and the caller's contract
    // is that all of it can be read.
    Ok(unsafe { core::slice::from_raw_parts(pointer, len) })
}

fn check_len<T>(len: usize, what: &str) -> Result<(), Failure> {
    match len.checked_mul(size_of::<T>()) {
        Some(bytes) if bytes <= isize::MAX as usize => Ok(()),
        _ => Err(Failure::new(
            code::GAZTAG_ERR_TOO_LARGE,
            alloc::format!("{what} of {len} elements is larger than any memory"),
        )),
    }
}

/// A struct whose first field is its size as the caller's header has it, which may be older or
/// newer than this library: what it does not have is 0.
///
/// # Safety
/// `pointer` is NULL or points to as many bytes as the first field says. Any bytes make a `T`.
pub(super) unsafe fn sized<T: Copy>(
    pointer: *const T,
    smallest: usize,
    what: &str,
) -> Result<T, Failure> {
    // SAFETY: the struct has at least its first field.
    let size = *unsafe { reference(pointer.cast::<usize>(), what)? };
    if !(smallest..=LARGEST_STRUCT).contains(&size) {
        return Err(Failure::argument(alloc::format!(
            "struct_size of {what} is {size}; set it to the sizeof of the struct"
        )));
    }
    // SAFETY: as many bytes as the caller says.
    let bytes = unsafe { array(pointer.cast::<u8>(), size, what)? };
    let (known, newer) = bytes.split_at(size.min(size_of::<T>()));
    if newer.iter().any(|&byte| byte != 0) {
        return Err(Failure::new(
            code::GAZTAG_ERR_UNSUPPORTED,
            alloc::format!(
                "{what} has fields that this version of gaztag does not know; leave them 0"
            ),
        ));
    }
    // SAFETY: any bytes make one.
    let mut read: T = unsafe { core::mem::zeroed() };
    // SAFETY: `known` is no longer than the struct, and any bytes make one.
    unsafe {
        core::ptr::copy_nonoverlapping(known.as_ptr(), (&raw mut read).cast::<u8>(), known.len())
    };
    Ok(read)
}

/// Longer than any header will have a struct: who says more has not initialised it, and there are
/// not so many bytes to be read.
pub(super) const LARGEST_STRUCT: usize = 4096;

/// Room of the caller that may hold anything.
///
/// # Safety
/// `pointer` is NULL or points to room for `len` values that nothing else uses as long as the call.
pub(super) unsafe fn room<'a, T>(
    pointer: *mut T,
    len: usize,
    what: &str,
) -> Result<&'a mut [MaybeUninit<T>], Failure> {
    if len == 0 {
        return Ok(&mut []);
    }
    check(pointer, what)?;
    check_len::<T>(len, what)?;
    // SAFETY: neither NULL nor misaligned, no longer than a slice can be; uninitialised values are
    // allowed.
    Ok(unsafe { core::slice::from_raw_parts_mut(pointer.cast(), len) })
}

/// Writes bytes to the start of room that has as many.
pub(super) fn put(room: &mut [MaybeUninit<u8>], bytes: &[u8]) {
    room.iter_mut().zip(bytes).for_each(|(place, &byte)| {
        place.write(byte);
    });
}

/// A place for something that a call gives: `empty` until it is there.
///
/// # Safety
/// `pointer` is NULL or points to room for a `T` that nothing else uses as long as the call.
pub(super) unsafe fn out<'a, T>(
    pointer: *mut T,
    empty: T,
    what: &str,
) -> Result<&'a mut T, Failure> {
    check(pointer, what)?;
    // SAFETY: neither NULL nor misaligned; written before it can be read.
    Ok(unsafe { (*pointer.cast::<MaybeUninit<T>>()).write(empty) })
}

/// The same, which may be left out.
///
/// # Safety
/// As [`out`].
pub(super) unsafe fn optional_out<'a, T>(
    pointer: *mut T,
    empty: T,
    what: &str,
) -> Result<Option<&'a mut T>, Failure> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: the same contract.
    unsafe { out(pointer, empty, what).map(Some) }
}

/// Gives a handle to the caller.
pub(super) fn give<T>(handle: T, place: &mut *mut T) -> Result<(), Failure> {
    const { assert!(size_of::<T>() > 0) };
    let layout = Layout::new::<T>();
    // SAFETY: the layout is not empty. Not `Box::new`, which ends the program when there is no
    // memory.
    let memory = unsafe { alloc(layout) }.cast::<T>();
    if memory.is_null() {
        return Err(Failure::no_memory("not enough memory for the handle"));
    }
    // SAFETY: fresh memory of the layout of a `T`.
    unsafe { memory.write(handle) };
    *place = memory;
    Ok(())
}

/// Takes a handle back.
///
/// # Safety
/// `handle` is NULL or was made by [`give`], and is not used again.
pub(super) unsafe fn free<T>(handle: *mut T) {
    if handle.is_null() {
        return;
    }
    super::status::guard_value((), || {
        // SAFETY: `give` made it with the allocator and the layout that a box has.
        drop(unsafe { alloc::boxed::Box::from_raw(handle) });
    });
}
