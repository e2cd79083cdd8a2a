//! From what a builder holds to an image.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::builder::{GazetteerBuilder, MemberDraft, SurfaceDraft};
use super::image::{self, Layout, Source};
use super::records::{
    ATTRIBUTE, DECOY, LANGUAGE, LANGUAGE_SET, LISTED, NUMBERS, TRAITS, Text, Traits, casings,
    push_surface, surface_len,
};
use super::{Derivation, Gazetteer};
use crate::automaton;
use crate::entity::{Language, Role};
use crate::error::{Error, ErrorKind};
use crate::fold;
use crate::limits;
use crate::prefilter::{self, Casings};
use crate::words::name_hash;

/// A surface form with its folded text, before it is sorted.
struct Folded<'b> {
    folded: Vec<u8>,
    draft: &'b SurfaceDraft,
    entity: u32,
    form: Cow<'b, str>,
    derivation: Derivation,
    casings: Casings,
    /// Whether its name is judged by what stands around it.
    cued: bool,
    cued_for_uses: bool,
}

/// A gazetteer while it is put together.
struct Assembly<'b> {
    builder: &'b GazetteerBuilder,
    /// Indices of the entities that stay, by key.
    entities: Vec<u32>,
    /// Where each draft went.
    places: Vec<Option<u32>>,
    /// Sorted: bloc and member, and what is known of it.
    members: Vec<(u32, u32, &'b MemberDraft)>,
    /// Sorted: keys that were retired, and where their successors are.
    retired: Vec<(&'b str, u32)>,
    surfaces: Vec<Folded<'b>>,
    /// The names that are judged by what stands around them, by number: the hash of the form that
    /// their cues are of, and their entities.
    cued: BTreeMap<u32, (u64, BTreeSet<u32>)>,
    texts: Texts,
}

/// The names: each with its first surface form and its number, and the lists of those that have
/// several.
struct Names {
    names: Vec<(usize, u32)>,
    readings: Vec<u32>,
}

/// The sections that tell of the surface forms.
struct SurfaceSections {
    records: Vec<u8>,
    traits: Vec<u8>,
    sets: Vec<u8>,
    languages: Vec<u8>,
}

/// The gazetteer of a builder.
pub(super) fn assemble(builder: &GazetteerBuilder) -> Result<Gazetteer<'static>, Error> {
    Assembly::new(builder).assemble()
}

impl<'b> Assembly<'b> {
    fn new(builder: &'b GazetteerBuilder) -> Self {
        let entities: Vec<u32> = builder.by_key.values().copied().collect();
        let mut places = alloc::vec![None; builder.entities.len()];
        for (place, &index) in (0..).zip(&entities) {
            places[index as usize] = Some(place);
        }
        // Drafts may be of an entity that there is not, if they came from an image that was
        // changed.
        let place = |entity: u32| places.get(entity as usize).copied().flatten();
        let mut members: Vec<(u32, u32, &MemberDraft)> = builder
            .members
            .iter()
            .filter_map(|draft| Some((place(draft.bloc)?, place(draft.member)?, draft)))
            .collect();
        members.sort_by(|a, b| (a.0, a.1, since(a.2)).cmp(&(b.0, b.1, since(b.2))));
        let retired = builder
            .retired
            .iter()
            .filter_map(|(key, &successor)| Some((key.as_str(), place(successor)?)))
            .collect();
        Self {
            builder,
            entities,
            places,
            members,
            retired,
            surfaces: Vec::new(),
            cued: BTreeMap::new(),
            texts: Texts::default(),
        }
    }

