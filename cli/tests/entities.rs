//! `gaztag show`, `list` and `check`, and the examples of docs/gazetteers.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::fs;
use std::path::PathBuf;

use predicates::prelude::*;
use tempfile::TempDir;

fn gaztag(arguments: &[&str]) -> assert_cmd::assert::Assert {
    assert_cmd::Command::cargo_bin("gaztag").unwrap().args(arguments).assert()
}

fn printed(arguments: &[&str]) -> String {
    String::from_utf8(gaztag(arguments).get_output().stdout.clone()).unwrap()
}

fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn version_includes_that_of_the_data() {
    let data =
        fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../data/VERSION"))
            .unwrap();
    gaztag(&["--version"]).success().stdout(format!(
        "gaztag {} (data {})\n",
        env!("CARGO_PKG_VERSION"),
        data.trim()
    ));
}

#[test]
fn entities_are_shown_by_key_and_by_name() {
    let mali = printed(&["show", "country/MLI"]);
    for part in [
        "country/MLI  Mali\n",
        "alpha2       ML\n",
        "Malian",
        "bloc/alliance-of-sahel-states",
        "bloc/ecowas",
        "2025-01-29",
    ] {
        assert!(mali.contains(part), "{part} in {mali}");
    }
    assert_eq!(printed(&["show", "mali"]), mali);
    assert_eq!(printed(&["show", "466"]), mali);
    gaztag(&["show", "Congo"])
        .code(2)
        .stdout("")
        .stderr(predicate::str::contains("country/COD, country/COG"));
    assert!(printed(&["show", "ECOWAS"]).contains("country/GHA"));
    let json: serde_json::Value =
        serde_json::from_str(&printed(&["show", "--json", "Mali"])).unwrap();
    assert_eq!(json["id"], "country/MLI");
    assert_eq!(json["attributes"]["alpha3"], "MLI");
}

#[test]
fn unknown_entities_are_reported() {
    gaztag(&["show", "country/MALI"]).code(2).stdout("").stderr(
        predicate::str::contains("country/MALI").and(predicate::str::contains("country/MLI")),
    );
    gaztag(&["show", "qqq", "Mali"])
        .code(2)
        .stdout(predicate::str::contains("country/MLI"))
        .stderr(predicate::str::contains("qqq"));
}

#[test]
fn entities_are_listed() {
    let all = printed(&["list"]);
    let blocs = printed(&["list", "--kind", "bloc"]);
    assert!(all.lines().count() > blocs.lines().count());
    assert!(blocs.lines().all(|line| line.starts_with("bloc/") && line.split('\t').count() == 2));
    assert!(all.contains("country/MLI\tMali\n"));
    assert_eq!(
        printed(&["list", "--json", "--kind", "country"])
            .lines()
            .filter(|line| line.contains("\"country/MLI\""))
            .count(),
        1
    );
    gaztag(&["list", "--kind", "planet"]).code(2);
}

/// The table of the README is made of what the command prints.
#[test]
fn the_readme_has_the_counts_of_each_language() {
    let printed = printed(&["list", "--languages"]);
    let row = |line: &str| format!("| {} |\n", line.replace('\t', " | "));
    let mut lines = printed.lines();
    let header = row(lines.next().unwrap());
    let table = header + "|---|---|---|---|---|\n" + &lines.map(row).collect::<String>();
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    assert!(readme.contains(&table), "the table of languages in README.md should be:\n{table}");
}

#[test]
fn languages_are_counted() {
    let lines = printed(&["list", "--languages", "--json"]);
    let counts = |language: &str| -> serde_json::Value {
        let mut lines = lines.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.find(|of: &serde_json::Value| of["language"] == language).unwrap()
    };
    let (english, greek) = (counts("en"), counts("el"));
    for count in ["countries", "peoples", "blocs", "minerals"] {
        assert!(english[count].as_u64() >= greek[count].as_u64(), "{count}");
        assert!(greek[count].as_u64() > Some(150), "{count}");
    }
    let folder = TempDir::new().unwrap();
    let own = file(&folder, "own.tsv", "key\tform\trole\tlang\ncountry/XYZ\tAbc\tdemonym\tel\n");
    assert_eq!(
        printed(&["list", "--languages", "--no-builtin", "--gazetteer", &own]),
        "language\tcountries\tpeoples\tblocs\tminerals\nel\t0\t1\t0\t0\n"
    );
    gaztag(&["list", "--languages", "--kind", "bloc"]).code(2);
}

#[test]
fn mistakes_are_reported_with_line_and_column() {
    let folder = TempDir::new().unwrap();
    let rows = "key\tform\trole\n".to_string()
        + &(2..7).map(|n| format!("company/c{n}\tCompany {n}\tname\n")).collect::<String>();
    let bad = file(
        &folder,
        "bad.tsv",
        &(rows.clone()
            + "company/c7\tCompany 7\tnmae\ncompany/c8\tCompany 2\tname\nCompany 9\tX\tname\n"),
    );
    let byte = rows.len() + "company/c7\tCompany 7\t".len();
    gaztag(&["check", &bad])
        .code(2)
        .stdout("")
        .stderr(predicate::str::contains(format!("{bad}: line 7, column 3 (role), byte {byte}: unknown role \"nmae\"; expected name, official,")))
        .stderr(predicate::str::contains("line 9, column 1 (key)"));
    let good = file(&folder, "good.tsv", &rows);
    gaztag(&["check", &good]).code(0).stdout(predicate::str::contains("ok, 5 forms"));
    gaztag(&["check", &good, "/no/such"]).code(2);
    gaztag(&["check", "--no-builtin", &good])
        .code(0)
        .stdout(predicate::str::contains("together: 5 entities, 5 forms"));
}

