//! The header of the C ABI, written from the declarations and comments of `src/capi`.

use std::path::Path;

/// The version of the ABI; `src/capi/version.rs` has the same, and a test of the header compares
/// them.
const ABI_VERSION: u32 = 2;

/// The files of `src/capi` in the order in which the header tells of them.
const FILES: [&str; 16] = [
    "status",
    "pointers",
    "version",
    "gazetteer",
    "builder",
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
/* gaztag: finds the names of countries, blocs and minerals in text and says which one each name means.
 * Written by `cargo run -p gazgen` from src/capi; do not edit. The manual is docs/c.md.
 *
 * For every function: texts are a pointer and a length in bytes, need no NUL and may hold any bytes; (NULL, 0) is the empty text. What a call gives is set to NULL or 0 first and written only
 * if the call succeeds, unless its comment says otherwise; these places overlap neither each other nor what the call reads. Every call takes NULL for its gaztag_error. No call prints, but a defect
 * of gaztag, which is returned as GAZTAG_ERR_INTERNAL, is told on standard error too. Beside the errors that are named, every call that returns a status can return GAZTAG_ERR_ARG for a misaligned
 * pointer, GAZTAG_ERR_TOO_LARGE for a length that no memory has, and GAZTAG_ERR_INTERNAL.
 * Memory: tagging allocates nothing. Where GAZTAG_ERR_NOMEM is among a call's errors, it is returned when there is no memory for the handle or for a copy of what was given. No call ends the
 * program, unless memory runs out where something is built, loaded, read, explained or streamed, or in the message of an error.
 * Threads: gazetteers and taggers are immutable, any number of threads may use one at once. Builders, cursors and streams: one thread at a time. Handles can be freed in any order,
 * but not while a call uses them, from its callback neither.
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
/* The version of this header; gaztag_version() and gaztag_version_string() tell that of the library. */
#define GAZTAG_VERSION_MAJOR {major}
#define GAZTAG_VERSION_MINOR {minor}
#define GAZTAG_VERSION_PATCH {patch}
#define GAZTAG_VERSION_NUMBER (GAZTAG_VERSION_MAJOR * 1000000 + GAZTAG_VERSION_MINOR * 1000 + GAZTAG_VERSION_PATCH)
#define GAZTAG_VERSION_STRING \"{version}\"

/* Programs that were compiled with another number may break; gaztag_abi_version() tells that of the library. */
#define GAZTAG_ABI_VERSION {ABI_VERSION}

/* Columns of the Arrow C Data Interface: programs that have them have the declarations of these structs. */
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
