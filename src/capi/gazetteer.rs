//! Gazetteers and their content.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::ffi::{CStr, c_char};
use std::fs::File;
use std::io::Read;

use super::pointers::{
    array, buffer, c_string, free, gaztag_str, give, optional, optional_out, out, out_handle, put,
    reference, utf8,
};
use super::status::{
    Failure, MORE, NONE, OK, Outcome, code, gaztag_error, gaztag_status, guard, guard_value,
};
use crate::{
    Attribute, CaseRule, Entity, EntityId, Error, Gazetteer, Kind, Membership, Role, Surface,
};

/// Entities with their surface forms and facts, and decoys. Immutable: any number of threads may
/// use one at the same time. Taggers keep their gazetteer, so handles can be freed in any order.
pub struct gaztag_gazetteer(pub(super) Gazetteer<'static>);

/// The kind of an entity. A gazetteer may have kinds of its own, numbered from GAZTAG_KIND_OTHER
/// on; gaztag_kind_name returns their names.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_kind {
    /// A country, territory or former state, with a key such as "country/MLI".
    GAZTAG_KIND_COUNTRY = 0,
    /// A union, alliance or other organisation of states, with a key such as "bloc/ecowas".
    GAZTAG_KIND_BLOC = 1,
    /// A mineral, metal, rock, fuel or gemstone, with a key such as "mineral/lithium".
    GAZTAG_KIND_MINERAL = 2,
    /// The first kind of a gazetteer's own. Lower numbers are reserved for the library.
    GAZTAG_KIND_OTHER = 64,
}

/// The role of a surface form: what it is to its entity.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_role {
    /// A usual name: Mali, European Union, lithium.
    GAZTAG_ROLE_NAME = 0,
    /// An official long form: Republic of Mali.
    GAZTAG_ROLE_OFFICIAL = 1,
    /// Another name or spelling: Ivory Coast, Brent.
    GAZTAG_ROLE_ALIAS = 2,
    /// A former name: Upper Volta, Burma.
    GAZTAG_ROLE_FORMER = 3,
    /// A word for the people, or an adjective: Malian, Malians.
    GAZTAG_ROLE_DEMONYM = 4,
    /// An acronym: EU, DRC, LNG.
    GAZTAG_ROLE_ACRONYM = 5,
    /// A code: MLI, ML, and the flag. Codes of letters count only if the option roles has this
    /// role.
    GAZTAG_ROLE_CODE = 6,
    /// A chemical symbol or formula: Li2CO3.
    GAZTAG_ROLE_SYMBOL = 7,
    /// The capital: Bamako. Counts only if the option roles has this role.
    GAZTAG_ROLE_CAPITAL = 8,
    /// A frequent misspelling: Phillipines.
    GAZTAG_ROLE_MISSPELLING = 9,
    /// A closed compound that begins with a name: Goldmine. Counts unless GAZTAG_USE_COMPOUND is in
    /// uses_dropped.
    GAZTAG_ROLE_COMPOUND = 10,
}

/// Which capitalisation of a surface form matches in a text.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_case_rule {
    /// In gaztag_form only: GAZTAG_CASE_EXACT for acronyms, codes and symbols, otherwise
    /// GAZTAG_CASE_CAPITALISED for forms that begin with a capital letter, otherwise
    /// GAZTAG_CASE_ANY.
    GAZTAG_CASE_DEFAULT = 0,
    /// Any: lithium, Lithium, LITHIUM.
    GAZTAG_CASE_ANY = 1,
    /// The first letter is a capital, or has no case: Mali, MALI, not mali.
    GAZTAG_CASE_CAPITALISED = 2,
    /// Every letter as in the form: US, not Us or us.
    GAZTAG_CASE_EXACT = 3,
}

/// Whether a surface form may begin or end inside a word. A mention has the text of the form, not
/// the whole word. No form begins or ends inside a character, or between a letter and its accents.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_bounds {
    /// It begins and ends at word boundaries: Mali, not in Malibu.
    GAZTAG_BOUNDS_WORD = 0,
    /// It begins at a word boundary and may end inside a word: Mali in Malian, not in Somali.
    GAZTAG_BOUNDS_START = 1,
    /// It may begin inside a word and ends at a word boundary: berg in Heidelberg, not in Bergen.
    GAZTAG_BOUNDS_END = 2,
    /// It may begin and end inside a word, as in libraries of Aho-Corasick.
    GAZTAG_BOUNDS_ANYWHERE = 3,
}

