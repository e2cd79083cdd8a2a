//! Markup: tags, comments and scripts to skip, character references to read.
//!
//! This is not a parser of documents. It finds where a piece of markup ends, as the tokenizer of
//! the HTML standard does (<https://html.spec.whatwg.org>, section 13.2.5), and whether the piece
//! separates the text around it.

use memchr::{memchr, memchr_iter, memmem};

use super::class::{Class, MAX_SPAN};

/// A piece of markup.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Markup {
    /// `Invisible` for tags within a line, `Space` for `<sup>`, since a footnote is not of the word
    /// before it, `LineBreak` for `<br>`, `Stop` for everything that starts a new block.
    pub(crate) class: Class,
    /// Its end; the end of the text if it is not closed.
    pub(crate) end: usize,
}

/// A piece of markup that is not closed in the bytes read so far: the state that a stream keeps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Open {
    /// A tag: whether an attribute's value may come next, the quote that it is in, and whether it
    /// is the start tag of an element of raw text.
    Tag { value_next: bool, quote: u8, raw: Option<Raw> },
    /// A comment.
    Comment,
    /// The text of an element of raw text.
    Raw(Raw),
}

/// The elements whose content is not text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Raw {
    Script,
    Style,
}

impl Raw {
    fn end_tag(self) -> &'static [u8] {
        match self {
            Raw::Script => b"</script",
            Raw::Style => b"</style",
        }
    }
}

/// Tags within a line, which do not separate.
const INLINE: &[&[u8]] = &[
    b"a", b"abbr", b"acronym", b"b", b"bdi", b"bdo", b"big", b"cite", b"code", b"data", b"del",
    b"dfn", b"em", b"font", b"i", b"ins", b"kbd", b"mark", b"q", b"s", b"samp", b"small", b"span",
    b"strike", b"strong", b"sub", b"time", b"tt", b"u", b"var", b"wbr",
];

/// The piece of markup that begins at `at`; `None` if the text there is plain.
pub(crate) fn markup(text: &[u8], at: usize) -> Option<Markup> {
    let (class, open, from) = opening(text, at)?;
    Some(Markup { class, end: close(text, from, open).unwrap_or(text.len()) })
}

/// The pieces of markup in a part of HTML, such as the text of a mention's span: tags and comments,
/// as they are skipped when [`Input::Html`](crate::Input::Html) is tagged. The part must not begin
/// inside of markup. Linear in the length.
///
/// ```
/// let name = "Burkina <b title='>'>Faso</b>";
/// let markup: Vec<&str> = gaztag::markup_of(name.as_bytes()).map(|range| &name[range]).collect();
/// assert_eq!(markup, ["<b title='>'>", "</b>"]);
/// ```
pub fn markup_of(html: &[u8]) -> impl Iterator<Item = core::ops::Range<usize>> + '_ {
    let mut from = 0;
    core::iter::from_fn(move || {
        loop {
            let at = from + memchr(b'<', html.get(from..)?)?;
            let Some(found) = markup(html, at) else {
                from = at + 1;
                continue;
            };
            from = found.end;
            return Some(at..from);
        }
    })
}

/// The beginning of the markup at `at`: its class, the state after its first bytes, and where these
/// end. `None` if the text there is plain, `<` or another character.
pub(crate) fn opening(text: &[u8], at: usize) -> Option<(Class, Open, usize)> {
    let rest = text.get(at..).filter(|rest| rest.starts_with(b"<"))?;
    if rest.starts_with(b"<!--") {
        // Its dashes may end it: `<!-->`.
        return Some((Class::Invisible, Open::Comment, at + 2));
    }
    let slash = rest.get(1) == Some(&b'/');
    let name_at = 1 + usize::from(slash);
    match rest.get(name_at)? {
        b'!' | b'?' if !slash => {
            return Some((
                Class::Stop,
                Open::Tag { value_next: false, quote: 0, raw: None },
                at + 2,
            ));
        }
        byte if byte.is_ascii_alphabetic() => {}
        _ => return None,
    }
    let name = &rest[name_at..];
    let name = &name[..name
        .iter()
        .take(16)
        .position(|b| !b.is_ascii_alphanumeric())
        .unwrap_or(name.len().min(16))];
    let is = |known: &[u8]| name.eq_ignore_ascii_case(known);
    let class = if INLINE.iter().any(|known| is(known)) {
        Class::Invisible
    } else if is(b"br") {
        Class::LineBreak
    } else if is(b"sup") {
        Class::Space
    } else {
        Class::Stop
    };
    let raw = match slash {
        false if is(b"script") => Some(Raw::Script),
        false if is(b"style") => Some(Raw::Style),
        _ => None,
    };
    Some((class, Open::Tag { value_next: false, quote: 0, raw }, at + name_at + name.len()))
}

