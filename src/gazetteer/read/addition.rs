//! What a file adds to the drafts of a builder.

use alloc::borrow::Cow;
use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::rows::{Content, Position};
use crate::error::{Error, ErrorKind};
use crate::gazetteer::Entity;
use crate::gazetteer::drafts::{
    AttributeDraft, ClassDraft, CueDraft, Drafts, EntityDraft, SurfaceDraft, WEIGHT,
};
use crate::gazetteer::ranks::Defaults;
use crate::gazetteer::readings::NameCounts;
use crate::gazetteer::surface::{Surface, check_text};
use crate::image::DECOY;
use crate::limits;

/// Drafts of one file, checked together with those of the builder but not added to them yet, so
/// that a file with an error changes nothing. Numbers of new entities and surface forms go on after
/// those of the builder.
#[derive(Default)]
pub(crate) struct Addition {
    /// What applies to forms for which the file gives nothing else.
    defaults: Defaults,
    entities: Vec<EntityDraft>,
    /// The numbers of the new entities.
    by_key: BTreeMap<String, u32>,
    /// The numbers of entities of lower layers by keys that were retired there.
    retired_in_lower: BTreeMap<String, u32>,
    kinds: Vec<String>,
    /// Attributes of old and new entities.
    attributes: Vec<(u32, AttributeDraft)>,
    /// Surface forms with their numbers: those of the builder that they replace, or new ones.
    surfaces: Vec<(u32, SurfaceDraft)>,
    /// The row of each surface form: its number in the file, and where it is.
    rows: Vec<(usize, Position)>,
    /// The indices of the surface forms above.
    by_form: BTreeMap<(u32, Arc<str>), u32>,
    /// Cues of forms, each with its class of words.
    cues: Vec<(String, ClassDraft, CueDraft)>,
    /// How many of the surface forms are new.
    new_surfaces: usize,
    removals: Removals,
    /// What the file has that is left out of what is built.
    pub(crate) warnings: Vec<Error>,
}

/// What a file removes from the drafts of a builder.
#[derive(Default)]
struct Removals {
    /// The numbers of entities.
    entities: BTreeSet<u32>,
    /// Surface forms of entities, or of [`DECOY`].
    forms: BTreeSet<(u32, Arc<str>)>,
    /// What is taken away from the layers below, as [`Drafts::removals`] has it.
    of_lower: BTreeSet<(String, String)>,
}

impl Addition {
    /// An empty one, for a file to whose forms these defaults apply.
    pub(super) fn new(defaults: Defaults) -> Self {
        Self { defaults, ..Self::default() }
    }

    /// How many surface forms and decoys the file has.
    pub(crate) fn len(&self) -> usize {
        self.surfaces.len()
    }

    /// Adds what a row says. `row` is its number in the file and where it is; `line` returns the
    /// line of a position, for messages.
    ///
    /// # Errors
    ///
    /// What is wrong with the row; then nothing was added.
    pub(super) fn add(
        &mut self,
        drafts: &Drafts,
        content: Content<'_>,
        row: (usize, Position),
        line: impl Fn(Position) -> u64,
    ) -> Result<(), Error> {
        match content {
            Content::Entity { key, name, fallback, .. } => {
                self.add_entity(drafts, key, name, fallback)
            }
            Content::Removal { key, form } => self.remove(drafts, key, form),
            Content::Attribute { key, name, value, value_type } => {
                let (name, value) = (name.into_owned(), value.into_owned());
                self.add_attribute(drafts, &key, AttributeDraft { name, value, value_type })
            }
            #[cfg(feature = "std")]
            Content::Cue { form, key, of, place, words, weight } => {
                let entity = match &key {
                    Some(key) => self.existing(drafts, key)?,
                    None => DECOY,
                };
                let class = ClassDraft::new(
                    words.iter().map(|word| &**word),
                    |key| self.known(drafts, key),
                    |kind| drafts.has_kind(kind) || self.kinds.iter().any(|known| known == kind),
                )?;
                let cue = CueDraft { class: 0, place, weight, of, entity };
                cue.check(Some(&class))?;
                self.cues.push((form.into_owned(), class, cue));
                Ok(())
            }
            Content::Form { key, form, role, case, languages, prior, word, accents, bounds } => {
                let mut surface = Surface::new(&form)
                    .with_role(role)
                    .with_languages(&languages)
                    .with_word(word)
                    .with_accents(accents)
                    .with_bounds(bounds.unwrap_or(self.defaults.bounds));
                if let Some(case) = case.or(self.defaults.case) {
                    surface = surface.with_case(case);
                }
                if let Some(prior) = prior {
                    surface = surface.with_prior(prior);
                }
                let entity = match &key {
                    Some(key) => self.existing(drafts, key)?,
                    None => DECOY,
                };
                surface.check()?;
                let rank = self.defaults.rank_of(&surface);
                self.add_surface(drafts, SurfaceDraft::new(entity, &surface, rank), row).map_err(
                    |refused| match refused {
                        Refused::Full => ErrorKind::TooManySurfaces.into(),
                        Refused::Duplicate(first) => ErrorKind::DuplicateForm {
                            form: form.to_string(),
                            key: key.unwrap_or("a decoy".into()).into_owned(),
                            first_line: line(first),
                        }
                        .into(),
                    },
                )
            }
        }
    }

