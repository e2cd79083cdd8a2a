//! HTML: a second implementation of what is text in it, and of the addresses that are skipped.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::characters::{Class, Unit};

/// What markup is read as: noncharacters, which texts do not have.
pub(super) const BREAK: char = '\u{FDD0}';
pub(super) const BLOCK: char = '\u{FDD1}';
/// Something invisible inside a line.
const INLINE: char = '\u{2060}';

const INLINE_TAGS: &str = " a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd \
    mark q s samp small span strike strong sub time tt u var wbr ";

/// What a text begins with, if that is markup or a reference: what it is read as, and its length.
pub(super) fn piece(text: &[u8]) -> Option<(char, usize)> {
    match text.first()? {
        b'<' => markup(text),
        b'&' => reference(text),
        _ => None,
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

fn markup(text: &[u8]) -> Option<(char, usize)> {
    if text.starts_with(b"<!--") {
        // The dashes that begin a comment may end it: <!-->.
        let end = find(&text[2..], b"-->").map_or(text.len(), |at| 2 + at + 3);
        return Some((INLINE, end));
    }
    if text.starts_with(b"<!") || text.starts_with(b"<?") {
        return Some((BLOCK, tag_end(text, 2)));
    }
    let is_end_tag = text.starts_with(b"</");
    let rest = &text[if is_end_tag { 2 } else { 1 }..];
    if !rest.first()?.is_ascii_alphabetic() {
        return None;
    }
    let name: String = rest
        .iter()
        .take(16)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let mut end = tag_end(text, text.len() - rest.len() + name.len());
    if !is_end_tag && ["script", "style"].contains(&&*name) {
        let tag = format!("</{name}");
        let is_name = |at: &usize| {
            text[*at..].len() > tag.len()
                && text[*at..*at + tag.len()].eq_ignore_ascii_case(tag.as_bytes())
                && !text[*at + tag.len()].is_ascii_alphanumeric()
        };
        let raw_end = (end..text.len()).find(is_name);
        end = raw_end.map_or(text.len(), |at| tag_end(text, at + tag.len()));
    }
    let read_as = match &*name {
        "br" => BREAK,
        "sup" => ' ',
        name if INLINE_TAGS.contains(&format!(" {name} ")) => INLINE,
        _ => BLOCK,
    };
    Some((read_as, end))
}

/// The end of a tag of which the text before `at` was read: after the first `>` outside of quoted
/// values.
fn tag_end(text: &[u8], mut at: usize) -> usize {
    let mut before = b' ';
    while at < text.len() {
        match text[at] {
            b'>' => return at + 1,
            quote @ (b'"' | b'\'') if before == b'=' => {
                let value = text[at + 1..].iter().position(|&byte| byte == quote);
                let Some(value) = value else { return text.len() };
                (before, at) = (quote, at + 1 + value);
            }
            byte if byte.is_ascii_whitespace() => {}
            byte => before = byte,
        }
        at += 1;
    }
    text.len()
}

/// The named references: data of the library.
static NAMED: LazyLock<BTreeMap<&str, char>> = LazyLock::new(|| {
    let rows = include_str!("../../src/fold/references.rs").lines();
    let rows = rows.filter_map(|row| row.trim().strip_prefix("(\"")?.strip_suffix("}'),"));
    rows.filter_map(|row| row.split_once("\", '\\u{"))
        .map(|(name, code)| {
            (name, u32::from_str_radix(code, 16).ok().and_then(char::from_u32).unwrap())
        })
        .collect()
});

fn reference(text: &[u8]) -> Option<(char, usize)> {
    let len = text[1..].iter().take(33).position(|&byte| byte == b';')?;
    let name = str::from_utf8(&text[1..1 + len]).ok()?;
    let c = match name.strip_prefix('#') {
        None => *NAMED.get(name)?,
        Some(number) => {
            let (digits, radix) = match number.strip_prefix(['x', 'X']) {
                Some(digits) => (digits, 16),
                None => (number, 10),
            };
            let is_number = digits.len() <= 7 && digits.chars().all(|c| c.is_digit(radix));
            let code = is_number.then(|| u32::from_str_radix(digits, radix).ok()).flatten()?;
            // Those of Windows code page 1252 that matter.
            const WINDOWS: [(u32, char); 6] =
                [(0x91, '‘'), (0x92, '’'), (0x93, '“'), (0x94, '”'), (0x96, '–'), (0x97, '—')];
            let windows = WINDOWS.iter().find(|(known, _)| *known == code);
            windows.map(|(_, c)| *c).or(char::from_u32(code)).filter(|&c| c != '\0')?
        }
    };
    Some((c, len + 2))
}

/// Where web and mail addresses are, in which no name begins.
pub(super) fn addresses(text: &[u8], units: &[Unit]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut before = Class::Other;
    for unit in units {
        if found.last().is_some_and(|address| address.contains(&unit.start)) {
            before = Class::Other;
            continue;
        }
        if text[unit.start].is_ascii_alphanumeric() && !before.is_word() {
            let len = address(&text[unit.start..]);
            if len > 0 {
                found.push(unit.start..unit.start + len);
                before = Class::Other;
                continue;
            }
        }
        if unit.class != Class::Accent || !before.is_word() {
            before = unit.class;
        }
    }
    found
}

/// The length of the address that a text begins with; 0 without one.
pub(super) fn address(text: &[u8]) -> usize {
    // What follows the address is not read, only that something does.
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"<>\"".contains(byte);
    let end = text.iter().position(is_end).map_or(text.len(), |at| at + 1);
    let text: String = text[..end].iter().map(|&byte| char::from(byte)).collect();
    let lower = text.to_ascii_lowercase();
    let len = |text: &str| text.chars().count();
    for scheme in ["https://", "http://", "ftp://", "www."] {
        if lower.starts_with(scheme) && lower.len() > scheme.len() {
            let end = |c: char| c.is_ascii_whitespace() || "<>\"".contains(c);
            return len(text.split(end).next().unwrap());
        }
    }
    let Some((local, rest)) = text.split_once('@') else { return 0 };
    let is_local = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let domain = rest.split(|c: char| !c.is_ascii_alphanumeric() && !".-".contains(c));
    let domain = domain.into_iter().next().unwrap();
    if local.len() > 64
        || !local.chars().all(is_local)
        || !domain.starts_with(|c: char| c.is_ascii_alphanumeric())
    {
        return 0;
    }
    local.len() + 1 + domain.len()
}
