//! Prints one mention in each form of output.

use std::borrow::Cow;
use std::io::{self, Write};

use gaztag::{EntityId, LikelyName, Mention};

use super::ids::Ids;
use super::{Form, Place, Printing, flat, tsv, unquoted};
use crate::error::CliError;

/// The columns of tab- or comma-separated values that mentions and names that were screened have.
const COLUMNS: [&str; 7] = ["doc", "start", "end", "text", "kind", "id", "name"];

/// The names of the columns, without those of the kept fields.
pub(crate) fn columns<'p>(printing: Printing<'p>) -> impl Iterator<Item = &'p str> {
    let more: &[&str] = match printing.screened {
        true => &["differs", "confidence"],
        false => &["role", "confidence", "candidates"],
    };
    let more = more.iter().copied().chain(printing.attributes.then_some("attributes"));
    let columns = COLUMNS.into_iter().chain(more);
    printing.file.then_some("file").into_iter().chain(columns)
}

/// A mention, or a name that was screened.
pub(crate) struct Item<'m> {
    start: usize,
    end: usize,
    entity: EntityId,
    confidence: u8,
    found: Found<'m>,
}

enum Found<'m> {
    Mention(&'m Mention),
    /// In which ways the name is written otherwise.
    Likely(Vec<&'static str>),
}

impl<'m> Item<'m> {
    pub(crate) fn of(mention: &'m Mention) -> Self {
        Self {
            start: mention.start(),
            end: mention.end(),
            entity: mention.entity(),
            confidence: mention.confidence(),
            found: Found::Mention(mention),
        }
    }

    /// A name with its offsets in the unit of the output.
    pub(crate) fn of_likely(name: &LikelyName, (start, end): (usize, usize)) -> Self {
        let ways = [
            (name.is_reordered(), "order"),
            (name.is_transliterated(), "transliteration"),
            (name.is_edited(), "letter"),
        ];
        let ways = ways.into_iter().filter(|(is_so, _)| *is_so).map(|(_, way)| way).collect();
        let (entity, confidence) = (name.entity(), name.confidence());
        Self { start, end, entity, confidence, found: Found::Likely(ways) }
    }
}

/// The names of the columns of the kept fields: `fields.NAME`, as in JSON, for one with the name of
/// another column.
pub(crate) fn kept_columns<'p>(printing: Printing<'p>) -> impl Iterator<Item = Cow<'p, str>> {
    printing.keep.iter().map(move |name| match columns(printing).any(|column| column == name) {
        true => format!("fields.{name}").into(),
        false => name.into(),
    })
}

/// The first line of the output.
pub(crate) fn header(printing: Printing<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let columns = columns(printing).map(Cow::Borrowed).chain(kept_columns(printing));
    let bytes = |column| match column {
        Cow::Borrowed(name) => Cow::Borrowed(str::as_bytes(name)),
        Cow::Owned(name) => Cow::Owned(String::into_bytes(name)),
    };
    row(printing.form, columns.map(bytes), out)
}

/// Fails for a field that is kept twice.
pub(crate) fn check_kept(keep: &[String]) -> Result<(), CliError> {
    let twice = keep.iter().enumerate().find(|(index, field)| keep[..*index].contains(field));
    twice.map_or(Ok(()), |(_, field)| Err(CliError::KeptTwice { field: field.clone() }))
}

