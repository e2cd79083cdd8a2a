//! What is printed of a mention, and the counts.

use std::io::{self, Write};

use gaztag::{Entity, Finding, Mention, OffsetUnit, Reason, Span, Tagger, Verdict};

use crate::colours;

/// What is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The text with its mentions coloured, then counts.
    Text {
        colour: bool,
    },
    /// One mention a line, with the file's name before it or not.
    Lines {
        file: bool,
    },
    Json,
    Tsv,
    Only,
    Counts,
    Explain {
        json: bool,
    },
}

/// Where a mention stands: the name of its input, and the document's id as JSON.
#[derive(Clone, Copy)]
pub(crate) struct Place<'p> {
    pub(crate) input: &'p str,
    pub(crate) id: &'p str,
}

/// How often each entity was mentioned, by its index.
#[derive(Clone)]
pub(crate) struct Tally {
    counts: Vec<u64>,
}

impl Tally {
    pub(crate) fn new(tagger: &Tagger) -> Self {
        Self { counts: vec![0; tagger.gazetteer().len()] }
    }

    pub(crate) fn add(&mut self, mention: &Mention) {
        if let Some(count) = self.counts.get_mut(mention.entity().index() as usize) {
            *count += 1;
        }
    }

    pub(crate) fn merge(&mut self, other: &Tally) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, other)| *count += other);
    }

    pub(crate) fn any(&self) -> bool {
        self.counts.iter().any(|&count| count > 0)
    }

    /// Count, kind, key and name of each entity that was mentioned, the most frequent first.
    pub(crate) fn print(&self, tagger: &Tagger, colour: bool, out: &mut impl Write) -> io::Result<()> {
        let gazetteer = tagger.gazetteer();
        let mut rows: Vec<_> = gazetteer.entities().zip(&self.counts).filter(|&(_, &count)| count > 0).collect();
        // Entities come by key, and the sort is stable.
        rows.sort_by_key(|&(_, &count)| std::cmp::Reverse(count));
        let width = |text: fn(&Entity<'_>) -> usize| rows.iter().map(|(entity, _)| text(entity)).max().unwrap_or(0);
        let (kinds, keys) = (width(|entity| entity.kind_name().len()), width(|entity| entity.key().len()));
        for (entity, count) in rows {
            let (begin, end) = if colour { (colours::of_kind(entity.kind()), colours::END) } else { ("", "") };
            writeln!(out, "{count:>7}  {begin}{:<kinds$}{end}  {:<keys$}  {}", entity.kind_name(), entity.key(), entity.name())?;
        }
        Ok(())
    }
}

/// The header of tab-separated values.
pub(crate) const TSV_HEADER: &[u8] = b"doc\tstart\tend\ttext\tkind\tid\tname\trole\tconfidence\tcandidates\n";

/// Prints one mention with the raw text of its span.
pub(crate) fn mention(form: Form, tagger: &Tagger, place: Place<'_>, mention: &Mention, text: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    match form {
        Form::Json => json(tagger, place, mention, text, out),
        Form::Tsv => tsv(tagger, place, mention, text, out),
        Form::Only => {
            out.extend_from_slice(text);
            out.push(b'\n');
            Ok(())
        }
        Form::Lines { file } => {
            if file {
                write!(out, "{}:", place.input)?;
            }
            write!(out, "{}-{}\t{}\t", mention.start(), mention.end(), tagger.key(mention))?;
            flat(text, out);
            out.push(b'\n');
            Ok(())
        }
        Form::Counts | Form::Text { .. } | Form::Explain { .. } => Ok(()),
    }
}

fn json(tagger: &Tagger, place: Place<'_>, mention: &Mention, text: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let gazetteer = tagger.gazetteer();
    write!(out, "{{\"doc\":{},\"start\":{},\"end\":{},\"text\":", place.id, mention.start(), mention.end())?;
    serde_json::to_writer(&mut *out, &String::from_utf8_lossy(text))?;
    out.extend_from_slice(b",\"kind\":");
    serde_json::to_writer(&mut *out, gazetteer.kind_name(mention.kind()))?;
    out.extend_from_slice(b",\"id\":");
    serde_json::to_writer(&mut *out, tagger.key(mention))?;
    out.extend_from_slice(b",\"name\":");
    serde_json::to_writer(&mut *out, tagger.name(mention))?;
    write!(out, ",\"role\":\"{}\",\"confidence\":{}", mention.role(), mention.confidence())?;
    let mut candidates = candidates(tagger, mention);
    if let (Some(first), Some(second)) = (candidates.next(), candidates.next()) {
        out.extend_from_slice(b",\"candidates\":");
        let all: Vec<&str> = [first, second].into_iter().chain(candidates).collect();
        serde_json::to_writer(&mut *out, &all)?;
    }
    out.extend_from_slice(b"}\n");
    Ok(())
}

