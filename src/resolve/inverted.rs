//! Persons whose family name comes first, as in an index: `Poland, Merle; Smith, John`.

use crate::span::Span;

/// How many names or initials may follow the given name: `Poland, Merle Q.`
const MORE: usize = 2;

/// The most letters of a family name.
const LETTERS: usize = 32;

/// A name and the word that would be beside it in the usual order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Inverted {
    /// A given name or initial, which would be before the name: *Merle* of `Poland, Merle`, *Marie*
    /// of `Poland, Anne-Marie`, *M* of `Poland, M.`
    Given(Span),
    /// A family name, which would be after the name: *Katz* of `Katz, Israel`, *O* of `O'Neil,
    /// Israel`.
    Family(Span),
}

/// The other name of a person in an index, if the name at a span can be one there: it and the other
/// name have a comma between them and fill a field of a list, a line or the text, or are before a
/// number, an age. An author with initials may also be one of many: `Smith, J., Poland, M., & Lee,
/// A.` `cut` says whether the text continues before its start and after its end.
#[inline]
pub(super) fn of(text: &[u8], span: Span, cut: (bool, bool)) -> Option<Inverted> {
    let before = text.get(..span.start)?;
    match *text.get(span.end..)? {
        [b',', b' ', first, ref rest @ ..] if first.is_ascii_uppercase() => {
            let start = span.end + 2;
            if rest.first() == Some(&b'.') {
                return ((begins_field(before, cut.0) || ends_with_author(before))
                    && ends_field(rest, cut.1, true))
                .then_some(Inverted::Given(Span::new(start, start + 1)));
            }
            if !begins_field(before, cut.0) {
                return None;
            }
            let len = name(text.get(start..)?)?;
            let given = text.get(start..start + len)?;
            let last = given.iter().rposition(is_joint).map_or(0, |joint| joint + 1);
            ends_field(text.get(start + len..)?, cut.1, false)
                .then_some(Inverted::Given(Span::new(start + last, start + len)))
        }
        ref rest => {
            let end = before.strip_suffix(b", ")?.len();
            let letters = before.get(..end)?.iter().rev().take(LETTERS);
            let letters = letters.take_while(|byte| is_of_name(byte)).count();
            let (start, family) = (end - letters, before.get(end - letters..end)?);
            let first = family.iter().position(is_joint).unwrap_or(letters);
            (name(family) == Some(letters)
                && begins_field(before.get(..start)?, cut.0)
                && ends_field(rest, cut.1, false))
            .then_some(Inverted::Family(Span::new(start, start + first)))
        }
    }
}

/// Whether a byte may be in a name. Names begin with an ASCII letter.
fn is_of_name(byte: &u8) -> bool {
    byte.is_ascii_alphabetic() || is_joint(byte) || !byte.is_ascii()
}

/// Whether a byte is between parts of a name: `Anne-Marie`, `O'Neil`.
fn is_joint(byte: &u8) -> bool {
    matches!(byte, b'-' | b'\'')
}

/// The bytes of the name or initial with which a text begins; not with a possessive: *Norway,
/// Sweden's Kristersson*.
fn name(text: &[u8]) -> Option<usize> {
    let len = text.iter().take_while(|byte| is_of_name(byte)).count();
    match text.get(..len)? {
        [first, rest @ ..] if first.is_ascii_uppercase() && !rest.ends_with(b"'s") => {
            (rest.is_empty() || rest.iter().any(u8::is_ascii_lowercase)).then_some(len)
        }
        _ => None,
    }
}

/// Whether a field of a list, a line or the text begins after these bytes.
fn begins_field(before: &[u8], cut: bool) -> bool {
    match before {
        [] => !cut,
        [.., b')' | b';', b' ', b'a', b'n', b'd', b' '] => true,
        [.., b'\n' | b'\t' | b'"'] | [.., b';' | b':' | b'|' | b'*' | b'-' | b'&', b' '] => true,
        _ => false,
    }
}

/// Whether an author with an initial comes before in a list: `Smith, J., `.
fn ends_with_author(before: &[u8]) -> bool {
    matches!(before, [.., first, b'.', b',', b' '] if first.is_ascii_uppercase())
}

/// Whether a field, a line or the text ends before these bytes, but for more names of the person.
/// After an author with initials others may follow.
fn ends_field<'t>(mut after: &'t [u8], cut: bool, is_author: bool) -> bool {
    let without_stop = |text: &'t [u8]| text.strip_prefix(b".").unwrap_or(text);
    after = without_stop(after);
    for _ in 0..MORE {
        // Between initials may be no blank: J.P.
        let blank = after.strip_prefix(b" ");
        let Some(rest) = blank.or(is_author.then_some(after)) else { break };
        let Some(rest) = name(rest).and_then(|len| rest.get(len..)) else { break };
        after = without_stop(rest);
    }
    let is_number = || matches!(after, [b',', b' ', b'0'..=b'9', ..]);
    let is_beside_author = || after.starts_with(b", ") || after.starts_with(b" & ");
    (after.is_empty() && !cut)
        || is_number()
        || (is_author && is_beside_author())
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
            ("Poland, M.Q. (2019) Bees", Some("M")),
            ("Smith, J., Poland, M. Q., & Lee, A.", Some("M")),
            ("Lee, A., & Poland, M. (2003)", Some("M")),
            ("in the U.S., Poland, Merle", None),
            ("Poland, M. Smith said", None),
            ("Poland, Anne-Marie; Smith, John", Some("Marie")),
            ("Poland, José; Smith, John", Some("José")),
            ("O'Neil, Poland; Smith, John", Some("O")),
            ("Peña, Poland; Smith, John", Some("Peña")),
            ("Katz, Poland, 64", Some("Katz")),
            ("Peru, Poland, Chile", None),
            ("Poland, Merle and Smith, John", Some("Merle")),
            ("Katz, Poland; Smith, John", Some("Katz")),
            ("Katz, Ann (2019) and Poland, John (2011)", Some("John")),
            ("Poland, Merle Ann, 88, of Dayton", Some("Merle")),
            ("In Poland, Merle said so", None),
            ("Poland, Merle said so", None),
            ("Poland, merle", None),
            ("Poland, Sweden's Kristersson", None),
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
