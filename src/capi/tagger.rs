//! Taggers and their options.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::ffi::c_char;
use std::sync::OnceLock;

use super::gazetteer::gaztag_gazetteer;
use super::pointers::{
    LARGEST_STRUCT, array, checked_utf8, free, give, out_handle, reference, sized, utf8,
};
use super::status::{Failure, OK, code, gaztag_error, gaztag_status, guard, guard_value};
use crate::{
    Backend, CaseRule, EntityId, Folding, FoldingPart, Input, Kind, Language, OffsetUnit, Overlap,
    Role, Tagger, Use, Uses,
};

/// Finds mentions in texts. Immutable: any number of threads may use one at the same time, without
/// locks. It keeps its gazetteer.
pub struct gaztag_tagger {
    pub(super) tagger: Tagger<'static>,
    pub(super) limits: Limits,
    /// The countries of places, listed when they are asked for.
    pub(super) places: OnceLock<BTreeMap<EntityId, EntityId>>,
}

/// Which texts a tagger refuses.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) strict: bool,
    max_text_len: usize,
}

impl Limits {
    /// Fails for a text that the tagger refuses.
    pub(super) fn check(&self, text: &[u8]) -> Result<(), Failure> {
        self.check_len(text.len())?;
        if self.strict { checked_utf8(text, "text").map(drop) } else { Ok(()) }
    }

    pub(super) fn check_len(&self, len: usize) -> Result<(), Failure> {
        if len > self.max_text_len {
            return Err(Failure::new(
                code::GAZTAG_ERR_TOO_LARGE,
                alloc::format!(
                    "text of {len} bytes; the tagger's max_text_len is {}",
                    self.max_text_len
                ),
            ));
        }
        Ok(())
    }
}

/// Which of several names that overlap are mentions.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_overlap {
    /// The leftmost name, and of several the longest. Mentions do not overlap.
    GAZTAG_OVERLAP_LONGEST = 0,
    /// Every name, also nested and overlapping ones, with a mention for every entity that an
    /// ambiguous name can mean, ordered by start, then end, then the most likely first. The context
    /// of a name is not used.
    GAZTAG_OVERLAP_ALL = 1,
}

/// The format of texts.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_input {
    /// Plain text. Markup is treated as text.
    GAZTAG_INPUT_TEXT = 0,
    /// HTML. Tags, attributes, comments, scripts, styles, web and mail addresses are skipped, and
    /// character references are decoded. Offsets are offsets into the raw text.
    GAZTAG_INPUT_HTML = 1,
}

/// The unit of offsets. In text that is not UTF-8, each maximal ill-formed part counts as one unit,
/// as decoders with replacement characters count it.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_unit {
    /// Bytes.
    GAZTAG_UNIT_BYTES = 0,
    /// UTF-16 code units, as in strings of JavaScript, Java and C#.
    GAZTAG_UNIT_UTF16 = 1,
    /// Unicode code points, as in strings of Python.
    GAZTAG_UNIT_CODE_POINTS = 2,
}

/// The instructions that scan plain ASCII text. All backends find the same mentions.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_backend {
    /// The fastest one that the machine supports.
    GAZTAG_BACKEND_FASTEST = 0,
    /// Byte by byte, on every machine.
    GAZTAG_BACKEND_SCALAR = 1,
    /// 64 bytes at a time with SSE2, on every x86-64.
    GAZTAG_BACKEND_SSE2 = 2,
    /// 64 bytes at a time with AVX2 and BMI, on x86-64 since 2013.
    GAZTAG_BACKEND_AVX2 = 3,
    /// 64 bytes at a time with NEON, on every 64-bit ARM processor, little-endian.
    GAZTAG_BACKEND_NEON = 4,
}

