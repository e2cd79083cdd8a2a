//! Rust functions that call the C ABI through the declarations of the header, and check at each
//! call what the header says of all calls.

#![allow(dead_code, reason = "each test uses its part")]

use std::ffi::{CStr, c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

use gaztag::{Kind, Mention};

use super::abi::*;

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failed {
    pub(crate) status: i32,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) offset: u64,
    pub(crate) message: String,
}

const POISON: u8 = 0xA5;

pub(crate) fn poisoned<T>() -> MaybeUninit<T> {
    let mut value = MaybeUninit::uninit();
    // SAFETY: `value` is memory for a `T`, and a `MaybeUninit` may have any bytes.
    unsafe { std::ptr::write_bytes(value.as_mut_ptr(), POISON, 1) };
    value
}

pub(crate) fn bytes_of<T>(value: &MaybeUninit<T>) -> &[u8] {
    // SAFETY: callers pass values of `poisoned`, whose bytes are all initialised, and whose types
    // have no padding.
    unsafe { std::slice::from_raw_parts(value.as_ptr().cast(), size_of::<T>()) }
}

/// Makes a call with an error, and checks that the call writes all of it if it fails, and nothing
/// if it does not.
pub(crate) fn call(run: impl FnOnce(*mut gaztag_error) -> i32) -> Result<i32, Failed> {
    let mut error = poisoned::<gaztag_error>();
    let status = run(error.as_mut_ptr());
    if status >= 0 {
        assert!(
            bytes_of(&error).iter().all(|&byte| byte == POISON),
            "an error was written and the call returned {status}"
        );
        return Ok(status);
    }
    // SAFETY: `poisoned` initialised all bytes, and any bytes are a `gaztag_error`.
    let error = unsafe { error.assume_init() };
    assert_eq!((error.code, error.reserved), (status, 0));
    let bytes = error.message.map(|byte| u8::from_ne_bytes(byte.to_ne_bytes()));
    let message = CStr::from_bytes_until_nul(&bytes).expect("a NUL ends the message");
    assert!(bytes[message.count_bytes()..].iter().all(|&byte| byte == 0));
    let message = message.to_str().expect("messages are UTF-8");
    assert!(!message.is_empty() && !message.contains(char::is_control), "{message:?}");
    // SAFETY: `gaztag_status_name` returns static strings that end with NUL.
    let name = unsafe { CStr::from_ptr(gaztag_status_name(status)) }.to_str().unwrap();
    assert!(name.starts_with("GAZTAG_ERR_"), "{status} {name}");
    Err(Failed {
        status,
        line: error.line,
        column: error.column,
        offset: error.offset,
        message: message.into(),
    })
}

/// The arguments of a text; NULL if it is empty.
pub(crate) fn c(text: &[u8]) -> (*const c_char, usize) {
    (if text.is_empty() { null() } else { text.as_ptr().cast() }, text.len())
}

/// A string of the library; `None` if it is NULL.
pub(crate) fn string<'a>(text: gaztag_str) -> Option<&'a str> {
    if text.ptr.is_null() {
        assert_eq!(text.len, 0);
        return None;
    }
    // SAFETY: by the header, strings of the library that are not NULL have `len` bytes and a NUL.
    let bytes = unsafe { std::slice::from_raw_parts(text.ptr.cast::<u8>(), text.len + 1) };
    assert_eq!(bytes[text.len], 0, "no NUL after the string");
    Some(std::str::from_utf8(&bytes[..text.len]).expect("strings are UTF-8"))
}

/// Calls `run` with an array of `capacity` values, and checks that nothing is written after it.
/// Returns the status and the values.
pub(crate) fn array<T: Copy>(
    capacity: usize,
    run: impl FnOnce(*mut T, *mut usize) -> i32,
) -> (i32, Vec<T>) {
    let mut values: Box<[MaybeUninit<T>]> = (0..=capacity).map(|_| poisoned()).collect();
    let mut len = usize::MAX;
    let status = run(if capacity == 0 { null_mut() } else { values.as_mut_ptr().cast() }, &mut len);
    assert!(
        bytes_of(&values[capacity]).iter().all(|&byte| byte == POISON),
        "written past the end of the array"
    );
    assert!(len <= capacity, "{len} of {capacity}");
    // SAFETY: the call set `len` to the number of values that it wrote.
    (status, values[..len].iter().map(|value| unsafe { value.assume_init() }).collect())
}

