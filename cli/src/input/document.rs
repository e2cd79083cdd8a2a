//! Reads documents of JSON Lines.
//!
//! Ill-formed UTF-8 and escapes of lone surrogates do not make a document unreadable: they become
//! U+FFFD and are counted.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// One document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Document<'l> {
    /// The id as JSON, if there is one.
    pub(crate) id: Option<Cow<'l, str>>,
    pub(crate) text: Cow<'l, str>,
    /// How many lone surrogates were replaced in both.
    pub(crate) surrogates: u64,
}

/// Returns the text of a line, and how many of its sequences were ill-formed.
pub(crate) fn decode(line: &[u8]) -> (Cow<'_, str>, u64) {
    match String::from_utf8_lossy(line) {
        Cow::Borrowed(text) => (Cow::Borrowed(text), 0),
        text => {
            (text, line.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count() as u64)
        }
    }
}

/// Reads the two fields of a line. The message of an error says what is expected.
pub(crate) fn parse<'l>(
    line: &'l str,
    id_field: &str,
    text_field: &str,
) -> Result<Document<'l>, String> {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let (id, text) = Fields { id: id_field, text: text_field }
        .deserialize(&mut deserializer)
        .map_err(|error| error.to_string())?;
    deserializer.end().map_err(|error| error.to_string())?;
    let Some(text) = text.map(RawValue::get) else {
        return Err(format!("no field {text_field:?}; --text-field names another"));
    };
    if !text.starts_with('"') {
        return Err(format!("field {text_field:?} is not a string"));
    }
    let (text, in_text) = string(text)?;
    let (id, in_id) = match id.map(RawValue::get) {
        Some(id) if id.starts_with(['{', '[', 't', 'f']) => {
            return Err(format!("field {id_field:?} is not a string or a number"));
        }
        Some("null") | None => (None, 0),
        // Printed as it is written, unless it contains a lone surrogate.
        Some(id) if !id.contains("\\u") => (Some(id.into()), 0),
        Some(id) => match string(id)? {
            (_, 0) => (Some(id.into()), 0),
            (replaced, count) => (
                Some(serde_json::to_string(&replaced).map_err(|error| error.to_string())?.into()),
                count,
            ),
        },
    };
    Ok(Document { id, text, surrogates: in_text + in_id })
}

/// Returns the value of a string of JSON, borrowed unless it has an escape, and how many lone
/// surrogates were replaced.
fn string(json: &str) -> Result<(Cow<'_, str>, u64), String> {
    // Read as bytes, a surrogate becomes three bytes that UTF-8 does not allow.
    let Bytes(bytes) = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let mut bytes = match bytes {
        Cow::Borrowed(bytes) => {
            return std::str::from_utf8(bytes)
                .map(|text| (text.into(), 0))
                .map_err(|error| error.to_string());
        }
        Cow::Owned(bytes) => bytes,
    };
    let (mut at, mut count) = (0, 0);
    while let Err(error) = std::str::from_utf8(bytes.get(at..).unwrap_or(&[])) {
        at += error.valid_up_to();
        let Some(surrogate) = bytes.get_mut(at..at + 3) else { break };
        surrogate.copy_from_slice("\u{FFFD}".as_bytes());
        at += 3;
        count += 1;
    }
    String::from_utf8(bytes).map(|text| (text.into(), count)).map_err(|error| error.to_string())
}

/// The names of the two fields.
struct Fields<'f> {
    id: &'f str,
    text: &'f str,
}

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = (Option<&'de RawValue>, Option<&'de RawValue>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = (Option<&'de RawValue>, Option<&'de RawValue>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the document's text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut id, mut text) = (None, None);
        while let Some(Bytes(name)) = map.next_key()? {
            if *name == *self.text.as_bytes() {
                text = Some(map.next_value()?);
            } else if *name == *self.id.as_bytes() {
                id = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok((id, text))
    }
}

/// The bytes of a string, borrowed if possible.
#[derive(serde::Deserialize)]
struct Bytes<'l>(#[serde(borrow)] Cow<'l, [u8]>);

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> (Option<String>, String, u64) {
        let Document { id, text, surrogates } = parse(line, "id", "text").unwrap();
        (id.map(Cow::into_owned), text.into_owned(), surrogates)
    }

    #[test]
    fn each_lone_surrogate_is_one_replacement() {
        for (escapes, text, count) in [
            (r"\ud83d\ude42", "\u{1F642}", 0),
            (r"\ud83d", "\u{FFFD}", 1),
            (r"\udE42", "\u{FFFD}", 1),
            (r"\ude42\ud83d", "\u{FFFD}\u{FFFD}", 2),
            (r"\ud83d\ud83d\ude42", "\u{FFFD}\u{1F642}", 1),
            (r"\ud83d\n\ude42", "\u{FFFD}\n\u{FFFD}", 2),
            (r"\ud83d\u0041\ud83dé", "\u{FFFD}A\u{FFFD}é", 2),
        ] {
            let line = format!("{{\"id\":\"{escapes}\",\"text\":\"a{escapes}b\"}}");
            let (id, found, surrogates) = parsed(&line);
            assert_eq!((found, surrogates), (format!("a{text}b"), 2 * count), "{escapes}");
            let id: String = serde_json::from_str(&id.unwrap()).unwrap();
            assert_eq!(id, text, "{escapes}");
        }
    }

    #[test]
    fn strings_without_escapes_are_borrowed() {
        let document = parse("{\"id\":\"\\u00e9\",\"text\":\"Mali\"}", "id", "text").unwrap();
        assert!(matches!(
            (document.id, document.text),
            (Some(Cow::Borrowed("\"\\u00e9\"")), Cow::Borrowed("Mali"))
        ));
    }
}