/// Parts of folding, one bit each: how a text may differ from a surface form.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_folding {
    /// Upper and lower case, as far as the form's case rule allows.
    GAZTAG_FOLDING_CASE = 1,
    /// The text may leave out accents, precomposed or combining.
    GAZTAG_FOLDING_ACCENTS = 2,
    /// All kinds of apostrophes, hyphens and dashes are equal to the plain one.
    GAZTAG_FOLDING_PUNCTUATION = 4,
    /// Full-width and half-width characters are equal.
    GAZTAG_FOLDING_WIDTH = 8,
    /// A sequence of white space with at most one line break is equal to one space, and to nothing
    /// beside an apostrophe.
    GAZTAG_FOLDING_BLANKS = 16,
    /// Soft hyphens, zero-width characters and byte order marks are ignored.
    GAZTAG_FOLDING_INVISIBLE = 32,
    /// "&" is equal to "and".
    GAZTAG_FOLDING_AMPERSAND = 64,
    /// Acronyms may have dots: U.S., N.A.T.O.
    GAZTAG_FOLDING_DOTTED = 128,
    /// "St.", "St" and "Saint" are equal.
    GAZTAG_FOLDING_SAINT = 256,
    /// A hyphen is equal to a blank; a hyphen at the end of a line may divide a word.
    GAZTAG_FOLDING_HYPHENS = 512,
}

/// Uses of a name other than for the country, bloc or mineral itself, one bit each.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_use {
    /// As a part of another name: Bank of Japan. Mentions by default.
    GAZTAG_USE_NESTED = 1,
    /// For a national team: Brazil beat Chile 2-0. Mentions by default.
    GAZTAG_USE_TEAM = 2,
    /// For a language: she speaks French. Not mentions by default.
    GAZTAG_USE_LANGUAGE = 4,
    /// A mineral in the name of a company, or a country in that of an airline: Tata Steel, Kuwait
    /// Airlines. Not mentions by default.
    GAZTAG_USE_FIRM = 8,
    /// An adjective of a mineral: limonitic. Not mentions by default.
    GAZTAG_USE_ADJECTIVE = 16,
    /// A street or a restaurant: Peru Street, Casa Mexico. Not mentions by default.
    GAZTAG_USE_PLACE = 32,
    /// The first part of a closed compound: Goldmine. Mentions by default.
    GAZTAG_USE_COMPOUND = 64,
}

/// Flags of a tagger, one bit each.
#[repr(C)]
pub enum gaztag_flag {
    /// Calls return GAZTAG_ERR_UTF8, with the byte offset, for a text that is not UTF-8. Without
    /// this flag, ill-formed bytes separate words and no call fails for them.
    GAZTAG_FLAG_STRICT_UTF8 = 1,
    /// Names are judged by their priors only, not by the words near them or elsewhere in the
    /// document.
    GAZTAG_FLAG_NO_CONTEXT = 2,
    /// Names that require capitals match in lower case too, for texts whose writers omit capitals.
    /// The confidence of such a mention is at most 80, and at most 30 for a common English word,
    /// and for an acronym of two letters or with a prior below 95. ASCII text takes twice the time.
    GAZTAG_FLAG_LOWER_CASE = 4,
    /// Names inside links are mentions too: in web addresses, mail addresses and paths of files.
    GAZTAG_FLAG_LINKS = 8,
}

/// The options of a tagger. Call gaztag_options_init first, which sets all fields to their
/// defaults: 0 for all but struct_size.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_options {
    /// sizeof(gaztag_options). A newer library takes the default for fields that the caller's
    /// header does not have.
    pub struct_size: usize,
    /// The kinds of mentions to find: gaztag_kind, and kinds of the gazetteer's own. NULL: all
    /// kinds. Another pointer with the length 0: none. Not kept after the call.
    pub kinds: *const u8,
    /// The number of kinds.
    pub kinds_len: usize,
    /// The languages of surface forms to find: at most 64 ISO 639 codes separated by "|", such as
    /// "en|fr". Forms of no particular language are always found. NULL: all languages. Another
    /// pointer with the length 0: only forms of no particular language. Not kept after the call.
    pub languages: *const c_char,
    /// The length of languages in bytes.
    pub languages_len: usize,
    /// The longest text in bytes, for streams the sum of all chunks. Calls return
    /// GAZTAG_ERR_TOO_LARGE for a longer one. 0: no limit.
    pub max_text_len: u64,
    /// The roles of surface forms to find: a bit 1 << gaztag_role for each. 0: all but capitals and
    /// codes of letters.
    pub roles: u32,
    /// Parts of folding to switch off: bits of gaztag_folding.
    pub folding_off: u32,
    /// Bits of gaztag_flag.
    pub flags: u32,
    /// The lowest confidence of mentions, 1 to 100. 0: the default, 50. -1: no limit.
    pub min_confidence: i32,
    /// A gaztag_overlap.
    pub overlap: u32,
    /// A gaztag_input.
    pub input: u32,
    /// A gaztag_unit: the unit of the mentions' offsets.
    pub offset_unit: u32,
    /// A gaztag_backend.
    pub backend: u32,
    /// Uses of a name to count as mentions, in addition to the default: bits of gaztag_use.
    pub uses_counted: u32,
    /// Uses of a name not to count as mentions: bits of gaztag_use that are not in uses_counted.
    pub uses_dropped: u32,
}