macro_rules! handle {
    ($name:ident, $type:ident, $free:ident) => {
        pub(crate) struct $name(pub(crate) *mut $type);

        impl Drop for $name {
            fn drop(&mut self) {
                // SAFETY: this value owns the handle, and nothing uses it after this.
                unsafe { $free(self.0) };
            }
        }

        impl $name {
            pub(crate) fn made(
                make: impl FnOnce(*mut *mut $type, *mut gaztag_error) -> i32,
            ) -> Result<Self, Failed> {
                let mut handle = std::ptr::dangling_mut();
                match call(|error| make(&mut handle, error)) {
                    Ok(status) => {
                        assert!(status == GAZTAG_OK && !handle.is_null());
                        Ok(Self(handle))
                    }
                    Err(failed) => {
                        assert!(handle.is_null(), "the place of a handle is NULL after a failure");
                        Err(failed)
                    }
                }
            }
        }
    };
}

handle!(CGazetteer, gaztag_gazetteer, gaztag_gazetteer_free);
handle!(CBuilder, gaztag_builder, gaztag_builder_free);
handle!(CTagger, gaztag_tagger, gaztag_tagger_free);
handle!(CCursor, gaztag_cursor, gaztag_cursor_free);
handle!(CStream, gaztag_incremental, gaztag_incremental_free);
handle!(CExplanation, gaztag_explanation, gaztag_explanation_free);
handle!(CScreener, gaztag_screener, gaztag_screener_free);

// SAFETY: gazetteers and taggers are immutable, and any number of threads may use one: their
// contract.
unsafe impl Send for CTagger {}
// SAFETY: gazetteers and taggers are immutable, and any number of threads may use one: their
// contract.
unsafe impl Sync for CTagger {}
// SAFETY: a call fails while another thread uses the cursor: that is part of its contract.
unsafe impl Sync for CCursor {}
// SAFETY: a handle does not depend on a thread.
unsafe impl Send for CCursor {}

pub(crate) fn default_options() -> gaztag_options {
    let mut options = poisoned::<gaztag_options>();
    // SAFETY: `options` is memory for the struct, of which the call initialises all fields.
    unsafe {
        gaztag_options_init(options.as_mut_ptr(), size_of::<gaztag_options>());
        options.assume_init()
    }
}

/// The options of a text with a language.
pub(crate) fn text_options(language: &[u8]) -> gaztag_text_options {
    let (language, language_len) = c(language);
    gaztag_text_options { struct_size: size_of::<gaztag_text_options>(), language, language_len }
}

/// A text of a caller as a `gaztag_str`.
pub(crate) fn given(text: &str) -> gaztag_str {
    let (ptr, len) = c(text.as_bytes());
    gaztag_str { ptr, len }
}

/// A spell with unknown fields.
pub(crate) fn no_spell() -> gaztag_spell {
    let none = given("");
    gaztag_spell {
        struct_size: size_of::<gaztag_spell>(),
        status: none,
        joined: none,
        left: none,
        source: none,
        as_of: none,
    }
}

/// Fields of records, with default options.
pub(crate) fn records_of(kind: &str, forms: &str) -> gaztag_records {
    let none = given("");
    gaztag_records {
        struct_size: size_of::<gaztag_records>(),
        kind: given(kind),
        forms: given(forms),
        key: none,
        separator: none,
        attributes: none,
        weight: none,
        case_rule: GAZTAG_CASE_DEFAULT,
        without_legal_forms: 0,
    }
}

/// A form with default fields.
pub(crate) fn form_of(form: &str) -> gaztag_form {
    let (form, form_len) = c(form.as_bytes());
    let (struct_size, languages) = (size_of::<gaztag_form>(), null());
    gaztag_form {
        struct_size,
        form,
        form_len,
        languages,
        languages_len: 0,
        role: 0,
        case_rule: 0,
        prior: 0,
        word: 0,
        bounds: 0,
        accents: 0,
    }
}

