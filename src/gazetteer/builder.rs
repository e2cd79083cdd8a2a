//! Building a gazetteer from the built-in one, from files, from calls.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::image::{self, Layout, Section, Source};
use super::records::{ATTRIBUTE, DECOY, LANGUAGE, LANGUAGE_SET, LISTED, MEMBER, TRAITS, Text, Traits, surface_bytes};
use super::surface::check_text;
use super::{Derivation, Gazetteer, Surface};
use crate::automaton;
use crate::entity::{CaseRule, Kind, Language, Role};
use crate::error::{Error, ErrorKind, Location};
use crate::fold;
use crate::limits;
use crate::prefilter;

/// Puts a gazetteer together. Start from nothing ([`GazetteerBuilder::new`]) or from another gazetteer (`GazetteerBuilder::from(&Gazetteer::builtin())`).
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
/// let names: Vec<&str> = tagger.mentions("Acme Corp left Mali for Niger.").map(|m| tagger.name(&m)).collect();
/// assert_eq!(names, ["Acme", "Niger"]);
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct GazetteerBuilder {
    version: String,
    entities: Vec<EntityDraft>,
    by_key: BTreeMap<String, u32>,
    surfaces: Vec<SurfaceDraft>,
    /// The surface of an entity (or [`DECOY`]) with a form.
    by_form: BTreeMap<(u32, String), u32>,
    members: Vec<MemberDraft>,
    kinds: Vec<String>,
}

#[derive(Clone)]
struct EntityDraft {
    key: String,
    name: String,
    kind: u8,
    attributes: Vec<(String, String)>,
}

#[derive(Clone)]
struct SurfaceDraft {
    entity: u32,
    form: String,
    role: Role,
    case: CaseRule,
    languages: Vec<Language>,
    prior: u8,
    word: bool,
    removed: bool,
}

impl SurfaceDraft {
    fn new(entity: u32, surface: &Surface<'_>) -> Self {
        Self {
            entity,
            form: surface.form().into(),
            role: surface.role(),
            case: surface.case(),
            languages: surface.languages().collect(),
            prior: surface.prior(),
            word: surface.is_word(),
            removed: false,
        }
    }
}

#[derive(Clone)]
struct MemberDraft {
    bloc: u32,
    country: u32,
    status: String,
    joined: String,
    left: String,
}

/// A format of gazetteer files. README and `docs/gazetteers.md` show each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Format {
    /// Tab-separated, one surface form a row; the first row names the columns. Needs `key` and `form`; may have `name`, `role`, `case`, `lang`, `prior`, `word`; `source` and `note` are
    /// passed over. The key of a decoy is `-`.
    Tsv,
    /// One JSON object a line: `{"key": .., "name": .., "forms": [..], "attributes": {..}}` or `{"decoy": ..}`; a form is a string or an object.
    #[cfg(feature = "std")]
    JsonLines,
    /// The dictionary that flashtext reads: one JSON object `{name: [forms]}`. Forms are found in any case; the kind is `keyword`.
    #[cfg(feature = "std")]
    Flashtext,
    /// The patterns that spaCy's EntityRuler writes, one JSON object a line: `{"label": .., "pattern": .., "id": ..}`. The kind is the label in lower case.
    #[cfg(feature = "std")]
    Spacy,
}

