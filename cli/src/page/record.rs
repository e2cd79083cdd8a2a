//! What the page holds of each text. The threads count what is in it and write it as a line of
//! JSON, which the page contains.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use gaztag::{Finding, Gazetteer, OffsetUnit, Reason, Span, Tagger, Verdict};
use serde::{Serialize, Serializer};

use super::counts::{Counts, number_of};
use crate::output::explanation::{Units, verdict};
use crate::output::{Place, unquoted};
use crate::tag::topics::CountedAs;

/// One text.
#[derive(Serialize)]
struct Record<'r> {
    file: &'r str,
    id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'r str>,
    text: &'r str,
    /// The entities that it is about: number, mentions, whether the title and the lead name it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    about: Vec<(u32, usize, bool, bool)>,
    found: Vec<Found>,
}

/// A name in a text: an array in JSON, because there are many.
struct Found {
    /// In UTF-16 units, as JavaScript counts.
    start: usize,
    end: usize,
    /// The number of the entity.
    entity: u32,
    kept: bool,
    confidence: u8,
    why: String,
}

impl Serialize for Found {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end, self.entity, self.kept, self.confidence, &self.why)
            .serialize(serializer)
    }
}

/// Counts what a text names and writes its record as one line. `topics` says for which entities
/// mentions count in what the text is about. Returns the number of its mentions.
pub(crate) fn write(
    tagger: &Tagger<'_>,
    topics: &CountedAs,
    place: Place<'_>,
    text: &[u8],
    counts: &mut Counts,
    out: &mut Vec<u8>,
) -> io::Result<u64> {
    // The page has the text as it is shown, so this is also the text that is judged.
    let text = String::from_utf8_lossy(text);
    let mut units = Units::new(text.as_bytes(), OffsetUnit::Utf16);
    let findings = tagger.explain(&*text);
    let kept: Vec<Span> = findings
        .iter()
        .filter(|finding| matches!(finding.verdict, Verdict::Kept(_)))
        .map(|finding| finding.span)
        .collect();
    let found: Vec<Found> = findings
        .iter()
        .filter(|finding| is_shown(finding, &kept))
        .filter_map(|finding| shown(finding, &text, &mut units, tagger.gazetteer()))
        .collect();
    let gazetteer = tagger.gazetteer();
    let named = findings.iter().filter_map(|finding| match finding.verdict {
        Verdict::Kept(_) => Some((finding.entity?, finding.surface.role(), finding.span)),
        Verdict::Dropped(_) => None,
    });
    let about = gazetteer.topics(text.as_bytes(), named, |id| topics.of(id, gazetteer));
    let candidates = found.iter().map(|found| (found.entity, found.kept));
    counts.add(place.date, candidates, &about, gazetteer);
    let id: Cow<'_, str> = unquoted(place.id);
    let date = place.date.map(|date| date.to_string());
    let about = about
        .iter()
        .filter_map(|topic| {
            let number = number_of(gazetteer, topic.entity)?;
            Some((number, topic.mentions, topic.in_title, topic.in_lead))
        })
        .collect();
    serde_json::to_writer(
        &mut *out,
        &Record { file: place.file, id: &id, date: date.as_deref(), text: &text, about, found },
    )?;
    out.push(b'\n');
    Ok(kept.len() as u64)
}

/// Whether the page shows a candidate: a mention, or what a reader may take for one. `kept` are the
/// spans of the mentions in their order.
fn is_shown(finding: &Finding<'_>, kept: &[Span]) -> bool {
    let span = finding.span;
    let at = kept.partition_point(|mention| mention.end <= span.start);
    let is_free = kept.get(at).is_none_or(|mention| span.end <= mention.start);
    match finding.verdict {
        Verdict::Kept(_) => true,
        Verdict::Dropped(
            Reason::Confidence(_)
            | Reason::LessLikely
            | Reason::Decoy
            | Reason::Inside(_)
            | Reason::Remainder(_)
            | Reason::Link,
        ) => is_free,
        Verdict::Dropped(_) => false,
    }
}

/// What the page shows of a candidate; `None` for a decoy.
fn shown(
    finding: &Finding<'_>,
    text: &str,
    units: &mut Units<'_>,
    gazetteer: &Gazetteer<'_>,
) -> Option<Found> {
    let entity = number_of(gazetteer, finding.entity?)?;
    let confidence = match finding.verdict {
        Verdict::Kept(confidence) | Verdict::Dropped(Reason::Confidence(confidence)) => confidence,
        Verdict::Dropped(_) => 0,
    };
    let span = units.span(finding.span);
    let (kept, reason) = verdict(finding.verdict, text.as_bytes(), units);
    let why = why(finding, &reason, text);
    let (start, end) = (span.start, span.end);
    Some(Found { start, end, entity, kept, confidence, why })
}

/// Why a candidate was kept or dropped, in one line.
fn why(finding: &Finding<'_>, reason: &str, text: &str) -> String {
    let mut why =
        format!("{reason}; {}, prior {}", finding.surface.role(), finding.surface.prior());
    for weighed in &finding.weighed {
        // Writing to a string does not fail.
        let _ = write!(why, "; {:+} {}", weighed.weight, weighed.ground);
        if let Some(place) = weighed.span.and_then(|span| text.get(span.range())) {
            let _ = write!(why, " \u{201C}{place}\u{201D}");
        }
    }
    why
}
