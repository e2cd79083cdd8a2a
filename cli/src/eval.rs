//! `gaztag eval`: compares mentions with annotated texts. docs/eval.md defines every figure.

mod annotated;
mod print;
mod score;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use gaztag::{Kind, Mention, Tagger};

use crate::arguments::eval::EvalArguments;
use crate::error::CliError;
use crate::input::lines::{Line, Lines};
use crate::input::utf8;
use crate::outcome::Outcome;
use crate::problems::{Problem, Problems};
use crate::report::report;
use crate::standard_output::StandardOutput;
use crate::{choice, gazetteer, input};
use annotated::{Annotation, AnnotationError, Document, Ids};
use score::{Corpus, Count, Place, Score};

/// The size of a batch of lines in bytes.
const BATCH: usize = 1 << 20;

pub(crate) fn run(arguments: &EvalArguments) -> Result<Outcome, CliError> {
    let tagger = choice::tagger_builder(&arguments.choice, &arguments.gazetteer)?.build()?;
    let mut kinds = gazetteer::kinds(tagger.gazetteer(), &arguments.choice.kinds)?;
    if kinds.is_empty() {
        kinds.extend(tagger.gazetteer().entities().map(|entity| entity.kind()));
    }
    kinds.sort_unstable();
    kinds.dedup();
    let kinds = kinds
        .into_iter()
        .map(|kind| (kind, tagger.gazetteer().kind_name(kind).to_owned()))
        .collect();
    let scorer =
        Scorer { ids: Ids::new(tagger.gazetteer(), arguments.aliases.as_deref())?, kinds, tagger };
    let (mut corpora, mut failed) = (Vec::new(), false);
    for path in &arguments.paths {
        let files = files(path).unwrap_or_else(|error| {
            report(&error);
            failed = true;
            Vec::new()
        });
        for file in files {
            match scorer.corpus(&file) {
                Ok((corpus, complete)) => {
                    failed |= !complete;
                    corpora.push(corpus);
                }
                Err(error) => {
                    report(&error);
                    failed = true;
                }
            }
        }
    }
    let figures = print::Report::new(corpora, arguments.errors, arguments.calibration);
    let mut out = std::io::BufWriter::new(StandardOutput::of(arguments.json));
    if arguments.json { writeln!(out, "{}", figures.json()) } else { figures.text(&mut out) }
        .and_then(|()| out.flush())
        .map_err(CliError::Output)?;
    Ok(Outcome { found: figures.has_scores(), failed })
}

/// Returns a file, or the files of a directory whose names end with `.jsonl`, sorted by name.
fn files(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    if !path.is_dir() {
        return Ok(vec![path.into()]);
    }
    let entries: Vec<_> =
        fs::read_dir(path).and_then(Iterator::collect).map_err(CliError::file(path))?;
    let mut files: Vec<PathBuf> = entries
        .iter()
        .map(|entry| entry.path())
        .filter(|file| file.extension().is_some_and(|end| end == "jsonl") && file.is_file())
        .collect();
    files.sort_unstable();
    if files.is_empty() { Err(CliError::NoTexts { directory: path.into() }) } else { Ok(files) }
}

/// Scores texts.
struct Scorer {
    tagger: Tagger<'static>,
    /// The kinds that are scored, with their names.
    kinds: Vec<(Kind, String)>,
    ids: Ids,
}

impl Scorer {
    /// Scores the texts of a file. Lines with mistakes are reported and skipped. Returns whether
    /// there were none.
    fn corpus(&self, file: &Path) -> Result<(Corpus, bool), CliError> {
        let name =
            file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let name = name.strip_suffix(".jsonl").unwrap_or(&name).to_owned();
        let mut corpus =
            Corpus { name, documents: 0, mentions: BTreeMap::new(), labels: BTreeMap::new() };
        let mut lines = Lines::new(input::open(file, None)?, BATCH);
        let (mut mentions, mut problems) = (Vec::new(), Problems::default());
        loop {
            let (batch, end) = lines.batch();
            let mut mistakes = Problems::default();
            for Line { number, text } in batch {
                match text
                    .map_err(AnnotationError::TooLong)
                    .and_then(|text| Document::parse(&text, &self.ids))
                {
                    Ok(document) => {
                        mentions.clear();
                        self.tagger.tag_into(&document.text, &mut mentions);
                        self.document(&mut corpus, &document, number, &mentions);
                    }
                    Err(error) => mistakes.add(Problem::Mistake(CliError::Line {
                        file: file.display().to_string(),
                        line: number,
                        message: error.to_string(),
                    })),
                }
            }
            problems.report(mistakes);
            if let Some(end) = end {
                let name = file.display().to_string();
                let failed = problems.sum(&name);
                if let Some(warning) = utf8::warning(&name, lines.input().replaced()) {
                    report(&warning);
                }
                return end.map(|()| (corpus, !failed)).map_err(CliError::file(file));
            }
        }
    }

