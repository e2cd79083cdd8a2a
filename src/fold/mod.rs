//! Folding: text without case, accents and differences in white space, read without copying it.
//!
//! ```text
//! step(offset):
//!     white space, _    one blank for the whole run; a stop if it has two line breaks;
//!                       skip beside an apostrophe or a dash
//!     invisible, accent skip
//!     inline tag (HTML) skip;  <br>: white space;  any other tag: a stop
//!     &name; (HTML)     as the character that it names
//!     letter, digit     what the table maps it to (lower case, no accents), then skip accents
//!     hyphen            a blank, where it joins two words without white space beside it
//!     other dash        "-"
//!     & &amp;           "and"
//!     ill-formed byte   0xFF, which no name has
//! ```
//!
//! A [`Reader`] takes such a step from any offset of a text. It returns at most four folded bytes
//! with the offset of the next step, so that their span in the raw text is known.
//! Names are folded by the same steps when a gazetteer is built: a text and a name that fold to the
//! same bytes meet in the automaton.
//!
//! No name continues after a stop (a blank line, a block of markup).
//!
//! A hyphen at the end of a line may belong to the name (`South-\nSudan`) or not
//! (`Demo-\ncratic`). A [`Reader`] folds it to a blank, and a [joining](Reader::joining) one to
//! nothing.
//!
//! The mapping is a generated table of two levels: [`table`] has a block of 16 entries for every 16
//! characters, and equal blocks are stored once. It is made from Unicode's decompositions, general
//! categories and scripts (`cargo run -p gazgen`). Most text is ASCII followed by ASCII, and is
//! folded without the table: see [`Reader::plain`].

mod class;
pub(crate) mod html;
pub(crate) mod narrow;
mod references;
pub(crate) mod switches;
#[rustfmt::skip]
mod table;

use crate::limits;
pub(crate) use class::{Class, MAX_SPAN, WINDOW};
pub(crate) use table::FINGERPRINT;

/// One entry of the generated table:
///
/// | bits | meaning |
/// |---|---|
/// | 0 to 20 | what the character folds to, as bits 21 and 22 say |
/// | 21, 22 | 0: itself; 1: one character; 2: start (16 bits) and length in `table::POOL` |
/// | 23 to 26 | the class |
/// | 27, 28 | upper case, lower case |
#[derive(Clone, Copy)]
struct Entry(u32);

impl Entry {
    #[inline]
    fn of(c: char) -> Self {
        let code = c as usize;
        let block =
            table::BLOCKS.get(code >> 4).map_or(0, |&block| usize::from(block) << 4 | code & 15);
        match code {
            _ if code >> 4 < table::BLOCKS.len() => {
                Self(table::ENTRIES.get(block).copied().unwrap_or(0))
            }
            // Variation selectors, the only characters above the table that do not fold to
            // themselves.
            0xE_0100..=0xE_01EF => Self((Class::Invisible as u32) << 23 | 2 << 21),
            _ => Self(0),
        }
    }

    /// That of a character below U+1000.
    #[inline(always)]
    const fn below_u1000(code: usize) -> Self {
        Self(table::ENTRIES[(table::BLOCKS[code >> 4] as usize) << 4 | code & 15])
    }

    const fn class(self) -> Class {
        Class::ALL[(self.0 >> 23 & 15) as usize]
    }

    const fn is_upper(self) -> bool {
        self.0 >> 27 & 1 == 1
    }

    const fn is_lower(self) -> bool {
        self.0 >> 28 & 1 == 1
    }

    /// What the character with this code folds to, if that is one character.
    #[inline(always)]
    const fn one_folded(self, code: u32) -> Option<u32> {
        match self.0 >> 21 & 3 {
            0 => Some(code),
            1 => Some(self.0 & 0x1F_FFFF),
            _ => None,
        }
    }
}

const SOFT_HYPHEN: char = '\u{AD}';

/// One character of the text, or one piece of markup.
#[derive(Clone, Copy)]
pub(crate) struct Char {
    code: char,
    entry: Entry,
    pub(crate) class: Class,
    /// Offset of the next one.
    pub(crate) next: usize,
}

impl Char {
    #[inline]
    fn new(code: char, next: usize) -> Self {
        let entry = Entry::of(code);
        Self { code, entry, class: entry.class(), next }
    }

    /// Ill-formed bytes or markup: no name has what they fold to.
    const fn opaque(class: Class, next: usize) -> Self {
        Self { code: '\0', entry: Entry(0), class, next }
    }

    /// The character itself; `\0` for ill-formed bytes and markup.
    pub(crate) const fn code(&self) -> char {
        self.code
    }

    /// Whether it is an upper-case (or title-case) letter.
    pub(crate) const fn is_upper(&self) -> bool {
        self.entry.is_upper()
    }

    /// Whether it is a lower-case letter.
    pub(crate) const fn is_lower(&self) -> bool {
        self.entry.is_lower()
    }

