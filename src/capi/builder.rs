//! Gazetteers of users.

use alloc::string::String;
use alloc::vec::Vec;
use core::ffi::{c_char, c_void};

use super::gazetteer::gaztag_gazetteer;
use super::pointers::{
    bytes, exclusive, free, gaztag_str, give, optional_out, out, reference, sized, utf8,
};
use super::status::{
    Failure, NONE, OK, STOPPED, code, gaztag_error, gaztag_status, guard, guard_value,
};
use super::tagger::{languages_of, one_of};
use crate::{
    AttributeType, Bounds, CaseRule, Format, GazetteerBuilder, Language, Role, Spell, Surface, Use,
    WordClass,
};

/// Puts a gazetteer together. One thread at a time. The order in which things are added changes
/// nothing.
pub struct gaztag_builder {
    builder: GazetteerBuilder,
    classes: Vec<WordClass>,
}

/// The formats of gazetteer files.
#[repr(C)]
pub enum gaztag_format {
    /// Tab-separated, one surface form a row; the first row names the columns. Needs key and form;
    /// may have name, role, case, lang, prior, word; source and note are passed over. The key of a
    /// decoy is "-".
    GAZTAG_FORMAT_TSV = 0,
    /// One JSON object a line: {"key": .., "name": .., "forms": [..], "attributes": {..}} or
    /// {"decoy": ..}; a form is a string or an object.
    GAZTAG_FORMAT_JSON_LINES = 1,
    /// The dictionary that flashtext reads: one JSON object {name: [forms]}. Forms are found in any
    /// case; the kind is "keyword".
    GAZTAG_FORMAT_FLASHTEXT = 2,
    /// The patterns that spaCy's EntityRuler writes, one JSON object a line: {"label": ..,
    /// "pattern": .., "id": ..}. The kind is the label in lower case.
    GAZTAG_FORMAT_SPACY = 3,
}

/// A surface form to be added. Set struct_size, and everything that is not used to 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_form {
    /// sizeof(gaztag_form), as the caller's header has it. A later library may know more fields:
    /// those are then 0.
    pub struct_size: usize,
    /// The form as it stands in running text, without leading article and without possessive.
    /// Accents and apostrophes as they should be.
    pub form: *const c_char,
    /// Its bytes.
    pub form_len: usize,
    /// The languages that write it so: ISO 639 codes separated by "|"; NULL: no language in
    /// particular.
    pub languages: *const c_char,
    /// Bytes of languages.
    pub languages_len: usize,
    /// A gaztag_role.
    pub role: u32,
    /// A gaztag_case_rule.
    pub case_rule: u32,
    /// Of 100 places where the form stands, how many mean the entity: 1 to 100; 0: the default, 95,
    /// and 80 for misspellings.
    pub prior: u32,
    /// 1 if the form, in lower case, is a common word: then it is no proof in a run of capitals (US
    /// TO LEAD TALKS). Else 0.
    pub word: u32,
    /// A gaztag_bounds; only GAZTAG_BOUNDS_WORD can be used yet.
    pub bounds: u32,
    /// 0.
    pub reserved: u32,
}

/// The length of the struct in the first version of the ABI, whatever is added after it.
const SMALLEST_FORM: usize = core::mem::offset_of!(gaztag_form, reserved) + size_of::<u32>();

/// One spell of membership to be added. Set struct_size, and everything that is not known to 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_spell {
    /// sizeof(gaztag_spell), as the caller's header has it. A later library may know more fields:
    /// those are then 0.
    pub struct_size: usize,
    /// "member", "observer", "associate", "candidate", "suspended" or "former".
    pub status: gaztag_str,
    /// Since when: YYYY, YYYY-MM or YYYY-MM-DD.
    pub joined: gaztag_str,
    /// Until when.
    pub left: gaztag_str,
    /// Where this is known from.
    pub source: gaztag_str,
    /// On which day this was known to be so.
    pub as_of: gaztag_str,
}

const SMALLEST_SPELL: usize = core::mem::offset_of!(gaztag_spell, as_of) + size_of::<gaztag_str>();

