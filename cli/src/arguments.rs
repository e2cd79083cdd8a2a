//! The commands and options.

pub(crate) mod choice;
pub(crate) mod counts;
pub(crate) mod entities;
pub(crate) mod eval;
pub(crate) mod gazetteers;
pub(crate) mod import;
pub(crate) mod input;
pub(crate) mod output;
pub(crate) mod report;
pub(crate) mod screen;
pub(crate) mod shell;
pub(crate) mod tag;
pub(crate) mod template;

use clap::{Parser, Subcommand};

use entities::{ListArguments, MembersArguments, ShowArguments};
use eval::EvalArguments;
use gazetteers::{BuildArguments, CheckArguments};
use import::ImportArguments;
use report::ReportArguments;
use screen::ScreenArguments;
use shell::{CompletionsArguments, ManArguments};
use tag::{ReplaceArguments, TagArguments};

/// Find the names of countries, blocs and minerals in text, and the entity that each one means
#[derive(Parser)]
#[command(name = "gaztag", version = version(), propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The version of the program and of its data.
pub(crate) fn version() -> &'static str {
    static VERSION: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    VERSION.get_or_init(|| {
        format!("{} (data {})", env!("CARGO_PKG_VERSION"), gaztag::Gazetteer::BUILTIN_VERSION)
    })
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Tag texts
    Tag(TagArguments),
    /// Print texts with another text in the place of each name, such as its key
    Replace(ReplaceArguments),
    /// Write a page about what texts name, which shows each number's texts
    Report(ReportArguments),
    /// Show everything known about an entity
    Show(ShowArguments),
    /// List the entities
    List(ListArguments),
    /// List the members of blocs on a day
    Members(MembersArguments),
    /// List the blocs that countries were in on a day
    Blocs(MembersArguments),
    /// Check gazetteer files and report every mistake with its line and column
    Check(CheckArguments),
    /// Score the tagger on annotated texts
    Eval(EvalArguments),
    /// Build an image from gazetteer files, which --gazetteer and programs load without parsing
    Build(BuildArguments),
    /// Print the completions for a shell
    Completions(CompletionsArguments),
    /// Print a page of the manual
    Man(ManArguments),
    /// Make a gazetteer file of lists: CSV, TSV, JSON, Excel's Unicode text, one name a line
    Import(ImportArguments),
    /// Find names of a list that are written otherwise: in another script, in another order, with a
    /// letter wrong
    Screen(ScreenArguments),
}
