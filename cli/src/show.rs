//! `gaztag show` and `gaztag list`.

use std::io::{self, Write};

use gaztag::{Bounds, Entity, Gazetteer, Role, Surface};
use serde_json::{Map, Value, json};

use crate::arguments::{ListArguments, ShowArguments};
use crate::error::CliError;
use crate::gazetteer;
use crate::outcome::Outcome;
use crate::report::report;
use crate::standard_output::StandardOutput;

/// Prints everything known about entities.
pub(crate) fn show(arguments: &ShowArguments) -> Result<Outcome, CliError> {
    let gazetteer = gazetteer::load(&arguments.gazetteer)?;
    let mut out = io::BufWriter::new(StandardOutput::of(arguments.json));
    let mut outcome = Outcome::default();
    for name in &arguments.names {
        let found = find(&gazetteer, name);
        if found.is_empty() {
            report(&CliError::NotFound(name.clone(), suggestions(&gazetteer, name)));
        }
        for entity in found {
            outcome.found = true;
            let written = if arguments.json {
                writeln!(out, "{}", as_json(&entity, &gazetteer))
            } else {
                print(&entity, &gazetteer, &mut out)
            };
            written.map_err(CliError::Output)?;
        }
    }
    out.flush().map_err(CliError::Output)?;
    Ok(outcome)
}

/// Prints a list of entities.
pub(crate) fn list(arguments: &ListArguments) -> Result<Outcome, CliError> {
    let gazetteer = gazetteer::load(&arguments.gazetteer)?;
    let kinds = gazetteer::kinds(&gazetteer, &arguments.kinds)?;
    let mut out = io::BufWriter::new(StandardOutput::of(arguments.json));
    let mut outcome = Outcome::default();
    for entity in
        gazetteer.entities().filter(|entity| kinds.is_empty() || kinds.contains(&entity.kind()))
    {
        outcome.found = true;
        let written = if arguments.json {
            writeln!(
                out,
                "{}",
                json!({"id": entity.key(), "kind": entity.kind_name(), "name": entity.name()})
            )
        } else {
            writeln!(out, "{}\t{}", entity.key(), entity.name())
        };
        written.map_err(CliError::Output)?;
    }
    out.flush().map_err(CliError::Output)?;
    Ok(outcome)
}

/// Finds the entity with a key, or all entities that a name may mean.
fn find<'g>(gazetteer: &'g Gazetteer, name: &str) -> Vec<Entity<'g>> {
    if let Some(entity) = gazetteer.find(name) {
        return vec![entity];
    }
    let mut found: Vec<Entity<'g>> = Vec::new();
    for (entity, _) in gazetteer.look_up(name) {
        if let Some(entity) =
            entity.filter(|entity| found.iter().all(|known| known.id() != entity.id()))
        {
            found.push(entity);
        }
    }
    found
}

/// Suggests entities whose key or name begins with the same letters.
fn suggestions(gazetteer: &Gazetteer, name: &str) -> String {
    let start: String =
        name.rsplit('/').next().unwrap_or(name).chars().take(3).collect::<String>().to_lowercase();
    let alike = |text: &str| !start.is_empty() && text.to_lowercase().starts_with(&start);
    let entities = gazetteer.entities().filter(|entity| {
        alike(entity.name()) || entity.key().split_once('/').is_some_and(|(_, slug)| alike(slug))
    });
    let keys: Vec<&str> = entities.take(5).map(|entity| entity.key()).collect();
    if keys.is_empty() { String::new() } else { format!("; did you mean {}?", keys.join(", ")) }
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
    let attributes: Map<String, Value> = entity
        .attributes()
        .map(|attribute| (attribute.name.into(), attribute.value.into()))
        .collect();
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
