//! The loop that all calls share: from the offsets of the prefilter to mentions.

use core::ops::RangeInclusive;

use super::draft::{Draft, State};
use super::options::{Input, Options, Overlap};
use super::starts::{Start, Starts};
use crate::automaton::{Automaton, Hit, Inside, InsideHit, Longest};
use crate::entity::{Bounds, BoundsSet, EntityIndex, Kind, Language, Role};
use crate::fold::{Class, Reader};
use crate::gazetteer::{Cues, FunctionWords, SurfaceRecord, Tables};
use crate::hashtag;
use crate::link;
use crate::mention::Mention;
use crate::offsets::{Counter, OffsetUnit};
use crate::prefilter::{NameStart, Prefilter, Scan};
use crate::resolve::{
    Candidate, Definition, Document, Foreign, Look, Meant, Near, NearCountry, Nearby, OwnEvidence,
    READ, READINGS, Reading, Trial, Verdict, View, by_priors, case, country_of, fitting_joined,
    is_beside_capital, is_sure_when_joined, may_be_defined, readings_within, trace,
};
use crate::span::Span;
use crate::text::Text;
use crate::words::word_end;

/// How far a text was read, and what must be known of it to continue. Offsets count from the start
/// of the current window.
#[derive(Clone)]
pub(crate) struct Progress {
    pub(crate) scan: Scan,
    /// With [`Overlap::All`], the offset whose names are being returned, and how many of them were.
    returned: Option<(NameStart, usize)>,
    /// The largest end of a decoy so far.
    hidden_until: usize,
    pub(crate) counter: Counter,
    pub(crate) document: Document,
    /// Of a gazetteer with names inside words, once it was needed.
    pub(super) inside: Option<InsideState>,
}

/// What must be known of a text besides, with names inside words.
#[derive(Clone)]
pub(super) struct InsideState {
    pub(super) starts: Starts,
    /// With [`Overlap::All`], the offset whose names are being returned, the end of the last one,
    /// and how many of its readings were returned.
    returned: Option<(Start, usize, usize)>,
}

impl InsideState {
    pub(super) const NEW: Self = Self { starts: Starts::new(), returned: None };
}

impl Progress {
    #[inline(always)]
    pub(crate) const fn new(options: &Options<'_>, unit: OffsetUnit) -> Self {
        let scan = if options.policy.lower_case { Scan::in_any_case() } else { Scan::new() };
        Self {
            scan,
            returned: None,
            hidden_until: 0,
            counter: Counter::new(unit),
            document: Document::new(),
            inside: None,
        }
    }

    /// The offset of the window before which no later name begins.
    #[cfg(feature = "alloc")]
    pub(crate) fn done_until(&self, options: &Options<'_>) -> usize {
        let (done, html) = (self.scan.done_until(), options.input == Input::Html);
        let Some(inside) = &self.inside else { return done };
        let returned = inside.returned.map_or(usize::MAX, |(start, ..)| start.at);
        let words = if options.gazetteer.tables().prefilter(options.backend).is_empty() {
            usize::MAX
        } else {
            done
        };
        inside.starts.done_until(html).min(words).min(returned)
    }

    /// Takes `bytes` off all offsets, after the caller dropped as many bytes of the window.
    #[cfg(feature = "alloc")]
    pub(crate) fn shift(&mut self, bytes: usize) {
        self.scan.shift(bytes);
        self.hidden_until = self.hidden_until.saturating_sub(bytes);
        if let Some(inside) = &mut self.inside {
            inside.starts.shift(bytes);
        }
    }
}

/// What is known of a candidate without the rest of the document.
pub(super) enum FirstLook {
    /// It has no cues: what it is, with its confidence.
    Judged(Reading, u8),
    /// It has cues. These readings are of another language than the text.
    Cued(Foreign),
}

/// Weighs the cues near a candidate for each reading, and notes the weights in the document.
type Weigh<'t> = fn(&Scanner<'t>, &Cues<'_>, &Candidate, &Look, &mut Document) -> Near;

/// How many names at one offset are kept, so that the longest is judged first.
const HITS: usize = 4;

/// The least prior of the name of a country in the next line that shows a list of countries.
const SURE_BELOW: u8 = 90;

/// How many names at one offset of a hashtag are read.
const JOINED: usize = 8;

/// Moves the last hit to its place among the others, which are sorted by their ends.
#[cold]
fn sort_last(hits: &mut [Hit]) {
    let mut index = hits.len().saturating_sub(1);
    while let Some(before) = index.checked_sub(1)
        && hits[before].end > hits[index].end
    {
        hits.swap(before, index);
        index = before;
    }
}

/// A window of a text, and everything that is needed to read it.
#[derive(Clone, Copy)]
pub(crate) struct Scanner<'t> {
    pub(crate) options: &'t Options<'t>,
    pub(crate) tables: Tables<'t>,
    /// `None` if the tagger does not use context, or the gazetteer has no cues.
    pub(crate) cues: Option<Cues<'t>>,
    /// `None` if the tagger does not use context, or no form has a language.
    words: Option<FunctionWords<'t>>,
    /// The bit of the language that is stated for the text; 0: none, or an unknown one.
    stated: u32,
    pub(crate) prefilter: Prefilter<'t>,
    automaton: Automaton<'t>,
    /// Set if the gazetteer has names inside words.
    pub(super) inside: Option<Inside<'t>>,
    pub(crate) reader: Reader<'t>,
    /// Where the window starts in the text.
    pub(crate) base: usize,
    /// Only names that begin before this offset of the window are returned.
    pub(crate) until: usize,
}

impl<'t> Scanner<'t> {
    /// For a whole text.
    #[inline(always)]
    pub(crate) fn new(options: &'t Options<'t>, text: Text<'t>) -> Self {
        let bytes = text.bytes();
        Self::window(options, (bytes, text.language()), 0, bytes.len())
    }

