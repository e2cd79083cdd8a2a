//! Tagging with a gazetteer of several layers.
//!
//! Each layer is scanned by itself, with its own prefilter, automaton, cues and document. Here
//! their candidates are brought into one order: the leftmost counts, and of those that begin
//! together the longest. The others are dropped, and their layers go on after it, as one automaton
//! with all names would. So a tagger with one layer has no part in this.

use alloc::vec::Vec;

use super::draft::Draft;
use super::options::{Options, Overlap};
use super::scanner::{FirstLook, InsideState, Progress, Scanner};
use super::source::Source;
use super::starts::Start;
use crate::entity::{EntityId, EntityIndex, Language, Preference};
use crate::fold::Class;
use crate::gazetteer::{Gazetteer, Rank};
use crate::limits;
use crate::mention::Mention;
use crate::offsets::{Counter, OffsetUnit};
use crate::resolve::{Candidate, Document, Look, Reading, by_priors};
use crate::span::Span;
use crate::text::Text;

/// The bits of the number of a name that no image uses: a draft or a mention has the layer there.
const LAYER: u32 = 1 << 28 | 3 << 30;
const _: () = assert!(limits::LAYERS <= 8);

/// The number of a name with its layer.
const fn packed(name: u32, layer: u8) -> u32 {
    let layer = layer as u32;
    name | (layer & 1) << 28 | (layer >> 1 & 3) << 30
}

/// The number of a name in its layer, and the layer.
pub(super) const fn unpacked(name: u32) -> (u32, u8) {
    (name & !LAYER, (name >> 28 & 1 | (name >> 30) << 1) as u8)
}

/// How far a layer has read a text.
#[derive(Clone)]
pub(crate) struct LayerProgress {
    pub(crate) progress: Progress,
    /// Its next candidate, if it was looked for, and the class of the last character.
    found: Option<(Candidate, Class)>,
    /// With [`Overlap::All`], the next offset where names of it begin.
    start: Option<Start>,
}

impl LayerProgress {
    pub(crate) fn new(options: &Options<'_>) -> Self {
        let progress = Progress::new(options, OffsetUnit::Bytes);
        Self { progress, found: None, start: None }
    }
}

/// A layer with a window of a text.
#[derive(Clone)]
pub(crate) struct Layer<'t> {
    scanner: Scanner<'t>,
    rest: LayerProgress,
}

impl<'t> Layer<'t> {
    fn new(options: &'t Options<'t>, text: Text<'t>) -> Self {
        Self { scanner: Scanner::new(options, text), rest: LayerProgress::new(options) }
    }

    /// Looks for its next candidate, unless that is known.
    fn find(&mut self) -> Option<Span> {
        if self.rest.found.is_none() {
            self.rest.found = next_found(&self.scanner, &mut self.rest.progress);
        }
        self.rest.found.map(|(candidate, _)| candidate.span)
    }

    /// Notes in its document that a higher layer has a sure name of an entity of it.
    fn note(&mut self, name: u32, id: EntityId) {
        let document = &mut self.rest.progress.document;
        if let Some(cues) = &self.scanner.cues
            && !document.was_counted(name)
        {
            document.add_own(EntityIndex(id.index()));
            document.add_evidence(cues.of_entity(EntityIndex(id.index())));
        }
    }

    /// Goes on after a name of any layer that ends at `end`.
    fn pass(&mut self, end: usize, last: Class) {
        match self.rest.found {
            Some((candidate, _)) if candidate.span.start >= end => {}
            found => {
                jump(&self.scanner, &mut self.rest.progress, (end, last), found.is_some());
                self.rest.found = None;
            }
        }
    }
}

/// As [`Scanner::first_look`], as a function of its own.
#[inline(never)]
fn first_look(
    scanner: &Scanner<'_>,
    candidate: &Candidate,
    look: &Look,
    document: &mut Document,
) -> Option<FirstLook> {
    scanner.first_look(candidate, look, document)
}

/// The next candidate of a layer. The scan is not continued after it yet.
fn next_found(scanner: &Scanner<'_>, progress: &mut Progress) -> Option<(Candidate, Class)> {
    let mut look = Look::NONE;
    loop {
        let start = next_start(scanner, progress)?;
        let found = scanner.longest_of_both_kinds(&start, &mut look);
        if found.is_some() {
            return found;
        }
    }
}

