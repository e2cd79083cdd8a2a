//! The tagger: from a text to its mentions.

#[cfg(feature = "alloc")]
use alloc::string::String;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::fmt;
use core::ops::ControlFlow;

#[cfg(feature = "alloc")]
use super::draft::Draft;
use super::drafts::{Drafts, PausedDrafts};
use super::options::Options;
#[cfg(feature = "builtin")]
use super::options::{Input, Overlap};
use super::scanner::{Progress, Scanner};
use crate::entity::{EntityId, Role};
use crate::gazetteer::Gazetteer;
use crate::mention::Mention;
use crate::offsets::OffsetUnit;
use crate::prefilter::Backend;
#[cfg(feature = "builtin")]
use crate::prefilter::Chosen;
use crate::resolve::Candidate;
#[cfg(feature = "builtin")]
use crate::resolve::Policy;
use crate::span::Span;
use crate::text::Text;

/// Finds mentions. Immutable, usable from any number of threads at once; a clone shares the
/// gazetteer.
///
/// Tagging cannot fail and allocates nothing but the vectors and strings that a call returns. Its
/// time is linear in the text.
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
    pub(crate) options: Options<'i>,
}

#[cfg(feature = "builtin")]
impl Tagger<'static> {
    /// A tagger with the built-in gazetteer and all options as they are by default. No work, no
    /// memory: it looks into a static.
    pub fn builtin() -> Self {
        let options = Options {
            gazetteer: Gazetteer::builtin(),
            backend: Chosen::fastest(),
            policy: Policy::DEFAULT,
            overlap: Overlap::Longest,
            input: Input::Text,
            unit: OffsetUnit::Bytes,
        };
        Self { options }
    }
}