/// All fields of a mention.
pub(crate) type Fields = (u64, u64, u64, u64, u8, u8, u8);

pub(crate) fn fields(mention: &gaztag_mention) -> Fields {
    assert_eq!(mention.reserved, [0; 5]);
    (
        mention.start,
        mention.end,
        mention.readings,
        mention.entity,
        mention.kind,
        mention.role,
        mention.confidence,
    )
}

pub(crate) fn kind_number(kind: Kind) -> u8 {
    match kind {
        Kind::Country => 0,
        Kind::Bloc => 1,
        Kind::Mineral => 2,
        Kind::Other(n) => 64 + n,
        _ => panic!("a kind without number"),
    }
}

pub(crate) fn expected(mentions: &[Mention]) -> Vec<Fields> {
    let of = |m: &Mention| {
        (
            m.start() as u64,
            m.end() as u64,
            m.readings(),
            m.entity().to_u64(),
            kind_number(m.kind()),
            m.role() as u8,
            m.confidence(),
        )
    };
    mentions.iter().map(of).collect()
}

// SAFETY of all blocks from here on: handles are live, as the values own them; other pointers are
// to values that live during the call, with their lengths.
impl CGazetteer {
    pub(crate) fn builtin() -> Self {
        Self::made(|out, error| unsafe { gaztag_gazetteer_builtin(out, error) }).unwrap()
    }

    pub(crate) fn from_image(image: &[u8]) -> Result<Self, Failed> {
        Self::made(|out, error| unsafe {
            gaztag_gazetteer_from_image(image.as_ptr(), image.len(), out, error)
        })
    }

    pub(crate) fn image(&self) -> &[u8] {
        let (mut image, mut len) = (null(), 0);
        call(|error| unsafe { gaztag_gazetteer_image(self.0, &mut image, &mut len, error) })
            .unwrap();
        unsafe { std::slice::from_raw_parts(image, len) }
    }

    pub(crate) fn kind(&self, name: &str) -> Option<u32> {
        let (mut kind, (name, len)) = (7, c(name.as_bytes()));
        match call(|error| unsafe { gaztag_kind_find(self.0, name, len, &mut kind, error) })
            .unwrap()
        {
            GAZTAG_OK => Some(kind),
            status => {
                assert_eq!((status, kind), (GAZTAG_NONE, 0));
                None
            }
        }
    }

    pub(crate) fn find(&self, key: &str) -> Option<u64> {
        let (mut entity, (key, len)) = (7, c(key.as_bytes()));
        match call(|error| unsafe { gaztag_entity_find(self.0, key, len, &mut entity, error) })
            .unwrap()
        {
            GAZTAG_OK => Some(entity),
            status => {
                assert_eq!((status, entity), (GAZTAG_NONE, GAZTAG_NO_ENTITY));
                None
            }
        }
    }

    pub(crate) fn key(&self, entity: u64) -> Option<&str> {
        string(unsafe { gaztag_entity_key(self.0, entity) })
    }

    pub(crate) fn len(&self) -> usize {
        unsafe { gaztag_gazetteer_len(self.0) as usize }
    }

    pub(crate) fn position(&self, entity: u64) -> usize {
        unsafe { gaztag_entity_position(self.0, entity) }
    }
}

/// A callback for errors: collects them, or only the first one.
unsafe extern "C" fn error_found(user: *mut c_void, error: *const gaztag_error) -> i32 {
    let (failed, first) = unsafe { &mut *user.cast::<(Vec<Failed>, bool)>() };
    // Converts it to the error of a call.
    let given = call(|place| unsafe {
        place.write(*error);
        (*error).code
    });
    failed.push(given.unwrap_err());
    (*first).into()
}

impl CBuilder {
    pub(crate) fn new() -> Self {
        Self::made(|out, error| unsafe { gaztag_builder_new(out, error) }).unwrap()
    }

    pub(crate) fn from(gazetteer: &CGazetteer) -> Self {
        Self::made(|out, error| unsafe { gaztag_builder_from(gazetteer.0, out, error) }).unwrap()
    }

