//! Decodes any encoding to UTF-8.
//!
//! A byte order mark takes precedence over a label, as in the Encoding Standard. UTF-8 is not
//! changed, including its mark and ill-formed bytes, so that offsets are those of the file. Other
//! encodings are decoded: the mark is removed, and an ill-formed sequence becomes U+FFFD.

use std::io::{self, Cursor, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use super::head::{Source, head};
use super::utf8::IllFormed;

/// The number of bytes that are decoded in one step.
const CHUNK: usize = 1 << 16;

/// An input as UTF-8.
pub(crate) enum Decoded {
    /// UTF-8, unchanged.
    AsIs(Source),
    Converted(Box<Converter>),
}

impl Decoded {
    /// Decodes an input by its byte order mark, else by a label, else as UTF-8.
    pub(crate) fn new(mut source: Source, label: Option<&'static Encoding>) -> io::Result<Self> {
        let head = head(
            &mut source,
            &[b"\xEF\xBB\xBF".to_vec(), b"\xFF\xFE".to_vec(), b"\xFE\xFF".to_vec()],
        )?;
        let encoding =
            Encoding::for_bom(&head).map(|(encoding, _)| encoding).or(label).unwrap_or(UTF_8);
        let source: Source = Box::new(Cursor::new(head).chain(source));
        Ok(if encoding == UTF_8 {
            Self::AsIs(source)
        } else {
            Self::Converted(Box::new(Converter::new(source, encoding)))
        })
    }

    /// The encoding that the input is decoded from and the ill-formed sequences so far. `None` for
    /// UTF-8, which is not decoded.
    pub(crate) fn replaced(&self) -> Option<(&'static Encoding, IllFormed)> {
        match self {
            Self::AsIs(_) => None,
            Self::Converted(converter) => Some((converter.decoder.encoding(), converter.replaced)),
        }
    }
}

impl Read for Decoded {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::AsIs(source) => source.read(to),
            Self::Converted(converter) => converter.read(to),
        }
    }
}

/// Decodes an input part by part.
pub(crate) struct Converter {
    source: Source,
    decoder: Decoder,
    /// Bytes of the source.
    raw: Vec<u8>,
    /// The decoded text, and how much of it has been returned.
    text: String,
    returned: usize,
    /// The offset of the next byte to decode.
    at: u64,
    replaced: IllFormed,
    ended: bool,
}

impl Converter {
    fn new(source: Source, encoding: &'static Encoding) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            text: String::new(),
            returned: 0,
            at: 0,
            replaced: IllFormed::default(),
            ended: false,
        }
    }

    /// Reads once and decodes what was read.
    fn fill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.returned = 0;
        let read = self.source.read(&mut self.raw)?;
        self.ended = read == 0;
        let mut raw = self.raw.get(..read).unwrap_or(&[]);
        loop {
            // `None` means more than `usize::MAX`, which a chunk never needs.
            self.text.reserve(
                self.decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(CHUNK),
            );
            let (result, used) =
                self.decoder.decode_to_string_without_replacement(raw, &mut self.text, self.ended);
            self.at += used as u64;
            raw = raw.get(used..).unwrap_or(&[]);
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(bad, after) => {
                    self.text.push(char::REPLACEMENT_CHARACTER);
                    self.replaced.add(self.at.saturating_sub(u64::from(bad) + u64::from(after)));
                }
            }
        }
    }
}

impl Read for Converter {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.returned == self.text.len() && !self.ended {
            self.fill()?;
        }
        let mut rest = self.text.as_bytes().get(self.returned..).unwrap_or(&[]);
        let read = rest.read(to)?;
        self.returned += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns one byte at a time.
    struct Slow(&'static [u8]);

    impl Read for Slow {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let len = to.len().min(1);
            self.0.read(&mut to[..len])
        }
    }

    fn decoded(
        bytes: &'static [u8],
        label: Option<&'static Encoding>,
    ) -> [(String, Option<IllFormed>); 2] {
        [Box::new(bytes) as Source, Box::new(Slow(bytes))].map(|source| {
            let mut input = Decoded::new(source, label).unwrap();
            let mut text = Vec::new();
            let mut byte = [0];
            // The smallest possible reads.
            while input.read(&mut byte).unwrap() > 0 {
                text.push(byte[0]);
            }
            (String::from_utf8(text).unwrap(), input.replaced().map(|(_, replaced)| replaced))
        })
    }

    #[test]
    fn ill_formed_sequences_are_replaced_and_placed() {
        let none = Some(IllFormed::default());
        let some = |count, first| Some(IllFormed { count, first });
        for (bytes, label, text, replaced) in [
            (b"\xFF\xFEM\0a\0".as_slice(), None, "Ma", none),
            (b"\xFE\xFF\0M", None, "M", none),
            // A lone surrogate, two of them, and half a unit at the end.
            (b"\xFF\xFEM\0\0\xD8a\0", None, "M\u{FFFD}a", some(1, 4)),
            (b"\xFF\xFE\0\xD8\0\xD8a\0\0", None, "\u{FFFD}\u{FFFD}a\u{FFFD}", some(3, 2)),
            (b"\x93\xFA\xFF", Some(encoding_rs::SHIFT_JIS), "日\u{FFFD}", some(1, 2)),
            (b"\xEF\xBB\xBFa", Some(encoding_rs::WINDOWS_1252), "\u{FEFF}a", None),
            (b"\xE9", Some(encoding_rs::WINDOWS_1252), "é", none),
            (b"", Some(encoding_rs::UTF_16LE), "", none),
            (b"a", None, "a", None),
        ] {
            for (found, counted) in decoded(bytes, label) {
                assert_eq!((found.as_str(), counted), (text, replaced), "{bytes:?}");
            }
        }
    }
}
