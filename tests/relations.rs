//! The relations between minerals, and the lists of minerals and countries, as attributes of the
//! built-in gazetteer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gaztag::{AttributeType, Entity, Gazetteer};

static GAZETTEER: LazyLock<Gazetteer<'static>> = LazyLock::new(Gazetteer::builtin);

fn entity(key: &str) -> Entity<'static> {
    GAZETTEER.find(key).unwrap_or_else(|| panic!("{key}"))
}

fn items(entity: &Entity<'static>, name: &str) -> Vec<&'static str> {
    entity.attribute(name).map(|value| value.split('|').collect()).unwrap_or_default()
}

#[test]
fn products_and_ores_lead_to_their_commodity() {
    let cases = [
        ("spodumene", "lithium"),
        ("lithium-carbonate", "lithium"),
        ("lithium-iron-phosphate", "lithium"),
        ("ferrochrome", "chromium"),
        ("chromite", "chromium"),
        ("nickel-pig-iron", "nickel"),
        ("mixed-hydroxide-precipitate", "nickel"),
        ("nickel-ore", "nickel"),
        ("bauxite", "aluminium"),
        ("alumina", "aluminium"),
        ("lng", "natural-gas"),
        ("monazite", "rare-earths"),
    ];
    for (mineral, commodity) in cases {
        let found = entity(&format!("mineral/{mineral}")).attribute("commodity");
        assert_eq!(found, Some(format!("mineral/{commodity}").as_str()), "{mineral}");
    }
    assert_eq!(entity("mineral/terbium").attribute("kind_of"), Some("mineral/heavy-rare-earths"));
    assert_eq!(
        entity("mineral/heavy-rare-earths").attribute("kind_of"),
        Some("mineral/rare-earths")
    );
    assert_eq!(
        items(&entity("mineral/coltan"), "contains"),
        ["mineral/tantalum", "mineral/niobium"]
    );
    let emerald = entity("mineral/emerald");
    assert_eq!(emerald.attribute("commodity"), None);
    assert_eq!(items(&emerald, "inherited_lists"), [""; 0]);
}

#[test]
fn relations_are_keys_and_end() {
    for entity in GAZETTEER.entities().filter(|entity| entity.kind_name() == "mineral") {
        for attribute in entity.attributes() {
            let keys = match attribute.name {
                "commodity" | "kind_of" => {
                    assert_eq!(attribute.value_type, AttributeType::Entity);
                    vec![attribute.value]
                }
                "contains" | "ore_of" => attribute.value.split('|').collect(),
                _ => continue,
            };
            for key in keys {
                assert!(GAZETTEER.find(key).is_some(), "{}: {key}", entity.key());
            }
        }
        for name in ["commodity", "kind_of"] {
            let next = |key: &&str| GAZETTEER.find(key)?.attribute(name);
            let steps = std::iter::successors(Some(entity.key()), next).take(10).count();
            assert!(steps < 10, "{} {name}", entity.key());
        }
    }
}

#[test]
fn as_many_entities_are_on_a_list_as_its_issuer_states() {
    let mut marked: BTreeMap<&str, usize> = BTreeMap::new();
    for entity in GAZETTEER.entities() {
        for list in items(&entity, "lists") {
            *marked.entry(list).or_default() += 1;
        }
    }
    let stated = [
        ("us2018", 35),
        ("us2022", 50),
        ("us2025", 60),
        ("doe2023", 18),
        ("eu2020", 29),
        ("eu2023", 34),
        ("eu2023-strategic", 17),
        ("uk2021", 18),
        ("uk2024", 34),
        ("ca2021", 31),
        ("ca2024", 34),
        ("au2024", 31),
        ("au2024-strategic", 5),
        ("in2023", 30),
        ("in2026", 25),
        ("jp2023", 35),
        ("kr2023", 33),
        ("nato2024", 12),
        ("br2021", 24),
        ("za2025", 21),
        ("fatf-black", 3),
        ("fatf-grey", 22),
        ("un-ldc", 44),
        ("wb-income-low", 24),
        ("wb-income-lower-middle", 46),
        ("wb-income-upper-middle", 59),
    ];
    for (list, count) in stated {
        assert_eq!(marked.get(list), Some(&count), "{list}");
    }
}

#[test]
fn lists_are_inherited_and_say_so() {
    let spodumene = entity("mineral/spodumene");
    assert_eq!(items(&spodumene, "lists"), [""; 0]);
    assert!(items(&spodumene, "inherited_lists").contains(&"us2025"));
    let terbium = entity("mineral/terbium");
    assert!(items(&terbium, "lists").contains(&"us2025"));
    assert!(!items(&terbium, "lists").contains(&"eu2023"));
    assert!(items(&terbium, "inherited_lists").contains(&"eu2023"));
    assert!(items(&terbium, "inherited_lists").contains(&"eu2023-strategic"));
    assert!(!items(&entity("mineral/thulium"), "inherited_lists").contains(&"eu2023-strategic"));
    assert!(items(&entity("mineral/high-purity-iron"), "lists").contains(&"ca2024"));
    assert!(!items(&entity("mineral/iron"), "lists").contains(&"ca2024"));
    assert!(items(&entity("country/MLI"), "lists").contains(&"un-ldc"));
    assert!(!items(&entity("country/VUT"), "lists").contains(&"un-ldc"));
}
