//! Everything that is checked before an image is used.

use super::cues::{
    CUE, CUE_SET, CUE_WORD, CUED_NAME, Classes, Cue, CuedName, DOCUMENT, Filters, filter_of,
    order_in_set,
};
use super::function_words::FUNCTION_WORD;
use super::header::{
    CHECKSUM_AT, FOLDING_AT, HEADER, Header, LENGTH_AT, MAGIC, VERSION, VERSION_AT, checksum,
};
use super::records::{DECOY, LANGUAGE, TRAITS, TextRange, casings_of};
use super::sections::{Section, WIDE_SURFACE};
use super::tables::Tables;
use crate::automaton::Automaton;
use crate::boundary::is_frequent_of_pair;
use crate::bytes::{u16_at, u32_at, u64_at};
use crate::cue::{CuePlace, REACH, WEIGHT};
use crate::entity::{AttributeType, Bounds, CaseRule, Kind, Language, Role, Uses};
use crate::error::ImageError;
use crate::fold::{self, Folded};
use crate::limits;
use crate::prefilter::{Chosen, Prefilter};

/// Checks an image and returns its header. Linear in its length.
///
/// # Errors
///
/// What is wrong, and in which section and record.
pub(crate) fn check(image: &[u8]) -> Result<Header, ImageError> {
    check_version(image)?;
    check_checksum(image)?;
    let header = header(image)?;
    Check::new(image, &header).all()?;
    Ok(header)
}

/// Checks that an image is complete, of this version, and that its sections are where its header
/// says, and returns the header. In constant time. What the sections have is not checked: whatever
/// they have, reading them returns, and reads nothing outside of the image.
///
/// # Errors
///
/// What is wrong.
pub(crate) fn check_layout(image: &[u8]) -> Result<Header, ImageError> {
    check_version(image)?;
    header(image)
}

/// The header of an image of this version, if its forms are folded as here and its sections are
/// where it says.
fn header(image: &[u8]) -> Result<Header, ImageError> {
    let found = u32_at(image, FOLDING_AT);
    if found != fold::FINGERPRINT {
        return Err(ImageError::Folding { found, expected: fold::FINGERPRINT });
    }
    let header = Header::read(image);
    check_sections(image, &header)?;
    Ok(header)
}

/// Checks the version of the format and the length.
fn check_version(image: &[u8]) -> Result<(), ImageError> {
    if !image.starts_with(&MAGIC) {
        return Err(ImageError::NotAnImage);
    }
    let (version, expected) = (u32_at(image, VERSION_AT), VERSION);
    if image.len() >= VERSION_AT + 4 && version != expected {
        return Err(ImageError::Version { found: version, expected });
    }
    let (found, expected) = (image.len() as u64, u64_at(image, LENGTH_AT).max(HEADER as u64));
    if found != expected {
        return Err(ImageError::Length { found, expected });
    }
    Ok(())
}

fn check_checksum(image: &[u8]) -> Result<(), ImageError> {
    let (found, expected) = (checksum(image), u32_at(image, CHECKSUM_AT));
    if found != expected {
        return Err(ImageError::Checksum { found, expected });
    }
    Ok(())
}

/// Checks that the sections follow each other without gaps and hold whole records.
fn check_sections(image: &[u8], header: &Header) -> Result<(), ImageError> {
    let mut end = HEADER;
    for &section in Section::ALL {
        let (start, len) = (header.offset(section), header.len(section));
        if start != end || len > image.len().saturating_sub(end) {
            return Err(error(header, section, 0, "wrong offset or length"));
        }
        end += len;
        if !len.is_multiple_of(header.width(section)) {
            return Err(error(header, section, 0, "truncated record"));
        }
    }
    if end != image.len() {
        let last = Section::ALL[Section::COUNT - 1];
        return Err(error(header, last, 0, "bytes after the end"));
    }
    if ![Section::Surfaces.width(), WIDE_SURFACE].contains(&(header.surface_width as usize)) {
        return Err(error(header, Section::Surfaces, 0, "unknown record width"));
    }
    Ok(())
}

/// The error that something is wrong with a record of a section.
fn error(header: &Header, section: Section, record: usize, what: &'static str) -> ImageError {
    ImageError::Content {
        section: section.name(),
        what,
        byte: header.offset(section) as u64 + record as u64 * header.width(section) as u64,
    }
}

