//! Arguments from C: pointers are checked here before anything uses them.
//!
//! The words *handle*, *input*, *output* and *callback* are those of the contract of calls, in the
//! `# Safety` section of [`capi`](super).

use core::ffi::{CStr, c_char};
use core::mem::MaybeUninit;
use std::alloc::{Layout, alloc};

use super::status::{Failure, code};

/// A string in UTF-8; ptr is NULL and len is 0 if there is none.
///
/// A string that a function returns ends with a NUL and belongs to the library: do not free it. It
/// is valid as long as any handle that keeps its gazetteer: a gazetteer, tagger, stream or
/// explanation. A string that you pass, as a language or in a struct, needs no NUL and is not kept
/// after the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_str {
    /// The first byte.
    pub ptr: *const c_char,
    /// The number of bytes, without the NUL.
    pub len: usize,
}

impl gaztag_str {
    pub(super) const NONE: Self = Self { ptr: core::ptr::null(), len: 0 };

    pub(super) const fn of(text: &'static CStr) -> Self {
        Self { ptr: text.as_ptr(), len: text.count_bytes() }
    }
}

/// Any struct that a caller fills has at most so many bytes. A larger `struct_size` was not
/// initialised, and that many bytes need not exist.
pub(super) const LARGEST_STRUCT: usize = 4096;

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

fn check_len<T>(len: usize, what: &str) -> Result<(), Failure> {
    match len.checked_mul(size_of::<T>()) {
        Some(bytes) if bytes <= isize::MAX as usize => Ok(()),
        _ => Err(Failure::new(
            code::GAZTAG_ERR_TOO_LARGE,
            alloc::format!("{what} of {len} elements is larger than any memory"),
        )),
    }
}

/// The value of a handle, or a single input.
///
/// # Safety
/// `pointer` is NULL, misaligned, or the address of a `T` that is initialised and that nothing
/// writes to during `'a`.
pub(super) unsafe fn reference<'a, T>(pointer: *const T, what: &str) -> Result<&'a T, Failure> {
    check(pointer, what)?;
    // SAFETY: `check` refused NULL and misaligned pointers; the rest is this function's contract.
    Ok(unsafe { &*pointer })
}

/// The value of a handle that a call changes, or an initialised output.
///
/// # Safety
/// `pointer` is NULL, misaligned, or the address of a `T` that is initialised and that nothing else
/// uses during `'a`.
pub(super) unsafe fn exclusive<'a, T>(pointer: *mut T, what: &str) -> Result<&'a mut T, Failure> {
    check(pointer, what)?;
    // SAFETY: `check` refused NULL and misaligned pointers; the rest is this function's contract.
    Ok(unsafe { &mut *pointer })
}

/// [`exclusive`], but `None` for NULL.
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
    // SAFETY: this function has the contract of `exclusive`.
    unsafe { exclusive(pointer, what).map(Some) }
}

/// An input string that ends with NUL.
///
/// # Safety
/// `pointer` is NULL, or the address of bytes up to a NUL that are initialised and that nothing
/// writes to during `'a`.
pub(super) unsafe fn c_string<'a>(pointer: *const c_char, what: &str) -> Result<&'a CStr, Failure> {
    // Not by way of `reference`, which gives access to the first byte only.
    if pointer.is_null() {
        return Err(null(what));
    }
    // SAFETY: the pointer is not NULL; that a NUL ends the bytes is this function's contract.
    Ok(unsafe { CStr::from_ptr(pointer) })
}

/// An input text of any bytes. NULL is the empty text if `len` is 0.
///
/// # Safety
/// As [`array`] with `u8`.
pub(super) unsafe fn bytes<'a>(
    pointer: *const c_char,
    len: usize,
    what: &str,
) -> Result<&'a [u8], Failure> {
    // SAFETY: this function has the contract of `array`; a `c_char` has the layout of a `u8`.
    unsafe { array(pointer.cast::<u8>(), len, what) }
}

/// An input text, which must be UTF-8. NULL is the empty text if `len` is 0.
///
/// # Safety
/// As [`bytes`].
pub(super) unsafe fn utf8<'a>(
    pointer: *const c_char,
    len: usize,
    what: &str,
) -> Result<&'a str, Failure> {
    // SAFETY: this function has the contract of `bytes`.
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

/// An input array. NULL is the empty array if `len` is 0.
///
/// # Safety
/// `len` is 0, or `pointer` is NULL, misaligned, or the address of `len` values that are
/// initialised and that nothing writes to during `'a`.
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
    // SAFETY: `check` refused NULL and misaligned pointers, `check_len` more bytes than a slice can
    // have; that there are `len` values is this function's contract.
    Ok(unsafe { core::slice::from_raw_parts(pointer, len) })
}

/// An initialised output array. NULL is the empty array if `len` is 0.
///
/// # Safety
/// `len` is 0, or `pointer` is NULL, misaligned, or the address of `len` values that are
/// initialised and that nothing else uses during `'a`.
pub(super) unsafe fn array_mut<'a, T>(
    pointer: *mut T,
    len: usize,
    what: &str,
) -> Result<&'a mut [T], Failure> {
    if len == 0 {
        return Ok(&mut []);
    }
    check(pointer, what)?;
    check_len::<T>(len, what)?;
    // SAFETY: `check` refused NULL and misaligned pointers, `check_len` more bytes than a slice can
    // have; that there are `len` values for this call alone is this function's contract.
    Ok(unsafe { core::slice::from_raw_parts_mut(pointer, len) })
}

