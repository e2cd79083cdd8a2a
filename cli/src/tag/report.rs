//! `gaztag report`: writes a page about what texts name.

use std::path::PathBuf;

use super::To;
use super::job::{Job, Taggers};
use super::topics::{self, CountedAs};
use crate::arguments::output::IdFormat;
use crate::arguments::report::ReportArguments;
use crate::error::CliError;
use crate::input::document::DateField;
use crate::input::files::Files;
use crate::outcome::Outcome;
use crate::output::Form;
use crate::output::tally::Tally;
use crate::output_file::OutputFile;
use crate::page::Collector;
use crate::{choice, progress};

pub(crate) fn run(arguments: &ReportArguments) -> Result<Outcome, CliError> {
    let mut found = Files::find(&arguments.input, true)?;
    let inputs: Vec<PathBuf> = found.files.iter().map(|file| file.path.clone()).collect();
    let output = OutputFile::open(&arguments.output, &inputs)?;
    let builder = choice::tagger_builder(&arguments.choice, &arguments.gazetteer)?;
    let taggers =
        Taggers::build(topics::with_capitals(builder, &arguments.choice, arguments.places))?;
    let topics = CountedAs::new(taggers.text.gazetteer(), arguments.roll_up, arguments.places);
    let mut job =
        Job::new(&arguments.input, taggers, Form::Report, IdFormat::Key, arguments.threads);
    job.topics = topics;
    job.fields.date = Some(DateField { name: &arguments.date_field, is_needed: false });
    let mut out = To::Report(Box::new(Collector::new()));
    let mut tally = Tally::new(&job.taggers.text);
    progress::begin(super::total(&found.files), true);
    found.failed |= job.files(&found.files, &mut tally, &mut out)?;
    let To::Report(collector) = out else { return Ok(Outcome { found: false, failed: true }) };
    let any = tally.any();
    if progress::stopped() {
        // The old page is left as it was.
        return Ok(Outcome { found: any, failed: true });
    }
    job.seen.check_read(found.failed, &arguments.output)?;
    let page = collector
        .page(&arguments.title, &tally.report, job.taggers.text.gazetteer())
        .map_err(CliError::file(&arguments.output))?;
    output.write(&page)?;
    Ok(Outcome { found: any, failed: found.failed })
}
