//! Ids of entities: those of a gazetteer, and numbers that are not ids.

use std::ptr::null_mut;

use super::abi::*;
use super::wrapper::{CBuilder, CGazetteer, CTagger, c, call, default_options, poisoned, string};

fn own() -> CGazetteer {
    let builder = CBuilder::new();
    builder
        .read(
            GAZTAG_FORMAT_TSV,
            "rows",
            b"key\tform\ncountry/MLI\tMali\nbloc/aes\tAES\ncompany/acme\tAcme\n",
        )
        .unwrap();
    builder.build().unwrap()
}

/// Positions are counted without gaps, by key; the entity at a position has that position.
#[test]
fn positions_and_ids() {
    for gazetteer in [CGazetteer::builtin(), own(), CBuilder::new().build().unwrap()] {
        let (len, mut last) = (gazetteer.len(), None);
        for position in 0..len {
            let id = unsafe { gaztag_entity_at(gazetteer.0, position) };
            assert_ne!(id, GAZTAG_NO_ENTITY);
            assert_eq!(gazetteer.position(id), position);
            let key = gazetteer.key(id).unwrap();
            assert_eq!(gazetteer.find(key), Some(id));
            assert!(
                last.replace(key).is_none_or(|last| last < key),
                "{key} does not come after {last:?}"
            );
        }
        let large = u32::MAX as usize;
        for position in [len, len + 1, large, large.saturating_add(1), usize::MAX] {
            assert_eq!(
                unsafe { gaztag_entity_at(gazetteer.0, position) },
                GAZTAG_NO_ENTITY,
                "position {position} of {len}"
            );
        }
    }
}

/// Numbers that are not ids of a gazetteer with `len` entities: an index past the last one, another
/// layer, and numbers that no layer has.
fn invalid_ids(len: usize) -> Vec<u64> {
    let len = len as u64;
    let mut numbers = vec![
        len,
        len + 1,
        u64::from(u32::MAX),
        GAZTAG_NO_ENTITY,
        GAZTAG_NO_ENTITY - 1,
        i64::MAX as u64,
    ];
    for layer in [1, 2, 255, 256, 0x7FFF_FFFF, 0xFFFF_FFFF] {
        numbers.extend([0, 1, len - 1, len].map(|index| layer << 32 | index));
    }
    numbers
}

#[test]
fn numbers_that_are_not_ids() {
    for gazetteer in [CGazetteer::builtin(), own()] {
        let (handle, len) = (gazetteer.0, gazetteer.len());
        let tagger = CTagger::new(Some(&gazetteer), &default_options()).unwrap();
        let mali = tagger.tag_once(b"Mali", 1).unwrap().1[0];
        assert_eq!(tagger.candidates(mali.3, mali.2, 32).len(), 1);
        for id in invalid_ids(len) {
            unsafe {
                assert_eq!(gazetteer.position(id), len, "{id:#x}");
                assert!(gazetteer.key(id).is_none(), "{id:#x}");
                assert!(string(gaztag_entity_name(handle, id)).is_none(), "{id:#x}");
                assert!(
                    string(gaztag_entity_attribute(handle, id, c"alpha2".as_ptr(), 6)).is_none(),
                    "{id:#x}"
                );
                let mut kind = 7;
                assert_eq!(
                    call(|error| gaztag_entity_kind(handle, id, &mut kind, error)),
                    Ok(GAZTAG_NONE)
                );
                assert_eq!(kind, 0, "{id:#x}");
                let (mut out, mut out_len) = (poisoned::<[u64; 64]>(), 7);
                let out = out.as_mut_ptr();
                assert_eq!(
                    call(|error| gaztag_entity_attributes(
                        handle,
                        id,
                        null_mut(),
                        out.cast(),
                        4,
                        &mut out_len,
                        error
                    )),
                    Ok(GAZTAG_NONE)
                );
                assert_eq!(
                    call(|error| gaztag_entity_surfaces(
                        handle,
                        id,
                        null_mut(),
                        out.cast(),
                        4,
                        &mut out_len,
                        error
                    )),
                    Ok(GAZTAG_NONE)
                );
                assert_eq!(
                    call(|error| gaztag_entity_memberships(
                        handle,
                        id,
                        null_mut(),
                        out.cast(),
                        4,
                        &mut out_len,
                        error
                    )),
                    Ok(GAZTAG_NONE)
                );
                let (form, form_len) = c(b"Mali");
                assert_eq!(
                    call(|error| gaztag_surface_languages(
                        handle,
                        id,
                        form,
                        form_len,
                        out.cast(),
                        8,
                        &mut out_len,
                        error
                    )),
                    Ok(GAZTAG_NONE)
                );
                assert_eq!((out_len, *out.cast::<u64>()), (0, 0xA5A5_A5A5_A5A5_A5A5), "{id:#x}");
            }
            // In the layer 0, only the readings matter.
            assert_eq!(
                tagger.candidates(id, mali.2, 32).len(),
                usize::from(id >> 32 == 0),
                "{id:#x}"
            );
        }
    }
}
