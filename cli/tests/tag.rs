//! `gaztag tag`, run as users run it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use predicates::prelude::*;
use tempfile::TempDir;

fn gaztag(arguments: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("gaztag").unwrap();
    command.arg("tag").args(arguments);
    command
}

/// Returns what is printed for a text on standard input.
fn printed(arguments: &[&str], text: impl Into<Vec<u8>>) -> String {
    let output = gaztag(arguments).write_stdin(text).assert().get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

fn file(folder: &TempDir, name: &str, text: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn lines_are_printed_without_a_terminal() {
    assert_eq!(
        printed(&[], "Mali left ECOWAS."),
        "0-4\tcountry/MLI\tMali\n10-16\tbloc/ecowas\tECOWAS\n"
    );
    assert_eq!(printed(&["-H"], "Mali"), "-:0-4\tcountry/MLI\tMali\n");
    assert_eq!(printed(&["-"], "Burkina\nFaso"), "0-12\tcountry/BFA\tBurkina Faso\n");
}

#[test]
fn exit_codes_are_those_of_grep() {
    gaztag(&[]).write_stdin("Mali").assert().code(0);
    gaztag(&[]).write_stdin("nothing here").assert().code(1).stdout("");
    gaztag(&[]).write_stdin("").assert().code(1);
    gaztag(&["/no/such/file"])
        .assert()
        .code(2)
        .stderr(predicate::str::starts_with("gaztag: /no/such/file: "));
    gaztag(&["--no-such-option"]).assert().code(2);
    gaztag(&["--kind", "planet"])
        .write_stdin("Mali")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("country, mineral"));
    gaztag(&["--min-confidence", "101"]).write_stdin("Mali").assert().code(2);
    gaztag(&["--json", "--tsv"]).write_stdin("Mali").assert().code(2);
}

#[test]
fn bad_files_are_reported_and_the_others_tagged() {
    let folder = TempDir::new().unwrap();
    let (good, directory) =
        (file(&folder, "good.txt", "Mali"), folder.path().display().to_string());
    for threads in ["1", "3"] {
        let run = gaztag(&["-j", threads, "/no/such/file", &directory, &good]).assert().code(2);
        let output = run.get_output();
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            format!("{good}:0-4\tcountry/MLI\tMali\n")
        );
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.contains("/no/such/file") && errors.contains(&directory), "{errors}");
    }
}

#[test]
fn json_has_exactly_the_documented_members() {
    assert_eq!(
        printed(&["--json"], "uranium from Niger"),
        "{\"doc\":\"-\",\"start\":0,\"end\":7,\"text\":\"uranium\",\"kind\":\"mineral\",\"id\":\"mineral/uranium\",\"name\":\"uranium\",\"role\":\"name\",\"confidence\":97}\n\
         {\"doc\":\"-\",\"start\":13,\"end\":18,\"text\":\"Niger\",\"kind\":\"country\",\"id\":\"country/NER\",\"name\":\"Niger\",\"role\":\"name\",\"confidence\":88}\n"
    );
    let congo = printed(&["--json"], "Congo");
    assert!(congo.ends_with(",\"candidates\":[\"country/COD\",\"country/COG\"]}\n"), "{congo}");
    let escaped = printed(&["--json"], "Burkina\t\n\"Faso, Burkina\tFaso");
    assert!(escaped.contains("\"text\":\"Burkina\\tFaso\""), "{escaped}");
    for line in printed(
        &["--json", "--all", "--min-confidence", "0", "--role", "all"],
        "the Democratic Republic of the Congo and the \u{1F1F2}\u{1F1F1}",
    )
    .lines()
    {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn tsv_has_a_header_and_one_row_for_each_mention() {
    let text = printed(&["--tsv"], "Burkina\tFaso and Congo");
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(
        rows[0],
        ["doc", "start", "end", "text", "kind", "id", "name", "role", "confidence", "candidates"]
    );
    assert_eq!(rows[1][..6], ["-", "0", "12", "Burkina Faso", "country", "country/BFA"]);
    assert_eq!(rows[2][9], "country/COD|country/COG");
    assert!(rows.iter().all(|row| row.len() == 10));
}

#[test]
fn only_and_counts() {
    assert_eq!(printed(&["-o"], "Mali's oil, Mali"), "Mali\noil\nMali\n");
    assert_eq!(
        printed(&["-c"], "Mali's oil, Mali"),
        "      2  country  country/MLI        Mali\n      1  mineral  mineral/crude-oil  crude oil\n"
    );
}

#[test]
fn colours_are_for_terminals_or_on_request() {
    let coloured = printed(&["--color", "always"], "In Mali.\n");
    assert_eq!(
        coloured,
        "In \x1b[1;32mMali\x1b[0m.\n\ncolours: \x1b[1;32mcountry\x1b[0m\n      1  \x1b[1;32mcountry\x1b[0m  country/MLI  Mali\n"
    );
    assert!(!printed(&[], "In Mali.").contains('\x1b'));
    assert!(!printed(&["--color", "never"], "In Mali.").contains('\x1b'));
    let article = fs::read_to_string(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/article.txt"),
    )
    .unwrap();
    let painted = printed(&["--color", "always"], article.repeat(100));
    let plain: String = painted
        .split('\x1b')
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.split_once('m').unwrap().1 })
        .collect();
    assert!(plain.starts_with(&article.repeat(100)));
}

