//! How much is read into memory at once.

use std::io::{self, Read};

/// The longest text that is read whole, in bytes of decoded UTF-8, and so judged whole. A longer
/// one is judged as a stream. With `-j N` up to N texts are read at once: N times as much memory.
pub(crate) const TEXT_LIMIT: usize = 64 << 20;

/// The longest line of JSON Lines, in bytes with its end; a document is judged whole. A text of up
/// to [`TEXT_LIMIT`] bytes fits whatever its escapes, the longest of which write one byte as six.
pub(crate) const LINE_LIMIT: usize = 8 * TEXT_LIMIT;

/// A number of bytes in MiB, for messages.
pub(crate) const fn mebibytes(bytes: usize) -> usize {
    bytes >> 20
}

/// What [`read`] read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    /// All there is.
    All(Vec<u8>),
    /// The start of more than the limit.
    Start(Vec<u8>),
}

/// Reads all, or one byte more than the limit.
pub(crate) fn read(input: &mut impl Read, limit: usize) -> io::Result<Whole> {
    let mut text = Vec::new();
    input.take(limit as u64 + 1).read_to_end(&mut text)?;
    Ok(if text.len() > limit { Whole::Start(text) } else { Whole::All(text) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_to_the_limit_all_is_read() {
        for (text, all) in
            [("", true), ("1234", true), ("12345", true), ("123456", false), ("12345678", false)]
        {
            let mut input = text.as_bytes();
            match read(&mut input, 5).unwrap() {
                Whole::All(read) => assert!(all && read == text.as_bytes(), "{text}"),
                Whole::Start(start) => assert!(
                    !all && [&start, input].concat() == text.as_bytes() && start.len() == 6,
                    "{text}"
                ),
            }
        }
    }

    #[test]
    fn errors_are_passed_on() {
        struct Fails;
        impl Read for Fails {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("fails"))
            }
        }
        assert_eq!(read(&mut b"12".chain(Fails), 5).unwrap_err().to_string(), "fails");
    }
}
