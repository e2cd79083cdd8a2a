//! All of it, built once and shared.

mod scanner;

pub(crate) use scanner::{Progress, Scanner};

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use crate::automaton::Automaton;
use crate::entity::{EntityId, Kind, Language, Role};
use crate::error::{Error, ErrorKind};
use crate::fold::switches::Folding;
use crate::gazetteer::Gazetteer;
use crate::mention::Mention;
use crate::offsets::OffsetUnit;
use crate::prefilter::Prefilter;
use crate::resolve::Policy;

/// Finds mentions. Built once, immutable, shared by any number of threads; a clone shares everything.
///
/// Tagging cannot fail and allocates nothing but the vectors and strings that a call returns. Its time is linear in the text.
///
/// ```
/// use gaztag::Tagger;
/// let tagger = Tagger::builtin();
/// let text = "Mali’s lithium and the ECOWAS summit";
/// let found: Vec<(&str, &str)> = tagger.mentions(text).map(|m| (&text[m.span().range()], tagger.key(&m))).collect();
/// assert_eq!(found, [("Mali", "country/MLI"), ("lithium", "mineral/lithium"), ("ECOWAS", "bloc/ecowas")]);
/// ```
#[derive(Clone)]
pub struct Tagger(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) gazetteer: Gazetteer,
    pub(crate) automaton: Automaton,
    pub(crate) prefilter: Prefilter,
    pub(crate) policy: Policy,
    pub(crate) overlap: Overlap,
    pub(crate) input: Input,
    pub(crate) unit: OffsetUnit,
}

/// Which of several names at one place are mentions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Overlap {
    /// The leftmost, and of these the longest: mentions do not overlap.
    #[default]
    Longest,
    /// Every name, nested and overlapping ones too, and every entity that an ambiguous name could mean, each as a mention of its own; by start, then by end, then the likeliest first. Names
    /// inside a decoy stay out.
    All,
}

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Input {
    /// Plain text: markup is text like any other.
    #[default]
    Text,
    /// HTML: tags, comments, scripts, styles, attributes, web and mail addresses are passed over, character references are read. Offsets stay those of the raw text.
    Html,
}

impl Tagger {
    /// A tagger with the built-in gazetteer and all options as they are by default. With the feature `std` it is built once a process (about a tenth of a second) and shared.
    #[cfg(feature = "builtin")]
    pub fn builtin() -> Self {
        #[cfg(feature = "std")]
        {
            static BUILT: std::sync::OnceLock<Tagger> = std::sync::OnceLock::new();
            BUILT.get_or_init(Self::build_builtin).clone()
        }
        #[cfg(not(feature = "std"))]
        Self::build_builtin()
    }

    #[cfg(feature = "builtin")]
    #[allow(clippy::expect_used, reason = "the options are the default ones and the gazetteer is a constant; a test builds them")]
    fn build_builtin() -> Self {
        Self::builder().build().expect("the built-in gazetteer builds")
    }

    /// A builder with all options as they are by default.
    pub fn builder() -> TaggerBuilder {
        TaggerBuilder::default()
    }

