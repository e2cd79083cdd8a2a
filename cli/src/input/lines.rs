//! Reads lines of an input in batches.

use std::io::{self, BufRead, BufReader, Read};

use crate::limits::{LINE_LIMIT, mebibytes};

/// The error for a line that is longer than [`LINE_LIMIT`].
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("longer than {} MiB; split the document", mebibytes(LINE_LIMIT))]
pub(crate) struct TooLong;

/// One line that is not blank.
pub(crate) struct Line {
    /// The number of the line, from 1.
    pub(crate) number: u64,
    pub(crate) text: Result<Vec<u8>, TooLong>,
}

/// The lines of an input.
pub(crate) struct Lines<R> {
    input: BufReader<R>,
    /// The size of a batch in bytes.
    size: usize,
    /// The longest line.
    limit: usize,
    number: u64,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(input: R, size: usize) -> Self {
        Self { input: BufReader::with_capacity(size, input), size, limit: LINE_LIMIT, number: 0 }
    }

    /// The input.
    pub(crate) fn input(&self) -> &R {
        self.input.get_ref()
    }

    /// Returns the next lines, and at the end of the input `Ok` or the error that ended it. A batch
    /// ends where reading on could block, so that lines that arrive one by one are tagged one by
    /// one.
    pub(crate) fn batch(&mut self) -> (Vec<Line>, Option<io::Result<()>>) {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        while bytes < self.size && (lines.is_empty() || self.input.buffer().contains(&b'\n')) {
            let mut text = Vec::new();
            let read = match (&mut self.input).take(self.limit as u64).read_until(b'\n', &mut text)
            {
                Ok(0) => return (lines, Some(Ok(()))),
                Ok(read) => read,
                Err(error) => return (lines, Some(Err(error))),
            };
            self.number += 1;
            bytes += read;
            let mut text = Ok(text);
            if read == self.limit && text.as_ref().is_ok_and(|text| text.last() != Some(&b'\n')) {
                text = Err(TooLong);
                if let Err(error) = self.input.skip_until(b'\n') {
                    return (lines, Some(Err(error)));
                }
            }
            if let Ok(text) = &mut text {
                // A byte order mark at the start of a file does not belong to the first line.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_beyond_the_limit_is_reported_and_skipped() {
        let mut lines =
            Lines { limit: 5, ..Lines::new("1234\n12345\n123456789\n\n1".as_bytes(), 1 << 10) };
        let (batch, _) = lines.batch();
        let found: Vec<(u64, Option<&[u8]>)> =
            batch.iter().map(|line| (line.number, line.text.as_deref().ok())).collect();
        assert_eq!(found, [(1, Some(b"1234\n".as_slice())), (2, None), (3, None)]);
        let (batch, end) = lines.batch();
        assert_eq!((batch[0].number, batch[0].text.as_deref().unwrap()), (5, b"1".as_slice()));
        assert!(matches!(end, None | Some(Ok(()))));
    }
}
