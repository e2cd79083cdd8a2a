//! The parts of folding, and what is left of it when some are switched off.
//!
//! The automaton knows fully folded forms only. With a part switched off, what it finds is compared once more, by the parts that are left, with the form as it is written.

use super::{Char, Class, Reader};

/// The parts of folding: what may differ between a surface form and the text. All are on unless switched off.
///
/// ```
/// use gaztag::{Folding, Tagger};
/// let tagger = Tagger::builder().folding(Folding { accents: false, ..Folding::FULL }).build()?;
/// assert!(tagger.is_match("Côte d'Ivoire"));
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Folding {
    /// Letters in another case, as far as the case rule allows. Off: every letter must be cased as in the form.
    pub case: bool,
    /// Accents, points and marks, precomposed or combining; letters with plain twins (`ø`, `ß`, `æ`); ligatures.
    pub accents: bool,
    /// Every apostrophe and every hyphen or dash, and a line break behind a hyphen.
    pub punctuation: bool,
    /// Full-width and half-width forms.
    pub width: bool,
    /// Runs of white space with up to one line break for one blank.
    pub blanks: bool,
    /// Soft hyphens, zero-width characters and other invisible ones.
    pub invisible: bool,
    /// `&` for `and`.
    pub ampersand: bool,
    /// Dotted acronyms: `U.S.` for `US`.
    pub dotted: bool,
    /// `St.` and `St` for `Saint`.
    pub saint: bool,
}

impl Folding {
    /// Everything on: the default.
    pub const FULL: Self = Self { case: true, accents: true, punctuation: true, width: true, blanks: true, invisible: true, ampersand: true, dotted: true, saint: true };
    /// Everything off: only text that is written exactly like a form.
    pub const NONE: Self = Self { case: false, accents: false, punctuation: false, width: false, blanks: false, invisible: false, ampersand: false, dotted: false, saint: false };

    /// Whether `text` equals `form` by the parts that are on, the case of letters left aside.
    pub(crate) fn is_same(&self, form: &str, text: &[u8], html: bool) -> bool {
        let mut written = Parts { folding: self, reader: Reader::new(form.as_bytes(), false), at: 0 };
        let mut found = Parts { folding: self, reader: Reader::new(text, html), at: 0 };
        let (mut left, mut right) = (Bytes::default(), Bytes::default());
        loop {
            match (left.next(&mut written), right.next(&mut found)) {
                (None, None) => return true,
                (a, b) if a == b => {}
                _ => return false,
            }
        }
    }

    /// Whether the part that makes `c` fold is on.
    fn folds(&self, c: &Char) -> bool {
        match (c.class, c.code) {
            (Class::Space | Class::LineBreak, _) => self.blanks,
            (Class::Invisible, _) => self.invisible,
            (Class::Accent, _) => self.accents,
            (_, '&') => self.ampersand,
            (_, '\u{FF00}'..='\u{FFEF}') => self.width,
            (_, _) => {
                let mut bytes = [0; 4];
                let len = c.fold(&mut bytes);
                match &bytes[..len] {
                    b"'" | b"-" => self.punctuation,
                    _ => self.accents,
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

/// The pieces of a text, each folded by the parts that are on.
struct Parts<'f, 't> {
    folding: &'f Folding,
    reader: Reader<'t>,
    at: usize,
}

/// The bytes of one piece, given out one by one. Lower case of one character has at most three characters.
#[derive(Default)]
struct Bytes {
    bytes: [u8; 12],
    len: usize,
    given: usize,
}

impl Bytes {
    fn next(&mut self, parts: &mut Parts<'_, '_>) -> Option<u8> {
        while self.given == self.len {
            (self.len, self.given) = (parts.fill(&mut self.bytes)?, 0);
        }
        self.given += 1;
        self.bytes.get(self.given - 1).copied()
    }
}

impl Parts<'_, '_> {
    /// Writes the next piece, which may be empty; none at the end.
    fn fill(&mut self, out: &mut [u8; 12]) -> Option<usize> {
        let c = self.reader.char(self.at)?;
        let folding = self.folding;
        match c.class {
            Class::Space | Class::LineBreak if folding.blanks => {
                self.at = self.reader.blanks(self.at).0;
                out[0] = b' ';
                return Some(1);
            }
            Class::Invisible if folding.invisible => {
                self.at = c.next;
                return Some(0);
            }
            Class::Accent if folding.accents => {
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
        type Switch = fn(&mut Folding);
        let cases: [(&str, &str, Switch); 8] = [
            ("Côte d'Ivoire", "Cote d'Ivoire", |f| f.accents = false),
            ("Côte d'Ivoire", "Côte d’Ivoire", |f| f.punctuation = false),
            ("Guinea-Bissau", "Guinea-\nBissau", |f| f.punctuation = false),
            ("Mali", "Ｍali", |f| f.width = false),
            ("Burkina Faso", "Burkina  Faso", |f| f.blanks = false),
            ("Mali", "Ma\u{AD}li", |f| f.invisible = false),
            ("Trinidad and Tobago", "Trinidad & Tobago", |f| f.ampersand = false),
            ("Mali", "Ma\u{301}li", |f| f.accents = false),
        ];
        for (form, text, switch) in cases {
            let mut folding = Folding::FULL;
            assert!(folding.is_same(form, text.as_bytes(), false), "{text}");
            switch(&mut folding);
            assert!(!folding.is_same(form, text.as_bytes(), false), "{text}");
            assert!(folding.is_same(form, form.to_uppercase().as_bytes(), false), "{form}");
            let mut others = Folding::NONE;
            others.case = true;
            assert!(others.is_same(form, form.as_bytes(), false), "{form}");
        }
    }
}