/// The type of an attribute's value. All values are text.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_attribute_type {
    /// Any text.
    GAZTAG_ATTRIBUTE_TEXT = 0,
    /// A decimal number: "0.5", "-12", "6.02e23".
    GAZTAG_ATTRIBUTE_NUMBER = 1,
    /// A date: "YYYY", "YYYY-MM" or "YYYY-MM-DD".
    GAZTAG_ATTRIBUTE_DATE = 2,
    /// A list of texts separated by "|".
    GAZTAG_ATTRIBUTE_LIST = 3,
    /// The key of an entity.
    GAZTAG_ATTRIBUTE_ENTITY = 4,
    /// Keys of entities separated by "|".
    GAZTAG_ATTRIBUTE_ENTITIES = 5,
}

/// In place of the id of an entity: no entity (the form is a decoy).
pub const GAZTAG_NO_ENTITY: u64 = 0xFFFF_FFFF_FFFF_FFFF;

/// The entity with an id, if the number can be an id.
pub(super) fn id_of(entity: u64) -> Option<EntityId> {
    EntityId::from_u64(entity)
}

/// A surface form of an entity, or a decoy.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_surface {
    /// The form as it was added.
    pub form: gaztag_str,
    /// The id of the entity; GAZTAG_NO_ENTITY for a decoy.
    pub entity: u64,
    /// The number of its languages; 0 for a form of no particular language.
    /// gaztag_surface_languages returns their codes.
    pub languages: u32,
    /// A gaztag_role.
    pub role: u8,
    /// A gaztag_case_rule, never GAZTAG_CASE_DEFAULT.
    pub case_rule: u8,
    /// Of 100 occurrences of the form in texts, how many mean the entity: 1 to 100.
    pub prior: u8,
    /// 1 if the form in lower case is a common word, otherwise 0.
    pub word: u8,
    /// A gaztag_bounds.
    pub bounds: u8,
    /// 1 if a text must have the accents of the form, and no others; otherwise 0.
    pub accents: u8,
    /// Always 0.
    pub reserved: [u8; 6],
}

/// A spell of membership: a period in which a country, or a bloc, is or was in a bloc with one
/// status. A member that left and came back, or was suspended, has several.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_membership {
    /// "member", "observer", "associate", "candidate", "suspended" or "former".
    pub status: gaztag_str,
    /// The first day, month or year: YYYY-MM-DD, YYYY-MM or YYYY; NULL if unknown.
    pub joined: gaztag_str,
    /// The first day, month or year that the spell does not include; NULL if it lasts, or if that
    /// is unknown.
    pub left: gaztag_str,
    /// The source of this information, an address or codes of the data; NULL if unknown.
    pub source: gaztag_str,
    /// The day, month or year for which the source says so; NULL if unknown.
    pub as_of: gaztag_str,
    /// The id of the bloc.
    pub bloc: u64,
    /// The id of the member: a country, or a bloc.
    pub member: u64,
}

/// A retired key.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_retired_key {
    /// The retired key.
    pub key: gaztag_str,
    /// The id of the entity that replaces it.
    pub successor: u64,
}

/// An attribute: a fact about an entity.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_attribute {
    /// The name: alpha2, alpha3, numeric, region, capital, currency, part_of (of a country), parent
    /// (the bloc of an organ), class, founded, symbol, formula, commodity and others.
    pub name: gaztag_str,
    /// The value as text.
    pub value: gaztag_str,
    /// A gaztag_attribute_type.
    pub value_type: u32,
    /// Always 0.
    pub reserved: u32,
}

const _: () = assert!(size_of::<gaztag_str>() == 2 * size_of::<usize>());
const _: () = assert!(size_of::<gaztag_surface>() == size_of::<gaztag_str>() + 24);
const _: () = assert!(size_of::<gaztag_membership>() == 5 * size_of::<gaztag_str>() + 16);
const _: () = assert!(size_of::<gaztag_attribute>() == 2 * size_of::<gaztag_str>() + 8);

/// A text of a gazetteer as C has it. The image of a gazetteer has a NUL after every text.
pub(super) fn borrowed(gazetteer: &Gazetteer<'static>, text: &str) -> gaztag_str {
    let in_image = |image: &[u8]| {
        let place = (text.as_ptr() as usize)
            .checked_sub(image.as_ptr() as usize)
            .and_then(|start| image.get(start..)?.get(..=text.len()));
        place.filter(|place| place.ends_with(&[0])).map(|place| place.as_ptr())
    };
    let place = match gazetteer.to_image() {
        // Each layer has an image, which the gazetteer keeps.
        [] => gazetteer.layers().find_map(|layer| in_image(layer.to_image())),
        image => in_image(image),
    };
    match place {
        Some(place) => gaztag_str { ptr: place.cast(), len: text.len() },
        // The names of the kinds of the library are not in the image, nor need the status be that
        // members had on a day.
        None => STATIC_NAMES
            .iter()
            .find(|name| name.to_bytes() == text.as_bytes())
            .map_or(gaztag_str::of(c""), |name| gaztag_str::of(name)),
    }
}

