//! Cues while a gazetteer is put together.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::builder::{GazetteerBuilder, SurfaceDraft};
use super::cues::{
    CUE, CUE_WORD, CUED_NAME, CuePlace, GOES_ON, MOST_CLASSES, MOST_CUES, NEAR, PHRASE, Reach,
    SET_HEAD, STEP, WEIGHT, WITNESSES, filter_of, hash_of_name, place_of, use_code,
};
use super::records::DECOY;
use super::{Gazetteer, Surface};
use crate::entity::{EntityIndex, Use, Uses};
use crate::error::{Error, ErrorKind};
use crate::records::u32_at;
use crate::words::{Direction, Hash, Shape, name_hash, words as words_of};

/// A class of words or entities that cues of one builder can speak of: what
/// [`GazetteerBuilder::add_word_class`] gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WordClass(u32);

/// Everything that a builder knows of cues.
#[derive(Clone, Default)]
pub(super) struct CueDrafts {
    classes: Vec<ClassDraft>,
    /// By the hash of the name.
    names: BTreeMap<u64, BTreeSet<CueDraft>>,
}

#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct ClassDraft {
    /// Hashes, of which an image has the upper six bytes; and whether longer phrases begin so and
    /// this is none of the class.
    words: BTreeSet<u64>,
    beginnings: BTreeSet<u64>,
    /// Drafts' indices.
    entities: BTreeSet<u32>,
    /// As they are written, to be found in whole documents; none of a class that came from an
    /// image, which has them as surface forms.
    forms: BTreeSet<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct CueDraft {
    class: u32,
    place: CuePlace,
    weight: i8,
    of: Option<Use>,
    /// The index of a draft, or [`DECOY`] for every reading.
    entity: u32,
}

/// The sections of an image that tell of cues.
#[derive(Default)]
pub(super) struct CueSections {
    pub(super) names: Vec<u8>,
    pub(super) rows: Vec<u8>,
    pub(super) words: Vec<u8>,
    pub(super) sets: Vec<u8>,
    pub(super) entities: Vec<u8>,
}

/// What the upper six bytes of a hash are.
const fn kept(hash: u64) -> u64 {
    hash & !0xFFFF
}

/// What an unambiguous name of the same entity in the document weighs for a name that has cues.
const RELATIVE: i8 = 4;

impl GazetteerBuilder {
    /// Adds a class of words and short phrases (four words at most) that cues can speak of. A text
    /// that is the key of an entity stands for the entity: in a document, for any unambiguous name
    /// of it.
    ///
    /// `<capitalised>`, `<lower>`, `<number>`, `<initial>` and `<edge>` stand for any neighbour of
    /// that shape. Errors: no word at all, a phrase that is too long, an unknown entity.
    pub fn add_word_class<'w>(
        &mut self,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Result<WordClass, Error> {
        let mut class = ClassDraft::default();
        for word in words {
            if let Some(&entity) = self.by_key.get(word) {
                class.entities.insert(entity);
                continue;
            }
            let kind = word.split_once('/').map_or("", |(kind, _)| kind);
            if ["country", "bloc", "mineral"].contains(&kind)
                || self.kinds.iter().any(|known| known == kind)
            {
                return Err(ErrorKind::UnknownEntity(word.into()).into());
            }
            if let Some(shape) = Shape::named(word) {
                class.words.insert(kept(shape.hash().finish()));
                continue;
            }
            // To the left of a name phrases are read from their end.
            for direction in [Direction::Forwards, Direction::Backwards] {
                let mut parts: Vec<&[u8]> = words_of(word.as_bytes()).collect();
                if direction == Direction::Backwards {
                    parts.reverse();
                }
                let mut hash = Hash::new();
                let hashes: Vec<u64> = parts
                    .iter()
                    .map(|part| {
                        hash = hash.word(part, 0, part.len(), direction);
                        kept(hash.finish())
                    })
                    .collect();
                let Some((&whole, beginnings)) =
                    hashes.split_last().filter(|_| hashes.len() <= PHRASE)
                else {
                    return Err(ErrorKind::BadCueWord(word.into()).into());
                };
                class.words.insert(whole);
                class.beginnings.extend(beginnings);
            }
            class.forms.insert(word.into());
        }
        if class.words.is_empty() && class.entities.is_empty() {
            return Err(ErrorKind::BadCueWord(String::new()).into());
        }
        self.cues.classes.push(class);
        Ok(WordClass(self.cues.classes.len() as u32 - 1))
    }