impl Format {
    /// The format of a file, from its name (`.jsonl`, `.json`, anything else is TSV) and, for `.jsonl`, from whether its first line has a `pattern`.
    pub fn guess(file: &str, text: &[u8]) -> Self {
        #[cfg(feature = "std")]
        {
            let name = file.to_ascii_lowercase();
            let first_line = text.split(|&b| b == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or(&[]);
            if name.ends_with(".jsonl") || name.ends_with(".ndjson") {
                let spacy = memchr::memmem::find(first_line, b"\"pattern\"").is_some() && memchr::memmem::find(first_line, b"\"label\"").is_some();
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
            Some((line, column, field)) => Location { file: file.into(), line, column, field: Some(field.into()), byte: self.byte as u64 },
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

/// The forms that a file had so far, by key (none: a decoy), with their places.
type Seen = BTreeMap<(Option<String>, String), Place>;

pub(super) enum RowKind {
    /// An entity, added if it is new: with the name, or with a name to fall back on.
    Entity { key: String, name: Option<String>, fallback: String },
    #[cfg(feature = "std")]
    Attribute { key: String, name: String, value: String },
    /// A surface form; decoys have no key.
    Form { key: Option<String>, form: String, role: Role, case: Option<CaseRule>, languages: Vec<Language>, prior: Option<u8>, word: bool },
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

    /// Adds an entity. Its key is a kind, a slash and a name (`country/MLI`); kinds beside `country`, `bloc` and `mineral` become [`Kind::Other`]. Its name is no surface form by itself.
    ///
    /// Errors: a bad key, or an entity that exists with another name. One that exists with the same name is left as it is.
    pub fn add_entity(&mut self, key: &str, name: &str) -> Result<&mut Self, Error> {
        check_text(name)?;
        if let Some(&index) = self.by_key.get(key) {
            let known = &self.entities[index as usize].name;
            if known != name {
                return Err(ErrorKind::DuplicateEntity { key: key.into(), name: known.clone() }.into());
            }
            return Ok(self);
        }
        let kind = self.kind_of_key(key)?;
        self.by_key.insert(key.into(), self.entities.len() as u32);
        self.entities.push(EntityDraft { key: key.into(), name: name.into(), kind, attributes: Vec::new() });
        Ok(self)
    }

    /// Adds or replaces a fact about an entity. Errors: an unknown entity.
    pub fn set_attribute(&mut self, key: &str, name: &str, value: &str) -> Result<&mut Self, Error> {
        check_text(name)?;
        check_text(value)?;
        let index = self.index(key)?;
        let attributes = &mut self.entities[index as usize].attributes;
        match attributes.iter_mut().find(|(known, _)| known == name) {
            Some(pair) => pair.1 = value.into(),
            None => attributes.push((name.into(), value.into())),
        }
        Ok(self)
    }

    /// Says that a country is or was in a bloc; see [`Membership`](super::Membership) for the words. Empty dates are unknown ones. Errors: an unknown entity, a text that is too long or has control characters.
    pub fn add_member(&mut self, bloc: &str, country: &str, status: &str, joined: &str, left: &str) -> Result<&mut Self, Error> {
        [status, joined, left].into_iter().try_for_each(check_text)?;
        let (bloc, country) = (self.index(bloc)?, self.index(country)?);
        self.members.push(MemberDraft { bloc, country, status: status.into(), joined: joined.into(), left: left.into() });
        Ok(self)
    }

    /// Adds a surface form to an entity; a form that the entity has already is replaced, and its languages add up. Errors: an unknown entity, a form that cannot be found in any text, a bad prior.
    pub fn add_surface(&mut self, key: &str, surface: Surface<'_>) -> Result<&mut Self, Error> {
        let entity = self.index(key)?;
        self.put(entity, surface)
    }

    /// Adds a decoy: a form that means no entity and hides the names inside it. A decoy that equals a name hides that name. Role and prior are not used.
    pub fn add_decoy(&mut self, surface: Surface<'_>) -> Result<&mut Self, Error> {
        self.put(DECOY, surface)
    }

    /// Takes an entity out, with its surface forms and memberships. Whether there was one.
    pub fn remove_entity(&mut self, key: &str) -> bool {
        // The draft stays where it is; without a key it is in no gazetteer that is built.
        self.by_key.remove(key).is_some()
    }

    /// Takes a surface form away from an entity. Whether there was one, spelled exactly so.
    pub fn remove_surface(&mut self, key: &str, form: &str) -> bool {
        self.by_key.get(key).copied().is_some_and(|entity| self.remove_form(entity, form))
    }

    /// Takes a decoy away. Whether there was one, spelled exactly so.
    pub fn remove_decoy(&mut self, form: &str) -> bool {
        self.remove_form(DECOY, form)
    }

    /// Reads a gazetteer file: `file` is its name for messages, `text` its content. Returns how many surface forms and decoys it had.
    ///
    /// Entities that are not there yet are added with the name that the file gives, or with their first form as name. On an error nothing of the file is taken.
    pub fn read(&mut self, format: Format, file: &str, text: &[u8]) -> Result<usize, Error> {
        let mut trial = self.clone();
        let mut seen = Seen::new();
        for row in read_rows(format, file, text) {
            trial.take(row?, &mut seen, file, text)?;
        }
        *self = trial;
        Ok(seen.len())
    }

    /// All errors that [`read`](Self::read) could give for this file, in the order of the file. Takes nothing.
    pub fn check(&self, format: Format, file: &str, text: &[u8]) -> Vec<Error> {
        let mut trial = self.clone();
        let mut seen = Seen::new();
        let mut errors = Vec::new();
        // What is said of an entity that could not be added is no mistake of its own.
        let mut refused: Option<String> = None;
        for row in read_rows(format, file, text) {
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    errors.push(error);
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
            if let Err(error) = trial.take(row, &mut seen, file, text) {
                errors.push(error);
                refused = entity.or(refused);
            }
        }
        if errors.is_empty()
            && let Err(error) = trial.build()
        {
            errors.push(error);
        }
        errors
    }

    /// Takes one row of a file; `seen` knows the forms before it.
    fn take(&mut self, row: Row, seen: &mut Seen, file: &str, text: &[u8]) -> Result<(), Error> {
        let Row { place, what } = row;
        let first_line = |place: Place| place.location(file, text).line;
        self.take_row(what, place, seen, first_line).map_err(|error| Error::at(error.kind().clone(), place.location(file, text)))
    }

    fn take_row(&mut self, what: RowKind, place: Place, seen: &mut Seen, line: impl Fn(Place) -> u64) -> Result<(), Error> {
        match what {
            RowKind::Entity { key, name: None, .. } if self.by_key.contains_key(&key) => {}
            RowKind::Entity { key, name, fallback } => {
                self.add_entity(&key, name.as_deref().unwrap_or(&fallback))?;
            }
            #[cfg(feature = "std")]
            RowKind::Attribute { key, name, value } => {
                self.set_attribute(&key, &name, &value)?;
            }
            RowKind::Form { key, form, role, case, languages, prior, word } => {
                let mut surface = Surface::new(&form).with_role(role).with_languages(&languages).with_word(word);
                if let Some(case) = case {
                    surface = surface.with_case(case);
                }
                if let Some(prior) = prior {
                    surface = surface.with_prior(prior);
                }
                match &key {
                    Some(key) => self.add_surface(key, surface)?,
                    None => self.add_decoy(surface)?,
                };
                let known = key.clone().unwrap_or_else(|| "a decoy".into());
                if let Some(first) = seen.insert((key, form.clone()), place) {
                    return Err(ErrorKind::DuplicateForm { form, key: known, first_line: line(first) }.into());
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

    fn index(&self, key: &str) -> Result<u32, Error> {
        self.by_key.get(key).copied().ok_or_else(|| ErrorKind::UnknownEntity(key.into()).into())
    }

    fn put(&mut self, entity: u32, surface: Surface<'_>) -> Result<&mut Self, Error> {
        surface.check()?;
        let draft = SurfaceDraft::new(entity, &surface);
        let key = (entity, draft.form.clone());
        match self.by_form.get(&key) {
            Some(&index) => {
                let known = core::mem::replace(&mut self.surfaces[index as usize], draft);
                let languages = &mut self.surfaces[index as usize].languages;
                languages.extend(known.languages);
                languages.sort_unstable();
                languages.dedup();
            }
            None if self.surfaces.len() >= limits::SURFACES => return Err(ErrorKind::TooManySurfaces.into()),
            None => {
                self.by_form.insert(key, self.surfaces.len() as u32);
                self.surfaces.push(draft);
            }
        }
        Ok(self)
    }

    /// The number of the kind of a key; a new kind is entered.
    fn kind_of_key(&mut self, key: &str) -> Result<u8, Error> {
        let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'));
        let kind = match key.split_once('/') {
            Some((kind, name)) if key.len() <= limits::KEY_LEN && is_part(kind) && is_part(name) => kind,
            _ => return Err(ErrorKind::BadKey(key.into()).into()),
        };
        let kind = match kind {
            "country" => Kind::Country,
            "bloc" => Kind::Bloc,
            "mineral" => Kind::Mineral,
            other => match self.kinds.iter().position(|known| known == other) {
                Some(n) => Kind::Other(n as u8),
                None if self.kinds.len() == Kind::OTHERS => return Err(ErrorKind::TooManyKinds(other.into()).into()),
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
    /// The order in which things were added changes nothing. Errors: a limit of [`limits`](super::limits).
    pub fn build(&self) -> Result<Gazetteer<'static>, Error> {
        Assembly::new(self).assemble()
    }
}

/// The rows of a file in any format, each read or not.
fn read_rows(format: Format, file: &str, text: &[u8]) -> Vec<Result<Row, Error>> {
    match format {
        Format::Tsv => super::tsv::rows(file, text),
        #[cfg(feature = "std")]
        Format::JsonLines => super::json::lines(file, text),
        #[cfg(feature = "std")]
        Format::Flashtext => super::json::flashtext(file, text),
        #[cfg(feature = "std")]
        Format::Spacy => super::json::spacy(file, text),
    }
}

/// A surface form with its folded text, before it is sorted.
struct Folded<'b> {
    folded: Vec<u8>,
    draft: &'b SurfaceDraft,
    entity: u32,
    form: Cow<'b, str>,
    derivation: Derivation,
    /// Whether its text may begin with a lower-case letter.
    lower: bool,
}

/// A gazetteer while it is put together.
struct Assembly<'b> {
    builder: &'b GazetteerBuilder,
    /// Indices of the entities that stay, by key.
    entities: Vec<u32>,
    /// Where each draft went.
    places: Vec<Option<u32>>,
    surfaces: Vec<Folded<'b>>,
    texts: Texts<'b>,
}

impl<'b> Assembly<'b> {
    fn new(builder: &'b GazetteerBuilder) -> Self {
        let entities: Vec<u32> = builder.by_key.values().copied().collect();
        let mut places = alloc::vec![None; builder.entities.len()];
        for (place, &index) in (0..).zip(&entities) {
            places[index as usize] = Some(place);
        }
        Self { builder, entities, places, surfaces: Vec::new(), texts: Texts::default() }
    }

    fn assemble(mut self) -> Result<Gazetteer<'static>, Error> {
        self.fold();
        self.gather_texts()?;
        let order = self.sort();
        let (names, readings) = self.names(&order)?;
        let automaton = automaton::lay_out(&names.iter().map(|&(first, name)| (&*self.surfaces[first].folded, name)).collect::<Vec<_>>())?;
        let lower = |name: u32| self.readings_of(name, &readings).any(|surface| surface.lower);
        let filter = prefilter::lay_out(names.iter().map(|&(first, name)| (&*self.surfaces[first].folded, lower(name))));
        drop(names);
        let kinds: Vec<u8> = self.builder.kinds.iter().flat_map(|kind| self.texts.get(kind).bytes()).collect();
        let (entities, attributes) = self.entities();
        let members = self.members();
        let (surfaces, traits, sets, languages) = self.surface_records()?;
        let readings: Vec<u8> = readings.iter().flat_map(|number| number.to_le_bytes()).collect();
        let sections: [&[u8]; image::SECTIONS] = [
            self.builder.version.as_bytes(),
            self.texts.pool.as_bytes(),
            &kinds,
            &sets,
            &languages,
            &entities,
            &attributes,
            &members,
            &surfaces,
            &traits,
            &readings,
            &automaton.heads,
            &automaton.slots,
            &filter.beginnings,
            &filter.tokens,
        ];
        let image = image::write(sections, automaton.buckets)?;
        Ok(Gazetteer { layout: Layout::read(&image), source: Source::Shared(Arc::new(image)) })
    }

    /// Folds the surface forms that stay, with those that follow from them.
    fn fold(&mut self) {
        for draft in self.builder.surfaces.iter().filter(|draft| !draft.removed) {
            let entity = match draft.entity {
                DECOY => DECOY,
                entity => match self.places[entity as usize] {
                    Some(place) => place,
                    None => continue,
                },
            };
            let mut add = |form: Cow<'b, str>, derivation| {
                let folded = fold::Folded::new(&form);
                let lower = match draft.case {
                    CaseRule::Any => true,
                    CaseRule::Capitalised => false,
                    CaseRule::Exact => folded.cases.upper & 1 == 0,
                };
                self.surfaces.push(Folded { folded: folded.bytes().into(), draft, entity, form, derivation, lower });
            };
            add(Cow::Borrowed(&draft.form), Derivation::Given);
            derived_forms(draft, &mut |form, derivation| add(Cow::Owned(form), derivation));
        }
    }

    /// Makes one pool of all texts.
    fn gather_texts(&mut self) -> Result<(), Error> {
        let builder = self.builder;
        let mut texts: Vec<Cow<'b, str>> = builder.kinds.iter().map(|kind| Cow::Borrowed(&**kind)).collect();
        for &index in &self.entities {
            let draft = &builder.entities[index as usize];
            let facts = draft.attributes.iter().flat_map(|(name, value)| [name, value]);
            texts.extend([&draft.key, &draft.name].into_iter().chain(facts).map(|text| Cow::Borrowed(&**text)));
        }
        for draft in &builder.members {
            texts.extend([&draft.status, &draft.joined, &draft.left].map(|text| Cow::Borrowed(&**text)));
        }
        texts.extend(self.surfaces.iter().map(|surface| surface.form.clone()));
        self.texts = Texts::new(texts)?;
        Ok(())
    }

    /// Puts the surface forms in their order, those of one entity together; returns them in the order of their names, and under one name the likeliest first.
    fn sort(&mut self) -> Vec<u32> {
        // What follows the prior makes the order independent of the order of adding. A form given beats the same form derived.
        let by_name = |a: &Folded<'_>, b: &Folded<'_>| {
            a.folded
                .cmp(&b.folded)
                .then_with(|| b.draft.prior.cmp(&a.draft.prior))
                .then_with(|| a.entity.cmp(&b.entity))
                .then_with(|| (a.derivation != Derivation::Given).cmp(&(b.derivation != Derivation::Given)))
                .then_with(|| a.form.cmp(&b.form))
        };
        self.surfaces.sort_unstable_by(|a, b| a.entity.cmp(&b.entity).then_with(|| by_name(a, b)));
        let mut order: Vec<u32> = (0..self.surfaces.len() as u32).collect();
        order.sort_by(|&a, &b| by_name(&self.surfaces[a as usize], &self.surfaces[b as usize]));
        order
    }

    /// The names, each with its first surface form and its number; and the lists of the names that have several.
    fn names(&self, order: &[u32]) -> Result<(Vec<(usize, u32)>, Vec<u32>), Error> {
        let (mut names, mut readings) = (Vec::new(), Vec::new());
        for group in order.chunk_by(|&a, &b| self.surfaces[a as usize].folded == self.surfaces[b as usize].folded) {
            let name = match group {
                [surface] => *surface,
                _ => {
                    let list = readings.len() as u32;
                    if group.len() > limits::READINGS {
                        return Err(ErrorKind::TooManyReadings { form: self.surfaces[group[0] as usize].form.clone().into_owned() }.into());
                    }
                    readings.push(group.len() as u32);
                    readings.extend_from_slice(group);
                    LISTED | list
                }
            };
            names.push((group[0] as usize, name));
        }
        Ok((names, readings))
    }

    fn readings_of<'a>(&'a self, name: u32, readings: &'a [u32]) -> impl Iterator<Item = &'a Folded<'b>> {
        let list = (name & !LISTED) as usize;
        let (single, listed) = match name & LISTED {
            0 => (Some(name), &[][..]),
            _ => (None, &readings[list + 1..][..readings[list] as usize]),
        };
        single.into_iter().chain(listed.iter().copied()).map(|surface| &self.surfaces[surface as usize])
    }

    fn entities(&self) -> (Vec<u8>, Vec<u8>) {
        let (mut entities, mut attributes, mut first) = (Vec::new(), Vec::new(), 0);
        for (place, &index) in (0..).zip(&self.entities) {
            let draft = &self.builder.entities[index as usize];
            let surfaces = self.surfaces[first..].partition_point(|surface| surface.entity <= place);
            entities.extend(self.texts.get(&draft.key).bytes());
            entities.extend(self.texts.get(&draft.name).bytes());
            entities.extend([draft.kind, 0]);
            for number in [attributes.len() / ATTRIBUTE, draft.attributes.len(), first, surfaces] {
                entities.extend((number as u32).to_le_bytes());
            }
            for (name, value) in &draft.attributes {
                attributes.extend(self.texts.get(name).bytes());
                attributes.extend(self.texts.get(value).bytes());
            }
            first += surfaces;
        }
        (entities, attributes)
    }

    fn members(&self) -> Vec<u8> {
        let place = |entity: u32| self.places[entity as usize];
        let mut members: Vec<(u32, u32, &MemberDraft)> = self.builder.members.iter().filter_map(|draft| Some((place(draft.bloc)?, place(draft.country)?, draft))).collect();
        members.sort_by_key(|&(bloc, country, _)| (bloc, country));
        let mut bytes = Vec::new();
        for (bloc, country, draft) in members {
            bytes.extend([bloc, country].iter().flat_map(|place| place.to_le_bytes()));
            bytes.extend([&draft.status, &draft.joined, &draft.left].into_iter().flat_map(|text| self.texts.get(text).bytes()));
        }
        bytes
    }

    /// The surface forms, what they have in common, the sets of languages and the languages.
    fn surface_records(&self) -> Result<(Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>), Error> {
        let (mut records, mut traits, mut sets, mut languages) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut known_sets: BTreeMap<&[Language], u32> = BTreeMap::new();
        let mut known_traits: BTreeMap<[u8; TRAITS], u32> = BTreeMap::new();
        for surface in &self.surfaces {
            let draft = surface.draft;
            let language_set = *known_sets.entry(&draft.languages).or_insert_with(|| {
                for number in [languages.len() / LANGUAGE, draft.languages.len()] {
                    sets.extend((number as u32).to_le_bytes());
                }
                languages.extend(draft.languages.iter().flat_map(|language| language.code()));
                (sets.len() / LANGUAGE_SET - 1) as u32
            });
            let flag = surface.form.chars().next().is_some_and(|c| ('\u{1F1E6}'..='\u{1F1FF}').contains(&c));
            let on_request = draft.role == Role::Capital || (draft.role == Role::Code && !flag);
            let common = Traits { role: draft.role, case: draft.case, prior: draft.prior, derivation: surface.derivation, word: draft.word, on_request, language_set };
            let index = *known_traits.entry(common.bytes()).or_insert_with(|| {
                traits.extend(common.bytes());
                (traits.len() / TRAITS - 1) as u32
            });
            records.extend(surface_bytes(self.texts.get(&surface.form), index, surface.entity).ok_or(ErrorKind::TooLarge)?);
        }
        Ok((records, traits, sets, languages))
    }
}

/// All texts in one pool; one that others begin with is a part of them.
#[derive(Default)]
struct Texts<'b> {
    pool: String,
    /// Sorted.
    places: Vec<(Cow<'b, str>, u32)>,
}

impl<'b> Texts<'b> {
    fn new(mut texts: Vec<Cow<'b, str>>) -> Result<Self, Error> {
        texts.sort_unstable();
        texts.dedup();
        let mut pool = String::new();
        let mut places: Vec<(Cow<'b, str>, u32)> = Vec::with_capacity(texts.len());
        // What a text begins with sorts before it, so that the longest come first in the reverse order.
        for text in texts.into_iter().rev() {
            let start = match places.last() {
                Some((longer, start)) if longer.starts_with(&*text) => *start,
                _ => {
                    pool.push_str(&text);
                    (pool.len() - text.len()) as u32
                }
            };
            if pool.len() > limits::TEXT_LEN {
                return Err(ErrorKind::TooLarge.into());
            }
            places.push((text, start));
        }
        places.reverse();
        Ok(Self { pool, places })
    }

    /// Where a text stands.
    fn get(&self, text: &str) -> Text {
        let place = self.places.binary_search_by(|(known, _)| (**known).cmp(text)).ok().and_then(|index| self.places.get(index));
        place.map_or(Text::default(), |&(_, start)| Text { start, len: text.len() as u16 })
    }
}

/// The forms that follow from one of the data by rule.
fn derived_forms(draft: &SurfaceDraft, add: &mut impl FnMut(String, Derivation)) {
    let form = &draft.form;
    // U.S. and, before a line's end or another stop, U.S
    if draft.role == Role::Acronym && (2..=8).contains(&form.len()) && form.bytes().all(|b| b.is_ascii_uppercase()) {
        let dotted: String = form.chars().flat_map(|c| [c, '.']).collect();
        add(dotted[..dotted.len() - 1].into(), Derivation::Dotted);
        add(dotted, Derivation::Dotted);
    }
    for (word, short) in [("Saint", "St"), ("Sainte", "Ste")] {
        if form.split(' ').any(|part| part == word) {
            for short in [short.to_string(), alloc::format!("{short}.")] {
                let parts: Vec<&str> = form.split(' ').map(|part| if part == word { &*short } else { part }).collect();
                add(parts.join(" "), Derivation::Saint);
            }
        }
    }
}

impl From<&Gazetteer<'_>> for GazetteerBuilder {
    /// Everything of a gazetteer, to add to it or to take from it.
    fn from(gazetteer: &Gazetteer<'_>) -> Self {
        let tables = gazetteer.tables();
        let kinds = (0..tables.count(Section::Kinds, Text::LEN)).map(|index| tables.text(tables.kind_text(index)).into()).collect();
        let mut builder = Self { version: gazetteer.data_version().into(), kinds, ..Self::default() };
        for (entity, index) in gazetteer.entities().zip(0..) {
            let attributes = entity.attributes().map(|(name, value)| (name.into(), value.into())).collect();
            builder.by_key.insert(entity.key().into(), index);
            builder.entities.push(EntityDraft { key: entity.key().into(), name: entity.name().into(), kind: entity.kind().to_u8(), attributes });
        }
        let surfaces = (0..tables.surface_count() as u32).filter_map(|index| tables.surface(index));
        for record in surfaces.filter(|record| record.traits.derivation == Derivation::Given) {
            let (entity, surface) = (record.entity().map_or(DECOY, |entity| entity.0), tables.written_surface(&record));
            builder.by_form.insert((entity, surface.form().into()), builder.surfaces.len() as u32);
            builder.surfaces.push(SurfaceDraft::new(entity, &surface));
        }
        for record in (0..tables.count(Section::Members, MEMBER)).map(|index| tables.member(index)) {
            let text = |text| tables.text(text).into();
            builder.members.push(MemberDraft { bloc: record.bloc, country: record.country, status: text(record.status), joined: text(record.joined), left: text(record.left) });
        }
        builder
    }
}
