//! The parts of folding, and matching with some of them switched off.
//!
//! The automaton has fully folded names only. With a part switched off, the text of each hit is
//! compared once more with the written form, folded by the parts that are on.

use super::{Char, Class, Reader, SOFT_HYPHEN, Step};
use crate::entity::named_values;
use crate::error::parsed_by_name;

named_values! {
    /// A part of folding: a difference between a surface form and the text that is ignored.
    #[non_exhaustive]
    FoldingPart;
    /// Letters in another case, as far as the case rule allows. If it is off, every letter must be
    /// cased as in the form.
    Case = "case",
    /// Accents, points and marks, precomposed or combining; letters with plain twins (`ø`, `ß`,
    /// `æ`); ligatures.
    Accents = "accents",
    /// Every apostrophe for another, and every hyphen or dash; a line break after a hyphen.
    Punctuation = "punctuation",
    /// Full-width and half-width forms.
    Width = "width",
    /// A run of white space with up to one line break for one blank; blanks beside an apostrophe.
    Blanks = "blanks",
    /// Soft hyphens, zero-width characters and other invisible ones.
    Invisible = "invisible",
    /// `&` for `and`.
    Ampersand = "ampersand",
    /// Dotted acronyms: `U.S.` for `US`.
    Dotted = "dotted",
    /// `St.` and `St` for `Saint`.
    Saint = "saint",
    /// A hyphen for a blank and a blank for a hyphen; a hyphen inside a word at the end of a line;
    /// a dash with blanks beside it for a hyphen.
    Hyphens = "hyphens",
}

parsed_by_name! {
    FoldingPart, "part of folding", UnknownFoldingPart;
}

/// The set of [parts of folding](FoldingPart) that are on. By default all are; a later version may
/// have more parts, which are on as well.
///
/// ```
/// use gaztag::{Folding, FoldingPart, Tagger};
/// let folding = Folding::FULL.without(FoldingPart::Accents);
/// let tagger = Tagger::builder().folding(folding).build()?;
/// assert!(tagger.is_match("Côte d'Ivoire"));
/// assert!(Folding::NONE.with(FoldingPart::Case).has(FoldingPart::Case));
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Folding(u32);

impl Folding {
    /// All parts on: the default.
    pub const FULL: Self = Self((1 << FoldingPart::ALL.len()) - 1);
    /// All parts off: the text must be written exactly as the form.
    pub const NONE: Self = Self(0);

    /// The set with one more part.
    #[must_use]
    pub const fn with(self, part: FoldingPart) -> Self {
        Self(self.0 | 1 << part as u32)
    }

    /// The set without one part.
    #[must_use]
    pub const fn without(self, part: FoldingPart) -> Self {
        Self(self.0 & !(1 << part as u32))
    }

    /// Whether a part is on.
    #[inline]
    pub const fn has(self, part: FoldingPart) -> bool {
        self.0 >> part as u32 & 1 == 1
    }

    /// Whether `text` equals `form` when both are folded by the parts that are on. The case of
    /// letters is ignored: it is checked elsewhere.
    pub(crate) fn is_same(&self, form: &str, text: &[u8], html: bool) -> bool {
        let found = Reader::new(text, html);
        self.is_same_by(form, found) || self.is_same_by(form, found.joining())
    }

    /// Whether `text`, of letters and digits, is `form` with its words joined, when both are folded
    /// by the parts that are on. The case of letters is ignored.
    pub(crate) fn is_joined(&self, form: &str, text: &[u8]) -> bool {
        let is_letter = |byte: &u8| !matches!(byte, b' ' | b'-' | b'\'');
        let form = self.folded(Reader::new(form.as_bytes(), false)).filter(is_letter);
        form.eq(self.folded(Reader::new(text, false)))
    }

    fn is_same_by(&self, form: &str, found: Reader<'_>) -> bool {
        self.folded(Reader::new(form.as_bytes(), false)).eq(self.folded(found))
    }

    /// The bytes of a text, folded by the parts that are on.
    fn folded(&self, reader: Reader<'_>) -> impl Iterator<Item = u8> {
        let (mut pieces, mut bytes) = (Pieces::new(self, reader), PieceBytes::default());
        core::iter::from_fn(move || bytes.next(&mut pieces))
    }

    /// Whether the part of folding that applies to `c` is on.
    fn folds(&self, c: &Char) -> bool {
        match (c.class, c.code) {
            (Class::Space | Class::LineBreak, _) => self.has(FoldingPart::Blanks),
            (Class::Invisible, _) => self.has(FoldingPart::Invisible),
            (Class::Accent, _) => self.has(FoldingPart::Accents),
            (_, '&') => self.has(FoldingPart::Ampersand),
            (_, '\u{FF00}'..='\u{FFEF}') => self.has(FoldingPart::Width),
            (_, _) => {
                let mut bytes = [0; 4];
                let len = c.fold(&mut bytes);
                match &bytes[..len] {
                    b"'" | b"-" => self.has(FoldingPart::Punctuation),
                    _ => self.has(FoldingPart::Accents),
                }
            }
        }
    }
}

