//! Building gazetteers.

use alloc::vec::Vec;
use core::ffi::c_char;

use super::gazetteer::gaztag_gazetteer;
use super::pointers::{exclusive, free, gaztag_str, give, out, out_handle, reference, sized, utf8};
use super::status::{Failure, NONE, OK, Outcome, gaztag_error, gaztag_status, guard};
use super::tagger::{case_of, languages_of, one_of};
use crate::{
    AttributeType, Bounds, CaseRule, GazetteerBuilder, Language, Role, Spell, Surface, Use,
    WordClass,
};

/// Builds a gazetteer from entities, surface forms, decoys and cues, or from files. For one thread
/// at a time. The order in which they are added does not matter.
pub struct gaztag_builder {
    pub(super) builder: GazetteerBuilder,
    classes: Vec<WordClass>,
}

/// A surface form to add to a builder. Set struct_size, and set unused fields to 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_form {
    /// sizeof(gaztag_form). A newer library takes 0 for fields that the caller's header does not
    /// have.
    pub struct_size: usize,
    /// The form in UTF-8 as it is written in a text, with correct accents and apostrophes, but
    /// without a leading article or a possessive ending.
    pub form: *const c_char,
    /// The length of form in bytes.
    pub form_len: usize,
    /// The languages of the form: ISO 639 codes separated by "|", such as "en|fr"; NULL for a form
    /// of no particular language.
    pub languages: *const c_char,
    /// The length of languages in bytes.
    pub languages_len: usize,
    /// A gaztag_role: what the form is to its entity.
    pub role: u32,
    /// A gaztag_case_rule: which capitalisation matches.
    pub case_rule: u32,
    /// Of 100 occurrences of the form in texts, how many mean the entity: 1 to 100. 0 is the
    /// default, 95, or 80 for misspellings and 85 for compounds.
    pub prior: u32,
    /// 1 if the form in lower case is a common word, so that it is weak evidence within text in
    /// capitals (NEW US TALKS); otherwise 0.
    pub word: u32,
    /// A gaztag_bounds: whether the form may begin or end inside a word.
    pub bounds: u32,
    /// 1 if a text must have the accents of the form, and no others; 0 if accents do not count.
    pub accents: u32,
}

/// The size of the struct in the first version of the ABI; fields may be added after it.
const SMALLEST_FORM: usize = core::mem::offset_of!(gaztag_form, accents) + size_of::<u32>();

/// A spell of membership to add to a builder: a period without a break. Set struct_size, and set
/// unknown fields to 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_spell {
    /// sizeof(gaztag_spell). A newer library takes 0 for fields that the caller's header does not
    /// have.
    pub struct_size: usize,
    /// "member", "observer", "associate", "candidate", "suspended" or "former".
    pub status: gaztag_str,
    /// The first day, month or year: YYYY-MM-DD, YYYY-MM or YYYY.
    pub joined: gaztag_str,
    /// The first day, month or year that the spell does not include, if it has ended.
    pub left: gaztag_str,
    /// The source of this information, such as a URL.
    pub source: gaztag_str,
    /// The day on which this information was checked.
    pub as_of: gaztag_str,
}

const SMALLEST_SPELL: usize = core::mem::offset_of!(gaztag_spell, as_of) + size_of::<gaztag_str>();

impl gaztag_spell {
    /// # Safety
    /// `spell` is an input by the contract of calls, and stays unchanged during `'a`.
    unsafe fn read<'a>(spell: *const Self) -> Result<Spell<'a>, Failure> {
        // SAFETY: `spell` is an input that begins with `struct_size`: this function's contract. The
        // struct has only numbers and pointers.
        let given = unsafe { sized(spell, SMALLEST_SPELL, "spell")? };
        // SAFETY: pointers inside an input are inputs: contract of calls.
        let text = |text: gaztag_str, what| unsafe { utf8(text.ptr, text.len, what) };
        let spell = Spell::new(text(given.status, "the spell's status")?)
            .with_joined(text(given.joined, "the spell's joined")?);
        let spell = spell
            .with_left(text(given.left, "the spell's left")?)
            .with_source(text(given.source, "the spell's source")?);
        Ok(spell.with_as_of(text(given.as_of, "the spell's as_of")?))
    }
}

