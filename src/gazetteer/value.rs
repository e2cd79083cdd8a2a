//! Attributes as typed values, and what entities count as.

use core::str::Split;

use super::compiled::{Attribute, Entity, Gazetteer};
use crate::date::Date;
use crate::entity::AttributeType;

/// The value of an attribute, in its type.
///
/// ```
/// use gaztag::{Gazetteer, Value};
/// let gazetteer = Gazetteer::builtin();
/// let ecowas = gazetteer.find("bloc/ecowas").unwrap();
/// let Some(Value::Date(founded)) = ecowas.value("founded") else { panic!() };
/// assert_eq!(founded.year(), 1975);
/// let coltan = gazetteer.find("mineral/coltan").unwrap();
/// let Some(Value::Entities(contains)) = coltan.value("contains") else { panic!() };
/// assert!(contains.map(|entity| entity.name()).eq(["tantalum", "niobium"]));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Value<'g> {
    /// Any text.
    Text(&'g str),
    /// A number, rounded to what a double can hold: 15 digits for certain. The attribute has all.
    Number(f64),
    /// A date.
    Date(Date),
    /// A list of texts.
    List(Items<'g>),
    /// An entity, or a list of them: a value of the type [`AttributeType::Entity`] or
    /// [`AttributeType::Entities`].
    Entities(Related<'g>),
}

/// The texts of a list.
#[derive(Clone, Debug)]
pub struct Items<'g>(Option<Split<'g, char>>);

impl<'g> Items<'g> {
    fn of(value: Option<&'g str>) -> Self {
        Self(value.map(|value| value.split('|')))
    }
}

impl<'g> Iterator for Items<'g> {
    type Item = &'g str;

    fn next(&mut self) -> Option<&'g str> {
        self.0.as_mut()?.next()
    }
}

/// The entities of an attribute's value. A key without an entity is left out.
#[derive(Clone, Debug)]
pub struct Related<'g> {
    gazetteer: &'g Gazetteer<'g>,
    keys: Items<'g>,
}

impl<'g> Iterator for Related<'g> {
    type Item = Entity<'g>;

    fn next(&mut self) -> Option<Entity<'g>> {
        let gazetteer = self.gazetteer;
        self.keys.find_map(|key| gazetteer.find(key))
    }
}

/// The attributes that say what an entity counts as. The first one that an entity has is followed.
const ROLL_UP: [&str; 3] = ["commodity", "kind_of", "parent"];

/// More steps than this mean a circle.
const STEPS: usize = 64;

impl<'g> Entity<'g> {
    /// The value of the attribute with this name, in its type; `None` if it has none. A value that
    /// is not of its type, which a modified image can have, is a text.
    ///
    /// ```
    /// use gaztag::{Gazetteer, Value};
    /// let gazetteer = Gazetteer::builtin();
    /// let mali = gazetteer.find("country/MLI").unwrap();
    /// assert!(matches!(mali.value("alpha2"), Some(Value::Text("ML"))));
    /// assert!(matches!(mali.value("latitude"), Some(Value::Number(17.0))));
    /// ```
    pub fn value(&self, name: &str) -> Option<Value<'g>> {
        let attribute = self.typed_attribute(name)?;
        let text = attribute.value;
        let value = match attribute.value_type {
            AttributeType::Text => Some(Value::Text(text)),
            AttributeType::Number => text.parse().ok().map(Value::Number),
            AttributeType::Date => text.parse().ok().map(Value::Date),
            AttributeType::List => Some(Value::List(Items::of(Some(text)))),
            AttributeType::Entity | AttributeType::Entities => {
                Some(Value::Entities(self.entities_of(attribute)))
            }
        };
        Some(value.unwrap_or(Value::Text(text)))
    }

    /// The texts of an attribute's list. Without such an attribute there are none, and an attribute
    /// that is not a list has one.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let lithium = gazetteer.find("mineral/lithium").unwrap();
    /// assert!(lithium.items("lists").any(|list| list == "us2025"));
    /// ```
    pub fn items(&self, name: &str) -> Items<'g> {
        let is_list = |of| matches!(of, AttributeType::List | AttributeType::Entities);
        match self.typed_attribute(name) {
            Some(attribute) if is_list(attribute.value_type) => Items::of(Some(attribute.value)),
            // A text never has a NUL, so that it is one item.
            Some(attribute) => Items(Some(attribute.value.split('\0'))),
            None => Items::of(None),
        }
    }

    /// The entities that an attribute names; none if it has no such attribute or that has another
    /// type.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let commission = gazetteer.find("bloc/european-commission").unwrap();
    /// assert_eq!(commission.related("parent").next().unwrap().key(), "bloc/european-union");
    /// ```
    pub fn related(&self, name: &str) -> Related<'g> {
        let is_of_entities = |of| matches!(of, AttributeType::Entity | AttributeType::Entities);
        match self.typed_attribute(name) {
            Some(attribute) if is_of_entities(attribute.value_type) => self.entities_of(attribute),
            _ => Related { gazetteer: self.gazetteer, keys: Items::of(None) },
        }
    }

    /// The entity that counts of this one are added to: what a mineral is traded as (spodumene and
    /// lithium carbonate: lithium), or else the widest that it is a kind of (terbium: rare earths);
    /// of an organ its bloc. Other entities count as themselves.
    ///
    /// Follows the attributes `commodity`, `kind_of` and `parent` to the end. In a circle, which
    /// the built-in gazetteer does not have, an entity counts as itself.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let counts_as = |key| gazetteer.find(key).unwrap().roll_up().key();
    /// assert_eq!(counts_as("mineral/spodumene"), "mineral/lithium");
    /// assert_eq!(counts_as("mineral/terbium"), "mineral/rare-earths");
    /// assert_eq!(counts_as("bloc/european-commission"), "bloc/european-union");
    /// assert_eq!(counts_as("country/MLI"), "country/MLI");
    /// ```
    #[must_use]
    pub fn roll_up(&self) -> Entity<'g> {
        let mut at = self.clone();
        for _ in 0..STEPS {
            match ROLL_UP.iter().find_map(|name| at.related(name).next()) {
                Some(next) => at = next,
                None => return at,
            }
        }
        self.clone()
    }

    fn typed_attribute(&self, name: &str) -> Option<Attribute<'g>> {
        self.attributes().find(|attribute| attribute.name == name)
    }

    fn entities_of(&self, attribute: Attribute<'g>) -> Related<'g> {
        Related { gazetteer: self.gazetteer, keys: Items::of(Some(attribute.value)) }
    }
}
