//! What the page holds of each text. The threads write records as lines of JSON; the page counts
//! and contains these lines.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use gaztag::{EntityId, Finding, OffsetUnit, Reason, Span, Tagger, Verdict};
use serde::{Deserialize, Serialize, Serializer};

use crate::output::explanation::{Units, verdict};
use crate::output::{Place, unquoted};

/// One text.
#[derive(Serialize)]
struct Record<'r> {
    file: &'r str,
    id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'r str>,
    text: &'r str,
    found: Vec<Found>,
}

/// A name in a text: an array in JSON, because there are many.
#[derive(Deserialize)]
pub(super) struct Found {
    /// In UTF-16 units, as JavaScript counts.
    start: usize,
    end: usize,
    /// The index of the entity in the gazetteer.
    pub(super) entity: u32,
    pub(super) kept: bool,
    confidence: u8,
    why: String,
}

impl Serialize for Found {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end, self.entity, self.kept, self.confidence, &self.why)
            .serialize(serializer)
    }
}

/// What is counted of a text.
#[derive(Deserialize)]
pub(super) struct Counted {
    pub(super) date: Option<String>,
    pub(super) found: Vec<Found>,
}

/// Writes the record of a text as one line. Returns the number of its mentions.
pub(crate) fn write(
    tagger: &Tagger<'_>,
    place: Place<'_>,
    date: Option<&str>,
    text: &[u8],
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
    let found = findings
        .iter()
        .filter(|finding| is_shown(finding, &kept))
        .filter_map(|finding| shown(finding, &text, &mut units))
        .collect();
    let id: Cow<'_, str> = unquoted(place.id);
    serde_json::to_writer(
        &mut *out,
        &Record { file: place.file, id: &id, date, text: &text, found },
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
fn shown(finding: &Finding<'_>, text: &str, units: &mut Units<'_>) -> Option<Found> {
    let entity: EntityId = finding.entity?;
    let confidence = match finding.verdict {
        Verdict::Kept(confidence) | Verdict::Dropped(Reason::Confidence(confidence)) => confidence,
        Verdict::Dropped(_) => 0,
    };
    let span = units.span(finding.span);
    let (kept, reason) = verdict(finding.verdict, text.as_bytes(), units);
    let why = why(finding, &reason, text);
    let (start, end) = (span.start, span.end);
    Some(Found { start, end, entity: entity.index(), kept, confidence, why })
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
