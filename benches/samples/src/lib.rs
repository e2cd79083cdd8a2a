//! Texts of every kind that gaztag is measured on, and the names in them. The project makes them
//! itself, the same each time, so that measuring needs no file.
//!
//! - `kinds`: the kinds of text, read from files or made.
//! - `words`: sentences of common words in each language.
//! - `names`: the names in them; `letters`: what a name may consist of.
//! - `random`: numbers that look random.

mod kinds;
mod letters;
mod names;
mod random;
mod words;

use std::fs;
use std::path::Path;

pub use kinds::{Content, KINDS, Kind, Source, character_at, is_latin};
pub use letters::{Class, class};
pub use names::Names;
pub use random::Random;
pub use words::capitalised;

/// Any error: these are programs that stop and say why.
pub type Any = Box<dyn std::error::Error>;

/// The bytes of a file.
pub fn read_bytes(file: &Path) -> Result<Vec<u8>, Any> {
    fs::read(file).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// A file of UTF-8.
pub fn read_text(file: &Path) -> Result<String, Any> {
    String::from_utf8(read_bytes(file)?)
        .map_err(|error| format!("{}: {error}", file.display()).into())
}
