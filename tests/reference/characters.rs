//! Characters: how a text is read as units, and where words begin and end.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use super::html;

/// What a character means for word boundaries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    Other,
    Word,
    Blank,
    /// A blank line: no name continues after it.
    Break,
    /// An accent that does not follow a letter.
    Accent,
    Mark,
    Spaceless,
    Katakana,
    Hangul,
    Arabic,
    Hebrew,
    Flag,
}

impl Class {
    pub(super) fn is_word(self) -> bool {
        !matches!(self, Class::Other | Class::Blank | Class::Break | Class::Flag)
    }
}

/// A piece of the text with what it folds to.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) folded: String,
    pub(super) class: Class,
    pub(super) upper: bool,
    pub(super) lower: bool,
    pub(super) letter: char,
    /// White space with a line break.
    pub(super) broken: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A character of the text with its bytes; `None` for an ill-formed byte.
pub(super) type Char = (Option<char>, usize, usize);

/// The characters of a text; in HTML markup counts as one.
pub(super) fn chars(text: &[u8], html: bool) -> Vec<Char> {
    let mut raw = Vec::new();
    let mut at = 0;
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            raw.push((Some(c), at, at + c.len_utf8()));
            at += c.len_utf8();
        }
        for _ in chunk.invalid() {
            raw.push((None, at, at + 1));
            at += 1;
        }
    }
    let mut out: Vec<Char> = Vec::new();
    for (c, start, end) in raw {
        if out.last().is_some_and(|&(_, _, end)| start < end) {
            continue;
        }
        let rest = &text[start..];
        let piece = match html {
            true => html::piece(rest),
            // An escaped ampersand is one character.
            false => rest.starts_with(b"&amp;").then_some(('&', 5)),
        };
        out.push(match (piece, c) {
            (Some((c, len)), _) => (Some(c), start, start + len),
            // These are what markup is read as.
            (_, Some(html::BREAK | html::BLOCK)) => (Some('\u{FDD2}'), start, end),
            _ => (c, start, end),
        });
    }
    out
}

/// The character that ends at an offset, where markup and references are not read.
fn char_before(text: &[u8], end: usize) -> Option<char> {
    chars(&text[end.saturating_sub(4)..end], false).pop().and_then(|(c, ..)| c)
}

pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

pub(super) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' | html::BREAK)
}

pub(super) fn is_blank(c: char) -> bool {
    matches!(c, '\t' | '_') || c.general_category() == GeneralCategory::SpaceSeparator
}

/// A mark that writers leave out: those of Latin, Greek and Cyrillic letters, Hebrew points, Arabic
/// vowel signs.
pub(super) fn is_accent(c: char) -> bool {
    let code = c as u32;
    let ranges: [(u32, u32); 14] = [
        (0x300, 0x34E),
        (0x350, 0x36F),
        (0x483, 0x487),
        (0x591, 0x5BD),
        (0x5BF, 0x5BF),
        (0x5C1, 0x5C2),
        (0x5C4, 0x5C5),
        (0x5C7, 0x5C7),
        (0x64B, 0x65F),
        (0x670, 0x670),
        (0x1AB0, 0x1AFF),
        (0x1DC0, 0x1DFF),
        (0x20D0, 0x20F0),
        (0xFE20, 0xFE2F),
    ];
    ranges.iter().any(|&(first, last)| (first..=last).contains(&code))
}

pub(super) fn is_apostrophe(c: char) -> bool {
    "'`´ʹʻʼʽˈ‘’‛′‵＇｀".contains(c)
}

pub(super) fn is_hyphen(c: char) -> bool {
    c == '−' || c.general_category() == GeneralCategory::DashPunctuation
}

pub(super) fn class(c: char) -> Class {
    if is_blank(c) || is_line_break(c) {
        return Class::Blank;
    }
    if is_accent(c) {
        return Class::Accent;
    }
    if matches!(c, '₀'..='₉') {
        return Class::Word;
    }
    if ('🇦'..='🇿').contains(&c) {
        return Class::Flag;
    }
    if is_apostrophe(c) || is_hyphen(c) {
        return Class::Other;
    }
    use GeneralCategory as G;
    match c.general_category() {
        G::NonspacingMark | G::SpacingMark | G::EnclosingMark => return Class::Mark,
        G::DecimalNumber
        | G::LetterNumber
        | G::UppercaseLetter
        | G::LowercaseLetter
        | G::TitlecaseLetter
        | G::ModifierLetter
        | G::OtherLetter => {}
        _ => return Class::Other,
    }
    match c.script() {
        Script::Han
        | Script::Hiragana
        | Script::Bopomofo
        | Script::Yi
        | Script::Thai
        | Script::Lao
        | Script::Khmer
        | Script::Myanmar
        | Script::Tibetan => Class::Spaceless,
        Script::Katakana => Class::Katakana,
        _ if c == 'ー' || c == 'ｰ' => Class::Katakana,
        Script::Hangul => Class::Hangul,
        Script::Arabic => Class::Arabic,
        Script::Hebrew => Class::Hebrew,
        _ => Class::Word,
    }
}

