//! Every call that returns a status, with valid arguments, or with one pointer that is NULL or
//! misaligned (*spoilt*).

#![allow(dead_code, reason = "each test uses its part")]

use std::ffi::{c_char, c_void};
use std::ptr::{null, null_mut};

use super::abi::*;
use super::wrapper::{
    CBuilder, CCursor, CExplanation, CGazetteer, CScreener, CStream, CTagger, default_options,
    form_of, given, no_spell, records_of, text_options,
};

pub(crate) const POISON: u64 = 0xA5A5_A5A5_A5A5_A5A5;

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum How {
    Null,
    Misaligned,
}

/// The arguments of one call, with one pointer spoilt.
pub(crate) struct Arguments {
    /// The index of the pointer to spoil; none if there are fewer pointers.
    which: usize,
    how: How,
    pub(crate) pointers: usize,
    /// Whether that pointer was spoilt. One to bytes cannot be misaligned.
    pub(crate) spoilt: bool,
    slots: Box<[[u64; 16]; 4]>,
    used: usize,
    array: Box<[u64; 64]>,
    /// The bytes that outputs must have after a failed call, with their addresses.
    kept: Vec<(*const u8, Vec<u8>)>,
}

impl Arguments {
    pub(crate) fn new(which: usize, how: How) -> Self {
        Self {
            which,
            how,
            pointers: 0,
            spoilt: false,
            slots: Box::new([[POISON; 16]; 4]),
            used: 0,
            array: Box::new([POISON; 64]),
            kept: Vec::new(),
        }
    }

    fn spoil<T>(&mut self, pointer: *const T, align: usize) -> *const T {
        self.pointers += 1;
        if self.pointers - 1 != self.which {
            return pointer;
        }
        match self.how {
            How::Null => {
                self.spoilt = true;
                null()
            }
            How::Misaligned if align > 1 => {
                self.spoilt = true;
                pointer.wrapping_byte_add(1)
            }
            How::Misaligned => pointer,
        }
    }

    /// A handle.
    fn handle<T>(&mut self, handle: *mut T) -> *mut T {
        self.spoil(handle, 8).cast_mut()
    }

    /// An input.
    fn read<T>(&mut self, value: *const T) -> *const T {
        self.spoil(value, align_of::<T>())
    }

    /// An initialised output.
    fn in_out(&mut self, value: u64) -> *mut usize {
        let pointer = self.slot::<u64>(value);
        self.spoil(pointer.cast::<usize>(), align_of::<usize>()).cast_mut()
    }

    fn slot<T>(&mut self, after: u64) -> *mut T {
        let slot = &mut self.slots[self.used];
        self.used += 1;
        slot[0] = after;
        slot.as_mut_ptr().cast()
    }

    /// An output. After a failed call all its bytes are `empty`, or unchanged if it was spoilt.
    fn out_as<T>(&mut self, empty: u8) -> *mut T {
        let place = self.slot::<T>(POISON);
        let pointer = self.spoil(place, align_of::<T>()).cast_mut();
        let expected = if pointer == place { empty } else { POISON as u8 };
        self.kept.push((place.cast(), vec![expected; size_of::<T>()]));
        pointer
    }

    fn out<T>(&mut self) -> *mut T {
        self.out_as(0)
    }

    /// An output array, which a failed call does not change.
    fn array<T>(&mut self) -> *mut T {
        let place = self.array.as_mut_ptr().cast::<T>();
        self.spoil(place, align_of::<T>()).cast_mut()
    }

    fn callback<F>(&mut self, function: F) -> Option<F> {
        self.pointers += 1;
        self.spoilt |= self.pointers - 1 == self.which && self.how == How::Null;
        (!(self.pointers - 1 == self.which && self.how == How::Null)).then_some(function)
    }

    /// The value in the first slot.
    fn given<T: Copy>(&self) -> T {
        unsafe { self.slots[0].as_ptr().cast::<T>().read() }
    }

