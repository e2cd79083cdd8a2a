//! From drafts to an image.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::cue_assembly::{CuedNames, has_by_default, hides_cued, is_guarded, write_cues};
use super::derivation::derived_forms;
use super::drafts::{Drafts, MemberDraft, SurfaceDraft};
use super::ranks::{Ranked, Yields, yields};
use super::remainders::{self, NamedForm, RemainderDraft, remainders};
use super::text_languages::{TextLanguages, is_judged};
use super::text_order;
use super::text_pool::TextPool;
use crate::automaton::{self, InsideName, InsideTables};
use crate::boundary::{is_frequent_of_pair, is_of_pair};
use crate::entity::{Bounds, BoundsSet, Kind, Language, Role};
use crate::error::{Error, ErrorKind};
use crate::fold;
use crate::image::{
    AttributeRecord, DECOY, Derivation, EntityRecord, FactsRecord, LANGUAGE, LISTED, MemberRecord,
    NUMBERS, RemovalRecord, RetiredKeyRecord, Section, TRAITS, TextRange, Traits, Writer,
    casings_of, surface_width, write_qualifier, write_surface,
};
use crate::limits;
use crate::prefilter::{self, Casings};
use crate::words::name_hash;

/// An acronym with a lower prior than this is judged by the words near it and by the document.
const AMBIGUOUS: u8 = 70;

/// An acronym with a lower prior than this may be defined as something else: `European Convention
/// on Human Rights (ECHR)`.
const DEFINED: u8 = 88;

/// A surface form of the image, with its folded text.
struct FoldedForm<'b> {
    folded: Cow<'b, [u8]>,
    draft: &'b SurfaceDraft,
    /// The number of the draft.
    number: u32,
    /// The index of its entity in the image, or [`DECOY`].
    entity: u32,
    form: Cow<'b, str>,
    /// The hash of the form of the draft; 0 if there are no cues.
    hash: u64,
    derivation: Derivation,
    casings: Casings,
    /// Its prior: that of the draft, or its share of it by weight.
    prior: u8,
    /// Whether it is of a user's own kind.
    own: bool,
    /// Whether its name is judged by the words near it.
    cued: bool,
    /// Whether its name has only cues of uses that count by default.
    cued_for_uses: bool,
    /// Whether its name is a part of the name of another country.
    remainder: bool,
    /// Whether it gives way to another form of its name.
    yields: Yields,
    /// The languages of its traits.
    languages: u32,
}