const STATIC_NAMES: [&CStr; 5] = [c"country", c"bloc", c"mineral", c"?", c"member"];

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
        accents: surface.needs_accents().into(),
        reserved: [0; 6],
    }
}

pub(super) fn membership_of(
    gazetteer: &Gazetteer<'static>,
    membership: &Membership<'_>,
) -> gaztag_membership {
    let text = |text: Option<&str>| text.map_or(gaztag_str::NONE, |text| borrowed(gazetteer, text));
    gaztag_membership {
        status: borrowed(gazetteer, membership.status),
        joined: text(membership.joined),
        left: text(membership.left),
        source: text(membership.source),
        as_of: text(membership.as_of),
        bloc: membership.bloc.to_u64(),
        member: membership.member.to_u64(),
    }
}

/// The arguments of a call that returns a list in pages: the array of the caller, and the number of
/// values that earlier calls returned.
pub(super) struct Page<T> {
    pub(super) resume: *mut usize,
    pub(super) out: *mut T,
    pub(super) capacity: usize,
    pub(super) out_len: *mut usize,
}

impl<T> Page<T> {
    /// Fills the array with the values after the first `*resume` ones. GAZTAG_NONE if `list`
    /// returns `None`.
    ///
    /// # Safety
    /// The pointers are outputs by the contract of calls, `resume` an initialised one.
    pub(super) unsafe fn fill<I: Iterator<Item = T>>(
        self,
        list: impl FnOnce() -> Result<Option<I>, Failure>,
    ) -> Outcome {
        // SAFETY: outputs, and `resume` is initialised: this function's contract.
        let (len, out, resume) = unsafe {
            (
                out(self.out_len, 0, "out_len")?,
                buffer(self.out, self.capacity, "out")?,
                optional(self.resume, "resume")?,
            )
        };
        let Some(values) = list()? else { return Ok(NONE) };
        let first = resume.as_deref().copied().unwrap_or(0);
        let mut values = values.skip(first);
        for (slot, value) in out.iter_mut().zip(&mut values) {
            slot.write(value);
            *len += 1;
        }
        resume.into_iter().for_each(|resume| *resume = first.saturating_add(*len));
        Ok(if values.next().is_some() { MORE } else { OK })
    }

    /// [`fill`](Self::fill) with a list of a gazetteer.
    ///
    /// # Safety
    /// As [`fill`](Self::fill), and `gazetteer` is a handle by the contract of calls.
    unsafe fn fill_from<'a, I: Iterator<Item = T>>(
        self,
        gazetteer: *const gaztag_gazetteer,
        list: impl FnOnce(&'a Gazetteer<'static>) -> Result<I, Failure>,
    ) -> Outcome {
        // SAFETY: outputs and a handle: this function's contract.
        unsafe {
            self.fill(|| {
                let gazetteer: &'a gaztag_gazetteer = reference(gazetteer, "gazetteer")?;
                list(&gazetteer.0).map(Some)
            })
        }
    }

    /// [`fill`](Self::fill) with a list of an entity; GAZTAG_NONE if there is no such entity.
    ///
    /// # Safety
    /// As [`fill_from`](Self::fill_from).
    unsafe fn fill_of<'a, I: Iterator<Item = T>>(
        self,
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        list: impl FnOnce(&'a Gazetteer<'static>, Entity<'a>) -> I,
    ) -> Outcome {
        // SAFETY: outputs and a handle: this function's contract.
        unsafe {
            self.fill(|| {
                let (gazetteer, entity) = entity_of(gazetteer, entity)?;
                Ok(entity.map(|entity| list(gazetteer, entity)))
            })
        }
    }
}

/// A gazetteer and the entity with an id, if it has one.
///
/// # Safety
/// `gazetteer` is a handle by the contract of calls, which is not freed during `'a`.
pub(super) unsafe fn entity_of<'a>(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
) -> Result<(&'a Gazetteer<'static>, Option<Entity<'a>>), Failure> {
    // SAFETY: a handle: this function's contract.
    let gazetteer = &unsafe { reference(gazetteer, "gazetteer")? }.0;
    Ok((gazetteer, id_of(entity).and_then(|id| gazetteer.entity(id))))
}

