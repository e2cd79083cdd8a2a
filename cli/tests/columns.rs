//! Parquet and Arrow IPC: columns as input, mentions as Parquet.

#![cfg(feature = "parquet")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::fs;
use std::io::Write;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, UInt8Type, UInt64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int64Array,
    LargeStringArray, ListArray, RecordBatch, StringArray, StringViewArray, StructArray,
    TimestampMillisecondArray,
};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use arrow_schema::Field;
use common::{Run, file, gaztag, tag};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::WriterProperties;
use tempfile::TempDir;

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, of)| (name, of, true)))
        .unwrap()
}

/// Runs `gaztag replace`.
fn replaced(arguments: &[&str]) -> Run {
    let output = gaztag(&["replace"]).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: text(output.stdout),
        errors: text(output.stderr),
    }
}

/// Three documents; the second has no text and no day.
fn news() -> RecordBatch {
    batch(vec![
        ("unused", Arc::new(BooleanArray::from(vec![true, false, true]))),
        ("id", Arc::new(Int64Array::from(vec![Some(7), Some(8), None]))),
        ("text", Arc::new(StringArray::from(vec![Some("Mali, \"gold\""), None, Some("Chad")]))),
        ("date", Arc::new(Date32Array::from(vec![Some(19_000), None, Some(19_001)]))),
        ("url", Arc::new(StringArray::from(vec![Some("a\"b"), Some("c"), None]))),
        ("share", Arc::new(Float64Array::from(vec![0.5, 1.0, f64::NAN]))),
    ])
}

fn as_parquet(batch: &RecordBatch, compression: Compression) -> Vec<u8> {
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

fn as_arrow_file(batch: &RecordBatch, compression: Option<CompressionType>) -> Vec<u8> {
    let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
    let mut writer =
        FileWriter::try_new_with_options(Vec::new(), &batch.schema(), options).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

fn as_arrow_stream(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The files of one batch in every format, with the ends of their names.
fn files(batch: &RecordBatch) -> Vec<(&'static str, Vec<u8>)> {
    let plain = as_parquet(batch, Compression::UNCOMPRESSED);
    vec![
        ("snappy.parquet", as_parquet(batch, Compression::SNAPPY)),
        ("gzip.parquet", as_parquet(batch, Compression::GZIP(GzipLevel::default()))),
        ("zstd.parquet", as_parquet(batch, Compression::ZSTD(ZstdLevel::default()))),
        ("lz4.parquet", as_parquet(batch, Compression::LZ4_RAW)),
        ("a.parquet.gz", gzip(&plain)),
        ("a.parquet.zst", zstd::encode_all(&*plain, 1).unwrap()),
        ("a.parquet", plain),
        ("a.arrow", as_arrow_file(batch, None)),
        ("lz4.feather", as_arrow_file(batch, Some(CompressionType::LZ4_FRAME))),
        ("zstd.feather", as_arrow_file(batch, Some(CompressionType::ZSTD))),
        ("a.arrows", as_arrow_stream(batch)),
        ("a.arrows.gz", gzip(&as_arrow_stream(batch))),
    ]
}

fn ok(out: &str) -> Run {
    Run { code: 0, out: out.into(), errors: String::new() }
}

#[test]
fn rows_of_every_format_are_documents() {
    let folder = TempDir::new().unwrap();
    let out = "7:0-4\tcountry/MLI\tMali\n7:7-11\tmineral/gold\tgold\n3:0-4\tcountry/TCD\tChad\n";
    for (name, bytes) in files(&news()) {
        let path = file(&folder, name, &bytes);
        assert_eq!(tag(&[&path], ""), ok(out), "{name}");
        assert_eq!(tag(&["-j", "2", &path], ""), ok(out), "{name}");
        // A pipe, without a name.
        assert_eq!(tag(&["--input", "parquet"], bytes), ok(out), "{name}");
    }
    let root = folder.path().display().to_string();
    let run = tag(&["-r", "-o", &root], "");
    assert_eq!((run.code, run.out), (0, "Mali\ngold\nChad\n".repeat(12)));
}

#[test]
fn fields_are_values_of_json() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "a.parquet", as_parquet(&news(), Compression::SNAPPY));
    let run = tag(&["--json", "--keep", "url,share,date,unused", &path], "");
    let fields: Vec<String> = run
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| format!("{} {}", line["doc"], line["fields"]))
        .collect();
    let first =
        "7 {\"date\":\"2022-01-08\",\"share\":0.5,\"unused\":true,\"url\":\"a\\\"b\"}".to_string();
    let last = "3 {\"date\":\"2022-01-09\",\"share\":null,\"unused\":true,\"url\":null}".into();
    assert_eq!((run.code, fields), (0, vec![first.clone(), first, last]), "{}", run.errors);
    // The text of a row without a day has no mentions, but a day is needed.
    let run = tag(&["-c", "--by", "day", "--tsv", &path], "");
    assert!(run.out.contains("2022-01-08\t1\tcountry\tcountry/MLI\tMali\n"), "{}", run.out);
    assert_eq!(
        (run.code, run.errors),
        (2, format!("gaztag: {path}: row 2: no field with the date; --date-field names one\n"))
    );
}

