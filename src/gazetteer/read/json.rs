//! Gazetteer files of JSON: JSON Lines, flashtext's dictionary, spaCy's patterns.
//!
//! `serde_json` reads the JSON. Values are kept as slices of the file, so that every error has the
//! line and the character that it is about.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::rows::{self, Content, Position, Row, locate};
use crate::entity::{AttributeType, CaseRule, Language, Role};
use crate::error::{Error, ErrorKind};
use crate::gazetteer::drafts::WEIGHT;
use crate::gazetteer::slug;
use crate::limits;

/// A text of its own: JSON has it in quotes, with escapes.
type Text = Cow<'static, str>;
type OwnRow = Row<'static>;

type Rows = Vec<Result<OwnRow, Error>>;

/// A file, to find the position of slices of its text.
#[derive(Clone, Copy)]
struct JsonFile<'t> {
    name: &'t str,
    text: &'t [u8],
}

impl<'t> JsonFile<'t> {
    fn as_str(&self) -> Result<&'t str, Error> {
        core::str::from_utf8(self.text).map_err(|error| {
            Error::at(ErrorKind::NotUtf8, locate(self.name, self.text, error.valid_up_to()))
        })
    }

    /// The position of a slice of the text.
    fn position(&self, part: &str) -> Position {
        let offset = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        Position { byte: if offset <= self.text.len() { offset } else { 0 }, cell: None }
    }

    fn error(&self, part: &str, kind: ErrorKind) -> Error {
        Error::at(kind, locate(self.name, self.text, self.position(part).byte))
    }

    fn shape(&self, expected: &'static str, found: &RawValue) -> Error {
        let text: String = found.get().chars().take(40).collect();
        self.error(found.get(), ErrorKind::JsonShape { expected, found: text })
    }

    /// Reads a slice of the text as JSON; an error points to the character that serde_json names.
    fn parse<'j, T: Deserialize<'j>>(&self, part: &'j str) -> Result<T, Error> {
        serde_json::from_str(part).map_err(|error| {
            let line_start: usize =
                part.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let mut at = (line_start + error.column().saturating_sub(1)).min(part.len());
            while !part.is_char_boundary(at) {
                at -= 1;
            }
            let message = error.to_string();
            let message =
                message.rsplit_once(" at line ").map_or(&*message, |(message, _)| message);
            self.error(&part[at..], ErrorKind::Json(message.into()))
        })
    }

    fn string(&self, value: &RawValue) -> Result<Text, Error> {
        if !value.get().starts_with('"') {
            return Err(self.shape("a string", value));
        }
        self.parse(value.get()).map(Cow::Owned)
    }

    fn object<'j>(&self, value: &'j RawValue) -> Result<Members<'j>, Error> {
        if !value.get().starts_with('{') {
            return Err(self.shape("an object", value));
        }
        self.parse(value.get())
    }

    fn array<'j>(&self, value: &'j RawValue) -> Result<Vec<&'j RawValue>, Error> {
        if !value.get().starts_with('[') {
            return Err(self.shape("an array", value));
        }
        self.parse(value.get())
    }
}

/// The members of an object in their order. A name can be there twice.
struct Members<'j>(Vec<(String, &'j RawValue)>);

impl<'j> Members<'j> {
    fn get(&self, name: &str) -> Option<&'j RawValue> {
        self.0.iter().find(|(known, _)| known == name).map(|&(_, value)| value)
    }
}

impl<'de: 'j, 'j> Deserialize<'de> for Members<'j> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect<'j>(core::marker::PhantomData<&'j ()>);
        impl<'de: 'j, 'j> Visitor<'de> for Collect<'j> {
            type Value = Members<'j>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'j>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect(core::marker::PhantomData))
    }
}

/// The rows of a file with one JSON object a line.
pub(super) fn read_lines(file: &str, text: &[u8]) -> Rows {
    each_line(file, text, line)
}

/// The rows of a file of spaCy's patterns.
pub(super) fn read_spacy(file: &str, text: &[u8]) -> Rows {
    each_line(file, text, pattern)
}

