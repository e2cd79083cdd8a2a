//! The texts of an image.

use alloc::string::String;
use alloc::vec::{IntoIter, Vec};

use crate::error::{Error, ErrorKind};
use crate::image::TextRange;
use crate::limits;

/// All texts in one string, each with a zero after it. A text that others end with is a part of
/// them.
#[derive(Default)]
pub(super) struct TextPool {
    pub(super) pool: String,
    /// The start of each text, in the order in which the texts were given.
    starts: IntoIter<u32>,
}

impl TextPool {
    /// The pool of these texts. Linear in their bytes, apart from sorting.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TooLarge`] for more than [`limits::TEXT_LEN`] bytes.
    pub(super) fn new(texts: &[&str]) -> Result<Self, Error> {
        // The last bytes decide most comparisons, and they are near each other.
        let mut order: Vec<(u64, u32)> =
            (0..).zip(texts).map(|(index, text)| (ending(text.as_bytes()), index)).collect();
        order.sort_unstable_by(|&(a_ends, a), &(b_ends, b)| {
            let reversed = |index: u32| texts[index as usize].as_bytes().rchunks(8).map(ending);
            a_ends.cmp(&b_ends).then_with(|| reversed(a).cmp(reversed(b)))
        });
        let (mut pool, mut starts) = (String::new(), alloc::vec![0; texts.len()]);
        let mut longer = "";
        // Read from its end, a text sorts before those that end with it. So in the reverse order
        // the longest come first.
        for &(_, index) in order.iter().rev() {
            let text = texts[index as usize];
            if pool.is_empty() || !longer.ends_with(text) {
                longer = text;
                pool.push_str(text);
                pool.push('\0');
            }
            if pool.len() > limits::TEXT_LEN {
                return Err(ErrorKind::TooLarge.into());
            }
            starts[index as usize] = (pool.len() - 1 - text.len()) as u32;
        }
        Ok(Self { pool, starts: starts.into_iter() })
    }

    /// The range of the next text. The texts must come in the order in which they were given.
    pub(super) fn next(&mut self, text: &str) -> TextRange {
        TextRange { start: self.starts.next().unwrap_or(0), len: text.len() as u16 }
    }
}

/// The last eight bytes of a text, the last one first, or fewer and zeros.
fn ending(text: &[u8]) -> u64 {
    match text.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => text.iter().fold(0, |key, &byte| key >> 8 | u64::from(byte) << 56),
    }
}
