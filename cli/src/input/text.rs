//! An input that is one text.

use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_8};

use super::decode::Decoded;
use super::utf8::{IllFormed, Utf8Check};

/// A text has a NUL byte, which no text has.
#[derive(Debug, thiserror::Error)]
#[error(
    "not text: NUL at byte {0}; UTF-16 without a byte order mark is read with --encoding utf-16le or utf-16be, and --binary takes any bytes for text"
)]
struct Nul(u64);

/// The bytes of a text: refused if there is a NUL among them, and counted if they are ill-formed.
pub(crate) struct Text {
    input: Decoded,
    check: Utf8Check,
    /// The offset of what is read next.
    at: u64,
    /// Whether NUL bytes are text.
    binary: bool,
}

impl Text {
    pub(crate) fn new(input: Decoded, binary: bool) -> Self {
        Self { input, check: Utf8Check::default(), at: 0, binary }
    }

    /// Its encoding, and what was ill-formed in it. Asked for at its end.
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

/// The place of the first NUL.
fn first_nul(part: &[u8]) -> Option<usize> {
    // Whether there is one is found many bytes at a time.
    if part.contains(&0) { part.iter().position(|&byte| byte == 0) } else { None }
}