/// The size of the struct in the first version of the ABI; fields may be added after it.
const SMALLEST: usize = core::mem::offset_of!(gaztag_options, uses_dropped) + size_of::<u32>();

impl gaztag_options {
    const DEFAULT: Self = Self {
        struct_size: size_of::<Self>(),
        kinds: core::ptr::null(),
        kinds_len: 0,
        languages: core::ptr::null(),
        languages_len: 0,
        max_text_len: 0,
        roles: 0,
        folding_off: 0,
        flags: 0,
        min_confidence: 0,
        overlap: 0,
        input: 0,
        offset_unit: 0,
        backend: 0,
        uses_counted: 0,
        uses_dropped: 0,
    };

    /// The options, or the defaults for NULL.
    ///
    /// # Safety
    /// `options` is an input by the contract of calls.
    unsafe fn read(options: *const Self) -> Result<Self, Failure> {
        if options.is_null() {
            return Ok(Self::DEFAULT);
        }
        // SAFETY: `options` is an input that begins with `struct_size`: this function's contract.
        // The struct has only numbers and pointers.
        unsafe { sized(options, SMALLEST, "the options") }
    }

    fn uses(&self) -> Result<Uses, Failure> {
        let mut uses = Uses::default();
        for (bits, count, what) in
            [(self.uses_counted, true, "uses_counted"), (self.uses_dropped, false, "uses_dropped")]
        {
            known_bits(bits, (1 << Use::ALL.len()) - 1, what)?;
            for &of in Use::ALL.iter().filter(|&&of| bits >> of as u32 & 1 == 1) {
                uses = if count { uses.with(of) } else { uses.without(of) };
            }
        }
        match self.uses_counted & self.uses_dropped {
            0 => Ok(uses),
            both => Err(Failure::argument(alloc::format!(
                "uses_counted and uses_dropped both have the bits {both:#x}"
            ))),
        }
    }

    /// # Safety
    /// `kinds` and `languages` are inputs by the contract of calls.
    unsafe fn build(&self, gazetteer: Option<&gaztag_gazetteer>) -> Result<gaztag_tagger, Failure> {
        let mut builder = Tagger::builder();
        if let Some(gazetteer) = gazetteer {
            builder = builder.gazetteer(gazetteer.0.clone());
        }
        if !self.kinds.is_null() || self.kinds_len > 0 {
            // SAFETY: `kinds` is an input: this function's contract.
            let numbers = unsafe { array(self.kinds, self.kinds_len, "kinds")? };
            builder = builder.kinds(&kinds_of(numbers, gazetteer)?);
        }
        if !self.languages.is_null() || self.languages_len > 0 {
            // SAFETY: `languages` is an input: this function's contract.
            let list = unsafe { utf8(self.languages, self.languages_len, "languages")? };
            builder = builder.languages(&languages_of(list)?);
        }
        if self.roles != 0 {
            known_bits(self.roles, (1 << Role::ALL.len()) - 1, "roles")?;
            let roles: Vec<Role> = Role::ALL
                .iter()
                .copied()
                .filter(|&role| self.roles >> role as u32 & 1 == 1)
                .collect();
            builder = builder.roles(&roles);
        }
        known_bits(self.folding_off, (1 << FoldingPart::ALL.len()) - 1, "folding_off")?;
        known_bits(self.flags, 15, "flags")?;
        let has = |flag: gaztag_flag| self.flags & flag as u32 != 0;
        builder = match self.min_confidence {
            0 => builder,
            -1 => builder.min_confidence(0),
            confidence => {
                let confidence = u8::try_from(confidence).map_err(|_| {
                    Failure::argument(alloc::format!(
                        "min_confidence is {confidence}; expected -1 to 100"
                    ))
                })?;
                builder.min_confidence(confidence)
            }
        };
        builder = builder
            .folding(folding_without(self.folding_off))
            .uses(self.uses()?)
            .lower_case(has(gaztag_flag::GAZTAG_FLAG_LOWER_CASE))
            .links(has(gaztag_flag::GAZTAG_FLAG_LINKS))
            .context(!has(gaztag_flag::GAZTAG_FLAG_NO_CONTEXT))
            .overlap(one_of(self.overlap, &[Overlap::Longest, Overlap::All], "overlap")?)
            .input(one_of(self.input, &[Input::Text, Input::Html], "input")?)
            .offset_unit(unit_of(self.offset_unit, "offset_unit")?);
        if self.backend != gaztag_backend::GAZTAG_BACKEND_FASTEST as u32 {
            builder = builder.backend(backend_of(self.backend)?);
        }
        let max_text_len = if self.max_text_len == 0 {
            usize::MAX
        } else {
            usize::try_from(self.max_text_len).unwrap_or(usize::MAX)
        };
        Ok(gaztag_tagger {
            tagger: builder.build()?,
            limits: Limits { strict: has(gaztag_flag::GAZTAG_FLAG_STRICT_UTF8), max_text_len },
            places: OnceLock::new(),
        })
    }
}

