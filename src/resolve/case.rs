//! Runs of capitals.
//!
//! In `US TO LEAD GOLD TALKS` the capitals say nothing about `US`; in `the US said` they say everything. A name stands in a run of capitals if the words around it, as many as
//! are looked at, have no lower-case letter.

/// How many bytes of text on each side are looked at.
const VIEW: usize = 128;

const _: () = assert!(VIEW <= super::VIEW);

/// How many words on each side are looked at.
const WORDS: usize = 3;

/// Whether the words next to `start..end`, in the same line, are written in capitals: up to three on each side, two at least, none with a lower-case letter.
pub(crate) fn in_run_of_capitals(text: &[u8], start: usize, end: usize) -> bool {
    let before = &text[start.saturating_sub(VIEW)..start];
    let after = &text[end..text.len().min(end + VIEW)];
    let Some(left) = capitals(before.iter().rev()) else { return false };
    let Some(right) = capitals(after.iter()) else { return false };
    left + right >= 2
}

/// How many of the next words are in capitals; none if one of them has a lower-case letter. Words are runs of ASCII letters and bytes of other characters, of which only ASCII letters
/// tell their case; words of one letter do not count.
fn capitals<'t>(bytes: impl Iterator<Item = &'t u8>) -> Option<usize> {
    let (mut words, mut letters) = (0, 0);
    for &byte in bytes {
        match byte {
            b'a'..=b'z' => return None,
            b'\n' | b'\r' => break,
            b'A'..=b'Z' => letters += 1,
            0x80.. => {}
            _ => {
                words += usize::from(letters > 1);
                letters = 0;
                if words == WORDS {
                    return Some(words);
                }
            }
        }
    }
    Some(words + usize::from(letters > 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_capitals_are_seen() {
        for (text, expected) in [
            ("US TO LEAD GOLD TALKS", true),
            ("WHO IS IT FOR US", true),
            ("the US said", false),
            ("US NATO envoy", false),
            ("US, EU and UN", false),
            ("A US B", false),
            ("the talks\nUS TO LEAD\nthe end", true),
            ("US", false),
            ("GIVE IT TO US\nall of it", true),
        ] {
            let start = text.find("US").unwrap();
            assert_eq!(in_run_of_capitals(text.as_bytes(), start, start + 2), expected, "{text}");
        }
    }
}
