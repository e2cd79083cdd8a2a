//! Texts of lists as a gazetteer takes them.

use std::hash::{DefaultHasher, Hash, Hasher};

use gaztag::{Role, limits};

use super::notes::{Kind, Notes, Place};

/// A form of a record.
pub(crate) struct Form {
    pub(crate) text: String,
    pub(crate) role: Role,
    /// Whether it follows from another one.
    pub(crate) derived: bool,
}

/// A form as it is written in running text; `None` if it is left out.
pub(crate) fn form(text: &str, place: Place<'_>, notes: &mut Notes) -> Option<String> {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '_' | ',' | ';'));
    if trimmed.is_empty() {
        return None;
    }
    if trimmed.len() < text.len() {
        notes.add(Kind::Trimmed, place, text);
    }
    let clean = one_line(trimmed, place, notes);
    if clean.len() > limits::FORM_LEN {
        notes.add(Kind::LongForm, place, &clean);
        None
    } else if !clean.contains(char::is_alphanumeric) {
        notes.add(Kind::NoLetter, place, &clean);
        None
    } else {
        Some(clean)
    }
}

/// The value of an attribute; `None` if it is left out.
pub(crate) fn value(text: &str, place: Place<'_>, notes: &mut Notes) -> Option<String> {
    let clean = one_line(text.trim(), place, notes);
    if clean.len() > limits::FORM_LEN {
        notes.add(Kind::LongValue, place, &clean);
        return None;
    }
    (!clean.is_empty()).then_some(clean)
}

/// A text with one blank for each run of blanks, line breaks and control characters.
fn one_line(text: &str, place: Place<'_>, notes: &mut Notes) -> String {
    let is_blank = |c: char| c.is_whitespace() || c.is_control();
    let words = text.split(is_blank).filter(|word| !word.is_empty());
    let clean = words.collect::<Vec<_>>().join(" ");
    // A no-break space is as good as a blank.
    if clean != text.replace(char::is_whitespace, " ") || text.contains(['\n', '\t']) {
        notes.add(Kind::Blanks, place, text);
    }
    clean
}

/// An identifier as the second part of a key, which keeps its case.
pub(crate) fn identifier(id: &str) -> String {
    let is_kept = |c: char| c.is_alphanumeric() || matches!(c, '+' | '.' | '_' | '-');
    let parts: Vec<&str> = id.split(|c| !is_kept(c)).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// A name of at most `max` bytes: a longer one is cut and gets a hash of the whole, so that names
/// with equal beginnings stay apart. Returns whether it was cut.
pub(crate) fn cut(name: &str, max: usize) -> (String, bool) {
    if name.len() <= max {
        return (name.into(), false);
    }
    // With fixed keys, so that the same list gives the same keys.
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    let hash = format!("-{:08x}", hasher.finish() as u32);
    let mut end = max.saturating_sub(hash.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    (format!("{}{hash}", &name[..end]), true)
}

/// Whether a form is in capitals and has up to five letters: such a word in lower case is rarely
/// meant.
pub(crate) fn is_short_in_capitals(form: &str) -> bool {
    let letters = form.chars().filter(|c| c.is_alphabetic());
    (1..=5).contains(&letters.clone().count()) && letters.clone().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_become_parts_of_keys() {
        assert_eq!(identifier("MLI 01/x.y_z"), "MLI-01-x.y_z");
    }

    #[test]
    fn long_names_stay_apart() {
        let (a, b) = ("é".repeat(80) + "a", "é".repeat(80) + "b");
        let (short_a, is_cut) = cut(&a, 100);
        assert!(is_cut && short_a.len() <= 100 && short_a != cut(&b, 100).0);
        assert_eq!(cut("acme", 100), ("acme".into(), false));
    }

    #[test]
    fn short_forms_in_capitals_are_recognised() {
        for form in ["US", "AT&T", "3M", "ABCDE", "A"] {
            assert!(is_short_in_capitals(form), "{form}");
        }
        for form in ["ABCDEF", "Us", "us", "123", "中国", ""] {
            assert!(!is_short_in_capitals(form), "{form}");
        }
    }
}
