//! From the drafts of cues to their sections of an image.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::drafts::{ClassDraft, CueDraft, CueDrafts, stored_hash};
use crate::cue::CuePlace;
use crate::entity::Uses;
use crate::error::{Error, ErrorKind};
use crate::image::{
    Cue, CueListRecord, DECOY, EVIDENCE_CLASSES, GOES_ON, MOST_CLASSES, MOST_CUES, PROBES, Reach,
    SET_HEAD, STEP, Section, Writer, bucket_of, cued_name_record, filter_of, hash_of_cued_name,
    order_in_set, reach_of,
};
use crate::words::{Shape, name_hash};

/// The weight of an unambiguous name of the same entity in the document, for a name that has cues.
const RELATIVE: i8 = 4;

/// Whether a cue of a name is the one for the other names of its entity, by the cue's class.
pub(super) fn is_relative(cue: &CueDraft, class: &ClassDraft) -> bool {
    let is_of_entity = class.entities.len() == 1 && class.entities.contains(&cue.entity);
    (cue.place, cue.weight, cue.of) == (CuePlace::Document(1), RELATIVE, None)
        && is_of_entity
        && class.words.is_empty()
        && class.beginnings.is_empty()
}

/// The names that are judged by the words near them, by their numbers: the hash of the form whose
/// cues they have, and the numbers of their entities.
pub(super) type CuedNames = BTreeMap<u32, (u64, BTreeSet<u32>)>;

/// Whether the form with this hash has cues that are weighed by default.
pub(super) fn has_by_default(cues: &CueDrafts, hash: u64) -> bool {
    cues.names.get(&hash).is_some_and(|cues| cues.iter().any(is_weighed_by_default))
}

/// Whether the cues of the form with this hash that are weighed by default all ask for a neighbour
/// that begins with a capital, and speak against it if it is not sure. Such a form is judged only
/// beside a capital; one of the library alone also beside a few other words.
pub(super) fn is_guarded(cues: &CueDrafts, hash: u64, is_sure: bool, is_own: bool) -> bool {
    let is_beside_capital = |cue: &CueDraft| {
        let is_neighbour = matches!(
            cue.place,
            CuePlace::Before | CuePlace::After | CuePlace::BeforeComma | CuePlace::AfterComma
        );
        let decides = is_sure || cue.weight < 0;
        decides
            && is_neighbour
            && cues.classes.get(cue.class as usize).is_some_and(|class| match is_own {
                true => class.capitals,
                false => class.beside,
            })
    };
    has_by_default(cues, hash)
        && cues.names.get(&hash).is_some_and(|of_form| {
            of_form.iter().filter(|cue| is_weighed_by_default(cue)).all(is_beside_capital)
        })
}

/// Whether a decoy has a name of a country inside that words near it can speak against. `countries`
/// has the hashes of their names.
pub(super) fn hides_cued(cues: &CueDrafts, countries: &BTreeSet<u64>, decoy: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric();
    let bounds = |starts: bool| {
        let mut before = false;
        let ends = decoy.char_indices().chain([(decoy.len(), ' ')]);
        ends.filter(move |&(_, c)| {
            let was = core::mem::replace(&mut before, is_word(c));
            if starts { !was && is_word(c) } else { was && !is_word(c) }
        })
        .map(|(at, _)| at)
        .collect::<Vec<_>>()
    };
    let (starts, ends) = (bounds(true), bounds(false));
    let of = |hash: u64| cues.names.get(&hash).filter(|_| countries.contains(&hash));
    let speaks_against =
        |cue: &CueDraft| is_weighed_by_default(cue) && !cue.is_of_document() && cue.weight < 0;
    starts.iter().flat_map(|&start| ends.iter().map(move |&end| (start, end))).any(
        |(start, end)| {
            decoy.get(start..end).filter(|inside| inside.len() < decoy.len()).is_some_and(
                |inside| {
                    let of_form = of(name_hash(inside.as_bytes(), false));
                    of_form.is_some_and(|of_form| of_form.iter().any(speaks_against))
                },
            )
        },
    )
}

