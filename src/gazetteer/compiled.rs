//! A gazetteer that was built: a view of its image.

#[cfg(feature = "alloc")]
use alloc::sync::Arc;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::fmt;

#[cfg(feature = "alloc")]
use super::layers::Place;
use super::surface::Surface;
use crate::entity::{AttributeType, EntityId, Kind, Language};
use crate::error::{Error, ErrorKind};
use crate::fold::Folded;
use crate::image::{self, EntityRecord, FunctionWords, Header, Section, SurfaceRecord, Tables};

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
    /// Set if it has several layers: then the image is that of the lowest.
    #[cfg(feature = "alloc")]
    pub(super) stack: Option<Arc<Stack<'i>>>,
}

/// The layers of a gazetteer, the lowest first.
#[cfg(feature = "alloc")]
pub(super) struct Stack<'i> {
    pub(super) layers: Vec<Layer<'i>>,
    /// The kinds of users in all layers, each with a layer that has it and its number there.
    pub(super) kinds: Vec<(u8, u8)>,
}

#[cfg(feature = "alloc")]
pub(super) struct Layer<'i> {
    /// The layer alone.
    pub(super) gazetteer: Gazetteer<'i>,
    pub(super) place: Place,
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
        Self::new(Header::read(image), Bytes::Borrowed(image))
    }
}

#[cfg(feature = "alloc")]
impl Gazetteer<'static> {
    /// The gazetteer of an image that this library just wrote.
    pub(super) fn of_built(image: alloc::vec::Vec<u8>) -> Self {
        Self::new(Header::read(&image), Bytes::Shared(Arc::new(image)))
    }
}

