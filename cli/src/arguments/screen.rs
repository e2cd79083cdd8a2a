//! `gaztag screen`.

use std::path::PathBuf;

use clap::Args;

use super::gazetteers::GazetteerArguments;

#[derive(Args)]
pub(crate) struct ScreenArguments {
    /// Plain texts; standard input if there are none or for -
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The kinds of the names, such as `person`; may be repeated [default: all but countries, blocs
    /// and minerals]
    #[arg(long = "kind", value_name = "KIND")]
    pub(crate) kinds: Vec<String>,
    /// The least confidence, 0 to 99
    #[arg(long, value_name = "PERCENT", default_value_t = 0)]
    pub(crate) min_confidence: u8,
    /// Print an object of JSON for each name
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}
