//! Standard output. Control characters in texts, ids and names are escaped on a terminal.

use std::io::{self, IsTerminal, StdoutLock, Write};

use crate::error::CliError;
use crate::escape::{self, Notation};
use crate::report::report;

/// Standard output.
pub(crate) struct StandardOutput {
    out: StdoutLock<'static>,
    /// How control characters are escaped; `None` writes them as they are.
    notation: Option<Notation>,
    shown: Vec<u8>,
}

impl StandardOutput {
    /// Escapes control characters if it is a terminal. Each write must end between characters.
    pub(crate) fn new(notation: Notation) -> Self {
        let out = io::stdout().lock();
        Self { notation: out.is_terminal().then_some(notation), out, shown: Vec::new() }
    }

    /// For text with colours, whose other control characters are already escaped.
    pub(crate) fn as_is() -> Self {
        Self { out: io::stdout().lock(), notation: None, shown: Vec::new() }
    }

    /// For lines of JSON or of text.
    pub(crate) fn of(json: bool) -> Self {
        Self::new(if json { Notation::Json } else { Notation::Text })
    }
}

/// Writes what was done as one line: to standard error if the file that was written is standard
/// output.
pub(crate) fn summary(line: &str, is_taken: bool) -> Result<(), CliError> {
    if is_taken {
        report(&line);
        return Ok(());
    }
    writeln!(StandardOutput::new(Notation::Text), "{line}").map_err(CliError::Output)
}

impl Write for StandardOutput {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        let Some(notation) = self.notation else { return self.out.write(part) };
        self.shown.clear();
        escape::write(part, notation, &mut self.shown);
        self.out.write_all(&self.shown)?;
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
