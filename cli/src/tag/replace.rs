//! `gaztag replace`: prints texts with another text in the place of each mention.

use super::To;
use super::job::{Job, Taggers};
use crate::arguments::output::IdFormat;
use crate::arguments::tag::ReplaceArguments;
use crate::arguments::template::Part;
use crate::error::CliError;
use crate::escape::Notation;
use crate::input::files::Files;
use crate::outcome::Outcome;
use crate::output::Form;
use crate::output::tally::Tally;
use crate::standard_output::StandardOutput;
use crate::{choice, progress};

pub(crate) fn run(arguments: &ReplaceArguments) -> Result<Outcome, CliError> {
    if arguments.id_format != IdFormat::Key && !arguments.with.0.contains(&Part::Id) {
        return Err(CliError::Usage("--id-format has no effect without {id} in --with"));
    }
    let mut found = Files::find(&arguments.input, arguments.input.recursive)?;
    let taggers = Taggers::build(choice::tagger_builder(&arguments.choice, &arguments.gazetteer)?)?;
    let form = Form::Replace(&arguments.with);
    let job = Job::new(&arguments.input, taggers, form, arguments.id_format, arguments.threads);
    let mut out = To::standard(StandardOutput::new(Notation::Text));
    let mut tally = Tally::new(&job.taggers.text);
    progress::begin(None, false);
    found.failed |= job.files(&found.files, &mut tally, &mut out)?;
    out.finish(&job, found.failed)?;
    Ok(Outcome { found: tally.any(), failed: found.failed })
}
