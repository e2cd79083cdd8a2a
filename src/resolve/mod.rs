//! Choosing or dropping a candidate: pure functions over the candidate and a small, fixed-size view
//! of what stands around it.
//!
//! The order is: decoy, case, cue, document, prior. Each step leaves a reason that `explain` shows.
//! Only names that have cues are looked at together with what stands around them.

mod acronym;
mod candidate;
pub(crate) mod case;
mod document;
mod look;
mod near;
mod policy;
mod reason;
mod trial;
mod weights;

#[cfg(feature = "alloc")]
pub(crate) use candidate::fits;
pub(crate) use candidate::{Candidate, confidence, readings};
pub(crate) use document::Document;
pub(crate) use look::Look;
#[cfg(feature = "alloc")]
pub(crate) use near::VIEW;
pub(crate) use near::View;
pub(crate) use policy::{Languages, MIN_CONFIDENCE, Policy};
pub use reason::{Ground, Reason};
pub(crate) use trial::Trial;
pub(crate) use weights::{Near, READINGS};
