//! Records of a list, such as the rows of a table, become entities.

use alloc::vec::Vec;
use core::ffi::c_char;

use super::builder::gaztag_builder;
use super::pointers::{exclusive, gaztag_str, optional_out, sized, utf8};
use super::status::{Failure, OK, gaztag_error, gaztag_status, guard};
use super::tagger::{case_of, one_of};
use crate::{AttributeType, Records, Role};

/// Which fields of records have the forms, the key and the attributes of entities. Set struct_size,
/// and set unused fields to 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_records {
    /// sizeof(gaztag_records). A newer library takes 0 for fields that the caller's header does not
    /// have.
    pub struct_size: usize,
    /// The kind of the entities, such as "company".
    pub kind: gaztag_str,
    /// The fields with forms, one in each line; after a tab the name of their role, if it is not
    /// "name": "name\nticker\tacronym". The first form of a record is the name of its entity.
    pub forms: gaztag_str,
    /// The field with the identifier, which the key has after the kind. Without it the key has the
    /// name in lower case, with hyphens.
    pub key: gaztag_str,
    /// What separates several forms, or items of a list, in one value, such as ";".
    pub separator: gaztag_str,
    /// The fields that become attributes, one in each line; after a tab the name of their type, if
    /// it is not "text", and after another one the name of the attribute, if it is not that of the
    /// field: "sector\nturnover\tnumber".
    pub attributes: gaztag_str,
    /// The field with a number from 0 on that says how large an entity is among those with the same
    /// name.
    pub weight: gaztag_str,
    /// A gaztag_case_rule: that of all forms. With GAZTAG_CASE_DEFAULT forms in capitals of up to
    /// five letters match letter by letter.
    pub case_rule: u32,
    /// 1 to add names of companies without their legal form as aliases: Acme for Acme, Inc.
    pub without_legal_forms: u32,
}

const SMALLEST_RECORDS: usize =
    core::mem::offset_of!(gaztag_records, without_legal_forms) + size_of::<u32>();

impl gaztag_records {
    /// # Safety
    /// `fields` is an input by the contract of calls, and stays unchanged during the call.
    unsafe fn read(fields: *const Self) -> Result<Records, Failure> {
        // SAFETY: `fields` is an input that begins with `struct_size`: this function's contract.
        // The struct has only numbers and pointers.
        let given = unsafe { sized(fields, SMALLEST_RECORDS, "fields")? };
        // SAFETY: pointers inside an input are inputs: contract of calls.
        let text = |text: gaztag_str, what| unsafe { utf8(text.ptr, text.len, what) };
        let mut records = Records::new(text(given.kind, "the fields' kind")?);
        for line in text(given.forms, "the fields' forms")?.lines() {
            let (field, role) = line.split_once('\t').unwrap_or((line, Role::Name.as_str()));
            records = records.with_form(field, role.parse::<Role>().map_err(crate::Error::from)?);
        }
        if given.forms.len == 0 {
            return Err(Failure::argument("the fields' forms name no field"));
        }
        for line in text(given.attributes, "the fields' attributes")?.lines() {
            let parts: Vec<&str> = line.splitn(3, '\t').collect();
            let part = |index: usize, default| parts.get(index).copied().unwrap_or(default);
            let value_type = part(1, AttributeType::Text.as_str()).parse::<AttributeType>();
            let (field, value_type) = (part(0, ""), value_type.map_err(crate::Error::from)?);
            records = records.with_attribute(part(2, field), field, value_type);
        }
        if given.key.len > 0 {
            records = records.with_key(text(given.key, "the fields' key")?);
        }
        if given.weight.len > 0 {
            records = records.with_weight(text(given.weight, "the fields' weight")?);
        }
        if let Some(case) = case_of(given.case_rule, "the fields' case_rule")? {
            records = records.with_case(case);
        }
        let what = "the fields' without_legal_forms";
        let without = one_of(given.without_legal_forms, &[false, true], what)?;
        Ok(records
            .with_separator(text(given.separator, "the fields' separator")?)
            .without_legal_forms(without))
    }
}

/// Adds the entities of records, as `gaztag import` makes them of a list. Records with equal keys
/// are one entity. Blanks, underscores, commas and semicolons around forms are removed, repeated
/// forms are merged, and records without a form are left out. After an error the builder is
/// unchanged.
///
/// fields: which fields are read. records, records_len: one JSON object in each line. Strings,
/// numbers and booleans are values; an array has several; those of objects inside have names such
/// as "outer.inner"; null is a missing value. Whole numbers of more than 19 digits must be strings.
/// out_forms: the number of surface forms, or NULL. The line of an error is that of the record for
/// GAZTAG_ERR_PARSE of a line or a value; for a form or key it is that of the file that
/// `gaztag import` would write.
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for no field with forms, an unknown
/// number or an invalid struct_size; GAZTAG_ERR_UNSUPPORTED for fields of a newer header that are
/// not 0; GAZTAG_ERR_PARSE for an unknown role or type, a line that is not a JSON object, a value
/// that is not of its type, and a form or key that a gazetteer cannot have; GAZTAG_ERR_TOO_LARGE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_records(
    builder: *mut gaztag_builder,
    fields: *const gaztag_records,
    records: *const c_char,
    records_len: usize,
    out_forms: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_forms` is an output, `builder` a handle that this call alone uses; `fields`
        // and `records` are inputs: contract of calls.
        let (forms, builder, mut all, lines) = unsafe {
            (
                optional_out(out_forms, 0, "out_forms")?,
                exclusive(builder, "builder")?,
                gaztag_records::read(fields)?,
                utf8(records, records_len, "records")?,
            )
        };
        all.add_json_lines(lines)?;
        let count = builder.builder.add_records(&all)?;
        forms.into_iter().for_each(|forms| *forms = count);
        Ok(OK)
    })
}
