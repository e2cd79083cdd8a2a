//! What cues can require of the place beside a name other than a certain word.

use super::view::{View, Word};
use crate::fold::Reader;
use crate::words::Shape;

/// The shape of a word, if it has one.
pub(super) fn of_word(view: &View<'_>, word: &Word) -> Option<Shape> {
    let text = &view.text[word.start..word.end];
    match text[0] {
        b'0'..=b'9' => Some(Shape::Number),
        b'a'..=b'z' => Some(Shape::Lower),
        b'A'..=b'Z' if text.len() == 1 => Some(Shape::Initial),
        // A word in capitals has no shape.
        b'A'..=b'Z' => text.iter().any(u8::is_ascii_lowercase).then_some(Shape::Capitalised),
        _ => match Reader::new(text, false).char(0)? {
            first if first.is_lower() => Some(Shape::Lower),
            first if first.is_upper() => Some(Shape::Capitalised),
            _ => None,
        },
    }
}

/// The shapes of one side that more than the next word decides, of those that `concerns` says may
/// concern the name.
#[inline]
pub(super) fn beside<const LEFT: bool>(
    view: &View<'_>,
    next: Option<&Word>,
    concerns: impl Fn(&Shape) -> bool,
) -> [Option<Shape>; 4] {
    let has = |shape: Shape, is_there: &dyn Fn() -> bool| {
        (is_there() && concerns(&shape)).then_some(shape)
    };
    let [title, other] = next.map_or([None; 2], |word| match view.text[word.start..word.end] {
        [b'0'..=b'9', ..] => [None, has(Shape::Percent, &|| is_percent::<LEFT>(view, word))],
        [b'A'..=b'Z', ref rest @ ..] => {
            let symbol = Some(Shape::Symbol).filter(|_| matches!(rest, [b'a'..=b'z']));
            // The word before the first cell of a row is of another row.
            let is_beside = || is_title(view, word) && !(LEFT && is_cell(view));
            [has(Shape::Title, &is_beside), symbol.filter(&concerns)]
        }
        _ => [None; 2],
    });
    let other = if LEFT { other } else { other.or(has(Shape::Percent, &|| is_in_percent(view))) };
    let [place, person] = if LEFT {
        [has(Shape::Cell, &|| is_cell(view)), has(Shape::Signature, &|| is_signature(view))]
    } else {
        [None, has(Shape::Age, &|| has_age(view))]
    };
    [title, other, place, person]
}

/// Whether a number is a percentage: `1.4% Cu`, `Cu 1.4 %`.
fn is_percent<const LEFT: bool>(view: &View<'_>, number: &Word) -> bool {
    if LEFT {
        return view.text[number.end..view.span.start].trim_ascii() == b"%";
    }
    let is_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    let rest = &view.text[number.start..view.to];
    let end = rest.iter().position(|byte| !is_number(byte)).unwrap_or(rest.len());
    matches!(rest[end..], [b'%', ..] | [b' ', b'%', ..])
}

/// Whether a per cent sign follows the name, as in the head of a table: `Cu (%)`.
fn is_in_percent(view: &View<'_>) -> bool {
    matches!(view.text[view.span.end..view.to], [b' ', b'%', ..] | [b' ', b'(', b'%', ..])
}

/// Whether both a word and the name begin with a capital, and the name is not in capitals: `Tata
/// Steel`, `US Steel`.
fn is_title(view: &View<'_>, word: &Word) -> bool {
    let (name, text) = (&view.text[view.span.range()], &view.text[word.start..word.end]);
    // A longer word in capitals is of a heading: SHARES FIRMER / Gold rose.
    let is_heading = text.len() > 4 && !text.iter().any(u8::is_ascii_lowercase);
    text.len() > 1 && !is_heading && is_capitalised(view) && name.iter().any(u8::is_ascii_lowercase)
}

fn is_capitalised(view: &View<'_>) -> bool {
    view.text.get(view.span.start).is_some_and(u8::is_ascii_uppercase)
}

/// How many more names of a person may be before an age: `Kenya Renee Washington, 41,`.
const NAMES: usize = 2;

/// The longest line before a signature: `Thank you so much,`.
const FAREWELL: usize = 32;

