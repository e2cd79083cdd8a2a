//! Prints one mention in each form of output.

use std::borrow::Cow;
use std::io::{self, Write};

use gaztag::Mention;

use super::ids::Ids;
use super::{Form, Place, Printing, flat, tsv, unquoted};
use crate::gazetteer;

/// The columns of tab- or comma-separated values.
const COLUMNS: [&str; 10] =
    ["doc", "start", "end", "text", "kind", "id", "name", "role", "confidence", "candidates"];

/// The names of the columns, without those of the kept fields.
pub(crate) fn columns<'p>(printing: Printing<'p>) -> impl Iterator<Item = &'p str> {
    printing.file.then_some("file").into_iter().chain(COLUMNS)
}

/// The first line of the output.
pub(crate) fn header(printing: Printing<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let columns = columns(printing).chain(printing.keep.iter().map(String::as_str));
    row(printing.form, columns.map(|column| column.as_bytes().into()), out)
}

/// Prints one mention; `text` is the text of its span.
pub(crate) fn print(
    printing: Printing<'_>,
    place: Place<'_>,
    mention: &Mention,
    text: &[u8],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let ids = printing.ids;
    match printing.form {
        Form::Json => json(printing, place, mention, text, out),
        Form::Tsv | Form::Csv => values(printing, place, mention, text, out),
        Form::Only => {
            flat(text, out);
            out.push(b'\n');
            Ok(())
        }
        Form::Lines { file } => {
            prefix(place, file, out);
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
    mention: &Mention,
    text: &[u8],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let ids = printing.ids;
    let tagger = ids.tagger;
    write!(out, "{{\"doc\":{}", place.id)?;
    if printing.file {
        out.extend_from_slice(b",\"file\":");
        serde_json::to_writer(&mut *out, place.file)?;
    }
    write!(out, ",\"start\":{},\"end\":{},\"text\":", mention.start(), mention.end())?;
    serde_json::to_writer(&mut *out, &String::from_utf8_lossy(text))?;
    out.extend_from_slice(b",\"kind\":");
    serde_json::to_writer(&mut *out, tagger.gazetteer().kind_name(mention.kind()))?;
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
    let day = place.date.filter(|_| printing.members);
    if let Some(members) = day.and_then(|day| ids.members(mention.entity(), day)) {
        out.extend_from_slice(b",\"members\":");
        serde_json::to_writer(&mut *out, &members)?;
    }
    if let Some(entity) = tagger.entity(mention).filter(|_| printing.attributes) {
        out.extend_from_slice(b",\"attributes\":");
        serde_json::to_writer(&mut *out, &gazetteer::attributes(&entity))?;
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
    mention: &Mention,
    text: &[u8],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let ids = printing.ids;
    let (id, start, end) = (unquoted(place.id), mention.start(), mention.end());
    let all: Vec<&str> = candidates(ids, mention).collect();
    let all = if all.len() > 1 { all.join("|") } else { String::new() };
    let numbers = [start, end, mention.confidence().into()].map(|number| number.to_string());
    let values = [
        id.as_bytes(),
        numbers[0].as_bytes(),
        numbers[1].as_bytes(),
        text,
        ids.tagger.gazetteer().kind_name(mention.kind()).as_bytes(),
        ids.of_id(mention.entity()).as_bytes(),
        ids.tagger.name(mention).as_bytes(),
        mention.role().as_str().as_bytes(),
        numbers[2].as_bytes(),
        all.as_bytes(),
    ];
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
fn candidates<'t>(ids: Ids<'t>, mention: &Mention) -> impl Iterator<Item = &'t str> {
    ids.tagger.candidates(mention).map(move |(id, _)| ids.of_id(id))
}
