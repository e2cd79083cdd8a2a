//! Structs that callers fill, whose first field is their size: smaller than in any version, larger
//! than the limit, and with fields of a newer header.

use std::ptr::null;

use super::abi::*;
use super::wrapper::{
    CBuilder, CTagger, Failed, c, call, default_options, form_of, given, no_spell, text_options,
};

/// Memory for a struct and the fields that a newer header has after it.
#[repr(C, align(8))]
struct Newer([u8; 8192]);

const POISON: u8 = 0xA5;

impl Newer {
    /// The struct with `size` as its `struct_size`, and zeros in the additional fields.
    fn new<T>(known: &T, size: usize) -> Self {
        let mut newer = Self([POISON; 8192]);
        let bytes =
            unsafe { std::slice::from_raw_parts((&raw const *known).cast::<u8>(), size_of::<T>()) };
        newer.0[..bytes.len()].copy_from_slice(bytes);
        newer.0[bytes.len()..size.clamp(bytes.len(), 8192)].fill(0);
        newer.0[..size_of::<usize>()].copy_from_slice(&size.to_ne_bytes());
        newer
    }

    fn as_ptr<T>(&self) -> *const T {
        self.0.as_ptr().cast()
    }
}

/// Calls `run` with the struct in every size. It has no padding, so all of its bytes are known.
fn check_sizes<T>(what: &str, known: &T, run: impl Fn(*const T) -> Result<i32, Failed>) {
    let size = size_of::<T>();
    let status = |newer: &Newer| run(newer.as_ptr()).unwrap_or_else(|failed| failed.status);
    for smaller in [0, 1, size_of::<usize>(), size - 8, size - 4, size - 1] {
        assert_eq!(
            status(&Newer::new(known, smaller)),
            GAZTAG_ERR_ARG,
            "{what} of {smaller} bytes"
        );
    }
    for larger in [4097, 8192, 0x7FFE_1234_5678_u64 as usize, isize::MAX as usize, usize::MAX] {
        assert_eq!(status(&Newer::new(known, larger)), GAZTAG_ERR_ARG, "{what} of {larger} bytes");
    }
    for more in [0, 1, 4, 8, 40, 4096 - size] {
        let mut newer = Newer::new(known, size + more);
        assert_eq!(status(&newer), GAZTAG_OK, "{what}, {more} bytes more");
        for at in [0, more / 2, more.saturating_sub(1)].into_iter().filter(|&at| at < more) {
            newer.0[size + at] = 1;
            assert_eq!(
                status(&newer),
                GAZTAG_ERR_UNSUPPORTED,
                "{what}, byte {at} of {more} bytes more is not 0"
            );
            newer.0[size + at] = 0;
        }
    }
    assert_eq!(
        run(null()).unwrap_or_else(|failed| failed.status),
        if what == "gaztag_text_options" { GAZTAG_OK } else { GAZTAG_ERR_NULL }
    );
    let mut newer = Newer::new(known, 4097);
    let failed = run(newer.as_ptr()).unwrap_err();
    assert!(
        failed.message.starts_with("struct_size of ") && failed.message.contains(" is 4097; "),
        "{}",
        failed.message
    );
    newer.0[..size_of::<usize>()].copy_from_slice(&(size + 1).to_ne_bytes());
    newer.0[size] = 1;
    let failed = run(newer.as_ptr()).unwrap_err();
    assert!(
        failed
            .message
            .ends_with(" has fields that this version of gaztag does not know; leave them 0"),
        "{}",
        failed.message
    );
}

fn builder() -> CBuilder {
    let builder = CBuilder::new();
    builder
        .read(GAZTAG_FORMAT_TSV, "rows", b"key\tform\ncountry/MLI\tMali\nbloc/aes\tAES\n")
        .unwrap();
    builder
}

#[test]
fn sizes() {
    let (builder, tagger) = (builder(), CTagger::new(None, &default_options()).unwrap());
    let (builder, (mali, mali_len), (aes, aes_len)) =
        (builder.0, c(b"country/MLI"), c(b"bloc/aes"));
    check_sizes("gaztag_form", &form_of("Mali Federation"), |form| {
        call(|error| unsafe { gaztag_builder_add_surface(builder, mali, mali_len, form, error) })
    });
    check_sizes("gaztag_form", &form_of("Mali Street"), |form| {
        call(|error| unsafe { gaztag_builder_add_decoy(builder, form, error) })
    });
    let spell = gaztag_spell { status: given("member"), ..no_spell() };
    check_sizes("gaztag_spell", &spell, |spell| {
        call(|error| unsafe {
            gaztag_builder_add_member(builder, aes, aes_len, mali, mali_len, spell, error)
        })
    });
    let mut found = 0;
    let found = &raw mut found;
    check_sizes("gaztag_text_options", &text_options(b"en"), |options| {
        call(|error| unsafe { gaztag_is_match(tagger.0, mali, mali_len, options, found, error) })
    });
}

