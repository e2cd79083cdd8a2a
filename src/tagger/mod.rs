//! Taggers: from a text to its mentions.
//!
//! ```text
//! text ─ prefilter ─ offsets ─ automaton ─ names ─ resolve ─ mentions
//! ```
//!
//! [`scanner`] is the loop that every call shares: it asks the prefilter for the next offset, the
//! automaton for the longest name there ([`starts`] has those of both automata in one order), and
//! [`resolve`](crate::resolve) what that name is. A name with cues is judged at the end of the
//! text: until then it is a [`draft`]. [`drafts`] are the iterator over them, and [`source`] says
//! how they are kept until then. [`layers`] brings the candidates of several layers into one order.
//! [`tag`] has the calls of a tagger, [`builder`] and [`options`] its options.

mod builder;
mod draft;
mod drafts;
#[cfg(feature = "alloc")]
mod layers;
mod options;
mod scanner;
mod source;
mod starts;
mod tag;

pub use builder::TaggerBuilder;
pub use draft::Draft;
pub use drafts::{Drafts, PausedDrafts};
#[cfg(feature = "alloc")]
pub(crate) use layers::{PausedLayers, Standing};
#[cfg(feature = "alloc")]
pub(crate) use options::Options;
pub use options::{Input, Overlap};
#[cfg(feature = "alloc")]
pub(crate) use scanner::{Progress, Scanner};
#[cfg(feature = "alloc")]
pub(crate) use starts::{Start, Starts};
pub use tag::{IncrementalMentions, Tagger};