/// The next offset where a name of a layer may begin.
fn next_start(scanner: &Scanner<'_>, progress: &mut Progress) -> Option<Start> {
    let Progress { scan, inside, .. } = progress;
    if scanner.inside.is_none() {
        return scanner.prefilter.next(&scanner.reader, scan, scanner.until).map(Start::of);
    }
    let starts = &mut inside.get_or_insert(InsideState::NEW).starts;
    scanner.next_start(starts, scan, &mut |hit| scanner.readings_of(hit))
}

/// Continues a layer after a name that ends at `end`. `has_found`: after the offset where a name of
/// the layer begins, so that the scan is not after `end` yet.
fn jump(scanner: &Scanner<'_>, progress: &mut Progress, to: (usize, Class), has_found: bool) {
    let Progress { scan, inside, .. } = progress;
    let (end, last) = to;
    match (&scanner.inside, inside) {
        (Some(_), Some(state)) => {
            state.starts.jump(&scanner.prefilter, scan, scanner.reader.html, to);
        }
        // In HTML, a scan that is after the name has read what is there.
        _ if has_found || !(scanner.reader.html && scan.has_passed(end)) => {
            scanner.prefilter.jump(scan, end, last);
        }
        _ => {}
    }
}

/// The order of the mentions that begin at one offset: by their end, their layer and the number of
/// the reading.
type Order = (usize, u8, usize);

/// What the layers have in common.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) counter: Counter,
    /// With [`Overlap::All`]: the offset whose names are being returned, and the last of them.
    returned: Option<(usize, Option<Order>)>,
    /// The decoy that ends last so far, and its layer.
    hidden: (Span, u8),
}

impl Shared {
    pub(crate) fn new(unit: OffsetUnit) -> Self {
        Self { counter: Counter::new(unit), returned: None, hidden: (Span::new(0, 0), 0) }
    }

    fn shift(&mut self, bytes: usize) {
        let Span { start, end } = self.hidden.0;
        self.hidden.0 = Span::new(start.saturating_sub(bytes), end.saturating_sub(bytes));
    }
}

/// The layers of a gazetteer over a text or a window of one. `S` is where they are: on the stack
/// for a few, so that nothing is allocated.
#[derive(Clone)]
pub(super) struct Layers<'t, S> {
    options: &'t Options<'t>,
    layers: S,
    /// How many of them there are.
    len: usize,
    pub(super) shared: Shared,
}

/// The layers over a text, in an array. There are `N` at most.
pub(super) fn on_stack<'t, const N: usize>(
    options: &'t Options<'t>,
    of_layers: &'t [Options<'t>],
    text: Text<'t>,
) -> Layers<'t, [Layer<'t>; N]> {
    let layers =
        core::array::from_fn(|number| Layer::new(of_layers.get(number).unwrap_or(options), text));
    Layers { options, layers, len: of_layers.len().min(N), shared: Shared::new(options.unit) }
}

/// The layers over a text, in a vector.
pub(super) fn on_heap<'t>(
    options: &'t Options<'t>,
    of_layers: &'t [Options<'t>],
    text: Text<'t>,
) -> Layers<'t, Vec<Layer<'t>>> {
    let layers: Vec<Layer<'t>> =
        of_layers.iter().map(|options| Layer::new(options, text)).collect();
    Layers { options, len: layers.len(), layers, shared: Shared::new(options.unit) }
}

/// Where layers in a vector were paused, without the text.
#[derive(Clone)]
pub(crate) struct PausedLayers {
    pub(crate) layers: Vec<LayerProgress>,
    pub(crate) shared: Shared,
}

