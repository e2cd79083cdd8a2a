//! What a builder collects, as plain data.
//!
//! Entities and surface forms are numbered in the order in which they were added and keep their
//! numbers: those that were removed stay in their lists and are left out of what is built.

use alloc::boxed::Box;
use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::compiled::{Entity, Gazetteer};
use super::surface::{Surface, check_text};
use crate::cue::CuePlace;
use crate::entity::{AttributeType, Bounds, CaseRule, Kind, Language, Role, Use, kind_of_key};
use crate::error::{Error, ErrorKind};
use crate::fold::Folded;
use crate::image::{DECOY, Rank, casings_of};
use crate::prefilter::Casings;

/// Everything that a builder has.
#[derive(Clone, Default)]
pub(super) struct Drafts {
    pub(super) version: String,
    pub(super) entities: Vec<EntityDraft>,
    /// The entities that were not removed.
    pub(super) by_key: BTreeMap<String, u32>,
    /// The entities that took the place of retired keys.
    pub(super) retired: BTreeMap<String, u32>,
    pub(super) surfaces: Vec<SurfaceDraft>,
    /// The surface forms that were not removed, by their entity (or [`DECOY`]) and form.
    pub(super) by_form: BTreeMap<(u32, Arc<str>), u32>,
    pub(super) members: Vec<MemberDraft>,
    /// The names of the kinds other than country, bloc and mineral.
    pub(super) kinds: Vec<String>,
    pub(super) cues: CueDrafts,
    /// The languages of function words, by the stored part of the hash.
    pub(super) function_words: BTreeMap<u64, BTreeSet<Language>>,
    /// The gazetteer that what is built will be a layer above.
    pub(super) lower: Option<Gazetteer<'static>>,
    /// What is taken away from it: the key of an entity (empty: decoys), and a form (empty: all).
    pub(super) removals: BTreeSet<(String, String)>,
}

/// The attribute that has the weight of an entity among others with the same name: a number, such
/// as the people of a city.
pub(super) const WEIGHT: &str = "weight";

#[derive(Clone)]
pub(super) struct EntityDraft {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: u8,
    pub(super) attributes: Vec<AttributeDraft>,
    /// Whether it is an entity of a lower layer, to which only forms are added.
    pub(super) of_lower: bool,
}

impl Drafts {
    /// Whether the entity with a number exists and is a country.
    pub(super) fn is_country(&self, entity: u32) -> bool {
        self.entities
            .get(entity as usize)
            .is_some_and(|entity| entity.kind == Kind::Country.to_u8())
    }

    /// Whether the entity with a number exists and is of a kind of the library.
    pub(super) fn is_of_library(&self, entity: u32) -> bool {
        self.entities
            .get(entity as usize)
            .is_some_and(|entity| !matches!(Kind::of_number(entity.kind), Kind::Other(_)))
    }
}

impl EntityDraft {
    /// Its weight among entities with the same name; `None` if it has none.
    pub(super) fn weight(&self) -> Option<f64> {
        let weight = self.attributes.iter().find(|attribute| attribute.name == WEIGHT)?;
        weight.value.parse().ok().filter(|weight: &f64| weight.is_finite() && *weight >= 0.0)
    }

    /// Adds an attribute, or replaces the one with its name.
    pub(super) fn set_attribute(&mut self, draft: AttributeDraft) {
        match self.attributes.iter_mut().find(|known| known.name == draft.name) {
            Some(known) => *known = draft,
            None => self.attributes.push(draft),
        }
    }
}

#[derive(Clone)]
pub(super) struct AttributeDraft {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) value_type: AttributeType,
}

impl AttributeDraft {
    /// Checks that it can be in a gazetteer.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadText`], [`ErrorKind::FormTooLong`], [`ErrorKind::BadAttribute`].
    pub(super) fn check(&self) -> Result<(), ErrorKind> {
        check_text(&self.name)?;
        check_text(&self.value)?;
        let is_weight = self.name == WEIGHT;
        let value_type = if is_weight { AttributeType::Number } else { self.value_type };
        if value_type == self.value_type
            && value_type.allows(&self.value)
            && !(is_weight && self.value.starts_with('-'))
        {
            return Ok(());
        }
        let Self { name, value, .. } = self.clone();
        Err(ErrorKind::BadAttribute { name, value, value_type })
    }
}

#[derive(Clone)]
pub(super) struct SurfaceDraft {
    /// The number of its entity, or [`DECOY`].
    pub(super) entity: u32,
    /// Shared with the maps that have it as a key.
    pub(super) form: Arc<str>,
    /// The folded form.
    pub(super) folded: Box<[u8]>,
    pub(super) casings: Casings,
    pub(super) role: Role,
    pub(super) case: CaseRule,
    pub(super) languages: Vec<Language>,
    pub(super) prior: u8,
    /// Whether the prior was given.
    pub(super) has_prior: bool,
    pub(super) word: bool,
    /// Whether a text must have its accents.
    pub(super) accents: bool,
    pub(super) bounds: Bounds,
    pub(super) rank: Rank,
    /// Of a form without an entity: whether it hides the names inside it.
    pub(super) hides: bool,
    /// Of a form without an entity: whether cues look for it in the document.
    pub(super) evidence: bool,
    pub(super) removed: bool,
}

