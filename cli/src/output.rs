//! The forms of output.

pub(crate) mod about;
pub(crate) mod explanation;
pub(crate) mod html;
pub(crate) mod ids;
pub(crate) mod mention;
pub(crate) mod painter;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub(crate) mod table;
pub(crate) mod tally;
pub(crate) mod wrap;

use std::borrow::Cow;

use gaztag::Date;

use crate::arguments::template::Template;
use crate::error::CliError;
use ids::Ids;

/// The form of the output.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form<'t> {
    /// The text with its mentions in colours, then counts. Lines are broken at words for a width.
    Text {
        colour: bool,
        width: Option<usize>,
    },
    /// One mention in each line, with or without the file's name before it.
    Lines {
        file: bool,
    },
    Json,
    Tsv,
    Csv,
    Only,
    /// A table of counts at the end.
    Counts,
    Explain {
        json: bool,
    },
    /// What each text is about, with or without the file's name before it.
    About {
        json: bool,
        file: bool,
    },
    /// A page with the texts and their mentions highlighted.
    Html,
    /// The records of a report.
    Report,
    /// The text with another text in the place of each mention.
    Replace(&'t Template),
}

/// How mentions are printed.
#[derive(Clone, Copy)]
pub(crate) struct Printing<'t> {
    pub(crate) form: Form<'t>,
    pub(crate) ids: Ids<'t>,
    /// Whether values are printed with the file's name.
    pub(crate) file: bool,
    /// The names of the fields of documents that mentions are printed with.
    pub(crate) keep: &'t [String],
    /// Whether blocs are printed with their members.
    pub(crate) members: bool,
    /// Whether entities are printed with their attributes.
    pub(crate) attributes: bool,
    /// Whether names that were screened are printed, and no mentions.
    pub(crate) screened: bool,
}

/// The place of a mention: the names of its file and of its text, the document's id as JSON, the
/// kept fields of the document as JSON, and the date of the document, or of --on.
#[derive(Clone, Copy)]
pub(crate) struct Place<'p> {
    pub(crate) file: &'p str,
    pub(crate) input: &'p str,
    pub(crate) id: &'p str,
    pub(crate) kept: &'p [Option<Cow<'p, str>>],
    pub(crate) date: Option<Date>,
}

/// Returns a value of JSON as text: a string without its quotes.
pub(crate) fn unquoted(json: &str) -> Cow<'_, str> {
    serde_json::from_str::<String>(json).map_or(Cow::Borrowed(json), Cow::Owned)
}

/// Takes finished output and empties the buffer.
pub(crate) type Sink<'s> = dyn FnMut(&mut Vec<u8>) -> Result<(), CliError> + 's;

/// The size from which a buffer of output is passed on, in bytes.
pub(crate) const ENOUGH: usize = 1 << 17;

/// Passes output on if there is enough of it.
pub(crate) fn pass_on(out: &mut Vec<u8>, sink: &mut Sink<'_>) -> Result<(), CliError> {
    if out.len() < ENOUGH { Ok(()) } else { sink(out) }
}

/// Writes a text with blanks for tabs and line breaks, so that it is one field of one line.
pub(crate) fn flat(text: &[u8], out: &mut Vec<u8>) {
    for chunk in text.utf8_chunks() {
        let parts =
            chunk.valid().split(|c| matches!(c, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}'));
        for (index, part) in parts.enumerate() {
            if index > 0 {
                out.push(b' ');
            }
            out.extend_from_slice(part.as_bytes());
        }
        out.extend_from_slice(chunk.invalid());
    }
}

/// Writes tab-separated values as one line.
fn tsv<V: AsRef<[u8]>>(values: impl Iterator<Item = V>, out: &mut Vec<u8>) {
    for (index, value) in values.enumerate() {
        if index > 0 {
            out.push(b'\t');
        }
        flat(value.as_ref(), out);
    }
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_and_line_breaks_become_blanks() {
        for (text, expected) in [
            (b"Burkina\tFaso".as_slice(), b"Burkina Faso".as_slice()),
            (b"\nBurkina\r\n Faso\x0B\x0C", b" Burkina   Faso  "),
            ("C\u{F4}te\u{85}d\u{2028}I\u{2029}".as_bytes(), "C\u{F4}te d I ".as_bytes()),
            (b"\xFF\n\x1b\xE2\x80", b"\xFF \x1b\xE2\x80"),
        ] {
            let mut out = Vec::new();
            flat(text, &mut out);
            assert_eq!(out, expected, "{text:?}");
        }
    }
}
