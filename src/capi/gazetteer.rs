//! Gazetteers, and what they know.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::ffi::{CStr, c_char};
use std::fs::File;
use std::io::Read;

use super::pointers::{
    array, c_string, free, gaztag_str, give, optional, optional_out, out, put, reference, room,
    utf8,
};
use super::status::{
    Failure, MORE, NONE, OK, Outcome, code, gaztag_error, gaztag_status, guard, guard_value,
};
use crate::{Attribute, CaseRule, Entity, EntityId, Gazetteer, Kind, Membership, Role, Surface};

/// Entities with their surface forms, and decoys. Immutable: any number of threads may use one at
/// once. Freeing it leaves the taggers that were built with it usable, in any order.
pub struct gaztag_gazetteer(pub(super) Gazetteer<'static>);

/// The kinds of entities. A gazetteer of a user may have more, numbered from GAZTAG_KIND_OTHER on;
/// gaztag_kind_name tells their names.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_kind {
    /// A country, territory or former state; keys "country/MLI".
    GAZTAG_KIND_COUNTRY = 0,
    /// A union, alliance or other organisation of states; keys "bloc/ecowas".
    GAZTAG_KIND_BLOC = 1,
    /// A mineral, metal, rock, fuel or gemstone; keys "mineral/lithium".
    GAZTAG_KIND_MINERAL = 2,
    /// The first kind of a user's own. Numbers below it are kept for kinds that the library will
    /// know.
    GAZTAG_KIND_OTHER = 64,
}

/// What a surface form is to its entity.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_role {
    /// A usual name: Mali, European Union, lithium.
    GAZTAG_ROLE_NAME = 0,
    /// An official long form: Republic of Mali.
    GAZTAG_ROLE_OFFICIAL = 1,
    /// Another name or spelling: Ivory Coast, Brent.
    GAZTAG_ROLE_ALIAS = 2,
    /// A name of the past: Upper Volta, Burma.
    GAZTAG_ROLE_FORMER = 3,
    /// People and adjectives: Malian, Malians.
    GAZTAG_ROLE_DEMONYM = 4,
    /// An acronym: EU, DRC, LNG.
    GAZTAG_ROLE_ACRONYM = 5,
    /// A code: MLI, ML, and the flag. Codes of letters count only when the role is asked for.
    GAZTAG_ROLE_CODE = 6,
    /// A chemical symbol or formula: Li2CO3.
    GAZTAG_ROLE_SYMBOL = 7,
    /// The capital: Bamako. Counts only when the role is asked for.
    GAZTAG_ROLE_CAPITAL = 8,
    /// A frequent misspelling: Phillipines.
    GAZTAG_ROLE_MISSPELLING = 9,
}

/// How a surface form may be cased in a text.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_case_rule {
    /// For gaztag_form only: GAZTAG_CASE_EXACT for acronyms, codes and symbols, else
    /// GAZTAG_CASE_CAPITALISED for forms that begin with a capital letter, else GAZTAG_CASE_ANY.
    GAZTAG_CASE_DEFAULT = 0,
    /// As it comes: lithium, Lithium, LITHIUM.
    GAZTAG_CASE_ANY = 1,
    /// Its first letter is a capital (or has no case): Mali, MALI, never mali.
    GAZTAG_CASE_CAPITALISED = 2,
    /// Letter by letter as the form is written: US, never Us or us.
    GAZTAG_CASE_EXACT = 3,
}

/// Where in a word a surface form may begin and end. Only GAZTAG_BOUNDS_WORD can be used yet:
/// gaztag_builder_add_surface returns GAZTAG_ERR_UNSUPPORTED for the others.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_bounds {
    /// It begins and ends at word boundaries: Mali, never in Malibu.
    GAZTAG_BOUNDS_WORD = 0,
    /// It begins at a word boundary and may end inside a word.
    GAZTAG_BOUNDS_START = 1,
    /// It may begin inside a word and ends at a word boundary.
    GAZTAG_BOUNDS_END = 2,
    /// It may begin and end anywhere.
    GAZTAG_BOUNDS_ANYWHERE = 3,
}

