//! The inputs of `gaztag tag`.

use clap::ValueEnum;
use encoding_rs::Encoding;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputName {
    Text,
    Html,
    Jsonl,
}

pub(super) fn encoding(label: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label_no_replacement(label.as_bytes())
        .ok_or_else(|| "unknown encoding; expected a label of the Encoding Standard such as utf-8, utf-16le, windows-1252, shift_jis or gb18030".into())
}