#[test]
fn kinds_roles_languages_and_confidence_filter() {
    let text = "Malian lithium: Mali, Bamako, MLI and ECOWAS; lead.";
    assert_eq!(printed(&["-o", "--kind", "country"], text), "Malian\nMali\n");
    assert_eq!(printed(&["-o", "--kind", "bloc,mineral"], text), "lithium\nECOWAS\n");
    assert_eq!(printed(&["-o", "--role", "demonym"], text), "Malian\n");
    assert_eq!(
        printed(&["-o", "--role", "capital", "--role", "acronym"], text),
        "Bamako\nECOWAS\n"
    );
    assert!(printed(&["-o", "--role", "all", "--min-confidence", "1"], text).contains("MLI\n"));
    assert!(!printed(&["-o"], text).contains("lead"));
    assert!(printed(&["-o", "--min-confidence", "10"], text).contains("lead\n"));
    assert_eq!(
        printed(&["-o", "--lang", "de"], "Mali und Österreich, Austria"),
        "Mali\nÖsterreich\n"
    );
    gaztag(&["--role", "nobody"])
        .write_stdin("Mali")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("misspelling"));
    gaztag(&["--lang", "English"])
        .write_stdin("Mali")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("ISO 639"));
    // The acronym of the United Nations in French and Spanish.
    assert_eq!(printed(&["-o", "--text-lang", "fr"], "ONU"), "ONU\n");
    assert_eq!(printed(&["-o", "--text-lang", "en"], "ONU"), "");
    gaztag(&["--text-lang", "tlh"])
        .write_stdin("Mali")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("unknown language of texts tlh; the gazetteer has ar de"));
}

#[test]
fn offsets_count_the_chosen_unit() {
    let text = "🙂 é Mali";
    assert_eq!(printed(&[], text), "8-12\tcountry/MLI\tMali\n");
    assert_eq!(printed(&["--offsets", "utf16"], text), "5-9\tcountry/MLI\tMali\n");
    assert_eq!(printed(&["--offsets", "chars"], text), "4-8\tcountry/MLI\tMali\n");
    let explained = printed(&["--offsets", "chars", "--explain"], "🙂 Lake Chad é Mali");
    let spans: Vec<&str> =
        explained.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
    assert!(
        spans.contains(&"2-11") && spans.contains(&"7-11") && spans.contains(&"14-18"),
        "{explained}"
    );
    assert!(explained.contains("inside \"Lake Chad\" at 2-11"), "{explained}");
}

#[test]
fn all_gives_nested_names() {
    let all = printed(&["-o", "--all"], "Economic Community of West African States");
    assert!(
        all.lines().count() >= 1 && all.contains("Economic Community of West African States\n"),
        "{all}"
    );
    assert_eq!(
        printed(&["--all"], "Congo").lines().count(),
        1,
        "the second reading is below the minimum confidence"
    );
    assert_eq!(printed(&["--all", "--min-confidence", "1"], "Congo").lines().count(), 2);
}

