//! Building a gazetteer from the built-in one, from files, from calls.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::assembly;
use super::cue_drafts::CueDrafts;
use super::image::Section;
use super::records::DECOY;
use super::surface::check_text;
use super::{Attribute, Derivation, Gazetteer, Surface, readings};
use crate::entity::{AttributeType, CaseRule, Kind, Language, Role};
use crate::error::{Error, ErrorKind, Location};
use crate::limits;

/// Puts a gazetteer together. Start from nothing ([`GazetteerBuilder::new`]) or from another
/// gazetteer (`GazetteerBuilder::from(&Gazetteer::builtin())`).
///
/// ```
/// use gaztag::{Gazetteer, GazetteerBuilder, Role, Surface, Tagger};
/// let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
/// builder.add_entity("company/acme", "Acme")?;
/// builder.add_surface("company/acme", Surface::new("Acme Corp"))?;
/// builder.add_surface("company/acme", Surface::new("ACM").with_role(Role::Acronym))?;
/// builder.add_decoy(Surface::new("Acme Bakery"))?;
/// builder.remove_entity("country/MLI");
/// let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
/// let mentions = tagger.tag("Acme Corp left Mali for Niger.");
/// let names: Vec<&str> = mentions.iter().map(|m| tagger.name(m)).collect();
/// assert_eq!(names, ["Acme", "Niger"]);
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct GazetteerBuilder {
    pub(super) version: String,
    pub(super) entities: Vec<EntityDraft>,
    pub(super) by_key: BTreeMap<String, u32>,
    /// The entities that took the place of keys.
    pub(super) retired: BTreeMap<String, u32>,
    pub(super) surfaces: Vec<SurfaceDraft>,
    /// The surface of an entity (or [`DECOY`]) with a form.
    pub(super) by_form: BTreeMap<(u32, String), u32>,
    pub(super) members: Vec<MemberDraft>,
    pub(super) kinds: Vec<String>,
    pub(super) cues: CueDrafts,
}

#[derive(Clone)]
pub(super) struct EntityDraft {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: u8,
    pub(super) attributes: Vec<AttributeDraft>,
}

#[derive(Clone)]
pub(super) struct AttributeDraft {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) value_type: AttributeType,
}

#[derive(Clone)]
pub(super) struct SurfaceDraft {
    pub(super) entity: u32,
    pub(super) form: String,
    pub(super) role: Role,
    pub(super) case: CaseRule,
    pub(super) languages: Vec<Language>,
    pub(super) prior: u8,
    pub(super) word: bool,
    /// Of a form without entity: whether it hides the names inside it.
    pub(super) hides: bool,
    /// Of a form without entity: whether documents are asked for it.
    pub(super) witness: bool,
    pub(super) removed: bool,
}

impl SurfaceDraft {
    pub(super) fn new(entity: u32, surface: &Surface<'_>) -> Self {
        Self {
            entity,
            form: surface.form().into(),
            role: surface.role(),
            case: surface.case(),
            languages: surface.languages().collect(),
            prior: surface.prior(),
            word: surface.is_word(),
            hides: true,
            witness: false,
            removed: false,
        }
    }
}

#[derive(Clone)]
pub(super) struct MemberDraft {
    pub(super) bloc: u32,
    pub(super) member: u32,
    /// Status, since when, until when, source, as of when.
    pub(super) texts: [String; 5],
}

/// One spell of membership, to be added by [`GazetteerBuilder::add_member`]: what is not said is
/// unknown.
///
/// ```
/// use gaztag::Spell;
/// let spell = Spell::new("member").with_joined("1975-05-28").with_left("2025-01-29");
/// assert_eq!(spell, Spell::new("member").with_left("2025-01-29").with_joined("1975-05-28"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spell<'a> {
    status: &'a str,
    joined: &'a str,
    left: &'a str,
    source: &'a str,
    as_of: &'a str,
}