/// An output array, which need not be initialised. NULL is the empty array if `len` is 0.
///
/// # Safety
/// `len` is 0, or `pointer` is NULL, misaligned, or the address of memory for `len` values that
/// nothing else uses during `'a`.
pub(super) unsafe fn buffer<'a, T>(
    pointer: *mut T,
    len: usize,
    what: &str,
) -> Result<&'a mut [MaybeUninit<T>], Failure> {
    // SAFETY: this function has the contract of `array_mut`, but for the initialisation, which a
    // `MaybeUninit` does not need.
    unsafe { array_mut(pointer.cast::<MaybeUninit<T>>(), len, what) }
}

/// Writes bytes to the start of a buffer that has as many.
pub(super) fn put(buffer: &mut [MaybeUninit<u8>], bytes: &[u8]) {
    buffer.iter_mut().zip(bytes).for_each(|(slot, &byte)| {
        slot.write(byte);
    });
}

/// An input struct whose first field is its size in the caller's header, which may be older or
/// newer than this library. Fields that the caller's struct does not have are 0.
///
/// # Safety
/// `pointer` is NULL, misaligned, or the address of a `usize`. If that is at least `smallest` and
/// at most [`LARGEST_STRUCT`], so many bytes from `pointer` on are initialised and nothing writes
/// to them during the call. `T` has only numbers and raw pointers, so that any bytes are a `T`.
pub(super) unsafe fn sized<T: Copy>(
    pointer: *const T,
    smallest: usize,
    what: &str,
) -> Result<T, Failure> {
    // SAFETY: by the contract there is a `usize` at the start.
    let size = *unsafe { reference(pointer.cast::<usize>(), what)? };
    if !(smallest..=LARGEST_STRUCT).contains(&size) {
        return Err(Failure::argument(alloc::format!(
            "struct_size of {what} is {size}; set it to the sizeof of the struct"
        )));
    }
    // SAFETY: by the contract there are `size` bytes, as `size` is in the range that was checked.
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
    let mut read = MaybeUninit::<T>::zeroed();
    // SAFETY: `known` has at most the bytes of a `T`, and `read` is not a part of it. Any bytes are
    // a `T`, by the contract.
    Ok(unsafe {
        core::ptr::copy_nonoverlapping(known.as_ptr(), read.as_mut_ptr().cast(), known.len());
        read.assume_init()
    })
}

/// An output of one value, which is `empty` from here on.
///
/// # Safety
/// `pointer` is NULL, misaligned, or the address of memory for a `T` that nothing else uses during
/// `'a`.
pub(super) unsafe fn out<'a, T>(
    pointer: *mut T,
    empty: T,
    what: &str,
) -> Result<&'a mut T, Failure> {
    check(pointer, what)?;
    // SAFETY: `check` refused NULL and misaligned pointers; the memory is for this call alone by
    // this function's contract, and is written before it can be read.
    Ok(unsafe { (*pointer.cast::<MaybeUninit<T>>()).write(empty) })
}

/// [`out`] for a handle that a call makes: NULL from here on.
///
/// # Safety
/// As [`out`].
pub(super) unsafe fn out_handle<'a, T>(pointer: *mut *mut T) -> Result<&'a mut *mut T, Failure> {
    // SAFETY: this function has the contract of `out`.
    unsafe { out(pointer, core::ptr::null_mut(), "out") }
}

/// [`out`] for a struct: zeros from here on.
///
/// # Safety
/// As [`out`], and `T` has only numbers and raw pointers, so that zeros are a `T`.
pub(super) unsafe fn out_zeroed<'a, T>(pointer: *mut T) -> Result<&'a mut T, Failure> {
    // SAFETY: this function has the contract of `out`, and zeros are a `T` by its own.
    unsafe { out(pointer, core::mem::zeroed(), "out") }
}

/// [`out`], but `None` for NULL.
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
    // SAFETY: this function has the contract of `out`.
    unsafe { out(pointer, empty, what).map(Some) }
}

/// Gives a handle to the caller, who returns it by [`free`].
pub(super) fn give<T>(handle: T, slot: &mut *mut T) -> Result<(), Failure> {
    const { assert!(size_of::<T>() > 0) };
    // Not `Box::new`, which ends the program when there is no memory.
    // SAFETY: a `T` has bytes, as asserted, so the layout is not empty.
    let memory = unsafe { alloc(Layout::new::<T>()) }.cast::<T>();
    if memory.is_null() {
        return Err(Failure::no_memory("not enough memory for the handle"));
    }
    // SAFETY: `alloc` returned memory with the size and alignment of a `T`, which is not NULL.
    unsafe { memory.write(handle) };
    *slot = memory;
    Ok(())
}

/// Frees a handle. Does nothing for NULL.
///
/// # Safety
/// `handle` is NULL, or [`give`] made it, and it is not used again.
pub(super) unsafe fn free<T>(handle: *mut T) {
    if handle.is_null() {
        return;
    }
    super::status::guard_value((), || {
        // SAFETY: `give` allocated it with the global allocator and the layout of a `T`, as a box
        // does; that it is not used again is this function's contract.
        drop(unsafe { alloc::boxed::Box::from_raw(handle) });
    });
}