    /// Whether it is a dash between phrases, and never inside a word.
    const fn is_long_dash(&self) -> bool {
        matches!(
            self.code,
            '\u{2014}'
                | '\u{2015}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{301C}'
                | '\u{3030}'
                | '\u{FE31}'
                | '\u{FE58}'
        )
    }

    /// Whether it is an apostrophe or a dash.
    fn is_mark(&self) -> bool {
        matches!(self.first_folded(), Some(b'\'' | b'-'))
    }

    /// Whether it is a dash, or a soft hyphen.
    fn is_hyphen_like(&self) -> bool {
        self.code == SOFT_HYPHEN || self.first_folded() == Some(b'-')
    }

    /// The first byte of what it folds to; `None` if it folds to nothing.
    pub(crate) fn first_folded(&self) -> Option<u8> {
        let mut bytes = [0; 4];
        (self.fold(&mut bytes) > 0).then_some(bytes[0])
    }

    /// Whether it folds to nothing, or to another character of three bytes or more.
    pub(crate) fn is_odd(&self) -> bool {
        if matches!(self.class, Class::Invisible | Class::Accent) {
            return true;
        }
        match self.entry.0 >> 21 & 3 {
            0 => false,
            1 => self.entry.0 & 0x1F_FFFF >= 0x800,
            _ => self.first_folded().is_none_or(|byte| byte >= 0xE0),
        }
    }

    /// What a letter beyond ASCII folds to, if that is one character beyond ASCII.
    #[inline]
    pub(crate) fn folded_letter(&self) -> Option<char> {
        if !matches!(
            self.class,
            Class::Word
                | Class::Spaceless
                | Class::Katakana
                | Class::Hangul
                | Class::Arabic
                | Class::Hebrew
        ) {
            return None;
        }
        let folded = char::from_u32(self.entry.one_folded(self.code as u32)?)?;
        (!folded.is_ascii()).then_some(folded)
    }

    /// Writes what it folds to, and returns how many bytes that is.
    fn fold(&self, out: &mut [u8; 4]) -> usize {
        let payload = self.entry.0 & 0x1F_FFFF;
        match self.entry.0 >> 21 & 3 {
            0 if self.code == '\0' => {
                out[0] = 0xFF;
                1
            }
            0 => self.code.encode_utf8(out).len(),
            1 => char::from_u32(payload).unwrap_or(self.code).encode_utf8(out).len(),
            _ => {
                let start = (payload & 0xFFFF) as usize;
                let text = table::POOL
                    .as_bytes()
                    .get(start..start + (payload >> 16) as usize)
                    .unwrap_or(&[]);
                let len = text.len().min(4);
                out[..len].copy_from_slice(&text[..len]);
                len
            }
        }
    }
}

/// The character that these bytes begin with and its length, if it is well-formed and has several
/// bytes: see The Unicode Standard, table 3-7.
#[inline(always)]
fn decode(bytes: &[u8]) -> Option<(char, usize)> {
    let join = |first: u8, tails: &[u8]| {
        tails.iter().fold(u32::from(first), |code, tail| code << 6 | u32::from(tail & 0x3F))
    };
    // Not well-formed: overlong forms, surrogates, numbers above the last character.
    let checked = |code: u32, least: u32| char::from_u32(code).filter(|_| code >= least);
    match *bytes {
        [first @ 0xC2..=0xDF, a @ 0x80..=0xBF, ..] => {
            Some((checked(join(first & 0x1F, &[a]), 0)?, 2))
        }
        [first @ 0xE0..=0xEF, a @ 0x80..=0xBF, b @ 0x80..=0xBF, ..] => {
            Some((checked(join(first & 0x0F, &[a, b]), 0x800)?, 3))
        }
        [first @ 0xF0..=0xF4, a @ 0x80..=0xBF, b @ 0x80..=0xBF, c @ 0x80..=0xBF, ..] => {
            Some((checked(join(first & 0x07, &[a, b, c]), 0x1_0000)?, 4))
        }
        _ => None,
    }
}

/// The folded bytes of one character, and what is known of it.
#[derive(Clone, Copy)]
pub(crate) struct Unit {
    bytes: [u8; 4],
    len: u8,
    pub(crate) class: Class,
    pub(crate) upper: bool,
    pub(crate) lower: bool,
    /// The line break that it contains.
    pub(crate) line: Line,
    /// The offset of the next step in the raw text.
    pub(crate) next: usize,
}

/// A line break inside a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Line {
    /// There is none, or it does not matter.
    Same,
    /// White space with a line break.
    Next,
    /// A hyphen at the end of a line, which another reader may fold to nothing.
    Hyphen,
}

impl Unit {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// The bytes as one number, the first one lowest; zeros after them.
    pub(crate) const fn packed(&self) -> u32 {
        u32::from_le_bytes(self.bytes)
    }

    const fn ascii(byte: u8, class: Class, upper: bool, lower: bool, next: usize) -> Self {
        Self { bytes: [byte, 0, 0, 0], len: 1, class, upper, lower, line: Line::Same, next }
    }
}