impl PausedLayers {
    /// At the start of a text.
    pub(crate) fn new(unit: OffsetUnit, of_layers: &[Options<'_>]) -> Self {
        let layers = of_layers.iter().map(LayerProgress::new).collect();
        Self { layers, shared: Shared::new(unit) }
    }

    /// The offset of the window before which no later name begins.
    pub(crate) fn done_until(&self, of_layers: &[Options<'_>]) -> usize {
        let layers = self.layers.iter().zip(of_layers);
        let done = layers.map(|(layer, options)| layer.progress.done_until(options));
        done.min().unwrap_or(0)
    }

    /// Takes `bytes` off all offsets, after the caller dropped as many bytes of the window. No
    /// candidate may be kept.
    pub(crate) fn shift(&mut self, bytes: usize) {
        self.layers.iter_mut().for_each(|layer| layer.progress.shift(bytes));
        self.shared.shift(bytes);
    }

    /// Continues with a window of the text that starts at `base`, up to names that begin before
    /// `until` in it.
    pub(super) fn over<'t>(
        self,
        options: &'t Options<'t>,
        of_layers: &'t [Options<'t>],
        (text, language): (&'t [u8], Option<Language>),
        (base, until): (usize, usize),
    ) -> Layers<'t, Vec<Layer<'t>>> {
        let over = |(rest, options)| {
            let scanner = Scanner::window(options, (text, language), base, until);
            Layer { scanner, rest }
        };
        let layers: Vec<Layer<'t>> = self.layers.into_iter().zip(of_layers).map(over).collect();
        Layers { options, len: layers.len(), layers, shared: self.shared }
    }
}

impl<'t> Layers<'t, Vec<Layer<'t>>> {
    /// Reads the text to its end: calls `found` for each draft with its layer. Returns the evidence
    /// of the document that each layer has.
    pub(super) fn into_documents(mut self, mut found: impl FnMut(u8, &Draft)) -> Vec<Document> {
        while let Some(draft) = self.next_draft() {
            found(unpacked(draft.name).1, &draft);
        }
        self.layers.into_iter().map(|layer| layer.rest.progress.document).collect()
    }

    pub(super) fn pause(self) -> PausedLayers {
        let layers = self.layers.into_iter().map(|layer| layer.rest).collect();
        PausedLayers { layers, shared: self.shared }
    }
}

impl<'t, S: AsRef<[Layer<'t>]> + AsMut<[Layer<'t>]>> Layers<'t, S> {
    fn all(&self) -> &[Layer<'t>] {
        self.layers.as_ref().get(..self.len).unwrap_or(&[])
    }

    fn all_mut(&mut self) -> &mut [Layer<'t>] {
        self.layers.as_mut().get_mut(..self.len).unwrap_or(&mut [])
    }

    /// The next mention by the text so far, and its span in bytes of the window.
    pub(super) fn next(&mut self) -> Option<(Mention, Span)> {
        let gazetteer = &self.options.gazetteer;
        let (number, mention) = match self.options.overlap {
            Overlap::All => {
                next_of_all(self.options, self.len, &mut self.layers, &mut self.shared)?
            }
            Overlap::Longest => loop {
                let (number, candidate, look, first) = next_candidate(gazetteer, self.all_mut())?;
                let Layer { scanner, rest } = self.all_mut().get_mut(usize::from(number))?;
                let document = &mut rest.progress.document;
                if let Some((reading, confidence)) =
                    scanner.judge_at_once(&candidate, &look, first, document, Scanner::weigh_apart)
                {
                    break (number, scanner.mention_at(&candidate, &reading, confidence));
                }
            },
        };
        let (mention, span) = (finished(gazetteer, mention, number), mention.span);
        let (text, base) = self.window()?;
        Some((Mention { span: self.shared.counter.convert(text, base, span), ..mention }, span))
    }

    /// The window, and where it starts in the text.
    fn window(&self) -> Option<(&'t [u8], usize)> {
        self.all().first().map(|layer| (layer.scanner.reader.text, layer.scanner.base))
    }
}

impl<'t, S: AsRef<[Layer<'t>]> + AsMut<[Layer<'t>]> + Clone> Source for Layers<'t, S> {
    fn next_draft(&mut self) -> Option<Draft> {
        if self.options.overlap == Overlap::All {
            let (number, mention) =
                next_of_all(self.options, self.len, &mut self.layers, &mut self.shared)?;
            let draft = Draft::of(&mention, mention.span);
            return Some(Draft { name: packed(draft.name, number), ..draft });
        }
        loop {
            let (number, candidate, look, first) =
                next_candidate(&self.options.gazetteer, self.all_mut())?;
            let Layer { scanner, rest } = self.all_mut().get_mut(usize::from(number))?;
            let document = &mut rest.progress.document;
            if let Some(draft) =
                scanner.draft_of(&candidate, &look, first, document, Scanner::weigh_apart)
            {
                return Some(Draft { name: packed(draft.name, number), ..draft });
            }
        }
    }

    fn settle(&mut self, draft: &Draft) -> Option<(Mention, Span)> {
        let (name, number) = unpacked(draft.name);
        let (text, base) = self.window()?;
        let text = text.get(..draft.span.end)?;
        let Layer { scanner, rest } = self.all().get(usize::from(number))?;
        let mention =
            scanner.judge_draft_apart(&Draft { name, ..*draft }, &rest.progress.document)?;
        let mention = finished(&self.options.gazetteer, mention, number);
        let span = self.shared.counter.convert(text, base, draft.span);
        Some((Mention { span, ..mention }, draft.span))
    }

    fn is_complete(&self) -> bool {
        self.all().iter().all(|layer| layer.rest.progress.document.is_complete())
    }

    fn complete(&mut self, rest: &mut Self) {
        for (layer, rest) in self.all_mut().iter_mut().zip(rest.all_mut()) {
            let document = &mut layer.rest.progress.document;
            document.complete();
            rest.rest.progress.document = document.read_from(&rest.rest.progress.document);
        }
    }

    fn is_judged_at_once(&self) -> bool {
        self.all().iter().all(|layer| layer.scanner.cues.is_none())
    }
}

/// A mention of a layer as one of all layers: with the number of the layer, and with the entity and
/// the kind that all layers have.
fn finished(gazetteer: &Gazetteer<'_>, mention: Mention, number: u8) -> Mention {
    let id = gazetteer.in_lowest(EntityId::new(number, mention.entity.0));
    Mention {
        entity: EntityIndex(id.index()),
        layer: id.layer(),
        name: packed(mention.name, number),
        kind: gazetteer.kind_in(number, mention.kind),
        ..mention
    }
}

/// What a candidate is beside one of another layer with the same span.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// No entity that counts: a capital without being asked for, or a form that is evidence only.
    Nothing,
    Decoy,
    /// A name: whether its forms rank below, as or above those of the lower layers, the prior of
    /// the likeliest of these forms, and whether it was given.
    Name {
        level: u8,
        prior: u8,
        is_given: bool,
    },
}

