//! Inputs: opened, decompressed, decoded.
//!
//! A file or standard input is decompressed if its first bytes are those of gzip or zstd
//! ([`compressed`]), then decoded to UTF-8 by its byte order mark or by `--encoding` ([`decode`]).
//! What comes out is read as one text ([`text`]) or as lines ([`lines`]), up to limits ([`limits`])
//! that bound the memory whatever the input holds.

pub(crate) mod compressed;
pub(crate) mod decode;
pub(crate) mod document;
pub(crate) mod limits;
pub(crate) mod lines;
pub(crate) mod text;
pub(crate) mod utf8;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use encoding_rs::Encoding;

use crate::error::CliError;
use decode::Decoded;

/// Where bytes come from.
pub(crate) type Source = Box<dyn Read>;

/// Opens a file, or standard input for `-`.
pub(crate) fn open(file: &Path, encoding: Option<&'static Encoding>) -> Result<Decoded, CliError> {
    let error = || CliError::file(name(file));
    let source: Source = if is_standard(file) {
        Box::new(io::stdin().lock())
    } else {
        let opened = File::open(file).map_err(error())?;
        if opened.metadata().map_err(error())?.is_dir() {
            return Err(CliError::Directory { file: file.into() });
        }
        Box::new(opened)
    };
    compressed::decompressed(source)
        .and_then(|source| Decoded::new(source, encoding))
        .map_err(error())
}

/// An input's name in messages.
pub(crate) fn name(file: &Path) -> String {
    if is_standard(file) { "standard input".into() } else { file.display().to_string() }
}

fn is_standard(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// The first bytes of an input: as many as it takes to know which of some marks it begins with.
/// Reads no byte beyond, so that nothing waits for a pipe that has said enough.
fn head(source: &mut impl Read, marks: &[Vec<u8>]) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while marks.iter().any(|mark| mark.len() > head.len() && mark.starts_with(&head)) {
        let mut byte = [0];
        match source.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => head.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes, then fails: whoever reads beyond them would wait.
    struct Live(&'static [u8]);

    impl Read for Live {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { Err(io::ErrorKind::WouldBlock.into()) } else { self.0.read(to) }
        }
    }

    #[test]
    fn no_more_is_read_than_tells_the_marks_apart() {
        let marks = [b"PK".to_vec(), b"PQRS".to_vec(), b"\xFF\xFE".to_vec()];
        for (input, expected) in
            [("{", "{"), ("PA", "PA"), ("PK", "PK"), ("PQx", "PQx"), ("PQRS", "PQRS")]
        {
            assert_eq!(
                head(&mut Live(input.as_bytes()), &marks).unwrap(),
                expected.as_bytes(),
                "{input}"
            );
        }
        assert_eq!(head(&mut io::empty(), &marks).unwrap(), b"");
        assert_eq!(head(&mut "PQ".as_bytes(), &marks).unwrap(), b"PQ");
    }
}