    fn document(&self, corpus: &mut Corpus, document: &Document, line: u64, mentions: &[Mention]) {
        corpus.documents += 1;
        let place = Place { document, name: format!("{}:{}", corpus.name, document.name(line)) };
        for (kind, name) in &self.kinds {
            let found: Vec<&Mention> =
                mentions.iter().filter(|mention| mention.kind() == *kind).collect();
            match &document.doc_labels {
                Some(labels) => self.labels(corpus, &place, name, labels, &found),
                None => self.mentions(
                    corpus.mentions.entry(name.clone()).or_default(),
                    &place,
                    name,
                    &found,
                ),
            }
        }
    }

    /// Scores the mentions of a kind.
    fn mentions(&self, score: &mut Score, place: &Place<'_>, kind: &str, found: &[&Mention]) {
        let annotations = place.document.mentions();
        let mut open: Vec<&Annotation> =
            annotations.iter().filter(|annotation| annotation.kind == kind).collect();
        let right = |annotation: &Annotation, mention: &Mention| {
            annotation.span() == mention.span()
                && annotation.id.as_deref() == Some(self.ids.of(mention.entity()))
        };
        score[Count::Documents] += 1;
        score[Count::Annotated] += open.len() as u64;
        for mention in found {
            let (span, id, key) =
                (mention.span(), self.ids.of(mention.entity()), self.tagger.key(mention));
            if let Some(hit) = open.iter().position(|annotation| right(annotation, mention)) {
                // Each annotation makes at most one mention right.
                if !open.remove(hit).optional {
                    score.mention(mention, true);
                }
                continue;
            }
            let touched: Vec<&Annotation> =
                annotations.iter().filter(|annotation| annotation.touches(span)).collect();
            let fits = |alternative: &str| {
                alternative == "*" || alternative == id || alternative == self.ids.parent(kind, id)
            };
            if touched.iter().any(|annotation| {
                annotation.alt_type.as_deref() == Some(kind)
                    && annotation.alt_id.as_deref().is_some_and(fits)
            }) {
                score[Count::DontCare] += 1;
                continue;
            }
            let other = touched
                .iter()
                .find(|annotation| annotation.kind == kind && annotation.span() == span);
            let cause = match other {
                Some(_) => Count::WrongId,
                None if touched.iter().any(|annotation| {
                    annotation.kind != kind && annotation.span().len() > span.len()
                }) =>
                {
                    Count::Nested
                }
                None if touched.is_empty() => Count::Unannotated,
                None => Count::Elsewhere,
            };
            score.mention(mention, false);
            score[cause] += 1;
            score[Count::OutsideInventory] += u64::from(self.ids.is_outside(kind, id));
            if let Some(annotated) = other.and_then(|annotation| annotation.id.as_deref()) {
                *score.confusion.entry((self.ids.key(kind, annotated), key.into())).or_default() +=
                    1;
            }
            score.error(false, key, Count::NAMES[cause as usize], place, Some(span));
        }
        for annotation in open.into_iter().filter(|annotation| !annotation.optional) {
            score[Count::Missed] += 1;
            // A mention that is right for another annotation is not the cause.
            let cause = match found
                .iter()
                .find(|mention| annotation.touches(mention.span()) && !right(annotation, mention))
            {
                Some(mention) if mention.span() == annotation.span() => "wrong_id",
                Some(_) => "wrong_span",
                None => "not_found",
            };
            score.error(
                true,
                &self.ids.key(kind, annotation.id.as_deref().unwrap_or("?")),
                cause,
                place,
                Some(annotation.span()),
            );
        }
    }

    /// Compares the ids of a kind that a text mentions with the ids that it is labelled with. A
    /// kind without labels is not judged, nor are ids that are not in the inventory of the file.
    fn labels(
        &self,
        corpus: &mut Corpus,
        place: &Place<'_>,
        kind: &str,
        labels: &BTreeMap<String, Vec<String>>,
        found: &[&Mention],
    ) {
        let field = match kind {
            "country" => "countries",
            "bloc" => "blocs",
            "mineral" => "minerals",
            _ => kind,
        };
        let Some(labels) = labels.get(field) else { return };
        let inventory = self.ids.inventory(&corpus.name, kind);
        let is_judged = |id: &str| inventory.is_none_or(|inventory| inventory.contains(id));
        let annotated: BTreeSet<String> = labels
            .iter()
            .map(|id| self.ids.canonical(kind, id))
            .filter(|id| is_judged(id))
            .collect();
        let mut first = BTreeMap::new();
        for mention in found {
            first
                .entry(self.ids.label(kind, self.ids.of(mention.entity())))
                .or_insert(mention.span());
        }
        let all = first.len();
        first.retain(|id, _| is_judged(id));
        let score = corpus.labels.entry(kind.into()).or_default();
        score[Count::Documents] += 1;
        score[Count::Annotated] += annotated.len() as u64;
        score[Count::DontCare] += (all - first.len()) as u64;
        for (id, span) in &first {
            if annotated.contains(*id) {
                score[Count::Right] += 1;
            } else {
                score[Count::False] += 1;
                score.error(false, &self.ids.key(kind, id), "no_label", place, Some(*span));
            }
        }
        for id in annotated.iter().filter(|id| !first.contains_key(id.as_str())) {
            score[Count::Missed] += 1;
            score.error(true, &self.ids.key(kind, id), "not_found", place, None);
        }
    }
}
