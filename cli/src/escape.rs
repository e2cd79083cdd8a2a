//! Escapes for characters that control a terminal.
//!
//! Control characters (C0, DEL, C1), the embeddings, overrides and isolates of bidirectional text
//! (U+202A to U+202E, U+2066 to U+2069), which can make a line look like another, and ill-formed
//! UTF-8 are written as escapes. The marks U+061C, U+200E and U+200F are not escaped: Arabic and
//! Hebrew text needs them, and they reorder no more than a letter does.

/// How escapes are written, and which control characters are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notation {
    /// `\x1b`, `\u{9b}`; tabs and line breaks are kept.
    Text,
    /// The same without exceptions, so that the output is one line.
    Line,
    /// `\u001b`, as in JSON; the line breaks between values are kept.
    Json,
}

/// Writes a text with escapes for control characters.
pub(crate) fn write(text: &[u8], notation: Notation, out: &mut Vec<u8>) {
    for chunk in text.utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| is_control(c)) {
            let (before, from) = rest.split_at(at);
            let after = &from[c.len_utf8()..];
            out.extend_from_slice(before.as_bytes());
            match (c, notation) {
                ('\n', Notation::Text | Notation::Json) | ('\t', Notation::Text) => {
                    out.push(c as u8)
                }
                ('\r', Notation::Text) if after.starts_with('\n') => out.push(b'\r'),
                _ => escape(c, notation, out),
            }
            rest = after;
        }
        out.extend_from_slice(rest.as_bytes());
        for byte in chunk.invalid() {
            // A string of JSON cannot contain other bytes.
            let escape = if notation == Notation::Json {
                "\u{FFFD}".into()
            } else {
                format!("\\x{byte:02x}")
            };
            out.extend_from_slice(escape.as_bytes());
        }
    }
}

/// Returns a text as one line without control characters.
pub(crate) fn line(text: &str) -> String {
    string(text, Notation::Line)
}

/// Returns a text with its line breaks and tabs but without other control characters.
pub(crate) fn text(text: &str) -> String {
    string(text, Notation::Text)
}

fn string(text: &str, notation: Notation) -> String {
    let mut out = Vec::with_capacity(text.len());
    write(text.as_bytes(), notation, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn escape(c: char, notation: Notation, out: &mut Vec<u8>) {
    let number = u32::from(c);
    let escape = match notation {
        Notation::Json => format!("\\u{number:04x}"),
        _ if c.is_ascii() => format!("\\x{number:02x}"),
        _ => format!("\\u{{{number:x}}}"),
    };
    out.extend_from_slice(escape.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_in_each_notation() {
        for (text, shown, one_line, json) in [
            (
                b"Mali\n\tC\xC3\xB4te".as_slice(),
                "Mali\n\tCôte",
                "Mali\\x0a\\x09Côte",
                "Mali\n\\u0009Côte",
            ),
            (
                b"\x1b[31m\x07\x7f\x00",
                "\\x1b[31m\\x07\\x7f\\x00",
                "\\x1b[31m\\x07\\x7f\\x00",
                "\\u001b[31m\\u0007\\u007f\\u0000",
            ),
            (
                b"a\r\nb\rc\r",
                "a\r\nb\\x0dc\\x0d",
                "a\\x0d\\x0ab\\x0dc\\x0d",
                "a\\u000d\nb\\u000dc\\u000d",
            ),
            (
                "\u{9b}1m\u{85}".as_bytes(),
                "\\u{9b}1m\\u{85}",
                "\\u{9b}1m\\u{85}",
                "\\u009b1m\\u0085",
            ),
            (
                "\u{202e}x\u{2066}\u{200f}\u{200e}\u{61c}".as_bytes(),
                "\\u{202e}x\\u{2066}\u{200f}\u{200e}\u{61c}",
                "\\u{202e}x\\u{2066}\u{200f}\u{200e}\u{61c}",
                "\\u202ex\\u2066\u{200f}\u{200e}\u{61c}",
            ),
            (
                b"\x9b1m\xE2\x80",
                "\\x9b1m\\xe2\\x80",
                "\\x9b1m\\xe2\\x80",
                "\u{FFFD}1m\u{FFFD}\u{FFFD}",
            ),
            (b"", "", "", ""),
        ] {
            for (notation, expected) in
                [(Notation::Text, shown), (Notation::Line, one_line), (Notation::Json, json)]
            {
                let mut out = Vec::new();
                write(text, notation, &mut out);
                assert_eq!(String::from_utf8(out).unwrap(), expected, "{text:?}");
            }
        }
    }

    #[test]
    fn no_control_character_is_left() {
        let all: String = (0..0x3000).filter_map(char::from_u32).collect();
        let shown = line(&all);
        assert!(!shown.chars().any(|c| c.is_control()) && shown.contains('\u{2028}'));
    }
}
