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
pub use builder::{Format, GazetteerBuilder, Spell};
#[cfg(feature = "alloc")]
pub use cue_drafts::WordClass;
pub use cues::CuePlace;
pub(crate) use cues::{
    Classes, Cue, CuedName, Cues, Filters, GOES_ON, PHRASE, REACH, Reach, TIMES, WITNESSES,
};
pub(crate) use records::{Derivation, SurfaceRecord, Tables};
pub use surface::Surface;

use core::fmt;

use crate::automaton::Automaton;
use crate::entity::{AttributeType, EntityId, Kind};
use crate::fold::Folded;
use crate::prefilter::{Chosen, Prefilter};
use image::{Layout, Section, Source};
use records::{EntityRecord, Text};

/// Entities with their surface forms, and decoys. Immutable.
///
/// A gazetteer is one flat run of bytes, its [image](Self::to_image). The built-in one is a static
/// in the library; one that is built is shared by all clones; one that is [read](Self::from_image)
/// from an image can borrow it: that is what the lifetime is for. Write `Gazetteer<'static>` where
/// a type has to be named.
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
    /// The built-in gazetteer of countries, blocs and minerals, a static of the library: no work,
    /// no memory. The data is documented in the folder `data` of the project.
    pub const fn builtin() -> Self {
        builtin::GAZETTEER
    }

    /// The version of the built-in gazetteer's data, such as `2026.11`.
    pub const BUILTIN_VERSION: &'static str = builtin::VERSION;
}

impl<'i> Gazetteer<'i> {
    /// The version of its data, such as `2026.11`; empty for gazetteers that users build.
    pub fn data_version(&self) -> &str {
        self.tables()
            .section(Section::DataVersion)
            .split_last()
            .and_then(|(_, version)| core::str::from_utf8(version).ok())
            .unwrap_or("")
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
        if id.layer() != 0 {
            return None;
        }
        self.tables().entity(id.index()).map(|record| Entity { gazetteer: self, record, id })
    }

    /// The entity with this key, such as `country/MLI`, or the one that took its place if the key
    /// was retired: [`Entity::key`] returns the key of today then. Logarithmic in the number of
    /// entities.
    pub fn find(&self, key: &str) -> Option<Entity<'_>> {
        let tables = self.tables();
        let index = tables.find(key).or_else(|| tables.find_retired(key))?;
        self.entity(EntityId::from_index(index))
    }

    /// All keys that were retired, sorted, each with the entity that took its place. Keys are for
    /// ever: [`find`](Self::find) knows these too.
    pub fn retired_keys(&self) -> impl ExactSizeIterator<Item = (&str, EntityId)> {
        let tables = self.tables();
        (0..tables.count(Section::RetiredKeys))
            .map(move |index| tables.retired_key(index))
            .map(move |retired| (tables.text(retired.key), EntityId::from_index(retired.successor)))
    }

    /// All entities, sorted by key.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = Entity<'_>> {
        let none = EntityRecord {
            key: Text::default(),
            name: Text::default(),
            kind: 0,
            attributes: 0..0,
            surfaces: 0..0,
        };
        (0..self.len()).map(move |index| Entity {
            gazetteer: self,
            record: self.tables().entity(index as u32).unwrap_or_else(|| none.clone()),
            id: EntityId::from_index(index as u32),
        })
    }

    /// The surface forms that fold to the same text as `form`, each with its entity (none: a
    /// decoy), the likeliest first. Case rules are not looked at: this is for looking up, not for
    /// tagging.
    pub fn look_up(&self, form: &str) -> impl Iterator<Item = (Option<Entity<'_>>, Surface<'_>)> {
        let tables = self.tables();
        let name = self.automaton().find(Folded::new(form).bytes(), |name| tables.form(name));
        let readings = name
            .into_iter()
            .flat_map(move |name| tables.readings(name))
            .filter(|(_, record)| record.entity().is_some() || record.is_decoy());
        readings.map(move |(_, record)| {
            (
                record.entity().and_then(|index| self.entity(index.id())),
                tables.written_surface(&record),
            )
        })
    }

    /// All decoys, sorted by folded form, without those that were derived.
    pub fn decoys(&self) -> impl Iterator<Item = Surface<'_>> {
        let tables = self.tables();
        tables.given_surfaces(tables.decoys_from()..tables.surface_count() as u32, |record| {
            record.is_decoy()
        })
    }

    /// The name of a kind: the part of its entities' keys before the slash. `?` for a kind that
    /// this gazetteer does not have.
    pub fn kind_name(&self, kind: Kind) -> &str {
        let tables = self.tables();
        match kind {
            Kind::Country => "country",
            Kind::Bloc => "bloc",
            Kind::Mineral => "mineral",
            Kind::Other(n) if usize::from(n) < self.other_kinds() => {
                tables.text(tables.kind_text(usize::from(n)))
            }
            Kind::Other(_) => "?",
        }
    }

    fn other_kinds(&self) -> usize {
        self.tables().count(Section::Kinds)
    }

    /// The kind with this name.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        let others = (0..self.other_kinds()).map(|n| Kind::Other(n as u8));
        [Kind::Country, Kind::Bloc, Kind::Mineral]
            .into_iter()
            .chain(others)
            .find(|&kind| self.kind_name(kind) == name)
    }

    /// How many surface forms it has, with the derived ones and the decoys, and how many different
    /// folded texts they make.
    pub fn form_counts(&self) -> (usize, usize) {
        let tables = self.tables();
        (tables.surface_count(), self.automaton().names().count())
    }

    /// The bytes of its image. They are on the heap only if it was built, or if what
    /// [`from_image_owned`](Self::from_image_owned) was given is.
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
        Prefilter::new(
            tables.section(Section::Beginnings),
            tables.section(Section::Tokens),
            backend,
        )
    }
}