impl<'a> Spell<'a> {
    /// A spell with this status: `member`, `observer`, `associate`, `candidate`, `suspended` or
    /// `former`.
    pub const fn new(status: &'a str) -> Self {
        Self { status, joined: "", left: "", source: "", as_of: "" }
    }

    /// Since when: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[must_use]
    pub const fn with_joined(mut self, date: &'a str) -> Self {
        self.joined = date;
        self
    }

    /// Until when.
    #[must_use]
    pub const fn with_left(mut self, date: &'a str) -> Self {
        self.left = date;
        self
    }

    /// Where this is known from.
    #[must_use]
    pub const fn with_source(mut self, source: &'a str) -> Self {
        self.source = source;
        self
    }

    /// On which day this was known to be so.
    #[must_use]
    pub const fn with_as_of(mut self, date: &'a str) -> Self {
        self.as_of = date;
        self
    }

    const fn texts(&self) -> [&'a str; 5] {
        [self.status, self.joined, self.left, self.source, self.as_of]
    }
}

/// A format of gazetteer files. README and `docs/gazetteers.md` show each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Format {
    /// Tab-separated, one surface form a row; the first row names the columns. Needs `key` and
    /// `form`; may have `name`, `role`, `case`, `lang`, `prior`, `word`; `source` and `note` are
    /// passed over. The key of a decoy is `-`.
    Tsv,
    /// One JSON object a line: `{"key": .., "name": .., "forms": [..], "attributes": {..}}` or
    /// `{"decoy": ..}`; a form is a string or an object.
    #[cfg(feature = "std")]
    JsonLines,
    /// The dictionary that flashtext reads: one JSON object `{name: [forms]}`. Forms are found in
    /// any case; the kind is `keyword`.
    #[cfg(feature = "std")]
    Flashtext,
    /// The patterns that spaCy's EntityRuler writes, one JSON object a line: `{"label": ..,
    /// "pattern": .., "id": ..}`. The kind is the label in lower case.
    #[cfg(feature = "std")]
    Spacy,
}

impl Format {
    /// The format of a file, from its name (`.jsonl`, `.json`, anything else is TSV) and, for
    /// `.jsonl`, from whether its first line has a `pattern`.
    pub fn guess(file: &str, text: &[u8]) -> Self {
        #[cfg(feature = "std")]
        {
            let name = file.to_ascii_lowercase();
            let first_line = text
                .split(|&b| b == b'\n')
                .find(|line| !line.trim_ascii().is_empty())
                .unwrap_or(&[]);
            if name.ends_with(".jsonl") || name.ends_with(".ndjson") {
                let spacy = memchr::memmem::find(first_line, b"\"pattern\"").is_some()
                    && memchr::memmem::find(first_line, b"\"label\"").is_some();
                return if spacy { Self::Spacy } else { Self::JsonLines };
            }
            if name.ends_with(".json") {
                return Self::Flashtext;
            }
        }
        let _ = (file, text);
        Self::Tsv
    }
}

/// One row of a gazetteer file.
pub(super) struct Row {
    pub(super) place: Place,
    pub(super) what: RowKind,
}

/// Where a row stands; a [`Location`] is made of it only when there is an error.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) byte: usize,
    /// In tab-separated files the line, the number of the field and its name.
    pub(super) cell: Option<(u64, u64, &'static str)>,
}

impl Place {
    pub(super) fn location(self, file: &str, text: &[u8]) -> Location {
        match self.cell {
            Some((line, column, field)) => Location {
                file: file.into(),
                line,
                column,
                field: Some(field.into()),
                byte: self.byte as u64,
            },
            None => locate(file, text, self.byte),
        }
    }
}