#[test]
fn html_is_read() {
    let page = "<p class=\"Mali\">C&ocirc;te d&rsquo;Ivoire <b>Burkina</b> Faso<script>var x = 'Niger';</script> https://mali.example/Ghana</p>";
    assert_eq!(
        printed(&["-o", "--input", "html"], page),
        "C&ocirc;te d&rsquo;Ivoire\nBurkina</b> Faso\n"
    );
    assert!(printed(&["-o"], page).contains("Niger"));
}

#[test]
fn json_lines_are_documents() {
    let folder = TempDir::new().unwrap();
    let lines = "{\"id\":\"a\",\"text\":\"Mali\"}\n{\"id\":7,\"more\":[1,{\"text\":\"Ghana\"}],\"text\":\"N\\u0069ger\"}\n\n{\"text\":\"Chad\"}\n";
    let path = file(&folder, "docs.jsonl", lines);
    let documents = |text: &str| -> Vec<serde_json::Value> {
        text.lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["doc"].clone())
            .collect()
    };
    let out = printed(&["--json", "--input", "jsonl", &path], "");
    assert_eq!(
        documents(&out),
        [serde_json::json!("a"), serde_json::json!(7), serde_json::json!(4)]
    );
    let other = file(&folder, "other.jsonl", "{\"key\":\"k\",\"body\":\"Mali\"}\n");
    let out = printed(
        &["--json", "--input", "jsonl", "--id-field", "key", "--text-field", "body", &other],
        "",
    );
    assert_eq!(documents(&out), [serde_json::json!("k")]);
    assert_eq!(
        printed(&["--input", "jsonl", &path], "").lines().next().unwrap(),
        "\"a\":0-4\tcountry/MLI\tMali"
    );
}

#[test]
fn bad_lines_are_reported_and_the_others_tagged() {
    let folder = TempDir::new().unwrap();
    let path = file(
        &folder,
        "docs.jsonl",
        "{\"id\":1,\"text\":\"Mali\"}\nno json\n{\"id\":3}\n{\"id\":4,\"text\":5}\n{\"id\":true,\"text\":\"Chad\"}\n[1]\n{\"id\":6,\"text\":\"Niger\"} x\n{\"id\":7,\"text\":\"Ghana\"}\n",
    );
    for threads in ["1", "2"] {
        let run = gaztag(&["-j", threads, "-o", "--input", "jsonl", &path]).assert().code(2);
        let output = run.get_output();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "Mali\nGhana\n");
        let errors = String::from_utf8_lossy(&output.stderr);
        let numbers: Vec<&str> =
            errors.lines().map(|line| line.split(": ").nth(2).unwrap()).collect();
        assert_eq!(
            numbers,
            ["line 2", "line 3", "line 4", "line 5", "line 6", "line 7"],
            "{errors}"
        );
    }
}

#[test]
fn a_byte_order_mark_does_not_belong_to_a_line() {
    assert_eq!(
        printed(&["-o", "--input", "jsonl"], "\u{FEFF}{\"text\":\"Mali\"}\n\u{FEFF}\n"),
        "Mali\n"
    );
}