    pub(crate) fn check(&self, name: &str) {
        for (place, expected) in &self.kept {
            let bytes = unsafe { std::slice::from_raw_parts(*place, expected.len()) };
            assert_eq!(
                bytes, expected,
                "{name}: outputs of a failed call, argument {} {:?}",
                self.which, self.how
            );
        }
        assert!(
            self.array.iter().all(|&word| word == POISON),
            "{name}: array was written, argument {} {:?}",
            self.which,
            self.how
        );
        assert!(
            self.slots.iter().all(|slot| slot[2..].iter().all(|&word| word == POISON)
                || name.contains("explanation_")),
            "{name}: written after the end of an output"
        );
    }
}

pub(crate) struct Fixture {
    pub(crate) gazetteer: CGazetteer,
    pub(crate) builder: CBuilder,
    pub(crate) tagger: CTagger,
    /// A cursor at the start of a text.
    pub(crate) cursor: CCursor,
    pub(crate) stream: CStream,
    pub(crate) explanation: CExplanation,
    pub(crate) screener: CScreener,
    image: Vec<u8>,
    options: gaztag_options,
    form: gaztag_form,
    spell: gaztag_spell,
    records: gaztag_records,
    text_options: gaztag_text_options,
    languages: [gaztag_str; 1],
    counts: *mut u64,
    counts_len: usize,
}

unsafe extern "C" fn error_found(_: *mut c_void, _: *const gaztag_error) -> i32 {
    0
}

unsafe extern "C" fn mentions_found(_: *mut c_void, _: *const gaztag_mention, _: usize) -> i32 {
    0
}

unsafe extern "C" fn stream_found(
    _: *mut c_void,
    _: *const gaztag_mention,
    _: *const c_char,
    _: usize,
) -> i32 {
    0
}

unsafe extern "C" fn likely_found(_: *mut c_void, _: *const gaztag_likely_name) -> i32 {
    0
}

pub(crate) unsafe extern "C" fn replaced(
    _: *mut c_void,
    _: *const gaztag_mention,
    _: *const c_char,
    _: usize,
    _: *mut *const c_char,
    _: *mut usize,
) -> i32 {
    0
}

pub(crate) type Call = unsafe fn(&mut Arguments, &Fixture, *mut gaztag_error) -> i32;

/// Frees the handle that a call made.
unsafe fn made<T>(status: i32, arguments: &Arguments, free: unsafe extern "C" fn(*mut T)) -> i32 {
    if status == GAZTAG_OK {
        unsafe { free(arguments.given()) };
    }
    status
}

const MALI: (*const c_char, usize) = (c"country/MLI".as_ptr(), 11);
const BLOC: (*const c_char, usize) = (c"bloc/aes".as_ptr(), 8);
pub(crate) const TEXT: (*const c_char, usize) = (c"Mali and gold".as_ptr(), 13);
const SCREENED: (*const c_char, usize) = (c"Faso Burkina".as_ptr(), 12);
const IMAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/gazetteer/builtin.gaz\0");
pub(crate) static COUNTRY: u8 = 0;

