//! The tagger: from a text to its mentions.

#[cfg(feature = "alloc")]
use alloc::string::String;
#[cfg(feature = "alloc")]
use alloc::sync::Arc;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::fmt;
use core::ops::ControlFlow;

#[cfg(feature = "alloc")]
use super::draft::Draft;
use super::drafts::{Drafts, OneLayer, PausedDrafts};
#[cfg(feature = "alloc")]
use super::layers::{Layer, Layers, PausedLayers, on_heap, on_stack, unpacked};
use super::options::Options;
#[cfg(feature = "builtin")]
use super::options::{Input, Overlap};
use super::scanner::{Progress, Scanner};
use super::source::Source;
#[cfg(feature = "alloc")]
use crate::entity::Language;
use crate::entity::{EntityId, Role};
use crate::gazetteer::{Entity, Gazetteer};
use crate::mention::{Mention, MentionRecord};
use crate::offsets::OffsetUnit;
use crate::prefilter::Backend;
#[cfg(feature = "builtin")]
use crate::prefilter::Chosen;
use crate::resolve::Candidate;
#[cfg(feature = "alloc")]
use crate::resolve::Document;
#[cfg(feature = "builtin")]
use crate::resolve::Policy;
use crate::span::Span;
use crate::text::Text;

/// Finds the mentions of a text: a gazetteer with options.
///
/// A tagger is immutable, `Send` and `Sync`: any number of threads may use one at once. A clone is
/// cheap and shares the gazetteer. The lifetime is that of an image which the gazetteer borrows;
/// with the built-in gazetteer, or one that owns its bytes, it is `'static`.
///
/// Tagging cannot fail, takes any bytes, and allocates nothing but the vectors and strings that a
/// call returns. Its time is linear in the length of the text.
///
/// - [`tag`](Self::tag) returns a vector. [`tag_into`](Self::tag_into) and
///   [`tag_each_in`](Self::tag_each_in) use memory of the caller, for many texts;
///   [`tag_batch`](Self::tag_batch) returns columns.
/// - [`tag_each`](Self::tag_each), [`count`](Self::count) and [`is_match`](Self::is_match) allocate
///   nothing.
/// - All of these judge a name with the whole text.
///   [`mentions_incremental`](Self::mentions_incremental) and
///   [`IncrementalTagger`](crate::IncrementalTagger) judge it with the text up to it and the words
///   right after it, for streams.
///
/// ```
/// use gaztag::Tagger;
/// let tagger = Tagger::builtin();
/// let text = "Mali’s lithium and the ECOWAS summit";
/// let mentions = tagger.tag(text);
/// let found: Vec<(&str, &str)> =
///     mentions.iter().map(|m| (&text[m.span().range()], tagger.key(m))).collect();
/// assert_eq!(
///     found,
///     [("Mali", "country/MLI"), ("lithium", "mineral/lithium"), ("ECOWAS", "bloc/ecowas")]
/// );
/// ```
#[derive(Clone)]
pub struct Tagger<'i> {
    pub(crate) options: Options<'i>,
    /// The options of each layer, if the gazetteer has several.
    #[cfg(feature = "alloc")]
    layers: Option<Arc<[Options<'i>]>>,
}

#[cfg(feature = "builtin")]
impl Tagger<'static> {
    /// A tagger with the built-in gazetteer and all options at their defaults. It does no work and
    /// allocates nothing: the gazetteer is a static.
    pub fn builtin() -> Self {
        let options = Options {
            gazetteer: Gazetteer::builtin(),
            backend: Chosen::fastest(),
            policy: Policy::DEFAULT,
            overlap: Overlap::Longest,
            input: Input::Text,
            unit: OffsetUnit::Bytes,
        };
        Self {
            options,
            #[cfg(feature = "alloc")]
            layers: None,
        }
    }
}

impl<'i> Tagger<'i> {
    pub(super) fn new(options: Options<'i>) -> Self {
        Self {
            #[cfg(feature = "alloc")]
            layers: options.of_layers(),
            options,
        }
    }

    /// The options of each layer; none if there is only one.
    #[cfg(feature = "alloc")]
    #[inline]
    pub(crate) fn layers(&self) -> &[Options<'i>] {
        self.layers.as_deref().unwrap_or(&[])
    }