    /// Adds a cue: words of a class at a place speak for (or against, with a weight below 0) a
    /// reading of a form, or all of them. Each step of the weight doubles or halves the odds; it
    /// goes from -12 to 12. `data/README.md` tells more.
    ///
    /// Errors: an unknown entity, a weight or a place that does not exist.
    pub fn add_cue(
        &mut self,
        form: &str,
        entity: Option<&str>,
        place: CuePlace,
        words: WordClass,
        weight: i8,
    ) -> Result<&mut Self, Error> {
        let entity = match entity {
            Some(key) => {
                self.by_key.get(key).copied().ok_or_else(|| ErrorKind::UnknownEntity(key.into()))?
            }
            None => DECOY,
        };
        self.put_cue(form, CueDraft { class: words.0, place, weight, of: None, entity })
    }

    /// Adds a cue that tells what a name is used for: it is weighed for every reading, unless the
    /// use counts ([`TaggerBuilder::uses`](crate::TaggerBuilder::uses)). It tells this of the place
    /// where it stands and not of the same name elsewhere, and where all of them together weigh
    /// less than 0 the rest of the document does not speak for the name; more than 0 they do not
    /// weigh.
    ///
    /// Errors: a weight or a place that does not exist, or a place in the document.
    pub fn add_use_cue(
        &mut self,
        form: &str,
        of: Use,
        place: CuePlace,
        words: WordClass,
        weight: i8,
    ) -> Result<&mut Self, Error> {
        if let CuePlace::Document(_) = place {
            return Err(ErrorKind::UseOfDocument.into());
        }
        self.put_cue(form, CueDraft { class: words.0, place, weight, of: Some(of), entity: DECOY })
    }

    fn put_cue(&mut self, form: &str, draft: CueDraft) -> Result<&mut Self, Error> {
        let CueDraft { class, place, weight, .. } = draft;
        if weight == 0 || weight.unsigned_abs() > WEIGHT.unsigned_abs() {
            return Err(ErrorKind::BadWeight(weight.to_string()).into());
        }
        if CuePlace::of_code(place.code()).is_none() {
            return Err(ErrorKind::BadCuePlace(place.to_string()).into());
        }
        if let CuePlace::Document(_) = place {
            let forms: Vec<String> = self
                .cues
                .classes
                .get(class as usize)
                .map(|class| class.forms.iter().cloned().collect())
                .unwrap_or_default();
            for form in forms {
                self.put_witness(&form)?;
            }
        }
        self.cues.names.entry(name_hash(form.as_bytes(), false)).or_default().insert(draft);
        Ok(self)
    }

    /// Adds a form that is looked for only because documents are asked for it.
    fn put_witness(&mut self, form: &str) -> Result<(), Error> {
        let surface = Surface::new(form);
        surface.check()?;
        match self.by_form.get(&(DECOY, form.to_string())) {
            Some(&index) => self.surfaces[index as usize].witness = true,
            None => {
                self.by_form.insert((DECOY, form.into()), self.surfaces.len() as u32);
                self.surfaces.push(SurfaceDraft {
                    witness: true,
                    hides: false,
                    ..SurfaceDraft::new(DECOY, &surface)
                });
            }
        }
        Ok(())
    }
}

impl CueDrafts {
    /// The cues of a gazetteer whose entities keep their indices.
    pub(super) fn of(gazetteer: &Gazetteer<'_>) -> Self {
        let cues = gazetteer.tables().cues();
        let mut drafts = Self::default();
        let mut class = |number: u16, add: &mut dyn FnMut(&mut ClassDraft)| {
            let number = usize::from(number);
            if drafts.classes.len() <= number {
                drafts.classes.resize(number + 1, ClassDraft::default());
            }
            add(&mut drafts.classes[number]);
        };
        for (word, classes) in cues.all_words() {
            classes.all().for_each(|number| {
                class(number & !GOES_ON, &mut |class| {
                    _ = if number & GOES_ON == 0 {
                        class.words.insert(word)
                    } else {
                        class.beginnings.insert(word)
                    }
                })
            });
        }
        for entity in 0..gazetteer.len() as u32 {
            for number in
                cues.of_entity(EntityIndex(entity)).into_iter().flat_map(|classes| classes.iter())
            {
                class(number, &mut |class| _ = class.entities.insert(entity));
            }
        }
        for (name, cued) in cues.all_names() {
            let rows = cued.all().map(|cue| CueDraft {
                class: cue.class.into(),
                place: cue.place,
                weight: cue.weight,
                of: cue.of,
                entity: cue.entity_index(),
            });
            drafts.names.insert(name_hash(gazetteer.tables().form(name), false), rows.collect());
        }
        // A class that no word is in has only its number.
        let last =
            drafts.names.values().flatten().map(|cue| cue.class as usize + 1).max().unwrap_or(0);
        drafts.classes.resize_with(last.max(drafts.classes.len()), Default::default);
        drafts
    }