impl fmt::Debug for Gazetteer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer")
            .field("version", &self.data_version())
            .field("entities", &self.len())
            .field("surfaces", &self.tables().surface_count())
            .finish()
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
        Kind::of_number(self.record.kind)
    }

    /// The name of its kind: the part of its key before the slash.
    pub fn kind_name(&self) -> &'g str {
        self.gazetteer.kind_name(self.kind())
    }

    /// The value of an attribute by its name: `alpha2`, `alpha3`, `numeric`, `status`, `part_of`
    /// (of a country), `parent` (of an organ: its bloc), `class`, `founded`, `symbol`, `formula`
    /// ... as the data has them.
    ///
    /// Values of the names `parent`, `commodity` and `kind_of` are keys of entities
    /// ([`AttributeType::Entity`]), that of `contains` is a list of such keys.
    pub fn attribute(&self, name: &str) -> Option<&'g str> {
        self.attributes().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
    }

    /// All attributes.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'g>> + use<'g> {
        let tables = self.gazetteer.tables();
        let existing = tables.existing(Section::Attributes, self.record.attributes.clone());
        existing.map(move |index| tables.attribute(index as usize)).map(move |record| Attribute {
            name: tables.text(record.name),
            value: tables.text(record.value),
            value_type: AttributeType::ALL
                .get(usize::from(record.value_type))
                .copied()
                .unwrap_or(AttributeType::Text),
        })
    }

    /// Its surface forms, without those that were derived by rule.
    pub fn surfaces(&self) -> impl Iterator<Item = Surface<'g>> + use<'g> {
        self.gazetteer.tables().given_surfaces(self.record.surfaces.clone(), |_| true)
    }

    /// The members of a bloc, and the blocs of a member: one for each spell of membership, so a
    /// member that left and came back has several. By bloc, by member, then by date. Linear in the
    /// memberships of the gazetteer.
    pub fn memberships(&self) -> impl Iterator<Item = Membership<'g>> + use<'g> {
        let (tables, id) = (self.gazetteer.tables(), self.id.index());
        let records = (0..tables.count(Section::Members)).map(move |index| tables.member(index));
        records.filter(move |record| record.bloc == id || record.member == id).map(move |record| {
            let known = |text: Text| Some(tables.text(text)).filter(|text| !text.is_empty());
            Membership {
                bloc: EntityId::from_index(record.bloc),
                member: EntityId::from_index(record.member),
                status: tables.text(record.status),
                joined: known(record.joined),
                left: known(record.left),
                source: known(record.source),
                as_of: known(record.as_of),
            }
        })
    }
}

impl fmt::Debug for Entity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entity({} {:?})", self.key(), self.name())
    }
}

/// Something that is known of an entity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Attribute<'g> {
    /// Its name.
    pub name: &'g str,
    /// Its value, as text.
    pub value: &'g str,
    /// What the value is.
    pub value_type: AttributeType,
}

/// One spell of membership: that a country (or a bloc) is or was in a bloc.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Membership<'g> {
    /// The bloc.
    pub bloc: EntityId,
    /// The member: a country, or a bloc.
    pub member: EntityId,
    /// `member`, `observer`, `associate`, `candidate`, `suspended` or `former`.
    pub status: &'g str,
    /// Since when: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub joined: Option<&'g str>,
    /// Until when.
    pub left: Option<&'g str>,
    /// Where this is known from: an address, or a code of the data's table of sources. The built-in
    /// gazetteer does not say it yet.
    pub source: Option<&'g str>,
    /// On which day this was known to be so. The built-in gazetteer does not say it yet.
    pub as_of: Option<&'g str>,
}
