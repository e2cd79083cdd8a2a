//! Decompresses gzip and zstd, which are recognised by their first bytes.
//!
//! Consecutive members and frames are read as one text, as `gzip` and `zstd` do. A zstd file that
//! needs a window of more than 128 MiB is an error.

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;

use super::head::{Source, head};

const GZIP: [u8; 2] = [0x1F, 0x8B];
const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// A skippable frame of zstd begins with 0x50 to 0x5F and these bytes.
const SKIPPABLE: [u8; 3] = [0x2A, 0x4D, 0x18];

/// Compressed data that is damaged, truncated, or needs too much memory.
#[derive(Debug, thiserror::Error)]
#[error("{format} data cannot be decompressed: {error}")]
struct Damaged {
    format: &'static str,
    error: io::Error,
}

/// Decompresses an input if it is compressed.
pub(crate) fn decompressed(mut source: Source) -> io::Result<Source> {
    let skippable = (0x50..=0x5F).map(|first| [&[first], SKIPPABLE.as_slice()].concat());
    let zstd: Vec<Vec<u8>> = skippable.chain([ZSTD.to_vec()]).collect();
    let head = head(&mut source, &[zstd.as_slice(), &[GZIP.to_vec()]].concat())?;
    let (is_gzip, is_zstd) = (head == GZIP, zstd.contains(&head));
    let source = Cursor::new(head).chain(source);
    Ok(match () {
        () if is_gzip => {
            Box::new(Decompressed { format: "gzip", input: MultiGzDecoder::new(source) })
        }
        () if is_zstd => {
            Box::new(Decompressed { format: "zstd", input: zstd::Decoder::new(source)? })
        }
        () => Box::new(source),
    })
}

/// Adds to a decoder's errors which format could not be decompressed.
struct Decompressed<R> {
    format: &'static str,
    input: R,
}

impl<R: Read> Read for Decompressed<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.input.read(to).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            // An error of the system does not mean that the data is damaged.
            _ if error.raw_os_error().is_some() => error,
            kind => io::Error::new(kind, Damaged { format: self.format, error }),
        })
    }
}
