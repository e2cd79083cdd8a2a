//! Taggers and their options.

use alloc::vec::Vec;
use core::ffi::c_char;

use super::gazetteer::gaztag_gazetteer;
use super::pointers::{
    LARGEST_STRUCT, array, checked_utf8, free, give, out, reference, sized, utf8,
};
use super::status::{Failure, OK, code, gaztag_error, gaztag_status, guard, guard_value};
use crate::{
    Backend, Folding, FoldingPart, Input, Kind, Language, OffsetUnit, Overlap, Role, Tagger, Use,
    Uses,
};

/// Finds mentions. Immutable: any number of threads may use one at once, without locks. It keeps
/// its gazetteer.
pub struct gaztag_tagger {
    pub(super) tagger: Tagger<'static>,
    pub(super) limits: Limits,
}

/// What texts must be, beyond what tagging needs.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) strict: bool,
    max_text_len: usize,
}

impl Limits {
    /// Checks a text.
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

/// Which of several names at one place are mentions.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_overlap {
    /// The leftmost, and of these the longest: mentions do not overlap.
    GAZTAG_OVERLAP_LONGEST = 0,
    /// Every name, nested and overlapping ones too, and every entity that an ambiguous name could
    /// mean, each as a mention of its own; by start, then by end, then the likeliest first. Judged
    /// by priors alone.
    GAZTAG_OVERLAP_ALL = 1,
}

/// What a text is.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_input {
    /// Plain text: markup is text like any other.
    GAZTAG_INPUT_TEXT = 0,
    /// HTML: tags, comments, scripts, styles, attributes, web and mail addresses are passed over,
    /// character references are read. Offsets stay those of the raw text.
    GAZTAG_INPUT_HTML = 1,
}

/// The unit of offsets. What is no UTF-8 counts as decoders with replacement do: one unit for each
/// maximal ill-formed part.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_unit {
    /// Bytes.
    GAZTAG_UNIT_BYTES = 0,
    /// UTF-16 code units: offsets of strings in JavaScript, Java and C#.
    GAZTAG_UNIT_UTF16 = 1,
    /// Unicode code points: offsets of strings in Python.
    GAZTAG_UNIT_CODE_POINTS = 2,
}

/// How plain ASCII text is read. What is found is the same.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_backend {
    /// The fastest that the machine has.
    GAZTAG_BACKEND_FASTEST = 0,
    /// Byte by byte, on every machine.
    GAZTAG_BACKEND_SCALAR = 1,
    /// 64 bytes at a time, by the instructions of every x86-64.
    GAZTAG_BACKEND_SSE2 = 2,
    /// 64 bytes at a time, by AVX2 and BMI: x86-64 since 2013.
    GAZTAG_BACKEND_AVX2 = 3,
}

/// Parts of folding, by bit: what may differ between a surface form and the text.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_folding {
    /// Upper and lower case, beyond what the case rule allows.
    GAZTAG_FOLDING_CASE = 1,
    /// Accents, precomposed or combining, may be left out in the text.
    GAZTAG_FOLDING_ACCENTS = 2,
    /// Apostrophes, hyphens and dashes of every kind count as their plain form.
    GAZTAG_FOLDING_PUNCTUATION = 4,
    /// Full-width and half-width forms.
    GAZTAG_FOLDING_WIDTH = 8,
    /// Any run of white space, with one line break, counts as one space.
    GAZTAG_FOLDING_BLANKS = 16,
    /// Soft hyphens, zero-width characters and byte order marks are passed over.
    GAZTAG_FOLDING_INVISIBLE = 32,
    /// "&" and "and".
    GAZTAG_FOLDING_AMPERSAND = 64,
    /// Dotted acronyms: U.S., N.A.T.O.
    GAZTAG_FOLDING_DOTTED = 128,
    /// "St.", "St" and "Saint".
    GAZTAG_FOLDING_SAINT = 256,
}

/// What a country's name can be used for beside the country, by bit.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_use {
    /// A part of another name: Bank of Japan, Kuwait Airlines. By default they count.
    GAZTAG_USE_NESTED = 1,
    /// A national team: Brazil beat Chile 2-0. By default they count.
    GAZTAG_USE_TEAM = 2,
    /// A language: she speaks French. By default they do not count.
    GAZTAG_USE_LANGUAGE = 4,
}

/// Switches of a tagger, by bit.
#[repr(C)]
pub enum gaztag_flag {
    /// Texts must be UTF-8, else GAZTAG_ERR_UTF8 with the offset. Without it, ill-formed bytes are
    /// no part of words and nothing fails.
    GAZTAG_FLAG_STRICT_UTF8 = 1,
    /// Names are not judged by what stands around them and in the rest of the document; they count
    /// by their priors alone.
    GAZTAG_FLAG_NO_CONTEXT = 2,
    /// Names that should have capitals count in lower case too, for text whose writers leave
    /// capitals out. They are less sure: at most 80, and at most 30 if they are common English
    /// words, acronyms with a prior below 95 or of two letters. ASCII text is read at half the
    /// speed.
    GAZTAG_FLAG_LOWER_CASE = 4,
}

