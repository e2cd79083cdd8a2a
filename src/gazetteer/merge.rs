//! From the layers of a gazetteer to drafts of one without layers.

use alloc::vec::Vec;

use super::compiled::Gazetteer;
use super::drafts::{ClassDraft, CueDraft, Drafts, EntityDraft, MemberDraft, SurfaceDraft};
use super::unpack;
use crate::entity::Preference;
use crate::image::{DECOY, Rank};

/// Everything that a gazetteer has. The entities of one layer keep their numbers.
pub(super) fn drafts_of(gazetteer: &Gazetteer<'_>) -> Drafts {
    let mut layers = gazetteer.layers();
    let Some(lowest) = layers.next() else { return Drafts::default() };
    let mut drafts = unpack::drafts_of(&lowest);
    for (layer, number) in layers.zip(1..) {
        let place = gazetteer.place_of(number);
        let preference = place.map_or(Preference::Builtin, |place| place.preference);
        drafts.put_layer(unpack::drafts_of(&layer), preference);
    }
    drafts
}

impl Drafts {
    /// Adds what a layer above has, and takes away what it takes away.
    fn put_layer(&mut self, upper: Drafts, preference: Preference) {
        for (key, form) in &upper.removals {
            match (&**key, &**form) {
                ("", form) => _ = self.remove_form(DECOY, form),
                (key, "") => {
                    if let Some(&entity) = self.by_key.get(key) {
                        self.remove_entity(entity);
                    }
                }
                (key, form) => {
                    if let Some(&entity) = self.by_key.get(key) {
                        self.remove_form(entity, form);
                    }
                }
            }
        }
        let is_new: Vec<bool> =
            upper.entities.iter().map(|draft| self.known(&draft.key).is_none()).collect();
        let numbers: Vec<Option<u32>> =
            upper.entities.into_iter().map(|draft| self.put_entity(draft)).collect();
        let number = |of: u32| match of {
            DECOY => Some(DECOY),
            _ => numbers.get(of as usize).copied().flatten(),
        };
        for (key, successor) in upper.retired {
            if let Some(successor) = number(successor).filter(|_| self.known(&key).is_none()) {
                self.retired.insert(key, successor);
            }
        }
        for draft in upper.surfaces {
            let Some(entity) = number(draft.entity) else { continue };
            let rank = match draft.rank {
                Rank::Base if !draft.hides => Rank::Base,
                _ if preference == Preference::Own => Rank::Preferred,
                Rank::Base if draft.has_prior && entity != DECOY => Rank::Written,
                Rank::Base => Rank::Added,
                rank => rank,
            };
            let evidence = draft.evidence;
            let (index, _) = self.put_surface(SurfaceDraft { entity, rank, ..draft });
            self.surfaces[index].evidence |= evidence;
        }
        let first = self.cues.classes.len() as u32;
        self.cues.classes.extend(upper.cues.classes.into_iter().map(|class| ClassDraft {
            entities: class.entities.iter().filter_map(|&of| number(of)).collect(),
            ..class
        }));
        // The cues that a lower layer has for a name count.
        for (name, rows) in upper.cues.names {
            let rows = rows.into_iter().filter_map(|cue| {
                Some(CueDraft { class: cue.class + first, entity: number(cue.entity)?, ..cue })
            });
            self.cues.names.entry(name).or_insert_with(|| rows.collect());
        }
        for (word, languages) in upper.function_words {
            self.function_words.entry(word).or_default().extend(languages);
        }
        for draft in upper.members {
            if is_new.get(draft.bloc as usize) == Some(&true)
                && let (Some(bloc), Some(member)) = (number(draft.bloc), number(draft.member))
            {
                self.members.push(MemberDraft { bloc, member, ..draft });
            }
        }
    }

    /// Adds an entity of a layer above, unless there is one with its key. Returns its number.
    fn put_entity(&mut self, draft: EntityDraft) -> Option<u32> {
        if let Some(known) = self.known(&draft.key) {
            return Some(known);
        }
        let mut kinds = Vec::new();
        let kind = self.kind_number(&draft.key, &mut kinds).ok()?;
        self.kinds.extend(kinds);
        self.push_entity(EntityDraft { kind, ..draft });
        Some(self.entities.len() as u32 - 1)
    }
}