/// Whether a cue is weighed unless a tagger has other uses.
pub(super) fn is_weighed_by_default(cue: &CueDraft) -> bool {
    cue.of.is_none_or(|of| !Uses::DEFAULT.has(of))
}

/// Writes the sections of cues. `indices` has the index in the image of each draft of an entity.
///
/// # Errors
///
/// [`ErrorKind::TooManyCues`].
pub(super) fn write_cues(
    drafts: &CueDrafts,
    indices: &[Option<u32>],
    names: &CuedNames,
    writer: &mut Writer,
) -> Result<(), Error> {
    let (classes, cues) = with_relatives(drafts, names);
    let numbers = number_classes(&classes, indices, &cues)?;
    write_names(&classes, &numbers, indices, cues, writer)?;
    write_classes(&classes, &numbers, indices, writer)
}

/// All classes, and the cues of each name. Beside the cues of their forms, names have one for each
/// of their entities: its unambiguous names in the document. There can be fewer than
/// [`EVIDENCE_CLASSES`] classes for that, and names with cues of their own get theirs first.
fn with_relatives(
    drafts: &CueDrafts,
    names: &CuedNames,
) -> (Vec<ClassDraft>, BTreeMap<u32, BTreeSet<CueDraft>>) {
    let (mut classes, mut cues_of_names) = (drafts.classes.clone(), BTreeMap::new());
    let mut order: Vec<_> = names
        .iter()
        .map(|(name, (form, entities))| (!drafts.has(*form), name, form, entities))
        .collect();
    order.sort_unstable();
    let of_documents = drafts.names.values().flatten().filter(|cue| cue.is_of_document());
    let of_documents: BTreeSet<u32> = of_documents.map(|cue| cue.class).collect();
    let mut relatives: BTreeMap<u32, u32> = BTreeMap::new();
    for (_, &name, form, entities) in order {
        let mut cues = drafts.names.get(form).cloned().unwrap_or_default();
        for &entity in entities {
            if of_documents.len() + relatives.len() >= EVIDENCE_CLASSES
                && !relatives.contains_key(&entity)
            {
                continue;
            }
            let class = *relatives.entry(entity).or_insert_with(|| {
                classes.push(ClassDraft { entities: [entity].into(), ..ClassDraft::default() });
                classes.len() as u32 - 1
            });
            let (place, weight) = (CuePlace::Document(1), RELATIVE);
            cues.insert(CueDraft { class, place, weight, of: None, entity });
        }
        cues_of_names.insert(name, cues);
    }
    (classes, cues_of_names)
}

/// Gives the classes that cues are about their numbers: first those of cues in the document, then
/// by their content. Classes with the same content have one number.
fn number_classes(
    classes: &[ClassDraft],
    indices: &[Option<u32>],
    cues: &BTreeMap<u32, BTreeSet<CueDraft>>,
) -> Result<BTreeMap<u32, u16>, Error> {
    let used: BTreeSet<u32> = cues.values().flatten().map(|cue| cue.class).collect();
    let content = |class: u32| {
        let class = &classes[class as usize];
        let entities: BTreeSet<u32> = existing(&class.entities, indices).collect();
        (class.words.clone(), class.beginnings.clone(), entities)
    };
    let in_documents = cues.values().flatten().filter(|cue| cue.is_of_document());
    let in_documents: BTreeSet<_> = in_documents.map(|cue| content(cue.class)).collect();
    let mut order: Vec<_> = used
        .into_iter()
        .map(|class| (content(class), class))
        .map(|(content, class)| (!in_documents.contains(&content), content, class))
        .collect();
    order.sort();
    let mut numbers = BTreeMap::new();
    for (number, same) in (0_u16..).zip(order.chunk_by(|a, b| a.1 == b.1)) {
        if in_documents.len() > EVIDENCE_CLASSES || number == GOES_ON - 1 {
            return Err(ErrorKind::TooManyCues { max: EVIDENCE_CLASSES }.into());
        }
        numbers.extend(same.iter().map(|(_, _, class)| (*class, number)));
    }
    Ok(numbers)
}

/// The indices in the image of those entities that are in it.
fn existing(entities: &BTreeSet<u32>, indices: &[Option<u32>]) -> impl Iterator<Item = u32> {
    entities.iter().filter_map(|&entity| indices.get(entity as usize).copied().flatten())
}