/// How a tagger is built. Call gaztag_options_init first: it makes every field what it is by
/// default, which is 0 for all but struct_size.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_options {
    /// sizeof(gaztag_options), as the caller's header has it. A later library may know more fields:
    /// those are then as by default.
    pub struct_size: usize,
    /// Only mentions of these kinds (gaztag_kind, and those of the gazetteer's own); NULL: all
    /// kinds; another pointer with the length 0: none. Not kept behind the call.
    pub kinds: *const u8,
    /// How many kinds.
    pub kinds_len: usize,
    /// Only mentions by surface forms of these languages and of no language in particular: ISO 639
    /// codes separated by "|", such as "en|fr", at most 64; NULL: all languages; another pointer
    /// with the length 0: only those of no language in particular. Not kept behind the call.
    pub languages: *const c_char,
    /// Bytes of languages.
    pub languages_len: usize,
    /// A longer text is refused with GAZTAG_ERR_TOO_LARGE; 0: any length. In bytes, of a stream all
    /// together.
    pub max_text_len: u64,
    /// Only mentions by surface forms of these roles: a bit 1 << role each; 0: all but capitals and
    /// codes of letters.
    pub roles: u32,
    /// Parts of folding that are switched off: bits of gaztag_folding.
    pub folding_off: u32,
    /// Bits of gaztag_flag.
    pub flags: u32,
    /// The least confidence of mentions, 1 to 100; 0: the default, 50; -1: every confidence.
    pub min_confidence: i32,
    /// A gaztag_overlap.
    pub overlap: u32,
    /// A gaztag_input.
    pub input: u32,
    /// A gaztag_unit: the unit of the mentions' offsets.
    pub offset_unit: u32,
    /// A gaztag_backend.
    pub backend: u32,
    /// Uses of a country's name that are mentions although they are none by default: bits of
    /// gaztag_use.
    pub uses_counted: u32,
    /// Uses of a country's name that are no mentions although they are by default: bits of
    /// gaztag_use, none that is in uses_counted.
    pub uses_dropped: u32,
}

