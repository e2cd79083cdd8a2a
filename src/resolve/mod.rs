//! Judgement: whether a candidate is a mention, and of which entity.
//!
//! A *candidate* is a span of text that folds to a name of the gazetteer. A *reading* is a surface
//! form of that name: the name *Georgia* has one for the country and one for the U.S. state. The
//! order of judgement is:
//!
//! ```text
//! 1. fits      drop the readings whose case rule or folding the text does not fit    candidate
//! 2. decoy     not a mention, if one of the readings left is a decoy                 look
//! 3. remainder not a mention, if it is a part of the name of another                 remainder
//!              country, and a trace of the rest is next to it
//! 4. wanted    keep the readings of the kinds, roles and languages of the tagger     policy
//! 5. case      cap the prior of each reading by what the case of the text proves     case
//! 6. judge
//!    without cues: the likeliest reading; its confidence is its prior                look
//!    with cues: the odds of a reading are its prior, doubled or halved for each      trial
//!    step of weight of
//!        near        the words around the name                                       near
//!        document    evidence elsewhere in the document                              document
//!        list        the names next to it in a list                                  list
//!        sense       the words around the same name elsewhere                        document
//!        definition  of an acronym                                                   acronym
//!        language    of the text, where the form is not one of it                    language
//!    take the likeliest reading; its confidence is its share of all odds
//! 7. least     not a mention, if the confidence is below the least one
//! ```
//!
//! Most names of a text have no cues, and cost no more than a look at their priors. The language is
//! weighed without cues too, for forms of some languages only. Steps 1 to 5 do
//! not depend on the rest of the text. With cues, step 6 is done in two parts, so that a text is
//! read once: the weights [near](near) a name when it is found, all others when the text has ended.
//! A stream does both at once, with the [document](document::Document) so far.
//!
//! Everything here is of fixed size, so that judgement allocates nothing. `explain` takes the same
//! steps and reports the [`Reason`] and the weights.

mod acronym;
mod candidate;
pub(crate) mod case;
mod document;
mod guard;
mod inverted;
mod language;
mod list;
mod look;
mod near;
mod own;
mod policy;
mod reading;
mod reason;
mod remainder;
mod shape;
mod trial;
mod view;
mod weights;

pub(crate) use acronym::may_be_defined;
pub(crate) use candidate::{
    Candidate, by_priors, fitting_joined, is_sure_when_joined, readings_within,
};
#[cfg(feature = "alloc")]
pub(crate) use candidate::{fits, has_its_place};
pub(crate) use document::{Definition, Document};
pub(crate) use guard::is_beside_capital;
pub(crate) use language::Nearby;
pub(crate) use list::Meant;
pub(crate) use look::Look;
#[cfg(feature = "alloc")]
pub(crate) use own::Judged;
pub(crate) use own::{NearCountry, OwnEvidence, country_of};
pub(crate) use policy::{Languages, MIN_CONFIDENCE, Policy};
pub(crate) use reading::Reading;
pub use reason::{Ground, Reason};
pub(crate) use remainder::trace;
pub(crate) use trial::{Trial, Verdict};
#[cfg(feature = "alloc")]
pub(crate) use view::VIEW;
pub(crate) use view::{READ, View};
pub(crate) use weights::{Foreign, Near, READINGS};
