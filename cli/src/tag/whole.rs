//! Finds the mentions of a text that is judged as a whole, in bounded memory.

use gaztag::{Draft, Mention, Span, Tagger};

use crate::error::CliError;
use crate::progress;

/// The most drafts that are kept until the end of the text, 32 bytes each. A text with more of them
/// is read a second time for the rest.
pub(crate) const DRAFTS: usize = 1 << 20;

/// How many drafts are read or judged before the next look whether Ctrl-C was pressed.
const STEP: usize = 1 << 10;

/// Calls `found` for every mention with its span in bytes: the mentions of [`Tagger::tag`].
/// Stops at the first error, and after Ctrl-C. `kept` is the most drafts to keep, and `drafts` is
/// memory for them that can be used again.
pub(crate) fn mentions(
    tagger: &Tagger<'_>,
    text: &[u8],
    drafts: &mut Vec<Draft>,
    kept: usize,
    mut found: impl FnMut(&Mention, Span) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut judge = tagger.drafts(text);
    drafts.clear();
    while drafts.len() < kept
        && let Some(draft) = judge.next()
    {
        progress_at(drafts.len())?;
        drafts.push(draft);
    }
    // The rest is read for the evidence in it, then again for its drafts.
    let rest = judge.clone();
    for (index, _) in judge.by_ref().enumerate() {
        progress_at(index)?;
    }
    for (index, draft) in drafts.iter().copied().chain(rest).enumerate() {
        progress_at(index)?;
        if let Some((mention, span)) = judge.settle(&draft) {
            found(&mention, span)?;
        }
    }
    Ok(())
}

/// Fails after Ctrl-C, at some of the drafts.
fn progress_at(index: usize) -> Result<(), CliError> {
    if index.is_multiple_of(STEP) { progress::check() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mentions_do_not_depend_on_how_many_drafts_are_kept() {
        let text = "The AES met. Georgia was quiet, \u{1F642} Georgia Tech in Congo too. Mali, Niger and Burkina Faso signed. Police in Atlanta, Georgia. Kinshasa is in Congo.";
        for unit in [gaztag::OffsetUnit::Bytes, gaztag::OffsetUnit::CodePoints] {
            for overlap in [gaztag::Overlap::Longest, gaztag::Overlap::All] {
                let tagger = Tagger::builder().offset_unit(unit).overlap(overlap).build().unwrap();
                let mut expected = Vec::new();
                tagger.tag_each(text, |mention, text| expected.push((*mention, text.to_vec())));
                assert!(expected.len() > 4);
                for kept in 0..12 {
                    let mut all = Vec::new();
                    let result = mentions(
                        &tagger,
                        text.as_bytes(),
                        &mut Vec::new(),
                        kept,
                        |mention, span| {
                            all.push((*mention, text[span.range()].as_bytes().to_vec()));
                            Ok(())
                        },
                    );
                    assert!(result.is_ok() && all == expected, "{unit:?} {overlap:?} {kept}");
                }
            }
        }
    }
}