    /// Removes a surface form or, without one, an entity. What is removed must be in the drafts of
    /// the builder: a file adds what it wants to have after that.
    fn remove(
        &mut self,
        drafts: &Drafts,
        key: Option<Cow<'_, str>>,
        form: Option<Cow<'_, str>>,
    ) -> Result<(), Error> {
        if !(self.entities.is_empty() && self.surfaces.is_empty() && self.attributes.is_empty()) {
            return Err(ErrorKind::LateRemoval.into());
        }
        let nothing = |what: String| Err(ErrorKind::NothingToRemove(what).into());
        let of_lower = drafts
            .removal_in_lower(key.as_deref(), form.as_deref())
            .filter(|removal| !self.removals.of_lower.contains(removal));
        if let Some(removal) = of_lower {
            self.removals.of_lower.insert(removal);
            let known = key.as_ref().and_then(|key| drafts.by_key.get(&**key).copied());
            match (known, form) {
                (Some(known), None) => _ = self.removals.entities.insert(known),
                (Some(entity), Some(form)) => self.remove_known(drafts, (entity, Arc::from(form))),
                (None, Some(form)) if key.is_none() => {
                    self.remove_known(drafts, (DECOY, Arc::from(form)));
                }
                _ => {}
            }
            return Ok(());
        }
        let entity = match &key {
            Some(key) => match drafts.by_key.get(&**key) {
                Some(&known) if !self.removals.entities.contains(&known) => known,
                _ => return nothing(alloc::format!("entity {key:?}")),
            },
            None => DECOY,
        };
        let Some(form) = form else {
            self.removals.entities.insert(entity);
            return Ok(());
        };
        let of = (entity, Arc::from(form));
        if !drafts.by_form.contains_key(&of) || self.removals.forms.contains(&of) {
            let form = of.1;
            return nothing(match key {
                Some(key) => alloc::format!("form {form:?} of {key:?}"),
                None => alloc::format!("decoy {form:?}"),
            });
        }
        self.removals.forms.insert(of);
        Ok(())
    }

    /// Removes a surface form if the drafts have it.
    fn remove_known(&mut self, drafts: &Drafts, of: (u32, Arc<str>)) {
        if drafts.by_form.contains_key(&of) {
            self.removals.forms.insert(of);
        }
    }

    fn add_entity(
        &mut self,
        drafts: &Drafts,
        key: Cow<'_, str>,
        name: Option<Cow<'_, str>>,
        fallback: Cow<'_, str>,
    ) -> Result<(), Error> {
        let known = self.known(drafts, &key);
        if known.is_some() && name.is_none() {
            return Ok(());
        }
        if known.is_none()
            && let Some(entity) = self.in_lower(drafts, &key)
        {
            return self.add_of_lower(drafts, &entity, &key, name);
        }
        let name = name.unwrap_or(fallback);
        check_text(&name)?;
        if let Some(known) = known.and_then(|number| self.name_of(drafts, number)) {
            if *known == name {
                return Ok(());
            }
            let (key, name) = (key.into_owned(), known.into());
            return Err(ErrorKind::DuplicateEntity { key, name }.into());
        }
        self.push_entity(drafts, key.into_owned(), name.into_owned(), false)?;
        Ok(())
    }

    /// Adds an entity with a new key. Returns its number.
    fn push_entity(
        &mut self,
        drafts: &Drafts,
        key: String,
        name: String,
        of_lower: bool,
    ) -> Result<u32, Error> {
        let kind = drafts.kind_number(&key, &mut self.kinds)?;
        let number = (drafts.entities.len() + self.entities.len()) as u32;
        self.by_key.insert(key.clone(), number);
        self.entities.push(EntityDraft { key, name, kind, attributes: Vec::new(), of_lower });
        Ok(number)
    }