/// An image while it is put together.
struct Assembly<'b> {
    drafts: &'b Drafts,
    /// The numbers of the entities that are kept, sorted by key.
    entities: Vec<u32>,
    /// The index in the image of each draft of an entity.
    indices: Vec<Option<u32>>,
    /// The indices of bloc and member, and the draft. Sorted.
    members: Vec<(u32, u32, &'b MemberDraft)>,
    /// The facts of the members, each once, with the index of each.
    facts: (Vec<&'b [String; 5]>, BTreeMap<&'b [String; 5], u32>),
    /// Retired keys and the indices of their successors. Sorted.
    retired: Vec<(&'b str, u32)>,
    surfaces: Vec<FoldedForm<'b>>,
    cued: CuedNames,
    remainders: Vec<RemainderDraft>,
    texts: TextPool,
    writer: Writer,
}

/// The order of the surface forms by their names.
struct Order {
    /// Their indices.
    surfaces: Vec<u32>,
    /// For each name, how many surface forms are up to its last one.
    ends: Vec<u32>,
}

impl Order {
    /// The surface forms of each name.
    fn names(&self) -> impl Iterator<Item = &[u32]> {
        self.ends.iter().scan(0, |start, &end| {
            let from = core::mem::replace(start, end as usize);
            Some(&self.surfaces[from..end as usize])
        })
    }
}

/// The names of the image.
struct Names {
    /// For each name the index of its first surface form and its number.
    names: Vec<(usize, u32)>,
    /// The lists of surface forms of the names that have several.
    readings: Vec<u32>,
}

/// The least prior of a name that needs no evidence in its favour.
const SURE: u8 = 70;

/// The image of some drafts.
///
/// # Errors
///
/// A limit of [`limits`].
pub(super) fn assemble(drafts: &Drafts) -> Result<Vec<u8>, Error> {
    Assembly::new(drafts).assemble()
}

impl<'b> Assembly<'b> {
    fn new(drafts: &'b Drafts) -> Self {
        let entities: Vec<u32> = drafts.by_key.values().copied().collect();
        let mut indices = alloc::vec![None; drafts.entities.len()];
        for (index, &number) in (0..).zip(&entities) {
            indices[number as usize] = Some(index);
        }
        // Drafts that came from a modified image may be of an entity that does not exist.
        let index = |entity: u32| indices.get(entity as usize).copied().flatten();
        let mut members: Vec<(u32, u32, &MemberDraft)> = drafts
            .members
            .iter()
            .filter_map(|draft| Some((index(draft.bloc)?, index(draft.member)?, draft)))
            .collect();
        members.sort_by(|a, b| (a.0, a.1, by_date(a.2)).cmp(&(b.0, b.1, by_date(b.2))));
        let (mut facts, mut known) = (Vec::new(), BTreeMap::new());
        for (_, _, draft) in &members {
            known.entry(&draft.texts).or_insert_with(|| {
                facts.push(&draft.texts);
                (facts.len() - 1) as u32
            });
        }
        let retired = drafts
            .retired
            .iter()
            .filter_map(|(key, &successor)| Some((key.as_str(), index(successor)?)))
            .collect();
        Self {
            drafts,
            entities,
            indices,
            members,
            facts: (facts, known),
            retired,
            surfaces: Vec::new(),
            cued: CuedNames::new(),
            remainders: Vec::new(),
            texts: TextPool::default(),
            writer: Writer::default(),
        }
    }

    fn assemble(mut self) -> Result<Vec<u8>, Error> {
        self.fold();
        let order = self.sort();
        let order = self.share(order);
        self.rank(&order);
        let Names { names, readings } = self.names(&order)?;
        self.mark_cued(&names, &readings);
        self.mark_remainders(&names, &readings);
        self.gather_texts()?;
        self.mark_languages(&names, &readings);
        let buckets = self.write_automaton(&names)?;
        self.write_inside(&names, &readings)?;
        self.write_prefilter(&names, &readings);
        drop(names);
        // In the order in which the texts were gathered.
        self.write_kinds();
        self.write_entities();
        self.write_retired_keys();
        self.write_members();
        self.write_surfaces()?;
        self.write_remainders();
        self.write_removals();
        let readings = readings.iter().flat_map(|number| number.to_le_bytes());
        self.writer.section(Section::Readings).extend(readings);
        write_cues(&self.drafts.cues, &self.indices, &self.cued, &mut self.writer)?;
        let version = self.writer.section(Section::DataVersion);
        version.extend_from_slice(self.drafts.version.as_bytes());
        version.push(0);
        self.writer.section(Section::Texts).extend_from_slice(self.texts.pool.as_bytes());
        self.writer.finish(surface_width(self.entities.len()), buckets)
    }

    /// Folds the surface forms that are kept, and those that follow from them, entity by entity.
    fn fold(&mut self) {
        let has_cues = !self.drafts.cues.is_empty();
        let drafts = self.drafts.surfaces.iter().zip(0..).filter(|(draft, _)| !draft.removed);
        let index_of = |draft: &SurfaceDraft| match draft.entity {
            DECOY => Some(DECOY),
            entity => self.indices.get(entity as usize).copied().flatten(),
        };
        let mut order: Vec<(u32, u32)> =
            drafts.filter_map(|(draft, number)| Some((index_of(draft)?, number))).collect();
        // Those of one entity mostly follow each other, so that this sort finds long runs.
        order.sort();
        for (entity, number) in order {
            let draft = &self.drafts.surfaces[number as usize];
            let hash = if has_cues { name_hash(draft.form.as_bytes(), false) } else { 0 };
            let mut add = |form: Cow<'b, str>, folded: Cow<'b, [u8]>, casings, derivation| {
                self.surfaces.push(FoldedForm {
                    folded,
                    draft,
                    number,
                    entity,
                    form,
                    hash,
                    derivation,
                    casings,
                    prior: draft.prior,
                    own: entity != DECOY && !self.drafts.is_of_library(draft.entity),
                    cued: false,
                    cued_for_uses: false,
                    remainder: false,
                    yields: Yields::default(),
                    languages: 0,
                });
            };
            let given = (Cow::Borrowed(&*draft.form), Cow::Borrowed(&*draft.folded));
            add(given.0, given.1, draft.casings, Derivation::Given);
            derived_forms(draft, &mut |form, derivation| {
                let folded = fold::Folded::new(&form);
                let casings = casings_of(draft.case, entity == DECOY, &form, &folded);
                add(Cow::Owned(form), Cow::Owned(folded.bytes().into()), casings, derivation);
            });
        }
    }

    /// Sorts the surface forms of each entity. Returns the indices of all in the order of
    /// their names, and under one name the likeliest first.
    fn sort(&mut self) -> Order {
        // What comes after the prior makes the order independent of the order of adding. A form of
        // the data comes before the same form derived.
        let by_name = |a: &FoldedForm<'_>, b: &FoldedForm<'_>| {
            a.folded
                .cmp(&b.folded)
                .then_with(|| b.draft.rank.level().cmp(&a.draft.rank.level()))
                .then_with(|| b.prior.cmp(&a.prior))
                .then_with(|| a.entity.cmp(&b.entity))
                .then_with(|| {
                    (a.derivation != Derivation::Given).cmp(&(b.derivation != Derivation::Given))
                })
                .then_with(|| a.form.cmp(&b.form))
        };
        for of_entity in self.surfaces.chunk_by_mut(|a, b| a.entity == b.entity) {
            of_entity.sort_unstable_by(by_name);
        }
        let surface = |index: u32| &self.surfaces[index as usize];
        let part = |index: u32, at: usize| text_order::part_of(&surface(index).folded, at);
        let mut order: Vec<(u64, u32)> =
            (0..self.surfaces.len() as u32).map(|index| (part(index, 0), index)).collect();
        text_order::sort(&mut order, &part, &|index| surface(index).folded.len(), &|a, b| {
            by_name(surface(a), surface(b)).then_with(|| a.cmp(&b))
        });
        // Equal names are sorted by equal parts.
        let is_same = |a: &(u64, u32), b: &(u64, u32)| {
            a.0 == b.0 && surface(a.1).folded == surface(b.1).folded
        };
        let ends = order.chunk_by(is_same).scan(0, |end, group| {
            *end += group.len() as u32;
            Some(*end)
        });
        let ends = ends.collect();
        Order { ends, surfaces: order.into_iter().map(|(_, index)| index).collect() }
    }

    /// Shares the priors of the forms of each name by the weights of their entities, and keeps the
    /// largest where there are too many. Returns the order of [`sort`](Self::sort) with them.
    fn share(&mut self, order: Order) -> Order {
        let weight = |surface: &FoldedForm<'_>| {
            let number = surface.own.then_some(surface.draft.entity)?;
            self.drafts.entities.get(number as usize)?.weight()
        };
        let (mut shares, mut dropped) = (Vec::new(), Vec::new());
        for group in order.names().filter(|group| group.len() > 1) {
            let mut weighed: Vec<(f64, u32)> = group
                .iter()
                .filter_map(|&index| Some((weight(&self.surfaces[index as usize])?, index)))
                .collect();
            let (first, excess) = (dropped.len(), group.len().saturating_sub(limits::READINGS));
            if excess > 0 && excess <= weighed.len() {
                weighed.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
                dropped.extend(weighed.drain(..excess).map(|(_, index)| index));
            }
            let of_group = &dropped[first..];
            let kept = group.iter().copied().filter(|index| !of_group.contains(index));
            let open = kept.filter(|&index| {
                let surface = &self.surfaces[index as usize];
                surface.own && !surface.draft.has_prior
            });
            shares.extend(shares_of(open, &weighed, &self.surfaces));
        }
        if shares.is_empty() && dropped.is_empty() {
            return order;
        }
        for (index, prior) in shares {
            self.surfaces[index as usize].prior = prior;
        }
        dropped.sort_unstable();
        let mut index = 0..;
        self.surfaces.retain(|_| index.next().is_none_or(|of| dropped.binary_search(&of).is_err()));
        self.sort()
    }

    /// Finds the forms that give way to others of their name.
    fn rank(&mut self, order: &Order) {
        let is_ranked = |group: &&[u32]| (2..=limits::READINGS).contains(&group.len());
        for group in order.names().filter(is_ranked) {
            let ranked = |&index: &u32| {
                let surface = &self.surfaces[index as usize];
                Ranked {
                    entity: surface.entity,
                    rank: surface.draft.rank,
                    by_default: !is_on_request(surface),
                    hides: surface.draft.hides,
                }
            };
            let all = group.iter().map(ranked);
            let found: Vec<Yields> = all.clone().map(|of| yields(&of, all.clone())).collect();
            for (&index, found) in group.iter().zip(found) {
                self.surfaces[index as usize].yields = found;
            }
        }
    }

    /// Puts all texts into one pool, in the order in which the sections need them.
    fn gather_texts(&mut self) -> Result<(), Error> {
        let drafts = self.drafts;
        let mut texts: Vec<&str> = drafts.kinds.iter().map(String::as_str).collect();
        // Most names of entities are forms of them too, and the same text is sorted once.
        let mut repeated: Vec<(u32, u32)> = Vec::new();
        let mut of_entities = self.surfaces.chunk_by(|a, b| a.entity == b.entity).peekable();
        let mut first = 0;
        for (index, &number) in (0..).zip(&self.entities) {
            let draft = &drafts.entities[number as usize];
            if let Some(forms) = of_entities.next_if(|forms| forms[0].entity == index) {
                let same = forms.iter().position(|surface| surface.form == draft.name);
                repeated.extend(same.map(|same| (texts.len() as u32 + 1, first + same as u32)));
                first += forms.len() as u32;
            }
            let attributes =
                draft.attributes.iter().flat_map(|attribute| [&attribute.name, &attribute.value]);
            texts.extend(
                [&draft.key, &draft.name].into_iter().chain(attributes).map(String::as_str),
            );
        }
        texts.extend(self.retired.iter().map(|(key, _)| *key));
        texts.extend(self.facts.0.iter().flat_map(|texts| texts.iter().map(String::as_str)));
        let first = texts.len() as u32;
        repeated.iter_mut().for_each(|(_, surface)| *surface += first);
        texts.extend(self.surfaces.iter().map(|surface| &*surface.form));
        texts.extend(self.remainders.iter().map(|remainder| remainder.words.as_str()));
        texts.extend(drafts.removals.iter().flat_map(removal_texts));
        self.texts = TextPool::new(&texts, &repeated)?;
        Ok(())
    }

    /// Gives every name its number.
    fn names(&self, order: &Order) -> Result<Names, Error> {
        let (mut names, mut readings) = (Vec::with_capacity(order.ends.len()), Vec::new());
        for group in order.names() {
            let name = match group {
                [surface] => *surface,
                _ => {
                    let list = u32::try_from(readings.len())
                        .ok()
                        .filter(|&list| list < NUMBERS)
                        .ok_or(ErrorKind::TooLarge)?;
                    if group.len() > limits::READINGS {
                        return Err(ErrorKind::TooManyReadings {
                            form: self.surfaces[group[0] as usize].form.clone().into_owned(),
                        }
                        .into());
                    }
                    readings.push(group.len() as u32);
                    readings.extend_from_slice(group);
                    LISTED | list
                }
            };
            names.push((group[0] as usize, name));
        }
        Ok(Names { names, readings })
    }

    /// The surface forms of the name with this number.
    fn readings_of<'a>(
        &'a self,
        name: u32,
        readings: &'a [u32],
    ) -> impl Iterator<Item = &'a FoldedForm<'b>> {
        let (single, listed) = indices_of(name, readings);
        single.into_iter().chain(listed.iter().copied()).map(|index| &self.surfaces[index as usize])
    }

    /// Finds the names that are judged by the words near them: those with cues and, if there are
    /// any cues, those of several entities and acronyms that usually mean something else.
    fn mark_cued(&mut self, names: &[(usize, u32)], readings: &[u32]) {
        let cues = &self.drafts.cues;
        let is_own = |name: u32| self.readings_of(name, readings).any(|surface| surface.own);
        let has_no_cues = cues.is_empty();
        if has_no_cues && !self.surfaces.iter().any(|surface| surface.own) {
            return;
        }
        // What gives way to a name does not make the name doubtful.
        let counts =
            |surface: &&FoldedForm<'_>| surface.entity == DECOY || !surface.yields.by_default;
        let entities = |name: u32| {
            self.readings_of(name, readings)
                .filter(|surface| surface.entity != DECOY && !is_on_request(surface))
                .filter(|surface| !surface.yields.by_default)
                .map(|surface| surface.draft.entity)
        };
        let is_of_several = |name: u32| {
            let mut all = entities(name);
            all.next().is_some_and(|first| all.any(|entity| entity != first))
        };
        let is_acronym_below = |name: u32, prior: u8| {
            let mut surfaces = self.readings_of(name, readings).filter(counts);
            surfaces.any(|surface| surface.draft.role == Role::Acronym && surface.prior < prior)
        };
        // A form derived from a name is judged as the name is: U.N. as UN.
        let mut ambiguous = alloc::vec![false; self.drafts.surfaces.len()];
        // Whether nothing but the rest of the text shows that a name of a user's own is one.
        let is_doubtful = |surface: &FoldedForm<'_>| {
            surface.own && (surface.draft.word || surface.prior < AMBIGUOUS)
        };
        // Whether it has one form, which is judged by its prior alone, unless it has cues.
        let is_plain = |name: u32| {
            name & LISTED == 0
                && self
                    .readings_of(name, readings)
                    .all(|surface| surface.draft.role != Role::Acronym && !is_doubtful(surface))
        };
        for &(_, name) in names {
            if has_no_cues && (is_plain(name) || !is_own(name)) {
                continue;
            }
            let surfaces = || self.readings_of(name, readings).filter(counts);
            if is_acronym_below(name, AMBIGUOUS)
                || surfaces().any(is_doubtful)
                || is_of_several(name)
            {
                surfaces().for_each(|surface| ambiguous[surface.number as usize] = true);
            }
        }
        let (mut cued, mut for_uses) = (BTreeMap::new(), BTreeSet::new());
        let mut guarded = BTreeSet::new();
        // The document notes which entities of users it names: they need no classes.
        let of_classes = |name: u32| -> BTreeSet<u32> {
            entities(name).filter(|&entity| self.drafts.is_of_library(entity)).collect()
        };
        for &(_, name) in names {
            let may_be_plain = |surface: &FoldedForm<'_>| !ambiguous[surface.number as usize];
            if has_no_cues
                && (is_plain(name) && self.readings_of(name, readings).all(may_be_plain)
                    || !is_own(name))
            {
                continue;
            }
            let surfaces = || self.readings_of(name, readings).filter(counts);
            let derived = surfaces().take(1).filter(|of| of.derivation != Derivation::Given);
            let derived = derived.map(|surface| name_hash(surface.form.as_bytes(), false));
            let hashes = derived.chain(surfaces().map(|surface| surface.hash));
            let form = hashes.filter(|_| !has_no_cues).find(|&hash| cues.has(hash));
            let is_ambiguous = surfaces().any(|surface| ambiguous[surface.number as usize]);
            let is_sure = surfaces().all(|surface| surface.prior >= SURE);
            if let Some(form) =
                form.filter(|&form| !is_ambiguous && is_guarded(cues, form, is_sure, is_own(name)))
            {
                // Where no neighbour speaks against it, the rest of the document does not matter.
                cued.insert(name, (form, BTreeSet::new()));
                guarded.insert(name);
            } else if is_ambiguous || form.is_some_and(|form| has_by_default(cues, form)) {
                cued.insert(name, (form.unwrap_or_default(), of_classes(name)));
            } else if is_acronym_below(name, DEFINED) {
                // Without a definition its prior decides.
                cued.insert(name, (form.unwrap_or_default(), BTreeSet::new()));
            } else {
                if let Some(form) = form {
                    // Cues of uses are not evidence of the entity, so that other names in the
                    // document do not matter.
                    cued.insert(name, (form, BTreeSet::new()));
                    for_uses.insert(name);
                }
                let is_acronym = |of: &FoldedForm<'_>| {
                    of.draft.role == Role::Acronym && of.derivation == Derivation::Given
                };
                if !is_own(name) && surfaces().any(is_acronym) {
                    // Beside brackets it may be defined as something else.
                    guarded.insert(name);
                }
            }
        }
        let judged: BTreeSet<u32> = cued.keys().chain(&guarded).copied().collect();
        for &name in &judged {
            let (single, listed) = indices_of(name, readings);
            for index in single.into_iter().chain(listed.iter().copied()) {
                let surface = &mut self.surfaces[index as usize];
                let is_guarded = guarded.contains(&name);
                surface.cued_for_uses = is_guarded || for_uses.contains(&name);
                surface.cued = is_guarded || !surface.cued_for_uses;
            }
        }
        let country = Kind::Country.to_u8();
        let entities = &self.drafts.entities;
        let is_country = |entity: u32| {
            entities.get(entity as usize).is_some_and(|entity| entity.kind == country)
        };
        let countries: BTreeSet<u64> = self
            .surfaces
            .iter()
            .filter(|surface| surface.draft.role == Role::Name && is_country(surface.draft.entity))
            .map(|surface| surface.hash)
            .collect();
        for surface in &mut self.surfaces {
            surface.cued |= surface.entity == DECOY
                && !has_no_cues
                && surface.draft.hides
                && hides_cued(cues, &countries, &surface.draft.form);
        }
        self.cued = cued;
    }

    /// Finds the names that are a part of the name of another country.
    fn mark_remainders(&mut self, names: &[(usize, u32)], readings: &[u32]) {
        let is_decoy = |surface: &FoldedForm<'_>| surface.entity == DECOY && surface.draft.hides;
        if !self.entities.iter().any(|&number| self.drafts.is_country(number))
            && !self.surfaces.iter().any(is_decoy)
        {
            return;
        }
        let mut forms = Vec::new();
        for &(first, number) in names {
            let counts = |surface: &&FoldedForm<'_>| {
                self.drafts.is_country(surface.draft.entity)
                    && !is_on_request(surface)
                    && remainders::counts(surface.draft.role)
            };
            let surfaces = || self.readings_of(number, readings);
            let mut countries: Vec<u32> =
                surfaces().filter(counts).map(|surface| surface.entity).collect();
            countries.sort_unstable();
            countries.dedup();
            if countries.is_empty() && !surfaces().any(is_decoy) {
                continue;
            }
            let is_demonym =
                surfaces().filter(counts).all(|surface| surface.draft.role == Role::Demonym);
            forms.push(NamedForm {
                number,
                form: &self.surfaces[first].form,
                is_demonym: is_demonym && !countries.is_empty(),
                countries,
            });
        }
        let found = remainders(&forms);
        for remainder in &found {
            let (single, listed) = indices_of(remainder.number, readings);
            for index in single.into_iter().chain(listed.iter().copied()) {
                self.surfaces[index as usize].remainder = true;
            }
        }
        self.remainders = found;
    }

    fn write_remainders(&mut self) {
        for draft in &self.remainders {
            let words = self.texts.next(&draft.words);
            let section = self.writer.section(Section::Remainders);
            write_qualifier(section, draft.number, (words, &draft.words), draft.flags);
        }
    }

    fn write_removals(&mut self) {
        for removal in &self.drafts.removals {
            let mut next = |text: &str| match text {
                "" => TextRange::default(),
                _ => self.texts.next(text),
            };
            let (key, form) = (next(&removal.0), next(&removal.1));
            RemovalRecord { key, form }.write(self.writer.section(Section::Removals));
        }
    }

    /// Gives the forms that are judged by the language of the text their languages, and writes the
    /// function words. All forms of an entity under one name have the same: what fits one of them
    /// in the text fits the others but for case and accents.
    fn mark_languages(&mut self, names: &[(usize, u32)], readings: &[u32]) {
        let known = TextLanguages::of(self.drafts);
        known.write(&self.drafts.function_words, &mut self.writer);
        if known.is_empty() {
            return;
        }
        for &(_, name) in names {
            // Names of no language are not judged by it.
            if self.readings_of(name, readings).all(|of| of.draft.languages.is_empty()) {
                continue;
            }
            let mut languages: BTreeMap<u32, BTreeSet<Language>> = BTreeMap::new();
            for surface in self.readings_of(name, readings) {
                let of_entity = languages.entry(surface.entity).or_default();
                // A form of no language is at home in all, as one of English is.
                match surface.draft.languages.as_slice() {
                    [] => _ = of_entity.insert(Language::ENGLISH),
                    codes => of_entity.extend(codes),
                }
            }
            let (single, listed) = indices_of(name, readings);
            for index in single.into_iter().chain(listed.iter().copied()) {
                let surface = &mut self.surfaces[index as usize];
                let (entity, draft) = (surface.entity, surface.draft);
                let Some(&number) = self.entities.get(entity as usize) else { continue };
                let kind = self.drafts.entities[number as usize].kind;
                if is_judged(draft, kind) {
                    surface.languages = languages.get(&entity).map_or(0, |of| known.bits(of));
                }
            }
        }
    }

    /// Writes the automaton. Returns its buckets.
    fn write_automaton(&mut self, names: &[(usize, u32)]) -> Result<u32, Error> {
        let names = names.iter().map(|&(first, number)| {
            let FoldedForm { folded, form, .. } = &self.surfaces[first];
            automaton::Name {
                folded,
                number,
                is_plain: folded.eq_ignore_ascii_case(form.as_bytes()),
            }
        });
        let automaton = automaton::lay_out(&names.collect::<Vec<_>>())?;
        *self.writer.section(Section::Heads) = automaton.heads;
        *self.writer.section(Section::Slots) = automaton.slots;
        *self.writer.section(Section::Chains) = automaton.chains;
        Ok(automaton.buckets)
    }

    /// Writes the automaton of the names that may begin or end inside words.
    fn write_inside(&mut self, names: &[(usize, u32)], readings: &[u32]) -> Result<(), Error> {
        let goes_inside = |surface: &FoldedForm<'_>| surface.draft.bounds != Bounds::Word;
        let names = if self.surfaces.iter().any(goes_inside) { names } else { &[] };
        let names = names.iter().map(|&(first, number)| {
            let bounds = self
                .readings_of(number, readings)
                .fold(BoundsSet::default(), |set, surface| set.with(surface.draft.bounds));
            InsideName { folded: &self.surfaces[first].folded, number, bounds }
        });
        let names: Vec<_> = names.filter(|name| name.bounds.goes_inside()).collect();
        let InsideTables { slots, outputs, filter } = automaton::lay_out_inside(&names)?;
        *self.writer.section(Section::InsideSlots) = slots;
        *self.writer.section(Section::InsideOutputs) = outputs;
        *self.writer.section(Section::InsideFilter) = filter;
        Ok(())
    }

    /// Writes the filter of the names that begin and end at word boundaries.
    fn write_prefilter(&mut self, names: &[(usize, u32)], readings: &[u32]) {
        let casings = |name: u32| {
            self.readings_of(name, readings)
                .filter(|surface| surface.draft.bounds == Bounds::Word)
                .map(|surface| surface.casings)
                .reduce(Casings::or)
        };
        // A character that is something else too is found everywhere.
        let all_paired = |name: u32| {
            self.readings_of(name, readings).all(|surface| {
                is_paired(self.drafts, surface) && is_frequent_of_pair(&surface.form)
            })
        };
        let names = names.iter().filter_map(|&(first, name)| {
            Some((&*self.surfaces[first].folded, casings(name)?, all_paired(name)))
        });
        let names: Vec<_> = names.collect();
        let filter = prefilter::lay_out(names.iter().copied());
        self.writer.section(Section::Beginnings).extend_from_slice(&filter.beginnings);
        self.writer.section(Section::Tokens).extend_from_slice(&filter.tokens);
        self.writer.section(Section::Wide).extend_from_slice(&filter.wide);
    }

    fn write_kinds(&mut self) {
        for kind in &self.drafts.kinds {
            self.texts.next(kind).write(self.writer.section(Section::Kinds));
        }
    }

    fn write_entities(&mut self) {
        let (mut first, mut attributes) = (0, 0);
        for (index, &number) in (0..).zip(&self.entities) {
            let draft = &self.drafts.entities[number as usize];
            let of_entity = |surface: &&FoldedForm<'_>| surface.entity == index;
            let surfaces =
                self.surfaces[first as usize..].iter().take_while(of_entity).count() as u32;
            let record = EntityRecord {
                key: self.texts.next(&draft.key),
                name: self.texts.next(&draft.name),
                kind: draft.kind,
                attributes: attributes..attributes + draft.attributes.len() as u32,
                surfaces: first..first + surfaces,
            };
            (attributes, first) = (record.attributes.end, record.surfaces.end);
            record.write(self.writer.section(Section::Entities));
            for attribute in &draft.attributes {
                let (name, value) =
                    (self.texts.next(&attribute.name), self.texts.next(&attribute.value));
                AttributeRecord::new(name, value, attribute.value_type as u8)
                    .write(self.writer.section(Section::Attributes));
            }
        }
    }

    fn write_retired_keys(&mut self) {
        for &(key, successor) in &self.retired {
            RetiredKeyRecord { key: self.texts.next(key), successor }
                .write(self.writer.section(Section::RetiredKeys));
        }
    }

    fn write_members(&mut self) {
        let (facts, known) = &self.facts;
        for texts in facts {
            FactsRecord(core::array::from_fn(|text| self.texts.next(&texts[text])))
                .write(self.writer.section(Section::SpellFacts));
        }
        for &(bloc, member, draft) in &self.members {
            let facts = known.get(&draft.texts).copied().unwrap_or_default();
            MemberRecord { bloc, member, facts }.write(self.writer.section(Section::Members));
        }
        let mut by_member: Vec<(u32, u32)> =
            self.members.iter().zip(0..).map(|(&(_, member, _), index)| (member, index)).collect();
        by_member.sort_unstable();
        let order = by_member.iter().flat_map(|(_, index)| index.to_le_bytes());
        self.writer.section(Section::SpellsByMember).extend(order);
    }

    /// Writes the surface forms, their traits, the sets of languages and the languages.
    fn write_surfaces(&mut self) -> Result<(), Error> {
        let width = surface_width(self.entities.len());
        let mut sets: BTreeMap<&[Language], usize> = BTreeMap::new();
        let mut known_traits: BTreeMap<[u8; TRAITS], u32> = BTreeMap::new();
        for surface in &self.surfaces {
            let draft = surface.draft;
            let writer = &mut self.writer;
            let language_set = *sets
                .entry(&draft.languages)
                .or_insert_with(|| write_language_set(&draft.languages, writer));
            let traits = Traits {
                role: draft.role,
                case: draft.case,
                prior: surface.prior,
                derivation: surface.derivation,
                word: draft.word,
                accents: draft.accents,
                bounds: draft.bounds as u8,
                on_request: is_on_request(surface),
                cued: surface.cued,
                cued_for_uses: surface.cued_for_uses,
                hides: draft.hides,
                evidence: draft.evidence,
                remainder: surface.remainder,
                adjoining: match surface.entity {
                    DECOY => begins_with_initial(&surface.form),
                    // What a user's form yields to may be cut from the next name.
                    _ => {
                        let is_country = self.drafts.is_country(draft.entity);
                        ((is_country || surface.yields.any)
                            && (begins_with_initial(&surface.form) || is_inverted(&surface.form)))
                            || is_paired(self.drafts, surface)
                    }
                },
                yields: surface.yields.any,
                rank: draft.rank,
                own: surface.own,
                shared: surface.own && !draft.has_prior,
                language_set: u16::try_from(language_set).map_err(|_| ErrorKind::TooLarge)?,
                languages: surface.languages,
            }
            .bytes();
            let index = *known_traits.entry(traits).or_insert_with(|| {
                writer.section(Section::Traits).extend(traits);
                (writer.count(Section::Traits) - 1) as u32
            });
            let text = self.texts.next(&surface.form);
            let surfaces = writer.section(Section::Surfaces);
            if !write_surface(surfaces, width, text, index, surface.entity) {
                return Err(ErrorKind::TooLarge.into());
            }
        }
        Ok(())
    }
}

