//! The C ABI: what `include/gaztag.h` declares. It uses only what `lib.rs` exports.
//!
//! Every function has the same shape. It checks pointers and lengths before it uses them. A panic
//! does not unwind into the caller ([`status::guard`]). Outputs are written only when the call
//! succeeds. Numbers and layouts are frozen. `cargo run -p gazgen` writes the header from the
//! declarations and comments of this folder, so those comments are for readers of C.
//! `CONTRIBUTING.md` lists what a new function touches.
//!
//! # Safety
//!
//! All functions have one contract, *the contract of calls*. The header states it in its
//! introduction, and the `SAFETY` comments of this folder refer to it. From the start of a call to
//! its end, each argument is one of these:
//!
//! - **handle**: NULL, or what a function of this library returned as a pointer to this type, and
//!   which no call frees before this one ends. A `_free` function is its last use. No other call
//!   uses the same builder meanwhile.
//! - **input**: NULL, or the address of one value, or of as many as the length beside it says. The
//!   values are initialised, and nothing writes to them. A struct that begins with `struct_size`
//!   has as many bytes as that field says. A string without a length ends with NUL. Pointers inside
//!   a struct are inputs too.
//! - **output**: NULL, or the address of memory for one value, or for as many as the length or
//!   capacity beside it says. Nothing else reads or writes this memory. It is initialised only
//!   where the function reads it too: `resume`, `next_document`, `counts`, and `offsets` of
//!   `gaztag_convert_offsets`.
//! - **callback**: NULL, or a function of this signature. It returns normally and frees no handle
//!   of the call. What it returns by pointers is an input until it is called again or the call
//!   ends.

#![allow(unsafe_code, reason = "pointers come from C; each block says why they may be used")]
#![allow(non_camel_case_types, reason = "names as C has them")]
#![allow(unreachable_pub, reason = "reached from C")]
#![allow(
    clippy::missing_safety_doc,
    reason = "all functions have the contract in `# Safety` above, which the header states once too"
)]
#![allow(clippy::too_many_arguments, reason = "C has no slices")]

mod about;
#[cfg(feature = "arrow")]
mod arrow;
mod builder;
mod cursor;
mod documents;
mod exclusive;
mod explain;
mod facts;
mod files;
mod gazetteer;
mod incremental;
mod layers;
mod mention;
mod offsets;
mod pointers;
mod records;
mod replace;
mod screen;
mod status;
mod tag;
mod tagger;
mod text;
mod version;