impl gaztag_spell {
    /// # Safety
    /// As [`sized`] and [`utf8`].
    unsafe fn read<'a>(spell: *const Self) -> Result<Spell<'a>, Failure> {
        // SAFETY: the same contract; the fields are numbers and pointers.
        let given = unsafe { sized(spell, SMALLEST_SPELL, "spell")? };
        // SAFETY: the same contract.
        let text = |text: gaztag_str, what| unsafe { utf8(text.ptr, text.len, what) };
        let spell = Spell::new(text(given.status, "the spell's status")?)
            .with_joined(text(given.joined, "the spell's joined")?);
        let spell = spell
            .with_left(text(given.left, "the spell's left")?)
            .with_source(text(given.source, "the spell's source")?);
        Ok(spell.with_as_of(text(given.as_of, "the spell's as_of")?))
    }
}

/// What is needed of a form to make a surface form of it.
struct Form<'a> {
    form: &'a str,
    languages: Vec<Language>,
    role: Role,
    case: Option<CaseRule>,
    prior: Option<u8>,
    word: bool,
    bounds: Bounds,
}

impl<'a> Form<'a> {
    /// # Safety
    /// As [`sized`], and the texts of the form as [`utf8`].
    unsafe fn read(form: *const gaztag_form) -> Result<Self, Failure> {
        // SAFETY: the same contracts; the fields are numbers and pointers.
        let given = unsafe { sized(form, SMALLEST_FORM, "form")? };
        if given.reserved != 0 {
            return Err(Failure::argument(alloc::format!(
                "the form's reserved is {}; expected 0",
                given.reserved
            )));
        }
        // SAFETY: the same contracts.
        let (form, languages) = unsafe {
            (
                utf8(given.form, given.form_len, "the form's text")?,
                utf8(given.languages, given.languages_len, "the form's languages")?,
            )
        };
        let prior = match given.prior {
            0 => None,
            prior @ 1..=100 => Some(prior as u8),
            prior => {
                return Err(Failure::argument(alloc::format!(
                    "the form's prior is {prior}; expected 0 to 100"
                )));
            }
        };
        Ok(Self {
            form,
            languages: languages_of(languages)?,
            role: one_of(given.role, Role::ALL, "the form's role")?,
            case: one_of(
                given.case_rule,
                &[None, Some(CaseRule::Any), Some(CaseRule::Capitalised), Some(CaseRule::Exact)],
                "the form's case_rule",
            )?,
            prior,
            word: one_of(given.word, &[false, true], "the form's word")?,
            bounds: one_of(given.bounds, Bounds::ALL, "the form's bounds")?,
        })
    }

    fn surface(&'a self) -> Surface<'a> {
        let mut surface = Surface::new(self.form)
            .with_role(self.role)
            .with_languages(&self.languages)
            .with_word(self.word)
            .with_bounds(self.bounds);
        if let Some(case) = self.case {
            surface = surface.with_case(case);
        }
        if let Some(prior) = self.prior {
            surface = surface.with_prior(prior);
        }
        surface
    }
}

impl gaztag_builder {
    /// The class with a number.
    fn class(&self, words: u32) -> Result<WordClass, Failure> {
        self.classes.get(words as usize).copied().ok_or_else(|| {
            Failure::argument(alloc::format!(
                "words is {words}; this builder has {} classes",
                self.classes.len()
            ))
        })
    }
}

fn weight_of(weight: i32) -> Result<i8, Failure> {
    match weight {
        -12..=-1 | 1..=12 => Ok(weight as i8),
        _ => {
            Err(Failure::argument(alloc::format!("weight is {weight}; expected -12 to 12, not 0")))
        }
    }
}

fn format_of(format: u32) -> Result<Format, Failure> {
    one_of(format, &[Format::Tsv, Format::JsonLines, Format::Flashtext, Format::Spacy], "format")
}

/// The gaztag_format that a gazetteer file is likely to have: by its name (.jsonl and .ndjson,
/// .json, anything else is tab-separated) and, for lines of JSON, by what its first line has.
///
/// file: its name. text: its content, or as much of it as there is. GAZTAG_FORMAT_TSV for a NULL
/// with a length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_format_guess(
    file: *const c_char,
    file_len: usize,
    text: *const c_char,
    text_len: usize,
) -> u32 {
    guard_value(gaztag_format::GAZTAG_FORMAT_TSV as u32, || {
        // SAFETY: as the header says.
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

/// A builder with nothing in it.
///
/// out: the builder, to be freed by gaztag_builder_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_builder_new(
    out: *mut *mut gaztag_builder,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let out = unsafe { self::out(out, core::ptr::null_mut(), "out")? };
        give(gaztag_builder { builder: GazetteerBuilder::new(), classes: Vec::new() }, out)?;
        Ok(OK)
    })
}

