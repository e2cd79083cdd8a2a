//! The C ABI: what `include/gaztag.h` declares. It sees only what `lib.rs` exports.
//!
//! Every function has the same shape. Pointers and lengths are checked before they are used;
//! nothing unwinds into the caller ([`status::guard`]); what is given out is written only when the
//! call succeeds; numbers and layouts are frozen. `cargo run -p gazgen` writes the header from the
//! declarations and comments of this folder, so the comments are written for readers of C.

#![allow(unsafe_code, reason = "pointers come from C; every block says why they may be used")]
#![allow(non_camel_case_types, reason = "names as C has them")]
#![allow(unreachable_pub, reason = "reached from C")]
#![allow(
    clippy::missing_safety_doc,
    reason = "the comment of every function is its contract, in the words of the header"
)]
#![allow(clippy::too_many_arguments, reason = "C has no slices")]

#[cfg(feature = "arrow")]
mod arrow;
mod builder;
mod cursor;
mod documents;
mod exclusive;
mod explain;
mod gazetteer;
mod incremental;
mod mention;
mod offsets;
mod pointers;
mod replace;
mod status;
mod tag;
mod tagger;
mod text;
mod version;
