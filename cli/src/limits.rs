//! Limits on how much is read into memory at once.

use std::io::{self, Read};

/// The longest text that is read and judged as a whole, in bytes of decoded UTF-8. A longer one is
/// judged as a stream. With `-j N` up to N texts are in memory at once.
pub(crate) const TEXT_LIMIT: usize = 64 << 20;

/// The longest line of JSON Lines, in bytes with its line feed. It has space for any text of
/// [`TEXT_LIMIT`] bytes: an escape takes at most six bytes for one.
pub(crate) const LINE_LIMIT: usize = 8 * TEXT_LIMIT;

/// A number of bytes in MiB, for messages.
pub(crate) const fn mebibytes(bytes: usize) -> usize {
    bytes >> 20
}

/// The result of [`read`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    /// The whole input.
    All(Vec<u8>),
    /// The start of an input that is longer than the limit.
    Start(Vec<u8>),
}

/// Reads an input up to one byte more than the limit.
pub(crate) fn read(input: &mut impl Read, limit: usize) -> io::Result<Whole> {
    let mut text = Vec::new();
    input.take(limit as u64 + 1).read_to_end(&mut text)?;
    Ok(if text.len() > limit { Whole::Start(text) } else { Whole::All(text) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_up_to_the_limit_are_read_whole() {
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
    fn errors_are_returned() {
        struct Fails;
        impl Read for Fails {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("fails"))
            }
        }
        assert_eq!(read(&mut b"12".chain(Fails), 5).unwrap_err().to_string(), "fails");
    }
}
