//! Divides texts into sentences and paragraphs, and counts the entities that are named together.

use std::collections::BTreeSet;

use gaztag::{EntityId, Kind, Span, Tagger};
use unicode_segmentation::UnicodeSegmentation;

use crate::arguments::counts::Within;
use crate::error::CliError;
use crate::output::tally::Tally;
use crate::progress;

/// Tags of HTML that do not end a paragraph.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "img", "ins", "mark", "q",
    "s", "small", "span", "strong", "sub", "sup", "u", "wbr",
];

/// A mention: its span in bytes, and what it means.
pub(super) type Found = (Span, Kind, EntityId);

/// The pairs that are counted.
pub(super) struct Pairs {
    pub(super) kinds: (Kind, Kind),
    pub(super) within: Within,
    /// Whether entities count as what they are traded as or a kind of.
    pub(super) roll_up: bool,
}

impl Pairs {
    /// Counts the pairs of a text: once for each place where both are named.
    pub(super) fn count(
        &self,
        tagger: &Tagger<'_>,
        text: &[u8],
        is_html: bool,
        found: &[Found],
        tally: &mut Tally,
    ) {
        // After Ctrl-C the places are not known.
        let Ok(ends) = ends(text, is_html, self.within) else { return };
        let (mut ends, mut named) =
            (ends.into_iter().peekable(), [BTreeSet::new(), BTreeSet::new()]);
        for (index, &(span, kind, entity)) in found.iter().enumerate() {
            let last = index.checked_sub(1).and_then(|index| found.get(index));
            while let Some(end) = ends.next_if(|&end| end <= span.start) {
                if !last.is_some_and(|(last, ..)| continues(text, *last, end)) {
                    self.add(&mut named, tally);
                }
            }
            let rolled = tagger.gazetteer().entity(entity).map(|entity| entity.roll_up().id());
            let entity = rolled.filter(|_| self.roll_up).unwrap_or(entity);
            for (of, named) in [self.kinds.0, self.kinds.1].into_iter().zip(&mut named) {
                if of == kind {
                    named.insert(entity);
                }
            }
        }
        self.add(&mut named, tally);
    }

    fn add(&self, named: &mut [BTreeSet<EntityId>; 2], tally: &mut Tally) {
        let [first, second] = std::mem::take(named);
        for &one in &first {
            for &other in &second {
                // Of one kind, each pair is counted once.
                if self.kinds.0 != self.kinds.1 || one < other {
                    tally.add_pair(one, other);
                }
            }
        }
    }
}

/// Whether the text goes on at an end, which is inside the last mention or follows from its full
/// stop: `the U.S. Army`.
fn continues(text: &[u8], last: Span, end: usize) -> bool {
    let after = text.get(last.end..end);
    last.end > end
        || text.get(..last.end).is_some_and(|text| text.ends_with(b"."))
            && after.is_some_and(|after| after.trim_ascii().is_empty())
}

/// The offsets where sentences or paragraphs end, except the end of the text. Fails after Ctrl-C.
fn ends(text: &[u8], is_html: bool, within: Within) -> Result<Vec<usize>, CliError> {
    if within == Within::Document {
        return Ok(Vec::new());
    }
    let text = plain(text, is_html);
    let (mut ends, mut start) = (Vec::new(), 0);
    for paragraph in paragraphs(&text) {
        let end = start + paragraph.len();
        if within == Within::Sentence {
            // A single line break does not end a sentence.
            let line = paragraph.replace(['\n', '\r'], " ");
            for (at, sentence) in line.split_sentence_bound_indices() {
                progress::check()?;
                ends.push(start + at + sentence.len());
            }
        } else {
            ends.push(end);
        }
        start = end;
    }
    Ok(ends)
}

/// The parts of a text, each up to the end of an empty line.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut blank = false;
    let mut lines = text.split_inclusive('\n').peekable();
    let (mut start, mut end) = (0, 0);
    std::iter::from_fn(move || {
        for line in lines.by_ref() {
            let ends = blank && !line.trim().is_empty();
            blank = line.trim().is_empty();
            let part = start..end;
            end += line.len();
            if ends && !part.is_empty() {
                start = part.end;
                return text.get(part);
            }
        }
        let part = std::mem::replace(&mut start, end)..end;
        if part.is_empty() { None } else { text.get(part) }
    })
}

