//! `gaztag show` and `gaztag list`.

use std::collections::BTreeSet;
use std::io::{self, Write};

use gaztag::{Bounds, Entity, Gazetteer, Role, Surface};
use serde_json::{Value, json};

use crate::arguments::entities::{ListArguments, ShowArguments};
use crate::error::CliError;
use crate::gazetteer;
use crate::languages;
use crate::nearest::{Near, nearest};
use crate::outcome::Outcome;
use crate::report::report;
use crate::standard_output::StandardOutput;

/// Prints everything known about entities.
pub(crate) fn show(arguments: &ShowArguments) -> Result<Outcome, CliError> {
    let gazetteer = gazetteer::load(&arguments.gazetteer)?;
    let mut out = io::BufWriter::new(StandardOutput::of(arguments.json));
    let mut outcome = Outcome::default();
    for (at, name) in arguments.names.iter().enumerate() {
        let entity = match gazetteer::resolve(&gazetteer, name) {
            Ok(entity) => entity,
            Err(error) => {
                gazetteer::report_name(error, &gazetteer, &arguments.names, at);
                outcome.failed = true;
                continue;
            }
        };
        outcome.found = true;
        let written = if arguments.json {
            writeln!(out, "{}", as_json(&entity, &gazetteer))
        } else {
            print(&entity, &gazetteer, &mut out)
        };
        written.map_err(CliError::Output)?;
    }
    out.flush().map_err(CliError::Output)?;
    Ok(outcome)
}

/// Prints a list of entities.
pub(crate) fn list(arguments: &ListArguments) -> Result<Outcome, CliError> {
    let gazetteer = gazetteer::load(&arguments.gazetteer)?;
    if arguments.languages {
        return languages::list(&gazetteer, arguments.json);
    }
    let kinds = gazetteer::kinds(&gazetteer, &arguments.kinds)?;
    let of_kind: Vec<Entity<'_>> = gazetteer
        .entities()
        .filter(|entity| kinds.is_empty() || kinds.contains(&entity.kind()))
        .collect();
    let names: BTreeSet<&str> =
        of_kind.iter().flat_map(|entity| entity.attributes().map(|known| known.name)).collect();
    let conditions = conditions(arguments, &names)?;
    let is_listed =
        |entity: &&Entity<'_>| conditions.iter().all(|condition| condition.holds(entity));
    let mut out = io::BufWriter::new(StandardOutput::of(arguments.json));
    let mut outcome = Outcome::default();
    if arguments.tsv {
        let header: String = names.iter().map(|name| format!("\t{name}")).collect();
        writeln!(out, "id\tkind\tname{header}").map_err(CliError::Output)?;
    }
    for entity in of_kind.iter().filter(is_listed) {
        outcome.found = true;
        let written = if arguments.json {
            serde_json::to_writer(&mut out, entity)
                .map_err(io::Error::from)
                .and_then(|()| writeln!(out))
        } else if arguments.tsv {
            let values: String = names
                .iter()
                .map(|name| format!("\t{}", entity.attribute(name).unwrap_or_default()))
                .collect();
            writeln!(out, "{}\t{}\t{}{values}", entity.key(), entity.kind_name(), entity.name())
        } else {
            writeln!(out, "{}\t{}", entity.key(), entity.name())
        };
        written.map_err(CliError::Output)?;
    }
    out.flush().map_err(CliError::Output)?;
    if !outcome.found {
        conditions
            .iter()
            .filter_map(|condition| condition.unknown(&of_kind))
            .for_each(|e| report(&e));
    }
    Ok(outcome)
}

/// A value that one of some attributes must have.
struct Condition<'a> {
    names: Vec<String>,
    value: &'a str,
}

impl Condition<'_> {
    /// Whether an entity has the value, or an item with it. A key is also known by its second part.
    fn holds(&self, entity: &Entity<'_>) -> bool {
        self.names.iter().any(|name| {
            let is_key = entity.related(name).next().is_some();
            let is_value = |item: &str| {
                item == self.value
                    || is_key && item.split_once('/').is_some_and(|(_, part)| part == self.value)
            };
            entity.items(name).any(is_value)
        })
    }

    /// The error of a value that no entity has.
    fn unknown(&self, entities: &[Entity<'_>]) -> Option<CliError> {
        if entities.iter().any(|entity| self.holds(entity)) {
            return None;
        }
        let items = self.names.iter().flat_map(|name| {
            entities.iter().flat_map(move |entity| entity.items(name).collect::<Vec<_>>())
        });
        let values: BTreeSet<&str> = items
            .flat_map(|item| [item, item.split_once('/').map_or(item, |(_, short)| short)])
            .collect();
        let near = values.into_iter().map(|item| Near { key: item.into(), form: item.into() });
        let nearest = nearest(self.value, near);
        Some(CliError::UnknownValue {
            name: self.names[0].clone(),
            value: self.value.into(),
            nearest,
        })
    }
}