#[test]
fn texts_of_every_type_are_read() {
    let folder = TempDir::new().unwrap();
    let texts = ["Mali", "", "Mali", "Niger"];
    let dictionary: DictionaryArray<Int32Type> = texts.into_iter().collect();
    let columns: [ArrayRef; 3] = [
        Arc::new(LargeStringArray::from_iter_values(texts)),
        Arc::new(StringViewArray::from_iter_values(texts)),
        Arc::new(dictionary),
    ];
    for column in columns {
        let name = column.data_type().to_string();
        let lists =
            ListArray::from_iter_primitive::<Int32Type, _, _>((0..4).map(|n| Some([Some(n)])));
        let times = TimestampMillisecondArray::from(vec![1_717_243_200_000; 4]);
        let batch =
            batch(vec![("body", column), ("lists", Arc::new(lists)), ("time", Arc::new(times))]);
        for bytes in [as_parquet(&batch, Compression::SNAPPY), as_arrow_file(&batch, None)] {
            let path = file(&folder, "a.parquet", bytes);
            let arguments = ["--text-column", "body", "-o", &path];
            assert_eq!(tag(&arguments, ""), ok("Mali\nMali\nNiger\n"), "{name}");
            let run = tag(&[&arguments[..2], &["--csv", "--keep=lists,time", &path]].concat(), "");
            assert!(run.out.ends_with(",[3],2024-06-01T12:00:00\n"), "{name} {}", run.out);
            let by_day = ["-c", "--by", "day", "--date-field", "time", "--csv", &path];
            let run = tag(&[&arguments[..2], &by_day].concat(), "");
            assert!(run.out.contains("\n2024-06-01,2,country,"), "{name} {}", run.out);
        }
    }
}