/// A candidate with what it is beside those of other layers.
#[derive(Clone, Copy)]
pub(crate) struct Standing {
    number: u8,
    pub(crate) candidate: Candidate,
    beside: Beside,
    /// The entity of its likeliest reading.
    entity: Option<EntityId>,
}

impl Standing {
    pub(crate) fn of(
        gazetteer: &Gazetteer<'_>,
        number: u8,
        scanner: &Scanner<'_>,
        candidate: Candidate,
    ) -> Self {
        let (tables, policy) = (&scanner.tables, &scanner.options.policy);
        if candidate.is_decoy(tables) && !candidate.takes_decoy(tables) {
            return Self { number, candidate, beside: Beside::Decoy, entity: None };
        }
        let place = gazetteer.place_of(number);
        let is_preferred = place.is_some_and(|place| place.preference == Preference::Own);
        let (mut beside, mut entity, mut best) = (Beside::Nothing, None, None);
        for (index, record) in candidate.fitting(tables) {
            let traits = &record.traits;
            let Some(of) = record.entity() else { continue };
            if traits.on_request && !policy.wants(tables, (candidate.name, index), &record) {
                continue;
            }
            let level = match traits.rank {
                _ if number == 0 => 1,
                _ if is_preferred => Rank::Preferred.level(),
                // It was built by itself: that no prior is given is known of users' kinds.
                Rank::Base if traits.shared => Rank::Added.level(),
                rank => rank.level(),
            };
            if best.is_none_or(|best| (level, traits.prior) > best) {
                let is_given = level > 1 || traits.rank == Rank::Written;
                best = Some((level, traits.prior));
                beside = Beside::Name { level, prior: traits.prior, is_given };
                entity = Some(gazetteer.in_lowest(EntityId::new(number, of.0)));
            }
        }
        Self { number, candidate, beside, entity }
    }

