//! gzip and zstd, known by their first bytes.
//!
//! Members and frames that follow one another are read as one, as `gzip` and `zstd` do. zstd needs
//! a window of up to 128 MiB, if a file asks for it; more is refused.

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;

use super::head::{Source, head};

const GZIP: [u8; 2] = [0x1F, 0x8B];
const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// The first bytes of a frame of zstd that is to be skipped are these behind 0x50 to 0x5F.
const SKIPPABLE: [u8; 3] = [0x2A, 0x4D, 0x18];

/// Compressed data that is damaged, cut, or asks for too much memory.
#[derive(Debug, thiserror::Error)]
#[error("{format} data cannot be decompressed: {error}")]
struct Damaged {
    format: &'static str,
    error: io::Error,
}

/// The input, decompressed if it is compressed.
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

/// Says of a decoder's errors what they are about.
struct Decompressed<R> {
    format: &'static str,
    input: R,
}

impl<R: Read> Read for Decompressed<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.input.read(to).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            // The system's own errors say nothing of the data.
            _ if error.raw_os_error().is_some() => error,
            kind => io::Error::new(kind, Damaged { format: self.format, error }),
        })
    }
}