/// Prints one item; `text` is the text of its span.
pub(crate) fn print(
    printing: Printing<'_>,
    place: Place<'_>,
    item: &Item<'_>,
    text: &[u8],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let ids = printing.ids;
    match printing.form {
        Form::Json => json(printing, place, item, text, out),
        Form::Tsv | Form::Csv => values(printing, place, item, text, out),
        Form::Only => {
            flat(text, out);
            out.push(b'\n');
            Ok(())
        }
        Form::Lines { file } => {
            prefix(place, file, out);
            write!(out, "{}-{}\t{}\t", item.start, item.end, ids.of_id(item.entity))?;
            flat(text, out);
            if let Found::Likely(ways) = &item.found {
                write!(out, "\t{}\t{}", ways.join(", "), item.confidence)?;
            }
            out.push(b'\n');
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Writes where a mention is: the file if asked, and in it the document.
pub(crate) fn prefix(place: Place<'_>, file: bool, out: &mut Vec<u8>) {
    if file {
        flat(place.file.as_bytes(), out);
        out.push(b':');
    }
    if place.input != place.file {
        flat(place.input.as_bytes(), out);
        out.push(b':');
    }
}

fn json(
    printing: Printing<'_>,
    place: Place<'_>,
    item: &Item<'_>,
    text: &[u8],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let ids = printing.ids;
    let Some(entity) = ids.tagger.gazetteer().entity(item.entity) else { return Ok(()) };
    write!(out, "{{\"doc\":{}", place.id)?;
    if printing.file {
        out.extend_from_slice(b",\"file\":");
        serde_json::to_writer(&mut *out, place.file)?;
    }
    write!(out, ",\"start\":{},\"end\":{},\"text\":", item.start, item.end)?;
    serde_json::to_writer(&mut *out, &String::from_utf8_lossy(text))?;
    out.extend_from_slice(b",\"kind\":");
    serde_json::to_writer(&mut *out, entity.kind_name())?;
    out.extend_from_slice(b",\"id\":");
    serde_json::to_writer(&mut *out, ids.of(&entity))?;
    out.extend_from_slice(b",\"name\":");
    serde_json::to_writer(&mut *out, entity.name())?;
    match &item.found {
        Found::Mention(mention) => write!(out, ",\"role\":\"{}\"", mention.role())?,
        Found::Likely(ways) => {
            out.extend_from_slice(b",\"differs\":");
            serde_json::to_writer(&mut *out, ways)?;
        }
    }
    write!(out, ",\"confidence\":{}", item.confidence)?;
    let mut candidates = candidates(ids, item);
    if let (Some(first), Some(second)) = (candidates.next(), candidates.next()) {
        out.extend_from_slice(b",\"candidates\":");
        let all: Vec<&str> = [first, second].into_iter().chain(candidates).collect();
        serde_json::to_writer(&mut *out, &all)?;
    }
    let day = place.date.filter(|_| printing.members);
    if let Some(members) = day.and_then(|day| ids.members(item.entity, day)) {
        out.extend_from_slice(b",\"members\":");
        serde_json::to_writer(&mut *out, &members)?;
    }
    if printing.attributes {
        write!(out, ",\"attributes\":{}", entity.attributes_json())?;
    }
    if !printing.keep.is_empty() {
        out.extend_from_slice(b",\"fields\":");
        fields(printing.keep, place, out)?;
    }
    out.extend_from_slice(b"}\n");
    Ok(())
}

/// Writes the kept fields as one object of JSON.
pub(crate) fn fields(keep: &[String], place: Place<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    for (index, name) in keep.iter().enumerate() {
        out.push(if index == 0 { b'{' } else { b',' });
        serde_json::to_writer(&mut *out, name)?;
        let value = place.kept.get(index).and_then(Option::as_deref).unwrap_or("null");
        write!(out, ":{value}")?;
    }
    out.push(b'}');
    Ok(())
}

fn values(
    printing: Printing<'_>,
    place: Place<'_>,
    item: &Item<'_>,
    text: &[u8],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let ids = printing.ids;
    let Some(entity) = ids.tagger.gazetteer().entity(item.entity) else { return Ok(()) };
    let id = unquoted(place.id);
    let all: Vec<&str> = candidates(ids, item).collect();
    let all = if all.len() > 1 { all.join("|") } else { String::new() };
    let numbers = [item.start, item.end, item.confidence.into()].map(|number| number.to_string());
    let (how, last) = match &item.found {
        Found::Mention(mention) => (mention.role().as_str().into(), Some(all.as_bytes())),
        Found::Likely(ways) => (ways.join("|"), None),
    };
    let values = [
        id.as_bytes(),
        numbers[0].as_bytes(),
        numbers[1].as_bytes(),
        text,
        entity.kind_name().as_bytes(),
        ids.of(&entity).as_bytes(),
        entity.name().as_bytes(),
        how.as_bytes(),
        numbers[2].as_bytes(),
    ];
    let attributes = printing.attributes.then(|| entity.attributes_json());
    let values = values.into_iter().chain(last).chain(attributes.as_deref().map(str::as_bytes));
    let kept = (0..printing.keep.len()).map(|index| {
        match place.kept.get(index).and_then(Option::as_deref).map(unquoted) {
            Some(Cow::Borrowed(value)) => Cow::Borrowed(value.as_bytes()),
            Some(Cow::Owned(value)) => Cow::Owned(value.into_bytes()),
            None => Cow::Borrowed(&b""[..]),
        }
    });
    let file = printing.file.then_some(place.file.as_bytes());
    let values = file.into_iter().chain(values).map(Cow::Borrowed).chain(kept);
    row(printing.form, values, out)
}

/// Writes one line of values.
fn row<'v>(
    form: Form<'_>,
    values: impl Iterator<Item = Cow<'v, [u8]>>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    if form == Form::Csv {
        let mut writer = csv::WriterBuilder::new().buffer_capacity(512).from_writer(out);
        writer.write_record(values)?;
        return writer.flush();
    }
    tsv(values, out);
    Ok(())
}

/// All entities that the name of a mention may mean.
fn candidates<'t>(ids: Ids<'t>, item: &Item<'_>) -> impl Iterator<Item = &'t str> {
    let mention = match item.found {
        Found::Mention(mention) => Some(mention),
        Found::Likely(_) => None,
    };
    let all = mention.into_iter().flat_map(move |mention| ids.tagger.candidates(mention));
    all.map(move |(id, _)| ids.of_id(id))
}