/// What the value of an attribute is. Values are kept as text.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_attribute_type {
    /// Any text.
    GAZTAG_ATTRIBUTE_TEXT = 0,
    /// A decimal number: "0.5", "-12", "6.02e23".
    GAZTAG_ATTRIBUTE_NUMBER = 1,
    /// A date: "YYYY", "YYYY-MM" or "YYYY-MM-DD".
    GAZTAG_ATTRIBUTE_DATE = 2,
    /// Texts separated by "|".
    GAZTAG_ATTRIBUTE_LIST = 3,
    /// The key of an entity.
    GAZTAG_ATTRIBUTE_ENTITY = 4,
}

/// In place of an entity: there is none (the form is a decoy).
pub const GAZTAG_NO_ENTITY: u64 = 0xFFFF_FFFF_FFFF_FFFF;

/// The entity with an id; none for a number that is no id.
pub(super) fn id_of(entity: u64) -> Option<EntityId> {
    EntityId::from_u64(entity)
}

/// One written form of an entity, or of a decoy.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_surface {
    /// The form.
    pub form: gaztag_str,
    /// The id of the entity; GAZTAG_NO_ENTITY for a decoy.
    pub entity: u64,
    /// How many languages it is of; 0: of no language in particular. gaztag_surface_languages tells
    /// which.
    pub languages: u32,
    /// A gaztag_role.
    pub role: u8,
    /// A gaztag_case_rule, never GAZTAG_CASE_DEFAULT.
    pub case_rule: u8,
    /// Of 100 places where the form stands, how many mean the entity: 1 to 100.
    pub prior: u8,
    /// 1 if the form, in lower case, is a common word too; else 0.
    pub word: u8,
    /// A gaztag_bounds.
    pub bounds: u8,
    /// 0.
    pub reserved: [u8; 7],
}

/// One spell of membership: that a country (or a bloc) is or was in a bloc. A member that left and
/// came back has several.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_membership {
    /// "member", "observer", "associate", "candidate", "suspended" or "former".
    pub status: gaztag_str,
    /// Since when: YYYY, YYYY-MM or YYYY-MM-DD; NULL if unknown.
    pub joined: gaztag_str,
    /// Until when; NULL if unknown or if it has not ended.
    pub left: gaztag_str,
    /// Where this is known from; NULL if not said. The built-in gazetteer does not say it yet.
    pub source: gaztag_str,
    /// On which day this was known to be so; NULL if not said. The built-in gazetteer does not say
    /// it yet.
    pub as_of: gaztag_str,
    /// The id of the bloc.
    pub bloc: u64,
    /// The id of the member: a country, or a bloc.
    pub member: u64,
}

/// A key that was retired.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_retired_key {
    /// The key.
    pub key: gaztag_str,
    /// The id of the entity that took its place.
    pub successor: u64,
}

/// Something that is known of an entity.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_attribute {
    /// Its name: alpha2, alpha3, numeric, status, part_of (of a country), parent (of an organ: its
    /// bloc), class, founded, symbol, formula ...
    pub name: gaztag_str,
    /// Its value, as text.
    pub value: gaztag_str,
    /// A gaztag_attribute_type.
    pub value_type: u32,
    /// 0.
    pub reserved: u32,
}

const _: () = assert!(size_of::<gaztag_str>() == 2 * size_of::<usize>());
const _: () = assert!(size_of::<gaztag_surface>() == size_of::<gaztag_str>() + 24);
const _: () = assert!(size_of::<gaztag_membership>() == 5 * size_of::<gaztag_str>() + 16);
const _: () = assert!(size_of::<gaztag_attribute>() == 2 * size_of::<gaztag_str>() + 8);

/// A text of a gazetteer as C has it: its image has a zero behind every text.
pub(super) fn borrowed(gazetteer: &Gazetteer<'static>, text: &str) -> gaztag_str {
    let image = gazetteer.to_image();
    let place = (text.as_ptr() as usize)
        .checked_sub(image.as_ptr() as usize)
        .and_then(|start| image.get(start..)?.get(..=text.len()));
    match place {
        Some([.., 0]) => gaztag_str {
            ptr: place.map_or(core::ptr::null(), |bytes| bytes.as_ptr().cast()),
            len: text.len(),
        },
        // The names of the three kinds are no texts of the image.
        _ => STATIC_NAMES
            .iter()
            .find(|name| name.to_bytes() == text.as_bytes())
            .map_or(gaztag_str::of(c""), |name| gaztag_str::of(name)),
    }
}

