//! Lines of an input, in batches.

use std::io::{self, BufRead, BufReader, Read};

/// The longest line that is read, in bytes with its end.
pub(crate) const LONGEST_LINE: u64 = 1 << 30;

/// A line is longer than [`LONGEST_LINE`].
pub(crate) struct TooLong;

/// One line that is not blank.
pub(crate) struct Line {
    /// Its number, from 1.
    pub(crate) number: u64,
    pub(crate) text: Result<Vec<u8>, TooLong>,
}

pub(crate) struct Lines {
    input: BufReader<Box<dyn Read>>,
    /// Bytes of a batch.
    size: usize,
    number: u64,
}

impl Lines {
    pub(crate) fn new(input: Box<dyn Read>, size: usize) -> Self {
        Self { input: BufReader::with_capacity(size, input), size, number: 0 }
    }

    /// The next lines, and the end of the input or the error that ended it. A batch ends where reading on would wait, so that whoever feeds a pipe line by line is answered line by line.
    pub(crate) fn batch(&mut self) -> (Vec<Line>, Option<io::Result<()>>) {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        while bytes < self.size && (lines.is_empty() || self.input.buffer().contains(&b'\n')) {
            let mut text = Vec::new();
            let read = match (&mut self.input).take(LONGEST_LINE).read_until(b'\n', &mut text) {
                Ok(0) => return (lines, Some(Ok(()))),
                Ok(read) => read,
                Err(error) => return (lines, Some(Err(error))),
            };
            self.number += 1;
            bytes += read;
            let mut text = Ok(text);
            if read as u64 == LONGEST_LINE && text.as_ref().is_ok_and(|text| text.last() != Some(&b'\n')) {
                text = Err(TooLong);
                if let Err(error) = self.input.skip_until(b'\n') {
                    return (lines, Some(Err(error)));
                }
            }
            if let Ok(text) = &mut text {
                // A mark of the encoding at the start of a file is no part of its first line.
                if self.number == 1 && text.starts_with(b"\xEF\xBB\xBF") {
                    text.drain(..3);
                }
                if text.trim_ascii().is_empty() {
                    continue;
                }
            }
            lines.push(Line { number: self.number, text });
        }
        (lines, None)
    }
}
