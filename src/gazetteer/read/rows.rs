//! The rows of gazetteer files, whatever their format.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

#[cfg(feature = "std")]
use crate::cue::CuePlace;
#[cfg(feature = "std")]
use crate::entity::Use;
use crate::entity::{AttributeType, Bounds, CaseRule, Language, Role};
use crate::error::Location;
use crate::fold::folds_to_nothing;

/// One thing that a gazetteer file says, and where.
pub(super) struct Row<'t> {
    pub(super) position: Position,
    pub(super) content: Content<'t>,
}

/// What a row says. Its texts are those of the file where the format has them as they are.
pub(super) enum Content<'t> {
    /// An entity, added if it is new: with `name`, or with `fallback` if the file gives no name.
    Entity {
        key: Cow<'t, str>,
        name: Option<Cow<'t, str>>,
        fallback: Cow<'t, str>,
        /// Where the name or the fallback is.
        named_at: Position,
    },
    Attribute {
        key: Cow<'t, str>,
        name: Cow<'t, str>,
        value: Cow<'t, str>,
        value_type: AttributeType,
    },
    /// A surface form; that of a decoy has no key.
    Form {
        key: Option<Cow<'t, str>>,
        form: Cow<'t, str>,
        role: Role,
        case: Option<CaseRule>,
        languages: Vec<Language>,
        prior: Option<u8>,
        word: bool,
        accents: bool,
        /// `None`: those of the builder for forms of files.
        bounds: Option<Bounds>,
    },
    /// A cue of a form: for one entity, for a use, or for every reading.
    #[cfg(feature = "std")]
    Cue {
        form: Cow<'t, str>,
        key: Option<Cow<'t, str>>,
        of: Option<Use>,
        place: CuePlace,
        words: Vec<Cow<'t, str>>,
        weight: i8,
    },
    /// A surface form to remove, or without one a whole entity; that of a decoy has no key.
    Removal { key: Option<Cow<'t, str>>, form: Option<Cow<'t, str>> },
}

impl Content<'_> {
    /// Removes blanks around the form, and underscores; around one of an entity also commas and
    /// semicolons, which lists leave. Returns the form as it was if there were some.
    pub(super) fn trim(&mut self) -> Option<String> {
        let Content::Form { form, key, .. } = self else { return None };
        let separates = |c: char| matches!(c, ',' | ';') && key.is_some();
        let surrounds = |c: char| c.is_whitespace() || c == '_' || separates(c);
        // A blank after characters that fold to nothing is before the form, too, and one before
        // such characters is after it.
        let is_visible = |c: char| !surrounds(c) && !folds_to_nothing(c);
        let first = form.find(is_visible).unwrap_or(0);
        let last = form.rfind(is_visible).unwrap_or(form.len());
        let start = form[..first].rfind(surrounds).unwrap_or(0);
        let end = form[last..].find(surrounds).map_or(form.len(), |blank| last + blank);
        let trimmed = form[start..end].trim_matches(surrounds);
        if trimmed.len() == form.len() || trimmed.is_empty() {
            return None;
        }
        let trimmed = Cow::Owned(trimmed.into());
        Some(core::mem::replace(form, trimmed).into_owned())
    }

    /// Makes one blank of each run of control characters in the form, or in the name of an entity.
    /// Returns the text as it was if there were some; not a name that is taken from the form, whose
    /// own row has it, and not a text of nothing else, which stays.
    pub(super) fn replace_controls(&mut self) -> Option<String> {
        let (text, counts) = match self {
            Content::Form { form, .. } => (form, true),
            Content::Entity { name: Some(name), .. } => (name, true),
            Content::Entity { fallback, .. } => (fallback, false),
            _ => return None,
        };
        // Those beyond ASCII begin with the byte 0xC2.
        let may_have_one = |&byte: &u8| byte < b' ' || matches!(byte, 0x7F | 0xC2);
        if !text.as_bytes().iter().any(may_have_one) || !text.contains(char::is_control) {
            return None;
        }
        let words = text.split(char::is_control).filter(|word| !word.is_empty());
        let clean = words.collect::<Vec<_>>().join(" ");
        if clean.is_empty() {
            return None;
        }
        let found = core::mem::replace(text, Cow::Owned(clean)).into_owned();
        counts.then_some(found)
    }

    /// The key of the entity that it is about.
    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Content::Entity { key, .. } => Some(key),
            Content::Attribute { key, .. } => Some(key),
            Content::Form { key, .. } | Content::Removal { key, .. } => key.as_deref(),
            #[cfg(feature = "std")]
            Content::Cue { key, .. } => key.as_deref(),
        }
    }
}

/// Where a row is in its file. Small, since every row has one; errors have a [`Location`].
#[derive(Clone, Copy)]
pub(super) struct Position {
    /// The offset in bytes.
    pub(super) byte: usize,
    /// In tab-separated files the line, the number of the field and its name.
    pub(super) cell: Option<(u64, u64, &'static str)>,
}

impl Position {
    /// The location in the file with this name and text.
    pub(super) fn location(self, file: &str, text: &[u8]) -> Location {
        match self.cell {
            Some((line, column, field)) => Location {
                file: file.into(),
                line,
                column,
                field: Some(field.into()),
                byte: self.byte as u64,
            },
            None => locate(file, text, self.byte),
        }
    }
}

/// The location of a byte offset: its line, and the number of the character in the line.
pub(super) fn locate(file: &str, text: &[u8], byte: usize) -> Location {
    let before = &text[..byte.min(text.len())];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    Location {
        file: file.into(),
        line: memchr::memchr_iter(b'\n', before).count() as u64 + 1,
        column: String::from_utf8_lossy(&before[line_start..]).chars().count() as u64 + 1,
        field: None,
        byte: byte as u64,
    }
}

/// The lines of a text with their numbers and offsets, without line ends and byte order mark.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = (u64, usize, &[u8])> {
    let start = if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let ends = memchr::memchr_iter(b'\n', text).chain([text.len()]);
    ends.scan(start, |at, end| {
        let from = core::mem::replace(at, end + 1);
        Some((from, &text[from.min(end)..end]))
    })
    .enumerate()
    .map(|(number, (from, line))| {
        (number as u64 + 1, from, line.strip_suffix(b"\r").unwrap_or(line))
    })
}
