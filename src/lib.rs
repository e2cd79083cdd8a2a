#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(any(feature = "alloc", test))]
extern crate alloc;

mod automaton;
#[cfg(feature = "alloc")]
mod batch;
mod boundary;
mod bytes;
#[cfg(feature = "capi")]
mod capi;
mod cue;
mod entity;
mod error;
#[cfg(feature = "alloc")]
mod explain;
mod fold;
mod gazetteer;
mod image;
#[cfg(feature = "alloc")]
mod incremental;
pub mod limits;
mod mention;
mod offsets;
mod prefilter;
mod resolve;
mod span;
mod tagger;
mod text;
mod words;

#[cfg(feature = "alloc")]
pub use batch::Batch;
pub use entity::{AttributeType, Bounds, CaseRule, EntityId, Kind, Language, Role, Use, Uses};
#[cfg(feature = "alloc")]
pub use error::Location;
pub use error::{Error, ErrorKind, ImageError};
#[cfg(feature = "alloc")]
pub use explain::{Finding, Verdict, Weighed};
pub use fold::switches::{Folding, FoldingPart};
pub use gazetteer::{Attribute, CuePlace, Entity, Gazetteer, Membership, Surface};
#[cfg(feature = "alloc")]
pub use gazetteer::{Format, GazetteerBuilder, Spell, WordClass};
#[cfg(feature = "alloc")]
pub use incremental::IncrementalTagger;
pub use mention::Mention;
pub use offsets::OffsetUnit;
pub use prefilter::Backend;
pub use resolve::{Ground, Reason};
pub use span::Span;
pub use tagger::{
    Draft, Drafts, IncrementalMentions, Input, Overlap, PausedDrafts, Tagger, TaggerBuilder,
};
pub use text::Text;
