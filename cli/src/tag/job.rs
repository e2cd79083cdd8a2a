//! The state that all threads share.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use gaztag::{Date, Error, Input, OffsetUnit, Tagger, TaggerBuilder};

use super::places::Pairs;
use crate::arguments::counts::By;
use crate::arguments::input::{InputArguments, InputName};
use crate::arguments::output::IdFormat;
use crate::error::Warning;
use crate::input::document::{Document, Fields};
use crate::output::ids::Ids;
use crate::output::{Form, Printing, unquoted};
use crate::report::report;

/// The state that all threads share.
pub(super) struct Job<'a> {
    pub(super) input: &'a InputArguments,
    pub(super) taggers: Taggers,
    pub(super) form: Form<'a>,
    pub(super) id_format: IdFormat,
    /// Whether blocs are printed with their members.
    pub(super) with_members: bool,
    /// Whether entities are printed with their attributes.
    pub(super) with_attributes: bool,
    /// The day of these; else it is that of the document.
    pub(super) on: Option<Date>,
    /// The unit of offsets in the output.
    pub(super) offsets: OffsetUnit,
    /// The names of the fields that mentions are printed with.
    pub(super) keep: &'a [String],
    /// The fields that are read of documents: those of `keep`, then that of the groups, then that
    /// with the day of members.
    pub(super) fields: Fields<'a>,
    pub(super) by: Option<&'a By>,
    pub(super) pairs: Option<Pairs>,
    /// Whether mentions are printed while the text arrives.
    pub(super) stream: bool,
    pub(super) threads: usize,
    pub(super) streamed: Streamed,
}

/// A tagger for each kind of text.
pub(super) struct Taggers {
    pub(super) text: Tagger<'static>,
    pub(super) html: Tagger<'static>,
}

impl Taggers {
    pub(super) fn build(builder: TaggerBuilder<'static>) -> Result<Self, Error> {
        Ok(Self { html: builder.clone().input(Input::Html).build()?, text: builder.build()? })
    }

    /// The tagger for a format.
    pub(super) fn of(&self, format: InputName) -> &Tagger<'static> {
        if format == InputName::Html { &self.html } else { &self.text }
    }
}

impl<'a> Job<'a> {
    /// A job that prints mentions or texts one after the other, and counts nothing in groups.
    pub(super) fn new(
        input: &'a InputArguments,
        taggers: Taggers,
        form: Form<'a>,
        id_format: IdFormat,
        threads: usize,
    ) -> Self {
        let threads = match threads {
            0 => thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        };
        Self {
            input,
            taggers,
            form,
            id_format,
            with_members: false,
            with_attributes: false,
            on: None,
            offsets: OffsetUnit::Bytes,
            keep: &[],
            fields: Fields {
                text: &input.text_field,
                id: &input.id_field,
                date: None,
                kept: Vec::new(),
            },
            by: None,
            pairs: None,
            stream: false,
            threads,
            streamed: Streamed::default(),
        }
    }

    /// Returns how mentions are printed.
    pub(super) fn printing(&self) -> Printing<'_> {
        let ids = Ids { tagger: &self.taggers.text, format: self.id_format };
        Printing { form: self.form, ids, keep: self.keep, attributes: self.with_attributes }
    }

    /// Returns the group of a document's mentions, or what is wrong with its field.
    pub(super) fn group<'p>(
        &self,
        file: &'p str,
        document: &'p Document<'p>,
    ) -> Result<Option<Cow<'p, str>>, String> {
        let field = document.kept.get(self.keep.len()).and_then(Option::as_deref).map(unquoted);
        match self.by {
            None => document.date.as_deref().map(unquoted).map_or(Ok(None), date),
            Some(By::File) => Ok(Some(file.into())),
            Some(By::Field(_)) => Ok(Some(field.unwrap_or_default())),
            Some(By::Day) => Ok(Some(day(field)?.to_string().into())),
        }
    }

    /// Returns the day on which blocs of a document are printed with their members, or what is
    /// wrong with its field.
    pub(super) fn day(&self, kept: &[Option<Cow<'_, str>>]) -> Result<Option<Date>, String> {
        if !self.with_members || self.on.is_some() {
            return Ok(self.on.filter(|_| self.with_members));
        }
        day(kept.last().and_then(Option::as_deref).map(unquoted)).map(Some)
    }
}

/// The day of a field with a date, with or without a time after it.
fn day(field: Option<Cow<'_, str>>) -> Result<Date, String> {
    let Some(text) = field else {
        return Err("no field with the date; --date-field names one".into());
    };
    parse_day(&text).ok_or_else(|| format!("{:?} is not a date such as 2024-06-01", text.as_ref()))
}

/// A date as it is grouped by: its day, month or year without a time after it.
fn date(field: Cow<'_, str>) -> Result<Option<Cow<'_, str>>, String> {
    if matches!(&*field, "" | "null") {
        return Ok(None);
    }
    match parse_day(&field).map_or_else(|| field.parse().ok(), Some) {
        Some(date) => Ok(Some(date.to_string().into())),
        None => Err(format!("{field:?} is not a date such as 2024-06-01, 2024-06 or 2024")),
    }
}

/// The day of a date, with or without a time after it.
fn parse_day(text: &str) -> Option<Date> {
    let (day, time) = text.split_at_checked(10)?;
    let day: Date = day.parse().ok()?;
    (day.day().is_some() && (time.is_empty() || time.starts_with(['T', 't', ' ']))).then_some(day)
}

/// The number of texts that were too long to be judged as a whole.
#[derive(Default)]
pub(super) struct Streamed(AtomicU64);

impl Streamed {
    /// Counts a text, and reports the first one.
    pub(super) fn add(&self, file: &str) {
        if self.0.fetch_add(1, Ordering::Relaxed) == 0 {
            report(&Warning::Streamed { file: file.into() });
        }
    }

    /// Reports how many texts there were after the first one.
    pub(super) fn sum(&self) {
        if let Some(more @ 1..) = self.0.load(Ordering::Relaxed).checked_sub(1) {
            report(&Warning::MoreStreamed { more });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_dates_and_times() {
        for (text, expected) in [
            ("2024-06-01", true),
            ("2024-06-01T12:00:00Z", true),
            ("2024-06-01 12:00", true),
            ("2024-06-011", false),
            ("2024-06-31", false),
            ("2024-06", false),
            ("01/06/2024", false),
            ("", false),
            ("2024-06-0é", false),
        ] {
            assert_eq!(
                parse_day(text).map(|day| day.to_string()),
                expected.then(|| text[..10].into())
            );
        }
    }
}
