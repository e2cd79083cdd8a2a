//! How entities are named in the output.

use gaztag::{Date, Entity, EntityId, Tagger};

use crate::arguments::output::IdFormat;

/// How entities are named in the output.
#[derive(Clone, Copy)]
pub(crate) struct Ids<'t> {
    pub(crate) tagger: &'t Tagger<'static>,
    pub(crate) format: IdFormat,
}

impl<'t> Ids<'t> {
    /// Returns the code of an entity, or its key if it has no such code.
    pub(crate) fn of(&self, entity: &Entity<'t>) -> &'t str {
        let attribute = match self.format {
            IdFormat::Key => return entity.key(),
            IdFormat::Alpha2 => "alpha2",
            IdFormat::Alpha3 => "alpha3",
            IdFormat::Numeric => "numeric",
        };
        entity.attribute(attribute).unwrap_or_else(|| entity.key())
    }

    /// The same for the id of an entity.
    pub(crate) fn of_id(&self, id: EntityId) -> &'t str {
        self.tagger.gazetteer().entity(id).map_or("", |entity| self.of(&entity))
    }

    /// Returns the members of a bloc on a day; `None` if it had none.
    pub(crate) fn members(&self, bloc: EntityId, day: Date) -> Option<Vec<&'t str>> {
        let bloc = self.tagger.gazetteer().entity(bloc)?;
        let members: Vec<&str> =
            bloc.members_on(day).map(|spell| self.of_id(spell.member)).collect();
        if members.is_empty() { None } else { Some(members) }
    }
}
