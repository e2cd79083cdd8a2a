//! Judgement: whether a candidate is a mention, and of which entity.
//!
//! A *candidate* is a span of text that folds to a name of the gazetteer. A *reading* is a surface
//! form of that name: the name *Georgia* has one for the country and one for the U.S. state. The
//! order of judgement is:
//!
//! ```text
//! 1. fits       drop readings whose case rule or folding the text does not fit     candidate
//! 2. decoy      if one of the readings left is a decoy: no mention                 look
//! 3. wanted     keep the readings of the kinds, roles, languages asked for         policy
//! 4. prior      without cues: the likeliest, with its prior as the confidence      look
//! 5. near       with cues: weigh the words around the name, for each reading       near, trial
//!    document   ... and what the document says: evidence elsewhere, the same       document, trial
//!               name elsewhere, a definition of the acronym                        acronym
//!    odds       double or halve the odds of each reading by its weights,           trial
//!               and take the likeliest
//! 6. case       no confidence above what the case of the letters can prove         case
//! 7. least      drop the candidate if its confidence is below the least one
//! ```
//!
//! Only names with cues take step 5: most names of a text cost no more than a look at their priors.
//! Steps 1 to 4 do not depend on the rest of the text. Step 5 is done in two parts, so that a text
//! is read once: the weights [near](near) a name when it is found, those of the
//! [document](document::Document) when the text has ended. A stream does both at once, with the
//! document so far.
//!
//! Everything here is of fixed size, so that judgement allocates nothing. `explain` takes the same
//! steps and reports the [`Reason`] and the weights.

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
