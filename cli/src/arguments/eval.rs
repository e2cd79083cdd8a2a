//! `gaztag eval`.

use std::path::PathBuf;

use clap::Args;

use super::choice::ChoiceArguments;
use super::gazetteers::GazetteerArguments;

const EVAL_EXAMPLES: &str = "\
An annotated text is one line of JSON. Offsets count bytes of UTF-8, half-open. Ids are keys, ISO codes or slugs:
  {\"id\": \"a1\", \"text\": \"Mali left ECOWAS\", \"mentions\": [{\"start\": 0, \"end\": 4, \"type\": \"country\", \"id\": \"ML\"}, ...]}
docs/eval.md describes the format and defines every figure.

Examples:
  gaztag eval texts.jsonl                          precision, recall and F1 by kind
  gaztag eval --errors 30 --kind country texts/    the most frequent errors, with context
  gaztag eval --calibration --min-confidence 0 .   the share of right mentions by confidence

The exit status is 0 if there was something to score, 1 if there was nothing, 2 after an error.";

#[derive(Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub(crate) struct EvalArguments {
    /// Files of annotated texts (JSON Lines), or directories of .jsonl files
    #[arg(required = true, value_name = "GOLD.jsonl|DIRECTORY")]
    pub(crate) paths: Vec<PathBuf>,
    /// One JSON object with all figures
    #[arg(long)]
    pub(crate) json: bool,
    /// The N most frequent false and missed mentions, each with a line of context
    #[arg(long, value_name = "N")]
    pub(crate) errors: Option<usize>,
    /// The number and share of right mentions by confidence
    #[arg(long)]
    pub(crate) calibration: bool,
    /// A JSON file of ids that mean the same; docs/eval.md describes it
    #[arg(long, value_name = "FILE")]
    pub(crate) aliases: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choice: ChoiceArguments,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}
