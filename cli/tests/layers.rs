//! Several images and files as layers of one gazetteer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::fs;

use common::{file, gaztag};
use tempfile::TempDir;

const COMPANIES: &str = "key\tform\ncompany/acme\tAcme Mali\ncountry/MLI\tMaliba\n";
const CITIES: &str = "key\tform\ncity/zyx\tZyx\ncity/morocco\tMorocco\n";
const REMOVALS: &str = "key\tform\tremove\n-\tNew Mexico\tyes\ncountry/NER\t\tyes\n\
    city/zyx\tZyx\tyes\ncompany/new\tNewco\t\n";
const TEXT: &str = "Acme Mali and Zyx left Maliba for Morocco, Niger, New Mexico and Newco.";

/// What is printed on standard output.
fn printed(arguments: &[&str]) -> String {
    let output = gaztag(arguments).write_stdin(TEXT).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn images_are_layers_and_files_are_a_layer_above_them() {
    let folder = TempDir::new().unwrap();
    let [companies, cities, removals] =
        [("a.tsv", COMPANIES), ("b.tsv", CITIES), ("c.tsv", REMOVALS)]
            .map(|(name, rows)| file(&folder, name, rows));
    let [first, second, both] =
        ["a.gaz", "b.gaz", "c.gaz"].map(|name| folder.path().join(name).display().to_string());
    printed(&["build", &companies, "-o", &first]);
    printed(&["build", &cities, "--no-builtin", "-o", &second]);
    let images = ["--gazetteer", &first, "--gazetteer", &second];
    let tag = |more: &[&str]| printed(&[&["tag"][..], &images, more].concat());
    let expected = "0-9\tcompany/acme\tAcme Mali\n14-17\tcity/zyx\tZyx\n23-29\tcountry/MLI\tMaliba\n\
                    34-41\tcountry/MAR\tMorocco\n43-48\tcountry/NER\tNiger\n";
    assert_eq!(tag(&[]), expected);
    assert!(tag(&["--prefer", "own"]).contains("34-41\tcity/morocco\tMorocco\n"));
    assert_eq!(tag(&["--kind", "city"]), "14-17\tcity/zyx\tZyx\n");
    assert_eq!(tag(&["--stream"]), expected);
    let json = tag(&["--json"]);
    assert!(json.contains(r#""kind":"city","id":"city/zyx","name":"Zyx""#), "{json}");
    assert!(tag(&["--count"]).contains("city/zyx"));
    assert!(tag(&["--explain"]).contains("an equal form ranks above it"));

    // A file on top of them takes away what they have: the decoy New Mexico hides no name then.
    let with_file = tag(&["--gazetteer", &removals]);
    assert_eq!(
        with_file,
        "0-9\tcompany/acme\tAcme Mali\n23-29\tcountry/MLI\tMaliba\n34-41\tcountry/MAR\tMorocco\n\
         54-60\tcountry/MEX\tMexico\n65-70\tcompany/new\tNewco\n"
    );
    let listed = printed(&[&["list"][..], &images, &["--kind", "city"]].concat());
    assert_eq!(listed, "city/morocco\tMorocco\ncity/zyx\tZyx\n");

    // One image is built of all.
    let build = ["build", &first, &second, &removals, "-o", &both];
    printed(&build);
    assert_eq!(printed(&["tag", "--gazetteer", &both]), with_file);
    assert!(fs::read(&both).unwrap().starts_with(&gaztag::Gazetteer::IMAGE_MAGIC));
}

#[test]
fn what_is_not_there_cannot_be_removed() {
    let folder = TempDir::new().unwrap();
    let [image, rows] =
        ["a.gaz", "b.gaz"].map(|name| folder.path().join(name).display().to_string());
    let cities = file(&folder, "b.tsv", CITIES);
    printed(&["build", &cities, "--no-builtin", "-o", &image]);
    printed(&["build", &cities, "--no-builtin", "-o", &rows]);
    let removals = file(&folder, "c.tsv", "key\tform\tremove\ncity/abc\t\tyes\n");
    let arguments = ["tag", "--gazetteer", &image, "--gazetteer", &rows, "--gazetteer", &removals];
    let output = gaztag(&arguments).write_stdin(TEXT).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(error.contains("line 2") && error.contains("nothing to remove"), "{error}");
}
