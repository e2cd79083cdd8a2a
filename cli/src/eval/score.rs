//! Counts right, false and missed mentions, and errors.

use std::collections::{BTreeMap, HashMap};
use std::ops::{Index, IndexMut};

use gaztag::{Mention, Span};

use super::annotated::Document;

/// Characters of context before and after an error.
const CONTEXT: usize = 40;

/// The counts of a kind.
#[derive(Clone, Copy)]
pub(super) enum Count {
    /// Texts.
    Documents,
    /// Annotated mentions, or labels.
    Annotated,
    /// Mentions that are right.
    Right,
    /// Mentions that are false.
    False,
    /// Annotated mentions without a right mention.
    Missed,
    /// Mentions, or labels, that are neither right nor false.
    DontCare,
    /// False mentions where another id is annotated.
    WrongId,
    /// False mentions inside a longer annotation of another kind.
    Nested,
    /// False mentions where nothing is annotated.
    Unannotated,
    /// False mentions where something else is annotated.
    Elsewhere,
    /// False mentions of any cause with an id that the annotators never use.
    OutsideInventory,
}

impl Count {
    pub(super) const NAMES: [&str; 11] = [
        "documents",
        "annotated",
        "right",
        "false",
        "missed",
        "dont_care",
        "wrong_id",
        "nested",
        "unannotated",
        "elsewhere",
        "outside_inventory",
    ];
}

/// The score of a kind.
#[derive(Default)]
pub(super) struct Score {
    pub(super) counts: [u64; Count::NAMES.len()],
    /// By tens of confidence: the mentions that are right or false, and those that are right.
    pub(super) bins: [[u64; 2]; 10],
    /// How often one key was tagged where another is annotated, by (annotated, tagged).
    pub(super) confusion: HashMap<(String, String), u64>,
    pub(super) errors: HashMap<ErrorName, ErrorGroup>,
}

impl Index<Count> for Score {
    type Output = u64;

    fn index(&self, count: Count) -> &u64 {
        &self.counts[count as usize]
    }
}

impl IndexMut<Count> for Score {
    fn index_mut(&mut self, count: Count) -> &mut u64 {
        &mut self.counts[count as usize]
    }
}

impl Score {
    pub(super) fn add(&mut self, other: &Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(count, other)| *count += other);
        self.bins
            .iter_mut()
            .flatten()
            .zip(other.bins.iter().flatten())
            .for_each(|(count, other)| *count += other);
        other
            .confusion
            .iter()
            .for_each(|(pair, count)| *self.confusion.entry(pair.clone()).or_default() += count);
        for (name, group) in &other.errors {
            self.errors
                .entry(name.clone())
                .or_insert_with(|| ErrorGroup { count: 0, ..group.clone() })
                .count += group.count;
        }
    }

    /// Counts a mention that is right or false.
    pub(super) fn mention(&mut self, mention: &Mention, right: bool) {
        self[if right { Count::Right } else { Count::False }] += 1;
        let [all, good] = &mut self.bins[usize::from(mention.confidence() / 10).min(9)];
        *all += 1;
        *good += u64::from(right);
    }

    /// Counts an error. A missed label has no span; its context is the start of the text.
    pub(super) fn error(
        &mut self,
        missed: bool,
        key: &str,
        cause: &'static str,
        place: &Place<'_>,
        span: Option<Span>,
    ) {
        let text = |from, to| place.document.text.get(from..to).unwrap_or("").chars();
        let form = span.map_or_else(String::new, |span| one_line(text(span.start, span.end)));
        let group =
            self.errors.entry(ErrorName { missed, key: key.into(), form }).or_insert_with(|| {
                let Span { start, end } = span.unwrap_or(Span::new(0, 0));
                let before: Vec<char> = text(0, start).rev().take(CONTEXT).collect();
                let after = one_line(text(end, place.document.text.len()).take(CONTEXT));
                ErrorGroup {
                    count: 0,
                    cause,
                    document: place.name.clone(),
                    before: one_line(before.into_iter().rev()),
                    after,
                }
            });
        group.count += 1;
    }
}

/// The scores of one file.
pub(super) struct Corpus {
    pub(super) name: String,
    pub(super) documents: u64,
    /// The scores of mentions, by kind.
    pub(super) mentions: BTreeMap<String, Score>,
    /// The scores of labels of whole texts, by kind.
    pub(super) labels: BTreeMap<String, Score>,
}

/// What distinguishes errors that are counted separately.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ErrorName {
    pub(super) missed: bool,
    pub(super) key: String,
    pub(super) form: String,
}

/// How often an error occurs, and its first place.
#[derive(Clone)]
pub(super) struct ErrorGroup {
    pub(super) count: u64,
    pub(super) cause: &'static str,
    pub(super) document: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// Replaces every white space with a blank.
fn one_line(text: impl Iterator<Item = char>) -> String {
    text.map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

/// A text, and its name in reports of errors.
pub(super) struct Place<'d> {
    pub(super) document: &'d Document,
    pub(super) name: String,
}
