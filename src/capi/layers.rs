//! Gazetteers with several layers.

use super::gazetteer::gaztag_gazetteer;
use super::pointers::{give, out_handle, reference};
use super::status::{Failure, OK, gaztag_error, gaztag_status, guard, guard_value};
use super::tagger::one_of;
use crate::Preference;

/// Puts a gazetteer on top of another, as a layer. Both stay as they are and share their images
/// with the new gazetteer. Takes time linear in the entities of the smaller one, so that a short
/// list on top of a large gazetteer costs next to nothing.
///
/// The new gazetteer has the entities, forms and kinds of all layers. Of overlapping names the
/// leftmost counts, and of those that begin together the longest, whatever their layers are. Decoys
/// hide the names of every layer. Of equal names that of the lower layer counts if the other has no
/// prior, or else the one with the higher prior. An entity with a key that a lower layer has is
/// that entity: its forms are added to it.
///
/// preference: a gaztag_preference; GAZTAG_PREFERENCE_OWN: of equal names that of the upper layer
/// counts. out: the gazetteer, to be freed by gaztag_gazetteer_free; NULL if the call fails.
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_NOMEM; GAZTAG_ERR_ARG for an unknown number, and for more
/// layers or kinds than a gazetteer can have.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_with_layer(
    gazetteer: *const gaztag_gazetteer,
    upper: *const gaztag_gazetteer,
    preference: u32,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `gazetteer` and `upper` are handles: contract of calls.
        let (out, lower, upper) = unsafe {
            (out_handle(out)?, reference(gazetteer, "gazetteer")?, reference(upper, "upper")?)
        };
        let preference = one_of(preference, Preference::ALL, "preference")?;
        give(gaztag_gazetteer(lower.0.with_layer(&upper.0, preference)?), out)?;
        Ok(OK)
    })
}

/// Returns the number of layers of a gazetteer, 1 unless gaztag_gazetteer_with_layer made it; 0 for
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_gazetteer_layer_count(gazetteer: *const gaztag_gazetteer) -> u32 {
    guard_value(0, || {
        // SAFETY: `gazetteer` is a handle: contract of calls.
        unsafe { reference(gazetteer, "gazetteer") }
            .map_or(0, |gazetteer| gazetteer.0.layers().len() as u32)
    })
}

/// Makes a handle of one layer, as a gazetteer of its own.
///
/// number: 0 for the lowest layer, to gaztag_gazetteer_layer_count - 1. out: the gazetteer, to be
/// freed by gaztag_gazetteer_free; NULL if the call fails. Errors: GAZTAG_ERR_NULL,
/// GAZTAG_ERR_NOMEM; GAZTAG_ERR_ARG if there are not so many layers.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_gazetteer_layer(
    gazetteer: *const gaztag_gazetteer,
    number: u32,
    out: *mut *mut gaztag_gazetteer,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `gazetteer` a handle: contract of calls.
        let (out, gazetteer) = unsafe { (out_handle(out)?, reference(gazetteer, "gazetteer")?) };
        let layer = gazetteer.0.layers().nth(number as usize).ok_or_else(|| {
            Failure::argument(alloc::format!("there is no layer with the number {number}"))
        })?;
        give(gaztag_gazetteer(layer), out)?;
        Ok(OK)
    })
}
