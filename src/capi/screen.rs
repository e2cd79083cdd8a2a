//! Names that are written otherwise than in a gazetteer.

use core::ffi::{c_char, c_void};
use core::ops::ControlFlow;

use super::gazetteer::{Page, gaztag_gazetteer};
use super::pointers::{array, bytes, free, give, out_handle, reference};
use super::status::{Failure, OK, STOPPED, code, gaztag_error, gaztag_status, guard, guard_value};
use super::tagger::{kinds_of, unit_of};
use crate::{Gazetteer, LikelyName, OffsetUnit, Screener};

/// Finds names that are written otherwise than in a gazetteer, for screening against lists of
/// persons, companies and vessels. Immutable: any number of threads may use one at the same time.
/// It keeps the gazetteer.
pub struct gaztag_screener {
    screener: Screener,
    /// It has the strings of the entities that are found.
    gazetteer: Gazetteer<'static>,
}

/// How a name in a text differs from the name in the gazetteer, one bit each.
#[repr(C)]
pub enum gaztag_difference {
    /// Its words have another order.
    GAZTAG_DIFFERENCE_ORDER = 1,
    /// A word is transliterated otherwise, or written in another script.
    GAZTAG_DIFFERENCE_TRANSLITERATION = 2,
    /// A word has one letter wrong.
    GAZTAG_DIFFERENCE_LETTER = 4,
}

/// A part of a text that is likely to be a name of a gazetteer. The layout is frozen, and the
/// struct can be copied and kept.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_likely_name {
    /// Offset of the start, in the unit of the call.
    pub start: u64,
    /// Offset just after the end.
    pub end: u64,
    /// The id of the entity.
    pub entity: u64,
    /// Bits of gaztag_difference, at least one.
    pub differences: u32,
    /// How likely the entity is meant, from 1 to 99: an order for people who look at what was
    /// found, not a probability.
    pub confidence: u8,
    /// Always 0.
    pub reserved: [u8; 3],
}

const _: () = assert!(size_of::<gaztag_likely_name>() == 32);

/// Called by gaztag_screen_each with one name, which is valid until it returns. It returns 0 to
/// continue, another value to stop. It may call gaztag, but must not free the screener of the call,
/// throw a C++ exception or leave by longjmp.
pub type gaztag_likely_name_fn =
    Option<unsafe extern "C" fn(user: *mut c_void, name: *const gaztag_likely_name) -> i32>;

/// Counts offsets of a text in a unit, in their order.
struct Counter<'t> {
    text: &'t [u8],
    unit: OffsetUnit,
    /// The last offset in bytes, and in the unit.
    last: (usize, usize),
}

impl Counter<'_> {
    fn at(&mut self, offset: usize) -> u64 {
        let (from, count) = self.last;
        let count = match self.unit {
            OffsetUnit::Bytes => offset,
            _ => count + self.unit.count(self.text.get(from..offset).unwrap_or(&[])),
        };
        self.last = (offset, count);
        count as u64
    }

    fn name(&mut self, name: &LikelyName) -> gaztag_likely_name {
        let bit = |is_on: bool, of: gaztag_difference| if is_on { of as u32 } else { 0 };
        let range = name.range();
        gaztag_likely_name {
            start: self.at(range.start),
            end: self.at(range.end),
            entity: name.entity().to_u64(),
            differences: bit(name.is_reordered(), gaztag_difference::GAZTAG_DIFFERENCE_ORDER)
                | bit(
                    name.is_transliterated(),
                    gaztag_difference::GAZTAG_DIFFERENCE_TRANSLITERATION,
                )
                | bit(name.is_edited(), gaztag_difference::GAZTAG_DIFFERENCE_LETTER),
            confidence: name.confidence(),
            reserved: [0; 3],
        }
    }
}

/// A text to screen.
///
/// # Safety
/// `screener` is a handle and `text` an input, by the contract of calls, and both stay unchanged
/// during `'a`.
unsafe fn given<'a>(
    screener: *const gaztag_screener,
    (text, len): (*const c_char, usize),
    unit: u32,
) -> Result<(&'a gaztag_screener, Counter<'a>), Failure> {
    // SAFETY: a handle and an input: this function's contract.
    let (screener, text) = unsafe { (reference(screener, "screener")?, bytes(text, len, "text")?) };
    Ok((screener, Counter { text, unit: unit_of(unit, "unit")?, last: (0, 0) }))
}