/// A builder with everything of a gazetteer, to add to it or to take from it.
///
/// out: the builder, to be freed by gaztag_builder_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_builder_from(
    gazetteer: *const gaztag_gazetteer,
    out: *mut *mut gaztag_builder,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (out, gazetteer) = unsafe {
            (self::out(out, core::ptr::null_mut(), "out")?, reference(gazetteer, "gazetteer")?)
        };
        give(
            gaztag_builder { builder: GazetteerBuilder::from(&gazetteer.0), classes: Vec::new() },
            out,
        )?;
        Ok(OK)
    })
}

/// Frees a builder; NULL is let pass. What it built stays.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_free(builder: *mut gaztag_builder) {
    // SAFETY: as the header says.
    unsafe { free(builder) };
}

/// Says which version the data has. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG if it
/// has a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_set_data_version(
    builder: *mut gaztag_builder,
    version: *const c_char,
    version_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, version) =
            unsafe { (exclusive(builder, "builder")?, utf8(version, version_len, "version")?) };
        if version.contains('\0') {
            return Err(Failure::argument("version has a NUL"));
        }
        builder.builder.set_data_version(version);
        Ok(OK)
    })
}

/// Adds an entity. Its key is a kind, a slash and a name ("country/MLI"); kinds beside country,
/// bloc and mineral become kinds of the gazetteer's own. Its name is no surface form by itself. An
/// entity that exists with the same name is left as it is.
///
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE for a bad key or name, or an entity
/// that exists with another name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_entity(
    builder: *mut gaztag_builder,
    key: *const c_char,
    key_len: usize,
    name: *const c_char,
    name_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, key, name) = unsafe {
            (
                exclusive(builder, "builder")?,
                utf8(key, key_len, "key")?,
                utf8(name, name_len, "name")?,
            )
        };
        builder.builder.add_entity(key, name)?;
        Ok(OK)
    })
}

/// Adds or replaces an attribute of an entity. Its value is text that the type says more about.
///
/// value_type: a gaztag_attribute_type. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG
/// for an unknown type; GAZTAG_ERR_PARSE for an unknown entity, a bad text, or a value that does
/// not fit its type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_set_attribute(
    builder: *mut gaztag_builder,
    key: *const c_char,
    key_len: usize,
    name: *const c_char,
    name_len: usize,
    value_type: u32,
    value: *const c_char,
    value_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, key) =
            unsafe { (exclusive(builder, "builder")?, utf8(key, key_len, "key")?) };
        // SAFETY: as the header says.
        let (name, value) =
            unsafe { (utf8(name, name_len, "name")?, utf8(value, value_len, "value")?) };
        builder.builder.set_typed_attribute(
            key,
            name,
            one_of(value_type, AttributeType::ALL, "value_type")?,
            value,
        )?;
        Ok(OK)
    })
}

/// Says that a country (or a bloc) is or was in a bloc. Each call adds a spell.
///
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for a struct_size that cannot be;
/// GAZTAG_ERR_UNSUPPORTED for fields of a newer header that are not 0; GAZTAG_ERR_PARSE for an
/// unknown entity or a bad text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_member(
    builder: *mut gaztag_builder,
    bloc: *const c_char,
    bloc_len: usize,
    member: *const c_char,
    member_len: usize,
    spell: *const gaztag_spell,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, bloc, member) = unsafe {
            (
                exclusive(builder, "builder")?,
                utf8(bloc, bloc_len, "bloc")?,
                utf8(member, member_len, "member")?,
            )
        };
        // SAFETY: as the header says.
        let spell = unsafe { gaztag_spell::read(spell)? };
        builder.builder.add_member(bloc, member, spell)?;
        Ok(OK)
    })
}

/// Retires a key: from then on it means its successor, in this builder, in what it builds and in
/// files that it reads. An entity with the key is taken out; what should stay of it must be added
/// to the successor.
///
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE for a bad key, an unknown successor,
/// or one that is the same entity.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_retire_key(
    builder: *mut gaztag_builder,
    key: *const c_char,
    key_len: usize,
    successor: *const c_char,
    successor_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, key, successor) = unsafe {
            (
                exclusive(builder, "builder")?,
                utf8(key, key_len, "key")?,
                utf8(successor, successor_len, "successor")?,
            )
        };
        builder.builder.retire_key(key, successor)?;
        Ok(OK)
    })
}