    pub(crate) fn is_decoy(&self) -> bool {
        self.beside == Beside::Decoy
    }

    /// Whether it counts before a name of a lower layer.
    pub(crate) fn is_above(&self, lower: &Self) -> bool {
        match (self.beside, lower.beside) {
            (Beside::Name { is_given, .. }, Beside::Name { .. }) if self.entity == lower.entity => {
                is_given
            }
            (
                Beside::Name { level, prior, .. },
                Beside::Name { level: lower, prior: prior_of_lower, .. },
            ) => {
                let prior = if level == 1 { prior } else { 0 };
                let prior_of_lower = if lower == 1 { prior_of_lower } else { 0 };
                (level, prior) >= (lower, prior_of_lower)
            }
            (Beside::Name { .. } | Beside::Decoy, _) => true,
            (Beside::Nothing, of_lower) => of_lower == Beside::Nothing,
        }
    }

    /// Whether it is judged where the name that counts before it is not a mention.
    pub(crate) fn is_second_to(&self, first: &Self) -> bool {
        match (self.beside, first.beside) {
            (Beside::Name { level, .. }, Beside::Name { level: of_first, .. }) => {
                level == of_first && level > 0 && self.entity != first.entity
            }
            _ => false,
        }
    }

    /// Whether it is evidence in the document of its layer, though another one counts before it.
    fn is_evidence_beside(&self, first: &Self) -> bool {
        !matches!(self.beside, Beside::Name { .. }) || self.entity == first.entity
    }
}

