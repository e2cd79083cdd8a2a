//! What one gazetteer may hold. Beyond these the builder gives an error.

/// Bytes of an entity's key.
pub const KEY_LEN: usize = 128;
/// Bytes of one surface form, of an entity's name or of an attribute's name or value.
pub const FORM_LEN: usize = 1024;
/// Bytes of one row of a gazetteer file.
pub const ROW_LEN: usize = 1 << 20;
/// Surface forms of one gazetteer, the derived ones counted too.
pub const SURFACES: usize = 1 << 27;
/// Bytes of all texts of one gazetteer together.
pub const TEXT_LEN: usize = 1 << 31;
/// Surface forms that fold to the same text.
pub const READINGS: usize = 32;
/// Languages that one tagger can be asked for.
pub const LANGUAGES: usize = 64;
