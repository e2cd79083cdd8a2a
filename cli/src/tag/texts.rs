//! Tags files that are one text each.

use std::io::{self, Cursor, Read};
use std::path::Path;

use gaztag::{IncrementalTagger, Mention};

use super::job::Job;
use super::whole;
use crate::error::CliError;
use crate::input;
use crate::input::text::Text;
use crate::input::utf8;
use crate::limits::{self, TEXT_LIMIT, Whole};
use crate::output::explanation::Explainer;
use crate::output::painter::Painter;
use crate::output::tally::Tally;
use crate::output::{Form, Place, Sink, mention, pass_on};
use crate::report::report;

/// The number of bytes of a stream that are read at once.
const CHUNK: usize = 1 << 17;

impl Job<'_> {
    /// Tags a text: as a whole up to the limit, so that every name is judged with the whole text.
    pub(super) fn text(
        &self,
        file: &Path,
        tally: &mut Tally,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let name = input::name(file);
        let mut text =
            Text::new(input::open(file, self.arguments.encoding)?, self.arguments.binary);
        let start = match self.arguments.stream {
            true => Whole::Start(Vec::new()),
            false => limits::read(&mut text, TEXT_LIMIT).map_err(CliError::file(&name))?,
        };
        // The output names standard input `-`, like the arguments.
        let shown = file.display().to_string();
        let id = serde_json::to_string(&shown).unwrap_or_default();
        let place = Place { input: &shown, id: &id };
        match (start, self.form) {
            (Whole::All(text), Form::Explain { json }) => {
                let mut out = Vec::new();
                self.explain(json, place, &text, tally, &mut out, sink)?;
                sink(&mut out)?;
            }
            (Whole::Start(_), Form::Explain { .. }) => {
                return Err(CliError::TooLongToExplain { file: name });
            }
            (Whole::All(text), _) => self.whole(place, &text, tally, sink)?,
            (Whole::Start(start), _) => {
                if !self.arguments.stream {
                    self.streamed.add(&name);
                }
                let parts = Cursor::new(start).chain(&mut text);
                self.stream(&name, place, parts, tally, sink)?;
            }
        }
        if let Some(warning) = utf8::warning(&name, Some(text.ill_formed())) {
            report(&warning);
        }
        Ok(())
    }

    fn whole(
        &self,
        place: Place<'_>,
        text: &[u8],
        tally: &mut Tally,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let mut printer = Printer::new(self, place, text, sink);
        whole::mentions(&self.tagger, text, &mut Vec::new(), whole::DRAFTS, |mention, text| {
            tally.add(mention);
            printer.mention(mention, text)
        })?;
        printer.finish()
    }

    fn stream(
        &self,
        name: &str,
        place: Place<'_>,
        mut input: impl Read,
        tally: &mut Tally,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let mut stream = IncrementalTagger::new(self.tagger.clone());
        let mut printer = Printer::new(self, place, &[], sink);
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = match input.read(&mut chunk) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(CliError::File { file: name.into(), error }),
            };
            let part = chunk.get(..read).unwrap_or(&[]);
            printer.text(part);
            let mut printed = Ok(());
            let mut found = |mention: &Mention, text: &[u8]| {
                tally.add(mention);
                if printed.is_ok() {
                    printed = printer.mention(mention, text);
                }
            };
            if part.is_empty() {
                stream.finish(&mut found)
            } else {
                stream.feed(part, &mut found)
            }
            printed?;
            if part.is_empty() {
                return printer.finish();
            }
            printer.settled(stream.settled())?;
        }
    }

    pub(super) fn explain(
        &self,
        json: bool,
        place: Place<'_>,
        text: &[u8],
        tally: &mut Tally,
        out: &mut Vec<u8>,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        self.tagger.tag(text).iter().for_each(|mention| tally.add(mention));
        let mut explainer =
            Explainer::new(json, self.arguments.offsets.into(), self.ids(), place, text);
        for finding in self.tagger.explain(text) {
            explainer.print(&finding, out).map_err(CliError::Output)?;
            pass_on(out, sink)?;
        }
        Ok(())
    }
}

/// Prints the mentions of one text.
struct Printer<'p> {
    job: &'p Job<'p>,
    place: Place<'p>,
    painter: Option<Painter<'p>>,
    out: Vec<u8>,
    sink: &'p mut Sink<'p>,
}

impl<'p> Printer<'p> {
    fn new(job: &'p Job<'p>, place: Place<'p>, text: &'p [u8], sink: &'p mut Sink<'p>) -> Self {
        let painter = match job.form {
            Form::Text { colour } => Some(Painter::new(colour, text)),
            _ => None,
        };
        Self { job, place, painter, out: Vec::with_capacity(CHUNK), sink }
    }

    /// Adds text of a stream.
    fn text(&mut self, text: &[u8]) {
        if let Some(painter) = &mut self.painter {
            painter.text(text);
        }
    }

    fn mention(&mut self, mention: &Mention, text: &[u8]) -> Result<(), CliError> {
        match &mut self.painter {
            Some(painter) => painter.mention(mention, &mut self.out, self.sink)?,
            None => mention::print(
                self.job.form,
                self.job.ids(),
                self.place,
                mention,
                text,
                &mut self.out,
            )
            .map_err(CliError::Output)?,
        }
        pass_on(&mut self.out, self.sink)
    }

    /// Prints a stream up to an offset before which no further mention can begin.
    fn settled(&mut self, to: usize) -> Result<(), CliError> {
        if let Some(painter) = &mut self.painter {
            painter.settled(to, &mut self.out, self.sink)?;
        }
        (self.sink)(&mut self.out)
    }

    fn finish(mut self) -> Result<(), CliError> {
        if let Some(painter) = &mut self.painter {
            painter.finish(&mut self.out, self.sink)?;
        }
        (self.sink)(&mut self.out)
    }
}