/// A `gaztag_form` with checked fields.
struct Form<'a> {
    form: &'a str,
    languages: Vec<Language>,
    role: Role,
    case: Option<CaseRule>,
    prior: Option<u8>,
    word: bool,
    bounds: Bounds,
    accents: bool,
}

impl<'a> Form<'a> {
    /// # Safety
    /// `form` is an input by the contract of calls, and stays unchanged during `'a`.
    unsafe fn read(form: *const gaztag_form) -> Result<Self, Failure> {
        // SAFETY: `form` is an input that begins with `struct_size`: this function's contract. The
        // struct has only numbers and pointers.
        let given = unsafe { sized(form, SMALLEST_FORM, "form")? };
        // SAFETY: pointers inside an input are inputs: contract of calls.
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
            case: case_of(given.case_rule, "the form's case_rule")?,
            prior,
            word: one_of(given.word, &[false, true], "the form's word")?,
            bounds: one_of(given.bounds, Bounds::ALL, "the form's bounds")?,
            accents: one_of(given.accents, &[false, true], "the form's accents")?,
        })
    }

    fn surface(&'a self) -> Surface<'a> {
        let mut surface = Surface::new(self.form)
            .with_role(self.role)
            .with_languages(&self.languages)
            .with_word(self.word)
            .with_bounds(self.bounds)
            .with_accents(self.accents);
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
    /// The word class with a number.
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

/// Makes an empty builder.
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
        // SAFETY: `out` is an output: contract of calls.
        let out = unsafe { out_handle(out)? };
        start(GazetteerBuilder::new(), out)
    })
}

/// Gives a handle of a builder to the caller.
fn start(builder: GazetteerBuilder, out: &mut *mut gaztag_builder) -> Outcome {
    give(gaztag_builder { builder, classes: Vec::new() }, out)?;
    Ok(OK)
}

/// Makes a builder with the whole content of a gazetteer, to which things can be added and from
/// which things can be removed.
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
        // SAFETY: `out` is an output, `gazetteer` a handle: contract of calls.
        let (out, gazetteer) = unsafe { (out_handle(out)?, reference(gazetteer, "gazetteer")?) };
        start(GazetteerBuilder::from(&gazetteer.0), out)
    })
}

/// Makes an empty builder of a layer that will be above a gazetteer: gaztag_gazetteer_with_layer
/// puts what it builds there. Forms can be added to the entities of the gazetteer, and what it has
/// can be taken away, without building it again. Its entities cannot be changed otherwise.
///
/// out: the builder, to be freed by gaztag_builder_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_builder_above(
    gazetteer: *const gaztag_gazetteer,
    out: *mut *mut gaztag_builder,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `gazetteer` a handle: contract of calls.
        let (out, gazetteer) = unsafe { (out_handle(out)?, reference(gazetteer, "gazetteer")?) };
        start(GazetteerBuilder::above(&gazetteer.0), out)
    })
}

/// Frees a builder; the gazetteers that it built remain valid. Does nothing for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_free(builder: *mut gaztag_builder) {
    // SAFETY: `builder` is a handle, and its caller does not use it again: contract of calls.
    unsafe { free(builder) };
}

/// Sets the version of the data, which gaztag_gazetteer_data_version returns for the gazetteer.
///
/// version, version_len: any text without a NUL. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8;
/// GAZTAG_ERR_ARG for a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_set_data_version(
    builder: *mut gaztag_builder,
    version: *const c_char,
    version_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `builder` is a handle that this call alone uses, `version` an input: contract of
        // calls.
        let (builder, version) =
            unsafe { (exclusive(builder, "builder")?, utf8(version, version_len, "version")?) };
        if version.contains('\0') {
            return Err(Failure::argument("version has a NUL"));
        }
        builder.builder.set_data_version(version);
        Ok(OK)
    })
}

/// Adds an entity. Does nothing if it exists with the same name.
///
/// key: a kind, a slash and an identifier, such as "country/MLI"; a kind other than country, bloc
/// and mineral becomes a kind of the gazetteer's own. name: the usual name, which is not a surface
/// form: add it as one if texts use it. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE
/// for an invalid key or name, and if the entity exists with another name.
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
        // SAFETY: `builder` is a handle that this call alone uses; `key` and `name` are inputs:
        // contract of calls.
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

