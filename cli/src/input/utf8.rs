//! Counts ill-formed UTF-8 over parts of any size.

use encoding_rs::Encoding;
// Several times as fast on text that is not ASCII as the function of the standard library.
use simdutf8::compat::from_utf8;

use crate::error::Warning;

/// The number of ill-formed sequences and the offset of the first one.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct IllFormed {
    pub(crate) count: u64,
    /// In bytes of the input after decompression.
    pub(crate) first: u64,
}

impl IllFormed {
    /// Counts one more.
    pub(crate) fn add(&mut self, at: u64) {
        if self.count == 0 {
            self.first = at;
        }
        self.count += 1;
    }
}

/// The warning for an input with ill-formed sequences of an encoding.
pub(crate) fn warning(
    file: &str,
    found: Option<(&'static Encoding, IllFormed)>,
) -> Option<Warning> {
    let (encoding, IllFormed { count, first }) = found?;
    (count > 0).then(|| Warning::IllFormed {
        file: file.into(),
        encoding: encoding.name(),
        count,
        first,
    })
}

/// Counts what the decoder of the Encoding Standard replaces: an incomplete character, or a byte
/// that cannot begin one.
#[derive(Default)]
pub(crate) struct Utf8Check {
    found: IllFormed,
    /// The offset of the next byte, without those of `open`.
    at: u64,
    /// The start of an incomplete character at the end of the last part: three bytes at most.
    open: Vec<u8>,
}

impl Utf8Check {
    /// Adds a part.
    pub(crate) fn add(&mut self, mut part: &[u8]) {
        while let (false, Some((&byte, rest))) = (self.open.is_empty(), part.split_first()) {
            self.open.push(byte);
            match from_utf8(&self.open).map_err(|error| error.error_len()) {
                Ok(_) => {
                    self.at += self.open.len() as u64;
                    self.open.clear();
                }
                Err(None) => {}
                // Ill-formed before this byte, which is examined again.
                Err(Some(len)) => {
                    self.found.add(self.at);
                    self.at += len as u64;
                    self.open.clear();
                    continue;
                }
            }
            part = rest;
        }
        while let Err(error) = from_utf8(part) {
            let (valid, rest) = part.split_at(error.valid_up_to());
            self.at += valid.len() as u64;
            let Some(len) = error.error_len() else {
                self.open.extend_from_slice(rest);
                return;
            };
            self.found.add(self.at);
            self.at += len as u64;
            part = rest.get(len..).unwrap_or(&[]);
        }
        self.at += part.len() as u64;
    }

    /// Returns the result, including an incomplete character at the end.
    pub(crate) fn finish(&self) -> IllFormed {
        let mut found = self.found;
        if !self.open.is_empty() {
            found.add(self.at);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_does_not_depend_on_the_parts() {
        let texts: [(&[u8], u64, u64); 9] = [
            (b"", 0, 0),
            ("Côte 🙂 d’Ivoire".as_bytes(), 0, 0),
            (b"Mali\xC3 Niger\xFF\xFE and \xE2\x80", 4, 4),
            (b"\xF0\x9F\x99 \xF0\x9F\xF0\x9F\x99\x82", 2, 0),
            (b"a\xED\xA0\x80", 3, 1),
            (b"\xC3\xC3\xC3\xA9\xC3", 3, 0),
            (b"\x80\x80", 2, 0),
            (b"\xF4\x90\x80\x80", 4, 0),
            (b"\xE2\x80\xE2\x80\xAF", 1, 0),
        ];
        for (text, count, first) in texts {
            assert_eq!(
                text.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count() as u64,
                count,
                "the standard library's count"
            );
            for size in 1..=text.len().max(1) {
                let mut check = Utf8Check::default();
                text.chunks(size).for_each(|part| check.add(part));
                assert_eq!(
                    check.finish(),
                    IllFormed { count, first },
                    "{text:?} in parts of {size}"
                );
            }
        }
    }
}