const STATIC_NAMES: [&CStr; 4] = [c"country", c"bloc", c"mineral", c"?"];

pub(super) const fn case_number(case: CaseRule) -> u8 {
    match case {
        CaseRule::Any => gaztag_case_rule::GAZTAG_CASE_ANY as u8,
        CaseRule::Capitalised => gaztag_case_rule::GAZTAG_CASE_CAPITALISED as u8,
        CaseRule::Exact => gaztag_case_rule::GAZTAG_CASE_EXACT as u8,
    }
}

fn surface_of(
    gazetteer: &Gazetteer<'static>,
    entity: Option<EntityId>,
    surface: &Surface<'_>,
) -> gaztag_surface {
    gaztag_surface {
        form: borrowed(gazetteer, surface.form()),
        entity: entity.map_or(GAZTAG_NO_ENTITY, EntityId::to_u64),
        languages: surface.languages().len() as u32,
        role: surface.role() as u8,
        case_rule: case_number(surface.case()),
        prior: surface.prior(),
        word: surface.is_word().into(),
        bounds: surface.bounds() as u8,
        reserved: [0; 7],
    }
}

/// Where a call gives a list: the caller's room, and the number from which it goes on the next
/// time.
pub(super) struct Page<T> {
    pub(super) resume: *mut usize,
    pub(super) out: *mut T,
    pub(super) capacity: usize,
    pub(super) out_len: *mut usize,
}

impl<T> Page<T> {
    /// Fills the room with what comes after the first `*resume` values. `list` gives none for what
    /// does not exist.
    ///
    /// # Safety
    /// As [`out`] and [`room`].
    pub(super) unsafe fn fill<I: Iterator<Item = T>>(
        self,
        list: impl FnOnce() -> Result<Option<I>, Failure>,
    ) -> Outcome {
        // SAFETY: the same contracts.
        let (len, out) =
            unsafe { (out(self.out_len, 0, "out_len")?, room(self.out, self.capacity, "out")?) };
        // SAFETY: the same contracts; the caller's place holds a number.
        let resume = unsafe { optional(self.resume, "resume")? };
        let Some(values) = list()? else { return Ok(NONE) };
        let first = resume.as_deref().copied().unwrap_or(0);
        let mut values = values.skip(first);
        for (place, value) in out.iter_mut().zip(&mut values) {
            place.write(value);
            *len += 1;
        }
        resume.into_iter().for_each(|resume| *resume = first.saturating_add(*len));
        Ok(if values.next().is_some() { MORE } else { OK })
    }
}

/// The entity with an id; none if the gazetteer has no such entity.
///
/// # Safety
/// As [`reference`].
unsafe fn entity_of<'a>(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
) -> Result<(&'a Gazetteer<'static>, Option<Entity<'a>>), Failure> {
    // SAFETY: the same contract.
    let gazetteer = &unsafe { reference(gazetteer, "gazetteer")? }.0;
    Ok((gazetteer, id_of(entity).and_then(|id| gazetteer.entity(id))))
}

/// The built-in gazetteer of countries, blocs and minerals: no work, no memory but the handle.
///
/// out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails.
/// Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_UNSUPPORTED if it is not built in; GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_builtin(
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let out = unsafe { self::out(out, core::ptr::null_mut(), "out")? };
        #[cfg(feature = "builtin")]
        {
            give(gaztag_gazetteer(Gazetteer::builtin()), out)?;
            Ok(OK)
        }
        #[cfg(not(feature = "builtin"))]
        {
            let _ = out;
            Err(crate::ErrorKind::NoGazetteer.into())
        }
    })
}

