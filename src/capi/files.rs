//! Gazetteer files, which add to builders.

use alloc::string::String;
use core::ffi::{c_char, c_void};

use super::builder::gaztag_builder;
use super::pointers::{bytes, exclusive, optional_out, reference};
use super::status::{Failure, OK, STOPPED, code, gaztag_error, gaztag_status, guard, guard_value};
use super::tagger::{case_of, one_of};
use crate::{Bounds, Error, Format, Preference};

/// A format of gazetteer files; docs/gazetteers.md describes them.
#[repr(C)]
pub enum gaztag_format {
    /// Tab-separated values with one surface form in each row. The first row names the columns: key
    /// and form are required; name, role, case, lang, prior, word, bounds and accents are optional;
    /// source and note are ignored. The key of a decoy is "-".
    GAZTAG_FORMAT_TSV = 0,
    /// One JSON object in each line: {"key": .., "name": .., "forms": [..], "attributes": {..}} or
    /// {"decoy": ..}. A form is a string or an object.
    GAZTAG_FORMAT_JSON_LINES = 1,
    /// The dictionary of flashtext: one JSON object {name: [forms]}. Forms match in any case. The
    /// kind is "keyword".
    GAZTAG_FORMAT_FLASHTEXT = 2,
    /// The patterns of spaCy's EntityRuler, one JSON object in each line: {"label": .., "pattern":
    /// .., "id": ..}. The kind is the label in lower case.
    GAZTAG_FORMAT_SPACY = 3,
}

fn format_of(format: u32) -> Result<Format, Failure> {
    one_of(format, &[Format::Tsv, Format::JsonLines, Format::Flashtext, Format::Spacy], "format")
}

/// Returns the most likely gaztag_format of a gazetteer file, by the extension of its name: .jsonl
/// and .ndjson, .json, or tab-separated values for any other. Of the two formats with JSON lines,
/// the first line of the content decides.
///
/// file, file_len: the name. text, text_len: the content, or its start. Returns GAZTAG_FORMAT_TSV
/// for a NULL with a length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_format_guess(
    file: *const c_char,
    file_len: usize,
    text: *const c_char,
    text_len: usize,
) -> u32 {
    guard_value(gaztag_format::GAZTAG_FORMAT_TSV as u32, || {
        // SAFETY: `file` and `text` are inputs: contract of calls.
        let (Ok(file), Ok(text)) =
            (unsafe { (bytes(file, file_len, "file"), bytes(text, text_len, "text")) })
        else {
            return gaztag_format::GAZTAG_FORMAT_TSV as u32;
        };
        match Format::guess(&file_name(file), text) {
            Format::Tsv => gaztag_format::GAZTAG_FORMAT_TSV as u32,
            Format::JsonLines => gaztag_format::GAZTAG_FORMAT_JSON_LINES as u32,
            Format::Flashtext => gaztag_format::GAZTAG_FORMAT_FLASHTEXT as u32,
            Format::Spacy => gaztag_format::GAZTAG_FORMAT_SPACY as u32,
        }
    })
}

/// Which surface form counts where one that is added to a gazetteer equals one of another entity
/// that the gazetteer had before, and has no prior of its own.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_preference {
    /// The one that was there before: an entity "Morocco" of your own does not take the country's
    /// name.
    GAZTAG_PREFERENCE_BUILTIN = 0,
    /// The one that is added.
    GAZTAG_PREFERENCE_OWN = 1,
}

/// Sets which form counts where one that is added equals one of another entity of the gazetteer
/// with which the builder started. Applies to what is added from then on, by calls and by files.
/// The default is GAZTAG_PREFERENCE_BUILTIN: the added form counts only where the other does not
/// fit. If the added form has a prior, both count, and their priors decide. A decoy of the
/// gazetteer never hides an equal form that is added.
///
/// preference: a gaztag_preference. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an unknown number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_set_preference(
    builder: *mut gaztag_builder,
    preference: u32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `builder` is a handle that this call alone uses: contract of calls.
        let builder = unsafe { exclusive(builder, "builder")? };
        builder.builder.set_preference(one_of(preference, Preference::ALL, "preference")?);
        Ok(OK)
    })
}

/// Sets the bounds of those surface forms and decoys of files that give none of their own. Applies
/// to gaztag_builder_read and gaztag_builder_check from then on, in every format. The default is
/// GAZTAG_BOUNDS_WORD.
///
/// bounds: a gaztag_bounds. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an unknown number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_set_file_bounds(
    builder: *mut gaztag_builder,
    bounds: u32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `builder` is a handle that this call alone uses: contract of calls.
        let builder = unsafe { exclusive(builder, "builder")? };
        builder.builder.set_file_bounds(one_of(bounds, Bounds::ALL, "bounds")?);
        Ok(OK)
    })
}

/// Sets the case rule of those surface forms and decoys of files that give none of their own.
/// Applies to files from then on, in every format. Lists of terms with capitals as in titles (Heart
/// Attack) need GAZTAG_CASE_ANY.
///
/// case_rule: a gaztag_case_rule; GAZTAG_CASE_DEFAULT, as at first, goes by each form. Errors:
/// GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for an unknown number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_set_file_case(
    builder: *mut gaztag_builder,
    case_rule: u32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `builder` is a handle that this call alone uses: contract of calls.
        let builder = unsafe { exclusive(builder, "builder")? };
        builder.builder.set_file_case(case_of(case_rule, "case_rule")?);
        Ok(OK)
    })
}

