//! What is known about entities.

use clap::{Args, ValueEnum};
use gaztag::Date;

use super::gazetteers::GazetteerArguments;
use super::output::date;

const SHOW_HELP: &str = "\
A name of several words needs quotes: gaztag show 'Ivory Coast'.

The exit status is 0, and 2 if a name is unknown or means several entities; the others are shown.";

#[derive(Args)]
#[command(after_help = SHOW_HELP)]
pub(crate) struct ShowArguments {
    /// Keys, names or codes, such as country/MLI, Mali, ML, MLI or 466
    #[arg(required = true, value_name = "KEY-OR-NAME")]
    pub(crate) names: Vec<String>,
    /// One JSON object for each entity
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}

#[derive(Args)]
pub(crate) struct ListArguments {
    /// Only entities of these kinds
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',')]
    pub(crate) kinds: Vec<String>,
    /// Only entities with this value of an attribute, or with this item in its list; may be
    /// repeated. `list=us2025` asks for the lists that an entity is on
    #[arg(long = "where", value_name = "NAME=VALUE", value_parser = condition)]
    pub(crate) conditions: Vec<(String, String)>,
    /// With --where list=CODE, also entities that are on the list by what they are traded as or a
    /// kind of
    #[arg(long, requires = "conditions")]
    pub(crate) inherited: bool,
    /// One JSON object for each entity, with all attributes
    #[arg(long, conflicts_with = "tsv")]
    pub(crate) json: bool,
    /// Tab-separated values with a header and a column for each attribute
    #[arg(long)]
    pub(crate) tsv: bool,
    /// The languages instead, with a header: how many countries, peoples (countries with demonyms),
    /// blocs and minerals have names in each
    #[arg(long, conflicts_with_all = ["kinds", "conditions", "tsv"])]
    pub(crate) languages: bool,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}

/// An attribute and the value that it must have.
fn condition(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.into(), value.into())),
        _ => Err("expected NAME=VALUE, such as list=us2025".into()),
    }
}

const MEMBERS_HELP: &str = "\
Members are those with the status `member` or `suspended` on the day: a suspended member is still a member. Observers, associates and \
candidates are printed only with --status. A member joined on the day `joined` and was not a member any more on the day `left`. A date \
without day or month means the first day of the month or year, in the data and for --on.

Each line has a key and a name, and the status unless it is `member`.

Examples:
  gaztag members ecowas --on 2024-06-01            its members on that day
  gaztag members nato eu --tsv                     both of today, with statuses, dates and sources
  gaztag members osce --status all                 also partners, observers and candidates
  gaztag blocs MLI --on 2024-06-01                 the blocs that Mali was in

The exit status is 0 if there was something to print, 1 if not, 2 after an error.";

#[derive(Args)]
#[command(after_help = MEMBERS_HELP)]
pub(crate) struct MembersArguments {
    /// Keys, names or codes, such as bloc/ecowas, ECOWAS, Mali, ML, MLI or 466
    #[arg(required = true, value_name = "KEY-OR-NAME")]
    pub(crate) names: Vec<String>,
    /// The day: YYYY-MM-DD, YYYY-MM or YYYY [default: today]. Members of whom it is not known since
    /// when count from the foundation of the bloc on
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) on: Option<Date>,
    /// Only these statuses, or `all` [default: member,suspended]
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(crate) status: Vec<StatusChoice>,
    /// One JSON object for each membership
    #[arg(long, conflicts_with = "tsv")]
    pub(crate) json: bool,
    /// Tab-separated values with a header: keys, names, status, dates, source
    #[arg(long)]
    pub(crate) tsv: bool,
    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArguments,
}

/// One status, or all of them.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusChoice {
    Member,
    Suspended,
    Associate,
    Observer,
    Candidate,
    All,
}

impl StatusChoice {
    /// The status in the data.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Suspended => "suspended",
            Self::Associate => "associate",
            Self::Observer => "observer",
            Self::Candidate => "candidate",
            Self::All => "all",
        }
    }
}
