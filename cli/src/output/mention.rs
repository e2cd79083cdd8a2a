//! Prints one mention in each form of output.

use std::io::{self, Write};

use gaztag::Mention;

use super::ids::Ids;
use super::{Form, Place, flat};

/// The header of tab-separated values.
pub(crate) const TSV_HEADER: &[u8] =
    b"doc\tstart\tend\ttext\tkind\tid\tname\trole\tconfidence\tcandidates\n";

/// Prints one mention; `text` is the text of its span.
pub(crate) fn print(
    form: Form,
    ids: Ids<'_>,
    place: Place<'_>,
    mention: &Mention,
    text: &[u8],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    match form {
        Form::Json => json(ids, place, mention, text, out),
        Form::Tsv => tsv(ids, place, mention, text, out),
        Form::Only => {
            flat(text, out);
            out.push(b'\n');
            Ok(())
        }
        Form::Lines { file } => {
            if file {
                flat(place.input.as_bytes(), out);
                out.push(b':');
            }
            write!(
                out,
                "{}-{}\t{}\t",
                mention.start(),
                mention.end(),
                ids.of_id(mention.entity())
            )?;
            flat(text, out);
            out.push(b'\n');
            Ok(())
        }
        Form::Counts | Form::Text { .. } | Form::Explain { .. } => Ok(()),
    }
}

fn json(
    ids: Ids<'_>,
    place: Place<'_>,
    mention: &Mention,
    text: &[u8],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let (tagger, gazetteer) = (ids.tagger, ids.tagger.gazetteer());
    write!(
        out,
        "{{\"doc\":{},\"start\":{},\"end\":{},\"text\":",
        place.id,
        mention.start(),
        mention.end()
    )?;
    serde_json::to_writer(&mut *out, &String::from_utf8_lossy(text))?;
    out.extend_from_slice(b",\"kind\":");
    serde_json::to_writer(&mut *out, gazetteer.kind_name(mention.kind()))?;
    out.extend_from_slice(b",\"id\":");
    serde_json::to_writer(&mut *out, ids.of_id(mention.entity()))?;
    out.extend_from_slice(b",\"name\":");
    serde_json::to_writer(&mut *out, tagger.name(mention))?;
    write!(out, ",\"role\":\"{}\",\"confidence\":{}", mention.role(), mention.confidence())?;
    let mut candidates = candidates(ids, mention);
    if let (Some(first), Some(second)) = (candidates.next(), candidates.next()) {
        out.extend_from_slice(b",\"candidates\":");
        let all: Vec<&str> = [first, second].into_iter().chain(candidates).collect();
        serde_json::to_writer(&mut *out, &all)?;
    }
    if let Some(members) = ids.members(mention.entity()) {
        out.extend_from_slice(b",\"members\":");
        serde_json::to_writer(&mut *out, &members)?;
    }
    out.extend_from_slice(b"}\n");
    Ok(())
}

fn tsv(
    ids: Ids<'_>,
    place: Place<'_>,
    mention: &Mention,
    text: &[u8],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    flat(unquoted(place.id).as_bytes(), out);
    write!(out, "\t{}\t{}\t", mention.start(), mention.end())?;
    flat(text, out);
    let kind = ids.tagger.gazetteer().kind_name(mention.kind());
    write!(
        out,
        "\t{kind}\t{}\t{}\t{}\t{}\t",
        ids.of_id(mention.entity()),
        ids.tagger.name(mention),
        mention.role(),
        mention.confidence()
    )?;
    let all: Vec<&str> = candidates(ids, mention).collect();
    if all.len() > 1 {
        out.extend_from_slice(all.join("|").as_bytes());
    }
    out.push(b'\n');
    Ok(())
}

/// All entities that the name of a mention may mean.
fn candidates<'t>(ids: Ids<'t>, mention: &Mention) -> impl Iterator<Item = &'t str> {
    ids.tagger.candidates(mention).map(move |(id, _)| ids.of_id(id))
}

/// Returns an id without the quotes of JSON.
fn unquoted(id: &str) -> String {
    serde_json::from_str::<String>(id).unwrap_or_else(|_| id.into())
}
