//! The built-in gazetteer, from the generated table.

#[rustfmt::skip]
mod table;

use super::{Gazetteer, GazetteerBuilder, Surface};
use crate::entity::{CaseRule, Language, Role};
use crate::error::Error;

/// The version of the data.
pub(super) const VERSION: &str = table::VERSION;

/// An entity of the table: its key, its name, its facts.
type EntityRow = (&'static str, &'static str, &'static [(&'static str, &'static str)]);
/// A surface form of the table: the index of its entity, the form, its role, case rule, languages and prior, and whether it is a common word.
type SurfaceRow = (u16, &'static str, Role, CaseRule, &'static str, u8, bool);
/// A membership of the table: the indices of bloc and country, status, since when, until when.
type MemberRow = (u16, u16, &'static str, &'static str, &'static str);
/// A decoy of the table.
type DecoyRow = (&'static str, CaseRule);

/// The built-in gazetteer.
pub(super) fn gazetteer() -> Gazetteer {
    #[cfg(feature = "std")]
    {
        static BUILT: std::sync::OnceLock<Gazetteer> = std::sync::OnceLock::new();
        BUILT.get_or_init(build_checked).clone()
    }
    #[cfg(not(feature = "std"))]
    build_checked()
}

#[allow(clippy::expect_used, reason = "the table is a constant of the library; gazgen writes no other and a test builds it")]
fn build_checked() -> Gazetteer {
    build().expect("the built-in table is valid")
}

fn build() -> Result<Gazetteer, Error> {
    let mut builder = GazetteerBuilder::new();
    builder.set_data_version(table::VERSION);
    for &(key, name, facts) in table::ENTITIES {
        builder.add_entity(key, name)?;
        for &(fact, value) in facts {
            builder.set_attribute(key, fact, value)?;
        }
    }
    let key = |entity: u16| table::ENTITIES.get(usize::from(entity)).map_or("", |row| row.0);
    for &(entity, form, role, case, languages, prior, word) in table::SURFACES {
        let languages = if languages.is_empty() { alloc::vec::Vec::new() } else { Language::list(languages)? };
        builder.add_surface(key(entity), Surface::new(form).with_role(role).with_case(case).with_languages(&languages).with_prior(prior).with_word(word))?;
    }
    for &(form, case) in table::DECOYS {
        builder.add_decoy(Surface::new(form).with_case(case))?;
    }
    for &(bloc, country, status, joined, left) in table::MEMBERS {
        builder.add_member(key(bloc), key(country), status, joined, left)?;
    }
    builder.build()
}

#[cfg(test)]
mod tests {
    #[test]
    fn table_builds() {
        assert!(super::build().is_ok_and(|gazetteer| !gazetteer.is_empty()));
    }
}
