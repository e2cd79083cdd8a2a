//! Breaks the lines of a text between words, for a terminal.

use unicode_width::UnicodeWidthChar;

/// The distance of tab stops.
const TAB: usize = 8;

/// Breaks lines that are wider than the terminal at blanks. A word that is wider than the terminal
/// is left for the terminal to break.
pub(crate) struct Wrapper {
    width: usize,
    /// The next column.
    column: usize,
    blanks: String,
    /// The width of `blanks`.
    gap: usize,
    /// A word that may go on, with sequences of colours.
    word: String,
    /// The width of `word`.
    len: usize,
    /// Whether a sequence of colours is open.
    in_sequence: bool,
}

impl Wrapper {
    pub(crate) fn new(width: usize) -> Self {
        Self {
            width: width.max(1),
            column: 0,
            blanks: String::new(),
            gap: 0,
            word: String::new(),
            len: 0,
            in_sequence: false,
        }
    }

    /// Adds text, whose only control characters are line breaks, tabs and sequences of colours.
    pub(crate) fn write(&mut self, text: &str, out: &mut Vec<u8>) {
        for c in text.chars() {
            match c {
                _ if self.in_sequence || c == '\x1b' => {
                    self.word.push(c);
                    self.in_sequence = c != 'm';
                }
                '\n' => {
                    self.end_word(out);
                    out.extend_from_slice(self.blanks.as_bytes());
                    out.push(b'\n');
                    self.blank(0);
                    self.column = 0;
                }
                ' ' | '\t' | '\r' => {
                    self.end_word(out);
                    self.blanks.push(c);
                    let at = self.column + self.gap;
                    self.gap += match c {
                        ' ' => 1,
                        '\t' => TAB - at % TAB,
                        _ => 0,
                    };
                }
                _ => {
                    self.word.push(c);
                    let width = c.width().unwrap_or(0);
                    self.len += width;
                    // Lines of Chinese and Japanese text are broken anywhere.
                    if width == 2 {
                        self.end_word(out);
                    }
                }
            }
        }
    }

    /// Writes what is left.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        self.end_word(out);
        out.extend_from_slice(self.blanks.as_bytes());
        self.blank(0);
    }

    fn end_word(&mut self, out: &mut Vec<u8>) {
        if self.len > 0 && self.column > 0 && self.column + self.gap + self.len > self.width {
            out.push(b'\n');
            self.column = 0;
            self.blank(0);
        }
        if !self.word.is_empty() {
            out.extend_from_slice(self.blanks.as_bytes());
            out.extend_from_slice(self.word.as_bytes());
            self.column += self.gap + self.len;
            if self.column > self.width {
                self.column %= self.width;
            }
            self.blank(0);
            self.word.clear();
            self.len = 0;
        }
    }

    fn blank(&mut self, gap: usize) {
        self.blanks.clear();
        self.gap = gap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize, size: usize) -> String {
        let (mut out, mut wrapper) = (Vec::new(), Wrapper::new(width));
        let chars: Vec<char> = text.chars().collect();
        for part in chars.chunks(size) {
            wrapper.write(&part.iter().collect::<String>(), &mut out);
        }
        wrapper.finish(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_are_broken_between_words() {
        for (text, width, expected) in [
            ("In Mali and Niger", 8, "In Mali\nand\nNiger"),
            ("In Mali and Niger", 80, "In Mali and Niger"),
            ("In  Mali\r\n\n  so \n", 9, "In  Mali\r\n\n  so \n"),
            ("a b c", 1, "a\nb\nc"),
            ("ab\tcd ef", 10, "ab\tcd\nef"),
            ("\x1b[1;32mBurkina Faso\x1b[0m.", 9, "\x1b[1;32mBurkina\nFaso\x1b[0m."),
            ("longerthanaline ab", 6, "longerthanaline ab"),
            ("\u{4e2d}\u{56fd}\u{4e2d}", 4, "\u{4e2d}\u{56fd}\n\u{4e2d}"),
            ("", 5, ""),
        ] {
            for size in [1, 2, 100] {
                assert_eq!(wrapped(text, width, size), expected, "{text:?} {width}");
            }
        }
    }
}
