//! `gaztag tag`: tags inputs. The limits of [`limits`](crate::limits) bound its memory for any
//! input.

mod documents;
mod job;
mod parallel;
mod texts;
mod whole;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::thread;

use gaztag::{Input, Tagger};

use crate::arguments::input::InputName;
use crate::arguments::output::When;
use crate::arguments::tag::TagArguments;
use crate::error::{CliError, Warning};
use crate::escape::Notation;
use crate::outcome::Outcome;
use crate::output::tally::Tally;
use crate::output::{Form, Sink, mention};
use crate::report::report;
use crate::standard_output::StandardOutput;
use crate::{choice, colours};
use job::{Job, Streamed};

pub(crate) fn run(arguments: &TagArguments) -> Result<Outcome, CliError> {
    check(arguments)?;
    let form = form(arguments);
    let threads = match arguments.threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let job = Job {
        arguments,
        tagger: tagger(arguments, form)?,
        form,
        threads,
        streamed: Streamed::default(),
    };
    let standard_input = [PathBuf::from("-")];
    let files: &[PathBuf] =
        if arguments.files.is_empty() { &standard_input } else { &arguments.files };
    let mut tally = Tally::new(&job.tagger);
    let mut out = standard_output(form);
    if arguments.stream {
        report(&Warning::Stream);
    }
    if form == Form::Tsv {
        out.write_all(mention::TSV_HEADER).map_err(CliError::Output)?;
    }
    let failed = if threads > 1 && files.len() > 1 && arguments.input != InputName::Jsonl {
        job.files_in_parallel(files, &mut tally, &mut out)?
    } else {
        let mut failed = false;
        for file in files {
            let mut sink = |part: &mut Vec<u8>| {
                let result = out.write_all(part).map_err(CliError::Output);
                part.clear();
                result
            };
            failed |= report_input(job.file(file, &mut tally, &mut sink))?;
        }
        failed
    };
    job.streamed.sum();
    if matches!(form, Form::Text { .. } | Form::Counts) {
        let colour = colours::wanted(arguments.color);
        if matches!(form, Form::Text { .. }) && tally.any() {
            out.write_all(b"\n").map_err(CliError::Output)?;
        }
        if arguments.ids.roll_up {
            tally.roll_up(&job.tagger);
        }
        tally.print(job.ids(), colour, &mut out).map_err(CliError::Output)?;
    }
    out.flush().map_err(CliError::Output)?;
    Ok(Outcome { found: tally.any(), failed })
}

/// Fails for options that cannot be combined.
fn check(arguments: &TagArguments) -> Result<(), CliError> {
    match arguments.input {
        InputName::Jsonl if arguments.stream => Err(CliError::Usage(
            "--stream cannot be used with --input jsonl, which is tagged line by line anyway",
        )),
        InputName::Jsonl if arguments.binary => Err(CliError::Usage(
            "--binary cannot be used with --input jsonl: JSON does not contain NUL bytes",
        )),
        _ if arguments.stream && arguments.form.explain => Err(CliError::Usage(
            "--stream cannot be used with --explain, which reads a text as a whole",
        )),
        _ => Ok(()),
    }
}

/// Standard output for a form. Forms with colours escape the control characters of texts
/// themselves.
fn standard_output(form: Form) -> StandardOutput {
    match form {
        Form::Text { .. } | Form::Counts => StandardOutput::as_is(),
        Form::Json | Form::Explain { json: true } => StandardOutput::new(Notation::Json),
        Form::Lines { .. } | Form::Tsv | Form::Only | Form::Explain { json: false } => {
            StandardOutput::new(Notation::Text)
        }
    }
}

/// The form of the output: as the options say, else coloured text on a terminal or with
/// `--color always`, else lines.
fn form(arguments: &TagArguments) -> Form {
    let asked = &arguments.form;
    match () {
        () if asked.explain => Form::Explain { json: asked.json },
        () if asked.json => Form::Json,
        () if asked.tsv => Form::Tsv,
        () if asked.only => Form::Only,
        () if asked.counts => Form::Counts,
        () if arguments.input != InputName::Jsonl
            && (io::stdout().is_terminal() || arguments.color == When::Always) =>
        {
            Form::Text { colour: colours::wanted(arguments.color) }
        }
        () => Form::Lines {
            file: arguments.with_filename
                || arguments.files.len() > 1
                || arguments.input == InputName::Jsonl,
        },
    }
}

fn tagger(arguments: &TagArguments, form: Form) -> Result<Tagger<'static>, CliError> {
    let mut builder = choice::tagger_builder(&arguments.choice, &arguments.gazetteer)?;
    if arguments.input == InputName::Html {
        builder = builder.input(Input::Html);
    }
    // The painter needs offsets in bytes.
    if !matches!(form, Form::Text { .. }) {
        builder = builder.offset_unit(arguments.offsets.into());
    }
    Ok(builder.build()?)
}

/// Reports the error of an input, so that the other inputs are still tagged. Fails with an error of
/// the output. Returns whether a part of the input failed.
fn report_input(result: Result<bool, CliError>) -> Result<bool, CliError> {
    match result {
        Ok(failed) => Ok(failed),
        Err(error @ CliError::Output(_)) => Err(error),
        Err(error) => {
            report(&error);
            Ok(true)
        }
    }
}

impl Job<'_> {
    /// Tags one input. Returns whether a part of it failed.
    fn file(&self, file: &Path, tally: &mut Tally, sink: &mut Sink<'_>) -> Result<bool, CliError> {
        match self.arguments.input {
            InputName::Jsonl => self.documents(file, tally, sink),
            InputName::Text | InputName::Html => self.text(file, tally, sink).map(|()| false),
        }
    }

    /// Tags several files at once and prints their output in order.
    fn files_in_parallel(
        &self,
        files: &[PathBuf],
        tally: &mut Tally,
        out: &mut StandardOutput,
    ) -> Result<bool, CliError> {
        let mut failed = false;
        let work = |file: &PathBuf, sink: &mut Sink<'_>| {
            let mut tally = Tally::new(&self.tagger);
            (self.file(file, &mut tally, sink), tally)
        };
        let mut sink = |part: &mut Vec<u8>| out.write_all(part).map_err(CliError::Output);
        parallel::in_order(files, self.threads, work, &mut sink, |(result, part)| {
            tally.merge(&part);
            failed |= report_input(result)?;
            Ok(())
        })?;
        Ok(failed)
    }
}
