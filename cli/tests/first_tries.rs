//! What people try first: inputs that are given by mistake, and files of other programs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::fs;

use common::{Run, file, gaztag, tag};
use tempfile::TempDir;

/// Runs `gaztag` with some arguments.
fn run(arguments: &[&str]) -> Run {
    let output = gaztag(arguments).write_stdin("").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: text(output.stdout),
        errors: text(output.stderr),
    }
}

#[test]
fn files_of_other_programs_are_named() {
    let folder = TempDir::new().unwrap();
    for (name, content, error) in [
        ("a.pdf", b"%PDF-1.7\n(Mali)".as_slice(), "a PDF file, not text; pdftotext"),
        ("a.docx", b"PK\x03\x04\x14\0Mali", "a ZIP archive, such as .docx or .xlsx"),
        ("a.txt.xz", b"\xFD7zXZ\0\0Mali", "compressed with xz; xz -dc"),
        ("a.txt.bz2", b"BZh91AY&SY Mali", "compressed with bzip2; bzip2 -dc"),
        ("a.bin", b"Mali\0", "not text: NUL at byte 4; use --encoding"),
    ] {
        let path = file(&folder, name, content);
        let refused = run(&["tag", &path]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{name}");
        assert!(refused.errors.contains(error), "{name}: {}", refused.errors);
        assert_eq!(run(&["tag", "-o", "--binary", &path]).out, "Mali\n", "{name}");
    }
    // What only begins alike is text.
    for text in ["%PDF Mali", "PK Mali", "BZh9 Mali", "%PD"] {
        assert_eq!(tag(&["-o"], text).errors, "", "{text}");
    }
}

#[test]
fn a_text_in_the_place_of_a_file_has_a_hint() {
    let missing = run(&["tag", "Mali sells gold"]);
    assert_eq!(missing.code, 2);
    assert!(missing.errors.contains("echo 'TEXT' | gaztag tag"), "{}", missing.errors);
    for path in ["no file.txt", "no/such file", "missing"] {
        let missing = run(&["tag", path]);
        assert!(missing.code == 2 && !missing.errors.contains("echo"), "{}", missing.errors);
    }
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "a.txt", "Mali");
    let usage = run(&[&path]);
    assert!(usage.code == 2 && usage.errors.contains(&format!("'gaztag tag {path}'")));
}

#[test]
fn json_that_is_read_as_text_has_a_warning() {
    let folder = TempDir::new().unwrap();
    let warning = "read as text, but it looks like JSON; --input jsonl";
    for text in ["{\"text\": \"Mali\"}\n", "[\n {\"text\": \"Mali\"}]"] {
        let path = file(&folder, "a.json", text);
        for run in [
            tag(&["-o"], text),
            tag(&["-o", &path], ""),
            tag(&["-o", "--stream"], text),
            tag(&["-o", "--stream", &path], ""),
        ] {
            assert_eq!((run.code, run.out.as_str()), (0, "Mali\n"));
            assert_eq!(run.errors.matches(warning).count(), 1, "{}", run.errors);
        }
        assert_eq!(tag(&["-o", "--input", "text"], text).errors, "");
        assert!(!tag(&["--stream", "--input", "text"], text).errors.contains(warning));
    }
    assert_eq!(tag(&["-o"], "Mali {\"a\": 1}").errors, "");
    assert!(!tag(&["--stream"], "Mali {\"a\": 1}").errors.contains(warning));
}

#[test]
fn mistakes_in_json_lines_have_their_column() {
    let lines = "{\"text\": \"Mali\"}\nnot json\n{\n[1]\n{\"text\": \"Niger\"} x\n";
    let run = tag(&["-o", "--input", "jsonl"], lines);
    assert_eq!((run.code, run.out.as_str()), (2, "Mali\n"));
    for error in [
        "line 2: column 2: expected ident",
        "line 3: the JSON does not end in this line",
        "line 4: invalid type: sequence, expected an object with the document's text",
        "line 5: column 19: trailing characters",
    ] {
        assert!(run.errors.contains(&format!("{error}\n")), "{error}: {}", run.errors);
    }
}