impl SurfaceDraft {
    pub(super) fn new(entity: u32, surface: &Surface<'_>, rank: Rank) -> Self {
        let folded = Folded::new(surface.form());
        Self {
            entity,
            form: surface.form().into(),
            folded: folded.bytes().into(),
            casings: casings_of(surface.case(), entity == DECOY, surface.form(), &folded),
            role: surface.role(),
            case: surface.case(),
            languages: surface.languages().collect(),
            prior: surface.prior(),
            has_prior: surface.has_prior(),
            word: surface.is_word(),
            accents: surface.needs_accents(),
            bounds: surface.bounds(),
            rank,
            hides: true,
            evidence: false,
            removed: false,
        }
    }

    /// Takes the place of a draft of the same form, whose languages it adds to its own. A form of
    /// the base stays one, with its prior unless another is given.
    fn replace(&mut self, known: Self) {
        if known.rank == Rank::Base && self.entity != DECOY {
            if self.rank == Rank::Added {
                (self.prior, self.has_prior) = (known.prior, known.has_prior);
            }
            if self.rank != Rank::Preferred {
                self.rank = Rank::Base;
            }
        }
        self.evidence = known.evidence;
        self.languages.extend(known.languages);
        self.languages.sort_unstable();
        self.languages.dedup();
    }
}

#[derive(Clone)]
pub(super) struct MemberDraft {
    pub(super) bloc: u32,
    pub(super) member: u32,
    /// Status, from when, until when, source, as of when.
    pub(super) texts: [String; 5],
}

/// The cues of a builder, and the classes of words that they are about.
#[derive(Clone, Default)]
pub(super) struct CueDrafts {
    pub(super) classes: Vec<ClassDraft>,
    /// By the hash of the name.
    pub(super) names: BTreeMap<u64, BTreeSet<CueDraft>>,
}

impl CueDrafts {
    /// Whether no form has cues.
    pub(super) fn is_empty(&self) -> bool {
        self.names.values().all(BTreeSet::is_empty)
    }

    /// Whether the form with this hash has cues. The drafts of an image also have names without
    /// cues, which are judged by their definition.
    pub(super) fn has(&self, hash: u64) -> bool {
        self.names.get(&hash).is_some_and(|cues| !cues.is_empty())
    }
}

/// The upper six bytes of a word's hash: what an image has of it.
pub(super) const fn stored_hash(hash: u64) -> u64 {
    hash & !0xFFFF
}

/// A class of words and entities.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ClassDraft {
    /// The hashes of its words and phrases. An image has the upper six bytes of a hash, so the
    /// others are 0.
    pub(super) words: BTreeSet<u64>,
    /// The hashes of the words that its phrases begin with.
    pub(super) beginnings: BTreeSet<u64>,
    /// The numbers of its entities.
    pub(super) entities: BTreeSet<u32>,
    /// Whether all its words begin with a capital.
    pub(super) capitals: bool,
    /// Whether each of its words begins with a capital or is one beside which names of the library
    /// are judged: a word for a street, a given name in another script.
    pub(super) beside: bool,
    /// The words as they are written, to be found anywhere in a document. Empty for a class of an
    /// image, which has them as surface forms.
    pub(super) forms: BTreeSet<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CueDraft {
    pub(super) class: u32,
    pub(super) place: CuePlace,
    pub(super) weight: i8,
    pub(super) of: Option<Use>,
    /// The number of an entity, or [`DECOY`] for every reading.
    pub(super) entity: u32,
}

impl CueDraft {
    pub(super) const fn is_of_document(&self) -> bool {
        matches!(self.place, CuePlace::Document(_))
    }
}

impl Drafts {
    /// The number of the entity with this key, or of the one that took its place.
    pub(super) fn known(&self, key: &str) -> Option<u32> {
        self.by_key.get(key).or_else(|| self.retired.get(key)).copied()
    }

    /// The same for a key that must exist, of an entity that a layer can change.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownEntity`], [`ErrorKind::OfLowerLayer`].
    pub(super) fn existing(&self, key: &str) -> Result<u32, Error> {
        let known = self.known(key);
        match known.and_then(|number| Some((number, self.entities.get(number as usize)?))) {
            Some((number, draft)) if !draft.of_lower => Ok(number),
            None if self.in_lower(key).is_none() => {
                Err(ErrorKind::UnknownEntity(key.into()).into())
            }
            _ => Err(ErrorKind::OfLowerLayer(key.into()).into()),
        }
    }

