//! Offsets in other units.

use core::ffi::c_char;

use super::pointers::{array, bytes};
use super::status::{OK, gaztag_error, gaztag_status, guard};
use super::tagger::unit_of;

/// Converts offsets into a text from one unit to another, in place and in one pass over the text.
/// They must ascend; one inside a character becomes that of the character's start.
///
/// from_unit, to_unit: gaztag_unit. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an offset that is
/// behind the end of the text or less than the one before it, or an unknown unit; GAZTAG_ERR_NOMEM,
/// as it needs eight bytes for each offset. No offset is changed then.
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
        // SAFETY: as the header says.
        let (text, given) = unsafe {
            (bytes(text, text_len, "text")?, array::<u64>(offsets, offsets_len, "offsets")?)
        };
        let mut converted = alloc::vec::Vec::new();
        converted
            .try_reserve_exact(given.len())
            .map_err(|_| super::status::Failure::no_memory("not enough memory for the offsets"))?;
        converted.extend(given.iter().map(|&offset| usize::try_from(offset).unwrap_or(usize::MAX)));
        from.convert(to, text, &mut converted)?;
        for (index, offset) in converted.into_iter().enumerate() {
            // SAFETY: one of the caller's offsets; the shared view of them is not used any more.
            unsafe { *offsets.add(index) = offset as u64 };
        }
        Ok(OK)
    })
}

/// How many units a text has, in time linear in it; 0 for an unknown unit or a NULL text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_count_units(
    text: *const c_char,
    text_len: usize,
    unit: u32,
) -> u64 {
    super::status::guard_value(0, || {
        // SAFETY: as the header says.
        let (Ok(unit), Ok(text)) =
            (unit_of(unit, "unit"), (unsafe { bytes(text, text_len, "text") }))
        else {
            return 0;
        };
        unit.count(text) as u64
    })
}
