//! `gaztag eval`: the tagger's mentions against annotated texts. docs/eval.md defines every figure.

mod annotated;
mod print;
mod score;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use gaztag::{Kind, Mention, Tagger};

use crate::arguments::EvalArguments;
use crate::error::CliError;
use crate::input::lines::{Line, Lines};
use crate::input::utf8;
use crate::outcome::Outcome;
use crate::problems::{Problem, Problems};
use crate::report::report;
use crate::screen::Screen;
use crate::{choice, gazetteer, input};
use annotated::{Annotation, AnnotationError, Document, Ids};
use score::{Corpus, Count, Place, Score};

/// Bytes of lines that are read together.
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
    let mut out = std::io::BufWriter::new(Screen::of(arguments.json));
    if arguments.json { writeln!(out, "{}", figures.json()) } else { figures.text(&mut out) }
        .and_then(|()| out.flush())
        .map_err(CliError::Output)?;
    Ok(Outcome { found: figures.has_scores(), failed })
}

/// A file, or the files of a directory whose names end with `.jsonl`, by name.
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

/// What texts are scored with.
struct Scorer {
    tagger: Tagger<'static>,
    /// The kinds that are scored, with their names.
    kinds: Vec<(Kind, String)>,
    ids: Ids,
}

impl Scorer {
    /// Scores the texts of a file. Lines with mistakes are reported and left out; whether there
    /// were none.
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
            problems.tell(mistakes);
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
                // One annotation makes one mention right.
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
            // A mention that is right already says nothing of a second annotation.
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

    /// Scores the ids of a kind that a text mentions against those that it is labelled with.
    fn labels(
        &self,
        corpus: &mut Corpus,
        place: &Place<'_>,
        kind: &str,
        labels: &BTreeMap<String, Vec<String>>,
        found: &[&Mention],
    ) {
        let inventory = self.ids.inventory(&corpus.name, kind);
        let field = match kind {
            "country" => "countries",
            "bloc" => "blocs",
            "mineral" => "minerals",
            _ => kind,
        };
        let canonical: Vec<String> = labels
            .get(field)
            .into_iter()
            .flatten()
            .map(|id| self.ids.canonical(kind, id))
            .collect();
        let annotated: BTreeSet<&str> = canonical.iter().map(String::as_str).collect();
        let mut first = BTreeMap::new();
        for mention in found {
            first
                .entry(self.ids.label(kind, self.ids.of(mention.entity())))
                .or_insert(mention.span());
        }
        let tagged: BTreeSet<&str> = first.keys().copied().collect();
        let known = tagged
            .iter()
            .copied()
            .filter(|id| inventory.is_some_and(|inventory| inventory.contains(*id)))
            .collect();
        // The parts of the ids that are compared, and whether they are for this text.
        let (labelled, closed) = (
            kind != "mineral" || place.document.has_topics(),
            inventory.is_some() && kind != "country",
        );
        let parts = [
            ("", labelled, annotated.clone(), tagged.clone()),
            ("_alldocs", kind == "mineral", annotated.clone(), tagged.clone()),
            ("_closed", labelled && closed, annotated.clone(), known),
            ("_nonus", kind == "country", without_us(&annotated), without_us(&tagged)),
            (
                "_nonus_placed",
                kind == "country" && place.document.has_places(),
                without_us(&annotated),
                without_us(&tagged),
            ),
        ];
        for (part, _, annotated, tagged) in parts.into_iter().filter(|(_, counts, ..)| *counts) {
            let score = corpus.labels.entry(format!("{kind}{part}")).or_default();
            score[Count::Documents] += 1;
            score[Count::Annotated] += annotated.len() as u64;
            score[Count::Right] += annotated.intersection(&tagged).count() as u64;
            score[Count::False] += tagged.difference(&annotated).count() as u64;
            score[Count::Missed] += annotated.difference(&tagged).count() as u64;
            if part.is_empty() {
                tagged.difference(&annotated).for_each(|id| {
                    score.error(
                        false,
                        &self.ids.key(kind, id),
                        "no_label",
                        place,
                        first.get(id).copied(),
                    )
                });
                annotated.difference(&tagged).for_each(|id| {
                    score.error(true, &self.ids.key(kind, id), "not_found", place, None)
                });
            }
        }
    }
}

/// Labels often leave the United States to be understood.
fn without_us<'i>(ids: &BTreeSet<&'i str>) -> BTreeSet<&'i str> {
    ids.iter().copied().filter(|id| *id != "US").collect()
}
