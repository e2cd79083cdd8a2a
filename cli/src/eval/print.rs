//! Prints scores.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::score::{Corpus, Count, ErrorGroup, ErrorName, Score};
use crate::plural::plural;

/// The most pairs of confused ids that are printed; JSON has all.
const CONFUSED: usize = 20;

/// All figures.
pub(crate) struct Report {
    corpora: Vec<Corpus>,
    /// The sum of all corpora, of each the kinds that it annotates.
    total: Corpus,
    /// How many errors to print.
    errors: Option<usize>,
    calibration: bool,
}

impl Report {
    pub(crate) fn new(corpora: Vec<Corpus>, errors: Option<usize>, calibration: bool) -> Self {
        let mut total = Corpus {
            name: "all".into(),
            documents: 0,
            mentions: BTreeMap::new(),
            labels: BTreeMap::new(),
        };
        for corpus in &corpora {
            total.documents += corpus.documents;
            for (sum, scores) in
                [(&mut total.mentions, &corpus.mentions), (&mut total.labels, &corpus.labels)]
            {
                scores
                    .iter()
                    .filter(|(_, score)| score.is_annotated())
                    .for_each(|(row, score)| sum.entry(row.clone()).or_default().add(score));
            }
        }
        Self { corpora, total, errors, calibration }
    }

    /// Whether any kind was annotated.
    pub(crate) fn has_scores(&self) -> bool {
        !(self.total.mentions.is_empty() && self.total.labels.is_empty())
    }

    /// Pairs of confused ids, the most frequent first.
    fn confusion(&self) -> Vec<(&(String, String), &u64)> {
        let mut confusion: Vec<_> =
            self.total.mentions.values().flat_map(|score| &score.confusion).collect();
        confusion.sort_unstable_by_key(|&(pair, count)| (Reverse(count), pair));
        confusion
    }

    /// All errors, the most frequent first.
    fn errors(&self) -> Vec<(&ErrorName, &ErrorGroup)> {
        let mut errors: Vec<_> = self
            .total
            .mentions
            .values()
            .chain(self.total.labels.values())
            .flat_map(|score| &score.errors)
            .collect();
        // The same error in mentions and in labels is listed twice.
        errors.sort_unstable_by_key(|&(name, group)| (Reverse(group.count), name, &group.document));
        errors
    }

    /// The corpora, and their sum if there are several.
    fn corpora(&self) -> impl Iterator<Item = &Corpus> {
        self.corpora.iter().chain((self.corpora.len() > 1).then_some(&self.total))
    }

    pub(crate) fn text(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.has_scores() {
            let texts = plural(self.total.documents, "text", "texts");
            return writeln!(out, "no annotations to score in {texts}");
        }
        self.table("mentions", |corpus| &corpus.mentions, true, out)?;
        self.table("labels of texts", |corpus| &corpus.labels, false, out)?;
        let confusion = self.confusion();
        if !confusion.is_empty() {
            writeln!(out, "\ncount  annotated                         tagged")?;
            for ((annotated, tagged), count) in confusion.into_iter().take(CONFUSED) {
                writeln!(out, "{count:>5}  {annotated:<32}  {tagged}")?;
            }
        }
        if let Some(most) = self.errors {
            let errors = self.errors();
            let all: u64 = errors.iter().map(|(_, group)| group.count).sum();
            writeln!(
                out,
                "\ncount  error   id                                form, cause, first place ({} of {}; {})",
                most.min(errors.len()),
                plural(errors.len(), "form", "forms"),
                plural(all, "error", "errors")
            )?;
            for (
                ErrorName { missed, key, form },
                ErrorGroup { count, cause, document, before, after },
            ) in errors.into_iter().take(most)
            {
                let (error, marked) = (
                    if *missed { "missed" } else { "false" },
                    if form.is_empty() { String::new() } else { format!("[{form}]") },
                );
                writeln!(
                    out,
                    "{count:>5}  {error:<6}  {key:<32}  {form} ({cause})\n       {document}: {before}{marked}{after}"
                )?;
            }
        }
        if self.calibration {
            writeln!(out, "\nconfidence  mentions    right  share")?;
            for (low, [mentions, right]) in self.bins() {
                writeln!(
                    out,
                    "{:<10}  {mentions:>8} {right:>8}  {:>5}",
                    format!("{low}-{}", high(low)),
                    percent(share(right, mentions))
                )?;
            }
        }
        Ok(())
    }

