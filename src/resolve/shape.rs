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
) -> [Option<Shape>; 3] {
    let has = |shape: Shape, is_there: &dyn Fn() -> bool| {
        (concerns(&shape) && is_there()).then_some(shape)
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
    [title, other, if LEFT { has(Shape::Cell, &|| is_cell(view)) } else { None }]
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

/// Whether the name fills a cell of a table, or the whole text: `Peru;Lead;t`, `| Lead | 270 |`.
/// Beside a comma no blank may be.
fn is_cell(view: &View<'_>) -> bool {
    let (before, after) =
        (&view.text[view.from..view.span.start], &view.text[view.span.end..view.to]);
    let is_filling = |byte: &&u8| matches!(byte, b' ' | b'"' | b'*' | b'\r');
    let left = before.iter().rev().find(|byte| !is_filling(byte));
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
