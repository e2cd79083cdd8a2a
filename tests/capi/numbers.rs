//! The numbers of the ABI are those of `numbers.tsv`: no number changes or is used again.

use std::collections::HashMap;

const HEADER: &str = include_str!("../../include/gaztag.h");
const TABLE: &str = include_str!("numbers.tsv");

/// An enumeration (`macro` for macros), a name of it and its number.
type Number = (String, String, i128);

/// The text without comments.
fn without_comments(header: &str) -> String {
    let mut parts = header.split("/*");
    let first = parts.next().unwrap_or("").to_string();
    parts
        .map(|part| part.split_once("*/").expect("comments end").1)
        .fold(first, |text, part| text + part)
}

/// A number without the suffix of C.
fn number(text: &str) -> Option<i128> {
    text.trim_end_matches(['u', 'U', 'l', 'L']).parse().ok()
}

/// All numbers of a header: of enumerations, and of macros except versions, which change.
fn numbers_of(header: &str) -> Vec<Number> {
    let header = without_comments(header);
    let mut numbers = Vec::new();
    for part in header.split("typedef enum ").skip(1) {
        let (name, rest) = part.split_once('{').expect("enumerations have a body");
        let (body, _) = rest.split_once('}').expect("enumerations have an end");
        for value in body.split(',').map(str::trim).filter(|value| !value.is_empty()) {
            let (value, given) =
                value.split_once('=').unwrap_or_else(|| panic!("{value} has no number of its own"));
            let given =
                number(given.trim()).unwrap_or_else(|| panic!("{value} = {given}: not a number"));
            numbers.push((name.trim().into(), value.trim().into(), given));
        }
    }
    for line in header.lines().filter_map(|line| line.strip_prefix("#define ")) {
        let (name, value) = line.split_once(' ').unwrap_or((line, ""));
        if let Some(value) = number(value.trim()).filter(|_| !name.contains("_VERSION")) {
            numbers.push(("macro".into(), name.into(), value));
        }
    }
    numbers
}

/// The current and the retired rows of a table.
fn rows_of(table: &str) -> (Vec<Number>, Vec<Number>) {
    let mut rows = table.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(rows.next(), Some("enum\tname\tvalue\tstate"));
    let (mut current, mut retired) = (Vec::new(), Vec::new());
    for row in rows {
        let [of, name, value, state] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row:?}: four fields")
        };
        let rows = match state {
            "current" => &mut current,
            "retired" => &mut retired,
            _ => panic!("{row:?}: current or retired"),
        };
        rows.push((
            of.into(),
            name.into(),
            value.parse().unwrap_or_else(|_| panic!("{row:?}: a number")),
        ));
    }
    (current, retired)
}

/// The differences between a header and a table.
fn problems(header: &str, table: &str) -> Vec<String> {
    let (numbers, (current, retired)) = (numbers_of(header), rows_of(table));
    let mut problems = Vec::new();
    for (of, name, value) in current.iter().filter(|row| !numbers.contains(row)) {
        problems.push(format!("{of}: {name} = {value} is not in the header any more: numbers stay, or their row is retired"));
    }
    for (of, name, value) in numbers.iter().filter(|number| !current.contains(number)) {
        problems
            .push(format!("{of}: {name} = {value} is not in the table: add a row, if it is new"));
    }
    let mut known: HashMap<(&str, i128), &str> = HashMap::new();
    for (of, name, value) in current.iter().chain(&retired) {
        let of = if of == "macro" { name } else { of };
        if let Some(other) = known.insert((of, *value), name) {
            problems.push(format!("{of}: {value} is {other} and {name}: no number is used again"));
        }
    }
    problems
}

#[test]
fn numbers_are_those_of_the_table() {
    assert!(numbers_of(HEADER).len() > 90, "the header cannot be read");
    assert_eq!(problems(HEADER, TABLE), Vec::<String>::new());
}

/// The test detects every kind of change.
#[test]
fn changes_are_seen() {
    let row = |row: &str| TABLE.to_string() + row;
    let header = |from: &str, to: &str| {
        assert_eq!(HEADER.matches(from).count(), 1, "{from}");
        HEADER.replace(from, to)
    };
    let added = "GAZTAG_ROLE_MISSPELLING = 9,\n  GAZTAG_ROLE_NEW = 11,";
    let reused = "GAZTAG_KIND_MINERAL = 2,\n  GAZTAG_KIND_NEW = 3,";
    let no_confidence = "#define GAZTAG_NO_CONFIDENCE 255";
    for (what, header, table, expected) in [
        (
            "a number changed",
            header("GAZTAG_ROLE_FORMER = 3", "GAZTAG_ROLE_FORMER = 13"),
            TABLE.into(),
            2,
        ),
        (
            "a name changed",
            header("GAZTAG_ROLE_FORMER = 3", "GAZTAG_ROLE_PAST = 3"),
            TABLE.into(),
            2,
        ),
        ("a number taken out", header("  GAZTAG_ROLE_FORMER = 3,\n", ""), TABLE.into(), 1),
        ("a number added", header("GAZTAG_ROLE_MISSPELLING = 9,", added), TABLE.into(), 1),
        (
            "a number added, with its row",
            header("GAZTAG_ROLE_MISSPELLING = 9,", added),
            row("gaztag_role\tGAZTAG_ROLE_NEW\t11\tcurrent"),
            0,
        ),
        (
            "a number of the same enumeration",
            header("GAZTAG_ROLE_MISSPELLING = 9,", &added.replace("11", "3")),
            row("gaztag_role\tGAZTAG_ROLE_NEW\t3\tcurrent"),
            1,
        ),
        (
            "a retired number",
            header("GAZTAG_KIND_MINERAL = 2,", reused),
            row("gaztag_kind\tGAZTAG_KIND_NEW\t3\tcurrent"),
            1,
        ),
        (
            "a macro changed",
            header(no_confidence, "#define GAZTAG_NO_CONFIDENCE 254u"),
            TABLE.into(),
            2,
        ),
        ("a macro taken out", header(no_confidence, ""), TABLE.into(), 1),
        (
            "a retired row of a number that is used",
            HEADER.into(),
            row("gaztag_role\tGAZTAG_ROLE_OLD\t3\tretired"),
            1,
        ),
        ("a row of nothing", HEADER.into(), row("gaztag_role\tGAZTAG_ROLE_OLD\t11\tcurrent"), 1),
        ("a retired row", HEADER.into(), row("gaztag_role\tGAZTAG_ROLE_OLD\t11\tretired"), 0),
    ] {
        let problems = problems(&header, &table);
        assert_eq!(problems.len(), expected, "{what}: {problems:#?}");
    }
}
