//! The options of `gaztag tag` that cannot be combined.

use crate::arguments::counts::By;
use crate::arguments::output::{IdFormat, Unit, With};
use crate::arguments::tag::TagArguments;
use crate::error::CliError;
use crate::input::files::InputFile;
use crate::output::mention::check_kept;

/// Fails for options that cannot be combined.
pub(super) fn check(arguments: &TagArguments, files: &[InputFile]) -> Result<(), CliError> {
    let (form, count) = (&arguments.form, &arguments.count);
    let documents = files.iter().any(|file| !file.format.is_text());
    let texts = files.iter().any(|file| file.format.is_text());
    let counted = count.counts || count.pairs.is_some();
    let html = form.html.is_some();
    let is_table = form.json || form.tsv || form.csv || form.parquet.is_some();
    let wrong = [
        (
            documents && arguments.stream,
            "--stream cannot be used with JSON Lines and tables, which are tagged line by line anyway",
        ),
        (
            documents && arguments.input.binary,
            "--binary cannot be used with JSON Lines and tables, which do not contain NUL bytes",
        ),
        (
            arguments.stream && form.explain,
            "--stream cannot be used with --explain, which reads a text as a whole",
        ),
        (
            arguments.stream && form.about,
            "--stream cannot be used with --about, which reads a text as a whole",
        ),
        (
            arguments.stream && count.pairs.is_some(),
            "--stream cannot be used with --pairs, which reads a text as a whole",
        ),
        (
            texts && matches!(count.by, Some(By::Day | By::Field(_))),
            "--by day and --by FIELD are for JSON Lines and tables, whose documents have fields",
        ),
        (
            !form.keep.is_empty() && (counted || form.explain || form.about || !is_table),
            "--keep needs mentions as --json, --tsv, --csv or --parquet",
        ),
        (
            form.parquet.is_some() && !cfg!(feature = "parquet"),
            "--parquet needs a gaztag with the feature parquet: cargo install gaztag-cli --features parquet",
        ),
        (arguments.ids.adds(With::Members) && !form.json, "--with members needs --json"),
        (
            arguments.ids.adds(With::Attributes)
                && (counted || form.explain || form.about || !is_table),
            "--with attributes needs mentions as --json, --tsv, --csv or --parquet",
        ),
        (
            texts && arguments.ids.adds(With::Members) && arguments.ids.on.is_none(),
            "--with members needs --on, or JSON Lines or tables with a field for the date",
        ),
        (count.by.is_some() && !count.counts, "--by needs --count"),
        (
            arguments.choice.all && form.explain,
            "--explain explains the mentions that are printed without --all",
        ),
        (
            arguments.ids.on.is_some() && !arguments.ids.adds(With::Members),
            "--on needs --with members: it is the day of these",
        ),
        (
            form.only && arguments.ids.id_format != IdFormat::Key,
            "--id-format has no effect with --only-matching (-o), which prints no ids",
        ),
        (
            arguments.offsets != Unit::Bytes && (form.only || counted || form.about || html),
            "--offsets has no effect on output without offsets",
        ),
        (
            arguments.with_filename && (form.only || counted || form.explain || html),
            "--with-filename (-H) has no effect here; it needs mentions as lines, --json, --tsv, --csv or --parquet, or --about",
        ),
        (count.roll_up && !counted && !form.about, "--roll-up needs --count, --pairs or --about"),
    ];
    match wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
        Some((_, message)) => Err(CliError::Usage(message)),
        None => check_kept(&form.keep),
    }
}
