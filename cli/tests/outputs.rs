//! Tables, counts in groups, pairs, pages of HTML and replaced texts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::fs;

use common::{Run, file, gaztag, tag};
use tempfile::TempDir;

const NEWS: &str = "id,date,paper,text\n\
    a,2024-06-01,Daily,\"Gold in Mali, and Niger\"\n\
    b,2024-06-01T08:00:00Z,\"The \"\"Sun\"\"\",Mali and spodumene. Chad.\n\
    c,2024-06-02,Daily,Mali\n";

fn replaced(arguments: &[&str], input: &str) -> Run {
    let output = gaztag(&["replace"]).args(arguments).write_stdin(input).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        errors: String::from_utf8(output.stderr).unwrap(),
    }
}

fn rows(out: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect()
}

#[test]
fn csv_is_read_by_others() {
    let run = tag(&["--csv"], "So, \"Burkina\nFaso\" and Congo");
    let rows = rows(&run.out);
    assert_eq!(rows[0][..4], ["doc", "start", "end", "text"]);
    assert_eq!(rows[1][..6], ["-", "5", "17", "Burkina\nFaso", "country", "country/BFA"]);
    assert_eq!(rows[2][9], "country/COD|country/COG");
    assert_eq!((rows.len(), run.code), (3, 0));
    for other in ["--json", "--tsv", "-o", "--explain"] {
        assert_eq!(tag(&["--csv", other], "Mali").code, 2, "{other}");
    }
}

#[test]
fn fields_are_kept() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "news.csv", NEWS);
    let run = tag(&["--csv", "--keep", "paper,date", "--kind", "mineral", &path], "");
    let found = rows(&run.out);
    assert_eq!(found[0][9..], ["candidates", "paper", "date"]);
    assert_eq!(found[2][9..], ["", "The \"Sun\"", "2024-06-01T08:00:00Z"]);
    let run = tag(&["--tsv", "--keep", "paper", "--kind", "mineral", &path], "");
    assert!(run.out.ends_with("\tThe \"Sun\"\n") && run.out.contains("\tcandidates\tpaper\n"));
    let lines =
        "{\"text\":\"Mali\",\"meta\":{\"tags\":[1,\"x\"]},\"n\":1.50}\n{\"text\":\"Chad\"}\n";
    let run = tag(&["--json", "--input", "jsonl", "--keep", "meta.tags", "--keep", "n"], lines);
    let ends: Vec<&str> =
        run.out.lines().map(|line| line.split_once(",\"fields\":").unwrap().1).collect();
    assert_eq!(ends, ["{\"meta.tags\":[1,\"x\"],\"n\":1.50}}", "{\"meta.tags\":null,\"n\":null}}"]);
    let run = tag(&["--csv", "--input", "jsonl", "--keep", "meta.tags,n"], lines);
    assert_eq!(rows(&run.out)[1][10..], ["[1,\"x\"]", "1.50"]);
    // A field with the name of a column gets another one.
    let table = "doc,name,text\nx,y,Mali\n";
    for (form, separator) in [("--csv", ','), ("--tsv", '\t')] {
        let run = tag(&[form, "--input", "csv", "--keep", "doc,name"], table);
        let header: Vec<&str> = run.out.lines().next().unwrap().split(separator).collect();
        assert_eq!(header[9..], ["candidates", "fields.doc", "fields.name"]);
        assert!(run.out.ends_with(&format!("{separator}x{separator}y\n")), "{}", run.out);
    }
    let run = tag(&["--json", "--input", "csv", "--keep", "doc,name"], table);
    assert!(run.out.ends_with(",\"fields\":{\"doc\":\"x\",\"name\":\"y\"}}\n"), "{}", run.out);
    for form in ["--csv", "--json"] {
        let run = tag(&[form, "--input", "csv", "--keep", "doc,name,doc"], table);
        assert!(run.code == 2 && run.errors.contains("\"doc\" is given twice"), "{}", run.errors);
    }
    // A text has no fields.
    assert!(tag(&["--json", "--keep", "n"], "Mali").out.ends_with(",\"fields\":{\"n\":null}}\n"));
    let run = tag(&["--json", "--keep", "nope", &path], "");
    assert!(run.code == 2 && run.errors.contains("no column \"nope\""), "{}", run.errors);
    for form in [&["-c"][..], &["-o"], &["--explain"], &[], &["--json", "-c"]] {
        let run = tag(&[form, &["--keep", "n"]].concat(), "Mali");
        assert!(run.code == 2 && run.errors.contains("--keep needs"), "{form:?}");
    }
    for (options, message) in [
        (&["--pairs", "country:mineral", "--by", "file"][..], "--by needs --count"),
        (&["--about", "--by", "file"], "--count"),
        (&["--within", "document"], "--pairs"),
        (&["--all", "--explain"], "--explain explains"),
    ] {
        let run = tag(options, "Mali");
        assert!(run.code == 2 && run.errors.contains(message), "{options:?}: {}", run.errors);
    }
}