#[test]
fn fields_of_objects_are_found_by_their_path() {
    let folder = TempDir::new().unwrap();
    let strings =
        |texts: [Option<&str>; 4]| -> ArrayRef { Arc::new(StringArray::from(texts.to_vec())) };
    let field = |name: &str, of: &ArrayRef| Field::new(name, of.data_type().clone(), true);
    let object = |fields: Vec<(&str, ArrayRef)>, present: [bool; 4]| -> ArrayRef {
        let (names, values): (Vec<Field>, Vec<ArrayRef>) =
            fields.into_iter().map(|(name, of)| (field(name, &of), of)).unzip();
        Arc::new(StructArray::new(names.into(), values, Some(present.to_vec().into())))
    };
    let body = strings([Some("Mali"), Some("Chad"), None, Some("Niger")]);
    let url = strings([Some("u"), Some("v"), Some("w"), None]);
    let inner = object(vec![("body", body), ("url", url)], [true, true, true, true]);
    // The second document is null, whatever is in it.
    let outer = object(vec![("doc", inner)], [true, false, true, true]);
    let ids = strings([Some("p"), Some("q"), Some("r"), Some("s")]);
    let batch = batch(vec![("id", ids.clone()), ("a", outer), ("a.id", ids)]);
    for (name, bytes) in files(&batch) {
        let path = file(&folder, name, &bytes);
        let arguments = [
            "--text-field",
            "a.doc.body",
            "--id-field",
            "a.id",
            "--csv",
            "--keep",
            "a.doc.url",
            &path,
        ];
        let run = tag(&arguments, "");
        let rows: Vec<String> = run
            .out
            .lines()
            .skip(1)
            .map(|row| row.split(',').collect::<Vec<_>>())
            .map(|row| format!("{} {} {}", row[0], row[3], row[row.len() - 1]))
            .collect();
        assert_eq!((run.code, rows), (0, vec!["p Mali u".into(), "s Niger ".into()]), "{name}");
    }
    let path = file(&folder, "b.parquet", as_parquet(&batch, Compression::SNAPPY));
    // With the text replaced, each row is an object with all columns.
    let run = replaced(&["--text-field", "a.doc.body", &path]);
    let rows: Vec<&str> = run.out.lines().collect();
    assert_eq!(
        rows,
        [
            r#"{"id":"p","a":{"doc":{"body":"country/MLI","url":"u"}},"a.id":"p"}"#,
            r#"{"id":"q","a":null,"a.id":"q"}"#,
            r#"{"id":"r","a":{"doc":{"url":"w"}},"a.id":"r"}"#,
            r#"{"id":"s","a":{"doc":{"body":"country/NER"}},"a.id":"s"}"#,
        ],
        "{}",
        run.errors
    );
    let path_of_news = file(&folder, "news.parquet", as_parquet(&news(), Compression::SNAPPY));
    let run = replaced(&[&path_of_news]);
    let first = r#"{"unused":true,"id":7,"text":"country/MLI, \"mineral/gold\"","date":"2022-01-08","url":"a\"b","share":0.5}"#;
    let second = r#"{"unused":false,"id":8,"text":null,"date":null,"url":"c","share":1.0}"#;
    assert_eq!(run.out.lines().take(2).collect::<Vec<_>>(), [first, second]);
    let run = tag(&["--text-field", "a.doc", &path], "");
    assert!(run.errors.contains("column \"a.doc\" has values of type Struct("), "{}", run.errors);
    let run = tag(&["--text-field", "a.none", &path], "");
    assert!(run.errors.contains("the columns are id, a, a.id, a.doc, a.doc.body, a.doc.url;"));
}

#[test]
fn mistakes_name_the_file_and_the_column() {
    let folder = TempDir::new().unwrap();
    let good = file(&folder, "good.txt", "Mali");
    let whole = as_parquet(&news(), Compression::SNAPPY);
    for (name, bytes, arguments, message) in [
        (
            "a.parquet",
            &*whole,
            &["--text-column=body"][..],
            "no column \"body\"; the columns are unused, id, text, date, url, share; --text-column names another",
        ),
        (
            "a.parquet",
            &whole,
            &["--text-column=share"],
            "column \"share\" has values of type Float64, not text; --text-column names another",
        ),
        ("a.parquet", &whole, &["--json", "--keep=nope"], "no column \"nope\";"),
        (
            "short.parquet",
            &whole[..whole.len() / 2],
            &[],
            "cannot be read as Parquet or Arrow IPC: ",
        ),
        ("empty.parquet", b"", &[], "cannot be read as Parquet or Arrow IPC: "),
        ("text.arrow", b"id,text\n1,Mali\n", &[], "cannot be read as Parquet or Arrow IPC: "),
        ("mark.parquet", b"PAR1", &[], "cannot be read as Parquet or Arrow IPC: "),
        ("mark.arrow", b"ARROW1", &[], "cannot be read as Parquet or Arrow IPC: "),
    ] {
        let path = file(&folder, name, bytes);
        let run = tag(&[arguments, &["-H", &path, &good]].concat(), "");
        assert_eq!(run.code, 2, "{name}");
        assert!(run.errors.starts_with(&format!("gaztag: {path}: {message}")), "{}", run.errors);
        assert_eq!(run.errors.lines().count(), 1, "{}", run.errors);
    }
    // A byte of each page is changed: an error or other texts, but never a panic.
    for at in (4..whole.len()).step_by(17) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let run = tag(&["-o", "--input", "parquet"], bytes);
        assert!((0..=2).contains(&run.code) && !run.errors.contains("panicked"), "{at} {run:?}");
    }
    for option in ["--stream", "--binary"] {
        assert_eq!(tag(&[option, &file(&folder, "a.parquet", &whole)], "").code, 2, "{option}");
    }
}

