//! What inputs have had so far, by all threads.

use std::borrow::Cow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::CliError;

/// Whether any input could be read, and which fields documents have had.
pub(super) struct Seen {
    input: AtomicBool,
    document: AtomicBool,
    /// In the order of the kept fields.
    fields: Vec<AtomicBool>,
}

impl Seen {
    pub(super) fn new(fields: usize) -> Self {
        let fields = std::iter::repeat_with(AtomicBool::default).take(fields).collect();
        Self { input: false.into(), document: false.into(), fields }
    }

    /// Notes an input that could be read.
    pub(super) fn input(&self) {
        self.input.store(true, Ordering::Relaxed);
    }

    /// Notes the kept fields of a document.
    pub(super) fn document(&self, kept: &[Option<Cow<'_, str>>]) {
        self.document.store(true, Ordering::Relaxed);
        for (seen, _) in self.fields.iter().zip(kept).filter(|(_, value)| value.is_some()) {
            seen.store(true, Ordering::Relaxed);
        }
    }

    /// Whether any input could be read.
    pub(super) fn any(&self) -> bool {
        self.input.load(Ordering::Relaxed)
    }

    /// Fails if inputs failed and none could be read: then a file of the output is not written.
    pub(super) fn check_read(&self, failed: bool, output: &Path) -> Result<(), CliError> {
        if failed && !self.any() {
            return Err(CliError::NothingRead { file: output.into() });
        }
        Ok(())
    }

    /// Those of the names of the kept fields that no document has had.
    pub(super) fn missing<'n>(&self, names: &'n [&'n str]) -> impl Iterator<Item = &'n str> {
        let any = self.document.load(Ordering::Relaxed);
        let fields = self.fields.iter().zip(names);
        fields.filter(move |(seen, _)| any && !seen.load(Ordering::Relaxed)).map(|(_, name)| *name)
    }
}