    pub(crate) fn set_file_bounds(&self, bounds: u32) -> Result<(), Failed> {
        let set = |error| unsafe { gaztag_builder_set_file_bounds(self.0, bounds, error) };
        call(set).map(|status| assert_eq!(status, GAZTAG_OK))
    }

    pub(crate) fn set_file_case(&self, case_rule: u32) -> Result<(), Failed> {
        let set = |error| unsafe { gaztag_builder_set_file_case(self.0, case_rule, error) };
        call(set).map(|status| assert_eq!(status, GAZTAG_OK))
    }

    pub(crate) fn set_preference(&self, preference: u32) -> Result<(), Failed> {
        let set = |error| unsafe { gaztag_builder_set_preference(self.0, preference, error) };
        call(set).map(|status| assert_eq!(status, GAZTAG_OK))
    }

    /// How many forms records have.
    pub(crate) fn add_records(&self, of: &gaztag_records, lines: &str) -> Result<usize, Failed> {
        let (mut forms, (lines, len)) = (77, c(lines.as_bytes()));
        let added = call(|error| unsafe {
            gaztag_builder_add_records(self.0, of, lines, len, &mut forms, error)
        });
        assert!(added.is_ok() || forms == 0);
        added.map(|_| forms)
    }

    /// The forms of a file, and what was mended in it.
    pub(crate) fn read_lenient(&self, text: &str) -> Result<(usize, Vec<Failed>), Failed> {
        let (mut forms, mut user, (text, len)) = (77, (Vec::new(), false), c(text.as_bytes()));
        let read = call(|error| unsafe {
            gaztag_builder_read_lenient(
                self.0,
                GAZTAG_FORMAT_TSV,
                text,
                0,
                text,
                len,
                &mut forms,
                Some(error_found),
                (&raw mut user).cast(),
                error,
            )
        });
        assert!(read.is_ok() || forms == 0);
        read.map(|_| (forms, user.0))
    }

    /// All warnings, or only the first.
    pub(crate) fn warnings(&self, first: bool) -> Vec<Failed> {
        let mut user = (Vec::new(), first);
        let user_pointer = (&raw mut user).cast();
        let list = |error| unsafe {
            gaztag_builder_warnings(self.0, Some(error_found), user_pointer, error)
        };
        let status = call(list).unwrap();
        assert_eq!(status, if first && !user.0.is_empty() { GAZTAG_STOPPED } else { GAZTAG_OK });
        user.0
    }

    pub(crate) fn read(&self, format: u32, file: &str, text: &[u8]) -> Result<usize, Failed> {
        let (mut forms, (file, file_len), (text, len)) = (77, c(file.as_bytes()), c(text));
        let read = call(|error| unsafe {
            gaztag_builder_read(self.0, format, file, file_len, text, len, &mut forms, error)
        });
        assert!(read.is_ok() || forms == 0);
        read.map(|_| forms)
    }

    /// All errors, or only the first.
    pub(crate) fn check(&self, format: u32, file: &str, text: &[u8], first: bool) -> Vec<Failed> {
        let (mut user, (file, file_len), (text, len)) =
            ((Vec::new(), first), c(file.as_bytes()), c(text));
        let status = call(|error| unsafe {
            gaztag_builder_check(
                self.0,
                format,
                file,
                file_len,
                text,
                len,
                Some(error_found),
                (&raw mut user).cast(),
                error,
            )
        })
        .unwrap();
        assert_eq!(status, if first && !user.0.is_empty() { GAZTAG_STOPPED } else { GAZTAG_OK });
        user.0
    }

    pub(crate) fn build(&self) -> Result<CGazetteer, Failed> {
        CGazetteer::made(|out, error| unsafe { gaztag_builder_build(self.0, out, error) })
    }
}

impl CTagger {
    pub(crate) fn new(
        gazetteer: Option<&CGazetteer>,
        options: &gaztag_options,
    ) -> Result<Self, Failed> {
        Self::made(|out, error| unsafe {
            gaztag_tagger_new(
                gazetteer.map_or(null(), |gazetteer| gazetteer.0),
                options,
                out,
                error,
            )
        })
    }

