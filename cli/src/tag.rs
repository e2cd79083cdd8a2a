//! `gaztag tag`: tags inputs. The limits of [`limits`](crate::limits) bound its memory for any
//! input.

mod conflicts;
mod documents;
mod job;
mod parallel;
mod places;
pub(crate) mod replace;
pub(crate) mod report;
pub(crate) mod screen;
mod screened;
mod screening;
mod seen;
mod texts;
pub(crate) mod topics;
mod whole;

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use crate::arguments::counts::By;
use crate::arguments::output::{When, With};
use crate::arguments::tag::TagArguments;
use crate::error::{CliError, Warning};
use crate::escape::Notation;
use crate::input::document::{DateField, Fields};
use crate::input::files::{Files, InputFile};
use crate::outcome::Outcome;
#[cfg(feature = "parquet")]
use crate::output::parquet::Rows;
use crate::output::table::Layout;
use crate::output::tally::Tally;
use crate::output::{Form, Sink, html, mention};
use crate::output_file::{OutputFile, Writer};
use crate::page::Collector;
use crate::report::report;
use crate::standard_output::StandardOutput;
use crate::{choice, colours, gazetteer, input, progress};
use job::{Job, Taggers};
use places::Pairs;
use seen::Seen;
use topics::CountedAs;

pub(crate) fn run(arguments: &TagArguments) -> Result<Outcome, CliError> {
    let mut found = Files::find(&arguments.input, arguments.input.recursive)?;
    conflicts::check(arguments, &found.files)?;
    let (form, layout) = (form(arguments, &found.files), layout(arguments));
    let job = job(arguments, form)?;
    let mut out = To::open(arguments, &found.files, &job, layout)?;
    if arguments.stream {
        report(&Warning::Stream);
    }
    match form {
        Form::Tsv | Form::Csv if arguments.form.parquet.is_none() => out.begin_with(&job)?,
        Form::Html => out.write(html::HEAD.as_bytes())?,
        _ => {}
    }
    let is_file = arguments.form.html.is_some() || arguments.form.parquet.is_some();
    progress::begin(total(&found.files), is_file || shows_progress(form));
    let mut tally = Tally::new(&job.taggers.text);
    found.failed |= job.files(&found.files, &mut tally, &mut out)?;
    if progress::stopped() && is_file {
        // The old file is left as it was.
        return Ok(Outcome { found: tally.any(), failed: true });
    }
    if let Some(file) = arguments.form.html.as_ref().or(arguments.form.parquet.as_ref()) {
        job.seen.check_read(found.failed, file)?;
    }
    if form == Form::Html {
        out.write(html::TAIL.as_bytes())?;
    }
    if matches!(form, Form::Text { .. } | Form::Counts) {
        out.write(&summary(&job, arguments, layout, &mut tally).map_err(CliError::Output)?)?;
    }
    out.finish(&job, found.failed)?;
    Ok(Outcome { found: tally.any(), failed: found.failed })
}

fn job<'a>(arguments: &'a TagArguments, form: Form<'a>) -> Result<Job<'a>, CliError> {
    let builder = choice::tagger_builder(&arguments.choice, &arguments.gazetteer)?;
    // What prints texts needs offsets in bytes.
    let builder = topics::with_capitals(builder, &arguments.choice, arguments.form.places);
    let taggers = Taggers::build(match form {
        Form::Text { .. } | Form::Html => builder,
        _ => builder.offset_unit(arguments.offsets.into()),
    })?;
    let (input, count, ids) = (&arguments.input, &arguments.count, &arguments.ids);
    let pairs = match &count.pairs {
        Some((first, second)) => {
            let of = taggers.text.gazetteer();
            let [first, second] = [first, second].map(|name| gazetteer::kind(of, name));
            Some(Pairs { kinds: (first?, second?), within: count.within, roll_up: count.roll_up })
        }
        None => None,
    };
    let mut kept: Vec<&str> = arguments.form.keep.iter().map(String::as_str).collect();
    if let Some(By::Field(field)) = &count.by {
        kept.push(field);
    }
    let is_dated = count.by == Some(By::Day) || ids.adds(With::Members) && ids.on.is_none();
    let date = is_dated.then_some(DateField { name: &count.date_field, is_needed: true });
    Ok(Job {
        seen: Seen::new(kept.len()),
        with_file: arguments.with_filename,
        with_members: ids.adds(With::Members),
        with_attributes: ids.adds(With::Attributes),
        on: ids.on,
        offsets: arguments.offsets.into(),
        keep: &arguments.form.keep,
        fields: Fields { text: &input.text_field, id: &input.id_field, date, kept, whole: false },
        by: count.by.as_ref(),
        topics: CountedAs::new(taggers.text.gazetteer(), count.roll_up, arguments.form.places),
        pairs,
        stream: arguments.stream,
        ..Job::new(input, taggers, form, ids.id_format, arguments.threads)
    })
}