/// Whether a form is a character that is a country only beside another one.
fn is_paired(drafts: &Drafts, surface: &FoldedForm<'_>) -> bool {
    surface.entity != DECOY && drafts.is_country(surface.draft.entity) && is_of_pair(&surface.form)
}

/// The texts of what a layer takes away: a key, a form, or both.
fn removal_texts((key, form): &(String, String)) -> impl Iterator<Item = &str> {
    [key, form].into_iter().map(String::as_str).filter(|text| !text.is_empty())
}

/// The priors of those forms of a name whose priors are open, by the weights of entities: together
/// they have what one of them would have alone. An entity without a weight has the least of them.
fn shares_of(
    open: impl Iterator<Item = u32>,
    weighed: &[(f64, u32)],
    surfaces: &[FoldedForm<'_>],
) -> Vec<(u32, u8)> {
    let Some(least) = weighed.iter().map(|(weight, _)| *weight).reduce(f64::min) else {
        return Vec::new();
    };
    let entity = |index: u32| surfaces[index as usize].entity;
    let weights: BTreeMap<u32, f64> =
        weighed.iter().map(|&(weight, index)| (entity(index), weight)).collect();
    let open: Vec<u32> = open.collect();
    let entities: BTreeSet<u32> = open.iter().map(|&index| entity(index)).collect();
    let weight = |entity: u32| weights.get(&entity).copied().unwrap_or(least);
    let all: f64 = entities.iter().map(|&entity| weight(entity)).sum();
    if all <= 0.0 {
        return Vec::new();
    }
    let share = |index: u32| {
        let prior = f64::from(surfaces[index as usize].draft.prior);
        // From 1 to the prior.
        ((prior * weight(entity(index)) / all + 0.5) as u8).max(1)
    };
    open.into_iter().map(|index| (index, share(index))).collect()
}

/// Writes a set of languages and returns its index.
fn write_language_set(languages: &[Language], writer: &mut Writer) -> usize {
    for number in [writer.count(Section::Languages), languages.len()] {
        writer.section(Section::LanguageSets).extend((number as u32).to_le_bytes());
    }
    let codes = languages.iter().flat_map(|language| -> [u8; LANGUAGE] { language.code() });
    writer.section(Section::Languages).extend(codes);
    writer.count(Section::LanguageSets) - 1
}

/// The indices of the surface forms of the name with this number: one, or a list.
fn indices_of(name: u32, readings: &[u32]) -> (Option<u32>, &[u32]) {
    let list = (name & !LISTED) as usize;
    match name & LISTED {
        0 => (Some(name), &[]),
        _ => (None, &readings[list + 1..][..readings[list] as usize]),
    }
}

/// What spells of one membership are sorted by: from when, until when, then the rest.
fn by_date(draft: &MemberDraft) -> [&str; 5] {
    let [status, joined, left, source, as_of] = &draft.texts;
    [joined, left, status, source, as_of]
}

/// Whether a form has words after a comma that another name could begin with: `Korea, South`.
fn is_inverted(form: &str) -> bool {
    form.contains(", ") && form.ends_with(|c: char| c == '.' || c.is_alphabetic())
}

/// Whether a form begins with an initial, which may belong to the word before it: `S Sudan`.
fn begins_with_initial(form: &str) -> bool {
    matches!(form.as_bytes(), [first, b' ' | b'.', ..] if first.is_ascii_uppercase())
}

/// Whether a surface form counts only when its role is asked for: capitals, and codes other than
/// flags.
fn is_on_request(surface: &FoldedForm<'_>) -> bool {
    let is_flag =
        surface.form.chars().next().is_some_and(|c| ('\u{1F1E6}'..='\u{1F1FF}').contains(&c));
    surface.draft.role == Role::Capital || (surface.draft.role == Role::Code && !is_flag)
}
