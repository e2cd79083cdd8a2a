//! Persons whose family name comes first, as in an index: `Poland, Merle; Smith, John`.

use crate::span::Span;

/// How many names or initials may follow the given name: `Poland, Merle Q.`
const MORE: usize = 2;

/// The most letters of a family name.
const LETTERS: usize = 32;

/// A name and the word that would be beside it in the usual order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Inverted {
    /// A given name, which would be before the name: *Merle* of `Poland, Merle`.
    Given(Span),
    /// A family name, which would be after the name: *Katz* of `Katz, Israel`.
    Family(Span),
}

/// The other name of a person in an index, if the name at a span can be one there: it and the other
/// name have a comma between them and fill a field of a list, a line or the text, or are before a
/// number, an age. Only ASCII letters count. `cut` says whether the text continues before its start
/// and after its end.
#[inline]
pub(super) fn of(text: &[u8], span: Span, cut: (bool, bool)) -> Option<Inverted> {
    let before = text.get(..span.start)?;
    match *text.get(span.end..)? {
        [b',', b' ', ref rest @ ..] => {
            if !begins_field(before, cut.0) {
                return None;
            }
            let len = name(rest)?;
            let given = Span::new(span.end + 2, span.end + 2 + len);
            ends_field(rest.get(len..)?, cut.1).then_some(Inverted::Given(given))
        }
        ref rest => {
            let end = before.strip_suffix(b", ")?.len();
            let letters = before.get(..end)?.iter().rev().take(LETTERS);
            let letters = letters.take_while(|byte| is_of_name(byte)).count();
            let family = Span::new(end - letters, end);
            let is_name = name(text.get(family.range())?) == Some(letters);
            (is_name && begins_field(before.get(..family.start)?, cut.0) && ends_field(rest, cut.1))
                .then_some(Inverted::Family(family))
        }
    }
}

fn is_of_name(byte: &u8) -> bool {
    byte.is_ascii_alphabetic() || *byte == b'-'
}

/// The bytes of the name or initial with which a text begins.
fn name(text: &[u8]) -> Option<usize> {
    let len = text.iter().take_while(|byte| is_of_name(byte)).count();
    match text.get(..len)? {
        [first, rest @ ..] if first.is_ascii_uppercase() => {
            (rest.is_empty() || rest.iter().any(u8::is_ascii_lowercase)).then_some(len)
        }
        _ => None,
    }
}

/// Whether a field of a list, a line or the text begins after these bytes.
fn begins_field(before: &[u8], cut: bool) -> bool {
    match before {
        [] => !cut,
        [.., b'\n' | b'\t' | b'"'] | [.., b';' | b':' | b'|' | b'*' | b'-', b' '] => true,
        _ => false,
    }
}

/// Whether a field, a line or the text ends before these bytes, but for more names of the person.
fn ends_field<'t>(mut after: &'t [u8], cut: bool) -> bool {
    let without_stop = |text: &'t [u8]| text.strip_prefix(b".").unwrap_or(text);
    after = without_stop(after);
    for _ in 0..MORE {
        let Some(rest) = after.strip_prefix(b" ") else { break };
        let Some(rest) = name(rest).and_then(|len| rest.get(len..)) else { break };
        after = without_stop(rest);
    }
    let is_number = || matches!(after, [b',', b' ', b'0'..=b'9', ..]);
    (after.is_empty() && !cut)
        || is_number()
        || matches!(after, [b'\n' | b'\r' | b'\t' | b';' | b'"', ..] | [b' ', b'|' | b'(', ..])
        || after.starts_with(b" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_of_an_index_are_seen() {
        for (text, expected) in [
            ("Poland, Merle; Smith, John", Some("Merle")),
            ("Smith, John; Poland, Merle Q.", Some("Merle")),
            ("Present: Poland, Merle", Some("Merle")),
            ("Smith, John\nPoland, Merle\nJones, Ann", Some("Merle")),
            ("Poland, M. Q.; Smith, J.", Some("M")),
            ("Poland, Merle and Smith, John", Some("Merle")),
            ("Katz, Poland; Smith, John", Some("Katz")),
            ("Poland, Merle Ann, 88, of Dayton", Some("Merle")),
            ("In Poland, Merle said so", None),
            ("Poland, Merle said so", None),
            ("Poland, merle", None),
            ("the end. Poland, Merle", None),
            ("Poland, KY", None),
            ("Poland", None),
        ] {
            let start = text.find("Poland").unwrap();
            let found = of(text.as_bytes(), Span::new(start, start + 6), (false, false));
            let found = found.map(|found| match found {
                Inverted::Given(of) | Inverted::Family(of) => &text[of.range()],
            });
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(of(b"Poland, Merle", Span::new(0, 6), (true, false)), None);
    }
}