    /// Whether no form has cues.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a form has cues.
    pub(super) fn has(&self, hash: u64) -> bool {
        self.names.contains_key(&hash)
    }

    /// Whether a form has cues that are weighed by default.
    pub(super) fn has_by_default(&self, hash: u64) -> bool {
        self.names.get(&hash).is_some_and(|cues| cues.iter().any(is_weighed_by_default))
    }

    /// The sections. `places` tells where each draft of an entity went; `names` are the names that
    /// are judged by what stands around them, by number: the hash of the form that their cues are
    /// under, and their entities.
    pub(super) fn sections(
        &self,
        places: &[Option<u32>],
        names: &BTreeMap<u32, (u64, BTreeSet<u32>)>,
    ) -> Result<CueSections, Error> {
        let mut rows: BTreeMap<u32, BTreeSet<CueDraft>> = BTreeMap::new();
        let mut classes = self.classes.clone();
        let mut relatives: BTreeMap<u32, u32> = BTreeMap::new();
        // Names with cues of their own come first, so that they have relatives if there is no room
        // for all.
        let mut order: Vec<_> = names
            .iter()
            .map(|(name, (form, entities))| (!self.names.contains_key(form), name, form, entities))
            .collect();
        order.sort_unstable();
        let asked: BTreeSet<u32> = self
            .names
            .values()
            .flatten()
            .filter(|cue| is_of_document(cue))
            .map(|cue| cue.class)
            .collect();
        for (_, &name, form, entities) in order {
            let mut cues = self.names.get(form).cloned().unwrap_or_default();
            for &entity in entities {
                if asked.len() + relatives.len() >= WITNESSES && !relatives.contains_key(&entity) {
                    continue;
                }
                let class = *relatives.entry(entity).or_insert_with(|| {
                    classes.push(ClassDraft { entities: [entity].into(), ..ClassDraft::default() });
                    classes.len() as u32 - 1
                });
                cues.insert(CueDraft {
                    class,
                    place: CuePlace::Document(1),
                    weight: RELATIVE,
                    of: None,
                    entity,
                });
            }
            rows.insert(name, cues);
        }
        let numbers = number_classes(&classes, places, &rows)?;
        let shapes = Shape::ALL.map(|shape| kept(shape.hash().finish()));
        let mut sections = CueSections::default();
        let mut records: Vec<[u8; CUED_NAME]> = Vec::new();
        // Many names have the same cues.
        let mut known: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
        for (name, cues) in rows {
            let place = |entity: u32| {
                if entity == DECOY {
                    Some(DECOY)
                } else {
                    places.get(entity as usize).copied().flatten()
                }
            };
            let has_shape = |class: u32| {
                classes
                    .get(class as usize)
                    .is_some_and(|class| shapes.iter().any(|shape| class.words.contains(shape)))
            };
            let reach = |all: bool| {
                let weighed = cues
                    .iter()
                    .filter(|cue| all || is_weighed_by_default(cue))
                    .map(|cue| cue.place.reach(has_shape(cue.class)));
                weighed.fold([Reach::default(); 2], |[left, right], [to_left, to_right]| {
                    [left.union(to_left), right.union(to_right)]
                })
            };
            let (by_default, all) = (reach(false), reach(true));
            let mut cues: Vec<(bool, u16, CueDraft)> = cues
                .into_iter()
                .filter_map(|cue| {
                    Some((
                        !is_of_document(&cue),
                        *numbers.get(&cue.class)?,
                        CueDraft { class: 0, entity: place(cue.entity)?, ..cue },
                    ))
                })
                .collect();
            cues.sort_unstable();
            cues.dedup();
            if cues.len() > MOST_CUES {
                return Err(ErrorKind::TooManyCues { max: MOST_CUES }.into());
            }
            let documents = cues.iter().take_while(|(near, _, _)| !near).count();
            let mut list = Vec::with_capacity(cues.len() * CUE);
            for (_, number, cue) in &cues {
                list.extend(number.to_le_bytes());
                list.extend(cue.place.code());
                list.extend([cue.weight.cast_unsigned(), use_code(cue.of)]);
                list.extend(cue.entity.to_le_bytes());
            }
            let first = *known.entry(list).or_insert_with_key(|list| {
                sections.rows.extend(list);
                ((sections.rows.len() - list.len()) / CUE) as u32
            });
            let mut record = [0; CUED_NAME];
            record[..4].copy_from_slice(&(name + 1).to_le_bytes());
            record[4..8].copy_from_slice(&first.to_le_bytes());
            record[8..10].copy_from_slice(&[cues.len() as u8, documents as u8]);
            record[10..12].copy_from_slice(&by_default.map(Reach::byte));
            record[12..].copy_from_slice(&all.map(Reach::byte));
            records.push(record);
        }
        let hash = |record: &[u8; CUED_NAME]| hash_of_name(u32_at(record, 0) - 1);
        sections.names = table(records, hash);
        write_classes(&classes, places, &numbers, &mut sections)?;
        Ok(sections)
    }
}