/// The conditions of the arguments. `known` are the names of all attributes.
fn conditions<'a>(
    arguments: &'a ListArguments,
    known: &BTreeSet<&str>,
) -> Result<Vec<Condition<'a>>, CliError> {
    let condition = |(name, value): &'a (String, String)| {
        // `list=us2025`: one of the attribute `lists`.
        let plural = format!("{name}s");
        let mut names =
            if known.contains(plural.as_str()) { vec![plural] } else { vec![name.clone()] };
        if !known.contains(names[0].as_str()) {
            let known = known.iter().copied().collect::<Vec<_>>().join(", ");
            return Err(CliError::UnknownAttribute { name: name.clone(), known });
        }
        if arguments.inherited {
            names.push(format!("inherited_{}", names[0]));
        }
        Ok(Condition { names, value })
    };
    arguments.conditions.iter().map(condition).collect()
}

fn print(entity: &Entity<'_>, gazetteer: &Gazetteer, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}  {}", entity.key(), entity.name())?;
    for attribute in entity.attributes() {
        writeln!(out, "  {:<12} {}", attribute.name, attribute.value)?;
    }
    let mut title = if entity.key().starts_with("bloc/") { "members" } else { "blocs" };
    for membership in entity.memberships() {
        let other =
            if membership.bloc == entity.id() { membership.member } else { membership.bloc };
        let Some(other) = gazetteer.entity(other) else { continue };
        let dates = match (membership.joined, membership.left) {
            (None, None) => String::new(),
            (joined, left) => format!("  {} - {}", joined.unwrap_or("?"), left.unwrap_or("")),
        };
        writeln!(
            out,
            "  {title:<12} {}  {} ({}){dates}",
            other.key(),
            other.name(),
            membership.status
        )?;
        title = "";
    }
    for &role in Role::ALL {
        let mut title = role.as_str();
        for surface in entity.surfaces().filter(|surface| surface.role() == role) {
            writeln!(out, "  {title:<12} {}", describe(&surface))?;
            title = "";
        }
    }
    writeln!(out)
}

/// A form, with everything in which it differs from the defaults.
fn describe(surface: &Surface<'_>) -> String {
    let mut notes = Vec::new();
    if surface.languages().len() > 0 {
        notes.push(
            surface.languages().map(|language| language.to_string()).collect::<Vec<_>>().join(" "),
        );
    }
    let plain = Surface::new(surface.form()).with_role(surface.role());
    if surface.case() != plain.case() {
        notes.push(surface.case().to_string());
    }
    if surface.prior() != plain.prior() {
        notes.push(format!("prior {}", surface.prior()));
    }
    if surface.bounds() != Bounds::Word {
        notes.push(format!("bounds {}", surface.bounds()));
    }
    if notes.is_empty() {
        surface.form().into()
    } else {
        format!("{}  [{}]", surface.form(), notes.join(", "))
    }
}

fn as_json(entity: &Entity<'_>, gazetteer: &Gazetteer) -> Value {
    let attributes = gazetteer::attributes(entity);
    let key = |id| gazetteer.entity(id).map(|entity| entity.key());
    let memberships: Vec<Value> =
        entity.memberships().map(|m| json!({"bloc": key(m.bloc), "member": key(m.member), "status": m.status, "joined": m.joined, "left": m.left})).collect();
    let forms: Vec<Value> = entity
        .surfaces()
        .map(|surface| {
            let languages: Vec<String> = surface.languages().map(|language| language.to_string()).collect();
            json!({"form": surface.form(), "role": surface.role().as_str(), "case": surface.case().as_str(), "languages": languages, "prior": surface.prior(), "bounds": surface.bounds().as_str()})
        })
        .collect();
    json!({"id": entity.key(), "kind": entity.kind_name(), "name": entity.name(), "attributes": attributes, "memberships": memberships, "forms": forms})
}
