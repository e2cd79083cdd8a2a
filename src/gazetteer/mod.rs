//! Entities with their surface forms, and decoys: an image, and what is read from it.

#[cfg(feature = "alloc")]
mod assembly;
#[cfg(feature = "alloc")]
mod builder;
#[cfg(feature = "builtin")]
mod builtin;
#[cfg(feature = "alloc")]
mod cue_drafts;
mod cues;
mod image;
#[cfg(feature = "std")]
mod json;
#[cfg(feature = "alloc")]
mod readings;
mod records;
mod surface;
#[cfg(feature = "alloc")]
mod tsv;

#[cfg(feature = "alloc")]
pub use builder::{Format, GazetteerBuilder};
#[cfg(feature = "alloc")]
pub use cue_drafts::WordClass;
pub use cues::CuePlace;
pub(crate) use cues::{Classes, Cue, CuedName, Cues, Filters, GOES_ON, PHRASE, REACH, Reach, TIMES, WITNESSES};
pub use image::ImageError;
pub(crate) use records::{Derivation, SurfaceRecord, Tables};
pub use surface::Surface;

use core::fmt;

use crate::automaton::Automaton;
use crate::entity::{EntityId, Kind};
use crate::fold::Folded;
use crate::prefilter::{Chosen, Prefilter};
use image::{Layout, Section, Source};
use records::{EntityRecord, Text};

/// Entities with their surface forms, and decoys. Immutable.
///
/// A gazetteer is one flat run of bytes, its [image](Self::to_image). The built-in one is a static in the library; one that is built is shared by all clones; one that is
/// [read](Self::from_image) from an image can borrow it: that is what the lifetime is for. Write `Gazetteer<'static>` where a type has to be named.
///
/// ```
/// let gazetteer = gaztag::Gazetteer::builtin();
/// let mali = gazetteer.find("country/MLI").unwrap();
/// assert_eq!(mali.name(), "Mali");
/// assert_eq!(mali.attribute("alpha2"), Some("ML"));
/// assert!(mali.surfaces().any(|surface| surface.form() == "Malian"));
/// ```
#[derive(Clone)]
pub struct Gazetteer<'i> {
    source: Source<'i>,
    layout: Layout,
}

#[cfg(feature = "builtin")]
impl Gazetteer<'static> {
    /// The built-in gazetteer of countries, blocs and minerals, a static of the library: no work, no memory. The data is documented in the folder `data` of the project.
    pub const fn builtin() -> Self {
        builtin::GAZETTEER
    }

    /// The version of the built-in gazetteer's data, such as `2026.11`.
    pub const BUILTIN_VERSION: &'static str = builtin::VERSION;
}

impl<'i> Gazetteer<'i> {
    /// The version of its data, such as `2026.11`; empty for gazetteers that users build.
    pub fn data_version(&self) -> &str {
        self.tables().section(Section::DataVersion).split_last().and_then(|(_, version)| core::str::from_utf8(version).ok()).unwrap_or("")
    }

    /// How many entities it has.
    pub fn len(&self) -> usize {
        self.tables().entity_count()
    }

    /// Whether it has no entity.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entity with this id; none if the id is of another gazetteer and out of range here.
    pub fn entity(&self, id: EntityId) -> Option<Entity<'_>> {
        let tables = self.tables();
        tables.entity(id.0).map(|record| Entity { gazetteer: self, record, id })
    }

    /// The entity with this key, such as `country/MLI`. Logarithmic in the number of entities.
    pub fn find(&self, key: &str) -> Option<Entity<'_>> {
        let (mut from, mut to) = (0, self.len() as u32);
        while from < to {
            let middle = from + (to - from) / 2;
            let entity = self.entity(EntityId(middle))?;
            match entity.key().cmp(key) {
                core::cmp::Ordering::Equal => return Some(entity),
                core::cmp::Ordering::Less => from = middle + 1,
                core::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// All entities, sorted by key.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = Entity<'_>> {
        let none = EntityRecord { key: Text::default(), name: Text::default(), kind: 0, attributes: 0..0, surfaces: 0..0 };
        (0..self.len()).map(move |index| Entity { gazetteer: self, record: self.tables().entity(index as u32).unwrap_or_else(|| none.clone()), id: EntityId(index as u32) })
    }

    /// The surface forms that fold to the same text as `form`, each with its entity (none: a decoy), the likeliest first. Case rules are not looked at: this is for looking up,
    /// not for tagging.
    pub fn look_up(&self, form: &str) -> impl Iterator<Item = (Option<Entity<'_>>, Surface<'_>)> {
        let tables = self.tables();
        let name = self.automaton().find(Folded::new(form).bytes(), |name| tables.form(name));
        let readings = name.into_iter().flat_map(move |name| tables.readings(name)).filter(|(_, record)| record.entity().is_some() || record.is_decoy());
        readings.map(move |(_, record)| (record.entity().and_then(|id| self.entity(id)), tables.written_surface(&record)))
    }

    /// All decoys, sorted by folded form, without those that were derived.
    pub fn decoys(&self) -> impl Iterator<Item = Surface<'_>> {
        let tables = self.tables();
        tables.given_surfaces(tables.decoys_from()..tables.surface_count() as u32, |record| record.is_decoy())
    }

    /// The name of a kind: the part of its entities' keys before the slash. `?` for a kind that this gazetteer does not have.
    pub fn kind_name(&self, kind: Kind) -> &str {
        let tables = self.tables();
        match kind {
            Kind::Country => "country",
            Kind::Bloc => "bloc",
            Kind::Mineral => "mineral",
            Kind::Other(n) if usize::from(n) < self.other_kinds() => tables.text(tables.kind_text(usize::from(n))),
            Kind::Other(_) => "?",
        }
    }

    fn other_kinds(&self) -> usize {
        self.tables().count(Section::Kinds)
    }

    /// The kind with this name.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        let others = (0..self.other_kinds()).map(|n| Kind::Other(n as u8));
        [Kind::Country, Kind::Bloc, Kind::Mineral].into_iter().chain(others).find(|&kind| self.kind_name(kind) == name)
    }

    /// How many surface forms it has, with the derived ones and the decoys, and how many different folded texts they make.
    pub fn form_counts(&self) -> (usize, usize) {
        let tables = self.tables();
        (tables.surface_count(), self.automaton().names().count())
    }

    /// The bytes of its image. They are on the heap only if it was built, or if what [`from_image_owned`](Self::from_image_owned) was given is.
    pub fn memory_usage(&self) -> usize {
        self.to_image().len()
    }

    pub(crate) fn tables(&self) -> Tables<'_> {
        Tables::new(self.source.bytes(), &self.layout)
    }

    pub(crate) fn automaton(&self) -> Automaton<'_> {
        let tables = self.tables();
        Automaton {
            heads: tables.section(Section::Heads).as_chunks().0,
            buckets: self.layout.buckets,
            slots: tables.section(Section::Slots).as_chunks().0,
            chains: tables.section(Section::Chains),
        }
    }

    pub(crate) fn prefilter(&self, backend: Chosen) -> Prefilter<'_> {
        let tables = self.tables();
        Prefilter::new(tables.section(Section::Beginnings), tables.section(Section::Tokens), backend)
    }
}

