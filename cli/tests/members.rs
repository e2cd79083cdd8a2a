//! `gaztag members`, `gaztag blocs`, `gaztag list --where`, and how `gaztag tag` names and counts
//! entities.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;

fn gaztag(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("gaztag").unwrap().args(arguments).assert()
}

fn printed(arguments: &[&str]) -> String {
    String::from_utf8(gaztag(arguments).get_output().stdout.clone()).unwrap()
}

fn tagged(arguments: &[&str], text: &str) -> String {
    let output = Command::cargo_bin("gaztag")
        .unwrap()
        .arg("tag")
        .args(arguments)
        .write_stdin(text)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn members_of_a_bloc_on_a_day() {
    let members = printed(&["members", "ecowas", "--on", "2024-06-01"]);
    assert_eq!(members.lines().count(), 15);
    assert!(members.contains("country/GHA\tGhana\n"), "{members}");
    assert!(members.contains("country/MLI\tMali\tsuspended\n"), "{members}");
    assert_eq!(printed(&["members", "bloc/ecowas", "--on", "2024-06-01"]), members);
    let later = printed(&["members", "ECOWAS", "--on", "2025-01-29"]);
    assert_eq!(later.lines().count(), 12);
    // A suspended member counts, a candidate and an observer only if they are asked for.
    let union = printed(&["members", "bloc/african-union", "--on", "2022-06-01"]);
    assert!(union.contains("country/SDN\tSudan\tsuspended\n"), "{union}");
    let eu = ["members", "EU", "--on", "2024-06-01"];
    assert_eq!(printed(&eu).lines().count(), 27);
    assert!(!printed(&eu).contains("country/UKR"));
    let all = printed(&[&eu[..], &["--status", "all"]].concat());
    assert!(all.contains("country/UKR\tUkraine\tcandidate\n"), "{all}");
    // The United Kingdom left at the end of a day; ten states joined with the beginning of one.
    for (day, count) in
        [("2020-01-31", 28), ("2020-02-01", 27), ("2004-04-30", 15), ("2004-05-01", 25)]
    {
        assert_eq!(printed(&["members", "EU", "--on", day]).lines().count(), count, "{day}");
    }
    let candidates = printed(&[&eu[..], &["--status", "candidate"]].concat());
    assert!(candidates.lines().count() > 5 && !candidates.contains("country/FRA"));
}

#[test]
fn unknown_beginnings_are_said() {
    let early = gaztag(&["members", "upu", "--on", "1900"]);
    early.success().stderr(predicate::str::contains("since when is not known for"));
    let now = gaztag(&["members", "ecowas", "--on", "2024-06-01"]);
    now.success().stderr(predicate::str::is_empty());
}

#[test]
fn members_as_tsv_and_json() {
    let tsv = printed(&["members", "ecowas", "--on", "2024-06-01", "--tsv"]);
    let mut lines = tsv.lines();
    let header = lines.next().unwrap();
    assert_eq!(header, "bloc\tbloc_name\tmember\tmember_name\tstatus\tjoined\tleft\tsource\tas_of");
    let mali = lines.find(|line| line.contains("country/MLI")).unwrap();
    let fields: Vec<&str> = mali.split('\t').collect();
    assert_eq!(fields.len(), 9);
    assert_eq!(fields[4..7], ["suspended", "2021-05-30", "2025-01-29"]);
    let json = objects(&printed(&["members", "ecowas", "--on", "2024-06-01", "--json"]));
    assert_eq!(json.len(), 15);
    let mali = json.iter().find(|object| object["member"] == "country/MLI").unwrap();
    assert_eq!((&mali["status"], &mali["left"]), (&"suspended".into(), &"2025-01-29".into()));
    assert_eq!(json[0]["left"], Value::Null);
    gaztag(&["members", "ecowas", "--json", "--tsv"]).code(2);
}

#[test]
fn blocs_of_a_country_on_a_day() {
    let before = printed(&["blocs", "MLI", "--on", "2024-06-01"]);
    assert!(before.contains("bloc/ecowas\tEconomic Community of West African States\tsuspended\n"));
    for name in ["ML", "Mali", "466", "country/MLI"] {
        assert_eq!(printed(&["blocs", name, "--on", "2024-06-01"]), before, "{name}");
    }
    assert!(!printed(&["blocs", "MLI", "--on", "2025-06-01"]).contains("bloc/ecowas\t"));
    assert!(printed(&["blocs", "SU", "--on", "1980"]).contains("bloc/united-nations\t"));
    // Of several readings the country is meant, and of `members` the bloc.
    assert!(printed(&["blocs", "AU", "--on", "2024"]).contains("bloc/anzus\t"));
    assert_eq!(printed(&["members", "AU", "--on", "2024"]).lines().count(), 55);
}

#[test]
fn wrong_names_and_days_are_errors() {
    gaztag(&["blocs", "Congo"])
        .code(2)
        .stdout("")
        .stderr(predicate::str::contains("\"Congo\" can mean country/COD, country/COG"));
    gaztag(&["members", "bloc/ecovas"])
        .code(2)
        .stderr(predicate::str::contains("did you mean bloc/ecowas?"));
    for command in ["show", "blocs"] {
        gaztag(&[command, "Uzbekitsan"])
            .stdout("")
            .stderr(predicate::str::contains("did you mean Uzbekistan (country/UZB)"));
    }
    gaztag(&["members", "ecowas", "--on", "2024-02-30"])
        .code(2)
        .stderr(predicate::str::contains("2024-02 has 29 days, not 30"));
    gaztag(&["members", "ecowas", "--on", "1970"])
        .code(1)
        .stdout("")
        .stderr("gaztag: bloc/ecowas: no members on 1970-01-01; it was founded on 1975-05-28\n");
    gaztag(&["members", "warsaw-pact", "--on", "2024"]).code(1).stderr(
        "gaztag: bloc/warsaw-pact: no members on 2024-01-01; it was dissolved on 1991-07-01\n",
    );
    for (bloc, day, what) in
        [("bric", "2011", "dissolved in 2010"), ("bric", "2000", "founded in 2006")]
    {
        gaztag(&["members", bloc, "--on", day])
            .code(1)
            .stderr(format!("gaztag: bloc/bric: no members on {day}-01-01; it was {what}\n"));
    }
    gaztag(&["blocs", "SU", "--on", "2024"])
        .code(1)
        .stderr("gaztag: country/SUN: in no bloc on 2024-01-01\n");
    // A short key before a name of another kind: naphtha is nafta in Spanish.
    assert_eq!(printed(&["members", "nafta", "--on", "2010"]).lines().count(), 3);
    for (command, name, message) in [
        ("members", "Mali", "country/MLI is not a bloc"),
        ("blocs", "lithium", "mineral/lithium is not a country or a bloc"),
    ] {
        gaztag(&[command, name]).code(2).stdout("").stderr(format!("gaztag: {message}\n"));
    }
    gaztag(&["members", "bloc/european-commission", "--on", "2024"])
        .code(1)
        .stderr(predicate::str::contains("of bloc/european-union, of which it is an organ"));
    gaztag(&["show", "Congo"]).code(2).stderr(predicate::str::contains("country/COD, country/COG"));
}

#[test]
fn minerals_of_a_list() {
    let direct = printed(&["list", "--kind", "mineral", "--where", "list=us2025"]);
    assert_eq!(direct.lines().count(), 60);
    assert!(direct.contains("mineral/lithium\t") && !direct.contains("mineral/spodumene\t"));
    let all = printed(&["list", "--kind", "mineral", "--where", "list=us2025", "--inherited"]);
    assert!(all.lines().count() > 200 && all.contains("mineral/spodumene\t"));
    assert!(direct.lines().all(|line| all.contains(line)));
    let both = ["list", "--where", "region=Africa", "--where", "list=un-ldc"];
    assert!(printed(&both).contains("country/MLI\t") && !printed(&both).contains("country/NGA"));
    let traded = printed(&["list", "--where", "commodity=lithium"]);
    assert!(traded.contains("mineral/spodumene\t") && !traded.contains("mineral/lithium\t"));
    gaztag(&["list", "--where", "lits=us2025"])
        .code(2)
        .stderr(predicate::str::contains("no entity has an attribute \"lits\""));
    gaztag(&["list", "--where", "list=us2052"])
        .code(1)
        .stdout("")
        .stderr(predicate::str::contains("no entity has lists=us2052; did you mean us2025"));
    gaztag(&["list", "--where", "us2025"]).code(2);
    gaztag(&["list", "--inherited"]).code(2);
    gaztag(&["list", "--where", "list=us1900"]).code(1).stdout("");
}

#[test]
fn attributes_are_listed() {
    let tsv = printed(&["list", "--kind", "country", "--where", "alpha2=ML", "--tsv"]);
    let rows: Vec<Vec<&str>> = tsv.lines().map(|line| line.split('\t').collect()).collect();
    let value = |name| rows[1][rows[0].iter().position(|known| *known == name).unwrap()];
    assert_eq!((rows.len(), rows[0].len()), (2, rows[1].len()));
    assert_eq!([value("id"), value("numeric"), value("capital")], ["country/MLI", "466", "Bamako"]);
    let json = objects(&printed(&["list", "--where", "alpha2=ZA", "--json"]));
    let attributes = &json[0]["attributes"];
    assert_eq!(attributes["latitude"], -29);
    assert_eq!(attributes["capital"][1], "Cape Town");
    assert_eq!(attributes["region"], "Africa");
    let shown = objects(&printed(&["show", "466", "--json"]));
    assert_eq!(shown[0]["attributes"]["currency"], serde_json::json!(["XOF"]));
}

#[test]
fn ids_have_the_format_that_was_asked_for() {
    let text = "Mali left ECOWAS. Congo";
    let format =
        |format: &str, more: &[&str]| tagged(&[&["--id-format", format], more].concat(), text);
    assert_eq!(tagged(&[], text), format("key", &[]));
    for (name, mali, congo) in
        [("alpha2", "ML", "CD"), ("alpha3", "MLI", "COD"), ("numeric", "466", "180")]
    {
        let lines = format(name, &[]);
        assert!(lines.starts_with(&format!("0-4\t{mali}\tMali\n")), "{lines}");
        assert!(lines.contains("\tbloc/ecowas\tECOWAS\n") && lines.contains(congo), "{lines}");
        let json = objects(&format(name, &["--json"]));
        assert_eq!((&json[0]["id"], &json[2]["candidates"][0]), (&mali.into(), &congo.into()));
        let tsv = format(name, &["--tsv"]);
        assert!(tsv.contains(&format!("\tcountry\t{mali}\tMali\t")), "{tsv}");
        assert!(format(name, &["-c"]).contains(&format!("  {mali} ")), "counts");
        let explained = format(name, &["--explain"]);
        assert!(explained.contains(&format!("kept    {mali} ")), "{explained}");
        let explained = objects(&format(name, &["--explain", "--json"]));
        assert!(explained.iter().any(|finding| finding["id"] == mali));
    }
}

#[test]
fn counts_roll_up() {
    let text = "spodumene, lithium carbonate, lithium and terbium";
    let counts = tagged(&["-c"], text);
    assert_eq!(counts.lines().count(), 4);
    let rolled = tagged(&["-c", "--roll-up"], text);
    let lines: Vec<&str> = rolled.lines().collect();
    assert!(lines.len() == 2 && lines[0].trim().starts_with("3 "), "{rolled}");
    assert!(lines[0].contains("mineral/lithium") && lines[1].contains("mineral/rare-earths"));
    gaztag(&["tag", "--roll-up", "x"]).code(2);
}

#[test]
fn blocs_are_expanded_to_their_members_on_a_day() {
    let text = "Mali left ECOWAS.";
    let json = |arguments: &[&str]| objects(&tagged(&[&["--json"], arguments].concat(), text));
    let on = json(&["--on", "2024-06-01", "--with", "members", "--id-format", "alpha3"]);
    assert_eq!(on[0]["members"], Value::Null);
    let members = on[1]["members"].as_array().unwrap();
    assert!(members.len() == 15 && members.contains(&"MLI".into()), "{members:?}");
    let later = json(&["--on", "2025-06-01", "--with", "members"]);
    assert!(!later[1]["members"].as_array().unwrap().contains(&"country/MLI".into()));
    // Without --on it is the day of each document.
    let lines = r#"{"text": "ECOWAS met.", "on": "2024-06-01T12:00:00Z"}
{"text": "ECOWAS met.", "on": "2025-06-01"}
{"text": "ECOWAS met."}
"#;
    let mut documents = assert_cmd::Command::cargo_bin("gaztag").unwrap();
    documents.args([
        "tag",
        "--json",
        "--with",
        "members",
        "--input",
        "jsonl",
        "--date-field",
        "on",
    ]);
    let run = documents.write_stdin(lines).assert().code(2);
    let out = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let members: Vec<usize> = out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|mention| mention["members"].as_array().unwrap().len())
        .collect();
    assert_eq!(members, [15, 12]);
    run.stderr(predicate::str::contains("line 3: no field with the date; --date-field names one"));
    gaztag(&["tag", "--json", "--with", "members", "x"])
        .code(2)
        .stderr(predicate::str::contains("--with members needs --on"));
    gaztag(&["tag", "--on", "2024", "--with", "members", "x"]).code(2);
    let both = json(&["--on", "2024-06-01", "--with", "members,attributes"]);
    assert_eq!(both[0]["attributes"]["alpha3"], "MLI");
    assert_eq!(
        both[1]["members"],
        json(&["--on", "2024-06-01", "--with", "members"])[1]["members"]
    );
    assert_eq!(json(&["--with", "attributes"])[1]["attributes"]["founded"], "1975-05-28");
    let rows = tagged(&["--tsv", "--with", "attributes"], text);
    let rows: Vec<&str> = rows.lines().collect();
    assert!(rows[0].ends_with("\tcandidates\tattributes"), "{}", rows[0]);
    let attributes: Value = serde_json::from_str(rows[2].split('\t').next_back().unwrap()).unwrap();
    assert_eq!(attributes["founded"], "1975-05-28");
    gaztag(&["tag", "--with", "attributes", "--count", "--tsv", "x"]).code(2);
    gaztag(&["tag", "--json", "--on", "soon", "x"]).code(2);
}
