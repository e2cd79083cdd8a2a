//! Whether a name is inside a link: a web address, a mail address, or a path of a file. A name
//! alone in angle brackets counts as one: news agencies write tickers of shares so.
//!
//! ```text
//! https://www.example.org/mali   www.example.org/mali   example.org/mali     web addresses
//! info@mali.example              chad.smith@example.org                      mail addresses
//! /usr/share/mali   ./mali   C:\Users\Chad   data/Mali.csv                   paths
//! <EAC>                                                                      tickers
//! Iran/Iraq   and/or   US/China   report_Mali_2024.pdf                       not links
//! ```
//!
//! Only names are looked at, and most of them have a blank on each side: a text is not read for
//! links. From a name on, up to [`BEFORE`] bytes before and [`AFTER`] bytes after its start are
//! read, and at most up to the next blank, comma, bracket or quotation mark.

use memchr::{memchr_iter, memchr2_iter, memchr3};

/// How many bytes before the start of a name are read. A stream keeps as many.
pub(crate) const BEFORE: usize = 256;

/// How many bytes are read from the start of a name on.
const AFTER: usize = 192;

/// The most bytes of a mail address before the `@` (RFC 5321, section 4.5.3.1.1).
const LOCAL_PART: usize = 64;

/// What a byte is in a link, by bit.
mod kind {
    /// It is in no link: blanks, brackets other than round ones, quotation marks, commas.
    pub(super) const OUTSIDE: u8 = 1;
    /// Links have it and most other tokens do not: slashes, `@` and `.`.
    pub(super) const SIGN: u8 = 2;
    /// It may be in the part of a mail address before the `@`.
    pub(super) const LOCAL: u8 = 4;
    /// It may be in the name of a host.
    pub(super) const HOST: u8 = 8;

    pub(super) static TABLE: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = match byte as u8 {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' => LOCAL | HOST,
                b'.' => LOCAL | HOST | SIGN,
                b'_' | b'%' | b'+' => LOCAL,
                b'/' | b'\\' | b'@' => SIGN,
                0..=b' '
                | 0x7F
                | b'<'
                | b'>'
                | b'"'
                | b'`'
                | b'|'
                | b','
                | b';'
                | b'['
                | b']'
                | b'{'
                | b'}' => OUTSIDE,
                _ => 0,
            };
            byte += 1;
        }
        table
    };
}

fn is(byte: u8, kind: u8) -> bool {
    kind::TABLE[usize::from(byte)] & kind != 0
}

/// Whether the name from `start` to `end` begins inside a link.
#[inline]
pub(crate) fn holds(text: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| text.get(at)).copied().unwrap_or(b' ');
    let after = text.get(end).copied().unwrap_or(b' ');
    if before == b'<' && after == b'>' {
        return true;
    }
    // Most names are alone, or at the end of a sentence.
    let is_alone = is(before, kind::OUTSIDE) || before == b'(';
    let next = text.get(end + 1).copied().unwrap_or(b' ');
    let ends = is(after, kind::OUTSIDE)
        || matches!(after, b'\'' | b')' | b':' | b'!' | b'?' | 0x80..)
        || (after == b'.' && is(next, kind::OUTSIDE));
    !(is_alone && ends) && is_in_link(text, start)
}

/// As [`holds`], for a name with something beside it.
#[inline(never)]
fn is_in_link(text: &[u8], start: usize) -> bool {
    let (mut from, floor, mut signs) = (start, start.saturating_sub(BEFORE), 0);
    // Most tokens have no sign of a link: those of scripts without blanks, and acronyms. Without a
    // slash and an `@` only `www.` makes one.
    let around = text.get(floor..text.len().min(start + AFTER)).unwrap_or(&[]);
    if memchr3(b'/', b'@', b'\\', around).is_none() && !has_www(&around[..start - floor], |_| true)
    {
        return false;
    }
    while from > floor
        && let Some(&byte) = text.get(from - 1)
        && !is_outside(text, from - 1, byte)
    {
        from -= 1;
        signs |= kind::TABLE[usize::from(byte)];
    }
    let (mut to, ceiling) = (start, text.len().min(start + AFTER));
    while to < ceiling
        && let Some(&byte) = text.get(to)
        && !is_outside(text, to, byte)
    {
        to += 1;
        signs |= kind::TABLE[usize::from(byte)];
    }
    let Some(token) = text.get(from..to).filter(|_| signs & kind::SIGN != 0) else {
        return false;
    };
    let at = start - from;
    is_in_web_address(token, at) || is_in_mail_address(token, at) || is_in_path(token, at)
}