/// The size of all inputs in bytes, if each is a regular file.
fn total(files: &[InputFile]) -> Option<u64> {
    let size = |file: &InputFile| {
        fs::metadata(&file.path).ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len())
    };
    files.iter().map(size).sum()
}

/// Whether nothing else is printed on a terminal while inputs are read.
fn shows_progress(form: Form<'_>) -> bool {
    form == Form::Counts || !io::stdout().is_terminal()
}

/// The form of the output: as the options say, else coloured text on a terminal or with
/// `--color always`, else lines.
fn form<'a>(arguments: &'a TagArguments, files: &[InputFile]) -> Form<'a> {
    let (asked, documents) = (&arguments.form, files.iter().any(|file| !file.format.is_text()));
    let file = arguments.with_filename || arguments.input.recursive || files.len() > 1;
    match () {
        () if asked.about => Form::About { json: asked.json, file },
        () if asked.explain => Form::Explain { json: asked.json },
        () if arguments.count.counts || arguments.count.pairs.is_some() => Form::Counts,
        () if asked.json => Form::Json,
        () if asked.tsv => Form::Tsv,
        // Rows of Parquet are printed as CSV first.
        () if asked.csv || asked.parquet.is_some() => Form::Csv,
        () if asked.only => Form::Only,
        () if asked.html.is_some() => Form::Html,
        () if !documents && (io::stdout().is_terminal() || arguments.color == When::Always) => {
            Form::Text { colour: colours::wanted(arguments.color), width: terminal_width() }
        }
        () => Form::Lines { file },
    }
}

/// How counts are printed.
fn layout(arguments: &TagArguments) -> Layout {
    let asked = &arguments.form;
    layout_of([asked.json, asked.tsv, asked.csv], colours::wanted(arguments.color))
}

/// The same for --json, --tsv and --csv.
fn layout_of([json, tsv, csv]: [bool; 3], colour: bool) -> Layout {
    match () {
        () if json => Layout::Json,
        () if tsv => Layout::Tsv,
        () if csv => Layout::Csv,
        () => Layout::Text { colour, width: terminal_width() },
    }
}

/// The width of the terminal that standard output is.
fn terminal_width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| width.into())
}

/// What is printed after all inputs: counts or pairs; after coloured text also what the colours
/// mean.
fn summary(
    job: &Job<'_>,
    arguments: &TagArguments,
    layout: Layout,
    tally: &mut Tally,
) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    if arguments.count.roll_up {
        tally.roll_up(&job.taggers.text);
    }
    let ids = job.printing().ids;
    let table = match &arguments.count.by {
        _ if job.pairs.is_some() => tally.pairs(ids),
        Some(by) => tally.grouped(ids, by.name()),
        None => tally.counts(ids),
    };
    if let Form::Text { colour, .. } = job.form
        && tally.any()
    {
        out.push(b'\n');
        if colour {
            colours::legend(&table.kinds(), &mut out)?;
        }
    }
    table.print(layout, &mut out)?;
    Ok(out)
}

/// Where the output goes.
enum To {
    /// With a header that is not written before something else is, or an input could be read.
    Standard(StandardOutput, Vec<u8>),
    Page(Writer),
    Report(Box<Collector>),
    #[cfg(feature = "parquet")]
    Parquet(PathBuf, Box<Rows>),
}

impl To {
    fn open(
        arguments: &TagArguments,
        files: &[InputFile],
        job: &Job<'_>,
        layout: Layout,
    ) -> Result<Self, CliError> {
        let begin = |path| {
            let inputs: Vec<PathBuf> = files.iter().map(|file| file.path.clone()).collect();
            OutputFile::open(path, &inputs)?.begin()
        };
        if let Some(page) = &arguments.form.html {
            return begin(page).map(Self::Page);
        }
        #[cfg(feature = "parquet")]
        if let Some(path) = &arguments.form.parquet {
            let rows = Rows::new(begin(path)?, job.printing());
            let rows = rows.map_err(|error| CliError::file(path)(io::Error::other(error)))?;
            return Ok(Self::Parquet(path.clone(), Box::new(rows)));
        }
        // What is shown with colours escapes the control characters of texts itself.
        Ok(Self::standard(match (job.form, layout) {
            (Form::Text { .. }, _) | (Form::Counts, Layout::Text { .. }) => StandardOutput::as_is(),
            (Form::Json | Form::Explain { json: true }, _) | (Form::Counts, Layout::Json) => {
                StandardOutput::new(Notation::Json)
            }
            _ => StandardOutput::new(Notation::Text),
        }))
    }