/// Makes a screener for the names of a gazetteer: the forms that mean no acronym, code, symbol or
/// demonym. Takes time and memory linear in them.
///
/// Of a name of several words the words may have another order, as in "SURNAME, Given". Words may
/// be transliterated otherwise, or written in another script, from or to Cyrillic, Arabic, Chinese
/// characters, Greek, Hangul or Hebrew. One word of eight letters or more may have one letter too
/// many, too few, another one, or two exchanged. A name of one word is found only in another
/// script, or with one letter wrong. What is written as in the gazetteer is found by a tagger, not
/// by a screener.
///
/// kinds, kinds_len: the kinds of the names; NULL or 0: the kinds of the gazetteer's own. Not kept
/// after the call. out: the screener, to be freed by gaztag_screener_free; NULL if the call fails.
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM; GAZTAG_ERR_ARG for a kind that the gazetteer does not
/// have.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_screener_new(
    gazetteer: *const gaztag_gazetteer,
    kinds: *const u8,
    kinds_len: usize,
    out: *mut *mut gaztag_screener,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `gazetteer` a handle, `kinds` an input: contract of calls.
        let (out, gazetteer, kinds) = unsafe {
            (
                out_handle(out)?,
                reference(gazetteer, "gazetteer")?,
                array(kinds, kinds_len, "kinds")?,
            )
        };
        let screener = Screener::new(&gazetteer.0, &kinds_of(kinds, Some(gazetteer))?);
        give(gaztag_screener { screener, gazetteer: gazetteer.0.clone() }, out)?;
        Ok(OK)
    })
}

/// Returns the number of names that a screener looks for; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_screener_len(screener: *const gaztag_screener) -> usize {
    guard_value(0, || {
        // SAFETY: `screener` is a handle: contract of calls.
        unsafe { reference(screener, "screener") }.map_or(0, |screener| screener.screener.len())
    })
}

/// Makes a new handle of the gazetteer of a screener.
///
/// out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_screener_gazetteer(
    screener: *const gaztag_screener,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `screener` a handle: contract of calls.
        let (out, screener) = unsafe { (out_handle(out)?, reference(screener, "screener")?) };
        give(gaztag_gazetteer(screener.gazetteer.clone()), out)?;
        Ok(OK)
    })
}

/// Lists the likely names of a text, in the order of their starts. They do not overlap: of several
/// the one with the most words counts, then the likeliest. Words must begin with a capital where
/// their script has capitals. Nothing is judged by its context. Each call reads the whole text.
///
/// text, text_len: any bytes; a name has no ill-formed ones. unit: a gaztag_unit, of the offsets.
/// resume, out, capacity, out_len: as for gaztag_entity_attributes. Returns GAZTAG_OK or
/// GAZTAG_MORE. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an unknown unit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_screen(
    screener: *const gaztag_screener,
    text: *const c_char,
    text_len: usize,
    unit: u32,
    resume: *mut usize,
    out: *mut gaztag_likely_name,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let list = || {
            // SAFETY: `screener` is a handle, `text` an input: contract of calls.
            let (screener, mut counter) = unsafe { given(screener, (text, text_len), unit)? };
            let names = screener.screener.screen(counter.text);
            Ok(Some(names.into_iter().map(move |name| counter.name(&name))))
        };
        // SAFETY: `resume`, `out` and `out_len` are outputs, the first one initialised: contract of
        // calls.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}

/// Calls a function with the names of gaztag_screen, one after the other, while the text is read.
///
/// text, text_len, unit: as for gaztag_screen. user: passed on to the callback. Returns GAZTAG_OK,
/// or GAZTAG_STOPPED if the callback stopped. Errors: as gaztag_screen; GAZTAG_ERR_NULL also for a
/// NULL callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_screen_each(
    screener: *const gaztag_screener,
    text: *const c_char,
    text_len: usize,
    unit: u32,
    found: gaztag_likely_name_fn,
    user: *mut c_void,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `screener` is a handle, `text` an input: contract of calls.
        let (screener, mut counter) = unsafe { given(screener, (text, text_len), unit)? };
        let found = found.ok_or_else(|| Failure::new(code::GAZTAG_ERR_NULL, "found is NULL"))?;
        let flow = screener.screener.try_screen_each(counter.text, |name| {
            let name = counter.name(&name);
            // SAFETY: `found` is a callback: contract of calls. The name lives until it returns.
            match unsafe { found(user, &raw const name) } {
                0 => ControlFlow::Continue(()),
                _ => ControlFlow::Break(()),
            }
        });
        Ok(if flow.is_break() { STOPPED } else { OK })
    })
}

/// Frees a screener. Does nothing for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_screener_free(screener: *mut gaztag_screener) {
    // SAFETY: `screener` is a handle, and its caller does not use it again: contract of calls.
    unsafe { free(screener) };
}
