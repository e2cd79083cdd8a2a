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

/// The error for a file that is not text, by its first bytes.
#[derive(Debug, thiserror::Error)]
#[error("{0}; --binary accepts any bytes")]
struct NotText(&'static str);

/// What files that are often given by mistake begin with, and what they are.
const MARKS: [(&[u8], &str); 4] = [
    (b"%PDF-", "a PDF file, not text; pdftotext makes text of it"),
    (b"PK\x03\x04", "a ZIP archive, such as .docx or .xlsx, not text; save it as text or CSV"),
    (b"\xFD7zXZ\0", "compressed with xz; xz -dc FILE | gaztag ... reads it"),
    (b"BZh91AY&SY", "compressed with bzip2; bzip2 -dc FILE | gaztag ... reads it"),
];

/// The length of the longest of them.
const MARK: usize = 10;

/// The bytes of a text. A NUL byte is an error, ill-formed sequences are counted.
pub(crate) struct Text {
    input: Decoded,
    check: Utf8Check,
    /// The offset of the next byte to read.
    at: u64,
    /// The first bytes.
    start: Vec<u8>,
    /// Whether NUL bytes are accepted.
    binary: bool,
}

impl Text {
    pub(crate) fn new(input: Decoded, binary: bool) -> Self {
        Self { input, check: Utf8Check::default(), at: 0, start: Vec::new(), binary }
    }

    /// The encoding of the text and its ill-formed sequences; complete after the text has been
    /// read.
    pub(crate) fn ill_formed(&self) -> (&'static Encoding, IllFormed) {
        self.input.replaced().unwrap_or_else(|| (UTF_8, self.check.finish()))
    }

    /// Fails if the next part shows that the input is not text.
    fn look(&mut self, part: &[u8]) -> io::Result<()> {
        if self.start.len() < MARK {
            self.start.extend(part.iter().take(MARK - self.start.len()));
            if let Some((_, what)) = MARKS.iter().find(|(mark, _)| self.start.starts_with(mark)) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, NotText(what)));
            }
        }
        match first_nul(part) {
            Some(place) => {
                Err(io::Error::new(io::ErrorKind::InvalidData, Nul(self.at + place as u64)))
            }
            None => Ok(()),
        }
    }
}

impl Read for Text {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(to)?;
        let part = to.get(..read).unwrap_or(&[]);
        if !self.binary {
            self.look(part)?;
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