impl Default for Folding {
    fn default() -> Self {
        Self::FULL
    }
}

impl core::fmt::Debug for Folding {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_set().entries(FoldingPart::ALL.iter().filter(|part| self.has(**part))).finish()
    }
}

/// A text as pieces, each folded by the parts that are on.
struct Pieces<'f, 't> {
    folding: &'f Folding,
    reader: Reader<'t>,
    at: usize,
    /// Whether an apostrophe or a dash is before `at`.
    is_after_mark: bool,
}

/// The bytes of a piece, read one by one. The lower case of one character has at most three
/// characters.
#[derive(Default)]
struct PieceBytes {
    bytes: [u8; 12],
    len: usize,
    read: usize,
}

impl PieceBytes {
    fn next(&mut self, pieces: &mut Pieces<'_, '_>) -> Option<u8> {
        while self.read == self.len {
            (self.len, self.read) = (pieces.fill(&mut self.bytes)?, 0);
        }
        self.read += 1;
        self.bytes.get(self.read - 1).copied()
    }
}

impl<'f, 't> Pieces<'f, 't> {
    const fn new(folding: &'f Folding, reader: Reader<'t>) -> Self {
        Self { folding, reader, at: 0, is_after_mark: false }
    }

    /// Writes the next piece, which may be empty, and returns its length; `None` at the end.
    fn fill(&mut self, out: &mut [u8; 12]) -> Option<usize> {
        let c = self.reader.char(self.at)?;
        let folding = self.folding;
        let is_after_mark = core::mem::replace(&mut self.is_after_mark, c.is_mark());
        if folding.has(FoldingPart::Hyphens)
            && c.is_hyphen_like()
            && (folding.has(FoldingPart::Punctuation) || matches!(c.code, '-' | SOFT_HYPHEN))
        {
            match self.reader.step(self.at) {
                Step::Unit(unit) if unit.bytes() == b" " => {
                    (self.at, out[0]) = (unit.next, b' ');
                    // A line break is white space, which vanishes after a dash.
                    return Some(usize::from(!(is_after_mark && unit.next > c.next)));
                }
                Step::Skip(next) if next > c.next => {
                    self.at = next;
                    return Some(0);
                }
                _ => {}
            }
        }
        match c.class {
            Class::Space | Class::LineBreak if folding.has(FoldingPart::Blanks) => {
                let (next, _) = self.reader.blanks(self.at);
                (self.at, out[0]) = (next, b' ');
                let vanishes = is_after_mark || self.reader.begins_with_mark(next);
                return Some(usize::from(!vanishes));
            }
            Class::Invisible if folding.has(FoldingPart::Invisible) => {
                self.at = c.next;
                return Some(0);
            }
            Class::Accent if folding.has(FoldingPart::Accents) => {
                self.at = c.next;
                return Some(0);
            }
            _ => self.at = c.next,
        }
        if c.code == '\0' {
            out[0] = 0xFF;
            return Some(1);
        }
        if folding.folds(&c) {
            let mut bytes = [0; 4];
            let len = c.fold(&mut bytes);
            out[..len].copy_from_slice(&bytes[..len]);
            if &bytes[..len] == b"-"
                && let (next, 1) = self.reader.blanks(self.at)
            {
                self.at = next;
            }
            return Some(len);
        }
        let mut len = 0;
        for lower in c.code.to_lowercase() {
            len += lower.encode_utf8(&mut out[len..]).len();
        }
        Some(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_switched_one_by_one() {
        let cases: [(&str, &str, FoldingPart); 11] = [
            ("Côte d'Ivoire", "Cote d'Ivoire", FoldingPart::Accents),
            ("Côte d'Ivoire", "Côte d’Ivoire", FoldingPart::Punctuation),
            ("Guinea-Bissau", "Guinea Bissau", FoldingPart::Hyphens),
            ("Sierra Leone", "Sierra-Leone", FoldingPart::Hyphens),
            ("Sierra Leone", "Sier-\nra Leone", FoldingPart::Hyphens),
            ("People's Republic", "People 's Republic", FoldingPart::Blanks),
            ("Mali", "Ｍali", FoldingPart::Width),
            ("Burkina Faso", "Burkina  Faso", FoldingPart::Blanks),
            ("Mali", "Ma\u{AD}li", FoldingPart::Invisible),
            ("Trinidad and Tobago", "Trinidad & Tobago", FoldingPart::Ampersand),
            ("Mali", "Ma\u{301}li", FoldingPart::Accents),
        ];
        for (form, text, part) in cases {
            assert!(Folding::FULL.is_same(form, text.as_bytes(), false), "{text}");
            let folding = Folding::FULL.without(part);
            assert!(!folding.is_same(form, text.as_bytes(), false), "{text}");
            assert!(folding.is_same(form, form.to_uppercase().as_bytes(), false), "{form}");
            assert!(
                Folding::NONE.with(FoldingPart::Case).is_same(form, form.as_bytes(), false),
                "{form}"
            );
        }
    }
}