/// Writes the names that have cues, and the cues.
fn write_names(
    classes: &[ClassDraft],
    numbers: &BTreeMap<u32, u16>,
    indices: &[Option<u32>],
    cues_of_names: BTreeMap<u32, BTreeSet<CueDraft>>,
    writer: &mut Writer,
) -> Result<(), Error> {
    let shapes = Shape::OF_CLASSES.map(|shape| stored_hash(shape.hash().finish()));
    let has_shape = |class: u32| {
        let class = classes.get(class as usize);
        class.is_some_and(|class| shapes.iter().any(|shape| class.words.contains(shape)))
    };
    let index = |entity: u32| match entity {
        DECOY => Some(DECOY),
        _ => indices.get(entity as usize).copied().flatten(),
    };
    let mut records = Vec::new();
    let mut known: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    for (name, mut cues) in cues_of_names {
        cues.retain(|cue| index(cue.entity).is_some());
        let reach = |all: bool| {
            let weighed = cues.iter().filter(|cue| all || is_weighed_by_default(cue));
            let reaches = weighed.map(|cue| reach_of(cue.place, has_shape(cue.class)));
            reaches.fold([Reach::default(); 2], |[left, right], [to_left, to_right]| {
                [left.union(to_left), right.union(to_right)]
            })
        };
        let (by_default, all) = (reach(false), reach(true));
        // Cues in the document come first, then they are sorted by class.
        let mut cues: Vec<(bool, u16, CueDraft)> = cues
            .into_iter()
            .filter_map(|cue| {
                let (number, entity) = (*numbers.get(&cue.class)?, index(cue.entity)?);
                Some((!cue.is_of_document(), number, CueDraft { class: 0, entity, ..cue }))
            })
            .collect();
        cues.sort_unstable();
        cues.dedup();
        if cues.len() > MOST_CUES {
            return Err(ErrorKind::TooManyCues { max: MOST_CUES }.into());
        }
        let mut list = Vec::new();
        for &(_, number, CueDraft { place, weight, of, entity, .. }) in &cues {
            Cue::new(number, place, weight, of, entity).write(&mut list);
        }
        let list = *known.entry(list).or_insert_with_key(|cues| {
            let (index, first) =
                (writer.count(Section::CueLists) as u32, writer.count(Section::Cues) as u32);
            let record = CueListRecord { first, cues, by_default, all };
            writer.section(Section::CueLists).extend(record.bytes());
            writer.section(Section::Cues).extend(cues);
            index
        });
        records.push(cued_name_record(name, list));
    }
    *writer.section(Section::CuedNames) = hash_table(records, hash_of_cued_name);
    Ok(())
}

/// Writes the words and the entities of classes.
fn write_classes(
    classes: &[ClassDraft],
    numbers: &BTreeMap<u32, u16>,
    indices: &[Option<u32>],
    writer: &mut Writer,
) -> Result<(), Error> {
    let mut words: BTreeMap<u64, BTreeSet<u16>> = BTreeMap::new();
    let mut entities: BTreeMap<u32, BTreeSet<u16>> = BTreeMap::new();
    for (&class, &number) in numbers {
        let draft = &classes[class as usize];
        for &word in &draft.words {
            words.entry(word).or_default().insert(number);
        }
        for &word in &draft.beginnings {
            words.entry(word).or_default().insert(number | GOES_ON);
        }
        for entity in existing(&draft.entities, indices) {
            entities.entry(entity).or_default().insert(number);
        }
    }
    if words.is_empty() && entities.is_empty() {
        return Ok(());
    }
    let mut sets = SetWriter::new(writer.section(Section::CueSets));
    let words = words
        .iter()
        .map(|(&word, set)| Ok((word | u64::from(sets.index(set)?)).to_le_bytes()))
        .collect::<Result<Vec<_>, Error>>()?;
    let mut sets_of_entities = alloc::vec![0_u16; indices.iter().flatten().count()];
    for (entity, set) in &entities {
        sets_of_entities[*entity as usize] = sets.index(set)?;
    }
    let sets_of_entities = sets_of_entities.iter().flat_map(|set| set.to_le_bytes());
    writer.section(Section::CueEntities).extend(sets_of_entities);
    *writer.section(Section::CueWords) = hash_table(words, |word| u64::from_le_bytes(*word));
    Ok(())
}

