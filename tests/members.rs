//! Who was in which bloc on a day; attributes in their types; look-ups by names and codes; what
//! entities count as.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

use std::sync::LazyLock;

use gaztag::{
    AttributeType, Date, Entity, ErrorKind, Gazetteer, GazetteerBuilder, Kind, Membership, Spell,
    Value,
};

static GAZETTEER: LazyLock<Gazetteer<'static>> = LazyLock::new(Gazetteer::builtin);

fn entity(key: &str) -> Entity<'static> {
    GAZETTEER.find(key).unwrap_or_else(|| panic!("{key}"))
}

fn date(text: &str) -> Date {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The status of a member on a day; `-` if it was none.
fn status(bloc: &str, member: &str, day: &str) -> &'static str {
    let member = entity(member);
    let spell = entity(bloc).all_members_on(date(day)).find(|spell| spell.member == member.id());
    spell.map_or("-", |spell| spell.status)
}

#[test]
fn members_on_dates() {
    let counts = [
        ("bloc/ecowas", "2000-12-25", 16),
        ("bloc/ecowas", "2000-12-26", 15),
        ("bloc/ecowas", "2024-06-01", 15),
        ("bloc/ecowas", "2025-01-28", 15),
        ("bloc/ecowas", "2025-01-29", 12),
        ("bloc/united-nations", "1945-12-31", 51),
        ("bloc/united-nations", "2024-06-01", 193),
        // The United Kingdom left at the end of a day; others joined with the beginning of one.
        ("bloc/european-union", "2020-01-31", 28),
        ("bloc/european-union", "2020-02-01", 27),
        ("bloc/european-union", "2004-04-30", 15),
        ("bloc/european-union", "2004-05-01", 25),
        ("bloc/nato", "2024-03-06", 31),
        ("bloc/nato", "2024-03-07", 32),
        ("bloc/opec", "1990-06-01", 13),
        ("bloc/african-union", "2024-06-01", 55),
    ];
    for (bloc, day, count) in counts {
        let members: Vec<_> = entity(bloc).members_on(date(day)).collect();
        assert_eq!(members.len(), count, "{bloc} {day}");
        assert!(members.is_sorted_by_key(|spell| spell.member), "{bloc} {day}");
        for spell in &members {
            assert!(matches!(spell.status, "member" | "suspended"), "{bloc} {day} {spell:?}");
        }
    }
    let statuses = [
        ("bloc/ecowas", "country/MLI", "2024-06-01", "suspended"),
        ("bloc/ecowas", "country/MLI", "2010-06-01", "member"),
        ("bloc/ecowas", "country/MLI", "2025-01-29", "-"),
        ("bloc/opec", "country/GAB", "1994-06-01", "member"),
        ("bloc/opec", "country/GAB", "2000-01-01", "-"),
        ("bloc/opec", "country/GAB", "2020-01-01", "member"),
        ("bloc/european-union", "country/UKR", "2024-06-01", "candidate"),
        ("bloc/g20", "bloc/african-union", "2024-06-01", "member"),
        ("bloc/african-union", "country/SDN", "2022-06-01", "suspended"),
    ];
    for (bloc, member, day, expected) in statuses {
        assert_eq!(status(bloc, member, day), expected, "{bloc} {member} {day}");
    }
    let eu = entity("bloc/european-union");
    assert!(!eu.members_on(date("2024-06-01")).any(|spell| spell.status == "candidate"));
}

/// The published numbers of members.
#[test]
fn as_many_members_as_published() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/counts.tsv");
    let text = std::fs::read_to_string(file).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("bloc/"));
    let mut figures = 0;
    for row in rows {
        let fields: Vec<&str> = row.split('\t').collect();
        let (bloc, day, count) = (fields[0], fields[1], fields[2]);
        let members = entity(bloc).members_on(date(day)).count();
        assert_eq!(members.to_string(), count, "{bloc} {day}");
        figures += 1;
    }
    assert!(figures >= 150, "{figures}");
}

