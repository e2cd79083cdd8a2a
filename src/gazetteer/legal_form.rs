//! Legal forms at the end of companies' names.

use alloc::string::String;

use super::legal_forms::{FORMS, LINKS};

/// Returns the name of a company without its legal form, and without an article before it: *Acme*
/// of *The Acme Company, Inc.* `None` if nothing was removed or nothing remains. The legal forms
/// are those of `data/legal-forms.tsv`, in Latin letters. Linear in the length.
///
/// ```
/// assert_eq!(gaztag::without_legal_form("Cemex, S.A.B. de C.V."), Some("Cemex"));
/// assert_eq!(gaztag::without_legal_form("Johnson & Johnson"), None);
/// ```
pub fn without_legal_form(name: &str) -> Option<&str> {
    let mut rest = name.trim_end();
    let mut found = false;
    // What is removed ends with a legal form, read from its end.
    let mut at = rest;
    while let Some((before, word)) = at.rsplit_once(|c: char| c.is_whitespace() || c == ',') {
        let bare = word.trim_matches(['.', ',', '(', ')']).to_lowercase();
        let is_form = |word: &String| FORMS.binary_search(&&**word).is_ok();
        if bare.is_empty() {
            at = before;
        } else if is_form(&bare) || is_form(&bare.replace('.', "")) {
            (at, rest, found) = (before, before, true);
        } else if found && LINKS.contains(&&*bare) {
            at = before;
        } else {
            break;
        }
    }
    let rest = rest.trim_end_matches([' ', ',', '.']).trim_end();
    let rest = rest.strip_prefix("The ").unwrap_or(rest).trim_start();
    (found && rest.chars().any(char::is_alphanumeric)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_are_removed() {
        for (name, expected) in [
            ("Apple Inc.", Some("Apple")),
            ("Acme, Inc", Some("Acme")),
            ("Tata Motors Ltd", Some("Tata Motors")),
            ("The Boeing Company", Some("Boeing")),
            ("Cemex, S.A.B. de C.V.", Some("Cemex")),
            ("Merck KGaA", Some("Merck")),
            ("Müller GmbH & Co. KG", Some("Müller")),
            ("Novo Nordisk A/S", Some("Novo Nordisk")),
            ("Volvo AB (publ)", Some("Volvo")),
            ("BHP Group Limited", Some("BHP Group")),
            ("Banco Bilbao Vizcaya Argentaria, S.A.", Some("Banco Bilbao Vizcaya Argentaria")),
            ("Johnson & Johnson", None),
            ("Inc.", None),
            ("Bank of America", None),
            ("Rio de Janeiro", None),
            ("Santander de", None),
        ] {
            assert_eq!(without_legal_form(name), expected, "{name}");
        }
    }
}