#[test]
fn counts_come_in_every_layout() {
    let text = "Mali's oil, Mali";
    for (layout, out) in [
        (
            "--json",
            "{\"count\":2,\"kind\":\"country\",\"id\":\"country/MLI\",\"name\":\"Mali\"}\n{\"count\":1,\"kind\":\"mineral\",\"id\":\"mineral/crude-oil\",\"name\":\"crude oil\"}\n",
        ),
        (
            "--tsv",
            "count\tkind\tid\tname\n2\tcountry\tcountry/MLI\tMali\n1\tmineral\tmineral/crude-oil\tcrude oil\n",
        ),
        (
            "--csv",
            "count,kind,id,name\n2,country,country/MLI,Mali\n1,mineral,mineral/crude-oil,crude oil\n",
        ),
    ] {
        assert_eq!(tag(&["-c", layout], text).out, out);
    }
}

#[test]
fn counts_are_grouped() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "news.csv", NEWS);
    let by = |by: &str| tag(&["-c", "--csv", "--kind", "country", "--by", by, &path], "");
    assert_eq!(
        by("day").out,
        "day,count,kind,id,name\n2024-06-01,2,country,country/MLI,Mali\n2024-06-01,1,country,country/NER,Niger\n2024-06-01,1,country,country/TCD,Chad\n2024-06-02,1,country,country/MLI,Mali\n"
    );
    assert_eq!(by("paper").out.lines().nth(1).unwrap(), "Daily,2,country,country/MLI,Mali");
    assert!(by("paper").out.contains("\"The \"\"Sun\"\"\",1,country,country/TCD,Chad"));
    assert!(by("file").out.contains(&format!("{path},3,country,country/MLI,Mali\n")));
    let run =
        tag(&["-c", "--by", "file", "--roll-up", &path, &file(&folder, "a.txt", "spodumene")], "");
    assert!(
        run.out.contains("a.txt           1  mineral  mineral/lithium  lithium\n"),
        "{}",
        run.out
    );
    for threads in ["2", "7"] {
        assert_eq!(
            tag(&["-c", "--csv", "--by", "day", "-j", threads, &path], ""),
            tag(&["-c", "--csv", "--by", "day", &path], "")
        );
    }
    let lines = "{\"when\":\"2024-06-01\",\"text\":\"Mali\"}\n{\"when\":\"1 June\",\"text\":\"Mali\"}\n{\"text\":\"Mali\"}\n";
    let run =
        tag(&["-c", "--tsv", "--by", "day", "--date-field", "when", "--input", "jsonl"], lines);
    assert_eq!(
        (run.code, run.out.as_str()),
        (2, "day\tcount\tkind\tid\tname\n2024-06-01\t1\tcountry\tcountry/MLI\tMali\n")
    );
    assert_eq!(
        run.errors,
        "gaztag: standard input: line 2: \"1 June\" is not a date such as 2024-06-01\ngaztag: standard input: line 3: no field with the date; --date-field names one\n"
    );
    assert_eq!(tag(&["-c", "--by", "day"], "Mali").code, 2);
    assert_eq!(tag(&["--by", "file"], "Mali").code, 2);
}

