//! Reads annotated texts and ids that mean the same. docs/eval.md describes both.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use gaztag::{EntityId, Gazetteer, Span};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::error::CliError;
use crate::input::document::json_error;
use crate::input::lines::TooLong;

/// An error in a line of annotated texts.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AnnotationError {
    #[error("{0}")]
    TooLong(TooLong),
    #[error(
        "{0}; expected an annotated text such as {{\"id\": 1, \"text\": \"Mali\", \"mentions\": [{{\"start\": 0, \"end\": 4, \"type\": \"country\", \"id\": \"ML\"}}]}}"
    )]
    Json(String),
    #[error(
        "no field \"mentions\" or \"doc_labels\"; write \"mentions\": [] for a text without mentions"
    )]
    NotAnnotated,
    #[error(
        "mention {number}: bad span {start} to {end} in a text of {len} bytes; expected half-open offsets in bytes of UTF-8, between characters"
    )]
    Span { number: usize, start: usize, end: usize, len: usize },
    #[error(
        "mention {number}: the text from {start} to {end} is {found:?}, not {surface:?}; expected offsets in bytes of UTF-8"
    )]
    Surface { number: usize, start: usize, end: usize, found: String, surface: String },
}

/// One annotated text.
#[derive(Deserialize)]
pub(crate) struct Document {
    #[serde(default)]
    id: Value,
    pub(crate) text: String,
    mentions: Option<Vec<Annotation>>,
    /// The ids of entities that the text as a whole is about, by `countries`, `blocs`, `minerals`
    /// or the name of another kind. They are scored in place of mentions. A kind that is missing
    /// here is not judged.
    pub(crate) doc_labels: Option<BTreeMap<String, Vec<String>>>,
}

/// One annotated mention.
#[derive(Deserialize)]
pub(crate) struct Annotation {
    start: usize,
    end: usize,
    surface: Option<String>,
    /// A kind, or any other word: a mention of another kind shows where a name is nested.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) id: Option<String>,
    /// The kind of a reading that is neither right nor false.
    pub(crate) alt_type: Option<String>,
    /// The id of that reading; `*` for any.
    pub(crate) alt_id: Option<String>,
    /// Whether it may be missed.
    #[serde(default)]
    pub(crate) optional: bool,
}

impl Annotation {
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    pub(crate) fn touches(&self, span: Span) -> bool {
        self.start < span.end && span.start < self.end
    }
}

impl Document {
    /// Reads a line, with its ids in the canonical spelling of `ids`.
    pub(crate) fn parse(line: &[u8], ids: &Ids) -> Result<Self, AnnotationError> {
        let mut document: Self = serde_json::from_slice(line)
            .map_err(|error| AnnotationError::Json(json_error(&error)))?;
        if document.mentions.is_none() && document.doc_labels.is_none() {
            return Err(AnnotationError::NotAnnotated);
        }
        for (number, mention) in (1..).zip(document.mentions.iter_mut().flatten()) {
            let (start, end) = (mention.start, mention.end);
            match (document.text.get(start..end), &mention.surface) {
                (Some(found), Some(surface)) if found != surface => {
                    return Err(AnnotationError::Surface {
                        number,
                        start,
                        end,
                        found: found.into(),
                        surface: surface.clone(),
                    });
                }
                (Some(found), _) if !found.is_empty() => {}
                _ => {
                    return Err(AnnotationError::Span {
                        number,
                        start,
                        end,
                        len: document.text.len(),
                    });
                }
            }
            mention.id = mention.id.take().map(|id| ids.canonical(&mention.kind, &id));
            if let Some(kind) = &mention.alt_type {
                mention.alt_id = mention.alt_id.take().map(|id| ids.canonical(kind, &id));
            }
        }
        Ok(document)
    }

    pub(crate) fn mentions(&self) -> &[Annotation] {
        self.mentions.as_deref().unwrap_or(&[])
    }

    /// The id of the text, or the number of its line.
    pub(crate) fn name(&self, line: u64) -> String {
        match &self.id {
            Value::Null => format!("line {line}"),
            Value::String(id) => id.clone(),
            id => id.to_string(),
        }
    }
}

/// A file of ids that mean the same.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Aliases {
    #[serde(rename = "_doc")]
    _doc: IgnoredAny,
    country: CountryAliases,
    bloc: BTreeMap<String, Vec<String>>,
    mineral: BTreeMap<String, Vec<String>>,
    bloc_parent: HashMap<String, String>,
    doc_level: HashMap<String, HashMap<String, String>>,
    bloc_inventory: BTreeSet<String>,
    inventory: HashMap<String, HashMap<String, BTreeSet<String>>>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct CountryAliases {
    to_alpha2: HashMap<String, String>,
}

