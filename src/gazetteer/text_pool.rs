//! The texts of an image.

use alloc::string::String;
use alloc::vec::{IntoIter, Vec};

use super::text_order::{self, PART};
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
    /// The pool of these texts. `repeated` are some that equal a later one, in order, with the
    /// index of that. Linear in their bytes, apart from sorting.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TooLarge`] for more than [`limits::TEXT_LEN`] bytes.
    pub(super) fn new(texts: &[&str], repeated: &[(u32, u32)]) -> Result<Self, Error> {
        // Read from their ends.
        let text = |index: u32| texts[index as usize].as_bytes();
        let part = |index: u32, at: usize| {
            let text = text(index);
            ending(&text[..text.len().saturating_sub(at * PART)])
        };
        let mut others = repeated.iter().map(|&(index, _)| index).peekable();
        let numbers = (0..texts.len() as u32).filter(|index| others.next_if_eq(index).is_none());
        let mut order: Vec<(u64, u32)> = numbers.map(|index| (part(index, 0), index)).collect();
        text_order::sort(&mut order, &part, &|index| text(index).len(), &|a, b| {
            let reversed = |index: u32| text(index).rchunks(PART).map(ending);
            reversed(a).cmp(reversed(b))
        });
        let (mut pool, mut starts) = (String::new(), alloc::vec![0_u32; texts.len()]);
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
        for &(index, same) in repeated {
            starts[index as usize] = starts[same as usize];
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