fn each_line(
    file: &str,
    text: &[u8],
    read: impl Fn(&JsonFile<'_>, &RawValue, &mut Vec<OwnRow>) -> Result<(), Error>,
) -> Rows {
    let source = JsonFile { name: file, text };
    let whole = match source.as_str() {
        Ok(whole) => whole,
        Err(error) => return alloc::vec![Err(error)],
    };
    let mut rows = Rows::new();
    for (_, from, line) in rows::lines(text) {
        let line = &whole[from..from + line.len()];
        if line.trim().is_empty() {
            continue;
        }
        if line.len() > limits::ROW_LEN {
            rows.push(Err(source.error(line, ErrorKind::RowTooLong { len: line.len() })));
            continue;
        }
        let mut of_line = Vec::new();
        let result =
            source.parse(line).and_then(|value: &RawValue| read(&source, value, &mut of_line));
        rows.extend(of_line.into_iter().map(Ok));
        rows.extend(result.err().map(Err));
    }
    rows
}

/// Reads `{"key", "name", "forms", "attributes"}`, `{"decoy"}`, `{"remove", "forms"}` or `{"cue",
/// "place", "words", "weight"}`.
fn line(source: &JsonFile<'_>, value: &RawValue, rows: &mut Vec<OwnRow>) -> Result<(), Error> {
    let members = source.object(value)?;
    if let Some(decoy) = members.get("decoy") {
        only(source, &members, &["decoy", "note"])?;
        rows.push(form(source, decoy, None)?);
        return Ok(());
    }
    if let Some(key) = members.get("remove") {
        only(source, &members, &["remove", "forms", "note"])?;
        return removals(source, key, members.get("forms"), rows);
    }
    if let Some(form) = members.get("cue") {
        only(source, &members, &["cue", "key", "use", "place", "words", "weight", "note"])?;
        rows.push(cue(source, (value, &members), form)?);
        return Ok(());
    }
    only(source, &members, &["key", "name", "forms", "weight", "attributes", "note"])?;
    let Some(key_value) = members.get("key") else {
        let expected = "an object with a \"key\" (or a \"decoy\", a \"cue\", or \"remove\")";
        return Err(source.shape(expected, value));
    };
    let key = source.string(key_value)?;
    let name = members.get("name").map(|name| source.string(name)).transpose()?;
    let forms =
        members.get("forms").map(|forms| source.array(forms)).transpose()?.unwrap_or_default();
    let forms = forms
        .into_iter()
        .map(|value| form(source, value, Some(&key)))
        .collect::<Result<Vec<OwnRow>, Error>>()?;
    let position = source.position(members.get("name").unwrap_or(key_value).get());
    let (fallback, named_at) = match forms.first() {
        Some(Row { content: Content::Form { form, .. }, position }) => (form.clone(), *position),
        _ => (key.split_once('/').map_or(&*key, |(_, name)| name).to_string().into(), position),
    };
    let named_at = if name.is_some() { position } else { named_at };
    let content = Content::Entity { key: key.clone(), name, fallback, named_at };
    rows.push(Row { position, content });
    rows.extend(forms);
    if let Some(weight) = members.get("weight") {
        let (key, value) = (key.clone(), weight.get().to_string().into());
        let content = Content::Attribute {
            key,
            name: WEIGHT.into(),
            value,
            value_type: AttributeType::Number,
        };
        rows.push(Row { position: source.position(weight.get()), content });
    }
    if let Some(attributes) = members.get("attributes") {
        for (name, value) in source.object(attributes)?.0 {
            let (value_type, text) = attribute(source, value)?;
            let (key, name) = (key.clone(), name.into());
            let content = Content::Attribute { key, name, value: text, value_type };
            rows.push(Row { position: source.position(value.get()), content });
        }
    }
    Ok(())
}

/// Reads a cue of a form.
fn cue(
    source: &JsonFile<'_>,
    (value, members): (&RawValue, &Members<'_>),
    form: &RawValue,
) -> Result<OwnRow, Error> {
    let required = |name: &str| {
        let expected = "a cue with \"place\", \"words\" and \"weight\"";
        members.get(name).ok_or_else(|| source.shape(expected, value))
    };
    let (place, words, weight) = (required("place")?, required("words")?, required("weight")?);
    let key = members.get("key").map(|key| source.string(key)).transpose()?;
    let of = members.get("use");
    if let (Some(of), true) = (of, key.is_some()) {
        return Err(source.shape("either a \"key\" or a \"use\"", of));
    }
    let words = source.array(words)?.into_iter().map(|word| source.string(word));
    let bad_weight = || source.error(weight.get(), ErrorKind::BadWeight(weight.get().into()));
    let content = Content::Cue {
        form: source.string(form)?,
        key,
        of: parsed(source, of)?,
        place: source
            .string(place)?
            .parse()
            .map_err(|kind: ErrorKind| source.error(place.get(), kind))?,
        words: words.collect::<Result<_, Error>>()?,
        weight: weight.get().parse().map_err(|_| bad_weight())?,
    };
    Ok(Row { position: source.position(form.get()), content })
}

/// Reads a value that may be missing.
fn parsed<T: core::str::FromStr<Err = ErrorKind>>(
    source: &JsonFile<'_>,
    value: Option<&RawValue>,
) -> Result<Option<T>, Error> {
    value
        .map(|value| source.string(value)?.parse().map_err(|kind| source.error(value.get(), kind)))
        .transpose()
}

/// Reads what is to be removed: forms of an entity or, with the key `-`, decoys; without forms the
/// entity.
fn removals(
    source: &JsonFile<'_>,
    key: &RawValue,
    forms: Option<&RawValue>,
    rows: &mut Vec<OwnRow>,
) -> Result<(), Error> {
    let of = Some(source.string(key)?).filter(|key| key != "-");
    let Some(forms) = forms else {
        if of.is_none() {
            return Err(source.shape("\"forms\" beside the key -, of decoys", key));
        }
        let content = Content::Removal { key: of, form: None };
        rows.push(Row { position: source.position(key.get()), content });
        return Ok(());
    };
    for form in source.array(forms)? {
        let content = Content::Removal { key: of.clone(), form: Some(source.string(form)?) };
        rows.push(Row { position: source.position(form.get()), content });
    }
    Ok(())
}

/// Reads the value of an attribute: a text, a number, or an array of texts.
fn attribute(source: &JsonFile<'_>, value: &RawValue) -> Result<(AttributeType, Text), Error> {
    let text = value.get();
    if AttributeType::Number.allows(text) {
        return Ok((AttributeType::Number, text.to_string().into()));
    }
    if !text.starts_with('[') {
        let expected = "a string, a number or an array of strings";
        return match text.starts_with('"') {
            true => Ok((AttributeType::Text, source.string(value)?)),
            false => Err(source.shape(expected, value)),
        };
    }
    let items = source.array(value)?;
    let items: Vec<Text> =
        items.into_iter().map(|item| source.string(item)).collect::<Result<_, Error>>()?;
    match items.iter().find(|item| item.is_empty() || item.contains('|')) {
        Some(_) => Err(source.shape("an array of strings that are not empty and have no |", value)),
        None => Ok((AttributeType::List, items.join("|").into())),
    }
}

/// What an object for a form may have.
const FORM_MEMBERS: [&str; 9] =
    ["form", "role", "case", "lang", "prior", "word", "bounds", "accents", "note"];

/// Reads a form: a string, or an object with the members of [`FORM_MEMBERS`].
fn form(source: &JsonFile<'_>, value: &RawValue, key: Option<&Text>) -> Result<OwnRow, Error> {
    let key = key.cloned();
    let position = source.position(value.get());
    if value.get().starts_with('"') {
        let form = source.string(value)?;
        let content = Content::Form {
            key,
            form,
            role: Role::Name,
            case: None,
            languages: Vec::new(),
            prior: None,
            word: false,
            accents: false,
            bounds: None,
        };
        return Ok(Row { position, content });
    }
    if !value.get().starts_with('{') {
        return Err(source.shape("a form: a string, or an object with \"form\"", value));
    }
    let members = source.object(value)?;
    only(source, &members, &FORM_MEMBERS)?;
    let Some(text) = members.get("form") else {
        return Err(source.shape("an object with \"form\"", value));
    };
    let prior = members.get("prior").map(|value| {
        let prior = value.get().parse().ok().filter(|prior| (1..=100).contains(prior));
        prior.ok_or_else(|| source.error(value.get(), ErrorKind::BadPrior(value.get().into())))
    });
    let flag = |name: &str| match members.get(name).map(|value| (value, value.get())) {
        None | Some((_, "false")) => Ok(false),
        Some((_, "true")) => Ok(true),
        Some((value, _)) => Err(source.shape("true or false", value)),
    };
    let (word, accents) = (flag("word")?, flag("accents")?);
    let content = Content::Form {
        key,
        form: source.string(text)?,
        role: parsed(source, members.get("role"))?.unwrap_or(Role::Name),
        case: parsed(source, members.get("case"))?,
        languages: members
            .get("lang")
            .map(|value| {
                Language::list(&source.string(value)?)
                    .map_err(|kind| source.error(value.get(), kind))
            })
            .transpose()?
            .unwrap_or_default(),
        prior: prior.transpose()?,
        word,
        accents,
        bounds: parsed(source, members.get("bounds"))?,
    };
    Ok(Row { position, content })
}

/// Checks that an object has no members but the known ones.
fn only(
    source: &JsonFile<'_>,
    members: &Members<'_>,
    known: &'static [&'static str],
) -> Result<(), Error> {
    match members.0.iter().find(|(name, _)| !known.contains(&&**name)) {
        Some((name, value)) => Err(source.error(
            value.get(),
            ErrorKind::UnknownMember { name: name.clone(), known: known.join(", ") },
        )),
        None => Ok(()),
    }
}

/// The rows of a dictionary `{name: [forms]}`.
pub(super) fn read_flashtext(file: &str, text: &[u8]) -> Rows {
    let mut rows = Rows::new();
    if let Err(error) = flashtext(file, text, &mut rows) {
        rows.push(Err(error));
    }
    rows
}

fn flashtext(file: &str, text: &[u8], rows: &mut Rows) -> Result<(), Error> {
    let source = JsonFile { name: file, text };
    let text = source.as_str()?;
    let value: &RawValue = source.parse(text.strip_prefix('\u{FEFF}').unwrap_or(text))?;
    for (name, forms) in source.object(value)?.0 {
        let key: Text = alloc::format!("keyword/{}", slug(&name)).into();
        let name = Some(name.into());
        let position = source.position(forms.get());
        let (key_of, fallback) = (key.clone(), "".into());
        let content = Content::Entity { key: key_of, name, fallback, named_at: position };
        rows.push(Ok(Row { position, content }));
        for value in source.array(forms)? {
            let form = source.string(value)?;
            let case = Some(CaseRule::Any);
            let content = Content::Form {
                key: Some(key.clone()),
                form,
                role: Role::Name,
                case,
                languages: Vec::new(),
                prior: None,
                word: false,
                accents: false,
                bounds: None,
            };
            rows.push(Ok(Row { position: source.position(value.get()), content }));
        }
    }
    Ok(())
}

/// Reads `{"label", "pattern", "id"}`. The pattern is a phrase, which matches in its own case, or a
/// list of tokens with `LOWER` (any case), `TEXT` or `ORTH`.
fn pattern(source: &JsonFile<'_>, value: &RawValue, rows: &mut Vec<OwnRow>) -> Result<(), Error> {
    let members = source.object(value)?;
    let required = |name: &str| {
        members
            .get(name)
            .ok_or_else(|| source.shape("an object with \"label\" and \"pattern\"", value))
    };
    let label = source.string(required("label")?)?;
    let pattern = required("pattern")?;
    let (form, case) = if pattern.get().starts_with('[') {
        let (mut words, mut case) = (Vec::new(), CaseRule::Exact);
        for token in source.array(pattern)? {
            match &source.object(token)?.0[..] {
                [(name, text)]
                    if matches!(&**name, "LOWER" | "TEXT" | "ORTH")
                        && text.get().starts_with('"') =>
                {
                    words.push(source.string(text)?);
                    if name == "LOWER" {
                        case = CaseRule::Any;
                    }
                }
                _ => {
                    return Err(
                        source.error(token.get(), ErrorKind::TokenPattern(token.get().into()))
                    );
                }
            }
        }
        (words.join(" ").into(), case)
    } else {
        (source.string(pattern)?, CaseRule::Exact)
    };
    let name = members.get("id").map_or(Ok(form.clone()), |id| source.string(id))?;
    let key: Text = alloc::format!("{}/{}", slug(&label), slug(&name)).into();
    let position = source.position(pattern.get());
    rows.push(Row {
        position,
        content: Content::Entity {
            key: key.clone(),
            name: None,
            fallback: name,
            named_at: position,
        },
    });
    let content = Content::Form {
        key: Some(key),
        form,
        role: Role::Name,
        case: Some(case),
        languages: Vec::new(),
        prior: None,
        word: false,
        accents: false,
        bounds: None,
    };
    rows.push(Row { position, content });
    Ok(())
}