/// Gives classes that are used their numbers: those that documents are asked for first, then by
/// what they hold. Classes that hold the same have one number.
fn number_classes(
    classes: &[ClassDraft],
    places: &[Option<u32>],
    rows: &BTreeMap<u32, BTreeSet<CueDraft>>,
) -> Result<BTreeMap<u32, u16>, Error> {
    let used: BTreeSet<u32> = rows.values().flatten().map(|cue| cue.class).collect();
    let content = |class: u32| {
        let class = &classes[class as usize];
        let entities: BTreeSet<u32> = class
            .entities
            .iter()
            .filter_map(|&entity| places.get(entity as usize).copied().flatten())
            .collect();
        (class.words.clone(), class.beginnings.clone(), entities)
    };
    let in_documents: BTreeSet<_> = rows
        .values()
        .flatten()
        .filter(|cue| is_of_document(cue))
        .map(|cue| content(cue.class))
        .collect();
    let mut order: Vec<_> = used
        .into_iter()
        .map(|class| (content(class), class))
        .map(|(content, class)| (!in_documents.contains(&content), content, class))
        .collect();
    order.sort();
    let mut numbers = BTreeMap::new();
    for (number, same) in (0_u16..).zip(order.chunk_by(|a, b| a.1 == b.1)) {
        if in_documents.len() > WITNESSES || number == GOES_ON - 1 {
            return Err(ErrorKind::TooManyCues { max: WITNESSES }.into());
        }
        numbers.extend(same.iter().map(|(_, _, class)| (*class, number)));
    }
    Ok(numbers)
}

/// Writes the words and entities of classes.
fn write_classes(
    classes: &[ClassDraft],
    places: &[Option<u32>],
    numbers: &BTreeMap<u32, u16>,
    sections: &mut CueSections,
) -> Result<(), Error> {
    let mut words: BTreeMap<u64, BTreeSet<u16>> = BTreeMap::new();
    let mut entities: BTreeMap<u32, BTreeSet<u16>> = BTreeMap::new();
    for (&class, &number) in numbers {
        let draft = &classes[class as usize];
        draft.words.iter().for_each(|&word| _ = words.entry(word).or_default().insert(number));
        draft
            .beginnings
            .iter()
            .for_each(|&word| _ = words.entry(word).or_default().insert(number | GOES_ON));
        for place in draft
            .entities
            .iter()
            .filter_map(|&entity| places.get(entity as usize).copied().flatten())
        {
            entities.entry(place).or_default().insert(number);
        }
    }
    if words.is_empty() && entities.is_empty() {
        return Ok(());
    }
    // No set stands at 0.
    sections.sets.extend([0; SET_HEAD]);
    let mut known: BTreeMap<BTreeSet<u16>, u16> = BTreeMap::new();
    let mut place_of_set = |set: &BTreeSet<u16>| -> Result<u16, Error> {
        if let Some(&place) = known.get(set) {
            return Ok(place);
        }
        let place = u16::try_from(sections.sets.len() / 2)
            .map_err(|_| ErrorKind::TooManyCues { max: usize::from(u16::MAX) })?;
        if set.len() > MOST_CLASSES {
            return Err(ErrorKind::TooManyCues { max: MOST_CLASSES }.into());
        }
        sections.sets.extend((set.len() as u16).to_le_bytes());
        sections.sets.extend(filter_of(set.iter().copied()).to_le_bytes());
        set.iter().for_each(|class| sections.sets.extend(class.to_le_bytes()));
        known.insert(set.clone(), place);
        Ok(place)
    };
    let words = words
        .iter()
        .map(|(&word, set)| Ok(word | u64::from(place_of_set(set)?)))
        .collect::<Result<Vec<u64>, Error>>()?;
    let mut sets_of_entities = alloc::vec![0; places.iter().flatten().count()];
    for (place, set) in &entities {
        sets_of_entities[*place as usize] = place_of_set(set)?;
    }
    sections.entities.extend(sets_of_entities.iter().flat_map(|set| set.to_le_bytes()));
    let words: Vec<[u8; CUE_WORD]> = words.iter().map(|word| word.to_le_bytes()).collect();
    sections.words = table(words, |word| u64::from_le_bytes(*word));
    Ok(())
}