/// The place of a byte offset: its line, and the number of the character in the line.
pub(super) fn locate(file: &str, text: &[u8], byte: usize) -> Location {
    let before = &text[..byte.min(text.len())];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    Location {
        file: file.into(),
        line: memchr::memchr_iter(b'\n', before).count() as u64 + 1,
        column: String::from_utf8_lossy(&before[line_start..]).chars().count() as u64 + 1,
        field: None,
        byte: byte as u64,
    }
}

/// The surface forms that a file had so far, by their index, each with the number of its row and
/// its place.
pub(super) type Seen = BTreeMap<u32, (usize, Place)>;

pub(super) enum RowKind {
    /// An entity, added if it is new: with the name, or with a name to fall back on.
    Entity { key: String, name: Option<String>, fallback: String },
    #[cfg(feature = "std")]
    Attribute { key: String, name: String, value: String },
    /// A surface form; decoys have no key.
    Form {
        key: Option<String>,
        form: String,
        role: Role,
        case: Option<CaseRule>,
        languages: Vec<Language>,
        prior: Option<u8>,
        word: bool,
    },
}

impl RowKind {
    fn key(&self) -> Option<&str> {
        match self {
            RowKind::Entity { key, .. } => Some(key),
            #[cfg(feature = "std")]
            RowKind::Attribute { key, .. } => Some(key),
            RowKind::Form { key, .. } => key.as_deref(),
        }
    }
}

impl GazetteerBuilder {
    /// With nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says which version the data has; empty if never said.
    pub fn set_data_version(&mut self, version: &str) -> &mut Self {
        self.version = version.into();
        self
    }

    /// Adds an entity. Its key is a kind, a slash and a name (`country/MLI`); kinds beside
    /// `country`, `bloc` and `mineral` become [`Kind::Other`]. Its name is no surface form by
    /// itself.
    ///
    /// Errors: a bad key, or an entity that exists with another name. One that exists with the same
    /// name is left as it is.
    pub fn add_entity(&mut self, key: &str, name: &str) -> Result<&mut Self, Error> {
        check_text(name)?;
        if let Some(index) = self.known(key) {
            let known = &self.entities[index as usize].name;
            if known != name {
                return Err(
                    ErrorKind::DuplicateEntity { key: key.into(), name: known.clone() }.into()
                );
            }
            return Ok(self);
        }
        let kind = self.kind_of_key(key)?;
        self.by_key.insert(key.into(), self.entities.len() as u32);
        self.entities.push(EntityDraft {
            key: key.into(),
            name: name.into(),
            kind,
            attributes: Vec::new(),
        });
        Ok(self)
    }

    /// Adds or replaces an attribute of an entity, whose value is any text. Errors: an unknown
    /// entity, a text that is too long or has control characters.
    pub fn set_attribute(
        &mut self,
        key: &str,
        name: &str,
        value: &str,
    ) -> Result<&mut Self, Error> {
        self.set_typed_attribute(key, name, AttributeType::Text, value)
    }

    /// The same with a value of some type. Errors: also a value that does not fit its
    /// type.
    ///
    /// ```
    /// use gaztag::{AttributeType, GazetteerBuilder};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("company/acme", "Acme")?;
    /// builder.set_typed_attribute("company/acme", "founded", AttributeType::Date, "1950-05")?;
    /// assert!(builder.set_typed_attribute("company/acme", "staff", AttributeType::Number, "many").is_err());
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn set_typed_attribute(
        &mut self,
        key: &str,
        name: &str,
        value_type: AttributeType,
        value: &str,
    ) -> Result<&mut Self, Error> {
        check_text(name)?;
        check_text(value)?;
        let index = self.index(key)?;
        if !value_type.allows(value) {
            return Err(ErrorKind::BadAttribute {
                name: name.into(),
                value: value.into(),
                value_type,
            }
            .into());
        }
        let attributes = &mut self.entities[index as usize].attributes;
        let draft = AttributeDraft { name: name.into(), value: value.into(), value_type };
        match attributes.iter_mut().find(|known| known.name == name) {
            Some(known) => *known = draft,
            None => attributes.push(draft),
        }
        Ok(self)
    }

