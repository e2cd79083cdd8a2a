//! Entities with their surface forms, and decoys.

mod builder;
#[cfg(feature = "builtin")]
mod builtin;
#[cfg(feature = "std")]
mod json;
pub mod limits;
mod surface;
mod tsv;

pub use builder::{Format, GazetteerBuilder};
pub use surface::Surface;

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use crate::entity::{CaseRule, EntityId, Kind, Language, Role};
use crate::fold::{Cases, fold_form};

/// Entities with their surface forms, and decoys. Immutable; a clone shares everything.
///
/// ```
/// let gazetteer = gaztag::Gazetteer::builtin();
/// let mali = gazetteer.find("country/MLI").unwrap();
/// assert_eq!(mali.name(), "Mali");
/// assert_eq!(mali.attribute("alpha2"), Some("ML"));
/// assert!(mali.surfaces().any(|surface| surface.form() == "Malian"));
/// ```
#[derive(Clone)]
pub struct Gazetteer(Arc<Inner>);

/// Everything, with texts as ranges of one string and lists as ranges of one vector.
#[derive(Default)]
struct Inner {
    version: String,
    texts: String,
    /// Names of the kinds beside the three.
    kinds: Vec<Text>,
    /// The sets of languages that surface forms have.
    language_sets: Vec<Vec<Language>>,
    /// Sorted by key.
    entities: Vec<EntityRecord>,
    attributes: Vec<(Text, Text)>,
    /// Sorted by bloc, then by country.
    members: Vec<MemberRecord>,
    /// Sorted by folded form; under one form the likeliest first.
    surfaces: Vec<SurfaceRecord>,
    /// Folded forms in their order, each with the index of its first surface.
    forms: Vec<FormRecord>,
    /// Indices of the surfaces of each entity.
    by_entity: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Text {
    start: u32,
    len: u32,
}

struct EntityRecord {
    key: Text,
    name: Text,
    kind: u8,
    attributes: Range<u32>,
    /// Range of `by_entity`.
    surfaces: Range<u32>,
}

struct MemberRecord {
    bloc: u32,
    country: u32,
    status: Text,
    joined: Text,
    left: Text,
}

struct FormRecord {
    folded: Text,
    first: u32,
}

/// One surface form as the tagger sees it.
#[derive(Clone, Copy)]
pub(crate) struct SurfaceRecord {
    text: Text,
    /// Upper-case letters, by bit.
    upper: u64,
    /// Index of the entity; [`DECOY`] for decoys.
    entity: u32,
    /// Index in the sets of languages.
    language_set: u32,
    pub(crate) role: Role,
    pub(crate) case: CaseRule,
    pub(crate) prior: u8,
    /// Whether it is a common word too.
    pub(crate) word: bool,
    pub(crate) derivation: Derivation,
    /// Whether it counts only when its role is asked for.
    pub(crate) on_request: bool,
}

const DECOY: u32 = u32::MAX;

/// The rule by which a surface form was derived from one of the data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Derivation {
    Given,
    /// `U.S.` from `US`.
    Dotted,
    /// `St. Lucia` from `Saint Lucia`.
    Saint,
}

impl SurfaceRecord {
    pub(crate) fn entity(&self) -> Option<EntityId> {
        (self.entity != DECOY).then_some(EntityId(self.entity))
    }

    /// Whether a text with these cases keeps the case rule.
    pub(crate) fn admits(&self, cases: &Cases) -> bool {
        match self.case {
            CaseRule::Any => true,
            CaseRule::Capitalised => !cases.first_is_lower,
            CaseRule::Exact => self.is_cased_as(cases),
        }
    }

    /// Whether a text with these cases is cased letter by letter like the form.
    pub(crate) fn is_cased_as(&self, cases: &Cases) -> bool {
        cases.upper == self.upper
    }
}

impl Gazetteer {
    /// The built-in gazetteer of countries, blocs and minerals. The data is documented in the folder `data` of the project. With the feature `std` it is built once a process (about a
    /// tenth of a second) and shared.
    #[cfg(feature = "builtin")]
    pub fn builtin() -> Self {
        builtin::gazetteer()
    }

    /// The version of the built-in gazetteer's data, such as `2026.11`: known without building it.
    #[cfg(feature = "builtin")]
    pub const BUILTIN_VERSION: &'static str = builtin::VERSION;