    /// Prints the scores of the kinds that are annotated.
    fn table(
        &self,
        title: &str,
        scores: impl Fn(&Corpus) -> &BTreeMap<String, Score>,
        touching: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let rows: Vec<_> = self
            .corpora()
            .flat_map(|corpus| scores(corpus).iter().map(move |(row, score)| (corpus, row, score)))
            .filter(|(.., score)| score.is_annotated())
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        let width = rows
            .iter()
            .map(|(corpus, ..)| corpus.name.chars().count())
            .max()
            .unwrap_or(0)
            .max(title.len());
        let kinds = rows.iter().map(|(_, row, _)| row.len()).max().unwrap_or(0);
        writeln!(
            out,
            "{title:<width$}  {:<kinds$}  annotated   right   false  missed  precision  recall     F1{}",
            "kind",
            if touching { "  touching" } else { "" }
        )?;
        for (Corpus { name, .. }, row, score) in rows {
            let [annotated, right, wrong, missed] =
                [Count::Annotated, Count::Right, Count::False, Count::Missed]
                    .map(|count| score[count]);
            let [precision, recall, f1, of_touching] = score.figures();
            write!(
                out,
                "{name:<width$}  {row:<kinds$}  {annotated:>9} {right:>7} {wrong:>7} {missed:>7}      {precision:.3}   {recall:.3}  {f1:.3}"
            )?;
            if touching { writeln!(out, "     {of_touching:.3}")? } else { writeln!(out)? }
        }
        Ok(())
    }

    /// The lowest confidence of each bin, its mentions and its right mentions, of annotated kinds.
    fn bins(&self) -> impl Iterator<Item = (u64, [u64; 2])> {
        (0..10).map(|bin| {
            (
                bin as u64 * 10,
                self.total.mentions.values().fold([0, 0], |[all, right], score| {
                    [all + score.bins[bin][0], right + score.bins[bin][1]]
                }),
            )
        })
    }

    pub(crate) fn json(&self) -> Value {
        let corpus = |corpus: &Corpus| {
            let scores = |scores: &BTreeMap<String, Score>| {
                scores.iter().map(|(row, score)| (row.clone(), score.json())).collect::<Map<_, _>>()
            };
            json!({"corpus": corpus.name, "documents": corpus.documents, "mentions": scores(&corpus.mentions), "labels": scores(&corpus.labels)})
        };
        let confusion: Vec<Value> = self.confusion().into_iter().map(|((annotated, tagged), count)| json!({"annotated": annotated, "tagged": tagged, "count": count})).collect();
        let mut report = json!({"corpora": self.corpora.iter().map(corpus).collect::<Vec<_>>(), "all": corpus(&self.total), "confusion": confusion});
        if let Some(most) = self.errors {
            report["errors"] = self
                .errors()
                .into_iter()
                .take(most)
                .map(|(ErrorName { missed, key, form }, ErrorGroup { count, cause, document, before, after })| {
                    json!({"missed": missed, "id": key, "form": form, "count": count, "cause": cause, "document": document, "before": before, "after": after})
                })
                .collect();
        }
        if self.calibration {
            let bins = self.bins().map(|(low, [mentions, right])| json!({"from": low, "to": high(low), "mentions": mentions, "right": right, "share": share(right, mentions)}));
            report["calibration"] = bins.collect();
        }
        report
    }
}

impl Score {
    /// Whether the corpus annotates the kind. If it does not, a mention cannot be called false.
    fn is_annotated(&self) -> bool {
        self[Count::Annotated] > 0
    }

    /// Precision, recall, F1, and the precision of mentions that touch an annotation.
    fn figures(&self) -> [f64; 4] {
        let ratio = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
        let right = self[Count::Right];
        let (precision, recall) =
            (ratio(right, right + self[Count::False]), ratio(right, right + self[Count::Missed]));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        [precision, recall, f1, ratio(right, right + self[Count::False] - self[Count::Unannotated])]
    }

    fn json(&self) -> Value {
        let figures = ["precision", "recall", "f1", "touching"]
            .into_iter()
            .zip(self.figures())
            .map(|(name, figure)| (name, Value::from(self.is_annotated().then_some(figure))));
        let counts = Count::NAMES
            .into_iter()
            .zip(self.counts)
            .map(|(name, count)| (name, Value::from(count)));
        figures.chain(counts).map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// The highest confidence of a bin.
fn high(low: u64) -> u64 {
    if low == 90 { 100 } else { low + 9 }
}

fn share(right: u64, mentions: u64) -> Option<f64> {
    (mentions > 0).then(|| right as f64 / mentions as f64)
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".into(), |share| format!("{:.0} %", share * 100.0))
}
