//! A quick look at the neighbours of a name, of which nearly all places have nothing to judge.

use super::inverted;
use super::shape::is_before_age;
use super::view::{READ, VIEW, View};
use crate::span::Span;
use crate::words::beside_word;

/// The most letters of the word before a name that are read.
const WORD: usize = 16;

/// How the names of states of the United States begin, and their short forms in newspapers; but not
/// those of two words in initials (N.Y.).
const STATES: &[u8; 80] =
    b"AlArCaCoDeFlGaHaIdIlInIoKaKeKyLoMaMdMeMiMoNeNoOhOkOrPaPeRhSoTeUtVaVeViVtWaWeWiWy";

/// Whether a neighbour of a name is one of those that may speak against it, as
/// [`beside_capital`] says. Markup and other blanks beside the name do not hide the neighbour:
/// *Sir Brian <b>Ireland</b>*.
#[inline]
pub(crate) fn is_beside_capital(view: &View<'_>) -> bool {
    beside_capital(view.text, view.span) || (is_beside_sign(view) && is_beside_hidden_capital(view))
}

#[cold]
#[inline(never)]
fn is_beside_hidden_capital(view: &View<'_>) -> bool {
    let mut plain = [0; READ];
    let View { text, span, .. } = view.put_plain(&mut plain);
    beside_capital(text, span)
}

/// Whether two blanks, a no-break space or, in HTML, markup is beside a name.
#[inline]
fn is_beside_sign(view: &View<'_>) -> bool {
    let View { text, span, html, .. } = *view;
    let before = text.get(..span.start).unwrap_or(&[]);
    let before_blank = before.strip_suffix(b" ").unwrap_or(before);
    let after = text.get(span.end..).unwrap_or(&[]);
    let after_comma = after.strip_prefix(b",").unwrap_or(after);
    let after_blank = after_comma.strip_prefix(b" ").unwrap_or(after_comma);
    match before_blank {
        [.., b'>' | b';'] if html => return true,
        // No-break space.
        [.., 0xC2, 0xA0] => return true,
        [.., b' '] if before_blank.len() < before.len() => return true,
        _ => {}
    }
    match after_blank {
        [b'<' | b'&', ..] => html,
        [0xC2, 0xA0, ..] => true,
        [b' ', ..] => after_blank.len() < after_comma.len(),
        _ => false,
    }
}

/// Whether a neighbour of the name at a span begins with a capital and goes on in lower case: the
/// word before it (*Mr. France*) or after it (*Norway Township*); whether the word before it is a
/// short one in capitals (*HMS France*); or whether after a comma a word of two capitals follows,
/// initials, or what may be a state (*Norway, ME*, *Italy, N.Y.*, *China, Texas*); whether the name
/// may be one of a person in an index (*Poland, Merle*) or before an age (*Poland, 45, of Akron*),
/// of an author (*France et al.*), or that of a street (*rue du Congo*, *ulica Czeska*), or
/// a given name in another script (*محمد المصري*). A line break counts as a
/// blank after the name; before it, it may be that of a list. Capitals are those of ASCII: *Hôtel
/// Cuba*, but not *Émile France*.
#[inline]
fn beside_capital(text: &[u8], span: Span) -> bool {
    let after = match text.get(span.end..).unwrap_or(&[]) {
        [b' ' | b'\n', first, second, rest @ ..] => {
            (first.is_ascii_uppercase() && second.is_ascii_lowercase())
                || (*first == b'e' && *second == b't' && rest.starts_with(b" al"))
        }
        [b',', b' ', b'0'..=b'9', ..] => {
            let to = text.len().min(span.end.saturating_add(VIEW));
            is_before_age(text.get(span.end..to).unwrap_or(&[]))
        }
        [b',', b' ' | b'\n', first, second, rest @ ..] => {
            let is_code = || {
                second.is_ascii_uppercase() && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
            };
            let is_state = || STATES.as_chunks().0.contains(&[*first, *second]);
            let is_inverted = || inverted::of(text, span, (false, false)).is_some();
            first.is_ascii_uppercase()
                && (*second == b'.' || is_code() || is_state() || is_inverted())
        }
        _ => false,
    };
    let before = text.get(..span.start).unwrap_or(&[]);
    after
        || after_capital(before)
        || after_code(before, text.get(span.range()).unwrap_or(&[]))
        || after_street(before)
        || beside_word(text, span)
}

