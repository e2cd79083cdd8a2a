//! Names that are the beginning or the end of another country's name (*Sudan*, *Guinea*), with what
//! makes them longer abbreviated, joined and broken in many ways: as long as a trace of it is
//! there, the other country is not reported.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

use std::collections::{BTreeMap, BTreeSet};

use gaztag::{Gazetteer, Input, Kind, Language, Reason, Role, Tagger, Verdict};

/// A longer name: what makes it longer, the remainder, and the countries that it means.
struct Longer {
    /// Its words. The last one is next to the remainder.
    qualifier: Vec<String>,
    remainder: String,
    on_the_left: bool,
    /// What is between the two.
    separator: &'static str,
    countries: BTreeSet<String>,
}

/// The longer names in English, and those of other languages with a qualifier of one word.
fn longer_names() -> Vec<Longer> {
    let gazetteer = Gazetteer::builtin();
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut english = BTreeSet::new();
    for entity in gazetteer.entities().filter(|entity| entity.kind() == Kind::Country) {
        for surface in entity.surfaces() {
            let counts = matches!(surface.role(), Role::Name | Role::Official | Role::Alias);
            if counts && surface.form().starts_with(char::is_uppercase) {
                let form = surface.form().to_string();
                if surface.languages().any(|language| language == Language::ENGLISH) {
                    english.insert(form.clone());
                }
                names.entry(form).or_default().insert(entity.key().into());
            }
        }
    }
    let mut found = Vec::new();
    for (form, countries) in &names {
        for (separator, sign) in [(" ", ' '), ("-", '-')] {
            for (at, _) in form.match_indices(sign) {
                let (head, tail) = (&form[..at], &form[at + 1..]);
                for (qualifier, remainder, on_the_left) in [(head, tail, true), (tail, head, false)]
                {
                    let Some(others) = names.get(remainder) else { continue };
                    let words: Vec<String> = qualifier.split(' ').map(String::from).collect();
                    let plain = words.iter().all(|word| word.chars().all(char::is_alphabetic));
                    let first = words.iter().any(|word| word.starts_with(char::is_uppercase));
                    let is_known = english.contains(form) || words.len() == 1;
                    // Names of two states (Serbia and Montenegro), and long titles, are others.
                    let joins = on_the_left || !matches!(words[0].as_str(), "and" | "of");
                    if others == countries
                        // Accents do not count: Amerika Sāmoa ends with Samoa.
                        || names.contains_key(&qualifier.replace('ā', "a"))
                        || !plain
                        || !first
                        || !joins
                        || words.len() > 5
                    {
                        continue;
                    }
                    if is_known
                        && words.iter().all(|word| word.chars().count() > 3 || is_small(word))
                    {
                        let (remainder, countries) = (remainder.to_string(), countries.clone());
                        let qualifier = words;
                        found.push(Longer {
                            qualifier,
                            remainder,
                            on_the_left,
                            separator,
                            countries,
                        });
                    }
                }
            }
        }
    }
    found
}

fn is_small(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
}

impl Longer {
    fn text(&self, qualifier: &str, separator: &str) -> String {
        if self.on_the_left {
            format!("{qualifier}{separator}{}", self.remainder)
        } else {
            format!("{}{separator}{qualifier}", self.remainder)
        }
    }

    /// The qualifier with one of its words replaced.
    fn with(&self, index: usize, word: &str) -> String {
        let mut words = self.qualifier.clone();
        words[index] = word.into();
        words.join(" ")
    }

    /// The longer name written in ways in which a trace of the qualifier is left. HTML is marked.
    /// Pieces that are common words are not traces.
    fn variants(&self, words: &BTreeSet<String>) -> Vec<(String, bool)> {
        let whole = self.qualifier.join(" ");
        let mut all = Vec::new();
        for separator in [
            "-", " - ", "\u{2013}", "\u{2011}", "-\n", "- ", "\n", "  ", "   ", "\u{a0}", " \n ",
            "\n\n", "\n \n", " -\n", "\u{ad} ", "/", " / ", "&#160;", " *", "** ", "_", "\t",
        ] {
            all.push((self.text(&whole, separator), false));
        }
        for separator in [
            "<br>",
            "<br/>\n",
            "<br>\n<br>",
            "<br> ",
            "&nbsp;",
            "<b> </b>",
            " <i>",
            "</b>&nbsp;<b>",
            "-<br>",
        ] {
            all.push((self.text(&whole, separator), true));
        }
        for (index, word) in self.qualifier.iter().enumerate() {
            if is_small(word) {
                continue;
            }
            let letters: Vec<char> = word.chars().collect();
            let outer = |word: &str| self.with(index, word);
            for len in 1..letters.len() {
                let (start, end): (String, String) =
                    (letters[..len].iter().collect(), letters[len..].iter().collect());
                let is_word = |piece: &str| words.contains(&piece.to_lowercase());
                // A hyphen at the end of a line.
                for broken in [format!("{start}-\n{end}"), format!("{start}-\n  {end}")] {
                    all.push((self.text(&outer(&broken), self.separator), false));
                }
                // An abbreviation with a full stop, or of three to five letters.
                if len > 2 || !self.on_the_left || len == 1 {
                    for separator in [self.separator, ""] {
                        let glued = separator.is_empty()
                            && (!self.on_the_left || index + 1 < self.qualifier.len());
                        if !glued {
                            all.push((self.text(&outer(&format!("{start}.")), separator), false));
                        }
                    }
                }
                if (3..=5).contains(&len) && len + 1 < letters.len() && !is_word(&start) {
                    all.push((self.text(&outer(&start), self.separator), false));
                }
                // The first letters are lost.
                let left = letters.len() - len;
                if (left > 3 || (left == 3 && len <= 2)) && !is_word(&end) {
                    let at_edge = if self.on_the_left {
                        index == 0
                    } else {
                        index + 1 == self.qualifier.len()
                    };
                    if at_edge {
                        for separator in [self.separator, "-", "  "] {
                            let rest = self.qualifier[index..].join(" ");
                            let rest = rest.replacen(word.as_str(), &end, 1);
                            if self.on_the_left {
                                all.push((self.text(&rest, separator), false));
                            } else {
                                all.push((self.text(&outer(&end), separator), false));
                            }
                        }
                    }
                }
            }
        }
        // In capitals too.
        let upper: Vec<(String, bool)> = all
            .iter()
            .filter(|(_, html)| !html)
            .map(|(text, html)| (text.to_uppercase(), *html))
            .collect();
        all.extend(upper);
        all
    }
}

