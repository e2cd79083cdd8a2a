//! `gaztag members` and `gaztag blocs`: who was in which bloc on a day.

use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use gaztag::{Date, Entity, Gazetteer, Kind, Membership};
use serde_json::json;

use crate::arguments::entities::{MembersArguments, StatusChoice};
use crate::error::CliError;
use crate::gazetteer;
use crate::outcome::Outcome;
use crate::report::report;
use crate::standard_output::StandardOutput;

const TSV_HEADER: &str =
    "bloc\tbloc_name\tmember\tmember_name\tstatus\tjoined\tleft\tsource\tas_of";

/// Prints the members of blocs.
pub(crate) fn members(arguments: &MembersArguments) -> Result<Outcome, CliError> {
    print(arguments, Kind::Bloc, |entity, date| entity.all_members_on(date).collect())
}

/// Prints the blocs of countries.
pub(crate) fn blocs(arguments: &MembersArguments) -> Result<Outcome, CliError> {
    print(arguments, Kind::Country, |entity, date| entity.all_blocs_on(date).collect())
}

/// Prints the spells of the entities that the arguments name. A name of several entities means the
/// one of the kind `kind`.
fn print(
    arguments: &MembersArguments,
    kind: Kind,
    list: for<'g> fn(&Entity<'g>, Date) -> Vec<Membership<'g>>,
) -> Result<Outcome, CliError> {
    let gazetteer = gazetteer::load(&arguments.gazetteer)?;
    let date = arguments.on.or_else(today).ok_or(CliError::NoClock)?;
    let mut out = io::BufWriter::new(StandardOutput::of(arguments.json));
    let mut outcome = Outcome::default();
    let mut has_header = !arguments.tsv;
    for (at, name) in arguments.names.iter().enumerate() {
        let entity = match find(&gazetteer, name, kind) {
            Ok(entity) => entity,
            Err(error) => {
                gazetteer::report_name(error, &gazetteer, &arguments.names, at);
                outcome.failed = true;
                continue;
            }
        };
        if !has_header {
            writeln!(out, "{TSV_HEADER}").map_err(CliError::Output)?;
            has_header = true;
        }
        let mut spells = list(&entity, date);
        spells.retain(|spell| is_asked_for(spell, &arguments.status));
        if spells.is_empty() {
            let what = if kind == Kind::Bloc { "no members" } else { "in no bloc" };
            let hint = hint(&entity, kind, date);
            let date = date.first_day();
            report(&CliError::NoSpells { key: entity.key().into(), what, date, hint });
        }
        let unknown = spells.iter().filter(|spell| is_uncertain(spell, date)).count();
        if unknown > 0 {
            let (key, all) = (entity.key().into(), spells.len());
            report(&CliError::UnknownBeginnings { key, unknown, all });
        }
        for spell in &spells {
            outcome.found = true;
            line(&gazetteer, spell, kind, arguments, &mut out).map_err(CliError::Output)?;
        }
    }
    out.flush().map_err(CliError::Output)?;
    Ok(outcome)
}

/// Finds the entity that a key, a name or a code means. Of several only those of a kind count, and
/// a short key comes before a name of another kind: nafta is a bloc here, not naphtha in Spanish.
fn find<'g>(gazetteer: &'g Gazetteer, name: &'g str, kind: Kind) -> Result<Entity<'g>, CliError> {
    let mut of_kind = gazetteer.named(name).filter(|entity| entity.kind() == kind);
    if let (Some(entity), None) = (of_kind.next(), of_kind.next()) {
        return Ok(entity);
    }
    if kind == Kind::Bloc
        && let Some(entity) = gazetteer.find(&format!("bloc/{}", name.to_lowercase()))
    {
        return Ok(entity);
    }
    let entity = gazetteer::resolve(gazetteer, name)?;
    match (kind, entity.kind()) {
        (Kind::Bloc, Kind::Bloc) | (Kind::Country, Kind::Bloc | Kind::Country) => Ok(entity),
        _ => Err(CliError::OtherKind {
            key: entity.key().into(),
            expected: if kind == Kind::Bloc { "a bloc" } else { "a country or a bloc" },
        }),
    }
}