#[test]
fn a_line_is_tagged_before_the_next_arrives() {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("gaztag"))
        .args(["tag", "-o", "--input", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout) =
        (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for name in ["Mali", "Ghana"] {
        writeln!(stdin, "{{\"text\":\"{name}\"}}").unwrap();
        let mut answer = String::new();
        stdout.read_line(&mut answer).unwrap();
        assert_eq!(answer.trim_end(), name);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn threads_change_nothing() {
    let folder = TempDir::new().unwrap();
    let lines: String = (0..20_000)
        .map(|n| {
            format!(
                "{{\"id\":{n},\"text\":\"Mali and {} times Ghana, {}\"}}\n",
                n,
                "words ".repeat(n % 50)
            )
        })
        .collect();
    let documents = file(&folder, "docs.jsonl", &lines);
    let one = printed(&["--json", "--input", "jsonl", &documents], "");
    assert_eq!(one.lines().count(), 40_000);
    assert_eq!(printed(&["--json", "--input", "jsonl", "-j", "3", &documents], ""), one);
    let files: Vec<String> = (0..12)
        .map(|n| file(&folder, &format!("{n}.txt"), "Niger and Chad. ".repeat(n * 2000)))
        .collect();
    let names: Vec<&str> = files.iter().map(String::as_str).collect();
    let one = printed(&names, "");
    assert_eq!(printed(&[&["-j", "4"], &names[..]].concat(), ""), one);
    assert_eq!(one.lines().count(), 2 * 2000 * 66);
}

#[test]
fn any_bytes_are_text() {
    let text = b"\xFF\xFFMali\xC3 \x00Niger\xE2\x80".to_vec();
    assert_eq!(printed(&["--binary"], text), "2-6\tcountry/MLI\tMali\n9-14\tcountry/NER\tNiger\n");
    assert_eq!(printed(&[], b"\xEF\xBB\xBFMali".to_vec()), "3-7\tcountry/MLI\tMali\n");
    let json = printed(&["--json"], b"Bur\xC2\xADkina Faso \xFF".to_vec());
    assert!(json.contains("\"start\":0,\"end\":14"), "{json}");
}

#[test]
fn own_gazetteers_add_to_the_built_in_one() {
    let folder = TempDir::new().unwrap();
    let tsv = file(
        &folder,
        "own.tsv",
        "key\tform\trole\ncompany/acme\tAcme Corp\tname\n-\tAcme Corp Arena\t\ncountry/MLI\tMaliland\talias\n",
    );
    let text = "Acme Corp in Maliland and Niger; Acme Corp Arena";
    assert_eq!(
        printed(&["--gazetteer", &tsv], text),
        "0-9\tcompany/acme\tAcme Corp\n13-21\tcountry/MLI\tMaliland\n26-31\tcountry/NER\tNiger\n"
    );
    assert_eq!(
        printed(&["--gazetteer", &tsv, "--kind", "company"], text),
        "0-9\tcompany/acme\tAcme Corp\n"
    );
    assert_eq!(
        printed(&["--no-builtin", "--gazetteer", &tsv], text),
        "0-9\tcompany/acme\tAcme Corp\n13-21\tcountry/MLI\tMaliland\n"
    );
    let flashtext =
        file(&folder, "own.json", "{\"product management\": [\"PM\", \"product manager\"]}");
    assert_eq!(
        printed(&["--no-builtin", "--gazetteer", &flashtext], "a Product Manager"),
        "2-17\tkeyword/product-management\tProduct Manager\n"
    );
    let spacy = file(&folder, "own.jsonl", "{\"label\": \"ORG\", \"pattern\": \"Apple\"}\n");
    assert_eq!(
        printed(&["--no-builtin", "--gazetteer", &spacy], "Apple apple"),
        "0-5\torg/apple\tApple\n"
    );
    gaztag(&["--no-builtin"])
        .write_stdin("Mali")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("--gazetteer FILE"));
    let bad = file(&folder, "bad.tsv", "key\tform\trole\ncompany/a\tA\tnmae\n");
    gaztag(&["--gazetteer", &bad])
        .write_stdin("Mali")
        .assert()
        .code(2)
        .stdout("")
        .stderr(predicate::str::contains("line 2, column 3 (role)"));
}

#[test]
fn explain_shows_what_was_kept_and_dropped() {
    let text = "Georgia Tech met Mali in mali";
    let out = printed(&["--explain"], text);
    let line = |words: &[&str]| {
        assert!(
            out.lines().any(|line| words.iter().all(|word| line.contains(word))),
            "{words:?} in {out}"
        )
    };
    line(&["dropped", "decoy", "Georgia Tech", "a decoy, or covered by one"]);
    line(&["dropped", "country/GEO", "inside \"Georgia Tech\""]);
    line(&["17-21", "kept", "country/MLI", "confidence 93"]);
    line(&["25-29", "dropped", "country/MLI", "the case does not match"]);
    for line in printed(&["--explain", "--json"], text).lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(value["kept"].is_boolean() && value["reason"].is_string());
    }
}

#[test]
fn broken_pipe_is_not_an_error() {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("gaztag"))
        .arg("tag")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        for _ in 0..200 {
            if stdin.write_all("Mali and Niger and Ghana. ".repeat(5000).as_bytes()).is_err() {
                return;
            }
        }
    });
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(first, "0-4\tcountry/MLI\tMali\n");
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!((child.wait().unwrap().code(), errors.as_str()), (Some(0), ""));
    writer.join().unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn memory_is_bounded() {
    // The peak of memory in kB for some megabytes of mentions in one line without an end.
    let peak = |arguments: &[&str], megabytes: usize| -> u64 {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("gaztag"));
        let mut child = command
            .arg("tag")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let chunk = "Mali and nothing else for quite a while ".repeat(25_000);
        (0..megabytes).for_each(|_| stdin.write_all(chunk.as_bytes()).unwrap());
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .unwrap()
            .trim()
            .trim_end_matches(" kB")
            .parse()
            .unwrap();
        drop(stdin);
        assert!(child.wait().unwrap().success());
        peak
    };
    let (small, large) = (peak(&["--stream", "-c"], 4), peak(&["--stream", "-c"], 64));
    assert!(large < small + 8 * 1024, "as a stream {small} kB with 4 MB, {large} kB with 64 MB");
    // A text above the limit takes what one at the limit takes.
    let above = peak(&["--json"], 100);
    assert!(above < small + (64 + 16) * 1024, "{above} kB with 100 MB");
}

