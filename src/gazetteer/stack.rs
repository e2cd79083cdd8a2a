//! Several gazetteers as layers of one.
//!
//! Nothing of the images is read but the keys of their entities and kinds, so that a few names on
//! top of a million cost next to nothing. The layers stay as they are and are shared.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::compiled::{Gazetteer, Layer, Stack};
use super::derivation::derived_forms;
use super::drafts::SurfaceDraft;
use super::layers::{Place, Removed};
use crate::bytes::first_not_before;
use crate::entity::{EntityId, Kind, Preference};
use crate::error::{Error, ErrorKind};
use crate::image::{DECOY, Derivation, Section, Tables};
use crate::limits;

impl<'i> Gazetteer<'i> {
    /// This gazetteer with another one as a layer above it. Both stay as they are and share their
    /// images with the result. Takes time linear in the entities of the smaller one.
    ///
    /// A tagger finds the names of all layers. Of overlapping names the leftmost counts, and of
    /// those that begin together the longest, whatever their layers are. Decoys hide the names of
    /// every layer. Of equal names in two layers
    ///
    /// - that of the lower layer counts, if the prior of the other is not given;
    /// - otherwise the one with the higher prior, or the upper one if they are equal;
    /// - with [`Preference::Own`] the upper one;
    /// - a decoy hides equal names of its own layer and of lower ones only.
    ///
    /// An entity with a key that a lower layer has is that entity: its forms are added to it, and
    /// its name, kind and attributes are those of the lower layer. The evidence for and against a
    /// name, by cues, the document and the language of the text, is that of its own layer.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::TooManyLayers`]: more than [`limits::LAYERS`].
    /// - [`ErrorKind::TooManyKinds`]: all layers together have more kinds than a gazetteer can.
    ///
    /// ```
    /// use gaztag::{Gazetteer, GazetteerBuilder, Preference, Surface, Tagger};
    /// let mut own = GazetteerBuilder::new();
    /// own.add_entity("company/acme", "Acme")?;
    /// own.add_surface("company/acme", Surface::new("Acme Mali"))?;
    /// let both = Gazetteer::builtin().with_layer(&own.build()?, Preference::Builtin)?;
    /// let tagger = Tagger::builder().gazetteer(both).build()?;
    /// let mentions = tagger.tag("Acme Mali left Mali");
    /// let keys: Vec<&str> = mentions.iter().map(|mention| tagger.key(mention)).collect();
    /// assert_eq!(keys, ["company/acme", "country/MLI"]);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn with_layer(&self, upper: &Self, preference: Preference) -> Result<Self, Error> {
        let of_upper = upper.layers().zip(upper.preferences());
        let above = of_upper.enumerate().map(|(number, (layer, own))| match number {
            0 => (layer, preference),
            _ => (layer, own),
        });
        stack(self.layers().zip(self.preferences()).chain(above).collect())
    }

    /// Its layers, the lowest first, each as a gazetteer of its own: with one layer, itself.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Preference};
    /// let builtin = Gazetteer::builtin();
    /// assert_eq!(builtin.layers().count(), 1);
    /// let both = builtin.with_layer(&builtin, Preference::Builtin)?;
    /// assert_eq!((both.layers().count(), both.len()), (2, builtin.len()));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn layers(&self) -> impl ExactSizeIterator<Item = Self> {
        (0..self.layer_count()).map(move |number| {
            let stack = self.stack.as_ref();
            let layer = stack.and_then(|stack| stack.layers.get(usize::from(number)));
            layer.map_or(self, |layer| &layer.gazetteer).clone()
        })
    }

    fn preferences(&self) -> impl Iterator<Item = Preference> {
        (0..self.layer_count())
            .map(|layer| self.place_of(layer).map_or(Preference::Builtin, |place| place.preference))
    }
}

/// The gazetteer of some layers, each without others, and with the preference for its forms.
fn stack<'i>(layers: Vec<(Gazetteer<'i>, Preference)>) -> Result<Gazetteer<'i>, Error> {
    if layers.len() > limits::LAYERS {
        return Err(ErrorKind::TooManyLayers.into());
    }
    let mut kinds: Vec<(u8, u8)> = Vec::new();
    let mut removed: Vec<Removed> = layers.iter().map(|_| Removed::default()).collect();
    let mut placed: Vec<Layer<'i>> = Vec::new();
    for (number, (gazetteer, preference)) in (0..).zip(layers) {
        let tables = gazetteer.tables();
        for (key, form) in removals(&tables) {
            for (lower, removed) in placed.iter().zip(&mut removed) {
                remove(&lower.gazetteer.tables(), removed, key, form);
            }
        }
        for removed in &mut removed {
            removed.sort();
        }
        let lower = || (0..).zip(placed.iter().zip(&removed));
        let mut same: Vec<(u32, EntityId)> = Vec::new();
        for (layer, (lower, removed)) in lower() {
            let found = common(&tables, &lower.gazetteer.tables());
            same.extend(
                found
                    .into_iter()
                    .filter(|&(_, index)| !removed.has_entity(index))
                    .map(|(own, index)| (own, EntityId::new(layer, index))),
            );
        }
        // Of several lower layers the lowest counts, which comes first.
        same.sort_by_key(|&(index, _)| index);
        same.dedup_by_key(|&mut (index, _)| index);
        let mut by_lower: Vec<(EntityId, u32)> =
            same.iter().map(|&(index, id)| (id, index)).collect();
        by_lower.sort_unstable();
        let own_kinds = place_kinds(number, &tables, &placed, &mut kinds)?;
        let place = Place {
            preference,
            first: 0,
            hidden: same.iter().map(|&(index, _)| index).collect(),
            same,
            by_lower,
            kinds: own_kinds,
            removed: None,
        };
        placed.push(Layer { gazetteer, place });
    }
    let mut first = 0;
    for (Layer { gazetteer, place }, removed) in placed.iter_mut().zip(removed) {
        place.hidden.extend(&removed.entities);
        place.hidden.sort_unstable();
        place.hidden.dedup();
        place.first = first;
        first += gazetteer.tables().entity_count().saturating_sub(place.hidden.len());
        place.removed = (!removed.is_empty()).then(|| Arc::new(removed));
    }
    let Some(lowest) = placed.first() else { return Err(ErrorKind::TooManyLayers.into()) };
    let mut gazetteer = lowest.gazetteer.clone();
    if placed.len() > 1 {
        gazetteer.stack = Some(Arc::new(Stack { layers: placed, kinds }));
    }
    Ok(gazetteer)
}

