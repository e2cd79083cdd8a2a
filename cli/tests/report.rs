//! `gaztag report`: the page's tables, the texts in it, and that no text is read as markup.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::fs;
use std::io::Read;

use base64::Engine as _;
use common::{file, gaztag};
use serde_json::Value;
use tempfile::TempDir;

const NEWS: &str = r#"{"id": "a", "date": "2024-01-31", "text": "Mali sells gold to China, ECOWAS said. Mali also has lithium."}
{"id": "b", "date": "2024-03-01T10:00:00Z", "text": "Gold of Mali"}
{"id": "c", "text": "Nothing."}
{"id": "d", "date": "2024-03", "text": "China"}
"#;

/// Runs `gaztag report` and returns its exit status, its messages and the page.
fn report(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let page = folder.path().join("page.html");
    let output = gaztag(&["report", "-o"]).arg(&page).args(arguments).output().unwrap();
    let page = fs::read_to_string(page).unwrap_or_default();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap(), page)
}

/// The page about some lines of JSON.
fn page(lines: &str, arguments: &[&str]) -> String {
    let folder = TempDir::new().unwrap();
    let news = file(&folder, "news.jsonl", lines);
    let (code, errors, page) = report(&folder, &[&[news.as_str()], arguments].concat());
    assert_eq!((code, errors.as_str()), (0, ""));
    page
}

/// The records of the texts in a page, and the entities.
fn data(page: &str) -> (Vec<Value>, Value) {
    let (_, data) = page.split_once("id=\"data\">").unwrap();
    let (data, _) = data.split_once('<').unwrap();
    let bytes = base64::engine::general_purpose::STANDARD.decode(data).unwrap();
    let mut lines = String::new();
    flate2::read::ZlibDecoder::new(&bytes[..]).read_to_string(&mut lines).unwrap();
    let mut values: Vec<Value> =
        lines.split('\n').map(|line| serde_json::from_str(line).unwrap()).collect();
    let entities = values.pop().unwrap();
    (values, entities)
}

/// The rows of a table with a caption: the text of their cells.
fn table(page: &str, caption: &str) -> Vec<Vec<String>> {
    let (_, table) = page
        .split_once(&format!("<caption>{caption}"))
        .unwrap_or_else(|| panic!("no table {caption:?}"));
    let (_, body) = table.split_once("<tbody>").unwrap();
    let (body, _) = body.split_once("</tbody>").unwrap();
    let rows = body.lines().filter(|line| line.starts_with("<tr>"));
    rows.map(|row| row.split("<t").skip(2).map(text).collect()).collect()
}

/// The text of a cell after its name.
fn text(cell: &str) -> String {
    let (_, content) = cell.split_once('>').unwrap();
    let parts = content.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.collect()
}

#[test]
fn tables_have_the_counts() {
    let page = page(NEWS, &["--title", "Mali & more"]);
    assert!(page.contains("<h1>Mali &amp; more</h1>"));
    assert!(page.contains("4 texts, 9 mentions of 5 entities."), "{}", &page[..9000]);
    let tables = [
        ("Mentions of each kind", vec![["country", "5", "2", "3"], ["bloc", "1", "1", "1"]]),
        (
            "Every entity that is named",
            vec![
                ["Mali", "country", "3", "2"],
                ["China", "country", "2", "2"],
                ["gold", "mineral", "2", "2"],
            ],
        ),
        (
            "Mentions on each date",
            vec![
                ["2024-01-31", "6", "3", "1"],
                ["2024-03", "1", "1", "0"],
                ["2024-03-01", "2", "1", "0"],
            ],
        ),
        ("The 10 pairs", vec![["Mali", "gold", "2", ""]]),
    ];
    for (caption, expected) in tables {
        let rows = table(&page, caption);
        for (row, expected) in rows.iter().zip(&expected) {
            let expected: Vec<&str> =
                expected.iter().copied().filter(|cell| !cell.is_empty()).collect();
            assert_eq!(row[..expected.len()], expected, "{caption}");
        }
        assert!(rows.len() >= expected.len(), "{caption}");
    }
    let minerals = table(&page, "Texts that name both: 2 countries, 2 minerals");
    assert_eq!(minerals, [vec!["Mali", "2", "1"], vec!["China", "1", "1"]]);
    for link in [
        "<a href=\"#with=country/MLI\">3</a>",
        "<a href=\"#kind=country\">5</a>",
        "<a href=\"#with=country/MLI&amp;with=mineral/gold\">2</a>",
        "<a href=\"#from=2024-01-31&amp;to=2024-01-31&amp;kind=bloc\">1</a>",
    ] {
        assert!(page.contains(link), "{link}");
    }
    assert!(page.contains("<a href=\"#with=country/MLI\" tabindex=\"-1\"><path class=\"f6\""));
}