/// A text of the same length that is well-formed and has no tags: blanks for inline tags, line
/// breaks for others.
fn plain(text: &[u8], is_html: bool) -> String {
    let mut plain = String::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        plain += chunk.valid();
        plain.extend(std::iter::repeat_n('?', chunk.invalid().len()));
    }
    if is_html { without_tags(&plain) } else { plain }
}

fn without_tags(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out += before;
        let name = from[1..].trim_start_matches('/');
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
        let len = if is_tag { from.find('>').map_or(from.len(), |at| at + 1) } else { 1 };
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is_inline = INLINE.iter().any(|inline| inline.eq_ignore_ascii_case(name));
        let fill = if is_tag && !is_inline { '\n' } else { ' ' };
        out.extend(std::iter::repeat_n(fill, len));
        rest = &from[len..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, is_html: bool, within: Within) -> Vec<&str> {
        let mut start = 0;
        let mut parts = Vec::new();
        for end in ends(text.as_bytes(), is_html, within).unwrap() {
            parts.push(&text[std::mem::replace(&mut start, end)..end]);
        }
        parts
    }

    #[test]
    fn texts_are_divided_into_sentences_and_paragraphs() {
        let text = "Mali\nand Chad. \"So!\" It is.\n \r\nNiger? Yes";
        assert_eq!(
            parts(text, false, Within::Sentence),
            ["Mali\nand Chad. ", "\"So!\" ", "It is.\n \r\n", "Niger? ", "Yes"]
        );
        assert_eq!(
            parts(text, false, Within::Paragraph),
            ["Mali\nand Chad. \"So!\" It is.\n \r\n", "Niger? Yes"]
        );
        assert_eq!(parts(text, false, Within::Document), [""; 0]);
        let page = "<p>Mali <b>and</b> 3 < 4.</p><p>Chad";
        assert_eq!(
            parts(page, true, Within::Paragraph),
            ["<p>", "Mali <b>and</b> 3 < 4.</p><p>", "Chad"]
        );
        for text in ["", "\n\n", "a", "\n\na\n\n\n", "<p", "é<é>"] {
            for (is_html, within) in [(true, Within::Sentence), (false, Within::Paragraph)] {
                assert_eq!(parts(text, is_html, within).concat(), text, "{text:?}");
            }
        }
        let bytes = b"Mali \xFF\xE2. Chad";
        assert_eq!(ends(bytes, false, Within::Sentence).unwrap(), [9, 13]);
    }

    #[test]
    fn pairs_are_counted_once_a_place() {
        let tagger = Tagger::builtin();
        let pairs = |text: &str, kinds, within| {
            let mut found = Vec::new();
            for mention in tagger.tag(text) {
                found.push((mention.span(), mention.kind(), mention.entity()));
            }
            let mut tally = Tally::new(&tagger);
            Pairs { kinds, within, roll_up: true }.count(
                &tagger,
                text.as_bytes(),
                false,
                &found,
                &mut tally,
            );
            tally.pair_counts(|id| tagger.gazetteer().entity(id).unwrap().key().to_string())
        };
        let text = "Gold in Mali, gold in Mali and Niger. Gold in Mali. Chad.";
        let kinds = (Kind::Country, Kind::Mineral);
        let count =
            |first: &str, second: &str, count| (first.to_string(), second.to_string(), count);
        assert_eq!(
            pairs(text, kinds, Within::Sentence),
            [count("country/MLI", "mineral/gold", 2), count("country/NER", "mineral/gold", 1)]
        );
        assert_eq!(
            pairs(text, kinds, Within::Document),
            [
                count("country/MLI", "mineral/gold", 1),
                count("country/NER", "mineral/gold", 1),
                count("country/TCD", "mineral/gold", 1)
            ]
        );
        assert_eq!(
            pairs(text, (Kind::Country, Kind::Country), Within::Sentence),
            [count("country/MLI", "country/NER", 1)]
        );
        assert_eq!(
            pairs("The U.S. Army guards spodumene. Mali.", kinds, Within::Sentence),
            [count("country/USA", "mineral/lithium", 1)]
        );
    }
}