/// `check` and `build` agree about control characters, and the place is that of the form.
#[test]
fn control_characters_are_checked_as_they_are_built() {
    let folder = TempDir::new().unwrap();
    let row = "key\tform\tname\tlang\nfirm/a\tAcme\u{1}Corp\t\ten\n";
    let (long, line) = ("x".repeat(1025), "line 2, column 2 (form), byte");
    let image = folder.path().join("a.gaz").display().to_string();
    for (rows, code, options, message) in [
        (
            row,
            0,
            &[][..],
            "1 forms or names with control characters, each replaced by a blank: line 2",
        ),
        (row, 2, &["--strict"], line),
        (&row.replace("Acme\u{1}Corp", "\u{1}"), 2, &[], line),
        (&row.replace("Acme\u{1}Corp", "Acme\u{2028}Corp"), 2, &[], line),
        (&row.replace("Acme\u{1}Corp", &long), 2, &[], line),
        (&row.replace("Corp\t", "Corp\tAcme\u{1}Inc"), 0, &[], "2 forms or names with control"),
        (&row.replace("\u{1}Corp\t", "\tA\u{1}B"), 2, &["--strict"], "column 3 (name)"),
    ] {
        let own = file(&folder, "own.tsv", rows);
        let check = ["check", "--no-builtin", &own];
        gaztag(&[&check, options].concat()).code(code).stderr(predicate::str::contains(message));
        let build = ["build", "--no-builtin", &own, "-o", &image];
        gaztag(&[&build, options].concat()).code(code).stderr(predicate::str::contains(message));
    }
}

#[test]
fn examples_of_the_documentation_load() {
    let folder = TempDir::new().unwrap();
    let page =
        fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/gazetteers.md"))
            .unwrap();
    let mut loaded = 0;
    for (n, block) in page.split("```").skip(1).step_by(2).enumerate() {
        let (language, text) = block.split_once('\n').unwrap();
        let format = match language {
            "tsv" => "tsv",
            "jsonl" => "jsonl",
            "json" => "flashtext",
            "jsonl spacy" => "spacy",
            _ => continue,
        };
        let path = file(&folder, &format!("{n}"), text);
        gaztag(&["check", "--format", format, &path]).code(0);
        loaded += 1;
    }
    assert_eq!(loaded, 8, "one for each format, and of names inside words, removals and cues");
}

/// Lines that begin with `$` are commands, which go on in lines that begin with `>`. The others are
/// what they print.
#[cfg(unix)]
#[test]
fn commands_of_the_documentation_print_what_it_says() {
    let folder = TempDir::new().unwrap();
    let page =
        fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/gazetteers.md"))
            .unwrap();
    let binary = assert_cmd::cargo::cargo_bin("gaztag");
    let path = format!("{}:{}", binary.parent().unwrap().display(), env!("PATH"));
    let mut run = 0;
    for block in page.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        let (commands, output): (Vec<&str>, Vec<&str>) =
            block.lines().partition(|line| line.starts_with("$ ") || line.starts_with("> "));
        let script: String = commands.iter().map(|line| format!("{}\n", &line[2..])).collect();
        assert_cmd::Command::new("sh")
            .args(["-c", &script])
            .current_dir(&folder)
            .env("PATH", &path)
            .assert()
            .success()
            .stdout(format!("{}\n", output.join("\n")));
        run += 1;
    }
    assert_eq!(run, 7);
}