/// Writes sets of classes, each once.
struct SetWriter<'w> {
    section: &'w mut Vec<u8>,
    known: BTreeMap<BTreeSet<u16>, u16>,
}

impl<'w> SetWriter<'w> {
    fn new(section: &'w mut Vec<u8>) -> Self {
        // The index 0 means no set.
        section.extend([0; SET_HEAD]);
        Self { section, known: BTreeMap::new() }
    }

    /// The index of a set, which is written if it is new.
    fn index(&mut self, set: &BTreeSet<u16>) -> Result<u16, Error> {
        if let Some(&index) = self.known.get(set) {
            return Ok(index);
        }
        let index = u16::try_from(self.section.len() / Section::CueSets.width())
            .map_err(|_| ErrorKind::TooManyCues { max: usize::from(u16::MAX) })?;
        if set.len() > MOST_CLASSES {
            return Err(ErrorKind::TooManyCues { max: MOST_CLASSES }.into());
        }
        self.section.extend((set.len() as u16).to_le_bytes());
        self.section.extend(filter_of(set.iter().copied()).to_le_bytes());
        let mut classes: Vec<u16> = set.iter().copied().collect();
        classes.sort_unstable_by_key(|class| order_in_set(*class));
        classes.iter().for_each(|class| self.section.extend(class.to_le_bytes()));
        self.known.insert(set.clone(), index);
        Ok(index)
    }
}

/// Records as a hash table with linear probing, sorted by the hash: each is at its own bucket or
/// right after the record before it.
pub(super) fn hash_table<const N: usize>(
    mut records: Vec<[u8; N]>,
    hash: impl Fn(&[u8; N]) -> u64,
) -> Vec<u8> {
    if records.is_empty() {
        return Vec::new();
    }
    records.sort_unstable_by_key(&hash);
    let buckets = (records.len() * 3 / 2).next_power_of_two().max(2);
    let mut table = Vec::with_capacity((buckets + PROBES) * N);
    for record in records {
        let bucket = bucket_of(hash(&record), buckets) * N;
        table.resize(bucket.max(table.len()), 0);
        table.extend(record);
    }
    // The last record is followed by as many empty ones as are read at once.
    table.resize(((buckets + PROBES) * N).max(table.len() + STEP * N), 0);
    table
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use alloc::string::String;

    use super::*;
    use crate::gazetteer::{Gazetteer, GazetteerBuilder, Surface};
    use crate::image::hash_of_name;
    use crate::span::Span;
    use crate::words::phrase;

    /// This many words whose hashes begin with the same twelve bits.
    fn crowded(count: usize) -> Vec<String> {
        let words = (0_u32..).map(|number| alloc::format!("w{number:07x}"));
        words
            .filter(|word| phrase(word.as_bytes(), Span::new(0, word.len())) >> 52 == 0)
            .take(count)
            .collect()
    }

    #[test]
    fn words_with_similar_hashes_are_found_in_a_table_of_usual_size() {
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
        let records = gazetteer.tables().count(Section::CueWords);
        assert!(records <= 4 * COUNT, "{records} records");
        for (index, word) in words.iter().enumerate() {
            let found = gazetteer
                .tables()
                .cues()
                .of_word(phrase(word.as_bytes(), Span::new(0, word.len())));
            assert_eq!(found.is_some(), index < COUNT, "{word}");
        }
    }

    #[test]
    fn names_with_similar_hashes_are_found_in_a_table_of_usual_size() {
        let is_crowded = |number: &u32| bucket_of(hash_of_name(*number), 64) == 0;
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
        let (records, count) =
            (gazetteer.tables().count(Section::CuedNames), (0..20_000).filter(is_crowded).count());
        assert!(count > 200 && records <= 4 * count, "{records} records for {count} names");
        for number in 0..20_000 {
            assert_eq!(
                gazetteer.tables().cues().of_name(number).is_some(),
                is_crowded(&number),
                "{number}"
            );
        }
    }
}