/// Letters with plain twins.
pub(super) const TWINS: [(char, &str); 29] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ĸ', "k"),
    ('ł', "l"),
    ('ŋ', "n"),
    ('ŧ', "t"),
    ('þ', "th"),
    ('ƀ', "b"),
    ('ɓ', "b"),
    ('ƈ', "c"),
    ('ɖ', "d"),
    ('ɗ', "d"),
    ('ƙ', "k"),
    ('ɲ', "n"),
    ('ƴ', "y"),
    ('ə', "e"),
    ('ǝ', "e"),
    ('ɛ', "e"),
    ('ɔ', "o"),
    ('ی', "ي"),
    ('ى', "ي"),
    ('ک', "ك"),
    ('ٱ', "ا"),
];

pub(super) fn fold(c: char) -> String {
    if c.is_ascii_alphanumeric() || c == ' ' {
        return c.to_ascii_lowercase().into();
    }
    if is_apostrophe(c) {
        return "'".into();
    }
    if is_hyphen(c) {
        return "-".into();
    }
    if c == '&' || c == '＆' {
        return "and".into();
    }
    let subscript = matches!(c, '₀'..='₉');
    let wide = subscript || matches!(c, '\u{FF00}'..='\u{FFEF}' | '\u{FB00}'..='\u{FB06}');
    let parts: Vec<char> =
        if wide { c.to_string().nfkd().collect() } else { c.to_string().nfd().collect() };
    let parts = if !wide && parts[1..].iter().any(|&c| !is_accent(c)) { vec![c] } else { parts };
    let mut out = String::new();
    for c in parts.into_iter().filter(|&c| !is_accent(c)) {
        let lower = unicode_case_mapping::case_folded(c)
            .and_then(|code| char::from_u32(code.get()))
            .unwrap_or(c);
        match TWINS.iter().find(|(letter, _)| *letter == lower) {
            Some((_, twin)) => out.push_str(twin),
            None => {
                let parts: Vec<char> = lower.to_string().nfd().collect();
                out.push(if parts[1..].iter().all(|&c| is_accent(c)) { parts[0] } else { lower });
            }
        }
    }
    out
}

/// A dash between phrases.
pub(super) fn is_long_dash(c: char) -> bool {
    "—―⸺⸻〜〰︱﹘".contains(c)
}

/// An apostrophe or a dash: white space beside it does not count.
pub(super) fn is_mark(c: char) -> bool {
    matches!(fold(c).as_str(), "'" | "-")
}

/// Where the white space and the invisible characters from the character `n` on end, and how many
/// line breaks there are. In HTML a `<br>` makes white space of the line breaks in the source.
pub(super) fn blanks(chars: &[Char], mut n: usize) -> (usize, usize) {
    let (mut breaks, mut tags) = (0, 0);
    while let Some(&(Some(c), _, end)) = chars.get(n) {
        if c == html::BREAK {
            tags += 1;
        } else if is_line_break(c) {
            breaks += 1;
            // A carriage return and a line feed are one.
            if c == '\r' && chars.get(n + 1) == Some(&(Some('\n'), end, end + 1)) {
                n += 1;
            }
        } else if !is_blank(c) && !is_invisible(c) {
            break;
        }
        n += 1;
    }
    (n, if tags > 0 { tags } else { breaks })
}