/// Adds the content of a gazetteer file. A new entity gets its name from the file, or its first
/// form as name. After an error the builder is unchanged. Takes time linear in the file and in the
/// content of the builder: pass a whole file, not single rows.
///
/// format: a gaztag_format. file, file_len: the name of the file for messages, or NULL. text,
/// text_len: its content. out_forms: the number of surface forms and decoys in the file, or NULL.
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG; GAZTAG_ERR_UTF8, GAZTAG_ERR_PARSE and
/// GAZTAG_ERR_TOO_LARGE, with line, column and byte offset.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_read(
    builder: *mut gaztag_builder,
    format: u32,
    file: *const c_char,
    file_len: usize,
    text: *const c_char,
    text_len: usize,
    out_forms: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_forms` is an output, `builder` a handle that this call alone uses; `file`
        // and `text` are inputs: contract of calls.
        let (forms, builder, file, text) = unsafe {
            (
                optional_out(out_forms, 0, "out_forms")?,
                exclusive(builder, "builder")?,
                bytes(file, file_len, "file")?,
                bytes(text, text_len, "text")?,
            )
        };
        let count = builder.builder.read(format_of(format)?, &file_name(file), text)?;
        forms.into_iter().for_each(|forms| *forms = count);
        Ok(OK)
    })
}

/// The name of a file in messages.
fn file_name(file: &[u8]) -> String {
    if file.is_empty() { "text".into() } else { String::from_utf8_lossy(file).into_owned() }
}

/// Called with one error of a gazetteer file, which is valid until it returns. It returns 0 to
/// continue, another value to stop. It may call gaztag, but must not change or free the builder,
/// throw a C++ exception or leave by longjmp.
pub type gaztag_error_fn =
    Option<unsafe extern "C" fn(user: *mut c_void, error: *const gaztag_error) -> i32>;

/// Calls a callback with each error. Returns whether it stopped, which ends the calls.
///
/// # Safety
/// `found` is a callback by the contract of calls.
unsafe fn report(
    errors: impl IntoIterator<Item = Error>,
    found: unsafe extern "C" fn(user: *mut c_void, error: *const gaztag_error) -> i32,
    user: *mut c_void,
) -> gaztag_status {
    for error in errors {
        // SAFETY: `found` is a callback: this function's contract. The error lives until it
        // returns.
        if unsafe { found(user, &Failure::from(error).to_error()) } != 0 {
            return STOPPED;
        }
    }
    OK
}

/// Adds the content of a gazetteer file like gaztag_builder_read, and mends harmless mistakes:
/// blanks and underscores around a form or a field are removed, and of a form that is repeated for
/// its entity the first row counts.
///
/// format, file, text, out_forms: as for gaztag_builder_read. mended: called with each mistake that
/// was mended, in the order of the file, after the file was read; NULL if they do not matter. user:
/// passed on to the callback. Returns GAZTAG_OK, or GAZTAG_STOPPED if the callback stopped: the
/// file is added all the same. Errors: those of gaztag_builder_read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_read_lenient(
    builder: *mut gaztag_builder,
    format: u32,
    file: *const c_char,
    file_len: usize,
    text: *const c_char,
    text_len: usize,
    out_forms: *mut usize,
    mended: gaztag_error_fn,
    user: *mut c_void,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_forms` is an output, `builder` a handle that this call alone uses; `file`
        // and `text` are inputs: contract of calls.
        let (forms, builder, file, text) = unsafe {
            (
                optional_out(out_forms, 0, "out_forms")?,
                exclusive(builder, "builder")?,
                bytes(file, file_len, "file")?,
                bytes(text, text_len, "text")?,
            )
        };
        let (count, mistakes) =
            builder.builder.read_lenient(format_of(format)?, &file_name(file), text)?;
        forms.into_iter().for_each(|forms| *forms = count);
        // SAFETY: `mended` is a callback: contract of calls.
        Ok(mended.map_or(OK, |mended| unsafe { report(mistakes, mended, user) }))
    })
}

/// Lists what the files that were read have that the built gazetteer will not: rows by which more
/// than 32 surface forms fold to the same text, if their entities have weights. Those of the
/// largest weights are kept.
///
/// found: called with each row, in the order of reading. user: passed on to the callback. Returns
/// GAZTAG_OK, or GAZTAG_STOPPED if the callback stopped. Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_warnings(
    builder: *const gaztag_builder,
    found: gaztag_error_fn,
    user: *mut c_void,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `builder` is a handle: contract of calls.
        let builder = unsafe { reference(builder, "builder")? };
        let found = given(found)?;
        let warnings = builder.builder.warnings().iter().cloned();
        // SAFETY: `found` is a callback: contract of calls.
        Ok(unsafe { report(warnings, found, user) })
    })
}

fn given<T>(found: Option<T>) -> Result<T, Failure> {
    found.ok_or_else(|| Failure::new(code::GAZTAG_ERR_NULL, "found is NULL"))
}

/// Finds all errors of a gazetteer file, in the order of the file, where gaztag_builder_read stops
/// at the first. Does not change the builder.
///
/// format, file, text: as for gaztag_builder_read. found: called with each error. user: passed on
/// to the callback. Returns GAZTAG_OK, also if the file has errors, or GAZTAG_STOPPED if the
/// callback stopped. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_check(
    builder: *const gaztag_builder,
    format: u32,
    file: *const c_char,
    file_len: usize,
    text: *const c_char,
    text_len: usize,
    found: gaztag_error_fn,
    user: *mut c_void,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `builder` is a handle, `file` and `text` are inputs: contract of calls.
        let (builder, file, text) = unsafe {
            (
                reference(builder, "builder")?,
                bytes(file, file_len, "file")?,
                bytes(text, text_len, "text")?,
            )
        };
        let found = given(found)?;
        let errors = builder.builder.check(format_of(format)?, &file_name(file), text);
        // SAFETY: `found` is a callback: contract of calls.
        Ok(unsafe { report(errors, found, user) })
    })
}