fn tsv(tagger: &Tagger, place: Place<'_>, mention: &Mention, text: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    flat(unquoted(place.id).as_bytes(), out);
    write!(out, "\t{}\t{}\t", mention.start(), mention.end())?;
    flat(text, out);
    let kind = tagger.gazetteer().kind_name(mention.kind());
    write!(out, "\t{kind}\t{}\t{}\t{}\t{}\t", tagger.key(mention), tagger.name(mention), mention.role(), mention.confidence())?;
    let all: Vec<&str> = candidates(tagger, mention).collect();
    if all.len() > 1 {
        out.extend_from_slice(all.join("|").as_bytes());
    }
    out.push(b'\n');
    Ok(())
}

/// The keys of all entities that a mention's name could mean.
fn candidates<'t>(tagger: &'t Tagger, mention: &Mention) -> impl Iterator<Item = &'t str> {
    tagger.candidates(mention).filter_map(|(id, _)| tagger.gazetteer().entity(id)).map(|entity| entity.key())
}

/// An id without the quotes of JSON.
fn unquoted(id: &str) -> String {
    serde_json::from_str::<String>(id).unwrap_or_else(|_| id.into())
}

/// Writes a text with blanks for tabs and line breaks, so that it stays one field.
fn flat(text: &[u8], out: &mut Vec<u8>) {
    out.extend(text.iter().map(|&byte| if matches!(byte, b'\t' | b'\n' | b'\r') { b' ' } else { byte }));
}

/// Prints a text with its mentions coloured as it streams by.
pub(crate) struct Painter {
    colour: bool,
    /// Text that is not printed yet, and its offset.
    pending: Vec<u8>,
    /// How much of it was printed since text came last.
    printed: usize,
    /// Offset of the first byte of `pending`.
    base: usize,
}

impl Painter {
    pub(crate) fn new(colour: bool) -> Self {
        Self { colour, pending: Vec::new(), printed: 0, base: 0 }
    }

    /// Takes text that follows.
    pub(crate) fn text(&mut self, text: &[u8]) {
        self.pending.drain(..self.printed);
        self.base += self.printed;
        self.printed = 0;
        self.pending.extend_from_slice(text);
    }

    /// Prints up to a mention, and the mention; one that overlaps what is printed is left out.
    pub(crate) fn mention(&mut self, mention: &Mention, out: &mut Vec<u8>) {
        if mention.start() < self.base + self.printed {
            return;
        }
        self.print(mention.start(), out);
        if self.colour {
            out.extend_from_slice(colours::of_kind(mention.kind()).as_bytes());
        }
        self.print(mention.end(), out);
        if self.colour {
            out.extend_from_slice(colours::END.as_bytes());
        }
    }

    /// Prints up to an offset.
    pub(crate) fn print(&mut self, to: usize, out: &mut Vec<u8>) {
        let part = self.pending.get(self.printed..to.saturating_sub(self.base).min(self.pending.len())).unwrap_or(&[]);
        out.extend_from_slice(part);
        self.printed += part.len();
    }

    /// Prints what is left.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        self.print(usize::MAX, out);
    }
}

/// Offsets of a text in a unit, asked for by and by: linear in the text and in the spans.
struct Units<'t> {
    text: &'t [u8],
    unit: OffsetUnit,
    /// A byte, and its offset in units.
    at: (usize, usize),
}

impl Units<'_> {
    fn count(&self, from: usize, to: usize) -> usize {
        self.text.get(from..to).map_or(0, |part| self.unit.count(part))
    }

    /// A span in units; remembers its start if that is not before the one remembered.
    fn span(&mut self, span: Span) -> Span {
        let (byte, unit) = self.at;
        let start = if span.start < byte { unit - self.count(span.start, byte) } else { unit + self.count(byte, span.start) };
        if span.start > byte {
            self.at = (span.start, start);
        }
        Span::new(start, start + self.count(span.start, span.end))
    }
}