/// Returns the built-in gazetteer of countries, blocs and minerals, in constant time and without
/// memory other than the handle.
///
/// out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL; GAZTAG_ERR_UNSUPPORTED if the library was built without it; GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_builtin(
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output: contract of calls.
        let out = unsafe { out_handle(out)? };
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

/// Loads the gazetteer of an image, which is copied. gaztag_gazetteer_image and the command
/// `gaztag build` make images.
///
/// The call checks the length, the checksum, the versions and every record, in time linear in the
/// image. image, image_len: the image, at any alignment. out: the gazetteer, to be freed by
/// gaztag_gazetteer_free; NULL if the call fails. Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_VERSION;
/// GAZTAG_ERR_CORRUPT, with the byte offset of the error; GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_from_image(
    image: *const u8,
    image_len: usize,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `image` an input: contract of calls.
        let (out, image) = unsafe { (out_handle(out)?, array(image, image_len, "image")?) };
        let mut copy = Vec::new();
        copy.try_reserve_exact(image.len())
            .map_err(|_| Failure::no_memory("not enough memory for the image"))?;
        copy.extend_from_slice(image);
        give(gaztag_gazetteer(Gazetteer::from_image_owned(copy)?), out)?;
        Ok(OK)
    })
}

/// Loads the gazetteer of an image in memory of the caller, without a copy: a static array, flash,
/// or a mapping.
///
/// The image must stay unchanged at its address until the gazetteer and everything made from it are
/// freed. Arguments, check and errors: as gaztag_gazetteer_from_image.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_borrow_image(
    image: *const u8,
    image_len: usize,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `image` an input: contract of calls. The comment of this
        // function demands that the image stays unchanged while anything made from it exists, so it
        // may be treated as static.
        let (out, image) = unsafe { (out_handle(out)?, array::<u8>(image, image_len, "image")?) };
        give(gaztag_gazetteer(Gazetteer::from_image(image)?), out)?;
        Ok(OK)
    })
}

/// Loads the gazetteer of an image in memory of the caller, whose source is trusted, such as one
/// that the same program made. As gaztag_gazetteer_borrow_image, but in constant time: only the
/// length, the versions and the places of the sections are checked, not the checksum nor what the
/// sections have.
///
/// If the image was modified, other mentions are found, or none, and strings may be empty, lack
/// their NUL or not be UTF-8; gaztag itself does not read outside of the image. Arguments: as for
/// gaztag_gazetteer_borrow_image. Errors: as gaztag_gazetteer_from_image, as far as it is checked.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_borrow_trusted_image(
    image: *const u8,
    image_len: usize,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as in `gaztag_gazetteer_borrow_image`.
        let (out, image) = unsafe { (out_handle(out)?, array::<u8>(image, image_len, "image")?) };
        give(gaztag_gazetteer(Gazetteer::from_trusted_image(image)?), out)?;
        Ok(OK)
    })
}

/// Loads the gazetteer of an image in a file, which is mapped into memory. Processes that map the
/// same file share its memory.
///
/// The file must not be modified or truncated while the gazetteer or anything made from it exists;
/// otherwise the behaviour is undefined. Replace it by renaming a new file over it. To expect after
/// a modification: other mentions are found, or none, and strings change, lose their NUL or are not
/// UTF-8. After a truncation the system ends the process (SIGBUS). gaztag itself does not read
/// outside of the mapping. If nobody can guarantee that the file does not change, use
/// gaztag_gazetteer_load.
///
/// path: the name of a regular file in the encoding of the system, ended by NUL. out: the
/// gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors: as
/// gaztag_gazetteer_from_image; GAZTAG_ERR_IO for a file that cannot be read, and for a folder,
/// pipe or device, which is not opened.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_open(
    path: *const c_char,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `path` is an input, `out` an output: contract of calls. The comment of this
        // function demands that nobody changes or truncates the file while anything made from it
        // exists.
        unsafe { of_mapped_file(path, out, Gazetteer::from_image_owned) }
    })
}

/// Loads the gazetteer of an image in a file whose source is trusted, such as one that the same
/// program wrote. As gaztag_gazetteer_open, but in constant time: only the length, the versions and
/// the places of the sections are checked, so that hardly anything of the file is read. What
/// gaztag_gazetteer_borrow_trusted_image says of modified images holds.
///
/// path, out: as for gaztag_gazetteer_open. Errors: as gaztag_gazetteer_open, as far as the image
/// is checked.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_open_trusted(
    path: *const c_char,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as in `gaztag_gazetteer_open`.
        unsafe { of_mapped_file(path, out, Gazetteer::from_trusted_image_owned) }
    })
}