/// The length of the struct in the first version of the ABI, whatever is added behind.
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

    /// # Safety
    /// As [`sized`].
    unsafe fn read(options: *const Self) -> Result<Self, Failure> {
        if options.is_null() {
            return Ok(Self::DEFAULT);
        }
        // SAFETY: the same contract; the fields are numbers and pointers.
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
    /// The pointers are as [`array`] wants them.
    unsafe fn build(&self, gazetteer: Option<&gaztag_gazetteer>) -> Result<gaztag_tagger, Failure> {
        let mut builder = Tagger::builder();
        if let Some(gazetteer) = gazetteer {
            builder = builder.gazetteer(gazetteer.0.clone());
        }
        if !self.kinds.is_null() || self.kinds_len > 0 {
            // SAFETY: as the header says.
            let numbers = unsafe { array(self.kinds, self.kinds_len, "kinds")? };
            builder = builder.kinds(&kinds_of(numbers, gazetteer)?);
        }
        if !self.languages.is_null() || self.languages_len > 0 {
            // SAFETY: as the header says.
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
        known_bits(self.flags, 7, "flags")?;
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
            .context(!has(gaztag_flag::GAZTAG_FLAG_NO_CONTEXT))
            .overlap(one_of(self.overlap, &[Overlap::Longest, Overlap::All], "overlap")?)
            .input(one_of(self.input, &[Input::Text, Input::Html], "input")?)
            .offset_unit(unit_of(self.offset_unit, "offset_unit")?);
        if let Some(backend) = one_of(
            self.backend,
            &[None, Some(Backend::Scalar), Some(Backend::Sse2), Some(Backend::Avx2)],
            "backend",
        )? {
            builder = builder.backend(backend);
        }
        let max_text_len = if self.max_text_len == 0 {
            usize::MAX
        } else {
            usize::try_from(self.max_text_len).unwrap_or(usize::MAX)
        };
        Ok(gaztag_tagger {
            tagger: builder.build()?,
            limits: Limits { strict: has(gaztag_flag::GAZTAG_FLAG_STRICT_UTF8), max_text_len },
        })
    }
}

/// The kinds with these numbers; a gazetteer has each of them, or it is the built-in one, which has
/// none of its own.
fn kinds_of(numbers: &[u8], gazetteer: Option<&gaztag_gazetteer>) -> Result<Vec<Kind>, Failure> {
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

/// Reads codes separated by `|`; none in an empty text.
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

fn known_bits(bits: u32, known: u32, what: &str) -> Result<(), Failure> {
    match bits & !known {
        0 => Ok(()),
        unknown => {
            Err(Failure::argument(alloc::format!("{what} has the unknown bits {unknown:#x}")))
        }
    }
}

/// The value with a number.
pub(super) fn one_of<T: Copy>(number: u32, values: &[T], what: &str) -> Result<T, Failure> {
    values.get(number as usize).copied().ok_or_else(|| {
        Failure::argument(alloc::format!("{what} is {number}; expected 0 to {}", values.len() - 1))
    })
}

pub(super) fn unit_of(number: u32, what: &str) -> Result<OffsetUnit, Failure> {
    one_of(number, &[OffsetUnit::Bytes, OffsetUnit::Utf16, OffsetUnit::CodePoints], what)
}

fn folding_without(off: u32) -> Folding {
    let parts = FoldingPart::ALL.iter().filter(|&&part| off >> part as u32 & 1 == 1);
    parts.fold(Folding::FULL, |folding, &part| folding.without(part))
}

/// Makes every field of the options what it is by default.
///
/// struct_size: sizeof(gaztag_options). Nothing happens if options is NULL, or struct_size is less
/// than the struct ever was or more than 4096.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_options_init(options: *mut gaztag_options, struct_size: usize) {
    if options.is_null()
        || !options.is_aligned()
        || !(SMALLEST..=LARGEST_STRUCT).contains(&struct_size)
    {
        return;
    }
    // SAFETY: the caller has so many bytes there; the first field follows at once.
    unsafe {
        core::ptr::write_bytes(options.cast::<u8>(), 0, struct_size);
        options.cast::<usize>().write(struct_size);
    }
}

/// Builds a tagger. Costs nothing but copying the options.
///
/// gazetteer: what to find names of; NULL: the built-in one. options: NULL: all as by default. out:
/// the tagger, to be freed by gaztag_tagger_free; NULL if the call fails. Errors: GAZTAG_ERR_NULL;
/// GAZTAG_ERR_ARG for what an option cannot be; GAZTAG_ERR_UNSUPPORTED for options of a newer
/// header that are not 0, and for a backend that the machine does not have; GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_tagger_new(
    gazetteer: *const gaztag_gazetteer,
    options: *const gaztag_options,
    out: *mut *mut gaztag_tagger,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let out = unsafe { self::out(out, core::ptr::null_mut(), "out")? };
        let gazetteer = if gazetteer.is_null() {
            None
        } else {
            // SAFETY: as the header says.
            Some(unsafe { reference(gazetteer, "gazetteer")? })
        };
        // SAFETY: as the header says.
        let tagger = unsafe { gaztag_options::read(options)?.build(gazetteer)? };
        give(tagger, out)?;
        Ok(OK)
    })
}

/// Another handle of the same tagger, to be freed by its own gaztag_tagger_free. Cheap.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_tagger_clone(
    tagger: *const gaztag_tagger,
    out: *mut *mut gaztag_tagger,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (out, tagger) = unsafe {
            (self::out(out, core::ptr::null_mut(), "out")?, reference(tagger, "tagger")?)
        };
        give(gaztag_tagger { tagger: tagger.tagger.clone(), limits: tagger.limits }, out)?;
        Ok(OK)
    })
}

/// Frees a handle; NULL is let pass.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tagger_free(tagger: *mut gaztag_tagger) {
    // SAFETY: as the header says.
    unsafe { free(tagger) };
}

/// A handle of the tagger's gazetteer, to be freed by gaztag_gazetteer_free.
///
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_tagger_gazetteer(
    tagger: *const gaztag_tagger,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (out, tagger) = unsafe {
            (self::out(out, core::ptr::null_mut(), "out")?, reference(tagger, "tagger")?)
        };
        give(gaztag_gazetteer(tagger.tagger.gazetteer().clone()), out)?;
        Ok(OK)
    })
}

/// How the tagger reads plain ASCII text: a gaztag_backend. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tagger_backend(tagger: *const gaztag_tagger) -> u32 {
    guard_value(0, || {
        // SAFETY: as the header says.
        match unsafe { reference(tagger, "tagger") }.map(|tagger| tagger.tagger.backend()) {
            Ok(Backend::Scalar) => gaztag_backend::GAZTAG_BACKEND_SCALAR as u32,
            Ok(Backend::Sse2) => gaztag_backend::GAZTAG_BACKEND_SSE2 as u32,
            Ok(Backend::Avx2) => gaztag_backend::GAZTAG_BACKEND_AVX2 as u32,
            Err(_) => 0,
        }
    })
}

/// The bytes that a tagger takes: its own, and those of its gazetteer's image, which all handles
/// share. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tagger_memory_usage(tagger: *const gaztag_tagger) -> usize {
    guard_value(0, || {
        // SAFETY: as the header says.
        unsafe { reference(tagger, "tagger") }.map_or(0, |tagger| tagger.tagger.memory_usage())
    })
}
