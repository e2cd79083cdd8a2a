//! Messages on standard error.

use std::fmt;
use std::io::{self, Write};

use crate::{escape, progress};

/// Writes an error or a warning to standard error, in one line. If standard error is closed, the
/// message is lost.
pub(crate) fn report(message: &impl fmt::Display) {
    let line = escape::line(&message.to_string());
    progress::aside(|| drop(writeln!(io::stderr().lock(), "gaztag: {line}")));
}
