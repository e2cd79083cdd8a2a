//! What is counted of all texts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use gaztag::{Date, Entity, EntityId, Gazetteer, Topic};

/// How often something is named: mentions, and the texts that have them.
#[derive(Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) mentions: u64,
    pub(super) texts: u64,
    /// The number of texts that are about it.
    pub(super) about: u64,
}

/// The counts of all texts, by the numbers of entities.
#[derive(Clone, Default)]
pub(crate) struct Counts {
    pub(super) texts: u64,
    entities: BTreeMap<u32, Count>,
    /// Of each day, or month or year if that is all that a date says.
    days: BTreeMap<String, BTreeMap<u32, u64>>,
    /// The number of texts that name both of two entities, the smaller number first.
    pairs: BTreeMap<(u32, u32), u64>,
    /// The number of texts that name each kind.
    kinds: BTreeMap<String, u64>,
    /// Entities that only dropped candidates would mean.
    dropped: BTreeSet<u32>,
}

impl Counts {
    /// Adds a text. `found` are the entities of its candidates, and whether each was kept.
    pub(super) fn add(
        &mut self,
        date: Option<Date>,
        found: impl Iterator<Item = (u32, bool)>,
        about: &[Topic],
        gazetteer: &Gazetteer<'_>,
    ) {
        self.texts += 1;
        let mut here: BTreeMap<u32, u64> = BTreeMap::new();
        for (entity, is_kept) in found {
            if is_kept {
                *here.entry(entity).or_default() += 1;
            } else {
                self.dropped.insert(entity);
            }
        }
        let day = date.map(|date| self.days.entry(date.to_string()).or_default());
        if let Some(day) = day {
            for (&entity, count) in &here {
                *day.entry(entity).or_default() += count;
            }
        }
        let mut kinds = BTreeSet::new();
        for (&entity, &mentions) in &here {
            let count = self.entities.entry(entity).or_default();
            count.mentions += mentions;
            count.texts += 1;
            for (&other, _) in here.range(..entity) {
                *self.pairs.entry((other, entity)).or_default() += 1;
            }
            kinds.extend(self::entity(gazetteer, entity).map(|entity| entity.kind_name()));
        }
        for kind in kinds {
            *self.kinds.entry(kind.into()).or_default() += 1;
        }
        for topic in about {
            if let Some(number) = number_of(gazetteer, topic.entity) {
                self.entities.entry(number).or_default().about += 1;
            }
        }
    }

    /// Adds the counts of other texts.
    pub(crate) fn merge(&mut self, other: Self) {
        self.texts += other.texts;
        for (entity, count) in other.entities {
            let sum = self.entities.entry(entity).or_default();
            sum.mentions += count.mentions;
            sum.texts += count.texts;
            sum.about += count.about;
        }
        for (day, counts) in other.days {
            merge(self.days.entry(day).or_default(), counts);
        }
        merge(&mut self.pairs, other.pairs);
        merge(&mut self.kinds, other.kinds);
        self.dropped.extend(other.dropped);
    }

    /// Whether there are mentions.
    pub(crate) fn any(&self) -> bool {
        !self.entities.is_empty()
    }