    /// The entity with a key in the layers below, if it was not taken away.
    pub(super) fn in_lower(&self, key: &str) -> Option<Entity<'_>> {
        let entity = self.lower.as_ref()?.find(key)?;
        (!self.removals.contains(&(entity.key().into(), String::new()))).then_some(entity)
    }

    /// The draft of an entity of a lower layer, to which forms are added; `None` if there is no
    /// such entity.
    ///
    /// # Errors
    ///
    /// Those of [`kind_number`](Self::kind_number).
    pub(super) fn draft_of_lower(
        &self,
        key: &str,
        new: &mut Vec<String>,
    ) -> Result<Option<EntityDraft>, Error> {
        let Some(entity) = self.in_lower(key) else { return Ok(None) };
        let kind = self.kind_number(entity.key(), new)?;
        Ok(Some(EntityDraft {
            key: entity.key().into(),
            name: entity.name().into(),
            kind,
            attributes: Vec::new(),
            of_lower: true,
        }))
    }

    /// Takes something away from the layers below. Returns whether they have it.
    pub(super) fn remove_in_lower(&mut self, key: Option<&str>, form: Option<&str>) -> bool {
        match self.removal_in_lower(key, form) {
            Some(removal) => self.removals.insert(removal),
            None => false,
        }
    }

    /// What a layer has to take away so that something of the layers below does not count; `None`
    /// if they do not have it, or it was taken away already.
    pub(super) fn removal_in_lower(
        &self,
        key: Option<&str>,
        form: Option<&str>,
    ) -> Option<(String, String)> {
        let removal = match (key, form) {
            (Some(key), form) => {
                let entity = self.in_lower(key)?;
                if let Some(form) = form
                    && !entity.surfaces().any(|surface| surface.form() == form)
                {
                    return None;
                }
                (entity.key().into(), form.unwrap_or("").into())
            }
            (None, form) => {
                let (form, lower) = (form?, self.lower.as_ref()?);
                let mut named = lower.look_up(form);
                let is_there = named.any(|(of, surface)| of.is_none() && surface.form() == form);
                if !is_there {
                    return None;
                }
                (String::new(), form.into())
            }
        };
        (!self.removals.contains(&removal)).then_some(removal)
    }

    /// The number of a key's kind. `new` are kinds that were not added to these drafts yet, and get
    /// the name of the key's kind if it is not known.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadKey`], [`ErrorKind::TooManyKinds`].
    pub(super) fn kind_number(&self, key: &str, new: &mut Vec<String>) -> Result<u8, Error> {
        let name = kind_of_key(key).ok_or_else(|| ErrorKind::BadKey(key.into()))?;
        let kind = match Kind::library_kind(name) {
            Some(kind) => kind,
            None => match self.kinds.iter().chain(new.iter()).position(|known| known == name) {
                Some(n) => Kind::Other(n as u8),
                None if self.kinds.len() + new.len() == Kind::OTHERS => {
                    return Err(ErrorKind::TooManyKinds(name.into()).into());
                }
                None => {
                    new.push(name.into());
                    Kind::Other((self.kinds.len() + new.len() - 1) as u8)
                }
            },
        };
        Ok(kind.to_u8())
    }

    /// Adds an entity whose key is not known.
    pub(super) fn push_entity(&mut self, draft: EntityDraft) {
        self.by_key.insert(draft.key.clone(), self.entities.len() as u32);
        self.entities.push(draft);
    }

    /// Adds a surface form, or replaces the same form of the same entity. Returns its number and
    /// whether it replaced another.
    pub(super) fn put_surface(&mut self, draft: SurfaceDraft) -> (usize, bool) {
        let next = self.surfaces.len();
        match self.by_form.entry((draft.entity, draft.form.clone())) {
            Entry::Occupied(known) => {
                let index = *known.get() as usize;
                let known = core::mem::replace(&mut self.surfaces[index], draft);
                self.surfaces[index].replace(known);
                (index, true)
            }
            Entry::Vacant(new) => {
                new.insert(next as u32);
                self.surfaces.push(draft);
                (next, false)
            }
        }
    }

    /// Removes an entity, with the keys that were retired for it. Its draft stays in the list:
    /// without a key it is in no gazetteer that is built.
    pub(super) fn remove_entity(&mut self, entity: u32) {
        self.by_key.remove(&self.entities[entity as usize].key);
        self.retired.retain(|_, successor| *successor != entity);
    }

    /// Removes a surface form of an entity, or of [`DECOY`]. Returns whether there was one.
    pub(super) fn remove_form(&mut self, entity: u32, form: &str) -> bool {
        match self.by_form.remove(&(entity, form.into())) {
            Some(index) => {
                self.surfaces[index as usize].removed = true;
                true
            }
            None => false,
        }
    }

    /// The surface forms that would be built.
    pub(super) fn kept_surfaces(&self) -> impl Iterator<Item = &SurfaceDraft> {
        let mut kept = alloc::vec![false; self.entities.len()];
        self.by_key.values().for_each(|&entity| kept[entity as usize] = true);
        let is_kept =
            move |entity: u32| entity == DECOY || kept.get(entity as usize) == Some(&true);
        self.surfaces.iter().filter(move |draft| !draft.removed && is_kept(draft.entity))
    }
}