/// Adds a surface form to an entity; a form that the entity has already is replaced, and its
/// languages add up.
///
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for an unknown number, a bad prior or
/// language, a struct_size that cannot be; GAZTAG_ERR_UNSUPPORTED for bounds that cannot be matched
/// yet, and for fields of a newer header that are not 0; GAZTAG_ERR_PARSE for an unknown entity, a
/// form that cannot be found in any text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_surface(
    builder: *mut gaztag_builder,
    key: *const c_char,
    key_len: usize,
    form: *const gaztag_form,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, key, form) = unsafe {
            (exclusive(builder, "builder")?, utf8(key, key_len, "key")?, Form::read(form)?)
        };
        builder.builder.add_surface(key, form.surface())?;
        Ok(OK)
    })
}

/// Adds a decoy: a form that means no entity and hides the names inside it. A decoy that equals a
/// name hides that name. Role and prior are not used. Errors: as gaztag_builder_add_surface.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_decoy(
    builder: *mut gaztag_builder,
    form: *const gaztag_form,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, form) = unsafe { (exclusive(builder, "builder")?, Form::read(form)?) };
        builder.builder.add_decoy(form.surface())?;
        Ok(OK)
    })
}

/// Takes an entity out, with its surface forms and memberships. Returns GAZTAG_NONE if there was
/// none. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_remove_entity(
    builder: *mut gaztag_builder,
    key: *const c_char,
    key_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, key) =
            unsafe { (exclusive(builder, "builder")?, utf8(key, key_len, "key")?) };
        Ok(if builder.builder.remove_entity(key) { OK } else { NONE })
    })
}

/// Takes a surface form away from an entity. Returns GAZTAG_NONE if there was none, spelled exactly
/// so. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_remove_surface(
    builder: *mut gaztag_builder,
    key: *const c_char,
    key_len: usize,
    form: *const c_char,
    form_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, key, form) = unsafe {
            (
                exclusive(builder, "builder")?,
                utf8(key, key_len, "key")?,
                utf8(form, form_len, "form")?,
            )
        };
        Ok(if builder.builder.remove_surface(key, form) { OK } else { NONE })
    })
}

/// Takes a decoy away. Returns GAZTAG_NONE if there was none, spelled exactly so. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_remove_decoy(
    builder: *mut gaztag_builder,
    form: *const c_char,
    form_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, form) =
            unsafe { (exclusive(builder, "builder")?, utf8(form, form_len, "form")?) };
        Ok(if builder.builder.remove_decoy(form) { OK } else { NONE })
    })
}

/// Reads a gazetteer file. Entities that are not there yet are added with the name that the file
/// gives, or with their first form as name. On an error nothing of the file is taken. Time linear
/// in the file and in what the builder has already: give a file as a whole, not row by row.
///
/// format: a gaztag_format. file: its name for messages, or NULL. text: its content. out_forms: how
/// many surface forms and decoys it had, or NULL. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG;
/// GAZTAG_ERR_UTF8, GAZTAG_ERR_PARSE, GAZTAG_ERR_TOO_LARGE with line, column and byte.
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
        // SAFETY: as the header says.
        let (forms, builder) =
            unsafe { (optional_out(out_forms, 0, "out_forms")?, exclusive(builder, "builder")?) };
        // SAFETY: as the header says.
        let (file, text) =
            unsafe { (bytes(file, file_len, "file")?, bytes(text, text_len, "text")?) };
        let count = builder.builder.read(format_of(format)?, &file_name(file), text)?;
        forms.into_iter().for_each(|forms| *forms = count);
        Ok(OK)
    })
}

/// The name of a file as messages show it.
fn file_name(file: &[u8]) -> String {
    if file.is_empty() { "text".into() } else { String::from_utf8_lossy(file).into_owned() }
}

/// What a callback is given: one error, valid during the call only. Returns 0 to go on, else to
/// stop. It may call gaztag, but neither change nor free the builder; it must not unwind or jump
/// out.
pub type gaztag_error_fn =
    Option<unsafe extern "C" fn(user: *mut c_void, error: *const gaztag_error) -> i32>;

/// All errors that gaztag_builder_read could give for a file, in the order of the file. Takes
/// nothing.
///
/// format, file, text: as gaztag_builder_read. found: called with each error. Returns GAZTAG_OK,
/// also when there are errors; GAZTAG_STOPPED if the callback returned something else than 0.
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG.
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
        // SAFETY: as the header says.
        let (builder, file, text) = unsafe {
            (
                reference(builder, "builder")?,
                bytes(file, file_len, "file")?,
                bytes(text, text_len, "text")?,
            )
        };
        let found = found.ok_or_else(|| Failure::new(code::GAZTAG_ERR_NULL, "found is NULL"))?;
        for wrong in builder.builder.check(format_of(format)?, &file_name(file), text) {
            // SAFETY: the callback is the caller's; the error lives during the call.
            if unsafe { found(user, &Failure::from(wrong).to_error()) } != 0 {
                return Ok(STOPPED);
            }
        }
        Ok(OK)
    })
}

