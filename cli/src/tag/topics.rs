//! For which entities others count as topics of a text.

use std::collections::BTreeMap;

use gaztag::{EntityId, Gazetteer, Role, TaggerBuilder};

use crate::arguments::tag::TagArguments;

/// The attribute of users' own entities with the country that they are in.
const COUNTRY: &str = "country";

/// The entities that count for others: minerals as what they are traded as and organs as their
/// blocs, if asked, and places for their countries, if asked. A country is given by its key, a name
/// or a code; what names none or several is left alone.
pub(super) fn counted_as(
    gazetteer: &Gazetteer<'_>,
    roll_up: bool,
    places: bool,
) -> BTreeMap<EntityId, EntityId> {
    let mut counted = BTreeMap::new();
    if !roll_up && !places {
        return counted;
    }
    for entity in gazetteer.entities() {
        let rolled = entity.roll_up().id();
        if roll_up && rolled != entity.id() {
            counted.insert(entity.id(), rolled);
        }
        let country = entity.attribute(COUNTRY).filter(|_| places);
        if let Some(country) = country.and_then(|name| gazetteer.resolve(name).ok()) {
            counted.insert(entity.id(), country.id());
        }
    }
    counted
}

/// Adds capitals to the default roles, if places are asked for.
pub(super) fn with_capitals<'g>(
    builder: TaggerBuilder<'g>,
    arguments: &TagArguments,
) -> TaggerBuilder<'g> {
    if !arguments.form.places || !arguments.choice.roles.is_empty() {
        return builder;
    }
    let roles = Role::ALL.iter().copied().filter(|&role| role != Role::Code);
    builder.roles(&roles.collect::<Vec<_>>())
}