    fn assemble(mut self) -> Result<Gazetteer<'static>, Error> {
        self.fold();
        let order = self.sort();
        self.gather_texts()?;
        let Names { names, readings } = self.names(&order)?;
        self.mark_cued(&names, &readings);
        let by_name = names.iter().map(|&(first, number)| {
            let Folded { folded, form, .. } = &self.surfaces[first];
            automaton::Name {
                folded,
                number,
                is_plain: folded.eq_ignore_ascii_case(form.as_bytes()),
            }
        });
        let automaton = automaton::lay_out(&by_name.collect::<Vec<_>>())?;
        let casings = |name: u32| {
            self.readings_of(name, &readings)
                .fold(Casings::NONE, |casings, surface| casings.or(surface.casings))
        };
        let filter = prefilter::lay_out(
            names.iter().map(|&(first, name)| (&*self.surfaces[first].folded, casings(name))),
        );
        drop(names);
        let kinds: Vec<u8> =
            self.builder.kinds.iter().flat_map(|kind| self.texts.next(kind).bytes()).collect();
        let (entities, attributes) = self.entities();
        let retired_keys = self.retired_keys();
        let members = self.members();
        let SurfaceSections { records: surfaces, traits, sets, languages } =
            self.surface_records()?;
        let readings: Vec<u8> = readings.iter().flat_map(|number| number.to_le_bytes()).collect();
        let cues = self.builder.cues.sections(&self.places, &self.cued)?;
        let version = alloc::format!("{}\0", self.builder.version);
        let sections: [&[u8]; image::SECTIONS] = [
            version.as_bytes(),
            self.texts.pool.as_bytes(),
            &kinds,
            &sets,
            &languages,
            &entities,
            &attributes,
            &members,
            &surfaces,
            &traits,
            &readings,
            &automaton.heads,
            &automaton.slots,
            &automaton.chains,
            &filter.beginnings,
            &filter.tokens,
            &cues.names,
            &cues.rows,
            &cues.words,
            &cues.sets,
            &cues.entities,
            &retired_keys,
        ];
        let image = image::write(sections, surface_len(self.entities.len()), automaton.buckets)?;
        Ok(Gazetteer { layout: Layout::read(&image), source: Source::Shared(Arc::new(image)) })
    }

    /// Finds the names that are judged by what stands around them: those with cues, and where there
    /// are cues at all those of several entities and acronyms that are likely something else.
    fn mark_cued(&mut self, names: &[(usize, u32)], readings: &[u32]) {
        if self.builder.cues.is_empty() {
            return;
        }
        let hash = |surface: &Folded<'_>| name_hash(surface.draft.form.as_bytes(), false);
        let entities = |name: u32| -> BTreeSet<u32> {
            self.readings_of(name, readings)
                .filter(|surface| surface.entity != DECOY && !is_on_request(surface))
                .map(|surface| surface.draft.entity)
                .collect()
        };
        // What is derived from a name is judged as the name is: U.N. as UN.
        let mut ambiguous = BTreeSet::new();
        for &(_, name) in names {
            let surfaces = || self.readings_of(name, readings);
            if surfaces().any(|surface| {
                surface.draft.role == Role::Acronym && surface.draft.prior < AMBIGUOUS
            }) || entities(name).len() > 1
            {
                ambiguous.extend(surfaces().map(hash));
            }
        }
        let (mut cued, mut for_uses) = (BTreeMap::new(), BTreeSet::new());
        for &(_, name) in names {
            let surfaces = || self.readings_of(name, readings);
            let own = surfaces().take(1).map(|surface| name_hash(surface.form.as_bytes(), false));
            let form = own.chain(surfaces().map(hash)).find(|&hash| self.builder.cues.has(hash));
            if surfaces().any(|surface| ambiguous.contains(&hash(surface)))
                || form.is_some_and(|form| self.builder.cues.has_by_default(form))
            {
                cued.insert(name, (form.unwrap_or_default(), entities(name)));
            } else if let Some(form) = form {
                // What else the document says is not asked: the cues tell a use of the name, not
                // what it means.
                cued.insert(name, (form, BTreeSet::new()));
                for_uses.insert(name);
            }
        }
        for name in cued.keys() {
            let list = (name & !LISTED) as usize;
            let surfaces = if name & LISTED == 0 {
                core::slice::from_ref(name)
            } else {
                &readings[list + 1..][..readings[list] as usize]
            };
            for &surface in surfaces {
                let surface = &mut self.surfaces[surface as usize];
                (surface.cued, surface.cued_for_uses) =
                    (!for_uses.contains(name), for_uses.contains(name));
            }
        }
        self.cued = cued;
    }

    /// Folds the surface forms that stay, with those that follow from them.
    fn fold(&mut self) {
        for draft in self.builder.surfaces.iter().filter(|draft| !draft.removed) {
            let entity = match draft.entity {
                DECOY => DECOY,
                entity => match self.places.get(entity as usize).copied().flatten() {
                    Some(place) => place,
                    None => continue,
                },
            };
            let mut add = |form: Cow<'b, str>, derivation| {
                let folded = fold::Folded::new(&form);
                let casings = casings(draft.case, &form, &folded);
                self.surfaces.push(Folded {
                    folded: folded.bytes().into(),
                    draft,
                    entity,
                    form,
                    derivation,
                    casings,
                    cued: false,
                    cued_for_uses: false,
                });
            };
            add(Cow::Borrowed(&draft.form), Derivation::Given);
            derived_forms(draft, &mut |form, derivation| add(Cow::Owned(form), derivation));
        }
    }

    /// Makes one pool of all texts, in the order in which the sections ask for them.
    fn gather_texts(&mut self) -> Result<(), Error> {
        let builder = self.builder;
        let mut texts: Vec<&str> = builder.kinds.iter().map(String::as_str).collect();
        for &index in &self.entities {
            let draft = &builder.entities[index as usize];
            let attributes =
                draft.attributes.iter().flat_map(|attribute| [&attribute.name, &attribute.value]);
            texts.extend(
                [&draft.key, &draft.name].into_iter().chain(attributes).map(String::as_str),
            );
        }
        texts.extend(self.retired.iter().map(|(key, _)| *key));
        texts.extend(
            self.members.iter().flat_map(|(_, _, draft)| draft.texts.iter().map(String::as_str)),
        );
        texts.extend(self.surfaces.iter().map(|surface| &*surface.form));
        self.texts = Texts::new(&texts)?;
        Ok(())
    }

    /// Puts the surface forms in their order, those of one entity together; returns them in the
    /// order of their names, and under one name the likeliest first.
    fn sort(&mut self) -> Vec<u32> {
        // What follows the prior makes the order independent of the order of adding. A form given
        // beats the same form derived.
        let by_name = |a: &Folded<'_>, b: &Folded<'_>| {
            a.folded
                .cmp(&b.folded)
                .then_with(|| b.draft.prior.cmp(&a.draft.prior))
                .then_with(|| a.entity.cmp(&b.entity))
                .then_with(|| {
                    (a.derivation != Derivation::Given).cmp(&(b.derivation != Derivation::Given))
                })
                .then_with(|| a.form.cmp(&b.form))
        };
        self.surfaces.sort_unstable_by(|a, b| a.entity.cmp(&b.entity).then_with(|| by_name(a, b)));
        let mut order: Vec<u32> = (0..self.surfaces.len() as u32).collect();
        order.sort_by(|&a, &b| by_name(&self.surfaces[a as usize], &self.surfaces[b as usize]));
        order
    }

    /// Gives every name its number.
    fn names(&self, order: &[u32]) -> Result<Names, Error> {
        let (mut names, mut readings) = (Vec::new(), Vec::new());
        for group in order
            .chunk_by(|&a, &b| self.surfaces[a as usize].folded == self.surfaces[b as usize].folded)
        {
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

    fn readings_of<'a>(
        &'a self,
        name: u32,
        readings: &'a [u32],
    ) -> impl Iterator<Item = &'a Folded<'b>> {
        let list = (name & !LISTED) as usize;
        let (single, listed) = match name & LISTED {
            0 => (Some(name), &[][..]),
            _ => (None, &readings[list + 1..][..readings[list] as usize]),
        };
        single
            .into_iter()
            .chain(listed.iter().copied())
            .map(|surface| &self.surfaces[surface as usize])
    }

    fn entities(&mut self) -> (Vec<u8>, Vec<u8>) {
        let (mut entities, mut attributes, mut first) = (Vec::new(), Vec::new(), 0);
        for (place, &index) in (0..).zip(&self.entities) {
            let draft = &self.builder.entities[index as usize];
            let surfaces =
                self.surfaces[first..].iter().take_while(|surface| surface.entity == place).count();
            entities.extend(self.texts.next(&draft.key).bytes());
            entities.extend(self.texts.next(&draft.name).bytes());
            entities.extend([draft.kind, 0]);
            for number in [attributes.len() / ATTRIBUTE, draft.attributes.len(), first, surfaces] {
                entities.extend((number as u32).to_le_bytes());
            }
            for attribute in &draft.attributes {
                attributes.extend(self.texts.next(&attribute.name).bytes());
                attributes.extend(self.texts.next(&attribute.value).bytes());
                attributes.extend([attribute.value_type as u8, 0]);
            }
            first += surfaces;
        }
        (entities, attributes)
    }

    fn retired_keys(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (key, successor) in &self.retired {
            bytes.extend(self.texts.next(key).bytes());
            bytes.extend(successor.to_le_bytes());
        }
        bytes
    }

    fn members(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for &(bloc, member, draft) in &self.members {
            bytes.extend([bloc, member].iter().flat_map(|place| place.to_le_bytes()));
            bytes.extend(draft.texts.iter().flat_map(|text| self.texts.next(text).bytes()));
        }
        bytes
    }

    /// The surface forms, what they have in common, the sets of languages and the languages.
    fn surface_records(&mut self) -> Result<SurfaceSections, Error> {
        let (mut records, mut traits, mut sets, mut languages) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut known_sets: BTreeMap<&[Language], usize> = BTreeMap::new();
        let mut known_traits: BTreeMap<[u8; TRAITS], u32> = BTreeMap::new();
        for surface in &self.surfaces {
            let draft = surface.draft;
            let language_set = *known_sets.entry(&draft.languages).or_insert_with(|| {
                for number in [languages.len() / LANGUAGE, draft.languages.len()] {
                    sets.extend((number as u32).to_le_bytes());
                }
                languages.extend(draft.languages.iter().flat_map(|language| language.code()));
                sets.len() / LANGUAGE_SET - 1
            });
            let language_set = u16::try_from(language_set).map_err(|_| ErrorKind::TooLarge)?;
            let common = Traits {
                role: draft.role,
                case: draft.case,
                prior: draft.prior,
                derivation: surface.derivation,
                word: draft.word,
                on_request: is_on_request(surface),
                cued: surface.cued,
                cued_for_uses: surface.cued_for_uses,
                hides: draft.hides,
                witness: draft.witness,
                language_set,
            };
            let index = *known_traits.entry(common.bytes()).or_insert_with(|| {
                traits.extend(common.bytes());
                (traits.len() / TRAITS - 1) as u32
            });
            if !push_surface(
                &mut records,
                surface_len(self.entities.len()),
                self.texts.next(&surface.form),
                index,
                surface.entity,
            ) {
                return Err(ErrorKind::TooLarge.into());
            }
        }
        Ok(SurfaceSections { records, traits, sets, languages })
    }
}