/// Brings the ids of annotators and of the gazetteer to one canonical spelling: alpha-2 codes where
/// there are any, and slugs.
pub(crate) struct Ids {
    aliases: Aliases,
    /// Alpha-2 codes by alpha-3 codes.
    alpha2: HashMap<String, String>,
    /// The canonical slugs of blocs and minerals that have others.
    slugs: HashMap<&'static str, HashMap<String, String>>,
    /// The canonical ids of the gazetteer's entities.
    entities: HashMap<EntityId, String>,
    /// Keys by kind and canonical id.
    keys: HashMap<(String, String), String>,
}

impl Ids {
    pub(crate) fn new(gazetteer: &Gazetteer, file: Option<&Path>) -> Result<Self, CliError> {
        let (mut aliases, mut slugs) = (Aliases::default(), HashMap::new());
        if let Some(file) = file {
            let error = |message| CliError::Aliases { file: file.into(), message };
            let text = std::fs::read(file).map_err(CliError::file(file))?;
            aliases =
                serde_json::from_slice(&text).map_err(|problem| error(problem.to_string()))?;
            for (kind, groups) in [("bloc", &aliases.bloc), ("mineral", &aliases.mineral)] {
                slugs.insert(kind, merged(groups).map_err(error)?);
            }
        }
        let alpha2 = gazetteer
            .entities()
            .filter_map(|entity| {
                Some((entity.attribute("alpha3")?.into(), entity.attribute("alpha2")?.into()))
            })
            .collect();
        let mut ids =
            Self { aliases, alpha2, slugs, entities: HashMap::new(), keys: HashMap::new() };
        for entity in gazetteer.entities() {
            let (kind, name) =
                (entity.kind_name(), entity.key().split_once('/').map_or("", |(_, name)| name));
            let id = ids.canonical(kind, name);
            // If aliases merge several entities, the id means the entity of the same name.
            let first =
                ids.keys.entry((kind.into(), id.clone())).or_insert_with(|| entity.key().into());
            if id == name {
                *first = entity.key().into();
            }
            ids.entities.insert(entity.id(), id);
        }
        Ok(ids)
    }

    /// Returns the canonical spelling of an annotator's id.
    pub(crate) fn canonical(&self, kind: &str, id: &str) -> String {
        let id = id.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/')).unwrap_or(id);
        match kind {
            _ if id == "*" => id.into(),
            "country" => {
                let id = id.trim().to_uppercase();
                let id = self.aliases.country.to_alpha2.get(&id).unwrap_or(&id);
                self.alpha2.get(id).unwrap_or(id).clone()
            }
            "bloc" | "mineral" => {
                let id = slug(id);
                self.slugs.get(kind).and_then(|slugs| slugs.get(&id)).unwrap_or(&id).clone()
            }
            _ => id.into(),
        }
    }

    /// The canonical id of an entity.
    pub(crate) fn of(&self, entity: EntityId) -> &str {
        self.entities.get(&entity).map_or("", String::as_str)
    }

    /// The key of the entity with a canonical id. Without such an entity, the kind and the id.
    pub(crate) fn key(&self, kind: &str, id: &str) -> String {
        self.keys.get(&(kind.into(), id.into())).cloned().unwrap_or_else(|| format!("{kind}/{id}"))
    }

    /// The organisation that a bloc is an organ of, or the bloc itself.
    pub(crate) fn parent<'i>(&'i self, kind: &str, id: &'i str) -> &'i str {
        if kind == "bloc" {
            self.aliases.bloc_parent.get(id).map_or(id, String::as_str)
        } else {
            id
        }
    }

    /// The id that labels of whole texts use in place of another.
    pub(crate) fn label<'i>(&'i self, kind: &str, id: &'i str) -> &'i str {
        self.aliases
            .doc_level
            .get(kind)
            .and_then(|labels| labels.get(id))
            .map_or(id, String::as_str)
    }

    /// The labels of a corpus that are judged, if the aliases restrict them.
    pub(crate) fn inventory(&self, corpus: &str, kind: &str) -> Option<&BTreeSet<String>> {
        self.aliases.inventory.get(corpus.split('.').next()?)?.get(kind)
    }

    /// Whether the aliases say that annotators never use an id.
    pub(crate) fn is_outside(&self, kind: &str, id: &str) -> bool {
        kind == "bloc"
            && !self.aliases.bloc_inventory.is_empty()
            && !self.aliases.bloc_inventory.contains(id)
    }
}

/// Returns the canonical slug of each slug in some groups. Fails for a slug in two groups.
fn merged(groups: &BTreeMap<String, Vec<String>>) -> Result<HashMap<String, String>, String> {
    let mut slugs = HashMap::new();
    for (canonical, others) in groups {
        for id in std::iter::once(canonical).chain(others) {
            if let Some(other) =
                slugs.insert(slug(id), canonical.clone()).filter(|other| other != canonical)
            {
                return Err(format!(
                    "{id:?} means both {other:?} and {canonical:?}; remove one of them"
                ));
            }
        }
    }
    Ok(slugs)
}

/// Returns lower-case letters and digits, with one hyphen for any other characters: `OPEC+` becomes
/// `opec-plus`.
fn slug(id: &str) -> String {
    let mut slug = String::with_capacity(id.len());
    for c in id.replace('+', "-plus").to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