/// Loads the gazetteer of an image in a file, which is read into memory: as many bytes as the file
/// has. Later changes of the file have no effect.
///
/// path, out: as for gaztag_gazetteer_open. Errors: as gaztag_gazetteer_open; a file that is
/// modified during the call has a wrong checksum, which is GAZTAG_ERR_CORRUPT.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_load(
    path: *const c_char,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `path` is an input, `out` an output: contract of calls.
        unsafe { of_file(path, out, read_whole, Gazetteer::from_image_owned) }
    })
}

/// Makes with `load` the gazetteer of the image in a regular file, which is mapped.
///
/// # Safety
/// `path` is an input and `out` an output by the contract of calls. Nobody changes or truncates the
/// file while anything made from it exists.
unsafe fn of_mapped_file(
    path: *const c_char,
    out: *mut *mut gaztag_gazetteer,
    load: impl FnOnce(memmap2::Mmap) -> Result<Gazetteer<'static>, Error>,
) -> Outcome {
    // SAFETY: nobody changes or truncates the file: this function's contract.
    let map = |file: &File, _| unsafe { memmap2::Mmap::map(file) }.map_err(unreadable);
    // SAFETY: an input and an output: this function's contract.
    unsafe { of_file(path, out, map, load) }
}

/// Makes with `load` the gazetteer of the image that `bytes` returns for a regular file, which is
/// not empty, and its length.
///
/// # Safety
/// `path` is an input and `out` an output by the contract of calls.
unsafe fn of_file<I: AsRef<[u8]> + Send + Sync + 'static>(
    path: *const c_char,
    out: *mut *mut gaztag_gazetteer,
    bytes: impl FnOnce(&File, u64) -> Result<I, Failure>,
    load: impl FnOnce(I) -> Result<Gazetteer<'static>, Error>,
) -> Outcome {
    // SAFETY: an output and an input: this function's contract.
    let (out, path) = unsafe { (out_handle(out)?, c_string(path, "path")?) };
    let image = || match regular_file(path)? {
        (_, 0) => {
            Err(Failure::new(code::GAZTAG_ERR_CORRUPT, "the file is empty, so it is not an image"))
        }
        (file, len) => bytes(&file, len),
    };
    let gazetteer = image()
        .and_then(|image| Ok(load(image)?))
        .map_err(|failure| failure.of_file(&path.to_string_lossy()))?;
    give(gaztag_gazetteer(gazetteer), out)?;
    Ok(OK)
}

/// Opens a regular file for reading; returns it and its length. The type is checked before the file
/// is opened, as opening a pipe waits for a writer, and again afterwards, as another file may have
/// replaced it.
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

/// Reads the first `len` bytes of a file.
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

/// Makes another handle of the same gazetteer, in constant time.
///
/// out: the handle, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_clone(
    gazetteer: *const gaztag_gazetteer,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `gazetteer` a handle: contract of calls.
        let (out, gazetteer) = unsafe { (out_handle(out)?, reference(gazetteer, "gazetteer")?) };
        give(gaztag_gazetteer(gazetteer.0.clone()), out)?;
        Ok(OK)
    })
}

/// Frees a handle. Does nothing for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_free(gazetteer: *mut gaztag_gazetteer) {
    // SAFETY: `gazetteer` is a handle, and its caller does not use it again: contract of calls.
    unsafe { free(gazetteer) };
}

