//! How a command ended.

use std::process::ExitCode;

use crate::progress;

/// How a command ended.
#[derive(Clone, Copy, Default)]
pub(crate) struct Outcome {
    /// Whether anything was found.
    pub(crate) found: bool,
    /// Whether an input failed. The error has been reported.
    pub(crate) failed: bool,
}

impl Outcome {
    pub(crate) fn exit_code(self) -> ExitCode {
        match self {
            _ if progress::stopped() => ExitCode::from(progress::INTERRUPTED),
            Self { failed: true, .. } => ExitCode::from(2),
            Self { found: true, .. } => ExitCode::SUCCESS,
            Self { .. } => ExitCode::from(1),
        }
    }
}