/// Whether it is not known if a spell had begun on a day: its first day is unknown, and the source
/// is of a later day.
fn is_uncertain(spell: &Membership<'_>, date: Date) -> bool {
    let as_of = spell.as_of.and_then(|day| day.parse::<Date>().ok());
    spell.joined.is_none() && as_of.is_none_or(|as_of| as_of.first_day() > date.first_day())
}

fn is_asked_for(spell: &Membership<'_>, choices: &[StatusChoice]) -> bool {
    if choices.is_empty() {
        return spell.is_full();
    }
    choices.iter().any(|choice| match choice {
        StatusChoice::All => true,
        other => other.name() == spell.status,
    })
}

/// Says why a bloc has no members on a day, if the data does.
fn hint(entity: &Entity<'_>, kind: Kind, date: Date) -> String {
    if kind != Kind::Bloc {
        return String::new();
    }
    let day = |name| entity.attribute(name).and_then(|text| text.parse::<Date>().ok());
    match (entity.attribute("membership"), entity.attribute("parent")) {
        (Some("parent"), Some(parent)) => {
            format!("; its members are those of {parent}, of which it is an organ")
        }
        (Some("other"), _) => "; its members are not states".into(),
        (Some("none"), _) => "; it has no members".into(),
        (Some("changing"), _) => {
            "; its members are elected for a few years, or take part without a list".into()
        }
        (Some("unlisted"), _) => "; the data does not have its members".into(),
        _ => match (day("founded"), day("dissolved")) {
            (Some(founded), _) if date < founded => format!("; it was founded {}", when(founded)),
            (_, Some(dissolved)) if dissolved <= date => {
                format!("; it was dissolved {}", when(dissolved))
            }
            _ => String::new(),
        },
    }
}

/// A date in a sentence: `on` a day, `in` a month or a year.
fn when(date: Date) -> String {
    format!("{} {date}", if date.day().is_some() { "on" } else { "in" })
}

fn line(
    gazetteer: &Gazetteer,
    spell: &Membership<'_>,
    kind: Kind,
    arguments: &MembersArguments,
    out: &mut impl Write,
) -> io::Result<()> {
    let (Some(bloc), Some(member)) = (gazetteer.entity(spell.bloc), gazetteer.entity(spell.member))
    else {
        return Ok(());
    };
    let &Membership { status, joined, left, source, as_of, .. } = spell;
    if arguments.json {
        let object = json!({"bloc": bloc.key(), "bloc_name": bloc.name(), "member": member.key(), "member_name": member.name(), "status": status, "joined": joined, "left": left, "source": source, "as_of": as_of});
        return writeln!(out, "{object}");
    }
    if arguments.tsv {
        let fields = [bloc.key(), bloc.name(), member.key(), member.name(), status];
        let dates = [joined, left, source, as_of].map(Option::unwrap_or_default);
        return writeln!(out, "{}\t{}", fields.join("\t"), dates.join("\t"));
    }
    let other = if kind == Kind::Bloc { member } else { bloc };
    write!(out, "{}\t{}", other.key(), other.name())?;
    if status == "member" { writeln!(out) } else { writeln!(out, "\t{status}") }
}

/// Returns the day today, in universal time.
fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    civil(seconds / 86_400)
}

/// Returns the date of a day, counted from 1970-01-01, until the year 9999.
fn civil(days: u64) -> Option<Date> {
    // Years begin in March, so that the leap day is the last; 719,468 days before 1970 is the first
    // day of year 0. An era has 400 years.
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, year) =
        if month < 10 { (month + 3, era * 400 + year) } else { (month - 9, era * 400 + year + 1) };
    Date::new(u16::try_from(year).ok()?, month as u8, day as u8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        for (days, date) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (19_875, "2024-06-01"),
            (20_453, "2025-12-31"),
            (20_454, "2026-01-01"),
        ] {
            assert_eq!(civil(days).map(|date| date.to_string()).as_deref(), Some(date));
        }
        assert_eq!(civil(u64::from(u32::MAX)), None);
    }
}
