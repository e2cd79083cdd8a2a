//! All of it, built once and shared.

mod scanner;

pub(crate) use scanner::{Progress, Scanner};

#[cfg(feature = "alloc")]
use alloc::string::String;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::fmt;

use crate::entity::{EntityId, Kind, Language, Role, Uses};
use crate::error::{Error, ErrorKind};
use crate::fold::switches::Folding;
use crate::gazetteer::Gazetteer;
use crate::mention::Mention;
use crate::offsets::{Counter, OffsetUnit};
use crate::prefilter::{Backend, Chosen};
use crate::resolve::{Candidate, Languages, Policy};
use crate::span::Span;

/// Finds mentions. Immutable, usable from any number of threads at once; a clone shares the gazetteer.
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

    /// The mentions of a text, in its order. Allocates nothing.
    ///
    /// A name is judged with what the text has said up to it; [`tag`](Self::tag), [`tag_into`](Self::tag_into), [`tag_each`](Self::tag_each) and batches judge with the whole text.
    pub fn mentions<'t, T: AsRef<[u8]> + ?Sized>(&'t self, text: &'t T) -> Mentions<'t> {
        Mentions { scanner: Scanner::new(self, text.as_ref()), progress: Progress::new(self, self.unit) }
    }

    /// The mentions of a text as a vector, judged with the whole text.
    #[cfg(feature = "alloc")]
    pub fn tag(&self, text: impl AsRef<[u8]>) -> Vec<Mention> {
        let mut mentions = Vec::new();
        self.tag_into(text, &mut mentions);
        mentions
    }

    /// Appends the mentions of a text, judged with the whole text. Allocates only if the vector must grow.
    #[cfg(feature = "alloc")]
    pub fn tag_into(&self, text: impl AsRef<[u8]>, mentions: &mut Vec<Mention>) {
        self.tag_each(text, mentions, |_, _| {});
    }

    /// The same, and calls `found` for every mention with the bytes of its span, whatever the unit of offsets.
    ///
    /// The vector is where candidates wait for the end of the text, so it may grow beyond what is kept. With [`Overlap::All`] names are judged as [`mentions`](Self::mentions) does.
    #[cfg(feature = "alloc")]
    pub fn tag_each(&self, text: impl AsRef<[u8]>, mentions: &mut Vec<Mention>, mut found: impl FnMut(&Mention, &[u8])) {
        let text = text.as_ref();
        self.tag_spans(text, mentions, |mention, span| found(mention, &text[span.range()]));
    }

    /// The same with spans in bytes.
    #[cfg(feature = "alloc")]
    fn tag_spans(&self, text: &[u8], mentions: &mut Vec<Mention>, mut found: impl FnMut(&Mention, Span)) {
        let (first, mut drafts) = (mentions.len(), self.drafts(text));
        for Draft(draft) in drafts.by_ref() {
            mentions.push(draft);
        }
        let mut kept = first;
        for index in first..mentions.len() {
            if let Some((mention, span)) = drafts.settle(&Draft(mentions[index])) {
                found(&mention, span);
                mentions[kept] = mention;
                kept += 1;
            }
        }
        mentions.truncate(kept);
    }

    /// The places of a text that may be mentions, to be kept wherever there is room and judged when the text has ended: what [`tag`](Self::tag) does with a vector, for callers who have none.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let (text, mut room) = ("Georgia Tech in Georgia: Tbilisi", [None; 8]);
    /// let mut drafts = tagger.drafts(text);
    /// room.iter_mut().zip(&mut drafts).for_each(|(place, draft)| *place = Some(draft));
    /// assert!(drafts.next().is_none(), "there was room for all");
    /// let mentions = room.iter().flatten().filter_map(|draft| drafts.settle(draft));
    /// assert!(mentions.map(|(mention, _)| mention).eq(tagger.tag(text)));
    /// ```
    pub fn drafts<'t, T: AsRef<[u8]> + ?Sized>(&'t self, text: &'t T) -> Drafts<'t> {
        Drafts { scanner: Scanner::new(self, text.as_ref()), progress: Progress::new(self, OffsetUnit::Bytes), counter: Counter::new(self.unit) }
    }

    /// Calls `found` for every mention of a text with the bytes of its span, whatever the unit of offsets. Allocates nothing, and judges as [`mentions`](Self::mentions) does.
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
    #[cfg(feature = "alloc")]
    pub fn replace<R: AsRef<str>>(&self, text: &str, mut replacement: impl FnMut(&Mention, &str) -> R) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        self.tag_spans(text.as_bytes(), &mut Vec::new(), |mention, span| {
            if let (Some(before), Some(matched)) = (text.get(at..span.start), text.get(span.range())) {
                out.push_str(before);
                out.push_str(replacement(mention, matched).as_ref());
                at = span.end;
            }
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
        self.candidates_of(mention.readings())
    }

    /// The same by what [`Mention::readings`] gives.
    pub fn candidates_of(&self, readings: u64) -> impl Iterator<Item = (EntityId, Role)> {
        let candidate = Candidate { span: Span::new(0, 0), name: (readings >> 32) as u32, readings: readings as u32 };
        candidate.wanted(&self.gazetteer.tables(), &self.policy).filter_map(|(_, record)| record.entity().map(|entity| (entity, record.traits.role)))
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

/// The mentions of a text, in its order: what [`Tagger::mentions`] gives.
pub struct Mentions<'t> {
    scanner: Scanner<'t>,
    progress: Progress,
}

impl Mentions<'_> {
    /// The next mention, and its span in bytes whatever the unit.
    pub(crate) fn next_with_bytes(&mut self) -> Option<(Mention, Span)> {
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

/// A place of a text that may be a mention, or is one: what [`Drafts`] give. Of use only to the drafts that gave it, or to others of the same text and tagger.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct Draft(Mention);

/// The places of a text that may be mentions, in its order: what [`Tagger::drafts`] gives. Allocates nothing.
#[derive(Clone)]
pub struct Drafts<'t> {
    scanner: Scanner<'t>,
    progress: Progress,
    counter: Counter,
}

impl Iterator for Drafts<'_> {
    type Item = Draft;

    #[inline]
    fn next(&mut self) -> Option<Draft> {
        match self.scanner.tagger.overlap {
            Overlap::Longest => self.scanner.next_draft(&mut self.progress).map(Draft),
            // Judged already; offsets are bytes until the drafts are settled.
            Overlap::All => self.scanner.next(&mut self.progress).map(|(mention, _)| Draft(mention)),
        }
    }
}

impl core::iter::FusedIterator for Drafts<'_> {}

impl Drafts<'_> {
    /// What a draft was judged to be, and its span in bytes whatever the unit of offsets: with the whole text when no draft is left to be given, before that with what was read.
    ///
    /// With an offset unit other than bytes, drafts must be settled in the order in which they were given.
    #[inline]
    pub fn settle(&mut self, draft: &Draft) -> Option<(Mention, Span)> {
        let Draft(Mention { span, .. }) = *draft;
        let text = self.scanner.reader.text.get(..span.end)?;
        let mention = self.scanner.settle_draft(&draft.0, &self.progress.document)?;
        Some((Mention { span: self.counter.convert(text, 0, span), ..mention }, span))
    }
}

impl fmt::Debug for Drafts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drafts").finish_non_exhaustive()
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