/// Returns the gazetteer as one sequence of bytes, an image, to write to a file or to embed. The
/// same version of the library loads it on any machine.
///
/// out, out_len: the bytes, which the library owns; valid as long as the strings of the gazetteer.
/// Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_UNSUPPORTED for a gazetteer with several layers, each of
/// which has an image (gaztag_gazetteer_layer).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_image(
    gazetteer: *const gaztag_gazetteer,
    out: *mut *const u8,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` and `out_len` are outputs, `gazetteer` is a handle: contract of calls.
        let (out, out_len, gazetteer) = unsafe {
            (
                self::out(out, core::ptr::null(), "out"),
                self::out(out_len, 0, "out_len"),
                reference(gazetteer, "gazetteer"),
            )
        };
        let (out, out_len) = (out?, out_len?);
        let image = gazetteer?.0.to_image();
        if image.is_empty() {
            return Err(Failure::new(
                code::GAZTAG_ERR_UNSUPPORTED,
                "a gazetteer with several layers has no image; gaztag_gazetteer_layer returns each",
            ));
        }
        (*out, *out_len) = (image.as_ptr(), image.len());
        Ok(OK)
    })
}

/// Returns the number of entities; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_len(gazetteer: *const gaztag_gazetteer) -> u32 {
    guard_value(0, || {
        // SAFETY: `gazetteer` is a handle: contract of calls.
        unsafe { reference(gazetteer, "gazetteer") }.map_or(0, |gazetteer| gazetteer.0.len() as u32)
    })
}

/// Returns the number of surface forms, including decoys and derived forms (U.S. from US), and the
/// number of different texts after folding.
///
/// out_surfaces, out_names: the numbers, or NULL. Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_form_counts(
    gazetteer: *const gaztag_gazetteer,
    out_surfaces: *mut usize,
    out_names: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_surfaces` and `out_names` are outputs, `gazetteer` is a handle: contract of
        // calls.
        let (surfaces, names, gazetteer) = unsafe {
            (
                optional_out(out_surfaces, 0, "out_surfaces"),
                optional_out(out_names, 0, "out_names"),
                reference(gazetteer, "gazetteer"),
            )
        };
        let (surfaces, names) = (surfaces?, names?);
        let counts = gazetteer?.0.form_counts();
        surfaces.into_iter().for_each(|slot| *slot = counts.0);
        names.into_iter().for_each(|slot| *slot = counts.1);
        Ok(OK)
    })
}

/// Returns the version of the data, such as "2026.11"; empty if the builder set none; NULL for
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_data_version(
    gazetteer: *const gaztag_gazetteer,
) -> gaztag_str {
    guard_value(gaztag_str::NONE, || {
        // SAFETY: `gazetteer` is a handle: contract of calls.
        unsafe { reference(gazetteer, "gazetteer") }.map_or(gaztag_str::NONE, |gazetteer| {
            borrowed(&gazetteer.0, gazetteer.0.data_version())
        })
    })
}

/// Returns the name of a kind, which is the part of a key before the slash; "?" for a kind that
/// this gazetteer does not have; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_kind_name(
    gazetteer: *const gaztag_gazetteer,
    kind: u32,
) -> gaztag_str {
    guard_value(gaztag_str::NONE, || {
        // SAFETY: `gazetteer` is a handle: contract of calls.
        let Ok(gazetteer) = (unsafe { reference(gazetteer, "gazetteer") }) else {
            return gaztag_str::NONE;
        };
        let kind = u8::try_from(kind).ok().and_then(Kind::from_u8);
        kind.map_or(gaztag_str::of(c"?"), |kind| {
            borrowed(&gazetteer.0, gazetteer.0.kind_name(kind))
        })
    })
}

