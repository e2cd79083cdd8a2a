#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod automaton;
mod batch;
mod boundary;
mod entity;
mod error;
mod explain;
mod fold;
mod gazetteer;
mod mention;
mod offsets;
mod prefilter;
mod resolve;
mod span;
mod stream;
mod tagger;

pub use batch::Batch;
pub use entity::{CaseRule, EntityId, Kind, Language, Role};
pub use error::{Error, ErrorKind, Location};
pub use explain::{Finding, Verdict};
pub use fold::switches::Folding;
pub use gazetteer::{Entity, Format, Gazetteer, GazetteerBuilder, Membership, Surface, limits};
pub use mention::Mention;
pub use offsets::OffsetUnit;
pub use resolve::Reason;
pub use span::Span;
pub use stream::StreamTagger;
pub use tagger::{Input, Mentions, Overlap, Tagger, TaggerBuilder};
