//! `gaztag screen`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use common::{file, gaztag};
use serde_json::Value;
use tempfile::TempDir;

const LIST: &str = "key\tform\nlisted/1\tDarya Qorbani\nlisted/2\tMustafa Zarqani\n";

#[test]
fn names_with_their_places_in_the_file() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "list.tsv", LIST);
    // Offsets count ill-formed bytes too.
    let text = file(&folder, "a.txt", b"\xFF Qorbani Darya\n\n\xE9 Zarqani,\nMustafa.");
    let other = file(&folder, "b.txt", "Darya Qorbani met nobody");
    let screen = ["screen", "--gazetteer", &list];
    let output = gaztag(&[&screen[..], &[&text]].concat()).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let expected = "2-15\tlisted/1\tQorbani Darya\torder\t85\n\
                    19-35\tlisted/2\tZarqani, Mustafa\torder\t85\n";
    assert_eq!((&*printed, output.status.code()), (expected, Some(0)));
    let none = gaztag(&[&screen[..], &[&other]].concat()).output().unwrap();
    assert_eq!((none.stdout.len(), none.status.code()), (0, Some(1)));

    let both = gaztag(&[&screen[..], &[&other, &text, "--json"]].concat()).output().unwrap();
    let printed = String::from_utf8(both.stdout).unwrap();
    let objects: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 2, "{printed}");
    assert_eq!(objects[1]["text"], "Zarqani,\nMustafa");
    assert_eq!(objects[1]["name"], "Mustafa Zarqani");
    assert_eq!((&objects[1]["start"], &objects[1]["end"]), (&19.into(), &35.into()));
    assert!(objects[1]["file"].as_str().unwrap().ends_with("a.txt"));
    assert_eq!(objects[0]["differs"], serde_json::json!(["order"]));
}

#[test]
fn standard_input_and_the_least_confidence() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "list.tsv", LIST);
    for (least, count) in [("0", 2), ("80", 1), ("99", 0)] {
        let arguments = ["screen", "--gazetteer", &list, "--min-confidence", least];
        let output =
            gaztag(&arguments).write_stdin("Qorbani Darya, Moustapha Zarkani").output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), count, "{least}");
    }
}

#[test]
fn mistakes_are_named() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "list.tsv", LIST);
    for (arguments, message) in [
        (&["screen"][..], "no names to look for"),
        (&["screen", "--gazetteer", &list, "--kind", "ship"], "unknown kind"),
        (&["screen", "--gazetteer", &list, "nothing.txt"], "nothing.txt"),
    ] {
        let output = gaztag(arguments).write_stdin("").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(message) && output.status.code() == Some(2), "{said}");
    }
}
