//! The engines that people would use instead of gaztag.
//!
//! A boundary check after a leftmost-longest search is not right: a longer hit that fails hides a
//! shorter one that would pass. So the engines without boundaries report overlapping hits, and
//! [`Chooser`](crate::chooser::Chooser) chooses among them.

mod aho_corasick;
mod daachorse;
mod flashtext;
mod regex;
#[cfg(feature = "vectorscan")]
mod vectorscan;

use gaztag_samples::Any;

use crate::engine::Engine;
use crate::spellings::Spellings;

/// Peers that this program was built without, and why.
pub(crate) const MISSING: &[&str] = if cfg!(feature = "vectorscan") {
    &[]
} else {
    &["vectorscan: its library is not installed (Debian: libvectorscan-dev)"]
};

/// All peers with these names. `latin`: whether most letters of the text are ASCII.
pub(crate) fn engines(spellings: &Spellings, latin: bool) -> Result<Vec<Engine>, Any> {
    let mut engines = aho_corasick::engines(spellings)?;
    engines.extend(daachorse::engines(spellings, latin)?);
    engines.push(regex::engine(spellings)?);
    #[cfg(feature = "vectorscan")]
    engines.push(vectorscan::engine(spellings)?);
    engines.push(flashtext::engine(spellings));
    Ok(engines)
}