/// Adds an attribute to an entity, or replaces the one of the same name.
///
/// key: the key of the entity. name: such as "founded". value_type: a gaztag_attribute_type. value:
/// the value as text, in the form that the type requires. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8;
/// GAZTAG_ERR_ARG for an unknown type; GAZTAG_ERR_PARSE for an unknown entity, an invalid name, or
/// a value that does not fit its type.
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
        // SAFETY: `builder` is a handle that this call alone uses; the texts are inputs: contract
        // of calls.
        let (builder, key, name, value) = unsafe {
            (
                exclusive(builder, "builder")?,
                utf8(key, key_len, "key")?,
                utf8(name, name_len, "name")?,
                utf8(value, value_len, "value")?,
            )
        };
        builder.builder.set_typed_attribute(
            key,
            name,
            one_of(value_type, AttributeType::ALL, "value_type")?,
            value,
        )?;
        Ok(OK)
    })
}

/// Adds one spell of membership of a country, or of a bloc, in a bloc.
///
/// bloc, member: the keys of the entities. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG
/// for an invalid struct_size; GAZTAG_ERR_UNSUPPORTED for fields of a newer header that are not 0;
/// GAZTAG_ERR_PARSE for an unknown entity, status or date.
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
        // SAFETY: `builder` is a handle that this call alone uses; `bloc`, `member` and `spell` are
        // inputs: contract of calls.
        let (builder, bloc, member, spell) = unsafe {
            (
                exclusive(builder, "builder")?,
                utf8(bloc, bloc_len, "bloc")?,
                utf8(member, member_len, "member")?,
                gaztag_spell::read(spell)?,
            )
        };
        builder.builder.add_member(bloc, member, spell)?;
        Ok(OK)
    })
}

/// Retires a key, which means its successor from then on: in this builder, in files that it reads
/// and in gazetteers that it builds. An entity with the key is removed; add to the successor what
/// should be kept of it.
///
/// key: the key to retire. successor: the key of the entity that replaces it. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE for an invalid key, an unknown successor, or
/// a successor that is the same entity.
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
        // SAFETY: `builder` is a handle that this call alone uses; `key` and `successor` are
        // inputs: contract of calls.
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

/// Adds a surface form to an entity. If the entity has the form already, it is replaced, and the
/// languages of both are joined.
///
/// key: the key of the entity. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for an
/// unknown number, an invalid prior, language or struct_size; GAZTAG_ERR_UNSUPPORTED for fields of
/// a newer header that are not 0; GAZTAG_ERR_PARSE for an unknown entity, for a form that no text
/// can contain, and for a form with other bounds than GAZTAG_BOUNDS_WORD that is longer than 512
/// bytes after folding.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_surface(
    builder: *mut gaztag_builder,
    key: *const c_char,
    key_len: usize,
    form: *const gaztag_form,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `builder` is a handle that this call alone uses; `key` and `form` are inputs:
        // contract of calls.
        let (builder, key, form) = unsafe {
            (exclusive(builder, "builder")?, utf8(key, key_len, "key")?, Form::read(form)?)
        };
        builder.builder.add_surface(key, form.surface())?;
        Ok(OK)
    })
}

/// Adds a decoy: a form that means no entity and hides the names inside it, such as "Mali Street".
/// A decoy that equals a name hides that name.
///
/// form: role and prior are ignored. Errors: as gaztag_builder_add_surface.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_decoy(
    builder: *mut gaztag_builder,
    form: *const gaztag_form,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `builder` is a handle that this call alone uses, `form` an input: contract of
        // calls.
        let (builder, form) = unsafe { (exclusive(builder, "builder")?, Form::read(form)?) };
        builder.builder.add_decoy(form.surface())?;
        Ok(OK)
    })
}

/// Removes an entity, with its surface forms and memberships.
///
/// Returns GAZTAG_OK, or GAZTAG_NONE if there is no entity with this key. Errors: GAZTAG_ERR_NULL,
/// GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_remove_entity(
    builder: *mut gaztag_builder,
    key: *const c_char,
    key_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `builder` is a handle that this call alone uses, `key` an input: contract of
        // calls.
        let (builder, key) =
            unsafe { (exclusive(builder, "builder")?, utf8(key, key_len, "key")?) };
        Ok(if builder.builder.remove_entity(key) { OK } else { NONE })
    })
}

