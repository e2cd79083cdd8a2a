//! A gazetteer that was built: a view of its image.

#[cfg(feature = "alloc")]
use alloc::sync::Arc;
use core::fmt;

use super::surface::Surface;
use crate::automaton::Automaton;
use crate::entity::{AttributeType, EntityId, Kind, Language};
use crate::error::{Error, ErrorKind};
use crate::fold::Folded;
use crate::image::{self, EntityRecord, Header, Section, Tables};

/// Entities with their surface forms, and decoys. Immutable.
///
/// A gazetteer is one flat run of bytes, its [image](Self::to_image). The built-in one is a static
/// in the library; one that was built is shared by all clones; one that was
/// [read](Self::from_image) from an image can borrow it, which is what the lifetime is for. Write
/// `Gazetteer<'static>` where a type has to be named.
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
    image: Bytes<'i>,
    header: Header,
}

/// The bytes of an image.
#[derive(Clone)]
enum Bytes<'i> {
    Borrowed(&'i [u8]),
    #[cfg(feature = "alloc")]
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
}

impl Bytes<'_> {
    fn get(&self) -> &[u8] {
        match self {
            Bytes::Borrowed(bytes) => bytes,
            #[cfg(feature = "alloc")]
            Bytes::Shared(owner) => (**owner).as_ref(),
        }
    }
}

#[cfg(feature = "builtin")]
impl Gazetteer<'static> {
    /// The gazetteer of a static image that a test checks.
    pub(super) const fn of_static(image: &'static [u8]) -> Self {
        Self { header: Header::read(image), image: Bytes::Borrowed(image) }
    }
}

#[cfg(feature = "alloc")]
impl Gazetteer<'static> {
    /// The gazetteer of an image that this library just wrote.
    pub(super) fn of_built(image: alloc::vec::Vec<u8>) -> Self {
        Self { header: Header::read(&image), image: Bytes::Shared(Arc::new(image)) }
    }
}

impl<'i> Gazetteer<'i> {
    /// The first eight bytes of every image, to tell images from other files.
    pub const IMAGE_MAGIC: [u8; 8] = image::MAGIC;

