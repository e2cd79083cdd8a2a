//! The formats of inputs.

use std::path::Path;

use crate::arguments::input::InputName;

/// The ends of names and what they mean. Each may be followed by `.gz` or `.zst`.
const ENDS: [(&str, InputName); 13] = [
    ("txt", InputName::Text),
    ("text", InputName::Text),
    ("md", InputName::Text),
    ("html", InputName::Html),
    ("htm", InputName::Html),
    ("jsonl", InputName::Jsonl),
    ("ndjson", InputName::Jsonl),
    ("csv", InputName::Csv),
    ("tsv", InputName::Tsv),
    ("parquet", InputName::Parquet),
    ("arrow", InputName::Parquet),
    ("arrows", InputName::Parquet),
    ("feather", InputName::Parquet),
];

/// The format that a file's name shows, in any case of letters.
pub(crate) fn of_name(file: &Path) -> Option<InputName> {
    let end = end(&file.file_name()?.to_string_lossy())?;
    ENDS.iter().find(|(known, _)| *known == end).map(|&(_, format)| format)
}

/// What a file's name ends with after its last dot, in lower case. An end that shows how the file
/// is compressed does not count.
pub(crate) fn end(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    name.rsplit_once('.').map(|(_, end)| end.into())
}

/// Whether a text begins as an object of JSON, or an array of them.
pub(crate) fn looks_like_json(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).trim_ascii_start();
    let after = |mark: &[u8]| text.strip_prefix(mark).map(<[u8]>::trim_ascii_start);
    after(b"{").is_some_and(|rest| rest.starts_with(b"\""))
        || after(b"[").is_some_and(|rest| rest.starts_with(b"{"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_shows_in_the_first_bytes() {
        for (text, expected) in [
            ("{\"text\": \"Mali\"}", true),
            ("\u{FEFF}\n{ \"a\"", true),
            ("[\n  {", true),
            ("{x}", false),
            ("[1] Mali", false),
            ("\"Mali\"", false),
            ("{", false),
            ("", false),
        ] {
            assert_eq!(looks_like_json(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn names_show_formats() {
        for (name, format) in [
            ("a.txt", Some(InputName::Text)),
            ("dir.csv/README.MD.gz", Some(InputName::Text)),
            ("a.b.HTM", Some(InputName::Html)),
            ("a.html.zst", Some(InputName::Html)),
            ("a.ndjson", Some(InputName::Jsonl)),
            ("a.jsonl.gz", Some(InputName::Jsonl)),
            ("a.csv", Some(InputName::Csv)),
            ("a.tsv.zst", Some(InputName::Tsv)),
            ("a.parquet", Some(InputName::Parquet)),
            ("a.Feather.zst", Some(InputName::Parquet)),
            ("a.json", None),
            ("a.gz", None),
            ("csv", None),
            ("-", None),
            ("..", None),
        ] {
            assert_eq!(of_name(Path::new(name)), format, "{name}");
        }
    }
}