/// ASCII bytes that need no look at the table.
#[derive(Clone, Copy)]
enum Plain {
    /// A letter or digit; an accent may follow.
    Word,
    /// Punctuation that folds to itself, whatever follows.
    Punctuation,
    Blank,
    Else,
}

static PLAIN: [Plain; 256] = {
    let mut table = [Plain::Else; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b' ' => Plain::Blank,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Plain::Word,
            b'!' | b'"' | b'(' | b')' | b',' | b'.' | b'/' | b':' | b';' | b'?' => {
                Plain::Punctuation
            }
            _ => Plain::Else,
        };
        byte += 1;
    }
    table
};

/// What plain bytes fold to; 0 for the others.
static FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if !matches!(PLAIN[byte], Plain::Else) {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// The unit of a letter of two bytes that folds to one: its length and what is after it are not
/// set. None for Latin letters, accents and other marks.
#[inline(always)]
fn narrow_letter(first: u8, second: u8) -> Option<Unit> {
    if !matches!((first, second), (0xCE..=0xDF, 0x80..=0xBF)) {
        return None;
    }
    let code = u32::from(first & 0x1F) << 6 | u32::from(second & 0x3F);
    let entry = Entry::below_u1000(code as usize);
    let folded @ 0x80..0x800 = entry.one_folded(code)? else { return None };
    let class = entry.class();
    matches!(class, Class::Word | Class::Arabic | Class::Hebrew).then_some(Unit {
        bytes: [0xC0 | (folded >> 6) as u8, 0x80 | (folded & 0x3F) as u8, 0, 0],
        upper: entry.is_upper(),
        lower: entry.is_lower(),
        ..Unit::ascii(0, class, false, false, 0)
    })
}

/// As [`narrow_letter`], for letters of three bytes that fold to themselves and have no case: Thai,
/// Devanagari and their neighbours, kana, Han and Hangul.
#[inline(always)]
fn wide_letter(bytes: [u8; 3]) -> Option<Unit> {
    let [first, second @ 0x80..=0xBF, third @ 0x80..=0xBF] = bytes else { return None };
    let class = match first {
        0xE0 if second >= 0xA0 => {
            SOUTH[usize::from(second & 0x1F) << 6 | usize::from(third & 0x3F)]?
        }
        0xE3 => match (second, third) {
            (0x81, 0x81..) | (0x82, ..=0x96) => Class::Spaceless,
            (0x82, 0xA1..) | (0x83, ..=0xBA | 0xBC) => Class::Katakana,
            _ => return None,
        },
        0xE4 if second >= 0xB8 => Class::Spaceless,
        0xE5..=0xE9 => Class::Spaceless,
        0xEA if second >= 0xB0 => Class::Hangul,
        0xEB | 0xEC => Class::Hangul,
        0xED if second < 0x9E => Class::Hangul,
        _ => return None,
    };
    Some(Unit { bytes: [first, second, third, 0], ..Unit::ascii(0, class, false, false, 0) })
}

/// What the letter or digit at the start of a text folds to, whatever follows it. `None` if that is
/// not one character or not known without the large table.
#[inline]
pub(crate) fn certain_letter(text: &[u8]) -> Option<[u8; 4]> {
    match *text {
        [byte, ..] if byte.is_ascii_alphanumeric() => Some([byte.to_ascii_lowercase(), 0, 0, 0]),
        [first @ 0xCE..=0xDF, second, ..] => Some(narrow_letter(first, second)?.bytes),
        [first @ 0xE0..=0xED, second, third, ..] => {
            Some(wide_letter([first, second, third])?.bytes)
        }
        _ => None,
    }
}

/// For each character from U+0800 to U+0FFF: the class, if it is a part of words, folds to itself
/// and is not an accent.
static SOUTH: [Option<Class>; 2048] = {
    let mut table = [None; 2048];
    let mut index = 0;
    while index < table.len() {
        let entry = Entry::below_u1000(0x800 + index);
        let class = entry.class();
        let is_itself = matches!(entry.one_folded(0), Some(0));
        if is_itself && class.is_word() && !matches!(class, Class::Accent) {
            table[index] = Some(class);
        }
        index += 1;
    }
    table
};

/// Eight bytes with their ASCII letters in lower case, the first byte lowest (bytes of 0x80 and
/// above without their highest bit); and a number with the highest bit of each byte set that is not
/// an ASCII letter or digit.
#[inline(always)]
pub(crate) const fn lowered(bytes: u64) -> (u64, u64) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // A byte between two bounds sets the high bit of the first sum and not of the second. Setting
    // bit 5 lowers letters; digits have it set.
    let (low, lowered) = (bytes & !HIGH, (bytes | (0x20 * ONES)) & !HIGH);
    let letters =
        (lowered + ONES * (0x80 - b'a' as u64)) & !(lowered + ONES * (0x7F - b'z' as u64));
    let digits = (low + ONES * (0x80 - b'0' as u64)) & !(low + ONES * (0x7F - b'9' as u64));
    (lowered, !((letters | digits) & !bytes) & HIGH)
}

