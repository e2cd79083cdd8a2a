//! The state that all threads share.

use std::sync::atomic::{AtomicU64, Ordering};

use gaztag::Tagger;

use crate::arguments::tag::TagArguments;
use crate::error::Warning;
use crate::output::Form;
use crate::output::ids::Ids;
use crate::report::report;

/// The state that all threads share.
pub(super) struct Job<'a> {
    pub(super) arguments: &'a TagArguments,
    pub(super) tagger: Tagger<'static>,
    pub(super) form: Form,
    pub(super) threads: usize,
    pub(super) streamed: Streamed,
}

impl Job<'_> {
    /// Returns how entities are named in the output.
    pub(super) fn ids(&self) -> Ids<'_> {
        let asked = &self.arguments.ids;
        Ids { tagger: &self.tagger, format: asked.id_format, members_on: asked.with.and(asked.on) }
    }
}

/// The number of texts that were too long to be judged as a whole.
#[derive(Default)]
pub(super) struct Streamed(AtomicU64);

impl Streamed {
    /// Counts a text, and reports the first one.
    pub(super) fn add(&self, file: &str) {
        if self.0.fetch_add(1, Ordering::Relaxed) == 0 {
            report(&Warning::Streamed { file: file.into() });
        }
    }

    /// Reports how many texts there were after the first one.
    pub(super) fn sum(&self) {
        if let Some(more @ 1..) = self.0.load(Ordering::Relaxed).checked_sub(1) {
            report(&Warning::MoreStreamed { more });
        }
    }
}