    /// The gazetteer that the mentions' entities are of.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.0.gazetteer
    }

    /// The mentions of a text, in its order. Allocates nothing.
    pub fn mentions<'t, T: AsRef<[u8]> + ?Sized>(&'t self, text: &'t T) -> Mentions<'t> {
        Mentions { scanner: Scanner::new(&self.0, text.as_ref()), progress: Progress::new(self.0.unit) }
    }

    /// The mentions of a text as a vector.
    pub fn tag(&self, text: impl AsRef<[u8]>) -> Vec<Mention> {
        self.mentions(text.as_ref()).collect()
    }

    /// Appends the mentions of a text. Allocates only if the vector must grow.
    pub fn tag_into(&self, text: impl AsRef<[u8]>, mentions: &mut Vec<Mention>) {
        mentions.extend(self.mentions(text.as_ref()));
    }

    /// Calls `found` for every mention of a text with the bytes of its span, whatever the unit of offsets. Allocates nothing.
    pub fn for_each(&self, text: impl AsRef<[u8]>, mut found: impl FnMut(&Mention, &[u8])) {
        let text = text.as_ref();
        let mut mentions = self.mentions(text);
        while let Some((mention, span)) = mentions.next_with_bytes() {
            found(&mention, &text[span.range()]);
        }
    }

    /// Whether a text has a mention; stops at the first. Allocates nothing.
    pub fn is_match(&self, text: impl AsRef<[u8]>) -> bool {
        self.mentions(text.as_ref()).next().is_some()
    }

    /// The text with every mention replaced by what `replacement` gives for it and for the text of its span.
    ///
    /// With [`Overlap::All`], mentions that overlap an earlier one stay.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// assert_eq!(tagger.replace("Mali's oil", |mention, _| format!("[{}]", tagger.key(mention))), "[country/MLI]'s [mineral/crude-oil]");
    /// ```
    pub fn replace<R: AsRef<str>>(&self, text: &str, mut replacement: impl FnMut(&Mention, &str) -> R) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let mut mentions = self.mentions(text);
        while let Some((mention, span)) = mentions.next_with_bytes() {
            if let (Some(before), Some(matched)) = (text.get(at..span.start), text.get(span.range())) {
                out.push_str(before);
                out.push_str(replacement(&mention, matched).as_ref());
                at = span.end;
            }
        }
        out.push_str(&text[at..]);
        out
    }

    /// The key of a mention's entity, such as `country/MLI`. The mention must be one of this tagger (or of one with the same gazetteer).
    pub fn key(&self, mention: &Mention) -> &str {
        self.0.gazetteer.entity(mention.entity()).map_or("", |entity| entity.key())
    }

    /// The name of a mention's entity, such as `Mali`.
    pub fn name(&self, mention: &Mention) -> &str {
        self.0.gazetteer.entity(mention.entity()).map_or("", |entity| entity.name())
    }

    /// All entities that the name could mean, with the role that it has for each; the one that the mention was judged to mean is among them. The likeliest first.
    pub fn candidates(&self, mention: &Mention) -> impl Iterator<Item = (EntityId, Role)> {
        let candidate = scanner::candidate_of(mention);
        candidate.wanted(&self.0.gazetteer, &self.0.policy).filter_map(|(_, record)| record.entity().map(|entity| (entity, record.role)))
    }

    /// The unit of the mentions' offsets.
    pub fn offset_unit(&self) -> OffsetUnit {
        self.0.unit
    }

    /// The heap that it takes with its gazetteer, in bytes.
    pub fn memory_usage(&self) -> usize {
        self.0.gazetteer.memory_usage() + self.0.automaton.memory_usage() + size_of::<Inner>() + self.0.policy.wanted.capacity() * 8
    }
}

impl fmt::Debug for Tagger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tagger").field("gazetteer", &self.0.gazetteer).field("overlap", &self.0.overlap).field("input", &self.0.input).field("unit", &self.0.unit).finish()
    }
}

/// The mentions of a text, in its order: what [`Tagger::mentions`] gives.
pub struct Mentions<'t> {
    scanner: Scanner<'t>,
    progress: Progress,
}

impl Mentions<'_> {
    /// The next mention, and its span in bytes whatever the unit.
    pub(crate) fn next_with_bytes(&mut self) -> Option<(Mention, crate::span::Span)> {
        self.scanner.next(&mut self.progress)
    }
}

impl Iterator for Mentions<'_> {
    type Item = Mention;

    fn next(&mut self) -> Option<Mention> {
        self.next_with_bytes().map(|(mention, _)| mention)
    }
}

impl core::iter::FusedIterator for Mentions<'_> {}

impl fmt::Debug for Mentions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mentions").finish_non_exhaustive()
    }
}

/// Puts a tagger together.
///
/// ```
/// use gaztag::{Kind, OffsetUnit, Tagger};
/// let tagger = Tagger::builder().kinds(&[Kind::Country]).offset_unit(OffsetUnit::CodePoints).build()?;
/// assert_eq!(tagger.tag("Côte d’Ivoire’s oil").len(), 1);
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct TaggerBuilder {
    gazetteer: Option<Gazetteer>,
    kinds: Option<Vec<Kind>>,
    roles: Option<Vec<Role>>,
    languages: Option<Vec<Language>>,
    overlap: Overlap,
    folding: Folding,
    input: Input,
    unit: OffsetUnit,
    min_confidence: Option<u8>,
}

