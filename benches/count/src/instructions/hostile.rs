//! Instructions a byte of texts that repeat what is costly to read, in every mode.

use gaztag::{IncrementalTagger, Input, Overlap, Tagger};
use gaztag_samples::{Any, KINDS};

use crate::{Place, count, kinds, tag, tagger};

/// Names, acronyms and parts of them: each repetition is looked up and judged.
const PATTERNS: [&str; 9] = [
    "U.S.S.R.",
    "U.S. ",
    "U.S.A",
    "&",
    "(AES",
    "lead ",
    "Jordan ",
    "Chad Niger ",
    "Michael Jordan ",
];
/// Bytes of each text.
const SIZE: usize = 10_000;

/// The taggers, by the names of their modes. `stream` is counted apart.
fn modes() -> Result<[(&'static str, Tagger<'static>); 5], Any> {
    Ok([
        ("text", tagger().build()?),
        ("no-context", tagger().context(false).build()?),
        ("lower-case", tagger().lower_case(true).build()?),
        ("all-readings", tagger().overlap(Overlap::All).build()?),
        ("html", tagger().input(Input::Html).build()?),
    ])
}

/// News is the row that the others are compared with.
pub(crate) fn count_all() -> Result<(), Any> {
    let news = kinds::text(&KINDS[0])?;
    count_modes("news", &news)?;
    for pattern in PATTERNS {
        count_modes(pattern, pattern.repeat(SIZE / pattern.len()).as_bytes())?;
    }
    Ok(())
}

fn count_modes(row: &str, text: &[u8]) -> Result<(), Any> {
    let place = |column| Place { section: "hostile", row, column };
    for (mode, tagger) in modes()? {
        let mut tag = tag(tagger);
        count(place(mode), text.len(), || tag(text));
    }
    let mut stream = IncrementalTagger::new(tagger().build()?);
    count(place("stream"), text.len(), || {
        let mut count = 0;
        stream.feed(text, |_, _| count += 1);
        stream.finish(|_, _| count += 1);
        count
    });
    Ok(())
}
