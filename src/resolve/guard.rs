//! A quick look at the neighbours of a name, of which nearly all places have nothing to judge.

use crate::span::Span;

/// The most letters of the word before a name that are read.
const WORD: usize = 16;

/// Whether a neighbour of the name at a span begins with a capital and goes on in lower case: the
/// word before it (*Mr. France*) or after it (*Norway Township*); or whether a word of two capitals
/// follows after a comma (*Norway, ME*). A line break counts as a blank after the name; before it,
/// it may be that of a list. Only ASCII letters count.
#[inline]
pub(crate) fn beside_capital(text: &[u8], span: Span) -> bool {
    let after = match text.get(span.end..).unwrap_or(&[]) {
        [b' ' | b'\n', first, second, ..] => {
            first.is_ascii_uppercase() && second.is_ascii_lowercase()
        }
        [b',', b' ' | b'\n', first, second, rest @ ..] => {
            first.is_ascii_uppercase()
                && second.is_ascii_uppercase()
                && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
        }
        _ => false,
    };
    after || after_capital(text.get(..span.start).unwrap_or(&[]))
}

/// Whether the last word of a text begins with a capital and ends in lower case.
#[inline]
fn after_capital(text: &[u8]) -> bool {
    let [rest @ .., b' '] = text else { return false };
    let rest = rest.strip_suffix(b".").unwrap_or(rest);
    if !rest.last().is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    let letters = rest.iter().rev().take(WORD).take_while(|byte| byte.is_ascii_alphabetic());
    letters.last().is_some_and(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_beside_a_name_are_seen() {
        for (text, expected) in [
            ("Mr. France said", true),
            ("Merle France said", true),
            ("Merle\nFrance", false),
            ("France, OH 44514", true),
            ("France High School", true),
            ("in France, Paris is", false),
            ("in France it is", false),
            ("(France)", false),
            ("France", false),
            ("the end. France", false),
        ] {
            let start = text.find("France").unwrap();
            let span = Span::new(start, start + 6);
            assert_eq!(beside_capital(text.as_bytes(), span), expected, "{text}");
        }
    }
}
