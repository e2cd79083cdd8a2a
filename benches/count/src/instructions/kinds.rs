//! Instructions a byte of the kinds of text, by the complete tagger.

use gaztag::Language;
use gaztag_samples::{Any, KINDS, Kind, Names, Source};

use crate::{Place, count, tag, tagger};

/// The kinds that are counted. Others cost about the same as one of them.
const COUNTED: [&str; 10] =
    ["news", "article", "capitals", "html", "jsonl", "fr", "ru", "ar", "th", "zh"];
/// About as many bytes are made of each.
const SIZE: usize = 100_000;

/// The made text of a kind.
pub(crate) fn text(kind: &Kind) -> Result<Vec<u8>, Any> {
    let language = Language::new(kind.language).ok_or("unknown language")?;
    Source { folder: None, size: SIZE }.text(kind, &Names::of_language(language))
}

pub(crate) fn count_all() -> Result<(), Any> {
    for kind in KINDS.iter().filter(|kind| COUNTED.contains(&kind.name)) {
        let text = text(kind)?;
        let mut tag = tag(tagger().input(kind.input).build()?);
        if tag(&text) == 0 {
            return Err(format!("{}: no mentions in the text", kind.name).into());
        }
        let place = Place { section: "kinds", row: kind.name, column: "byte" };
        count(place, text.len(), || tag(&text));
    }
    Ok(())
}