/// Prints what became of every candidate of a text.
pub(crate) fn explanation(json: bool, unit: OffsetUnit, tagger: &Tagger, place: Place<'_>, text: &[u8], findings: &[Finding<'_>], out: &mut Vec<u8>) -> io::Result<()> {
    let mut units = Units { text, unit, at: (0, 0) };
    for finding in findings {
        let span = units.span(finding.span);
        let key = finding.entity.and_then(|id| tagger.gazetteer().entity(id)).map_or("decoy", |entity| entity.key());
        let found = text.get(finding.span.range()).unwrap_or(&[]);
        let (kept, reason) = verdict(finding.verdict, text, &mut units);
        if json {
            write!(out, "{{\"doc\":{},\"start\":{},\"end\":{},\"text\":", place.id, span.start, span.end)?;
            serde_json::to_writer(&mut *out, &String::from_utf8_lossy(found))?;
            out.extend_from_slice(b",\"id\":");
            serde_json::to_writer(&mut *out, &finding.entity.map(|_| key))?;
            out.extend_from_slice(b",\"form\":");
            serde_json::to_writer(&mut *out, finding.surface.form())?;
            write!(out, ",\"role\":\"{}\",\"prior\":{},\"kept\":{kept},\"reason\":", finding.surface.role(), finding.surface.prior())?;
            serde_json::to_writer(&mut *out, &reason)?;
            if let Verdict::Kept(confidence) | Verdict::Dropped(Reason::Confidence(confidence)) = finding.verdict {
                write!(out, ",\"confidence\":{confidence}")?;
            }
            if let Some(before) = finding.before {
                write!(out, ",\"before\":{before},\"weighed\":[")?;
                for (index, weighed) in finding.weighed.iter().enumerate() {
                    write!(out, "{}{{\"weight\":{},\"ground\":\"{}\"", if index > 0 { "," } else { "" }, weighed.weight, weighed.ground)?;
                    if let Some(span) = weighed.span {
                        let place = units.span(span);
                        write!(out, ",\"start\":{},\"end\":{},\"text\":", place.start, place.end)?;
                        serde_json::to_writer(&mut *out, &String::from_utf8_lossy(text.get(span.range()).unwrap_or(&[])))?;
                    }
                    out.push(b'}');
                }
                out.push(b']');
            }
            out.extend_from_slice(b"}\n");
        } else {
            write!(out, "{:>7}-{:<7} {} {key:<32} ", span.start, span.end, if kept { "kept   " } else { "dropped" })?;
            flat(found, out);
            write!(out, "  [{}, prior {}] {reason}", finding.surface.role(), finding.surface.prior())?;
            match finding.before {
                Some(before) => writeln!(out, ", {before} before")?,
                None => out.push(b'\n'),
            }
            for weighed in &finding.weighed {
                write!(out, "{:16}{:+3} {}", "", weighed.weight, weighed.ground)?;
                if let Some(span) = weighed.span {
                    let place = units.span(span);
                    write!(out, ": {}-{} ", place.start, place.end)?;
                    flat(text.get(span.range()).unwrap_or(&[]), out);
                }
                out.push(b'\n');
            }
        }
    }
    Ok(())
}

/// Whether a form was kept, and why.
fn verdict(verdict: Verdict, text: &[u8], units: &mut Units<'_>) -> (bool, String) {
    let reason = match verdict {
        Verdict::Kept(confidence) => return (true, format!("confidence {confidence}")),
        Verdict::Dropped(reason) => reason,
    };
    let reason = match reason {
        Reason::Case => "not cased as the form demands".into(),
        Reason::Folding => "needs a part of folding that is switched off".into(),
        Reason::Decoy => "a decoy stands here".into(),
        Reason::NotAskedFor => "its kind, role or language was not asked for".into(),
        Reason::Inside(outer) => {
            let span = units.span(outer);
            format!("inside {:?} at {}-{}", String::from_utf8_lossy(text.get(outer.range()).unwrap_or(&[])), span.start, span.end)
        }
        Reason::LessLikely => "another reading is likelier".into(),
        Reason::Confidence(confidence) => format!("confidence {confidence} is below the least one"),
        other => format!("{other:?}"),
    };
    (false, reason)
}