/// `--bounds` is for forms of files that give none of their own.
#[test]
fn names_are_found_inside_words() {
    let folder = TempDir::new().unwrap();
    let rows = "key\tform\tbounds\nx/mali\tmali\t\nx/gold\tgold\tword\nx/somalia\tSomalia\tword\n";
    let own = file(&folder, "own.tsv", rows);
    let tag = |arguments: &[&str]| {
        let output = assert_cmd::Command::cargo_bin("gaztag")
            .unwrap()
            .args(["tag", "--no-builtin", "--gazetteer", &own])
            .args(arguments)
            .write_stdin("Som\u{e1}li marigold, SOMALIA; Malian")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let (first, somalia, last) =
        ("2-7\tx/mali\tm\u{e1}li\n", "18-25\tx/somalia\tSOMALIA\n", "27-31\tx/mali\tMali\n");
    assert_eq!(tag(&[]), somalia);
    assert_eq!(tag(&["--bounds", "word"]), somalia);
    assert_eq!(tag(&["--bounds", "start"]), [somalia, last].concat());
    assert_eq!(tag(&["--bounds", "end"]), [first, somalia].concat());
    assert_eq!(tag(&["--bounds", "anywhere"]), [first, somalia, last].concat());
    assert_eq!(
        tag(&["--bounds", "anywhere", "--all"]),
        [first, somalia, "20-24\tx/mali\tMALI\n", last].concat()
    );
    let explained = tag(&["--bounds", "end", "--explain"]);
    assert!(explained.contains("[name, prior 95, bounds end] confidence 95"), "{explained}");
    assert!(explained.contains("[name, prior 95] confidence 95"), "{explained}");
    let explained = tag(&["--bounds", "end", "--explain", "--json"]);
    assert!(explained.contains("\"prior\":95,\"bounds\":\"end\",\"kept\":true"), "{explained}");

    let shown = printed(&["show", "x/mali", "--gazetteer", &own, "--bounds", "end"]);
    assert!(shown.contains("mali  [bounds end]\n"), "{shown}");
    let shown = printed(&["show", "--json", "x/gold", "--gazetteer", &own, "--bounds", "end"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["forms"][0]["bounds"], "word");

    let image = folder.path().join("own.gaz").display().to_string();
    gaztag(&["build", &own, "-o", &image, "--bounds", "start"]).success();
    let shown = printed(&["show", "x/mali", "--gazetteer", &image]);
    assert!(shown.contains("mali  [bounds start]\n"), "{shown}");
    // An image has its own bounds, and the built-in gazetteer too.
    for arguments in
        [&["list", "--bounds", "end", "--gazetteer", &image][..], &["list", "--bounds", "end"]]
    {
        gaztag(arguments).code(2).stdout("").stderr(predicate::str::starts_with(
            "gaztag: --bounds is for forms of gazetteer files",
        ));
    }
    gaztag(&["list", "--bounds", "inside", "--gazetteer", &own]).code(2).stderr(
        predicate::str::contains(
            "unknown bounds \"inside\"; expected word, start, end or anywhere",
        ),
    );
}

#[test]
fn bounds_are_checked() {
    let folder = TempDir::new().unwrap();
    let bad = file(&folder, "bad.tsv", "key\tform\tbounds\nx/a\ta\tinside\n");
    gaztag(&["check", "--no-builtin", &bad])
        .code(2)
        .stderr(predicate::str::contains("line 2, column 3 (bounds), byte 22: unknown bounds"));
    let long = file(&folder, "long.tsv", &format!("key\tform\nx/a\t{}\n", "x".repeat(513)));
    gaztag(&["check", "--no-builtin", &long]).code(0);
    gaztag(&["check", "--no-builtin", "--bounds", "word", &long]).code(0);
    gaztag(&["check", "--no-builtin", "--bounds", "end", &long])
        .code(2)
        .stderr(predicate::str::contains("line 2, column 2 (form), byte 13: "));
}

#[test]
fn images_are_built_and_used() {
    let folder = TempDir::new().unwrap();
    let rows = file(&folder, "own.tsv", "key\tform\nthing/zyx\tZyx Corp\n");
    let image = folder.path().join("own.gaz").display().to_string();
    gaztag(&["build", &rows, "-o", &image, "--no-builtin"])
        .success()
        .stdout(predicate::str::contains("1 entity, 1 form"));
    assert_eq!(printed(&["list", "--gazetteer", &image]), "thing/zyx\tZyx Corp\n");
    // More files add to an image; without files the built-in gazetteer is written.
    let more = file(&folder, "more.tsv", "key\tform\nthing/abc\tAbc Corp\n");
    assert_eq!(
        printed(&["list", "--gazetteer", &more, "--gazetteer", &image]),
        "thing/abc\tAbc Corp\nthing/zyx\tZyx Corp\n"
    );
    let whole = folder.path().join("all.gaz").display().to_string();
    gaztag(&["build", "-o", &whole]).success();
    assert_eq!(fs::read(&whole).unwrap(), gaztag::Gazetteer::builtin().to_image());
    // A damaged image is an error.
    let mut bytes = fs::read(&image).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&image, bytes).unwrap();
    gaztag(&["list", "--gazetteer", &image])
        .code(2)
        .stderr(predicate::str::contains("own.gaz").and(predicate::str::contains("checksum")));
}

/// `--prefer` chooses between equal forms of a file and of the gazetteer.
#[test]
fn own_names_are_preferred_on_request() {
    let folder = TempDir::new().unwrap();
    let own = file(&folder, "own.tsv", "key\tform\nship/morocco\tMorocco\n");
    let tag = |prefer: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("gaztag").unwrap();
        command.args(["tag", "--gazetteer", &own]).args(prefer);
        command.write_stdin("in Morocco").assert()
    };
    for (prefer, expected) in [
        (&[][..], "country/MAR"),
        (&["--prefer", "builtin"], "country/MAR"),
        (&["--prefer", "own"], "ship/morocco"),
    ] {
        tag(prefer).code(0).stdout(predicate::str::contains(expected));
    }
    tag(&["--prefer", "mine"]).code(2).stderr(predicate::str::contains("builtin or own"));
    gaztag(&["tag", "--prefer", "own", "-"]).code(2).stderr(predicate::str::contains("--prefer"));
}
