//! The header of the C ABI, written from the declarations and comments of `src/capi`.

use std::path::Path;

/// The version of the ABI; `src/capi/version.rs` has the same, and a test of the header compares
/// them.
const ABI_VERSION: u32 = 2;

/// The files of `src/capi` in the order in which the header has their declarations.
const FILES: [&str; 22] = [
    "status",
    "pointers",
    "version",
    "gazetteer",
    "facts",
    "builder",
    "files",
    "records",
    "layers",
    "tagger",
    "text",
    "mention",
    "cursor",
    "tag",
    "documents",
    "arrow",
    "replace",
    "incremental",
    "explain",
    "about",
    "screen",
    "offsets",
];

pub(crate) fn render(root: &Path) -> Result<Vec<u8>, String> {
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml"))
        .map_err(|error| format!("cbindgen.toml: {error}"))?;
    config.header = Some(INTRODUCTION.into());
    config.after_includes = Some(definitions());
    let builder =
        FILES.iter().fold(cbindgen::Builder::new().with_config(config), |builder, file| {
            builder.with_src(root.join(format!("src/capi/{file}.rs")))
        });
    let mut header = Vec::new();
    builder.generate().map_err(|error| format!("src/capi: {error}"))?.write(&mut header);
    Ok(header)
}

const INTRODUCTION: &str = "\
/* gaztag: finds the names of countries, blocs and minerals in texts, and says which one each means.
 * Written by `cargo run -p gazgen` from src/capi; do not edit. The manual is docs/c.md.
 *
 * These rules hold for all functions.
 *
 * Texts: a pointer and a length in bytes. A text needs no NUL and may have any bytes. NULL with the
 * length 0 is the empty text.
 *
 * Inputs: a pointer argument is NULL or points to as many initialised values as the length beside
 * it says. Nothing may change them until the call returns.
 *
 * Outputs: a call sets an output to NULL or 0 first, and writes its value only if it succeeds,
 * unless its comment says otherwise. An output overlaps neither an input nor another output. An
 * array and its capacity may be NULL and 0; the call may write to the whole array.
 *
 * Handles: a pointer to a struct without fields is a handle. Free it once, by the function that the
 * comment names, in any order with others, and not while a call uses it, nor in a callback of that
 * call. NULL in place of a handle is an error, or has the result that the comment names.
 *
 * Callbacks: a function and a pointer that is passed on to it, user. A callback must return: no
 * longjmp, and no C++ exception. It must not free a handle of the call that it is called by.
 *
 * Errors: the last argument receives the reason of a failure; it may be NULL. Besides the errors
 * that a comment names, every call that returns a status can return GAZTAG_ERR_ARG for a misaligned
 * pointer, GAZTAG_ERR_TOO_LARGE for a length that exceeds any memory, and GAZTAG_ERR_INTERNAL.
 * GAZTAG_ERR_INTERNAL is a defect of gaztag, which is also reported on standard error. Nothing else
 * is ever printed.
 *
 * Memory: tagging allocates nothing. A call with GAZTAG_ERR_NOMEM among its errors returns it if
 * there is no memory for a handle or a copy of an input. If memory runs out while something is
 * built, loaded, read, explained, ranked by gaztag_about, screened, streamed or returned as
 * columns, or for the message of an error, the program ends.
 *
 * Threads: gazetteers, taggers, screeners and explanations are immutable; any number of threads may
 * use one at the same time. Builders, cursors and streams are for one thread at a time.
 *
 * MIT OR Apache-2.0 */";

fn definitions() -> String {
    let [major, minor, patch] = [
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
    ];
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "
/* The version of this header. gaztag_version() and gaztag_version_string() return the version of
   the library. */
#define GAZTAG_VERSION_MAJOR {major}
#define GAZTAG_VERSION_MINOR {minor}
#define GAZTAG_VERSION_PATCH {patch}
#define GAZTAG_VERSION_NUMBER \\
  (GAZTAG_VERSION_MAJOR * 1000000 + GAZTAG_VERSION_MINOR * 1000 + GAZTAG_VERSION_PATCH)
#define GAZTAG_VERSION_STRING \"{version}\"

/* The version of the ABI of this header. A program may break with a library whose
   gaztag_abi_version() differs. */
#define GAZTAG_ABI_VERSION {ABI_VERSION}

/* Columns of the Arrow C Data Interface. Programs that use them declare these structs as the
   specification does. */
struct ArrowSchema;
struct ArrowArray;

#ifndef GAZTAG_API
# if defined(_WIN32) && !defined(GAZTAG_STATIC)
#  define GAZTAG_API __declspec(dllimport)
# else
#  define GAZTAG_API
# endif
#endif
#ifndef GAZTAG_MUST_USE
# if defined(__GNUC__) || defined(__clang__)
#  define GAZTAG_MUST_USE __attribute__((warn_unused_result))
# else
#  define GAZTAG_MUST_USE
# endif
#endif"
    )
}
