//! Documents of JSON Lines.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// One document: its id as JSON, if it has one, and its text.
pub(crate) struct Document<'l> {
    pub(crate) id: Option<&'l str>,
    pub(crate) text: Cow<'l, str>,
}

/// Reads the two fields of a line; the message of an error says what is expected.
pub(crate) fn parse<'l>(line: &'l [u8], id_field: &str, text_field: &str) -> Result<Document<'l>, String> {
    let mut deserializer = serde_json::Deserializer::from_slice(line);
    let (id, text) = Fields { id: id_field, text: text_field }.deserialize(&mut deserializer).map_err(|error| error.to_string())?;
    deserializer.end().map_err(|error| error.to_string())?;
    let Some(text) = text else { return Err(format!("no field {text_field:?}; --text-field names another")) };
    let text = if text.get().starts_with('"') {
        // Borrowed unless it has an escape.
        let Text(text) = serde_json::from_str(text.get()).map_err(|error| error.to_string())?;
        text
    } else {
        return Err(format!("field {text_field:?} is no string"));
    };
    match id.map(RawValue::get) {
        Some(id) if id.starts_with(['{', '[', 't', 'f']) => Err(format!("field {id_field:?} is no string or number")),
        id => Ok(Document { id: id.filter(|id| *id != "null"), text }),
    }
}

/// The names of the fields that are wanted.
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
        while let Some(Text(name)) = map.next_key()? {
            if name == self.text {
                text = Some(map.next_value()?);
            } else if name == self.id {
                id = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok((id, text))
    }
}

/// A string, borrowed if it can be.
#[derive(serde::Deserialize)]
struct Text<'l>(#[serde(borrow)] Cow<'l, str>);
