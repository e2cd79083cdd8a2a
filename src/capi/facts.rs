//! Questions about entities: who was in which bloc on a day, attributes in their types, look-ups by
//! name or code, and what entities count as.

use core::ffi::c_char;

use super::gazetteer::{
    GAZTAG_NO_ENTITY, Page, entity_of, gaztag_gazetteer, gaztag_membership, membership_of,
};
use super::pointers::{gaztag_str, out, reference, utf8};
use super::status::{Failure, NONE, OK, gaztag_error, gaztag_status, guard, guard_value};
use crate::{Date, Entity, Membership, Value};

/// A flag of gaztag_entity_members_on and gaztag_entity_blocs_on, a bit each.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_member_flag {
    /// Also observers, associates and candidates. The status of each says what it was.
    GAZTAG_MEMBERS_ANY_STATUS = 1,
}

/// A date. The year has up to four digits.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_date {
    /// The year.
    pub year: u16,
    /// The month, 1 to 12; 0 if unknown.
    pub month: u8,
    /// The day of the month, 1 to 31; 0 if unknown.
    pub day: u8,
}

const _: () = assert!(size_of::<gaztag_date>() == 4);

/// Finds the one entity that a key, a name or a code means: "country/MLI", "Mali", "ML", "MLI",
/// "466", or a former code such as "SU". The first of these that finds one decides: a key; a
/// surface form or name exactly as written, or a code of ISO 3166-1; a former code of ISO 3166; a
/// key without its kind ("ecowas"); a surface form after folding. Takes time linear in the number
/// of entities, unless it is a key.
///
/// out_entity: the id, valid for this gazetteer only. GAZTAG_NO_ENTITY if the call fails. Returns
/// GAZTAG_OK. Errors: GAZTAG_ERR_AMBIGUOUS, and the message has the keys of the entities that the
/// text can mean; GAZTAG_ERR_UNKNOWN, and the message has keys that begin alike; GAZTAG_ERR_NULL,
/// GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_resolve(
    gazetteer: *const gaztag_gazetteer,
    name: *const c_char,
    name_len: usize,
    out_entity: *mut u64,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_entity` is an output, `gazetteer` a handle, `name` an input: contract of
        // calls.
        let (entity, gazetteer, name) = unsafe {
            (
                out(out_entity, GAZTAG_NO_ENTITY, "out_entity")?,
                reference(gazetteer, "gazetteer")?,
                utf8(name, name_len, "name")?,
            )
        };
        *entity = gazetteer.0.resolve(name)?.id().to_u64();
        Ok(OK)
    })
}

/// Lists the members of a bloc on a day, ordered by key: those with the status "member" or
/// "suspended" on that day. Takes time linear in the spells of the bloc, and allocates nothing.
///
/// A member joined on the day `joined` and was not a member any more on the day `left`. A date
/// without day or month means the first day of the month or year. A spell whose beginning is
/// unknown counts from the foundation of its bloc on, or always if that is unknown too.
///
/// on, on_len: the day: "YYYY-MM-DD", "YYYY-MM" or "YYYY". flags: bits of gaztag_member_flag.
/// resume, out, capacity, out_len, status: as for gaztag_entity_attributes. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for a text that is not a date, and for unknown
/// flags.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_members_on(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    on: *const c_char,
    on_len: usize,
    flags: u32,
    resume: *mut usize,
    out: *mut gaztag_membership,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let page = Page { resume, out, capacity, out_len };
        // SAFETY: outputs, a handle and an input: contract of calls.
        unsafe { list_on(gazetteer, entity, (on, on_len), flags, page, Entity::all_members_on) }
    })
}

/// Lists the blocs that a country or a bloc was in on a day, ordered by key. Everything else is as
/// for gaztag_entity_members_on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_blocs_on(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    on: *const c_char,
    on_len: usize,
    flags: u32,
    resume: *mut usize,
    out: *mut gaztag_membership,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let page = Page { resume, out, capacity, out_len };
        // SAFETY: outputs, a handle and an input: contract of calls.
        unsafe { list_on(gazetteer, entity, (on, on_len), flags, page, Entity::all_blocs_on) }
    })
}

/// Lists the spells of an entity that `list` returns for a day.
///
/// # Safety
/// `gazetteer` is a handle, `on` an input, and the pointers of `page` are outputs by the contract
/// of calls.
unsafe fn list_on<'a, I: Iterator<Item = Membership<'a>>>(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    on: (*const c_char, usize),
    flags: u32,
    page: Page<gaztag_membership>,
    list: impl FnOnce(&Entity<'a>, Date) -> I,
) -> Result<gaztag_status, Failure> {
    const ANY_STATUS: u32 = gaztag_member_flag::GAZTAG_MEMBERS_ANY_STATUS as u32;
    // SAFETY: outputs, a handle and an input: this function's contract.
    unsafe {
        page.fill(|| {
            let (of, entity) = entity_of(gazetteer, entity)?;
            let text = utf8(on.0, on.1, "on")?;
            let date = text.parse::<Date>().map_err(|error| {
                Failure::argument(alloc::format!("on is {text:?}, which is not a date: {error}"))
            })?;
            if flags & !ANY_STATUS != 0 {
                return Err(Failure::argument(alloc::format!("unknown bits in flags {flags}")));
            }
            let any = flags & ANY_STATUS != 0;
            Ok(entity.map(|entity| {
                list(&entity, date)
                    .filter(move |spell| any || spell.is_full())
                    .map(move |spell| membership_of(of, &spell))
            }))
        })
    }
}

/// Returns the value of an attribute of the type GAZTAG_ATTRIBUTE_NUMBER.
///
/// name, name_len: the name of the attribute. out_number: the number. Returns GAZTAG_OK, or
/// GAZTAG_NONE if the entity has no such attribute of this type. Errors: GAZTAG_ERR_NULL,
/// GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_number(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    name: *const c_char,
    name_len: usize,
    out_number: *mut f64,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_number` is an output, `gazetteer` a handle, `name` an input: contract of
        // calls.
        let (number, value) = unsafe {
            (out(out_number, 0.0, "out_number")?, value_of(gazetteer, entity, name, name_len)?)
        };
        let Some(Value::Number(found)) = value else { return Ok(NONE) };
        *number = found;
        Ok(OK)
    })
}

