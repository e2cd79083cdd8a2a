//! Tags files that are one text each.

use std::io::{self, Cursor, Read};

use gaztag::{Draft, Finding, IncrementalTagger, Mention, Tagger, Verdict};

use super::job::Job;
use super::whole;
use crate::arguments::input::InputName;
use crate::error::{CliError, Warning};
use crate::input::files::InputFile;
use crate::input::text::Text;
use crate::input::{self, format, utf8};
use crate::limits::{self, TEXT_LIMIT, Whole};
use crate::output::about;
use crate::output::explanation::Explainer;
use crate::output::mention::{self, Item};
use crate::output::painter::{Painter, Style};
use crate::output::tally::Tally;
use crate::output::wrap::Wrapper;
use crate::output::{Form, Place, Printing, Sink, html, pass_on, unquoted};
use crate::page::record;
use crate::progress;
use crate::report::report;

/// The number of bytes of a stream that are read at once.
const CHUNK: usize = 1 << 17;

/// The number of first bytes of a stream that show whether it looks like JSON.
const START: usize = 64;

/// From this length on, a text may take so long that earlier output is not kept back meanwhile.
const LARGE: usize = 1 << 20;

impl Job<'_> {
    /// Tags a text: as a whole up to the limit, so that every name is judged with the whole text.
    pub(super) fn text(
        &self,
        file: &InputFile,
        tally: &mut Tally,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let InputFile { path, format } = file;
        let (name, tagger) = (input::name(path), self.taggers.of(*format));
        let mut text = Text::new(input::open(path, self.input.encoding)?, self.input.binary);
        let start = match self.stream {
            true => Whole::Start(Vec::new()),
            false => limits::read(&mut text, TEXT_LIMIT).map_err(CliError::file(&name))?,
        };
        self.seen.input();
        // The output names standard input `-`, like the arguments.
        let shown = path.display().to_string();
        let id = serde_json::to_string(&shown).unwrap_or_default();
        let place = Place { file: &shown, input: &shown, id: &id, kept: &[], date: self.on };
        let mut out = Vec::new();
        let result = match start {
            Whole::All(text) => {
                self.look(&name, &text);
                let one = One { place, text: &text, format: *format };
                self.whole(one, self.by.map(|_| &*shown), &mut Vec::new(), tally, &mut out, sink)
            }
            Whole::Start(start) => match (&self.screening, self.reads_whole_texts()) {
                (Some(screening), _) => {
                    let read = (&*name, start, &mut text);
                    self.screened_in_parts(screening, place, read, tally, &mut out, sink)
                }
                (None, Some(option)) => Err(CliError::TooLong { file: name.clone(), option }),
                (None, None) => {
                    if !self.stream {
                        self.streamed.add(&name);
                    }
                    let parts = Cursor::new(start).chain(&mut text);
                    let one = One { place, text: &[], format: *format };
                    let printer = Printer::new(self, one, &mut out, sink);
                    self.incremental(&name, tagger, parts, printer, tally)
                }
            },
        };
        // After Ctrl-C, what was found before.
        sink(&mut out)?;
        result?;
        if let Some(warning) = utf8::warning(&name, Some(text.ill_formed())) {
            report(&warning);
        }
        Ok(())
    }

    /// Warns of a text that begins as JSON, unless the format is stated. Returns whether it does.
    fn look(&self, name: &str, start: &[u8]) -> bool {
        let is_json = self.input.format.is_none() && format::looks_like_json(start);
        if is_json {
            report(&Warning::LooksLikeJson { file: name.into() });
        }
        is_json
    }

    /// The option for which a text must be in memory as a whole, if there is one.
    fn reads_whole_texts(&self) -> Option<&'static str> {
        match self.form {
            _ if self.pairs.is_some() => Some("--pairs"),
            Form::Report => Some("gaztag report"),
            Form::About { .. } => Some("--about"),
            Form::Explain { .. } => Some("--explain"),
            _ => None,
        }
    }

    /// Tags a text that is in memory.
    pub(super) fn whole(
        &self,
        one: One<'_>,
        group: Option<&str>,
        drafts: &mut Vec<Draft>,
        tally: &mut Tally,
        out: &mut Vec<u8>,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let One { place, text, format } = one;
        if let Some(screening) = &self.screening {
            return self.screened(screening, one, tally, out, sink);
        }
        let tagger = self.taggers.of(format);
        if text.len() >= LARGE && matches!(self.form, Form::About { .. } | Form::Explain { .. }) {
            sink(out)?;
        }
        if let Form::About { json, file } = self.form {
            let counted_as = |id| self.topics.of(id, tagger.gazetteer());
            let topics = progress::unstoppable(|| tagger.about_as(text, counted_as));
            // A text may be about none of the entities that it names.
            tally.uncounted |= !topics.is_empty() || tagger.is_match(text);
            for topic in topics {
                about::print(self.printing().ids, place, &topic, (json, file), out)
                    .map_err(CliError::Output)?;
            }
            return pass_on(out, sink);
        }
        if let Form::Explain { json } = self.form {
            return self.explain(json, one, tally, out, sink);
        }
        if self.form == Form::Report {
            let (report, topics) = (&mut tally.report, &self.topics);
            let count =
                progress::unstoppable(|| record::write(tagger, topics, place, text, report, out))
                    .map_err(CliError::Output)?;
            progress::found(count);
            return pass_on(out, sink);
        }
        let mut printer = Printer::new(self, one, out, sink);
        let (mut together, mut count) = (Vec::new(), 0);
        whole::mentions(tagger, text, drafts, whole::DRAFTS, |mention, span| {
            tally.add(tagger, mention.entity(), group);
            count += 1;
            if self.pairs.is_some() {
                together.push((span, mention.kind(), mention.entity()));
            }
            printer.mention(mention, text.get(span.range()).unwrap_or(&[]))
        })?;
        progress::found(count);
        if let Some(pairs) = &self.pairs {
            pairs.count(tagger, text, format == InputName::Html, &together, tally);
        }
        printer.finish()
    }

    fn incremental(
        &self,
        name: &str,
        tagger: &Tagger<'static>,
        mut input: impl Read,
        mut printer: Printer<'_>,
        tally: &mut Tally,
    ) -> Result<(), CliError> {
        let mut stream = IncrementalTagger::new(tagger.clone());
        let group = self.by.map(|_| printer.place.input);
        let mut chunk = vec![0; CHUNK];
        let mut start = Vec::with_capacity(START);
        loop {
            let read = match input.read(&mut chunk) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(CliError::File { file: name.into(), error }),
            };
            let part = chunk.get(..read).unwrap_or(&[]);
            if start.len() < START {
                start.extend(part.iter().take(START - start.len()));
                if self.look(name, &start) {
                    start.resize(START, 0); // one warning
                }
            }
            printer.text(part);
            let mut printed = Ok(());
            let mut found = |mention: &Mention, text: &[u8]| {
                tally.add(tagger, mention.entity(), group);
                progress::found(1);
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

    fn explain(
        &self,
        json: bool,
        one: One<'_>,
        tally: &mut Tally,
        out: &mut Vec<u8>,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let One { place, text, format } = one;
        let tagger = self.taggers.of(format);
        let findings = progress::unstoppable(|| tagger.explain(text));
        let is_kept = |of: &Finding<'_>| matches!(of.verdict, Verdict::Kept(_));
        tally.uncounted |= findings.iter().any(is_kept);
        let mut explainer = Explainer::new(json, self.offsets, self.printing().ids, place, text);
        for finding in findings {
            progress::check()?;
            explainer.print(&finding, out).map_err(CliError::Output)?;
            pass_on(out, sink)?;
        }
        Ok(())
    }
}

/// One text, and where it comes from.
#[derive(Clone, Copy)]
pub(super) struct One<'o> {
    pub(super) place: Place<'o>,
    pub(super) text: &'o [u8],
    pub(super) format: InputName,
}