/// The gazetteer of an image (gaztag_gazetteer_image, or `gaztag build`), which is copied.
///
/// Everything is checked before: length, checksum, versions, every record; in time linear in the
/// image. out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL; GAZTAG_ERR_VERSION, GAZTAG_ERR_CORRUPT with the byte offset of what is wrong;
/// GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_from_image(
    image: *const u8,
    image_len: usize,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (out, image) = unsafe {
            (self::out(out, core::ptr::null_mut(), "out")?, array(image, image_len, "image")?)
        };
        let mut copy = Vec::new();
        copy.try_reserve_exact(image.len())
            .map_err(|_| Failure::no_memory("not enough memory for the image"))?;
        copy.extend_from_slice(image);
        give(gaztag_gazetteer(Gazetteer::from_image_owned(copy)?), out)?;
        Ok(OK)
    })
}

/// The same without a copy: the image must stay where it is, unchanged, until the gazetteer and
/// everything that was made of it are freed. For statics, flash and mappings of the caller's own.
/// An image needs no alignment.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_borrow_image(
    image: *const u8,
    image_len: usize,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says; that the image stays makes its lifetime as good as static.
        let (out, image) = unsafe {
            (self::out(out, core::ptr::null_mut(), "out")?, array::<u8>(image, image_len, "image")?)
        };
        give(gaztag_gazetteer(Gazetteer::from_image(image)?), out)?;
        Ok(OK)
    })
}

/// The gazetteer of an image in a file, which is mapped into memory and shared with all other
/// processes that map it.
///
/// The file must not be changed or cut while the gazetteer or anything that was made of it lives:
/// replace it by renaming a new one over it. Otherwise the behaviour is undefined. What to expect:
/// what is written into the file shows in the gazetteer, so that other mentions are found, or none,
/// and strings change, have no NUL behind them or are no UTF-8; where the file was cut, the system
/// ends the process (SIGBUS). gaztag itself reads nothing outside of the mapping. Where nobody can
/// promise that the file stays as it is, use gaztag_gazetteer_load.
/// path: the name of a regular file, ended by NUL, as the system has it.
/// out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails.
/// Errors: as gaztag_gazetteer_from_image; GAZTAG_ERR_IO for a file that cannot be read, and for a
/// folder, a pipe or a device, which is not opened.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_open(
    path: *const c_char,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    // SAFETY: as the header says, which demands too that the file is not changed meanwhile.
    guard(error, || unsafe {
        of_file(path, out, |file, _| memmap2::Mmap::map(file).map_err(unreadable))
    })
}

/// The gazetteer of an image in a file, which is read into memory: what happens to the file
/// afterwards changes nothing. Takes as much memory as the file has bytes.
///
/// path, out: as gaztag_gazetteer_open. Errors: as gaztag_gazetteer_open; a file that is written
/// while it is read has another checksum, which is GAZTAG_ERR_CORRUPT.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_load(
    path: *const c_char,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    // SAFETY: as the header says.
    guard(error, || unsafe { of_file(path, out, read_whole) })
}

/// # Safety
/// As the header says of gaztag_gazetteer_open and gaztag_gazetteer_load.
///
/// `bytes` is called with a regular file that is not empty, and its length.
unsafe fn of_file<I: AsRef<[u8]> + Send + Sync + 'static>(
    path: *const c_char,
    out: *mut *mut gaztag_gazetteer,
    bytes: impl FnOnce(&File, u64) -> Result<I, Failure>,
) -> Outcome {
    // SAFETY: the same contracts.
    let (out, path) =
        unsafe { (self::out(out, core::ptr::null_mut(), "out")?, c_string(path, "path")?) };
    let image = || match regular_file(path)? {
        (_, 0) => {
            Err(Failure::new(code::GAZTAG_ERR_CORRUPT, "the file is empty, so it is not an image"))
        }
        (file, len) => bytes(&file, len),
    };
    let gazetteer = image()
        .and_then(|image| Ok(Gazetteer::from_image_owned(image)?))
        .map_err(|failure| failure.of_file(&path.to_string_lossy()))?;
    give(gaztag_gazetteer(gazetteer), out)?;
    Ok(OK)
}