    /// Says that a country (or a bloc) is or was in a bloc; each call adds a spell. Errors: an
    /// unknown entity, a text that is too long or has control characters, a malformed
    /// date.
    pub fn add_member(
        &mut self,
        bloc: &str,
        member: &str,
        spell: Spell<'_>,
    ) -> Result<&mut Self, Error> {
        spell.texts().into_iter().try_for_each(check_text)?;
        if let Some(date) = [spell.joined, spell.left, spell.as_of]
            .into_iter()
            .find(|date| !date.is_empty() && !AttributeType::Date.allows(date))
        {
            return Err(ErrorKind::BadDate(date.into()).into());
        }
        let (bloc, member) = (self.index(bloc)?, self.index(member)?);
        self.members.push(MemberDraft { bloc, member, texts: spell.texts().map(String::from) });
        Ok(self)
    }

    /// Retires a key: from then on it means its successor, in this builder, in
    /// [`Gazetteer::find`] and in files that are read. An entity with the key is taken out; what
    /// should stay of it must be added to the successor.
    ///
    /// Errors: a bad key, an unknown successor, or one that is the key itself.
    ///
    /// ```
    /// use gaztag::GazetteerBuilder;
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("company/acme", "Acme")?.retire_key("company/acme-corp", "company/acme")?;
    /// let gazetteer = builder.build()?;
    /// assert_eq!(gazetteer.find("company/acme-corp").map(|entity| entity.key()), Some("company/acme"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn retire_key(&mut self, key: &str, successor: &str) -> Result<&mut Self, Error> {
        kind_name_of(key)?;
        let index = self.index(successor)?;
        let old = self.by_key.get(key).copied();
        if old == Some(index) {
            return Err(
                ErrorKind::BadSuccessor { key: key.into(), successor: successor.into() }.into()
            );
        }
        if let Some(old) = old {
            self.by_key.remove(key);
            self.retired
                .values_mut()
                .filter(|entity| **entity == old)
                .for_each(|entity| *entity = index);
        }
        self.retired.insert(key.into(), index);
        Ok(self)
    }

    /// Adds a surface form to an entity; a form that the entity has already is replaced, and its
    /// languages add up. Errors: an unknown entity, a form that cannot be found in any text, a bad
    /// prior.
    pub fn add_surface(&mut self, key: &str, surface: Surface<'_>) -> Result<&mut Self, Error> {
        let entity = self.index(key)?;
        self.put(entity, &surface)?;
        Ok(self)
    }

    /// Adds a decoy: a form that means no entity and hides the names inside it. A decoy that equals
    /// a name hides that name. Role and prior are not used.
    pub fn add_decoy(&mut self, surface: Surface<'_>) -> Result<&mut Self, Error> {
        self.put(DECOY, &surface)?;
        Ok(self)
    }

    /// Takes an entity out, with its surface forms and memberships. Whether there was one.
    pub fn remove_entity(&mut self, key: &str) -> bool {
        // The draft stays where it is; without a key it is in no gazetteer that is built.
        let Some(entity) = self.by_key.remove(key) else { return false };
        self.retired.retain(|_, successor| *successor != entity);
        true
    }

    /// Takes a surface form away from an entity. Whether there was one, spelled exactly so.
    pub fn remove_surface(&mut self, key: &str, form: &str) -> bool {
        self.known(key).is_some_and(|entity| self.remove_form(entity, form))
    }

    /// Takes a decoy away. Whether there was one, spelled exactly so.
    pub fn remove_decoy(&mut self, form: &str) -> bool {
        self.remove_form(DECOY, form)
    }

    /// Reads a gazetteer file: `file` is its name for messages, `text` its content. Returns how
    /// many surface forms and decoys it had.
    ///
    /// Entities that are not there yet are added with the name that the file gives, or with their
    /// first form as name. On an error nothing of the file is taken.
    ///
    /// A row by which more than [`limits::READINGS`] surface forms fold to the same text is an
    /// error: those that the builder has already count, and those that follow from others by rule.
    pub fn read(&mut self, format: Format, file: &str, text: &[u8]) -> Result<usize, Error> {
        let (trial, count, errors) = self.try_rows(format, file, text, true);
        if let Some(error) = errors.into_iter().next() {
            return Err(error);
        }
        *self = trial;
        Ok(count)
    }

    /// All errors that [`read`](Self::read) could give for this file, in the order of the file.
    /// Takes nothing. A text to which too many surface forms fold is told once, at the first row
    /// that is too many.
    pub fn check(&self, format: Format, file: &str, text: &[u8]) -> Vec<Error> {
        let (trial, _, mut errors) = self.try_rows(format, file, text, false);
        if errors.is_empty()
            && let Err(error) = trial.build()
        {
            errors.push(error);
        }
        errors
    }

    /// A copy that took the rows of a file, how many surface forms these are, and the errors in the
    /// order of the rows: all of them, or those up to the first row that cannot be taken.
    fn try_rows(
        &self,
        format: Format,
        file: &str,
        text: &[u8],
        stop: bool,
    ) -> (Self, usize, Vec<Error>) {
        let (mut trial, mut seen) = (self.clone(), Seen::new());
        let mut errors: Vec<(usize, Error)> = Vec::new();
        // What is said of an entity that could not be added is no mistake of its own.
        let mut refused: Option<String> = None;
        for (number, row) in read_rows(format, file, text).enumerate() {
            if stop && !errors.is_empty() {
                break;
            }
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    errors.push((number, error));
                    continue;
                }
            };
            if refused.is_some() && row.what.key() == refused.as_deref() {
                continue;
            }
            let entity = match &row.what {
                RowKind::Entity { key, .. } => Some(key.clone()),
                _ => None,
            };
            if let Err(error) = trial.take(row, number, &mut seen, file, text) {
                errors.push((number, error));
                refused = entity.or(refused);
            }
        }
        for (number, place, form) in readings::too_many(self, &trial, &seen) {
            errors.push((
                number,
                Error::at(ErrorKind::TooManyReadings { form }, place.location(file, text)),
            ));
        }
        errors.sort_by_key(|&(number, _)| number);
        (trial, seen.len(), errors.into_iter().map(|(_, error)| error).collect())
    }

    /// Takes the row of a file with this number; `seen` knows the forms before it.
    fn take(
        &mut self,
        row: Row,
        number: usize,
        seen: &mut Seen,
        file: &str,
        text: &[u8],
    ) -> Result<(), Error> {
        let Row { place, what } = row;
        let first_line = |place: Place| place.location(file, text).line;
        self.take_row(what, (number, place), seen, first_line)
            .map_err(|error| Error::at(error.kind().clone(), place.location(file, text)))
    }

    fn take_row(
        &mut self,
        what: RowKind,
        place: (usize, Place),
        seen: &mut Seen,
        line: impl Fn(Place) -> u64,
    ) -> Result<(), Error> {
        match what {
            RowKind::Entity { key, name: None, .. } if self.known(&key).is_some() => {}
            RowKind::Entity { key, name, fallback } => {
                self.add_entity(&key, name.as_deref().unwrap_or(&fallback))?;
            }
            #[cfg(feature = "std")]
            RowKind::Attribute { key, name, value } => {
                self.set_attribute(&key, &name, &value)?;
            }
            RowKind::Form { key, form, role, case, languages, prior, word } => {
                let mut surface =
                    Surface::new(&form).with_role(role).with_languages(&languages).with_word(word);
                if let Some(case) = case {
                    surface = surface.with_case(case);
                }
                if let Some(prior) = prior {
                    surface = surface.with_prior(prior);
                }
                let entity = key.as_deref().map_or(Ok(DECOY), |key| self.index(key))?;
                match seen.entry(self.put(entity, &surface)?) {
                    Entry::Vacant(unseen) => _ = unseen.insert(place),
                    Entry::Occupied(first) => {
                        let (key, (_, first)) =
                            (key.unwrap_or_else(|| "a decoy".into()), *first.get());
                        return Err(ErrorKind::DuplicateForm {
                            form,
                            key,
                            first_line: line(first),
                        }
                        .into());
                    }
                }
            }
        }
        Ok(())
    }

    fn remove_form(&mut self, entity: u32, form: &str) -> bool {
        match self.by_form.remove(&(entity, form.to_string())) {
            Some(index) => {
                self.surfaces[index as usize].removed = true;
                true
            }
            None => false,
        }
    }

    /// The entity with a key, or the one that took its place.
    fn index(&self, key: &str) -> Result<u32, Error> {
        self.known(key).ok_or_else(|| ErrorKind::UnknownEntity(key.into()).into())
    }

    fn known(&self, key: &str) -> Option<u32> {
        self.by_key.get(key).or_else(|| self.retired.get(key)).copied()
    }

    /// Puts a surface form in, and gives its index.
    fn put(&mut self, entity: u32, surface: &Surface<'_>) -> Result<u32, Error> {
        surface.check()?;
        let draft = SurfaceDraft::new(entity, surface);
        let key = (entity, draft.form.clone());
        match self.by_form.get(&key) {
            Some(&index) => {
                let known = core::mem::replace(&mut self.surfaces[index as usize], draft);
                self.surfaces[index as usize].witness = known.witness;
                let languages = &mut self.surfaces[index as usize].languages;
                languages.extend(known.languages);
                languages.sort_unstable();
                languages.dedup();
                Ok(index)
            }
            None if self.surfaces.len() >= limits::SURFACES => {
                Err(ErrorKind::TooManySurfaces.into())
            }
            None => {
                let index = self.surfaces.len() as u32;
                self.by_form.insert(key, index);
                self.surfaces.push(draft);
                Ok(index)
            }
        }
    }

    /// The number of the kind of a key; a new kind is entered.
    fn kind_of_key(&mut self, key: &str) -> Result<u8, Error> {
        let kind = match kind_name_of(key)? {
            "country" => Kind::Country,
            "bloc" => Kind::Bloc,
            "mineral" => Kind::Mineral,
            other => match self.kinds.iter().position(|known| known == other) {
                Some(n) => Kind::Other(n as u8),
                None if self.kinds.len() == Kind::OTHERS => {
                    return Err(ErrorKind::TooManyKinds(other.into()).into());
                }
                None => {
                    self.kinds.push(other.into());
                    Kind::Other((self.kinds.len() - 1) as u8)
                }
            },
        };
        Ok(kind.to_u8())
    }

    /// Puts everything together. Time n log n in the number of surface forms.
    ///
    /// The order in which things were added changes nothing. Errors: a limit of
    /// [`limits`](crate::limits).
    pub fn build(&self) -> Result<Gazetteer<'static>, Error> {
        assembly::assemble(self)
    }
}

