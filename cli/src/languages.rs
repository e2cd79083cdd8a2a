//! `gaztag list --languages`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use gaztag::{Gazetteer, Kind, Language, Role};
use serde_json::json;

use crate::error::CliError;
use crate::outcome::Outcome;
use crate::standard_output::StandardOutput;

/// How many entities have names in a language.
#[derive(Clone, Copy, Default)]
struct Counts {
    countries: usize,
    /// Countries with demonyms.
    peoples: usize,
    blocs: usize,
    minerals: usize,
}

/// Prints what each language has. Forms of no language in particular count for none.
pub(crate) fn list(gazetteer: &Gazetteer<'_>, as_json: bool) -> Result<Outcome, CliError> {
    let counts = count(gazetteer);
    let mut out = io::BufWriter::new(StandardOutput::of(as_json));
    let written = if as_json {
        counts.iter().try_for_each(|(language, of)| {
            let Counts { countries, peoples, blocs, minerals } = of;
            let line = json!({"language": language.to_string(), "countries": countries, "peoples": peoples, "blocs": blocs, "minerals": minerals});
            writeln!(out, "{line}")
        })
    } else {
        writeln!(out, "language\tcountries\tpeoples\tblocs\tminerals").and_then(|()| {
            counts.iter().try_for_each(|(language, of)| {
                let Counts { countries, peoples, blocs, minerals } = of;
                writeln!(out, "{language}\t{countries}\t{peoples}\t{blocs}\t{minerals}")
            })
        })
    };
    written.and_then(|()| out.flush()).map_err(CliError::Output)?;
    Ok(Outcome { found: !counts.is_empty(), ..Outcome::default() })
}

/// The counts of each language, in the order of their codes.
fn count(gazetteer: &Gazetteer<'_>) -> BTreeMap<Language, Counts> {
    let mut counts: BTreeMap<Language, Counts> = BTreeMap::new();
    for entity in gazetteer.entities() {
        let (mut named, mut peoples) = (BTreeSet::new(), BTreeSet::new());
        for surface in entity.surfaces() {
            for language in surface.languages() {
                match (entity.kind(), surface.role()) {
                    (_, Role::Demonym) => peoples.insert(language),
                    // A code is the same in all languages, and a capital names something else.
                    (_, Role::Code | Role::Symbol | Role::Capital) => false,
                    _ => named.insert(language),
                };
            }
        }
        for language in named {
            let of = counts.entry(language).or_default();
            match entity.kind() {
                Kind::Country => of.countries += 1,
                Kind::Bloc => of.blocs += 1,
                Kind::Mineral => of.minerals += 1,
                _ => {}
            }
        }
        for language in peoples {
            counts.entry(language).or_default().peoples += 1;
        }
    }
    counts
}
