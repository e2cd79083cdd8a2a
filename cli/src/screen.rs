//! Standard output. A terminal is sent no control characters of texts, ids or names.

use std::io::{self, IsTerminal, StdoutLock, Write};

use crate::escape::{self, Notation};

pub(crate) struct Screen {
    out: StdoutLock<'static>,
    /// How controls are shown; none: they are written as they are.
    notation: Option<Notation>,
    shown: Vec<u8>,
}

impl Screen {
    /// Shows controls if it is a terminal. Each call to write has to have whole characters.
    pub(crate) fn new(notation: Notation) -> Self {
        let out = io::stdout().lock();
        Self { notation: out.is_terminal().then_some(notation), out, shown: Vec::new() }
    }

    /// For text that was made harmless already, and has colours.
    pub(crate) fn as_is() -> Self {
        Self { out: io::stdout().lock(), notation: None, shown: Vec::new() }
    }

    /// For the lines of one of two forms.
    pub(crate) fn of(json: bool) -> Self {
        Self::new(if json { Notation::Json } else { Notation::Text })
    }
}

impl Write for Screen {
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
