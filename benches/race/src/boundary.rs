//! Where a name may start and end, for the engines that have no boundaries of their own.
//!
//! The rules are those that gaztag documents, written a second time: words between blanks and
//! punctuation, scripts without spaces, Korean particles after a name, Arabic and Hebrew prefixes
//! before one. All peers share these functions, so every engine of the race counts the same
//! mentions.

/// What a character is to the edge of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Word,
    /// A combining mark that is part of its letter.
    Mark,
    /// An accent that writers leave out.
    Accent,
    Invisible,
    Spaceless,
    Katakana,
    Hangul,
    Arabic,
    Hebrew,
}

impl Class {
    fn is_word(self) -> bool {
        !matches!(self, Class::Other | Class::Invisible)
    }
}

fn class(c: char) -> Class {
    match u32::from(c) {
        0x30..=0x39 | 0x41..=0x5A | 0x5F | 0x61..=0x7A => Class::Word,
        0..=0x7F => Class::Other,
        0xAD | 0x34F | 0x61C | 0x640 | 0x180B..=0x180F | 0x200B..=0x200F => Class::Invisible,
        0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x206F => Class::Invisible,
        0xFE00..=0xFE0F | 0xFEFF => Class::Invisible,
        // Apostrophes that Unicode counts among the letters; superscripts, fractions, circled ones.
        0x2B9 | 0x2BB..=0x2BD | 0x2C8 | 0x374 => Class::Other,
        0xB2 | 0xB3 | 0xB9 | 0xBC..=0xBE | 0x2070 | 0x2074..=0x2079 => Class::Other,
        0x2080..=0x2089 | 0x2150..=0x215F | 0x2189 | 0x2460..=0x24FF => Class::Other,
        0x2776..=0x2793 | 0x3192..=0x3195 | 0x3200..=0x33FF => Class::Other,
        0x300..=0x36F | 0x483..=0x487 | 0x591..=0x5BD | 0x5BF | 0x5C1 | 0x5C2 => Class::Accent,
        0x5C4 | 0x5C5 | 0x5C7 | 0x64B..=0x65F | 0x670 => Class::Accent,
        0x610..=0x61A | 0x6D6..=0x6DC | 0x6DF..=0x6E4 | 0x6E7 | 0x6E8 => Class::Mark,
        0x6EA..=0x6ED | 0x900..=0x903 | 0x93A..=0x93C | 0x93E..=0x94F => Class::Mark,
        0x951..=0x957 | 0x962..=0x963 => Class::Mark,
        0xE31 | 0xE34..=0xE3A | 0xE47..=0xE4E | 0x3099 | 0x309A => Class::Mark,
        0x5D0..=0x5F2 => Class::Hebrew,
        0x620..=0x64A | 0x66E..=0x6D3 | 0x6D5 | 0x6EE | 0x6EF | 0x6FA..=0x6FF => Class::Arabic,
        0x750..=0x77F | 0xFB50..=0xFDFB | 0xFE70..=0xFEFC => Class::Arabic,
        0xE01..=0xE46 => Class::Spaceless,
        0x3005 | 0x3007 | 0x3021..=0x3029 | 0x3041..=0x3096 | 0x309D..=0x309F => Class::Spaceless,
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF => Class::Spaceless,
        0x2_0000..=0x3_FFFF => Class::Spaceless,
        0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9D => Class::Katakana,
        0x1100..=0x11FF | 0x3131..=0x318E | 0xAC00..=0xD7A3 => Class::Hangul,
        // Lao, Tibetan, Burmese, Khmer, Bopomofo, Yi.
        0xE80..=0xFFF | 0x1000..=0x109F | 0x1780..=0x17FF if c.is_alphanumeric() => {
            Class::Spaceless
        }
        0x3105..=0x312F | 0x31A0..=0x31BF | 0xA000..=0xA48C => Class::Spaceless,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Other,
    }
}

/// Whether a name may have the character: letters, digits and the marks that belong to them.
pub(crate) fn is_letter(c: char) -> bool {
    class(c).is_word() && c != '_'
}