/// The checks of one image, whose sections were checked to follow each other.
struct Check<'g> {
    header: &'g Header,
    tables: Tables<'g>,
    automaton: Automaton<'g>,
    prefilter: Prefilter<'g>,
}

impl<'g> Check<'g> {
    fn new(image: &'g [u8], header: &'g Header) -> Self {
        let tables = Tables::new(image, header);
        let prefilter = tables.prefilter(Chosen::SCALAR);
        Self { header, tables, automaton: tables.automaton(), prefilter }
    }

    fn wrong(&self, section: Section, record: usize, what: &'static str) -> Result<(), ImageError> {
        Err(self.error(section, record, what))
    }

    fn error(&self, section: Section, record: usize, what: &'static str) -> ImageError {
        error(self.header, section, record, what)
    }

    fn all(&self) -> Result<(), ImageError> {
        let tables = &self.tables;
        for section in [Section::DataVersion, Section::Texts] {
            if core::str::from_utf8(tables.section(section)).is_err() {
                return self.wrong(section, 0, "invalid UTF-8");
            }
        }
        if tables.section(Section::DataVersion).last() != Some(&0) {
            return self.wrong(Section::DataVersion, 0, "missing zero at the end");
        }
        if tables.count(Section::Beginnings) != 1 {
            return self.wrong(Section::Beginnings, 0, "wrong number of records");
        }
        if !self.prefilter.has_its_signs() {
            return self.wrong(Section::Beginnings, 0, "signs that differ from the first bytes");
        }
        if !self.prefilter.has_its_wide_tables() {
            return self.wrong(Section::Wide, 0, "a length that differs from the sizes");
        }
        if tables.section(Section::Tokens).is_empty() {
            return self.wrong(Section::Tokens, 0, "no records");
        }
        if !self.automaton.heads_are_in_place() {
            return self.wrong(Section::Heads, 0, "head outside of its bucket");
        }
        for index in 0..tables.count(Section::Kinds) {
            self.text(Section::Kinds, index, tables.kind_name(index))?;
        }
        for (index, set) in tables
            .section(Section::LanguageSets)
            .chunks_exact(Section::LanguageSets.width())
            .enumerate()
        {
            if u64::from(u32_at(set, 0)) + u64::from(u32_at(set, 4))
                > (tables.section(Section::Languages).len() / LANGUAGE) as u64
            {
                return self.wrong(Section::LanguageSets, index, "language out of range");
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
            return self.wrong(Section::Languages, index, "invalid language code");
        }
        self.function_words()?;
        self.entities()?;
        self.traits()?;
        self.surfaces()?;
        let lists = self.readings()?;
        self.names(lists)?;
        self.inside()?;
        self.cues()?;
        self.cued_names()?;
        self.classes()?;
        match self.tables.wrong_qualifier() {
            Some((index, what)) => self.wrong(Section::Remainders, index, what),
            None => Ok(()),
        }
    }

    fn text(&self, section: Section, record: usize, text: TextRange) -> Result<(), ImageError> {
        match self.tables.text_of(text) {
            Some(_) if self.tables.ends_with_zero(text) => Ok(()),
            Some(_) => self.wrong(section, record, "text without a zero after it"),
            None => self.wrong(section, record, "text out of range or not UTF-8"),
        }
    }

    fn entities(&self) -> Result<(), ImageError> {
        let tables = &self.tables;
        let (mut attributes, mut surfaces) = (0, 0);
        let mut last = "";
        for index in 0..tables.entity_count() {
            let Some(entity) = tables.entity(index as u32) else {
                return self.wrong(Section::Entities, index, "missing record");
            };
            self.text(Section::Entities, index, entity.key)?;
            self.text(Section::Entities, index, entity.name)?;
            let key = tables.text(entity.key);
            if key <= last {
                return self.wrong(Section::Entities, index, "keys out of order");
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
                    "kind, attributes or surface forms out of range",
                );
            }
            (attributes, surfaces) = (entity.attributes.end, entity.surfaces.end);
            if surfaces as usize > tables.surface_count() {
                return self.wrong(Section::Entities, index, "surface forms out of range");
            }
        }
        if attributes as usize != tables.count(Section::Attributes) {
            return self.wrong(Section::Attributes, 0, "attributes without an entity");
        }
        for index in 0..tables.count(Section::Attributes) {
            let record = tables.attribute(index);
            self.text(Section::Attributes, index, record.name)?;
            self.text(Section::Attributes, index, record.value)?;
            if usize::from(record.value_type) >= AttributeType::ALL.len() || record.reserved != 0 {
                return self.wrong(Section::Attributes, index, "unknown type of attribute");
            }
        }
        self.retired_keys()?;
        self.removals()?;
        self.members()
    }

