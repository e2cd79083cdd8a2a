//! What `gaztag check --suggest` says about lists, and the file that it writes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::{file, gaztag, tag};
use tempfile::TempDir;

const LIST: &str = "key\tform\trole\tprior\tattr:sector\n\
    company/acme-corp\tAcme Corp\t\t\tMining\n\
    company/acme-corp\tAcme\talias\t\t\n\
    company/net-inc\tNet Inc\t\t\t\n\
    company/net-inc\tNet\talias\t\t\n\
    company/zone\tQuzone\t\t\t\n\
    company/morocco\tMorocco\t\t\t\n\
    company/smith\tSmith\t\t\t\n\
    company/sunday\tSunday\t\t\t\n\
    company/atlanta\tAtlanta\t\t\t\n\
    company/central\tZentral\t\t\t\n\
    company/chosen\tTarget\t\t90\t\n\
    company/x\tX\tacronym\t\t\n\
    -\tAcme Bakery\t\t\t\n";

const CORPUS: &str = "The Acme Corp said Acme rose. In a quzone, the quzone fell. A Quzone. \
    Zentral Bank and Zentral Bank met. Nobody saw Acme.\n";

#[test]
fn forms_that_mean_something_else_are_found() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "list.tsv", LIST);
    let corpus = file(&folder, "corpus.txt", CORPUS);
    let better = folder.path().join("better.tsv").display().to_string();
    let arguments = ["check", "--suggest", &list, "--corpus", &corpus, "-o", &better];
    let output = gaztag(&arguments).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "1 form equals a name of the built-in gazetteer, found 0 times; left out: Morocco\n\
         1 form has one or two letters, or only digits, found 0 times; exact, prior 40: X\n\
         2 forms are common words, found 0 times; common word, prior 40: Net, Sunday\n\
         1 form is a surname or given name, found 0 times; prior 40: Smith\n\
         1 form is a town or another place, found 0 times; prior 40: Atlanta\n\
         1 form occurs as a common word, found 3 times; common word, prior 40: Quzone\n\
         1 form occurs mostly as a part of other names, found 2 times; prior 40: Zentral\n\
         all forms together: found 8 times in any case\n"
    );
    let rows: BTreeSet<String> = fs::read_to_string(&better)
        .unwrap()
        .lines()
        .skip(1)
        .map(|row| row.split('\t').filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("|"))
        .collect();
    for row in [
        "company/acme-corp|Acme|Acme Corp|alias|Mining",
        "company/acme-corp|Acme Corp",
        "company/net-inc|Net|Net Inc|alias|40|yes|form is a common word",
        "# company/morocco|Morocco|Morocco|form equals a name of the built-in gazetteer",
        "company/chosen|Target|Target|90",
        "company/x|X|X|acronym|exact|40|form has one or two letters, or only digits",
        "-|Acme Bakery",
    ] {
        assert!(rows.contains(row), "{row}\n{rows:#?}");
    }
    // The file loads, and what is in question is not found.
    gaztag(&["check", "--strict", &better]).assert().success();
    let text = "We saw Acme, Net, X, Smith, Morocco, Target. It was near Quzone.";
    let found = tag(&["--gazetteer", &better, "-o"], text).out;
    assert_eq!(found, "Acme\nMorocco\nTarget\n");
    let without = gaztag(&["check", "--suggest", &list]).output().unwrap();
    let without = String::from_utf8(without.stdout).unwrap();
    assert!(!without.contains("found") && without.lines().count() == 5, "{without}");
    // Without the built-in gazetteer nothing equals its names.
    let alone = gaztag(&["check", "--suggest", "--no-builtin", &list]).output().unwrap();
    assert!(!String::from_utf8(alone.stdout).unwrap().contains("Morocco"));
}

#[test]
fn a_corpus_needs_suggest() {
    gaztag(&["check", "--corpus", "a", "b"]).assert().code(2);
    gaztag(&["check", "-o", "a", "b"]).assert().code(2);
}

/// `words.txt` is in the program; it is made of the lists of the project.
#[test]
fn the_words_are_those_of_the_data() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let column = |name: &str, header: usize| -> Vec<String> {
        let text = fs::read_to_string(root.join("../data").join(name)).unwrap();
        let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        rows.skip(header).map(|row| row.split('\t').next().unwrap().to_string()).collect()
    };
    let mut expected = BTreeSet::new();
    for (name, header, list) in [
        ("words_en.txt", 0, "common"),
        ("words/surname.tsv", 1, "person"),
        ("words/given-name.tsv", 1, "person"),
        ("words/given-place.tsv", 1, "place"),
        ("words/us-city.tsv", 1, "place"),
        ("words/us-state-name.tsv", 1, "place"),
    ] {
        expected.extend(column(name, header).into_iter().map(|word| format!("{word}\t{list}")));
    }
    let path = root.join("src/suggest/words.txt");
    let found = fs::read_to_string(&path).unwrap();
    let expected: String = expected.into_iter().map(|row| row + "\n").collect();
    if std::env::var_os("GAZTAG_WRITE").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    assert!(found == expected, "run this test with GAZTAG_WRITE=1 to write {}", path.display());
}
