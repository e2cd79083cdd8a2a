//! The crate `regex`: one caseless alternation, longer names first. Only ASCII letters are the
//! same in both cases: Unicode case makes it slower than the cased spellings of other letters.
//!
//! The Unicode `\b` makes it a hundred times slower and knows neither scripts without spaces nor
//! particles. So the pattern has the ASCII `\b` at the ends of names that are ASCII letters, where
//! it is necessary and cheap, and each match is checked afterwards. If a match fails, the shorter
//! names at its start are tried, then the search goes on one character later.

use std::collections::HashSet;

use gaztag_samples::Any;
use regex::bytes::{Regex, RegexBuilder};

use crate::boundary;
use crate::engine::{Engine, Standing};
use crate::spellings::Spellings;

pub(crate) fn engine(spellings: &Spellings) -> Result<Engine, Any> {
    let regex = RegexBuilder::new(&pattern(&spellings.ascii_caseless))
        .size_limit(1 << 30)
        .dfa_size_limit(1 << 28)
        .build()?;
    let names: HashSet<String> = spellings.ascii_caseless.iter().cloned().collect();
    Ok(Engine::new("regex", Standing::Peer, move |text| count(&regex, &names, text)))
}

const BOUNDARY: &str = r"(?-u:\b)";

/// Names that begin with an ASCII letter and others are two alternatives: no text begins both.
fn pattern(names: &[String]) -> String {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let (ascii, others): (Vec<&str>, Vec<&str>) =
        names.into_iter().partition(|name| name.starts_with(|c: char| c.is_ascii_alphanumeric()));
    let groups = [(BOUNDARY, ascii), ("", others)].into_iter().filter(|(_, of)| !of.is_empty());
    let groups: Vec<String> =
        groups.map(|(start, of)| format!("{start}{}", alternatives(&of, ""))).collect();
    format!("(?i-u)(?:{})", groups.join("|"))
}

/// A group of names that are sorted, as a tree of what they begin with: one alternative for each
/// name would be thousands of states at each byte. A name comes after those that it begins.
/// `before` is what they follow.
fn alternatives(names: &[&str], before: &str) -> String {
    let first = |name: &str| name.chars().next();
    let mut parts: Vec<String> = Vec::new();
    let is_end = names.first().is_some_and(|name| name.is_empty());
    for chunk in names[usize::from(is_end)..].chunk_by(|a, b| first(a) == first(b)) {
        let shared =
            chunk[1..].iter().fold(chunk[0].len(), |len, name| len.min(shared(chunk[0], name)));
        let (head, rest) = chunk[0].split_at(shared);
        let rest: Vec<&str> =
            std::iter::once(rest).chain(chunk[1..].iter().map(|name| &name[shared..])).collect();
        parts.push(regex::escape(head) + &alternatives(&rest, head));
    }
    if is_end {
        let is_ascii = before.ends_with(|c: char| c.is_ascii_alphanumeric());
        parts.push(if is_ascii { BOUNDARY.into() } else { String::new() });
    }
    format!("(?:{})", parts.join("|"))
}

/// How many bytes two names have in common from the start, in whole characters.
fn shared(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum()
}

fn count(regex: &Regex, names: &HashSet<String>, text: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while let Some(found) = regex.find_at(text, at) {
        let (start, end) = (found.start(), found.end());
        match longest(names, text, start, end) {
            Some(end) => (count, at) = (count + 1, end),
            None => at = start + 1,
        }
    }
    count
}

/// Where the longest name at `start` ends that is between boundaries, at `end` or before.
fn longest(names: &HashSet<String>, text: &[u8], start: usize, end: usize) -> Option<usize> {
    if !boundary::starts(text, start) {
        return None;
    }
    if boundary::ends(text, end) {
        return Some(end);
    }
    (start + 1..end).rev().find(|&end| {
        boundary::ends(text, end)
            && std::str::from_utf8(&text[start..end])
                .is_ok_and(|name| names.contains(&name.to_ascii_lowercase()))
    })
}
