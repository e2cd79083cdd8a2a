//! Reads documents of JSON Lines.
//!
//! Ill-formed UTF-8 and escapes of lone surrogates do not make a document unreadable: they become
//! U+FFFD and are counted.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::{RawValue, Value};

/// The names of the fields of a document that are read. `a.b` is the field `a.b`, or else the
/// field `b` of the object in the field `a`.
#[derive(Clone, Debug)]
pub(crate) struct Fields<'f> {
    pub(crate) id: &'f str,
    pub(crate) text: &'f str,
    /// The field with the date, if dates are read.
    pub(crate) date: Option<DateField<'f>>,
    /// Those that are used in the output.
    pub(crate) kept: Vec<&'f str>,
    /// Whether documents are read with all their fields, as an [`Object`].
    pub(crate) whole: bool,
}

/// The field with the date of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DateField<'f> {
    pub(crate) name: &'f str,
    /// Whether every document needs a whole day. Else the field may be missing, or have a month or
    /// a year.
    pub(crate) is_needed: bool,
}

/// How JSON writes null.
const NULL: &str = "null";

/// One document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Document<'l> {
    /// The id as JSON, if there is one.
    pub(crate) id: Option<Cow<'l, str>>,
    pub(crate) text: Cow<'l, str>,
    /// The date as JSON, if there is one.
    pub(crate) date: Option<Cow<'l, str>>,
    /// The kept fields as JSON, in the order of their names.
    pub(crate) kept: Vec<Option<Cow<'l, str>>>,
    /// The document with all its fields, if these are read.
    pub(crate) object: Option<Object<'l>>,
    /// How many lone surrogates or ill-formed sequences were replaced in them.
    pub(crate) replaced: u64,
}

/// A document as an object of JSON, with all its fields.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Object<'l> {
    pub(crate) json: Cow<'l, str>,
    /// Where the text is in it, with its quotes; `None` for null.
    pub(crate) text: Option<Range<usize>>,
}

impl Object<'static> {
    /// The object with some values of JSON. The text is that with the number `text`, or the field
    /// `inside` in it.
    pub(super) fn of<'v>(
        values: impl Iterator<Item = (&'v str, Cow<'v, str>)>,
        text: usize,
        inside: &str,
    ) -> Self {
        let (mut json, mut place) = (String::new(), None);
        for (number, (name, value)) in values.enumerate() {
            json.push(if number == 0 { '{' } else { ',' });
            json.push_str(&Value::from(name).to_string());
            json.push(':');
            if number == text {
                let found = if inside.is_empty() {
                    Some(&*value)
                } else {
                    self::inside(&value, inside).map(RawValue::get)
                };
                let found = found.and_then(|found| object(&value, found).text);
                place = found.map(|found| json.len() + found.start..json.len() + found.end);
            }
            json.push_str(&value);
        }
        json.push('}');
        Self { json: json.into(), text: place }
    }
}

impl Object<'_> {
    /// Writes the object on one line, with another text.
    pub(crate) fn write(&self, text: &str, out: &mut Vec<u8>) -> io::Result<()> {
        let end = match &self.text {
            Some(place) => {
                out.extend_from_slice(self.json.get(..place.start).unwrap_or("").as_bytes());
                serde_json::to_writer(&mut *out, text)?;
                place.end
            }
            None => 0,
        };
        out.extend_from_slice(self.json.get(end..).unwrap_or("").as_bytes());
        out.push(b'\n');
        Ok(())
    }
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

/// The message of an error in one line of JSON, without the number of the line, which is always 1.
pub(crate) fn json_error(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        _ if error.is_eof() => "the JSON does not end in this line".into(),
        Some((message, _)) if error.column() == 0 => message.into(),
        Some((message, _)) => format!("column {}: {message}", error.column()),
        None => message,
    }
}

/// Reads the fields of a line. The message of an error says what is expected.
pub(crate) fn parse<'l>(line: &'l str, fields: &Fields<'_>) -> Result<Document<'l>, String> {
    let mut names = vec![fields.text, fields.id];
    names.extend(&fields.kept);
    names.extend(fields.date.map(|date| date.name));
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let values =
        Named(&names).deserialize(&mut deserializer).map_err(|error| json_error(&error))?;
    deserializer.end().map_err(|error| json_error(&error))?;
    let mut values = values.into_iter().map(|value| value.map(RawValue::get));
    let Some(text) = values.next().flatten() else {
        return Err(format!("no field {:?}; --text-field names another", fields.text));
    };
    if text != NULL && !text.starts_with('"') {
        return Err(format!("field {:?} is not a string or null", fields.text));
    }
    let object = fields.whole.then(|| object(line, text));
    // A text that is null has no mentions, as an empty one.
    let (text, mut replaced) = if text == NULL { ("".into(), 0) } else { string(text)? };
    let mut well_formed = |json| {
        well_formed(json).map(|(json, count)| {
            replaced += count;
            json
        })
    };
    let id = match values.next().flatten() {
        Some(id) if id.starts_with(['{', '[', 't', 'f']) => {
            return Err(format!("field {:?} is not a string or a number", fields.id));
        }
        Some(NULL) | None => None,
        Some(id) => Some(well_formed(id)?),
    };
    let mut kept: Vec<_> =
        values.map(|value| value.map(&mut well_formed).transpose()).collect::<Result<_, _>>()?;
    let date = fields.date.and_then(|_| kept.pop()).flatten();
    Ok(Document { id, text, date, kept, object, replaced })
}

