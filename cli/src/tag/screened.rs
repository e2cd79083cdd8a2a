//! Finds the names of texts that are written otherwise than in a list.

use std::io::Read;
use std::ops::ControlFlow;

use gaztag::{LikelyName, OffsetUnit};

use super::job::Job;
use super::screening::Screening;
use super::texts::One;
use crate::error::CliError;
use crate::limits::TEXT_LIMIT;
use crate::output::mention::{self, Item};
use crate::output::tally::Tally;
use crate::output::{Place, Sink, pass_on};
use crate::progress;

impl Job<'_> {
    /// Prints the names of a text that is in memory.
    pub(super) fn screened(
        &self,
        screening: &Screening,
        one: One<'_>,
        tally: &mut Tally,
        out: &mut Vec<u8>,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let mut counter = Counter { unit: self.offsets, base: 0 };
        self.part(screening, (one.place, one.text), &mut counter, tally, out, sink)
    }

    /// Prints the names of a text that is longer than the limit: `start` is its beginning. It is
    /// read in parts that end with a line.
    pub(super) fn screened_in_parts(
        &self,
        screening: &Screening,
        place: Place<'_>,
        (name, start, mut rest): (&str, Vec<u8>, impl Read),
        tally: &mut Tally,
        out: &mut Vec<u8>,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let mut counter = Counter { unit: self.offsets, base: 0 };
        let (mut text, mut is_end) = (start, false);
        loop {
            let line = text.iter().rposition(|&byte| byte == b'\n').map(|at| at + 1);
            let end = line.filter(|_| !is_end).unwrap_or(text.len());
            let part = text.get(..end).unwrap_or(&[]);
            self.part(screening, (place, part), &mut counter, tally, out, sink)?;
            sink(out)?;
            if is_end {
                return Ok(());
            }
            text.drain(..end);
            let space = TEXT_LIMIT.saturating_sub(text.len()) as u64;
            let read = rest.by_ref().take(space).read_to_end(&mut text);
            is_end = (read.map_err(CliError::file(name))? as u64) < space;
        }
    }

    fn part(
        &self,
        screening: &Screening,
        (place, text): (Place<'_>, &[u8]),
        counter: &mut Counter,
        tally: &mut Tally,
        out: &mut Vec<u8>,
        sink: &mut Sink<'_>,
    ) -> Result<(), CliError> {
        let (tagger, printing) = (&self.taggers.text, self.printing());
        let mut last = 0;
        let flow = screening.screener.try_screen_each(text, |name: LikelyName| {
            if progress::stopped() {
                return ControlFlow::Break(CliError::Interrupted);
            }
            if name.confidence() < screening.min_confidence {
                return ControlFlow::Continue(());
            }
            let range = name.range();
            let start = counter.to(text, &mut last, range.start);
            let end = counter.to(text, &mut last, range.end);
            tally.add(tagger, name.entity(), None);
            let item = Item::of_likely(&name, (start, end));
            let printed = mention::print(printing, place, &item, &text[range], out)
                .map_err(CliError::Output)
                .and_then(|()| pass_on(out, sink));
            match printed {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        });
        counter.to(text, &mut last, text.len());
        flow.break_value().map_or(Ok(()), Err)
    }
}

/// Counts offsets in a unit.
struct Counter {
    unit: OffsetUnit,
    /// How many units are before the last offset.
    base: usize,
}

impl Counter {
    /// An offset of a part of a text, which is not before the `last` one.
    fn to(&mut self, text: &[u8], last: &mut usize, offset: usize) -> usize {
        self.base += self.unit.count(text.get(*last..offset).unwrap_or(&[]));
        *last = offset;
        self.base
    }
}