/// The kind of a key: what stands before its slash. Fails on what is no key.
fn kind_name_of(key: &str) -> Result<&str, Error> {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'))
    };
    match key.split_once('/') {
        Some((kind, name)) if key.len() <= limits::KEY_LEN && is_part(kind) && is_part(name) => {
            Ok(kind)
        }
        _ => Err(ErrorKind::BadKey(key.into()).into()),
    }
}

impl AttributeType {
    /// Whether a text can be a value of this type. Of dates, the day may be one that its month does
    /// not have; of keys, only the shape is looked at.
    ///
    /// ```
    /// use gaztag::AttributeType;
    /// assert!(AttributeType::Date.allows("1960-09") && !AttributeType::Date.allows("September 1960"));
    /// ```
    pub fn allows(self, value: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Number => {
                value.starts_with(|c: char| c.is_ascii_digit() || c == '-')
                    && value.parse::<f64>().is_ok_and(f64::is_finite)
            }
            Self::Date => is_date(value),
            Self::List => value.split('|').all(|item| !item.is_empty() && item.trim() == item),
            Self::Entity => kind_name_of(value).is_ok(),
        }
    }
}

/// Whether a text is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |digits: usize| match parts.next() {
        Some(part) if part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()) => {
            part.parse::<u32>().ok()
        }
        _ => None,
    };
    let (year, len) = (number(4), text.len());
    let month = if len > 4 { number(2) } else { Some(1) };
    let day = if len > 7 { number(2) } else { Some(1) };
    year.is_some()
        && month.is_some_and(|month| (1..=12).contains(&month))
        && day.is_some_and(|day| (1..=31).contains(&day))
        && [4, 7, 10].contains(&len)
}

