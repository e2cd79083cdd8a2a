//! Prints every candidate of a text, kept or dropped, with the reason.

use std::io::{self, Write};

use gaztag::{Bounds, Finding, OffsetUnit, Reason, Span, Verdict};

use super::ids::Ids;
use super::{Place, flat};

/// Converts offsets of a text to a unit. The total cost is linear in the text and in the spans if
/// they come in order.
pub(crate) struct Units<'t> {
    text: &'t [u8],
    unit: OffsetUnit,
    /// The last byte offset, and the same offset in units.
    at: (usize, usize),
}

impl<'t> Units<'t> {
    pub(crate) fn new(text: &'t [u8], unit: OffsetUnit) -> Self {
        Self { text, unit, at: (0, 0) }
    }

    fn count(&self, from: usize, to: usize) -> usize {
        self.text.get(from..to).map_or(0, |part| self.unit.count(part))
    }

    /// Converts a span, and remembers its start if it is after the last one.
    pub(crate) fn span(&mut self, span: Span) -> Span {
        let (byte, unit) = self.at;
        let start = if span.start < byte {
            unit - self.count(span.start, byte)
        } else {
            unit + self.count(byte, span.start)
        };
        if span.start > byte {
            self.at = (span.start, start);
        }
        Span::new(start, start + self.count(span.start, span.end))
    }
}

/// What is printed of one candidate.
struct Candidate<'f> {
    finding: &'f Finding<'f>,
    /// In the unit of the output.
    span: Span,
    /// The id of its entity, or `decoy`.
    key: &'f str,
    kept: bool,
    reason: String,
}

/// Prints the candidates of one text.
pub(crate) struct Explainer<'t> {
    json: bool,
    ids: Ids<'t>,
    place: Place<'t>,
    text: &'t [u8],
    units: Units<'t>,
}

impl<'t> Explainer<'t> {
    pub(crate) fn new(
        json: bool,
        unit: OffsetUnit,
        ids: Ids<'t>,
        place: Place<'t>,
        text: &'t [u8],
    ) -> Self {
        Self { json, ids, place, text, units: Units::new(text, unit) }
    }

    /// Prints one candidate. Candidates must come in the order of the text.
    pub(crate) fn print(&mut self, finding: &Finding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let span = self.units.span(finding.span);
        let key = finding.entity.map_or("decoy", |id| self.ids.of_id(id));
        let (kept, reason) = verdict(finding.verdict, self.text, &mut self.units);
        let candidate = Candidate { finding, span, key, kept, reason };
        if self.json { self.as_json(&candidate, out) } else { self.as_lines(&candidate, out) }
    }

    fn found(&self, span: Span) -> &'t [u8] {
        self.text.get(span.range()).unwrap_or(&[])
    }

    fn as_json(&mut self, candidate: &Candidate<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let &Candidate { finding, span, key, kept, ref reason } = candidate;
        write!(
            out,
            "{{\"doc\":{},\"start\":{},\"end\":{},\"text\":",
            self.place.id, span.start, span.end
        )?;
        serde_json::to_writer(&mut *out, &String::from_utf8_lossy(self.found(finding.span)))?;
        out.extend_from_slice(b",\"id\":");
        serde_json::to_writer(&mut *out, &finding.entity.map(|_| key))?;
        out.extend_from_slice(b",\"form\":");
        serde_json::to_writer(&mut *out, finding.surface.form())?;
        write!(
            out,
            ",\"role\":\"{}\",\"prior\":{},\"bounds\":\"{}\",\"kept\":{kept},\"reason\":",
            finding.surface.role(),
            finding.surface.prior(),
            finding.surface.bounds()
        )?;
        serde_json::to_writer(&mut *out, reason)?;
        if let Verdict::Kept(confidence) | Verdict::Dropped(Reason::Confidence(confidence)) =
            finding.verdict
        {
            write!(out, ",\"confidence\":{confidence}")?;
        }
        if let Some(before) = finding.before {
            write!(out, ",\"before\":{before},\"weighed\":[")?;
            for (index, weighed) in finding.weighed.iter().enumerate() {
                write!(
                    out,
                    "{}{{\"weight\":{},\"ground\":\"{}\"",
                    if index > 0 { "," } else { "" },
                    weighed.weight,
                    weighed.ground
                )?;
                if let Some(span) = weighed.span {
                    let place = self.units.span(span);
                    write!(out, ",\"start\":{},\"end\":{},\"text\":", place.start, place.end)?;
                    serde_json::to_writer(&mut *out, &String::from_utf8_lossy(self.found(span)))?;
                }
                out.push(b'}');
            }
            out.push(b']');
        }
        out.extend_from_slice(b"}\n");
        Ok(())
    }

    fn as_lines(&mut self, candidate: &Candidate<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let &Candidate { finding, span, key, kept, ref reason } = candidate;
        write!(
            out,
            "{:>7}-{:<7} {} {key:<32} ",
            span.start,
            span.end,
            if kept { "kept   " } else { "dropped" }
        )?;
        flat(self.found(finding.span), out);
        write!(out, "  [{}, prior {}", finding.surface.role(), finding.surface.prior())?;
        match finding.surface.bounds() {
            Bounds::Word => {}
            bounds => write!(out, ", bounds {bounds}")?,
        }
        write!(out, "] {reason}")?;
        match finding.before {
            Some(before) => writeln!(out, ", {before} before")?,
            None => out.push(b'\n'),
        }
        for weighed in &finding.weighed {
            write!(out, "{:16}{:+3} {}", "", weighed.weight, weighed.ground)?;
            if let Some(span) = weighed.span {
                let place = self.units.span(span);
                write!(out, ": {}-{} ", place.start, place.end)?;
                flat(self.found(span), out);
            }
            out.push(b'\n');
        }
        Ok(())
    }
}

/// Whether a candidate was kept, and the reason.
pub(crate) fn verdict(verdict: Verdict, text: &[u8], units: &mut Units<'_>) -> (bool, String) {
    let reason = match verdict {
        Verdict::Kept(confidence) => return (true, format!("confidence {confidence}")),
        Verdict::Dropped(reason) => reason,
    };
    let reason = match reason {
        Reason::Case => "the case does not match the case rule of the form".into(),
        Reason::Folding => "matches only with a part of folding that is switched off".into(),
        Reason::Decoy => "a decoy, or covered by one".into(),
        Reason::NotAskedFor => "its kind, role, language or use was not asked for".into(),
        Reason::Inside(outer) => {
            let span = units.span(outer);
            format!(
                "inside {:?} at {}-{}",
                String::from_utf8_lossy(text.get(outer.range()).unwrap_or(&[])),
                span.start,
                span.end
            )
        }
        Reason::Remainder(trace) => {
            let span = units.span(trace);
            format!(
                "a part of a longer name, of which {:?} at {}-{} is a trace",
                String::from_utf8_lossy(text.get(trace.range()).unwrap_or(&[])),
                span.start,
                span.end
            )
        }
        Reason::Unpaired => {
            "one character, which is a country only beside another one or in a few words".into()
        }
        Reason::Outranked => {
            "an equal form ranks above it; a prior for the form makes both count".into()
        }
        Reason::LessLikely => "another reading is more likely".into(),
        Reason::Confidence(confidence) => format!("confidence {confidence} is below the minimum"),
        Reason::Link => "inside a web address, a mail address or a path".into(),
        other => format!("{other:?}"),
    };
    (false, reason)
}
