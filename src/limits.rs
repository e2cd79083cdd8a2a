//! Limits of one gazetteer. A builder fails where they are exceeded.
//!
//! ```
//! use gaztag::{Surface, GazetteerBuilder, limits};
//! let long = "x".repeat(limits::FORM_LEN + 1);
//! assert!(GazetteerBuilder::new().add_decoy(Surface::new(&long)).is_err());
//! ```

/// The most bytes of an entity's key.
pub const KEY_LEN: usize = 128;
/// The most bytes of a surface form, of an entity's name, of an attribute's name or value, and of
/// each text of a membership.
pub const FORM_LEN: usize = 1024;
/// The most bytes that a surface form with other bounds than words may fold to.
pub const INSIDE_LEN: usize = 512;
/// The most bytes of a row of a gazetteer file.
pub const ROW_LEN: usize = 1 << 20;
/// The most surface forms, without those that were derived by rule.
pub const SURFACES: usize = 1 << 27;
/// The most bytes of all texts together.
pub const TEXT_LEN: usize = 1 << 31;
/// The most surface forms that fold to the same text, with those that were derived by rule.
pub const READINGS: usize = 32;
/// The most languages that a tagger can be built with.
pub const LANGUAGES: usize = 64;
/// The most languages whose forms are judged by the language of the text, with English.
pub const TEXT_LANGUAGES: usize = 32;
/// The most layers of a gazetteer.
pub const LAYERS: usize = 8;