/// The object in a line. `text` is a part of the line.
fn object<'l>(line: &'l str, text: &str) -> Object<'l> {
    let json = line.trim();
    let start = text.as_ptr().addr() - json.as_ptr().addr();
    Object { json: json.into(), text: (text != NULL).then(|| start..start + text.len()) }
}

/// Returns a value of JSON as it is written, but a string with lone surrogates without them, and
/// how many were replaced.
fn well_formed(json: &str) -> Result<(Cow<'_, str>, u64), String> {
    if !json.starts_with('"') || !json.contains("\\u") {
        return Ok((json.into(), 0));
    }
    match string(json)? {
        (_, 0) => Ok((json.into(), 0)),
        (replaced, count) => {
            let json = serde_json::to_string(&replaced).map_err(|error| error.to_string())?;
            Ok((json.into(), count))
        }
    }
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

/// Names of fields, whose values are read in their order.
struct Named<'f>(&'f [&'f str]);

impl<'de> DeserializeSeed<'de> for Named<'_> {
    type Value = Vec<Option<&'de RawValue>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Named<'_> {
    type Value = Vec<Option<&'de RawValue>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the document's text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self(names) = self;
        let mut values = vec![None; names.len()];
        while let Some(Bytes(key)) = map.next_key()? {
            // What follows the key in a name: nothing, or the name of a field inside it.
            let rest = |name: &&'_ str| -> Option<usize> {
                let rest = name.as_bytes().strip_prefix(&*key)?;
                (rest.is_empty() || rest.starts_with(b".")).then_some(rest.len())
            };
            if names.iter().all(|name| rest(name).is_none()) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value: &RawValue = map.next_value()?;
            for (name, slot) in names.iter().zip(&mut values) {
                match rest(name) {
                    Some(0) => *slot = Some(value),
                    // What is inside null is null.
                    Some(_) if slot.is_none() && value.get() == NULL => *slot = Some(value),
                    Some(len) if slot.is_none() => {
                        *slot = inside(value.get(), &name[name.len() - len + 1..]);
                    }
                    _ => {}
                }
            }
        }
        Ok(values)
    }
}

/// A field of the object in a value. Other values have no fields.
fn inside<'v>(value: &'v str, name: &str) -> Option<&'v RawValue> {
    let mut deserializer = serde_json::Deserializer::from_str(value);
    Named(&[name]).deserialize(&mut deserializer).ok()?.pop()?
}

/// The bytes of a string, borrowed if possible.
#[derive(serde::Deserialize)]
struct Bytes<'l>(#[serde(borrow)] Cow<'l, [u8]>);

#[cfg(test)]
mod tests {
    use super::*;

    fn fields<'f>(text: &'f str, kept: &[&'f str]) -> Fields<'f> {
        Fields { id: "id", text, date: None, kept: kept.to_vec(), whole: false }
    }

    fn parsed(line: &str) -> (Option<String>, String, u64) {
        let Document { id, text, replaced, .. } = parse(line, &fields("text", &[])).unwrap();
        (id.map(Cow::into_owned), text.into_owned(), replaced)
    }

    #[test]
    fn names_with_points_are_paths() {
        let line = r#"{"a": {"b": {"c": "deep"}, "d": "x"}, "a.d": "flat", "e": [1, {"f": null}], "b": "\ud800"}"#;
        for (name, text) in [("a.b.c", "deep"), ("a.d", "flat"), ("b", "\u{FFFD}")] {
            assert_eq!(parse(line, &fields(name, &[])).unwrap().text, text, "{name}");
        }
        for name in ["a", "a.b", "a.b.c.d", "a.", "e.f", ""] {
            assert!(parse(line, &fields(name, &[])).is_err(), "{name}");
        }
        let kept = ["e", "a.b", "none", "b", "a.d.x"];
        let document = parse(line, &fields("a.d", &kept)).unwrap();
        let kept: Vec<Option<&str>> = document.kept.iter().map(Option::as_deref).collect();
        assert_eq!(
            kept,
            [
                Some(r#"[1, {"f": null}]"#),
                Some(r#"{"c": "deep"}"#),
                None,
                Some("\"\u{FFFD}\""),
                None
            ]
        );
        assert_eq!(document.replaced, 1);
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
        let document =
            parse("{\"id\":\"\\u00e9\",\"text\":\"Mali\"}", &fields("text", &[])).unwrap();
        assert!(matches!(
            (document.id, document.text),
            (Some(Cow::Borrowed("\"\\u00e9\"")), Cow::Borrowed("Mali"))
        ));
    }
}
