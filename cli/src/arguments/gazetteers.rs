//! The choice and the building of gazetteers.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use gaztag::{Bounds, CaseRule, Preference};

/// The choice of the gazetteer.
#[derive(Args)]
pub(crate) struct GazetteerArguments {
    /// A gazetteer file to add to the built-in gazetteer, or an image to use in its place; may be
    /// repeated. Further images are layers above the first
    #[arg(long = "gazetteer", value_name = "FILE")]
    pub(crate) gazetteers: Vec<PathBuf>,
    /// Do not use the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
    #[command(flatten)]
    pub(crate) reading: FileArguments,
}

/// How gazetteer files are read.
#[derive(Args, Clone, Copy)]
pub(crate) struct FileArguments {
    /// The format of the gazetteer files [default: guessed from their names and content]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatName>,
    /// Where forms of the gazetteer files that give no bounds may begin and end: `word` (a whole
    /// word), `start` (begin with a word), `end` (end with a word), `anywhere` [default: word]
    #[arg(long, value_name = "BOUNDS")]
    pub(crate) bounds: Option<Bounds>,
    /// How texts may be cased to match forms of the gazetteer files that give no case: `any`,
    /// `capitalised` (with a capital first), `exact` (letter by letter) [default: `exact` for
    /// acronyms, else as the form begins]
    #[arg(long, value_name = "CASE")]
    pub(crate) case: Option<CaseRule>,
    /// Which form counts where one of the gazetteer files without a prior equals one of another
    /// entity that the gazetteer had before: `builtin` (that one), `own` (the one of the file)
    /// [default: builtin]
    #[arg(long, value_name = "WHICH")]
    pub(crate) prefer: Option<Preference>,
    /// Blanks around fields and repeated forms in the gazetteer files are errors; otherwise they
    /// are removed and counted
    #[arg(long)]
    pub(crate) strict: bool,
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
    /// Check the files alone, not as additions to the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
    /// Say which forms are likely to be found where they mean something else (common words, names
    /// of persons and towns, names of the built-in gazetteer), and what to do about them
    #[arg(long)]
    pub(crate) suggest: bool,
    /// With --suggest, a text of the kind that will be tagged: how forms are written there counts;
    /// may be repeated
    #[arg(long, value_name = "TEXT", requires = "suggest")]
    pub(crate) corpus: Vec<PathBuf>,
    /// With --suggest, where to write the forms with what is suggested (TSV)
    #[arg(short, long, value_name = "FILE", requires = "suggest")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: FileArguments,
}

#[derive(Args)]
pub(crate) struct BuildArguments {
    /// Gazetteer files to add to the built-in gazetteer, or to an image among the files
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Where to write the image
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Do not use the built-in gazetteer
    #[arg(long)]
    pub(crate) no_builtin: bool,
    #[command(flatten)]
    pub(crate) reading: FileArguments,
}
