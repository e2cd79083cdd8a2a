//! The choice and the building of gazetteers.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use gaztag::Bounds;

/// The choice of the gazetteer.
#[derive(Args)]
pub(crate) struct GazetteerArguments {
    /// A gazetteer file to add to the built-in gazetteer, or an image to use in its place; may be
    /// repeated
    #[arg(long = "gazetteer", value_name = "FILE")]
    pub(crate) gazetteers: Vec<PathBuf>,
    /// The format of the gazetteer files [default: guessed from their names and content]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatName>,
    /// Do not use the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
    #[command(flatten)]
    pub(crate) bounds: BoundsArgument,
}

/// The bounds of forms of gazetteer files.
#[derive(Args, Clone, Copy)]
pub(crate) struct BoundsArgument {
    /// Where forms of the gazetteer files that give no bounds may begin and end: `word` (a whole
    /// word), `start` (begin with a word), `end` (end with a word), `anywhere` [default: word]
    #[arg(long = "bounds", id = "bounds", value_name = "BOUNDS", value_parser = bounds)]
    pub(crate) of_files: Option<Bounds>,
}

fn bounds(text: &str) -> Result<Bounds, String> {
    text.parse().map_err(|error: gaztag::ErrorKind| error.to_string())
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FormatName {
    Tsv,
    Jsonl,
    Flashtext,
    Spacy,
}

impl From<FormatName> for gaztag::Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Tsv => Self::Tsv,
            FormatName::Jsonl => Self::JsonLines,
            FormatName::Flashtext => Self::Flashtext,
            FormatName::Spacy => Self::Spacy,
        }
    }
}

#[derive(Args)]
pub(crate) struct CheckArguments {
    /// Gazetteer files
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The format of the files [default: guessed from their names and content]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatName>,
    /// Check the files alone, not as additions to the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
    #[command(flatten)]
    pub(crate) bounds: BoundsArgument,
}

#[derive(Args)]
pub(crate) struct BuildArguments {
    /// Gazetteer files to add to the built-in gazetteer, or to an image among the files
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Where to write the image
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The format of the gazetteer files [default: guessed from their names and content]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatName>,
    /// Do not use the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
    #[command(flatten)]
    pub(crate) bounds: BoundsArgument,
}
