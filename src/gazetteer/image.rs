//! A gazetteer as one flat run of bytes. `docs/image.md` describes the format.

#[cfg(feature = "alloc")]
use alloc::sync::Arc;

use super::Gazetteer;
use super::cues::{CUE, CUE_SET, CUE_WORD, CUED_NAME};
use super::records::{
    ATTRIBUTE, ENTITY, LANGUAGE, LANGUAGE_SET, MEMBER, NAME, RETIRED_KEY, SURFACE, TRAITS, Tables,
    Text, WIDE_SURFACE, casings,
};
use crate::automaton::{Automaton, HEAD, SLOT};
use crate::entity::{AttributeType, Bounds, CaseRule, Kind, Language, Role};
use crate::error::{Error, ErrorKind, ImageError};
use crate::fold::{self, Folded};
use crate::limits;
use crate::prefilter::{BEGINNINGS, Chosen, Prefilter};
use crate::records::{u16_at, u32_at, u64_at};

/// The version of the format. It grows with every change of it: of the header, of the sections, of
/// their records or of what these mean. `tests/golden.rs` fails when it should have.
pub(super) const VERSION: u32 = 4;

/// Bytes of the header: magic, version, checksum, length, folding, bytes of a surface form,
/// buckets, and where each section stands.
pub(super) const HEADER: usize = 36 + SECTIONS * 8;

/// Writes the sections of an image, in their order: what each holds, its name in messages, and the
/// bytes of its records (of surface forms the fewest).
macro_rules! sections {
    ($($(#[$doc:meta])* $section:ident: $name:literal, $record:expr;)+) => {
        /// The parts of an image, in their order.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Section { $($(#[$doc])* $section,)+ }

        impl Section {
            const ALL: &'static [Section] = &[$(Section::$section,)+];

            /// Its name in messages, and the bytes of its records (of surface forms the fewest).
            const fn record(self) -> (&'static str, usize) {
                match self { $(Section::$section => ($name, $record),)+ }
            }
        }
    };
}

sections! {
    /// The version of the data.
    DataVersion: "data version", 1;
    /// All texts.
    Texts: "texts", 1;
    /// Names of the kinds beside the three.
    Kinds: "kinds", Text::LEN;
    LanguageSets: "language sets", LANGUAGE_SET;
    Languages: "languages", LANGUAGE;
    /// Sorted by key.
    Entities: "entities", ENTITY;
    Attributes: "attributes", ATTRIBUTE;
    /// Sorted by bloc, by member, then by date.
    Members: "members", MEMBER;
    /// Those of one entity together, in the order of the entities; then the decoys.
    Surfaces: "surfaces", SURFACE;
    /// What surface forms have in common.
    Traits: "traits", TRAITS;
    /// The surface forms of names that have several.
    Readings: "readings", NAME;
    Heads: "heads", HEAD;
    Slots: "slots", SLOT;
    /// Bytes that names go on with alike.
    Chains: "chains", 1;
    Beginnings: "beginnings", BEGINNINGS;
    Tokens: "tokens", 8;
    /// Sorted by the hash of the name.
    CuedNames: "cued names", CUED_NAME;
    /// Those of one name together.
    Cues: "cues", CUE;
    CueWords: "words of cues", CUE_WORD;
    CueSets: "classes of words", CUE_SET;
    /// None, or one for each entity.
    CueEntities: "classes of entities", CUE_SET;
    /// Keys that were given up, with the entity that took their place; sorted by key.
    RetiredKeys: "retired keys", RETIRED_KEY;
}

pub(super) const SECTIONS: usize = Section::ALL.len();

/// Where the bytes of a gazetteer are.
#[derive(Clone)]
pub(super) enum Source<'i> {
    Borrowed(&'i [u8]),
    #[cfg(feature = "alloc")]
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
}

impl Source<'_> {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Source::Borrowed(bytes) => bytes,
            #[cfg(feature = "alloc")]
            Source::Shared(owner) => (**owner).as_ref(),
        }
    }
}

/// Where the sections are, each by its offset and its length.
#[derive(Clone)]
pub(super) struct Layout {
    sections: [(u32, u32); SECTIONS],
    surface: u32,
    pub(super) buckets: u32,
}