impl TaggerBuilder {
    /// The least confidence of mentions if none is asked for.
    pub const MIN_CONFIDENCE: u8 = 50;

    /// The gazetteer to find names of. If none is given: the built-in one.
    pub fn gazetteer(mut self, gazetteer: Gazetteer) -> Self {
        self.gazetteer = Some(gazetteer);
        self
    }

    /// Only mentions of these kinds. If not said: all kinds.
    ///
    /// Kinds, roles and languages choose what is reported, never what a place is taken for: with countries only, `Economic Community of Central African States` is still no mention of a country.
    pub fn kinds(mut self, kinds: &[Kind]) -> Self {
        self.kinds = Some(kinds.to_vec());
        self
    }

    /// Only mentions by surface forms of these roles. If not said: all but capitals and codes of letters.
    pub fn roles(mut self, roles: &[Role]) -> Self {
        self.roles = Some(roles.to_vec());
        self
    }

    /// Only mentions by surface forms of these languages and of no language in particular. If not said: all languages.
    pub fn languages(mut self, languages: &[Language]) -> Self {
        self.languages = Some(languages.to_vec());
        self
    }

    /// Which of several names at one place are mentions. If not said: [`Overlap::Longest`].
    pub fn overlap(mut self, overlap: Overlap) -> Self {
        self.overlap = overlap;
        self
    }

    /// Which parts of folding are on. If not said: all.
    pub fn folding(mut self, folding: Folding) -> Self {
        self.folding = folding;
        self
    }

    /// What the texts are. If not said: [`Input::Text`].
    pub fn input(mut self, input: Input) -> Self {
        self.input = input;
        self
    }

    /// The unit of the mentions' offsets. If not said: [`OffsetUnit::Bytes`]. Other units cost one more pass over the text up to its last mention.
    pub fn offset_unit(mut self, unit: OffsetUnit) -> Self {
        self.unit = unit;
        self
    }

    /// Only mentions with at least this confidence, from 0 to 100. If not said: [`TaggerBuilder::MIN_CONFIDENCE`].
    pub fn min_confidence(mut self, confidence: u8) -> Self {
        self.min_confidence = Some(confidence);
        self
    }

    /// Builds the tagger. Time linear in the bytes of the names.
    ///
    /// Errors: a least confidence above 100; an automaton that is too large; no gazetteer, without the feature `builtin`.
    pub fn build(self) -> Result<Tagger, Error> {
        #[cfg(feature = "builtin")]
        let gazetteer = self.gazetteer.unwrap_or_else(Gazetteer::builtin);
        #[cfg(not(feature = "builtin"))]
        let gazetteer = self.gazetteer.ok_or(ErrorKind::NoGazetteer)?;
        let min_confidence = self.min_confidence.unwrap_or(Self::MIN_CONFIDENCE);
        if min_confidence > 100 {
            return Err(ErrorKind::BadConfidence(min_confidence).into());
        }
        let mut wanted = alloc::vec![0; gazetteer.surface_records().len().div_ceil(64)];
        for (index, record) in gazetteer.surface_records().iter().enumerate() {
            let kind = record.entity().map(|entity| Kind::from_u8(gazetteer.kind_of(entity)));
            let by_kind = self.kinds.as_ref().is_none_or(|kinds| kind.is_some_and(|kind| kinds.contains(&kind)));
            let by_role = self.roles.as_ref().map_or(!record.on_request, |roles| roles.contains(&record.role));
            let set = gazetteer.languages_of(record);
            let by_language = self.languages.as_ref().is_none_or(|languages| set.is_empty() || set.iter().any(|language| languages.contains(language)));
            if by_kind && by_role && by_language {
                wanted[index / 64] |= 1 << (index % 64);
            }
        }
        let automaton = Automaton::new(&gazetteer.folded_forms().collect::<Vec<_>>())?;
        let prefilter = Prefilter::new(gazetteer.folded_forms().enumerate().map(|(form, folded)| (folded, gazetteer.may_begin_lower(form as u32))));
        let policy = Policy { wanted, folding: self.folding, min_confidence };
        Ok(Tagger(Arc::new(Inner { gazetteer, automaton, prefilter, policy, overlap: self.overlap, input: self.input, unit: self.unit })))
    }
}