/// Prints the mentions of one text, or the text with them.
struct Printer<'p> {
    printing: Printing<'p>,
    place: Place<'p>,
    painter: Option<Painter<'p>>,
    out: &'p mut Vec<u8>,
    sink: &'p mut Sink<'p>,
}

impl<'p> Printer<'p> {
    fn new(
        job: &'p Job<'p>,
        One { place, text, format }: One<'p>,
        out: &'p mut Vec<u8>,
        sink: &'p mut Sink<'p>,
    ) -> Self {
        let printing = job.printing();
        let style = match printing.form {
            Form::Text { colour, width } => {
                let wrapper = width.filter(|_| !job.stream).map(Wrapper::new);
                Some(Style::Shown { colour, wrapper })
            }
            Form::Html => {
                html::begin(&unquoted(place.id), out);
                Some(Style::Html(printing.ids))
            }
            Form::Replace(template) => {
                let is_html = format == InputName::Html;
                Some(Style::Replaced { template, ids: printing.ids, is_html })
            }
            _ => None,
        };
        let painter = style.map(|style| Painter::new(style, text));
        Self { printing, place, painter, out, sink }
    }

    /// Adds text of a stream.
    fn text(&mut self, text: &[u8]) {
        if let Some(painter) = &mut self.painter {
            painter.text(text);
        }
    }

    fn mention(&mut self, mention: &Mention, text: &[u8]) -> Result<(), CliError> {
        match &mut self.painter {
            Some(painter) => painter.mention(mention, self.out, self.sink)?,
            None => mention::print(self.printing, self.place, &Item::of(mention), text, self.out)
                .map_err(CliError::Output)?,
        }
        pass_on(self.out, self.sink)
    }

    /// Prints a stream up to an offset before which no further mention can begin.
    fn settled(&mut self, to: usize) -> Result<(), CliError> {
        if let Some(painter) = &mut self.painter {
            painter.settled(to, self.out, self.sink)?;
        }
        (self.sink)(self.out)
    }

    fn finish(self) -> Result<(), CliError> {
        if let Some(mut painter) = self.painter {
            painter.finish(self.out, self.sink)?;
        }
        if self.printing.form == Form::Html {
            self.out.extend_from_slice(html::END.as_bytes());
        }
        pass_on(self.out, self.sink)
    }
}