/// Whether the byte at `at` is in no link: one of [`kind::OUTSIDE`], or a part of a quotation mark,
/// a dash, a blank or an ideographic sign. Of these characters the last byte is tested, or the
/// first.
fn is_outside(text: &[u8], at: usize, byte: u8) -> bool {
    if byte < 0x80 {
        return is(byte, kind::OUTSIDE);
    }
    let is_lead = |at: usize| text.get(at).is_some_and(|&byte| byte >= 0xC0);
    let lead = match byte {
        0xC0.. => at,
        _ if is_lead(at.wrapping_sub(1)) => at - 1,
        _ if is_lead(at.wrapping_sub(2)) => at - 2,
        _ => return false,
    };
    matches!(
        text.get(lead..).unwrap_or(&[]),
        [0xC2, 0xA0 | 0xAB | 0xBB, ..]
            | [0xE2, 0x80, ..]
            | [0xE3, 0x80, ..]
            | [0xEF, 0xBC | 0xBD, ..]
    )
}

/// Whether a scheme or `www.` is before `at`. In JSON the slashes after a scheme may be escaped.
fn is_in_web_address(token: &[u8], at: usize) -> bool {
    let before = &token[..at];
    let follows_a_letter = |at: usize| at > 0 && before[at - 1].is_ascii_alphanumeric();
    let has_scheme = [&b"://"[..], b":\\/\\/"].iter().any(|slashes| {
        memchr_iter(b':', before)
            .find(|&colon| before[colon..].starts_with(slashes))
            .is_some_and(follows_a_letter)
    });
    has_scheme || has_www(before, |at| !follows_a_letter(at))
}

/// Whether a text has `www.` at an offset that `counts`.
fn has_www(text: &[u8], counts: impl Fn(usize) -> bool) -> bool {
    let is_www = |at: usize| {
        text[at..].first_chunk().is_some_and(|w: &[u8; 4]| w.eq_ignore_ascii_case(b"www."))
    };
    memchr2_iter(b'w', b'W', text).any(|at| is_www(at) && counts(at))
}

/// Whether `at` is in the part of a mail address before its `@`, or in the host after it.
fn is_in_mail_address(token: &[u8], at: usize) -> bool {
    let local = token[at..].iter().take(LOCAL_PART).take_while(|&&b| is(b, kind::LOCAL)).count();
    if local > 0 && token.get(at + local) == Some(&b'@') {
        return begins_with_host(&token[at + local + 1..]);
    }
    let host = token[..at].iter().rev().take_while(|&&byte| is(byte, kind::HOST)).count();
    match token[..at - host] {
        [.., last, b'@'] if is(last, kind::LOCAL) => begins_with_host(&token[at - host..]),
        _ => false,
    }
}

/// Whether a text begins with the name of a host, whose last part has two letters or more:
/// `example.org`.
fn begins_with_host(text: &[u8]) -> bool {
    let len = text.iter().take_while(|&&byte| is(byte, kind::HOST)).count();
    let len = text[..len].iter().rposition(|&byte| byte != b'.').map_or(0, |last| last + 1);
    let host = &text[..len];
    let top = host.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    top >= 2 && host.len() > top + 1 && host[host.len() - top - 1] == b'.' && host[0] != b'.'
}