/// Where open markup ends; `None` if it is not closed in `text`.
fn close(text: &[u8], from: usize, open: Open) -> Option<usize> {
    let mut state = open;
    resume(text, from, &mut state).ok()
}

/// Continues in open markup at `from`, and returns the offset of its end. If it is not closed in
/// `text`, fails with the offset to resume from when there is more text, and leaves in `state` what
/// the markup is then.
pub(crate) fn resume(text: &[u8], mut from: usize, state: &mut Open) -> Result<usize, usize> {
    loop {
        let rest = text.get(from..).unwrap_or(&[]);
        match *state {
            Open::Comment => {
                return memmem::find(rest, b"-->")
                    .map(|found| from + found + 3)
                    .ok_or(text.len().saturating_sub(2).max(from));
            }
            Open::Raw(raw) => {
                let end_tag = raw.end_tag();
                let found = memchr_iter(b'<', rest).find(|&at| {
                    let tag = &rest[at..];
                    tag.len() > end_tag.len()
                        && tag[..end_tag.len()].eq_ignore_ascii_case(end_tag)
                        && !tag[end_tag.len()].is_ascii_alphanumeric()
                });
                let Some(found) = found else {
                    return Err(text.len().saturating_sub(end_tag.len()).max(from));
                };
                from += found + end_tag.len();
                *state = Open::Tag { value_next: false, quote: 0, raw: None };
            }
            Open::Tag { mut value_next, mut quote, raw } => {
                let mut at = from;
                loop {
                    let Some(&byte) = text.get(at) else {
                        *state = Open::Tag { value_next, quote, raw };
                        return Err(text.len());
                    };
                    at += 1;
                    match byte {
                        _ if quote != 0 => match memchr(quote, &text[at - 1..]) {
                            Some(found) => {
                                at += found;
                                quote = 0;
                            }
                            None => at = text.len(),
                        },
                        b'>' => break,
                        b'=' => value_next = true,
                        b'"' | b'\'' if value_next => {
                            quote = byte;
                            value_next = false;
                        }
                        _ if byte.is_ascii_whitespace() => {}
                        _ => value_next = false,
                    }
                }
                match raw {
                    None => return Ok(at),
                    Some(raw) => {
                        *state = Open::Raw(raw);
                        from = at;
                    }
                }
            }
        }
    }
}

/// The character reference that begins with the `&` at `at`: the character, and the offset after
/// the semicolon. `None` for references to two characters and for names that are not in the table:
/// they are plain text.
pub(crate) fn reference(text: &[u8], at: usize) -> Option<(char, usize)> {
    let rest = &text[at + 1..text.len().min(at + 34)];
    let semicolon = memchr(b';', rest)?;
    let (name, next) = (&rest[..semicolon], at + semicolon + 2);
    let c = match name {
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => super::references::named(name)?,
    };
    Some((c, next))
}

fn number(digits: &[u8], radix: u32) -> Option<char> {
    if digits.is_empty() || digits.len() > 7 {
        return None;
    }
    let mut value = 0;
    for &digit in digits {
        value = value * radix + char::from(digit).to_digit(radix)?;
    }
    // The standard reads the numbers of C1 controls as characters of Windows code page 1252. Those
    // that matter are quotation marks and dashes.
    char::from_u32(match value {
        0 => return None,
        0x91 => 0x2018,
        0x92 => 0x2019,
        0x93 => 0x201C,
        0x94 => 0x201D,
        0x96 => 0x2013,
        0x97 => 0x2014,
        _ => value,
    })
}