    /// For a part of a text with its language, which starts at `base`, and names that begin before
    /// `until` in it.
    #[inline(always)]
    pub(crate) fn window(
        options: &'t Options<'t>,
        (text, language): (&'t [u8], Option<Language>),
        base: usize,
        until: usize,
    ) -> Self {
        let gazetteer = &options.gazetteer;
        let reader = Reader::new(text, options.input == Input::Html);
        let tables = gazetteer.tables();
        let cues = options.policy.context.then(|| tables.cues()).filter(|cues| !cues.is_empty());
        let words = options.policy.context.then(|| tables.function_words());
        let words = words.filter(|words| !words.is_empty());
        let stated = match (language.or(options.policy.text_language), &words) {
            (Some(language), Some(words)) => words.bit_of(language),
            _ => 0,
        };
        Self {
            options,
            tables,
            cues,
            words,
            stated,
            prefilter: tables.prefilter(options.backend),
            automaton: tables.automaton(),
            inside: tables.inside(),
            reader,
            base,
            until,
        }
    }

    /// The same for names that begin before `until`.
    #[cfg(feature = "alloc")]
    pub(crate) const fn until(self, until: usize) -> Self {
        Self { until, ..self }
    }

    /// The next mention, and its span in bytes of the window.
    pub(crate) fn next(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        match self.options.overlap {
            Overlap::Longest => self.next_longest(progress),
            Overlap::All => self.next_of_all(progress),
        }
    }

    fn next_longest(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        let mut look = Look::NONE;
        loop {
            let (candidate, first) = self.next_candidate(progress, &mut look)?;
            let judged =
                self.judge_at_once(&candidate, &look, first, &mut progress.document, Self::weigh);
            if let Some((reading, confidence)) = judged {
                return Some(self.mention(progress, &candidate, &reading, confidence));
            }
        }
    }

    /// What a candidate is by the text so far and the words right after it; `None` if it is
    /// not a mention.
    #[inline(always)]
    pub(super) fn judge_at_once(
        &self,
        candidate: &Candidate,
        look: &Look,
        first: FirstLook,
        document: &mut Document,
        weigh: Weigh<'t>,
    ) -> Option<(Reading, u8)> {
        match first {
            FirstLook::Judged(reading, confidence) => Some((reading, confidence)),
            FirstLook::Cued(foreign) => {
                let cues = self.cues.as_ref()?;
                let near = Near { foreign, ..weigh(self, cues, candidate, look, document) };
                self.judge_cued(cues, candidate, look, &near, document)
            }
        }
    }

    /// The next candidate that is a mention or, if it has cues, may be one; `look` becomes what its
    /// readings show. Notes names without cues as evidence in the document.
    #[inline(always)]
    fn next_candidate(
        &self,
        progress: &mut Progress,
        look: &mut Look,
    ) -> Option<(Candidate, FirstLook)> {
        loop {
            let candidate = if self.inside.is_none() {
                let start = self.prefilter.next(&self.reader, &mut progress.scan, self.until)?;
                let Some((candidate, last)) = self.longest(start, look) else { continue };
                self.prefilter.jump(&mut progress.scan, candidate.span.end, last);
                candidate
            } else {
                self.next_of_both_kinds(progress, look)?
            };
            if let Some(first) = self.first_look(&candidate, look, &mut progress.document) {
                return Some((candidate, first));
            }
        }
    }

    /// What a candidate is without the rest of the document; `None` if it is not a mention.
    /// `look` is what its readings show. Notes in the document what it is evidence of.
    #[inline(always)]
    pub(super) fn first_look(
        &self,
        candidate: &Candidate,
        look: &Look,
        document: &mut Document,
    ) -> Option<FirstLook> {
        let policy = &self.options.policy;
        if self.is_in_link(candidate.span) {
            return None;
        }
        if look.is_remainder(policy) && self.trace(candidate).is_some() {
            return None;
        }
        let foreign = if look.is_judged_by_language() {
            self.foreign(candidate, look)
        } else {
            Foreign::NONE
        };
        if let Some(cues) = &self.cues {
            if look.is_guarded() && self.is_doubted(cues, candidate, look, document) {
                return Some(FirstLook::Cued(foreign));
            }
            if foreign.is_none() {
                look.note_in(document, cues, self.reader.text, candidate, self.base);
            }
            if look.hides_cued() {
                self.weigh_inside(cues, candidate, document);
            }
            match look.is_cued(policy) {
                true if look.taken().is_ok() => return Some(FirstLook::Cued(foreign)),
                true => return None,
                false => {}
            }
        }
        let judged = if foreign.is_none() {
            let highest = |reading: &Reading| self.highest_confidence(candidate, reading);
            look.judge(&self.tables, policy, candidate, highest).ok()
        } else {
            self.judge_foreign(candidate, look, foreign)
        };
        judged.map(|(reading, confidence)| FirstLook::Judged(reading, confidence))
    }

    /// The trace of a longer name next to a candidate that is a part of it.
    pub(crate) fn trace(&self, candidate: &Candidate) -> Option<Span> {
        trace(&self.view(candidate.span), self.tables.qualifiers(candidate.name))
    }

    /// Which readings of a candidate are of another language than the text.
    #[cold]
    #[inline(never)]
    pub(crate) fn foreign(&self, candidate: &Candidate, look: &Look) -> Foreign {
        let Some(words) = self.words else { return Foreign::NONE };
        if look.taken().is_err() {
            return Foreign::NONE;
        }
        let mut plain = [0; READ];
        let view = self.view(candidate.span).without_markup(&mut plain);
        let nearby = Nearby { view: &view, words, stated: self.stated };
        nearby.foreign(&self.tables, candidate.name, look.readings())
    }

    /// What a candidate without cues is, of which some readings are of another language than the
    /// text; `None` if its confidence is below the least one.
    #[cold]
    #[inline(never)]
    fn judge_foreign(
        &self,
        candidate: &Candidate,
        look: &Look,
        foreign: Foreign,
    ) -> Option<(Reading, u8)> {
        look.taken().ok()?;
        let highest = |reading: &Reading| self.highest_confidence(candidate, reading);
        self.verdict_without_cues(candidate, look)
            .judge_language(foreign, highest, |_, _, _, _| {})
            .and_then(|judged| judged.checked(&self.options.policy).ok())
    }

    /// The leftmost and longest of the names of both kinds that come next.
    #[inline(never)]
    fn next_of_both_kinds(&self, progress: &mut Progress, look: &mut Look) -> Option<Candidate> {
        let Progress { scan, inside, .. } = progress;
        let starts = &mut inside.get_or_insert(InsideState::NEW).starts;
        loop {
            let start = self.next_start(starts, scan, &mut |hit| self.readings_of(hit))?;
            if let Some((candidate, last)) = self.longest_of_both_kinds(&start, look) {
                self.jump(starts, scan, candidate.span.end, last);
                return Some(candidate);
            }
        }
    }

    /// The next offset where a name of either kind begins, or may begin. `judge` says which
    /// readings of a name inside words count, by bit.
    pub(crate) fn next_start(
        &self,
        starts: &mut Starts,
        scan: &mut Scan,
        judge: &mut dyn FnMut(&InsideHit) -> u32,
    ) -> Option<Start> {
        let sources = (&self.prefilter, self.inside.as_ref());
        starts.next(sources, &self.reader, scan, self.until, judge)
    }

    /// The longest name of both kinds at an offset, and the class of its last character; `look`
    /// becomes what its readings show. The one inside words counts as it was judged.
    pub(super) fn longest_of_both_kinds(
        &self,
        start: &Start,
        look: &mut Look,
    ) -> Option<(Candidate, Class)> {
        let mut longest = start.word.and_then(|word| self.longest(word, look));
        let mut apart = Look::NONE;
        let joined = start.joined.and_then(|joined| self.longest(joined, &mut apart));
        let inside = start.inside.map(|Longest { start, end, name, readings, last, .. }| {
            (Candidate { span: Span::new(start, end), name, readings }, last)
        });
        let end = |found: &Option<(Candidate, Class)>| found.map_or(0, |(of, _)| of.span.end);
        for other in [joined, inside] {
            if end(&other) > end(&longest) {
                longest = other.inspect(|(candidate, _)| {
                    look.of(&self.tables, &self.options.policy, candidate);
                });
            }
        }
        longest
    }

    /// Continues after a candidate that ends at `end`, with a character of the class `last`.
    pub(crate) fn jump(&self, starts: &mut Starts, scan: &mut Scan, end: usize, last: Class) {
        starts.jump(&self.prefilter, scan, self.reader.html, (end, last));
    }

    /// Whether a name does not count because it is inside a link.
    #[inline]
    pub(crate) fn is_in_link(&self, span: Span) -> bool {
        !self.options.policy.links && link::holds(self.reader.text, span.start, span.end)
    }

    /// The readings of a name inside words that fit the text and are allowed there, by bit.
    pub(crate) fn readings_of(&self, hit: &InsideHit) -> u32 {
        let span = Span::new(hit.start, hit.end);
        if self.is_list(hit.name, span) {
            return 0;
        }
        let (policy, of) = (&self.options.policy, (hit.name, hit.allowed));
        readings_within(&self.tables, policy, &self.reader, span, of)
    }

    /// Whether a candidate whose cues are weighed beside a capital only may be something else: a
    /// neighbour speaks against it, or one did at the same name before. A sure acronym is weighed
    /// where it may be defined only.
    #[inline(always)]
    fn is_doubted(
        &self,
        cues: &Cues<'_>,
        candidate: &Candidate,
        look: &Look,
        document: &Document,
    ) -> bool {
        let view = self.view(candidate.span);
        let is_beside = match look.acronym() {
            Some(entity) => {
                may_be_defined(&view)
                    && !document.has_just_named(entity, self.base + candidate.span.start)
            }
            None => is_beside_capital(&view),
        };
        (document.may_know(candidate.name) || is_beside)
            && self.is_spoken_against(cues, candidate, look, document)
    }

    /// Whether the cues near a candidate or its definition speak against it, or the document has a
    /// sense of it.
    #[inline(never)]
    fn is_spoken_against(
        &self,
        cues: &Cues<'_>,
        candidate: &Candidate,
        look: &Look,
        document: &Document,
    ) -> bool {
        let trial = Trial::new(cues, candidate, look);
        if look.taken().is_err() {
            return false;
        }
        if document.recalls(candidate.name, trial.first(), self.base + candidate.span.start) {
            return true;
        }
        if trial.is_sure_acronym {
            return self.defined(&trial, candidate) == Definition::Other;
        }
        let near = self.near(&trial, candidate).0;
        near.uses < 0 || near.readings.iter().any(|weight| *weight < 0)
    }

    /// The weights of the cues near a candidate, without its definition.
    fn near(&self, trial: &Trial<'_>, candidate: &Candidate) -> (Near, Definition) {
        let view = self.view_of(candidate, trial);
        trial.near(&view, self.options.policy.uses, |_, _| None, |_, _, _, _| {})
    }

    /// What a sure acronym is defined as beside it.
    #[cold]
    #[inline(never)]
    fn defined(&self, trial: &Trial<'_>, candidate: &Candidate) -> Definition {
        let means = |start, entities: &_| self.means(start, candidate.span, entities);
        trial.defined(&self.tables, &self.view(candidate.span), &means)
    }

    /// Weighs the cues near a candidate for each reading, and notes the weights in the document.
    fn weigh(
        &self,
        cues: &Cues<'_>,
        candidate: &Candidate,
        look: &Look,
        document: &mut Document,
    ) -> Near {
        self.weigh_here(cues, candidate, look, document)
    }

    /// The same for a gazetteer of several layers. It is a function of its own, so that the calls
    /// for one layer are compiled as without it.
    #[cfg(feature = "alloc")]
    #[inline(never)]
    pub(super) fn weigh_apart(
        &self,
        cues: &Cues<'_>,
        candidate: &Candidate,
        look: &Look,
        document: &mut Document,
    ) -> Near {
        self.weigh_here(cues, candidate, look, document)
    }

    #[inline(always)]
    fn weigh_here(
        &self,
        cues: &Cues<'_>,
        candidate: &Candidate,
        look: &Look,
        document: &mut Document,
    ) -> Near {
        let trial = Trial::new(cues, candidate, look);
        let means = |start, entities: &_| self.means(start, candidate.span, entities);
        let (near, defined) = trial.near(
            &self.view_of(candidate, &trial),
            self.options.policy.uses,
            means,
            |_, _, _, _| {},
        );
        let defined = match trial.is_sure_acronym {
            true => self.defined(&trial, candidate),
            false => defined,
        };
        if look.is_own() {
            self.note_beside(candidate, document);
        }
        // A country that was named as such stays one: Norway, after a town of that name. But not an
        // acronym after the text defines it as something else.
        if !(trial.is_guarded && document.has_counted(candidate.name))
            || defined == Definition::Other
        {
            let at = self.base + candidate.span.start;
            document.add_occurrence(candidate.name, trial.first(), at, &near, defined);
        }
        near
    }

    /// Weighs the cues near the names inside a decoy, and notes in the document those that speak
    /// against a name: *Lebanon County* is evidence of the town *Lebanon*. A word of the decoy must
    /// do so: the article in *the Niger River* belongs to the river.
    #[cold]
    #[inline(never)]
    fn weigh_inside(&self, cues: &Cues<'_>, decoy: &Candidate, document: &mut Document) {
        let text = self.reader.text.get(..decoy.span.end).unwrap_or(&[]);
        let (mut at, mut look) = (decoy.span.start, Look::NONE);
        while at < text.len() {
            let end = word_end(text, at);
            let mut longest = None;
            if end > at {
                self.each(NameStart::of_word(at, 0), |candidate| {
                    if candidate.span.end <= decoy.span.end && candidate.span != decoy.span {
                        longest = Some(candidate);
                    }
                });
            }
            if let Some(name) = longest {
                look.of(&self.tables, &self.options.policy, &name);
                let is_name = look.taken().is_ok_and(|taken| taken.role == Role::Name);
                if is_name && (look.is_cued(&self.options.policy) || look.is_guarded()) {
                    let trial = Trial::new(cues, &name, &look);
                    let (view, mut is_inside) = (self.view_of(&name, &trial), false);
                    let uses = self.options.policy.uses;
                    let (near, _) = trial.near(
                        &view,
                        uses,
                        |_, _| None,
                        |_, weight, _, cue| {
                            is_inside |= weight < 0
                                && cue.is_some_and(|cue| {
                                    decoy.span.start <= cue.start && cue.end <= decoy.span.end
                                });
                        },
                    );
                    let near = near.against();
                    if is_inside && near.readings.iter().any(|weight| *weight < 0) {
                        let (at, none) = (self.base + name.span.start, Definition::None);
                        document.add_occurrence(name.name, trial.first(), at, &near, none);
                    }
                }
            }
            at = end.max(at + 1);
        }
    }

    /// The next draft: a candidate judged as far as possible without the rest of the document.
    pub(crate) fn next_draft(&self, progress: &mut Progress) -> Option<Draft> {
        let mut look = Look::NONE;
        loop {
            let (candidate, first) = self.next_candidate(progress, &mut look)?;
            let draft =
                self.draft_of(&candidate, &look, first, &mut progress.document, Self::weigh);
            if draft.is_some() {
                return draft;
            }
        }
    }

    /// The draft of a candidate.
    #[inline(always)]
    pub(super) fn draft_of(
        &self,
        candidate: &Candidate,
        look: &Look,
        first: FirstLook,
        document: &mut Document,
        weigh: Weigh<'t>,
    ) -> Option<Draft> {
        match first {
            FirstLook::Judged(reading, confidence) => {
                let mention = self.mention_at(candidate, &reading, confidence);
                Some(Draft::of(&mention, candidate.span))
            }
            FirstLook::Cued(foreign) => {
                let cues = self.cues.as_ref()?;
                let near = Near { foreign, ..weigh(self, cues, candidate, look, document) };
                let Candidate { span, name, readings } = *candidate;
                Some(Draft { span, name, readings, state: State::Open(near) })
            }
        }
    }

    pub(crate) fn view(&self, span: Span) -> View<'t> {
        View::new(&self.reader, self.base, span)
    }