impl Layout {
    /// Reads the header. The image must have one; nothing else is checked.
    pub(super) const fn read(image: &[u8]) -> Self {
        let mut sections = [(0, 0); SECTIONS];
        let mut index = 0;
        while index < SECTIONS {
            sections[index] = (u32_at(image, 36 + index * 8), u32_at(image, 40 + index * 8));
            index += 1;
        }
        Self { sections, surface: u32_at(image, 28), buckets: u32_at(image, 32) }
    }

    /// The bytes of the records of a section.
    pub(super) const fn record(&self, section: Section) -> usize {
        match section {
            Section::Surfaces if self.surface as usize == WIDE_SURFACE => WIDE_SURFACE,
            _ => section.record().1,
        }
    }

    /// The bytes of a section; nothing if they are not in the image.
    #[inline]
    pub(super) fn section<'b>(&self, image: &'b [u8], section: Section) -> &'b [u8] {
        let (start, len) = self.sections[section as usize];
        image.get(start as usize..).and_then(|rest| rest.get(..len as usize)).unwrap_or(&[])
    }

    /// The bytes that a section takes.
    #[cfg(feature = "builtin")]
    pub(super) const fn len(&self, section: Section) -> usize {
        self.sections[section as usize].1 as usize
    }

    /// The offset of a section.
    pub(super) const fn offset(&self, section: Section) -> usize {
        self.sections[section as usize].0 as usize
    }
}

/// The checksum of an image: the CRC-32 of all bytes behind it.
pub(super) fn checksum(image: &[u8]) -> u32 {
    crc32fast::hash(image.get(16..).unwrap_or(&[]))
}

/// Puts an image together.
#[cfg(feature = "alloc")]
pub(super) fn write(
    sections: [&[u8]; SECTIONS],
    surface: usize,
    buckets: u32,
) -> Result<alloc::vec::Vec<u8>, Error> {
    let len = HEADER + sections.iter().map(|section| section.len()).sum::<usize>();
    if u32::try_from(len).is_err() {
        return Err(ErrorKind::TooLarge.into());
    }
    let mut image = alloc::vec::Vec::with_capacity(len);
    image.extend_from_slice(&Gazetteer::IMAGE_MAGIC);
    for number in [VERSION, 0] {
        image.extend_from_slice(&number.to_le_bytes());
    }
    image.extend_from_slice(&(len as u64).to_le_bytes());
    for number in [fold::FINGERPRINT, surface as u32, buckets] {
        image.extend_from_slice(&number.to_le_bytes());
    }
    let mut offset = HEADER;
    for section in sections {
        image.extend_from_slice(&(offset as u32).to_le_bytes());
        image.extend_from_slice(&(section.len() as u32).to_le_bytes());
        offset += section.len();
    }
    sections.iter().for_each(|section| image.extend_from_slice(section));
    let checksum = checksum(&image);
    image[12..16].copy_from_slice(&checksum.to_le_bytes());
    Ok(image)
}

impl<'i> Gazetteer<'i> {
    /// What every image begins with: to tell images from other files.
    pub const IMAGE_MAGIC: [u8; 8] = *b"gaztag\x1A\n";

    /// The gazetteer of an image that stays where it is: a static, flash, a file mapping. Nothing
    /// is copied or allocated.
    ///
    /// Everything is checked before: length, checksum, versions, and that every record, text and
    /// table is what it should be, in time linear in the image (some hundred nanoseconds a surface
    /// form). An image needs no alignment.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Tagger};
    /// let image = Gazetteer::builtin().to_image().to_vec();
    /// let gazetteer = Gazetteer::from_image(&image)?;
    /// assert!(Tagger::builder().gazetteer(gazetteer).build()?.is_match("Mali"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn from_image(image: &'i [u8]) -> Result<Self, Error> {
        Self::checked(Source::Borrowed(image))
    }

    /// The gazetteer of an image that it keeps: a vector, an `Arc`, a file mapping. Nothing is
    /// copied. Checked like [`from_image`](Self::from_image).
    ///
    /// The owner should give the same bytes each time. If it does not, as a file mapping that
    /// somebody writes over, what is found may be anything, but every call ends.
    #[cfg(feature = "alloc")]
    pub fn from_image_owned(
        image: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Self::checked(Source::Shared(Arc::new(image)))
    }

    /// The gazetteer as one flat run of bytes: to be written to a file, to flash, into another
    /// program, and read by [`from_image`](Self::from_image) of the same version of the library on
    /// any machine.
    pub fn to_image(&self) -> &[u8] {
        self.source.bytes()
    }

    /// The same with an image of its own, which nothing changes.
    #[cfg(feature = "alloc")]
    pub(super) fn copied(&self) -> Gazetteer<'static> {
        Gazetteer {
            source: Source::Shared(Arc::new(self.to_image().to_vec())),
            layout: self.layout.clone(),
        }
    }

    fn checked(source: Source<'i>) -> Result<Self, Error> {
        let image = source.bytes();
        check_header(image).map_err(ErrorKind::Image)?;
        let gazetteer = Self { layout: Layout::read(image), source };
        check(&gazetteer).map_err(ErrorKind::Image)?;
        Ok(gazetteer)
    }
}

