//! For which entities others count as topics of a text.

use std::collections::BTreeMap;

use gaztag::{EntityId, Gazetteer, Role, TaggerBuilder};

use crate::arguments::choice::ChoiceArguments;

/// For which entities mentions count as topics.
#[derive(Default)]
pub(crate) struct CountedAs {
    /// Whether minerals count as what they are traded as, and organs as their blocs.
    roll_up: bool,
    /// The countries that places count for; empty if that is not asked for.
    places: BTreeMap<EntityId, EntityId>,
}

impl CountedAs {
    pub(super) fn new(gazetteer: &Gazetteer<'_>, roll_up: bool, places: bool) -> Self {
        let places = if places { gazetteer.countries_of_places() } else { BTreeMap::new() };
        Self { roll_up, places }
    }

    /// The entity that a mention of an entity counts for.
    pub(crate) fn of(&self, entity: EntityId, gazetteer: &Gazetteer<'_>) -> EntityId {
        let rolled = || Some(gazetteer.entity(entity)?.roll_up().id()).filter(|_| self.roll_up);
        self.places.get(&entity).copied().or_else(rolled).unwrap_or(entity)
    }
}

/// Adds capitals to the default roles, if places are asked for.
pub(super) fn with_capitals<'g>(
    builder: TaggerBuilder<'g>,
    choice: &ChoiceArguments,
    places: bool,
) -> TaggerBuilder<'g> {
    if !places || !choice.roles.is_empty() {
        return builder;
    }
    let roles = Role::ALL.iter().copied().filter(|&role| role != Role::Code);
    builder.roles(&roles.collect::<Vec<_>>())
}
