//! A page of HTML with texts and their mentions highlighted.

use gaztag::{Mention, Tagger};

use super::ids::Ids;

/// The page up to its first text. Nothing in it is loaded from elsewhere or executed.
pub(crate) const HEAD: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>gaztag</title>
<style>
:root { color-scheme: light dark; --country: #bfe8c5; --bloc: #c4d8fb; --mineral: #f6e3a1; --other: #efcdf0; }
@media (prefers-color-scheme: dark) { :root { --country: #1d5a2b; --bloc: #24468c; --mineral: #6b5410; --other: #6a2b6c; } }
body { margin: 1rem auto; max-width: 45rem; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; }
h2 { font-size: 1rem; overflow-wrap: anywhere; }
article { border-top: 1px solid; margin-top: 1rem; }
article div { white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: var(--other); border-radius: .2rem; color: inherit; padding: 0 .1rem; }
mark.country { background: var(--country); }
mark.bloc { background: var(--bloc); }
mark.mineral { background: var(--mineral); }
</style>
<main>
<p><mark class="country">country</mark> <mark class="bloc">bloc</mark> <mark class="mineral">mineral</mark> <mark>other</mark></p>
"#;

/// The end of the page.
pub(crate) const TAIL: &str = "</main>\n</html>\n";

/// The end of a text.
pub(crate) const END: &str = "</div>\n</article>\n";

/// Writes the begin of a text: its name or id as a heading.
pub(crate) fn begin(name: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<article>\n<h2>");
    escape(name.as_bytes(), out);
    out.extend_from_slice(b"</h2>\n<div>");
}

/// Writes the begin of a mention. `</mark>` ends it.
pub(crate) fn mark(ids: Ids<'_>, mention: &Mention, out: &mut Vec<u8>) {
    let tagger: &Tagger<'_> = ids.tagger;
    let kind = tagger.gazetteer().kind_name(mention.kind());
    for (begin, value) in [("<mark class=\"", kind), ("\" data-id=\"", ids.of_id(mention.entity()))]
    {
        out.extend_from_slice(begin.as_bytes());
        escape(value.as_bytes(), out);
    }
    out.extend_from_slice(b"\" title=\"");
    escape(tagger.name(mention).as_bytes(), out);
    let rest = format!(", {}, confidence {}\">", mention.role(), mention.confidence());
    out.extend_from_slice(rest.as_bytes());
}

/// Writes text that no browser reads as markup. Ill-formed sequences become U+FFFD, and so do
/// control characters that HTML does not allow.
pub(crate) fn escape(text: &[u8], out: &mut Vec<u8>) {
    for chunk in text.utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(at) = rest.find(|c: char| entity(c).is_some()) {
            let (before, from) = rest.split_at(at);
            out.extend_from_slice(before.as_bytes());
            let mut chars = from.chars();
            out.extend_from_slice(chars.next().and_then(entity).unwrap_or_default().as_bytes());
            rest = chars.as_str();
        }
        out.extend_from_slice(rest.as_bytes());
        if !chunk.invalid().is_empty() {
            out.extend_from_slice("\u{FFFD}".as_bytes());
        }
    }
}

/// What is written for a character, if not itself.
fn entity(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        '\n' | '\t' | '\r' => None,
        c if c.is_control() => Some("\u{FFFD}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let mut out = Vec::new();
        escape(b"<script>alert('\"&\0\x1b\xFF\n", &mut out);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "&lt;script&gt;alert(&#39;&quot;&amp;\u{FFFD}\u{FFFD}\u{FFFD}\n"
        );
    }
}
