//! `gaztag screen`: finds names that are written otherwise than in a list.

use gaztag::{Screener, Tagger};

use super::job::{Job, Taggers};
use super::screening::Screening;
use super::seen::Seen;
use super::{To, layout_of};
use crate::arguments::input::InputName;
use crate::arguments::output::{IdFormat, Unit};
use crate::arguments::screen::ScreenArguments;
use crate::error::CliError;
use crate::escape::Notation;
use crate::input::document::Fields;
use crate::input::files::{Files, InputFile};
use crate::outcome::Outcome;
use crate::output::Form;
use crate::output::mention;
use crate::output::table::Layout;
use crate::output::tally::Tally;
use crate::standard_output::StandardOutput;
use crate::{gazetteer, progress};

pub(crate) fn run(arguments: &ScreenArguments) -> Result<Outcome, CliError> {
    let mut found = Files::find(&arguments.input, arguments.input.recursive)?;
    check(arguments, &found.files)?;
    let gazetteer = gazetteer::load(&arguments.gazetteer)?;
    let kinds = gazetteer::kinds(&gazetteer, &arguments.kinds)?;
    let screener = Screener::new(&gazetteer, &kinds);
    if screener.is_empty() {
        return Err(CliError::Usage(
            "no names to look for; --gazetteer adds a list, --kind chooses other kinds",
        ));
    }
    let file = arguments.with_filename || arguments.input.recursive || found.files.len() > 1;
    let form = match () {
        () if arguments.counts => Form::Counts,
        () if arguments.json => Form::Json,
        () if arguments.tsv => Form::Tsv,
        () if arguments.csv => Form::Csv,
        () if arguments.only => Form::Only,
        () => Form::Lines { file },
    };
    let taggers = Taggers::build(Tagger::builder().gazetteer(gazetteer))?;
    let input = &arguments.input;
    let kept: Vec<&str> = arguments.keep.iter().map(String::as_str).collect();
    let job = Job {
        screening: Some(Screening { screener, min_confidence: arguments.min_confidence }),
        seen: Seen::new(kept.len()),
        with_file: arguments.with_filename,
        with_attributes: arguments.with.is_some(),
        offsets: arguments.offsets.into(),
        keep: &arguments.keep,
        fields: Fields {
            text: &input.text_field,
            id: &input.id_field,
            date: None,
            kept,
            whole: false,
        },
        ..Job::new(input, taggers, form, IdFormat::Key, arguments.threads)
    };
    let layout = layout_of([arguments.json, arguments.tsv, arguments.csv], false);
    let mut out = To::standard(match (form, layout) {
        (Form::Counts, Layout::Text { .. }) => StandardOutput::as_is(),
        _ if arguments.json => StandardOutput::new(Notation::Json),
        _ => StandardOutput::new(Notation::Text),
    });
    if matches!(form, Form::Tsv | Form::Csv) {
        out.begin_with(&job)?;
    }
    progress::begin(super::total(&found.files), super::shows_progress(form));
    let mut tally = Tally::new(&job.taggers.text);
    found.failed |= job.files(&found.files, &mut tally, &mut out)?;
    if form == Form::Counts {
        let mut counts = Vec::new();
        tally.counts(job.printing().ids).print(layout, &mut counts).map_err(CliError::Output)?;
        out.write(&counts)?;
    }
    out.finish(&job, found.failed)?;
    Ok(Outcome { found: tally.any(), failed: found.failed })
}

/// Fails for options that cannot be combined, and for HTML.
fn check(arguments: &ScreenArguments, files: &[InputFile]) -> Result<(), CliError> {
    let is_table = arguments.json || arguments.tsv || arguments.csv;
    let wrong = [
        (
            files.iter().any(|file| file.format == InputName::Html),
            "gaztag screen does not read HTML, whose tags would be words; --input text reads it as it is",
        ),
        (
            arguments.input.binary && files.iter().any(|file| !file.format.is_text()),
            "--binary cannot be used with JSON Lines and tables, which do not contain NUL bytes",
        ),
        (
            arguments.offsets != Unit::Bytes && (arguments.only || arguments.counts),
            "--offsets has no effect on output without offsets",
        ),
        (
            arguments.with_filename && (arguments.only || arguments.counts),
            "--with-filename (-H) has no effect here; it needs names as lines, --json, --tsv or --csv",
        ),
        (
            (!arguments.keep.is_empty() || arguments.with.is_some()) && !is_table,
            "--keep and --with need --json, --tsv or --csv",
        ),
    ];
    match wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
        Some((_, message)) => Err(CliError::Usage(message)),
        None => mention::check_kept(&arguments.keep),
    }
}
