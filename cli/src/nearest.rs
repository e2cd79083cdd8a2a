//! Names that are spelled nearly like a text that nothing has.

use std::collections::BTreeMap;
use std::fmt;

/// At most so many names are suggested.
const MOST: usize = 3;
/// One letter in so many may be wrong, and at most three.
const LETTERS_PER_MISTAKE: usize = 4;

/// A suggestion: a form, and the key or value that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Near {
    pub(crate) key: String,
    pub(crate) form: String,
}

impl fmt::Display for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.form == self.key {
            write!(f, "{}", self.key)
        } else {
            write!(f, "{} ({})", self.form, self.key)
        }
    }
}

/// The forms that differ from a text in the fewest letters, if these are few, one of each key. Of
/// equal ones those come first that have the letters of the text in another order.
pub(crate) fn nearest(text: &str, forms: impl Iterator<Item = Near>) -> Vec<Near> {
    if text.is_empty() {
        return Vec::new();
    }
    let text = text.to_lowercase();
    let len = text.chars().count();
    let most = (len / LETTERS_PER_MISTAKE).clamp(1, 3);
    let mut best: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for Near { key, form } in forms {
        let lower = form.to_lowercase();
        if lower.chars().count().abs_diff(len) > most {
            continue;
        }
        let distance = strsim::osa_distance(&text, &lower);
        if distance <= most && best.get(&key).is_none_or(|&(known, _)| distance < known) {
            best.insert(key, (distance, form));
        }
    }
    let least = best.values().map(|&(distance, _)| distance).min();
    best.retain(|_, &mut (distance, _)| Some(distance) == least);
    let mut found: Vec<(f64, Near)> = best
        .into_iter()
        .map(|(key, (_, form))| (strsim::jaro(&text, &form.to_lowercase()), Near { key, form }))
        .collect();
    found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    found.into_iter().take(MOST).map(|(_, near)| near).collect()
}

/// Suggestions as text: `; did you mean Qatar (country/QAT)?`, or nothing.
pub(crate) fn question(nearest: &[Near]) -> String {
    if nearest.is_empty() {
        return String::new();
    }
    let names: Vec<String> = nearest.iter().map(Near::to_string).collect();
    format!("; did you mean {}?", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_form_of_each_key_comes_first() {
        let forms = [
            ("country/NER", "Niger"),
            ("country/NGA", "Nigeria"),
            ("country/NGA", "Nigerian"),
            ("country/QAT", "Qatar"),
            ("country/MLI", "Mali"),
        ];
        let near = |text: &str| {
            let forms =
                forms.iter().map(|&(key, form)| Near { key: key.into(), form: form.into() });
            question(&nearest(text, forms))
        };
        assert_eq!(near("Quatar"), "; did you mean Qatar (country/QAT)?");
        assert_eq!(near("Nigreia"), "; did you mean Nigeria (country/NGA)?");
        assert_eq!(
            near("nigeriann"),
            "; did you mean Nigerian (country/NGA)?",
            "two of nine letters may be wrong"
        );
        assert_eq!(near("Mile"), "");
        assert_eq!(near(""), "");
    }
}