/// Whether a text ends with a word for a street in a Romance language, or with one and an article
/// or preposition. Not *via*, which is also *by way of*.
#[inline]
fn after_street(text: &[u8]) -> bool {
    let (rest, has_article) = match text {
        [rest @ .., b' ', b'd', b'\''] | [rest @ .., b' ', b'd', 0xE2, 0x80, 0x99] => (rest, true),
        [rest @ .., b' ', b'd', b'e' | b'u' | b'i' | b'o' | b'a', b' ']
        | [rest @ .., b' ', b'd', b'e', b's' | b'l', b' ']
        | [rest @ .., b' ', b'd', b'o', b's', b' ']
        | [rest @ .., b' ', b'd', b'e', b' ', b'l', b'a', b' '] => (rest, true),
        [rest @ .., b' '] => (rest, false),
        [rest @ .., b';'] => match before_reference(rest) {
            [rest @ .., b' ', b'd'] => (rest, true),
            _ => return false,
        },
        _ => return false,
    };
    let letters = rest.iter().rev().take(WORD).take_while(|byte| byte.is_ascii_alphabetic());
    match rest.get(rest.len() - letters.count()..).unwrap_or(&[]) {
        b"rue" | b"Rue" | b"avenue" | b"Avenue" | b"boulevard" | b"Boulevard" | b"quai"
        | b"Quai" | b"rua" | b"Rua" | b"travessa" | b"Travessa" => has_article,
        b"calle" | b"Calle" | b"avenida" | b"Avenida" | b"paseo" | b"Paseo" | b"plaza"
        | b"Plaza" | b"viale" | b"Viale" | b"piazza" | b"Piazza" | b"corso" | b"Corso" => true,
        _ => false,
    }
}

/// What is before the character reference whose semicolon follows a text: *rue d&rsquo;Italie*. The
/// guard does not know whether the text is HTML; where it is not, it lets a name be judged.
#[cold]
fn before_reference(text: &[u8]) -> &[u8] {
    let is_of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    let len = text.iter().rev().take(WORD).take_while(is_of_name).count();
    text.get(..text.len() - len).and_then(|rest| rest.strip_suffix(b"&")).unwrap_or(&[])
}

/// Whether the last word of a text begins with a capital and ends in lower case.
#[inline]
fn after_capital(text: &[u8]) -> bool {
    let [rest @ .., b' '] = text else { return false };
    let rest = rest.strip_suffix(b".").unwrap_or(rest);
    if !rest.last().is_some_and(|&byte| byte.is_ascii_lowercase() || byte >= 0x80) {
        return false;
    }
    // Quotation marks and dashes begin with 0xE2.
    let is_letter = |byte: &&u8| byte.is_ascii_alphabetic() || (**byte >= 0x80 && **byte != 0xE2);
    let letters = rest.iter().rev().take(WORD).take_while(is_letter);
    letters.last().is_some_and(u8::is_ascii_uppercase)
}

/// Whether the last word of a text has two to four letters, all capitals, and the name after it is
/// not in capitals: *HMS Nigeria*.
#[inline]
fn after_code(text: &[u8], name: &[u8]) -> bool {
    let [rest @ .., last, b' '] = text else { return false };
    if !last.is_ascii_uppercase() || !name.get(1).is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    let letters = rest.iter().rev().take_while(|byte| byte.is_ascii_uppercase()).count();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'.' || *byte >= 0x80;
    (1..=3).contains(&letters) && !rest.iter().rev().nth(letters).is_some_and(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_beside_a_name_are_seen() {
        for (text, expected) in [
            ("Mr. France said", true),
            ("Hôtel France", true),
            ("José France", true),
            ("émigré France", false),
            ("Merle France said", true),
            ("Merle\nFrance", false),
            ("France, OH 44514", true),
            ("France High School", true),
            ("France, N.Y.", true),
            ("France, Tex.", true),
            ("in France, Italy is", false),
            ("France, Merle; Smith, John", true),
            ("France, 45, of Akron", true),
            ("France, 45, Germany, 32", false),
            ("France, 2045, was", false),
            ("France et al. (2004)", true),
            ("France et le Mali", false),
            ("in France, Sally said", false),
            ("la rue de France", true),
            ("la rue d'France", true),
            ("la rue d&rsquo;France", true),
            ("la rue d&#39;France", true),
            ("la rue d;France", false),
            ("et d&rsquo;France", false),
            ("avenue de la France", true),
            ("rue France", false),
            ("le pont de France", false),
            ("en la calle France", true),
            ("il gas via France", false),
            ("in piazza France", true),
            ("France, 1998", false),
            ("in France it is", false),
            ("(France)", false),
            ("France", false),
            ("the end. France", false),
            ("the HMS France", true),
            ("in A France", false),
            ("THE FRENCH France", false),
        ] {
            let start = text.find("France").unwrap();
            let span = Span::new(start, start + 6);
            assert_eq!(beside_capital(text.as_bytes(), span), expected, "{text}");
        }
    }
}