#[test]
fn texts_are_in_the_page_with_what_was_kept_and_why() {
    let (texts, entities) = data(&page(NEWS, &[]));
    assert_eq!(texts.len(), 4);
    assert_eq!((&texts[0]["id"], &texts[0]["date"]), (&"a".into(), &"2024-01-31".into()));
    assert_eq!((&texts[1]["date"], texts[2].get("date")), (&"2024-03-01".into(), None));
    let found = texts[1]["found"][0].as_array().unwrap();
    assert_eq!(found[..2], [0, 4].map(Value::from));
    let named = entities.as_array().unwrap().iter().find(|entity| entity["index"] == found[2]);
    assert_eq!(named.unwrap()["key"], "mineral/gold");
    assert_eq!(found[3], true);
    assert!(found[5].as_str().unwrap().starts_with("confidence "), "{found:?}");
    // Offsets count as JavaScript does, and dropped names have a reason.
    let (texts, _) = data(&page("{\"text\": \"\u{1F642} Mali. Turkey soup\"}\n", &[]));
    let found = texts[0]["found"].as_array().unwrap();
    assert_eq!(found[0].as_array().unwrap()[..2], [3, 7].map(Value::from));
}

#[test]
fn the_page_says_what_texts_are_about() {
    let news = page(NEWS, &[]);
    let topics = table(&news, "Texts about each entity");
    assert_eq!(topics[0], ["Mali", "country", "2", "2"]);
    assert!(news.contains("<a href=\"#about=country/MLI\">2</a>"));
    let (texts, entities) = data(&news);
    let about = texts[0]["about"].as_array().unwrap();
    let named = |index: &Value| {
        let all = entities.as_array().unwrap();
        all.iter().find(|entity| entity["index"] == *index).unwrap()["key"].clone()
    };
    assert_eq!(
        (named(&about[0][0]), &about[0][1], &about[0][2]),
        ("country/MLI".into(), &2.into(), &true.into())
    );
    assert!(texts[2].get("about").is_none());
    // Capitals count for their countries, minerals for what they are traded as, if asked.
    let news = "{\"text\": \"Spodumene for Canberra\\nSpodumene\"}\n";
    let topics = |arguments: &[&str]| table(&page(news, arguments), "Texts about each entity");
    assert_eq!(topics(&[]), [["spodumene", "mineral", "1", "1"]]);
    let asked = ["--places", "--roll-up"];
    let both = [["lithium", "mineral", "1", "0"], ["Australia", "country", "1", "1"]];
    let mut found = topics(&asked);
    found.sort_by(|one, other| other.cmp(one));
    assert_eq!(found, both);
    let rolled = page(news, &asked);
    assert_eq!(table(&rolled, "Every entity that is named").len(), 2);
    let (_, entities) = data(&rolled);
    assert!(entities.to_string().contains("mineral/lithium"));
    // Overlapping mentions of a topic have no entity in the page.
    let line = "{\"text\": \"South Sudan, South Sudan, South Sudan\"}\n";
    let overlapping = page(line, &["--all"]);
    let (texts, entities) = data(&overlapping);
    assert_eq!(texts[0]["about"].as_array().unwrap().len(), 1);
    assert_eq!(entities.as_array().unwrap().len(), 1);
}

