//! An image: a gazetteer as one flat run of bytes. `docs/image.md` describes the format.
//!
//! - [`sections`]: the one table of sections, with their names, record widths and order.
//! - [`header`]: what comes before the sections.
//! - [`records`], [`tables`], [`cues`], [`remainders`], [`function_words`]: typed views of the
//!   sections.
//! - [`write`]: puts an image together.
//! - [`check`]: everything that is checked before an image is used.

mod check;
mod cues;
mod function_words;
mod header;
mod records;
mod remainders;
mod sections;
mod tables;
#[cfg(feature = "alloc")]
mod write;

pub(crate) use check::{check, check_layout};
#[cfg(all(test, feature = "alloc"))]
pub(crate) use cues::hash_of_name;
pub(crate) use cues::{
    ClassFilter, Classes, Cue, CuedName, Cues, EVIDENCE_CLASSES, Filters, GOES_ON, PHRASE, Reach,
};
#[cfg(feature = "alloc")]
pub(crate) use cues::{
    CueListRecord, MOST_CLASSES, MOST_CUES, PROBES, SET_HEAD, STEP, bucket_of, cued_name_record,
    filter_of, hash_of_cued_name, order_in_set, reach_of,
};
pub(crate) use function_words::FunctionWords;
#[cfg(feature = "alloc")]
pub(crate) use function_words::STORED;
#[cfg(feature = "builtin")]
pub(crate) use header::HEADER;
pub(crate) use header::{Header, MAGIC};
#[cfg(feature = "alloc")]
pub(crate) use records::{
    AttributeRecord, DECOY, FactsRecord, NUMBERS, RemovalRecord, RetiredKeyRecord, TRAITS, Traits,
    casings_of, surface_width, write_surface,
};
pub(crate) use records::{
    Derivation, EntityRecord, LANGUAGE, LISTED, MemberRecord, Rank, SurfaceRecord, TextRange,
};
#[cfg(feature = "alloc")]
pub(crate) use remainders::write_qualifier;
pub(crate) use remainders::{Qualifier, Qualifiers};
pub(crate) use sections::Section;
pub(crate) use tables::Tables;
#[cfg(feature = "alloc")]
pub(crate) use write::Writer;