/// The character at `at` and where the next one starts. An ill-formed byte is not a letter.
fn after(text: &[u8], at: usize) -> Option<(char, usize)> {
    let first = *text.get(at)?;
    let length = match first {
        0..0x80 => return Some((char::from(first), at + 1)),
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let decoded = text.get(at..at + length).and_then(|bytes| std::str::from_utf8(bytes).ok());
    match decoded.and_then(|text| text.chars().next()) {
        Some(c) => Some((c, at + length)),
        None => Some((char::REPLACEMENT_CHARACTER, at + 1)),
    }
}

/// The character that ends at `at` and where it starts.
fn before(text: &[u8], at: usize) -> Option<(char, usize)> {
    let last = at.checked_sub(1)?;
    let lowest = at.saturating_sub(4);
    let start = (lowest..at).rev().find(|&start| text[start] & 0xC0 != 0x80).unwrap_or(last);
    match after(text, start) {
        Some((c, next)) if next == at => Some((c, start)),
        _ => Some((char::REPLACEMENT_CHARACTER, last)),
    }
}

/// The last character before `at` that is visible, its class and where it starts.
fn visible_before(text: &[u8], mut at: usize) -> Option<(char, Class, usize)> {
    loop {
        let (c, start) = before(text, at)?;
        match class(c) {
            Class::Invisible => at = start,
            class => return Some((c, class, start)),
        }
    }
}

/// The class of the next character that is visible; [`Class::Other`] at the end.
fn visible_after(text: &[u8], mut at: usize) -> Class {
    while let Some((c, next)) = after(text, at) {
        match class(c) {
            Class::Invisible => at = next,
            class => return class,
        }
    }
    Class::Other
}

/// Whether there is a boundary between two characters of these classes.
fn between(before: Class, after: Class) -> bool {
    match (before, after) {
        (_, Class::Mark | Class::Accent) => !before.is_word(),
        _ if !before.is_word() || !after.is_word() => true,
        (Class::Spaceless, _) | (_, Class::Spaceless) => true,
        (Class::Katakana, Class::Katakana) | (Class::Hangul, Class::Hangul) => false,
        (Class::Katakana | Class::Hangul, _) | (_, Class::Katakana | Class::Hangul) => true,
        _ => false,
    }
}

fn is_ascii_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a name may start at `at`, where its first character is.
#[inline]
pub(crate) fn starts(text: &[u8], at: usize) -> bool {
    match (at.checked_sub(1).map(|last| text[last]), text.get(at)) {
        (None, _) | (_, None) => true,
        (Some(last @ 0..0x80), _) if !is_ascii_word(last) => true,
        // A spelling may begin or end with a sign: `&` is one of `and`.
        (_, Some(&first @ 0..0x80)) if !is_ascii_word(first) => true,
        (Some(0..0x80), Some(0..0x80)) => false,
        _ => starts_beyond_ascii(text, at),
    }
}

fn starts_beyond_ascii(text: &[u8], at: usize) -> bool {
    let (Some((first, _)), Some((previous, class_before, start))) =
        (after(text, at), visible_before(text, at))
    else {
        return true;
    };
    let class_after = class(first);
    between(class_before, class_after)
        || matches!(class_after, Class::Arabic | Class::Hebrew)
            && ends_prefix(text, previous, class_before, start)
}

/// Arabic wa- and fa-, Hebrew ve- and she-: another prefix may follow them.
const FIRST_PREFIXES: [char; 4] = ['و', 'ف', 'ו', 'ש'];
/// Arabic bi-, ka- and li-, Hebrew ha-, be-, ke-, le- and mi-.
const LAST_PREFIXES: [char; 8] = ['ب', 'ك', 'ل', 'ה', 'ב', 'כ', 'ל', 'מ'];

/// Whether the letter that starts at `start` ends one or two one-letter prefixes of a word.
fn ends_prefix(text: &[u8], letter: char, of: Class, start: usize) -> bool {
    let (first, last) = (FIRST_PREFIXES.contains(&letter), LAST_PREFIXES.contains(&letter));
    let word_starts =
        |at: usize, class| visible_before(text, at).is_none_or(|(_, b, _)| between(b, class));
    if !matches!(of, Class::Arabic | Class::Hebrew) || !(first || last) {
        return false;
    }
    word_starts(start, of)
        || last
            && visible_before(text, start).is_some_and(|(previous, class, start)| {
                FIRST_PREFIXES.contains(&previous) && word_starts(start, class)
            })
}

/// Korean particles that are written after a noun without a space.
const PARTICLES: [&str; 35] = [
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "에서",
    "에게",
    "에는",
    "에도",
    "에서는",
    "에서도",
    "와",
    "과",
    "도",
    "로",
    "으로",
    "로부터",
    "으로부터",
    "만",
    "까지",
    "부터",
    "보다",
    "처럼",
    "이나",
    "나",
    "이다",
    "라는",
    "이라는",
    "와의",
    "과의",
    "로의",
    "에의",
];

/// Whether a name may end at `end`, where its last character ends.
#[inline]
pub(crate) fn ends(text: &[u8], end: usize) -> bool {
    match (end.checked_sub(1).map(|last| text[last]), text.get(end)) {
        (None, _) | (_, None) => true,
        (_, Some(&next @ 0..0x80)) if !is_ascii_word(next) => true,
        (Some(last @ 0..0x80), _) if !is_ascii_word(last) => true,
        (Some(0..0x80), Some(0..0x80)) => false,
        _ => ends_beyond_ascii(text, end),
    }
}

fn ends_beyond_ascii(text: &[u8], end: usize) -> bool {
    let mut at = end;
    let last = loop {
        match visible_before(text, at) {
            Some((_, Class::Accent, start)) => at = start,
            Some((_, class, _)) => break class,
            None => return true,
        }
    };
    let is_particle = |particle: &str| {
        text[end..].starts_with(particle.as_bytes())
            && visible_after(text, end + particle.len()) != Class::Hangul
    };
    between(last, visible_after(text, end))
        || last == Class::Hangul && PARTICLES.iter().any(|particle| is_particle(particle))
}