#[test]
fn hostile_texts_stay_text() {
    let hostile = "</script><img src=x onerror=alert(1)><!--<script>Mali";
    let line = serde_json::json!({ "id": hostile, "text": format!("{hostile} gold\u{0}") });
    let page = page(&format!("{line}\n"), &["--title", hostile]);
    assert!(!page.contains("<img") && !page.contains("<!--"));
    assert_eq!(page.matches("</script>").count(), 2);
    let (texts, _) = data(&page);
    assert_eq!(texts[0]["id"], hostile);
    assert_eq!(texts[0]["text"], format!("{hostile} gold\u{0}"));
    // Names of a user's own gazetteer too.
    let folder = TempDir::new().unwrap();
    let own = file(&folder, "own.tsv", "key\tform\na.b/c+d\t<b>Acme\n");
    let news = file(&folder, "news.txt", "Mali: <b>Acme");
    let (code, errors, page) = report(&folder, &[&news, "--no-builtin", "--gazetteer", &own]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(page.contains("href=\"#with=a.b/c%2Bd\"") && !page.contains("<b>"));
}

#[test]
fn the_page_loads_nothing() {
    let page = page(NEWS, &[]);
    for part in ["src=", "url(", "@import", "<link", "fetch(", "import("] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_page_does_not_depend_on_the_threads() {
    let folder = TempDir::new().unwrap();
    for (name, text) in [
        ("a.jsonl", NEWS),
        ("b.txt", "Niger"),
        ("c.csv", "text,date\nMali,2024-01-01\nChad,\n"),
        ("d.html", "<p>Ch&auml;d <b>Chad</b>"),
        ("e.bin", "Fiji"),
    ] {
        file(&folder, name, text);
    }
    let directory = folder.path().to_str().unwrap().to_string();
    let arguments = ["-r", &directory, "-j", "1"];
    let (code, errors, one) = report(&folder, &arguments);
    assert_eq!(code, 0);
    assert!(errors.contains("1 file of other formats"), "{errors}");
    fs::remove_file(folder.path().join("page.html")).unwrap();
    let (_, _, four) = report(&folder, &[&directory, "-j", "4"]);
    assert!(one == four);
    let (texts, _) = data(&one);
    assert_eq!(texts.len(), 8);
    assert_eq!(texts[5]["date"], "2024-01-01");
    assert!(texts[4]["file"].as_str().unwrap().ends_with("b.txt"));
}

#[test]
fn mistakes_are_reported() {
    let folder = TempDir::new().unwrap();
    let news = file(
        &folder,
        "news.jsonl",
        "{\"date\": \"31.1.2024\", \"text\": \"Mali\"}\n{\"text\": \"Chad\"}\n",
    );
    let (code, errors, page) = report(&folder, &[&news]);
    assert_eq!(code, 2);
    assert!(
        errors.contains("line 1: \"31.1.2024\" is not a date such as 2024-06-01, 2024-06 or 2024"),
        "{errors}"
    );
    assert_eq!(data(&page).0.len(), 1);
    let nothing = file(&folder, "nothing.txt", "Nothing.");
    let (code, errors, page) = report(&folder, &[&nothing]);
    assert_eq!((code, errors.as_str()), (1, ""));
    assert!(page.contains("1 text, 0 mentions of 0 entities."));
    let output = gaztag(&["report", &news, "-o", &news]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(fs::read_to_string(&news).unwrap().starts_with("{\"date\""), "the input is unchanged");
}

#[test]
fn the_page_is_small() {
    // Frequent words in an order that does not repeat.
    let words =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/words_en.txt")).unwrap();
    let words: Vec<&str> = words.lines().filter(|line| !line.starts_with('#')).collect();
    let names = ["Mali", "China", "gold", "lithium", "ECOWAS", "Peru", "copper", "Chile"];
    let (mut state, mut lines) = (1_u64, String::new());
    let mut next = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % most
    };
    for _ in 0..300 {
        let mut text = String::new();
        while text.len() < 1000 {
            text += if next(25) == 0 { names[next(names.len())] } else { words[next(words.len())] };
            text.push(' ');
        }
        lines += &serde_json::json!({ "text": text }).to_string();
        lines.push('\n');
    }
    // 10,000 texts of 1 KB have 15 MB.
    let page = page(&lines, &[]);
    assert!(page.len() < 100_000 + 300 * 1_450, "{} bytes", page.len());
}
