//! The classes of characters that decide word boundaries, and the most bytes that a name may span.

/// The most bytes of raw text that one name may span, with all the blanks, marks and tags inside
/// it. It bounds the work at one offset and the text that a stream keeps.
pub(crate) const MAX_SPAN: usize = 4096;

/// Bytes from the start of a name that must be read to find its end: the name and one character
/// after it.
pub(crate) const WINDOW: usize = MAX_SPAN + 4;

/// What a character means for word boundaries. The numbers are those of the generated table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Class {
    /// Not a part of a word: punctuation, symbols, ill-formed bytes.
    Other,
    /// A letter or digit of a script that separates words by blanks.
    Word,
    /// A blank or an underscore.
    Space,
    LineBreak,
    /// Not visible, and does not separate.
    Invisible,
    /// A combining accent: folds to nothing, belongs to the letter before it.
    Accent,
    /// A combining mark that is part of its letter.
    Mark,
    /// A letter of a script without spaces.
    Spaceless,
    Katakana,
    Hangul,
    Arabic,
    Hebrew,
    /// One half of a flag.
    Regional,
    /// Markup that ends a name.
    Stop,
}

impl Class {
    pub(super) const ALL: [Class; 16] = [
        Class::Other,
        Class::Word,
        Class::Space,
        Class::LineBreak,
        Class::Invisible,
        Class::Accent,
        Class::Mark,
        Class::Spaceless,
        Class::Katakana,
        Class::Hangul,
        Class::Arabic,
        Class::Hebrew,
        Class::Regional,
        Class::Stop,
        Class::Other,
        Class::Other,
    ];

    /// Whether it is a part of words in scripts that separate all words by blanks. Not Hangul,
    /// which writes particles after a name without a blank.
    pub(crate) const fn is_spaced(self) -> bool {
        matches!(self, Class::Word | Class::Mark | Class::Arabic | Class::Hebrew)
    }

    /// Whether it is a part of words.
    pub(crate) const fn is_word(self) -> bool {
        matches!(
            self,
            Class::Word
                | Class::Accent
                | Class::Mark
                | Class::Spaceless
                | Class::Katakana
                | Class::Hangul
                | Class::Arabic
                | Class::Hebrew
        )
    }
}