    /// The version of its data, such as `2026.11`; empty for gazetteers that users build.
    pub fn data_version(&self) -> &str {
        &self.0.version
    }

    /// How many entities it has.
    pub fn len(&self) -> usize {
        self.0.entities.len()
    }

    /// Whether it has no entity.
    pub fn is_empty(&self) -> bool {
        self.0.entities.is_empty()
    }

    /// The entity with this id; none if the id is of another gazetteer and out of range here.
    pub fn entity(&self, id: EntityId) -> Option<Entity<'_>> {
        self.0.entities.get(id.0 as usize).map(|record| Entity { gazetteer: self, record, id })
    }

    /// The entity with this key, such as `country/MLI`. Logarithmic in the number of entities.
    pub fn find(&self, key: &str) -> Option<Entity<'_>> {
        let index = self.0.entities.binary_search_by(|record| self.0.text(record.key).cmp(key)).ok()?;
        self.entity(EntityId(index as u32))
    }

    /// All entities, sorted by key.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = Entity<'_>> {
        self.0.entities.iter().enumerate().map(|(index, record)| Entity { gazetteer: self, record, id: EntityId(index as u32) })
    }

    /// The surface forms that fold to the same text as `form`, each with its entity (none: a decoy), the likeliest first. Case rules are not looked at: this is for looking up,
    /// not for tagging.
    pub fn look_up(&self, form: &str) -> impl Iterator<Item = (Option<Entity<'_>>, Surface<'_>)> {
        let (folded, _) = fold_form(form);
        let found = self.0.forms.binary_search_by(|record| self.0.text(record.folded).as_bytes().cmp(&folded));
        let surfaces = found.map_or(&[][..], |index| self.surfaces_of_form(index as u32));
        surfaces.iter().map(|record| (record.entity().and_then(|id| self.entity(id)), self.surface(record)))
    }

    /// All decoys, sorted by folded form, without those that were derived.
    pub fn decoys(&self) -> impl Iterator<Item = Surface<'_>> {
        self.0.surfaces.iter().filter(|record| record.entity == DECOY && record.derivation == Derivation::Given).map(|record| self.surface(record))
    }

    /// The name of a kind: the part of its entities' keys before the slash. `?` for a kind that this gazetteer does not have.
    pub fn kind_name(&self, kind: Kind) -> &str {
        match kind {
            Kind::Country => "country",
            Kind::Bloc => "bloc",
            Kind::Mineral => "mineral",
            Kind::Other(n) => self.0.kinds.get(usize::from(n)).map_or("?", |&name| self.0.text(name)),
        }
    }

    /// The kind with this name.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        let others = (0..self.0.kinds.len()).map(|n| Kind::Other(n as u8));
        [Kind::Country, Kind::Bloc, Kind::Mineral].into_iter().chain(others).find(|&kind| self.kind_name(kind) == name)
    }

    /// How many surface forms it has (with the derived ones and the decoys), and how many different folded texts they make.
    pub fn form_counts(&self) -> (usize, usize) {
        (self.0.surfaces.len(), self.0.forms.len())
    }

    /// The heap that it takes, in bytes.
    pub fn memory_usage(&self) -> usize {
        let inner = &*self.0;
        inner.texts.capacity()
            + inner.entities.capacity() * size_of::<EntityRecord>()
            + inner.attributes.capacity() * size_of::<(Text, Text)>()
            + inner.members.capacity() * size_of::<MemberRecord>()
            + inner.surfaces.capacity() * size_of::<SurfaceRecord>()
            + inner.forms.capacity() * size_of::<FormRecord>()
            + inner.by_entity.capacity() * size_of::<u32>()
    }

    pub(crate) fn folded_forms(&self) -> impl Iterator<Item = &[u8]> + Clone {
        self.0.forms.iter().map(|record| self.0.text(record.folded).as_bytes())
    }

    /// The folded form with this index.
    pub(crate) fn folded_form(&self, form: u32) -> &[u8] {
        self.0.forms.get(form as usize).map_or(&[], |record| self.0.text(record.folded).as_bytes())
    }

    /// The surface forms under the folded form with this index.
    pub(crate) fn surfaces_of_form(&self, form: u32) -> &[SurfaceRecord] {
        &self.0.surfaces[self.surface_range(form)]
    }

    /// Whether some surface form under the folded form with this index may begin with a lower-case letter.
    pub(crate) fn may_begin_lower(&self, form: u32) -> bool {
        self.surfaces_of_form(form).iter().any(|record| match record.case {
            CaseRule::Any => true,
            CaseRule::Capitalised => false,
            CaseRule::Exact => record.upper & 1 == 0,
        })
    }

    /// The indices of the surface forms under the folded form with this index.
    pub(crate) fn surface_range(&self, form: u32) -> Range<usize> {
        let forms = &self.0.forms;
        let first = |form: usize| forms.get(form).map_or(self.0.surfaces.len(), |record| record.first as usize);
        first(form as usize)..first(form as usize + 1)
    }

    pub(crate) fn surface_records(&self) -> &[SurfaceRecord] {
        &self.0.surfaces
    }

    pub(crate) fn surface(&self, record: &SurfaceRecord) -> Surface<'_> {
        Surface::of_record(self.0.text(record.text), record, self.languages_of(record))
    }

    pub(crate) fn languages_of(&self, record: &SurfaceRecord) -> &[Language] {
        self.0.language_sets.get(record.language_set as usize).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn kind_of(&self, entity: EntityId) -> u8 {
        self.0.entities.get(entity.0 as usize).map_or(0, |record| record.kind)
    }
}