/// Records as a hash table with linear probing, in the order of the hashes: each stands in its own
/// place or behind the one before.
fn table<const N: usize>(mut records: Vec<[u8; N]>, hash: impl Fn(&[u8; N]) -> u64) -> Vec<u8> {
    if records.is_empty() {
        return Vec::new();
    }
    records.sort_unstable_by_key(&hash);
    let buckets = (records.len() * 5 / 4).next_power_of_two().max(2);
    let mut table = Vec::with_capacity((buckets + NEAR) * N);
    for record in records {
        let home = place_of(hash(&record), buckets) * N;
        table.resize(home.max(table.len()), 0);
        table.extend(record);
    }
    // Behind the last record there is a free place, and as many more as are read at once.
    table.resize(((buckets + NEAR) * N).max(table.len() + STEP * N), 0);
    table
}

fn is_weighed_by_default(cue: &CueDraft) -> bool {
    cue.of.is_none_or(|of| !Uses::DEFAULT.has(of))
}

const fn is_of_document(cue: &CueDraft) -> bool {
    matches!(cue.place, CuePlace::Document(_))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::super::image::Section;
    use super::*;
    use crate::span::Span;
    use crate::words::phrase;

    /// So many words whose hashes begin with the same twelve bits.
    fn crowded(count: usize) -> Vec<String> {
        let words = (0_u32..).map(|number| alloc::format!("w{number:07x}"));
        words
            .filter(|word| phrase(word.as_bytes(), Span::new(0, word.len())) >> 52 == 0)
            .take(count)
            .collect()
    }

    #[test]
    fn crowded_words_take_no_more_room_than_others_and_are_found() {
        const COUNT: usize = 200;
        let words = crowded(COUNT + 100);
        let mut builder = GazetteerBuilder::new();
        builder
            .add_entity("thing/a", "a")
            .unwrap()
            .add_surface("thing/a", Surface::new("Mali"))
            .unwrap();
        let class = builder.add_word_class(words[..COUNT].iter().map(String::as_str)).unwrap();
        builder.add_cue("Mali", None, CuePlace::After, class, 3).unwrap();
        let gazetteer = builder.build().unwrap();
        assert!(Gazetteer::from_image(gazetteer.to_image()).is_ok());
        let places = gazetteer.tables().count(Section::CueWords);
        assert!(places <= 4 * COUNT, "{places} places");
        for (index, word) in words.iter().enumerate() {
            let found = gazetteer
                .tables()
                .cues()
                .of_word(phrase(word.as_bytes(), Span::new(0, word.len())));
            assert_eq!(found.is_some(), index < COUNT, "{word}");
        }
    }

    #[test]
    fn crowded_names_take_no_more_room_than_others_and_are_found() {
        let is_crowded = |number: &u32| place_of(hash_of_name(*number), 64) == 0;
        let mut builder = GazetteerBuilder::new();
        builder.add_entity("thing/a", "a").unwrap();
        let class = builder.add_word_class(["empire"]).unwrap();
        // Surface forms of one entity are numbered in their order.
        for number in 0..20_000 {
            let form = alloc::format!("Name {number:05}");
            builder.add_surface("thing/a", Surface::new(&form)).unwrap();
            if is_crowded(&number) {
                builder.add_cue(&form, None, CuePlace::After, class, 3).unwrap();
            }
        }
        let gazetteer = builder.build().unwrap();
        assert!(Gazetteer::from_image(gazetteer.to_image()).is_ok());
        let (places, count) =
            (gazetteer.tables().count(Section::CuedNames), (0..20_000).filter(is_crowded).count());
        assert!(count > 200 && places <= 4 * count, "{places} places for {count} names");
        for number in 0..20_000 {
            assert_eq!(
                gazetteer.tables().cues().of_name(number).is_some(),
                is_crowded(&number),
                "{number}"
            );
        }
    }
}
