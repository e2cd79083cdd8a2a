//! Counts the mentions of each entity.

use std::io::{self, Write};

use gaztag::{Entity, Mention, Tagger};

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

    /// Prints count, kind, key and name of each entity with mentions, the most frequent first.
    pub(crate) fn print(
        &self,
        tagger: &Tagger,
        colour: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let gazetteer = tagger.gazetteer();
        let mut rows: Vec<_> =
            gazetteer.entities().zip(&self.counts).filter(|&(_, &count)| count > 0).collect();
        // Entities are sorted by key, and this sort is stable.
        rows.sort_by_key(|&(_, &count)| std::cmp::Reverse(count));
        let width = |text: fn(&Entity<'_>) -> usize| {
            rows.iter().map(|(entity, _)| text(entity)).max().unwrap_or(0)
        };
        let (kinds, keys) =
            (width(|entity| entity.kind_name().len()), width(|entity| entity.key().len()));
        for (entity, count) in rows {
            let (begin, end) =
                if colour { (colours::of_kind(entity.kind()), colours::END) } else { ("", "") };
            writeln!(
                out,
                "{count:>7}  {begin}{:<kinds$}{end}  {:<keys$}  {}",
                escape::line(entity.kind_name()),
                escape::line(entity.key()),
                escape::line(entity.name())
            )?;
        }
        Ok(())
    }
}
