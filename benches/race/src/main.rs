//! gaztag beside the engines that people would use instead: one process, the same names, the same
//! texts, the same rules (whole words, caseless, leftmost-longest). `scripts/race` runs it.
//!
//! What every engine finds is counted, and that the peers find what gaztag finds is asserted.
//!
//! - `plain`, `growth`, `inside`, `kinds`: the four commands; `report`, `markdown`: the tables of
//!   `kinds`.
//! - `gaztag-samples`, a crate of its own: the texts and the names in them.
//! - `spellings`: the names as peers need them; `cut`: how texts are cut into calls.
//! - `engine`: what is timed, and how; `taggers`, `peers`, `limit`: the engines.
//! - `boundary`, `chooser`: from all hits of a peer to the mentions that gaztag finds.
//! - `check`: that the peers find what gaztag finds.

mod boundary;
mod check;
mod chooser;
mod cut;
mod engine;
mod growth;
mod inside;
mod kinds;
mod limit;
mod markdown;
mod peers;
mod plain;
mod report;
mod spellings;
mod taggers;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gaztag_samples::Any;

#[derive(Default)]
struct Arguments {
    command: Option<Command>,
    text: Option<PathBuf>,
    texts: Option<PathBuf>,
    names: Vec<PathBuf>,
    rounds: Option<usize>,
    random: Option<usize>,
    markdown: bool,
}

#[derive(Clone, Copy)]
enum Command {
    Growth,
    Inside,
    Kinds,
}

const USAGE: &str = "expected [growth | inside | kinds] and --text FILE, --texts DIR, --names FILE, \
                     --rounds N, --random N or --markdown";

fn arguments() -> Result<Arguments, Any> {
    let mut arguments = Arguments::default();
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "growth" => arguments.command = Some(Command::Growth),
            "inside" => arguments.command = Some(Command::Inside),
            "kinds" => arguments.command = Some(Command::Kinds),
            "--text" => arguments.text = Some(value()?.into()),
            "--texts" => arguments.texts = Some(value()?.into()),
            "--names" => arguments.names.push(value()?.into()),
            "--rounds" => arguments.rounds = Some(value()?.parse()?),
            "--markdown" => arguments.markdown = true,
            "--random" => arguments.random = Some(value()?.parse()?),
            other => return Err(format!("{other}: unknown; {USAGE}").into()),
        }
    }
    match (arguments.rounds, &arguments.texts) {
        (Some(0), _) => Err("--rounds: at least 1".into()),
        (_, Some(folder)) if !folder.is_dir() => {
            Err(format!("{}: not a folder", folder.display()).into())
        }
        _ => Ok(arguments),
    }
}

fn run(arguments: &Arguments) -> Result<(), Any> {
    let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/article.txt");
    let text = arguments.text.as_deref().unwrap_or(&article);
    let (names, rounds) = (&arguments.names, arguments.rounds.unwrap_or(5));
    let first_names = names.first().map(PathBuf::as_path);
    match arguments.command {
        Some(Command::Growth) => growth::race(text, names, arguments.random, rounds),
        Some(Command::Inside) => inside::race(arguments.text.as_deref(), first_names, rounds),
        Some(Command::Kinds) => {
            let texts = arguments.texts.as_deref();
            kinds::race(texts, first_names, arguments.rounds, arguments.markdown)
        }
        None => plain::race(text, first_names, rounds),
    }
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("race: {error}");
            ExitCode::FAILURE
        }
    }
}
