//! Legal forms at the end of companies' names.

/// Legal forms in lower case without dots, in the scripts of Europe. Longer ones are written as
/// their words.
const FORMS: [&str; 78] = [
    "a/s",
    "aae",
    "ab",
    "ad",
    "adr",
    "ag",
    "aktiengesellschaft",
    "as",
    "asa",
    "berhad",
    "bhd",
    "bv",
    "ca",
    "co",
    "company",
    "corp",
    "corporation",
    "cv",
    "d.d",
    "dd",
    "doo",
    "ehf",
    "eood",
    "fze",
    "gmbh",
    "hf",
    "inc",
    "incorporated",
    "jsc",
    "k.k",
    "kaisha",
    "kabushiki",
    "kft",
    "kg",
    "kgaa",
    "kk",
    "lda",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "mbh",
    "nv",
    "nyrt",
    "oao",
    "ood",
    "ooo",
    "oy",
    "oyj",
    "pao",
    "pjsc",
    "plc",
    "pllc",
    "psc",
    "pte",
    "pty",
    "public",
    "publ",
    "pvt",
    "rt",
    "s.a",
    "sa",
    "sab",
    "sae",
    "sarl",
    "sas",
    "sca",
    "sdn",
    "se",
    "sl",
    "spa",
    "sro",
    "srl",
    "tbk",
    "zrt",
    "zao",
];

/// Words that link legal forms: `S.A. de C.V.`, `GmbH & Co. KG`.
const LINKS: [&str; 4] = ["de", "&", "and", "und"];

/// Whether a word is a legal form.
pub(crate) fn is_legal_form(word: &str) -> bool {
    FORMS.contains(&&*word.to_lowercase())
}

/// The name of a company without its legal form, and without an article before it; `None` if
/// nothing was removed or nothing remains.
pub(crate) fn stripped(name: &str) -> Option<&str> {
    let mut rest = name.trim_end();
    let mut found = false;
    // What is removed ends with a legal form, read from its end.
    let mut at = rest;
    while let Some((before, word)) = at.rsplit_once(|c: char| c.is_whitespace() || c == ',') {
        let bare = word.trim_matches(['.', ',', '(', ')']).to_lowercase();
        if bare.is_empty() {
            at = before;
        } else if FORMS.contains(&&*bare) || FORMS.contains(&&*bare.replace('.', "")) {
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
            assert_eq!(stripped(name), expected, "{name}");
        }
    }

    #[test]
    fn legal_forms_are_written_as_they_are_compared() {
        for form in FORMS {
            assert_eq!(form, form.to_lowercase().trim_matches('.'));
        }
    }
}
