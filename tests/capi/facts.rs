//! Members on a day, typed attributes, look-ups and rolled-up entities are those of the Rust
//! library.

use gaztag::{Date, ErrorKind, Gazetteer, Value};

use super::abi::*;
use super::gazetteers::{expected_membership, list, membership_of, one_of};
use super::wrapper::{CGazetteer, c, call};

/// A list of some type of an attribute or a day, in pages of two.
macro_rules! pages {
    ($function:ident, $gazetteer:expr, $id:expr, $text:expr $(, $flags:expr)?) => {{
        let (text, text_len) = c($text.as_bytes());
        list(2, |resume, out, capacity, len, error| unsafe {
            $function($gazetteer, $id, text, text_len, $($flags,)? resume, out, capacity, len, error)
        })
        .unwrap()
    }};
}

/// Compares the whole content of a gazetteer with the Rust library.
pub(super) fn check(rust: &Gazetteer<'static>, gazetteer: &CGazetteer) {
    let handle = gazetteer.0;
    for entity in rust.entities().step_by(one_of(rust)) {
        let id = entity.id().to_u64();
        for day in ["2024-06-01", "1995", "2020-01-31", "2020-02-01", "2004-05-01"] {
            let date: Date = day.parse().unwrap();
            for (flags, any) in [(0, false), (GAZTAG_MEMBERS_ANY_STATUS, true)] {
                let members: Vec<gaztag_membership> =
                    pages!(gaztag_entity_members_on, handle, id, day, flags);
                let in_rust = entity.all_members_on(date).filter(|spell| any || spell.is_full());
                assert!(
                    members
                        .iter()
                        .map(membership_of)
                        .eq(in_rust.collect::<Vec<_>>().iter().map(expected_membership)),
                    "{entity:?} {day}"
                );
                let blocs: Vec<gaztag_membership> =
                    pages!(gaztag_entity_blocs_on, handle, id, day, flags);
                let in_rust = entity.all_blocs_on(date).filter(|spell| any || spell.is_full());
                assert!(
                    blocs
                        .iter()
                        .map(membership_of)
                        .eq(in_rust.collect::<Vec<_>>().iter().map(expected_membership)),
                    "{entity:?} {day}"
                );
            }
        }
        for attribute in entity.attributes() {
            let (name, name_len) = c(attribute.name.as_bytes());
            let (mut number, mut date) = (7.0, gaztag_date { year: 7, month: 7, day: 7 });
            let is_number = call(|error| unsafe {
                gaztag_entity_number(handle, id, name, name_len, &mut number, error)
            });
            let is_date = call(|error| unsafe {
                gaztag_entity_date(handle, id, name, name_len, &mut date, error)
            });
            match entity.value(attribute.name) {
                Some(Value::Number(expected)) => assert_eq!((is_number, number), (Ok(0), expected)),
                _ => assert_eq!((is_number, number), (Ok(GAZTAG_NONE), 0.0)),
            }
            let date = (date.year, date.month, date.day);
            match entity.value(attribute.name) {
                Some(Value::Date(day)) => {
                    let expected = (day.year(), day.month().unwrap_or(0), day.day().unwrap_or(0));
                    assert_eq!((is_date, date), (Ok(0), expected));
                }
                _ => assert_eq!((is_date, date), (Ok(GAZTAG_NONE), (0, 0, 0))),
            }
            let items: Vec<gaztag_str> = pages!(gaztag_entity_items, handle, id, attribute.name);
            let items = items
                .iter()
                .map(|item| unsafe { std::slice::from_raw_parts(item.ptr.cast::<u8>(), item.len) });
            assert!(items.eq(entity.items(attribute.name).map(str::as_bytes)));
            let related: Vec<u64> = pages!(gaztag_entity_related, handle, id, attribute.name);
            assert!(
                related.into_iter().eq(entity.related(attribute.name).map(|e| e.id().to_u64()))
            );
        }
        let rolled = unsafe { gaztag_entity_roll_up(handle, id) };
        assert_eq!(rolled, entity.roll_up().id().to_u64());
    }
    for text in ["country/MLI", "Mali", "ML", "466", "SU", "Congo", "country/MALI", "", "x"] {
        let (name, name_len) = c(text.as_bytes());
        let mut found = 7;
        let status = call(|error| unsafe {
            gaztag_entity_resolve(handle, name, name_len, &mut found, error)
        });
        match rust.resolve(text).map_err(|error| error.kind().clone()) {
            Ok(entity) => assert_eq!((status, found), (Ok(0), entity.id().to_u64()), "{text}"),
            Err(kind) => {
                let failed = status.unwrap_err();
                let code = match kind {
                    ErrorKind::AmbiguousName { .. } => GAZTAG_ERR_AMBIGUOUS,
                    _ => GAZTAG_ERR_UNKNOWN,
                };
                assert_eq!((failed.status, found), (code, GAZTAG_NO_ENTITY), "{text}");
                assert_eq!(failed.message, kind.to_string(), "{text}");
            }
        }
    }
    assert_eq!(unsafe { gaztag_entity_roll_up(handle, 1 << 40) }, GAZTAG_NO_ENTITY);
}

/// Days and flags that are wrong, and entities that do not exist.
#[test]
fn wrong_days_and_flags_are_refused() {
    let gazetteer = CGazetteer::builtin();
    let mut members: [std::mem::MaybeUninit<gaztag_membership>; 4] =
        [const { std::mem::MaybeUninit::uninit() }; 4];
    let mut ask = |entity: u64, day: &str, flags: u32| {
        let ((day, day_len), mut len) = (c(day.as_bytes()), 7);
        call(|error| unsafe {
            gaztag_entity_members_on(
                gazetteer.0,
                entity,
                day,
                day_len,
                flags,
                std::ptr::null_mut(),
                members.as_mut_ptr().cast(),
                4,
                &mut len,
                error,
            )
        })
    };
    for (day, flags, message) in [
        ("June", 0, "on is \"June\", which is not a date: expected YYYY, YYYY-MM or YYYY-MM-DD"),
        ("2024-02-30", 0, "2024-02 has 29 days, not 30"),
        ("", 0, "expected YYYY"),
        ("2024", 2, "unknown bits in flags 2"),
    ] {
        let failed = ask(3, day, flags).unwrap_err();
        assert_eq!(failed.status, GAZTAG_ERR_ARG);
        assert!(failed.message.contains(message), "{}", failed.message);
    }
    assert_eq!(ask(GAZTAG_NO_ENTITY, "2024", 0), Ok(GAZTAG_NONE));
}