    /// The gazetteer of an image that is borrowed: a static, flash memory, a file mapping. Nothing
    /// is copied or allocated. An image needs no alignment.
    ///
    /// The image is checked first: length, checksum, versions, and that every record, text and
    /// table is valid. Linear in the image: about half a microsecond a surface form.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Image`] says what is wrong: the bytes are not an image of this version of the
    /// format, or were truncated or modified.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Tagger};
    /// let image = Gazetteer::builtin().to_image().to_vec();
    /// let gazetteer = Gazetteer::from_image(&image)?;
    /// assert!(Tagger::builder().gazetteer(gazetteer).build()?.is_match("Mali"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn from_image(image: &'i [u8]) -> Result<Self, Error> {
        Self::checked(Bytes::Borrowed(image))
    }

    /// The gazetteer of an image that it owns: a vector, an `Arc`, a file mapping. Nothing is
    /// copied.
    ///
    /// The owner should return the same bytes each time. If it does not, such as a mapping of a
    /// file that somebody overwrites, mentions can be wrong, but every call returns.
    ///
    /// # Errors
    ///
    /// Those of [`from_image`](Self::from_image), with the same checks.
    ///
    /// ```
    /// use gaztag::Gazetteer;
    /// let image: Vec<u8> = Gazetteer::builtin().to_image().to_vec();
    /// let gazetteer: Gazetteer<'static> = Gazetteer::from_image_owned(image)?;
    /// assert!(gazetteer.find("country/MLI").is_some());
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn from_image_owned(
        image: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Self::checked(Bytes::Shared(Arc::new(image)))
    }

    /// The gazetteer of an image that is borrowed and whose source is trusted, such as a file that
    /// the same program wrote. As [`from_image`](Self::from_image), but in constant time: only the
    /// length, the versions and the places of the sections are checked, not the checksum nor what
    /// the sections have.
    ///
    /// If the image was modified, mentions can be wrong or missing and texts empty, but every call
    /// returns, and nothing outside of the image is read.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Image`]: the bytes are not an image of this version of the format, or were
    /// truncated.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Tagger};
    /// let image = Gazetteer::builtin().to_image().to_vec();
    /// let gazetteer = Gazetteer::from_trusted_image(&image)?;
    /// assert!(Tagger::builder().gazetteer(gazetteer).build()?.is_match("Mali"));
    /// assert!(Gazetteer::from_trusted_image(&image[..1000]).is_err());
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn from_trusted_image(image: &'i [u8]) -> Result<Self, Error> {
        Self::trusted(Bytes::Borrowed(image))
    }

    /// The gazetteer of an image that it owns and whose source is trusted: as
    /// [`from_image_owned`](Self::from_image_owned), with the checks of
    /// [`from_trusted_image`](Self::from_trusted_image) only.
    ///
    /// # Errors
    ///
    /// Those of [`from_trusted_image`](Self::from_trusted_image).
    ///
    /// ```
    /// use gaztag::Gazetteer;
    /// let image: Vec<u8> = Gazetteer::builtin().to_image().to_vec();
    /// let gazetteer = Gazetteer::from_trusted_image_owned(image)?;
    /// assert!(gazetteer.find("country/MLI").is_some());
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn from_trusted_image_owned(
        image: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Self::trusted(Bytes::Shared(Arc::new(image)))
    }

    fn trusted(image: Bytes<'i>) -> Result<Self, Error> {
        let header = image::check_layout(image.get()).map_err(ErrorKind::Image)?;
        Ok(Self { image, header })
    }

    fn checked(image: Bytes<'i>) -> Result<Self, Error> {
        let header = image::check(image.get()).map_err(ErrorKind::Image)?;
        Ok(Self { image, header })
    }

    /// The image: the gazetteer as one flat run of bytes, to be written to a file, to flash memory
    /// or into another program. [`from_image`](Self::from_image) of a library with the same version
    /// of the format reads it, on any machine.
    ///
    /// ```
    /// use gaztag::Gazetteer;
    /// assert!(Gazetteer::builtin().to_image().starts_with(&Gazetteer::IMAGE_MAGIC));
    /// ```
    pub fn to_image(&self) -> &[u8] {
        self.image.get()
    }

    /// The same gazetteer with a copy of the image, which nothing modifies.
    #[cfg(feature = "alloc")]
    pub(super) fn copied(&self) -> Gazetteer<'static> {
        Gazetteer {
            image: Bytes::Shared(Arc::new(self.to_image().to_vec())),
            header: self.header.clone(),
        }
    }

    /// The version of its data, such as `2026.11`; empty if its builder set none.
    ///
    /// ```
    /// use gaztag::Gazetteer;
    /// assert_eq!(Gazetteer::builtin().data_version(), Gazetteer::BUILTIN_VERSION);
    /// ```
    pub fn data_version(&self) -> &str {
        self.tables()
            .section(Section::DataVersion)
            .split_last()
            .and_then(|(_, version)| core::str::from_utf8(version).ok())
            .unwrap_or("")
    }

    /// How many entities it has.
    ///
    /// ```
    /// assert!(gaztag::Gazetteer::builtin().len() > 400);
    /// ```
    pub fn len(&self) -> usize {
        self.tables().entity_count()
    }

    /// Whether it has no entity.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entity with this id; `None` if the id is out of range here. An id of another gazetteer
    /// can be in range: it returns an entity that has nothing to do with it.
    ///
    /// ```
    /// use gaztag::Tagger;
    /// let tagger = Tagger::builtin();
    /// let mention = tagger.tag("the Malian government")[0];
    /// assert_eq!(tagger.gazetteer().entity(mention.entity()).unwrap().name(), "Mali");
    /// ```
    pub fn entity(&self, id: EntityId) -> Option<Entity<'_>> {
        if id.layer() != 0 {
            return None;
        }
        self.tables().entity(id.index()).map(|record| Entity { gazetteer: self, record, id })
    }

    /// The entity with this key, such as `country/MLI`; of a retired key the entity that took its
    /// place, with another [`Entity::key`]. Logarithmic in the number of entities.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// assert_eq!(gazetteer.find("bloc/ecowas").unwrap().key(), "bloc/ecowas");
    /// assert!(gazetteer.find("bloc/nothing").is_none());
    /// ```
    pub fn find(&self, key: &str) -> Option<Entity<'_>> {
        let tables = self.tables();
        let index = tables.find(key).or_else(|| tables.find_retired(key))?;
        self.entity(EntityId::from_index(index))
    }

    /// All retired keys, sorted, each with the entity that took its place. A key that was ever
    /// given out is never used for another entity, and [`find`](Self::find) knows it for ever.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// for (key, successor) in gazetteer.retired_keys() {
    ///     assert_eq!(gazetteer.find(key).unwrap().id(), successor);
    /// }
    /// ```
    pub fn retired_keys(&self) -> impl ExactSizeIterator<Item = (&str, EntityId)> {
        let tables = self.tables();
        (0..tables.count(Section::RetiredKeys))
            .map(move |index| tables.retired_key(index))
            .map(move |retired| (tables.text(retired.key), EntityId::from_index(retired.successor)))
    }

    /// All entities, sorted by key.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Kind};
    /// let gazetteer = Gazetteer::builtin();
    /// let blocs = gazetteer.entities().filter(|entity| entity.kind() == Kind::Bloc);
    /// assert!(blocs.count() > 50);
    /// ```
    pub fn entities(&self) -> impl ExactSizeIterator<Item = Entity<'_>> {
        (0..self.len()).map(move |index| Entity {
            gazetteer: self,
            record: self.tables().entity(index as u32).unwrap_or_default(),
            id: EntityId::from_index(index as u32),
        })
    }

    /// The surface forms that fold to the same text as `form`, the likeliest first, each with its
    /// entity; a decoy has none. Case rules are ignored: this looks names up, it does not tag.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let (entity, surface) = gazetteer.look_up("ivory coast").next().unwrap();
    /// assert_eq!(entity.unwrap().key(), "country/CIV");
    /// assert_eq!(surface.form(), "Ivory Coast");
    /// ```
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

    /// All decoys, sorted by their folded form, without those that were derived by rule.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// assert!(gazetteer.decoys().any(|decoy| decoy.form() == "Georgia Tech"));
    /// ```
    pub fn decoys(&self) -> impl Iterator<Item = Surface<'_>> {
        let tables = self.tables();
        tables.given_surfaces(tables.decoys_from()..tables.surface_count() as u32, |record| {
            record.is_decoy()
        })
    }

    /// The name of a kind: the part of its entities' keys before the slash. `?` for a kind that
    /// this gazetteer does not have.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Kind};
    /// assert_eq!(Gazetteer::builtin().kind_name(Kind::Mineral), "mineral");
    /// assert_eq!(Gazetteer::builtin().kind_name(Kind::Other(0)), "?");
    /// ```
    pub fn kind_name(&self, kind: Kind) -> &str {
        let tables = self.tables();
        match kind {
            Kind::Other(n) if usize::from(n) < self.other_kinds() => {
                tables.text(tables.kind_name(usize::from(n)))
            }
            _ => kind.library_name().unwrap_or("?"),
        }
    }

    fn other_kinds(&self) -> usize {
        self.tables().count(Section::Kinds)
    }

    /// The kind with this name; `None` if this gazetteer does not have it.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Kind};
    /// assert_eq!(Gazetteer::builtin().kind("bloc"), Some(Kind::Bloc));
    /// assert_eq!(Gazetteer::builtin().kind("company"), None);
    /// ```
    pub fn kind(&self, name: &str) -> Option<Kind> {
        let others = (0..self.other_kinds()).map(|n| Kind::Other(n as u8));
        Kind::LIBRARY.into_iter().chain(others).find(|&kind| self.kind_name(kind) == name)
    }

    /// Checks that a text can state this language: that a form of the gazetteer has it, or that it
    /// is English. Any language can be stated if no form has one, since then nothing depends on it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownTextLanguage`], which names the languages that there are.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Language};
    /// let gazetteer = Gazetteer::builtin();
    /// assert!(gazetteer.check_text_language(Language::ENGLISH).is_ok());
    /// let klingon = Language::new("tlh").ok_or("not a code")?;
    /// assert!(gazetteer.check_text_language(klingon).is_err());
    /// # Ok::<(), &str>(())
    /// ```
    pub fn check_text_language(&self, language: Language) -> Result<(), Error> {
        let words = self.tables().function_words();
        if words.bit_of(language) != 0 || words.languages().next().is_none() {
            return Ok(());
        }
        #[cfg(not(feature = "alloc"))]
        let kind = ErrorKind::UnknownTextLanguage { language };
        #[cfg(feature = "alloc")]
        let kind = {
            let mut known = alloc::string::String::new();
            for language in words.languages() {
                known.push_str(if known.is_empty() { "" } else { " " });
                known.push_str(language.as_str());
            }
            ErrorKind::UnknownTextLanguage { language, known }
        };
        Err(kind.into())
    }

    /// How many surface forms it has, with the derived ones and the decoys; and how many different
    /// texts they fold to.
    ///
    /// ```
    /// let (forms, names) = gaztag::Gazetteer::builtin().form_counts();
    /// assert!(forms >= names);
    /// ```
    pub fn form_counts(&self) -> (usize, usize) {
        let tables = self.tables();
        (tables.surface_count(), self.automaton().names().count())
    }

    /// The length of its image in bytes. They are on the heap only if it was built, or if the owner
    /// given to [`from_image_owned`](Self::from_image_owned) has them there.
    pub fn memory_usage(&self) -> usize {
        self.to_image().len()
    }

    pub(crate) fn tables(&self) -> Tables<'_> {
        Tables::new(self.image.get(), &self.header)
    }

    pub(crate) fn automaton(&self) -> Automaton<'_> {
        self.tables().automaton()
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