/// Finds the number of a kind by its name.
///
/// out_kind: the number. Returns GAZTAG_OK, or GAZTAG_NONE if the gazetteer has no such kind.
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_kind_find(
    gazetteer: *const gaztag_gazetteer,
    name: *const c_char,
    name_len: usize,
    out_kind: *mut u32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_kind` is an output, `gazetteer` a handle, `name` an input: contract of
        // calls.
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

/// Returns the name of a role as in gazetteer files, such as "name" or "official", as a static
/// string that ends with NUL; "?" for an unknown number.
#[unsafe(no_mangle)]
pub extern "C" fn gaztag_role_name(role: u32) -> *const c_char {
    const NAMES: [&CStr; 11] = [
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
        c"compound",
    ];
    const _: () = assert!(NAMES.len() == Role::ALL.len());
    NAMES.get(role as usize).unwrap_or(&c"?").as_ptr()
}

/// Returns the id of the entity at a position. Positions count from 0 to gaztag_gazetteer_len - 1,
/// in the order of the keys, those of the lowest layer first. GAZTAG_NO_ENTITY for a larger
/// position and for NULL. An id is valid for this gazetteer only: store the key instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_at(
    gazetteer: *const gaztag_gazetteer,
    position: usize,
) -> u64 {
    guard_value(GAZTAG_NO_ENTITY, || {
        // SAFETY: `gazetteer` is a handle: contract of calls.
        let Ok(gazetteer) = (unsafe { reference(gazetteer, "gazetteer") }) else {
            return GAZTAG_NO_ENTITY;
        };
        let entity = gazetteer.0.entity_at(position);
        entity.map_or(GAZTAG_NO_ENTITY, |entity| entity.id().to_u64())
    })
}

/// Returns the position of an entity, for arrays with an element for each entity: the inverse of
/// gaztag_entity_at. gaztag_gazetteer_len for an id that this gazetteer does not have; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_position(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
) -> usize {
    // SAFETY: `gazetteer` is a handle: contract of calls.
    guard_value(0, || match unsafe { entity_of(gazetteer, entity) } {
        Ok((gazetteer, Some(entity))) => {
            gazetteer.position(entity.id()).unwrap_or_else(|| gazetteer.len())
        }
        Ok((gazetteer, None)) => gazetteer.len(),
        Err(_) => 0,
    })
}

/// Lists all retired keys in order, each with the entity that replaces it. gaztag_entity_find
/// accepts retired keys too.
///
/// resume, out, capacity, out_len: as for gaztag_entity_attributes. Returns GAZTAG_OK or
/// GAZTAG_MORE. Errors: GAZTAG_ERR_NULL.
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
        let list = |of| {
            let retired = move |(key, successor): (&str, EntityId)| gaztag_retired_key {
                key: borrowed(of, key),
                successor: successor.to_u64(),
            };
            Ok(Gazetteer::retired_keys(of).map(retired))
        };
        // SAFETY: `resume`, `out` and `out_len` are outputs, the first one initialised, and
        // `gazetteer` is a handle: contract of calls.
        unsafe { Page { resume, out, capacity, out_len }.fill_from(gazetteer, list) }
    })
}

/// Finds an entity by its key, such as "country/MLI". For a retired key, finds the entity that
/// replaces it. Takes time logarithmic in the number of entities. gaztag_entity_resolve takes names
/// and codes too.
///
/// out_entity: the id, valid for this gazetteer only; store the key instead. GAZTAG_NO_ENTITY if
/// there is no such entity. Returns GAZTAG_OK, or GAZTAG_NONE if there is no such entity. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_find(
    gazetteer: *const gaztag_gazetteer,
    key: *const c_char,
    key_len: usize,
    out_entity: *mut u64,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_entity` is an output, `gazetteer` a handle, `key` an input: contract of
        // calls.
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

/// Returns the key of an entity, such as "country/MLI"; NULL if there is no such entity, and for
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_key(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
) -> gaztag_str {
    // SAFETY: `gazetteer` is a handle: contract of calls.
    guard_value(gaztag_str::NONE, || match unsafe { entity_of(gazetteer, entity) } {
        Ok((gazetteer, Some(entity))) => borrowed(gazetteer, entity.key()),
        _ => gaztag_str::NONE,
    })
}

/// Returns the usual English name of an entity; NULL if there is no such entity, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_name(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
) -> gaztag_str {
    // SAFETY: `gazetteer` is a handle: contract of calls.
    guard_value(gaztag_str::NONE, || match unsafe { entity_of(gazetteer, entity) } {
        Ok((gazetteer, Some(entity))) => borrowed(gazetteer, entity.name()),
        _ => gaztag_str::NONE,
    })
}

/// Returns the kind of an entity.
///
/// out_kind: a gaztag_kind, or a kind of the gazetteer's own. Returns GAZTAG_OK, or GAZTAG_NONE if
/// there is no such entity. Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_kind(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    out_kind: *mut u32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_kind` is an output, `gazetteer` a handle: contract of calls.
        let (kind, (_, entity)) =
            unsafe { (out(out_kind, 0, "out_kind")?, entity_of(gazetteer, entity)?) };
        let Some(entity) = entity else { return Ok(NONE) };
        *kind = entity.kind().to_u8().into();
        Ok(OK)
    })
}

/// Returns the value of one attribute of an entity, as text. gaztag_attribute lists common names.
/// gaztag_entity_number, gaztag_entity_date, gaztag_entity_items and gaztag_entity_related return
/// values in their types.
///
/// name, name_len: the name of the attribute, in UTF-8. Returns NULL if the entity has no such
/// attribute, if there is no such entity, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_entity_attribute(
    gazetteer: *const gaztag_gazetteer,
    entity: u64,
    name: *const c_char,
    name_len: usize,
) -> gaztag_str {
    guard_value(gaztag_str::NONE, || {
        // SAFETY: `gazetteer` is a handle, `name` an input: contract of calls.
        let (Ok((gazetteer, Some(entity))), Ok(name)) =
            (unsafe { (entity_of(gazetteer, entity), utf8(name, name_len, "name")) })
        else {
            return gaztag_str::NONE;
        };
        entity.attribute(name).map_or(gaztag_str::NONE, |value| borrowed(gazetteer, value))
    })
}

