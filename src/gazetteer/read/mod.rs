//! Readers of gazetteer files.

mod addition;
#[cfg(feature = "std")]
mod json;
mod rows;
mod tsv;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::iter;

pub(super) use addition::Addition;

use super::drafts::Drafts;
use super::format::Format;
use super::ranks::Defaults;
use super::readings::NameCounts;
use crate::error::{Error, ErrorKind};
use crate::image::MAGIC;
use rows::{Content, Row, locate};

/// How mistakes in a file are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Reading ends at the first row with an error.
    First,
    /// Harmless mistakes are mended; reading ends at the first row with another one.
    Lenient,
    All,
}

/// What a file adds, its errors, and the mistakes that were mended, in the order of the rows.
pub(super) struct Reading {
    pub(super) addition: Addition,
    pub(super) errors: Vec<Error>,
    pub(super) mended: Vec<Error>,
}

/// Reads a file: what it adds to these drafts, and its errors. With an error the addition is not
/// complete. `counts` are those of the drafts, `file` is the name of the
/// file for messages, `defaults` apply to forms for which the file gives nothing else.
pub(super) fn read(
    drafts: &Drafts,
    counts: &NameCounts,
    (format, file, text): (Format, &str, &[u8]),
    defaults: Defaults,
    mode: Mode,
) -> Reading {
    let mut addition = Addition::new(defaults);
    let mut errors: Vec<(usize, Error)> = Vec::new();
    let mut mended = Vec::new();
    // The key of an entity that was refused: what follows about it is not an error of its own.
    let mut refused: Option<Cow<'_, str>> = None;
    for (number, row) in rows_of(format, file, text, mode).enumerate() {
        if mode != Mode::All && !errors.is_empty() {
            break;
        }
        let Row { position, mut content } = match row {
            Ok(row) => row,
            Err(error) if mode == Mode::Lenient && error.kind().is_harmless() => {
                mended.push(error);
                continue;
            }
            Err(error) => {
                errors.push((number, error));
                continue;
            }
        };
        if refused.is_some() && content.key() == refused.as_deref() {
            continue;
        }
        if let Some(found) = content.replace_controls() {
            let kind = ErrorKind::ControlCharacters(found);
            let error = Error::at(kind, position.location(file, text));
            // The mended row is read on, so that what follows about it is not an error of its own.
            match mode {
                Mode::Lenient => mended.push(error),
                Mode::First | Mode::All => errors.push((number, error)),
            }
        }
        if let Some(found) = content.trim() {
            let kind = ErrorKind::BlanksAround(found);
            let error = Error::at(kind, position.location(file, text));
            if mode != Mode::Lenient {
                errors.push((number, error));
                continue;
            }
            mended.push(error);
        }
        let entity = match &content {
            Content::Entity { key, named_at, .. } => Some((key.clone(), *named_at)),
            _ => None,
        };
        let line = |first: rows::Position| first.location(file, text).line;
        if let Err(error) = addition.add(drafts, content, (number, position), line) {
            let place = match (error.kind(), &entity) {
                (ErrorKind::BadText(_) | ErrorKind::FormTooLong { .. }, Some((_, named_at))) => {
                    *named_at
                }
                _ => position,
            };
            let error = Error::at(error.kind().clone(), place.location(file, text));
            if mode == Mode::Lenient && error.kind().is_harmless() {
                mended.push(error);
            } else {
                errors.push((number, error));
                refused = entity.map(|(key, _)| key).or(refused);
            }
        }
    }
    let mut warnings = Vec::new();
    for ((number, position), form, has_weight) in addition.too_many(drafts, counts) {
        let location = position.location(file, text);
        if has_weight {
            warnings.push(Error::at(ErrorKind::CrowdedName { form }, location));
        } else {
            errors.push((number, Error::at(ErrorKind::TooManyReadings { form }, location)));
        }
    }
    addition.warnings = warnings;
    errors.sort_by_key(|&(number, _)| number);
    let errors = errors.into_iter().map(|(_, error)| error).collect();
    Reading { addition, errors, mended }
}

/// The rows of a file in any format, each read or not.
fn rows_of<'t>(
    format: Format,
    file: &'t str,
    text: &'t [u8],
    mode: Mode,
) -> Box<dyn Iterator<Item = Result<Row<'t>, Error>> + 't> {
    if text.starts_with(&MAGIC) {
        let error = Error::at(ErrorKind::ImageAsFile, locate(file, text, 0));
        return Box::new(iter::once(Err(error)));
    }
    match format {
        Format::Tsv => Box::new(tsv::read(file, text, mode == Mode::Lenient)),
        #[cfg(feature = "std")]
        Format::JsonLines => Box::new(json::read_lines(file, text).into_iter()),
        #[cfg(feature = "std")]
        Format::Flashtext => Box::new(json::read_flashtext(file, text).into_iter()),
        #[cfg(feature = "std")]
        Format::Spacy => Box::new(json::read_spacy(file, text).into_iter()),
    }
}