#[test]
fn a_trace_of_the_rest_hides_the_other_country() {
    let common = include_str!("../data/words_en.txt").lines();
    let words: BTreeSet<String> = common.map(String::from).chain(["gün".into()]).collect();
    let tagger = Tagger::builtin();
    let html = Tagger::builder().input(Input::Html).build().unwrap();
    let (mut wrong, mut checked, mut fewest) = (Vec::new(), 0, usize::MAX);
    let names = longer_names();
    assert!(names.len() > 100, "{} names", names.len());
    for longer in &names {
        let variants = longer.variants(&words);
        fewest = fewest.min(variants.len());
        for (variant, is_html) in variants {
            let text = format!("Talks with {variant} began.");
            let tagger = if is_html { &html } else { &tagger };
            checked += 1;
            // The remainder is not always written as in the text: look for any other country in it.
            let at = text.to_lowercase().rfind(&longer.remainder.to_lowercase());
            for mention in tagger.tag(&text) {
                let key = tagger.key(&mention);
                let overlaps = at.is_none_or(|at| {
                    mention.start() < at + longer.remainder.len() && mention.end() > at
                });
                if overlaps
                    && mention.kind() == Kind::Country
                    && mention.confidence() >= 50
                    && !longer.countries.contains(key)
                {
                    wrong.push(format!("{variant:?}: {key} {}", mention.confidence()));
                }
            }
        }
    }
    assert!(fewest >= 50, "a name is written in {fewest} ways only");
    assert!(
        wrong.is_empty(),
        "{} of {checked} are another country:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The common words that are traces all the same: pieces of *Republic*, directions, and a word that
/// the test knows in Polish too.
const TRACES: [&str; 6] = ["public", "north", "south", "east", "west", "row"];

#[test]
fn a_trace_is_explained_with_all_of_its_words() {
    let tagger = Tagger::builder().build().unwrap();
    for (text, expected) in
        [("Democratic Republic of\n\nCongo", (0, 22)), ("Republic of. Korea", (0, 11))]
    {
        let traces = tagger.explain(text).into_iter().filter_map(|finding| match finding.verdict {
            Verdict::Dropped(Reason::Remainder(span)) => Some((span.start, span.end)),
            _ => None,
        });
        let traces: BTreeSet<_> = traces.collect();
        assert_eq!(traces, BTreeSet::from([expected]), "{text:?}");
    }
}

#[test]
fn common_words_are_not_traces() {
    let tagger = Tagger::builtin();
    let common = include_str!("../data/words_en.txt").lines();
    let words: BTreeSet<&str> = common.filter(|word| !TRACES.contains(word)).collect();
    let mut hidden = Vec::new();
    for longer in longer_names().iter().filter(|longer| longer.on_the_left) {
        let Some(nearest) = longer.qualifier.last().filter(|word| !is_small(word)) else {
            continue;
        };
        let letters: Vec<char> = nearest.chars().collect();
        for at in 1..letters.len() {
            let end: String = letters[at..].iter().collect();
            let start: String = letters[..at].iter().collect();
            for piece in [&end, &start] {
                let text = format!("{piece} {} today", longer.remainder);
                let found = |text: &str| tagger.tag(text).len();
                if words.contains(&*piece.to_lowercase())
                    && found(&text) < found(&format!("then {} today", longer.remainder))
                {
                    hidden.push(text);
                }
            }
        }
    }
    assert!(hidden.is_empty(), "{} are hidden:\n{}", hidden.len(), hidden.join("\n"));
}
