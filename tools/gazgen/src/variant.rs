//! A form that follows from the data by rule.

use gaztag::CaseRule;

/// A form that follows from a row.
pub(crate) struct Variant<'d> {
    /// The entity; `None` for a decoy.
    pub(crate) key: Option<&'d str>,
    pub(crate) form: String,
    pub(crate) case: CaseRule,
    /// The role and prior as rows state them.
    pub(crate) role: &'d str,
    pub(crate) prior: &'d str,
    pub(crate) language: &'d str,
}
