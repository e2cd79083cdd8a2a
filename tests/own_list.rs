//! A long list of a user's own leaves the built-in mentions as they are, whatever is in it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

mod cases;

use std::collections::HashSet;
use std::fmt::Write as _;

use gaztag::{Format, Gazetteer, GazetteerBuilder, Tagger};

/// The names of the list.
const NAMES: usize = 100_000;

/// Of a thousand built-in mentions in the suite, how many may change. Its texts are hard on
/// purpose. What is inside a longer name of the list does not count, such as *lead* in an own *lead
/// and zinc*: the longest name is wanted.
const MOST_CHANGED: usize = 2;

/// The same numbers each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        // Knuth's constants; the high bits are the better ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % end
    }

    /// A name such as no language has.
    fn name(&mut self) -> String {
        const SYLLABLES: [&str; 16] = [
            "bra", "ko", "vel", "tun", "mi", "zar", "po", "lex", "dri", "quo", "fen", "gu", "hyp",
            "sta", "wim", "ora",
        ];
        let words = 1 + self.below(3);
        let word = |numbers: &mut Self| {
            let syllables = 3 + numbers.below(3);
            let word: String =
                (0..syllables).map(|_| SYLLABLES[numbers.below(SYLLABLES.len())]).collect();
            word[..1].to_uppercase() + &word[1..]
        };
        (0..words).map(|_| word(self)).collect::<Vec<_>>().join(" ")
    }
}

/// The rows of a list: of 100 names 5 equal built-in names, 5 equal built-in decoys, 10 are common
/// words, 5 are the first words of built-in names, and the others are made.
fn list(builtin: &Gazetteer<'_>) -> String {
    let forms: Vec<String> = builtin
        .entities()
        .flat_map(|entity| {
            entity.surfaces().map(|form| form.form().to_string()).collect::<Vec<_>>()
        })
        .collect();
    let decoys: Vec<String> = builtin.decoys().map(|decoy| decoy.form().to_string()).collect();
    let words: Vec<&str> = include_str!("../data/words_en.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let mut prefixes: Vec<&str> =
        forms.iter().filter_map(|form| form.rsplit_once(' ')).map(|(first, _)| first).collect();
    prefixes.iter_mut().for_each(|first| *first = first.trim_end_matches([',', '-']));
    prefixes.sort_unstable();
    // A name has at most 32 readings.
    prefixes.dedup();
    let mut numbers = Numbers(7);
    let mut rows = String::from("key\tform\n");
    for number in 0..NAMES {
        let form = match number % 100 {
            0..5 => forms[numbers.below(forms.len())].clone(),
            5..10 => decoys[numbers.below(decoys.len())].clone(),
            10..15 => words[numbers.below(words.len())].to_string(),
            15..20 => {
                let word = words[numbers.below(words.len())];
                word[..1].to_uppercase() + &word[1..]
            }
            20..25 => prefixes[numbers.below(prefixes.len())].to_string(),
            _ => numbers.name(),
        };
        writeln!(rows, "company/{number}\t{form}").unwrap();
    }
    rows
}

#[test]
fn the_built_in_mentions_stay() {
    let builtin = Gazetteer::builtin();
    let mut builder = GazetteerBuilder::from(&builtin);
    builder.read_lenient(Format::Tsv, "list.tsv", list(&builtin).as_bytes()).unwrap();
    let own = Tagger::builder().gazetteer(builder.build().unwrap()).build().unwrap();
    let builtin = Tagger::builtin();
    let all = |tagger: &Tagger<'_>, text: &str| -> HashSet<(usize, usize, String)> {
        let of = |mention: &gaztag::Mention| {
            (mention.start(), mention.end(), tagger.key(mention).to_string())
        };
        tagger.tag(text).iter().map(of).collect()
    };
    let is_own = |(.., key): &(usize, usize, String)| key.starts_with("company/");
    let mut texts: Vec<String> = cases::themes()
        .into_iter()
        .flat_map(|(_, theme, _)| theme.case)
        .filter_map(|case| case.text)
        .collect();
    let article = include_str!("../examples/article.txt");
    let stayed: HashSet<_> =
        all(&own, article).into_iter().filter(|mention| !is_own(mention)).collect();
    assert_eq!(stayed, all(&builtin, article));
    texts.push(article.into());
    let (mut count, mut changed) = (0, Vec::new());
    for text in &texts {
        let before = all(&builtin, text);
        let (longer, after): (HashSet<_>, HashSet<_>) =
            all(&own, text).into_iter().partition(is_own);
        let is_hidden = |(start, end, _): &(usize, usize, String)| {
            longer.iter().any(|own| own.0 <= *start && *end <= own.1 && end - start < own.1 - own.0)
        };
        count += before.len();
        let differ = before.symmetric_difference(&after).filter(|mention| !is_hidden(mention));
        changed.extend(differ.map(|mention| (mention.clone(), text)));
    }
    assert!(count * cases::share::one_of() > 3_000, "{count}");
    assert!(
        changed.len() * 1000 <= count * MOST_CHANGED,
        "{} of {count}: {changed:#?}",
        changed.len()
    );
}