/// Every call that returns a status, with its result when each of its pointers (but the error) is
/// NULL.
#[rustfmt::skip]
pub(crate) fn calls() -> Vec<(&'static str, Vec<i32>, Call)> {
    const N: i32 = GAZTAG_ERR_NULL;
    const O: i32 = GAZTAG_OK;
    macro_rules! table {
        ($($name:ident $nulls:expr => |$a:ident, $f:ident, $e:ident| $call:expr;)*) => {
            vec![$((stringify!($name), $nulls.to_vec(), {
                unsafe fn run($a: &mut Arguments, $f: &Fixture, $e: *mut gaztag_error) -> i32 { let _ = &$f; unsafe { $call } }
                run as Call
            })),*]
        };
    }
    table! {
        gaztag_gazetteer_builtin [N] => |a, f, e| { let s = gaztag_gazetteer_builtin(a.out(), e); made(s, a, gaztag_gazetteer_free) };
        gaztag_gazetteer_from_image [N, N] => |a, f, e| { let (i, o) = (a.read(f.image.as_ptr()), a.out()); let s = gaztag_gazetteer_from_image(i, f.image.len(), o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_gazetteer_borrow_trusted_image [N, N] => |a, f, e| { let (i, o) = (a.read(f.image.as_ptr()), a.out()); let s = gaztag_gazetteer_borrow_trusted_image(i, f.image.len(), o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_gazetteer_borrow_image [N, N] => |a, f, e| { let (i, o) = (a.read(f.image.as_ptr()), a.out()); let s = gaztag_gazetteer_borrow_image(i, f.image.len(), o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_gazetteer_clone [N, N] => |a, f, e| { let (g, o) = (a.handle(f.gazetteer.0), a.out()); let s = gaztag_gazetteer_clone(g, o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_gazetteer_with_layer [N, N, N] => |a, f, e| { let (g, u, o) = (a.handle(f.gazetteer.0), a.handle(f.gazetteer.0), a.out()); let s = gaztag_gazetteer_with_layer(g, u, 1, o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_gazetteer_layer [N, N] => |a, f, e| { let (g, o) = (a.handle(f.gazetteer.0), a.out()); let s = gaztag_gazetteer_layer(g, 0, o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_gazetteer_image [N, N, N] => |a, f, e| gaztag_gazetteer_image(a.handle(f.gazetteer.0), a.out(), a.out(), e);
        gaztag_gazetteer_form_counts [N, O, O] => |a, f, e| gaztag_gazetteer_form_counts(a.handle(f.gazetteer.0), a.out(), a.out(), e);
        gaztag_kind_find [N, N, N] => |a, f, e| gaztag_kind_find(a.handle(f.gazetteer.0), a.read(c"bloc".as_ptr()), 4, a.out(), e);
        gaztag_entity_find [N, N, N] => |a, f, e| gaztag_entity_find(a.handle(f.gazetteer.0), a.read(MALI.0), MALI.1, a.out_as(0xFF), e);
        gaztag_gazetteer_retired_keys [N, O, N, N] => |a, f, e| gaztag_gazetteer_retired_keys(a.handle(f.gazetteer.0), a.in_out(0), a.array(), 2, a.out(), e).min(0);
        gaztag_entity_kind [N, N] => |a, f, e| gaztag_entity_kind(a.handle(f.gazetteer.0), 3, a.out(), e);
        gaztag_entity_attributes [N, O, N, N] => |a, f, e| gaztag_entity_attributes(a.handle(f.gazetteer.0), 3, a.in_out(1), a.array(), 2, a.out(), e).min(0);
        gaztag_entity_surfaces [N, O, N, N] => |a, f, e| gaztag_entity_surfaces(a.handle(f.gazetteer.0), 3, a.in_out(1), a.array(), 2, a.out(), e).min(0);
        gaztag_entity_memberships [N, O, N, N] => |a, f, e| gaztag_entity_memberships(a.handle(f.gazetteer.0), 3, a.in_out(1), a.array(), 2, a.out(), e).min(0);
        gaztag_entity_resolve [N, N, N] => |a, f, e| gaztag_entity_resolve(a.handle(f.gazetteer.0), a.read(MALI.0), MALI.1, a.out_as(0xFF), e);
        gaztag_entity_members_on [N, N, O, N, N] => |a, f, e| gaztag_entity_members_on(a.handle(f.gazetteer.0), 3, a.read(c"2024-06-01".as_ptr()), 10, 0, a.in_out(0), a.array(), 2, a.out(), e).min(0);
        gaztag_entity_blocs_on [N, N, O, N, N] => |a, f, e| gaztag_entity_blocs_on(a.handle(f.gazetteer.0), 3, a.read(c"2024-06-01".as_ptr()), 10, 0, a.in_out(0), a.array(), 2, a.out(), e).min(0);
        gaztag_entity_number [N, N, N] => |a, f, e| gaztag_entity_number(a.handle(f.gazetteer.0), 3, a.read(c"latitude".as_ptr()), 8, a.out(), e).min(0);
        gaztag_entity_date [N, N, N] => |a, f, e| gaztag_entity_date(a.handle(f.gazetteer.0), 3, a.read(c"founded".as_ptr()), 7, a.out(), e).min(0);
        gaztag_entity_items [N, N, O, N, N] => |a, f, e| gaztag_entity_items(a.handle(f.gazetteer.0), 3, a.read(c"lists".as_ptr()), 5, a.in_out(0), a.array(), 2, a.out(), e).min(0);
        gaztag_entity_related [N, N, O, N, N] => |a, f, e| gaztag_entity_related(a.handle(f.gazetteer.0), 3, a.read(c"parent".as_ptr()), 6, a.in_out(0), a.array(), 2, a.out(), e).min(0);
        gaztag_gazetteer_decoys [N, O, N, N] => |a, f, e| gaztag_gazetteer_decoys(a.handle(f.gazetteer.0), a.in_out(1), a.array(), 2, a.out(), e).min(0);
        gaztag_gazetteer_look_up [N, N, O, N, N] => |a, f, e| gaztag_gazetteer_look_up(a.handle(f.gazetteer.0), a.read(c"Mali".as_ptr()), 4, a.in_out(0), a.array(), 2, a.out(), e).min(0);
        gaztag_surface_languages [N, N, N, N] => |a, f, e| gaztag_surface_languages(a.handle(f.gazetteer.0), GAZTAG_NO_ENTITY, a.read(c"Georgia Tech".as_ptr()), 12, a.array(), 64, a.out(), e);
        gaztag_builder_new [N] => |a, f, e| { let s = gaztag_builder_new(a.out(), e); made(s, a, gaztag_builder_free) };
        gaztag_builder_above [N, N] => |a, f, e| { let (g, o) = (a.handle(f.gazetteer.0), a.out()); let s = gaztag_builder_above(g, o, e); made(s, a, gaztag_builder_free) };
        gaztag_builder_from [N, N] => |a, f, e| { let (g, o) = (a.handle(f.gazetteer.0), a.out()); let s = gaztag_builder_from(g, o, e); made(s, a, gaztag_builder_free) };
        gaztag_builder_set_data_version [N, N] => |a, f, e| gaztag_builder_set_data_version(a.handle(f.builder.0), a.read(c"7".as_ptr()), 1, e);
        gaztag_builder_add_entity [N, N, N] => |a, f, e| gaztag_builder_add_entity(a.handle(f.builder.0), a.read(MALI.0), MALI.1, a.read(c"Mali".as_ptr()), 4, e);
        gaztag_builder_set_attribute [N, N, N, N] => |a, f, e| gaztag_builder_set_attribute(a.handle(f.builder.0), a.read(MALI.0), MALI.1, a.read(c"alpha2".as_ptr()), 6, GAZTAG_ATTRIBUTE_TEXT, a.read(c"ML".as_ptr()), 2, e);
        gaztag_builder_add_member [N, N, N, N] => |a, f, e| gaztag_builder_add_member(a.handle(f.builder.0), a.read(BLOC.0), BLOC.1, a.read(MALI.0), MALI.1, a.read(&f.spell), e);
        gaztag_builder_retire_key [N, N, N] => |a, f, e| gaztag_builder_retire_key(a.handle(f.builder.0), a.read(c"country/ML".as_ptr()), 10, a.read(MALI.0), MALI.1, e);
        gaztag_builder_add_surface [N, N, N] => |a, f, e| gaztag_builder_add_surface(a.handle(f.builder.0), a.read(MALI.0), MALI.1, a.read(&f.form), e);
        gaztag_builder_add_decoy [N, N] => |a, f, e| gaztag_builder_add_decoy(a.handle(f.builder.0), a.read(&f.form), e);
        gaztag_builder_remove_entity [N, N] => |a, f, e| gaztag_builder_remove_entity(a.handle(f.builder.0), a.read(c"x/y".as_ptr()), 3, e).min(0);
        gaztag_builder_remove_surface [N, N, N] => |a, f, e| gaztag_builder_remove_surface(a.handle(f.builder.0), a.read(c"x/y".as_ptr()), 3, a.read(c"z".as_ptr()), 1, e).min(0);
        gaztag_builder_remove_decoy [N, N] => |a, f, e| gaztag_builder_remove_decoy(a.handle(f.builder.0), a.read(c"z".as_ptr()), 1, e).min(0);
        gaztag_builder_set_file_bounds [N] => |a, f, e| gaztag_builder_set_file_bounds(a.handle(f.builder.0), GAZTAG_BOUNDS_WORD, e);
        gaztag_builder_set_preference [N] => |a, f, e| gaztag_builder_set_preference(a.handle(f.builder.0), GAZTAG_PREFERENCE_BUILTIN, e);
        gaztag_builder_set_file_case [N] => |a, f, e| gaztag_builder_set_file_case(a.handle(f.builder.0), GAZTAG_CASE_DEFAULT, e);
        gaztag_builder_read_lenient [N, N, N, O, O] => |a, f, e| gaztag_builder_read_lenient(a.handle(f.builder.0), 0, a.read(c"f".as_ptr()), 1, a.read(c"key\tform\n".as_ptr()), 9, a.out(), a.callback(error_found), null_mut(), e);
        gaztag_builder_add_records [N, N, N, O] => |a, f, e| gaztag_builder_add_records(a.handle(f.builder.0), a.read(&f.records), a.read(c"{\"n\":\"Acme\"}".as_ptr()), 12, a.out(), e);
        gaztag_builder_warnings [N, N] => |a, f, e| gaztag_builder_warnings(a.handle(f.builder.0), a.callback(error_found), null_mut(), e);
        gaztag_builder_read [N, N, N, O] => |a, f, e| gaztag_builder_read(a.handle(f.builder.0), 0, a.read(c"f".as_ptr()), 1, a.read(c"key\tform\n".as_ptr()), 9, a.out(), e);
        gaztag_builder_check [N, N, N, N] => |a, f, e| gaztag_builder_check(a.handle(f.builder.0), 0, a.read(c"f".as_ptr()), 1, a.read(c"key\tform\n".as_ptr()), 9, a.callback(error_found), null_mut(), e);
        gaztag_builder_add_word_class [N, N, N] => |a, f, e| gaztag_builder_add_word_class(a.handle(f.builder.0), a.read(c"mine".as_ptr()), 4, a.out(), e);
        gaztag_builder_add_cue [N, N, N, N] => |a, f, e| gaztag_builder_add_cue(a.handle(f.builder.0), a.read(c"Mali".as_ptr()), 4, a.read(MALI.0), MALI.1, a.read(c"before".as_ptr()), 6, 0, 1, e);
        gaztag_builder_add_use_cue [N, N, N] => |a, f, e| gaztag_builder_add_use_cue(a.handle(f.builder.0), a.read(c"Mali".as_ptr()), 4, GAZTAG_USE_TEAM, a.read(c"before".as_ptr()), 6, 0, 1, e);
        gaztag_builder_build [N, N] => |a, f, e| { let (b, o) = (a.handle(f.builder.0), a.out()); let s = gaztag_builder_build(b, o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_tagger_new [O, O, N] => |a, f, e| { let o = a.out_first(); let (g, p) = (a.handle(f.gazetteer.0), a.read(&f.options)); let o = a.spoil_out(o); let s = gaztag_tagger_new(g, p, o, e); made(s, a, gaztag_tagger_free) };
        gaztag_tagger_clone [N, N] => |a, f, e| { let (t, o) = (a.handle(f.tagger.0), a.out()); let s = gaztag_tagger_clone(t, o, e); made(s, a, gaztag_tagger_free) };
        gaztag_tagger_gazetteer [N, N] => |a, f, e| { let (t, o) = (a.handle(f.tagger.0), a.out()); let s = gaztag_tagger_gazetteer(t, o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_cursor_new [N] => |a, f, e| { let s = gaztag_cursor_new(a.out(), e); made(s, a, gaztag_cursor_free) };
        gaztag_tag [N, N, O, O, N, N] => |a, f, e| gaztag_tag(a.handle(f.tagger.0), a.read(TEXT.0), TEXT.1, a.read(&f.text_options), a.handle(f.cursor.0), a.array(), 2, a.out(), e);
        gaztag_tag_each [N, N, O, N] => |a, f, e| gaztag_tag_each(a.handle(f.tagger.0), a.read(TEXT.0), TEXT.1, a.read(&f.text_options), a.callback(mentions_found), null_mut(), e);
        gaztag_is_match [N, N, O, N] => |a, f, e| gaztag_is_match(a.handle(f.tagger.0), a.read(TEXT.0), TEXT.1, a.read(&f.text_options), a.out(), e);
        gaztag_count [N, N, O, N, O] => |a, f, e| gaztag_count(a.handle(f.tagger.0), a.read(TEXT.0), TEXT.1, a.read(&f.text_options), a.handle(f.counts), f.counts_len, a.out(), e);
        gaztag_candidates [N, O, N, N] => |a, f, e| gaztag_candidates(a.handle(f.tagger.0), 0, 0, a.in_out(0), a.array(), 2, a.out(), e).min(0);
        gaztag_tag_batch [N, N, N, O, N, N, N, N] => |a, f, e| gaztag_tag_batch(a.handle(f.tagger.0), a.read(TEXT.0), TEXT.1, a.read([0_i64, 13].as_ptr()), 1, a.read(f.languages.as_ptr()), a.in_out(0), a.array(), 2, a.out(), a.out_as(POISON as u8), e);
        gaztag_replace [N, N, O, N, N, N] => |a, f, e| gaztag_replace(a.handle(f.tagger.0), a.read(TEXT.0), TEXT.1, a.read(&f.text_options), a.callback(replaced), null_mut(), a.array(), 64, a.out(), e);
        gaztag_incremental_new [N, O, N] => |a, f, e| { let (t, p, o) = (a.handle(f.tagger.0), a.read(&f.text_options), a.out()); let s = gaztag_incremental_new(t, p, o, e); made(s, a, gaztag_incremental_free) };
        gaztag_incremental_feed [N, N, N, N, N] => |a, f, e| gaztag_incremental_feed(a.handle(f.stream.0), a.read(TEXT.0), TEXT.1, a.out(), a.array(), 2, a.out(), e);
        gaztag_incremental_feed_each [N, N, N, N] => |a, f, e| gaztag_incremental_feed_each(a.handle(f.stream.0), a.read(TEXT.0), TEXT.1, a.out(), a.callback(stream_found), null_mut(), e);
        gaztag_incremental_finish_each [N, N] => |a, f, e| gaztag_incremental_finish_each(a.handle(f.stream.0), a.callback(stream_found), null_mut(), e);
        gaztag_incremental_finish [N, N, N] => |a, f, e| gaztag_incremental_finish(a.handle(f.stream.0), a.array(), 2, a.out(), e);
        gaztag_explain [N, N, O, N] => |a, f, e| { let (t, x, p, o) = (a.handle(f.tagger.0), a.read(TEXT.0), a.read(&f.text_options), a.out()); let s = gaztag_explain(t, x, TEXT.1, p, o, e); made(s, a, gaztag_explanation_free) };
        gaztag_about [N, N, O, O, N, N] => |a, f, e| gaztag_about(a.handle(f.tagger.0), a.read(TEXT.0), TEXT.1, a.read(&f.text_options), 0, a.in_out(0), a.array(), 2, a.out(), e).min(0);
        gaztag_screener_new [N, N, N] => |a, f, e| { let (g, k, o) = (a.handle(f.gazetteer.0), a.read(&raw const COUNTRY), a.out()); let s = gaztag_screener_new(g, k, 1, o, e); made(s, a, gaztag_screener_free) };
        gaztag_screener_gazetteer [N, N] => |a, f, e| { let (s, o) = (a.handle(f.screener.0), a.out()); let s = gaztag_screener_gazetteer(s, o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_screen [N, N, O, N, N] => |a, f, e| gaztag_screen(a.handle(f.screener.0), a.read(SCREENED.0), SCREENED.1, 0, a.in_out(0), a.array(), 2, a.out(), e).min(0);
        gaztag_screen_each [N, N, N] => |a, f, e| gaztag_screen_each(a.handle(f.screener.0), a.read(SCREENED.0), SCREENED.1, 0, a.callback(likely_found), null_mut(), e);
        gaztag_explanation_finding [N, N] => |a, f, e| gaztag_explanation_finding(a.handle(f.explanation.0), 0, a.out::<gaztag_finding>(), e);
        gaztag_explanation_weighed [N, N] => |a, f, e| gaztag_explanation_weighed(a.handle(f.explanation.0), 0, 0, a.out::<gaztag_weighed>(), e).min(0);
        gaztag_convert_offsets [N, N] => |a, f, e| gaztag_convert_offsets(a.read(TEXT.0), TEXT.1, 0, 0, a.in_out(3).cast::<u64>(), 1, e);
        gaztag_gazetteer_load [N, N] => |a, f, e| { let (p, o) = (a.read(IMAGE.as_ptr().cast::<c_char>()), a.out()); let s = gaztag_gazetteer_load(p, o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_gazetteer_open_trusted [N, N] => |a, f, e| { let (p, o) = (a.read(IMAGE.as_ptr().cast::<c_char>()), a.out()); let s = gaztag_gazetteer_open_trusted(p, o, e); made(s, a, gaztag_gazetteer_free) };
        gaztag_gazetteer_open [N, N] => |a, f, e| { let (p, o) = (a.read(IMAGE.as_ptr().cast::<c_char>()), a.out()); let s = gaztag_gazetteer_open(p, o, e); made(s, a, gaztag_gazetteer_free) };
    }
}

impl Arguments {
    /// An output whose pointer is spoilt later. For calls whose output is not the first pointer, as
    /// [`made`] must find it in the first slot.
    fn out_first<T>(&mut self) -> *mut T {
        self.slot::<T>(POISON)
    }

    fn spoil_out<T>(&mut self, place: *mut T) -> *mut T {
        let pointer = self.spoil(place, align_of::<T>()).cast_mut();
        self.kept.push((
            place.cast(),
            vec![if pointer == place { 0 } else { POISON as u8 }; size_of::<T>()],
        ));
        pointer
    }
}

pub(crate) fn fixture() -> Fixture {
    let gazetteer = CGazetteer::builtin();
    let builder = CBuilder::new();
    builder
        .read(GAZTAG_FORMAT_TSV, "rows", b"key\tform\ncountry/MLI\tMali\nbloc/aes\tAES\n")
        .unwrap();
    let options = gaztag_options { kinds: &raw const COUNTRY, kinds_len: 1, ..default_options() };
    let tagger = CTagger::new(Some(&gazetteer), &options).unwrap();
    let form =
        gaztag_form { languages: c"en".as_ptr(), languages_len: 2, ..form_of("Mali Federation") };
    let spell = gaztag_spell {
        status: given("former"),
        joined: given("2023"),
        left: given("2024"),
        ..no_spell()
    };
    let explanation = tagger.explain(b"Georgia: Tbilisi").unwrap();
    let counts_len = unsafe { gaztag_gazetteer_len(gazetteer.0) } as usize;
    let counts = Box::leak(vec![0; counts_len].into_boxed_slice()).as_mut_ptr();
    Fixture {
        image: gazetteer.image().to_vec(),
        screener: CScreener::new(&gazetteer, &[COUNTRY]).unwrap(),
        cursor: CCursor::new(),
        stream: tagger.stream(),
        gazetteer,
        builder,
        tagger,
        explanation,
        options,
        form,
        spell,
        records: records_of("company", "n"),
        text_options: text_options(b"en"),
        languages: [given("en")],
        counts,
        counts_len,
    }
}