/// Eight bytes with their ASCII letters in lower case, the first byte lowest (bytes of 0x80 and
/// above without their highest bit); and how many of them are ASCII letters and digits, counted
/// from the first up to another byte.
#[inline(always)]
pub(crate) const fn leading_word(bytes: u64) -> (u64, usize) {
    let (lowered, others) = lowered(bytes);
    (lowered, others.trailing_zeros() as usize / 8)
}

/// What is at an offset.
pub(crate) enum Step {
    Unit(Unit),
    /// Something that folds to nothing, up to this offset.
    Skip(usize),
    /// No name continues here: a blank line, a block of markup, the end of the text.
    Stop,
}

/// Folds a text from any offset on.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'t> {
    pub(crate) text: &'t [u8],
    pub(crate) html: bool,
    /// Whether a hyphen at the end of a line folds to nothing where it may divide a word.
    joins: bool,
}

impl<'t> Reader<'t> {
    pub(crate) const fn new(text: &'t [u8], html: bool) -> Self {
        Self { text, html, joins: false }
    }

    /// The same reader, with words joined that a hyphen at the end of a line may divide.
    pub(crate) const fn joining(self) -> Self {
        Self { joins: true, ..self }
    }

    /// A reader of the text up to the longest end of a name from `start`, and the character after
    /// it.
    pub(crate) fn window(&self, start: usize) -> Self {
        let end = self.text.len().min(start.saturating_add(WINDOW));
        Self { text: &self.text[..end], ..*self }
    }

    pub(crate) fn byte(&self, at: usize) -> Option<u8> {
        self.text.get(at).copied()
    }

    /// The character or piece of markup at `at`; `None` at the end.
    #[inline]
    pub(crate) fn char(&self, at: usize) -> Option<Char> {
        let rest = self.text.get(at..)?;
        match *rest.first()? {
            b'<' | b'&' if self.html || rest.starts_with(b"&amp;") => Some(self.char_or_markup(at)),
            first @ 0..0x80 => Some(Char::new(char::from(first), at + 1)),
            _ => Some(match decode(rest) {
                Some((c, len)) => Char::new(c, at + len),
                None => Char::opaque(Class::Other, at + 1),
            }),
        }
    }

    /// The character at `at`, if it is well-formed and beyond ASCII.
    #[inline(always)]
    pub(crate) fn letter(&self, at: usize) -> Option<Char> {
        let (c, len) = decode(self.text.get(at..)?)?;
        Some(Char::new(c, at + len))
    }

    /// The character or piece of markup that begins with the `<` or `&` at `at`.
    #[cold]
    fn char_or_markup(&self, at: usize) -> Char {
        let first = self.text[at];
        if self.html {
            if first == b'<'
                && let Some(markup) = html::markup(self.text, at)
            {
                return Char::opaque(markup.class, markup.end);
            }
            if first == b'&'
                && let Some((c, next)) = html::reference(self.text, at)
            {
                return Char::new(c, next);
            }
        }
        if self.text[at..].starts_with(b"&amp;") {
            return Char::new('&', at + 5);
        }
        Char::new(char::from(first), at + 1)
    }

    /// The class of the first visible character from `at` on; `Other` at the end.
    pub(crate) fn visible_class(&self, mut at: usize) -> Class {
        loop {
            match self.char(at) {
                Some(c) if c.class == Class::Invisible => at = c.next,
                Some(c) => return c.class,
                None => return Class::Other,
            }
        }
    }

    /// What the byte at `at` folds to, and its class, if it is a character by itself and the next
    /// byte cannot change that. That is most text: ASCII followed by ASCII.
    #[inline]
    pub(crate) fn plain(&self, at: usize) -> Option<(u8, Class)> {
        let pair = self.text.get(at..)?.first_chunk::<2>()?;
        match PLAIN[usize::from(pair[0])] {
            Plain::Word if pair[1] < 0xCC => Some((pair[0].to_ascii_lowercase(), Class::Word)),
            Plain::Punctuation => Some((pair[0], Class::Other)),
            Plain::Blank
                if matches!(PLAIN[usize::from(pair[1])], Plain::Word | Plain::Punctuation) =>
            {
                Some((b' ', Class::Space))
            }
            _ => None,
        }
    }

    /// What the byte at `at` folds to, if it and the next one are plain: letters, digits,
    /// punctuation that folds to itself, or a blank that no other blank follows.
    #[inline(always)]
    pub(crate) fn plain_pair(&self, at: usize) -> Option<u8> {
        let &[byte, next] = self.text.get(at..)?.first_chunk::<2>()?;
        let (byte, next) = (FOLDED[usize::from(byte)], FOLDED[usize::from(next)]);
        (byte != 0 && next != 0 && !(byte == b' ' && next == b' ')).then_some(byte)
    }

