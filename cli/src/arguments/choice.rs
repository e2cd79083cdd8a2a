//! The choice of mentions.

use clap::Args;
use gaztag::{Language, Role, Use, Uses};

/// The choice of mentions.
#[derive(Args)]
pub(crate) struct ChoiceArguments {
    /// Only mentions of these kinds
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',')]
    pub(crate) kinds: Vec<String>,
    /// Only mentions by forms of these roles, or `all` [default: all but capital and code]
    #[arg(long = "role", value_name = "ROLE", value_delimiter = ',', value_parser = roles)]
    pub(crate) roles: Vec<RoleChoice>,
    /// Only mentions by forms of these languages, such as en [default: all]
    #[arg(long = "lang", value_name = "LANG", value_delimiter = ',', value_parser = language)]
    pub(crate) languages: Vec<Language>,
    /// The language of the texts, such as en, as evidence and not as a filter [default: unknown]
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub(crate) text_lang: Option<Language>,
    /// Only mentions with at least this confidence, 0 to 100
    #[arg(long, value_name = "N", default_value_t = gaztag::TaggerBuilder::MIN_CONFIDENCE, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) min_confidence: u8,
    /// Also accept names in lower case (talks in mali), with a lower confidence
    #[arg(long)]
    pub(crate) lower_case: bool,
    /// Also names inside web addresses, mail addresses and paths of files
    #[arg(long)]
    pub(crate) links: bool,
    /// Uses of a name that count as mentions: nested (Bank of Japan), team (Brazil beat Chile),
    /// language (speaks French), firm (Tata Steel), adjective (limonitic), place (Peru Street),
    /// compound (Goldmine), or `none`
    #[arg(long, value_name = "USE", value_delimiter = ',', default_value = "nested,team,compound", value_parser = uses)]
    pub(crate) uses: Vec<Option<Use>>,
    /// Judge names by how often they mean the entity, without the text around them
    #[arg(long)]
    pub(crate) no_context: bool,
    /// Every name and every reading, including nested and overlapping ones, judged without the text
    /// around them
    #[arg(long)]
    pub(crate) all: bool,
}

impl ChoiceArguments {
    /// The uses that count as mentions.
    pub(crate) fn uses(&self) -> Uses {
        self.uses.iter().flatten().fold(Uses::NONE, |uses, &of| uses.with(of))
    }
}

/// One role, or all of them.
#[derive(Clone, Copy)]
pub(crate) enum RoleChoice {
    One(Role),
    All,
}

fn roles(text: &str) -> Result<RoleChoice, String> {
    match text {
        "all" => Ok(RoleChoice::All),
        _ => {
            text.parse().map(RoleChoice::One).map_err(|error: gaztag::ErrorKind| error.to_string())
        }
    }
}

/// A use, or none of them.
fn uses(text: &str) -> Result<Option<Use>, String> {
    match text {
        "none" => Ok(None),
        _ => text.parse().map(Some).map_err(|error: gaztag::ErrorKind| error.to_string()),
    }
}

fn language(text: &str) -> Result<Language, String> {
    text.parse().map_err(|error: gaztag::ErrorKind| error.to_string())
}