/// A spell from 1990 until 1999-07, and one whose beginning is unknown, of a bloc of 1985-03.
#[test]
fn parts_of_dates_that_are_unknown_mean_the_first_day() {
    let mut builder = GazetteerBuilder::new();
    for (key, name) in [("bloc/b", "B"), ("bloc/c", "C"), ("country/A", "A"), ("country/U", "U")] {
        builder.add_entity(key, name).unwrap();
    }
    builder.set_typed_attribute("bloc/b", "founded", AttributeType::Date, "1985-03").unwrap();
    let spell = Spell::new("former").with_joined("1990").with_left("1999-07");
    builder.add_member("bloc/b", "country/A", spell).unwrap();
    for bloc in ["bloc/b", "bloc/c"] {
        builder.add_member(bloc, "country/U", Spell::new("member").with_left("2000")).unwrap();
    }
    let gazetteer = builder.build().unwrap();
    let is_member = |bloc: &str, member: &str, day: &str| {
        let (bloc, member) = (gazetteer.find(bloc).unwrap(), gazetteer.find(member).unwrap());
        let is_in = bloc.members_on(date(day)).any(|spell| spell.member == member.id());
        assert_eq!(is_in, member.blocs_on(date(day)).any(|spell| spell.bloc == bloc.id()));
        is_in
    };
    for (bloc, member, days) in [
        (
            "bloc/b",
            "country/A",
            &[
                ("1989-12-31", false),
                ("1989", false),
                ("1990-01-01", true),
                ("1990-01", true),
                ("1990", true),
                ("1999-06-30", true),
                ("1999", true),
                ("1999-07", false),
                ("1999-07-01", false),
            ][..],
        ),
        (
            "bloc/b",
            "country/U",
            &[("1985-02-28", false), ("1985-03", true), ("1985", false), ("1999-12-31", true)],
        ),
        ("bloc/c", "country/U", &[("0001-01-01", true), ("1999-12-31", true), ("2000", false)]),
    ] {
        for &(day, expected) in days {
            assert_eq!(is_member(bloc, member, day), expected, "{bloc} {member} {day}");
        }
    }
}

/// The index by member, and the search of blocs, find what reading all spells finds.
#[test]
fn members_and_blocs_are_those_of_all_spells() {
    let all: Vec<Membership<'_>> = GAZETTEER.entities().flat_map(|bloc| bloc.members()).collect();
    assert!(all.len() > 9000);
    for entity in GAZETTEER.entities() {
        let id = entity.id();
        let of = |keep: &dyn Fn(&Membership<'_>) -> bool| {
            all.iter().filter(|spell| keep(spell)).copied().collect::<Vec<_>>()
        };
        assert_eq!(entity.members().collect::<Vec<_>>(), of(&|spell| spell.bloc == id));
        assert_eq!(entity.blocs().collect::<Vec<_>>(), of(&|spell| spell.member == id));
        assert_eq!(
            entity.memberships().collect::<Vec<_>>(),
            of(&|spell| spell.bloc == id || spell.member == id)
        );
    }
}

#[test]
fn attributes_have_types() {
    let mali = entity("country/MLI");
    for (name, value) in
        [("region", "Africa"), ("subregion", "Western Africa"), ("domain", ".ml"), ("alpha2", "ML")]
    {
        assert!(matches!(mali.value(name), Some(Value::Text(text)) if text == value), "{name}");
    }
    assert!(matches!(mali.value("longitude"), Some(Value::Number(degrees)) if degrees == -4.0));
    let founded = entity("bloc/ecowas").value("founded");
    assert!(matches!(founded, Some(Value::Date(founded)) if founded == date("1975-05-28")));
    let capitals = entity("country/ZAF").value("capital");
    let Some(Value::List(capitals)) = capitals else { panic!("{capitals:?}") };
    assert!(capitals.eq(["Pretoria", "Cape Town", "Bloemfontein"]));
    let successors = entity("country/CSK").value("successor");
    let Some(Value::Entities(successors)) = successors else { panic!("{successors:?}") };
    assert!(successors.map(|state| state.key()).eq(["country/CZE", "country/SVK"]));
    assert!(mali.value("symbol").is_none());
    assert_eq!(mali.items("symbol").count(), 0);
    assert!(mali.items("region").eq(["Africa"]), "a text is one item");
    assert_eq!(mali.related("region").count(), 0, "a text names no entity");
    for entity in GAZETTEER.entities() {
        for attribute in entity.attributes() {
            let value = entity.value(attribute.name).unwrap();
            let fits = match value {
                Value::Text(text) => {
                    text == attribute.value && attribute.value_type == AttributeType::Text
                }
                Value::Number(_) => attribute.value_type == AttributeType::Number,
                Value::Date(date) => date.to_string() == attribute.value,
                Value::List(items) => items.collect::<Vec<_>>().join("|") == attribute.value,
                Value::Entities(related) => {
                    let keys: Vec<&str> = related.map(|entity| entity.key()).collect();
                    keys.join("|") == attribute.value
                }
                other => panic!("{other:?}"),
            };
            assert!(fits, "{} {attribute:?}", entity.key());
        }
    }
}