/// Removes a surface form from an entity.
///
/// form: spelled exactly as it was added. Returns GAZTAG_OK, or GAZTAG_NONE if the entity has no
/// such form. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
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
        // SAFETY: `builder` is a handle that this call alone uses; `key` and `form` are inputs:
        // contract of calls.
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

/// Removes a decoy.
///
/// form: spelled exactly as it was added. Returns GAZTAG_OK, or GAZTAG_NONE if there is no such
/// decoy. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_remove_decoy(
    builder: *mut gaztag_builder,
    form: *const c_char,
    form_len: usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `builder` is a handle that this call alone uses, `form` an input: contract of
        // calls.
        let (builder, form) =
            unsafe { (exclusive(builder, "builder")?, utf8(form, form_len, "form")?) };
        Ok(if builder.builder.remove_decoy(form) { OK } else { NONE })
    })
}

/// Adds a class of words and phrases, which cues refer to.
///
/// words: one word, or one phrase of at most four words, in each line. The key of an entity stands
/// for any unambiguous name of the entity. "<capitalised>", "<lower>", "<number>", "<initial>",
/// "<edge>", "<percent>", "<title>", "<symbol>", "<cell>", "<age>" and "<signature>" stand for any
/// neighbour of that shape.
/// out_class: the number of the class, for
/// gaztag_builder_add_cue and gaztag_builder_add_use_cue of this builder. Errors: GAZTAG_ERR_NULL,
/// GAZTAG_ERR_UTF8; GAZTAG_ERR_PARSE for an empty class, a longer phrase or an unknown entity.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_builder_add_word_class(
    builder: *mut gaztag_builder,
    words: *const c_char,
    words_len: usize,
    out_class: *mut u32,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_class` is an output, `builder` a handle that this call alone uses, `words`
        // an input: contract of calls.
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

/// Adds a cue: a word of a class at a place near a surface form is evidence for an entity that the
/// form can mean, or against it.
///
/// form: the surface form. key: the key of the entity, or NULL for every entity that the form can
/// mean. place: "before", "after", "before-comma", "after-comma"; "left N", "right N" or "near N"
/// for 1 to 12 words; "document", or "document N" for 1 to 9 occurrences; see gaztag_place. words:
/// the number of a class. weight: each step doubles the odds, or halves them below 0; -12 to 12,
/// not 0. Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_UTF8; GAZTAG_ERR_ARG for an unknown class or an
/// invalid weight; GAZTAG_ERR_PARSE for an unknown entity or an invalid place.
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
        // SAFETY: `builder` is a handle that this call alone uses; `form`, `key` and `place` are
        // inputs: contract of calls.
        let (builder, form, entity, place) = unsafe {
            (
                exclusive(builder, "builder")?,
                utf8(form, form_len, "form")?,
                if key.is_null() && key_len == 0 { None } else { Some(utf8(key, key_len, "key")?) },
                utf8(place, place_len, "place")?,
            )
        };
        let (class, weight) = (builder.class(words)?, weight_of(weight)?);
        builder.builder.add_cue(form, entity, place.parse()?, class, weight)?;
        Ok(OK)
    })
}

/// Adds a cue that shows a use of a name, such as a language. It is evidence for every entity that
/// the form can mean, but only where uses of this kind do not count (uses_counted and uses_dropped
/// of gaztag_options). It has no effect on the same name elsewhere in the document.
///
/// of: a gaztag_use. form, place, words, weight: as for gaztag_builder_add_cue, without the places
/// "document" and "document N". Errors: as gaztag_builder_add_cue; GAZTAG_ERR_ARG also for an
/// unknown use.
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
        // SAFETY: `builder` is a handle that this call alone uses; `form` and `place` are inputs:
        // contract of calls.
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

/// Builds the gazetteer. The builder is unchanged and can be used again. Takes time n log n in the
/// number of surface forms.
///
/// out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL; GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_PARSE for a limit of the format;
/// GAZTAG_ERR_NOMEM for the handle. If memory runs out during the build, the program ends.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_builder_build(
    builder: *const gaztag_builder,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `builder` a handle: contract of calls.
        let (out, builder) = unsafe { (out_handle(out)?, reference(builder, "builder")?) };
        give(gaztag_gazetteer(builder.builder.build()?), out)?;
        Ok(OK)
    })
}