    /// Checks that what a layer takes away has a key or a form, each once.
    fn removals(&self) -> Result<(), ImageError> {
        let tables = &self.tables;
        let mut last = ("", "");
        for index in 0..tables.count(Section::Removals) {
            let removal = tables.removal(index);
            for text in [removal.key, removal.form] {
                if text.len > 0 {
                    self.text(Section::Removals, index, text)?;
                }
            }
            let removal = (tables.text(removal.key), tables.text(removal.form));
            if removal <= last {
                return self.wrong(Section::Removals, index, "empty or out of order");
            }
            last = removal;
        }
        Ok(())
    }

    /// Checks the spells of membership: their order, their facts, and their order by member.
    fn members(&self) -> Result<(), ImageError> {
        let tables = &self.tables;
        let (spells, facts) = (tables.count(Section::Members), tables.count(Section::SpellFacts));
        for index in 0..facts {
            for text in tables.facts(index as u32).0 {
                self.text(Section::SpellFacts, index, text)?;
            }
        }
        let mut last = None;
        for index in 0..spells {
            let member = tables.member(index);
            if member.bloc.max(member.member) as usize >= tables.entity_count()
                || last > Some((member.bloc, member.member))
                || member.facts as usize >= facts
            {
                return self.wrong(
                    Section::Members,
                    index,
                    "members out of order, or entity or facts out of range",
                );
            }
            last = Some((member.bloc, member.member));
        }
        if tables.count(Section::SpellsByMember) != spells {
            return self.wrong(Section::SpellsByMember, 0, "not as many as there are members");
        }
        // Ascending and as many as there are spells: each of them is there once.
        let mut last = None;
        for position in 0..spells {
            let index = tables.spell_by_member(position);
            let place = Some((tables.member(index as usize).member, index));
            if index as usize >= spells || last >= place {
                return self.wrong(
                    Section::SpellsByMember,
                    position,
                    "spells out of order or out of range",
                );
            }
            last = place;
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
                    "key out of order or in use, or successor out of range",
                );
            }
            last = key;
        }
        Ok(())
    }

    /// Checks that each language with a bit occurs once, and that each function word is found in
    /// its hash table and has languages that exist.
    fn function_words(&self) -> Result<(), ImageError> {
        let words = self.tables.function_words();
        let codes = self.tables.section(Section::TextLanguages);
        if codes.len() / LANGUAGE > limits::TEXT_LANGUAGES {
            return self.wrong(Section::TextLanguages, limits::TEXT_LANGUAGES, "too many records");
        }
        for (index, language) in words.languages().enumerate() {
            let is_code = Language::new(language.as_str()) == Some(language);
            if !is_code || words.bit_of(language) != 1 << index {
                return self.wrong(Section::TextLanguages, index, "invalid language code");
            }
        }
        if !words.words.is_empty() && words.buckets.is_none() {
            return self.wrong(Section::FunctionWords, 0, "too few records for a hash table");
        }
        for (index, record) in words.words.chunks_exact(FUNCTION_WORD).enumerate() {
            let record = u64_at(record, 0);
            let (hash, languages) = (record, record as u32);
            if record != 0
                && (languages == 0
                    || languages & !words.all() != 0
                    || words.languages_of(hash) != languages)
            {
                return self.wrong(
                    Section::FunctionWords,
                    index,
                    "word that is not found, or languages out of range",
                );
            }
        }
        Ok(())
    }

    fn traits(&self) -> Result<(), ImageError> {
        let sets = self.tables.count(Section::LanguageSets);
        for (index, row) in self.tables.section(Section::Traits).chunks_exact(TRAITS).enumerate() {
            let known = usize::from(row[0]) < Role::ALL.len()
                && usize::from(row[1]) < CaseRule::ALL.len()
                && (1..=100).contains(&row[2]);
            let known = known && usize::from(row[4]) < Bounds::ALL.len();
            let bits = u32_at(row, 8) & !self.tables.function_words().all();
            if !known || usize::from(u16_at(row, 6)) >= sets || bits != 0 {
                return self.wrong(Section::Traits, index, "unknown value");
            }
        }
        Ok(())
    }

    fn surfaces(&self) -> Result<(), ImageError> {
        let tables = &self.tables;
        let decoys = tables.decoys_from();
        for index in 0..tables.surface_count() {
            let Some(surface) = tables.surface(index as u32) else {
                return self.wrong(Section::Surfaces, index, "missing record");
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
                    "surface form of another entity, or traits out of range",
                );
            }
        }
        Ok(())
    }

    /// Checks that the readings are lists without gaps. Returns how many lists there are, and how
    /// many surface forms they have together.
    fn readings(&self) -> Result<(usize, usize), ImageError> {
        let list = self.tables.section(Section::Readings);
        let width = Section::Readings.width();
        let (mut at, mut lists, mut listed) = (0, 0, 0);
        while at < list.len() {
            let count = u32_at(list, at) as usize;
            if !(2..=limits::READINGS).contains(&count) || list.len() - at < (count + 1) * width {
                return Err(self.error(
                    Section::Readings,
                    at / width,
                    "list with too few or too many surface forms",
                ));
            }
            (at, lists, listed) = (at + (count + 1) * width, lists + 1, listed + count);
        }
        Ok((lists, listed))
    }

    /// Checks that the automaton finds every surface form under its own name and nothing else, and
    /// that the prefilter passes every surface form.
    fn names(&self, (lists, in_lists): (usize, usize)) -> Result<(), ImageError> {
        let tables = &self.tables;
        let mut listed = 0;
        for index in 0..tables.surface_count() as u32 {
            let Some(surface) = tables.surface(index) else { continue };
            let form = tables.text(surface.text);
            let folded = Folded::new(form);
            let Some(name) = self.automaton.find(folded.bytes(), |name| tables.form(name)) else {
                return self.wrong(
                    Section::Surfaces,
                    index as usize,
                    "surface form that the automaton does not find",
                );
            };
            let mut readings = tables.readings(name);
            listed += usize::from(readings.len() > 1);
            if !readings.any(|(reading, _)| reading == index) {
                return self.wrong(
                    Section::Surfaces,
                    index as usize,
                    "surface form under another name",
                );
            }
            if surface.traits.bounds() == Bounds::Word
                && self.prefilter.misses(
                    folded.bytes(),
                    casings_of(surface.traits.case, surface.is_decoy(), form, &folded),
                    surface.traits.adjoining && is_frequent_of_pair(form),
                )
            {
                return self.wrong(
                    Section::Surfaces,
                    index as usize,
                    "surface form that the prefilter misses",
                );
            }
        }
        if listed != in_lists {
            return self.wrong(Section::Readings, 0, "surface forms without a name");
        }
        if self.automaton.names().count() + listed != lists + tables.surface_count() {
            return self.wrong(Section::Slots, 0, "names without a surface form");
        }
        if self.automaton.names().any(|name| {
            tables.readings(name).all(|(_, record)| tables.text_of(record.text).is_none())
        }) {
            return self.wrong(Section::Slots, 0, "name out of range");
        }
        Ok(())
    }

    /// Checks that the automaton of names inside words finds each of them and nothing else, and
    /// that its filter passes them.
    fn inside(&self) -> Result<(), ImageError> {
        let tables = &self.tables;
        let mut numbers = self
            .automaton
            .names()
            .map(|name| (name, tables.bounds_of(name)))
            .filter(|(_, bounds)| bounds.goes_inside());
        let Some(inside) = tables.inside() else {
            let others = [Section::InsideOutputs, Section::InsideFilter];
            return match others.into_iter().find(|section| !tables.section(*section).is_empty()) {
                Some(section) => self.wrong(section, 0, "records without a state"),
                None if numbers.next().is_some() => {
                    self.wrong(Section::InsideSlots, 0, "no states for names inside words")
                }
                None => Ok(()),
            };
        };
        if !inside.has_its_filter(tables.section(Section::InsideFilter).len()) {
            return self.wrong(Section::InsideFilter, 0, "a length that differs from the sizes");
        }
        if let Some((index, what)) = inside.wrong_slot() {
            return self.wrong(Section::InsideSlots, index, what);
        }
        if let Some(index) = inside.wrong_output() {
            return self.wrong(Section::InsideOutputs, index, "length or next name out of range");
        }
        let mut count = 0;
        for (name, bounds) in numbers {
            let form = core::str::from_utf8(tables.form(name)).unwrap_or("");
            if !inside.has(name, Folded::new(form).bytes(), bounds) {
                return self.wrong(Section::InsideOutputs, count, "name that is not found");
            }
            count += 1;
        }
        if count != inside.names() {
            return self.wrong(Section::InsideOutputs, count, "name without a surface form");
        }
        Ok(())
    }

    /// Checks each cue.
    fn cues(&self) -> Result<(), ImageError> {
        let entities = self.tables.entity_count();
        let is_valid = |cue: Cue| {
            let entity_exists = (cue.entity as usize) < entities;
            cue.weight != 0
                && cue.weight.unsigned_abs() <= WEIGHT.unsigned_abs()
                && (cue.entity == DECOY || (entity_exists && cue.of.is_none()))
                && !(cue.of.is_some() && matches!(cue.place, CuePlace::Document(_)))
        };
        let rows = self.tables.cues().rows;
        match rows.chunks_exact(CUE).position(|row| !Cue::read(row).is_some_and(is_valid)) {
            Some(index) => self.wrong(
                Section::Cues,
                index,
                "unknown place, weight or use, or entity out of range",
            ),
            None => Ok(()),
        }
    }

    /// Checks that each name with cues is found in its hash table, and has cues that exist.
    fn cued_names(&self) -> Result<(), ImageError> {
        let cues = self.tables.cues();
        if !cues.is_empty() && cues.name_buckets.is_none() {
            return self.wrong(Section::CuedNames, 0, "too few records for a hash table");
        }
        let has_valid_reach = |name: &CuedName<'_>| {
            let mut reaches = name.by_default.iter().zip(&name.all);
            reaches.all(|(part, all)| part.is_part_of(*all) && all.words <= REACH)
        };
        let has_sorted_cues = |name: &CuedName<'_>| {
            let is_of_document = |row: &[u8]| row[2] == DOCUMENT;
            name.documents.chunks_exact(CUE).all(is_of_document)
                && !name.near.chunks_exact(CUE).any(is_of_document)
                && name.filters == Filters::of(name.near, Uses::DEFAULT)
        };
        for (index, row) in cues.names.chunks_exact(CUED_NAME).enumerate() {
            let Some(number) = u32_at(row, 0).checked_sub(1) else { continue };
            let name = cues.of_name(number);
            if !name.is_some_and(|name| has_valid_reach(&name) && has_sorted_cues(&name)) {
                return self.wrong(
                    Section::CuedNames,
                    index,
                    "name that is not found, or cues out of range",
                );
            }
        }
        Ok(())
    }

    /// Checks that each word is found in its hash table, and that words and entities have classes
    /// that exist.
    fn classes(&self) -> Result<(), ImageError> {
        let cues = self.tables.cues();
        let set_is_valid = |index: u16| {
            let is_valid = |set: Classes<'_>| {
                filter_of(set.all()) == cues.filter_of_set(index)
                    && set.all().map(order_in_set).is_sorted()
            };
            index != 0 && cues.set(index).is_some_and(is_valid)
        };
        if !cues.words.is_empty() && cues.word_buckets.is_none() {
            return self.wrong(Section::CueWords, 0, "too few records for a hash table");
        }
        for (index, word) in cues.words.chunks_exact(CUE_WORD).enumerate() {
            let word = u64_at(word, 0);
            if word != 0 && !(cues.of_word(word).is_some() && set_is_valid(word as u16)) {
                return self.wrong(
                    Section::CueWords,
                    index,
                    "word that is not found, or classes out of range",
                );
            }
        }
        let entities = self.tables.entity_count();
        if !cues.entities.is_empty() && cues.entities.len() != entities * CUE_SET {
            return self.wrong(Section::CueEntities, 0, "wrong number of records");
        }
        let mut sets = cues.entities.chunks_exact(CUE_SET).map(|set| u16_at(set, 0));
        match sets.position(|set| set != 0 && !set_is_valid(set)) {
            Some(index) => self.wrong(Section::CueEntities, index, "classes out of range"),
            None => Ok(()),
        }
    }
}
