//! Input that is not plain UTF-8: encodings, compressed files, and bytes that are not text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::io::Write;

use common::{file, tag};
use tempfile::TempDir;

const TEXT: &str = "Côte d’Ivoire, 🙂 Mali";
const MENTIONS: &str = "0-16\tcountry/CIV\tCôte d’Ivoire\n23-27\tcountry/MLI\tMali\n";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn utf16_is_recognised_by_its_mark() {
    let marked = format!("\u{FEFF}{TEXT}");
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let run = tag(&[], utf16(&marked, bytes));
        assert_eq!((run.code, run.out.as_str(), run.errors.as_str()), (0, MENTIONS, ""));
        let run = tag(&["--offsets", "utf16", "-"], utf16(&marked, bytes));
        assert_eq!(run.out, "0-13\tcountry/CIV\tCôte d’Ivoire\n18-22\tcountry/MLI\tMali\n");
        let run = tag(&["--stream"], utf16(&marked, bytes));
        assert_eq!(run.out, MENTIONS);
        let line = serde_json::json!({ "text": TEXT }).to_string();
        let run =
            tag(&["--input", "jsonl", "-o"], utf16(&format!("\u{FEFF}{line}\n\n{line}"), bytes));
        assert_eq!(
            (run.out.as_str(), run.errors.as_str()),
            ("Côte d’Ivoire\nMali\nCôte d’Ivoire\nMali\n", "")
        );
    }
}

#[test]
fn other_encodings_are_chosen_by_label() {
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode("Côte d’Ivoire, Mali");
    let (cyrillic, _, _) = encoding_rs::KOI8_R.encode("Россия и Мали");
    for (label, bytes, found) in [
        ("latin1", latin.to_vec(), "Côte d’Ivoire\nMali\n"),
        ("Windows-1252", latin.to_vec(), "Côte d’Ivoire\nMali\n"),
        ("koi8-r", cyrillic.to_vec(), "Россия\nМали\n"),
        ("utf-16le", utf16("Mali", u16::to_le_bytes), "Mali\n"),
        ("utf-8", b"Mali".to_vec(), "Mali\n"),
        // A mark takes precedence over a label.
        ("latin1", "\u{FEFF}Côte d’Ivoire".into(), "Côte d’Ivoire\n"),
        ("latin1", utf16("\u{FEFF}Mali", u16::to_be_bytes), "Mali\n"),
    ] {
        let run = tag(&["-o", "--encoding", label], bytes);
        assert_eq!((run.code, run.out.as_str(), run.errors.as_str()), (0, found, ""), "{label}");
    }
    for label in ["utf-9", "iso-2022-kr"] {
        let run = tag(&["--encoding", label], "Mali");
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(
            run.errors.contains(label) && run.errors.contains("windows-1252"),
            "{}",
            run.errors
        );
    }
}

#[test]
fn compressed_files_are_read_by_their_first_bytes() {
    let folder = TempDir::new().unwrap();
    let skippable = [b"\x50\x2A\x4D\x18\x03\0\0\0abc".to_vec(), zstd(TEXT.as_bytes())].concat();
    let (first, second) = TEXT.as_bytes().split_at(20);
    for bytes in [
        gzip(TEXT.as_bytes()),
        zstd(TEXT.as_bytes()),
        [gzip(first), gzip(second)].concat(),
        [zstd(first), zstd(b""), zstd(second)].concat(),
        skippable,
        gzip(&utf16(&format!("\u{FEFF}{TEXT}"), u16::to_le_bytes)),
    ] {
        let path = file(&folder, "text", &bytes);
        for run in [tag(&[&path], ""), tag(&[], bytes.clone()), tag(&["--stream", &path], "")] {
            assert_eq!((run.code, run.out.as_str()), (0, MENTIONS));
        }
    }
    let lines = format!("{}\n", serde_json::json!({ "text": TEXT }));
    for bytes in [gzip(lines.as_bytes()), zstd(lines.as_bytes())] {
        assert_eq!(tag(&["--input", "jsonl", "-o"], bytes).out, "Côte d’Ivoire\nMali\n");
    }
}

