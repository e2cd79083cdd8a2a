//! What a job looks for in place of mentions.

use gaztag::Screener;

/// What a job looks for in place of mentions.
pub(super) struct Screening {
    pub(super) screener: Screener,
    pub(super) min_confidence: u8,
}