/// The units of a text. With `joins`, words that a hyphen at the end of a line may divide are
/// joined.
pub(super) fn units(text: &[u8], joins: bool, html: bool) -> Vec<Unit> {
    let chars = chars(text, html);
    let mut out: Vec<Unit> = Vec::new();
    let mut n = 0;
    let blanks = |n: usize| blanks(&chars, n);
    // The first visible character from `n` on.
    let visible = |n: usize| {
        chars[n.min(chars.len())..]
            .iter()
            .map(|&(c, ..)| c.unwrap_or('\u{FFFF}'))
            .find(|&c| !is_invisible(c))
    };
    let begins_word =
        |n: usize| visible(n).map(class).is_some_and(|c| c.is_word() && c != Class::Accent);
    // The character at `n` itself.
    let char_at = |n: usize| chars.get(n).and_then(|&(c, ..)| c);
    // For a hyphen at `n` at the end of a line: where the next line begins, and whether the hyphen
    // may divide a word.
    let line_end = |n: usize| -> Option<(usize, bool)> {
        let (next, breaks) = blanks(n + 1);
        if breaks != 1 || !char_at(n + 1).is_some_and(is_line_break) || !begins_word(next) {
            return None;
        }
        let rest = &text[chars[n].2..];
        let is_plain = rest.starts_with(b"\n")
            || rest.starts_with(b"\r\n")
            || (html && (rest.starts_with(b"<") || rest.starts_with(b"&")));
        let is = |c: Option<char>, wanted: &[GeneralCategory]| {
            c.is_some_and(|c| wanted.contains(&c.general_category()))
        };
        use GeneralCategory::{LowercaseLetter as Lower, TitlecaseLetter, UppercaseLetter};
        let upper = [UppercaseLetter, TitlecaseLetter];
        let before = char_before(text, chars[n].1);
        let divides = (is(visible(next), &[Lower]) && (is(before, &[Lower]) || is(before, &upper)))
            || (is(visible(next), &upper) && is(before, &upper));
        Some((next, is_plain && divides))
    };
    while n < chars.len() {
        let (c, start, end) = chars[n];
        let plain = Unit {
            broken: false,
            folded: String::new(),
            class: Class::Other,
            upper: false,
            lower: false,
            letter: '\0',
            start,
            end,
        };
        let Some(c) = c else {
            out.push(Unit { folded: "\u{FFFF}".into(), ..plain });
            n += 1;
            continue;
        };
        let is_hyphen = is_hyphen(c)
            && !is_long_dash(c)
            && start > 0
            && !char_before(text, start).is_some_and(|c| is_blank(c) || is_line_break(c));
        if (is_hyphen || c == '\u{AD}')
            && let Some((next, divides)) = line_end(n)
        {
            let folded = if joins && divides { "" } else { " " };
            out.push(Unit { folded: folded.into(), end: chars[next - 1].2, ..plain });
            n = next;
            continue;
        }
        if is_hyphen && begins_word(n + 1) {
            out.push(Unit { folded: " ".into(), ..plain });
            n += 1;
            continue;
        }
        if is_invisible(c) {
            n += 1;
            continue;
        }
        if c == html::BLOCK {
            out.push(Unit { folded: "\n".into(), class: Class::Break, end, ..plain });
            n += 1;
            continue;
        }
        let class = class(c);
        if class == Class::Blank {
            let (next, breaks) = blanks(n);
            let end = chars[next - 1].2;
            let vanishes = breaks == 0 && char_at(next).is_some_and(is_mark);
            out.push(if vanishes {
                Unit { class: Class::Blank, end, ..plain }
            } else if breaks < 2 {
                let broken = breaks > 0;
                Unit { folded: " ".into(), class: Class::Blank, broken, end, ..plain }
            } else {
                Unit { folded: "\n".into(), class: Class::Break, end, ..plain }
            });
            n = next;
            continue;
        }
        if class == Class::Accent {
            // Directly after a letter it belongs to that letter, if it is not a reference.
            match out.last_mut() {
                Some(last)
                    if last.class.is_word()
                        && last.class != Class::Accent
                        && last.end == start
                        && end - start == c.len_utf8() =>
                {
                    last.end = end
                }
                _ => out.push(Unit { class, ..plain }),
            }
            n += 1;
            continue;
        }
        let category = c.general_category();
        let unit = Unit {
            folded: fold(c),
            class,
            upper: matches!(
                category,
                GeneralCategory::UppercaseLetter | GeneralCategory::TitlecaseLetter
            ),
            lower: category == GeneralCategory::LowercaseLetter,
            letter: c,
            broken: false,
            start,
            end,
        };
        n += 1;
        // White space after a mark stays a unit of its own, for names that begin after it.
        if is_mark(c)
            && let (next, ..2) = blanks(n)
            && next > n
        {
            out.push(unit);
            out.push(Unit {
                folded: String::new(),
                class: Class::Blank,
                start: chars[n].1,
                end: chars[next - 1].2,
                ..plain
            });
            n = next;
            continue;
        }
        out.push(unit);
    }
    out
}

pub(super) fn boundary(before: Class, after: Class) -> bool {
    if matches!(after, Class::Mark | Class::Accent) {
        return !before.is_word();
    }
    if !before.is_word()
        || !after.is_word()
        || before == Class::Spaceless
        || after == Class::Spaceless
    {
        return true;
    }
    let own = |class: Class| matches!(class, Class::Katakana | Class::Hangul);
    before != after && (own(before) || own(after))
}
