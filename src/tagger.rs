//! All of it, built once and shared.

mod drafts;
mod scanner;

pub use drafts::{Draft, Drafts, PausedDrafts};
pub(crate) use scanner::{Progress, Scanner};

#[cfg(feature = "alloc")]
use alloc::string::String;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::fmt;
use core::ops::ControlFlow;

use crate::entity::{EntityId, Kind, Language, Role, Uses};
use crate::error::{Error, ErrorKind};
use crate::fold::switches::Folding;
use crate::gazetteer::Gazetteer;
use crate::mention::Mention;
use crate::offsets::OffsetUnit;
use crate::prefilter::{Backend, Chosen};
use crate::resolve::{Candidate, Languages, Policy};
use crate::span::Span;
use crate::text::Text;

/// Finds mentions. Immutable, usable from any number of threads at once; a clone shares the gazetteer.
///
/// Tagging cannot fail and allocates nothing but the vectors and strings that a call returns. Its time is linear in the text.
///
/// ```
/// use gaztag::Tagger;
/// let tagger = Tagger::builtin();
/// let text = "Mali’s lithium and the ECOWAS summit";
/// let mentions = tagger.tag(text);
/// let found: Vec<(&str, &str)> = mentions.iter().map(|m| (&text[m.span().range()], tagger.key(m))).collect();
/// assert_eq!(found, [("Mali", "country/MLI"), ("lithium", "mineral/lithium"), ("ECOWAS", "bloc/ecowas")]);
/// ```
#[derive(Clone)]
pub struct Tagger<'i> {
    pub(crate) gazetteer: Gazetteer<'i>,
    pub(crate) backend: Chosen,
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

#[cfg(feature = "builtin")]
impl Tagger<'static> {
    /// A tagger with the built-in gazetteer and all options as they are by default. No work, no memory: it looks into a static.
    pub fn builtin() -> Self {
        Self {
            gazetteer: Gazetteer::builtin(),
            backend: Chosen::fastest(),
            policy: Policy {
                kinds: None,
                roles: None,
                languages: None,
                folding: Folding::FULL,
                min_confidence: TaggerBuilder::MIN_CONFIDENCE,
                lower_case: false,
                uses: Uses::DEFAULT,
                context: true,
            },
            overlap: Overlap::Longest,
            input: Input::Text,
            unit: OffsetUnit::Bytes,
        }
    }
}

