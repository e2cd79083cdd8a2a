//! Which readings a tagger reports.

#[cfg(feature = "alloc")]
use alloc::sync::Arc;

use crate::entity::{Language, Role, Use, Uses};
use crate::fold::switches::Folding;
#[cfg(feature = "alloc")]
use crate::gazetteer::Removed;
use crate::gazetteer::{SurfaceRecord, Tables};
use crate::limits;

/// The least confidence of mentions by default.
pub(crate) const MIN_CONFIDENCE: u8 = 50;

/// Which readings a tagger reports. All others are matched too, so that they hide shorter names.
#[derive(Clone)]
pub(crate) struct Policy {
    /// A bit for each kind, by its number; `None`: all.
    pub(crate) kinds: Option<[u64; 4]>,
    /// A bit for each role, by its number; `None`: all but those reported on request only.
    pub(crate) roles: Option<u16>,
    pub(crate) languages: Option<Languages>,
    pub(crate) folding: Folding,
    pub(crate) min_confidence: u8,
    /// Whether forms that should be capitalised count in lower case too.
    pub(crate) lower_case: bool,
    /// Whether names inside links are mentions.
    pub(crate) links: bool,
    /// Which uses of a name are mentions.
    pub(crate) uses: Uses,
    /// Whether cues, the document and the language of the text are weighed.
    pub(crate) context: bool,
    /// The language of texts that have none of their own.
    pub(crate) text_language: Option<Language>,
    /// Whether options other than the defaults say whether a form fits.
    pub(crate) fits_by_options: bool,
    /// Whether options other than the defaults say whether a form is asked for.
    pub(crate) wants_by_options: bool,
    /// What a higher layer takes away.
    #[cfg(feature = "alloc")]
    pub(crate) removed: Option<Arc<Removed>>,
}

/// A list of languages of fixed size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Languages {
    list: [Language; limits::LANGUAGES],
    len: usize,
}

impl Languages {
    /// `None` if there are more than [`limits::LANGUAGES`].
    pub(crate) fn new(languages: &[Language]) -> Option<Self> {
        let mut list = [Language::ENGLISH; limits::LANGUAGES];
        list.get_mut(..languages.len())?.copy_from_slice(languages);
        Some(Self { list, len: languages.len() })
    }

    fn has(&self, code: [u8; 3]) -> bool {
        self.list.iter().take(self.len).any(|language| language.code() == code)
    }
}

impl Policy {
    /// All options at their defaults.
    #[cfg(feature = "builtin")]
    pub(crate) const DEFAULT: Self = Self {
        kinds: None,
        roles: None,
        languages: None,
        folding: Folding::FULL,
        min_confidence: MIN_CONFIDENCE,
        lower_case: false,
        links: false,
        uses: Uses::DEFAULT,
        context: true,
        text_language: None,
        fits_by_options: false,
        wants_by_options: false,
        #[cfg(feature = "alloc")]
        removed: None,
    };

    /// Whether a higher layer takes away the surface form with a number and a record.
    pub(super) fn takes_away(&self, number: u32, record: &SurfaceRecord) -> bool {
        #[cfg(feature = "alloc")]
        if let Some(removed) = &self.removed {
            return removed.has(number, record);
        }
        let _ = (number, record);
        false
    }

    /// Whether the tagger reports one of the readings of the name with a number, that with this
    /// index and record. Never a decoy.
    #[inline(always)]
    pub(crate) fn wants(
        &self,
        tables: &Tables<'_>,
        (name, index): (u32, usize),
        record: &SurfaceRecord,
    ) -> bool {
        if self.wants_by_options {
            return self.wants_by_options(tables, (name, index));
        }
        record.entity().is_some() && !record.traits.on_request
    }

    /// As [`wants`](Self::wants), with options other than the defaults. It reads the record again:
    /// passing it on would make every call of [`wants`](Self::wants) read all of it.
    #[cold]
    #[inline(never)]
    fn wants_by_options(&self, tables: &Tables<'_>, (name, index): (u32, usize)) -> bool {
        let Some((_, record)) = tables.readings(name).nth(index) else { return false };
        let Some(entity) = record.entity() else { return false };
        let by_role = self
            .roles
            .map_or(!record.traits.on_request, |roles| roles >> record.traits.role as u16 & 1 == 1);
        let by_kind = self.kinds.is_none_or(|kinds| {
            let kind = tables.kind_of(entity);
            kinds[usize::from(kind / 64)] >> (kind % 64) & 1 == 1
        });
        let by_language = self.languages.as_ref().is_none_or(|languages| {
            let codes = tables.languages_of(&record);
            codes.is_empty() || codes.iter().any(|&code| languages.has(code))
        });
        let by_use = record.traits.role != Role::Compound || self.uses.has(Use::Compound);
        by_role && by_kind && by_language && by_use
    }
}
