//! Look-ups of entities by anything that identifies them: a key, a name or a code.

#[cfg(feature = "alloc")]
use alloc::collections::BTreeMap;
#[cfg(feature = "alloc")]
use alloc::string::String;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use super::compiled::{Entity, Gazetteer};
#[cfg(feature = "alloc")]
use crate::entity::EntityId;
use crate::entity::Kind;
#[cfg(feature = "alloc")]
use crate::error::{Error, ErrorKind};

/// The attributes with codes of ISO 3166-1.
const CODES: [&str; 3] = ["alpha2", "alpha3", "numeric"];

/// The attribute with codes that the entity, or its predecessors, had before.
const FORMER_CODES: &str = "former_codes";

/// The attribute of places with the country that they are in.
#[cfg(feature = "alloc")]
const COUNTRY: &str = "country";

/// The longest code: one of ISO 3166-3.
const CODE_LEN: usize = 4;

/// How a text identifies an entity. The first way that finds one decides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Key,
    ExactName,
    FormerCode,
    ShortKey,
    FoldedName,
}

impl Gazetteer<'_> {
    /// All entities that a key, a name or a code can mean, the likeliest first. The first of these
    /// ways that finds one decides:
    ///
    /// 1. a key, or a retired key;
    /// 2. a surface form as it is written, a name, or a code of ISO 3166-1: `ML`, `MLI`, `466`;
    /// 3. a former code of ISO 3166: `SU`, `SUN`, `810`;
    /// 4. a key without its kind: `ecowas`, `brics`;
    /// 5. a surface form after folding: `mali`, `cote d'ivoire`.
    ///
    /// Linear in the number of entities, unless it is a key.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let keys = |text| gazetteer.named(text).map(|entity| entity.key()).collect::<Vec<_>>();
    /// assert_eq!(keys("466"), ["country/MLI"]);
    /// assert_eq!(keys("Congo"), ["country/COD", "country/COG"]);
    /// assert_eq!(keys("AU"), ["bloc/african-union", "country/AUS", "mineral/gold"]);
    /// assert_eq!(keys("SU"), ["country/SUN"]);
    /// assert_eq!(keys("brics"), ["bloc/brics"]);
    /// ```
    pub fn named<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Entity<'t>> + use<'t> {
        let ways = [By::Key, By::ExactName, By::FormerCode, By::ShortKey, By::FoldedName];
        let by = ways.into_iter().find(|&by| self.found_by(text, by).next().is_some());
        let found =
            by.into_iter().flat_map(move |by| self.found_by(text, by).map(move |e| (by, e)));
        // An entity can have several forms that fold to the text.
        let is_first = move |&(number, (by, ref entity)): &(usize, (By, Entity<'t>))| {
            self.found_by(text, by).take(number).all(|known| known.id() != entity.id())
        };
        found.enumerate().filter(is_first).map(|(_, (_, entity))| entity)
    }

    /// The one entity that a key, a name or a code means, as [`named`](Self::named) finds it.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::AmbiguousName`], with the keys of all that it can mean.
    /// - [`ErrorKind::UnknownName`], with keys that begin alike.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// assert_eq!(gazetteer.resolve("ECOWAS")?.key(), "bloc/ecowas");
    /// assert_eq!(gazetteer.resolve("MLI")?.name(), "Mali");
    /// let error = gazetteer.resolve("Congo").unwrap_err().to_string();
    /// assert!(error.contains("country/COD, country/COG"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn resolve<'t>(&'t self, text: &'t str) -> Result<Entity<'t>, Error> {
        let mut found = self.named(text);
        match (found.next(), found.next()) {
            (Some(entity), None) => Ok(entity),
            (None, _) => {
                Err(ErrorKind::UnknownName { name: text.into(), alike: self.alike(text) }.into())
            }
            (Some(first), Some(second)) => {
                let all: Vec<&str> =
                    [first, second].into_iter().chain(found).map(|entity| entity.key()).collect();
                let (name, candidates) = (text.into(), all.join(", "));
                Err(ErrorKind::AmbiguousName { name, candidates }.into())
            }
        }
    }

    /// The countries of places: of entities with an attribute `country`, such as cities and
    /// divisions of your own. Its value is a key, a name or a code of a country; a place whose
    /// value means no country or several is left out. For
    /// [`Tagger::about_as`](crate::Tagger::about_as).
    ///
    /// Linear in the number of entities for each different value, unless it is a key.
    ///
    /// ```
    /// let mut builder = gaztag::GazetteerBuilder::new();
    /// builder.add_entity("country/MLI", "Mali")?;
    /// builder.add_entity("city/gao", "Gao")?.set_attribute("city/gao", "country", "Mali")?;
    /// let gazetteer = builder.build()?;
    /// let [gao, mali] = ["city/gao", "country/MLI"].map(|key| gazetteer.find(key).unwrap().id());
    /// assert_eq!(gazetteer.countries_of_places()[&gao], mali);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn countries_of_places(&self) -> BTreeMap<EntityId, EntityId> {
        let mut known: BTreeMap<&str, Option<EntityId>> = BTreeMap::new();
        let places = self.entities().filter_map(|place| {
            let value = place.attribute(COUNTRY)?;
            let country = *known.entry(value).or_insert_with(|| self.country(value));
            Some((place.id(), country?))
        });
        places.collect()
    }

    /// The one country that a text means.
    #[cfg(feature = "alloc")]
    fn country(&self, text: &str) -> Option<EntityId> {
        let mut countries = self.named(text).filter(|entity| entity.kind() == Kind::Country);
        let country = countries.next()?;
        countries.next().is_none().then(|| country.id())
    }

    /// Keys of entities whose key or name begins with the same letters, separated by commas.
    #[cfg(feature = "alloc")]
    fn alike(&self, text: &str) -> String {
        let start: String = text.rsplit('/').next().unwrap_or(text).chars().take(3).collect();
        let start = start.to_lowercase();
        let alike = |name: &str| !start.is_empty() && name.to_lowercase().starts_with(&start);
        let is_alike = |entity: &Entity<'_>| {
            alike(entity.name())
                || entity.key().split_once('/').is_some_and(|(_, name)| alike(name))
        };
        let keys: Vec<&str> =
            self.entities().filter(is_alike).take(5).map(|entity| entity.key()).collect();
        keys.join(", ")
    }

    /// The entities that a text identifies in one way, some of them several times.
    fn found_by<'t>(&'t self, text: &'t str, by: By) -> impl Iterator<Item = Entity<'t>> + use<'t> {
        let is_code = text.len() <= CODE_LEN
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let key = if by == By::Key { self.find(text) } else { None };
        let forms = matches!(by, By::ExactName | By::FoldedName).then(|| self.look_up(text));
        let forms = forms.into_iter().flatten().filter_map(move |(entity, surface)| {
            entity.filter(|_| by == By::FoldedName || surface.form() == text)
        });
        let scanned = match by {
            By::ExactName | By::ShortKey => true,
            By::FormerCode => is_code,
            By::Key | By::FoldedName => false,
        };
        let scanned = scanned.then(|| self.entities()).into_iter().flatten();
        let scanned = scanned.filter(move |entity| match by {
            By::FormerCode => has_former_code(entity, text),
            By::ShortKey => entity.key().split_once('/').is_some_and(|(_, short)| short == text),
            _ => entity.name() == text || (is_code && has_code(entity, text)),
        });
        key.into_iter().chain(forms).chain(scanned)
    }
}

/// Whether an entity is a country with this code.
fn has_code(entity: &Entity<'_>, code: &str) -> bool {
    entity.kind() == Kind::Country
        && entity
            .attributes()
            .any(|attribute| attribute.value == code && CODES.contains(&attribute.name))
}

/// Whether an entity, or a predecessor of it, had this code.
fn has_former_code(entity: &Entity<'_>, code: &str) -> bool {
    entity.kind() == Kind::Country && entity.items(FORMER_CODES).any(|former| former == code)
}