/// The kinds with these numbers. Fails for a kind that the gazetteer does not have; `None` is the
/// built-in gazetteer, which has no kinds of its own.
pub(super) fn kinds_of(
    numbers: &[u8],
    gazetteer: Option<&gaztag_gazetteer>,
) -> Result<Vec<Kind>, Failure> {
    let is_known = |kind: Kind| match kind {
        Kind::Other(_) => gazetteer.is_some_and(|gazetteer| gazetteer.0.kind_name(kind) != "?"),
        _ => true,
    };
    let kind = |&number: &u8| {
        let kind = Kind::from_u8(number).filter(|&kind| is_known(kind));
        kind.ok_or_else(|| {
            Failure::argument(alloc::format!(
                "kinds has {number}, and the gazetteer has no such kind"
            ))
        })
    };
    numbers.iter().map(kind).collect()
}

/// The languages of a list of codes separated by `|`, which may be empty.
pub(super) fn languages_of(list: &str) -> Result<Vec<Language>, Failure> {
    if list.is_empty() {
        return Ok(Vec::new());
    }
    list.split('|')
        .map(|code| {
            code.parse::<Language>().map_err(|kind| Failure::argument(alloc::format!("{kind}")))
        })
        .collect()
}

pub(super) fn known_bits(bits: u32, known: u32, what: &str) -> Result<(), Failure> {
    match bits & !known {
        0 => Ok(()),
        unknown => {
            Err(Failure::argument(alloc::format!("{what} has the unknown bits {unknown:#x}")))
        }
    }
}

/// The value at the index `number`.
pub(super) fn one_of<T: Copy>(number: u32, values: &[T], what: &str) -> Result<T, Failure> {
    values.get(number as usize).copied().ok_or_else(|| {
        Failure::argument(alloc::format!("{what} is {number}; expected 0 to {}", values.len() - 1))
    })
}

/// The case rule with a number; `None` for the default of each form.
pub(super) fn case_of(number: u32, what: &str) -> Result<Option<CaseRule>, Failure> {
    let rules = [None, Some(CaseRule::Any), Some(CaseRule::Capitalised), Some(CaseRule::Exact)];
    one_of(number, &rules, what)
}

const fn number_of_backend(backend: Backend) -> u32 {
    match backend {
        Backend::Scalar => gaztag_backend::GAZTAG_BACKEND_SCALAR as u32,
        Backend::Sse2 => gaztag_backend::GAZTAG_BACKEND_SSE2 as u32,
        Backend::Avx2 => gaztag_backend::GAZTAG_BACKEND_AVX2 as u32,
        Backend::Neon => gaztag_backend::GAZTAG_BACKEND_NEON as u32,
    }
}

fn backend_of(number: u32) -> Result<Backend, Failure> {
    let all = Backend::ALL;
    let found = all.iter().find(|&&backend| number_of_backend(backend) == number);
    found.copied().ok_or_else(|| {
        Failure::argument(alloc::format!("backend is {number}; expected 0 to {}", all.len()))
    })
}

pub(super) fn unit_of(number: u32, what: &str) -> Result<OffsetUnit, Failure> {
    one_of(number, &[OffsetUnit::Bytes, OffsetUnit::Utf16, OffsetUnit::CodePoints], what)
}