/// An entity of a gazetteer: a country, a bloc, a mineral, or something of a user's own kind.
///
/// ```
/// let gazetteer = gaztag::Gazetteer::builtin();
/// let ecowas = gazetteer.find("bloc/ecowas").unwrap();
/// assert_eq!(ecowas.name(), "Economic Community of West African States");
/// assert!(ecowas.memberships().count() > 10);
/// ```
#[derive(Clone)]
pub struct Entity<'g> {
    pub(super) gazetteer: &'g Gazetteer<'g>,
    record: EntityRecord,
    id: EntityId,
}

impl<'g> Entity<'g> {
    /// Its id in this gazetteer. Store the [key](Self::key) instead: ids change with the data.
    pub fn id(&self) -> EntityId {
        self.id
    }

    /// Its key, which never changes: `country/MLI`, `bloc/ecowas`, `mineral/crude-oil`.
    pub fn key(&self) -> &'g str {
        self.gazetteer.tables().text(self.record.key)
    }

    /// Its usual English name.
    pub fn name(&self) -> &'g str {
        self.gazetteer.tables().text(self.record.name)
    }

    /// Its kind.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Kind};
    /// let gazetteer = Gazetteer::builtin();
    /// let lithium = gazetteer.find("mineral/lithium").unwrap();
    /// assert_eq!((lithium.kind(), lithium.kind_name()), (Kind::Mineral, "mineral"));
    /// ```
    pub fn kind(&self) -> Kind {
        Kind::of_number(self.record.kind)
    }

    /// The name of its kind: the part of its key before the slash.
    pub fn kind_name(&self) -> &'g str {
        self.gazetteer.kind_name(self.kind())
    }

    /// The value of the attribute with this name; `None` if it has none. The built-in data has
    /// `alpha2`, `alpha3`, `numeric`, `status`, `part_of` (of a country), `parent` (of an organ:
    /// its bloc), `class`, `founded`, `symbol`, `formula` and others.
    ///
    /// Values of `parent`, `commodity` and `kind_of` are keys of entities
    /// ([`AttributeType::Entity`]); a value of `contains` is a list of keys.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let mali = gazetteer.find("country/MLI").unwrap();
    /// assert_eq!(mali.attribute("alpha3"), Some("MLI"));
    /// assert_eq!(mali.attribute("symbol"), None);
    /// ```
    pub fn attribute(&self, name: &str) -> Option<&'g str> {
        self.attributes().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
    }

    /// All its attributes, in the order in which they were added.
    ///
    /// ```
    /// use gaztag::AttributeType;
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let ecowas = gazetteer.find("bloc/ecowas").unwrap();
    /// for attribute in ecowas.attributes() {
    ///     assert!(attribute.value_type.allows(attribute.value));
    /// }
    /// ```
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
    ///
    /// ```
    /// use gaztag::{Gazetteer, Role};
    /// let gazetteer = Gazetteer::builtin();
    /// let mali = gazetteer.find("country/MLI").unwrap();
    /// assert!(mali.surfaces().any(|surface| surface.role() == Role::Demonym));
    /// ```
    pub fn surfaces(&self) -> impl Iterator<Item = Surface<'g>> + use<'g> {
        self.gazetteer.tables().given_surfaces(self.record.surfaces.clone(), |_| true)
    }
}

impl fmt::Debug for Entity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entity({} {:?})", self.key(), self.name())
    }
}

/// An attribute of an entity.
///
/// ```
/// use gaztag::{AttributeType, Gazetteer};
/// let gazetteer = Gazetteer::builtin();
/// let mali = gazetteer.find("country/MLI").unwrap();
/// let alpha2 = mali.attributes().find(|attribute| attribute.name == "alpha2").unwrap();
/// assert_eq!((alpha2.value, alpha2.value_type), ("ML", AttributeType::Text));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Attribute<'g> {
    /// Its name, such as `alpha2`.
    pub name: &'g str,
    /// Its value, as text.
    pub value: &'g str,
    /// The type of its value.
    pub value_type: AttributeType,
}
