//! `gaztag check --suggest`: which forms of a list will be found in error, and what to do about
//! them.

mod corpus;
mod reason;
mod words;
mod write;

use std::collections::HashMap;
use std::io::Write;

use gaztag::GazetteerBuilder;

use crate::arguments::gazetteers::CheckArguments;
use crate::error::CliError;
use crate::escape::Notation;
use crate::gazetteer;
use crate::outcome::Outcome;
use crate::output_file::OutputFile;
use crate::plural::plural;
use crate::standard_output::StandardOutput;
use corpus::{Corpus, Counts};
use reason::Reason;

/// How many forms show a reason.
const SHOWN: usize = 5;

/// The forms that a reason applies to.
#[derive(Default)]
struct Group<'g> {
    forms: Vec<(&'g str, u64)>,
}

pub(crate) fn run(arguments: &CheckArguments) -> Result<Outcome, CliError> {
    let output = arguments
        .output
        .as_deref()
        .map(|path| OutputFile::open(path, &arguments.files))
        .transpose()?;
    let mut builder = GazetteerBuilder::new();
    gazetteer::set(&mut builder, arguments.reading);
    for file in &arguments.files {
        let (format, text) = gazetteer::read(file, arguments.reading.format)?;
        let name = file.display().to_string();
        gazetteer::add(&mut builder, (format, &name, &text), arguments.reading.strict)?;
    }
    let own = builder.build()?;
    let base = gazetteer::start(arguments.no_builtin).build()?;
    let corpus = Corpus::count(&own, &arguments.corpus)?;
    let (mut reasons, mut groups) = (HashMap::new(), HashMap::<Reason, Group<'_>>::new());
    let mut counted = Counts::default();
    for entity in own.entities() {
        for surface in entity.surfaces() {
            let counts = corpus.counts(surface.form());
            counted.add(counts);
            if let Some(reason) = reason::of(entity.key(), &surface, counts, &own, &base) {
                reasons.insert(surface.form(), reason);
                groups.entry(reason).or_default().forms.push((surface.form(), counts.found()));
            }
        }
    }
    let to_standard_output = output.as_ref().is_some_and(OutputFile::is_standard);
    if let Some(output) = output {
        output.write(write::rows(&own, &base, &reasons).as_bytes())?;
    }
    if !to_standard_output {
        print(groups, counted.found(), !arguments.corpus.is_empty())?;
    }
    Ok(Outcome { found: true, failed: false })
}

/// Prints a line for each reason.
fn print(groups: HashMap<Reason, Group<'_>>, found: u64, has_corpus: bool) -> Result<(), CliError> {
    let mut out = StandardOutput::new(Notation::Text);
    let mut groups: Vec<(Reason, Group<'_>)> = groups.into_iter().collect();
    groups.sort_by_key(|&(reason, _)| reason);
    for (reason, Group { mut forms }) in groups {
        forms.sort_by_key(|&(form, found)| (std::cmp::Reverse(found), form));
        let examples: Vec<&str> = forms.iter().take(SHOWN).map(|&(form, _)| form).collect();
        let times: u64 = forms.iter().map(|&(_, found)| found).sum();
        let times = plural(times, "time", "times");
        let times = if has_corpus { format!(", found {times}") } else { String::new() };
        let (one, more) = reason.words();
        writeln!(
            out,
            "{}{times}; {}: {}",
            plural(forms.len(), one, more),
            reason.suggestion(),
            examples.join(", ")
        )
        .map_err(CliError::Output)?;
    }
    if has_corpus {
        let times = plural(found, "time", "times");
        writeln!(out, "all forms together: found {times} in any case").map_err(CliError::Output)?;
    }
    Ok(())
}