    /// What is at `at`.
    #[inline]
    pub(crate) fn step(&self, at: usize) -> Step {
        if let Some((byte, class)) = self.plain(at) {
            let raw = self.text[at];
            return Step::Unit(Unit::ascii(
                byte,
                class,
                raw.is_ascii_uppercase(),
                raw.is_ascii_lowercase(),
                at + 1,
            ));
        }
        match self.plain_letter(at) {
            Some(unit) => Step::Unit(unit),
            None => self.step_any(at),
        }
    }

    /// The unit at `at`, if it is a letter beyond ASCII and Latin that folds to one letter, and if
    /// no accent follows it: most letters of texts in other scripts.
    #[inline]
    fn plain_letter(&self, at: usize) -> Option<Unit> {
        let &[first, second, third, after @ ..] = self.text.get(at..)?.first_chunk::<6>()?;
        let is_narrow = first < 0xE0;
        let letter = if is_narrow {
            narrow_letter(first, second)?
        } else {
            wide_letter([first, second, third])?
        };
        let after = if is_narrow { [third, after[0], after[1]] } else { after };
        let ends_letter = match after {
            [..0xCC, ..] => true,
            [..0xE0, ..] => narrow_letter(after[0], after[1]).is_some(),
            // Punctuation of Chinese and Japanese.
            [0xE3, 0x80, 0x80..=0xA9] => true,
            _ => wide_letter(after).is_some(),
        };
        let len = if is_narrow { 2 } else { 3 };
        ends_letter.then_some(Unit { len, next: at + usize::from(len), ..letter })
    }

    /// The units from the start of the text to the first stop.
    pub(crate) fn units(self) -> impl Iterator<Item = Unit> {
        let mut at = 0;
        core::iter::from_fn(move || {
            loop {
                match self.step(at) {
                    Step::Unit(unit) => {
                        at = unit.next;
                        return Some(unit);
                    }
                    Step::Skip(next) => at = next,
                    Step::Stop => return None,
                }
            }
        })
    }

    fn step_any(&self, at: usize) -> Step {
        let Some(c) = self.char(at) else { return Step::Stop };
        match c.class {
            Class::Stop => Step::Stop,
            Class::Invisible if c.code == SOFT_HYPHEN && self.ends_line(&c) => {
                self.hyphen_of_line(at, &c)
            }
            Class::Invisible | Class::Accent => Step::Skip(c.next),
            Class::Space | Class::LineBreak => match self.blanks(at) {
                (_, 2..) => Step::Stop,
                (next, 0) if self.begins_with_mark(next) => Step::Skip(next),
                (next, breaks) => {
                    let line = if breaks == 0 { Line::Same } else { Line::Next };
                    let blank = Unit::ascii(b' ', Class::Space, false, false, next);
                    Step::Unit(Unit { line, ..blank })
                }
            },
            class => {
                let mut unit = Unit {
                    bytes: [0; 4],
                    len: 0,
                    class,
                    upper: c.is_upper(),
                    lower: c.is_lower(),
                    line: Line::Same,
                    next: c.next,
                };
                unit.len = c.fold(&mut unit.bytes) as u8;
                match unit.bytes() {
                    _ if class.is_word() => unit.next = self.accents(c.next),
                    b"-" if self.joins_words(at, &c) => {
                        unit = Unit::ascii(b' ', Class::Other, false, false, c.next);
                    }
                    b"-" if self.joins_lines(at, &c) => return self.hyphen_of_line(at, &c),
                    b"'" | b"-" => unit.next = self.after_mark(c.next),
                    _ => {}
                }
                Step::Unit(unit)
            }
        }
    }

    /// Whether the character at `at` is an apostrophe or a dash: white space beside it does not
    /// count.
    fn begins_with_mark(&self, at: usize) -> bool {
        self.char(at).is_some_and(|c| c.is_mark())
    }

    /// The offset after the white space that follows an apostrophe or a dash.
    fn after_mark(&self, next: usize) -> usize {
        match self.blanks(next) {
            (after, ..2) => after,
            _ => next,
        }
    }

    /// Whether the dash `c` at `at` is a hyphen that follows something other than white space.
    fn is_hyphen(&self, at: usize, c: &Char) -> bool {
        !c.is_long_dash()
            && self
                .char_before(at)
                .is_some_and(|(_, before)| !matches!(before.class, Class::Space | Class::LineBreak))
    }

    /// Whether the dash `c` at `at` is a hyphen between two words.
    fn joins_words(&self, at: usize, c: &Char) -> bool {
        self.is_hyphen(at, c) && self.continues_with_word(c.next)
    }

    /// Whether the dash `c` at `at` is a hyphen at the end of a line, and a word begins the next.
    fn joins_lines(&self, at: usize, c: &Char) -> bool {
        self.is_hyphen(at, c) && self.ends_line(c)
    }

