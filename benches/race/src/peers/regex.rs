//! The crate `regex`: one caseless alternation, the longest names first. Only ASCII letters are the
//! same in both cases: Unicode case makes it slower than the cased spellings of other letters.
//!
//! The Unicode `\b` makes it a hundred times slower and knows neither scripts without spaces nor
//! particles. So the pattern has the ASCII `\b` at the ends of names that are ASCII letters, where
//! it is necessary and cheap, and each match is checked afterwards. If a match fails, the shorter
//! names at its start are tried, then the search goes on one character later.

use std::cmp::Reverse;
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

/// Names that begin with an ASCII letter and others are two alternatives: no text begins both.
fn pattern(names: &[String]) -> String {
    const BOUNDARY: &str = r"(?-u:\b)";
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_by_key(|name| Reverse(name.len()));
    let mut alternatives = [Vec::new(), Vec::new()];
    for name in names {
        let is_ascii = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let end = if is_ascii(name.as_bytes().last()) { BOUNDARY } else { "" };
        let first = usize::from(is_ascii(name.as_bytes().first()));
        alternatives[first].push(format!("{}{end}", regex::escape(name)));
    }
    let [others, ascii] = alternatives;
    let groups = [(BOUNDARY, ascii), ("", others)].into_iter().filter(|(_, of)| !of.is_empty());
    let groups: Vec<String> =
        groups.map(|(start, of)| format!("{start}(?:{})", of.join("|"))).collect();
    format!("(?i-u)(?:{})", groups.join("|"))
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
