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
        let mut order: Vec<u32> = (0..texts.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| {
            texts[a as usize].bytes().rev().cmp(texts[b as usize].bytes().rev())
        });
        let (mut pool, mut starts) = (String::new(), alloc::vec![0; texts.len()]);
        let mut longer = "";
        // Read from its end, a text sorts before those that end with it. So in the reverse order
        // the longest come first.
        for &index in order.iter().rev() {
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