/// Returns the value of an attribute of the type GAZTAG_ATTRIBUTE_DATE.
///
/// name, name_len: the name of the attribute. out_date: the date. Returns GAZTAG_OK, or GAZTAG_NONE
/// if the entity has no such attribute of this type. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_date(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    name: *const c_char,
    name_len: usize,
    out_date: *mut gaztag_date,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let unknown = gaztag_date { year: 0, month: 0, day: 0 };
        // SAFETY: `out_date` is an output, `gazetteer` a handle, `name` an input: contract of
        // calls.
        let (date, value) = unsafe {
            (out(out_date, unknown, "out_date")?, value_of(gazetteer, entity, name, name_len)?)
        };
        let Some(Value::Date(found)) = value else { return Ok(NONE) };
        *date = gaztag_date {
            year: found.year(),
            month: found.month().unwrap_or(0),
            day: found.day().unwrap_or(0),
        };
        Ok(OK)
    })
}

/// The value of an attribute in its type.
///
/// # Safety
/// `gazetteer` is a handle that is not freed during `'a`, and `name` an input by the contract of
/// calls.
unsafe fn value_of<'a>(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    name: *const c_char,
    name_len: usize,
) -> Result<Option<Value<'a>>, Failure> {
    // SAFETY: a handle and an input: this function's contract.
    let ((_, entity), name) =
        unsafe { (entity_of(gazetteer, entity)?, utf8(name, name_len, "name")?) };
    Ok(entity.and_then(|entity| entity.value(name)))
}

/// Lists the items of an attribute of the type GAZTAG_ATTRIBUTE_LIST or GAZTAG_ATTRIBUTE_ENTITIES.
/// A value of another type is one item. **No NUL follows an item**: use its length.
///
/// name, name_len: the name of the attribute. resume, out, capacity, out_len, status: as for
/// gaztag_entity_attributes; no item if the entity has no such attribute. Errors: GAZTAG_ERR_NULL,
/// GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_items(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    name: *const c_char,
    name_len: usize,
    resume: *mut usize,
    out: *mut gaztag_str,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let page = Page { resume, out, capacity, out_len };
        let item = |item: &str| gaztag_str { ptr: item.as_ptr().cast(), len: item.len() };
        // SAFETY: outputs, a handle and an input: contract of calls.
        unsafe {
            page.fill(|| {
                let (_, entity) = entity_of(gazetteer, entity)?;
                let name = utf8(name, name_len, "name")?;
                Ok(entity.map(|entity| entity.items(name).map(item)))
            })
        }
    })
}

/// Lists the entities that an attribute names, of the type GAZTAG_ATTRIBUTE_ENTITY or
/// GAZTAG_ATTRIBUTE_ENTITIES: what a mineral contains, the successor of a bloc, and others.
///
/// name, name_len: the name of the attribute. out: the ids. resume, capacity, out_len, status: as
/// for gaztag_entity_attributes; no id if the entity has no such attribute. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_related(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    name: *const c_char,
    name_len: usize,
    resume: *mut usize,
    out: *mut u64,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let page = Page { resume, out, capacity, out_len };
        // SAFETY: outputs, a handle and an input: contract of calls.
        unsafe {
            page.fill(|| {
                let (_, entity) = entity_of(gazetteer, entity)?;
                let name = utf8(name, name_len, "name")?;
                let id = |entity: Entity<'_>| entity.id().to_u64();
                Ok(entity.map(|entity| entity.related(name).map(id)))
            })
        }
    })
}

/// Returns the entity that counts of an entity are added to: what a mineral is traded as (spodumene
/// and lithium carbonate: lithium), or else the widest that it is a kind of (terbium: rare earths);
/// of an organ its bloc. Other entities count as themselves. GAZTAG_NO_ENTITY for an id that this
/// gazetteer does not have, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_roll_up(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
) -> u64 {
    // SAFETY: `gazetteer` is a handle: contract of calls.
    guard_value(GAZTAG_NO_ENTITY, || match unsafe { entity_of(gazetteer, entity) } {
        Ok((_, Some(entity))) => entity.roll_up().id().to_u64(),
        _ => GAZTAG_NO_ENTITY,
    })
}
