//! The automaton finds the names that it was built from.

#![allow(clippy::unwrap_used, reason = "tests")]

use super::heads::{bucket, find_head, head_of};
use super::layout::{AutomatonTables, Name, lay_out};
use super::trie::{Automaton, SLOT};
use crate::fold::Reader;
use crate::prefilter::NameStart;
use alloc::string::String;
use alloc::vec::Vec;

/// An automaton and its names; the number of a name is its index.
struct Built<'n> {
    names: Vec<&'n [u8]>,
    tables: AutomatonTables,
}

impl<'n> Built<'n> {
    fn new(names: &[&'n str]) -> Self {
        let mut sorted: Vec<Name<'_>> = names
            .iter()
            .zip(0..)
            .map(|(name, number)| Name {
                folded: name.as_bytes(),
                number,
                is_plain: number % 2 == 0,
            })
            .collect();
        sorted.sort_by_key(|name| name.folded);
        Self {
            names: names.iter().map(|name| name.as_bytes()).collect(),
            tables: lay_out(&sorted).unwrap(),
        }
    }

    fn automaton(&self) -> Automaton<'_> {
        Automaton {
            heads: self.tables.heads.as_chunks().0,
            buckets: self.tables.buckets,
            slots: self.tables.slots.as_chunks().0,
            chains: &self.tables.chains,
        }
    }

    fn name(&self, number: u32) -> &'n [u8] {
        self.names[number as usize]
    }
}

fn found(names: &[&str], text: &str) -> Vec<(u32, usize)> {
    let built = Built::new(names);
    let mut found = Vec::new();
    built.automaton().walk(
        |name| built.name(name),
        &Reader::new(text.as_bytes(), false),
        NameStart::of_word(0, 0),
        |hit| found.push((hit.name, hit.end)),
    );
    found
}

#[test]
fn every_name_at_an_offset_is_found() {
    let names = [
        "a",
        "a b",
        "a b c",
        "ab",
        "burkina faso",
        "ж",
        "internationalisation",
        "internat",
        "a:",
        "at and t",
        "atand",
        "at",
        "atandt",
    ];
    for (text, expected) in [
        ("A b cd", &[(0, 1), (1, 3)][..]),
        ("a b c", &[(0, 1), (1, 3), (2, 5)]),
        ("AB", &[(3, 2)]),
        ("Burkina\n Faso.", &[(4, 13)]),
        ("Burkina Fas", &[]),
        ("Burkina Faso2", &[]),
        ("BURKI\u{AD}NA FASO", &[(4, 14)]),
        ("Ｂurkina faso", &[(4, 14)]),
        ("ж", &[(5, 2)]),
        ("Internationalisation", &[(6, 20)]),
        ("Internat", &[(7, 8)]),
        ("internat\u{301}ionalisation x", &[(6, 22)]),
        ("internat\u{301} x", &[(7, 10)]),
        ("a: b", &[(0, 1), (8, 2)]),
        ("a:b", &[(0, 1), (8, 2)]),
        ("at & t", &[(11, 2), (9, 6)]),
        ("atand", &[(10, 5)]),
        ("AT&T", &[(11, 2), (10, 3), (12, 4)]),
        ("atandt", &[(12, 6)]),
        ("ma\u{AD}", &[]),
        ("ab\u{AD}", &[(3, 2)]),
        ("x", &[]),
        ("", &[]),
    ] {
        assert_eq!(found(&names, text), expected, "{text}");
    }
}

#[test]
fn none_and_one() {
    assert_eq!(found(&[], "a"), []);
    assert_eq!(found(&["mali"], "Mali"), [(0, 4)]);
    assert_eq!(found(&["mali"], "Malia"), []);
}

#[test]
fn each_of_many_is_found_and_the_table_is_full() {
    // Every byte that UTF-8 has, shared beginnings, and ends inside of others.
    let mut names: Vec<String> = (0..20_000_u32)
        .map(|n| alloc::format!("{:x} {}", n.wrapping_mul(0x9E37_79B9) >> 12, n % 7))
        .collect();
    names.extend(
        (0..20_000_u32).map(|n| alloc::format!("internat{:x}", n.wrapping_mul(0x9E37_79B9) >> 14)),
    );
    names.extend((0x4E00..0x5E00).filter_map(char::from_u32).map(|c| alloc::format!("中{c}")));
    names.extend(["1".into(), "1 a".into(), "12".into()]);
    names.sort();
    names.dedup();
    let built = Built::new(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let automaton = built.automaton();
    for (name, number) in names.iter().zip(0..) {
        assert_eq!(
            automaton.find(name.as_bytes(), |name| built.name(name)),
            Some(number),
            "{name}"
        );
        assert_eq!(
            automaton.find(alloc::format!("{name}~").as_bytes(), |name| built.name(name)),
            None,
            "{name}"
        );
    }
    let used = automaton.slots.iter().filter(|slot| slot.iter().any(|&byte| byte != 0)).count();
    assert!(
        used * SLOT * 10 > automaton.slots.len() * 8,
        "{used} of {}",
        automaton.slots.len() / SLOT
    );
}

/// Eight letters and digits for each number.
fn letters(mut number: u64) -> [u8; 8] {
    core::array::from_fn(|_| {
        let digit = b"0123456789abcdefghijklmnopqrstuvwxyz"[(number % 36) as usize];
        number /= 36;
        digit
    })
}

/// Heads whose buckets are all in the first hundredth of the table.
fn crowded(count: usize, buckets: u32) -> Vec<String> {
    let heads = (0..)
        .map(letters)
        .filter(|head| bucket(u64::from_le_bytes(*head), buckets) < buckets as usize / 100);
    heads.take(count).map(|head| String::from_utf8(head.into()).unwrap()).collect()
}

#[test]
fn crowded_heads_take_few_probes() {
    const COUNT: usize = 80_000;
    let buckets = COUNT as u32 + COUNT as u32 / 4 + 1;
    let names = crowded(COUNT + COUNT / 8, buckets);
    let (names, others) = names.split_at(COUNT);
    let built = Built::new(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let automaton = built.automaton();
    assert_eq!(automaton.buckets, buckets, "the names were chosen for another table");
    let probes = |name: &String, is_known: bool| {
        let mut probes = 0;
        let (key, _) = head_of(name.as_bytes()).unwrap();
        let found = find_head(key, automaton.buckets, automaton.heads.len(), |index| {
            probes += 1;
            automaton.heads.get(index)
        });
        assert_eq!(found.is_some(), is_known, "{name}");
        probes
    };
    let known = names.iter().step_by(8).map(|name| probes(name, true)).max();
    let unknown = others.iter().map(|name| probes(name, false)).max();
    assert!(known.max(unknown) <= Some(64), "{known:?} for a name, {unknown:?} for none");
}