impl fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer").field("version", &self.0.version).field("entities", &self.len()).field("surfaces", &self.0.surfaces.len()).finish()
    }
}

impl Inner {
    fn text(&self, text: Text) -> &str {
        self.texts.get(text.start as usize..(text.start + text.len) as usize).unwrap_or("")
    }
}

/// One country, bloc, mineral or thing of a user's own kind, seen in its gazetteer.
#[derive(Clone, Copy)]
pub struct Entity<'g> {
    gazetteer: &'g Gazetteer,
    record: &'g EntityRecord,
    id: EntityId,
}

impl<'g> Entity<'g> {
    /// Its index in this gazetteer.
    pub fn id(&self) -> EntityId {
        self.id
    }

    /// Its key, stable for ever: `country/MLI`, `bloc/ecowas`, `mineral/crude-oil`.
    pub fn key(&self) -> &'g str {
        self.gazetteer.0.text(self.record.key)
    }

    /// Its usual English name.
    pub fn name(&self) -> &'g str {
        self.gazetteer.0.text(self.record.name)
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        Kind::from_u8(self.record.kind)
    }

    /// The name of its kind: the part of its key before the slash.
    pub fn kind_name(&self) -> &'g str {
        self.gazetteer.kind_name(self.kind())
    }

    /// A fact by its name: `alpha2`, `alpha3`, `numeric`, `status`, `part_of`, `class`, `founded`, `symbol`, `formula` ... as the data has them.
    pub fn attribute(&self, name: &str) -> Option<&'g str> {
        self.attributes().find(|&(known, _)| known == name).map(|(_, value)| value)
    }

    /// All facts, as pairs of name and value.
    pub fn attributes(&self) -> impl Iterator<Item = (&'g str, &'g str)> + use<'g> {
        let inner = &*self.gazetteer.0;
        slice(&inner.attributes, &self.record.attributes).iter().map(|&(name, value)| (inner.text(name), inner.text(value)))
    }

    /// Its surface forms, without those that were derived by rule.
    pub fn surfaces(&self) -> impl Iterator<Item = Surface<'g>> + use<'g> {
        let gazetteer = self.gazetteer;
        slice(&gazetteer.0.by_entity, &self.record.surfaces)
            .iter()
            .filter_map(|&index| gazetteer.0.surfaces.get(index as usize))
            .filter(|record| record.derivation == Derivation::Given)
            .map(|record| gazetteer.surface(record))
    }

    /// The members of a bloc, and the blocs of a country.
    pub fn memberships(&self) -> impl Iterator<Item = Membership<'g>> + use<'g> {
        let (gazetteer, id) = (self.gazetteer, self.id.0);
        gazetteer.0.members.iter().filter(move |record| record.bloc == id || record.country == id).map(|record| {
            let known = |text: Text| Some(gazetteer.0.text(text)).filter(|text| !text.is_empty());
            Membership {
                bloc: EntityId(record.bloc),
                country: EntityId(record.country),
                status: gazetteer.0.text(record.status),
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

fn slice<'s, T>(items: &'s [T], range: &Range<u32>) -> &'s [T] {
    items.get(range.start as usize..range.end as usize).unwrap_or(&[])
}