    /// The gazetteer of the tagger, in which the entities of its mentions are looked up.
    pub fn gazetteer(&self) -> &Gazetteer<'i> {
        &self.options.gazetteer
    }

    /// The mentions of a text, in the order of their starts, each judged with the whole text.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let mentions = tagger.tag("ECOWAS in Mali");
    /// assert_eq!(mentions.iter().map(|m| m.start()).collect::<Vec<_>>(), [0, 10]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn tag<'t>(&self, text: impl Into<Text<'t>>) -> Vec<Mention> {
        let text = text.into();
        if !self.layers().is_empty() {
            let (mut drafts, mut mentions) = (Vec::new(), Vec::new());
            self.each_of_layers_in(text, &mut drafts, &mut |mention, _| mentions.push(*mention));
            return mentions;
        }
        let mut drafts = self.drafts_of(text);
        let found: Vec<Draft> = core::iter::from_fn(|| drafts.next_draft()).collect();
        found.iter().filter_map(|draft| drafts.settle(draft)).map(|(mention, _)| mention).collect()
    }

    /// Appends the mentions of a text to a vector. Allocates only if the vector must grow. The part
    /// of a text after its first 512 candidates is read twice.
    #[cfg(feature = "alloc")]
    pub fn tag_into<'t>(&self, text: impl Into<Text<'t>>, mentions: &mut Vec<Mention>) {
        self.tag_each(text, |mention, _| mentions.push(*mention));
    }

    /// Calls `found` for every mention of a text, with the bytes of its span. Mentions are judged
    /// with the whole text. Allocates nothing: so the part of a text after its first 512 candidates
    /// is read twice. [`tag_each_in`](Self::tag_each_in) reads it once.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let mut names = Vec::new();
    /// tagger.tag_each("Mali’s gold", |_, text| names.push(text.to_vec()));
    /// assert_eq!(names, [b"Mali".to_vec(), b"gold".to_vec()]);
    /// ```
    pub fn tag_each<'t>(&self, text: impl Into<Text<'t>>, mut found: impl FnMut(&Mention, &[u8])) {
        let text = text.into();
        let _ = self.try_tag_each(text, |mention, span| {
            found(mention, &text.bytes()[span.range()]);
            ControlFlow::Continue(())
        });
    }

    /// As [`tag_each`](Self::tag_each), with the span in bytes, whatever the unit of offsets; stops
    /// when `found` breaks, and returns what it returned last.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    ///
    /// let tagger = gaztag::Tagger::builtin();
    /// let mut first = None;
    /// let flow = tagger.try_tag_each("Mali and Niger", |mention, _| {
    ///     first = Some(mention.entity());
    ///     ControlFlow::Break(())
    /// });
    /// assert!(flow.is_break() && first.is_some());
    /// ```
    pub fn try_tag_each<'t>(
        &self,
        text: impl Into<Text<'t>>,
        found: impl FnMut(&Mention, Span) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let text = text.into();
        #[cfg(feature = "alloc")]
        if !self.layers().is_empty() {
            let mut found = found;
            return self.each_of_layers(text, &mut found);
        }
        self.drafts_of(text).try_each(found)
    }

    /// As [`try_tag_each`](Self::try_tag_each), with several layers. A few are kept on the stack.
    #[cfg(feature = "alloc")]
    #[cold]
    #[inline(never)]
    fn each_of_layers(
        &self,
        text: Text<'_>,
        found: &mut dyn FnMut(&Mention, Span) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let (options, layers) = (&self.options, self.layers());
        match layers.len() {
            ..=2 => on_stack::<2>(options, layers, text).try_each(found),
            3..=4 => on_stack::<4>(options, layers, text).try_each(found),
            _ => on_heap(options, layers, text).try_each(found),
        }
    }

    /// As [`is_match`](Self::is_match), with several layers.
    #[cfg(feature = "alloc")]
    #[cold]
    #[inline(never)]
    fn has_mention_of_layers(&self, text: Text<'_>) -> bool {
        let (options, layers) = (&self.options, self.layers());
        match layers.len() {
            ..=2 => on_stack::<2>(options, layers, text).has_mention(),
            3..=4 => on_stack::<4>(options, layers, text).has_mention(),
            _ => on_heap(options, layers, text).has_mention(),
        }
    }

    /// As [`tag_each_in`](Self::tag_each_in), with several layers.
    #[cfg(feature = "alloc")]
    #[cold]
    #[inline(never)]
    fn each_of_layers_in(
        &self,
        text: Text<'_>,
        memory: &mut Vec<Draft>,
        found: &mut dyn FnMut(&Mention, Span),
    ) {
        fn settle_in<'t, S: Source + 't>(
            mut drafts: S,
            memory: &mut Vec<Draft>,
            found: &mut dyn FnMut(&Mention, Span),
        ) {
            memory.clear();
            memory.extend(core::iter::from_fn(|| drafts.next_draft()));
            for (mention, span) in memory.iter().filter_map(|draft| drafts.settle(draft)) {
                found(&mention, span);
            }
        }
        let (options, layers) = (&self.options, self.layers());
        match layers.len() {
            ..=2 => settle_in(on_stack::<2>(options, layers, text), memory, found),
            3..=4 => settle_in(on_stack::<4>(options, layers, text), memory, found),
            _ => settle_in(on_heap(options, layers, text), memory, found),
        }
    }

    /// As [`tag_each`](Self::tag_each), but reads the text once: drafts are kept until its end in
    /// `memory`, which is cleared first and can be used for the next text. Allocates only
    /// if it must grow.
    #[cfg(feature = "alloc")]
    pub fn tag_each_in<'t>(
        &self,
        text: impl Into<Text<'t>>,
        memory: &mut Vec<Draft>,
        mut found: impl FnMut(&Mention, &[u8]),
    ) {
        let text = text.into();
        if !self.layers().is_empty() {
            return self.each_of_layers_in(text, memory, &mut |mention, span| {
                found(mention, &text.bytes()[span.range()]);
            });
        }
        let mut drafts = self.drafts_of(text);
        memory.clear();
        memory.extend(core::iter::from_fn(|| drafts.next_draft()));
        for (mention, span) in memory.iter().filter_map(|draft| drafts.settle(draft)) {
            found(&mention, &text.bytes()[span.range()]);
        }
    }

    /// Whether a text has a mention: whether [`tag`](Self::tag) would return any. Stops at the
    /// first one that the rest of the text cannot change. Allocates nothing.
    pub fn is_match<'t>(&self, text: impl Into<Text<'t>>) -> bool {
        let text = text.into();
        #[cfg(feature = "alloc")]
        if !self.layers().is_empty() {
            return self.has_mention_of_layers(text);
        }
        self.drafts_of(text).has_mention()
    }

    /// How many mentions a text has: the length of what [`tag`](Self::tag) would return. Allocates
    /// nothing.
    pub fn count<'t>(&self, text: impl Into<Text<'t>>) -> usize {
        let mut count = 0;
        self.tag_each(text, |_, _| count += 1);
        count
    }

    /// The mentions of a text one by one, each judged with the text up to it and the words right
    /// after it. So some differ from those of [`tag`](Self::tag), which knows the rest. For callers
    /// who need the first mentions before the text is read to its end. Allocates nothing.
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
        let text = text.into();
        #[cfg(feature = "alloc")]
        if !self.layers().is_empty() {
            let layers = on_heap(&self.options, self.layers(), text);
            return IncrementalMentions { of: IncrementalOf::Several(layers) };
        }
        let scanner = Scanner::new(&self.options, text);
        let progress = Progress::new(&self.options, self.options.unit);
        IncrementalMentions { of: IncrementalOf::One(scanner, progress) }
    }

    /// The drafts of a text: spans that may be mentions, to be kept in any memory and judged when
    /// the text has ended. [`tag`](Self::tag) does so with a vector; this is for callers who have
    /// none. Reads the text as the iterator advances.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let (text, mut memory) = ("Georgia Tech in Georgia: Tbilisi", [None; 8]);
    /// let mut drafts = tagger.drafts(text);
    /// memory.iter_mut().zip(&mut drafts).for_each(|(free, draft)| *free = Some(draft));
    /// let rest = drafts.read_to_end();
    /// assert_eq!(rest.count(), 0, "there was memory for all");
    /// let mentions = memory.iter().flatten().filter_map(|draft| drafts.settle(draft));
    /// assert!(mentions.map(|(mention, _)| mention).eq(tagger.tag(text)));
    /// ```
    pub fn drafts<'t>(&'t self, text: impl Into<Text<'t>>) -> Drafts<'t> {
        let text = text.into();
        #[cfg(feature = "alloc")]
        if !self.layers().is_empty() {
            return Drafts::of_several(&self.options, self.layers(), text);
        }
        Drafts::of_one(self.drafts_of(text))
    }

    /// Continues with drafts that were [paused](Drafts::pause). The text must be the same, and the
    /// tagger the same or a clone of it. `None` if the text has another length.
    pub fn resume_drafts<'t>(
        &'t self,
        paused: PausedDrafts,
        text: impl Into<Text<'t>>,
    ) -> Option<Drafts<'t>> {
        #[cfg(feature = "alloc")]
        return Drafts::resume(&self.options, self.layers(), paused, text.into());
        #[cfg(not(feature = "alloc"))]
        Drafts::resume(&self.options, paused, text.into())
    }

    #[inline(always)]
    fn drafts_of<'t>(&'t self, text: Text<'t>) -> OneLayer<'t> {
        OneLayer::new(&self.options, text)
    }

    /// A copy of the text in which every mention is replaced by what `replacement` returns for it.
    /// The second argument of `replacement` is the text of the mention. Mentions are judged with
    /// the whole text.
    ///
    /// With [`Overlap::All`](crate::Overlap::All), a mention that overlaps an earlier one is not
    /// replaced. In HTML the text of a mention may have tags inside: a replacement that ends with
    /// [`markup_of`](crate::markup_of) that text keeps tags in pairs.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let text = tagger.replace("Mali's oil", |mention, _| format!("[{}]", tagger.key(mention)));
    /// assert_eq!(text, "[country/MLI]'s [mineral/crude-oil]");
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

    /// The same tagger for texts of a language; `None`: as before. The gazetteer must have it.
    #[cfg(feature = "capi")]
    pub(crate) fn with_text_language(&self, language: Option<Language>) -> Self {
        let mut options = self.options.clone();
        options.policy.text_language = language.or(options.policy.text_language);
        Self::new(options)
    }

    /// The key of a mention's entity, such as `country/MLI`. The mention must come from a tagger
    /// with the same gazetteer; for any other the result is the key of some entity or empty.
    pub fn key(&self, mention: &Mention) -> &str {
        self.options.gazetteer.entity(mention.entity()).map_or("", |entity| entity.key())
    }

    /// The name of a mention's entity, such as `Mali`. The mention must come from a tagger with the
    /// same gazetteer; for any other the result is the name of some entity or empty.
    pub fn name(&self, mention: &Mention) -> &str {
        self.options.gazetteer.entity(mention.entity()).map_or("", |entity| entity.name())
    }

    /// The entity of a mention, with all that the gazetteer has of it. The mention must come from a
    /// tagger with the same gazetteer; for any other the result is some entity or `None`.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let mention = tagger.tag("the Malian government")[0];
    /// assert_eq!(tagger.entity(&mention).unwrap().attribute("alpha2"), Some("ML"));
    /// ```
    pub fn entity(&self, mention: &Mention) -> Option<Entity<'_>> {
        self.options.gazetteer.entity(mention.entity())
    }

    /// A mention in words, of the text that it was found in; `None` if its span is not a part of
    /// the text ([`Mention::text`]) or its entity is not in the gazetteer.
    ///
    /// With the feature `serde` it can be serialized, as an [`Entity`] can.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let text = "the Malian government";
    /// let mentions = tagger.tag(text);
    /// let records: Vec<_> = mentions.iter().filter_map(|m| tagger.record(m, text)).collect();
    /// assert_eq!((records[0].text, records[0].id), ("Malian", "country/MLI"));
    /// # #[cfg(feature = "serde")] {
    /// assert!(serde_json::to_string(&records)?.starts_with(r#"[{"start":4,"end":10,"text":"#));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn record<'a>(&'a self, mention: &Mention, text: &'a str) -> Option<MentionRecord<'a>> {
        let entity = self.entity(mention)?;
        Some(MentionRecord {
            start: mention.start(),
            end: mention.end(),
            text: mention.text(text)?,
            kind: entity.kind_name(),
            id: entity.key(),
            name: entity.name(),
            role: mention.role(),
            confidence: mention.confidence(),
        })
    }

    /// All entities that the name of a mention could mean, with the role of the surface form for
    /// each. The likeliest by the priors comes first; the entity of the mention is one of them.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let mentions = tagger.tag("the Congo");
    /// let keys: Vec<String> = tagger
    ///     .candidates(&mentions[0])
    ///     .filter_map(|(id, _)| Some(tagger.gazetteer().entity(id)?.key().to_string()))
    ///     .collect();
    /// assert_eq!(keys, ["country/COD", "country/COG"]);
    /// ```
    pub fn candidates(&self, mention: &Mention) -> impl Iterator<Item = (EntityId, Role)> {
        self.candidates_of(mention.entity(), mention.readings())
    }

    /// As [`candidates`](Self::candidates), for callers who keep the numbers that
    /// [`Mention::entity`] and [`Mention::readings`] return.
    pub fn candidates_of(
        &self,
        entity: EntityId,
        readings: u64,
    ) -> impl Iterator<Item = (EntityId, Role)> {
        let (options, name, layer) = self.name_of(readings);
        let candidate = Candidate { span: Span::new(0, 0), name, readings: readings as u32 };
        let gazetteer = &self.options.gazetteer;
        let wanted = candidate
            .wanted(&gazetteer.tables_of(layer), &options.policy)
            .filter(move |_| entity.layer() < gazetteer.layer_count());
        wanted.map(move |reading| {
            (gazetteer.in_lowest(EntityId::new(layer, reading.entity.0)), reading.role)
        })
    }

    /// The name of some readings with its layer, and the options of that.
    fn name_of(&self, readings: u64) -> (&Options<'i>, u32, u8) {
        let name = (readings >> 32) as u32;
        #[cfg(feature = "alloc")]
        if !self.layers().is_empty() {
            let (name, layer) = unpacked(name);
            let options = self.layers().get(usize::from(layer));
            return (options.unwrap_or(&self.options), name, layer);
        }
        (&self.options, name, 0)
    }

    /// Reads a text to its end, with several layers: calls `found` for each draft with its layer.
    /// Returns the evidence of the document that each layer has.
    #[cfg(feature = "alloc")]
    pub(crate) fn read_documents(
        &self,
        text: Text<'_>,
        found: impl FnMut(u8, &Draft),
    ) -> Vec<Document> {
        on_heap(&self.options, self.layers(), text).into_documents(found)
    }

    /// Continues to read a text whose layers were paused, with a window of it that starts at
    /// `base`: calls `found` for the mentions that begin before `until` in it.
    #[cfg(feature = "alloc")]
    pub(crate) fn scan_layers(
        &self,
        paused: PausedLayers,
        window: (&[u8], Option<Language>),
        (base, until): (usize, usize),
        found: &mut dyn FnMut(&Mention, Span),
    ) -> PausedLayers {
        let mut layers = paused.over(&self.options, self.layers(), window, (base, until));
        while let Some((mention, span)) = layers.next() {
            found(&mention, span);
        }
        layers.pause()
    }

    /// The instructions that read plain ASCII text.
    pub fn backend(&self) -> Backend {
        self.options.backend.backend()
    }

    /// The unit of the offsets of its mentions.
    pub fn offset_unit(&self) -> OffsetUnit {
        self.options.unit
    }

    /// How many bytes it takes: its own, and those of the image of its gazetteer, which clones
    /// share.
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

/// The mentions of a text, in the order of their starts: the iterator of
/// [`Tagger::mentions_incremental`].
pub struct IncrementalMentions<'t> {
    of: IncrementalOf<'t>,
}

#[allow(clippy::large_enum_variant, reason = "the large one is the usual one")]
enum IncrementalOf<'t> {
    One(Scanner<'t>, Progress),
    #[cfg(feature = "alloc")]
    Several(Layers<'t, Vec<Layer<'t>>>),
}

impl IncrementalMentions<'_> {
    /// The next mention, and its span in bytes, whatever the unit of offsets.
    pub(crate) fn next_with_bytes(&mut self) -> Option<(Mention, Span)> {
        match &mut self.of {
            IncrementalOf::One(scanner, progress) => scanner.next(progress),
            #[cfg(feature = "alloc")]
            IncrementalOf::Several(layers) => layers.next(),
        }
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
