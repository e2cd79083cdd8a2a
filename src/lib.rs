#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(any(feature = "alloc", test))]
extern crate alloc;

mod automaton;
#[cfg(feature = "alloc")]
mod batch;
mod boundary;
#[cfg(feature = "capi")]
mod capi;
mod entity;
mod error;
#[cfg(feature = "alloc")]
mod explain;
mod fold;
mod gazetteer;
pub mod limits;
mod mention;
mod offsets;
mod prefilter;
mod records;
mod resolve;
mod span;
#[cfg(feature = "alloc")]
mod stream;
mod tagger;
mod words;

#[cfg(feature = "alloc")]
pub use batch::Batch;
pub use entity::{CaseRule, EntityId, Kind, Language, Role, Use, Uses};
#[cfg(feature = "alloc")]
pub use error::Location;
pub use error::{Error, ErrorKind};
#[cfg(feature = "alloc")]
pub use explain::{Finding, Verdict, Weighed};
pub use fold::switches::Folding;
pub use gazetteer::{CuePlace, Entity, Gazetteer, ImageError, Membership, Surface};
#[cfg(feature = "alloc")]
pub use gazetteer::{Format, GazetteerBuilder, WordClass};
pub use mention::Mention;
pub use offsets::OffsetUnit;
pub use prefilter::Backend;
pub use resolve::{Ground, Reason};
pub use span::Span;
#[cfg(feature = "alloc")]
pub use stream::StreamTagger;
pub use tagger::{Draft, Drafts, Input, Mentions, Overlap, Tagger, TaggerBuilder};
