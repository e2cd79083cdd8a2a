//! Messages on standard error.

use std::fmt;
use std::io::{self, Write};

use crate::escape;

/// Writes an error or a warning to standard error, in one line. If standard error is closed, the
/// message is lost.
pub(crate) fn report(message: &impl fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "gaztag: {}", escape::line(&message.to_string()));
}