fn folding_without(off: u32) -> Folding {
    let parts = FoldingPart::ALL.iter().filter(|&&part| off >> part as u32 & 1 == 1);
    parts.fold(Folding::FULL, |folding, &part| folding.without(part))
}

/// Sets all fields of the options to their defaults.
///
/// struct_size: sizeof(gaztag_options). Does nothing if options is NULL or misaligned, or if
/// struct_size is less than in the first version of the ABI or more than 4096.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_options_init(options: *mut gaztag_options, struct_size: usize) {
    if options.is_null()
        || !options.is_aligned()
        || !(SMALLEST..=LARGEST_STRUCT).contains(&struct_size)
    {
        return;
    }
    // SAFETY: `options` is an output of `struct_size` bytes: contract of calls. It is aligned, as
    // checked above, and has its first field, as `struct_size` is `SMALLEST` at least.
    unsafe {
        core::ptr::write_bytes(options.cast::<u8>(), 0, struct_size);
        options.cast::<usize>().write(struct_size);
    }
}

/// Makes a tagger, in the time that it takes to copy the options.
///
/// gazetteer: the names to find; NULL for the built-in gazetteer. options: NULL for the defaults.
/// out: the tagger, to be freed by gaztag_tagger_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL; GAZTAG_ERR_ARG and GAZTAG_ERR_UTF8 for an invalid option;
/// GAZTAG_ERR_UNSUPPORTED for options of a newer header that are not 0, for a backend that the
/// machine does not support, and for a NULL gazetteer in a library without the built-in one;
/// GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_tagger_new(
    gazetteer: *const gaztag_gazetteer,
    options: *const gaztag_options,
    out: *mut *mut gaztag_tagger,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `gazetteer` a handle, `options` an input: contract of calls.
        let (out, gazetteer, options) = unsafe {
            (
                out_handle(out)?,
                if gazetteer.is_null() { None } else { Some(reference(gazetteer, "gazetteer")?) },
                gaztag_options::read(options)?,
            )
        };
        // SAFETY: the pointers inside `options`, an input, are inputs: contract of calls.
        let tagger = unsafe { options.build(gazetteer)? };
        give(tagger, out)?;
        Ok(OK)
    })
}

/// Makes another handle of the same tagger, in constant time.
///
/// out: the handle, to be freed by gaztag_tagger_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_tagger_clone(
    tagger: *const gaztag_tagger,
    out: *mut *mut gaztag_tagger,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `tagger` a handle: contract of calls.
        let (out, tagger) = unsafe { (out_handle(out)?, reference(tagger, "tagger")?) };
        let places = tagger.places.clone();
        give(gaztag_tagger { tagger: tagger.tagger.clone(), limits: tagger.limits, places }, out)?;
        Ok(OK)
    })
}

/// Frees a handle. Does nothing for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tagger_free(tagger: *mut gaztag_tagger) {
    // SAFETY: `tagger` is a handle, and its caller does not use it again: contract of calls.
    unsafe { free(tagger) };
}

/// Makes a handle of the tagger's gazetteer, in constant time.
///
/// out: the handle, to be freed by gaztag_gazetteer_free; NULL if the call fails. Errors:
/// GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_tagger_gazetteer(
    tagger: *const gaztag_tagger,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `tagger` a handle: contract of calls.
        let (out, tagger) = unsafe { (out_handle(out)?, reference(tagger, "tagger")?) };
        give(gaztag_gazetteer(tagger.tagger.gazetteer().clone()), out)?;
        Ok(OK)
    })
}

/// Returns the gaztag_backend that the tagger uses; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tagger_backend(tagger: *const gaztag_tagger) -> u32 {
    guard_value(0, || {
        // SAFETY: `tagger` is a handle: contract of calls.
        unsafe { reference(tagger, "tagger") }
            .map_or(0, |tagger| number_of_backend(tagger.tagger.backend()))
    })
}

/// Returns the memory of a tagger in bytes, including the image of its gazetteer, which all its
/// users share; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tagger_memory_usage(tagger: *const gaztag_tagger) -> usize {
    guard_value(0, || {
        // SAFETY: `tagger` is a handle: contract of calls.
        unsafe { reference(tagger, "tagger") }.map_or(0, |tagger| tagger.tagger.memory_usage())
    })
}