/// The rows of a file of mentions as text.
fn rows(path: &str) -> Vec<String> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path).unwrap()).unwrap();
    let mut rows = Vec::new();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let text = |name: &str, row: usize| {
            let column = batch.column_by_name(name).unwrap().as_string::<i32>().clone();
            if column.is_null(row) { "null".into() } else { column.value(row).to_string() }
        };
        let number = |name: &str, row: usize| {
            batch.column_by_name(name).unwrap().as_primitive::<UInt64Type>().value(row)
        };
        for row in 0..batch.num_rows() {
            let confidence = batch.column_by_name("confidence").unwrap();
            assert!(confidence.as_primitive::<UInt8Type>().value(row) >= 50);
            let all = batch.column_by_name("candidates").unwrap().as_list::<i32>().value(row);
            let all: Vec<&str> = all.as_string::<i32>().iter().flatten().collect();
            let (start, end) = (number("start", row), number("end", row));
            let [doc, of, id, url] = ["doc", "text", "id", "url"].map(|name| text(name, row));
            rows.push(format!("{doc} {start}-{end} {of:?} {id} {all:?} {url}"));
        }
    }
    rows
}

#[test]
fn mentions_become_a_file_of_parquet() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("out.parquet").display().to_string();
    let lines = "{\"id\":\"a\",\"text\":\"Congo, so\",\"url\":\"x,\\n\\\"y\\\"\"}\n{\"text\":\"a \u{e9} Mali\"}\n";
    for threads in ["1", "2"] {
        let run =
            tag(&["--parquet", &path, "--keep", "url", "-j", threads, "--input", "jsonl"], lines);
        assert_eq!(run, ok(""));
        assert_eq!(
            rows(&path),
            [
                "a 0-5 \"Congo\" country/COD [\"country/COD\", \"country/COG\"] x,\n\"y\"",
                "2 5-9 \"Mali\" country/MLI [] null"
            ]
        );
    }
    // More rows than are encoded at once, from Parquet to Parquet.
    let many: Vec<String> = (0..20_000).map(|n| format!("Mali {n}")).collect();
    let urls: ArrayRef = Arc::new(StringArray::from(vec!["u"; many.len()]));
    let batch = batch(vec![("text", Arc::new(StringArray::from(many)) as ArrayRef), ("url", urls)]);
    let input = file(&folder, "in.parquet", as_parquet(&batch, Compression::SNAPPY));
    assert_eq!(tag(&["--parquet", &path, "--keep", "url", &input], ""), ok(""));
    let written = rows(&path);
    assert_eq!((written.len(), &*written[19_999]), (20_000, "20000 0-4 \"Mali\" country/MLI [] u"));
    // Without mentions there are no rows, and the status says so.
    assert_eq!(tag(&["--parquet", &path], "nothing").code, 1);
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(&path).unwrap()).unwrap();
    assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    // An input is not written to, and a file that is not written is left as it was.
    let before = fs::read(&input).unwrap();
    assert_eq!(tag(&["--parquet", &input, &input], "").code, 2);
    assert_eq!(fs::read(&input).unwrap(), before);
    for other in ["--json", "--csv", "--count", "--about", "--explain"] {
        let run = gaztag(&["tag", "--parquet", &path, other]).output().unwrap();
        assert_eq!(run.status.code(), Some(2), "{other}");
    }
    let out = gaztag(&["tag", "--parquet", "/dev/stdout"]).write_stdin("Mali").output().unwrap();
    assert!(out.stdout.starts_with(b"PAR1") && out.stdout.ends_with(b"PAR1"), "{out:?}");
}

#[test]
fn numbers_of_parquet_keep_their_type_in_python_and_elsewhere() {
    // What a reader of columns gets: no strings for numbers.
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("out.parquet").display().to_string();
    assert_eq!(tag(&["--parquet", &path, "-H"], "Mali"), ok(""));
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(&path).unwrap()).unwrap();
    let types: Vec<String> = reader
        .schema()
        .fields()
        .iter()
        .map(|field| format!("{} {}", field.name(), field.data_type()))
        .collect();
    assert_eq!(
        types,
        [
            "file Utf8",
            "doc Utf8",
            "start UInt64",
            "end UInt64",
            "text Utf8",
            "kind Utf8",
            "id Utf8",
            "name Utf8",
            "role Utf8",
            "confidence UInt8",
            "candidates List(Utf8)",
        ]
    );
}