/// A regular file, open to be read, and its length. Looked at before it is opened, since opening a
/// pipe waits for who writes into it; and afterwards, since another may stand in its place by then.
fn regular_file(path: &CStr) -> Result<(File, u64), Failure> {
    #[cfg(unix)]
    let path = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(path.to_bytes());
    #[cfg(not(unix))]
    let path = super::pointers::checked_utf8(path.to_bytes(), "path")?;
    let length = |metadata: std::io::Result<std::fs::Metadata>| {
        let metadata = metadata.map_err(unreadable)?;
        let what = if metadata.is_dir() { "a folder" } else { "a pipe or a device" };
        let wrong =
            || Failure::new(code::GAZTAG_ERR_IO, alloc::format!("not a regular file, but {what}"));
        metadata.is_file().then_some(metadata.len()).ok_or_else(wrong)
    };
    length(std::fs::metadata(path))?;
    let file = File::open(path).map_err(unreadable)?;
    let len = length(file.metadata())?;
    Ok((file, len))
}

/// The content of a file, as long as it was when it was opened.
fn read_whole(file: &File, len: u64) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    content
        .try_reserve_exact(usize::try_from(len).unwrap_or(usize::MAX))
        .map_err(|_| Failure::no_memory("not enough memory for the image"))?;
    file.take(len).read_to_end(&mut content).map_err(unreadable)?;
    Ok(content)
}

fn unreadable(cause: std::io::Error) -> Failure {
    Failure::new(code::GAZTAG_ERR_IO, cause.to_string())
}

/// Another handle of the same gazetteer, to be freed by its own gaztag_gazetteer_free. Cheap.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_clone(
    gazetteer: *const gaztag_gazetteer,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (out, gazetteer) = unsafe {
            (self::out(out, core::ptr::null_mut(), "out")?, reference(gazetteer, "gazetteer")?)
        };
        give(gaztag_gazetteer(gazetteer.0.clone()), out)?;
        Ok(OK)
    })
}

/// Frees a handle; NULL is let pass.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_free(gazetteer: *mut gaztag_gazetteer) {
    // SAFETY: as the header says.
    unsafe { free(gazetteer) };
}

/// The gazetteer as one flat run of bytes, to be written to a file, to flash, into another program;
/// gaztag_gazetteer_from_image of the same version of the library reads it on any machine.
///
/// out: its first byte, owned by the library, valid as long as the strings of the gazetteer.
/// Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_image(
    gazetteer: *const gaztag_gazetteer,
    out: *mut *const u8,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (out, out_len) =
            unsafe { (self::out(out, core::ptr::null(), "out"), self::out(out_len, 0, "out_len")) };
        let (out, out_len) = (out?, out_len?);
        // SAFETY: as the header says.
        let image = unsafe { reference(gazetteer, "gazetteer")? }.0.to_image();
        (*out, *out_len) = (image.as_ptr(), image.len());
        Ok(OK)
    })
}

/// How many entities it has. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_len(gazetteer: *const gaztag_gazetteer) -> u32 {
    guard_value(0, || {
        // SAFETY: as the header says.
        unsafe { reference(gazetteer, "gazetteer") }.map_or(0, |gazetteer| gazetteer.0.len() as u32)
    })
}

/// How many surface forms it has, with derived ones (U.S. of US) and decoys, and how many different
/// folded texts these make. Either place may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_form_counts(
    gazetteer: *const gaztag_gazetteer,
    out_surfaces: *mut usize,
    out_names: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (surfaces, names) = unsafe {
            (optional_out(out_surfaces, 0, "out_surfaces"), optional_out(out_names, 0, "out_names"))
        };
        let (surfaces, names) = (surfaces?, names?);
        // SAFETY: as the header says.
        let counts = unsafe { reference(gazetteer, "gazetteer")? }.0.form_counts();
        surfaces.into_iter().for_each(|place| *place = counts.0);
        names.into_iter().for_each(|place| *place = counts.1);
        Ok(OK)
    })
}

/// The version of its data, such as "2026.11"; empty for gazetteers that users build without saying
/// one. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_data_version(
    gazetteer: *const gaztag_gazetteer,
) -> gaztag_str {
    guard_value(gaztag_str::NONE, || {
        // SAFETY: as the header says.
        unsafe { reference(gazetteer, "gazetteer") }.map_or(gaztag_str::NONE, |gazetteer| {
            borrowed(&gazetteer.0, gazetteer.0.data_version())
        })
    })
}