/// The length of the web or mail address that begins at `at`, where a word must start, whose ASCII
/// letters and digits end at `word_end`; or 0.
#[inline]
pub(crate) fn address(text: &[u8], at: usize, word_end: usize) -> usize {
    // What follows the first word of an address.
    match text.get(word_end) {
        Some(b':' | b'.' | b'@' | b'_' | b'%' | b'+' | b'-') => address_with_sign(text, at),
        _ => 0,
    }
}

fn address_with_sign(text: &[u8], at: usize) -> usize {
    let rest = &text[at..text.len().min(at + MAX_SPAN)];
    let scheme = [&b"https://"[..], b"http://", b"ftp://", b"www."].iter().any(|prefix| {
        rest.len() > prefix.len() && rest[..prefix.len()].eq_ignore_ascii_case(prefix)
    });
    let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'"');
    if scheme {
        return rest.iter().position(is_end).unwrap_or(rest.len());
    }
    // The part before the @ has at most 64 bytes (RFC 5321, section 4.5.3.1.1).
    let local = rest
        .iter()
        .take(65)
        .position(|b| !(b.is_ascii_alphanumeric() || b"._%+-".contains(b)))
        .unwrap_or(0);
    if local == 0
        || rest.get(local) != Some(&b'@')
        || !rest.get(local + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        return 0;
    }
    let domain = &rest[local + 1..];
    local
        + 1
        + domain
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || b".-".contains(b)))
            .unwrap_or(domain.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_ends_where_the_standard_says() {
        for (text, expected) in [
            ("<b>x", Some((Class::Invisible, 3))),
            ("</P >x", Some((Class::Stop, 5))),
            ("<br/>x", Some((Class::LineBreak, 5))),
            ("<a title='a > b'>x", Some((Class::Invisible, 17))),
            ("<a title=\"a > b\">x", Some((Class::Invisible, 17))),
            ("<a title=it's>x", Some((Class::Invisible, 14))),
            ("<!-- a > b -->x", Some((Class::Invisible, 14))),
            ("<!-->x", Some((Class::Invisible, 5))),
            ("<!--->x-->", Some((Class::Invisible, 6))),
            ("<!---", Some((Class::Invisible, 5))),
            ("<!DOCTYPE html>x", Some((Class::Stop, 15))),
            ("<script>if (a < b) '</b>'</script >x", Some((Class::Stop, 35))),
            ("<STYLE>a</styles></style>x", Some((Class::Stop, 25))),
            ("<open", Some((Class::Stop, 5))),
            ("< b", None),
            ("<3", None),
            ("<", None),
        ] {
            assert_eq!(markup(text.as_bytes(), 0).map(|m| (m.class, m.end)), expected, "{text}");
        }
    }

    #[test]
    fn references_are_read() {
        for (text, expected) in [
            ("&amp;x", Some(('&', 5))),
            ("&#8217;", Some(('’', 7))),
            ("&#x2019;", Some(('’', 8))),
            ("&#146;", Some(('’', 6))),
            ("&eacute;", Some(('é', 8))),
            ("&unknown;", None),
            ("&amp", None),
            ("&#xD800;", None),
            ("&#0;", None),
            ("&;", None),
        ] {
            assert_eq!(reference(text.as_bytes(), 0), expected, "{text}");
        }
    }

    #[test]
    fn addresses_have_a_length() {
        for (text, expected) in [
            ("https://mali.ml/niger x", 21),
            ("www.mali.ml<", 11),
            ("www.", 0),
            ("a.b@mali.ml, x", 11),
            ("mali@ x", 0),
            ("a+b@mali.ml, x", 11),
            ("a-b%c@mali.ml x", 13),
            ("a_b@mali.ml", 11),
            ("FTP://mali.ml x", 13),
            ("Mali", 0),
            ("http://", 0),
        ] {
            let word_end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
            assert_eq!(address(text.as_bytes(), 0, word_end), expected, "{text}");
        }
    }
}