/// Invalid values of the fields of a form.
#[test]
fn forms() {
    let builder = builder();
    let before = builder.build().unwrap().image().to_vec();
    let (mali, mali_len) = c(b"country/MLI");
    let refused = |what: &str, form: gaztag_form, expected: i32| {
        let surface = call(|error| unsafe {
            gaztag_builder_add_surface(builder.0, mali, mali_len, &form, error)
        });
        let decoy = call(|error| unsafe { gaztag_builder_add_decoy(builder.0, &form, error) });
        for outcome in [surface, decoy] {
            let failed = outcome.err().unwrap_or_else(|| panic!("{what} was taken"));
            assert_eq!(failed.status, expected, "{what}: {}", failed.message);
        }
    };
    let form = form_of("Mali Federation");
    // The limit is on the form after folding.
    let long = "e\u{301}".repeat(513);
    let inside = gaztag_form { bounds: GAZTAG_BOUNDS_ANYWHERE, ..form_of(&long) };
    refused("a long form inside words", inside, GAZTAG_ERR_PARSE);
    for number in [4, 5, 255, 256, u32::MAX] {
        refused("bounds", gaztag_form { bounds: number, ..form }, GAZTAG_ERR_ARG);
        refused("case_rule", gaztag_form { case_rule: number, ..form }, GAZTAG_ERR_ARG);
        refused("role", gaztag_form { role: number.max(11), ..form }, GAZTAG_ERR_ARG);
        refused("word", gaztag_form { word: number, ..form }, GAZTAG_ERR_ARG);
        refused("accents", gaztag_form { accents: number, ..form }, GAZTAG_ERR_ARG);
        refused("prior", gaztag_form { prior: number.max(101), ..form }, GAZTAG_ERR_ARG);
    }
    for languages in [c"english", c"en|", c"EN"] {
        refused(
            "languages",
            gaztag_form {
                languages: languages.as_ptr(),
                languages_len: languages.count_bytes(),
                ..form
            },
            GAZTAG_ERR_ARG,
        );
    }
    refused(
        "languages",
        gaztag_form { languages: c"\xFF".as_ptr(), languages_len: 1, ..form },
        GAZTAG_ERR_UTF8,
    );
    refused(
        "languages",
        gaztag_form { languages: null(), languages_len: 1, ..form },
        GAZTAG_ERR_NULL,
    );
    refused("form", gaztag_form { form: null(), ..form }, GAZTAG_ERR_NULL);
    refused("form", gaztag_form { form: c"\xFF".as_ptr(), form_len: 1, ..form }, GAZTAG_ERR_UTF8);
    refused("an empty form", gaztag_form { form_len: 0, ..form }, GAZTAG_ERR_PARSE);
    assert!(builder.build().unwrap().image() == before, "what was refused changed the builder");
}

/// Valid and invalid texts of a spell.
#[test]
fn spells() {
    let builder = builder();
    let before = builder.build().unwrap().image().to_vec();
    let ((mali, mali_len), (aes, aes_len)) = (c(b"country/MLI"), c(b"bloc/aes"));
    let spell = gaztag_spell { status: given("member"), ..no_spell() };
    let with = |text: gaztag_str| {
        let (status, joined, left) = (
            gaztag_spell { status: text, ..spell },
            gaztag_spell { joined: text, ..spell },
            gaztag_spell { left: text, ..spell },
        );
        [
            status,
            joined,
            left,
            gaztag_spell { source: text, ..spell },
            gaztag_spell { as_of: text, ..spell },
        ]
    };
    for (text, expected) in [
        (gaztag_str { ptr: null(), len: 1 }, GAZTAG_ERR_NULL),
        (gaztag_str { ptr: c"\xFF".as_ptr(), len: 1 }, GAZTAG_ERR_UTF8),
    ] {
        for spell in with(text) {
            let failed = call(|error| unsafe {
                gaztag_builder_add_member(builder.0, aes, aes_len, mali, mali_len, &spell, error)
            })
            .unwrap_err();
            assert_eq!(failed.status, expected, "{}", failed.message);
        }
    }
    assert!(builder.build().unwrap().image() == before, "what was refused changed the builder");
}
