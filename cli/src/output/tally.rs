//! Counts the mentions of each entity, in groups if asked, and the pairs of entities.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use gaztag::{EntityId, Tagger};

use super::ids::Ids;
use super::table::{Cell, Table};
use crate::page::counts::{Counts, merge};

/// The number of mentions of each entity.
#[derive(Clone)]
pub(crate) struct Tally {
    /// By the position of the entity.
    counts: Vec<u64>,
    /// The same in groups: of a day, a file, or a value of a field.
    groups: BTreeMap<String, BTreeMap<EntityId, u64>>,
    /// The number of places where two entities are named together.
    pairs: BTreeMap<(EntityId, EntityId), u64>,
    /// What a report counts.
    pub(crate) report: Counts,
    /// Whether a text has mentions that are not counted.
    pub(crate) uncounted: bool,
}

impl Tally {
    pub(crate) fn new(tagger: &Tagger) -> Self {
        Self {
            counts: vec![0; tagger.gazetteer().len()],
            groups: BTreeMap::new(),
            pairs: BTreeMap::new(),
            report: Counts::default(),
            uncounted: false,
        }
    }

    /// Counts a mention of an entity.
    pub(crate) fn add(&mut self, tagger: &Tagger, entity: EntityId, group: Option<&str>) {
        let position = tagger.gazetteer().position(entity);
        if let Some(count) = position.and_then(|position| self.counts.get_mut(position)) {
            *count += 1;
        }
        if let Some(group) = group {
            if let Some(counts) = self.groups.get_mut(group) {
                *counts.entry(entity).or_default() += 1;
            } else {
                self.groups.insert(group.into(), BTreeMap::from([(entity, 1)]));
            }
        }
    }

    pub(crate) fn add_pair(&mut self, first: EntityId, second: EntityId) {
        *self.pairs.entry((first, second)).or_default() += 1;
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(count, other)| *count += other);
        merge(&mut self.pairs, other.pairs);
        self.report.merge(other.report);
        self.uncounted |= other.uncounted;
        for (group, counts) in other.groups {
            merge(self.groups.entry(group).or_default(), counts);
        }
    }

    pub(crate) fn any(&self) -> bool {
        self.uncounted || self.counts.iter().any(|&count| count > 0) || self.report.any()
    }

    /// Adds the count of each entity to that of the entity that it counts as.
    pub(crate) fn roll_up(&mut self, tagger: &Tagger) {
        let to = |id| tagger.gazetteer().entity(id).map_or(id, |entity| entity.roll_up().id());
        let mut rolled = vec![0; self.counts.len()];
        for (id, count) in counted(&self.counts, tagger) {
            let position = tagger.gazetteer().position(to(id));
            if let Some(sum) = position.and_then(|position| rolled.get_mut(position)) {
                *sum += count;
            }
        }
        self.counts = rolled;
        for counts in self.groups.values_mut() {
            for (id, count) in std::mem::take(counts) {
                *counts.entry(to(id)).or_default() += count;
            }
        }
    }

    /// Count, kind, id and name of each entity with mentions, the most frequent first.
    pub(crate) fn counts(&self, ids: Ids<'_>) -> Table {
        let columns = ["count", "kind", "id", "name"].map(String::from).to_vec();
        Table { columns, rows: rows(counted(&self.counts, ids.tagger), ids).collect() }
    }

    /// The same for each group, in the order of the groups.
    pub(crate) fn grouped(&self, ids: Ids<'_>, by: &str) -> Table {
        let columns = [by, "count", "kind", "id", "name"].map(String::from).to_vec();
        let rows = self.groups.iter().flat_map(|(group, counts)| {
            rows(counts.iter().map(|(&id, &count)| (id, count)), ids).map(move |mut row| {
                row.insert(0, Cell::Text(group.clone()));
                row
            })
        });
        Table { columns, rows: rows.collect() }
    }

    /// The pairs in the order of their ids, with names that a function gives, for tests.
    #[cfg(test)]
    pub(crate) fn pair_counts(
        &self,
        name: impl Fn(EntityId) -> String,
    ) -> Vec<(String, String, u64)> {
        self.pairs.iter().map(|(&(a, b), &count)| (name(a), name(b), count)).collect()
    }

    /// Count, ids and names of each pair, the most frequent first.
    pub(crate) fn pairs(&self, ids: Ids<'_>) -> Table {
        let columns = ["count", "id", "with_id", "name", "with_name"].map(String::from).to_vec();
        let mut pairs: Vec<_> = self.pairs.iter().collect();
        pairs.sort_by_key(|&(_, count)| Reverse(count));
        let rows = pairs.into_iter().filter_map(|(&(first, second), &count)| {
            let entity = |id| ids.tagger.gazetteer().entity(id);
            let (first, second) = (entity(first)?, entity(second)?);
            let texts = [ids.of(&first), ids.of(&second), first.name(), second.name()];
            let cells = texts.map(|text| Cell::Text(text.into()));
            Some([Cell::Count(count)].into_iter().chain(cells).collect())
        });
        Table { columns, rows: rows.collect() }
    }
}

/// The entities with mentions.
fn counted(counts: &[u64], tagger: &Tagger) -> impl Iterator<Item = (EntityId, u64)> {
    let named = counts.iter().zip(0..).filter(|&(&count, _)| count > 0);
    named.filter_map(|(&count, position)| {
        Some((tagger.gazetteer().entity_at(position)?.id(), count))
    })
}

fn rows<'t>(
    counts: impl Iterator<Item = (EntityId, u64)>,
    ids: Ids<'t>,
) -> impl Iterator<Item = Vec<Cell>> + 't {
    let mut sorted: Vec<(EntityId, u64)> = counts.collect();
    // Entities are sorted by key, and this sort is stable.
    sorted.sort_by_key(|&(_, count)| Reverse(count));
    sorted.into_iter().filter_map(move |(id, count)| {
        let entity = ids.tagger.gazetteer().entity(id)?;
        Some(vec![
            Cell::Count(count),
            Cell::Kind(entity.kind(), entity.kind_name().into()),
            Cell::Text(ids.of(&entity).into()),
            Cell::Text(entity.name().into()),
        ])
    })
}
