//! `gaztag screen`: finds names that are written otherwise than in a list.

use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use gaztag::{Gazetteer, LikelyName, Screener};
use serde::Serialize;

use crate::arguments::screen::ScreenArguments;
use crate::error::CliError;
use crate::limits::TEXT_LIMIT;
use crate::outcome::Outcome;
use crate::output::flat;
use crate::report::report;
use crate::standard_output::StandardOutput;
use crate::{gazetteer, input};

/// A name that was found, as it is printed.
#[derive(Serialize)]
struct Found<'f> {
    file: &'f str,
    /// In bytes of the file.
    start: u64,
    end: u64,
    text: &'f str,
    id: &'f str,
    name: &'f str,
    /// In which ways it is written otherwise.
    differs: Vec<&'static str>,
    confidence: u8,
}

pub(crate) fn run(arguments: &ScreenArguments) -> Result<Outcome, CliError> {
    let gazetteer = gazetteer::load(&arguments.gazetteer)?;
    let kinds = gazetteer::kinds(&gazetteer, &arguments.kinds)?;
    let screener = Screener::new(&gazetteer, &kinds);
    if screener.is_empty() {
        return Err(CliError::Usage(
            "no names to look for; --gazetteer adds a list, --kind chooses other kinds",
        ));
    }
    let standard_input = [PathBuf::from("-")];
    let files: &[PathBuf] =
        if arguments.files.is_empty() { &standard_input } else { &arguments.files };
    let mut out = BufWriter::new(StandardOutput::of(arguments.json));
    let mut outcome = Outcome::default();
    for file in files {
        let job = Job { screener: &screener, gazetteer: &gazetteer, arguments, file };
        match job.run(&mut out) {
            Ok(found) => outcome.found |= found,
            Err(error @ CliError::Output(_)) => return Err(error),
            Err(error) => {
                report(&error);
                outcome.failed = true;
            }
        }
    }
    out.flush().map_err(CliError::Output)?;
    Ok(outcome)
}

/// One file.
struct Job<'j> {
    screener: &'j Screener,
    gazetteer: &'j Gazetteer<'static>,
    arguments: &'j ScreenArguments,
    file: &'j Path,
}

impl Job<'_> {
    /// Prints the names of the file. Returns whether there were any.
    fn run(&self, out: &mut impl Write) -> Result<bool, CliError> {
        let mut source = input::open(self.file, None)?;
        let (mut piece, mut base, mut found) = (Vec::new(), 0, false);
        loop {
            let space = (TEXT_LIMIT - piece.len()) as u64;
            let read = source.by_ref().take(space).read_to_end(&mut piece);
            let read = read.map_err(CliError::file(input::name(self.file)))?;
            // A longer file is read in pieces that end with a line.
            let end = match read as u64 == space {
                true => {
                    piece.iter().rposition(|&byte| byte == b'\n').map_or(piece.len(), |at| at + 1)
                }
                false => piece.len(),
            };
            found |= self.piece(&piece[..end], base, out)?;
            if (read as u64) < space {
                return Ok(found);
            }
            base += end as u64;
            piece.drain(..end);
        }
    }

    /// Prints the names of a part of the file that begins at `base`.
    fn piece(&self, piece: &[u8], base: u64, out: &mut impl Write) -> Result<bool, CliError> {
        let (mut found, mut at) = (false, base);
        for chunk in piece.utf8_chunks() {
            let text = chunk.valid();
            for name in self.screener.screen(text) {
                if name.confidence() >= self.arguments.min_confidence {
                    found = true;
                    self.print(name, at, text, out).map_err(CliError::Output)?;
                }
            }
            at += (text.len() + chunk.invalid().len()) as u64;
        }
        Ok(found)
    }

    fn print(&self, name: LikelyName, at: u64, text: &str, out: &mut impl Write) -> io::Result<()> {
        let Some(entity) = self.gazetteer.entity(name.entity()) else { return Ok(()) };
        let ways = [
            (name.is_reordered(), "order"),
            (name.is_transliterated(), "transliteration"),
            (name.is_edited(), "letter"),
        ];
        let found = Found {
            file: &self.file.display().to_string(),
            start: at + name.range().start as u64,
            end: at + name.range().end as u64,
            text: &text[name.range()],
            id: entity.key(),
            name: entity.name(),
            differs: ways.into_iter().filter(|(is_so, _)| *is_so).map(|(_, way)| way).collect(),
            confidence: name.confidence(),
        };
        if self.arguments.json {
            serde_json::to_writer(&mut *out, &found)?;
            return writeln!(out);
        }
        let mut line = Vec::new();
        if self.arguments.files.len() > 1 {
            flat(found.file.as_bytes(), &mut line);
            line.push(b':');
        }
        let Found { start, end, id, confidence, .. } = found;
        write!(line, "{start}-{end}\t{id}\t")?;
        flat(found.text.as_bytes(), &mut line);
        writeln!(line, "\t{}\t{confidence}", found.differs.join(", "))?;
        out.write_all(&line)
    }
}