    /// One call without a cursor.
    pub(crate) fn tag_once(
        &self,
        text: &[u8],
        capacity: usize,
    ) -> Result<(i32, Vec<Fields>), Failed> {
        let (text, len) = c(text);
        let mut outcome = Ok(0);
        let (_, mentions) = array::<gaztag_mention>(capacity, |out, out_len| {
            outcome = call(|error| unsafe {
                gaztag_tag(self.0, text, len, null(), null_mut(), out, capacity, out_len, error)
            });
            0
        });
        assert!(outcome.is_ok() || mentions.is_empty());
        outcome.map(|status| (status, mentions.iter().map(fields).collect()))
    }

    /// All mentions in pages of a capacity.
    pub(crate) fn tag(&self, text: &[u8], capacity: usize) -> Vec<Fields> {
        let cursor = CCursor::new();
        let mut all = Vec::new();
        loop {
            let (status, page) = self.page(text, &cursor, capacity).unwrap();
            all.extend(page);
            assert!(all.len() <= text.len(), "pages without end");
            if status == GAZTAG_OK {
                return all;
            }
        }
    }

    /// The next mentions of a text, at most `capacity`. If there are fewer, these are the last
    /// ones.
    pub(crate) fn page(
        &self,
        text: &[u8],
        cursor: &CCursor,
        capacity: usize,
    ) -> Result<(i32, Vec<Fields>), Failed> {
        let (text, len) = c(text);
        let mut outcome = Ok(0);
        let (_, mentions) = array::<gaztag_mention>(capacity, |out, out_len| {
            outcome = call(|error| unsafe {
                gaztag_tag(self.0, text, len, null(), cursor.0, out, capacity, out_len, error)
            });
            0
        });
        match outcome {
            Ok(GAZTAG_OK) => {}
            Ok(status) => assert_eq!(
                (status, mentions.len()),
                (GAZTAG_MORE, capacity),
                "more, and there is array"
            ),
            Err(_) => assert!(mentions.is_empty()),
        }
        outcome.map(|status| (status, mentions.iter().map(fields).collect()))
    }

