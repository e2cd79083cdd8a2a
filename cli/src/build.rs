//! `gaztag build`: writes an image.

use crate::arguments::gazetteers::{BuildArguments, GazetteerArguments};
use crate::error::CliError;
use crate::gazetteer;
use crate::outcome::Outcome;
use crate::output_file::OutputFile;
use crate::plural::plural;
use crate::standard_output;

pub(crate) fn run(arguments: &BuildArguments) -> Result<Outcome, CliError> {
    let output = OutputFile::open(&arguments.output, &arguments.files)?;
    let gazetteer = gazetteer::load_in_one(&GazetteerArguments {
        gazetteers: arguments.files.clone(),
        no_builtin: arguments.no_builtin,
        reading: arguments.reading,
    })?;
    let image = gazetteer.to_image();
    let to_standard_output = output.is_standard();
    output.write(image)?;
    let (forms, _) = gazetteer.form_counts();
    let summary = format!(
        "{}: {}, {}, {} bytes",
        arguments.output.display(),
        plural(gazetteer.len(), "entity", "entities"),
        plural(forms, "form", "forms"),
        image.len()
    );
    standard_output::summary(&summary, to_standard_output)?;
    Ok(Outcome { found: true, failed: false })
}
