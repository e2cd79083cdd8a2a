//! Counts the mentions of each entity.

use std::io::{self, Write};

use gaztag::{Entity, Mention, Tagger};

use super::ids::Ids;
use crate::{colours, escape};

/// The number of mentions of each entity, by the index of the entity.
#[derive(Clone)]
pub(crate) struct Tally {
    counts: Vec<u64>,
}

impl Tally {
    pub(crate) fn new(tagger: &Tagger) -> Self {
        Self { counts: vec![0; tagger.gazetteer().len()] }
    }

    pub(crate) fn add(&mut self, mention: &Mention) {
        if let Some(count) = self.counts.get_mut(mention.entity().index() as usize) {
            *count += 1;
        }
    }

    pub(crate) fn merge(&mut self, other: &Tally) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, other)| *count += other);
    }

    pub(crate) fn any(&self) -> bool {
        self.counts.iter().any(|&count| count > 0)
    }

    /// Adds the count of each entity to that of the entity that it counts as.
    pub(crate) fn roll_up(&mut self, tagger: &Tagger) {
        let mut rolled = vec![0; self.counts.len()];
        for (entity, &count) in tagger.gazetteer().entities().zip(&self.counts) {
            if count > 0
                && let Some(to) = rolled.get_mut(entity.roll_up().id().index() as usize)
            {
                *to += count;
            }
        }
        self.counts = rolled;
    }

    /// Prints count, kind, id and name of each entity with mentions, the most frequent first.
    pub(crate) fn print(&self, ids: Ids<'_>, colour: bool, out: &mut impl Write) -> io::Result<()> {
        let gazetteer = ids.tagger.gazetteer();
        let mut rows: Vec<_> =
            gazetteer.entities().zip(&self.counts).filter(|&(_, &count)| count > 0).collect();
        // Entities are sorted by key, and this sort is stable.
        rows.sort_by_key(|&(_, &count)| std::cmp::Reverse(count));
        let width = |text: &dyn Fn(&Entity<'_>) -> usize| {
            rows.iter().map(|(entity, _)| text(entity)).max().unwrap_or(0)
        };
        let (kinds, keys) = (
            width(&|entity| entity.kind_name().len()),
            width(&|entity| ids.of_id(entity.id()).len()),
        );
        for (entity, count) in rows {
            let (begin, end) =
                if colour { (colours::of_kind(entity.kind()), colours::END) } else { ("", "") };
            writeln!(
                out,
                "{count:>7}  {begin}{:<kinds$}{end}  {:<keys$}  {}",
                escape::line(entity.kind_name()),
                escape::line(ids.of(&entity)),
                escape::line(entity.name())
            )?;
        }
        Ok(())
    }
}