#[test]
fn the_header_of_a_table_shows_its_separator() {
    let folder = TempDir::new().unwrap();
    for (name, table) in [
        ("a.csv", "id;text\n1;\"Mali; so\"\n2;Niger, Chad\n"),
        ("b.csv", "\u{FEFF}\"a,b,c\";text\r\n1;Mali\r\n2;Niger, Chad\r\n"),
        ("c.csv", "id|text\n1|Mali\n2|\"Niger, Chad\"\n"),
        ("d.csv", "id\ttext\n1\tMali\n2\tNiger, Chad\n"),
        ("e.csv", "id,text\n1,Mali\n2,\"Niger; Chad\"\n"),
        ("f.csv", "text\nMali\nNiger; Chad\n"),
    ] {
        let run = tag(&["-o", &file(&folder, name, table)], "");
        assert_eq!((run.out.as_str(), run.errors.as_str()), ("Mali\nNiger\nChad\n", ""), "{name}");
    }
}

#[test]
fn a_field_that_no_document_has_is_reported() {
    let lines = "{\"text\": \"Mali\", \"topic\": \"x\"}\n{\"text\": \"Niger\"}\n";
    for arguments in [&["-c", "--by", "month"][..], &["--csv", "--keep", "topic,month"]] {
        for threads in ["1", "2"] {
            let all = [arguments, &["--input", "jsonl", "-j", threads]].concat();
            let run = tag(&all, lines);
            assert_eq!(run.errors, "gaztag: warning: no document has a field \"month\"\n");
            assert_eq!(run.code, 0);
        }
    }
    assert_eq!(tag(&["-c", "--by", "month", "--input", "jsonl"], "").errors, "");
}

#[test]
fn an_unknown_language_is_reported() {
    let run = tag(&["-o", "--lang", "xx"], "Mali");
    assert!(run.errors.contains("no name has the language xx"), "{}", run.errors);
    assert_eq!(tag(&["-o", "--lang", "fr,en"], "Mali").errors, "");
}

#[test]
fn a_page_about_nothing_does_not_replace_another() {
    let folder = TempDir::new().unwrap();
    let page = file(&folder, "page.html", "old");
    for arguments in
        [&["report", "missing.txt", "-o", &page][..], &["tag", "missing.txt", "--html", &page]]
    {
        let run = run(arguments);
        assert_eq!(run.code, 2);
        assert!(run.errors.contains("missing.txt: "), "{}", run.errors);
        assert!(run.errors.contains("page.html: not written, because no input"), "{}", run.errors);
        assert_eq!(fs::read_to_string(&page).unwrap(), "old");
    }
    // An empty text can be read.
    let empty = file(&folder, "empty.txt", "");
    assert_eq!(run(&["report", &empty, "missing.txt", "-o", &page]).code, 2);
    assert!(fs::read_to_string(&page).unwrap().contains("1 text, 0 mentions"));
}

#[test]
fn a_hyphen_as_output_is_standard_output() {
    let folder = TempDir::new().unwrap();
    let (text, names) = (file(&folder, "a.txt", "Mali"), file(&folder, "b.txt", "Acme\n"));
    for arguments in [
        &["tag", "--html", "-", &text][..],
        &["report", &text, "-o", "-"],
        &["import", &names, "--kind", "company", "-o", "-"],
    ] {
        let output = gaztag(arguments).current_dir(&folder).output().unwrap();
        assert!(output.status.success() && !output.stdout.is_empty(), "{arguments:?}");
        assert!(!folder.path().join("-").exists(), "{arguments:?}");
    }
    // An error names the file that was asked for.
    let output = folder.path().join("no/page.html").display().to_string();
    let refused = run(&["report", &text, "-o", &output]);
    assert_eq!(
        refused.errors,
        format!("gaztag: {output}: No such file or directory (os error 2)\n")
    );
}

#[test]
fn what_is_not_a_gazetteer_file_is_named() {
    let folder = TempDir::new().unwrap();
    let list = file(&folder, "names.txt", "# names\nAcme\nBarrick Gold\n");
    let table = file(&folder, "own.tsv", "key\tform\nfirm/acme\tAcme\n");
    let image = folder.path().join("own.gaz").display().to_string();
    assert_eq!(run(&["build", &table, "-o", &image]).code, 0);
    for (path, errors) in [
        (&list, ["line 2, column 1", "no header: the first row must name", "`gaztag import`"]),
        (&image, ["an image, not a gazetteer file", "loaded as it is", "gaztag list --gazetteer"]),
    ] {
        for more in [&[][..], &["--suggest"], &["--format", "jsonl"]] {
            let refused = run(&[&["check", path][..], more].concat());
            assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{path} {more:?}");
            let expected = more.len() > 1 && path == &list;
            for error in errors.iter().filter(|_| !expected) {
                assert!(refused.errors.contains(error), "{error}: {}", refused.errors);
            }
        }
    }
    let refused = run(&["tag", "--gazetteer", &list]);
    assert!(refused.code == 2 && refused.errors.contains("`gaztag import`"), "{}", refused.errors);
}