    /// Whether a line break follows `c` directly, and a word begins the next line.
    fn ends_line(&self, c: &Char) -> bool {
        self.char(c.next).is_some_and(|next| next.class == Class::LineBreak)
            && matches!(self.blanks(c.next), (after, 1) if self.continues_with_word(after))
    }

    fn continues_with_word(&self, at: usize) -> bool {
        let class = self.visible_class(at);
        class.is_word() && class != Class::Accent
    }

    /// The step at a hyphen at the end of a line.
    fn hyphen_of_line(&self, at: usize, c: &Char) -> Step {
        let after = self.blanks(c.next).0;
        let may_divide = self.may_break(c.next) && self.may_divide_word(at, after);
        if self.joins && may_divide {
            return Step::Skip(after);
        }
        let line = if may_divide { Line::Hyphen } else { Line::Same };
        Step::Unit(Unit { line, ..Unit::ascii(b' ', Class::Other, false, false, after) })
    }

    /// Whether a line may end at `at`: with a line feed, or in HTML with markup or a reference.
    fn may_break(&self, at: usize) -> bool {
        match self.byte(at) {
            Some(b'\n') => true,
            Some(b'\r') => self.byte(at + 1) == Some(b'\n'),
            Some(b'<' | b'&') => self.html,
            _ => false,
        }
    }

    /// Whether the letters before `end` and at `start` may be parts of one word: the second is in
    /// lower case, or both are capitals.
    fn may_divide_word(&self, end: usize, mut start: usize) -> bool {
        while let Some(c) = self.char(start)
            && c.class == Class::Invisible
        {
            start = c.next;
        }
        let (Some((_, before)), Some(after)) = (self.char_before(end), self.char(start)) else {
            return false;
        };
        (after.is_lower() && (before.is_lower() || before.is_upper()))
            || (after.is_upper() && before.is_upper())
    }

    /// Whether a word may continue after what is at `at`, a hyphen at the end of a line. It may
    /// answer yes where no word does.
    pub(crate) fn may_continue_after(&self, at: usize) -> bool {
        match self.byte(at) {
            Some(b'-') => self.may_break(at + 1),
            Some(b'&') => self.html,
            Some(lead @ 0x80..) => {
                // The break is looked for first: few lines end so.
                let len = match lead {
                    0xF0.. => 4,
                    0xE0.. => 3,
                    _ => 2,
                };
                self.may_break(at + len)
                    && self.letter(at).is_some_and(|c| c.is_hyphen_like() && c.next == at + len)
            }
            _ => false,
        }
    }

    /// The character that ends at `end`, and its offset; `None` at the start of the text. A byte
    /// that is not part of a well-formed character is one of its own. Markup and references are not
    /// recognised.
    pub(crate) fn char_before(&self, end: usize) -> Option<(usize, Char)> {
        let last = end.checked_sub(1)?;
        let byte = self.byte(last)?;
        if byte < 0x80 {
            return Some((last, Char::new(char::from(byte), end)));
        }
        for start in (end.saturating_sub(4)..last).rev() {
            match self.byte(start)? {
                0xC0.. => match self.letter(start) {
                    Some(c) if c.next == end => return Some((start, c)),
                    _ => break,
                },
                0x80.. => {}
                _ => break,
            }
        }
        Some((last, Char::opaque(Class::Other, end)))
    }

    /// The end of a name that begins at `start` and after which the walk is at `at`: before the
    /// white space that an apostrophe or a dash at its end took.
    #[inline]
    pub(crate) fn end_of_name(&self, start: usize, at: usize, last: Class) -> usize {
        if last == Class::Other { self.end_of_mark(start, at) } else { at }
    }

    #[cold]
    fn end_of_mark(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        loop {
            match self.step(at) {
                Step::Unit(unit) if unit.next >= end => {
                    return self.char(at).map_or(end, |c| c.next);
                }
                Step::Unit(Unit { next, .. }) | Step::Skip(next) if next < end => at = next,
                _ => return end,
            }
        }
    }

    /// The offset after the combining accents at `at`.
    fn accents(&self, mut at: usize) -> usize {
        while self.byte(at).is_some_and(|b| b >= 0xCC)
            && let Some(c) = self.char(at)
            && c.class == Class::Accent
        {
            at = c.next;
        }
        at
    }

    /// The offset after the run of white space (and invisible characters) at `at`, and how many
    /// line breaks it has. Stops before the third, so that 2 means two or more. In HTML a `<br>`
    /// makes white space of the line breaks in the source around it.
    fn blanks(&self, mut at: usize) -> (usize, u32) {
        let (mut breaks, mut tags) = (0, 0);
        while let Some(c) = self.char(at) {
            match c.class {
                Class::LineBreak if tags == 2 || (breaks == 2 && !self.html) => break,
                Class::LineBreak if c.code == '\0' => {
                    tags += 1;
                    at = c.next;
                }
                Class::LineBreak => {
                    breaks += u32::from(breaks < 2);
                    let pair = c.code == '\r' && self.byte(c.next) == Some(b'\n');
                    at = c.next + usize::from(pair);
                }
                Class::Space | Class::Invisible => at = c.next,
                _ => break,
            }
        }
        (at, if tags == 0 { breaks } else { tags })
    }
}

