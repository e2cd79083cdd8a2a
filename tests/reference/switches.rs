//! Parts of folding that are switched off: a second implementation, which folds a text and a form
//! by the parts that are on.

use gaztag::{Folding, FoldingPart as Part};

use super::characters::{
    Class, blanks, chars, class, fold, is_blank, is_hyphen, is_invisible, is_line_break, is_mark,
    units,
};
use super::html;

/// What a text folds to by the parts that are on, without case.
pub(super) fn folded_by(folding: Folding, text: &[u8], joins: bool, in_html: bool) -> String {
    let (chars, units) = (chars(text, in_html), units(text, joins, in_html));
    let (mut out, mut n) = (String::new(), 0);
    while n < chars.len() {
        let (c, start, end) = chars[n];
        let Some(c) = c.filter(|c| ![html::BREAK, html::BLOCK].contains(c)) else {
            let is_blank = c == Some(html::BREAK) && folding.has(Part::Blanks);
            let next = if is_blank { blanks(&chars, n).0 } else { n + 1 };
            out.push(if is_blank { ' ' } else { '\u{FFFF}' });
            n = next;
            continue;
        };
        let is_plain = ['-', '\u{AD}'].contains(&c);
        if folding.has(Part::Hyphens)
            && (is_hyphen(c) || c == '\u{AD}')
            && (folding.has(Part::Punctuation) || is_plain)
            && let Some(unit) = units.iter().find(|unit| unit.start == start)
            && (unit.folded == " " || (unit.folded.is_empty() && unit.end > end))
        {
            out.push_str(&unit.folded);
            n = chars.iter().position(|&(_, at, _)| at >= unit.end).unwrap_or(chars.len());
            continue;
        }
        if (is_blank(c) || is_line_break(c)) && folding.has(Part::Blanks) {
            let next = blanks(&chars, n).0;
            let is_mark = |n: usize| chars.get(n).and_then(|(c, ..)| *c).is_some_and(is_mark);
            if !(is_mark(next) || n.checked_sub(1).is_some_and(is_mark)) {
                out.push(' ');
            }
            n = next;
            continue;
        }
        n += 1;
        let part = match c {
            _ if is_blank(c) || is_line_break(c) => Part::Blanks,
            _ if is_invisible(c) => Part::Invisible,
            _ if class(c) == Class::Accent => Part::Accents,
            '&' => Part::Ampersand,
            '\u{FF00}'..='\u{FFEF}' => Part::Width,
            _ if is_mark(c) => Part::Punctuation,
            _ => Part::Accents,
        };
        match folding.has(part) {
            true if matches!(part, Part::Invisible) || class(c) == Class::Accent => {}
            true => {
                out.push_str(&fold(c));
                if fold(c) == "-"
                    && let (next, 1) = blanks(&chars, n)
                {
                    n = next;
                }
            }
            false => out.extend(c.to_lowercase()),
        }
    }
    out
}