/// The rows of a file in any format, each read or not.
fn read_rows<'t>(
    format: Format,
    file: &'t str,
    text: &'t [u8],
) -> Box<dyn Iterator<Item = Result<Row, Error>> + 't> {
    match format {
        Format::Tsv => Box::new(super::tsv::rows(file, text)),
        #[cfg(feature = "std")]
        Format::JsonLines => Box::new(super::json::lines(file, text).into_iter()),
        #[cfg(feature = "std")]
        Format::Flashtext => Box::new(super::json::flashtext(file, text).into_iter()),
        #[cfg(feature = "std")]
        Format::Spacy => Box::new(super::json::spacy(file, text).into_iter()),
    }
}

impl From<&Gazetteer<'_>> for GazetteerBuilder {
    /// Everything of a gazetteer, to add to it or to take from it.
    fn from(gazetteer: &Gazetteer<'_>) -> Self {
        // Of a copy, so that texts stay what they are while they are read.
        let gazetteer = &gazetteer.copied();
        let tables = gazetteer.tables();
        let kinds = (0..tables.count(Section::Kinds))
            .map(|index| tables.text(tables.kind_text(index)).into())
            .collect();
        let mut builder =
            Self { version: gazetteer.data_version().into(), kinds, ..Self::default() };
        for (entity, index) in gazetteer.entities().zip(0..) {
            let attribute = |attribute: Attribute<'_>| AttributeDraft {
                name: attribute.name.into(),
                value: attribute.value.into(),
                value_type: attribute.value_type,
            };
            let attributes = entity.attributes().map(attribute).collect();
            builder.by_key.insert(entity.key().into(), index);
            builder.entities.push(EntityDraft {
                key: entity.key().into(),
                name: entity.name().into(),
                kind: entity.kind().to_u8(),
                attributes,
            });
        }
        let surfaces = (0..tables.surface_count() as u32).filter_map(|index| tables.surface(index));
        for record in surfaces.filter(|record| record.traits.derivation == Derivation::Given) {
            let (entity, surface) =
                (record.entity().map_or(DECOY, |entity| entity.0), tables.written_surface(&record));
            builder.by_form.insert((entity, surface.form().into()), builder.surfaces.len() as u32);
            builder.surfaces.push(SurfaceDraft {
                hides: record.traits.hides,
                witness: record.traits.witness,
                ..SurfaceDraft::new(entity, &surface)
            });
        }
        builder.cues = CueDrafts::of(gazetteer);
        for record in (0..tables.count(Section::Members)).map(|index| tables.member(index)) {
            builder.members.push(MemberDraft {
                bloc: record.bloc,
                member: record.member,
                texts: record.texts().map(|text| tables.text(text).into()),
            });
        }
        builder.retired = gazetteer
            .retired_keys()
            .map(|(key, successor)| (key.into(), successor.index()))
            .collect();
        builder
    }
}