    fn standard(out: StandardOutput) -> Self {
        Self::Standard(out, Vec::new())
    }

    /// Begins standard output with the names of the columns.
    fn begin_with(&mut self, job: &Job<'_>) -> Result<(), CliError> {
        match self {
            Self::Standard(_, head) => {
                mention::header(job.printing(), head).map_err(CliError::Output)
            }
            _ => Ok(()),
        }
    }

    fn write(&mut self, part: &[u8]) -> Result<(), CliError> {
        match self {
            Self::Standard(..) if part.is_empty() => Ok(()),
            Self::Standard(out, head) => {
                let written = out.write_all(head).and_then(|()| out.write_all(part));
                head.clear();
                written.map_err(CliError::Output)
            }
            Self::Page(page) => page.write(part),
            Self::Report(collector) => collector.add(part).map_err(CliError::Output),
            #[cfg(feature = "parquet")]
            Self::Parquet(path, rows) => rows.add(part).map_err(CliError::file(&*path)),
        }
    }

    /// Ends the output; `failed` says whether an input failed.
    fn finish(self, job: &Job<'_>, failed: bool) -> Result<(), CliError> {
        match self {
            Self::Standard(mut out, head) => {
                let head = if failed && !job.seen.any() { &[][..] } else { &head };
                out.write_all(head).and_then(|()| out.flush()).map_err(CliError::Output)
            }
            Self::Page(page) => page.finish(),
            Self::Report(_) => Ok(()),
            #[cfg(feature = "parquet")]
            Self::Parquet(path, rows) => {
                rows.finish().map_err(CliError::file(path)).and_then(Writer::finish)
            }
        }
    }
}

/// Reports the error of an input, so that the other inputs are still tagged. Fails with an error of
/// the output. Returns whether a part of the input failed.
fn report_input(result: Result<bool, CliError>) -> Result<bool, CliError> {
    match result {
        Ok(failed) => Ok(failed),
        Err(error @ CliError::Output(_)) => Err(error),
        // The input was not read to its end.
        Err(_) if progress::stopped() => Ok(true),
        Err(error) => {
            report(&error);
            Ok(true)
        }
    }
}

impl Job<'_> {
    /// Tags inputs in their order. Returns whether a part of them failed.
    fn files(
        &self,
        files: &[InputFile],
        tally: &mut Tally,
        out: &mut To,
    ) -> Result<bool, CliError> {
        let mut failed = false;
        if files.iter().any(|file| input::is_standard(&file.path)) && io::stdin().is_terminal() {
            report(&Warning::Waiting);
        }
        // Files of documents are divided among the threads, texts are not.
        for run in files.chunk_by(|a, b| a.format.is_text() && b.format.is_text()) {
            if self.threads > 1 && run.len() > 1 {
                failed |= self.files_in_parallel(run, tally, out)?;
                continue;
            }
            for file in run.iter().take_while(|_| !progress::stopped()) {
                let mut sink = |part: &mut Vec<u8>| {
                    let result = out.write(part);
                    part.clear();
                    result
                };
                failed |= report_input(self.file(file, tally, &mut sink))?;
            }
        }
        progress::end();
        self.streamed.sum();
        for field in self.seen.missing(&self.fields.kept) {
            report(&Warning::NoField { field: field.into() });
        }
        if progress::stopped() {
            report(&progress::done());
        }
        Ok(failed)
    }

    /// Tags one input. Returns whether a part of it failed.
    fn file(
        &self,
        file: &InputFile,
        tally: &mut Tally,
        sink: &mut Sink<'_>,
    ) -> Result<bool, CliError> {
        if file.format.is_text() {
            self.text(file, tally, sink).map(|()| false)
        } else {
            self.documents(file, tally, sink)
        }
    }

    /// Tags several texts at once and prints their output in order.
    fn files_in_parallel(
        &self,
        files: &[InputFile],
        tally: &mut Tally,
        out: &mut To,
    ) -> Result<bool, CliError> {
        let mut failed = false;
        let work = |file: &InputFile, sink: &mut Sink<'_>| {
            let mut tally = Tally::new(&self.taggers.text);
            (self.file(file, &mut tally, sink), tally)
        };
        let mut sink = |part: &mut Vec<u8>| out.write(part);
        parallel::in_order(files, self.threads, work, &mut sink, |(result, part)| {
            tally.merge(part);
            failed |= report_input(result)?;
            Ok(())
        })?;
        Ok(failed)
    }
}
