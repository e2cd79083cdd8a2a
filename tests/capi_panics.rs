//! A panic does not leave a call: the call returns GAZTAG_ERR_INTERNAL, or the value that its
//! comment names, and the handles remain usable. `scripts/test release` runs it in the release
//! profile.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unsafe_code,
    missing_docs,
    unreachable_pub,
    reason = "tests"
)]
#![allow(
    clippy::undocumented_unsafe_blocks,
    reason = "calls of C: the pointers are of values that live during the call, with their lengths"
)]
#![cfg(all(feature = "builtin", feature = "capi-panics"))]

#[path = "capi/abi.rs"]
mod abi;
#[path = "capi/calls.rs"]
mod calls;
#[path = "capi/wrapper.rs"]
mod wrapper;

use std::ptr::null;
use std::sync::atomic::{AtomicUsize, Ordering};

use abi::*;
use calls::{Arguments, How, TEXT, calls, fixture};
use wrapper::{CBuilder, CGazetteer, CTagger, call, default_options, string};

unsafe extern "C" {
    fn gaztag_panic_next();
}

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Makes the next call panic, and returns the result of `run`.
fn panicking<T>(run: impl FnOnce() -> T) -> T {
    let before = PANICS.load(Ordering::Relaxed);
    unsafe { gaztag_panic_next() };
    let given = run();
    assert_eq!(PANICS.load(Ordering::Relaxed), before + 1, "nothing panicked");
    given
}

// A single test, as the switch is global to the process.
#[test]
fn panics_do_not_leave_a_call() {
    std::panic::set_hook(Box::new(|_| {
        PANICS.fetch_add(1, Ordering::Relaxed);
    }));
    let fixture = fixture();
    let calls = calls();
    assert!(calls.len() > 50);
    for (name, _, run) in calls {
        if name == "gaztag_builder_add_cue" {
            let mut class = 7;
            call(|error| unsafe {
                gaztag_builder_add_word_class(
                    fixture.builder.0,
                    c"mine".as_ptr(),
                    4,
                    &mut class,
                    error,
                )
            })
            .unwrap();
        }
        let run = || {
            call(|error| unsafe {
                run(&mut Arguments::new(usize::MAX, How::Null), &fixture, error)
            })
        };
        let failed = panicking(run).unwrap_err();
        assert_eq!(
            (failed.status, failed.message.as_str()),
            (GAZTAG_ERR_INTERNAL, "a defect of gaztag, please report it: injected"),
            "{name}"
        );
        assert_eq!(run(), Ok(GAZTAG_OK), "{name} after a panic");
    }
    let (gazetteer, tagger, cursor) = (fixture.gazetteer.0, fixture.tagger.0, fixture.cursor.0);
    let (stream, explanation, screener) =
        (fixture.stream.0, fixture.explanation.0, fixture.screener.0);
    assert_eq!(panicking(|| unsafe { gaztag_gazetteer_len(gazetteer) }), 0);
    assert_eq!(panicking(|| unsafe { gaztag_gazetteer_layer_count(gazetteer) }), 0);
    assert_eq!(panicking(|| unsafe { gaztag_tagger_backend(tagger) }), 0);
    assert_eq!(panicking(|| unsafe { gaztag_tagger_memory_usage(tagger) }), 0);
    assert_eq!(panicking(|| unsafe { gaztag_explanation_len(explanation) }), 0);
    assert_eq!(panicking(|| unsafe { gaztag_screener_len(screener) }), 0);
    assert_eq!(panicking(|| unsafe { gaztag_incremental_settled(stream) }), 0);
    panicking(|| unsafe { gaztag_incremental_reset(stream) });
    panicking(|| unsafe { gaztag_cursor_reset(cursor) });
    assert_eq!(panicking(|| unsafe { gaztag_entity_at(gazetteer, 0) }), GAZTAG_NO_ENTITY);
    assert_eq!(panicking(|| unsafe { gaztag_entity_position(gazetteer, 3) }), 0);
    assert_eq!(panicking(|| unsafe { gaztag_entity_roll_up(gazetteer, 3) }), GAZTAG_NO_ENTITY);
    assert_eq!(panicking(|| unsafe { gaztag_count_units(TEXT.0, TEXT.1, GAZTAG_UNIT_UTF16) }), 0);
    assert_eq!(
        panicking(|| unsafe { gaztag_format_guess(c"a.json".as_ptr(), 6, null(), 0) }),
        GAZTAG_FORMAT_TSV
    );
    for text in [
        panicking(|| unsafe { gaztag_gazetteer_data_version(gazetteer) }),
        panicking(|| unsafe { gaztag_kind_name(gazetteer, 0) }),
        panicking(|| unsafe { gaztag_entity_key(gazetteer, 0) }),
        panicking(|| unsafe { gaztag_entity_name(gazetteer, 0) }),
        panicking(|| unsafe { gaztag_entity_attribute(gazetteer, 3, c"alpha2".as_ptr(), 6) }),
    ] {
        assert!(string(text).is_none());
    }
    // A handle whose destructor panics is leaked.
    panicking(|| unsafe { gaztag_incremental_free(stream) });
    panicking(|| unsafe { gaztag_cursor_free(cursor) });
    panicking(|| unsafe { gaztag_explanation_free(explanation) });
    panicking(|| unsafe { gaztag_screener_free(screener) });
    panicking(|| unsafe { gaztag_tagger_free(tagger) });
    panicking(|| unsafe { gaztag_gazetteer_free(gazetteer) });
    panicking(|| unsafe { gaztag_builder_free(fixture.builder.0) });
    drop((CBuilder::new(), CGazetteer::builtin(), CTagger::new(None, &default_options()).unwrap()));
}