/// The numbers of a layer's kinds of users among `kinds`, those of all layers, which it extends.
fn place_kinds(
    number: u8,
    tables: &Tables<'_>,
    lower: &[Layer<'_>],
    kinds: &mut Vec<(u8, u8)>,
) -> Result<Vec<u8>, Error> {
    let name = |of: &Tables<'_>, n: u8| String::from(of.text(of.kind_name(n.into())));
    let mut placed = Vec::new();
    for n in 0..tables.count(Section::Kinds).min(Kind::OTHERS) as u8 {
        let own = name(tables, n);
        let known = kinds.iter().position(|&(layer, of)| {
            let tables = lower.get(usize::from(layer)).map(|layer| layer.gazetteer.tables());
            tables.is_some_and(|tables| name(&tables, of) == own)
        });
        let at = match known {
            Some(at) => at,
            None if kinds.len() == Kind::OTHERS => {
                return Err(ErrorKind::TooManyKinds(own).into());
            }
            None => {
                kinds.push((number, n));
                kinds.len() - 1
            }
        };
        placed.push(at as u8);
    }
    Ok(placed)
}

/// The entities with the same keys in two layers, as indices in both, sorted by the first. The keys
/// of the one with fewer entities are looked up in the other.
fn common(one: &Tables<'_>, other: &Tables<'_>) -> Vec<(u32, u32)> {
    if one.entity_count() > other.entity_count() {
        return common(other, one).into_iter().map(|(other, one)| (one, other)).collect();
    }
    let key = |of: &Tables<'_>, index: usize| of.entity(index as u32).map(|entity| entity.key);
    let (len, mut from, mut found) = (other.entity_count(), 0, Vec::new());
    for index in 0..one.entity_count() {
        let Some(own) = key(one, index).map(|own| one.text(own)) else { break };
        let text = |at: usize| key(other, at).map_or("", |key| other.text(key));
        let mut step = 1;
        while from + step < len && text(from + step) < own {
            (from, step) = (from + step, 2 * step);
        }
        from = first_not_before(from, len.min(from + step), |at| text(at) < own);
        if from < len && text(from) == own {
            found.push((index as u32, from as u32));
        }
    }
    found
}

/// What a layer takes away from those below it: the key of an entity, or an empty text for decoys,
/// and a form, or an empty text for all of them.
fn removals<'g>(tables: &Tables<'g>) -> impl Iterator<Item = (&'g str, &'g str)> + use<'g> {
    let tables = *tables;
    (0..tables.count(Section::Removals))
        .map(move |index| tables.removal(index))
        .map(move |removal| (tables.text(removal.key), tables.text(removal.form)))
}

/// Notes what a layer loses. What it does not have is nothing to it.
fn remove(tables: &Tables<'_>, removed: &mut Removed, key: &str, form: &str) {
    let surfaces = match key {
        "" => tables.decoys_from()..tables.surface_count() as u32,
        _ => {
            let Some(index) = tables.find(key) else { return };
            if form.is_empty() {
                removed.entities.push(index);
                return;
            }
            tables.entity(index).map_or(0..0, |entity| entity.surfaces)
        }
    };
    let given = |number: u32| tables.surface(number).filter(|of| tables.text(of.text) == form);
    let of_form = tables.existing(Section::Surfaces, surfaces.clone()).filter_map(given);
    let derived: Vec<String> = of_form
        .filter(|record| record.traits.derivation == Derivation::Given)
        .flat_map(|record| {
            let entity = record.entity().map_or(DECOY, |entity| entity.0);
            let surface = tables.written_surface(&record);
            let mut forms = alloc::vec![String::from(form)];
            let draft = SurfaceDraft::new(entity, &surface, record.traits.rank);
            derived_forms(&draft, &mut |derived, _| forms.push(derived));
            forms
        })
        .collect();
    for number in tables.existing(Section::Surfaces, surfaces) {
        let Some(record) = tables.surface(number) else { continue };
        let text = tables.text(record.text);
        let is_given = record.traits.derivation == Derivation::Given;
        if derived.iter().any(|of| of == text && is_given == (text == form)) {
            removed.surfaces.push(number);
        }
    }
}