/// The name of a kind: the part of its entities' keys before the slash. "?" for a kind that this
/// gazetteer does not have, NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_kind_name(
    gazetteer: *const gaztag_gazetteer,
    kind: u32,
) -> gaztag_str {
    guard_value(gaztag_str::NONE, || {
        // SAFETY: as the header says.
        let Ok(gazetteer) = (unsafe { reference(gazetteer, "gazetteer") }) else {
            return gaztag_str::NONE;
        };
        let kind = u8::try_from(kind).ok().and_then(Kind::from_u8);
        kind.map_or(gaztag_str::of(c"?"), |kind| {
            borrowed(&gazetteer.0, gazetteer.0.kind_name(kind))
        })
    })
}

/// The kind with a name.
///
/// Returns GAZTAG_NONE if there is none. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_kind_find(
    gazetteer: *const gaztag_gazetteer,
    name: *const c_char,
    name_len: usize,
    out_kind: *mut u32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (kind, gazetteer, name) = unsafe {
            (
                out(out_kind, 0, "out_kind")?,
                reference(gazetteer, "gazetteer")?,
                utf8(name, name_len, "name")?,
            )
        };
        let Some(found) = gazetteer.0.kind(name) else { return Ok(NONE) };
        *kind = found.to_u8().into();
        Ok(OK)
    })
}

/// The name of a role, as files and the command line have it: "name", "official" ...; "?" for a
/// number that is none. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn gaztag_role_name(role: u32) -> *const c_char {
    const NAMES: [&CStr; 10] = [
        c"name",
        c"official",
        c"alias",
        c"former",
        c"demonym",
        c"acronym",
        c"code",
        c"symbol",
        c"capital",
        c"misspelling",
    ];
    const _: () = assert!(NAMES.len() == Role::ALL.len());
    NAMES.get(role as usize).unwrap_or(&c"?").as_ptr()
}

/// The id of the entity at a position: entities are counted from 0 without gaps, sorted by key in
/// each layer. GAZTAG_NO_ENTITY after the last, and for NULL. Ids are valid for this gazetteer
/// only: store keys.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_at(
    gazetteer: *const gaztag_gazetteer,
    position: usize,
) -> u64 {
    guard_value(GAZTAG_NO_ENTITY, || {
        // SAFETY: as the header says.
        let Ok(gazetteer) = (unsafe { reference(gazetteer, "gazetteer") }) else {
            return GAZTAG_NO_ENTITY;
        };
        // The only layer is 0.
        let index = u32::try_from(position).ok().filter(|_| position < gazetteer.0.len());
        index.map_or(GAZTAG_NO_ENTITY, |index| EntityId::from_index(index).to_u64())
    })
}

/// The position of an entity: see gaztag_entity_at. gaztag_gazetteer_len for an id that this
/// gazetteer does not have; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_position(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
) -> usize {
    // SAFETY: as the header says.
    guard_value(0, || match unsafe { entity_of(gazetteer, entity) } {
        Ok((_, Some(entity))) => entity.id().index() as usize,
        Ok((gazetteer, None)) => gazetteer.len(),
        Err(_) => 0,
    })
}

/// All keys that were retired, sorted, each with the entity that took its place: keys are for ever,
/// and gaztag_entity_find knows these too. resume, out, capacity, out_len and what is returned: as
/// gaztag_entity_attributes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_retired_keys(
    gazetteer: *const gaztag_gazetteer,
    resume: *mut usize,
    out: *mut gaztag_retired_key,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let list = || {
            // SAFETY: as the header says.
            let gazetteer = &unsafe { reference(gazetteer, "gazetteer")? }.0;
            let retired = move |(key, successor): (&str, EntityId)| gaztag_retired_key {
                key: borrowed(gazetteer, key),
                successor: successor.to_u64(),
            };
            Ok(Some(gazetteer.retired_keys().map(retired)))
        };
        // SAFETY: as the header says.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}

