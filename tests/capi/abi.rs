//! The declarations of `include/gaztag.h`, for tests that call it as C does.
//!
//! Written by `scripts/capi --write`; do not edit.

#![allow(
    non_camel_case_types,
    dead_code,
    clippy::upper_case_acronyms,
    reason = "names as C has them"
)]

use std::ffi::{c_char, c_void};

pub const GAZTAG_OK: i32 = 0;
pub const GAZTAG_STOPPED: i32 = 1;
pub const GAZTAG_MORE: i32 = 2;
pub const GAZTAG_NONE: i32 = 3;
pub const GAZTAG_ERR_NULL: i32 = -1;
pub const GAZTAG_ERR_ARG: i32 = -2;
pub const GAZTAG_ERR_UTF8: i32 = -3;
pub const GAZTAG_ERR_TOO_LARGE: i32 = -4;
pub const GAZTAG_ERR_NOMEM: i32 = -5;
pub const GAZTAG_ERR_PARSE: i32 = -6;
pub const GAZTAG_ERR_VERSION: i32 = -7;
pub const GAZTAG_ERR_CORRUPT: i32 = -8;
pub const GAZTAG_ERR_STATE: i32 = -9;
pub const GAZTAG_ERR_UNSUPPORTED: i32 = -10;
pub const GAZTAG_ERR_IO: i32 = -11;
pub const GAZTAG_ERR_AMBIGUOUS: i32 = -12;
pub const GAZTAG_ERR_UNKNOWN: i32 = -13;
pub const GAZTAG_ERR_INTERNAL: i32 = -99;
pub const GAZTAG_KIND_COUNTRY: u32 = 0;
pub const GAZTAG_KIND_BLOC: u32 = 1;
pub const GAZTAG_KIND_MINERAL: u32 = 2;
pub const GAZTAG_KIND_OTHER: u32 = 64;
pub const GAZTAG_ROLE_NAME: u32 = 0;
pub const GAZTAG_ROLE_OFFICIAL: u32 = 1;
pub const GAZTAG_ROLE_ALIAS: u32 = 2;
pub const GAZTAG_ROLE_FORMER: u32 = 3;
pub const GAZTAG_ROLE_DEMONYM: u32 = 4;
pub const GAZTAG_ROLE_ACRONYM: u32 = 5;
pub const GAZTAG_ROLE_CODE: u32 = 6;
pub const GAZTAG_ROLE_SYMBOL: u32 = 7;
pub const GAZTAG_ROLE_CAPITAL: u32 = 8;
pub const GAZTAG_ROLE_MISSPELLING: u32 = 9;
pub const GAZTAG_ROLE_COMPOUND: u32 = 10;
pub const GAZTAG_CASE_DEFAULT: u32 = 0;
pub const GAZTAG_CASE_ANY: u32 = 1;
pub const GAZTAG_CASE_CAPITALISED: u32 = 2;
pub const GAZTAG_CASE_EXACT: u32 = 3;
pub const GAZTAG_BOUNDS_WORD: u32 = 0;
pub const GAZTAG_BOUNDS_START: u32 = 1;
pub const GAZTAG_BOUNDS_END: u32 = 2;
pub const GAZTAG_BOUNDS_ANYWHERE: u32 = 3;
pub const GAZTAG_ATTRIBUTE_TEXT: u32 = 0;
pub const GAZTAG_ATTRIBUTE_NUMBER: u32 = 1;
pub const GAZTAG_ATTRIBUTE_DATE: u32 = 2;
pub const GAZTAG_ATTRIBUTE_LIST: u32 = 3;
pub const GAZTAG_ATTRIBUTE_ENTITY: u32 = 4;
pub const GAZTAG_ATTRIBUTE_ENTITIES: u32 = 5;
pub const GAZTAG_MEMBERS_ANY_STATUS: u32 = 1;
pub const GAZTAG_FORMAT_TSV: u32 = 0;
pub const GAZTAG_FORMAT_JSON_LINES: u32 = 1;
pub const GAZTAG_FORMAT_FLASHTEXT: u32 = 2;
pub const GAZTAG_FORMAT_SPACY: u32 = 3;
pub const GAZTAG_PREFERENCE_BUILTIN: u32 = 0;
pub const GAZTAG_PREFERENCE_OWN: u32 = 1;
pub const GAZTAG_OVERLAP_LONGEST: u32 = 0;
pub const GAZTAG_OVERLAP_ALL: u32 = 1;
pub const GAZTAG_INPUT_TEXT: u32 = 0;
pub const GAZTAG_INPUT_HTML: u32 = 1;
pub const GAZTAG_UNIT_BYTES: u32 = 0;
pub const GAZTAG_UNIT_UTF16: u32 = 1;
pub const GAZTAG_UNIT_CODE_POINTS: u32 = 2;
pub const GAZTAG_BACKEND_FASTEST: u32 = 0;
pub const GAZTAG_BACKEND_SCALAR: u32 = 1;
pub const GAZTAG_BACKEND_SSE2: u32 = 2;
pub const GAZTAG_BACKEND_AVX2: u32 = 3;
pub const GAZTAG_BACKEND_NEON: u32 = 4;
pub const GAZTAG_FOLDING_CASE: u32 = 1;
pub const GAZTAG_FOLDING_ACCENTS: u32 = 2;
pub const GAZTAG_FOLDING_PUNCTUATION: u32 = 4;
pub const GAZTAG_FOLDING_WIDTH: u32 = 8;
pub const GAZTAG_FOLDING_BLANKS: u32 = 16;
pub const GAZTAG_FOLDING_INVISIBLE: u32 = 32;
pub const GAZTAG_FOLDING_AMPERSAND: u32 = 64;
pub const GAZTAG_FOLDING_DOTTED: u32 = 128;
pub const GAZTAG_FOLDING_SAINT: u32 = 256;
pub const GAZTAG_FOLDING_HYPHENS: u32 = 512;
pub const GAZTAG_USE_NESTED: u32 = 1;
pub const GAZTAG_USE_TEAM: u32 = 2;
pub const GAZTAG_USE_LANGUAGE: u32 = 4;
pub const GAZTAG_USE_FIRM: u32 = 8;
pub const GAZTAG_USE_ADJECTIVE: u32 = 16;
pub const GAZTAG_USE_PLACE: u32 = 32;
pub const GAZTAG_USE_COMPOUND: u32 = 64;
pub const GAZTAG_FLAG_STRICT_UTF8: u32 = 1;
pub const GAZTAG_FLAG_NO_CONTEXT: u32 = 2;
pub const GAZTAG_FLAG_LOWER_CASE: u32 = 4;
pub const GAZTAG_FLAG_LINKS: u32 = 8;
pub const GAZTAG_FEATURE_BUILTIN: u32 = 1;
pub const GAZTAG_FEATURE_ARROW: u32 = 2;
pub const GAZTAG_ARROW_DICTIONARIES: u32 = 1;
pub const GAZTAG_ARROW_ATTRIBUTES: u32 = 2;
pub const GAZTAG_ABOUT_ROLL_UP: u32 = 1;
pub const GAZTAG_ABOUT_PLACES: u32 = 2;
pub const GAZTAG_REASON_KEPT: u32 = 0;
pub const GAZTAG_REASON_CASE: u32 = 1;
pub const GAZTAG_REASON_FOLDING: u32 = 2;
pub const GAZTAG_REASON_DECOY: u32 = 3;
pub const GAZTAG_REASON_NOT_ASKED_FOR: u32 = 4;
pub const GAZTAG_REASON_INSIDE: u32 = 5;
pub const GAZTAG_REASON_LESS_LIKELY: u32 = 6;
pub const GAZTAG_REASON_CONFIDENCE: u32 = 7;
pub const GAZTAG_REASON_LINK: u32 = 8;
pub const GAZTAG_REASON_REMAINDER: u32 = 9;
pub const GAZTAG_REASON_OUTRANKED: u32 = 10;
pub const GAZTAG_REASON_UNPAIRED: u32 = 11;
pub const GAZTAG_GROUND_CUE: u32 = 0;
pub const GAZTAG_GROUND_SENSE: u32 = 1;
pub const GAZTAG_GROUND_DEFINITION: u32 = 2;
pub const GAZTAG_GROUND_LIST: u32 = 3;
pub const GAZTAG_GROUND_LANGUAGE: u32 = 4;
pub const GAZTAG_GROUND_NAMED: u32 = 5;
pub const GAZTAG_GROUND_COUNTRY: u32 = 6;
pub const GAZTAG_PLACE_NONE: u32 = 0;
pub const GAZTAG_PLACE_BEFORE: u32 = 1;
pub const GAZTAG_PLACE_AFTER: u32 = 2;
pub const GAZTAG_PLACE_BEFORE_COMMA: u32 = 3;
pub const GAZTAG_PLACE_AFTER_COMMA: u32 = 4;
pub const GAZTAG_PLACE_LEFT: u32 = 5;
pub const GAZTAG_PLACE_RIGHT: u32 = 6;
pub const GAZTAG_PLACE_NEAR: u32 = 7;
pub const GAZTAG_PLACE_DOCUMENT: u32 = 8;
pub const GAZTAG_DIFFERENCE_ORDER: u32 = 1;
pub const GAZTAG_DIFFERENCE_TRANSLITERATION: u32 = 2;
pub const GAZTAG_DIFFERENCE_LETTER: u32 = 4;
pub const GAZTAG_NO_ENTITY: u64 = 18446744073709551615;
pub const GAZTAG_NO_CONFIDENCE: u32 = 255;

