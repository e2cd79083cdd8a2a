//! The colours of kinds.

use std::io::{self, IsTerminal, Write, stdout};

use gaztag::Kind;

use crate::arguments::output::When;
use crate::escape;

/// Whether to colour the output: as the option says; by default on a terminal unless `NO_COLOR` is
/// set (<https://no-color.org>).
pub(crate) fn wanted(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

/// The escape sequence that begins a kind's colour: bold green countries, blue blocs, yellow
/// minerals, magenta others.
pub(crate) fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Country => "\x1b[1;32m",
        Kind::Bloc => "\x1b[1;34m",
        Kind::Mineral => "\x1b[1;33m",
        _ => "\x1b[1;35m",
    }
}

/// Writes which colour means which kind.
pub(crate) fn legend(kinds: &[(Kind, &str)], out: &mut Vec<u8>) -> io::Result<()> {
    write!(out, "colours:")?;
    for (kind, name) in kinds {
        write!(out, " {}{}{END}", of_kind(*kind), escape::line(name))?;
    }
    out.push(b'\n');
    Ok(())
}

/// The escape sequence that ends a colour.
pub(crate) const END: &str = "\x1b[0m";
