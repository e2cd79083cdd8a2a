//! Tags JSON Lines and tables, one document in each line or row.

use gaztag::Draft;

use super::job::Job;
use super::parallel;
use super::texts::One;
use crate::arguments::input::InputName;
use crate::error::{CliError, Warning};
use crate::input::document::Document;
use crate::input::files::InputFile;
use crate::input::record::{Record, Records, Schema};
use crate::input::{self, utf8};
use crate::output::tally::Tally;
use crate::output::{Form, Place, Sink, pass_on};
use crate::problems::{Problem, Problems};
use crate::progress;
use crate::report::report;

/// The size of a batch of records for each thread, in bytes.
const BATCH: usize = 1 << 21;

/// The result of some records, apart from their output.
struct Part {
    tally: Tally,
    problems: Problems,
}

impl Part {
    /// Adds a mistake in a line, or in a row of columns.
    fn mistake(&mut self, origin: &Origin<'_>, number: u64, message: String) {
        let file = origin.name.into();
        self.problems.add(Problem::Mistake(if origin.has_lines {
            CliError::Line { file, line: number, message }
        } else {
            CliError::Row { file, row: number, message }
        }));
    }
}

/// Memory that is used again for each document.
#[derive(Default)]
struct Memory {
    drafts: Vec<Draft>,
    out: Vec<u8>,
}

/// The name of an input in messages and in the output, and the schema of its records.
struct Origin<'o> {
    name: &'o str,
    shown: &'o str,
    has_lines: bool,
    schema: Schema<'o>,
}

impl Job<'_> {
    /// Tags the documents of a file, batch by batch. Returns whether records were skipped.
    pub(super) fn documents(
        &self,
        file: &InputFile,
        tally: &mut Tally,
        sink: &mut Sink<'_>,
    ) -> Result<bool, CliError> {
        let name = input::name(&file.path);
        let size = BATCH * self.threads;
        let (mut records, schema) = Records::open(file, self.input.encoding, &self.fields, size)?;
        self.seen.input();
        let shown = file.path.display().to_string();
        let has_lines = file.format != InputName::Parquet;
        let origin = Origin { name: &name, shown: &shown, has_lines, schema };
        let mut problems = Problems::default();
        let end = loop {
            let (batch, end) = records.batch();
            let each = |part: Part| {
                tally.merge(part.tally);
                problems.report(part.problems);
                Ok(())
            };
            self.batch(&origin, &batch, sink, each)?;
            if let Some(end) = end {
                break end;
            }
        };
        let failed = problems.sum(&name);
        if let Some(warning) = utf8::warning(&name, records.replaced()) {
            report(&warning);
        }
        end.map(|()| failed).map_err(CliError::file(name))
    }

    fn batch(
        &self,
        origin: &Origin<'_>,
        batch: &[Record],
        sink: &mut Sink<'_>,
        mut each: impl FnMut(Part) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let work = |records: &&[Record], sink: &mut Sink<'_>| self.records(origin, records, sink);
        if self.threads == 1 {
            return each(work(&batch, sink)?);
        }
        let parts: Vec<&[Record]> =
            batch.chunks(batch.len().div_ceil(self.threads).max(1)).collect();
        parallel::in_order(&parts, self.threads, work, sink, |part| each(part?))
    }

    fn records(
        &self,
        origin: &Origin<'_>,
        records: &[Record],
        sink: &mut Sink<'_>,
    ) -> Result<Part, CliError> {
        let mut part =
            Part { tally: Tally::new(&self.taggers.text), problems: Problems::default() };
        let mut memory = Memory::default();
        for record in records {
            let line = record.line();
            let result = origin.schema.document(record, |document| match document {
                Ok(document) => {
                    if document.replaced > 0 {
                        part.problems.add(Problem::Replaced(Warning::Replaced {
                            file: origin.name.into(),
                            line,
                            count: document.replaced,
                        }));
                    }
                    self.document(line, document, origin, &mut part, &mut memory, sink)
                }
                Err(message) => {
                    part.mistake(origin, line, message);
                    Ok(())
                }
            });
            match result {
                // What was done is printed.
                Err(CliError::Interrupted) => break,
                result => result?,
            }
            if progress::stopped() {
                break;
            }
        }
        sink(&mut memory.out)?;
        Ok(part)
    }

    fn document(
        &self,
        line: u64,
        document: &Document<'_>,
        origin: &Origin<'_>,
        part: &mut Part,
        memory: &mut Memory,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let Memory { drafts, out } = memory;
        self.seen.document(&document.kept);
        let by_number = line.to_string();
        let id = document.id.as_deref().unwrap_or(&by_number);
        let date = match self.date(document) {
            Ok(date) => date,
            Err(message) => {
                part.mistake(origin, line, message);
                return Ok(());
            }
        };
        let file = origin.shown;
        let group = self.group(file, document, date);
        let place = Place { file, input: id, id, kept: &document.kept, date: self.on.or(date) };
        let one = One { place, text: document.text.as_bytes(), format: InputName::Jsonl };
        if let Form::Replace(_) = self.form {
            return self.replaced(one, document, drafts, &mut part.tally, out, sink);
        }
        self.whole(one, group.as_deref(), drafts, &mut part.tally, out, sink)
    }

    /// Prints a document as one JSON object, with its text after the replacement.
    fn replaced(
        &self,
        one: One<'_>,
        document: &Document<'_>,
        drafts: &mut Vec<Draft>,
        tally: &mut Tally,
        out: &mut Vec<u8>,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let mut text = Vec::new();
        let mut keep = |part: &mut Vec<u8>| {
            text.append(part);
            Ok(())
        };
        let mut rest = Vec::new();
        self.whole(one, None, drafts, tally, &mut rest, &mut keep)?;
        text.append(&mut rest);
        let text = String::from_utf8_lossy(&text);
        if let Some(object) = &document.object {
            object.write(&text, out).map_err(CliError::Output)?;
        }
        pass_on(out, sink)
    }
}