/// Adds a class of words and short phrases (four words at most) that cues can speak of. A line that
/// is the key of an entity stands for the entity: in a document, for any unambiguous name of it.
/// "<capitalised>", "<lower>", "<number>", "<initial>" and "<edge>" stand for any neighbour of that
/// shape.
///
/// words: one a line. out_class: its number, for gaztag_builder_add_cue of this builder. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE for no word at all, a phrase that is too
/// long, an unknown entity.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_word_class(
    builder: *mut gaztag_builder,
    words: *const c_char,
    words_len: usize,
    out_class: *mut u32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (class, builder, words) = unsafe {
            (
                out(out_class, 0, "out_class")?,
                exclusive(builder, "builder")?,
                utf8(words, words_len, "words")?,
            )
        };
        let added =
            builder.builder.add_word_class(words.lines().filter(|line| !line.is_empty()))?;
        *class = builder.classes.len() as u32;
        builder.classes.push(added);
        Ok(OK)
    })
}

/// Adds a cue: words of a class at a place speak for (or against, with a weight below 0) a reading
/// of a form, or all of them.
///
/// form: the surface form. key: the entity whose reading it is, or NULL for all readings. place:
/// "before", "after", "before-comma", "after-comma", "left N", "right N", "near N" (1 to 12 words),
/// "document" or "document N" (1 to 9 times). words: a class. weight: steps that double or halve
/// the odds, -12 to 12, not 0. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for an
/// unknown class or a weight that cannot be; GAZTAG_ERR_PARSE for an unknown entity or a place that
/// does not exist.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_cue(
    builder: *mut gaztag_builder,
    form: *const c_char,
    form_len: usize,
    key: *const c_char,
    key_len: usize,
    place: *const c_char,
    place_len: usize,
    words: u32,
    weight: i32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, form) =
            unsafe { (exclusive(builder, "builder")?, utf8(form, form_len, "form")?) };
        // SAFETY: as the header says.
        let (entity, place) = unsafe {
            (
                if key.is_null() && key_len == 0 { None } else { Some(utf8(key, key_len, "key")?) },
                utf8(place, place_len, "place")?,
            )
        };
        let (class, weight) = (builder.class(words)?, weight_of(weight)?);
        builder.builder.add_cue(form, entity, place.parse()?, class, weight)?;
        Ok(OK)
    })
}

/// Adds a cue that tells what a name is used for: it is weighed for every reading, unless the use
/// counts (uses_counted and uses_dropped of gaztag_options). It tells this of the place where it
/// stands and not of the same name elsewhere.
///
/// of: a gaztag_use. The others as gaztag_builder_add_cue, but for the places "document" and
/// "document N". Errors: as gaztag_builder_add_cue.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_use_cue(
    builder: *mut gaztag_builder,
    form: *const c_char,
    form_len: usize,
    of: u32,
    place: *const c_char,
    place_len: usize,
    words: u32,
    weight: i32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (builder, form, place) = unsafe {
            (
                exclusive(builder, "builder")?,
                utf8(form, form_len, "form")?,
                utf8(place, place_len, "place")?,
            )
        };
        let of = Use::ALL.iter().find(|&&known| of == 1 << known as u32).ok_or_else(|| {
            Failure::argument(alloc::format!("of is {of}; expected a gaztag_use"))
        })?;
        let (class, weight) = (builder.class(words)?, weight_of(weight)?);
        builder.builder.add_use_cue(form, *of, place.parse()?, class, weight)?;
        Ok(OK)
    })
}

/// Puts everything together. The builder can be used on. Time n log n in the number of surface
/// forms.
///
/// out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL; GAZTAG_ERR_TOO_LARGE, GAZTAG_ERR_PARSE for a limit of the format;
/// GAZTAG_ERR_NOMEM for the handle. When memory runs out while it is built, the program ends.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_builder_build(
    builder: *const gaztag_builder,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (out, builder) = unsafe {
            (self::out(out, core::ptr::null_mut(), "out")?, reference(builder, "builder")?)
        };
        give(gaztag_gazetteer(builder.builder.build()?), out)?;
        Ok(OK)
    })
}