    /// The entity of a lower layer with a key, unless the file takes it away.
    fn in_lower<'d>(&self, drafts: &'d Drafts, key: &str) -> Option<Entity<'d>> {
        let entity = drafts.in_lower(key)?;
        let removal = (entity.key().into(), String::new());
        (!self.removals.of_lower.contains(&removal)).then_some(entity)
    }

    /// Adds the entity of a lower layer, to which forms are added.
    fn add_of_lower(
        &mut self,
        drafts: &Drafts,
        entity: &Entity<'_>,
        key: &str,
        name: Option<Cow<'_, str>>,
    ) -> Result<(), Error> {
        if name.is_some_and(|name| name != entity.name()) {
            let (key, name) = (entity.key().into(), entity.name().into());
            return Err(ErrorKind::DuplicateEntity { key, name }.into());
        }
        let number = match self.known(drafts, entity.key()) {
            Some(known) => known,
            None => self.push_entity(drafts, entity.key().into(), entity.name().into(), true)?,
        };
        // A retired key of the layer below means the entity that took its place.
        if key != entity.key() {
            self.retired_in_lower.insert(key.into(), number);
        }
        Ok(())
    }

    fn add_attribute(
        &mut self,
        drafts: &Drafts,
        key: &str,
        draft: AttributeDraft,
    ) -> Result<(), Error> {
        draft.check()?;
        let entity = self.existing(drafts, key)?;
        let mut entities = drafts.entities.iter().chain(&self.entities);
        if entities.nth(entity as usize).is_some_and(|entity| entity.of_lower) {
            return Err(ErrorKind::OfLowerLayer(key.into()).into());
        }
        self.attributes.push((entity, draft));
        Ok(())
    }

    fn add_surface(
        &mut self,
        drafts: &Drafts,
        draft: SurfaceDraft,
        row: (usize, Position),
    ) -> Result<(), Refused> {
        let key = (draft.entity, draft.form.clone());
        let is_there = !self.removals.forms.contains(&key);
        let known = drafts.by_form.get(&key).copied().filter(|_| is_there);
        let next = drafts.surfaces.len() + self.new_surfaces;
        match self.by_form.entry(key) {
            Entry::Occupied(first) => Err(Refused::Duplicate(self.rows[*first.get() as usize].1)),
            Entry::Vacant(_) if known.is_none() && next >= limits::SURFACES => Err(Refused::Full),
            Entry::Vacant(new) => {
                new.insert(self.surfaces.len() as u32);
                self.new_surfaces += usize::from(known.is_none());
                self.surfaces.push((known.unwrap_or(next as u32), draft));
                self.rows.push(row);
                Ok(())
            }
        }
    }

    /// The number of an entity of the builder or of the file.
    fn known(&self, drafts: &Drafts, key: &str) -> Option<u32> {
        // The rows of an entity mostly follow each other.
        if self.entities.last().is_some_and(|newest| newest.key == key) {
            return Some((drafts.entities.len() + self.entities.len() - 1) as u32);
        }
        let known = drafts.known(key).filter(|known| !self.removals.entities.contains(known));
        known.or_else(|| self.by_key.get(key).or_else(|| self.retired_in_lower.get(key)).copied())
    }

    fn existing(&self, drafts: &Drafts, key: &str) -> Result<u32, Error> {
        self.known(drafts, key).ok_or_else(|| ErrorKind::UnknownEntity(key.into()).into())
    }

    fn name_of<'d>(&'d self, drafts: &'d Drafts, number: u32) -> Option<&'d str> {
        let mut entities = drafts.entities.iter().chain(&self.entities);
        entities.nth(number as usize).map(|entity| &*entity.name)
    }

    /// The surface forms by which a name gets too many readings, as
    /// [`NameCounts::too_many`] returns them, with their rows, and whether their entities have
    /// weights, by which those of the name are chosen.
    pub(super) fn too_many(
        &self,
        drafts: &Drafts,
        counts: &NameCounts,
    ) -> impl Iterator<Item = ((usize, Position), String, bool)> {
        let has_weight = |entity: u32| {
            let known = drafts.entities.get(entity as usize);
            known.is_some_and(|known| known.weight().is_some())
                || self.attributes.iter().any(|(of, draft)| *of == entity && draft.name == WEIGHT)
        };
        counts.too_many(drafts, &self.surfaces).into_iter().map(move |(index, form)| {
            (self.rows[index], form, has_weight(self.surfaces[index].1.entity))
        })
    }

    /// Adds everything to the drafts of the builder, which must be those that it was checked with.
    pub(crate) fn append_to(mut self, drafts: &mut Drafts, counts: &mut NameCounts) {
        for (entity, form) in self.removals.forms {
            drafts.remove_form(entity, &form);
        }
        self.removals.entities.into_iter().for_each(|entity| drafts.remove_entity(entity));
        drafts.removals.extend(self.removals.of_lower);
        drafts.kinds.extend(self.kinds);
        merge(&mut drafts.by_key, self.by_key);
        drafts.entities.extend(self.entities);
        for (entity, attribute) in self.attributes {
            drafts.entities[entity as usize].set_attribute(attribute);
        }
        let first_new = drafts.surfaces.len();
        let is_new = |number: u32| number as usize >= first_new;
        self.by_form.retain(|_, index| {
            *index = self.surfaces[*index as usize].0;
            is_new(*index)
        });
        merge(&mut drafts.by_form, self.by_form);
        for (number, surface) in self.surfaces {
            match is_new(number) {
                true => drafts.surfaces.push(surface),
                false => counts.put(drafts, surface),
            }
        }
        for (form, class, cue) in self.cues {
            let class = drafts.put_class(class);
            drafts.put_cue(&form, CueDraft { class, ..cue });
        }
    }
}

/// Moves all entries to another map. Linear in both, or if they are few in them alone, times the
/// logarithm of the other.
fn merge<K: Ord, V>(into: &mut BTreeMap<K, V>, mut entries: BTreeMap<K, V>) {
    match entries.len() > into.len() {
        true => into.append(&mut entries),
        false => into.extend(entries),
    }
}

/// Why a surface form is not added.
enum Refused {
    /// There are too many.
    Full,
    /// The file has it already, at this position.
    Duplicate(Position),
}