/// Whether `at` is in a path of a file, or in a web address without a scheme.
fn is_in_path(token: &[u8], at: usize) -> bool {
    // What comes before a path without a blank: opening brackets, signs of equality.
    let opens = |byte: &u8| matches!(byte, b'(' | b'=' | b'\'' | b'*');
    let from = token[..at].iter().rposition(opens).map_or(0, |open| open + 1);
    let path = match &token[from..] {
        [b'f', b'i', b'l', b'e', b':', rest @ ..] => rest,
        all => all,
    };
    let slashes = path.iter().filter(|&&byte| matches!(byte, b'/' | b'\\')).count();
    match path {
        [b'/', first, ..] if *first != b'/' => slashes >= 2,
        [b'.' | b'~', b'/', ..] | [b'.', b'.', b'/', ..] => true,
        [drive, b':', b'\\', ..] if drive.is_ascii_alphabetic() => true,
        [drive, b':', b'/', next, ..] if drive.is_ascii_alphabetic() && *next != b'/' => true,
        [b'\\', b'\\', ..] => slashes >= 3,
        _ if slashes == 0 => false,
        _ => ends_with_extension(path) || begins_with_site(path),
    }
}

/// Whether a path ends with an extension in small letters: `data/Mali.csv`.
fn ends_with_extension(path: &[u8]) -> bool {
    let is_mark = |byte: &u8| matches!(byte, b'.' | b':' | b'!' | b'?' | b')' | b'\'' | b'*');
    let len = path.iter().rposition(|byte| !is_mark(byte)).map_or(0, |last| last + 1);
    let Some(dot) = path[..len].iter().rposition(|&byte| byte == b'.') else { return false };
    let extension = &path[dot + 1..len];
    let is_plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (2..=5).contains(&extension.len())
        && extension[0].is_ascii_lowercase()
        && extension.iter().all(is_plain)
        && dot > 0
        && path[dot - 1].is_ascii_alphanumeric()
        && path[..dot].iter().any(|byte| matches!(byte, b'/' | b'\\'))
}

/// Whether a path begins with the name of a host in small letters: `example.org/mali`.
fn begins_with_site(path: &[u8]) -> bool {
    let len = path.iter().position(|&byte| byte == b'/').unwrap_or(path.len());
    let host = &path[..len];
    let top = host.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    top >= 2
        && host.iter().all(|&byte| is(byte, kind::HOST))
        && len > top
        && host[len - top - 1] == b'.'
        && begins_with_host(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_links_are_found() {
        for (text, expected) in [
            ("https://www.example.org/Mali", true),
            ("HTTP://EXAMPLE.ORG/?q=Mali", true),
            ("www.Mali.com", true),
            ("(www.example.org/Mali)", true),
            ("https:\\/\\/example.org\\/Mali", true),
            ("example.org/Mali", true),
            ("info@Mali.ml", true),
            ("Mali@example.org.", true),
            ("press-Mali@example.org", true),
            ("/usr/share/Mali", true),
            ("/Mali/data", true),
            ("file:/data/Mali", true),
            ("../Mali", true),
            ("~/Mali.csv", true),
            ("C:\\Users\\Mali", true),
            ("C:/Users/Mali", true),
            ("data/Mali.csv", true),
            ("(data/Mali.csv).", true),
            ("<Mali>", true),
            ("<b>Mali</b>", false),
            ("Mali", false),
            ("Mali.", false),
            ("Mali's", false),
            ("Mali/Niger", false),
            ("/Mali", false),
            ("and/or/Mali", false),
            ("(Mali/Niger).", false),
            ("report_Mali_2024.pdf", false),
            ("Mali.pdf", false),
            ("@Mali", false),
            ("#Mali", false),
            ("a@Mali", false),
            ("https://example.org,Mali", false),
            ("https://example.org Mali", false),
            ("\u{201C}https://example.org\u{201D}Mali", false),
            ("U.S./Mali", false),
            ("12.5/Mali", false),
            ("Mali@50", false),
            ("//Mali", false),
        ] {
            let start = text.rfind("Mali").unwrap();
            assert_eq!(holds(text.as_bytes(), start, start + 4), expected, "{text}");
        }
    }

    #[test]
    fn few_bytes_are_read() {
        let long = |len: usize| alloc::format!("https://x.org/{}/Mali", "a".repeat(len));
        for (len, expected) in [(200, true), (300, false)] {
            let text = long(len);
            assert_eq!(holds(text.as_bytes(), text.len() - 4, text.len()), expected, "{len}");
        }
    }
}
