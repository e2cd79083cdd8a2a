//! Gazetteers: entities with their surface forms, and decoys.
//!
//! - [`compiled`], [`surface`], [`builtin`]: a gazetteer that was built, backed by its image.
//! - [`members`], [`value`], [`named`]: who was in which bloc when, typed attributes, look-ups.
//! - [`stack`], [`layers`]: several gazetteers as layers of one.
//! - [`builder`], [`cue_builder`], [`function_words`], [`spell`]: the calls that build one.
//! - [`format`], [`read`], [`slug`](mod@slug): gazetteer files. [`records`], [`legal_form`] and
//!   [`legal_forms`] make one of the records of a list.
//! - [`drafts`], [`cue_drafts`]: what a builder collects. [`derivation`], [`readings`] and
//!   [`ranks`] say what follows from it.
//! - [`assembly`], [`cue_assembly`], [`remainders`], [`text_languages`], [`text_pool`],
//!   [`text_order`]: from drafts to an image. [`unpack`] makes drafts of an image, and [`merge`] of
//!   several layers.

#[cfg(feature = "alloc")]
mod assembly;
#[cfg(feature = "alloc")]
mod builder;
#[cfg(feature = "builtin")]
mod builtin;
mod compiled;
#[cfg(feature = "alloc")]
mod cue_assembly;
#[cfg(feature = "alloc")]
mod cue_builder;
#[cfg(feature = "alloc")]
mod cue_drafts;
#[cfg(feature = "alloc")]
mod derivation;
#[cfg(feature = "alloc")]
mod drafts;
#[cfg(feature = "alloc")]
mod format;
#[cfg(feature = "alloc")]
mod function_words;
#[cfg(feature = "alloc")]
mod layers;
#[cfg(feature = "alloc")]
mod legal_form;
#[cfg(feature = "alloc")]
mod legal_forms;
mod members;
#[cfg(feature = "alloc")]
mod merge;
mod named;
#[cfg(feature = "alloc")]
mod ranks;
#[cfg(feature = "alloc")]
mod read;
#[cfg(feature = "alloc")]
mod readings;
#[cfg(feature = "alloc")]
mod records;
#[cfg(feature = "alloc")]
mod remainders;
#[cfg(feature = "alloc")]
mod slug;
#[cfg(feature = "alloc")]
mod spell;
#[cfg(feature = "alloc")]
mod stack;
mod surface;
#[cfg(feature = "alloc")]
mod text_languages;
#[cfg(feature = "alloc")]
mod text_order;
#[cfg(feature = "alloc")]
mod text_pool;
#[cfg(feature = "alloc")]
mod unpack;
mod value;

#[cfg(feature = "alloc")]
pub use builder::GazetteerBuilder;
pub use compiled::{Attribute, Entity, Gazetteer};
#[cfg(feature = "alloc")]
pub use cue_builder::WordClass;
#[cfg(feature = "alloc")]
pub use format::Format;
#[cfg(feature = "alloc")]
pub(crate) use layers::Removed;
#[cfg(feature = "alloc")]
pub use legal_form::without_legal_form;
pub use members::Membership;
#[cfg(feature = "alloc")]
pub use records::Records;
#[cfg(feature = "alloc")]
pub use slug::slug;
#[cfg(feature = "alloc")]
pub use spell::Spell;
pub use surface::Surface;
pub use value::{Items, Related, Value};

// What resolution and tagging read of the image of a gazetteer.
pub use crate::cue::CuePlace;
pub(crate) use crate::cue::{REACH, TIMES};
pub(crate) use crate::image::{
    ClassFilter, Classes, Cue, CuedName, Cues, Derivation, EVIDENCE_CLASSES, Filters,
    FunctionWords, GOES_ON, LISTED, PHRASE, Qualifier, Qualifiers, Rank, Reach, Section,
    SurfaceRecord, Tables, TextRange,
};