impl<'i> Tagger<'i> {
    /// A builder with all options as they are by default.
    pub fn builder() -> TaggerBuilder<'i> {
        TaggerBuilder::default()
    }

    /// The gazetteer that the mentions' entities are of.
    pub fn gazetteer(&self) -> &Gazetteer<'i> {
        &self.gazetteer
    }

    /// The mentions of a text as a vector, in its order, judged with the whole text.
    #[cfg(feature = "alloc")]
    pub fn tag<'t>(&self, text: impl Into<Text<'t>>) -> Vec<Mention> {
        let mut drafts = self.drafts_of(text.into());
        let found: Vec<Draft> = drafts.by_ref().collect();
        found.iter().filter_map(|draft| drafts.settle(draft)).map(|(mention, _)| mention).collect()
    }

    /// Appends the mentions of a text. Allocates only if the vector must grow: a text with more
    /// than 512 names is read twice behind these.
    #[cfg(feature = "alloc")]
    pub fn tag_into<'t>(&self, text: impl Into<Text<'t>>, mentions: &mut Vec<Mention>) {
        self.tag_each(text, |mention, _| mentions.push(*mention));
    }

    /// Calls `found` for every mention of a text with the bytes of its span, whatever the unit of
    /// offsets; judged with the whole text. Allocates nothing: a text with more than 512 names is
    /// read twice behind these. [`tag_each_in`](Self::tag_each_in) reads it once.
    pub fn tag_each<'t>(&self, text: impl Into<Text<'t>>, mut found: impl FnMut(&Mention, &[u8])) {
        let text = text.into();
        let _ = self.try_tag_each(text, |mention, span| {
            found(mention, &text.bytes()[span.range()]);
            ControlFlow::Continue(())
        });
    }

    /// The same with the spans in bytes, until `found` breaks.
    pub fn try_tag_each<'t>(&self, text: impl Into<Text<'t>>, found: impl FnMut(&Mention, Span) -> ControlFlow<()>) -> ControlFlow<()> {
        self.drafts_of(text.into()).try_each(found)
    }

    /// As [`tag_each`](Self::tag_each), reading the text once: what may be a mention waits for the
    /// end of the text in a vector, which is emptied first and may be used again. Allocates only if
    /// it must grow.
    #[cfg(feature = "alloc")]
    pub fn tag_each_in<'t>(&self, text: impl Into<Text<'t>>, memory: &mut Vec<Draft>, mut found: impl FnMut(&Mention, &[u8])) {
        let text = text.into();
        let mut drafts = self.drafts_of(text);
        memory.clear();
        memory.extend(drafts.by_ref());
        for (mention, span) in memory.iter().filter_map(|draft| drafts.settle(draft)) {
            found(&mention, &text.bytes()[span.range()]);
        }
    }

    /// Whether a text has a mention, judged with the whole text: the same as whether
    /// [`tag`](Self::tag) returns any. Stops at the first that nothing can change. Allocates nothing.
    pub fn is_match<'t>(&self, text: impl Into<Text<'t>>) -> bool {
        self.drafts_of(text.into()).any()
    }

    /// How many mentions a text has: as many as [`tag`](Self::tag) returns. Allocates nothing.
    pub fn count<'t>(&self, text: impl Into<Text<'t>>) -> usize {
        let mut count = 0;
        self.tag_each(text, |_, _| count += 1);
        count
    }

    /// The mentions of a text one by one, each judged with what the text has said up to it: so some
    /// differ from those of [`tag`](Self::tag), which knows the rest. For callers who need the first
    /// mentions before the text is read to its end. Allocates nothing.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let text = "The AES met on Monday. Officials from Mali, Niger and Burkina Faso signed.";
    /// assert_eq!((tagger.mentions_incremental(text).count(), tagger.count(text)), (3, 4));
    /// ```
    pub fn mentions_incremental<'t>(&'t self, text: impl Into<Text<'t>>) -> IncrementalMentions<'t> {
        IncrementalMentions { scanner: Scanner::new(self, text.into().bytes()), progress: Progress::new(self, self.unit) }
    }

    fn drafts_of<'t>(&'t self, text: Text<'t>) -> Drafts<'t> {
        Drafts::new(self, text.bytes())
    }

    /// The text with every mention replaced by what `replacement` returns for it and for the text of
    /// its span; judged with the whole text.
    ///
    /// With [`Overlap::All`], mentions that overlap an earlier one stay.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// assert_eq!(tagger.replace("Mali's oil", |mention, _| format!("[{}]", tagger.key(mention))), "[country/MLI]'s [mineral/crude-oil]");
    /// ```
    #[cfg(feature = "alloc")]
    pub fn replace<R: AsRef<str>>(&self, text: &str, mut replacement: impl FnMut(&Mention, &str) -> R) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let _ = self.try_tag_each(text, |mention, span| {
            if let (Some(before), Some(matched)) = (text.get(at..span.start), text.get(span.range())) {
                out.push_str(before);
                out.push_str(replacement(mention, matched).as_ref());
                at = span.end;
            }
            ControlFlow::Continue(())
        });
        out.push_str(&text[at..]);
        out
    }

    /// The key of a mention's entity, such as `country/MLI`. The mention must be one of this tagger (or of one with the same gazetteer).
    pub fn key(&self, mention: &Mention) -> &str {
        self.gazetteer.entity(mention.entity()).map_or("", |entity| entity.key())
    }

    /// The name of a mention's entity, such as `Mali`.
    pub fn name(&self, mention: &Mention) -> &str {
        self.gazetteer.entity(mention.entity()).map_or("", |entity| entity.name())
    }

    /// All entities that the name could mean, with the role that it has for each; the one that the mention was judged to mean is among them. The likeliest first.
    pub fn candidates(&self, mention: &Mention) -> impl Iterator<Item = (EntityId, Role)> {
        self.candidates_of(mention.entity(), mention.readings())
    }

    /// The same by what [`Mention::entity`] and [`Mention::readings`] return.
    pub fn candidates_of(&self, entity: EntityId, readings: u64) -> impl Iterator<Item = (EntityId, Role)> {
        let candidate = Candidate { span: Span::new(0, 0), name: (readings >> 32) as u32, readings: readings as u32 };
        let wanted = candidate.wanted(&self.gazetteer.tables(), &self.policy).filter(move |_| entity.layer() == 0);
        wanted.filter_map(|(_, record)| record.entity().map(|entity| (entity.id(), record.traits.role)))
    }

    /// How plain ASCII text is read.
    pub fn backend(&self) -> Backend {
        self.backend.backend()
    }

    /// The unit of the mentions' offsets.
    pub fn offset_unit(&self) -> OffsetUnit {
        self.unit
    }

    /// The bytes that it takes: its own, and those of its gazetteer's image, which clones share.
    pub fn memory_usage(&self) -> usize {
        size_of::<Self>() + self.gazetteer.memory_usage()
    }
}

impl fmt::Debug for Tagger<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tagger").field("gazetteer", &self.gazetteer).field("overlap", &self.overlap).field("input", &self.input).field("unit", &self.unit).finish()
    }
}

/// The mentions of a text, in its order: what [`Tagger::mentions_incremental`]
/// returns.
pub struct IncrementalMentions<'t> {
    scanner: Scanner<'t>,
    progress: Progress,
}

impl IncrementalMentions<'_> {
    /// The next mention, and its span in bytes whatever the unit.
    pub(crate) fn next_with_bytes(&mut self) -> Option<(Mention, Span)> {
        self.scanner.next(&mut self.progress)
    }
}

impl Iterator for IncrementalMentions<'_> {
    type Item = Mention;

    fn next(&mut self) -> Option<Mention> {
        self.next_with_bytes().map(|(mention, _)| mention)
    }
}

