//! Reads an input that is one text.

use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_8};

use super::decode::Decoded;
use super::utf8::{IllFormed, Utf8Check};

/// The error for a NUL byte, which text does not contain.
#[derive(Debug, thiserror::Error)]
#[error(
    "not text: NUL at byte {0}; use --encoding utf-16le or utf-16be for UTF-16 without a byte order mark, --binary to accept any bytes"
)]
struct Nul(u64);

/// The bytes of a text. A NUL byte is an error, ill-formed sequences are counted.
pub(crate) struct Text {
    input: Decoded,
    check: Utf8Check,
    /// The offset of the next byte to read.
    at: u64,
    /// Whether NUL bytes are accepted.
    binary: bool,
}

impl Text {
    pub(crate) fn new(input: Decoded, binary: bool) -> Self {
        Self { input, check: Utf8Check::default(), at: 0, binary }
    }

    /// The encoding of the text and its ill-formed sequences; complete after the text has been
    /// read.
    pub(crate) fn ill_formed(&self) -> (&'static Encoding, IllFormed) {
        self.input.replaced().unwrap_or_else(|| (UTF_8, self.check.finish()))
    }
}

impl Read for Text {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(to)?;
        let part = to.get(..read).unwrap_or(&[]);
        if !self.binary
            && let Some(place) = first_nul(part)
        {
            return Err(io::Error::new(io::ErrorKind::InvalidData, Nul(self.at + place as u64)));
        }
        self.check.add(part);
        self.at += read as u64;
        Ok(read)
    }
}

/// The position of the first NUL.
fn first_nul(part: &[u8]) -> Option<usize> {
    // `contains` is vectorised, `position` is not, and most texts have no NUL.
    if part.contains(&0) { part.iter().position(|&byte| byte == 0) } else { None }
}