/// The entity with a key, such as "country/MLI", or the one that took its place if the key was
/// retired. Logarithmic in the number of entities.
///
/// out_entity: its id, valid for this gazetteer only; store the key, not the id.
/// Returns GAZTAG_NONE if there is none. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_find(
    gazetteer: *const gaztag_gazetteer,
    key: *const c_char,
    key_len: usize,
    out_entity: *mut u64,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (entity, gazetteer, key) = unsafe {
            (
                out(out_entity, GAZTAG_NO_ENTITY, "out_entity")?,
                reference(gazetteer, "gazetteer")?,
                utf8(key, key_len, "key")?,
            )
        };
        let Some(found) = gazetteer.0.find(key) else { return Ok(NONE) };
        *entity = found.id().to_u64();
        Ok(OK)
    })
}

/// An entity's key, such as "country/MLI"; NULL if there is no such entity, or for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_key(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
) -> gaztag_str {
    // SAFETY: as the header says.
    guard_value(gaztag_str::NONE, || match unsafe { entity_of(gazetteer, entity) } {
        Ok((gazetteer, Some(entity))) => borrowed(gazetteer, entity.key()),
        _ => gaztag_str::NONE,
    })
}

/// An entity's usual English name; NULL if there is no such entity, or for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_name(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
) -> gaztag_str {
    // SAFETY: as the header says.
    guard_value(gaztag_str::NONE, || match unsafe { entity_of(gazetteer, entity) } {
        Ok((gazetteer, Some(entity))) => borrowed(gazetteer, entity.name()),
        _ => gaztag_str::NONE,
    })
}

/// An entity's kind.
///
/// Returns GAZTAG_NONE if there is no such entity. Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_kind(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    out_kind: *mut u32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (kind, (_, entity)) =
            unsafe { (out(out_kind, 0, "out_kind")?, entity_of(gazetteer, entity)?) };
        let Some(entity) = entity else { return Ok(NONE) };
        *kind = entity.kind().to_u8().into();
        Ok(OK)
    })
}

/// The value of an attribute of an entity by its name: alpha2, alpha3, numeric, status, part_of (of
/// a country), parent (of an organ: its bloc), class, founded, symbol, formula ... NULL if it has
/// none of that name, if there is no such entity, or for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_attribute(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    name: *const c_char,
    name_len: usize,
) -> gaztag_str {
    guard_value(gaztag_str::NONE, || {
        // SAFETY: as the header says.
        let (Ok((gazetteer, Some(entity))), Ok(name)) =
            (unsafe { (entity_of(gazetteer, entity), utf8(name, name_len, "name")) })
        else {
            return gaztag_str::NONE;
        };
        entity.attribute(name).map_or(gaztag_str::NONE, |value| borrowed(gazetteer, value))
    })
}

/// All attributes of an entity.
///
/// resume: NULL, or a number that is 0 at first; the next call goes on where this one ended. So do
/// all calls that give lists. Each passes over what was given before: for a long list give more
/// room with every call, or gaztag_gazetteer_form_counts at once. out, capacity: room for so many;
/// out_len: how many were written. Returns GAZTAG_MORE if there are more, GAZTAG_NONE if there is
/// no such entity. Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_attributes(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    resume: *mut usize,
    out: *mut gaztag_attribute,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let list = || {
            // SAFETY: as the header says.
            let (gazetteer, entity) = unsafe { entity_of(gazetteer, entity)? };
            let attribute = |attribute: Attribute<'_>| gaztag_attribute {
                name: borrowed(gazetteer, attribute.name),
                value: borrowed(gazetteer, attribute.value),
                value_type: attribute.value_type as u32,
                reserved: 0,
            };
            Ok(entity.map(|entity| entity.attributes().map(attribute)))
        };
        // SAFETY: as the header says.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}

/// All surface forms of an entity, without those that were derived by rule. resume, out, capacity,
/// out_len and what is returned: as gaztag_entity_attributes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_surfaces(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    resume: *mut usize,
    out: *mut gaztag_surface,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let list = || {
            // SAFETY: as the header says.
            let (gazetteer, entity) = unsafe { entity_of(gazetteer, entity)? };
            Ok(entity.map(|entity| {
                entity
                    .surfaces()
                    .map(move |surface| surface_of(gazetteer, Some(entity.id()), &surface))
            }))
        };
        // SAFETY: as the header says.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}