#[test]
fn damaged_files_are_reported_and_not_printed() {
    let folder = TempDir::new().unwrap();
    let text = "Mali and Niger and Chad, ".repeat(20_000);
    let good = file(&folder, "good.txt", "Ghana");
    for (name, format, whole) in
        [("a.gz", "gzip", gzip(text.as_bytes())), ("a.zst", "zstd", zstd(text.as_bytes()))]
    {
        let mut flipped = whole.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 0x55;
        let mut sum = whole.clone();
        let at = sum.len() - if format == "gzip" { 8 } else { 4 };
        sum[at] ^= 1;
        let garbage = [whole.as_slice(), b"garbage"].concat();
        for (what, bytes) in [
            ("cut", whole[..whole.len() - 20].to_vec()),
            ("head only", whole[..10].to_vec()),
            ("flipped", flipped),
            ("sum", sum),
            ("garbage", garbage),
        ] {
            let bad = file(&folder, name, bytes);
            let run = tag(&["-o", &bad, &good], "");
            assert_eq!((run.code, run.out.as_str()), (2, "Ghana\n"), "{what}");
            assert!(
                run.errors
                    .starts_with(&format!("gaztag: {bad}: {format} data cannot be decompressed: "))
                    && run.errors.lines().count() == 1,
                "{what}: {}",
                run.errors
            );
        }
        // A stream prints what comes before the damage.
        let cut = file(&folder, name, &whole[..whole.len() - 20]);
        let run = tag(&["--stream", "-o", &cut], "");
        assert!(run.code == 2 && run.errors.contains("cannot be decompressed"), "{}", run.errors);
        // So do JSON Lines.
        let lines: String =
            (0..100_000).map(|n| format!("{{\"id\":{n},\"text\":\"Mali\"}}\n")).collect();
        let whole = if format == "gzip" { gzip(lines.as_bytes()) } else { zstd(lines.as_bytes()) };
        let run = tag(&["--input", "jsonl", "-o"], &whole[..whole.len() - 20]);
        assert!(
            run.code == 2
                && run.out.starts_with("Mali\n")
                && run
                    .errors
                    .contains(&format!("standard input: {format} data cannot be decompressed")),
            "{}",
            run.errors
        );
    }
}

#[test]
fn bytes_that_are_not_text_are_refused() {
    let folder = TempDir::new().unwrap();
    let binary = b"Mali and \0 Niger".to_vec();
    let path = file(&folder, "binary", &binary);
    for bytes in [
        binary.clone(),
        gzip(&binary),
        utf16("Mali", u16::to_le_bytes),
        b"\xFF\xFE\0\0M\0\0\0a\0\0\0".to_vec(),
    ] {
        let run = tag(&[], bytes);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(
            run.errors.starts_with("gaztag: standard input: not text: NUL at byte "),
            "{}",
            run.errors
        );
        assert!(
            run.errors.contains("--encoding utf-16le") && run.errors.contains("--binary"),
            "{}",
            run.errors
        );
    }
    assert!(
        tag(&["--explain", &path], "")
            .errors
            .contains(&format!("{path}: not text: NUL at byte 9;"))
    );
    assert!(tag(&["--stream", &path], "").errors.contains("NUL at byte 9;"));
    let run = tag(&["--binary", &path], "");
    assert_eq!(
        (run.code, run.out.as_str(), run.errors.as_str()),
        (0, "0-4\tcountry/MLI\tMali\n11-16\tcountry/NER\tNiger\n", "")
    );
    let program = std::env::current_exe().unwrap().display().to_string();
    let run = tag(&[&program], "");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    let run = tag(&[&folder.path().display().to_string()], "");
    assert!(run.code == 2 && run.errors.contains("is a directory, not a file"), "{}", run.errors);
}

#[test]
fn ill_formed_bytes_are_counted_in_one_warning() {
    let folder = TempDir::new().unwrap();
    let text = b"Mali\xC3 Niger\xFF\xFE and \xE2\x80".to_vec();
    let path = file(&folder, "text.txt", &text);
    for arguments in [vec![path.as_str()], vec!["--stream", &path]] {
        let run = tag(&arguments, "");
        assert_eq!(
            (run.code, run.out.as_str()),
            (0, "0-4\tcountry/MLI\tMali\n6-11\tcountry/NER\tNiger\n")
        );
        assert!(
            run.errors.ends_with(&format!("gaztag: warning: {path}: 4 ill-formed sequences of UTF-8, the first at byte 4; use --encoding if it has another encoding\n")),
            "{}",
            run.errors
        );
    }
    // Decoded text has replacements; the offset is that in the file.
    let lone = [
        utf16("\u{FEFF}Mali ", u16::to_le_bytes),
        vec![0, 0xD8],
        utf16(" Niger", u16::to_le_bytes),
    ]
    .concat();
    let run = tag(&["-"], lone);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "0-4\tcountry/MLI\tMali\n9-14\tcountry/NER\tNiger\n")
    );
    assert_eq!(
        run.errors,
        "gaztag: warning: standard input: 1 ill-formed sequence of UTF-16LE, the first at byte 12; use --encoding if it has another encoding\n"
    );
    let run = tag(&["--encoding", "shift_jis", "-c"], b"Mali \x80\xFF".to_vec());
    assert!(run.code == 0 && run.errors.contains("of Shift_JIS"), "{}", run.errors);
    // The mark of UTF-8 causes no warning, and offsets count its bytes.
    let run = tag(&[], "\u{FEFF}Mali");
    assert_eq!((run.out.as_str(), run.errors.as_str()), ("3-7\tcountry/MLI\tMali\n", ""));
}
