//! Prints what a text is about.

use std::io::{self, Write};

use gaztag::Topic;
use serde::Serialize;

use super::Place;
use super::ids::Ids;
use super::mention::prefix;

#[derive(Serialize)]
struct Line<'t> {
    id: &'t str,
    kind: &'t str,
    name: &'t str,
    weight: u32,
    mentions: usize,
    title: bool,
    lead: bool,
}

/// Prints one topic of a text.
pub(crate) fn print(
    ids: Ids<'_>,
    place: Place<'_>,
    topic: &Topic,
    (json, file): (bool, bool),
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let Some(entity) = ids.tagger.gazetteer().entity(topic.entity) else { return Ok(()) };
    let &Topic { weight, mentions, in_title: title, in_lead: lead, .. } = topic;
    let (id, kind, name) = (ids.of(&entity), entity.kind_name(), entity.name());
    if json {
        let line = serde_json::to_string(&Line { id, kind, name, weight, mentions, title, lead })?;
        // The document is the first field, as in the other forms.
        return writeln!(out, "{{\"doc\":{},{}", place.id, line.trim_start_matches('{'));
    }
    prefix(place, file, out);
    let mut reasons = vec![match mentions {
        1 => "1 mention".into(),
        _ => format!("{mentions} mentions"),
    }];
    reasons.extend(title.then(|| "in the title".into()));
    reasons.extend((lead && !title).then(|| "in the lead".into()));
    writeln!(out, "{weight}\t{id}\t{name}\t{}", reasons.join(", "))
}