/// The next candidate of any layer that is a mention or may be one, with the number of its layer
/// and what its readings show.
fn next_candidate(
    gazetteer: &Gazetteer<'_>,
    layers: &mut [Layer<'_>],
) -> Option<(u8, Candidate, Look, FirstLook)> {
    loop {
        let spans = layers.iter_mut().filter_map(Layer::find);
        let span = spans.min_by_key(|span| (span.start, usize::MAX - span.end))?;
        let mut equal: [Option<Standing>; limits::LAYERS] = [None; limits::LAYERS];
        let (mut first, mut last): (Option<Standing>, _) = (None, Class::Other);
        for ((number, layer), place) in (0..).zip(&*layers).zip(&mut equal) {
            let Some((candidate, class)) = layer.rest.found.filter(|(of, _)| of.span == span)
            else {
                continue;
            };
            let standing = Standing::of(gazetteer, number, &layer.scanner, candidate);
            if first.is_none_or(|first| standing.is_above(&first)) {
                first = Some(standing);
            }
            (*place, last) = (Some(standing), class);
        }
        layers.iter_mut().for_each(|layer| layer.pass(span.end, last));
        let Some(first) = first else { continue };
        let mut look = Look::NONE;
        let mut take = |of: &Standing, look: &mut Look| {
            let Layer { scanner, rest } = layers.get_mut(usize::from(of.number))?;
            look.of(&scanner.tables, &scanner.options.policy, &of.candidate);
            first_look(scanner, &of.candidate, look, &mut rest.progress.document)
        };
        let others = || equal.iter().rev().flatten().filter(|of| of.number != first.number);
        others().filter(|of| of.is_evidence_beside(&first)).for_each(|of| {
            take(of, &mut look);
        });
        let seconds = others().filter(|of| of.is_second_to(&first));
        for of in [&first].into_iter().chain(seconds) {
            if let Some(found) = take(of, &mut look) {
                if let Some(id) = of.entity.filter(|id| id.layer() < of.number)
                    && look.is_sure()
                    && let Some(lower) = layers.get_mut(usize::from(id.layer()))
                {
                    lower.note(of.candidate.name, id);
                }
                return Some((of.number, of.candidate, look, found));
            }
        }
    }
}

/// The next mention of any layer with [`Overlap::All`], as one of its layer, and the layer.
fn next_of_all<'t>(
    options: &Options<'_>,
    len: usize,
    layers: &mut impl AsMut<[Layer<'t>]>,
    shared: &mut Shared,
) -> Option<(u8, Mention)> {
    let gazetteer = &options.gazetteer;
    let layers = layers.as_mut().get_mut(..len)?;
    loop {
        for Layer { scanner, rest } in layers.iter_mut().filter(|layer| layer.rest.start.is_none())
        {
            rest.start = next_start(scanner, &mut rest.progress);
        }
        let starts = layers.iter().filter_map(|layer| layer.rest.start);
        let at = starts.map(|start| start.at).min()?;
        if shared.returned.is_none_or(|(known, _)| known != at) {
            shared.returned = Some((at, None));
            each_at(layers, at, |number, layer, candidate| {
                let ends = candidate.span.end >= shared.hidden.0.end;
                if ends && candidate.is_decoy(&layer.scanner.tables) {
                    shared.hidden = (candidate.span, number);
                }
            });
        }
        let after = shared.returned.and_then(|(_, last)| last);
        let mut next: Option<(Order, Mention)> = None;
        each_at(layers, at, |number, layer, candidate| {
            let scanner = &layer.scanner;
            let (decoy, of_decoy) = shared.hidden;
            let is_exempt = candidate.takes_decoy(&scanner.tables)
                || (candidate.span == decoy && number > of_decoy);
            if (candidate.span.end <= decoy.end && !is_exempt) || scanner.is_in_link(candidate.span)
            {
                return;
            }
            each_judged(scanner, &candidate, |index, reading, confidence| {
                let order = (candidate.span.end, number, index);
                if after.is_none_or(|after| order > after)
                    && next.is_none_or(|(known, _)| order < known)
                    && counts_beside(gazetteer, layers, at, (number, candidate), reading.entity)
                {
                    next = Some((order, scanner.mention_at(&candidate, &reading, confidence)));
                }
            });
        });
        let Some((order, mention)) = next else {
            for layer in layers.iter_mut() {
                layer.rest.start.take_if(|start| start.at == at);
            }
            shared.returned = None;
            continue;
        };
        shared.returned = Some((at, Some(order)));
        return Some((order.1, mention));
    }
}

/// Calls `found` for the readings of a candidate that are mentions by their priors alone, each with
/// its number and confidence.
fn each_judged(
    scanner: &Scanner<'_>,
    candidate: &Candidate,
    mut found: impl FnMut(usize, Reading, u8),
) {
    let (tables, policy) = (&scanner.tables, &scanner.options.policy);
    for (number, reading) in candidate.wanted(tables, policy).enumerate() {
        let highest = |reading: &Reading| scanner.highest_confidence(candidate, reading);
        let judged = by_priors(tables, policy, candidate, &reading, highest);
        if let Ok((reading, confidence)) = judged.checked(policy) {
            found(number, reading, confidence);
        }
    }
}

/// Calls `found` for every name that begins at an offset and fits, with its layer.
fn each_at<'t>(layers: &[Layer<'t>], at: usize, mut found: impl FnMut(u8, &Layer<'t>, Candidate)) {
    for (number, layer) in (0..).zip(layers) {
        if let Some(start) = layer.rest.start.as_ref().filter(|start| start.at == at) {
            layer.scanner.each_fitting_at(start, |candidate, _| found(number, layer, candidate));
        }
    }
}

/// Whether a reading of a name counts beside the equal names of other layers: none ranks above it,
/// and no lower layer has the same entity there.
fn counts_beside(
    gazetteer: &Gazetteer<'_>,
    layers: &[Layer<'_>],
    at: usize,
    (number, candidate): (u8, Candidate),
    entity: EntityIndex,
) -> bool {
    let id = gazetteer.in_lowest(EntityId::new(number, entity.0));
    let mut counts = true;
    let Some(own) = layers.get(usize::from(number)) else { return false };
    let own = Standing::of(gazetteer, number, &own.scanner, candidate);
    each_at(layers, at, |other, layer, of| {
        if other == number || of.span != candidate.span {
            return;
        }
        let standing = Standing::of(gazetteer, other, &layer.scanner, of);
        if let (Beside::Name { level, .. }, Beside::Name { level: above, .. }) =
            (own.beside, standing.beside)
        {
            let is_above = above > level && standing.entity != own.entity;
            let mut readings = of.wanted(&layer.scanner.tables, &layer.scanner.options.policy);
            let is_there_too = other < number
                && readings.any(|of| gazetteer.in_lowest(EntityId::new(other, of.entity.0)) == id);
            counts &= !is_above && !is_there_too;
        }
    });
    counts
}
