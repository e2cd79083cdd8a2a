//! Names as parts of keys.

use alloc::string::String;
use alloc::vec::Vec;

/// Returns a name as the second part of a key: in lower case, with one hyphen for any other
/// characters than letters, digits and +. `C#` is `c-sharp`, so that it is not `C`. Readers of
/// lists without keys, such as those of flashtext and spaCy, make keys so. The result may be empty.
/// Linear in the length.
///
/// ```
/// assert_eq!(gaztag::slug("Acme Corp."), "acme-corp");
/// assert_eq!(gaztag::slug("C#"), "c-sharp");
/// assert_eq!(gaztag::slug("!?"), "");
/// ```
pub fn slug(name: &str) -> String {
    // First of all, since it can have characters that keys do not allow: İ becomes i with a
    // combining dot.
    let name = name.replace('#', "-sharp").to_lowercase();
    let is_kept = |c: char| c.is_alphanumeric() || c == '+';
    let words: Vec<&str> = name.split(|c| !is_kept(c)).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// An identifier as the second part of a key, which keeps its case.
pub(super) fn identifier(id: &str) -> String {
    let is_kept = |c: char| c.is_alphanumeric() || matches!(c, '+' | '.' | '_' | '-');
    let parts: Vec<&str> = id.split(|c| !is_kept(c)).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_become_parts_of_keys() {
        assert_eq!(identifier("MLI 01/x.y_z"), "MLI-01-x.y_z");
    }

    #[test]
    fn names_become_parts_of_keys() {
        for (name, expected) in [
            ("Acme Corp.", "acme-corp"),
            ("C++", "c++"),
            ("C#", "c-sharp"),
            ("C", "c"),
            ("  \u{c9}ire & Fils ", "\u{e9}ire-fils"),
            ("\u{130}stanbul", "i-stanbul"),
            ("中国", "中国"),
            ("!!!", ""),
        ] {
            assert_eq!(slug(name), expected);
        }
    }
}