    /// The mentions that a callback receives, which stops after `most`.
    pub(crate) fn tag_each(&self, text: &[u8], most: usize) -> Vec<Fields> {
        unsafe extern "C" fn found(
            user: *mut c_void,
            mentions: *const gaztag_mention,
            len: usize,
        ) -> i32 {
            let (all, most) = unsafe { &mut *user.cast::<(Vec<Fields>, usize)>() };
            assert!(len > 0, "no call without mentions");
            all.extend(unsafe { std::slice::from_raw_parts(mentions, len) }.iter().map(fields));
            (all.len() >= *most).into()
        }
        let (mut user, (text, len)) = ((Vec::new(), most), c(text));
        let status = call(|error| unsafe {
            gaztag_tag_each(self.0, text, len, null(), Some(found), (&raw mut user).cast(), error)
        })
        .unwrap();
        assert_eq!(status, if user.0.len() >= most { GAZTAG_STOPPED } else { GAZTAG_OK });
        user.0
    }

    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        let ((text, len), mut found) = (c(text), 7);
        call(|error| unsafe { gaztag_is_match(self.0, text, len, null(), &mut found, error) })
            .unwrap();
        assert!(found == 0 || found == 1);
        found == 1
    }

    /// The number of mentions. Adds the numbers for each entity to `counts`.
    pub(crate) fn count(&self, text: &[u8], counts: &mut [u64]) -> u64 {
        let ((text, len), mut total) = (c(text), 7);
        let counts_pointer = if counts.is_empty() { null_mut() } else { counts.as_mut_ptr() };
        call(|error| unsafe {
            gaztag_count(self.0, text, len, null(), counts_pointer, counts.len(), &mut total, error)
        })
        .unwrap();
        total
    }

    pub(crate) fn gazetteer(&self) -> CGazetteer {
        CGazetteer::made(|out, error| unsafe { gaztag_tagger_gazetteer(self.0, out, error) })
            .unwrap()
    }

    /// The mentions of each document, from as many calls as are needed; `None` if a document alone
    /// has more mentions than `capacity`.
    pub(crate) fn batch(
        &self,
        data: &[u8],
        offsets: &[i64],
        capacity: usize,
    ) -> Option<Vec<Vec<Fields>>> {
        let documents = offsets.len() - 1;
        let ((data, len), mut next, mut all) = (c(data), 0, Vec::new());
        let mut ends = vec![usize::MAX; documents + 1];
        loop {
            let first = next;
            let (status, mentions) = array::<gaztag_mention>(capacity, |out, out_len| {
                call(|error| unsafe {
                    gaztag_tag_batch(
                        self.0,
                        data,
                        len,
                        offsets.as_ptr(),
                        documents,
                        null(),
                        &mut next,
                        out,
                        capacity,
                        out_len,
                        ends.as_mut_ptr(),
                        error,
                    )
                })
                .unwrap()
            });
            let mut start = 0;
            for &end in &ends[first..next] {
                all.push(mentions[start..end].iter().map(fields).collect());
                start = end;
            }
            assert_eq!(start, mentions.len());
            assert!(
                ends[next..].iter().all(|&end| end == usize::MAX),
                "ends of documents that were not tagged"
            );
            match status {
                GAZTAG_OK => {
                    assert_eq!(next, documents);
                    return Some(all);
                }
                _ if next == first => return None,
                _ => assert_eq!(status, GAZTAG_MORE),
            }
        }
    }

    /// The text with the results of `replacement`: a call for the length, and another for the text.
    pub(crate) fn replace(
        &self,
        text: &[u8],
        replacement: &mut dyn FnMut(&gaztag_mention, &[u8]) -> Vec<u8>,
    ) -> Vec<u8> {
        struct User<'a> {
            replacement: &'a mut dyn FnMut(&gaztag_mention, &[u8]) -> Vec<u8>,
            new: Vec<u8>,
        }
        unsafe extern "C" fn call_back(
            user: *mut c_void,
            mention: *const gaztag_mention,
            text: *const c_char,
            len: usize,
            new: *mut *const c_char,
            new_len: *mut usize,
        ) -> i32 {
            unsafe {
                let user = &mut *user.cast::<User>();
                user.new =
                    (user.replacement)(&*mention, std::slice::from_raw_parts(text.cast(), len));
                (*new, *new_len) = c(&user.new);
            }
            0
        }
        let ((text, len), mut user) = (c(text), User { replacement, new: Vec::new() });
        let mut needed = 7;
        let status = call(|error| unsafe {
            gaztag_replace(
                self.0,
                text,
                len,
                null(),
                Some(call_back),
                (&raw mut user).cast(),
                null_mut(),
                0,
                &mut needed,
                error,
            )
        })
        .unwrap();
        assert_eq!(status, if needed == 0 { GAZTAG_OK } else { GAZTAG_MORE });
        if needed > 0 {
            let mut short = vec![0_u8; needed];
            let mut again = 0;
            let status = call(|error| unsafe {
                gaztag_replace(
                    self.0,
                    text,
                    len,
                    null(),
                    Some(call_back),
                    (&raw mut user).cast(),
                    short.as_mut_ptr().cast(),
                    needed - 1,
                    &mut again,
                    error,
                )
            })
            .unwrap();
            assert_eq!((status, again, short[needed - 1]), (GAZTAG_MORE, needed, 0));
        }
        let (status, new) = array::<u8>(needed, |out, out_len| {
            call(|error| unsafe {
                gaztag_replace(
                    self.0,
                    text,
                    len,
                    null(),
                    Some(call_back),
                    (&raw mut user).cast(),
                    out.cast(),
                    needed,
                    out_len,
                    error,
                )
            })
            .unwrap()
        });
        assert_eq!((status, new.len()), (GAZTAG_OK, needed));
        new
    }

    pub(crate) fn candidates(
        &self,
        entity: u64,
        readings: u64,
        capacity: usize,
    ) -> Vec<(u64, u32)> {
        let (mut resume, mut all) = (0, Vec::new());
        loop {
            let (status, some) = array::<gaztag_candidate>(capacity, |out, len| {
                call(|error| unsafe {
                    gaztag_candidates(
                        self.0,
                        entity,
                        readings,
                        &mut resume,
                        out,
                        capacity,
                        len,
                        error,
                    )
                })
                .unwrap()
            });
            assert!(some.iter().all(|candidate| candidate.reserved == 0));
            all.extend(some.iter().map(|candidate| (candidate.entity, candidate.role)));
            match status {
                GAZTAG_OK => return all,
                _ => assert_eq!((status, some.len()), (GAZTAG_MORE, capacity)),
            }
        }
    }

    /// Topics: entity, mentions, weight, whether the title and the lead name it.
    pub(crate) fn about(
        &self,
        text: &[u8],
        count_as: u32,
        capacity: usize,
    ) -> Vec<(u64, u64, u32, [u8; 2])> {
        let ((text, len), mut resume, mut all) = (c(text), 0, Vec::new());
        loop {
            let (status, some) = array::<gaztag_topic>(capacity, |out, out_len| {
                call(|error| unsafe {
                    gaztag_about(
                        self.0,
                        text,
                        len,
                        null(),
                        count_as,
                        &mut resume,
                        out,
                        capacity,
                        out_len,
                        error,
                    )
                })
                .unwrap()
            });
            assert!(some.iter().all(|topic| topic.reserved == [0; 2]));
            all.extend(some.iter().map(|topic| {
                (topic.entity, topic.mentions, topic.weight, [topic.in_title, topic.in_lead])
            }));
            match status {
                GAZTAG_OK => return all,
                _ => assert_eq!((status, some.len()), (GAZTAG_MORE, capacity)),
            }
        }
    }

    pub(crate) fn explain(&self, text: &[u8]) -> Result<CExplanation, Failed> {
        let (text, len) = c(text);
        CExplanation::made(|out, error| unsafe {
            gaztag_explain(self.0, text, len, null(), out, error)
        })
    }

    pub(crate) fn stream(&self) -> CStream {
        CStream::made(|out, error| unsafe { gaztag_incremental_new(self.0, null(), out, error) })
            .unwrap()
    }
}