/// The members of a bloc, and the blocs of a member: one for each spell of membership, by bloc, by
/// member, then by date. Linear in the memberships of the gazetteer. resume, out, capacity, out_len
/// and what is returned: as gaztag_entity_attributes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_memberships(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    resume: *mut usize,
    out: *mut gaztag_membership,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let list = || {
            // SAFETY: as the header says.
            let (gazetteer, entity) = unsafe { entity_of(gazetteer, entity)? };
            let text = |text: Option<&str>| {
                text.map_or(gaztag_str::NONE, |text| borrowed(gazetteer, text))
            };
            let membership = move |membership: Membership<'_>| gaztag_membership {
                status: borrowed(gazetteer, membership.status),
                joined: text(membership.joined),
                left: text(membership.left),
                source: text(membership.source),
                as_of: text(membership.as_of),
                bloc: membership.bloc.to_u64(),
                member: membership.member.to_u64(),
            };
            Ok(entity.map(|entity| entity.memberships().map(membership)))
        };
        // SAFETY: as the header says.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}

/// All decoys, sorted by folded form. resume, out, capacity, out_len and what is returned: as
/// gaztag_entity_attributes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_decoys(
    gazetteer: *const gaztag_gazetteer,
    resume: *mut usize,
    out: *mut gaztag_surface,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let list = || {
            // SAFETY: as the header says.
            let gazetteer = &unsafe { reference(gazetteer, "gazetteer")? }.0;
            Ok(Some(gazetteer.decoys().map(|surface| surface_of(gazetteer, None, &surface))))
        };
        // SAFETY: as the header says.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}

/// The surface forms that fold to the same text as a form, the likeliest first. Case rules are not
/// looked at: this is for looking up, not for tagging.
///
/// resume, out, capacity, out_len and what is returned: as gaztag_entity_attributes. There are at
/// most 32. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_look_up(
    gazetteer: *const gaztag_gazetteer,
    form: *const c_char,
    form_len: usize,
    resume: *mut usize,
    out: *mut gaztag_surface,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let list = || {
            // SAFETY: as the header says.
            let (gazetteer, form) =
                unsafe { (&reference(gazetteer, "gazetteer")?.0, utf8(form, form_len, "form")?) };
            Ok(Some(gazetteer.look_up(form).map(|(entity, surface)| {
                surface_of(gazetteer, entity.map(|entity| entity.id()), &surface)
            })))
        };
        // SAFETY: as the header says.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}

/// The languages of a surface form as text: ISO 639 codes separated by "|", such as "en|fr"; empty
/// for a form of no language in particular.
///
/// entity: its entity, or GAZTAG_NO_ENTITY for a decoy. form: the form, spelled exactly as
/// gaztag_surface has it. out, capacity: room for the text and a NUL behind it. out_len: the bytes
/// of the text without the NUL, also when there is no room for them. Returns GAZTAG_MORE if there
/// is no room (out is as it was then), GAZTAG_NONE if there is no such form. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_surface_languages(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    form: *const c_char,
    form_len: usize,
    out: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (out_len, out) = unsafe {
            (self::out(out_len, 0, "out_len")?, room(out.cast::<u8>(), capacity, "out")?)
        };
        // SAFETY: as the header says.
        let ((gazetteer, known), form) =
            unsafe { (entity_of(gazetteer, entity)?, utf8(form, form_len, "form")?) };
        let found = match known {
            Some(known) => known.surfaces().find(|surface| surface.form() == form),
            None if entity == GAZTAG_NO_ENTITY => {
                gazetteer.decoys().find(|surface| surface.form() == form)
            }
            None => None,
        };
        let Some(surface) = found else { return Ok(NONE) };
        let mut text =
            surface.languages().map(|language| language.to_string()).collect::<Vec<_>>().join("|");
        *out_len = text.len();
        text.push('\0');
        let Some(out) = out.get_mut(..text.len()) else { return Ok(MORE) };
        put(out, text.as_bytes());
        Ok(OK)
    })
}