/// Checks the header and the checksum.
fn check_header(image: &[u8]) -> Result<(), ImageError> {
    let begins = image.get(..8).is_some_and(|magic| magic == Gazetteer::IMAGE_MAGIC);
    if !begins {
        return Err(ImageError::NotAnImage);
    }
    let (version, expected) = (u32_at(image, 8), VERSION);
    if image.len() >= 12 && version != expected {
        return Err(ImageError::Version { found: version, expected });
    }
    let (found, expected) = (image.len() as u64, u64_at(image, 16).max(HEADER as u64));
    if found != expected {
        return Err(ImageError::Length { found, expected });
    }
    let (found, expected) = (checksum(image), u32_at(image, 12));
    if found != expected {
        return Err(ImageError::Checksum { found, expected });
    }
    match u32_at(image, 24) {
        fold::FINGERPRINT => Ok(()),
        found => Err(ImageError::Folding { found, expected: fold::FINGERPRINT }),
    }
}

/// Checks what the sections hold.
fn check(gazetteer: &Gazetteer<'_>) -> Result<(), ImageError> {
    let (image, layout) = (gazetteer.source.bytes(), &gazetteer.layout);
    let mut end = HEADER;
    for &section in Section::ALL {
        let (start, len) = layout.sections[section as usize];
        let (name, record) = (section.record().0, layout.record(section));
        let error = |what| ImageError::Content { section: name, what, byte: u64::from(start) };
        if start as usize != end || len as usize > image.len().saturating_sub(end) {
            return Err(error("a section that does not stand behind the one before"));
        }
        end += len as usize;
        if !(len as usize).is_multiple_of(record) {
            return Err(error("a record that is cut"));
        }
    }
    let check = Check {
        layout,
        tables: gazetteer.tables(),
        automaton: gazetteer.automaton(),
        prefilter: gazetteer.prefilter(Chosen::SCALAR),
    };
    if end != image.len() {
        return check.wrong(Section::ALL[SECTIONS - 1], 0, "something behind the last section");
    }
    if ![SURFACE, WIDE_SURFACE].contains(&(layout.surface as usize)) {
        return check.wrong(Section::Surfaces, 0, "records of no length that they can have");
    }
    check.all()
}

/// The checks of one image whose sections stand where they should.
struct Check<'g> {
    layout: &'g Layout,
    tables: Tables<'g>,
    automaton: Automaton<'g>,
    prefilter: Prefilter<'g>,
}