impl<'i> Tagger<'i> {
    /// The gazetteer that the mentions' entities are of.
    pub fn gazetteer(&self) -> &Gazetteer<'i> {
        &self.options.gazetteer
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
    pub fn try_tag_each<'t>(
        &self,
        text: impl Into<Text<'t>>,
        found: impl FnMut(&Mention, Span) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.drafts_of(text.into()).try_each(found)
    }

    /// As [`tag_each`](Self::tag_each), reading the text once: what may be a mention waits for the
    /// end of the text in a vector, which is emptied first and may be used again. Allocates only if
    /// it must grow.
    #[cfg(feature = "alloc")]
    pub fn tag_each_in<'t>(
        &self,
        text: impl Into<Text<'t>>,
        memory: &mut Vec<Draft>,
        mut found: impl FnMut(&Mention, &[u8]),
    ) {
        let text = text.into();
        let mut drafts = self.drafts_of(text);
        memory.clear();
        memory.extend(drafts.by_ref());
        for (mention, span) in memory.iter().filter_map(|draft| drafts.settle(draft)) {
            found(&mention, &text.bytes()[span.range()]);
        }
    }

    /// Whether a text has a mention, judged with the whole text: the same as whether
    /// [`tag`](Self::tag) returns any. Stops at the first that nothing can change. Allocates
    /// nothing.
    pub fn is_match<'t>(&self, text: impl Into<Text<'t>>) -> bool {
        self.drafts_of(text.into()).has_mention()
    }

    /// How many mentions a text has: as many as [`tag`](Self::tag) returns. Allocates nothing.
    pub fn count<'t>(&self, text: impl Into<Text<'t>>) -> usize {
        let mut count = 0;
        self.tag_each(text, |_, _| count += 1);
        count
    }

    /// The mentions of a text one by one, each judged with what the text has said up to it: so some
    /// differ from those of [`tag`](Self::tag), which knows the rest. For callers who need the
    /// first mentions before the text is read to its end. Allocates nothing.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let text = "The AES met on Monday. Officials from Mali, Niger and Burkina Faso signed.";
    /// assert_eq!((tagger.mentions_incremental(text).count(), tagger.count(text)), (3, 4));
    /// ```
    pub fn mentions_incremental<'t>(
        &'t self,
        text: impl Into<Text<'t>>,
    ) -> IncrementalMentions<'t> {
        IncrementalMentions {
            scanner: Scanner::new(&self.options, text.into().bytes()),
            progress: Progress::new(&self.options, self.options.unit),
        }
    }

    /// The places of a text that may be mentions, to be kept wherever there is memory and judged
    /// when the text has ended: what [`tag`](Self::tag) does with a vector, for callers who have
    /// none.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let (text, mut memory) = ("Georgia Tech in Georgia: Tbilisi", [None; 8]);
    /// let mut drafts = tagger.drafts(text);
    /// memory.iter_mut().zip(&mut drafts).for_each(|(place, draft)| *place = Some(draft));
    /// let rest = drafts.read_to_end();
    /// assert_eq!(rest.count(), 0, "there was memory for all");
    /// let mentions = memory.iter().flatten().filter_map(|draft| drafts.settle(draft));
    /// assert!(mentions.map(|(mention, _)| mention).eq(tagger.tag(text)));
    /// ```
    pub fn drafts<'t>(&'t self, text: impl Into<Text<'t>>) -> Drafts<'t> {
        Drafts::new(&self.options, text.into().bytes())
    }

    /// Goes on with drafts of the same text that were paused, by the same tagger or a clone of it.
    /// None if the text has another length.
    pub fn resume_drafts<'t>(
        &'t self,
        paused: PausedDrafts,
        text: impl Into<Text<'t>>,
    ) -> Option<Drafts<'t>> {
        Drafts::resume(&self.options, paused, text.into().bytes())
    }

    fn drafts_of<'t>(&'t self, text: Text<'t>) -> Drafts<'t> {
        Drafts::new(&self.options, text.bytes())
    }

    /// The text with every mention replaced by what `replacement` returns for it and for the text
    /// of its span; judged with the whole text.
    ///
    /// With [`Overlap::All`], mentions that overlap an earlier one stay.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// assert_eq!(tagger.replace("Mali's oil", |mention, _| format!("[{}]", tagger.key(mention))), "[country/MLI]'s [mineral/crude-oil]");
    /// ```
    #[cfg(feature = "alloc")]
    pub fn replace<R: AsRef<str>>(
        &self,
        text: &str,
        mut replacement: impl FnMut(&Mention, &str) -> R,
    ) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let _ = self.try_tag_each(text, |mention, span| {
            if let (Some(before), Some(matched)) =
                (text.get(at..span.start), text.get(span.range()))
            {
                out.push_str(before);
                out.push_str(replacement(mention, matched).as_ref());
                at = span.end;
            }
            ControlFlow::Continue(())
        });
        out.push_str(&text[at..]);
        out
    }

    /// The key of a mention's entity, such as `country/MLI`. The mention must be one of this tagger
    /// (or of one with the same gazetteer).
    pub fn key(&self, mention: &Mention) -> &str {
        self.options.gazetteer.entity(mention.entity()).map_or("", |entity| entity.key())
    }

    /// The name of a mention's entity, such as `Mali`.
    pub fn name(&self, mention: &Mention) -> &str {
        self.options.gazetteer.entity(mention.entity()).map_or("", |entity| entity.name())
    }

    /// All entities that the name could mean, with the role that it has for each; the one that the
    /// mention was judged to mean is among them. The likeliest first.
    pub fn candidates(&self, mention: &Mention) -> impl Iterator<Item = (EntityId, Role)> {
        self.candidates_of(mention.entity(), mention.readings())
    }

    /// The same by what [`Mention::entity`] and [`Mention::readings`] return.
    pub fn candidates_of(
        &self,
        entity: EntityId,
        readings: u64,
    ) -> impl Iterator<Item = (EntityId, Role)> {
        let candidate = Candidate {
            span: Span::new(0, 0),
            name: (readings >> 32) as u32,
            readings: readings as u32,
        };
        let wanted = candidate
            .wanted(&self.options.gazetteer.tables(), &self.options.policy)
            .filter(move |_| entity.layer() == 0);
        wanted.filter_map(|(_, record)| {
            record.entity().map(|entity| (entity.id(), record.traits.role))
        })
    }

    /// How plain ASCII text is read.
    pub fn backend(&self) -> Backend {
        self.options.backend.backend()
    }

    /// The unit of the mentions' offsets.
    pub fn offset_unit(&self) -> OffsetUnit {
        self.options.unit
    }

    /// The bytes that it takes: its own, and those of its gazetteer's image, which clones share.
    pub fn memory_usage(&self) -> usize {
        size_of::<Self>() + self.options.gazetteer.memory_usage()
    }
}

impl fmt::Debug for Tagger<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tagger")
            .field("gazetteer", &self.options.gazetteer)
            .field("overlap", &self.options.overlap)
            .field("input", &self.options.input)
            .field("unit", &self.options.unit)
            .finish()
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