/// Whether the name is that of a person, before an age. Not in a list of numbers (*Kenya, 12, and
/// Uganda, 9, sent*), nor after a preposition of place: *in Kenya, 45, mostly children*.
fn has_age(view: &View<'_>) -> bool {
    if !is_before_age(view.text.get(view.span.end..view.to).unwrap_or(&[])) {
        return false;
    }
    let before = view.text[view.from..view.span.start].trim_ascii_end();
    let before = before.strip_suffix(b" and").unwrap_or(before);
    let is_listed = matches!(before, [.., b'0'..=b'9', b',']);
    let start = before.iter().rposition(|byte| !byte.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    let is_place = matches!(&before[start..], b"in" | b"In" | b"from" | b"From" | b"to" | b"To");
    !is_listed && !is_place
}

/// Whether a text goes on with the age of a person: `, 45, of Akron`; or with more names and an
/// age: ` Renee Washington, 41, died`. In a list of numbers another name follows (*Kenya, 12,
/// Uganda, 14*), or a conjunction.
pub(super) fn is_before_age(text: &[u8]) -> bool {
    let (mut rest, mut is_named) = (text, false);
    for _ in 0..NAMES {
        let [b' ', first, after @ ..] = rest else { break };
        if !first.is_ascii_uppercase() {
            break;
        }
        let is_of_name =
            |byte: &&u8| byte.is_ascii_alphabetic() || matches!(byte, b'.' | b'-' | b'\'' | 0x80..);
        rest = &after[after.iter().take_while(is_of_name).count()..];
        is_named = true;
    }
    let Some(rest) = rest.strip_prefix(b", ") else { return false };
    let (age, rest) = after_number(rest);
    if age > 0 {
        let Some(rest) = rest.strip_prefix(b", ") else { return false };
        let word = &rest[..rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count()];
        return !matches!(word, b"" | b"and" | b"or" | b"but" | b"plus" | b"to" | b"with");
    }
    let after_article = rest.strip_prefix(b"a ").or_else(|| rest.strip_prefix(b"an "));
    is_named
        && after_article
            .map(after_number)
            .is_some_and(|(age, rest)| age > 0 && rest.starts_with(b"-year-old"))
}

/// The age with which a text begins, 0 if none, and the rest.
fn after_number(text: &[u8]) -> (usize, &[u8]) {
    let len = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number =
        text[..len].iter().take(4).fold(0, |number, digit| number * 10 + usize::from(digit - b'0'));
    (if number < 120 && text.first() != Some(&b'0') { number } else { 0 }, &text[len..])
}

/// Whether the name ends the text or is before an empty line, and alone in its line, after a
/// line that ends with a comma (*Best wishes,*), or after a dash: `See you! -- Kenya`. A dash may
/// also mark the items of a list, where one is in the line before too.
fn is_signature(view: &View<'_>) -> bool {
    let (before, after) =
        (&view.text[view.from..view.span.start], &view.text[view.span.end..view.to]);
    let after = after.strip_prefix(b".").or_else(|| after.strip_prefix(b"!")).unwrap_or(after);
    let rest = after.trim_ascii_start();
    let ends = (rest.is_empty() && !view.cut.1)
        || after[..after.len() - rest.len()].iter().filter(|byte| **byte == b'\n').count() > 1;
    if !ends {
        return false;
    }
    let line = before.trim_ascii_end();
    let is_dash = |byte: &u8| matches!(byte, b'-' | b'~');
    let text = line.strip_suffix("—".as_bytes()).or_else(|| line.strip_suffix("–".as_bytes()));
    let dashes = line.iter().rev().take_while(|byte| is_dash(byte)).count();
    if let Some(text) = text.or_else(|| (dashes > 0).then(|| &line[..line.len() - dashes])) {
        let above = text.trim_ascii_end();
        let is_line = match text.is_empty() {
            true => !view.cut.0,
            false => text[above.len()..].contains(&b'\n'),
        };
        let is_list = last_line(above).trim_ascii_start().first().is_some_and(is_dash);
        let is_long = dashes != 1;
        let is_sentence = is_long && matches!(above.last(), Some(b'.' | b'!' | b'?' | b')'));
        return (is_line && !is_list) || is_sentence;
    }
    before[line.len()..].contains(&b'\n')
        && line.ends_with(b",")
        && last_line(line).len() <= FAREWELL
}

fn last_line(text: &[u8]) -> &[u8] {
    text.rsplit(|byte| *byte == b'\n').next().unwrap_or(text)
}

/// Whether the name fills a cell of a table, or the whole text: `Peru;Lead;t`, `| Lead | 270 |`.
/// Beside a comma no blank may be.
fn is_cell(view: &View<'_>) -> bool {
    let (before, after) =
        (&view.text[view.from..view.span.start], &view.text[view.span.end..view.to]);
    let is_filling = |byte: &&u8| matches!(byte, b' ' | b'"' | b'*' | b'\r');
    let left = before.iter().rev().find(|byte| !is_filling(byte));
    if !matches!(left, None | Some(b'|' | b';' | b'\t' | b',' | b'\n')) {
        return false;
    }
    let right = after.iter().find(|byte| !is_filling(byte));
    let is_sign = |found: Option<&u8>, next: Option<&u8>| match found {
        Some(b'|' | b';' | b'\t') => true,
        Some(b',') => next != Some(&b' '),
        _ => false,
    };
    let (from_sign, to_sign) = (is_sign(left, before.last()), is_sign(right, after.get(1)));
    let (from_start, to_end) = (left.is_none() && !view.cut.0, right.is_none() && !view.cut.1);
    match (from_sign, to_sign) {
        (true, true) => true,
        (true, false) => to_end || right == Some(&b'\n'),
        (false, true) => from_start || left == Some(&b'\n'),
        // Alone, a word in lower case is not a name: lead.
        (false, false) => from_start && to_end && is_capitalised(view),
    }
}
