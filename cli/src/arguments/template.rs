//! What `gaztag replace` puts in the place of a mention.

use std::str::FromStr;

/// A text with fields of the mention: `<{id}>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template(pub(crate) Vec<Part>);

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Text(String),
    Id,
    Name,
    Kind,
    Role,
    Confidence,
    /// The text of the mention.
    Found,
}

impl FromStr for Template {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut parts, mut plain, mut rest) = (Vec::new(), String::new(), text);
        while let Some(at) = rest.find(['{', '}']) {
            plain += &rest[..at];
            if rest[at..].starts_with("{{") || rest[at..].starts_with("}}") {
                plain += &rest[at..=at];
                rest = &rest[at + 2..];
                continue;
            }
            let Some((name, after)) =
                rest[at..].strip_prefix('{').and_then(|field| field.split_once('}'))
            else {
                return Err("a single { or }; {{ and }} are the characters themselves".into());
            };
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(part(name)?);
            rest = after;
        }
        plain += rest;
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self(parts))
    }
}

fn part(name: &str) -> Result<Part, String> {
    match name {
        "id" => Ok(Part::Id),
        "name" => Ok(Part::Name),
        "kind" => Ok(Part::Kind),
        "role" => Ok(Part::Role),
        "confidence" => Ok(Part::Confidence),
        "text" => Ok(Part::Found),
        _ => Err(format!(
            "unknown field {{{name}}}; expected {{id}}, {{name}}, {{kind}}, {{text}}, {{role}} or {{confidence}}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_braces() {
        let text = |text: &str| Part::Text(text.into());
        for (template, parts) in [
            ("", vec![]),
            ("x", vec![text("x")]),
            ("<{id}>", vec![text("<"), Part::Id, text(">")]),
            ("{{{text}}}", vec![text("{"), Part::Found, text("}")]),
            ("{name}{kind}", vec![Part::Name, Part::Kind]),
        ] {
            assert_eq!(template.parse(), Ok(Template(parts)), "{template}");
        }
        for wrong in ["{", "}", "{\u{e9}", "{id", "a}b", "{ID}", "{}", "{{id}"] {
            assert!(wrong.parse::<Template>().is_err(), "{wrong}");
        }
    }
}