impl fmt::Debug for Gazetteer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer").field("version", &self.data_version()).field("entities", &self.len()).field("surfaces", &self.tables().surface_count()).finish()
    }
}

/// One country, bloc, mineral or thing of a user's own kind, seen in its gazetteer.
#[derive(Clone)]
pub struct Entity<'g> {
    gazetteer: &'g Gazetteer<'g>,
    record: EntityRecord,
    id: EntityId,
}

impl<'g> Entity<'g> {
    /// Its index in this gazetteer.
    pub fn id(&self) -> EntityId {
        self.id
    }

    /// Its key, stable for ever: `country/MLI`, `bloc/ecowas`, `mineral/crude-oil`.
    pub fn key(&self) -> &'g str {
        self.gazetteer.tables().text(self.record.key)
    }

    /// Its usual English name.
    pub fn name(&self) -> &'g str {
        self.gazetteer.tables().text(self.record.name)
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        Kind::from_u8(self.record.kind)
    }

    /// The name of its kind: the part of its key before the slash.
    pub fn kind_name(&self) -> &'g str {
        self.gazetteer.kind_name(self.kind())
    }

    /// A fact by its name: `alpha2`, `alpha3`, `numeric`, `status`, `part_of` (of a country), `parent` (of an organ: its bloc), `class`, `founded`, `symbol`, `formula` ... as the data has them.
    pub fn attribute(&self, name: &str) -> Option<&'g str> {
        self.attributes().find(|&(known, _)| known == name).map(|(_, value)| value)
    }

    /// All facts, as pairs of name and value.
    pub fn attributes(&self) -> impl Iterator<Item = (&'g str, &'g str)> + use<'g> {
        let tables = self.gazetteer.tables();
        let existing = tables.existing(Section::Attributes, self.record.attributes.clone());
        existing.map(move |index| tables.attribute(index as usize)).map(move |(name, value)| (tables.text(name), tables.text(value)))
    }

    /// Its surface forms, without those that were derived by rule.
    pub fn surfaces(&self) -> impl Iterator<Item = Surface<'g>> + use<'g> {
        self.gazetteer.tables().given_surfaces(self.record.surfaces.clone(), |_| true)
    }

    /// The members of a bloc, and the blocs of a country. Linear in the memberships of the gazetteer.
    pub fn memberships(&self) -> impl Iterator<Item = Membership<'g>> + use<'g> {
        let (tables, id) = (self.gazetteer.tables(), self.id.0);
        let records = (0..tables.count(Section::Members)).map(move |index| tables.member(index));
        records.filter(move |record| record.bloc == id || record.country == id).map(move |record| {
            let known = |text: Text| Some(tables.text(text)).filter(|text| !text.is_empty());
            Membership {
                bloc: EntityId(record.bloc),
                country: EntityId(record.country),
                status: tables.text(record.status),
                joined: known(record.joined),
                left: known(record.left),
            }
        })
    }
}

impl fmt::Debug for Entity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entity({} {:?})", self.key(), self.name())
    }
}

/// That a country is or was in a bloc.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Membership<'g> {
    /// The bloc.
    pub bloc: EntityId,
    /// The country.
    pub country: EntityId,
    /// `member`, `observer`, `associate`, `candidate`, `suspended` or `former`.
    pub status: &'g str,
    /// Since when: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub joined: Option<&'g str>,
    /// Until when.
    pub left: Option<&'g str>,
}