    /// The view of the cues near a candidate. In lists of addresses each has a field between
    /// semicolons; in lists of minerals the others are evidence. A list of persons and countries,
    /// one in each line, is not a reason to doubt a name that is sure elsewhere; nor is a list of
    /// countries a reason to doubt any: *Jordan* / *Kazakhstan*.
    pub(crate) fn view_of(&self, candidate: &Candidate, trial: &Trial<'_>) -> View<'t> {
        let kind = trial.first().map(|entity| self.tables.kind_of(entity));
        let is_country = kind == Some(Kind::Country.to_u8());
        let view = self.view(candidate.span);
        let is_line = trial.is_guarded || (is_country && self.is_above_country(&view));
        view.with_limits(is_country, is_line)
    }

    /// Whether the name of a view is alone in its line, and the next line has the sure name of a
    /// country and nothing else.
    #[inline]
    fn is_above_country(&self, view: &View<'_>) -> bool {
        view.may_end_line() && self.has_country_below(view)
    }

    #[cold]
    #[inline(never)]
    fn has_country_below(&self, view: &View<'_>) -> bool {
        let Some(line) = view.line_below() else { return false };
        let text = &self.reader.text[..line.end];
        let below = Self { reader: Reader::new(text, self.reader.html), ..*self };
        let mut look = Look::NONE;
        let found = below.longest(NameStart::of_word(line.start, 0), &mut look);
        found.is_some_and(|(found, _)| found.span.end == line.end)
            && look.taken().is_ok_and(|reading| {
                reading.prior >= SURE_BELOW
                    && reading.role != Role::Demonym
                    && self.tables.kind_of(reading.entity) == Kind::Country.to_u8()
            })
    }

    pub(crate) fn verdict<'s>(
        &'s self,
        cues: &Cues<'s>,
        candidate: &Candidate,
        look: &Look,
        document: &'s Document,
    ) -> Verdict<'s> {
        let own = look.classes(cues, self.reader.text, candidate.span);
        let verdict = Verdict::new(&self.tables, candidate, look, own);
        if !look.is_own() {
            return verdict;
        }
        let country = self.near_country(candidate);
        let evidence = OwnEvidence { tables: self.tables, document, country };
        verdict.with_own(&self.options.policy, evidence)
    }

    /// Notes in the document the one reading of a name of users' own entities whose country is
    /// beside it: *London, Ontario* names the same city as *London* elsewhere.
    #[cold]
    fn note_beside(&self, candidate: &Candidate, document: &mut Document) {
        let Some(country) = self.near_country(candidate).filter(|country| country.is_beside) else {
            return;
        };
        let mut there = candidate
            .wanted(&self.tables, &self.options.policy)
            .filter(|reading| country.has(&self.tables, reading));
        if let (Some(only), None) = (there.next(), there.next()) {
            document.add_own(only.entity);
        }
    }

    /// The country that is nearest to a name of users' own entities.
    #[cold]
    fn near_country(&self, candidate: &Candidate) -> Option<NearCountry> {
        let (view, kind) = (self.view(candidate.span), |of| self.tables.kind_of(of));
        let (text, end) = view.cut_text();
        let cut = Self { reader: Reader::new(text, self.reader.html), ..*self };
        let own = candidate.wanted(&self.tables, &self.options.policy).next()?;
        let mut look = Look::NONE;
        view.nearest_country(|start, is_beside| {
            let (found, _) = cut.longest(NameStart::of_word(start, 0), &mut look)?;
            let entity = look.taken().ok().filter(|_| found.span.end <= end)?.entity;
            let is_region = || {
                is_beside
                    && kind(entity) != kind(own.entity)
                    && look.is_own()
                    && country_of(&self.tables, entity).is_some()
            };
            let counts = kind(entity) == Kind::Country.to_u8() || is_region();
            counts.then_some((entity, found.span))
        })
    }

    /// The same for a candidate without cues.
    pub(crate) fn verdict_without_cues(&self, candidate: &Candidate, look: &Look) -> Verdict<'_> {
        Verdict::new(&self.tables, candidate, look, None)
    }

    /// What a candidate with cues is, by the words near it and by the document so far; `None` if
    /// its confidence is below the least one.
    #[inline(always)]
    fn judge_cued(
        &self,
        cues: &Cues<'_>,
        candidate: &Candidate,
        look: &Look,
        near: &Near,
        document: &Document,
    ) -> Option<(Reading, u8)> {
        let judged = self.verdict(cues, candidate, look, document).judge(
            cues,
            near,
            document,
            |reading| self.highest_confidence(candidate, reading),
            |_, _, _, _| {},
        )?;
        judged.checked(&self.options.policy).ok()
    }

    /// Which of these entities is a reading of the longest name that begins at `start`, and where
    /// that name ends. It must end in the view around `span`.
    pub(crate) fn means(
        &self,
        start: usize,
        span: Span,
        entities: &[Option<EntityIndex>; READINGS],
    ) -> Option<Meant> {
        let (text, end) = self.view(span).cut_text();
        let reader = Reader::new(text, self.reader.html);
        let mut longest = None;
        self.walk_in(&reader, NameStart::of_word(start, 0), &mut |hit| {
            if hit.end <= end {
                longest = Some(hit);
            }
        });
        let hit = longest?;
        let mut meant = (0..).zip(entities).filter(|(_, entity)| {
            entity.is_some()
                && self.tables.readings(hit.name).any(|(_, record)| record.entity() == **entity)
        });
        let (reading, entity) = meant.next()?;
        // Not the capital: Kinshasa, Congo is not a list.
        let is_name = self
            .tables
            .readings(hit.name)
            .any(|(_, record)| record.entity() == *entity && !record.traits.on_request);
        Some(Meant { reading, only: is_name && meant.next().is_none(), end: hit.end })
    }

    /// The longest name at `start` with a reading that fits the text, and the class of its last
    /// character; `look` becomes what its readings show.
    #[inline]
    pub(crate) fn longest(&self, start: NameStart, look: &mut Look) -> Option<(Candidate, Class)> {
        // The walk reports the shortest name first, but the longest that fits is wanted. So the
        // last few are kept and checked from the longest on; one that has to be dropped is checked
        // then.
        let none = Hit { name: 0, end: 0, last: Class::Other, is_broken: false, is_divided: false };
        let (mut hits, mut count, mut shorter) = ([none; HITS], 0, None);
        let mut add = |hit: Hit| {
            if count == HITS {
                shorter = Some(hits[0]).filter(|hit| self.is_candidate(start, hit)).or(shorter);
                hits.rotate_left(1);
                count -= 1;
            }
            hits[count % HITS] = hit;
            // Names with divided words come after the others, whatever their length.
            if hit.is_divided {
                sort_last(&mut hits[..=count % HITS]);
            }
            count += 1;
        };
        if start.joined {
            self.walk_hashtag(start.at, &mut add);
        } else {
            let form = |name| self.tables.form(name);
            self.automaton.walk(form, &self.reader, start, |hit| {
                if self.is_kept(start, &hit) {
                    add(hit);
                }
            });
        }
        loop {
            let hit = match count.checked_sub(1) {
                Some(longest) => {
                    count = longest;
                    hits.get(longest).copied()
                }
                None => shorter.take(),
            }?;
            if let Some(candidate) = self.candidate(start, &hit, look) {
                return Some((candidate, hit.last));
            }
        }
    }

    /// The candidate of a hit, if a reading of it fits the text.
    #[inline(always)]
    fn candidate(&self, start: NameStart, hit: &Hit, look: &mut Look) -> Option<Candidate> {
        let span = Span::new(start.at, hit.end);
        if start.joined {
            return self.joined_candidate(hit.name, span, look);
        }
        if hit.is_broken && self.is_list(hit.name, span) {
            return None;
        }
        let found = look.at(&self.tables, &self.options.policy, &self.reader, span, hit.name);
        found.map(|candidate| self.without_article(candidate))
    }

    /// A candidate without the elided article or preposition with which the name of a mineral
    /// begins: *or* of *d'or*. It is of the form, because *or* alone is a word.
    #[inline(always)]
    pub(crate) fn without_article(&self, candidate: Candidate) -> Candidate {
        match self.reader.text.get(candidate.span.range()) {
            Some([b'd' | b'l' | b'D' | b'L', b'\'' | b'&' | b'<' | 0x80.., ..]) => {
                self.after_article(candidate)
            }
            _ => candidate,
        }
    }

    #[cold]
    #[inline(never)]
    fn after_article(&self, candidate: Candidate) -> Candidate {
        let visible = |mut at: usize| loop {
            match self.reader.char(at) {
                Some(c) if c.class == Class::Invisible => at = c.next,
                found => break (at, found),
            }
        };
        let (_, mark) = visible(candidate.span.start + 1);
        let Some(mark) = mark.filter(|mark| matches!(mark.code(), '\'' | '’')) else {
            return candidate;
        };
        let is_mineral = |record: &SurfaceRecord| {
            record.entity().is_some_and(|of| self.tables.kind_of(of) == Kind::Mineral.to_u8())
        };
        if !candidate.fitting(&self.tables).all(|(_, record)| is_mineral(&record)) {
            return candidate;
        }
        let (start, _) = visible(mark.next);
        Candidate { span: Span::new(start, candidate.span.end), ..candidate }
    }

    /// As [`candidate`](Self::candidate), in a hashtag.
    #[cold]
    #[inline(never)]
    fn joined_candidate(&self, name: u32, span: Span, look: &mut Look) -> Option<Candidate> {
        let candidate = Candidate { span, name, readings: self.joined_readings(name, span) };
        look.of(&self.tables, &self.options.policy, &candidate);
        (candidate.readings != 0).then_some(candidate)
    }

    /// The readings of a name in a hashtag that fit the text, by bit.
    pub(crate) fn joined_readings(&self, name: u32, span: Span) -> u32 {
        let text = self.reader.text.get(span.range()).unwrap_or(&[]);
        fitting_joined(&self.tables, &self.options.policy, name, text)
    }

    /// Whether a reading of a name in a hashtag counts where nothing but the name shows it.
    fn is_sure_when_joined(&self, name: u32, span: Span) -> bool {
        let readings = self.joined_readings(name, span);
        Candidate { span, name, readings }
            .fitting(&self.tables)
            .any(|(_, record)| record.is_decoy() || is_sure_when_joined(&record))
    }

    /// Whether a span with a line break is two names of a list with one name a line, and no name
    /// by itself: its first line has nothing else, and a name that counts by default ends with it.
    /// Its last line is another such name, or begins one: *Korea* / *South Africa*. Users' names
    /// are such names only if the whole is one: an own *South* does not divide *South Sudan*.
    #[cold]
    #[inline(never)]
    fn is_list(&self, name: u32, span: Span) -> bool {
        let reader = self.reader.window(span.start);
        let text = reader.text;
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
        let Some(len) = text.get(span.range()).and_then(|own| own.iter().position(is_break)) else {
            return false;
        };
        let before = &text[span.start.saturating_sub(case::VIEW)..span.start];
        if reader.html || !before.iter().rev().find(|byte| !is_blank(byte)).is_none_or(is_break) {
            return false;
        }
        let first = text[span.start..span.start + len].trim_ascii_end().len();
        let second = span.end - text[span.start + len..span.end].trim_ascii_start().len();
        let with_own = self.tables.readings(name).all(|(_, record)| record.traits.own);
        let rest = text[span.end..].iter().take(case::VIEW);
        let line = span.end + rest.take_while(|byte| !is_break(byte)).count();
        let ends = match text[span.end..line].iter().all(|byte| is_blank(&byte)) {
            true => span.end..=span.end,
            false => span.end + 1..=line,
        };
        let first = span.start + first;
        self.is_default_name(with_own, span.start, first..=first)
            && self.is_default_name(with_own, second, ends)
    }

    /// Whether a name that is not a decoy and counts by default begins at an offset and has one of
    /// these ends. Nothing after the last of them is read. `with_own`: also one that users'
    /// entities alone have.
    fn is_default_name(&self, with_own: bool, start: usize, ends: RangeInclusive<usize>) -> bool {
        let reader = Reader::new(&self.reader.text[..*ends.end()], self.reader.html);
        let (tables, mut look, mut found) = (&self.tables, Look::NONE, false);
        let start = NameStart::of_word(start, 0);
        self.walk_in(&reader, start, &mut |hit| {
            let span = Span::new(start.at, hit.end);
            let candidate = look.at(tables, &self.options.policy, &reader, span, hit.name);
            found |= ends.contains(&hit.end)
                && candidate.is_some_and(|candidate| {
                    candidate.fitting(tables).any(|(_, record)| {
                        !record.is_decoy()
                            && !record.traits.on_request
                            && (with_own || !record.traits.own)
                    })
                });
        });
        found
    }

    /// Whether a reading of a hit fits the text.
    #[cold]
    #[inline(never)]
    fn is_candidate(&self, start: NameStart, hit: &Hit) -> bool {
        let mut look = Look::NONE;
        self.candidate(start, hit, &mut look).is_some()
    }

    /// Calls `found` for every name at `start` with a reading that fits, the shortest first.
    fn each(&self, start: NameStart, mut found: impl FnMut(Candidate)) {
        let mut look = Look::NONE;
        self.walk(start, &mut |hit| {
            if let Some(candidate) = self.candidate(start, &hit, &mut look) {
                found(candidate);
            }
        });
    }

    /// Calls `found` for every name that begins at `start` and ends at a word boundary, the
    /// shortest first. Only names with bounds of words have words divided at the ends of lines.
    pub(crate) fn walk(&self, start: NameStart, found: &mut dyn FnMut(Hit)) {
        if start.joined {
            return self.walk_hashtag(start.at, found);
        }
        self.walk_in(&self.reader, start, &mut |hit| {
            if self.is_kept(start, &hit) {
                found(hit);
            }
        });
    }

    /// Calls `found` for every name that the automaton finds at `start` in a text. Each kind of
    /// `found` would be 18 KB of code: only for [`longest`](Self::longest) is that worth it.
    #[inline(never)]
    fn walk_in(&self, reader: &Reader<'_>, start: NameStart, found: &mut dyn FnMut(Hit)) {
        self.automaton.walk(|name| self.tables.form(name), reader, start, found);
    }

    /// Whether a name that the automaton finds counts: with divided words only one of words that is
    /// not found without.
    #[inline(always)]
    fn is_kept(&self, start: NameStart, hit: &Hit) -> bool {
        !hit.is_divided || (self.is_of_words(hit.name) && self.needs_joining(start, hit))
    }

    /// Whether a name with divided words is not the same one without: a form with a hyphen fits a
    /// text with a hyphen at the end of a line in both ways.
    #[cold]
    #[inline(never)]
    fn needs_joining(&self, start: NameStart, divided: &Hit) -> bool {
        let mut needs = true;
        self.walk_in(&self.reader, start, &mut |hit| {
            needs &= hit.is_divided || (hit.name, hit.end) != (divided.name, divided.end);
        });
        needs
    }

    /// Whether a reading of a name begins and ends with its words.
    fn is_of_words(&self, name: u32) -> bool {
        let is_word = |record: &SurfaceRecord| matches!(record.traits.bounds(), Bounds::Word);
        self.tables.readings(name).any(|(_, record)| is_word(&record))
    }

    /// Calls `found` for the names at an offset of a hashtag, the shortest first: for none if the
    /// hashtag is itself the first word of a name of words.
    #[cold]
    #[inline(never)]
    fn walk_hashtag(&self, at: usize, found: &mut dyn FnMut(Hit)) {
        let (text, form) = (self.reader.text, |name| self.tables.form(name));
        let Some(tag) = hashtag::around(text, at) else { return };
        let (mut ends, mut is_word) = ([(0, 0); JOINED], false);
        let whole = NameStart::of_word(tag.start, 0);
        self.walk_in(&self.reader, whole, &mut |hit| {
            is_word |= hit.end >= tag.end && self.is_of_words(hit.name);
        });
        if is_word {
            return;
        }
        let mut count = 0;
        hashtag::names_at(
            text,
            tag,
            at,
            |word, found| self.automaton.walk_joined(form, word, found),
            |name, span| self.is_sure_when_joined(name, span),
            |name, end| {
                let fits = |name| self.joined_readings(name, Span::new(at, end)) != 0;
                match ends.iter_mut().take(count).find(|(known, _)| *known == end) {
                    Some((_, known)) if !fits(*known) => *known = name,
                    Some(_) => {}
                    None => {
                        if let Some(free) = ends.get_mut(count) {
                            *free = (end, name);
                            count += 1;
                        }
                    }
                }
            },
        );
        let ends = ends.get_mut(..count).unwrap_or(&mut []);
        ends.sort_unstable();
        ends.iter()
            .map(|&(end, name)| Hit {
                name,
                end,
                last: Class::Word,
                is_broken: false,
                is_divided: false,
            })
            .for_each(found);
    }

    /// Calls `found` for every name at `start` of either kind whose bounds allow it there, in no
    /// order; some twice.
    pub(crate) fn each_at(&self, start: &Start, mut found: impl FnMut(InsideHit)) {
        if let Some(word) = start.word {
            self.each_of_words(word, start.inside.is_some(), &mut found);
        }
        if let (Some(longest), Some(inside)) = (&start.inside, &self.inside) {
            let begins_word = longest.begins_word(&self.reader);
            inside.names_at(&self.reader, (start.at, longest.end), begins_word, found);
        }
    }

    /// Calls `found` for every name that is joined in a hashtag and begins at `start`.
    #[cfg(feature = "alloc")]
    pub(crate) fn each_joined_at(&self, start: &Start, found: impl FnMut(InsideHit)) {
        if let Some(joined) = start.joined {
            self.each_of_words(joined, start.inside.is_some(), found);
        }
    }

    /// Calls `found` for every name of words at `start`. Where names inside words begin too, they
    /// are allowed as those are.
    fn each_of_words(&self, start: NameStart, with_inside: bool, mut found: impl FnMut(InsideHit)) {
        let allowed = match with_inside || self.inside.is_none() {
            true => BoundsSet::allowed(true, true),
            false => BoundsSet::default().with(Bounds::Word),
        };
        self.walk(start, &mut |Hit { name, end, last, .. }| {
            found(InsideHit { start: start.at, end, name, allowed, last });
        });
    }

    /// As [`each_at`](Self::each_at) and with names joined in a hashtag, only names with a reading
    /// that fits.
    pub(crate) fn each_fitting_at(&self, start: &Start, mut found: impl FnMut(Candidate, Class)) {
        if let Some(joined) = start.joined {
            self.each(joined, |candidate| found(candidate, Class::Word));
        }
        self.each_at(start, |hit| {
            let readings = self.readings_of(&hit);
            if readings != 0 {
                let (span, name) = (Span::new(hit.start, hit.end), hit.name);
                found(Candidate { span, name, readings }, hit.last);
            }
        });
    }

    /// As [`next_of_all`](Self::next_of_all), with names inside words.
    #[inline(never)]
    fn next_of_all_kinds(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        let Progress { scan, inside, hidden_until, .. } = progress;
        let state = inside.get_or_insert(InsideState::NEW);
        let (tables, policy) = (&self.tables, &self.options.policy);
        let (candidate, reading, confidence) = loop {
            let (start, from, returned) = match state.returned.take() {
                Some(returned) => returned,
                None => {
                    let judge = &mut |hit: &InsideHit| self.readings_of(hit);
                    let start = self.next_start(&mut state.starts, scan, judge)?;
                    self.each_fitting_at(&start, |candidate, _| {
                        if candidate.is_decoy(tables) {
                            *hidden_until = (*hidden_until).max(candidate.span.end);
                        }
                    });
                    let mut from = (*hidden_until).max(start.at) + 1;
                    self.each_fitting_at(&start, |candidate, _| {
                        if candidate.span.end == *hidden_until && candidate.takes_decoy(tables) {
                            from = *hidden_until;
                        }
                    });
                    (start, from, 0)
                }
            };
            // The shortest name that was not returned yet, of which `returned` readings were.
            let mut next: Option<Candidate> = None;
            self.each_fitting_at(&start, |candidate, _| {
                let end = candidate.span.end;
                if self.is_in_link(candidate.span) {
                    return;
                }
                if end >= from && next.is_none_or(|next| end < next.span.end) {
                    next = Some(candidate);
                }
            });
            let Some(candidate) = next else { continue };
            let end = candidate.span.end;
            let returned = if end == from { returned } else { 0 };
            let mut wanted = candidate.wanted(tables, policy).filter_map(|reading| {
                by_priors(tables, policy, &candidate, &reading, |reading| {
                    self.highest_confidence(&candidate, reading)
                })
                .checked(policy)
                .ok()
            });
            match wanted.nth(returned) {
                Some((reading, confidence)) => {
                    state.returned = Some((start, end, returned + 1));
                    break (candidate, reading, confidence);
                }
                None => state.returned = Some((start, end + 1, 0)),
            }
        };
        Some(self.mention(progress, &candidate, &reading, confidence))
    }

    fn next_of_all(&self, progress: &mut Progress) -> Option<(Mention, Span)> {
        if self.inside.is_some() {
            return self.next_of_all_kinds(progress);
        }
        let (tables, policy) = (&self.tables, &self.options.policy);
        loop {
            let (start, returned) = match progress.returned.take() {
                Some(returned) => returned,
                None => {
                    let start =
                        self.prefilter.next(&self.reader, &mut progress.scan, self.until)?;
                    self.each(start, |candidate| {
                        if candidate.is_decoy(tables) {
                            progress.hidden_until = progress.hidden_until.max(candidate.span.end);
                        }
                    });
                    (start, 0)
                }
            };
            // Names at one offset are few: walking again for each of them needs no memory.
            let mut count = 0;
            let mut next = None;
            self.each(start, |candidate| {
                let is_hidden =
                    candidate.span.end <= progress.hidden_until && !candidate.takes_decoy(tables);
                if is_hidden || self.is_in_link(candidate.span) {
                    return;
                }
                for reading in candidate.wanted(tables, policy) {
                    let judged = by_priors(tables, policy, &candidate, &reading, |reading| {
                        self.highest_confidence(&candidate, reading)
                    });
                    if let Ok((reading, confidence)) = judged.checked(policy) {
                        if count == returned {
                            next = Some((candidate, reading, confidence));
                        }
                        count += 1;
                    }
                }
            });
            if let Some((candidate, reading, confidence)) = next {
                progress.returned = Some((start, returned + 1));
                return Some(self.mention(progress, &candidate, &reading, confidence));
            }
        }
    }

    /// The highest confidence that a reading of a candidate can have in the case in which it is
    /// written.
    #[inline]
    pub(crate) fn highest_confidence(&self, candidate: &Candidate, reading: &Reading) -> u8 {
        let (tables, policy, reader) = (&self.tables, &self.options.policy, &self.reader);
        let Candidate { span, name, .. } = *candidate;
        if reading.own_word {
            return case::highest_of_word(tables, policy, name, &self.view(span), reading, reader);
        }
        case::highest_confidence(tables, policy, name, span, reading, reader)
    }

    fn mention(
        &self,
        progress: &mut Progress,
        candidate: &Candidate,
        reading: &Reading,
        confidence: u8,
    ) -> (Mention, Span) {
        let mention = self.mention_at(candidate, reading, confidence);
        let span = progress.counter.convert(self.reader.text, self.base, candidate.span);
        (Mention { span, ..mention }, candidate.span)
    }

    /// The mention that a candidate is, with its span in bytes.
    #[inline]
    pub(super) fn mention_at(
        &self,
        candidate: &Candidate,
        reading: &Reading,
        confidence: u8,
    ) -> Mention {
        Mention {
            span: candidate.span,
            entity: reading.entity,
            name: candidate.name,
            readings: candidate.readings,
            kind: self.tables.kind_of(reading.entity),
            role: reading.role,
            confidence,
            layer: 0,
        }
    }

    /// The mention that a draft is by the document so far, with its span in bytes.
    pub(super) fn judge_draft(&self, draft: &Draft, document: &Document) -> Option<Mention> {
        self.judge_draft_here(draft, document)
    }

    /// The same for a gazetteer of several layers.
    #[cfg(feature = "alloc")]
    #[inline(never)]
    pub(super) fn judge_draft_apart(&self, draft: &Draft, document: &Document) -> Option<Mention> {
        self.judge_draft_here(draft, document)
    }

    #[inline(always)]
    fn judge_draft_here(&self, draft: &Draft, document: &Document) -> Option<Mention> {
        let Draft { span, name, readings, state } = *draft;
        let near = match state {
            State::Judged { entity, kind, role, confidence } => {
                let layer = 0;
                return Some(Mention {
                    span,
                    entity,
                    name,
                    readings,
                    kind,
                    role,
                    confidence,
                    layer,
                });
            }
            State::Open(near) => near,
        };
        let candidate = Candidate { span, name, readings };
        let mut look = Look::NONE;
        look.of(&self.tables, &self.options.policy, &candidate);
        let (reading, confidence) =
            self.judge_cued(self.cues.as_ref()?, &candidate, &look, &near, document)?;
        Some(self.mention_at(&candidate, &reading, confidence))
    }
}