/// Lists all attributes of an entity, in pages as all lists.
///
/// resume: NULL for a single page. Otherwise a number that is 0 for the first call; the call adds
/// the number of elements it wrote, and the next call continues after them. Each call iterates over
/// the elements before, so a list in small pages takes quadratic time: double the capacity with
/// each call. out, capacity: the array. out_len: the number of elements written. Returns GAZTAG_OK;
/// GAZTAG_MORE if there are more; GAZTAG_NONE if there is no such entity. Errors: GAZTAG_ERR_NULL.
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
        let list = |of, entity| {
            Entity::attributes(&entity).map(move |attribute: Attribute<'_>| gaztag_attribute {
                name: borrowed(of, attribute.name),
                value: borrowed(of, attribute.value),
                value_type: attribute.value_type as u32,
                reserved: 0,
            })
        };
        // SAFETY: `resume`, `out` and `out_len` are outputs, the first one initialised, and
        // `gazetteer` is a handle: contract of calls.
        unsafe { Page { resume, out, capacity, out_len }.fill_of(gazetteer, entity, list) }
    })
}

/// Lists all surface forms of an entity, without those that are derived by rule (U.S. from US).
///
/// resume, out, capacity, out_len, status and errors: as for gaztag_entity_attributes.
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
        let list = |of, entity| {
            let id = Entity::id(&entity);
            entity.surfaces().map(move |surface| surface_of(of, Some(id), &surface))
        };
        // SAFETY: `resume`, `out` and `out_len` are outputs, the first one initialised, and
        // `gazetteer` is a handle: contract of calls.
        unsafe { Page { resume, out, capacity, out_len }.fill_of(gazetteer, entity, list) }
    })
}

/// Lists all spells of membership of an entity, as bloc or as member, ordered by bloc, member and
/// date, with every status. gaztag_entity_members_on and gaztag_entity_blocs_on list those of a
/// day.
///
/// resume, out, capacity, out_len, status and errors: as for gaztag_entity_attributes.
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
        let list = |of, entity| {
            Entity::memberships(&entity).map(move |membership| membership_of(of, &membership))
        };
        // SAFETY: `resume`, `out` and `out_len` are outputs, the first one initialised, and
        // `gazetteer` is a handle: contract of calls.
        unsafe { Page { resume, out, capacity, out_len }.fill_of(gazetteer, entity, list) }
    })
}

/// Lists all decoys, in the order of their folded forms.
///
/// resume, out, capacity, out_len: as for gaztag_entity_attributes. Returns GAZTAG_OK or
/// GAZTAG_MORE. Errors: GAZTAG_ERR_NULL.
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
        let list = |of| Ok(Gazetteer::decoys(of).map(move |decoy| surface_of(of, None, &decoy)));
        // SAFETY: `resume`, `out` and `out_len` are outputs, the first one initialised, and
        // `gazetteer` is a handle: contract of calls.
        unsafe { Page { resume, out, capacity, out_len }.fill_from(gazetteer, list) }
    })
}

/// Lists the surface forms that are equal to a form after folding, the most likely first, whatever
/// their case rules. At most 32.
///
/// form, form_len: a form in UTF-8. resume, out, capacity, out_len: as for
/// gaztag_entity_attributes. Returns GAZTAG_OK or GAZTAG_MORE. Errors: GAZTAG_ERR_NULL,
/// GAZTAG_ERR_UTF8.
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
        // SAFETY: `form` is an input: contract of calls.
        let form = unsafe { utf8(form, form_len, "form") };
        let list = |of| {
            Ok(Gazetteer::look_up(of, form?).map(move |(entity, surface)| {
                surface_of(of, entity.map(|entity| entity.id()), &surface)
            }))
        };
        // SAFETY: `resume`, `out` and `out_len` are outputs, the first one initialised, and
        // `gazetteer` is a handle: contract of calls.
        unsafe { Page { resume, out, capacity, out_len }.fill_from(gazetteer, list) }
    })
}

/// Writes the languages of a surface form as text: ISO 639 codes separated by "|", such as "en|fr";
/// empty for a form of no particular language.
///
/// entity: the entity of the form, or GAZTAG_NO_ENTITY for a decoy. form, form_len: spelled exactly
/// as in gaztag_surface. out, capacity: an array for the text and a NUL. out_len: the length of the
/// text without the NUL, also if it does not fit. Returns GAZTAG_OK; GAZTAG_MORE if the text and
/// its NUL do not fit, and out is unchanged; GAZTAG_NONE if there is no such form. Errors:
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
        // SAFETY: `out_len` and `out` are outputs, `gazetteer` is a handle, `form` an input:
        // contract of calls.
        let (out_len, out, (gazetteer, known), form) = unsafe {
            (
                self::out(out_len, 0, "out_len")?,
                buffer(out.cast::<u8>(), capacity, "out")?,
                entity_of(gazetteer, entity)?,
                utf8(form, form_len, "form")?,
            )
        };
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
