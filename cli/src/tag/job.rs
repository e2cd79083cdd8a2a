//! The state that all threads share.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use gaztag::{Date, Error, Input, OffsetUnit, Tagger, TaggerBuilder};

use super::places::Pairs;
use super::screening::Screening;
use super::seen::Seen;
use super::topics::CountedAs;
use crate::arguments::counts::By;
use crate::arguments::input::{InputArguments, InputName};
use crate::arguments::output::IdFormat;
use crate::error::Warning;
use crate::input::document::{DateField, Document, Fields};
use crate::output::ids::Ids;
use crate::output::{Form, Printing, unquoted};
use crate::report::report;

/// The state that all threads share.
pub(super) struct Job<'a> {
    pub(super) input: &'a InputArguments,
    pub(super) taggers: Taggers,
    pub(super) form: Form<'a>,
    pub(super) id_format: IdFormat,
    /// Whether the values of a mention are printed with the file's name.
    pub(super) with_file: bool,
    /// Whether blocs are printed with their members.
    pub(super) with_members: bool,
    /// The day of these; else it is that of the document.
    pub(super) on: Option<Date>,
    /// Whether entities are printed with their attributes.
    pub(super) with_attributes: bool,
    /// The unit of offsets in the output.
    pub(super) offsets: OffsetUnit,
    /// The names of the fields that mentions are printed with.
    pub(super) keep: &'a [String],
    /// The fields that are read of documents: of the kept ones those of `keep`, then that of the
    /// groups.
    pub(super) fields: Fields<'a>,
    pub(super) by: Option<&'a By>,
    pub(super) pairs: Option<Pairs>,
    /// What is looked for in place of mentions.
    pub(super) screening: Option<Screening>,
    /// For which entities mentions count as topics.
    pub(super) topics: CountedAs,
    /// Whether mentions are printed while the text arrives.
    pub(super) stream: bool,
    pub(super) threads: usize,
    pub(super) streamed: Streamed,
    pub(super) seen: Seen,
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
            with_file: false,
            with_members: false,
            on: None,
            with_attributes: false,
            offsets: OffsetUnit::Bytes,
            keep: &[],
            fields: Fields {
                text: &input.text_field,
                id: &input.id_field,
                date: None,
                kept: Vec::new(),
                whole: matches!(form, Form::Replace(_)),
            },
            by: None,
            pairs: None,
            screening: None,
            topics: CountedAs::default(),
            stream: false,
            threads,
            streamed: Streamed::default(),
            seen: Seen::new(0),
        }
    }

    /// Returns how mentions are printed.
    pub(super) fn printing(&self) -> Printing<'_> {
        let ids = Ids { tagger: &self.taggers.text, format: self.id_format };
        Printing {
            form: self.form,
            ids,
            file: self.with_file,
            keep: self.keep,
            members: self.with_members,
            attributes: self.with_attributes,
            screened: self.screening.is_some(),
        }
    }

    /// Returns the group of a document's mentions.
    pub(super) fn group<'p>(
        &self,
        file: &'p str,
        document: &'p Document<'p>,
        date: Option<Date>,
    ) -> Option<Cow<'p, str>> {
        Some(match self.by? {
            By::File => file.into(),
            By::Day => date?.to_string().into(),
            By::Field(_) => document
                .kept
                .get(self.keep.len())
                .and_then(Option::as_deref)
                .map(unquoted)
                .unwrap_or_default(),
        })
    }

    /// Returns the date of a document, or what is wrong with its field.
    pub(super) fn date(&self, document: &Document<'_>) -> Result<Option<Date>, String> {
        let Some(DateField { is_needed, .. }) = self.fields.date else { return Ok(None) };
        let text = document.date.as_deref().map(unquoted);
        match text.filter(|text| !matches!(&**text, "" | "null")) {
            Some(text) => match parse_date(&text) {
                Some(date) if !is_needed || date.day().is_some() => Ok(Some(date)),
                _ if is_needed => Err(format!("{text:?} is not a date such as 2024-06-01")),
                _ => Err(format!("{text:?} is not a date such as 2024-06-01, 2024-06 or 2024")),
            },
            None if is_needed => Err("no field with the date; --date-field names one".into()),
            None => Ok(None),
        }
    }
}

/// A day, a month or a year; a day with or without a time after it.
fn parse_date(text: &str) -> Option<Date> {
    let (date, time) = text.split_at_checked(10).unwrap_or((text, ""));
    let is_time = time.is_empty() || time.starts_with(['T', 't', ' ']);
    date.parse().ok().filter(|_| is_time)
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
    fn dates_with_and_without_times() {
        for (text, expected) in [
            ("2024-06-01", Some("2024-06-01")),
            ("2024-06-01T12:00:00Z", Some("2024-06-01")),
            ("2024-06-01 12:00", Some("2024-06-01")),
            ("2024-06", Some("2024-06")),
            ("2024", Some("2024")),
            ("2024-06-011", None),
            ("2024-06-31", None),
            ("2024-06T12:00", None),
            ("01/06/2024", None),
            ("", None),
            ("2024-06-0é", None),
        ] {
            let date = parse_date(text).map(|date| date.to_string());
            assert_eq!(date.as_deref(), expected, "{text:?}");
        }
    }
}
