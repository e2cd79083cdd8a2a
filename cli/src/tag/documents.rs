//! Tags JSON Lines, one document in each line.

use std::path::Path;

use gaztag::Draft;

use super::job::Job;
use super::{parallel, whole};
use crate::error::{CliError, Warning};
use crate::input::document::{self, Document};
use crate::input::lines::{Line, Lines};
use crate::input::{self, utf8};
use crate::output::tally::Tally;
use crate::output::{Form, Place, Sink, mention, pass_on};
use crate::problems::{Problem, Problems};
use crate::report::report;

/// The size of a batch of lines for each thread, in bytes.
const BATCH: usize = 1 << 21;

/// The result of some lines, apart from their output.
struct Part {
    tally: Tally,
    problems: Problems,
}

/// Memory that is used again for each document.
#[derive(Default)]
struct Memory {
    drafts: Vec<Draft>,
    out: Vec<u8>,
}

impl Job<'_> {
    /// Tags the documents of a file, batch by batch. Returns whether lines were skipped.
    pub(super) fn documents(
        &self,
        file: &Path,
        tally: &mut Tally,
        sink: &mut Sink<'_>,
    ) -> Result<bool, CliError> {
        let name = input::name(file);
        let mut lines =
            Lines::new(input::open(file, self.arguments.encoding)?, BATCH * self.threads);
        let mut problems = Problems::default();
        let end = loop {
            let (batch, end) = lines.batch();
            let each = |part: Part| {
                tally.merge(&part.tally);
                problems.report(part.problems);
                Ok(())
            };
            self.batch(&name, &batch, sink, each)?;
            if let Some(end) = end {
                break end;
            }
        };
        let failed = problems.sum(&name);
        if let Some(warning) = utf8::warning(&name, lines.input().replaced()) {
            report(&warning);
        }
        end.map(|()| failed).map_err(CliError::file(name))
    }

    fn batch(
        &self,
        name: &str,
        batch: &[Line],
        sink: &mut Sink<'_>,
        mut each: impl FnMut(Part) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let work = |lines: &&[Line], sink: &mut Sink<'_>| self.lines(name, lines, sink);
        if self.threads == 1 {
            return each(work(&batch, sink)?);
        }
        let parts: Vec<&[Line]> = batch.chunks(batch.len().div_ceil(self.threads).max(1)).collect();
        parallel::in_order(&parts, self.threads, work, sink, |part| each(part?))
    }

    fn lines(&self, name: &str, lines: &[Line], sink: &mut Sink<'_>) -> Result<Part, CliError> {
        let mut part = Part { tally: Tally::new(&self.tagger), problems: Problems::default() };
        let mut memory = Memory::default();
        for line in lines {
            self.line(name, line, &mut part, &mut memory, sink)?;
        }
        sink(&mut memory.out)?;
        Ok(part)
    }

    fn line(
        &self,
        name: &str,
        line: &Line,
        part: &mut Part,
        memory: &mut Memory,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let mistake = |message| {
            Problem::Mistake(CliError::Line { file: name.into(), line: line.number, message })
        };
        let text = match &line.text {
            Ok(text) => text,
            Err(too_long) => {
                part.problems.add(mistake(too_long.to_string()));
                return Ok(());
            }
        };
        let (text, ill_formed) = document::decode(text);
        let document =
            match document::parse(&text, &self.arguments.id_field, &self.arguments.text_field) {
                Ok(document) => document,
                Err(message) => {
                    part.problems.add(mistake(message));
                    return Ok(());
                }
            };
        let count = ill_formed + document.surrogates;
        if count > 0 {
            part.problems.add(Problem::Replaced(Warning::Replaced {
                file: name.into(),
                line: line.number,
                count,
            }));
        }
        self.document(line.number, &document, part, memory, sink)
    }

    fn document(
        &self,
        number: u64,
        document: &Document<'_>,
        part: &mut Part,
        memory: &mut Memory,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let Memory { drafts, out } = memory;
        let by_number = number.to_string();
        let id = document.id.as_deref().unwrap_or(&by_number);
        let (place, text) = (Place { input: id, id }, document.text.as_bytes());
        if let Form::Explain { json } = self.form {
            return self.explain(json, place, text, &mut part.tally, out, sink);
        }
        whole::mentions(&self.tagger, text, drafts, whole::DRAFTS, |found, text| {
            part.tally.add(found);
            mention::print(self.form, self.ids(), place, found, text, out)
                .map_err(CliError::Output)?;
            pass_on(out, sink)
        })
    }
}
