//! From an image back to drafts.

use alloc::collections::BTreeSet;

use super::compiled::{Attribute, Gazetteer};
use super::cue_assembly::{is_relative, is_weighed_by_default};
use super::drafts::{
    AttributeDraft, ClassDraft, CueDraft, CueDrafts, Drafts, EntityDraft, MemberDraft, SurfaceDraft,
};
use crate::entity::EntityIndex;
use crate::image::{DECOY, Derivation, GOES_ON, Section, Tables};
use crate::words::name_hash;

/// Everything that a gazetteer of one layer has. Entities keep their numbers.
pub(super) fn drafts_of(gazetteer: &Gazetteer<'_>) -> Drafts {
    // Of a copy, so that the bytes cannot change while they are read.
    let gazetteer = &gazetteer.copied();
    let tables = gazetteer.tables();
    let kinds = (0..tables.count(Section::Kinds))
        .map(|index| tables.text(tables.kind_name(index)).into())
        .collect();
    let mut drafts =
        Drafts { version: gazetteer.data_version().into(), kinds, ..Drafts::default() };
    for entity in gazetteer.entities() {
        let attribute = |attribute: Attribute<'_>| AttributeDraft {
            name: attribute.name.into(),
            value: attribute.value.into(),
            value_type: attribute.value_type,
        };
        drafts.push_entity(EntityDraft {
            key: entity.key().into(),
            name: entity.name().into(),
            kind: entity.kind().to_u8(),
            attributes: entity.attributes().map(attribute).collect(),
            of_lower: false,
        });
    }
    let surfaces = (0..tables.surface_count() as u32).filter_map(|index| tables.surface(index));
    for record in surfaces.filter(|record| record.traits.derivation == Derivation::Given) {
        let (entity, surface) =
            (record.entity().map_or(DECOY, |entity| entity.0), tables.written_surface(&record));
        // A prior that weights shared is shared again.
        let given = if record.traits.shared { surface.without_prior() } else { surface };
        let draft = SurfaceDraft {
            hides: record.traits.hides,
            evidence: record.traits.evidence,
            ..SurfaceDraft::new(entity, &given, record.traits.rank)
        };
        drafts.by_form.insert((entity, draft.form.clone()), drafts.surfaces.len() as u32);
        drafts.surfaces.push(draft);
    }
    let cues = cues_of(&tables, &drafts);
    drafts.cues = cues;
    let words = tables.function_words();
    let languages = |bits: u32| {
        let all = words.languages().zip(0..);
        all.filter(move |(_, index)| bits >> index & 1 == 1).map(|(language, _)| language)
    };
    drafts.function_words =
        words.all_words().map(|(hash, bits)| (hash, languages(bits).collect())).collect();
    for record in (0..tables.count(Section::Members)).map(|index| tables.member(index)) {
        drafts.members.push(MemberDraft {
            bloc: record.bloc,
            member: record.member,
            texts: tables.facts(record.facts).0.map(|text| tables.text(text).into()),
        });
    }
    drafts.removals = (0..tables.count(Section::Removals))
        .map(|index| tables.removal(index))
        .map(|removal| (tables.text(removal.key).into(), tables.text(removal.form).into()))
        .collect();
    // The bytes may have been modified after they were checked.
    let exists = |successor: u32| (successor as usize) < drafts.entities.len();
    drafts.retired = gazetteer
        .retired_keys()
        .filter(|(_, successor)| exists(successor.index()))
        .map(|(key, successor)| (key.into(), successor.index()))
        .collect();
    drafts
}

/// The cues of an image. `entities` are its drafts without cues.
fn cues_of(tables: &Tables<'_>, entities: &Drafts) -> CueDrafts {
    let cues = tables.cues();
    let mut drafts = CueDrafts::default();
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
    for entity in 0..tables.entity_count() as u32 {
        let classes = cues.of_entity(EntityIndex(entity));
        for number in classes.into_iter().flat_map(|classes| classes.iter()) {
            class(number, &mut |class| _ = class.entities.insert(entity));
        }
    }
    // An image does not have the letters of words. The words in classes of guarded names begin with
    // capitals, or are others that the guard looks for: not where names of users have them.
    let mut guarding: BTreeSet<(u32, bool)> = BTreeSet::new();
    for (name, cued) in cues.all_names() {
        let rows = cued.all().map(|cue| CueDraft {
            class: cue.class.into(),
            place: cue.place,
            weight: cue.weight,
            of: cue.of,
            entity: cue.entity_number(),
        });
        // A name of a user's entity and of one of the library has a cue for other names of the
        // latter in a gazetteer without cues too, which is made again.
        let is_own = tables.readings(name).any(|(_, record)| record.traits.own);
        let is_derived = |cue: &CueDraft| {
            let class = drafts.classes.get(cue.class as usize);
            is_own
                && entities.is_of_library(cue.entity)
                && class.is_some_and(|class| is_relative(cue, class))
        };
        let rows: BTreeSet<CueDraft> = rows.filter(|cue| !is_derived(cue)).collect();
        let is_guarded = tables
            .readings(name)
            .any(|(_, record)| record.traits.cued && record.traits.cued_for_uses);
        if is_guarded {
            let by_default = rows.iter().filter(|cue| is_weighed_by_default(cue));
            guarding.extend(by_default.map(|cue| (cue.class, is_own)));
        }
        drafts.names.insert(name_hash(tables.form(name), false), rows);
    }
    // A class without words or entities has only its number.
    let last = drafts.names.values().flatten().map(|cue| cue.class as usize + 1).max().unwrap_or(0);
    drafts.classes.resize_with(last.max(drafts.classes.len()), Default::default);
    for (number, is_own) in guarding {
        if let Some(class) = drafts.classes.get_mut(number as usize) {
            class.capitals |= is_own;
            class.beside = true;
        }
    }
    drafts
}