#[repr(C)]
pub struct ArrowSchema {
    pub format: *const c_char,
    pub name: *const c_char,
    pub metadata: *const c_char,
    pub flags: i64,
    pub n_children: i64,
    pub children: *mut *mut ArrowSchema,
    pub dictionary: *mut ArrowSchema,
    pub release: Option<unsafe extern "C" fn(*mut ArrowSchema)>,
    pub private_data: *mut c_void,
}

#[repr(C)]
pub struct ArrowArray {
    pub length: i64,
    pub null_count: i64,
    pub offset: i64,
    pub n_buffers: i64,
    pub n_children: i64,
    pub buffers: *mut *const c_void,
    pub children: *mut *mut ArrowArray,
    pub dictionary: *mut ArrowArray,
    pub release: Option<unsafe extern "C" fn(*mut ArrowArray)>,
    pub private_data: *mut c_void,
}

#[repr(C)]
pub struct gaztag_builder {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct gaztag_cursor {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct gaztag_explanation {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct gaztag_gazetteer {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct gaztag_incremental {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct gaztag_screener {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct gaztag_tagger {
    _opaque: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_str {
    pub ptr: *const c_char,
    pub len: usize,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_error {
    pub code: i32,
    pub line: u32,
    pub offset: u64,
    pub column: u32,
    pub reserved: u32,
    pub message: [c_char; 232],
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_retired_key {
    pub key: gaztag_str,
    pub successor: u64,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_attribute {
    pub name: gaztag_str,
    pub value: gaztag_str,
    pub value_type: u32,
    pub reserved: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_surface {
    pub form: gaztag_str,
    pub entity: u64,
    pub languages: u32,
    pub role: u8,
    pub case_rule: u8,
    pub prior: u8,
    pub word: u8,
    pub bounds: u8,
    pub accents: u8,
    pub reserved: [u8; 6],
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_membership {
    pub status: gaztag_str,
    pub joined: gaztag_str,
    pub left: gaztag_str,
    pub source: gaztag_str,
    pub as_of: gaztag_str,
    pub bloc: u64,
    pub member: u64,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_spell {
    pub struct_size: usize,
    pub status: gaztag_str,
    pub joined: gaztag_str,
    pub left: gaztag_str,
    pub source: gaztag_str,
    pub as_of: gaztag_str,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_form {
    pub struct_size: usize,
    pub form: *const c_char,
    pub form_len: usize,
    pub languages: *const c_char,
    pub languages_len: usize,
    pub role: u32,
    pub case_rule: u32,
    pub prior: u32,
    pub word: u32,
    pub bounds: u32,
    pub accents: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_records {
    pub struct_size: usize,
    pub kind: gaztag_str,
    pub forms: gaztag_str,
    pub key: gaztag_str,
    pub separator: gaztag_str,
    pub attributes: gaztag_str,
    pub weight: gaztag_str,
    pub case_rule: u32,
    pub without_legal_forms: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_options {
    pub struct_size: usize,
    pub kinds: *const u8,
    pub kinds_len: usize,
    pub languages: *const c_char,
    pub languages_len: usize,
    pub max_text_len: u64,
    pub roles: u32,
    pub folding_off: u32,
    pub flags: u32,
    pub min_confidence: i32,
    pub overlap: u32,
    pub input: u32,
    pub offset_unit: u32,
    pub backend: u32,
    pub uses_counted: u32,
    pub uses_dropped: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_text_options {
    pub struct_size: usize,
    pub language: *const c_char,
    pub language_len: usize,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_mention {
    pub start: u64,
    pub end: u64,
    pub readings: u64,
    pub entity: u64,
    pub kind: u8,
    pub role: u8,
    pub confidence: u8,
    pub reserved: [u8; 5],
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_candidate {
    pub entity: u64,
    pub role: u32,
    pub reserved: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_finding {
    pub start: u64,
    pub end: u64,
    pub inside_start: u64,
    pub inside_end: u64,
    pub form: gaztag_str,
    pub entity: u64,
    pub weighed: u32,
    pub reason: u8,
    pub confidence: u8,
    pub before: u8,
    pub role: u8,
    pub case_rule: u8,
    pub prior: u8,
    pub bounds: u8,
    pub reserved: [u8; 5],
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_weighed {
    pub start: u64,
    pub end: u64,
    pub weight: i32,
    pub ground: u8,
    pub place: u8,
    pub number: u8,
    pub reserved: u8,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_topic {
    pub entity: u64,
    pub mentions: u64,
    pub weight: u32,
    pub in_title: u8,
    pub in_lead: u8,
    pub reserved: [u8; 2],
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct gaztag_likely_name {
    pub start: u64,
    pub end: u64,
    pub entity: u64,
    pub differences: u32,
    pub confidence: u8,
    pub reserved: [u8; 3],
}

#[cfg(target_pointer_width = "64")]
const _: () = {
    use std::mem::offset_of;
    assert!(size_of::<gaztag_str>() == 16);
    assert!(offset_of!(gaztag_str, ptr) == 0);
    assert!(offset_of!(gaztag_str, len) == 8);
    assert!(size_of::<gaztag_error>() == 256);
    assert!(offset_of!(gaztag_error, code) == 0);
    assert!(offset_of!(gaztag_error, line) == 4);
    assert!(offset_of!(gaztag_error, offset) == 8);
    assert!(offset_of!(gaztag_error, column) == 16);
    assert!(offset_of!(gaztag_error, reserved) == 20);
    assert!(offset_of!(gaztag_error, message) == 24);
    assert!(size_of::<gaztag_retired_key>() == 24);
    assert!(offset_of!(gaztag_retired_key, key) == 0);
    assert!(offset_of!(gaztag_retired_key, successor) == 16);
    assert!(size_of::<gaztag_attribute>() == 40);
    assert!(offset_of!(gaztag_attribute, name) == 0);
    assert!(offset_of!(gaztag_attribute, value) == 16);
    assert!(offset_of!(gaztag_attribute, value_type) == 32);
    assert!(offset_of!(gaztag_attribute, reserved) == 36);
    assert!(size_of::<gaztag_surface>() == 40);
    assert!(offset_of!(gaztag_surface, form) == 0);
    assert!(offset_of!(gaztag_surface, entity) == 16);
    assert!(offset_of!(gaztag_surface, languages) == 24);
    assert!(offset_of!(gaztag_surface, role) == 28);
    assert!(offset_of!(gaztag_surface, case_rule) == 29);
    assert!(offset_of!(gaztag_surface, prior) == 30);
    assert!(offset_of!(gaztag_surface, word) == 31);
    assert!(offset_of!(gaztag_surface, bounds) == 32);
    assert!(offset_of!(gaztag_surface, accents) == 33);
    assert!(offset_of!(gaztag_surface, reserved) == 34);
    assert!(size_of::<gaztag_membership>() == 96);
    assert!(offset_of!(gaztag_membership, status) == 0);
    assert!(offset_of!(gaztag_membership, joined) == 16);
    assert!(offset_of!(gaztag_membership, left) == 32);
    assert!(offset_of!(gaztag_membership, source) == 48);
    assert!(offset_of!(gaztag_membership, as_of) == 64);
    assert!(offset_of!(gaztag_membership, bloc) == 80);
    assert!(offset_of!(gaztag_membership, member) == 88);
    assert!(size_of::<gaztag_date>() == 4);
    assert!(offset_of!(gaztag_date, year) == 0);
    assert!(offset_of!(gaztag_date, month) == 2);
    assert!(offset_of!(gaztag_date, day) == 3);
    assert!(size_of::<gaztag_spell>() == 88);
    assert!(offset_of!(gaztag_spell, struct_size) == 0);
    assert!(offset_of!(gaztag_spell, status) == 8);
    assert!(offset_of!(gaztag_spell, joined) == 24);
    assert!(offset_of!(gaztag_spell, left) == 40);
    assert!(offset_of!(gaztag_spell, source) == 56);
    assert!(offset_of!(gaztag_spell, as_of) == 72);
    assert!(size_of::<gaztag_form>() == 64);
    assert!(offset_of!(gaztag_form, struct_size) == 0);
    assert!(offset_of!(gaztag_form, form) == 8);
    assert!(offset_of!(gaztag_form, form_len) == 16);
    assert!(offset_of!(gaztag_form, languages) == 24);
    assert!(offset_of!(gaztag_form, languages_len) == 32);
    assert!(offset_of!(gaztag_form, role) == 40);
    assert!(offset_of!(gaztag_form, case_rule) == 44);
    assert!(offset_of!(gaztag_form, prior) == 48);
    assert!(offset_of!(gaztag_form, word) == 52);
    assert!(offset_of!(gaztag_form, bounds) == 56);
    assert!(offset_of!(gaztag_form, accents) == 60);
    assert!(size_of::<gaztag_records>() == 112);
    assert!(offset_of!(gaztag_records, struct_size) == 0);
    assert!(offset_of!(gaztag_records, kind) == 8);
    assert!(offset_of!(gaztag_records, forms) == 24);
    assert!(offset_of!(gaztag_records, key) == 40);
    assert!(offset_of!(gaztag_records, separator) == 56);
    assert!(offset_of!(gaztag_records, attributes) == 72);
    assert!(offset_of!(gaztag_records, weight) == 88);
    assert!(offset_of!(gaztag_records, case_rule) == 104);
    assert!(offset_of!(gaztag_records, without_legal_forms) == 108);
    assert!(size_of::<gaztag_options>() == 88);
    assert!(offset_of!(gaztag_options, struct_size) == 0);
    assert!(offset_of!(gaztag_options, kinds) == 8);
    assert!(offset_of!(gaztag_options, kinds_len) == 16);
    assert!(offset_of!(gaztag_options, languages) == 24);
    assert!(offset_of!(gaztag_options, languages_len) == 32);
    assert!(offset_of!(gaztag_options, max_text_len) == 40);
    assert!(offset_of!(gaztag_options, roles) == 48);
    assert!(offset_of!(gaztag_options, folding_off) == 52);
    assert!(offset_of!(gaztag_options, flags) == 56);
    assert!(offset_of!(gaztag_options, min_confidence) == 60);
    assert!(offset_of!(gaztag_options, overlap) == 64);
    assert!(offset_of!(gaztag_options, input) == 68);
    assert!(offset_of!(gaztag_options, offset_unit) == 72);
    assert!(offset_of!(gaztag_options, backend) == 76);
    assert!(offset_of!(gaztag_options, uses_counted) == 80);
    assert!(offset_of!(gaztag_options, uses_dropped) == 84);
    assert!(size_of::<gaztag_text_options>() == 24);
    assert!(offset_of!(gaztag_text_options, struct_size) == 0);
    assert!(offset_of!(gaztag_text_options, language) == 8);
    assert!(offset_of!(gaztag_text_options, language_len) == 16);
    assert!(size_of::<gaztag_mention>() == 40);
    assert!(offset_of!(gaztag_mention, start) == 0);
    assert!(offset_of!(gaztag_mention, end) == 8);
    assert!(offset_of!(gaztag_mention, readings) == 16);
    assert!(offset_of!(gaztag_mention, entity) == 24);
    assert!(offset_of!(gaztag_mention, kind) == 32);
    assert!(offset_of!(gaztag_mention, role) == 33);
    assert!(offset_of!(gaztag_mention, confidence) == 34);
    assert!(offset_of!(gaztag_mention, reserved) == 35);
    assert!(size_of::<gaztag_candidate>() == 16);
    assert!(offset_of!(gaztag_candidate, entity) == 0);
    assert!(offset_of!(gaztag_candidate, role) == 8);
    assert!(offset_of!(gaztag_candidate, reserved) == 12);
    assert!(size_of::<gaztag_finding>() == 72);
    assert!(offset_of!(gaztag_finding, start) == 0);
    assert!(offset_of!(gaztag_finding, end) == 8);
    assert!(offset_of!(gaztag_finding, inside_start) == 16);
    assert!(offset_of!(gaztag_finding, inside_end) == 24);
    assert!(offset_of!(gaztag_finding, form) == 32);
    assert!(offset_of!(gaztag_finding, entity) == 48);
    assert!(offset_of!(gaztag_finding, weighed) == 56);
    assert!(offset_of!(gaztag_finding, reason) == 60);
    assert!(offset_of!(gaztag_finding, confidence) == 61);
    assert!(offset_of!(gaztag_finding, before) == 62);
    assert!(offset_of!(gaztag_finding, role) == 63);
    assert!(offset_of!(gaztag_finding, case_rule) == 64);
    assert!(offset_of!(gaztag_finding, prior) == 65);
    assert!(offset_of!(gaztag_finding, bounds) == 66);
    assert!(offset_of!(gaztag_finding, reserved) == 67);
    assert!(size_of::<gaztag_weighed>() == 24);
    assert!(offset_of!(gaztag_weighed, start) == 0);
    assert!(offset_of!(gaztag_weighed, end) == 8);
    assert!(offset_of!(gaztag_weighed, weight) == 16);
    assert!(offset_of!(gaztag_weighed, ground) == 20);
    assert!(offset_of!(gaztag_weighed, place) == 21);
    assert!(offset_of!(gaztag_weighed, number) == 22);
    assert!(offset_of!(gaztag_weighed, reserved) == 23);
    assert!(size_of::<gaztag_topic>() == 24);
    assert!(offset_of!(gaztag_topic, entity) == 0);
    assert!(offset_of!(gaztag_topic, mentions) == 8);
    assert!(offset_of!(gaztag_topic, weight) == 16);
    assert!(offset_of!(gaztag_topic, in_title) == 20);
    assert!(offset_of!(gaztag_topic, in_lead) == 21);
    assert!(offset_of!(gaztag_topic, reserved) == 22);
    assert!(size_of::<gaztag_likely_name>() == 32);
    assert!(offset_of!(gaztag_likely_name, start) == 0);
    assert!(offset_of!(gaztag_likely_name, end) == 8);
    assert!(offset_of!(gaztag_likely_name, entity) == 16);
    assert!(offset_of!(gaztag_likely_name, differences) == 24);
    assert!(offset_of!(gaztag_likely_name, confidence) == 28);
    assert!(offset_of!(gaztag_likely_name, reserved) == 29);
};

pub type gaztag_error_fn =
    Option<unsafe extern "C" fn(user: *mut c_void, error: *const gaztag_error) -> i32>;
pub type gaztag_mention_fn = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        mentions: *const gaztag_mention,
        mentions_len: usize,
    ) -> i32,
>;
pub type gaztag_replacement_fn = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        mention: *const gaztag_mention,
        text: *const c_char,
        text_len: usize,
        replacement: *mut *const c_char,
        replacement_len: *mut usize,
    ) -> i32,
>;
pub type gaztag_incremental_fn = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        mention: *const gaztag_mention,
        text: *const c_char,
        text_len: usize,
    ) -> i32,
>;
pub type gaztag_likely_name_fn =
    Option<unsafe extern "C" fn(user: *mut c_void, name: *const gaztag_likely_name) -> i32>;

unsafe extern "C" {
    pub fn gaztag_status_name(status: i32) -> *const c_char;
    pub fn gaztag_version() -> u32;
    pub fn gaztag_version_string() -> *const c_char;
    pub fn gaztag_abi_version() -> u32;
    pub fn gaztag_data_version() -> gaztag_str;
    pub fn gaztag_features() -> u64;
    pub fn gaztag_gazetteer_builtin(
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_from_image(
        image: *const u8,
        image_len: usize,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_borrow_image(
        image: *const u8,
        image_len: usize,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_borrow_trusted_image(
        image: *const u8,
        image_len: usize,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_open(
        path: *const c_char,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_open_trusted(
        path: *const c_char,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_load(
        path: *const c_char,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_clone(
        gazetteer: *const gaztag_gazetteer,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_free(gazetteer: *mut gaztag_gazetteer);
    pub fn gaztag_gazetteer_image(
        gazetteer: *const gaztag_gazetteer,
        out: *mut *const u8,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_len(gazetteer: *const gaztag_gazetteer) -> u32;
    pub fn gaztag_gazetteer_form_counts(
        gazetteer: *const gaztag_gazetteer,
        out_surfaces: *mut usize,
        out_names: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_data_version(gazetteer: *const gaztag_gazetteer) -> gaztag_str;
    pub fn gaztag_kind_name(gazetteer: *const gaztag_gazetteer, kind: u32) -> gaztag_str;
    pub fn gaztag_kind_find(
        gazetteer: *const gaztag_gazetteer,
        name: *const c_char,
        name_len: usize,
        out_kind: *mut u32,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_role_name(role: u32) -> *const c_char;
    pub fn gaztag_entity_at(gazetteer: *const gaztag_gazetteer, position: usize) -> u64;
    pub fn gaztag_entity_position(gazetteer: *const gaztag_gazetteer, entity: u64) -> usize;
    pub fn gaztag_gazetteer_retired_keys(
        gazetteer: *const gaztag_gazetteer,
        resume: *mut usize,
        out: *mut gaztag_retired_key,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_find(
        gazetteer: *const gaztag_gazetteer,
        key: *const c_char,
        key_len: usize,
        out_entity: *mut u64,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_key(gazetteer: *const gaztag_gazetteer, entity: u64) -> gaztag_str;
    pub fn gaztag_entity_name(gazetteer: *const gaztag_gazetteer, entity: u64) -> gaztag_str;
    pub fn gaztag_entity_kind(
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        out_kind: *mut u32,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_attribute(
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        name: *const c_char,
        name_len: usize,
    ) -> gaztag_str;
    pub fn gaztag_entity_attributes(
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        resume: *mut usize,
        out: *mut gaztag_attribute,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_surfaces(
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        resume: *mut usize,
        out: *mut gaztag_surface,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_memberships(
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        resume: *mut usize,
        out: *mut gaztag_membership,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_decoys(
        gazetteer: *const gaztag_gazetteer,
        resume: *mut usize,
        out: *mut gaztag_surface,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_look_up(
        gazetteer: *const gaztag_gazetteer,
        form: *const c_char,
        form_len: usize,
        resume: *mut usize,
        out: *mut gaztag_surface,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_surface_languages(
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        form: *const c_char,
        form_len: usize,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_resolve(
        gazetteer: *const gaztag_gazetteer,
        name: *const c_char,
        name_len: usize,
        out_entity: *mut u64,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_members_on(
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
    ) -> i32;
    pub fn gaztag_entity_blocs_on(
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
    ) -> i32;
    pub fn gaztag_entity_number(
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        name: *const c_char,
        name_len: usize,
        out_number: *mut f64,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_date(
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        name: *const c_char,
        name_len: usize,
        out_date: *mut gaztag_date,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_items(
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        name: *const c_char,
        name_len: usize,
        resume: *mut usize,
        out: *mut gaztag_str,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_related(
        gazetteer: *const gaztag_gazetteer,
        entity: u64,
        name: *const c_char,
        name_len: usize,
        resume: *mut usize,
        out: *mut u64,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_entity_roll_up(gazetteer: *const gaztag_gazetteer, entity: u64) -> u64;
    pub fn gaztag_builder_new(out: *mut *mut gaztag_builder, error: *mut gaztag_error) -> i32;
    pub fn gaztag_builder_from(
        gazetteer: *const gaztag_gazetteer,
        out: *mut *mut gaztag_builder,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_above(
        gazetteer: *const gaztag_gazetteer,
        out: *mut *mut gaztag_builder,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_free(builder: *mut gaztag_builder);
    pub fn gaztag_builder_set_data_version(
        builder: *mut gaztag_builder,
        version: *const c_char,
        version_len: usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_add_entity(
        builder: *mut gaztag_builder,
        key: *const c_char,
        key_len: usize,
        name: *const c_char,
        name_len: usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_set_attribute(
        builder: *mut gaztag_builder,
        key: *const c_char,
        key_len: usize,
        name: *const c_char,
        name_len: usize,
        value_type: u32,
        value: *const c_char,
        value_len: usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_add_member(
        builder: *mut gaztag_builder,
        bloc: *const c_char,
        bloc_len: usize,
        member: *const c_char,
        member_len: usize,
        spell: *const gaztag_spell,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_retire_key(
        builder: *mut gaztag_builder,
        key: *const c_char,
        key_len: usize,
        successor: *const c_char,
        successor_len: usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_add_surface(
        builder: *mut gaztag_builder,
        key: *const c_char,
        key_len: usize,
        form: *const gaztag_form,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_add_decoy(
        builder: *mut gaztag_builder,
        form: *const gaztag_form,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_remove_entity(
        builder: *mut gaztag_builder,
        key: *const c_char,
        key_len: usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_remove_surface(
        builder: *mut gaztag_builder,
        key: *const c_char,
        key_len: usize,
        form: *const c_char,
        form_len: usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_remove_decoy(
        builder: *mut gaztag_builder,
        form: *const c_char,
        form_len: usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_add_word_class(
        builder: *mut gaztag_builder,
        words: *const c_char,
        words_len: usize,
        out_class: *mut u32,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_add_cue(
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
    ) -> i32;
    pub fn gaztag_builder_add_use_cue(
        builder: *mut gaztag_builder,
        form: *const c_char,
        form_len: usize,
        of: u32,
        place: *const c_char,
        place_len: usize,
        words: u32,
        weight: i32,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_build(
        builder: *const gaztag_builder,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_format_guess(
        file: *const c_char,
        file_len: usize,
        text: *const c_char,
        text_len: usize,
    ) -> u32;
    pub fn gaztag_builder_set_preference(
        builder: *mut gaztag_builder,
        preference: u32,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_set_file_bounds(
        builder: *mut gaztag_builder,
        bounds: u32,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_set_file_case(
        builder: *mut gaztag_builder,
        case_rule: u32,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_read(
        builder: *mut gaztag_builder,
        format: u32,
        file: *const c_char,
        file_len: usize,
        text: *const c_char,
        text_len: usize,
        out_forms: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_read_lenient(
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
    ) -> i32;
    pub fn gaztag_builder_warnings(
        builder: *const gaztag_builder,
        found: gaztag_error_fn,
        user: *mut c_void,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_check(
        builder: *const gaztag_builder,
        format: u32,
        file: *const c_char,
        file_len: usize,
        text: *const c_char,
        text_len: usize,
        found: gaztag_error_fn,
        user: *mut c_void,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_builder_add_records(
        builder: *mut gaztag_builder,
        fields: *const gaztag_records,
        records: *const c_char,
        records_len: usize,
        out_forms: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_with_layer(
        gazetteer: *const gaztag_gazetteer,
        upper: *const gaztag_gazetteer,
        preference: u32,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_gazetteer_layer_count(gazetteer: *const gaztag_gazetteer) -> u32;
    pub fn gaztag_gazetteer_layer(
        gazetteer: *const gaztag_gazetteer,
        number: u32,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_options_init(options: *mut gaztag_options, struct_size: usize);
    pub fn gaztag_tagger_new(
        gazetteer: *const gaztag_gazetteer,
        options: *const gaztag_options,
        out: *mut *mut gaztag_tagger,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_tagger_clone(
        tagger: *const gaztag_tagger,
        out: *mut *mut gaztag_tagger,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_tagger_free(tagger: *mut gaztag_tagger);
    pub fn gaztag_tagger_gazetteer(
        tagger: *const gaztag_tagger,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_tagger_backend(tagger: *const gaztag_tagger) -> u32;
    pub fn gaztag_tagger_memory_usage(tagger: *const gaztag_tagger) -> usize;
    pub fn gaztag_cursor_new(out: *mut *mut gaztag_cursor, error: *mut gaztag_error) -> i32;
    pub fn gaztag_cursor_reset(cursor: *mut gaztag_cursor);
    pub fn gaztag_cursor_free(cursor: *mut gaztag_cursor);
    pub fn gaztag_tag(
        tagger: *const gaztag_tagger,
        text: *const c_char,
        text_len: usize,
        options: *const gaztag_text_options,
        cursor: *mut gaztag_cursor,
        out: *mut gaztag_mention,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_tag_each(
        tagger: *const gaztag_tagger,
        text: *const c_char,
        text_len: usize,
        options: *const gaztag_text_options,
        found: gaztag_mention_fn,
        user: *mut c_void,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_is_match(
        tagger: *const gaztag_tagger,
        text: *const c_char,
        text_len: usize,
        options: *const gaztag_text_options,
        out_found: *mut i32,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_count(
        tagger: *const gaztag_tagger,
        text: *const c_char,
        text_len: usize,
        options: *const gaztag_text_options,
        counts: *mut u64,
        counts_len: usize,
        out_total: *mut u64,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_candidates(
        tagger: *const gaztag_tagger,
        entity: u64,
        readings: u64,
        resume: *mut usize,
        out: *mut gaztag_candidate,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_tag_batch(
        tagger: *const gaztag_tagger,
        data: *const c_char,
        data_len: usize,
        offsets: *const i64,
        documents: usize,
        languages: *const gaztag_str,
        next_document: *mut usize,
        out: *mut gaztag_mention,
        capacity: usize,
        out_len: *mut usize,
        document_ends: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_tag_arrow(
        tagger: *const gaztag_tagger,
        schema: *const ArrowSchema,
        array: *const ArrowArray,
        languages_schema: *const ArrowSchema,
        languages_array: *const ArrowArray,
        flags: u32,
        out_schema: *mut ArrowSchema,
        out_array: *mut ArrowArray,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_share_arrow(
        schema: *const ArrowSchema,
        array: *const ArrowArray,
        out_schema: *mut ArrowSchema,
        out_array: *mut ArrowArray,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_replace(
        tagger: *const gaztag_tagger,
        text: *const c_char,
        text_len: usize,
        options: *const gaztag_text_options,
        replacement: gaztag_replacement_fn,
        user: *mut c_void,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_incremental_new(
        tagger: *const gaztag_tagger,
        options: *const gaztag_text_options,
        out: *mut *mut gaztag_incremental,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_incremental_feed(
        stream: *mut gaztag_incremental,
        chunk: *const c_char,
        chunk_len: usize,
        consumed: *mut usize,
        out: *mut gaztag_mention,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_incremental_finish(
        stream: *mut gaztag_incremental,
        out: *mut gaztag_mention,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_incremental_feed_each(
        stream: *mut gaztag_incremental,
        chunk: *const c_char,
        chunk_len: usize,
        consumed: *mut usize,
        found: gaztag_incremental_fn,
        user: *mut c_void,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_incremental_finish_each(
        stream: *mut gaztag_incremental,
        found: gaztag_incremental_fn,
        user: *mut c_void,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_incremental_settled(stream: *const gaztag_incremental) -> u64;
    pub fn gaztag_incremental_reset(stream: *mut gaztag_incremental);
    pub fn gaztag_incremental_free(stream: *mut gaztag_incremental);
    pub fn gaztag_explain(
        tagger: *const gaztag_tagger,
        text: *const c_char,
        text_len: usize,
        options: *const gaztag_text_options,
        out: *mut *mut gaztag_explanation,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_explanation_len(explanation: *const gaztag_explanation) -> usize;
    pub fn gaztag_explanation_finding(
        explanation: *const gaztag_explanation,
        index: usize,
        out: *mut gaztag_finding,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_explanation_weighed(
        explanation: *const gaztag_explanation,
        finding: usize,
        index: usize,
        out: *mut gaztag_weighed,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_explanation_free(explanation: *mut gaztag_explanation);
    pub fn gaztag_reason_text(reason: u32) -> *const c_char;
    pub fn gaztag_about(
        tagger: *const gaztag_tagger,
        text: *const c_char,
        text_len: usize,
        options: *const gaztag_text_options,
        count_as: u32,
        resume: *mut usize,
        out: *mut gaztag_topic,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_screener_new(
        gazetteer: *const gaztag_gazetteer,
        kinds: *const u8,
        kinds_len: usize,
        out: *mut *mut gaztag_screener,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_screener_len(screener: *const gaztag_screener) -> usize;
    pub fn gaztag_screener_gazetteer(
        screener: *const gaztag_screener,
        out: *mut *mut gaztag_gazetteer,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_screen(
        screener: *const gaztag_screener,
        text: *const c_char,
        text_len: usize,
        unit: u32,
        resume: *mut usize,
        out: *mut gaztag_likely_name,
        capacity: usize,
        out_len: *mut usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_screen_each(
        screener: *const gaztag_screener,
        text: *const c_char,
        text_len: usize,
        unit: u32,
        found: gaztag_likely_name_fn,
        user: *mut c_void,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_screener_free(screener: *mut gaztag_screener);
    pub fn gaztag_convert_offsets(
        text: *const c_char,
        text_len: usize,
        from_unit: u32,
        to_unit: u32,
        offsets: *mut u64,
        offsets_len: usize,
        error: *mut gaztag_error,
    ) -> i32;
    pub fn gaztag_count_units(text: *const c_char, text_len: usize, unit: u32) -> u64;
}