    /// The entities that texts are about, those of most texts first. With places and what minerals
    /// are traded as, some may have no mention of their own.
    pub(super) fn topics<'g>(&self, gazetteer: &'g Gazetteer<'_>) -> Vec<(Entity<'g>, Count)> {
        let mut topics = self.counted(gazetteer, |count| count.about > 0);
        topics.sort_by_key(|(_, count)| Reverse((count.about, count.mentions)));
        topics
    }

    /// The entities with such counts, in the order of the keys.
    fn counted<'g>(
        &self,
        gazetteer: &'g Gazetteer<'_>,
        is_wanted: impl Fn(&Count) -> bool,
    ) -> Vec<(Entity<'g>, Count)> {
        let counted = self.entities.iter().filter(|(_, count)| is_wanted(count));
        counted.filter_map(|(&index, &count)| Some((entity(gazetteer, index)?, count))).collect()
    }

    /// The entities with mentions, the most frequent first; equal counts in the order of the keys.
    pub(super) fn ranked<'g>(&self, gazetteer: &'g Gazetteer<'_>) -> Vec<(Entity<'g>, Count)> {
        let mut ranked = self.counted(gazetteer, |count| count.mentions > 0);
        ranked.sort_by_key(|(_, count)| Reverse(count.mentions));
        ranked
    }

    /// Entities that only dropped candidates would mean.
    pub(super) fn dropped<'g>(&self, gazetteer: &'g Gazetteer<'_>) -> Vec<Entity<'g>> {
        let dropped = self.dropped.iter().filter(|index| !self.entities.contains_key(index));
        dropped.filter_map(|&index| entity(gazetteer, index)).collect()
    }

    /// The number of mentions of a kind, of its entities, and of the texts that name it.
    pub(super) fn kind(&self, kind: &str, gazetteer: &Gazetteer<'_>) -> (u64, u64, u64) {
        let of_kind =
            |index: u32| entity(gazetteer, index).is_some_and(|entity| entity.kind_name() == kind);
        let counts = self.entities.iter().filter(|(_, count)| count.mentions > 0);
        let counts = counts.filter(|(index, _)| of_kind(**index));
        let (mentions, entities) = counts.fold((0, 0), |(mentions, entities), (_, count)| {
            (mentions + count.mentions, entities + 1)
        });
        (mentions, entities, self.kinds.get(kind).copied().unwrap_or(0))
    }

    /// The kinds with mentions: country, bloc and mineral first, then others by their names.
    pub(super) fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = self.kinds.keys().map(String::as_str).collect();
        let known = ["country", "bloc", "mineral"];
        kinds.sort_by_key(|kind| known.iter().position(|known| known == kind).unwrap_or(3));
        kinds
    }

    /// Each day, with the number of mentions of each kind.
    pub(super) fn days<'c, 'g: 'c>(
        &'c self,
        gazetteer: &'g Gazetteer<'_>,
    ) -> impl Iterator<Item = (&'c str, BTreeMap<&'g str, u64>)> {
        self.days.iter().map(|(day, counts)| {
            let mut kinds = BTreeMap::new();
            for (&index, count) in counts {
                if let Some(entity) = entity(gazetteer, index) {
                    *kinds.entry(entity.kind_name()).or_default() += count;
                }
            }
            (day.as_str(), kinds)
        })
    }

    /// In how many texts two entities are named.
    pub(super) fn together(
        &self,
        one: &Entity<'_>,
        other: &Entity<'_>,
        gazetteer: &Gazetteer<'_>,
    ) -> u64 {
        let number = |of: &Entity<'_>| number_of(gazetteer, of.id()).unwrap_or(u32::MAX);
        let (one, other) = (number(one), number(other));
        self.pairs.get(&(one.min(other), one.max(other))).copied().unwrap_or(0)
    }

    /// The pairs of entities that most texts name together.
    pub(super) fn strongest<'g>(
        &self,
        gazetteer: &'g Gazetteer<'_>,
        most: usize,
    ) -> Vec<(Entity<'g>, Entity<'g>, u64)> {
        let mut pairs: Vec<_> = self.pairs.iter().collect();
        pairs.sort_by_key(|&(_, count)| Reverse(count));
        let pairs = pairs.into_iter().take(most);
        pairs
            .filter_map(|(&(one, other), &count)| {
                Some((entity(gazetteer, one)?, entity(gazetteer, other)?, count))
            })
            .collect()
    }
}

/// Adds counts to others.
pub(crate) fn merge<K: Ord>(counts: &mut BTreeMap<K, u64>, others: BTreeMap<K, u64>) {
    others.into_iter().for_each(|(key, count)| *counts.entry(key).or_default() += count);
}

fn entity<'g>(gazetteer: &'g Gazetteer<'_>, number: u32) -> Option<Entity<'g>> {
    gazetteer.entity_at(number as usize)
}

/// The number of an entity on the page: its position in the gazetteer.
pub(super) fn number_of(gazetteer: &Gazetteer<'_>, entity: EntityId) -> Option<u32> {
    gazetteer.position(entity).and_then(|position| u32::try_from(position).ok())
}