impl<'i> Gazetteer<'i> {
    const fn new(header: Header, image: Bytes<'i>) -> Self {
        Self {
            image,
            header,
            #[cfg(feature = "alloc")]
            stack: None,
        }
    }

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
        Ok(Self::new(header, image))
    }

    fn checked(image: Bytes<'i>) -> Result<Self, Error> {
        let header = image::check(image.get()).map_err(ErrorKind::Image)?;
        Ok(Self::new(header, image))
    }

    /// The image: the gazetteer as one flat run of bytes, to be written to a file, to flash memory
    /// or into another program. [`from_image`](Self::from_image) of a library with the same version
    /// of the format reads it, on any machine.
    ///
    /// Empty for a gazetteer with several layers, each of which has an image of its own:
    /// `Gazetteer::layers`.
    ///
    /// ```
    /// use gaztag::Gazetteer;
    /// assert!(Gazetteer::builtin().to_image().starts_with(&Gazetteer::IMAGE_MAGIC));
    /// ```
    pub fn to_image(&self) -> &[u8] {
        if self.layer_count() == 1 { self.image.get() } else { &[] }
    }

    /// The same gazetteer with a copy of the image, which nothing modifies.
    #[cfg(feature = "alloc")]
    pub(super) fn copied(&self) -> Gazetteer<'static> {
        Gazetteer::new(self.header.clone(), Bytes::Shared(Arc::new(self.image.get().to_vec())))
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
        #[cfg(feature = "alloc")]
        if let Some(last) = self.stack.as_ref().and_then(|stack| stack.layers.last()) {
            return last.place.first + last.own_len();
        }
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
        if id.layer() >= self.layer_count() {
            return None;
        }
        let id = self.in_lowest(id);
        let mut record = self.tables_of(id.layer()).entity(id.index())?;
        record.kind = self.kind_in(id.layer(), record.kind);
        Some(Entity { gazetteer: self, record, id })
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
        let layers = || (0..self.layer_count()).map(|layer| (layer, self.tables_of(layer)));
        let found = layers().find_map(|(layer, tables)| {
            let id = EntityId::new(layer, tables.find(key)?);
            (!self.is_removed(id)).then_some(id)
        });
        let retired = || {
            layers().find_map(|(layer, tables)| {
                let id = EntityId::new(layer, tables.find_retired(key)?);
                (!self.is_removed(id)).then_some(id)
            })
        };
        self.entity(found.or_else(retired)?)
    }

    /// All retired keys, sorted in each layer, each with the entity that took its place. A key that
    /// was ever given out is never used for another entity, and [`find`](Self::find) knows it for
    /// ever.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// for (key, successor) in gazetteer.retired_keys() {
    ///     assert_eq!(gazetteer.find(key).unwrap().id(), successor);
    /// }
    /// ```
    pub fn retired_keys(&self) -> impl ExactSizeIterator<Item = (&str, EntityId)> {
        let count = |layer| self.tables_of(layer).count(Section::RetiredKeys);
        let all: usize = (0..self.layer_count()).map(count).sum();
        (0..all).map(move |index| {
            let (mut layer, mut index) = (0, index);
            while let Some(rest) = index.checked_sub(count(layer))
                && layer + 1 < self.layer_count()
            {
                (layer, index) = (layer + 1, rest);
            }
            let tables = self.tables_of(layer);
            let retired = tables.retired_key(index);
            let id = self.in_lowest(EntityId::new(layer, retired.successor));
            (tables.text(retired.key), id)
        })
    }

    /// All entities, sorted by key in each layer, the lowest layer first.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Kind};
    /// let gazetteer = Gazetteer::builtin();
    /// let blocs = gazetteer.entities().filter(|entity| entity.kind() == Kind::Bloc);
    /// assert!(blocs.count() > 50);
    /// ```
    pub fn entities(&self) -> impl ExactSizeIterator<Item = Entity<'_>> {
        (0..self.len()).map(move |position| {
            let id = self.id_at(position);
            self.entity(id).unwrap_or(Entity {
                gazetteer: self,
                record: EntityRecord::default(),
                id,
            })
        })
    }

    /// The id of the entity at a position of [`entities`](Self::entities). If there are not so
    /// many, it is that of no entity.
    fn id_at(&self, position: usize) -> EntityId {
        #[cfg(feature = "alloc")]
        if let Some(stack) = &self.stack {
            let after = stack.layers.partition_point(|layer| layer.place.first <= position);
            let number = after.saturating_sub(1);
            if let Some(Layer { place, .. }) = stack.layers.get(number) {
                let index = place.index_at(position - place.first);
                return EntityId::new(number as u8, index);
            }
        }
        EntityId::from_index(u32::try_from(position).unwrap_or(u32::MAX))
    }

    /// The entity at a position of [`entities`](Self::entities), from 0 on; `None` if there are not
    /// so many. The inverse of [`position`](Self::position).
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let first = gazetteer.entity_at(0).unwrap();
    /// assert_eq!(gazetteer.position(first.id()), Some(0));
    /// assert!(gazetteer.entity_at(gazetteer.len()).is_none());
    /// ```
    pub fn entity_at(&self, position: usize) -> Option<Entity<'_>> {
        (position < self.len()).then(|| self.entity(self.id_at(position)))?
    }

    /// The position of an entity among [`entities`](Self::entities), from 0 on: for arrays with an
    /// element for each entity. `None` if the gazetteer does not have it.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let mali = gazetteer.find("country/MLI").unwrap();
    /// let position = gazetteer.position(mali.id()).unwrap();
    /// assert_eq!(gazetteer.entities().nth(position).unwrap().key(), "country/MLI");
    /// ```
    pub fn position(&self, id: EntityId) -> Option<usize> {
        if id.layer() >= self.layer_count() || self.is_removed(id) {
            return None;
        }
        let id = self.in_lowest(id);
        let index = id.index() as usize;
        if index >= self.tables_of(id.layer()).entity_count() {
            return None;
        }
        #[cfg(feature = "alloc")]
        if let Some(place) = self.place_of(id.layer()) {
            return Some(place.first + place.position_of(id.index()));
        }
        Some(index)
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
        let folded = Folded::new(form);
        let readings = (0..self.layer_count()).flat_map(move |layer| {
            let tables = self.tables_of(layer);
            let name = tables.automaton().find(folded.bytes(), |name| tables.form(name));
            let readings = name.into_iter().flat_map(move |name| tables.readings(name));
            readings.map(move |(number, record)| (layer, number, record))
        });
        let is_there = move |&(layer, number, ref record): &(u8, u32, SurfaceRecord)| {
            (record.entity().is_some() || record.is_decoy())
                && !self.takes_away(layer, number, record)
        };
        readings.filter(is_there).map(move |(layer, _, record)| {
            let id = record.entity().map(|index| EntityId::new(layer, index.0));
            let surface = self.tables_of(layer).written_surface(&record);
            (id.and_then(|id| self.entity(id)), surface)
        })
    }

    /// All decoys, sorted by their folded form, without those that were derived by rule.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// assert!(gazetteer.decoys().any(|decoy| decoy.form() == "Georgia Tech"));
    /// ```
    pub fn decoys(&self) -> impl Iterator<Item = Surface<'_>> {
        (0..self.layer_count()).flat_map(move |layer| {
            let tables = self.tables_of(layer);
            let decoys = tables.decoys_from()..tables.surface_count() as u32;
            tables.given_surfaces(decoys, move |number, record| {
                record.is_decoy() && !self.takes_away(layer, number, record)
            })
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
        match kind {
            Kind::Other(n) if usize::from(n) < self.other_kinds() => {
                let (layer, number) = self.kind_at(n);
                let tables = self.tables_of(layer);
                tables.text(tables.kind_name(usize::from(number)))
            }
            _ => kind.library_name().unwrap_or("?"),
        }
    }

    fn other_kinds(&self) -> usize {
        #[cfg(feature = "alloc")]
        if let Some(stack) = &self.stack {
            return stack.kinds.len();
        }
        self.tables().count(Section::Kinds)
    }

    /// A layer that has a kind of users, and its number there.
    fn kind_at(&self, n: u8) -> (u8, u8) {
        #[cfg(feature = "alloc")]
        if let Some(stack) = &self.stack {
            return stack.kinds.get(usize::from(n)).copied().unwrap_or((0, n));
        }
        (0, n)
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
        let layers = || (0..self.layer_count()).map(|layer| self.tables_of(layer).function_words());
        let has_languages = |words: &FunctionWords<'_>| words.languages().next().is_some();
        if layers().any(|words| words.bit_of(language) != 0)
            || !layers().any(|of| has_languages(&of))
        {
            return Ok(());
        }
        #[cfg(not(feature = "alloc"))]
        let kind = ErrorKind::UnknownTextLanguage { language };
        #[cfg(feature = "alloc")]
        let kind = {
            let mut known = alloc::string::String::new();
            let words = layers().find(has_languages);
            for language in words.iter().flat_map(FunctionWords::languages) {
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
        let counts = (0..self.layer_count()).map(|layer| {
            let tables = self.tables_of(layer);
            (tables.surface_count(), tables.automaton().names().count())
        });
        counts.fold((0, 0), |(forms, names), (more, more_names)| (forms + more, names + more_names))
    }

    /// The length of its image in bytes, or of those of its layers. They are on the heap only if it
    /// was built, or if the owner given to [`from_image_owned`](Self::from_image_owned) has them
    /// there.
    pub fn memory_usage(&self) -> usize {
        #[cfg(feature = "alloc")]
        if let Some(stack) = &self.stack {
            return stack.layers.iter().map(|layer| layer.gazetteer.image.get().len()).sum();
        }
        self.image.get().len()
    }

    /// How many layers it has.
    pub(crate) fn layer_count(&self) -> u8 {
        #[cfg(feature = "alloc")]
        if let Some(stack) = &self.stack {
            return stack.layers.len() as u8;
        }
        1
    }

    /// The tables of a layer; those of the lowest if there is no such layer.
    pub(crate) fn tables_of(&self, layer: u8) -> Tables<'_> {
        #[cfg(feature = "alloc")]
        if let Some(stack) = &self.stack
            && let Some(layer) = stack.layers.get(usize::from(layer))
        {
            return layer.gazetteer.tables();
        }
        let _ = layer;
        self.tables()
    }

    /// The place of a layer; `None` if there is only one layer.
    #[cfg(feature = "alloc")]
    pub(crate) fn place_of(&self, layer: u8) -> Option<&Place> {
        let stack = self.stack.as_ref()?;
        stack.layers.get(usize::from(layer)).map(|layer| &layer.place)
    }

    /// The id of an entity in the lowest layer that has it.
    pub(crate) fn in_lowest(&self, id: EntityId) -> EntityId {
        #[cfg(feature = "alloc")]
        if let Some(place) = self.place_of(id.layer()) {
            return place.in_lower(id.index()).unwrap_or(id);
        }
        id
    }

    /// The index that an entity has in a layer, if that is its own or a higher one that has it too.
    fn index_in(&self, layer: u8, id: EntityId) -> Option<u32> {
        if layer == id.layer() {
            return Some(id.index());
        }
        #[cfg(feature = "alloc")]
        if let Some(place) = self.place_of(layer) {
            return place.index_of(id);
        }
        None
    }

    /// Whether a layer takes an entity away.
    pub(super) fn is_removed(&self, id: EntityId) -> bool {
        #[cfg(feature = "alloc")]
        if let Some(place) = self.place_of(id.layer()) {
            let removed = place.removed.as_ref();
            return removed.is_some_and(|removed| removed.has_entity(id.index()));
        }
        let _ = id;
        false
    }

    /// Whether a layer takes a surface form away.
    pub(crate) fn takes_away(&self, layer: u8, number: u32, record: &SurfaceRecord) -> bool {
        #[cfg(feature = "alloc")]
        if let Some(place) = self.place_of(layer) {
            return place.takes_away(number, record);
        }
        let _ = (layer, number, record);
        false
    }

    /// The number of a kind of a layer among those of all layers.
    pub(crate) fn kind_in(&self, layer: u8, number: u8) -> u8 {
        #[cfg(feature = "alloc")]
        if let Some(place) = self.place_of(layer) {
            return place.kind(number);
        }
        let _ = layer;
        number
    }

    pub(crate) fn tables(&self) -> Tables<'_> {
        Tables::new(self.image.get(), &self.header)
    }
}

#[cfg(feature = "alloc")]
impl Layer<'_> {
    /// How many entities are its own.
    fn own_len(&self) -> usize {
        self.gazetteer.tables().entity_count().saturating_sub(self.place.hidden.len())
    }
}

impl fmt::Debug for Gazetteer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer")
            .field("version", &self.data_version())
            .field("entities", &self.len())
            .field("surfaces", &self.form_counts().0)
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
        self.tables().text(self.record.key)
    }

    /// Its usual English name.
    pub fn name(&self) -> &'g str {
        self.tables().text(self.record.name)
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
        let tables = self.tables();
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
        let (gazetteer, id) = (self.gazetteer, self.id);
        (id.layer()..gazetteer.layer_count()).flat_map(move |layer| {
            let tables = gazetteer.tables_of(layer);
            let index = gazetteer.index_in(layer, id);
            let surfaces = index.and_then(|index| Some(tables.entity(index)?.surfaces));
            tables.given_surfaces(surfaces.unwrap_or(0..0), move |number, record| {
                !gazetteer.takes_away(layer, number, record)
            })
        })
    }

    /// The tables of its layer.
    pub(super) fn tables(&self) -> Tables<'g> {
        self.gazetteer.tables_of(self.id.layer())
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
