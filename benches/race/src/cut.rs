//! How texts are cut into calls.

use std::ops::Range;

use gaztag_samples::character_at;

/// How a text is given to the engines.
#[derive(Clone, Copy)]
pub(crate) enum Cut {
    Whole,
    /// Documents of this many bytes.
    Documents(usize),
    Sentences,
}

impl Cut {
    pub(crate) const ALL: [Self; 4] =
        [Self::Whole, Self::Documents(10_000), Self::Documents(1_000), Self::Sentences];

    pub(crate) fn title(self) -> String {
        match self {
            Self::Whole => "whole texts".into(),
            Self::Documents(bytes) => format!("documents of {} KB", bytes / 1000),
            Self::Sentences => "calls of one sentence".into(),
        }
    }

    /// The calls, each from the start to the end of a character. More than one call is made only of
    /// the first million bytes.
    pub(crate) fn calls(self, text: &[u8]) -> Vec<Range<usize>> {
        let part = &text[..character_at(text, 1_000_000.min(text.len()))];
        let mut calls = Vec::new();
        let mut at = 0;
        while at < part.len() {
            let end = match self {
                Self::Whole => return std::iter::once(0..text.len()).collect(),
                Self::Documents(bytes) => character_at(part, at + bytes),
                Self::Sentences => sentence_end(part, at),
            };
            calls.push(at..end);
            at = end;
        }
        calls
    }
}

/// Where the sentence ends that starts at `start`: after a full stop or a line from 80 bytes on,
/// after a blank from 280 bytes on, after any character from 320 bytes on.
fn sentence_end(text: &[u8], start: usize) -> usize {
    const ENDS: [&str; 8] = ["\n", ". ", "! ", "? ", "。", "？", "！", "। "];
    let ends = |at: usize| {
        let sentence = &text[start..at];
        let is_character = text.get(at).is_none_or(|byte| byte & 0xC0 != 0x80);
        ENDS.iter().any(|end| sentence.ends_with(end.as_bytes()))
            || sentence.len() >= 280 && sentence.ends_with(b" ")
            || sentence.len() >= 320 && is_character
    };
    (start + 80..text.len()).find(|&at| ends(at)).unwrap_or(text.len())
}