#[test]
fn pairs_are_counted_by_place() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "news.csv", NEWS);
    let pairs = |arguments: &[&str]| {
        let run =
            tag(&[&["--pairs", "country:mineral", "--csv"], arguments, &[&path]].concat(), "");
        assert_eq!((run.code, run.errors.as_str()), (0, ""));
        run.out
    };
    let head = "count,id,with_id,name,with_name\n";
    let gold = "1,country/MLI,mineral/gold,Mali,gold\n";
    let niger = "1,country/NER,mineral/gold,Niger,gold\n";
    assert_eq!(
        pairs(&[]),
        format!("{head}{gold}1,country/MLI,mineral/spodumene,Mali,spodumene\n{niger}")
    );
    assert_eq!(
        pairs(&["--roll-up", "--within", "document"]),
        format!(
            "{head}{gold}1,country/MLI,mineral/lithium,Mali,lithium\n{niger}1,country/TCD,mineral/lithium,Chad,lithium\n"
        )
    );
    let texts = "Oil in Mali\nand in Mali.\n\nOil. Chad";
    let run = tag(&["--pairs", "mineral:country", "--within", "paragraph"], texts);
    assert_eq!(
        run.out,
        "      1  mineral/crude-oil  country/MLI  crude oil  Mali\n      1  mineral/crude-oil  country/TCD  crude oil  Chad\n"
    );
    let page = "<p>Oil in <b>Mali</b></p><p>Gold in Chad</p>";
    let run = tag(&["--pairs", "country:mineral", "--input", "html", "--tsv"], page);
    assert_eq!(run.out.lines().count(), 3, "{}", run.out);
    assert!(tag(&["--pairs", "country:planet"], "Mali").errors.contains("unknown kind \"planet\""));
    for arguments in [
        &["--pairs", "country"][..],
        &["--pairs", "country:bloc", "--stream"],
        &["--pairs", "country:bloc", "-c"],
        &["--pairs", ":"],
    ] {
        assert_eq!(tag(arguments, "Mali").code, 2, "{arguments:?}");
    }
    assert_eq!(tag(&["--pairs", "country:bloc"], "Mali").code, 0);
}

#[test]
fn a_page_shows_hostile_texts_as_text() {
    let folder = TempDir::new().unwrap();
    let text =
        "<script>alert(1)</script> In \"Burkina\n<b>&amp;Faso</b> Mali' \u{0}</mark>\u{FFFD}";
    let path = file(&folder, "<img src=x>.txt", text);
    let lines = file(&folder, "a.jsonl", "{\"id\":\"</div>\",\"text\":\"Chad & so on\"}\n");
    let own = file(&folder, "own.tsv", "key\tname\tform\nx/a\t\"><script>\tquux\n");
    let page = folder.path().join("page.html");
    let page_path = page.display().to_string();
    let run = tag(&["--html", &page_path, "--binary", &path], "");
    assert_eq!(run, Run { code: 0, out: String::new(), errors: String::new() });
    let html = fs::read_to_string(&page).unwrap();
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"));
    let mark = "<mark class=\"country\" data-id=\"country/MLI\" title=\"Mali, name, confidence 93\">Mali</mark>";
    assert!(html.contains(mark), "{html}");
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains('\0'));
    assert!(html.contains("&lt;script&gt;alert(1)") && html.contains("&lt;/mark&gt;"));
    // The old page stays until the new one is complete; it is replaced as a whole.
    let run = tag(&["--html", &page_path, &lines, "/no/such/file"], "");
    assert_eq!(run.code, 2);
    let html = fs::read_to_string(&page).unwrap();
    assert!(
        html.contains("<h2>&lt;/div&gt;</h2>") && html.contains("Chad</mark> &amp; so on</div>"),
        "{html}"
    );
    assert!(!html.contains("script"));
    let run = tag(&["--gazetteer", &own, "--html", &page_path], "quux");
    assert_eq!(run.code, 0, "{}", run.errors);
    assert!(!fs::read_to_string(&page).unwrap().contains("<script"));
    let run = tag(&["--html", &path, &path], "");
    assert!(run.code == 2 && run.errors.contains("the same file as"), "{}", run.errors);
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

