//! What serde writes of entities and mentions. The names of the fields are those of `gaztag list
//! --json` and `gaztag tag --json`.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::entity::{AttributeType, Role};
use crate::gazetteer::{Attribute, Entity};
use crate::mention::MentionRecord;

/// The key as `id`, `kind`, `name`, and the `attributes` in their types: numbers as numbers, lists
/// as sequences.
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
        serializer.collect_map(self.0.attributes().map(|of| (of.name, Typed(of))))
    }
}

/// The value of an attribute in its type.
struct Typed<'g>(Attribute<'g>);

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.value;
        match (self.0.value_type, text.parse::<f64>()) {
            (AttributeType::Number, Ok(number)) => serializer.serialize_f64(number),
            (AttributeType::List | AttributeType::Entities, _) => {
                serializer.collect_seq(text.split('|'))
            }
            _ => serializer.serialize_str(text),
        }
    }
}

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
impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
