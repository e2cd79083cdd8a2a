//! What serde writes of entities and mentions. The names of the fields are those of `gaztag list
//! --json` and `gaztag tag --json`.

#[cfg(feature = "std")]
use alloc::string::String;
use alloc::vec::Vec;

#[cfg(feature = "serde")]
use serde::ser::SerializeStruct;
use serde::ser::{Serialize, Serializer};

use crate::entity::AttributeType;
#[cfg(feature = "serde")]
use crate::entity::Role;
use crate::gazetteer::{Attribute, Entity};
#[cfg(feature = "serde")]
use crate::mention::MentionRecord;

#[cfg(feature = "std")]
impl Entity<'_> {
    /// The attributes in their types as one object of JSON, in the order of their names: numbers as
    /// numbers (whole ones of up to 19 digits exactly), lists as arrays. Columns of mentions have
    /// them so.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let ecowas = gazetteer.find("bloc/ecowas").unwrap();
    /// assert!(ecowas.attributes_json().contains(r#""class":"regional","founded":"1975-05-28""#));
    /// ```
    pub fn attributes_json(&self) -> String {
        // Texts and finite numbers can be written.
        serde_json::to_string(&Attributes(self)).unwrap_or_default()
    }
}

/// The key as `id`, `kind`, `name`, and the `attributes` in their types: numbers as numbers, lists
/// as sequences.
#[cfg(feature = "serde")]
impl Serialize for Entity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Entity", 4)?;
        fields.serialize_field("id", self.key())?;
        fields.serialize_field("kind", self.kind_name())?;
        fields.serialize_field("name", self.name())?;
        fields.serialize_field("attributes", &Attributes(self))?;
        fields.end()
    }
}

struct Attributes<'e>(&'e Entity<'e>);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all: Vec<Attribute<'_>> = self.0.attributes().collect();
        all.sort_unstable_by_key(|of| of.name);
        serializer.collect_map(all.into_iter().map(|of| (of.name, Typed(of))))
    }
}

/// The value of an attribute in its type.
struct Typed<'g>(Attribute<'g>);

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.value;
        match self.0.value_type {
            AttributeType::Number => serialize_number(text, serializer),
            AttributeType::List | AttributeType::Entities => {
                serializer.collect_seq(text.split('|'))
            }
            _ => serializer.serialize_str(text),
        }
    }
}

/// A number as it is written: one without a fraction stays exact, since a double has only 15 digits
/// for certain, and identifiers have more. One of more than 38 digits is a text.
fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(number) = text.parse::<u64>() {
        return serializer.serialize_u64(number);
    }
    if let Ok(number) = text.parse::<i64>() {
        return serializer.serialize_i64(number);
    }
    if let Ok(number) = text.parse::<i128>() {
        return serializer.serialize_i128(number);
    }
    let is_whole = !text.contains(['.', 'e', 'E']);
    match text.parse::<f64>() {
        Ok(number) if !is_whole => serializer.serialize_f64(number),
        _ => serializer.serialize_str(text),
    }
}

#[cfg(feature = "serde")]
impl Serialize for MentionRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Mention", 8)?;
        fields.serialize_field("start", &self.start)?;
        fields.serialize_field("end", &self.end)?;
        fields.serialize_field("text", self.text)?;
        fields.serialize_field("kind", self.kind)?;
        fields.serialize_field("id", self.id)?;
        fields.serialize_field("name", self.name)?;
        fields.serialize_field("role", &self.role)?;
        fields.serialize_field("confidence", &self.confidence)?;
        fields.end()
    }
}

/// Its name.
#[cfg(feature = "serde")]
impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