#[test]
fn mentions_are_replaced() {
    let folder = TempDir::new().unwrap();
    let text = "Mali left\r\nECOWAS\tand gold\u{1b}.";
    let out = |arguments: &[&str]| replaced(arguments, text).out;
    assert_eq!(out(&[]), "country/MLI left\r\nbloc/ecowas\tand mineral/gold\u{1b}.");
    assert_eq!(
        out(&["--with", "{{{text}|{kind}}}", "--kind", "country"]),
        "{Mali|country} left\r\nECOWAS\tand gold\u{1b}."
    );
    assert_eq!(out(&["--with", "", "--kind", "bloc,mineral"]), "Mali left\r\n\tand \u{1b}.");
    assert_eq!(
        out(&["--with", "{id} {name} {role}", "--id-format", "alpha2", "--kind", "country"]),
        "ML Mali name left\r\nECOWAS\tand gold\u{1b}."
    );
    assert_eq!(replaced(&[], "nothing").code, 1);
    assert_eq!(
        replaced(&["--input", "html"], "<i title='Mali'>Chad").out,
        "<i title='Mali'>country/TCD"
    );
    // Markup inside a name stays: each tag that is opened is closed.
    let html =
        |template: &str, text: &str| replaced(&["--input", "html", "--with", template], text).out;
    for (text, template, expected) in [
        ("<b>Burkina</b> Faso.", "{id}", "<b>country/BFA</b>."),
        ("Burkina <b class='>'>Faso</b>.", "{id}", "country/BFA<b class='>'></b>."),
        ("<i>Burkina</i> <b>Faso</b>", "[{text}|{id}]", "<i>[Burkina Faso|country/BFA]</i><b></b>"),
        ("Burkina <!-- > -->Faso", "{id}", "country/BFA<!-- > -->"),
        ("C&ocirc;te d&rsquo;<i>Ivoire</i>", "{text}", "C&ocirc;te d&rsquo;Ivoire<i></i>"),
        ("<i>Chad</i>", "<a>{text}</a>", "<i><a>Chad</a></i>"),
    ] {
        assert_eq!(html(template, text), expected, "{text}");
    }
    assert_eq!(replaced(&["--with", "{text}"], "Burkina Faso <b>").out, "Burkina Faso <b>");
    // A name in HTML is text, not markup.
    let own = file(&folder, "own.tsv", "key\tform\tname\nfirm/ac\tAcme\tA<B & C\n");
    let options = ["--input", "html", "--gazetteer", &own, "--with", "{name}"];
    assert_eq!(replaced(&options, "<p>Acme").out, "<p>A&lt;B &amp; C");
    assert_eq!(replaced(&options[2..], "<p>Acme").out, "<p>A<B & C");
    let path =
        file(&folder, "a.jsonl", "{\"id\":\"x\",\"text\":\"\\\"Mali\\\"\"}\n{\"text\":\"Chad\"}\n");
    for threads in ["1", "2"] {
        let run = replaced(&["--with", "<{id}>", "-j", threads, &path], "");
        assert_eq!(
            run.out,
            "{\"id\":\"x\",\"text\":\"\\\"<country/MLI>\\\"\"}\n{\"text\":\"<country/TCD>\"}\n"
        );
    }
    for template in ["{nope}", "{", "}"] {
        let run = replaced(&["--with", template], "Mali");
        assert!(run.code == 2 && run.errors.contains('{'), "{template}: {}", run.errors);
    }
    // Ill-formed bytes are kept.
    let bytes = gaztag(&["replace"]).write_stdin(b"Mali \xFF".to_vec()).output().unwrap();
    assert_eq!(bytes.stdout, b"country/MLI \xFF");
}

#[test]
fn replacing_keeps_the_other_fields_of_documents() {
    let folder = TempDir::new().unwrap();
    let lines = file(
        &folder,
        "a.jsonl",
        [
            r#"{ "id": 7, "text": "Mali", "n": 1.50, "tags": ["Chad", null], "x": "\u00e9" }"#,
            r#"  {"meta":{"text":"Chad"},"text":"Chad \ud800"}  "#,
            r#"{"text":null,"n":1}"#,
            "no object",
        ]
        .join("\r\n"),
    );
    for threads in ["1", "2"] {
        let run = replaced(&["-j", threads, &lines], "");
        assert_eq!(
            run.out.lines().collect::<Vec<_>>(),
            [
                r#"{ "id": 7, "text": "country/MLI", "n": 1.50, "tags": ["Chad", null], "x": "\u00e9" }"#,
                "{\"meta\":{\"text\":\"Chad\"},\"text\":\"country/TCD \u{FFFD}\"}",
                r#"{"text":null,"n":1}"#,
            ],
            "{}",
            run.errors
        );
        assert!(run.code == 2 && run.errors.contains("line 4: "), "{}", run.errors);
    }
    // The text may be in an object.
    let run = replaced(
        &["--text-field", "meta.text", "--input", "jsonl"],
        r#"{"meta":{"a":1,"text":"Chad"},"text":"Chad"}"#,
    );
    assert_eq!(run.out, "{\"meta\":{\"a\":1,\"text\":\"country/TCD\"},\"text\":\"Chad\"}\n");
    // Of tables, all columns.
    for (name, table) in [
        ("a.csv", "id,text,\"say \"\"\"\"\"\n1,\"Mali and\nChad\",Niger\n"),
        ("a.tsv", "id\ttext\tsay \"\"\n1\tMali and Chad\tNiger\n"),
    ] {
        let run = replaced(&[&file(&folder, name, table)], "");
        let row: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(row["text"].as_str().unwrap().replace('\n', " "), "country/MLI and country/TCD");
        assert_eq!((&row["id"], &row["say \"\""]), (&"1".into(), &"Niger".into()), "{name}");
        assert!(run.out.starts_with("{\"id\":"), "{}", run.out);
    }
}