/// How the letters of a name are cased.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Cases {
    /// Which of the first 64 letters and digits are capitals, by bit.
    pub(crate) upper: u64,
    /// How many letters and digits there are.
    pub(crate) letters: u32,
    pub(crate) first_is_lower: bool,
}

impl Cases {
    /// The cases of a whole text.
    pub(crate) fn of(text: &[u8], html: bool) -> Self {
        let mut cases = Self::default();
        Reader::new(text, html).units().for_each(|unit| cases.push(&unit));
        cases
    }

    #[inline]
    pub(crate) fn push(&mut self, unit: &Unit) {
        if unit.class.is_word() {
            if self.letters == 0 {
                self.first_is_lower = unit.lower;
            }
            if unit.upper && self.letters < 64 {
                self.upper |= 1 << self.letters;
            }
            self.letters += 1;
        }
    }
}

/// Whether a character folds to nothing: an accent by itself, or an invisible one.
#[cfg(feature = "alloc")]
pub(crate) fn folds_to_nothing(c: char) -> bool {
    !c.is_ascii() && matches!(Char::new(c, 0).class, Class::Accent | Class::Invisible)
}

/// A surface form, folded as a whole, without blanks at its ends.
pub(crate) struct Folded {
    /// As many as the longest form can have, and those of a unit after them.
    bytes: [u8; Self::MAX + 4],
    start: usize,
    end: usize,
    pub(crate) cases: Cases,
    /// Whether the form has a blank at an end, apart from characters that fold to nothing.
    pub(crate) has_blank_around: bool,
}

impl Folded {
    /// A character folds to four bytes at most.
    const MAX: usize = 4 * limits::FORM_LEN;

    /// Folds a form. A form of more than [`limits::FORM_LEN`] bytes becomes empty.
    pub(crate) fn new(form: &str) -> Self {
        let bytes = [0; Self::MAX + 4];
        let (cases, has_blank_around) = (Cases::default(), false);
        let mut folded = Self { bytes, start: 0, end: 0, cases, has_blank_around };
        if form.len() > limits::FORM_LEN {
            return folded;
        }
        for unit in Reader::new(form.as_bytes(), false).units() {
            // All four bytes are copied at once; the next unit overwrites those that it has not.
            folded.bytes[folded.end..folded.end + 4].copy_from_slice(&unit.bytes);
            folded.end += usize::from(unit.len);
            folded.cases.push(&unit);
        }
        let ends_with_blank = folded.bytes().last() == Some(&b' ');
        folded.end -= usize::from(ends_with_blank);
        folded.start = usize::from(folded.bytes().first() == Some(&b' '));
        folded.has_blank_around = ends_with_blank || folded.start != 0;
        folded
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    fn folded(text: &str) -> String {
        String::from_utf8_lossy(Folded::new(text).bytes()).into_owned()
    }

    #[test]
    fn letters_fold_to_characters_of_the_same_kind() {
        for c in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            let text = c.encode_utf8(&mut bytes).as_bytes();
            let class = Reader::new(text, false).char(0).unwrap().class;
            if let Step::Unit(unit) = Reader::new(text, false).step(0)
                && unit.class.is_word()
            {
                for folded in core::str::from_utf8(unit.bytes()).unwrap().chars() {
                    let alike = Char::new(folded, 0).class.is_spaced() == class.is_spaced();
                    assert!(alike || (folded.is_ascii() && !folded.is_alphanumeric()), "{c:?}");
                }
            }
        }
    }

