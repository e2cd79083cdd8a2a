//! Opens, decompresses and decodes inputs.
//!
//! A file or standard input is decompressed if its first bytes are those of gzip or zstd
//! ([`compressed`]), then decoded to UTF-8 by its byte order mark or by `--encoding` ([`decode`]).
//! The result is read as one text ([`text`]), or as lines or rows of which each is a document
//! ([`record`]), up to [`limits`](crate::limits) that bound the memory for any input.

#[cfg(feature = "parquet")]
pub(crate) mod columns;
pub(crate) mod compressed;
pub(crate) mod decode;
pub(crate) mod document;
pub(crate) mod files;
pub(crate) mod format;
pub(crate) mod head;
pub(crate) mod lines;
pub(crate) mod record;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod utf8;

use std::fs::File;
use std::io;
use std::path::Path;

use encoding_rs::Encoding;

use crate::error::CliError;
use crate::progress::Watched;
use decode::Decoded;
use head::Source;

/// Opens a file, or standard input for `-`.
pub(crate) fn open(file: &Path, encoding: Option<&'static Encoding>) -> Result<Decoded, CliError> {
    Decoded::new(source(file)?, encoding).map_err(CliError::file(name(file)))
}

/// The same without decoding.
pub(crate) fn source(file: &Path) -> Result<Source, CliError> {
    let error = || CliError::file(name(file));
    let source: Source = if is_standard(file) {
        Box::new(io::stdin().lock())
    } else {
        let opened = File::open(file).map_err(|error| not_opened(file, error))?;
        if opened.metadata().map_err(error())?.is_dir() {
            return Err(CliError::Directory { file: file.into() });
        }
        Box::new(opened)
    };
    compressed::decompressed(Box::new(Watched(source))).map_err(error())
}

/// The error of a file that cannot be opened. A text in its place has blanks.
fn not_opened(file: &Path, error: io::Error) -> CliError {
    let name = file.as_os_str().to_string_lossy();
    let is_text = name.contains(' ') && !name.contains('/') && file.extension().is_none();
    match error.kind() {
        io::ErrorKind::NotFound if is_text => CliError::NoFile { file: file.into() },
        _ => CliError::file(self::name(file))(error),
    }
}

/// The name of an input in messages.
pub(crate) fn name(file: &Path) -> String {
    if is_standard(file) { "standard input".into() } else { file.display().to_string() }
}

/// Whether an input is standard input.
pub(crate) fn is_standard(file: &Path) -> bool {
    file.as_os_str() == "-"
}