/// What spells of one membership are sorted by: since when, until when, then the rest.
fn since(draft: &MemberDraft) -> [&str; 5] {
    let [status, joined, left, source, as_of] = &draft.texts;
    [joined, left, status, source, as_of]
}

/// An acronym with a lower prior is judged by what stands around it.
const AMBIGUOUS: u8 = 70;

/// Whether a surface form counts only when its role is asked for: capitals, and codes but for
/// flags.
fn is_on_request(surface: &Folded<'_>) -> bool {
    let flag =
        surface.form.chars().next().is_some_and(|c| ('\u{1F1E6}'..='\u{1F1FF}').contains(&c));
    surface.draft.role == Role::Capital || (surface.draft.role == Role::Code && !flag)
}

/// All texts in one pool, each with a zero behind it; one that others end with is a part of them.
#[derive(Default)]
struct Texts {
    pool: String,
    /// Where each text starts, in the order in which they were given.
    starts: alloc::vec::IntoIter<u32>,
}

impl Texts {
    fn new(texts: &[&str]) -> Result<Self, Error> {
        let mut order: Vec<u32> = (0..texts.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| {
            texts[a as usize].bytes().rev().cmp(texts[b as usize].bytes().rev())
        });
        let (mut pool, mut starts) = (String::new(), alloc::vec![0; texts.len()]);
        let mut longer = "";
        // What a text ends with sorts before it, so that the longest come first in the reverse
        // order.
        for &index in order.iter().rev() {
            let text = texts[index as usize];
            if pool.is_empty() || !longer.ends_with(text) {
                longer = text;
                pool.push_str(text);
                pool.push('\0');
            }
            if pool.len() > limits::TEXT_LEN {
                return Err(ErrorKind::TooLarge.into());
            }
            starts[index as usize] = (pool.len() - 1 - text.len()) as u32;
        }
        Ok(Self { pool, starts: starts.into_iter() })
    }

    /// Where the next text stands.
    fn next(&mut self, text: &str) -> Text {
        Text { start: self.starts.next().unwrap_or(0), len: text.len() as u16 }
    }
}

/// The forms that follow from one of the data by rule.
pub(super) fn derived_forms(draft: &SurfaceDraft, add: &mut impl FnMut(String, Derivation)) {
    let form = &draft.form;
    // U.S. and, before a line's end or another stop, U.S
    if draft.role == Role::Acronym
        && (2..=8).contains(&form.len())
        && form.bytes().all(|b| b.is_ascii_uppercase())
    {
        let dotted: String = form.chars().flat_map(|c| [c, '.']).collect();
        add(dotted[..dotted.len() - 1].into(), Derivation::Dotted);
        add(dotted, Derivation::Dotted);
    }
    for (word, short) in [("Saint", "St"), ("Sainte", "Ste")] {
        if form.contains(word) && form.split(' ').any(|part| part == word) {
            for short in [short.to_string(), alloc::format!("{short}.")] {
                let parts: Vec<&str> =
                    form.split(' ').map(|part| if part == word { &*short } else { part }).collect();
                add(parts.join(" "), Derivation::Saint);
            }
        }
    }
}