impl Check<'_> {
    fn wrong(&self, section: Section, record: usize, what: &'static str) -> Result<(), ImageError> {
        Err(self.error(section, record, what))
    }

    fn error(&self, section: Section, record: usize, what: &'static str) -> ImageError {
        let (name, len) = (section.record().0, self.layout.record(section) as u64);
        ImageError::Content {
            section: name,
            what,
            byte: self.layout.offset(section) as u64 + record as u64 * len,
        }
    }

    fn all(&self) -> Result<(), ImageError> {
        let tables = &self.tables;
        for section in [Section::DataVersion, Section::Texts] {
            if core::str::from_utf8(tables.section(section)).is_err() {
                return self.wrong(section, 0, "no UTF-8");
            }
        }
        if tables.section(Section::DataVersion).last() != Some(&0) {
            return self.wrong(Section::DataVersion, 0, "no zero behind it");
        }
        if tables.section(Section::Beginnings).len() != BEGINNINGS {
            return self.wrong(Section::Beginnings, 0, "not one record");
        }
        if !self.prefilter.has_its_signs() {
            return self.wrong(Section::Beginnings, 0, "signs of other names");
        }
        if tables.section(Section::Tokens).is_empty() {
            return self.wrong(Section::Tokens, 0, "nothing");
        }
        if !self.automaton.heads_are_in_place() {
            return self.wrong(Section::Heads, 0, "heads out of place");
        }
        for index in 0..tables.count(Section::Kinds) {
            self.text(Section::Kinds, index, tables.kind_text(index))?;
        }
        for (index, set) in
            tables.section(Section::LanguageSets).chunks_exact(LANGUAGE_SET).enumerate()
        {
            if u64::from(u32_at(set, 0)) + u64::from(u32_at(set, 4))
                > (tables.section(Section::Languages).len() / LANGUAGE) as u64
            {
                return self.wrong(Section::LanguageSets, index, "languages that do not exist");
            }
        }
        if let Some(index) =
            tables.section(Section::Languages).chunks_exact(LANGUAGE).position(|code| {
                core::str::from_utf8(code)
                    .ok()
                    .and_then(|code| Language::new(code.trim_end_matches('\0')))
                    .is_none()
            })
        {
            return self.wrong(Section::Languages, index, "no code");
        }
        self.entities()?;
        self.traits()?;
        self.surfaces()?;
        let lists = self.readings()?;
        self.names(lists)?;
        tables
            .cues()
            .check(tables.entity_count(), |section, record, what| self.wrong(section, record, what))
    }

    fn text(&self, section: Section, record: usize, text: Text) -> Result<(), ImageError> {
        match self.tables.text_of(text) {
            Some(_) if self.tables.ends(text) => Ok(()),
            Some(_) => self.wrong(section, record, "a text without a zero behind it"),
            None => self.wrong(section, record, "a text that does not exist"),
        }
    }

    fn entities(&self) -> Result<(), ImageError> {
        let tables = &self.tables;
        let (mut attributes, mut surfaces) = (0, 0);
        let mut last = "";
        for index in 0..tables.entity_count() {
            let Some(entity) = tables.entity(index as u32) else {
                return self.wrong(Section::Entities, index, "no record");
            };
            self.text(Section::Entities, index, entity.key)?;
            self.text(Section::Entities, index, entity.name)?;
            let key = tables.text(entity.key);
            if key <= last {
                return self.wrong(
                    Section::Entities,
                    index,
                    "a key that is not behind the one before",
                );
            }
            last = key;
            let kind_exists = match Kind::from_u8(entity.kind) {
                Some(Kind::Other(n)) => usize::from(n) < tables.count(Section::Kinds),
                known => known.is_some(),
            };
            if !kind_exists
                || entity.attributes.start != attributes
                || entity.surfaces.start != surfaces
            {
                return self.wrong(
                    Section::Entities,
                    index,
                    "a kind, attributes or surface forms that do not exist",
                );
            }
            (attributes, surfaces) = (entity.attributes.end, entity.surfaces.end);
            if surfaces as usize > tables.surface_count() {
                return self.wrong(Section::Entities, index, "more than exist");
            }
        }
        if attributes as usize != tables.count(Section::Attributes) {
            return self.wrong(Section::Attributes, 0, "attributes of no entity");
        }
        for index in 0..tables.count(Section::Attributes) {
            let record = tables.attribute(index);
            self.text(Section::Attributes, index, record.name)?;
            self.text(Section::Attributes, index, record.value)?;
            if usize::from(record.value_type) >= AttributeType::ALL.len() || record.reserved != 0 {
                return self.wrong(Section::Attributes, index, "a type that does not exist");
            }
        }
        self.retired_keys()?;
        let mut last = None;
        for index in 0..tables.count(Section::Members) {
            let member = tables.member(index);
            for text in member.texts() {
                self.text(Section::Members, index, text)?;
            }
            if member.bloc.max(member.member) as usize >= tables.entity_count()
                || last > Some((member.bloc, member.member))
            {
                return self.wrong(
                    Section::Members,
                    index,
                    "out of order, or of entities that do not exist",
                );
            }
            last = Some((member.bloc, member.member));
        }
        Ok(())
    }

    fn retired_keys(&self) -> Result<(), ImageError> {
        let tables = &self.tables;
        let mut last = "";
        for index in 0..tables.count(Section::RetiredKeys) {
            let retired = tables.retired_key(index);
            self.text(Section::RetiredKeys, index, retired.key)?;
            let key = tables.text(retired.key);
            if key <= last
                || retired.successor as usize >= tables.entity_count()
                || tables.find(key).is_some()
            {
                return self.wrong(
                    Section::RetiredKeys,
                    index,
                    "out of order, in use, or without a successor",
                );
            }
            last = key;
        }
        Ok(())
    }

    fn traits(&self) -> Result<(), ImageError> {
        let sets = self.tables.count(Section::LanguageSets);
        for (index, row) in self.tables.section(Section::Traits).chunks_exact(TRAITS).enumerate() {
            let known = usize::from(row[0]) < Role::ALL.len()
                && usize::from(row[1]) < CaseRule::ALL.len()
                && (1..=100).contains(&row[2])
                && row[3] & 3 < 3;
            // Forms with other bounds than words are for a later version.
            let reserved = row[4] != Bounds::Word as u8 || row[5] != 0;
            if !known || reserved || usize::from(u16_at(row, 6)) >= sets {
                return self.wrong(Section::Traits, index, "a value that does not exist");
            }
        }
        Ok(())
    }

    fn surfaces(&self) -> Result<(), ImageError> {
        let tables = &self.tables;
        let decoys = tables.decoys_from();
        for index in 0..tables.surface_count() {
            let Some(surface) = tables.surface(index as u32) else {
                return self.wrong(Section::Surfaces, index, "no record");
            };
            self.text(Section::Surfaces, index, surface.text)?;
            let owner = surface.entity().and_then(|entity| tables.entity(entity.0));
            let in_place = match owner {
                Some(entity) => entity.surfaces.contains(&(index as u32)),
                None => surface.entity().is_none() && index as u32 >= decoys,
            };
            if !in_place || !tables.traits_exist(index as u32) {
                return self.wrong(
                    Section::Surfaces,
                    index,
                    "of another entity, or with traits that do not exist",
                );
            }
        }
        Ok(())
    }

    /// That the surface forms of names are lists without gaps; how many lists there are, and how
    /// many surface forms stand in them.
    fn readings(&self) -> Result<(usize, usize), ImageError> {
        let list = self.tables.section(Section::Readings);
        let (mut at, mut lists, mut listed) = (0, 0, 0);
        while at < list.len() {
            let count = u32_at(list, at) as usize;
            if !(2..=limits::READINGS).contains(&count) || list.len() - at < (count + 1) * NAME {
                return Err(self.error(
                    Section::Readings,
                    at / NAME,
                    "a list of no length that it can have",
                ));
            }
            (at, lists, listed) = (at + (count + 1) * NAME, lists + 1, listed + count);
        }
        Ok((lists, listed))
    }

    /// That every surface form is found, and by its own name; and that there is nothing else to be
    /// found.
    fn names(&self, (lists, in_lists): (usize, usize)) -> Result<(), ImageError> {
        let tables = &self.tables;
        let mut listed = 0;
        for index in 0..tables.surface_count() as u32 {
            let Some(surface) = tables.surface(index) else { continue };
            let form = tables.text(surface.text);
            let folded = Folded::new(form);
            let Some(name) = self.automaton.find(folded.bytes(), |name| tables.form(name)) else {
                return self.wrong(Section::Surfaces, index as usize, "a form that is not found");
            };
            let mut readings = tables.readings(name);
            listed += usize::from(readings.len() > 1);
            if !readings.any(|(reading, _)| reading == index) {
                return self.wrong(
                    Section::Surfaces,
                    index as usize,
                    "a form that is found as another",
                );
            }
            if self.prefilter.misses(folded.bytes(), casings(surface.traits.case, form, &folded)) {
                return self.wrong(
                    Section::Surfaces,
                    index as usize,
                    "a form that the filter misses",
                );
            }
        }
        if listed != in_lists {
            return self.wrong(Section::Readings, 0, "surface forms of no name");
        }
        if self.automaton.names().count() + listed != lists + tables.surface_count() {
            return self.wrong(Section::Slots, 0, "names without a surface form");
        }
        if self.automaton.names().any(|name| {
            tables.readings(name).all(|(_, record)| tables.text_of(record.text).is_none())
        }) {
            return self.wrong(Section::Slots, 0, "a name that does not exist");
        }
        Ok(())
    }
}