/// A likely name: start, end, entity, differences, confidence.
pub(crate) type Likely = (u64, u64, u64, u32, u8);

pub(crate) fn likely(name: &gaztag_likely_name) -> Likely {
    assert_eq!(name.reserved, [0; 3]);
    (name.start, name.end, name.entity, name.differences, name.confidence)
}

unsafe extern "C" fn keep_likely(user: *mut c_void, name: *const gaztag_likely_name) -> i32 {
    let (all, most) = unsafe { &mut *user.cast::<(Vec<Likely>, usize)>() };
    all.push(likely(unsafe { &*name }));
    i32::from(all.len() >= *most)
}

impl CScreener {
    pub(crate) fn new(gazetteer: &CGazetteer, kinds: &[u8]) -> Result<Self, Failed> {
        Self::made(|out, error| unsafe {
            gaztag_screener_new(gazetteer.0, kinds.as_ptr(), kinds.len(), out, error)
        })
    }

    /// All names, from an array of this capacity.
    pub(crate) fn screen(&self, text: &[u8], unit: u32, capacity: usize) -> Vec<Likely> {
        let ((text, len), mut resume, mut all) = (c(text), 0, Vec::new());
        loop {
            let (status, some) = array::<gaztag_likely_name>(capacity, |out, out_len| {
                call(|error| unsafe {
                    gaztag_screen(
                        self.0,
                        text,
                        len,
                        unit,
                        &mut resume,
                        out,
                        capacity,
                        out_len,
                        error,
                    )
                })
                .unwrap()
            });
            all.extend(some.iter().map(likely));
            match status {
                GAZTAG_OK => return all,
                _ => assert_eq!((status, some.len()), (GAZTAG_MORE, capacity)),
            }
        }
    }

    /// The first names, by callback.
    pub(crate) fn screen_each(&self, text: &[u8], unit: u32, most: usize) -> Vec<Likely> {
        let ((text, len), mut user) = (c(text), (Vec::new(), most));
        let status = call(|error| unsafe {
            let user = (&raw mut user).cast();
            gaztag_screen_each(self.0, text, len, unit, Some(keep_likely), user, error)
        })
        .unwrap();
        assert_eq!(status, if user.0.len() == most { GAZTAG_STOPPED } else { GAZTAG_OK });
        user.0
    }
}