#[test]
fn explain_shows_what_was_weighed() {
    let text = "Kevin Jordan left. The Georgia of Tbilisi is old.";
    let out = printed(&["--explain"], text);
    for line in ["before: 0-5 Kevin", "near 10: 34-41 Tbilisi"] {
        assert!(out.contains(line), "{line} in {out}");
    }
    let json = printed(&["--explain", "--json"], text);
    let jordan = json.lines().find(|line| line.contains("country/JOR")).unwrap();
    assert!(
        jordan.contains("\"before\":75,\"weighed\":[{\"weight\":-")
            && jordan.contains("\"text\":\"Kevin\""),
        "{jordan}"
    );
    let jordan: serde_json::Value = serde_json::from_str(jordan).unwrap();
    assert!(jordan["confidence"].as_u64().unwrap() < 50 && jordan["kept"] == false, "{jordan}");
    assert!(out.contains(", 75 before"), "{out}");
    assert!(printed(&["--no-context"], text).contains("country/JOR"));
}

#[test]
fn uses_are_chosen() {
    let text = "The Bank of Japan; she speaks French.";
    assert_eq!(printed(&["-o"], text), "Japan\n");
    assert_eq!(printed(&["-o", "--uses", "none"], text), "");
    assert_eq!(printed(&["-o", "--uses", "nested,language"], text), "Japan\nFrench\n");
    let compound = "Der Ölpreis steigt.";
    assert_eq!(printed(&["-o"], compound), "Ölpreis\n");
    assert_eq!(printed(&["-o", "--uses", "nested,team"], compound), "");
    assert!(printed(&["--json"], compound).contains("\"role\":\"compound\""));
    let explained = printed(&["--explain", "--uses", "nested"], compound);
    assert!(explained.contains("use was not asked for"), "{explained}");
    gaztag(&["--uses", "nest"])
        .write_stdin(text)
        .assert()
        .code(2)
        .stderr(predicate::str::contains("unknown use \"nest\""));
}

#[test]
fn names_in_links_need_an_option() {
    let text = "https://example.org/Chad info@mali.example /srv/Niger/lead";
    assert_eq!(printed(&["-o"], text), "");
    assert_eq!(printed(&["-o", "--links"], text), "Chad\nNiger\n");
}

#[test]
fn lower_case_names_need_an_option() {
    assert_eq!(printed(&["-o"], "talks in mali"), "");
    assert_eq!(printed(&["-o", "--lower-case"], "talks in mali"), "mali\n");
}