#[test]
fn what_texts_are_about() {
    let text = "Mali raises tax on gold\n\nMali said miners of gold pay more. Chad did not.\n";
    let run = tag(&["--about"], text);
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    assert_eq!(
        run.out,
        "6\tcountry/MLI\tMali\t2 mentions, in the title\n\
         6\tmineral/gold\tgold\t2 mentions, in the title\n\
         3\tcountry/TCD\tChad\t1 mention, in the lead\n"
    );
    let folder = TempDir::new().unwrap();
    let news =
        file(&folder, "news.jsonl", "{\"id\":\"a\",\"text\":\"Gold of Mali\"}\n{\"text\":\"x\"}\n");
    let run = tag(&["--about", "--json", "--id-format", "alpha2", &news], "");
    let lines: Vec<serde_json::Value> =
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["doc"], &lines[0]["id"]), (&"a".into(), &"ML".into()));
    assert_eq!((&lines[1]["weight"], &lines[1]["lead"]), (&5.into(), &true.into()));
    // Places count for their countries, minerals as what they are traded as, if asked.
    let folder = TempDir::new().unwrap();
    let cities = "key\trole\tform\tattr:country\ncity/gao\tname\tGao\tMali\ncity/nowhere\tname\tErewhon\tnone\ncity/perth\tname\tPerth\tAU\n";
    let cities = file(&folder, "cities.tsv", cities);
    let text = "Gao and Bamako buy spodumene\n\nGao is not Erewhon. It has lithium.\n";
    let about = |arguments: &[&str]| {
        let run = tag(&[&["--about", "--gazetteer", &cities], arguments].concat(), text);
        let ids =
            run.out.lines().map(|line| line.split('\t').take(2).collect::<Vec<_>>().join(" "));
        (run.code, ids.collect::<Vec<_>>(), run.errors)
    };
    let (code, ids, errors) = about(&[]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert_eq!(ids, ["6 city/gao", "5 mineral/spodumene"]);
    let (_, ids, _) = about(&["--places", "--roll-up"]);
    assert_eq!(ids, ["7 country/MLI", "6 mineral/lithium"]);
    // AU means a bloc too.
    let run = tag(&["--about", "--places", "--gazetteer", &cities], "Perth");
    assert!(run.out.starts_with("5\tcountry/AUS\t"), "{}", run.out);
    assert_eq!(tag(&["--places"], "Mali").code, 2);
    // The places of the examples count where no country is a topic by its own names.
    let places = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/places.tsv");
    for (text, topics) in [
        ("Shares fall in Toronto", ["country/CAN"].as_slice()),
        ("Traders in London\n\nZurich and Mumbai", &["country/GBR", "country/CHE", "country/IND"]),
        ("Traders in London\n\nMali sells Zurich gold", &["country/MLI"]),
    ] {
        let run = tag(
            &["--about", "--places", "--kind", "country,city,division", "--gazetteer", places],
            text,
        );
        let ids: Vec<&str> = run.out.lines().filter_map(|line| line.split('\t').nth(1)).collect();
        assert_eq!(ids, topics, "{text}");
    }
    assert_eq!(tag(&["--about"], "nothing").code, 1);
    // It names something, but is about nothing.
    let run = tag(&["--about"], format!("News\n{} Mali", "x".repeat(500)));
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    for arguments in [["--about", "--tsv"], ["--about", "-c"], ["--about", "--stream"]] {
        assert_eq!(tag(&arguments, "Mali").code, 2, "{arguments:?}");
    }
}

#[test]
fn values_of_several_files_have_the_name_of_their_file() {
    let folder = TempDir::new().unwrap();
    let line = "{\"text\":\"Mali\"}\n";
    let [one, other] = ["a.jsonl", "b.jsonl"].map(|name| file(&folder, name, line));
    let lines = tag(&[&one, &other], "").out;
    assert_eq!(
        lines,
        format!("{one}:1:0-4\tcountry/MLI\tMali\n{other}:1:0-4\tcountry/MLI\tMali\n")
    );
    assert_eq!(tag(&[&one], "").out, "1:0-4\tcountry/MLI\tMali\n");
    let values = tag(&["--csv", "-H", &one, &other], "").out;
    let mut values = values.lines();
    assert!(values.next().unwrap().starts_with("file,doc,start,"));
    assert!(values.next().unwrap().starts_with(&format!("{one},1,0,4,Mali,")));
    let json = tag(&["--json", "-H", "--input", "jsonl"], line).out;
    assert!(json.starts_with("{\"doc\":1,\"file\":\"-\",\"start\":0,"), "{json}");
    assert!(!tag(&["--json", &one], "").out.contains("file"));
}