impl core::iter::FusedIterator for IncrementalMentions<'_> {}

impl fmt::Debug for IncrementalMentions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IncrementalMentions").finish_non_exhaustive()
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
pub struct TaggerBuilder<'i> {
    gazetteer: Option<Gazetteer<'i>>,
    kinds: Option<[u64; 4]>,
    roles: Option<u16>,
    /// None of too many.
    languages: Option<Option<Languages>>,
    overlap: Overlap,
    folding: Folding,
    input: Input,
    unit: OffsetUnit,
    min_confidence: Option<u8>,
    lower_case: bool,
    uses: Uses,
    context: Option<bool>,
    backend: Option<Backend>,
}

impl TaggerBuilder<'_> {
    /// The least confidence of mentions if none is asked for.
    pub const MIN_CONFIDENCE: u8 = 50;
}

impl<'i> TaggerBuilder<'i> {
    /// The gazetteer to find names of. If none is given: the built-in one.
    pub fn gazetteer(mut self, gazetteer: Gazetteer<'i>) -> Self {
        self.gazetteer = Some(gazetteer);
        self
    }

    /// Only mentions of these kinds. If not said: all kinds.
    ///
    /// Kinds, roles and languages choose what is reported, never what a place is taken for: with countries only, `Economic Community of Central African States` is still no mention of a country.
    pub fn kinds(mut self, kinds: &[Kind]) -> Self {
        let mut bits = [0; 4];
        for kind in kinds.iter().map(|kind| kind.to_u8()) {
            bits[usize::from(kind / 64)] |= 1 << (kind % 64);
        }
        self.kinds = Some(bits);
        self
    }

    /// Only mentions by surface forms of these roles. If not said: all but capitals and codes of letters.
    pub fn roles(mut self, roles: &[Role]) -> Self {
        self.roles = Some(roles.iter().fold(0, |bits, &role| bits | 1 << role as u16));
        self
    }

    /// Only mentions by surface forms of these languages and of no language in particular. If not said: all languages.
    pub fn languages(mut self, languages: &[Language]) -> Self {
        self.languages = Some(Languages::new(languages));
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

    /// Whether names that should have capitals count in lower case too, for text whose writers leave capitals out: `talks in mali`. If not said: no.
    ///
    /// They are less sure: at most 80, and at most 30 if they are common English words ([`Surface::with_word`](crate::Surface::with_word); turkey, us, who), acronyms with a prior below 95 (uno) or
    /// of two letters (un), so that with the default least confidence those count only where something speaks for them. A name with capitals is judged as ever. Plain text is then read character by character, at half the speed.
    pub fn lower_case(mut self, lower_case: bool) -> Self {
        self.lower_case = lower_case;
        self
    }

    /// Which uses of a country's name are mentions of it, beside the country itself. If not said: names inside other names and teams, not languages. Nothing else is told from what stands around
    /// a name, so without [`context`](Self::context) all count.
    pub fn uses(mut self, uses: Uses) -> Self {
        self.uses = uses;
        self
    }

    /// Whether names are judged by what stands around them and in the rest of the document. If not said: yes. Without, a name counts by its prior alone.
    pub fn context(mut self, context: bool) -> Self {
        self.context = Some(context);
        self
    }

    /// How plain ASCII text is read. If not said: the fastest way that the machine has. What is found is the same.
    pub fn backend(mut self, backend: Backend) -> Self {
        self.backend = Some(backend);
        self
    }

    /// Builds the tagger. Costs nothing but copying the options.
    ///
    /// Errors: a least confidence above 100; more than [`limits::LANGUAGES`](crate::limits::LANGUAGES) languages; a backend that the machine does not
    /// have; no gazetteer, without the feature `builtin`.
    pub fn build(self) -> Result<Tagger<'i>, Error> {
        #[cfg(feature = "builtin")]
        let gazetteer = match self.gazetteer {
            Some(gazetteer) => gazetteer,
            None => Gazetteer::builtin(),
        };
        #[cfg(not(feature = "builtin"))]
        let gazetteer = self.gazetteer.ok_or(ErrorKind::NoGazetteer)?;
        let min_confidence = self.min_confidence.unwrap_or(TaggerBuilder::MIN_CONFIDENCE);
        if min_confidence > 100 {
            return Err(ErrorKind::BadConfidence(min_confidence).into());
        }
        let languages = self.languages.map(|languages| languages.ok_or(ErrorKind::TooManyLanguages)).transpose()?;
        let policy = Policy {
            kinds: self.kinds,
            roles: self.roles,
            languages,
            folding: self.folding,
            min_confidence,
            lower_case: self.lower_case,
            uses: self.uses,
            context: self.context.unwrap_or(true),
        };
        let backend = match self.backend {
            Some(backend) => backend.chosen().ok_or(ErrorKind::NoSuchBackend(backend.as_str()))?,
            None => Chosen::fastest(),
        };
        Ok(Tagger { gazetteer, backend, policy, overlap: self.overlap, input: self.input, unit: self.unit })
    }
}
