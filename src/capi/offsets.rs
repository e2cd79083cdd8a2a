//! Conversion of offsets from one unit to another.

use alloc::vec::Vec;
use core::ffi::c_char;

use super::pointers::{array_mut, bytes};
use super::status::{Failure, OK, gaztag_error, gaztag_status, guard, guard_value};
use super::tagger::unit_of;

/// Converts offsets into a text from one unit to another, in place and in one pass over the text.
/// An offset inside a character becomes the offset of its start.
///
/// text, text_len: any bytes. from_unit, to_unit: gaztag_unit. offsets, offsets_len: offsets that
/// do not descend. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an offset past the end of the text
/// or less than the one before it, and for an unknown unit; GAZTAG_ERR_NOMEM, as the call needs
/// eight bytes for each offset. After an error the offsets are unchanged.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_convert_offsets(
    text: *const c_char,
    text_len: usize,
    from_unit: u32,
    to_unit: u32,
    offsets: *mut u64,
    offsets_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let (from, to) = (unit_of(from_unit, "from_unit")?, unit_of(to_unit, "to_unit")?);
        // SAFETY: `text` is an input, `offsets` an initialised output: contract of calls.
        let (text, offsets) = unsafe {
            (bytes(text, text_len, "text")?, array_mut(offsets, offsets_len, "offsets")?)
        };
        let mut converted = Vec::new();
        converted
            .try_reserve_exact(offsets.len())
            .map_err(|_| Failure::no_memory("not enough memory for the offsets"))?;
        converted
            .extend(offsets.iter().map(|&offset| usize::try_from(offset).unwrap_or(usize::MAX)));
        from.convert(to, text, &mut converted)?;
        for (offset, converted) in offsets.iter_mut().zip(converted) {
            *offset = converted as u64;
        }
        Ok(OK)
    })
}

/// Returns the length of a text in a gaztag_unit, in time linear in the text; 0 for an unknown unit
/// or a NULL text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_count_units(
    text: *const c_char,
    text_len: usize,
    unit: u32,
) -> u64 {
    guard_value(0, || {
        // SAFETY: `text` is an input: contract of calls.
        let text = unsafe { bytes(text, text_len, "text") };
        let (Ok(unit), Ok(text)) = (unit_of(unit, "unit"), text) else { return 0 };
        unit.count(text) as u64
    })
}