    #[test]
    fn forms_fold() {
        for (text, expected) in [
            ("Mali", "mali"),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("Co\u{302}te d'Ivoire", "cote d'ivoire"),
            ("TÜRKİYE", "turkiye"),
            ("Ｍａｌｉ", "mali"),
            ("Straße", "strasse"),
            ("Trinidad & Tobago", "trinidad and tobago"),
            ("Trinidad &amp; Tobago", "trinidad and tobago"),
            ("Guinea–Bissau", "guinea bissau"),
            ("Guinea-\r\n  Bissau", "guinea bissau"),
            ("Guinea – Bissau", "guinea-bissau"),
            ("Guinea—Bissau", "guinea-bissau"),
            ("-ium", "-ium"),
            ("bis-", "bis-"),
            ("People 's", "people's"),
            ("Cote d ' Ivoire", "cote d'ivoire"),
            ("Burkina\u{A0}\t\n Faso", "burkina faso"),
            ("Ma\u{AD}li", "mali"),
            ("Łódź", "lodz"),
            ("Æthiopia", "aethiopia"),
            ("ﬁn", "fin"),
            ("Ελλάδα", "ελλαδα"),
            ("ΚΎΠΡΟΣ", "κυπροσ"),
            ("РОССИЯ", "россия"),
            ("مَالِي", "مالي"),
            ("ガーナ", "ガーナ"),
            ("ｶﾞｰﾅ", "カ\u{3099}ーナ"),
            ("मालदीव", "मालदीव"),
            ("말리", "말리"),
            ("K", "k"),
            ("ẞ", "ss"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn cases_have_the_capitals() {
        let cases = Cases::of(b"U.S. of America2", false);
        assert_eq!((cases.upper, cases.letters, cases.first_is_lower), (0b1_0011, 12, false));
        assert!(Cases::of(b"'mali", false).first_is_lower);
    }

    #[test]
    fn characters_are_decoded_as_the_standard_library_does() {
        for c in ('\u{80}'..=char::MAX).step_by(7) {
            let decoded = decode(c.encode_utf8(&mut [0; 4]).as_bytes());
            assert_eq!(decoded, Some((c, c.len_utf8())));
        }
        let bytes = [0, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF];
        for first in 0x80..=0xFF {
            for tail in 0..bytes.len().pow(3) {
                let text = [first, bytes[tail % 11], bytes[tail / 11 % 11], bytes[tail / 121]];
                let expected = (2..=4)
                    .find_map(|len| core::str::from_utf8(&text[..len]).ok())
                    .and_then(|text| text.chars().next())
                    .filter(|c| c.len_utf8() > 1)
                    .map(|c| (c, c.len_utf8()));
                assert_eq!(decode(&text), expected, "{text:X?}");
            }
        }
    }

    #[test]
    fn plain_steps_equal_steps_by_the_table() {
        let fields = |step| match step {
            Step::Unit(unit) => {
                Some((unit.bytes, unit.len, unit.class, unit.upper, unit.lower, unit.next))
            }
            Step::Skip(next) => Some(([0; 4], 0, Class::Other, false, false, next)),
            Step::Stop => None,
        };
        for (first, second) in
            (0..=255).flat_map(|first| (0..=255).map(move |second| (first, second)))
        {
            let mut text = b"  amp;\xCC\x81".to_vec();
            text[..2].copy_from_slice(&[first, second]);
            for html in [false, true] {
                for text in [&text[..], &[first, second, 0xCC, 0x81], &[first]] {
                    let reader = Reader::new(text, html);
                    assert_eq!(fields(reader.step(0)), fields(reader.step_any(0)), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn steps_over_letters_equal_steps_by_the_table() {
        let after = [
            "", "a", "<b>", "&", "é", "\u{301}", "\u{64E}", "я", "م", "ι", "中", "한", "、",
            "\u{3099}",
        ];
        let more = ["\u{FE0F}", "\u{E34}", "\u{93C}", "ไ", "\u{2D}\n", "\u{200D}"];
        for c in '\u{80}'..='\u{FFFF}' {
            for after in after.iter().chain(&more) {
                let text = alloc::format!("{c}{after}....");
                let reader = Reader::new(text.as_bytes(), true);
                match (reader.step(0), reader.step_any(0)) {
                    (Step::Unit(a), Step::Unit(b)) => {
                        assert!(a.bytes == b.bytes && a.len == b.len, "{text}");
                        assert!(a.next == b.next && a.line == b.line, "{text}");
                        assert!(a.class == b.class, "{text}");
                        assert!(a.upper == b.upper && a.lower == b.lower, "{text}");
                    }
                    (Step::Skip(a), Step::Skip(b)) => assert_eq!(a, b, "{text}"),
                    (Step::Stop, Step::Stop) => {}
                    _ => panic!("{text}"),
                }
            }
            let text = [c.encode_utf8(&mut [0; 4]).as_bytes(), b"......"].concat();
            for cut in 1..c.len_utf8() {
                let reader = Reader::new(&text[cut..], false);
                assert!(matches!(reader.step(0), Step::Unit(unit) if unit.bytes() == [0xFF]));
            }
        }
        let known = |c: &char| {
            let text = alloc::format!("{c}......");
            Reader::new(text.as_bytes(), false).plain_letter(0).is_some()
        };
        assert_eq!("дمμנमทกभのヴー中한국".chars().find(|c| !known(c)), None);
        assert_eq!("éaㇰ・\u{301}\u{64E}ἀ、".chars().find(known), None);
    }

    #[test]
    fn blank_lines_stop() {
        let reader = Reader::new(b"a\n\nb", false);
        assert!(matches!(reader.step(1), Step::Stop));
        let reader = Reader::new(b"a\r\nb", false);
        assert!(matches!(reader.step(1), Step::Unit(unit) if unit.next == 3));
    }

    #[test]
    fn ill_formed_bytes_are_not_letters() {
        let reader = Reader::new(b"\xC3(\xF0\x9F", false);
        for at in [0, 2, 3] {
            assert!(
                matches!(reader.step(at), Step::Unit(unit) if unit.class == Class::Other && unit.next == at + 1 && unit.bytes() == [0xFF])
            );
        }
    }
}