#[test]
fn nothing_is_printed_before_the_first_good_input() {
    let folder = TempDir::new().unwrap();
    let text = file(&folder, "a.txt", "nothing");
    let zip = file(&folder, "a.zip", b"PK\x03\x04\x14");
    let lines = file(&folder, "a.jsonl", "");
    let own = file(&folder, "own.tsv", "key\tform\nfirm/acme\tAcme Corp\n");
    for command in [&["tag"][..], &["screen", "--gazetteer", &own]] {
        for form in ["--tsv", "--csv"] {
            let printed = |inputs: &[&str]| run(&[command, &[form], inputs].concat());
            for inputs in
                [&["missing.txt"][..], &[&zip], &[&zip, "missing.txt"], &["--keep", "x", "x.csv"]]
            {
                let wrong = printed(inputs);
                assert_eq!((wrong.code, wrong.out.as_str()), (2, ""), "{form} {inputs:?}");
            }
            // With an input that can be read there are columns, also of nothing.
            for (inputs, code) in [(&[&*text][..], 1), (&[&lines], 1), (&[&zip, &text], 2)] {
                let good = printed(inputs);
                assert_eq!((good.code, good.out.lines().count()), (code, 1), "{form} {inputs:?}");
            }
        }
    }
    assert_eq!(run(&["members", "nope", "--tsv"]).out, "");
    assert_eq!(run(&["members", "nope", "eu", "--tsv", "--on", "2024"]).out.lines().count(), 28);
}

#[test]
fn options_without_an_effect_are_refused() {
    for (arguments, error) in [
        (
            &["tag", "-o", "--id-format", "alpha3"][..],
            "--id-format has no effect with --only-matching (-o)",
        ),
        (&["tag", "--json", "--on", "2024"], "--on needs --with members"),
        (&["tag", "--json", "--on", "2024", "--with", "attributes"], "--on needs --with members"),
        (&["tag", "-o", "--offsets", "chars"], "--offsets has no effect"),
        (&["tag", "-c", "--offsets", "utf16"], "--offsets has no effect"),
        (&["tag", "-c", "-H"], "--with-filename (-H) has no effect here"),
        (&["replace", "--with", "<{kind}>", "--id-format", "alpha3"], "without {id} in --with"),
    ] {
        let refused = run(arguments);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{arguments:?}");
        assert!(refused.errors.contains(error), "{arguments:?}: {}", refused.errors);
    }
    for arguments in [
        &["tag", "-c", "--id-format", "alpha3"][..],
        &["tag", "--json", "--on", "2024", "--with", "members"],
        &["tag", "--explain", "--offsets", "chars"],
        &["tag", "--about", "-H"],
        &["replace", "--with", "<{id}>", "--id-format", "alpha3"],
    ] {
        assert_eq!(run(arguments).code, 1, "{arguments:?}");
    }
}

#[test]
fn a_name_of_several_words_needs_quotes() {
    for (command, words, hint) in [
        ("show", &["ivory", "coast"][..], "\"ivory coast\""),
        ("show", &["MLI", "united", "states", "of", "america"], "\"united states of america\""),
        ("show", &["Mali", "south", "sudan"], "\"south sudan\""),
    ] {
        let run = run(&[&[command][..], words].concat());
        assert_eq!(run.code, 2);
        assert_eq!(
            run.errors,
            format!("gaztag: a name of several words needs quotes: {hint}\n"),
            "{words:?}"
        );
    }
}

/// An unknown name, kind, attribute or option is an error for every command.
#[test]
fn unknown_names_have_one_exit_status() {
    for arguments in [
        &["show", "nope"][..],
        &["show", "Mali", "nope"],
        &["show", "Congo"],
        &["members", "nope"],
        &["blocs", "nope"],
        &["list", "--kind", "nope"],
        &["list", "--where", "nope=1"],
        &["tag", "--kind", "nope"],
        &["man", "nope"],
    ] {
        assert_eq!(run(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn nothing_is_like_an_empty_name() {
    assert!(!run(&["show", ""]).errors.contains("did you mean"));
}