#[test]
fn countries_have_facts() {
    for country in GAZETTEER.entities().filter(|entity| entity.kind() == Kind::Country) {
        assert!(country.attribute("region").is_some(), "{country:?}");
        let former = country.attribute("status") == Some("former");
        assert_eq!(former, country.attribute("dissolved").is_some(), "{country:?}");
        assert_eq!(former, country.attribute("successor").is_some(), "{country:?}");
    }
}

#[test]
fn names_and_codes_are_resolved() {
    for (text, key) in [
        ("country/MLI", "country/MLI"),
        ("Mali", "country/MLI"),
        ("mali", "country/MLI"),
        ("ML", "country/MLI"),
        ("mli", "country/MLI"),
        ("MLI", "country/MLI"),
        ("466", "country/MLI"),
        ("004", "country/AFG"),
        ("SU", "country/SUN"),
        ("SUN", "country/SUN"),
        ("810", "country/SUN"),
        ("SUHH", "country/SUN"),
        ("ZAR", "country/COD"),
        ("BUR", "country/MMR"),
        ("AI", "country/AIA"),
        ("IN", "country/IND"),
        ("Co", "mineral/cobalt"),
        ("CO", "country/COL"),
        ("EU", "bloc/european-union"),
        ("ECOWAS", "bloc/ecowas"),
        ("ecowas", "bloc/ecowas"),
        ("cote d'ivoire", "country/CIV"),
        ("lithium", "mineral/lithium"),
    ] {
        assert_eq!(GAZETTEER.resolve(text).map(|entity| entity.key()), Ok(key), "{text}");
    }
    for (text, keys) in [
        ("Congo", "country/COD, country/COG"),
        ("AU", "bloc/african-union, country/AUS, mineral/gold"),
        ("CS", "country/CSK, country/SCG"),
    ] {
        match GAZETTEER.resolve(text).map_err(|error| error.kind().clone()) {
            Err(ErrorKind::AmbiguousName { name, candidates }) => {
                assert_eq!((name.as_str(), candidates.as_str()), (text, keys));
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    for (text, alike) in [("country/MALI", "country/MLI"), ("qqq", ""), ("", ""), ("999", "")] {
        match GAZETTEER.resolve(text).map_err(|error| error.kind().clone()) {
            Err(ErrorKind::UnknownName { alike: found, .. }) => {
                assert!(found.contains(alike), "{text}: {found}");
                assert_eq!(found.is_empty(), alike.is_empty(), "{text}: {found}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

/// Keys and codes of ISO 3166-1 mean their entity, and names one of those with the name.
#[test]
fn every_key_name_and_code_is_found() {
    for entity in GAZETTEER.entities() {
        assert_eq!(GAZETTEER.resolve(entity.key()).map(|found| found.id()), Ok(entity.id()));
        assert!(GAZETTEER.named(entity.name()).any(|found| found.id() == entity.id()));
        for code in ["alpha3", "numeric"].into_iter().filter_map(|name| entity.attribute(name)) {
            assert!(GAZETTEER.named(code).any(|found| found.id() == entity.id()), "{code}");
        }
        for code in entity.items("former_codes") {
            assert!(GAZETTEER.named(code).next().is_some(), "{code}");
        }
    }
}

#[test]
fn counts_roll_up() {
    for (key, expected) in [
        ("mineral/spodumene", "mineral/lithium"),
        ("mineral/lithium-carbonate", "mineral/lithium"),
        ("mineral/lithium", "mineral/lithium"),
        ("mineral/terbium", "mineral/rare-earths"),
        ("mineral/lng", "mineral/natural-gas"),
        ("bloc/european-commission", "bloc/european-union"),
        ("bloc/ecowas", "bloc/ecowas"),
        ("country/GRL", "country/GRL"),
    ] {
        assert_eq!(entity(key).roll_up().key(), expected, "{key}");
    }
    for entity in GAZETTEER.entities() {
        let rolled = entity.roll_up();
        assert_eq!(rolled.roll_up().id(), rolled.id(), "{entity:?}");
        assert_eq!(rolled.kind(), entity.kind(), "{entity:?}");
    }
}

/// Nothing refuses circles in a user's gazetteer.
#[test]
fn in_a_circle_an_entity_counts_as_itself() {
    let mut builder = GazetteerBuilder::new();
    for (key, parent) in [("x/a", "x/b"), ("x/b", "x/a"), ("x/c", "x/c"), ("x/d", "x/nothing")] {
        builder.add_entity(key, key).unwrap();
        builder.set_typed_attribute(key, "parent", AttributeType::Entity, parent).unwrap();
    }
    let gazetteer = builder.build().unwrap();
    for entity in gazetteer.entities() {
        assert_eq!(entity.roll_up().id(), entity.id());
    }
}