impl CCursor {
    pub(crate) fn new() -> Self {
        Self::made(|out, error| unsafe { gaztag_cursor_new(out, error) }).unwrap()
    }

    pub(crate) fn reset(&self) {
        unsafe { gaztag_cursor_reset(self.0) };
    }
}

/// The mentions that a stream's callback received, and the number after which it stops.
type Streamed = (Vec<(Fields, Vec<u8>)>, usize);

unsafe extern "C" fn streamed(
    user: *mut c_void,
    mention: *const gaztag_mention,
    text: *const c_char,
    len: usize,
) -> i32 {
    // SAFETY: `user` is the pointer that the caller passed, and the library passes a mention and a
    // text that live during the call.
    let ((all, most), mention, text) = unsafe {
        (
            &mut *user.cast::<Streamed>(),
            &*mention,
            std::slice::from_raw_parts(text.cast::<u8>(), len),
        )
    };
    all.push((fields(mention), text.to_vec()));
    (all.len() >= *most).into()
}

impl CStream {
    /// Feeds a chunk, with an array of `capacity` mentions for each call.
    pub(crate) fn feed(
        &self,
        mut chunk: &[u8],
        capacity: usize,
        all: &mut Vec<Fields>,
    ) -> Result<(), Failed> {
        loop {
            let ((text, len), mut consumed) = (c(chunk), usize::MAX);
            let mut outcome = Ok(0);
            let (_, mentions) = array::<gaztag_mention>(capacity, |out, out_len| {
                outcome = call(|error| unsafe {
                    gaztag_incremental_feed(
                        self.0,
                        text,
                        len,
                        &mut consumed,
                        out,
                        capacity,
                        out_len,
                        error,
                    )
                });
                0
            });
            all.extend(mentions.iter().map(fields));
            chunk = &chunk[consumed..];
            match outcome? {
                GAZTAG_OK => {
                    assert!(chunk.is_empty());
                    return Ok(());
                }
                status => assert_eq!((status, mentions.len()), (GAZTAG_MORE, capacity)),
            }
        }
    }

    pub(crate) fn finish(&self, capacity: usize, all: &mut Vec<Fields>) -> Result<(), Failed> {
        loop {
            let mut outcome = Ok(0);
            let (_, mentions) = array::<gaztag_mention>(capacity, |out, out_len| {
                outcome = call(|error| unsafe {
                    gaztag_incremental_finish(self.0, out, capacity, out_len, error)
                });
                0
            });
            all.extend(mentions.iter().map(fields));
            match outcome? {
                GAZTAG_OK => return Ok(()),
                status => assert_eq!((status, mentions.len()), (GAZTAG_MORE, capacity)),
            }
        }
    }

    /// Feeds a chunk, with a callback that stops after `most` mentions. Returns the number of bytes
    /// that were read.
    pub(crate) fn feed_each(
        &self,
        chunk: &[u8],
        most: usize,
        all: &mut Vec<(Fields, Vec<u8>)>,
    ) -> Result<(i32, usize), Failed> {
        let ((text, len), mut consumed, mut user): (_, _, Streamed) =
            (c(chunk), usize::MAX, (std::mem::take(all), most));
        let status = call(|error| unsafe {
            gaztag_incremental_feed_each(
                self.0,
                text,
                len,
                &mut consumed,
                Some(streamed),
                (&raw mut user).cast(),
                error,
            )
        });
        *all = user.0;
        Ok((status?, consumed))
    }

    pub(crate) fn finish_each(
        &self,
        most: usize,
        all: &mut Vec<(Fields, Vec<u8>)>,
    ) -> Result<i32, Failed> {
        let mut user: Streamed = (std::mem::take(all), most);
        let status = call(|error| unsafe {
            gaztag_incremental_finish_each(self.0, Some(streamed), (&raw mut user).cast(), error)
        });
        *all = user.0;
        status
    }

    pub(crate) fn settled(&self) -> u64 {
        unsafe { gaztag_incremental_settled(self.0) }
    }

    pub(crate) fn reset(&self) {
        unsafe { gaztag_incremental_reset(self.0) };
    }
}
