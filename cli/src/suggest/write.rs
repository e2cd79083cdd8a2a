//! Writes a gazetteer with what is suggested, as tab-separated values.

use std::collections::HashMap;
use std::fmt::Write;

use gaztag::{AttributeType, Bounds, Entity, Gazetteer, Language, Surface};

use super::reason::Reason;

/// The prior of a form that counts only with support: less than the least confidence by default.
const PRIOR: u8 = 40;

/// The rows of a gazetteer. Forms that are left out are comments.
pub(crate) fn rows(
    own: &Gazetteer<'_>,
    base: &Gazetteer<'_>,
    reasons: &HashMap<&str, Reason>,
) -> String {
    let attributes = attributes(own);
    let mut text =
        "key\tform\tname\trole\tcase\tlang\tprior\tword\tbounds\taccents\tnote".to_string();
    for (name, value_type) in &attributes {
        let _ = write!(text, "\tattr:{name}:{}", value_type.as_str());
    }
    text.push('\n');
    for entity in own.entities() {
        let mut is_first = true;
        for surface in entity.surfaces() {
            let reason = reasons.get(surface.form()).copied();
            if reason == Some(Reason::Name) {
                text.push_str("# ");
            }
            // The built-in gazetteer has the name of an entity that it knows.
            let name =
                if is_first && base.find(entity.key()).is_none() { entity.name() } else { "" };
            row(&mut text, (entity.key(), name), &surface, reason);
            for (attribute, _) in &attributes {
                let value = if is_first { entity.attribute(attribute) } else { None };
                let _ = write!(text, "\t{}", value.unwrap_or(""));
            }
            text.push('\n');
            is_first &= reason == Some(Reason::Name);
        }
    }
    for decoy in own.decoys() {
        row(&mut text, ("-", ""), &decoy, None);
        text.push_str(&"\t".repeat(attributes.len()));
        text.push('\n');
    }
    text
}

/// The attributes of all entities, with their types.
fn attributes<'g>(own: &'g Gazetteer<'_>) -> Vec<(&'g str, AttributeType)> {
    let of = |entity: Entity<'g>| {
        entity.attributes().map(|of| (of.name, of.value_type)).collect::<Vec<_>>()
    };
    let mut all: Vec<(&str, AttributeType)> = own.entities().flat_map(of).collect();
    all.sort_unstable_by_key(|&(name, _)| name);
    all.dedup_by_key(|&mut (name, _)| name);
    all
}

/// The columns of a form, without its attributes.
fn row(
    text: &mut String,
    (key, name): (&str, &str),
    surface: &Surface<'_>,
    reason: Option<Reason>,
) {
    let plain = Surface::new(surface.form()).with_role(surface.role());
    let is_word = matches!(reason, Some(Reason::Common | Reason::Lower)) || surface.is_word();
    let case = match reason {
        Some(Reason::Short) => "exact",
        _ if surface.case() == plain.case() => "",
        _ => surface.case().as_str(),
    };
    let prior = match reason {
        Some(Reason::Name) | None => surface.prior(),
        Some(_) => surface.prior().min(PRIOR),
    };
    let prior = if prior == plain.prior() { String::new() } else { prior.to_string() };
    let languages: Vec<String> = surface.languages().map(|of: Language| of.to_string()).collect();
    let yes = |flag| if flag { "yes" } else { "" };
    let role = if surface.role() == gaztag::Role::Name { "" } else { surface.role().as_str() };
    let bounds = if surface.bounds() == Bounds::Word { "" } else { surface.bounds().as_str() };
    let note = reason.map_or("", |reason| reason.words().0);
    let cells = [
        key,
        surface.form(),
        name,
        role,
        case,
        &languages.join("|"),
        &prior,
        yes(is_word),
        bounds,
        yes(surface.needs_accents()),
        note,
    ];
    text.push_str(&cells.join("\t"));
}
